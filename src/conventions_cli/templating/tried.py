"""A clause tried before it is written: the pack as it would be with the new text, and the faults of that text.

Nothing is written: the text replaces the content of the file wherever the pack reads it.
"""

from pathlib import Path

from conventions_cli.foundation import Diagnostic, Outcome, Record, SourceText, ordered, replace
from conventions_cli.model import SEQUELS, Convention, Element, Manifeste, Spec, build_model, read_extras
from conventions_cli.templating.assembly import Assembly, assemble
from conventions_cli.templating.folders import Draft, with_included
from conventions_cli.templating.linter import faults_of
from conventions_cli.templating.owed import is_silent, with_needs
from conventions_cli.templating.pack import Pack, declared_kind
from conventions_cli.templating.sample import sample_specs
from conventions_cli.templating.typed import typed_in


class Clause(Record, frozen=True):
    """A clause file: its name in the plan or in another clause, and its path."""

    name: str
    path: Path


def clauses_of(pack: Pack, element: Element) -> tuple[Clause, ...]:
    """The clause files of an element of the plan, then the files that they include."""
    names = [name for name in element.clause if isinstance(name, str)]
    return tuple(Clause(name, path) for name, path in with_included(names, pack.folders))


def with_draft(pack: Pack, path: Path, text: str) -> Pack:
    """The pack, with a new text for one of its clause files."""
    draft = Draft(path, text.encode("utf-8", "surrogatepass"))
    manifest = pack.manifest
    original = build_model(Manifeste, pack.tree).value
    fields = original.champs if original is not None else {}
    silent = {name: field for name, field in fields.items() if is_silent(field)}
    if silent:  # its clauses say which of these an act owes
        manifest = manifest.model_copy(update={"champs": manifest.champs | silent})
        manifest = with_needs(manifest, pack.folders, draft)
    return replace(pack, manifest=manifest, draft=draft)


def check_draft(pack: Pack, before: Pack, convention: Convention | None = None) -> tuple[Diagnostic, ...]:
    """The faults of the text that is tried, and the new faults it causes elsewhere in the pack.

    `before`: the pack without this text; `convention`: the values of a spec, which the text must not type by hand.
    """
    assert pack.draft is not None  # noqa: S101 - made by `with_draft`
    kind = declared_kind(pack)
    old = {_identity(fault) for fault in faults_of(before, kind)}
    own = str(pack.draft.path)
    trial = faults_of(pack, kind)
    faults = [new for new in trial if (new.span and new.span.source.name == own) or _identity(new) not in old]
    try:
        source = SourceText(own, pack.draft.data.decode("utf-8"))
    except UnicodeDecodeError:  # a lone surrogate: already reported
        return ordered(faults)
    return ordered(dict.fromkeys([*faults, *typed_in(source, pack, None), *typed_in(source, pack, convention)]))


def _identity(fault: Diagnostic) -> tuple[str, str, str]:
    return fault.code.number, fault.message, fault.span.source.name if fault.span else ""


def made_with(spec: Spec, pack: Pack) -> Outcome[Assembly]:
    """The act of a spec, made with this pack and the fields that it declares."""
    extras = read_extras(pack.manifest.champs, spec)
    return extras.then(lambda values: assemble(spec, pack, values))


def examples(pack: Pack) -> tuple[Spec, ...]:
    """The two sample specs of a pack: one with every optional block, one with none (`sample_specs`)."""
    return sample_specs(pack.name, declared_kind(pack), pack.manifest.champs, SEQUELS.get(pack.manifest.nature))
