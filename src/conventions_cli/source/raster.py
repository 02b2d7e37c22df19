"""Measures a PNG or a JPEG and checks the whole image, so that no program fails, or runs out of memory, on it later.

All of a PNG is checked: its chunks with their CRC, its pixels inflated and counted. A JPEG has no checksum: its
segments, its one frame and its end are checked, and that it is not too short for the size it states.
"""

import struct
import zlib
from collections.abc import Iterator

MAX_SIDE = 10_000
MAX_PIXELS = 25_000_000  # pixels: an A4 page at 600 dots an inch has 35 million, a letterhead one million
_MAX_ASIDE = 4 * 1024 * 1024  # bytes of the compressed texts and profiles of a PNG, all together
_PNG, _JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
_SAMPLES = {0: (1, (1, 2, 4, 8, 16)), 2: (3, (8, 16)), 3: (1, (1, 2, 4, 8)), 4: (2, (8, 16)), 6: (4, (8, 16))}
_PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
_KNOWN = {b"IHDR", b"PLTE", b"IDAT", b"IEND"}
_FRAMES = {0xC0, 0xC1, 0xC2}  # baseline, extended, progressive: every reader of documents shows these
_OTHER_FRAMES = {0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF}
_ALONE = {0x01, *range(0xD0, 0xD8)}  # markers without a length
_START, _END, _SCAN, _CODES = 0xD8, 0xD9, 0xDA, 0xC4
_PIECE = 65_536

CUT = "le fichier est incomplet"
SPOILT = "le fichier est abîmé"
FALSE_SIZE = "sa taille annoncée n’est pas celle de ses points"
TOO_LARGE = "elle dépasse 25 millions de points, ou 10 000 points de côté"
UNKNOWN = "ce n’est ni l’un ni l’autre"
OTHER = "sa forme n’est pas lue par tous les logiciels"


class UnusableImageError(ValueError):
    """An image that cannot be printed; the message says why, in French."""


def measure(data: bytes) -> tuple[str, int, int]:
    """The kind of an image, `png` or `jpeg`, its width and height in pixels. Raises UnusableImageError."""
    if data.startswith(_PNG):
        return "png", *_png(data)
    if data.startswith(_JPEG):
        return "jpeg", *_jpeg(data)
    raise UnusableImageError(UNKNOWN)


def _within(width: int, height: int) -> None:
    if not (width and height):
        raise UnusableImageError(FALSE_SIZE)
    if max(width, height) > MAX_SIDE or width * height > MAX_PIXELS:
        raise UnusableImageError(TOO_LARGE)


def _png(data: bytes) -> tuple[int, int]:
    chunks = _chunks(data)
    kind, header = next(chunks)
    if kind != b"IHDR" or len(header) != 13:
        raise UnusableImageError(SPOILT)
    width, height, depth, colour, method, filtering, interlaced = struct.unpack(">IIBBBBB", header)
    _within(width, height)
    samples, depths = _SAMPLES.get(colour, (0, ()))
    if depth not in depths or method or filtering or interlaced > 1:
        raise UnusableImageError(SPOILT)
    pixels = _Pixels(width, height, samples * depth, interlaced=bool(interlaced))
    aside, palette, over = _MAX_ASIDE, False, False
    for kind, body in chunks:
        if kind == b"IDAT":
            pixels.add(body)
        elif kind in {b"zTXt", b"iCCP", b"iTXt"}:
            aside -= _inflated(kind, body, aside)
        elif kind == b"acTL" or (kind[:1].isupper() and kind not in _KNOWN):
            raise UnusableImageError(OTHER)
        elif kind == b"IHDR":
            raise UnusableImageError(SPOILT)
        palette = palette or kind == b"PLTE"
        over = kind == b"IEND"
    if not over or not pixels.whole:
        raise UnusableImageError(CUT)
    if colour == 3 and not palette:
        raise UnusableImageError(SPOILT)
    return width, height


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The chunks of a PNG, up to its end. Raises UnusableImageError for one that is cut or whose CRC is wrong."""
    at = len(_PNG)
    while True:
        if len(data) < at + 12:
            raise UnusableImageError(CUT)
        length, kind = struct.unpack_from(">I4s", data, at)
        if len(data) < at + 12 + length:
            raise UnusableImageError(CUT)
        body = data[at + 8 : at + 8 + length]
        if zlib.crc32(body, zlib.crc32(kind)) != struct.unpack_from(">I", data, at + 8 + length)[0]:
            raise UnusableImageError(SPOILT)
        yield kind, body
        if kind == b"IEND":
            return
        at += 12 + length


class _Pixels:
    """The pixels of a PNG as they are inflated, a piece at a time: counted, never kept."""

    def __init__(self, width: int, height: int, bits: int, *, interlaced: bool) -> None:
        self._inflater = zlib.decompressobj()
        self._left = sum(
            rows * (1 + (columns * bits + 7) // 8) for columns, rows in _passes(width, height, interlaced=interlaced)
        )

    def add(self, body: bytes) -> None:
        """Add a chunk. Raises UnusableImageError for more pixels than stated, or data that does not inflate."""
        while not self._inflater.eof:
            try:
                piece = self._inflater.decompress(body, _PIECE)
            except zlib.error:
                raise UnusableImageError(SPOILT) from None
            self._left -= len(piece)
            if self._left < 0:
                raise UnusableImageError(FALSE_SIZE)
            body = self._inflater.unconsumed_tail
            if not body and len(piece) < _PIECE:
                return

    @property
    def whole(self) -> bool:
        """Whether all pixels came; if the data ends in order without them, the stated size is false."""
        if self._inflater.eof and self._left:
            raise UnusableImageError(FALSE_SIZE)
        return self._inflater.eof


def _passes(width: int, height: int, *, interlaced: bool) -> Iterator[tuple[int, int]]:
    """Columns and rows of each of the partial images that make up an interlaced image."""
    if not interlaced:
        yield width, height
        return
    for column, top, across, down in _PASSES:
        columns, rows = (width - column + across - 1) // across, (height - top + down - 1) // down
        if columns > 0 and rows > 0:
            yield columns, rows


def _inflated(kind: bytes, body: bytes, most: int) -> int:
    """The length of a compressed text or profile. Raises UnusableImageError above `most`, or for damaged data."""
    _, _, rest = body.partition(b"\0")
    if kind == b"iTXt":
        if rest[:1] != b"\1":
            return 0
        rest = rest[2:].split(b"\0", 2)[-1]
    else:
        rest = rest[1:]
    inflater = zlib.decompressobj()
    try:
        length = len(inflater.decompress(rest, most + 1))
    except zlib.error:
        raise UnusableImageError(SPOILT) from None
    if length > most:
        raise UnusableImageError("elle contient, à côté de ses points, des textes démesurés")
    return length


def _jpeg(data: bytes) -> tuple[int, int]:
    frame, scanned = None, 0
    shortest: dict[int, int] = {}
    for marker, body, follows in _segments(data):
        if marker in _OTHER_FRAMES:
            raise UnusableImageError(OTHER)
        if (marker in _FRAMES and frame is not None) or (marker == _SCAN and frame is None):
            raise UnusableImageError(SPOILT)
        if marker in _FRAMES:
            frame = _frame(marker, body)
        elif marker == _CODES:
            _note_codes(body, shortest)
        scanned += follows
    if frame is None or not scanned:
        raise UnusableImageError(CUT)
    width, height, blocks, progressive = frame
    # Each block of 8 × 8 takes at least one code of its first table, and one of its second unless it is progressive.
    if blocks * (shortest.get(0, 1) + (0 if progressive else shortest.get(1, 1))) > scanned * 8:
        raise UnusableImageError(FALSE_SIZE)
    return width, height


def _segments(data: bytes) -> Iterator[tuple[int, bytes, int]]:
    """The segments of a JPEG up to its end: marker, body, and the bytes of the scan that follows, if any."""
    at = 2
    while True:
        marker, at = _marker(data, at)
        if marker == _END:
            return
        if marker in _ALONE:
            continue
        length = int.from_bytes(data[at : at + 2], "big")
        body = data[at + 2 : at + length]
        if marker == _START or length < 2:
            raise UnusableImageError(SPOILT)
        if len(body) != length - 2:
            raise UnusableImageError(CUT)
        at += length
        end = _end_of_scan(data, at) if marker == _SCAN else at
        yield marker, body, end - at
        at = end


def _marker(data: bytes, at: int) -> tuple[int, int]:
    """The next marker and the place after it. Raises UnusableImageError where there is none."""
    if at < len(data) and data[at] != 0xFF:
        raise UnusableImageError(SPOILT)
    while at < len(data) and data[at] == 0xFF:
        at += 1
    if at >= len(data):
        raise UnusableImageError(CUT)
    if not data[at]:
        raise UnusableImageError(SPOILT)
    return data[at], at + 1


def _frame(marker: int, body: bytes) -> tuple[int, int, int, bool]:
    """Width, height, blocks of 8 × 8, and whether it is progressive. Raises UnusableImageError."""
    if len(body) < 6 or len(body) != 6 + 3 * body[5] or not 1 <= body[5] <= 4 or body[0] not in {8, 12}:
        raise UnusableImageError(SPOILT)
    height, width = struct.unpack_from(">HH", body, 1)
    _within(width, height)
    factors = [divmod(body[7 + 3 * number], 16) for number in range(body[5])]
    if not all(1 <= across <= 4 and 1 <= down <= 4 for across, down in factors):
        raise UnusableImageError(SPOILT)
    most_across, most_down = max(across for across, _ in factors), max(across for _, across in factors)
    blocks = sum(
        -(-width * across // (8 * most_across)) * -(-height * down // (8 * most_down)) for across, down in factors
    )
    return width, height, blocks, marker == 0xC2


def _note_codes(body: bytes, shortest: dict[int, int]) -> None:
    """Note the length in bits of the shortest code of each kind of table: for first values, for the others."""
    at = 0
    while at + 17 <= len(body):
        lengths = body[at + 1 : at + 17]
        kind = body[at] >> 4
        first_length = next((bits for bits, codes in enumerate(lengths, start=1) if codes), 16)
        shortest[kind] = min(shortest.get(kind, 16), first_length)
        at += 17 + sum(lengths)


def _end_of_scan(data: bytes, at: int) -> int:
    """The index of the marker that ends a scan: `FF 00` and restart markers are inside a scan."""
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            raise UnusableImageError(CUT)
        if data[at + 1] and data[at + 1] not in _ALONE and data[at + 1] != 0xFF:
            return at
        at += 1 if data[at + 1] == 0xFF else 2
