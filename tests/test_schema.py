"""The schema of specs: what editors and CI are told agrees with the model, and with the committed file."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from conventions_cli import pipeline
from conventions_cli.files.discovery import specs_in
from conventions_cli.model.schema import schema_text, spec_schema
from conventions_cli.templating.proposals import schema_of
from fabrique import GOOD, ROOT, SPECS, spec, text_of
from serveur import HANGS
from test_cli import run

COMMITTED = SPECS / "convention.schema.json"
SHARED = [
    SPECS / "annuaire.yaml",
    SPECS / "fast17.yaml",
    SPECS / "fast17" / "cohorte.yaml",
    SPECS / "fast17" / "annuaire.yaml",
]
REJECTED = sorted((Path(__file__).parent / "rejected").glob("*.yaml"))
# What a shape can tell; the rest is for the model and the rules.
SHAPES = {"C202", "C203", "C205", "C207", "C208", "C209", "C210", "C215"}


def refused(files, schema=COMMITTED):
    """The files that an independent validator refuses, as an editor would read them."""
    command = [sys.executable, "-m", "check_jsonschema", "-o", "json", "--schemafile", str(schema), *map(str, files)]
    report = json.loads(subprocess.run(command, capture_output=True, timeout=HANGS).stdout)
    assert not report.get("parse_errors"), report["parse_errors"]
    return {Path(one["filename"]).name for one in report["errors"]}


def test_the_committed_schema_is_fresh():
    made = schema_of(directory=SPECS / "annuaire.yaml").value
    assert COMMITTED.read_text("utf-8") == schema_text(made), "make docs"


def test_every_good_file_is_accepted():
    drafts = list((ROOT / "tests" / "exemples").glob("*.yaml"))
    assert refused([*GOOD, *specs_in(SPECS), *SHARED, *drafts]) == set()


def test_what_the_model_refuses_for_its_shape_is_refused():
    codes = {path.name: set(re.findall(r"C\d{3}", path.read_text("utf-8").split("\n")[0])) for path in REJECTED}
    readable = [path for path in REJECTED if all(not code.startswith("C1") for code in codes[path.name])]
    found = refused(readable)
    wrong = {name for name, said in codes.items() if said & SHAPES and name in {path.name for path in readable}}
    assert len(wrong) >= 20
    assert wrong - found == set()


def test_a_shape_is_never_refused_for_what_only_rules_tell():
    codes = {path: set(re.findall(r"C\d{3}", path.read_text("utf-8").split("\n")[0])) for path in REJECTED}
    money = [path for path, said in codes.items() if said and all("C350" <= code <= "C365" for code in said)]
    assert len(money) >= 8
    assert refused(money) == set()


@pytest.mark.parametrize(
    ("path", "good", "bad"),
    [
        (
            "finances__montant",
            ["200 000 €", "200000", "200\u202f000\u00a0€", "70 000 euros", "0"],
            ["200 k€", "-1", "70000.5", "1,000"],
        ),
        (
            "date_signature",
            ["2025-08-20", "20/08/2025", "20 août 2025", "1er août 2025"],
            ["août", "2025", "20-08-2025"],
        ),
        ("sommaire", ["oui", "non"], ["peut-être", "1"]),
        ("duree__preavis_mois", ["3"], ["trois", "-1"]),
        ("parties__0__article", ["la", "l'", "l’"], ["lla"]),
        ("chorus__centre_financier", ["0129-CAHC-DISN"], ["0129-cahc-disn", "O129-CAHC-DISN"]),
    ],
)
def test_the_schema_and_the_model_take_the_same_forms(tmp_path, path, good, bad):
    files = []
    for kind, values in (("bon", good), ("faux", bad)):
        for number, value in enumerate(values):
            file = tmp_path / f"{kind}-{number}.yaml"
            file.write_text(text_of(spec(**{path: value})), "utf-8")
            files.append(file)
            fields = [one for one in pipeline.check(file).diagnostics if one.code.number.startswith(("C2", "C33"))]
            assert bool(fields) is (kind == "faux"), (value, fields)
    assert refused(files) == {file.name for file in files if file.name.startswith("faux")}


def test_every_key_is_named_and_the_main_ones_are_explained():
    schema = spec_schema()
    nodes = [schema, *schema["definitions"].values()]
    fields = [(name, field) for node in nodes for name, field in node["properties"].items()]
    assert all(field["title"] and field["title"][0] != field["title"][0].lower() for _, field in fields)
    explained = [name for name, field in schema["properties"].items() if field.get("description")]
    assert set(schema["properties"]) - set(explained) <= {"subvention"}


def test_the_command_writes_it_with_the_packs_and_parties_at_hand(tmp_path):
    code, out, _ = run("schema", "--annuaire", SPECS / "annuaire.yaml", cwd=tmp_path)
    assert code == 0
    schema = json.loads(out)
    assert "delegation-fast-2025" in schema["properties"]["modele"]["anyOf"][0]["enum"]
    assert "dnum-travail" in schema["definitions"]["Partie"]["properties"]["reference"]["anyOf"][0]["enum"]
    assert "bilan_services" in schema["properties"]["champs"]["properties"]
    assert run("schema", "--annuaire", "absent.yaml", cwd=tmp_path)[0] == 3
    code, out, err = run("schema", "-o", "s.json", cwd=tmp_path)
    assert (code, out) == (0, "") and "s.json" in err


@pytest.mark.parametrize(
    ("changes", "taken"),
    [
        ({}, True),
        ({"modele": "subvention"}, False),  # its roles, its sections and its fields are others
        ({"modele": "un-autre"}, True),  # of a pack that is not at hand nothing is known
        ({"parties__0__role": "attribuant"}, False),
        ({"objet": "un service"}, False),
        ({"objet": None}, True),
        ({"champs": {"n_importe": "x"}}, False),
    ],
)
def test_a_file_that_names_a_pack_is_judged_by_it(tmp_path, changes, taken):
    path = tmp_path / "a.yaml"
    path.write_text(text_of(spec(**changes)), encoding="utf-8")
    assert (refused([path]) == set()) is taken
