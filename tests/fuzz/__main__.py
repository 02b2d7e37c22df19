"""`make fuzz`: try inputs of each kind for some time; keep the smallest of those that fail in the corpus.

    python -m fuzz --seconds 600 [yaml clauses markdown docx cache]

Exit code 1 when an input failed: it is then a file of `corpus/`, and a failing test until it is mended.
"""

import argparse
import hashlib
import os
import random
import shutil
import sys
import tempfile
import time
import warnings
from pathlib import Path

from hypothesis import HealthCheck, Phase, Verbosity, given, seed, settings
from hypothesis.errors import HypothesisWarning

CORPUS = Path(__file__).parent / "corpus"
_TRYING = Path(__file__).parents[2] / "build" / "fuzz"  # the input being tried: what ends or holds the interpreter
_ROUND = 25  # inputs a kind is given before the next has its turn
_MEMORY = 6 * 1024**3  # bytes: past that a run fails instead of taking the machine
_ENDINGS = {"yaml": "yaml", "clauses": "txt", "markdown": "md", "docx": "docx", "cache": "json"}


def main() -> int:
    """Try the kinds in turn until the time is spent."""
    from fuzz.targets import TARGETS, prepare

    parser = argparse.ArgumentParser(prog="python -m fuzz", description="Essayer des fichiers hostiles.")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=lambda text: int(text, 0), help="the same number gives the same inputs")
    parser.add_argument("--keep-going", action="store_true", help="go on after a failure, until the time is spent")
    parser.add_argument("--to", type=Path, default=CORPUS, help="where failing inputs are kept")
    parser.add_argument("kinds", nargs="*", choices=[[], *TARGETS], default=[])
    asked = parser.parse_args()
    kinds = asked.kinds or list(TARGETS)
    for kind in kinds:
        prepare(kind)
    chance = random.Random(asked.seed)  # noqa: S311 - no secret
    ends = dict.fromkeys(kinds, 0.0)
    failed = tried = 0
    told: set[str] = set()
    while sum(ends.values()) < asked.seconds:
        kind = min(ends, key=lambda one: ends[one])
        start = time.monotonic()
        number = chance.getrandbits(64)
        left = asked.seconds / len(kinds) - ends[kind]
        count, kept = _try(kind, number, start + max(left, 0), asked.to, told)
        ends[kind] += max(time.monotonic() - start, 0.001)
        tried += count
        if kept is not None:
            failed += 1
            print(f"{kind} (seed {number}): {kept}", flush=True)
            if not asked.keep_going:
                break
    print(f"{tried} inputs tried, {failed} failed")
    return 1 if failed else 0


def _try(kind: str, number: int, end: float, place: Path, told: set[str]) -> tuple[int, Path | None]:
    """Give a kind a round of inputs; the file of the smallest that failed, if any.

    `told`: the faults of earlier rounds, which are not told again.
    """
    from fuzz.targets import TARGETS, faults

    count = 0
    last: tuple[bytes, list[str]] | None = None
    waiting = _TRYING / f"{kind}.{_ENDINGS[kind]}"
    waiting.parent.mkdir(parents=True, exist_ok=True)

    @seed(number)
    @settings(
        max_examples=_ROUND,
        deadline=None,
        database=None,
        phases=[Phase.generate, Phase.shrink],
        verbosity=Verbosity.quiet,
        suppress_health_check=list(HealthCheck),
    )
    @given(TARGETS[kind].strategy())
    def one(data: bytes) -> None:
        nonlocal count, last
        if last is None and count and time.monotonic() > end:
            return
        count += 1
        waiting.write_bytes(data)
        found = [said for said in faults(kind, data) if _gist(said) not in told]
        if found:
            last = data, found
            raise AssertionError(found[0].splitlines()[0])

    try:
        one()
    except AssertionError:
        pass
    except BaseException:
        if last is None:
            raise
    waiting.unlink(missing_ok=True)
    if last is None:
        return count, None
    data, found = last
    told.update(map(_gist, found))
    command = found[0].partition(" ")[0]  # that which the ordinary suite will run on it
    path = place / kind / f"{command}-{hashlib.sha256(data).hexdigest()[:12]}.{_ENDINGS[kind]}"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    print("\n".join(found), flush=True)
    return count, path


def _gist(said: str) -> str:
    """A fault without what changes from one input to the next: the place of its exception, or its first words."""
    places = [line.strip() for line in said.splitlines() if line.strip().startswith("File ")]
    return places[-1] if places else said.splitlines()[0].partition(" : ")[2][:40]


if __name__ == "__main__":
    warnings.simplefilter("ignore", HypothesisWarning)  # inputs are large: nobody prints them
    home = tempfile.mkdtemp(prefix="convention-fuzz-cache-")
    os.environ["CONVENTION_CACHE"] = f"{home}/cache"
    os.environ["XDG_CONFIG_HOME"] = f"{home}/config"  # the key of what is kept
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, resource.RLIM_INFINITY))
    except (ImportError, ValueError, OSError):
        pass  # a system without such limits
    try:
        sys.exit(main())
    finally:
        shutil.rmtree(home, ignore_errors=True)
