"""Packs of one's own: where they are looked for, copied from convention, begun, compared with what they come from."""

import json
import os
import shutil
import zipfile

import pytest

from conventions_cli import pipeline
from conventions_cli.files.outputs import write_folder
from conventions_cli.foundation import catalogue
from conventions_cli.foundation.resources import templates_dir
from conventions_cli.templating import ejection
from conventions_cli.templating.folders import own_templates
from conventions_cli.templating.pack import available, load_pack
from fabrique import ABSENT, check, spec, text_of
from test_cli import run

PACK = "delegation-fast-2025"
CHANGED = "Cette convention est affichée en mairie.\n"


@pytest.fixture
def folder(tmp_path):
    """A folder of work: a spec at its root, one in a folder, and a copy of a pack whose last article was changed."""
    (tmp_path / "a.yaml").write_text(text_of(spec()), encoding="utf-8")
    (tmp_path / "specs").mkdir()
    (tmp_path / "specs" / "b.yaml").write_text(text_of(spec(services=[{"nom": "Autre"}])), encoding="utf-8")
    return tmp_path


def eject(folder, name=PACK, where="templates"):
    code, out, _ = run("templates", "eject", name, where, cwd=folder)
    assert (code, out.strip()) == (0, f"{where}/{name}")
    return folder / where / name


def change(home, name="commun/publication.md"):
    (home / name).write_text(CHANGED, encoding="utf-8")


# Where packs are looked for


def test_a_copied_pack_wins_beside_the_spec_and_under_it_and_says_so(folder):
    change(eject(folder))
    said = f"modèle {PACK} : clauses de « templates/{PACK} » (au lieu de celles de convention).\n"
    code, _, err = run("render", "a.yaml", "specs/b.yaml", "--format", "md", cwd=folder)
    assert (code, err) == (0, said)
    assert "affichée en mairie" in (folder / "build/a.md").read_text(encoding="utf-8")
    assert "affichée en mairie" in (folder / "build/b.md").read_text(encoding="utf-8")
    assert run("render", "a.yaml", "--format", "md", cwd=folder)[2] == said
    assert run("validate", "a.yaml", cwd=folder) == (0, "a.yaml : conforme.\n", said)
    assert run("validate", "a.yaml", "--quiet", cwd=folder) == (0, "", "")


def test_the_folder_given_wins_over_the_one_beside_which_wins_over_ours(folder):
    change(eject(folder))
    other = eject(folder, where="autres")
    (other / "commun/publication.md").write_text("Cette convention est lue à voix haute.\n", encoding="utf-8")
    _, _, err = run("render", "a.yaml", "--format", "md", "--template-dir", "autres", cwd=folder)
    assert f"clauses de « autres/{PACK} »" in err
    assert "à voix haute" in (folder / "build/a.md").read_text(encoding="utf-8")


def test_one_shared_clause_of_ones_own_is_told_too(folder):
    (folder / "templates/commun").mkdir(parents=True)
    (folder / "templates/commun/publication.md").write_text(CHANGED, encoding="utf-8")
    _, _, err = run("render", "a.yaml", "--format", "md", cwd=folder)
    assert err == f"modèle {PACK} : « templates/commun/publication.md » (au lieu de la clause fournie).\n"
    assert "affichée en mairie" in (folder / "build/a.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "command",
    [
        "publish a.yaml",
        "summary a.yaml",
        "diff a.yaml suite.yaml",
        "redline a.yaml suite.yaml -o r.docx",
        "verify build/a.docx a.yaml",
        "verify build/a.docx --template-dir templates",
        "amend a.yaml suite.yaml --avenant 1",
        "render a.yaml suite.yaml",
    ],
)
def test_every_command_that_makes_an_act_says_once_whose_clauses_it_takes(folder, command):
    (folder / "templates/commun").mkdir(parents=True)
    (folder / "templates/commun/publication.md").write_text(CHANGED, encoding="utf-8")
    later = spec(duree={"fin": "2027-12-31"})
    (folder / "suite.yaml").write_text(text_of(later), encoding="utf-8")
    run("render", "a.yaml", cwd=folder)
    said = f"modèle {PACK} : « templates/commun/publication.md » (au lieu de la clause fournie).\n"
    assert run(*command.split(), cwd=folder)[2].count(said) == 1
    assert said not in run(*command.split(), "--quiet", cwd=folder)[2]


def test_nothing_is_looked_for_above_the_working_directory(folder):
    change(eject(folder))
    _, _, err = run("render", "b.yaml", "--format", "md", cwd=folder / "specs")
    assert err == ""
    assert "mairie" not in (folder / "specs/build/b.md").read_text(encoding="utf-8")
    elsewhere = folder / "ailleurs"
    elsewhere.mkdir()
    assert own_templates(folder / "specs") is None  # outside of where the tests run: only beside the spec
    assert own_templates(folder) == folder / "templates"
    _, _, err = run("render", "../specs/b.yaml", "--format", "md", cwd=elsewhere)
    assert err == ""


def test_the_nearest_folder_is_the_one(folder):
    change(eject(folder))
    near = eject(folder, where="specs/templates")
    (near / "commun/publication.md").write_text("Plus près.\n", encoding="utf-8")
    run("render", "specs/b.yaml", "--format", "md", cwd=folder)
    assert "Plus près." in (folder / "build/b.md").read_text(encoding="utf-8")


def test_a_folder_templates_that_holds_no_pack_is_not_ours(folder):
    (folder / "templates/emails").mkdir(parents=True)
    (folder / "templates/emails/bonjour.md").write_text("Bonjour\n", encoding="utf-8")
    assert own_templates(folder) is None
    assert run("render", "a.yaml", "--format", "md", cwd=folder)[2] == ""


def test_the_templates_of_a_checkout_are_the_built_in_ones():
    assert own_templates(templates_dir().parent) is None


@pytest.mark.parametrize("what", ["folder", "pack", "manifest", "clause"])
def test_a_link_never_takes_us_outside(folder, what):
    """What lies elsewhere on the disk is neither printed in an act nor shown in an error."""
    secret = folder / "secret"
    shutil.copytree(eject(folder), secret / PACK)
    (secret / PACK / "commun/publication.md").write_text("Le mot de passe est tulipe.\n", encoding="utf-8")
    (secret / "cle.yaml").write_text("mot de passe: tulipe\n", encoding="utf-8")
    home = folder / "templates" / PACK
    work = folder / "specs"
    if what == "folder":
        shutil.rmtree(folder / "templates")
        (work / "templates").symlink_to(secret)
    elif what == "pack":
        shutil.rmtree(home)
        home.symlink_to(secret / PACK)
    elif what == "manifest":
        (home / "modele.yaml").unlink()
        (home / "modele.yaml").symlink_to(secret / "cle.yaml")
    else:
        (home / "commun/publication.md").unlink()
        (home / "commun/publication.md").symlink_to(secret / PACK / "commun/publication.md")
    code, out, err = run("render", "specs/b.yaml", "--format", "md", cwd=folder)
    made = (folder / "build/b.md").read_text(encoding="utf-8") if (folder / "build/b.md").exists() else ""
    assert "tulipe" not in out + err + made
    if what in {"pack", "manifest", "clause"}:
        assert code == 1
        assert f"erreur {'C406' if what == 'clause' else 'C405'}" in err
        assert "lien" in err
    else:
        assert code == 0
        assert "publiée" in made


def test_the_act_and_the_manifest_say_whose_clauses_they_are(folder):
    home = eject(folder)
    run("render", "a.yaml", "-o", "un", cwd=folder)
    properties = zipfile.ZipFile(folder / "un/a.docx").read("docProps/custom.xml").decode()
    assert "convention.modele.sha256" in properties
    assert str(folder) not in properties
    _, out, _ = run("inspect", "un/a.docx", cwd=folder)
    assert "Clauses : propres à l’administration" in out
    change(home)
    run("render", "a.yaml", "-o", "deux", cwd=folder)
    assert zipfile.ZipFile(folder / "deux/a.docx").read("docProps/custom.xml").decode() != properties
    (folder / "ailleurs").mkdir()
    shutil.copy(folder / "a.yaml", folder / "ailleurs/a.yaml")
    run("render", "a.yaml", cwd=folder / "ailleurs")
    assert "Clauses : celles de convention" in run("inspect", "build/a.docx", cwd=folder / "ailleurs")[1]


@pytest.mark.parametrize(
    "command", [("render", "a.yaml"), ("render", "a.yaml", "specs/b.yaml"), ("batch", "specs", "-o", "build")]
)
def test_an_act_made_with_clauses_of_ones_own_is_read_again(folder, command):
    home = eject(folder)
    change(home)
    clause = home / "commun/publication.md"
    clause.write_text(f"{CHANGED}\nElle coûte 12 000 € (dix mille euros).\n", encoding="utf-8")
    code, _, err = run(*command, cwd=folder)
    assert code == 0
    assert "C420" in err
    assert "(C615)" in err
    clause.write_text(f"{CHANGED}\nElle coûte 12 000 € (douze mille euros).\n", encoding="utf-8")
    assert "C420" not in run(*command, cwd=folder)[2]


def test_a_batch_says_it_remembers_it_and_makes_again_what_a_clause_changes(folder):
    def batch(*more):
        return run("batch", "a.yaml", "specs/b.yaml", "-o", "actes", "--format", "md", *more, cwd=folder)

    assert batch()[0] == 0
    assert json.loads((folder / "actes/manifest.json").read_text(encoding="utf-8"))["actes"][0]["modele"] == {
        "nom": PACK,
        "version": "2.0.0",
        "origine": "convention",
    }
    home = eject(folder)
    assert batch("--check")[0] == 1
    said = f"modèle {PACK} : clauses de « templates/{PACK} » (au lieu de celles de convention).\n"
    assert said in batch()[2]
    acts = json.loads((folder / "actes/manifest.json").read_text(encoding="utf-8"))["actes"]
    assert {act["modele"]["origine"] for act in acts} == {f"../templates/{PACK}"}
    assert batch("--check")[0] == 0
    assert said in batch()[2]  # said of acts that are not made again, too
    change(home)
    assert "options, modèles ou version différents" in batch("--check")[1]


# Copied


def test_a_copy_is_whole_and_makes_the_same_act(folder):
    run("render", "a.yaml", "--format", "md", "-o", "avant", cwd=folder)
    home = eject(folder)
    run("render", "a.yaml", "--format", "md", "-o", "apres", cwd=folder)
    assert (folder / "avant/a.md").read_bytes() == (folder / "apres/a.md").read_bytes()
    needed = {str(clause) for element in load_pack(PACK).value.elements for clause in element.clause}
    assert needed <= {path.relative_to(home).as_posix() for path in home.rglob("*.md")}
    code, out, _ = run("templates", "check", cwd=folder)
    assert (code, out.count("conforme"), "modifié" in out) == (0, len(available()), False)
    assert (
        "dans « templates/delegation-fast-2025 », au lieu de celui de convention"
        in run("templates", "list", cwd=folder)[1]
    )


@pytest.mark.parametrize("name", available())
def test_every_built_in_pack_can_be_copied_and_the_copy_holds(folder, name):
    home = eject(folder, name)
    assert run("templates", "check", f"templates/{name}", cwd=folder)[:2] == (0, f"{name} : conforme.\n")
    origin = json.loads((home / ".origine.json").read_text(encoding="utf-8"))
    assert (origin["modele"], set(origin["fichiers"])) == (name, set(ejection.builtin_texts(name)))


def test_what_is_there_is_never_replaced(folder):
    change(eject(folder))
    for arguments in (["eject", PACK], ["new", "maison"]):
        (folder / "templates/maison").mkdir(exist_ok=True)
        code, out, err = run("templates", *arguments, cwd=folder)
        assert (code, out) == (2, "")
        assert "existe déjà" in err
    assert (folder / f"templates/{PACK}/commun/publication.md").read_text(encoding="utf-8") == CHANGED
    (folder / "autre").mkdir()
    (folder / "autre" / PACK).symlink_to(folder / "nulle-part")
    assert run("templates", "eject", PACK, "autre", cwd=folder)[0] == 2


def test_only_a_pack_of_ours_is_copied_and_names_are_safe(folder):
    for name in ("maison", "../specs", "commun", "", "/etc"):
        code, out, err = run("templates", "eject", name, cwd=folder)
        assert (code, out) == (2, "")
        assert f"Modèles fournis : {', '.join(available())}." in err
    for name in ("../dehors", "a/b", "commun", "CON", ".cache", "", "é", "a" * 300, PACK):
        code, _, err = run("templates", "new", name, cwd=folder)
        assert code == 2, name
        assert "modèle" in err
    assert not (folder / "templates").exists()


def test_a_folder_that_cannot_be_written_is_told_and_nothing_is_left(folder):
    (folder / "fichier").write_text("x", encoding="utf-8")
    code, out, err = run("templates", "eject", PACK, "fichier", cwd=folder)
    assert (code, out) == (3, "")
    assert "C501" in err
    assert sorted(path.name for path in folder.iterdir()) == ["a.yaml", "fichier", "specs"]


def test_a_folder_is_written_whole_or_not_at_all_and_never_over_another(tmp_path):
    (tmp_path / "plein").mkdir()
    (tmp_path / "lien").symlink_to(tmp_path / "nulle-part")
    for name in ("plein", "lien"):
        fault = write_folder(tmp_path / name, {"a.md": b"a"})
        assert fault is not None
        assert "un fichier porte déjà ce nom" in fault.message
    assert list((tmp_path / "plein").iterdir()) == []
    (tmp_path / "fichier").write_bytes(b"")
    assert write_folder(tmp_path / "neuf", {"a/b.md": b"1", "a/b.md/c.md": b"2"}) is not None  # fails half-way
    assert sorted(path.name for path in tmp_path.iterdir()) == ["fichier", "lien", "plein"]
    assert write_folder(tmp_path / "neuf", {"a/b.md": b"1"}) is None
    assert (tmp_path / "neuf/a/b.md").read_bytes() == b"1"


def test_the_styles_come_along_when_asked(folder):
    code, out, _ = run("templates", "eject", PACK, "--styles", cwd=folder)
    assert (code, out.split()) == (0, [f"templates/{PACK}", "templates/reference.docx"])
    assert run("render", "a.yaml", "--reference", "templates/reference.docx", cwd=folder)[0] == 0


# Behind


@pytest.fixture
def later(folder, monkeypatch):
    """A copy, and a built-in pack that has changed since: two clauses, one of them also changed here."""
    home = eject(folder)
    builtin = folder / "fournis"
    shutil.copytree(templates_dir(), builtin)
    for name in ("duree", "visas"):
        path = builtin / "commun" / f"{name}.md"
        path.write_text(path.read_text(encoding="utf-8") + f"\nNouveauté de {name}.\n", encoding="utf-8")
    change(home, "commun/visas.md")
    change(home, "titre.md")
    for module in ("ejection", "pack", "folders", "use"):
        monkeypatch.setattr(f"conventions_cli.templating.{module}.templates_dir", lambda: builtin)
    pipeline.forget()  # packs are remembered by the folders a caller names, and nobody names that of the built-in ones
    yield home
    pipeline.forget()


def test_a_copy_behind_is_told_with_what_changed_in_convention_and_what_changed_here(later):
    found, diagnostics = ejection.standing(later)
    assert [one.code for one in diagnostics] == [catalogue.TEMPLATE_BEHIND]
    assert "2 fichiers ont changé" in diagnostics[0].message
    assert set(found.behind) == {"commun/duree.md", "commun/visas.md"}
    assert "+Nouveauté de duree." in found.behind["commun/duree.md"]
    assert "mairie" not in found.behind["commun/visas.md"]  # from copy to now in convention, whatever was done here
    assert set(found.changed) == {"commun/visas.md", "titre.md"}
    assert found.changed["titre.md"][0] == 1


def test_what_was_taken_over_is_no_longer_told(later):
    shutil.copy(ejection.templates_dir() / "commun/duree.md", later / "commun/duree.md")
    found, _ = ejection.standing(later)
    assert set(found.behind) == {"commun/visas.md"}
    assert "commun/duree.md" not in found.changed
    texts = ejection.builtin_texts(PACK)
    (later / ejection.ORIGIN).write_bytes(ejection.origin_record(PACK, texts))
    found, diagnostics = ejection.standing(later)
    assert (found.behind, diagnostics) == ({}, ())


def test_the_command_shows_the_diff_and_forgets_it_once_merged(folder):
    home = eject(folder)
    record = json.loads((home / ".origine.json").read_text(encoding="utf-8"))
    old = record["fichiers"]["commun/duree.md"]["texte"] + "\nUne phrase retirée depuis.\n"
    record["fichiers"]["commun/duree.md"] = {"texte": old, "sha256": ejection._sha256(old)}
    record["convention"] = "0.0.9"
    (home / ".origine.json").write_text(json.dumps(record), encoding="utf-8")
    (home / "commun/duree.md").write_text(old, encoding="utf-8")
    change(home)
    code, out, _ = run("templates", "check", PACK, cwd=folder)
    assert code == 0
    assert "avertissement C410" in out
    assert "--- convention 0.0.9/commun/duree.md" in out
    assert "-Une phrase retirée depuis." in out
    assert "modifié ici : commun/publication.md (+1 −2)." in out
    assert run("templates", "check", PACK, "--strict", cwd=folder)[0] == 1
    code, out, err = run("templates", "check", f"templates/{PACK}", "--merged", cwd=folder)
    assert (code, "C410" in out) == (0, False)
    assert "comme repris" in err
    assert (home / "commun/duree.md").read_text(encoding="utf-8") == old  # no clause was touched
    assert "C410" not in run("templates", "check", PACK, cwd=folder)[1]


@pytest.mark.parametrize(
    "record",
    [
        "[]",
        "{",
        '{"origine": 2}',
        "[" * 100_000,
        '{"origine": 1, "modele": "../..", "version": "1", "convention": "1", "fichiers": {}}',
        '{"origine": 1, "modele": "avenant", "version": "1", "convention": "1", "fichiers": {"a": {"texte": "b"}}}',
        '{"origine": 1, "modele": "avenant", "version": "1", "convention": "1",'
        ' "fichiers": {"a": {"texte": "b", "sha256": "c"}}}',
    ],
)
def test_a_record_of_origin_that_is_not_one_is_told_in_a_sentence(folder, record):
    home = eject(folder)
    (home / ".origine.json").write_text(record, encoding="utf-8")
    code, out, _ = run("templates", "check", PACK, cwd=folder)
    assert code == 0
    assert "C410" in out
    assert "illisible" in out


def test_a_hostile_record_shows_no_control_character_and_reads_nothing_outside(folder):
    home = eject(folder)
    (folder / "secret.md").write_text("tulipe\n", encoding="utf-8")
    text = "\x1b[31mrouge\n"
    record = json.loads((home / ".origine.json").read_text(encoding="utf-8"))
    record["convention"] = "\x1b[2J"
    record["fichiers"]["commun/duree.md"] = {"texte": text, "sha256": ejection._sha256(text)}
    record["fichiers"]["../../secret.md"] = {"texte": text, "sha256": ejection._sha256(text)}
    (home / ".origine.json").write_text(json.dumps(record), encoding="utf-8")
    change(home, "commun/duree.md")
    _, out, err = run("templates", "check", PACK, cwd=folder)
    assert "[31mrouge" in out
    assert "\x1b" not in out + err
    assert "tulipe" not in out + err


# Begun


def test_a_new_pack_passes_its_check_and_renders_a_draft_and_a_final_act(folder):
    code, out, err = run("templates", "new", "maison", cwd=folder)
    assert (code, out) == (0, "templates/maison\n")
    assert "convention templates check templates/maison" in err
    assert run("templates", "check", "templates/maison", "--strict", cwd=folder)[:2] == (0, "maison : conforme.\n")
    assert run("validate", "a.yaml", "--set", "modele=maison", "--strict", cwd=folder)[0] == 0
    code, _, err = run("render", "a.yaml", "--set", "modele=maison", "--format", "md,docx,html", cwd=folder)
    assert (code, err) == (0, "")
    text = (folder / "build/a.md").read_text(encoding="utf-8")
    assert "pour le service numérique « Domifa »" in text.replace("\u00a0", " ")
    assert "{#" not in text
    assert "[à compléter" not in text


def test_a_new_pack_can_start_from_one_of_ours(folder):
    assert run("templates", "new", "forme", "--from", PACK, cwd=folder)[0] == 0
    manifest = (folder / "templates/forme/modele.yaml").read_text(encoding="utf-8")
    assert "titre: Délégation de gestion, modèle « forme »\nversion: 0.1.0\n" in manifest
    code, out, _ = run("templates", "check", "forme", cwd=folder)
    assert (code, out) == (0, "forme : conforme.\nforme : modifié ici : modele.yaml (+2 −2).\n")
    assert run("render", "a.yaml", "--set", "modele=forme", cwd=folder)[0] == 0
    assert run("templates", "new", "autre", "--from", "absent", cwd=folder)[0] == 2


@pytest.mark.parametrize("included", [False, True], ids=["of the plan", "included"])
@pytest.mark.parametrize(
    ("make", "why"),
    [
        (lambda path: path.symlink_to("/etc/passwd"), "est un lien qui mène hors de « templates »"),
        (lambda path: path.symlink_to("absent.md"), "est un lien qui ne mène à rien"),
        (lambda path: path.symlink_to(path.name), "est un lien qui ne mène à rien"),
        (os.mkfifo, "est un tube ou un périphérique"),
        (lambda path: path.mkdir(), "est un dossier, et non un fichier"),
    ],
    ids=["link outside", "broken link", "link to itself", "pipe", "folder"],
)
def test_what_is_no_file_at_the_place_of_a_clause_is_told(folder, make, why, included):
    """It was passed over, and an act bore other words than those its author had put there."""
    home = folder / "templates/commun"
    home.mkdir(parents=True)
    if included:
        (home / "publication.md").write_text('{% include "commun/suite.md" %}\n', encoding="utf-8")
    name = "suite.md" if included else "publication.md"
    make(home / name)
    code, out, err = run("render", "a.yaml", "--format", "md", cwd=folder)
    assert (code, out) == (1, "")
    assert f"templates/commun/{name}:1:1: erreur C406 : « templates/commun/{name} » {why} : il est refusé." in err
    assert "root:" not in err


def test_a_pipe_at_the_place_of_a_manifest_is_told_and_a_link_that_stays_inside_is_followed(folder):
    home = folder / "templates/commun"
    home.mkdir(parents=True)
    (home / "reel.md").write_text(CHANGED, encoding="utf-8")
    (home / "publication.md").symlink_to("reel.md")
    assert run("render", "a.yaml", "--format", "md", cwd=folder)[0] == 0
    assert "affichée en mairie" in (folder / "build/a.md").read_text(encoding="utf-8")
    (folder / "templates" / PACK).mkdir()
    os.mkfifo(folder / "templates" / PACK / "modele.yaml")
    code, _, err = run("render", "a.yaml", "--format", "md", cwd=folder)
    assert code == 1
    assert f"« templates/{PACK}/modele.yaml » est un tube ou un périphérique : il est refusé." in err


@pytest.mark.parametrize(
    "asked",
    [
        'convention.parse_raw("x".encode("latin-1"), proto="pickle", allow_pickle=True)',
        'convention["parse_raw"]("{}")',
        'convention.parse_file("a.yaml")',
        "parties[0].model_dump()",
        "parties | map(attribute='model_dump') | first",
        "finances.model_fields",
    ],
)
def test_a_clause_reaches_nothing_of_the_library_behind_a_value(folder, asked):
    """Pydantic's models read files, and code: a clause would run what it likes on the machine of who renders."""
    (folder / "templates/commun").mkdir(parents=True)
    (folder / "templates/commun/publication.md").write_text(f"{{% set x = {asked} %}}{{{{ x.y }}}}\n", encoding="utf-8")
    code, out, err = run("render", "a.yaml", "--format", "md", cwd=folder)
    assert (code, out) == (1, "")
    assert "publication.md:1:1: erreur C409 : La clause échoue : elle demande une opération refusée aux modèles." in err


def test_clauses_beside_a_spec_are_in_the_sandbox(folder):
    run("templates", "new", "maison", cwd=folder)
    for clause in (
        "{{ ().__class__.__base__.__subclasses__() }}\n",
        "{{ delegant.__class__.__init__.__globals__ }}\n",
        '{% include "../../secret.md" %}\n',
        '{% include "/etc/passwd" %}\n',
    ):
        (folder / "templates/maison/objet.md").write_text(clause, encoding="utf-8")
        code, out, err = run("render", "a.yaml", "--set", "modele=maison", cwd=folder)
        assert (code, out) == (1, ""), clause
        assert "C40" in err
        assert "root:" not in err


def test_the_library_finds_them_too(folder):
    eject(folder)
    change(folder / "templates" / PACK)
    checked = pipeline.check(folder / "a.yaml").value
    assert checked.pack.home == folder / "templates" / PACK
    text = pipeline.render(checked, ["md"]).value["md"].decode()
    assert "affichée en mairie" in text
    assert os.fspath(folder) not in text


@pytest.mark.parametrize(
    ("pack", "changes", "told"),
    [
        ("delegation-fast-2025", {"date_signature": "2023-09-22", "dispositif__date_decision": "2023-07"}, True),
        ("delegation-fast-2023", {}, True),
        ("delegation-fast-2025", {}, False),
        ("delegation-fast-2023", {"date_signature": ABSENT}, True),  # decided in 2025, so signed after
        ("delegation-fast-2025", {"date_signature": ABSENT, "dispositif__date_decision": "2023-07"}, False),
        ("delegation-fast-2023", {"date_signature": ABSENT, "dispositif__date_decision": ABSENT}, False),
    ],
)
def test_a_pack_made_for_other_dates_is_told_with_the_one_that_fits(pack, changes, told):
    found = [one for one in check(spec(modele=pack, **changes)).diagnostics if one.code.number == "C411"]
    other = {"delegation-fast-2025": "delegation-fast-2023", "delegation-fast-2023": "delegation-fast-2025"}[pack]
    assert [f"« modele: {other} »" in one.hint for one in found] == [True] * told


def test_the_house_pack_that_fits_is_named_too(tmp_path):
    pack = tmp_path / "maison"
    pack.mkdir()
    (pack / "modele.yaml").write_text(
        "titre: T\nversion: 1.0.0\nperiode: {fin: 2023-12-31}\nplan: [{section: titre, clause: titre.md}]\n"
    )
    (pack / "titre.md").write_text("# Acte\n")
    (found,) = [
        one
        for one in check(spec(date_signature="2023-09-22"), template_dir=tmp_path).diagnostics
        if one.code.number == "C411"
    ]
    assert "delegation-fast-2023" in found.hint
    assert "maison" in found.hint
    assert "avenant" not in found.hint
    assert "compte-rendu" not in found.hint


@pytest.mark.parametrize(
    ("pack", "file"),
    [
        ("lettre-mission", "compte-rendu/presentation.md"),
        ("groupement-commandes", "resiliation/decision.md"),
        ("subvention", "avenant/commun/visas.md"),
    ],
)
def test_what_a_pack_words_otherwise_in_what_follows_its_acts_is_checked_too(folder, pack, file):
    home = eject(folder, pack)
    assert run("templates", "check", pack, "--template-dir", "templates", cwd=folder)[0] == 0
    clause = home / file
    clause.write_text(clause.read_text(encoding="utf-8") + "\n{{ nimporte.quoi }}\n", encoding="utf-8")
    code, out, err = run("templates", "check", pack, "--template-dir", "templates", cwd=folder)
    assert code == 1
    assert f"{pack}/{file}" in out + err
