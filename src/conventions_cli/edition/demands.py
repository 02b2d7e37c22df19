"""The text that asks one person for the values they can supply, and the values read from their answer.

The text holds a line « key: » for each value, to be filled after the colon. An answer may be that text, quoted by a
mail program or not, or a fragment of YAML or JSON: only the keys of the form are taken from it. Nothing is written
here: the page shows the values first.
"""

import json
import re
from collections.abc import Iterator
from collections.abc import Mapping as Mapped

from conventions_cli.edition.controls import as_written, shown_in
from conventions_cli.edition.form_parts import Field, Form, Lack, fields_of
from conventions_cli.foundation import Record, SourceText, has_errors
from conventions_cli.french import capitalized
from conventions_cli.source import Mapping, Node, Scalar, Sequence, parse

_LINE = re.compile(r"[>|\s]*+(?:[-*•]\s*+)?([a-z_]+(?:\.[\w-]+)*)\s*+[:=](.*)")
_MOST_LETTERS = 100_000
_MOST_LINES = 2000


class Proposed(Record, frozen=True):
    """A value read in an answer. `seen`: the present value, as the page shows it."""

    key: str
    label: str
    seen: str
    new: str
    control: str


def asked_of(form: Form, supplier: str) -> list[tuple[Lack, Field]]:
    """The lacks that one person can fill by typing a value, each with its field."""
    fields = {field.key: field for section in form.sections for field in fields_of(section)}
    lacks = (lack for lack in form.lacks if lack.supplier == supplier and lack.key != "date_signature")
    return [(lack, fields[lack.key]) for lack in lacks if lack.key in fields]


def demand_of(form: Form, supplier: str, act: str) -> str:
    """The text that asks one person for values; empty when they can supply none by typing it."""
    lines = []
    for lack, field in asked_of(form, supplier):
        example = f", par exemple {field.example}" if field.example else ""
        lines.append(f"{capitalized(lack.label)}{example}\n{lack.key}: \n")
    if not lines:
        return ""
    count = "une information" if len(lines) == 1 else f"{len(lines)} informations"
    return (
        f"Bonjour,\n\nPour la convention «\u00a0{act}\u00a0», il manque {count} que vous pouvez donner.\n"
        "Merci de répondre en tapant chaque valeur après le deux-points, sans changer le mot qui le précède.\n\n"
        + "\n".join(lines)
    )


def read_answer(text: str, form: Form) -> tuple[Proposed, ...]:
    """The values of an answer for fields of the form, without those equal to the present value."""
    return proposed(_values(text[:_MOST_LETTERS], _open_fields(form)), form)


def _open_fields(form: Form) -> dict[str, Field]:
    return {field.key: field for section in form.sections for field in fields_of(section) if not field.locked}


def proposed(values: Mapped[str, str], form: Form) -> tuple[Proposed, ...]:
    """The values, given by key, that fields of the form can take, without those equal to the present value."""
    fields = _open_fields(form)
    return tuple(
        Proposed(key, field.label, field.value, new, field.control)
        for key, field in fields.items()
        if (new := _as_typed(field, values.get(key, ""))) and new not in {field.value, field.shown}
    )


def _as_typed(field: Field, text: str) -> str:
    words = " ".join(text.split()) if "\n" not in text else text.strip()
    return as_written(field.control, shown_in(field.control, words))


def _values(text: str, fields: dict[str, Field]) -> dict[str, str]:
    """The keys and values of an answer: read as YAML or JSON when it names fields of the form, else line by line."""
    tree = parse(SourceText("réponse", text))
    if tree.value is not None and not has_errors(tree.diagnostics):
        leaves = dict(_leaves(tree.value, ""))
        if leaves.keys() & fields.keys():
            return leaves
    matches = (_LINE.match(line) for line in text.splitlines()[:_MOST_LINES])
    values = ((match[1], match[2].strip()) for match in matches if match)
    return {key: value for key, value in values if value}


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


def values_answer(proposed: tuple[Proposed, ...], message: str = "") -> bytes:
    """The values read, as the answer for the page; `message`: why none could be read."""
    listed = [
        {"cle": value.key, "nom": value.label, "vu": value.seen, "nouveau": value.new, "forme": value.control}
        for value in proposed
    ]
    return json.dumps({"propose": listed, "message": message}, ensure_ascii=False).encode()
