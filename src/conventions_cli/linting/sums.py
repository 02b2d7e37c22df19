"""Sums that do not add up: schedules, the amount delegated, instalments, amounts written in words, years."""

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
from conventions_cli.french import parse_words
from conventions_cli.linting.comparable import euros, plain
from conventions_cli.linting.passages import Act, Passage
from conventions_cli.linting.remarks import Remark
from conventions_cli.linting.whose import Owners

_OF_WHICH = re.compile(r"[^.;]{0,80}\bdont ")
_OBTAINED = re.compile(r"\b(?:a|ont) obtenu\b[^.;]*\Z")  # the sentence that recalls the decision, up to its amount
_SUPPORT = re.compile(r"[^.;]{0,140}?(?:accompagn|coaching|mentor|directement)")
_REST_BEFORE = re.compile(r"\b(?:les|soit) \Z")
_REST_AFTER = re.compile(r" (?:restants?|de solde)\b")
_REACH = 450  # characters before the rest that the two other amounts stand in
_LIMIT = re.compile(
    r"(?:(?:dans la limite|à hauteur maximale|d'un montant maxim(?:um|al)) (?:totale? )?de"
    r"|montants maxim(?:um|aux)[^.;]{0,30}, soit au total) \Z"
)
_BEFORE = 120  # characters before an amount, in which the words that say what it is stand
_INSTALMENT = re.compile(r"versement|tranche|acompte|\bsolde\b")
_CENT = 100


class Opened(Record):
    """The AE and CP of a table, year by year, in cents; `totals`: what its total line says, with its cell."""

    grid: Grid
    years: dict[str, dict[int, int]] = field(default_factory=dict)
    cells: dict[tuple[str, int], Cell] = field(default_factory=dict)
    totals: dict[str, tuple[int, Cell]] = field(default_factory=dict)

    def sum(self, kind: str) -> int:
        """The sum over the years."""
        return sum(self.years.get(kind, {}).values())


def schedules(act: Act) -> Iterator[Opened]:
    """The tables of AE and CP by year, whichever way they are laid.

    Those of which we cannot be sure are left: a cell that cannot be read or is rounded, two columns of one kind and
    year, as of what is asked and what is granted.
    """
    for grid in act.grids:
        read = table_credits(grid)
        columns = {(one.kind, one.year, one.column) for one in read.credits if not one.blank}
        rounded = any(one.amount.abbreviated for one in (*read.credits, *read.totals))
        if read.credits and not read.unread and not rounded and len({one[:2] for one in columns}) == len(columns):
            yield _opened(read)


def _opened(read: Schedule) -> Opened:
    opened = Opened(read.grid)
    for one in read.credits:
        if one.year is not None:
            kind = one.kind.upper()
            years = opened.years.setdefault(kind, {})
            years[one.year] = years.get(one.year, 0) + one.amount.cents
            opened.cells.setdefault((kind, one.year), one.cell)
    for kind in opened.years:
        totals = [one for one in read.totals if one.kind.upper() == kind]
        if len(totals) == 1:  # of several, which is of the whole is not told
            opened.totals[kind] = (totals[0].amount.cents, totals[0].cell)
    return opened


def schedule_sums(act: Act) -> Iterator[Remark]:
    """C611, C612, C616: total lines, AE against CP, years outside the act's life."""
    amends = Owners(act).amends
    for schedule in schedules(act):
        for kind, (said, cell) in schedule.totals.items():
            found = schedule.sum(kind)
            if said != found:
                message = f"le total des {kind} est de {euros(said)}, la somme des années de {euros(found)}."
                yield Remark(catalogue.ACT_TOTAL, cell.place, message, f"Faut-il lire {euros(found)}\u202f?")
        if "AE" in schedule.years and "CP" in schedule.years:
            yield from _balance(schedule)
        if not amends:  # its years are those of the act that it amends
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
            where = schedule.cells.get(("CP", year))
            yield Remark(catalogue.ACT_BALANCE, where.place if where else place, message, "Vérifier l’échéancier.")
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
    """The tables of AE and CP that stand in the same article as the first: those of the parties, if several."""
    found = list(schedules(act))
    return [one for one in found if one.grid.part == found[0].grid.part and one.years.get("AE")] or found[:1]


def _remaining(text: str) -> Iterator[tuple[int, int, int]]:
    """« 200 000 € … dont 15 000 € …, soit 185 000 € restants »: the rest, after the two amounts of its sentence."""
    found = _sure(text)
    for whole, part, rest in zip(found, found[1:], found[2:], strict=False):
        if _said_before(_REST_BEFORE, text, rest) and _REST_AFTER.match(text, rest.end):
            near = rest.start - whole.end < _REACH and not re.search(r"\.(?!\d)", text[whole.end : rest.start])
            if near:
                yield whole.cents, part.cents, rest.cents


def _said_before(pattern: re.Pattern[str], text: str, amount: Amount) -> re.Match[str] | None:
    """The words that end where an amount begins."""
    return pattern.search(text, max(amount.start - _BEFORE, 0), amount.start)


def _sure(text: str) -> list[Amount]:
    """The amounts of a text that are not rounded, as those in thousands may be."""
    return [one for one in said_amounts(text) if not one.abbreviated]


def delegated_amount(act: Act) -> Iterator[Remark]:
    """C613: what is granted, less the support that its giver pays itself, is what is delegated."""
    tables = _of_one_part(act)
    table = tables[0] if tables else None
    engaged = sum(one.sum("AE") for one in tables) if table is not None and table.years.get("AE") else None
    opened = {engaged, *(one.sum("AE") for one in tables)}  # of the whole, or of one party
    for passage in act.passages:
        for whole, part, rest in _remaining(passage.text):
            if whole - part != rest:
                message = f"{euros(whole)} moins {euros(part)} font {euros(whole - part)}, et non {euros(rest)}."
                yield Remark(catalogue.ACT_DELEGATED, passage.place, message, "Corriger l’un des trois montants.")
        if table is None or engaged is None:
            continue
        found = _sure(passage.text)
        for said, dont in pairwise(found):
            if not _OF_WHICH.fullmatch(passage.text, said.end, dont.start):
                continue
            if act.amended and _OBTAINED.search(passage.text[: said.start]):
                continue  # what a decision gave stays so when an avenant changes what is delegated
            whole, part = said.cents, dont.cents
            if _SUPPORT.match(passage.text, dont.end) and whole - part not in opened:
                message = (
                    f"{euros(whole)} moins {euros(part)} d’accompagnement font {euros(whole - part)}\u202f; "
                    f"l’échéancier ({table.grid.place}) ouvre {euros(engaged)} d’AE."
                )
                yield Remark(catalogue.ACT_DELEGATED, passage.place, message, "Corriger ces montants, ou l’échéancier.")
        for amount in found if passage.part == table.grid.part else ():
            if _said_before(_LIMIT, passage.text, amount) and amount.cents not in opened:
                message = (
                    f"la limite dite est de {euros(amount.cents)}\u202f; l’échéancier "
                    f"({table.grid.place}) ouvre {euros(engaged)} d’AE."
                )
                yield Remark(catalogue.ACT_DELEGATED, passage.place, message, "Corriger la limite, ou l’échéancier.")


def instalments(act: Act) -> Iterator[Remark]:
    """C614: the shares of instalments make 100 %, and their amounts are those shares."""
    listed: set[str] = set()
    for unit, _ in act.lists():
        items = [_own_text(item) for item in unit.children]
        listed.update(leaf.place for leaf in unit.within() if leaf.leaf)
        shares = [share for text in items if (share := said_instalment(text)) and share.written]
        for year in dict.fromkeys(share.year for share in shares) if len(shares) > 1 else ():
            yield from _share_fault(unit.place, [share for share in shares if share.year == year])
    tables = _of_one_part(act)
    for passage in act.passages:
        found = list(said_shares(passage.text))
        if passage.place not in listed and len(found) > 1 and _of_instalments(passage.text):
            parts = instalment_shares(passage.text)
            if len(parts) > 1:
                yield from _share_fault(passage.place, [replace(share, year=None) for share in parts])
        yield from _share_amounts(passage, found, tables)


def _of_instalments(text: str) -> bool:
    return _INSTALMENT.search(text) is not None or names_credits(text)


def _share_fault(place: str, shares: list[Share]) -> Iterator[Remark]:
    made = sum(share.percent for share in shares)
    if abs(made - 100) > 0.01:
        of_year = f" de {shares[0].year}" if shares[0].year else ""
        message = f"les parts des tranches{of_year} font {_shown(made)}\u00a0%, et non 100\u00a0%."
        yield Remark(catalogue.ACT_SHARES, place, message, "Corriger l’une des parts.")


def _shown(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".").replace(".", ",")


def _share_amounts(passage: Passage, shares: list[Share], tables: list[Opened]) -> Iterator[Remark]:
    for share in shares:
        if share.amount is None or share.amount.abbreviated or share.year is None or not share.kind:
            continue
        kind, said = share.kind.upper(), share.amount.cents
        bases = [table.years.get(kind, {}).get(share.year) for table in tables]
        known = [one for one in bases if one is not None]
        base = sum(known)
        if known and all(abs(one * share.percent / 100 - said) > _CENT for one in {base, *known}):
            message = (
                f"{share.written}\u00a0% des {kind} de {share.year} ({euros(base)}) font "
                f"{euros(round(base * share.percent / 100))}, et non {euros(said)}."
            )
            yield Remark(catalogue.ACT_SHARES, passage.place, message, "Corriger la part ou le montant.")


def _own_text(item: Unit) -> str:
    """The words of an item, without the lists it holds."""
    return plain(" ".join(child.text for child in item.children if child.shape is not Shape.LIST))


def words_and_digits(act: Act) -> Iterator[Remark]:
    """C615: « 200 000 € (cent mille euros) », « deux mille vingt-cinq (2024) »."""
    for passage in act.passages:
        for digits, words in said_twice(passage.text):
            said, meant = parse_words(words), int(digits.replace(" ", ""))
            if said is not None and said != meant:
                message = f"«\u00a0{digits}\u00a0» en chiffres, «\u00a0{words}\u00a0» en lettres."
                hint = "Accorder les deux\u00a0: en droit, un montant en lettres prévaut d’ordinaire sur les chiffres."
                yield Remark(catalogue.ACT_WORDS, passage.place, message, hint)
