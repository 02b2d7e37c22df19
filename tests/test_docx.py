"""The Word document, as others read it: python-docx, mammoth, Microsoft's validator, LibreOffice."""

import io
import re
import zipfile

import docx
import pytest

from conventions_cli.document.nodes import Footnote, Link, Metadata
from conventions_cli.document.walk import document_stretches, inlines_within, plain_text
from conventions_cli.writers.docx import write_docx
from conventions_cli.writers.docx.body import STYLES
from fabrique import GOOD, ROOT, SPECS, document, mammoth_text, printed_words, spec
from outils import pdf_text, sdk_errors, to_pdf

DRAFT = ROOT / "tests" / "exemples" / "projet.yaml"
PICTURED = ROOT / "tests" / "exemples" / "image-et-sommaire.yaml"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def parts(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_mammoth_reads_back_the_words_of_the_tree(path):
    built = document(path)
    assert squeezed(mammoth_text(write_docx(built))) == squeezed(" ".join(printed_words(built)))


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_footnotes_are_real_and_hold_their_text(path):
    built = document(path)
    notes = [
        plain_text(inline.content)
        for stretch in document_stretches(built)
        for inline in inlines_within(stretch)
        if isinstance(inline, Footnote)
    ]
    xml = parts(write_docx(built))["word/footnotes.xml"]
    assert xml.count("<w:footnoteRef/>") == len(notes) == 3
    found = squeezed("".join(re.findall(r"<w:t[^>]*>([^<]*)</w:t>", xml)))
    assert found == squeezed("".join(notes))


def test_title_author_and_language_are_those_of_the_act():
    built = document(SPECS / "domifa.yaml")
    package = docx.Document(io.BytesIO(write_docx(built)))
    properties = package.core_properties
    assert properties.title.startswith("Convention de délégation de gestion du 20\u00a0août\u00a02025")
    assert properties.author == "Direction interministérielle du numérique"
    assert properties.language == "fr-FR"
    assert 'w:val="fr-FR"' in parts(write_docx(built))["word/styles.xml"]


def test_article_numbers_are_fields_whose_cached_text_is_right():
    xml = parts(write_docx(document(SPECS / "domifa.yaml")))["word/document.xml"]
    cached = re.findall(
        r'SEQ Article \\\* ARABIC </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        r'<w:r><w:t xml:space="preserve">(\d)</w:t>',
        xml,
    )
    assert cached == ["1", "2", "3", "4", "5", "6", "7", "8"]
    reference = re.search(r"REF (\w+) \\h </w:instrText>.*?<w:t[^>]*>(\d)</w:t>", xml)
    assert reference is not None
    assert reference[2] == "6"
    assert f'w:name="{reference[1]}"' in xml
    assert len(re.findall(r'<w:bookmarkStart w:id="\d+" w:name="art\d', xml)) == 8


def test_headings_lists_tables_and_links_are_native():
    package = docx.Document(io.BytesIO(write_docx(document(SPECS / "domifa.yaml"))))
    names = [paragraph.style.name for paragraph in package.paragraphs]
    assert names.count("Title") == 1
    assert names.count("Heading 1") == 9  # preamble, eight articles
    assert names.count("Titre des copies") == 1
    money, codes, signatures = package.tables
    assert [cell.text for cell in money.rows[0].cells] == ["Année", "AE", "CP"]
    assert [cell.text for cell in money.rows[1].cells] == ["2025", "185\u202f000\u00a0€", "50\u202f000\u00a0€"]
    assert [cell.text for cell in money.rows[2].cells] == ["2026", "", "135\u202f000\u00a0€"]
    assert [row.cells[1].text for row in codes.rows[1:]][-1] == "SOCBEXD075"
    assert len(signatures.rows[0].cells) == 3
    xml = parts(write_docx(document(SPECS / "domifa.yaml")))["word/document.xml"]
    assert xml.count("<w:tblHeader/>") == 2
    assert xml.count("<w:cantSplit/>") == sum(len(table.rows) for table in package.tables)
    assert "<w:hyperlink " in xml


def test_no_empty_paragraph_serves_as_space():
    for path in GOOD:
        package = docx.Document(io.BytesIO(write_docx(document(path))))
        assert all(paragraph.text.strip() for paragraph in package.paragraphs)


def test_numbered_lists_each_start_again():
    annexes = [{"titre": f"A{n}", "texte": "1. un\n2. deux\n"} for n in range(3)]
    data = parts(write_docx(document(spec(annexes=annexes))))
    used = set(re.findall(r'<w:numId w:val="(\d+)"/>', data["word/document.xml"])) - {"1"}
    assert used == {"3", "4", "5"}
    assert data["word/numbering.xml"].count('<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/>') == 3


def test_the_er_of_1er_is_raised():
    xml = parts(write_docx(document(SPECS / "domifa.yaml")))["word/document.xml"]
    assert '<w:rStyle w:val="Exposant"/></w:rPr><w:t xml:space="preserve">er</w:t>' in xml


def test_a_draft_says_so_on_every_page_and_marks_what_is_missing():
    built = document({"services": [{"nom": "X"}], "dispositif": {"sigle": "FAST"}})
    data = parts(write_docx(built))
    assert "PROJET" in data["word/header1.xml"]
    assert data["word/document.xml"].count('<w:highlight w:val="yellow"/>') > 10
    assert "PROJET" not in parts(write_docx(document(SPECS / "domifa.yaml")))["word/header1.xml"]
    assert 'string="PROJET"' in data["word/header1.xml"]


def test_what_is_missing_has_a_comment_that_names_its_key():
    data = write_docx(document({"services": [{"nom": "X"}], "dispositif": {"sigle": "FAST"}}))
    package = docx.Document(io.BytesIO(data))
    said = [comment.text for comment in package.comments]
    assert "Clé à compléter dans la spécification\u00a0: finances.montant" in said
    xml = parts(data)["word/document.xml"]
    assert xml.count("<w:commentReference ") == xml.count("<w:commentRangeStart ") == len(said)
    assert "word/comments.xml" not in parts(write_docx(document(SPECS / "domifa.yaml")))


def test_an_address_that_is_no_uri_is_encoded_and_a_good_one_kept():
    built = document(spec(champs={"url_guide": "https://é.fr/a%20b<x>?q=1&r=2"}))
    relations = parts(write_docx(built))["word/_rels/document.xml.rels"]
    assert "https://%C3%A9.fr/a%20b%3Cx%3E?q=1&amp;r=2" in relations


def test_two_writings_give_the_same_bytes():
    for path in GOOD:
        assert write_docx(document(path)) == write_docx(document(path))


def test_the_reference_document_is_the_one_its_script_builds():
    import sys

    sys.path.insert(0, str(ROOT / "tools"))
    try:
        import build_reference
    finally:
        sys.path.pop(0)
    expected = build_reference.build()
    with zipfile.ZipFile(ROOT / "templates" / "reference.docx") as archive:
        found = {name: archive.read(name).decode() for name in archive.namelist()}
    assert found == expected
    assert all(f'w:styleId="{style}"' in expected["word/styles.xml"] for style in STYLES)


def test_metadata_cannot_break_the_xml():
    built = document(spec(services__0__nom='<&">]]>', reference="<&>"))
    package = docx.Document(io.BytesIO(write_docx(built)))
    assert '<&">]]>' in package.core_properties.title
    assert Metadata().title == ""


# Each version takes what the one before takes, and more: the oldest and the newest see every act, the others one.
SEEN_BY = [(path, version) for path in (*GOOD, DRAFT, PICTURED) for version in ("Office2013", "Microsoft365")]
SEEN_BY += [(PICTURED, version) for version in ("Office2016", "Office2019", "Office2021")]


@pytest.mark.outils
@pytest.mark.parametrize(("path", "version"), SEEN_BY, ids=lambda one: getattr(one, "stem", one))
def test_the_open_xml_sdk_finds_no_error(path, version, tmp_path):
    target = tmp_path / "acte.docx"
    target.write_bytes(write_docx(document(path)))
    assert sdk_errors(target, version) == []


def up_to_a_link(stretch):
    """The first inlines of a stretch: paper shows an address after its first link."""
    links = [at for at, one in enumerate(stretch) if isinstance(one, Link)]
    return stretch[: links[0] + 1] if links else stretch


@pytest.mark.outils
def test_libreoffice_opens_every_act_and_prints_its_words(tmp_path):
    paths = []
    built = {}
    for path in GOOD:
        target = tmp_path / f"{path.stem}.docx"
        built[path.stem] = document(path)
        target.write_bytes(write_docx(built[path.stem]))
        paths.append(target)
    for pdf in to_pdf(paths, tmp_path):
        text = squeezed(pdf_text(pdf))
        for part in built[pdf.stem].parts:
            for stretch in document_stretches(type(built[pdf.stem])((part,))):
                first = squeezed(plain_text(up_to_a_link(stretch)))[:25]
                assert first in text, first


def test_the_addressees_of_copies_stay_on_one_page():
    xml = parts(write_docx(document(spec(copies=["un", "deux", "trois"]))))["word/document.xml"]
    copies = re.findall(r'<w:p><w:pPr><w:pStyle w:val="Copies"/>(<w:keepNext/>)?', xml)
    assert [bool(kept) for kept in copies] == [True, True, False]
