"""The comments and the pending tracked changes of a returned file: who made them, where they stand, their words."""

from collections.abc import Iterator

from conventions_cli.comparison import part_name, unit_of
from conventions_cli.document import Document
from conventions_cli.foundation import Record
from conventions_cli.readers import Comment, DocxReading, Revision


class Annotation(Record, frozen=True):
    """A comment, or a pending tracked change: what it is, who made it and when, its words, and its place.

    `anchor`: the words a comment is about; `resolved`: whether it is marked so; `replies`: what answers it.
    """

    kind: str
    author: str
    date: str
    text: str
    place: str
    anchor: str = ""
    resolved: bool = False
    replies: tuple["Annotation", ...] = ()


def comments_of(reading: DocxReading, ours: DocxReading | None) -> tuple[Annotation, ...]:
    """The comments, each with its replies, but for those that `render` puts in a draft on what is to be completed.

    One of those is listed too once it is resolved or answered.
    """
    known = {(one.author, one.text) for one in ours.comments} if ours is not None else set()
    replies: dict[int, list[Comment]] = {}
    for one in reading.comments:
        replies.setdefault(one.answers, []).append(one)

    def annotation(one: Comment, answers: tuple[Annotation, ...] = ()) -> Annotation:
        place = _place(reading.document, one, one.anchor)
        return Annotation("commentaire", one.author, one.date, one.text, place, one.anchor, one.resolved, answers)

    return tuple(
        annotation(one, tuple(annotation(reply) for reply in replies.get(index, ())))
        for index, one in enumerate(reading.comments)
        if one.answers < 0 and ((one.author, one.text) not in known or one.resolved or index in replies)
    )


def changes_of(reading: DocxReading) -> tuple[Annotation, ...]:
    """The pending tracked changes."""
    return tuple(
        Annotation(one.kind.value, one.author, one.date, one.text, _place(reading.document, one, one.text))
        for one in reading.revisions
    )


def pending_in(reading: DocxReading) -> Iterator[tuple[str, str, str]]:
    """The tracked changes and the comments of a file: what each is, in French, where it stands, its words."""
    for change in reading.revisions:
        who = change.author or "auteur inconnu"
        place = _place(reading.document, change, change.text)
        yield f"modification suivie, {change.kind.value} ({who})", place, change.text
    for comment in reading.comments:
        state = ", résolu" if comment.resolved else ""
        what = "réponse à un commentaire" if comment.answers >= 0 else "commentaire"
        place = _place(reading.document, comment, comment.anchor)
        yield f"{what} ({comment.author or 'auteur inconnu'}{state})", place, comment.text


def _place(document: Document, one: Comment | Revision, words: str) -> str:
    """Where it stands: what it is in besides the text, and the passage."""
    return ", ".join(filter(None, (one.where, _place_in(document, one.part, words))))


def _place_in(document: Document, part: int, words: str) -> str:
    """Where a comment or a tracked change stands: the passage that holds its words, or else its part."""
    if not 0 <= part < len(document.parts):
        return ""
    wanted = " ".join(words.split())[:200]
    for leaf in unit_of(document.parts[part], {}).within() if wanted else ():
        if leaf.leaf and wanted in " ".join(leaf.text.split()):
            return leaf.place
    return part_name(document.parts[part])
