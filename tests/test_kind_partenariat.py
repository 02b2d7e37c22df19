"""A partnership paid for by several public bodies: who brings what, when it is called, what becomes of the rest."""

import pytest

from conventions_cli import pipeline
from conventions_cli.pipeline import Options
from conventions_cli.summary.deadlines import deadlines_of
from conventions_cli.writers.docx import write_docx
from fabrique import ABSENT, document
from kinds import EXAMPLES, avenant, changed, example, said, text_of, told
from outils import sdk_errors

ACT = "partenariat"
REST = [{"partie": "agence-des-sentiers", "montant": "40 000 €"}]
TWO = [{"partie": "region-des-trois-estuaires", "part": "60 %"}, {"partie": "agence-des-sentiers", "part": "30 %"}]


def test_the_example_is_without_fault():
    outcome = pipeline.check(EXAMPLES / f"{ACT}.yaml", Options(draft=False))
    assert [(one.code.number, one.message) for one in outcome.diagnostics] == []


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"objet": ABSENT}, ["C201"]),
        ({"finances__montant": ABSENT}, ["C201"]),
        ({"finances__contributions": ABSENT}, ["C201"]),
        ({"duree": ABSENT}, ["C201"]),
        ({"champs__reversement_du_solde": ABSENT}, ["C201"]),
        ({"parties__2__nature": "association"}, ["C301"]),
        ({"parties__0__nature": "prive"}, ["C301"]),
        ({"duree__fin": "2026-01-01"}, ["C302"]),
        ({"chorus__centre_financier": "0129-CART-SCLI"}, ["C331"]),
        ({"finances__contributions__0__montant": "41 000 €"}, ["C392"]),
        ({"finances__contributions__0__partie": "ailleurs"}, ["C392"]),
        ({"finances__contributions": TWO}, ["C392"]),
        ({"finances__contributions": REST, "finances__montant": "40 000 €"}, ["C379"]),
        ({"finances__budget__produits__0__montant": "140 000 €"}, ["C393"]),
        ({"finances__budget__charges__0__montant": "20 000 €", "finances__budget__produits": ABSENT}, ["C393"]),
        ({"duree": {"reconduction": {"tacite": "oui", "periode": "toujours"}}}, ["C377"]),
        ({"finances__echeancier": {"2026": {"ae": "150 000 €", "cp": "150 000 €"}}}, ["C220"]),
        ({"finances__versements": [{"part": "100 %", "declencheur": "à la signature"}]}, ["C220"]),
        ({"chorus_credite": {"programme": "129"}}, ["C220"]),
        ({"services": [{"nom": "Carnet de quai"}]}, ["C220"]),
    ],
)
def test_a_sown_fault_gives_its_code_and_no_other(changes, codes):
    assert told(changed(example(ACT), **changes)) == codes


def test_another_kind_is_named_to_who_brings_a_private_body():
    data = changed(example(ACT), parties__0__nature="association")
    outcome = pipeline.check_bytes(text_of(data).encode(), "essai.yaml", EXAMPLES, Options())
    assert any("« modele: subvention »" in one.hint for one in outcome.diagnostics)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"objet": "une fête"}, "l’action suivante : une fête."),
        ({"missions": ["ouvrir le bal"]}, "des missions suivantes : ouvrir le bal."),
        ({"finances__contributions__1__quand": "fin juin 2026"}, "35 000 € fin juin 2026"),
        ({"finances__budget__charges__1__libelle": "bateaux"}, "bateaux 30 000 €"),
        ({"finances__budget__produits__0__libelle": "dons"}, "dons 150 000 €"),
        ({"champs__reversement_du_solde": "oui"}, "sont rendues, au vu de ce bilan, à ceux qui les ont apportées"),
        ({"champs__reversement_du_solde": "non"}, "restent acquises au porteur"),
        ({"champs__delai_bilan_mois": "3"}, "dans un délai de trois mois après le terme"),
        ({"champs__delai_paiement_jours": "20"}, "dans un délai de vingt jours"),
        ({"champs__instance_de_suivi": "le préfet"}, "L’action est suivie par le préfet."),
        ({"champs__fonds_de_concours": "oui"}, "par voie de fonds de concours"),
        ({"parties__0__comptable": "la trésorière"}, "Le comptable du porteur est la trésorière."),
        ({"parties__0__iban": "FR76 3000 1000 6449 1900 9562 088"}, "numéro (IBAN) FR76"),
        ({"chorus__centre_financier": "0205-AUTR-SCLI"}, "0205-AUTR-SCLI"),
        ({"obligations": {"porteur": ["tenir un journal"]}}, "Le porteur s’engage à : tenir un journal."),
        ({"duree__preavis_mois": "2"}, "un préavis de deux mois"),
    ],
)
def test_each_value_is_printed(changes, words):
    assert words in said(changed(example(ACT), **changes))


def test_shares_are_computed():
    rows = [{"partie": "region-des-trois-estuaires", "part": "60 %"}, {"partie": "agence-des-sentiers", "part": "40 %"}]
    text = said(changed(example(ACT), finances__contributions=rows))
    assert "90 000 € (60 %)" in text and "60 000 € (40 %)" in text


def test_what_was_not_agreed_is_not_said():
    bare = changed(example(ACT), champs={"reversement_du_solde": "oui"}, chorus=ABSENT, obligations=ABSENT)
    text = said(bare)
    assert "fonds de concours" not in text and "CHORUS" not in text and "délai" not in text


def test_a_partnership_of_local_authorities_cites_no_decree_of_the_state():
    data = changed(example(ACT), parties__0__nature="collectivite", chorus=ABSENT, champs__fonds_de_concours="non")
    assert "2012-1246" not in said(data)


def test_its_calendar_is_that_of_the_contributions():
    checked = pipeline.check(EXAMPLES / f"{ACT}.yaml").value
    found = deadlines_of(checked, pipeline.promises(checked).value, "acte", "")
    dues = [(str(one.day), one.amount, one.label) for one in found if one.kind == "contribution"]
    assert dues == [
        ("2026-05-31", 35_000, "contribution 2/4 (Région des Trois-Estuaires)"),
        ("2026-09-30", 40_000, "contribution 4/4 (Agence des sentiers)"),
        ("2027-05-31", 35_000, "contribution 3/4 (Région des Trois-Estuaires)"),
    ]
    assert next(str(one.day) for one in found if one.kind == "bilan") == "2028-10-06"


def test_an_avenant_to_it_says_nothing_of_delegations():
    before = example(ACT)
    after = changed(before, duree__fin="2028-10-06", avenant={"date_signature": "2027-09-01"})
    text = avenant(before, after)
    assert "6 octobre 2028" in text or "octobre" in text
    assert "2004-1085" not in text and "publié" not in text


@pytest.mark.outils
def test_its_word_file_is_valid(tmp_path):
    path = tmp_path / "acte.docx"
    path.write_bytes(write_docx(document(text_of(example(ACT)))))
    assert sdk_errors(path) == []
