"""What the law wants an act to state (décret n° 2004-1085, art. 2), found in its articles or not."""

import re

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
_NOUNS = {"delegant": "délégant", "delegataire": "délégataire", "porteur": "porteur"}
_ROLES = {
    "delegant": Mention.OBLIGATIONS_DELEGANT,
    "delegataire": Mention.OBLIGATIONS_DELEGATAIRE,
    "porteur": Mention.OBLIGATIONS_PORTEUR,
}
_MONEY = frozenset({"finances", "chorus"})


def stated_by(read: ReadAct) -> dict[int, list[Mention]]:
    """The mentions each article states, by the index of its part."""
    found: dict[int, list[Mention]] = {}
    places = {
        fact.place
        for fact in read.facts
        if fact.path[0] in _MONEY and fact.path[1] in {"echeancier", "centre_financier"}
    }
    held: dict[int, list[Line]] = {}
    for line in read.act.lines:
        held.setdefault(line.part, []).append(line)
    for index in sorted({line.part for line in read.act.of(None)}):
        lines = held[index]
        title = next((line.text for line in lines if line.heading == 2), "")
        text = " ".join(line.text for line in lines)
        stated = [mention for mention, says in _TITLES.items() if says.search(title)]
        stated.extend(mention for mention, says in _SAYS.items() if says.search(text))
        if lines and lines[0].place in places:
            stated.append(Mention.EXECUTION)
        stated.extend(_obligations(read, title, text))
        if stated:
            found[index] = sorted(set(stated), key=list(Mention).index)
    return found


def _obligations(read: ReadAct, title: str, text: str) -> list[Mention]:
    found = []
    for role, mention in _ROLES.items():
        parties = [party for party in read.parties if party.role == role]
        names = [
            _NOUNS[role],
            *(one for party in parties for one in (party.denomination, party.sigle, party.name) if one),
        ]
        named = "|".join(re.escape(name) for name in names)
        duty = _DUTIES.search(title)
        if not parties:
            continue
        if (duty and (re.search(rf"\b(?:{named})s?\b|\bparties\b", title, re.IGNORECASE))) or re.search(
            rf"\b(?:{named}|les parties|chaque partie)\b{_BINDS}", text, re.IGNORECASE
        ):
            found.append(mention)
    return found


def missing_mentions(read: ReadAct, stated: dict[int, list[Mention]]) -> list[Mention]:
    """The mentions that no article states, of those the roles of this act call for."""
    held = {party.role for party in read.parties}
    wanted = [mention for mention in Mention if mention not in _ROLES.values()]
    wanted.extend(mention for role, mention in _ROLES.items() if role in held)
    known = {mention for mentions in stated.values() for mention in mentions}
    return [mention for mention in Mention if mention in wanted and mention not in known]
