"""`convention verify` denies by default: whatever a file holds besides the act forbids « intact », and is named."""

import re
import unicodedata
from functools import partial

import pytest

from alterations import ADDED, CANCELLED, DRESSED, KINDS, MORE, OFFICE, inside, members, packed
from conventions_cli import pipeline
from conventions_cli.readers.docx import Revisions, allowed
from conventions_cli.verification.printed_verdict import text_report
from conventions_cli.verification.returned import Given, examine
from conventions_cli.verification.verdicts import Verdict
from fabrique import ROOT, SPECS, spec, text_of
from pas import some

DOMIFA = SPECS / "domifa.yaml"


def examined(tmp_path, data, spec=None, **options):
    path = tmp_path / "acte.docx"
    path.write_bytes(data)
    given = Given(str(spec), lambda chosen: pipeline.check(spec, chosen)) if spec is not None else None
    outcome = examine(path, given, Revisions.ACCEPTED, pipeline.Options(**options))
    assert outcome.value is not None, outcome.diagnostics
    return outcome.value


def written(path):
    return pipeline.render(pipeline.check(path).value, ["docx"]).value["docx"]


@pytest.fixture(scope="module")
def act():
    return written(DOMIFA)


# One of each thing that an alteration alters; what is altered is verified twenty times as fast as in a whole act.
SMALL = {
    "acte.yaml": text_of(spec(modele="petit")),
    "templates/petit/modele.yaml": """titre: Petit modèle
version: 0.1.0
nature: subvention
accepte: [subvention]
plan:
  - {section: titre, clause: titre.md}
  - {section: parties, clause: commun/parties.md}
  - {article: objet, titre: Objet, clause: objet.md}
  - {article: fin, titre: Fin, clause: fin.md}
  - {section: signatures, clause: commun/signatures.md}
""",
    "templates/petit/titre.md": "# Petit acte\n",
    "templates/petit/objet.md": """Le premier paragraphe de cet article a une note[^1].

- une puce ;
- une autre.

1. un numéro ;
2. un autre.

| Année | Montant |
| --- | ---: |
| 2025 | 3 |

Un paragraphe.

Le deuxième paragraphe après le tableau est assez long pour être altéré, et tient en un morceau.

[^1]: Une note, qui mène [au site](https://beta.gouv.fr).
""",
    "templates/petit/fin.md": """Le dernier article renvoie à l’{{ renvoi("objet") }}.

Il mène [au manifeste](https://beta.gouv.fr/manifeste).
""",
}


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """The spec of a small act, and the act."""
    folder = tmp_path_factory.mktemp("petit")
    for name, text in SMALL.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder / "acte.yaml", written(folder / "acte.yaml")


def test_the_small_act_is_intact_as_it_is(tmp_path, small):
    found = examined(tmp_path, small[1], small[0])
    assert (found.verdict, found.as_written, found.faulty) == (Verdict.INTACT, True, False)


WAYS = ADDED | DRESSED | CANCELLED


@pytest.mark.parametrize("way", WAYS)
def test_whatever_is_brought_onto_a_page_forbids_intact_and_is_told(tmp_path, small, way):
    forbidden(tmp_path, *small, way)


UNUSED = {"des numéros sans rien après"}  # that act has no numbered list


@pytest.mark.parametrize("way", some([way for way in WAYS if way not in UNUSED], 8))
def test_it_is_told_in_a_whole_act_too(tmp_path, act, way):
    forbidden(tmp_path, DOMIFA, act, way)


def forbidden(tmp_path, spec, act, way):
    found = examined(tmp_path, packed(WAYS[way](members(act))), spec)
    assert found.verdict not in {Verdict.INTACT, None}, way
    assert found.faulty
    assert not found.as_written
    told = (found.beside, found.comments, found.changes, found.verified.changes, found.verified.notices, found.unread)
    assert any(told)
    said = text_report(found)
    assert "intact," not in said


def test_each_kind_that_the_docs_list_is_tried_here():
    page = (ROOT / "docs/verification.md").read_text("utf-8")
    section = page.partition("### Ce qui est essayé")[2].partition("\n#")[0]
    assert re.findall(r"^- (.+?)(?: ;|\.)$", section, re.MULTILINE) == list(KINDS)
    assert {way for ways in KINDS.values() for way in ways} <= set(WAYS)
    assert all(KINDS.values())


def test_a_word_inside_the_contents_is_told(tmp_path):
    spec = ROOT / "tests/exemples/image-et-sommaire.yaml"
    parts = members(written(spec))
    xml = parts["word/document.xml"].decode()
    added = re.sub(
        r'(<w:pStyle w:val="TM1"/>(?:(?!</w:p>).)*?<w:t[^>]*>)', r"\g<1>900 000 € ", xml, count=1, flags=re.DOTALL
    )
    assert added != xml
    found = examined(tmp_path, packed(parts | {"word/document.xml": added.encode()}), spec)
    assert found.verdict is Verdict.BESIDE
    assert "900 000 €" in text_report(found)


def test_an_image_that_is_aligned_otherwise_is_told(tmp_path):
    spec = ROOT / "tests/exemples/image-et-sommaire.yaml"
    parts = members(written(spec))
    xml = parts["word/document.xml"].decode()
    moved = re.sub(r"(<w:pPr>)((?:(?!</w:p>).)*<w:drawing>)", r'\1<w:jc w:val="right"/>\2', xml, count=1)
    assert moved != xml
    found = examined(tmp_path, packed(parts | {"word/document.xml": moved.encode()}), spec)
    assert found.verdict is Verdict.BESIDE
    assert "alignement d’un paragraphe, qui n’est pas celui de l’acte (à droite)" in text_report(found)


def test_a_file_saved_again_with_nothing_more_is_intact(tmp_path, act):
    """What the alterations above do besides altering: other parts, other namespaces, session numbers."""
    parts = members(act)
    xml = parts["word/document.xml"].decode().replace("<w:document ", f"<w:document {MORE.split(' ')[-2]} ", 1)
    parts["word/document.xml"] = xml.replace("<w:p>", '<w:p w:rsidR="00AB12CD">').encode()
    found = examined(tmp_path, packed(parts), DOMIFA)
    assert (found.verdict, found.as_written) == (Verdict.INTACT, False), text_report(found)


@pytest.mark.parametrize("way", CANCELLED)
def test_words_a_reader_sees_cancelled_are_a_text_that_changed(tmp_path, small, way):
    found = examined(tmp_path, packed(CANCELLED[way](members(small[1]))), small[0])
    assert found.verdict is Verdict.CHANGED
    assert "C651" in text_report(found)


def test_what_is_told_has_its_place(tmp_path, act):
    found = examined(tmp_path, packed(CANCELLED["barré"](members(act))), DOMIFA)
    (one,) = found.beside
    assert re.match(r"article \d+", one.place), one
    found = examined(tmp_path, packed(ADDED["un contrôle qui se dit sommaire"](members(act))), DOMIFA)
    (one,) = found.beside
    assert re.match(r"après article \d+", one.place), one
    assert "900 000 €" in one.message


def test_tel_que_la_commande_l_a_ecrit_is_said_of_equal_parts_only(tmp_path, act, small):
    assert set(members(small[1])) == set(members(act))
    path, parts = small[0], members(small[1])
    assert examined(tmp_path, packed(dict(reversed(parts.items()))), path).as_written  # the order is no part
    for name, content in parts.items():
        found = examined(tmp_path, packed(parts | {name: content.replace(b"?>", b"?>\n", 1) + b"\n"}), path)
        assert not found.as_written, name
        assert found.verdict in {Verdict.INTACT, Verdict.BESIDE}, name


def test_the_carried_spec_is_compared_with_the_one_given(tmp_path, act):
    text = DOMIFA.read_text(encoding="utf-8") + "  - {code: C337, motif: rien de cela n’est imprimé}\n"
    checked = pipeline.check_bytes(text.encode(), "domifa.yaml", SPECS)
    other = pipeline.render(checked.value, ["docx"]).value["docx"]
    assert members(other)["word/document.xml"] == members(act)["word/document.xml"]
    found = examined(tmp_path, other, DOMIFA)
    assert found.verdict is Verdict.BESIDE
    assert "n’est pas celle à laquelle il est comparé" in text_report(found)
    assert "rien n’est signé" in text_report(examined(tmp_path, other))


def test_an_act_that_lost_its_spec_is_not_vouched_for(tmp_path, act):
    parts = members(act)
    bare = {name: content for name, content in parts.items() if "customXml" not in name and "custom.xml" not in name}
    found = examined(tmp_path, packed(bare))
    assert found.verdict is None
    assert found.faulty
    assert examined(tmp_path, packed(bare), DOMIFA).verdict is Verdict.BESIDE


def test_acts_made_at_a_stated_moment_are_still_as_they_were_written(tmp_path, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1750000000")
    dated = written(DOMIFA)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1600000000")
    assert examined(tmp_path, dated, DOMIFA).as_written


def everywhere(change):
    """The words of the text, the notes, the headers and the footers, each changed."""

    def alter(parts):
        named = re.compile(r"word/(?:document|footnotes|header\d|footer\d)\.xml")
        new = {name: change(data.decode()).encode() if named.match(name) else data for name, data in parts.items()}
        assert new != parts
        return new

    return alter


INVISIBLE = {
    "des lettres en deux morceaux": everywhere(partial(unicodedata.normalize, "NFD")),
    "des espaces insécables devenues ordinaires": everywhere(lambda xml: re.sub("[\u00a0\u202f]", " ", xml)),
    "des espaces fines devenues larges": everywhere(lambda xml: xml.replace("\u202f", "\u00a0")),
    "un morceau vide": inside("<w:r><w:t></w:t></w:r>"),
}


@pytest.mark.parametrize("way", INVISIBLE)
def test_what_no_reader_sees_is_no_change(tmp_path, act, way):
    found = examined(tmp_path, packed(INVISIBLE[way](members(act))), DOMIFA)
    assert (found.verdict, found.as_written, found.faulty) == (Verdict.INTACT, False, False), text_report(found)


@pytest.mark.parametrize("way", some(DRESSED | CANCELLED, 3))
@pytest.mark.parametrize("unseen", list(INVISIBLE)[:2])
def test_what_no_reader_sees_hides_no_change(tmp_path, small, way, unseen):
    """Words are known by what a reader sees of them: letters written otherwise do not take them out of the sight."""
    parts = INVISIBLE[unseen]((DRESSED | CANCELLED)[way](members(small[1])))
    found = examined(tmp_path, packed(parts), small[0])
    assert found.verdict not in {Verdict.INTACT, None}, text_report(found)


def test_two_relationships_of_one_name_are_refused(tmp_path, act):
    """A program follows the first, another the last: here an attached template would be seen by nobody."""
    name, parts = "word/_rels/document.xml.rels", members(act)
    one = f'<Relationship Id="rId1" Type="{OFFICE}/attachedTemplate" Target="https://a.fr/" TargetMode="External"/>'
    parts[name] = parts[name].replace(b'<Relationship Id="rId1"', one.encode() + b'<Relationship Id="rId1"', 1)
    path = tmp_path / "acte.docx"
    path.write_bytes(packed(parts))
    outcome = examine(path, None, Revisions.ACCEPTED, pipeline.Options())
    assert outcome.value is None
    assert "ont le même nom" in outcome.diagnostics[0].message


def test_the_page_of_the_docs_lists_every_kind_of_part():
    page = (ROOT / "docs" / "verification.md").read_text(encoding="utf-8")
    kinds = {*allowed.PACKAGE_PARTS.values(), *allowed.BODY_PARTS.values()}
    shown = set(re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE))
    assert shown == kinds
