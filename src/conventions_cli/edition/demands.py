"""What one person must give, as a text to send; what comes back, read before anything is written.

The text holds a line for each value, « key: », to be filled after the colon. An answer may be that text, quoted by a
mail program or not, or a fragment of YAML or JSON: only the keys of the form are taken from it.
"""

import json
import re
from collections.abc import Iterator
from collections.abc import Mapping as Mapped

from conventions_cli.edition.controls import as_written, shown_in
from conventions_cli.edition.form_parts import Field, Form, Lack, fields_of
from conventions_cli.foundation import Record, SourceText, has_errors
from conventions_cli.source import Mapping, Node, Scalar, Sequence, parse

_LINE = re.compile(r"^[>|\s]*[-*•]?\s*([a-z_]+(?:\.[\w-]+)*)\s*[:=][ \t\u00a0]*(.*?)\s*$")
_MOST_LETTERS = 100_000
_MOST_LINES = 2000


class Proposed(Record, frozen=True):
    """A value read in an answer, and the one it would replace. `seen`: that one, as the page shows it."""

    key: str
    label: str
    seen: str
    new: str
    control: str


def asked_of(form: Form, supplier: str) -> list[tuple[Lack, Field]]:
    """What one person can supply, each with its field: what is a value to type."""
    fields = {one.key: one for section in form.sections for one in fields_of(section)}
    lacks = (one for one in form.lacks if one.supplier == supplier and one.key != "date_signature")
    return [(one, fields[one.key]) for one in lacks if one.key in fields]


def demand_of(form: Form, supplier: str, act: str) -> str:
    """The text that asks one person for what they can supply; empty when none of it is a value to type."""
    lines = []
    for lack, one in asked_of(form, supplier):
        example = f", par exemple {one.example}" if one.example else ""
        lines.append(f"{lack.label[:1].upper()}{lack.label[1:]}{example}\n{lack.key}: \n")
    if not lines:
        return ""
    count = "une information" if len(lines) == 1 else f"{len(lines)} informations"
    return (
        f"Bonjour,\n\nPour la convention «\u00a0{act}\u00a0», il manque {count} que vous pouvez donner.\n"
        "Merci de répondre en tapant chaque valeur après le deux-points, sans changer le mot qui le précède.\n\n"
        + "\n".join(lines)
    )


def read_answer(text: str, form: Form) -> tuple[Proposed, ...]:
    """The values an answer gives for fields of the form, but for those that say what is there already."""
    return proposed(_values(text[:_MOST_LETTERS], _open_fields(form)), form)


def _open_fields(form: Form) -> dict[str, Field]:
    return {one.key: one for section in form.sections for one in fields_of(section) if not one.locked}


def proposed(told: Mapped[str, str], form: Form) -> tuple[Proposed, ...]:
    """The same of values by key."""
    fields = _open_fields(form)
    return tuple(
        Proposed(key, one.label, one.value, new, one.control)
        for key, one in fields.items()
        if (new := _settled(one, told.get(key, ""))) and new not in {one.value, one.shown}
    )


def _settled(one: Field, text: str) -> str:
    words = " ".join(text.split()) if "\n" not in text else text.strip()
    return as_written(one.control, shown_in(one.control, words))


def _values(text: str, fields: dict[str, Field]) -> dict[str, str]:
    """The keys and values of an answer: those of a fragment of YAML or JSON that names fields, else of its lines."""
    tree = parse(SourceText("réponse", text))
    if tree.value is not None and not has_errors(tree.diagnostics):
        leaves = dict(_leaves(tree.value, ""))
        if leaves.keys() & fields.keys():
            return leaves
    matches = (_LINE.match(line) for line in text.splitlines()[:_MOST_LINES])
    return {match[1]: match[2] for match in matches if match and match[2]}


def _leaves(node: Node, key: str) -> Iterator[tuple[str, str]]:
    if isinstance(node, Scalar):
        if not node.blank:
            yield key, node.text
    elif isinstance(node, Mapping):
        for entry in node.entries:
            yield from _leaves(entry.value, f"{key}.{entry.key.text}" if key else entry.key.text)
    elif isinstance(node, Sequence):
        for index, item in enumerate(node.items):
            yield from _leaves(item, f"{key}.{index}")


def told(proposed: tuple[Proposed, ...], message: str = "") -> bytes:
    """What was read, for the page; `message`: why nothing could be."""
    listed = [
        {"cle": one.key, "nom": one.label, "vu": one.seen, "nouveau": one.new, "forme": one.control} for one in proposed
    ]
    return json.dumps({"propose": listed, "message": message}, ensure_ascii=False).encode()
