"""Reads the image named in a spec, and checks that it is a whole PNG or JPEG. Only this module imports imagesize."""

import io
from pathlib import Path

from conventions_cli.foundation import (
    Diagnostic,
    NotRegularError,
    Outcome,
    OutsideError,
    Record,
    Span,
    catalogue,
    consult,
    find_inside,
    read_found,
    root_of,
)
from conventions_cli.french import disk_reason
from conventions_cli.source.decoding import shown
from conventions_cli.source.file_names import as_on_disk, is_from_a_root, with_backslashes
from conventions_cli.source.raster import FALSE_SIZE, SPOILT, UnusableImageError, measure

MAX_BYTES = 2 * 1024 * 1024
_HINT = "Donner un fichier .png ou .jpg de 2 Mio au plus, par un chemin relatif au fichier qui le nomme."
_AGAIN = "L’ouvrir dans un logiciel de dessin et l’enregistrer à nouveau, en .png ou en .jpg, de 2 Mio au plus."


class PictureFile(Record, frozen=True):
    """The bytes of an image, its kind, `png` or `jpeg`, its size in pixels, and its path."""

    data: bytes
    kind: str
    width: int
    height: int
    path: Path = Path()


def read_picture(name: str, span: Span, folder: Path, root: Path | None = None) -> Outcome[PictureFile]:
    """Read the image a value names, from the folder of the file that names it.

    `root`: the folder it must be in, resolved; None for the root of the specs of `folder`. Faults are diagnostics C223.
    """
    relative = Path(name)
    if is_from_a_root(name) or "\0" in name:
        return _refused(f"« {name} » ne peut pas être l’image de l’acte : un chemin relatif est attendu.", span)
    slip = with_backslashes(name, span)
    if slip is not None:
        return Outcome(None, (slip,))
    root = root_of(folder) if root is None else root
    path = folder / relative
    try:
        find_inside(path, root)  # before its folder is read to find the spelling of its name
        path = as_on_disk(path)
        real = find_inside(path, root)
        consult(path)
        data = read_found(real, MAX_BYTES, root)
    except OutsideError as fault:
        if path.is_symlink():  # the page that follows it waits for another link
            consult(path)
        message = f"L’image « {name} » est hors du dossier ouvert, « {shown(fault.root)} » : elle n’est pas lue."
        return _refused(
            message, span, "La copier à côté de la spécification, et la nommer par son seul nom de fichier."
        )
    except (OSError, ValueError) as fault:
        return _refused(f"L’image « {name} » {_why_unread(fault)}.", span)
    return picture_of(data, name, span, path)


def picture_of(data: bytes, name: str, span: Span, path: Path = Path()) -> Outcome[PictureFile]:
    """The image in these bytes; `span`: the place of the value that names it."""
    if len(data) > MAX_BYTES:
        return _refused(f"L’image « {name} » dépasse 2 Mio.", span)
    try:
        kind, *stored = measure(data)
        width, height = _shown_size(data)
        if sorted(stored) != sorted((width, height)):
            raise UnusableImageError(FALSE_SIZE)
    except UnusableImageError as fault:
        return _refused(f"« {name} » n’est pas une image PNG ou JPEG utilisable : {fault}.", span, _AGAIN)
    return Outcome(PictureFile(data, kind, width, height, path))


def _shown_size(data: bytes) -> tuple[int, int]:
    """Width and height in pixels, after the rotation it states. Raises UnusableImageError when its header is false."""
    import imagesize  # late: it imports all of HTTP, and few specs have an image

    try:
        width, height = imagesize.get(io.BytesIO(data))
    except Exception:  # the image is not to be trusted, and the library does not document what it raises
        raise UnusableImageError(SPOILT) from None
    return int(width), int(height)


def _why_unread(fault: Exception) -> str:
    match fault:
        case IsADirectoryError():
            return "est un dossier"
        case NotRegularError():
            return "n’est pas un fichier ordinaire"
        case FileNotFoundError():
            return "n’existe pas"
    return f"ne peut pas être lue ({disk_reason(fault)})"


def _refused(message: str, span: Span, hint: str = _HINT) -> Outcome[PictureFile]:
    return Outcome(None, (Diagnostic(catalogue.PICTURE, message, span, hint),))
