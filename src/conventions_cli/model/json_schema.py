"""The JSON Schema of a spec, for editors and CI: made from the model, so that it cannot say something else.

It says what a *file* may hold: nothing is required, since a draft lacks values and a file inherits others. Values are
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
from conventions_cli.model.editor_shapes import SCALAR, one_of, told
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
    """The schema of a spec. `packs`, `references`, `champs`: what editors are to propose; others stay allowed.

    `kinds`: by pack, what its acts hold and the names of its own fields: a file that names a pack is judged by it, and
    no role is read that none of them declares.
    """
    walk = _Walk()
    root = walk.properties(Convention, ())
    said = "Écrire un chemin relatif vers un fichier .yaml, avec des barres « / »."
    files = {"type": ["string", "null"], "pattern": r"^[^\\]*\.[Yy][Aa]?[Mm][Ll]\s*$", **told(said)}
    _with_former(root, walk.definitions)
    root = {"herite": _described(_or_list(files), ("herite",), _HERITE), **root}
    root["modele"] |= _proposed(packs)
    root["champs"] = _extras(champs or {})
    kinds = kinds or {}
    words = dict.fromkeys(role for kind, _ in kinds.values() for role in kind.roles)
    if words:
        walk.definitions["Partie"]["properties"]["role"] |= one_of(words)
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
    """What a file that names a pack may hold: the sections, the roles and the fields that pack declares."""
    refused = [section for section in Convention.model_fields if not kind.admits(section)]
    asked: Schema = {section: _empty(f"Un acte du modèle « {name} » n’a pas de « {section} ».") for section in refused}
    asked["parties"] = {"items": {"properties": {"role": one_of(kind.roles)}}}
    own = {key: type_of(field) for key, field in fields.items()}
    said = f"Champs du modèle « {name} » : {', '.join(own) or 'aucun'}."
    asked["champs"] = {"properties": own, "propertyNames": {"enum": list(own), "errorMessage": said}}
    return {
        "if": {"properties": {"modele": {"const": name}}, "required": ["modele"]},
        "then": {"properties": asked},
    }


def _empty(said: str) -> Schema:
    """Nothing: a key left blank, an empty list or group."""
    return {"type": ["null", "array", "object"], "maxItems": 0, "maxProperties": 0, "errorMessage": said}


def schema_text(schema: Schema) -> str:
    """A schema as JSON, two spaces of indent, accents as they are."""
    return json_text(schema) + "\n"


class _Walk:
    """Goes through the models; each one met becomes a definition."""

    def __init__(self) -> None:
        self.definitions: dict[str, Schema] = {}

    def properties(self, model: type[BaseModel], path: tuple[str, ...]) -> dict[str, Schema]:
        """The schema of each key of a model."""
        return {
            name: _described(self.field(info, (*path, name)), (*path, name), _stated(info))
            for name, info in model.model_fields.items()
        }

    def field(self, info: FieldInfo, path: tuple[str, ...]) -> Schema:
        """The schema of a value; an axis of CHORUS has the shape its own line declares."""
        found = self.value(info.annotation, info.metadata, path)
        extra: Any = info.json_schema_extra
        axis = extra.get("axe") if isinstance(extra, dict) else None
        if not isinstance(axis, Axe):
            return found
        code = {"type": SCALAR, "title": info.title, "examples": info.examples or []}
        if axis.certain:
            code |= {"pattern": rf"^\s*(?:{axis.shape})\s*$", **told(f"Écrire par exemple « {axis.example} ».")}
        return _or_list(code) if "anyOf" in found or found.get("type") == "array" else code

    def value(self, annotation: Any, metadata: Iterable[Any], path: tuple[str, ...]) -> Schema:
        """The schema of an annotation, with what surrounds it."""
        marks = list(metadata)
        read = next((mark for mark in marks if isinstance(mark, (LuPar, LuSelon))), None)
        if read is not None:
            return dict(read.schema)
        found = self.bare(annotation, path)
        if any(mark is EnListe for mark in marks) and found.get("type") == "array":
            return {"anyOf": [found, found["items"]]}
        return found

    def bare(self, annotation: Any, path: tuple[str, ...]) -> Schema:
        """The schema of an annotation alone."""
        origin, arguments = get_origin(annotation), get_args(annotation)
        if origin is Annotated:
            return self.value(arguments[0], arguments[1:], path)
        if origin in {Union, UnionType}:
            kinds = [one for one in arguments if one is not type(None)]
            found = [self.value(one, (), path) for one in kinds]
            return found[0] if len(found) == 1 else {"anyOf": found}
        if origin is tuple:
            return {"type": "array", "items": self.value(arguments[0], (), (*path, "*"))}
        if origin is dict:
            keys = self.value(arguments[0], (), path)
            held = self.value(arguments[1], (), (*path, "*"))
            kept = {name: keys[name] for name in ("pattern", "errorMessage", "patternErrorMessage") if name in keys}
            named = {"propertyNames": kept} if "pattern" in kept else {}
            return {"type": ["object", "null"], "additionalProperties": held, **named}
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            return self.model(annotation, path)
        return {"type": SCALAR} if annotation is str else {}

    def model(self, model: type[BaseModel], path: tuple[str, ...]) -> Schema:
        """A reference to the definition of a model; some can also be written as one text."""
        name = model.__name__
        if name not in self.definitions:
            self.definitions[name] = {}  # holds the place, should the model hold itself
            self.definitions[name] = {
                "type": ["object", "null"],
                "properties": self.properties(model, path),
                "additionalProperties": False,
                "errorMessage": f"Clés admises ici : {', '.join(model.model_fields)}.",
            }
        reference = {"$ref": f"#/definitions/{name}"}
        return {"anyOf": [{"type": "string"}, reference]} if hasattr(model, "_from_text") else reference


def _described(schema: Schema, path: tuple[str, ...], stated: str = "") -> Schema:
    """A schema with the French name of its key, what it is for, and an example to paste."""
    key = ".".join(path)
    words = [stated or purpose_of(key)]
    if example := example_of(key):
        words.append(f"Exemple : {example}")
    label = label_of(path)
    head = {"title": label[:1].upper() + label[1:], "description": " ".join(word for word in words if word)}
    head = {name: text for name, text in head.items() if text}
    # Beside a `$ref`, draft 7 reads nothing else.
    return head | ({"allOf": [schema]} if "$ref" in schema else schema)


def _stated(info: FieldInfo) -> str:
    return str(info.title) if info.title and info.json_schema_extra else ""


def _or_list(item: Schema) -> Schema:
    return {"anyOf": [item, {"type": ["array", "null"], "items": item}]}


def _proposed(words: Iterable[str]) -> Schema:
    """What an editor proposes, without refusing the rest."""
    known = list(words)
    return {"anyOf": [{"enum": known}, {"type": SCALAR}]} if known else {}


def _extras(champs: Iterable[str]) -> Schema:
    """The fields the packs declare, whose types are those of the pack of the act; a house may declare others."""
    properties: Schema = {name: {"title": name.replace("_", " ").capitalize()} for name in champs}
    return {
        "title": "Champs du modèle",
        "description": purpose_of("champs"),
        "type": ["object", "null"],
        "properties": properties,
    }


def _with_former(root: dict[str, Schema], definitions: dict[str, Schema]) -> None:
    """Add the keys of older versions, which are still read, with what has replaced them."""
    for step in steps_for(None):
        *above, name = step.at
        keys = root if not above else definitions[above[0].capitalize()]["properties"]
        said = f"Clé d’une ancienne version : elle est lue comme {step.says}. « convention migrate » la réécrit."
        shape = {} if step.item else {"type": SCALAR}
        keys.setdefault(name, {"title": f"Ancienne clé « {name} »", "deprecationMessage": said, **shape})
