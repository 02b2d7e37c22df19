"""The comments and the pending tracked changes of a returned file: their authors, places and words."""

from collections.abc import Iterator

from conventions_cli.comparison import part_name, unit_of
from conventions_cli.document import Document
from conventions_cli.foundation import Record
from conventions_cli.readers import Comment, DocxReading, Revision


class Annotation(Record, frozen=True):
    """A comment, or a pending tracked change: its kind, its author, its date, its words, its place.

    `anchor`: the words a comment is about; `resolved`: whether it is marked as such; `replies`: the answers to it.
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
    """The comments, each with its replies, without those that `render` puts in a draft on values to complete.

    Such a comment is listed all the same once it is resolved or answered. `ours`: the file that `render` writes.
    """
    ours_pairs = {(comment.author, comment.text) for comment in ours.comments} if ours is not None else set()
    replies: dict[int, list[Comment]] = {}
    for comment in reading.comments:
        replies.setdefault(comment.answers, []).append(comment)

    def annotation(comment: Comment, answers: tuple[Annotation, ...] = ()) -> Annotation:
        place = _place(reading.document, comment, comment.anchor)
        return Annotation(
            "commentaire", comment.author, comment.date, comment.text, place, comment.anchor, comment.resolved, answers
        )

    return tuple(
        annotation(comment, tuple(annotation(reply) for reply in replies.get(index, ())))
        for index, comment in enumerate(reading.comments)
        if comment.answers < 0
        and ((comment.author, comment.text) not in ours_pairs or comment.resolved or index in replies)
    )


def changes_of(reading: DocxReading) -> tuple[Annotation, ...]:
    """The pending tracked changes."""
    return tuple(
        Annotation(
            change.kind.value,
            change.author,
            change.date,
            change.text,
            _place(reading.document, change, change.text),
        )
        for change in reading.revisions
    )


def pending_in(reading: DocxReading) -> Iterator[tuple[str, str, str]]:
    """The tracked changes and the comments of a file: for each, its kind in French, its place, its words."""
    for change in reading.revisions:
        who = change.author or "auteur inconnu"
        place = _place(reading.document, change, change.text)
        yield f"modification suivie, {change.kind.value} ({who})", place, change.text
    for comment in reading.comments:
        state = ", résolu" if comment.resolved else ""
        kind = "réponse à un commentaire" if comment.answers >= 0 else "commentaire"
        place = _place(reading.document, comment, comment.anchor)
        yield f"{kind} ({comment.author or 'auteur inconnu'}{state})", place, comment.text


def _place(document: Document, mark: Comment | Revision, words: str) -> str:
    """Where an annotation stands: the area besides the text (a note, a header), if any, then the passage."""
    return ", ".join(filter(None, (mark.where, _place_in(document, mark.part, words))))


def _place_in(document: Document, part: int, words: str) -> str:
    """The place of the passage of a part that holds these words, or else the name of the part."""
    if not 0 <= part < len(document.parts):
        return ""
    passage = " ".join(words.split())[:200]
    for leaf in unit_of(document.parts[part], {}).within() if passage else ():
        if leaf.leaf and passage in " ".join(leaf.text.split()):
            return leaf.place
    return part_name(document.parts[part])
