"""`git diff` of acts and of specs: the words of the act, whatever the format, in a real repository."""

import shlex
import sys

import pytest

from conventions_cli import pipeline
from conventions_cli.writers import FORMATS
from fabrique import ROOT, SPECS, check, spec, text_of
from inside import run_inside
from test_platforms import git

ATTRIBUTES = "*.docx diff=convention\n*.odt diff=convention\n*.pdf diff=convention\n"


def text(file, cwd):
    done = run_inside("textconv", file, cwd=cwd)
    assert (done.code, done.err, done.bug) == (0, "", "")
    return done.out


@pytest.fixture
def repository(tmp_path):
    top = tmp_path / "nos actes"
    top.mkdir()
    git("init", "-q", ".", cwd=top)
    command = f"{shlex.quote(sys.executable)} -m conventions_cli textconv"
    git("config", "diff.convention.textconv", command, cwd=top)
    return top


def changed(repository, attributes):
    """The lines that `git diff` shows, without those of its heads."""
    (repository / ".gitattributes").write_text(attributes, encoding="utf-8")
    shown = git("diff", "--unified=0", cwd=repository)
    return [line for line in shown.splitlines() if line[:1] in "+-" and line[:3] not in {"+++", "---"}]


@pytest.mark.parametrize("form", ["docx", "odt", "pdf", "html", "md", "txt"])
def test_git_diff_shows_the_words_that_changed_in_an_act(repository, form):
    name = f"acte signé.{form}"
    for months in (3, 4):
        act = pipeline.render(check(text_of(spec(duree__preavis_mois=months))).value, [form]).value[form]
        (repository / name).write_bytes(act)
        if months == 3:
            git("add", ".", cwd=repository)
            git("commit", "-qm", "un", cwd=repository)
    removed, added = (
        [line for line in changed(repository, f"*.{form} diff=convention\n") if line[0] == sign] for sign in "-+"
    )
    (before,) = [line for line in removed if "trois" in line]
    (after,) = [line for line in added if "quatre" in line]
    assert before[1:].replace("trois", "quatre") == after[1:]
    assert "<" not in after and "{" not in after


def test_git_diff_of_a_spec_shows_its_act_in_both_versions_with_what_it_inherits(repository):
    for year in ("2024", "2025"):
        (repository / year).mkdir()
        (repository / year / "socle.yaml").write_text(f"lieu_signature: Ville {year}\n", encoding="utf-8")
        written = text_of(spec(services__0__nom=f"Service {year}", parties__0__sigle=f"DIR{year}"))
        (repository / year / "é t.yaml").write_text(f"herite: socle.yaml\n{written}", encoding="utf-8")
    git("add", ".", cwd=repository)
    git("commit", "-qm", "un", cwd=repository)
    path = repository / "2025" / "é t.yaml"
    path.write_text(path.read_text("utf-8").replace("2026-12-31", "2027-06-30"), encoding="utf-8")
    lines = changed(repository, "*.yaml diff=convention\n")
    assert len(lines) == 2
    assert "31\u00a0décembre\u00a02026" in lines[0] and "30\u00a0juin\u00a02027" in lines[1]
    assert "Ville 2025" in text(path, repository)


def test_a_spec_whose_act_cannot_be_made_is_its_own_text_and_a_draft_is_an_act(tmp_path):
    bad, draft = text_of(spec(finances__montant="x")), text_of(spec()).replace("article: la", "article:")
    for name, written in (("a.yaml", bad), ("b.yaml", draft), ("c.yml", "<<<<<<< HEAD\na: [\n"), ("d.yaml", "[")):
        (tmp_path / name).write_text(written, encoding="utf-8")
    assert text("a.yaml", tmp_path) == bad
    assert "services:" not in text("b.yaml", tmp_path) and "Article 1" in text("b.yaml", tmp_path)
    assert text("c.yml", tmp_path).startswith("<<<<<<<")
    assert text("d.yaml", tmp_path) == "["


@pytest.mark.parametrize("name", ["x.docx", "x.odt", "x.pdf"])
def test_a_damaged_document_is_told_with_its_digest_so_that_a_change_is_seen(tmp_path, name):
    start = {"x.pdf": b"%PDF-1.7\n"}.get(name, b"PK\x03\x04")
    seen = set()
    for end in (b"a", b"b"):
        (tmp_path / name).write_bytes(start + end)
        seen.add(text(name, tmp_path))
    assert len(seen) == 2 and all(one.startswith("[Document illisible : ") for one in seen)


def test_what_is_no_act_is_given_as_it_is(tmp_path):
    for name, written in (("LISEZMOI.md", "# Nous\n\n<b>x</b>\n"), ("n.txt", "un\ndeux\n")):
        (tmp_path / name).write_text(written, encoding="utf-8")
        assert text(name, tmp_path) == written
    (tmp_path / "vieux.txt").write_bytes("été".encode("cp1252"))
    assert text("vieux.txt", tmp_path) == "\\xe9t\\xe9"
    assert run_inside("textconv", "absent.docx", cwd=tmp_path).code == 3


def test_a_spec_gives_the_text_that_render_writes(tmp_path):
    whole = pipeline.render(pipeline.check(SPECS / "domifa.yaml").value, ["txt"]).value["txt"].decode()
    assert text(SPECS / "domifa.yaml", tmp_path) == whole


def test_the_guide_gives_these_lines():
    page = (ROOT / "docs" / "guide" / "integration-continue.md").read_text("utf-8")
    assert ATTRIBUTES in page
    assert 'git config diff.convention.textconv "convention textconv"' in page
    assert set(FORMATS) >= {"docx", "odt", "pdf"}
