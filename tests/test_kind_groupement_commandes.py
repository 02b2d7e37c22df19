"""The convention of a group of buyers: its text, its faults, its calendar, its avenant."""

import json

import pytest

from fabrique import ABSENT, ROOT, check, text_of
from outils import sdk_errors
from sown import changed, example, leaves, printed, sown
from test_cli import run

KIND = "groupement-commandes"
SPEC = example(KIND)
PARTY = SPEC["parties"][1]


def test_the_example_is_sound_and_puts_its_members_on_one_side():
    assert sown(SPEC, {}) == []
    text = printed(SPEC)
    assert "Convention constitutive du groupement de commandes « Audits d’accessibilité »" in text
    assert "ci-après dénommés ensemble « les membres »" in text
    assert "directrice générale, coordonnateur du groupement" in text
    assert "le 15 avril 2026" in text
    assert "le GIP Rivages : 30 %, soit 36 000 €" in text
    assert "solidairement" in text
    assert "avec un préavis de quatre mois" in text
    for other in ("d’une part", "délég", "les parties"):
        assert other not in text


@pytest.mark.parametrize(
    ("field", "value", "said", "unsaid"),
    [
        ("coordonnateur_signe", "non", "Chaque membre signe le marché", "Le coordonnateur signe les marchés"),
        ("coordonnateur_execute", "oui", "Le coordonnateur exécute les marchés", "Chaque membre exécute le marché"),
        ("adhesion", "oui", "Un acheteur peut entrer", "Aucun acheteur ne peut entrer"),
        ("retrait", "non", "Aucun membre ne peut quitter", "préavis"),
        ("exclusivite", "non", "Chaque membre :", "aucun autre titulaire"),
        ("frais", ABSENT, "Article", "frais de la procédure"),
        ("commission", ABSENT, "Article", "commission d’appel d’offres"),
        ("date_procedure", ABSENT, "n’est lancée qu’après la signature", "15 avril"),
        ("nom_du_groupement", ABSENT, "entre l’Agence des services de proximité", "dénommé «"),
    ],
)
def test_what_the_members_choose_is_what_the_act_says(field, value, said, unsaid):
    text = printed(changed(SPEC, **{f"champs__{field}": value})).replace("objet du groupement", "")
    assert said in text or said == "Article"
    assert unsaid not in text
    assert printed(SPEC) != text


def test_costs_are_those_of_each_member_when_nothing_is_shared():
    text = printed(changed(SPEC, finances=ABSENT))
    assert "Chaque membre supporte le coût des prestations qu’il commande." in text
    assert "30 %" not in text
    shares = printed(changed(SPEC, finances__montant=ABSENT))
    assert "Le coût commun est réparti ainsi" in shares and "soit" not in shares
    whole = printed(changed(SPEC, finances__contributions=ABSENT))
    assert "Le coût commun est de 120 000 € (cent vingt mille euros)." in whole


def test_a_group_has_many_members():
    def member(number):
        return {**PARTY, "reference": f"m{number}", "nom": f"GIP {number}", "sigle": f"G{number}"}

    sixty = {f"parties__{number}": member(number) for number in range(3, 60)}
    assert sown(SPEC, sixty) == []
    assert sown(SPEC, {**sixty, "parties__60": member(60)}) == ["C320"]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"champs__date_procedure": "2026-03-01"}, ["C347"]),
        ({"champs__date_procedure": "2029-04-01"}, ["C347"]),
        ({"champs__date_procedure": "bientôt"}, ["C206"]),
        ({"champs__procedure": ABSENT}, ["C201"]),
        ({"champs__marches": ABSENT}, ["C201"]),
        ({"champs__coordonnateur_signe": "parfois"}, ["C207"]),
        ({"champs__coordinateur_signe": "oui"}, ["C214"]),
        ({"objet": ABSENT}, ["C201"]),
        ({"duree__fin": ABSENT}, ["C201"]),
        ({"duree__fin": "2026-03-01"}, ["C302", "C347"]),
        ({"duree__debut": "2026-03-01"}, ["C313"]),
        ({"duree__reconduction": {"periode": "un an"}}, ["C220"]),
        ({"parties": [SPEC["parties"][0]], "finances": ABSENT}, ["C201"]),
        ({"parties__0__role": "membre", "obligations": ABSENT}, ["C201"]),
        ({"parties__2__role": "porteur"}, ["C208"]),
        ({"parties__2__sigle": "ASP"}, ["C321"]),
        ({"finances__contributions__2__part": "30 %"}, ["C392"]),
        ({"finances__contributions__2__partie": "region"}, ["C392"]),
        ({"finances__echeancier": {"2026": {"ae": "120 000 €", "cp": "120 000 €"}}}, ["C220"]),
        ({"finances__accompagnement": "10 000 €"}, ["C220"]),
        ({"chorus": {"programme": "129"}}, ["C220"]),
        ({"services": [{"nom": "Gué sûr"}]}, ["C220"]),
        ({"obligations__porteur": ["aider"]}, ["C322"]),
    ],
)
def test_each_fault_gives_its_code_and_no_other(changes, expected):
    assert sown(SPEC, changes) == expected


def test_the_day_of_the_procedure_is_compared_with_those_of_the_act():
    for changes, line in (
        ({"champs__date_procedure": "2026-03-01"}, "date_signature:"),
        ({"champs__date_procedure": "2029-04-01"}, "fin:"),
    ):
        (found,) = check(changed(SPEC, **changes)).diagnostics
        (day,) = found.related
        assert day.span.source.line(day.span.start.line).strip().startswith(line)


def test_what_is_refused_is_told_with_the_kind_that_carries_it():
    outcome = check(changed(SPEC, chorus={"programme": "129"}))
    (found,) = [one for one in outcome.diagnostics if one.code.number == "C220"]
    assert "délégation de gestion" in found.hint


@pytest.mark.parametrize("path", [path for path, _ in leaves(SPEC)])
def test_every_value_of_the_example_is_printed(path):
    value, last = dict(leaves(SPEC))[path], path.rpartition("__")[2]
    if path == "modele" or last in {"role", "nature", "genre", "partie"} or (last == "reference" and "__" in path):
        return  # what they change is not words, or is another value's
    other = {"date_signature": "2026-03-17", "duree__fin": "2029-04-30", "duree__preavis_mois": "5"}
    other |= {"champs__date_procedure": "2026-04-16", "champs__exclusivite": "non", "reference": "AUTRE-1"}
    other |= {"finances__montant": "130 000 €"}
    changes = {path: other.get(path) or {"article": "les"}.get(last, f"{value} bis")}
    if last == "part":  # two shares change together
        changes = {"finances__contributions__0__part": "45 %", "finances__contributions__1__part": "35 %"}
    assert printed(changed(SPEC, **changes)) != printed(SPEC)


def test_a_draft_lists_what_is_missing_by_who_gives_it():
    bare = changed(SPEC, date_signature=ABSENT, objet=ABSENT, parties__1__representants=ABSENT, champs__marches=ABSENT)
    outcome = check(bare)
    assert outcome.value is not None, outcome.diagnostics
    given = {one.cle: one.fournisseur for one in outcome.value.spec.manques}
    assert given["objet"] == "le coordonnateur"
    assert {who for path, who in given.items() if path.startswith("parties.1")} == {"le membre"}
    assert "à compléter" in printed(bare)


def test_it_renders_publishes_summarises_and_amends(tmp_path):
    (tmp_path / "groupe.yaml").write_text(text_of(SPEC), encoding="utf-8")
    (tmp_path / "groupe-2.yaml").write_text(
        "herite: groupe.yaml\navenant: {de: groupe.yaml, numero: 1}\nduree: {fin: 2029-12-31}\n", encoding="utf-8"
    )
    assert run("render", "groupe.yaml", "--format", "docx,md,html", cwd=tmp_path)[0] == 0
    assert sdk_errors(tmp_path / "build/groupe.docx") == []
    code, out, _ = run("summary", "groupe.yaml", "--format", "json", cwd=tmp_path)
    rows = [(row["date"], row["genre"]) for row in json.loads(out)["echeances"]] if code == 0 else []
    assert rows == [
        ("2026-03-16", "prise_d_effet"),
        ("2026-04-15", "procedure"),
        ("2028-11-30", "preavis"),
        ("2029-03-31", "fin"),
    ]
    assert run("publish", "groupe.yaml", "-o", "publies", cwd=tmp_path)[0] == 0
    (published,) = [json.loads(path.read_text(encoding="utf-8")) for path in (tmp_path / "publies").glob("2026-*.json")]
    assert (published["nature"], len(published["parties"])) == ("groupement_de_commandes", 3)
    code, _, err = run("amend", "groupe-2.yaml", cwd=tmp_path)
    assert code == 0, err
    avenant = (tmp_path / "build/groupe-2-avenant-1.md").read_text(encoding="utf-8").replace("\u00a0", " ")
    assert "« 31 mars 2029 » est remplacée par la date : « 31 décembre 2029 »" in avenant
    assert "ci-après dénommés ensemble « les membres »" in avenant
    for other in ("d’une part", "les parties", "délég"):
        assert other not in avenant


def test_the_pack_prints_all_that_it_declares():
    assert run("templates", "check", KIND, "--strict", cwd=ROOT)[0] == 0
