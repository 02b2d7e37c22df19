"""The JSON of products, as an API serves it: that of the site of products, or that of the members' space.

The site: `api/v2.6/startups.json` of its repository (`site.json`). The members' space: the answers of
`/api/protected/startups` and `/api/protected/startups/{ghid}`, with or without an envelope « data »; their form is in
`src/models/api/startup.ts` of its repository, espace-membre-next.
"""

import json
from collections.abc import Iterable

from conventions_cli.drafting.page_facts import Page, clean, page_of
from conventions_cli.drafting.site import SITE
from conventions_cli.foundation import Code, Diagnostic, Outcome, Position, SourceText, Span, catalogue

WANTED = (
    "Donner une page de produit, « content/_startups/<id>.md », ou le JSON d’un produit : celui de l’API de "
    f"{SITE.name}, ou celui de l’espace membre (« /api/protected/startups/<id> »)."
)
# What an object with one of these keys is: no product has such a key.
_OTHERS = (
    ("error", "est une réponse d’erreur de l’API"),
    ("status", "est une réponse d’erreur de l’API"),
    ("errors", "est une réponse d’erreur de l’API"),
    ("openapi", "décrit l’API elle-même"),
    ("fullname", "décrit un membre de la communauté, et non un produit"),
    ("username", "décrit un membre de la communauté, et non un produit"),
    ("highlighted_startups", "décrit un incubateur, et non un produit"),
    ("short_description", "décrit un incubateur, et non un produit"),
    ("acronym", "décrit une organisation, et non un produit"),
    ("domaine_ministeriel", "décrit une organisation, et non un produit"),
)
_MOST_PRODUCTS = 5_000
_REASONS = ("error", "detail", "title", "message")


class _TwiceError(ValueError):
    """A key is written twice in one object. Argument: the key."""


def read_products(text: str, name: str, stem: str) -> Outcome[tuple[Page, ...]]:
    """The products of a JSON text, in its order. `stem`: the name of the file without its suffix.

    An element of a list that is no product gives a warning; when no element is one, there is an error and no value.
    """
    parsed = _parsed(text, name)
    if parsed.diagnostics:
        return Outcome(None, parsed.diagnostics)
    values = parsed.value
    data = values.get("data", values) if isinstance(values, dict) else values
    listed = data if isinstance(data, list) else [data]
    if len(listed) > _MOST_PRODUCTS:
        return _refused(name, catalogue.TOO_LARGE, f"« {name} » décrit plus de {_MOST_PRODUCTS} produits.")
    products = [_product(item, name, stem if len(listed) == 1 else "") for item in listed]
    pages = tuple(page for page in products if page is not None)
    others = [item for item, page in zip(listed, products, strict=True) if page is None]
    if not pages:
        return _refused(name, catalogue.DOCUMENT, _not_products(name, others))
    twice = _first_twice(page.identifier for page in pages)
    if twice:
        hint = "Ôter l’un des deux du fichier, ou demander le JSON d’un seul produit."
        return _refused(name, catalogue.DOCUMENT, f"« {name} » décrit deux produits nommés « {twice} ».", hint)
    return Outcome(pages, (_left_out(name, others, len(listed)),) if others else ())


def _parsed(text: str, name: str) -> Outcome[object]:
    """The values of a JSON text; a diagnostic when it cannot be read, or when an object has a key twice."""
    place = Span.whole(SourceText(name, ""))
    hint = f"Reprendre le JSON tel que l’API le donne, en entier. {WANTED}"
    try:
        return Outcome(json.loads(text, object_pairs_hook=_once))
    except _TwiceError as fault:
        code, message = catalogue.DUPLICATE_KEY, f"« {name} » écrit deux fois la clé « {fault} » dans un même objet."
    except json.JSONDecodeError as fault:
        here = Position(fault.lineno, fault.colno)
        place = Span(SourceText(name, ""), here, here)
        code, message = (
            catalogue.DOCUMENT,
            f"« {name} » n’est pas du JSON lisible : faute d’écriture, ou fin perdue.",
        )
    except RecursionError:
        code, message = catalogue.TOO_DEEP, f"« {name} » imbrique bien plus de niveaux qu’un produit."
    except ValueError:  # a number of thousands of digits
        code, message = catalogue.DOCUMENT, f"« {name} » n’est pas du JSON lisible : un nombre y est démesuré."
    return Outcome(None, (Diagnostic(code, message, place, hint),))


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    values = dict(pairs)
    if len(values) < len(pairs):
        raise _TwiceError(clean(_first_twice(key for key, _ in pairs), 60))
    return values


def _first_twice(texts: Iterable[str]) -> str:
    """The first text that occurs twice; empty when all are different."""
    before: set[str] = set()
    for text in texts:
        if text in before:
            return text
        before.add(text)
    return ""


def _product(item: object, file: str, stem: str) -> Page | None:
    """The page that an object of an API describes; None when it is no product.

    `stem`: how to name a product without identifier; empty for its title.
    """
    if not isinstance(item, dict) or _other_kind(item):
        return None
    attributes = item.get("attributes")
    values = dict(attributes) if isinstance(attributes, dict) else dict(item)
    relations = item.get("relationships")
    for step in ("incubator", "data", "id"):
        relations = relations.get(step) if isinstance(relations, dict) else None
    values.setdefault("title", values.get("name"))
    values.setdefault("mission", values.get("pitch"))
    values.setdefault("incubator", relations)
    identifier = clean(item.get("ghid")) or clean(item.get("id")).rpartition("/")[2] or stem
    page = page_of(values, identifier or clean(values.get("title"), 100), file)
    return page if page.title else None


def _other_kind(item: dict[str, object]) -> str:
    """What an object of another kind is, in French; empty for a product, and when no key tells."""
    if "mission" in item or "phases" in item or "attributes" in item:
        return ""
    return next((kind for key, kind in _OTHERS if key in item), "")


def _not_products(name: str, others: list[object]) -> str:
    """The message for a file without any product; its first element tells what the file is."""
    if not others:
        return f"« {name} » est une liste vide : elle ne décrit aucun produit."
    first = others[0]
    if not isinstance(first, dict):
        return f"« {name} » ne décrit aucun produit : un produit est un objet JSON, entre accolades."
    kind = _other_kind(first)
    if not kind:
        return f"« {name} » ne décrit aucun produit : ni « name », ni « title » n’y donne son nom."
    reason = next(filter(None, (clean(first.get(key), 120) for key in _REASONS)), "")
    return f"« {name} » {kind}{f' : « {reason} »' if reason else ''}."


def _left_out(name: str, others: list[object], count: int) -> Diagnostic:
    kind = _other_kind(others[0]) if isinstance(others[0], dict) else ""
    which = f" ; le premier {kind}" if kind else ""
    noun = "un élément sur" if len(others) == 1 else f"{len(others)} éléments sur"
    verb = "ne décrit aucun produit et est laissé" if len(others) == 1 else "ne décrivent aucun produit et sont laissés"
    message = f"Dans « {name} », {noun} {count} {verb} de côté{which if len(others) > 1 else ''}."
    hint = "Vérifier qu’aucun produit attendu ne manque : un produit a au moins un nom (« name » ou « title »)."
    return Diagnostic(catalogue.NO_PRODUCT, message, Span.whole(SourceText(name, "")), hint)


def _refused(name: str, code: Code, message: str, hint: str = "") -> Outcome[tuple[Page, ...]]:
    return Outcome(None, (Diagnostic(code, message, Span.whole(SourceText(name, "")), hint or WANTED),))
