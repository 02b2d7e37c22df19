"""Records: the small typed values that everything here is made of, and the one door to msgspec.

They are written and used as dataclasses are. A class of theirs is ready in microseconds where a dataclass, which
compiles its methods, takes most of a millisecond: with two hundred of them, that was a quarter of the time a command
took (docs/architecture.md gives the measures). Frozen ones are compared and hashed by their fields.
"""

from msgspec import Struct as Record
from msgspec import field
from msgspec.structs import replace

__all__ = ["Record", "field", "replace"]
