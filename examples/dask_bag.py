"""Render a folder of specs with Dask: the same functions the command uses, mapped over local workers.

    pip install 'dask>=2024.8'
    python examples/dask_bag.py specs/fast17 build/dask

Each worker reads specs and gives back bytes and findings; only this process writes.
"""

import sys
from pathlib import Path
from typing import Any

import dask.bag

from conventions_cli import render
from conventions_cli.files.discovery import specs_in
from conventions_cli.files.outputs import file_stem, write_whole

FORMATS = ("docx", "md")


def made(spec: str) -> dict[str, Any]:
    """One act: its files as bytes, and what was found on the way. Nothing is written, nothing is raised."""
    outcome = render(spec, FORMATS)
    faults = [f"{fault.code.number} {fault.message}" for fault in outcome.diagnostics]
    return {"spec": spec, "files": outcome.value or {}, "faults": faults}


def main(folder: Path, output: Path, workers: int = 2) -> int:
    """Render every spec of a folder; 1 when one of them has no act."""
    specs = [str(path) for path in specs_in(folder)]
    acts = dask.bag.from_sequence(specs, npartitions=2 * workers).map(made)
    failed = 0
    for act in acts.compute(scheduler="processes", num_workers=workers):
        for kind, data in act["files"].items():
            write_whole(output / f"{file_stem(Path(act['spec']).stem)}.{kind}", data)
        if not act["files"]:
            failed += 1
            print(act["spec"], *act["faults"], sep="\n  ")
    print(f"{len(specs) - failed} acts in {output}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
