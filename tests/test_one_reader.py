"""One reader for a fact: the rooms that use what an act states do not read it again with expressions of their own."""

import ast
import re

import pytest

from fabrique import ROOT

ROOMS = ("importing", "linting", "verification")
# What only an expression that reads such a fact holds; the reader is in `facts/`.
SIGNS = {
    "an amount": r"€|\beuros?",
    "credits of a kind": r"\\b(?:AE|CP)\b|[(|](?:AE|CP)[|)]|isations?\?? d|dits?\?? de paiement",
    "a year": r"20\\d",
    "a day": r"janvier|\\d\{+4\}+\)?/",
    "the end of an act": r"prend(?:\(\?:ra\)\?)? fin\b|expire|achève",
    "the day of signature": r"Fait.*\{DATE",
    "the name of a party": r"ci-apr|nommée\?s|d.une part",
    "the code of an axis": r"0\\d\{+3\}+-|\[A-Z0-9\]\{+4\}",
    "a programme": r"rogramme.{0,30}\\d\{+3\}",
    "a visa": r"Avu\b|Vu ",
    "a share": r"\) \?%",
}
# An expression that holds such a sign and reads no fact of the sort: what it is for.
OTHERWISE = {
    ("importing/candidates.py", "_MONEY"): "where a value is printed, in the clauses of a pack",
    ("importing/candidates.py", "_AMOUNT_UNIT"): "what follows a value that is printed without its unit",
    ("importing/identity.py", "_SCHEME_NUMBERED"): "what a scheme with a number is not",
    ("importing/candidates.py", "_CREDITS"): "where a value is printed, in the clauses of a pack",
    ("importing/stated.py", "_SAYS"): "what a clause is about, whatever it states of it",
    ("linting/article_references.py", "_SUBJECTS"): "what a sentence is about, whatever it states of it",
    ("linting/whose.py", "_OTHER_ACT"): "what tells another convention from this one: « européenne »",
    ("importing/loops.py", "table_loops"): "how a pack prints a cell that opens nothing",
    ("importing/schedule.py", "_CP_WHEN"): "when credits come; the checks do not read it",
    ("importing/party_blocks.py", "*"): "where the block of a party begins and ends",
    ("importing/preamble.py", "*"): "where its name, its address, its representative begin and end",
}


def expressions(source):
    """The regular expressions of a module, as they are written, each with the constant or the function it stands in."""
    for node in ast.parse(source).body:
        name = getattr(node, "name", None) or ast.unparse(getattr(node, "targets", [node])[0])
        for called in ast.walk(node):
            if isinstance(called, ast.Call) and ast.unparse(called.func).startswith("re."):
                yield name, ast.get_source_segment(source, called)
        if isinstance(node, ast.Assign) and name.strip("_").isupper():
            yield name, ast.get_source_segment(source, node)


def again(path, source):
    """The facts that a module reads again: the fact, the constant or the function."""
    for name, expression in expressions(source):
        for fact, sign in SIGNS.items():
            if re.search(sign, expression) and not {(path, name), (path, "*")} & OTHERWISE.keys():
                yield fact, name


def modules():
    for room in ROOMS:
        for path in sorted((ROOT / "src/conventions_cli" / room).glob("*.py")):
            yield f"{room}/{path.name}", path.read_text(encoding="utf-8")


def test_no_room_reads_again_what_facts_read():
    assert {path: found for path, source in modules() if (found := sorted(set(again(path, source))))} == {}


def test_each_exemption_is_still_needed():
    held = {path: list(expressions(source)) for path, source in modules()}
    for path, name in OTHERWISE:
        texts = [text for one, text in held[path] if name in {one, "*"}]
        assert any(re.search(sign, text) for text in texts for sign in SIGNS.values()), (path, name)


@pytest.mark.parametrize(
    ("line", "fact"),
    [
        (r'_SUM = re.compile(r"(\d[\d ]*) ?€")', "an amount"),
        (r'_SUM = re.compile(rf"{FIGURES} euros?")', "an amount"),
        (r'_KIND = re.compile(r"\bAE\b|autorisations? d’engagement")', "credits of a kind"),
        (r'_KINDS = {"CP": r"credits? de paiement"}', "credits of a kind"),
        (r'def year(text): return re.search(r"\b(20\d\d)\b", text)', "a year"),
        (r'_END = re.compile(rf"prend(?:ra)? fin le ({DATE})")', "the end of an act"),
        (r'_SIGNED = re.compile(rf"\bFait\b[^.;]{{0,80}}?\ble ({DATE})")', "the day of signature"),
        (r'_CALLED = re.compile(r"ci-après dénommée?s? « ([^»]+) »")', "the name of a party"),
        (r'_SIDE = re.compile(r"d’une part|d’autre part")', "the name of a party"),
        (r'_UNIT = re.compile(r"0\d{3}-[A-Z0-9]{4}-[A-Z0-9]{4}")', "the code of an axis"),
        (r'_PROGRAMME = re.compile(r"[Pp]rogramme (?:n° ?)?0?(\d{3})")', "a programme"),
        (r'_VISA = re.compile(r"\Avu ?:? ", re.IGNORECASE)', "a visa"),
        (r'_SHARE = re.compile(r"(\d{1,3}(?:,\d{1,2})?) ?%")', "a share"),
    ],
)
def test_a_reader_of_its_own_is_told_of_a_room(line, fact):
    assert fact in {one for one, _ in again("linting/sums.py", f"import re\n{line}\n")}
