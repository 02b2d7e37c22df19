"""Compiled and read clauses kept between runs: found again, never trusted blindly, never in the way."""

import marshal
import os
import random
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from conventions_cli import render as render_bytes
from conventions_cli.readers.markdown import read_blocks
from conventions_cli.templating import kept as kept_module
from conventions_cli.templating import sealed
from conventions_cli.templating.kept import _FILE as FILE
from conventions_cli.templating.kept import Kept
from conventions_cli.templating.sealed import read, write
from fabrique import SPECS
from serveur import HANGS, convention

pytestmark = pytest.mark.skipif(not sealed.POSSIBLE, reason="nothing is kept on such a system")
MAKERS = kept_module._made_by()

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
        done = convention(*arguments, cwd=tmp_path, cold=True)  # a server has clauses in memory
        return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())

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
    done = subprocess.run(command, capture_output=True, text=True, timeout=HANGS, cwd=kept.folder.parent)
    assert "conventions_cli.writers.docx" in done.stderr
    assert "markdown_it" not in done.stderr


def stored(path, made_by=MAKERS):
    """What a file of results holds, by key."""
    return FILE.unpacked(read(path.parent, path.name, made_by))


def store(path, results, made_by=MAKERS):
    write(path.parent, path.name, made_by, FILE.packed(results))


@pytest.mark.parametrize("damage", [b"", b"j2", b"\x80\x05garbage" * 9])
def test_damaged_files_are_made_again(kept, damage):
    first = acts(kept, "un")
    for path in kept.files():
        path.write_bytes(damage or path.read_bytes()[:40])
    assert acts(kept, "deux") == first
    assert stored(kept.files()[0])


@pytest.mark.parametrize("damage", [b"", b"\x93\x01", b"\x91\x81\xa4type\xa9Footnotes", marshal.dumps("code")[:3]])
def test_damaged_results_are_made_again(kept, damage):
    first = acts(kept, "un")
    (path,) = kept.files()
    store(path, dict.fromkeys(stored(path), damage))
    assert acts(kept, "deux") == first
    assert damage not in stored(path).values()


def corrupted(data, chance):
    """These bytes with a bit, a byte or a stretch of them altered, cut, doubled or exchanged."""
    place, other = sorted(chance.sample(range(len(data)), 2))
    match chance.randrange(6):
        case 0:
            return data[:place] + bytes([data[place] ^ (1 << chance.randrange(8))]) + data[place + 1 :]
        case 1:
            return data[:place] + bytes([(data[place] + chance.randrange(1, 256)) % 256]) + data[place + 1 :]
        case 2:
            return data[:place]
        case 3:
            return data[:place] + data[other:]
        case 4:
            return data + data[place:other]
        case _:
            return data[:place] + chance.randbytes(64) + data[place:]


def test_a_thousand_corruptions_give_nothing_that_could_be_printed_or_run(kept):
    first = acts(kept, "un")
    (path,) = kept.files()
    data, chance = path.read_bytes(), random.Random(16)  # noqa: S311 - of a test
    assert Kept(path, MAKERS)._results
    for number in range(1000):
        path.write_bytes(corrupted(data, chance))
        assert Kept(path, MAKERS)._results == {}, number
    assert acts(kept, "deux") == first
    assert stored(path)


def test_verify_cannot_be_fooled_through_the_cache(kept):
    acts(kept, "un")
    (path,) = kept.files()
    data = path.read_bytes()
    forged = data.replace("décret".encode(), b"dekrets")
    assert forged != data
    path.write_bytes(forged)
    assert acts(kept, "deux") == acts(kept, "trois")
    assert "dekret" not in (kept.folder.parent / "deux/domifa.md").read_text(encoding="utf-8")
    path.write_bytes(forged)
    done = kept("verify", "un/domifa.docx", DOMIFA)
    assert done.returncode == 0, done.stdout + done.stderr


def test_what_another_person_another_use_or_another_name_sealed_is_ignored(tmp_path, monkeypatch):
    folder = tmp_path / "cache"
    write(folder, "a.bin", "clauses", b"x")
    assert read(folder, "a.bin", "clauses") == b"x"
    assert read(folder, "a.bin", "autres") is None
    shutil.copy(folder / "a.bin", folder / "b.bin")
    assert read(folder, "b.bin", "clauses") is None
    shutil.copytree(folder, tmp_path / "autre")
    assert read(tmp_path / "autre", "a.bin", "clauses") is None
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "ailleurs"))
    assert read(folder, "a.bin", "clauses") is None  # no key at all
    write(folder, "c.bin", "clauses", b"y")
    assert read(folder, "c.bin", "clauses") == b"y"
    assert read(folder, "a.bin", "clauses") is None  # another one


def linked(path):
    path.rename(path.with_suffix(".vrai"))
    path.symlink_to(path.with_suffix(".vrai"))


def piped(path):
    path.unlink()
    os.mkfifo(path)


def directory(path):
    path.unlink()
    path.mkdir()


def null(path):
    path.unlink()
    path.symlink_to("/dev/zero")


def vast(path):
    with path.open("r+b") as stream:
        stream.truncate(1 << 40)


STANDS = (
    linked,
    piped,
    directory,
    null,
    vast,
    Path.unlink,
    lambda path: path.chmod(0o660),
    lambda path: path.chmod(0o602),
)


@pytest.mark.parametrize("stand", STANDS)
def test_what_is_no_file_of_this_person_s_alone_is_ignored(tmp_path, stand):
    write(tmp_path / "cache", "a.bin", "clauses", b"x")
    stand(tmp_path / "cache/a.bin")
    assert read(tmp_path / "cache", "a.bin", "clauses") is None


@pytest.mark.parametrize("stand", [linked, lambda path: path.chmod(0o770), lambda path: path.chmod(0o707)])
def test_a_folder_that_is_a_link_or_that_others_write_is_neither_read_nor_written(tmp_path, stand):
    folder = tmp_path / "cache"
    write(folder, "a.bin", "clauses", b"x")
    stand(folder)
    assert read(folder, "a.bin", "clauses") is None
    with pytest.raises(OSError):
        write(folder, "b.bin", "clauses", b"x")
    assert not (folder / "b.bin").exists()


@pytest.mark.parametrize("opened", ["folder", "file"])
def test_what_belongs_to_another_account_is_ignored(tmp_path, monkeypatch, opened):
    folder = tmp_path / "cache"
    write(folder, "a.bin", "clauses", b"x")
    real = os.fstat

    def foreign(descriptor):
        status = real(descriptor)
        if stat.S_ISDIR(status.st_mode) == (opened == "folder"):
            return os.stat_result((*status[:4], status.st_uid + 1, *status[5:]))
        return status

    monkeypatch.setattr(sealed.os, "fstat", foreign)
    assert read(folder, "a.bin", "clauses") is None


def test_a_folder_exchanged_once_it_is_open_changes_nothing(tmp_path, monkeypatch):
    folder, other = tmp_path / "cache", tmp_path / "autre/cache"
    write(folder, "a.bin", "clauses", b"bon")
    write(other, "a.bin", "clauses", b"mauvais")
    real = sealed._content

    def exchanged(place, name, *rest):
        if folder.exists() and name == "a.bin":
            folder.rename(tmp_path / "ancien")
            other.rename(folder)
        return real(place, name, *rest)

    monkeypatch.setattr(sealed, "_content", exchanged)
    assert read(folder, "a.bin", "clauses") == b"bon"


@pytest.mark.parametrize("stand", STANDS)
def test_a_key_that_others_could_have_seen_or_put_there_is_drawn_anew(tmp_path, monkeypatch, stand):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    folder, key = tmp_path / "cache", tmp_path / "config/convention/cache.key"
    write(folder, "a.bin", "clauses", b"x")
    drawn = key.read_bytes()
    assert (len(drawn), stat.S_IMODE(key.stat().st_mode)) == (32, 0o600)
    stand(key)
    assert read(folder, "a.bin", "clauses") is None
    if stand is directory:
        with pytest.raises(OSError):
            write(folder, "b.bin", "clauses", b"y")
        return
    write(folder, "b.bin", "clauses", b"y")
    assert read(folder, "b.bin", "clauses") == b"y"
    assert key.read_bytes() != drawn
    assert stat.S_IMODE(key.stat().st_mode) == 0o600


def test_what_a_writer_that_died_left_is_swept(tmp_path):
    left, recent, own = (tmp_path / f".{sign * 16}.tmp" for sign in "abz")
    for one in (left, recent, own):
        one.write_bytes(b"x")
    for one in (left, own):
        os.utime(one, (0, 0))
    write(tmp_path, "a.bin", "clauses", b"x")
    assert [one.exists() for one in (left, recent, own)] == [False, True, True]


def test_what_another_reader_of_markdown_made_is_forgotten(kept):
    first = acts(kept, "un")
    (path,) = kept.files()
    results = stored(path)
    store(path, {"vieux": b"", **results}, "autre")
    assert acts(kept, "deux") == first
    assert stored(path) == results


def test_a_file_does_not_grow_for_ever_and_what_serves_stays(tmp_path, monkeypatch):
    path = tmp_path / "clauses.bin"
    store(path, {str(number): b"x" for number in range(600)})
    one = Kept(path, MAKERS)
    assert one.get("3") == b"x"
    one.put("neuf", b"y")
    one.save()
    results = stored(path)
    assert len(results) == 512
    assert {"3", "neuf", "599"} <= set(results)
    assert path.stat().st_mode & 0o077 == 0
    monkeypatch.setattr(kept_module, "_MAX_KEPT", 100)
    one.put("vaste", b"y" * 101)
    one.save()
    assert sum(map(len, stored(path).values())) == 100
    assert "vaste" not in stored(path)


def test_blocks_come_back_as_they_were(tmp_path):
    one = Kept(tmp_path / "clauses.bin", "moi")
    text = (
        "Un **mot**, une note[^1].\n\n- a\n- b\n\n| A | B |\n| --- | ---: |\n| 1 | 2 |\n\n[^1]: <https://beta.gouv.fr>"
    )
    blocks = read_blocks(text, lambda _: True).blocks
    one.put_blocks(text, blocks)
    one.save()
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
    convention("render", DOMIFA, "-o", tmp_path / "actes", cwd=tmp_path, cold=True).check_returncode()
    (folder,) = (tmp_path / "foyer" / "convention").iterdir()
    assert folder.name.startswith("clauses-")
    assert folder.stat().st_mode & 0o077 == 0


def test_an_interruption_while_results_are_kept_says_nothing_and_leaves_nothing(tmp_path, monkeypatch):
    one = Kept(tmp_path / "clauses.bin", "moi")
    one.put("neuf", b"y")

    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(sealed.os, "replace", interrupted)
    one.save()
    assert list(tmp_path.iterdir()) == []
