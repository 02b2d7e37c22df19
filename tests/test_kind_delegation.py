"""A délégation de gestion between any services of the State: in either direction, with credits or none."""

import pytest

from conventions_cli import pipeline
from conventions_cli.pipeline import Options
from conventions_cli.writers.docx import write_docx
from fabrique import ABSENT, document
from kinds import EXAMPLES, avenant, changed, example, leaves, said, text_of, told
from outils import sdk_errors

SHARED, WITHOUT, REVERSED = "delegation-co-delegataires", "delegation-sans-montant", "delegation-inverse"
NAMES = (SHARED, WITHOUT, REVERSED)
YEARS = {"2026": {"ae": "240 000 €", "cp": "240 000 €"}}


@pytest.mark.parametrize("name", NAMES)
def test_an_example_is_without_fault(name):
    outcome = pipeline.check(EXAMPLES / f"{name}.yaml", Options(draft=False))
    assert [(one.code.number, one.message) for one in outcome.diagnostics] == []
    assert told(example(name)) == []


@pytest.mark.parametrize(
    ("name", "changes", "codes"),
    [
        # what the decree wants said
        (REVERSED, {"objet": ABSENT}, ["C201"]),
        (REVERSED, {"missions": ABSENT}, ["C201"]),
        (SHARED, {"parties__2__missions": ABSENT}, ["C201"]),
        (WITHOUT, {"duree__reconduction": ABSENT}, ["C201"]),
        (WITHOUT, {"duree__fin": "2026-01-01", "duree__debut": ABSENT}, ["C302"]),
        (REVERSED, {"parties__0__nature": "association"}, ["C301"]),
        (REVERSED, {"parties__1__nature": "gip"}, ["C301"]),
        (REVERSED, {"visas": ["décret n° 2004-1085 du 14 octobre 2004"]}, ["C308"]),
        (REVERSED, {"duree__preavis_mois": "2"}, ["C327"]),
        (WITHOUT, {"duree__reconduction__periode": "longtemps"}, ["C377"]),
        # money
        (REVERSED, {"finances__montant": "250 000 €"}, ["C351"]),
        (REVERSED, {"finances__montant": ABSENT}, ["C201"]),
        (REVERSED, {"finances__echeancier": ABSENT, "finances__tranches": ABSENT}, ["C201"]),
        (REVERSED, {"finances__echeancier__2027__cp": "90 000 €"}, ["C352"]),
        (REVERSED, {"finances__echeancier__2026__cp": "250 000 €"}, ["C353"]),
        (REVERSED, {"finances__tranches__0__part": "40 %"}, ["C360"]),
        (REVERSED, {"chorus__programme": ABSENT}, ["C201"]),
        (REVERSED, {"chorus__centre_financier": ABSENT}, ["C201"]),
        (REVERSED, {"chorus__domaine_fonctionnel": "0129-05-01"}, ["C331"]),
        (WITHOUT, {"chorus__centre_financier": "0205-BRET-PHAR X"}, ["C334"]),
        # several délégataires
        (SHARED, {"finances__echeancier__mss": ABSENT, "finances__montant": "380 000 €"}, ["C367"]),
        (SHARED, {"finances__echeancier": {"2026": {"ae": "460 000 €", "cp": "460 000 €"}}}, ["C366"]),
        (SHARED, {"parties__3__comptable": ABSENT}, ["C375"]),
        # who signs
        (WITHOUT, {"champs__subdelegation": ["Marie DURAND, responsable du pôle"]}, ["C376"]),
        # what this kind does not print
        (REVERSED, {"dispositif": {"sigle": "FAST"}}, ["C220"]),
        (REVERSED, {"services": [{"nom": "Carnet de quai"}]}, ["C220"]),
        (REVERSED, {"finances__accompagnement": "0 €"}, ["C220"]),
        (REVERSED, {"finances__cofinancement": {"montant": "1 €"}}, ["C220"]),
    ],
)
def test_a_sown_fault_gives_its_code_and_no_other(name, changes, codes):
    assert told(changed(example(name), **changes)) == codes


NOT_PRINTED = ("modele", "role", "reference", "genre", "nature", "article", "spec_version", "bop_du_delegant")


@pytest.mark.parametrize("name", NAMES)
def test_each_value_of_an_example_is_in_the_act(name):
    """A value that is taken away, or changed, changes the act."""
    data = example(name)
    whole = said(data)
    unseen = []
    for path in leaves(data):
        if path[-1] in NOT_PRINTED or (path[0] == "parties" and path[-1] in {"adresse", "sigle"}):
            continue
        at = data
        for step in path:
            at = at[int(step)] if isinstance(at, list) else at[step]
        words = str(at).replace("\u00a0", " ")
        if words not in whole and not _said_otherwise(path, words):
            unseen.append((path, words))
    assert unseen == []


def _said_otherwise(path, words):
    """Dates are said in words, codes and choices by what they mean: other tests look at these."""
    return (
        path[0] in {"date_signature", "duree"}
        or words in {"oui", "non"}
        or path[-1] in {"quand", "echeance", "declencheur", "periode_compte_rendu_mois"}
    )


def test_co_delegataires_have_each_their_missions_and_their_money_and_keep_their_prefix():
    text = said(example(SHARED))
    assert "ci-après dénommés ensemble « les co-délégataires »" in text
    assert "cos-délégataires" not in text
    assert "La MSS est chargée des missions suivantes : documenter les fichiers des établissements." in text
    assert "Pour le BMO, 110 000 € (cent dix mille euros)" in text
    assert "soit au total 460 000 €" in text
    assert text.count("Le comptable assignataire des dépenses") == 4


def test_common_missions_may_be_added_to_those_of_each():
    text = said(changed(example(SHARED), missions=["rendre compte chaque trimestre"]))
    assert "Les co-délégataires sont chargés des missions suivantes : rendre compte chaque trimestre." in text
    assert "La DAM est chargée, en outre, des missions suivantes" in text


def test_an_act_without_amount_says_whose_credits_are_spent():
    text = said(example(WITHOUT))
    assert "La présente convention ne fixe pas de montant." in text
    assert "s’imputent sur les crédits ouverts à l’unité opérationnelle (UO) 0205-BRET-PHAR" in text
    assert "AE" not in text
    none = said(changed(example(WITHOUT), chorus=ABSENT, champs__depenses="Le délégataire supporte ses dépenses."))
    assert "La présente convention n’emporte aucune mise à disposition de crédits." in none
    assert "Le délégataire supporte ses dépenses." in none


def test_an_act_renewed_without_end_is_of_a_limited_duration():
    text = said(example(WITHOUT))
    assert (
        "Elle est conclue pour une durée d’un an. La convention est reconduite tacitement, par périodes d’un an" in text
    )
    once = changed(example(WITHOUT), duree__reconduction={"periode": "six mois", "nombre": "2"})
    assert "reconductible par décision expresse des parties, par périodes de six mois, deux fois au plus." in said(once)


def test_the_signature_is_delegated_to_functions():
    text = said(example(WITHOUT))
    assert "responsable du pôle des dépenses ; gestionnaire valideur." in text


def test_the_end_of_the_first_period_is_counted_and_so_is_the_notice_before_it():
    from conventions_cli.summary.deadlines import deadlines_of

    checked = pipeline.check(EXAMPLES / f"{WITHOUT}.yaml").value
    promises = pipeline.promises(checked).value
    days = {one.kind: str(one.day) for one in deadlines_of(checked, promises, "acte", "")}
    assert days["reconduction"] == "2027-01-31"
    assert days["preavis"] == "2026-10-31"
    assert days["compte_rendu_periodique"] == "2026-08-01"


def test_a_draft_lists_what_is_missing_by_who_can_give_it():
    text = "modele: delegation-de-gestion\nfinances: {montant: 10 000 €}\n"
    found = pipeline.check_bytes(text.encode(), "essai.yaml", EXAMPLES, Options()).value
    given = {one.cle: one.fournisseur for one in found.spec.manques}
    assert given["objet"] == given["missions"] == given["duree.fin"] == "le délégant"
    assert given["finances.echeancier"] == given["chorus.programme"] == "le service financier"
    assert given["parties.1.nom"] == "le délégataire"
    free = pipeline.check_bytes(b"modele: delegation-de-gestion\n", "essai.yaml", EXAMPLES, Options()).value
    assert not [one for one in free.spec.manques if one.cle.startswith(("finances", "chorus"))]


def test_an_avenant_to_it_cites_no_law_of_another_kind():
    before = example(WITHOUT)
    text = avenant(before, changed(before, missions=before["missions"][:2], avenant={"date_signature": "2026-09-01"}))
    assert "2019-1088" not in text and "info.gouv.fr" not in text
    assert "le présent avenant est publié dans les mêmes conditions que la convention" in text


@pytest.mark.outils
@pytest.mark.parametrize("name", NAMES)
def test_its_word_file_is_valid(tmp_path, name):
    path = tmp_path / "acte.docx"
    path.write_bytes(write_docx(document(text_of(example(name)))))
    assert sdk_errors(path) == []
