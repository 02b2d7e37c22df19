"""`--bak` and `convention undo`: what the last command rewrote, given back whole, and never over later work."""

import json
import os
import shutil

import pytest

from conventions_cli.editing import storing
from fabrique import SPECS
from test_cli import run

NAMES = ("domifa.yaml", "mano.yaml")


@pytest.fixture
def folder(tmp_path):
    shutil.copytree(SPECS, tmp_path / "specs")
    return tmp_path


def state(folder):
    return {path.name: path.read_bytes() for path in sorted((folder / "specs").iterdir()) if path.is_file()}


def crooked(folder):
    for name in NAMES:
        path = folder / "specs" / name
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n") + b"\r\n\r\n")
    return state(folder)


@pytest.mark.parametrize(
    "command", ["fmt specs/domifa.yaml specs/mano.yaml", "set specs/domifa.yaml specs/mano.yaml lieu_signature=Lyon"]
)
def test_what_a_command_rewrote_is_given_back_to_the_byte(folder, command):
    before = crooked(folder)
    assert run(*command.split(), "--bak", cwd=folder)[0] == 0
    assert {f"{name}.bak" for name in NAMES} < set(state(folder))
    assert state(folder)["domifa.yaml.bak"] == before["domifa.yaml"] != state(folder)["domifa.yaml"]
    code, out, _ = run("undo", "--dry-run", cwd=folder)
    assert (code, out.split()) == (0, ["specs/domifa.yaml", "specs/mano.yaml"])
    code, out, err = run("undo", cwd=folder)
    assert (code, out.split()) == (0, ["specs/domifa.yaml", "specs/mano.yaml"])
    assert "2 fichiers rendus tels qu’avant « convention " in err
    assert state(folder) == before
    assert run("undo", cwd=folder)[0] == 3


def test_nothing_is_kept_unless_asked(folder):
    names = set(state(folder))
    run("set", "specs/domifa.yaml", "lieu_signature=Lyon", cwd=folder)
    assert set(state(folder)) == names


def test_a_file_changed_since_refuses_all(folder):
    run("set", "specs/domifa.yaml", "specs/mano.yaml", "lieu_signature=Lyon", "--bak", cwd=folder)
    path = folder / "specs/mano.yaml"
    path.write_bytes(path.read_bytes() + b"# relu\n")
    now = state(folder)
    code, out, err = run("undo", "specs", cwd=folder)
    assert (code, out) == (3, "")
    assert "« specs/mano.yaml » a été changé depuis « convention set »" in err
    assert state(folder) == now


def test_the_last_run_is_undone_then_the_one_before(folder):
    first = state(folder)
    run("set", "specs/domifa.yaml", "lieu_signature=Lyon", "--bak", cwd=folder)
    run("set", "specs/mano.yaml", "lieu_signature=Lyon", "--bak", cwd=folder)
    assert run("undo", cwd=folder)[1].split() == ["specs/mano.yaml"]
    assert run("undo", cwd=folder)[1].split() == ["specs/domifa.yaml"]
    assert state(folder) == first


def test_runs_that_share_a_file_are_undone_one_after_the_other(folder):
    first = state(folder)
    run("set", "specs/domifa.yaml", "specs/mano.yaml", "lieu_signature=Lyon", "--bak", cwd=folder)
    second = {name: data for name, data in state(folder).items() if name in NAMES}
    run("set", "specs/domifa.yaml", "titre=Essai", "--bak", cwd=folder)
    assert state(folder)["domifa.yaml.bak"] == first["domifa.yaml"]
    assert state(folder)["domifa.yaml.bak2"] == second["domifa.yaml"]
    assert run("undo", cwd=folder)[1].split() == ["specs/domifa.yaml"]
    assert second.items() <= state(folder).items()
    assert run("undo", cwd=folder)[1].split() == ["specs/domifa.yaml", "specs/mano.yaml"]
    assert state(folder) == first


def test_the_oldest_copy_makes_room_and_its_run_is_not_undone_in_part(folder):
    run("set", "specs/domifa.yaml", "specs/mano.yaml", "lieu_signature=Lyon", "--bak", cwd=folder)
    for number in range(9):
        assert run("set", "specs/domifa.yaml", f"titre=Essai {number}", "--bak", cwd=folder)[0] == 0
    assert [run("undo", cwd=folder)[1].split() for _ in range(10)] == [["specs/domifa.yaml"]] * 9 + [[]]
    assert run("set", "specs/mano.yaml", "titre=Essai", "--bak", cwd=folder)[0] == 0  # its old copy is known


def test_a_copy_that_is_not_ours_is_never_replaced(folder):
    (folder / "specs/domifa.yaml.bak").write_text("à moi\n", encoding="utf-8")
    before = state(folder)
    code, _, err = run("set", "specs/domifa.yaml", "lieu_signature=Lyon", "--bak", cwd=folder)
    assert (code, "« specs/domifa.yaml.bak » existe déjà" in err.replace(str(folder) + os.sep, "")) == (3, True)
    assert state(folder) == before


@pytest.mark.parametrize("name", ["../domifa.yaml", "a/b.yaml", "..", "domifa.txt", "", "x\\y.yaml"])
def test_a_journal_that_names_other_files_is_not_followed(folder, name):
    one = {"avant": "a", "apres": "b", "commande": "set", "moment": 1, "copie": 1}
    path = folder / "specs" / storing.JOURNAL
    path.write_text(json.dumps({"fichiers": {name: [one], "mano.yaml": [one]}}), encoding="utf-8")
    assert set(storing.read_journal(path)) == {"mano.yaml"}


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"fichiers": 3}', '{"fichiers": {"a.yaml": [{}]}}', "[" * 5000, "\x00"]
)
def test_a_journal_that_is_not_ours_is_no_journal(folder, text):
    (folder / "specs" / storing.JOURNAL).write_text(text, encoding="utf-8")
    assert run("undo", cwd=folder)[0] == 3
    assert run("set", "specs/domifa.yaml", "lieu_signature=Lyon", "--bak", cwd=folder)[0] == 0


def test_a_copy_that_was_changed_is_not_given_back(folder):
    run("set", "specs/domifa.yaml", "lieu_signature=Lyon", "--bak", cwd=folder)
    (folder / "specs/domifa.yaml.bak").write_text("titre: autre\n", encoding="utf-8")
    now = state(folder)
    code, _, err = run("undo", cwd=folder)
    assert (code, "n’est plus celle qu’a gardée" in err) == (3, True)
    assert state(folder) == now


def test_a_file_named_by_a_link_is_given_back_too(folder):
    before = state(folder)["mano.yaml"]
    (folder / "lien.yaml").symlink_to("specs/mano.yaml")
    assert run("set", "lien.yaml", "specs/mano.yaml", "lieu_signature=Lyon", "--bak", cwd=folder)[0] == 0
    assert state(folder)["mano.yaml.bak"] == before
    assert run("undo", "lien.yaml", cwd=folder)[0] == 0
    assert state(folder)["mano.yaml"] == before
