"""`champs`: the extra values a pack declares and types in its manifest, given in the spec or by default."""

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
    """A field declared by a pack: its type, what it is, and its value when the spec gives none."""

    type: Requis[Annotated[TypeDeChamp, choice(TypeDeChamp)]]
    libelle: Ligne | None = None
    defaut: Annotated[Any, BeforeValidator(lambda value: value)] = None
    obligatoire: OuiNon = False


def read_extras(declared: dict[str, Champ], spec: Spec) -> Outcome[dict[str, Any]]:
    """Read `champs` by the pack's declarations: an undeclared key is an error, an absent one takes its default.

    An absent field without a default is None, or a `Manquant` if it is `obligatoire`.
    """
    found: list[Diagnostic] = []
    values: dict[str, Any] = {}
    for name in spec.convention.champs:
        if name not in declared:
            hint = suggestion(name, list(declared)) if declared else "Ce modèle ne déclare aucun champ."
            message = f"Le champ « {name} » n’est pas déclaré par le modèle."
            near, key = nearest(name, list(declared)), spec.key("champs", name)
            mended = remedy(key, near, certain=fold(near) == fold(name)) if near else None
            found.append(Diagnostic(catalogue.UNKNOWN_EXTRA, message, key, hint, (), mended))
    for name, field in declared.items():
        node, rest = find(spec.tree, ("champs", name))
        given = None if not rest and is_blank(node) else spec.convention.champs.get(name)
        raw = given if given is not None else field.defaut
        if given is not None and field.type in _ON_ONE_LINE:
            found.extend(_joined(node, ("champs", name)))
        if raw is None:
            missing = Manquant(f"champs.{name}", field.libelle or name)
            if field.obligatoire and rest:  # a key left blank is told with those of any section
                code = catalogue.TO_COMPLETE if spec.draft else catalogue.MISSING
                hint = f"Ajouter, sous « champs: », la ligne « {name}: … »."
                found.append(Diagnostic(code, f"Il manque : {missing.libelle}.", spec.span("champs"), hint))
            values[name] = missing if field.obligatoire else None
            continue
        try:
            values[name] = _read(field, given) if given is not None else _default(field)
        except ValidationError as error:
            context = error.errors()[0].get("ctx", {})
            message = context.get("message", f"La valeur du champ « {name} » est refusée.")
            code = context.get("code", catalogue.VALUE)
            span, meant = spec.span("champs", name), context.get("meant", "")
            mended = remedy(span, meant, certain=context.get("certain", True)) if meant and given is not None else None
            found.append(Diagnostic(code, message, span, context.get("hint", ""), (), mended))
            values[name] = Manquant(f"champs.{name}", field.libelle or name)
    return Outcome(values, tuple(found))


def missing_extras(declared: dict[str, Champ], values: dict[str, Any], spec: Spec) -> tuple[Manque, ...]:
    """The fields that a pack cannot do without and nobody has given, with who can give each."""
    found = []
    for name, field in declared.items():
        value = values.get(name)
        if isinstance(value, Manquant):
            example = _EXAMPLES.get(field.type, "…") if isinstance(field.type, TypeDeChamp) else "…"
            who = spec.kind.supplier(("champs", name))
            found.append(Manque(value.cle, value.libelle, f"{name}: {example}", spec.span("champs"), who))
    return tuple(found)


def _joined(node: Node, path: KeyPath) -> list[Diagnostic]:
    """What is said of a value, or of the items of a list, written on several lines."""
    texts = node.items if isinstance(node, Sequence) else (node,)
    return [joined_lines(one, path) for one in texts if isinstance(one, Scalar) and is_on_several_lines(one.text)]


def type_of(declared: Champ) -> dict[str, Any]:
    """The JSON Schema of a field a pack declares."""
    kind = declared.type if isinstance(declared.type, TypeDeChamp) else TypeDeChamp.TEXTE
    marks = getattr(_ADAPTERS[kind], "__metadata__", ())
    read = next((mark for mark in marks if isinstance(mark, LuPar)), None)
    return dict(read.schema) if read is not None else {}


def _read(field: Champ, raw: Any) -> Any:
    """A value by the type its field declares. Raises ValidationError."""
    kind = field.type if isinstance(field.type, TypeDeChamp) else TypeDeChamp.TEXTE
    return _adapter(kind).validate_python(raw)


def _default(field: Champ) -> Any:
    """The value of a field that no spec gives: packs are read once, and so is each of their defaults."""
    known = _DEFAULTS.get(field)
    return known if known is not None else _DEFAULTS.keep(field, _read(field, field.defaut))


@remembered()
def _adapter(kind: TypeDeChamp) -> TypeAdapter[Any]:
    return TypeAdapter(_ADAPTERS[kind])
