"""The list of changes of an alignment, in the order of B, with each removal where it was in A."""

from collections.abc import Iterable, Iterator
from itertools import chain

from conventions_cli.comparison.act_differences import Change, Kind, Line, Op, Piece
from conventions_cli.comparison.alignment import Aligned, Alignment
from conventions_cli.comparison.hunks import Hunk, Marks, Sort, Token, Tokens, differences, text_of, tokens
from conventions_cli.comparison.places import joined
from conventions_cli.comparison.units import Shape, Unit
from conventions_cli.document import Article, Heading, ItemList, Paragraph, Picture, Table
from conventions_cli.foundation import Effort
from conventions_cli.french import NO_BREAK_HYPHEN, capitalized

_BETWEEN_CELLS = " | "
_WORDS_OF_FORM = "présentation du numéro de l’article"


class Collector:
    """Collects the changes of an alignment: call `changes`, once.

    It fills `texts`, the hunks of each pair of texts whose words differ, and `alone`, each unit that only one act has,
    with whether that act is B.
    """

    def __init__(self, alignment: Alignment, effort: Effort, *, formatting: bool = True) -> None:
        self.alignment = alignment
        self.effort = effort
        self.formatting = formatting
        self.texts: list[tuple[Unit, tuple[Hunk, ...]]] = []
        self.alone: list[tuple[Unit, bool]] = []

    def changes(self) -> Iterator[Change]:
        """Every change; those of formatting alone only if `formatting`."""
        for change in chain.from_iterable(self.step(part) for part in self.alignment.parts):
            if self.formatting or change.kind is not Kind.FORMATTING:
                yield change

    def step(self, step: Aligned) -> Iterator[Change]:
        """The changes of an aligned unit and of its contents."""
        if step.before is not None and step.after is not None:
            yield from self.pair(step, step.before, step.after)
        elif step.after is not None:
            yield from self.one_side(step.after, came=True)
        elif step.before is not None:
            yield from self.one_side(step.before, came=False)

    def pair(self, step: Aligned, before: Unit, after: Unit) -> Iterator[Change]:
        """The changes between two units that match."""
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
        """The change of a text (its words, or its formatting alone), then the changes of the notes it calls."""
        image = _image(before, after)
        if image:
            yield image
            return
        note = _structure(before, after)
        if before.tokens == after.tokens and not note:
            return
        hunks = differences(before.tokens, after.tokens, self.effort)
        line = pieces(hunks)
        ops = {piece.op for piece in line}
        if Op.REMOVED in ops or Op.ADDED in ops:
            self.texts.append((after, hunks))
            yield Change(Kind.CHANGED, after.place, (line,), note=note)
        elif Op.FORMAT in ops or note:
            yield Change(Kind.FORMATTING, after.place, (line,), note=note)
        for old, new in _notes(hunks):
            was = Unit(Shape.CELL, joined(before.place, "note"), content=old.note)
            now = Unit(Shape.CELL, joined(after.place, "note"), content=new.note)
            yield from self.text(was, now)

    def columns(self, step: Aligned) -> Iterator[Change]:
        """A change for each column that only one table has, with its cells."""
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
        """The change of a unit that only one act has; a move is listed at the new place of the unit."""
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
            return  # its column has its own change
        lines = tuple(self.lines(unit, came=came))
        if any(lines):
            self.alone.append((unit, came))
            yield Change(Kind.ADDED if came else Kind.REMOVED, unit.place, lines)
        for inner in unit.within():
            if came and inner is not unit and self.travels(inner):
                yield from self.one_side(inner, came=True)

    def moved(self, pair: Aligned, before: Unit, after: Unit) -> Iterator[Change]:
        """The change of a move; the changes inside the unit are in its lines, or, for a whole part, follow it."""
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
        """The text of a unit of one side, a line per paragraph or row, without the units in it that moved."""
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
        """Whether a unit has its own change, apart from that of its parent: it moved, or matches a unit elsewhere."""
        return any(unit in units for units in (self.alignment.left, self.alignment.arrived, self.alignment.stayed))


def _heading(place: str) -> str:
    name = place.rpartition(", ")[0]
    return f"{capitalized(name)} – "


def pieces(hunks: Iterable[Hunk]) -> Line:
    """The hunks of a text as pieces to show; end to end, each of their sides is the whole text of that side."""
    pieces: list[Piece] = []
    for hunk in hunks:
        if hunk.same and len(hunk.before) == len(hunk.after):
            pieces.extend(_same(old, new) for old, new in zip(hunk.before, hunk.after, strict=True))
        elif hunk.same:
            pieces.append(Piece(Op.SAME, text_of(hunk.before), text_of(hunk.after)))
        elif all(token.sort is Sort.SPACE for token in (*hunk.before, *hunk.after)):
            pieces.append(Piece(Op.FORMAT, text_of(hunk.before), text_of(hunk.after), "espaces"))
        else:
            if hunk.before:
                pieces.append(Piece(Op.REMOVED, _shown(hunk.before), ""))
            if hunk.after:
                pieces.append(Piece(Op.ADDED, "", _shown(hunk.after)))
    return tuple(_merged(pieces))


def _same(old: Token, new: Token) -> Piece:
    if old.text != new.text and (old.reference or new.reference):
        return Piece(Op.RENUMBERED, old.text, new.text)
    notes = _formatting(old, new)
    return Piece(Op.FORMAT if notes else Op.SAME, old.text, new.text, ", ".join(notes))


def _formatting(old: Token, new: Token) -> list[str]:
    notes = []
    if old.text.replace(NO_BREAK_HYPHEN, "-") != new.text.replace(NO_BREAK_HYPHEN, "-"):  # both look the same
        notes.append("espaces ou apostrophe")
    left, right = _letters(old), _letters(new)
    if len(left) != len(right):  # equal words with other letters: compare the first letter
        left, right = left[:1], right[:1]
    if [(marks.strong, marks.emphasis) for marks in left] != [(marks.strong, marks.emphasis) for marks in right]:
        notes.append(_emphasis_change(left, right))
    if {marks.url for marks in left} != {marks.url for marks in right}:
        notes.append(_link_change(left, right))
    return notes


def _letters(token: Token) -> list[Marks]:
    blank = token.sort is Sort.SPACE
    letters = [marks for text, marks in token.runs for _ in text]
    return [Marks(url=marks.url) for marks in letters] if blank else letters  # nobody sees that a space is bold


def _emphasis_change(left: list[Marks], right: list[Marks]) -> str:
    phrases = []
    for name, was, now in (
        ("gras", any(marks.strong for marks in left), any(marks.strong for marks in right)),
        ("italique", any(marks.emphasis for marks in left), any(marks.emphasis for marks in right)),
    ):
        if was != now:
            phrases.append(f"{name} {'ajouté' if now else 'retiré'}")
    return ", ".join(phrases) or "gras ou italique d’une partie du mot"


def _link_change(left: list[Marks], right: list[Marks]) -> str:
    was = next((marks.url for marks in left if marks.url), "")
    now = next((marks.url for marks in right if marks.url), "")
    if was and now:
        return f"lien\u00a0: {was} → {now}"
    return f"lien ajouté\u00a0: {now}" if now else f"lien retiré\u00a0: {was}"


def _merged(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """The pieces, with consecutive pieces of one kind joined, and those of one formatting across a space."""
    merged: list[list[Piece]] = []  # each list will be one piece
    for piece in pieces:
        if merged and _alike(merged[-1][0], piece):
            merged[-1].append(piece)
        elif len(merged) > 1 and piece.op is Op.FORMAT and _alike(merged[-2][0], piece) and _is_blank(merged[-1]):
            blank = merged.pop()
            merged[-1].extend((*blank, piece))
        else:
            merged.append([piece])
    yield from map(_joined, merged)


def _alike(left: Piece, right: Piece) -> bool:
    return (left.op, left.note) == (right.op, right.note)


def _joined(pieces: list[Piece]) -> Piece:
    first = pieces[0]
    if len(pieces) == 1:
        return first
    return Piece(
        first.op, "".join(piece.before for piece in pieces), "".join(piece.after for piece in pieces), first.note
    )


def _is_blank(pieces: list[Piece]) -> bool:
    if pieces[0].op is not Op.SAME:
        return False
    return all(piece.before == piece.after and not piece.after.strip() for piece in pieces)


def _shown(words: Tokens) -> str:
    """The text of words, with the text of their notes."""
    return "".join(f" [note\u00a0: {text_of(tokens(token.note))}]" if token.note else token.text for token in words)


def _alone(words: Tokens, *, came: bool) -> Line:
    text = _shown(words)
    if not text:
        return ()
    return (Piece(Op.ADDED, "", text) if came else Piece(Op.REMOVED, text, ""),)


def _row(cells: Iterable[tuple[bool, bool, list[Line]]]) -> Line:
    """A row as a line, with bars between the cells of each act. `cells`: whether each is in A, in B, and its lines."""
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
    """The words of the heading of a part that moved, as pieces."""
    old = next((unit for unit in before.children if unit.leaf), None)
    new = next((unit for unit in after.children if unit.leaf), None)
    if old is None or new is None:
        return ()
    return (Piece(Op.SAME, old.text, new.text),)


def _notes(hunks: Iterable[Hunk]) -> Iterator[tuple[Token, Token]]:
    """The pairs of notes with a reference at the same place on both sides."""
    for hunk in hunks:
        if hunk.same:
            for old, new in zip(hunk.before, hunk.after, strict=False):
                if old.sort is Sort.NOTE and new.sort is Sort.NOTE:
                    yield old, new


def _image(before: Unit, after: Unit) -> Change | None:
    """The change of an image whose file changed, when both files are known."""
    old, new = before.node, after.node
    if not (isinstance(old, Picture) and isinstance(new, Picture)) or old.raster is None or new.raster is None:
        return None
    if old.raster.data == new.raster.data:
        return None
    line = (Piece(Op.REMOVED, old.alternative, ""), Piece(Op.ADDED, "", new.alternative))
    return Change(Kind.CHANGED, after.place, (line,), note=f"image remplacée\u00a0: {old.source} → {new.source}")


def _structure(before: Unit, after: Unit) -> str:
    """The change of form of a block (its level, its numbering), in French; empty when there is none."""
    old, new = before.node, after.node
    if isinstance(old, Article) and isinstance(new, Article):
        return _WORDS_OF_FORM if old.form is not new.form else ""
    if isinstance(old, ItemList) and isinstance(new, ItemList) and old.numbered is not new.numbered:
        return "liste numérotée" if new.numbered else "liste à tirets"
    if isinstance(old, Table) and isinstance(new, Table) and old.alignments != new.alignments:
        return "alignement des colonnes" if len(old.alignments) == len(new.alignments) else ""
    texts = (Paragraph, Heading)
    if isinstance(old, texts) and isinstance(new, texts) and before.level != after.level:
        return f"{_level(before.level)} → {_level(after.level)}"
    return ""


def _level(level: int) -> str:
    return f"titre de niveau {level}" if level else "paragraphe"


def _column(head: Unit) -> str:
    return head.place.rpartition(", ")[2]
