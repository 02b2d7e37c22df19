"""The guide « Écrire et corriger » : its commands run, its tables say what the code does."""

import re
import shlex
import shutil

from conventions_cli.source.former import MIGRATIONS
from fabrique import ROOT, SPECS
from test_cli import run

GUIDE = (ROOT / "docs" / "guide" / "ecrire-et-corriger.md").read_text(encoding="utf-8")


def test_every_command_of_the_guide_runs(tmp_path):
    shutil.copytree(SPECS, tmp_path / "specs")
    commands = [
        line
        for block in re.findall(r"```sh\n(.*?)```", GUIDE, re.DOTALL)
        for line in block.splitlines()
        if line.strip()
    ]
    assert len(commands) >= 11
    for command in commands:
        name, *words = shlex.split(command, comments=True)
        assert name == "convention"
        code, _, err = run(*words, cwd=tmp_path)
        assert code == 0, (command, err)


def test_the_table_of_old_keys_is_whole():
    table = GUIDE[GUIDE.index("| ancienne écriture") :]
    for steps in MIGRATIONS.values():
        for step in steps:
            assert f"`{'.'.join(step.at)}" in table
            assert ".".join(step.to) in table
