"""Work shared out over processes: contiguous slices, results a lot at a time, a dead process replaced and reported."""

import contextlib
import gc
import mmap
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import Connection, wait
from typing import Any, Generic, Protocol, TypeVar

from conventions_cli.foundation import ENDINGS, Record

T = TypeVar("T")
R = TypeVar("R")
T_in = TypeVar("T_in", contravariant=True)
R_out = TypeVar("R_out")

_FORKED = sys.platform == "linux"  # elsewhere a process that was forked may not use what its system gives
_NUMBER = 8  # bytes of a number that two processes share
SERIAL_BELOW = 24  # under that many acts, starting processes costs more than it gains


class Lost(Record, Generic[T], frozen=True):
    """An item whose process died before it was done; `code` is the exit code, negative for a signal."""

    item: T
    code: int | None


def available() -> int:
    """How many processes can run at once here."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def fitting(jobs: int | None, items: int) -> int:
    """How many processes to use: those asked for, else all there are when that pays."""
    return jobs or (available() if items >= SERIAL_BELOW else 1)


class Work(Protocol[T_in, R_out]):
    """What is to be done with items, a lot at a time; `begin` is told the number of the item that is taken up."""

    def __call__(self, items: Sequence[T_in], begin: Callable[[int], None] = ..., /) -> list[R_out]:
        """One result for each item, in their order."""
        ...


def shared_out(work: Work[T, R], items: Sequence[T], jobs: int, lot: int = 1) -> Iterator[R | Lost[T]]:
    """The results of `work` on the items, in the order they are ready; all in this process when `jobs` is 1.

    `lot`: how many it is given at once. `work` must be picklable where processes are not forked. Closing the iterator
    stops the processes at once.
    """
    if jobs <= 1 or len(items) <= 1:
        for start in range(0, len(items), lot):
            yield from work(items[start : start + lot])
        return
    # The first one is made here: what it loads and caches, the forked processes then share.
    yield from work(items[:1])
    rest = items[1:]
    jobs = min(jobs, len(rest))
    slices = [rest[len(rest) * n // jobs : len(rest) * (n + 1) // jobs] for n in range(jobs)]
    team = [_Worker(work, part, lot) for part in slices]
    try:
        while team:
            for ready in wait([worker.connection for worker in team]):
                worker = next(one for one in team if one.connection is ready)
                yield from worker.results()
                if not worker.over:
                    continue
                team.remove(worker)
                if worker.waiting:
                    # It died on one item; another process takes up those it had not given back.
                    lost = worker.waiting.pop(worker.taken_up())
                    yield Lost(lost, worker.exit_code())
                    if worker.waiting:
                        team.append(_Worker(work, worker.waiting, lot))
                else:
                    worker.exit_code()
    finally:
        for worker in team:
            worker.stop()


class _Worker(Generic[T, R]):
    """A process, and what it still has to give back."""

    def __init__(self, work: Work[T, R], items: Sequence[T], lot: int) -> None:
        forked = _FORKED
        context: Any = multiprocessing.get_context("fork" if forked else "spawn")
        self.connection, theirs = context.Pipe(duplex=False)
        self.waiting = list(items)
        self.given = 0
        self.over = False
        # Where it writes the number of the item it has taken up: memory that a forked process shares. One that is not
        # forked gives back each item as soon as it is done, so that the one it dies on is known as well.
        self._note = mmap.mmap(-1, _NUMBER) if forked else None
        given = theirs, work, self.waiting, lot if forked else 1, self._note, os.getpid()
        self.process = context.Process(target=_serve, args=given, daemon=True)
        with _interruptions_held():
            self.process.start()
        theirs.close()

    def results(self) -> Iterator[R]:
        """What it gives back, which is ready to be read; nothing when it has ended."""
        try:
            results: list[R] = self.connection.recv()
        except (EOFError, OSError):
            self.over = True
            return
        del self.waiting[: len(results)]
        self.given += len(results)
        yield from results

    def taken_up(self) -> int:
        """Which of the items it has not given back it was at."""
        number = int.from_bytes(self._note[:], sys.byteorder) if self._note is not None else 0
        return min(max(number - self.given, 0), len(self.waiting) - 1)

    def exit_code(self) -> int | None:
        """Wait for its end, which has come."""
        self.connection.close()
        self.process.join()
        code: int | None = self.process.exitcode
        return code

    def stop(self) -> None:
        """End it, wherever it is."""
        self.process.kill()
        self.exit_code()


@contextlib.contextmanager
def _interruptions_held() -> Iterator[None]:
    """Let Ctrl-C wait while a process is forked: raised in the middle of that, it would be lost, or break the child."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ENDINGS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _serve(
    connection: Connection, work: Work[T, R], items: Sequence[T], lot: int, note: mmap.mmap | None, leader: int
) -> None:
    """The life of a process. An interruption is for the one that leads; being told to end is told to this one.

    It ends at its next act when the one that leads has been killed: the folder they work in is then nobody's.
    """
    gc.freeze()  # what it shares with the one that leads: the collector would write in it, hence have it copied
    for number in ENDINGS:
        if signal.getsignal(number) is not signal.SIG_IGN:  # `nohup` has its way
            signal.signal(number, signal.SIG_IGN if number == signal.SIGINT else signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDINGS)
    for start in range(0, len(items), lot):

        def begin(number: int, start: int = start) -> None:
            if os.getppid() != leader:
                os._exit(1)
            if note is not None:
                note[:] = (start + number).to_bytes(_NUMBER, sys.byteorder)

        results = work(items[start : start + lot], begin)
        with contextlib.suppress(BrokenPipeError):  # the same
            connection.send(results)
    connection.close()
