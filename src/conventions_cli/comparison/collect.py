"""An alignment to the list of changes, in the order of B, what A had and B has not at the place it had."""

from collections.abc import Iterable, Iterator
from itertools import chain

from conventions_cli.comparison.alignment import Aligned, Alignment
from conventions_cli.comparison.changes import Change, Kind, Line, Op, Piece
from conventions_cli.comparison.hunks import Hunk, Marks, Sort, Token, Tokens, differences, text_of, tokens
from conventions_cli.comparison.places import joined
from conventions_cli.comparison.units import Shape, Unit
from conventions_cli.document import Article, Heading, ItemList, Paragraph, Picture, Table
from conventions_cli.foundation import Effort
from conventions_cli.french import NO_BREAK_HYPHEN

_BETWEEN_CELLS = " | "
_WORDS_OF_FORM = "présentation du numéro de l’article"


class Collector:
    """Goes through an alignment once, by `changes`.

    It leaves behind what the facts are drawn from: `texts`, the hunks of each pair of texts whose words differ;
    `alone`, each unit that only one act has, and whether that act is B.
    """

    def __init__(self, alignment: Alignment, effort: Effort, *, formatting: bool = True) -> None:
        self.alignment = alignment
        self.effort = effort
        self.formatting = formatting
        self.texts: list[tuple[Unit, tuple[Hunk, ...]]] = []
        self.alone: list[tuple[Unit, bool]] = []

    def changes(self) -> Iterator[Change]:
        """Every change; formatting is left out when it is not wanted."""
        for change in chain.from_iterable(self.step(part) for part in self.alignment.parts):
            if self.formatting or change.kind is not Kind.FORMATTING:
                yield change

    def step(self, step: Aligned) -> Iterator[Change]:
        """The changes of a unit and of what it holds."""
        if step.before is not None and step.after is not None:
            yield from self.pair(step, step.before, step.after)
        elif step.after is not None:
            yield from self.one_side(step.after, came=True)
        elif step.before is not None:
            yield from self.one_side(step.before, came=False)

    def pair(self, step: Aligned, before: Unit, after: Unit) -> Iterator[Change]:
        """The changes between two units that answer each other."""
        if before.leaf or after.leaf:
            yield from self.text(before, after)
            return
        note = _structure(before, after)
        if note:
            yield Change(Kind.FORMATTING, after.place, (), note=note)
        if before.shape is Shape.TABLE:
            yield from self.columns(step)
        for child in step.children:
            yield from self.step(child)

    def text(self, before: Unit, after: Unit) -> Iterator[Change]:
        """What changed in a text: its words, or its formatting alone; then in the notes it calls."""
        image = _image(before, after)
        if image:
            yield image
            return
        hunks = differences(before.tokens, after.tokens, self.effort)
        line = pieces(hunks)
        ops = {piece.op for piece in line}
        note = _structure(before, after)
        if Op.REMOVED in ops or Op.ADDED in ops:
            self.texts.append((after, hunks))
            yield Change(Kind.CHANGED, after.place, (line,), note=note)
        elif Op.FORMAT in ops or note:
            yield Change(Kind.FORMATTING, after.place, (line,), note=note)
        for one, other in _notes(hunks):
            was = Unit(Shape.CELL, joined(before.place, "note"), tokens=tokens(one.note))
            now = Unit(Shape.CELL, joined(after.place, "note"), tokens=tokens(other.note))
            yield from self.text(was, now)

    def columns(self, step: Aligned) -> Iterator[Change]:
        """The columns only one table has: one change each, with their cells."""
        for number, head in enumerate(step.children[0].children):
            if head.before is not None and head.after is not None:
                continue
            came = head.before is None
            cells = [row.children[number] for row in step.children if row.children]
            units = [unit for cell in cells if (unit := cell.after if came else cell.before) is not None]
            lines = tuple((_alone(unit.tokens, came=came)) for unit in units if unit.tokens)
            table = step.after if came else step.before
            if table is not None:
                place = joined(table.place, _column(units[0]))
                yield Change(Kind.ADDED if came else Kind.REMOVED, place, lines)

    def one_side(self, unit: Unit, *, came: bool) -> Iterator[Change]:
        """What only one act has, moves apart: those are told where they arrived."""
        stayed = self.alignment.stayed.get(unit)
        if stayed is not None:
            if came and stayed.before is not None:
                yield from self.pair(stayed, stayed.before, unit)
            return
        move = (self.alignment.arrived if came else self.alignment.left).get(unit)
        if move is not None:
            if came and move.pair.before is not None:
                yield from self.moved(move.pair, move.pair.before, unit)
            return
        if unit.shape is Shape.CELL:
            return  # of a column, told once
        lines = tuple(self.lines(unit, came=came))
        if any(lines):
            self.alone.append((unit, came))
            yield Change(Kind.ADDED if came else Kind.REMOVED, unit.place, lines)
        for inner in unit.within():
            if came and inner is not unit and self.travels(inner):
                yield from self.one_side(inner, came=True)

    def moved(self, pair: Aligned, before: Unit, after: Unit) -> Iterator[Change]:
        """A move, with the changes made on the way: in its lines, or after it for a whole part."""
        inner = list(self.pair(pair, before, after))
        if after.shape is Shape.PART:
            yield Change(Kind.MOVED, after.place, (_title(before, after),), before.place)
            yield from inner
            return
        lines = tuple(self.pair_lines(pair))
        yield Change(Kind.MOVED, after.place, lines, before.place)
        yield from (change for change in inner if change.kind is Kind.MOVED)

    def pair_lines(self, step: Aligned) -> Iterator[Line]:
        """The text of a pair, a line per paragraph or row."""
        before, after = step.before, step.after
        if before is None or after is None:
            unit = before or after
            if unit is not None and not self.travels(unit):
                yield from self.lines(unit, came=before is None)
        elif before.leaf or after.leaf:
            yield pieces(differences(before.tokens, after.tokens, self.effort))
        elif before.shape is Shape.ROW:
            yield _row(
                (child.before is not None, child.after is not None, list(self.pair_lines(child)))
                for child in step.children
            )
        else:
            for child in step.children:
                yield from self.pair_lines(child)

    def lines(self, unit: Unit, *, came: bool) -> Iterator[Line]:
        """The text of a unit on one side, without what moved."""
        if unit.shape is Shape.ROW:
            cells = [(not came, came, [_alone(cell.tokens, came=came)]) for cell in unit.children]
            yield tuple(_merged(_row(cells)))
        elif unit.leaf:
            line = _alone(unit.tokens, came=came)
            if unit.shape is Shape.TITLE:
                name = _heading(unit.place)
                line = tuple(_merged(((Piece(Op.ADDED, "", name) if came else Piece(Op.REMOVED, name, "")), *line)))
            if line:
                yield line
        else:
            for child in unit.children:
                if not self.travels(child):
                    yield from self.lines(child, came=came)

    def travels(self, unit: Unit) -> bool:
        """Whether a unit is told apart from what holds it: it moved, or answers a block of another part."""
        return any(unit in known for known in (self.alignment.left, self.alignment.arrived, self.alignment.stayed))


def _heading(place: str) -> str:
    name = place.rpartition(", ")[0]
    return f"{name[:1].upper()}{name[1:]} – "


def pieces(hunks: Iterable[Hunk]) -> Line:
    """The hunks of a text as pieces to show; put end to end, their sides are the two texts."""
    found: list[Piece] = []
    for hunk in hunks:
        if hunk.same and len(hunk.before) == len(hunk.after):
            found.extend(_same(one, other) for one, other in zip(hunk.before, hunk.after, strict=True))
        elif hunk.same:
            found.append(Piece(Op.SAME, text_of(hunk.before), text_of(hunk.after)))
        elif all(token.sort is Sort.SPACE for token in (*hunk.before, *hunk.after)):
            found.append(Piece(Op.FORMAT, text_of(hunk.before), text_of(hunk.after), "espaces"))
        else:
            if hunk.before:
                found.append(Piece(Op.REMOVED, _shown(hunk.before), ""))
            if hunk.after:
                found.append(Piece(Op.ADDED, "", _shown(hunk.after)))
    return tuple(_merged(found))


def _same(one: Token, other: Token) -> Piece:
    if one.text != other.text and (one.reference or other.reference):
        return Piece(Op.RENUMBERED, one.text, other.text)
    notes = _formatting(one, other)
    return Piece(Op.FORMAT if notes else Op.SAME, one.text, other.text, ", ".join(notes))


def _formatting(one: Token, other: Token) -> list[str]:
    notes = []
    if one.text.replace(NO_BREAK_HYPHEN, "-") != other.text.replace(NO_BREAK_HYPHEN, "-"):  # looks the same in a line
        notes.append("espaces ou apostrophe")
    left, right = _letters(one), _letters(other)
    if len(left) != len(right):  # the same word by its key, of other letters: compare it by its first one
        left, right = left[:1], right[:1]
    if [(marks.strong, marks.emphasis) for marks in left] != [(marks.strong, marks.emphasis) for marks in right]:
        notes.append(_dressed(left, right))
    if {marks.url for marks in left} != {marks.url for marks in right}:
        notes.append(_led(left, right))
    return notes


def _letters(token: Token) -> list[Marks]:
    blank = token.sort is Sort.SPACE
    found = [marks for text, marks in token.runs for _ in text]
    return [Marks(url=marks.url) for marks in found] if blank else found  # a bold space is a space


def _dressed(left: list[Marks], right: list[Marks]) -> str:
    said = []
    for name, was, now in (
        ("gras", any(marks.strong for marks in left), any(marks.strong for marks in right)),
        ("italique", any(marks.emphasis for marks in left), any(marks.emphasis for marks in right)),
    ):
        if was != now:
            said.append(f"{name} {'ajouté' if now else 'retiré'}")
    return ", ".join(said) or "gras ou italique d’une partie du mot"


def _led(left: list[Marks], right: list[Marks]) -> str:
    was = next((marks.url for marks in left if marks.url), "")
    now = next((marks.url for marks in right if marks.url), "")
    if was and now:
        return f"lien\u00a0: {was} → {now}"
    return f"lien ajouté\u00a0: {now}" if now else f"lien retiré\u00a0: {was}"


def _merged(found: Iterable[Piece]) -> Iterator[Piece]:
    """Pieces of one kind that follow one another, as one; a space between two of one formatting is of it."""
    merged: list[list[Piece]] = []  # those of one list are one, of the kind of the first
    for piece in found:
        if merged and _alike(merged[-1][0], piece):
            merged[-1].append(piece)
        elif len(merged) > 1 and piece.op is Op.FORMAT and _alike(merged[-2][0], piece) and _is_blank(merged[-1]):
            blank = merged.pop()
            merged[-1].extend((*blank, piece))
        else:
            merged.append([piece])
    yield from map(_joined, merged)


def _alike(one: Piece, other: Piece) -> bool:
    return (one.op, one.note) == (other.op, other.note)


def _joined(pieces: list[Piece]) -> Piece:
    first = pieces[0]
    if len(pieces) == 1:
        return first
    return Piece(first.op, "".join(one.before for one in pieces), "".join(one.after for one in pieces), first.note)


def _is_blank(pieces: list[Piece]) -> bool:
    if pieces[0].op is not Op.SAME:
        return False
    return all(one.before == one.after and not one.after.strip() for one in pieces)


def _shown(found: Tokens) -> str:
    """The words, and the text of the notes called among them."""
    return "".join(f" [note\u00a0: {text_of(tokens(token.note))}]" if token.note else token.text for token in found)


def _alone(found: Tokens, *, came: bool) -> Line:
    text = _shown(found)
    if not text:
        return ()
    return (Piece(Op.ADDED, "", text) if came else Piece(Op.REMOVED, text, ""),)


def _row(cells: Iterable[tuple[bool, bool, list[Line]]]) -> Line:
    """The cells of a row, each with the acts it is in: a bar between those of each act."""
    line: list[Piece] = []
    begun, other_begun = False, False
    for here, there, lines in cells:
        left, right = _BETWEEN_CELLS * (begun and here), _BETWEEN_CELLS * (other_begun and there)
        if left or right:
            op = Op.SAME if left and right else Op.REMOVED if left else Op.ADDED
            line.append(Piece(op, left, right))
        begun, other_begun = begun or here, other_begun or there
        line.extend(chain.from_iterable(lines))
    return tuple(line)


def _title(before: Unit, after: Unit) -> Line:
    """The words of the heading of a part that moved."""
    one = next((unit for unit in before.children if unit.leaf), None)
    other = next((unit for unit in after.children if unit.leaf), None)
    if one is None or other is None:
        return ()
    return (Piece(Op.SAME, text_of(one.tokens), text_of(other.tokens)),)


def _notes(hunks: Iterable[Hunk]) -> Iterator[tuple[Token, Token]]:
    """The notes called at one place on both sides."""
    for hunk in hunks:
        if hunk.same:
            for one, other in zip(hunk.before, hunk.after, strict=False):
                if one.sort is Sort.NOTE and other.sort is Sort.NOTE:
                    yield one, other


def _image(before: Unit, after: Unit) -> Change | None:
    """An image whose drawing is another, when both are known."""
    one, other = before.node, after.node
    if not (isinstance(one, Picture) and isinstance(other, Picture)) or one.raster is None or other.raster is None:
        return None
    if one.raster.data == other.raster.data:
        return None
    line = (Piece(Op.REMOVED, one.alternative, ""), Piece(Op.ADDED, "", other.alternative))
    return Change(Kind.CHANGED, after.place, (line,), note=f"image remplacée\u00a0: {one.source} → {other.source}")


def _structure(before: Unit, after: Unit) -> str:
    """What changed in the form of a block, its words apart."""
    one, other = before.node, after.node
    if isinstance(one, Article) and isinstance(other, Article):
        return _WORDS_OF_FORM if one.form is not other.form else ""
    if isinstance(one, ItemList) and isinstance(other, ItemList) and one.numbered is not other.numbered:
        return "liste numérotée" if other.numbered else "liste à tirets"
    if isinstance(one, Table) and isinstance(other, Table) and one.alignments != other.alignments:
        return "alignement des colonnes" if len(one.alignments) == len(other.alignments) else ""
    texts = (Paragraph, Heading)
    if isinstance(one, texts) and isinstance(other, texts) and before.level != after.level:
        return f"{_level(before.level)} → {_level(after.level)}"
    return ""


def _level(level: int) -> str:
    return f"titre de niveau {level}" if level else "paragraphe"


def _column(head: Unit) -> str:
    return head.place.rpartition(", ")[2]
