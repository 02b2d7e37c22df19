"""The doors of packages: what a package gives to the others stands in its `__init__`, and is imported when asked for.

The names are listed once, as imports under `TYPE_CHECKING`: that is what mypy reads, and what `door` reads. So a
command imports what it uses and no more, and nothing outside a package knows what its modules are called.
"""

import re
import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any

_BLOCK = re.compile(r"^if TYPE_CHECKING:\n((?:    .*\n)*)", re.MULTILINE)
_LISTED = re.compile(r"^    from ([\w.]+) import (?:\(([^)]*)\)|([^\n(]*))$", re.MULTILINE)


def door(package: str) -> Callable[[str], Any]:
    """The `__getattr__` of a package (PEP 562): it finds the names its `__init__` lists in the modules they are of."""
    homes: dict[str, tuple[str, str]] = {}

    def opened(name: str) -> Any:
        if not homes:
            homes.update(listed(_source_of(package)))
        module, own = homes.get(name, ("", ""))
        if not module:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        if module == package:
            return import_module(f"{package}.{own}")
        return getattr(import_module(module), own)

    return opened


def listed(source: str) -> dict[str, tuple[str, str]]:
    """The names a door lists, each with its module and the name it has there."""
    found = {}
    block = _BLOCK.search(source)
    for module, many, one in _LISTED.findall(block[1]) if block else ():
        for item in filter(None, (part.strip() for part in re.sub(r"#[^\n]*", "", many or one).split(","))):
            own, _, known = item.partition(" as ")
            found[known or own] = (module, own)
    return found


def _source_of(package: str) -> str:
    loader = sys.modules[package].__loader__
    source = loader.get_source(package) if loader is not None and hasattr(loader, "get_source") else None
    return source or ""
