"""The names in the declarations of a pack that do not exist: roles, families of rules, keys of a spec."""

import re
from collections.abc import Iterable, Iterator

from conventions_cli.foundation import Diagnostic, Span, catalogue
from conventions_cli.model import (
    EVERYTHING,
    LEADER,
    Convention,
    Echeance,
    Element,
    Manifeste,
    Partie,
    Role,
    fields_at,
    suggestion,
)
from conventions_cli.rules import RULES
from conventions_cli.source import Mapping, key_span, span_of

MODIFICATIONS = "modifications"  # the entry of `accepte` in a pack that makes avenants
_OBLIGATIONS = "obligations-"
_BETWEEN = re.compile(r"(?<!\s)\s+(?:ou|si)\s+")


def naming_faults(manifest: Manifeste, tree: Mapping, roles: dict[str, Role]) -> Iterator[Diagnostic]:
    """A diagnostic for each unknown name, at its place. `roles`: those of the acts of the pack, by key."""
    yield from _Names(manifest, tree, roles).faults()


def paths_of(text: str) -> tuple[str, ...]:
    """The paths that a line of `demande` names: « a.b », « a.b ou c.d », « a.b si c.d »."""
    return tuple(_BETWEEN.split(text))


def _fixed(name: str) -> str:
    """The start of a path that is made of keys of the model: « parties » of « parties.0.nom »."""
    steps = name.split(".")
    for length, step in enumerate(steps[1:], start=1):
        if step.isdecimal() or not fields_at(Convention, tuple(steps[:length])):
            return ".".join(steps[:length])
    return name


class _Names:
    """The declarations of a pack that name something, with their places."""

    def __init__(self, manifest: Manifeste, tree: Mapping, roles: dict[str, Role]) -> None:
        self.manifest, self.tree, self.roles = manifest, tree, roles

    def faults(self) -> Iterator[Diagnostic]:
        """The faults of the names of roles, then of families of rules, then of keys of a spec."""
        manifest = self.manifest
        for name in manifest.designations:
            yield from self.unknown_role(name, self.key("designations", name))
        for index, name in enumerate(manifest.conduite):
            yield from self.unknown_role(name, span_of(self.tree, ("conduite", index)))
        for index, element in enumerate(manifest.plan):
            if isinstance(element, Element):
                yield from self.in_element(index, element)
        families = sorted({rule.family for rule in RULES if rule.family})
        for index, name in enumerate(manifest.regles):
            place = span_of(self.tree, ("regles", index))
            yield from self.unknown(name, families, place, "une famille de règles")
        for name, place in self.paths():
            yield from self.unknown_value(name, place)

    def paths(self) -> Iterator[tuple[str, Span]]:
        """The paths of a spec that declarations name, each with its place."""
        manifest = self.manifest
        own = {EVERYTHING, "champs", *(f"champs.{name}" for name in manifest.champs)}
        yield from ((name, self.key("fournisseurs", name)) for name in manifest.fournisseurs if name not in own)
        yield from ((name, self.key("refuse", name)) for name in manifest.refuse)
        yield from ((name, self.key("propose", name)) for name in manifest.propose)
        yield from ((_fixed(name), self.key("non_lie", name)) for name in manifest.non_lie)
        for index, text in enumerate(manifest.demande or ()):
            yield from ((name, span_of(self.tree, ("demande", index))) for name in paths_of(text))
        for index, name in enumerate(manifest.accepte):
            if name != MODIFICATIONS:
                yield name, span_of(self.tree, ("accepte", index))

    def in_element(self, index: int, element: Element) -> Iterator[Diagnostic]:
        """The faults of the roles that an element names: whose obligations it states, who answers for its deadlines."""
        for number, stated in enumerate(element.enonce):
            if isinstance(stated, str) and stated.startswith(_OBLIGATIONS):
                place = span_of(self.tree, ("plan", index, "enonce", number))
                yield from self.unknown_role(stated.removeprefix(_OBLIGATIONS), place, _OBLIGATIONS)
        for number, deadline in enumerate(element.echeances):
            if isinstance(deadline, Echeance) and deadline.qui is not None and deadline.qui != LEADER:
                yield from self.unknown_role(
                    deadline.qui, span_of(self.tree, ("plan", index, "echeances", number, "qui"))
                )

    def unknown_value(self, name: str, place: Span) -> Iterator[Diagnostic]:
        """The fault of a path of a spec, if it has one: each step must be a key of the value above it.

        A path may name the parties of one role: « parties.beneficiaire.missions ».
        """
        steps = name.split(".")
        if steps[0] == "parties" and len(steps) > 1:
            if steps[1] not in Partie.model_fields:
                yield from self.unknown_role(steps[1], place, "parties.")
            for step in steps[2:3]:
                yield from self.unknown(step, Partie.model_fields, place, "une clé d’une partie")
            return
        for length, step in enumerate(steps):
            keys = fields_at(Convention, tuple(steps[:length]))
            if step in keys:
                continue
            if steps[0] == "champs":
                message = f"« {name} » est un champ du modèle, et non une valeur de toute spécification."
                yield self.fault(message, place, "Écrire, sous « champs: », « obligatoire: oui » pour ce champ.")
            elif keys:
                start = ".".join(steps[:length]) + "." if length else ""
                yield from self.unknown(step, keys, place, "une clé d’une spécification", start)
            else:
                above = ".".join(steps[:length])
                message = f"« {name} » ne désigne pas une valeur : « {above} » n’a pas de clés fixes."
                yield self.fault(message, place, f"Écrire « {above} ».")
            return

    def unknown_role(self, name: str, place: Span, start: str = "") -> Iterator[Diagnostic]:
        """The fault of a role that the acts of this pack do not have."""
        yield from self.unknown(name, self.roles, place, "un rôle de ce modèle", start)

    def unknown(self, name: str, names: Iterable[str], place: Span, noun: str, start: str = "") -> Iterator[Diagnostic]:
        """The fault of a name that is not in `names`. `noun`: its kind, in French; `start`: the text before it."""
        possible = list(names)
        if name in possible:
            return
        message = f"« {start}{name} » : « {name} » n’est pas {noun}." if start else f"« {name} » n’est pas {noun}."
        yield self.fault(message, place, suggestion(name, possible))

    def key(self, *path: str | int) -> Span:
        return key_span(self.tree, path) or span_of(self.tree, path)

    @staticmethod
    def fault(message: str, place: Span, hint: str) -> Diagnostic:
        return Diagnostic(catalogue.TEMPLATE_MANIFEST, message, place, hint)
