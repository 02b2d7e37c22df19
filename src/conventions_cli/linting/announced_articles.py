"""The subject that a sentence expects in an article: « les modalités de paiement prévues à l'article 3 ».

Its words are compared with the titles of the articles: there is a remark only when one other article has all of them
in its title, and the article that is named has none of them.
"""

import re

from conventions_cli.document import article_heading
from conventions_cli.facts import said_amounts
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
# « la subvention fixée à l'article 2 »: the name of one thing, which is less certain than « les modalités de … ».
_NAMED = re.compile(
    r"\b(?:la|les?|l'|du|des|cette|ces?|aux?|sa|son|ses) ?(?P<what>[a-z-]{5,30}(?: [a-z'-]{1,30}){0,3}?),? "
    r"(?:prev|defini|fixe|mentionn|vise|decri|enonc|figur|stipul|detaill|arret|determin|institu|cre)\w*"
    r"(?: (?:par|a|aux?|dans))*(?: l'| les)? ?$"
)
_OF = re.compile(r" (?:de la|de l'|des|du|de|d') ?")
_GENERAL = re.compile(
    r"(?:modalite|condition|regle|disposition|stipulation|clause|obligation|procedure|principe|mesure|cas|element|"
    r"engagement|action|mission|operation|document|piece|droit|donnee|acte|texte|objectif|prestation)s?\b"
)
_MONEY = frozenset({"subven", "montan", "contri", "partic", "dotati", "credit", "prix", "financ", "versem", "paieme"})
_TIME = frozenset({"duree", "delai", "delais", "terme", "echean", "preavi"})
_WHEN = re.compile(r"\b(?:19|20)\d\d\b|\b(?:jour|semaine|mois|an|annee|ans|annees)s?\b")
_NEAR = 160  # characters before a reference, among which its subject stands
_STEM = 6  # first letters shared by words of one family: « paiement », « paiements »
_LEAST = 5  # letters of the shortest meaningful word
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
    """The stems (first letters) of the meaningful words of a text."""
    return frozenset(word[:_STEM] for word in re.findall(rf"[a-z]{{{_LEAST},}}", folded(text)) if word not in _VAGUE)


def announced(before: str) -> str:
    """The subject that the words before a reference tell, in lower case and without accents, or an empty text."""
    match = _ANNOUNCED.search(folded(before))
    return match["what"] if match else ""


class Titles:
    """The stems of the titles and of the articles of an act."""

    def __init__(self, act: Act) -> None:
        self.act = act
        self.of_title = {article.number: stems(article_heading(article)) for _, article in act.articles}
        self.parts = {article.number: index for index, article in act.articles}
        self._articles: dict[int, tuple[str, frozenset[str], bool]] = {}

    def meant(self, number: int, before: str) -> int | None:
        """The number of the only other article about the subject of a reference to `number`.

        None when there is not just one, or when the article of that reference is about its subject.
        """
        subject = stems(announced(before)) or self._named(number, before)
        if not subject:
            return None
        about = [own_stems for own_stems, title in self.of_title.items() if subject <= title]
        if len(about) != 1 or about[0] == number or subject & self.of_title[number]:
            return None
        return None if subject & self._content(number)[1] else about[0]

    def _named(self, number: int, before: str) -> frozenset[str]:
        """The stems of the thing that a reference expects in an article, when that article holds nothing like it."""
        match = _NAMED.search(folded(before[-_NEAR:]))
        if match is None:
            return frozenset()
        nearest = _OF.split(match["what"])[-1]  # « l'emploi de la subvention »
        words, own_stems, pays = self._content(number)
        if _GENERAL.match(nearest) or _GENERAL.match(match["what"]) or stems(match["what"]) & own_stems:
            return frozenset()
        subject = stems(nearest)
        dated = subject & _TIME and _WHEN.search(words)
        return frozenset() if dated or (pays and subject & _MONEY) else subject

    def _content(self, number: int) -> tuple[str, frozenset[str], bool]:
        """The folded words of an article, their stems, and whether it gives amounts."""
        if number not in self._articles:
            words = " ".join(passage.text for passage in self.act.of_part(self.parts[number]))
            pays = "%" in words or any(said_amounts(words))
            self._articles[number] = folded(words), stems(words), pays
        return self._articles[number]
