"""No regular expression of the package goes over a text again for each of its letters (counted, see `moteur`)."""

import ast
import importlib
import pkgutil
import re
import sys
from pathlib import Path

import pytest

import conventions_cli
from moteur import Engine, TooManyStepsError, longest, units_of
from pas import some

_CALLS = re.compile(r"\bre\.(?!compile\b|escape\b)[a-z]\w*\(")


def expressions():
    """Every expression of the package, held by a name or written in a call, with the ways it is used."""
    for module in pkgutil.walk_packages(conventions_cli.__path__, "conventions_cli."):
        if module.name.endswith("__main__"):
            continue
        loaded = importlib.import_module(module.name)
        source = Path(loaded.__file__).read_text(encoding="utf-8")
        for name, value in vars(loaded).items():
            if found := list(held(value)):
                used = set(re.findall(rf"\b{re.escape(name)}\.(\w+)\(", source))
                yield from ((f"{module.name}.{name}", one, used) for one in found)
        for node in ast.walk(ast.parse(source)) if _CALLS.search(source) else ():
            match node:
                case ast.Call(
                    func=ast.Attribute(value=ast.Name(id="re"), attr=way), args=[ast.Constant(str(text)), *_]
                ):
                    if way not in {"compile", "escape"}:  # what is compiled has a name, or is used at once
                        folded = re.IGNORECASE if "re.IGNORECASE" in ast.unparse(node) else 0
                        yield f"{module.name}:{node.lineno}", re.compile(text, folded), {way}


def held(value):
    if isinstance(value, re.Pattern):
        yield from [value] if isinstance(value.pattern, str) else []
    elif isinstance(value, (tuple, list, dict)):
        for one in value.values() if isinstance(value, dict) else value:
            yield from held(one)


# What is always short, be it tried at each letter, needs no look.
EXPRESSIONS = {pattern: (name, used) for name, pattern, used in expressions() if longest(pattern) > 100}
COMMON = ["a", "A", "1", " ", "-", ".", "«", "(", "\u00a0", "\n", "/", ":", "a ", "1 ", "a-", "A-", "1 000 ", "[", "&"]
LONG = 1000  # letters
MOST_PER_LETTER = 350  # steps: what repeats up to a bound takes less; what repeats without one would take thousands
# Those that a bound keeps from being as dear as that on a whole text.
DEARER = {
    "conventions_cli.importing.preamble._ADDRESS": 3000,
    "conventions_cli.linting.sums._REMAINING": 100_000,  # a sentence at most, see `_remaining`
}


@pytest.fixture(autouse=True)
def deep():
    """A group repeated is a call for each turn."""
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(12 * LONG)
    yield
    sys.setrecursionlimit(limit)


PATTERNS = some(EXPRESSIONS, 5)


@pytest.mark.parametrize("pattern", PATTERNS, ids=[EXPRESSIONS[one][0] for one in PATTERNS])
def test_an_expression_never_looks_at_a_text_again_for_each_of_its_letters(pattern):
    name, used = EXPRESSIONS[pattern]
    most = DEARER.get(name, MOST_PER_LETTER) * LONG
    anchored = bool(used) and used <= {"match", "fullmatch"}
    for unit in dict.fromkeys([*units_of(pattern), *COMMON]):
        text = unit * (LONG // len(unit)) + "~"
        engine = Engine(pattern, most)
        try:
            engine.start(text) if anchored else engine.search(text)
        except TooManyStepsError:
            pytest.fail(f"{pattern.pattern!r} sur {unit!r} répété")
