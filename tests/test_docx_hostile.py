"""Files that mean harm, or were damaged: refused in one sentence, or read; never an exception, never a long wait."""

import io
import random
import struct
import zipfile
from functools import cache, partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conventions_cli.readers.archive import Archive, ArchiveError
from conventions_cli.readers.docx import Revisions, read_docx
from conventions_cli.readers.docx.pieces import label_in
from conventions_cli.writers.docx import write_docx
from fabrique import SPECS, document, spec
from pas import assert_linear
from wordml import (
    NAMESPACES,
    bold,
    change,
    field,
    level,
    numbering,
    p,
    relations,
    t,
    tbl,
    tc,
    tr,
    word,
    word_parts,
    zipped,
)


def refused(data):
    outcome = read_docx(data, "acte.docx")
    assert outcome.value is None
    (found,) = outcome.diagnostics
    assert found.code.number == "C504"
    assert found.span.source.name == "acte.docx"
    assert found.message.endswith(".")
    assert found.hint.endswith(".")
    return found.message


def read(data):
    outcome = read_docx(data, "acte.docx")
    assert outcome.value is not None, outcome.diagnostics
    return outcome.value


def texts(data):
    return [block.content[0].text for part in read(data).document.parts for block in part.blocks]


BODY = p(bold("Article 1er – Objet")) + p("Le texte.")
GOOD = word(BODY)


def changed(name, data, body=BODY):
    return zipped(word_parts(body) | {name: data})


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "pas un document Word lisible"),
        (b"n'importe quoi", "pas un document Word lisible"),
        (b"PK\x03\x04", "incomplet ou abîmé"),
        (GOOD[: len(GOOD) // 2], "incomplet ou abîmé"),
        (b"%PDF-1.7 ...", "un PDF"),
        (b"{\\rtf1 x}", "pas au format .docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "ancien format"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "mot de passe"),
        (zipped({"content.xml": "<x/>", "mimetype": "x"}), ".odt"),
        (zipped({"a.txt": "x"}), "ne contient pas de document Word"),
        (zipped({"_rels/.rels": relations({"a": ("officeDocument", "xl/workbook.xml")}), "xl/workbook.xml": "<x/>"}),
         "ne contient pas de document Word"),
        (zipped({"_rels/.rels": relations({"a": ("officeDocument", "../../etc/passwd")})}), "de document Word"),
        (zipped({"_rels/.rels": relations({"a": ("officeDocument", "http://x.fr/a.xml")})}), "de document Word"),
        (changed("texte/corps.xml", "<w:document"), "abîmée"),
        (changed("texte/styles.xml", "<w:styles"), "abîmée"),
    ],
    ids=range(15),
)  # fmt: skip
def test_what_is_no_word_document_is_refused_with_what_to_do(data, said):
    assert said in refused(data)


def test_the_document_is_found_by_its_relationship_even_a_strange_one():
    members = word_parts(BODY)
    members["_rels/.rels"] = relations({"rId1": ("officeDocument", "/x/../texte/CORPS.xml")})
    assert texts(zipped(members)) == ["Le texte."]


def test_strict_ooxml_says_the_same():
    members = word_parts(BODY)
    strict = "http://purl.oclc.org/ooxml"
    for name, data in members.items():
        data = data.replace(
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main", f"{strict}/wordprocessingml/main"
        )
        members[name] = data.replace(
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            f"{strict}/officeDocument/relationships",
        )
    assert "purl" in members["texte/corps.xml"]
    assert texts(zipped(members)) == ["Le texte."]


LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("name", ["texte/corps.xml", "texte/styles.xml", "_rels/.rels", "texte/_rels/corps.xml.rels"])
def test_entities_are_refused_wherever_they_are_declared(name, encoding):
    data = word_parts(BODY)[name].replace("Le texte", "&b;&c;")
    assert refused(changed(name, f'<?xml version="1.0" encoding="{encoding}"?>{LAUGHS}{data}'.encode(encoding)))


def test_a_part_that_unpacks_beyond_measure_is_refused():
    assert "vraisemblable" in refused(changed("texte/corps.xml", b" " * 20_000_000))
    noise = random.Random(1).randbytes(100_000).hex()  # noqa: S311 - only text that packs badly
    assert "démesurée" in refused(changed("texte/corps.xml", f"<x>{noise * 90}</x>"))


def test_too_many_members_are_refused():
    assert "trop de données" in refused(zipped(word_parts(BODY) | {f"m{n}": "" for n in range(5001)}))


def test_a_bomb_in_a_part_nobody_needs_is_refused_or_left_packed():
    assert "vraisemblable" in refused(changed("word/media/x.zip", b"\0" * 50_000_000))


def test_two_members_of_one_name_are_refused():
    stream = io.BytesIO(GOOD)
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("TEXTE/corps.xml", "<x/>")
    assert "deux parties du même nom" in refused(stream.getvalue())


def test_an_encrypted_member_is_refused():
    data = bytearray(GOOD)
    at = data.rfind(b"PK\x01\x02")
    data[at + 8 : at + 10] = struct.pack("<H", 1)
    assert "chiffré" in refused(bytes(data))


def test_a_wrong_checksum_is_refused():
    data = zipped(word_parts(BODY))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        checksum = archive.getinfo("texte/corps.xml").CRC
    assert "abîmé" in refused(data.replace(struct.pack("<L", checksum), struct.pack("<L", checksum ^ 1)))


@pytest.mark.parametrize("name", ["../../texte.xml", "/etc/passwd", "C:\\x", "a/\0b", "é" * 200])
def test_names_of_members_are_only_names(name):
    assert texts(zipped(word_parts(BODY) | {name: "x"})) == ["Le texte."]


def test_nothing_outside_is_fetched():
    members = word_parts(BODY)
    found = {
        "r1": ("styles", "http://192.0.2.1/x.xml"),
        "r2": ("footnotes", "file:///etc/passwd"),
        "r3": ("header", "../../x"),
    }
    members["texte/_rels/corps.xml.rels"] = relations(found)
    assert texts(zipped(members)) == ["Le texte."]


@pytest.mark.parametrize("tag", ["w:sdt", "w:tbl", "w:ins", "w:smartTag", "mc:AlternateContent"])
def test_ten_thousand_levels_are_refused(tag):
    assert refused(word(f"<{tag}>" * 10_000 + p("x") + f"</{tag}>" * 10_000))
    assert "niveaux" in refused(word(f"<{tag}>" * 120 + p("x") + f"</{tag}>" * 120))


def test_deep_nesting_within_bounds_is_read():
    inner = p("x")
    for _ in range(20):
        inner = tbl(tr(tc(inner)))
    assert texts(word(inner)) == ["x"]


@pytest.mark.parametrize("number", ["999999999", "-5", "abc", "", "1e9", "9" * 400, "0x10", "1.5"])
def test_numbers_that_are_none_do_no_harm(number):
    properties = f'<w:gridSpan w:val="{number}"/><w:vMerge w:val="{number}"/>'
    lists = numbering(
        level(0, "upperRoman", "n° %1").replace('w:start w:val="1"', f'w:start w:val="{number}"')
        + level(1, "lowerLetter", "%2)"),
        overrides=f'<w:num w:numId="{number}"><w:abstractNumId w:val="{number}"/>'
        f'<w:lvlOverride w:ilvl="{number}"/></w:num>',
    )
    odd = f'<w:outlineLvl w:val="{number}"/><w:ind w:left="{number}"/>'
    before = f'<w:gridBefore w:val="{number}"/>'
    body = (
        tbl(tr(tc("a", properties=properties), "b", properties=f'<w:tblHeader/>{before}'), tr("c"))
        + p("d", properties=f'<w:numPr><w:ilvl w:val="{number}"/><w:numId w:val="1"/></w:numPr>{odd}')
        + p("e", properties=f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>')
        + p(f'<w:r><w:sym w:char="{number}"/><w:footnoteReference w:id="{number}"/></w:r>')
        + p(f'<w:commentRangeStart w:id="{number}"/>')
    )  # fmt: skip
    found = read(word(body, numbering=lists))
    assert "d" in str(found.document)


def test_a_table_beyond_measure_is_refused():
    wide = tr(*[tc()] * 63)
    assert "tableau" in refused(word(tbl(wide, *[tr(tc())] * 3000)))


def test_a_note_that_calls_itself_and_one_called_again_and_again():
    call = '<w:r><w:footnoteReference w:id="1"/></w:r>'
    notes = '<w:footnote w:id="1">' + p(t("x" * 1000) + call) + "</w:footnote>"
    found = read(word(p(t("a") + call * 1000), footnotes=notes))
    assert str(found.document).count("x" * 1000) == 1


@pytest.mark.parametrize("link", ['<w:hyperlink w:anchor="x">', '<w:fldSimple w:instr="REF x">'])
def test_a_reference_inside_another_is_read_as_what_it_shows(link):
    tag = link[1:].split(" ")[0]
    reading = read(word(p(link * 5 + t("là") + f"</{tag}>" * 5)))
    assert "CrossReference" not in repr(reading.document)
    write_docx(reading.document)


def test_a_part_in_both_forms_of_the_standard_is_refused():
    """A program reads the words of one form and skips those of the other."""
    other = 'xmlns:s="http://purl.oclc.org/ooxml/wordprocessingml/main"'
    assert "deux formes" in refused(word(f"<s:p {other}><s:r><s:t>caché</s:t></s:r></s:p>"))


def test_a_reference_document_of_ours_is_no_act_and_is_read():
    assert label_in(["art3_a_b", "_art3s1_d", "_art3s0_c", "_art4s0_z"]) == "a-bcd"


def _body(unit):
    return lambda times: word(unit * times)


def _paragraph(unit, after=""):
    return lambda times: word(p(unit * times + after))


def _comments(times):
    opened, closed = ("".join(f'<w:commentRange{edge} w:id="{n}"/>' for n in range(times)) for edge in ("Start", "End"))
    comments = "".join(f'<w:comment w:id="{n}">{p("c")}</w:comment>' for n in range(times))
    return word(p(opened + t("m" * 500) * times + closed), comments=comments)


def _styles(times):
    def style(n):
        inside = f'<w:name w:val="S{n}"/><w:basedOn w:val="S{n - 1}"/>'
        return f'<w:style w:type="paragraph" w:styleId="S{n}">{inside}</w:style>'

    return word(p("x", f"S{times - 1}"), styles="".join(map(style, range(times))))


# What is as long as it likes; `constructions_actes` holds more.
HEAVY = {
    "paragraphes": lambda times: word(
        p(t("Le délégataire s’engage, ") + bold("au titre de l’année,") + t(" à rendre compte."), numbered=(1, 0))
        * times,
        numbering=numbering(level(0, "bullet", "•")),
    ),
    "un paragraphe": lambda times: word(p(t("mot " * times))),
    "gras alternés": _paragraph(bold("a ") + t(" b")),
    "retours": _paragraph(t(" ") + "<w:r><w:br/></w:r>", t("x")),
    "articles": _body(p(bold("Article 1er – Objet")) + p("x")),
    "champs": _paragraph(field("REF x", t("1"))),
    "champs ouverts": _paragraph('<w:r><w:fldChar w:fldCharType="begin"/></w:r>', t("x")),
    "tableau": lambda times: word(tbl(tr("a", "b", properties="<w:tblHeader/>"), *[tr("1", "2")] * times)),
    "modifications": _body(p(change("ins", t("a")) + change("del", t("b")))),
    "commentaires": _comments,
    "styles": _styles,
    "insertions emboîtées": lambda times: word(p("<w:ins>" * 90 + t("a") * times + "</w:ins>" * 90)),
    "espaces dans un titre": lambda times: word(p(bold("Article " + " " * 40 * times + "x"))),
    "chiffres": lambda times: word(p(bold("1." * 40 * times)) + p(bold("I" * 40 * times))),
}


@pytest.mark.parametrize("name", HEAVY)
def test_reading_is_linear(name):
    outcome = read_docx(HEAVY[name](1000), "acte.docx")
    assert outcome.value is not None, outcome.diagnostics
    assert_linear(HEAVY[name], partial(read_docx, name="acte.docx"))


@cache
def members_of_an_act():
    with zipfile.ZipFile(io.BytesIO(write_docx(document(SPECS / "mano.yaml")))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


XML_PIECES = st.sampled_from(
    [
        b"<w:p>",
        b"</w:p>",
        b"<w:tbl>",
        b"</w:tc>",
        b'w:val="-1"',
        b"<w:ins>",
        b"&#0;",
        b"\xff",
        b"<w:r/>",
        b"<",
        b'"',
        b"<w:p/>",
        b'<w:fldChar w:fldCharType="end"/>',
        b'<w:fldChar w:fldCharType="begin"/>',
        b"<w:tr/>",
        b"<w:tc/>",
        b"<w:sdt/>",
    ]
)


@given(
    name=st.sampled_from(
        ["word/document.xml", "word/styles.xml", "word/numbering.xml", "word/footnotes.xml", "_rels/.rels"]
    ),
    cuts=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 60), XML_PIECES), min_size=1, max_size=6),
    revisions=st.sampled_from(Revisions),
)
def test_a_damaged_part_gives_a_value_or_a_diagnostic(name, cuts, revisions):
    data = members_of_an_act()[name]
    for place, length, piece in cuts:
        at = int(place * len(data))
        data = data[:at] + piece + data[at + length :]
    one_way_or_the_other(zipped(members_of_an_act() | {name: data}), revisions)


@given(cuts=st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=4), st.integers(0, 4)), min_size=1, max_size=5))
def test_a_damaged_archive_gives_a_value_or_a_diagnostic(cuts):
    data = GOOD
    for place, piece, length in cuts:
        at = int(place * len(data))
        data = data[:at] + piece + data[at + length :]
    one_way_or_the_other(data, Revisions.ACCEPTED)


BITS = st.sampled_from(
    [
        p("x"),
        p(),
        tc("x"),
        tr("x"),
        tbl(tr("x", "y")),
        t("x"),
        bold("Article 2"),
        field("REF a", t("1")),
        "<w:p/>",
        "<w:tbl/>",
        "<w:r><w:br/></w:r>",
        "<w:tr/>",
        "<w:tc/>",
        p("x", "H1"),
        p("x", numbered=(1, 3)),
        change("del", t("x")),
        "texte",
        '<w:bookmarkStart w:id="1" w:name="_acte0_visas"/>',
        '<w:bookmarkStart w:name="art1_"/>',
        '<w:hyperlink r:id="z"/>',
        '<w:commentRangeStart w:id="1"/>',
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
        "<m:oMath/>",
        "<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>",
    ]
)
WRAPS = st.sampled_from(
    ["w:p", "w:tbl", "w:tr", "w:tc", "w:sdt", "w:sdtContent", "w:ins", "w:del", "w:r", "w:hyperlink", "w:x"]
)
TREES = st.recursive(
    BITS,
    lambda inner: st.builds(lambda tag, bits: f"<{tag}>{''.join(bits)}</{tag}>", WRAPS, st.lists(inner, max_size=5)),
)


@given(st.lists(TREES, max_size=6), st.sampled_from(Revisions))
def test_any_arrangement_of_elements_is_read(bits, revisions):
    outcome = read_docx(word("".join(bits), numbering=numbering(level(0, "decimal", "%1."))), "acte.docx", revisions)
    assert outcome.value is not None, outcome.diagnostics
    assert NAMESPACES


def one_way_or_the_other(data, revisions):
    outcome = read_docx(data, "acte.docx", revisions)
    assert (outcome.value is None) == bool(outcome.diagnostics)


@pytest.mark.parametrize(
    "altered",
    [
        lambda data: data + b"x",
        lambda data: b"PK" + data,
        lambda data: data + data,
        lambda data: data[:-2] + b"\x01\x00x",
    ],
    ids=["after", "before", "two archives", "comment"],
)
def test_nothing_stands_outside_the_parts_of_an_archive(altered):
    data = write_docx(document(spec()))
    Archive(data)
    with pytest.raises(ArchiveError, match=r"hors de ses parties|abîmé"):
        Archive(altered(data))
