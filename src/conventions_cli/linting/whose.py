"""Whether a reference names an article of this act, or of another text: one that it cites, or the act it amends.

A false alarm costs more than a miss: a reference is to this act when it tells so (« de la présente convention »), or
when no other text is named near it: in the same sentence, in the sentence before it or before a series of references,
or in the title.
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
# « de la présente convention », « des présentes », « ci-dessous »: this act, surely.
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
# The words after « de la convention » that make it another convention.
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
# A sentence that changes words refers to another act, whatever the title.
_CHANGES = re.compile(
    r"\b(?:est|sont|a ete|ont ete) (?:ainsi |desormais )?"
    r"(?:remplacee?s?|modifiee?s?|completee?s?|abrogee?s?|supprimee?s?|inseree?s?|redigee?s?|ajoutee?s?)\b"
)


class Owners:
    """Finds the references of an act to its own articles."""

    def __init__(self, act: Act) -> None:
        self.act = act
        self._alone_nouns: dict[str, bool] = {}

    @cached_property
    def amends(self) -> bool:
        """Whether the title tells that the act amends another."""
        title = folded(" ".join(self.titles))
        return any(_AMENDS.match(folded(title)) for title in self.titles) or _AMENDS.match(title) is not None

    @cached_property
    def titles(self) -> list[str]:
        """The lines of the title of the act, or else its first lines."""
        opening = self.act.opening
        own = [passage.text for passage in opening if self.act.is_section(passage.part, SectionKind.TITLE)]
        return own or [passage.text for passage in opening[:6]]

    @cached_property
    def _named(self) -> re.Pattern[str]:
        """A pattern of the names of this act: the noun of its title, « l'acte », « le document »."""
        return re.compile(rf"\b(?:{self._nouns}|acte|document)\b(?!{_OTHER_ACT.pattern})")

    @cached_property
    def _nouns(self) -> str:
        title = folded(" ".join(self.titles))
        return "|".join(noun for noun in _ACTS.split("|") if re.search(rf"\b{noun}\b", title)) or "convention"

    def _alone(self, noun: str) -> bool:
        """Whether a noun names no other act, so that « la convention » is this one."""
        if noun not in self._alone_nouns:
            others = re.compile(rf"\b{noun}s?\b(?:{_OTHER_ACT.pattern})")
            own = set(self.titles)
            lines = (folded(passage.text) for passage in self.act.passages if passage.text not in own)
            self._alone_nouns[noun] = not any(others.search(line) for line in lines)
        return self._alone_nouns[noun]

    def own_references(self) -> Iterator[tuple[Passage, Mentioned]]:
        """Every reference to an article of this act, with its passage, in reading order."""
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
                for reference in own_articles(sentence):
                    if self._says_ours(sentence, reference) or not (near or self._is_elsewhere(sentence, reference)):
                        yield passage, reference
                again = passage.shape is Shape.CELL or _EMPLOYED.search(sentence) is not None
                carried = named or (near and again)

    def _heading(self, part: int) -> str:
        first = self.act.of_part(part)[0]
        return first.text if first.shape is Shape.TITLE else ""

    def _names_text(self, sentence: str) -> bool:
        """Whether a sentence names another text with articles: a law, a decree, a code, another contract."""
        return names_text(self._named.sub("acte", folded(sentence)))

    def _numbers_its_own(self, part: int) -> bool:
        """Whether numbers in a part are not ours: an annex with its own articles, or visas in the opening."""
        lines = self.act.of_part(part)
        if self.act.is_section(part, SectionKind.ANNEX):
            return any(re.match(r"article \w", passage.text, re.IGNORECASE) for passage in lines)
        return any(said_visa(passage.text) for passage in lines) and part < self._first_article

    @cached_property
    def _first_article(self) -> int:
        return self.act.articles[0][0] if self.act.articles else 0

    def _says_ours(self, sentence: str, reference: Mentioned) -> bool:
        after = _after(sentence, reference)
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

    def _is_elsewhere(self, sentence: str, reference: Mentioned) -> bool:
        """Whether the words of a reference give it to another text: « son article 3 », « du CCAG », an amendment."""
        if self.amends or _CHANGES.search(folded(sentence)):
            return True
        if _ITS.search(sentence[: reference.start]):
            return True
        rest = sentence[reference.end :]
        if _BARE_ACRONYM.match(rest) or _LETTERED.match(rest):
            return True
        owned = _OF.match(_after(sentence, reference))
        if owned is None:
            return False
        return self._named.match(owned["noun"] + owned["rest"]) is None


def _after(sentence: str, reference: Mentioned) -> str:
    """The folded words after a reference in its sentence, with their first space."""
    rest = sentence[reference.end : reference.end + 160]
    return (" " if rest[:1] == " " else "") + folded(rest)


def _sentences(text: str) -> Iterator[str]:
    at = 0
    for end in _END.finditer(text):
        yield text[at : end.end()]
        at = end.end()
    yield text[at:]
