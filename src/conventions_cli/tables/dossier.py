"""Dossiers of demarche.numerique.gouv.fr, as its GraphQL API gives them: one row each, one column for each label.

The form is that of the public schema: `champs` and `annotations`, each with `label`, `stringValue` and, by type,
`date`, `datetime`, `value`, `values`, `rows`. The file may be an answer of the API, a list of dossiers or one dossier.
A typed value is preferred to `stringValue`, which is worded for people.
"""

import json
from collections.abc import Iterator

from conventions_cli.tables.sheets import EMPTY, MOST_ROWS, Cell, ListError, Row, Sheet, bounded, number_text, short

_HINT = (
    "Donner la réponse de l’API à une demande « dossier » ou « demarche », avec « champs { label stringValue } » : "
    "la documentation de l’API en donne un exemple."
)
_MOST_MESSAGE = 120  # characters of a message of the API
_DEEP = 6  # levels of an answer above its dossiers


def read_dossiers(text: str) -> tuple[Sheet, ...]:
    """The dossiers of a JSON text, as one sheet whose first row has the labels. Raises ListError."""
    try:
        values = json.loads(text)
    except RecursionError as fault:
        raise ListError("Le JSON imbrique bien plus de niveaux qu’un dossier.", _HINT) from fault
    except ValueError as fault:
        raise ListError("Le fichier n’est pas du JSON lisible : faute d’écriture, ou fin perdue.", _HINT) from fault
    dossiers = list(_dossiers(values))
    if not dossiers and isinstance(values, dict) and values.get("errors"):
        raise ListError(f"Le fichier est une réponse d’erreur de l’API{_error_words(values['errors'])}.", _HINT)
    if not dossiers:
        raise ListError("Le fichier ne contient aucun dossier.", _HINT)
    if len(dossiers) > MOST_ROWS:
        raise ListError(f"Le fichier contient plus de {MOST_ROWS} dossiers.", "En demander moins à la fois.")
    columns: dict[str, int] = {}
    rows = []
    for number, dossier in enumerate(dossiers, start=1):
        cells: dict[int, Cell] = {}
        for label, cell in _fields(dossier):
            cells[columns.setdefault(label, len(columns))] = cell
        bounded(number, len(columns))
        rows.append(Row(number, tuple(cells.get(index, EMPTY) for index in range(len(columns)))))
    head = Row(0, tuple(Cell(label) for label in columns))
    return (Sheet("", (head, *rows)),)


def holds_dossiers(text: str) -> bool:
    """Whether a JSON text is an answer of the API, or holds a dossier; a product page never does."""
    try:
        values = json.loads(text)
        data = values.get("data") if isinstance(values, dict) else None
        answered = isinstance(values, dict) and isinstance(values.get("errors"), list)
        answered = answered or (isinstance(data, dict) and ("dossier" in data or "demarche" in data))
        return answered or next(_dossiers(values), None) is not None
    except (ValueError, RecursionError):
        return False


def _error_words(errors: object) -> str:
    """The message of the first error of the API, to follow our words; empty without a message."""
    first = errors[0] if isinstance(errors, list) and errors else None
    message = first.get("message") if isinstance(first, dict) else None
    return (
        f" : «\u00a0{' '.join(message.split())[:_MOST_MESSAGE]}\u00a0»" if isinstance(message, str) and message else ""
    )


def _dossiers(value: object, depth: int = 0) -> Iterator[dict[str, object]]:
    """Every dossier of an answer, at any depth up to `_DEEP`."""
    if isinstance(value, list):
        for item in value:
            yield from _dossiers(item, depth + 1)
    elif isinstance(value, dict):
        if isinstance(value.get("champs"), list):
            yield value
        elif depth < _DEEP:
            for item in value.values():
                yield from _dossiers(item, depth + 1)


def _fields(dossier: dict[str, object]) -> Iterator[tuple[str, Cell]]:
    """The labels and values of a dossier: its number, its applicant, its fields, then the notes of its instructors."""
    number = dossier.get("number")
    if isinstance(number, int) and not isinstance(number, bool):
        yield "Numéro du dossier", Cell(str(number))
    applicant = dossier.get("demandeur")
    if isinstance(applicant, dict):
        yield from _applicant(applicant)
    counts: dict[str, int] = {}
    for key in ("champs", "annotations"):
        listed = dossier.get(key)
        for label, cell in _labelled(listed if isinstance(listed, list) else []):
            counts[label] = counts.get(label, 0) + 1
            yield (f"{label} ({counts[label]})" if counts[label] > 1 else label), cell


def _applicant(applicant: dict[str, object]) -> Iterator[tuple[str, Cell]]:
    firm = applicant.get("entreprise")
    name = firm.get("raisonSociale") if isinstance(firm, dict) else None
    person = " ".join(str(applicant[key]) for key in ("prenom", "nom") if isinstance(applicant.get(key), str))
    for label, value in (("Demandeur", name or person), ("SIRET du demandeur", applicant.get("siret"))):
        if isinstance(value, str) and value.strip():
            yield label, Cell(short(value.strip()))


def _labelled(fields: list[object], above: str = "") -> Iterator[tuple[str, Cell]]:
    for item in fields:
        if not isinstance(item, dict) or not isinstance(item.get("label"), str):
            continue
        label = short(f"{above}{' '.join(item['label'].split())}", 300)
        blocks = item.get("rows")
        if isinstance(blocks, list) or isinstance(item.get("champs"), list):
            rows = blocks if isinstance(blocks, list) else [item]
            for index, block in enumerate(rows, start=1):
                inner = block.get("champs") if isinstance(block, dict) else None
                yield from _labelled(inner if isinstance(inner, list) else [], f"{label} {index} – ")
        else:
            yield label, _cell(item)


def _cell(item: dict[str, object]) -> Cell:
    """The value of a field, typed if possible."""
    day = item.get("date") or item.get("datetime")
    if isinstance(day, str) and day:
        return Cell(short(day[:10]))
    values = item.get("values")
    if isinstance(values, list) and values:
        return Cell(short(" ; ".join(value for value in values if isinstance(value, str))))
    typed = next((item[key] for key in ("value", "checked", "integerNumber", "decimalNumber") if key in item), None)
    if isinstance(typed, bool):
        return Cell("oui" if typed else "non")
    if isinstance(typed, int | float):
        return Cell(number_text(typed))
    text = typed if isinstance(typed, str) and typed.strip() else item.get("stringValue")
    return Cell(short(text.strip())) if isinstance(text, str) and text.strip() else EMPTY
