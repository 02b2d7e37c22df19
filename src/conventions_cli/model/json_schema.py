"""The JSON Schema of a spec, for editors and CI, made from the model, so that both always agree.

It describes a *file*: nothing is required, since a draft lacks values and a file inherits others. Values are
read as text whatever YAML takes them for, so a scalar may be a string, a number, a boolean, or nothing yet.
"""

from collections.abc import Iterable
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from conventions_cli.foundation import json_text
from conventions_cli.model.chorus import Axe
from conventions_cli.model.convention import Convention
from conventions_cli.model.editor_shapes import SCALAR, error_messages, word_among
from conventions_cli.model.extras import Champ, type_of
from conventions_cli.model.fields import EnListe, LuPar, LuSelon
from conventions_cli.model.kinds import Kind
from conventions_cli.model.labels import example_of, label_of, purpose_of
from conventions_cli.source import steps_for

Schema = dict[str, Any]

_DRAFT = "http://json-schema.org/draft-07/schema#"
_HERITE = "Les fichiers .yaml dont celui-ci reprend le contenu, par un chemin relatif. Ce qui est écrit ici l’emporte."


def spec_schema(
    packs: Iterable[str] = (),
    references: Iterable[str] = (),
    champs: dict[str, Champ] | None = None,
    kinds: dict[str, tuple[Kind, dict[str, Champ]]] | None = None,
) -> Schema:
    """The schema of a spec. `packs`, `references`, `champs`: the values that editors propose; others stay allowed.

    `kinds`: by pack, its kind of act and its own fields. A file that names a pack is checked against them, and any file
    can only name the roles that one of these kinds declares.
    """
    walk = _Walk()
    root = walk.properties(Convention, ())
    message = "Écrire un chemin relatif vers un fichier .yaml, avec des barres « / »."
    files = {"type": ["string", "null"], "pattern": r"^[^\\]*\.[Yy][Aa]?[Mm][Ll]\s*$", **error_messages(message)}
    _with_former(root, walk.definitions)
    root = {"herite": _described(_or_list(files), ("herite",), _HERITE), **root}
    root["modele"] |= _proposed(packs)
    root["champs"] = _extras(champs or {})
    kinds = kinds or {}
    words = dict.fromkeys(role for kind, _ in kinds.values() for role in kind.roles)
    if words:
        walk.definitions["Partie"]["properties"]["role"] |= word_among(words)
    names = sorted(references)
    if names:
        walk.definitions["Partie"]["properties"]["reference"] |= _proposed(names)
    return {
        "$schema": _DRAFT,
        "$id": "urn:convention:spec:1",
        "title": "Spécification d’une convention",
        "description": "Un fichier par acte : qui, quoi, combien, quand, sur quels codes CHORUS.",
        "type": "object",
        "properties": root,
        "additionalProperties": False,
        **({"allOf": [_of_pack(name, kind, fields) for name, (kind, fields) in kinds.items()]} if kinds else {}),
        "definitions": walk.definitions,
    }


def _of_pack(name: str, kind: Kind, fields: dict[str, Champ]) -> Schema:
    """The condition on files that name a pack: only its sections, its roles and its fields."""
    refused = [section for section in Convention.model_fields if not kind.admits(section)]
    properties: Schema = {
        section: _empty(f"Un acte du modèle « {name} » n’a pas de « {section} ».") for section in refused
    }
    properties["parties"] = {"items": {"properties": {"role": word_among(kind.roles)}}}
    own = {key: type_of(field) for key, field in fields.items()}
    message = f"Champs du modèle « {name} » : {', '.join(own) or 'aucun'}."
    properties["champs"] = {"properties": own, "propertyNames": {"enum": list(own), "errorMessage": message}}
    return {
        "if": {"properties": {"modele": {"const": name}}, "required": ["modele"]},
        "then": {"properties": properties},
    }


def _empty(message: str) -> Schema:
    """The schema of no value: a blank key, an empty list or group. `message`: for any other value."""
    return {"type": ["null", "array", "object"], "maxItems": 0, "maxProperties": 0, "errorMessage": message}


def schema_text(schema: Schema) -> str:
    """A schema as JSON, two spaces of indent, accents as they are."""
    return json_text(schema) + "\n"


class _Walk:
    """Goes through the models, and makes a definition of each."""

    def __init__(self) -> None:
        self.definitions: dict[str, Schema] = {}

    def properties(self, model: type[BaseModel], path: tuple[str, ...]) -> dict[str, Schema]:
        """The schema of each key of a model."""
        return {
            name: _described(self.field(info, (*path, name)), (*path, name), _stated(info))
            for name, info in model.model_fields.items()
        }

    def field(self, info: FieldInfo, path: tuple[str, ...]) -> Schema:
        """The schema of a field; an axis of CHORUS has the shape that its own line declares."""
        schema = self.value(info.annotation, info.metadata, path)
        extra: Any = info.json_schema_extra
        axis = extra.get("axe") if isinstance(extra, dict) else None
        if not isinstance(axis, Axe):
            return schema
        code = {"type": SCALAR, "title": info.title, "examples": info.examples or []}
        if axis.certain:
            message = f"Écrire par exemple « {axis.example} »."
            code |= {"pattern": rf"^\s*(?:{axis.shape})\s*$", **error_messages(message)}
        return _or_list(code) if "anyOf" in schema or schema.get("type") == "array" else code

    def value(self, annotation: Any, metadata: Iterable[Any], path: tuple[str, ...]) -> Schema:
        """The schema of an annotation and its metadata."""
        marks = list(metadata)
        reader = next((mark for mark in marks if isinstance(mark, (LuPar, LuSelon))), None)
        if reader is not None:
            return dict(reader.schema)
        schema = self.bare(annotation, path)
        if any(mark is EnListe for mark in marks) and schema.get("type") == "array":
            return {"anyOf": [schema, schema["items"]]}
        return schema

    def bare(self, annotation: Any, path: tuple[str, ...]) -> Schema:
        """The schema of an annotation without metadata."""
        origin, arguments = get_origin(annotation), get_args(annotation)
        if origin is Annotated:
            return self.value(arguments[0], arguments[1:], path)
        if origin in {Union, UnionType}:
            kinds = [kind for kind in arguments if kind is not type(None)]
            schemas = [self.value(kind, (), path) for kind in kinds]
            return schemas[0] if len(schemas) == 1 else {"anyOf": schemas}
        if origin is tuple:
            return {"type": "array", "items": self.value(arguments[0], (), (*path, "*"))}
        if origin is dict:
            keys = self.value(arguments[0], (), path)
            values = self.value(arguments[1], (), (*path, "*"))
            pattern = {name: keys[name] for name in ("pattern", "errorMessage", "patternErrorMessage") if name in keys}
            named = {"propertyNames": pattern} if "pattern" in pattern else {}
            return {"type": ["object", "null"], "additionalProperties": values, **named}
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            return self.model(annotation, path)
        return {"type": SCALAR} if annotation is str else {}

    def model(self, model: type[BaseModel], path: tuple[str, ...]) -> Schema:
        """A reference to the definition of a model, or a text for the models that accept one."""
        name = model.__name__
        if name not in self.definitions:
            self.definitions[name] = {}  # so that a model that contains itself ends
            self.definitions[name] = {
                "type": ["object", "null"],
                "properties": self.properties(model, path),
                "additionalProperties": False,
                "errorMessage": f"Clés admises ici : {', '.join(model.model_fields)}.",
            }
        reference = {"$ref": f"#/definitions/{name}"}
        return {"anyOf": [{"type": "string"}, reference]} if hasattr(model, "_from_text") else reference


def _described(schema: Schema, path: tuple[str, ...], stated: str = "") -> Schema:
    """A schema with the French name of its key, its purpose, and an example to paste."""
    key = ".".join(path)
    words = [stated or purpose_of(key)]
    if example := example_of(key):
        words.append(f"Exemple : {example}")
    label = label_of(path)
    head = {"title": label[:1].upper() + label[1:], "description": " ".join(word for word in words if word)}
    head = {name: text for name, text in head.items() if text}
    # Draft 7 ignores the keys beside a `$ref`.
    return head | ({"allOf": [schema]} if "$ref" in schema else schema)


def _stated(info: FieldInfo) -> str:
    return str(info.title) if info.title and info.json_schema_extra else ""


def _or_list(item: Schema) -> Schema:
    return {"anyOf": [item, {"type": ["array", "null"], "items": item}]}


def _proposed(words: Iterable[str]) -> Schema:
    """A schema by which editors propose words and accept any other."""
    proposed = list(words)
    return {"anyOf": [{"enum": proposed}, {"type": SCALAR}]} if proposed else {}


def _extras(champs: Iterable[str]) -> Schema:
    """The schema of `champs`, which proposes the fields of the packs and accepts others; `_of_pack` has the types."""
    properties: Schema = {name: {"title": name.replace("_", " ").capitalize()} for name in champs}
    return {
        "title": "Champs du modèle",
        "description": purpose_of("champs"),
        "type": ["object", "null"],
        "properties": properties,
    }


def _with_former(root: dict[str, Schema], definitions: dict[str, Schema]) -> None:
    """Add the keys of older versions, which are still read, with a message about what replaces them."""
    for step in steps_for(None):
        *above, name = step.at
        keys = root if not above else definitions[above[0].capitalize()]["properties"]
        message = f"Clé d’une ancienne version : elle est lue comme {step.says}. « convention migrate » la réécrit."
        shape = {} if step.item else {"type": SCALAR}
        keys.setdefault(name, {"title": f"Ancienne clé « {name} »", "deprecationMessage": message, **shape})
