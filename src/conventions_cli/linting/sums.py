"""Checks of sums: schedules and their years, the delegated amount, instalments, amounts in words and in figures."""

import re
from collections.abc import Iterator
from itertools import pairwise

from conventions_cli.comparison import Shape, Unit
from conventions_cli.facts import (
    Amount,
    Cell,
    Grid,
    Schedule,
    Share,
    instalment_shares,
    names_credits,
    said_amounts,
    said_instalment,
    said_shares,
    said_twice,
    table_credits,
)
from conventions_cli.foundation import Record, catalogue, field, replace
from conventions_cli.french import parse_words, plain
from conventions_cli.linting.passages import Act, Passage
from conventions_cli.linting.remarks import Remark, euros
from conventions_cli.linting.whose import Owners

_OF_WHICH = re.compile(r"[^.;]{0,80}\bdont ")
_OBTAINED = re.compile(r"\b(?:a|ont) obtenu\b[^.;]*\Z")  # a sentence that recalls the decision, up to its amount
_SUPPORT = re.compile(r"[^.;]{0,140}?(?:accompagn|coaching|mentor|directement)")
_REST_BEFORE = re.compile(r"\b(?:les|soit) \Z")
_REST_AFTER = re.compile(r" (?:restants?|de solde)\b")
_REACH = 450  # characters before the rest, among which the two other amounts stand
_LIMIT = re.compile(
    r"(?:(?:dans la limite|à hauteur maximale|d'un montant maxim(?:um|al)) (?:totale? )?de"
    r"|montants maxim(?:um|aux)[^.;]{0,30}, soit au total) \Z"
)
_BEFORE = 120  # characters before an amount, among which the words that name it stand
_INSTALMENT = re.compile(r"versement|tranche|acompte|\bsolde\b")
_CENT = 100


class Opened(Record):
    """The AE and CP of a table, year by year, in cents; `totals`: by kind, the stated total and its cell."""

    grid: Grid
    years: dict[str, dict[int, int]] = field(default_factory=dict)
    cells: dict[tuple[str, int], Cell] = field(default_factory=dict)
    totals: dict[str, tuple[int, Cell]] = field(default_factory=dict)

    def sum(self, kind: str) -> int:
        """The sum of a kind over the years."""
        return sum(self.years.get(kind, {}).values())


def schedules(act: Act) -> Iterator[Opened]:
    """The tables of AE and CP by year, with years in rows or in columns.

    Tables that may be misread are left out: those with a cell that is rounded or cannot be read, or with two columns of
    the same kind and year, as when one is requested and the other granted.
    """
    for grid in act.grids:
        read = table_credits(grid)
        columns = {(credit.kind, credit.year, credit.column) for credit in read.credits if not credit.blank}
        rounded = any(figure.amount.abbreviated for figure in (*read.credits, *read.totals))
        if read.credits and not read.unread and not rounded and len({column[:2] for column in columns}) == len(columns):
            yield _opened(read)


def _opened(read: Schedule) -> Opened:
    opened = Opened(read.grid)
    for credit in read.credits:
        if credit.year is not None:
            kind = credit.kind.upper()
            years = opened.years.setdefault(kind, {})
            years[credit.year] = years.get(credit.year, 0) + credit.amount.cents
            opened.cells.setdefault((kind, credit.year), credit.cell)
    for kind in opened.years:
        totals = [total for total in read.totals if total.kind.upper() == kind]
        if len(totals) == 1:  # of several totals, none surely is that of the whole
            opened.totals[kind] = (totals[0].amount.cents, totals[0].cell)
    return opened


def schedule_sums(act: Act) -> Iterator[Remark]:
    """C611, C612, C616: total lines, AE against CP, years outside the life of the act."""
    amends = Owners(act).amends
    for schedule in schedules(act):
        for kind, (stated, cell) in schedule.totals.items():
            computed = schedule.sum(kind)
            if stated != computed:
                message = f"le total des {kind} est de {euros(stated)}, la somme des années de {euros(computed)}."
                yield Remark(catalogue.ACT_TOTAL, cell.place, message, f"Faut-il lire {euros(computed)}\u202f?")
        if "AE" in schedule.years and "CP" in schedule.years:
            yield from _balance(schedule)
        if not amends:  # the years of an avenant are those of the act that it amends
            yield from _years(act, schedule)


def _balance(schedule: Opened) -> Iterator[Remark]:
    place = schedule.grid.place
    engaged, paid = schedule.sum("AE"), schedule.sum("CP")
    if engaged != paid:
        message = f"les CP font {euros(paid)}, les AE {euros(engaged)}\u00a0: sur la durée de l’acte, ils sont égaux."
        yield Remark(catalogue.ACT_BALANCE, place, message, "Corriger l’une des lignes de l’échéancier.")
    opened = spent = 0
    for year in sorted({*schedule.years["AE"], *schedule.years["CP"]}):
        opened += schedule.years["AE"].get(year, 0)
        spent += schedule.years["CP"].get(year, 0)
        if spent > opened:
            message = f"fin {year}, les CP ({euros(spent)}) dépassent les AE ouvertes ({euros(opened)})."
            cell = schedule.cells.get(("CP", year))
            yield Remark(catalogue.ACT_BALANCE, cell.place if cell else place, message, "Vérifier l’échéancier.")
            return


def _years(act: Act, schedule: Opened) -> Iterator[Remark]:
    first = act.signed.year if act.signed else None
    last = act.end[0].year if act.end else None
    for (kind, year), cell in schedule.cells.items():
        if not schedule.years[kind][year]:
            continue
        if first is not None and year < first:
            message = f"des {kind} sont ouverts en {year}, l’acte est signé en {first}."
            yield Remark(catalogue.ACT_YEAR, cell.place, message, "Vérifier l’année et la date de signature.")
        elif last is not None and year > last and not (kind == "CP" and act.pays_later):
            message = f"des {kind} sont ouverts en {year}, l’acte prend fin en {last}."
            yield Remark(catalogue.ACT_YEAR, cell.place, message, "Vérifier l’année et la date de fin.")


def _of_one_part(act: Act) -> list[Opened]:
    """The first table of AE and CP, and those in the same article, as acts have one for each party."""
    tables = list(schedules(act))
    return [table for table in tables if table.grid.part == tables[0].grid.part and table.years.get("AE")] or tables[:1]


def _remaining(text: str) -> Iterator[tuple[int, int, int]]:
    """The whole, the part and the rest, in cents, of « 200 000 € … dont 15 000 € …, soit 185 000 € restants »."""
    amounts = _sure(text)
    for whole, part, rest in zip(amounts, amounts[1:], amounts[2:], strict=False):
        if _said_before(_REST_BEFORE, text, rest) and _REST_AFTER.match(text, rest.end):
            near = rest.start - whole.end < _REACH and not re.search(r"\.(?!\d)", text[whole.end : rest.start])
            if near:
                yield whole.cents, part.cents, rest.cents


def _said_before(pattern: re.Pattern[str], text: str, amount: Amount) -> re.Match[str] | None:
    """The match of a pattern on the words just before an amount."""
    return pattern.search(text, max(amount.start - _BEFORE, 0), amount.start)


def _sure(text: str) -> list[Amount]:
    """The amounts of a text without those in thousands or millions, which may be rounded."""
    return [amount for amount in said_amounts(text) if not amount.abbreviated]


def delegated_amount(act: Act) -> Iterator[Remark]:
    """C613: a delegated amount that is not the granted amount less the support that its giver pays itself."""
    tables = _of_one_part(act)
    table = tables[0] if tables else None
    engaged = sum(item.sum("AE") for item in tables) if table is not None and table.years.get("AE") else None
    opened = {engaged, *(item.sum("AE") for item in tables)}  # those of the whole, or of one party
    for passage in act.passages:
        for whole, part, rest in _remaining(passage.text):
            if whole - part != rest:
                message = f"{euros(whole)} moins {euros(part)} font {euros(whole - part)}, et non {euros(rest)}."
                yield Remark(catalogue.ACT_DELEGATED, passage.place, message, "Corriger l’un des trois montants.")
        if table is None or engaged is None:
            continue
        amounts = _sure(passage.text)
        for whole_amount, dont in pairwise(amounts):
            if not _OF_WHICH.fullmatch(passage.text, whole_amount.end, dont.start):
                continue
            if act.amended and _OBTAINED.search(passage.text[: whole_amount.start]):
                continue  # an avenant changes the delegated amount, not the amount of the decision
            whole, part = whole_amount.cents, dont.cents
            if _SUPPORT.match(passage.text, dont.end) and whole - part not in opened:
                message = (
                    f"{euros(whole)} moins {euros(part)} d’accompagnement font {euros(whole - part)}\u202f; "
                    f"l’échéancier ({table.grid.place}) ouvre {euros(engaged)} d’AE."
                )
                yield Remark(catalogue.ACT_DELEGATED, passage.place, message, "Corriger ces montants, ou l’échéancier.")
        for amount in amounts if passage.part == table.grid.part else ():
            if _said_before(_LIMIT, passage.text, amount) and amount.cents not in opened:
                message = (
                    f"la limite dite est de {euros(amount.cents)}\u202f; l’échéancier "
                    f"({table.grid.place}) ouvre {euros(engaged)} d’AE."
                )
                yield Remark(catalogue.ACT_DELEGATED, passage.place, message, "Corriger la limite, ou l’échéancier.")


def instalments(act: Act) -> Iterator[Remark]:
    """C614: shares of instalments that do not add up to 100 %, or an amount that is not its share."""
    listed: set[str] = set()
    for unit, _ in act.lists():
        items = [_own_text(item) for item in unit.children]
        listed.update(leaf.place for leaf in unit.within() if leaf.leaf)
        shares = [share for text in items if (share := said_instalment(text)) and share.written]
        for year in dict.fromkeys(share.year for share in shares) if len(shares) > 1 else ():
            yield from _share_fault(unit.place, [share for share in shares if share.year == year])
    tables = _of_one_part(act)
    for passage in act.passages:
        passage_shares = list(said_shares(passage.text))
        if passage.place not in listed and len(passage_shares) > 1 and _of_instalments(passage.text):
            parts = instalment_shares(passage.text)
            if len(parts) > 1:
                yield from _share_fault(passage.place, [replace(share, year=None) for share in parts])
        yield from _share_amounts(passage, passage_shares, tables)


def _of_instalments(text: str) -> bool:
    return _INSTALMENT.search(text) is not None or names_credits(text)


def _share_fault(place: str, shares: list[Share]) -> Iterator[Remark]:
    total = sum(share.percent for share in shares)
    if abs(total - 100) > 0.01:
        of_year = f" de {shares[0].year}" if shares[0].year else ""
        message = f"les parts des tranches{of_year} font {_shown(total)}\u00a0%, et non 100\u00a0%."
        yield Remark(catalogue.ACT_SHARES, place, message, "Corriger l’une des parts.")


def _shown(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".").replace(".", ",")


def _share_amounts(passage: Passage, shares: list[Share], tables: list[Opened]) -> Iterator[Remark]:
    for share in shares:
        if share.amount is None or share.amount.abbreviated or share.year is None or not share.kind:
            continue
        kind, stated = share.kind.upper(), share.amount.cents
        bases = [table.years.get(kind, {}).get(share.year) for table in tables]
        stated_bases = [value for value in bases if value is not None]
        base = sum(stated_bases)
        if stated_bases and all(abs(value * share.percent / 100 - stated) > _CENT for value in {base, *stated_bases}):
            message = (
                f"{share.written}\u00a0% des {kind} de {share.year} ({euros(base)}) font "
                f"{euros(round(base * share.percent / 100))}, et non {euros(stated)}."
            )
            yield Remark(catalogue.ACT_SHARES, passage.place, message, "Corriger la part ou le montant.")


def _own_text(item: Unit) -> str:
    """The words of an item, without the lists it holds."""
    return plain(" ".join(child.text for child in item.children if child.shape is not Shape.LIST))


def words_and_digits(act: Act) -> Iterator[Remark]:
    """C615: words and figures that disagree: « 200 000 € (cent mille euros) », « deux mille vingt-cinq (2024) »."""
    for passage in act.passages:
        for digits, words in said_twice(passage.text):
            value, meant = parse_words(words), int(digits.replace(" ", ""))
            if value is not None and value != meant:
                message = f"«\u00a0{digits}\u00a0» en chiffres, «\u00a0{words}\u00a0» en lettres."
                hint = "Accorder les deux\u00a0: en droit, un montant en lettres prévaut d’ordinaire sur les chiffres."
                yield Remark(catalogue.ACT_WORDS, passage.place, message, hint)
