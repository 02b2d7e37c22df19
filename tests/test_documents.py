"""The documents of the project: their links, the places they name, the table of rules, the changelog, the templates."""

import ast
import io
import re
import subprocess
import sys
import tokenize

import pytest

from conventions_cli.foundation.resources import __version__
from conventions_cli.pipeline.tolerance import all_codes
from fabrique import ROOT

SOURCE = ROOT / "src" / "conventions_cli"


def text(name):
    return (ROOT / name).read_text(encoding="utf-8")


def pages():
    """The pages that people read; clauses, and what tests feed to commands, are Markdown of another kind."""
    folders = ["*.md", "docs/**/*.md", ".github/**/*.md", "benchmarks/*.md", "tests/substance/*.md"]
    return [path for folder in folders for path in sorted(ROOT.glob(folder))]


def table(page):
    """The cells of each line of the tables of a page, but for their heads."""
    lines = [line for line in page.splitlines() if line.startswith(("| ", "|-"))]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    heads = {index - 1 for index, row in enumerate(rows) if set("".join(row)) <= set("-: ")}
    return [row for index, row in enumerate(rows) if index not in heads and index - 1 not in heads]


# Links and places


def anchors(page):
    """The anchors that the headings of a page give: letters, digits and hyphens, as forges make them."""
    titles = re.findall(r"^#+ (.+)$", page, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def test_every_link_between_our_documents_leads_somewhere():
    followed = 0
    for page in pages():
        for target in re.findall(r"\]\((?!https?:|mailto:|<)([^)\s]+)\)", page.read_text(encoding="utf-8")):
            name, _, anchor = target.partition("#")
            aim = page.parent / name if name else page
            assert aim.exists(), f"{page.name} → {target}"
            assert not anchor or anchor in anchors(aim.read_text(encoding="utf-8")), f"{page.name} → {target}"
            followed += 1
    assert followed > 60


# Pages that say where things are: each place between backquotes is a path from the root, or from the package.
PLACED = [
    "CONTRIBUTING.md",
    "docs/architecture.md",
    "docs/performance.md",
    "docs/regles.md",
    "docs/release.md",
]


@pytest.mark.parametrize("name", PLACED)
def test_each_place_that_a_page_names_is_there(name):
    places = re.findall(r"`([\w.-]+(?:/[\w.*-]+)*(?:/|\.(?:py|md|toml|yaml|yml|txt)))`", text(name))
    assert places
    for place in places:
        assert any(list(root.glob(place.rstrip("/"))) for root in (ROOT, SOURCE)), f"{name} names {place}"


@pytest.mark.parametrize("name", ["README.md", *PLACED])
def test_each_target_of_make_that_a_page_names_is_there(name):
    targets = set(re.findall(r"^([\w-]+):", text("Makefile"), re.MULTILINE))
    assert set(re.findall(r"(?:`|^)make ([\w-]+)", text(name), re.MULTILINE)) <= targets


def test_each_room_has_its_line_in_the_page_on_architecture():
    rooms = {f"{path.parent.name}/" for path in SOURCE.glob("*/__init__.py")}
    assert len(rooms) > 15
    assert rooms <= set(re.findall(r"`([\w/]+/)`", "".join(row[0] for row in table(text("docs/architecture.md")))))


# The letters of rules

_LETTER = re.compile(r"\b[LBC][0-9]{1,2}\b")


def cited():
    """The letters of rules in comments and texts of the source; a text that is a letter alone is the head of a code."""
    for path in SOURCE.rglob("*.py"):
        for token in tokenize.generate_tokens(io.StringIO(path.read_text(encoding="utf-8")).readline):
            if token.type == tokenize.COMMENT:
                yield from _LETTER.findall(token.string)
            elif token.type == tokenize.STRING and token.string[0] in "\"'":
                said = str(ast.literal_eval(token.string))
                yield from () if _LETTER.fullmatch(said) else _LETTER.findall(said)


def test_each_rule_cited_in_the_source_has_its_line_and_each_line_is_cited_or_says_why_not():
    rows = table(text("docs/regles.md"))
    letters = [row[0] for row in rows]
    assert len(letters) == len(set(letters)) > 30
    named = set(cited())
    assert named - set(letters) == set()
    assert [row[0] for row in rows if (row[0] in named) == bool(row[5])] == []


def test_each_diagnostic_of_the_table_of_rules_is_declared_where_it_says():
    for letter, rule, source, place, codes, why in table(text("docs/regles.md")):
        assert rule and source
        (name,) = re.findall(r"`([^`]+)`", place)
        assert codes or why, letter
        for code in filter(None, codes.split(", ")):
            assert code in all_codes(), letter
            declared = (
                text("src/conventions_cli/foundation/catalogue.py")
                if why
                else (SOURCE / name).read_text(encoding="utf-8")
            )
            assert f'"{code}"' in declared, f"{letter}: {code} is not declared in {name}"


# Decisions, releases, what a forge reads


def test_the_index_of_decisions_names_each_page_by_its_title():
    folder = ROOT / "docs" / "decisions"
    files = sorted(path for path in folder.glob("*.md") if path.name != "README.md")
    listed = re.findall(r"^\| (\d+) \| \[(.+)\]\(([\w.-]+)\) \|$", text("docs/decisions/README.md"), re.MULTILINE)
    assert [name for _, _, name in listed] == [path.name for path in files]
    for number, title, name in listed:
        assert name.startswith(f"{int(number):04d}-")
        assert (folder / name).read_text(encoding="utf-8").startswith(f"# {number}. {title}\n")


def test_the_version_is_that_of_the_newest_release_and_of_what_the_guide_shows():
    first, newest = re.findall(r"^## (.+)$", text("CHANGELOG.md"), re.MULTILINE)[:2]
    assert first == "Unreleased"
    assert re.fullmatch(rf"{re.escape(__version__)} \(\d{{4}}-\d\d-\d\d\)", newest)
    assert set(re.findall(r"\bv(\d+\.\d+\.\d+)$", text("docs/guide/integration-continue.md"), re.MULTILINE)) == {
        __version__
    }


def test_the_changelog_groups_its_lines_by_kind_in_one_order():
    kinds = ["Added", "Changed", "Fixed", "Security", "Removed"]
    for release in re.split(r"^## ", text("CHANGELOG.md"), flags=re.MULTILINE)[1:]:
        named = re.findall(r"^### (.+)$", release, re.MULTILINE)
        assert named == [kind for kind in kinds if kind in named], release.splitlines()[0]


@pytest.mark.parametrize(
    ("schema", "names"),
    [
        ("github-workflows", [".github/workflows/ci.yml"]),
        ("github-issue-forms", [".github/ISSUE_TEMPLATE/anomalie.yml", ".github/ISSUE_TEMPLATE/proposition.yml"]),
        ("github-issue-config", [".github/ISSUE_TEMPLATE/config.yml"]),
    ],
)
def test_a_forge_can_read_what_is_written_for_it(schema, names):
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}", *names]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr


def test_the_continuous_integration_runs_our_checks_and_trusts_no_name_of_an_action():
    workflow = text(".github/workflows/ci.yml")
    assert re.search(r"^ +- run: \.ci/run$", workflow, re.MULTILINE)
    assert "permissions:\n  contents: read\n" in workflow
    used = re.findall(r"uses: (\S+)", workflow)
    assert used
    assert [one for one in used if not re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", one)] == []
