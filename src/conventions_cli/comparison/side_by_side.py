"""A comparison as one self-contained web page: accessible, printable, with no script and no network.

Words also tell the removed and added texts, as not every screen reader announces `<del>` and `<ins>`.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby

from conventions_cli.comparison import View, phrases
from conventions_cli.comparison.act_differences import Beside, Change, Comparison, Fact, Line, Op, Piece
from conventions_cli.foundation import page_text
from conventions_cli.french import capitalized
from conventions_cli.writers import web_page

_STYLE = """
main { max-width: 56rem; }
h1 { text-align: left; }
h3 { margin: 1.25rem 0 .25rem; }
table { width: 100%; table-layout: fixed; }
thead th:first-child { width: 54%; }
td { overflow-wrap: anywhere; }
del { background: #ffe9e9; color: #8d0004; text-decoration: line-through; }
ins { background: #dcf5dd; color: #0a4a1c; text-decoration: underline; }
.forme { border-bottom: 2px dotted #5a4100; }
.genre { display: inline-block; border: 1px solid currentColor; border-radius: .25rem; padding: 0 .4rem; }
.genre { font-size: .85rem; font-weight: 400; }
.changement { border-left: 4px solid #c4c4e8; padding-left: 1rem; margin: 1.25rem 0; }
.changement p { margin: .35rem 0; overflow-wrap: anywhere; }
.cle { font-family: monospace; font-size: .85rem; overflow-wrap: anywhere; }
.bilan { font-weight: 700; }
.cache { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@media print { .changement { break-inside: auto; } }
"""
_WORDS = {Op.REMOVED: ("del", "supprimé"), Op.ADDED: ("ins", "ajouté")}


def write_html(comparison: Comparison, view: View) -> bytes:
    """The page: the counts, money and dates, the renumbering, then each change at its place."""
    del view
    body = "\n".join(_body(comparison))
    return web_page(phrases.heading(comparison), "convention", f"{body}\n", _STYLE).encode("utf-8", "replace")


def changes_html(comparison: Comparison) -> str:
    """The changes of words of two acts alone, for a page that holds other things; empty when there is none."""
    notices = [f'<p class="projet">{page_text(notice)}</p>' for notice in comparison.notices]
    return "\n".join([*notices, *map(_change, comparison.changes)])


def _body(comparison: Comparison) -> Iterator[str]:
    yield "<h1>Comparaison de deux actes</h1>"
    yield f"<p>Avant\u00a0: {page_text(comparison.before)}<br>\nAprès\u00a0: {page_text(comparison.after)}</p>"
    yield f'<p class="bilan">{page_text(phrases.counts(comparison))}</p>'
    yield from (f'<p class="projet">{page_text(notice)}</p>' for notice in comparison.notices)
    if comparison.facts:
        yield "<h2>Montants et dates</h2>"
        for nature, facts in groupby(comparison.facts, key=lambda fact: fact.nature):
            yield _facts(phrases.TITLES[nature], list(facts))
    if comparison.renumbered:
        yield "<h2>Renumérotation</h2>\n<ul>"
        yield from (f"<li>{page_text(phrases.renumbering(renumbering))}</li>" for renumbering in comparison.renumbered)
        yield "</ul>"
    if comparison.changes:
        yield "<h2>Changements</h2>"
        yield from (_change(change) for change in comparison.changes)
    if comparison.beside:
        yield f"<h2>{phrases.BESIDE}</h2>\n<ul>"
        yield from (_beside(difference) for difference in comparison.beside)
        yield "</ul>"


def _beside(difference: Beside) -> str:
    cancels = f" ({phrases.CANCELS})" if difference.cancels else ""
    sides = phrases.beside_sides(difference)
    sentence = f"{difference.place}\u00a0: {difference.what}{cancels}{f' – {sides}' if sides else ''}"
    return f"<li>{page_text(sentence)}</li>"


def _facts(title: str, facts: Sequence[Fact]) -> str:
    rows = []
    for fact in facts:
        before, after = phrases.fact_sides(fact)
        key = f'<br>\n<span class="cle">{page_text(fact.key)}</span>' if fact.key else ""
        rows.append(
            f'<tr><th scope="row">{page_text(phrases.fact_name(fact))}{key}</th>'
            f"<td>{page_text(before)}</td><td>{page_text(after)}</td></tr>"
        )
    lines = "\n".join(rows)
    return (
        f"<table>\n<caption>{page_text(title)}</caption>\n<thead>\n"
        '<tr><th scope="col">Quoi</th><th scope="col">Avant</th><th scope="col">Après</th></tr>\n</thead>\n'
        f"<tbody>\n{lines}\n</tbody>\n</table>"
    )


def _change(change: Change) -> str:
    kind = phrases.KINDS[change.kind][0]
    place = capitalized(change.place)
    head = f'<h3>{page_text(place)} <span class="genre">{page_text(kind)}</span></h3>'
    lines = [f"<p>Était à\u00a0: {page_text(change.origin)}.</p>"] if change.origin else []
    lines += [f"<p>{page_text(capitalized(change.note))}.</p>"] if change.note else []
    lines += [f"<p>{_line(line)}</p>" for line in change.lines if line]
    return f'<div class="changement">\n{head}\n' + "\n".join(lines) + "\n</div>"


def _line(line: Line) -> str:
    return "".join(_piece(piece) for piece in line)


def _piece(piece: Piece) -> str:
    if piece.op in {Op.SAME, Op.RENUMBERED}:
        return _letters(piece.after)
    if piece.op is Op.FORMAT:
        text = piece.after or piece.before
        return f'<span class="forme">{_letters(text)}<span class="cache"> ({page_text(piece.note)}) </span></span>'
    tag, word = _WORDS[piece.op]
    text = piece.before if piece.op is Op.REMOVED else piece.after
    return (
        f'<{tag}><span class="cache"> [début\u00a0: {word}] </span>{_letters(text)}'
        f'<span class="cache"> [fin\u00a0: {word}] </span></{tag}>'
    )


def _letters(text: str) -> str:
    return page_text(text).replace("\n", "<br>\n")
