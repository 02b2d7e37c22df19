"""Act B as a Word document with tracked changes against act A: with all accepted, it is B; with all rejected, A.

The ordinary writer writes both acts, with one numbering for their links, notes and lists. Then their bodies are
aligned, paragraph by paragraph and row by row, and woven into one: each side keeps the styles it would have alone.
The document is read back as a proof (`proving`).
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from conventions_cli.comparison.dating import day_of_acts, stamp
from conventions_cli.comparison.proving import Difference, difference
from conventions_cli.comparison.threads import APART
from conventions_cli.comparison.weaving import Weaver
from conventions_cli.document import Article, Document, PageHeads
from conventions_cli.foundation import Effort, Record, made_at
from conventions_cli.writers import (
    DocxBody,
    Reference,
    Tracker,
    XmlElement,
    own_reference,
    package_docx,
    parse_fragment,
    qualified_name,
    serialize_fragment,
)


class Redline(Record, frozen=True):
    """The bytes of the document, the number of its changes, and whether some passages were replaced whole.

    `difference`: the first line where it does not give an act back; such a document must not be used.
    """

    data: bytes
    changes: int
    coarse: bool
    difference: Difference | None = None


def redline(
    before: Document,
    after: Document,
    author: str,
    date: str = "",
    reference: Reference | None = None,
    *,
    foreign: tuple[bool, bool] = (False, False),
    heads: PageHeads | None = None,
) -> Redline:
    """Write act B with its changes against act A, in the name of an author.

    `date`: as `2025-08-20T00:00:00Z`; without one, that of SOURCE_DATE_EPOCH, else that of the acts. `foreign`: for
    each act, whether it was made elsewhere: no address is then written after its links. The numbers of articles are
    text if an act is foreign, or if fields would count them otherwise. `heads`: the headers and footers of act B, when
    it was read from a file.
    """
    moment = made_at()
    date = date or (stamp(moment) if moment is not None else day_of_acts(before, after))
    look = (reference or own_reference(), heads)
    woven = _woven(before, after, Tracker(author, date), look, foreign, typed=any(foreign))
    if woven.difference is not None and not any(foreign):
        woven = _woven(before, after, Tracker(author, date), look, foreign, typed=True)
    return woven


def _woven(
    before: Document,
    after: Document,
    tracker: Tracker,
    look: tuple[Reference, PageHeads | None],
    bare: tuple[bool, bool],
    *,
    typed: bool,
) -> Redline:
    names = (*before.metadata.names, *after.metadata.names)
    old = DocxBody(before, _ranks(before, after), names=names, typed=typed, bare=bare[0])
    new = DocxBody(after, earlier=old, names=names, typed=typed, bare=bare[1])
    effort = Effort()
    weaver = Weaver(old, new, tracker, effort)
    blocks = list(weaver.body(list(parse_fragment(old.xml)), list(parse_fragment(new.xml))))
    tracker.part(blocks)
    new.xml = serialize_fragment(blocks)
    cited = _references_in(blocks)
    new.notes = [note for number, note in enumerate(new.notes, start=1) if ("footnoteReference", number) in cited]
    new.comments = [comment for number, comment in enumerate(new.comments) if ("commentReference", number) in cited]
    reference, heads = look
    data = package_docx(new, after.metadata, reference, made_at(), heads)
    return Redline(data, weaver.changes, effort.coarse, difference(data, before, after))


def _ranks(before: Document, after: Document) -> list[int]:
    """The numbers of the parts of A: those of the parts of B that they match, so that both have the same bookmarks."""
    ranks = {key: rank for rank, key in enumerate(_names(after))}
    return [ranks.get(key, APART + rank) for rank, key in enumerate(_names(before))]


def _names(document: Document) -> Iterator[tuple[str, int]]:
    counts: Counter[str] = Counter()
    for part in document.parts:
        key = f"article {part.label}" if isinstance(part, Article) else part.kind.value
        yield key, counts[key]
        counts[key] += 1


def _references_in(blocks: Sequence[XmlElement]) -> set[tuple[str, int]]:
    tags = {qualified_name(tag): tag for tag in ("footnoteReference", "commentReference")}
    elements = (element for block in blocks for element in block.iter() if element.tag in tags)
    return {(tags[element.tag], int(element.get(qualified_name("id"), "0"))) for element in elements}
