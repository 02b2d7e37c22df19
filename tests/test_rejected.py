"""Specs wrong in one way: each says in its first line the codes and places it expects, and nothing else is found.

To add one, write the file with its first line; `# attendu: C301 7:11` means code C301 at line 7, column 11.
"""

import json
import re
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from conventions_cli import pipeline
from conventions_cli.foundation.diagnostics import has_errors
from conventions_cli.reporting import Result, reporter
from conventions_cli.reporting.for_people import text_report
from fabrique import GOOD, SPECS

REJECTED = sorted((Path(__file__).parent / "rejected").glob("*.yaml"))


def expected(path):
    first = path.read_text(encoding="utf-8").split("\n", 1)[0]
    return re.findall(r"(C\d{3}) (\d+):(\d+)", first)


def test_there_are_enough_of_them_and_each_expects_something():
    assert len(REJECTED) >= 120
    assert all(expected(path) for path in REJECTED)


@pytest.mark.parametrize("path", REJECTED, ids=lambda path: path.stem)
def test_a_rejected_spec_gives_what_its_first_line_says(path):
    found = pipeline.check(path).diagnostics
    assert [(one.code.number, str(one.span.start.line), str(one.span.start.column)) for one in found] == expected(path)
    assert all(one.hint for one in found), [one.message for one in found if not one.hint]
    assert all(one.message.endswith((".", "?")) for one in found)


def test_no_message_shows_a_value_of_the_program():
    """An absent value, an object, a path of the program have no place in a sentence."""
    for path in REJECTED:
        assert_plain(pipeline.check(path).diagnostics)


def assert_plain(diagnostics):
    for one in diagnostics:
        for said in (one.message, one.hint, *(related.message for related in one.related)):
            assert not _OF_THE_PROGRAM.search(said), said


_OF_THE_PROGRAM = re.compile(r"\bNone\b|Manquant|<[\w.]+ object|<class|PosixPath|\w+Error\b|\b(?:True|False)\b")


def stretches_of(lines):
    """Each line of a spec with what stands under it: where it begins and ends."""
    for at, line in enumerate(lines):
        depth, until = len(line) - len(line.lstrip()), at + 1
        while until < len(lines) and len(lines[until]) - len(lines[until].lstrip()) > depth:
            until += 1
        yield range(at, until)


@pytest.mark.parametrize("name", ["chorus-libelle", "argent-tranches", "rapport-tardif"])
def test_whatever_two_things_a_spec_lacks_it_is_told_in_plain_words(name):
    lines = (Path(__file__).parent / "rejected" / f"{name}.yaml").read_text(encoding="utf-8").split("\n")
    for lost in combinations(stretches_of(lines), 2):
        text = "\n".join(line for at, line in enumerate(lines) if not any(at in one for one in lost))
        assert_plain(pipeline.check_bytes(text.encode(), "essai.yaml", SPECS).diagnostics)


def test_no_message_is_in_english():
    words = re.compile(r"\b(error|invalid|field|required|value|expected|input|string|should|the|not|found)\b")
    for path in REJECTED:
        for one in pipeline.check(path).diagnostics:
            said = re.sub(r"« .*? »", "", f"{one.message} {one.hint}")
            assert not words.search(said), said


REPORT = Path(__file__).parent / "rejected" / "rapport-report-de-credits.yaml"  # a report with a warning only
TEXTS = [path.read_text(encoding="utf-8") for path in [*GOOD, REPORT]]
INSERTS = st.sampled_from(
    [*"\"'{}[]:,-#&*!|>%@`\t\n \u00a0é€0Oa", ": ", "- ", "\n- ", "\n  x: y", "<<: ", "---\n", "{{", "\x00"]
)


@st.composite
def mutated(draw):
    """A good spec, cut and pasted about a few times."""
    text = draw(st.sampled_from(TEXTS))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(text)))
        until = min(len(text), at + draw(st.integers(0, 30)))
        text = text[:at] + draw(INSERTS) * draw(st.integers(0, 2)) + text[until:]
    return text


def verify(data):
    """Never a traceback, never a usable outcome with an error, always a place; and every report can be written."""
    outcome = pipeline.check_bytes(data, "essai.yaml", SPECS)
    assert (outcome.value is None) == has_errors(outcome.diagnostics)
    assert all(one.span is not None and one.span.start.line >= 1 for one in outcome.diagnostics)
    result = [Result("essai.yaml", outcome.diagnostics)]
    json.loads(reporter("sarif")(result))
    text_report(outcome.diagnostics)
    assert_plain(outcome.diagnostics)
    if outcome.value is not None:
        built = pipeline.render(outcome.value, ["docx", "md"])
        assert (built.value is None) == has_errors(built.diagnostics)


@given(mutated())
@example("a: &a [*a]\n")
@example("parties: [[[]]]\n")
@example("echeancier: {2025: 3}\nfinances: {echeancier: [2025]}\n")
def test_a_mutated_spec_never_breaks_anything(text):
    verify(text.encode("utf-8", "surrogatepass"))


@given(st.binary(max_size=300))
def test_raw_bytes_never_break_anything(data):
    verify(data)
