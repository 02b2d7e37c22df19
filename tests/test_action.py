"""The GitHub Action and the pre-commit hooks: what the runner gives them is names of files, whatever it holds."""

import json
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
from test_platforms import git

ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
INSTALL, CHECK, UPLOAD, COMPARE, COMMENT = ACTION["runs"]["steps"]
SCRIPTS = [step for step in ACTION["runs"]["steps"] if "run" in step]
GOOD, BAD = text_of(spec()), text_of(spec(finances__montant="x"))


@pytest.fixture
def act(tmp_path):
    """Run the check of the action as the runner does, where files of these names are; all are at fault."""
    work, temporary = tmp_path / "dépôt", tmp_path / "temp"
    python = temporary / "convention-action" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', encoding="utf-8")
    python.chmod(0o755)
    work.mkdir()
    script = tmp_path / "étape.sh"
    script.write_text(CHECK["run"], encoding="utf-8")

    def run(specs, files=(), strict="false", text=BAD, sarif="false"):
        for name in files:
            (work / name).parent.mkdir(parents=True, exist_ok=True)
            (work / name).write_text(text, encoding="utf-8")
        given = {"SPECS": specs, "STRICT": strict, "ACTION_PATH": str(ROOT), "RUNNER_TEMP": str(temporary)}
        given |= {"SARIF": sarif, "COMMENT": "false", "GITHUB_STEP_SUMMARY": str(temporary / "résumé.md")}
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
    for step in SCRIPTS:
        assert "${{" not in step["run"]
    given = {value for step in SCRIPTS for value in step.get("env", {}).values() if "inputs." in value}
    assert given == {f"${{{{ inputs.{name} }}}}" for name in ACTION["inputs"]}


def test_the_findings_can_be_sent_as_sarif_too_with_the_same_end(act, tmp_path):
    assert act("d", ["d/a b.yaml"], sarif="true") == 1
    assert act.seen == {"d/a b.yaml"}
    sent = json.loads((tmp_path / "temp" / "convention-action" / "constats.sarif").read_bytes())
    (one,) = sent["runs"][0]["results"]
    assert one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "d/a%20b.yaml"
    assert act("absent.yaml", sarif="true") == 3
    assert act("d", ["d/a b.yaml"], text=GOOD, sarif="true") == 0
    assert act("d", ["d/a b.yaml"], sarif="oui") == 2 and "« sarif » attend true ou false" in act.out
    assert UPLOAD["with"]["sarif_file"].endswith("/convention-action/constats.sarif")
    assert re.fullmatch(r"github/codeql-action/upload-sarif@[0-9a-f]{40}", UPLOAD["uses"])


# --- The comment on a pull request


@pytest.fixture
def change(act, tmp_path, monkeypatch):
    """The steps that comment a pull request, in a repository; `gh` notes what it is asked, and knows one comment."""
    work, home = tmp_path / "dépôt", tmp_path / "temp" / "convention-action"
    asked = tmp_path / "demandes"
    program = tmp_path / "bin" / "gh"
    program.parent.mkdir()
    program.write_text(
        '#!/bin/sh\ncase "$*" in *PATCH*|*POST*) echo "$*" >> "$ASKED"; exit "$REFUSES";; esac\nprintf %s "$KNOWN"\n',
        encoding="utf-8",
    )
    program.chmod(0o755)
    git("init", "-q", ".", cwd=work)
    around = {"ACTION_PATH": str(ROOT), "RUNNER_TEMP": str(home.parent), "GITHUB_REPOSITORY": "nous/actes"}
    around |= {"NUMBER": "7", "GH_TOKEN": "x", "GITHUB_SERVER_URL": "https://forge.exemple", "ASKED": str(asked)}
    around |= {"PATH": f"{program.parent}:{os.environ['PATH']}"}

    def run(base, head, known="", refuses="0"):
        """The end of the two steps, from one set of files to another; what `gh` was asked, and the body given."""
        asked.unlink(missing_ok=True)
        (home / "change").unlink(missing_ok=True)
        for files in (base, head):
            for file in [*work.glob("*/*.yaml")]:
                file.unlink()
            for name, text in files.items():
                (work / name).parent.mkdir(parents=True, exist_ok=True)
                (work / name).write_text(text, encoding="utf-8")
            git("add", "-A", ".", cwd=work)
            git("commit", "-q", "--allow-empty", "-m", "x", cwd=work)
        act("d é", text=GOOD)
        given = {**os.environ, **around, "KNOWN": known, "REFUSES": refuses}
        given["BASE"] = git("rev-parse", "HEAD~1", cwd=work).strip()
        for step in (COMPARE, COMMENT):
            command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
            done = subprocess.run(command, cwd=work, env=given, capture_output=True, timeout=HANGS, check=False)
            assert done.returncode == 0, done
        run.out = done.stdout.decode()
        run.asked = asked.read_text("utf-8").splitlines() if asked.exists() else []
        return (home / "commentaire.md").read_text("utf-8")

    return run


def test_a_pull_request_is_commented_with_what_it_changes_in_the_acts(change):
    clause = text_of(spec(duree__preavis_mois=4, services__0__nom="@moi"))
    body = change({"d é/a b.yaml": GOOD, "d é/c.yaml": GOOD}, {"d é/a b.yaml": clause, "d é/c.yaml": GOOD})
    assert body.startswith("<!-- convention : actes -->\n## Actes : 1 modifié\n")
    assert "<del>trois</del><ins>quatre</ins> mois" in body and "**article" in body
    assert "@" not in body
    assert [line.split(" -F ")[0] for line in change.asked] == ["api -X POST repos/nous/actes/issues/7/comments"]


def test_the_comment_is_written_again_in_its_place_and_is_not_begun_for_nothing(change):
    assert "aucun ne change" in change({"d é/a.yaml": GOOD}, {"d é/a.yaml": "# relu\n" + GOOD})
    assert change.asked == []
    change({"d é/a.yaml": GOOD}, {"d é/a.yaml": "# relu\n" + GOOD}, known="12")
    assert [line.split(" -F ")[0] for line in change.asked] == ["api -X PATCH repos/nous/actes/issues/comments/12"]


def test_a_new_act_an_act_that_goes_and_one_at_fault_are_named(change):
    other = text_of(spec(services__0__nom="Autre"))
    body = change(
        {"d é/a.yaml": GOOD, "d é/b.yaml": other}, {"d é/a.yaml": BAD, "d é/n.yaml": other, "d é/z.yaml": GOOD}
    )
    assert "## Actes : 1 nouveau, 1 à corriger\n" in body  # one has another file name, and is the same act
    assert re.findall(r"\| d é/(\w)\.yaml \| (.*?) \|", body) == [("a", "à corriger"), ("z", "nouveau")]
    body = change({"d é/a.yaml": GOOD, "d é/b.yaml": other}, {"d é/a.yaml": GOOD})
    assert re.findall(r"\| d é/(\w)\.yaml \| (.*?) \|", body) == [("b", "retiré")]


def test_a_comment_that_is_refused_is_said_and_fails_nothing(change):
    change({"d é/a.yaml": GOOD}, {"d é/b.yaml": text_of(spec(services__0__nom="Autre"))}, refuses="1")
    assert change.out.startswith("::notice ") and len(change.asked) == 1


def test_what_reads_the_pull_request_never_holds_the_token():
    assert "GH_TOKEN" not in COMPARE["env"] and "GH_TOKEN" not in CHECK["env"]
    assert "python" not in COMMENT["run"]


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
