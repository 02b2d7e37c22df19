"""The people who represent a party or sign for it: names, functions, gender."""

import re
from collections.abc import Iterator

from conventions_cli.document import SectionKind
from conventions_cli.facts import DOUBTFUL, LIKELY, SURE, Confidence
from conventions_cli.foundation import Record
from conventions_cli.french import gender_of_function
from conventions_cli.importing.facts import Fact, Path
from conventions_cli.importing.searched import Act, Line
from conventions_cli.model import without_article

_CIVILITY = re.compile(r"\A:? ?(?:(Madame|Mme\.?|Mlle)|(Monsieur|M\.|Mr\.?))\s+", re.IGNORECASE)
_CAPITAL = r"[A-ZÀÂÇÉÈÊËÎÏÔÖÙÛÜŒ]"
_WORD = rf"(?:{_CAPITAL}[\w’.-]*|d’{_CAPITAL}[\w’-]*|de|du|des|la|le|von|van|El|Ben)"
_PERSON = re.compile(rf"{_CAPITAL}[\w’.-]*(?: {_WORD}){{0,5}} {_CAPITAL}[\w’-]+|{_CAPITAL}[\w’-]+(?: {_WORD}){{0,2}}")
_FULL = rf"[A-ZÀ-Ý][a-zà-ÿ’]+(?:-[A-ZÀ-Ý][a-zà-ÿ’]+)?(?: {_WORD}){{0,3}} [A-ZÀ-Ý]{{2}}[\w’-]*"
_RANKED = re.compile(rf"(?:le |la |l’)?(?P<rank>[a-zà-ÿ][\w’-]*(?: (?:[a-zà-ÿ]|\d)[\w’-]*)*) (?P<name>{_FULL})")
_AS = re.compile(
    r"\A(?:,|\(|–|-)? ?(?:agissant )?(?:en )?(?:sa |leur |)?(?:qualité d[e’] ?|tant que )?(?:la |le |l’)?",
    re.IGNORECASE,
)
_FUNCTION = re.compile(
    r"\b(?:direct(?:rice|eur)|chef(?:fe)?|secrétaire|sous-|ministre|préf[eè]te?|adjointe?|administrat(?:rice|eur)"
    r"|présidente?"
    r"|déléguée?|inspect(?:rice|eur)|responsable|commissaire|rect(?:rice|eur)|coordinat(?:rice|eur)|générale?|haute?)",
    re.IGNORECASE,
)
_MORE_THAN_A_FUNCTION = re.compile(
    rf"{_FULL}|[:«»]|\. |\b(?:M\.|Mme|Madame|Monsieur|représent\w*|délégation|nommée?|dite?|agissant|conv\w+"
    r"|décid\w+)\b"
    r"|\b(?:et|de|du|des|la|le|les|à|pour|par)\Z"
)
_NEXT = re.compile(
    r",? [Ee]t (?:par )?(?=(?:Madame|Monsieur|Mme|M\.|son |sa |le |la |l’|[A-ZÀ-Ý][\w’-]+ [A-ZÀ-Ý]))|, et par "
)
_FOR = re.compile(r"\A(?:Pour|P/) (?P<who>(?:la |le |les |l’)?[^,:]{2,160})[,:]? ?\Z")
_BY_DELEGATION = re.compile(r"\bpar (?:délégation|ordre|empêchement)\b", re.IGNORECASE)
_BLANK = re.compile(
    r"\A[\W_]*\Z|signature|cachet|date ?:|lieu ?:|fait (?:à|le|en)\b|original|exemplaire|lu et approuvé", re.IGNORECASE
)


class Person(Record, frozen=True):
    """A person, with a name and a function, or a function alone."""

    name: str
    function: str
    gender: str = ""
    confidence: Confidence = SURE
    note: str = ""

    def facts(self, path: Path, place: str, quote: str) -> Iterator[Fact]:
        """The facts of this person, under a path."""
        if self.name:
            yield Fact((*path, "nom"), self.name, self.confidence, place, quote, self.note)
        if self.function:
            yield Fact((*path, "fonction"), self.function, self.confidence, place, quote)
            agreed = gender_of_function(without_article(self.function))
            gender = self.gender or (agreed.value if agreed else "")
            if gender:
                yield Fact((*path, "genre"), gender, self.confidence, place, quote)


def people_of(text: str) -> list[Person]:
    """The people named in a text: « Ada UNE, directrice, et par Léo DEUX, chef de service »."""
    people: list[Person] = []
    for piece in _NEXT.split(text):
        person = _person(piece.strip(" ,;."))
        if person is not None:
            people.append(person)
    return people


def _person(text: str) -> Person | None:
    if not text:
        return None
    civility = _CIVILITY.match(text)
    gender = "" if civility is None else "f" if civility[1] else "m"
    rest = text[civility.end() :] if civility else text
    name, separator, function = rest.partition(",")
    function_first = re.match(r"(?:son|sa|leur) ", rest) or _FUNCTION.match(without_article(name))
    if separator and not function_first and len(name) <= 80:
        function = _AS.sub("", function.strip()).strip(" ,)")
        ranked = _RANKED.fullmatch(name.strip())
        if ranked and function:
            return Person(ranked["name"], function, gender, LIKELY, f"grade ou titre à part : {ranked['rank']}")
        alone = _PERSON.fullmatch(name.strip()) and function and not _MORE_THAN_A_FUNCTION.search(function)
        sure = SURE if alone else LIKELY
        return Person(name.strip(), function, gender, sure)
    bare = re.sub(r"\A(?:son|sa|leur) ", "", rest)
    if function_first or _FUNCTION.match(without_article(bare)):
        function = without_article(bare)
        return _function_then_name(function, gender)
    person = _PERSON.match(rest)
    if person is None:
        return Person("", bare, gender, DOUBTFUL)
    after = _AS.sub("", rest[person.end() :].strip()).strip(" ,)")
    return Person(person[0], after, gender, LIKELY)


def _function_then_name(function: str, gender: str) -> Person:
    """The person of a text that begins with the function: « directeur du numérique, M. Léo DEUX », « directrice »."""
    match = re.search(rf",? (?:(Madame|Mme)|(Monsieur|M\.)) ({_CAPITAL}.{{2,60}})\Z", function)
    if match:
        return Person(match[3].strip(), function[: match.start()].strip(" ,"), "f" if match[1] else "m", LIKELY)
    ranked = _RANKED.fullmatch(function)
    if ranked:
        return Person(ranked["name"], ranked["rank"], gender, LIKELY)
    title, comma, name = function.rpartition(",")
    if comma and _PERSON.fullmatch(name.strip()) and not _FUNCTION.match(name.strip()):
        return Person(name.strip(), title.strip(), gender, LIKELY)
    titled = _RANKED.fullmatch(name.strip()) if comma else None
    if titled:
        note = f"grade ou titre à part : {titled['rank']}"
        return Person(titled["name"], title.strip(), gender, LIKELY, note)
    return Person("", function, gender, LIKELY if _MORE_THAN_A_FUNCTION.search(function) else SURE)


class Signature(Record):
    """A signature block. `who`: for whom it is signed; `line`: the line « Pour … »; `lines`: the lines below it."""

    who: str
    line: Line
    lines: list[str]

    @property
    def by_delegation(self) -> bool:
        """Whether the block says that it is signed by delegation."""
        return any(_BY_DELEGATION.search(line) for line in self.lines)

    def person(self) -> Person | None:
        """The signatory: the last line that looks like a name, with the last line that looks like a function."""
        cleaned = [re.sub(r"\A[Pp]ar (?:délégation|ordre|empêchement),? (?=l)", "", line) for line in self.lines]
        lines = [line for line in cleaned if not _BLANK.search(line) and not _FOR.match(line)]
        lines = [line for line in lines if not _BY_DELEGATION.search(line)]
        name = next((line for line in reversed(lines) if _is_name(line)), "")
        functions = [line for line in lines if line != name and _FUNCTION.match(without_article(line))]
        if not name and not functions:
            return None
        civility = _CIVILITY.match(name)
        gender = "" if civility is None else "f" if civility[1] else "m"
        function = without_article(functions[-1].strip(" ,")) if functions else ""
        function = function if function[:2].isupper() else function[:1].lower() + function[1:]
        return Person(name[civility.end() :] if civility else name, function, gender, LIKELY)


def _is_name(text: str) -> bool:
    bare = _CIVILITY.sub("", text).strip(" .")
    return bool(_PERSON.fullmatch(bare)) and not _FUNCTION.match(without_article(bare)) and " " in bare


def signatures(act: Act) -> list[Signature]:
    """The signature blocks of an act, which begin with « Pour la DGCS »."""
    blocks: list[Signature] = []
    for line in act.of(SectionKind.SIGNATURES):
        match = _FOR.match(line.text)
        if (
            match
            and not _BY_DELEGATION.search(line.text)
            and not (blocks and blocks[-1].lines == [] and _FUNCTION.match(without_article(match["who"])))
        ):
            blocks.append(Signature(match["who"], line, []))
        elif blocks:
            blocks[-1].lines.append(line.text)
    return blocks
