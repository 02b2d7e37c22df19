"""Every command the documents show is run: README, guides, reference."""

import re
import shlex
import subprocess
import sys

import pytest

from conventions_cli.model.chorus import AXES
from conventions_cli.templating.pack import load_pack
from conventions_cli.writers import FORMATS
from fabrique import ROOT, codes, spec
from guide import BEFORE, CHAPTERS, ENDS, FILES, NOT_RUN, PAGES, checkout, prepare, supply, write
from outils import tool
from serveur import HANGS, convention

sys.path.insert(0, str(ROOT / "tools"))
import build_docs
import reference

sys.path.pop(0)


# What a shell does something with: such lines are given to one.
FOR_A_SHELL = set("|&;<>()$`*?[]{}~#!\n")


# The guide of a kind of act, and its pack; the fields of the packs of the FAST are those that « templates show » lists.
GUIDED = [
    ("delegation", "delegation-de-gestion"),
    *(
        (name, name)
        for name in ("groupement-commandes", "lettre-mission", "partenariat", "refacturation", "subvention")
    ),
]


def shell(line, folder, environment):
    command = ["bash", "-o", "pipefail", "-c", line]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, timeout=HANGS)


# The first example of each command in the reference, which shows every command.
FIRST = frozenset(command.examples[0] for command in reference.commands())


def typed(line, folder, environment):
    """A line, forked where it is a command and nothing else."""
    words = shlex.split(line)
    if words[0] != "convention" or FOR_A_SHELL & set(line):
        return shell(line, folder, environment)
    return convention(*words[1:], cwd=folder, env=environment)


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    return checkout(tmp_path_factory.mktemp("lecteur"))


@pytest.mark.parametrize("chapter", CHAPTERS, ids=[chapter.name for chapter in CHAPTERS])
def test_what_a_page_shows_does_what_it_says(tmp_path, model, chapter):
    """One example of each command, in the reference, starts Python; other lines are forked."""
    environment = prepare(tmp_path, model)
    run_line = shell if chapter.name in FIRST else typed
    for kind, text in chapter.steps:
        if kind == "yaml":
            write(tmp_path, text)
            continue
        if text in NOT_RUN:
            continue
        supply(tmp_path, text)
        if text in BEFORE:
            shell(BEFORE[text], tmp_path, environment).check_returncode()
        run = run_line(text, tmp_path, environment)
        said = (run.stdout + run.stderr).decode("utf-8", "replace")
        assert "Traceback" not in said, text
        assert run.returncode == ENDS.get(text, 0), f"{text}\n{said}"


def test_every_page_is_read_and_no_name_is_left_over():
    lines = [line for chapter in CHAPTERS for line in chapter.lines]
    assert len(lines) > 100
    assert {page.name for page in PAGES} >= {"README.md", "premiere-convention.md", "reference-cli.md"}
    assert [line for line in (*BEFORE, *ENDS, *NOT_RUN) if line not in lines] == []
    assert [name for name in FILES if not any(name in line for line in lines)] == []
    assert all(NOT_RUN.values())


def test_a_block_that_shows_a_command_is_one_that_is_run():
    """A command in a block of another kind would escape: only ```sh is read."""
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for kind, line in _lines_of_blocks(text):
            if kind not in {"sh", "yaml"}:
                assert not line.startswith("convention ") or page.name == "reference-cli.md", (page.name, line)


def _lines_of_blocks(text):
    kind = None
    for line in text.splitlines():
        if line.strip().startswith("```"):
            kind = None if kind is not None else line.strip().removeprefix("```") or "?"
        elif kind is not None:
            yield kind, line.strip()


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("centre_financier", "0352-CFSE-CFIN", "C331"),
        ("centre_de_cout", "SGSIFABO75", "C335"),
        ("service_executant", "SOCBEXDO075", "C335"),
        ("centre_financier", "0129–cahc–disn", "C336"),
        ("centre_financier", "BG00/0129-CAHC-DISN", "C336"),
        ("activites", "012900121401, 012900121402", "C336"),
        ("programme", "0129", "C336"),
        ("centre_financier", "0129-CAHC", "C334"),
        ("projet_analytique", "12-352-FA17-MS0-0001", "C332"),
        ("projet_analytique", "12-129-FA13-MS0-0001", "C333"),
        ("centre_de_couts", "SGSIFAB075", "C202"),
        ("fonds", "12345", "C337"),
        ("centre_de_cout", "SGSIFAB07", "C340"),
        ("centre_de_cout", "SGSIFAB0755", "C334"),
        ("activites", "0129010101A6", None),
        ("localisation_interministerielle", "N1175", None),
        ("groupe_marchandises", "40.01.03", None),
        ("engagement_juridique", "2100123456", None),
    ],
)
def test_what_the_page_of_codes_says_of_a_code_is_what_the_command_finds(key, value, code):
    page = (ROOT / "docs/guide/codes-chorus.md").read_text(encoding="utf-8")
    given = [value] if key == "activites" and "," not in value else value
    found = codes(spec(**{f"chorus__{key}": given}))
    assert (code in found) if code else found == []
    assert code is None or code in page
    assert key in page


def test_the_page_of_codes_names_every_axis_with_its_example():
    page = (ROOT / "docs/guide/codes-chorus.md").read_text(encoding="utf-8")
    for axis in AXES:
        assert f"(`{axis.key}`" in page, axis.key
        assert f"`{axis.example}`" in page, axis.key


@pytest.mark.parametrize(("page", "pack"), GUIDED)
def test_the_guide_of_a_kind_names_every_field_of_its_pack(page, pack):
    said = (ROOT / f"docs/guide/{page}.md").read_text(encoding="utf-8")
    fields = load_pack(pack).value.manifest.champs
    assert fields
    assert [name for name in fields if not re.search(rf"`{name}\b|^  {name}: ", said, re.MULTILINE)] == []


def test_the_guide_names_every_format_an_act_is_published_in():
    said = (ROOT / "docs/guide/publier.md").read_text(encoding="utf-8")
    (line,) = [line for line in said.splitlines() if line.startswith("Les formats sont ")]
    assert re.findall(r"`(\w+)`", line.partition(";")[0]) == list(FORMATS)


def test_one_example_of_each_command_starts_python():
    assert {chapter.name for chapter in CHAPTERS} >= FIRST
    assert len(FIRST) == len(reference.commands())


def test_the_reference_of_commands_is_fresh_and_names_every_command():
    page = (ROOT / "docs" / "reference-cli.md").read_text(encoding="utf-8")
    assert page == build_docs.reference.markdown(), "make docs"
    for command in reference.commands():
        assert f"\n## {command.name}\n" in page
        assert command.examples, f"{command.name} n’a pas d’exemple"
        assert command.summary.endswith("."), command.name
        assert all(one.help for one in (*command.arguments, *command.options)), command.name


def test_the_manual_page_is_fresh_and_well_formed(tmp_path):
    page = ROOT / "docs" / "convention.1"
    assert page.read_text(encoding="utf-8") == reference.man(), "make docs"
    run = subprocess.run(
        [tool("groff"), "-man", "-Tutf8", "-K", "utf8", "-ww", str(page)],
        capture_output=True,
        check=True,
        timeout=HANGS,
    )
    assert run.stderr == b""
    text = run.stdout.decode()
    assert "convention render" in text.replace("\x1b[1m", "").replace("\x1b[0m", "")
    assert "--keep-going" in text
