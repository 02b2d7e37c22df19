"""What is read of acts as offices write them: nothing wrong is said to be sure, and what is not read is counted."""

import pytest

from conventions_cli.document import Article
from conventions_cli.facts import SURE
from fabrique import ROOT
from lectures.files import FORMS
from lectures.measure import CASES, Reading, act_of, page, readings, values
from lectures.wording import Case

WORD = tuple(form for form in FORMS if form.startswith("Word"))
NAMED = {case.name: case for case in CASES}


def told(readings_: list[Reading]) -> list[str]:
    return [f"{one.key}\u00a0: {one.read!r}, et non {one.stated!r}" for one in readings_]


@pytest.mark.parametrize("name", NAMED)
@pytest.mark.parametrize("form", FORMS)
def test_no_value_that_is_wrong_is_read_as_sure(name, form):
    assert told([one for one in readings(NAMED[name], form) if one.outcome == "faux"]) == []


@pytest.mark.parametrize("name", [case.name for case in CASES if case.never])
@pytest.mark.parametrize("form", FORMS)
def test_what_is_something_else_is_not_even_a_guess(name, form):
    found = values(name, form)
    assert [key for key, other in NAMED[name].never if key in found and other in {None, found[key][0]}] == []


@pytest.mark.parametrize("name", NAMED)
@pytest.mark.parametrize("form", WORD)
def test_all_that_an_act_states_is_read_in_a_word_file(name, form):
    wanting = [one for one in readings(NAMED[name], form) if one.outcome in {"manqué", "faux signalé"}]
    assert told([one for one in wanting if one.key not in NAMED[name].lost]) == []
    assert {one.key for one in wanting} == set(NAMED[name].lost), "what is read now is no longer to be listed as lost"


@pytest.mark.parametrize("name", [case.name for case in CASES if case.count is not None])
@pytest.mark.parametrize("form", FORMS)
def test_articles_are_found_however_they_are_numbered(name, form):
    document = act_of(name, form)
    assert document is not None
    assert sum(isinstance(part, Article) for part in document.parts) == NAMED[name].count


@pytest.mark.parametrize(
    ("name", "opening"),
    [
        ("articles-nombres", "2. "),
        ("articles-romains", "II – "),
        ("article-bis", "Article 2 bis – "),
        ("article-tiret", "Article 3-1 – "),
        ("article-premier", "Article PREMIER – "),
    ],
)
@pytest.mark.parametrize("form", FORMS)
def test_a_number_typed_by_hand_is_kept_as_it_is_typed(name, opening, form):
    document = act_of(name, form)
    assert opening in [part.opening for part in document.parts if isinstance(part, Article)]


def test_a_sub_article_stays_inside_its_article_with_its_number():
    for form in WORD:
        first = next(part for part in act_of("sous-articles", form).parts if isinstance(part, Article))
        assert "Article 1.1 – Objet" in str(first.blocks)
        assert first.called == "1er"


def test_an_article_bis_is_called_so_where_something_is_read_in_it():
    article = [part for part in act_of("article-bis", WORD[0]).parts if isinstance(part, Article)][2]
    assert (article.number, article.called) == (2, "2 bis")


def test_a_figure_in_millions_says_what_it_was_read_from():
    notes = facts_notes("millions")
    assert "lu de « 1,5 M€ »" in notes


def test_a_rank_is_kept_apart_from_the_name():
    assert "grade ou titre à part : capitaine de vaisseau" in facts_notes("grade")


def facts_notes(name: str) -> list[str]:
    from conventions_cli.importing.every_fact import read_facts

    return [one.note for one in read_facts(act_of(name, WORD[0])).facts]


def test_the_acts_are_those_of_many_hands():
    """Each stands for a kind: fewer than these would measure little."""
    assert len(CASES) >= 56
    assert len(NAMED) == len(CASES)
    assert all(isinstance(case, Case) and case.read for case in CASES)


def test_the_page_of_figures_is_what_is_measured():
    assert (ROOT / "docs" / "lecture.md").read_text(encoding="utf-8") == page()


def test_a_wrong_reading_is_counted_as_wrong_when_it_is_sure_and_as_flagged_when_it_is_not():
    assert Reading("nor", "A", "B", True).outcome == "faux"
    assert Reading("nor", "A", "B", False).outcome == "faux signalé"
    assert Reading("nor", None, "B", SURE is not None).outcome == "faux"
    assert Reading("nor", "A", None, False).outcome == "manqué"
    assert Reading("nor", "A", "A", False).outcome == "à vérifier"
    assert Reading("nor", "A", "A", True).outcome == "juste"


def paragraphs_of(text: str) -> list[str]:
    """The paragraphs of a plain text, tables aside."""
    from conventions_cli.readers.text_lines import Paragraph, joined

    return [one.text for one in joined([text.split("\n")]).blocks if isinstance(one, Paragraph)]


def test_a_hyphen_that_the_text_of_a_pdf_lost_is_put_back():
    assert paragraphs_of("La direction, représentée par Ada UNE, ciaprès\n« le délégant », ci-\naprès nommée.") == [
        "La direction, représentée par Ada UNE, ci-après « le délégant », ci-après nommée."
    ]


def test_a_bracket_that_is_open_holds_the_end_of_its_paragraph():
    cut = "Vu l’arrêté du 6 mai 2019 portant création de l’atelier (NOR :\nMERF1912345A) ;\n"
    assert paragraphs_of(cut + "Il est convenu ce qui suit :")[0].endswith("(NOR : MERF1912345A) ;")


def test_a_table_whose_rows_are_apart_and_whose_cells_are_cut_is_one_table():
    from conventions_cli.readers.text_lines import joined

    lines = [
        *("Exercice         Autorisations       Crédits de", "                 d’engagement        paiement", ""),
        *("2024             610 000 €           210 000 €", "", "2025             –                   400 000 €"),
    ]
    (table,) = joined([lines]).blocks
    assert table.rows == (
        ("Exercice", "Autorisations d’engagement", "Crédits de paiement"),
        ("2024", "610 000 €", "210 000 €"),
        ("2025", "–", "400 000 €"),
    )
