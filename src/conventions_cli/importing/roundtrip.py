"""Compares an act, word for word, with the imported spec rendered by the imported pack."""

from collections.abc import Iterator
from enum import Enum

from conventions_cli.comparison import stretches
from conventions_cli.document import Article, Blocks, Document, Part, article_heading, plain_text
from conventions_cli.document import stretches as texts_of
from conventions_cli.foundation import Effort, Record
from conventions_cli.french import NO_BREAK_HYPHEN
from conventions_cli.importing.searched import BLANKS, place_of


class Gap(Enum):
    """How two texts differ; the values are French words for people."""

    WORDS = "mots"
    BLANKS = "espaces ou traits d’union insécables seulement"


class Difference(Record, frozen=True):
    """A difference: its place, its kind, the text of the act and the rendered text."""

    place: str
    gap: Gap
    act: str
    rendered: str


def letters(blocks: Blocks) -> tuple[str, ...]:
    """Each stretch without its blanks, with its notes."""
    return tuple(BLANKS.sub("", plain_text(stretch, notes=True)) for stretch in texts_of(blocks))


def compare(act: Document, rendered: Document) -> list[Difference]:
    """Every difference of words or blanks, in the order of the act."""
    effort = Effort()
    if len(act.parts) == len(rendered.parts):
        pairs = zip(act.parts, rendered.parts, strict=True)
        texts = [(place_of(part), _texts(part), _texts(rendered_part)) for part, rendered_part in pairs]
    else:
        every = [text for part in act.parts for text in _texts(part)]
        texts = [("dans l’acte", every, [text for part in rendered.parts for text in _texts(part)])]
    return [difference for place, before, after in texts for difference in _differences(place, before, after, effort)]


def _texts(part: Part) -> list[str]:
    head = [article_heading(part).strip()] if isinstance(part, Article) else []
    return [*head, *(plain_text(stretch, notes=True) for stretch in texts_of(part.blocks))]


def _differences(place: str, act: list[str], rendered: list[str], effort: Effort) -> Iterator[Difference]:
    if act == rendered:
        return
    if len(act) == len(rendered):
        for text, other in zip(act, rendered, strict=True):
            yield from _between(place, text, other, effort)
        return
    yield from _between(place, "\n".join(act), "\n".join(rendered), effort)


def _letters(text: str) -> str:
    """A text without its blanks, and with plain hyphens for the non-breaking ones."""
    return BLANKS.sub("", text).replace(NO_BREAK_HYPHEN, "-")


def _between(place: str, act: str, rendered: str, effort: Effort) -> Iterator[Difference]:
    if act == rendered:
        return
    if _letters(act) == _letters(rendered):
        yield Difference(place, Gap.BLANKS, act, rendered)
        return
    before, after = BLANKS.split(act.strip()), BLANKS.split(rendered.strip())
    for stretch in stretches(before, after, effort):
        words = " ".join(before[stretch.start : stretch.end])
        other = " ".join(after[stretch.other : stretch.other_end])
        if not stretch.same:
            same = _letters(words) == _letters(other)
            yield Difference(place, Gap.BLANKS if same else Gap.WORDS, words, other)
