"""Makes the lengths of the streams of a PDF unambiguous.

A stream is followed by an end of line, which is not counted. After data that end with a carriage return, readers and
validators take « CR LF » for that end of line, and find the length wrong (ISO 19005-3, 6.1.7.1). Such data get one more
byte, which decoders of Flate ignore, and the table of objects is updated.
"""

import re
from bisect import bisect_right

_STREAM = re.compile(rb"/Length (\d+)[^\r\n]*?/FlateDecode[^\r\n]*>>\nstream\n")
_AMBIGUOUS = b"\r\nendstream"
_ENTRY = re.compile(rb"(\d{10}) (\d{5} n)")


def unambiguous(data: bytes) -> bytes:
    """The PDF with unambiguous streams. `data`: a PDF of Typst, with plain objects and one classic table at the end."""
    edits: list[tuple[int, int, bytes]] = []  # index, number of bytes removed, bytes inserted
    for match in _STREAM.finditer(data):
        length = int(match[1])
        end = match.end() + length
        if data.startswith(_AMBIGUOUS, end - 1):
            edits.append((match.start(1), len(match[1]), b"%d" % (length + 1)))
            edits.append((end, 0, b"\0"))
    return _edited(data, edits) if edits else data


def _edited(data: bytes, edits: list[tuple[int, int, bytes]]) -> bytes:
    """The bytes after these edits, in order, with the indexes in the table of objects updated."""
    places = [place for place, _, _ in edits]
    moves = [0]
    for _, gone, come in edits:
        moves.append(moves[-1] + len(come) - gone)
    table = data.rindex(b"\nxref\n") + 1
    head, _, start = data[table:].partition(b"startxref\n")

    def moved(place: int) -> int:
        return place + moves[bisect_right(places, place)]

    pieces, at = [], 0
    for place, gone, come in edits:
        pieces += [data[at:place], come]
        at = place + gone
    head = _ENTRY.sub(lambda entry: b"%010d %s" % (moved(int(entry[1])), entry[2]), head)
    start = start.replace(b"%d" % table, b"%d" % moved(table), 1)
    return b"".join([*pieces, data[at:table], head, b"startxref\n", start])
