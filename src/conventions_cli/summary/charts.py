"""Bar charts as inline SVG: no script, nothing downloaded; a table beside each chart has the same figures.

Every bar shows its whole amount, so that no information is in colour alone. Text is escaped here and in `webpage` only.
"""

from collections.abc import Sequence

from conventions_cli.foundation import Record, page_text
from conventions_cli.french import format_amount

_WIDTH, _LEFT, _RIGHT = 720, 0, 190
_BAR, _GAP, _LABEL, _SPACE = 18, 4, 22, 14
_LONGEST_LABEL = 80


class Bar(Record, frozen=True):
    """A bar: its label (« AE »), its euros, whether it counts drafts, and the text after its amount."""

    label: str
    euros: int
    draft: bool = False
    note: str = ""


class Bars(Record, frozen=True):
    """The bars of one year, programme or party."""

    label: str
    bars: tuple[Bar, ...]


def chart(identifier: str, title: str, description: str, groups: Sequence[Bars]) -> str:
    """A horizontal bar chart, named and described for those who do not see it."""
    highest = max((bar.euros for group in groups for bar in group.bars), default=0)
    y, drawn = 0, []
    for group in groups:
        drawn.append(f'<text class="nom" x="{_LEFT}" y="{y + 15}">{page_text(_short(group.label))}</text>')
        y += _LABEL
        for bar in group.bars:
            drawn.append(_bar(bar, y, highest))
            y += _BAR + _GAP
        y += _SPACE
    return (
        f'<svg role="img" aria-labelledby="{identifier}-titre {identifier}-texte" viewBox="0 0 {_WIDTH} {max(y, 1)}">\n'
        f'<title id="{identifier}-titre">{page_text(title)}</title>\n'
        f'<desc id="{identifier}-texte">{page_text(description)}</desc>\n' + "\n".join(drawn) + "\n</svg>"
    )


def _bar(bar: Bar, y: int, highest: int) -> str:
    width = max(2, round(bar.euros * (_WIDTH - _LEFT - _RIGHT) / highest)) if bar.euros and highest else 0
    kind = f"{bar.label.lower()}{' projet' if bar.draft else ''}"
    rect = f'<rect class="{kind}" x="{_LEFT}" y="{y}" width="{width}" height="{_BAR}"/>' if width else ""
    amount = format_amount(bar.euros) if bar.euros else ""
    text = " ".join(part for part in (bar.label, amount, bar.note) if part)
    return f'{rect}<text x="{_LEFT + width + (6 if width else 0)}" y="{y + 14}">{page_text(text)}</text>'


def _short(label: str) -> str:
    """A label, cut to fit: the table has it whole."""
    return label if len(label) <= _LONGEST_LABEL else f"{label[: _LONGEST_LABEL - 1]}…"
