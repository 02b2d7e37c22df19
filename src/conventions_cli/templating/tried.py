"""A clause tried before it is written: the pack as it would be with that text, and what is wrong in it.

Nothing is written: the text stands for the file, wherever the file is read to make or to check an act.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from conventions_cli.foundation import Diagnostic, Outcome, Record, SourceText, ordered, replace
from conventions_cli.model import SEQUELS, Convention, Element, Manifeste, Spec, build_model, read_extras
from conventions_cli.templating.assembly import Assembly, assemble
from conventions_cli.templating.folders import Draft, clause_text, find_clause
from conventions_cli.templating.linter import faults_of
from conventions_cli.templating.owed import is_silent, with_needs
from conventions_cli.templating.pack import Pack, declared_kind
from conventions_cli.templating.sample import sample_specs
from conventions_cli.templating.typed import typed_in

_INCLUDE = re.compile(r"\{%-?\s*include\s+[\"']([^\"']+)[\"']")


class Clause(Record, frozen=True):
    """A file of clauses: its name, as the plan or another clause says it, and its path."""

    name: str
    path: Path


def clauses_of(pack: Pack, element: Element) -> tuple[Clause, ...]:
    """The files that write an element of the plan, those they include after them."""
    return tuple(_clauses(pack, [name for name in element.clause if isinstance(name, str)]))


def _clauses(pack: Pack, queue: list[str]) -> Iterator[Clause]:
    seen: set[str] = set()
    while queue:
        name = queue.pop(0)
        path = find_clause(pack.folders, name) if name not in seen else None
        seen.add(name)
        if path is None:
            continue
        yield Clause(name, path)
        try:
            queue.extend(_INCLUDE.findall(clause_text(path, pack.folders)))
        except (OSError, UnicodeDecodeError):
            continue


def with_draft(pack: Pack, path: Path, text: str) -> Pack:
    """The pack in which a file of clauses holds that text."""
    draft = Draft(path, text.encode("utf-8", "surrogatepass"))
    manifest = pack.manifest
    told = build_model(Manifeste, pack.tree).value
    silent = {name: one for name, one in (told.champs if told is not None else {}).items() if is_silent(one)}
    if silent:  # its clauses say which of these an act owes
        manifest = manifest.model_copy(update={"champs": manifest.champs | silent})
        manifest = with_needs(manifest, pack.folders, draft)
    return replace(pack, manifest=manifest, draft=draft)


def check_draft(pack: Pack, before: Pack, convention: Convention | None = None) -> tuple[Diagnostic, ...]:
    """What is wrong in the text that is tried, and what it makes wrong elsewhere in the pack.

    `before`: the pack without it; `convention`: the values of a spec, which the text has no reason to type.
    """
    assert pack.draft is not None  # noqa: S101 - made by `with_draft`
    kind = declared_kind(pack)
    known = {_told(one) for one in faults_of(before, kind)}
    own = str(pack.draft.path)
    found = [
        one for one in faults_of(pack, kind) if (one.span and one.span.source.name == own) or _told(one) not in known
    ]
    try:
        source = SourceText(own, pack.draft.data.decode("utf-8"))
    except UnicodeDecodeError:  # half a letter: refused above
        return ordered(found)
    return ordered(dict.fromkeys([*found, *typed_in(source, pack, None), *typed_in(source, pack, convention)]))


def _told(one: Diagnostic) -> tuple[str, str, str]:
    return one.code.number, one.message, one.span.source.name if one.span else ""


def made_with(spec: Spec, pack: Pack) -> Outcome[Assembly]:
    """The act of a spec with a pack, the fields it declares read anew."""
    extras = read_extras(pack.manifest.champs, spec)
    return extras.then(lambda values: assemble(spec, pack, values))


def examples(pack: Pack) -> tuple[Spec, ...]:
    """The two specs that packs are tried on: one with all that is optional, in the plural; one with none of it."""
    return sample_specs(pack.name, declared_kind(pack), pack.manifest.champs, SEQUELS.get(pack.manifest.nature))
