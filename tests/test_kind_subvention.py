"""The kind « subvention »: its example, what its clauses say to whom, its rules, its calendar, its publication."""

import copy
import csv
import io
import re

import pytest
import yaml

from conventions_cli.document.nodes import Article
from conventions_cli.document.walk import document_stretches, plain_text
from conventions_cli.publication import Candidate, prepare
from conventions_cli.writers.docx import write_docx
from fabrique import ABSENT, ROOT, SPECS, check, codes, document, spec
from outils import sdk_errors
from test_cli import run

EXAMPLE = SPECS / "exemples" / "subvention.yaml"
BASE = yaml.load(EXAMPLE.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - plain texts
PLAIN = {  # what a public body is granted: nothing here is the law of associations
    "parties__1__nom": "Groupement d’intérêt public Passerelle",
    "parties__1__sigle": "GIP Passerelle",
    "parties__1__article": "le",
    "parties__1__nature": "gip",
    "parties__1__genre": ABSENT,
    "parties__1__rna": ABSENT,
    "parties__1__siret": "130 030 133 00016",
    "champs__engagement_republicain": ABSENT,
}


def grant(**changes):
    """The example with values changed, as `fabrique.spec` does for the base of delegations."""
    data = copy.deepcopy(BASE)
    for path, value in changes.items():
        *steps, last = path.split("__")
        at = data
        for step in steps:
            at = at[int(step)] if isinstance(at, list) else at.setdefault(step, {})
        key = int(last) if isinstance(at, list) else last
        if value is ABSENT:
            del at[key]
        else:
            at[key] = copy.deepcopy(value)
    return data


def fast_14(**changes):
    """A grant to a public body of two services, by service and by instalment, as the round 14 signed one."""
    return grant(
        **PLAIN,
        dispositif={"sigle": "FAST", "promotion": "14", "date_decision": "2025-11"},
        services=[{"nom": "Emplois ouverts"}, {"nom": "Parcours lié"}],
        parties__1__comptable="l’agent comptable du groupement",
        finances__cout=[
            {"libelle": "Emplois ouverts", "montant": "40 000 €"},
            {"libelle": "Parcours lié", "montant": "20 000 €"},
        ],
        **changes,
    )


def text(data):
    """The words of an act, with plain spaces."""
    said = "\n".join(plain_text(words, notes=True) for words in document_stretches(document(data)))
    return said.replace("\u00a0", " ").replace("\u202f", " ")


def labels(data):
    return [part.label for part in document(data).parts if isinstance(part, Article)]


# The example


def test_the_example_is_final_and_nothing_is_said_of_it():
    assert codes(EXAMPLE.read_text(encoding="utf-8"), draft=False) == []


def test_the_example_is_a_file_that_word_opens(tmp_path):
    path = tmp_path / "acte.docx"
    path.write_bytes(write_docx(document(grant())))
    assert sdk_errors(path) == []


def test_an_association_is_granted_under_the_law_of_2000():
    said = text(grant())
    for words in (
        "notamment ses articles 9-1, 10 et 10-1",
        "décret n° 2001-495",
        "décret n° 2017-779",
        "décret n° 2021-1947",
        "RNA W380475558",
        "SIRET 13002526500013",
        "Elle relève des articles 9-1 et 10",
        "déclare l’avoir souscrit",
        "75 % des charges",
        "six mois après le 31 décembre 2026",
        "FR76 3000 1000 6449 1900 9562 088",
        "n’est pas une commande",
    ):
        assert words in said, words


def test_the_money_of_several_associations_is_not_to_be_divided_as_that_of_a_delegation_is():
    second = grant()["parties"][1] | {"nom": "Association des phares", "sigle": "ADP"}
    data = grant(
        parties=[*grant()["parties"], second], finances__echeancier={"2026": {"ae": "60 000 €", "cp": "60 000 €"}}
    )
    assert codes(data) == ["C220", "C398"]  # this kind prints no calendar; the share of each is said elsewhere


def test_a_company_does_not_subscribe_to_what_associations_do():
    data = grant(parties__1__nature="prive", champs__engagement_republicain=ABSENT)
    assert codes(data) == []
    assert "engagement-republicain" not in labels(data)
    said = text(data)
    assert "10-1" not in said
    assert "2021-1947" not in said
    assert "articles 9-1 et 10" in said


@pytest.mark.parametrize("nature", ["gip", "operateur", "collectivite"])
def test_the_law_of_private_bodies_is_not_said_to_bind_a_public_one(nature):
    data = grant(**{**PLAIN, "parties__1__nature": nature})
    assert codes(data) == []
    said = text(data)
    for number in ("2000-321", "2001-495", "2017-779", "2021-1947", "article 9-1", "articles 9-1"):
        assert number not in said, number
    assert "2012-1246" in said
    assert "sont mises à disposition du public" in said  # agreed, though no law asks it


def test_a_grant_that_no_decree_reaches_is_not_said_to_be_published_under_it():
    small = grant(finances__montant="23 000 €", finances__budget=ABSENT)
    assert "En application de l’article 10 de la loi" not in text(small)
    assert "En application de l’article 10 de la loi" in text(grant())


def test_of_several_beneficiaries_the_law_is_that_of_those_it_binds():
    both = [*grant()["parties"], grant(**PLAIN)["parties"][1]]
    data = grant(parties=both, subvention__repartition={"bpn": "60 %", "gip-passerelle": "40 %"})
    assert codes(data) == []
    said = text(data)
    assert "Pour la BPN, elle relève" in said
    assert "la BPN respecte le contrat" in said
    assert "le GIP Passerelle : 40 %." in said


def test_the_grant_of_round_14_to_a_public_body_of_two_services():
    data = fast_14()
    assert codes(data) == []
    said = text(data)
    for words in (
        "FAST 14",
        "« Emplois ouverts » et « Parcours lié »",
        "Emplois ouverts",
        "40 000 €",
        "tenu par l’agent comptable du groupement",
        "Le comptable assignataire",
        "75 % des charges",
        "sont reversées à la DINUM",
        "compte rendu financier",
        "fait connaître le soutien de la DINUM",
    ):
        assert words in said, words


def test_the_deed_stays_the_same_when_a_role_has_another_word():
    assert "Le groupement s’engage à" in text(fast_14(parties__1__denomination="groupement"))


# What is given is printed


CHANGES = [
    {"objet": "Une autre action."},
    {"dispositif": {"sigle": "FAST", "libelle": "Fonds", "date_decision": "2025-06"}},
    {"services__0__nom": "Autre service"},
    {"services__0__objectifs": ["un autre objectif"]},
    {"parties__0__comptable": "un autre comptable"},
    {"parties__0__siret": "130 030 133 00016"},
    {"parties__1__iban": "FR14 2004 1010 0505 0001 3M02 606"},
    {"parties__1__comptable": "un agent comptable"},
    {"parties__1__rna": "W751000000"},
    {"parties__1__missions": ["recruter", "publier"]},
    {"parties__1__obligations": ["tenir un registre"]},
    {"obligations": {"attribuant": ["relire"]}},
    {"duree__debut": "2026-04-01"},
    {"duree__fin": "2027-01-31"},
    {"duree__fin_comptable": "2027-06-30"},
    {"duree__preavis_mois": "4"},
    {"duree__reconduction": {"tacite": "oui", "periode": "un an", "nombre": "2"}},
    {"finances__montant_attribue": "50 000 €"},
    {"finances__cout": [{"libelle": "Autre emploi", "quantite": "trois mois", "montant": "60 000 €"}]},
    {"finances__versements__1__date": "2026-10-31"},
    {"finances__versements__1__declencheur": "après un audit"},
    {"finances__versements__1__condition": "que le site soit ouvert"},
    {"finances__budget__charges__0__libelle": "Autres formateurs"},
    {"finances__budget__charges__0__quantite": "41 journées"},
    {"chorus__centre_de_cout": "SGSIFAB076"},
    {"chorus__autres": {"Tranche fonctionnelle": "TF0001"}},
    {"subvention__notification_ue": "oui"},
    {"champs__date_demande": "2025-12-05"},
    {"champs__autres_visas": ["le règlement de l’appel à projets"]},
    {"champs__depenses_depuis": "2026-01-01"},
    {"champs__fin_exercice": "2026-06-30"},
    {"champs__compte_rendu_mois": "5"},
    {"champs__engagement_republicain": "non"},
    {"champs__engagement_repute": "son agrément"},
    {"champs__communication": "non"},
    {"champs__mention": "Avec notre soutien"},
    {"champs__url_publication": "https://www.data.gouv.fr/"},
    {"champs__tribunal": "le tribunal administratif de Paris"},
    {"finances__montant": "58 000 €"},
    {"finances__versements__0__part": "71 %", "finances__versements__1__part": "29 %"},
    {"finances__budget__charges__0__montant": "48 001 €", "finances__budget__produits__1__montant": "12 001 €"},
]


@pytest.mark.parametrize("changes", CHANGES, ids=["+".join(one) for one in CHANGES])
def test_each_value_is_printed(changes):
    data = grant(**changes)
    assert text(data) != SAID
    assert not any(one.severity.rank == 0 for one in check(data).diagnostics)


SAID = text(grant())


# Faults


FAULTS = [
    ({"champs__compte_rendu_mois": "9"}, ["C395"]),
    ({"champs__fin_exercice": "2024-12-31"}, ["C395"]),
    ({"champs__engagement_republicain": ABSENT}, ["C396"]),
    ({"champs__engagement_republicain": "non"}, ["C396"]),
    ({"parties__1__rna": ABSENT}, ["C398"]),
    ({"parties__0__siret": ABSENT}, ["C398"]),
    ({"finances__versements__1__date": "2026-02-28"}, ["C399"]),
    ({"finances__versements__1__date": "2026-02"}, ["C399"]),
    ({"finances__versements__1__part": "40 %"}, ["C391"]),
    ({"finances__budget__produits__2__montant": "9 000 €"}, ["C393"]),
    ({"finances__montant": "90 000 €"}, ["C393"]),
    ({"finances__cout": [{"libelle": "Tout", "montant": "59 000 €"}]}, ["C394"]),
    ({"finances__versements": ABSENT}, ["C201"]),
    ({"objet": ABSENT}, ["C201"]),
    ({"finances__accompagnement": "5 000 €"}, ["C220"]),
    ({"finances__echeancier": {"2026": {"ae": "60 000 €", "cp": "60 000 €"}}}, ["C220"]),
    ({"finances__tranches": [{"part": "100 %", "declencheur": "à la signature"}]}, ["C220"]),
    ({"finances__cofinancement": {"montant": "20 000 €"}}, ["C220"]),
    ({"finances__contributions": [{"partie": "bpn", "part": "100 %"}]}, ["C220"]),
    ({"mobilisation": [{"profil": "développeur"}]}, ["C220"]),
    ({"missions": ["former"]}, ["C220"]),
    ({"parties__1__nature": "service_etat", "champs__engagement_republicain": ABSENT}, ["C301"]),
    ({"parties__0__nature": "operateur"}, ["C301"]),
    ({"parties__1__iban": "FR76 3000 1000 6449 1900 9562 089"}, ["C204"]),
    ({"parties__1__rna": "W38047555"}, ["C204"]),
    ({"parties__1__siret": "12", "parties__1__rna": ABSENT}, ["C204"]),
    ({"duree__fin": "2026-01-31"}, ["C302"]),
    ({"duree__debut": "2026-03-01"}, ["C313"]),
    ({"champs__exercice": "2026"}, ["C214"]),
    ({"date_signature": "2021-03-16", "finances__versements__1__date": "2021-09-30"}, ["C411"]),
    (
        {"date_signature": ABSENT, "objet": ABSENT, "finances__versements": ABSENT},
        ["C218", "C218", "C397"],
    ),
]


@pytest.mark.parametrize(("changes", "expected"), FAULTS, ids=[f"{'+'.join(one)}" for one, _ in FAULTS])
def test_a_faulty_grant_is_told_what_is_wrong_and_nothing_else(changes, expected):
    found = check(grant(**changes)).diagnostics
    assert sorted(one.code.number for one in found) == expected
    assert all(one.hint for one in found)
    assert all(one.span.start.line > 1 for one in found if one.code.number not in {"C201", "C218", "C220", "C411"})


def test_a_state_service_is_shown_the_way_to_a_delegation():
    (found,) = check(grant(parties__1__nature="service_etat", champs__engagement_republicain=ABSENT)).diagnostics
    assert "« modele: delegation-de-gestion »" in found.hint


def test_a_delegation_shows_the_way_to_a_grant():
    (found,) = [one for one in check(spec(parties__1__nature="gip")).diagnostics if one.code.number == "C301"]
    assert "« modele: subvention »" in found.hint


def test_a_public_body_owes_no_report_by_law_and_no_commitment():
    assert codes(grant(**PLAIN, champs__compte_rendu_mois="9", champs__fin_exercice=ABSENT)) == []


def test_an_act_without_the_commitment_is_told_in_a_draft_and_refused_as_final():
    (draft,) = check(grant(champs__engagement_republicain=ABSENT)).diagnostics
    (final,) = check(grant(champs__engagement_republicain=ABSENT), draft=False).diagnostics
    assert (draft.severity.rank, final.severity.rank) == (1, 0)
    assert codes(grant(champs__engagement_republicain=ABSENT, champs__engagement_repute="son agrément")) == []


def test_below_the_threshold_a_year_nothing_is_recalled():
    bare = {"date_signature": ABSENT, "objet": ABSENT, "finances__versements": ABSENT, "finances__budget": ABSENT}
    assert "C397" in codes(grant(**bare, finances__montant="23 001 €"))
    assert "C397" not in codes(grant(**bare, finances__montant="23 000 €"))
    assert "C397" in codes(grant(**bare, finances__montant=ABSENT))
    assert "C397" not in codes(grant(**bare, **PLAIN))


def test_the_share_of_each_beneficiary_is_asked_for():
    both = [*grant()["parties"], grant(**PLAIN)["parties"][1]]
    (found,) = check(grant(parties=both)).diagnostics
    assert found.code.number == "C398"
    assert "repartition: {bpn: … %, gip-passerelle: … %}" in found.hint


def test_what_is_missing_is_asked_of_who_can_give_it():
    bare = {"modele": "subvention", "parties": [{"role": "beneficiaire", "nom": "Alpha", "nature": "association"}]}
    lacking = {one.cle: one.fournisseur for one in check(bare).value.spec.manques}
    assert lacking["objet"] == "le bénéficiaire"
    assert lacking["finances.versements"] == "le service financier"
    assert lacking["duree.fin"] == "le service qui attribue"
    assert lacking["parties.0.article"] == "le bénéficiaire"
    assert "[à compléter : versements]" in text(bare)
    assert "versements: [{part: 80 %" in next(one.hint for one in check(bare).diagnostics if "finances" in one.message)


# Calendar, publication, avenant


def test_the_calendar_of_the_example(tmp_path):
    (tmp_path / "acte.yaml").write_text(EXAMPLE.read_text(encoding="utf-8"), encoding="utf-8")
    assert run("summary", "acte.yaml", "--format", "ics", "-o", "a.ics", cwd=tmp_path)[0] == 0
    days = re.findall(r"DTSTART;VALUE=DATE:(\d+)", (tmp_path / "a.ics").read_text(encoding="utf-8"))
    assert sorted(days) == ["20260316", "20260316", "20260616", "20260930", "20261031", "20261231", "20270630"]


def line_of(data):
    made = prepare([Candidate("acte.yaml", check(data))], ("md",))
    assert made.value is not None, [one.message for one in made.diagnostics]
    return next(csv.DictReader(io.StringIO(made.value["scdl-subventions.csv"].decode("utf-8"), newline="")))


def test_the_line_of_the_example_is_published():
    line = line_of(grant())
    assert line["objet"].startswith("Former, dans les espaces publics numériques de douze départements")
    assert (line["rnaBeneficiaire"], line["montant"], line["conditionsVersement"]) == (
        "W380475558",
        "60000.00",
        "échelonné",
    )
    once = [{"part": "100 %", "declencheur": "à la signature"}]
    assert line_of(grant(finances__versements=once))["conditionsVersement"] == "unique"


def test_an_avenant_rests_on_the_texts_of_its_act(tmp_path):
    (tmp_path / "acte.yaml").write_text(EXAMPLE.read_text(encoding="utf-8"), encoding="utf-8")
    new = (
        "herite: acte.yaml\navenant: {de: acte.yaml, numero: 1, date_signature: 2026-10-05}\nduree: {fin: 2027-03-31}\n"
    )
    (tmp_path / "acte-2.yaml").write_text(new, encoding="utf-8")
    status, _, err = run("amend", "acte-2.yaml", "--format", "md", "-o", ".", cwd=tmp_path)
    assert status == 0, err
    made = (tmp_path / "acte-2-avenant-1.md").read_text(encoding="utf-8").replace("\u00a0", " ")
    assert "Modification de l’article 2" in made
    assert "ses articles 9-1, 10 et 10-1" in made
    assert "2004-1085" not in made
    assert "la demande de subvention" not in made


def test_the_guide_shows_the_example():
    guide = (ROOT / "docs/guide/subvention.md").read_text(encoding="utf-8")
    shown = guide.partition("# banc-public.yaml\n")[2].partition("```")[0]
    assert shown == re.sub(r"(?m)^#.*\n", "", EXAMPLE.read_text(encoding="utf-8"))
