"""A block kept by what its values print is, in the tree and in every writer, what it would be if it were made anew."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conventions_cli.document.nodes import Article, CrossReference, Document, Paragraph, Section, SectionKind, Text
from conventions_cli.model.values import Manquant, Montant, Nom, Prose, Verbatim
from conventions_cli.readers.markdown import read_blocks
from conventions_cli.sandbox.budget import MAX_VALUES
from conventions_cli.sandbox.guard import Guard, Suite, ValueRefusedError
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


def guarded(clause, printed):
    """A clause that prints these values, read."""
    guard = Guard()
    tokens = [guard.token(value) for value in printed]
    text = clause
    for number, token in enumerate(tokens):
        text = text.replace(f"{{{number}}}", token)
    return ReadClause.of(read_blocks(text, guard.is_address).blocks), guard


def written(blocks, kind):
    """What each writer makes of these blocks, notes included."""
    article = Article("objet", 1, (Text("Objet"),), (Paragraph((Text("Une phrase."),)),))
    document = Document((article, Section(kind, blocks)))
    body = Body(document)
    return [write_markdown(document), body.xml, body.notes]


def finished(read, guard, typography):
    """The blocks of a clause; the sentence that refuses them, if one does."""
    try:
        return read.finish(guard, typography=typography)
    except ValueRefusedError as fault:
        return str(fault)


@given(
    clause=st.sampled_from(CLAUSES),
    before=st.lists(st.lists(values, min_size=3, max_size=3), max_size=3),
    after=st.lists(values, min_size=3, max_size=3),
    typography=st.booleans(),
    kind=st.sampled_from([SectionKind.BODY, SectionKind.PARTIES, SectionKind.ANNEX]),
)
def test_what_is_kept_is_what_would_be_made(clause, before, after, typography, kind):
    read, guard = guarded(clause, after)
    for printed in before:
        finished(read, guarded(clause, printed)[1], typography)
    kept = finished(read, guard, typography)
    anew = finished(*guarded(clause, after), typography)
    assert kept == anew
    if not isinstance(kept, str):
        assert written(kept, kind) == written(anew, kind)


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
