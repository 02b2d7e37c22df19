"""Money given for each délégataire: how it is written, read, summed, refused, shown and published."""

import pytest

from conventions_cli import pipeline
from conventions_cli.foundation.diagnostics import SourceText
from conventions_cli.french.years_told import years_of
from conventions_cli.model import MoneyWords
from conventions_cli.model.building import build
from conventions_cli.model.sequels import REPORT
from conventions_cli.model.values import Manquant, Montant
from conventions_cli.preview.money_panel import TO_COMPLETE, money_of
from conventions_cli.source import parse
from conventions_cli.summary.figures import Member, count, summarise
from conventions_cli.templating.context import context_for
from fabrique import ABSENT, SPECS, check, codes, spec, text_of
from test_publication import acts, files, validator

OTHER = {
    "role": "delegataire",
    "nom": "Direction générale de la cohésion sociale",
    "sigle": "DGCS",
    "article": "la",
    "nature": "service_etat",
    "representants": [{"nom": "Zoé TROIS", "fonction": "directrice", "genre": "f"}],
}
FIRST = {"2025": {"ae": "100 000 €", "cp": "40 000 €"}, "2026": {"cp": "60 000 €"}}
SECOND = {"2025": {"ae": "85 000 €", "cp": "10 000 €"}, "2026": {"cp": "75 000 €"}}


def shared(first=FIRST, second=SECOND, **changes):
    """An act with two délégataires, and the calendar of each."""
    parties = [*spec()["parties"], OTHER]
    return spec(parties=parties, finances__echeancier={"dnum": first, "dgcs": second}, **changes)


def convention(data):
    outcome = check(data)
    assert outcome.value is not None, [(one.code.number, one.message) for one in outcome.diagnostics]
    return outcome.value.spec.convention


def told(data):
    return [(one.code.number, one.span.location, one.message, one.hint) for one in check(data).diagnostics]


# ---- sums


def test_years_are_summed_over_the_delegataires():
    finances = convention(shared()).finances
    assert [(year, row.ae, row.cp) for year, row in finances.lignes] == [
        (2025, Montant(185_000), Montant(50_000)),
        (2026, None, Montant(135_000)),
    ]
    assert (finances.total_ae, finances.somme_cp) == (Montant(185_000), Montant(185_000))
    assert finances.reparti and not convention(spec()).finances.reparti


def test_a_clause_names_the_calendar_of_each_delegataire_in_the_order_of_the_parties():
    data = shared()
    data["finances"]["echeancier"] = {"dgcs": SECOND, "dnum": FIRST}
    rows = context_for(check(data).value.spec, {})["echeanciers"]
    assert [(row["partie"].sigle, row["montant"].euros, row["somme_cp"].euros) for row in rows] == [
        ("DNUM", 100_000, 100_000),
        ("DGCS", 85_000, 85_000),
    ]
    assert [year for year, _ in rows[0]["lignes"]] == [2025, 2026]
    assert context_for(check(spec()).value.spec, {})["echeanciers"] == ()


def test_a_missing_figure_of_one_is_missing_of_the_sum_and_of_nothing_else():
    second = {"2025": {"ae": "85 000 €", "cp": ""}, "2026": {"cp": "75 000 €"}}
    outcome = check(text_of(shared(FIRST, second, date_signature=ABSENT)).replace("cp: ''", "cp:"))
    finances = outcome.value.spec.convention.finances
    assert [one.message for one in outcome.diagnostics] == ["Information à compléter : CP de 2025 de « dgcs »."]
    assert isinstance(finances.somme_cp, Manquant) and finances.somme_cp.cle == "finances.echeancier.dgcs.2025.cp"
    assert finances.somme_ae == Montant(185_000)
    assert isinstance(dict(finances.lignes)[2025].cp, Manquant)
    assert dict(finances.lignes)[2026].cp == Montant(135_000)


def test_a_calendar_that_is_still_to_write_makes_every_sum_missing_and_is_told_once():
    outcome = check(text_of(shared(FIRST, None, date_signature=ABSENT)).replace("dgcs: null", "dgcs:"))
    (found,) = outcome.diagnostics
    assert (found.code.number, found.message) == ("C218", "Information à compléter : échéancier de « dgcs ».")
    assert "« dgcs: {2025: {ae: " in found.hint
    finances = outcome.value.spec.convention.finances
    assert isinstance(finances.somme_ae, Manquant) and finances.somme_ae.cle == "finances.echeancier.dgcs"
    assert pipeline.assemble(outcome.value).value is not None


@pytest.mark.parametrize(
    ("first", "second", "code", "said"),
    [
        (FIRST, {"2025": {"ae": "85 000 €", "cp": "85 001 €"}}, "C353", "« dgcs »"),
        (FIRST, {"2025": {"ae": "85 000 €", "cp": "84 999 €"}}, "C352", "« dgcs »"),
        ({"2026": {"cp": "60 000 €"}, "2025": {"ae": "100 000 €", "cp": "40 000 €"}}, SECOND, "C356", "« dnum »"),
        (FIRST, {"2025": {"ae": "90 000 €", "cp": "90 000 €"}}, "C351", "190 000 €"),
        ({"2025": {"ae": "100 000 €", "cp": "90 000 €"}, "2027": {"cp": "10 000 €"}}, SECOND, "C357 C358", "« dnum »"),
    ],
)
def test_each_calendar_is_checked_for_itself(first, second, code, said):
    found = check(shared(first, second)).diagnostics
    assert sorted(one.code.number for one in found) == code.split()
    assert all(said in one.message.replace("\u00a0", " ").replace("\u202f", " ") for one in found)


def test_one_cannot_pay_with_what_the_other_was_given():
    first = {"2025": {"ae": "100 000 €", "cp": "110 000 €"}}
    second = {"2025": {"ae": "85 000 €", "cp": "75 000 €"}}
    assert sorted(codes(shared(first, second))) == ["C352", "C353"]


# ---- what is refused


def test_both_forms_mixed_are_told_once_with_what_to_type():
    data = shared()
    data["finances"]["echeancier"] = {"dnum": FIRST, "dgcs": {"2025": SECOND["2025"]}, "2026": {"cp": "75 000 €"}}
    (found,) = check(data).diagnostics
    assert found.code.number == "C203"
    assert "l’année 2026" in found.message
    assert "« 2026: {ae: …, cp: …} » sous chaque partie" in found.hint


@pytest.mark.parametrize(
    ("names", "message", "hint"),
    [
        (
            ("DNUM", "dgcs"),
            "« DNUM » n’est pas délégataire",
            "Vouliez-vous dire « dnum » ? Délégataires de l’acte : dnum, dgcs.",
        ),
        (("dnm", "dgcs"), "« dnm » n’est pas délégataire", "Vouliez-vous dire « dnum » ?"),
        (("dinum", "dgcs"), "« dinum » n’est pas délégataire", "dnum, dgcs"),
        (("dgcs",), "rien n’y est dit de « dnum »", "Ajouter « dnum: {2025: {ae: …, cp: …}} »."),
    ],
)
def test_a_name_that_is_no_delegataire_and_one_left_out_are_told(names, message, hint):
    data = shared()
    data["finances"]["echeancier"] = dict(zip(names, (FIRST, SECOND), strict=False))
    (found,) = [one for one in check(data).diagnostics if one.code.number == "C367"]
    assert message in found.message
    assert hint in found.hint


def test_a_name_is_mended_for_sure_only_where_its_capitals_are_wrong():
    def mended(name):
        data = shared()
        data["finances"]["echeancier"] = {name: FIRST, "dgcs": SECOND}
        (found,) = check(data).diagnostics
        return found.replacement.text, found.replacement.certain

    assert (mended("DNUM"), mended("dnm")) == (("dnum", True), ("dnum", False))


def test_a_name_that_a_year_took_the_place_of_is_not_told_as_left_out():
    data = shared()
    data["finances"]["echeancier"] = {"dnum": FIRST, "2025": SECOND}
    assert codes(data) == ["C203"]


def test_a_year_left_out_under_a_name_is_told_with_what_to_type():
    data = shared()
    data["finances"]["echeancier"] = {"dnum": {"ae": "1 €"}, "dgcs": {"cp": "1 €"}}
    hints = [one.hint for one in check(data).diagnostics]
    assert hints[0].endswith("pour une partie, « dnum: {2025: {ae: …, cp: …}} ».")


def test_a_wrong_year_under_a_name_spoils_no_sum():
    found = check(shared({"20255": {"ae": "100 000 €", "cp": "100 000 €"}})).diagnostics
    assert [one.code.number for one in found] == ["C215"]


def test_undivided_money_says_why_and_the_form_to_type():
    (found,) = check(spec(parties=[*spec()["parties"], OTHER])).diagnostics
    assert (found.code.number, found.severity.name) == ("C366", "WARNING")
    assert "chacun a son comptable" in found.message
    assert found.span.source.line(found.span.start.line).strip() == "echeancier:"
    assert "« echeancier: {dnum: {2025: {ae: …, cp: …}}, dgcs: {2025: {ae: …, cp: …}}} »" in found.hint


def test_the_year_to_type_is_that_of_the_calendar_even_where_nothing_is_opened():
    paid = {"2027": {"cp": "185 000 €"}}
    found = check(spec(parties=[*spec()["parties"], OTHER], finances__echeancier=paid)).diagnostics
    (undivided,) = [one for one in found if one.code.number == "C366"]
    assert "dnum: {2027: {ae: …, cp: …}}" in undivided.hint


def test_money_is_to_be_divided_only_between_parties_that_have_a_name():
    nameless = {key: value for key, value in OTHER.items() if key not in {"nom", "sigle"}}
    assert codes(spec(parties=[*spec()["parties"], nameless])) == ["C201"]


def test_a_porteur_holds_no_money():
    assert codes(spec(parties=[*spec()["parties"], OTHER | {"role": "porteur"}])) == []


# ---- where it is written, shown, published


def test_a_nearer_calendar_of_the_other_form_replaces_the_inherited_one(tmp_path):
    (tmp_path / "cohorte.yaml").write_text(text_of(spec(parties=[*spec()["parties"], OTHER])), encoding="utf-8")
    own = text_of({"herite": "cohorte.yaml", "finances": {"echeancier": {"dnum": FIRST, "dgcs": SECOND}}})
    (tmp_path / "acte.yaml").write_text(own, encoding="utf-8")
    outcome = pipeline.check(tmp_path / "acte.yaml", pipeline.Options())
    assert outcome.diagnostics == ()
    assert outcome.value.spec.convention.finances.somme_ae == Montant(185_000)


def test_a_figure_of_one_delegataire_can_be_set():
    assert codes(shared(), settings=("finances.echeancier.dgcs.2026.cp=75 001 €",)) == ["C353"]


def test_the_page_shows_the_credits_of_each(tmp_path):
    money = money_of(convention(shared()), MoneyWords())
    assert money.years[-1][1].startswith("185")
    assert [(name, rows[-1][1][:3]) for name, rows in money.shares] == [("dnum", "100"), ("dgcs", "85\u202f")]
    assert money_of(convention(spec()), MoneyWords()).shares == ()
    assert TO_COMPLETE not in str(money)


def test_a_summary_counts_for_each_what_it_holds():
    members = [Member(name, name, check(data).value, ()) for name, data in (("a.yaml", shared()), ("b.yaml", spec()))]
    made = summarise([*map(count, members)])
    assert [(one.key, one.acts, one.signed.ae.euros) for one in made.delegates] == [
        ("DGCS", 1, 85_000),
        ("DNUM", 2, 285_000),
    ]
    assert [(one.key, one.signed.cp.euros) for one in made.delegates[0].years] == [(2025, 10_000), (2026, 75_000)]
    assert made.signed.money.ae.euros == 370_000


def test_the_metadata_give_each_its_credits_and_their_sum():
    (act,) = acts(files(SPECS / "fast17" / "sourcevue.yaml"))
    money = act["montants"]
    assert [part["nom"] for part in money["repartition"]] == [party["nom"] for party in act["parties"][1:]]
    opened = [[year["autorisations_engagement"] for year in part["annees"]] for part in money["repartition"]]
    assert opened == [[100_000, 0], [45_000, 0]]
    assert [year["autorisations_engagement"] for year in money["annees"]] == [145_000, 0]
    validator("publication.schema.json").validate(act)


def test_the_calendar_of_a_report_is_that_of_all(tmp_path):
    data = shared(
        execution={
            "arrete_au": "2025-12-31",
            "date_signature": "2026-07-15",
            "realise": {"2025": {"engage": "180 000 €", "paye": "45 000 €"}},
            "prevision": {"2026": {"paye": "1 €"}},
            "travaux": "x",
            "difficultes": "x",
            "suites": "x",
        }
    )
    assert codes(data) == []
    data["execution"]["realise"]["2025"]["engage"] = "186 000 €"
    assert codes(data) == ["C380"]
    del data["execution"]["realise"]["2025"]["engage"]
    report = build(parse(SourceText("x", text_of(data))).value, sequel=REPORT)
    assert [one.message for one in report.diagnostics if one.code.number == "C201"] == [
        "Il manque : AE engagées en 2025."
    ]


def test_a_name_that_looks_like_nothing_never_ends_in_a_traceback():
    for key in ("", " ", "[par année]", "2025-dnum", "*", "é", "2199"):
        data = shared()
        data["finances"]["echeancier"] = {key: FIRST, "dgcs": SECOND}
        assert "C367" in codes(data) or "C215" in codes(data) or "C203" in codes(data)


# ---- the moments free words tell


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("fin novembre 2023", {2023}),
        ("30/11/2023", {2023}),
        ("2023-11-30", {2023}),
        ("11/2023", {2023}),
        ("au 2e trimestre 2024", {2024}),
        ("à l’automne 2024", {2024}),
        ("T1 2024", {2024}),
        ("en 2024", {2024}),
        ("fin de l’année 2024", {2024}),
        ("déc. 2023", {2023}),
        ("Août\u00a02024", {2024}),
        ("au plus tard le 31 mars 2024", {2024}),
        ("avant fin janvier 2024", {2024}),
        ("entre novembre 2023 et janvier 2024", {2023, 2024}),
        ("avant le 1er janvier 2024", set()),
        ("avant le 01/01/2024", set()),
        ("avant janvier 2024", set()),
        ("bilan 2024", set()),
        ("loi de finances pour 2024", set()),
        ("décret n° 2004-1085", set()),
        ("marché n° 2023-11", set()),
        ("2 024 €", set()),
        ("bilan prévu par l’arrêté du 3 mars 2019", set()),
        ("à la fin du mois de mars", set()),
    ],
)
def test_the_year_of_a_moment_is_read_or_left(text, years):
    assert years_of(text) == years
