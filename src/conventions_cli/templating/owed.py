"""The fields of a pack that its acts owe: its clauses print them whatever happens, though nothing says they are needed.

A field has a default, or is said to be needed or not (`obligatoire`). When it says nothing, its clauses do: printed,
and tested nowhere (`{% if champs.lieu %}`), its value is needed, and is to complete while nobody has given it.
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
_CONDITIONAL = re.compile(r"\b(?:if|or|is|d|default)\b")  # words by which what is printed may do without a value


def with_needs(manifest: Manifeste, folders: tuple[Path, ...], draft: Draft | None = None) -> Manifeste:
    """The manifest whose fields say whether they are needed, as its clauses show it; `draft`: one that is tried."""
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
    """Whether a field says nothing of what happens when it is absent."""
    return field.defaut is None and "obligatoire" not in field.model_fields_set


def may_be_absent(field: Champ) -> bool:
    """Whether an act may go without the value of a field, which is then nothing that can be printed."""
    return field.defaut is None and not field.obligatoire


def _used(manifest: Manifeste, folders: tuple[Path, ...], draft: Draft | None) -> tuple[set[str], set[str]]:
    """The fields that the plan and its clauses print, and those that they test."""
    printed: set[str] = set()
    tested: set[str] = set()
    elements = [element for element in manifest.plan if isinstance(element, Element)]
    for element in elements:
        tested |= set(_named(str(element.si or "")))
        for one in element.deadlines:
            tested |= set(_named(str(one.si or "")))
    titles = (str(element.titre or "") for element in elements)
    clauses = (str(name) for element in elements for name in element.clause)
    for text in (*titles, *_texts(clauses, folders, draft)):
        for shown, word, rest in _TAG.findall(_COMMENT.sub("", text)):
            names = set(_named(shown or rest))
            if (shown and not _CONDITIONAL.search(shown)) or word == "for":
                printed |= names
            else:
                tested |= names
    return printed, tested


def _named(text: str) -> Iterator[str]:
    """The fields that an expression names."""
    return (dotted or quoted for dotted, quoted in _FIELD.findall(text))


def _texts(names: Iterable[str], folders: tuple[Path, ...], draft: Draft | None) -> Iterator[str]:
    """The texts of clauses and of those they include, each once; those that cannot be read are told elsewhere."""
    queue = list(dict.fromkeys(names))
    seen = set(queue)
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
        fresh = [match[1] for match in included if match is not None and match[1] not in seen]
        seen.update(fresh)
        queue.extend(fresh)
