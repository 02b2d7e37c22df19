"""The pre-commit hook: what a change concerns is checked, and nothing else, in a repository that holds other files."""

import os
import re

import pytest
import yaml

from conventions_cli.foundation import memory
from fabrique import ROOT, spec, text_of
from inside import run_inside
from test_pictures import png
from test_platforms import git

(HOOK,) = (
    one
    for one in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    if one["id"] == "convention-validate"
)
COMPOSE = "services:\n  web:\n    image: x\nvolumes: {}\n"
NOR = "TSSZ2530440X"


def written(**changes):
    return text_of(spec(**changes))


@pytest.fixture
def repository(tmp_path):
    """A repository with acts in folders of any name, what they share, a pack, and files that are not ours."""
    files = {
        "docker-compose.yml": COMPOSE,
        "valeurs.yaml": "a: 1\nb: [\n",
        "LISEZMOI.md": "# Nous\n",
        "commun/annuaire.yaml": "herite: adresses.yaml\nlieu_signature: Lyon\n",
        "commun/adresses.yaml": "duree:\n  preavis_mois: 3\n",
        "nos actes/2024/un.yaml": written(nor=NOR, services__0__nom="Un"),
        "nos actes/été/deux.yaml": "herite: ../../commun/annuaire.yaml\n" + written(services__0__nom="Deux"),
        "nos actes/été/trois.yml": "herite: ../../commun/annuaire.yaml\n" + written(services__0__nom="Trois"),
        "autre/cinq.yaml": "herite: ../commun/annuaire.yaml\n" + written(services__0__nom="Cinq"),
        "nos actes/été/faux.yaml": written(finances__montant="x"),
        "ailleurs/quatre.yaml": written(services__0__nom="Quatre"),
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    git("init", "-q", ".", cwd=tmp_path)
    assert run_inside("templates", "eject", "delegation-fast-2025", "ailleurs/templates", cwd=tmp_path).code == 0
    return tmp_path


def commit(repository, *names):
    """Run the hook as pre-commit does, on the names it takes; the codes and places it tells."""
    words = HOOK["entry"].split()[1:]
    taken = [name for name in names if re.search(HOOK["files"], name)]
    if not taken:
        return 0, []
    memory.forget()  # each commit is another process
    done = run_inside(*words, *HOOK["args"], *taken, cwd=repository)
    assert not done.bug
    return done.code, [
        (os.path.normpath(name), code)
        for name, code in re.findall(r"^(?:(.*?):\d+:\d+: )?erreur (C\d+)", done.out, re.MULTILINE)
    ]


def change(repository, name, old, new):
    path = repository / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    return name


def test_what_is_not_ours_is_left_and_so_are_the_faults_of_files_nobody_changed(repository):
    assert commit(repository, "docker-compose.yml", "valeurs.yaml", "LISEZMOI.md", "absent.yaml") == (0, [])
    assert commit(repository, "nos actes/été/deux.yaml", "ailleurs/quatre.yaml") == (0, [])
    assert commit(repository, "nos actes/été/faux.yaml") == (1, [("nos actes/été/faux.yaml", "C205")])


@pytest.mark.parametrize(
    ("name", "old", "new", "code"),
    [
        ("commun/annuaire.yaml", "lieu_signature: Lyon", "lieu_signature: [Lyon", "C103"),
        ("commun/adresses.yaml", "preavis_mois: 3", "preavis_mois: trois", "C209"),  # what is inherited inherits
        ("commun/adresses.yaml", "duree:", "<<<<<<< HEAD\nduree:", "C128"),
    ],
)
def test_a_broken_shared_file_is_told_once_by_the_acts_that_take_from_it(repository, name, old, new, code):
    change(repository, name, old, new)
    assert commit(repository, name) == (1, [(name, code)])


def test_a_shared_file_that_no_act_takes_from_yet_is_read(repository):
    (repository / "commun" / "seul.yaml").write_text("annuaire:\n  a: {nom: A}\n", encoding="utf-8")
    assert commit(repository, "commun/seul.yaml") == (0, [])
    change(repository, "commun/seul.yaml", "annuaire:\n", "annuaire:\nannuaire:\n")
    assert commit(repository, "commun/seul.yaml") == (1, [("commun/seul.yaml", "C104")])


def test_a_spec_saved_in_another_encoding_is_ours_by_its_keys(repository):
    path = repository / "nos actes" / "latin.yaml"
    path.write_bytes(b"# \xe9t\xe9\r\n" + written(services__0__nom="Huit").encode("cp1252"))
    assert commit(repository, "nos actes/latin.yaml") == (1, [("nos actes/latin.yaml", "C101")])
    path.write_bytes(b"a: \xe9\n")
    assert commit(repository, "nos actes/latin.yaml") == (0, [])


def test_a_folder_stands_for_its_files_and_the_standard_input_for_none(repository):
    assert commit(repository, "nos actes/été.yaml") == (0, [])
    done = run_inside("validate", "--modifies", "nos actes", cwd=repository)
    assert done.code == 1 and "faux.yaml" in done.out and "quatre.yaml" not in done.out
    assert run_inside("validate", "--modifies", "-", cwd=repository).code == 2


def test_a_nor_used_twice_in_two_folders_is_told_of_the_act_that_changed(repository):
    for name in ("nos actes/été/trois.yml", "nos actes/2024/un.yaml"):
        code, told = commit(repository, change(repository, name, "modele:", "titre: Acte\nmodele:"))
        assert (code, told) == (0, [])
    change(repository, "nos actes/été/trois.yml", "modele:", f"nor: {NOR}\nmodele:")
    assert commit(repository, "nos actes/été/trois.yml") == (1, [("nos actes/été/trois.yml", "C371")])
    assert commit(repository, "nos actes/2024/un.yaml") == (1, [("nos actes/2024/un.yaml", "C371")])
    assert commit(repository, "nos actes/été/deux.yaml") == (0, [])  # they are not its fault


def test_acts_of_two_folders_may_have_one_file_name_and_those_of_one_may_not(repository):
    (repository / "nos actes" / "été" / "un.yaml").write_text(written(services__0__nom="Six"), encoding="utf-8")
    assert commit(repository, "nos actes/été/un.yaml") == (0, [])
    (repository / "nos actes" / "été" / "un.YAML").write_text(written(services__0__nom="Sept"), encoding="utf-8")
    assert [code for _, code in commit(repository, "nos actes/été/un.yaml")[1]] == ["C502"]


def test_a_clause_and_a_pack_are_checked_with_the_acts_of_their_folder(repository):
    home = "ailleurs/templates/delegation-fast-2025"
    clause = next(path.name for path in sorted((repository / home).glob("*.md")))
    before = (repository / home / clause).read_bytes()
    change(repository, f"{home}/{clause}", "\n", "\n{{ nom_inconnu }}\n")
    code, told = commit(repository, f"{home}/{clause}")
    assert (code, set(told)) == (1, {(f"{home}/{clause}", "C402")})
    (repository / home / clause).write_bytes(before)
    assert commit(repository, f"{home}/{clause}") == (0, [])
    change(repository, f"{home}/modele.yaml", "plan:", "plann:")
    code, told = commit(repository, f"{home}/modele.yaml")
    assert code == 1 and {name for name, _ in told} == {f"{home}/modele.yaml"}


def test_an_image_is_checked_with_the_act_that_prints_it(repository):
    name = "nos actes/logo.png"
    (repository / name).write_bytes(png(40, 20))
    image = {"fichier": "../logo.png", "texte_alternatif": "logo"}
    (repository / "nos actes/été/six.yaml").write_text(written(image_entete=image), encoding="utf-8")
    assert commit(repository, name) == (0, [])
    (repository / name).write_bytes(b"rien")
    assert commit(repository, name) == (1, [("nos actes/été/six.yaml", "C223")])
