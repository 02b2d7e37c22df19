"""The doors of packages: the names a package gives to others are in its `__init__`, and are imported on demand.

They are listed once, as imports under `TYPE_CHECKING`, which mypy reads, and `door` too. So a command imports only what
it uses, and nothing outside a package knows the names of its modules.
"""

import re
import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any

_BLOCK = re.compile(r"^if TYPE_CHECKING:\n((?:    .*\n)*)", re.MULTILINE)
_LISTED = re.compile(r"^    from ([\w.]+) import (?:\(([^)]*)\)|([^\n(]*))$", re.MULTILINE)


def door(package: str) -> Callable[[str], Any]:
    """The `__getattr__` of a package (PEP 562): it imports the names listed in its `__init__` from their modules."""
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
    """The names in a door, each with its module and its name in that module."""
    places = {}
    block = _BLOCK.search(source)
    for module, many, single in _LISTED.findall(block[1]) if block else ():
        for item in filter(None, (part.strip() for part in re.sub(r"#[^\n]*", "", many or single).split(","))):
            own, _, alias = item.partition(" as ")
            places[alias or own] = (module, own)
    return places


def _source_of(package: str) -> str:
    loader = sys.modules[package].__loader__
    source = loader.get_source(package) if loader is not None and hasattr(loader, "get_source") else None
    return source or ""
