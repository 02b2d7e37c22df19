"""Acts made through the library, in one process: read, checked, assembled, written as DOCX and Markdown.

    convention_batch.py OUT SPEC…

The first act is made apart, to load the pack; the seconds printed are those of the others.
"""

import json
import sys
import time
from pathlib import Path

from conventions_cli import pipeline
from conventions_cli.files.outputs import write_whole


def main(out: str, *specs: str) -> None:
    """Make the acts of these specs; print, in JSON, the seconds and the processor seconds of all but the first."""
    options = pipeline.Options()
    folder = Path(out)
    started = spent = 0.0
    for number, name in enumerate(specs):
        path = Path(name)
        files = pipeline.check(path, options).then(lambda checked: pipeline.render(checked, ("docx", "md")))
        if files.value is None:
            raise SystemExit(f"{name}: {files.diagnostics}")
        for kind, content in files.value.items():
            if fault := write_whole(folder / f"{path.stem}.{kind}", content):
                raise SystemExit(fault.message)
        if number == 0:
            started, spent = time.perf_counter(), time.process_time()
    print(json.dumps({"wall": time.perf_counter() - started, "cpu": time.process_time() - spent}))


if __name__ == "__main__":
    main(*sys.argv[1:])
