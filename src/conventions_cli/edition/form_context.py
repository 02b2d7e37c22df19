"""The facts about a spec that its form needs: its trees, kind and pack, missing values and diagnostics."""

from collections.abc import Mapping as Values
from pathlib import Path

from conventions_cli.foundation import Diagnostic, Record, Severity, SourceText, field
from conventions_cli.model import Champ, Kind
from conventions_cli.preview import PreviewState, Subject
from conventions_cli.source import (
    KeyPath,
    Mapping,
    Node,
    Scalar,
    Sequence,
    TooDearError,
    Walk,
    find,
    load_text,
    merge,
    parse,
)
from conventions_cli.templating import declared_kind, default_kind, default_pack, kind_of_act, load_pack, own_templates

_MOST_FAULTS = 3  # shown under one field


class FormContext(Record, frozen=True):
    """`own`: the tree of the file alone; `whole`: with what it inherits, each party merged with its directory entry.

    `suppliers`: by key that the act lacks, who can give it. `parties`: the directory entries, each as key and words.
    """

    name: str
    own: Mapping
    whole: Mapping
    kind: Kind
    champs: dict[str, Champ] = field(default_factory=dict)
    packs: tuple[tuple[str, str], ...] = ()
    suppliers: Values[str, str] = field(default_factory=dict)
    faults: Values[tuple[str, int, int], tuple[Diagnostic, ...]] = field(default_factory=dict)
    parties: tuple[tuple[str, str], ...] = ()

    def here(self, path: KeyPath) -> bool:
        """Whether the file itself writes something at a path."""
        return not find(self.own, path)[1]

    def origin(self, node: Node) -> str:
        """Where a value is written, as « annuaire.yaml, ligne 3 »; empty when it is in the spec itself."""
        source, start = node.span.source, node.span.start
        return f"{source.name}, ligne\u00a0{start.line}" if source.name != self.name and source.name else ""

    def home(self, path: KeyPath) -> str:
        """The name of the other file that holds a value, or its nearest parent; empty when the spec holds it."""
        name = find(self.whole, path)[0].span.source.name
        return name if name != self.name else ""

    def faults_of(self, node: Node) -> tuple[tuple[str, str, bool], ...]:
        """The diagnostics of a value: for each, its message, its hint, and whether it is an error."""
        span = node.span
        faults = self.faults.get((span.source.name, span.start.line, span.start.column), ())
        return tuple((fault.message, fault.hint, fault.severity is Severity.ERROR) for fault in faults[:_MOST_FAULTS])


def context_of(subject: Subject, state: PreviewState) -> FormContext | None:
    """The context of the spec of a state; None when its file cannot be read as YAML."""
    source = next((candidate for candidate in state.sources if candidate.name == state.name), None)
    own = parse(source).value if source is not None else None
    if source is None or own is None:
        return None
    folder = subject.spec.parent
    tree = load_text(source, folder).value or own
    beside = _own_templates(folder)
    named = tree.get("modele")
    name = named.text if isinstance(named, Scalar) else ""
    default = default_pack(subject.template_dir)
    pack = load_pack(name, subject.template_dir, beside).value if name else default
    kind = kind_of_act(tree, subject.template_dir, beside) if pack is None else declared_kind(pack)
    missing = state.act.missing if state.act is not None and state.current else ()
    return FormContext(
        state.name,
        own,
        laid_over(tree),
        kind if name else default_kind(),
        dict(pack.manifest.champs) if pack is not None else {},
        (),
        {value.cle: value.fournisseur for value in missing},
        _placed(state.remarks, source),
        _directory(tree),
    )


def _own_templates(folder: Path) -> Path | None:
    try:
        return own_templates(folder)
    except OSError:
        return None


def _placed(remarks: tuple[Diagnostic, ...], source: SourceText) -> dict[tuple[str, int, int], tuple[Diagnostic, ...]]:
    """The remarks on a source, by the place they point at: name, line, column."""
    placed: dict[tuple[str, int, int], tuple[Diagnostic, ...]] = {}
    for remark in remarks:
        if remark.span is not None and remark.span.source.name == source.name:
            place = (source.name, remark.span.start.line, remark.span.start.column)
            placed[place] = (*placed.get(place, ()), remark)
    return placed


def laid_over(tree: Mapping) -> Mapping:
    """The tree with each party merged over the directory entry it refers to."""
    parties, directory = tree.get("parties"), tree.get("annuaire")
    if not isinstance(parties, Sequence) or not isinstance(directory, Mapping):
        return tree
    walk, items = Walk(), []
    for item in parties.items:
        reference = item.get("reference") if isinstance(item, Mapping) else None
        entry = directory.get(reference.text) if isinstance(reference, Scalar) else None
        try:
            items.append(item if entry is None else merge(entry, item, walk))
        except TooDearError:
            return tree
    return tree.with_value("parties", Sequence(tuple(items), parties.span))


def _directory(tree: Mapping) -> tuple[tuple[str, str], ...]:
    directory = tree.get("annuaire")
    if not isinstance(directory, Mapping):
        return ()
    return tuple((entry.key.text, _words(entry.key.text, entry.value)) for entry in directory.entries)


def _words(key: str, entry: Node) -> str:
    """An entry of the directory as « DGCS – Direction générale de la cohésion sociale »."""
    nodes = [entry.get(name) for name in ("sigle", "nom")] if isinstance(entry, Mapping) else []
    words = [node.text for node in nodes if isinstance(node, Scalar) and not node.blank]
    return " – ".join(dict.fromkeys(words)) or key
