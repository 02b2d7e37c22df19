"""`champs`: the extra values that a pack declares in its manifest, with their types and their defaults."""

from enum import Enum
from typing import Annotated, Any

from pydantic import BeforeValidator, TypeAdapter, ValidationError

from conventions_cli.foundation import Diagnostic, Memo, Outcome, catalogue, remembered
from conventions_cli.model.building import Manque, Spec
from conventions_cli.model.fields import (
    AdresseWeb,
    Code_,
    EnListe,
    Euros,
    Jour,
    Ligne,
    LuPar,
    NomPropre,
    OuiNon,
    Part,
    Requis,
    TexteMisEnForme,
    choice,
    entier,
)
from conventions_cli.model.flattening import is_on_several_lines, joined_lines
from conventions_cli.model.near_words import fold, nearest, suggestion
from conventions_cli.model.parties import Modele
from conventions_cli.model.values import Manquant
from conventions_cli.source import KeyPath, Node, Scalar, Sequence, find, is_blank, remedy


class TypeDeChamp(Enum):
    """The types a pack may give to a field."""

    TEXTE = "texte"
    NOM = "nom"
    CODE = "code"
    MONTANT = "montant"
    DATE = "date"
    ENTIER = "entier"
    POURCENTAGE = "pourcentage"
    BOOLEEN = "oui_non"
    ADRESSE = "adresse_web"
    LISTE = "liste"
    PROSE = "prose"


_ADAPTERS: dict[TypeDeChamp, Any] = {
    TypeDeChamp.TEXTE: Ligne,
    TypeDeChamp.NOM: NomPropre,
    TypeDeChamp.CODE: Code_,
    TypeDeChamp.MONTANT: Euros,
    TypeDeChamp.DATE: Jour,
    TypeDeChamp.ENTIER: Annotated[int, entier(0, 999_999_999)],
    TypeDeChamp.POURCENTAGE: Part,
    TypeDeChamp.BOOLEEN: OuiNon,
    TypeDeChamp.ADRESSE: AdresseWeb,
    TypeDeChamp.LISTE: Annotated[tuple[Ligne, ...], EnListe],
    TypeDeChamp.PROSE: TexteMisEnForme,
}


_EXAMPLES = {
    TypeDeChamp.MONTANT: "10 000 €",
    TypeDeChamp.DATE: "2026-12-31",
    TypeDeChamp.ENTIER: "3",
    TypeDeChamp.POURCENTAGE: "50 %",
    TypeDeChamp.BOOLEEN: "oui",
    TypeDeChamp.ADRESSE: "https://exemple.gouv.fr",
    TypeDeChamp.LISTE: "[…, …]",
}

_ON_ONE_LINE = frozenset({TypeDeChamp.TEXTE, TypeDeChamp.NOM, TypeDeChamp.LISTE})

_DEFAULTS: Memo[Any] = Memo()


class Champ(Modele):
    """A field declared by a pack: its type, its label, its default value, whether it is needed."""

    type: Requis[Annotated[TypeDeChamp, choice(TypeDeChamp)]]
    libelle: Ligne | None = None
    defaut: Annotated[Any, BeforeValidator(lambda value: value)] = None
    obligatoire: OuiNon = False


def read_extras(declared: dict[str, Champ], spec: Spec) -> Outcome[dict[str, Any]]:
    """Read `champs` as the pack declares it: an undeclared key is an error, an absent one takes its default.

    An absent field without a default is None, or a `Manquant` if it is `obligatoire`.
    """
    diagnostics: list[Diagnostic] = []
    values: dict[str, Any] = {}
    for name in spec.convention.champs:
        if name not in declared:
            hint = suggestion(name, list(declared)) if declared else "Ce modèle ne déclare aucun champ."
            message = f"Le champ « {name} » n’est pas déclaré par le modèle."
            near, key = nearest(name, list(declared)), spec.key("champs", name)
            mended = remedy(key, near, certain=fold(near) == fold(name)) if near else None
            diagnostics.append(Diagnostic(catalogue.UNKNOWN_EXTRA, message, key, hint, (), mended))
    for name, field in declared.items():
        node, rest = find(spec.tree, ("champs", name))
        raw_own = None if not rest and is_blank(node) else spec.convention.champs.get(name)
        raw = raw_own if raw_own is not None else field.defaut
        if raw_own is not None and field.type in _ON_ONE_LINE:
            diagnostics.extend(_joined(node, ("champs", name)))
        if raw is None:
            missing = Manquant(f"champs.{name}", field.libelle or name)
            if field.obligatoire and rest:  # a blank key is reported with those of all sections
                code = catalogue.TO_COMPLETE if spec.draft else catalogue.MISSING
                hint = f"Ajouter, sous « champs: », la ligne « {name}: … »."
                diagnostics.append(Diagnostic(code, f"Il manque : {missing.libelle}.", spec.span("champs"), hint))
            values[name] = missing if field.obligatoire else None
            continue
        try:
            values[name] = _value_of(field, raw_own) if raw_own is not None else _default(field)
        except ValidationError as error:
            context = error.errors()[0].get("ctx", {})
            message = context.get("message", f"La valeur du champ « {name} » est refusée.")
            code = context.get("code", catalogue.VALUE)
            span, meant = spec.span("champs", name), context.get("meant", "")
            certain = context.get("certain", True)
            mended = remedy(span, meant, certain=certain) if meant and raw_own is not None else None
            diagnostics.append(Diagnostic(code, message, span, context.get("hint", ""), (), mended))
            values[name] = Manquant(f"champs.{name}", field.libelle or name)
    return Outcome(values, tuple(diagnostics))


def missing_extras(declared: dict[str, Champ], values: dict[str, Any], spec: Spec) -> tuple[Manque, ...]:
    """The needed fields that are missing, with who can give each."""
    lacking = []
    for name, field in declared.items():
        value = values.get(name)
        if isinstance(value, Manquant):
            example = _EXAMPLES.get(field.type, "…") if isinstance(field.type, TypeDeChamp) else "…"
            supplier = spec.kind.supplier(("champs", name))
            lacking.append(Manque(value.cle, value.libelle, f"{name}: {example}", spec.span("champs"), supplier))
    return tuple(lacking)


def _joined(node: Node, path: KeyPath) -> list[Diagnostic]:
    """The diagnostics of a value, or of the items of a list, that are written on several lines."""
    texts = node.items if isinstance(node, Sequence) else (node,)
    return [joined_lines(text, path) for text in texts if isinstance(text, Scalar) and is_on_several_lines(text.text)]


def type_of(declared: Champ) -> dict[str, Any]:
    """The JSON Schema of a field that a pack declares."""
    kind = declared.type if isinstance(declared.type, TypeDeChamp) else TypeDeChamp.TEXTE
    marks = getattr(_ADAPTERS[kind], "__metadata__", ())
    reader = next((mark for mark in marks if isinstance(mark, LuPar)), None)
    return dict(reader.schema) if reader is not None else {}


def _value_of(field: Champ, raw: Any) -> Any:
    """The value of a text, by the type that its field declares. Raises ValidationError."""
    kind = field.type if isinstance(field.type, TypeDeChamp) else TypeDeChamp.TEXTE
    return _adapter(kind).validate_python(raw)


def _default(field: Champ) -> Any:
    """The default value of a field, read once."""
    value = _DEFAULTS.get(field)
    return value if value is not None else _DEFAULTS.keep(field, _value_of(field, field.defaut))


@remembered()
def _adapter(kind: TypeDeChamp) -> TypeAdapter[Any]:
    return TypeAdapter(_ADAPTERS[kind])
