"""Doors: what a package gives stands in its `__init__`, and nothing outside of it knows what its modules are called."""

import ast
import re
from collections import defaultdict
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

import conventions_cli
from conventions_cli.foundation.doors import listed

SOURCES = Path(conventions_cli.__file__).parent
PACKAGES = sorted(path.parent.name for path in SOURCES.glob("*/__init__.py"))


def imports(source):
    """What a module imports from the packages: the dotted name of where, and the names."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("conventions_cli."):
            yield node.module.removeprefix("conventions_cli."), [one.name for one in node.names]
        elif isinstance(node, ast.Import):
            ours = (one.name for one in node.names if one.name.startswith("conventions_cli."))
            yield from ((name.removeprefix("conventions_cli."), []) for name in ours)


def past_a_door(room, source):
    """The imports of a module of this room that name a module of another."""
    return [where for where, _ in imports(source) if "." in where and where.split(".")[0] != room]


@cache
def asked():
    """The names that each package is asked for by the others, and those a module of them is known by as a whole."""
    found = defaultdict(set)
    for path in SOURCES.rglob("*.py"):
        source, room = path.read_text(encoding="utf-8"), path.relative_to(SOURCES).parts[0]
        for where, names in imports(source):
            if where in PACKAGES and where != room:
                found[where].update(names)
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in PACKAGES:
                found[node.value.id].add(node.attr)
    return found


def test_nothing_is_imported_past_a_door():
    found = {}
    for path in SOURCES.rglob("*.py"):
        name = path.relative_to(SOURCES)
        if past := past_a_door(name.parts[0], path.read_text(encoding="utf-8")):
            found[str(name)] = past
    assert found == {}


@pytest.mark.parametrize(
    ("line", "past"),
    [
        ("from conventions_cli.french.amounts import parse_amount", ["french.amounts"]),
        ("import conventions_cli.french.amounts", ["french.amounts"]),
        ("def f():\n    from conventions_cli.writers.docx.body import Body", ["writers.docx.body"]),
        ("from conventions_cli.french import parse_amount", []),
        ("from conventions_cli.model.parties import Partie", []),
    ],
)
def test_an_import_past_a_door_is_seen(line, past):
    assert past_a_door("model", line) == past


def shared_names(paths):
    """The names of files that several rooms bear, with where they stand.

    Two places may share a name: a command and what it runs, since the module of a command bears its name; what is done
    with one format or one part of the tree, where it is held, read and written.
    """
    of_a_format = {"document", "readers", "writers"}
    places = defaultdict(list)
    for path in paths:
        if path.name != "__init__.py" and path.parts[0] != "cli":
            places[path.name].append(path)
    return {
        name: sorted(map(str, where))
        for name, where in places.items()
        if len(where) > 1 and not {path.parts[0] for path in where} <= of_a_format
    }


def test_the_name_of_a_file_tells_which_one_it_is():
    assert shared_names(path.relative_to(SOURCES) for path in SOURCES.rglob("*.py")) == {}
    twice = [Path("facts/dates.py"), Path("french/dates.py"), Path("readers/text.py"), Path("writers/text.py")]
    assert shared_names(twice) == {"dates.py": ["facts/dates.py", "french/dates.py"]}


@pytest.mark.parametrize("package", PACKAGES)
def test_a_door_gives_what_it_lists_and_nothing_else(package):
    module = import_module(f"conventions_cli.{package}")
    for name, (home, own) in listed(Path(module.__file__).read_text(encoding="utf-8")).items():
        whole = home == f"conventions_cli.{package}"
        given = import_module(f"{home}.{own}") if whole else getattr(import_module(home), own)
        assert getattr(module, name) is given, name
    with pytest.raises(AttributeError, match="no attribute 'rien_de_tel'"):
        module.rien_de_tel  # noqa: B018


@pytest.mark.parametrize("package", [one for one in PACKAGES if one != "pipeline"])
def test_a_door_lists_nothing_that_nobody_asks_for(package):
    source = (SOURCES / package / "__init__.py").read_text(encoding="utf-8")
    assert set(listed(source)) - asked()[package] == set()


@pytest.mark.parametrize("package", PACKAGES)
def test_a_checker_of_types_refuses_what_a_door_does_not_list(package):
    """A `__getattr__` that mypy sees would let it believe that any name is there."""
    tree = ast.parse((SOURCES / package / "__init__.py").read_text(encoding="utf-8"))
    named = {target.id for node in tree.body if isinstance(node, ast.Assign) for target in node.targets}
    named |= {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    assert "__getattr__" not in named


@pytest.mark.parametrize("door", [*SOURCES.rglob("__init__.py")], ids=lambda path: path.parent.name)
def test_a_door_speaks_of_modules_and_names_that_are_there(door):
    tree = ast.parse(door.read_text(encoding="utf-8"))
    there = {path.stem for path in door.parent.iterdir()} | set(listed(door.read_text(encoding="utf-8")))
    there |= {node.name for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.ClassDef))}
    there |= {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    there |= {one.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for one in node.names}
    said = re.findall(r"`(\w+)`", ast.get_docstring(tree) or "")
    ours = {"convention", door.parent.name}  # the command, and the extra that a package needs
    assert [word for word in said if word not in there | ours] == []
