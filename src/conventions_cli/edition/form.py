"""The form of a spec: every value that its kind of act admits, by section, in the order of the schema.

Pure: a spec in, parts out. Keys, labels, help and examples come from the model (`model/cles.json`), controls from the
schema, roles and own fields from the pack: a key that is added to the model is in the form at once.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from conventions_cli.drafting import Surroundings
from conventions_cli.edition.controls import CHOICE, LINE, choices_of, control_of, fits, shown_in
from conventions_cli.edition.form_context import FormContext, context_of
from conventions_cli.edition.form_parts import Choice, Field, Form, Group, Lack, Part, Table, fields_of
from conventions_cli.edition.shown_values import fingerprint
from conventions_cli.edition.words import FIRST, NAMES, SECTIONS, TITLED_BY, added, named
from conventions_cli.foundation import remembered, replace
from conventions_cli.french import capitalized
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

_APART = frozenset({"spec_version", "herite", "annuaire"})  # for the command, or for files
_WHEN_WRITTEN = frozenset({"execution", "resiliation", "avenant", "amende"})  # other commands start these
_UNREADABLE = (
    "Le fichier ne peut pas être lu : corriger dans le fichier ce que disent les constats, puis l’enregistrer."
)
_SCALAR: Schema = {"type": ["string", "null"]}
_MOST_ITEMS = 60  # shown of one list
_MOST_FIELDS = 3000  # of the whole form; beyond, no list shows more items
_TITLE = 70  # letters of the title of an item


def form_of(subject: Subject, state: PreviewState) -> Form:
    """The form of the spec of a state."""
    context = context_of(subject, state)
    if context is None:
        return Form(unreadable=_UNREADABLE)
    packs = Surroundings(subject.spec.parent, None, subject.template_dir).packs
    sections = tuple(_Maker(replace(context, packs=packs)).sections())
    missing = state.act.missing if state.act is not None and state.current else ()
    keys = {key for section in sections for key in _keys(section)}
    lacks = tuple(Lack(value.cle, value.libelle, value.fournisseur, _nearest(value.cle, keys)) for value in missing)
    return Form(lacks, sections)


def _keys(part: Part) -> Iterator[str]:
    yield part.key
    if isinstance(part, Group):
        for inner in part.parts:
            yield from _keys(inner)
    yield from (field.key for field in fields_of(part))


def _nearest(key: str, keys: set[str]) -> str:
    """The key of the part that holds a value: its own, or that of the smallest group around it."""
    while key and key not in keys:
        key = key.rpartition(".")[0]
    return key


@remembered()
def _schema() -> Schema:
    return spec_schema()


class _Maker:
    def __init__(self, context: FormContext) -> None:
        self.context = context
        self.definitions: Schema = _schema()["definitions"]
        self._fields = 0  # made so far

    def sections(self) -> Iterator[Group]:
        """The sections of the form, in the order of the model; the first section holds the single values of the act."""
        first: list[Part] = []
        others: list[Group] = []
        for name, schema in _schema()["properties"].items():
            node = self.context.whole.get(name)
            if name in _APART or not _stands(schema, node):
                continue
            if node is None and (name in _WHEN_WRITTEN or not self.context.kind.admits(name)):
                continue
            part = self._champs(node) if name == "champs" else self.part(schema, (name,), node)
            if isinstance(part, Group):
                others.append(replace(part, label=SECTIONS.get(name, part.label)))
            else:
                first.append(part)
        yield Group("", FIRST, tuple(first))
        yield from (group for group in others if group.parts)

    def part(self, schema: Schema, path: KeyPath, node: Node | None) -> Part:
        """The part of the form for a value, by its schema; the written value decides between several forms."""
        schema = self._resolved(schema, node)
        types = schema.get("type", ())
        if isinstance(node, Sequence) or types == "array" or types == ["array", "null"]:
            return self._list(schema.get("items", _SCALAR), path, node)
        if "properties" in schema:
            return self._group(schema["properties"], path, node)
        if "additionalProperties" in schema:
            item_schema = self._resolved(schema["additionalProperties"], None)
            if "propertyNames" in schema and "properties" in item_schema:
                return self._table(item_schema["properties"], path, node)
            return self._free(schema["additionalProperties"], path, node)
        return self.field(schema, path, node)

    def _resolved(self, schema: Schema, node: Node | None) -> Schema:
        """The schema that a reference names, and, of several forms, the form in which the value is written."""
        if "allOf" in schema:
            schema = schema["allOf"][0]
        if "anyOf" in schema:
            scalar = isinstance(node, Scalar) and not node.blank
            words = next((form for form in schema["anyOf"] if "enum" in form), None)
            if words is not None:
                return words  # type: ignore[no-any-return]  # the other form: other spellings of these words
            schema = next((way for way in schema["anyOf"] if self._suits(way, node, scalar=scalar)), schema["anyOf"][0])
            return self._resolved(schema, node)
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
        here, item = self.context.here(path), isinstance(path[-1], int)
        locked = self._locked(path)
        return Field(
            key,
            capitalized(NAMES.get(pattern, "") or label_of(path)),
            control,
            value,
            shown_in(control, value),
            "" if item else purpose_of(pattern),
            _example(pattern),
            choices,
            self.context.origin(node) if node is not None and value and not here else "",
            self.context.home(path) if (value or locked) and not here else "",
            self.context.suppliers.get(key, ""),
            locked,
            removable=item and here and not fresh,
            fresh=fresh,
            faults=self.context.faults_of(node) if node is not None else (),
        )

    def _choices(self, schema: Schema, path: KeyPath, value: str) -> tuple[Choice, ...]:
        """The choices of a value, with the present value when it is not among them."""
        match path:
            case ("modele",):
                offered = tuple(Choice(name, f"{capitalized(usage)} ({name})") for name, usage in self.context.packs)
            case ("parties", int(), "reference"):
                offered = tuple(Choice(key, name) for key, name in self.context.parties)
            case ("parties", int(), "role"):
                offered = tuple(Choice(key, str(role.nom)) for key, role in self.context.kind.roles.items())
            case _:
                offered = choices_of(schema)
        if offered and value and value not in {choice.value for choice in offered}:
            offered = (*offered, Choice(value, value))
        return offered

    def _locked(self, path: KeyPath) -> str:
        if any(isinstance(step, str) and "." in step for step in path):
            return "Le nom de cette clé contient un point\u00a0: la changer dans le fichier."
        for at, step in enumerate(path):
            if isinstance(step, int) and not self.context.here(path[:at]):
                node, rest = find(self.context.whole, path[:at])
                if not rest and not (isinstance(node, Scalar) and node.blank):
                    home = self.context.origin(node) or "un autre fichier"
                    return f"Cette liste est reprise de «\u00a0{home}\u00a0»."
        return ""

    def _own(self, path: KeyPath) -> bool:
        """Whether the value at a path can be taken out of the file."""
        return self.context.here(path) and not self._locked(path)

    def _group(self, properties: Schema, path: KeyPath, node: Node | None, *, fresh: bool = False) -> Group:
        key = ".".join(map(str, path))
        admitted = self.context.kind.admitted_keys(str(path[0])) if len(path) == 1 else None
        parts = tuple(
            self.part(schema, (*path, name), self._within(node, name))
            for name, schema in properties.items()
            if (admitted is None or name in admitted or self._within(node, name) is not None)
            and _stands(schema, self._within(node, name))
        )
        return Group(
            key,
            capitalized(label_of(path)),
            parts,
            purpose_of(pattern_of(path)),
            supplier=self.context.suppliers.get(key, ""),
            seen=fingerprint(node) if isinstance(path[-1], int) and not fresh and self._own(path) else "",
            fresh=fresh,
        )

    @staticmethod
    def _within(node: Node | None, name: str) -> Node | None:
        return node.get(name) if isinstance(node, Mapping) else None

    def _list(self, item: Schema, path: KeyPath, node: Node | None) -> Group:
        """A list: its items, then the empty place of one more, unless another file holds the list."""
        items = node.items if isinstance(node, Sequence) else ()
        parts = [self._item(item, (*path, at), node_) for at, node_ in enumerate(items) if self._has_room(at)]
        following = (*path, len(items))
        hidden = len(items) - len(parts)
        if not hidden and not self._locked(following):
            of_texts = bool(items) and all(isinstance(item_, Scalar) for item_ in items)
            parts.append(self._fresh(item, following, of_texts=of_texts))
        key = ".".join(map(str, path))
        origin = self.context.origin(node) if isinstance(node, Sequence) and not self.context.here(path) else ""
        return Group(
            key,
            capitalized(label_of(path)),
            tuple(parts),
            _cut_short(hidden) or purpose_of(pattern_of(path)),
            origin,
            self.context.suppliers.get(key, ""),
            listed=True,
        )

    def _has_room(self, at: int) -> bool:
        """Whether the item with this index is shown: a huge list, or a huge file, is cut short."""
        return at < _MOST_ITEMS and self._fields < _MOST_FIELDS

    def _item(self, item: Schema, path: KeyPath, node: Node) -> Part:
        part = self.part(item, path, node)
        number = int(path[-1]) + 1
        if isinstance(part, Group) and not part.listed:
            return replace(part, label=_title(part) or f"{capitalized(named(str(path[-2])))}\u00a0{number}")
        return replace(part, label=f"{capitalized(named(str(path[-2])))}\u00a0{number}")

    def _fresh(self, item: Schema, path: KeyPath, *, of_texts: bool) -> Part:
        """The empty place of one more item. `of_texts`: whether the other items are texts."""
        name = f"Ajouter {added(str(path[-2]))}"
        schema = self._resolved(item, None)
        if of_texts or "properties" not in schema:
            schema = _SCALAR if "properties" in schema else schema
            return replace(self.field(schema, path, None, fresh=True), label=name)
        group = self._group(schema["properties"], path, None, fresh=True)
        return replace(group, label=name)

    def _free(self, item: Schema, path: KeyPath, node: Node | None) -> Group:
        """A group whose keys the author chooses: those that are written."""
        entries = node.entries if isinstance(node, Mapping) else ()
        parts = tuple(
            replace(self.part(item, (*path, entry.key.text), entry.value), label=entry.key.text)
            for at, entry in enumerate(entries)
            if self._has_room(at)
        )
        help_ = _cut_short(len(entries) - len(parts)) or purpose_of(pattern_of(path))
        return Group(".".join(map(str, path)), capitalized(label_of(path)), parts, help_)

    def _table(self, columns: Schema, path: KeyPath, node: Node | None) -> Table:
        """A table of the years that are written, then of the year after them."""
        years = list(node.keys()) if isinstance(node, Mapping) else []
        written_years = [int(year) for year in years if year.isdecimal() and len(year) == 4]
        following = str(max(written_years) + 1 if written_years else self._first_year())
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
        heads = tuple((name, capitalized(name) if len(name) > 2 else name.upper()) for name in columns)
        seals = {year: fingerprint(self._within(node, year)) for year in years if self.context.here((*path, year))}
        return Table(".".join(map(str, path)), capitalized(label_of(path)), heads, tuple(rows), seals)

    def _first_year(self) -> int:
        """The first year of an empty calendar: that of the signature, or of the decision, else the present year."""
        for path in (("date_signature",), ("dispositif", "date_decision")):
            node, rest = find(self.context.whole, path)
            if not rest and isinstance(node, Scalar) and node.text[:4].isdecimal():
                return int(node.text[:4])
        return date.today().year

    def _champs(self, node: Node | None) -> Group:
        """The fields that the pack declares, then the fields of the file that it does not declare."""
        parts = [self._champ(name, champ, self._within(node, name)) for name, champ in self.context.champs.items()]
        entries = node.entries if isinstance(node, Mapping) else ()
        others = [entry for entry in entries if entry.key.text not in self.context.champs]
        parts.extend(self.part(_SCALAR, ("champs", entry.key.text), entry.value) for entry in others)
        return Group("champs", SECTIONS["champs"], tuple(parts))

    def _champ(self, name: str, champ: Champ, node: Node | None) -> Part:
        path: KeyPath = ("champs", name)
        usual = champ.defaut
        example = "" if usual is None or isinstance(usual, (list, dict)) else str(usual)
        label = capitalized(str(champ.libelle or name.replace("_", " ")))
        if champ.type is TypeDeChamp.LISTE and not (isinstance(node, Scalar) and not node.blank):
            return replace(self._list(_SCALAR, path, node), label=label)
        part = self.field(type_of(champ), path, node, long=champ.type in {TypeDeChamp.PROSE, TypeDeChamp.TEXTE})
        help_ = f"Sans réponse, l’acte dit\u00a0: «\u00a0{example}\u00a0»." if example else ""
        return replace(part, label=label, help=help_)


def _stands(schema: Schema, node: Node | None) -> bool:
    """Whether a key is shown: a key of an older version of the format is shown only where a file still has it."""
    return node is not None or "deprecationMessage" not in schema


def _cut_short(number: int) -> str:
    """A sentence on the items of a list that are not shown."""
    return f"La suite ({number}) n’est pas montrée ici\u00a0: la changer dans le fichier." if number else ""


def _is_long(path: KeyPath) -> bool:
    """Whether a text may take several lines, or is a sentence of a list."""
    words = words_at(Convention, path)
    if words is None:
        return False
    return not is_on_one_line(Convention, path) or (words is Words.PROSE and isinstance(path[-1], int))


def _example(pattern: str) -> str:
    """An example to show in an empty field; empty for a value that is a group or a list."""
    line = example_of(pattern) or example_of(pattern.removesuffix(".*"))
    value = line.partition(": ")[2] or line.removeprefix("- ")
    return "" if value[:1] in {"[", "{"} or value.endswith(":") else value


def _title(group: Group) -> str:
    """The title of an item of a list: the first of its values that can name it, then its role."""
    values = {part.key.rpartition(".")[2]: part for part in group.parts if isinstance(part, Field) and part.value}
    naming_fields = [values[name] for name in TITLED_BY if name in values][:1]
    naming_fields += [values["role"]] if "role" in values and naming_fields else []
    title = " – ".join(
        next((choice.shown for choice in field.choices if choice.value == field.value), field.value)
        for field in naming_fields
    )
    return title if len(title) <= _TITLE else f"{title[: _TITLE - 1]}…"
