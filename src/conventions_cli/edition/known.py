"""What is known of a spec as its form is made: its trees, its kind, its pack, what it lacks, what is said of it."""

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


class Known(Record, frozen=True):
    """`own`: the file alone; `whole`: with all it inherits, its parties laid over the directory.

    `suppliers`: by key, who can give what the act lacks. `parties`: the entries of the directory, key and words.
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
        """« annuaire.yaml, ligne 3 »: where a value of another file is written."""
        source, start = node.span.source, node.span.start
        return f"{source.name}, ligne\u00a0{start.line}" if source.name != self.name and source.name else ""

    def home(self, path: KeyPath) -> str:
        """The name of the other file that holds a value, or what is nearest above it; empty when this one does."""
        name = find(self.whole, path)[0].span.source.name
        return name if name != self.name else ""

    def said_of(self, node: Node) -> tuple[tuple[str, str, bool], ...]:
        """What the checks say of a value: sentences, what to type, whether it is an error."""
        span = node.span
        found = self.faults.get((span.source.name, span.start.line, span.start.column), ())
        return tuple((one.message, one.hint, one.severity is Severity.ERROR) for one in found[:_MOST_FAULTS])


def known_of(subject: Subject, state: PreviewState) -> Known | None:
    """What is known of the spec of a state; None when its file cannot be read as YAML."""
    source = next((one for one in state.sources if one.name == state.name), None)
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
    return Known(
        state.name,
        own,
        laid_over(tree),
        kind if name else default_kind(),
        dict(pack.manifest.champs) if pack is not None else {},
        (),
        {one.cle: one.fournisseur for one in missing},
        _placed(state.remarks, source),
        _directory(tree),
    )


def _own_templates(folder: Path) -> Path | None:
    try:
        return own_templates(folder)
    except OSError:
        return None


def _placed(remarks: tuple[Diagnostic, ...], source: SourceText) -> dict[tuple[str, int, int], tuple[Diagnostic, ...]]:
    """The remarks by the place they point at."""
    placed: dict[tuple[str, int, int], tuple[Diagnostic, ...]] = {}
    for one in remarks:
        if one.span is not None and one.span.source.name == source.name:
            place = (source.name, one.span.start.line, one.span.start.column)
            placed[place] = (*placed.get(place, ()), one)
    return placed


def laid_over(tree: Mapping) -> Mapping:
    """The tree with each party laid over the entry of the directory it refers to."""
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
    """« DGCS – Direction générale de la cohésion sociale »."""
    told = [entry.get(name) for name in ("sigle", "nom")] if isinstance(entry, Mapping) else []
    words = [one.text for one in told if isinstance(one, Scalar) and not one.blank]
    return " – ".join(dict.fromkeys(words)) or key
