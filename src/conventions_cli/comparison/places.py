"""Places in an act, in French: « article 6, « Crédits délégués », tableau, ligne 2026, colonne CP »."""

from conventions_cli.document import Article, Heading, Part, SectionKind, plain_text

_LONGEST = 60
_NAMES = {
    SectionKind.DRAFT: "mention « projet »",
    SectionKind.HEADER: "en-tête",
    SectionKind.TITLE: "titre",
    SectionKind.CONTENTS: "sommaire",
    SectionKind.PARTIES: "parties",
    SectionKind.VISAS: "visas",
    SectionKind.BODY: "corps de l’acte",
    SectionKind.SIGNATURES: "signatures",
    SectionKind.COPIES: "copies",
    SectionKind.ANNEX: "annexe",
}
_BLOCKS = {"paragraph": "paragraphe", "list": "liste", "table": "tableau", "picture": "image"}


def part_name(part: Part) -> str:
    """The name of a part: « article 6 », « visas »; for the preamble and the annexes, their heading."""
    if isinstance(part, Article):
        return f"article {part.called}"
    first = next((block for block in part.blocks if isinstance(block, Heading)), None)
    named = plain_text(first.content) if first is not None and first.level == 2 else ""
    return quoted(named) if named and part.kind in {SectionKind.BODY, SectionKind.ANNEX} else _NAMES[part.kind]


def joined(place: str, within: str) -> str:
    """A place inside another."""
    return f"{place}, {within}"


def quoted(text: str) -> str:
    """A heading as a place, cut when it is long."""
    return f"«\u00a0{_short(text)}\u00a0»"


def numbered(shape: str, number: int, total: int) -> str:
    """The name of a block: « paragraphe 2 »; « tableau » when there is only one table."""
    return f"{_BLOCKS[shape]} {number}" if total > 1 else _BLOCKS[shape]


def item(number: int, *, numbered: bool) -> str:
    """The name of an item of a list: « tiret 3 », « point 3 »."""
    return f"{'point' if numbered else 'tiret'} {number}"


def named(text: str, number: int) -> str:
    """The name of a row or a column: its words, or its number when it has no words or too many."""
    return text if text and len(text) <= _LONGEST else str(number)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rstrip()}…"
