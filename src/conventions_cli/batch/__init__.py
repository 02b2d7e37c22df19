"""Many acts in one run: all specs checked before anything is written, over several processes, nothing done twice.

`run` makes them; `stale` tells what an earlier run left out of date. `manifest` is the memory between two runs.
"""

from conventions_cli.batch.acts import Made, Order
from conventions_cli.batch.recipe import Recipe
from conventions_cli.batch.run import NothingWritten, Report, collisions, orders_for, run, shard, stale

__all__ = ["Made", "NothingWritten", "Order", "Recipe", "Report", "collisions", "orders_for", "run", "shard", "stale"]
