"""Which files a command opens: those of the folder it was given, whatever the specs in it name."""

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from conventions_cli import pipeline
from conventions_cli.editing.formatting import open_file
from conventions_cli.files.discovery import specs_in
from conventions_cli.foundation import confines
from conventions_cli.foundation.confines import NotRegularError, Opened, OutsideError, read_bytes
from conventions_cli.foundation.consulted import noting
from conventions_cli.foundation.resources import templates_dir
from conventions_cli.source import Inheritance, inheritance, load_tree, read_file
from conventions_cli.templating.folders import own_templates
from fabrique import SPECS, spec, text_of
from serveur import HANGS
from test_cli import run
from test_pictures import png

HIDDEN = "ne-pas-dire"
links = pytest.mark.skipif(os.name != "posix", reason="des liens")


@pytest.fixture(autouse=True)
def nothing_opened():
    confines.resume(Opened())
    yield
    confines.resume(Opened())


@pytest.fixture
def home(tmp_path):
    """A folder somebody sent, beside a file that is not theirs."""
    folder = tmp_path / "recu"
    folder.mkdir()
    (tmp_path / "secret.yaml").write_text(f"{HIDDEN}: [hunter2\n", encoding="utf-8")
    (tmp_path / "secret").write_text(f"{HIDDEN}\n", encoding="utf-8")
    (tmp_path / "logo.png").write_bytes(png(20, 10))
    return folder


def write(path, text="", **changes):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text + text_of(spec(**changes)), encoding="utf-8")
    return path


# What a spec names


OUTSIDE = ("../secret.yaml", "lien.yaml", "dossier/secret.yaml", "sous/../../secret.yaml", "vers-secret.yaml")


@pytest.fixture
def leading_out(home):
    """The same with links that lead out of it, and to what is no spec."""
    (home / "sous").mkdir()
    (home / "lien.yaml").symlink_to("../secret.yaml")
    (home / "dossier").symlink_to("..")
    (home / "vers-secret.yaml").symlink_to("../secret")
    return home


@links
@pytest.mark.parametrize("name", OUTSIDE)
@pytest.mark.parametrize("given", ["recu", "recu/a.yaml"])
def test_nothing_outside_is_inherited_nor_shown(leading_out, name, given):
    write(leading_out / "a.yaml", f"herite: [{name}]\n")
    code, out, err = run("validate", given, cwd=leading_out.parent)
    assert code == 1
    assert "recu/a.yaml:1:10: erreur C126" in out
    assert HIDDEN not in out + err


@links
def test_a_link_to_what_is_no_spec_shows_nothing_of_it(home):
    (home / "config").write_text(f"{HIDDEN}: [\n", encoding="utf-8")
    (home / "a.yaml").symlink_to("config")
    write(home / "b.yaml", "herite: a.yaml\n")
    code, out, err = run("validate", "a.yaml", "b.yaml", cwd=home)
    assert code == 1
    assert out.count("« config » ne se termine ni par .yaml, ni par .yml") == 2
    assert HIDDEN not in out + err


@links
@pytest.mark.parametrize(
    "arguments",
    [
        ("validate", "--format", "json", "recu"),
        ("validate", "--format", "sarif", "recu"),
        ("render", "recu"),
        ("batch", "recu"),
        ("summary", "recu"),
        ("publish", "recu"),
        ("fmt", "--check", "recu"),
        ("fix", "recu"),
        ("migrate", "--check", "recu"),
        ("report", "recu/a.yaml"),
        ("amend", "recu/a.yaml", "recu/a.yaml"),
        ("diff", "recu/a.yaml", "recu/a.yaml"),
        ("redline", "recu/a.yaml", "recu/a.yaml"),
        ("set", "recu/a.yaml", "duree.preavis_mois=4"),
        ("schema", "--annuaire", "recu/lien.yaml"),
    ],
)
def test_no_command_shows_what_is_outside(leading_out, arguments):
    write(leading_out / "a.yaml", f"herite: [{', '.join(OUTSIDE)}]\n")
    code, out, err = run(*arguments, cwd=leading_out.parent)
    assert HIDDEN not in out + err
    assert code != 0 or {"--check", "set"} & {*arguments}


def test_a_spec_that_an_act_carries_reads_no_file(home):
    path = home / "logo.png"
    path.write_bytes(png(20, 10))
    for line in ("herite: ../secret.yaml\n", "herite: [a.yaml]\n", ""):
        text = line + text_of(spec(image_entete={"fichier": "../logo.png", "texte_alternatif": "Logo"}))
        with noting() as looked_for:
            pipeline.check_carried(text, "acte.docx")
        assert [one for one in looked_for if not one.is_relative_to(templates_dir())] == []


@links
@pytest.mark.parametrize("name", ["../logo.png", "lien.png", "dossier/logo.png"])
def test_no_image_is_taken_from_outside(home, name):
    (home / "lien.png").symlink_to("../logo.png")
    (home / "dossier").symlink_to("..")
    path = write(home / "a.yaml", image_entete={"fichier": name, "texte_alternatif": "Logo"})
    (found,) = pipeline.check(path).diagnostics
    assert found.code.number == "C223"
    assert "hors du dossier ouvert" in found.message


def test_the_act_an_avenant_amends_is_in_the_folder_too(home):
    write(home.parent / "acte.yaml")
    path = write(home / "a.yaml", avenant={"de": "../acte.yaml", "numero": 1, "date_signature": "2025-10-01"})
    code, _, err = run("amend", "recu/a.yaml", cwd=home.parent)
    assert code == 1
    assert "C126" in err
    assert "recu/a.yaml:" in err
    assert run("amend", "recu/a.yaml", "--racine", ".", cwd=home.parent)[2].count("C126") == 0
    assert path.exists()


@links
@pytest.mark.parametrize("command", ["amend", "summary", "publish", "batch", "validate"])
@pytest.mark.parametrize("name", ["boucle.yaml", "deux.yaml", "dossier/a.yaml"])
def test_links_in_a_loop_are_told_as_what_is_not_there(home, command, name):
    for link, aim in (("boucle.yaml", "boucle.yaml"), ("deux.yaml", "un.yaml"), ("un.yaml", "deux.yaml")):
        (home / link).symlink_to(aim)
    (home / "dossier").symlink_to("dossier")
    write(home / "a.yaml", avenant={"de": name, "numero": 1, "date_signature": "2025-10-01"})
    code, out, err = run(command, "a.yaml", cwd=home)
    assert code in {0, 1}
    if command in {"amend", "publish"}:
        assert code == 1
        assert "a.yaml:" in out + err
        assert "ne peut pas être lu" in out + err


@pytest.mark.parametrize("name", ["/etc/passwd", "/dev/stdin"])
def test_a_file_that_is_no_spec_is_not_shown_even_named_by_hand(name, tmp_path):
    if not Path(name).exists():
        pytest.skip(f"pas de {name}")
    code, out, err = run("validate", name, cwd=tmp_path, stdin=b"root:x:0:0\n")
    assert code in {1, 3}
    assert "root:" not in out + err


@links
@pytest.mark.parametrize("command", ["validate", "render", "batch", "fmt", "fix", "migrate", "summary", "publish"])
def test_a_link_that_leads_outside_is_told(home, command):
    (home / "p.yaml").symlink_to("/etc/passwd")
    for given in (".", "p.yaml"):
        code, out, err = run(command, given, cwd=home)
        assert code != 0
        assert "est un lien qui mène hors du dossier ouvert" in out + err
        assert "root:" not in out + err


@links
@pytest.mark.parametrize("arguments", [("set", "l.yaml", "nor=X"), ("fmt", "l.yaml"), ("fmt", "."), ("fix", "l.yaml")])
def test_nothing_is_written_through_a_link_that_leads_outside(home, arguments):
    outside = home.parent / "dehors.yaml"
    outside.write_text("nor:   'A'\nservices:  [ {nom: A} ]\n", encoding="utf-8")
    (home / "l.yaml").symlink_to("../dehors.yaml")
    before = outside.read_bytes()
    assert run(*arguments, cwd=home)[0] != 0
    assert outside.read_bytes() == before


@links
def test_a_link_exchanged_before_the_writing_changes_nothing_outside(home):
    path = write(home / "a.yaml")
    file = open_file(path)[0]
    outside = home.parent / "dehors.yaml"
    shutil.copyfile(path, outside)
    path.unlink()
    path.symlink_to("../dehors.yaml")
    assert file.write("nor: X\n") is not None
    assert outside.read_bytes() == file.data


@links
def test_a_link_that_stays_inside_is_followed(home):
    write(home / "vrais" / "a.yaml", "herite: commun.yaml\n")
    (home / "commun.yaml").write_text("lieu_signature: Paris\n", encoding="utf-8")
    (home / "a.yaml").symlink_to("vrais/a.yaml")
    (home / "vrais" / "commun.yaml").symlink_to("../commun.yaml")
    for arguments in (("a.yaml",), ("recu/vrais/a.yaml", "--racine", "recu")):
        code, out, _ = run("validate", *arguments, cwd=home if len(arguments) == 1 else home.parent)
        assert code == 0, out


def test_what_a_preview_follows_stays_inside(home):
    path = write(home / "a.yaml", "herite: [../secret.yaml, ../absent.yaml]\n")
    with noting() as followed:
        pipeline.check(path)
    known = (home.resolve(), templates_dir())
    assert [one for one in followed if not any(Path(os.path.normpath(one)).is_relative_to(two) for two in known)] == []


@links
def test_a_link_that_is_refused_is_followed_as_a_link(home):
    (home / "lien.yaml").symlink_to("../secret.yaml")
    with noting() as followed:
        pipeline.check(write(home / "a.yaml", "herite: lien.yaml\n"))
    assert home / "lien.yaml" in followed


# What a folder is


def test_a_folder_given_is_a_root_and_so_is_the_repository_it_is_in(home):
    (home / "commun.yaml").write_text("lieu_signature: Paris\n", encoding="utf-8")
    path = write(home / "promotion" / "a.yaml", "herite: ../commun.yaml\n")
    assert run("validate", "recu", cwd=home.parent)[0] == 0
    assert run("validate", "recu/promotion", cwd=home.parent)[0] == 1
    assert run("validate", path, cwd=home.parent)[0] == 1
    (home / ".git").mkdir()
    assert run("validate", "recu/promotion", cwd=home.parent)[0] == 0
    assert run("validate", path, cwd=home.parent)[0] == 0


def test_the_folder_of_the_directory_of_parties_is_that_of_a_project(tmp_path):
    shutil.copytree(SPECS, tmp_path / "specs")
    code, out, err = run("validate", "fast17/clairsemis.yaml", "fast17/comptes-rendus", cwd=tmp_path / "specs")
    assert code == 0, out + err
    assert confines.root_of(tmp_path / "specs" / "fast17" / "comptes-rendus") == (tmp_path / "specs").resolve()


@pytest.mark.skipif(os.name != "posix", reason="des droits POSIX")
def test_a_folder_where_anyone_may_write_makes_no_project(home):
    (home.parent / ".git").mkdir()
    assert confines.root_of(home) == home.parent.resolve()
    confines.resume(Opened((home,)))
    home.parent.chmod(0o777)
    assert confines.root_of(home) == home.resolve()


def test_all_the_files_of_a_person_are_no_project(home, monkeypatch):
    (home.parent / ".git").mkdir()
    monkeypatch.setenv("HOME", str(home.parent))
    monkeypatch.setenv("USERPROFILE", str(home.parent))
    assert confines.root_of(home) == home.resolve()


def test_racine_widens_and_narrows(home):
    (home.parent / "commun.yaml").write_text("lieu_signature: Paris\n", encoding="utf-8")
    write(home / "a.yaml", "herite: ../commun.yaml\n")
    code, out, _ = run("validate", "a.yaml", cwd=home)
    assert code == 1
    assert "--racine .." in out
    assert run("validate", "a.yaml", "--racine", "..", cwd=home)[0] == 0
    assert run("batch", "recu", "--racine", ".", "--jobs", "2", cwd=home.parent)[0] == 0
    (home / "vide").mkdir()
    code, out, _ = run("validate", "a.yaml", "--racine", "vide", cwd=home)
    assert code == 1
    assert "C126" in out
    assert run("validate", "a.yaml", "--racine", "absent", cwd=home)[0] == 2


def test_the_library_takes_the_root_as_an_option(home):
    (home.parent / "commun.yaml").write_text("lieu_signature: Paris\n", encoding="utf-8")
    path = write(home / "a.yaml", "herite: ../commun.yaml\n")
    assert pipeline.check(path).value is None
    assert pipeline.check(path, pipeline.Options(racine=home.parent)).ok


def test_a_root_is_that_of_the_folder_one_is_in_now(home, monkeypatch):
    for place in (home.parent, home):
        monkeypatch.chdir(place)
        assert confines.root_of(Path()) == place.resolve()
    (home / ".git").mkdir()
    assert confines.root_of(home / "a") == home.resolve()


def test_a_file_read_for_one_root_is_not_given_to_another(home):
    (home.parent / "commun.yaml").write_text("lieu_signature: Paris\n", encoding="utf-8")
    path = write(home / "a.yaml", "herite: ../commun.yaml\n")
    shared = Inheritance()
    assert pipeline.check(path, pipeline.Options(inheritance=shared, racine=home.parent)).ok
    assert pipeline.check(path, pipeline.Options(inheritance=shared.sharing())).value is None


def test_a_batch_knows_its_folder_in_every_process(home):
    (home / "commun.yaml").write_text("lieu_signature: Paris\n", encoding="utf-8")
    for number in range(4):
        write(home / "p" / f"a{number}.yaml", "herite: ../commun.yaml\n", services__0__nom=f"A{number}")
    program = (
        "import multiprocessing as m, sys\n"
        "from conventions_cli.batch import workers\n"
        "workers._FORKED = False\n"
        "from conventions_cli.cli import run\n"
        "if __name__ == '__main__':\n"
        "    sys.exit(run(['batch', 'recu', '-o', 'actes', '--format', 'md', '--jobs', '2']))\n"
    )
    script = home.parent / "lot.py"
    script.write_text(program, encoding="utf-8")
    done = subprocess.run([sys.executable, script], cwd=home.parent, capture_output=True, timeout=HANGS, check=False)
    assert done.returncode == 0, done.stderr.decode()


# How files are opened


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="des tubes nommés")
def test_no_pipe_device_nor_socket_is_opened(home):
    os.mkfifo(home / "tube.yaml")
    os.mkfifo(home / "acte.docx")
    with socket.socket(socket.AF_UNIX) as one:
        place = os.path.relpath(home / "prise.yaml")
        one.bind(place)
        write(home / "a.yaml", "herite: [tube.yaml, prise.yaml]\n")
        code, out, _ = run("validate", ".", cwd=home)
        assert code == 3
        assert out.count("n’est pas un fichier ordinaire") == 4
    for arguments in (
        ("verify", "acte.docx"),
        ("import", "acte.docx"),
        ("inspect", "acte.docx"),
        ("diff", "acte.docx", "acte.docx"),
        ("verify", "/dev/zero", "a.yaml"),
        ("render", "a.yaml", "--reference", "acte.docx"),
        ("schema", "--annuaire", "tube.yaml"),
        ("preview", "tube.yaml", "--no-open"),
        ("edit", "tube.yaml", "--no-open"),
    ):
        code, out, err = run(*arguments, cwd=home)
        assert code in {1, 3}, arguments
        assert "erreur C" in out + err, arguments


@links
def test_what_is_checked_is_what_was_opened(home, monkeypatch):
    """A folder exchanged for a link once its links were followed: the file it leads to is not read."""
    (home / "sous").mkdir()
    write(home / "sous" / "a.yaml")
    shutil.copyfile(home.parent / "secret.yaml", home.parent / "a.yaml")
    found = confines.find_inside

    def exchange(path, root):
        real = found(path, root)
        (home / "sous").rename(home / "autre")
        (home / "sous").symlink_to("..")
        return real

    monkeypatch.setattr(confines, "find_inside", exchange)
    with pytest.raises(OSError, match=r"sous.a\.yaml"):
        read_bytes(home / "sous" / "a.yaml", 1000, home.resolve())


@links
def test_a_file_exchanged_for_a_link_is_not_read(home, monkeypatch):
    path = write(home / "a.yaml")
    found = confines.find_inside

    def exchange(path, root):
        real = found(path, root)
        path.unlink()
        path.symlink_to("../secret.yaml")
        return real

    monkeypatch.setattr(confines, "find_inside", exchange)
    with pytest.raises(OSError, match=r"a\.yaml"):
        read_bytes(path, 1000, home.resolve())


def test_a_door_says_why_it_stays_closed(home):
    with pytest.raises(OutsideError):
        read_bytes(home / ".." / "secret.yaml", 10, home.resolve())
    with pytest.raises(IsADirectoryError):
        read_bytes(home, 10, home.resolve())
    with pytest.raises(FileNotFoundError):
        read_bytes(home / "absent.yaml", 10, home.resolve())
    if Path("/dev/null").exists():
        with pytest.raises(NotRegularError):
            read_bytes(Path("/dev/null"), 10)
    (home / "long.yaml").write_bytes(b"a" * 100)
    assert len(read_bytes(home / "long.yaml", 10, home.resolve())) == 11


# Folders that are closed


@pytest.fixture
def closed(home, monkeypatch):
    """A folder nobody may open, be it root."""
    write(home / "a.yaml")
    write(home / "clos" / "b.yaml")
    scandir = os.scandir

    def refuse(path="."):
        if not isinstance(path, int) and "clos" in Path(path).parts:
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    return home


def test_a_folder_that_cannot_be_opened_is_not_an_empty_one(closed):
    assert specs_in(closed) == (closed / "a.yaml", closed / "clos")
    (found,) = read_file(closed / "clos", "clos").diagnostics
    assert found.code.number == "C116"
    assert (
        found.message == "Le dossier « clos » ne peut pas être ouvert (accès refusé) : ce qu’il contient n’est pas lu."
    )


@pytest.mark.parametrize("command", ["validate", "render", "batch", "summary", "publish", "fmt", "fix", "migrate"])
@pytest.mark.parametrize("given", ["recu", "recu/clos"])
def test_each_command_tells_a_folder_it_cannot_open(closed, monkeypatch, capsys, command, given):
    from conventions_cli.cli import run as command_line

    monkeypatch.chdir(closed.parent)
    assert command_line([command, given]) == 3
    said = capsys.readouterr()
    assert "« recu/clos » ne peut pas être ouvert (accès refusé)" in said.out + said.err


def test_templates_that_cannot_be_opened_are_not_replaced_by_ours(home, monkeypatch):
    (home / "templates").mkdir()
    monkeypatch.setattr(Path, "iterdir", lambda path: (_ for _ in ()).throw(PermissionError(13, "", str(path))))
    with pytest.raises(PermissionError):
        own_templates(home)


# What inheriting costs


def doubling(folder, count):
    for number in range(count):
        text = (
            f"herite: [f{number + 1}.yaml, f{number + 1}.yaml]\n" if number < count - 1 else "lieu_signature: Paris\n"
        )
        (folder / f"f{number}.yaml").write_text(text, encoding="utf-8")
    return folder / "f0.yaml"


def counted(monkeypatch, path):
    """The steps that inheriting takes."""
    steps = []
    monkeypatch.setattr(inheritance.Walk, "look_at", lambda _walk, number: steps.append(number))
    assert load_tree(path).value.get("lieu_signature").text == "Paris"
    return sum(steps)


def test_files_that_inherit_one_another_twice_cost_each_their_own(home, monkeypatch):
    ten, twenty = (counted(monkeypatch, doubling(home, count)) for count in (10, 20))
    assert twenty <= 2.2 * ten


def test_twenty_seven_files_that_inherit_one_another_twice_end(home):
    assert load_tree(doubling(home, 27)).value.get("lieu_signature").text == "Paris"


def test_files_that_inherit_one_another_twice_in_a_circle_end_and_say_it_once(home):
    doubling(home, 20)
    (home / "f19.yaml").write_text("herite: [f0.yaml, f0.yaml]\n", encoding="utf-8")
    found = load_tree(home / "f0.yaml").diagnostics
    assert {one.code.number for one in found} == {"C112"}
    assert len(found) <= 4


def test_a_fault_of_a_file_inherited_twice_is_told_once(home):
    doubling(home, 12)
    (home / "f11.yaml").write_text("lieu: 'a'b\n", encoding="utf-8")
    assert [one.code.number for one in load_tree(home / "f0.yaml").diagnostics] == ["C103"]


@pytest.mark.parametrize(
    ("bound", "value", "said"),
    [
        ("MAX_FILES", 5, "plus de 5 fichiers"),
        ("MAX_DEPTH", 5, "plus de 5 fichiers qui héritent"),
        ("KEY_STEPS", 1_000_000, "clés à superposer"),
        ("MAX_TEXT", 100, "de texte"),
    ],
)
def test_a_spec_that_inherits_too_much_is_told_where_it_does(home, monkeypatch, bound, value, said):
    monkeypatch.setattr(inheritance, bound, value)
    path = write(home / "a.yaml", "herite: f0.yaml\n")
    doubling(home, 12)
    (found,) = [one for one in load_tree(path).diagnostics if one.code.number == "C127"]
    assert said in found.message
    assert found.span.location == f"{path}:1:9"


def test_files_named_together_may_name_what_is_beside_the_higher_one(home):
    write(home.parent / "base.yaml")
    (home / "a.yaml").write_text("herite: ../base.yaml\nduree: {fin: 2027-06-30}\n", encoding="utf-8")
    assert run("validate", "recu/a.yaml", cwd=home.parent)[0] == 1
    assert run("validate", "base.yaml", "recu/a.yaml", cwd=home.parent)[0] == 0
    assert run("diff", "base.yaml", "recu/a.yaml", cwd=home.parent)[2] == ""
    assert "C126" not in run("amend", "base.yaml", "recu/a.yaml", "--avenant", "1", cwd=home.parent)[2]
