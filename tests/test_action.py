"""The GitHub Action and the pre-commit hooks: what the runner gives them is names of files, whatever it holds."""

import os
import re
import subprocess
import sys
from importlib import metadata

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from fabrique import ROOT, spec, text_of
from serveur import HANGS
from test_distribution import PROJECT, pins

ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
INSTALL, CHECK = ACTION["runs"]["steps"]
GOOD, BAD = text_of(spec()), text_of(spec(finances__montant="x"))


@pytest.fixture
def act(tmp_path):
    """Run the last step of the action as the runner does, where files of these names are; all are at fault."""
    work, temporary = tmp_path / "dépôt", tmp_path / "temp"
    python = temporary / "convention-action" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', encoding="utf-8")
    python.chmod(0o755)
    work.mkdir()
    script = tmp_path / "étape.sh"
    script.write_text(CHECK["run"], encoding="utf-8")

    def run(specs, files=(), strict="false", text=BAD):
        for name in files:
            (work / name).parent.mkdir(parents=True, exist_ok=True)
            (work / name).write_text(text, encoding="utf-8")
        given = {"SPECS": specs, "STRICT": strict, "ACTION_PATH": str(ROOT), "RUNNER_TEMP": str(temporary)}
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)]
        done = subprocess.run(command, cwd=work, env={**os.environ, **given}, capture_output=True, timeout=HANGS)
        assert done.stderr == b""
        run.out = done.stdout.decode()
        run.seen = set(re.findall(r"::error file=([^,]+),", run.out))
        run.left = {str(path.relative_to(work)) for path in work.rglob("*") if path.is_file()}
        return done.returncode

    return run


@pytest.mark.parametrize(
    ("specs", "files", "seen"),
    [
        ("a.yaml", ["a.yaml"], {"a.yaml"}),
        ("a.yaml\n", ["a.yaml"], {"a.yaml"}),
        ("a.yaml\nb.yaml", ["a.yaml", "b.yaml"], {"a.yaml", "b.yaml"}),
        ("\n  \na.yaml\n\nb.yaml\n\n", ["a.yaml", "b.yaml"], {"a.yaml", "b.yaml"}),
        ("nos actes/a b.yaml", ["nos actes/a b.yaml", "nos"], {"nos actes/a b.yaml"}),
        ("d", ["d/a.yaml", "d/e/b.yaml"], {"d/a.yaml", "d/e/b.yaml"}),
        ("d x\nd", ["d x/a b.yaml", "d/c.yaml"], {"d x/a b.yaml", "d/c.yaml"}),
        ("d x/*.yaml", ["d x/a b.yaml", "d x/c.yaml", "d x/c.yml"], {"d x/a b.yaml", "d x/c.yaml"}),
        ("d/**/*.yaml", ["d/a.yaml", "d/e/f/b.yaml"], {"d/a.yaml", "d/e/f/b.yaml"}),
        ("[a].yaml", ["[a].yaml", "a.yaml"], {"[a].yaml"}),  # what exists is meant
        ("?.yaml", ["é.yaml", "bb.yaml"], {"é.yaml"}),
        ("-x", ["-x"], {"-x"}),
        ("--strict\n*.yaml", ["--strict", "-a.yaml"], {"--strict", "-a.yaml"}),
        ("--", ["--"], {"--"}),
        ("$(touch non).yaml", ["$(touch non).yaml"], {"$(touch non).yaml"}),
        ("`touch non`", ["`touch non`"], {"`touch non`"}),
        ('"; touch non; "', ['"; touch non; "'], {'"; touch non; "'}),
        ("a.yaml; touch non", ["a.yaml; touch non"], {"a.yaml; touch non"}),
        ("${IFS}", ["${IFS}"], {"${IFS}"}),
        ("a\\b.yaml", ["a\\b.yaml"], {"a\\b.yaml"}),
        (" a.yaml ", [" a.yaml "], {" a.yaml "}),
    ],
)
def test_each_line_is_a_path_or_a_pattern_and_nothing_else(act, specs, files, seen):
    assert act(specs, files) == 1
    assert act.seen == seen
    assert act.left == set(files)  # nothing was run


@pytest.mark.parametrize("beside", ["", "a.yaml\n"])
@pytest.mark.parametrize(
    "missing", ["absent.yaml", "absent/*.yaml", "a.yaml b.yaml", "-", "-x", "$(touch non)", "*.yml", "~", "a.yaml "]
)
def test_what_matches_nothing_is_an_error_even_beside_what_does(act, missing, beside):
    assert act(beside + missing, ["a.yaml"], text=GOOD) == 3
    assert len(act.out.splitlines()) == 1 and act.out.startswith("::error ")
    assert act.left == {"a.yaml"}


@pytest.mark.parametrize("specs", ["", "\n", "  \n\t\n"])
def test_no_input_at_all_is_an_error(act, specs):
    assert act(specs, ["specs/a.yaml"], text=GOOD) == 2
    assert len(act.out.splitlines()) == 1 and "« specs » est vide" in act.out


def test_names_cannot_forge_a_command_of_the_runner(act):
    name = "a%0A::error title=x,file=y:z\x1b[2J\u202e.yaml"
    assert act(name, [name]) == 1
    assert [line.partition(" ")[0] for line in act.out.splitlines()] == ["::error"] * len(act.out.splitlines())
    assert "a%250A%3A%3Aerror title=x%2Cfile=y%3Az" in act.out


@pytest.mark.parametrize(
    ("strict", "code"),
    [("true", 1), ("false", 0), ("", 2), ("True", 2), ("oui", 2), ("$(touch non)", 2), ("true\nfalse", 2), ("-x", 2)],
)
def test_strict_is_true_or_false(act, strict, code):
    warned = GOOD + "tolere: [{code: C337, motif: essai}]\n"  # a tolerance that serves nothing
    assert act("a.yaml", ["a.yaml"], strict, warned) == code
    assert ("« strict » attend true ou false" in act.out) == (code == 2)
    assert act.left == {"a.yaml"}


def test_a_module_of_the_folder_is_never_imported(act):
    """The folder the steps run in is that of the pull request."""
    assert act("a.yaml", ["a.yaml"], text=GOOD) == 0
    trap = "raise SystemExit('pris')"
    assert act("a.yaml", ["yaml.py", "typer.py", "conventions_cli/__init__.py", "sitecustomize.py"], text=trap) == 0
    for line in INSTALL["run"].splitlines():
        assert "python" not in line.split() or " -I " in line
    assert " -P -m conventions_cli" in CHECK["run"]


def test_no_input_is_part_of_a_script_and_each_one_reaches_the_check():
    for step in ACTION["runs"]["steps"]:
        assert "${{" not in step["run"]
    given = {value for value in CHECK["env"].values() if "inputs." in value}
    assert given == {f"${{{{ inputs.{name} }}}}" for name in ACTION["inputs"]}


# --- What the action installs


def hashed():
    text = (ROOT / "requirements-action.txt").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line.split("--hash=") for line in text.splitlines() if line and not line.startswith("#")]
    return {canonicalize_name(one.name): (one, digests) for one, *digests in ((Requirement(a), *b) for a, *b in lines)}


def test_the_action_installs_only_what_is_pinned_with_its_digests():
    assert "--require-hashes" in INSTALL["run"] and "--only-binary :all:" in INSTALL["run"]  # no build, no build tool
    known = pins()
    for name, (one, digests) in hashed().items():
        assert digests and all(re.fullmatch(r"sha256:[0-9a-f]{64} *", digest) for digest in digests)
        assert one.url is None
        if one.marker is None or one.marker.evaluate():
            assert str(one.specifier) == f"=={known[name]}", f"« make constraints » : {name}"


def test_the_digests_cover_all_that_is_needed():
    """What the project needs, and what that needs in its turn."""
    known, waiting, seen = hashed(), [Requirement(one) for one in PROJECT["dependencies"]], set()
    while waiting:
        one = waiting.pop()
        name = canonicalize_name(one.name)
        if name in seen or (one.marker is not None and not one.marker.evaluate({"extra": ""})):
            continue
        seen.add(name)
        assert name in known, f"« make constraints » : {name}"
        waiting += map(Requirement, metadata.requires(name) or ())
    assert len(seen) > len(PROJECT["dependencies"])


# --- The pre-commit hooks


@pytest.mark.parametrize("number", [0, 1])
def test_the_hooks_take_every_name_for_a_file(tmp_path, number):
    """As pre-commit calls them: the entry, its arguments, then the names, among which one that begins with a dash."""
    hook = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))[number]
    names = ["-x/specs/a.yaml", "specs/a b.yaml", "--help/specs/$(touch non).yaml"]
    assert all(re.search(hook["files"], name) for name in names)
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(GOOD, encoding="utf-8")
    program, *words = hook["entry"].split()
    assert program == "convention"
    command = [sys.executable, "-m", "conventions_cli", *words, *hook["args"], *names]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=HANGS)
    assert run.returncode == 0, run.stderr.decode()
    assert b"Usage" not in run.stdout
