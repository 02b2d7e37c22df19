"""Removes and reports the lines printed on every page of a text that comes from a PDF or a scan."""

import re
from collections import Counter
from collections.abc import Iterable

from conventions_cli.foundation import Record

_NUMBER = re.compile(
    r"\s*(?:[-–—|]\s*)?(?:page\s*|p\.\s*)?\d{1,3}(?:\s*(?:/|sur|de)\s*\d{1,3})?(?:\s*[-–—|])?\s*", re.IGNORECASE
)
_SURELY_NUMBER = re.compile(
    r"\s*(?:page\s*\d{1,3}(?:\s*(?:/|sur|de)\s*\d{1,3})?|\d{1,3}\s*/\s*\d{1,3}|[-–—]\s*\d{1,3}\s*[-–—])\s*",
    re.IGNORECASE,
)
_EDGE = 3  # lines at the top and at the bottom of a page that may be a header or a footer
_SHORT = 120  # the longest running header, in characters


class Pages(Record, frozen=True):
    """The lines of each page, then what was left out: the running lines, without repetition, and the page numbers."""

    pages: tuple[tuple[str, ...], ...]
    running: tuple[str, ...]
    numbers: tuple[str, ...]


def pages_of(text: str) -> Pages:
    """Cuts a text at its form feeds, else at its page numbers, and leaves out the lines that its pages repeat."""
    pages = [page.split("\n") for page in text.split("\f")]
    if len(pages) == 1:
        pages = _cut_at_numbers(pages[0])
    repeated = _repeated(pages) if len(pages) > 1 else frozenset()
    kept, running, numbers = [], [], []
    for page in pages:
        edges = _edges(page)
        dropped = set()
        for at in edges:
            if _NUMBER.fullmatch(page[at]) and len(pages) > 1:
                numbers.append(page[at].strip())
                dropped.add(at)
            elif _shape(page[at]) in repeated:
                running.append(page[at].strip())
                dropped.add(at)
        kept.append(tuple(line for at, line in enumerate(page) if at not in dropped))
    return Pages(tuple(kept), tuple(dict.fromkeys(running)), tuple(numbers))


def _cut_at_numbers(lines: list[str]) -> list[list[str]]:
    """The pages of a text without form feeds, cut after the lines that number them: « 1/4 », « Page 2 », « – 3 – »."""
    counted = [at for at, line in enumerate(lines) if _SURELY_NUMBER.fullmatch(line)]
    numbers = [int(re.findall(r"\d+", lines[at])[0]) for at in counted]
    if len(numbers) < 2 or numbers != list(range(numbers[0], numbers[0] + len(numbers))) or numbers[0] > 2:
        return [lines]
    ends = [at + 1 for at in counted]
    return [
        lines[start:end] for start, end in zip([0, *ends], [*ends, len(lines)], strict=True) if any(lines[start:end])
    ]


def _edges(page: list[str]) -> list[int]:
    """The indexes of the first and last lines of a page that are not blank."""
    worded = [at for at, line in enumerate(page) if line.strip()]
    return list(dict.fromkeys((*worded[:_EDGE], *worded[-_EDGE:])))


def _repeated(pages: Iterable[list[str]]) -> frozenset[str]:
    """The shapes of the lines at the edge of most pages, whatever their figures."""
    counts: Counter[str] = Counter()
    number = 0
    for page in pages:
        number += 1
        counts.update({_shape(page[at]) for at in _edges(page) if len(page[at]) <= _SHORT})
    return frozenset(shape for shape, count in counts.items() if count > max(1, number // 2) and shape)


def _shape(line: str) -> str:
    return re.sub(r"\d+", "#", " ".join(line.split()))
