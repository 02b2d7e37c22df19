"""Reads a page of the site of products: its front matter, or its JSON as an API serves it.

Anyone may write pages: sizes are bounded, the reader of specs reads their YAML, and every text is cut and cleaned.
Format of a page: `schema/startups.yml` of its repository.
"""

import codecs
import re
from pathlib import Path

from conventions_cli.drafting.page_facts import Page, page_of
from conventions_cli.drafting.product_json import WANTED, read_products
from conventions_cli.foundation import (
    Code,
    Diagnostic,
    Outcome,
    SourceText,
    Span,
    catalogue,
    read_bytes,
    root_of,
)
from conventions_cli.french import disk_reason
from conventions_cli.source import ENDINGS, MAX_BYTES, Mapping, kind_of, parse, plain, without_forbidden

_MAX_JSON = 32 * MAX_BYTES  # the API serves every product in one file
_MAX_FRONT = 64 * 1024
_FRONT = re.compile(r"\A---[ \t]*\n(.*?)(?:\n---[ \t]*(?:\n|\Z))", re.DOTALL)
_JSON = re.compile(r"\s*[{\[]")
_HTML = re.compile(r"\s*<(?:!doctype|html|head|body|\?xml)\b", re.IGNORECASE)
# What a page without a title is about, by a key of its front matter.
_OTHERS = (("fullname", "un membre de la communauté"), ("acronym", "une organisation"), ("name", "une organisation"))


def read_page(path: Path) -> Outcome[tuple[Page, ...]]:
    """The products described in a file: one for a Markdown page, any number for JSON."""
    name, json_file = str(path), path.suffix.lower() == ".json"
    try:
        data = read_start(path, (_MAX_JSON if json_file else MAX_BYTES) + 1)
    except (OSError, ValueError) as fault:
        message = f"La page « {name} » ne peut pas être lue ({disk_reason(fault)})."
        return _none(catalogue.UNREADABLE, message, "Vérifier le chemin et les droits.")
    if len(data) > (_MAX_JSON if json_file else MAX_BYTES):
        hint = WANTED if json_file else f"{WANTED} Un fichier JSON de plus de 1 Mio se nomme « .json »."
        return _none(catalogue.TOO_LARGE, f"La page « {name} » est démesurée.", hint)
    kind = kind_of(data)
    if kind:
        return _none(catalogue.DOCUMENT, f"« {name} » est {kind}, pas une page de produit.", WANTED)
    text = _text(data)
    if json_file or _JSON.match(text):
        return read_products(text, name, path.stem)
    return _from_markdown(text, path)


def read_start(path: Path, most: int) -> bytes:
    """The first bytes of a page; links are not followed. Raises OSError, also when the path is no file."""
    return read_bytes(path, most - 1, root_of(path.parent))


def front_matter(text: str, name: str) -> Outcome[Mapping]:
    """The front matter of a page, between two lines of dashes. Line numbers are those of the page."""
    match = _FRONT.match(text)
    if match is None or len(match[1]) > _MAX_FRONT:
        return Outcome(None, (Diagnostic(catalogue.DOCUMENT, _not_a_page(text, name), None, WANTED),))
    outcome = parse(SourceText(name, "#\n" + without_forbidden(match[1])))
    # The warnings about a page are dropped: the user cannot mend it.
    return outcome if outcome.value is None else Outcome(outcome.value)


def _text(data: bytes) -> str:
    """The text of a file: UTF-8, or UTF-16 when its first bytes say so, as some consoles write what they receive."""
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    text = data.decode("utf-16" if wide else "utf-8-sig", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _not_a_page(text: str, name: str) -> str:
    """The message for a file without front matter, which says what the file seems to be."""
    if not text.strip():
        return f"« {name} » est vide."
    if _HTML.match(text):
        return f"« {name} » est une page web enregistrée : il faut le fichier dont le site la tire."
    if name.lower().endswith(ENDINGS):
        return f"« {name} » est un fichier YAML, comme une spécification, et non une page de produit."
    return f"« {name} » ne commence pas par un en-tête entre deux lignes « --- »."


def _from_markdown(text: str, path: Path) -> Outcome[tuple[Page, ...]]:
    front = front_matter(text, str(path))
    if front.value is None:
        return Outcome(None, front.diagnostics)
    values = plain(front.value)
    values = values if isinstance(values, dict) else {}
    page = page_of(values, path.stem, str(path), front.value)
    if page.title:
        return Outcome((page,))
    kind = next((noun for key, noun in _OTHERS if key in values), "")
    message = f"décrit {kind}, et non un produit" if kind else "ne donne aucun titre (« title: »)"
    return _none(catalogue.DOCUMENT, f"La page « {path} » {message}.", WANTED)


def _none(code: Code, message: str, hint: str) -> Outcome[tuple[Page, ...]]:
    return Outcome(None, (Diagnostic(code, message, Span.whole(SourceText("", "")), hint),))
