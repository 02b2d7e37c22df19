"""Bytes to text: encoding, size, and the characters no spec may hold."""

import hashlib
import re
import stat
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from conventions_cli import catalogue
from conventions_cli.consulted import consult
from conventions_cli.diagnostics import Code, Diagnostic, Outcome, Position, Replacement, SourceText, Span
from conventions_cli.french.disk import disk_reason
from conventions_cli.source.pasted import Damage, damages, describe

MAX_BYTES = 1024 * 1024

# Control characters, invisible line separators, direction overrides (they make a text read otherwise than it is),
# private-use characters (the guard of the templates is made of them) and non-characters.
FORBIDDEN = (
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\u200b\u2060\ufeff\ufff9-\ufffb\ufffe\uffff"
    "\ue000-\uf8ff\ud800-\udfff\U000f0000-\U0010ffff]"
)

WITHOUT_WIDTH = "\u200b\u2060\ufeff"  # forbidden, but repaired in what a person wrote

_SIGNATURES = {
    b"PK\x03\x04": "un document Word, Excel ou une archive ZIP",
    b"%PDF": "un PDF",
    b"\xd0\xcf\x11\xe0": "un ancien document Word ou Excel",
    b"\x89PNG": "une image",
    b"\xff\xd8\xff": "une image",
}


@cache
def _forbidden() -> re.Pattern[str]:
    return re.compile(FORBIDDEN)  # late: it takes a millisecond, and most files hold printable signs and line ends


def forbidden_in(text: str) -> re.Match[str] | None:
    """The first character of a text that no spec may hold."""
    return None if text.isprintable() else _forbidden().search(text)


def without_forbidden(text: str, instead: str = "") -> str:
    """A text without these characters, or with something in their place."""
    return text if text.isprintable() else _forbidden().sub(instead, text)


def read_file(path: Path, name: str) -> Outcome[SourceText]:
    """Read a file of at most 1 MiB. Faults of the disk are diagnostics C116, which the commands turn into exit 3."""
    consult(path)
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            return _unreadable(
                name, f"« {name} » est un dossier, pas un fichier.", "Donner le chemin d’un fichier .yaml."
            )
        if not stat.S_ISREG(status.st_mode):
            return _unreadable(
                name, f"« {name} » n’est pas un fichier ordinaire.", "Donner le chemin d’un fichier .yaml."
            )
        with path.open("rb") as stream:
            data = stream.read(min(status.st_size, MAX_BYTES) + 1)
    except FileNotFoundError:
        return _unreadable(name, f"Le fichier « {name} » n’existe pas.", _nearest(path))
    except (OSError, ValueError) as fault:
        reason = disk_reason(fault)
        return _unreadable(
            name, f"Le fichier « {name} » ne peut pas être lu ({reason}).", "Vérifier le chemin et les droits."
        )
    return decode(data, name, hashlib.sha256(data).hexdigest())


def decode(data: bytes, name: str, sha256: str = "") -> Outcome[SourceText]:
    """Turn bytes into text with `\\n` line ends: UTF-8, with or without a byte-order mark.

    `sha256`: that of the bytes, when a file holds them.
    """
    if len(data) > MAX_BYTES:
        return _refused(
            name, catalogue.TOO_LARGE, "Le fichier dépasse 1 Mio.", "Une spécification tient en quelques Kio."
        )
    for signature, kind in _SIGNATURES.items():
        if data.startswith(signature):
            return _refused(
                name,
                catalogue.ENCODING,
                f"Ce fichier est {kind}, pas une spécification YAML.",
                "Donner le fichier .yaml de la convention.",
            )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        return _undecodable(data, name, fault)
    source = SourceText(name, text.replace("\r\n", "\n").replace("\r", "\n"), sha256)
    found = () if text.replace("\n", "").isprintable() else tuple(_refused_in(source))
    return Outcome(None if found else source, found[:20])


def _refused_in(source: SourceText) -> Iterator[Diagnostic]:
    """The characters that keep a text from being read, one diagnostic for each, or for each word they are the ruin of.

    Signs without width are not among them: `pasted` repairs them where they are read.
    """
    hurt: tuple[Damage, ...] | None = None
    told = -1
    for match in _forbidden().finditer(source.text):
        sign, place = match.group(), match.start()
        if sign in WITHOUT_WIDTH or place < told:
            continue
        if "\x80" <= sign <= "\x9f":  # half of an accent read in another encoding
            hurt = tuple(damages(source.text)) if hurt is None else hurt
            word = next((one for one in hurt if one.start <= place < one.start + len(one.written)), None)
            if word is not None:
                told = word.start + len(word.written)
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
    """The refusal of a damaged word, with what it probably is."""
    message, hint = describe(word)
    mended = Replacement(span, word.meant, certain=False) if word.meant else None
    return Diagnostic(catalogue.DAMAGED, message, span, hint, replacement=mended)


def _undecodable(data: bytes, name: str, fault: UnicodeDecodeError) -> Outcome[SourceText]:
    before = data[: fault.start].decode("utf-8-sig", errors="replace").replace("\r\n", "\n").replace("\r", "\n")
    shown = SourceText(name, data.decode("cp1252", errors="replace").replace("\r\n", "\n").replace("\r", "\n"))
    line, column = before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
    span = Span(shown, Position(line, column), Position(line, column + 1))
    message = "Le fichier n’est pas enregistré en UTF-8 : ce caractère est illisible."
    hint = "Dans l’éditeur : « Enregistrer avec l’encodage », puis choisir UTF-8."
    return Outcome(None, (Diagnostic(catalogue.ENCODING, message, span, hint),))


def span_at(source: SourceText, index: int, length: int = 1) -> Span:
    """The place of characters of one line, from their index in the text."""
    line = source.text.count("\n", 0, index) + 1
    column = index - (source.text.rfind("\n", 0, index) + 1) + 1
    return Span(source, Position(line, column), Position(line, column + length))


def _nearest(path: Path) -> str:
    if path.is_symlink():
        return "C’est un lien vers un fichier qui n’existe plus : le refaire, ou le supprimer."
    from difflib import get_close_matches

    try:
        names = [entry.name for entry in path.parent.iterdir() if entry.suffix in {".yaml", ".yml"}]
    except OSError:
        return "Vérifier le chemin du fichier."
    close = get_close_matches(path.name, names, n=1)
    return f"Vouliez-vous dire « {path.parent / close[0]} » ?" if close else "Vérifier le chemin du fichier."


def _unreadable(name: str, message: str, hint: str) -> Outcome[SourceText]:
    return _refused(name, catalogue.UNREADABLE, message, hint)


def _refused(name: str, code: Code, message: str, hint: str) -> Outcome[SourceText]:
    return Outcome(None, (Diagnostic(code, message, Span.whole(SourceText(name, "")), hint),))
