"""The tables every form shows: same columns, same cells; a form only chooses how they look.

A cell is a text, a whole number, a day, `TO_COMPLETE`, or None when the act has no such value.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from enum import Enum
from functools import partial

from conventions_cli.foundation import Record
from conventions_cli.french import capitalized
from conventions_cli.model import AXES, Measure
from conventions_cli.summary.figures import ActLine, Group, Money, Sum, Summary
from conventions_cli.summary.listing import listing
from conventions_cli.summary.stated_values import TO_COMPLETE, UNDATED, Amount, ToComplete

Cell = str | int | date | ToComplete | None


class Kind(Enum):
    """The type of the cells of a column."""

    TEXT = "texte"
    EUROS = "euros"
    NUMBER = "nombre"
    YEAR = "annee"
    DAY = "date"


class Column(Record, frozen=True):
    """A column. `total`: its foot is a sum; `adds`: the positions of the columns that each of its cells adds up."""

    title: str
    kind: Kind
    total: bool = False
    adds: tuple[int, ...] = ()


class Foot(Record, frozen=True):
    """A row of totals. `state`: the sum of the rows in that state; None: of all rows."""

    title: str
    cells: tuple[Cell, ...]
    state: str | None = None


class Table(Record, frozen=True):
    """A table: its name in options, its title, its columns, rows as long as those, and its totals."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    feet: tuple[Foot, ...] = ()


SIGNED, DRAFT = "signé", "projet"
ACTS, YEARS, PROGRAMMES, DELEGATES, DEADLINES = "actes", "annees", "programmes", "delegataires", "echeances"
LIST = "liste"
NAMES = (ACTS, YEARS, PROGRAMMES, DELEGATES, DEADLINES, LIST)
_STATE_COLUMN = 1


def tables(summary: Summary, today: date | None = None, columns: Sequence[tuple[str, str]] = ()) -> tuple[Table, ...]:
    """The six tables, in order. `columns`: those of the list that the acts came from, as (title, key)."""
    return (
        acts_table(summary),
        years_table(summary),
        groups_table(summary, PROGRAMMES),
        groups_table(summary, DELEGATES),
        deadlines_table(summary, today),
        list_table(summary, columns),
    )


def table_named(
    summary: Summary, name: str, today: date | None = None, columns: Sequence[tuple[str, str]] = ()
) -> Table:
    """The table of that name. Raises KeyError for an unknown name."""
    return {table.name: table for table in tables(summary, today, columns)}[name]


# The acts


class _Field(Record, frozen=True):
    column: Column
    read: Callable[[ActLine], Cell]


def known_years(summary: Summary) -> tuple[int | None, ...]:
    """The years of the calendars; None, last, when an act has no calendar yet."""
    return tuple(None if isinstance(group.key, str) else group.key for group in summary.years)


def state_of(draft: bool) -> str:
    """« signé » or « projet »."""
    return DRAFT if draft else SIGNED


def acts_table(summary: Summary) -> Table:
    """One row per act: its parties, its amounts, its calendar year by year, and its dates."""
    before = [*_identity(summary), *_amounts()]
    years = list(_year_fields(summary))
    start = len(before)
    ae = tuple(range(start, start + len(years), 2))
    cp = tuple(range(start + 1, start + len(years), 2))
    fields = [
        *before,
        *years,
        _Field(Column("AE, total", Kind.EUROS, total=True, adds=ae), lambda act: cell_of(act.money.ae)),
        _Field(Column("CP, total", Kind.EUROS, total=True, adds=cp), lambda act: cell_of(act.money.cp)),
        *_promises(),
        *_dates(),
    ]
    return _acts(summary, "Actes", fields)


def act_labels(summary: Summary) -> dict[str, str]:
    """The name of each act for readers, by its stem: its services, with the stem when two acts have the same."""
    shared = Counter(act.services for act in summary.acts)
    return {
        act.stem: act.services if shared[act.services] == 1 else f"{act.services} ({act.stem})" for act in summary.acts
    }


def acts_money_table(summary: Summary) -> Table:
    """The acts and their money, without the years."""
    who = [_Field(_receiver(summary), lambda act: act.short_delegates), *_codes()]
    totals = [
        _Field(Column("AE", Kind.EUROS, total=True), lambda act: cell_of(act.money.ae)),
        _Field(Column("CP", Kind.EUROS, total=True), lambda act: cell_of(act.money.cp)),
    ]
    return _acts(summary, "Les montants", [*_named(summary), *who, *_amounts(), *totals, *_promises()])


def acts_years_table(summary: Summary) -> Table:
    """The acts and their calendar of AE and CP."""
    return _acts(summary, "Le calendrier des AE et des CP", [*_named(summary), *_year_fields(summary)])


def acts_dates_table(summary: Summary) -> Table:
    """The acts and their dates."""
    return _acts(summary, "Les dates", [*_named(summary), *_dates()])


def _named(summary: Summary) -> list[_Field]:
    """The columns with the name of an act for readers, and its state."""
    labels = act_labels(summary)
    return [
        _Field(Column("Service", Kind.TEXT), lambda act: labels[act.stem]),
        _Field(Column("État", Kind.TEXT), lambda act: state_of(act.draft)),
    ]


def _identity(summary: Summary) -> list[_Field]:
    return [
        _Field(Column("Acte", Kind.TEXT), lambda act: act.stem),
        _Field(Column("État", Kind.TEXT), lambda act: state_of(act.draft)),
        _Field(Column("Services", Kind.TEXT), lambda act: act.services),
        _Field(Column("Dispositif", Kind.TEXT), lambda act: act.scheme or None),
        _Field(_receiver(summary), lambda act: act.delegates),
        *_codes(),
    ]


def _receiver(summary: Summary) -> Column:
    return Column(capitalized(summary.words.receiver), Kind.TEXT)


def _codes() -> list[_Field]:
    shown = [axis for axis in AXES if axis.summarised]
    return [_Field(Column(axis.label_of(1), Kind.TEXT), partial(_code_of, axis.key)) for axis in shown]


def _code_of(key: str, act: ActLine) -> Cell:
    return act.codes[key] or None


def _amounts() -> list[_Field]:
    return [
        _Field(Column("Montant attribué", Kind.EUROS, total=True), lambda act: act.amount),
        _Field(Column("dont accompagnement", Kind.EUROS, total=True), lambda act: act.coaching),
    ]


def _promises() -> list[_Field]:
    return [_Field(Column("Cofinancement promis", Kind.EUROS, total=True), lambda act: act.cofinancing)]


def _year_fields(summary: Summary) -> Iterator[_Field]:
    for year in known_years(summary):
        title = f" {year}" if year is not None else ", année à compléter"
        yield _Field(Column(f"AE{title}", Kind.EUROS, total=True), partial(_of_year, year, ae=True))
        yield _Field(Column(f"CP{title}", Kind.EUROS, total=True), partial(_of_year, year, ae=False))


def _of_year(year: int | None, act: ActLine, *, ae: bool) -> Amount:
    line = next((line for line in act.years if line.year == year), None)
    if line is None:
        return None
    return (line.ae if ae else line.cp) or None


def _dates() -> list[_Field]:
    return [
        _Field(Column("Signature", Kind.DAY), lambda act: act.signed or TO_COMPLETE),
        _Field(Column("Prise d’effet", Kind.DAY), lambda act: act.effect),
        _Field(Column("Cofinancement à engager", Kind.DAY), lambda act: _day_of(act, "cofinancement")),
        _Field(Column("Préavis (mois)", Kind.NUMBER), lambda act: act.notice_months),
        _Field(Column("Dernier jour du préavis", Kind.DAY), lambda act: _day_of(act, "preavis")),
        _Field(Column("Fin", Kind.DAY), lambda act: act.end),
        _Field(Column("Fin comptable", Kind.DAY), lambda act: act.accounting_end),
        _Field(Column("NOR", Kind.TEXT), lambda act: act.nor or None),
    ]


def _day_of(act: ActLine, kind: str) -> Cell:
    deadline = next((deadline for deadline in act.deadlines if deadline.kind == kind), None)
    return None if deadline is None else deadline.day or UNDATED


def _acts(summary: Summary, title: str, fields: Sequence[_Field]) -> Table:
    columns = tuple(field.column for field in fields)
    rows = tuple(tuple(field.read(act) for field in fields) for act in summary.acts)
    return Table(ACTS, title, columns, rows, _feet(columns, rows))


def _feet(columns: Sequence[Column], rows: Sequence[tuple[Cell, ...]]) -> tuple[Foot, ...]:
    """The totals: those of signed acts and those of drafts when there are both, then those of all acts."""
    if not rows or not any(column.total for column in columns):
        return ()
    states = dict.fromkeys(str(row[_STATE_COLUMN]) for row in rows)
    feet = []
    if len(states) > 1:
        for state, title in ((SIGNED, "Total des actes signés"), (DRAFT, "Total des projets")):
            feet.append(_foot(title, columns, [row for row in rows if row[_STATE_COLUMN] == state], state))
    return (*feet, _foot("Total", columns, rows))


def _foot(title: str, columns: Sequence[Column], rows: Sequence[tuple[Cell, ...]], state: str | None = None) -> Foot:
    """A row of totals; its title tells when values to complete are left out."""
    sums = [_sum(row[index] for row in rows) if column.total else Sum() for index, column in enumerate(columns)]
    short = any(money.missing and money.euros for money in sums)
    return Foot(f"{title}, hors montants à compléter" if short else title, tuple(map(cell_of, sums)), state)


def _sum(cells: Iterable[Cell]) -> Sum:
    added = Sum()
    for cell in cells:
        added = added.plus(cell if isinstance(cell, int | ToComplete) else None)
    return added


# The groups


def years_table(summary: Summary) -> Table:
    """AE and CP by year."""
    columns, read = _halves(summary)
    head = (Column("Année", Kind.YEAR), Column("Actes", Kind.NUMBER))
    rows = tuple((_year_cell(group.key), group.acts, *read(group)) for group in summary.years)
    return _with_total(Table(YEARS, "Par année", (*head, *columns), rows))


def groups_table(summary: Summary, name: str) -> Table:
    """AE and CP by programme, or by party that receives, and by year in each."""
    title, groups = {
        PROGRAMMES: ("Programme", summary.programmes),
        DELEGATES: (capitalized(summary.words.receiver), summary.delegates),
    }[name]
    columns, read = _halves(summary)
    head = (Column(title, Kind.TEXT), Column("Année", Kind.YEAR), Column("Actes", Kind.NUMBER))
    rows = tuple(
        (str(group.key), _year_cell(year.key), year.acts, *read(year)) for group in groups for year in group.years
    )
    return _with_total(Table(name, f"Par {title.lower()}", (*head, *columns), rows))


def _year_cell(key: str | int | None) -> Cell:
    return TO_COMPLETE if key is None else key


def _halves(summary: Summary) -> tuple[tuple[Column, ...], Callable[[Group], tuple[Cell, ...]]]:
    """The columns of AE and CP, for signed acts and for drafts when there are some."""
    parts: list[tuple[str, Callable[[Group], Money]]] = []
    if summary.signed.acts or not summary.draft.acts:
        parts.append(("", lambda group: group.signed))
    if summary.draft.acts:
        parts.append((" en projet", lambda group: group.draft))
    columns = tuple(
        Column(f"{credit}{suffix}", Kind.EUROS, total=True) for suffix, _ in parts for credit in ("AE", "CP")
    )

    def read(group: Group) -> tuple[Cell, ...]:
        return tuple(cell_of(money) for _, half in parts for money in (half(group).ae, half(group).cp))

    return columns, read


def cell_of(amount: Sum) -> Cell:
    """A sum in a cell: « à compléter » when nothing of it is known, blank when nothing is promised."""
    if amount.euros:
        return amount.euros
    return TO_COMPLETE if amount.missing else None


def _with_total(table: Table) -> Table:
    feet = (_foot("Total", table.columns, table.rows),) if table.rows else ()
    return Table(table.name, table.title, table.columns, table.rows, feet)


# The deadlines


def deadlines_read(summary: Summary, today: date | None = None) -> Table:
    """The deadlines for readers: acts by their services, and no key of a spec."""
    table, labels = deadlines_table(summary, today), act_labels(summary)
    act = next(index for index, column in enumerate(table.columns) if column.title == "Acte")
    columns = (*table.columns[:act], Column("Service", Kind.TEXT), *table.columns[act + 1 : -1])
    rows = tuple((*row[:act], labels.get(str(row[act]), row[act]), *row[act + 1 : -1]) for row in table.rows)
    return Table(table.name, table.title, columns, rows)


def deadlines_table(summary: Summary, today: date | None = None) -> Table:
    """One row per deadline; those without a day last."""
    columns = [
        Column("Date", Kind.DAY),
        Column("Acte", Kind.TEXT),
        Column("État", Kind.TEXT),
        Column("Échéance", Kind.TEXT),
        Column("Montant", Kind.EUROS),
        Column("À la charge de", Kind.TEXT),
        Column("Ce que dit l’acte", Kind.TEXT),
        Column("Clé et clause", Kind.TEXT),
    ]
    rows: list[tuple[Cell, ...]] = []
    for deadline in summary.deadlines:
        row: list[Cell] = [deadline.day or UNDATED, deadline.act, state_of(deadline.draft), deadline.label]
        row += [deadline.amount, deadline.who or None, deadline.wording, deadline.source]
        if today:
            row.insert(1, distance(deadline.day, today))
        rows.append(tuple(row))
    if today:
        columns.insert(1, Column(f"Au {today:%d/%m/%Y}", Kind.TEXT))
    return Table(DEADLINES, "Échéances", tuple(columns), tuple(rows))


def distance(day: date | None, today: date) -> str | None:
    """How far a day is from another: « passée », « aujourd’hui », « dans 12 jours »."""
    if day is None:
        return None
    days = (day - today).days
    if days < 0:
        return "passée"
    if days == 0:
        return "aujourd’hui"
    return f"dans {days} jour{'s' if days > 1 else ''}"


# The list


def list_table(summary: Summary, columns: Sequence[tuple[str, str]]) -> Table:
    """One row per act, with the values of its own file: `convention new --from` reads it back."""
    listed = listing([(act.stem, act.own) for act in summary.acts], columns)
    kinds = {Measure.EUROS: Kind.EUROS, Measure.DAY: Kind.DAY}
    heads = tuple(
        Column(title, kinds.get(measure, Kind.TEXT) if measure else Kind.TEXT) for title, _, measure in listed.columns
    )
    return Table(LIST, "Liste", heads, listed.rows)
