"""Records: the small typed values that everything here is made of, and the one door to msgspec.

They are written and used as dataclasses are. A class of theirs is ready in microseconds where a dataclass, which
compiles its methods, takes most of a millisecond: with two hundred of them, that was a sixth of the time a command
took (docs/architecture.md gives the measures). Frozen ones are compared and hashed by their fields.
"""

from typing import Any, Generic, TypeVar

from msgspec import Struct as Record
from msgspec import field, msgpack
from msgspec.structs import replace

__all__ = ["Packing", "Record", "field", "replace"]

T = TypeVar("T")


class Packing(Generic[T]):
    """Values of one type as bytes, and back: records, texts, numbers, and tuples and dictionaries of them.

    Records that can stand at the same place are told apart by their tag (`class Paragraph(Record, tag=True)`).
    """

    def __init__(self, kind: Any) -> None:
        self._kind = kind
        self._decoder: msgpack.Decoder[T] | None = None

    def packed(self, value: T) -> bytes:
        """The bytes of a value."""
        return msgpack.encode(value)

    def unpacked(self, data: bytes) -> T:
        """The value of these bytes. Raises ValueError for bytes that are not those of a value of this type."""
        if self._decoder is None:  # made when it is needed: it looks into the whole type
            self._decoder = msgpack.Decoder(self._kind)
        return self._decoder.decode(data)
