"""What one kind of act calls its parties, its fund and its site stands in packs and data files, and not in the code."""

import re
from pathlib import Path

import pytest

from fabrique import ROOT

SOURCE = ROOT / "src" / "conventions_cli"
WORD = re.compile(r"\bfast\b|dinum|beta\.?gouv|d[ée]l[ée]gant|d[ée]l[ée]gataire|(?<!rap)porteur", re.IGNORECASE)
# For each file, what a line that has such a word must hold, and why it may.
ALLOWED = {
    "cli/summary.py": ("_TABLES = ", "the name of a table, as people type it"),
    "importing/candidates.py": ("marches.delegataire", "a key of specs, which clauses print"),
    "importing/closing.py": ('else "delegataire"', "the same key"),
    "model/chorus.py": ("bop_du_delegant: ", "a key of specs"),
    "model/convention.py": ("delegataire: NomPropre", "a key of specs, under « marches »"),
    "source/former.py": ("Former((", "keys of the former format, which is still read"),
    "summary/json_summary.py": ('"delegataire', "keys of the JSON that programs read"),
    "summary/shown_tables.py": ('"delegataires"', "the name of a table, as people type it"),
    "templating/sample.py": ("marches: {{delegataire: ", "a key of specs"),
}


def _lines(path: Path):
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if WORD.search(line):
            yield path.relative_to(SOURCE).as_posix(), number, line.strip()


@pytest.fixture(scope="module")
def lines():
    return [found for path in sorted(SOURCE.rglob("*.py")) for found in _lines(path)]


def test_no_line_of_code_has_a_word_of_one_kind_of_act(lines):
    strangers = [
        f"{name}:{number}: {line}"
        for name, number, line in lines
        if name not in ALLOWED or ALLOWED[name][0] not in line
    ]
    assert strangers == [], "\n".join(strangers)


def test_each_exception_is_still_one(lines):
    assert sorted({name for name, _, _ in lines}) == sorted(ALLOWED)
