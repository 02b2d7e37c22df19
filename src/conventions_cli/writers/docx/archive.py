"""The archive of a Word document, written by hand: fixed dates, fixed order, and fixed parts deflated once.

`zipfile` cannot take a part that is deflated already, and deflating the styles again for each act costs more than
writing the act (docs/architecture.md gives the measures). Format: PKWARE's APPNOTE, without its 64-bit extension.
"""

import struct
import zlib
from collections.abc import Callable, Mapping
from functools import lru_cache

Moment = tuple[int, int, int, int, int, int]

_LOCAL, _CENTRAL, _END = 0x04034B50, 0x02014B50, 0x06054B50
_MAX_KNOWN = 4096  # signs of an own part that is worth keeping
_VERSION, _UTF8, _DEFLATED = 20, 0x0800, 8
_OWN_LEVEL, _SHARED_LEVEL = 2, 9  # an act's own text: a seventh larger than at 6, and written more than twice as fast


_local = struct.Struct("<I5H3I2H").pack
_central = struct.Struct("<I6H3I5H2I").pack
_Member = tuple[bytes, Callable[[int], bytes]]


@lru_cache(maxsize=128)
def _known_member(name: str, part: str | bytes, date: int) -> _Member:
    """The same, kept: half of an act's own parts, the small ones, are those of the act before."""
    return _member(name, part, date)


def _member(name: str, part: str | bytes, date: int) -> _Member:
    """A part as it stands in the archive, and its line in the directory, which tells where it stands."""
    checksum, length, body = _deflated(part)
    label = name.encode("utf-8")
    fields = (_UTF8, _DEFLATED, date & 0xFFFF, date >> 16, checksum, len(body), length, len(label), 0)
    head = _central(_CENTRAL, _VERSION, _VERSION, *fields, 0, 0, 0, 0, 0)[:-4]

    def line(offset: int) -> bytes:
        return head + offset.to_bytes(4, "little") + label

    return _local(_LOCAL, _VERSION, *fields) + label + body, line


def _deflated(part: str | bytes) -> tuple[int, int, bytes]:
    """The checksum of a part, its length, and its deflated bytes."""
    data, level = (part.encode("utf-8"), _OWN_LEVEL) if isinstance(part, str) else (part, _SHARED_LEVEL)
    # A window no larger than the part: clearing one of 32 KiB takes longer than deflating most parts of an act.
    window = min(max(len(data).bit_length(), 9), zlib.MAX_WBITS)
    engine = zlib.compressobj(level, zlib.DEFLATED, -window, window - 7)
    return zlib.crc32(data), len(data), engine.compress(data) + engine.flush()


def archive(parts: Mapping[str, str | bytes], moment: Moment) -> bytes:
    """A zip of these parts, in their order, all dated `moment`.

    A part given as bytes is one that many acts share (styles, fonts): it is deflated once. Text is an act's own.
    """
    year, month, day, hour, minute, second = moment
    date = ((year - 1980) << 9 | month << 5 | day) << 16 | hour << 11 | minute << 5 | second // 2
    written: list[bytes] = []
    directory: list[bytes] = []
    offset = 0
    for name, part in parts.items():
        making = _member if isinstance(part, str) and len(part) > _MAX_KNOWN else _known_member
        member, line = making(name, part, date)
        written.append(member)
        directory.append(line(offset))
        offset += len(member)
    listed = b"".join(directory)
    end = struct.pack("<I4H2IH", _END, 0, 0, len(parts), len(parts), len(listed), offset, 0)
    return b"".join([*written, listed, end])
