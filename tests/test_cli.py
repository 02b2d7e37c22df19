"""The command, as a person and a script meet it: streams, exit codes, files."""

import re
import shutil
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from fabrique import BASE, ROOT, SPECS, spec, text_of
from serveur import COMMAND, HANGS, convention


def run(*arguments, cwd, stdin=b"", env=None, cold=False):
    result = convention(*arguments, cwd=cwd, stdin=stdin, env=env, cold=cold)
    out, err = result.stdout.decode(), result.stderr.decode()
    assert "Traceback" not in out + err
    return result.returncode, out, err


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "bonne.yaml").write_text(text_of(spec()), encoding="utf-8")
    (tmp_path / "fausse.yaml").write_text(text_of(spec(finances__montant="200 k€")), encoding="utf-8")
    (tmp_path / "avertie.yaml").write_text(text_of(spec(chorus__fonds="12345")), encoding="utf-8")
    return tmp_path


def test_render_writes_both_files_and_prints_their_paths(folder):
    code, out, err = run("render", "bonne.yaml", cwd=folder)
    assert (code, out.split(), err) == (0, ["build/bonne.docx", "build/bonne.md"], "")
    assert (folder / "build/bonne.docx").read_bytes()[:2] == b"PK"
    assert sorted(path.name for path in (folder / "build").iterdir()) == ["bonne.docx", "bonne.md"]


def test_formats_and_folder_are_chosen(folder):
    code, out, _ = run("render", "bonne.yaml", "--format", "md", "-o", "actes/2025", cwd=folder)
    assert (code, out.split()) == (0, ["actes/2025/bonne.md"])


def test_a_faulty_spec_writes_nothing_and_exits_1(folder):
    code, out, err = run("render", "fausse.yaml", "bonne.yaml", cwd=folder)
    assert (code, out) == (1, "")
    assert "fausse.yaml:" in err
    assert "erreur C205" in err
    assert "^^^" in err
    assert not (folder / "build").exists()


def test_a_spec_comes_by_standard_input(folder):
    code, out, _ = run("render", "-", cwd=folder, stdin=text_of(spec()).encode())
    assert (code, out.split()) == (0, ["build/Domifa.docx", "build/Domifa.md"])


def test_set_replaces_a_value_and_its_faults_point_at_it(folder):
    code, _, _ = run("render", "bonne.yaml", "--set", "services.0.nom=Envergo", "--format", "md", cwd=folder)
    assert code == 0
    assert "Envergo" in (folder / "build/bonne.md").read_text(encoding="utf-8")
    code, _, err = run("render", "bonne.yaml", "--set", "finances.montant=x", cwd=folder)
    assert code == 1
    assert "--set:1:18: erreur C205" in err


def test_draft_and_final(folder):
    (folder / "projet.yaml").write_text("services: [{nom: X}]\ndispositif: {sigle: FAST}\n", encoding="utf-8")
    code, _, err = run("render", "projet.yaml", cwd=folder)
    assert code == 0
    assert "PROJET" in err
    assert re.search(r"^  la DINUM : date de signature \(date_signature\)", err, re.MULTILINE)
    assert re.search(r"^  le partenaire : nom du délégataire \(parties\.1\.nom\)", err, re.MULTILINE)
    assert re.search(r"^  le service financier : .*centre de coût \(chorus\.centre_de_cout\)", err, re.MULTILINE)
    code, _, err = run("render", "projet.yaml", "--final", cwd=folder)
    assert code == 1
    assert "C201" in err
    assert re.search(r"^  le service financier : .*centre de coût", err, re.MULTILINE)
    assert run("render", "bonne.yaml", "--draft", "--final", cwd=folder)[0] == 2
    code, _, _ = run("render", "bonne.yaml", "--draft", "--format", "md", cwd=folder)
    assert code == 0
    assert "PROJET" in (folder / "build/bonne.md").read_text(encoding="utf-8")


def test_strict_makes_warnings_fatal_and_quiet_hides_them_but_no_error(folder):
    assert run("render", "avertie.yaml", cwd=folder)[0] == 0
    assert run("render", "avertie.yaml", "--strict", cwd=folder)[0] == 1
    assert run("validate", "avertie.yaml", "--strict", cwd=folder)[0] == 1
    code, out, err = run("render", "avertie.yaml", "--quiet", cwd=folder)
    assert (code, err) == (0, "")
    code, out, err = run("validate", "fausse.yaml", "--quiet", cwd=folder)
    assert (code, err) == (1, "")
    assert "C205" in out


def test_validate_reports_on_stdout_and_walks_folders(folder):
    code, out, err = run("validate", "bonne.yaml", cwd=folder)
    assert (code, out, err) == (0, "bonne.yaml : conforme.\n", "")
    code, out, _ = run("validate", ".", cwd=folder)
    assert code == 1
    assert re.findall(r"^(\S+)\.yaml : (.+?)[ .]", out, re.MULTILINE) == [
        ("avertie", "utilisable"),
        ("bonne", "utilisable"),
        ("fausse", "à"),
    ]


def test_files_that_only_serve_inheritance_are_not_validated():
    code, out, _ = run("validate", "specs", cwd=ROOT)
    assert code == 0
    verdicts = re.findall(r"^(\S+\.yaml) : (?:conforme|utilisable)", out, re.MULTILINE)
    assert {"specs/domifa.yaml", "specs/mano.yaml", "specs/fast17/clairsemis.yaml"} <= set(verdicts)
    assert not [one for one in verdicts if one.endswith(("annuaire.yaml", "specs/fast17.yaml", "cohorte.yaml"))]


def test_a_folder_without_specs_says_so_and_render_walks_folders(tmp_path):
    (tmp_path / "vide").mkdir()
    for command in ("validate", "render"):
        code, out, err = run(command, "vide", cwd=tmp_path)
        assert code == 3 and "Le dossier « vide » ne contient aucune spécification." in out + err
    (tmp_path / "plein").mkdir()
    (tmp_path / "plein" / "bonne.yaml").write_text(text_of(spec()), encoding="utf-8")
    code, out, _ = run("render", "plein", cwd=tmp_path)
    assert code == 0 and out.split() == [str(Path("build/bonne.docx")), str(Path("build/bonne.md"))]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["rendre", "x"], "n’existe pas"),
        (["render"], "SPEC"),
        (["render", "bonne.yaml", "--formt", "md"], "--format"),
        (["render", "bonne.yaml", "--format", "pdfx"], "html"),
        (["render", "bonne.yaml", "--format"], "attend une valeur"),
        (["validate", "bonne.yaml", "--template-dir", "absent"], "absent"),
    ],
)
def test_wrong_usage_is_said_in_french_and_exits_2(folder, arguments, words):
    code, out, err = run(*arguments, cwd=folder)
    assert (code, out) == (2, "")
    assert words in err
    assert "--help" in err
    assert not re.search(r"\b(no such|missing|does not exist|requires|invalid|usage:)", err, re.IGNORECASE), err


@pytest.mark.parametrize(
    "arguments", [["--help"], ["render", "--help"], ["validate", "-h"], ["summary", "-h"], [], ["templates"]]
)
def test_help_is_in_french(folder, arguments):
    code, text, err = run(*arguments, cwd=folder)
    assert (code, err) == (0, "")
    assert "Afficher cette aide" in text
    assert "..." not in text
    assert not re.search(
        r"\b(show (?:this|completion)|exit|required|default|commands|arguments:?\s*$)\b", text, re.IGNORECASE | re.ASCII
    ), text


@pytest.mark.parametrize(
    ("typed", "same"),
    [("aide", "--help"), ("help", "--help"), ("aide render", "render --help"), ("aide aide", "--help"),
     ("help templates check", "templates check --help"), ("templates aide check", "templates check --help")],
)  # fmt: skip
def test_the_word_for_help_gives_it(folder, typed, same):
    assert run(*typed.split(), cwd=folder) == run(*same.split(), cwd=folder)


def test_help_on_a_command_that_does_not_exist_names_the_nearest(folder):
    code, out, err = run("aide", "rendre", cwd=folder)
    assert (code, out) == (2, "")
    assert "« render »" in err


def test_version():
    code, out, _ = run("--version", cwd=ROOT)
    assert (code, out.split()[0]) == (0, "convention")


def test_unreadable_files_exit_3(folder):
    assert run("validate", "absent.yaml", cwd=folder)[0] == 3
    code, _, err = run("validate", "bone.yaml", cwd=folder)
    assert code == 3
    assert "bonne.yaml" in run("validate", "bone.yaml", cwd=folder)[1] + err


def test_a_folder_that_cannot_be_written_exits_3_and_leaves_nothing(folder):
    (folder / "build").write_text("un fichier, pas un dossier")
    code, out, err = run("render", "bonne.yaml", cwd=folder)
    assert (code, out) == (3, "")
    assert "C501" in err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="/dev/full n’existe que sous Linux")
def test_a_full_disk_leaves_no_half_file(folder):
    from conventions_cli.files.outputs import write_whole

    target = folder / "acte.md"
    target.write_bytes(b"ancien")
    original = Path.open

    class Full:
        def __init__(self, path):
            self.stream = original(path, "xb")

        def __enter__(self):
            return self

        def __exit__(self, *_):
            self.stream.close()

        def __getattr__(self, name):
            return getattr(self.stream, name)

        def write(self, data):
            self.stream.write(data[:3])
            raise OSError(28, "No space left on device")

    Path.open = lambda self, *a, **k: Full(self)
    try:
        fault = write_whole(target, b"nouveau texte")
    finally:
        Path.open = original
    assert fault is not None
    assert fault.code.number == "C501"
    assert target.read_bytes() == b"ancien"
    assert [path.name for path in folder.iterdir() if path.suffix == ".tmp"] == []


def test_two_specs_for_one_file_are_refused_before_anything_is_written(folder):
    (folder / "autre").mkdir()
    (folder / "autre" / "Bonne.yaml").write_text(text_of(spec()), encoding="utf-8")
    code, _, err = run("render", "bonne.yaml", "autre/Bonne.yaml", cwd=folder)
    assert code == 1
    assert "C502" in err
    assert not (folder / "build").exists()


@pytest.mark.parametrize("name", ["é à.yaml", "..yaml", "con.yaml", "a;b&c.yaml", "-x.yaml"])
def test_output_names_are_slugs_inside_the_folder(folder, name):
    (folder / name).write_text(text_of(spec()), encoding="utf-8")
    code, out, _ = run("render", "--format", "md", "-o", "sortie", "--", name, cwd=folder)
    assert code == 0
    (made,) = out.split()
    assert re.fullmatch(r"sortie/[A-Za-z0-9][\w.-]*\.md", made)
    assert [path.name for path in (folder / "sortie").iterdir()] == [made.removeprefix("sortie/")]


def test_output_goes_to_a_closed_pipe_without_noise(folder):
    process = subprocess.Popen([*COMMAND, "validate", "."], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    process.stdout.close()
    err = process.stderr.read()
    process.stderr.close()
    process.wait(timeout=HANGS)
    assert (process.returncode, err) == (1, b"")


def test_ctrl_c_is_told_in_a_sentence(folder):
    process = subprocess.Popen(
        [*COMMAND, "render", "-"],
        cwd=folder,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # A shell ignores interruptions in what it runs in the background, and its children inherit that.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    process.stdin.write(b"#" * 300_000)  # more than a pipe holds: written once the command reads, waiting for more
    process.stdin.flush()
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=HANGS)
    assert process.returncode == 130
    assert "Interrompu" in err.decode()
    assert b"Traceback" not in err


def test_ctrl_c_before_the_command_has_begun_is_told_too(folder):
    """From the first lines of our own code; what Python does before that is its own."""
    early = "import os, signal, time, conventions_cli.__main__; os.kill(os.getpid(), signal.SIGINT); time.sleep(60)"
    done = subprocess.run(
        [sys.executable, "-c", early],
        cwd=folder,
        capture_output=True,
        timeout=HANGS,
        check=False,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    assert (done.returncode, done.stderr) == (130, b"Interrompu.\n")


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_an_interruption_that_comes_again_while_it_is_told_is_no_traceback(folder, name):
    """Ctrl-C is typed twice; a terminal that closes sends one signal, its shell another."""
    loud = (
        "import io, os, signal, sys\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "class Loud(io.TextIOWrapper):\n"
        "    def write(self, text):\n"
        f"        os.kill(os.getpid(), signal.{name})\n"
        "        return super().write(text)\n"
        "sys.stderr = Loud(sys.stderr.buffer, write_through=True)\n"
        "from conventions_cli import cli, __main__\n"
        f"cli.say = lambda *lines: os.kill(os.getpid(), signal.{name})\n"
        "sys.argv = ['convention', 'rien']\n"
        "__main__.main()\n"
    )
    done = subprocess.run([sys.executable, "-c", loud], cwd=folder, capture_output=True, timeout=HANGS, check=False)
    assert (done.returncode, done.stderr) == (130, b"Interrompu.\n")


def test_an_interruption_that_comes_as_the_command_ends_is_no_traceback(folder):
    late = (
        "import atexit, os, signal, sys\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "atexit.register(os.kill, os.getpid(), signal.SIGINT)\n"
        "from conventions_cli import __main__\n"
        "sys.argv = ['convention', '--version']\n"
        "__main__.main()\n"
    )
    done = subprocess.run([sys.executable, "-c", late], cwd=folder, capture_output=True, timeout=HANGS, check=False)
    assert (done.returncode, done.stderr) == (130, b"Interrompu.\n")


def test_a_bug_is_a_sentence_and_exit_70(folder, monkeypatch, capsys):
    from conventions_cli import cli, pipeline

    def broken(*_):
        raise RuntimeError("panne")

    monkeypatch.setattr(pipeline, "check", broken)
    monkeypatch.chdir(folder)
    assert cli.run(["validate", "bonne.yaml"]) == 70
    assert "Erreur interne" in capsys.readouterr().err


def test_a_signal_that_an_import_turns_into_another_exception_is_a_signal(capsys, monkeypatch):
    from conventions_cli import cli

    def cut(*_arguments, **_options):
        try:
            raise KeyboardInterrupt
        except KeyboardInterrupt as signal:
            raise ImportError("coupé") from signal

    monkeypatch.setattr("conventions_cli.pipeline.check", cut)
    assert cli.run(["validate", str(ROOT / "specs" / "domifa.yaml")]) == 130
    assert "Interrompu" in capsys.readouterr().err


def test_colours_only_on_a_terminal(folder):
    _, out, _ = run("validate", "fausse.yaml", cwd=folder)
    assert "\x1b" not in out


def test_user_text_never_drives_the_terminal_nor_rich(folder):
    (folder / "x.yaml").write_text("'[bold]a[/b]': 1\nmodele: '[beta] [/b]'\n", encoding="utf-8")
    code, out, _ = run("validate", "x.yaml", cwd=folder)
    assert code == 1
    assert "« [bold]a[/b] »" in out
    assert "[beta] [/b]" in out


@pytest.mark.parametrize("epoch", [{}, {"SOURCE_DATE_EPOCH": "1755648000"}], ids=["sans-date", "date-de-source"])
def test_two_runs_give_the_same_bytes_wherever_they_run(folder, tmp_path, epoch):
    outputs = []
    for number, env in enumerate(
        [
            {"PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C", **epoch},
            {"PYTHONHASHSEED": "2", "TZ": "Asia/Tokyo", "LC_ALL": "C.UTF-8", **epoch},
        ]
    ):
        target = tmp_path / f"sortie{number}"
        where = [folder, tmp_path][number]
        acts = (SPECS / "domifa.yaml", ROOT / "tests" / "exemples" / "image-et-sommaire.yaml")
        assert run("render", *acts, "--format", "docx,md,html", "-o", target, cwd=where, env=env)[0] == 0
        outputs.append({path.name: path.read_bytes() for path in target.iterdir()})
    assert outputs[0] == outputs[1]
    assert len(outputs[0]) == 6
    with zipfile.ZipFile(tmp_path / "sortie0" / "domifa.docx") as archive:
        dated = archive.read("docProps/core.xml").decode()
        (date,) = {member.date_time for member in archive.infolist()}
    assert date == ((2025, 8, 20, 0, 0, 0) if epoch else (1980, 1, 1, 0, 0, 0))
    assert ("2025-08-20T00:00:00Z" in dated) is bool(epoch)


@pytest.mark.parametrize("stated", ["", "x", "-1", "99999999999", "1" * 40, "٣"])
def test_a_strange_source_date_breaks_nothing(folder, stated):
    assert run("render", "bonne.yaml", cwd=folder, env={"SOURCE_DATE_EPOCH": stated})[0] == 0


@pytest.mark.parametrize("command", ["--help", "--version"])
def test_help_and_version_import_nothing_heavy(command):
    result = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "conventions_cli", command], capture_output=True, timeout=HANGS
    )
    assert result.returncode == 0
    loaded = {line.rsplit(b"|", 1)[-1].strip().decode() for line in result.stderr.splitlines()}
    heavy = {
        "pydantic",
        "jinja2",
        "docx",
        "lxml",
        "markdown_it",
        "babel",
        "yaml",
        "num2words",
        "xlsxwriter",
        "icalendar",
        "starlette",
        "uvicorn",
        "watchfiles",
    }
    assert heavy & {name.split(".")[0] for name in loaded} == set()


def test_validate_needs_neither_jinja_nor_markdown(folder):
    result = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "conventions_cli", "validate", "bonne.yaml"],
        capture_output=True,
        timeout=HANGS,
        cwd=folder,
    )
    assert result.returncode == 0
    loaded = {line.rsplit(b"|", 1)[-1].strip().decode().split(".")[0] for line in result.stderr.splitlines()}
    assert {"jinja2", "markdown_it", "lxml", "starlette", "uvicorn", "watchfiles"} & loaded == set()


def test_the_library_does_what_the_command_does():
    import conventions_cli

    outcome = conventions_cli.render(SPECS / "domifa.yaml")
    assert outcome.ok
    assert set(outcome.value) == {"docx", "md"}
    assert conventions_cli.validate(SPECS / "mano.yaml") == ()
    assert conventions_cli.load(SPECS / "absent.yaml").value is None
    assert BASE["modele"] == "delegation-fast-2025"


def test_no_line_of_the_list_of_commands_begins_with_a_semicolon(tmp_path):
    told = run("--help", cwd=tmp_path)[1]
    assert "\u00a0;" in told
    assert [line for line in told.splitlines() if line.lstrip().startswith((";", ":"))] == []


@pytest.mark.parametrize(
    ("before", "after", "hint"),
    [
        ("ae: 185 000 €", "ae: 185,000 €", "« 185 000 € »"),
        ("- préciser l’ambition", "- préciser : l’ambition", 'guillemets droits : "préciser : l’ambition'),
        ("reference: dgcs", "reference: dgc", "Vouliez-vous dire « dgcs » ?"),
    ],
)
def test_a_usual_slip_is_told_once_with_what_to_type(tmp_path, before, after, hint):
    shutil.copytree(SPECS, tmp_path / "specs")
    path = tmp_path / "specs/domifa.yaml"
    path.write_text(path.read_text("utf-8").replace(before, after, 1), encoding="utf-8")
    code, out, _ = run("validate", "specs/domifa.yaml", cwd=tmp_path)
    assert code == 1
    assert out.count(": erreur ") == 1
    assert hint in out.replace("\u00a0", " ")


def test_help_holds_in_eighty_columns(monkeypatch):
    import click
    import typer

    from conventions_cli.cli import app

    def told(command, name, parent=None):
        context = command.context_class(command, info_name=name, parent=parent)
        yield from command.get_help(context).split("\n")
        for inner in command.list_commands(context) if isinstance(command, click.Group) else ():
            yield from told(command.get_command(context, inner), inner, context)

    monkeypatch.setenv("COLUMNS", "80")
    wide = [line for line in told(typer.main.get_command(app), "convention") if len(line) > 80]
    assert all("convention " in line and line.startswith("    ") for line in wide), wide  # commands, on one line
    monkeypatch.setenv("COLUMNS", "60")
    lines = list(told(typer.main.get_command(app), "convention"))
    assert not [line for line in lines if len(line) > 60 and line.startswith("  ") and line[2:3].isupper()]


@pytest.mark.parametrize("command", ["render", "batch"])
def test_a_format_asked_for_after_another_is_added_to_it(folder, command):
    assert run(command, "bonne.yaml", "-o", "actes", "--format", "docx", "--format", "html", cwd=folder)[0] == 0
    assert {path.suffix for path in (folder / "actes").iterdir()} - {".json"} == {".docx", ".html"}
