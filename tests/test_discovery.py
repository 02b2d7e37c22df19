"""Which files of a folder are specs: what is told at a glance is what reading the file tells."""

import os
import shutil
import sys

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from conventions_cli.files.discovery import kind_of, specs_in, yaml_files
from conventions_cli.model.sequels import SEQUELS
from conventions_cli.pipeline import Options, check
from conventions_cli.source import read_file
from fabrique import SPECS
from serveur import convention

KEYS = ["services:", "parties :", "avenant: {numero: 1}", "execution:", "resiliation: {}", "nor: X", "é: 1"]
NEAR = [
    "  execution: x",
    "titre: resiliation",
    "# services:",
    "services",
    " services:",
    "  parties:",
    "\rservices: []",
    "\ufeffservices: x",
]
BROKEN = ["a: [", "b: |", "\x00", ""]
LINES = st.sampled_from([*KEYS, *NEAR, *BROKEN])
TEXTS = st.lists(LINES, max_size=5).map("\n".join)
ENCODINGS = st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "latin-1"])


FILES = st.lists(st.tuples(TEXTS, ENCODINGS, st.sampled_from(["\n", "\r\n", "\r"])), max_size=4)


@given(FILES, st.booleans(), st.sets(st.sampled_from(sorted(SEQUELS))))
@example([("services:", "utf-16", "\n"), ("services: x\nexecution: y", "utf-8", "\r")], True, set())
@example([("parties: x\nresiliation: y", "utf-8", "\n")], True, set())
def test_a_glance_tells_what_reading_would(tmp_path_factory, texts, acts, sequels):
    folder = tmp_path_factory.mktemp("specs")
    for number, (text, encoding, end) in enumerate(texts):
        data = text.replace("\n", end).encode(encoding, "replace")
        (folder / f"{number}.yaml").write_bytes(data)
    wanted = {None, *(["acte"] if acts else []), *sequels}
    expected = []
    for file in sorted(folder.iterdir()):
        source = read_file(file, str(file)).value
        if source is None or kind_of(source) in wanted:
            expected.append(file)
    assert list(specs_in(folder, acts=acts, sequels=[SEQUELS[name] for name in sequels])) == expected


def test_what_is_looked_at_and_in_which_order(tmp_path):
    for name in [
        "b/a.yaml",
        "b-c/a.yml",
        "a.yaml",
        "b.yaml",
        ".cache/a.yaml",
        "b/.a.yaml",
        "b/modele.yaml",
        "b/a.YAML.md",
    ]:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("services: []\n", encoding="utf-8")
    (tmp_path / "dossier.yaml").mkdir()
    (tmp_path / "dossier.yaml" / "c.yaml").write_text("services: []\n", encoding="utf-8")
    names = [file.relative_to(tmp_path).as_posix() for file in yaml_files(tmp_path)]
    assert names == ["a.yaml", "b/a.yaml", "b-c/a.yml", "b.yaml", "dossier.yaml", "dossier.yaml/c.yaml"]
    assert specs_in(tmp_path) == yaml_files(tmp_path)  # the folder named as a file is told as a fault


def test_numbers_in_names_count_as_numbers(tmp_path):
    names = ["2/acte-1.yaml", "2/acte-2.yaml", "2/acte-010.yaml", "2/acte-10.yaml", "10/a1b20.yaml", "10/a1b100.yaml"]
    for name in [*names, "acte.yaml", "9.yaml"]:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("services: []\n", encoding="utf-8")
    found = [file.relative_to(tmp_path).as_posix() for file in specs_in(tmp_path)]
    assert found == [*names[:4], "9.yaml", *names[4:], "acte.yaml"]


@pytest.mark.skipif(sys.platform == "win32", reason="liens et tubes")
def test_links_to_folders_are_not_followed_and_pipes_not_opened(tmp_path):
    (tmp_path / "vrai").mkdir()
    (tmp_path / "vrai" / "a.yaml").write_text("services: []\n", encoding="utf-8")
    (tmp_path / "lien").symlink_to(tmp_path / "vrai")
    (tmp_path / "boucle.yaml").symlink_to(tmp_path)
    (tmp_path / "mort.yaml").symlink_to(tmp_path / "absent.yaml")
    os.mkfifo(tmp_path / "tube.yaml")
    names = [file.relative_to(tmp_path).as_posix() for file in specs_in(tmp_path)]
    assert names == ["boucle.yaml", "mort.yaml", "tube.yaml", "vrai/a.yaml"]


DIRECTORY = "annuaire:\n  dinum:\n    nom: DINUM\n    article: la\n    nature: service_etat\n"


@pytest.mark.parametrize(
    ("files", "code", "told"),
    [
        ({"a.yaml": DIRECTORY}, 0, "a.yaml : fichier partagé (annuaire de 1 partie), conforme.\n"),
        ({"a.yaml": DIRECTORY.replace("DINUM", "").replace("la", "")}, 0,
         "a.yaml : fichier partagé (annuaire de 1 partie, 2 lignes sans valeur), conforme.\n"),
        ({"a.yaml": DIRECTORY.replace("service_etat", "servce")}, 1, "erreur C208"),
        ({"a.yaml": DIRECTORY + "duree: {fin: }\n"}, 0, "C218 : Information à compléter : date de fin."),
        ({"a.yaml": "lieu_signature: Lyon\n"}, 0, "C218 : Information à compléter : services numériques."),
        ({"a.yaml": "lieu_signature: Lyon\n", "b/c.yaml": "herite:\n  - ../a.yaml\nservices: []\n"}, 0,
         "a.yaml : fichier partagé (ce que des actes ont en commun), conforme.\n"),
        ({"a.yaml": "date_signature: 2025-08-20\n", "c.yaml": "herite: [a.yaml]\n"}, 0, "ont en commun), conforme"),
        ({"a.yaml": "lieu: Lyon\n", "c.yaml": "herite: [a.yaml]\n"}, 1, "C202 : La clé « lieu » n’existe pas"),
        ({"a.yaml": "lieu_signature: Lyon\n", "c.yaml": "titre: a.yaml\n"}, 0, "utilisable ("),
    ],
)  # fmt: skip
def test_a_file_made_to_be_inherited_is_checked_for_itself(tmp_path, files, code, told):
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    done = convention("validate", "a.yaml", cwd=tmp_path)
    assert (done.returncode, told in done.stdout.decode()) == (code, True), done.stdout.decode()


@pytest.mark.parametrize(
    "command",
    ["render", "batch", "summary", "status", "publish", "diff specs/domifa.yaml"],
    ids=lambda it: it.split()[0],
)
@pytest.mark.parametrize("name", ["annuaire.yaml", "fast17.yaml"])
def test_no_act_is_made_up_for_a_file_that_acts_inherit(tmp_path, command, name):
    shutil.copytree(SPECS, tmp_path / "specs")
    done = convention(*command.split(), f"specs/{name}", cwd=tmp_path)
    assert "est un fichier partagé, dont des actes héritent" in done.stderr.decode()
    assert (done.returncode, b"PROJET" in done.stdout, (tmp_path / "build").exists()) == (3, False, False)


def test_git_shows_such_a_file_as_it_is():
    assert convention("textconv", "annuaire.yaml", cwd=SPECS).stdout == (SPECS / "annuaire.yaml").read_bytes()


@pytest.mark.parametrize(
    ("files", "told", "hint"),
    [
        ({"annuaire.yaml": "annuaire:\n  dinum: [\n"}, ["C103"], ""),
        ({}, ["C113"], "Vérifier le chemin"),
        ({"annuaires.yml": "annuaire: {}\n"}, ["C113"], "Vouliez-vous dire « ../annuaires.yml » ?"),
    ],
)
def test_what_an_unread_file_may_hold_is_not_told_as_missing(tmp_path, files, told, hint):
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    act = tmp_path / "a" / "acte.yaml"
    act.parent.mkdir()
    act.write_text("herite: ../annuaire.yaml\nparties: [{reference: dinum, role: delegant}]\ntolere: [{code: C316}]\n")
    found = check(act, Options(racine=tmp_path)).diagnostics
    assert [one.code.number for one in found] == told
    assert hint in found[0].hint


def test_an_unknown_key_of_the_directory_is_told_once_and_there(tmp_path):
    (tmp_path / "annuaire.yaml").write_text(DIRECTORY.replace("nom:", "nmo:"), encoding="utf-8")
    act = tmp_path / "acte.yaml"
    act.write_text("herite: annuaire.yaml\nparties: [{reference: dinum, role: delegant}]\n", encoding="utf-8")
    [found] = [one for one in check(act, Options(racine=tmp_path)).diagnostics if one.code.number == "C202"]
    assert found.message.replace("\u00a0", " ").endswith("sous « dinum ».")
