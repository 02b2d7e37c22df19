"""An act made by `convention` taken in: its spec is given back when its words are still those the spec makes."""

import io
import zipfile

import pytest

from conventions_cli.cli import run
from conventions_cli.foundation.diagnostics import SourceText
from conventions_cli.source import parse
from conventions_cli.writers.docx import write_docx
from fabrique import SPECS, document


def altered(data, *swaps, part="word/document.xml"):
    """A Word file with some letters of one of its parts swapped for others."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name in archive.namelist():
            content = archive.read(name).decode("utf-8") if name == part else archive.read(name)
            for old, new in swaps if isinstance(content, str) else ():
                assert old in content
                content = content.replace(old, new)
            made.writestr(name, content)
    return stream.getvalue()


@pytest.fixture(scope="module")
def domifa():
    return write_docx(document(SPECS / "domifa.yaml"))


@pytest.fixture
def act(domifa, tmp_path, monkeypatch):
    """A returned file: `act(swaps…)` writes it."""
    monkeypatch.chdir(tmp_path)

    def write(*swaps, **options):
        (tmp_path / "acte.docx").write_bytes(altered(domifa, *swaps, **options) if swaps else domifa)

    return write


WORDS = [
    ("31\u00a0décembre\u00a02026", "31\u00a0décembre\u00a02027"),
    ("responsable", "irresponsable"),
]


@pytest.mark.parametrize("swap", WORDS, ids=["a value", "a word of the clauses"])
def test_the_spec_of_an_altered_act_is_not_given_as_if_it_were_that_act(swap, act, tmp_path, capsys):
    act(swap)
    assert run(["import", "acte.docx"]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert not (tmp_path / "acte.yaml").exists()
    assert "texte modifié" in err
    assert swap[1].split("\u00a0")[-1] in err
    assert "convention import acte.docx --du-texte" in err
    assert "convention import acte.docx --de-la-specification" in err


def test_the_words_of_an_altered_act_are_read_when_asked_for(act, tmp_path, capsys):
    act(WORDS[0])
    assert run(["import", "acte.docx", "--du-texte"]) == 0
    written = (tmp_path / "acte.yaml").read_text(encoding="utf-8")
    assert "fin: 2027-12-31" in written
    assert "à vérifier" in written


def test_the_spec_of_an_altered_act_is_given_when_asked_for(act, tmp_path, capsys):
    act(WORDS[0])
    assert run(["import", "acte.docx", "--de-la-specification"]) == 0
    assert "fin: 2026-12-31" in (tmp_path / "acte.yaml").read_text(encoding="utf-8")


def test_a_formatting_that_changed_no_word_is_told_and_the_spec_given(act, tmp_path, capsys):
    act(("<w:body>", '<w:background w:color="FFFF00"/><w:body>'))
    assert run(["import", "acte.docx"]) == 0
    said = capsys.readouterr().err
    assert "mise en forme ou contenu hors du texte" in said
    assert "convention verify acte.docx" in said
    assert (tmp_path / "acte.yaml").is_file()


def test_a_carried_spec_that_was_altered_is_not_given_in_silence(act, tmp_path, domifa, capsys):
    with zipfile.ZipFile(io.BytesIO(domifa)) as archive:
        part = next(
            name
            for name in archive.namelist()
            if name.startswith("customXml/item") and b"date_signature" in archive.read(name)
        )
    act(("TSSZ2530440X", "TSSZ2530440Y"), part=part)
    assert run(["import", "acte.docx"]) == 1
    assert "empreinte" in capsys.readouterr().err
    assert not (tmp_path / "acte.yaml").exists()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--de-la-specification", "--du-texte"], "ne vont pas ensemble"),
        (["--de-la-specification", "--as-pack", "maison"], "sans --de-la-specification"),
    ],
)
def test_options_that_say_two_things_are_refused(options, said, act, capsys):
    act()
    assert run(["import", "acte.docx", *options]) == 2
    assert said in capsys.readouterr().err


def test_an_act_without_a_spec_has_none_to_give(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.md").write_text("# Convention\n\n## Article 1 : Objet\n\nLe service.\n", encoding="utf-8")
    assert run(["import", "a.md", "--de-la-specification"]) == 2
    assert "ne porte pas de spécification" in capsys.readouterr().err


def test_an_untouched_act_read_from_its_words_says_what_is_to_check(act, tmp_path):
    act()
    assert run(["import", "acte.docx", "--du-texte", "-q"]) == 0
    text = (tmp_path / "acte.yaml").read_text(encoding="utf-8")
    assert parse(SourceText("acte.yaml", text)).value is not None
    assert text.startswith("# Repris de « acte.docx »")
