"""The example cohort: short files, valid acts, and every form an act of a round takes."""

import re
from collections import Counter
from datetime import date

import pytest

from conventions_cli import pipeline
from conventions_cli.files.discovery import specs_in
from conventions_cli.foundation.diagnostics import Severity
from conventions_cli.french.grammar import Article
from conventions_cli.model.convention import Convention
from conventions_cli.pipeline.sets import check_set, member
from fabrique import ABSENT, ROOT, SPECS, article, check, document, mammoth_text, spec, text_of, words
from serveur import convention

COHORT = SPECS / "fast17"
ACTS = specs_in(COHORT)
SHARED = ("annuaire.yaml", "cohorte.yaml")


def outcome(path):
    return pipeline.check(path)


def conventions() -> list[Convention]:
    return [checked.value.spec.convention for checked in map(outcome, ACTS) if checked.value is not None]


def final() -> list[Convention]:
    return [one for one in conventions() if not one.est_projet]


def own_lines(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.strip() and not line.lstrip().startswith("#")]


def test_the_cohort_has_at_least_eight_acts_and_its_shared_files_are_not_acts():
    assert len(ACTS) >= 8
    assert sorted(path.name for path in COHORT.glob("*.yaml") if path not in ACTS) == sorted(SHARED)
    assert len(conventions()) == len(ACTS)


@pytest.mark.parametrize("path", ACTS, ids=lambda path: path.stem)
def test_each_act_is_without_a_finding_or_a_draft_that_only_lacks_values(path):
    checked = outcome(path)
    assert checked.value is not None
    found = [(one.code.number, one.severity) for one in checked.diagnostics]
    if checked.value.spec.draft:
        assert set(found) == {("C218", Severity.WARNING)}
        assert len(found) >= 3
    else:
        assert found == []
        assert checked.value.missing == ()


def test_exactly_one_act_is_still_a_draft():
    assert [one.est_projet for one in conventions()].count(True) == 1


def test_the_set_has_no_clash_even_beside_the_reference_acts():
    members = [member(str(path), path.stem, outcome(path).value) for path in specs_in(SPECS)]
    assert len(members) > len(ACTS)
    assert check_set(members) == {}


def test_strict_refuses_the_draft_and_nothing_else():
    finished = [str(path.relative_to(ROOT)) for path in ACTS if not outcome(path).value.spec.draft]
    assert convention("validate", "--strict", *finished, cwd=ROOT).returncode == 0
    assert convention("validate", "--strict", "specs/fast17", cwd=ROOT).returncode == 1


@pytest.mark.parametrize("path", ACTS, ids=lambda path: path.stem)
def test_a_startup_writes_only_what_is_its_own(path):
    lines = own_lines(path)
    assert len(lines) < 25
    assert lines[0] == "herite: cohorte.yaml"
    keys = {line.split(":")[0] for line in lines}
    assert not keys & {"modele", "dispositif", "mobilisation", "annuaire"}


def test_most_files_stay_at_twenty_lines():
    lengths = sorted(len(own_lines(path)) for path in ACTS)
    assert lengths[len(lengths) // 2] <= 20


@pytest.mark.parametrize("path", [*ACTS, *(COHORT / name for name in SHARED)], ids=lambda path: path.stem)
def test_what_is_invented_says_so_in_its_first_lines(path):
    head = " ".join(path.read_text(encoding="utf-8").splitlines()[:3]).lower()
    assert "exemple" in head
    assert "inventé" in head


def test_numbers_are_never_used_twice():
    acts = final()
    for values in ([one.nor for one in acts], [one.chorus.projet_analytique for one in acts]):
        assert all(values)
        assert max(Counter(map(str, values)).values()) == 1


def test_the_acts_share_what_the_round_decided():
    acts = conventions()
    assert {one.dispositif.promotion for one in acts} == {17}
    assert {one.modele for one in acts} == {"delegation-fast-2025"}
    assert {one.chorus.programme for one in acts} == {"129"}
    assert {tuple(party.sigle for party in one.parties_de("delegant")) for one in acts} == {("DINUM",)}


def delegates(one):
    return one.parties_de("delegataire")


FORMS = {
    "two parties": lambda one: len(one.parties) == 2,
    "three parties with a porteur": lambda one: len(one.parties) == 3 and one.parties_de("porteur"),
    "two services": lambda one: len(one.services) == 2,
    "co-délégataires": lambda one: len(delegates(one)) == 2,
    "two representatives": lambda one: any(len(party.representants) == 2 for party in delegates(one)),
    "a signatory by delegation": lambda one: any(p.par_delegation for q in one.parties for p in q.signataires),
    "instalments": lambda one: len(one.finances.tranches) >= 2,
    "an accounting end date": lambda one: isinstance(one.duree.fin_comptable, date),
    "two calendar years": lambda one: len(one.finances.lignes) == 2,
    "three calendar years": lambda one: len(one.finances.lignes) == 3,
    "no coaching": lambda one: not one.finances.accompagnement,
    "the lowest amount": lambda one: one.finances.montant.euros == 60_000,
    "the highest amount": lambda one: one.finances.montant.euros == 200_000,
    "a place of signature": lambda one: one.lieu_signature,
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_an_act_is_there_among_the_finished_ones(form):
    assert any(FORMS[form](one) for one in final())
    assert not all(FORMS[form](one) for one in final())


def test_amounts_differ_and_stay_in_the_range_of_the_round():
    amounts = [one.finances.montant.euros for one in conventions()]
    assert len(set(amounts)) >= 8
    assert all(60_000 <= amount <= 200_000 for amount in amounts)


def test_every_article_stands_before_a_partner():
    articles = {party.article for one in final() for party in one.parties if party.role.cle != "delegant"}
    assert articles == set(Article)


@pytest.mark.parametrize("path", ACTS, ids=lambda path: path.stem)
def test_every_act_renders_and_its_files_hold_its_services(path):
    checked = outcome(path).value
    files = pipeline.render(checked, ["docx", "md"]).value
    assert files is not None
    text = mammoth_text(files["docx"])
    for service in checked.spec.convention.services_connus:
        assert f"«\u00a0{service.nom}\u00a0»" in text
        assert service.nom in files["md"].decode()
    assert ("[à compléter" in text) is checked.spec.draft


GUIDE = ROOT / "docs" / "guide" / "promotion-entiere.md"


def test_the_round_written_in_the_guide_is_valid(tmp_path):
    text = GUIDE.read_text(encoding="utf-8")
    blocks = re.findall(r"```yaml\n# promotion/(\S+)\n(.*?)```", text, re.DOTALL)
    assert [name for name, _ in blocks] == ["annuaire.yaml", "cohorte.yaml", "puits-declare.yaml"]
    for name, block in blocks:
        (tmp_path / name).write_text(block, encoding="utf-8")
    (act,) = specs_in(tmp_path)
    assert outcome(act).diagnostics == ()
    assert re.sub(r"\s", " ", article(document(act), "duree")).count("31 décembre 2026") == 1


def test_the_guide_names_files_that_are_there():
    named = re.findall(r"specs/fast17/[\w-]+\.yaml", GUIDE.read_text(encoding="utf-8"))
    assert len(named) >= 4
    assert [name for name in named if not (ROOT / name).is_file()] == []
    assert "promotion-entiere.md" in (GUIDE.parent / "README.md").read_text(encoding="utf-8")


def test_what_the_guide_says_of_inheritance_holds():
    text = (COHORT / "puits-declare.yaml").read_text(encoding="utf-8")
    text = text.replace("reference: iqe,", "reference: iqe, adresse: 1 rue du Puits,")
    text += "copies: []\nduree: {fin: 2027-12-31}\n"
    checked = pipeline.check_bytes(text.encode(), "essai.yaml", COHORT)
    assert checked.value is not None
    act = checked.value.spec.convention
    assert act.copies == ()
    assert (act.duree.fin, act.duree.preavis_mois) == (date(2027, 12, 31), 3)
    assert act.parties_connues[1].adresse == ("1 rue du Puits",)


# What reading the cohort showed, put right in the clauses and the tool.


def one_plural_party(**changes):
    changes = {"parties__1__article": "les", "parties__1__genre": "f", "parties__1__sigle": ABSENT, **changes}
    return spec(parties__1__nom="Archives du littoral", **changes)


def test_one_party_of_plural_name_chairs_alone():
    text = article(document(one_plural_party()), "obligations-delegataire")
    assert "présidé par le représentant des Archives du littoral, qui s’engage" in text
    assert "conjointement" not in text


def test_two_parties_chair_together_and_keep_one_designation():
    first = {**spec()["parties"][1], "denomination": "partenaire-délégataire"}
    second = {**first, "nom": "Archives du littoral", "sigle": "AL"}
    act = document(spec(parties=[spec()["parties"][0], first, second]))
    duties, money = (
        article(act, label).replace("\u00a0", " ") for label in ("obligations-delegataire", "execution-financiere")
    )
    assert "présidé conjointement par les représentants de la DNUM et de la AL, qui s’engagent" in duties
    assert "Le comptable assignataire des dépenses de la AL est le contrôleur" in money


def test_without_coaching_the_whole_of_the_fund_is_delegated():
    whole = spec(finances={"montant": "60 000 €", "echeancier": {"2025": {"ae": "60 000 €", "cp": "60 000 €"}}})
    text = " ".join(words(document(whole))).replace("\u00a0", " ").replace("\u202f", " ")
    assert "a obtenu un cofinancement de 60 000 € (soixante mille euros). Cette somme" in text
    assert "soit au total 60 000 €" in text
    assert "d’accompagnement payés directement" in " ".join(words(document(spec())))


def unpaid_draft():
    """A draft where three amounts are left blank."""
    calendar = {"2025": {"ae": "185 000 €", "cp": None}, "2026": {"cp": None}}
    data = spec(date_signature=ABSENT, finances__echeancier=calendar, finances__cofinancement={"montant": None})
    return text_of(data).replace("null", "")


def test_a_draft_prints_no_total_while_a_year_is_missing():
    text = article(document(unpaid_draft()), "execution-financiere").replace("\u00a0", " ").replace("\u202f", " ")
    assert "[à compléter : CP de 2025]" in text
    assert text.count("185 000 €") == 3  # the ceiling, the AE of 2025, their total
    assert "[à compléter : total des CP]" in text


def test_blank_keys_are_listed_in_the_order_they_are_written():
    missing = [one.libelle for one in check(unpaid_draft()).value.missing]
    assert missing == ["date de signature", "CP de 2025", "CP de 2026", "montant du cofinancement"]


def test_a_party_without_a_representative_is_told_where_to_write_it():
    data = spec(date_signature=ABSENT, parties__1__representants=ABSENT)
    (found,) = check(data).diagnostics
    assert found.code.number == "C218"
    assert found.hint.startswith("Ajouter à cette partie, ici ou dans l’annuaire, « representants: ")
