"""What a sentence says it will find at the article it refers to: « les modalités de paiement prévues à l'article 3 ».

Words are compared with the titles of the articles: a question is put only when one other article bears them all in its
title, and the article that is named says none of them.
"""

import re

from conventions_cli.document import article_heading
from conventions_cli.french import folded
from conventions_cli.linting.passages import Act

_ANNOUNCED = re.compile(
    r"\b(?:modalites|conditions|regles|dispositions|stipulations|clauses?|obligations|delais?|procedures?|principes|"
    r"calendrier|montants?)(?: generales?| particulieres?| pratiques)? "
    r"(?:(?:relati(?:f|ve)s? (?:a la|a l'|aux?|a)|en matiere (?:de|d')|de la|de l'|des|du|de|d') ?)"
    r"(?P<what>[a-z' -]{4,70}?)(?: (?:de la (?:presente )?convention|du projet))?,? "
    r"(?:sont |est |telle?s? que |qui sont |comme )?(?:celles? (?:qui sont )?)?"
    r"(?:prev|defini|fixe|mentionn|vise|decri|precis|enonc|figur|stipul|"
    r"detaill|indiqu|rappel|arret|determin)\w*(?: (?:par|a|aux?|dans|selon))*(?: l'| les)? ?$"
)
_STEM = 6  # letters that two words of one family share: « paiement », « paiements »
_LEAST = 5  # letters of a word that tells something
_VAGUE = frozenset(
    [
        "presente",
        "present",
        "parties",
        "partie",
        "convention",
        "projet",
        "service",
        "generales",
        "articles",
        "dispositions",
    ]
)


def stems(text: str) -> frozenset[str]:
    """The beginnings of the words of a text that tell something."""
    return frozenset(word[:_STEM] for word in re.findall(rf"[a-z]{{{_LEAST},}}", folded(text)) if word not in _VAGUE)


def announced(before: str) -> str:
    """What the words before a reference say it is about, in lower case, without accents; nothing when they do not."""
    match = _ANNOUNCED.search(folded(before))
    return match["what"] if match else ""


class Titles:
    """The words of the titles of an act, and of what its articles say."""

    def __init__(self, act: Act) -> None:
        self.act = act
        self.of_title = {article.number: stems(article_heading(article)) for _, article in act.articles}
        self.parts = {article.number: index for index, article in act.articles}

    def meant(self, number: int, before: str) -> int | None:
        """The one other article that is about what a reference to an article announces."""
        wanted = stems(announced(before))
        if not wanted:
            return None
        about = [one for one, title in self.of_title.items() if wanted <= title]
        if len(about) != 1 or about[0] == number or wanted & self.of_title[number]:
            return None
        said = frozenset().union(*(stems(one.text) for one in self.act.of_part(self.parts[number])))
        return None if wanted & said else about[0]
