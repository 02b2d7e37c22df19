"""The letter of mission of the programme « consolidation »: its text, its faults, its calendar, its avenant."""

import json

import pytest

from fabrique import ABSENT, ROOT, check, text_of
from outils import sdk_errors
from sown import changed, example, leaves, printed, sown
from test_cli import run

KIND = "lettre-mission"
SPEC = example(KIND)
PARTY = SPEC["parties"][1]


def test_the_example_is_sound_and_reads_as_a_letter():
    assert sown(SPEC, {}) == []
    text = printed(SPEC)
    assert "Lettre de mission – programme de consolidation – Gué sûr" in text
    assert "à Madame Inès MOREL, cheffe de produit" in text
    assert "Objet : programme de consolidation, produit numérique « Gué sûr »" in text
    assert "au nom de la DNA et de la SDC" in text
    assert "Elle occupe 50 % d’un temps plein." in text
    assert "Il se réunit tous les deux mois" in text
    for contract in ("Entre :", "d’une part", "ci-après", "les parties", "Il est convenu", "€", "convention"):
        assert contract not in text


def test_one_party_is_enough_when_the_sponsor_is_of_the_same_service():
    sponsor = {"nom": "Paul TERRIER", "fonction": "sous-directeur", "genre": "m"}
    alone = changed(SPEC, parties__1=ABSENT, parties__0__representants__1=sponsor)
    assert sown(alone, {}) == []
    text = printed(alone)
    assert "au nom de la DNA, la mission" in text
    assert "Claire AUBRAC, directrice et Paul TERRIER, sous-directeur" in text
    assert text.count("Pour la DNA") == 2


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"finances": {"montant": "30 000 €"}}, ["C220"]),
        ({"chorus": {"programme": "129"}}, ["C220"]),
        ({"marches": {"delegataire": "un marché"}}, ["C220"]),
        ({"subvention": {"objet": "aide"}}, ["C220"]),
        ({"duree__preavis_mois": "2"}, ["C220"]),
        ({"duree__reconduction": {"periode": "six mois"}}, ["C220"]),
        ({"duree__fin_comptable": "2026-12-31"}, ["C220"]),
        ({"champs__destinataire": ABSENT}, ["C201"]),
        ({"champs__quotite": ABSENT}, ["C201"]),
        ({"champs__affectation": ABSENT}, ["C201"]),
        ({"champs__rattachement": ABSENT}, ["C201"]),
        ({"champs__comite": ABSENT}, ["C201"]),
        ({"objet": ABSENT}, ["C201"]),
        ({"services": ABSENT}, ["C201"]),
        ({"duree__debut": ABSENT}, ["C201"]),
        ({"duree__fin": ABSENT}, ["C201"]),
        ({"champs__quotite": "150 %"}, ["C216"]),
        ({"champs__comite_mois": "souvent"}, ["C209"]),
        ({"champs__bilan": "peut-être"}, ["C207"]),
        ({"champs__comite_mois": "9"}, ["C348"]),
        ({"champs__comite_mois": "0"}, ["C348"]),
        ({"champs__comite_mois": "1"}, []),
        ({"champs__comite_mois": "6"}, []),
        ({"champs__destinatair": "X"}, ["C214"]),
        ({"duree__fin": "2027-11-30"}, ["C345"]),
        ({"duree__fin": "2026-06-30"}, ["C345", "C348"]),
        ({"duree__debut": "2026-05-01", "duree__fin": "2026-10-31"}, ["C313"]),
        ({"parties__1": ABSENT}, ["C346"]),
        ({"parties__1__role": "delegant"}, ["C208"]),
        ({"parties__0": ABSENT, "obligations": ABSENT}, ["C201"]),
        ({"parties__1__sigle": "DNA"}, ["C321"]),
        ({"obligations__porteur": ["aider"]}, ["C322"]),
        ({f"parties__{n}": {**PARTY, "nom": f"Direction {n}", "sigle": f"D{n}"} for n in range(2, 9)}, ["C320"]),
        ({"avenant": {"de": "rien.yaml"}}, []),
    ],
)
def test_each_fault_gives_its_code_and_no_other(changes, expected):
    assert sown(SPEC, changes) == expected


def test_a_mission_that_is_too_long_is_pointed_at_by_its_end():
    (found,) = check(changed(SPEC, duree__fin="2027-11-30")).diagnostics
    assert found.span.source.line(found.span.start.line).strip().startswith("fin:")


def test_money_is_refused_with_the_kinds_that_carry_some():
    outcome = check(changed(SPEC, finances={"montant": "90 000 €"}))
    (found,) = [one for one in outcome.diagnostics if one.code.number == "C220"]
    assert "aucune somme" in found.hint and "subvention" in found.hint


@pytest.mark.parametrize("path", [path for path, _ in leaves(SPEC)])
def test_every_value_of_the_example_is_printed(path):
    """Each value changed changes the text; the nature of a party and the committee's months have theirs elsewhere."""
    other = {
        "modele": None,
        "date_signature": "2026-05-19",
        "duree__debut": "2026-06-02",
        "duree__fin": "2026-12-01",
        "champs__quotite": "60 %",
        "champs__comite_mois": "3",
        "champs__bilan": "non",
    }
    value = dict(leaves(SPEC))[path]
    last = path.rpartition("__")[2]
    if path == "modele" or last in {"role", "nature", "genre", "adresse"}:
        return
    new = other.get(path) or {"article": "l’", "reference": "AUTRE-1"}.get(last, f"{value} bis")
    assert printed(changed(SPEC, **{path: new})) != printed(SPEC)


def test_the_address_is_printed_when_the_act_prints_addresses():
    both = changed(SPEC, adresses="oui", parties__1__adresse="1 rue du Port, Lyon")
    assert "12 quai des Étoiles, 69002 Lyon" in printed(both)


def test_what_an_act_may_hold_besides_is_printed():
    more = {
        "nor": "TSSZ2630440X",
        "entete": "Ministère des alertes",
        "visas": ["décret n° 2012-1246 du 7 novembre 2012"],
        "annexes": [{"titre": "Feuille de route", "texte": "Trois étapes."}],
    }
    text = printed(changed(SPEC, **more))
    for words in ("TSSZ2630440X", "Ministère des alertes", "2012-1246", "Feuille de route", "Trois étapes"):
        assert words in text


def test_a_draft_lists_what_is_missing_by_who_gives_it():
    bare = changed(SPEC, date_signature=ABSENT, services=ABSENT, duree=ABSENT, parties__1__representants=ABSENT)
    outcome = check(bare)
    assert outcome.value is not None, outcome.diagnostics
    given = {one.cle: one.fournisseur for one in outcome.value.spec.manques}
    assert given["services.0.nom"] == "l’équipe"
    assert given["duree.debut"] == "le service"
    assert {who for path, who in given.items() if path.startswith("parties.1")} == {"le sponsor"}
    assert "à compléter" in printed(bare)


def test_it_renders_publishes_summarises_and_amends(tmp_path):
    (tmp_path / "lettre.yaml").write_text(text_of(SPEC), encoding="utf-8")
    (tmp_path / "lettre-2.yaml").write_text(
        "herite: lettre.yaml\navenant: {de: lettre.yaml, numero: 1}\nduree: {fin: 2026-12-01}\n"
        "champs: {rattachement: la directrice}\n",
        encoding="utf-8",
    )
    assert run("render", "lettre.yaml", "--format", "docx,md,html", cwd=tmp_path)[0] == 0
    assert sdk_errors(tmp_path / "build/lettre.docx") == []
    code, out, _ = run("summary", "lettre.yaml", "--format", "json", cwd=tmp_path)
    rows = [(row["date"], row["libelle"]) for row in json.loads(out)["echeances"]] if code == 0 else []
    assert ("2026-06-01", "début de la mission") in rows
    assert [day for day, what in rows if "comité de suivi" in what] == ["2026-08-01", "2026-10-01"]
    assert ("2026-11-30", "bilan écrit de la mission") in rows
    assert run("publish", "lettre.yaml", "-o", "publies", cwd=tmp_path)[0] == 0
    (published,) = [json.loads(path.read_text(encoding="utf-8")) for path in (tmp_path / "publies").glob("2026-*.json")]
    assert (published["nature"], published["acte"], published["montants"]) == (
        "lettre_de_mission",
        "lettre de mission",
        None,
    )
    code, _, err = run("amend", "lettre-2.yaml", cwd=tmp_path)
    assert code == 0, err
    avenant = (tmp_path / "build/lettre-2-avenant-1.md").read_text(encoding="utf-8").replace("\u00a0", " ")
    assert "Avenant n° 1 à la lettre de mission" in avenant
    assert "« 30 novembre 2026 » est remplacée par la date : « 1er décembre 2026 »" in avenant
    for contract in ("Entre :", "les parties", "convention", "délég"):
        assert contract not in avenant


def test_a_change_of_a_field_is_named_in_the_words_of_its_pack(tmp_path):
    (tmp_path / "lettre.yaml").write_text(text_of(SPEC), encoding="utf-8")
    (tmp_path / "lettre-2.yaml").write_text(text_of(changed(SPEC, champs__comite_mois="3")), encoding="utf-8")
    said = "intervalle entre deux comités de suivi, en mois"
    assert said in run("diff", "lettre.yaml", "lettre-2.yaml", cwd=tmp_path)[1]
    _, out, err = run("amend", "lettre.yaml", "lettre-2.yaml", "--avenant", "1", cwd=tmp_path)
    assert f"{said} : 2 → 3" in (out + err).replace("\u00a0", " ")


def test_the_pack_prints_all_that_it_declares():
    assert run("templates", "check", KIND, cwd=ROOT)[0] == 0
