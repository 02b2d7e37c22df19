"""What acts of any origin state: the import and the checks of acts read it alike."""

import re
from datetime import date

import pytest

from conventions_cli.facts.codes import table_codes
from conventions_cli.facts.dates import DATE, date_or_month_text, date_text, said_date
from conventions_cli.facts.grids import Cell, Grid
from conventions_cli.facts.programmes import said_programmes
from conventions_cli.importing.every_fact import read_facts
from conventions_cli.linting.passages import Act
from conventions_cli.linting.remarking import lint
from conventions_cli.readers.docx import read_docx
from wordml import p, tbl, tc, tr, word


def read(*blocks):
    """An act of paragraphs, and of tables given as lists of rows."""
    written = [
        p(one) if isinstance(one, str) else tbl(*(tr(*(tc(p(cell)) for cell in row)) for row in one), style="Grille")
        for one in blocks
    ]
    return read_docx(word("".join(written)), "acte.docx").value.document


def imported(act, *path):
    """What the import reads at a path of the spec, and how sure it is."""
    fact = read_facts(act).facts.found.get(path)
    return fact and (fact.value, fact.confidence.value)


def remarks(act, *codes):
    """What the checks say of an act, among these codes."""
    return [(one.code.number, one.message) for one in lint(act) if one.code.number in codes]


def grid(*rows):
    return Grid(tuple(tuple(Cell(text, f"{at}") for text in row) for at, row in enumerate(rows)), 0, "tableau")


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


# ---- codes: the import and the checks of acts read the same ones

CODES = ("C621", "C622", "C623")
OPENING = ("Article 1 – Imputation", "Les dépenses sont imputées ainsi :")


def test_codes_set_by_columns_are_checked_as_they_are_imported():
    act = read(*OPENING, [("Centre financier", "Centre de coût"), ("0129-CAHC-DISN", "SGSIFABO75")])
    assert imported(act, "chorus", "centre_financier") == ("0129-CAHC-DISN", "sûr")
    assert imported(act, "chorus", "centre_de_cout") == ("SGSIFABO75", "douteux")
    ((code, message),) = remarks(act, *CODES)
    assert code == "C622"
    assert "SGSIFABO75" in message


def test_a_column_of_other_things_between_two_codes_is_not_taken_for_a_code():
    rows = (("Centre financier", "Observations", "Centre de coût"), ("0129-CAHC-DISN", "2025", "SGSIFAB075"))
    act = read(*OPENING, rows)
    assert imported(act, "chorus", "centre_financier") == ("0129-CAHC-DISN", "sûr")
    assert imported(act, "chorus", "centre_de_cout") == ("SGSIFAB075", "sûr")


def test_the_code_on_the_line_after_its_label_is_imported_as_it_is_checked():
    act = read(*OPENING, "Centre de coût", "SGSIFAB075", "Service exécutant :", "SOCBEXDO75")
    assert imported(act, "chorus", "centre_de_cout") == ("SGSIFAB075", "probable")
    act = read(*OPENING, "Centre financier", "Centre de coût", "0129-CAHC-DISN", "SGSIFABO75")
    assert imported(act, "chorus", "centre_financier") == ("0129-CAHC-DISN", "probable")
    assert imported(act, "chorus", "centre_de_cout") == ("SGSIFABO75", "douteux")
    assert [code for code, _ in remarks(act, *CODES)] == ["C622"]


def test_what_a_cell_says_in_brackets_is_no_part_of_its_code():
    rows = (("Axe", "Code"), ("Centre financier", "0129-CAHC-DISN (DINUM)"), ("Centre de coût", "SGSIFAB075 (SGSI)"))
    act = read(*OPENING, rows)
    assert imported(act, "chorus", "centre_financier") == ("0129-CAHC-DISN", "sûr")
    assert imported(act, "chorus", "centre_de_cout") == ("SGSIFAB075", "sûr")
    assert remarks(act, *CODES) == []


@pytest.mark.parametrize("sign", [", ", " ; ", " / ", " et ", " ", "/"])
def test_two_codes_of_a_cell_are_two_whatever_parts_them(sign):
    rows = (("Axe", "Code"), ("Centre de coût", "SGSIFAB075"), ("Activités", f"012900121401{sign}012900121402"))
    act = read(*OPENING, rows)
    assert imported(act, "chorus", "activites", 1) == ("012900121402", "sûr")
    assert remarks(act, *CODES) == []


def test_a_code_that_a_sentence_gives_is_checked_as_it_is_imported():
    act = read(*OPENING, "Les dépenses relèvent du centre de coûts SGSIFABO75.")
    assert imported(act, "chorus", "centre_de_cout") == ("SGSIFABO75", "douteux")
    assert [code for code, _ in remarks(act, *CODES)] == ["C622"]


@pytest.mark.parametrize(
    "rows",
    [
        (("Fonds", "2025"), ("FAST", "300 000 €")),
        (("Ministère", "Activité", "2025"), ("Rivages", "Étude", "12")),
        (("Responsable", "Centre de coût"), ("Léo DEUX", "12")),
    ],
)
def test_a_table_that_names_one_axis_only_gives_the_spec_no_code(rows):
    assert [fact for fact in read_facts(read(*OPENING, rows)).facts if fact.path[0] == "chorus"] == []


def test_a_label_says_how_far_it_names_its_axis():
    rows = (
        ("UO", "0129-CAHC-DISN"),
        ("Centre de coût de l’IQE", "SGSIFAB075"),
        ("Fonds", "nul"),
        ("Axe local", "AL-12"),
    )
    stated = {one.label: (one.axis and one.axis.key, one.named, one.codes) for one in table_codes(grid(*rows))}
    assert stated == {
        "UO": ("centre_financier", True, ("0129-CAHC-DISN",)),
        "Centre de coût de l’IQE": ("centre_de_cout", False, ("SGSIFAB075",)),
        "Fonds": ("fonds", True, ()),
        "Axe local": (None, False, ("AL-12",)),
    }
