"""The form of a spec: every value its kind of act admits, by section, as the schema of the spec says them.

Pure: a spec in, parts out. Keys, labels, help and examples come from the model (`model/cles.json`), controls from the
schema, roles and own fields from the pack: a key added to the model is in the form.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from conventions_cli.drafting import Surroundings
from conventions_cli.edition.controls import CHOICE, LINE, choices_of, control_of, fits, shown_in
from conventions_cli.edition.form_parts import Choice, Field, Form, Group, Lack, Part, Table, fields_of
from conventions_cli.edition.known import Known, known_of
from conventions_cli.edition.seen import fingerprint
from conventions_cli.edition.words import FIRST, NAMES, SECTIONS, TITLED_BY, added, capital, named
from conventions_cli.foundation import remembered, replace
from conventions_cli.model import (
    Champ,
    Convention,
    TypeDeChamp,
    Words,
    example_of,
    is_on_one_line,
    label_of,
    pattern_of,
    purpose_of,
    spec_schema,
    type_of,
    words_at,
)
from conventions_cli.preview import PreviewState, Subject
from conventions_cli.source import KeyPath, Mapping, Node, Scalar, Sequence, find

Schema = dict[str, Any]

_APART = frozenset({"spec_version", "herite", "annuaire"})  # the version is the command's; the two others, of files
_WHEN_WRITTEN = frozenset({"execution", "resiliation", "avenant", "amende"})  # their own commands begin them
_UNREADABLE = (
    "Le fichier ne peut pas être lu : corriger dans le fichier ce que disent les constats, puis l’enregistrer."
)
_SCALAR: Schema = {"type": ["string", "null"]}
_MOST_ITEMS = 60  # of one list
_MOST_FIELDS = 3000  # of the whole form; lists are cut short beyond
_TITLE = 70  # letters of the title of an item


def form_of(subject: Subject, state: PreviewState) -> Form:
    """The form of the spec of a state."""
    known = known_of(subject, state)
    if known is None:
        return Form(unreadable=_UNREADABLE)
    packs = Surroundings(subject.spec.parent, None, subject.template_dir).packs
    sections = tuple(_Maker(replace(known, packs=packs)).sections())
    missing = state.act.missing if state.act is not None and state.current else ()
    keys = {key for section in sections for key in _keys(section)}
    lacks = tuple(Lack(one.cle, one.libelle, one.fournisseur, _nearest(one.cle, keys)) for one in missing)
    return Form(lacks, sections)


def _keys(part: Part) -> Iterator[str]:
    yield part.key
    if isinstance(part, Group):
        for inner in part.parts:
            yield from _keys(inner)
    yield from (one.key for one in fields_of(part))


def _nearest(key: str, keys: set[str]) -> str:
    """The key of the part that holds a value: its own, or that of the smallest group around it."""
    while key and key not in keys:
        key = key.rpartition(".")[0]
    return key


@remembered()
def _schema() -> Schema:
    return spec_schema()


class _Maker:
    def __init__(self, known: Known) -> None:
        self.known = known
        self.definitions: Schema = _schema()["definitions"]
        self._fields = 0  # made so far

    def sections(self) -> Iterator[Group]:
        """The parts of the form, in the order of the model; single values of the act stand in the first one."""
        first: list[Part] = []
        others: list[Group] = []
        for name, schema in _schema()["properties"].items():
            node = self.known.whole.get(name)
            if name in _APART or not _stands(schema, node):
                continue
            if node is None and (name in _WHEN_WRITTEN or not self.known.kind.admits(name)):
                continue
            part = self._champs(node) if name == "champs" else self.part(schema, (name,), node)
            if isinstance(part, Group):
                others.append(replace(part, label=SECTIONS.get(name, part.label)))
            else:
                first.append(part)
        yield Group("", FIRST, tuple(first))
        yield from (one for one in others if one.parts)

    def part(self, schema: Schema, path: KeyPath, node: Node | None) -> Part:
        """The part of the form for a value: by its schema, and by the form it is written in when it has several."""
        schema = self._settled(schema, node)
        types = schema.get("type", ())
        if isinstance(node, Sequence) or types == "array" or types == ["array", "null"]:
            return self._list(schema.get("items", _SCALAR), path, node)
        if "properties" in schema:
            return self._group(schema["properties"], path, node)
        if "additionalProperties" in schema:
            held = self._settled(schema["additionalProperties"], None)
            if "propertyNames" in schema and "properties" in held:
                return self._table(held["properties"], path, node)
            return self._free(schema["additionalProperties"], path, node)
        return self.field(schema, path, node)

    def _settled(self, schema: Schema, node: Node | None) -> Schema:
        """A schema without references, in the form the value is written in."""
        if "allOf" in schema:
            schema = schema["allOf"][0]
        if "anyOf" in schema:
            scalar = isinstance(node, Scalar) and not node.blank
            words = next((one for one in schema["anyOf"] if "enum" in one), None)
            if words is not None:
                return words  # type: ignore[no-any-return]  # the other form says which ways of writing them are read
            schema = next((one for one in schema["anyOf"] if self._suits(one, node, scalar=scalar)), schema["anyOf"][0])
            return self._settled(schema, node)
        if "$ref" in schema:
            return self.definitions[str(schema["$ref"]).rpartition("/")[2]]  # type: ignore[no-any-return]
        return schema

    def _suits(self, schema: Schema, node: Node | None, *, scalar: bool) -> bool:
        whole = self.definitions[str(schema["$ref"]).rpartition("/")[2]] if "$ref" in schema else schema
        types = whole.get("type", ())
        if scalar:
            return "string" in types
        if isinstance(node, Mapping):
            admits = re.compile(str(whole.get("propertyNames", {}).get("pattern", ""))).match
            return "object" in types and all(map(admits, node.keys()))
        return "array" in types or "object" in types

    def field(
        self, schema: Schema, path: KeyPath, node: Node | None, *, fresh: bool = False, long: bool | None = None
    ) -> Field:
        """The field of a scalar."""
        value = node.text if isinstance(node, Scalar) and not node.blank else ""
        control = control_of(schema, long=_is_long(path) if long is None else long)
        choices = self._choices(schema, path, value)
        if choices:
            control = CHOICE
        elif not fits(control, value):
            control = LINE
        pattern, key = pattern_of(path), ".".join(map(str, path))
        self._fields += 1
        here, item = self.known.here(path), isinstance(path[-1], int)
        locked = self._locked(path)
        return Field(
            key,
            capital(NAMES.get(pattern, "") or label_of(path)),
            control,
            value,
            shown_in(control, value),
            "" if item else purpose_of(pattern),
            _example(pattern),
            choices,
            self.known.origin(node) if node is not None and value and not here else "",
            self.known.home(path) if (value or locked) and not here else "",
            self.known.suppliers.get(key, ""),
            locked,
            removable=item and here and not fresh,
            fresh=fresh,
            faults=self.known.said_of(node) if node is not None else (),
        )

    def _choices(self, schema: Schema, path: KeyPath, value: str) -> tuple[Choice, ...]:
        """The values offered; one that is written and is not among them is offered too."""
        match path:
            case ("modele",):
                offered = tuple(Choice(name, f"{capital(usage)} ({name})") for name, usage in self.known.packs)
            case ("parties", int(), "reference"):
                offered = tuple(Choice(key, shown) for key, shown in self.known.parties)
            case ("parties", int(), "role"):
                offered = tuple(Choice(key, str(role.nom)) for key, role in self.known.kind.roles.items())
            case _:
                offered = choices_of(schema)
        if offered and value and value not in {one.value for one in offered}:
            offered = (*offered, Choice(value, value))
        return offered

    def _locked(self, path: KeyPath) -> str:
        if any(isinstance(step, str) and "." in step for step in path):
            return "Le nom de cette clé contient un point\u00a0: la changer dans le fichier."
        for at, step in enumerate(path):
            if isinstance(step, int) and not self.known.here(path[:at]):
                node, rest = find(self.known.whole, path[:at])
                if not rest and not (isinstance(node, Scalar) and node.blank):
                    where = self.known.origin(node) or "un autre fichier"
                    return f"Cette liste est reprise de «\u00a0{where}\u00a0»."
        return ""

    def _own(self, path: KeyPath) -> bool:
        """Whether what stands at a path can be taken out of the file."""
        return self.known.here(path) and not self._locked(path)

    def _group(self, properties: Schema, path: KeyPath, node: Node | None, *, fresh: bool = False) -> Group:
        key = ".".join(map(str, path))
        kept = self.known.kind.admitted_keys(str(path[0])) if len(path) == 1 else None
        parts = tuple(
            self.part(schema, (*path, name), self._within(node, name))
            for name, schema in properties.items()
            if (kept is None or name in kept or self._within(node, name) is not None)
            and _stands(schema, self._within(node, name))
        )
        return Group(
            key,
            capital(label_of(path)),
            parts,
            purpose_of(pattern_of(path)),
            supplier=self.known.suppliers.get(key, ""),
            seen=fingerprint(node) if isinstance(path[-1], int) and not fresh and self._own(path) else "",
            fresh=fresh,
        )

    @staticmethod
    def _within(node: Node | None, name: str) -> Node | None:
        return node.get(name) if isinstance(node, Mapping) else None

    def _list(self, item: Schema, path: KeyPath, node: Node | None) -> Group:
        """A list: its items, then the place of one more, unless another file holds the list."""
        items = node.items if isinstance(node, Sequence) else ()
        parts = [self._item(item, (*path, at), one) for at, one in enumerate(items) if self._has_room(at)]
        following = (*path, len(items))
        left = len(items) - len(parts)
        if not left and not self._locked(following):
            of_texts = bool(items) and all(isinstance(one, Scalar) for one in items)
            parts.append(self._fresh(item, following, of_texts=of_texts))
        key = ".".join(map(str, path))
        origin = self.known.origin(node) if isinstance(node, Sequence) and not self.known.here(path) else ""
        return Group(
            key,
            capital(label_of(path)),
            tuple(parts),
            _left(left) or purpose_of(pattern_of(path)),
            origin,
            self.known.suppliers.get(key, ""),
            listed=True,
        )

    def _has_room(self, at: int) -> bool:
        """Whether the item of that number is shown: not all those of a huge list, nor of a huge file."""
        return at < _MOST_ITEMS and self._fields < _MOST_FIELDS

    def _item(self, item: Schema, path: KeyPath, node: Node) -> Part:
        part = self.part(item, path, node)
        number = int(path[-1]) + 1
        if isinstance(part, Group) and not part.listed:
            return replace(part, label=_title(part) or f"{capital(named(str(path[-2])))}\u00a0{number}")
        return replace(part, label=f"{capital(named(str(path[-2])))}\u00a0{number}")

    def _fresh(self, item: Schema, path: KeyPath, *, of_texts: bool) -> Part:
        """The place of one more item."""
        name = f"Ajouter {added(str(path[-2]))}"
        schema = self._settled(item, None)
        if of_texts or "properties" not in schema:
            schema = _SCALAR if "properties" in schema else schema
            return replace(self.field(schema, path, None, fresh=True), label=name)
        group = self._group(schema["properties"], path, None, fresh=True)
        return replace(group, label=name)

    def _free(self, held: Schema, path: KeyPath, node: Node | None) -> Group:
        """A group whose keys are the author's own: those that are written."""
        entries = node.entries if isinstance(node, Mapping) else ()
        parts = tuple(
            replace(self.part(held, (*path, one.key.text), one.value), label=one.key.text)
            for at, one in enumerate(entries)
            if self._has_room(at)
        )
        told = _left(len(entries) - len(parts)) or purpose_of(pattern_of(path))
        return Group(".".join(map(str, path)), capital(label_of(path)), parts, told)

    def _table(self, columns: Schema, path: KeyPath, node: Node | None) -> Table:
        """The years that are written, then the next one."""
        years = list(node.keys()) if isinstance(node, Mapping) else []
        known = [int(year) for year in years if year.isdecimal() and len(year) == 4]
        following = str(max(known) + 1 if known else self._first_year())
        rows = []
        for year in [*years, following]:
            row = self._within(node, year)
            cells = (
                replace(
                    self.field(schema, (*path, year, name), self._within(row, name), fresh=year == following),
                    example="",
                )
                for name, schema in columns.items()
            )
            rows.append((year, tuple(cells)))
        heads = tuple((name, capital(name) if len(name) > 2 else name.upper()) for name in columns)
        seen = {year: fingerprint(self._within(node, year)) for year in years if self.known.here((*path, year))}
        return Table(".".join(map(str, path)), capital(label_of(path)), heads, tuple(rows), seen)

    def _first_year(self) -> int:
        """The first year of a calendar that says none: that of the signature, or of the decision, else this one."""
        for path in (("date_signature",), ("dispositif", "date_decision")):
            node, rest = find(self.known.whole, path)
            if not rest and isinstance(node, Scalar) and node.text[:4].isdecimal():
                return int(node.text[:4])
        return date.today().year

    def _champs(self, node: Node | None) -> Group:
        """The own fields of the pack, then those that are written and that it does not declare."""
        parts = [self._champ(name, champ, self._within(node, name)) for name, champ in self.known.champs.items()]
        entries = node.entries if isinstance(node, Mapping) else ()
        others = [one for one in entries if one.key.text not in self.known.champs]
        parts.extend(self.part(_SCALAR, ("champs", one.key.text), one.value) for one in others)
        return Group("champs", SECTIONS["champs"], tuple(parts))

    def _champ(self, name: str, champ: Champ, node: Node | None) -> Part:
        path: KeyPath = ("champs", name)
        usual = champ.defaut
        example = "" if usual is None or isinstance(usual, (list, dict)) else str(usual)
        label = capital(str(champ.libelle or name.replace("_", " ")))
        if champ.type is TypeDeChamp.LISTE and not (isinstance(node, Scalar) and not node.blank):
            return replace(self._list(_SCALAR, path, node), label=label)
        part = self.field(type_of(champ), path, node, long=champ.type in {TypeDeChamp.PROSE, TypeDeChamp.TEXTE})
        told = f"Sans réponse, l’acte dit\u00a0: «\u00a0{example}\u00a0»." if example else ""
        return replace(part, label=label, help=told)


def _stands(schema: Schema, node: Node | None) -> bool:
    """Whether a key is shown: one of an older version of the format, only where a file still writes it."""
    return node is not None or "deprecationMessage" not in schema


def _left(number: int) -> str:
    """What is said of the items of a list that are not shown."""
    return f"La suite ({number}) n’est pas montrée ici\u00a0: la changer dans le fichier." if number else ""


def _is_long(path: KeyPath) -> bool:
    """Whether a text may take several lines, or is a sentence of a list."""
    words = words_at(Convention, path)
    if words is None:
        return False
    return not is_on_one_line(Convention, path) or (words is Words.PROSE and isinstance(path[-1], int))


def _example(pattern: str) -> str:
    """An example to show in an empty field; none for what is written as a group or a list."""
    line = example_of(pattern) or example_of(pattern.removesuffix(".*"))
    shown = line.partition(": ")[2] or line.removeprefix("- ")
    return "" if shown[:1] in {"[", "{"} or shown.endswith(":") else shown


def _title(group: Group) -> str:
    """What tells an item of a list: the first of its values that names it."""
    values = {one.key.rpartition(".")[2]: one for one in group.parts if isinstance(one, Field) and one.value}
    found = [values[name] for name in TITLED_BY if name in values][:1]
    found += [values["role"]] if "role" in values and found else []
    shown = " – ".join(
        next((one.shown for one in each.choices if one.value == each.value), each.value) for each in found
    )
    return shown if len(shown) <= _TITLE else f"{shown[: _TITLE - 1]}…"
