"""The command run in this process: as fast as a function, and open to those who watch it or trip it."""

import io
import os
import sys
import traceback
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import NamedTuple

from conventions_cli.cli import run as run_command
from conventions_cli.cli.streams import BUG


class Done(NamedTuple):
    """The end of a command; `bug`: the traceback of an exception that was not turned into a sentence."""

    code: int
    out: str
    err: str
    bug: str = ""


Around = Callable[[], AbstractContextManager[object]]


def run_inside(*arguments: object, cwd: Path, stdin: bytes = b"", around: Around = nullcontext) -> Done:
    """Run a command as if typed in `cwd`, inside the context `around` makes. Streams and folder are put back."""
    before = Path.cwd(), sys.stdin, sys.stdout, sys.stderr, os.dup(1), os.environ.get("CONVENTION_DEBUG")
    out, err = io.BytesIO(), io.BytesIO()
    sys.stdin = io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8")
    streams = sys.stdout, sys.stderr = io.TextIOWrapper(out), io.TextIOWrapper(err)
    os.environ["CONVENTION_DEBUG"] = "1"
    code, bug = BUG, ""
    try:
        os.chdir(cwd)
        with around():
            code = run_command([str(argument) for argument in arguments])
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    except Exception:
        bug = traceback.format_exc()
    finally:
        for stream in streams:
            stream.flush()
        os.chdir(before[0])
        sys.stdin, sys.stdout, sys.stderr = before[1:4]
        os.dup2(before[4], 1)  # a command whose output is closed takes the descriptor away
        os.close(before[4])
        _restore("CONVENTION_DEBUG", before[5])
    printed, errors = (stream.getvalue().decode("utf-8", "replace") for stream in (out, err))
    return Done(code, printed, errors, bug or (errors if code == BUG else ""))


def _restore(name: str, value: str | None) -> None:
    if value is None:
        del os.environ[name]
    else:
        os.environ[name] = value
