"""Every cache of the process is one that can be forgotten, and an act made after that is the same."""

import ast
from pathlib import Path

import conventions_cli
from conventions_cli import pipeline
from conventions_cli.foundation import memory
from fabrique import SPECS

SOURCES = Path(conventions_cli.__file__).parent
KEEPERS = {"lru_cache", "cache"}


def kept_elsewhere(tree):
    """Where a module keeps results with the tools of the library itself."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "functools":
            yield from (one.name for one in node.names if one.name in KEEPERS)
        elif isinstance(node, ast.Attribute) and ast.unparse(node) in {f"functools.{one}" for one in KEEPERS}:
            yield node.attr


def test_every_cache_is_made_where_it_can_be_forgotten():
    found = {
        str(path.relative_to(SOURCES)): list(kept_elsewhere(ast.parse(path.read_text(encoding="utf-8"))))
        for path in SOURCES.rglob("*.py")
    }
    assert {name for name, kept in found.items() if kept} == {"foundation/memory.py"}


def made():
    checked = pipeline.check(SPECS / "domifa.yaml")
    return checked.then(lambda one: pipeline.render(one, ("docx", "md", "html"))).value


def test_an_act_made_once_all_is_forgotten_is_the_same():
    before = made()
    emptied = [clear.__self__ for clear in memory._FORGETS if hasattr(getattr(clear, "__self__", None), "cache_info")]
    assert sum(one.cache_info().currsize for one in emptied) > 100
    pipeline.forget()
    assert [one.cache_info().currsize for one in emptied] == [0] * len(emptied)
    assert made() == before
