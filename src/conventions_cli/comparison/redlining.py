"""Act B as a Word document with tracked changes against act A: all accepted, it is B; all rejected, it is A.

The ordinary writer writes both acts, with one numbering for their links, notes and lists. Then their bodies are
aligned, paragraph by paragraph and row by row, and woven into one: each side keeps the styles it would have alone.
"""

import copy
import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby

from conventions_cli.comparison.atoms import Atom, Cutter
from conventions_cli.comparison.hunks import differences
from conventions_cli.comparison.likeness import BARELY, FEWEST_WORDS, RESEMBLES, share
from conventions_cli.comparison.sequences import Pairs, alike, common
from conventions_cli.document import Article, Document
from conventions_cli.foundation import Effort, Record, field, made_at
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

_APART = 10_000  # added to the numbers of parts and bookmarks that only A has
_NUMBERED = re.compile(r"\A(\D+)\d+(.*)", re.DOTALL)


class Redline(Record, frozen=True):
    """The bytes of the document, the number of its changes, and whether some passages were replaced whole."""

    data: bytes
    changes: int
    coarse: bool


def redline(
    before: Document, after: Document, author: str, date: str = "", reference: Reference | None = None
) -> Redline:
    """Write act B with its changes against act A, in the name of an author; `date`: see `Tracker`."""
    old = DocxBody(before, _ranks(before, after))
    new = DocxBody(after, earlier=old)
    tracker = Tracker(author, date)
    effort = Effort()
    weaver = _Weaver(old, new, tracker, effort)
    blocks = list(weaver.body(list(parse_fragment(old.xml)), list(parse_fragment(new.xml))))
    new.xml = serialize_fragment(blocks)
    called = _called(blocks)
    new.notes = [note for number, note in enumerate(new.notes, start=1) if ("footnoteReference", number) in called]
    new.comments = [comment for number, comment in enumerate(new.comments) if ("commentReference", number) in called]
    data = package_docx(new, after.metadata, reference or own_reference(), made_at())
    return Redline(data, weaver.changes, effort.coarse)


def _ranks(before: Document, after: Document) -> list[int]:
    """The numbers of the parts of A: those of the parts of B they match, so that their bookmarks have one name."""
    ranks = {key: rank for rank, key in enumerate(_names(after))}
    return [ranks.get(key, _APART + rank) for rank, key in enumerate(_names(before))]


def _names(document: Document) -> Iterator[tuple[str, int]]:
    counts: Counter[str] = Counter()
    for part in document.parts:
        key = f"article {part.label}" if isinstance(part, Article) else part.kind.value
        yield key, counts[key]
        counts[key] += 1


def _called(blocks: Sequence[XmlElement]) -> set[tuple[str, int]]:
    tags = {qualified_name(tag): tag for tag in ("footnoteReference", "commentReference")}
    elements = (element for block in blocks for element in block.iter() if element.tag in tags)
    return {(tags[element.tag], int(element.get(qualified_name("id"), "0"))) for element in elements}


class _Block(Record, eq=False):
    """A paragraph, a table or a row, with the key and the words it is aligned by."""

    element: XmlElement
    atoms: list[Atom] = field(default_factory=list)
    key: str = ""
    bag: Counter[str] = field(default_factory=Counter)

    @property
    def is_paragraph(self) -> bool:
        return self.element.tag == qualified_name("p")


class _Line:
    """A paragraph being written: elements of one link, from either side, are put into one link again."""

    def __init__(self, paragraph: XmlElement) -> None:
        self.paragraph = paragraph
        self.open: XmlElement | None = None
        self.links: tuple[XmlElement | None, XmlElement | None] = (None, None)

    def add(self, elements: list[XmlElement], ours: XmlElement | None, theirs: XmlElement | None) -> None:
        """Add elements; `ours` and `theirs`: the links of A and of B they are in, if any."""
        link = theirs if theirs is not None else ours
        if link is None:
            self.paragraph.extend(elements)
            self.open = None
            return
        fits = self.open is not None and self.open.attrib == link.attrib
        for links, relations in zip(self.links, (ours, theirs), strict=True):
            fits = fits and (links is None or relations is None or links is relations)
        if self.open is None or not fits:
            self.open, self.links = ET.SubElement(self.paragraph, link.tag, link.attrib), (None, None)
        self.open.extend(elements)
        known_ours, known_theirs = self.links
        self.links = (ours if ours is not None else known_ours, theirs if theirs is not None else known_theirs)


class _Weaver:
    def __init__(self, old: DocxBody, new: DocxBody, tracker: Tracker, effort: Effort) -> None:
        self.old, self.new = Cutter(old), Cutter(new)
        self.tracker = tracker
        self.effort = effort
        self.changes = 0
        self.lists: dict[str, str] = {}
        self.bookmarks: set[str] = set()

    def body(self, before: list[XmlElement], after: list[XmlElement]) -> Iterator[XmlElement]:
        """The blocks of both bodies, woven."""
        left, right = (
            [self.block(element, self.old) for element in before],
            [self.block(element, self.new) for element in after],
        )
        self.bookmarks = {
            start.get(qualified_name("name"), "")
            for root in after
            for start in root.iter(qualified_name("bookmarkStart"))
        }
        pairs = self.pairs(left, right, _likeness)
        self.lists = _lists((left[i].element, right[j].element) for i, j in pairs)
        moves = self.moves(left, right, pairs)
        return self.weave(left, right, pairs, moves)

    def block(self, element: XmlElement, cutter: Cutter) -> _Block:
        block = _Block(element)
        for paragraph in element.iter(qualified_name("p")):
            block.atoms.extend(cutter.atoms(paragraph))
        words = [atom.word for atom in block.atoms if atom.word]
        instructions = [atom.key for atom in block.atoms if atom.element.find(qualified_name("instrText")) is not None]
        block.key = "\x02".join([element.tag, "".join(words), *instructions])
        block.bag = Counter(word for word in words if word[:1].isalnum())
        return block

    def pairs(
        self, before: Sequence[_Block], after: Sequence[_Block], likeness: Callable[[_Block, _Block], float]
    ) -> Pairs:
        """Match equal blocks first, then, between them, the blocks most alike."""
        pairs = common([block.key for block in before], [block.key for block in after], self.effort)
        between: Pairs = []
        at = other_at = 0
        for i, j in [*pairs, (len(before), len(after))]:
            left, right = before[at:i], after[other_at:j]
            near = alike(left, right, likeness, self.effort)
            if not near and len(left) == len(right) == 1 and _at_one_place(left[0], right[0]):
                near = [(0, 0)]
            between.extend((at + a, other_at + b) for a, b in near)
            at, other_at = i + 1, j + 1
        return sorted(pairs + between)

    def moves(self, before: list[_Block], after: list[_Block], pairs: Pairs) -> dict[_Block, str]:
        """The paragraphs that moved unchanged, on both sides, each with the name of its move."""
        stay, here = {i for i, _ in pairs}, {j for _, j in pairs}
        waiting: dict[str, list[_Block]] = {}
        for j, block in reversed(list(enumerate(after))):
            if j not in here and _may_move(block):
                waiting.setdefault(block.key, []).append(block)
        places: dict[_Block, str] = {}
        for i, block in enumerate(before):
            if i not in stay and _may_move(block) and waiting.get(block.key):
                places[block] = places[waiting[block.key].pop()] = f"deplacement{len(places) // 2 + 1}"
        return places

    def weave(
        self, before: list[_Block], after: list[_Block], pairs: Pairs, moves: dict[_Block, str]
    ) -> Iterator[XmlElement]:
        at = other_at = 0
        for i, j in [*pairs, (len(before), len(after))]:
            gone, come = before[at:i], after[other_at:j]
            for block in gone:
                yield from self.one_side(block, "moveFrom" if block in moves else "del", moves.get(block, ""))
            if gone and come and not gone[-1].is_paragraph and not come[0].is_paragraph:
                yield self.between_tables()
            for block in come:
                yield from self.one_side(block, "moveTo" if block in moves else "ins", moves.get(block, ""))
            if i < len(before):
                yield from self.pair(before[i], after[j])
            at, other_at = i + 1, j + 1

    def one_side(self, block: _Block, kind: str, move: str = "") -> Iterator[XmlElement]:
        """A paragraph or a table that only one act has."""
        self.changes += 1
        if block.is_paragraph:
            yield self.lone_paragraph(block.element, block.atoms, kind, move)
            return
        for row in block.element.findall(qualified_name("tr")):
            self.lone_row(row, kind)
        yield block.element

    def lone_row(self, row: XmlElement, kind: str) -> None:
        cutter = self.old if kind == "del" else self.new
        for cell in row.findall(qualified_name("tc")):
            for place, child in enumerate(list(cell)):
                if child.tag == qualified_name("p"):
                    cell[place] = self.lone_paragraph(child, cutter.atoms(child), kind, mark=False)
        self.tracker.row(row, kind)

    def lone_paragraph(
        self, element: XmlElement, atoms: list[Atom], kind: str, move: str = "", *, mark: bool = True
    ) -> XmlElement:
        paragraph = ET.Element(qualified_name("p"))
        properties = element.find(qualified_name("pPr"))
        if properties is not None:
            paragraph.append(self.renumbered(properties) if kind in {"del", "moveFrom"} else copy.deepcopy(properties))
        if mark:
            self.tracker.paragraph(paragraph, kind)
        line = _Line(paragraph)
        if move:
            start, end = self.tracker.range(kind, move)
            paragraph.append(start)
            self.write(line, atoms, kind)
            paragraph.append(end)
        else:
            self.write(line, atoms, kind)
        return paragraph

    def between_tables(self) -> XmlElement:
        """An empty paragraph that neither act has: without it, Word would join two consecutive tables."""
        paragraph = ET.Element(qualified_name("p"))
        self.tracker.paragraph(paragraph, "ins", "del")
        return paragraph

    def pair(self, before: _Block, after: _Block) -> Iterator[XmlElement]:
        if after.is_paragraph:
            yield self.paragraph(before.element, after.element, before.atoms, after.atoms)
            return
        rows = [self.block(row, self.old) for row in before.element.findall(qualified_name("tr"))]
        new_rows = [self.block(row, self.new) for row in after.element.findall(qualified_name("tr"))]
        if len({len(row.element.findall(qualified_name("tc"))) for row in (*rows, *new_rows)}) > 1:
            yield from self.one_side(before, "del")
            yield self.between_tables()
            yield from self.one_side(after, "ins")
            return
        for row in after.element.findall(qualified_name("tr")):
            after.element.remove(row)
        after.element.extend(self.rows(rows, new_rows, self.pairs(rows, new_rows, _row_likeness)))
        yield after.element

    def rows(self, before: list[_Block], after: list[_Block], pairs: Pairs) -> Iterator[XmlElement]:
        at = other_at = 0
        for i, j in [*pairs, (len(before), len(after))]:
            for row in before[at:i]:
                self.changes += 1
                self.lone_row(row.element, "del")
                yield row.element
            for row in after[other_at:j]:
                self.changes += 1
                self.lone_row(row.element, "ins")
                yield row.element
            if i < len(before):
                yield self.row(before[i].element, after[j].element)
            at, other_at = i + 1, j + 1

    def row(self, before: XmlElement, after: XmlElement) -> XmlElement:
        for left, right in zip(before.findall(qualified_name("tc")), after.findall(qualified_name("tc")), strict=True):
            ours = [self.block(paragraph, self.old) for paragraph in left.findall(qualified_name("p"))]
            theirs = [self.block(paragraph, self.new) for paragraph in right.findall(qualified_name("p"))]
            # The last paragraph mark of a cell can be neither inserted nor deleted: the last paragraphs are paired.
            last = (len(ours) - 1, len(theirs) - 1)
            pairs = [*self.pairs(ours[:-1], theirs[:-1], _likeness), last]
            for block in theirs:
                right.remove(block.element)
            right.extend(self.weave(ours, theirs, pairs, {}))
        return after

    def paragraph(self, before: XmlElement, after: XmlElement, ours: list[Atom], theirs: list[Atom]) -> XmlElement:
        """A paragraph of both acts: its words woven, then its properties."""
        paragraph = ET.Element(qualified_name("p"))
        properties = after.find(qualified_name("pPr"))
        if properties is not None:
            paragraph.append(copy.deepcopy(properties))
        was = before.find(qualified_name("pPr"))
        if was is not None and _shape(self.renumbered(was)) != _shape(properties):
            self.changes += 1
            self.tracker.properties(paragraph, self.renumbered(was))
        line = _Line(paragraph)
        left = right = 0
        tokens, other_tokens = tuple(atom.token for atom in ours), tuple(atom.token for atom in theirs)
        for hunk in differences(tokens, other_tokens, self.effort):
            gone, come = ours[left : left + len(hunk.before)], theirs[right : right + len(hunk.after)]
            left, right = left + len(hunk.before), right + len(hunk.after)
            if hunk.same:
                for links, run in groupby(zip(gone, come, strict=True), key=lambda pair: (pair[0].link, pair[1].link)):
                    line.add(_joined(self.element(atom, "") for _, atom in run), *links)
                continue
            self.changes += 1
            self.write(line, gone, "del")
            self.write(line, come, "ins")
        return paragraph

    def write(self, line: "_Line", atoms: list[Atom], kind: str) -> None:
        """Add atoms of one side to a line, inside a change."""
        for link, run in groupby(atoms, key=lambda atom: atom.link):
            change = self.tracker.runs(kind, _joined(self.element(atom, kind) for atom in run))
            line.add([change], *((link, None) if kind in {"del", "moveFrom"} else (None, link)))

    def element(self, atom: Atom, kind: str) -> XmlElement:
        """A copy of an element to write; the bookmarks of A have other numbers and names than those of B."""
        if kind not in {"del", "moveFrom"} or "bookmark" not in atom.element.tag:
            return copy.deepcopy(atom.element)
        element = ET.Element(atom.element.tag, atom.element.attrib)
        element.set(qualified_name("id"), str(_APART + int(element.attrib[qualified_name("id")])))
        named = element.get(qualified_name("name"))
        if named in self.bookmarks:
            element.set(
                qualified_name("name"), _NUMBERED.sub(lambda match: f"{match[1]}{_APART}{match[2]}", named)[:40]
            )
        return element

    def renumbered(self, properties: XmlElement) -> XmlElement:
        """The properties of a paragraph of A, moved to the list of B that matches its own."""
        copied = copy.deepcopy(properties)
        for number in copied.iter(qualified_name("numId")):
            identifier = number.get(qualified_name("val"), "")
            number.set(qualified_name("val"), self.lists.get(identifier, identifier))
        return copied


def _joined(elements: Iterable[XmlElement]) -> list[XmlElement]:
    """The runs, consecutive ones with the same properties joined."""
    runs: list[XmlElement] = []
    for element in elements:
        text, last = element.find(qualified_name("t")), runs[-1].find(qualified_name("t")) if runs else None
        if text is not None and last is not None and _dress(element) == _dress(runs[-1]):
            last.text = f"{last.text or ''}{text.text or ''}"
        else:
            runs.append(element)
    return runs


def _dress(run: XmlElement) -> str:
    properties = run.find(qualified_name("rPr"))
    return "" if properties is None else ET.tostring(properties, encoding="unicode")


def _lists(pairs: Iterator[tuple[XmlElement, XmlElement]]) -> dict[str, str]:
    """For each list of A, the list of B that holds the paragraphs matching its own."""
    names: dict[str, str] = {}
    for old, new in pairs:
        for left, right in zip(old.iter(qualified_name("numId")), new.iter(qualified_name("numId")), strict=False):
            names.setdefault(left.get(qualified_name("val"), ""), right.get(qualified_name("val"), ""))
    return names


_LAYOUT = (qualified_name("keepNext"), qualified_name("spacing"), qualified_name("pageBreakBefore"))


def _shape(properties: XmlElement | None) -> list[str]:
    """The properties of a paragraph, without those that only its neighbours decide."""
    if properties is None:
        return []
    return [ET.tostring(element, encoding="unicode") for element in properties if element.tag not in _LAYOUT]


def _likeness(left: _Block, right: _Block) -> float:
    resemblance = share(left.bag, right.bag)
    if left.element.tag != right.element.tag:
        return 0.0
    return resemblance if resemblance >= RESEMBLES else 0.0


def _at_one_place(left: _Block, right: _Block) -> bool:
    """Whether two blocks, each alone between the same unchanged neighbours, are one block that changed."""
    return left.element.tag == right.element.tag and share(left.bag, right.bag) >= BARELY


def _row_likeness(left: _Block, right: _Block) -> float:
    """How much two rows resemble; rows with the same first cell are one row, whatever their figures."""
    resemblance = share(left.bag, right.bag)
    first, second = next(left.element.iter(qualified_name("tc"))), next(right.element.iter(qualified_name("tc")))
    if "".join(first.itertext()) and "".join(first.itertext()) == "".join(second.itertext()):
        return 1.0 + resemblance
    return resemblance if resemblance >= RESEMBLES else 0.0


def _may_move(block: _Block) -> bool:
    return block.is_paragraph and block.bag.total() >= FEWEST_WORDS
