"""A round at a glance: the figures on numbers computed by hand, the dates, and the same in every form."""

import base64
import csv
import hashlib
import io
import json
import os
import pty
import re
import shutil
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from openpyxl import load_workbook

from conventions_cli.foundation.records import replace
from conventions_cli.french.durations import add_months
from conventions_cli.pipeline.steps import promises
from conventions_cli.summary import View, writer
from conventions_cli.summary.deadlines import last_day
from conventions_cli.summary.figures import LeftOut, Member, Sum, YearLine, count, summarise
from conventions_cli.summary.flat import neutral
from conventions_cli.summary.shown_tables import NAMES, distance, table_named, tables
from conventions_cli.summary.stated_values import TO_COMPLETE
from fabrique import ABSENT, ROOT, SPECS, check, spec, text_of
from navigateur import violations
from outils import calc, sdk_errors, tool
from serveur import HANGS, convention
from test_cli import run
from test_html import VOID, Page

FORMS = ("table", "json", "csv", "xlsx", "html", "ics")
COHORT = SPECS / "fast17"
HOSTILE = [
    '=HYPERLINK("http://a.fr";"x")',
    "@SUM(1+1)",
    "+1+1",
    "-2-2",
    "<script>alert(1)</script>",
    "[/b][red]x",
    "é" * 200,
]

THREE_YEARS = {
    "2025": {"ae": "100 000 €", "cp": "40 000 €"},
    "2026": {"ae": "85 000 €", "cp": "100 000 €"},
    "2027": {"cp": "45 000 €"},
}


def member(stem, data):
    checked = check(data).value
    assert checked is not None, [one.message for one in check(data).diagnostics]
    return Member(f"{stem}.yaml", stem, checked, promises(checked).value)


def summary_of(*acts):
    return summarise([count(member(f"acte-{number}", act)) for number, act in enumerate(acts)])


def other(**changes):
    """An act on another programme, with another délégataire."""
    chorus = {
        "programme": "352",
        "domaine_fonctionnel": "0352-01",
        "centre_financier": "0352-CFSE-CFIN",
        "activites": ["035200010101"],
        "centre_de_cout": "SGSIFAB075",
    }
    finances = {
        "montant": "100 000 €",
        "accompagnement": "30 000 €",
        "echeancier": {"2023": {"ae": "70 000 €", "cp": "35 000 €"}, "2024": {"cp": "35 000 €"}},
        "cofinancement": {"montant": "120 000 €", "delai_mois": "6"},
    }
    data = spec(date_signature="2023-09-22", duree={"fin": "2024-12-31"}, chorus=chorus, finances=finances)
    data["modele"] = "delegation-fast-2023"
    data["dispositif"] = {"sigle": "FAST", "promotion": "13", "date_decision": "2023-07"}
    data["parties"][1] |= {"nom": "Direction de la santé", "sigle": "DS"}
    return {**data, **changes}


def draft(**changes):
    return spec(date_signature=ABSENT, **changes)


def deadlines(act, kind):
    return [(one.day, one.label) for one in act.deadlines if one.kind == kind]


# Figures


def test_the_figures_are_those_computed_by_hand():
    made = summary_of(spec(duree__fin="2027-12-31", finances__echeancier=THREE_YEARS), other(), spec())
    assert {one.key: (one.signed.ae.euros, one.signed.cp.euros, one.acts) for one in made.years} == {
        2023: (70_000, 35_000, 1),
        2024: (0, 35_000, 1),
        2025: (100_000 + 185_000, 40_000 + 50_000, 2),
        2026: (85_000, 100_000 + 135_000, 2),
        2027: (0, 45_000, 1),
    }
    assert {one.key: one.signed.ae.euros for one in made.programmes} == {"129": 370_000, "352": 70_000}
    assert {one.key: one.signed.cp.euros for one in made.delegates} == {"DNUM": 370_000, "DS": 70_000}
    half = made.signed
    assert (half.acts, half.amount, half.coaching) == (3, Sum(500_000), Sum(60_000))
    assert (half.delegated, half.cofinancing) == (Sum(440_000), Sum(120_000))
    assert made.draft.acts == 0


@st.composite
def _rounds(draw):
    """Signed acts and drafts, over years, programmes and délégataires, amounts known or not."""
    acts = []
    for _ in range(draw(st.integers(1, 5))):
        amounts = st.integers(0, 10**6) | st.none()
        years = draw(st.dictionaries(st.integers(2020, 2030), st.tuples(amounts, amounts), max_size=4))
        rows = {}
        for year, (ae, cp) in sorted(years.items()):
            rows[str(year)] = {key: str(value) for key, value in (("ae", ae), ("cp", cp)) if value is not None}
        data = draft(finances__echeancier={year: row for year, row in rows.items() if row})
        data["chorus"]["programme"] = draw(st.sampled_from(["129", "352"]))
        data["parties"][1]["nom"] = draw(st.sampled_from(["Direction A", "Direction B"]))
        acts.append(data)
    return acts


@settings(max_examples=60)
@given(_rounds())
def test_years_programmes_delegates_and_acts_add_up_to_the_same(acts):
    from conventions_cli.foundation.diagnostics import SourceText
    from conventions_cli.model.building import build
    from conventions_cli.pipeline.steps import Checked
    from conventions_cli.source import load_text
    from conventions_cli.templating import default_kind

    pack = check(spec()).value.pack
    members = []
    for number, data in enumerate(acts):
        tree = load_text(SourceText("essai.yaml", text_of(data)), SPECS).value
        # The rules on totals are not the matter here.
        built = build(tree, draft=True, kind=default_kind()).value
        members.append(Member(f"{number}", f"acte-{number}", Checked(built, pack), ()))
    made = summarise([*map(count, members)])

    def added(groups):
        halves = [half for group in groups for half in (group.signed, group.draft)]
        return tuple(
            (sum(one.euros for one in sums), sum(one.missing for one in sums))
            for sums in ([half.ae for half in halves], [half.cp for half in halves])
        )

    total = tuple((one.euros, one.missing) for one in (made.draft.money.ae, made.draft.money.cp))
    assert added(made.years) == added(made.programmes) == added(made.delegates) == total
    for groups in (made.programmes, made.delegates):
        assert added([year for group in groups for year in group.years]) == total
    known = [line for act in made.acts for line in act.years]
    assert total[0][0] == sum(line.ae for line in known if isinstance(line.ae, int))
    assert sum(one.acts for one in made.programmes) == sum(one.acts for one in made.delegates) == len(acts)


def test_a_draft_is_counted_apart_and_what_it_lacks_is_never_nil():
    made = summary_of(spec(), draft(finances={"montant": "90 000 €"}), draft(finances=ABSENT))
    assert (made.signed.acts, made.draft.acts) == (1, 2)
    assert made.signed.amount == Sum(200_000)
    assert made.draft.amount == Sum(90_000, missing=1)
    assert made.draft.money.ae == Sum(0, missing=2)
    assert made.acts[2].amount is TO_COMPLETE
    assert made.acts[2].years == (YearLine(None, TO_COMPLETE, TO_COMPLETE),)
    assert [one.key for one in made.years] == [2025, 2026, None]
    text = writer("table")(made, View()).decode()
    assert "3 actes, dont 2 projets" in text
    assert re.search(
        r"Montant attribué +200 000 € +90 000 € \+ 1 à compléter", text.replace("\u202f", " ").replace("\u00a0", " ")
    )
    (total,) = [foot for foot in table_named(made, "actes").feet if foot.state == "projet"]
    assert total.title == "Total des projets, hors montants à compléter"
    for table in tables(made):
        for cells in [*table.rows, *(foot.cells for foot in table.feet)]:
            assert 0 not in [cell for cell in cells if isinstance(cell, int)], table.title


def test_several_delegates_stand_as_one_group_and_are_not_split():
    data = spec()
    data["parties"].append({**data["parties"][1], "nom": "Direction générale de la cohésion sociale", "sigle": "DGCS"})
    (group,) = summary_of(data).delegates
    assert (group.key, group.signed.ae.euros) == ("DNUM et DGCS", 185_000)


def test_two_directions_of_one_acronym_are_not_taken_for_one():
    data = spec()
    data["parties"][1]["nom"] = "Direction du numérique de la culture"
    made = summary_of(spec(), data)
    assert [one.key for one in made.delegates] == [
        "DNUM (Direction du numérique de la culture)",
        "DNUM (Direction du numérique)",
    ]


# Dates


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2025-08-31", 6, "2026-02-28"),
        ("2027-08-31", 6, "2028-02-29"),
        ("2025-12-31", -3, "2025-09-30"),
        ("2026-05-31", -3, "2026-02-28"),
        ("2025-01-31", 1, "2025-02-28"),
        ("2025-08-20", 6, "2026-02-20"),
        ("2025-12-15", 1, "2026-01-15"),
        ("2025-01-15", -1, "2024-12-15"),
        ("2024-02-29", 12, "2025-02-28"),
    ],
)
def test_months_are_added_by_the_calendar(start, months, end):
    assert add_months(date.fromisoformat(start), months) == date.fromisoformat(end)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("fin novembre 2023", date(2023, 11, 30)),
        ("Fin février 2024", date(2024, 2, 29)),
        ("à la fin du mois de mars 2024", date(2024, 3, 31)),
        ("avant fin juin 2025", date(2025, 6, 30)),
        ("courant avril 2026", date(2026, 4, 30)),
        ("décembre 2025", date(2025, 12, 31)),
        ("le 15 mars 2024", date(2024, 3, 15)),
        ("au plus tard le 1er avril 2024", date(2024, 4, 1)),
        ("2024-03-15", date(2024, 3, 15)),
        ("avant le 15 mars 2024", None),
        ("avant novembre 2023", None),
        ("début mars 2024", None),
        ("mi-décembre 2025", None),
        ("à la remise du bilan", None),
        ("fin 2025", None),
    ],
)
def test_a_day_is_read_only_where_the_words_give_one(text, day):
    assert last_day(text) == day


def test_the_deadlines_of_an_act_follow_from_its_clauses():
    data = spec(
        date_signature="2025-08-31",
        finances__cofinancement={"montant": "200 000 €", "delai_mois": "6"},
        finances__tranches=[
            {"part": "50 %", "declencheur": "Signature de la convention"},
            {"part": "50 %", "declencheur": "bilan de mi-parcours", "echeance": "fin novembre 2025"},
        ],
        finances__calendrier_cp=[{"annee": "2026", "quand": "au printemps 2026"}],
        duree={"fin": "2026-12-31", "fin_comptable": "derniere_facture", "preavis_mois": "3"},
    )
    (act,) = summary_of(data).acts
    assert [day for day, _ in deadlines(act, "comite_d_investissement")] == [date(2026, 2, 28), date(2026, 8, 31)]
    assert deadlines(act, "cofinancement") == [(date(2026, 2, 28), "cofinancement à engager")]
    assert [day for day, _ in deadlines(act, "tranche")] == [date(2025, 8, 31), date(2025, 11, 30)]
    assert deadlines(act, "versement_cp") == [(None, "mise à disposition des CP de 2026")]
    assert [day for day, _ in deadlines(act, "preavis")] == [date(2026, 9, 30)]
    assert [day for day, _ in deadlines(act, "compte_rendu")] == [date(2026, 12, 31)]
    assert [day for day, _ in deadlines(act, "fin_comptable")] == [None]
    assert deadlines(act, "fin")[0][1].startswith("fin technique")
    amounts = {one.kind: one.amount for one in act.deadlines}
    assert amounts["cofinancement"] == 200_000
    assert amounts["versement_cp"] == 135_000
    assert amounts["tranche"] == 92_500


def test_nothing_is_dated_from_a_signature_that_is_not_there():
    data = draft(finances__cofinancement={"montant": "200 000 €", "delai_mois": "6"})
    (act,) = summary_of(data).acts
    undated = {one.kind for one in act.deadlines if one.day is None}
    assert undated == {"prise_d_effet", "cofinancement", "comite_d_investissement"}
    assert all(one.draft for one in act.deadlines)


def test_a_period_keeps_its_two_days_and_what_has_no_date():
    made = summary_of(draft())
    inside = made.between(date(2026, 12, 31), date(2026, 12, 31)).deadlines
    assert {one.kind for one in inside if one.day} == {"fin", "compte_rendu"}
    assert sum(one.day is None for one in inside) == 2
    assert not [one for one in made.between(date(2027, 1, 1), None).deadlines if one.day]


def test_the_distance_of_a_day_is_said_in_words():
    today = date(2026, 1, 15)
    said = [distance(date(2026, 1, day), today) for day in (14, 15, 16, 27)]
    assert said == ["passée", "aujourd’hui", "dans 1 jour", "dans 12 jours"]
    assert distance(None, today) is None


# Forms


@pytest.fixture(scope="module")
def round_of_three():
    return summarise(
        [
            count(member("domifa", (SPECS / "domifa.yaml").read_text(encoding="utf-8"))),
            count(member("mano", (SPECS / "mano.yaml").read_text(encoding="utf-8"))),
            count(member("projet", draft(finances__echeancier=ABSENT))),
        ],
        [LeftOut("perdu.yaml", "2 erreurs")],
    )


def hostile_round():
    acts = []
    for number, text in enumerate(HOSTILE):
        data = spec(services=[{"nom": text}], finances__cofinancement={"montant": "200 000 €", "delai_mois": "6"})
        data["parties"][1] |= {"nom": text, "sigle": text}
        data["finances"]["tranches"] = [{"part": "100 %", "declencheur": text, "echeance": text}]
        acts.append(member(f"acte-{number}", data))
    return summarise([*map(count, acts)], [LeftOut('=x"<b>[/b]\x1b[31m.yaml', "1 erreur")])


@pytest.mark.parametrize("form", FORMS)
def test_each_form_gives_the_same_bytes_twice(round_of_three, form, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    first = writer(form)(round_of_three, View())
    assert writer(form)(round_of_three, View()) == first
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    assert writer(form)(round_of_three, View()) == first


@pytest.mark.parametrize("width", [80, 120])
def test_the_terminal_shows_no_line_wider_than_itself(width):
    for made in (hostile_round(), summary_of(spec(), other(), draft())):
        text = writer("table")(made, View(width=width)).decode()
        assert max(map(len, text.split("\n"))) <= width
        assert "\x1b" not in text


def test_bars_are_to_one_scale():
    made = summary_of(spec(finances__echeancier={"2025": {"ae": "185 000 €"}, "2026": {"cp": "185 000 €"}}))
    lengths = {line.count("█") for line in writer("table")(made, View(width=80)).decode().split("\n") if "█" in line}
    assert len(lengths) == 2  # by year, then by programme and délégataire, whose labels leave another room
    text = writer("table")(summary_of(spec()), View(width=80)).decode()
    year = next(line for line in text.split("\n") if line.startswith("2026"))
    full = next(line for line in text.split("\n") if line.startswith("2025"))
    assert abs(year.count("█") / full.split("€")[1].count("█") - 135 / 185) < 0.05


def test_hostile_names_are_shown_as_they_are():
    made = hostile_round()
    text = writer("table")(made, View(width=140)).decode()
    assert "[/b][red]x" in text
    assert "<script>alert(1)</script>" in text
    page = Page(writer("html")(made, View()).decode())
    assert [tag for tag, _ in page.tags].count("script") == 1  # ours
    assert "<script>alert(1)</script>" in "".join(page.texts)
    assert json.loads(writer("json")(made, View()))["actes"][0]["services"] == HOSTILE[0]


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "\t=1", "\r=1", " =1", "＝1", "\u00a0=1"])
def test_what_a_spreadsheet_would_compute_is_neutral_in_csv(text):
    assert neutral(text) == f"'{text}"


@pytest.mark.parametrize("text", ["Domifa", "a=b", "129", "", "2-1", "« = »"])
def test_other_texts_stay_as_they_are_in_csv(text):
    assert neutral(text) == text


def read_csv(content):
    text = content.decode("utf-8")
    assert text.startswith("\ufeff")
    assert text.count("\r\n") == text.count("\n")
    return list(csv.reader(io.StringIO(text[1:], newline=""), delimiter=";"))


@pytest.mark.parametrize("name", NAMES)
def test_the_csv_holds_plain_numbers_days_and_no_formula(round_of_three, name):
    head, *rows = read_csv(writer("csv")(round_of_three, View(table=name)))
    table = table_named(round_of_three, name)
    assert head == [column.title for column in table.columns]
    assert len(rows) == len(table.rows)
    for cells, row in zip(rows, table.rows, strict=True):
        for text, cell in zip(cells, row, strict=True):
            if isinstance(cell, (int, date)):
                assert text == str(cell)
    for cells in read_csv(writer("csv")(hostile_round(), View(table=name))):
        assert not [text for text in cells if text[:1] in {"=", "+", "-", "@", "\t"}]


def open_workbook(made, *, values=False):
    return load_workbook(io.BytesIO(writer("xlsx")(made, View())), data_only=values)


def test_the_workbook_holds_numbers_days_and_a_frozen_header(round_of_three):
    book = open_workbook(round_of_three)
    assert book.sheetnames == ["Actes", "Par année", "Par programme", "Par délégataire", "Échéances", "Liste"]
    for sheet, table in zip(book, tables(round_of_three), strict=True):
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref.startswith("A1:")
        assert [cell.value for cell in sheet[1]] == [column.title for column in table.columns]
    acts = book["Actes"]
    columns = {cell.value: cell.column for cell in acts[1]}
    assert acts.cell(2, columns["Montant attribué"]).value == 200_000
    assert "€" in acts.cell(2, columns["Montant attribué"]).number_format
    assert acts.cell(2, columns["Fin"]).value.date() == date(2026, 12, 31)
    assert acts.cell(4, columns["Montant attribué"]).value == 200_000
    assert acts.cell(4, columns["AE, année à compléter"]).value == "à compléter"
    assert book.properties.title.startswith("Suivi des conventions")
    assert book.properties.created.year == 1980
    assert "Non compris : perdu.yaml" in str([cell.value for cell in acts["A"]])


def test_the_totals_of_the_workbook_are_formulas_that_keep_the_figures(round_of_three):
    formulas, values = open_workbook(round_of_three), open_workbook(round_of_three, values=True)
    for table in tables(round_of_three):
        sheet, kept = formulas[table.title], values[table.title]
        for number, foot in enumerate(table.feet, start=len(table.rows) + 2):
            for index, (cell, column) in enumerate(zip(foot.cells, table.columns, strict=True), start=1):
                if column.total:
                    assert sheet.cell(number, index).value.startswith("=")
                    expected = TO_COMPLETE.value if cell is TO_COMPLETE else cell or 0
                    assert kept.cell(number, index).value == expected
    total = next(foot for foot in table_named(round_of_three, "actes").feet if foot.state is None)
    assert 255_000 in total.cells


def test_no_text_of_a_spec_becomes_a_formula_or_a_link():
    book = open_workbook(hostile_round())
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.hyperlink is None
                if cell.data_type == "f":
                    assert re.match(r"=(SUM|SUMIF|IF)\(", cell.value), cell.value
    texts = [cell.value for row in book["Actes"].iter_rows() for cell in row if cell.data_type == "s"]
    assert set(HOSTILE) <= set(texts)


@pytest.mark.outils
def test_the_workbook_passes_microsofts_validator(round_of_three, tmp_path):
    for name, made in (("trois", round_of_three), ("hostile", hostile_round())):
        path = tmp_path / f"{name}.xlsx"
        path.write_bytes(writer("xlsx")(made, View()))
        assert sdk_errors(path) == []


@pytest.mark.outils
def test_libreoffice_computes_the_same_totals(round_of_three, tmp_path):
    """Every sheet, recalculated by LibreOffice, against our tables."""
    path = tmp_path / "promotion.xlsx"
    path.write_bytes(writer("xlsx")(round_of_three, View()))
    sheets = calc(path, tmp_path)
    for table in tables(round_of_three):
        rows = sheets[table.title]
        for number, foot in enumerate(table.feet, start=len(table.rows) + 1):
            for index, (cell, column) in enumerate(zip(foot.cells, table.columns, strict=True)):
                if column.total:
                    digits = re.sub(r"[^\d]", "", rows[number][index])
                    expected = "" if cell is TO_COMPLETE else str(cell or 0)
                    assert digits == expected, (table.title, foot.title, column.title, rows[number][index])


def test_the_calendar_is_read_back_with_what_the_standard_requires(round_of_three):
    content = writer("ics")(round_of_three, View())
    lines = content.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert b"\n" not in content.replace(b"\r\n", b"")
    calendar = Calendar.from_ical(content)
    assert calendar["version"] == "2.0"
    assert calendar["prodid"]
    events = calendar.walk("VEVENT")
    dated = [one for one in round_of_three.deadlines if one.day]
    assert [event.decoded("dtstart") for event in events] == [one.day for one in dated]
    assert len({str(event["uid"]) for event in events}) == len(events)
    for event in events:
        assert (event.decoded("dtend") - event.decoded("dtstart")).days == 1
        assert event["dtstart"].params["VALUE"] == "DATE"
        assert event.decoded("dtstamp").year == 1980
        assert str(event["summary"])
    assert str(events[0]["status"]) == "CONFIRMED"
    assert {str(event["status"]) for event in events if "(projet)" in str(event["summary"])} == {"TENTATIVE"}


def agenda(*specs, view=None, stems=()):
    """The events of a calendar by identifier, as a program that imports it would keep them."""
    names = stems or [f"acte-{number}" for number in range(len(specs))]
    counted = [count(member(stem, data)) for data, stem in zip(specs, names, strict=True)]
    events = Calendar.from_ical(writer("ics")(summarise(counted), view or View())).walk("VEVENT")
    return {str(event["uid"]): event for event in events}


def test_an_event_keeps_its_identifier_when_its_file_its_day_or_its_state_change():
    draft = {key: value for key, value in spec().items() if key != "date_signature"}
    draft["duree"] = {"debut": "2025-09-01", "fin": "2026-12-31"}
    moved = draft | {"duree": {"debut": "2025-10-01", "fin": "2027-06-30"}}
    signed = moved | {"date_signature": "2025-09-20", "nor": "TSSZ2530440X", "reference": "2025-12"}
    first, second, third = agenda(draft), agenda(moved, stems=["autre"]), agenda(signed, stems=["signé"])
    days = [{uid: event.decoded("dtstart") for uid, event in one.items()} for one in (first, second, third)]
    assert set(days[0]) <= set(days[1]) <= set(days[2])  # what the signature sets has no day before
    assert sum(days[0][uid] != days[1][uid] for uid in days[0]) >= 2
    assert days[0] | days[1] == days[1]  # imported again: each is where it has moved, and none is double
    assert max(int(one["sequence"]) for one in second.values()) < min(int(one["sequence"]) for one in third.values())


def test_two_acts_for_one_service_are_two_and_an_act_without_service_has_its_number():
    one, two = spec(nor="TSSZ2530440X"), spec(nor="TSSZ2530441X", finances__montant="200 000 €")
    both = agenda(one, two)
    assert len(both) == len(agenda(one)) + len(agenda(two))
    assert set(both) == set(agenda(one, two, stems=["b", "a"]))


def test_a_later_calendar_is_a_later_revision_and_the_same_one_is_the_same(monkeypatch):
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    unstated, early, late = (agenda(spec(), view=View(today=day)) for day in (None, date(2025, 9, 1), date(2026, 2, 1)))
    assert unstated == agenda(spec())
    for uid, event in early.items():
        assert int(unstated[uid]["sequence"]) < int(event["sequence"]) < int(late[uid]["sequence"]) < 2**31
        assert event.decoded("dtstamp") < late[uid].decoded("dtstamp")
        assert event.decoded("last-modified") == event.decoded("dtstamp")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
    assert {event.decoded("dtstamp").isoformat() for event in agenda(spec()).values()} == {"2026-01-01T00:00:00+00:00"}


def test_each_event_recalls_itself_some_days_before_but_never_once_it_is_over():
    day = date(2026, 3, 1)
    for uid, event in agenda(spec(), view=View(reminders=(30, 7, 0))).items():
        alarms = event.walk("VALARM")
        assert [one.decoded("trigger").total_seconds() / 3600 for one in alarms] == [9 - 720, 9 - 168, 9], uid
        assert {str(one["description"]) for one in alarms} == {str(event["summary"])}
        assert {str(one["action"]) for one in alarms} == {"DISPLAY"}
    for event in agenda(spec(), view=View(today=day)).values():
        assert bool(event.walk("VALARM")) is (event.decoded("dtstart") - timedelta(days=7) >= day)
    assert not any(event.walk("VALARM") for event in agenda(spec(), view=View(reminders=())).values())


@pytest.mark.parametrize("given", ["", "sept", "-1", "7;30", "9999", "7,"])
def test_reminders_are_numbers_of_days(tmp_path, given):
    (tmp_path / "a.yaml").write_text(text_of(spec()), encoding="utf-8")
    code, _, err = run("summary", "a.yaml", "--format", "ics", "--rappels", given, cwd=tmp_path)
    assert code == 2 and "« 30,7 »" in err


def test_hostile_names_stay_inside_their_event():
    events = Calendar.from_ical(writer("ics")(hostile_round(), View())).walk("VEVENT")
    assert any(HOSTILE[4] in str(event["summary"]) for event in events)
    known = "UID DTSTAMP LAST-MODIFIED SEQUENCE DTSTART DTEND SUMMARY DESCRIPTION CATEGORIES STATUS TRANSP"
    assert all(set(event) <= set(known.split()) for event in events)


def test_the_page_is_sound_and_loads_nothing(round_of_three):
    text = writer("html")(round_of_three, View(today=date(2026, 1, 1))).decode()
    page = Page(text)
    assert page.stack == []
    assert len(page.ids) == len(set(page.ids))
    assert not re.search(r"<(link|img|iframe|object)|@import|url\(|\son\w+=", text)
    [script] = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'" in text
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels == [1, *[2] * 6]
    assert all("scope" in attributes for tag, attributes in page.tags if tag == "th")
    assert [tag for tag, _ in page.tags].count("caption") == [tag for tag, _ in page.tags].count("table")
    charts = [attributes for tag, attributes in page.tags if tag == "svg"]
    assert len(charts) == 3
    assert all(one["role"] == "img" and set(one["aria-labelledby"].split()) <= set(page.ids) for one in charts)
    assert VOID  # the parser of the acts' pages reads this one too
    assert "185\u202f000\u00a0€" in text
    assert "Non compris\u00a0: perdu.yaml" in text


def test_the_page_calls_acts_by_their_services_and_shows_no_key():
    shown = "\n".join(Page(writer("html")(summary_of(spec(), spec(services__0__nom="Mano")), View()).decode()).texts)
    assert {"Domifa", "Mano"} <= set(re.findall(r"\w+", shown))
    assert "finances." not in shown
    assert "duree." not in shown
    twins = "\n".join(Page(writer("html")(summary_of(spec(), spec()), View()).decode()).texts)
    assert re.findall(r"Domifa \(([\w-]+)\)", twins)  # their files tell apart the acts of one service


@pytest.mark.outils
def test_the_page_sorts_its_rows_and_fits_a_common_screen(tmp_path):
    chromium = tool("chromium")
    made = summary_of(spec(), other(services=[{"nom": "Ânerie"}]), draft())
    text = writer("html")(made, View(today=date(2026, 1, 1))).decode()
    probe = """<script>
      const table = document.querySelector("table.tri");
      const amount = [...table.tHead.rows[0].cells].findIndex((cell) => cell.textContent.startsWith("Montant"));
      const column = () => [...table.tBodies[0].rows].map((row) => row.cells[amount].dataset.tri ?? "");
      const said = [document.documentElement.scrollWidth];
      for (const _ of [1, 2]) { table.tHead.rows[0].cells[amount].firstChild.click(); said.push(column().join(" ")); }
      document.title = said.join("|");
    </script></body>"""
    text = re.sub(r"<meta http-equiv=[^>]*>", "", text).replace("</body>", probe)
    (tmp_path / "p.html").write_text(text, encoding="utf-8")
    arguments = ["--headless", "--no-sandbox", "--disable-gpu", "--window-size=1280,900", "--dump-dom"]
    page = subprocess.run([chromium, *arguments, (tmp_path / "p.html").as_uri()], capture_output=True, timeout=HANGS)
    width, up, down = re.search(r"<title>([^<]*)", page.stdout.decode())[1].split("|")
    assert int(width) <= 1280
    amounts = [int(one) for one in up.split()]
    assert amounts == sorted(amounts)
    assert down.split() == up.split()[::-1]
    assert len(amounts) > 1


@pytest.mark.outils
def test_axe_finds_no_violation_in_the_page(round_of_three, tmp_path):
    pages = []
    for name, made in (("trois", round_of_three), ("hostile", hostile_round())):
        path = tmp_path / f"{name}.html"
        path.write_bytes(writer("html")(made, View(links={"domifa": (("DOCX", "domifa.docx"),)})))
        pages.append(path)
    assert violations(*pages) == {str(page): [] for page in pages}


# The command


def test_the_options_name_what_there_is():
    from conventions_cli.cli import summary as command

    source = Path(command.__file__).read_text(encoding="utf-8")
    assert f'"{", ".join(NAMES)}"' in source
    assert f'"{", ".join(FORMS)}"' in source


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "une.yaml").write_text(text_of(spec()), encoding="utf-8")
    data = spec(
        services__0__nom="Autre",
        finances__montant="115 000 €",
        finances__echeancier={"2025": {"ae": "100000", "cp": "100000"}},
    )
    (tmp_path / "deux.yaml").write_text(text_of(data), encoding="utf-8")
    return tmp_path


def test_the_command_sums_a_folder(folder):
    code, out, err = run("summary", ".", cwd=folder)
    assert (code, err) == (0, "")
    assert "FAST 17 : 2 actes" in out.replace("\u00a0", " ")
    assert re.search(r"^2025 +285 000 €", out.replace("\u202f", " ").replace("\u00a0", " "), re.MULTILINE)


@pytest.mark.parametrize("form", FORMS)
def test_each_form_is_written_to_a_file_or_to_a_pipe(folder, form):
    code, out, _ = run("summary", "une.yaml", "deux.yaml", "--format", form, "-o", f"build/p.{form}", cwd=folder)
    assert (code, out) == (0, f"build/p.{form}\n")
    piped = convention("summary", "une.yaml", "deux.yaml", "--format", form, cwd=folder)
    assert piped.stdout == (folder / f"build/p.{form}").read_bytes()


def test_a_faulty_spec_stops_the_count_unless_told_to_go_on(folder):
    (folder / "fausse.yaml").write_text(text_of(spec(finances__montant="200 k€")), encoding="utf-8")
    code, out, err = run("summary", ".", cwd=folder)
    assert (code, out) == (1, "")
    assert "erreur C205" in err
    assert "Corriger fausse.yaml, ou ajouter --keep-going" in err
    code, out, err = run("summary", ".", "--keep-going", cwd=folder)
    assert code == 1
    assert "2 actes" in out
    assert "Non compris : fausse.yaml" in out.replace("\u00a0", " ")
    assert (
        json.loads(run("summary", ".", "--keep-going", "--format", "json", cwd=folder)[1])["non_compris"][0][
            "specification"
        ]
        == "fausse.yaml"
    )


def test_two_acts_of_one_name_are_not_counted_twice(folder):
    (folder / "autre").mkdir()
    (folder / "autre/une.yaml").write_text(text_of(spec()), encoding="utf-8")
    code, _, err = run("summary", ".", cwd=folder)
    assert code == 1
    assert "C502" in err


def test_an_amending_act_is_named_and_not_added(folder):
    pack = folder / "modeles" / "avec-avenant"
    pack.mkdir(parents=True)
    built_in = ROOT / "templates" / "delegation-fast-2025"
    for path in built_in.iterdir():
        (pack / path.name).write_bytes(path.read_bytes())
    manifest = (pack / "modele.yaml").read_text(encoding="utf-8")
    assert "accepte: [" in manifest
    (pack / "modele.yaml").write_text(manifest.replace("accepte: [", "accepte: [amende, "), encoding="utf-8")
    amended = spec(modele="avec-avenant", amende={"titre": "Convention « une »", "date_signature": "2025-08-01"})
    (folder / "avenant.yaml").write_text(text_of(amended), encoding="utf-8")
    code, out, err = run("summary", "une.yaml", "avenant.yaml", "--template-dir", "modeles", cwd=folder)
    assert code == 0
    assert "FAST 17 : 1 acte\n" in out.replace("\u00a0", " ")
    assert "Non compris : avenant.yaml (avenant, dont les montants remplacent" in err
    code, out, err = run("summary", "avenant.yaml", "--template-dir", "modeles", cwd=folder)
    assert (code, out) == (1, "")
    assert "Non compris : avenant.yaml" in err


def test_links_lead_to_the_acts_that_exist_only(folder):
    (folder / "mes actes").mkdir()
    (folder / "mes actes/une.docx").write_bytes(b"PK")
    run("summary", ".", "--format", "html", "-o", "build/p.html", "--acts", "mes actes", cwd=folder)
    page = Page((folder / "build/p.html").read_text(encoding="utf-8"))
    links = [
        attributes["href"] for tag, attributes in page.tags if tag == "a" and not attributes["href"].startswith("#")
    ]
    assert links == ["../mes%20actes/une.docx"]


def test_a_period_and_a_day_are_chosen(folder):
    code, out, _ = run("summary", "une.yaml", "--after", "1er décembre 2026", "--today", "2026-12-30", cwd=folder)
    assert code == 0
    assert re.findall(r"^\d\d/\d\d/\d{4}", out, re.MULTILINE) == ["31/12/2026", "31/12/2026"]
    assert "dans 1 jour" in out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--format", "pdf"], "la forme « pdf » n’existe pas"),
        (["--table", "tout"], "le tableau « tout » n’existe pas"),
        (["--after", "hier"], "--after : « hier » n’est pas une date"),
        (["--after", "2026-02-01", "--before", "2026-01-01"], "postérieur"),
        (["--acts", "absent"], "absent"),
    ],
)
def test_wrong_usage_is_said_in_french(folder, arguments, words):
    code, out, err = run("summary", "une.yaml", *arguments, cwd=folder)
    assert (code, out) == (2, "")
    assert words in err


def test_a_workbook_is_not_thrown_at_a_terminal(folder):
    primary, secondary = pty.openpty()
    done = subprocess.run(
        [sys.executable, "-m", "conventions_cli", "summary", "une.yaml", "--format", "xlsx"],
        cwd=folder,
        stdout=secondary,
        stderr=subprocess.PIPE,
        timeout=HANGS,
    )
    os.close(secondary)
    os.close(primary)
    assert done.returncode == 2
    assert "ajouter « -o promotion.xlsx »" in done.stderr.decode()


def test_the_cohort_of_the_repository_is_summed():
    code, out, _ = run("summary", COHORT, "--format", "json", cwd=ROOT)
    assert code == 0
    report = json.loads(out)
    for what in ("ae", "cp"):
        total = report["actes_signes"][what]["euros"]
        for groups in ("annees", "programmes", "delegataires"):
            assert sum(one["signe"][what]["euros"] for one in report[groups]) == total
    assert report["actes_signes"]["ae"]["euros"] == report["actes_signes"]["delegue"]["euros"]


def test_every_command_of_the_guide_runs(tmp_path):
    shutil.copytree(SPECS, tmp_path / "specs")
    text = (ROOT / "docs/guide/suivre-une-promotion.md").read_text(encoding="utf-8")
    commands = re.findall(r"^convention (.+)$|`convention (summary specs.+?)`", text, re.MULTILINE)
    assert len(commands) == 12
    for command in (first or second for first, second in commands):
        code, out, err = run(*command.split(), cwd=tmp_path)
        assert (code, bool(out)) == (0, True), (command, err)
    page = Page((tmp_path / "build/promotion.html").read_text(encoding="utf-8"))
    assert {"clairsemis.docx", "clairsemis.html"} <= {one.get("href") for tag, one in page.tags if tag == "a"}


def test_a_screen_shows_a_hundred_lines_of_a_table_and_says_how_many_more_there_are(round_of_three):
    line = round_of_three.acts[0]
    many = replace(
        round_of_three,
        acts=tuple(replace(line, stem=f"acte-{number}") for number in range(150)),
        deadlines=line.deadlines[:1] * 101,
    )
    text = writer("table")(many, View()).decode()
    assert "acte-99 " in text
    assert "acte-100" not in text
    assert "… et 50 lignes de plus : « --format csv » ou « xlsx » les donne tous." in text
    assert "… et 1 ligne de plus" in text
    assert "acte-149" in writer("csv")(many, View()).decode()


@pytest.mark.parametrize(
    "names, by, giver",
    [
        (["subvention.yaml"], "Par bénéficiaire", "payé par l’attribuant"),
        (["delegation-inverse.yaml"], "Par délégataire", "payé par le délégant"),
        (["subvention.yaml", "delegation-inverse.yaml"], "Par partie qui reçoit", "payé par la partie qui donne"),
        (["lettre-mission.yaml"], "Par partie qui reçoit", "payé par la partie qui donne"),
    ],
)
def test_tables_call_who_gives_and_who_receives_as_the_one_kind_of_their_acts_does(names, by, giver):
    shown = run("summary", *[str(SPECS / "exemples" / name) for name in names], cwd=ROOT)[1]
    assert by in shown and giver in shown
