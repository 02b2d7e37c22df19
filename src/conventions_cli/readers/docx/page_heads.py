"""Reads the headers and footers of the first section of a Word file: words and numbers of pages."""

from collections.abc import Iterator

from conventions_cli.document import PageField, PageHeads
from conventions_cli.readers.docx.package import Package
from conventions_cli.readers.docx.xml import VML, Element, R, W, attribute, toggle

_HIDDEN = frozenset(W + name for name in ("pPr", "rPr", "del", "moveFrom", "drawing", "pict", "object", "instrText"))
_SIGNS = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}noBreakHyphen": "\u2011"}
_BREAKS = frozenset({f"{W}br", f"{W}cr"})

_Piece = str | PageField
_Line = tuple[_Piece, ...]


def read_page_heads(data: bytes) -> PageHeads:
    """The headers, footers and watermark of a file. Raises ArchiveError."""
    package = Package(data)
    section = next(package.root.iter(f"{W}sectPr"), None)
    parts: dict[tuple[str, str], Element] = {}
    for reference in section if section is not None else ():
        kind = str(reference.tag).removeprefix(W).removesuffix("Reference")
        relation = package.relations(package.main).get(reference.get(f"{R}id") or "")
        if kind in {"header", "footer"} and relation is not None and relation.target in package.archive:
            parts[kind, attribute(reference, "type") or "default"] = package.xml(relation.target)
    first_apart = bool(toggle(section, "titlePg"))
    head, first_head, foot, first_foot = (
        tuple(_lines(parts[key])) if (key := (kind, page)) in parts else ()
        for kind in ("header", "footer")
        for page in ("default", "first" if first_apart else "default")
    )
    return PageHeads(head, first_head, foot, first_foot, next(_watermarks(parts), ""), first_apart)


def _watermarks(parts: dict[tuple[str, str], Element]) -> Iterator[str]:
    for part in parts.values():
        for path in part.iter(f"{VML}textpath"):
            if path.get("string"):
                yield str(path.get("string"))


def _lines(part: Element) -> Iterator[_Line]:
    """The lines that are not blank."""
    for paragraph in part.iter(f"{W}p"):
        if next(paragraph.iterancestors(f"{W}txbxContent"), None) is not None:
            continue
        line: list[_Piece] = []
        for piece in (*_pieces(paragraph), "\n"):
            if piece == "\n":
                if any(isinstance(item, PageField) or item.strip() for item in line):
                    yield tuple(line)
                line = []
            elif line and not isinstance(piece, PageField) and not isinstance(line[-1], PageField):
                line[-1] += piece
            else:
                line.append(piece)


def _pieces(paragraph: Element) -> Iterator[_Piece]:
    """The texts of a paragraph; the fields of page numbers replace the results they had when the file was saved."""
    fields: list[str] = []  # the instructions of the open fields
    counted = 0  # the depth of the page field whose result is being skipped, 0 outside
    for element in _shown(paragraph):
        kind = attribute(element, "fldCharType") if element.tag == f"{W}fldChar" else None
        if kind == "begin":
            fields.append(_instruction_after(element))
        elif kind == "end" and fields:
            fields.pop()
            counted = min(counted, len(fields))
        elif kind == "separate" and fields and not counted and (number := _page_field(fields[-1])):
            counted = len(fields)
            yield number
        elif element.tag == f"{W}fldSimple" and (number := _page_field(attribute(element, "instr") or "")):
            yield number
        elif not counted and element.tag == f"{W}t":
            yield element.text or ""
        elif not counted and element.tag in _BREAKS:
            yield "\n"
        elif not counted and element.tag in _SIGNS:
            yield _SIGNS[element.tag]


def _instruction_after(begin: Element) -> str:
    """The instruction of a field: the texts of instructions up to its next mark."""
    run = begin.getparent()
    instruction = ""
    while run is not None:
        instruction += "".join(element.text or "" for element in run.iter(f"{W}instrText"))
        run = run.getnext()
        if run is not None and run.find(f"{W}fldChar") is not None:
            break
    return instruction


def _shown(parent: Element) -> Iterator[Element]:
    for element in parent:
        if element.tag in _HIDDEN or not isinstance(element.tag, str):
            continue
        yield element
        if element.tag != f"{W}fldSimple" or not _page_field(attribute(element, "instr") or ""):
            yield from _shown(element)


def _page_field(instruction: str) -> PageField | None:
    word = next(iter(instruction.split()), "").upper()
    return PageField(word) if word in set(PageField) else None
