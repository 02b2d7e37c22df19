"""The schema of specs: what editors and CI are told agrees with the model, and with the committed file."""

import json
import re
import subprocess
import sys
import unicodedata
from datetime import date
from pathlib import Path

import jsonschema
import pytest
import yaml
from check_jsonschema.parsers.yaml import construct_yaml_implementation

from conventions_cli import pipeline
from conventions_cli.files.discovery import specs_in
from conventions_cli.foundation.diagnostics import Severity, SourceText
from conventions_cli.french import fold_accents, format_date
from conventions_cli.model.json_schema import schema_text, spec_schema
from conventions_cli.source import find, parse, plain
from conventions_cli.templating.schema_proposals import schema_of
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
    former = {name for name, field in schema["properties"].items() if "deprecationMessage" in field}
    assert len(former) == 7
    assert set(schema["properties"]) - set(explained) - former <= {"subvention"}


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


# --- Whatever `validate` takes, the schema takes


def _day(text, form):
    return form(date.fromisoformat(text)) if re.fullmatch(r"(?:19|20)\d\d-[01]\d-[0-3]\d", text) else text


def _euros(text, form):
    match = re.fullmatch(r"([\d \u00a0\u202f]+) ?€", text)
    return form(match[1].rstrip()) if match else text


WAYS = {
    "espaces insécables": lambda text: text.replace(" ", "\u00a0"),
    "espaces fines": lambda text: text.replace(" ", "\u202f"),
    "espaces doublées": lambda text: text.replace(" ", "  "),
    "blancs autour": lambda text: f" {text}\u00a0",
    "capitales": str.upper,
    "minuscules": str.lower,
    "une capitale": str.capitalize,
    "sans accents": fold_accents,
    "accents séparés": lambda text: unicodedata.normalize("NFD", text),
    "apostrophes droites": lambda text: text.replace("’", "'"),
    "tirets longs": lambda text: text.replace("-", "–"),
    "jour par des barres": lambda text: _day(text, lambda day: f"{day.day}/{day.month}/{day.year}"),
    "jour en lettres": lambda text: _day(text, format_date),
    "jour en capitales sans accents": lambda text: _day(text, lambda day: fold_accents(format_date(day)).upper()),
    "jour en lettres, 1er": lambda text: _day(text, lambda day: format_date(day.replace(day=1))),
    "jour court": lambda text: _day(text, lambda day: f"{day.year}-{day.month}-{day.day}"),
    "mois": lambda text: _day(text, lambda day: format_date(day)[3:].strip()),
    "euros en toutes lettres": lambda text: _euros(text, lambda digits: f"{digits} Euros"),
    "EUR": lambda text: _euros(text, lambda digits: f"{digits}  EUR"),
    "sans unité": lambda text: _euros(text, lambda digits: re.sub(r"\s", "", digits)),
    "à compléter": lambda text: "à compléter",
    "rien": lambda text: "",
    "oui": lambda text: {"oui": "OUI", "non": "False"}.get(text, text),
    "pour cent": lambda text: re.sub(r" ?%", "%", text),
}


def leaves(data, path=()):
    if isinstance(data, dict | list):
        for key, value in data.items() if isinstance(data, dict) else enumerate(data):
            yield from leaves(value, (*path, key))
    elif data is not None:
        yield path


def mapped(data, way):
    if isinstance(data, dict):
        return {key: mapped(value, way) for key, value in data.items()}
    if isinstance(data, list):
        return [mapped(value, way) for value in data]
    return way(data) if data is not None else None


@pytest.fixture(scope="module")
def validator():
    return jsonschema.Draft7Validator(json.loads(COMMITTED.read_text("utf-8")))


def too_strict(text, name, validator):
    """The values that the schema refuses, and `validate` does not; none when a file could not be read."""
    tree = parse(SourceText(name, text)).value
    if tree is None:
        return set()
    found = pipeline.check_bytes(text.encode(), name, SPECS).diagnostics
    wrong = {one.span.start.line for one in found if one.severity is Severity.ERROR and one.span is not None}
    data = EDITOR.load(text)
    refused = {tuple(error.absolute_path) for error in validator.iter_errors(data)}
    if wrong:  # the fields of a pack are read once the rest is
        refused = {path for path in refused if path[:1] != ("champs",)}
    places = {path: find(tree, path)[0].span for path in refused}
    return {path for path, at in places.items() if not wrong & set(range(at.start.line, at.end.line + 1))}


EDITOR = construct_yaml_implementation(pure=True)  # reads YAML as the validator that editors and CI run
ALL_KINDS = [*GOOD, *sorted((ROOT / "tests" / "exemples").glob("*.yaml")), *specs_in(SPECS)]


@pytest.mark.parametrize("way", WAYS)
def test_a_value_that_is_read_however_it_is_written_is_taken_by_the_schema(way, validator):
    seen = set()
    for file in ALL_KINDS:
        tree = parse(SourceText(str(file), file.read_text("utf-8"))).value
        data = {key: value for key, value in plain(tree).items() if key != "herite"}
        pack = data.setdefault("modele", "delegation-fast-2025")  # some inherit it
        kind = pack, *(sorted(map(str, leaves(data))))
        if kind in seen:
            continue
        seen.add(kind)
        changed = mapped(data, WAYS[way]) | {"modele": pack}
        text = yaml.safe_dump(changed, default_style='"', allow_unicode=True, width=100_000, sort_keys=False)
        assert too_strict(text, "essai.yaml", validator) == set(), file
    assert len(seen) > 10


def test_an_editor_says_in_french_what_to_write_and_never_shows_a_regular_expression():
    def nodes(schema):
        yield from [schema] if isinstance(schema, dict) else []
        for value in schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ():
            yield from nodes(value)

    patterns = [one for one in nodes(json.loads(COMMITTED.read_text("utf-8"))) if isinstance(one.get("pattern"), str)]
    assert len(patterns) > 60
    assert [one["pattern"] for one in patterns if not one.get("patternErrorMessage", "").endswith(".")] == []
    # Editors read them as JavaScript in its strict mode, where no other sign may be escaped.
    assert [one["pattern"] for one in patterns if re.search(r"\\[^dswSWDu.^$*+?()[\]{}|\\/]", one["pattern"])] == []


def test_the_keys_of_an_older_version_are_taken_with_what_has_replaced_them(tmp_path):
    old = {key: value for key, value in spec().items() if key not in {"modele", "services", "date_signature"}}
    old |= {"template": "delegation-fast-2025", "service": "Domifa", "signature": "20 AOÛT 2025"}
    path = tmp_path / "a.yaml"
    path.write_text(text_of(old), encoding="utf-8")
    assert pipeline.check(path).value is not None
    assert refused([path]) == set()


def test_two_packs_may_give_one_name_to_fields_of_two_types(tmp_path):
    for pack, kind in (("un", "montant"), ("deux", "date")):
        assert run("templates", "new", pack, cwd=tmp_path)[0] == 0
        manifest = tmp_path / "templates" / pack / "modele.yaml"
        text = manifest.read_text("utf-8")
        text = re.sub(r"(?m)^champs:.*\n(?:[ #].*\n|\n(?=[ ]))*", "", text)
        manifest.write_text(f"{text}\nchamps:\n  quand: {{type: {kind}}}\n", encoding="utf-8")
    code, out, err = run("schema", cwd=tmp_path)
    assert code == 0, err
    (tmp_path / "s.json").write_text(out, encoding="utf-8")
    for number, (pack, value) in enumerate((p, v) for p in ("un", "deux") for v in ("200 000 €", "20 août 2025")):
        (tmp_path / f"{number}.yaml").write_text(f"modele: {pack}\nchamps: {{quand: {value}}}\n", encoding="utf-8")
    assert refused(sorted(tmp_path.glob("*.yaml")), tmp_path / "s.json") == {"1.yaml", "2.yaml"}
