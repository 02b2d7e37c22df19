"""An avenant says everything that changes, and nothing else: proved by making the new text from the old one."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conventions_cli.amendment.applying import applied
from conventions_cli.amendment.finding import modifications_between
from conventions_cli.amendment.holders import (
    first_numbering,
    holders_of,
    next_numbering,
    numbered,
)
from conventions_cli.amendment.legal_wording import _ordinal, worded
from conventions_cli.amendment.lines import alinea_number, blocks_of, lines_of
from conventions_cli.amendment.modifications import Inserted
from conventions_cli.document.nodes import (
    Article,
    Document,
    Heading,
    ItemList,
    Paragraph,
    Table,
    Text,
)
from conventions_cli.document.passes import normalize
from conventions_cli.document.walk import plain_text, stretches
from conventions_cli.foundation.records import replace

NBSP = "\u00a0"


def p(text):
    return Paragraph((Text(text),))


def act(*blocks, label="objet", title="Objet"):
    return Document((Article(label, 1, (Text(title),), tuple(blocks)),))


def items(*texts, numbered=False):
    return ItemList(tuple((p(text),) for text in texts), numbered)


def table(*rows):
    cells = tuple(tuple((Text(cell),) for cell in row.split("|")) for row in rows)
    from conventions_cli.document.nodes import Alignment

    return Table(cells[0], cells[1:], (Alignment.LEFT,) * len(cells[0]))


def plain(blocks):
    return [plain_text(one).replace(NBSP, " ").replace("\u202f", " ") for one in stretches(tuple(blocks))]


def said(before, after):
    """What the avenant says, a line per stretch; the references of both sides are as they stand."""
    numbering = first_numbering(before)
    names = {**numbering.names, **next_numbering(numbering, after).names}
    old, new = holders_of(before), holders_of(after)
    found = modifications_between(old, new)
    assert canonical(applied(old, found)) == canonical(new)
    first = next((holder.key[1] for holder in old if holder.is_article), None)
    return [line for one in found for line in plain(worded(one, names, first).blocks)]


def canonical(holders):
    return [replace(one, lines=lines_of(blocks_of(one.lines))) for one in holders]


# ---- alinéas


def test_every_paragraph_item_and_introductory_phrase_is_an_alinea_and_a_table_is_not():
    blocks = (
        p("un"),
        Heading(3, (Text("Intertitre"),)),
        p("deux :"),
        ItemList(((p("trois :"), items("quatre", "cinq")), (p("six"), p("sept")))),
        table("a|b", "c|d"),
        p("huit"),
    )
    lines = lines_of(blocks)
    counted = {
        plain_text(line.block.content): alinea_number(lines, number)
        for number, line in enumerate(lines)
        if line.is_alinea
    }
    assert list(counted) == ["un", "deux :", "trois :", "quatre", "cinq", "six", "sept", "huit"]
    assert list(counted.values()) == list(range(1, 9))


def test_a_line_knows_the_lists_it_is_in_and_where_an_item_opens():
    lines = lines_of((ItemList(((p("a"), items("b", numbered=True)), (p("c"), p("d")))),))
    assert [(line.lists, line.opens) for line in lines] == [
        ((False,), 1),
        ((False, True), 2),
        ((False,), 1),
        ((False,), 0),
    ]


@pytest.mark.parametrize(
    ("number", "word"),
    [
        (1, "premier"),
        (2, "deuxième"),
        (4, "quatrième"),
        (5, "cinquième"),
        (9, "neuvième"),
        (11, "onzième"),
        (21, "vingt-et-unième"),
        (22, "vingt-deuxième"),
        (80, "quatre-vingtième"),
        (81, "quatre-vingt-unième"),
    ],
)
def test_ordinals_are_spelt_out(number, word):
    assert _ordinal(number) == word


# ---- the words of each modification, and the proof


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (
            act(p("Un."), p("Elle prend fin le 31 décembre 2026, sans report.")),
            act(p("Un."), p("Elle prend fin le 30 juin 2027, sans report.")),
            [
                "Au deuxième alinéa de l’article 1er, la date : « 31 décembre 2026 » est remplacée par la date : "
                "« 30 juin 2027 »."
            ],
        ),
        (
            act(p("Un seul alinéa, de 10 000 € au plus.")),
            act(p("Un seul alinéa, de 20 000 € au plus.")),
            [
                "À l’alinéa unique de l’article 1er, le montant : « 10 000 € » est remplacé par le montant : "
                "« 20 000 € »."
            ],
        ),
        (
            act(p("Les parties se réunissent deux fois par an."), p("Fin.")),
            act(p("Les parties se réunissent au moins deux fois par an."), p("Fin.")),
            [
                "Au premier alinéa de l’article 1er, après le mot : « réunissent », sont insérés les mots : "
                "« au moins »."
            ],
        ),
        (
            act(p("Les parties se réunissent au moins deux fois par an."), p("Fin.")),
            act(p("Les parties se réunissent deux fois par an."), p("Fin.")),
            ["Au premier alinéa de l’article 1er, les mots : « au moins » sont supprimés."],
        ),
        (
            act(p("Un."), p("Deux."), p("Trois.")),
            act(p("Un."), p("Trois.")),
            ["Le deuxième alinéa de l’article 1er est supprimé."],
        ),
        (
            act(p("Un."), p("Deux."), p("Trois."), p("Quatre."), p("Cinq.")),
            act(p("Un."), p("Cinq.")),
            ["Les deuxième à quatrième alinéas de l’article 1er sont supprimés."],
        ),
        (
            act(p("Un."), p("Deux.")),
            act(p("Un."), p("Un et demi."), p("Deux.")),
            [
                "Après le premier alinéa de l’article 1er, il est inséré un alinéa ainsi rédigé :",
                "« Un et demi. »",
            ],
        ),
        (
            act(p("Un."), p("Deux.")),
            act(p("Un."), p("Deux."), p("Trois."), p("Quatre.")),
            ["L’article 1er est complété par deux alinéas ainsi rédigés :", "« Trois.", "« Quatre. »"],
        ),
        (
            act(p("Un."), p("Deux.")),
            act(p("Zéro."), p("Un."), p("Deux.")),
            ["Avant le premier alinéa de l’article 1er, il est inséré un alinéa ainsi rédigé :", "« Zéro. »"],
        ),
        (
            act(p("Un."), table("Année|AE", "2025|1 €"), p("Fin.")),
            act(p("Un."), table("Année|AE", "2025|2 €", "2026|3 €"), p("Fin.")),
            [
                "Le tableau de l’article 1er est remplacé par le tableau suivant :",
                "Année",
                "AE",
                "2025",
                "2 €",
                "2026",
                "3 €",
            ],
        ),
        (
            act(p("Un :"), items("a ;", "b ;", "c."), p("Fin.")),
            act(p("Un :"), items("a ;", "c."), p("Fin, vraiment.")),
            [
                "L’article 1er est ainsi modifié :",
                "1° Le troisième alinéa est supprimé ;",
                "2° Au cinquième alinéa, après le mot : « Fin », sont insérés les mots : « , vraiment ».",
            ],
        ),
        (
            act(p("Un."), p("Deux.")),
            act(p("Un."), p("Deux."), title="Objet et champ"),
            ["Le titre de l’article 1er est remplacé par le titre suivant : « Objet et champ »."],
        ),
        (
            act(p("Tout à fait un."), p("Tout à fait deux.")),
            act(p("Autre chose."), p("Rien de commun."), p("Du tout.")),
            [
                "L’article 1er est remplacé par les stipulations suivantes :",
                "« Autre chose.",
                "« Rien de commun.",
                "« Du tout. »",
            ],
        ),
        (
            act(Heading(3, (Text("Suivi"),)), p("Un."), p("Deux."), p("Trois.")),
            act(p("Un."), p("Deux."), p("Trois.")),
            ["L’intertitre « Suivi » de l’article 1er est supprimé."],
        ),
    ],
)
def test_a_modification_is_said_as_a_jurist_would(before, after, expected):
    assert said(before, after) == expected


def test_a_new_title_and_a_new_text_are_two_modifications():
    before = act(p("Tout à fait un."), p("Tout à fait deux."))
    after = act(p("Autre chose."), p("Rien de commun."), title="Suivi")
    assert said(before, after)[:3] == [
        "L’article 1er est ainsi modifié :",
        "1° Le titre est remplacé par le titre suivant : « Suivi » ;",
        "2° Le texte est remplacé par les stipulations suivantes :",
    ]


def test_words_that_stand_twice_are_quoted_with_their_neighbours():
    before = act(p("La date est le 1er mai 2026 ; l’autre date est le 1er mai 2026, au soir."), p("Fin."))
    after = act(p("La date est le 1er mai 2026 ; l’autre date est le 2 mai 2026, au soir."), p("Fin."))
    (sentence,) = said(before, after)
    quoted = sentence.split("« ")[1].split(" »")[0]
    assert plain(before.parts[0].blocks)[0].count(quoted) == 1


def two(*labels):
    return Document(
        tuple(
            Article(label, number, (Text(label.capitalize()),), (p(f"Texte de {label}."),))
            for number, label in enumerate(labels, start=1)
        )
    )


def test_articles_are_inserted_and_repealed_under_the_numbers_of_the_parent():
    lines = said(two("objet", "duree", "fin"), two("objet", "suivi", "bilan", "fin"))
    assert lines == [
        "L’article 2 est abrogé.",
        "Après l’article 1er, il est inséré un article 1-1 ainsi rédigé :",
        "« Article 1-1 – Suivi",
        "« Texte de suivi. »",
        "Après l’article 1-1, il est inséré un article 1-2 ainsi rédigé :",
        "« Article 1-2 – Bilan",
        "« Texte de bilan. »",
    ]


def test_a_number_once_given_is_never_given_again():
    first = first_numbering(two("objet", "fin"))
    second = next_numbering(first, two("objet", "suivi", "fin"))
    third = next_numbering(second, two("objet", "fin"))
    fourth = next_numbering(third, two("objet", "bilan", "fin"))
    assert second.names == {"objet": "1er", "suivi": "1-1", "fin": "2"}
    assert fourth.names == {"objet": "1er", "bilan": "1-2", "fin": "2"}


def test_a_reference_to_a_renumbered_article_is_no_modification():
    from conventions_cli.document.nodes import CrossReference

    def built(*labels):
        document = two(*labels)
        last = document.parts[-1]
        text = Paragraph((Text("Voir l’"), CrossReference("fin", f"article{NBSP}{len(labels)}"), Text(".")))
        return Document((*document.parts[:-1], replace(last, blocks=(text,))))

    one, other = built("objet", "fin"), built("objet", "suivi", "fin")
    first = first_numbering(one)
    names = next_numbering(first, other).names
    found = modifications_between(holders_of(numbered(one, first.names)), holders_of(numbered(other, names)))
    assert [type(each) for each in found] == [Inserted]


@st.composite
def neighbours(draw):
    """Two acts that differ by a few lines, as versions do."""
    words = st.lists(
        st.sampled_from(
            ["le", "la", "2025", "10", "€", "(dix)", "délégant", "1er", "mai", "2026", "s’engage", ";", ",", "à"]
        ),
        min_size=2,
    )
    lines = draw(st.lists(words.map(" ".join), min_size=2, max_size=8))
    after = list(lines)
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(after) - 1))
        kind = draw(st.sampled_from(["drop", "add", "swap"]))
        if kind == "drop" and len(after) > 1:
            del after[at]
        elif kind == "add":
            after.insert(at, draw(words.map(" ".join)))
        else:
            pieces = after[at].split()
            pieces[draw(st.integers(0, len(pieces) - 1))] = draw(st.sampled_from(["31 mai 2027", "20 €", "non"]))
            after[at] = " ".join(pieces)
    listed = draw(st.booleans())

    def made(texts):
        if listed:
            return normalize(act(p(texts[0]), items(*texts[1:]) if texts[1:] else p("x"), table("a|b", "c|d")))
        return normalize(act(*map(p, texts)))

    return made(lines), made(after)


@settings(max_examples=100)
@given(neighbours())
def test_versions_that_differ_by_a_few_lines_are_proved_too(pair):
    said(*pair)


@st.composite
def shared_starts(draw):
    """Two acts between which something is inserted just before what changes: two edits begin at one line."""
    word = st.sampled_from(["délégant", "2025", "mai", "acte", "crédits", "suivi"])
    kept = draw(st.lists(word.map(lambda one: p(f"{one} tient parole sans changer")), min_size=2, max_size=3))
    new = draw(st.lists(word.map(lambda one: p(f"{one} vient tout à fait en plus ici")), min_size=1, max_size=2))
    old, other = draw(st.lists(word, min_size=2, max_size=2, unique=True))
    changed = draw(
        st.sampled_from(
            [
                (table("a|b", f"c|{old}"), table("a|b", f"c|{other}")),
                (p(f"le {old} suit son cours jusqu’au bout"), p(f"le {other} suit son cours jusqu’au bout")),
            ]
        )
    )
    last = draw(st.lists(word.map(lambda one: p(f"enfin {one} reste là")), max_size=2))
    return tuple(normalize(act(*blocks)) for blocks in ((*kept, changed[0], *last), (*kept, *new, changed[1], *last)))


def starts_of(pair):
    """Where each edit between two acts begins."""
    (found,) = modifications_between(*map(holders_of, pair))
    return [getattr(edit, "start", getattr(edit, "line", None)) for edit in found.edits]


@settings(max_examples=60)
@given(shared_starts())
def test_edits_that_share_a_start_are_applied_in_order(pair):
    said(*pair)


def test_such_edits_are_there_to_be_applied():
    before = normalize(act(p("Un mot qui reste là."), p("Un autre qui reste."), table("a|b", "c|d")))
    after = normalize(act(p("Un mot qui reste là."), p("Un autre qui reste."), p("Venu en plus."), table("a|b", "c|e")))
    starts = starts_of((before, after))
    assert len(starts) > len(set(starts))
