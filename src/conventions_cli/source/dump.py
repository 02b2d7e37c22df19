"""A tree back to YAML: the normalised text of a spec, all that it inherits laid in.

Written by hand: every value is a text, a list or a mapping, and each act carries its spec, so the writing must cost
little. What is written reads back as the same tree.
"""

from conventions_cli.foundation import Replacement, Span
from conventions_cli.source.bare import key_reads_bare, reads_bare
from conventions_cli.source.node import Mapping, Node, Scalar


def normalized_yaml(tree: Mapping) -> str:
    """The spec as one file, without what only served to write it (`herite`, `annuaire`).

    Equal trees give equal texts. A key left blank stays: in a draft, it prints as something to complete.
    """
    lines: list[str] = []
    _mapping(tree.without("herite", "annuaire"), "", lines)
    return "\n".join(lines) + "\n" if lines else "{}\n"


def _mapping(node: Mapping, indent: str, lines: list[str]) -> None:
    for entry in node.entries:
        key, value = entry.key.text, entry.value
        head = f"{indent}{key if key_reads_bare(key) else _quoted(key)}:"
        if isinstance(value, Scalar) and not value.blank:  # most are
            lines.append(f"{head} {value.text if reads_bare(value.text) else _quoted(value.text)}")
        else:
            _entry(head, value, indent, lines)


def _entry(head: str, value: Node, indent: str, lines: list[str]) -> None:
    """What follows a key or a dash; nothing for what was left blank."""
    if isinstance(value, Scalar):
        lines.append(head if value.blank else f"{head} {scalar_text(value.text)}")
    elif isinstance(value, Mapping):
        if not value.entries:
            lines.append(f"{head} {{}}")
            return
        lines.append(head)
        _mapping(value, f"{indent}  ", lines)
    else:
        if not value.items:
            lines.append(f"{head} []")
            return
        lines.append(head)
        for item in value.items:
            _item(item, indent, lines)


def _item(value: Node, indent: str, lines: list[str]) -> None:
    """An item of a list; a mapping starts on the line of its dash."""
    if not isinstance(value, Mapping) or not value.entries:
        _entry(f"{indent}-", value, f"{indent}  ", lines)
        return
    start = len(lines)
    _mapping(value, f"{indent}  ", lines)
    lines[start] = f"{indent}- {lines[start].lstrip()}"


def remedy(span: Span, text: str, *, certain: bool = True) -> Replacement | None:
    """The replacement of a whole value by another; None where it is not written as one: a block text, an option."""
    if not span.source.text or span.source.name == "--set":
        return None
    if span.source.line(span.start.line)[span.start.column - 1 :][:1] in {"|", ">", "&", "*"}:
        return None
    return Replacement(span, scalar_text(text), certain)


def scalar_text(text: str, *, flow: bool = False) -> str:
    """A value on one line: bare when nothing in it could mislead, else between double quotes (JSON is YAML).

    `flow`: for a place between brackets.
    """
    return text if reads_bare(text, flow=flow) else _quoted(text)


def key_text(text: str) -> str:
    """A key, bare or between double quotes."""
    return text if key_reads_bare(text) else _quoted(text)


def _quoted(text: str) -> str:
    import json  # late: most texts need no quotes

    return json.dumps(text, ensure_ascii=False)
