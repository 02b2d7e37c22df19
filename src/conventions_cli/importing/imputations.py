"""The Chorus codes of an act, read in its tables, by rows or by columns, and in its sentences."""

import re
from collections import Counter
from collections.abc import Iterator

from conventions_cli.document import SectionKind
from conventions_cli.facts import (
    DOUBTFUL,
    LIKELY,
    SURE,
    UNIT,
    Confidence,
    StatedCodes,
    axis_at,
    line_codes,
    said_programmes,
    sentence_codes,
    table_codes,
)
from conventions_cli.importing.facts import Fact
from conventions_cli.importing.searched import Act
from conventions_cli.model import Axe, matches
from conventions_cli.rules import readings


def find_codes(act: Act) -> Iterator[Fact]:
    """The codes of `chorus`: for each axis, the first found in tables, then in lines, then in sentences."""
    keys: set[str] = set()
    for stated, confidence in _stated(act):
        key = stated.axis.key if stated.axis is not None and stated.named else stated.label
        if key not in keys:
            keys.add(key)
            yield from _facts(stated, confidence)
    yield from _programme(act)


def _stated(act: Act) -> Iterator[tuple[StatedCodes, Confidence]]:
    """The codes of every axis. A table that names a single axis is ignored: it may be about something else."""
    for grid in act.grids:
        stated = table_codes(grid)
        if sum(item.named for item in stated) > 1:
            yield from ((item, SURE) for item in stated if item.named or item.codes)
    lines = [(line.as_cell, line) for line in act.of(SectionKind.BODY, None)]
    yield from ((item, LIKELY) for item in line_codes([cell for cell, line in lines if not line.cell]) if item.named)
    for cell, _ in lines:
        yield from ((item, LIKELY) for item in sentence_codes(cell))


def _facts(stated: StatedCodes, confidence: Confidence) -> Iterator[Fact]:
    axis, text, place = stated.axis, stated.cell.text, stated.cell.place
    if axis is None or not stated.named:
        yield Fact(("chorus", "autres", stated.label), text, LIKELY, place, text, "axe non répertorié")
    elif axis.key == "programme":
        match = re.match(r"(?:P ?)?0?(\d{3})\b(?:\W+(.+))?", stated.codes[0] if stated.codes else text)
        if match:
            yield Fact(("chorus", "programme"), match[1], confidence, place, text)
    elif axis.several:
        for rank, code in enumerate(stated.codes or (text,)):
            yield _fact(axis, ("chorus", axis.key, rank), code, confidence, place, text)
    else:
        code = stated.codes[0] if len(stated.codes) == 1 else text
        yield _fact(axis, ("chorus", axis.key), code, confidence, place, text)


def _fact(axis: Axe, path: tuple[str | int, ...], code: str, confidence: Confidence, place: str, quote: str) -> Fact:
    if matches(axis, code):
        return Fact(path, code, confidence, place, quote)
    close = readings(code, axis.shape)
    note = f"faut-il lire {close[0]} ?" if close else f"la forme attendue est celle de {axis.example}"
    return Fact(path, code, DOUBTFUL, place, quote, note)


def _programme(act: Act) -> Iterator[Fact]:
    """The programme in the codes of units, else the one that the articles name most often."""
    prefixes = Counter(
        axis_at("centre_financier").programme_of(match[0]) for line in act.lines for match in UNIT.finditer(line.text)
    )
    mentions = [(mention, line) for line in act.of(SectionKind.BODY, None) for mention in said_programmes(line.text)]
    counts = Counter(mention.number for mention, _ in mentions)
    wanted = next((number for number, _ in (*prefixes.most_common(1), *counts.most_common(1))), "")
    for mention, line in mentions:
        if mention.number != wanted:
            continue
        yield Fact(("chorus", "programme"), wanted, SURE if wanted in prefixes else LIKELY, line.place, mention.words)
        label = mention.quoted or mention.beside
        if label and not label[:1].isdigit():
            yield Fact(
                ("chorus", "libelle_programme"), label, SURE if mention.quoted else LIKELY, line.place, mention.words
            )
            return
    if wanted and wanted not in counts:
        line = next(line for line in act.lines if UNIT.search(line.text))
        yield Fact(("chorus", "programme"), wanted, LIKELY, line.place, line.text, "déduit du centre financier")
