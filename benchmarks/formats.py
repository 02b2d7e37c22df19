"""What each form of an act costs: one act, cold, and a batch of 200; prints a table.

As in `run.py`, every figure is of whole child processes, started one after the other in turn. LibreOffice's own PDF is
measured beside ours where it is installed.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import cohort
from conventions_cli.writers import FORMATS
from measure import Line, cpu, interleave, wall

_ACTS = 200
_COMMAND = [sys.executable, "-m", "conventions_cli"]


def cold(folder: Path) -> list[Line]:
    """One act in each form, and the PDF that LibreOffice makes of its DOCX."""
    (spec,) = cohort.write_cohort(folder / "seul", 1)
    lines = [
        Line(name, [[*_COMMAND, "render", str(spec), "--format", name, "-o", str(folder / "un"), "-q"]])
        for name in FORMATS
    ]
    office = shutil.which("soffice")
    if office is not None:
        subprocess.run([*_COMMAND, "render", str(spec), "--format", "docx", "-o", str(folder), "-q"], check=True)
        profile = f"-env:UserInstallation={(folder / 'profil').as_uri()}"
        command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder / "un")]
        lines.append(Line("pdf, LibreOffice", [[*command, str(folder / f"{spec.stem}.docx")]]))
    return lines


def batches(folder: Path) -> list[Line]:
    """Many acts in each form, in as many processes as the machine runs at once."""
    cohort.write_cohort(folder / "specs", _ACTS)
    command = [*_COMMAND, "batch", str(folder / "specs"), "-q"]
    return [Line(name, [[*command, "--format", name, "-o", str(folder / f"lot-{name}")]]) for name in FORMATS]


def main() -> None:
    """Prepare, measure, report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9, help="how many times one act is made in each form")
    rounds = parser.parse_args().rounds
    environment = {key: value for key, value in os.environ.items() if not key.startswith("CONVENTION_")}
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        ones, many = cold(folder), batches(folder)
        interleave(ones, rounds, (environment, environment))
        for line in many:  # what is up to date is not made again
            interleave([line], 1, (environment, environment))
    print("| | un acte, s | dont processeur, s | lot de 200, ms par acte | dont processeur, ms |")
    print("| --- | ---: | ---: | ---: | ---: |")
    for rank, line in enumerate(ones):
        lot = [f"{of(many[rank].runs[0]) * 1000 / _ACTS:.1f}" for of in (wall, cpu)] if rank < len(many) else ["", ""]
        print(f"| {line.name} | {line.median(wall):.2f} | {line.median(cpu):.2f} | {lot[0]} | {lot[1]} |")


if __name__ == "__main__":
    main()
