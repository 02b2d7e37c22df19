"""The page of each code: the reason of the fault, a wrong example and a right one.

Each page is a Markdown file of `codes/`, which a jurist edits. `convention explain`, docs/diagnostics.md and the SARIF
report show it, and a test runs every example. That test lays an example of `Kind.FIELDS` over a good spec, of the kind
of act that the example names if it names one, and puts an example of `Kind.ACT` in an act; other examples are whole
files, clauses or commands.
"""

import re
from collections.abc import Sequence
from enum import Enum
from pathlib import Path

from conventions_cli.foundation import Code, Record, pages_dir


class Kind(Enum):
    """The kind of an example; the value is the word shown above it."""

    FIELDS = "extrait de spécification"
    FILE = "fichier entier"
    CLAUSE = "clause"
    PLAN = "extrait de modele.yaml"
    COMMAND = "commande"
    ACT = "extrait d’acte"

    @property
    def language(self) -> str:
        """The language of its examples, as Markdown names it."""
        return {Kind.CLAUSE: "markdown", Kind.ACT: "markdown", Kind.COMMAND: "sh"}.get(self, "yaml")


class Page(Record, frozen=True):
    """The reason of a fault, and two examples of one kind; an example that no text can show is empty."""

    why: str
    wrong: str = ""
    right: str = ""
    kind: Kind = Kind.FIELDS


def page_text(code: Code) -> str:
    """The page of a code as plain text."""
    page = page_of(code)
    parts = [f"{code.number} – {code.title} ({_weight(code)})", page.why]
    if code.basis:
        parts.append(f"Fondement : {code.basis}")
    for title, example in _examples(page):
        parts.append(f"{title} :\n" + "\n".join(f"    {line}" for line in example.split("\n")))
    return "\n\n".join(parts) + "\n"


def page_markdown(code: Code) -> str:
    """The page of a code as Markdown."""
    page = page_of(code)
    parts = [f"### {code.number} – {code.title}", f"*{_weight(code).capitalize()}.* {page.why}"]
    if code.basis:
        parts.append(f"Fondement : {code.basis}")
    for title, example in _examples(page):
        parts.append(f"{title} :\n\n```{page.kind.language}\n{example}\n```")
    return "\n\n".join(parts) + "\n"


def _weight(code: Code) -> str:
    """The severity of a code: « avertissement », « avertissement dans un projet, erreur avec --final »."""
    return f"{code.severity.value}{' dans un projet, erreur avec --final' if code.holds_final else ''}"


def _examples(page: Page) -> list[tuple[str, str]]:
    pairs = [("Refusé", page.wrong), ("Accepté", page.right)]
    return [(f"{title} ({page.kind.value})", example) for title, example in pairs if example]


# How a page is read


def page_of(code: Code) -> Page:
    """The page of a code, read from its file."""
    return read_page(pages_dir() / f"{code.number}.md")


class _Section(Record, frozen=True):
    """A heading, the number of its line, and the lines below it."""

    heading: str
    line: int
    body: Sequence[str]


def read_page(path: Path) -> Page:
    """The page that a file holds.

    Raises ValueError for a file in another form, with a French sentence that names the file and the line.
    """
    name = f"{path.parent.name}/{path.name}"
    sections = _sections(name, path.read_bytes())
    top = sections.pop(0)
    if top.heading != f"# {path.stem}" or any(top.body):
        raise _fault(name, top.line, f"le fichier commence par « # {path.stem} », puis « ## Pourquoi »")
    why = sections.pop(0) if sections and sections[0].heading == "## Pourquoi" else None
    if why is None or not any(why.body):
        line = why.line if why else sections[0].line if sections else top.line
        raise _fault(name, line, f"« ## Pourquoi », suivi d’un texte, est attendu après « # {path.stem} »")
    examples: dict[str, str] = {}
    kind = Kind.FIELDS
    for section, title in zip(sections, ("Refusé", "Accepté", ""), strict=False):
        kind = _kind(name, section, title, kind if examples else None)
        examples[title] = _example(name, section, kind)
    return Page("\n".join(why.body).strip(), examples.get("Refusé", ""), examples.get("Accepté", ""), kind)


def _sections(name: str, data: bytes) -> list[_Section]:
    """The sections, at least one. A line that starts with # is a heading, except in examples."""
    try:
        lines = data.decode("utf-8").replace("\r\n", "\n").split("\n")
    except UnicodeDecodeError as error:
        number = data.count(b"\n", 0, error.start) + 1
        raise _fault(name, number, "le fichier s’enregistre en UTF-8, et cette ligne n’en est pas") from error
    headings = []
    inside = False
    for index, line in enumerate(lines):
        inside ^= line.startswith("```")
        if index == 0 or (line.startswith("#") and not inside):
            headings.append(index)
    ends = [*headings[1:], len(lines)]
    return [
        _Section(lines[start], start + 1, lines[start + 1 : end]) for start, end in zip(headings, ends, strict=True)
    ]


def _kind(name: str, section: _Section, title: str, first: Kind | None) -> Kind:
    """The kind that the heading of an example names, which must be `first`, the kind of the example before, if any."""
    kinds = {f"## {title} ({kind.value})": kind for kind in ((first,) if first else Kind) if title}
    if section.heading not in kinds:
        expected = f"attendu ici : {' ou '.join(f'« {heading} »' for heading in kinds) or 'rien de plus'}"
        raise _fault(name, section.line, f"le titre « {section.heading} » n’a pas sa place ; {expected}")
    return kinds[section.heading]


def _example(name: str, section: _Section, kind: Kind) -> str:
    """The example between the two marks under a heading, with no other text around it."""
    text = "\n".join(section.body).strip("\n")
    match = re.fullmatch(rf"```{kind.language}\n((?:(?!```).*\n)+)```", text)
    if match is None or not match[1].strip():
        form = f"une ligne « ```{kind.language} », l’exemple, une ligne « ``` », et rien d’autre"
        raise _fault(name, section.line, f"sous « {section.heading} » viennent {form}")
    return match[1].rstrip()


def _fault(name: str, line: int, sentence: str) -> ValueError:
    return ValueError(f"{name}:{line} : {sentence}.")
