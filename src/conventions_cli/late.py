"""Modules that the packages we stand on import at their head, and use in cases our commands do not meet.

Finding them costs nothing; running them is a twentieth of the time of `convention validate`.
"""

import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import LazyLoader
from types import ModuleType

# Only what no two threads may ask for first: before Python 3.12 the second would find a module half made.
SELDOM = frozenset(
    {
        "csv",  # importlib.metadata, to list the files of a package
        "importlib.metadata._adapters",  # pydantic, to look for plugins: the whole of email comes with it
        "pprint",  # jinja2, for a page of faults
        "secrets",  # pydantic, to compare passwords
    }
)


class SeldomUsed:
    """Finds these modules where Python finds them, and has them run when something of theirs is first asked for."""

    @staticmethod
    def find_spec(fullname: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        """The protocol of importlib (`MetaPathFinder`)."""
        spec = PathFinder.find_spec(fullname, path, target) if fullname in SELDOM else None
        if spec is not None and spec.loader is not None:
            spec.loader = LazyLoader(spec.loader)
        return spec


def put_off() -> None:
    """Have these modules wait, from now on."""
    sys.meta_path.insert(0, SeldomUsed)
