"""The headers and footers of an ODT file."""

from conventions_cli.document import RUNNING, Metadata, shortened
from conventions_cli.readers.docx.flow import Notices
from conventions_cli.readers.docx.xml import Element
from conventions_cli.readers.odt_elements import DRAW, words_of
from conventions_cli.readers.odt_styles import STYLE, TEXT

_BESIDE = ("", " PROJET", " Page sur")  # the words of our pages beside a title


def tell_pages(styles: Element | None, notices: Notices, metadata: Metadata) -> None:
    """Adds a notice for the words of headers and footers that our writer did not put there."""
    for shape in styles.iter(f"{DRAW}custom-shape") if styles is not None else ():
        if (
            shape.get(f"{DRAW}name") == "Filigrane"
            and words_of(shape).replace("Filigrane :", "").strip() == "PROJET PROJET"
        ):
            shape.clear()
    titles = (metadata.short_title, shortened(metadata.title, RUNNING))
    expected = {" ".join(f"{title}{mark}".split()) for title in (*titles, "") for mark in _BESIDE}
    for kind, name in (("header", "En-tête de page"), ("footer", "Pied de page")):
        for element in styles.iter(f"{STYLE}{kind}") if styles is not None else ():
            for number in element.iter(f"{TEXT}page-number", f"{TEXT}page-count"):
                number.text = ""
            words = words_of(element).strip(" /-–—")
            if words and words not in expected:
                notices.add(name, words)
