"""The entry of the command: an interruption during the very first imports is told in a sentence too."""

import atexit
import gc
import os
import sys


def main() -> None:
    """Run the command line and exit with its code."""
    if sys.stdout is None:  # closed by the caller: `convention … >&-`
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - lives as long as the process
    # What a command makes lives until it ends: looking for garbage less often saves a tenth of its time.
    gc.set_threshold(100_000)
    # A command takes no part of its own from other packages; looking for one reads the metadata of all.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    try:
        from conventions_cli.cli import run

        _leave(run(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.stderr.write("Interrompu.\n")
        sys.exit(130)


def _leave(code: int) -> None:
    """End the process at once: freeing its memory object by object, before the system does, takes 25 ms.

    What was registered to be done at exit is done first; a process with threads ends in the ordinary way.
    """
    threads = sys.modules.get("threading")
    if threads is not None and threads.active_count() > 1:
        sys.exit(code)
    atexit._run_exitfuncs()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError):
        sys.exit(code)
    os._exit(code)


if __name__ == "__main__":
    main()
