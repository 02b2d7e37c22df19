"""The tracked changes of an ODT file: the words that each adds or removes, and its author."""

from collections.abc import Iterator

from conventions_cli.readers.docx.xml import Element
from conventions_cli.readers.odt_elements import words_of
from conventions_cli.readers.odt_styles import OFFICE, TEXT

_CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
_ID = f"{TEXT}change-id"
_MOST_OPEN = 20  # nested changes; each one open keeps a copy of the text


def changes_of(body: Element) -> Iterator[tuple[str, str]]:
    """The tracked changes: a French sentence and the words of each."""
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
                words = " ".join(words_of(child) for child in content)
                yield f"Texte supprimé avec le suivi des modifications{by}", words
            elif change.tag == f"{TEXT}insertion":
                added = _between(body) if added is None else added
                names = (region.get(f"{TEXT}id"), region.get("{http://www.w3.org/XML/1998/namespace}id"))
                words = next((added[name] for name in names if name in added), "")
                yield f"Texte ajouté avec le suivi des modifications{by}", words
            elif change.tag == f"{TEXT}format-change":
                yield f"Mise en forme changée avec le suivi des modifications{by}", ""


def _between(body: Element) -> dict[str, str]:
    """The words between the marks of each change, by its identifier, collected in a single reading of the body."""
    words: dict[str, list[str]] = {}
    opened: dict[str, None] = {}

    def add(text: str | None) -> None:
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
            add(" ")
        add(element.text)
        for child in element:
            read(child)
            add(child.tail)

    read(body)
    return {name: " ".join("".join(pieces).split()) for name, pieces in words.items()}
