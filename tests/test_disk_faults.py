"""A disk that refuses, at each call of each command that writes: nothing half-written, nothing left, and it is told."""

import json
import os
import re
import shutil

import pytest

from fabrique import spec, text_of
from inside import run_inside
from trip import Call, Trip, tripped

# Everything, instead of the first and the last call of each line that only reads.
EVERY_CALL = bool(os.environ.get("CONVENTION_EXEMPLES"))
OLD = b"ce qu'il y avait\n"
LEFT = re.compile(r"(?:^|/)\.[^/]+\.tmp|(?:^|/)\.convention")
REMOVING = {"unlink", "remove", "rmdir", "scandir", "listdir", "lstat", "stat", "fstat", "os.open", "access"}

PAGE = """---
title: Domifa
mission: Faciliter la domiciliation
sponsors: []
phases:
  - name: construction
    start: 2025-01-01
---
Un texte.
"""
ACT = """<!-- titre -->

# Convention

<!-- article objet -->

## Article 1er – Objet

Le texte de la convention entre les parties.
"""

# The command, and the files of the folder that stand where it will write, if any.
COMMANDS = {
    "render": ("render a.yaml -o actes --format docx,md,html", ("actes/a.docx", "actes/a.md")),
    "render, plusieurs": ("render a.yaml c.yaml -o actes --format md", ("actes/a.md",)),
    "batch": ("batch a.yaml c.yaml -o actes --jobs 1 --format md --zip", ()),
    "batch, encore": ("batch a.yaml c.yaml -o faits --jobs 1 --format md", ()),
    "publish": ("publish a.yaml -o publication --format md", ("publication/index.json",)),
    "set": ("set a.yaml duree.fin=2026-11-30", ()),
    "fmt": ("fmt a.yaml serre.yaml", ()),
    "fix": ("fix faux.yaml --yes", ()),
    "migrate": ("migrate vieux.yaml", ()),
    "amend": ("amend a.yaml neuve.yaml --avenant 1 -o actes --format md", ()),
    "report": ("report a.yaml -o actes --format md", ("actes/a-compte-rendu.md",)),
    "terminate": ("terminate a.yaml -o actes --format md", ("actes/a-resiliation.md",)),
    "redline": ("redline acte.md acte2.md -o marques.docx", ("marques.docx",)),
    "import": ("import acte.md -o lu.yaml", ()),
    "import --force": ("import acte.md -o lu.yaml --force", ("lu.yaml",)),
    "import --as-pack": ("import acte.md -o lu.yaml --as-pack maison", ()),
    "new": ("new n.yaml --yes --service X --schema", ()),
    "new --from": ("new n.yaml --yes --from content/_startups/domifa.md", ()),
    "templates eject": ("templates eject delegation-fast-2025 --styles", ()),
    "templates new": ("templates new maison", ()),
    "examples": ("examples", ()),
    "schema": ("schema -o s.json", ("s.json",)),
    "summary": ("summary a.yaml --format ics -o s.ics", ("s.ics",)),
    "summary, classeur": ("summary a.yaml --format xlsx -o s.xlsx", ()),
    "validate": ("validate a.yaml --format json -o v.json", ("v.json",)),
    "diff": ("diff acte.md acte2.md --format html -o d.html", ("d.html",)),
    "verify": ("verify acte.docx -o v.txt", ("v.txt",)),
}


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    """A folder in which every command has something to write."""
    folder = tmp_path_factory.mktemp("modele")
    texts = {
        "a.yaml": text_of(spec()),
        "c.yaml": text_of(spec(services=[{"nom": "Autre"}])),
        "serre.yaml": text_of(spec()).replace("duree:\n  fin: '2026-12-31'", "duree:   {fin:   2026-12-31}"),
        "faux.yaml": text_of(spec(finances__montant="200.000 €")),
        "vieux.yaml": "delegant: {nom: Direction, article: la}\n",
        "neuve.yaml": text_of(spec(duree__fin="2027-06-30")),
        "acte.md": ACT,
        "acte2.md": ACT.replace("les parties", "ces parties"),
        "content/_startups/domifa.md": PAGE,
    }
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    assert run_inside("redline", "acte.md", "acte2.md", "-o", "acte.docx", cwd=folder).code == 0
    assert run_inside("batch", "a.yaml", "c.yaml", "-o", "faits", "--jobs", "1", "--format", "md", cwd=folder).code == 0
    (folder / "c.yaml").write_text(text_of(spec(services=[{"nom": "Encore autre"}])), encoding="utf-8")
    return folder


def contents(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def laid(model, folder, standing):
    """The files of a fresh folder. No two have one name: what a process remembers of files, it knows by their paths."""
    shutil.copytree(model, folder)
    for name in standing:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(OLD)
    return contents(folder)


def attempt(command, folder, at=0):
    trip = Trip(folder, at)
    return trip, run_inside(*command.split(), cwd=folder, around=lambda: tripped(trip))


def chosen(calls: list[Call]) -> list[int]:
    """The calls to fail: all that change the disk; of those that only read, the first and the last of each line."""
    first = {call: rank for rank, call in reversed(list(enumerate(calls, start=1)))}
    last = {call: rank for rank, call in enumerate(calls, start=1)}
    return [
        rank
        for rank, call in enumerate(calls, start=1)
        if EVERY_CALL or call.changes or rank in {first[call], last[call]}
    ]


@pytest.mark.parametrize("name", COMMANDS)
def test_a_disk_that_refuses_is_told_and_leaves_nothing_by_halves(name, model, tmp_path):
    command, standing = COMMANDS[name]
    folder = tmp_path / "dossier"
    before = laid(model, folder, standing)
    trip, done = attempt(command, folder)
    assert done.code in {0, 1}, done
    after = contents(folder)
    assert after != before, done
    wrong = []
    for rank in chosen(trip.calls):
        shutil.rmtree(folder)
        folder = tmp_path / f"dossier-{rank:04}"
        laid(model, folder, standing)
        again, ended = attempt(command, folder, rank)
        if again.fired is None:
            continue
        said = [
            f"{rank} {again.calls[rank - 1]} {again.fired} : {one}"
            for one in faults(again, ended, before, after, done.code, folder)
        ]
        wrong += said
    assert not wrong, "\n".join(wrong)


def faults(trip, done, before, after, expected, folder):
    """What one run under a refusing disk did wrong."""
    call = trip.calls[trip.at - 1]
    now = contents(folder)
    text = done.out + done.err
    if done.bug or done.code not in {0, 1, 2, 3}:
        yield f"code {done.code} {done.bug}"
    if done.code in {0, expected} and done.code != 3 and now != after and not left(now, after):
        yield f"code {done.code}, et tout n’est pas écrit"
    if done.code == 3 and now.get("v.json", OLD) not in (OLD, after.get("v.json")):
        text += json.loads(now["v.json"])["constats"][0]["message"]  # a report tells what it was written for
    if done.code and (not text.strip() or os.strerror(trip.fired.errno) in text or "Errno" in text):
        yield f"message : {text!r}"
    for name, data in now.items():
        if LEFT.search(name):
            if call.name not in REMOVING:
                yield f"un reste : {name}"
        elif data not in (before.get(name), after.get(name)) and not (name == "v.json" and done.code == 3):
            yield f"{name} n’est ni l’ancien ni le nouveau"
    for name in before.keys() - now.keys():
        yield f"{name} a disparu"


def left(now, after):
    """Whether all that differs is a file that could not be taken away."""
    return all(LEFT.search(name) for name in now.keys() ^ after.keys()) and all(
        now.get(name) == data for name, data in after.items()
    )
