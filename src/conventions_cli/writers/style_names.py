"""The names of the styles of an act, the same in Word documents and OpenDocument texts."""

from conventions_cli.document import Paragraph, SectionKind
from conventions_cli.writers import layout

PARAGRAPHS = {
    SectionKind.DRAFT: "Projet",
    SectionKind.HEADER: "EnTeteActe",
    SectionKind.TITLE: "Reference",
    SectionKind.CONTENTS: "Normal",
    SectionKind.PARTIES: "Parties",
    SectionKind.VISAS: "Visa",
    SectionKind.BODY: "Normal",
    SectionKind.SIGNATURES: "SignatureLieu",
    SectionKind.COPIES: "Copies",
    SectionKind.ANNEX: "Normal",
}
ITEMS = {SectionKind.PARTIES: "Partie", SectionKind.COPIES: "Copies"}
HEADINGS = {1: "Titre", 2: "Titre1", 3: "Titre2", 4: "Titre3"}
_PLACES = {layout.Place.PARTY: "Partie", layout.Place.SIDE: "PartieCote", layout.Place.OTHER: "Parties"}


def among_parties(block: Paragraph, *, under_list: bool) -> str:
    """The style of a paragraph among the parties. `under_list`: whether it comes after a list or a table."""
    place = layout.place_of(block)
    # After a list, a style of lists would make the paragraph a part of the last item.
    return "Parties" if place is layout.Place.PARTY and under_list else _PLACES[place]
