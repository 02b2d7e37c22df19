"""Files as they come: links in loops, pipes, comments glued to values, streams closed, changes made meanwhile."""

import json
import os
import re
import signal
import subprocess
import sys
from collections import Counter
from itertools import product
from pathlib import Path

import pytest

from conventions_cli.drafting.interrupted import load, state_file
from conventions_cli.drafting.product_page import read_page
from conventions_cli.editing import formatting
from conventions_cli.editing.formatting import format_source, open_file
from conventions_cli.files.outputs import write_new, write_whole
from conventions_cli.foundation.diagnostics import SourceText
from conventions_cli.templating.ejection import ORIGIN, standing
from conventions_cli.templating.folders import find_clause
from fabrique import check, spec, text_of
from serveur import HANGS
from test_cli import run

GLUED = (
    '- "a"#1',
    "- 'a'#1",
    "- |#1\n    t",
    "- >-   #1\n    t",
    '- - "a"#1',
    '- &a#1\n    "b"',
    "-#1\n  nom: b",
    '- {"nom":"v"#1\n  }#1',
    '- ["x"#1\n  ]',
    '- "m\n   n"#1',
    '- k: "v"\t#1',
    '- {a: "b"#1\n   , c: d}',
    '- ""#1',
)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "a.yaml").write_text(text_of(spec()), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(("first", "second"), list(product(GLUED, GLUED)))
def test_a_comment_glued_to_a_value_stays(first, second):
    text = f"visas:\n  {first}\n  {second}\nservices: [{{nom: A}}]\n"
    made = format_source(SourceText("essai.yaml", text), Path()).value
    if made is not None:  # what does not read is left alone
        assert Counter(re.findall("#1", made)) == Counter(re.findall("#1", text)), made


def test_the_comment_after_a_quoted_item_is_not_lost():
    made = format_source(SourceText("essai.yaml", 'visas:\n  - "le code"# gardé\nnor: "X"# aussi\n'), Path()).value
    assert made == "nor: X  # aussi\nvisas:\n  - le code  # gardé\n"


@pytest.mark.parametrize("role", [["delegant"], {"delegant": "x"}, [], [["a"]]])
def test_a_role_that_is_no_word_is_a_fault_and_no_bug(role):
    assert any(one.code.number.startswith("C2") for one in check(spec(parties__0__role=role)).diagnostics)


@pytest.mark.parametrize("command", ["fmt", "fix", "migrate"])
def test_a_link_in_a_loop_is_told(command, tmp_path):
    (tmp_path / "boucle.yaml").symlink_to("boucle.yaml")
    code, _, err = run(command, "boucle.yaml", cwd=tmp_path)
    assert code == 3
    assert "liens en boucle" in err


def test_a_link_to_nothing_is_told_as_one_and_not_proposed_to_itself(tmp_path):
    (tmp_path / "mort.yaml").symlink_to("absent.yaml")
    code, out, _ = run("validate", "mort.yaml", cwd=tmp_path)
    assert code == 3
    assert "un lien vers un fichier qui n’existe plus" in out
    assert "Vouliez-vous dire" not in out


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="des tubes nommés")
def test_a_pipe_never_holds_a_command(tmp_path):
    pages = tmp_path / "content" / "_startups"
    pages.mkdir(parents=True)
    os.mkfifo(pages / "tube.md")
    for arguments in (("--yes", "--from", pages / "tube.md"), ("--cohort", "17", ".")):
        code, _, err = run("new", *arguments, cwd=tmp_path)
        assert code in {1, 3}, err
        assert "erreur C" in err
    assert read_page(pages / "tube.md").value is None
    os.mkfifo(state_file(tmp_path / "a.yaml"))
    assert [one.code.number for one in load(tmp_path / "a.yaml").diagnostics] == ["C116"]
    home = tmp_path / "maison"
    home.mkdir()
    os.mkfifo(home / ORIGIN)
    found, told = standing(home)
    assert found is None
    assert [one.code.number for one in told] == ["C410"]


def test_a_name_too_long_for_the_disk_is_a_clause_that_is_not_there(tmp_path):
    assert find_clause((tmp_path,), "x" * 300) is None
    run("templates", "eject", "delegation-fast-2025", cwd=tmp_path)
    home = tmp_path / "templates" / "delegation-fast-2025"
    record = json.loads((home / ORIGIN).read_text(encoding="utf-8"))
    record["fichiers"]["x" * 300] = record["fichiers"]["modele.yaml"]
    (home / ORIGIN).write_text(json.dumps(record), encoding="utf-8")
    code, out, err = run("templates", "check", home, cwd=tmp_path)
    assert (code, err) == (0, "")
    assert "conforme" in out


# What is written in the place of a file


def test_a_file_changed_or_deleted_meanwhile_is_not_overwritten(folder):
    path = folder / "a.yaml"
    file = open_file(path)[0]
    path.write_bytes(b"nor: saisi ailleurs\n")
    fault = file.write("nor: X\n")
    assert fault is not None
    assert "changé par ailleurs" in fault.message
    assert path.read_bytes() == b"nor: saisi ailleurs\n"
    path.unlink()
    assert file.write("nor: X\n") is not None
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("ends", [("\n", "\n"), ("\r\n", "\r\n"), ("\r", "\r"), ("\r\n", "\n"), ("\n", "\r\n")])
def test_set_leaves_the_end_of_each_other_line_and_the_mark(folder, ends, mark):
    path = folder / "a.yaml"
    lines = text_of(spec()).split("\n")
    text = "".join(line + ends[number % 2] for number, line in enumerate(lines[:-1]))
    path.write_bytes(mark + text.encode())
    assert run("set", "a.yaml", "duree.fin=2026-11-30", cwd=folder)[0] == 0
    written = path.read_bytes().decode()
    new, old = re.split(r"\r\n|\r|\n", written), re.split(r"\r\n|\r|\n", mark.decode() + text)
    assert sum(one != other for one, other in zip(new, old, strict=True)) == 1
    assert re.findall(r"\r\n|\r|\n", written) == re.findall(r"\r\n|\r|\n", text)


def test_set_adds_a_line_with_the_end_of_its_neighbours(folder):
    path = folder / "a.yaml"
    first, rest = text_of(spec()).split("services:")
    path.write_bytes((first + "services:" + rest.replace("\n", "\r\n")).encode())
    assert run("set", "a.yaml", "duree.preavis_mois=4", cwd=folder)[0] == 0
    assert re.search(rb"\r\n  preavis_mois: 4\r\n", path.read_bytes())
    assert path.read_bytes().startswith(first.encode())


@pytest.mark.skipif(os.name != "posix", reason="des droits POSIX")
def test_a_rewritten_file_never_has_wider_rights_than_before(folder, monkeypatch):
    path = folder / "a.yaml"
    path.chmod(0o600)
    seen = []
    replace = Path.replace
    monkeypatch.setattr(Path, "replace", lambda one, to: (seen.append(one.stat().st_mode & 0o777), replace(one, to))[1])
    file = open_file(path)[0]
    assert file.write("nor: X\n") is None
    assert seen == [0o600]
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="le compte root")
def test_root_does_not_take_a_file_from_its_owner(folder):
    path = folder / "a.yaml"
    os.chown(path, 65534, 65534)
    assert open_file(path)[0].write("nor: X\n") is None
    assert (path.stat().st_uid, path.stat().st_gid) == (65534, 65534)


def test_two_runs_of_one_number_do_not_take_each_other_s_temporary_file(folder, monkeypatch):
    # In containers that share a folder, every process may be number 1.
    inside = []
    original = os.fsync

    def meanwhile(number):
        if not inside:
            inside.append(True)
            assert write_whole(folder / "b.yaml", b"l'autre") is None
        original(number)

    monkeypatch.setattr(os, "fsync", meanwhile)
    assert write_whole(folder / "b.yaml", b"celui-ci") is None
    assert (folder / "b.yaml").read_bytes() == b"celui-ci"
    (folder / f".c.yaml.{os.getpid()}.tmp").write_bytes(b"reste d'un processus tu\xc3\xa9")
    assert write_new({folder / "c.yaml": b"neuf"}).fault is None


# Streams


@pytest.mark.skipif(os.name != "posix", reason="un interpréteur POSIX")
@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("validate - <&-", 1),
        ("fmt - <&-", 1),
        ("new <&-", 2),
        ("fix a.yaml <&-", 0),
        ("inconnue 2>&-", 2),
        ("validate absent.yaml 2>&-", 3),
        ("schema >&- 2>&-", 0),
        ("inconnue 2>/dev/full", 2),
        ("validate absent.yaml >/dev/full 2>/dev/full", 3),
        ("schema >/dev/full", 3),
        ("fmt absent.yaml 2>/dev/full", 3),
    ],
)
def test_a_stream_that_is_closed_or_full_changes_no_exit_code(folder, typed, expected):
    if "/dev/full" in typed and not Path("/dev/full").exists():
        pytest.skip("un système sans /dev/full")
    command = f'"{sys.executable}" -m conventions_cli {typed}'
    done = subprocess.run(command, shell=True, cwd=folder, capture_output=True, timeout=HANGS)  # noqa: S602
    assert done.returncode == expected, done.stderr
    assert b"Traceback" not in done.stderr
    assert b"interne" not in done.stderr


@pytest.mark.skipif(os.name != "posix", reason="des signaux POSIX")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_command_told_to_end_leaves_nothing_behind(folder, number):
    slow = (
        "import os, runpy, sys, time\n"
        "fsync = os.fsync\n"
        "os.fsync = lambda n: (fsync(n), print('ici', flush=True), time.sleep(60))\n"
        "sys.argv = ['convention', 'set', 'a.yaml', 'duree.fin=2026-11-30']\n"
        "runpy.run_module('conventions_cli', run_name='__main__')\n"
    )
    before = (folder / "a.yaml").read_bytes()
    with subprocess.Popen(
        [sys.executable, "-c", slow], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ici\n"
        process.send_signal(number)
        _, err = process.communicate(timeout=HANGS)
    assert process.returncode == 130
    assert "Interrompu" in err.decode()
    assert [path.name for path in folder.iterdir()] == ["a.yaml"]
    assert (folder / "a.yaml").read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("preview", "a.yaml", "--port", "abc"), "« --port » ne convient pas"),
        (("batch", "--jobs", "x"), "« --jobs » ne convient pas"),
        (("schema", "a", "b"), "en trop : « a b »"),
    ],
)
def test_no_word_of_a_library_is_shown_in_english(folder, arguments, words):
    code, _, err = run(*arguments, cwd=folder)
    assert code == 2
    assert words in err


def test_a_file_that_cannot_be_looked_at_is_named_and_not_the_standard_output(folder):
    code, _, err = run("fmt", "x" * 300, cwd=folder)
    assert code == 3
    assert f"« {'x' * 300} » ne peut être ni lu ni écrit (nom trop long)" in err


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root lit partout")
def test_a_pack_closed_to_us_is_told_and_ours_does_not_take_its_place(folder):
    run("templates", "eject", "delegation-fast-2025", cwd=folder)
    home = folder / "templates" / "delegation-fast-2025"
    home.chmod(0)
    try:
        code, _, err = run("render", "a.yaml", "-o", "out", cwd=folder)
    finally:
        home.chmod(0o755)
    assert code == 3
    assert "templates/delegation-fast-2025" in err


def test_a_file_changed_between_two_readings_is_not_read_half_from_each(folder, monkeypatch):
    path = folder / "a.yaml"
    monkeypatch.setattr(formatting, "read_bytes", lambda one, *_: one.read_bytes() + b"# saisi\n")
    file, (told,) = open_file(path)
    assert file is None
    assert told.code.number == "C116"
    assert "a changé pendant" in told.message
