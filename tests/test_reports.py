"""The reports for machines: the same findings in every form, each valid by its own rules."""

import io
import json
import os
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import jsonschema
import pytest
from junitparser import JUnitXml

from conventions_cli.foundation.diagnostics import Diagnostic, Position, Severity, SourceText, Span
from conventions_cli.pipeline.tolerance import all_codes
from conventions_cli.reporting import FORMATS, Result, reporter
from conventions_cli.reporting.for_people import text_report
from conventions_cli.rules import RULES
from fabrique import check, spec, text_of
from outils import REQUIRED
from serveur import convention

BAD = spec(finances__montant="190 000 €", chorus__fonds="12345", chorus__centre_de_cout="SGSIFABO75")
BAD["nor"] = "TSSZ253044X"


@pytest.fixture
def results():
    good = Result("specs/bonne.yaml", ())
    bad = Result("specs/é, fausse:1.yaml", check(text_of(BAD)).diagnostics)
    twice = Result("specs/vide.yaml", check("a: 1\na: 2\n").diagnostics)
    return [good, bad, twice]


def numbers(results):
    return sorted(one.code.number for result in results for one in result.diagnostics)


def test_every_form_carries_the_same_findings(results):
    expected = numbers(results)
    assert len(expected) > 5
    data = json.loads(reporter("json")(results))
    assert sorted(one["code"] for one in data["constats"]) == expected
    sarif = json.loads(reporter("sarif")(results))
    assert sorted(one["ruleId"] for one in sarif["runs"][0]["results"]) == expected
    gitlab = json.loads(reporter("gitlab")(results))
    assert sorted(one["check_name"] for one in gitlab) == expected
    github = re.findall(r"^::(?:error|warning|notice) .*title=(C\d+)", reporter("github")(results), re.MULTILINE)
    assert sorted(github) == expected
    junit = reporter("junit")(results)
    assert sorted(re.findall(r"(?:erreur|avertissement|information) (C\d{3}) :", junit)) == expected
    text = "".join(text_report(result.diagnostics) for result in results)
    assert sorted(re.findall(r"(?:erreur|avertissement|information) (C\d{3}) :", text)) == expected


def test_json_gives_exact_places_and_counts(results):
    data = json.loads(reporter("json")(results))
    assert data["version"] == 1
    assert data["specifications"] == ["specs/bonne.yaml", "specs/é, fausse:1.yaml", "specs/vide.yaml"]
    (double,) = [one for one in data["constats"] if one["code"] == "C104"]
    assert double["lieu"] == {"fichier": "essai.yaml", "ligne": 2, "colonne": 1, "ligne_fin": 2, "colonne_fin": 2}
    assert double["voir"][0]["lieu"]["ligne"] == 1
    assert sum(data["total"].values()) == len(data["constats"])


def test_github_escapes_what_would_end_a_property():
    source = SourceText("a,b:c.yaml", "x: 1\n")
    found = Diagnostic(RULES[0].code, "50 % :\nfin", Span(source, Position(1, 1), Position(1, 2)))
    line = reporter("github")([Result("a,b:c.yaml", (found,))])
    assert line.startswith("::error file=a%2Cb%3Ac.yaml,line=1,endLine=1,col=1,endColumn=2,title=C301 ")
    assert line.endswith("::50 %25 :%0Afin\n")


def test_gitlab_fingerprints_are_unique_and_stable(results):
    one = json.loads(reporter("gitlab")(results))
    two = json.loads(reporter("gitlab")(results))
    prints = [entry["fingerprint"] for entry in one]
    assert len(prints) == len(set(prints))
    assert one == two
    assert all(entry["location"]["positions"]["begin"]["line"] > 0 for entry in one)


def sarif_schema():
    name = os.environ.get("SARIF_SCHEMA")
    if name and Path(name).exists():
        return json.loads(Path(name).read_text(encoding="utf-8"))
    if REQUIRED:
        pytest.fail("le schéma SARIF manque (SARIF_SCHEMA)")
    pytest.skip("le schéma SARIF n’est pas là : ce test est sauté (il ne l’est jamais en intégration continue)")


@pytest.mark.outils
def test_sarif_follows_its_schema(results):
    validator = jsonschema.Draft7Validator(sarif_schema())
    assert [error.message for error in validator.iter_errors(json.loads(reporter("sarif")(results)))] == []
    assert list(validator.iter_errors(json.loads(reporter("sarif")([])))) == []


def test_sarif_rules_carry_their_pages(results):
    run = json.loads(reporter("sarif")(results))["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    assert all("Refusé" in rule["help"]["text"] and rule["help"]["markdown"].startswith("###") for rule in rules)
    assert [rules[one["ruleIndex"]]["id"] for one in run["results"]] == [one["ruleId"] for one in run["results"]]
    assert all(one["partialFingerprints"] for one in run["results"])


def test_junit_has_a_case_per_spec_and_fails_those_with_errors(results):
    suites = JUnitXml.fromstring(reporter("junit")(results).encode())
    (suite,) = list(suites)
    cases = {case.name: bool(case.result) for case in suite}
    assert cases["specs/bonne.yaml"] is False
    assert cases["specs/é, fausse:1.yaml"] is True
    root = ET.fromstring(reporter("junit")(results))  # noqa: S314 - our own output
    assert (root[0].get("tests"), root[0].get("failures")) == ("3", "2")


@pytest.mark.parametrize("form", [name for name in FORMATS if name != "text"])
def test_hostile_texts_do_not_break_a_report(form):
    data = text_of(spec(services__0__nom=']]></x>"&\\', nor="\x85<&>'\"::%"))
    report = reporter(form)([Result("s.yaml", check(data).diagnostics)])
    if form in {"json", "sarif", "gitlab"}:
        json.load(io.StringIO(report))
    if form == "junit":
        ET.fromstring(report)  # noqa: S314 - our own output


@pytest.mark.parametrize("form", FORMATS)
def test_the_command_writes_each_form_to_a_file_or_to_stdout(tmp_path, form):
    (tmp_path / "s.yaml").write_text(text_of(BAD), encoding="utf-8")
    words = "validate", "s.yaml", "--format", form
    shown = convention(*words, cwd=tmp_path)
    written = convention(*words, "--output", "r", cwd=tmp_path)
    assert (shown.returncode, written.returncode, written.stdout) == (1, 1, b"")
    assert (tmp_path / "r").read_bytes() == shown.stdout


def caret(text, line, column, end, width=100):
    """The two lines of an excerpt: the text as shown, and the carets."""
    source = SourceText("x", text)
    found = Diagnostic(RULES[0].code, "m", Span(source, Position(line, column), Position(line, end)))
    shown = text_report([found], width=width).split("\n")
    return shown[1].split("| ", 1)[1], shown[2].split("| ", 1)[1]


@pytest.mark.parametrize(
    ("text", "column", "end", "marked"),
    [
        ("abc: def", 6, 9, "def"),
        ("\tabc: def", 7, 10, "def"),
        ("été: né", 6, 8, "né"),
        ("名: 字字", 4, 6, "字字"),
        ("a" * 300 + "XYZ" + "b" * 300, 301, 304, "XYZ"),
        ("a: " + "é" * 500, 4, 504, None),
    ],
)
def test_the_caret_stands_under_the_fault(text, column, end, marked):
    from rich.cells import cell_len

    line, carets = caret(text, 1, column, end)
    start = len(carets) - len(carets.lstrip())
    cells = [character for character in line for _ in range(cell_len(character))]
    under = "".join(cells[start : start + len(carets.strip())])
    assert cell_len(line) <= 100
    if marked:
        assert "".join(dict.fromkeys(under)) == "".join(dict.fromkeys(marked))
        assert len(carets.strip()) == cell_len(marked)


def test_tolerances_silence_one_warning_and_never_an_error():
    data = spec(chorus__fonds="12345")
    assert [one.code.number for one in check(data).diagnostics] == ["C337"]
    tolerated = data | {"tolere": [{"code": "C337", "motif": "ouvert en 2025"}]}
    assert check(tolerated).diagnostics == ()
    error = spec(finances__montant="190 000 €") | {"tolere": [{"code": "C351", "motif": "x"}]}
    assert sorted(one.code.number for one in check(error).diagnostics) == ["C221", "C351"]
    assert [one.code.number for one in check(spec() | {"tolere": [{"code": "C337", "motif": "x"}]}).diagnostics] == [
        "C222"
    ]
    assert [one.code.number for one in check(spec() | {"tolere": [{"code": "C999", "motif": "x"}]}).diagnostics] == [
        "C208"
    ]
    assert [one.code.number for one in check(data | {"tolere": [{"code": "C337"}]}).diagnostics] == ["C201"]


def test_codes_keep_their_family():
    weights = {number: code.severity for number, code in all_codes().items()}
    assert all(re.fullmatch(r"C[1-7]\d\d", number) for number in weights)
    assert {Severity.ERROR, Severity.WARNING, Severity.INFO} == set(weights.values())
