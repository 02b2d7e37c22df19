"""What made an act, and the way back to its spec; the PDF."""

import hashlib
import io
import subprocess
import sys
import zipfile

import pytest

from conventions_cli import pipeline
from conventions_cli.readers.provenance import read_origin
from conventions_cli.writers.docx import write_docx
from fabrique import GOOD, ROOT, SPECS, document
from outils import sdk_errors
from serveur import HANGS, convention


@pytest.fixture
def act(tmp_path):
    target = tmp_path / "acte.docx"
    target.write_bytes(write_docx(document(SPECS / "domifa.yaml")))
    return target


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_the_spec_an_act_carries_gives_the_same_act_again(path, tmp_path):
    data = write_docx(document(path))
    (tmp_path / "a.docx").write_bytes(data)
    origin = read_origin(tmp_path / "a.docx").value
    assert origin.intact
    (tmp_path / "rendue.yaml").write_text(origin.spec, encoding="utf-8")
    again = document(tmp_path / "rendue.yaml")
    assert again == document(path)
    assert write_docx(again) == data


def test_the_fingerprint_is_that_of_the_spec_and_stands_on_no_page(act):
    origin = read_origin(act).value
    digest = hashlib.sha256(origin.spec.encode()).hexdigest()
    assert origin.properties["convention.spec.sha256"] == digest
    assert origin.properties["convention.modele"] == "delegation-fast-2025"
    with zipfile.ZipFile(act) as archive:
        pages = [name for name in archive.namelist() if name.startswith("word/")]
        assert all(digest[:12].encode() not in archive.read(name) for name in pages)
        everything = b"".join(archive.read(name) for name in archive.namelist())
    assert str(SPECS).encode() not in everything


def altered(act, name, change):
    stream = io.BytesIO()
    with zipfile.ZipFile(act) as source, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for item in source.namelist():
            data = source.read(item)
            target.writestr(item, change(data) if item == name else data)
    act.write_bytes(stream.getvalue())


def test_a_changed_spec_is_told(act):
    altered(act, "customXml/item1.xml", lambda data: data.replace(b"200 000", b"300 000"))
    assert read_origin(act).value.intact is False


@pytest.mark.parametrize(
    "change",
    [
        lambda data: b"<!DOCTYPE x [<!ENTITY a 'b'>]>" + data,
        lambda data: b"<spec>" + b"a" * 5_000_000 + b"</spec>",
        lambda data: data[: len(data) // 2],
        lambda data: b"",
        lambda data: data.replace(b"urn:convention", b"urn:autre"),
        lambda data: data.replace(b"200 000", "\u202e000 002\u202c".encode()),
        lambda data: data.replace(b"Domifa", "\x9b31mDomifa".encode()),
        lambda data: data.replace(b"</spec>", "<version>\x85</version></spec>".encode()),
    ],
)
def test_a_hostile_part_is_refused(act, change):
    altered(act, "customXml/item1.xml", change)
    assert [one.code.number for one in read_origin(act).diagnostics] == ["C504"]


def test_a_spec_of_such_characters_is_not_written_again(act, tmp_path):
    """It is forged: the act itself is read, and the spec made of it."""
    altered(act, "customXml/item1.xml", lambda data: data.replace(b"Domifa", "\u202eDomifa".encode()))
    assert convention("import", act, "-o", tmp_path / "fait.yaml", cwd=ROOT).returncode == 0
    assert "\u202e" not in (tmp_path / "fait.yaml").read_text(encoding="utf-8")
    assert convention("inspect", act, "--spec", cwd=ROOT).returncode == 1
    assert convention("verify", act, cwd=ROOT).returncode == 1


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"%PDF-1.7", b"x" * 100])
def test_a_file_that_is_no_act_is_refused(tmp_path, data):
    (tmp_path / "x.docx").write_bytes(data)
    assert [one.code.number for one in read_origin(tmp_path / "x.docx").diagnostics] == ["C504"]
    assert [one.code.number for one in read_origin(tmp_path / "absent.docx").diagnostics] == ["C116"]


def test_inspect_shows_it_and_gives_the_spec_back(act):
    shown = convention("inspect", act, cwd=ROOT)
    assert shown.returncode == 0
    assert "Modèle : delegation-fast-2025" in shown.stdout.decode()
    assert "intacte" in shown.stdout.decode()
    given = convention("inspect", act, "--spec", cwd=ROOT)
    known = pipeline.check(SPECS / "domifa.yaml").diagnostics
    again = pipeline.check_bytes(given.stdout, "rendue.yaml", SPECS).diagnostics
    assert [one.message for one in again] == [one.message for one in known]


@pytest.fixture
def bare(tmp_path):
    words = "render", SPECS / "domifa.yaml", "--sans-specification", "--format", "docx", "-o", tmp_path
    convention(*words, cwd=ROOT).check_returncode()
    return tmp_path / "domifa.docx"


def said(*arguments):
    run = convention(*arguments, cwd=ROOT)
    return run.returncode, run.stdout.decode() + run.stderr.decode()


def test_an_act_made_without_its_spec_holds_nothing_of_it(bare, tmp_path):
    with zipfile.ZipFile(bare) as archive:
        assert not any(name.startswith("customXml") for name in archive.namelist())
        everything = b"".join(archive.read(name) for name in archive.namelist())
    assert b"customXml" not in everything
    assert b"delai_mois" not in everything  # a key of the spec
    whole = write_docx(document(SPECS / "domifa.yaml"))
    with zipfile.ZipFile(io.BytesIO(whole)) as one, zipfile.ZipFile(bare) as other:
        assert one.read("word/document.xml") == other.read("word/document.xml")
    assert sdk_errors(bare) == []


def test_inspect_says_that_an_act_does_not_carry_its_spec(bare):
    code, text = said("inspect", str(bare))
    assert code == 0
    assert "Modèle : delegation-fast-2025" in text
    assert "produit avec --sans-specification" in text
    code, text = said("inspect", str(bare), "--spec")
    assert code == 1
    assert "erreur C504 : Cet acte ne porte pas sa spécification" in text


def test_verify_asks_for_the_spec_of_an_act_that_does_not_carry_it(bare):
    code, text = said("verify", str(bare))
    assert code == 1  # an act of ours that nothing vouches for
    assert "convention verify ACTE.docx SPEC" in text
    assert "comparé à rien" in text
    code, text = said("verify", str(bare), str(SPECS / "domifa.yaml"))
    assert code == 0
    assert "intact, tel que la commande l’a écrit" in text


def test_import_reads_the_words_of_an_act_that_does_not_carry_its_spec(bare, tmp_path):
    code, text = said("import", str(bare), "-o", str(tmp_path / "lue.yaml"))
    assert code == 0
    assert "TSSZ2530440X" in (tmp_path / "lue.yaml").read_text(encoding="utf-8")
    assert "voici la spécification qu’il porte" not in text


@pytest.mark.parametrize("command", ["batch", "publish"])
def test_several_acts_are_made_without_their_specs(command, tmp_path):
    code, text = said(command, str(SPECS / "domifa.yaml"), "--format", "docx", "-o", str(tmp_path))
    assert code == 0, text
    (made,) = tmp_path.glob("*.docx")
    assert read_origin(made).value.carried
    code, text = said(
        command, str(SPECS / "domifa.yaml"), "--format", "docx", "-o", str(tmp_path), "--sans-specification"
    )
    assert code == 0, text
    assert not read_origin(made).value.carried  # made again: it is another act file


def test_an_act_is_written_without_loading_what_reads_one(tmp_path):
    """Typst, lxml and pypdf take longer to load than an act to write: they come with the PDF, and with what is read."""
    code = (
        "import sys; from conventions_cli.cli import run; "
        f"run(['render', {str(SPECS / 'domifa.yaml')!r}, '--format', 'docx,odt,md,html,txt', '-q']); "
        "print([name for name in ('lxml', 'pypdf', 'typst') if name in sys.modules])"
    )
    result = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, check=True, timeout=HANGS)
    assert result.stdout.decode().splitlines()[-1] == "[]"
