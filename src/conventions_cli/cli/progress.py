"""The progress of a long run: a bar on a terminal, a plain line from time to time elsewhere."""

import sys
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from conventions_cli.cli.door import bare, say

if TYPE_CHECKING:
    from conventions_cli.batch import ActResult

_BAR_FROM = 20  # acts
_LINES = 10  # at most, where there is no terminal


class Progress:
    """Counts the acts made and those with errors. Use it as a context; call it with each act."""

    def __init__(self, total: int, *, quiet: bool) -> None:
        self.total, self.quiet = total, quiet or total < _BAR_FROM
        self.done = self.faulty = 0
        self._bar: Any = None

    def __enter__(self) -> Self:
        if not self.quiet and sys.stderr.isatty():
            self._bar = _bar(self.total)
            self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    def __call__(self, act: "ActResult") -> None:
        """Count an act, made or with errors."""
        self.done += 1
        self.faulty += act.faulty
        if self._bar is not None:
            self._bar.update(0, completed=self.done, faulty=_faulty(self.faulty))
            if self.done % 8 == 0 or self.done == self.total:
                self._bar.refresh()
        elif not self.quiet and self.done * _LINES // self.total > (self.done - 1) * _LINES // self.total:
            say(f"{self.done} actes sur {self.total}{_faulty(self.faulty)}")


def _faulty(count: int) -> str:
    return f", {count} en faute" if count else ""


def _bar(total: int) -> Any:
    """The bar: acts done, acts with errors, acts a second, time left. It is drawn only when asked for."""
    from rich.progress import BarColumn, MofNCompleteColumn, ProgressColumn, Task, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar
    from rich.text import Text

    from conventions_cli.reporting import Paper

    class Rate(ProgressColumn):
        def render(self, task: Task) -> Text:
            return Text(f"{task.speed:.0f} actes/s" if task.speed else "")

    bar = Bar(
        TextColumn("Actes"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[faulty]}", markup=False),
        Rate(),
        TimeRemainingColumn(),
        console=Paper(file=bare(sys.stderr)),
        auto_refresh=False,
        transient=True,
    )
    bar.add_task("actes", total=total, faulty="")
    return bar
