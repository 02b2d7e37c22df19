"""Texts pasted from a PDF, from Word, from a mail: repaired where that is certain, refused where it is not."""

import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from arbres import ANY, MARKS
from conventions_cli.drafting.draft_values import settings
from conventions_cli.editing.formatting import format_source
from conventions_cli.foundation.diagnostics import SourceText, Span
from conventions_cli.source import Inheritance, decode, load_tree, parse
from conventions_cli.source.node import Mapping
from conventions_cli.source.overrides import override
from conventions_cli.source.pasted import (
    _MARKS,
    _SIGNS,
    _readings,
    damage_in,
    damages,
    first_leftover,
    is_sound,
    repaired,
)
from conventions_cli.source.pictures import read_picture
from fabrique import BASE, ROOT, check, codes, spec

NFD = "Ministe\u0300re de l\u2019E\u0301tat"
LEFTOVERS = {
    "ligatures": (
        "e\ufb03cace, \ufb01n, \ufb02ux, a\ufb00aire, \ufb04, \ufb06",
        "efficace, fin, flux, affaire, ffl, st",
    ),
    "soft hyphen": ("numé\u00adrique", "numérique"),
    "fillers, tags and selectors": ("a\u115fb\u3164c\U000e0041d\u061ce\ufe00f\u2800g", "abcdefg"),
    "signs without width": ("a\u200bb\u200cc\u2060d\ufeffe\u200ef\u200fg", "abcdefg"),
    "a picture that was not copied": ("a \ufffcb", "a b"),
    "a joiner between letters": ("a\u200db", "ab"),
    "accents apart": (NFD, "Ministère de l\u2019État"),
    "accents apart, cut from their letter": ("e\u200b\u0301", "é"),
}


@pytest.mark.parametrize("case", LEFTOVERS)
def test_leftovers_are_repaired(case):
    written, meant = LEFTOVERS[case]
    assert repaired(written) == meant
    assert not is_sound(written)
    assert is_sound(meant)
    assert written[first_leftover(written)] != meant[first_leftover(written) : first_leftover(written) + 1]


@pytest.mark.parametrize(
    "text", ["été, œuvre, « x » – 10\u202f000\u00a0€…", "Åsa JOÃO, NAÏF ÂGE", "👩\u200d💻", "√2 ¬ a", "a b"]
)
def test_what_is_sound_stays(text):
    assert repaired(text) == text
    assert damage_in(text) is None


@given(st.text(st.one_of(MARKS, ANY, st.sampled_from("e\u0301\u00ad\u200b\ufb01é\u0327")), max_size=20))
def test_repairing_is_idempotent_and_gives_the_one_form(text):
    once = repaired(text)
    assert repaired(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert is_sound(text) <= (once == text)


WORDS = ["Ministère", "œuvre", "À", "L’État", "«", "»", "–", "où", "ça", "naïf", "200\u00a0€", "n°", "2", "NOËL", "…"]
MISREADINGS = ["cp1252", "latin-1", "mac_roman", "cp850"]


def misread(text, encoding):
    return "".join(
        chr(byte) if encoding == "cp1252" and byte in {0x81, 0x8D, 0x8F, 0x90, 0x9D} else bytes([byte]).decode(encoding)
        for byte in text.encode("utf-8")
    )


@pytest.mark.parametrize("encoding", MISREADINGS)
def test_accents_read_in_another_encoding_are_found_with_what_they_were(encoding):
    for word in WORDS:
        wrong = misread(word, encoding)
        assert [(one.written, one.meant) for one in damages(f"le {wrong} là")] == (
            [] if word.isascii() else [(wrong, word)]
        )


def test_accents_misread_twice_are_found_too():
    assert damage_in(misread(misread("Ministère", "cp1252"), "cp1252")).meant == "Ministère"


def test_no_misreading_is_passed_over_for_want_of_its_sign():
    assert [wrong for wrong in _readings() if not any(mark in wrong for mark in _MARKS)] == []
    assert [wrong for wrong in _readings() if is_sound(wrong)] == []
    assert all(sign.encode("utf-8").decode("utf-8") in _readings().values() for sign in _SIGNS)


@given(st.text(st.sampled_from("aeÀÂÉÈÎÔàâçéèêëîïôùûœ «»’–—…€°% :;()0123\u00a0\u202f"), max_size=20))
def test_no_french_text_is_damaged(text):
    assume("Â" not in text)  # a letter no French word has before a sign
    assert damage_in(text) is None


def test_a_lost_letter_is_not_guessed():
    hurt = damage_in("le Minist\ufffdre")
    assert (hurt.start, hurt.written, hurt.meant) == (3, "Minist\ufffdre", "")


def at(found):
    return [(one.code.number, one.span.start.line, one.span.start.column) for one in found]


def test_leftovers_are_told_once_for_a_file_with_the_lines_as_they_should_be():
    text = "# co\u00admment\na: [b, o\ufb03ce]\nno\u00adm: |\n  e\u0301te\u0301\n"
    read = parse(SourceText("x.yaml", text))
    assert read.value.get("a").items[1].text == "office"
    assert read.value.get("nom").text == "été\n"
    assert at(read.diagnostics) == [("C121", 2, 9)]
    assert "et 2 fois plus loin" in read.diagnostics[0].message
    assert read.diagnostics[0].replacement.text == "# comment\na: [b, office]\nnom: |\n  été"


def test_a_leftover_in_an_escape_or_under_an_alias_is_repaired():
    read = parse(SourceText("x.yaml", 'a: &x "o\\ufb03ce"\nb: *x\n'))
    assert (read.value.get("a").text, read.value.get("b").text) == ("office", "office")
    assert at(read.diagnostics) == [("C121", 1, 4)]
    assert read.diagnostics[0].replacement is None


def test_damage_is_refused_where_it_stands_but_not_in_comments():
    text = '# MinistÃ¨re\ntitre: le e\u0301tat du MinistÃ¨re, MinistÃ¨re\nentete: |\n  un\n  l\ufffd\nnor: "\\ufffd"\n'
    found = parse(SourceText("x.yaml", text)).diagnostics
    assert at(one for one in found if one.code.number == "C122") == [
        ("C122", 2, 20),
        ("C122", 2, 32),
        ("C122", 5, 3),
        ("C122", 6, 6),
    ]
    assert "Faut-il lire « Ministère, »" in found[0].hint
    assert found[0].replacement.text == "Ministère,"
    assert not found[0].replacement.certain


def test_half_of_an_accent_is_told_as_the_word_it_spoils():
    found = decode("entete: l\u00e2\u0080\u0099\u00c3\u0089tat\n".encode(), "x.yaml").diagnostics
    assert at(found) == [("C122", 1, 9)]
    assert found[0].replacement.text == "l’État"


def test_fmt_writes_the_repair():
    made = format_source(SourceText("x.yaml", f"titre: {NFD}\n# no\u00adte\nnor: X\n"), None)
    assert made.value == "titre: Ministère de l’État\n# note\nnor: X\n"


def test_two_services_equal_in_nfc_are_one():
    names = [{"nom": "Été"}, {"nom": "E\u0301te\u0301"}]
    alone = codes(spec(services=[{"nom": "Été"}, {"nom": "Hiver"}]))
    assert set(codes(spec(services=names))) - set(alone) == {"C121", "C325"}


def inherited(tmp_path, on_disk, written):
    (tmp_path / f"{on_disk}.yaml").write_text("entete: Ministère\n", encoding="utf-8")
    (tmp_path / "acte.yaml").write_text(f"herite: [{written}.yaml]\n", encoding="utf-8")
    return load_tree(tmp_path / "acte.yaml", inheritance=Inheritance())


@pytest.mark.parametrize(("on_disk", "written"), [("NFD", "NFC"), ("NFC", "NFD"), ("NFC", "NFC"), ("NFD", "NFD")])
def test_an_inherited_file_is_found_whatever_the_form_of_its_name(tmp_path, on_disk, written):
    names = {form: unicodedata.normalize(form, "fichier-été") for form in ("NFC", "NFD")}
    read = inherited(tmp_path, names[on_disk], names[written])
    assert isinstance(read.value, Mapping)
    assert read.value.get("entete").text == "Ministère"


def test_an_inherited_file_in_a_folder_with_an_accent_is_found(tmp_path):
    (tmp_path / "e\u0301te\u0301").mkdir()
    read = inherited(tmp_path, "e\u0301te\u0301/commune", "été/commune")
    assert read.value.get("entete").text == "Ministère"


def test_a_party_is_found_in_the_directory_whatever_the_form_of_its_name():
    party = BASE["parties"][0] | {"sigle": "DÉ"}
    data = spec(annuaire={"de\u0301": party}, parties__0={"reference": "d\u00e9"})
    del data["annuaire"]["de\u0301"]["role"]
    data["parties"][0]["role"] = "delegant"
    assert [one.code.number for one in check(data).diagnostics] == ["C121"]


def test_a_picture_is_found_whatever_the_form_of_its_name(tmp_path):
    picture = (ROOT / "tests" / "exemples" / "image.png").read_bytes()
    (tmp_path / "e\u0301te\u0301.png").write_bytes(picture)
    place = Span.whole(SourceText("x.yaml", ""))
    assert read_picture("été.png", place, tmp_path).value.data == picture
    assert read_picture("hiver-é.png", place, tmp_path).value is None


def test_what_is_set_is_repaired_or_refused():
    (found,) = override(parse(SourceText("x", "a: b\n")).value, "titre=MinistÃ¨re").diagnostics
    assert found.code.number == "C122"
    laid = override(parse(SourceText("x", "a: b\n")).value, f"titre={NFD}").value
    assert laid.get("titre").text == "Ministère de l’État"


def test_what_is_answered_is_repaired_or_refused():
    assert settings([f"titre={NFD}"]).value == {("titre",): "Ministère de l’État"}
    assert [one.code.number for one in settings(["titre=MinistÃ¨re"]).diagnostics] == ["C122"]
    assert [one.code.number for one in settings(["titre=Minist\ufffdre"]).diagnostics] == ["C122"]


def test_a_ligature_is_read_as_its_letters():
    assert [repaired(sign) for sign in "ﬀﬁﬂﬃﬄﬅﬆ"] == ["ff", "fi", "fl", "ffi", "ffl", "st", "st"]
