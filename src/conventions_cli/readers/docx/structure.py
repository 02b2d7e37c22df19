"""Cuts a flow into the parts of an act, by the marks of our writer (`own_parts`) or by its words (`foreign_parts`)."""

import re

from conventions_cli.document import Inline, SectionKind
from conventions_cli.readers.docx.articles import (
    MAX_TITLE,
    Opening,
    cut_start,
    numbered,
    numbered_depth,
    opening,
    without_weight,
)
from conventions_cli.readers.docx.blocks import Origin, is_table, labelled
from conventions_cli.readers.docx.flow import SECTION_BOOKMARK, Flow, Grid, Line, Notices, all_lines, raw_text
from conventions_cli.readers.docx.pieces import LABEL, Cutter, Piece, label_in
from conventions_cli.readers.docx.tabbed_columns import by_column, is_tabbed
from conventions_cli.readers.docx.wordless import Headings, wordless

_SECTION = re.compile(SECTION_BOOKMARK + r"\d+_([a-z]+)\Z")
_KINDS = {kind.value: kind for kind in SectionKind}
_STYLES = {
    "projet": SectionKind.DRAFT,
    "en-tête de l’acte": SectionKind.HEADER,
    "référence": SectionKind.TITLE,
    "parties": SectionKind.PARTIES,
    "partie": SectionKind.PARTIES,
    "partie côté": SectionKind.PARTIES,
    "visa": SectionKind.VISAS,
    "signature lieu": SectionKind.SIGNATURES,
    "signature qualité": SectionKind.SIGNATURES,
    "signature nom": SectionKind.SIGNATURES,
    "copies": SectionKind.COPIES,
    "titre des copies": SectionKind.COPIES,
}


def is_own(flow: Flow) -> bool:
    """Whether the file has our writer's marks."""
    return any(is_mark(name) for item in flow for name in item.bookmarks)


def is_mark(name: str) -> bool:
    """Whether a bookmark is one that our writer puts at the start of a section or of an article."""
    return bool(_SECTION.match(name) or LABEL.match(name))


def own_parts(flow: Flow, notices: Notices, *, untouched: bool) -> list[Piece]:
    """The parts of an act written by our writer, even if it was changed since."""
    cutter = Cutter(notices, Origin(own=True, untouched=untouched))
    marked = {kind for item in flow for kind in _kinds(item)}
    for item in flow:
        kinds = _kinds(item)
        if kinds:
            cutter.section(item.order, kinds[-1])
        if isinstance(item, Line) and item.heading == 1 and (heading := _own_opening(item)):
            cutter.article(item, heading, cut_start(labelled(item), heading.length))
            continue
        styled = _STYLES.get(item.style.name) if isinstance(item, Line) and not kinds else None
        at = cutter.at
        # The style alone marks a section whose bookmark is lost; if its bookmark is elsewhere, it was pasted here.
        if (
            styled is not None
            and styled not in marked
            and (at is None or at.kind is not styled or at.article is not None)
        ):
            cutter.section(item.order, styled)
        piece = cutter.here(item.order)
        if isinstance(item, Line) and piece.kind is SectionKind.CONTENTS and item.style.is_contents_title:
            piece.blocks.heading(2, labelled(item))
        elif isinstance(item, Line) and item.heading is not None:
            piece.blocks.heading(min(item.heading, 3) + 1, labelled(item))
        else:
            piece.blocks.add([item], signatures=piece.kind is SectionKind.SIGNATURES)
    return cutter.pieces


def _own_opening(line: Line) -> Opening | None:
    """The opening of an article written by our writer: « Article 3 », or « 3. » with a bookmark; None otherwise."""
    text = labelled_text(line)
    return opening(text) or (numbered(text) if label_in(line.bookmarks) else None)


def _kinds(item: Line | Grid) -> list[SectionKind]:
    """The sections that start here, by our writer's bookmarks; several when the lines between them were deleted."""
    matches = (_SECTION.match(name) for name in item.bookmarks)
    return [_KINDS[match[1]] for match in matches if match and match[1] in _KINDS]


def labelled_text(line: Line) -> str:
    """The words of a line, with its automatic number."""
    return raw_text(labelled(line))


_VISA = re.compile(r"\s*vu(?:\s*:|\s+\S)", re.IGNORECASE)
_LISTED_VISA = re.compile(  # under « Vu : »
    r"\s*[-–•*]\s|\s*(?:l[ea]s? |l['’] ?)(?:décret|loi|arrêté|code|ordonnance|circulaire|convention|délibération"
    r"|décision"
    r"|règlement|instruction)s?\b[^:]*[;,.]\s*\Z",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"\s*(?:entre|(?:la|le) présente? \w+ (?:est (?:conclue?|passée?|établie?|signée?) entre|lie|engage))\b",
    re.IGNORECASE,
)
_REPRESENTED = re.compile(r"\s*(?:La|Le|L[’'])\b ?[^.;]{3,200}?,? représentée? par\b")
_AFTER_PARTIES = re.compile(
    r"\s*(?:il (?:est|a été) (?:convenu|arrêté|exposé|préalablement)|préambule|considérant|attendu que|exposé"
    r"|(?:ceci|cela) (?:exposé|étant)|étant (?:préalablement |d’abord )?(?:exposé|rappelé|précisé|entendu)|après avoir"
    r"|(?:(?:les parties|elles|ils) )?(?:conviennent|ont convenu|sont convenue?s|décident|arrêtent)\b"
    r"|d[’']un commun accord)",
    re.IGNORECASE,
)
_SAID = re.compile(  # a sentence, which begins a preamble without a heading
    r"\s*(?:La|Le|Les|L[’']) ?[^.]{3,120}? (?:a|ont|est|sont|avait|avaient|était|étaient) [^.]{10,}\.\s*\Z"
)
_OF_A_PARTY = re.compile(r"représent|ci-après|nommée?s?\b|désign|appelée?s?\b|\bdite?s?\b|\bpart\b", re.IGNORECASE)
_TITLE = re.compile(
    r"\s*(?:projet de )?(?:convention|avenant|protocole|accord|contrat|décision|arrêté)\b", re.IGNORECASE
)
_DRAFT = re.compile(r"\s*projet\s*\Z", re.IGNORECASE)
_SIGNED = re.compile(
    r"\s*(?:fait,? (?:à|en|le|aux?)\b|le \d{1,2}(?:er)? \w{3,9} \d{4}\s*\.?\s*\Z|signée? (?:électroniquement )?le \d"
    r"|signatures?\s*:?\s*\Z"
    r"|à [^,]{2,40}, le(?=\s*(?:\d|[….:_\[]|\Z))"
    r"|[^\W\d_][\w’'-]{1,20}(?:[ -][\w’'-]{1,20}){0,3}, le \d{1,2}(?:er)? \w{3,9} \d{4}\s*\.?\s*\Z)",
    re.IGNORECASE,
)
_COPIES = re.compile(r"\s*(?:copies?|ampliations?|destinataires?)\b", re.IGNORECASE)
_COPIES_OF = re.compile(r"\s*(?:copies?|ampliations?|destinataires?)\s*:", re.IGNORECASE)
_ANNEX = re.compile(r"\s*annexes?\b(?!\s+(?:à|au)\s+\w+\s+\w+\s+\w+\s+\w+)", re.IGNORECASE)
_PREAMBLE = re.compile(r"\s*(?:préambule|exposé des motifs|contexte)\s*:?\s*\Z", re.IGNORECASE)


_MAX_ENDED = 45  # characters of a title that a full stop ends


class _Foreign(Cutter):
    """Recognises the parts of an act made elsewhere."""

    def __init__(self, flow: Flow, notices: Notices, *, spelled: bool) -> None:
        super().__init__(notices, Origin(spelled=spelled))
        self.flow = flow
        self.last_number = 0
        self.headings = Headings({}, frozenset())
        self.counted: set[int] = set()  # the numbers without a suffix, « Article 1 » and not « Article 1.1 »
        lines = [item for item in flow if isinstance(item, Line)]
        openings = [line for line in lines if self.article_at(line, sure=True)]
        worded = [
            heading for line in lines if (heading := opening(labelled_text(line)[: MAX_TITLE * 2])) and heading.mark
        ]
        self.counted = {heading.number for heading in worded if not heading.beside}
        if not openings and not worded:
            self.headings = wordless(flow)
            openings = [line for line in lines if line.order in self.headings.bare | self.headings.numbered.keys()]
        levels = [line.heading for line in openings if line.heading]
        self.article_level = min(levels) if levels else None
        self.titled = False
        self.in_articles = False  # an article was opened

    def article_at(self, line: Line, *, sure: bool = False) -> Opening | None:
        """The opening of an article at this line; plain text is one only if its number follows the last one."""
        if line.order in self.headings.numbered:
            return self.headings.numbered[line.order]
        text = labelled_text(line)
        heading = opening(text[: MAX_TITLE * 2])
        if heading is None or (heading.beside.startswith(".") and heading.number in self.counted):
            return None  # « Article 1.1 » inside « Article 1 » is a heading of it
        stands_out = line.heading is not None or line.bold or (line.mark is not None and "rticle" in line.mark.label)
        short = len(text) <= MAX_TITLE and not text.rstrip().endswith((".", ";", ","))
        if stands_out:
            return heading if heading.mark or short else None
        if sure or not heading.mark:
            return None
        follows = heading.number == self.last_number + (not heading.beside)
        return heading if follows else None  # « Article 2. – Le préfet verse … », « Article 2. Crédits. »

    def run(self) -> None:
        """Read the flow."""
        at = 0
        while at < len(self.flow):
            item = self.flow[at]
            at += 1
            if isinstance(item, Grid):
                self.grid(item)
                continue
            if self.at is not None and self.at.kind is SectionKind.SIGNATURES and is_tabbed(item):
                side_by_side = [item]
                while at < len(self.flow) and isinstance(next_ := self.flow[at], Line) and is_tabbed(next_):
                    side_by_side.append(next_)
                    at += 1
                for line in by_column(side_by_side):
                    self.line(line)
                continue
            heading = self.article_at(item)
            if heading is not None:
                at += self.open_article(item, heading, self.flow[at] if at < len(self.flow) else None)
            else:
                self.line(item)

    def open_article(self, line: Line, heading: Opening, following: Line | Grid | None) -> int:
        """Start an article; return the number of following lines that belong to its title."""
        self.last_number, self.in_articles = heading.number, True
        title = cut_start(labelled(line), heading.length)
        ended = raw_text(title).rstrip().endswith((".", ";")) and len(raw_text(title)) > _MAX_ENDED
        sentence = len(raw_text(title)) > MAX_TITLE or ended
        if sentence and not (line.bold or line.heading):
            self.article(line, heading, []).blocks.line(_body(line, title))
            return 0
        if not line.bold and line.heading is None and _bold_start(line, heading.length):
            self.article(line, heading, []).blocks.line(_body(line, title))
            return 0
        if raw_text(title).strip():
            self.article(line, heading, without_weight(title) if line.bold else title)
            return 0
        if isinstance(following, Line) and self.is_title_of(line, following):
            pieces = labelled(following)
            self.article(line, heading, without_weight(pieces) if following.bold else pieces)
            return 1
        self.article(line, heading, [])
        return 0

    def is_title_of(self, line: Line, following: Line) -> bool:
        """Whether a line is the title of the article opened just above it."""
        text = following.text.strip()
        if not text or len(text) > MAX_TITLE or self.article_at(following) or text.endswith((".", ";", ",")):
            return False
        if following.mark is not None or opening(labelled_text(following)):
            return False
        if following.heading is not None:
            return line.heading is None or following.heading == line.heading
        centred = following.alignment == "center" and line.alignment == "center"
        return following.bold or centred

    def line(self, line: Line) -> None:
        """A line that opens no article."""
        text = labelled_text(line).strip()
        if not text:
            self.here(line.order).blocks.line(line)
            return
        if line.order in self.headings.bare:
            self.in_articles = True
            self.section(line.order, SectionKind.BODY).blocks.heading(2, without_weight(labelled(line)))
            return
        title = line.heading is not None or line.bold or text.isupper()
        kind = self.kind_of(text, line, title=title)
        at = self.at
        if kind is not None and (
            at is None or at.article is not None or at.kind is not kind or kind is SectionKind.ANNEX
        ):
            self.section(line.order, kind)
        elif (
            at is not None and at.kind in {SectionKind.VISAS, SectionKind.PARTIES} and self.ends(at, text, title=title)
        ):
            self.section(line.order, SectionKind.BODY)
        self.text(line, text, kind)

    def kind_of(self, text: str, line: Line, *, title: bool) -> SectionKind | None:
        """The kind of section that begins with this line; None without one."""
        before_articles = not self.in_articles
        if before_articles:
            if line.heading == 0 or (title and not self.titled and _TITLE.match(text) and len(text) < 2 * MAX_TITLE):
                return SectionKind.TITLE
            if _DRAFT.match(text):
                return SectionKind.DRAFT
            if _VISA.match(text):
                return SectionKind.VISAS
            named = _REPRESENTED.match(text) and self.titled and not self.has(SectionKind.PARTIES)
            if (named or _BETWEEN.match(text)) and self.at is not None and not self.is_preamble():
                return SectionKind.PARTIES
        elif _SIGNED.match(text):
            return SectionKind.SIGNATURES
        short = len(text) <= MAX_TITLE
        if short and title and _ANNEX.match(text):
            return SectionKind.ANNEX
        if (
            short
            and (title or text.endswith(":") or _COPIES_OF.match(text))
            and not before_articles
            and _COPIES.match(text)
        ):
            return SectionKind.COPIES
        return None

    def has(self, kind: SectionKind) -> bool:
        """Whether a part of this kind was started."""
        return any(piece.kind is kind for piece in self.pieces)

    def is_preamble(self) -> bool:
        """Whether prose has started: « entre » then no longer opens the list of parties."""
        return any(piece.kind is SectionKind.BODY and piece.blocks.content for piece in self.pieces) and any(
            piece.kind is SectionKind.PARTIES for piece in self.pieces
        )

    def ends(self, at: Piece, text: str, *, title: bool) -> bool:
        """Whether this line ends the visas or the parties."""
        if at.kind is SectionKind.VISAS:
            return not (_VISA.match(text) or _LISTED_VISA.match(text))
        sentence = _SAID.match(text) is not None and _OF_A_PARTY.search(text) is None
        return sentence or bool(_AFTER_PARTIES.match(text)) or (title and bool(_PREAMBLE.match(text)))

    def text(self, line: Line, text: str, kind: SectionKind | None) -> None:
        """Add a line to its part, as a heading when it is one."""
        pieces = labelled(line)
        plain = without_weight(pieces) if line.bold else pieces
        if kind is SectionKind.TITLE:
            first = not self.titled
            self.titled = True
            piece = self.here(line.order)
            piece.blocks.heading(1, plain) if first else piece.blocks.line(line)
            return
        if kind is SectionKind.ANNEX:
            self.here(line.order).blocks.heading(2, plain)
            return
        level = self.heading_level(line, text)
        if level is None:
            first_kind = SectionKind.HEADER if self.has_title_ahead() else SectionKind.BODY
            self.here(line.order, first_kind).blocks.line(line)
            return
        outside = self.at is None or self.at.article is not None or self.at.kind is not SectionKind.ANNEX
        if level == 2 and outside and kind is None:
            self.section(line.order, SectionKind.BODY)
        self.here(line.order).blocks.heading(level, plain)

    def has_title_ahead(self) -> bool:
        """Whether the lines before the title are being read."""
        return not self.pieces and any(
            isinstance(item, Line) and (item.heading == 0 or (item.bold and _TITLE.match(item.text)))
            for item in self.flow[:40]
        )

    def heading_level(self, line: Line, text: str) -> int | None:
        """The level of a heading in the tree, 2 to 4; None for text."""
        inside = self.at is not None and self.at.article is not None
        if line.heading is not None and len(text) <= 2 * MAX_TITLE:
            level = max(line.heading, 1)
            if not inside:
                return min(level + 1, 4)
            if self.article_level is None or level > self.article_level:
                return min(4, 3 + (level - (self.article_level or level - 1) - 1))
            return 2
        if line.bold and len(text) <= MAX_TITLE:
            sub = opening(text)
            depth = 2 if sub and sub.beside and inside else numbered_depth(text)
            if depth and not text.endswith((";", ",")):
                return min(4, max(3, depth + 1)) if inside else min(4, depth + 1)
            if _PREAMBLE.match(text):
                return 2
        return None

    def grid(self, grid: Grid) -> None:
        """Add a table; one with signatories side by side starts the signatures."""
        if is_table(grid, own=False):
            self.here(grid.order).blocks.add([grid])
            return
        cells = [cell for _, row in grid.rows for cell in row if cell.lines]
        side_by_side = len(cells) > 1 and any(len(cell.lines) > 1 for cell in cells)
        at = self.at
        if (
            self.in_articles
            and side_by_side
            and not any(self.article_at(line, sure=True) for line in all_lines([grid]))
        ):
            if at is None or at.kind not in {SectionKind.SIGNATURES, SectionKind.ANNEX, SectionKind.COPIES}:
                self.section(grid.order, SectionKind.SIGNATURES)
            self.here(grid.order).blocks.add([grid], signatures=True)
            return
        for _, row in grid.rows:
            for cell in row:
                inner, self.flow = self.flow, cell.flow
                self.run()
                self.flow = inner


def _bold_start(line: Line, length: int) -> bool:
    """Whether the opening of an article is bold, and the words after it are not."""
    count = 0
    for piece in line.pieces:
        text = raw_text((piece,))
        if text.strip() and not getattr(piece, "strong", False):
            return False
        count += len(text)
        if count >= length - 3:
            return True
    return False


def _body(line: Line, pieces: list[Inline]) -> Line:
    return Line(line.order, pieces, line.style, alignment=line.alignment)


def foreign_parts(flow: Flow, notices: Notices, *, spelled: bool = False) -> list[Piece]:
    """The parts of an act made elsewhere; `spelled`: see `read_docx`."""
    cutter = _Foreign(flow, notices, spelled=spelled)
    cutter.run()
    return cutter.pieces
