"""Loops that may print the lists and tables of an act: visas, copies, objectives, calendar."""

import re
from collections.abc import Iterator

from conventions_cli.document import Alignment, Inlines, ItemList, Table, plain_text
from conventions_cli.facts import YEAR, Grid, cell_amount, kind_of, table_credits
from conventions_cli.importing.emptied import Signs
from conventions_cli.importing.readings import Readings
from conventions_cli.importing.searched import plain
from conventions_cli.model import Convention
from conventions_cli.writers import write_clause

_RULES = {Alignment.LEFT: "---", Alignment.CENTER: ":---:", Alignment.RIGHT: "---:"}
_TOTAL = re.compile(r"\Atota(?:l|ux)\b", re.IGNORECASE)
_ENDS = (
    "{% if loop.last %}.{% else %} ;{% endif %}",
    "{% if not loop.last %} ;{% endif %}",
    "{% if not loop.last %},{% else %}.{% endif %}",
    "{% if not loop.last %},{% endif %}",
    " ;",
    ".",
    "",
)


def visa_loops(texts: list[str]) -> Iterator[str]:
    """Clauses that may print some paragraphs of visas. `texts`: these paragraphs as Markdown."""
    wording = "\n\n".join(texts)
    for opening in ("Vu ", "**Vu** ", "_Vu_ "):
        for ending in ("{% if loop.last %},{% else %} ;{% endif %}", *_ENDS):
            yield (
                f"{{% if visas is none %}}\n{wording}\n{{% else %}}\n{{% for visa in visas %}}\n"
                f"{opening}{{{{ visa.texte_nu }}}}{ending}\n\n{{% endfor %}}\n{{% endif %}}"
            )


def item_loops(block: ItemList, convention: Convention, readings: Readings) -> Iterator[str]:
    """Clauses that may print a list, from the copies or the objectives of a service that were read for sure."""
    mark = "1. " if block.numbered else "- "
    lists = []
    if readings.all_sure("copies"):
        lists.append(("copie", "copies", "copie.destinataire | nu", "copies", len(convention.copies)))
    for index, service in enumerate(convention.services_connus):
        if not readings.all_sure("services", index, "objectifs"):
            continue
        objectives = f"services[{index}].objectifs"
        need = f"services | length > {index} and {objectives}" if index else objectives
        lists.append(("objectif", objectives, "objectif | nu", need, len(service.objectifs)))
    for name, listed, printed, need, count in lists:
        for ending in _ENDS if count == len(block.items) else ():
            item = f"{mark}{{{{ {printed} }}}}{ending}"
            yield f"{{% if {need} %}}\n{{% for {name} in {listed} %}}\n{item}\n\n{{% endfor %}}\n{{% endif %}}"


def table_loops(table: Table, grid: Grid) -> Iterator[str]:
    """Clauses that may print a calendar of credits, with a year in each row or in each column."""
    if not table_credits(grid).credits:
        return
    rows = [[cell.text for cell in row] for row in grid.rows]
    cells = [cell for row in rows for cell in row if cell]
    blank = next((cell for cell in cells if re.fullmatch(r"[-–—/]|0|0 €|0,00 €|néant|s\.o\.", cell)), "")
    for form in ("", " | chiffres", " | centimes"):
        yield from _by_rows(table, rows, form, blank)
        yield from _by_columns(table, rows, form, blank)


def _cell(credit: str, form: str, blank: str) -> str:
    other = f"{{% else %}}{blank}" if blank else ""
    return f"{{% if ligne.{credit} %}}{{{{ ligne.{credit}{form} }}}}{other}{{% endif %}}"


def _by_rows(table: Table, rows: list[list[str]], form: str, blank: str) -> Iterator[str]:
    header = rows[0]
    kinds = [kind_of(cell) for cell in header]
    if kinds.count("ae") > 1 or kinds.count("cp") > 1 or not any(kinds[1:]):
        return
    year = next((row[0] for row in rows[1:] if YEAR.search(row[0])), "")
    label = YEAR.sub("{{ annee }}", year, count=1)
    row = _row([label, *(_cell(kind, form, blank) if kind else "" for kind in kinds[1:])])
    total = next((line for line in table.rows if _TOTAL.match(plain(plain_text(line[0])))), None)
    lines = [*_head(table), "{% for annee, ligne in finances.lignes %}", row, "{% endfor %}"]
    if total is not None:
        sums = [f"finances.somme_{kind}{form}" if kind else "" for kind in kinds]
        written = [_total_cell(cell, expression) for cell, expression in zip(total, sums, strict=True)]
        lines.append(_row(written))
    yield "\n".join(lines)


def _by_columns(table: Table, rows: list[list[str]], form: str, blank: str) -> Iterator[str]:
    years = [at for at, cell in enumerate(rows[0]) if re.fullmatch(rf".{{0,12}}{YEAR.pattern}", cell)]
    if not years or years != list(range(1, len(years) + 1)) or len(rows[0]) > len(years) + 2:
        return
    label = YEAR.sub("{{ annee }}", rows[0][1], count=1)
    with_total = len(rows[0]) == len(years) + 2
    last = f" {_markdown(table.header[-1])} |" if with_total else ""
    loop = "{% for annee, ligne in finances.lignes %}"
    done = "{% endfor %}" if with_total else "{% endfor +%}"  # keep the end of the line
    rule = _RULES[table.alignments[1]]
    lines = [
        f"| {_markdown(table.header[0])} |{loop} {label} |{done}{last}",
        f"| {_RULES[table.alignments[0]]} |{loop} {rule} |{done}{f' {rule} |' if with_total else ''}",
    ]
    for row, cells in zip(table.rows, rows[1:], strict=True):
        kind = kind_of(cells[0])
        if not kind:
            return
        end = f" {_total_cell(row[-1], f'finances.somme_{kind}{form}')} |" if with_total else ""
        lines.append(f"| {_markdown(row[0])} |{loop} {_cell(kind, form, blank)} |{done}{end}")
    yield "\n".join(lines)


def _total_cell(cell: Inlines, expression: str) -> str:
    """A cell of the totals row: the expression of the sum when the cell holds an amount, else its words."""
    if not expression or cell_amount(plain(plain_text(cell))) is None:
        return _markdown(cell)
    bold = any(getattr(inline, "strong", False) for inline in cell)
    return f"**{{{{ {expression} }}}}**" if bold else f"{{{{ {expression} }}}}"


def _head(table: Table) -> list[str]:
    return [
        _row([_markdown(cell) for cell in table.header]),
        _row([_RULES[alignment] for alignment in table.alignments]),
    ]


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _markdown(cell: Inlines) -> str:
    """A cell as Markdown, safe from Jinja."""
    written = write_clause((Table((cell,), (), (Alignment.LEFT,)),))[0][0].split("\n")[0]
    return Signs().sealed(written[2:-2].strip())
