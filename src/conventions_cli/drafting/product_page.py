"""A product page of beta.gouv.fr: its front matter, or its JSON as the API of the site serves it.

Anyone may write pages: sizes are bounded, the reader of specs reads their YAML, and every text is cut and cleaned.
Format: `schema/startups.yml` of the repository betagouv/beta.gouv.fr, and its `api/v2.6/startups.json`.
"""

import json
import re
from collections.abc import Iterable
from pathlib import Path

from conventions_cli.foundation import (
    Code,
    Diagnostic,
    Outcome,
    Record,
    SourceText,
    Span,
    catalogue,
    read_bytes,
    root_of,
)
from conventions_cli.french import disk_reason
from conventions_cli.source import MAX_BYTES, Mapping, parse, plain, without_forbidden

_MAX_JSON = 32 * MAX_BYTES  # the API serves every product in one file
_MAX_FRONT = 64 * 1024
_MAX_TEXT, _MAX_LISTED = 400, 40
_FRONT = re.compile(r"\A---[ \t]*\n(.*?)(?:\n---[ \t]*(?:\n|\Z))", re.DOTALL)
_WANTED = "Donner une page de produit : « content/_startups/<id>.md », ou le JSON de l’API de beta.gouv.fr."


class Phase(Record, frozen=True):
    """A phase of a product, or an event of its life: its name and its dates as written."""

    name: str
    start: str
    end: str = ""


class Page(Record, frozen=True):
    """The facts that a page states about a product; a text it does not state is empty, a number None.

    `sponsors`: identifiers of organisations, without « /organisations/ ». `promotion`, `amount`: those of the fund.
    """

    identifier: str
    title: str
    mission: str = ""
    owner: str = ""
    incubator: str = ""
    contact: str = ""
    link: str = ""
    repository: str = ""
    sponsors: tuple[str, ...] = ()
    phases: tuple[Phase, ...] = ()
    events: tuple[Phase, ...] = ()
    promotion: int | None = None
    amount: int | None = None

    @property
    def backers(self) -> tuple[str, ...]:
        """The possible parties: its sponsors, or the administration that older pages name instead."""
        return self.sponsors or ((self.owner,) if self.owner else ())


def read_page(path: Path) -> Outcome[tuple[Page, ...]]:
    """The products described in a file: one for a Markdown page, any number for JSON."""
    name, json_file = str(path), path.suffix.lower() == ".json"
    try:
        data = read_start(path, (_MAX_JSON if json_file else MAX_BYTES) + 1)
    except (OSError, ValueError) as fault:
        message = f"La page « {name} » ne peut pas être lue ({disk_reason(fault)})."
        return _none(catalogue.UNREADABLE, message, "Vérifier le chemin et les droits.")
    if len(data) > (_MAX_JSON if json_file else MAX_BYTES):
        return _none(catalogue.TOO_LARGE, f"La page « {name} » est démesurée.", _WANTED)
    text = data.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")
    return _from_json(text, path) if json_file else _from_markdown(text, path)


def read_start(path: Path, most: int) -> bytes:
    """The first bytes of a page; links are not followed. Raises OSError, also when the path is no file."""
    return read_bytes(path, most - 1, root_of(path.parent))


def front_matter(text: str, name: str) -> Outcome[Mapping]:
    """The head of a page, between two lines of dashes. Line numbers are those of the page."""
    match = _FRONT.match(text)
    if match is None or len(match[1]) > _MAX_FRONT:
        message = f"« {name} » ne commence pas par un en-tête entre deux lignes « --- »."
        return Outcome(None, (Diagnostic(catalogue.DOCUMENT, message, None, _WANTED),))
    outcome = parse(SourceText(name, "#\n" + without_forbidden(match[1])))
    # Our user cannot mend the warnings of a page: a tree is enough.
    return outcome if outcome.value is None else Outcome(outcome.value)


def clean(value: object, most: int = _MAX_TEXT) -> str:
    """A text on one line, without forbidden characters, cut at `most` characters; empty for other values."""
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return ""
    text = " ".join(without_forbidden(str(value)[: 20 * most]).split())
    text = text if text not in {"null", "~"} else ""
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0]


def _from_markdown(text: str, path: Path) -> Outcome[tuple[Page, ...]]:
    front = front_matter(text, str(path))
    if front.value is None:
        return Outcome(None, front.diagnostics)
    values = plain(front.value)
    page = _page(values if isinstance(values, dict) else {}, path.stem)
    if not page.title:
        return _none(catalogue.DOCUMENT, f"La page « {path} » ne donne aucun titre (« title: »).", _WANTED)
    return Outcome((page,))


def _from_json(text: str, path: Path) -> Outcome[tuple[Page, ...]]:
    try:
        read = json.loads(text)
    except (ValueError, RecursionError):
        return _none(catalogue.DOCUMENT, f"« {path} » n’est pas du JSON lisible.", _WANTED)
    data = read.get("data", read) if isinstance(read, dict) else read
    listed = data if isinstance(data, list) else [data]
    pages = [_product(item, path.stem) for item in listed if isinstance(item, dict)]
    named = tuple(page for page in pages if page.title)
    if not named:
        return _none(catalogue.DOCUMENT, f"« {path} » ne décrit aucun produit.", _WANTED)
    return Outcome(named)


def _product(data: dict[str, object], stem: str) -> Page:
    """The page of an entry of the API, whose keys are not those of the front matter, or of a front matter in JSON."""
    attributes = data.get("attributes")
    values = dict(attributes) if isinstance(attributes, dict) else dict(data)
    relations = data.get("relationships")
    for step in ("incubator", "data", "id"):
        relations = relations.get(step) if isinstance(relations, dict) else None
    values.setdefault("title", values.get("name"))
    values.setdefault("mission", values.get("pitch"))
    values.setdefault("incubator", relations)
    return _page(values, clean(data.get("id")).rpartition("/")[2] or stem)


def _page(data: dict[str, object], identifier: str) -> Page:
    fund = data.get("fast")
    fund = fund if isinstance(fund, dict) else {}
    texts = {key: clean(data.get(key)) for key in ("mission", "owner", "incubator", "contact", "link", "repository")}
    return Page(
        clean(identifier, 100),
        clean(data.get("title"), 200),
        **texts,
        sponsors=tuple(dict.fromkeys(filter(None, map(_organisation, _listed(data.get("sponsors")))))),
        phases=tuple(_phases(data.get("phases"), "start")),
        events=tuple(_phases(data.get("events"), "date")),
        promotion=_number(fund.get("promotion"), 999),
        amount=_number(fund.get("montant"), 10**9),
    )


def _organisation(value: object) -> str:
    return clean(value, 150).rstrip("/").rpartition("/")[2]


def _phases(value: object, start: str) -> Iterable[Phase]:
    for item in _listed(value):
        if isinstance(item, dict) and clean(item.get("name")):
            yield Phase(clean(item.get("name"), 40), clean(item.get(start), 10), clean(item.get("end"), 10))


def _listed(value: object) -> list[object]:
    items = [value] if isinstance(value, str) else value
    return items[:_MAX_LISTED] if isinstance(items, list) else []


def _number(value: object, most: int) -> int | None:
    """A whole number, written as a number or as a text; None for anything else, or beyond `most`."""
    text = clean(value, 12)
    return int(text) if text.isascii() and text.isdecimal() and 0 < int(text) <= most else None


def _none(code: Code, message: str, hint: str) -> Outcome[tuple[Page, ...]]:
    return Outcome(None, (Diagnostic(code, message, Span.whole(SourceText("", "")), hint),))
