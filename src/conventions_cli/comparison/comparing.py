"""The comparison of two acts, with changes in the order of a reader, and the forms it can be written in."""

from collections.abc import Callable

from conventions_cli.comparison.act_differences import Comparison, Fact, Nature, Renumbering
from conventions_cli.comparison.alignment import Alignment, align
from conventions_cli.comparison.by_key import facts_of_specs
from conventions_cli.comparison.collect import Collector
from conventions_cli.comparison.headlines import facts_of_text, without_known
from conventions_cli.document import Article, Document, plain_text
from conventions_cli.foundation import Effort, Record, field
from conventions_cli.source import Mapping

COARSE = (
    "Ces actes sont trop longs ou trop différents pour être comparés mot à mot partout\u00a0: certains passages sont "
    "donnés comme supprimés puis ajoutés en entier."
)


class Side(Record, frozen=True):
    """An act to compare: the name to show, its tree, and its located spec if it was made from one.

    `fields`: by key, the names that its pack gives to its own fields.
    """

    name: str
    document: Document
    spec: Mapping | None = None
    fields: dict[str, str] = field(default_factory=dict)


class View(Record, frozen=True):
    """How a comparison is shown on a terminal."""

    width: int = 100
    color: bool = False


def compare(before: Side, after: Side, *, formatting: bool = True) -> Comparison:
    """Compare two acts; `formatting`: whether bold, italic, links and kinds of spaces count."""
    effort = Effort()
    alignment = align(before.document, after.document, effort)
    collector = Collector(alignment, effort, formatting=formatting)
    changes = tuple(collector.changes())
    values: tuple[Fact, ...] = ()
    if before.spec is not None and after.spec is not None:
        values = facts_of_specs(before.spec, after.spec, effort, before.fields | after.fields)
    order = list(Nature)
    facts = sorted(
        (*values, *without_known(facts_of_text(collector), values)), key=lambda fact: order.index(fact.nature)
    )
    return Comparison(
        before.name, after.name, tuple(facts), _renumbered(alignment), changes, (COARSE,) if effort.coarse else ()
    )


def _renumbered(alignment: Alignment) -> tuple[Renumbering, ...]:
    """The articles of both acts whose number changed, in the order of B."""
    pairs = [(step.before, step.after) for step in alignment.parts]
    pairs += [(move.pair.before, move.pair.after) for move in alignment.left.values()]
    articles = [
        (old.node, new.node)
        for old, new in pairs
        if old is not None and new is not None
        if isinstance(old.node, Article) and isinstance(new.node, Article)
    ]
    return tuple(
        Renumbering(plain_text(new.title), old.ordinal, new.ordinal)
        for old, new in sorted(articles, key=lambda pair: pair[1].number)
        if old.number != new.number
    )


Writer = Callable[[Comparison, View], bytes]


def writer(form: str) -> Writer:
    """The function that writes this form, imported on demand. Raises KeyError for an unknown form."""
    match form:
        case "text":
            from conventions_cli.comparison.printed import write_text

            return write_text
        case "json":
            from conventions_cli.comparison.json_comparison import write_json

            return write_json
        case "html":
            from conventions_cli.comparison.side_by_side import write_html

            return write_html
        case "markdown":
            from conventions_cli.comparison.markdown_comparison import write_markdown

            return write_markdown
    raise KeyError(form)
