"""Reads Markdown into a tree, in a closed dialect. Only this module imports markdown-it.

The dialect: headings, paragraphs, lists, pipe tables, bold, italic, links, hard breaks, footnotes. Anything else is a
fault with its line, and never passes as text. A published act (`read_document`) may also contain what our writer adds:
the comments that open each part, `<mark>` around a missing value, links to articles.
"""

import re
from collections.abc import Callable
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from conventions_cli.document import (
    Alignment,
    Article,
    ArticleForm,
    Block,
    Blocks,
    CrossReference,
    Document,
    Footnote,
    Heading,
    Inline,
    Inlines,
    ItemList,
    LineBreak,
    Link,
    Missing,
    Paragraph,
    Part,
    Picture,
    Section,
    SectionKind,
    Table,
    Text,
    article_anchors,
    is_address,
    normal_blocks,
    normalize,
    plain_text,
    rewrite_document,
    roman,
)
from conventions_cli.foundation import Record, remembered, replace
from conventions_cli.readers.markdown_notes import MarkdownFault as MarkdownFault
from conventions_cli.readers.markdown_notes import endless_call, note_faults

_MARKER = re.compile(r"<!-- (\S+)(?: (\S+))? -->\s*\Z")
_MISSING = re.compile(r"\[à compléter\u00a0: (.*)\]\Z", re.DOTALL)
_ARTICLE = re.compile(r"Article (1er|[1-9]\d*)( – |\u00a0: )\Z")
_HOUSE_LEAD = re.compile(
    r"(?:article|art\.)[ \u00a0](?:n°[ \u00a0]?)?(1er|premier|[1-9]\d{0,3}"
    r"|[IVXLC]{1,8})((?:[ \u00a0]?[-–—:.)]+)?)(?:[ \u00a0]+|\Z)",
    re.IGNORECASE,
)

# A line that begins with a letter and has no sign of Markdown: markdown-it would make one paragraph of it.
_WORDS_ONLY = re.compile(r"[^\W\d_](?:[^\W_]|[ ,;.:?()/%€«»’'…–\u00a0\u202f-])*")

_MOST_PRINTED = 100_000

_REFUSED = {
    "html_block": "du HTML",
    "html_inline": "du HTML",
    "code_block": "un bloc de code (quatre espaces au début de la ligne)",
    "fence": "un bloc de code",
    "code_inline": "du code entre accents graves",
    "image": "une image",
    "blockquote_open": "une citation (« > » au début de la ligne)",
    "hr": "un trait horizontal",
}


class MarkdownResult(Record, frozen=True):
    """The blocks that could be read, and every fault."""

    blocks: Blocks
    faults: tuple[MarkdownFault, ...] = ()


class _FaultError(Exception):
    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message, self.hint = message, hint


@remembered()
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": True}).enable("table").use(footnote_plugin, inline=False)
    # Addresses are kept letter for letter (a guarded one must not be percent-encoded); we check them.
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]
    parser.normalizeLinkText = lambda link: link  # type: ignore[method-assign]
    parser.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005 - its name is the caller's
    return parser


class _Reader(Record):
    """Walks the flat list of markdown-it tokens."""

    published: bool
    check_address: Callable[[str], bool]
    faults: list[MarkdownFault]
    notes: dict[int, Inlines]
    printed: int = 0  # pieces of notes put so far, counted at each call

    def blocks(self, tokens: list[Token]) -> list[Block | str]:
        """The blocks; a string is the comment that opens a part."""
        blocks: list[Block | str] = []
        for group in _groups(tokens):
            try:
                blocks.append(self.block(group))
            except _FaultError as fault:
                self.fault(group[0], fault.message, fault.hint)
        return blocks

    def fault(self, token: Token, message: str, hint: str) -> None:
        self.faults.append(MarkdownFault(token.map[0] if token.map else 0, message, hint))

    def block(self, group: list[Token]) -> Block | str:
        opening = group[0]
        match opening.type:
            case "paragraph_open":
                image = self.image(group[1])
                return image or Paragraph(self.inlines(group[1]))
            case "heading_open":
                return Heading(int(opening.tag[1]), self.inlines(group[1]))
            case "bullet_list_open":
                return ItemList(self.items(group[1:-1]))
            case "ordered_list_open":
                if opening.attrGet("start") not in {None, 1}:
                    raise _FaultError("Une liste numérotée commence par 1.", "Numéroter la liste à partir de « 1. ».")
                return ItemList(self.items(group[1:-1]), numbered=True)
            case "table_open":
                return self.table(group)
            case "html_block" if self.published and _MARKER.match(opening.content):
                return opening.content.strip()
        raise _refused(opening)

    def image(self, token: Token) -> Picture | None:
        """An image of a published act, alone in its paragraph."""
        (first, *rest) = token.children or [token]
        if not self.published or rest or first.type != "image":
            return None
        return Picture(str(first.attrGet("src") or ""), "".join(child.content for child in first.children or ()))

    def items(self, tokens: list[Token]) -> tuple[tuple[Paragraph | ItemList, ...], ...]:
        items = []
        for group in _groups(tokens):
            children = []
            for child in self.blocks(group[1:-1]):
                if isinstance(child, (Paragraph, ItemList)):
                    children.append(child)
                else:
                    self.fault(group[0], "Un titre ou un tableau est placé dans une liste.", "Le sortir de la liste.")
            items.append(tuple(children))
        return tuple(items)

    def table(self, group: list[Token]) -> Table:
        rows: list[list[Inlines]] = []
        alignments: list[Alignment] = []
        for token, content in pairwise(group):
            if token.type == "tr_open":
                rows.append([])
            elif token.type in {"th_open", "td_open"}:
                rows[-1].append(self.inlines(content))
                if token.type == "th_open":
                    style = str(token.attrGet("style") or "text-align:left")
                    alignments.append(Alignment(style.removeprefix("text-align:")))
        return Table(tuple(rows[0]), tuple(tuple(row) for row in rows[1:]), tuple(alignments))

    def inlines(self, token: Token) -> Inlines:
        inlines, rest = self.run(list(token.children or ()), 0, strong=False, emphasis=False, until="")
        assert rest == len(token.children or ())  # noqa: S101 - markdown-it balances its own tokens
        return inlines

    def run(self, tokens: list[Token], at: int, *, strong: bool, emphasis: bool, until: str) -> tuple[Inlines, int]:
        """Inlines up to the closing token `until`, and the index after it."""
        inlines: list[Inline] = []
        while at < len(tokens):
            token = tokens[at]
            at += 1
            if token.type == until:
                return tuple(inlines), at
            match token.type:
                case "text" | "text_special":
                    inlines.append(Text(token.content, strong, emphasis))
                case "softbreak":
                    inlines.append(Text(" ", strong, emphasis))
                case "hardbreak":
                    inlines.append(LineBreak())
                case "strong_open":
                    inner, at = self.run(tokens, at, strong=True, emphasis=emphasis, until="strong_close")
                    inlines.extend(inner)
                case "em_open":
                    inner, at = self.run(tokens, at, strong=strong, emphasis=True, until="em_close")
                    inlines.extend(inner)
                case "link_open":
                    inner, at = self.run(tokens, at, strong=strong, emphasis=emphasis, until="link_close")
                    inlines.append(self.link(token, inner))
                case "footnote_ref":
                    inlines.append(self.note(token.meta["id"]))
                case "html_inline" if self.published and token.content == "<mark>":
                    inner, at = self.mark(tokens, at)
                    inlines.extend(inner)
                case _:
                    raise _refused(token)
        return tuple(inlines), at

    def note(self, number: int) -> Footnote:
        """A note at its call. It is printed again at each call: the total length is bounded."""
        content = self.notes.get(number, ())
        self.printed += len(content)
        if self.printed > _MOST_PRINTED:
            raise _FaultError(
                "De longues notes de bas de page sont appelées de trop nombreuses fois.", "Les raccourcir."
            )
        return Footnote(content)

    def link(self, token: Token, content: Inlines) -> Inline:
        url = str(token.attrGet("href") or "")
        if self.published and url.startswith("#"):
            return CrossReference(url, plain_text(content))
        if not self.check_address(url):
            hint = (
                'Un lien commence par https://, http:// ou mailto: ; un renvoi à un article s’écrit {{ renvoi("…") }}.'
            )
            raise _FaultError(f"L’adresse « {url} » est refusée.", hint)
        if token.attrGet("title"):
            raise _FaultError("Un lien porte un titre entre guillemets.", "Retirer ce titre : le texte du lien suffit.")
        return Link(url, content)

    def mark(self, tokens: list[Token], at: int) -> tuple[Inlines, int]:
        inner: list[str] = []
        while at < len(tokens) and tokens[at].content != "</mark>":
            inner.append(tokens[at].content)
            at += 1
        match = _MISSING.match("".join(inner))
        if not match or at == len(tokens):
            raise _FaultError("Un passage surligné est illisible.", "Le laisser comme la commande l’a écrit.")
        return (Missing(match[1]),), at + 1


def _refused(token: Token) -> _FaultError:
    content = _REFUSED.get(token.type, f"« {token.type} »")
    hint = (
        "Une clause contient des titres, paragraphes, listes, tableaux, gras, italique, liens et notes, rien d’autre."
    )
    if token.type.startswith("html"):
        hint = f"Pour imprimer le caractère « < », écrire « \\< ». {hint}"
    return _FaultError(f"Le texte contient {content}, que les clauses n’admettent pas.", hint)


def _groups(tokens: list[Token]) -> list[list[Token]]:
    """Cut a flat list of tokens into one list per top-level block."""
    groups: list[list[Token]] = []
    depth = 0
    for token in tokens:
        if depth == 0:
            groups.append([])
        groups[-1].append(token)
        depth += token.nesting
    return groups


def _read(
    text: str, *, published: bool, check_address: Callable[[str], bool]
) -> tuple[list[Block | str], list[MarkdownFault]]:
    endless = endless_call(text)
    if endless is not None:
        return [], [endless]
    tokens = _parser().parse(text)
    reader = _Reader(published, check_address, [], {})
    body, notes = _split_notes(tokens)
    for number, group in notes.items():
        paragraphs = [child for child in _groups(group) if child[0].type == "paragraph_open"]
        if len(_groups(group)) != 1 or len(paragraphs) != 1:
            reader.fault(
                group[0] if group else tokens[0], "Une note de bas de page tient en un paragraphe.", "La raccourcir."
            )
            continue
        try:
            anchors = [child for child in paragraphs[0][1].children or () if child.type != "footnote_anchor"]
            paragraphs[0][1].children = anchors
            reader.notes[number] = reader.inlines(paragraphs[0][1])
        except _FaultError as fault:
            reader.fault(paragraphs[0][0], fault.message, fault.hint)
    blocks = reader.blocks(body)
    faults = reader.faults + note_faults(text)
    return blocks, faults


def _split_notes(tokens: list[Token]) -> tuple[list[Token], dict[int, list[Token]]]:
    """Separate the body from the footnotes, which markdown-it puts at the end."""
    body: list[Token] = []
    notes: dict[int, list[Token]] = {}
    current: list[Token] | None = None
    for token in tokens:
        if token.type in {"footnote_block_open", "footnote_block_close"}:
            continue
        if token.type == "footnote_open":
            current = notes.setdefault(token.meta["id"], [])
        elif token.type == "footnote_close":
            current = None
        elif current is not None:
            if token.type != "footnote_anchor":
                current.append(token)
        else:
            body.append(token)
    return body, notes


def read_blocks(text: str, check_address: Callable[[str], bool] = is_address) -> MarkdownResult:
    """Reads a clause. `check_address`: whether the address of a link is accepted."""
    blocks, faults = _read(text, published=False, check_address=check_address)
    return MarkdownResult(tuple(block for block in blocks if not isinstance(block, str)), tuple(faults))


def read_normal_blocks(text: str) -> MarkdownResult:
    """Reads the text of a value, in normal form. A text without signs of Markdown is a paragraph of words."""
    if _WORDS_ONLY.fullmatch(text):
        return MarkdownResult(tuple(normal_blocks((Paragraph((Text(text),)),))))
    result = read_blocks(text)
    return MarkdownResult(tuple(normal_blocks(result.blocks)), result.faults)


def read_document(text: str) -> tuple[Document | None, tuple[MarkdownFault, ...]]:
    """Reads a published act; no document when some of it is not in the dialect."""
    pieces, faults = _read(text, published=True, check_address=is_address)
    if faults:
        return None, tuple(faults)
    parts: list[Part] = []
    marker, blocks = "", list[Block]()
    for item in [*pieces, "<!-- fin -->"]:
        if not isinstance(item, str):
            blocks.append(item)
            continue
        if marker or blocks:
            part = _part(marker, tuple(blocks))
            if part is None:
                hint = "Un acte publié ouvre chaque partie par un commentaire, comme la commande l’écrit."
                return None, (MarkdownFault(0, f"La partie « {marker or 'sans nom'} » est illisible.", hint),)
            parts.append(part)
        marker, blocks = item, []
    return _resolve_references(normalize(Document(tuple(parts)))), ()


def _part(marker: str, blocks: Blocks) -> Part | None:
    match = _MARKER.match(marker)
    if not match:
        return None
    if match[1] != "article":
        kinds = {kind.value: kind for kind in SectionKind}
        return Section(kinds[match[1]], blocks) if match[1] in kinds and not match[2] else None
    if not blocks or not isinstance(blocks[0], Heading) or blocks[0].level != 2 or not match[2]:
        return None
    first, rest = next(iter(blocks[0].content), None), blocks[0].content[1:]
    if not isinstance(first, Text):  # a picture, a link, or an empty heading
        return None
    cut = re.match(r"Article (?:1er|[1-9]\d*)(?: – |\u00a0: )", first.text)
    heading = _ARTICLE.match(cut.group()) if cut else None
    if not cut or not heading:
        return _with_own_lead(match[2], first, rest, blocks[1:])
    title: Inlines = (replace(first, text=first.text[cut.end() :]), *rest)
    form = ArticleForm.DASH if heading[2] == " – " else ArticleForm.COLON
    article = Article(match[2], int(heading[1].removesuffix("er")), title, blocks[1:], form)
    return article if article.opening == cut.group() else replace(article, lead=cut.group())


def _with_own_lead(label: str, first: Text, rest: Inlines, blocks: Blocks) -> Article | None:
    """An article whose heading has another form than ours, « ARTICLE 3 - Objet »; None when it is no heading."""
    cut = _HOUSE_LEAD.match(first.text)
    if cut is None:
        return None
    form = ArticleForm.COLON if ":" in cut[2] else ArticleForm.DASH
    digits = re.sub(r"\D", "", cut[1])
    number = int(digits) if digits else next((value for value in range(1, 400) if roman(value) == cut[1].upper()), 1)
    return Article(label, number, (replace(first, text=first.text[cut.end() :]), *rest), blocks, form, cut[0])


def _resolve_references(document: Document) -> Document:
    labels = {f"#{anchor}": label for label, anchor in article_anchors(document).items()}

    def rewrite(inlines: Inlines) -> Inlines:
        return tuple(
            replace(inline, label=labels.get(inline.label, inline.label))
            if isinstance(inline, CrossReference)
            else inline
            for inline in inlines
        )

    return rewrite_document(document, rewrite)
