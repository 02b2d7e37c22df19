"""The proof of a pack: the imported spec rendered with it, compared word for word with the act."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from enum import Enum

from conventions_cli.document.nodes import Article, Blocks, Document, Part
from conventions_cli.document.walk import article_heading, plain_text, stretches
from conventions_cli.french.typography import NO_BREAK_HYPHEN
from conventions_cli.importing.act import place_of
from conventions_cli.records import Record

_BLANKS = re.compile(r"[\s\u00a0\u202f\u2009\u2007]+")
_MAX_WORDS = 40_000  # beyond, a part is compared as a whole


class Gap(Enum):
    """How two texts differ; the value is said to people."""

    WORDS = "mots"
    BLANKS = "espaces ou traits d’union insécables seulement"


class Difference(Record, frozen=True):
    """A difference: where, of which kind, what the act says and what is rendered."""

    place: str
    gap: Gap
    act: str
    rendered: str


def letters(blocks: Blocks) -> tuple[str, ...]:
    """The words of each stretch without their blanks, notes included."""
    return tuple(_BLANKS.sub("", plain_text(one, notes=True)) for one in stretches(blocks))


def compare(act: Document, rendered: Document) -> list[Difference]:
    """Every difference of words, then of blanks, in the order of the act."""
    if len(act.parts) == len(rendered.parts):
        pairs = zip(act.parts, rendered.parts, strict=True)
        return [found for one, other in pairs for found in _differences(place_of(one), _texts(one), _texts(other))]
    every = [text for part in act.parts for text in _texts(part)]
    other = [text for part in rendered.parts for text in _texts(part)]
    return list(_differences("dans l’acte", every, other))


def _texts(part: Part) -> list[str]:
    head = [article_heading(part).strip()] if isinstance(part, Article) else []
    return [*head, *(plain_text(one, notes=True) for one in stretches(part.blocks))]


def _differences(place: str, act: list[str], rendered: list[str]) -> Iterator[Difference]:
    if act == rendered:
        return
    if len(act) == len(rendered):
        for one, other in zip(act, rendered, strict=True):
            yield from _between(place, one, other)
        return
    yield from _between(place, "\n".join(act), "\n".join(rendered))


def _letters(text: str) -> str:
    """A text without its blanks, and without what tells a hyphen that does not break from one that does."""
    return _BLANKS.sub("", text).replace(NO_BREAK_HYPHEN, "-")


def _between(place: str, act: str, rendered: str) -> Iterator[Difference]:
    if act == rendered:
        return
    if _letters(act) == _letters(rendered):
        yield Difference(place, Gap.BLANKS, act, rendered)
        return
    before, after = _BLANKS.split(act.strip()), _BLANKS.split(rendered.strip())
    if len(before) + len(after) > _MAX_WORDS:
        yield Difference(place, Gap.WORDS, act, rendered)
        return
    for operation, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        one, other = " ".join(before[i:j]), " ".join(after[k:m])
        if operation != "equal":
            same = _letters(one) == _letters(other)
            yield Difference(place, Gap.BLANKS if same else Gap.WORDS, one, other)
