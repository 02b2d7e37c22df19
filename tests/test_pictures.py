"""The image at the head of an act, and its contents: in every format, and when the file is not what it should be."""

import base64
import contextlib
import io
import os
import re
import struct
import zipfile
import zlib
from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conventions_cli import pipeline
from conventions_cli.document.nodes import CrossReference, ItemList, Picture, Section, SectionKind
from conventions_cli.document.walk import article_heading, inlines_within, plain_text, stretches
from conventions_cli.readers.docx import read_docx
from conventions_cli.readers.markdown import read_document
from conventions_cli.source.node import nowhere
from conventions_cli.source.pictures import MAX_BYTES, read_picture
from conventions_cli.source.raster import UnusableImageError, measure
from conventions_cli.writers.docx import write_docx
from conventions_cli.writers.html import write_html
from conventions_cli.writers.markdown import write_markdown
from fabrique import spec, text_of

ALT = "République française – Ministère du « travail » & de la santé"


def chunk(kind, data):
    body = kind + data
    return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))


def drawn(width, height, pixels=None, *, depth=8, colour=0, interlaced=0, besides=b""):
    """A PNG of that stated size around these pixels."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlaced))
    data = zlib.compress((b"\0" + b"\0" * width) * height if pixels is None else pixels)
    return b"\x89PNG\r\n\x1a\n" + header + besides + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def png(width, height):
    return drawn(width, height)


def segment(marker, body):
    return bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body


def jpeg(width, height, stated=None, frame=0xC0):
    """A grey JPEG: each block of 8 × 8 takes two bits, « no change » and « nothing more »."""
    codes = b"".join(segment(0xC4, bytes((kind << 4, 1, *[0] * 15, 0))) for kind in (0, 1))
    size = segment(frame, struct.pack(">BHH", 8, *reversed(stated or (width, height))) + b"\1\1\x11\0")
    blocks = -(-width // 8) * -(-height // 8)
    scan = segment(0xDA, b"\1\1\0\0\x3f\0") + b"\0" * -(-blocks * 2 // 8)
    return b"\xff\xd8" + segment(0xDB, b"\0" + b"\1" * 64) + size + codes + scan + b"\xff\xd9"


def check(folder, name="logo.png", **fields):
    image = {"fichier": name, "texte_alternatif": ALT, **fields}
    path = folder / "acte.yaml"
    path.write_text(text_of(spec(image_entete=image)), encoding="utf-8")
    return pipeline.check(path)


@pytest.fixture
def act(tmp_path):
    (tmp_path / "logo.png").write_bytes(png(200, 100))
    return pipeline.assemble(check(tmp_path, hauteur_mm="20").value).value


def picture_of(document):
    (found,) = [block for part in document.parts for block in part.blocks if isinstance(block, Picture)]
    return found


def test_the_image_opens_the_act_at_its_height(act):
    picture = picture_of(act)
    assert act.parts[0] == Section(SectionKind.HEADER, (picture,))
    assert (picture.raster.width, picture.raster.height) == (40, 20)


def test_word_holds_the_image_its_size_and_its_alternative_text(act):
    data = write_docx(act)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.read("word/media/image1.png") == png(200, 100)
    (shape,) = docx.Document(io.BytesIO(data)).inline_shapes
    assert (shape.width.mm, shape.height.mm) == (40, 20)
    assert shape._inline.docPr.get("descr") == ALT


def test_the_page_holds_the_image_itself(act):
    page = write_html(act)
    encoded = re.search(r'src="data:image/png;base64,([^"]+)" alt="([^"]+)"', page)
    assert base64.b64decode(encoded[1]) == png(200, 100)
    assert encoded[2] == ALT.replace("&", "&amp;")


def test_markdown_names_the_image_and_reads_back(act):
    text = write_markdown(act)
    assert f"![{ALT}](logo.png)" in text
    assert read_document(text)[0] == act


def test_word_gives_the_image_back_as_the_spec_names_it(act):
    reading = read_docx(write_docx(act), "acte.docx").value
    assert reading.document == act
    assert reading.notices == ()


def test_two_images_of_one_name_are_not_one_image(tmp_path):
    for number, width in enumerate((100, 300)):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "logo.png").write_bytes(png(width, 100))
        document = pipeline.assemble(check(folder).value).value
        assert picture_of(document).raster.width == width / 4


def test_a_wide_image_never_passes_the_width_of_the_text(tmp_path):
    (tmp_path / "logo.png").write_bytes(png(4000, 100))
    raster = picture_of(pipeline.assemble(check(tmp_path, hauteur_mm="80").value).value).raster
    assert (raster.width, raster.height) == (165, 4.12)


def test_an_inherited_image_is_beside_the_file_that_names_it(tmp_path):
    (tmp_path / "commun").mkdir()
    (tmp_path / "commun" / "logo.png").write_bytes(png(20, 10))
    image = {"image_entete": {"fichier": "logo.png", "texte_alternatif": ALT}}
    (tmp_path / "commun" / "base.yaml").write_text(text_of(image), encoding="utf-8")
    (tmp_path / "acte.yaml").write_text("herite: commun/base.yaml\n" + text_of(spec()), encoding="utf-8")
    assert pipeline.check(tmp_path / "acte.yaml").ok


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("absente.png", None, "n’existe pas"),
        ("/etc/hostname", None, "un chemin relatif est attendu"),
        (".", None, "est un dossier"),
        ("faux.png", b"%PDF-1.7", "n’est pas une image"),
        ("coupee.png", png(9, 9)[:14], "n’est pas une image"),
        ("immense.png", png(1, 1)[:16] + b"\x7f\xff\xff\xff" * 2 + b"\0" * 20, "n’est pas une image"),
        ("lourde.png", png(1, 1) + b"\0" * MAX_BYTES, "dépasse 2 Mio"),
        ("dessin.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "n’est pas une image"),
    ],
)
def test_a_bad_image_is_told_at_its_place(tmp_path, name, content, said):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    outcome = check(tmp_path, name)
    assert outcome.value is None
    (found,) = outcome.diagnostics
    assert found.code.number == "C223"
    assert said in found.message
    assert found.span.source.line(found.span.start.line).strip() == f"fichier: {name}"


BOMB = zlib.compress(b"\0" * 50_000_000)
NO_CODE = segment(0xC4, b"\x10" + b"\0" * 16)  # a table without a code, which may only be of the longest ones
OTHER_FRAMES = (*b"\xc3\xc5\xc6\xc7\xc9\xca\xcb\xcd\xce\xcf",)
FRAME = segment(0xC0, struct.pack(">BHH", 8, 8, 8) + b"\1\1\x11\0")  # of a grey JPEG of 8 × 8


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (drawn(10, 10)[:-12], "incomplet"),
        (drawn(10, 10, b"\0" * 109), "n’est pas celle de ses points"),
        (drawn(10, 10, b"\0" * 111), "n’est pas celle de ses points"),
        (drawn(10, 10, zlib.decompress(BOMB)), "n’est pas celle de ses points"),
        (drawn(0, 10, b"\0"), "n’est pas celle de ses points"),
        (drawn(10, 10).replace(b"\x00\x00\x00\x0a\x00\x00\x00\x0a", b"\x00\x00\x00\x0b\x00\x00\x00\x0a"), "abîmé"),
        (drawn(9000, 9000, b"\0"), "25 millions de points"),
        (drawn(10_001, 1), "25 millions de points"),
        (drawn(10, 10, depth=3), "abîmé"),
        (drawn(10, 10, colour=3), "abîmé"),
        (drawn(10, 10, besides=chunk(b"IHDR", b"\0" * 13)), "abîmé"),
        (drawn(10, 10, besides=chunk(b"zTXt", b"a\0\0" + BOMB)), "démesurés"),
        (drawn(10, 10, besides=chunk(b"iCCP", b"a\0\0" + BOMB)), "démesurés"),
        (drawn(10, 10, besides=chunk(b"iTXt", b"a\0\1\0fr\0a\0" + BOMB)), "démesurés"),
        (drawn(10, 10, besides=chunk(b"zTXt", b"a\0\0rien")), "abîmé"),
        (drawn(10, 10, besides=chunk(b"acTL", b"\0" * 8)), "n’est pas lue par tous"),
        (drawn(10, 10, besides=chunk(b"CgBI", b"\0" * 4)), "n’est pas lue par tous"),
        (drawn(10, 10, besides=chunk(b"IDAT", b"rien")), "abîmé"),
        (jpeg(80, 80)[:-2], "incomplet"),
        (jpeg(80, 80)[:-20], "incomplet"),
        (jpeg(80, 80)[:30], "incomplet"),
        (jpeg(8, 8, stated=(4000, 4000)), "n’est pas celle de ses points"),
        (jpeg(40, 80, stated=(80, 80)), "n’est pas celle de ses points"),
        (jpeg(8, 8, stated=(9000, 9000)), "25 millions de points"),
        (jpeg(8, 8, stated=(8, 0)), "n’est pas celle de ses points"),
        (jpeg(80, 80).replace(segment(0xC4, b"\x10\1" + b"\0" * 16), NO_CODE), "n’est pas celle de ses points"),
        *((jpeg(8, 8, frame=frame), "n’est pas lue par tous") for frame in OTHER_FRAMES),
        (jpeg(8, 8).replace(b"\xff\xc0", b"\x00\xc0"), "abîmé"),
        (jpeg(8, 8).replace(FRAME, b"\xff\xd8" + FRAME), "abîmé"),
        (jpeg(8, 8).replace(FRAME, b"\xff\0" + FRAME), "abîmé"),
        (jpeg(8, 8).replace(FRAME, FRAME * 2), "abîmé"),
        (jpeg(8, 8).replace(FRAME, b""), "abîmé"),
    ],
)
def test_a_spoilt_image_is_told_before_anything_is_written(tmp_path, content, said):
    (tmp_path / "logo.png").write_bytes(content)
    outcome = check(tmp_path)
    assert outcome.value is None
    (found,) = outcome.diagnostics
    assert found.code.number == "C223"
    assert said in found.message


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (drawn(31, 17, b"\0" * 17 * (1 + 31 * 8), depth=16, colour=6), "png"),
        (drawn(9, 3, b"\0" * 3 * 3, depth=1), "png"),
        (drawn(8, 8, b"\0" * (2 + 2 + 3 + 6 + 10 + 20 + 36), interlaced=1), "png"),
        (drawn(5, 1, b"\0" * 9, interlaced=1), "png"),
        (drawn(5, 5, besides=chunk(b"zTXt", b"a\0\0" + zlib.compress(b"texte")) + chunk(b"tIME", b"\0" * 7)), "png"),
        (drawn(9, 3, b"\0" * 3 * 3, depth=1, colour=3, besides=chunk(b"PLTE", b"\0" * 6)), "png"),
        (jpeg(80, 80).replace(b"\xff\xd9", b"\xff\xff\xff\xff\xd9"), "jpeg"),
        (jpeg(80, 80).replace(b"\xff\xd9", b"\xff\0\xff\xd9"), "jpeg"),
        (jpeg(80, 80).replace(b"\xff\xd9", b"\xff\xd0\0\xff\xd7\xff\xd9"), "jpeg"),
        (jpeg(80, 80), "jpeg"),
        (jpeg(4000, 4000), "jpeg"),
        (jpeg(17, 9, frame=0xC1), "jpeg"),
        (jpeg(17, 9, frame=0xC2), "jpeg"),
    ],
)
def test_a_whole_image_is_taken_whatever_its_form(content, kind):
    assert measure(content)[0] == kind


@pytest.mark.parametrize(
    ("colour", "samples", "depths"),
    [(0, 1, (1, 2, 4, 8, 16)), (2, 3, (8, 16)), (3, 1, (1, 2, 4, 8)), (4, 2, (8, 16)), (6, 4, (8, 16))],
)
def test_an_image_of_each_kind_of_colours_is_taken_at_its_depths_and_at_no_other(colour, samples, depths):
    palette = chunk(b"PLTE", b"\0" * 6)
    for depth in range(1, 18):
        pixels = b"\0" * 2 * (1 + -(-3 * samples * depth // 8))
        image = drawn(3, 2, pixels, depth=depth, colour=colour, besides=palette)
        if depth in depths:
            assert measure(image) == ("png", 3, 2)
        else:
            with pytest.raises(UnusableImageError, match="abîmé"):
                measure(image)


# The pass of each point of an interlaced PNG, as its specification draws them: a square repeated over the image.
PASSES = ("16462646", "77777777", "56565656", "77777777", "36463646", "77777777", "56565656", "77777777")


@pytest.mark.parametrize("width", range(1, 18))
def test_an_interlaced_image_of_any_size_is_taken(width):
    for height in range(1, 18):
        rows = [[PASSES[row % 8][column % 8] for column in range(width)] for row in range(height)]
        drawn_rows = [row.count(one) + 1 for one in "1234567" for row in rows if one in row]
        assert measure(drawn(width, height, b"\0" * sum(drawn_rows), interlaced=1)) == ("png", width, height)


@given(st.data())
def test_a_picture_cut_or_altered_anywhere_is_refused(data):
    whole = drawn(20, 10)
    place = data.draw(st.integers(8, len(whole) - 1))
    cut, altered = whole[:place], bytearray(whole)
    altered[place] ^= 1 << data.draw(st.integers(0, 7))
    for spoilt in (cut, bytes(altered)):
        with pytest.raises(UnusableImageError):
            measure(spoilt)


@given(st.data())
def test_a_photograph_cut_anywhere_is_refused(data):
    whole = jpeg(80, 80)
    with pytest.raises(UnusableImageError):
        measure(whole[: data.draw(st.integers(0, len(whole) - 1))])


@given(st.data())
def test_no_altered_photograph_breaks_the_reading(data):
    altered = bytearray(jpeg(80, 80))
    altered[data.draw(st.integers(3, len(altered) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(UnusableImageError):
        measure(bytes(altered))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="des tubes nommés")
def test_an_image_that_is_no_file_never_holds_a_command(tmp_path):
    os.mkfifo(tmp_path / "logo.png")
    (found,) = check(tmp_path).diagnostics
    assert "n’est pas un fichier ordinaire" in found.message


@given(st.binary(max_size=200), st.sampled_from([b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b""]))
def test_no_bytes_break_the_reading_of_an_image(tmp_path_factory, data, start):
    folder = tmp_path_factory.getbasetemp()
    (folder / "x.png").write_bytes(start + data)
    read_picture("x.png", nowhere("x"), folder)


def test_a_draft_says_what_its_image_lacks(tmp_path):
    data = spec(image_entete={"fichier": "logo.png"})
    del data["date_signature"]
    (tmp_path / "logo.png").write_bytes(png(20, 10))
    (tmp_path / "acte.yaml").write_text(text_of(data), encoding="utf-8")
    checked = pipeline.check(tmp_path / "acte.yaml").value
    assert [one.cle for one in checked.missing] == ["date_signature", "image_entete.texte_alternatif"]
    assert "[à compléter\u00a0: texte alternatif de l’image]" in write_markdown(pipeline.assemble(checked).value)


@pytest.fixture
def listed():
    data = spec(sommaire="oui", annexes=[{"titre": "Budget", "texte": "Texte."}])
    checked = pipeline.check_bytes(text_of(data).encode(), "essai.yaml", Path())
    return pipeline.assemble(checked.value).value


def test_the_contents_list_what_word_would_list(listed):
    (contents,) = [part for part in listed.parts if isinstance(part, Section) and part.kind is SectionKind.CONTENTS]
    (entries,) = [block for block in contents.blocks if isinstance(block, ItemList)]
    shown = [plain_text(child.content) for item in entries.items for child in item]
    paragraphs = docx.Document(io.BytesIO(write_docx(listed))).paragraphs
    titles = {"Heading 1", "Titre des copies"}
    headed = [paragraph.text for paragraph in paragraphs if paragraph.style.name in titles]
    assert shown == headed
    assert "Annexe – Budget" in shown


def test_each_entry_leads_to_its_article_in_every_format(listed):
    titles = {part.label: article_heading(part) for part in listed.parts if hasattr(part, "label")}
    aimed = {
        one.label: one.text
        for part in listed.parts
        if isinstance(part, Section) and part.kind is SectionKind.CONTENTS
        for stretch in stretches(part.blocks)
        for one in inlines_within(stretch)
        if isinstance(one, CrossReference)
    }
    assert aimed == titles
    assert read_document(write_markdown(listed))[0] == listed
    assert read_docx(write_docx(listed), "acte.docx").value.document == listed
    page = write_html(listed)
    with zipfile.ZipFile(io.BytesIO(write_docx(listed))) as archive:
        xml = archive.read("word/document.xml").decode()
    assert " TOC " not in xml  # whose pages LibreOffice would not lay out again
    assert xml.count("PAGEREF ") == len(titles) + 2  # the preamble, the annex
    assert xml.count('fldCharType="begin"') == xml.count('fldCharType="end"')
    bookmarks = set(re.findall(r'<w:bookmarkStart [^>]*w:name="([^"]+)"', xml))
    anchors = re.findall(r'<w:hyperlink w:anchor="([^"]+)"', xml)
    assert len(anchors) == len(titles) + 2
    assert set(anchors) <= bookmarks
    assert all(f'<a href="#{label}">{title}</a>' in page for label, title in titles.items())
