"""What `verify` and `diff` cost beside `validate`, of acts 1, 10 and 50 times as long; prints a table.

As in `run.py`, every figure is of whole child processes, started one after the other in turn; it is the time of the
processor, user and system, for other work on the machine not to count.
"""

import argparse
import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import cohort
from measure import Line, cpu, interleave

ROOT = Path(__file__).parents[1]
SIZES = (1, 10, 50)
BOUNDS = {"validate": 1.0, "verify, intact": 2.0, "verify, une phrase altérée": 2.5, "diff": 1.5}  # of one `validate`
_SERVICES = 16  # that make an act as long again
_OBJECTIVES = 8
_BODY = "word/document.xml"


def spec_of(times: int) -> str:
    """The first spec of the cohort, of an act so many times as long."""
    text = cohort.spec_text(0)
    services = [
        line
        for number in range((times - 1) * _SERVICES)
        for line in (
            f"  - nom: Service {number}",
            "    objectifs:",
            *(
                f"      - couvrir {1 + rank} % des usagers du service {number} et ouvrir un guichet de plus par canton"
                for rank in range(_OBJECTIVES)
            ),
        )
    ]
    return text.replace("parties:\n", "\n".join([*services, "parties:\n"]), 1)


def altered(data: bytes) -> bytes:
    """A DOCX with one word of one sentence replaced."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            content = old.read(info)
            if info.filename == _BODY:
                content = content.replace(b"usagers", b"habitants", 1)
            new.writestr(info.filename, content)
    return made.getvalue()


def main() -> None:
    """Prepare, measure, report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15, help="how many times each line is run")
    rounds = parser.parse_args().rounds
    os.chdir(ROOT)
    work = Path("build/bench/returned")
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, "-m", "conventions_cli"]
    cohort.write_cohort(work, 1)
    lines: dict[tuple[int, str], Line] = {}
    for times in SIZES:
        spec, act, other = (work / f"x{times}{end}" for end in (".yaml", ".docx", "-revenu.docx"))
        spec.write_text(spec_of(times), encoding="utf-8")
        subprocess.run([*command, "render", spec, "-o", work, "--quiet"], check=True, env=environment)
        other.write_bytes(altered(act.read_bytes()))
        ways = (["validate", spec], ["verify", act], ["verify", other], ["diff", act, other])
        for (name, given), code in zip(zip(BOUNDS, ways, strict=True), (0, 0, 1, 1), strict=True):
            arguments = [*command, *map(str, given)]
            lines[times, name] = Line(f"{name}, × {times}", [arguments], ours=True, code=code)
    interleave(list(lines.values()), 1, (environment, environment))  # keeps the clauses; not counted
    for line in lines.values():
        line.runs.clear()
    interleave(list(lines.values()), rounds, (environment, environment))
    print("\n".join(_table(lines)))


def _table(lines: dict[tuple[int, str], Line]) -> list[str]:
    """A row for each command: its milliseconds at each size, its ratio to `validate`, what it adds at each size."""
    rows = [
        f"| | {' | '.join(f'ms, × {times}' for times in SIZES)} | contre `validate` | borne | de 10 à 50 / 1 à 10 |",
        f"| --- |{' ---: |' * (len(SIZES) + 3)}",
    ]
    few, more, most = SIZES
    for name, bound in BOUNDS.items():
        spent = {times: 1000 * lines[times, name].median(cpu) for times in SIZES}
        ratio = spent[few] / (1000 * lines[few, "validate"].median(cpu))
        grown = (spent[most] - spent[more]) / (most - more) / ((spent[more] - spent[few]) / (more - few))
        cells = [*(f"{spent[times]:.0f}" for times in SIZES), f"{ratio:.2f}", f"{bound:g}", f"{grown:.2f}"]
        rows.append(f"| {name} | {' | '.join(cells)} |".replace(".", ","))
    return rows


if __name__ == "__main__":
    main()
