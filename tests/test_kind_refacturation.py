"""A cost paid back between services of the State: what it is made of, when it is claimed, from where to where."""

import pytest

from conventions_cli import pipeline
from conventions_cli.pipeline import Options
from conventions_cli.summary.deadlines import deadlines_of
from conventions_cli.writers.docx import write_docx
from fabrique import ABSENT, document
from kinds import EXAMPLES, avenant, changed, example, said, text_of, told
from outils import sdk_errors

ACT = "refacturation"
PARTS = ({"part": "50 %", "declencheur": "constat"}, {"part": "40 %", "declencheur": "constat"})


def test_the_example_is_without_fault():
    outcome = pipeline.check(EXAMPLES / f"{ACT}.yaml", Options(draft=False))
    assert [(one.code.number, one.message) for one in outcome.diagnostics] == []


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"objet": ABSENT}, ["C201"]),
        ({"finances__montant": ABSENT}, ["C201"]),
        ({"finances__cout": ABSENT}, ["C201"]),
        ({"finances__versements": ABSENT}, ["C201"]),
        ({"chorus__programme": ABSENT}, ["C201"]),
        ({"chorus_credite": ABSENT}, ["C201"]),
        ({"chorus_credite__centre_financier": ABSENT}, ["C201"]),
        ({"champs__base_du_cout": ABSENT}, ["C201"]),
        ({"parties__1__nature": "association"}, ["C301"]),
        ({"parties__0__nature": "operateur"}, ["C301"]),
        ({"duree__fin": "2026-01-01"}, ["C302"]),
        ({"chorus_credite__domaine_fonctionnel": "0205-05-01"}, ["C331"]),
        ({"chorus_credite__centre_financier": "0129-cahc-disn"}, ["C336"]),
        ({"chorus_credite__libelle_programme": "Innovation"}, ["C339"]),
        ({"finances__montant": "49 000 €"}, ["C394"]),
        ({"finances__cout__0__montant": "29 000 €"}, ["C394"]),
        ({"finances__versements": list(PARTS)}, ["C391"]),
        ({"finances__versements__0": {"part": "50 %", "montant": "24 000 €", "declencheur": "constat"}}, ["C391"]),
        ({"finances__echeancier": {"2026": {"ae": "48 000 €", "cp": "48 000 €"}}}, ["C220"]),
        ({"services": [{"nom": "Carnet de quai"}]}, ["C220"]),
        ({"duree__reconduction": {"tacite": "oui", "periode": "toujours"}}, ["C377"]),
    ],
)
def test_a_sown_fault_gives_its_code_and_no_other(changes, codes):
    assert told(changed(example(ACT), **changes)) == codes


def test_the_two_imputations_may_not_be_one():
    data = example(ACT)
    assert told(changed(data, chorus_credite=data["chorus"])) == ["C378"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"objet": "le prêt d’une salle"}, "le coût de l’opération suivante : le prêt d’une salle."),
        ({"missions": ["ouvrir la salle"]}, "les prestations suivantes : ouvrir la salle."),
        ({"champs__base_du_cout": "Le prix du marché."}, "sur la base suivante : Le prix du marché."),
        ({"champs__ajustement": "oui"}, "le coût définitif est arrêté sur les dépenses constatées"),
        ({"champs__delai_paiement_jours": "45"}, "dans un délai de quarante-cinq jours"),
        ({"champs__pieces": ["un décompte"]}, "accompagnée des pièces suivantes : un décompte."),
        ({"finances__cout__0__libelle": "baies"}, "baies 6 serveurs pendant douze mois 30 000 €"),
        ({"finances__versements__0__date": "2026-08-20"}, "au vu du constat du premier semestre, le 20 août 2026"),
        ({"finances__versements__0__condition": "d’un service ouvert"}, "sous réserve d’un service ouvert"),
        ({"chorus__centre_financier": "0205-AUTR-SCLI"}, "0205-AUTR-SCLI"),
        ({"chorus_credite__centre_financier": "0129-AUTR-DISN"}, "0129-AUTR-DISN"),
        ({"parties__0__comptable": "la trésorière générale"}, "Le comptable assignataire est la trésorière générale."),
        ({"obligations": {"beneficiaire": ["fermer à clé"]}}, "Le bénéficiaire s’engage à : fermer à clé."),
        ({"duree": {"preavis_mois": "2"}}, "un préavis de deux mois"),
        ({"duree__fin": ABSENT}, "prend fin lorsque la dernière demande de remboursement est payée"),
        ({"duree__debut": "2026-04-01"}, "prend effet le 1er avril 2026"),
        ({"annexes": [{"titre": "Détail"}]}, "L’annexe est jointe"),
    ],
)
def test_each_value_is_printed(changes, words):
    assert words in said(changed(example(ACT), **changes))


def test_a_fixed_amount_is_not_said_to_be_adjusted():
    assert "coût définitif" not in said(changed(example(ACT), champs__ajustement="non"))


def test_its_calendar_is_that_of_the_claims():
    checked = pipeline.check(EXAMPLES / f"{ACT}.yaml").value
    found = deadlines_of(checked, pipeline.promises(checked).value, "acte", "")
    claims = [(str(one.day), one.amount, one.who) for one in found if one.kind == "versement"]
    assert claims == [("2026-07-15", 24_000, "CHI"), ("2027-01-15", 24_000, "CHI")]


def test_an_avenant_to_it_says_nothing_of_delegations():
    before = example(ACT)
    after = changed(before, duree__fin="2027-06-30", avenant={"date_signature": "2026-09-01"})
    text = avenant(before, after)
    assert "« 30 juin 2027 »" in text or "30 juin 2027" in text
    assert "2004-1085" not in text and "publié" not in text


@pytest.mark.outils
def test_its_word_file_is_valid(tmp_path):
    path = tmp_path / "acte.docx"
    path.write_bytes(write_docx(document(text_of(example(ACT)))))
    assert sdk_errors(path) == []
