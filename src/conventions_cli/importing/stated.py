"""Finds in the articles the mentions that the law requires (décret n° 2004-1085, art. 2)."""

import re

from conventions_cli.facts import said_roles
from conventions_cli.importing.every_fact import ReadAct
from conventions_cli.importing.searched import Line
from conventions_cli.model import Mention

_SAYS = {
    Mention.OBJET: re.compile(
        r"\ba pour objet\b|\bobjet de la\b|\bla présente convention (?:confie|fixe|définit|régit|précise)"
    ),
    Mention.COMPTE_RENDU: re.compile(
        r"\brend(?:re|ent|ra|ront)? compte|\bcomptes? rendus?\b|\bcompte-rendu|\brapports? (?:annuel"
        r"|d’exécution|d’activité|final)"
        r"|\bbilans? (?:annuel|d’exécution|final|financier)|\binforme(?:nt|ra|ront)? (?:régulièrement|périodiquement)"
    ),
    Mention.DUREE: re.compile(
        r"\bprend(?:ra)? (?:fin|effet)|\bpour une durée (?!limitée)|\bexpire|\bjusqu’au (?:1er|\d)|\bconclue du\b"
    ),
    Mention.PUBLICATION: re.compile(r"\b(?:est|sera|être|fait l’objet d’une) publi(?:ée?s?|cation)\b"),
}
_TITLES = {
    Mention.OBJET: re.compile(r"\bobjets?\b", re.IGNORECASE),
    Mention.EXECUTION: re.compile(r"\bfinanc|\bcrédits?\b|\bbudg|\bimputation|\bmontant", re.IGNORECASE),
    Mention.COMPTE_RENDU: re.compile(r"comptes?[- ]rendus?|\bsuivi\b|\brapport", re.IGNORECASE),
    Mention.DUREE: re.compile(r"\bdurée", re.IGNORECASE),
    Mention.PUBLICATION: re.compile(r"\bpublication", re.IGNORECASE),
}
_DUTIES = re.compile(
    r"\b(?:obligations?|engagements?|missions?|attributions?|responsabilités?|rôles?|prestations)\b", re.IGNORECASE
)
_BINDS = (
    r"[^.;]{0,60}?\b(?:s’engage(?:nt)?|est(?:ra)? (?:chargée?|responsable|tenue?)|sont (?:chargé|responsable"
    r"|tenu)|assure(?:nt)?|exerce(?:nt)?"
    r"|fourni(?:t|ssent)|met(?:tent)? (?:à|en)|veille(?:nt)?|rend(?:ent)? compte|accompli(?:t|ssent)"
    r"|exécute(?:nt)?|verse(?:nt)?"
    r"|adresse(?:nt)?|transmet(?:tent)?|informe(?:nt)?|réalise(?:nt)?|doi(?:t|vent))\b"
)
_OBLIGATIONS = "obligations-"
_MONEY = frozenset({"finances", "chorus"})
_GIVEN = frozenset({"montant", "echeancier", "tranches", "calendrier_cp"})


def stated_by(read: ReadAct) -> dict[int, list[str]]:
    """The mentions that each article states, by the index of its part."""
    by_part: dict[int, list[str]] = {}
    giver = said_roles().giver if any(party.role == said_roles().giver for party in read.parties) else ""
    money = [fact for fact in read.facts if fact.path[0] in _MONEY]
    places = {fact.place for fact in money if fact.path[1] in {"echeancier", "centre_financier"}}
    granting = {fact.place for fact in money if fact.path[1] in _GIVEN}
    lines_of: dict[int, list[Line]] = {}
    for line in read.act.lines:
        lines_of.setdefault(line.part, []).append(line)
    for index in sorted({line.part for line in read.act.of(None)}):
        lines = lines_of[index]
        title = " ; ".join(line.text for line in lines if line.heading)
        text = " ".join(line.text for line in lines)
        stated = [mention.value for mention, says in _TITLES.items() if says.search(title)]
        stated.extend(mention.value for mention, says in _SAYS.items() if says.search(text))
        if lines and lines[0].place in places:
            stated.append(Mention.EXECUTION.value)
        stated.extend(_obligations(read, title, text))
        if giver and Mention.EXECUTION.value in stated and lines and lines[0].place in granting:
            stated.append(f"{_OBLIGATIONS}{giver}")  # an article that grants credits obliges the party that grants them
        if stated:
            by_part[index] = sorted(set(stated), key=_mentions().index)
    return by_part


def _mentions() -> list[str]:
    """All the mentions, in the order of a plan: the object, the obligations of each role, the others."""
    first, *others = (mention.value for mention in Mention)
    return [first, *(f"{_OBLIGATIONS}{role}" for role in said_roles().nouns), *others]


def _obligations(read: ReadAct, title: str, text: str) -> list[str]:
    obligations = []
    for role, noun in said_roles().nouns.items():
        parties = [party for party in read.parties if party.role == role]
        names = [
            noun,
            *(name for party in parties for name in (party.denomination, party.sigle, party.name) if name),
        ]
        named = "|".join(re.escape(name) for name in names)
        duty = _DUTIES.search(title)
        if not parties:
            continue
        if (duty and (re.search(rf"\b(?:{named})s?\b|\bparties\b", title, re.IGNORECASE))) or re.search(
            rf"\b(?:{named}|les parties|chaque partie)\b{_BINDS}", text, re.IGNORECASE
        ):
            obligations.append(f"{_OBLIGATIONS}{role}")
    return obligations


def missing_mentions(read: ReadAct, stated: dict[int, list[str]]) -> list[str]:
    """The mentions that no article states, among those required by the roles of this act."""
    obligations = {f"{_OBLIGATIONS}{party.role}" for party in read.parties}
    present = {mention for mentions in stated.values() for mention in mentions}
    wanted = (mention for mention in _mentions() if not mention.startswith(_OBLIGATIONS) or mention in obligations)
    return [mention for mention in wanted if mention not in present]
