"""The fields of a pack that acts must give because its clauses print them, though the manifest does not say so.

A field has a default, or says whether it is needed (`obligatoire`). When it does neither, the clauses tell: a field
that they print and test nowhere (`{% if champs.lieu %}`) is needed, and prints as « à compléter » until it is given.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from conventions_cli.model import Champ, Element, Manifeste
from conventions_cli.templating.folders import Draft, clause_text, find_clause

_COMMENT = re.compile(r"\{#(?:(?!\{#).)*?#\}", re.DOTALL)
_TAG = re.compile(r"\{\{((?:(?!\{\{).)*?)\}\}|\{%-?\s*(\w+)((?:(?!\{%).)*?)%\}", re.DOTALL)
_INCLUDE = re.compile(r"^\s*[\"']([^\"']+)[\"']")
_FIELD = re.compile(r"\bchamps(?:\.(\w+)|\[\s*[\"'](\w+)[\"']\s*\])")
_CONDITIONAL = re.compile(
    r"\b(?:if|or|is|d|default)\b"
)  # with one of these words, an expression may do without the value


def with_needs(manifest: Manifeste, folders: tuple[Path, ...], draft: Draft | None = None) -> Manifeste:
    """The manifest, with `obligatoire` set on the fields its clauses need; `draft`: a text that replaces a clause."""
    silent = {name: field for name, field in manifest.champs.items() if is_silent(field)}
    if not silent:
        return manifest
    printed, tested = _used(manifest, folders, draft)
    owed = {
        name: field.model_copy(update={"obligatoire": True})
        for name, field in silent.items()
        if name in printed and name not in tested
    }
    return manifest.model_copy(update={"champs": manifest.champs | owed}) if owed else manifest


def is_silent(field: Champ) -> bool:
    """Whether a field has no default and does not say whether it is needed."""
    return field.defaut is None and "obligatoire" not in field.model_fields_set


def may_be_absent(field: Champ) -> bool:
    """Whether an act may lack the value of a field, which then cannot be printed."""
    return field.defaut is None and not field.obligatoire


def _used(manifest: Manifeste, folders: tuple[Path, ...], draft: Draft | None) -> tuple[set[str], set[str]]:
    """The fields that the plan and its clauses print, and those that they test."""
    printed: set[str] = set()
    tested: set[str] = set()
    elements = [element for element in manifest.plan if isinstance(element, Element)]
    for element in elements:
        tested |= set(_named(str(element.si or "")))
        for deadline in element.deadlines:
            tested |= set(_named(str(deadline.si or "")))
    titles = (str(element.titre or "") for element in elements)
    clauses = (str(name) for element in elements for name in element.clause)
    for text in (*titles, *_texts(clauses, folders, draft)):
        for expression, word, rest in _TAG.findall(_COMMENT.sub("", text)):
            names = set(_named(expression or rest))
            if (expression and not _CONDITIONAL.search(expression)) or word == "for":
                printed |= names
            else:
                tested |= names
    return printed, tested


def _named(text: str) -> Iterator[str]:
    """The fields that an expression names."""
    return (dotted or quoted for dotted, quoted in _FIELD.findall(text))


def _texts(names: Iterable[str], folders: tuple[Path, ...], draft: Draft | None) -> Iterator[str]:
    """The texts of clauses and of those they include, each once, without unreadable files (reported elsewhere)."""
    queue = list(dict.fromkeys(names))
    queued = set(queue)
    while queue:
        path = find_clause(folders, queue.pop())
        try:
            if draft is not None and path == draft.path:
                text = draft.data.decode("utf-8")
            else:
                text = clause_text(path, folders) if path is not None else ""
        except (OSError, UnicodeDecodeError):
            continue
        yield text
        included = (_INCLUDE.match(rest) for _, word, rest in _TAG.findall(text) if word == "include")
        fresh = [match[1] for match in included if match is not None and match[1] not in queued]
        queued.update(fresh)
        queue.extend(fresh)
