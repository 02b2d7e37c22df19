"""Work that kills the process it is done in; alone here, for a process that starts anew to import nothing else."""

import os
import signal
from collections.abc import Callable


def deadly(items: list[int], begin: Callable[[int], None] = lambda _number: None) -> list[int]:
    """Two steps for each item; number 7 kills at the first, number 33 at the second."""
    for killer in (7, 33):
        for number, item in enumerate(items):
            begin(number)
            if item == killer:
                os.kill(os.getpid(), signal.SIGKILL)
    return items
