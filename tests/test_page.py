"""The page: what is decided of it, as values, then as a Word document and a web page show it."""

import io
import re
import subprocess
import zipfile

import docx
import pytest

from conventions_cli.document.nodes import (
    Alignment,
    Article,
    ArticleForm,
    Document,
    Footnote,
    Heading,
    ItemList,
    LineBreak,
    Link,
    Metadata,
    Paragraph,
    Raster,
    Section,
    SectionKind,
    Table,
    Text,
)
from conventions_cli.document.passes import normalize
from conventions_cli.document.titles import shortened
from conventions_cli.foundation.records import replace
from conventions_cli.readers.docx import read_docx
from conventions_cli.writers import layout
from conventions_cli.writers.docx import write_docx
from conventions_cli.writers.html import write_html
from fabrique import GOOD, ROOT, SPECS, document, spec
from outils import pdf_text, to_pdf, tool
from serveur import HANGS

PICTURED = ROOT / "tests" / "exemples" / "image-et-sommaire.yaml"
DRAFT = ROOT / "tests" / "exemples" / "projet.yaml"


def parts(built) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(write_docx(built))) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist() if name.endswith((".xml", ".rels"))}


def body(built) -> str:
    return parts(built)["word/document.xml"]


def read(data: bytes) -> Document:
    return read_docx(data, "acte.docx").value.document


def act(*blocks, kind=SectionKind.BODY) -> Document:
    return normalize(Document((Section(kind, blocks),)))


def paragraph(*inlines) -> Paragraph:
    return Paragraph(tuple(Text(one) if isinstance(one, str) else one for one in inlines))


def link(text: str, url: str) -> Link:
    return Link(url, (Text(text),))


def shown(data: bytes) -> list[str]:
    return [one.text for one in docx.Document(io.BytesIO(data)).paragraphs]


GUIDE = "https://doc.fr/guide"


# Names

HELD = 'mon</w:t><w:noBreakHyphen/><w:t xml:space="preserve">entreprise'


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("le service mon-entreprise, ouvert", "mon-entreprise"),
        ("« mon-entreprise ». Après", "mon-entreprise"),
        ("dont pour-tous.fr et d’autres", "pour-tous.fr"),
        ("sur www.pour-tous.fr/aide", ""),
        ("mon-entreprise.urssaf.fr", ""),
        ("voir https://urssaf.fr/mon-entreprise", ""),
        ("equipe@mon-entreprise.fr", ""),
        ("avec-mon-entreprise", ""),
        ("Jean-Pierre et mon‑entreprise", ""),
    ],
)
def test_the_name_of_a_product_is_not_cut_at_its_hyphen(text, held):
    built = act(paragraph(text))
    built = replace(built, metadata=Metadata(names=("mon-entreprise", "Domifa", "pour-tous.fr")))
    assert body(built).count("<w:noBreakHyphen/>") == held.count("-")
    assert re.findall('<span class="insecable">(.*?)</span>', write_html(built)) == [held] * bool(held)
    assert read(write_docx(built)).parts == built.parts


def test_a_name_with_a_hyphen_is_held_wherever_the_act_prints_it():
    objectives = ["Faire de mon-entreprise le guichet des entreprises."]
    made = document(spec(services=[{"nom": "mon-entreprise", "objectifs": objectives}]))
    written = parts(made)["word/document.xml"]
    assert written.count(HELD) > 4
    assert "mon-entreprise" not in re.sub("<w:tblCaption[^>]*>", "", written)
    assert HELD.replace("mon", "demarches").replace("entreprise", "simplifiees.fr") in written
    assert f"{HELD} le guichet" in written
    assert '<span class="insecable">mon-entreprise</span>' in write_html(made)
    assert read(write_docx(made)).parts == made.parts


# Addresses


def test_an_address_is_printed_after_its_link_once_in_the_act():
    built = act(paragraph("le ", link("guide", GUIDE), " et le ", link("guide", GUIDE)), paragraph(link("lui", GUIDE)))
    assert shown(write_docx(built)) == [f"le guide ({GUIDE}) et le guide", "lui"]


@pytest.mark.parametrize(
    ("text", "url"),
    [
        (GUIDE, GUIDE),
        ("doc.fr/guide", GUIDE),
        ("beta.gouv.fr", "https://beta.gouv.fr/"),
        ("le guide (https://doc.fr/guide)", GUIDE),
        ("a@b.fr", "mailto:a@b.fr"),
    ],
)
def test_an_address_its_link_says_already_is_not_printed(text, url):
    assert shown(write_docx(act(paragraph(link(text, url), ".")))) == [f"{text}."]


def test_an_address_typed_by_hand_after_its_link_is_not_printed_twice():
    built = act(paragraph("le ", link("guide", GUIDE), f" ({GUIDE})."))
    assert shown(write_docx(built)) == [f"le guide ({GUIDE})."]
    assert read(write_docx(built)) == built
    assert "data-adresse=" not in write_html(built)


def test_a_mail_box_is_printed_without_its_scheme():
    assert shown(write_docx(act(paragraph(link("écrire", "mailto:a@b.fr"))))) == ["écrire (a@b.fr)"]


def test_the_address_of_a_link_in_a_note_is_printed_in_the_note():
    built = act(paragraph("mot", Footnote((link("guide", GUIDE),))))
    assert f" ({GUIDE})</w:t>" in parts(built)["word/footnotes.xml"]
    assert read(write_docx(built)) == built


def replaced(built: Document, before: str, after: str) -> bytes:
    """The file of an act with other words in its text."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(write_docx(built))) as source, zipfile.ZipFile(stream, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "word/document.xml":
                assert before.encode() in data
                data = data.replace(before.encode(), after.encode())
            target.writestr(name, data)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("after", "words"),
    [
        ("https://autre.fr)", " (https://autre.fr) ici"),
        (f"{GUIDE}) et un million d’euros", f" ({GUIDE}) et un million d’euros ici"),
        (f"{GUIDE}", f" ({GUIDE} ici"),
    ],
)
def test_words_that_are_not_the_address_of_the_link_hide_nowhere(after, words):
    built = act(paragraph("le ", link("guide", GUIDE), " ici"))
    (section,) = read(replaced(built, f"{GUIDE})", after)).parts
    said = section.blocks[0].content
    assert said[1] == link("guide", GUIDE)
    assert said[2:] == (Text(words),)


def test_words_in_the_style_of_addresses_that_follow_no_link_are_read():
    built = act(paragraph("le ", link("guide", GUIDE), " ici"))
    run = re.search(r"<w:hyperlink .*?</w:hyperlink>", body(built))[0]
    (section,) = read(replaced(built, run, "")).parts
    assert section.blocks[0].content == (Text(f"le ({GUIDE}) ici"),)


def test_what_other_acts_printed_changes_nothing_in_an_act():
    first, second = document(SPECS / "domifa.yaml"), document(spec())
    alone = write_docx(document(spec()))
    write_docx(first)
    assert write_docx(second) == alone
    assert write_docx(first) == write_docx(document(SPECS / "domifa.yaml"))


def test_two_clauses_share_what_is_printed_wherever_they_were_written_before():
    one, other = paragraph("un ", link("guide", GUIDE)), paragraph("deux ", link("guide", GUIDE))
    assert shown(write_docx(act(one, other))) == [f"un guide ({GUIDE})", "deux guide"]
    assert shown(write_docx(act(other, one))) == [f"deux guide ({GUIDE})", "un guide"]
    assert shown(write_docx(act(other))) == [f"deux guide ({GUIDE})"]


def test_a_link_has_the_look_of_the_text():
    styles = parts(document(SPECS / "domifa.yaml"))["word/styles.xml"]
    found = re.search(r'w:styleId="LienHypertexte">.*?</w:style>', styles)[0]
    assert '<w:color w:val="auto"/><w:u w:val="none"/>' in found


def test_paper_shows_addresses_of_a_web_page_and_the_screen_does_not():
    page = write_html(act(paragraph(link("guide", GUIDE), " et ", link("guide", GUIDE))))
    assert page.count(f'<a href="{GUIDE}" data-adresse="{GUIDE}">guide</a>') == 1
    assert page.count(f'<a href="{GUIDE}">guide</a>') == 1
    assert 'a[data-adresse]::after { content: " (" attr(data-adresse) ")"; }' in page.partition("@media print")[2]


# Parties


def party(name: str) -> Paragraph:
    return Paragraph((Text(name, strong=True), Text(", représentée par Ada UNE,")))


PARTIES = (
    paragraph("Entre :"),
    party("La DINUM"),
    party("La DNUM"),
    paragraph("d’une part,"),
    paragraph("et :"),
    party("La DGCS"),
    paragraph("de deuxième part,"),
    paragraph("ci-après dénommées « les parties »."),
)


def test_parties_are_indented_paragraphs_and_their_sides_are_set_right():
    built = act(*PARTIES, kind=SectionKind.PARTIES)
    data = write_docx(built)
    names = [one.style.name for one in docx.Document(io.BytesIO(data)).paragraphs]
    assert names == [
        *["Parties", "Partie", "Partie", "Partie côté"],
        *["Parties", "Partie", "Partie côté", "Parties"],
    ]
    assert "<w:numPr>" not in body(built)
    assert read(data) == built
    page = write_html(built)
    assert page.count('<p class="partie">') == 3
    assert page.count('<p class="cote">') == 2


def test_a_list_of_parties_and_what_follows_it_are_read_back():
    items = ItemList(((party("La DINUM"),), (party("La DNUM"), paragraph("et ses services"))))
    built = act(items, party("La DGCS"), paragraph("d’une part,"), items, kind=SectionKind.PARTIES)
    assert read(write_docx(built)) == built


def test_a_section_of_parties_whose_bookmark_is_lost_is_known_by_its_styles():
    built = normalize(Document((act(*PARTIES, kind=SectionKind.PARTIES).parts[0], act(paragraph("Vu")).parts[0])))
    assert read(replaced(built, "_acte0_parties", "autre")).parts[0] == built.parts[0]


# Signatures


def signatory(quality: str, name: str = "") -> tuple[Paragraph, ...]:
    first = Paragraph((Text(f"Pour {quality}", strong=True), LineBreak(), Text("La directrice,")))
    return (first, paragraph(name)) if name else (first,)


def signed(*items, kind=SectionKind.SIGNATURES) -> Document:
    closing = Article("fin", 1, (Text("Fin"),), (paragraph("avant-dernier"), paragraph("dernier")))
    signatures = Section(kind, (paragraph("Fait à Paris."), ItemList(items)))
    copies = Section(SectionKind.COPIES, (Heading(2, (Text("Copies"),)), ItemList(((paragraph("un"),),))))
    return normalize(Document((closing, signatures, copies)))


@pytest.mark.parametrize(("count", "columns"), [(1, 1), (2, 2), (3, 3), (4, 2), (5, 3), (6, 3), (7, 2)])
def test_two_or_three_sign_side_by_side(count, columns):
    assert layout.signature_columns([signatory(str(number)) for number in range(count)]) == columns


def test_three_whose_titles_are_long_sign_two_by_two():
    items = [signatory("la DINUM"), signatory("la DNUM"), (paragraph("x" * 150),)]
    assert layout.signature_columns(items) == 2


def test_names_are_level_under_room_to_sign_and_a_line_waits_for_one_that_is_not_known():
    built = signed(signatory("la direction au titre très long " * 2, "Ada UNE"), signatory("la DNUM"))
    (table,) = docx.Document(io.BytesIO(write_docx(built))).tables
    assert [[cell.text.strip() for cell in row.cells] for row in table.rows][1:] == [["", ""], ["Ada UNE", ""]]
    room = table.rows[1].height
    assert room.mm == pytest.approx(30, abs=0.1)
    known, unknown = (cell.paragraphs[0]._p for cell in table.rows[2].cells)
    assert known.find(".//{*}pBdr") is None
    assert unknown.find(".//{*}pBdr/{*}bottom") is not None


def test_the_signatures_are_alone_on_no_page():
    built = signed(*(signatory(str(number), "Ada UNE") for number in range(4)))
    package = docx.Document(io.BytesIO(write_docx(built)))
    assert [one.paragraph_format.keep_with_next for one in package.paragraphs if "dernier" in one.text] == [None, True]
    (table,) = package.tables
    kept = [cell.paragraphs[0].paragraph_format.keep_with_next for row in table.rows for cell in row.cells]
    assert kept == [True] * len(kept)  # the copies come with them


def test_many_copies_let_the_signatures_go():
    many = Section(SectionKind.COPIES, (ItemList(tuple((paragraph(str(n)),) for n in range(40))),))
    few = Section(SectionKind.COPIES, (ItemList(((paragraph("un"),),)),))
    assert layout.keeps_copies(few)
    assert not layout.keeps_copies(many)
    assert not layout.keeps_copies(None)


@pytest.mark.parametrize("count", range(1, 8))
def test_any_number_of_signatories_is_read_back(count):
    items = [signatory(f"le service {number}", "" if number % 3 else "Ada UNE") for number in range(count)]
    built = signed(*items)
    assert read(write_docx(built)) == built


def test_a_grid_made_before_is_read_as_it_was():
    """One cell a signatory, their name under their quality: what earlier versions wrote."""
    built = signed(signatory("la DINUM", "Ada UNE"), signatory("la DNUM"))
    xml = body(built)
    grid = xml[xml.index("<w:tbl>") : xml.index("</w:tbl>")]
    qualities, _, names = re.findall(r"<w:tr>.*?</w:tr>", grid)
    cells = [
        f"<w:tc>{quality}{name}</w:tc>"
        for quality, name in zip(
            *(re.findall(r"(<w:p>.*?</w:p>)</w:tc>", row) for row in (qualities, names)), strict=True
        )
    ]
    former = f"<w:tbl><w:tblPr/><w:tblGrid/><w:tr>{''.join(cells)}</w:tr>"
    assert read(replaced(built, grid, former)) == built


def test_what_is_written_in_the_room_to_sign_belongs_to_who_signs_there():
    built = signed(signatory("la DINUM", "Ada UNE"), signatory("la DNUM", "Léo DEUX"))
    xml = body(built)
    room = re.findall(r"<w:tr>.*?</w:tr>", xml)[1]
    filled = room.replace("</w:pPr></w:p>", "</w:pPr><w:r><w:t>signé</w:t></w:r></w:p>", 1)
    found = read(replaced(built, room, filled)).parts[1].blocks[1]
    assert found.items[0] == (signatory("la DINUM")[0], paragraph("signé"), paragraph("Ada UNE"))
    assert found.items[1] == signatory("la DNUM", "Léo DEUX")


def test_a_web_page_has_the_same_grid():
    page = write_html(signed(signatory("la DINUM", "Ada UNE"), signatory("la DNUM")))
    assert '<ul role="list" class="deux">' in page
    assert page.count('<div class="qualite">') == 2
    assert page.count('<p class="nom">Ada UNE</p>') == page.count('<div class="nom inconnu"></div>') == 1


# Annexes, tables, images


def annexes(*blocks) -> list[bool]:
    package = docx.Document(io.BytesIO(write_docx(act(*blocks, kind=SectionKind.ANNEX))))
    headings = [one for one in package.paragraphs if one.style.name == "Heading 1"]
    return [bool(one.paragraph_format.page_break_before) for one in headings]


def test_an_annex_of_a_title_only_takes_no_page():
    titles = [Heading(2, (Text(f"Annexe {number}"),)) for number in range(1, 4)]
    assert annexes(*titles) == [False, False, False]
    assert annexes(titles[0], paragraph("Texte."), titles[1], titles[2]) == [True, False, False]
    assert annexes(titles[0], paragraph("Texte."), titles[1], paragraph("Texte.")) == [True, True]
    inner = Heading(3, (Text("Charges"),))
    assert annexes(titles[0], inner, paragraph("Texte.")) == [True]  # a title inside is of the annex


def table(*rows) -> Table:
    cells = [tuple((Text(text),) if text else () for text in row) for row in rows]
    return Table(cells[0], tuple(cells[1:]), (Alignment.LEFT,) * len(rows[0]))


@pytest.mark.parametrize(
    "rows",
    [
        [("Année", "AE", "CP"), ("2025", "185 000 €", "50 000 €")],
        [("Code", "Valeur"), ("Domaine fonctionnel", "mot " * 75)],
        [("Code", "Valeur"), ("Domaine", "x" * 300)],
        [("a",)],
        [("Exercice budgétaire", "x" * 300, "y" * 300, "1"), ("2025", "", "", "")],
    ],
)
def test_columns_share_the_width_of_the_text_and_hold_their_longest_words(rows):
    made = table(*rows)
    widths = layout.widths_of(made)
    assert sum(widths) == layout.TEXT_WIDTH
    for column, width in zip(zip(*rows, strict=True), widths, strict=True):
        longest = max(len(word) for text in column for word in text.split(" "))
        if longest < 40:
            assert width >= 110 * longest + 216, (longest, widths)


def test_a_long_text_leaves_a_short_one_on_one_line():
    widths = layout.widths_of(table(("Code", "Valeur"), ("Domaine fonctionnel du programme", "mot " * 75)))
    assert widths[0] >= 105 * len("Domaine fonctionnel du programme")


def test_a_long_table_breaks_between_rows_and_a_short_one_does_not():
    short = table(("a",), *[("b",)] * 8)
    long = table(("a",), *[("b",)] * 12)
    assert [layout.keeps_row(short, number) for number in range(1, 9)] == [True] * 7 + [False]
    kept = [layout.keeps_row(long, number) for number in range(1, 13)]
    assert kept == [True, *[False] * 9, True, False]
    assert body(act(long)).count("<w:tblHeader/>") == 1


@pytest.mark.parametrize(
    ("size", "printed"), [((20, 10), (20, 10)), ((90, 35), (45, 17.5)), ((90, 70), (45, 35)), ((45, 70), (22.5, 35))]
)
def test_the_image_above_the_act_fits_its_place(size, printed):
    assert layout.emblem(Raster(b"", "png", *size)) == printed


# The head and the foot of pages


@pytest.mark.parametrize(
    ("text", "most", "kept"),
    [
        ("court", 10, "court"),
        ("un titre bien trop long", 15, "un titre…"),
        ("FAST 17 – « Domifa pour tous »", 22, "FAST 17 – « Domifa…\u00a0»"),
        ("FAST 17 – « Domifa »", 14, "FAST 17…"),
        ("x" * 40, 12, "xxxxxxxxx…"),
        ("« " + "x" * 40, 12, "« xxxxxxx…\u00a0»"),
        ("« Domifa », « Mano »", 16, "« Domifa »…"),
    ],
)
def test_a_title_is_cut_between_words_and_its_guillemets_closed(text, most, kept):
    assert shortened(text, most) == kept
    assert len(shortened(text, most)) <= most


def test_the_first_page_has_no_running_head_and_no_page_shows_a_fingerprint():
    built = document(SPECS / "domifa.yaml")
    found = parts(built)
    assert "<w:titlePg/>" in found["word/document.xml"]
    assert "Convention de délégation de gestion" in found["word/header1.xml"]
    assert "<w:t" not in found["word/header2.xml"]
    assert f">{built.metadata.short_title}<" in found["word/footer1.xml"]
    assert built.metadata.provenance.sha256[:12] not in found["word/footer1.xml"]


def test_a_draft_says_so_at_the_head_of_the_first_page_too():
    found = parts(document(DRAFT))
    assert all('string="PROJET"' in found[f"word/header{number}.xml"] for number in (1, 2))


def test_a_header_that_says_more_than_the_title_is_told():
    built = Document(act(paragraph("x")).parts, Metadata(title="Convention", short_title="Fast"))
    assert read_docx(write_docx(built), "a").value.notices == ()


# Word, as people edit it


def test_the_styles_of_lists_give_a_mark_to_what_takes_them():
    found = parts(document(SPECS / "domifa.yaml"))
    for style, number in (("ListePuces", "1"), ("ListeNumeros", "2")):
        declared = re.search(rf'w:styleId="{style}">.*?</w:style>', found["word/styles.xml"])[0]
        assert f'<w:numPr><w:numId w:val="{number}"/></w:numPr>' in declared
        assert f'<w:pStyle w:val="{style}"/>' in found["word/numbering.xml"]


def test_a_paragraph_under_an_item_takes_no_mark():
    built = act(ItemList(((paragraph("un"), paragraph("suite")),)))
    assert '<w:numId w:val="0"/>' in body(built)
    assert read(write_docx(built)) == built


def test_weight_and_slope_are_styles_but_where_the_style_of_the_paragraph_is_bold():
    strong = Text("gras", strong=True)
    plain = body(act(Paragraph((strong, Text("oblique", emphasis=True), Text("les deux", strong=True, emphasis=True)))))
    assert '<w:rStyle w:val="Gras"/>' in plain
    assert '<w:rStyle w:val="Italique"/>' in plain
    assert '<w:rStyle w:val="GrasItalique"/>' in plain
    assert "<w:b/>" not in plain
    headed = body(act(Heading(2, (strong,)), Table(((strong,),), (((strong,),),), (Alignment.LEFT,))))
    assert headed.count("<w:b/>") == 2  # the title, the header of the table
    assert headed.count('<w:rStyle w:val="Gras"/>') == 1  # its other row


@pytest.mark.parametrize("form", ArticleForm)
def test_the_er_of_the_first_article_goes_with_its_number(form):
    built = Document((Article("objet", 1, (Text("Objet"),), (paragraph("x"),), form),))
    opening = built.parts[0].opening
    xml = body(built)
    if "1er" in opening:
        assert "=(nombre0=1) \\# &quot;'er';;&quot;" in xml
        assert '<w:rStyle w:val="Exposant"/></w:rPr><w:t xml:space="preserve">er</w:t>' in xml
    assert shown(write_docx(built))[0] == f"{opening}Objet"
    assert read(write_docx(built)) == built


def test_a_pack_that_writes_its_own_ordinal_has_no_2er_either():
    built = Document((Article("objet", 1, (Text("Objet"),), (paragraph("x"),), lead="ARTICLE 1er - "),))
    assert "=(nombre0=1)" in body(built)
    assert shown(write_docx(built))[0] == "ARTICLE 1er - Objet"
    assert read(write_docx(built)).parts[0].lead == "ARTICLE 1er - "


# As others lay it out


@pytest.mark.outils
def test_libreoffice_prints_the_pages_of_the_contents_and_what_is_cached_is_near(tmp_path):
    built = document(PICTURED)
    target = tmp_path / "acte.docx"
    target.write_bytes(write_docx(built))
    (pdf,) = to_pdf([target], tmp_path)
    pages = pdf_text(pdf).split("\f")
    entries = re.findall(r"^(Article .*?|Préambule|Annexe.*?)\.{3,}(\d+)$", pages[0], re.MULTILINE)
    assert len(entries) == 9
    cached = re.findall(r'PAGEREF .*?separate"/></w:r><w:r><w:t xml:space="preserve">(\d+)<', body(built))
    for (title, page), guess in zip(entries, cached, strict=True):
        assert any(line.strip().startswith(title[:20]) for line in pages[int(page) - 1].splitlines()), (title, page)
        assert abs(int(page) - int(guess)) <= 1


def pages_of(pdf) -> int:
    run = subprocess.run([tool("pdfinfo"), str(pdf)], capture_output=True, check=True, timeout=HANGS)
    return int(re.search(r"Pages:\s+(\d+)", run.stdout.decode())[1])


@pytest.mark.outils
def test_a_browser_prints_the_pages_of_the_word_document_within_one(tmp_path):
    paths = [*GOOD, DRAFT, PICTURED]
    for path in paths:
        built = document(path)
        (tmp_path / f"{path.stem}.docx").write_bytes(write_docx(built))
        (tmp_path / f"{path.stem}.html").write_text(write_html(built), encoding="utf-8")
    printed = to_pdf([tmp_path / f"{path.stem}.docx" for path in paths], tmp_path)
    for path, pdf in zip(paths, printed, strict=True):
        page = tmp_path / f"{path.stem}-page.pdf"
        command = [tool("chromium"), "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
        source = (tmp_path / f"{path.stem}.html").as_uri()
        subprocess.run([*command, f"--print-to-pdf={page}", source], check=True, capture_output=True, timeout=HANGS)
        assert abs(pages_of(page) - pages_of(pdf)) <= 1, path
        if path == DRAFT:
            seen = grey_and_yellow(page, tmp_path)
            assert min(grey for grey, _ in seen) > 1000
            assert max(yellow for _, yellow in seen) > 100


def grey_and_yellow(pdf, folder) -> list[tuple[int, int]]:
    """How many points of each page are of the grey of the mark across it, and of the yellow of what is missing."""
    subprocess.run([tool("pdftoppm"), "-r", "30", str(pdf), str(folder / "vue")], check=True, timeout=HANGS)
    found = []
    for picture in sorted(folder.glob("vue-*.ppm")):
        pixels = picture.read_bytes().split(b"\n", 3)[3]
        colours = [tuple(pixels[at : at + 3]) for at in range(0, len(pixels), 3)]
        grey = sum(1 for one in colours if len(set(one)) == 1 and 215 <= one[0] <= 225)
        found.append((grey, sum(1 for red, _, blue in colours if red > 240 and blue < 120)))
    return found


def test_a_private_character_of_an_act_that_is_read_is_no_hyphen():
    built = act(paragraph("case \ue0fe cochée"))
    assert read(write_docx(built)).parts == built.parts
    assert "\ue0fe" in write_html(built)
