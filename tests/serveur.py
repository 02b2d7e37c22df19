"""The command started without waiting for Python and its imports: a process that has made them all forks one for each.

`convention(…)` gives what `subprocess.run` of `python -m conventions_cli …` gives. What is started is a process of its
own, with the folder, the environment, the mask and the streams it is given, that runs `__main__` and ends as it likes.
It begins as a batch does after its first act: what is built at first use, and the packs of the project, are in memory.
`python(…)` does so of a program, which may trip the command before it runs it.
What a fork cannot show is left to starts from nothing: imports and their order, options of Python, signals, terminals,
limits, files of the folder that would be imported, installed packages. `test_guide` starts those of the reference so.
An environment that Python or a package may read as it starts is a start from nothing too.
"""

import atexit
import gc
import json
import os
import pkgutil
import runpy
import selectors
import signal
import socket
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

MODULE = "conventions_cli"
COMMAND = [sys.executable, "-m", MODULE]
# How long to wait for a command that says nothing before it is held to hang. No test passes or fails by its speed.
HANGS = 600
# What the command itself reads, each time: the rest of the environment is as it was when the server started.
_READ_LATE = ("CONVENTION_", "XDG_", "SOURCE_DATE_EPOCH", "PATH", "HOME", "PYTEST_", "DISPLAY", "FONTCONFIG_", "GIT_")


def convention(
    *arguments: object, cwd: Path, stdin: bytes = b"", env: dict[str, str] | None = None, cold: bool = False
) -> "subprocess.CompletedProcess[bytes]":
    """Run the command in a folder, with a standard input; `env` is added to our environment.

    `cold`: start Python anew.
    """
    return _run(["-m", MODULE], arguments, cwd, stdin, env, cold)


def python(program: str, *arguments: object, cwd: Path, cold: bool = False) -> "subprocess.CompletedProcess[bytes]":
    """Run a program as `python -c` does, with what it imports of ours already imported."""
    return _run(["-c", program], arguments, cwd, b"", None, cold)


def _run(
    start: list[str], arguments: tuple[object, ...], cwd: Path, stdin: bytes, env: dict[str, str] | None, cold: bool
) -> "subprocess.CompletedProcess[bytes]":
    words, around = [str(one) for one in arguments], {**os.environ, **(env or {})}
    if not cold and hasattr(os, "fork"):
        server = _Server.only = _Server.only or _Server()
        if alike(around, server.environment):
            return server.run(start, words, cwd, stdin, around)
    return subprocess.run(
        [sys.executable, *start, *words],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        timeout=HANGS,
        env=around,
        check=False,
    )


def alike(left: dict[str, str], right: dict[str, str]) -> bool:
    """Whether Python and its packages start in the same way in both environments."""
    return all(name.startswith(_READ_LATE) for name, _ in left.items() ^ right.items())


class _Server:
    """The process that forks, as long as we live: it ends when our end of the line is closed."""

    only: "_Server | None" = None

    def __init__(self) -> None:
        self.line, theirs = socket.socketpair()
        self.environment = dict(os.environ)
        self.process = subprocess.Popen(
            [sys.executable, __file__, str(theirs.fileno())],
            pass_fds=(theirs.fileno(),),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        theirs.close()
        self.answers = self.line.makefile("r")
        atexit.register(self.close)

    def run(
        self, start: list[str], words: list[str], cwd: Path, stdin: bytes, environment: dict[str, str]
    ) -> "subprocess.CompletedProcess[bytes]":
        (read_in, write_in), (read_out, write_out), (read_err, write_err) = os.pipe(), os.pipe(), os.pipe()
        mask = os.umask(0)
        os.umask(mask)
        folder = str(Path.cwd() / cwd)
        request = {"start": start, "words": words, "cwd": folder, "environment": environment, "mask": mask}
        socket.send_fds(self.line, [b"."], [read_in, write_out, write_err])
        for end in (read_in, write_out, write_err):
            os.close(end)
        self.line.sendall(json.dumps(request).encode() + b"\n")
        number = int(self.answers.readline())
        out, err = _exchanged(number, write_in, stdin, read_out, read_err)
        code = int(self.answers.readline())
        return subprocess.CompletedProcess([sys.executable, *start, *words], code, out, err)

    def close(self) -> None:
        self.answers.close()
        self.line.close()
        self.process.communicate()


def _exchanged(number: int, feed: int, sent: bytes, *sources: int) -> list[bytes]:
    """Write what is given to a process and read what it prints, both at once; every descriptor is closed."""
    left, received = memoryview(sent), {source: bytearray() for source in sources}
    with selectors.DefaultSelector() as watched:
        watched.register(feed, selectors.EVENT_WRITE)
        for source in sources:
            watched.register(source, selectors.EVENT_READ)
        while watched.get_map():
            ready = watched.select(HANGS)
            if not ready:
                os.kill(number, signal.SIGKILL)
                raise TimeoutError(f"{HANGS} s sans rien dire")
            for key, _ in ready:
                if key.fd == feed:
                    left = _fed(feed, left)
                    going = bool(left)
                else:
                    going = bool(read := os.read(key.fd, 65536))
                    received[key.fd] += read
                if not going:
                    watched.unregister(key.fd)
                    os.close(key.fd)
    return [bytes(received[source]) for source in sources]


def _fed(feed: int, left: memoryview) -> memoryview:
    """What is left after one write; nothing when the process reads no more."""
    try:
        return left[os.write(feed, left[:512]) :] if left else left
    except BrokenPipeError:
        return left[:0]


# The server


def _serve(line: socket.socket) -> dict[str, Any] | None:
    """Fork a process for each thing asked, one after the other; what is asked, in that process, and None at the end."""
    requests = line.makefile("r")
    while True:
        sign, streams, _, _ = socket.recv_fds(line, 1, 3)
        if not sign:
            return None
        request: dict[str, Any] = json.loads(requests.readline())
        child = os.fork()
        if child == 0:
            requests.close()
            line.close()
            for number, stream in enumerate(streams):
                os.dup2(stream, number)
                os.close(stream)
            return request
        for stream in streams:
            os.close(stream)
        line.sendall(b"%d\n" % child)
        _, status = os.waitpid(child, 0)
        line.sendall(b"%d\n" % os.waitstatus_to_exitcode(status))


def _load() -> None:
    """Import all that the command may; a module run to start it is not."""
    import conventions_cli

    for module in pkgutil.walk_packages(conventions_cli.__path__, "conventions_cli."):
        if not module.name.endswith("__main__"):
            import_module(module.name)


def _warm() -> None:
    """Make an act, so that what is built at first use (models, patterns, the clauses of its pack) is in memory."""
    from conventions_cli import pipeline

    checked = pipeline.check(Path(__file__).parents[1] / "specs" / "domifa.yaml", pipeline.Options())
    checked.then(lambda act: pipeline.render(act, ("docx", "md")))


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the clients of the server
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"  # as the command does
    _load()
    _warm()
    gc.collect()
    gc.freeze()
    _asked = _serve(socket.socket(fileno=int(sys.argv[1])))
    if _asked is not None:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        os.umask(_asked["mask"])
        os.environ.clear()
        os.environ.update(_asked["environment"])
        os.chdir(_asked["cwd"])
        _how, _what = _asked["start"]
        sys.argv[1:] = _asked["words"]
        if _how == "-m":
            sys.path[0] = str(Path.cwd())
            runpy.run_module(_what, run_name="__main__", alter_sys=True)
        else:
            sys.path[0] = ""
            sys.argv[0] = _how
            sys.modules["__main__"] = ModuleType("__main__")
            exec(_what, vars(sys.modules["__main__"]))  # noqa: S102 - as « python -c » does
