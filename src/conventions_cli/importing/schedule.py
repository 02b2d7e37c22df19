"""The calendar of AE and CP, in a table of any layout or in sentences; the instalments; when the CP are available."""

import re
from collections.abc import Iterator

from conventions_cli.facts import (
    DOUBTFUL,
    LIKELY,
    SURE,
    YEAR,
    Amount,
    Credit,
    Grid,
    Share,
    amount_text,
    names_credits,
    said_credits,
    said_instalment,
    table_credits,
    unit_written,
)
from conventions_cli.foundation import Record, replace
from conventions_cli.importing.facts import Fact
from conventions_cli.importing.searched import Act, Line

_TRIGGER = re.compile(
    r"(?:,? soit [^–:(]{3,40}?)?\s*(?:– fait générateur ?: |[:,–-] |(?=à |au |après |lors |sur |dès ))(?P<rest>.+)"
)
_REPLACED = re.compile(
    r"\btableau\b[^.;]{0,120}\bremplac|\bremplac\w+ par (?:le tableau|celui|le suivant)", re.IGNORECASE
)
_CONDITION = re.compile(r",? (?:à la condition suivante[^:]*:|à condition que|sous réserve que) (.+)")
_DUE = re.compile(r" \(([^()]{3,80})\)")
_CP_WHEN = re.compile(
    r"\b(?:crédits de paiement|CP)(?: (?:ouverts|prévus))? (?:de|pour|au titre de|en) (?:l’année |l’exercice )?(20\d\d)"
    r"[^.;]{0,60}?(?:mis à disposition|mis à la disposition|versés|disponibles|délégués)[^.;]{0,30}? "
    r"((?:fin|début|au|à la|en|le|courant|avant|dès|mi-)\b[^.;]{3,80})",
    re.IGNORECASE,
)


class Opened(Record, frozen=True):
    """The credits that an act opens in a year. `kind`: `ae` or `cp`."""

    year: int
    kind: str
    amount: Amount


def find_schedule(act: Act) -> Iterator[Fact]:
    """The calendar in the tables, else in the sentences."""
    tables = [(grid, read) for grid in act.grids if (read := _written(grid))]
    if tables:
        replaced = any(_REPLACED.search(line.text) for line in act.prose)
        grid, read = tables[-1 if replaced else 0]
        quote = " / ".join(" | ".join(cell.text for cell in row) for row in grid.rows[:4])
        for credit in _summed(read):
            fact = _fact(credit, grid.place, quote, table=True, unit=unit_written(grid))
            several = len(tables) > 1 and not fact.note
            yield replace(fact, confidence=LIKELY, note="un autre tableau donne aussi des crédits") if several else fact
        return
    for line in act.prose:
        for sentence in line.sentences():
            if not YEAR.search(sentence) or not names_credits(sentence):
                continue
            for stated in said_credits(sentence):
                credit = Opened(stated.year, stated.kind, stated.amount)
                yield _fact(credit, line.place, sentence, table=False)


def _written(grid: Grid) -> list[Credit]:
    """The credits of a table, except those of blank cells."""
    return [credit for credit in table_credits(grid).credits if not credit.blank]


def _summed(cells: list[Credit]) -> list[Opened]:
    """The sum of the credits of each year and kind, since a table may split a year by month or by programme."""
    sums: dict[tuple[int, str], Amount] = {}
    for credit in cells:
        former = sums.get((credit.year or 0, credit.kind))
        total = credit.amount if former is None else Amount(former.cents + credit.amount.cents, 0, 0, contradicted=True)
        sums[credit.year or 0, credit.kind] = total
    return [Opened(year, kind, amount) for (year, kind), amount in sorted(sums.items())]


def _fact(credit: Opened, place: str, quote: str, *, table: bool, unit: bool = True) -> Fact:
    sure = table and credit.amount.exact and unit
    note = "" if credit.amount.exact else "montant arrondi, additionné ou écrit autrement en lettres"
    note = note or ("" if unit else "le tableau ne dit pas l’unité de ses montants")
    path = ("finances", "echeancier", str(credit.year), credit.kind)
    return Fact(path, amount_text(credit.amount.euros), SURE if sure else LIKELY, place, quote, note)


def find_instalments(act: Act) -> Iterator[Fact]:
    """The instalments, and the time when the CP of each year are available."""
    rank = 0
    for line in act.of(None):
        share = said_instalment(line.text) if line.item or "tranche" in line.text else None
        match = _TRIGGER.match(line.text, share.end) if share else None
        if share and match and (share.written or "fait générateur" in line.text):
            yield from _instalment(rank, share, match["rest"].rstrip(" ;,."), line)
            rank += 1
    years: set[str] = set()
    for line in act.of(None):
        for match in _CP_WHEN.finditer(line.text):
            if match[1] in years:
                continue
            index = len(years)
            years.add(match[1])
            path = ("finances", "calendrier_cp", index)
            yield Fact((*path, "annee"), match[1], LIKELY, line.place, line.text)
            yield Fact((*path, "quand"), match[2].strip(" ,"), LIKELY, line.place, line.text)


def _instalment(rank: int, share: Share, rest: str, line: Line) -> Iterator[Fact]:
    path = ("finances", "tranches", rank)
    generated = "fait générateur" in line.text
    confidence = LIKELY if generated else DOUBTFUL
    if share.written:
        yield Fact((*path, "part"), f"{share.written} %", confidence, line.place, line.text)
    elif share.amount:
        yield Fact((*path, "montant"), share.amount.text, confidence, line.place, line.text)
    if share.year:
        yield Fact((*path, "annee"), str(share.year), confidence, line.place, line.text)
    condition = _CONDITION.search(rest)
    rest = rest[: condition.start()] if condition else rest
    due = _DUE.search(rest) if generated else None
    rest = rest[: due.start()] if due else rest
    yield Fact((*path, "declencheur"), rest.strip(" ,:")[:990] or "signature", confidence, line.place, line.text)
    if due:
        yield Fact((*path, "echeance"), due[1], confidence, line.place, line.text)
    if condition:
        yield Fact((*path, "condition"), condition[1].rstrip(" ;,.")[:990], confidence, line.place, line.text)
