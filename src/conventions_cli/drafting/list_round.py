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
)
from conventions_cli.drafting.column_keys import KEPT, Grid, map_text
from conventions_cli.drafting.draft import Draft, compose
from conventions_cli.drafting.draft_values import Values, torn
from conventions_cli.drafting.listed import Listed
from conventions_cli.drafting.pack_proposals import propose, shipped_entry
from conventions_cli.drafting.sponsors import Sponsor, match
from conventions_cli.drafting.surroundings import DIRECTORY, Entry, Surroundings
from conventions_cli.drafting.view import View
from conventions_cli.foundation import Diagnostic, Outcome, Record, Severity, catalogue, replace
from conventions_cli.model import Names, identifier

_SHOWN = 60  # characters of a name in the table that ends the command
_ACRONYM = 12  # characters; a name in capitals no longer than that is an acronym


class _Seats(Record):
    """The parties that a list names: the entries of the directory, and the new entries to open there."""

    entries: tuple[Entry, ...]
    opened: dict[str, Sponsor]

    def reference(self, name: str) -> tuple[str, tuple[Entry, ...]]:
        """The reference of a party, whose entry is opened if it is new; or an empty one, and the possible entries."""
        entries = match(self.entries, name)
        if len(entries) == 1:
            return entries[0].identifier, ()
        if entries:
            return "", entries
        key = identifier(name)
        short = name.isupper() and " " not in name and len(name) <= _ACRONYM
        self.opened.setdefault(key, Sponsor(key, None, "" if short else name, name if short else ""))
        return key, ()


def draft_list(
    grid: Grid, acts: Sequence[Listed], names: Names, place: Surroundings, promotion: int, pack: str = ""
) -> Round:
    """The files of a round. `place`: the folder to write in; `pack`: the model of the acts."""
    view = View(place, pack=pack)
    kind, fund = view.kind, view.kind.fund
    above = place.names(())
    listed = place.entries(above)
    giver = fund.party if fund is not None else ""
    shipped = shipped_entry(place, giver) if giver and not any(entry.identifier == giver for entry in listed) else {}
    fund_entry = Entry(giver, shipped.get(("nom",), ""), shipped.get(("sigle",), ""), "", ()) if shipped else None
    seats = _Seats((*listed, fund_entry) if fund_entry is not None else listed, {})
    if fund_entry is not None:
        seats.opened[giver] = Sponsor(giver, None, fund_entry.nom, fund_entry.sigle)
    giving = next((role for role in names.roles if kind.roles[role].donne), "")
    diagnostics: list[Diagnostic] = []
    laid = [_laid(act, names, seats, (giving, giver), grid, diagnostics) for act in acts]
    own_paths = frozenset.intersection(*(frozenset(values.texts) for values in laid)) if laid else frozenset()
    texts = {
        DIRECTORY: directory_text(tuple(seats.opened.values()), above, giver, shipped, "la liste"),
        ROUND: shared_text(promotion, view.modele, fund, own_paths),
    }
    entries = (*seats.entries, *(as_entry(sponsor) for sponsor in seats.opened.values()))
    pending = replace(place, pending=dict(texts))
    receiving = next((role for role in names.roles if kind.roles[role].recoit), "")
    rows = []
    for act, values, file in zip(acts, laid, _files(acts), strict=True):
        draft, faults = _drafted(act, values, pending, file)
        faults = tuple(_placed(fault, act, grid) for fault in faults)
        diagnostics.extend(faults)
        rows.append(Row(shortened(act.name, _SHOWN), file, _receiver(values, receiving, entries), draft, faults))
    texts |= {row.file: row.draft.text for row in rows if row.draft is not None and row.draft.usable}
    texts[KEPT] = map_text(grid.columns)
    return Round(texts, tuple(rows), tuple(diagnostics), kind.money_words.receiver)


def _files(acts: Sequence[Listed]) -> list[str]:
    """The file of each act, named as the list says, else after its service; equal names are numbered."""
    names = [act.file or act.name for act in acts]
    counted: dict[str, int] = {}
    keys = []
    for name in names:
        counted[name] = counted.get(name, 0) + 1
        keys.append(f"{name} {counted[name]}" if counted[name] > 1 else name)
    stems = file_names(keys)
    return [stems[key] for key in keys]


def _laid(
    act: Listed, names: Names, seats: _Seats, fund: tuple[str, str], grid: Grid, diagnostics: list[Diagnostic]
) -> Values:
    """The values of a row, with its parties in order: first one for each role, then the others of the same roles."""
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
            hint = f"Écrire dans la liste l’identifiant de l’une : {', '.join(rival.identifier for rival in rivals)}."
            column = act.columns.get(("parties", roles.index(role)), 0)
            diagnostics.append(Diagnostic(catalogue.CELL, message, grid.span(act.row, column), hint))
            values.note(("parties", number), f"La liste dit « {name} », qui désigne plusieurs parties de l’annuaire.")
            continue
        values.texts["parties", number, "reference"] = reference
    clash = torn(values.texts)
    for path in [path for path in values.texts if clash and any(path[:-1] == other for other in values.texts)]:
        del values.texts[path]
    hint = "Ne garder que l’une des deux colonnes."
    diagnostics.extend(replace(fault, span=grid.span(act.row), hint=hint) for fault in clash)
    return values


def _in_seats(roles: Sequence[str], seated: Sequence[tuple[str, str]], needed: Sequence[str]) -> list[tuple[str, str]]:
    """The parties in the order of the act: (role, name); an empty name for each `needed` role without a party."""
    both = [*seated, *((role, "") for role in needed)]
    first_by_role = {role: (role, name) for role, name in reversed(both)}
    firsts = sorted(first_by_role.values(), key=lambda pair: roles.index(pair[0]))
    return firsts + [pair for pair in both if pair not in firsts]


def _drafted(act: Listed, values: Values, place: Surroundings, file: str) -> tuple[Draft, tuple[Diagnostic, ...]]:
    """The draft of a row, and the faults of the values of the list, which the draft leaves to complete.

    The proposals of the pack are written like values of the list, without a remark.
    """
    faults_by_message: dict[str, Diagnostic] = {}
    parties = {path: text for path, text in values.texts.items() if path[0] == "parties" and path not in act.texts}
    while True:
        values = act.values()
        values.texts |= parties
        remarks = frozenset(values.remarks)
        propose(values, (ROUND,), place)
        values.remarks = {path: remark for path, remark in values.remarks.items() if path in remarks}
        draft = compose(values, (ROUND,), place, file)
        faults = [fault for fault in draft.faults if fault.severity is Severity.ERROR]
        faults_by_message |= {fault.message: fault for fault in faults}
        doubted = [act.doubt(_key_at(fault)) for fault in faults]
        if not any(doubted):
            return draft, tuple(faults_by_message.values())


def _key_at(fault: Diagnostic) -> str:
    """The key on the line of a draft where a fault is; empty when there is none."""
    line = fault.span.source.line(fault.span.start.line) if fault.span is not None else ""
    return line.strip().partition(":")[0].lstrip("- {")


def _placed(fault: Diagnostic, act: Listed, grid: Grid) -> Diagnostic:
    """A fault of a draft, moved to the row of the list that the draft comes from, and to the column of its key."""
    key = _key_at(fault)
    column = next((column for path, column in act.columns.items() if key in path), 0)
    return replace(fault, span=grid.span(act.row, column), related=(), replacement=None)


def _receiver(values: Values, role: str, entries: Sequence[Entry]) -> str:
    for path, text in values.texts.items():
        if path[0] == "parties" and path[-1] == "role" and text == role:
            reference = values.texts.get((*path[:2], "reference"))
            entry = next((entry for entry in entries if entry.identifier == reference), None)
            if entry is not None:
                return entry.sigle or entry.nom or entry.identifier
    return "à désigner"


def list_values(act: Listed, names: Names, entries: Sequence[Entry], grid: Grid) -> Outcome[Values]:
    """The values of the only act of a list; a party by its reference when the directory has it, else by its name."""
    diagnostics: list[Diagnostic] = []
    seats = _Seats(tuple(entries), {})
    values = _laid(act, names, seats, ("", ""), grid, diagnostics)
    for path, text in list(values.texts.items()):
        opened = seats.opened.get(text or "") if path[-1] == "reference" else None
        if opened is not None:
            del values.texts[path]
            values.texts[*path[:-1], "nom" if opened.nom else "sigle"] = opened.nom or opened.sigle
    return Outcome(values, tuple(diagnostics))
