"""Records: the small typed values that all rooms use, and the one door to msgspec.

They are written and used like dataclasses. A class of records takes microseconds to create; a dataclass, which compiles
its methods, takes most of a millisecond, and two hundred of them took a sixth of the time of a command
(docs/performance.md). Frozen records are compared and hashed by their fields.
"""

from pathlib import Path
from typing import Any, Generic, TypeVar

from msgspec import Struct as Record
from msgspec import field, json, msgpack
from msgspec.structs import replace

__all__ = ["Packing", "Record", "field", "read_table", "replace"]

T = TypeVar("T")


class Packing(Generic[T]):
    """Values of one type as bytes, and back: records, texts, numbers, and tuples and dictionaries of them.

    Where records of several types are possible, a tag identifies each (`class Paragraph(Record, tag=True)`).
    """

    def __init__(self, kind: Any) -> None:
        self._kind = kind
        self._decoder: msgpack.Decoder[T] | None = None

    def packed(self, value: T) -> bytes:
        """The bytes of a value."""
        return msgpack.encode(value)

    def unpacked(self, data: bytes) -> T:
        """The value of these bytes. Raises ValueError for bytes that are no value of this type."""
        if self._decoder is None:  # made when needed, as it examines the whole type
            self._decoder = msgpack.Decoder(self._kind)
        return self._decoder.decode(data)


def read_table(path: Path) -> Any:
    """The content of a JSON file shipped beside the modules; it is trusted as they are."""
    return json.decode(path.read_bytes())
