"""Checks of names: one party under several names, misspelt acronyms, obligations of another party."""

import re
from collections import Counter
from collections.abc import Iterator

from conventions_cli.comparison import Shape
from conventions_cli.document import Article, SectionKind, plain_text
from conventions_cli.facts import Naming, said_roles, same_name
from conventions_cli.foundation import catalogue
from conventions_cli.french import ACRONYM, ACTOR, BINDS, plain
from conventions_cli.linting.passages import Act, Passage
from conventions_cli.linting.remarks import Remark

_SUBJECT = re.compile(rf"(?:^|[.;:] |, )((?:[Ll]a |[Ll]e |[Ll]es |[Ll]')[\w'-]+(?: [\w'-]+){{0,5}}?) (?:\w+ )?{BINDS}")
_TOKEN = re.compile(rf"(?<![\w/.@-])({ACRONYM})(?![\w/@-])")
_OBLIGATIONS = re.compile(
    r"\b(?:obligations?|engagements?|rôle|missions?|responsabilités?)\b (?:de la |du |de l'|des |de )(.+)",
    re.IGNORECASE,
)
# « le bénéficiaire d'une carte », « le signataire éventuel »: any of them, and no party.
_ANY = re.compile(
    r"s? (?:d['’]une? |de (?:chaque|tout) |éventuel|potentiel|final|futur|ultérieur|suivant|pressenti|retenu|désigné)"
)
_LEAST = 4  # letters: two shorter acronyms may well be those of two bodies
_SHOWN = 3


def several_names(act: Act) -> Iterator[Remark]:
    """C631: a name of a party that the act defines nowhere."""
    if not act.parties:
        return
    used: dict[str, list[tuple[str, Passage]]] = {}
    for passage in _body(act):
        for match in said_roles().in_sentence.finditer(passage.text):
            if _ANY.match(passage.text, match.end()):
                continue
            used.setdefault(same_name(match[1]), []).append((match[0], passage))
    for name, uses in used.items():
        if not any(party.called(name) for party in act.parties) and not act.defined.holds(name):
            yield _undefined(act, name, uses)
    expanded = _explained(act)
    actors: dict[str, list[tuple[str, Passage]]] = {}
    for passage in _body(act):
        for match in ACTOR.finditer(passage.text):
            acronym = match[1] or match[2]
            if acronym not in expanded and not any(_mentions(party, acronym) for party in act.parties):
                actors.setdefault(acronym, []).append((acronym, passage))
    for acronym, uses in actors.items():
        if _close(acronym, act) is None and not act.defined.holds(acronym.lower()):
            yield _undefined(act, acronym, uses)


def _undefined(act: Act, name: str, uses: list[tuple[str, Passage]]) -> Remark:
    words, first = uses[0]
    places = list(dict.fromkeys(passage.place for _, passage in uses))
    meant = _meant(act, name)
    message = f"«\u00a0{words.strip()}\u00a0» ne nomme aucune des parties telles que l’acte les définit"
    if meant is not None:
        message += f"\u202f; il y appelle cette partie «\u00a0{meant.names[0]}\u00a0»"
    if len(places) > 1:
        others = " ; ".join(places[1 : 1 + _SHOWN]).replace(" ;", "\u202f;")
        message += f" ({len(uses)} emplois, aussi\u00a0: {others}{'…' if len(places) > 1 + _SHOWN else ''})"
    names = ", ".join(f"«\u00a0{party.names[0]}\u00a0»" for party in act.parties)
    hint = (
        f"Écrire partout «\u00a0{meant.names[0]}\u00a0»."
        if meant is not None
        else f"Employer l’un des noms définis ({names}), ou définir celui-ci à l’article des parties."
    )
    return Remark(catalogue.ACT_NAMES, first.place, f"{message}.", hint)


def _meant(act: Act, name: str) -> Naming | None:
    """The only party with the role that a name tells; None when no party, or several, have it."""
    role = same_name(name)
    parties = [party for party in act.parties if party.role and (party.role in role or role in party.role)]
    if not parties and role in said_roles().receiving:
        parties = [party for party in act.parties if party.role == said_roles().receiver]
    return parties[0] if len(parties) == 1 else None


def _body(act: Act) -> Iterator[Passage]:
    """The passages that call parties by their names: not the opening, nor those that define the parties."""
    opening = set(SectionKind) - {SectionKind.BODY, SectionKind.ANNEX}
    places = {party.place for party in act.parties}
    for passage in act.passages:
        if not any(act.is_section(passage.part, kind) for kind in opening) and passage.place not in places:
            yield passage


def misspelt_acronym(act: Act) -> Iterator[Remark]:
    """C632: an acronym one letter away from that of a party, and explained nowhere."""
    counted: Counter[str] = Counter()
    first: dict[str, Passage] = {}
    for passage in act.passages:
        for match in _TOKEN.finditer(passage.text):
            counted[match[1]] += 1
            first.setdefault(match[1], passage)
    expanded = _explained(act)
    for acronym, number in counted.items():
        meant = _close(acronym, act)
        if meant is None or acronym in expanded or number > counted[meant]:
            continue
        message = f"«\u00a0{acronym}\u00a0» ressemble à «\u00a0{meant}\u00a0», et rien ne le définit."
        yield Remark(catalogue.ACT_ACRONYM, first[acronym].place, message, f"Faut-il lire «\u00a0{meant}\u00a0»\u202f?")


def _explained(act: Act) -> set[str]:
    """The acronyms in parentheses, after their explanation."""
    return {match for passage in act.passages for match in re.findall(rf"\(({ACRONYM})\)", passage.text)}


def _acronyms(act: Act) -> set[str]:
    acronyms = {match for party in act.parties for name in party.names for match in re.findall(rf"\b{ACRONYM}\b", name)}
    return {acronym for acronym in acronyms if len(acronym) >= _LEAST}


def _mentions(party: Naming, acronym: str) -> bool:
    return any(acronym in re.findall(rf"\b{ACRONYM}\b", plain(name)) for name in party.names)


def _close(acronym: str, act: Act) -> str | None:
    """The acronym of a party from which this acronym differs by one slip; None when a party has this very acronym."""
    acronyms = _acronyms(act)
    if acronym in acronyms or len(acronym) < _LEAST:
        return None
    return next((candidate for candidate in sorted(acronyms) if _one_slip(acronym, candidate)), None)


def _one_slip(shorter: str, other: str) -> bool:
    """Whether two words differ by one letter changed, missing or added, or by two neighbours swapped."""
    if len(shorter) > len(other):
        shorter, other = other, shorter
    at = next((index for index, letter in enumerate(shorter) if letter != other[index]), len(shorter))
    if len(shorter) == len(other):
        swapped = shorter[:at] + shorter[at + 1 : at + 2] + shorter[at : at + 1] + shorter[at + 2 :]
        return shorter[at + 1 :] == other[at + 1 :] or swapped == other
    return len(other) == len(shorter) + 1 and shorter[at:] == other[at + 1 :]


def bound_by_title(act: Act) -> Iterator[Remark]:
    """C633: in the article on the obligations of a party, a sentence that binds another party."""
    for index, article in act.articles:
        owner = _owner(act, article)
        if owner is None:
            continue
        for passage in act.of_part(index):
            if passage.shape is Shape.TITLE:
                continue
            for match in _SUBJECT.finditer(passage.text):
                bound = _party_named(act, match[1])
                if bound is None or bound is owner:
                    continue
                message = (
                    f"cet article porte les obligations de «\u00a0{owner.names[0]}\u00a0», et cette phrase oblige "
                    f"«\u00a0{match[1].strip()}\u00a0»."
                )
                hint = f"Écrire «\u00a0{owner.names[0]}\u00a0», ou déplacer la phrase dans l’article de l’autre partie."
                yield Remark(catalogue.ACT_BINDS_OTHER, passage.place, message, hint)


def _owner(act: Act, article: Article) -> Naming | None:
    match = _OBLIGATIONS.search(plain(plain_text(article.title)))
    return _party_named(act, match[1]) if match and " et " not in match[1] else None


def _party_named(act: Act, words: str) -> Naming | None:
    """The party with this name or acronym, or else the only party whose role the name tells."""
    for party in act.parties:
        if party.called(words):
            return party
    acronym = re.fullmatch(rf"(?:[Ll]a |[Ll]e |[Ll]es |[Ll]')?({ACRONYM})", words.strip())
    if acronym:
        return next((party for party in act.parties if _mentions(party, acronym[1])), None)
    name = same_name(words)
    return _meant(act, name) if said_roles().alone.fullmatch(name) else None
