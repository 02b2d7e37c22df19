"""From the located tree to the model, with every fault at its place.

A value that cannot be read is reported once, then replaced by a `Manquant`, and validation goes on: so one run shows
every fault, and the rules that need the lost value stay silent instead of reporting its consequences.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from types import UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from conventions_cli import catalogue
from conventions_cli.diagnostics import Code, Diagnostic, Outcome, Related, Span
from conventions_cli.model.convention import Convention
from conventions_cli.model.fields import fold, suggestion
from conventions_cli.model.labels import ROLES, label_of, line_for, pattern_of
from conventions_cli.model.parties import Role
from conventions_cli.model.values import Manquant
from conventions_cli.source.inheritance import merge
from conventions_cli.source.node import (
    Mapping,
    Node,
    Path,
    Scalar,
    Sequence,
    find,
    first_line,
    key_span,
    plain,
    span_of,
)

M = TypeVar("M", bound=BaseModel)

_MAX_ROUNDS = 12

# What stands in for a missing part, so that its own fields are each reported as missing.
_SKELETONS: dict[str, Callable[[], Any]] = {
    "dispositif": dict,
    "duree": dict,
    "finances": dict,
    "chorus": dict,
    "services": lambda: [{}],
    "parties": list,
    "parties.*.representants": lambda: [{}],
}


class Supplier(Enum):
    """Who can give a missing value."""

    PARTNER = "le partenaire"
    FUND = "la DINUM"
    FINANCE = "le service financier"


@dataclass(frozen=True, slots=True)
class Manque:
    """A missing value: its path, its name in French, a line to paste, where it belongs."""

    cle: str
    libelle: str
    ligne: str
    span: Span


@dataclass(frozen=True)
class Spec:
    """A convention, the tree it was read from, and what it lacks."""

    convention: Convention
    tree: Mapping
    manques: tuple[Manque, ...] = ()
    draft: bool = False

    def span(self, *path: str | int) -> Span:
        """The place of a value, or of the nearest one above it."""
        return span_of(self.tree, path)

    def key(self, *path: str | int) -> Span:
        """The place of the key that leads to a value, or of the value when it has none."""
        return key_span(self.tree, path) or self.span(*path)


def build(tree: Mapping, *, draft: bool | None = None) -> Outcome[Spec]:
    """Make the convention. `draft` None: it is one when it bears no signature date.

    In a draft, what is missing is a warning (C218), and a `Manquant` stands in its place; otherwise an error (C201).
    """
    found: list[Diagnostic] = []
    tree, unknown = _with_references(tree, found)
    dated = tree.get("date_signature")
    is_draft = draft if draft is not None else dated is None or (isinstance(dated, Scalar) and dated.blank)
    data = plain(tree)
    assert isinstance(data, dict)  # noqa: S101 - a mapping gives a dictionary
    data.pop("herite", None)
    mender = _Mender(Convention, tree, data, muted=set(unknown))
    value = mender.validate()
    found.extend(mender.found)
    manques = tuple(
        Manque(".".join(str(step) for step in path), _described(path, data), line_for(path), mender.place(path))
        for path in mender.missing
    )
    for path in mender.reported:
        code = catalogue.TO_COMPLETE if is_draft else catalogue.MISSING
        found.append(_missing(code, path, data, mender.place(path)))
    if not isinstance(value, Convention):
        return Outcome(None, tuple(found))
    return Outcome(Spec(value, tree, manques, is_draft), tuple(found))


def build_model(kind: type[M], tree: Mapping) -> Outcome[M]:
    """Read any other declaration (a pack's manifest) with the same diagnostics; no value when one field is wrong."""
    data = plain(tree)
    assert isinstance(data, dict)  # noqa: S101 - a mapping gives a dictionary
    mender = _Mender(kind, tree, data, muted=set())
    value = mender.validate()
    found = [*mender.found, *(_missing(catalogue.MISSING, path, data, mender.place(path)) for path in mender.reported)]
    return Outcome(value if not found else None, tuple(found))


def _with_references(tree: Mapping, found: list[Diagnostic]) -> tuple[Mapping, list[Path]]:
    """Lay each party over the directory's entry it refers to; return the paths whose reference is unknown."""
    parties, directory = tree.get("parties"), tree.get("annuaire")
    if not isinstance(parties, Sequence):
        return tree, []
    known = directory if isinstance(directory, Mapping) else Mapping((), parties.span)
    unknown: list[Path] = []
    items: list[Node] = []
    for index, item in enumerate(parties.items):
        reference = item.get("reference") if isinstance(item, Mapping) else None
        if not isinstance(item, Mapping) or not isinstance(reference, Scalar) or reference.blank:
            items.append(item)
            continue
        entry = known.get(reference.text)
        if isinstance(entry, Mapping):
            items.append(merge(entry, item))
            continue
        items.append(item)
        if item.get("nom") is None:
            hint = (
                suggestion(reference.text, list(known.keys()))
                if known.entries
                else ("Ajouter « herite: [annuaire.yaml] », ou donner ici nom, article, nature et représentants.")
            )
            message = f"La partie « {reference.text} » n’est pas dans l’annuaire."
            found.append(Diagnostic(catalogue.UNKNOWN_PARTY, message, reference.span, hint))
            unknown.append(("parties", index))
    return tree.with_value("parties", Sequence(tuple(items), parties.span)), unknown


def _described(path: Path, data: dict[str, Any]) -> str:
    """« nom du délégataire »: the field's label, and whose it is."""
    label = label_of(path)
    if path[0] == "parties" and len(path) > 1 and isinstance(path[1], int):
        parties = data.get("parties")
        party = parties[path[1]] if isinstance(parties, list) and path[1] < len(parties) else None
        role = party.get("role") if isinstance(party, dict) else None
        whose = ROLES.get(str(role), f"de la partie {path[1] + 1}")
        return f"{label} {whose}"
    return label


def _missing(code: Code, path: Path, data: dict[str, Any], span: Span) -> Diagnostic:
    label = _described(path, data)
    where = ".".join(str(step) for step in path[:-1] if not isinstance(step, int))
    message = f"Information à compléter : {label}." if code is catalogue.TO_COMPLETE else f"Il manque : {label}."
    under = f", sous « {where}: »" if where else ""
    return Diagnostic(code, message, span, f"Ajouter{under} la ligne « {line_for(path)} ».")


@dataclass
class _Mender:
    """Validates, reports, mends the data, and validates again until it holds."""

    kind: type[BaseModel]
    tree: Mapping
    data: dict[str, Any]
    muted: set[Path]
    found: list[Diagnostic] = field(default_factory=list)
    missing: list[Path] = field(default_factory=list)
    reported: list[Path] = field(default_factory=list)
    _mended: set[Path] = field(default_factory=set)
    _marked: set[Path] = field(default_factory=set)

    def validate(self) -> Any:
        """The model, or None when it cannot be made to hold."""
        if self.kind is Convention:
            self._complete_roles()
        for _ in range(_MAX_ROUNDS):
            try:
                return self.kind.model_validate(self.data)
            except ValidationError as error:
                for detail in error.errors(include_url=False, include_input=False):
                    self._mend(detail)
                self._delete_marked()
        return None

    def place(self, path: Path) -> Span:
        """Where a missing value belongs: the key left blank, else the key of what should hold it."""
        blank = key_span(self.tree, path)
        if blank is not None:
            return blank
        for length in range(len(path) - 1, 0, -1):
            node, rest = find(self.tree, path[:length])
            if not rest:
                return key_span(self.tree, path[:length]) or first_line(node.span)
        return first_line(self.tree.span)

    def _complete_roles(self) -> None:
        """An act needs a délégant and a délégataire: each one absent is missing, and a blank party holds its place."""
        if not isinstance(self.data.get("parties"), list):
            if "parties" in self.data:
                return
            self.data["parties"] = []
            self.reported.append(("parties",))
            self.muted.add(("parties",))
        parties = self.data["parties"]
        written = len(parties)
        roles = {party.get("role") for party in parties if isinstance(party, dict)}
        for role in (Role.DELEGANT.value, Role.DELEGATAIRE.value):
            if role not in roles and None not in roles and all(_is_role(known) for known in roles):
                parties.append({"role": role})
                path: Path = ("parties", len(parties) - 1)
                self.muted.add(path)
                if written:
                    self.reported.append(path)

    def _mend(self, detail: ErrorDetails) -> None:
        path = tuple(step for step in detail["loc"] if step != "[key]")
        kind = detail["type"]
        if kind == "missing":
            self._fill(path)
            return
        if path in self._mended:
            self._marked.add(path)
            return
        self._mended.add(path)
        self.muted.add(path)
        if kind == "extra_forbidden":
            self.found.append(self._unknown_key(path))
            self._marked.add(path)
            return
        self.found.append(self._wrong(path, detail))
        if detail["loc"][-1:] == ("[key]",):
            self._marked.add(path)
        else:
            self._put(path, Manquant(".".join(map(str, path)), label_of(path)))

    def _fill(self, path: Path) -> None:
        skeleton = _SKELETONS.get(pattern_of(path))
        quiet = any(path[:length] in self.muted for length in range(1, len(path) + 1))
        if not quiet:
            self.reported.append(path)
        if skeleton is not None:
            self.muted.add(path)
            self._put(path, skeleton())
            return
        self.missing.append(path)
        self._put(path, Manquant(".".join(map(str, path)), _described(path, self.data)))

    def _put(self, path: Path, value: Any) -> None:
        parent = self._parent(path)
        if isinstance(parent, list):
            parent[int(path[-1])] = value
        elif isinstance(parent, dict):
            parent[str(path[-1])] = value

    def _delete_marked(self) -> None:
        """Delete what no `Manquant` can replace; in lists from the end, so that indexes stay true."""
        for path in sorted(self._marked, key=lambda path: [str(step).zfill(9) for step in path], reverse=True):
            parent = self._parent(path)
            if isinstance(parent, list):
                del parent[int(path[-1])]
            elif isinstance(parent, dict):
                parent.pop(str(path[-1]), None)
        self._marked.clear()

    def _parent(self, path: Path) -> Any:
        """The list or dictionary that holds the last step; None when something above it was replaced."""
        at: Any = self.data
        for step in path[:-1]:
            if isinstance(at, list):
                at = at[int(step)]
            elif isinstance(at, dict):
                at = at.get(str(step))
        return at

    def _wrong(self, path: Path, detail: ErrorDetails) -> Diagnostic:
        span = span_of(self.tree, path)
        kind, context = detail["type"], detail.get("ctx", {})
        if kind == "refus":
            if detail["loc"][-1:] == ("[key]",):
                span = key_span(self.tree, path) or span
            return Diagnostic(context["code"], context["message"], span, context["hint"])
        label = label_of(path)
        node = find(self.tree, path)[0]
        if kind in {"model_type", "model_attributes_type", "dict_type"}:
            names = ", ".join(list(self._fields(path))[:4])
            got = "une liste de tirets" if isinstance(node, Sequence) else "une simple valeur"
            hint = f"Écrire, avec deux espaces de retrait sous la clé, des lignes « clé: valeur » ({names}, …)."
            message = f"« {label} » attend un groupe de clés, et non {got}."
            return Diagnostic(catalogue.STRUCTURE, message, span, hint)
        if kind in {"tuple_type", "list_type"}:
            got = "un groupe de clés" if isinstance(node, Mapping) else "une simple valeur"
            message = f"« {label} » attend une liste, et non {got}."
            return Diagnostic(
                catalogue.STRUCTURE, message, span, "Commencer chaque élément par un tiret et une espace : « - … »."
            )
        return Diagnostic(
            catalogue.VALUE, f"La valeur de « {label} » est refusée.", span, "Vérifier la forme attendue."
        )

    def _unknown_key(self, path: Path) -> Diagnostic:
        key = str(path[-1])
        known = list(self._fields(path[:-1]))
        parent = find(self.tree, path[:-1])[0]
        hint = suggestion(key, known).replace("Valeurs admises", "Clés admises")
        where = f" sous « {label_of(path[:-1])} »" if len(path) > 1 else ""
        related: tuple[Related, ...] = ()
        meant = next((name for name in known if fold(name) == fold(key)), None)
        if meant and isinstance(parent, Mapping):
            twin = parent.entry(meant)
            if twin is not None:
                related = (Related(twin.key.span, f"la clé « {meant} » est déjà écrite ici"),)
        message = f"La clé « {key} » n’existe pas{where}."
        value = parent.get(key) if isinstance(parent, Mapping) else None
        if isinstance(value, Scalar) and value.blank and value.span.start.line == parent.span.start.line:
            hint = f"Si « {key} » est la suite du texte qui précède la virgule, mettre tout ce texte entre guillemets."
        return Diagnostic(
            catalogue.UNKNOWN_FIELD, message, key_span(self.tree, path) or span_of(self.tree, path), hint, related
        )

    def _fields(self, path: Path) -> dict[str, Any]:
        """The fields of the model found at a path; none when there is no model there."""
        at: Any = self.kind
        for step in path:
            if isinstance(at, type) and issubclass(at, BaseModel) and isinstance(step, str):
                info = at.model_fields.get(step)
                if info is None:
                    return {}
                at = _model_within(info.annotation)
        return dict(at.model_fields) if isinstance(at, type) and issubclass(at, BaseModel) else {}


def _is_role(value: Any) -> bool:
    return value in {role.value for role in Role}


def _model_within(annotation: Any) -> Any:
    """The model a field holds, through lists, dictionaries, options and validators."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    if get_origin(annotation) in {Annotated, Union, UnionType, tuple, list, dict}:
        for argument in reversed(get_args(annotation)):
            inner = _model_within(argument)
            if inner is not None:
                return inner
    return None
