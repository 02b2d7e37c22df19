"""The plain text of an act: every word once and in order, a line for each row, notes at the end."""

import io
import re

import pytest
from hypothesis import given
from pypdf import PdfReader, PdfWriter

from arbres import documents
from conventions_cli.cli import streams
from conventions_cli.document import (
    Alignment,
    Document,
    Footnote,
    ItemList,
    LineBreak,
    Link,
    Missing,
    Paragraph,
    Section,
    SectionKind,
    Table,
    Text,
)
from conventions_cli.document.walk import document_stretches
from conventions_cli.writers import FORMATS
from conventions_cli.writers.odt import write_odt
from conventions_cli.writers.text import write_text
from fabrique import SPECS, document
from test_cli import run
from test_odt import with_part


def letters(text):
    return re.sub(r"[\W_]", "", text)


def text_of(*blocks, kind=SectionKind.BODY):
    return write_text(Document((Section(kind, blocks),)))


def test_an_act_is_said_whole():
    act = document(SPECS / "domifa.yaml")
    said = letters(write_text(act))
    for stretch in document_stretches(act):
        for piece in stretch:
            if isinstance(piece, Text):
                assert letters(piece.text) in said, piece.text


@given(documents())
def test_any_tree_has_each_of_its_words(tree):
    said = letters(write_text(tree))
    for stretch in document_stretches(tree):
        for piece in stretch:
            if isinstance(piece, Text):
                assert letters(piece.text) in said


def test_a_table_is_read_row_by_row():
    cells = [
        tuple((Text(word),) if word else () for word in row) for row in (("2025", "10 €", "5 €"), ("2026", "", "5 €"))
    ]
    header = tuple((Text(word),) for word in ("Année", "AE", "CP"))
    table = Table(header, tuple(cells), (Alignment.LEFT,) * 3)
    assert text_of(table) == (
        "Année\u202f; AE\u202f; CP\n– 2025 – AE\u00a0: 10 €\u202f; CP\u00a0: 5 €\n– 2026 – CP\u00a0: 5 €\n"
    )
    codes = Table(header[:2], (cells[0][:2],), (Alignment.LEFT,) * 2)
    assert text_of(codes) == "Année\u202f; AE\n– 2025\u00a0: 10 €\n"


def test_lists_notes_links_and_holes_are_in_the_text():
    inner = ItemList(((Paragraph((Text("deux"),)),),), numbered=True)
    listed = ItemList(((Paragraph((Text("un"), Footnote((Text("Voir."),)))), inner),))
    link = Link("https://a.fr/x", (Text("ici"),))
    last = Paragraph((link, LineBreak(), link, Text(" "), Missing("date")))
    assert (
        text_of(listed, last)
        == "– un [1]\n  1. deux\n\nici (https://a.fr/x)\nici [à compléter\u00a0: date]\n\n[1] Voir.\n"
    )


def test_who_signs_stands_apart():
    signing = ItemList(tuple((Paragraph((Text(f"Pour {name}"),)), Paragraph((Text(name),))) for name in ("A", "B")))
    assert text_of(signing, kind=SectionKind.SIGNATURES) == "Pour A\nA\n\nPour B\nB\n"


def test_what_was_made_is_opened_in_its_first_format(tmp_path, monkeypatch):
    import typer

    from conventions_cli import cli

    opened = []
    monkeypatch.setattr(typer, "launch", lambda path: opened.append(path) or 0)
    monkeypatch.chdir(tmp_path)
    assert cli.run(["render", str(SPECS / "domifa.yaml"), "--format", "txt,md", "--open"]) == 0
    assert opened == ["build/domifa.txt"]
    assert (
        cli.run(["render", str(SPECS / "domifa.yaml"), "--format", "txt", "--set", "finances.montant=-1", "--open"])
        == 1
    )
    assert len(opened) == 1
    names = [str(SPECS / name) for name in ("domifa.yaml", "mano.yaml")]
    assert cli.run(["render", *names, "--format", "md", "--open"]) == 0
    assert opened[1:] == ["build/domifa.md", "build/mano.md"]


def test_what_no_program_opens_is_told_and_many_files_are_not_opened(monkeypatch, capsys, tmp_path):
    import typer

    monkeypatch.setattr(typer, "launch", lambda path: 1)
    streams.open_files([tmp_path / "a.odt"])
    assert "l’ouvrir à la main" in capsys.readouterr().err
    streams.open_files([tmp_path / f"{n}.odt" for n in range(6)])
    assert "Rien n’est ouvert : 6 actes" in capsys.readouterr().err


@pytest.mark.parametrize("suffix", ["docx", "odt", "pdf"])
def test_a_file_says_what_made_it_and_gives_its_spec_back(tmp_path, suffix):
    code, _, err = run("render", str(SPECS / "domifa.yaml"), "--format", suffix, "-o", ".", cwd=tmp_path)
    assert code == 0, err
    told = run("inspect", f"domifa.{suffix}", cwd=tmp_path)[1]
    assert "delegation-fast-2025" in told
    assert "intacte" in told
    spec = run("inspect", f"domifa.{suffix}", "--spec", cwd=tmp_path)[1]
    assert "sigle: FAST" in spec
    options = ("--format", suffix, "-o", "sans", "--sans-specification")
    assert run("render", str(SPECS / "domifa.yaml"), *options, cwd=tmp_path)[0] == 0
    assert "ne porte pas sa spécification" in run("inspect", f"sans/domifa.{suffix}", cwd=tmp_path)[1]


def test_a_spec_altered_in_its_file_is_told(tmp_path):
    data = write_odt(document(SPECS / "domifa.yaml"))
    (tmp_path / "acte.odt").write_bytes(with_part(data, "meta.xml", b"sigle: FAST", b"sigle: SLOW"))
    assert "modifiée depuis la production de l’acte" in run("inspect", "acte.odt", cwd=tmp_path)[1]


def attaching(data, spec, *, keep):
    """The same PDF with this spec attached, in the place of its own or beside it."""
    writer = PdfWriter(clone_from=io.BytesIO(data))
    if not keep:
        del writer.root_object["/Names"]
    writer.add_attachment("specification.yaml", spec)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def test_a_pdf_whose_spec_was_replaced_or_doubled_does_not_pass_for_the_one_that_was_made(tmp_path):
    data = FORMATS["pdf"].write(document(SPECS / "domifa.yaml"))
    own = PdfReader(io.BytesIO(data)).attachments["specification.yaml"][0]
    (tmp_path / "meme.pdf").write_bytes(attaching(data, own, keep=False))
    assert ", intacte." in run("inspect", "meme.pdf", cwd=tmp_path)[1]
    (tmp_path / "autre.pdf").write_bytes(attaching(data, own.replace(b"FAST", b"SLOW"), keep=False))
    assert "modifiée depuis la production de l’acte" in run("inspect", "autre.pdf", cwd=tmp_path)[1]
    (tmp_path / "deux.pdf").write_bytes(attaching(data, own.replace(b"FAST", b"SLOW"), keep=True))
    code, out, err = run("inspect", "deux.pdf", cwd=tmp_path)
    assert (code, out) == (1, "")
    assert "plusieurs fichiers joints" in err


def test_an_odt_that_states_two_specs_says_so(tmp_path):
    data = write_odt(document(SPECS / "domifa.yaml"))
    other = b'<meta:user-defined meta:name="convention.specification">a: b</meta:user-defined></office:meta>'
    (tmp_path / "deux.odt").write_bytes(with_part(data, "meta.xml", b"</office:meta>", other))
    for command in ("inspect", "verify"):
        code, _, err = run(command, "deux.odt", cwd=tmp_path)
        assert (command, code) == (command, 1)
        assert command == "verify" or "deux fois la propriété" in err


@pytest.mark.parametrize("suffix", ["odt", "pdf"])
def test_a_file_cut_short_is_refused_with_what_to_do(tmp_path, suffix):
    (tmp_path / f"acte.{suffix}").write_bytes(FORMATS[suffix].write(document(SPECS / "domifa.yaml"))[:3000])
    code, out, err = run("inspect", f"acte.{suffix}", cwd=tmp_path)
    assert (code, out) == (1, "")
    assert "C504" in err
    assert "aide" in err
