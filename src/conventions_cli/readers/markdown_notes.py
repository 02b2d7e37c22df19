"""Checks the notes of a Markdown text."""

import re

from conventions_cli.foundation import Record

_NOTE_CALL = re.compile(r"(?<!\\)\[\^([^\[\]\s]+)\](:?)")
_MOST_SOUGHT = 100_000  # characters that finding the ends of the note calls of one word may take


class MarkdownFault(Record, frozen=True):
    """A fault of the dialect: its line, from 0, its message, what to do."""

    line: int
    message: str
    hint: str


def endless_call(text: str) -> MarkdownFault | None:
    """The fault of a word that opens too many calls of notes, since the end of each is searched in all that follows."""
    for word in re.finditer(r"[^ \n]+", text):
        if word[0].count("[^") * len(word[0]) > _MOST_SOUGHT:
            message = "Un mot ouvre de très nombreux appels de note « [^ »."
            hint = "Écrire un appel de note « [^1] », et une espace avant le suivant ; sinon, « \\[ » pour un crochet."
            return MarkdownFault(text.count("\n", 0, word.start()), message, hint)
    return None


def note_faults(text: str) -> list[MarkdownFault]:
    """The faults of notes called but not written, and of notes written but never called."""
    faults = []
    called: dict[str, int] = {}
    written: dict[str, int] = {}
    for number, line in enumerate(text.split("\n")):
        for match in _NOTE_CALL.finditer(line):
            is_definition = bool(match[2]) and match.start() <= len(line) - len(line.lstrip())
            (written if is_definition else called).setdefault(match[1], number)
    for label, number in called.items():
        if label not in written:
            faults.append(
                MarkdownFault(
                    number, f"La note [^{label}] est appelée mais n’est pas écrite.", f"Ajouter « [^{label}]: texte »."
                )
            )
    for label, number in written.items():
        if label not in called:
            faults.append(
                MarkdownFault(
                    number,
                    f"La note [^{label}] est écrite mais n’est jamais appelée.",
                    f"Placer « [^{label}] » dans le texte.",
                )
            )
    return faults
