"""Tracked changes: accepted they give B, rejected they give A; nothing in the file that Word would repair."""

import io
import re
import subprocess

import docx
import pytest
from lxml import etree

from alterations import altered
from bureau import texts
from conventions_cli.comparison import Side, compare
from conventions_cli.comparison.proving import Difference, difference, lines_of
from conventions_cli.comparison.redlining import redline
from conventions_cli.document.nodes import (
    CrossReference,
    Footnote,
    Heading,
    ItemList,
    Link,
    Paragraph,
    Section,
    SectionKind,
    Text,
)
from conventions_cli.document.walk import section_text
from conventions_cli.foundation.records import replace
from conventions_cli.readers.docx import RevisionKind, Revisions, read_docx
from conventions_cli.writers.docx import write_docx
from fabrique import FAMILY, ROOT, SPECS, document, spec, text_of
from outils import sdk_errors, tool
from resolution import lines, members, resolved, shape
from serveur import HANGS, python
from test_cli import run
from test_comparison import CLAUSES, act, article, body, table
from wordml import W

DATE = "2025-09-01T00:00:00Z"
DRAFT = ROOT / "tests" / "exemples" / "projet.yaml"


def woven(before, after, **options):
    made = redline(before, after, "Zoé", DATE, **options)
    assert made.difference is None
    return made.data


def reading(data, revisions):
    return read_docx(data, "acte.docx", revisions).value


def proves(before, after, **options):
    """Resolve the changes with a reader that is not ours; ours resolves them in the product."""
    data = woven(before, after, **options)
    for accept, want in ((True, after), (False, before)):
        plain = write_docx(want)
        root = resolved(data, accept=accept)
        said = lines(data, root)
        if said[-1:] == [("", "")]:  # what takes the place of a last item that is gone
            said.pop()
        assert said == lines(plain)
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


def inside(data, kind):
    """The words of the runs in changes of a kind, in order."""
    root = etree.fromstring(members(data)["word/document.xml"])
    return [
        "".join(text.text or "" for text in change.iter(f"{{{W}}}t", f"{{{W}}}delText"))
        for change in root.iter(f"{{{W}}}{kind}")
        if len(change)
    ]


def test_a_cell_that_changed_marks_its_words_and_no_other_row_is_touched():
    rows = [("2025", "185 000 €", "un premier lot de cartes"), ("2026", "50 000 €", "un second lot de cartes")]
    header = ("Année", "Montant", "Objet")
    after = [rows[0], ("2026", "50 000 €", "un second lot de phares"), ("2027", "10 000 €", "la documentation")]
    data = proves(table(*rows, header=header), table(*after, header=header))
    assert inside(data, "del") == ["cartes"]
    assert inside(data, "ins") == ["phares", "2027", "10 000 €", "la documentation"]


@pytest.mark.parametrize("around", [(), ("Un texte que rien n’annonçait.",)], ids=["alone", "among changes"])
def test_a_table_whose_rows_all_changed_is_the_same_table(around):
    rows = [("Études", "100 000 €"), ("Travaux", "200 000 €"), ("Essais", "300 000 €")]
    other = [("Balises", "7 €"), ("Feux", "9 €"), ("Bouées", "11 €")]
    before, after = (table(*one, header=("Poste", "Montant")).parts[0].blocks[-1] for one in (rows, other))
    data = proves(act(article("a", 1, before)), act(article("a", 1, *around, after, *around)))
    root = etree.fromstring(members(data)["word/document.xml"])
    assert len(list(root.iter(f"{{{W}}}tbl"))) == 1


LONG = (
    "La convention prend effet à sa signature et prend fin le 31\u00a0décembre 2024. Elle peut être prolongée par "
    "avenant signé des deux parties, au plus tard deux mois avant son terme, si la refonte des cartes marines n’est "
    "pas achevée à cette date, ou si l’une des parties le demande par un courrier motivé adressé à l’autre."
)
EDITED = LONG.replace("deux mois", "trois mois").replace("marines", "côtières").replace("motivé", "recommandé")


def with_text(articles, label, text):
    return [replace(one, blocks=(Paragraph((Text(text),)),)) if one.label == label else one for one in articles]


def test_a_paragraph_moved_and_edited_is_a_move_with_its_edits_inside():
    articles = [article(f"a{number}", number, f"Texte propre de l’article {number}.") for number in range(1, 6)]
    start = with_text(articles, "a2", LONG)
    end = [article("a2", 2, "Un autre texte, que rien n’annonçait."), *with_text(articles, "a4", EDITED)[2:]]
    data = proves(act(*start), act(articles[0], *end))
    assert [one for one in inside(data, "del") if one in LONG] == ["deux", "marines", "motivé"]
    assert [one for one in inside(data, "ins") if one in EDITED] == ["trois", "côtières", "recommandé"]
    assert ("".join(inside(data, "moveFrom")), "".join(inside(data, "moveTo"))) == (LONG, EDITED)
    listed = reading(data, Revisions.ACCEPTED).revisions
    assert LONG not in [one.text for one in listed if one.kind is RevisionKind.DELETION]


def test_what_moved_and_lost_a_link_or_a_note_is_not_marked_twice():
    """Notes, links and bookmarks are at the former place alone: here they would be there twice."""
    note = Footnote((Text("Une note qui ne doit être appelée qu’une fois."),))
    link = Link("https://beta.gouv.fr/", (Text("une adresse"),))
    full = Paragraph((Text(LONG), note, Text(" Voir "), link))
    start = [article("a1", 1, "Premier."), replace(article("a2", 2), blocks=(full,)), article("a3", 3, "Troisième.")]
    moved = replace(start[2], blocks=(*start[2].blocks, Paragraph((Text(EDITED),))))
    data = proves(act(*start), act(start[0], replace(start[1], blocks=()), moved))
    assert inside(data, "moveFrom")
    called = re.findall(r'footnoteReference w:id="(\d+)"', members(data)["word/document.xml"].decode())
    assert len(called) == 1


def test_tables_of_other_columns_replace_one_another():
    before = table(("2025", "1 000 €"), header=("Année", "AE"))
    proves(before, table(("2025", "1 000 €", "50 €")))


def test_changes_bear_their_author_and_their_date():
    before, after = body("Un délai de trois mois."), body("Un délai de six mois.")
    (removed, added) = reading(woven(before, after), Revisions.ACCEPTED).revisions
    assert (removed.kind, removed.text, removed.author) == (RevisionKind.DELETION, "trois", "Zoé")
    assert (added.kind, added.text, added.date[:10]) == (RevisionKind.INSERTION, "six", "2025-09-01")
    other = redline(before, after, "A & <B>").data
    assert reading(other, Revisions.ACCEPTED).revisions[0].author == "A & <B>"


SIGNED = Section(SectionKind.SIGNATURES, (Paragraph((Text("Fait à Brest, le 10\u00a0novembre 2023."),)),))


def made_on(document, moment):
    return replace(document, metadata=replace(document.metadata, created=moment))


@pytest.mark.parametrize(
    ("before", "after", "day"),
    [
        (act(*CLAUSES), act(*CLAUSES[1:], SIGNED), "2023-11-10T00:00:00Z"),
        (act(*CLAUSES, SIGNED), act(*CLAUSES[1:]), "2023-11-10T00:00:00Z"),
        (act(*CLAUSES, SIGNED), made_on(act(*CLAUSES[1:]), "2024-02-03T04:05:06Z"), "2024-02-03T04:05:06Z"),
        (act(*CLAUSES), made_on(act(*CLAUSES[1:]), "2024-02-03T23:30:00-01:00"), "2024-02-04T00:30:00Z"),
        (act(*CLAUSES), made_on(act(*CLAUSES[1:]), "2024-02-31T00:00:00Z"), "1980-01-01T00:00:00Z"),
        (act(*CLAUSES), act(*CLAUSES[1:]), "1980-01-01T00:00:00Z"),
    ],
    ids=["signed", "the first one signed", "made", "made elsewhere", "no day", "neither"],
)
def test_changes_without_a_date_bear_that_of_the_acts(monkeypatch, before, after, day):
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    data = redline(before, after, "Zoé").data
    assert {one.date for one in reading(data, Revisions.ACCEPTED).revisions} == {day}
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1735689600")
    data = redline(before, after, "Zoé").data
    assert {one.date for one in reading(data, Revisions.ACCEPTED).revisions} == {"2025-01-01T00:00:00Z"}


@pytest.mark.outils
def test_a_move_without_a_date_is_valid(monkeypatch, tmp_path):
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    (tmp_path / "m.docx").write_bytes(redline(act(*CLAUSES), act(CLAUSES[2], *CLAUSES[:2]), "Zoé").data)
    assert sdk_errors(tmp_path / "m.docx") == []


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
        assert sdk_errors(path, ("Office2013", "Microsoft365")[number % 2]) == []
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


ADDED = "Les parties se réunissent chaque trimestre pour en parler."
OTHER = "Un comité suit l’exécution de la convention."


def paragraphs(*texts):
    return act(article("a", 1, "Premier.", *texts, "Dernier."), article("b", 2, "Encore."))


def listed_after(text, *items):
    items = ItemList(tuple((Paragraph((Text(one),)),) for one in items), numbered=False)
    return act(article("a", 1, Paragraph((Text(text),)), items, "Dernier."))


NEIGHBOURS = {
    "an end, then a paragraph": (paragraphs("Un délai court,"), paragraphs("Un délai court ;", ADDED)),
    "an end alone, then a paragraph": (paragraphs("Un délai"), paragraphs("Un délai court", ADDED)),
    "a paragraph, then a start": (
        listed_after("Premier.", "un délai court et bref"),
        listed_after("Premier.", ADDED, "puis un délai court et bref"),
    ),
    "an end, then a start": (
        paragraphs("Un délai bien assez court", "et un autre délai bien long"),
        paragraphs("Un délai bien assez court encore", "puis et un autre délai bien long"),
    ),
    "ends and paragraphs": (
        paragraphs("Un délai", "Une durée", "Un terme"),
        paragraphs("Un délai court", ADDED, "Une durée courte", OTHER, "Un terme court"),
    ),
}


@pytest.mark.outils
def test_libreoffice_gives_both_acts_back(tmp_path):
    """It joins two changes of one date around an end of paragraph, and keeps what is deleted inside an insertion."""
    articles = [article(f"a{number}", number, f"Texte propre de l’article {number}.") for number in range(1, 6)]
    start = with_text(articles, "a2", LONG)
    cut = EDITED.replace(" adressé à l’autre", "")
    moved = [articles[0], article("a2", 2, OTHER), *with_text(articles, "a4", cut)[2:]]
    rows = [("Études", "100 000 €"), ("Travaux", "200 000 €")]
    tables = [table(*one, header=("Poste", "Montant")).parts[0] for one in (rows, [rows[0], ("Essais", "7 €")])]
    pairs = [
        *NEIGHBOURS.values(),
        (act(*start), act(*moved)),
        tuple(act(replace(one, number=1)) for one in tables),
        (document(spec()), document(spec(**VARIANTS["one more year"]))),
    ]
    pairs += [(after, before) for before, after in pairs]
    jobs = []
    for number, (before, after) in enumerate(pairs):
        files = [tmp_path / f"{number}{letter}.docx" for letter in "mab"]
        data = redline(before, after, "Zoé", DATE).data
        for path, made in zip(files, (data, write_docx(after), write_docx(before)), strict=True):
            path.write_bytes(made)
        jobs += [(files[0], "Accept"), (files[0], "Reject"), (files[1], ""), (files[2], "")]
    (tmp_path / "typed.docx").write_bytes(redline(act(*TYPED), act(*TYPED[1:]), "Zoé", DATE).data)
    jobs += [(tmp_path / "typed.docx", "Accept"), (tmp_path / "typed.docx", "Reject")]
    *read, accepted, refused = texts(tmp_path, jobs)
    for number in range(0, len(read), 4):
        assert read[number : number + 2] == read[number + 2 : number + 4], number // 4
    assert (accepted, refused) == tuple([said for _, said in lines_of(act(*one))] for one in (TYPED[1:], TYPED))


@pytest.mark.outils
def test_edits_inside_a_move_are_valid(tmp_path):
    articles = [article(f"a{number}", number, f"Texte propre de l’article {number}.") for number in range(1, 6)]
    end = [articles[0], article("a2", 2, OTHER), *with_text(articles, "a4", EDITED)[2:]]
    data = redline(act(*with_text(articles, "a2", LONG)), act(*end), "Zoé").data
    (tmp_path / "m.docx").write_bytes(data)
    assert inside(data, "moveTo")
    assert sdk_errors(tmp_path / "m.docx") == []


# Numbers

TYPED = [
    article("a", 1, "Premier texte."),
    replace(article("b", 1, "Deuxième texte."), lead="Article 1 bis – "),
    replace(article("c", 2, "Troisième texte."), lead="ARTICLE II. "),
    Section(SectionKind.ANNEX, (Heading(2, (Text("Annexe"),)), Paragraph((Text("Les étapes."),)))),
    article("d", 1, "Quatrième texte."),
    replace(article("e", 2, "Cinquième texte."), lead="Article 2 bis – "),
]


def number_fields(data):
    return re.findall(r"SEQ|REF", members(data)["word/document.xml"].decode())


def test_numbers_that_fields_would_count_otherwise_are_text():
    """Word and LibreOffice count « SEQ » fields through the whole act, whatever their results say."""
    for before, after in ((TYPED, TYPED[1:]), (TYPED, CLAUSES), (CLAUSES, TYPED)):
        data = proves(act(*before), act(*after))
        assert number_fields(data) == []
        for revisions, want in ((Revisions.ACCEPTED, after), (Revisions.REJECTED, before)):
            read = read_docx(data, "acte.docx", revisions, computed=True).value.document
            assert [said for _, said in lines_of(read)] == [said for _, said in lines_of(act(*want))]


def test_a_number_typed_as_1_1_is_given_back_as_typed():
    parts = [replace(article(name, 1, "Un texte."), lead=f"Article 1.{rank} – ") for rank, name in enumerate("ab", 1)]
    data = redline(act(*CLAUSES), act(*parts), "Zoé", DATE).data
    said = [text for _, text in lines(data, resolved(data, accept=True))]
    assert said == ["Article 1.1 – A", "Un texte.", "Article 1.2 – B", "Un texte."]
    assert number_fields(data) == []


def test_numbers_of_acts_made_elsewhere_are_text_even_when_they_count_well():
    reference = Paragraph((Text("Voir l’"), CrossReference("argent", "article\u00a03"), Text(".")))
    clauses = [*CLAUSES[:2], replace(CLAUSES[2], blocks=(*CLAUSES[2].blocks, reference))]
    before, after = act(*clauses), act(*clauses, article("secret", 4, "Les parties gardent le secret sur tout."))
    assert number_fields(proves(before, after))
    typed = proves(before, after, foreign=(True, True))
    assert number_fields(typed) == []
    (section,) = [one for one in reading(typed, Revisions.ACCEPTED).document.parts if one.label == "argent"]
    assert section.blocks[-1] == reference  # it still leads there


def test_numbers_are_text_when_a_field_would_lead_nowhere():
    """An article rewritten elsewhere has its bookmark on one side only, where references of both sides look for it."""
    aim = article("aim", 1, "Un premier texte, assez long pour que rien ne lui ressemble.")
    other = article("autre", 2, "Des mots de toute autre sorte, sur un tout autre sujet.")
    calls = Paragraph((Text("Comme le dit l’"), CrossReference("aim", "article\u00a01er"), Text(" ci-avant.")))
    late = Paragraph((Text("Comme le dit l’"), CrossReference("aim", "article\u00a02"), Text(" ci-avant.")))
    before = act(aim, replace(other, blocks=(*other.blocks, calls)))
    after = act(
        replace(other, number=1, blocks=(*other.blocks, late)),
        replace(aim, number=2, title=(Text("Une refonte entière de ce qui était dit"),)),
    )
    for one, two in ((before, after), (after, before)):
        made = redline(one, two, "Zoé", DATE)
        assert made.difference is None


def test_a_list_that_ends_one_act_alone_leaves_no_empty_item_behind():
    """The last end of paragraph of a file stays, whatever is accepted: it is that of a paragraph without a bullet."""
    items = ItemList(tuple((Paragraph((Text(one),)),) for one in ("une copie", "une autre")), numbered=False)
    short, long = act(article("a", 1, "Un.")), act(article("a", 1, "Un.", items))
    for before, after in ((short, long), (long, short)):
        data = woven(before, after)
        *_, item, last = etree.fromstring(members(data)["word/document.xml"]).iter(f"{{{W}}}p")
        assert item.find(f"{{{W}}}pPr/{{{W}}}numPr") is not None
        assert len(last) == 0
    for same in (short, long):
        assert len(list(etree.fromstring(members(woven(same, same))["word/document.xml"]).iter(f"{{{W}}}p"))) == len(
            list(etree.fromstring(members(write_docx(same))["word/document.xml"]).iter(f"{{{W}}}p"))
        )


def test_lists_of_two_kinds_do_not_become_one_when_rejected():
    def listed(*items, numbered):
        return act(Section(SectionKind.BODY, (ItemList(tuple((Paragraph((Text(one),)),) for one in items), numbered),)))

    items = ("un premier lot de cartes", "un second lot de cartes")
    before, after = listed(*items, numbered=True), listed(*items, "la documentation", numbered=False)
    for one, two in ((before, after), (after, before)):
        data = proves(one, two)
        for revisions, want in ((Revisions.ACCEPTED, two), (Revisions.REJECTED, one)):
            assert list(lines_of(reading(data, revisions).document)) == list(lines_of(want))


# The proof


def test_fields_are_computed_again_and_not_believed():
    data = write_docx(act(*CLAUSES))
    wrong = altered(data, document=lambda xml: xml.replace(">2</w:t>", ">7</w:t>"))
    assert [one.number for one in reading(wrong, Revisions.ACCEPTED).document.parts] == [1, 7, 3]
    computed = read_docx(wrong, "acte.docx", computed=True).value.document
    assert [one.number for one in computed.parts] == [1, 2, 3]


def test_a_reference_that_leads_nowhere_is_read_as_word_prints_it():
    reference = Paragraph((Text("Voir l’"), CrossReference("a", "article\u00a01er"), Text(".")))
    data = write_docx(act(replace(article("a", 1), blocks=(reference,))))
    lost = altered(data, document=lambda xml: xml.replace(" REF art0_a ", " REF art9_a "))
    read = read_docx(lost, "acte.docx", computed=True).value.document
    assert "Erreur\u00a0! Source du renvoi introuvable." in section_text(read.parts[0])


@pytest.mark.parametrize(
    ("old", "new", "rejected", "expected", "found"),
    [
        (">six<", ">cinq<", False, "Un délai de six mois.", "Un délai de cinq mois."),
        (">trois<", ">dix<", True, "Un délai de trois mois.", "Un délai de dix mois."),
    ],
    ids=["accepted", "rejected"],
)
def test_what_the_redline_does_not_give_back_is_told_at_its_place(old, new, rejected, expected, found):
    before, after = act(article("a", 1, "Un délai de trois mois.")), act(article("a", 1, "Un délai de six mois."))
    broken = altered(woven(before, after), document=lambda xml: xml.replace(old, new))
    assert difference(broken, before, after) == Difference(rejected, "article 1er", expected, found)


def test_what_the_redline_leaves_out_or_adds_is_told():
    short, long = act(article("a", 1, "Un.")), act(article("a", 1, "Un.", "Deux."))
    assert difference(write_docx(short), short, long).expected == "Deux."
    assert difference(write_docx(long), short, long).actual == "Deux."


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


def test_without_a_date_that_of_the_making_is_taken_or_that_of_the_act(folder):
    arguments = ["redline", "a.yaml", "b.yaml", "-o", "m.docx"]
    assert run(*arguments, cwd=folder, env={"SOURCE_DATE_EPOCH": "1735689600"})[0] == 0
    assert {(one.author, one.date) for one in revisions_of(folder / "m.docx")} == {
        ("convention", "2025-01-01T00:00:00Z")
    }
    assert run(*arguments, cwd=folder, env={"SOURCE_DATE_EPOCH": ""})[0] == 0
    signed = spec()["date_signature"]
    assert {one.date[:10] for one in revisions_of(folder / "m.docx")} == {signed}


BREAKING = """
import sys
from conventions_cli.comparison.threads import Threads
whole = Threads.hunks
Threads.hunks = lambda self, ours, theirs: whole(self, ours, theirs[:-1])
from conventions_cli.__main__ import main
sys.argv = ["convention", *sys.argv[1:]]
main()
"""


def test_a_document_that_is_not_what_it_should_be_is_not_written(folder):
    (folder / "m.docx").write_bytes(b"before")
    found = python(BREAKING, "redline", "a.yaml", "b.yaml", "-o", "m.docx", cwd=folder)
    said = found.stderr.decode()
    assert (found.returncode, found.stdout) == (1, b"")
    assert "C680" in said
    assert "au lieu de" in said
    assert "Rien n’est écrit." in said
    assert (folder / "m.docx").read_bytes() == b"before"


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
