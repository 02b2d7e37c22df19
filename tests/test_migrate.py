"""`spec_version` and `convention migrate`: old keys are read, told, and rewritten; the act is the same."""

import shutil

import pytest

from conventions_cli import pipeline
from conventions_cli.editing import migrations
from conventions_cli.editing.migrations import migrate_source
from conventions_cli.files.discovery import specs_in
from conventions_cli.foundation.diagnostics import SourceText
from conventions_cli.source.former import CURRENT, MIGRATIONS
from fabrique import SPECS, codes, spec, text_of
from test_cli import run

OLD = """# yaml-language-server: $schema=convention.schema.json
# fiche
herite: [annuaire.yaml, fast17.yaml]
template: delegation-fast-2025
service: Vieux   # le service
signature: 2025-08-20
date_fin: 31/12/2026  # fin
# qui paie
delegant: dinum
delegataire:  # qui dépense
  # dedans
  reference: dnum-travail
  groupe: 1
porteur: [dgcs]
finances:
  montant: 200 000 €
  accompagnement: 15 000 €
  echeancier: {2025: {ae: 185 000 €, cp: 50 000 €}, 2026: {cp: 135 000 €}}
chorus:
  activites: 012900121401
  pam: 12-129-FA17-MS0-0001  # pam
  centre_de_cout: SGSIFAB075
"""
NEW = """# yaml-language-server: $schema=convention.schema.json
# fiche
herite: [annuaire.yaml, fast17.yaml]
modele: delegation-fast-2025
date_signature: 2025-08-20
services:
  # le service
  - {nom: Vieux}
parties:
  # qui paie
  - {reference: dinum, role: delegant}
  # qui dépense
  # dedans
  - reference: dnum-travail
    role: delegataire
    groupe: 1
  - {reference: dgcs, role: porteur}
duree:
  fin: 31/12/2026  # fin
finances:
  montant: 200 000 €
  accompagnement: 15 000 €
  echeancier: {2025: {ae: 185 000 €, cp: 50 000 €}, 2026: {cp: 135 000 €}}
chorus:
  activites: 012900121401
  projet_analytique: 12-129-FA17-MS0-0001  # pam
  centre_de_cout: SGSIFAB075
"""


@pytest.fixture
def folder(tmp_path):
    shutil.copytree(SPECS, tmp_path, dirs_exist_ok=True)
    (tmp_path / "vieux.yaml").write_text(OLD, encoding="utf-8")
    return tmp_path


def test_an_old_spec_is_read_with_a_warning_for_each_key(folder):
    code, out, _ = run("validate", "vieux.yaml", cwd=folder)
    assert code == 0
    assert out.count("avertissement C225") == 8
    assert "« delegant » est une clé d’une ancienne version : elle est lue comme un élément de « parties: »." in out
    assert "Taper « convention migrate vieux.yaml »" in out
    assert folder / "vieux.yaml" in specs_in(folder)


def test_it_is_rewritten_with_its_comments_and_makes_the_same_act(folder):
    before = pipeline.assemble(pipeline.check(folder / "vieux.yaml").value).value
    code, out, err = run("migrate", ".", cwd=folder)
    assert (code, out) == (0, "vieux.yaml\n")
    assert "1 fichier réécrit." in err
    assert (folder / "vieux.yaml").read_text("utf-8") == NEW
    checked = pipeline.check(folder / "vieux.yaml")
    assert checked.diagnostics == ()
    assert pipeline.assemble(checked.value).value == before
    assert run("migrate", ".", cwd=folder)[1:] == ("", "Tous ces fichiers sont de la version actuelle.\n")


def test_a_file_that_cannot_be_read_is_not_said_to_be_current(folder):
    (folder / "vieux.yaml").write_text("services: [{nom: A, ", encoding="utf-8")
    code, out, err = run("migrate", ".", cwd=folder)
    assert (code, out) == (1, "")
    assert "Aucun fichier n’est réécrit." in err
    assert "version actuelle" not in err


def test_check_and_diff_write_nothing(folder):
    code, out, _ = run("migrate", "--check", "--diff", ".", cwd=folder)
    assert code == 1
    assert "-template: delegation-fast-2025" in out and "+modele: delegation-fast-2025" in out
    assert run("migrate", "--check", ".", cwd=folder)[:2] == (1, "vieux.yaml\n")
    assert run("migrate", "--check", "domifa.yaml", cwd=folder)[0] == 0
    assert (folder / "vieux.yaml").read_text("utf-8") == OLD


STEPS = {
    "template": ("template: m\n", "modele: m\n"),
    "signature": ("signature: 2025-01-02 # s\n", "date_signature: 2025-01-02  # s\n"),
    "date_fin": ("duree: {preavis_mois: 3}\ndate_fin: 2026-12-31\n", "duree: {fin: 2026-12-31, preavis_mois: 3}\n"),
    "service": ("service:\n  nom: A\n  objectifs: b\n", "services:\n  - nom: A\n    objectifs: b\n"),
    "delegant": ("delegant: {nom: A}\n", "parties:\n  - {nom: A, role: delegant}\n"),
    "delegataire": (
        "delegataire:\n  - a # un\n  - reference: b\n",
        "parties:\n  - {reference: a, role: delegataire}  # un\n  - reference: b\n    role: delegataire\n",
    ),
    "porteur": ("porteur: a\nspec_version: 0\n", "spec_version: 1\nparties:\n  - {reference: a, role: porteur}\n"),
    "chorus.uo": ("chorus: {uo: 0129-CAHC-DISN}\n", "chorus: {centre_financier: 0129-CAHC-DISN}\n"),
    "chorus.pam": ("chorus:\n  # p\n  pam: a\n", "chorus:\n  # p\n  projet_analytique: a\n"),
}


def test_every_step_of_the_table_has_its_example():
    assert {".".join(step.at) for steps in MIGRATIONS.values() for step in steps} == set(STEPS)
    assert set(MIGRATIONS) == set(range(CURRENT))


@pytest.mark.parametrize("step", STEPS)
def test_each_old_key_goes_to_its_place(step):
    before, after = STEPS[step]
    made = migrate_source(SourceText("a.yaml", before), SPECS)
    assert made.value == canonical_of(after), made.diagnostics
    assert migrate_source(SourceText("a.yaml", after), SPECS).value == after


def canonical_of(text):
    from conventions_cli.editing.formatting import canonical

    return canonical(SourceText("a.yaml", text))


def test_an_old_key_beside_the_new_one_is_an_unknown_key():
    text = text_of(spec()) + "template: autre\n"
    assert codes(text) == ["C202"]
    assert migrate_source(SourceText("a.yaml", text), SPECS).value == text


def test_a_file_that_states_the_current_version_has_no_old_key():
    assert "C225" in codes(text_of(spec()).replace("modele:", "template:"))
    assert "C202" in codes("spec_version: 1\n" + text_of(spec()).replace("modele:", "template:"))


@pytest.mark.parametrize(
    ("version", "said"),
    [
        ("2", "lit jusqu’à la version 1"),
        ("99999999", "attend le numéro"),
        ("un", "attend le numéro"),
        ("[1]", "attend le numéro"),
    ],
)
def test_an_unknown_version_says_to_upgrade(tmp_path, version, said):
    (tmp_path / "a.yaml").write_text(f"spec_version: {version}\n{text_of(spec())}", encoding="utf-8")
    for command in ("validate", "migrate"):
        code, out, err = run(command, "a.yaml", cwd=tmp_path)
        assert code == 1
        assert "C224" in out + err and said in out + err
    assert codes(f"spec_version: {version}\nmontnat: 3\n") == ["C224"]


def test_the_current_version_may_be_stated_or_left_out():
    assert (
        codes(spec())
        == codes("spec_version: 1\n" + text_of(spec()))
        == codes("spec_version:\n" + text_of(spec()))
        == []
    )


def test_each_file_has_its_own_version(folder):
    shared = folder / "fast17.yaml"
    shared.write_text("spec_version: 0\n" + shared.read_text("utf-8").replace("modele:", "template:"), encoding="utf-8")
    found = pipeline.check(folder / "domifa.yaml")
    (told,) = [one for one in found.diagnostics if one.code.number.startswith("C2")]
    assert told.code.number == "C225"
    assert told.span.source.name.endswith("fast17.yaml")
    assert found.value.spec.convention.spec_version == 1
    shared.write_text("spec_version: 7\n", encoding="utf-8")
    assert "C224" in [one.code.number for one in pipeline.check(folder / "domifa.yaml").diagnostics]


def test_what_would_change_the_meaning_is_not_written(monkeypatch):
    monkeypatch.setattr(migrations, "print_layout", lambda layout: "modele: autre\n")
    made = migrate_source(SourceText("a.yaml", "template: m # c\n"), SPECS)
    assert made.value is None
    assert [one.code.number for one in made.diagnostics] == ["C509"]


def test_a_read_only_file_and_a_faulty_one_are_left(folder):
    (folder / "vieux.yaml").chmod(0o444)
    code, _, err = run("migrate", "vieux.yaml", cwd=folder)
    assert code == 3 and "lecture seule" in err
    (folder / "faux.yaml").write_text("template: [\n")
    assert run("migrate", "faux.yaml", cwd=folder)[0] == 1
    assert run("migrate", "-", cwd=folder)[0] == 2
    assert (folder / "vieux.yaml").read_text("utf-8") == OLD
