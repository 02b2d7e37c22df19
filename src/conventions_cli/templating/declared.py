"""The faults of the deadlines that a pack declares, and the clause that prints each deadline."""

import re
from collections.abc import Iterator
from pathlib import Path

from conventions_cli.foundation import Code, Diagnostic, catalogue
from conventions_cli.model import OWN, Echeance, Element, Manifeste, TypeDeChamp, suggestion
from conventions_cli.source import Mapping, span_of
from conventions_cli.templating.folders import clause_text, find_clause, included_in

_DELAYS = ("apres", "avant", "tous_les")
_TYPES = {
    "le": TypeDeChamp.DATE,
    "de": TypeDeChamp.DATE,
    **dict.fromkeys(_DELAYS, TypeDeChamp.ENTIER),
    "montant": TypeDeChamp.MONTANT,
}
_PLACE = re.compile(r"\{[^{}]*\}")
_COMMENT = re.compile(r"\{#(?:(?!\{#).)*?#\}", re.DOTALL)
_VALUE = re.compile(r"\b(\w+\.\w+)(?:\.\w+)?")
_MOST = 200  # deadlines of a pack; ours declare ten


def deadline_faults(manifest: Manifeste, tree: Mapping, folders: tuple[Path, ...]) -> Iterator[Diagnostic]:
    """Every fault of the deadlines of a pack, each at its key. `folders`: where the clauses are looked for."""
    clauses = Clauses(folders)
    count = 0
    for index, element in enumerate(manifest.plan):
        for number, declared in enumerate(element.echeances if isinstance(element, Element) else ()):
            if isinstance(element, Element) and isinstance(declared, Echeance):
                place = ("plan", index, "echeances", number)
                count += 1
                if count > _MOST:
                    message = f"Un modèle déclare {_MOST} échéances au plus."
                    yield Diagnostic(catalogue.TEMPLATE_MANIFEST, message, span_of(tree, place), "Retirer les autres.")
                    return
                yield from _Declaration(manifest, tree, clauses, element, declared, place).faults()


class Clauses:
    """The clauses of a pack, each read once, for the values they name."""

    def __init__(self, folders: tuple[Path, ...]) -> None:
        self.folders = folders
        self._named: dict[str, tuple[frozenset[str], tuple[str, ...]]] = {}

    def stating(self, element: Element, declared: Echeance) -> str:
        """The clause that states a deadline: the one that prints it, else the first of its element, if any."""
        first = next((name for name in element.clause if isinstance(name, str)), "")
        return next(self.printing(element, declared), first)

    def printing(self, element: Element, declared: Echeance) -> Iterator[str]:
        """The clauses of an element that name a deadline, or the value of the spec that gives its delay."""
        delay = declared.declared_delay
        sought = {f"echeances.{declared.nom}", *([delay] if isinstance(delay, str) else [])}
        return (name for name in element.clause if isinstance(name, str) and not sought.isdisjoint(self.named(name)))

    def named(self, name: str) -> set[str]:
        """The values, like « duree.fin », that a clause and those it includes name; none for an unreadable file."""
        values: set[str] = set()
        queue, queued = [name], {name}
        while queue:
            names, included = self._read(queue.pop())
            values |= names
            queue += [clause for clause in dict.fromkeys(included) if clause not in queued]
            queued.update(included)
        return values

    def _read(self, name: str) -> tuple[frozenset[str], tuple[str, ...]]:
        if name not in self._named:
            try:
                path = find_clause(self.folders, name)
                text = _COMMENT.sub("", clause_text(path, self.folders)) if path is not None else ""
            except (OSError, UnicodeDecodeError):  # reported when the clause is rendered
                text = ""
            names = frozenset(value for match in _VALUE.finditer(text) for value in (match[1], match[0]))
            self._named[name] = names, tuple(included_in(text))
        return self._named[name]


class _Declaration:
    """A declared deadline, and its place in the manifest."""

    def __init__(
        self,
        manifest: Manifeste,
        tree: Mapping,
        clauses: Clauses,
        element: Element,
        declared: Echeance,
        place: tuple[str | int, ...],
    ) -> None:
        self.manifest, self.tree, self.clauses = manifest, tree, clauses
        self.element, self.declared, self.place = element, declared, place

    def faults(self) -> Iterator[Diagnostic]:
        """The faults of its keys taken together, then the faults of each key."""
        declared = self.declared
        if self.element.pour:
            yield self.fault("nom", "Un article que « pour » répète ne porte pas d’échéance.", "La porter ailleurs.")
        if (declared.le is None) == (declared.de is None):
            hint = "Garder « le: » (la date même) ou « de: » (la date dont on compte), par exemple « de: duree.fin »."
            yield self.fault("nom", f"L’échéance « {declared.nom} » a une seule date, « le » ou « de ».", hint)
        delays = [key for key in _DELAYS if getattr(declared, key) is not None]
        if len(delays) > 1:
            message = f"« {delays[0]} » et « {delays[1]} » ne vont pas ensemble."
            yield self.fault(delays[1], message, "N’en garder qu’un, ou faire deux échéances.")
        if delays and declared.le is not None:
            message = f"« {delays[0]} » compte à partir d’une date, et « le » est la date même."
            yield self.fault(delays[0], message, "Écrire « de: » au lieu de « le: ».")
        for key in ("quoi", "texte"):
            yield from self.placeholders(key)
        for key, kind in _TYPES.items():
            yield from self.own_field(key, kind)
        if declared.de is not None and not any(self.clauses.printing(self.element, declared)):
            message = (
                f"Aucune clause de cet élément n’imprime l’échéance « {declared.nom} », "
                "et l’acte peut en dire une autre."
            )
            part = "periode" if declared.tous_les else "delai" if delays else "moment"
            hint = f"Dans la clause, écrire « {{{{ echeances.{declared.nom}.{part} }}}} » à la place des mots tapés."
            yield self.fault("nom", message, hint, catalogue.TEMPLATE_DEADLINE)

    def placeholders(self, key: str) -> Iterator[Diagnostic]:
        """Report the unknown placeholders of a text, and a « texte » without the placeholder of its delay."""
        text, placeholders = getattr(self.declared, key), self.declared.placeholders
        if not isinstance(text, str):
            return
        for sign in _PLACE.findall(text):
            if sign not in placeholders:
                admitted = ", ".join(placeholders)
                hint = f"Valeurs admises : {admitted}." if admitted else "Écrire les mots, sans accolades."
                yield self.fault(key, f"« {sign} » ne dit rien de cette échéance.", hint)
        needed = placeholders[-1] if self.declared.declared_delay else ""
        if key == "texte" and needed not in text:
            message = f"« texte » doit dire la durée par « {needed} », pour ne pas la dire deux fois."
            yield self.fault(key, message, f"Écrire par exemple « dans un délai de {needed} », ou retirer « texte: ».")

    def own_field(self, key: str, kind: TypeDeChamp) -> Iterator[Diagnostic]:
        """Report a field of the pack that does not exist, or is not of the type that its key needs."""
        path = getattr(self.declared, key)
        if not isinstance(path, str) or not path.startswith(OWN):
            return
        name, declared = path.removeprefix(OWN), self.manifest.champs
        if name not in declared:
            message = f"Le champ « {name} » n’est pas déclaré sous « champs: »."
            fitting = [own for own, field in declared.items() if field.type is kind]
            hint = f"{suggestion(name, fitting)} " if fitting else ""
            yield self.fault(key, message, f"{hint}Pour le déclarer : « {name}: {{type: {kind.value}}} ».")
        elif declared[name].type is not kind:
            message = f"« {key} » attend un champ de type « {kind.value} », et « {name} » n’en est pas un."
            yield self.fault(key, message, f"Écrire, sous « champs: », « {name}: {{type: {kind.value}}} ».")

    def fault(self, key: str, message: str, hint: str, code: Code = catalogue.TEMPLATE_MANIFEST) -> Diagnostic:
        """A diagnostic at one of the keys of the declaration."""
        return Diagnostic(code, message, span_of(self.tree, (*self.place, key)), hint)
