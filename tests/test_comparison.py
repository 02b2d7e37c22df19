"""Two acts compared: what is found, what is not invented, and the same both ways."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from arbres import inlines
from conventions_cli.comparison import COARSE, Side, compare
from conventions_cli.comparison.act_differences import Kind, Nature, Op
from conventions_cli.comparison.collect import pieces
from conventions_cli.comparison.hunks import Sort, Tokens, compared_by, differences, text_of, tokens, written
from conventions_cli.comparison.sequences import common, in_order
from conventions_cli.document.nodes import (
    Article,
    CrossReference,
    Document,
    Footnote,
    Heading,
    ItemList,
    Link,
    Paragraph,
    Section,
    SectionKind,
    Table,
    Text,
)
from conventions_cli.document.passes import normalize
from conventions_cli.document.walk import inlines_within, plain_text, stretches
from conventions_cli.foundation.effort import Effort
from conventions_cli.foundation.records import replace
from fabrique import SPECS, check, document, spec


def act(*parts):
    return normalize(Document(parts))


def body(*texts):
    return act(Section(SectionKind.BODY, tuple(Paragraph((Text(text),)) for text in texts)))


def article(label, number, *texts, title=None):
    blocks = tuple(one if not isinstance(one, str) else Paragraph((Text(one),)) for one in texts)
    return Article(label, number, (Text(title or label.capitalize()),), blocks)


def diff(before, after, **options):
    return compare(Side("A", before), Side("B", after), **options)


def kinds(before, after, **options):
    return [change.kind for change in diff(before, after, **options).changes]


def shown(change):
    marks = {Op.REMOVED: "[-{0}-]", Op.ADDED: "{{+{1}+}}", Op.FORMAT: "{{~{1}~}}"}
    return "\n".join(
        "".join(marks.get(piece.op, "{1}").format(piece.before, piece.after) for piece in line) for line in change.lines
    )


def only(before, after, **options):
    (change,) = diff(before, after, **options).changes
    return change


# Properties


@settings(max_examples=300, deadline=None)
@given(inlines(()), inlines(()))
def test_no_word_is_lost_nor_invented(before, after):
    one, other = tokens(before), tokens(after)
    hunks = differences(one, other, Effort())
    assert tuple(token for hunk in hunks for token in hunk.before) == one
    assert tuple(token for hunk in hunks for token in hunk.after) == other
    line = pieces(hunks)
    if not any(isinstance(inline, Footnote) for inline in (*before, *after)):
        assert "".join(piece.before for piece in line) == text_of(one)
        assert text_of(one).replace("\n", " ") == plain_text(before).replace("\n", " ")
        assert "".join(piece.after for piece in line) == text_of(other)


def stretches_of(part):
    return [*([part.title] if isinstance(part, Article) else []), *stretches(part.blocks)]


def _keys(words: Tokens) -> str:
    return "".join(token.key + _keys(tokens(token.note)) for token in words)


@given(inlines(("objet",)), st.sampled_from([{}, {"article\u00a01er": "\x00article 7"}]))
def test_a_stretch_is_compared_and_read_whole_as_its_tokens_are(stretch, renumbered):
    words = tokens(stretch, renumbered)
    assert compared_by(stretch, renumbered) == _keys(words)
    assert written(stretch) == text_of(words)


@given(st.lists(st.sampled_from("abc"), max_size=12), st.lists(st.sampled_from("abc"), max_size=12))
def test_what_two_sequences_share_is_in_order_and_the_same_both_ways(before, after):
    pairs = common(before, after, Effort())
    assert all(before[i] == after[j] for i, j in pairs)
    assert in_order(pairs) == pairs
    assert sorted((j, i) for i, j in common(after, before, Effort())) == pairs


# Words


@pytest.mark.parametrize(
    ("text", "sort"),
    [
        ("135\u202f000\u00a0€", Sort.AMOUNT),
        ("135 000 €", Sort.AMOUNT),
        ("12,50 €", Sort.AMOUNT),
        ("20\u00a0août\u00a02025", Sort.DATE),
        ("1er janvier 2026", Sort.DATE),
        ("juin 2025", Sort.DATE),
        ("TSSZ2530440X", Sort.CODE),
        ("0129-CAHC-DISN", Sort.CODE),
        ("https://beta.gouv.fr/approche", Sort.ADDRESS),
        ("partenaire-délégataire", Sort.WORD),
    ],
)
def test_amounts_dates_and_codes_are_never_split(text, sort):
    found = [token for token in tokens((Text(f"voici {text}, fin"),)) if token.text == text]
    assert [token.sort for token in found] == [sort]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("dans la limite de 185 000 € par an", "dans la limite de 170 000 € par an", "[-185 000 €-]{+170 000 €+}"),
        ("le 31 décembre 2026.", "le 30 juin 2027.", "[-31 décembre 2026-]{+30 juin 2027+}"),
        ("un délai de trois mois", "un délai de six mois", "[-trois-]{+six+}"),
        (
            "la directrice générale signe",
            "le directeur général signe",
            "[-la directrice générale-]{+le directeur général+}",
        ),
        ("l’équipe publie", "l’équipe ne publie pas", "{+ne +}"),
    ],
)
def test_a_change_is_told_word_by_word(before, after, expected):
    assert expected in shown(only(body(before), body(after)))


def test_a_no_break_space_is_formatting_and_so_is_an_apostrophe():
    change = only(body("Il paie 3 000 € à l'équipe."), body("Il paie 3\u202f000\u00a0€ à l’équipe."))
    assert change.kind is Kind.FORMATTING
    assert diff(body("a b"), body("a\u00a0b"), formatting=False).same


def test_a_no_break_space_beside_a_word_that_changed_is_no_change_of_words():
    change = only(body("Il paie 3 000 € demain."), body("Il paie 3\u202f000\u00a0€ hier."))
    assert shown(change) == "Il paie {~3\u202f000\u00a0€~} [-demain-]{+hier+}."


@pytest.mark.parametrize(
    ("after", "note"),
    [
        (Text("fort", strong=True), "gras ajouté"),
        (Text("fort", emphasis=True), "italique ajouté"),
        (Link("https://a.fr/b", (Text("fort"),)), "lien ajouté\u00a0: https://a.fr/b"),
    ],
)
def test_bold_italic_and_links_are_formatting(after, note):
    before = act(Section(SectionKind.BODY, (Paragraph((Text("un mot fort ici"),)),)))
    dressed = act(Section(SectionKind.BODY, (Paragraph((Text("un mot "), after, Text(" ici"))),)))
    change = only(before, dressed)
    assert change.kind is Kind.FORMATTING
    assert [piece.note for piece in change.lines[0] if piece.op is Op.FORMAT] == [note]


def test_the_slash_a_word_processor_adds_to_a_host_is_no_change():
    def led(url):
        return act(Section(SectionKind.BODY, (Paragraph((Text("voir "), Link(url, (Text("là"),)))),)))

    assert diff(led("https://a.fr"), led("https://a.fr/")).same
    assert not diff(led("https://a.fr/b"), led("https://a.fr/b/")).same


def test_a_note_that_changed_is_told_by_its_words():
    def noted(text):
        return act(Section(SectionKind.BODY, (Paragraph((Text("selon le guide"), Footnote((Text(text),)))),)))

    change = only(noted("Édition de 2018."), noted("Édition de 2024."))
    assert (change.place, shown(change)) == ("corps de l’acte, paragraphe, note", "Édition de [-2018-]{+2024+}.")
    plain = body("selon le guide")
    assert shown(only(plain, noted("Édition de 2024."))) == "selon le guide{+ [note\u00a0: Édition de 2024.]+}"


# Structure


CLAUSES = [
    article("objet", 1, "La convention fixe les rôles des parties au service."),
    article("duree", 2, "Elle prend effet à la date de sa signature par les parties."),
    article("argent", 3, "Le délégant met les crédits à la disposition du partenaire."),
]


def test_an_article_inserted_in_the_middle_renumbers_without_changing_the_text():
    def referring(number):
        said = (Text("Comme le prévoit l’"), CrossReference("argent", f"article\u00a0{number}"), Text(", il paie."))
        return Section(SectionKind.COPIES, (Paragraph(said),))

    added = article("secret", 2, "Les parties gardent le secret sur les données du service.")
    shifted = [replace(one, number=one.number + 1) for one in CLAUSES[1:]]
    compared = diff(act(*CLAUSES, referring(3)), act(CLAUSES[0], added, *shifted, referring(4)))
    assert [(one.kind, one.place) for one in compared.changes] == [(Kind.ADDED, "article 2")]
    assert [(one.title, one.before, one.after) for one in compared.renumbered] == [
        ("Duree", "2", "3"),
        ("Argent", "3", "4"),
    ]


def test_a_moved_article_is_one_move():
    moved = [CLAUSES[2], CLAUSES[0], CLAUSES[1]]
    after = act(*(replace(one, number=number) for number, one in enumerate(moved, start=1)))
    change = only(act(*CLAUSES), after)
    assert (change.kind, change.place, change.origin) == (Kind.MOVED, "article 1er", "article 3")


def test_a_renamed_article_is_recognised_by_its_content():
    renamed = replace(CLAUSES[1], label="validite", title=(Text("Validité"),))
    change = only(act(*CLAUSES), act(CLAUSES[0], renamed, CLAUSES[2]))
    assert (change.place, shown(change)) == ("article 2, titre", "[-Duree-]{+Validité+}")


def test_a_paragraph_moved_to_another_article_is_one_move_with_its_changes():
    sentence = "Le comité se réunit tous les six mois et suit les indicateurs du service."
    before = act(article("objet", 1, "Un objet.", sentence), article("suivi", 2, "Un suivi."))
    after = act(article("objet", 1, "Un objet."), article("suivi", 2, "Un suivi.", sentence.replace("six", "trois")))
    change = only(before, after)
    assert (change.kind, change.place, change.origin) == (
        Kind.MOVED,
        "article 2, paragraphe 2",
        "article 1er, paragraphe 2",
    )
    assert "[-six-]{+trois+}" in shown(change)


def test_an_act_cut_into_other_parts_says_the_same():
    def section(kind, *texts):
        return Section(kind, tuple(Paragraph((Text(text),)) for text in texts))

    visas, preamble = "Vu le décret du 14 octobre 2004 ;", "Le programme aide les administrations du pays."
    before = act(section(SectionKind.VISAS, visas), section(SectionKind.BODY, "Décide :", preamble), *CLAUSES)
    after = act(section(SectionKind.VISAS, visas, "Décide :", preamble.replace("aide", "soutient")), *CLAUSES)
    change = only(before, after)
    assert (change.kind, "[-aide-]{+soutient+}" in shown(change)) == (Kind.CHANGED, True)


def test_a_paragraph_that_crosses_the_heading_of_an_article_moved():
    sentence = "Le comité se réunit tous les six mois et suit les indicateurs du service."
    before = act(article("objet", 1, "Un objet.", sentence), article("suivi", 2, "Un suivi."))
    after = act(article("objet", 1, "Un objet."), article("suivi", 2, sentence, "Un suivi."))
    assert only(before, after).kind is Kind.MOVED


def test_an_item_added_to_a_list_is_the_only_change():
    def listed(*texts):
        return act(article("objet", 1, ItemList(tuple((Paragraph((Text(text),)),) for text in texts))))

    change = only(
        listed("payer les factures", "publier le code"),
        listed("payer les factures", "tenir un tableau", "publier le code"),
    )
    assert (change.kind, change.place, shown(change)) == (
        Kind.ADDED,
        "article 1er, liste, tiret 2",
        "{+tenir un tableau+}",
    )


def table(*rows, header=("Année", "AE", "CP")):
    cells = [tuple((Text(cell),) if cell else () for cell in row) for row in (header, *rows)]
    from conventions_cli.document.nodes import Alignment

    made = Table(cells[0], tuple(cells[1:]), (Alignment.LEFT,) * len(header))
    return act(article("argent", 6, Heading(3, (Text("Crédits"),)), made))


def test_a_cell_is_named_by_its_row_and_column_and_called_out():
    before, after = table(("2025", "1 000 €", "")), table(("2025", "2 000 €", ""))
    compared = diff(before, after)
    (change,) = compared.changes
    assert change.place == "article 6, « Crédits », tableau, ligne 2025, colonne AE".replace("« ", "«\u00a0").replace(
        " »", "\u00a0»"
    )
    assert [(one.nature, one.label, one.before, one.after) for one in compared.facts] == [
        (Nature.MONEY, "AE 2025", "1 000 €", "2 000 €")
    ]


def test_a_row_added_calls_out_its_amounts():
    compared = diff(table(("2025", "1 000 €", "")), table(("2025", "1 000 €", ""), ("2026", "", "500 €")))
    assert [(one.kind, one.place.rpartition(", ")[2]) for one in compared.changes] == [(Kind.ADDED, "ligne 2026")]
    assert [(one.label, one.before, one.after) for one in compared.facts] == [("CP 2026", "", "500 €")]


def test_a_column_added_is_one_change():
    before = table(("2025", "1 000 €"), ("2026", "2 000 €"), header=("Année", "AE"))
    after = table(("2025", "1 000 €", "50 €"), ("2026", "2 000 €", "60 €"))
    change = only(before, after)
    assert (change.kind, change.place.rpartition(", ")[2]) == (Kind.ADDED, "colonne CP")
    assert shown(change) == "{+CP+}\n{+50 €+}\n{+60 €+}"


def test_money_in_a_sentence_is_named_by_the_words_before_it_and_told_once():
    before = body("Le cofinancement est de 10 000 €.", "Soit, en tout, un total de 10 000 €.", "Fin.")
    after = body("Le cofinancement est de 9 000 €.", "Soit, en tout, un total de 9 000 €.", "Fin.")
    (fact,) = diff(before, after).facts
    assert (fact.before, fact.after, len(fact.places)) == ("10 000 €", "9 000 €", 2)
    assert fact.label == "«\u00a0Le cofinancement est de\u00a0»"


# Specs


def sides(**changes):
    found = []
    for data in (spec(), spec(**changes)):
        checked = check(data).value
        found.append(Side("essai.yaml", document(data), checked.spec.tree))
    return found


def test_two_specs_give_exact_facts_money_first():
    compared = compare(
        *sides(
            finances__echeancier={"2025": {"ae": "170 000 €", "cp": "50 000 €"}, "2026": {"cp": "120 000 €"}},
            finances__montant="185 000 €",
            duree__fin="2026-11-30",
            parties__1__representants__0__nom="Zoé TROIS",
        )
    )
    assert [(one.nature.value, one.label, one.before, one.after, one.key) for one in compared.facts if one.key] == [
        ("montant", "montant", "200\u202f000\u00a0€", "185\u202f000\u00a0€", "finances.montant"),
        ("montant", "AE 2025", "185\u202f000\u00a0€", "170\u202f000\u00a0€", "finances.echeancier.2025.ae"),
        ("montant", "CP 2026", "135\u202f000\u00a0€", "120\u202f000\u00a0€", "finances.echeancier.2026.cp"),
        ("date", "date de fin", "31\u00a0décembre\u00a02026", "30\u00a0novembre\u00a02026", "duree.fin"),
        ("valeur", "nom (parties 2)", "Léo DEUX", "Zoé TROIS", "parties.1.representants.0.nom"),
    ]
    places = {one.place for one in compared.changes}
    assert {"article 2, paragraphe 1", "signatures, liste, tiret 2"} <= places


def test_a_value_written_in_another_way_is_the_same_value():
    one, other = sides(finances__montant="200000", duree__fin="31/12/2026")
    compared = compare(one, other)
    assert compared.same
    assert compared.facts == ()


def test_a_service_inserted_before_another_does_not_change_the_other():
    compared = compare(*sides(services=[{"nom": "Pix"}, {"nom": "Domifa"}]))
    assert [(one.key, one.before, one.after) for one in compared.facts if one.key] == [("services.0.nom", "", "Pix")]


def test_the_directory_counts_through_the_parties_it_describes():
    domifa = SPECS / "domifa.yaml"
    from conventions_cli import pipeline

    checked = pipeline.check(domifa).value
    side = Side("domifa", document(domifa), checked.spec.tree)
    settings = ["annuaire.anct.nom=Autre nom", "annuaire.dinum.sigle=DIN"]
    changed = pipeline.check(domifa, pipeline.Options(settings)).value
    other = Side("domifa", pipeline.assemble(changed).value, changed.spec.tree)
    assert {one.key for one in compare(side, other).facts} == {"parties.0.sigle"}


def test_the_reference_acts_differ_everywhere_and_are_compared_within_the_effort():
    compared = diff(document(SPECS / "domifa.yaml"), document(SPECS / "mano.yaml"))
    assert compared.counts[Kind.CHANGED] > 20
    assert compared.notices == ()


# Hostile acts


# Each asks for more than one stretch may take; `test_steps` counts what comparisons take, and what they leave out.
@pytest.mark.parametrize(
    "texts",
    [
        (["a b " * 3000], ["b a " * 3000]),
        ([f"mot{n} suite" for n in range(4000)], [f"autre{n} suite" for n in range(4000)]),
        (["x y z t"] * 900, ["x y z t u"] * 800),
        (["a.b/" * 3000], ["b.a/" * 3000]),
    ],
    ids=["one long paragraph", "many paragraphs", "equal paragraphs", "no spaces"],
)
def test_a_hostile_pair_is_bounded_and_says_so(texts):
    compared = diff(body(*texts[0]), body(*texts[1]))
    assert not compared.same
    assert compared.notices == (COARSE,)


def test_what_was_too_dear_to_compare_is_said():
    one, other = "a b " * 2000, "b a c " * 2000
    assert diff(body(one), body(other)).notices == (COARSE,)


def test_formatting_left_out_leaves_the_words():
    before, after = body("un deux trois"), body("un\u00a0deux quatre")
    assert kinds(before, after, formatting=False) == [Kind.CHANGED]


def test_every_inline_is_seen(tmp_path):
    """References, missing values, links and notes are words like others."""
    tree = document(spec(duree={}), draft=True)
    for part in tree.parts:
        for stretch in stretches_of(part):
            assert re.sub(r"\s", "", text_of(tokens(stretch))) == re.sub(r"\s", "", plain_text(stretch))
    assert any(one for part in tree.parts for s in stretches_of(part) for one in inlines_within(s))
