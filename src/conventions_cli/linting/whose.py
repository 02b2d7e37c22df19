"""Whose article a reference is: of this act, or of a text it names, of the act it amends.

A false alarm costs more than a miss: a reference is of this act when it says so (« de la présente convention »), or
when nothing near it names another text. A text is near when it stands in the same sentence, in the one before, in the
title, or in the sentence before a run of references that each follow the other.
"""

import re
from collections.abc import Iterator
from functools import cached_property

from conventions_cli.comparison import Shape
from conventions_cli.document import SectionKind
from conventions_cli.facts import said_visa
from conventions_cli.french import ACRONYM, Mentioned, folded, own_articles
from conventions_cli.law import names_text
from conventions_cli.linting.passages import Act, Passage

_ACTS = "convention|delegation|acte|contrat|accord|protocole|lettre|decision|mandat|document|avenant"
# « de la présente convention », « des présentes », « ci-dessous »: nothing else is meant.
_OURS = re.compile(
    rf" ?,? ?(?:ci-(?:dessus|dessous|apres|avant)\b|d(?:u|e la|es|e l') ?presente?s?\b(?: (?:{_ACTS}))?)"
)
_OF_THE_AVENANT = re.compile(r" ?,? ?d(?:u present (?:avenant|acte)|es presentes)\b")
_PARAGRAPH = (
    r"(?:,? ?\(?(?:\d(?:er|e|°)|alineas?|al\.|paragraphes?|points?|§|[ivx]{1,5}\b|premier|second)[^;.]{0,30}?)?"
)
_OF = re.compile(
    rf"{_PARAGRAPH} ?,? ?\(?(?:(?:du|de la|de l'|des|d'une?|de ce(?:t|tte)?|de cel(?:ui|le)|de ses?|de son|de leurs?) ?"
    r"|(?:dudit|de ladite|desdits|desdites|dudit) )(?P<noun>[\w'-]*)(?P<rest>[^;.]{0,40})"
)
# After « de la convention », what tells that it is another one.
_OTHER_ACT = re.compile(
    r"-| ?(?:initiale?|originelle?|d'origine|cadre|principale?|d[eu]\b|d'|des\b|n°|signee?|conclue?|passee?|precitee?|"
    r"susvisee?|susmentionnee?|mentionnee?|visee?|collective|europeenne|internationale?|nationale?|entre\b|portant|"
    r"relati(?:f|ve)|type\b|anterieure?|precedente?|unique|tripartite|liant|modifiee?|amendee?|attributi(?:f|ve)|\()"
)
_BARE_ACRONYM = re.compile(rf" ?,? ?\(?(?:{ACRONYM})\b")
_LETTERED = re.compile(r" ?(?:,|et|ou|à) (?:[LRDA]\.? ?\*?\d|[LRDA]\d)")
_ITS = re.compile(r"(?:\b(?:son|ses|leurs?|cet|ledit|dudit|ces|lesdits|m[êe]mes?) ?)$", re.IGNORECASE)

_EMPLOYED = re.compile(r"\bart(?:icles?|\.)", re.IGNORECASE)
_END = re.compile(r"(?<!\bM)(?<!\bMM)(?<!\bart)[.!?…] (?=[A-ZÀ-Ý«\"(])|\n")
_AMENDS = re.compile(
    r"(?:projet d')?avenants?\b|.{0,80}\b(?:modificati(?:f|ve)|modifiant|portant (?:modification|avenant)|"
    r"de prorogation|de prolongation)\b"
)
# A sentence that changes words changes those of another act, whatever the title.
_CHANGES = re.compile(
    r"\b(?:est|sont|a ete|ont ete) (?:ainsi |desormais )?"
    r"(?:remplacee?s?|modifiee?s?|completee?s?|abrogee?s?|supprimee?s?|inseree?s?|redigee?s?|ajoutee?s?)\b"
)


class Owners:
    """The references of an act that are to its own articles."""

    def __init__(self, act: Act) -> None:
        self.act = act
        self._known: dict[str, bool] = {}

    @cached_property
    def amends(self) -> bool:
        """Whether the act amends another: its title says so."""
        title = folded(" ".join(self.titles))
        return any(_AMENDS.match(folded(one)) for one in self.titles) or _AMENDS.match(title) is not None

    @cached_property
    def titles(self) -> list[str]:
        """The title of the act, else the lines it opens with."""
        opening = self.act.opening
        own = [one.text for one in opening if self.act.is_section(one.part, SectionKind.TITLE)]
        return own or [one.text for one in opening[:6]]

    @cached_property
    def _named(self) -> re.Pattern[str]:
        """How a sentence names this act: by the noun of its title, « l'acte », « le document »."""
        return re.compile(rf"\b(?:{self._nouns}|acte|document)\b(?!{_OTHER_ACT.pattern})")

    @cached_property
    def _nouns(self) -> str:
        title = folded(" ".join(self.titles))
        return "|".join(noun for noun in _ACTS.split("|") if re.search(rf"\b{noun}\b", title)) or "convention"

    def _alone(self, noun: str) -> bool:
        """Whether the act names no other one by a noun of its title: « la convention » is then this one."""
        if noun not in self._known:
            others = re.compile(rf"\b{noun}s?\b(?:{_OTHER_ACT.pattern})")
            own = set(self.titles)
            lines = (folded(one.text) for one in self.act.passages if one.text not in own)
            self._known[noun] = not any(others.search(line) for line in lines)
        return self._known[noun]

    def aimed(self) -> Iterator[tuple[Passage, Mentioned]]:
        """Every reference to an article of this act, in reading order, with its passage."""
        part, heading, carried, intro = -1, False, False, ""
        for passage in self.act.passages:
            if passage.part != part:
                part, carried, intro = passage.part, False, ""
                heading = self._names_text(self._heading(part)) or self._numbers_its_own(part)
            if passage.shape is Shape.PARAGRAPH:
                intro = passage.text
            inside = passage.shape not in {Shape.PARAGRAPH, Shape.TITLE} and self._names_text(intro)
            for sentence in _sentences(passage.text):
                named = self._names_text(sentence)
                near = named or carried or heading or inside
                for found in own_articles(sentence):
                    if self._says_ours(sentence, found) or not (near or self._is_elsewhere(sentence, found)):
                        yield passage, found
                again = passage.shape is Shape.CELL or _EMPLOYED.search(sentence) is not None
                carried = named or (near and again)

    def _heading(self, part: int) -> str:
        first = self.act.of_part(part)[0]
        return first.text if first.shape is Shape.TITLE else ""

    def _names_text(self, sentence: str) -> bool:
        """Whether a sentence names a law, a decree, a code, another contract: any text that has articles."""
        return names_text(self._named.sub("acte", folded(sentence)))

    def _numbers_its_own(self, part: int) -> bool:
        """Whether an annex has articles of its own, or lines of the opening are visas: their numbers are not ours."""
        lines = self.act.of_part(part)
        if self.act.is_section(part, SectionKind.ANNEX):
            return any(re.match(r"article \w", one.text, re.IGNORECASE) for one in lines)
        return any(said_visa(one.text) for one in lines) and part < self._first_article

    @cached_property
    def _first_article(self) -> int:
        return self.act.articles[0][0] if self.act.articles else 0

    def _says_ours(self, sentence: str, found: Mentioned) -> bool:
        after = _after(sentence, found)
        if self.amends:
            return _OF_THE_AVENANT.match(after) is not None
        if _CHANGES.search(folded(sentence)):
            return False
        if _OURS.match(after):
            return True
        owned = _OF.match(after)
        return (
            owned is not None
            and owned["noun"] in self._nouns.split("|")
            and self._named.match(owned["noun"] + owned["rest"]) is not None
            and self._alone(owned["noun"])
        )

    def _is_elsewhere(self, sentence: str, found: Mentioned) -> bool:
        """Whether its own words give it to another text: « son article 3 », « du CCAG », an amendment."""
        if self.amends or _CHANGES.search(folded(sentence)):
            return True
        if _ITS.search(sentence[: found.start]):
            return True
        rest = sentence[found.end :]
        if _BARE_ACRONYM.match(rest) or _LETTERED.match(rest):
            return True
        owned = _OF.match(_after(sentence, found))
        if owned is None:
            return False
        return self._named.match(owned["noun"] + owned["rest"]) is None


def _after(sentence: str, found: Mentioned) -> str:
    """What follows a reference in its sentence, to compare; a space before it is kept."""
    rest = sentence[found.end : found.end + 160]
    return (" " if rest[:1] == " " else "") + folded(rest)


def _sentences(text: str) -> Iterator[str]:
    at = 0
    for end in _END.finditer(text):
        yield text[at : end.end()]
        at = end.end()
    yield text[at:]
