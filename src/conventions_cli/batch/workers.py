"""Work shared out over processes: contiguous slices, results as they come, a dead process replaced and reported."""

import contextlib
import gc
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import Connection, wait
from typing import Any, Generic, TypeVar

from conventions_cli.records import Record

T = TypeVar("T")
R = TypeVar("R")

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


def shared_out(work: Callable[[T], R], items: Sequence[T], jobs: int) -> Iterator[R | Lost[T]]:
    """The result of `work` on each item, in the order they are ready; all in this process when `jobs` is 1.

    `work` must be picklable where processes are not forked. Closing the iterator stops the processes at once.
    """
    if jobs <= 1 or len(items) <= 1:
        for item in items:
            yield work(item)
        return
    # The first one is made here: what it loads and caches, the forked processes then share.
    yield work(items[0])
    rest = items[1:]
    jobs = min(jobs, len(rest))
    slices = [rest[len(rest) * n // jobs : len(rest) * (n + 1) // jobs] for n in range(jobs)]
    team = [_Worker(work, part) for part in slices]
    try:
        while team:
            for ready in wait([worker.connection for worker in team]):
                worker = next(one for one in team if one.connection is ready)
                yield from worker.result()
                if not worker.over:
                    continue
                team.remove(worker)
                if worker.waiting:
                    # It died on the first one it had not given back; another takes up the others.
                    yield Lost(worker.waiting[0], worker.exit_code())
                    if worker.waiting[1:]:
                        team.append(_Worker(work, worker.waiting[1:]))
                else:
                    worker.exit_code()
    finally:
        for worker in team:
            worker.stop()


class _Worker(Generic[T, R]):
    """A process, and what it still has to give back."""

    def __init__(self, work: Callable[[T], R], items: Sequence[T]) -> None:
        context: Any = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
        self.connection, theirs = context.Pipe(duplex=False)
        self.waiting = list(items)
        self.over = False
        self.process = context.Process(target=_serve, args=(theirs, work, self.waiting), daemon=True)
        with _interruptions_held():
            self.process.start()
        theirs.close()

    def result(self) -> Iterator[R]:
        """What it gives back, which is ready to be read; nothing when it has ended."""
        try:
            result: R = self.connection.recv()
        except (EOFError, OSError):
            self.over = True
            return
        del self.waiting[0]
        yield result

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


_HELD = {number for name in ("SIGINT", "SIGTERM", "SIGHUP") if (number := getattr(signal, name, None)) is not None}


@contextlib.contextmanager
def _interruptions_held() -> Iterator[None]:
    """Let Ctrl-C wait while a process is forked: raised in the middle of that, it would be lost, or break the child."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _HELD)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _serve(connection: Connection, work: Callable[[T], R], items: Sequence[T]) -> None:
    """The life of a process. An interruption is for the one that leads; being told to end is told to this one."""
    gc.freeze()  # what it shares with the one that leads: the collector would write in it, hence have it copied
    for number in _HELD:
        signal.signal(number, signal.SIG_IGN if number == signal.SIGINT else signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _HELD)
    for item in items:
        connection.send(work(item))
    connection.close()
