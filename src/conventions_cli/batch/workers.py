"""Shares work between processes: each takes a slice, returns its results in lots, and is replaced if it dies."""

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

_FORKED = sys.platform == "linux"  # on other systems a forked process may not use some system libraries
_NUMBER = 8  # bytes of a number that two processes share
SERIAL_BELOW = 24  # with fewer acts, starting processes costs more than it saves


class Lost(Record, Generic[T], frozen=True):
    """An item whose process died before it was done; `code` is the exit code, negative for a signal."""

    item: T
    code: int | None


def available() -> int:
    """The number of processes that can run at once on this machine."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def fitting(jobs: int | None, items: int) -> int:
    """The number of processes to use: `jobs` if stated, else as many as can run at once if there are enough acts."""
    return jobs or (available() if items >= SERIAL_BELOW else 1)


class Work(Protocol[T_in, R_out]):
    """A function that works on a lot of items; it calls `begin` with the number of each item it starts on."""

    def __call__(self, items: Sequence[T_in], begin: Callable[[int], None] = ..., /) -> list[R_out]:
        """One result for each item, in their order."""
        ...


def shared_out(
    work: Work[T, R], items: Sequence[T], jobs: int, lot: int = 1, *, forked: bool = True
) -> Iterator[R | Lost[T]]:
    """The results of `work` on the items, in the order they are ready; all in this process when `jobs` is 1.

    `lot`: how many it is given at once. `work` must be picklable where processes are not forked. `forked`: whether they
    may be: not when `work` starts threads, which a forked process waits for and does not have. Closing the iterator
    stops the processes at once.
    """
    if jobs <= 1 or len(items) <= 1:
        for start in range(0, len(items), lot):
            yield from work(items[start : start + lot])
        return
    # The first item is done in this process: the forked processes share what it loads and caches.
    yield from work(items[:1])
    rest = items[1:]
    jobs = min(jobs, len(rest))
    slices = [rest[len(rest) * n // jobs : len(rest) * (n + 1) // jobs] for n in range(jobs)]
    forked = forked and _FORKED
    team = [_Worker(work, part, lot, forked=forked) for part in slices]
    try:
        while team:
            for ready in wait([worker.connection for worker in team]):
                worker = next(member for member in team if member.connection is ready)
                yield from worker.results()
                if not worker.over:
                    continue
                team.remove(worker)
                if worker.waiting:
                    # The process died on one item; a new process takes the other items it had not given back.
                    lost = worker.waiting.pop(worker.taken_up())
                    yield Lost(lost, worker.exit_code())
                    if worker.waiting:
                        team.append(_Worker(work, worker.waiting, lot, forked=forked))
                else:
                    worker.exit_code()
    finally:
        for worker in team:
            worker.stop()


class _Worker(Generic[T, R]):
    """A process, and the items whose results it still has to give back."""

    def __init__(self, work: Work[T, R], items: Sequence[T], lot: int, *, forked: bool) -> None:
        context: Any = multiprocessing.get_context("fork" if forked else "spawn")
        self.connection, theirs = context.Pipe(duplex=False)
        self.waiting = list(items)
        self.returned = 0
        self.over = False
        # Memory shared with a forked process, where it writes the number of the item it starts on. A process not
        # forked gives back each item as soon as it is done: the item it dies on is then the first one missing.
        self._note = mmap.mmap(-1, _NUMBER) if forked else None
        arguments = theirs, work, self.waiting, lot if forked else 1, self._note, os.getpid()
        self.process = context.Process(target=_serve, args=arguments, daemon=True)
        with _interruptions_held():
            self.process.start()
        theirs.close()

    def results(self) -> Iterator[R]:
        """The results that are ready to be read; none when the process has ended."""
        try:
            results: list[R] = self.connection.recv()
        except (EOFError, OSError):
            self.over = True
            return
        del self.waiting[: len(results)]
        self.returned += len(results)
        yield from results

    def taken_up(self) -> int:
        """The index, among the items not given back, of the one it was working on."""
        number = int.from_bytes(self._note[:], sys.byteorder) if self._note is not None else 0
        return min(max(number - self.returned, 0), len(self.waiting) - 1)

    def exit_code(self) -> int | None:
        """The exit code of a process that has ended, or is about to."""
        self.connection.close()
        self.process.join()
        code: int | None = self.process.exitcode
        return code

    def stop(self) -> None:
        """Stop the process at once."""
        self.process.kill()
        self.exit_code()


@contextlib.contextmanager
def _interruptions_held() -> Iterator[None]:
    """Delay Ctrl-C while a process is forked: raised in between, it would be lost, or break the child."""
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
    """The loop of a worker process. It ignores Ctrl-C, which its parent handles; other signals to end stop it.

    It also ends at its next item if its parent was killed: nobody would then use the folder it works in.
    """
    gc.freeze()  # keep the collector off memory shared with the parent: writing in it would copy it
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
