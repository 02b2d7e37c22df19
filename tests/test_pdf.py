"""The PDF: what it claims to be is checked by others, its words are those of the act, its bytes are the same twice."""

import io
import re
import struct
import zipfile
import zlib

import outloud
import page
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from arbres import documents
from conventions_cli.document.nodes import (
    Document,
    Footnote,
    Heading,
    Link,
    Metadata,
    Paragraph,
    Picture,
    Raster,
    Section,
    SectionKind,
    Text,
)
from conventions_cli.document.walk import document_stretches, plain_text
from conventions_cli.foundation.records import replace
from conventions_cli.law import addresses
from conventions_cli.writers.docx import write_docx
from conventions_cli.writers.pdf import typesetting, write_pdf
from conventions_cli.writers.pdf.impossible import PdfError
from conventions_cli.writers.pdf.laying import laid_out
from conventions_cli.writers.pdf.stream_lengths import unambiguous
from fabrique import ABSENT, ROOT, SPECS, document, spec
from outils import to_pdf
from test_cli import run
from test_page import PICTURED

KINDS = sorted((SPECS / "exemples").glob("*.yaml"))
OTHERS = [
    *sorted((ROOT / "tests" / "specs").glob("*.yaml")),
    *(one for one in sorted((SPECS / "fast17").glob("*.yaml")) if one.stem not in {"annuaire", "cohorte"}),
]
ACTS = [SPECS / "domifa.yaml", SPECS / "mano.yaml", *KINDS]


def read(data: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(data))


def letters(text: str) -> str:
    """Its letters and figures: a line may be cut anywhere else."""
    return re.sub(r"[\W_]", "", text)


def printed(data: bytes) -> str:
    return letters("".join(one.extract_text() for one in read(data).pages))


def one_paragraph(*inlines, **metadata):
    return Document((Section(SectionKind.BODY, (Paragraph(inlines),)),), Metadata(**metadata))


def built(path_or_data, **options):
    return document(path_or_data, **options)


DOCUMENTS = {
    **{path.stem: lambda path=path: built(path) for path in (*ACTS, *OTHERS)},
    "projet": lambda: built(spec(date_signature=ABSENT, duree=ABSENT), draft=True),
    "image": lambda: built(PICTURED),
    "compte-rendu": lambda: built(SPECS / "fast17" / "comptes-rendus" / "clairsemis.yaml"),
}


@pytest.fixture(scope="module")
def made():
    return {name: (one := make(), write_pdf(one)) for name, make in DOCUMENTS.items()}


@pytest.mark.parametrize("name", DOCUMENTS)
@pytest.mark.parametrize("profile", ["ua1", "3a"])
def test_it_is_what_it_claims_to_be(made, name, profile):
    report = page.validate_pdf_bytes(made[name][1], profile=profile)
    assert report.is_compliant, report.failures


@pytest.mark.parametrize("profile", ["ua1", "3a"])
def test_an_avenant_and_the_text_it_leads_to_are_too(tmp_path, profile):
    for path in SPECS.glob("*.yaml"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    text = "herite: domifa.yaml\navenant: {de: domifa.yaml, numero: 1}\nduree: {fin: 2027-06-30}\n"
    (tmp_path / "domifa-2.yaml").write_text(text, encoding="utf-8")
    code, out, err = run("amend", "domifa-2.yaml", "--format", "pdf", "-o", "actes", cwd=tmp_path)
    assert code == 0, err
    made = list((tmp_path / "actes").glob("*.pdf"))
    assert made, out
    for path in made:
        assert page.validate_pdf_bytes(path.read_bytes(), profile=profile).is_compliant, path


@pytest.mark.parametrize("profile", ["ua1", "3a"])
def test_the_checker_would_see_one_that_is_not(made, profile):
    altered = made["domifa"][1].replace(b"pdfuaid", b"pdfuaxx").replace(b"pdfaid", b"pdfaxx")
    assert altered != made["domifa"][1]
    assert not page.validate_pdf_bytes(altered, profile=profile).is_compliant


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_reader_aloud_finds_no_error(made, name, tmp_path):
    (tmp_path / "acte.pdf").write_bytes(made[name][1])
    found = outloud.check(str(tmp_path / "acte.pdf")).findings
    assert [one for one in found if one.severity == "error"] == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_it_prints_every_word_of_the_act_in_order(made, name):
    act, data = made[name]
    text = printed(data)
    missing = [words for stretch in document_stretches(act) for words in letters_of(stretch) if words not in text]
    assert missing == []


def letters_of(stretch):
    """Its runs of letters between notes, whose numbers are printed among them, and links, whose addresses are."""
    runs, current = [], ""
    for inline in stretch:
        if isinstance(inline, Footnote | Link):
            runs += [current, plain_text(inline.content) if isinstance(inline, Link) else ""]
            current = ""
        else:
            current += plain_text((inline,))
    return [piece for one in (*runs, current) if (piece := letters(one)) and len(piece) < 200]


def test_the_same_act_gives_the_same_bytes(made):
    act, data = made["domifa"]
    assert write_pdf(act) == data
    assert write_pdf(built(SPECS / "domifa.yaml")) == data


def test_a_date_is_written_when_one_is_stated(made, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
    assert read(write_pdf(made["domifa"][0])).metadata.creation_date.year == 2026


def test_it_says_its_title_its_author_and_its_language(made):
    act, data = made["domifa"]
    pdf = read(data)
    assert (pdf.metadata.title, pdf.metadata.author) == (act.metadata.title, act.metadata.author)
    assert pdf.trailer["/Root"]["/Lang"].startswith("fr")
    assert pdf.trailer["/Root"]["/ViewerPreferences"]["/DisplayDocTitle"]


def test_articles_are_bookmarks_and_references_lead_to_them(made):
    _, data = made["domifa"]
    pdf = read(data)
    titles = [one.title for one in pdf.outline if not isinstance(one, list)]
    assert next(title for title in titles if title.startswith("Article ")).startswith("Article 1er – ")
    assert len([title for title in titles if title.startswith("Article ")]) == 8
    inner = [
        note.get_object()
        for one in pdf.pages
        for note in one.get("/Annots", ())
        if "/Dest" in note.get_object() or "/GoTo" in str(note.get_object().get("/A", ""))
    ]
    assert inner


def test_the_spec_is_attached_unless_it_is_not_wanted(made):
    act, data = made["domifa"]
    held = read(data).attachments
    assert list(held) == ["specification.yaml"]
    assert held["specification.yaml"][0].decode("utf-8") == act.metadata.provenance.spec
    assert read(write_pdf(act.without_spec())).attachments == {}


def test_fonts_are_ours_and_embedded(made):
    for name in ("domifa", "projet"):
        fonts = {
            str(font.get_object()["/BaseFont"]).partition("+")[2]
            for one in read(made[name][1]).pages
            for font in one["/Resources"]["/Font"].values()
        }
        assert fonts <= {"LiberationSans", "LiberationSans-Bold", "LiberationSans-Italic", "LiberationSans-BoldItalic"}


@pytest.mark.parametrize("name", ["projet"])
def test_a_draft_says_so_on_each_page_and_an_act_never(made, name):
    assert all("PROJET" in one.extract_text() for one in read(made[name][1]).pages)
    assert not any("PROJET" in one.extract_text() for one in read(made["domifa"][1]).pages)


def test_pages_are_numbered_and_bear_the_short_title_but_for_the_first(made):
    act, data = made["domifa"]
    pages = [one.extract_text() for one in read(data).pages]
    for number, text in enumerate(pages, start=1):
        assert f"Page {number} sur {len(pages)}" in text
        assert (act.metadata.short_title in text) is (number > 1)
        assert act.metadata.reference in text


def ambiguous() -> bytes:
    """What a page draws, whose compressed form ends with a carriage return."""
    return next(text for n in range(5000) if zlib.compress(text := b"%% %d" % n).endswith(b"\r"))


def plain_pdf(content: bytes) -> bytes:
    """A PDF of one page, laid out as Typst lays its own."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[4 0 R]>>",
        b"<</Length %d/Filter/FlateDecode>>\nstream\n%s\nendstream" % (len(content), content),
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 3 0 R>>",
    ]
    data, places = b"%PDF-1.7\n", []
    for number, one in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 5\n0000000000 65535 f \n%strailer\n<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
    return data + end % (table, len(data))


def test_no_length_of_a_stream_is_ambiguous(made):
    """Some of these acts have a stream that ends with a carriage return as Typst writes it."""
    for _, data in made.values():
        assert b"\r\nendstream" not in data
        reader = read(data)
        assert all(page.get_contents().get_data() for page in reader.pages)
        places = reader.xref[0]
        for number in range(len(places)):
            start = places.get(number)
            assert start is None or data[start:].startswith(b"%d 0 obj" % number)


def test_an_ambiguous_length_is_lengthened_and_the_objects_after_it_are_found_again():
    held = zlib.compress(ambiguous())
    assert held.endswith(b"\r")
    data = plain_pdf(held)
    again = unambiguous(data)
    assert again != data
    assert PdfReader(io.BytesIO(again)).pages[0].get_contents().get_data() == ambiguous()
    assert unambiguous(again) == again


@pytest.mark.outils
def test_it_has_the_pages_of_the_word_document_within_one(made, tmp_path):
    for name, (act, _) in made.items():
        (tmp_path / f"{name}.docx").write_bytes(write_docx(act))
    for path in to_pdf([tmp_path / f"{name}.docx" for name in made], tmp_path):
        mine = len(read(made[path.stem][1]).pages)
        assert abs(mine - len(PdfReader(path).pages)) <= 1, path.stem


@pytest.mark.parametrize(
    "text",
    [
        "#let x = 1",
        "$x^2$",
        "@renvoi",
        "<etiquette>",
        "*gras* _italique_ `code`",
        "// rien",
        "/* rien */ \\ ~ --",
        '#"',
        "= a",
    ],
)
def test_what_typst_would_read_is_printed_letter_for_letter(text):
    data = write_pdf(one_paragraph(Text(text), title=text, short_title=text, author=text))
    lines = "".join(one.extract_text() for one in read(data).pages)
    assert re.sub(r"\s", "", text) in re.sub(r"\s", "", lines)
    assert read(data).metadata.title == text


@given(st.text(st.characters(codec="latin-1", categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=60))
def test_any_text_is_printed(text):
    data = write_pdf(one_paragraph(Text(text)))
    assert letters(text) in letters("".join(one.extract_text() for one in read(data).pages))


@pytest.mark.parametrize("sign", ["→", "″", "Α", "ω", "✓", "☎", "א"])
def test_a_sign_that_the_font_lacks_is_printed_with_another(sign):
    assert sign in read(write_pdf(one_paragraph(Text(f"a {sign} b")))).pages[0].extract_text()


def test_a_sign_that_no_font_has_is_told_and_nothing_is_written(tmp_path):
    with pytest.raises(PdfError, match=r"« U\+0378 »"):
        write_pdf(one_paragraph(Text("a \u0378 b")))
    with pytest.raises(PdfError, match="U\\+E000 est d’usage privé"):
        write_pdf(one_paragraph(Text("a \ue000 b")))
    path = tmp_path / "a.yaml"
    text = (SPECS / "exemples" / "refacturation.yaml").read_text(encoding="utf-8")
    path.write_text(re.sub(r"(?m)^objet: .*$", "objet: Un objet \u0378.", text), encoding="utf-8")
    code, _, err = run("render", "a.yaml", "--format", "pdf,md", cwd=tmp_path)
    assert code == 3
    assert "C505" in err
    assert "Noto Sans" in err
    assert not (tmp_path / "build").exists()


def png(width: int, height: int) -> bytes:
    """A plain red image."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + b"\xff\0\0" * width for _ in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def test_an_image_is_drawn_with_its_text_and_an_unknown_one_is_its_text():
    raster = Raster(png(40, 20), "png", 40.0, 20.0)
    part = Section(SectionKind.HEADER, (Picture("logo.png", "Un logo", raster),))
    data = write_pdf(Document((part,), Metadata(title="t")))
    assert len(read(data).pages[0].images) == 1
    assert page.validate_pdf_bytes(data, profile="ua1").is_compliant
    bare = Section(SectionKind.HEADER, (Picture("logo.png", "Un logo"),))
    assert "Un logo" in read(write_pdf(Document((bare,)))).pages[0].extract_text()


def test_visas_lead_to_the_official_texts(made):
    annotations = [one.get_object() for one in read(made["domifa"][1]).pages[0]["/Annots"]]
    aims = {str(one["/A"]["/URI"]) for one in annotations if "/URI" in one.get("/A", {})}
    known = {address for _, _, address in addresses("Vu le décret n° 2004-1085 du 14 octobre 2004")}
    assert known
    assert known <= aims


def test_no_level_of_heading_is_skipped():
    parts = (Section(SectionKind.BODY, (Heading(4, (Text("a"),)), Heading(2, (Text("b"),)), Heading(4, (Text("c"),)))),)
    levels = [block["niveau"] for block in laid_out(Document(parts))["blocs"]]
    assert levels == [1, 1, 2]


def test_a_link_leads_to_its_address_and_shows_it_once():
    link = Link("https://exemple.gouv.fr/a", (Text("une page"),))
    data = write_pdf(one_paragraph(link, Text(" et "), link))
    text = read(data).pages[0].extract_text()
    assert text.count("exemple.gouv.fr/a") == 1
    uris = [note.get_object()["/A"]["/URI"] for note in read(data).pages[0]["/Annots"]]
    assert set(uris) == {"https://exemple.gouv.fr/a"}


def drawn(tree):
    """The same, its images being some that can be drawn."""
    raster = Raster(png(40, 20), "png", 20, 10)
    parts = [
        replace(part, blocks=tuple(replace(b, raster=raster) if isinstance(b, Picture) else b for b in part.blocks))
        for part in tree.parts
    ]
    return replace(tree, parts=tuple(parts))


def test_two_links_to_one_address_and_one_that_shows_nothing_are_set():
    links = [Paragraph((Link("https://a.fr/", (Text(shown),)),)) for shown in ("ici", "\u00ad")]
    assert "ici" in printed(write_pdf(Document((Section(SectionKind.BODY, tuple(links)),), Metadata())))


@given(documents())
def test_any_tree_is_set_or_the_sign_that_no_font_has_is_told(tree):
    try:
        data = write_pdf(drawn(tree))
    except PdfError as fault:
        assert re.search(r"Aucune police de ce poste n’a de dessin pour « .+ »", str(fault))
        return
    assert page.validate_pdf_bytes(data, profile="ua1").is_compliant
    assert page.validate_pdf_bytes(data, profile="3a").is_compliant


def test_a_batch_makes_it_too_and_knows_it_again(tmp_path):
    words = ("batch", str(SPECS / "fast17" / "clairsemis.yaml"), "-o", "lot", "--format", "pdf")
    code, out, err = run(*words, cwd=tmp_path)
    assert code == 0, out + err
    (one,) = (tmp_path / "lot").glob("*.pdf")
    assert one.read_bytes() == write_pdf(built(SPECS / "fast17" / "clairsemis.yaml"))
    assert "à jour" in run(*words, cwd=tmp_path)[1]


def test_a_batch_over_processes_ends(tmp_path):
    """The compiler keeps threads, which a forked process would wait for: such processes are started anew."""
    specs = sorted(str(path) for path in (SPECS / "exemples").glob("*.yaml"))
    code, out, err = run("batch", *specs, "-o", "lot", "--format", "pdf", "--jobs", "2", cwd=tmp_path)
    assert code == 0, out + err
    assert len(list((tmp_path / "lot").glob("*.pdf"))) == len(specs)


def house(folder, font):
    """A house document of styles in another font."""
    made = io.BytesIO()
    with zipfile.ZipFile(ROOT / "templates" / "reference.docx") as source, zipfile.ZipFile(made, "w") as target:
        for info in source.infolist():
            target.writestr(info, source.read(info).replace(b'w:ascii="Arial"', f'w:ascii="{font}"'.encode()))
    path = folder / "maison.docx"
    path.write_bytes(made.getvalue())
    return path


def fonts_of(data):
    found = (font for one in read(data).pages for font in one["/Resources"]["/Font"].values())
    return {str(font["/BaseFont"]).partition("+")[2].split("-")[0] for font in found}


def test_the_font_of_a_house_document_is_taken_where_it_is_installed(tmp_path):
    font = next(
        (name for name in ("DejaVu Sans", "Liberation Serif") if name.casefold() in typesetting._families()), ""
    )
    if not font:
        pytest.skip("ni DejaVu Sans ni Liberation Serif n’est installée sur ce poste")
    words = (
        "render",
        str(SPECS / "domifa.yaml"),
        "--format",
        "pdf",
        "-o",
        ".",
        "--reference",
        str(house(tmp_path, font)),
    )
    code, _, err = run(*words, cwd=tmp_path)
    assert code == 0, err
    data = (tmp_path / "domifa.pdf").read_bytes()
    assert fonts_of(data) == {font.replace(" ", "")}
    assert page.validate_pdf_bytes(data, profile="ua1").is_compliant


def test_a_font_that_is_not_installed_is_told_and_one_of_our_widths_is_ours(tmp_path):
    words = ("render", str(SPECS / "domifa.yaml"), "--format", "pdf", "-o", ".", "--reference")
    code, _, err = run(*words, str(house(tmp_path, "Police absente")), cwd=tmp_path)
    assert code == 3
    assert "C505" in err
    assert "« Police absente »" in err
    assert run(*words, str(house(tmp_path, "Helvetica")), cwd=tmp_path)[0] == 0
    assert fonts_of((tmp_path / "domifa.pdf").read_bytes()) == {"LiberationSans"}
