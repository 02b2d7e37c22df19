"""Validate, report, mend the data, and validate again until it holds.

What cannot be read is reported once and replaced by a `Manquant`, so that one run shows every fault and nothing reports
the consequences of another.
"""

from collections.abc import Callable
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from conventions_cli.foundation import Diagnostic, Record, Related, Span, catalogue, field
from conventions_cli.model.calendar import BY_PARTY, BY_YEAR, UNREADABLE_PARTY
from conventions_cli.model.kinds import Asked
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
_MOST_SOUGHT = 200  # unknown keys for which what was meant is looked for: more are never told in full
_MARKS = {"[key]", BY_YEAR, BY_PARTY}  # what pydantic puts in a place, that no spec holds
_UNREADABLE_YEAR = "2199"
# In a report, what the act words of a line, by what is told of it.
_WORDED = {"etat": "objectif", "montant": "libelle"}
_CALENDARS = {"finances.echeancier", "finances.echeancier.partie", "execution.realise", "execution.prevision"}

# What stands in for a missing list, so that the fields of its items are each reported as missing.
_SKELETONS: dict[str, Callable[[], Any]] = {
    "services": lambda: [{}],
    "parties": list,
    "parties.*.representants": lambda: [{}],
}


class Mender(Record):
    """One reading of a tree as a model.

    `missing`: leaves nobody gave; `reported`: those to tell, parts included; `sound`: the keys of the tree that were
    read before without a fault, which `data` does not hold. `needed`: what the kind of act asks for, beyond what the
    model does; `terms`: of which acts, when not of every one.
    """

    kind: type[BaseModel]
    tree: Mapping
    data: dict[str, Any]
    roles: dict[str, Role] = field(default_factory=dict)
    sequel: Sequel | None = None
    needed: tuple[KeyPath, ...] = ()
    terms: dict[KeyPath, Asked] = field(default_factory=dict)
    muted: set[KeyPath] = field(default_factory=set)
    sound: frozenset[str] = frozenset()
    found: list[Diagnostic] = field(default_factory=list)
    missing: list[KeyPath] = field(default_factory=list)
    reported: list[KeyPath] = field(default_factory=list)
    _meant: set[KeyPath] = field(default_factory=set)
    _blank: dict[KeyPath, None] = field(default_factory=dict)  # in the order written: a set would tell it in any order
    _mended: set[KeyPath] = field(default_factory=set)
    _marked: set[KeyPath] = field(default_factory=set)
    _cut: set[KeyPath] = field(default_factory=set)

    def validate(self) -> Any:
        """The model, or None when it cannot be made to hold."""
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
                found = error.errors(include_url=False, include_input=False)
                strays = {detail["loc"][:-1] for detail in found if _is_stray(detail)}
                for detail in found:
                    place = detail["loc"]
                    if _is_stray(detail) or not any(place[:length] in strays for length in range(len(place) + 1)):
                        self._mend(detail)
                self._delete_marked()
        # A key that was misspelt explains the absence of the one it was meant to be.
        self.reported = [path for path in self.reported if path not in self._meant]
        return value

    @property
    def flawless(self) -> bool:
        """Whether nothing was wrong, missing nor left blank."""
        return not (self.found or self.missing or self.reported or self._blank)

    def place(self, path: KeyPath) -> Span:
        """Where a missing value belongs: the key left blank, else the key that should hold it, in the spec itself."""
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
        """« nom du représentant »: the field's label, and whose it is."""
        label = label_of(path)
        words = self._line_of_the_act(path)
        if words:
            return f"{label} « {words} »"
        if path[0] != "parties" or len(path) < 3 or not isinstance(path[1], int):
            return label
        parties = self.data.get("parties")
        party = parties[path[1]] if isinstance(parties, list) and path[1] < len(parties) else None
        known = party if isinstance(party, dict) else {}
        name = known.get("sigle") or known.get("nom")
        if path[-1] == "article" and isinstance(name, str):
            return f"article devant « {name} »"
        role = self.roles.get(str(known.get("role")))
        return f"{label} {role.phrase.du() if role is not None else f'de la partie {path[1] + 1}'}"

    def line(self, path: KeyPath) -> str:
        """A line to paste for a missing value; that of a line of the act nothing is said of names it."""
        words = self._line_of_the_act(path)
        if words and find(self.tree, path[:-1])[1]:
            return f'- {{{_WORDED[str(path[-1])]}: "{words}", {line_for(path)}}}'
        usual = line_for(path)
        role = self._role_at(path)
        if role is not None and role.natures and path[-1] == "nature":
            return f"nature: {role.natures[0].value}"
        asked = [one for one in self.needed if len(one) == len(path) + 1 and one[: len(path)] == path]
        if asked and not all(f"{one[-1]}:" in usual for one in asked):
            return f"{path[-1]}: {{{', '.join(map(line_for, asked))}}}"
        return usual

    def _role_at(self, path: KeyPath) -> Role | None:
        """The role of the party a path leads into."""
        party = self._parent(path) if path[:1] == ("parties",) and len(path) == 3 else None
        return self.roles.get(str(party.get("role"))) if isinstance(party, dict) else None

    def _line_of_the_act(self, path: KeyPath) -> str:
        """The line of the act that a report says nothing of: an objective, a sum; empty for any other value."""
        reported = len(path) == 4 and path[0] == REPORT.section and path[-1] in _WORDED
        row = self._parent(path) if reported else None
        words = row.get(_WORDED[str(path[-1])]) if isinstance(row, dict) else None
        return " ".join(words.split()) if isinstance(words, str) else ""

    def _read_blanks(self, node: Node, path: KeyPath, shape: Any) -> None:
        """Keys with nothing after them: an unknown one is an error, a free or listed one is a value to complete.

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
        known, free = keys_of(shape), is_free(shape)
        for entry in node.entries:
            key, value = entry.key.text, entry.value
            if not path and key in self.sound:
                continue
            if not is_blank(value):
                if not isinstance(value, Scalar) and (known or free or not path):
                    self._read_blanks(value, (*path, key), within(shape, key))
                continue
            here: KeyPath = (*path, key)
            if known and key not in known:
                self._add(self._unknown_key(here))
                self._forget_before(node, entry, path)
            elif free or (key in known and isinstance(value, Scalar)):
                self._blank_value(here)

    def _forget_before(self, parent: Mapping, entry: Entry, path: KeyPath) -> None:
        """A value that a comma cut in two is not what its author meant: nothing is concluded from it."""
        before = parent.before(entry.key.text)
        if before is not None and before.key.span.start.line == entry.key.span.start.line:
            here: KeyPath = (*path, before.key.text)
            self._blank[here] = None
            self._cut.add(here)
            self._put(here, Manquant(".".join(map(str, here)), self.described(here)))

    def _blank_value(self, path: KeyPath) -> None:
        """Try a `Manquant` where nothing was written; where the model has no use for one, the key is as if absent."""
        self._blank[path] = None
        self._put(path, Manquant(".".join(map(str, path)), self.described(path)))

    def _complete_roles(self) -> None:
        """Each role that an act needs and nobody holds is missing, and a blank party holds its place."""
        if not self.roles:
            return
        if not isinstance(self.data.get("parties"), list):
            if "parties" in self.data:
                return
            self.data["parties"] = []
            self.reported.append(("parties",))
            self.muted.add(("parties",))
        parties = self.data["parties"]
        written = len(parties)
        roles = [party.get("role") for party in parties if isinstance(party, dict)]
        readable = all(role in list(self.roles) for role in roles)  # lists: anything may stand there
        if not readable or any(not isinstance(party, dict) for party in parties):
            return
        for role, declared in self.roles.items():
            if not declared.facultatif and role not in roles:
                parties.append({"role": role})
                self.muted.add(("parties", len(parties) - 1))
                if written:
                    self.reported.append(("parties", len(parties) - 1))

    def _complete_needed(self) -> bool:
        """Whether the kind of act asks for what nobody gave: it is missing, a whole section being told once."""
        absent = [path for path in self.needed if self._absent(path) and self._asked(path)]
        for path in absent:
            for length in range(1, len(path)):
                if self._absent(path[:length]):
                    self._fill_group(path[:length])
            self._fill(path)
        return bool(absent)

    def _asked(self, path: KeyPath) -> bool:
        terms = self.terms.get(path)
        return terms is None or terms.hold(self.data)

    def _absent(self, path: KeyPath) -> bool:
        """Whether nothing stands at a path, in a place that could hold it."""
        at: Any = self.data
        for length, step in enumerate(path):
            if not isinstance(at, dict):
                return False  # what stands above was told already, or is to complete as a whole
            if step not in at:
                return length == len(path) - 1 or self._is_group(path[: length + 1])
            at = at[step]
        return at is None or at == [] or at == {}

    def _is_group(self, path: KeyPath) -> bool:
        return bool(fields_at(self.kind, path))

    def _fill_group(self, path: KeyPath) -> None:
        """A whole section nobody wrote: told once, then each value it needs is missing."""
        if not any(path[:length] in self.muted for length in range(1, len(path) + 1)):
            self.reported.append(path)
        self.muted.add(path)
        self._put(path, {})

    def _complete_report(self) -> None:
        """A report has a figure for each year and a state for each objective: those nobody gave are missing."""
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
                # The row keeps a place, unread: sums over the calendar are then known to be partial.
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
        self._put(path, [lacking] if is_list(self.kind, path) else lacking)  # of a list, one item is to complete

    def settled_blanks(self) -> list[KeyPath]:
        """The keys left blank that the model keeps as values to complete."""
        settled = self._cut.union(self.missing)
        return [path for path in self._blank if path not in settled]

    def _put(self, path: KeyPath, value: Any) -> None:
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

    def _parent(self, path: KeyPath) -> Any:
        """The list or dictionary that holds the last step; None when something above it was replaced."""
        at: Any = self.data
        for step in path[:-1]:
            if isinstance(at, list):
                at = at[int(step)]
            elif isinstance(at, dict):
                at = at.get(str(step))
        return at

    def _add(self, found: Diagnostic) -> None:
        self.found.append(found)

    def _wrong(self, path: KeyPath, detail: ErrorDetails) -> Diagnostic:
        span = span_of(self.tree, path)
        kind, context = detail["type"], detail.get("ctx", {})
        if kind == "refus":
            if detail["loc"][-1:] == ("[key]",):
                span = key_span(self.tree, path) or span
            meant, certain = context.get("meant", ""), context.get("certain", True)
            whole = remedy(span, meant, certain=certain) if meant and span.start.line == span.end.line else None
            return Diagnostic(context["code"], context["message"], span, context["hint"], (), whole)
        label = label_of(path)
        node = find(self.tree, path)[0]
        if kind in {"model_type", "model_attributes_type", "dict_type"}:
            names = ", ".join(fields_at(self.kind, path)[:4])
            example = f" ({names}, …)" if names else ""
            got = "une liste de tirets" if isinstance(node, Sequence) else "une simple valeur"
            message = f"« {label} » attend un groupe de clés, et non {got}."
            hint = f"Écrire des lignes « clé: valeur »{example}, décalées de deux espaces."
            return Diagnostic(catalogue.STRUCTURE, message, span, hint)
        if kind in {"tuple_type", "list_type"}:
            got = "un groupe de clés" if isinstance(node, Mapping) else "une simple valeur"
            message = f"« {label} » attend une liste, et non {got}."
            hint = "Commencer chaque élément par un tiret et une espace : « - … »."
            return Diagnostic(catalogue.STRUCTURE, message, span, hint)
        return Diagnostic(
            catalogue.VALUE, f"La valeur de « {label} » est refusée.", span, "Vérifier la forme attendue."
        )

    def _section_of(self, key: str) -> str:
        """The only section that has a key which was written outside of any; nothing when there is none, or several."""
        holders = [one for one in fields_at(self.kind, ()) if key in fields_at(self.kind, (one,))]
        return holders[0] if len(holders) == 1 else ""

    def _unknown_key(self, path: KeyPath) -> Diagnostic:
        key = str(path[-1])
        where = f" sous « {label_of(path[:-1])} »" if len(path) > 1 else ""
        message = f"La clé « {key} » n’existe pas{where}."
        span = key_span(self.tree, path) or span_of(self.tree, path)
        if len(self.found) >= _MOST_SOUGHT:
            return Diagnostic(catalogue.UNKNOWN_FIELD, message, span)
        known = fields_at(self.kind, path[:-1])
        parent = find(self.tree, path[:-1])[0]
        entry = parent.entry(key) if isinstance(parent, Mapping) else None
        hint = suggestion(key.strip(" “”«»\"'"), list(known)).replace("Valeurs admises", "Clés admises")
        section = "" if len(path) > 1 else self._section_of(key)
        if section:
            hint = (
                f"Cette clé s’écrit sous « {section}: », décalée de deux espaces ; avec « set » : « {section}.{key} »."
            )
        meant = next(iter(get_close_matches(fold(key), [fold(name) for name in known], n=1, cutoff=0.6)), None)
        meant = next((name for name in known if fold(name) == meant), None)
        if meant is not None:
            self._meant.add((*path[:-1], meant))
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
    """Whether a key cannot stand among parties: what it holds was meant to be elsewhere, and is not read."""
    return detail["loc"][-3:-2] == (BY_PARTY,) and detail["loc"][-1] == "[key]"
