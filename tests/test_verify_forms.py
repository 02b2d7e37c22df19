"""`convention verify` of an act that is no Word file: its words are compared, and it is never said intact for that."""

import json
import shutil

import pytest

from conventions_cli import pipeline
from conventions_cli.verification.forms import Form
from fabrique import SPECS
from test_cli import run
from test_verify import convert, rendered

DOMIFA = SPECS / "domifa.yaml"
FORMS = ("md", "odt", "txt")


@pytest.fixture(scope="module")
def acts(tmp_path_factory):
    """The act of Domifa in each form, as the command writes it or as LibreOffice makes it of the Word file."""
    folder = tmp_path_factory.mktemp("formes")
    (folder / "acte.docx").write_bytes(rendered(DOMIFA))
    (folder / "acte.md").write_bytes(pipeline.render(pipeline.check(DOMIFA).value, ["md"]).value["md"])
    for form in ("odt", "fodt", "txt"):
        convert([folder / "acte.docx"], form, folder)
    return folder


@pytest.fixture
def folder(tmp_path):
    shutil.copytree(SPECS, tmp_path / "specs")
    return tmp_path


def verified(folder, name, *options):
    return run("verify", name, "specs/domifa.yaml", *options, cwd=folder)


def altered(acts, folder, form, old, new):
    """The act of a form with some of its words changed."""
    if form == "odt":
        text = (acts / "acte.fodt").read_text("utf-8")
        (folder / "revenu.fodt").write_text(swapped(text, old, new), "utf-8")
        convert([folder / "revenu.fodt"], "odt", folder)
    else:
        text = (acts / f"acte.{form}").read_text("utf-8")
        (folder / f"revenu.{form}").write_text(swapped(text, old, new), "utf-8")
    return f"revenu.{form}"


def swapped(text, old, new):
    for space in ("\u202f", "\u00a0", " "):
        old_here = old.replace("_", space)
        if old_here in text:
            return text.replace(old_here, new.replace("_", space))
    raise AssertionError(old)


@pytest.mark.outils
@pytest.mark.parametrize("form", ["odt", "txt"])
def test_the_same_words_are_never_intact_and_what_is_not_compared_is_said(acts, folder, form):
    shutil.copy(acts / f"acte.{form}", folder / f"revenu.{form}")
    code, said, _ = verified(folder, f"revenu.{form}")
    assert code == 1
    assert said.startswith(f"revenu.{form}\u00a0: mêmes mots (comparé à : specs/domifa.yaml)".replace(" :", "\u00a0:"))
    assert Form[{"odt": "ODT", "txt": "TEXT"}[form]].value in said
    assert "intact" not in said
    assert "texte modifié" not in said


def test_a_markdown_act_is_intact_as_it_was_written_only(acts, folder):
    shutil.copy(acts / "acte.md", folder / "revenu.md")
    code, said, _ = verified(folder, "revenu.md")
    assert (code, said.startswith("revenu.md\u00a0: intact, tel que la commande l’a écrit")) == (0, True)
    assert Form.MARKDOWN.value[1:] in said
    text = (acts / "acte.md").read_text("utf-8")
    (folder / "revenu.md").write_text(text + "\n", "utf-8")
    code, said, _ = verified(folder, "revenu.md")
    assert (code, said.startswith("revenu.md\u00a0: mêmes mots")) == (1, True)


@pytest.mark.outils
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("135_000", "125_000", "clé finances.echeancier.2026.cp"),
        ("SGSIFAB075", "SGSIFAB076", "clé chorus.centre_de_cout"),
        ("sans délai", "dans le mois", "clause commun/execution-financiere.md"),
        ("Marc DAUNIS", "Marc DUPONT", "clé parties.1.representants.0.nom"),
    ],
)
def test_words_that_changed_are_found_with_where_to_carry_them(acts, folder, form, old, new, where):
    name = altered(acts, folder, form, old, new)
    code, said, _ = verified(folder, name)
    assert code == 1
    assert "texte modifié" in said.splitlines()[0]
    if (form, where) != ("txt", "clause commun/execution-financiere.md"):  # a whole article is one stretch there
        assert where in said
    assert new.split()[-1].replace("_", " ") in said.replace("\u202f", " ").replace("\u00a0", " ")


@pytest.mark.outils
@pytest.mark.parametrize("form", FORMS)
def test_values_are_carried_from_each_form(acts, folder, form):
    name = altered(acts, folder, form, "SGSIFAB075", "SGSIFAB076")
    verified(folder, name, "--apply", "--yes")
    assert "centre_de_cout: SGSIFAB076" in (folder / "specs/domifa.yaml").read_text("utf-8")


def test_the_json_form_says_it(acts, folder):
    shutil.copy(acts / "acte.md", folder / "revenu.md")
    (folder / "revenu.md").write_text((acts / "acte.md").read_text("utf-8") + "\n", "utf-8")
    told = json.loads(verified(folder, "revenu.md", "--format", "json")[1])
    assert (told["forme"], told["verdict"], told["tel_que_produit"]) == ("markdown", "mêmes mots", False)
    assert {one["etat"] for one in told["parties"]} == {"mêmes mots"}


def test_without_a_spec_its_words_are_only_looked_over(acts, folder):
    shutil.copy(acts / "acte.md", folder / "revenu.md")
    code, said, _ = run("verify", "revenu.md", cwd=folder)
    assert code == 0
    assert "relu seulement, comparé à rien" in said
    assert "convention verify revenu.md SPEC" in said


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("faux.odt", b"PK\x05\x06" + bytes(18), "C504"),
        ("faux.odt", b"%PDF-1.7", "C504"),
        ("grand.txt", b"a " * (600 * 1024), "C504"),
        ("binaire.txt", b"\x00\x01\x02", "C504"),
        ("vide.md", b"", "C504"),
        ("absent.txt", None, "C116"),
    ],
)
def test_a_file_that_import_refuses_is_refused(folder, name, data, code):
    if data is not None:
        (folder / name).write_bytes(data)
    status, said, told = verified(folder, name)
    assert status in {1, 3}
    assert code in told
    assert not said


def test_tracked_changes_are_read_one_way_only(acts, folder):
    shutil.copy(acts / "acte.md", folder / "revenu.md")
    code, _, told = verified(folder, "revenu.md", "--revisions", "rejected")
    assert code == 2
    assert "--revisions ne vaut que pour un document Word" in told
