"""Each rule of law, money and Chorus: one spec that breaks it and nothing else, the code and place it gives."""

import re
import shutil
from datetime import date
from importlib import import_module
from pkgutil import iter_modules

import pytest

from conventions_cli import rules
from conventions_cli.foundation.diagnostics import Severity
from conventions_cli.law.citations import out_of_force
from conventions_cli.model.chorus import AXES
from conventions_cli.rules import RULES
from conventions_cli.rules.base import Case, Rule
from conventions_cli.rules.chorus_codes import judged
from conventions_cli.rules.lookalikes import readings
from fabrique import ABSENT, GOOD, ROOT, check, codes, spec, text_of
from test_kind_subvention import FAULTS as GRANTS

PORTEUR = {
    "role": "porteur",
    "nom": "Direction générale X",
    "sigle": "DGX",
    "article": "la",
    "nature": "operateur",
    "representants": [{"nom": "Zoé TROIS", "fonction": "directrice", "genre": "f"}],
}
SIGNATORY = {"nom": "Nathalie QUATRE", "fonction": "cheffe de service", "genre": "f"}
SIX = {"parties": spec()["parties"] + [PORTEUR | {"nom": f"Direction {n}", "sigle": f"D{n}"} for n in range(5)]}

# Two délégataires of two ministries.
UNABRIDGED = {key: value for key, value in spec()["parties"][1].items() if key != "sigle"}
TWO_MINISTRIES = {
    "parties": [
        spec()["parties"][0],
        *(
            spec()["parties"][1] | {"nom": f"Direction du numérique du ministère {name}", "sigle": acronym}
            for name, acronym in (("de l’intérieur", "DNI"), ("des armées", "DNA"))
        ),
    ],
    "finances__echeancier": {
        "dni": {"2025": {"ae": "100 000 €", "cp": "50 000 €"}, "2026": {"cp": "50 000 €"}},
        "dna": {"2025": {"ae": "85 000 €"}, "2026": {"cp": "85 000 €"}},
    },
}

# A whole report of the base spec, stopped at the end of June 2026.
REPORT = {
    "services": [{"nom": "Domifa", "objectifs": ["doubler l’usage", "couvrir le pays"]}, {"nom": "Autre"}],
    "execution": {
        "arrete_au": "2026-06-30",
        "date_signature": "2026-07-15",
        "realise": {"2025": {"engage": "180 000 €", "paye": "45 000 €"}, "2026": {"paye": "60 000 €"}},
        "prevision": {"2026": {"engage": "5 000 €", "paye": "75 000 €"}},
        "travaux": "Le service est ouvert.",
        "avancement": [
            {"objectif": "doubler l’usage", "etat": "atteint"},
            {"objectif": "couvrir le pays", "etat": "en_cours"},
        ],
        "difficultes": "Néant.",
        "suites": "Néant.",
    },
}


def report(**changes):
    """What is changed in that report, to lay over the base spec."""
    return REPORT | {f"execution__{path}": value for path, value in changes.items()}


def released(*words):
    """The AE of 2025 released as a whole: by what, when, on what condition."""
    told = dict(zip(("declencheur", "echeance", "condition"), words, strict=False))
    return {"finances__tranches": [{"part": "100 %"} | told]}


# Two délégataires, and a calendar for each.
SHARED = spec()["parties"] + [PORTEUR | {"role": "delegataire", "nature": "service_etat"}]
ROWS = {"2025": {"ae": "100 000 €", "cp": "40 000 €"}, "2026": {"cp": "60 000 €"}}
REST = {"2025": {"ae": "85 000 €", "cp": "10 000 €"}, "2026": {"cp": "75 000 €"}}
NOTHING = {"engage": "0 €", "paye": "0 €"}

# The same money, delegated by a pack that confides missions.
CONFIDED = {
    "modele": "delegation-de-gestion",
    "dispositif": ABSENT,
    "services": ABSENT,
    "finances__accompagnement": ABSENT,
    "finances__montant": "185 000 €",
    "objet": "la conduite du chantier",
    "missions": ["passer les commandes"],
}
# What is changed in the good spec → the only codes that follow.
BROKEN = [
    *(
        ({"finances__versements": rows}, ["C391"])
        for rows in (
            [{"part": "50 %", "declencheur": "a"}, {"part": "40 %", "declencheur": "b"}],
            [{"montant": "200 001 €", "declencheur": "a"}],
            [{"montant": "100 000 €", "declencheur": "a"}, {"part": "50 %", "declencheur": "b"}],
            [{"declencheur": "a"}],
            [{"part": "100 %", "montant": "200 000 €", "declencheur": "a"}],
        )
    ),
    *(
        ({"finances__contributions": rows}, ["C392"])
        for rows in (
            [{"partie": "dinum", "part": "50 %"}, {"partie": "dinum", "part": "51 %"}],
            [{"partie": "dinum", "part": "50 %"}, {"partie": "ailleurs", "part": "50 %"}],
            [{"partie": "dinum", "montant": "199 999 €"}],
        )
    ),
    *(
        ({"finances__budget": budget}, ["C393"])
        for budget in (
            {"charges": [{"libelle": "a", "montant": "300 000 €"}], "produits": [{"libelle": "b", "montant": "1 €"}]},
            {"charges": [{"libelle": "a", "montant": "199 999 €"}]},
        )
    ),
    (CONFIDED, []),
    (
        CONFIDED | {"parties": SHARED, "finances__echeancier": {"dnum": ROWS, "dgx": REST}},
        ["C375", "C375"],
    ),
    (CONFIDED | {"champs__subdelegation": ["chef du pôle", "Marie DURAND, cheffe"]}, ["C376"]),
    (CONFIDED | {"champs__subdelegation": "Mme Durand"}, ["C376"]),
    ({"duree__reconduction": {"tacite": "oui", "periode": "tant que nécessaire"}}, ["C377"]),
    ({"chorus_credite": spec()["chorus"]}, ["C220", "C378"]),
    ({"chorus_credite": {"programme": "155", "centre_financier": "0129-CAHC-DISN"}}, ["C220", "C331"]),
    ({"finances__contributions": [{"partie": "dnum", "montant": "200 000 €"}]}, ["C379"]),
    ({"finances__cout": [{"libelle": "a", "montant": "199 999 €"}]}, ["C394"]),
    ({"finances__versements": [{"part": "100 %", "declencheur": "a", "date": "2025-08-19"}]}, ["C399"]),
    ({"finances__versements": [{"part": "100 %", "declencheur": "a", "date": "2025-07"}]}, ["C399"]),
    (report(realise__2025__engage="190 000 €"), ["C380"]),
    (report(realise__2025__paye="60 000 €", realise__2026__paye="1 €"), ["C381"]),
    (report(realise__2025__paye="30 000 €", realise__2026__paye="65 000 €"), ["C382"]),
    (report(prevision__2026__paye="75 001 €"), ["C382"]),
    (report(realise__2025__engage="40 000 €"), ["C383"]),
    (report(realise__2025__engage="110 000 €"), ["C383"]),  # 105 000 paid and 75 000 to pay, 115 000 committed
    (report(prevision__2026__engage="5 001 €"), ["C384"]),
    (report(prevision__2026__paye="81 000 €", prevision__2026__engage="6 000 €"), ["C384", "C384"]),
    (report(arrete_au="2025-08-19", realise__2026=ABSENT, realise__2025__paye="0 €"), ["C385"]),
    (report(date_signature="2026-06-29"), ["C385"]),
    (report(date_signature="2027-06-30"), []),
    (report(date_signature="2027-07-01"), ["C386"]),
    (report(realise__2024=NOTHING), ["C387"]),
    (report(prevision__2025={"paye": "1 €"}), ["C387"]),
    (report(realise__2027=NOTHING), ["C387"]),
    (report(avancement__0__objectif="doubler les usages", avancement__1__etat="atteint"), ["C388"]),
    (report(avancement__0__service="Autre"), ["C388"]),
    (report(avancement__1__objectif="doubler l’usage"), ["C388"]),
    (report(cofinancement={"engage": "1 €", "paye": "1 €"}), ["C389"]),
    (
        report(cofinancement={"engage": "1 €", "paye": "2 €"}) | {"finances__cofinancement": {"montant": "200 000 €"}},
        ["C389"],
    ),
    ({"parties__1__nature": "gip"}, ["C301"]),
    ({"parties__0__nature": "operateur"}, ["C301"]),
    ({"duree__fin": "2025-08-20"}, ["C302", "C358"]),
    ({"visas": ["décret n° 2004-1085"]}, ["C308"]),
    ({"visas": ["décrets n° 2004-1085 et n° 2012-1246", "décret n° 2017-1584"]}, ["C309"]),
    ({"visas": ["décret n° 2014-1085 du 14 octobre 2004", "décret n° 2012-1246"]}, ["C422"]),
    ({"visas": ["décrets n° 2004-1085 et n° 2012-1246", "décret n° 2019-1088 du 25 octobre 2019"]}, ["C309"]),
    ({"parties__1__signataires": [SIGNATORY]}, ["C310"]),
    ({"parties__1__signataires": [{"fonction": "adjoint"}]}, ["C310"]),
    (
        {"parties__1__signataires": [SIGNATORY | {"par_delegation": "non", "delegation": "décision du 3 mars"}]},
        ["C310"],
    ),
    ({"parties__1__signataires": [SIGNATORY | {"par_delegation": "non"}]}, []),
    ({"parties__1__signataires": [SIGNATORY | {"par_delegation": "oui"}]}, []),
    ({"parties__1__signataires": [SIGNATORY | {"delegation": "décision du 3 mars 2023"}]}, []),
    ({"nor": "TSSZ253044X"}, ["C311"]),
    ({"nor": "TSSZ2130440X"}, ["C312"]),
    ({"nor": "TSSZ2530440A"}, ["C312"]),
    ({"dispositif__date_decision": "2025-09"}, ["C313"]),
    ({"duree__debut": "2025-01-01"}, ["C313"]),
    ({"duree__debut": "2027-01-01"}, ["C313"]),
    ({"duree__fin_comptable": "2026-01-01"}, ["C313"]),
    ({"copies": ["Madame la directrice"]}, ["C316"]),
    ({"copies": ["Monsieur le contrôleur budgétaire et comptable ministériel"]}, ["C316", "C316"]),
    ({"copies": ["CBCM des services du Premier ministre"]}, ["C316"]),
    ({"copies": ["CBCM auprès du ministère du travail"]}, ["C316"]),
    ({"copies": ["CBCM du délégant", "CBCM de la DNUM"]}, []),
    ({"copies": ["Les CBCM dont relèvent les parties"]}, []),
    ({"copies": ["CBCM du Premier ministre", "CBCM près le ministère de l’intérieur"]} | TWO_MINISTRIES, ["C316"]),
    ({"copies": ["CBCM du Premier ministre", "CBCM du délégataire"]} | TWO_MINISTRIES, ["C316", "C316"]),
    ({"copies": ["CBCM du Premier ministre", "Les CBCM des délégataires"]} | TWO_MINISTRIES, []),
    ({"duree__preavis_mois": "1"}, ["C327"]),
    ({"duree__preavis_mois": "3"}, []),
    ({"annexes": [{"titre": "T", "texte": "Voir l’article 12."}]}, ["C328"]),
    (
        {"services": [{"nom": "Domifa", "objectifs": ["tenir l’article douze", "suivre l’article IV"]}]},
        ["C328", "C328"],
    ),
    ({"annexes": [{"titre": "T", "texte": "Voir l’article 2 du décret n° 2004-1085 et l’article L. 123-1."}]}, []),
    ({"annexes": [{"titre": "T", "texte": "Fait le lundi 20 août 2025, revu le mercredi 20 août 2025."}]}, ["C329"]),
    (report(travaux="Article 6 : [à compléter]"), ["C330"]),
    ({"services": [{"nom": "[à compléter]", "objectifs": ["{{ objectif }}", "XXX"]}]}, ["C330", "C330", "C330"]),
    ({"services": [{"nom": "Domifa", "objectifs": ["{{"]}]}, ["C330"]),
    ({"services": [{"nom": "Domifa", "objectifs": ["simplifier le formulaire à compléter par l’usager"]}]}, []),
    (SIX, ["C320"]),
    ({"parties__1__sigle": "DINUM"}, ["C321"]),
    ({"obligations": {"dinmu": ["rien"]}}, ["C322"]),
    ({"finances__cofinancement": {"montant": "200 000 €", "convention_distincte": ["dnmu"]}}, ["C322"]),
    ({"parties__1__article": "les", "parties__1__nom": "Armées réunies"}, ["C323"]),
    ({"ordre_signatures": ["dnum", "personne"]}, ["C322"]),
    ({"ordre_signatures": ["dnum", "dnum"]}, ["C322"]),
    ({"ordre_signatures": ["dnum", "dinum"]}, []),
    ({"parties__1": UNABRIDGED | {"nom": "Agence des ports"}}, ["C318"]),
    ({"parties__1": UNABRIDGED | {"nom": "Onzième direction"}}, []),
    (
        {
            "parties__1__representants__0": {"fonction": "responsable du service"},
        },
        ["C324"],
    ),
    ({"services": [{"nom": "Domifa"}, {"nom": "domifa"}]}, ["C325"]),
    ({"parties__0__groupe": "2"}, ["C326"]),
    ({"chorus__centre_financier": "0352-CFSE-CFIN"}, ["C331"]),
    ({"chorus__programme": "156", "chorus__libelle_programme": "X"}, ["C331"]),
    ({"chorus__programme": "0129"}, ["C336"]),
    ({"chorus__activites": "012900121401, 012900121402"}, ["C336"]),
    ({"chorus__activites": ["012900121401", "035200010101"]}, ["C331"]),
    ({"chorus__projet_analytique": "12-352-FA17-MS0-0001"}, ["C332"]),
    ({"chorus__projet_analytique": "12-129-FA16-MS0-0001"}, ["C333"]),
    ({"chorus__centre_de_cout": "SGSI"}, ["C334"]),
    ({"chorus__programme": "12"}, ["C334"]),
    ({"chorus__centre_de_cout": "SGSIFABO75"}, ["C335"]),
    ({"chorus__service_executant": "SOCBEXDO075"}, ["C335"]),
    ({"chorus__activites": ["O12900121401"]}, ["C335"]),
    ({"chorus__centre_financier": "0129-cahc-disn"}, ["C336"]),
    ({"chorus__centre_financier": "0129 - CAHC - DISN"}, ["C336"]),
    ({"chorus__domaine_fonctionnel": "0129–16–02"}, ["C336"]),
    ({"chorus__centre_financier": "BG00/0129-CAHC-DISN"}, ["C336"]),
    ({"chorus__fonds": "12345"}, ["C337"]),
    ({"chorus__libelle_programme": "Innovation"}, ["C339"]),
    ({"chorus__centre_de_cout": "SGSIFAB7"}, ["C340"]),
    ({"chorus__activites": ["0129OO121401"]}, ["C341"]),
    ({"chorus__activites": ["0129001214O1", "01290I12L401"]}, ["C341", "C341"]),
    ({"chorus__centre_financier": "0129-1O23-DISN"}, ["C341"]),
    ({"chorus__centre_de_cout": "SGS1I2B075"}, ["C341"]),
    ({"chorus__projet_analytique": "12-129-FA17-1L2-0001"}, ["C341"]),
    ({"finances__montant": "190 000 €"}, ["C351"]),
    ({"finances__echeancier__2026__cp": "130 000 €"}, ["C352"]),
    ({"finances__echeancier__2025__cp": "190 000 €"}, ["C353"]),
    ({"finances__echeancier": {"2026": {"ae": "185 000 €", "cp": "185 000 €"}}}, ["C355", "C357"]),
    (
        {"finances__echeancier": {"2026": {"cp": "135 000 €"}, "2025": {"ae": "185 000 €", "cp": "50 000 €"}}},
        ["C356"],
    ),
    (
        {
            "finances__echeancier": {"2025": {"ae": "185 000 €", "cp": "50 000 €"}, "2027": {"cp": "135 000 €"}},
            "duree__fin": "2027-12-31",
        },
        ["C357"],
    ),
    ({"duree__fin": "2025-12-31"}, ["C358"]),
    ({"duree__fin": "2025-12-31", "duree__fin_comptable": "derniere_facture"}, ["C359"]),
    ({"finances__tranches": [{"part": "60 %", "declencheur": "a"}, {"part": "50 %", "declencheur": "b"}]}, ["C360"]),
    ({"finances__tranches": [{"montant": "100 000 €", "declencheur": "a"}]}, ["C360"]),
    ({"finances__tranches": [{"declencheur": "a"}]}, ["C360"]),
    (
        {"finances__tranches": [{"part": "50 %", "declencheur": "a"}, {"montant": "9 €", "declencheur": "b"}]},
        ["C360"],
    ),
    ({"finances__accompagnement": "200 000 €"}, ["C361"]),
    ({"finances__montant": "215 000 €", "finances__accompagnement": "30 000 €"}, ["C362"]),
    ({"finances__cofinancement": {"montant": "10 000 €"}}, ["C363"]),
    ({"date_signature": "2025-11-20"}, ["C364"]),
    ({"finances__calendrier_cp": [{"annee": "2027", "quand": "mars"}]}, ["C365"]),
    ({"finances__tranches": [{"part": "100 %", "annee": "2026", "declencheur": "a"}]}, ["C365"]),
    ({"parties": SHARED}, ["C366"]),
    ({"parties": SHARED, "finances__echeancier": {"dnum": ROWS}}, ["C351", "C367"]),
    ({"parties": SHARED, "finances__echeancier": {"dnum": ROWS, "dgx": REST}}, []),
    ({"parties": SHARED, "finances__echeancier": {"DNUM": ROWS, "dgx": REST}}, ["C367"]),
    ({"parties": SHARED, "finances__echeancier": {"dnum": ROWS, "dgcs": REST}}, ["C367"]),
    (
        {"parties": SHARED, "finances__echeancier": {"dnum": ROWS, "dgx": REST, "dinum": {"2025": {"cp": "0 €"}}}},
        ["C367"],
    ),
    ({"finances__echeancier": {"dnum": spec()["finances"]["echeancier"]}}, []),  # alone, it may be named too
    (released("bilan", "fin mars 2026"), ["C368"]),
    (released("bilan de mars 2026"), ["C368"]),
    (released("bilan", "fin novembre 2024"), ["C368"]),
    (
        released("signature") | {"date_signature": "2026-01-05"},
        ["C355", "C357", "C368"],
    ),
    (released("bilan", "fin novembre 2025"), []),
    (released("bilan", "avant le 1er janvier 2026"), []),
    (released("bilan", "à une date convenue", "avant la fin de 2026"), []),
    ({"finances__calendrier_cp": [{"annee": "2026", "quand": "fin mars 2027"}]}, ["C369"]),
    ({"finances__calendrier_cp": [{"annee": "2026", "quand": "fin décembre 2025"}]}, ["C369"]),
]


@pytest.mark.parametrize(("changes", "expected"), BROKEN, ids=lambda value: str(value)[:60])
def test_a_spec_wrong_in_one_way_gives_that_code_only(changes, expected):
    assert told(changes) == sorted(expected)


def told(changes):
    """The codes of a spec with these changes; a place that is not found would be its first key, on the first line."""
    found = check(spec(**changes)).diagnostics
    assert all(one.span.start.line > 1 for one in found if one.code.number not in {"C201", "C308"})
    assert all(related.span.start.line > 1 for one in found for related in one.related)
    return sorted(one.code.number for one in found)


COVERED = {"finances__montant": "215 000 €", "finances__accompagnement": "30 000 €"}  # by the same AE


def alone(amount):
    """An act of that amount, opened and paid in one year."""
    return {"finances": {"montant": amount, "echeancier": {"2025": {"ae": amount, "cp": amount}}}}


def opened(first, second, **rest):
    """A calendar of two years in which something is still to be written, and the code that says so."""
    return {"finances__echeancier": {"2025": first, "2026": second}} | rest


# The last value a rule admits, and the first it does not.
AT_THE_BOUND = [
    (COVERED | {"dispositif__promotion": "14"}, []),
    (COVERED | {"dispositif__promotion": "15"}, ["C362"]),
    ({"date_signature": "2025-11-15"}, []),
    ({"date_signature": "2025-11-16"}, ["C364"]),
    (alone("50 000 €"), []),
    (alone("49 999 €"), ["C317"]),
    (alone("499 999 €"), ["C362"]),
    (alone("500 000 €"), ["C354", "C362"]),
    ({"dispositif__date_decision": "2025-08-20"}, []),
    ({"dispositif__date_decision": "2025-08-21"}, ["C313"]),
    ({"duree__debut": "2025-08-20"}, []),
    ({"duree__debut": "2025-08-19"}, ["C313"]),
    ({"duree__debut": "2026-12-30"}, []),
    ({"duree__debut": "2026-12-31"}, ["C313"]),
    ({"duree__fin_comptable": "2026-12-31"}, []),
    ({"duree__fin_comptable": "2026-12-30"}, ["C313"]),
    ({"nor": "TSSZ2330440X"}, ["C312"]),
    ({"nor": "TSSZ2430440X"}, []),
    ({"nor": "TSSZ2630440X"}, []),
    ({"nor": "TSSZ2730440X"}, ["C312"]),
    ({"parties": SIX["parties"][:6]}, []),
    ({"parties": []}, ["C201"]),  # missing, and nothing is said of their number
    # What is written already passes the amount, or may still reach it.
    (opened({"ae": "190 000 €", "cp": "50 000 €"}, {"cp": None}), ["C205", "C351"]),
    (opened({"ae": "170 000 €", "cp": "50 000 €"}, {"ae": None, "cp": None}), ["C205", "C205"]),
    (opened({"ae": "185 000 €", "cp": "185 001 €"}, {"cp": None}), ["C205", "C353"]),
    (opened({"ae": "185 000 €", "cp": "185 000 €"}, {"cp": None}), ["C205"]),
    # The day that counts is that of the accounts where the report is not signed.
    (report(date_signature=ABSENT, arrete_au="2027-06-30", prevision=ABSENT), []),
    (report(date_signature=ABSENT, arrete_au="2027-07-01", prevision=ABSENT), ["C386"]),
    # The accounts close in a year, or at the last invoice: only then are bills still waited for.
    ({"duree__fin": "2025-12-31", "duree__fin_comptable": "2026-12-31"}, []),
    ({"duree__fin": "2025-12-31", "duree__fin_comptable": "2025-12-31"}, ["C358"]),
    # One sum that cannot be read, and the other is compared with nothing.
    (report(realise__2025__engage="1 €", realise__2025__paye="x"), ["C205"]),
    (report(realise__2025__engage="x"), ["C205"]),
    # What is right, or cannot be judged, does not hide what follows.
    (
        report(avancement__0={"etat": "atteint"}, avancement__1={"objectif": "couvrir tout", "etat": "atteint"}),
        ["C201", "C201", "C388"],
    ),
    (
        {"parties__1__signataires": [SIGNATORY | {"par_delegation": "oui"}, SIGNATORY | {"nom": "Zoé CINQ"}]},
        ["C310"],
    ),
    ({"parties__0__sigle": "D & G", "parties__1__sigle": "D & G"}, ["C321"]),  # told once, by name and by identifier
    (released("signature") | {"date_signature": ABSENT}, []),
    ({"chorus__projet_analytique": "12-35X-129-MS0-0001"}, ["C333", "C337"]),  # its programme cannot be read
    # A party that cannot be read, or has no name, may be the one that is named.
    ({"parties__1": "x", "obligations": {"dnum": ["rien"]}}, ["C203"]),
    ({"parties__1__sigle": ABSENT, "parties__1__nom": ABSENT, "obligations": {"dnum": ["rien"]}}, ["C201"]),
    # What is paid of a co-financing is all that was committed.
    (
        report(cofinancement={"engage": "2 €", "paye": "2 €"}) | {"finances__cofinancement": {"montant": "200 000 €"}},
        [],
    ),
    *(
        ({"copies": [f"CBCM {all_of_them}"]} | TWO_MINISTRIES, [])
        for all_of_them in (
            "de chaque partie",
            "de chaque signataire",
            "des deux parties",
            "des signataires",
            "de chacune des parties",
            "pour toutes les parties",
            "relatif aux deux signataires",
        )
    ),
    # A part that cannot be read is not missing from the sum, nor a party from those that pay.
    ({"finances__versements": [{"part": "50 %", "declencheur": "a"}, "x"]}, ["C203"]),
    ({"finances__contributions": ["x"]}, ["C203"]),
    ({"parties__1": "x", "finances__contributions": [{"partie": "dnum", "part": "100 %"}]}, ["C203", "C379"]),
    ({"parties__1__signataires": ["x", SIGNATORY | {"delegation": "décision du 3 mars 2023"}]}, ["C203"]),
    *(
        ({"finances__versements": [{"part": "100 %", "declencheur": "a", "date": day}]}, [])
        for day in ("2025-08-20", "2025-08", "2026-01")
    ),
    # A row that cannot be read hides no other; two services may have one objective.
    ({"finances__contributions": ["x", {"partie": "dnum", "montant": "200 000 €"}]}, ["C203"]),
    (
        report(
            avancement=[
                {"objectif": "aider", "service": "Domifa", "etat": "atteint"},
                {"objectif": "aider", "service": "Autre", "etat": "atteint"},
            ]
        )
        | {"services": [{"nom": name, "objectifs": ["aider"]} for name in ("Domifa", "Autre")]},
        [],
    ),
    (
        report(avancement=[{"objectif": "aider", "etat": "atteint"}] * 2)
        | {"services": [{"nom": "Domifa", "objectifs": ["aider"]}]},
        ["C388"],
    ),
    (report(date_signature="2027-07-01") | {"duree__fin_comptable": "2027-01-02"}, []),
    # What is paid back may be of the same programme, and of that alone.
    ({"chorus_credite": {"programme": "129", "centre_de_cout": "SGSIFAB076"}}, ["C220"]),
    (
        {
            "chorus": {"programme": "129", "centre_de_cout": "SGSIFAB075"},
            "chorus_credite": {"programme": "155", "centre_de_cout": "SGSIFAB075"},
        },
        ["C201", "C201", "C201", "C220", "C378"],
    ),
    # One of two who sign does so by delegation: the functions of those signed for are printed.
    (
        {
            "parties__1__representants__0": {"nom": "Léo DEUX", "fonction": "responsable du service"},
            "parties__1__signataires": [SIGNATORY | {"par_delegation": one} for one in ("oui", "non")],
        },
        ["C324"],
    ),
    ({"finances__tranches": [{"part": "100 %", "annee": "2029", "declencheur": "a"}]}, ["C365"]),
    # A code of the usual length may be right after all; a longer one cannot be.
    ({"chorus__service_executant": "SGSI-AB075"}, ["C337"]),
    ({"chorus__service_executant": "SGSI-AB0751"}, ["C334"]),
    (COVERED | {"dispositif__promotion": "15", "dispositif__sigle": "AUTRE"}, []),
    ({"services": [{"objectifs": ["aider"]}, {"nom": "Été"}, {"nom": "été"}]}, ["C201", "C325"]),
    ({"avenant": {"de": "x.yaml", "date_signature": "2025-09-01", "nor": "TSSZ253044X"}}, ["C311"]),
    # A text that no act prints, or that is read as a date, is told by what reads it alone.
    ({"annuaire": {"XXX": {"nom": "XXX"}}}, []),
    ({"date_signature": "lundi 20 août 2025"}, ["C206"]),
    ({"dispositif__date_decision": "lundi 20 août 2025"}, ["C206"]),
    *(({f"duree__{key}": "lundi 20 août 2025"}, ["C206"]) for key in ("debut", "fin", "fin_comptable")),
    (report(arrete_au="lundi 20 août 2025"), ["C206"]),
    *(
        ({"resiliation": {"auteur": "dnum", "motif": "a"} | {key: "lundi 20 août 2025"}}, ["C206"])
        for key in ("date_notification", "date_effet")
    ),
    # An instalment that is not one does not hide the next.
    ({"finances__calendrier_cp": ["mars", {"annee": "2027", "quand": "mars 2027"}]}, ["C203", "C365"]),
]


@pytest.mark.parametrize(("changes", "expected"), AT_THE_BOUND, ids=range(len(AT_THE_BOUND)))
def test_a_rule_holds_to_its_bound(changes, expected):
    assert told(changes) == expected


@pytest.mark.parametrize(
    ("text", "signed", "told"),
    [
        ("n° 2017-1584", date(2019, 10, 24), False),
        ("n° 2017-1584", date(2019, 10, 25), True),
        ("n° 2019-1088 modifié", date(2019, 10, 24), True),
        ("n° 2019-1088 modifié", date(2019, 10, 25), False),
        ("n° 2019-1088", date(2023, 4, 23), False),
        ("n° 2019-1088", date(2023, 4, 24), True),
        ("n° 2019-1088 modifié", date(2023, 4, 24), False),
    ],
)
def test_a_visa_is_judged_on_the_day_of_the_signature(text, signed, told):
    assert bool(list(out_of_force(text, signed))) is told


def test_a_code_is_read_again_up_to_a_length_and_a_number_of_signs():
    assert readings("O" + "2" * 39, r"0\d{39}") == ["0" + "2" * 39]
    assert readings("O" + "2" * 40, r"0\d{40}") == []
    assert readings("OOO22", r"\d{5}") == ["00022"]
    assert readings("OOOO2", r"\d{5}") == []


def test_a_sign_too_many_is_one_that_stands_beside_its_look_alike():
    assert readings("O0129", r"\d{4}") == ["0129"]
    assert readings("0AO2", r"0A2") == []
    for written, digit in zip("OILSB", "01158", strict=True):
        assert readings(f"2{written}7", r"\d{3}") == [f"2{digit}7"]
    for written, letter in zip("0158", "OISB", strict=True):
        assert readings(f"A{written}C", "[A-Z]{3}") == [f"A{letter}C"]


SIGNATURES = """signature, la signature, à la signature, après la signature de la convention, dès la signature de
l’acte, lors de la signature de la présente convention, à la signature de la présente, signature par
les parties, à la signature par toutes les parties, à la signature par l’ensemble des parties"""


@pytest.mark.parametrize("moment", [" ".join(one.split()) for one in SIGNATURES.split(",")])
def test_what_is_released_at_the_signature_is_released_that_day(moment):
    assert "C368" in codes(spec(**released(moment), date_signature="2026-01-05"))


def test_a_code_is_never_a_reading_of_itself():
    shape = r"[A-Z0-9]{7}0\d{2}"
    assert "SGSIFAB075" not in readings("SGSIFAB075", shape)
    assert readings("sgsifab075", shape)[0] == "SGSIFAB075"


@pytest.mark.parametrize(
    ("written", "place"),
    [("voir [à compléter] ici", "[à compléter]"), ("|-\n      voir\n      [à compléter] ici", "|-")],
)
def test_words_left_to_complete_are_pointed_at_where_they_are_written_on_one_line(written, place):
    text = text_of(spec(annexes=[{"titre": "T", "texte": "OBJ"}])).replace("OBJ", written)
    (found,) = check(text).diagnostics
    line = found.span.source.line(found.span.start.line)
    assert found.code.number == "C330"
    assert line[found.span.start.column - 1 : found.span.end.column - 1] == place


def test_a_cofinancing_paid_above_what_was_committed_is_told_with_both_sums():
    told = report(cofinancement={"engage": "1 €", "paye": "2 €"})
    (found,) = check(spec(**told, finances__cofinancement={"montant": "200 000 €"})).diagnostics
    assert re.findall(r"\d", found.message) == ["2", "1"]


def test_an_objective_told_twice_is_related_to_its_first_line():
    rows = [{"objectif": "aider", "etat": "atteint"}, {"objectif": "aider", "etat": "en_cours"}]
    told_twice = report(avancement=rows) | {"services": [{"nom": "Domifa", "objectifs": ["aider"]}]}
    (found,) = check(spec(**told_twice)).diagnostics
    (first,) = found.related
    assert first.span.start.line == found.span.start.line - 2
    assert first.span.source.line(first.span.start.line).strip(" -") == "objectif: aider"


def test_instalments_that_mix_shares_and_amounts_are_told_so():
    mixed = [{"part": "50 %", "declencheur": "a"}, {"montant": "9 €", "declencheur": "b"}]
    (found,) = check(spec(finances__tranches=mixed)).diagnostics
    assert "mêlent" in found.message


def test_where_no_pack_is_known_nothing_is_missing_from_it():
    assert Case(check(spec()).value.spec, None).states("objet")


def test_the_name_of_a_pack_is_no_text_left_to_complete():
    assert "C330" not in codes(spec(modele="XXX"))


def test_a_wrong_weekday_is_pointed_at():
    (found,) = check(spec(annexes=[{"titre": "T", "texte": "Fait le lundi 20 août 2025."}])).diagnostics
    line = found.span.source.line(found.span.start.line)
    assert line[found.span.start.column - 1 : found.span.end.column - 1] == "lundi"


@pytest.mark.parametrize(
    ("calendars", "meant"),
    [({"dnun": ROWS, "dgx": REST}, "dnum"), ({"dnum": ROWS, "dnun": REST}, None)],
)
def test_a_name_mistyped_is_never_read_as_one_that_is_written_already(calendars, meant):
    (found,) = check(spec(parties=SHARED, finances__echeancier=calendars)).diagnostics
    assert found.code.number == "C367"
    assert (found.replacement.text if found.replacement else None) == meant


def test_the_letters_among_digits_are_all_named():
    found = check(spec(chorus__activites=["0129OO121401", "0129O012I401"])).diagnostics
    assert "la lettre « O » entre des chiffres" in found[0].message
    assert "les lettres « O » et « I » entre des chiffres" in found[1].message


def test_the_base_spec_is_good():
    assert codes(spec()) == []
    assert codes(spec(**report())) == []


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_good_specs_have_no_error(path):
    from conventions_cli import validate

    assert [one for one in validate(path) if one.severity is Severity.ERROR] == []


def test_the_reference_specs_have_no_finding_but_a_copy_the_signed_act_does_not_list():
    from conventions_cli import validate

    found = [(path.stem, one.code.number) for path in GOOD[:2] for one in validate(path)]
    assert set(found) <= {("domifa", "C316")}


def test_a_missing_copy_says_whose_controller_and_what_to_add():
    (found,) = check(spec(copies=["CBCM du ministère du travail"])).diagnostics
    assert "du délégant « DINUM »" in found.message
    assert "des services du Premier ministre" in found.hint


WRONG_LABEL = {"chorus__libelle_programme": "Innovation"}


def test_a_wrong_programme_label_holds_back_the_final_act_only():
    assert check(spec(**WRONG_LABEL)).value is not None
    assert check(spec(**WRONG_LABEL), draft=True).value is not None
    final = check(spec(**WRONG_LABEL), draft=False)
    assert final.value is None
    assert [(one.code.number, one.severity) for one in final.diagnostics] == [("C339", Severity.ERROR)]


def test_what_holds_back_a_final_act_is_tolerated_in_drafts_only():
    tolerated = spec(**WRONG_LABEL, tolere=[{"code": "C339", "motif": "intitulé de la loi de finances initiale"}])
    assert codes(tolerated) == []
    assert [one.severity for one in check(tolerated, draft=False).diagnostics] == [Severity.ERROR]


def test_a_label_without_a_year_is_told_without_one():
    changes = {"date_signature": ABSENT, "finances__echeancier": ABSENT, **WRONG_LABEL}
    (found,) = [one for one in check(spec(**changes)).diagnostics if one.code.number == "C339"]
    assert found.message.startswith("Le programme 129 s’intitule")


def test_words_left_in_a_spec_hold_back_the_final_act():
    left = spec(services=[{"nom": "[à compléter]"}])
    assert check(left).value is not None
    assert check(left, draft=False).value is None


def test_small_amounts_are_an_information():
    outcome = check(
        spec(finances={"montant": "40 000 €", "echeancier": {"2025": {"ae": "40 000 €", "cp": "40 000 €"}}})
    )
    assert [one.code.number for one in outcome.diagnostics] == ["C317"]
    assert outcome.value is not None


def test_a_programme_that_has_ended_is_an_error_of_each_year():
    changes = {
        "chorus__programme": "352",
        "chorus__domaine_fonctionnel": "0352-01",
        "chorus__centre_financier": "0352-CFSE-CFIN",
        "chorus__activites": ["035200010101"],
    }
    found = check(spec(**changes)).diagnostics
    assert [one.code.number for one in found] == ["C338", "C338"]
    assert all("programme 129" in one.hint for one in found)


def test_figures_stand_in_the_message():
    found = check(spec(finances__echeancier__2025__cp="190 000 €")).diagnostics[0]
    text = found.message.replace("\u202f", " ").replace("\u00a0", " ")
    assert text == "Les CP cumulés fin 2025 (190 000 €) dépassent les AE ouvertes (185 000 €)."
    line = found.span.source.line(found.span.start.line)
    assert line[found.span.start.column - 1 : found.span.end.column - 1] == "190 000 €"


def test_a_missing_amount_does_not_also_report_its_sums():
    assert codes(spec(finances__montant=ABSENT)) == ["C201"]
    assert codes(spec(finances__montant="20O OOO €")) == ["C205"]
    assert codes(spec(finances__echeancier__2025__ae="x")) == ["C205"]


@pytest.mark.parametrize(
    ("code", "shape", "reading"),
    [
        ("SGSIFABO75", r"[A-Z0-9]{7}0\d{2}", "SGSIFAB075"),
        ("SOCBEXDO075", r"[A-Z0-9]{7}0\d{2}", "SOCBEXD075"),
        ("Ol29", r"\d{4}", "0129"),
        ("0129", r"\d{3}", "129"),
    ],
)
def test_a_reading_is_suggested_for_look_alikes(code, shape, reading):
    assert readings(code, shape)[0] == reading


def test_a_pack_that_does_not_state_what_the_law_wants_is_refused(tmp_path):
    pack = tmp_path / "vide"
    pack.mkdir()
    (pack / "modele.yaml").write_text(
        "titre: T\nversion: 1.0.0\nplan: [{article: objet, titre: Objet, clause: objet.md}]\n"
    )
    (pack / "objet.md").write_text("Texte.\n")
    found = codes(spec(modele="vide"), template_dir=tmp_path)
    assert sorted(set(found)) == ["C303", "C304", "C305", "C306", "C307"]
    wrong = check(spec(modele="vide"), template_dir=tmp_path).diagnostics
    roles = [one.span for one in wrong if one.code.number == "C305"]
    said = [place.source.line(place.start.line)[place.start.column - 1 : place.end.column - 1] for place in roles]
    assert said == ["delegant", "delegataire"]


def test_a_round_before_the_first_that_has_a_ceiling_has_none(tmp_path):
    folder = shutil.copytree(ROOT / "templates", tmp_path / "modeles")
    plan = folder / "delegation-fast-2025" / "modele.yaml"
    plan.write_text(
        plan.read_text(encoding="utf-8").replace("plafonds: {1: 300 000 €, 15", "plafonds: {15"), encoding="utf-8"
    )
    early, late = (spec(**COVERED, dispositif__promotion=number) for number in ("14", "15"))
    assert (codes(early, template_dir=folder), codes(late, template_dir=folder)) == ([], ["C362"])


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({"finances__tranches": [{"part": "50 %", "declencheur": "a"}, {"declencheur": "b"}]}, "declencheur: b"),
        (COVERED | {"dispositif__promotion": "15"}, "montant: 215 000 €"),
        ({"parties__1__signataires": [SIGNATORY]}, "nom: Nathalie QUATRE"),
        ({"finances__montant": "190 000 €"}, "echeancier:"),
        ({"finances__contributions": [{"partie": "dnum", "montant": "200 000 €"}]}, "contributions:"),
    ],
)
def test_the_place_of_a_fault(changes, line):
    (found,) = check(spec(**changes)).diagnostics
    assert found.span.source.line(found.span.start.line).strip(" -") == line


def test_each_rule_has_its_own_code_title_and_basis():
    numbers = [rule.code.number for rule in RULES]
    assert len(numbers) == len(set(numbers))
    assert all(rule.code.title and rule.code.basis for rule in RULES)


def test_every_rule_that_is_declared_is_listed():
    modules = [import_module(f"{rules.__name__}.{found.name}") for found in iter_modules(rules.__path__)]
    declared = {value.code.number for module in modules for value in vars(module).values() if isinstance(value, Rule)}
    assert declared - {rule.code.number for rule in RULES} == set(), "list it in RULES of its module"


def test_every_rule_is_broken_by_a_test():
    tested = {code for _, expected in BROKEN for code in expected} - {"C220"} | {"C317", "C338", "C354"}
    tested |= {"C303", "C304", "C305", "C306", "C307"}
    tested |= {"C349", "C350"}  # of the reports of other kinds: test_report
    tested |= {"C345", "C346", "C347", "C348"}  # of one kind each: test_kind_lettre_mission and its like
    grants = {rule.code.number for rule in RULES if rule.family == "subvention"}
    tested |= grants & {code for _, expected in GRANTS for code in expected}
    assert tested == {rule.code.number for rule in RULES}


@pytest.mark.parametrize(
    ("key", "code"),
    [
        *(
            ("activites", code)
            for code in ("012900121401", "0119010101A6", "020304DGTUCT", "035200010101", "01290012140O")
        ),
        *(("centre_financier", code) for code in ("0129-CAHC-DISN", "0352-CFSE-CFIN", "0129-C1LO-I2BL")),
        *(("centre_de_cout", code) for code in ("SGSIFAB075", "SOCBEXD075", "IQEAUX0033", "1S2B3A4075")),
        ("projet_analytique", "12-129-FA17-MS0-0001"),
        ("localisation_interministerielle", "N1175"),
    ],
)
def test_letters_that_belong_to_a_code_are_left_alone(key, code):
    axis = next(axis for axis in AXES if axis.key == key)
    assert judged(axis, code) is None


def test_the_reading_of_a_letter_among_digits_is_never_certain():
    found = check(spec(chorus__activites=["0129OO121401"])).diagnostics
    (one,) = [one for one in found if one.code.number == "C341"]
    assert one.replacement is not None
    assert one.replacement.text == "012900121401"
    assert not one.replacement.certain
