"""Makes many acts in one run: checks all specs before anything is written, uses processes, and redoes nothing.

`run` makes them; `stale` tells what an earlier run left out of date. `journal` is the memory between two runs.
"""

from typing import TYPE_CHECKING

from conventions_cli.batch.making import ActResult, Order
from conventions_cli.batch.recipe import Recipe
from conventions_cli.batch.run import NothingWritten, Report, collisions, orders_for, run, shard, stale
from conventions_cli.foundation import door

if TYPE_CHECKING:
    from conventions_cli.batch.workers import fitting
    from conventions_cli.batch.zipped import write_archive

if not TYPE_CHECKING:  # a checker knows the names above, and refuses any other
    __getattr__ = door(__name__)
