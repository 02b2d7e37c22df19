"""Two acts compared: what changed, and where; pure functions on trees, one module per form.

`alignment` pairs the units of both acts, `hunks` finds the words that differ in a text, `collect` lists the changes,
`headlines` and `by_key` single out money and dates. `printed`, `json_comparison` and `side_by_side` write the result;
`redlining` writes it as tracked changes for Word: `matching` and `weaving` make one body of two, `threads` its
paragraphs, `proving` reads the result back.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from conventions_cli.comparison.alignment import Alignment, align
from conventions_cli.comparison.by_key import facts_of_specs
from conventions_cli.comparison.changes import Comparison, Fact, Nature, Renumbering
from conventions_cli.comparison.collect import Collector
from conventions_cli.comparison.headlines import facts_of_text, without_known
from conventions_cli.document import Article, Document, plain_text
from conventions_cli.foundation import Effort, Record, door, field
from conventions_cli.source import Mapping

if TYPE_CHECKING:
    from conventions_cli.comparison.alignment import Aligned
    from conventions_cli.comparison.by_key import Differing, differing
    from conventions_cli.comparison.changes import Beside, Change, Kind, Line, Op
    from conventions_cli.comparison.hunks import Hunk, Sort, Token, Tokens, differences, text_of, tokens
    from conventions_cli.comparison.likeness import RESEMBLES, share
    from conventions_cli.comparison.phrases import KINDS
    from conventions_cli.comparison.places import part_name
    from conventions_cli.comparison.proving import Difference
    from conventions_cli.comparison.redlining import Redline, redline
    from conventions_cli.comparison.sequences import alike, common, in_order, stretches
    from conventions_cli.comparison.units import Shape, Unit, UnitsByBlock, unit_of

__getattr__ = door(__name__)


COARSE = (
    "Ces actes sont trop longs ou trop différents pour être comparés mot à mot partout\u00a0: certains passages sont "
    "donnés comme supprimés puis ajoutés en entier."
)


class Side(Record, frozen=True):
    """An act to compare: the name to show, its tree, and its located spec if it was made from one.

    `fields`: what its pack calls each of its own fields, by key.
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
    """The function that writes the form of that name, imported on demand. Raises KeyError for an unknown name."""
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
    raise KeyError(form)
