"""Reads a Word file into a tree. The file is not trusted, and any program may have written it.

`package` finds the parts, `xml` parses them (lxml), `styles` and `numbering` resolve the properties of paragraphs,
`paragraphs`, `inlines` and `runs` turn the body into a flow, `structure` cuts it into the parts of an act, `articles`
and `blocks` recognise headings, lists and tables. The file of an act made by the writer gives exactly its tree.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator

from conventions_cli.document import Document, Part, fill_contents, normalize
from conventions_cli.foundation import Diagnostic, Outcome, Record, SourceText, Span, catalogue
from conventions_cli.readers.archive import ArchiveError
from conventions_cli.readers.docx.article_links import act_of_pieces
from conventions_cli.readers.docx.computing import compute_fields
from conventions_cli.readers.docx.flow import Comment, Event, Notices, Revision, RevisionKind, Revisions
from conventions_cli.readers.docx.headers import is_untouched, metadata_of, tell_headers
from conventions_cli.readers.docx.package import Package
from conventions_cli.readers.docx.paragraphs import Reader
from conventions_cli.readers.docx.pending import Thread, threads_of
from conventions_cli.readers.docx.structure import foreign_parts, is_own, own_parts
from conventions_cli.readers.docx.xml import child

__all__ = ["Comment", "DocxReading", "Revision", "RevisionKind", "Revisions", "read_docx"]


class DocxReading(Record, frozen=True):
    """The content of a Word file.

    `revisions`: its pending tracked changes, whichever way the tree was read; `notices`: a French sentence, with its
    words, for each thing without a place in the tree; `own`: whether the file has the marks of our writer.
    """

    document: Document
    comments: tuple[Comment, ...] = ()
    revisions: tuple[Revision, ...] = ()
    notices: tuple[str, ...] = ()
    own: bool = False


def read_docx(
    data: bytes, name: str, revisions: Revisions = Revisions.ACCEPTED, *, computed: bool = False, spelled: bool = False
) -> Outcome[DocxReading]:
    """Reads a Word file; one diagnostic, C504, when it cannot be read. `name`: its name for people.

    `revisions`: how pending tracked changes are read into the tree; `computed`: whether fields are computed again
    instead of read from the file; `spelled`: whether the list numbers of an act made elsewhere become words when they
    are not « 1. », « 2. ».
    """
    try:
        return Outcome(_read(data, revisions, computed=computed, spelled=spelled))
    except ArchiveError as fault:
        span = Span.whole(SourceText(name, ""))
        return Outcome(None, (Diagnostic(catalogue.DOCUMENT, fault.message, span, fault.hint),))


def _read(data: bytes, revisions: Revisions, *, computed: bool, spelled: bool) -> DocxReading:
    package = Package(data)
    body = child(package.root, "body")
    if computed and body is not None:
        compute_fields(body, revisions)
    notices = Notices()
    reader = Reader(package, revisions, notices)
    if body is not None:
        reader.read(body)
    own = is_own(reader.flow)
    if reader.contents and not own:  # that of our own acts is computed again from the articles
        notices.add("Sommaire laissé de côté", " ".join(reader.contents))
    pieces = (
        own_parts(reader.flow, notices, untouched=is_untouched(package))
        if own
        else foreign_parts(reader.flow, notices, spelled=spelled)
    )
    metadata = metadata_of(package)
    tell_headers(package, metadata, notices)
    resolved = act_of_pieces(pieces, reader.references)
    merged: list[Part] = []
    starts: list[int] = []
    for piece, part in zip(pieces, resolved.parts, strict=True):
        for normal in normalize(Document((part,))).parts:
            merged.append(normal)
            starts.append(piece.order)
    document = Document(tuple(merged), metadata)
    return DocxReading(
        fill_contents(document) if own and reader.contents else document,
        tuple(_comments(reader.events, starts, threads_of(package, reader.comments))),
        tuple(_revisions(reader.events, starts)),
        tuple(notices.sentences),
        own,
    )


def _part_at(order: int, starts: list[int]) -> int:
    """The index of the part that contains the line of that rank; -1 when there is none."""
    if order < 0 or not starts:
        return -1
    return max(0, bisect_right(starts, order) - 1)


def _comments(events: Iterable[Event], starts: list[int], threads: dict[str, Thread]) -> Iterator[Comment]:
    comments = [event for event in events if event.kind is None]
    at = {event.name: index for index, event in enumerate(comments)}
    for event in comments:
        thread = threads.get(event.name, Thread())
        yield Comment(
            event.author,
            event.date,
            event.text,
            event.anchor,
            _part_at(event.order, starts),
            event.where,
            at.get(thread.answers, -1),
            thread.resolved,
        )


def _revisions(events: Iterable[Event], starts: list[int]) -> Iterator[Revision]:
    """The tracked changes; consecutive pieces of one change, which Word cuts, are joined."""
    last: Event | None = None
    texts: list[str] = []
    for event in events:
        if event.kind is None:
            continue
        same = last is not None and (last.kind, last.author, last.date, last.where) == (
            *(event.kind, event.author, event.date, event.where),
        )
        near = last is not None and _part_at(last.order, starts) == _part_at(event.order, starts)
        if last is not None and not (same and near and event.kind is not RevisionKind.FORMATTING):
            yield _revision(last, texts, starts)
            texts = []
        last = event
        texts.append(event.text)
    if last is not None:
        yield _revision(last, texts, starts)


def _revision(last: Event, texts: list[str], starts: list[int]) -> Revision:
    assert last.kind is not None  # noqa: S101 - comments were left out
    text = "".join(texts).strip("\n")
    return Revision(last.kind, last.author, last.date, text, _part_at(last.order, starts), last.where)
