"""`convention diff`, as a person and a script meet it."""

import json
import re

import pytest

from fabrique import ROOT, SPECS, spec, text_of
from navigateur import violations
from test_cli import run
from test_html import Page

ECHEANCIER = {"2025": {"ae": "170 000 €", "cp": "50 000 €"}, "2026": {"cp": "120 000 €"}}


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "a.yaml").write_text(text_of(spec()), encoding="utf-8")
    changed = spec(finances__echeancier=ECHEANCIER, finances__montant="185 000 €", duree__fin="2026-11-30")
    (tmp_path / "b.yaml").write_text(text_of(changed), encoding="utf-8")
    (tmp_path / "fausse.yaml").write_text(text_of(spec(finances__montant="200 k€")), encoding="utf-8")
    assert run("render", "a.yaml", "b.yaml", cwd=tmp_path)[0] == 0
    return tmp_path


@pytest.mark.parametrize("before", ["a.yaml", "build/a.md", "build/a.docx"])
@pytest.mark.parametrize("after", ["a.yaml", "build/a.md", "build/a.docx"])
def test_one_act_is_the_same_whatever_holds_it(folder, before, after):
    assert run("diff", before, after, cwd=folder) == (0, "Les deux actes sont identiques.\n", "")


@pytest.mark.parametrize("after", ["b.yaml", "build/b.md", "build/b.docx"])
def test_what_changed_is_told_money_first(folder, after):
    code, out, err = run("diff", "a.yaml", after, cwd=folder)
    assert (code, err) == (1, "")
    assert re.search(
        r"^  AE 2025.* : 185\u202f000\u00a0€ → 170\u202f000\u00a0€", out.replace("\u00a0:", " :"), re.MULTILINE
    )
    assert out.index("Montants") < out.index("Dates") < out.index("article 2, paragraphe 1  modification")
    assert "[-31\u00a0décembre\u00a02026-]{+30\u00a0novembre\u00a02026+}" in out
    assert re.search(r"\d+ changements\u00a0: \d+ modifications\.\n\Z", out)


def test_an_earlier_version_comes_on_standard_input(folder):
    earlier = (folder / "a.yaml").read_bytes()
    assert run("diff", "-", "a.yaml", cwd=folder, stdin=earlier)[0] == 0
    assert run("diff", "-", "b.yaml", cwd=folder, stdin=earlier)[0] == 1
    for held in ("a.docx", "a.md"):
        assert run("diff", "-", "a.yaml", cwd=folder, stdin=(folder / "build" / held).read_bytes())[0] == 0


def test_json_is_what_its_page_says(folder):
    code, out, _ = run("diff", "a.yaml", "b.yaml", "--format", "json", cwd=folder)
    found = json.loads(out)
    page = (ROOT / "docs" / "comparaison.md").read_text(encoding="utf-8")
    example = json.loads(re.search(r"```json\n(.*?)```", page, re.DOTALL)[1])
    assert code == 1
    assert found.keys() == example.keys()
    assert found["nombres"].keys() == example["nombres"].keys()
    assert {frozenset(one) for one in found["faits"]} == {frozenset(example["faits"][0])}
    assert {frozenset(one) for one in found["changements"]} == {frozenset(example["changements"][0])}
    for change in found["changements"]:
        for side, other in (("avant", "ajoute"), ("apres", "supprime")):
            here = [line for line in change["lignes"] if any(piece["operation"] != other for piece in line)]
            lines = ["".join(piece[side] for piece in line) for line in here]
            assert "\n".join(lines) == change[side]


def test_the_page_says_in_words_what_colours_show(folder):
    code, out, _ = run("diff", "a.yaml", "b.yaml", "--format", "html", "-o", "c.html", cwd=folder)
    text = (folder / "c.html").read_text(encoding="utf-8")
    assert (code, out) == (1, "c.html\n")
    assert "[début\u00a0: supprimé]" in text
    page = Page(text)
    assert "script" not in {tag for tag, _ in page.tags}
    assert text.count("<del>") == text.count("[fin\u00a0: supprimé]")


def test_text_of_an_act_is_never_markup_nor_orders_to_the_terminal(folder):
    name = "<b>[bold]\\ Pix"
    (folder / "c.yaml").write_text(text_of(spec(services=[{"nom": name}])), encoding="utf-8")
    assert name in run("diff", "a.yaml", "c.yaml", cwd=folder)[1]
    html = run("diff", "a.yaml", "c.yaml", "--format", "html", cwd=folder)[1]
    assert "&lt;b&gt;[bold]" in html
    assert "<b>" not in html


def test_formatting_alone_can_be_ignored(folder):
    act = (folder / "build" / "a.md").read_text(encoding="utf-8")
    assert "présente convention prend effet" in act
    bolder = act.replace("convention prend effet", "convention **prend effet**")
    (folder / "c.md").write_text(bolder, encoding="utf-8")
    code, out, _ = run("diff", "build/a.md", "c.md", cwd=folder)
    assert code == 1
    assert "{~prend effet~ gras ajouté}" in out
    assert run("diff", "build/a.md", "c.md", "--ignore-format", cwd=folder)[0] == 0


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["a.yaml", "fausse.yaml"], 1, "C205"),
        (["a.yaml", "absent.yaml"], 3, "n’existe pas"),
        (["a.yaml", "absent.docx"], 3, "n’existe pas"),
        (["a.yaml", "."], 1, "ni une spécification"),
        (["a.yaml", "dossier.md"], 3, "est un dossier"),
        (["a.yaml", "faux.docx"], 1, "C504"),
        (["a.yaml", "notes.txt"], 1, "Donner un fichier .yaml, .md, .docx ou .odt"),
        (["a.yaml", "libre.md"], 1, "C504"),
        (["a.yaml"], 2, "il manque l’argument APRÈS"),
        (["-", "-"], 2, "un des deux"),
        (["a.yaml", "b.yaml", "--format", "xml"], 2, "text, json, html"),
        (["a.yaml", "b.yaml", "-o", "a.yaml/x.txt"], 3, "ne peut pas être écrit"),
    ],
)
def test_what_cannot_be_compared_is_said(folder, arguments, code, said):
    (folder / "faux.docx").write_bytes(b"PK\x03\x04 rien")
    (folder / "libre.md").write_text("# Un titre\n\nUn texte.\n", encoding="utf-8")
    (folder / "dossier.md").mkdir()
    found = run("diff", *arguments, cwd=folder)
    assert (found[0], found[1]) == (code, "")
    assert said in found[2]


def test_a_returned_file_says_what_is_pending_in_it(folder):
    assert run("redline", "a.yaml", "b.yaml", "-o", "m.docx", cwd=folder)[0] == 0
    code, out, err = run("diff", "b.yaml", "m.docx", cwd=folder)
    assert (code, out) == (0, "Les deux actes sont identiques.\n")
    assert re.search(r"^m\.docx : \d+ modifications suivies, lues comme acceptées\.$", err, re.MULTILINE)
    assert run("diff", "b.yaml", "m.docx", "--quiet", cwd=folder)[2] == ""


@pytest.mark.outils
def test_axe_finds_no_violation_in_the_page(folder):
    page = folder / "c.html"
    run("diff", SPECS / "domifa.yaml", SPECS / "mano.yaml", "--format", "html", "-o", page, cwd=folder)
    assert violations(page) == {str(page): []}
