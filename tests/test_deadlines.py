"""What an act promises is told beside its clause: one declaration for its words and its days."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conventions_cli import pipeline
from conventions_cli.french.durations import MOST, Duration, Unit, read_duration
from conventions_cli.model.echeances import AMOUNTS, DATES, DELAYS, LEADER, LISTS, Echeance
from conventions_cli.model.values import Manquant, Nom
from conventions_cli.summary.figures import Member, count, summarise
from conventions_cli.templating.environment import environment_for
from conventions_cli.templating.linter import check_pack
from conventions_cli.templating.pack import load_pack
from conventions_cli.templating.promises import EcheanceDite
from fabrique import ROOT, article, check, document, spec, text_of
from test_cli import run
from test_own_templates import eject

PLAN = """titre: Maison
version: 1.0.0
champs:
  bilan: {{type: oui_non, defaut: non}}
  remise: {{type: date, libelle: date de remise}}
  rythme: {{type: entier, defaut: 4}}
plan:
  - {{section: titre, clause: commun/projet.md}}
  - article: suivi
    titre: Suivi
    clause: suivi.md
    enonce: [objet, obligations-delegant, obligations-delegataire, execution-financiere, compte-rendu, publication]
    echeances:
{echeances}
"""
FIN = "      - {nom: fin, quoi: fin de la convention, le: duree.fin}"
DAYS = {"date_signature": "2025-08-31", "duree": {"fin": "2026-12-31"}}


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "acte.yaml").write_text(text_of(spec(**DAYS)), encoding="utf-8")
    return tmp_path


def rewritten(path, *changes):
    text = path.read_text(encoding="utf-8")
    for before, after in changes:
        assert before in text, before
        text = text.replace(before, after)
    path.write_text(text, encoding="utf-8")


def house(folder, echeances=FIN, clause="Texte.\n"):
    """A pack of one article, its deadlines and its clause."""
    home = folder / "modeles" / "maison"
    home.mkdir(parents=True, exist_ok=True)
    (home / "modele.yaml").write_text(PLAN.format(echeances=echeances), encoding="utf-8")
    (home / "suivi.md").write_text(clause, encoding="utf-8")
    return folder / "modeles"


def acts(folder, **changes):
    """The line of an act of that pack."""
    data = {**spec(**DAYS), "modele": "maison", **changes}
    checked = check(data, template_dir=folder / "modeles").value
    held = pipeline.promises(checked)
    assert held.value is not None, held.diagnostics
    (act,) = summarise([count(Member("acte.yaml", "acte", checked, held.value))]).acts
    return act


def printed(folder, **changes):
    """The words of its only article."""
    data = {**spec(**DAYS), "modele": "maison", **changes}
    return article(document(data, template_dir=folder / "modeles"), "suivi").partition("\n")[2]


def calendar(folder, name="comite_d_investissement"):
    code, out, _ = run("summary", "acte.yaml", "--format", "json", cwd=folder)
    assert code == 0
    return [one for one in json.loads(out)["echeances"] if one["genre"] == name]


# The three faults this was made for


def test_three_months_in_the_declaration_are_three_months_in_the_clause_and_in_the_calendar(folder):
    home = eject(folder)
    rewritten(home / "modele.yaml", ("tous_les: six mois", "tous_les: trois mois"))
    assert run("render", "acte.yaml", "--format", "md", cwd=folder)[0] == 0
    act = (folder / "build/acte.md").read_text(encoding="utf-8")
    assert "réuni tous les trois mois, pilote" in act
    assert "cibles à trois mois" in act
    assert "six mois" not in act
    found = calendar(folder)
    assert [one["date"] for one in found] == ["2025-11-30", "2026-02-28", "2026-05-31", "2026-08-31", "2026-11-30"]
    assert {one["texte"] for one in found} == {"tous les trois mois à compter de la prise d’effet"}


def test_a_renamed_clause_file_keeps_its_deadlines_and_is_named_by_them(folder):
    home = eject(folder)
    (home / "commun/engagements-demarche.md").rename(home / "commun/pilotage.md")
    rewritten(home / "modele.yaml", ("commun/engagements-demarche.md", "commun/pilotage.md"))
    assert [(one["date"], one["source"]) for one in calendar(folder)] == [
        ("2026-02-28", "pilotage.md"),
        ("2026-08-31", "pilotage.md"),
    ]


def test_an_act_that_states_no_notice_has_none(folder):
    house(folder)
    act = acts(folder)
    assert [one.kind for one in act.deadlines] == ["fin"]
    assert act.notice_months is None
    grant = spec(modele="subvention-essai", parties__0__role="attribuant", parties__1__role="beneficiaire")
    checked = check(grant, template_dir=ROOT / "tests/modeles").value
    assert pipeline.promises(checked).value == ()


def test_the_notice_of_an_act_is_the_one_its_pack_declares(folder):
    rewritten(eject(folder) / "modele.yaml", ("avant: duree.preavis_mois", "avant: un an"))
    assert run("render", "acte.yaml", "--format", "md", cwd=folder)[0] == 0
    assert "sous réserve d’un préavis d’un an." in (folder / "build/acte.md").read_text(encoding="utf-8")
    (notice,) = calendar(folder, "preavis")
    assert (notice["date"], notice["texte"]) == ("2025-12-31", "préavis de 1 an")
    code, out, _ = run("summary", "acte.yaml", "--format", "json", cwd=folder)
    assert (code, json.loads(out)["actes"][0]["preavis_mois"]) == (0, 12)


def test_no_clause_is_known_by_its_file_in_the_summary():
    for path in (ROOT / "src/conventions_cli/summary").glob("*.py"):
        text = path.read_text(encoding="utf-8").replace("suivre-une-promotion.md", "")
        assert ".md" not in text, path


# What a declaration says, in the clause and in the calendar


@pytest.mark.parametrize(
    ("declared", "clause", "words", "expected"),
    [
        (
            "de: duree.fin, apres: deux mois",
            "{{ echeances.bilan.moment | capitale }}.",
            "Deux mois après le terme de la convention.",
            [("2027-02-28", "2 mois à compter du terme")],
        ),
        (
            "de: duree.fin, avant: 3 semaines",
            "{{ echeances.bilan.moment | capitale }}.",
            "Trois semaines avant le terme de la convention.",
            [("2026-12-10", "3 semaines avant le terme de la convention")],
        ),
        (
            "de: prise_d_effet, tous_les: un an",
            "Un bilan a lieu {{ echeances.bilan.periode }} {{ echeances.bilan.depuis }}.",
            "Un bilan a lieu tous les ans à compter de la prise d’effet de la présente convention.",
            [("2026-08-31", "tous les ans à compter de la prise d’effet")],
        ),
        (
            "de: date_signature, tous_les: champs.rythme",
            "Un bilan a lieu {{ echeances.bilan.periode }}.",
            "Un bilan a lieu tous les quatre mois.",
            [
                (day, "tous les quatre mois à compter de la signature")
                for day in ("2025-12-31", "2026-04-30", "2026-08-31", "2026-12-31")
            ],
        ),
        (
            "le: champs.remise",
            "Le bilan est remis {{ echeances.bilan.moment }}.",
            "Le bilan est remis le 1er mars 2026.",
            [("2026-03-01", "date fixée par l’acte")],
        ),
        (
            "de: champs.remise, apres: quinze jours",
            "Dans un délai {{ echeances.bilan.delai | de }} {{ echeances.bilan.depuis }}.",
            "Dans un délai de quinze jours à compter du 1er mars 2026.",
            [("2026-03-16", "15 jours à compter du 1er mars 2026")],
        ),
        (
            "de: duree.fin",
            "{{ echeances.bilan.moment }}",
            "au terme de la convention",
            [("2026-12-31", "au terme de la convention")],
        ),
        (
            'de: duree.fin, avant: un mois, texte: "préavis de {delai}"',
            "Préavis {{ echeances.bilan.delai | de }}.",
            "Préavis d’un mois.",
            [("2026-11-30", "préavis de 1 mois")],
        ),
    ],
)
def test_the_clause_and_the_calendar_say_one_thing(folder, declared, clause, words, expected):
    house(folder, f"      - {{nom: bilan, quoi: bilan, {declared}}}", clause + "\n")
    champs = {"remise": "2026-03-01"}
    assert printed(folder, champs=champs).replace("\u00a0", " ") == words
    found = [(one.day.isoformat(), one.wording.replace("\u00a0", " ")) for one in acts(folder, champs=champs).deadlines]
    assert found == expected


def test_a_deadline_is_held_under_the_condition_of_its_clause(folder):
    house(
        folder,
        "      - {nom: bilan, quoi: bilan, si: champs.bilan, de: duree.fin, avant: un mois, qui: responsable}",
        "{% if echeances.bilan %}Un bilan est fait {{ echeances.bilan.moment }}.{% else %}Sans bilan.{% endif %}\n",
    )
    assert printed(folder) == "Sans bilan."
    assert acts(folder).deadlines == ()
    champs = {"bilan": "oui"}
    assert printed(folder, champs=champs) == "Un bilan est fait un mois avant le terme de la convention."
    (one,) = acts(folder, champs=champs).deadlines
    assert (one.day, one.who, one.source) == (date(2026, 11, 30), "DNUM", "champs.bilan, suivi.md")


def test_an_element_that_is_not_in_the_act_promises_nothing(folder):
    house(folder)
    rewritten(folder / "modeles/maison/modele.yaml", ("titre: Suivi", "titre: Suivi\n    si: porteur"))
    assert acts(folder).deadlines == ()


def test_two_deadlines_of_one_name_are_numbered_and_keep_their_places_in_a_calendar(folder):
    home = house(folder, FIN)
    rewritten(
        home / "maison/modele.yaml",
        (
            "  - article: suivi",
            "  - article: avant\n    titre: A\n    clause: suivi.md\n    echeances:\n" + FIN + "\n  - article: suivi",
        ),
    )
    assert [(one.kind, one.number) for one in acts(folder).deadlines] == [("fin", 1), ("fin", 2)]


def test_a_date_to_come_is_listed_and_never_guessed(folder):
    house(
        folder,
        "      - {nom: bilan, quoi: bilan, de: champs.remise, apres: un mois}\n"
        "      - {nom: remise, quoi: remise, le: champs.remise}\n"
        "      - {nom: point, quoi: point, de: date_signature, tous_les: un mois}",
        "{{ echeances.bilan.delai }}, {{ echeances.point.periode }}\n",
    )
    data = {name: value for name, value in spec(duree=DAYS["duree"]).items() if name != "date_signature"}
    checked = check({**data, "modele": "maison"}, template_dir=folder / "modeles").value
    (act,) = summarise([count(Member("a", "a", checked, pipeline.promises(checked).value))]).acts
    assert [(one.kind, one.day, one.wording) for one in act.deadlines] == [
        ("bilan", None, "1 mois à compter du jour à compléter"),
        ("point", None, "tous les mois à compter de la signature"),
    ]


def test_what_comes_back_without_end_is_told_once_past_its_bound(folder):
    house(
        folder,
        "      - {nom: point, quoi: point, de: date_signature, tous_les: un jour}",
        "{{ echeances.point.periode }}\n",
    )
    rows = acts(folder, duree={"fin": "2999-12-31"}).deadlines
    assert (len(rows), rows[399].label.replace("\u00a0", " "), rows[399].day) == (
        401,
        "point n° 400, au plus tard",
        date(2026, 10, 5),
    )
    assert (rows[400].day, rows[400].label, rows[400].wording) == (
        None,
        "point",
        "tous les jours à compter de la signature",
    )


def test_clauses_that_include_one_another_are_each_read_once(folder):
    root = house(folder, "      - {nom: bilan, quoi: bilan, de: duree.fin}", '{% include "suite.md" %}\n' * 300)
    (root / "maison/suite.md").write_text(
        '{% include "suivi.md" %}\n' * 300 + "{{ echeances.bilan.moment }}\n", encoding="utf-8"
    )
    manifest = load_pack("maison", root).value
    assert manifest is not None
    assert manifest.stating == {(1, 0): "suivi.md"}


def test_a_pack_declares_so_many_deadlines(folder):
    root = house(folder, "\n".join([FIN.replace("fin,", f"fin_{number},", 1) for number in range(201)]))
    (found,) = load_pack("maison", root).diagnostics
    assert (found.code.number, "200 échéances au plus" in found.message) == ("C405", True)


# What is wrong in a declaration


@pytest.mark.parametrize(
    ("declared", "code", "place", "said"),
    [
        ("{nom: b, quoi: b, le: duree.finn}", "C208", "14:31", "« duree.finn » n’est pas une date de l’acte."),
        ("{nom: b, quoi: b, le: champs.remize}", "C405", "14:31", "Le champ « remize » n’est pas déclaré"),
        ("{nom: b, quoi: b, le: champs.rythme}", "C405", "14:31", "attend un champ de type « date »"),
        ("{nom: b, quoi: b, de: finances.tranches}", "C208", "14:31", "n’est pas une date de l’acte."),
        ("{nom: b, quoi: b, de: duree.fin, avant: six moi}", "C208", "14:49", "« six moi » n’est pas une durée."),
        ("{nom: b, quoi: b, de: duree.fin, avant: duree.preavis}", "C208", "14:49", "n’est pas une durée."),
        (
            "{nom: b, quoi: b, de: duree.fin, avant: champs.remise}",
            "C405",
            "14:49",
            "attend un champ de type « entier »",
        ),
        ("{nom: b, quoi: b, de: duree.fin, tous_les: zéro mois}", "C208", "14:52", "n’est pas une durée."),
        (
            "{nom: b, quoi: b, le: duree.fin, qui: porteurs}",
            "C405",
            "14:47",
            "« porteurs » n’est pas un rôle de ce modèle.",
        ),
        (
            "{nom: b, quoi: b, le: duree.fin, montant: finances.monta}",
            "C208",
            "14:51",
            "n’est pas un montant de l’acte.",
        ),
        ("{nom: b, quoi: b, le: duree.fin, de: duree.fin}", "C405", "14:15", "a une seule date"),
        ("{nom: b, quoi: b}", "C405", "14:15", "a une seule date"),
        ("{nom: b, quoi: b, le: duree.fin, apres: un mois}", "C405", "14:49", "« le » est la date même"),
        ("{nom: b, quoi: b, de: duree.fin, apres: un mois, avant: un mois}", "C405", "14:65", "ne vont pas ensemble"),
        ("{nom: b, quoi: 'b {delai}', le: duree.fin}", "C405", "14:24", "« {delai} » ne dit rien"),
        ("{nom: b, quoi: b, texte: trois mois, de: duree.fin, avant: un mois}", "C405", "14:34", "par « {delai} »"),
        ("{nom: Bilan, quoi: b, le: duree.fin}", "C204", "14:15", "ne peut pas nommer"),
        ("{nom: b, quoi: b, le: duree.fin, tousles: un an}", "C202", "14:42", "La clé « tousles » n’existe pas"),
        ("{nom: b, quoi: b, le: duree.fin, si: champs.bilam}", "C402", "14:46", "« bilan » en est un"),
        ("{nom: b, le: duree.fin}", "C201", "14:9", "Il manque"),
    ],
)
def test_a_wrong_declaration_is_told_at_its_key(folder, declared, code, place, said):
    root = house(folder, f"      - {declared}")
    found = [one for one in check_pack("maison", root) if one.code.number == code]
    assert found, [(one.code.number, one.message, one.span.location) for one in check_pack("maison", root)]
    assert said in found[0].message
    assert found[0].span.location.endswith(f"maison/modele.yaml:{place}")
    assert found[0].hint


def test_a_deadline_that_no_clause_prints_is_told(folder):
    root = house(
        folder,
        "      - {nom: bilan, quoi: bilan, de: duree.fin, apres: un mois}",
        "{# echeances.bilan.delai #}Un bilan est fait deux mois après le terme.\n",
    )
    (found,) = check_pack("maison", root)
    assert (found.code.number, found.span.location.endswith("modele.yaml:14:15")) == ("C421", True)
    assert "{{ echeances.bilan.delai }}" in found.hint
    house(folder, "      - {nom: bilan, quoi: bilan, de: duree.fin, apres: un mois}", "{{ echeances.bilan.moment }}\n")
    load_pack.cache_clear()
    environment_for.cache_clear()
    assert check_pack("maison", root) == ()


def test_a_clause_that_prints_what_its_element_does_not_declare_is_refused(folder):
    root = house(folder, FIN, "Texte.\n\nPréavis {{ echeances.preavis.delai | de }}.\n")
    (found,) = check_pack("maison", root)
    assert (found.code.number, found.span.location.endswith("suivi.md:3:22")) == ("C402", True), found.span.location
    assert "echeances: [{nom: preavis, …}]" in found.hint
    checked = check({**spec(), "modele": "maison"}, template_dir=root).value
    (told,) = pipeline.assemble(checked).diagnostics
    assert told.code.number == "C402"
    assert "l’échéance « preavis » n’est pas déclarée" in told.message


def test_what_a_deadline_does_not_have_is_told_in_its_clause(folder):
    root = house(folder, FIN, "{{ echeances.fin.durée }} {{ echeances.fin.delais }}\n")
    assert [one.code.number for one in check_pack("maison", root)] == ["C402", "C402"]


def test_two_deadlines_of_one_name_in_one_element_exclude_each_other(folder):
    root = house(folder, f"{FIN}\n{FIN}")
    assert [one.code.number for one in check_pack("maison", root)] == ["C405"]


def test_an_act_whose_condition_fails_is_left_out_of_the_summary_and_said(folder):
    house(folder, "      - {nom: fin, quoi: fin, le: duree.fin, si: champs.bilam}")
    (folder / "acte.yaml").write_text(text_of({**spec(**DAYS), "modele": "maison"}), encoding="utf-8")
    code, _, err = run("summary", "acte.yaml", "--template-dir", "modeles", cwd=folder)
    assert code == 1
    assert "C402" in err


def test_a_pack_that_declares_no_deadline_is_named_by_the_summary(folder):
    house(folder)
    rewritten(folder / "modeles/maison/modele.yaml", ("    echeances:\n", ""), (f"{FIN}\n", ""))
    (folder / "acte.yaml").write_text(text_of({**spec(**DAYS), "modele": "maison"}), encoding="utf-8")
    code, out, err = run("summary", "acte.yaml", "--template-dir", "modeles", "--format", "json", cwd=folder)
    assert (code, json.loads(out)["echeances"], json.loads(out)["actes"][0]["preavis_mois"]) == (0, [], None)
    assert "Le modèle « maison » ne déclare aucune échéance" in err
    assert "aucune échéance" not in run("summary", "acte.yaml", "--set", "modele=delegation-fast-2025", cwd=folder)[2]


def test_the_guide_names_every_key_and_value_of_a_declaration():
    guide = (ROOT / "docs/guide/modifier-une-clause.md").read_text(encoding="utf-8")
    section = guide.partition("## Les échéances\n")[2].partition("\n## ")[0]
    places = {one for row in LISTS for one in Echeance(nom="a", quoi="b", le=row).placeholders}
    keys = [name for name in Echeance.model_fields if name not in {"nom", "quoi"}]
    said = [f"`{name}`" for name in (*keys, *DATES, *LISTS, *DELAYS, *AMOUNTS, LEADER, *places)]
    assert [one for one in said if one not in section] == []
    assert [one for one in EcheanceDite.__struct_fields__ if f".{one} " not in section] == []


# Lengths of time


@given(st.integers(1, MOST), st.sampled_from(Unit))
def test_a_length_of_time_is_read_as_it_is_written(count, unit):
    one = Duration(count, unit)
    assert read_duration(one.words) == read_duration(one.figures) == one


@pytest.mark.parametrize(
    "text", ["", "mois", "0 mois", "six", "six moi", "un deux mois", "1000 mois", "-3 mois", "3,5 mois"]
)
def test_what_is_no_length_of_time_is_not_read(text):
    assert read_duration(text) is None


def test_a_length_of_time_agrees_with_its_unit():
    said = [
        Duration(count, unit).every
        for count, unit in ((1, Unit.MONTH), (6, Unit.MONTH), (1, Unit.WEEK), (21, Unit.WEEK), (2, Unit.YEAR))
    ]
    assert said == [
        "tous les mois",
        "tous les six mois",
        "toutes les semaines",
        "toutes les vingt et une semaines",
        "tous les deux ans",
    ]
    assert Duration(1, Unit.DAY).words == "un jour"
    assert Duration(1, Unit.WEEK).words == "une semaine"
    assert Duration(2, Unit.DAY).after(date(2026, 2, 28)) == date(2026, 3, 2)
    assert Duration(1, Unit.YEAR).after(date(2024, 2, 29), -1) == date(2023, 2, 28)


def test_the_filter_elides_before_one_and_keeps_what_is_missing():
    from conventions_cli.sandbox.guard import Suite
    from conventions_cli.templating.vocabulary import FILTERS

    of = FILTERS["de"]
    assert [of(Nom(text)) for text in ("un mois", "une semaine", "onze mois")] == [
        "d’un mois",
        "d’une semaine",
        "de onze mois",
    ]
    missing = Manquant("champs.rythme", "rythme")
    assert of(missing) == Suite((Nom("de "), missing))
