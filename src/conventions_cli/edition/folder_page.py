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
    """A spec of the list. `lacks`: what is missing, and how much of it each person can supply; `day`: the next date.

    `own`: what no other spec may have; `clashes`: what it shares all the same with one above it in the list.
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
    what: str = ""
    own: tuple[Identity, ...] = ()
    clashes: tuple[str, ...] = ()

    @property
    def lacking(self) -> int:
        """How many values are missing."""
        return sum(number for _, number in self.lacks)


def own_assets() -> dict[str, tuple[bytes, str]]:
    """The style of the list."""
    style = PALETTE.encode() + b"\n" + (_STATIC / "liste.css").read_bytes()
    return {"liste.css": (style, "text/css; charset=utf-8")}


def list_page(folder: str, rows: tuple[Row, ...]) -> str:
    """The page. Those with faults, then those that lack something, are counted above the list, in its order."""
    faulty, lacking = sum(bool(one.errors) for one in rows), sum(bool(one.lacking) for one in rows)
    heads = ("Spécification", "État", "Il manque", "Montant", "Prochaine date")
    titles = "".join(f'<th scope="col"{_right(name)}>{name}</th>' for name in heads)
    lines = "\n".join(map(_line, rows))
    table = (
        f'<div class="l_table" role="region" aria-labelledby="l_titre" tabindex="0">\n<table>\n'
        f"<thead><tr>{titles}</tr></thead>\n<tbody>\n{lines}\n</tbody>\n</table>\n</div>"
    )
    nothing = (
        "<p>Aucune spécification dans ce dossier. Pour en commencer une\u00a0: <code>convention new</code>, "
        "puis recharger cette page.</p>"
    )
    told = f"{len(rows)} spécification{'s' if len(rows) > 1 else ''}"
    told += f", {faulty} à corriger" if faulty else ""
    told += f", {lacking} à compléter" if lacking else ""
    clashing = sum(bool(one.clashes) for one in rows)
    told += f", {clashing} qui en {'contredisent' if clashing > 1 else 'contredit'} une autre" if clashing else ""
    return (
        '<!DOCTYPE html>\n<html lang="fr">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{letters(folder)} – Édition</title>\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n<link rel="icon" href="data:,">\n'
        '<link rel="stylesheet" href="acte.css">\n<link rel="stylesheet" href="apercu.css">\n'
        '<link rel="stylesheet" href="liste.css">\n</head>\n<body>\n<main id="l_liste">\n'
        f'<h1 id="l_titre">{letters(folder)}</h1>\n<p>{told}.</p>\n{table if rows else nothing}\n'
        "</main>\n</body>\n</html>\n"
    )


def _right(name: str) -> str:
    return ' class="droite"' if name == "Montant" else ""


def _line(row: Row) -> str:
    title = f"<br><span>{letters(row.title)}</span>" if row.title else ""
    lacks = "".join(f"<li>{letters(who)}\u00a0: {number}</li>" for who, number in row.lacks)
    amount = f"{format_number(row.amount)}\u00a0€" if row.amount is not None else ""
    day = f"{letters(format_date(row.day))}<br><span>{letters(row.what)}</span>" if row.day is not None else ""
    kind, state = _state(row)
    clashing = "".join(f'<br><span class="l_choc">{letters(one)}</span>' for one in row.clashes)
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
    told = f", {row.warnings}\u00a0avertissement{'s' if row.warnings > 1 else ''}" if row.warnings else ""
    if row.draft:
        return "avertissement" if row.warnings else "projet", f"Projet{told}"
    return ("avertissement", f"Conforme{told}") if row.warnings else ("bon", "Conforme")
