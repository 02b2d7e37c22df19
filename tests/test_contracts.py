"""The contracts on imports, broken on purpose in each room: what a library or a room may not be used by is refused."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest

from fabrique import ROOT
from serveur import HANGS

CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
KEPT_IN = {
    library: {
        one.split(" -> ")[0].removeprefix("conventions_cli.").split(".")[0]
        for one in contract.get("ignore_imports", ())
        if one.endswith(f" -> {library}")
    }
    for contract in CONTRACTS
    if contract["type"] == "forbidden"
    for library in contract["forbidden_modules"]
}
ROOMS = sorted(path.parent.name for path in (ROOT / "src" / "conventions_cli").glob("*/__init__.py"))


def checked(source: Path) -> str:
    """What the linter of imports says of a copy of the sources."""
    shutil.copy(ROOT / "pyproject.toml", source)
    program = Path(sys.executable).with_name("lint-imports")
    result = subprocess.run(
        [program, "--no-cache"],
        cwd=source,
        env=os.environ | {"PYTHONPATH": str(source / "src"), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        timeout=HANGS,
        check=False,
    )
    return result.stdout + result.stderr


@pytest.fixture
def source(tmp_path):
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def test_each_library_is_refused_in_every_room_but_its_own(source):
    for room in ROOMS:
        strange = [library for library, homes in KEPT_IN.items() if room not in homes]
        text = "".join(f"import {library}\n" for library in strange)
        (source / "src" / "conventions_cli" / room / "intrus.py").write_text(text, encoding="utf-8")
    said = checked(source)
    missed = [
        (room, library)
        for library, homes in KEPT_IN.items()
        for room in ROOMS
        if room not in homes and not re.search(rf"conventions_cli\.{room}\.intrus -> {library}\b", said)
    ]
    assert missed == []


def test_a_room_knows_none_above_it_and_a_new_module_has_a_place(source):
    (layers,) = [one["layers"] for one in CONTRACTS if one["type"] == "layers"]
    rows = [[one.strip() for one in row.split("|")] for row in layers]
    for above, row in pairwise(rows):
        for room in row:
            home = source / "src" / "conventions_cli" / room
            aim = home / "intrus.py" if home.is_dir() else home.with_suffix(".py")
            with aim.open("a", encoding="utf-8") as file:
                file.write(f"\nfrom conventions_cli import {above[0]}\n")
    (source / "src" / "conventions_cli" / "egare.py").write_text("", encoding="utf-8")
    said = checked(source)
    below = {room for row in rows[1:] for room in row}
    assert {room for room in below if not re.search(rf"conventions_cli\.{room}(?:\.intrus)? -> ", said)} == set()
    assert "egare" in said
