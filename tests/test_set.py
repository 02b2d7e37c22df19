"""`convention set`: a value at its place, the rest of the file to the letter, and nothing the rules refuse."""

import shutil
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brouillons import TEXTS, messy
from conventions_cli.editing.assignments import _step, change
from conventions_cli.editing.splicing import NoPlaceError, take_out
from conventions_cli.foundation.diagnostics import SourceText
from conventions_cli.source import parse
from conventions_cli.source.node import find
from conventions_cli.source.overrides import read_assignment
from conventions_cli.source.yaml_layout import read_layout
from fabrique import SPECS, spec, text_of
from test_cli import run

PATHS = st.sampled_from(
    [
        *("titre", "finances.montant", "finances.echeancier.2025.ae", "finances.cofinancement.montant", "duree.fin"),
        *("chorus.fonds", "dispositif.libelle", "services.0.nom", "marches.accompagnement", "parties.1.sigle"),
        *("copies.0", "annexes.0.titre", "annexes.0.texte", "services.0.objectifs.1", "inconnue.a.b", "herite"),
        *("copies.1", "copies.2", "annexes.1.titre", "visas.0", "finances.tranches.0.declencheur"),
    ]
)


@given(messy(), PATHS, TEXTS | st.just(""))
def test_any_value_goes_to_its_place_and_no_comment_is_lost(drawn, path, value):
    source = SourceText("essai.yaml", drawn[0])
    given_ = read_assignment(f"{path}={value}").value
    made = _step(source, given_, laid=True, whole=None)
    if made.value is None:
        assert [one.code.number for one in made.diagnostics] == ["C503"], (drawn[0], path, value)
        return
    after = SourceText("essai.yaml", made.value)
    assert read_layout(after).comments == read_layout(source).comments
    node = find(
        parse(after).value, tuple(int(step) if step.isdecimal() and len(step) < 3 else step for step in path.split("."))
    )
    assert node[0].text == value and not node[1]


@given(messy(), PATHS)
def test_what_is_taken_out_is_all_that_goes(drawn, path):
    source = SourceText("essai.yaml", drawn[0])
    layout = read_layout(source)
    try:
        text = take_out(layout, path.split("."))
    except NoPlaceError:
        return
    after = parse(SourceText("essai.yaml", text))
    assert after.value is not None, (drawn[0], path, text)
    lost = Counter(layout.comments) - Counter(read_layout(SourceText("essai.yaml", text)).comments)
    assert lost.total() <= drawn[0].count("#") and len(after.value.entries) >= len(parse(source).value.entries) - 1


@pytest.fixture
def folder(tmp_path):
    shutil.copytree(SPECS, tmp_path, dirs_exist_ok=True)
    return tmp_path


def set_in(text, *words, tmp_path):
    path = tmp_path / "essai.yaml"
    path.write_text(text, encoding="utf-8")
    result = run("set", "essai.yaml", *words, cwd=tmp_path)
    return result, path.read_text(encoding="utf-8")


def test_a_value_is_replaced_and_shown(folder):
    before = (folder / "domifa.yaml").read_text("utf-8")
    code, out, err = run("set", "domifa.yaml", "finances.montant", "200000", cwd=folder)
    assert (code, out) == (0, "domifa.yaml:18\n-   montant: 200 000 €\n+   montant: 200000\n")
    assert "domifa.yaml : écrit." in err
    assert (folder / "domifa.yaml").read_text("utf-8") == before.replace("montant: 200 000 €\n", "montant: 200000\n", 1)
    assert (
        run("set", "domifa.yaml", "finances.montant=200000", cwd=folder)[2]
        == "domifa.yaml : ces valeurs y sont déjà.\n"
    )


CASES = {
    "a section is made at its canonical place": (
        "modele: m\n# qui\nparties: []\nduree: {fin: 2026-12-31}\n",
        ["finances.cofinancement.montant=3 €"],
        "modele: m\n# qui\nparties: []\nduree: {fin: 2026-12-31}\nfinances:\n  cofinancement:\n    montant: 3 €\n",
    ),
    "a key goes after those it follows, comments included": (
        "modele: m # a\n# b\nentete: E # c\n\nparties: []\n",
        ["nor=TSSZ2530440X"],
        "modele: m # a\nnor: TSSZ2530440X\n# b\nentete: E # c\n\nparties: []\n",
    ),
    "between brackets too": (
        "duree: {fin: 2026-12-31} # d\n",
        ["duree.debut=2025-01-01", "duree.preavis_mois=3"],
        "duree: {debut: 2025-01-01, fin: 2026-12-31, preavis_mois: 3} # d\n",
    ),
    "under a key left blank": (
        "duree: # d\n# e\nparties:\n  - role: porteur\n",
        ["duree.fin=2026-12-31", "parties.0.reference=dgcs"],
        "duree: # d\n  fin: 2026-12-31\n# e\nparties:\n  - reference: dgcs\n    role: porteur\n",
    ),
    "a blank is filled": (
        "duree: {fin: }\nchorus:\n  fonds:   # à voir\n",
        ["duree.fin=2026-12-31", "chorus.fonds=1-2-00532"],
        "duree: {fin: 2026-12-31}\nchorus:\n  fonds: 1-2-00532   # à voir\n",
    ),
    "quotes are put where they are needed": (
        "modele: m\nmarches: {delegataire: a}\n",
        ["titre=Accord : phase 2", "marches.delegataire=UGAP, lot 2", "entete=# dièse"],
        'modele: m\ntitre: "Accord : phase 2"\nentete: "# dièse"\nmarches: {delegataire: "UGAP, lot 2"}\n',
    ),
    "a list between brackets gives way to one value": (
        "chorus:\n  activites: [a, b] # c\n",
        ["chorus.activites=012900121401"],
        "chorus:\n  activites: 012900121401 # c\n",
    ),
    "the number after the last adds an item": (
        "copies:\n  - a # a\n  # fin\n\nannexes: [b]\n",
        ["copies.1=c: d", "annexes.1=e, f", "services.0.nom=A", "services.0.objectifs.0=o"],
        "services:\n  - nom: A\n    objectifs:\n      - o\n"
        'copies:\n  - a # a\n  - "c: d"\n  # fin\n\nannexes: [b, "e, f"]\n',
    ),
    "a number under a key left blank begins a list": (
        "copies: # qui\nmarches: {delegataire: }\n",
        ["copies.0=a", "copies.1=b"],
        "copies: # qui\n  - a\n  - b\nmarches: {delegataire: }\n",
    ),
    "a block text gives way to a line": (
        "annexes:\n  - titre: T\n    texte: |  # dit\n      un\n      deux\ncopies: []\n",
        ["annexes.0.texte=trois"],
        "annexes:\n  - titre: T\n    texte: trois  # dit\ncopies: []\n",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_where_a_value_goes(case, tmp_path):
    before, pairs, after = CASES[case]
    path = tmp_path / "essai.yaml"
    path.write_text(f"herite: fonds.yaml\n{before}", encoding="utf-8")
    (tmp_path / "fonds.yaml").write_text("sommaire: non\n")
    text = f"herite: fonds.yaml\n{before}"
    for pair in pairs:
        text = _step(SourceText("essai.yaml", text), read_assignment(pair).value, laid=True, whole=None).value
    assert text == f"herite: fonds.yaml\n{after}"


UNSET = {
    "duree.preavis_mois": ("duree: {fin: a, preavis_mois: 3}\nnor: X\n", "duree: {fin: a}\nnor: X\n"),
    "duree.fin": ("nor: X\n# voir\nduree:\n  fin: a # b\ntitre: T\n", "nor: X\n# voir\ntitre: T\n"),
    "parties.0": ("parties:\n  - role: a\n    nom: b\n  # c\n  - role: d\n", "parties:\n  # c\n  - role: d\n"),
    "parties.0.role": ("parties:\n  - role: a\n    nom: b\n", "parties:\n  - nom: b\n"),
    "nor": ("nor:\n  # rien\ntitre: T\n", "titre: T\n"),
}


@pytest.mark.parametrize("path", UNSET)
def test_what_is_taken_out(path):
    before, after = UNSET[path]
    assert take_out(read_layout(SourceText("a.yaml", before)), path.split(".")) == after


def test_a_value_the_rules_refuse_is_refused_and_nothing_is_written(folder):
    before = (folder / "domifa.yaml").read_bytes()
    code, out, err = run("set", "domifa.yaml", "finances.montant", "300 000 €", cwd=folder)
    assert (code, out) == (1, "")
    assert "erreur C351" in err and "Rien n’est écrit." in err
    assert run("set", "domifa.yaml", "finances.montant", "200 k€", cwd=folder)[0] == 1
    assert run("set", "domifa.yaml", "finances.montnat", "200 000 €", cwd=folder)[2].count("C202") == 1
    assert (folder / "domifa.yaml").read_bytes() == before


def test_several_values_are_judged_together(folder):
    pairs = (
        "finances.montant=300 000 €",
        "finances.echeancier.2025.ae=285 000 €",
        "finances.echeancier.2026.cp=235 000 €",
    )
    code, out, _ = run("set", "domifa.yaml", *pairs, "finances.cofinancement.montant=300 000 €", cwd=folder)
    assert code == 0
    assert out.count("+ ") == 4
    assert run("validate", "domifa.yaml", cwd=folder)[0] == 0


def test_a_fault_that_was_there_stops_nothing(tmp_path):
    (code, _, err), text = set_in(
        text_of(spec(chorus__fonds="1", nor="faux")), "lieu_signature=Paris", tmp_path=tmp_path
    )
    assert code == 0, err
    assert "lieu_signature: Paris\n" in text
    assert "C301" not in err


def test_an_inherited_value_is_named(folder):
    code, out, err = run("set", "domifa.yaml", "dispositif.libelle", "Autre fonds", cwd=folder)
    assert code == 0
    assert "« dispositif.libelle » valait « Fonds pour l’accélération" in err
    assert "(fast17.yaml:5), valeur héritée" in err
    assert "+   libelle: Autre fonds" in out


def test_what_stands_elsewhere_is_said(folder):
    code, _, err = run("set", "fast17/clairsemis.yaml", "copies.0", "X", cwd=folder)
    assert code == 1
    assert "La liste « copies » est écrite dans « fast17/cohorte.yaml »" in err
    _, _, err = run("set", "domifa.yaml", "--unset", "chorus.programme", cwd=folder)
    assert "héritée de « fast17.yaml » (ligne 9)" in err
    _, _, err = run("set", "domifa.yaml", "services.3.nom", "X", cwd=folder)
    assert "cette liste a un seul élément, de numéro 0" in err
    _, _, err = run("set", "domifa.yaml", "parties.1.representants.0.nom", "X", cwd=folder)
    assert "Il manque : fonction du représentant" in err  # a list of its own, in place of that of the directory
    _, _, err = run("set", "domifa.yaml", "visas.2", "X", cwd=folder)
    assert "« visas » est une liste qui n’est pas écrite ici : elle commence par le numéro 0" in err
    _, _, err = run("set", "domifa.yaml", "finances", "X", cwd=folder)
    assert "un groupe de clés est écrit à cette place" in err
    _, _, err = run("set", "domifa.yaml", "nor.a", "X", cwd=folder)
    assert "une simple valeur est écrite à cette place" in err


def test_shared_files_are_set_too(folder):
    code, out, _ = run("set", "annuaire.yaml", "annuaire.dgcs.representants.0.nom", "Ada LOVELACE", cwd=folder)
    assert code == 0
    assert "{nom: Ada LOVELACE, fonction:" in out
    assert run("set", "annuaire.yaml", "annuaire.dgcs.nature", "nimporte", cwd=folder)[0] == 1


def test_wrong_usage_is_told(folder):
    assert run("set", "domifa.yaml", cwd=folder)[0] == 2
    assert "CLÉ=VALEUR" in run("set", "domifa.yaml", "titre", "a", "b", cwd=folder)[2]
    assert "C503" in run("set", "domifa.yaml", "finances..montant=3", cwd=folder)[2]
    assert "C503" in run("set", "domifa.yaml", "titre=a\u202eb", cwd=folder)[2]
    assert run("set", "absent.yaml", "titre=a", cwd=folder)[0] == 3


def test_a_dry_run_writes_nothing_and_a_read_only_file_stays(folder):
    before = (folder / "domifa.yaml").read_bytes()
    assert run("set", "domifa.yaml", "titre=T", "--dry-run", cwd=folder)[0] == 0
    (folder / "domifa.yaml").chmod(0o444)
    code, out, err = run("set", "domifa.yaml", "titre=T", cwd=folder)
    assert (code, out) == (3, "")
    assert "lecture seule" in err
    assert (folder / "domifa.yaml").read_bytes() == before


def test_a_faulty_file_is_left(tmp_path):
    (code, _, err), text = set_in("a: [\n", "titre=T", tmp_path=tmp_path)
    assert (code, text) == (1, "a: [\n")
    assert "C103" in err


def test_set_on_the_command_line_cannot_change_what_is_inherited(folder):
    for command in (("validate",), ("render", "--draft")):
        code, out, err = run(*command, "domifa.yaml", "--set", "herite=mano.yaml", cwd=folder)
        assert code == 1
        assert "C503" in out + err and "les fichiers hérités sont lus avant" in out + err


def test_change_says_nothing_of_what_it_does_not_touch(folder):
    outcome = change(folder / "fast17" / "toit-connu.yaml", ["finances.cofinancement.montant=110 000 €"], [])
    assert outcome.value is not None
    assert [one.code.number for one in outcome.diagnostics] == []


def test_a_refusal_says_how_several_values_change_together(tmp_path):
    shutil.copytree(SPECS, tmp_path / "specs")
    _, _, err = run("set", "specs/domifa.yaml", "finances.montant", "150 000 €", cwd=tmp_path)
    assert "C351" in err and "convention set FICHIER CLÉ=VALEUR CLÉ=VALEUR" in err
    _, _, err = run("set", "specs/domifa.yaml", "montant", "150 000 €", cwd=tmp_path)
    assert "C202" in err and "avec « set » : « finances.montant »" in err


def test_a_line_that_is_filled_is_no_longer_to_complete():
    given_ = "finances:\n  montant:  # à compléter (la DINUM) : montant\n  accompagnement:  # à voir\n"
    made = _step(SourceText("a.yaml", given_), read_assignment("finances.montant=1 €").value, laid=True, whole=None)
    assert made.value == "finances:\n  montant: 1 €\n  accompagnement:  # à voir\n"
    again = read_assignment("finances.accompagnement=1 €").value
    kept = _step(SourceText("a.yaml", made.value), again, laid=True, whole=None)
    assert kept.value == "finances:\n  montant: 1 €\n  accompagnement: 1 €  # à voir\n"


@pytest.fixture
def specs(tmp_path):
    """A folder that holds the example specs."""
    shutil.copytree(SPECS, tmp_path / "specs")
    return tmp_path


DRAFT = """titre: Essai
# services:  # à compléter : services numériques
parties:
  - role: delegant
    nom: DINUM
    # nature:  # à compléter : nature juridique
# duree:  # à compléter
  # fin:  # à compléter : date de fin
# chorus:  # à compléter
  # programme:  # à compléter : programme budgétaire
  # fin:  # à compléter : un autre
# montant:  # à voir
"""


@pytest.mark.parametrize(
    ("setting", "before", "after"),
    [
        ("duree.fin=2026-12-31", "# duree:  # à compléter\n  # fin:  # à compléter : date de fin\n",
         "duree:\n  fin: 2026-12-31\n"),
        ("chorus.fin=1", "# chorus:  # à compléter\n  # programme:  # à compléter : programme budgétaire\n"
         "  # fin:  # à compléter : un autre\n",
         "chorus:\n  # programme:  # à compléter : programme budgétaire\n  fin: 1\n"),
        ("parties.0.nature=service_etat", "    # nature:  # à compléter : nature juridique\n",
         "    nature: service_etat\n"),
        ("services.0.nom=Domifa", "# services:  # à compléter : services numériques\n", "services:\n  - nom: Domifa\n"),
    ],
)  # fmt: skip
def test_the_comment_of_a_value_to_complete_gives_place_to_it(setting, before, after):
    assert before in DRAFT
    made = _step(SourceText("a.yaml", DRAFT), read_assignment(setting).value, laid=True, whole=None)
    assert made.value == DRAFT.replace(before, after)


def test_a_comment_that_awaits_nothing_stays():
    made = _step(SourceText("a.yaml", DRAFT), read_assignment("montant=1").value, laid=True, whole=None)
    assert "# montant:  # à voir\n" in made.value


@pytest.mark.parametrize(
    ("words", "code", "told", "line"),
    [
        (["chorus.uo", "0129-CAHC-DIMN"], 0, "« chorus.centre_financier »", "centre_financier: 0129-CAHC-DIMN"),
        (["signature=2025-08-21"], 0, "« date_signature »", "date_signature: 2025-08-21"),
        (["service=Domifa"], 1, "« services.0.nom=… »", ""),
        (["delegant.nom=Domifa"], 1, "« parties.0.reference=… »", ""),
    ],
)
def test_a_key_of_an_older_version_is_never_written(specs, words, code, told, line):
    done = run("set", "specs/domifa.yaml", *words, cwd=specs)
    assert (done[0], told in done[2]) == (code, True)
    text = (specs / "specs/domifa.yaml").read_text("utf-8")
    assert line in text
    assert not any(f"{key}:" in text for key in (" uo", "\nsignature", "\nservice"))


def test_a_file_that_still_has_the_older_key_is_migrated_first(specs):
    path = specs / "specs/domifa.yaml"
    path.write_text(path.read_text("utf-8").replace("date_signature:", "signature:"), encoding="utf-8")
    before = path.read_bytes()
    for key in ("signature", "date_signature"):
        code, _, err = run("set", "specs/domifa.yaml", f"{key}=2025-08-21", cwd=specs)
        assert (code, "convention migrate specs/domifa.yaml" in err) == (1, True)
    assert path.read_bytes() == before


def test_several_files_are_set_together_or_none_is(specs):
    paths = [specs / "specs/domifa.yaml", specs / "specs/mano.yaml"]
    before = [path.read_bytes() for path in paths]
    code, _, err = run("set", "specs/domifa.yaml", "specs/mano.yaml", "finances.montant", "150 000 €", cwd=specs)
    assert (code, "Rien n’est écrit : " in err) == (1, True)
    assert [path.read_bytes() for path in paths] == before
    done = run("set", "specs/domifa.yaml", "./specs/mano.yaml", "specs/domifa.yaml", "lieu_signature=Lyon", cwd=specs)
    assert done[2] == "specs/domifa.yaml : écrit.\nspecs/mano.yaml : écrit.\n"
    assert all("lieu_signature: Lyon" in path.read_text("utf-8") for path in paths)


def test_an_ending_in_capitals_is_that_of_a_file(specs):
    (specs / "specs/mano.yaml").rename(specs / "specs/mano.YAML")
    assert run("set", "specs/domifa.yaml", "specs/mano.YAML", "lieu_signature=Lyon", cwd=specs)[0] == 0
    assert "CLÉ=VALEUR" not in run("set", "specs/domifa.yaml", "B.YML", "lieu_signature=Lyon", cwd=specs)[2]


def test_a_line_left_to_complete_in_a_shared_file_is_told_as_such(tmp_path):
    (tmp_path / "commun.yaml").write_text("lieu_signature:\n", encoding="utf-8")
    (tmp_path / "a.yaml").write_text("herite: commun.yaml\nservices: [{nom: A}]\n", encoding="utf-8")
    err = run("set", "a.yaml", "lieu_signature=Lyon", cwd=tmp_path)[2].replace("\u00a0", " ")
    assert "« lieu_signature » est à compléter pour tous dans commun.yaml:1" in err
    assert "valait" not in err


def test_quiet_says_nothing_when_all_goes_well(specs):
    assert run("set", "specs/domifa.yaml", "lieu_signature=Lyon", "-q", cwd=specs) == (0, "", "")
    assert run("set", "specs/domifa.yaml", "lieu_signature=Lyon", "-q", cwd=specs) == (0, "", "")
    assert "Lyon" in (specs / "specs/domifa.yaml").read_text("utf-8")
