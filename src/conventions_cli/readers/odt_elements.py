"""Small bounded readings of the elements of an ODT file."""

from collections.abc import Iterator

from conventions_cli.document import Inline, Picture, Text
from conventions_cli.foundation import replace
from conventions_cli.readers.docx.xml import Element
from conventions_cli.readers.odt_styles import TABLE, TEXT

DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
MAX_REPEATED = 200
_SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
_MAX_SPACES = 1_000


def words_of(element: Element) -> str:
    """All the words inside, with single blanks."""
    return " ".join(" ".join(map(str, element.itertext())).split())


def spaces_of(element: Element) -> int:
    """The number of blanks that an element represents."""
    count = element.get(f"{TEXT}c", "1")
    return min(int(count), _MAX_SPACES) if count.isdigit() and len(count) < 5 else 1


def count_of(element: Element, name: str) -> int:
    """The number of columns or rows that an element represents. `name`: the attribute that states it."""
    written = element.get(f"{TABLE}{name}", "1")
    return max(1, min(int(written), MAX_REPEATED)) if written.isdigit() and len(written) < 9 else 1


def picture_of(frame: Element) -> Picture | None:
    """The image of a frame; None when it has no image, or no description."""
    description = next(frame.iter(f"{_SVG}desc"), None)
    image = frame.find(f"{DRAW}image")
    if image is None or description is None or not (description.text or "").strip():
        return None
    return Picture(frame.get(f"{DRAW}name", ""), str(description.text))


def is_alone(frame: Element) -> bool:
    """Whether a frame is the only content of its paragraph."""
    above = frame.getparent()
    if above is None or above.tag != f"{TEXT}p":
        return False
    return words_of(above) == words_of(frame) and sum(1 for _ in above.iter(f"{DRAW}frame")) == 1


def merged(pieces: Iterator[Inline] | list[Inline]) -> Iterator[Inline]:
    """Pieces with equal neighbours joined."""
    last: Text | None = None
    for piece in pieces:
        if (
            isinstance(piece, Text)
            and last is not None
            and (last.strong, last.emphasis, last.verbatim) == (piece.strong, piece.emphasis, piece.verbatim)
        ):
            last = replace(last, text=last.text + piece.text)
            continue
        if last is not None:
            yield last
            last = None
        if isinstance(piece, Text):
            last = piece
        else:
            yield piece
    if last is not None:
        yield last
