"""The image a spec names: read, bounded, and known to be a PNG or a JPEG. The only place that knows imagesize."""

import io
from pathlib import Path

from conventions_cli import catalogue
from conventions_cli.consulted import consult
from conventions_cli.diagnostics import Diagnostic, Outcome, Span
from conventions_cli.french.disk import disk_reason
from conventions_cli.records import Record
from conventions_cli.source.names import as_on_disk

MAX_BYTES = 2 * 1024 * 1024
_MAX_SIDE = 10_000  # pixels
_SIGNATURES = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpeg"}
_HINT = "Donner un fichier .png ou .jpg de 2 Mio au plus, par un chemin relatif au fichier qui le nomme."


class PictureFile(Record, frozen=True):
    """The bytes of an image, `png` or `jpeg`, its size in pixels, and where it was read."""

    data: bytes
    kind: str
    width: int
    height: int
    path: Path = Path()


def read_picture(name: str, span: Span, folder: Path) -> Outcome[PictureFile]:
    """Read the image a value names, from the folder of the file that names it."""
    relative = Path(name)
    if relative.is_absolute() or "\0" in name:
        return _refused(f"« {name} » ne peut pas être l’image de l’acte : un chemin relatif est attendu.", span)
    path = as_on_disk(folder / relative)
    consult(path)
    try:
        if not path.is_file():
            what = "est un dossier" if path.is_dir() else "n’existe pas"
            return _refused(f"L’image « {name} » {what}.", span)
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as fault:
        return _refused(f"L’image « {name} » ne peut pas être lue ({disk_reason(fault)}).", span)
    if len(data) > MAX_BYTES:
        return _refused(f"L’image « {name} » dépasse 2 Mio.", span)
    kind = next((kind for start, kind in _SIGNATURES.items() if data.startswith(start)), None)
    width, height = _size(data) if kind else (-1, -1)
    if kind is None or not (0 < width <= _MAX_SIDE and 0 < height <= _MAX_SIDE):
        return _refused(f"« {name} » n’est pas une image PNG ou JPEG utilisable.", span)
    return Outcome(PictureFile(data, kind, width, height, path))


def _size(data: bytes) -> tuple[int, int]:
    """Width and height in pixels; -1 when the file does not tell, or lies."""
    import imagesize  # late: it imports the whole of HTTP, and few specs have an image

    try:
        width, height = imagesize.get(io.BytesIO(data))
    except Exception:  # an image nobody vouches for, read by a library that does not say what it raises
        return -1, -1
    return int(width), int(height)


def _refused(message: str, span: Span) -> Outcome[PictureFile]:
    return Outcome(None, (Diagnostic(catalogue.PICTURE, message, span, _HINT),))
