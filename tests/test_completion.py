"""What the shell proposes when the key is pressed."""

import os
import shutil
import subprocess
import sys

import click
import pexpect
import pytest
import typer

from conventions_cli.cli import app
from conventions_cli.cli.completion import _BY_WORD, _FORMS, VARIABLE, Shell, proposer_of
from conventions_cli.pipeline.tolerance import all_codes
from conventions_cli.templating.pack import available
from conventions_cli.writers import FORMATS
from fabrique import spec, text_of
from serveur import HANGS
from test_cli import COMMAND, run

# The words after which nothing of ours can be proposed: a name, a number, a date.
FREE = {
    "CLÉ",
    "CLÉ=VALEUR",
    "COLONNE=CLÉ",
    "DATE",
    "EUROS",
    "K/N",
    "N",
    "NOM",
    "NOR",
    "FORME",
    "JOURS",
    "PARTIE",
    "RÔLE=PARTIE",
    "PORT",
    "PRODUITS",
}


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "specs/fast17").mkdir(parents=True)
    for name in ("specs/une.yaml", "specs/deux.yml", "specs/fast17/trois.yaml", "acte.docx", "acte.md", "note.txt"):
        (tmp_path / name).write_text(text_of(spec()), encoding="utf-8")
    for name in ("specs/a b.yaml", "specs/$(touch x).yaml", "specs/';x;'.yaml", "specs/.cache.yaml"):
        (tmp_path / name).write_text("a: b\n", encoding="utf-8")
    return tmp_path


def proposed(line, cwd):
    """What bash would show at the end of this line."""
    words = line.split(" ")
    given = {"COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1), VARIABLE: "complete_bash"}
    done = subprocess.run(COMMAND, cwd=cwd, env=os.environ | given, capture_output=True, timeout=HANGS, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.split("\n")[:-1]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("convention val", ["validate"]),
        ("convention templates e", ["eject"]),
        ("convention render specs/", ["specs/deux.yml", "specs/fast17/", "specs/une.yaml"]),
        ("convention render sp", ["specs/deux.yml", "specs/fast17/", "specs/une.yaml"]),
        ("convention render specs/f", ["specs/fast17/trois.yaml"]),
        ("convention render specs/une.yaml specs/d", ["specs/deux.yml"]),
        ("convention render specs/une.yaml --st", ["--strict"]),
        ("convention render specs/une.yaml --format m", ["md"]),
        ("convention render specs/une.yaml --format docx,", [f"docx,{name}" for name in FORMATS if name != "docx"]),
        ("convention render specs/une.yaml -o s", ["specs/fast17/"]),
        ("convention validate specs --format s", ["sarif"]),
        ("convention summary specs --format i", ["ics"]),
        ("convention doctor --format ", ["text", "json"]),
        ("convention explain C35", [code for code in all_codes() if code.startswith("C35")]),
        ("convention explain c353", ["c353"]),
        ("convention law 2019", ["2019-1088"]),
        ("convention law lo", ["lolf"]),
        ("convention templates show dele", ["delegation-de-gestion", "delegation-fast-2023", "delegation-fast-2025"]),
        ("convention templates eject ", list(available())),
        ("convention verify a", ["acte.docx", "acte.md"]),
        ("convention diff a", ["acte.docx", "acte.md"]),
        ("convention render specs/une.yaml --reference n", ["note.txt"]),
        ("convention completion ", ["bash", "zsh", "fish", "powershell"]),
        ("convention inconnue ", None),
        ("convention render absent/", []),
        ("convention render --template-dir absent specs/u", ["specs/une.yaml"]),
    ],
)
def test_what_is_proposed(folder, line, expected):
    found = proposed(line, folder)
    if expected is None:
        assert "render" in found
    else:
        assert [one for one in found if one] == expected


def test_packs_of_ones_own_are_proposed_too(folder):
    run("templates", "new", "maison", cwd=folder)
    assert proposed("convention templates check m", folder) == ["maison"]
    run("templates", "new", "ailleurs", "autres", cwd=folder)
    assert proposed("convention templates show --template-dir autres a", folder) == ["ailleurs", "avenant"]


def subcommands(group):
    """The commands of a group, each imported."""
    if not isinstance(group, click.Group):
        return {}
    context = click.Context(group)
    return {name: group.get_command(context, name) for name in group.list_commands(context)}


def test_every_word_of_the_help_has_its_proposals():
    """A new metavar must say what it proposes, or that it proposes nothing."""
    unknown = set()

    def walk(command):
        for parameter in command.params:
            word = (parameter.metavar or "").rstrip("…")
            flag = isinstance(parameter, click.Option) and (parameter.is_flag or parameter.count)
            if not flag and word not in _BY_WORD and word not in FREE:
                unknown.add((command.name, parameter.name, word))
        for one in subcommands(command).values():
            walk(one)

    walk(typer.main.get_command(app))
    assert unknown == set()


@pytest.mark.parametrize("command", ["validate", "summary", "diff", "doctor", "verify"])
def test_the_forms_proposed_are_those_the_command_accepts(folder, command):
    commands = subcommands(typer.main.get_command(app))
    (form,) = [one for one in commands[command].params if one.opts == ["--format"]]
    arguments = {"verify": ["acte.docx"], "diff": ["acte.docx", "acte.md"], "doctor": []}.get(
        command, ["specs/une.yaml"]
    )
    code, _, err = run(command, *arguments, "--format", "absente", cwd=folder)
    assert code == 2
    listed = err.partition("Formes : ")[2].partition(".")[0].split(", ")
    assert listed == list(proposer_of(command, form)(None, ""))
    assert set(_FORMS) <= set(commands)


@pytest.mark.parametrize("shell", list(Shell))
def test_each_shell_has_a_script_and_answers(folder, shell):
    code, out, err = run("completion", shell.value, cwd=folder)
    assert (code, err) == (0, "")
    assert f"complete_{shell.value}" in out
    assert "PSReadLine" not in out
    given = {VARIABLE: f"complete_{shell.value}", "_TYPER_COMPLETE_ARGS": "convention explain C353"}
    given |= {"_TYPER_COMPLETE_FISH_ACTION": "get-args", "_TYPER_COMPLETE_WORD_TO_COMPLETE": "C353"}
    given |= {"COMP_WORDS": "convention explain C353", "COMP_CWORD": "2"}
    done = subprocess.run(COMMAND, cwd=folder, env=os.environ | given, capture_output=True, timeout=HANGS, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert "C353" in done.stdout


def test_an_unknown_shell_is_refused_with_those_that_are():
    code, out, err = run("completion", "tcsh", cwd=".")
    assert (code, out) == (2, "")
    assert "bash, zsh, fish, powershell" in err


def test_bash_itself_completes_with_the_script(folder):
    """The script sourced in a real bash, its function called as the key would."""
    (folder / "bin").mkdir()
    command = folder / "bin" / "convention"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m conventions_cli "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    program = """
      eval "$(convention completion bash)"
      COMP_WORDS=(convention render specs/u); COMP_CWORD=2
      _convention_completion convention
      printf '%s\\n' "${COMPREPLY[@]}"
      complete -p convention
    """
    path = f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        [shutil.which("bash"), "-c", program],
        cwd=folder,
        env=os.environ | {"PATH": path},
        capture_output=True,
        text=True,
    )
    assert done.stderr == ""
    assert done.stdout.splitlines()[0] == "specs/une.yaml"
    assert "_convention_completion" in done.stdout.splitlines()[1]
    assert not (folder / "x").exists()


ODD = ("a b.yaml", "c'd.yaml", 'e"f.yaml', "$(touch x).yaml", "`touch x`.yaml", "g;h&i|.yaml", "é*.yaml", "k\\l.yaml")
START = {
    "bash": ["bash", "--norc", "--noprofile", "-i"],
    "zsh": ["zsh", "-f", "-i"],
    "fish": ["fish", "--no-config", "-i"],
}
READY = {
    "bash": """eval "$(convention completion bash)"; PS1='pr''et> '""",
    "zsh": """autoload -Uz compinit; compinit -u -D; eval "$(convention completion zsh)"; PS1='pr''et> '""",
}


@pytest.fixture
def odd(tmp_path):
    """A folder of names that a shell would read otherwise, and a command that says what it is given."""
    (tmp_path / "bin").mkdir()
    command = tmp_path / "bin" / "convention"
    command.write_text(
        f'#!/bin/sh\n[ -n "$_CONVENTION_COMPLETE" ] || [ "$1" = completion ] || '
        f'{{ printf "re""cu <%s>\\n" "$@"; exit; }}\n'
        f'exec "{sys.executable}" -m conventions_cli "$@"\n',
        encoding="utf-8",
    )
    command.chmod(0o755)
    for number, name in enumerate(ODD):
        (tmp_path / f"d{number}").mkdir()
        (tmp_path / f"d{number}" / name).write_text("a: b\n", encoding="utf-8")
    return tmp_path


def typed(shell, odd, keys):
    """The last word a command gets, when these keys are pressed, and Enter."""
    environment = os.environ | {
        "PATH": f"{odd / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "TERM": "dumb",
        "HOME": str(odd),
    }
    child = pexpect.spawn(
        START[shell][0],
        START[shell][1:],
        cwd=odd,
        env=environment,
        encoding="utf-8",
        timeout=HANGS,
        dimensions=(24, 200),
    )
    child.sendline(READY[shell])
    child.expect_exact("pret> ")
    child.send(keys)
    child.sendline("")
    child.expect(r"recu <render>\r\nrecu <([^\r\n]*)>\r\n")
    child.sendeof()
    child.close(force=True)
    return child.match[1]


@pytest.mark.parametrize("number", range(len(ODD)), ids=ODD)
@pytest.mark.parametrize("shell", ["bash", "zsh"])
@pytest.mark.parametrize("begun", ["", "'", '"'], ids=["sans", "apostrophe", "guillemet"])
def test_a_name_that_a_shell_would_read_is_quoted(shell, number, begun, odd):
    """In the shell itself, a quote being open or not."""
    if shutil.which(shell) is None:
        pytest.skip(f"sans {shell}")
    assert typed(shell, odd, f"convention render {begun}d{number}\t") == f"d{number}/{ODD[number]}"
    assert not (odd / "x").exists()


@pytest.mark.parametrize("number", range(len(ODD)), ids=ODD)
def test_fish_is_given_each_name_and_quotes_it(number, odd):
    if shutil.which("fish") is None:
        pytest.skip("sans fish")
    environment = os.environ | {"PATH": f"{odd / 'bin'}{os.pathsep}{os.environ['PATH']}", "HOME": str(odd)}
    program = f"convention completion fish | source; complete --escape -C 'convention render d{number}'"
    done = subprocess.run(
        ["fish", "--no-config", "-c", program], cwd=odd, env=environment, capture_output=True, text=True
    )
    (offered,) = done.stdout.splitlines()
    words = ["fish", "--no-config", "-c", f"convention render {offered}"]
    done = subprocess.run(words, cwd=odd, env=environment, capture_output=True, text=True)
    assert done.stdout.splitlines()[1:] == [f"recu <d{number}/{ODD[number]}>"]
    assert not (odd / "x").exists()


def test_a_script_of_an_earlier_version_is_proposed_plain_names_only(odd):
    """That of zsh runs what it is answered."""
    given = {"_TYPER_COMPLETE_ARGS": "convention render d3/", VARIABLE: "complete_zsh"}
    done = subprocess.run(COMMAND, cwd=odd, env=os.environ | given, capture_output=True, timeout=HANGS, text=True)
    assert "touch" not in done.stdout
