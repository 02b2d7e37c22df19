"""The names an act gives its parties: « ci-après dénommée « le délégant » ou « la DINUM » », « (DINUM) »."""

import re
from collections.abc import Sequence

from conventions_cli.foundation import Record
from conventions_cli.linting.comparable import ACRONYM, folded

_TRIGGER = re.compile(r"ci-apr[èe]s|(?:dé|de)nommée?s?\b|désignée?s?\b|appelée?s?\b", re.IGNORECASE)
_QUOTED = re.compile(r"[«“\"]\s*([^«»“”\"]{1,80}?)\s*[»”\"]")
_UNQUOTED = re.compile(r"ci-apr[èe]s \w{1,20} ((?:le|la|les|l')\s?[\w-]{2,60}(?: [A-Z]\w{1,40})?)", re.IGNORECASE)
_ACRONYM = re.compile(rf"\(({ACRONYM})\)")
_ARTICLE = re.compile(r"^(?:le |la |les |l ?' ?|the )", re.IGNORECASE)
_CAPACITY = re.compile(r"\ben qualité d[e'] ?([\w-]+)", re.IGNORECASE)
_REACH = 160  # characters after « ci-après » in which its names stand
_ROLES = ("delegataire", "delegant", "beneficiaire", "porteur", "mandataire")


class Party(Record, frozen=True):
    """A party: the names it is given, as written, the first being the one to use; where.

    `capacity`: in what capacity it acts, « délégant », where the act says so.
    """

    names: tuple[str, ...]
    place: str
    capacity: str = ""

    def called(self, name: str) -> bool:
        """Whether this is one of its names, whatever the article, case, accents and hyphens."""
        return same_name(name) in {same_name(one) for one in self.names}

    @property
    def role(self) -> str:
        """« delegataire », « delegant » …, when one of its names says so; empty otherwise."""
        said = (*self.names, self.capacity)
        return next((role for role in _ROLES for name in said if role in same_name(name)), "")


def same_name(name: str) -> str:
    """A name to compare with others."""
    return re.sub(r"[\s-]+", " ", folded(_ARTICLE.sub("", name.strip()))).strip()


def parties_of(opening: Sequence[tuple[str, str]]) -> tuple[Party, ...]:
    """The parties of an opening, given as places and plain texts. A name of all of them together is no party."""
    found: list[Party] = []
    for place, text in opening:
        at = 0
        while trigger := _TRIGGER.search(text, at):
            window = text[trigger.end() : trigger.end() + _REACH]
            window = re.split(r"[.;]|représenté|ci-après", window, maxsplit=1)[0]
            quoted = [match for match in _QUOTED.finditer(window) if match.start() < _REACH]
            names = [match[1] for match in quoted]
            if not names and (bare := _UNQUOTED.match(text, trigger.start())):
                names = [bare[1]]
            if names:
                acronyms = _ACRONYM.findall(text[at : trigger.start()])
                together = "ensemble" in window[: quoted[0].start()] if quoted else False
                if not together or len(names) > 1 or not names[0].lower().startswith("les parties"):
                    capacity = _CAPACITY.search(text, at, trigger.start())
                    called = tuple(dict.fromkeys((*names, *acronyms)))
                    found.append(Party(called, place, capacity[1] if capacity else ""))
            at = trigger.end() + (quoted[-1].end() if quoted else 0)
    return tuple(found)
