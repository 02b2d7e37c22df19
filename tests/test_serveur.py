"""What a fork of the server gives is what a start of Python gives."""

import json
import os
import sys
from pathlib import Path

import pytest

from fabrique import spec, text_of
from serveur import alike, convention, python


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "bonne.yaml").write_text(text_of(spec()), encoding="utf-8")
    (tmp_path / "fausse.yaml").write_text(text_of(spec(finances__montant="200 k€")), encoding="utf-8")
    return tmp_path


def parts(done):
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize(
    ("words", "stdin", "env"),
    [
        (("--version",), b"", {}),
        ((), b"", {}),
        (("validate", "bonne.yaml", "fausse.yaml"), b"", {}),
        (("validate", "-"), text_of(spec(nor="x" * 300_000)).encode(), {}),
        (("--version",), b"#" * 300_000, {}),  # nobody reads it
        (("validate", "absent\udcff.yaml"), b"", {}),
        (("rendre",), b"", {}),
        (("summary", "bonne.yaml", "--format", "xlsx"), b"", {"SOURCE_DATE_EPOCH": "1755648000"}),
        (("render", "bonne.yaml", "-o", "fausse.yaml/x"), b"", {"CONVENTION_DEBUG": "1"}),
    ],
)
def test_a_fork_ends_and_says_as_a_start_does(folder, words, stdin, env):
    warm, cold = (convention(*words, cwd=folder, stdin=stdin, env=env, cold=cold) for cold in (False, True))
    assert parts(warm) == parts(cold)


def test_a_fork_has_the_folder_the_mask_and_the_environment_of_who_asks(folder, monkeypatch):
    monkeypatch.chdir(folder)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1755648000")
    modes, files = [], []
    before = os.umask(0o077)
    try:
        for cold, name in ((False, "a"), (True, "b")):
            assert convention("render", "bonne.yaml", "-o", name, cwd=Path(), cold=cold).returncode == 0
            made = sorted((folder / name).iterdir())
            modes.append([path.stat().st_mode for path in made])
            files.append([path.read_bytes() for path in made])
    finally:
        os.umask(before)
    assert [mode & 0o077 for mode in modes[0]] == [0, 0]
    assert modes[0] == modes[1]
    assert files[0] == files[1]


# What a process can see of itself.
LOOK = """if True:
    import json, os, signal, sys
    def names(one): return one if isinstance(one, int) else getattr(one, "__name__", str(one))
    signals = {str(one): names(signal.getsignal(one)) for one in signal.valid_signals()}
    streams = [(one.encoding, one.errors, one.line_buffering, one.isatty()) for one in
               (sys.stdin, sys.stdout, sys.stderr)]
    opened = sorted(os.listdir("/proc/self/fd"))
    seen = [signals, streams, opened, sys.path, sys.argv, __name__, __spec__ and __spec__.name, dict(os.environ)]
    print(json.dumps(seen))
    print("fin", file=sys.stderr)
    sys.exit("parti")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="la liste des fichiers ouverts")
def test_a_fork_sees_itself_as_a_start_does(tmp_path, monkeypatch):
    """A package of that name beside runs in the place of the command, which neither way has begun to import."""
    (tmp_path / "jumelle").mkdir()
    (tmp_path / "jumelle" / "__main__.py").write_text(LOOK, encoding="utf-8")
    (tmp_path / "jumelle" / "__init__.py").write_text("", encoding="utf-8")
    seen = []
    for cold in (False, True):
        monkeypatch.setattr("serveur.MODULE", "jumelle")
        done = convention("un", "é", cwd=tmp_path, env={"CONVENTION_ESSAI": "é"}, cold=cold)
        assert (done.returncode, done.stderr) == (1, b"fin\nparti\n")
        seen.append(json.loads(done.stdout))
    assert seen[0] == seen[1]


@pytest.mark.skipif(sys.platform != "linux", reason="la liste des fichiers ouverts")
def test_so_does_a_program(tmp_path):
    seen = []
    for cold in (False, True):
        done = python(LOOK, "un", "é", cwd=tmp_path, cold=cold)
        assert (done.returncode, done.stderr) == (1, b"fin\nparti\n")
        seen.append(json.loads(done.stdout))
    assert seen[0] == seen[1]


@pytest.mark.parametrize("name", ["PYTHONHASHSEED", "PYTHONUTF8", "LC_ALL", "TZ", "COLUMNS", "NO_COLOR"])
def test_what_python_and_packages_read_as_they_start_is_a_start(name):
    ours = {"PATH": "/bin", "LANG": "C.UTF-8"}
    assert alike(ours | {"CONVENTION_DEBUG": "1", "PATH": ""}, ours)
    assert not alike(ours | {name: "autre"}, ours)
    assert not alike(ours, ours | {name: "autre"})
