"""A new kind of act, a convention of mandate, made with the files of a pack alone: no Python knows it."""

import json
import re
import shutil

import pytest

from fabrique import ABSENT, ROOT, text_of
from outils import sdk_errors
from sown import changed, printed, sown
from test_cli import run

PACKS = ROOT / "tests" / "modeles"
SPEC = {
    "modele": "mandat-essai",
    "date_signature": "2026-02-02",
    "lieu_signature": "Lille",
    "objet": "Le mandat porte sur les frais de déplacement des participants aux essais du service.",
    "missions": ["le remboursement des frais de transport ;", "le remboursement des frais d’hébergement."],
    "parties": [
        {
            "role": "mandant",
            "nom": "Agence des essais",
            "article": "l’",
            "nature": "operateur",
            "representants": [{"nom": "Ada UNE", "fonction": "directrice", "genre": "f"}],
        },
        {
            "role": "mandataire",
            "nom": "GIP Accueil",
            "article": "le",
            "nature": "gip",
            "representants": [{"nom": "Léo DEUX", "fonction": "directeur", "genre": "m"}],
        },
    ],
    "duree": {"fin": "2027-01-31", "preavis_mois": "2"},
    "finances": {"montant": "40 000 €"},
    "champs": {"motifs": "Les remboursements sont nombreux et de faible montant.", "reddition_mois": "3"},
}


def test_no_python_names_the_kind_nor_who_gives_the_mandate():
    named = re.compile(r"[\"\']mandat(?:ant)?(?:-essai)?[\"\']")
    source = ROOT / "src" / "conventions_cli"
    assert [path.name for path in source.rglob("*.py") if named.search(path.read_text(encoding="utf-8"))] == []


def test_it_is_checked_and_printed_in_the_words_of_its_roles():
    assert run("templates", "check", str(PACKS / "mandat-essai"), cwd=ROOT)[0] == 0
    assert sown(SPEC, {}, template_dir=PACKS) == []
    text = printed(SPEC, template_dir=PACKS)
    assert "Convention de mandat entre l’Agence des essais et le GIP Accueil" in text
    assert "agissant en qualité de mandataire" in text
    assert "L’Agence des essais donne mandat au GIP Accueil pour payer, en son nom" in text
    assert "dans la limite de 40 000 € (quarante mille euros)" in text
    assert "tous les trois mois, et au terme du mandat" in text
    assert "avec un préavis de deux mois" in text
    assert "sous réserve de vérification" not in text and "encaisser" not in text
    rich = changed(SPEC, champs__encaisse="oui", champs__remuneration="1 000 €", champs__avis_comptable="2026-01-15")
    said = printed(rich, template_dir=PACKS)
    assert "pour payer et encaisser" in said
    assert "une rémunération de 1 000 € (mille euros)" in said
    assert "Vu l’avis du comptable de l’Agence des essais, en date du 15 janvier 2026," in said


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"champs__motifs": ABSENT}, ["C201"]),
        ({"champs__reddition_mois": ABSENT}, ["C201"]),
        ({"missions": ABSENT}, ["C201"]),
        ({"finances": ABSENT}, ["C201"]),
        ({"parties__0__role": "delegant"}, ["C208"]),
        ({"parties__1": ABSENT}, ["C201"]),
        ({"chorus": {"programme": "129"}}, ["C220"]),
        ({"services": [{"nom": "Un"}]}, ["C220"]),
        ({"finances__echeancier": {"2026": {"ae": "40 000 €", "cp": "40 000 €"}}}, ["C220"]),
        ({"finances__contributions": [{"partie": "agence-des-essais", "part": "90 %"}]}, ["C392"]),
        ({"champs__gratuit": "oui"}, ["C214"]),
    ],
)
def test_its_faults_are_those_its_pack_declares(changes, expected):
    assert sown(SPEC, changes, template_dir=PACKS) == expected


def test_a_draft_says_who_gives_what_is_missing(tmp_path):
    bare = changed(SPEC, date_signature=ABSENT, finances=ABSENT, objet=ABSENT, parties__1__representants=ABSENT)
    (tmp_path / "projet.yaml").write_text(text_of(bare), encoding="utf-8")
    code, out, err = run("render", "projet.yaml", "--template-dir", str(PACKS), "--format", "md", cwd=tmp_path)
    assert code == 0, err
    for who in ("le mandant", "le mandataire", "le comptable du mandant"):
        assert who in out + err


def test_it_renders_summarises_publishes_and_amends_from_the_files_beside_the_spec(tmp_path):
    shutil.copytree(PACKS / "mandat-essai", tmp_path / "templates" / "mandat-essai")
    (tmp_path / "mandat.yaml").write_text(text_of(SPEC), encoding="utf-8")
    (tmp_path / "mandat-2.yaml").write_text(
        "herite: mandat.yaml\navenant: {de: mandat.yaml, numero: 1}\nduree: {fin: 2027-12-31}\n", encoding="utf-8"
    )
    assert run("validate", "mandat.yaml", "mandat-2.yaml", cwd=tmp_path)[0] == 0
    assert run("render", "mandat.yaml", "--format", "docx,html,md", cwd=tmp_path)[0] == 0
    assert sdk_errors(tmp_path / "build/mandat.docx") == []
    code, out, _ = run("summary", "mandat.yaml", "--format", "json", cwd=tmp_path)
    rows = [(row["date"], row["genre"], row["a_la_charge_de"]) for row in json.loads(out)["echeances"]]
    assert code == 0
    assert ("2026-05-02", "reddition", "GIP Accueil") in rows
    assert ("2026-11-30", "preavis", None) in rows
    assert ("2027-01-31", "fin", None) in rows
    assert run("publish", "mandat.yaml", "-o", "publies", cwd=tmp_path)[0] == 0
    (file,) = (tmp_path / "publies").glob("2026-*.json")
    published = json.loads(file.read_text(encoding="utf-8"))
    assert (published["acte"], [party["role"] for party in published["parties"]]) == (
        "convention de mandat",
        ["mandant", "mandataire"],
    )
    code, _, err = run("amend", "mandat-2.yaml", cwd=tmp_path)
    assert code == 0, err
    avenant = (tmp_path / "build/mandat-2-avenant-1.md").read_text(encoding="utf-8").replace("\u00a0", " ")
    assert "Avenant n° 1 à la convention de mandat" in avenant
    assert "« 31 janvier 2027 » est remplacée par la date : « 31 décembre 2027 »" in avenant
    assert "délég" not in avenant
