"""What a command line says of a spec, without any question."""

from collections.abc import Sequence

from conventions_cli.drafting.given import Path, Values, forbidden, settings, torn
from conventions_cli.drafting.sponsors import match
from conventions_cli.drafting.surroundings import Entry
from conventions_cli.foundation import Diagnostic, Outcome, Record, catalogue, field
from conventions_cli.source import repaired

_ROLES = {0: "delegant", 1: "delegataire", 2: "porteur"}


class Flags(Record, frozen=True):
    """The options of `convention new` that say something of the act."""

    services: Sequence[str] = ()
    delegant: str = ""
    delegataire: str = ""
    porteur: str = ""
    montant: str = ""
    accompagnement: str = ""
    fin: str = ""
    pack: str = ""
    settings: Sequence[str] = field(default_factory=tuple)

    @property
    def parties(self) -> dict[int, str]:
        """The party stated for each place of the act."""
        stated = {0: self.delegant, 1: self.delegataire, 2: self.porteur}
        return {number: " ".join(text.split()) for number, text in stated.items() if text.strip()}


def apply(flags: Flags, values: Values, entries: Sequence[Entry]) -> Outcome[Values]:
    """Lay what the command line says over values; its `--set` last. Nothing is made of what cannot be understood."""
    found: list[Diagnostic] = []
    told = settings(list(flags.settings))
    found.extend(told.diagnostics)
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
    for number, name in flags.parties.items():
        _forget(values, ("parties", number))
        party = _party(name, entries, found)
        texts |= {("parties", number, key): text for key, text in party.items()}
    texts |= told.value or {}
    for path, given in texts.items():
        text = repaired(given)
        bad = forbidden(text, "")
        if bad is not None:
            found.append(bad)
        values.texts[path] = " ".join(text.split()) if not bad else ""
        values.remarks.pop(path, None)
    _give_roles(values)
    found.extend(torn(values.texts))
    return Outcome(None if found else values, tuple(found))


def _party(name: str, entries: Sequence[Entry], found: list[Diagnostic]) -> dict[str, str]:
    """A party of the directory by its reference; one that is not there by its name."""
    known = match(entries, name)
    if len(known) > 1:
        which = ", ".join(one.identifier for one in known)
        message = f"« {name} » désigne plusieurs parties de l’annuaire."
        found.append(Diagnostic(catalogue.UNKNOWN_PARTY, message, None, f"Donner l’identifiant : {which}."))
    return {"reference": known[0].identifier} if known else {"nom": name}


def _give_roles(values: Values) -> None:
    """An act that names a party has a délégant and a délégataire, each in its place."""
    numbers = {path[1] for path in values.texts if path[0] == "parties" and len(path) > 2}
    if numbers:
        for number in (0, 1, *(one for one in numbers if one == 2)):
            values.texts.setdefault(("parties", number, "role"), _ROLES[int(number)])


def _forget(values: Values, start: Path) -> None:
    """Drop what was known under a path: the command line says otherwise."""
    for kept in (values.texts, values.remarks, values.notes):
        for path in [path for path in kept if path[: len(start)] == start]:
            kept.pop(path)
