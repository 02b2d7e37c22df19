"""B's act as a Word document with tracked changes against A's: accepted, it is B; rejected, it is A.

Both acts are written by the ordinary writer, links, notes and lists numbered together; then their bodies are aligned,
paragraph against paragraph and row against row, and woven into one. So each side keeps the styles it would have alone.
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
from conventions_cli.writers import DocxBody as Body
from conventions_cli.writers import Reference, Tracker, own_reference
from conventions_cli.writers import XmlElement as Element
from conventions_cli.writers import package_docx as package
from conventions_cli.writers import parse_fragment as parse
from conventions_cli.writers import qualified_name as name
from conventions_cli.writers import serialize_fragment as serialize

_APART = 10_000  # added to what numbers the parts and bookmarks of A that B has not
_NUMBERED = re.compile(r"\A(\D+)\d+(.*)", re.DOTALL)


class Redline(Record, frozen=True):
    """The bytes of the document, how many changes it bears, and whether some passages were replaced whole."""

    data: bytes
    changes: int
    coarse: bool


def redline(
    before: Document, after: Document, author: str, date: str = "", reference: Reference | None = None
) -> Redline:
    """Write B's act with its changes against A's, in the name of an author; `date`: see `Tracker`."""
    old = Body(before, _ranks(before, after))
    new = Body(after, earlier=old)
    tracker = Tracker(author, date)
    effort = Effort()
    weaver = _Weaver(old, new, tracker, effort)
    blocks = list(weaver.body(list(parse(old.xml)), list(parse(new.xml))))
    new.xml = serialize(blocks)
    called = _called(blocks)
    new.notes = [note for number, note in enumerate(new.notes, start=1) if ("footnoteReference", number) in called]
    new.comments = [one for number, one in enumerate(new.comments) if ("commentReference", number) in called]
    data = package(new, after.metadata, reference or own_reference(), made_at())
    return Redline(data, weaver.changes, effort.coarse)


def _ranks(before: Document, after: Document) -> list[int]:
    """The numbers of A's parts: those of the parts of B that answer them, so that their bookmarks have one name."""
    known = {key: rank for rank, key in enumerate(_names(after))}
    return [known.get(key, _APART + rank) for rank, key in enumerate(_names(before))]


def _names(document: Document) -> Iterator[tuple[str, int]]:
    seen: Counter[str] = Counter()
    for part in document.parts:
        key = f"article {part.label}" if isinstance(part, Article) else part.kind.value
        yield key, seen[key]
        seen[key] += 1


def _called(blocks: Sequence[Element]) -> set[tuple[str, int]]:
    tags = {name(tag): tag for tag in ("footnoteReference", "commentReference")}
    found = (one for block in blocks for one in block.iter() if one.tag in tags)
    return {(tags[one.tag], int(one.get(name("id"), "0"))) for one in found}


class _Block(Record, eq=False):
    """A paragraph, a table or a row, with what it is aligned by."""

    element: Element
    atoms: list[Atom] = field(default_factory=list)
    key: str = ""
    bag: Counter[str] = field(default_factory=Counter)

    @property
    def is_paragraph(self) -> bool:
        return self.element.tag == name("p")


class _Line:
    """A paragraph being written: what stands in one link, on either side, is put back into one."""

    def __init__(self, paragraph: Element) -> None:
        self.paragraph = paragraph
        self.open: Element | None = None
        self.links: tuple[Element | None, Element | None] = (None, None)

    def add(self, elements: list[Element], ours: Element | None, theirs: Element | None) -> None:
        """Add elements that stand in a link of A, in a link of B, or in none."""
        link = theirs if theirs is not None else ours
        if link is None:
            self.paragraph.extend(elements)
            self.open = None
            return
        fits = self.open is not None and self.open.attrib == link.attrib
        for known, one in zip(self.links, (ours, theirs), strict=True):
            fits = fits and (known is None or one is None or known is one)
        if self.open is None or not fits:
            self.open, self.links = ET.SubElement(self.paragraph, link.tag, link.attrib), (None, None)
        self.open.extend(elements)
        known_ours, known_theirs = self.links
        self.links = (ours if ours is not None else known_ours, theirs if theirs is not None else known_theirs)


class _Weaver:
    def __init__(self, old: Body, new: Body, tracker: Tracker, effort: Effort) -> None:
        self.old, self.new = Cutter(old), Cutter(new)
        self.tracker = tracker
        self.effort = effort
        self.changes = 0
        self.lists: dict[str, str] = {}
        self.bookmarks: set[str] = set()

    def body(self, before: list[Element], after: list[Element]) -> Iterator[Element]:
        """The blocks of both bodies, woven."""
        left, right = [self.block(one, self.old) for one in before], [self.block(one, self.new) for one in after]
        self.bookmarks = {one.get(name("name"), "") for root in after for one in root.iter(name("bookmarkStart"))}
        pairs = self.pairs(left, right, _likeness)
        self.lists = _lists((left[i].element, right[j].element) for i, j in pairs)
        moves = self.moves(left, right, pairs)
        return self.weave(left, right, pairs, moves)

    def block(self, element: Element, cutter: Cutter) -> _Block:
        made = _Block(element)
        for paragraph in element.iter(name("p")):
            made.atoms.extend(cutter.atoms(paragraph))
        words = [atom.word for atom in made.atoms if atom.word]
        instructions = [atom.key for atom in made.atoms if atom.element.find(name("instrText")) is not None]
        made.key = "\x02".join([element.tag, "".join(words), *instructions])
        made.bag = Counter(word for word in words if word[:1].isalnum())
        return made

    def pairs(
        self, before: Sequence[_Block], after: Sequence[_Block], likeness: Callable[[_Block, _Block], float]
    ) -> Pairs:
        """What says the same, then, between, what resembles most."""
        found = common([one.key for one in before], [one.key for one in after], self.effort)
        between: Pairs = []
        at = other = 0
        for i, j in [*found, (len(before), len(after))]:
            left, right = before[at:i], after[other:j]
            near = alike(left, right, likeness, self.effort)
            if not near and len(left) == len(right) == 1 and _at_one_place(left[0], right[0]):
                near = [(0, 0)]
            between.extend((at + a, other + b) for a, b in near)
            at, other = i + 1, j + 1
        return sorted(found + between)

    def moves(self, before: list[_Block], after: list[_Block], pairs: Pairs) -> dict[_Block, str]:
        """The paragraphs that left one place and stand, unchanged, at another: each under the name of its move."""
        stay, here = {i for i, _ in pairs}, {j for _, j in pairs}
        waiting: dict[str, list[_Block]] = {}
        for j, block in reversed(list(enumerate(after))):
            if j not in here and _may_move(block):
                waiting.setdefault(block.key, []).append(block)
        found: dict[_Block, str] = {}
        for i, block in enumerate(before):
            if i not in stay and _may_move(block) and waiting.get(block.key):
                found[block] = found[waiting[block.key].pop()] = f"deplacement{len(found) // 2 + 1}"
        return found

    def weave(
        self, before: list[_Block], after: list[_Block], pairs: Pairs, moves: dict[_Block, str]
    ) -> Iterator[Element]:
        at = other = 0
        for i, j in [*pairs, (len(before), len(after))]:
            gone, come = before[at:i], after[other:j]
            for block in gone:
                yield from self.one_side(block, "moveFrom" if block in moves else "del", moves.get(block, ""))
            if gone and come and not gone[-1].is_paragraph and not come[0].is_paragraph:
                yield self.between_tables()
            for block in come:
                yield from self.one_side(block, "moveTo" if block in moves else "ins", moves.get(block, ""))
            if i < len(before):
                yield from self.pair(before[i], after[j])
            at, other = i + 1, j + 1

    def one_side(self, block: _Block, kind: str, move: str = "") -> Iterator[Element]:
        """A paragraph or a table that only one act has."""
        self.changes += 1
        if block.is_paragraph:
            yield self.lone_paragraph(block.element, block.atoms, kind, move)
            return
        for row in block.element.findall(name("tr")):
            self.lone_row(row, kind)
        yield block.element

    def lone_row(self, row: Element, kind: str) -> None:
        cutter = self.old if kind == "del" else self.new
        for cell in row.findall(name("tc")):
            for place, child in enumerate(list(cell)):
                if child.tag == name("p"):
                    cell[place] = self.lone_paragraph(child, cutter.atoms(child), kind, mark=False)
        self.tracker.row(row, kind)

    def lone_paragraph(
        self, element: Element, atoms: list[Atom], kind: str, move: str = "", *, mark: bool = True
    ) -> Element:
        made = ET.Element(name("p"))
        properties = element.find(name("pPr"))
        if properties is not None:
            made.append(self.renumbered(properties) if kind in {"del", "moveFrom"} else copy.deepcopy(properties))
        if mark:
            self.tracker.paragraph(made, kind)
        line = _Line(made)
        if move:
            start, end = self.tracker.range(kind, move)
            made.append(start)
            self.write(line, atoms, kind)
            made.append(end)
        else:
            self.write(line, atoms, kind)
        return made

    def between_tables(self) -> Element:
        """An end of paragraph neither act has: Word would make one table of two that nothing parts."""
        made = ET.Element(name("p"))
        self.tracker.paragraph(made, "ins", "del")
        return made

    def pair(self, before: _Block, after: _Block) -> Iterator[Element]:
        if after.is_paragraph:
            yield self.paragraph(before.element, after.element, before.atoms, after.atoms)
            return
        rows = [self.block(one, self.old) for one in before.element.findall(name("tr"))]
        others = [self.block(one, self.new) for one in after.element.findall(name("tr"))]
        if len({len(row.element.findall(name("tc"))) for row in (*rows, *others)}) > 1:
            yield from self.one_side(before, "del")
            yield self.between_tables()
            yield from self.one_side(after, "ins")
            return
        for row in after.element.findall(name("tr")):
            after.element.remove(row)
        after.element.extend(self.rows(rows, others, self.pairs(rows, others, _row_likeness)))
        yield after.element

    def rows(self, before: list[_Block], after: list[_Block], pairs: Pairs) -> Iterator[Element]:
        at = other = 0
        for i, j in [*pairs, (len(before), len(after))]:
            for row in before[at:i]:
                self.changes += 1
                self.lone_row(row.element, "del")
                yield row.element
            for row in after[other:j]:
                self.changes += 1
                self.lone_row(row.element, "ins")
                yield row.element
            if i < len(before):
                yield self.row(before[i].element, after[j].element)
            at, other = i + 1, j + 1

    def row(self, before: Element, after: Element) -> Element:
        for left, right in zip(before.findall(name("tc")), after.findall(name("tc")), strict=True):
            ours = [self.block(one, self.old) for one in left.findall(name("p"))]
            theirs = [self.block(one, self.new) for one in right.findall(name("p"))]
            # The last mark of a cell can be neither inserted nor deleted: the last paragraphs answer each other.
            last = (len(ours) - 1, len(theirs) - 1)
            pairs = [*self.pairs(ours[:-1], theirs[:-1], _likeness), last]
            for one in theirs:
                right.remove(one.element)
            right.extend(self.weave(ours, theirs, pairs, {}))
        return after

    def paragraph(self, before: Element, after: Element, ours: list[Atom], theirs: list[Atom]) -> Element:
        """A paragraph of both acts: the words, then its properties."""
        made = ET.Element(name("p"))
        properties = after.find(name("pPr"))
        if properties is not None:
            made.append(copy.deepcopy(properties))
        was = before.find(name("pPr"))
        if was is not None and _shape(self.renumbered(was)) != _shape(properties):
            self.changes += 1
            self.tracker.properties(made, self.renumbered(was))
        line = _Line(made)
        left = right = 0
        tokens, others = tuple(atom.token for atom in ours), tuple(atom.token for atom in theirs)
        for hunk in differences(tokens, others, self.effort):
            gone, come = ours[left : left + len(hunk.before)], theirs[right : right + len(hunk.after)]
            left, right = left + len(hunk.before), right + len(hunk.after)
            if hunk.same:
                for links, run in groupby(zip(gone, come, strict=True), key=lambda pair: (pair[0].link, pair[1].link)):
                    line.add(_joined(self.element(one, "") for _, one in run), *links)
                continue
            self.changes += 1
            self.write(line, gone, "del")
            self.write(line, come, "ins")
        return made

    def write(self, line: "_Line", atoms: list[Atom], kind: str) -> None:
        """Add atoms of one side to a line, inside a change."""
        for link, run in groupby(atoms, key=lambda atom: atom.link):
            change = self.tracker.runs(kind, _joined(self.element(atom, kind) for atom in run))
            line.add([change], *((link, None) if kind in {"del", "moveFrom"} else (None, link)))

    def element(self, atom: Atom, kind: str) -> Element:
        """An element to write; the bookmarks of A are numbered, and named, apart from those of B."""
        if kind not in {"del", "moveFrom"} or "bookmark" not in atom.element.tag:
            return copy.deepcopy(atom.element)
        made = ET.Element(atom.element.tag, atom.element.attrib)
        made.set(name("id"), str(_APART + int(made.attrib[name("id")])))
        named = made.get(name("name"))
        if named in self.bookmarks:
            made.set(name("name"), _NUMBERED.sub(lambda match: f"{match[1]}{_APART}{match[2]}", named)[:40])
        return made

    def renumbered(self, properties: Element) -> Element:
        """The properties of a paragraph of A, in the list of B that answers its own."""
        made = copy.deepcopy(properties)
        for one in made.iter(name("numId")):
            identifier = one.get(name("val"), "")
            one.set(name("val"), self.lists.get(identifier, identifier))
        return made


def _joined(elements: Iterable[Element]) -> list[Element]:
    """Words that follow one another in one dress, in one run."""
    made: list[Element] = []
    for element in elements:
        text, last = element.find(name("t")), made[-1].find(name("t")) if made else None
        if text is not None and last is not None and _dress(element) == _dress(made[-1]):
            last.text = f"{last.text or ''}{text.text or ''}"
        else:
            made.append(element)
    return made


def _dress(run: Element) -> str:
    properties = run.find(name("rPr"))
    return "" if properties is None else ET.tostring(properties, encoding="unicode")


def _lists(pairs: Iterator[tuple[Element, Element]]) -> dict[str, str]:
    """The lists of A, by those of B their paragraphs are in."""
    found: dict[str, str] = {}
    for one, other in pairs:
        for left, right in zip(one.iter(name("numId")), other.iter(name("numId")), strict=False):
            found.setdefault(left.get(name("val"), ""), right.get(name("val"), ""))
    return found


_LAYOUT = (name("keepNext"), name("spacing"), name("pageBreakBefore"))


def _shape(properties: Element | None) -> list[str]:
    """What the properties of a paragraph say of it, without what only its neighbours explain."""
    if properties is None:
        return []
    return [ET.tostring(one, encoding="unicode") for one in properties if one.tag not in _LAYOUT]


def _likeness(one: _Block, other: _Block) -> float:
    resemblance = share(one.bag, other.bag)
    if one.element.tag != other.element.tag:
        return 0.0
    return resemblance if resemblance >= RESEMBLES else 0.0


def _at_one_place(one: _Block, other: _Block) -> bool:
    """Whether what stands alone between two things that did not change became what stands there now."""
    return one.element.tag == other.element.tag and share(one.bag, other.bag) >= BARELY


def _row_likeness(one: _Block, other: _Block) -> float:
    """Rows that open with the same words are one row, whatever its figures became."""
    resemblance = share(one.bag, other.bag)
    first, second = next(one.element.iter(name("tc"))), next(other.element.iter(name("tc")))
    if "".join(first.itertext()) and "".join(first.itertext()) == "".join(second.itertext()):
        return 1.0 + resemblance
    return resemblance if resemblance >= RESEMBLES else 0.0


def _may_move(block: _Block) -> bool:
    return block.is_paragraph and block.bag.total() >= FEWEST_WORDS
