"""The tracked changes of an ODT file: what each adds or takes away, by whom; the text is read with all accepted."""

from collections.abc import Iterator

from conventions_cli.readers.docx.xml import Element
from conventions_cli.readers.odt_elements import words_of
from conventions_cli.readers.odt_styles import OFFICE, TEXT

_CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
_ID = f"{TEXT}change-id"
_MOST_OPEN = 20  # changes inside one another: a file that opens more, and closes none, would hold its text as often


def changes_of(body: Element) -> Iterator[tuple[str, str]]:
    """Each tracked change, in French, and its words."""
    tracked = body.find(f"{TEXT}tracked-changes")
    if tracked is None:
        return
    added: dict[str, str] | None = None
    for region in tracked.findall(f"{TEXT}changed-region"):
        for change in region:
            who = words_of(named) if (named := next(change.iter(_CREATOR), None)) is not None else ""
            by = f" ({who})" if who else ""
            if change.tag == f"{TEXT}deletion":
                content = [child for child in change if child.tag != f"{OFFICE}change-info"]
                words = " ".join(words_of(one) for one in content)
                yield f"Texte supprimé avec le suivi des modifications{by}", words
            elif change.tag == f"{TEXT}insertion":
                added = _between(body) if added is None else added
                names = (region.get(f"{TEXT}id"), region.get("{http://www.w3.org/XML/1998/namespace}id"))
                words = next((added[name] for name in names if name in added), "")
                yield f"Texte ajouté avec le suivi des modifications{by}", words
            elif change.tag == f"{TEXT}format-change":
                yield f"Mise en forme changée avec le suivi des modifications{by}", ""


def _between(body: Element) -> dict[str, str]:
    """The words between the marks of each change, read once from one end of the body to the other."""
    words: dict[str, list[str]] = {}
    opened: dict[str, None] = {}

    def said(text: str | None) -> None:
        for name in opened if text else ():
            words[name].append(str(text))

    def read(element: Element) -> None:  # no deeper than `docx/xml` allows
        name = str(element.get(_ID, ""))
        if element.tag == f"{TEXT}change-start" and len(opened) < _MOST_OPEN:
            opened[name] = None
            words.setdefault(name, [])
        elif element.tag == f"{TEXT}change-end":
            opened.pop(name, None)
        elif element.tag in {f"{TEXT}p", f"{TEXT}h"}:
            said(" ")
        said(element.text)
        for child in element:
            read(child)
            said(child.tail)

    read(body)
    return {name: " ".join("".join(pieces).split()) for name, pieces in words.items()}
