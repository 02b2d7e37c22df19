"""The name of an act in another act: « la convention du 20 août 2025, modifiée par l’avenant n° 1 »."""

from collections.abc import Sequence

from conventions_cli.amendment.act_versions import Version
from conventions_cli.document import Heading, plain_text
from conventions_cli.french import Article, Gender, NounPhrase, enumerate_words, format_date

# The nouns at the beginning of titles; a title with another noun is quoted.
_NOUNS = {
    "convention": (Article.LA, Gender.FEMININE),
    "délégation": (Article.LA, Gender.FEMININE),
    "accord": (Article.ELIDED, Gender.MASCULINE),
    "accord-cadre": (Article.ELIDED, Gender.MASCULINE),
    "lettre": (Article.LA, Gender.FEMININE),
    "contrat": (Article.LE, Gender.MASCULINE),
    "protocole": (Article.LE, Gender.MASCULINE),
}


def title_of(version: Version) -> str:
    """The title that an act prints."""
    headings = (block for part in version.document.parts for block in part.blocks if isinstance(block, Heading))
    return next((plain_text(block.content) for block in headings if block.level == 1), "Convention")


def amended_act(past: Sequence[Version]) -> NounPhrase:
    """The name of the act that an avenant amends: its title and date, then the earlier avenants."""
    signed = past[0]
    title = title_of(signed)
    first = title.split()[0].lower()
    article, gender = _NOUNS.get(first, (Article.ELIDED, Gender.MASCULINE))
    noun = first + title[len(first) :] if first in _NOUNS else f"acte intitulé «\u00a0{title}\u00a0»"
    ending = "e" if gender is Gender.FEMININE else ""
    day = signed.signed
    if day is not None and format_date(day) not in title:
        noun += f", signé{ending} le {format_date(day)}"
    if past[1:]:
        avenants = [
            f"n°\u00a0{version.numero} du {format_date(version.signed)}"
            for version in past[1:]
            if version.signed is not None
        ]
        by = f"l’avenant {avenants[0]}" if len(avenants) == 1 else f"les avenants {enumerate_words(avenants)}"
        noun += f", modifié{ending} par {by}"
    return NounPhrase(noun, article, gender)
