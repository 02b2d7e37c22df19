"""The acts of this folder as files: Word with styles or typed by hand, Markdown, text, ODT."""

import io
import zipfile
from collections.abc import Callable, Iterator
from itertools import groupby
from xml.sax.saxutils import escape

import docx

from lectures.wording import Case

MARKS = {"!": 0, "#": 1, "##": 2}


def blocks(case: Case) -> Iterator[tuple[str, list[str]]]:
    """The lines of an act, rows of one table together: the mark, « ! », « # », « ## », « | » or none; the words."""
    for mark, lines in groupby(case.lines, key=lambda line: line.split(" ", 1)[0] if line[:1] in "!#|" else ""):
        words = [line[len(mark) :].strip() if mark else line for line in lines]
        yield from [(mark, words)] if mark == "|" else ((mark, [one]) for one in words)


def cells(row: str) -> list[str]:
    """The cells of a row."""
    return [cell.strip() for cell in row.split("|")]


def word(case: Case, *, styled: bool) -> bytes:
    """A Word file with heading styles, or with titles in bold as they are typed by hand."""
    file = docx.Document()
    for mark, words in blocks(case):
        if mark == "|":
            rows = [cells(row) for row in words]
            table = file.add_table(rows=0, cols=len(rows[0]))
            for row in rows:
                for cell, text in zip(table.add_row().cells, row, strict=True):
                    cell.text = text
        elif mark and styled:
            file.add_heading(words[0], MARKS[mark])
        else:
            file.add_paragraph().add_run(words[0]).bold = bool(mark) or None
    stream = io.BytesIO()
    file.save(stream)
    return stream.getvalue()


def markdown(case: Case) -> bytes:
    """A Markdown file as a converter writes it."""
    pieces = []
    for mark, words in blocks(case):
        if mark == "|":
            head, *rows = [f"| {' | '.join(cells(row))} |" for row in words]
            pieces.append("\n".join([head, "|" + " --- |" * len(cells(words[0])), *rows]))
        else:
            pieces.append(f"{'#' * (MARKS[mark] + 1)} {words[0]}" if mark else words[0])
    return ("\n\n".join(pieces) + "\n").encode()


def text(case: Case) -> bytes:
    """A text as a PDF gives it: lines cut, words cut at their ends, pages with a header, columns of spaces."""
    return pages([line for lines in paragraphs(case, apart=True) for line in (*lines, "")], number="{}/{}", feed="\f")


def scan(case: Case) -> bytes:
    """A text as a scan gives it: nothing between paragraphs, nothing but « Page 2 » between pages."""
    return pages([line for lines in paragraphs(case) for line in lines], number="Page {} sur {}", feed="")


def paragraphs(case: Case, *, apart: bool = False) -> Iterator[list[str]]:
    """The paragraphs of an act, each the lines it is cut into; a table is one, or each of its rows is, `apart`."""
    for mark, words in blocks(case):
        if mark == "|":
            rows = [cells(row) for row in words]
            if apart:
                yield from (narrow(row) for row in rows)
                continue
            widths = [max(len(row[at]) for row in rows) + 4 for at in range(len(rows[0]))]
            yield ["".join(one.ljust(width) for one, width in zip(row, widths, strict=True)).rstrip() for row in rows]
        else:
            centred = mark == "!" and len(words[0]) < 60
            yield [words[0].center(72).rstrip()] if centred else wrapped(words[0])


def narrow(row: list[str], width: int = 20) -> list[str]:
    """A row whose cells are cut to a width, their lines side by side."""
    columns = [wrapped(cell, width) for cell in row]
    height = max(len(column) for column in columns)
    filled = [column + [""] * (height - len(column)) for column in columns]
    return ["".join(part.ljust(width + 6) for part in line).rstrip() for line in zip(*filled, strict=True)]


def pages(written: list[str], *, number: str, feed: str) -> bytes:
    """Lines on pages of 24, each with its header and its number."""
    cut = [written[start : start + 24] for start in range(0, len(written), 24)]
    made = []
    for rank, page in enumerate(cut, start=1):
        edges = (["Convention 2023-117", ""], ["", number.format(rank, len(cut))]) if len(cut) > 1 else ([], [])
        made.append("\n".join([*edges[0], *page, *edges[1]]))
    return f"\n{feed}".join(made).encode()


def wrapped(words: str, width: int = 72) -> list[str]:
    """A paragraph cut at a width; a long word that does not fit is cut in two."""
    lines, line = [], ""
    for one in words.replace("\t", "   ").split(" "):
        if len(line) + len(one) + 1 <= width or not line:
            line = f"{line} {one}" if line else one
        elif one.isalpha() and len(one) > 9 and width - len(line) > 6:
            lines.append(f"{line} {one[:5]}-")
            line = one[5:]
        else:
            lines.append(line)
            line = one
    return [*lines, line]


_NAMES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'
)


def odt(case: Case) -> bytes:
    """An ODT file, its title a paragraph of the style « Title »."""
    body = ""
    for mark, words in blocks(case):
        if mark == "|":
            rows = "".join(
                "<table:table-row>"
                + "".join(
                    f"<table:table-cell><text:p>{escape(cell)}</text:p></table:table-cell>" for cell in cells(row)
                )
                + "</table:table-row>"
                for row in words
            )
            body += f'<table:table><table:table-column table:number-columns-repeated="{len(cells(words[0]))}"/>{rows}</table:table>'
        elif mark == "!":
            body += f'<text:p text:style-name="Title">{escape(words[0])}</text:p>'
        elif mark:
            body += f'<text:h text:outline-level="{MARKS[mark]}">{escape(words[0])}</text:h>'
        else:
            body += f"<text:p>{escape(words[0])}</text:p>".replace("\t", "<text:tab/>")
    return package(
        f"<office:document-content {_NAMES}><office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )


def package(content: str, **more: bytes) -> bytes:
    """An ODT of that content; `more`: other members."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("mimetype"), "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", f'<?xml version="1.0" encoding="UTF-8"?>{content}')
        for name, data in more.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), data)
    return stream.getvalue()


FORMS: dict[str, tuple[str, Callable[[Case], bytes]]] = {
    "Word, styles": (".docx", lambda case: word(case, styled=True)),
    "Word, à la main": (".docx", lambda case: word(case, styled=False)),
    "Markdown": (".md", markdown),
    "ODT": (".odt", odt),
    "texte de PDF": (".txt", text),
    "texte de scan": (".txt", scan),
}
