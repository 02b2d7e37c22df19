"""A clause filled in is, in the tree and in every writer, what it would have been if it had been made anew."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conventions_cli.document.forms import Form, Written, form_of, hole, joined, may_fill, portions_of
from conventions_cli.document.nodes import (
    Article,
    Blocks,
    CrossReference,
    Document,
    Link,
    Paragraph,
    Section,
    SectionKind,
    Text,
)
from conventions_cli.model.values import Manquant, Montant, Nom, Prose, Verbatim
from conventions_cli.readers.markdown import read_blocks
from conventions_cli.templating.budget import MAX_VALUES
from conventions_cli.templating.guard import Guard, Suite, ValueRefusedError
from conventions_cli.templating.guarded import ReadClause
from conventions_cli.writers.docx.body import Body
from conventions_cli.writers.markdown import write_markdown

CLAUSES = (
    "Entre {0}, d’une part, et « {1} », d’autre part : le montant est de {2}.",
    "{0}. {1}) {2}",
    "# {0}\n\n## Titre {1}\n\n### {2} #",
    "- **{0}** ({1}), représenté par {2},\n- {0} ;\n- {2}\n",
    "1. {0}\n2. {1}\n\n   - {2}\n\n* {0}",
    "| Année | {0} |\n| :-- | --: |\n| {1} | **{2}** |\n| {0} | {1} {2} |",
    "**{0}**{1}*{2}*",
    "Le {0}\\\n{1}. Voir {2}:",
    "Note[^1] de {0}, voir [{1}](https://beta.gouv.fr/) et [ici]({2}).\n\n[^1]: D’après {0}.",
    "!{0}[texte](https://beta.gouv.fr/) {1}_{2} a{0} {1}b \\_{2}",
    "{0}\n\n- {1}\n\n| A |\n| --- |\n| {2} |\n\n{0} :\n\n- {1}",
    "-{0} +{1} #{2} >{0} 1{1}. &{2};",
)
SIGNS = "aZé0129.)(:;,-_*#`~<>&|!\"'’«» \u00a0\u202f\\[]/@+=er\n"
words = st.text(alphabet=SIGNS, min_size=1, max_size=8)
usual = st.sampled_from(
    ["la DINUM", "2025", "12 500 €", "Nîmes", "l’unité", "0129-CADN-DINU", "(UE) 2016/679", "1er", "12."]
)
values = st.one_of(
    usual,
    words,
    usual.map(Nom),
    words.map(Verbatim),
    words.map(Nom),
    st.integers(0, 10**7).map(lambda euros: Montant(euros * 100)),
    st.dates(date(2000, 1, 1), date(2099, 12, 31)),
    st.lists(words.map(Nom), min_size=1, max_size=3).map(lambda pieces: Suite(tuple(pieces))),
    st.just(CrossReference("objet", "article\u00a01er")),
    st.just(Manquant("la date", "date_signature")),
)


def guarded(clause: str, printed: list[object]) -> tuple[ReadClause, Guard]:
    """A clause that prints these values, read."""
    guard = Guard()
    tokens = [guard.token(value) for value in printed]
    text = clause
    for number, token in enumerate(tokens):
        text = text.replace(f"{{{number}}}", token)
    return ReadClause.of(read_blocks(text, guard.is_address).blocks), guard


def written(blocks: Blocks, kind: SectionKind) -> list[object]:
    """What each writer makes of these blocks, notes included."""
    article = Article("objet", 1, (Text("Objet"),), (Paragraph((Text("Une phrase."),)),))
    document = Document((article, Section(kind, blocks)))
    body = Body(document)
    return [body.xml, body.notes, body.relations.addresses, body.comments, body.lists, write_markdown(document)]


@given(
    clause=st.sampled_from(CLAUSES),
    before=st.tuples(values, values, values),
    after=st.tuples(values, values, values),
    typography=st.booleans(),
    kind=st.sampled_from([SectionKind.BODY, SectionKind.PARTIES, SectionKind.ANNEX]),
)
def test_what_is_filled_is_what_would_be_made(clause, before, after, typography, kind):
    read, first = guarded(clause, list(before))
    _, second = guarded(clause, list(after))

    def finish(one, guard):
        try:
            return one.finish(guard, typography=typography)
        except ValueError as fault:
            return str(fault)

    for _ in range(2):
        finish(read, first)
    portions = [finish(read, guard) for guard in (first, second)]
    for guard, portion in zip((first, second), portions, strict=True):
        ordinary = finish(guarded(clause, list(guard.values))[0], guard)
        if isinstance(ordinary, str):
            assert portion == ordinary
            continue
        assert ordinary.form is None
        assert portion.blocks == ordinary.blocks
        assert written(joined([portion]), kind) == written(ordinary.blocks, kind)


def test_usual_words_make_a_form():
    for clause in CLAUSES[:1] + CLAUSES[3:4] + CLAUSES[5:6]:
        read, guard = guarded(clause, ["la DINUM", Nom("Domifa"), Montant(20_000_000)])
        assert read.finish(guard, typography=True).form is None, "la première fois, rien n’est préparé"
        made = read.finish(guard, typography=True)
        assert made.form is not None
        assert made.blocks == read.finish(guard, typography=True).blocks
        assert all(
            one is other for one, other in zip(made.blocks, read.finish(guard, typography=True).blocks, strict=True)
        )


def test_a_form_is_written_once_for_all_its_words():
    read, guard = guarded("Le montant de {0} est de {1}, soit {2}.", ["Domifa", "200 €", "la moitié"])
    asked = []

    def write(blocks):
        asked.append(blocks)
        return Written(blocks[0].content[0].text)

    read.finish(guard, typography=False)
    texts = []
    for service in ("Domifa", "Mano"):
        _, other = guarded("{0}{1}{2}", [service, "200 €", "la moitié"])
        texts.append(read.finish(other, typography=False).written("essai", write).text)
    assert texts == [
        "Le montant de Domifa est de 200 €, soit la moitié.",
        "Le montant de Mano est de 200 €, soit la moitié.",
    ]
    assert len(asked) == 1


MEANING = [
    "1er",
    "12.",
    "3) fin",
    " début",
    "fin ",
    "deux  blancs",
    "qui suit :",
    "a_b",
    "*",
    "<b>",
    "A & B",
    "[x]",
    "|",
]
MEANING += [
    "`",
    "!",
    "# titre",
    "-",
    "~",
    '"',
    "",
    "\n",
    "a\nb",
    "\u2009",
    "\ue100",
    "x" * 2001,
    "- liste",
    "> mot",
    "’",
]


@pytest.mark.parametrize("refused", MEANING)
def test_words_that_mean_more_than_words_fill_nothing(refused):
    assert not may_fill(refused)


@pytest.mark.parametrize(
    "text",
    ["a{0}", "{0}b", "1{0}", "{0}1", "_{0}", "&{0}", "!{0}", "{0}!", "\\{0}", "{0}_", "<{0}", "[{0}", "#{0}"],
)
def test_a_hole_against_a_sign_makes_no_form(text):
    assert form_of((Paragraph((Text(text.replace("{0}", hole(0))),)),), 1) is None


def test_a_hole_in_a_link_makes_no_form():
    assert form_of((Paragraph((Link("https://beta.gouv.fr/", (Text(hole(0)),)),)),), 1) is None


def test_blocks_of_no_form_are_one_portion():
    blocks = (Paragraph((Text("Une phrase."),)),)
    assert [(one.blocks, one.form) for one in portions_of(blocks)] == [(blocks, None)]
    assert portions_of(()) == ()
    assert isinstance(form_of(blocks, 0), Form)


def test_what_a_writer_makes_of_a_letter_is_not_filled():
    """Against bold, Markdown writes the letter before as its number: what was written of a hole says nothing of it."""
    form = form_of((Paragraph((Text(f"le {hole(0)}"), Text(f"plus {hole(1)}", strong=True))),), 2)
    filled = joined([form.filled(("service", "neuf"))])
    assert write_markdown(Document((Section(SectionKind.BODY, filled),))).endswith("le servic&#101;**plus neuf**\n")


def test_an_act_is_charged_the_same_whatever_was_made_before():
    clause = "De {0} à {1}, voir [{2}](https://beta.gouv.fr/){0}[^1].\n\n[^1]: Selon {2} et {1}."
    spent = []
    read, _ = guarded(clause, ["a : b", Montant(100), "c"])
    for service in ("a : b", "d : e", "f : g"):
        _, guard = guarded("{0}{1}{2}", [service, Montant(12_345_600), "une note"])
        read.finish(guard, typography=True)
        spent.append(MAX_VALUES - guard.budget.values)
    assert spent[0] > 0
    assert len(set(spent)) == 1


@pytest.mark.parametrize("last", [[1, 2], {"a": 1}, 1.5, (Nom("a"),)])
def test_of_two_faults_the_first_is_told(last):
    paragraphs = Prose((Paragraph((Text("Un."),)), Paragraph((Text("Deux."),))))
    for _ in range(3):
        read, guard = guarded("Le {0} ici.\n\nEt {1}.", [paragraphs, last])
        with pytest.raises(ValueRefusedError, match="plusieurs paragraphes"):
            read.finish(guard, typography=True)
