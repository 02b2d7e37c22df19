"""The values that a command line gives to a spec, without any question."""

from collections.abc import Sequence

from conventions_cli.drafting.draft_values import Path, Values, forbidden, settings, torn
from conventions_cli.drafting.sponsors import match
from conventions_cli.drafting.surroundings import Entry
from conventions_cli.foundation import Diagnostic, Outcome, Record, catalogue, field
from conventions_cli.source import repaired


class Flags(Record, frozen=True):
    """The options of `convention new` that give values of the act. `parties`: each « role=party »."""

    services: Sequence[str] = ()
    parties: Sequence[str] = ()
    montant: str = ""
    accompagnement: str = ""
    fin: str = ""
    pack: str = ""
    settings: Sequence[str] = field(default_factory=tuple)

    @property
    def named(self) -> tuple[tuple[str, str], ...]:
        """The role and the name of each party; an empty role when the option has none."""
        pairs = (text.partition("=") if "=" in text else ("", "=", text) for text in self.parties)
        return tuple((role.strip(), " ".join(name.split())) for role, _, name in pairs)

    def seats(self, roles: Sequence[str]) -> dict[int, tuple[str, str]]:
        """The parties, each with its role, by their numbers in the act: that of the role, else the next free one."""
        seats: dict[int, tuple[str, str]] = {}
        kept = {roles.index(role) for role, _ in self.named if role in roles}
        for role, name in self.named:
            number = roles.index(role)
            while number in seats or (number != roles.index(role) and number in kept):
                number += 1
            seats[number] = role, name
        return seats


def apply(flags: Flags, values: Values, entries: Sequence[Entry], roles: Sequence[str]) -> Outcome[Values]:
    """Add the values of the command line to others, `--set` last; no value when an option is not understood.

    `roles`: the keys of the roles of the kind, the needed ones first.
    """
    diagnostics: list[Diagnostic] = []
    read = settings(list(flags.settings))
    diagnostics.extend(read.diagnostics)
    texts: dict[Path, str] = {("services", number, "nom"): name for number, name in enumerate(flags.services)}
    if flags.services:
        _forget(values, ("services",))
    texts |= {
        path: text
        for path, text in {
            ("modele",): flags.pack,
            ("finances", "montant"): flags.montant,
            ("finances", "accompagnement"): flags.accompagnement,
            ("duree", "fin"): flags.fin,
        }.items()
        if text.strip()
    }
    for number, (role, name) in flags.seats(roles).items():
        _forget(values, ("parties", number))
        party = {"role": role} | _party(name, entries, diagnostics)
        texts |= {("parties", number, key): text for key, text in party.items()}
    texts |= read.value or {}
    for path, typed in texts.items():
        text = repaired(typed)
        bad = forbidden(text, "")
        if bad is not None:
            diagnostics.append(bad)
        values.texts[path] = " ".join(text.split()) if not bad else ""
        values.remarks.pop(path, None)
    _give_roles(values, roles)
    diagnostics.extend(torn(values.texts))
    return Outcome(None if diagnostics else values, tuple(diagnostics))


def _party(name: str, entries: Sequence[Entry], diagnostics: list[Diagnostic]) -> dict[str, str]:
    """The keys of a party: its reference when the directory has it, else its name."""
    matches = match(entries, name)
    if len(matches) > 1:
        which = ", ".join(entry.identifier for entry in matches)
        message = f"« {name} » désigne plusieurs parties de l’annuaire."
        diagnostics.append(Diagnostic(catalogue.UNKNOWN_PARTY, message, None, f"Donner l’identifiant : {which}."))
    return {"reference": matches[0].identifier} if matches else {"nom": name}


def _give_roles(values: Values, roles: Sequence[str]) -> None:
    """Give the parties their roles, in the order of the kind; an act that names a party gets the first two roles."""
    numbers = {int(path[1]) for path in values.texts if path[0] == "parties" and len(path) > 2}
    if numbers:
        for number in (0, 1, *(number for number in numbers if number > 1)):
            if number < len(roles):
                values.texts.setdefault(("parties", number, "role"), roles[number])


def _forget(values: Values, start: Path) -> None:
    """Drop the values under a path, which the command line replaces."""
    for table in (values.texts, values.remarks, values.notes):
        for path in [path for path in table if path[: len(start)] == start]:
            table.pop(path)
