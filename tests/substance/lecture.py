"""An act as a reader finds it in a file of any format: its parts, each a text on one line, addresses in brackets."""

import io
import re
from html.parser import HTMLParser

import docx
from docx.oxml.ns import qn
from lxml import etree

_BREAKS = {"p", "li", "h1", "h2", "h3", "h4", "tr", "div", "section", "header", "footer", "aside", "br", "td", "th"}
_HIDDEN = {"style", "script", "title", "head"}


def parts_of(lines: list[str]) -> dict[str, str]:
    """The parts of an act: `titre`, `parties`, `visas`, `préambule`, each article by its number, `signatures`, …

    `acte` is the whole. Raises AssertionError when a part cannot be told: no check may pass for want of a text.
    """
    texts = [text for text in (_plain(line) for line in lines) if text]
    found: dict[str, list[str]] = {}
    part = "titre"
    for text in texts:
        article = re.match(r"Article (1er|\d+)\b", text)
        if text == "Entre :":
            part = "parties"
        elif text.startswith("Vu "):
            part = "visas"
        elif text == "Préambule":
            part = "préambule"
        elif article:
            part = article[1].removesuffix("er")
        elif text.startswith("Fait "):
            part = "signatures"
        elif text == "Copies":
            part = "copies"
        found.setdefault(part, []).append(text)
    assert {"titre", "parties", "visas", "préambule", "1", "signatures"} <= set(found)
    return {name: " ".join(of) for name, of in found.items()} | {"acte": " ".join(texts)}


def lines_of(form: str, data: bytes) -> list[str]:
    """The lines of an act in a format: paragraphs, items, rows of tables, notes."""
    return {"docx": _docx, "md": _markdown, "html": _html}[form](data)


def _plain(text: str) -> str:
    return re.sub(r"[\s\u00a0\u202f]+", " ", text.replace("\u2060", "")).strip()


def _markdown(data: bytes) -> list[str]:
    text = data.decode("utf-8")
    text = re.sub(r"<!--.*?-->", "", text)
    text = re.sub(r"\[\^\d+\]:? ?", "", text)
    text = re.sub(r"<(https?://[^>]+)>", r"\1", text)
    text = re.sub(r"\[([^\]]+)\]\(#[^)]*\)", r"\1", text)
    text = re.sub(r"\[([^\]]+)\]\(([^)]+)\)", r"\1 (\2)", text)
    text = text.replace("**", "").replace("\\|", "\0").replace("\\\n", "\n")
    lines = []
    for line in text.split("\n"):
        if re.fullmatch(r"[|\s:-]+", line):
            continue
        if line.startswith("|"):
            line = line.strip("|").replace("|", " ")
        lines.append(re.sub(r"^\s*(?:#+|-|\d+\.) ", "", line).replace("\0", "|"))
    return lines


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.lines, self.hidden, self.links = [""], 0, []
        self.row = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.hidden += tag in _HIDDEN
        if tag == "tr":
            self.row += 1
        if tag in _BREAKS:
            if self.row and tag in {"td", "th", "p"}:
                self.lines[-1] += " "
            else:
                self.lines.append("")
        if tag == "a":
            self.links.append(dict(attrs).get("href") or "")

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in _HIDDEN
        if tag == "tr":
            self.row -= 1
        if tag in _BREAKS and not self.row:
            self.lines.append("")
        if tag != "a":
            return
        address = self.links.pop()
        # A page leads from a visa to its text; the act itself prints no such address.
        if address.startswith("http") and "legifrance.gouv.fr/eli/" not in address and address not in self.lines[-1]:
            self.lines[-1] += f" ({address})"

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.lines[-1] += data


def _html(data: bytes) -> list[str]:
    page = _Page()
    page.feed(data.decode("utf-8"))
    return page.lines


def _docx(data: bytes) -> list[str]:
    file = docx.Document(io.BytesIO(data))
    lines = []
    for block in file.element.body:
        if block.tag == qn("w:tbl"):
            rows = block.findall(qn("w:tr"))
            lines.extend(" ".join(_runs(cell, file.part) for cell in row.findall(qn("w:tc"))) for row in rows)
        else:
            lines.append(_runs(block, file.part))
    for relation in file.part.rels.values():
        if relation.reltype.endswith("/footnotes"):
            notes = etree.fromstring(relation.target_part.blob)
            lines.extend(_runs(note, relation.target_part) for note in notes)
    return lines


def _runs(element: object, part: object) -> str:
    """The text of an element, each link followed by its address."""
    text = ""
    for node in element.iter():
        if node.tag == qn("w:t"):
            text += node.text or ""
        elif node.tag in {qn("w:br"), qn("w:tab"), qn("w:p")}:
            text += " "
        elif node.tag == qn("w:noBreakHyphen"):
            text += "-"
    relations = getattr(part, "rels", {})
    for link in element.iter(qn("w:hyperlink")):
        identifier = link.get(qn("r:id"))
        if identifier in relations:
            text += f" ({relations[identifier].target_ref})"
    return text
