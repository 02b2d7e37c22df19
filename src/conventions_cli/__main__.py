"""The entry of the command: an interruption during the very first imports is told in a sentence too."""

import os
import signal
import sys


def _stop_at_once(_number: int, _frame: object) -> None:
    """Say that the command is interrupted, and end: nothing has begun, or all is done; a traceback would say less."""
    os.write(2, b"Interrompu.\n")
    os._exit(130)


# First of all: an interruption during the imports that follow would print a traceback.
if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
    signal.signal(signal.SIGINT, _stop_at_once)

import atexit  # noqa: E402 - see above
import contextlib  # noqa: E402 - the same
import gc  # noqa: E402 - the same


def main() -> None:
    """Run the command line and exit with its code."""
    _open_streams()
    # What a command makes lives until it ends: looking for garbage less often saves a tenth of its time.
    gc.set_threshold(100_000)
    # A command takes no part of its own from other packages; looking for one reads the metadata of all.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    try:
        _end_as_interrupted()
        if signal.getsignal(signal.SIGINT) is _stop_at_once:
            signal.signal(signal.SIGINT, signal.default_int_handler)
        from conventions_cli.cli import run

        _leave(run(sys.argv[1:]))
    except KeyboardInterrupt:
        _stop_at_once_from_now()
        sys.stderr.write("Interrompu.\n")
        sys.exit(130)


def _open_streams() -> None:
    """Give the process the streams its caller closed (`convention … >&-`): nothing to read, nowhere to write.

    Lowest number first, so that no file of a run takes the place of one of them.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115 - as long as the process


def _end_as_interrupted() -> None:
    """Being told to end (`kill`, a terminal closed, a job cancelled) is like Ctrl-C: nothing is left behind."""
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:  # `nohup` has its way
            signal.signal(number, signal.default_int_handler)


def _stop_at_once_from_now() -> None:
    """The command ends: told so once more (Ctrl-C is often typed twice), it would print a traceback instead."""
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _stop_at_once)


def _leave(code: int) -> None:
    """End the process at once: freeing its memory object by object, before the system does, takes 25 ms.

    What was registered to be done at exit is done first; a process with threads ends in the ordinary way.
    """
    _stop_at_once_from_now()
    threads = sys.modules.get("threading")
    if threads is not None and threads.active_count() > 1:
        sys.exit(code)
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):  # `run` has told a full disk; stderr has nobody to tell it to
            stream.flush()
    os._exit(code)


if __name__ == "__main__":
    main()
