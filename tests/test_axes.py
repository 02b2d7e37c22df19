"""The axes of CHORUS: how acts name them; and an axis of one more line, which everything sees."""

import csv
import json
import os
import re
import shutil
import subprocess
import sys
from functools import cached_property
from itertools import combinations
from pathlib import Path

import pytest
import yaml

from conventions_cli.facts.axes import NAMES, axis_named, axis_of, said_codes
from conventions_cli.linting.remarking import lint
from conventions_cli.model.chorus import AXES, matches
from conventions_cli.readers.docx import read_docx
from fabrique import ABSENT, ROOT, spec, text_of
from serveur import HANGS
from test_new import organisation, page
from wordml import p, tbl, tc, tr, word

# ---- how acts name an axis


@pytest.mark.parametrize("axis", AXES, ids=lambda axis: axis.key)
def test_an_axis_is_known_by_each_of_its_names_and_its_example_has_its_shape(axis):
    assert matches(axis, axis.example)
    for name in (axis.label, axis.label_of(2), axis.name, *axis.aliases):
        assert axis_named(name) == axis_of(name) == axis_named(name.upper()) == axis, name


def test_no_two_axes_share_a_name():
    for one, other in combinations(NAMES, 2):
        assert one.axis is other.axis or one.words != other.words


@pytest.mark.parametrize(
    ("label", "key"),
    [
        ("Activité (s)", "activites"),
        ("Code de l’activité CHORUS", "activites"),
        ("N° d’engagement juridique", "engagement_juridique"),
        ("UO – centre financier", "centre_financier"),
        ("Unité opérationnelle (UO) :", "centre_financier"),
        ("Centre financier (du délégant)", "centre_financier"),
        ("CENTRES DE COÛTS", "centre_de_cout"),
        ("PAM (projet analytique ministériel)", "projet_analytique"),
        ("Groupe marchandise", "groupe_marchandises"),
    ],
)
def test_a_label_names_an_axis_whatever_its_number_its_case_and_its_articles(label, key):
    found = axis_named(label)
    assert found is not None
    assert found.key == key


@pytest.mark.parametrize(
    "label",
    [
        *("Domaine d’activité", "Secteur d’activité", "Activité partielle", "Rapport d’activités", "Taux d’activité"),
        *("Fonds européen", "Appel de fonds", "Localisation du service", "Domaine", "Centre", "Projet", "Code", ""),
        *("Domaine fonctionnel et activité", "se reporter à l’article 3", "Responsable du centre de coût"),
    ],
)
def test_words_that_stand_in_the_name_of_an_axis_do_not_name_it(label):
    assert axis_named(label) is None
    assert axis_of(label) is None


@pytest.mark.parametrize(
    ("label", "key"),
    [("Centre de coût de l’IQE", "centre_de_cout"), ("UO de rattachement", "centre_financier")],
)
def test_a_label_that_says_more_tells_the_kind_of_code_and_is_no_row_of_the_act(label, key):
    found = axis_of(label)
    assert found is not None
    assert found.key == key
    assert axis_named(label) is None


def test_a_field_of_activity_is_no_code_of_an_activity():
    rows = [("Domaine d’activité", "85.59A"), ("Activité", "01290012")]
    act = word(
        p("Article 1 – Objet") + tbl(*(tr(tc(p(label)), tc(p(code))) for label, code in (("Axe", "Code"), *rows)))
    )
    found = lint(read_docx(act, "acte.docx").value.document)
    assert [one.message for one in found if "85.59A" in one.message] == []
    assert [one.code.number for one in found if "01290012" in one.message] == ["C621"]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("imputées sur les centres de coûts SGSIFAB075", [("centre_de_cout", "SGSIFAB075")]),
        ("le groupe de marchandises 40.01.03.", [("groupe_marchandises", "40.01.03")]),
        ("localisation interministérielle : N1175, puis", [("localisation_interministerielle", "N1175")]),
        ("l’engagement juridique n° 2100123456", [("engagement_juridique", "2100123456")]),
        ("domaine fonctionnel de rattachement 0129-16-02", [("domaine_fonctionnel", "0129-16-02")]),
        ("le centre de coût SGSIFAB0755", [("centre_de_cout", "SGSIFAB0755")]),
        ("le fonds FAST-2025", []),
        ("l’activité COVID-19", []),
        ("le fonds 1-2-00532", [("fonds", "1-2-00532")]),
    ],
)
def test_a_sentence_gives_the_code_after_the_name_of_its_axis(sentence, expected):
    assert list(dict.fromkeys((axis.key, code) for axis, code in said_codes(sentence))) == expected


# ---- one more axis

KEY, LABEL, CODE, ALIKE = "projet_europeen", "Projet européen", "PE-001234", "PE-OO1234"
_STATED = rf'"{LABEL}", r"PE-\d{{6}}", "{CODE}", "code européen", asked=True, summarised=True'
LINE = f"    {KEY}: Requis[Code_] | None = axe({_STATED})\n"
NEEDED = f"    {KEY}: Requis[Code_] | None = axe({_STATED}, common=True)\n"
_TALK = f"""
import json
from pathlib import Path
from conventions_cli.drafting.interview import Interview
from conventions_cli.drafting.surroundings import Surroundings
from conventions_cli.drafting.view import View
talk, said = Interview(View(Surroundings(Path(), None), named=True), "acte.yaml"), {{}}
while talk.current is not None:
    asked = talk.current
    said[asked.key] = [asked.wording, talk.explain(asked)]
    assert talk.answer({{"@chorus": "oui", "chorus.{KEY}": "{CODE}"}}.get(asked.key, "")).accepted
print(json.dumps([said, talk.draft().text]))
"""


def loaded(text):
    """A spec as its keys and their texts."""
    return yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - it makes texts only


class House:
    """A copy of the package with a line more, which declares an axis, and a spec that gives its code."""

    def __init__(self, folder: Path, line: str) -> None:
        shutil.copytree(ROOT / "src", folder / "src", ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copytree(ROOT / "templates", folder / "templates")
        (folder / "specs").mkdir()
        declared = folder / "src/conventions_cli/model/chorus.py"
        text = declared.read_text(encoding="utf-8")
        before = "    autres: dict["
        assert text.count(before) == 1
        declared.write_text(text.replace(before, line + before), encoding="utf-8")
        self.source, self.folder = folder / "src", folder / "specs"
        self.write("acte.yaml", **{f"chorus__{KEY}": CODE})

    def write(self, name: str, **changes: object) -> None:
        (self.folder / name).write_text(text_of(spec(**changes)).replace(" null", ""), encoding="utf-8")

    def python(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        around = {**os.environ, "PYTHONPATH": str(self.source), "PYTHONUTF8": "1"}
        command = [sys.executable, *arguments]
        return subprocess.run(
            command, cwd=self.folder, env=around, capture_output=True, encoding="utf-8", timeout=HANGS, check=False
        )

    def run(self, *words: str) -> str:
        """What a command says, on both streams, with plain spaces."""
        done = self.python("-m", "conventions_cli", *words)
        assert "Traceback" not in done.stderr, done.stderr
        return re.sub("[\u00a0\u202f]", " ", done.stdout + done.stderr)

    def read(self, name: str) -> str:
        return (self.folder / name).read_text(encoding="utf-8")

    @cached_property
    def act(self) -> str:
        """The act as Markdown; its Word file stands beside it."""
        said = self.run("render", "acte.yaml")
        assert (self.folder / "build/acte.md").exists(), said
        return self.read("build/acte.md")

    @cached_property
    def imported(self) -> str:
        """The spec that is read back from the words of the act; its pack is `modeles/maison`."""
        assert self.act
        return self.run("import", "build/acte.md", "--as-pack", "maison", "-o", "lu.yaml") and self.read("lu.yaml")


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    return House(tmp_path_factory.mktemp("maison"), LINE)


@pytest.fixture(scope="module")
def strict(tmp_path_factory):
    """The same with an axis that the acts of a pack must have, and that those of a round share."""
    house = House(tmp_path_factory.mktemp("stricte"), NEEDED)
    for manifest in (house.folder.parent / "templates").glob("delegation-fast-*/modele.yaml"):
        text = manifest.read_text(encoding="utf-8")
        assert text.count("  - chorus.centre_de_cout\n") == 1
        more = f"  - chorus.centre_de_cout\n  - chorus.{KEY}\n"
        manifest.write_text(text.replace("  - chorus.centre_de_cout\n", more), encoding="utf-8")
    return house


def test_the_line_is_enough_for_a_spec_to_give_the_code_and_for_the_act_to_print_it(house):
    assert house.run("validate", "acte.yaml") == "acte.yaml : conforme.\n"
    assert re.search(rf"^\| {LABEL} +\| {CODE} +\|$", house.act, re.MULTILINE)


def test_the_json_schema_knows_the_key_its_name_and_the_shape_of_its_code(house):
    found = json.loads(house.run("schema"))["definitions"]["Chorus"]["properties"][KEY]
    assert (found["title"], found["examples"]) == (LABEL, [CODE])
    assert re.search(found["pattern"], CODE)
    assert not re.search(found["pattern"], ALIKE)


def test_faults_and_gaps_name_the_new_axis(house):
    alike = house.run("validate", "acte.yaml", "--set", f"chorus.{KEY}={ALIKE}")
    assert f"erreur C335 : « {ALIKE} » n’est pas un code de l’axe « {LABEL} »" in alike
    assert f"Faut-il lire « {CODE} »" in alike
    wrong = house.run("validate", "acte.yaml", "--set", f"chorus.{KEY}=12")
    assert f"erreur C334 : « 12 » n’a pas la forme d’un code de l’axe « {LABEL} »" in wrong
    assert f"par exemple : « {CODE} »" in wrong
    house.write("vide.yaml", **{f"chorus__{KEY}": None})
    empty = house.run("validate", "vide.yaml")
    assert "erreur C201 : Il manque : projet européen." in empty
    assert f"« {KEY}: {CODE} »" in empty
    house.write("projet.yaml", **{f"chorus__{KEY}": None, "date_signature": None})
    assert f"le service financier : projet européen (chorus.{KEY})" in house.run("render", "projet.yaml")
    house.write("faute.yaml", chorus__projet_europen=CODE)
    assert f"« {KEY} »" in house.run("validate", "faute.yaml")


def test_the_interview_asks_the_new_axis_and_explains_it(house):
    done = house.python("-c", _TALK)
    assert done.returncode == 0, done.stderr
    said, draft = json.loads(done.stdout)
    wording, explained = said[f"chorus.{KEY}"]
    assert wording == LABEL
    assert explained.startswith(f"{LABEL} : un code de CHORUS")
    assert CODE in explained
    assert loaded(draft)["chorus"][KEY] == CODE


def test_the_code_is_read_back_from_the_words_of_an_act_and_its_pack_prints_it(house):
    read = loaded(house.imported)["chorus"]
    assert read[KEY] == CODE
    assert "autres" not in read
    assert f"{{{{ chorus.{KEY} }}}}" in "".join(
        path.read_text(encoding="utf-8") for path in (house.folder / "modeles").rglob("*.md")
    )


def test_the_code_is_read_back_from_a_sentence(house):
    (house.folder / "phrase.md").write_text(
        "# Convention\n\n## Article 1 – Objet\n\nTexte.\n\n## Article 2 – Imputation\n\n"
        f"Les dépenses relèvent du code européen {CODE}.\n",
        encoding="utf-8",
    )
    house.run("import", "phrase.md", "-o", "phrase.yaml")
    assert loaded(house.read("phrase.yaml"))["chorus"][KEY] == CODE


@pytest.mark.parametrize("label", [LABEL, "Code européen", f"{LABEL} du délégataire"])
def test_a_wrong_code_is_told_in_an_act_of_any_origin(house, label):
    rows = (("Axe", "Code"), ("Centre financier", "0129-CAHC-DISN"), (label, ALIKE))
    table = tbl(*(tr(tc(p(name)), tc(p(code))) for name, code in rows))
    (house.folder / "ailleurs.docx").write_bytes(word(p("Article 1 – Imputation") + table))
    said = house.run("verify", "ailleurs.docx")
    assert f"« {ALIKE} » n’est pas un code de l’axe « {LABEL} »" in said


def test_a_code_changed_in_a_returned_act_is_carried_to_its_key(house):
    assert CODE in house.act
    returned = house.folder / "revenu.docx"
    with_other = house.run("render", "acte.yaml", "--set", f"chorus.{KEY}=PE-999999", "-o", "autre", "--format", "docx")
    shutil.copy(house.folder / "autre/acte.docx", returned)
    assert f"chorus.{KEY}" in house.run("verify", "revenu.docx", "acte.yaml"), with_other


def test_the_summary_shows_the_new_axis(house):
    (line,) = json.loads(house.run("summary", "acte.yaml", "--format", "json"))["actes"]
    assert line[KEY] == CODE
    house.run("summary", "acte.yaml", "--format", "csv", "-o", "actes.csv")
    (row, *_) = csv.DictReader((house.folder / "actes.csv").read_text(encoding="utf-8-sig").splitlines(), delimiter=";")
    assert row[LABEL] == CODE


def test_published_metadata_hold_the_new_axis(house):
    house.run("publish", "acte.yaml", "-o", "publie", "--format", "md")
    texts = [path.read_text(encoding="utf-8") for path in (house.folder / "publie").rglob("*.json")]
    assert any(f'"axe": "{KEY}"' in text and CODE in text for text in texts)


def test_a_code_that_every_act_must_have_is_wanted_everywhere(strict):
    assert strict.run("validate", "acte.yaml") == "acte.yaml : conforme.\n"
    strict.write("sans.yaml")
    assert "erreur C201 : Il manque : projet européen." in strict.run("validate", "sans.yaml")
    strict.write("rien.yaml", chorus=ABSENT)
    assert f", {KEY}: {CODE}}}" in strict.run("validate", "rien.yaml")
    (strict.folder / "lu.md").write_text("# Convention\n\n## Article 1 – Objet\n\nTexte.\n", encoding="utf-8")
    strict.run("import", "lu.md", "-o", "lu.yaml")
    assert f"# {KEY}:  # à compléter" in strict.read("lu.yaml")
    assert "delegation-fast-2025 : conforme." in strict.run("templates", "check")


def test_a_round_leaves_the_code_its_acts_share_to_complete(strict):
    for name, text in (
        ("_startups/puits.md", page()),
        ("_organisations/iqe.md", organisation("Inspection de la qualité des eaux", "IQE", "administration-centrale")),
    ):
        path = strict.folder / "beta/content" / name
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
    said = strict.run("new", "--cohort", "17", "beta", "-o", "promotion")
    shared = strict.folder / "promotion/cohorte.yaml"
    assert shared.exists(), said
    assert re.search(rf"^ +{KEY}: +# à compléter : projet européen, .*{CODE}", shared.read_text("utf-8"), re.MULTILINE)
