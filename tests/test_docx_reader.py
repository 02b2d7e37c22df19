"""The DOCX reader: our acts give their tree back; those made elsewhere are recognised. See also test_docx_hostile."""

import io
import re
import subprocess
import zipfile

import docx
import pytest
from lxml import etree

from conventions_cli.document.nodes import (
    Article,
    ArticleForm,
    CrossReference,
    Document,
    Footnote,
    Heading,
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
from conventions_cli.document.passes import normalize
from conventions_cli.document.walk import plain_text, rewrite_document, section_text
from conventions_cli.readers.docx import RevisionKind, Revisions, read_docx
from conventions_cli.writers.docx import write_docx
from fabrique import FAMILY, GOOD, ROOT, SPECS, document, spec, words
from outils import tool
from serveur import HANGS
from wordml import W, alternative, bold, change, field, level, numbering, p, t, tbl, tc, tr, word, zipped

DRAFT = ROOT / "tests" / "exemples" / "projet.yaml"
REJECTED = Revisions.REJECTED


def reading(data, revisions=Revisions.ACCEPTED):
    outcome = read_docx(data, "acte.docx", revisions)
    assert outcome.value is not None, outcome.diagnostics
    return outcome.value


def read(body, revisions=Revisions.ACCEPTED, **parts):
    return reading(word(body, **parts), revisions)


def parts(body, revisions=Revisions.ACCEPTED, **others):
    return read(body, revisions, **others).document.parts


def blocks(body, revisions=Revisions.ACCEPTED, **others):
    return [block for part in parts(body, revisions, **others) for block in part.blocks]


def text(body, revisions=Revisions.ACCEPTED, **others):
    return "\n".join(section_text(part) for part in parts(body, revisions, **others))


def saved(package):
    stream = io.BytesIO()
    package.save(stream)
    return stream.getvalue()


# Our acts


@pytest.mark.parametrize("path", [*GOOD, DRAFT], ids=lambda path: path.stem)
def test_every_act_is_read_back(path):
    built = document(path)
    found = reading(write_docx(built))
    assert found.document == built
    assert found.notices == ()
    assert found.revisions == ()
    assert found.own
    assert found.document.metadata.title == built.metadata.title


def test_a_draft_gives_its_missing_values_back_with_their_keys():
    built = document(DRAFT)
    found = reading(write_docx(built))
    keys = []

    def note(inlines):
        keys.extend(one.key for one in inlines if isinstance(one, Missing))
        return inlines

    rewrite_document(found.document, note)
    assert "finances.montant" in keys
    said = [one for one in found.comments if one.text.endswith("finances.montant")]
    assert said[0].author == "convention"
    assert said[0].anchor.startswith("[à compléter")
    money = next(number for number, part in enumerate(built.parts) if said[0].anchor in section_text(part))
    assert said[0].part == money


def test_a_value_typed_over_what_was_missing_is_text():
    built = Document((Section(SectionKind.BODY, (Paragraph((Missing("montant"), Text(" net"))),)),))
    data = word(p(t("3 000 €", '<w:rStyle w:val="X"/>') + t(" net")), styles=COMPLETED)
    assert blocks_of(data) == [Paragraph((Text("3 000 € net"),))]
    assert reading(write_docx(built)).document == built


COMPLETED = '<w:style w:type="character" w:styleId="X"><w:name w:val="À compléter"/><w:rPr><w:b/></w:rPr></w:style>'


def blocks_of(data):
    return [block for part in reading(data).document.parts for block in part.blocks]


def test_a_label_longer_than_a_bookmark_is_read_back():
    label = "-".join(["execution-financiere-de-la-delegation"] * 4)
    article = Article(label, 1, (Text("Titre"),), (Paragraph((CrossReference(label, "article\u00a01er"),)),))
    assert reading(write_docx(Document((article,)))).document.parts == (article,)


def test_lists_that_follow_one_another_stay_apart():
    def items(*names, numbered=False):
        return ItemList(tuple((Paragraph((Text(name),)),) for name in names), numbered)

    nested = ItemList(((items("a"), Paragraph((Text("b"),)), items("c"), items("d")),))
    found = (items("a"), items("b"), items("c", numbered=True), items("d", numbered=True), nested)
    built = Document(tuple(Section(kind, found) for kind in SectionKind))
    assert reading(write_docx(built)).document == built


def test_an_address_that_is_no_uri_is_read_back_and_a_lying_tooltip_is_not_believed():
    link = Link("https://é.fr/a b".replace(" ", "<x>"), (Text("x"),))
    built = Document((Section(SectionKind.BODY, (Paragraph((link,)),)),))
    assert reading(write_docx(built)).document == built
    lying = '<w:hyperlink r:id="rL" w:tooltip="https://autre.fr">' + t("x") + "</w:hyperlink>"
    data = word(p(lying), {"rL": "https://vrai.fr/"})
    assert blocks_of(data) == [Paragraph((Link("https://vrai.fr/", (Text("x"),)),))]


def test_an_article_added_in_word_to_our_act_is_an_article():
    package = docx.Document(io.BytesIO(write_docx(document(SPECS / "domifa.yaml"))))
    last = next(one for one in package.paragraphs if one.text.startswith("Article 8"))
    last.insert_paragraph_before("Article 8 – Données personnelles", style="Heading 1")
    last.insert_paragraph_before("Elles sont protégées.")
    found = reading(saved(package)).document
    assert [one.label for one in found.parts if isinstance(one, Article)][7] == "donnees-personnelles"
    assert len(found.parts) == len(document(SPECS / "domifa.yaml").parts) + 1


def test_a_section_whose_bookmark_is_lost_is_known_by_its_style():
    built = document(SPECS / "mano.yaml")
    with zipfile.ZipFile(io.BytesIO(write_docx(built))) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    visas = re.search(
        rb'<w:bookmarkStart w:id="(\d+)" w:name="_acte\d+_visas"/><w:bookmarkEnd w:id="\1"/>', members[BODY]
    )
    members[BODY] = members[BODY].replace(visas[0], b"")
    assert reading(zipped(members)).document == built


BODY = "word/document.xml"


def saved_by_libreoffice(files, folder):
    """The same files once LibreOffice has read and written them."""
    for name, data in files.items():
        (folder / f"{name}.docx").write_bytes(data)
    command = [tool("soffice"), f"-env:UserInstallation={(folder / 'profil').as_uri()}", "--headless"]
    command += ["--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder / "rendus")]
    paths = [str(folder / f"{name}.docx") for name in files]
    subprocess.run([*command, *paths], check=True, capture_output=True, timeout=HANGS)
    return {name: (folder / "rendus" / f"{name}.docx").read_bytes() for name in files}


@pytest.mark.outils
def test_acts_saved_again_by_libreoffice_keep_their_tree(tmp_path):
    built = {path.stem: document(path) for path in GOOD}
    files = saved_by_libreoffice({name: write_docx(one) for name, one in built.items()}, tmp_path)
    for name, one in built.items():
        found = reading(files[name])
        assert found.document == with_hosts(one)
        assert words(found.document) == words(one)
        assert found.notices == ()


@pytest.mark.outils
def test_an_act_made_elsewhere_is_the_same_once_saved_by_libreoffice(tmp_path):
    lists = numbering(
        level(0, "decimal", "Article %1 –") + level(1, "decimal", "%1.%2"),
        level(0, "bullet", "•") + level(1, "bullet", "–"),
        level(0, "decimal", "%1."),
    )
    notes = '<w:footnote w:id="2">' + p("<w:r><w:footnoteRef/></w:r>" + t(" Une note")) + "</w:footnote>"
    call = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    limits = '<w:commentRangeStart w:id="1"/>', '<w:commentRangeEnd w:id="1"/><w:r><w:commentReference w:id="1"/></w:r>'
    body = (
        p("Convention de délégation de gestion", "T") + p("Vu le décret ;") + p("Objet", "H1", numbered=(1, 0))
        + p(t("Le texte") + call) + p("Point.", numbered=(1, 1)) + p("a", "PL", numbered=(2, 0))
        + p("b", "PL", numbered=(2, 1)) + p("c", "PL", numbered=(2, 0)) + p("Durée", "H1", numbered=(1, 0))
        + p("un", "PL", numbered=(3, 0)) + p("deux", "PL", numbered=(3, 0))
        + p(t("un ") + DELETED + INSERTED + limits[0] + t("mots") + limits[1])
        + tbl(tr(tc(p(bold("A"))), tc(p(bold("B")))), tr(tc("1", properties='<w:gridSpan w:val="2"/>')), style="Grille")
        + p(bold("Article 3 : Publication")) + p("Texte.") + p("Fait à Paris, le 1er mars 2024.")
        + tbl(tr(tc("Pour la DINUM", "Ada"), tc("Pour la DNUM", "Léo")))
    )  # fmt: skip
    made = word(body, numbering=lists, footnotes=notes, comments=comment(1, "Trop ?"))
    again = saved_by_libreoffice({"acte": made}, tmp_path)["acte"]
    for revisions in Revisions:
        before, after = reading(made, revisions), reading(again, revisions)
        assert after.document == before.document
        assert (after.comments, after.revisions, after.notices) == (before.comments, before.revisions, before.notices)
    assert len(reading(made).document.parts) == 6


def with_hosts(built):
    """LibreOffice ends an address that is only a host by a slash."""

    def rewrite(inlines):
        return tuple(
            Link(one.url + "/", one.content) if isinstance(one, Link) and one.url.count("/") == 2 else one
            for one in inlines
        )

    return rewrite_document(built, rewrite)


# Acts made elsewhere: what a paragraph is


def test_styles_are_known_by_name_and_through_what_they_are_based_on():
    found = parts(p("Convention", "T") + p("Article 1er – Objet", "Mon") + p("Détail", "H2") + p("Texte."))
    title, article = found
    assert (title.kind, title.blocks) == (SectionKind.TITLE, (Heading(1, (Text("Convention"),)),))
    assert (article.label, article.number, plain_text(article.title)) == ("objet", 1, "Objet")
    assert article.blocks == (Heading(3, (Text("Détail"),)), Paragraph((Text("Texte."),)))


def test_styles_based_on_one_another_in_a_circle_end():
    assert text(p("x", "A")) == "x"


@pytest.mark.parametrize(
    ("body", "number", "form", "title"),
    [
        (p(bold("Article 1er")) + p(bold("Objet")), 1, ArticleForm.DASH, "Objet"),
        (p(bold("ARTICLE 2 – Objet")), 2, ArticleForm.DASH, "Objet"),
        (p(bold("ARTICLE II - Objet")), 2, ArticleForm.DASH, "Objet"),
        (p("Article 3 : Objet", "H1"), 3, ArticleForm.COLON, "Objet"),
        (p(bold("Article 4")), 4, ArticleForm.DASH, ""),
        (p(bold("Article premier.")) + p("Objet", "G"), 1, ArticleForm.DASH, "Objet"),
        (p("Article 1 : Objet"), 1, ArticleForm.COLON, "Objet"),
        (
            p(bold("Article") + bold(" 1") + t("er", '<w:b/><w:vertAlign w:val="superscript"/>') + bold(" - Objet")),
            1,
            ArticleForm.DASH,
            "Objet",
        ),
        (p(bold("Article 5") + "<w:r><w:br/></w:r>" + bold("Objet")), 5, ArticleForm.DASH, "Objet"),
        (
            p("Article 6" + "<w:r><w:tab/></w:r>" + t("Objet"), "H1").replace("Article 6<", t("Article 6") + "<"),
            6,
            ArticleForm.DASH,
            "Objet",
        ),
    ],
)
def test_headings_of_articles_in_all_their_forms(body, number, form, title):
    found = parts(body + p("Le texte commence ici."))
    assert len(found) == 1
    assert (found[0].number, found[0].form, plain_text(found[0].title)) == (number, form, title)
    assert found[0].label == ("objet" if title else f"article-{number}")
    assert found[0].blocks == (Paragraph((Text("Le texte commence ici."),)),)


def test_an_act_keeps_the_number_of_its_first_article_as_its_house_writes_it():
    leads = [parts(p(f"{opening} : Objet") + p("Texte."))[0].opening for opening in ("Article 1", "Article 1er")]
    assert [lead.replace("\u00a0", " ") for lead in leads] == ["Article 1 : ", "Article 1er : "]


@pytest.mark.parametrize(
    "line",
    ["Article 3 du décret n° 2004-1085 : il s’applique.", "L’article 2 est modifié.", "Article 12 – hors de la suite"],
)
def test_prose_that_names_an_article_opens_none(line):
    assert all(isinstance(part, Section) for part in parts(p("Texte.") + p(line)))


def test_an_article_whose_text_runs_on_after_its_bold_number():
    found = parts(p(bold("Article 1 – ") + t("La convention est publiée.")))
    assert found == (Article("article-1", 1, (), (Paragraph((Text("La convention est publiée."),)),)),)


def test_titles_numbered_by_hand_are_headings():
    body = "".join(p(bold(one)) + p("Texte.") for one in ["1. Objet", "I. – Durée", "2.1 Détail", "Préambule"])
    found = [(one.level, plain_text(one.content)) for one in blocks(body) if isinstance(one, Heading)]
    assert found == [(2, "1. Objet"), (2, "I. – Durée"), (3, "2.1 Détail"), (2, "Préambule")]


def test_the_parts_around_the_articles_are_recognised():
    body = (
        p("Ministère X") + p(bold("CONVENTION DE DÉLÉGATION DE GESTION")) + p("Entre :") + p("La DINUM,")
        + p("Vu le décret n° 2004-1085 ;") + p("Il est convenu ce qui suit :") + p(bold("Article 1er – Objet"))
        + p("Texte.") + p("Fait à Paris, le 1er mars 2024.")
        + tbl(tr(tc("Pour la DINUM", "Ada"), tc("Pour la DNUM", "Léo")))
        + p(bold("Copies :")) + p("le CBCM") + p(bold("ANNEXE 1")) + p("Budget.")
    )  # fmt: skip
    found = parts(body)
    kinds = [one.label if isinstance(one, Article) else one.kind.value for one in found]
    assert kinds == [
        "entete", "titre", "parties", "visas", "corps", "objet", "signatures", "copies", "annexe",
    ]  # fmt: skip
    signatures = found[6].blocks[1]
    assert [[plain_text(one.content) for one in item] for item in signatures.items] == [
        ["Pour la DINUM", "Ada"],
        ["Pour la DNUM", "Léo"],
    ]


# Automatic numbers


ARTICLES = numbering(
    level(0, "decimal", "Article %1 –") + level(1, "decimal", "%1.%2") + level(2, "lowerLetter", "%3)")
)


def test_automatic_numbers_of_titles_are_words():
    body = (
        p("Objet", "H1", numbered=(1, 0)) + p("Le texte.") + p("Durée", "H1", numbered=(1, 0))
        + p("Premier point.", numbered=(1, 1)) + p("Second.", numbered=(1, 1)) + p("Fin", "H1", numbered=(1, 0))
        + p("Point.", numbered=(1, 1))
    )  # fmt: skip
    found = parts(body, numbering=ARTICLES)
    assert [(one.number, one.label) for one in found] == [(1, "objet"), (2, "duree"), (3, "fin")]
    assert section_text(found[1]).splitlines()[1:] == ["2.1 Premier point.", "2.2 Second."]
    assert section_text(found[2]).splitlines()[1:] == ["3.1 Point."]


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("decimal", "§ 1", ), ("upperRoman", "§ I"), ("lowerRoman", "§ i"), ("upperLetter", "§ A"),
        ("lowerLetter", "§ a"), ("ordinal", "§ 1er"), ("decimalZero", "§ 01"), ("inconnu", "§ 1"), ("none", "§"),
    ],
)  # fmt: skip
def test_every_form_of_number(form, expected):
    lists = numbering(level(0, "decimal", "%1") + level(1, form, "§ %2"))
    assert text(p("x", numbered=(1, 1)), numbering=lists) == f"{expected} x"


def test_numbers_start_and_start_again_where_word_says():
    start = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride>'
    later = f'<w:num w:numId="2"><w:abstractNumId w:val="0"/>{start}</w:num>'
    lists = numbering(level(0, "decimal", "n° %1"), overrides=later)
    body = p("a", numbered=(1, 0)) + p("b", numbered=(1, 0)) + p("c", numbered=(2, 0)) + p("d", numbered=(2, 0))
    assert text(body, numbering=lists) == "n° 1 a\nn° 2 b\nn° 7 c\nn° 8 d"


def test_letters_go_on_after_z_as_in_word():
    lists = numbering(level(0, "upperLetter", "§ %1"))
    assert text("".join(p("x", numbered=(1, 0)) for _ in range(28)), numbering=lists).endswith("§ Z x\n§ AA x\n§ BB x")


def test_a_style_gives_its_number_to_its_paragraphs():
    styles = (
        '<w:style w:type="paragraph" w:styleId="Art"><w:name w:val="Titre 1"/><w:pPr><w:numPr><w:numId w:val="1"/>'
        '</w:numPr></w:pPr></w:style><w:style w:type="paragraph" w:styleId="Sub"><w:name w:val="Titre 2"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    lists = numbering(
        level(0, "upperRoman", "Article %1") + level(1, "decimal", "%1.%2", '<w:pStyle w:val="Sub"/><w:isLgl/>')
    )
    found = parts(p("Objet", "Art") + p("Détail", "Sub"), styles=styles, numbering=lists)
    assert section_text(found[0]) == "Article I Objet\n1.1 Détail"  # as the act writes it


LISTS = numbering(
    level(0, "bullet", "•") + level(1, "bullet", "–"), level(0, "decimal", "%1.") + level(1, "lowerLetter", "%2)")
)


def test_lists_bullets_numbers_levels_and_what_goes_on_under_an_item():
    indent = '<w:ind w:left="720"/>'
    body = (
        p("Intro :") + p("a", "PL", numbered=(1, 0)) + p("suite", "PL", indent) + p() + p("b", "PL", numbered=(1, 0))
        + p("c", "PL", numbered=(1, 1)) + p("un", "PL", numbered=(2, 0)) + p("deux", "PL", numbered=(2, 0)) + p("Fin.")
    )  # fmt: skip

    def line(words):
        return Paragraph((Text(words),))

    assert blocks(body, numbering=LISTS) == [
        line("Intro :"),
        ItemList(((line("a"), line("suite")), (line("b"), ItemList(((line("c"),),))))),
        ItemList(((line("un"),), (line("deux"),)), numbered=True),
        line("Fin."),
    ]


def test_a_list_another_program_cut_in_two_counts_on():
    later = '<w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'
    lists = numbering(level(0, "decimal", "%1."), overrides=later)
    (found,) = blocks(p("a", numbered=(1, 0)) + p("b", numbered=(2, 0)), numbering=lists)
    assert len(found.items) == 2


def test_a_list_that_does_not_start_at_one_keeps_its_numbers_as_words():
    body = p("a", numbered=(2, 0)) + p("Entre les deux.") + p("b", numbered=(2, 0))
    first, between, second = blocks(body, numbering=LISTS)
    assert isinstance(first, ItemList)
    assert (plain_text(between.content), plain_text(second.content)) == ("Entre les deux.", "2. b")


# Tables


def cells(table):
    return [[plain_text(cell) for cell in row] for row in (table.header, *table.rows)]


@pytest.mark.parametrize(
    "table",
    [
        tbl(tr("Année", "AE", properties="<w:tblHeader/>"), tr("2025", "3 €")),
        tbl(tr(tc(p(bold("Année"))), tc(p(bold("AE")))), tr("2025", "3 €")),
        tbl(tr("Année", "AE"), tr("2025", "3 €"), style="Grille"),
    ],
)
def test_tables_by_their_header_their_weight_or_their_lines(table):
    (found,) = blocks(table)
    assert isinstance(found, Table)
    assert cells(found) == [["Année", "AE"], ["2025", "3 €"]]
    assert all(not one.strong for cell in found.header for one in cell)


def test_merged_cells_are_followed_by_empty_ones():
    table = tbl(
        tr(tc("A"), tc("B"), tc("C"), properties="<w:tblHeader/>"),
        tr(tc("1", properties='<w:gridSpan w:val="2"/>'), tc("2", properties='<w:vMerge w:val="restart"/>')),
        tr(tc("3"), tc("4"), tc(properties="<w:vMerge/>")),
        tr(tc("5"), properties='<w:gridBefore w:val="1"/>'),
    )
    (found,) = blocks(table)
    assert cells(found) == [["A", "B", "C"], ["1", "", "2"], ["3", "4", ""], ["", "5", ""]]


def test_a_column_that_only_merges_make_is_no_column():
    wide = '<w:gridSpan w:val="3"/>'
    table = tbl(
        tr(tc("A", properties=wide), tc("B"), properties="<w:tblHeader/>"), tr(tc("1", properties=wide), tc("2"))
    )
    assert cells(blocks(table)[0]) == [["A", "B"], ["1", "2"]]


def test_texts_side_by_side_in_a_frame_are_no_table():
    prose = "Le délégataire rend compte de l’exécution. " * 12
    assert not any(isinstance(one, Table) for one in blocks(tbl(tr(prose, "b"), tr("c", "d"), style="Grille")))


def test_tables_for_layout_become_what_they_hold():
    framed = tbl(tr(tc("Un cadre", "deux lignes")), style="Grille")
    side = tbl(tr(tc("gauche"), tc("droite")))
    assert text(framed + side) == "Un cadre\ndeux lignes\ngauche\ndroite"


def test_an_act_laid_out_in_a_table_has_its_articles():
    found = parts(tbl(tr(tc(p(bold("Article 1er – Objet")), "Texte.", p(bold("Article 2 – Durée")), "Fin."))))
    assert [one.label for one in found] == ["objet", "duree"]


def test_a_table_in_a_table_is_read_as_text_and_told():
    inner = tbl(tr("x", "y"))
    found = read(tbl(tr("A", "B", properties="<w:tblHeader/>"), tr(tc(p("1"), inner, p()), "2")))
    assert cells(found.document.parts[0].blocks[0]) == [["A", "B"], ["1 x y", "2"]]
    assert "Tableau placé dans un tableau" in found.notices[0]


# Inside paragraphs


def test_runs_marks_breaks_and_special_characters():
    body = p(
        bold("gras") + t(" et ") + t("italique", "<w:i/>")
        + t("fort", '<w:rStyle w:val="F"/>') + t("non", '<w:b w:val="0"/>')
        + '<w:r><w:br/><w:t>a</w:t><w:noBreakHyphen/><w:t>b</w:t><w:softHyphen/><w:t>c</w:t><w:tab/><w:t>d</w:t></w:r>'
        + '<w:r><w:sym w:font="Wingdings" w:char="F0A8"/></w:r>' + t(" x")
        + '<w:r><w:br w:type="page"/><w:t>y</w:t></w:r>'
    )  # fmt: skip
    assert blocks(body) == [
        Paragraph(
            (
                Text("gras", strong=True), Text(" et "), Text("italique", emphasis=True), Text("fort", strong=True),
                Text("non"), LineBreak(), Text("a-bc d☐ x y"),
            )
        )
    ]  # fmt: skip


def test_blanks_at_the_ends_of_a_run_count_only_where_it_says_so():
    assert text(p(t("a") + "<w:r><w:t>\n  b \n</w:t></w:r>" + t(" c"))) == "ab c"


def test_wrappings_are_looked_into():
    inner = (
        t("un ")
        + f"<w:smartTag>{t('deux ')}<w:sdt><w:sdtPr/><w:sdtContent>{t('trois')}</w:sdtContent></w:sdt></w:smartTag>"
    )
    body = f"<w:sdt><w:sdtContent>{p(inner)}<w:customXml>{p('quatre')}</w:customXml></w:sdtContent></w:sdt>"
    rows = "<w:sdt><w:sdtContent>" + tr("5", "6") + "</w:sdtContent></w:sdt>"
    assert text(body + tbl(rows)) == "un deux trois\nquatre\n5\n6"


def test_fields_give_their_cached_text_even_nested_or_open():
    nested = field("IF " + field("PAGE", t("9")) + " = 1", t("oui"))
    open_one = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>' + t(" reste")
    simple = '<w:fldSimple w:instr=" SEQ x ">' + t(" 3") + "</w:fldSimple>"
    assert text(p(nested + simple + open_one) + p("suite")) == "oui 3 reste\nsuite"


def test_links_by_relationship_by_field_and_to_a_place():
    def link(attributes):
        return f"<w:hyperlink {attributes}>{t('ici')}</w:hyperlink>"

    body = p(link('r:id="rA"') + t(" ") + field('HYPERLINK "https://b.fr/"', t("là")) + t(" ") + link('r:id="rB"'))
    found = reading(word(body + p(link('w:anchor="x"')), {"rA": "https://a.fr/", "rB": "javascript:alert(1)"}))
    first, second = found.document.parts[0].blocks
    assert first.content == (
        Link("https://a.fr/", (Text("ici"),)), Text(" "), Link("https://b.fr/", (Text("là"),)), Text(" ici"),
    )  # fmt: skip
    assert second.content == (Text("ici"),)
    assert found.notices == ("Lien dont l’adresse n’est pas admise, lu sans elle\u00a0: « javascript:alert(1) »",)


def test_a_field_that_aims_at_an_article_is_a_reference():
    mark = '<w:bookmarkStart w:id="1" w:name="_Ref1"/>'
    body = p(mark + bold("Article 2 – Durée")) + p(t("Voir l’article ") + field("REF _Ref1 \\r \\h", t("2")) + t("."))
    (found,) = blocks(body)
    assert found.content == (Text("Voir l’"), CrossReference("duree", "article 2"), Text("."))
    elsewhere = p(t("Voir ") + field("REF _Autre", bold("là")))
    assert blocks(elsewhere)[0].content == (Text("Voir "), Text("là", strong=True))


def test_footnotes_and_endnotes_hold_their_text():
    notes = (
        '<w:footnote w:id="2">'
        + p("<w:r><w:footnoteRef/></w:r>" + t(" Une ") + bold("note"))
        + p("et sa suite")
        + "</w:footnote>"
    )
    ends = '<w:endnote w:id="2">' + p("fin") + '</w:endnote><w:endnote w:id="3">' + p("perdue") + "</w:endnote>"
    call = '<w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:endnoteReference w:id="2"/></w:r>'
    found = read(p(t("a") + call), footnotes=notes, endnotes=ends)
    assert found.document.parts[0].blocks[0].content == (
        Text("a"),
        Footnote((Text("Une "), Text("note", strong=True), Text(" et sa suite"))),
        Footnote((Text("fin"),)),
    )
    assert found.notices == ("Note de bas de page que rien n’appelle\u00a0: « perdue »",)


# What has no place in a tree is told


BOX = f"<w:txbxContent>{p('Dans la boîte')}{p('deux')}</w:txbxContent>"
WPS = f"<w:drawing><wps:wsp><wps:txbx>{BOX}</wps:txbx></wps:wsp></w:drawing>"
VML = f"<w:pict><v:shape><v:textbox>{BOX}</v:textbox></v:shape></w:pict>"


@pytest.mark.parametrize(
    "run",
    [
        WPS,
        VML,
        alternative(WPS, VML),
    ],
)
def test_text_boxes_are_told_once_with_their_words(run):
    found = read(p(t("avant ") + f"<w:r>{run}</w:r>" + t("après")))
    assert section_text(found.document.parts[0]) == "avant après"
    assert found.notices == ("Zone de texte laissée hors de l’acte\u00a0: « Dans la boîte deux »",)


def test_an_alternative_is_read_once():
    assert text(p(t("a ") + alternative(t("un"), t("un")))) == "a un"
    assert text(alternative(p("a"), p("a"))) == "a"


def test_pictures_equations_hidden_text_contents_and_headers_are_told():
    body = (
        p('<w:r><w:drawing><wp:inline><wp:docPr id="1" name="x" descr="Un logo"/></wp:inline></w:drawing></w:r>')
        + p("<m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath>" + t("visible ") + t("secret", "<w:vanish/>"))
        + p("Article 1 – Objet  3", "TM") + "<w:altChunk/>" + p("<w:r><w:object/></w:r>")
    )  # fmt: skip
    found = read(body, header=p("Ministère – page 1 sur 3"), footer=p("Page 2"))
    assert section_text(found.document.parts[0]) == "visible"
    assert found.notices == (
        "Image ou dessin, qui n’est pas lu\u00a0: « Un logo »",
        "Équation\u00a0: « x=1 »",
        "Texte masqué\u00a0: « secret »",
        "Document inséré dans le document, qui n’est pas lu",
        "Objet incorporé, qui n’est pas lu",
        "Sommaire laissé de côté\u00a0: « Article 1 – Objet 3 »",
        "En-tête de page\u00a0: « Ministère – »",
    )


def test_a_note_called_in_a_note_is_told():
    call = '<w:r><w:footnoteReference w:id="%d"/></w:r>'
    notes = "".join(f'<w:footnote w:id="{n}">{p(t(f"note {n}") + call % (n + 1))}</w:footnote>' for n in (1, 2))
    found = read(p(t("a") + call % 1), footnotes=notes)
    assert blocks(p(t("a") + call % 1), footnotes=notes)[0].content == (Text("a"), Footnote((Text("note 1"),)))
    assert found.notices == ("Note appelée dans une note\u00a0: « note 2 »",)


def test_a_field_closed_in_another_paragraph_loses_no_words():
    def mark(kind):
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    body = p(mark("begin") + t("un")) + p(t("deux") + mark("separate") + t(" trois") + mark("end") + t(" quatre"))
    assert text(body) == "un\ndeux trois quatre"


def test_legacy_check_boxes_are_words():
    def box(state):
        data = f"<w:ffData><w:checkBox>{state}</w:checkBox></w:ffData>"
        return (
            f'<w:r><w:fldChar w:fldCharType="begin">{data}</w:fldChar></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
        )

    assert text(p(box("<w:checked/>") + t(" oui ") + box("") + t(" non"))) == "☒ oui ☐ non"


# Tracked changes


INSERTED = change("ins", t("trois "))
DELETED = change("del", '<w:r><w:delText xml:space="preserve">deux </w:delText></w:r>', "Luc")


def test_changes_by_two_authors_accepted_rejected_and_listed():
    body = p(bold("Article 1er – Objet")) + p(t("un ") + DELETED + INSERTED + t("quatre"))
    assert text(body).endswith("un trois quatre")
    assert text(body, REJECTED).endswith("un deux quatre")
    found = read(body).revisions
    assert [(one.kind, one.author, one.text, one.part) for one in found] == [
        (RevisionKind.DELETION, "Luc", "deux ", 0),
        (RevisionKind.INSERTION, "Zoé", "trois ", 0),
    ]
    assert found == read(body, REJECTED).revisions
    assert found[0].date == "2025-01-02T00:00:00Z"


def test_a_deleted_paragraph_mark_joins_paragraphs_and_an_inserted_one_parts_them():
    def marked(kind):
        return f"<w:rPr>{change(kind, '')}</w:rPr>"

    deleted = p("un ", properties=marked("del")) + p("deux")
    assert (text(deleted), text(deleted, REJECTED)) == ("un deux", "un\ndeux")
    inserted = p("un ", properties=marked("ins")) + p("deux")
    assert (text(inserted), text(inserted, REJECTED)) == ("un\ndeux", "un deux")
    last = p("seul", properties=marked("del")) + tbl(tr("a"))
    assert text(last) == "seul\na"


def test_a_deleted_paragraph_takes_no_number():
    gone = p(
        change("del", "<w:r><w:delText>b</w:delText></w:r>"),
        properties=f"<w:rPr>{change('del', '')}</w:rPr>",
        numbered=(1, 0),
    )
    body = p("a", numbered=(1, 0)) + gone + p("c", numbered=(1, 0))
    lists = numbering(level(0, "decimal", "n° %1"))
    assert text(body, numbering=lists) == "n° 1 a\nn° 2 c"
    assert text(body, REJECTED, numbering=lists) == "n° 1 a\nn° 2 b\nn° 3 c"


def test_moved_text_is_in_one_place():
    body = p(change("moveFrom", t("ici"))) + p(t("et ") + change("moveTo", t("ici")))
    assert (text(body), text(body, REJECTED)) == ("et ici", "ici\net")
    assert [one.kind for one in read(body).revisions] == [RevisionKind.MOVED_FROM, RevisionKind.MOVED_TO]


def test_rows_and_cells_inserted_and_deleted():
    table = tbl(
        tr("A", "B", properties="<w:tblHeader/>"),
        tr("1", "2", properties=change("del", "")),
        tr(tc(p(change("ins", t("3")))), tc("4"), properties=change("ins", "")),
        tr("5", tc("6", properties=change("cellDel", ""))),
    )
    assert cells(blocks(table)[0]) == [["A", "B"], ["3", "4"], ["5", ""]]
    assert cells(blocks(table, REJECTED)[0]) == [["A", "B"], ["1", "2"], ["5", "6"]]
    assert [(one.kind, "".join(one.text.split())) for one in read(table).revisions] == [
        (RevisionKind.DELETION, "12"),
        (RevisionKind.INSERTION, "3"),
        (RevisionKind.DELETION, "6"),
    ]


def test_formatting_changes_are_listed_and_rejected_to_what_was():
    was = f"<w:b/>{change('rPrChange', '<w:rPr><w:i/></w:rPr>')}"
    style = change("pPrChange", '<w:pPr><w:pStyle w:val="N"/></w:pPr>')
    body = p(t("mot", was)) + p("Détail", "H2", style)
    assert blocks(body)[0] == Paragraph((Text("mot", strong=True),))
    assert blocks(body, REJECTED) == [Paragraph((Text("mot", emphasis=True),)), Paragraph((Text("Détail"),))]
    assert [(one.kind, one.text) for one in read(body).revisions] == [
        (RevisionKind.FORMATTING, "mot"),
        (RevisionKind.FORMATTING, "Détail"),
    ]


def test_a_whole_article_deleted_leaves_its_name_to_nobody():
    built = document(SPECS / "domifa.yaml")
    with zipfile.ZipFile(io.BytesIO(write_docx(built))) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    root = etree.fromstring(members["word/document.xml"])
    paragraphs = root.findall(f".//{{{W}}}p")
    heads = [n for n, one in enumerate(paragraphs) if "Article " in "".join(one.itertext())[:8]]
    for one in paragraphs[heads[6] : heads[7]]:
        properties = one.find(f"{{{W}}}pPr")
        etree.SubElement(etree.SubElement(properties, f"{{{W}}}rPr"), f"{{{W}}}del", {f"{{{W}}}author": "Luc"})
        gone = etree.SubElement(one, f"{{{W}}}del", {f"{{{W}}}author": "Luc"})
        gone.extend([child for child in one if child.tag == f"{{{W}}}r"])
    members["word/document.xml"] = etree.tostring(root)
    found = reading(zipped(members))
    expected = [one for one in built.parts if not (isinstance(one, Article) and one.number == 7)]
    assert found.document.parts == tuple(expected)
    assert {one.author for one in found.revisions} == {"Luc"}
    assert reading(zipped(members), REJECTED).document == built


# Comments


def comment(identifier, words, author="Zoé"):
    return f'<w:comment w:id="{identifier}" w:author="{author}" w:date="2025-01-02T00:00:00Z">{p(words)}</w:comment>'


def test_comments_have_their_words_their_author_and_their_place():
    def limit(kind, identifier):
        return f'<w:commentRange{kind} w:id="{identifier}"/>'

    body = (
        p(bold("Article 1er – Objet")) + p("Texte.") + p(bold("Article 2 – Durée"))
        + p(t("Le ") + limit("Start", 1) + bold("délai ") + t("est")) + p(t("long") + limit("End", 1) + t("."))
        + p(t("Fin") + '<w:r><w:commentReference w:id="2"/></w:r>')
    )  # fmt: skip
    found = read(body, comments=comment(1, "Trop ?") + comment(2, "Oui", "Luc") + comment(3, "Nulle part")).comments
    assert [(one.author, one.text, one.anchor, one.part) for one in found] == [
        ("Zoé", "Trop ?", "délai est long", 1),
        ("Luc", "Oui", "", 1),
        ("Zoé", "Nulle part", "", -1),
    ]
    assert found[0].date == "2025-01-02T00:00:00Z"


# Made by python-docx


def test_a_document_of_python_docx_is_read():
    package = docx.Document()
    package.add_heading("Convention X", 0)
    package.add_heading("Article 1 : Objet", 1)
    package.add_paragraph("a", style="List Bullet")
    package.add_paragraph("b", style="List Bullet")
    package.add_paragraph("un", style="List Number")
    package.add_heading("Annexe", 1)
    package.add_paragraph("Fin.")
    found = reading(saved(package))
    title, article, annex = found.document.parts
    assert (title.kind, annex.kind) == (SectionKind.TITLE, SectionKind.ANNEX)
    assert [len(one.items) for one in article.blocks] == [2, 1]
    assert not found.own


def test_whatever_is_read_is_in_normal_form():
    for path in FAMILY:
        found = reading(write_docx(document(path))).document
        assert normalize(found) == found
    assert spec()["modele"]
