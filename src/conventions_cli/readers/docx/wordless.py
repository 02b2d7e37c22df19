"""The headings of an act without the word « Article »: numbered, « 1. Objet », « I – Objet », or bare, « Objet ».

They are looked for only when no line of the act begins with « Article ».
"""

import re
from collections.abc import Iterator

from conventions_cli.foundation import Record
from conventions_cli.readers.docx.articles import MAX_TITLE, Opening, numbered
from conventions_cli.readers.docx.blocks import labelled
from conventions_cli.readers.docx.flow import Flow, Grid, Line, raw_text

_MAX_BARE = 90  # characters of a title typed by hand in bold, without a number
_AGREED = re.compile(
    r"\s*(?:il (?:est|a été)\b.{0,60}convenu|(?:les parties|elles) (?:conviennent|ont convenu|sont convenues)"
    r"|article|ceci (?:exposé|étant)|d[’']un commun accord|décident?\b)",
    re.IGNORECASE,
)
_NO_TITLE = re.compile(
    r"\s*(?:entre\b|et\b|vu\b|fait\b|pour\b|annexes?\b|copies?\b|ampliations?\b|destinataires?\b|préambule|exposé"
    r"|considérant|contexte\b|signatures?\b|n\s*o\s*r\b|sommaire|table des)",
    re.IGNORECASE,
)
_SIGNED = re.compile(r"\s*(?:fait,? (?:à|en|le)\b|à [^,]{2,40}, le\b)", re.IGNORECASE)


class Headings(Record, frozen=True):
    """The headings of articles. `numbered`: rank in the flow → opening; `bare`: the ranks of those without a number."""

    numbered: dict[int, Opening]
    bare: frozenset[int]


def wordless(flow: Flow) -> Headings:
    """The headings among the lines of an act without the word « Article »."""
    kept = [item for item in flow if isinstance(item, Grid) or item.text.strip()]
    series = _series(kept)
    lines = [item for item in kept if isinstance(item, Line)]
    return Headings(dict(series), frozenset() if series else frozenset(_bare(lines)))


def _series(flow: Flow) -> list[tuple[int, Opening]]:
    """The numbered lines of the same look that count from 1; of several looks, the one whose first line comes first."""
    looks: dict[tuple[object, ...], list[tuple[int, Line, Opening]]] = {}
    for at, line in enumerate(flow):
        opening = numbered(raw_text(labelled(line))) if isinstance(line, Line) else None
        if opening is not None and isinstance(line, Line):
            roman = not opening.text.lstrip("§ \u00a0")[:1].isdigit()
            looks.setdefault((line.heading, line.bold, roman), []).append((at, line, opening))
    best: list[tuple[int, Opening]] = []
    first = len(flow)
    for look, candidates in looks.items():
        level, bold, _ = look
        chain = _chain(candidates, spaced=level is None)
        plain = level is None and not bold
        if len(chain) > (2 if plain else 1) and chain[0][0] < first:
            first, best = chain[0][0], [(line.order, opening) for _, line, opening in chain]
    return best


def _chain(candidates: list[tuple[int, Line, Opening]], *, spaced: bool) -> list[tuple[int, Line, Opening]]:
    """The lines that count from 1, with « bis ». `spaced`: only those with something between two, unlike items."""
    chain: list[tuple[int, Line, Opening]] = []
    for at, line, opening in candidates:
        last = chain[-1][2].number if chain else 0
        if opening.number != (last if opening.beside else last + 1) or (chain and spaced and at == chain[-1][0] + 1):
            continue
        chain.append((at, line, opening))
    return chain


def _bare(lines: list[Line]) -> Iterator[int]:
    """The ranks of the headings without a number after « il est convenu »: of one style, else short bold lines."""
    agreed = next((at for at, line in enumerate(lines) if _AGREED.match(line.text)), None)
    if agreed is None:
        return
    end = next((at for at, line in enumerate(lines) if at > agreed and _SIGNED.match(line.text)), len(lines))
    lines = lines[:end]
    after = [line for line in lines[agreed + 1 :] if not _NO_TITLE.match(line.text)]
    levels = [line.heading for line in after if line.heading]
    if levels:
        top = min(levels)
        yield from (line.order for line in after if line.heading == top and len(line.text) <= MAX_TITLE)
        return
    for line, following in zip(lines[agreed + 1 :], lines[agreed + 2 :], strict=False):
        title = line.bold and len(line.text) <= _MAX_BARE and not line.text.rstrip().endswith((".", ";", ","))
        if title and not following.bold and not _NO_TITLE.match(line.text) and line.mark is None:
            yield line.order
