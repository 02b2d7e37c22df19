"""A comparison as Markdown, for a comment on a platform: facts in a table, then each change with its words.

The words of the acts are escaped: none of them is markup, notifies a person or is a link.
"""

from collections.abc import Iterator

from conventions_cli.comparison import View, phrases
from conventions_cli.comparison.act_differences import Change, Comparison, Line, Op, Piece
from conventions_cli.reporting import quoted, table


def write_markdown(comparison: Comparison, view: View) -> bytes:
    """The comparison of two acts, under its title; in UTF-8."""
    del view
    lines = [f"## {quoted(phrases.heading(comparison))}", "", *described(comparison)]
    return ("\n".join(lines) + "\n").encode("utf-8", "replace")


def described(comparison: Comparison) -> Iterator[str]:
    """The lines of a comparison, without a title: the counts, amounts and dates, articles, then the words."""
    yield quoted(phrases.counts(comparison))
    if comparison.facts:
        rows = [(phrases.fact_name(fact), *map(phrases.short, phrases.fact_sides(fact))) for fact in comparison.facts]
        yield from ("", *table(("Valeur", "Avant", "Après"), ([quoted(cell) for cell in row] for row in rows)))
    details = [f"- {quoted(phrases.renumbering(renumbering))}" for renumbering in comparison.renumbered]
    details += [line for change in comparison.changes for line in _change(change)]
    details += [
        f"- {quoted(f'{it.place} : {it.what} {phrases.short(phrases.beside_sides(it))}')}" for it in comparison.beside
    ]
    if details:
        yield from ("", "<details><summary>Le détail, article par article</summary>", "", *details, "", "</details>")
    for notice in comparison.notices:
        yield from ("", quoted(notice))


def _change(change: Change) -> Iterator[str]:
    origin = f", était à : {change.origin}" if change.origin else ""
    note = f" ({change.note})" if change.note else ""
    yield f"- **{quoted(change.place)}** : {quoted(f'{phrases.KINDS[change.kind][0]}{origin}{note}')}"
    for line in change.lines:
        yield f"  > {''.join(_line(line)) or '&nbsp;'}"
        yield ""


def _line(line: Line) -> Iterator[str]:
    for number, piece in enumerate(line):
        if piece.op in {Op.SAME, Op.RENUMBERED}:
            yield quoted(phrases.around(piece.after, first=number == 0, last=number == len(line) - 1))
        else:
            yield _marked(piece)


def _marked(piece: Piece) -> str:
    if piece.op is Op.FORMAT:
        return quoted(f"{phrases.short(piece.after or piece.before)} ({piece.note})")
    tag, text = ("del", piece.before) if piece.op is Op.REMOVED else ("ins", piece.after)
    return f"<{tag}>{quoted(phrases.short(text))}</{tag}>"
