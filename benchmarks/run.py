"""`make bench`: the peers, the floor and ourselves, on the same acts, in one run; writes RESULTS.md beside this file.

Every figure is of whole child processes, started one after the other in turn (A B C A B C …).
"""

import argparse
import os
import subprocess
import sys
from contextlib import nullcontext
from pathlib import Path

import peers
import report
from cohort import write_cohort
from measure import Line, interleave, settled

ROOT = Path(__file__).parents[1]
HERE = Path(__file__).parent.relative_to(ROOT)
WORK = Path("build/bench")
FULL, QUICK = (7, 21, (100, 1_000, 10_000)), (3, 3, (20, 60, 200))


def main() -> None:
    """Prepare, measure, report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few runs of few acts, printed and not kept")
    quick = parser.parse_args().quick
    os.chdir(ROOT)
    programs = peers.install(WORK / "peers")
    rounds, cold_rounds, (few, batch, many) = QUICK if quick else FULL
    ours = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    peers.lay_icons(programs, WORK / "typst")
    environments = ours, peers.offline(WORK / "typst")

    command = _command()
    act = _act(command, ours)
    template = WORK / "modele.docx"
    subprocess.run([programs / "python", HERE / "docxtpl_template.py", act, template], check=True, env=environments[1])
    cohorts = {count: write_cohort(WORK / f"cohorte-{count}", count) for count in (few, batch, many)}

    lines = _batch_lines(command, programs, act, template, cohorts[batch], has_batch := _has_batch(command))
    lines += _flat_lines(cohorts[few], cohorts[many])
    print("Batches", flush=True)
    with nullcontext() if quick else settled(WORK):
        interleave(lines, rounds, environments)
    cold = _cold_lines(command, programs, act, template, cohorts[batch][0])
    print("One act", flush=True)
    interleave(cold, 1, environments)  # compiles what was never imported; not counted
    for line in cold:
        line.runs.clear()
    interleave(cold, cold_rounds, environments)

    text = report.results(
        {line.name: line for line in (*lines, *cold)}, (few, batch, many), peers.versions(programs), has_batch
    )
    if quick:
        print(text)
    else:
        (HERE / "RESULTS.md").write_text(text, encoding="utf-8")
        print(f"{HERE / 'RESULTS.md'}")


def _command() -> list[str]:
    """The installed command, or the module when there is no script beside this Python."""
    script = Path(sys.executable).with_name("convention")
    return [str(script)] if script.is_file() else [sys.executable, "-m", "conventions_cli"]


def _has_batch(command: list[str]) -> bool:
    return subprocess.run([*command, "batch", "--help"], capture_output=True, check=False).returncode == 0


def _act(command: list[str], environment: dict[str, str]) -> Path:
    """The act that the template, the floor and the peers of one act are made from."""
    subprocess.run(
        [*command, "render", "specs/domifa.yaml", "-o", WORK / "acte", "--quiet"], check=True, env=environment
    )
    act = WORK / "acte" / "domifa.docx"
    peers.write_cv(act.with_suffix(".md").read_text(encoding="utf-8"), WORK / "acte" / "cv.yaml")
    return act


def _batch_lines(
    command: list[str], programs: Path, act: Path, template: Path, specs: list[Path], has_batch: bool
) -> list[Line]:
    names = [str(path) for path in specs]
    out = WORK / "sortie"
    ours = [sys.executable, str(HERE / "convention_batch.py"), str(out)]
    half = len(names) // 2
    if has_batch:
        given = [*command, "batch", str(specs[0].parent), "-o", str(out), "--jobs"]
        one, two = [[*given, "1"]], [[*given, "2"]]
    else:
        one, two = [[*ours, *names]], [[*ours, *names[:half]], [*ours, *names[half:]]]
    python = str(programs / "python")
    return [
        Line(
            report.DOCXTPL, [[python, str(HERE / "docxtpl_batch.py"), str(template), str(out), *names]], out, len(names)
        ),
        Line(report.ONE_PROCESS, one, out, 2 * len(names), ours=True),
        Line(report.TWO_PROCESSES, two, out, 2 * len(names), ours=True),
        Line(
            report.FLOOR,
            [[sys.executable, str(HERE / "floor.py"), str(act), str(out), *names]],
            out,
            len(names),
            ours=True,
        ),
    ]


def _flat_lines(few: list[Path], many: list[Path]) -> list[Line]:
    out = WORK / "sortie"
    return [
        Line(
            name,
            [[sys.executable, str(HERE / "convention_batch.py"), str(out), *map(str, specs)]],
            out,
            2 * len(specs),
            ours=True,
        )
        for name, specs in ((report.FEW, few), (report.MANY, many))
    ]


def _cold_lines(command: list[str], programs: Path, act: Path, template: Path, spec: Path) -> list[Line]:
    out, python = WORK / "sortie", str(programs / "python")
    floor = [sys.executable, str(HERE / "floor.py"), str(act), str(out), str(spec)]
    script = [python, str(HERE / "docxtpl_batch.py"), str(template), str(out), str(spec)]
    render = [*command, "render", str(spec), "-o", str(out)]
    markdown, cv = str(act.with_suffix(".md")), str(WORK / "acte" / "cv.yaml")
    pandoc = [peers.pandoc_path(programs), markdown, "-o", str(WORK / "acte" / "pandoc.docx")]
    cv_render = peers.rendercv(programs, "render", cv, "--output-folder-name", str(WORK / "rendercv"))
    no_image = ("--dont-generate-png", "--dont-generate-html")
    whole = peers.makes_pdf(cv_render, WORK / "rendercv", WORK / "typst")
    return [
        Line(report.PYTHON, [[sys.executable, "-c", "pass"]], ours=True),
        Line(report.COLD_FLOOR, [floor], out, 1, ours=True),
        Line(report.HELP, [[*command, "--help"]], ours=True),
        Line(report.VERSION, [[*command, "--version"]], ours=True),
        Line(report.VALIDATE, [[*command, "validate", str(spec)]], ours=True),
        Line(report.RENDER, [render], out, 2, ours=True),
        Line(report.COLD_DOCXTPL, [script], out, 1),
        Line(report.PANDOC, [pandoc]),
        Line(report.CV_HELP, [peers.rendercv(programs, "--help")]),
        Line(report.CV_VERSION, [peers.rendercv(programs, "--version")]),
        *([Line(report.CV_ALL, [cv_render]), Line(report.CV_RENDER, [[*cv_render, *no_image]])] if whole else []),
        Line(report.CV_TEXT, [[*cv_render, *no_image, "--dont-generate-pdf"]]),
    ]


if __name__ == "__main__":
    main()
