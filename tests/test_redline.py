"""Tracked changes: accepted they give B, rejected they give A; nothing in the file that Word would repair."""

import io
import re
import subprocess

import docx
import pytest
from lxml import etree

from conventions_cli.comparison import Side, compare
from conventions_cli.comparison.redlining import redline
from conventions_cli.document.nodes import Paragraph, Section, SectionKind, Text
from conventions_cli.document.walk import section_text
from conventions_cli.readers.docx import RevisionKind, Revisions, read_docx
from conventions_cli.writers.docx import write_docx
from fabrique import FAMILY, ROOT, SPECS, document, spec, text_of
from outils import sdk_errors, tool
from resolution import lines, members, resolved, shape
from serveur import HANGS
from test_cli import run
from test_comparison import CLAUSES, act, article, body, table
from wordml import W

DATE = "2025-09-01T00:00:00Z"
DRAFT = ROOT / "tests" / "exemples" / "projet.yaml"


def woven(before, after, **options):
    return redline(before, after, "Zoé", DATE, **options).data


def reading(data, revisions):
    return read_docx(data, "acte.docx", revisions).value


def proves(before, after):
    """Resolve the changes with a reader that is not ours, then with ours."""
    data = woven(before, after)
    for accept, want in ((True, after), (False, before)):
        plain = write_docx(want)
        root = resolved(data, accept=accept)
        assert lines(data, root) == lines(plain)
        assert shape(root) == shape(etree.fromstring(members(plain)["word/document.xml"]))
    return data


VARIANTS = {
    "money and dates": {
        "finances__montant": "185 000 €",
        "finances__echeancier": {"2025": {"ae": "170 000 €", "cp": "50 000 €"}, "2026": {"cp": "120 000 €"}},
        "duree__fin": "2026-11-30",
    },
    "one more year": {
        "finances__echeancier": {
            "2025": {"ae": "185 000 €", "cp": "50 000 €"},
            "2026": {"cp": "100 000 €"},
            "2027": {"cp": "35 000 €"},
        },
        "duree__fin": "2027-12-31",
    },
    "another party": {"parties__1__representants__0__nom": "Zoé TROIS"},
    "an annex": {"annexes": [{"titre": "Budget", "texte": "Un poste, puis un autre."}]},
}


@pytest.mark.parametrize("name", VARIANTS)
def test_a_spec_that_changed_gives_both_trees_back(name):
    before, after = document(spec()), document(spec(**VARIANTS[name]))
    for one, other in ((before, after), (after, before)):
        data = proves(one, other)
        assert reading(data, Revisions.ACCEPTED).document == other
        assert reading(data, Revisions.REJECTED).document == one


@pytest.mark.parametrize("path", [SPECS / "mano.yaml", *FAMILY, DRAFT], ids=lambda path: path.stem)
def test_acts_of_two_packs_give_both_trees_back(path):
    before, after = document(SPECS / "domifa.yaml"), document(path)
    data = proves(before, after)
    for revisions, want in ((Revisions.ACCEPTED, after), (Revisions.REJECTED, before)):
        assert compare(Side("voulu", want), Side("lu", reading(data, revisions).document)).same


def test_a_moved_article_is_moved_paragraph_by_paragraph():
    order = [CLAUSES[2], CLAUSES[0], CLAUSES[1]]
    from conventions_cli.foundation.records import replace

    after = act(*(replace(one, number=number) for number, one in enumerate(order, start=1)))
    data = proves(act(*CLAUSES), after)
    kinds = {one.kind for one in reading(data, Revisions.ACCEPTED).revisions}
    assert {RevisionKind.MOVED_FROM, RevisionKind.MOVED_TO} <= kinds
    root = etree.fromstring(members(data)["word/document.xml"])
    for kind in ("From", "To"):
        starts = [one.get(f"{{{W}}}name") for one in root.iter(f"{{{W}}}move{kind}RangeStart")]
        assert starts == sorted(set(starts))
        assert len(starts) == len(list(root.iter(f"{{{W}}}move{kind}RangeEnd"))) == 1


def test_a_row_added_is_an_inserted_row_of_the_same_table():
    data = proves(table(("2025", "1 000 €", "")), table(("2025", "1 000 €", ""), ("2026", "", "500 €")))
    root = etree.fromstring(members(data)["word/document.xml"])
    assert len(list(root.iter(f"{{{W}}}tbl"))) == 1
    assert len(root.findall(f".//{{{W}}}trPr/{{{W}}}ins")) == 1


def test_tables_of_other_columns_replace_one_another():
    before = table(("2025", "1 000 €"), header=("Année", "AE"))
    proves(before, table(("2025", "1 000 €", "50 €")))


def test_changes_bear_their_author_and_their_date():
    before, after = body("Un délai de trois mois."), body("Un délai de six mois.")
    (removed, added) = reading(woven(before, after), Revisions.ACCEPTED).revisions
    assert (removed.kind, removed.text, removed.author) == (RevisionKind.DELETION, "trois", "Zoé")
    assert (added.kind, added.text, added.date[:10]) == (RevisionKind.INSERTION, "six", "2025-09-01")
    undated = redline(before, after, "A & <B>").data
    assert b"w:date=" not in members(undated)["word/document.xml"]
    assert reading(undated, Revisions.ACCEPTED).revisions[0].author == "A & <B>"


def test_the_same_acts_give_the_same_bytes():
    one, other = document(SPECS / "domifa.yaml"), document(SPECS / "mano.yaml")
    assert woven(one, other) == woven(one, other)


def test_what_turns_a_text_round_is_a_mark():
    """A received act may hold it; in the redline figures would be read backwards, and the change with them."""
    turned = "le montant est de \u202e000 009\u202c € \x9b31m\u2066x\u2069"
    written = members(woven(body("le montant est de 5 €"), body(turned)))["word/document.xml"].decode()
    assert not re.search("[\x7f-\x9f\u202a-\u202e\u2066-\u2069]", written)
    assert "\ufffd000" in written


def test_text_that_looks_like_markup_stays_text():
    proves(body("Un <w:ins> & des ]]> signes."), body('Des <w:del> & des ]]> signes "autres".'))


def test_a_note_of_each_side_is_kept():
    before, after = document(SPECS / "domifa.yaml"), document(SPECS / "mano.yaml")
    data = woven(before, after)
    notes = members(data)["word/footnotes.xml"].decode()
    assert "guide-securite-numerique-agile" in notes
    assert "https://cyber.gouv.fr/" in notes
    called = re.findall(r'footnoteReference w:id="(\d+)"', members(data)["word/document.xml"].decode())
    assert sorted(called) == sorted(set(called)) == sorted(re.findall(r'<w:footnote w:id="(\d+)"', notes))


def test_a_section_is_read_whatever_surrounds_it():
    header = Section(SectionKind.HEADER, (Paragraph((Text("Ministère de l’exemple et des essais"),)),))
    before, after = (
        act(header, *CLAUSES),
        act(*CLAUSES, article("secret", 4, "Les parties gardent le secret sur tout.")),
    )
    data = proves(before, after)
    for revisions, want in ((Revisions.ACCEPTED, after), (Revisions.REJECTED, before)):
        assert list(map(section_text, reading(data, revisions).document.parts)) == list(map(section_text, want.parts))


@pytest.mark.outils
def test_the_sdk_finds_no_error(tmp_path):
    acts_seen = [document(one) for one in (SPECS / "domifa.yaml", SPECS / "mano.yaml", *FAMILY, DRAFT)]
    pairs = [(acts_seen[0], other) for other in acts_seen[1:]] + [(acts_seen[1], acts_seen[0])]
    pairs += [(document(spec()), document(spec(**changes))) for changes in VARIANTS.values()]
    pairs += [
        (act(*CLAUSES), act(CLAUSES[2], CLAUSES[0])),
        (table(("1", "2", "3")), table(("1", "2"), header=("a", "b"))),
    ]
    for number, (before, after) in enumerate(pairs):
        path = tmp_path / f"{number}.docx"
        path.write_bytes(woven(before, after))
        for version in ("Office2013", "Microsoft365"):
            assert sdk_errors(path, version) == []
        assert docx.Document(io.BytesIO(path.read_bytes())).paragraphs


@pytest.mark.outils
def test_libreoffice_lists_the_changes(tmp_path):
    before, after = document(spec()), document(spec(**VARIANTS["one more year"]))
    made = redline(before, after, "Zoé", DATE)
    (tmp_path / "m.docx").write_bytes(made.data)
    command = [tool("soffice"), f"-env:UserInstallation={(tmp_path / 'profil').as_uri()}", "--headless"]
    command += ["--convert-to", "fodt", "--outdir", str(tmp_path), str(tmp_path / "m.docx")]
    subprocess.run(command, check=True, capture_output=True, timeout=HANGS)
    text = (tmp_path / "m.fodt").read_text(encoding="utf-8")
    regions = re.findall(r"<text:changed-region.*?</text:changed-region>", text, re.DOTALL)
    assert len(regions) >= made.changes
    assert all("<dc:creator>Zoé</dc:creator>" in region for region in regions)


# The command


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "a.yaml").write_text(text_of(spec()), encoding="utf-8")
    (tmp_path / "b.yaml").write_text(text_of(spec(duree__fin="2026-11-30")), encoding="utf-8")
    return tmp_path


def revisions_of(path):
    return reading(path.read_bytes(), Revisions.ACCEPTED).revisions


def test_the_command_writes_the_document_and_counts(folder):
    arguments = ["redline", "a.yaml", "b.yaml", "-o", "m.docx", "--author", "Zoé", "--date", "1er septembre 2025"]
    code, out, err = run(*arguments, cwd=folder)
    assert (code, out) == (0, "m.docx\n")
    assert re.fullmatch(r"\d+ modifications? suivies?\.\n", err)
    assert {(one.author, one.date[:10]) for one in revisions_of(folder / "m.docx")} == {("Zoé", "2025-09-01")}


def test_without_a_date_that_of_the_making_is_taken_or_none(folder):
    arguments = ["redline", "a.yaml", "b.yaml", "-o", "m.docx"]
    assert run(*arguments, cwd=folder, env={"SOURCE_DATE_EPOCH": "1735689600"})[0] == 0
    assert {(one.author, one.date) for one in revisions_of(folder / "m.docx")} == {
        ("convention", "2025-01-01T00:00:00Z")
    }
    assert run(*arguments, cwd=folder, env={"SOURCE_DATE_EPOCH": ""})[0] == 0
    assert {one.date for one in revisions_of(folder / "m.docx")} == {""}


def test_equal_acts_are_said_so(folder):
    code, _, err = run("redline", "a.yaml", "a.yaml", "-o", "m.docx", cwd=folder)
    assert code == 0
    assert "aucune modification" in err


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ([], 2, "-o modifications.docx"),
        (["-o", "m.txt"], 2, "ne finit pas par .docx"),
        (["-o", "m.docx", "--date", "hier"], 2, "n’est pas une date"),
        (["-o", "m.docx", "--author", "a\nb"], 2, "sur une ligne"),
        (["-o", "a.yaml/m.docx"], 3, "ne peut pas être écrit"),
    ],
)
def test_what_cannot_be_written_is_said(folder, arguments, code, said):
    found = run("redline", "a.yaml", "b.yaml", *arguments, cwd=folder)
    assert (found[0], found[1]) == (code, "")
    assert said in found[2]
