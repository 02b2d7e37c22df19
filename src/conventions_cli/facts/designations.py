"""The names that an act gives to its parties, « ci-après dénommée « le mandant » ou « la DGCS » », and their roles."""

import re
from collections.abc import Iterator, Sequence

from conventions_cli.facts.grids import Cell
from conventions_cli.facts.roles import said_roles
from conventions_cli.foundation import Record
from conventions_cli.french import ACRONYM, folded

_TRIGGER = re.compile(r"ci-(?:apr[èe]s|dessous)|(?:dé|de)nommée?s?\b|désignée?s?\b|appelée?s?\b", re.IGNORECASE)
_QUOTED = re.compile(r"[«“\"]\s*([^«»“”\"]{1,80}?)\s*[»”\"]")
_BY_ARTICLE = r"(?: sous le nom de| sous le terme de)? ((?:la |le |les |l['’] ?)[\w'’ -]{2,50}(?=[,;.)]|$)"
_UNQUOTED = re.compile(
    rf"ci-apr[èe]s(?: \w{{1,20}})?{_BY_ARTICLE}|(?:la |le |les |l['’] ?)[\w'’-]{{2,60}}(?: [A-Z]\w{{1,40}})?)"
    rf"|\w{{6,12}}{_BY_ARTICLE})",
    re.IGNORECASE,
)
_ACRONYM = re.compile(rf"\(({ACRONYM})\)")
_ARTICLE = re.compile(r"^(?:la |le |les |l ?['’] ?|the )", re.IGNORECASE)
_CAPACITY = re.compile(
    r"\ben (?:sa )?qualité (?:de |d['’] ?)(?:la |le |l['’])?(?P<noun>[\w'’-]+(?: (?:d[eu] )?[\w'’-]+)??)"
    r"(?=[,;.]|$| représent| et )",
    re.IGNORECASE,
)
_PLURAL = re.compile(r"(?:nommée?|signée?|appelée?)s\b|[«“\"]\s*les ", re.IGNORECASE)
_REACH = 160  # characters; names further after « ci-après » are not read


class Naming(Record, frozen=True):
    """The names that a line gives to a party.

    `terms`: the names as written, the one to use first; `acronyms`: those in brackets before them; `capacity`: the
    capacity it acts in, empty if none is stated; `plural`: whether the words are plural, « désignés », « les parties ».
    """

    terms: tuple[str, ...]
    acronyms: tuple[str, ...]
    place: str
    capacity: str = ""
    plural: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The terms, then the acronyms, without repetition."""
        return tuple(dict.fromkeys((*self.terms, *self.acronyms)))

    def called(self, name: str) -> bool:
        """Whether a name is among these, whatever its article, case, accents and hyphens."""
        return same_name(name) in {same_name(other) for other in self.names}

    @property
    def role(self) -> str:
        """The key of the role that the names or the capacity state; empty without one."""
        return next(filter(None, map(said_role, (*self.names, self.capacity))), "")


def without_article(name: str) -> str:
    """A name without its article: « la DGCS » gives « DGCS »."""
    return _ARTICLE.sub("", name.strip())


def same_name(name: str) -> str:
    """A name without article, case, accents or hyphens, to be compared with others."""
    return re.sub(r"[\s-]+", " ", folded(without_article(name))).strip()


def said_role(noun: str) -> str:
    """The key of the role that a noun means; empty for any other noun."""
    bare = same_name(noun)
    return next((role.key for role in said_roles().roles if role.pattern.fullmatch(bare)), "")


def capacity_in(text: str) -> str:
    """The capacity stated in a text: « mandant » for « en qualité de mandant »; empty without one."""
    match = _CAPACITY.search(text)
    return match["noun"] if match else ""


def namings(lines: Sequence[Cell]) -> Iterator[Naming]:
    """The names that lines give to parties, except « les parties », which names all of them together."""
    for line in lines:
        text, at = line.text, 0
        while trigger := _TRIGGER.search(text, at):
            window = text[trigger.end() : trigger.end() + _REACH]
            window = re.split(r"[.;](?![^«»]{0,80}»)|représenté|ci-après", window, maxsplit=1)[0]
            quoted = list(_QUOTED.finditer(window))
            names, end = [match[1] for match in quoted], trigger.end() + (quoted[-1].end() if quoted else 0)
            if not names and (bare := _UNQUOTED.match(text, trigger.start())):
                names, end = [(bare[1] or bare[2]).strip()], bare.end()
            together = "ensemble" in window[: quoted[0].start()] if quoted else False
            if names and not (together and len(names) == 1 and names[0].lower().startswith("les parties")):
                before = text[at : trigger.start()]
                acronyms = tuple(dict.fromkeys(_ACRONYM.findall(before)))
                plural = together or _PLURAL.search(text[trigger.start() : end]) is not None
                yield Naming(tuple(dict.fromkeys(names)), acronyms, line.place, capacity_in(before), plural)
            at = end
