"""Dates and programmes that sentences of any act state: the import and the checks of acts read them alike."""

import re
from datetime import date

import pytest

from conventions_cli.facts.dates import DATE, date_or_month_text, date_text, said_date
from conventions_cli.facts.programmes import said_programmes
from conventions_cli.linting.passages import Act
from conventions_cli.linting.remarking import lint
from conventions_cli.readers.docx import read_docx
from wordml import p, word


def read(*paragraphs):
    return read_docx(word("".join(map(p, paragraphs))), "acte.docx").value.document


@pytest.mark.parametrize("text", ["1er août 2025", "1er aout 2025", "01/08/2025"])
def test_a_day_is_read_however_it_is_written(text):
    assert re.fullmatch(DATE, text)
    assert said_date(text) == date(2025, 8, 1)
    assert date_text(text) == "2025-08-01"
    act = Act(read("Article 1 – Objet", "Texte.", f"Fait à Paris, le {text}"))
    assert act.signed == date(2025, 8, 1)


def test_a_day_that_is_not_of_the_calendar_is_none_and_a_month_is_a_month():
    assert said_date("31 juin 2025") is None
    assert date_text("31/06/2025") == ""
    assert date_or_month_text("Février 2025") == "2025-02"
    assert date_or_month_text("1er février 2025") == "2025-02-01"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("le programme 129 « Coordination »", ("129", "Coordination", "")),
        ("Programme n° 0129, intitulé « Coordination »", ("129", "Coordination", "")),
        ("programme budgétaire 352 (Innovation numérique)", ("352", "", "Innovation numérique")),
        ('le programme 352 – "Innovation"', ("352", "Innovation", "")),
        ("du programme 219.", ("219", "", "")),
    ],
)
def test_a_programme_is_read_with_the_name_a_sentence_gives_it(text, expected):
    (found,) = said_programmes(text)
    assert (found.number, found.quoted, found.beside) == expected


def test_a_wrong_name_is_told_of_a_programme_that_opens_its_sentence():
    act = read("Article 1 – Objet", "Programme n° 0129 « Gouvernement en ligne ».", "Fait à Paris, le 1er aout 2025")
    assert [one.code.number for one in lint(act) if "Gouvernement en ligne" in one.message] == ["C625"]


def test_the_name_of_a_programme_is_read_without_the_spaces_around_it():
    (found,) = said_programmes("le programme 129 «  Coordination du travail  » et")
    assert (found.number, found.quoted) == ("129", "Coordination du travail")
