"""A whole round from a list: a spec for each row, a shared file, a directory to complete, and the columns kept."""

from collections.abc import Sequence

from conventions_cli.document import shortened
from conventions_cli.drafting.cohort import (
    ROUND,
    Round,
    Row,
    as_entry,
    directory_text,
    file_names,
    shared_text,
    shipped_entry,
)
from conventions_cli.drafting.column_keys import KEPT, Grid, map_text
from conventions_cli.drafting.draft import Draft, compose
from conventions_cli.drafting.draft_values import Values, torn
from conventions_cli.drafting.listed import Listed
from conventions_cli.drafting.pack_proposals import propose
from conventions_cli.drafting.sponsors import Sponsor, match
from conventions_cli.drafting.surroundings import DIRECTORY, Entry, Surroundings
from conventions_cli.drafting.view import View
from conventions_cli.foundation import Diagnostic, Outcome, Record, Severity, catalogue, replace
from conventions_cli.model import Names, identifier

_SHOWN = 60  # characters of a name in the table that ends the command
_ACRONYM = 12  # characters; a name in capitals no longer than that is an acronym


class _Seats(Record):
    """The parties that the list names: the entries they are, and those to open."""

    entries: tuple[Entry, ...]
    opened: dict[str, Sponsor]

    def reference(self, name: str) -> tuple[str, tuple[Entry, ...]]:
        """The reference of a party, and its rivals where a name designates several."""
        found = match(self.entries, name)
        if len(found) == 1:
            return found[0].identifier, ()
        if found:
            return "", found
        known = identifier(name)
        short = name.isupper() and " " not in name and len(name) <= _ACRONYM
        self.opened.setdefault(known, Sponsor(known, None, "" if short else name, name if short else ""))
        return known, ()


def draft_list(
    grid: Grid, acts: Sequence[Listed], names: Names, place: Surroundings, promotion: int, pack: str = ""
) -> Round:
    """The files of a round. `place`: the folder to write in; `pack`: the model of the acts."""
    view = View(place, pack=pack)
    kind, fund = view.kind, view.kind.fund
    above = place.names(())
    listed = place.entries(above)
    giver = fund.party if fund is not None else ""
    shipped = shipped_entry(place, giver) if giver and not any(one.identifier == giver for one in listed) else {}
    known = Entry(giver, shipped.get(("nom",), ""), shipped.get(("sigle",), ""), "", ()) if shipped else None
    seats = _Seats((*listed, known) if known is not None else listed, {})
    if known is not None:
        seats.opened[giver] = Sponsor(giver, None, known.nom, known.sigle)
    giving = next((role for role in names.roles if kind.roles[role].donne), "")
    told: list[Diagnostic] = []
    laid = [_laid(act, names, seats, (giving, giver), grid, told) for act in acts]
    given = frozenset.intersection(*(frozenset(values.texts) for values in laid)) if laid else frozenset()
    texts = {
        DIRECTORY: directory_text(tuple(seats.opened.values()), above, giver, shipped, "la liste"),
        ROUND: shared_text(promotion, view.modele, fund, given),
    }
    entries = (*seats.entries, *(as_entry(one) for one in seats.opened.values()))
    pending = replace(place, pending=dict(texts))
    receiving = next((role for role in names.roles if kind.roles[role].recoit), "")
    rows = []
    for act, values, file in zip(acts, laid, _files(acts), strict=True):
        draft, faults = _drafted(act, values, pending, file)
        faults = tuple(_placed(one, act, grid) for one in faults)
        told.extend(faults)
        rows.append(Row(shortened(act.name, _SHOWN), file, _shown(values, receiving, entries), draft, faults))
    texts |= {row.file: row.draft.text for row in rows if row.draft is not None and row.draft.usable}
    texts[KEPT] = map_text(grid.columns)
    return Round(texts, tuple(rows), tuple(told), kind.money_words.receiver)


def _files(acts: Sequence[Listed]) -> list[str]:
    """The file of each act, after the name the list gives it, else after its service; equal names are numbered."""
    given = [act.file or act.name for act in acts]
    counted: dict[str, int] = {}
    keys = []
    for name in given:
        counted[name] = counted.get(name, 0) + 1
        keys.append(f"{name} {counted[name]}" if counted[name] > 1 else name)
    stems = file_names(keys)
    return [stems[key] for key in keys]


def _laid(
    act: Listed, names: Names, seats: _Seats, fund: tuple[str, str], grid: Grid, told: list[Diagnostic]
) -> Values:
    """The values of a row, its parties seated: those of the roles every act has, then those it names besides."""
    values = act.values()
    roles = names.roles
    parties = dict(act.parties)
    if fund[0] and fund[1] and fund[0] not in parties:
        parties[fund[0]] = (fund[1],)
    seated = [(role, name) for role in roles for name in parties.get(role, ())[:1]]
    seated += [(role, name) for role in roles for name in parties.get(role, ())[1:]]
    needed = [role for role in roles[:2] if role not in parties]
    for number, (role, name) in enumerate(_in_seats(roles, seated, needed)):
        values.texts["parties", number, "role"] = role
        if not name:
            continue
        reference, rivals = seats.reference(name)
        if rivals:
            message = f"« {name} » désigne plusieurs parties de l’annuaire."
            hint = f"Écrire dans la liste l’identifiant de l’une : {', '.join(one.identifier for one in rivals)}."
            column = act.columns.get(("parties", roles.index(role)), 0)
            told.append(Diagnostic(catalogue.CELL, message, grid.span(act.row, column), hint))
            values.note(("parties", number), f"La liste dit « {name} », qui désigne plusieurs parties de l’annuaire.")
            continue
        values.texts["parties", number, "reference"] = reference
    clash = torn(values.texts)
    for path in [path for path in values.texts if clash and any(path[:-1] == other for other in values.texts)]:
        del values.texts[path]
    told.extend(replace(one, span=grid.span(act.row), hint="Ne garder que l’une des deux colonnes.") for one in clash)
    return values


def _in_seats(roles: Sequence[str], seated: Sequence[tuple[str, str]], needed: Sequence[str]) -> list[tuple[str, str]]:
    """The parties by their places in the act, with those that every act has and nobody is named for yet."""
    both = [*seated, *((role, "") for role in needed)]
    firsts = sorted({role: (role, name) for role, name in reversed(both)}.values(), key=lambda one: roles.index(one[0]))
    return firsts + [one for one in both if one not in firsts]


def _drafted(act: Listed, values: Values, place: Surroundings, file: str) -> tuple[Draft, tuple[Diagnostic, ...]]:
    """The draft of a row, and the faults of what the list says: that is left to complete, and the rest is written.

    What the pack proposes is laid as if the list had said it, as it will the next time.
    """
    told: dict[str, Diagnostic] = {}
    parties = {path: text for path, text in values.texts.items() if path[0] == "parties" and path not in act.texts}
    while True:
        values = act.values()
        values.texts |= parties
        remarks = frozenset(values.remarks)
        propose(values, (ROUND,), place)
        values.remarks = {path: remark for path, remark in values.remarks.items() if path in remarks}
        draft = compose(values, (ROUND,), place, file)
        faults = [one for one in draft.faults if one.severity is Severity.ERROR]
        told |= {one.message: one for one in faults}
        doubted = [act.doubt(_key_at(one)) for one in faults]
        if not any(doubted):
            return draft, tuple(told.values())


def _key_at(fault: Diagnostic) -> str:
    """The key on the line of a draft where a fault is; empty when there is none."""
    line = fault.span.source.line(fault.span.start.line) if fault.span is not None else ""
    return line.strip().partition(":")[0].lstrip("- {")


def _placed(fault: Diagnostic, act: Listed, grid: Grid) -> Diagnostic:
    """A fault of a draft, at the row it comes from, and at the column of the key it is about."""
    key = _key_at(fault)
    column = next((column for path, column in act.columns.items() if key in path), 0)
    return replace(fault, span=grid.span(act.row, column), related=(), replacement=None)


def _shown(values: Values, role: str, entries: Sequence[Entry]) -> str:
    """Who receives the money, in short."""
    for path, text in values.texts.items():
        if path[0] == "parties" and path[-1] == "role" and text == role:
            reference = values.texts.get((*path[:2], "reference"))
            entry = next((one for one in entries if one.identifier == reference), None)
            if entry is not None:
                return entry.sigle or entry.nom or entry.identifier
    return "à désigner"


def list_values(act: Listed, names: Names, entries: Sequence[Entry], grid: Grid) -> Outcome[Values]:
    """The values of the only act of a list; its parties by reference when the directory has them, else by name."""
    told: list[Diagnostic] = []
    seats = _Seats(tuple(entries), {})
    values = _laid(act, names, seats, ("", ""), grid, told)
    for path, text in list(values.texts.items()):
        opened = seats.opened.get(text or "") if path[-1] == "reference" else None
        if opened is not None:
            del values.texts[path]
            values.texts[*path[:-1], "nom" if opened.nom else "sigle"] = opened.nom or opened.sigle
    return Outcome(values, tuple(told))
