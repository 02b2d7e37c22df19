"""What is wrong with what a run made: each function gives sentences, none when all is well."""

import io
import json
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser

from lxml import etree

from conventions_cli.readers.markdown import read_document

# Controls but tab and line feed; lone surrogates; non-characters; signs that turn the order of what is read; and the
# private signs values are guarded by while clauses are rendered.
_BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
# What our pages are made of: nothing that runs, nothing that is fetched.
_TAGS = {
    *("html", "head", "meta", "title", "style", "body", "main", "nav", "section", "div", "p", "ul", "ol", "li", "br"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "a", "span", "strong", "em", "sup", "ins", "del", "mark", "time", "img"),
    *("table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td", "svg", "desc", "rect", "text"),
}
_ATTRIBUTES = {
    *("lang", "charset", "name", "content", "class", "id", "role", "scope", "href", "src", "alt", "title", "datetime"),
    *("tabindex", "viewbox", "width", "height", "x", "y", "aria-label", "aria-labelledby", "data-adresse"),
}
_VOID = {"meta", "br", "img"}
_ADDRESS = re.compile(r"#|https?://|mailto:", re.IGNORECASE)
_BESIDE = re.compile(r"[\w-][\w./-]*\Z")  # a file of the same folder
_OUR_HTML = re.compile(r"<!-- [a-z-]+(?: [^\s<>]+)? -->|</?mark>")


def bad_signs(text: str) -> str:
    """The signs of a text that no document nor report may hold."""
    return "".join(sorted({sign for sign in text if _is_bad(sign)}))


def _is_bad(sign: str) -> bool:
    if sign in "\n\t":
        return False
    return unicodedata.category(sign) in {"Cc", "Cs", "Co"} or sign in _BIDI or ord(sign) & 0xFFFE == 0xFFFE


def wrong_with(kind: str, data: bytes) -> list[str]:
    """What is wrong with a file of one of the formats."""
    return list(_LOOKS.get(kind, _text)(data))


def _text(data: bytes) -> Iterator[str]:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as fault:
        yield f"n’est pas de l’UTF-8 : {fault}"
        return
    signs = bad_signs(text)
    if signs:
        yield f"signes interdits : {signs!a}"


def _markdown(data: bytes) -> Iterator[str]:
    yield from _text(data)
    text = data.decode("utf-8", "replace")
    document, faults = read_document(text)
    if document is None or faults:
        yield f"ne se relit pas : {[fault.message for fault in faults]}"
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": True})
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    for token in parser.parse(text):
        for one in (token, *(token.children or ())):
            if one.type in {"html_block", "html_inline"} and _OUR_HTML.sub("", one.content).strip():
                yield f"du HTML : {one.content!a}"
            address = one.attrs.get("href")
            if address is not None and not _ADDRESS.match(str(address)):
                yield f"une adresse : {address!a}"


def _html(data: bytes) -> Iterator[str]:
    yield from _text(data)
    page = _Page()
    page.feed(data.decode("utf-8", "replace"))
    page.close()
    yield from page.wrong
    if page.open:
        yield f"balises ouvertes : {page.open}"


class _Page(HTMLParser):
    """A page of ours: known elements, in order, with known attributes and addresses."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _TAGS:
            self.wrong.append(f"élément inconnu : {tag!a}")
        if tag not in _VOID:
            self.open.append(tag)
        for name, value in attrs:
            if name not in _ATTRIBUTES:
                self.wrong.append(f"attribut inconnu : {name!a}")
            if name == "href" and not (_ADDRESS.match(value or "") or _BESIDE.match(value or "")):
                self.wrong.append(f"adresse : {value!a}")
            if name == "src" and not (value or "").startswith("data:image/"):
                self.wrong.append(f"image : {value!a}")

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"balise mal fermée : {tag!a}")

    def handle_comment(self, data: str) -> None:
        self.wrong.append(f"commentaire : {data!a}")


def _docx(data: bytes) -> Iterator[str]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        broken = archive.testzip()
    except zipfile.BadZipFile as fault:
        yield f"n’est pas une archive : {fault}"
        return
    if broken is not None:
        yield f"partie abîmée : {broken}"
    for name in archive.namelist():
        if not name.endswith((".xml", ".rels")):
            continue
        try:
            root = etree.fromstring(archive.read(name), etree.XMLParser(resolve_entities=False, no_network=True))
        except etree.XMLSyntaxError as fault:
            yield f"{name} n’est pas bien formé : {fault}"
            continue
        signs = bad_signs("".join(str(text) for text in root.itertext()))
        if signs:
            yield f"{name}, signes interdits : {signs!a}"


def _json(data: bytes) -> Iterator[str]:
    yield from _text(data)
    try:
        json.loads(data, parse_constant=lambda name: name / 0)
    except (ValueError, TypeError) as fault:
        yield f"n’est pas du JSON : {fault}"


_LOOKS = {"md": _markdown, "html": _html, "docx": _docx, "json": _json}
