"""`convention templates update`: what changed in our clauses, merged into a copy, and nothing of the copy lost."""

import json
import shutil
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conventions_cli.editing.copy_update import update_pack
from conventions_cli.editing.merging import merge
from conventions_cli.foundation.resources import templates_dir
from conventions_cli.templating import ejection
from fabrique import spec, text_of
from serveur import convention

PACK = "delegation-fast-2025"
TEXTS = st.lists(st.sampled_from(["un", "deux", "trois", "", "quatre"]), max_size=7).map("\n".join)


def merged(base, ours, theirs):
    return merge(base, ours, theirs, here="ici", there="la")


@given(TEXTS, TEXTS)
def test_what_one_side_alone_changed_is_taken(base, other):
    assert merged(base, base, other).text == merged(base, other, base).text == merged(base, other, other).text == other


@given(TEXTS, TEXTS, TEXTS)
def test_what_is_here_is_never_lost_and_conflicts_have_two_sides(base, ours, theirs):
    done = merged(base, ours, theirs)
    lines = done.text.split("\n")
    assert [number for number, line in enumerate(lines, 1) if line == "<<<<<<< ici"] == list(done.conflicts)
    assert len(done.conflicts) == lines.count("=======") == lines.count(">>>>>>> la")
    added = [line for line in ours.split("\n") if line not in base.split("\n")]
    assert all(line in lines for line in added)


@pytest.mark.skipif(shutil.which("git") is None, reason="sans git")
@pytest.mark.parametrize(
    ("base", "ours", "theirs"),
    [
        ("a\nb\nc\nd\ne\n", "a\nB\nc\nd\ne\n", "a\nb\nc\nd\nE\n"),
        ("a\nb\nc\n", "a\nB\nc\n", "a\nX\nc\n"),
        ("a\nb\nc\nd\n", "a\nd\n", "a\nb\nc\nd\ne\n"),
        ("a\nb\nc\nd\n", "a\nc\nd\n", "a\nB\nc\nd\n"),
        ("a\n", "z\na\n", "a\ny\n"),
    ],
)
def test_git_makes_the_same_of_them(tmp_path, base, ours, theirs):
    for name, text in (("ici", ours), ("base", base), ("la", theirs)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    done = subprocess.run(["git", "merge-file", "-p", "ici", "base", "la"], cwd=tmp_path, capture_output=True)
    assert merged(base, ours, theirs).text == done.stdout.decode()
    assert len(merged(base, ours, theirs).conflicts) == done.returncode


def run(*words, cwd):
    done = convention(*words, cwd=cwd)
    return done.returncode, done.stdout.decode(), done.stderr.decode().replace("\u00a0", " ")


@pytest.fixture
def home(tmp_path):
    (tmp_path / "a.yaml").write_text(text_of(spec(modele=PACK)), encoding="utf-8")
    assert run("templates", "eject", PACK, cwd=tmp_path)[0] == 0
    return tmp_path / "templates" / PACK


def aged(home, **texts):
    """The copy as if our clauses of these names had been others when it was made."""
    record = json.loads((home / ejection.ORIGIN).read_text("utf-8"))
    for name, (old, now) in texts.items():
        file = f"commun/{name}.md"
        text = record["fichiers"][file]["texte"]
        assert old in text or not old
        older = text.replace(old, now) if old else now
        record["fichiers"][file] = {"texte": older, "sha256": ejection._sha256(older)}
        (home / file).write_text(older, encoding="utf-8")
    record["convention"] = "0.0.1"
    (home / ejection.ORIGIN).write_text(json.dumps(record), encoding="utf-8")


def last_line(home, name):
    return (templates_dir() / "commun" / f"{name}.md").read_text("utf-8").rstrip("\n").split("\n")[-1]


def test_both_changes_are_in_the_copy_which_is_no_longer_behind(home):
    aged(home, duree=(last_line(home, "duree"), "Avant."))
    path = home / "commun/duree.md"
    path.write_text("Ajouté ici.\n\n" + path.read_text("utf-8"), encoding="utf-8")
    before = {one.name: one.read_bytes() for one in home.rglob("*") if one.is_file()}
    code, out, err = run("templates", "update", PACK, "--dry-run", cwd=home.parents[1])
    assert (code, "-Avant." in out, "1 fichier à mettre à jour" in err) == (0, True, True)
    assert {one.name: one.read_bytes() for one in home.rglob("*") if one.is_file()} == before
    code, out, err = run("templates", "update", PACK, cwd=home.parents[1])
    assert (code, out) == (0, f"templates/{PACK}/commun/duree.md\n")
    text = (templates_dir() / "commun/duree.md").read_text("utf-8")
    assert path.read_text("utf-8") == "Ajouté ici.\n\n" + text
    assert "C410" not in run("templates", "check", PACK, cwd=home.parents[1])[1]
    assert "à jour." in run("templates", "update", f"templates/{PACK}", cwd=home.parents[1])[2]


def test_a_conflict_is_marked_listed_and_refused_until_it_is_settled(home):
    last = last_line(home, "duree")
    aged(home, duree=(last, "Avant."))
    path = home / "commun/duree.md"
    path.write_bytes(path.read_text("utf-8").replace("Avant.", "Ici.").replace("\n", "\r\n").encode())
    code, _, err = run("templates", "update", PACK, "--dry-run", cwd=home.parents[1])
    assert (code, "conflit : " in err, "ôter les marques" in err) == (1, True, False)
    code, _, err = run("templates", "update", PACK, cwd=home.parents[1])
    text = path.read_bytes().decode()
    line = text.split("\r\n").index("<<<<<<< ici") + 1
    assert (code, f"conflit : templates/{PACK}/commun/duree.md, ligne {line}" in err) == (1, True)
    assert f"<<<<<<< ici\r\nIci.\r\n=======\r\n{last}\r\n>>>>>>> convention " in text
    for words in (("templates", "check", PACK), ("render", "a.yaml")):
        code, out, err = run(*words, cwd=home.parents[1])
        assert (code, f"duree.md:{line}:1: erreur C128" in out + err) == (1, True)


def test_a_clause_that_is_new_or_gone_is_taken_or_left_and_told(home):
    aged(home, duree=(last_line(home, "duree"), "Avant."), visas=(last_line(home, "visas"), "Avant."))
    (home / "commun/visas.md").unlink()
    record = json.loads((home / ejection.ORIGIN).read_text("utf-8"))
    del record["fichiers"]["commun/signatures.md"]
    record["fichiers"]["../../../dehors.md"] = record["fichiers"]["commun/perdue.md"] = {
        "texte": "x", "sha256": ejection._sha256("x")
    }  # fmt: skip
    (home / ejection.ORIGIN).write_text(json.dumps(record), encoding="utf-8")
    (home / "commun/signatures.md").unlink()
    (home / "commun/perdue.md").write_text("x", encoding="utf-8")
    (home.parents[2] / "dehors.md").write_text("x", encoding="utf-8")
    done = update_pack(home).value
    assert [one.name for one in done.files] == ["commun/duree.md", "commun/signatures.md"]
    assert ["visas.md" in done.skipped[0], "perdue.md" in done.skipped[1], len(done.skipped)] == [True, True, 2]


def test_a_copy_under_another_name_keeps_its_title_and_its_version(tmp_path):
    (tmp_path / "a.yaml").write_text(text_of(spec()), encoding="utf-8")
    assert run("templates", "new", "forme", "--from", PACK, cwd=tmp_path)[0] == 0
    home = tmp_path / "templates/forme"
    record = json.loads((home / ejection.ORIGIN).read_text("utf-8"))
    manifest = record["fichiers"]["modele.yaml"]["texte"]
    older = manifest.replace("\nversion: 2.0.0", "\nversion: 1.9.0").replace("plan:", "# ancien\nplan:", 1)
    assert older.count("ancien") == 1 and "1.9.0" in older
    record["fichiers"]["modele.yaml"] = {"texte": older, "sha256": ejection._sha256(older)}
    (home / ejection.ORIGIN).write_text(json.dumps(record), encoding="utf-8")
    path = home / "modele.yaml"
    now = path.read_text("utf-8")
    path.write_text(now.replace("plan:", "# ancien\nplan:", 1), encoding="utf-8")
    assert run("templates", "update", "forme", cwd=tmp_path)[0] == 0
    assert path.read_text("utf-8") == now


@pytest.mark.parametrize("broken", ["", "{}", "[]", "\x00"])
def test_what_is_no_copy_is_told(home, broken):
    (home / ejection.ORIGIN).write_text(broken, encoding="utf-8")
    code, _, err = run("templates", "update", PACK, cwd=home.parents[1])
    assert (code, "n’est pas la copie d’un modèle fourni" in err) == (1, True)
    assert run("templates", "update", "absent", cwd=home.parents[1])[0] == 2


def test_a_clause_that_cannot_be_read_or_is_a_link_stops_all(home):
    aged(home, duree=(last_line(home, "duree"), "Avant."), visas=(last_line(home, "visas"), "Avant."))
    (home / "commun/visas.md").write_bytes(b"\xff\xfe")
    before = (home / "commun/duree.md").read_bytes()
    code, _, err = run("templates", "update", PACK, cwd=home.parents[1])
    assert (code, "n’est pas en UTF-8" in err) == (3, True)
    assert (home / "commun/duree.md").read_bytes() == before
    (home / "commun/visas.md").unlink()
    (home / "commun/visas.md").symlink_to("duree.md")
    assert run("templates", "update", PACK, cwd=home.parents[1])[0] == 3
    assert (home / "commun/duree.md").read_bytes() == before
