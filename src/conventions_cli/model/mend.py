"""Validates data, reports and repairs its faults, and validates again until the model accepts the data.

An unreadable value is reported once and replaced by a `Manquant`, so that one run shows every fault, and no fault is
reported for the consequences of another.
"""

from collections.abc import Callable
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from conventions_cli.foundation import Diagnostic, Record, Related, Span, catalogue, field
from conventions_cli.model.calendar import BY_PARTY, BY_YEAR, UNREADABLE_PARTY
from conventions_cli.model.kinds import Need
from conventions_cli.model.labels import label_of, line_for, pattern_of
from conventions_cli.model.lacking import complete
from conventions_cli.model.misread_keys import blank_hint, unglued
from conventions_cli.model.near_words import fold, suggestion
from conventions_cli.model.parties import Role
from conventions_cli.model.sequels import REPORT, Sequel
from conventions_cli.model.shape import fields_at, is_free, is_list, keys_of, within
from conventions_cli.model.values import Manquant
from conventions_cli.source import (
    Entry,
    KeyPath,
    Mapping,
    Node,
    Scalar,
    Sequence,
    find,
    first_line,
    holds_blank,
    is_blank,
    key_span,
    remedy,
    span_of,
)

_MAX_ROUNDS = 12
_MOST_SOUGHT = 200  # diagnostics beyond which no near key is looked for
_MARKS = {"[key]", BY_YEAR, BY_PARTY}  # steps that pydantic adds to a location, and that are not in the spec
_UNREADABLE_YEAR = "2199"
# In a report, the key with the words of the act, by the key that states the outcome.
_WORDED = {"etat": "objectif", "montant": "libelle"}
_CALENDARS = {"finances.echeancier", "finances.echeancier.partie", "execution.realise", "execution.prevision"}

# The value that replaces a missing list, so that each field of an item is reported as missing.
_SKELETONS: dict[str, Callable[[], Any]] = {
    "services": lambda: [{}],
    "parties": list,
    "parties.*.representants": lambda: [{}],
}


class Mender(Record):
    """One reading of a tree as a model.

    `missing`: the paths of the missing values; `reported`: the missing paths to report, which may be whole sections.
    `sound`: the keys of the tree that were validated before without a fault, and are not in `data`. `needed`: the paths
    that the kind of act needs, besides the model; `terms`: the needs that do not apply to every act, by path.
    """

    kind: type[BaseModel]
    tree: Mapping
    data: dict[str, Any]
    roles: dict[str, Role] = field(default_factory=dict)
    sequel: Sequel | None = None
    needed: tuple[KeyPath, ...] = ()
    terms: dict[KeyPath, Need] = field(default_factory=dict)
    muted: set[KeyPath] = field(default_factory=set)
    sound: frozenset[str] = frozenset()
    diagnostics: list[Diagnostic] = field(default_factory=list)
    missing: list[KeyPath] = field(default_factory=list)
    reported: list[KeyPath] = field(default_factory=list)
    _misspelt: set[KeyPath] = field(default_factory=set)
    _blank: dict[KeyPath, None] = field(default_factory=dict)  # a dictionary, to keep the order of the spec
    _mended: set[KeyPath] = field(default_factory=set)
    _marked: set[KeyPath] = field(default_factory=set)
    _cut: set[KeyPath] = field(default_factory=set)

    def validate(self) -> Any:
        """The model; None when the data cannot be repaired."""
        if holds_blank(self.tree.without(*self.sound)):
            self._read_blanks(self.tree, (), self.kind)
        self._complete_roles()
        if self.sequel is not None:
            self.data.setdefault(self.sequel.section, {})
        if self.sequel is REPORT:
            self._complete_report()
        value = None
        for _ in range(_MAX_ROUNDS):
            try:
                value = self.kind.model_validate(self.data, context={"roles": self.roles})
                if not self._complete_needed():
                    break
            except ValidationError as error:
                details = error.errors(include_url=False, include_input=False)
                strays = {detail["loc"][:-1] for detail in details if _is_stray(detail)}
                for detail in details:
                    place = detail["loc"]
                    if _is_stray(detail) or not any(place[:length] in strays for length in range(len(place) + 1)):
                        self._mend(detail)
                self._delete_marked()
        # A misspelt key explains why the right key is absent.
        self.reported = [path for path in self.reported if path not in self._misspelt]
        return value

    @property
    def flawless(self) -> bool:
        """Whether no value was wrong, missing or blank."""
        return not (self.diagnostics or self.missing or self.reported or self._blank)

    def place(self, path: KeyPath) -> Span:
        """The place for a missing value: its blank key, else the nearest key above it that is in the spec itself."""
        blank = key_span(self.tree, path)
        if blank is not None:
            return blank
        for length in range(len(path) - 1, 0, -1):
            node, rest = find(self.tree, path[:length])
            if not rest:
                span = key_span(self.tree, path[:length]) or first_line(node.span)
                if span.source == self.tree.span.source:
                    return span
        return first_line(self.tree.span)

    def described(self, path: KeyPath) -> str:
        """The label of a field and its owner: « nom du représentant »."""
        label = label_of(path)
        words = self._line_of_the_act(path)
        if words:
            return f"{label} « {words} »"
        if path[0] != "parties" or len(path) < 3 or not isinstance(path[1], int):
            return label
        parties = self.data.get("parties")
        party = parties[path[1]] if isinstance(parties, list) and path[1] < len(parties) else None
        owner = party if isinstance(party, dict) else {}
        name = owner.get("sigle") or owner.get("nom")
        if path[-1] == "article" and isinstance(name, str):
            return f"article devant « {name} »"
        role = self.roles.get(str(owner.get("role")))
        return f"{label} {role.phrase.du() if role is not None else f'de la partie {path[1] + 1}'}"

    def line(self, path: KeyPath) -> str:
        """A line to paste for a missing value; in a report, it may repeat the words of the act (`_line_of_the_act`)."""
        words = self._line_of_the_act(path)
        if words and find(self.tree, path[:-1])[1]:
            return f'- {{{_WORDED[str(path[-1])]}: "{words}", {line_for(path)}}}'
        usual = line_for(path)
        role = self._role_at(path)
        if role is not None and role.natures and path[-1] == "nature":
            return f"nature: {role.natures[0].value}"
        needed = [below for below in self.needed if len(below) == len(path) + 1 and below[: len(path)] == path]
        if needed and not all(f"{below[-1]}:" in usual for below in needed):
            return f"{path[-1]}: {{{', '.join(map(line_for, needed))}}}"
        return usual

    def _role_at(self, path: KeyPath) -> Role | None:
        """The role of the party of a path « parties.N.key »; None for other paths."""
        party = self._parent(path) if path[:1] == ("parties",) and len(path) == 3 else None
        return self.roles.get(str(party.get("role"))) if isinstance(party, dict) else None

    def _line_of_the_act(self, path: KeyPath) -> str:
        """The words of the act for the line of a report (an objective, a sum) at a path; empty for other paths."""
        reported = len(path) == 4 and path[0] == REPORT.section and path[-1] in _WORDED
        row = self._parent(path) if reported else None
        words = row.get(_WORDED[str(path[-1])]) if isinstance(row, dict) else None
        return " ".join(words.split()) if isinstance(words, str) else ""

    def _read_blanks(self, node: Node, path: KeyPath, shape: Any) -> None:
        """Handle blank keys: an unknown one is an error, a free or known one is a value to complete.

        `shape`: the annotation of the model at that path.
        """
        if isinstance(node, Sequence):
            for index, item in enumerate(node.items):
                if isinstance(item, Scalar) and item.blank:
                    self._blank_value((*path, index))
                else:
                    self._read_blanks(item, (*path, index), within(shape, index))
        if not isinstance(node, Mapping):
            return
        keys, free = keys_of(shape), is_free(shape)
        for entry in node.entries:
            key, value = entry.key.text, entry.value
            if not path and key in self.sound:
                continue
            if not is_blank(value):
                if not isinstance(value, Scalar) and (keys or free or not path):
                    self._read_blanks(value, (*path, key), within(shape, key))
                continue
            here: KeyPath = (*path, key)
            if keys and key not in keys:
                self._add(self._unknown_key(here))
                self._forget_before(node, entry, path)
            elif free or (key in keys and isinstance(value, Scalar)):
                self._blank_value(here)

    def _forget_before(self, parent: Mapping, entry: Entry, path: KeyPath) -> None:
        """Discard the value before a blank key of the same line: a comma cut it in two."""
        before = parent.before(entry.key.text)
        if before is not None and before.key.span.start.line == entry.key.span.start.line:
            here: KeyPath = (*path, before.key.text)
            self._blank[here] = None
            self._cut.add(here)
            self._put(here, Manquant(".".join(map(str, here)), self.described(here)))

    def _blank_value(self, path: KeyPath) -> None:
        """Put a `Manquant` for a blank value; if the model refuses it there, the key will count as absent."""
        self._blank[path] = None
        self._put(path, Manquant(".".join(map(str, path)), self.described(path)))

    def _complete_roles(self) -> None:
        """Report each needed role without a party, and add a blank party for it."""
        if not self.roles:
            return
        if not isinstance(self.data.get("parties"), list):
            if "parties" in self.data:
                return
            self.data["parties"] = []
            self.reported.append(("parties",))
            self.muted.add(("parties",))
        parties = self.data["parties"]
        count = len(parties)
        roles = [party.get("role") for party in parties if isinstance(party, dict)]
        readable = all(role in list(self.roles) for role in roles)  # a list, because a role may be any value
        if not readable or any(not isinstance(party, dict) for party in parties):
            return
        for role, declared in self.roles.items():
            if not declared.facultatif and role not in roles:
                parties.append({"role": role})
                self.muted.add(("parties", len(parties) - 1))
                if count:
                    self.reported.append(("parties", len(parties) - 1))

    def _complete_needed(self) -> bool:
        """Report the missing values that the kind of act needs, a whole section once. Returns whether there are any."""
        absent = [path for path in self.needed if self._absent(path) and self._is_needed(path)]
        for path in absent:
            for length in range(1, len(path)):
                if self._absent(path[:length]):
                    self._fill_group(path[:length])
            self._fill(path)
        return bool(absent)

    def _is_needed(self, path: KeyPath) -> bool:
        terms = self.terms.get(path)
        return terms is None or terms.applies(self.data)

    def _absent(self, path: KeyPath) -> bool:
        """Whether a path has no value, though its parent could have one."""
        at: Any = self.data
        for length, step in enumerate(path):
            if not isinstance(at, dict):
                return False  # the parent was reported already, or is to complete as a whole
            if step not in at:
                return length == len(path) - 1 or self._is_group(path[: length + 1])
            at = at[step]
        return at is None or at == [] or at == {}

    def _is_group(self, path: KeyPath) -> bool:
        return bool(fields_at(self.kind, path))

    def _fill_group(self, path: KeyPath) -> None:
        """Report a missing section once; its needed values are then missing without a report."""
        if not any(path[:length] in self.muted for length in range(1, len(path) + 1)):
            self.reported.append(path)
        self.muted.add(path)
        self._put(path, {})

    def _complete_report(self) -> None:
        """Report the missing figures and states of a report (`lacking.complete`)."""
        for path in complete(self.data):
            self.missing.append(path)
            self.reported.append(path)
            self._put(path, Manquant(".".join(map(str, path)), self.described(path)))

    def _mend(self, detail: ErrorDetails) -> None:
        path = tuple(step for step in detail["loc"] if step not in _MARKS)
        kind = detail["type"]
        if kind == "missing":
            self._fill(path)
            return
        if path in self._mended or path in self._blank:
            self._blank.pop(path, None)
            self._marked.add(path)
            return
        self._mended.add(path)
        self.muted.add(path)
        if kind == "extra_forbidden":
            self._add(self._unknown_key(path))
            self._marked.add(path)
            return
        self._add(self._wrong(path, detail))
        if detail["loc"][-1:] == ("[key]",):
            self._marked.add(path)
            if pattern_of(path[:-1]) in _CALENDARS:
                # A missing row replaces the unreadable one, so that sums over the calendar are known to be partial.
                unread = UNREADABLE_PARTY if _is_stray(detail) else _UNREADABLE_YEAR
                self._put((*path[:-1], unread), Manquant(".".join(map(str, path)), label_of(path)))
        else:
            self._put(path, Manquant(".".join(map(str, path)), label_of(path)))

    def _fill(self, path: KeyPath) -> None:
        skeleton = _SKELETONS.get(pattern_of(path))
        if not any(path[:length] in self.muted for length in range(1, len(path) + 1)):
            self.reported.append(path)
        if skeleton is not None:
            self.muted.add(path)
            self._put(path, skeleton())
            return
        self.missing.append(path)
        lacking = Manquant(".".join(map(str, path)), self.described(path))
        self._put(path, [lacking] if is_list(self.kind, path) else lacking)  # for a list, one missing item

    def settled_blanks(self) -> list[KeyPath]:
        """The paths of the blank keys that the model accepted as values to complete."""
        settled = self._cut.union(self.missing)
        return [path for path in self._blank if path not in settled]

    def _put(self, path: KeyPath, value: Any) -> None:
        parent = self._parent(path)
        if isinstance(parent, list):
            parent[int(path[-1])] = value
        elif isinstance(parent, dict):
            parent[str(path[-1])] = value

    def _delete_marked(self) -> None:
        """Delete the values that no `Manquant` can replace; in lists from the end, so that indexes stay right."""
        for path in sorted(self._marked, key=lambda path: [str(step).zfill(9) for step in path], reverse=True):
            parent = self._parent(path)
            if isinstance(parent, list):
                del parent[int(path[-1])]
            elif isinstance(parent, dict):
                parent.pop(str(path[-1]), None)
        self._marked.clear()

    def _parent(self, path: KeyPath) -> Any:
        """The list or dictionary that holds the last step of a path; another value when one above was replaced."""
        at: Any = self.data
        for step in path[:-1]:
            if isinstance(at, list):
                at = at[int(step)]
            elif isinstance(at, dict):
                at = at.get(str(step))
        return at

    def _add(self, diagnostic: Diagnostic) -> None:
        self.diagnostics.append(diagnostic)

    def _wrong(self, path: KeyPath, detail: ErrorDetails) -> Diagnostic:
        span = span_of(self.tree, path)
        kind, context = detail["type"], detail.get("ctx", {})
        if kind == "refus":
            if detail["loc"][-1:] == ("[key]",):
                span = key_span(self.tree, path) or span
            meant, certain = context.get("meant", ""), context.get("certain", True)
            replacement = remedy(span, meant, certain=certain) if meant and span.start.line == span.end.line else None
            return Diagnostic(context["code"], context["message"], span, context["hint"], (), replacement)
        label = label_of(path)
        node = find(self.tree, path)[0]
        if kind in {"model_type", "model_attributes_type", "dict_type"}:
            names = ", ".join(fields_at(self.kind, path)[:4])
            example = f" ({names}, …)" if names else ""
            noun = "une liste de tirets" if isinstance(node, Sequence) else "une simple valeur"
            message = f"« {label} » attend un groupe de clés, et non {noun}."
            hint = f"Écrire des lignes « clé: valeur »{example}, décalées de deux espaces."
            return Diagnostic(catalogue.STRUCTURE, message, span, hint)
        if kind in {"tuple_type", "list_type"}:
            noun = "un groupe de clés" if isinstance(node, Mapping) else "une simple valeur"
            message = f"« {label} » attend une liste, et non {noun}."
            hint = "Commencer chaque élément par un tiret et une espace : « - … »."
            return Diagnostic(catalogue.STRUCTURE, message, span, hint)
        return Diagnostic(
            catalogue.VALUE, f"La valeur de « {label} » est refusée.", span, "Vérifier la forme attendue."
        )

    def _section_of(self, key: str) -> str:
        """The section that has a key written at the root; empty when there is none, or several."""
        holders = [section for section in fields_at(self.kind, ()) if key in fields_at(self.kind, (section,))]
        return holders[0] if len(holders) == 1 else ""

    def _unknown_key(self, path: KeyPath) -> Diagnostic:
        key = str(path[-1])
        under = f" sous « {label_of(path[:-1])} »" if len(path) > 1 else ""
        message = f"La clé « {key} » n’existe pas{under}."
        span = key_span(self.tree, path) or span_of(self.tree, path)
        if len(self.diagnostics) >= _MOST_SOUGHT:
            return Diagnostic(catalogue.UNKNOWN_FIELD, message, span)
        names = fields_at(self.kind, path[:-1])
        parent = find(self.tree, path[:-1])[0]
        entry = parent.entry(key) if isinstance(parent, Mapping) else None
        hint = suggestion(key.strip(" “”«»\"'"), list(names)).replace("Valeurs admises", "Clés admises")
        section = "" if len(path) > 1 else self._section_of(key)
        if section:
            hint = (
                f"Cette clé s’écrit sous « {section}: », décalée de deux espaces ; avec « set » : « {section}.{key} »."
            )
        meant = next(iter(get_close_matches(fold(key), [fold(name) for name in names], n=1, cutoff=0.6)), None)
        meant = next((name for name in names if fold(name) == meant), None)
        if meant is not None:
            self._misspelt.add((*path[:-1], meant))
        glued = None
        if entry is not None and is_blank(entry.value):
            hint = blank_hint(key, entry.value, parent) or hint
            glued = unglued(entry.key)
        related: tuple[Related, ...] = ()
        twin = parent.entry(meant) if meant and isinstance(parent, Mapping) else None
        if twin is not None:
            related = (Related(twin.key.span, f"la clé « {meant} » est déjà écrite ici"),)
        mended = glued
        if entry is not None and meant is not None and twin is None and not is_blank(entry.value):
            mended = remedy(entry.key.span, meant, certain=fold(key.strip(" “”«»\"'")) == meant)
        return Diagnostic(catalogue.UNKNOWN_FIELD, message, span, hint, related, mended)


def _is_stray(detail: ErrorDetails) -> bool:
    """Whether a key of a calendar by party is no party: the values under it are not read."""
    return detail["loc"][-3:-2] == (BY_PARTY,) and detail["loc"][-1] == "[key]"
