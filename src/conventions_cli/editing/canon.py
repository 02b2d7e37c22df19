"""The canonical form of a spec: keys in the order of the model, and visible typography.

Apostrophes (’), ligatures, accents and the space before a semicolon are set here, so that the file reads as the act
will. No-break spaces are left to rendering (`french/typography.py`): they are invisible in a file, no French keyboard
types them, and YAML takes some for letters (C118). Here they become ordinary spaces, where rendering puts the same ones
back. Codes, amounts, dates, addresses, identifiers and comments are left as they are.
"""

import re

from conventions_cli.model import Convention, Words, fields_at, lettered, words_at
from conventions_cli.source import BLOCK_STYLES, Group, KeyPath, Layout, LayoutEntry, Leaf

FIRST = ("spec_version", "herite")
_MODELINE = re.compile(r"#\s*yaml-language-server:")


def order_at(path: KeyPath) -> tuple[str, ...]:
    """The keys of the model at a path, in canonical order; none where the author chooses the keys."""
    keys = fields_at(Convention, path)
    return (*FIRST, *(key for key in keys if key not in FIRST)) if not path else keys


def canonize(layout: Layout, *, typography: bool = True) -> None:
    """Put a layout in canonical form. With aliases (`*name`), keys keep their order: anchors come first."""
    _settle_header(layout)
    _walk(layout.root, (), typography=typography, sorting=not layout.aliases)


def ranks(entries: list[LayoutEntry], order: tuple[str, ...]) -> list[int]:
    """The rank of each entry; a key the model does not know has the rank of the one before it."""
    places = {key: number for number, key in enumerate(order)}
    ranked: list[int] = []
    for entry in entries:
        rank = places.get(entry.key.text) if entry.key is not None else None
        ranked.append(rank if rank is not None else ranked[-1] if ranked else -1)
    return ranked


def _settle_header(layout: Layout) -> None:
    """Give the comments after the last blank line to the first key; those before it are about the file.

    The line that names the schema to editors stays first.
    """
    lines = layout.header
    while lines and not lines[0]:
        lines.pop(0)
    blanks = [number for number, line in enumerate(lines) if not line]
    if blanks and layout.root.entries and not layout.root.flow:
        cut = blanks[-1] + 1
        layout.root.entries[0].above[:0] = lines[cut:]
        del lines[cut:]
    for place in [lines, *(entry.above for entry in layout.root.entries)]:
        for line in [line for line in place if _MODELINE.match(line)]:
            place.remove(line)
            lines.insert(0, line)


def _walk(group: Group, path: KeyPath, *, typography: bool, sorting: bool) -> None:
    if group.raw:
        return
    if group.mapping and sorting and group.entries:
        placed = ranks(group.entries, order_at(path))
        order = sorted(range(len(placed)), key=placed.__getitem__)
        group.entries = [group.entries[number] for number in order]
    for index, entry in enumerate(group.entries):
        here: KeyPath = (*path, entry.key.text if entry.key is not None else index)
        if isinstance(entry.value, Group):
            _walk(entry.value, here, typography=typography, sorting=sorting)
        elif typography:
            _typeset(entry.value, words_at(Convention, here))


def _typeset(leaf: Leaf, words: Words | None) -> None:
    """Set the typography of a value, except in a text broken over several lines, where a line is no sentence."""
    if words is None or leaf.blank or leaf.style == "*":
        return
    if leaf.style in BLOCK_STYLES:
        header, _, body = leaf.raw.partition("\n")
        body = "\n".join(lettered(line, words) for line in body.split("\n"))
        leaf.raw = f"{header}\n{body}"
        return
    if "\n" in leaf.raw:
        return
    text = lettered(leaf.text, words)
    if text != leaf.text:
        leaf.text, leaf.changed = text, True
