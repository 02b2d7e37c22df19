"""`convention fix`: what findings propose, shown, asked, applied one at a time, and undone when it makes an error."""

import json
import shutil

import pexpect
import pytest

from conventions_cli import pipeline
from conventions_cli.editing import fixing
from conventions_cli.editing.file_faults import faults_of
from conventions_cli.editing.fixing import Choice, applied, fix, open_to_fix
from conventions_cli.foundation.diagnostics import SourceText
from fabrique import ROOT, SPECS, check, spec, text_of
from serveur import HANGS
from test_cli import COMMAND, run

SLIP = text_of(spec(chorus__domaine_fonctionnel="0129–16-02"))
GUESS = text_of(spec(chorus__centre_de_cout="SGSIFABO75", chorus__domaine_fonctionnel="0129–16-02"))


def mended(text, tmp_path, *, everything=False):
    """A text after every certain replacement (or every one), by the engine alone."""
    path = tmp_path / "essai.yaml"
    path.write_text(text, encoding="utf-8")
    file, _ = open_to_fix(path)
    return fix(file, lambda one: Choice.APPLY if everything or one.replacement.certain else Choice.LEAVE)


REPAIRS = {
    # code: (path in a good spec, written, meant, certain)
    "C205 thousands": ("finances__montant", "200.000 €", "200 000 €", True),
    "C205 k€": ("finances__montant", "200 k€", "200 000 €", True),
    "C205 cents": ("finances__montant", "200 000,00 €", "200 000 €", True),
    "C205 words": ("finances__montant", "deux cent mille euros", "200 000 €", True),
    "C205 words, of what": ("finances__montant", "trois", "3 €", False),
    "C205 letter": ("finances__montant", "2OO 000 €", "200 000 €", False),
    "C206 dots": ("date_signature", "20.08.2025", "2025-08-20", True),
    "C206 year first": ("date_signature", "2025/8/20", "2025-08-20", True),
    "C206 weekday": ("date_signature", "mercredi 20 août 2025", "2025-08-20", True),
    "C206 short year": ("date_signature", "20/08/25", "2025-08-20", False),
    "C206 month": ("date_signature", "20 aoüt 2025", "20 août 2025", False),
    "C207": ("sommaire", "yes", "oui", True),
    "C208 case": ("parties__0__nature", "Service_Etat", "service_etat", True),
    "C208 near": ("parties__0__nature", "service_etatt", "service_etat", False),
    "C209": ("duree__preavis_mois", "3 mois", "3", True),
    "C336 dash": ("chorus__domaine_fonctionnel", "0129–16-02", "0129-16-02", True),
    "C336 case": ("chorus__centre_de_cout", "sgsifab075", "SGSIFAB075", True),
    "C335": ("chorus__centre_de_cout", "SGSIFABO75", "SGSIFAB075", False),
    "C213": ("modele", "delegation-fast-2052", "delegation-fast-2025", False),
}


@pytest.mark.parametrize("case", REPAIRS)
def test_a_rule_says_what_to_write(case):
    path, written, meant, certain = REPAIRS[case]
    if case == "C206 month":
        written = "20 aoute 2025"
    (found,) = [one for one in check(spec(**{path: written})).diagnostics if one.code.number == case[:4]]
    assert found.replacement is not None
    assert (found.replacement.text, found.replacement.certain) == (meant, certain)
    text = applied(found.span.source.text, found.replacement)
    assert case[:4] not in [one.code.number for one in check(text).diagnostics]


@pytest.mark.parametrize("written", ["200 000,50 €", "1.500 k€", "32.08.2025", "08-20-2025", "peut-être"])
def test_what_can_be_read_two_ways_is_never_replaced(written):
    for path in ("finances__montant", "date_signature", "sommaire", "duree__preavis_mois"):
        for found in check(spec(**{path: written})).diagnostics:
            assert found.replacement is None, found


@pytest.mark.parametrize("written", ["20/08/25", "trois", "fin 2026"])
def test_what_is_guessed_is_replaced_by_no_one_but_a_person(written):
    for path in ("finances__montant", "date_signature", "sommaire", "duree__preavis_mois"):
        for found in check(spec(**{path: written})).diagnostics:
            assert found.replacement is None or not found.replacement.certain, found


SLIPS = {
    "no-break space after a colon": ("nor:\u00a0X\n", "nor: X\n"),
    "no-break space before a colon": ("nor\u00a0: X\n", "nor: X\n"),
    "no-break space as indentation": ("duree:\n\u00a0\u00a0fin: 2026-12-31\n", "duree:\n  fin: 2026-12-31\n"),
    "glued dash": ("copies:\n  -le contrôleur\n", "copies:\n  - le contrôleur\n"),
    "bullet of Word": ("copies:\n  • le contrôleur\n", "copies:\n  - le contrôleur\n"),
    "curly quotes": ("entete: “Ministère”\n", "entete: Ministère\n"),
    "invisible characters": ("entete: Mi\u200bnis\u2060tère\n", "entete: Ministère\n"),
    "a line separator": ("entete: Ministère\u2028du travail\n", "entete: Ministère du travail\n"),
    "leftovers of a PDF": (
        "entete: Oﬃce\nnor: X # no\u00adte\ntitre: e\u0301te\u0301\n",
        "entete: Office\nnor: X # note\ntitre: été\n",
    ),
    "tabs": ("duree:\n\tfin: 2026-12-31\n\tpreavis_mois: 3\n", "duree:\n  fin: 2026-12-31\n  preavis_mois: 3\n"),
    "a tab two steps in": (
        "finances:\n  echeancier:\n\t2025: {ae: 1 €}\n    2026: {cp: 1 €}\n",
        "finances:\n  echeancier:\n    2025: {ae: 1 €}\n    2026: {cp: 1 €}\n",
    ),
    "a tab under a dash": (
        "services:\n  - nom: Domifa\n\tobjectifs: [a]\n",
        "services:\n  - nom: Domifa\n    objectifs: [a]\n",
    ),
    "a tab beside the line above": (
        "finances:\n  montant: 1 €\n\t\taccompagnement: 1 €\n",
        "finances:\n  montant: 1 €\n  accompagnement: 1 €\n",
    ),
    "colon in a sentence": ("titre: Accord : phase 2: suite\n", 'titre: "Accord : phase 2: suite"\n'),
    "a sign YAML keeps": ("entete: @travail\n", 'entete: "@travail"\n'),
    "glued colon": ("nor:X\nentete: E\n", "nor: X\nentete: E\n"),
    "glued colon between brackets": ("duree: {fin:\u00a02026-12-31}\n", "duree: {fin: 2026-12-31}\n"),
    "accent in a key": (
        "dispositif: {sigle: F}\ndurée: {fin: 2026-12-31}\n",
        "dispositif: {sigle: F}\nduree: {fin: 2026-12-31}\n",
    ),
}


@pytest.mark.parametrize("case", SLIPS)
def test_a_slip_is_mended(case, tmp_path):
    before, after = SLIPS[case]
    done = mended(before, tmp_path)
    assert done.text == after
    assert done.undone == []


def test_nothing_is_applied_without_a_terminal_or_yes(tmp_path):
    (tmp_path / "a.yaml").write_text(SLIP, encoding="utf-8")
    for options in ((), ("--dry-run",)):
        code, out, err = run("fix", "a.yaml", *options, cwd=tmp_path)
        assert (code, out) == (1, "")
        assert "-   domaine_fonctionnel: 0129–16-02" in err and "+   domaine_fonctionnel: 0129-16-02" in err
        assert "1 correction possible" in err
    assert (tmp_path / "a.yaml").read_text("utf-8") == SLIP


def test_yes_applies_what_is_certain_and_names_what_is_not(tmp_path):
    (tmp_path / "a.yaml").write_text(SLIP.replace("SGSIFAB075", "SGSIFABO75"), encoding="utf-8")
    code, out, err = run("fix", "a.yaml", "--yes", cwd=tmp_path)
    assert (code, out) == (1, "a.yaml\n")
    text = (tmp_path / "a.yaml").read_text("utf-8")
    assert "0129-16-02" in text and "SGSIFABO75" in text
    assert "1 correction appliquée ; 1 à vérifier, non appliquée" in err
    assert "il reste à corriger à la main" in err and "C335" in err
    code, _, _ = run("fix", "a.yaml", "--yes", "--code", "c335", cwd=tmp_path)
    assert code == 0
    assert "SGSIFAB075" in (tmp_path / "a.yaml").read_text("utf-8")
    assert run("fix", "a.yaml", "--dry-run", cwd=tmp_path)[0] == 0


def test_a_code_selects(tmp_path):
    (tmp_path / "a.yaml").write_text(SLIP, encoding="utf-8")
    assert "0 correction" not in run("fix", "a.yaml", "--dry-run", "--code", "C205", cwd=tmp_path)[2]
    assert run("fix", "a.yaml", "--dry-run", "--code", "C205", cwd=tmp_path)[0] == 0
    assert run("fix", "a.yaml", "--dry-run", "--code", "C336", cwd=tmp_path)[0] == 1
    assert run("fix", "a.yaml", "--code", "C999", cwd=tmp_path)[0] == 2
    assert run("fix", "a.yaml", "--yes", "--dry-run", cwd=tmp_path)[0] == 2


def ask(path, *answers):
    child = pexpect.spawn(COMMAND[0], [*COMMAND[1:], "fix", str(path)], encoding="utf-8", timeout=HANGS)
    for answer in answers:
        child.expect("uitter : ")
        child.sendline(answer)
    child.expect(pexpect.EOF)
    child.close()
    return child.before, child.exitstatus


@pytest.fixture
def three(tmp_path):
    path = tmp_path / "a.yaml"
    data = spec(
        finances__montant="200.000 €", chorus__domaine_fonctionnel="0129–16-02", chorus__centre_de_cout="sgsifab075"
    )
    path.write_text(text_of(data), encoding="utf-8")
    return path


def test_each_is_asked(three):
    said, code = ask(three, "o", "n", "peut-être", "oui")
    text = three.read_text("utf-8")
    assert "200 000 €" in text and "0129–16-02" in text and "SGSIFAB075" in text
    assert "Répondre par o, n, t ou q." in said or "2 corrections appliquées" in said
    assert code == 1


def test_all_at_once(three):
    said, code = ask(three, "t")
    assert code == 0
    assert "3 corrections appliquées" in said


def test_to_quit_keeps_what_was_said_yes_to(three):
    said, code = ask(three, "o", "q")
    text = three.read_text("utf-8")
    assert "200 000 €" in text and "0129–16-02" in text and "sgsifab075" in text
    assert code == 1
    assert "1 correction appliquée" in said


def test_an_interruption_writes_nothing(three):
    before = three.read_bytes()
    child = pexpect.spawn(COMMAND[0], [*COMMAND[1:], "fix", str(three)], encoding="utf-8", timeout=HANGS)
    child.expect("uitter : ")
    child.sendline("o")
    child.expect("uitter : ")
    child.sendintr()
    child.expect("aucun fichier n’est écrit à moitié")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 130
    assert three.read_bytes() == before


def test_all_does_not_answer_for_what_is_guessed(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text(GUESS, encoding="utf-8")
    said, _ = ask(path, "t", "n")
    assert "À vérifier" in said or "SGSIFABO75" in path.read_text("utf-8")
    assert "0129-16-02" in path.read_text("utf-8") and "SGSIFABO75" in path.read_text("utf-8")


def test_a_correction_that_makes_an_error_is_undone(tmp_path):
    text = text_of(spec()).replace("montant: 200 000 €", "montant: 250.000 €", 1)
    done = mended(text, tmp_path)
    assert done.applied == [] and done.text == text
    ((_, worse),) = done.undone
    assert "C351" in [one.code.number for one in worse]
    code, out, err = run("fix", "essai.yaml", "--yes", cwd=tmp_path)
    assert (code, out) == (1, "")
    assert "correction annulée" in err and "C351" in err


def test_a_fault_of_an_inherited_file_is_mended_there(tmp_path):
    shutil.copytree(SPECS, tmp_path, dirs_exist_ok=True)
    shared = tmp_path / "fast17.yaml"
    shared.write_text(shared.read_text("utf-8").replace("0129-16-02", "0129–16-02"), encoding="utf-8")
    before = shared.read_bytes()
    code, _, err = run("fix", "domifa.yaml", "--yes", cwd=tmp_path)
    assert code == 1
    assert shared.read_bytes() == before
    assert "convention fix fast17.yaml" in err


def test_line_ends_are_kept_and_a_read_only_file_is_told(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_bytes(SLIP.replace("\n", "\r\n").encode())
    assert run("fix", "a.yaml", "--yes", cwd=tmp_path)[0] == 0
    assert path.read_bytes() == SLIP.replace("0129–16-02", "0129-16-02").replace("\n", "\r\n").encode()
    path.write_text(SLIP, encoding="utf-8")
    path.chmod(0o444)
    code, _, err = run("fix", "a.yaml", "--yes", cwd=tmp_path)
    assert code == 3 and "lecture seule" in err
    assert path.read_text("utf-8") == SLIP


def test_files_that_cannot_be_read_are_told(tmp_path):
    (tmp_path / "a.yaml").write_bytes(b"\xe9t\xe9: 1")
    assert run("fix", "a.yaml", "--yes", cwd=tmp_path)[0] == 1
    assert run("fix", "absent.yaml", "--yes", cwd=tmp_path)[0] == 3
    assert run("fix", "-", cwd=tmp_path)[0] == 2


def test_reports_carry_the_replacement(tmp_path):
    (tmp_path / "a.yaml").write_text(SLIP, encoding="utf-8")
    found = json.loads(run("validate", "a.yaml", "--format", "json", cwd=tmp_path)[1])["constats"]
    (one,) = [found for found in found if found["correction"]]
    assert one["correction"]["texte"] == "0129-16-02" and one["correction"]["sure"] is True
    sarif = json.loads(run("validate", "a.yaml", "--format", "sarif", cwd=tmp_path)[1])
    (fixed,) = [result["fixes"][0] for result in sarif["runs"][0]["results"] if "fixes" in result]
    (change,) = fixed["artifactChanges"][0]["replacements"]
    line = SLIP.split("\n")[change["deletedRegion"]["startLine"] - 1]
    assert line[change["deletedRegion"]["startColumn"] - 1 : change["deletedRegion"]["endColumn"] - 1] == "0129–16-02"
    assert change["insertedContent"] == {"text": "0129-16-02"}


@pytest.mark.parametrize("path", sorted((ROOT / "tests" / "rejected").glob("*.yaml")), ids=lambda path: path.stem)
def test_no_replacement_of_a_rejected_spec_makes_it_worse(path):
    """Kept when it makes no error, undone otherwise; never a crash."""
    file, _ = open_to_fix(path)
    if file is None:
        return
    before = fixing._findings(file.source.text, path, None)
    done = fix(file, lambda one: Choice.APPLY)
    assert (done.text != file.source.text) == bool(done.applied)
    if done.applied:
        assert done.remaining != before
        assert fixing._worse(before, done.remaining) == ()


def test_a_shared_file_is_judged_by_what_is_in_it(tmp_path):
    found = faults_of(SourceText("annuaire.yaml", "annuaire:\n  a: {nature: Service_Etat}\n"), tmp_path)
    assert [one.code.number for one in found if one.replacement is not None] == ["C208"]
    assert pipeline.check_bytes(b"a: 1", "x.yaml", tmp_path).value is None
