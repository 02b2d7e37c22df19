"""Reads the sheets of a list, by its content rather than its name; a fault is a diagnostic with its sheet and row."""

from pathlib import Path

from conventions_cli.foundation import Diagnostic, Outcome, Position, SourceText, Span, catalogue, read_bytes
from conventions_cli.french import disk_reason
from conventions_cli.tables.sheets import ListError, Sheet, place_name

MOST_BYTES = 50 * 1024 * 1024
_ENDINGS = frozenset({".csv", ".tsv", ".tab", ".txt", ".xlsx", ".xlsm", ".xls", ".ods", ".grist", ".json"})
_WANTED = "Donner un .csv, un .xlsx, un .ods, un .grist, ou le JSON de dossiers de demarche.numerique.gouv.fr."


def is_list(path: Path) -> bool:
    """Whether a file is to be read as a list: by its suffix, and for JSON by its content."""
    if path.suffix.lower() != ".json":
        return path.suffix.lower() in _ENDINGS
    from conventions_cli.tables.dossier import holds_dossiers  # late: few lists are dossiers

    try:
        data = read_bytes(path, MOST_BYTES)
    except (OSError, ValueError):
        return False
    return len(data) <= MOST_BYTES and holds_dossiers(data.decode("utf-8-sig", "replace"))


def read_list(path: Path) -> Outcome[tuple[Sheet, ...]]:
    """The sheets of a list that are not empty, in its order; no value for an unreadable file or no list (C240)."""
    name = str(path)
    try:
        data = read_bytes(path, MOST_BYTES)
    except (OSError, ValueError) as fault:
        message = f"La liste « {name} » ne peut pas être lue ({disk_reason(fault)})."
        return Outcome(None, (Diagnostic(catalogue.UNREADABLE, message, None, "Vérifier le chemin et les droits."),))
    try:
        sheets = read_sheets(data, path.suffix.lower())
        if not sheets:
            raise ListError("La liste est vide.", "La première ligne nomme les colonnes, les suivantes sont les actes.")
    except ListError as fault:
        place = Position(max(fault.row, 1), 1)
        span = Span(SourceText(place_name(name, fault.sheet), ""), place, place)
        return Outcome(None, (Diagnostic(catalogue.NO_LIST, fault.message, span, fault.hint),))
    return Outcome(sheets)


def read_sheets(data: bytes, ending: str) -> tuple[Sheet, ...]:
    """The sheets that are not empty, from the bytes of a file. Raises ListError."""
    if len(data) > MOST_BYTES:
        raise ListError("La liste dépasse 50 Mio.", "Ne garder que les actes à faire, sans images.")
    if not data.strip():
        raise ListError("Le fichier est vide.", _WANTED)
    return tuple(sheet for sheet in _sheets(data, ending) if sheet.rows)


def _sheets(data: bytes, ending: str) -> tuple[Sheet, ...]:
    """The sheets, by the first bytes of the file; its suffix decides between zips, and between texts."""
    if ending == ".grist" or data.startswith(b"SQLite format 3\0"):
        from conventions_cli.tables.grist import read_grist

        return read_grist(data)
    if ending == ".ods" or (data.startswith(b"PK") and data[30:38] == b"mimetype"):
        from conventions_cli.tables.opendocument import read_opendocument

        return read_opendocument(data)
    if ending in {".xlsx", ".xlsm", ".xls"} or data.startswith(b"PK"):
        from conventions_cli.tables.xlsx import read_workbook

        return read_workbook(data)
    if data.startswith((b"%PDF", b"\xd0\xcf\x11\xe0", b"\x89PNG")):
        raise ListError("Le fichier n’est pas une liste.", _WANTED)
    if ending == ".json":
        from conventions_cli.tables.dossier import read_dossiers

        return read_dossiers(data.decode("utf-8-sig", "replace"))
    from conventions_cli.tables.delimited import read_delimited

    return read_delimited(data)
