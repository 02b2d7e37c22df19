"""Time whole child processes: seconds on the wall, seconds of processor, peak memory."""

import json
import os
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

_ATTEMPTS, _WAIT, _USUAL_PACE = 18, 20, 100e-6  # times, seconds, seconds for a file


@dataclass(frozen=True)
class Run:
    """One run. Seconds; memory in MB, of the largest process; `said`: what the child printed, if it was JSON."""

    wall: float
    cpu: float
    memory: float
    said: dict[str, float] = field(default_factory=dict)


@dataclass
class Line:
    """One line of a table: commands started together, each an argument list, and the runs made so far.

    `out`: a folder that is not there before a run; `expected`: how many acts, DOCX and Markdown, it must hold after it.
    `code`: the exit code of a run that does what is measured.
    """

    name: str
    commands: Sequence[Sequence[str]]
    out: Path | None = None
    expected: int = 0
    ours: bool = False
    code: int = 0
    runs: list[Run] = field(default_factory=list)

    def quartiles(self, of: Callable[[Run], float]) -> tuple[float, float, float]:
        """First quartile, median, third quartile."""
        values = [of(run) for run in self.runs]
        if len(values) < 2:
            return values[0], values[0], values[0]
        low, middle, high = statistics.quantiles(values, n=4, method="inclusive")
        return low, middle, high

    def median(self, of: Callable[[Run], float]) -> float:
        """The median of the runs."""
        return self.quartiles(of)[1]


def wall(run: Run) -> float:
    """Seconds on the wall."""
    return run.wall


def cpu(run: Run) -> float:
    """Seconds of processor, user and system, children included."""
    return run.cpu


def memory(run: Run) -> float:
    """Peak memory in MB."""
    return run.memory


def interleave(lines: Sequence[Line], rounds: int, environments: tuple[Mapping[str, str], Mapping[str, str]]) -> None:
    """Run every line once, then again: a slow moment of the machine falls on all. Environments: ours, the peers'."""
    with tempfile.TemporaryDirectory(dir=_beside(lines)) as old:
        for number in range(rounds):
            for line in lines:
                print(f"  {number + 1}/{rounds} {line.name}", flush=True)
                if line.out is not None and line.out.exists():
                    line.out.rename(Path(old) / f"{number}-{len(list(Path(old).iterdir()))}")
                line.runs.append(_run(line, environments[0 if line.ours else 1]))


@contextmanager
def settled(folder: Path) -> Iterator[None]:
    """Wait until the disk makes files of this folder at its usual pace, six minutes at most.

    One that has deleted thousands of files, as another run of this bench does at its end, makes new ones thirty times
    more slowly for five minutes (ext4 keeps from using their numbers again): lines that write more would pay more.
    """
    with tempfile.TemporaryDirectory(dir=folder) as tried:
        for attempt in range(_ATTEMPTS):
            pace = _pace(Path(tried) / str(attempt))
            if pace < _USUAL_PACE:
                break
            print(f"The disk takes {pace * 1e6:.0f} µs to make a file, as after deleting many: waiting.", flush=True)
            time.sleep(_WAIT)
        yield  # what was tried is deleted last


def _pace(folder: Path) -> float:
    """How long it takes to make a file, in seconds."""
    folder.mkdir()
    times = []
    for number in range(200):
        started = time.perf_counter()
        (folder / str(number)).touch()
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def _beside(lines: Sequence[Line]) -> Path | None:
    """Where what was made waits to be deleted, once all is timed (see `settled`)."""
    return next((line.out.parent for line in lines if line.out is not None), None)


def _run(line: Line, environment: Mapping[str, str]) -> Run:
    with tempfile.TemporaryDirectory() as folder:
        logs = [Path(folder) / str(number) for number in range(len(line.commands))]
        started = time.perf_counter()
        children = [_start(command, log, environment) for command, log in zip(line.commands, logs, strict=True)]
        ended = [os.wait4(child.pid, 0) for child in children]
        elapsed = time.perf_counter() - started
        said = logs[0].read_text(encoding="utf-8", errors="replace")
        for child, command, (_, status, _) in zip(children, line.commands, ended, strict=True):
            child.returncode = os.waitstatus_to_exitcode(status)
            if child.returncode != line.code:
                raise SystemExit(f"{line.name}: {' '.join(command)[:300]} failed\n{said[-2000:]}")
    if line.out is not None and (made := _acts(line.out)) != line.expected:
        raise SystemExit(f"{line.name}: {made} files made, {line.expected} expected")
    usages = [usage for _, _, usage in ended]
    spent = sum(usage.ru_utime + usage.ru_stime for usage in usages)
    return Run(elapsed, spent, max(usage.ru_maxrss for usage in usages) / 1024, _json(said))


def _acts(folder: Path) -> int:
    return sum(path.suffix in {".docx", ".md"} for path in folder.rglob("*"))


def _start(command: Sequence[str], log: Path, environment: Mapping[str, str]) -> "subprocess.Popen[bytes]":
    with log.open("wb") as stream:
        return subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=stream, stderr=subprocess.STDOUT, env=environment
        )


def _json(said: str) -> dict[str, float]:
    try:
        return dict(json.loads(said.splitlines()[-1]))
    except (ValueError, IndexError, TypeError):
        return {}
