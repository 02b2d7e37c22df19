"""Opens the archive of a Word file. The file is not trusted: every size is bounded before anything is unpacked.

A DOCX is a zip (ECMA-376, part 2). Nothing is ever written to the disk, so a member's name is only a key.
"""

import io
import lzma
import struct
import zipfile
import zlib
from pathlib import Path

from conventions_cli.foundation import read_bytes

MAX_FILE = 50 * 1024 * 1024
MAX_MEMBERS = 5_000
MAX_TOTAL = 500 * 1024 * 1024
MAX_PART = 16 * 1024 * 1024
MAX_RATIO = 200  # the XML of real acts is compressed 10 to 40 times
_SMALL = 4 * 1024 * 1024  # below this unpacked size, a high ratio does no harm

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_OLE = "EncryptedPackage".encode("utf-16-le")
_END, _END_SIZE = b"PK\x05\x06", 22  # the end of an archive without comment
_DOCTYPE = tuple("<!DOCTYPE".encode(encoding) for encoding in ("ascii", "utf-16-le", "utf-16-be"))
_DAMAGE = (
    zipfile.BadZipFile,
    NotImplementedError,
    RuntimeError,
    EOFError,
    ValueError,
    OverflowError,
    OSError,
    struct.error,
    zlib.error,
    lzma.LZMAError,
)

_NOT_WORD = "Le fichier n’est pas un document Word lisible."
_GIVE_DOCX = "Donner un fichier .docx."
_SAVE_AGAIN = "L’ouvrir dans Word ou LibreOffice et l’enregistrer de nouveau au format .docx."


class ArchiveError(Exception):
    """A file that cannot be opened: `message`: one French sentence; `hint`: what to do."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message, self.hint = message, hint


class Archive:
    """The members of an archive, by name; as in Word, upper and lower case are the same."""

    def __init__(self, data: bytes) -> None:
        """Open it. Raises ArchiveError for a file that is no DOCX, is encrypted, too large or contradictory."""
        if len(data) > MAX_FILE:
            raise ArchiveError("Le fichier dépasse 50 Mio.", "En retirer les images, ou donner l’acte seul.")
        if not data.startswith(b"PK"):
            raise _other_format(data)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            members = self._zip.infolist()
        except _DAMAGE as fault:
            raise ArchiveError("Le fichier est incomplet ou abîmé.", _SAVE_AGAIN) from fault
        self._members = {member.filename.casefold(): member for member in members}
        if len(members) > MAX_MEMBERS or sum(member.file_size for member in members) > MAX_TOTAL:
            raise ArchiveError("Le fichier contient trop de données une fois décompressé.", _SAVE_AGAIN)
        if len(self._members) < len(members):
            raise ArchiveError("Le fichier contient deux parties du même nom.", _SAVE_AGAIN)
        if _has_loose_bytes(data, members):
            raise ArchiveError("Le fichier contient des octets hors de ses parties.", _SAVE_AGAIN)
        if any(member.flag_bits & 1 for member in members):
            raise ArchiveError("Le fichier est chiffré.", "Le déchiffrer, puis donner le .docx obtenu.")
        if any(_ratio(member) > MAX_RATIO for member in members if member.file_size > _SMALL):
            raise ArchiveError("Une partie du fichier est compressée au-delà du vraisemblable.", _SAVE_AGAIN)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the members, without folders; a member with contents is not a folder, whatever its name."""
        return tuple(member.filename for member in self._members.values() if member.file_size or not member.is_dir())

    def __contains__(self, name: str) -> bool:
        return name.casefold() in self._members

    def read(self, name: str, limit: int = MAX_PART) -> bytes:
        """The bytes of a member, at most `limit`. Raises ArchiveError, or KeyError when there is no such member."""
        member = self._members[name.casefold()]
        try:
            with self._zip.open(member) as stream:
                data = stream.read(limit + 1)
        except _DAMAGE as fault:
            raise ArchiveError(f"La partie « {name} » du fichier est abîmée.", _SAVE_AGAIN) from fault
        if len(data) > limit:
            raise ArchiveError(f"La partie « {name} » du fichier est démesurée.", "Donner l’acte seul.")
        return data

    def read_xml(self, name: str, limit: int = MAX_PART) -> bytes:
        """The bytes of a part to parse. Raises ArchiveError for a document type too, which could declare entities."""
        data = self.read(name, limit)
        if any(mark in data for mark in _DOCTYPE):
            raise ArchiveError(f"La partie « {name} » du fichier déclare un type de document, refusé.", _SAVE_AGAIN)
        return data


def open_file(path: Path) -> Archive:
    """Opens a file of the disk. Raises ArchiveError, OSError."""
    return Archive(read_bytes(path, MAX_FILE))


def _has_loose_bytes(data: bytes, members: list[zipfile.ZipInfo]) -> bool:
    """Whether bytes come before the first member or after the end: another program might find another act there."""
    end = data.rfind(_END)
    return len(data) != end + _END_SIZE or min((member.header_offset for member in members), default=0) != 0


def _ratio(member: zipfile.ZipInfo) -> float:
    return member.file_size / max(member.compress_size, 1)


def _other_format(data: bytes) -> ArchiveError:
    """The error for a file that is no DOCX: its true format, and how to turn it into a DOCX."""
    if data.startswith(_OLE):
        if _ENCRYPTED_OLE in data:
            hint = "L’ouvrir dans Word, retirer le mot de passe (Fichier, Informations, Protéger) et l’enregistrer."
            return ArchiveError("Le document est protégé par un mot de passe.", hint)
        hint = "L’ouvrir dans Word ou LibreOffice, et l’enregistrer au format .docx."
        return ArchiveError("Le fichier est à l’ancien format de Word (.doc).", hint)
    if data.startswith(b"%PDF"):
        return ArchiveError("Le fichier est un PDF.", "Donner le document Word (.docx) dont il vient.")
    if data.lstrip().startswith((b"{\\rtf", b"<?xml", b"<html", b"<!DOCTYPE")):
        return ArchiveError("Le fichier n’est pas au format .docx.", _SAVE_AGAIN)
    return ArchiveError(_NOT_WORD, _GIVE_DOCX)
