"""The reports as each platform reads them: from a folder of a real repository, with spaces, accents and many faults."""

import json
import os
import re
import subprocess
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import pytest

from conventions_cli.foundation import memory, resume
from conventions_cli.foundation.confines import Opened
from conventions_cli.foundation.diagnostics import Diagnostic, Position, SourceText, Span
from conventions_cli.reporting import Result, Stated, page, reporter
from conventions_cli.rules import RULES
from fabrique import spec, text_of
from inside import run_inside
from test_pictures import png

FOLDER, NAME = "nos actes/été 2025", "convention d’essai.yaml"
FAULTS = 14


def git(*words, cwd):
    around = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    named = ("-c", "user.name=Essai", "-c", "user.email=essai@exemple.fr")
    done = subprocess.run(["git", *named, *words], cwd=cwd, env=around, capture_output=True, check=True)
    return done.stdout.decode("utf-8")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder of a repository; its one spec has fourteen faults."""
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    top = tmp_path / "dépôt à nous"
    (top / FOLDER).mkdir(parents=True)
    git("init", "-q", ".", cwd=top)
    faults = "".join(f"cle_{number}: x\n" for number in range(FAULTS))
    (top / FOLDER / NAME).write_text(text_of(spec()) + faults, encoding="utf-8")
    git("add", ".", cwd=top)
    return top / FOLDER


def paths(form, text):
    """The paths that a platform reads in a report."""
    if form == "github":
        return re.findall(r"^::error file=([^,]+),", text, re.MULTILINE)
    if form == "gitlab":
        return [one["location"]["path"] for one in json.loads(text)]
    if form == "sarif":
        places = [one["locations"][0]["physicalLocation"] for one in json.loads(text)["runs"][0]["results"]]
        return [unquote(one["artifactLocation"]["uri"]) for one in places]
    case = ET.fromstring(text)[0][0]  # noqa: S314 - our own output
    return [case.get("file"), *re.findall(r"^(.*?):\d+:\d+: ", case[0].text, re.MULTILINE)]


FORMS = ("github", "gitlab", "sarif", "junit")


@pytest.mark.parametrize("form", FORMS)
def test_a_platform_finds_each_file_from_the_top_of_the_repository(folder, form):
    (known,) = git("-c", "core.quotepath=off", "ls-files", cwd=folder.parents[1]).splitlines()
    found = {}
    for home, given in (
        (folder, "."),
        (folder, NAME),
        (folder.parent, "."),
        (folder.parents[1], FOLDER),
        (folder, folder),
    ):
        done = run_inside("validate", given, "--format", form, cwd=home)
        assert done.code == 1, done.err
        found[done.out] = paths(form, done.out)
    assert len(found) == 1  # fingerprints too are those of the file, wherever the command is typed
    assert set(*map(tuple, found.values())) == {known}
    assert len(*found.values()) >= FAULTS


@pytest.mark.parametrize("form", FORMS)
def test_without_a_repository_paths_begin_at_the_root_given(folder, form):
    os.rename(folder.parents[1] / ".git", folder.parents[1] / "ailleurs")  # noqa: PTH104
    done = run_inside("validate", ".", "--format", form, "--racine", folder.parent, cwd=folder)
    assert set(paths(form, done.out)) == {f"{folder.name}/{NAME}"}
    done = run_inside("validate", ".", "--format", form, cwd=folder)
    assert set(paths(form, done.out)) == {NAME}


def test_a_file_reached_by_a_link_or_of_another_repository_has_its_path_there(folder, tmp_path):
    (tmp_path / "lien").symlink_to(folder.parents[1], target_is_directory=True)
    done = run_inside("validate", tmp_path / "lien" / FOLDER, "--format", "github", cwd=tmp_path)
    assert set(paths("github", done.out)) == {f"{FOLDER}/{NAME}"}


@pytest.mark.parametrize(("number", "lines"), [(9, 9), (10, 10), (11, 12), (FAULTS, FAULTS + 1)])
def test_what_a_page_of_ten_annotations_leaves_out_is_counted_on_it(number, lines):
    source = SourceText("a.yaml", "x\n" * number)
    found = [
        Diagnostic(RULES[0].code, "faute", Span(source, Position(at, 1), Position(at, 2)))
        for at in range(1, number + 1)
    ]
    written = reporter("github")([Result("a.yaml", tuple(found))]).splitlines()
    assert len(written) == lines
    shown = written[:10]  # all that the runner makes annotations of
    counted = [int(one) for line in shown for one in re.findall(r"::(\d+) erreurs de plus", line)]
    assert sum(counted) + sum("::faute" in line for line in shown) == number
    assert sum("::faute" in line for line in written) == number


def test_the_summary_gives_what_a_faulty_spec_says(tmp_path, monkeypatch):
    (tmp_path / "a.yaml").write_text(text_of(spec(nor="X")), encoding="utf-8")
    (tmp_path / "b.yaml").write_text(text_of(spec(finances__montant="200 k€", duree__fin="bientôt")), encoding="utf-8")
    (tmp_path / "c.yaml").write_text("services: [", encoding="utf-8")
    text = run_inside("validate", ".", "--format", "markdown", cwd=tmp_path).out
    assert (
        "| Domifa | a.yaml | 200\u202f000\u00a0€ | 20\u00a0août\u00a02025 | 31\u00a0décembre\u00a02026 | 1 erreur |"
        in text
    )
    assert "| Domifa | b.yaml | 200 k€ | 20\u00a0août\u00a02025 | bientôt | " in text
    assert "| — | c.yaml | — | — | — | 1 erreur |" in text
    assert run_inside("status", ".", cwd=tmp_path).out.count("Domifa") == 2


def test_the_summary_of_the_step_holds_every_finding_with_acts_and_amounts(folder, tmp_path, monkeypatch):
    (folder / "bonne.yaml").write_text(text_of(spec()), encoding="utf-8")
    summary = tmp_path / "résumé.md"
    summary.write_text("avant\n", encoding="utf-8")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    assert run_inside("validate", ".", "--format", "github", cwd=folder).code == 1
    text = summary.read_text("utf-8")
    assert text.startswith("avant\n## Conventions : 2 spécifications, 14 erreurs\n")
    assert text.count("**erreur C202**") == FAULTS
    assert f"| Domifa | {FOLDER}/bonne.yaml | 200\u202f000\u00a0€ | 20\u00a0août\u00a02025 |" in text
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "absent" / "x"))
    done = run_inside("validate", "bonne.yaml", "--format", "github", cwd=folder)
    assert done.code == 3 and "GITHUB_STEP_SUMMARY" in done.err and not done.bug
    assert run_inside("validate", "bonne.yaml", "--format", "json", cwd=folder).code == 0  # only that form writes it


def test_no_value_is_markup_in_a_summary():
    hostile = "[x](y) <img> `c` | @moi #1 *g* ~b~\n## t"
    span = Span(SourceText("a|b.yaml", "x"), Position(1, 1), Position(1, 2))
    found = Diagnostic(RULES[0].code, hostile, span, hostile)
    text = reporter("markdown")([Result("a|b.yaml", (found,), Stated(hostile, hostile))])
    assert not re.search(r"[\[\]<>`@~]", text)
    assert re.findall("^#+ .*", text, re.MULTILINE) == [
        "## Conventions : 1 spécification, 1 erreur",
        "### a&#124;b.yaml",
    ]
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert [line.count("|") for line in rows] == [7, 7, 7]


def test_a_summary_too_long_for_the_platform_counts_what_it_leaves_out(monkeypatch):
    source = SourceText("a.yaml", "x\n" * 100)
    found = [
        Diagnostic(RULES[0].code, f"faute {at}", Span(source, Position(at, 1), Position(at, 2))) for at in range(1, 100)
    ]
    results = [Result("a.yaml", tuple(found))]
    monkeypatch.setattr(page, "MOST_BYTES", 1000)
    text = reporter("markdown")(results)
    (left,) = re.findall(r"sans place ici : (\d+)", text)
    assert len(text.encode()) < 1200
    assert int(left) + text.count("**erreur") == len(found)


@pytest.fixture(autouse=True)
def _anew():
    """A root given to one command, and the clauses it read, are not those of the next."""
    memory.forget()
    yield
    memory.forget()
    resume(Opened())


# --- What changes in the acts


def test_what_changes_in_the_acts_is_said_with_the_clauses_of_each_version(tmp_path):
    top, before = tmp_path / "dépôt", tmp_path / "avant"
    top.mkdir()
    git("init", "-q", ".", cwd=top)
    (top / "actes").mkdir()
    (top / "actes" / "un.yaml").write_text(text_of(spec()), encoding="utf-8")
    assert run_inside("templates", "eject", "delegation-fast-2025", cwd=top).code == 0
    clause = top / "templates" / "delegation-fast-2025" / "titre.md"
    clause.write_text(clause.read_text("utf-8") + "\nSelon notre usage.\n", encoding="utf-8")
    git("add", ".", cwd=top)
    git("commit", "-qm", "un", cwd=top)
    git("worktree", "add", "-q", str(before), "HEAD", cwd=top)
    done = run_inside("changes", before, "actes", cwd=top)
    assert (done.code, done.out) == (0, "## Actes : aucun ne change\n")  # both are made of their own clauses
    clause.write_text(clause.read_text("utf-8").replace("notre usage", "notre nouvel usage"), encoding="utf-8")
    done = run_inside("changes", before, "actes", cwd=top)
    assert done.code == 1 and "<ins>nouvel </ins>" in done.out
    for words in ((before, "absent.yaml"), (tmp_path / "nulle", "."), (before, top)):
        assert run_inside("changes", *words, cwd=top).code == 2


# --- What a shared repository leaves in files


@pytest.mark.parametrize("name", ["a.YAML", "a.Yml", "a.yml"])
def test_a_spec_is_found_whatever_the_capitals_of_its_ending(tmp_path, name):
    (tmp_path / name).write_text("herite: socle.YAML\n" + text_of(spec(finances__montant="x")), encoding="utf-8")
    (tmp_path / "socle.YAML").write_text("lieu_signature: Lyon\n", encoding="utf-8")
    done = run_inside("validate", ".", cwd=tmp_path)
    assert re.findall(r"(\S+):\d+:\d+: erreur (C\d+)", done.out) == [(name, "C205")]


def test_two_versions_left_in_a_clause_are_named_and_never_printed(tmp_path):
    assert run_inside("templates", "eject", "delegation-fast-2025", cwd=tmp_path).code == 0
    (tmp_path / "a.yaml").write_text(text_of(spec()), encoding="utf-8")
    clause = next((tmp_path / "templates" / "delegation-fast-2025").glob("*.md"))
    text = clause.read_text("utf-8")
    clause.write_text(f"{text}\n<<<<<<< HEAD\nUn.\n=======\nDeux.\n>>>>>>> été\n", encoding="utf-8")
    line = text.count("\n") + 2
    for words in (("templates", "check"), ("render", "a.yaml")):
        done = run_inside(*words, cwd=tmp_path)
        assert done.code == 1, done
        assert f"{clause.name}:{line}:1: erreur C128" in done.out + done.err
        assert f"de la ligne {line} à la ligne {line + 4} (« HEAD » et « été »)" in done.out + done.err


def test_every_path_of_a_spec_is_written_with_the_bar_that_all_systems_read(tmp_path):
    (tmp_path / "sous").mkdir()
    (tmp_path / "sous" / "logo.png").write_bytes(png(40, 20))
    (tmp_path / "sous" / "socle.yaml").write_text("lieu_signature: Lyon\n", encoding="utf-8")
    written = text_of(spec(image_entete={"fichier": "sous\\logo.png", "texte_alternatif": "logo"}))
    (tmp_path / "a.yaml").write_text(f"herite: 'sous\\socle.yaml'\n{written}", encoding="utf-8")
    done = run_inside("validate", "a.yaml", cwd=tmp_path)
    assert re.findall(r"erreur (C\d+) : « (.*?) »", done.out) == [
        ("C129", "sous\\socle.yaml"),
        ("C129", "sous\\logo.png"),
    ]
    assert run_inside("fix", "--yes", "a.yaml", cwd=tmp_path).err.count(": C129 : ") == 2
    text = (tmp_path / "a.yaml").read_text("utf-8")
    assert "herite: sous/socle.yaml\n" in text and "fichier: sous/logo.png" in text
