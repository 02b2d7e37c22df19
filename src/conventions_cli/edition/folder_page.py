"""The list of the specs of a folder, as a page: each name leads to its act and its form."""

from datetime import date
from pathlib import Path

from conventions_cli.foundation import Record
from conventions_cli.french import format_date, format_number
from conventions_cli.pipeline import Identity
from conventions_cli.preview import letters
from conventions_cli.writers import PALETTE

_STATIC = Path(__file__).parent / "static"


class Row(Record, frozen=True):
    """A spec of the list. `lacks`: each person, and how many missing values they can supply; `day`: the next date.

    `own`: the identities that no other spec may have; `clashes`: sentences on those that a spec above it has too.
    """

    number: int
    name: str
    title: str = ""
    draft: bool = False
    errors: int = 0
    warnings: int = 0
    lacks: tuple[tuple[str, int], ...] = ()
    amount: int | None = None
    day: date | None = None
    label: str = ""
    own: tuple[Identity, ...] = ()
    clashes: tuple[str, ...] = ()

    @property
    def lacking(self) -> int:
        """How many values are missing."""
        return sum(number for _, number in self.lacks)


def own_assets() -> dict[str, tuple[bytes, str]]:
    """The style sheet of the list: its bytes and its type, by name."""
    style = PALETTE.encode() + b"\n" + (_STATIC / "liste.css").read_bytes()
    return {"liste.css": (style, "text/css; charset=utf-8")}


def list_page(folder: str, rows: tuple[Row, ...]) -> str:
    """The HTML page. Above the list: the number of specs, of specs with errors, to complete, and in conflict."""
    faulty, lacking = sum(bool(row.errors) for row in rows), sum(bool(row.lacking) for row in rows)
    heads = ("Spécification", "État", "Il manque", "Montant", "Prochaine date")
    titles = "".join(f'<th scope="col"{_alignment(name)}>{name}</th>' for name in heads)
    lines = "\n".join(map(_line, rows))
    table = (
        f'<div class="l_table" role="region" aria-labelledby="l_titre" tabindex="0">\n<table>\n'
        f"<thead><tr>{titles}</tr></thead>\n<tbody>\n{lines}\n</tbody>\n</table>\n</div>"
    )
    nothing = (
        "<p>Aucune spécification dans ce dossier. Pour en commencer une\u00a0: <code>convention new</code>, "
        "puis recharger cette page.</p>"
    )
    summary = f"{len(rows)} spécification{'s' if len(rows) > 1 else ''}"
    summary += f", {faulty} à corriger" if faulty else ""
    summary += f", {lacking} à compléter" if lacking else ""
    clashing = sum(bool(row.clashes) for row in rows)
    summary += f", {clashing} qui en {'contredisent' if clashing > 1 else 'contredit'} une autre" if clashing else ""
    return (
        '<!DOCTYPE html>\n<html lang="fr">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{letters(folder)} – Édition</title>\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n<link rel="icon" href="data:,">\n'
        '<link rel="stylesheet" href="acte.css">\n<link rel="stylesheet" href="apercu.css">\n'
        '<link rel="stylesheet" href="liste.css">\n</head>\n<body>\n<main id="l_liste">\n'
        f'<h1 id="l_titre">{letters(folder)}</h1>\n<p>{summary}.</p>\n{table if rows else nothing}\n'
        "</main>\n</body>\n</html>\n"
    )


def _alignment(name: str) -> str:
    return ' class="droite"' if name == "Montant" else ""


def _line(row: Row) -> str:
    title = f"<br><span>{letters(row.title)}</span>" if row.title else ""
    lacks = "".join(f"<li>{letters(who)}\u00a0: {number}</li>" for who, number in row.lacks)
    amount = f"{format_number(row.amount)}\u00a0€" if row.amount is not None else ""
    day = f"{letters(format_date(row.day))}<br><span>{letters(row.label)}</span>" if row.day is not None else ""
    kind, state = _state(row)
    clashing = "".join(f'<br><span class="l_choc">{letters(clash)}</span>' for clash in row.clashes)
    return (
        f'<tr><th scope="row"><a href="{row.number}/">{letters(row.name)}</a>{title}</th>'
        f'<td><span class="etat {kind}">{letters(state)}</span>{clashing}</td>'
        f"<td>{f'<ul>{lacks}</ul>' if lacks else ''}</td>"
        f'<td class="droite">{letters(amount)}</td><td>{day}</td></tr>'
    )


def _state(row: Row) -> tuple[str, str]:
    if row.errors:
        return "erreur", f"À corriger\u00a0: {row.errors}\u00a0erreur{'s' if row.errors > 1 else ''}"
    if row.clashes:
        return "erreur", "En contredit une autre"
    warnings = f", {row.warnings}\u00a0avertissement{'s' if row.warnings > 1 else ''}" if row.warnings else ""
    if row.draft:
        return "avertissement" if row.warnings else "projet", f"Projet{warnings}"
    return ("avertissement", f"Conforme{warnings}") if row.warnings else ("bon", "Conforme")
