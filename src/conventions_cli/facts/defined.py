"""The words that an act defines: quoted, in brackets, after « ci-après », after « désignée … dans la suite »."""

import re
from collections.abc import Iterable, Iterator

from conventions_cli.french import folded

_QUOTED = re.compile(r"[«“\"]([^«»“”\"]{1,80})[»”\"]")
_BRACKETED = re.compile(r"\(((?:l[ea]s? |l')?[\w'-]{2,30}(?: [\w'-]{2,30}){0,2})\)")
_CALLED = re.compile(
    r"\b(?:ci-apres|(?:de|pre)?nommee?s?|designee?s?|appelee?s?|qualifiee?s?|entend(?:re|ons)? (?:ici )?par)\b"
    r"([^.;()]{1,70})"
)
_ACTING = re.compile(r"\b(?:(?:en|sa|leur) qualite|en tant que|(?:agissa|intervena)nt comme)\b([^.;()]{1,50})")
_IS = re.compile(r"\b(?:est l[ea]|est l'|sont les) ?([\w'-]{2,30}(?: [\w'-]{2,30}){0,2})")
_LABEL = re.compile(r"\A[-–•* ]*([\w'-]{2,30}(?: [\w'-]{2,30}){0,2}) ?:")
_EXPLAINED = re.compile(r"\b([a-z0-9&]{2,12}) ?\((?=[a-z]{3})")
_APPOSED = re.compile(r", ([\w'-]{2,30}(?: [\w'-]{2,30}){0,2})(?=,|\Z|;)")
# What may come before a defined name: « vice-président » does not define « président ».
_WHOLE = r"(?:[¶«»“\",:'] ?|\b(?:l[ea]|les|de|du|des|comme|par|nom|terme|une?) )"


class Defined:
    """The definitions of an act. `lines`: all its lines; `opening`: the lines before its articles, where a role may be
    between commas beside a party.
    """

    def __init__(self, lines: Iterable[str], opening: Iterable[str]) -> None:
        definitions = [words for line in lines for words in _definitions(folded(line))]
        # A party with a stated name has that name, and not the words beside it.
        unnamed = [line for line in map(folded, opening) if not _CALLED.search(line)]
        definitions += [words for line in unnamed for words in _APPOSED.findall(line)]
        self._words = re.sub(r"[\s-]+", " ", " ¶ ".join(["", *definitions]))

    def holds(self, name: str) -> bool:
        """Whether a name is defined, in any gender and number. `name`: in lower case and without accents."""
        root = re.escape(re.sub(r"[\s-]+", " ", name).removesuffix("s").removesuffix("e"))
        return re.search(rf"{_WHOLE}{root}(?:e|s|es)?\b", self._words) is not None


def _definitions(line: str) -> Iterator[str]:
    acting = () if _CALLED.search(line) else (_ACTING,)
    for pattern in (_QUOTED, _BRACKETED, _CALLED, _IS, _LABEL, _EXPLAINED, *acting):
        yield from pattern.findall(line)
