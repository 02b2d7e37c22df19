"""The summary as one self-contained web page: accessible, printable, without network.

Its one script sorts the long tables (`tri.js`); the page itself allows that script alone, by its digest, and is whole
without it. Acts are called by their services, and no key of a spec is shown. Charts are inline SVG, and each has its
figures in a table. The look is that of the acts (`writers/html.py`).
"""

import base64
import hashlib
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from conventions_cli.foundation import page_text
from conventions_cli.summary import View
from conventions_cli.summary.charts import Bar, Bars, chart
from conventions_cli.summary.figures import Group, Summary
from conventions_cli.summary.sentences import (
    day_text,
    heading,
    left_out_sentences,
    promised,
    sum_text,
    text_of,
)
from conventions_cli.summary.shown_tables import (
    DELEGATES,
    PROGRAMMES,
    Cell,
    Column,
    Kind,
    Table,
    acts_dates_table,
    acts_money_table,
    acts_years_table,
    deadlines_read,
    groups_table,
    years_table,
)
from conventions_cli.summary.stated_values import TO_COMPLETE, ToComplete
from conventions_cli.writers import PALETTE

_STYLE = """
body { margin: 0; background: #fff; color: var(--texte); font: 1rem/1.6 Marianne, Arial, sans-serif; }
main { max-width: 75rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
h1 { color: var(--bleu); font-size: 1.6rem; line-height: 1.3; margin: 1rem 0 1.5rem; }
h2 { color: var(--bleu); font-size: 1.25rem; margin: 2.5rem 0 .75rem; }
a { color: var(--bleu); }
a:focus-visible, .large:focus-visible { outline: 3px solid #0a76f6; outline-offset: 2px; }
nav ul { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; }
.large { overflow-x: auto; }
th button { all: unset; cursor: pointer; text-decoration: underline dotted; }
th button:focus-visible { outline: 3px solid #0a76f6; outline-offset: 2px; }
[aria-sort="ascending"] button::after { content: " ↑"; }
[aria-sort="descending"] button::after { content: " ↓"; }
table { border-collapse: collapse; margin: 1rem 0; font-size: .95rem; line-height: 1.4; }
caption { text-align: left; font-weight: 700; padding-bottom: .35rem; }
th, td { border: 1px solid #6a6a6a; padding: .3rem .6rem; text-align: left; vertical-align: top; font-weight: 400; }
thead th, thead .droite { background: #e8edff; font-weight: 700; white-space: normal; }
tfoot th, tfoot td { font-weight: 700; border-top-width: 2px; }
.droite { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
tr > :first-child { min-width: 8rem; }
.court { white-space: nowrap; }
.fichiers { display: block; font-size: .9rem; }
mark { background: #ffe552; color: var(--texte); padding: 0 .15em; white-space: nowrap; }
.alerte { border: 2px solid #b34000; color: #b34000; padding: .5rem 1rem; }
svg { display: block; width: 100%; max-width: 46rem; height: auto; margin: 1rem 0; }
svg text { font: 13px Marianne, Arial, sans-serif; fill: var(--texte); }
svg .nom { font-weight: 700; }
svg .ae { fill: var(--bleu); }
svg .cp { fill: #7f7fc8; }
svg .projet { fill-opacity: .25; stroke: var(--texte); stroke-width: 1; stroke-dasharray: 4 3; }
@page { size: A4 landscape; margin: 15mm; }
@media print {
  main { max-width: none; padding: 0; }
  nav { display: none; }
  .large { overflow: visible; }
  table { font-size: .72rem; line-height: 1.3; }
  th, td { padding: .15rem .4rem; }
  tr > :first-child { min-width: 0; }
  tfoot { display: table-row-group; } /* or each page would end with the totals of all */
  svg { max-width: 30rem; }
  h2, caption { break-after: avoid; }
  tr, svg { break-inside: avoid; }
  a { color: inherit; }
}
"""

_SCRIPT = Path(__file__).with_name("tri.js")
_SECTIONS = (
    ("annees", "Par année"),
    ("programmes", "Par programme"),
    (DELEGATES, ""),  # its label has a word of the acts
    ("actes", "Les actes"),
    ("echeances", "Les échéances"),
)


def write_html(summary: Summary, view: View) -> bytes:
    """The whole page, in UTF-8."""
    title = f"Suivi des conventions – {heading(summary)}"
    sections = tuple((name, label or f"Par {summary.words.receiver}") for name, label in _SECTIONS)
    menu = "".join(f'<li><a href="#{name}">{page_text(label)}</a></li>' for name, label in sections)
    halves = summary.years, summary.programmes, summary.delegates
    tables = (years_table(summary), groups_table(summary, PROGRAMMES), groups_table(summary, DELEGATES))
    parts = [
        f"<h1>{page_text(title)}</h1>",
        *(
            f'<p class="alerte">Non compris\u00a0: {page_text(sentence)}</p>'
            for sentence in left_out_sentences(summary)
        ),
        f'<nav aria-label="Sommaire"><ul role="list">{menu}</ul></nav>',
        "<h2>En tout</h2>",
        _promised(summary),
    ]
    for (name, label), groups, table in zip(sections, halves, tables, strict=False):
        parts += [f'<h2 id="{name}">{page_text(label)}</h2>', _chart(name, label, groups)]
        parts.append(_table(table, f"AE et CP {label.lower()}", row_headers=1 if name == "annees" else 2))
    parts.append(f'<h2 id="actes">{page_text(sections[3][1])}</h2>')
    for number, table in enumerate((acts_money_table(summary), acts_years_table(summary), acts_dates_table(summary))):
        links = [view.links.get(act.stem, ()) for act in summary.acts] if number == 0 else ()
        parts.append(_table(table, f"Les actes\u00a0: {_lowered(table.title)}", links=links, sortable=True))
    parts += [f'<h2 id="echeances">{page_text(sections[4][1])}</h2>', _deadlines(summary, view)]
    body = "\n".join(parts)
    script = _SCRIPT.read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")
    policy = f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'"
    page = (
        f'<!DOCTYPE html>\n<html lang="fr">\n<head>\n<meta charset="utf-8">\n<title>{page_text(title)}</title>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        f"<style>{PALETTE}{_STYLE}</style>\n</head>\n<body>\n<main>\n{body}\n</main>\n"
        f"<script>{script}</script>\n</body>\n</html>\n"
    )
    return page.encode("utf-8", "replace")


def _lowered(title: str) -> str:
    return title[:1].lower() + title[1:]


def _promised(summary: Summary) -> str:
    halves = [half for half in (summary.signed, summary.draft) if half.acts]
    heads = "".join(
        f'<th scope="col" class="droite">{"Actes signés" if half is summary.signed else "Projets"}</th>'
        for half in halves
    )
    columns = [promised(half, summary.words) for half in halves]
    counts = "".join(f'<td class="droite">{half.acts}</td>' for half in halves)
    rows = [f'<tr><th scope="row">Nombre</th>{counts}</tr>']
    for label in columns[0] if columns else ():
        cells = "".join(f'<td class="droite">{_marked(sum_text(column[label]) or "néant")}</td>' for column in columns)
        rows.append(f'<tr><th scope="row">{page_text(label)}</th>{cells}</tr>')
    return (
        "<table>\n<caption>Ce qui est promis en tout</caption>\n"
        f'<thead><tr><th scope="col">Total</th>{heads}</tr></thead>\n<tbody>\n'
        + "\n".join(rows)
        + "\n</tbody>\n</table>"
    )


def _chart(name: str, label: str, groups: Sequence[Group]) -> str:
    bars = [Bars(TO_COMPLETE.value if group.key is None else str(group.key), tuple(_bars(group))) for group in groups]
    description = (
        f"AE puis CP {label.lower()}, à la même échelle"
        f"{'; les projets sont en traits interrompus' if any(group.drafts for group in groups) else ''}. "
        "Les mêmes chiffres sont dans le tableau qui suit."
    )
    return chart(f"graphique-{name}", f"AE et CP {label.lower()}", description, bars)


def _bars(group: Group) -> Iterable[Bar]:
    for draft, money in ((False, group.signed), (True, group.draft)):
        if (group.drafts if draft else group.acts - group.drafts) == 0:
            continue
        for credit, amount in (("AE", money.ae), ("CP", money.cp)):
            if amount.euros or amount.missing:
                missing = f"{'+ ' if amount.euros else ''}{TO_COMPLETE.value}" if amount.missing else ""
                notes = " ".join(part for part in (missing, "(projet)" if draft else "") if part)
                yield Bar(credit, amount.euros, draft, notes)


def _deadlines(summary: Summary, view: View) -> str:
    if not summary.deadlines:
        return "<p>Aucune échéance dans cette période.</p>"
    table = deadlines_read(summary, view.today)
    caption = "Les échéances, par date"
    if view.today:
        caption += f", situées par rapport au {day_text(view.today)}"
    return _table(table, caption, row_headers=0, sortable=True)


def _table(
    table: Table,
    caption: str,
    *,
    row_headers: int = 1,
    links: Sequence[Sequence[tuple[str, str]]] = (),
    sortable: bool = False,
) -> str:
    """A table whose first columns head their rows; wide ones scroll in their own frame, by keyboard too.

    `links`: for each row, files as (label, address), in its first cell.
    """
    head = "".join(f'<th scope="col"{_class(column)}>{page_text(column.title)}</th>' for column in table.columns)
    files = links or ((),) * len(table.rows)
    rows = "\n".join(
        f"<tr>{_row(row, table.columns, row_headers, own)}</tr>" for row, own in zip(table.rows, files, strict=True)
    )
    feet = "\n".join(
        f'<tr><th scope="row">{page_text(foot.title)}</th>'
        + "".join(
            f"<td{_class(column)}>{_marked(text_of(cell, column))}</td>"
            for cell, column in list(zip(foot.cells, table.columns, strict=True))[1:]
        )
        + "</tr>"
        for foot in table.feet
    )
    sorted_by = ' class="tri"' if sortable else ""
    foot = f"<tfoot>\n{feet}\n</tfoot>\n" if feet else ""
    return (
        f'<div class="large" tabindex="0" role="region" aria-label="{page_text(caption)}">\n<table{sorted_by}>\n'
        f"<caption>{page_text(caption)}</caption>\n<thead>\n<tr>{head}</tr>\n</thead>\n"
        f"<tbody>\n{rows}\n</tbody>\n{foot}</table>\n</div>"
    )


def _row(row: Sequence[Cell], columns: Sequence[Column], row_headers: int, links: Sequence[tuple[str, str]]) -> str:
    written = []
    for index, (cell, column) in enumerate(zip(row, columns, strict=True)):
        tag, scope = ("th", ' scope="row"') if index < row_headers else ("td", "")
        text = _marked(text_of(cell, column), missing=isinstance(cell, ToComplete))
        if index == 0 and isinstance(cell, str):
            text += _files(cell, links)
        key = f' data-tri="{cell}"' if isinstance(cell, int | date) else ""
        written.append(f"<{tag}{scope}{_class(column, cell)}{key}>{text}</{tag}>")
    return "".join(written)


def _files(act: str, files: Sequence[tuple[str, str]]) -> str:
    """Links to the files of an act that exist."""
    written = ", ".join(
        f'<a href="{page_text(address)}" aria-label="{page_text(f"{act}, {label}")}">{page_text(label)}</a>'
        for label, address in files
    )
    return f'<span class="fichiers">{written}</span>' if written else ""


def _marked(text: str, *, missing: bool | None = None) -> str:
    """A cell as HTML, where a value to complete stands out by a mark and by its words."""
    wanted = TO_COMPLETE.value in text if missing is None else missing
    return f"<mark>{page_text(text)}</mark>" if wanted else page_text(text)


def _class(column: Column, cell: Cell = None) -> str:
    if column.kind in {Kind.EUROS, Kind.NUMBER}:
        return ' class="droite"'
    return ' class="court"' if isinstance(cell, date) else ""
