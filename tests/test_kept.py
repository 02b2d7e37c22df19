"""Compiled and read clauses kept between runs: found again, never trusted blindly, never in the way."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from jinja2.bccache import bc_magic

from conventions_cli import render as render_bytes
from conventions_cli.readers.markdown import read_blocks
from conventions_cli.templating.kept import _FILE as FILE
from conventions_cli.templating.kept import Kept
from fabrique import SPECS

DOMIFA = str(SPECS / "domifa.yaml")
PACK = """titre: Essai
version: 1.0.0
plan:
  - {section: titre, clause: titre.md}
  - {article: objet, titre: Objet, clause: objet.md, enonce: []}
"""
SPEC = """modele: essai
service: {nom: Essai}
parties: []
"""


@pytest.fixture
def kept(tmp_path, monkeypatch):
    """A folder for what is kept, and a way to run a command with it in a process of its own."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("CONVENTION_CACHE", str(folder))

    def run(*arguments):
        command = [sys.executable, "-m", "conventions_cli", *arguments]
        return subprocess.run(command, capture_output=True, text=True, timeout=120, cwd=tmp_path)

    run.folder = folder
    run.files = lambda: sorted(path for path in folder.rglob("*.bin"))
    return run


def acts(run, out):
    done = run("render", DOMIFA, "-o", out)
    assert done.returncode == 0, done.stderr
    return [(Path(run.folder.parent) / out / f"domifa.{kind}").read_bytes() for kind in ("docx", "md")]


def test_a_second_run_finds_what_the_first_prepared_and_makes_the_same_act(kept):
    first = acts(kept, "un")
    stamps = {path: path.stat().st_mtime_ns for path in kept.files()}
    assert len(stamps) == 1
    assert acts(kept, "deux") == first
    assert {path: path.stat().st_mtime_ns for path in kept.files()} == stamps


def test_what_is_kept_is_neither_compiled_nor_read_again(kept):
    acts(kept, "un")
    command = [sys.executable, "-X", "importtime", "-m", "conventions_cli", "render", DOMIFA, "-o", "deux"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, cwd=kept.folder.parent)
    assert "conventions_cli.writers.docx" in done.stderr
    assert "markdown_it" not in done.stderr


@pytest.mark.parametrize("damage", [b"", b"j2", b"\x80\x05garbage" * 9])
def test_damaged_files_are_made_again(kept, damage):
    first = acts(kept, "un")
    for path in kept.files():
        path.write_bytes(damage or path.read_bytes()[:40])
    assert acts(kept, "deux") == first


@pytest.mark.parametrize("damage", [b"", b"\x93\x01", b"\x91\x81\xa4type\xa9Footnotes", bc_magic + b"garbage", None])
def test_damaged_results_are_made_again(kept, damage):
    first = acts(kept, "un")
    (path,) = kept.files()
    maker, results = FILE.unpacked(path.read_bytes())
    path.write_bytes(FILE.packed((maker, dict.fromkeys(results, damage))))
    assert acts(kept, "deux") == first
    maker, results = FILE.unpacked(path.read_bytes())
    assert damage not in results.values()


def test_what_another_reader_of_markdown_made_is_forgotten(kept):
    first = acts(kept, "un")
    (path,) = kept.files()
    maker, results = FILE.unpacked(path.read_bytes())
    path.write_bytes(FILE.packed(("autre", {"vieux": b"", **results})))
    assert acts(kept, "deux") == first
    again, results = FILE.unpacked(path.read_bytes())
    assert again == maker
    assert "vieux" not in results


def test_a_file_does_not_grow_for_ever_and_what_serves_stays(tmp_path):
    path = tmp_path / "clauses.bin"
    path.write_bytes(FILE.packed(("moi", {str(number): b"x" for number in range(600)})))
    store = Kept(path, "moi")
    assert store.get("3") == b"x"
    store.put("neuf", b"y")
    store.save()
    _, results = FILE.unpacked(path.read_bytes())
    assert len(results) == 512
    assert {"3", "neuf", "599"} <= set(results)
    assert path.stat().st_mode & 0o077 == 0


def test_blocks_come_back_as_they_were(tmp_path):
    store = Kept(tmp_path / "clauses.bin", "moi")
    text = (
        "Un **mot**, une note[^1].\n\n- a\n- b\n\n| A | B |\n| --- | ---: |\n| 1 | 2 |\n\n[^1]: <https://beta.gouv.fr>"
    )
    blocks = read_blocks(text, lambda _: True).blocks
    store.put_blocks(text, blocks)
    store.save()
    again = Kept(tmp_path / "clauses.bin", "moi")
    assert again.blocks(text) == blocks
    assert [type(block).__name__ for block in again.blocks(text)] == ["Paragraph", "ItemList", "Table"]
    assert again.blocks(f"{text} ") is None


def pack(folder, clause):
    (folder / "essai").mkdir(exist_ok=True)
    (folder / "essai" / "modele.yaml").write_text(PACK, encoding="utf-8")
    (folder / "essai" / "titre.md").write_text("# Acte\n", encoding="utf-8")
    (folder / "essai" / "objet.md").write_text(clause, encoding="utf-8")


def checked(kept):
    return kept("templates", "check", "essai", "--template-dir", str(kept.folder.parent))


@pytest.mark.parametrize(
    ("clause", "line"),
    [
        ("Bon.\n\nEncore bon.\n\n<b>mauvais</b>\n", 5),  # a fault of Markdown, told by the marks of lines
        ("Bon.\n\n{{ 1 // 0 }}\n", 3),  # a fault of Jinja, told by the code
    ],
)
def test_a_fault_keeps_its_file_and_line_in_code_that_was_kept(kept, tmp_path, clause, line):
    pack(tmp_path, clause)
    first = checked(kept)
    assert f"objet.md:{line}:" in first.stdout + first.stderr
    assert kept.files()
    second = checked(kept)
    assert (second.stdout, second.stderr) == (first.stdout, first.stderr)


def test_a_clause_that_changed_is_prepared_again(kept, tmp_path):
    pack(tmp_path, "Bon.\n\n<b>mauvais</b>\n")
    checked(kept)
    pack(tmp_path, "Bon.\n\nAussi.\n\nEt encore.\n\n<i>mauvais</i>\n")
    assert "objet.md:7:" in checked(kept).stderr + checked(kept).stdout


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="the system has no such rights")
def test_a_folder_that_others_can_write_is_not_used(kept):
    acts(kept, "un")
    (inner,) = kept.folder.iterdir()
    for path in kept.files():
        path.unlink()
    inner.chmod(0o777)
    acts(kept, "deux")
    assert kept.files() == []


def test_a_place_where_nothing_can_be_written_is_no_fault(kept):
    kept.folder.write_text("un fichier, non un dossier")
    done = kept("render", SPECS / "mano.yaml", "-o", "actes")
    assert (done.returncode, done.stderr) == (0, "")


def test_the_library_keeps_nothing_unless_told(kept, monkeypatch, tmp_path):
    monkeypatch.delenv("CONVENTION_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "foyer"))
    from conventions_cli.templating.environment import environment_for

    environment_for.cache_clear()
    assert render_bytes(DOMIFA).ok
    assert not (tmp_path / "foyer").exists()


def test_the_command_keeps_them_with_the_person_s_own_caches(tmp_path, monkeypatch):
    monkeypatch.delenv("CONVENTION_CACHE", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "foyer"))
    command = [sys.executable, "-m", "conventions_cli", "render", DOMIFA, "-o", str(tmp_path / "actes")]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    (folder,) = (tmp_path / "foyer" / "convention").iterdir()
    assert folder.name.startswith("clauses-")
    assert folder.stat().st_mode & 0o077 == 0


def test_an_interruption_while_results_are_kept_says_nothing_and_leaves_nothing(tmp_path, monkeypatch):
    store = Kept(tmp_path / "clauses.bin", "moi")
    store.put("neuf", b"y")

    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", interrupted)
    store.save()
    assert list(tmp_path.iterdir()) == []
