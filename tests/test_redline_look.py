"""What a redline takes of its second act besides words: heads and feet of pages, images; what it says is not."""

import io
import re

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml import parse_xml
from docx.shared import Cm

from alterations import packed
from conventions_cli.comparison.redlining import redline
from conventions_cli.document import Link, PageField, PageHeads, Paragraph, Picture, Text
from conventions_cli.readers import read_docx, read_page_heads, with_rasters
from fabrique import ROOT, spec, text_of
from outils import sdk_errors
from resolution import lines, members, resolved
from test_cli import run
from test_comparison import act, article
from test_pictures import png
from wordml import W, level, numbering, p, t, word

EXAMPLES = ROOT / "tests" / "exemples"
MARK = (
    f'<w:r xmlns:w="{W}" xmlns:v="urn:schemas-microsoft-com:vml"><w:pict><v:shape>'
    '<v:textpath string="COPIE"/></v:shape></w:pict></w:r>'
)


def runs(*pieces):
    return [parse_xml(f'<w:r xmlns:w="{W}">{piece}</w:r>') for piece in pieces]


def counted(instruction, cached):
    """A field as Word writes it: its instruction may be cut into several runs."""
    return runs(
        '<w:fldChar w:fldCharType="begin"/>',
        *(f"<w:instrText>{piece}</w:instrText>" for piece in instruction),
        '<w:fldChar w:fldCharType="separate"/>',
        f"<w:t>{cached}</w:t>",
        '<w:fldChar w:fldCharType="end"/>',
    )


def foreign(*texts, dress=lambda made: None):
    made = docx.Document()
    made.add_heading("Convention de délégation de gestion", 0)
    made.add_heading("Article 1 – Objet", 1)
    for text in texts:
        made.add_paragraph(text)
    dress(made)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def headed(made):
    section = made.sections[0]
    section.different_first_page_header_footer = True
    section.header.paragraphs[0].text = "Direction des phares\tn° 12"
    section.header.paragraphs[0]._p.append(parse_xml(MARK))
    section.first_page_header.paragraphs[0].text = "Première page"
    line = section.footer.paragraphs[0]._p
    line.extend([*runs("<w:t>Page </w:t>"), *counted((" PA", "GE "), "7"), *runs("<w:t> sur </w:t>")])
    simple = f'<w:fldSimple xmlns:w="{W}" w:instr=" NUMPAGES "><w:r><w:t>9</w:t></w:r></w:fldSimple>'
    line.append(parse_xml(simple))
    line.extend(
        [
            *counted((" DATE ",), " le 3 mai"),
            parse_xml(f'<w:del xmlns:w="{W}"><w:r><w:delText>x</w:delText></w:r></w:del>'),
        ]
    )
    section.first_page_footer.paragraphs[0].text = "Pied à part"
    section.first_page_footer.add_paragraph("Deuxième ligne")


HEADS = PageHeads(
    head=(("Direction des phares\tn° 12",),),
    first_head=(("Première page",),),
    foot=(("Page ", PageField.PAGE, " sur ", PageField.PAGES, " le 3 mai"),),
    first_foot=(("Pied à part",), ("Deuxième ligne",)),
    watermark="COPIE",
)


def test_heads_feet_and_the_word_across_pages_are_read_with_their_numbers():
    assert read_page_heads(foreign("Un.", dress=headed)) == HEADS


def test_an_act_without_heads_has_none():
    assert read_page_heads(foreign("Un.")) == PageHeads(first_apart=False)


def test_a_first_page_that_is_as_the_others_has_their_heads():
    def dress(made):
        made.sections[0].header.paragraphs[0].text = "Partout"

    assert read_page_heads(foreign(dress=dress)) == PageHeads((("Partout",),), (("Partout",),), first_apart=False)


@pytest.mark.parametrize("heads", [HEADS, PageHeads(first_apart=False), PageHeads((("Un", PageField.PAGE),))])
def test_heads_are_written_as_they_are_read(heads):
    made = redline(act(article("a", 1)), act(article("a", 1, "Deux.")), "Zoé", heads=heads)
    assert made.difference is None
    assert read_page_heads(made.data) == heads


@pytest.mark.outils
def test_heads_of_the_second_act_are_valid(tmp_path):
    for number, heads in enumerate([HEADS, PageHeads(first_apart=False)]):
        path = tmp_path / f"{number}.docx"
        path.write_bytes(redline(act(article("a", 1)), act(article("a", 1, "Deux.")), "Zoé", heads=heads).data)
        assert sdk_errors(path) == []


def test_an_act_of_ours_keeps_its_image_its_watermark_its_heads_and_nothing_is_said_lost(tmp_path):
    (tmp_path / "a.yaml").write_text(text_of(spec()), encoding="utf-8")
    assert run("render", "a.yaml", "-o", "a", cwd=tmp_path)[0] == 0
    assert run("render", str(EXAMPLES / "image-et-sommaire.yaml"), "--draft", "-o", "b", cwd=tmp_path)[0] == 0
    code, _, said = run("redline", "a/a.docx", "b/image-et-sommaire.docx", "-o", "m.docx", cwd=tmp_path)
    assert (code, "mise en page" in said) == (0, False)
    made, whole = (members((tmp_path / name).read_bytes()) for name in ("m.docx", "b/image-et-sommaire.docx"))
    for name in ("header1.xml", "header2.xml", "footer1.xml", "media/image1.png"):
        assert made[f"word/{name}"] == whole[f"word/{name}"]
    assert b"PROJET" in made["word/header1.xml"]
    code, _, _ = run("redline", "b/image-et-sommaire.docx", "a/a.docx", "-o", "n.docx", cwd=tmp_path)
    removed = members((tmp_path / "n.docx").read_bytes())
    assert (code, b"PROJET" in removed["word/header1.xml"]) == (0, False)
    assert removed["word/media/image1.png"] == whole["word/media/image1.png"]  # of the first act, deleted


def test_what_is_not_taken_of_an_act_made_elsewhere_is_told(tmp_path):
    def dress(made):
        headed(made)
        made.add_picture(io.BytesIO(png(4, 4)), width=Cm(2))
        section = made.add_section()
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = section.page_height, section.page_width
        made.add_paragraph("En paysage.")

    (tmp_path / "a.docx").write_bytes(foreign("Un délai de trois mois."))
    (tmp_path / "b.docx").write_bytes(foreign("Un délai de six mois.", dress=dress))
    code, _, said = run("redline", "a.docx", "b.docx", "-o", "m.docx", cwd=tmp_path)
    (line,) = [one for one in said.splitlines() if "mise en page" in one]
    assert code == 0
    assert line.startswith("b.docx : sa mise en page n’est pas reprise en entier (")
    for name in ("format de la page", "image retirée", "sauts de section", "taille des caractères"):
        assert name in line
    assert "en-tête" not in line  # they are taken
    assert read_page_heads((tmp_path / "m.docx").read_bytes()) == HEADS
    code, _, said = run("redline", "b.docx", "a.docx", "-q", "-o", "m.docx", cwd=tmp_path)
    assert (code, said) == (0, "")


@pytest.mark.parametrize("data", [b"GIF89a", b""])
def test_an_image_that_is_neither_png_nor_jpeg_leaves_its_description(tmp_path, data):
    assert run("render", str(EXAMPLES / "image-et-sommaire.yaml"), "-o", "b", cwd=tmp_path)[0] == 0
    whole = (tmp_path / "b" / "image-et-sommaire.docx").read_bytes()
    for file, there in ((whole, True), (packed(members(whole) | {"word/media/image1.png": data}), False)):
        read = with_rasters(read_docx(file, "b").value.document, file)
        (picture,) = [block for part in read.parts for block in part.blocks if isinstance(block, Picture)]
        assert (picture.raster is not None, picture.alternative) == (there, "République française")


def lettered(last):
    """An act made elsewhere, with lists of three kinds, and a link whose address nobody printed."""
    link = p(t("Voir ") + f'<w:hyperlink r:id="L1">{t("le site")}</w:hyperlink>' + t("."))
    body = p("Convention de délégation", "T") + p("Article 1er – Objet", "H1") + link
    for number, words in (
        (1, "un lot"),
        (1, "deux lots"),
        (2, "une étape"),
        (2, last),
        (3, "un volet"),
        (3, "l’autre"),
    ):
        body += p(words, numbered=(number, 0))
    levels = (level(0, "lowerLetter", "%1)"), level(0, "upperRoman", "%1 –"), level(0, "decimal", "%1."))
    return word(body, {"L1": "https://beta.gouv.fr/"}, numbering=numbering(*levels))


def test_an_act_made_elsewhere_keeps_the_numbers_of_its_lists_and_gains_no_address(tmp_path):
    for name, last in (("a", "une fin"), ("b", "une suite")):
        (tmp_path / f"{name}.docx").write_bytes(lettered(last))
    assert run("redline", "a.docx", "b.docx", "-o", "m.docx", cwd=tmp_path)[0] == 0
    data = (tmp_path / "m.docx").read_bytes()
    for accept, last in ((True, "une suite"), (False, "une fin")):
        said = lines(data, resolved(data, accept=accept))
        assert [text for _, text in said[2:]] == [
            "Voir le site.",
            "a) un lot",
            "b) deux lots",
            "I – une étape",
            f"II – {last}",
            "un volet",
            "l’autre",
        ]
        assert [style for style, _ in said[-2:]] == ["ListeNumeros", "ListeNumeros"]


def test_an_act_of_ours_keeps_the_addresses_it_prints_beside_an_act_made_elsewhere():
    link = Paragraph((Text("Voir "), Link("https://beta.gouv.fr/", (Text("le site"),))))
    ours = act(article("a", 1, link))
    for foreign, said in (((False, True), "Voir le site (https://beta.gouv.fr/)"), ((True, True), "Voir le site")):
        data = redline(ours, act(article("a", 1, "Autre chose.")), "Zoé", foreign=foreign).data
        assert lines(data, resolved(data, accept=False))[-1][1] == said


def test_hyphens_that_hold_in_a_word_file_hold_in_its_redline(tmp_path):
    hyphen = "<w:r><w:noBreakHyphen/></w:r>"
    for name, more in (("a", "trois"), ("b", "six")):
        text = t("Le site demarches") + hyphen + t(f"simplifiees.fr, et non peut-être, {more} mois.")
        (tmp_path / f"{name}.docx").write_bytes(word(p("Convention", "T") + p("Article 1er – Objet", "H1") + p(text)))
    assert run("redline", "a.docx", "b.docx", "-o", "m.docx", cwd=tmp_path)[0] == 0
    xml = members((tmp_path / "m.docx").read_bytes())["word/document.xml"].decode()
    bare = re.sub(r"</?w:[rt]( [^>]*)?>", "", xml)
    assert re.findall(r"(\w+)<w:noBreakHyphen ?/>(\w+)", bare) == [("demarches", "simplifiees")]
    assert "peut-être" in bare


def lettered_odt(*items):
    """The same in an ODT: a list whose numbers are letters."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "style", "text")
    )
    style = '<text:list-level-style-number text:level="1" style:num-format="a" style:num-suffix=")"/>'
    listed = "".join(f"<text:list-item><text:p>{item}</text:p></text:list-item>" for item in items)
    content = (
        f'<office:document-content {spaces} office:version="1.3"><office:automatic-styles>'
        f'<text:list-style style:name="L">{style}</text:list-style></office:automatic-styles><office:body><office:text>'
        '<text:h text:outline-level="1">Article 1er – Objet</text:h><text:p>Un texte, puis des lots.</text:p>'
        f'<text:list text:style-name="L">{listed}</text:list></office:text></office:body></office:document-content>'
    )
    return packed({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": content.encode()})


def test_an_odt_keeps_the_numbers_of_its_lists_and_its_look_is_told_lost(tmp_path):
    (tmp_path / "a.odt").write_bytes(lettered_odt("un premier lot", "un second lot"))
    (tmp_path / "b.odt").write_bytes(lettered_odt("un premier lot", "un autre lot"))
    code, _, said = run("redline", "a.odt", "b.odt", "-o", "m.docx", cwd=tmp_path)
    assert code == 0
    assert "b.odt : sa mise en page n’est pas reprise.\n" in said
    data = (tmp_path / "m.docx").read_bytes()
    for accept, last in ((True, "b) un autre lot"), (False, "b) un second lot")):
        assert [text for _, text in lines(data, resolved(data, accept=accept))][-2:] == ["a) un premier lot", last]
