"""Where files go: what stands already in their place, signals in the middle, runs that die, two runs in one folder."""

import contextlib
import dis
import errno
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from conventions_cli import batch
from conventions_cli.batch import journal as manifest
from conventions_cli.files.outputs import Written, file_stem, write_all, write_output, write_whole
from conventions_cli.foundation import staging
from conventions_cli.foundation.endings import endings_held
from fabrique import ROOT, spec, text_of
from serveur import HANGS, python
from test_batch import COUNT, files, write_round
from test_cli import run

posix = pytest.mark.skipif(os.name != "posix", reason="des tubes, des liens et des signaux POSIX")


@pytest.fixture
def cohort(tmp_path):
    write_round(tmp_path / "specs")
    return tmp_path


def hidden(folder):
    return sorted(path.name for path in folder.rglob(".convention*"))


@contextlib.contextmanager
def reader(pipe):
    """Somebody who reads a pipe to its end; what was read is in the list."""
    read = []
    thread = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    descriptor = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)  # so that it has a reader from now on
    thread.start()
    try:
        yield read
    finally:
        if thread.is_alive():
            with contextlib.suppress(OSError):
                os.close(os.open(pipe, os.O_WRONLY | os.O_NONBLOCK))
        thread.join(timeout=HANGS)
        os.close(descriptor)


# What a person names


COMMANDS = {
    "schema": ("schema", "-o"),
    "validate": ("validate", "a.yaml", "--format", "json", "--output"),
    "summary": ("summary", "a.yaml", "--format", "json", "-o"),
    "diff": ("diff", "a.yaml", "a.yaml", "--format", "json", "-o"),
    "verify": ("verify", "a.docx", "--format", "json", "--output"),
    "import": ("import", "a.docx", "-o"),
    "redline": ("redline", "a.yaml", "a.yaml", "-o"),
}


@pytest.fixture(scope="session")
def act(tmp_path_factory):
    folder = tmp_path_factory.mktemp("acte")
    (folder / "a.yaml").write_text(text_of(spec()), encoding="utf-8")
    assert run("render", "a.yaml", "-o", ".", "--format", "docx", cwd=folder)[0] == 0
    return folder


@pytest.fixture
def folder(act, tmp_path):
    for name in ("a.yaml", "a.docx"):
        (tmp_path / name).write_bytes((act / name).read_bytes())
    return tmp_path


@posix
@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_writes_to_a_pipe_and_through_a_link_and_replaces_neither(command, folder):
    """The same bytes as in an ordinary file, the name of no stream among them."""
    ending = ".docx" if command == "redline" else ".yaml"
    plain, pipe, link, target = (folder / f"{name}{ending}" for name in ("simple", "tube", "lien", "but"))
    code = run(*COMMANDS[command], plain, cwd=folder)[0]
    assert code in {0, 1}
    os.mkfifo(pipe)
    link.symlink_to(target.name)
    with reader(pipe) as read:
        assert run(*COMMANDS[command], pipe, cwd=folder)[:2] == (code, "")
    assert read == [plain.read_bytes()]
    assert pipe.is_fifo()
    assert run(*COMMANDS[command], link, cwd=folder)[0] == code
    assert link.is_symlink()
    assert target.read_bytes() == plain.read_bytes()
    assert hidden(folder) == []


@posix
@pytest.mark.parametrize("command", [name for name in COMMANDS if name != "redline"])
@pytest.mark.parametrize("name", ["/dev/stdout", "/dev/fd/1"])
def test_the_standard_output_may_be_named_as_a_file(command, name, folder):
    assert run(*COMMANDS[command], "simple", cwd=folder)[0] in {0, 1}
    code, out, _ = run(*COMMANDS[command], name, cwd=folder)
    assert code in {0, 1}
    assert out.encode() == (folder / "simple").read_bytes()


@posix
@pytest.mark.parametrize("command", [name for name in COMMANDS if name != "redline"])
def test_a_device_stays_a_device(command, folder):
    """As root, `-o /dev/null` made of it an ordinary file, for the whole machine."""
    device = folder / "neant"
    try:
        os.mknod(device, 0o600 | 0o020000, Path("/dev/null").stat().st_rdev)
    except PermissionError:
        pytest.skip("seul root crée un périphérique")
    (folder / "lien").symlink_to("neant")
    for name in ("neant", "lien"):
        assert run(*COMMANDS[command], name, cwd=folder)[0] in {0, 1}
    assert device.is_char_device()
    assert (folder / "lien").is_symlink()


@posix
def test_a_descriptor_is_written_where_it_is(folder):
    """Opened by its name, a file would be written from its beginning, over what it holds."""
    done = subprocess.run(  # noqa: S602 - what a shell redirects
        f'(echo avant; "{sys.executable}" -m conventions_cli schema -o /dev/fd/3 3>&1 2>/dev/null; echo fin) >journal',
        shell=True,
        cwd=folder,
    )
    assert done.returncode == 0
    first, *_, last = (folder / "journal").read_text(encoding="utf-8").splitlines()
    assert (first, last) == ("avant", "fin")


def refused(path):
    fault = write_output(path, b"neuf")
    assert fault is not None
    assert fault.code.number == "C501"
    return fault.message


@posix
def test_what_nobody_can_write_to_is_refused_and_stays(tmp_path):
    os.mkfifo(tmp_path / "tube")
    assert "aucun programme ne lit à l’autre bout" in refused(tmp_path / "tube")
    (tmp_path / "dossier").mkdir()
    assert "c’est un dossier" in refused(tmp_path / "dossier")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(os.path.relpath(tmp_path / "prise"))
        assert "ce n’est pas un fichier ordinaire" in refused(tmp_path / "prise")
        for name in ("tube", "dossier", "prise"):
            (tmp_path / f"lien-{name}").symlink_to(name)
            refused(tmp_path / f"lien-{name}")
    (tmp_path / "boucle").symlink_to("boucle")
    assert "liens en boucle" in refused(tmp_path / "boucle")
    (tmp_path / "nulle-part").symlink_to("absent/fichier")
    assert "introuvable" in refused(tmp_path / "nulle-part")
    assert "n’est pas ouvert" in refused(Path("/dev/fd/987"))
    kinds = {path.name: oct(path.lstat().st_mode)[:-3] for path in tmp_path.iterdir()}
    links = {f"lien-{name}" for name in ("tube", "dossier", "prise")} | {"boucle", "nulle-part"}
    assert kinds == dict.fromkeys(links, "0o120") | {"tube": "0o10", "dossier": "0o40", "prise": "0o140"}


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="le compte root")
def test_no_disk_is_written_to(tmp_path):
    os.mknod(tmp_path / "disque", 0o600 | 0o060000, os.makedev(7, 200))
    assert "ce n’est pas un fichier ordinaire" in refused(tmp_path / "disque")
    assert (tmp_path / "disque").is_block_device()


@posix
def test_a_link_to_nothing_makes_the_file_it_leads_to(tmp_path):
    (tmp_path / "lien").symlink_to("but")
    assert write_output(tmp_path / "lien", b"neuf") is None
    assert (tmp_path / "lien").is_symlink()
    assert (tmp_path / "but").read_bytes() == b"neuf"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="propre à Linux")
def test_a_device_that_is_full_is_told():
    assert "disque plein" in refused(Path("/dev/full"))


# What we name, in a folder a person names


@posix
@pytest.mark.parametrize("kind", ["tube", "lien", "dossier"])
@pytest.mark.parametrize("command", ["render", "render-deux", "batch", "publish", "manifest"])
def test_in_a_folder_only_ordinary_files_are_replaced_and_it_is_told_first(command, kind, folder):
    out = folder / "sortie"
    out.mkdir()
    name = {"manifest": "manifest.json", "publish": "SHA256SUMS"}.get(command, "a.md")
    if kind == "tube":
        os.mkfifo(out / name)
    elif kind == "lien":
        (out / name).symlink_to("../ailleurs")
    else:
        (out / name).mkdir()
    (folder / "b.yaml").write_text(text_of(spec(services__0__nom="Autre")), encoding="utf-8")
    given = {
        "render": ("render", "a.yaml"),
        "render-deux": ("render", "a.yaml", "b.yaml"),
        "batch": ("batch", "a.yaml"),
        "manifest": ("batch", "a.yaml"),
        "publish": ("publish", "a.yaml"),
    }[command]
    code, said, err = run(*given, "-o", "sortie", cwd=folder)
    assert (code, "C501" in err) == (3, True), said + err
    assert f"sortie/{name}" in err
    assert "est écrit" in err
    assert [path.name for path in out.iterdir()] == [name]
    assert not (folder / "ailleurs").exists()


def test_a_name_a_system_reserves_is_changed_whatever_follows_it():
    assert file_stem("con.x") == "convention-con.x"
    assert file_stem("LPT1.v2.final") == "convention-LPT1.v2.final"
    assert file_stem("com¹.y") == "convention-com1.y"
    assert file_stem("aux .") == "convention-aux"
    assert file_stem("console.x") == "console.x"
    assert file_stem("acte. ") == "acte"


def test_a_name_as_long_as_the_disk_takes_is_written(tmp_path):
    assert write_whole(tmp_path / ("x" * 255), b"neuf") is None
    assert [path.name for path in tmp_path.iterdir()] == ["x" * 255]


# Signals in the middle

ENDING = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT") if hasattr(signal, name)]
INJECTED = """
import os, signal, sys
from conventions_cli.files import outputs
number, at = int(sys.argv[1]), int(sys.argv[2])
signal.signal(signal.SIGINT, signal.default_int_handler)
placing, placed = {function}, []

def counted(*arguments, **options):
    placing(*arguments, **options)
    if ".convention-" in str(arguments[0]):
        placed.append(arguments)
        if len(placed) == at:
            os.kill(os.getpid(), number)
            os.kill(os.getpid(), number)

{function} = counted
sys.argv = ["convention", *sys.argv[3:]]
from conventions_cli.__main__ import main
main()
"""


def injected(number, at, *arguments, cwd, function="os.replace"):
    """A command that is told to end, twice, just after it has put its file number `at` in place."""
    program = INJECTED.format(function=function)
    done = python(program, int(number), at, *arguments, cwd=cwd)
    assert b"Traceback" not in done.stderr
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def made_again(cohort):
    """What a next run finds to do, and what is left after it."""
    code, _, err = run("batch", "specs", "--set", "lieu_signature=Paris", cwd=cohort)
    assert code == 0
    assert f"Rien à refaire : {COUNT} actes" in err
    return hidden(cohort)


@posix
@pytest.mark.parametrize("number", ENDING)
@pytest.mark.parametrize("at", [1, 7])
def test_a_round_is_put_in_place_whole_whatever_comes_in_the_middle(number, at, cohort):
    assert run("batch", "specs", "-o", "entier", "--set", "lieu_signature=Paris", cwd=cohort)[0] == 0
    assert run("batch", "specs", "-o", "build", cwd=cohort)[0] == 0
    code, _, err = injected(number, at, "batch", "specs", "--set", "lieu_signature=Paris", cwd=cohort)
    made = {name: data for name, data in files(cohort / "build").items() if not name.startswith(".")}
    assert made == files(cohort / "entier")
    if number == signal.SIGQUIT:  # it has the meaning the system gives it, once all is in place
        assert code == -signal.SIGQUIT
        assert made_again(cohort) == []
        return
    assert hidden(cohort) == []
    assert code == 130
    assert f"Interrompu : {COUNT} actes dans « build », il n’en manque aucun." in err
    assert "Rien n’est écrit" not in err and "rien n’est écrit" not in err


@posix
@pytest.mark.parametrize("number", ENDING[:3])
@pytest.mark.parametrize(
    ("arguments", "function"),
    [
        (("render", "a.yaml", "--format", "docx,md,html", "-o", "sortie"), "os.replace"),
        (("render", "a.yaml", "b.yaml", "-o", "sortie"), "os.replace"),
        (("publish", "a.yaml", "-o", "sortie"), "os.replace"),
    ],
    ids=["render", "render-deux", "publish"],
)
def test_files_that_go_together_are_all_put_in_place(number, arguments, function, folder):
    (folder / "b.yaml").write_text(text_of(spec(services__0__nom="Autre")), encoding="utf-8")
    assert run(*arguments[:-1], "entier", cwd=folder)[0] == 0
    code, out, err = injected(number, 2, *arguments, cwd=folder, function=function)
    assert code == 130
    assert files(folder / "sortie") == files(folder / "entier")
    assert re.search(r"Interrompu : \d+ fichiers en place, il n’en manque aucun\.", err)
    assert out.split() == [f"sortie/{name}" for name in (line.split("/")[1] for line in out.split())]
    assert len(out.split()) == len(files(folder / "entier"))
    assert hidden(folder) == []


@posix
@pytest.mark.parametrize("number", ENDING[:3])
def test_a_draft_and_what_goes_with_it_are_all_put_in_place(number, tmp_path):
    code, out, err = injected(
        number, 1, "new", "x.yaml", "--yes", "--schema", "--service", "X", cwd=tmp_path, function="os.link"
    )
    assert code == 130, err
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(out.split())
    assert len(out.split()) == 2
    assert "Interrompu : 2 fichiers en place, il n’en manque aucun." in err


@posix
def test_signals_are_held_then_delivered_to_whom_they_were_for():
    came = []
    before = signal.signal(signal.SIGTERM, lambda number, _frame: came.append(number))
    ignored = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with endings_held():
            with endings_held():  # one inside another: delivered at the end of the outer one
                for number in (signal.SIGTERM, signal.SIGTERM, signal.SIGHUP):
                    signal.raise_signal(number)
                assert came == []
            assert came == []
        assert came == [signal.SIGTERM]
        with pytest.raises(KeyboardInterrupt), endings_held():
            signal.raise_signal(signal.SIGINT)
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    finally:
        signal.signal(signal.SIGTERM, before)
        signal.signal(signal.SIGHUP, ignored)


def test_elsewhere_than_in_the_main_thread_nothing_is_held_and_nothing_fails(tmp_path):
    done = []
    thread = threading.Thread(target=lambda: done.append(write_all({tmp_path / "a": b"1", tmp_path / "b": b"2"})))
    thread.start()
    thread.join()
    assert done == [Written((tmp_path / "a", tmp_path / "b"))]


def test_a_disk_that_gives_way_in_the_middle_is_told_with_what_is_done(cohort, monkeypatch):
    replace, seen = os.replace, []

    def failing(one, to):
        seen.append(to)
        if len(seen) == 4:
            raise OSError(errno.EIO, "Input/output error")
        replace(one, to)

    monkeypatch.chdir(cohort)
    orders = batch.orders_for([f"specs/acte-{n:03d}.yaml" for n in range(COUNT)])
    monkeypatch.setattr(os, "replace", failing)
    report = batch.run(orders, batch.Recipe(("docx", "md")), cohort / "build")
    monkeypatch.undo()
    (found,) = report.diagnostics
    assert "erreur du disque" in found.message
    assert f"3 fichiers sur {2 * COUNT} déjà en place" in found.hint
    assert len(report.written) == len(files(cohort / "build")) == 3
    assert hidden(cohort) == []


# Runs that die


@posix
def test_what_killed_commands_left_goes_when_the_next_one_works_there(folder):
    """Killed at the worst moment: their file is whole and has not its name yet."""
    killed = (
        "import os, signal, sys\n"
        "os.fsync = lambda number: os.kill(os.getpid(), signal.SIGKILL)\n"
        "sys.argv = ['convention', *sys.argv[1:]]\n"
        "from conventions_cli.__main__ import main\n"
        "main()\n"
    )
    for words in (("set", "a.yaml", "duree.fin=2026-11-30"), ("schema", "-o", "s.json"), ("publish", "a.yaml")):
        before = (folder / "a.yaml").read_bytes()
        done = python(killed, *words, cwd=folder)
        assert done.returncode == -signal.SIGKILL
        assert (folder / "a.yaml").read_bytes() == before
        assert hidden(folder) != []
        assert run(*words, cwd=folder)[0] == 0
        assert hidden(folder) == []


@posix
def test_what_a_living_run_holds_is_not_swept(tmp_path):
    with staging.hidden_folder(tmp_path) as one, staging.hidden_file(tmp_path) as (path, stream):
        (one / "acte.docx").write_bytes(b"PK")
        stream.write(b"un acte")
        assert subprocess.run([sys.executable, "-c", SWEEP, tmp_path], cwd=ROOT, timeout=HANGS).returncode == 0
        staging.sweep(tmp_path)
        assert (one / "acte.docx").exists()
        assert path.exists()
    assert hidden(tmp_path) == []


SWEEP = "import sys, pathlib; from conventions_cli.foundation.staging import sweep; sweep(pathlib.Path(sys.argv[1]))"


@posix
def test_what_is_not_ours_is_not_swept(tmp_path):
    ours = tmp_path / f".convention-{'0' * 16}"
    ours.mkdir()
    ours.with_suffix(".tmp").write_bytes(b"reste")
    ours.with_suffix(".verrou").write_bytes(b"")
    (tmp_path / f".convention-{'1' * 16}").mkdir()
    (tmp_path / ".convention-1").mkdir()
    (tmp_path / ".convention.verrou").write_bytes(b"")
    kept = [".convention-notes", f".convention-{'2' * 16}.tmp", f".convention-{'3' * 16}.tmp", ".a.yaml.12.tmp", "b"]
    (tmp_path / kept[0]).mkdir()
    os.mkfifo(tmp_path / kept[1])
    (tmp_path / kept[2]).symlink_to("b")
    for name in kept[3:]:
        (tmp_path / name).write_bytes(b"x")
    staging.sweep(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(kept)


@posix
@pytest.mark.parametrize("ending", [".tmp", ".verrou"])
def test_a_name_that_a_sweep_took_before_it_was_locked_is_drawn_again(tmp_path, monkeypatch, ending):
    lock, swept = staging._lock, []

    def slow(number, **options):
        if not swept:
            swept.extend(tmp_path.iterdir())
            monkeypatch.setattr(staging, "_lock", lock)
            staging.sweep(tmp_path)
            assert not swept[0].exists()
        return lock(number, **options)

    monkeypatch.setattr(staging, "_lock", slow)
    with staging._new(tmp_path, ending) as (path, _):
        assert [one.name for one in tmp_path.iterdir()] == [path.name]
        assert path != swept[0]


NOP = dis.opmap["NOP"]  # that of « try: »: no signal is heard there


@posix
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # what was open is closed when forgotten
@pytest.mark.parametrize("make", [staging.hidden_file, staging.hidden_folder, staging.turn])
def test_a_signal_that_falls_as_something_hidden_is_made_leaves_nothing(tmp_path, make):
    """One at each instruction, from the first to the one that gives it to whom asked."""
    step, where, ended = 0, "", False
    while not ended:
        step += 1
        left = step

        def fall(frame, event, _argument):
            nonlocal left
            if frame.f_code.co_filename != staging.__file__:
                return None
            frame.f_trace_opcodes = True
            left -= event == "opcode" and frame.f_code.co_code[frame.f_lasti] != NOP
            if left == 0:
                sys.settrace(None)
                raise KeyboardInterrupt(f"{frame.f_code.co_name}:{frame.f_lineno}")
            return fall

        traced = sys.gettrace()
        try:
            sys.settrace(fall)
            with make(tmp_path):
                sys.settrace(traced)
                ended = True
        except KeyboardInterrupt as fault:
            where = str(fault)
        finally:
            sys.settrace(traced)
        assert ended or hidden(tmp_path) == [], where
    assert hidden(tmp_path) == []
    assert step > 50


@posix
def test_where_a_disk_has_no_locks_what_is_a_day_old_is_dead(tmp_path, monkeypatch):
    import fcntl

    def without(_stream, _how):
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", without)
    for number, age in enumerate((0, 25 * 3600)):
        path = tmp_path / f".convention-{number:016d}.tmp"
        path.write_bytes(b"reste")
        moment = path.stat().st_mtime - age
        os.utime(path, (moment, moment))
    assert write_whole(tmp_path / "a", b"neuf") is None
    assert sorted(path.name for path in tmp_path.iterdir()) == [f".convention-{0:016d}.tmp", "a"]


@pytest.mark.skipif(sys.platform != "linux", reason="des processus dupliqués")
def test_the_processes_of_a_run_that_was_killed_end_by_themselves(cohort):
    """They hold its folder: while one lives, the next run may not sweep it."""
    program = (
        "import os, sys\n"
        "from conventions_cli import batch\n"
        "from conventions_cli.batch import making, workers\n"
        "leader, make = os.getpid(), making.Maker.__call__\n"
        "def waiting(self, orders, begin=lambda number: None):\n"
        "    if os.getpid() != leader:\n"
        "        os.write(1, b'.')\n"
        "        os.read(0, 1)\n"
        "    return make(self, orders, begin)\n"
        "making.Maker.__call__ = waiting\n"
        "sys.argv = ['convention', 'batch', 'specs', '--jobs', '2']\n"
        "from conventions_cli.__main__ import main\n"
        "main()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], cwd=cohort, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout.read(2) == b".."  # both have begun
        process.kill()
        process.wait()  # until it is dead, which a loaded machine may make late
        process.stdin.write(b"..")  # and go on
        process.stdin.close()
        assert process.stdout.read() == b""  # until both have ended
    assert not list(cohort.glob("build/.convention-*/acte-00[1-9].*"))
    assert run("batch", "specs", cwd=cohort)[0] == 0
    assert hidden(cohort) == []


# Two runs in one folder

STOPPED = """
import os, sys
import conventions_cli.batch
run = sys.modules["conventions_cli.batch.run"]

def stopped(*arguments):
    os.write(1, b"pret\\n")
    os.read(0, 1)
    return put(*arguments)

put, run._put_in_place = run._put_in_place, stopped
if sys.argv[1] == "avant":
    turn = run.turn
    def before(folder):
        os.write(1, b"pret\\n")
        os.read(0, 1)
        return turn(folder)
    run.turn, run._put_in_place = before, put
sys.argv = ["convention", *sys.argv[2:]]
from conventions_cli.__main__ import main
main()
"""


def stopped(where, *arguments, cwd):
    """A command that waits, its acts being made, before it takes its turn (« avant ») or once it has it."""
    words = [sys.executable, "-c", STOPPED, where, *arguments]
    process = subprocess.Popen(words, cwd=cwd, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout.readline() == b"pret\n"
    return process


def end(process):
    process.stdin.write(b".")
    _, err = process.communicate(timeout=HANGS)
    assert process.returncode == 0, err.decode()


@posix
@pytest.mark.parametrize("options", [(), ("--force",)])
def test_two_rounds_at_once_in_one_folder_leave_a_manifest_of_both(cohort, options):
    first = [f"specs/acte-{n:03d}.yaml" for n in range(3)]
    second = [f"specs/acte-{n:03d}.yaml" for n in range(2, COUNT)]
    running = [stopped("avant", "batch", *specs, *options, cwd=cohort) for specs in (first, second)]
    for process in running:
        end(process)
    assert len(json.loads((cohort / "build" / "manifest.json").read_bytes())["actes"]) == COUNT
    assert run("batch", "specs", "--check", cwd=cohort)[0] == 0
    assert hidden(cohort) == []


@posix
def test_a_run_waits_for_its_turn(cohort):
    """The second one is made of the same acts otherwise: whoever is last, files and manifest agree."""
    one = stopped("apres", "batch", "specs", cwd=cohort)
    other = stopped("avant", "batch", "specs", "--set", "lieu_signature=Paris", cwd=cohort)
    other.stdin.write(b".")
    other.stdin.flush()
    with (cohort / "build" / ".convention.verrou").open("rb") as lock:
        assert staging._lock(lock) is staging._Hold.ANOTHERS
    assert not list((cohort / "build").glob("acte*"))
    end(one)
    _, err = other.communicate(timeout=HANGS)
    assert other.returncode == 0, err
    assert run("batch", "specs", "--set", "lieu_signature=Paris", "--check", cwd=cohort)[0] == 0
    assert hidden(cohort) == []


@posix
def test_a_run_killed_in_its_turn_keeps_nobody_waiting(cohort):
    one = stopped("apres", "batch", "specs", cwd=cohort)
    one.kill()
    one.communicate(timeout=HANGS)
    assert hidden(cohort) != []
    assert run("batch", "specs", cwd=cohort)[0] == 0
    assert hidden(cohort) == []
    assert len(files(cohort / "build")) == 2 * COUNT + 1


@posix
def test_the_life_of_one_run_is_nothing_to_another_of_the_same_number(cohort):
    """In containers every run is process 1, and none sees the processes of the others."""
    first = stopped("apres", "batch", "specs/acte-000.yaml", cwd=cohort)
    same = f"import os; os.getpid = lambda: {first.pid}; os.kill = None\n"
    program = f"{same}import sys; sys.argv = ['convention', 'batch', 'specs']\n"
    program += "import contextlib, conventions_cli.batch\n"
    program += "sys.modules['conventions_cli.batch.run'].turn = contextlib.nullcontext\n"
    program += "from conventions_cli.__main__ import main\nmain()\n"
    done = python(program, cwd=cohort)
    assert done.returncode == 0, done.stderr.decode()
    end(first)
    assert hidden(cohort) == []


# The manifest of somebody else

ENTRY = {
    "spec": "../specs/acte-000.yaml",
    "recette": "0" * 64,
    "modele": {"nom": "x", "version": "1", "origine": "convention"},
    "etat": "final",
    "montant": 1,
    "avertissements": 0,
    "entrees": {"../specs/acte-000.yaml": "0" * 64},
    "sorties": {"acte-000.md": "0" * 64},
    "propre": [],
}
STRANGE = [float("inf"), float("nan"), "\0", "\ud800", True, 1.5, -(10**30), None, [], {}, [[]], {"a": 1}, "x"]


@pytest.fixture(scope="module")
def round_made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("promotion")
    write_round(folder / "specs", 2)
    return folder


def test_a_manifest_of_the_form_we_write_is_understood(round_made):
    (round_made / "build").mkdir(exist_ok=True)
    (round_made / "build" / "manifest.json").write_text(json.dumps({"manifeste": 1, "actes": [ENTRY]}), "utf-8")
    assert list(manifest.load(round_made / "build").entries) == [ENTRY["spec"]]


@pytest.mark.parametrize("key", ENTRY)
def test_a_strange_value_anywhere_in_a_manifest_never_stops_a_round(key, round_made, monkeypatch):
    monkeypatch.chdir(round_made)
    (round_made / "build").mkdir(exist_ok=True)
    orders = batch.orders_for(["specs/acte-000.yaml"])
    for value in STRANGE:
        inside = {key: dict.fromkeys(ENTRY[key], value)} if isinstance(ENTRY[key], dict) else {}
        named = {key: {value: "0" * 64}} if isinstance(value, str) and key in {"entrees", "sorties"} else {}
        for change in filter(None, ({key: value}, inside, named)):
            other = ENTRY | {"spec": "../specs/acte-001.yaml"}  # of an act that is not made this time
            data = json.dumps({"manifeste": 1, "actes": [ENTRY | change, other | change]})
            (round_made / "build" / "manifest.json").write_text(data, "utf-8")
            report = batch.run(orders, batch.Recipe(("md",)), round_made / "build")
            assert not report.set_findings
            assert not batch.stale(orders, batch.Recipe(("md",)), round_made / "build"), data


@pytest.mark.parametrize(
    "text", ['{"a":' * 50_000, '{"manifeste": 1, "actes": Infinity}', '{"manifeste": 1, "actes": "abc"}']
)
def test_a_manifest_of_another_form_counts_as_absent(tmp_path, text):
    (tmp_path / "manifest.json").write_text(text, "utf-8")
    assert manifest.load(tmp_path).entries == {}


@posix
def test_nothing_that_a_manifest_names_holds_a_round(round_made, monkeypatch):
    """A pipe, a device without end in its place or among the files it names."""
    with pytest.raises(OSError, match="Invalid argument"):
        batch.recipe.ordinary(Path("/dev/null"))
    monkeypatch.chdir(round_made)
    out = round_made / "autre"
    out.mkdir()
    os.mkfifo(round_made / "tube")
    recipe = batch.recipe.Digests(batch.Recipe(("md",))).of("specs/acte-000.yaml")
    for name in ("../tube", "/dev/zero", "/dev/tty"):
        entry = ENTRY | {"recette": recipe, "entrees": {name: "0" * 64}}
        (out / "manifest.json").write_text(json.dumps({"manifeste": 1, "actes": [entry]}), "utf-8")
        orders = batch.orders_for(["specs/acte-000.yaml"])
        assert "a changé" in batch.stale(orders, batch.Recipe(("md",)), out)["specs/acte-000.yaml"]
    (out / "manifest.json").unlink()
    for kind in ("tube", "zero"):
        if kind == "tube":
            os.mkfifo(out / "manifest.json")
        else:
            (out / "manifest.json").symlink_to("/dev/zero")
        assert manifest.load(out).entries == {}
        (found,) = batch.run(orders, batch.Recipe(("md",)), out).diagnostics
        assert (found.code.number, "manifest.json" in found.message) == ("C501", True)
        (out / "manifest.json").unlink()


# Names


@pytest.mark.skipif(sys.platform != "linux", reason="des noms qui ne sont pas en UTF-8")
@pytest.mark.parametrize("where", ["fichier", "dossier"])
def test_a_name_that_is_not_utf8_is_told_before_any_act_is_made(cohort, where):
    odd = os.fsdecode(b"pr\xe9nom")
    if where == "fichier":
        (cohort / "specs" / "acte-003.yaml").rename(cohort / "specs" / f"{odd}.yaml")
    else:
        (cohort / "specs").rename(cohort / odd)
    specs = "specs" if where == "fichier" else odd
    code, _, err = run("batch", specs, cwd=cohort)
    assert code == 1
    assert "C510" in err
    assert r"pr\xe9nom" in err
    assert not (cohort / "build").exists()
    assert run("render", specs, "-o", "sortie", cwd=cohort)[0] == 0  # which has nothing to remember


@pytest.mark.skipif(sys.platform != "linux", reason="des noms qui ne sont pas en UTF-8")
@pytest.mark.parametrize("form", ["text", "json", "github", "gitlab", "sarif", "junit"])
def test_a_report_in_a_file_says_such_a_name_as_one_on_the_standard_output_does(folder, form):
    (folder / "a.yaml").rename(folder / os.fsdecode(b"pr\xe9nom.yaml"))
    code, out, _ = run("validate", ".", "--format", form, cwd=folder)
    assert code == 0
    assert run("validate", ".", "--format", form, "--output", "rapport", cwd=folder)[0] == 0
    assert (folder / "rapport").read_text(encoding="utf-8") == out


# A full disk


@pytest.mark.skipif(not hasattr(signal, "SIGXFSZ"), reason="des limites POSIX")
@pytest.mark.parametrize("command", [("fmt",), ("migrate",), ("fix", "--yes"), ("set", "duree.preavis_mois=4")])
def test_a_file_that_could_not_be_written_is_not_counted_as_done(command, tmp_path):
    old = "spec_version: 0\n" if command == ("migrate",) else ""
    old += "sommaire: yes\n" if "fix" in command else ""
    text = old + text_of(spec(nor="TSSZ2500000X")).replace("services:", "services:   ", 1) + f"# {'x' * 9000}\n"
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
    limits = (
        "import resource, signal, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (4000, 4000));"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "sys.argv = ['convention', *sys.argv[1:]];"
        "from conventions_cli.__main__ import main; main()"
    )
    name, *options = command
    words = [name, "a.yaml", *options]
    done = python(limits, *words, cwd=tmp_path)
    said = done.stderr.decode()
    assert done.returncode == 3, said
    assert "C501" in said
    assert not re.search(r"\b[1-9]\d* (fichiers? (mis en forme|réécrits?)|corrections? appliquées?)|: écrit\.", said), (
        said
    )
    assert done.stdout == b""
    assert (tmp_path / "a.yaml").read_text(encoding="utf-8") == text
    assert hidden(tmp_path) == []
