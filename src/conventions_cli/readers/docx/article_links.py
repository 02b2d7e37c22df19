"""Resolves the references of an act to its articles, once all are read: until then the tree holds « #n »."""

import re
from collections.abc import Sequence

from conventions_cli.document import Article, CrossReference, Document, Inline, Inlines, Text, rewrite_document
from conventions_cli.foundation import Record, replace
from conventions_cli.readers.docx.pieces import Piece

_ARTICLE_WORD = re.compile(r"(?:article|art\.)[ \u00a0\u202f]\Z", re.IGNORECASE)


class Reference(Record, frozen=True):
    """The target and the words of a field or an inner link; the tree holds « #n » until articles are known."""

    bookmark: str
    pieces: Inlines


def act_of_pieces(pieces: Sequence[Piece], references: Sequence[Reference]) -> Document:
    """The parts of an act, its references resolved; not in normal form yet."""
    labels: dict[str, int] = {}
    parts = [piece.part(labels) for piece in pieces]
    targets = {
        name: part.label
        for piece, part in zip(pieces, parts, strict=True)
        if isinstance(part, Article)
        for name in piece.names
    }
    return rewrite_document(Document(tuple(parts)), lambda inlines: _resolved(inlines, targets, references))


def _resolved(inlines: Inlines, targets: dict[str, str], references: Sequence[Reference]) -> Inlines:
    """Turn « #n » into the reference to an article, the word « article » included, or into the words it shows."""
    labelled: list[Inline] = []
    for inline in inlines:
        if not isinstance(inline, CrossReference):
            labelled.append(inline)
            continue
        reference = references[int(inline.label[1:])]
        label = targets.get(reference.bookmark)
        if label is None:
            labelled.extend(_resolved(reference.pieces, targets, references))  # a reference may be inside another
            continue
        before = labelled[-1] if labelled else None
        word = _ARTICLE_WORD.search(before.text) if isinstance(before, Text) else None
        if word is None or not isinstance(before, Text):
            labelled.append(CrossReference(label, inline.text))
            continue
        labelled[-1] = replace(before, text=before.text[: word.start()])
        labelled.append(CrossReference(label, word[0] + inline.text))
    return tuple(labelled)
