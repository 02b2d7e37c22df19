"""Reads bytes as text: encoding, size, and the characters that no spec may contain."""

import hashlib
import os
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from conventions_cli.foundation import (
    Code,
    Diagnostic,
    NotRegularError,
    Outcome,
    OutsideError,
    Position,
    Replacement,
    SourceText,
    Span,
    catalogue,
    consult,
    find_inside,
    read_found,
    remembered,
    root_of,
)
from conventions_cli.french import MOST_MARKS, disk_reason, piled
from conventions_cli.source.pasted import Damage, damages, describe

MAX_BYTES = 1024 * 1024
ENDINGS = (".yaml", ".yml")
_FAR = 4  # beyond so many steps up to a folder, its whole name is clearer
_MOST_CHARACTERS = 20  # forbidden characters shown at once

# Control characters, invisible line separators, direction overrides (they make a text look different from what it is),
# private-use characters (the guard of the templates is made of them) and non-characters.
FORBIDDEN = (
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\u200b\u2060\ufeff\ufff9-\ufffb\ufffe\uffff"
    "\ue000-\uf8ff\ud800-\udfff\ufdd0-\ufdef\U000f0000-\U0010ffff"
    + "".join(chr(plane << 16 | last) for plane in range(1, 15) for last in (0xFFFE, 0xFFFF))
    + "]"
)

WITHOUT_WIDTH = "\u200b\u2060\ufeff"  # forbidden, but repaired in texts a person wrote

_SIGNATURES = {
    b"PK\x03\x04": "un document Word, Excel ou une archive ZIP",
    b"%PDF": "un PDF",
    b"\xd0\xcf\x11\xe0": "un ancien document Word ou Excel",
    b"\x89PNG": "une image",
    b"\xff\xd8\xff": "une image",
}


@remembered()
def _forbidden() -> re.Pattern[str]:
    return re.compile(FORBIDDEN)  # late: it takes a millisecond, and most files hold printable signs and line ends


def forbidden_in(text: str) -> re.Match[str] | None:
    """The first character of a text that no spec may contain."""
    return None if text.isprintable() else _forbidden().search(text)


def without_forbidden(text: str, instead: str = "") -> str:
    """A text without forbidden characters, or with `instead` for each."""
    return text if text.isprintable() else _forbidden().sub(instead, text)


def read_file(path: Path, name: str, root: Path | None = None) -> Outcome[SourceText]:
    """Read a spec, or a file one inherits: a regular file of at most 1 MiB, named .yaml or .yml, inside its root.

    `root`: resolved; None for the root of the folder of the file. Faults of the disk are diagnostics C116, for which
    commands exit with 3. A file that may not be read gives C126, and none of its content is shown.
    """
    root = root_of(path.parent) if root is None else root
    try:
        real = find_inside(path, root)
        consult(path)
        data = read_found(real, MAX_BYTES, root)
    except OutsideError as fault:
        return Outcome(None, (outside(fault, name, Span.whole(SourceText(name, ""))),))
    except (OSError, ValueError) as fault:
        return _unreadable(name, *_why_unread(fault, path, name))
    if real.suffix.lower() not in ENDINGS:
        return _not_a_spec(data, name, real)
    return decode(data, name, hashlib.sha256(data).hexdigest())


def _why_unread(fault: Exception, path: Path, name: str) -> tuple[str, str]:
    """Why a file cannot be read, and what to do, in French."""
    match fault:
        case IsADirectoryError() if (closed := closed_to_us(path)) is not None:
            return _closed(name, closed)
        case IsADirectoryError():
            return f"« {name} » est un dossier, pas un fichier.", "Donner le chemin d’un fichier .yaml."
        case NotRegularError():
            return f"« {name} » n’est pas un fichier ordinaire.", "Donner le chemin d’un fichier .yaml."
        case FileNotFoundError():
            return f"Le fichier « {name} » n’existe pas.", _absent(path, Path(name))
    return f"Le fichier « {name} » ne peut pas être lu ({disk_reason(fault)}).", "Vérifier le chemin et les droits."


def closed_to_us(folder: Path) -> OSError | None:
    """The error when a folder cannot be opened; None when it can."""
    try:
        os.scandir(folder).close()
    except OSError as fault:
        return fault
    return None


def closed_folder(name: str, fault: OSError) -> Diagnostic:
    """The diagnostic of a folder that cannot be opened: it must not pass for an empty one."""
    return _unreadable(name, *_closed(name, fault)).diagnostics[0]


def _closed(name: str, fault: OSError) -> tuple[str, str]:
    message = f"Le dossier « {name} » ne peut pas être ouvert ({disk_reason(fault)}) : ce qu’il contient n’est pas lu."
    return message, "En obtenir l’accès en lecture, ou donner un par un les fichiers voulus."


def outside(fault: OutsideError, name: str, span: Span) -> Diagnostic:
    """The refusal of a file outside the folder that was opened, with what to type to open it."""
    named = Path(fault.filename)
    if named.is_symlink():  # the page that follows it waits for another link
        consult(named)
    how = "est un lien qui mène hors du dossier ouvert" if named.is_symlink() else "est hors du dossier ouvert"
    message = f"« {name} » {how}, « {shown(fault.root)} » : ce fichier n’est pas lu."
    hint = "Le copier dans ce dossier."
    wider = Path(os.path.commonpath([fault.root, fault.real.parent]))
    if wider != Path(wider.anchor):
        hint = f"Le copier dans ce dossier ; ou, s’il est bien à vous, ajouter « --racine {_typed(wider)} »."
    return Diagnostic(catalogue.OUTSIDE, message, span, hint)


def shown(folder: Path) -> str:
    """The name of a folder to show; the current one has its own name."""
    return folder.name if folder == Path(os.path.realpath(".")) and folder.name else _typed(folder)


def _typed(folder: Path) -> str:
    """The path to a folder: relative when it is not far from here, else absolute."""
    here = Path(os.path.realpath("."))
    near = here.is_relative_to(folder) and len(here.parts) - len(folder.parts) < _FAR
    return os.path.relpath(folder, here) if near or folder.is_relative_to(here) else str(folder)


def _not_a_spec(data: bytes, name: str, real: Path) -> Outcome[SourceText]:
    """The refusal of a file without the name of a spec, directly or through a link: its content is not shown."""
    kind = kind_of(data)
    if kind:
        return _other_kind(name, kind)
    message = f"« {name} » n’est pas une spécification : « {real.name} » ne se termine ni par .yaml, ni par .yml."
    hint = "Donner un fichier .yaml ; si c’en est un sous un autre nom, le renommer."
    return _refused(name, catalogue.OUTSIDE, message, hint)


def kind_of(data: bytes) -> str:
    """The kind of a file that is no text, from its first bytes: « un PDF »; empty for any other file."""
    return next((kind for signature, kind in _SIGNATURES.items() if data.startswith(signature)), "")


def _other_kind(name: str, kind: str) -> Outcome[SourceText]:
    message = f"Ce fichier est {kind}, pas une spécification YAML."
    return _refused(name, catalogue.ENCODING, message, "Donner le fichier .yaml de la convention.")


def decode(data: bytes, name: str, sha256: str = "") -> Outcome[SourceText]:
    """Turn bytes into text with `\\n` line ends: UTF-8, with or without a byte-order mark.

    `sha256`: the digest of the bytes, when they come from a file.
    """
    if len(data) > MAX_BYTES:
        return _refused(
            name, catalogue.TOO_LARGE, "Le fichier dépasse 1 Mio.", "Une spécification tient en quelques Kio."
        )
    kind = kind_of(data)
    if kind:
        return _other_kind(name, kind)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        return _undecodable(data, name, fault)
    source = SourceText(name, text.replace("\r\n", "\n").replace("\r", "\n"), sha256)
    places = [] if text.replace("\n", "").isprintable() else list(islice(_refused_in(source), _MOST_CHARACTERS))
    heap = piled(source.text)
    if heap is not None:
        message = f"Une lettre porte {len(heap[0])} accents : aucune langue n’en écrit plus de {MOST_MARKS}."
        span = span_at(source, heap.start(), len(heap[0]))
        places.append(Diagnostic(catalogue.CHARACTER, message, span, "Effacer ces accents, puis retaper le mot."))
    return Outcome(None if places else source, tuple(places))


def _refused_in(source: SourceText) -> Iterator[Diagnostic]:
    """A diagnostic for each forbidden character of a text, or for each word that such characters damage.

    Signs without width are left to `pasted`, which repairs them where they are read.
    """
    hurt: Iterator[Damage] | None = None
    word: Damage | None = None
    last_line = -1
    for match in _forbidden().finditer(source.text):
        sign, place = match.group(), match.start()
        if sign in WITHOUT_WIDTH or place < last_line:
            continue
        if "\x80" <= sign <= "\x9f":  # half of an accent read in another encoding
            if hurt is None:
                hurt = damages(source.text)
                word = next(hurt, None)
            while word is not None and word.start + len(word.written) <= place:  # both are in text order
                word = next(hurt, None)
            if word is not None and word.start <= place:
                last_line = word.start + len(word.written)
                yield damaged(word, span_at(source, word.start, len(word.written)))
                continue
        yield Diagnostic(
            catalogue.CHARACTER,
            f"Caractère invisible ou réservé U+{ord(sign):04X}.",
            span_at(source, place),
            "Supprimer ce caractère, puis retaper le passage au clavier.",
            replacement=Replacement(span_at(source, place), " " if sign in "\x85\u2028\u2029" else ""),
        )


def damaged(word: Damage, span: Span) -> Diagnostic:
    """The refusal of a damaged word, with its probable reading."""
    message, hint = describe(word)
    mended = Replacement(span, word.meant, certain=False) if word.meant else None
    return Diagnostic(catalogue.DAMAGED, message, span, hint, replacement=mended)


def _undecodable(data: bytes, name: str, fault: UnicodeDecodeError) -> Outcome[SourceText]:
    before = data[: fault.start].decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    shown = SourceText(name, data.decode("cp1252", errors="replace").replace("\r\n", "\n").replace("\r", "\n"))
    line, column = before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
    span = Span(shown, Position(line, column), Position(line, column + 1))
    message = "Le fichier n’est pas enregistré en UTF-8 : ce caractère est illisible."
    hint = "Dans l’éditeur : « Enregistrer avec l’encodage », puis choisir UTF-8."
    return Outcome(None, (Diagnostic(catalogue.ENCODING, message, span, hint),))


def span_at(source: SourceText, index: int, length: int = 1) -> Span:
    """The place of characters of one line, from their index in the text."""
    start = source.position(index)
    return Span(source, start, Position(start.line, start.column + length))


def _absent(path: Path, shown: Path) -> str:
    """The hint for an absent file. `shown`: its path as it was given."""
    if path.is_symlink():
        return "C’est un lien vers un fichier qui n’existe plus : le refaire, ou le supprimer."
    close = nearest_file(path)
    return f"Vouliez-vous dire « {shown.with_name(close)} » ?" if close else "Vérifier le chemin du fichier."


def nearest_file(path: Path, but: str = "") -> str:
    """The name of a file close to that of an absent one, in its folder; empty without one. `but`: a name to skip."""
    from difflib import get_close_matches

    try:
        stems = {
            neighbour.stem: neighbour.name for neighbour in path.parent.iterdir() if neighbour.suffix.lower() in ENDINGS
        }
    except OSError:
        return ""
    close = get_close_matches(path.stem, [stem for stem, name in stems.items() if name != but], n=1)
    return stems[close[0]] if close else ""


def _unreadable(name: str, message: str, hint: str) -> Outcome[SourceText]:
    return _refused(name, catalogue.UNREADABLE, message, hint)


def _refused(name: str, code: Code, message: str, hint: str) -> Outcome[SourceText]:
    return Outcome(None, (Diagnostic(code, message, Span.whole(SourceText(name, "")), hint),))
