"""The duration of the act, the contracts it relies on, the people it mobilises, its visas, copies and annexes."""

import re
from collections.abc import Iterator

from conventions_cli.document import Section, SectionKind, plain_text, stretches
from conventions_cli.facts import (
    DATE,
    DOUBTFUL,
    LIKELY,
    NUMBER,
    SURE,
    about_duration,
    accounting_ends,
    date_text,
    listed_visa,
    said_visa,
    small_number,
    stated_ends,
    stated_starts,
)
from conventions_cli.importing.facts import Fact
from conventions_cli.importing.preamble import Party
from conventions_cli.importing.representatives import signatures
from conventions_cli.importing.searched import Act, Line, plain

_NOTICE = re.compile(
    rf"\bpréavis (?:écrit )?(?:minimal |minimum )?(?:est )?(?:fixé )?(?:à |de |d’)({NUMBER}) (?:\(\d+\) )?mois",
    re.IGNORECASE,
)
_ENDS_THE_ACT = re.compile(
    r"\brésili|\bdénonc|\b(?:mett|mis)\w* (?:\w+ ){0,3}(?:fin|un terme)|\brompre|\brompue", re.IGNORECASE
)
_OF_A_CONTRACT = re.compile(r"\bmarchés?\b|\bbail\b|\bcontrats? de travail", re.IGNORECASE)
_LENGTH = re.compile(rf"\bpour une durée (?:de |d’)({NUMBER}) (?:mois|ans?)\b[^.;]{{0,60}}", re.IGNORECASE)
_VEHICLE = re.compile(r"\bsupport(?:s)? contractuel(?:s)?(?:,? (?:intitulé|dénommé))? ?: ([^.;]{3,200}(?:« [^»]+ »)?)")
_TITLED = re.compile(
    r"\b(?:supports? contractuels?|march[ée]s?(?: public| interministériel)?|accord-cadre|marché-cadre)[^«.;]{0,60}?"
    r"(?:intitulé|dénommé|n° ?\S+)?,? ?« ([^«»]{3,240}) »",
    re.IGNORECASE,
)
_TIME = re.compile(rf"\A(?:[-–•] ?)?(?:un |une )?([^:]{{3,80}}?) ?: ?({NUMBER}) jours? par semaine", re.IGNORECASE)
_COPY_HEAD = re.compile(r"\A(?:copies?|ampliations?|destinataires?|pour information)\b[^.]{0,60}:?\Z", re.IGNORECASE)
_ANNEX_HEAD = re.compile(r"\Aannexe(?: ?n?°? ?\d{1,2}| [IVX]+| unique)? ?[–—:.-]* ?(.*)\Z", re.IGNORECASE | re.DOTALL)
_AMENDMENT = re.compile(
    r"\A(?:projet d’)?avenant(?: (?!n°)[\w’]{2,20}){0,3}?(?: n° ?(\d{1,2}))?"
    r"(?:(?: (?!à |n°)[\w’]{2,20}){0,3}? (?:à|a|de) (?:la |l’)((?:convention|délégation).*))?\Z",
    re.IGNORECASE,
)
_AMENDED_ON = re.compile(rf" du ({DATE})", re.IGNORECASE)


def find_closing(act: Act) -> Iterator[Fact]:
    """The facts that are not money, codes, parties or identity."""
    for finder in (_duration, _contracts, _mobilised, _visas, _copies, _annexes, _amended):
        yield from finder(act)


def _duration(act: Act) -> Iterator[Fact]:
    duration = [line.as_cell for line in act.of(None) if _in_duration(act, line)]
    others = [line.as_cell for line in act.of(None) if not _in_duration(act, line)]
    for key, read in (("fin", stated_ends), ("debut", stated_starts)):
        term = next(read(duration, others), None)
        if term and term.day:
            yield Fact(("duree", key), term.day.isoformat(), term.confidence, term.line.place, term.sentence)
    paid = next((end for end in accounting_ends(duration, others) if end.confidence is not DOUBTFUL), None)
    if paid:
        value = paid.day.isoformat() if paid.day else "derniere_facture"
        yield Fact(("duree", "fin_comptable"), value, paid.confidence, paid.line.place, paid.sentence)
    for line in (*duration, *others):
        notice = _NOTICE.search(line.text)
        months = small_number(notice[1]) if notice else None
        if notice and months and not _OF_A_CONTRACT.search(line.text[: notice.start()]):
            confidence = SURE if _ENDS_THE_ACT.search(line.text) else LIKELY
            yield Fact(("duree", "preavis_mois"), str(months), confidence, line.place, line.text)


def stated_length(act: Act) -> tuple[str, str] | None:
    """The words that state a duration, « pour une durée de dix-huit mois … », and their place; None without any."""
    for line in act.of(None):
        match = _LENGTH.search(line.text)
        if match:
            return match[0], line.place
    return None


def _in_duration(act: Act, line: Line) -> bool:
    heading = act.titles.get(line.part)
    return heading is not None and about_duration(heading.text)


def _contracts(act: Act) -> Iterator[Fact]:
    done: set[str] = set()
    for line in act.of(None):
        for sentence in line.sentences():
            match = _VEHICLE.search(sentence) or _TITLED.search(sentence)
            key = (
                "accompagnement"
                if re.search("accompagn", sentence[: match.start()] if match else "")
                else "delegataire"
            )
            if match and key not in done:
                done.add(key)
                value = match[1].strip(" ,")
                yield Fact(("marches", key), value, LIKELY, line.place, sentence)


def _mobilised(act: Act) -> Iterator[Fact]:
    rank = 0
    for line in act.of(None):
        match = _TIME.match(line.text) if line.item or line.text[:1] in {"-", "–", "•"} else None
        days = small_number(match[2]) if match else None
        if match and days and days <= 5:
            path = ("mobilisation", rank)
            yield Fact((*path, "profil"), match[1].strip(), SURE, line.place, line.text)
            yield Fact((*path, "jours_par_semaine"), str(days), SURE, line.place, line.text)
            rank += 1


def _visas(act: Act) -> Iterator[Fact]:
    rank = 0
    for line in act.of(SectionKind.VISAS):
        text = said_visa(line.text) or listed_visa(line.text)
        if text and len(text) < 990:
            whole = text.count("(") == text.count(")") and text[-1:] != ":"
            yield Fact(("visas", rank), text, SURE if whole else LIKELY, line.place, line.text)
            rank += 1


def _copies(act: Act) -> Iterator[Fact]:
    rank = 0
    for line in act.of(SectionKind.COPIES):
        inline = re.match(r"(?:copies?|ampliations?|destinataires?) ?: ?(.+)", line.text, re.IGNORECASE)
        text = (inline[1] if inline else line.text).strip("-–• ").rstrip(" ;,.")
        if line.heading or (_COPY_HEAD.match(line.text) and not inline) or not text or len(text) > 990:
            continue
        yield Fact(("copies", rank), text, SURE if line.item else LIKELY, line.place, line.text)
        rank += 1


def _annexes(act: Act) -> Iterator[Fact]:
    rank = 0
    for part in act.document.parts:
        if not isinstance(part, Section) or part.kind is not SectionKind.ANNEX:
            continue
        head = next((plain(plain_text(stretch)) for stretch in stretches(part.blocks)), "")
        match = _ANNEX_HEAD.match(head)
        title = (match[1] if match else head).strip() or head
        if title:
            yield Fact(("annexes", rank), title[:990], SURE if match and match[1] else LIKELY, "à l’annexe", head)
            rank += 1


def _amended(act: Act) -> Iterator[Fact]:
    lines = list(act.of(SectionKind.TITLE))
    for rank, line in enumerate(lines):
        match = _AMENDMENT.match(line.text)
        if match is None:
            continue
        if not match[2]:  # the next line often names the amended act
            match = _AMENDMENT.match(" ".join(title_line.text for title_line in lines[rank : rank + 2])) or match
        if match[1]:
            yield Fact(("amende", "numero"), match[1], SURE, line.place, line.text)
        if match[2]:
            signed = _AMENDED_ON.search(match[2])
            title = match[2][:1].upper() + match[2][1:]
            yield Fact(("amende", "titre"), title[:990], LIKELY, line.place, line.text)
            if signed and (value := date_text(signed[1])):
                yield Fact(("amende", "date_signature"), value, SURE, line.place, line.text)
        return


def signatory_facts(act: Act, parties: list[Party]) -> Iterator[Fact]:
    """The signatories who are not representatives, and the representatives whom only the signatures name."""
    for block in signatures(act):
        index = next((at for at, party in enumerate(parties) if party.is_named(block.who)), None)
        person = block.person()
        if index is None or person is None:
            continue
        party = parties[index]
        quote = f"{block.line.text} {' '.join(block.lines)}"
        namesakes = [other for other in party.people if _same(other.name, person.name)]
        if not party.people:
            yield from person.facts(("parties", index, "representants", 0), block.line.place, quote)
        elif person.name and not namesakes and all(other.name for other in party.people):
            path = ("parties", index, "signataires", 0)
            yield from person.facts(path, block.line.place, quote)
            by_delegation = "oui" if block.by_delegation else "non"
            yield Fact((*path, "par_delegation"), by_delegation, SURE, block.line.place, quote)
        elif person.name and not namesakes and len(party.people) == 1:
            yield Fact(("parties", index, "representants", 0, "nom"), person.name, LIKELY, block.line.place, quote)


def _same(name: str, other: str) -> bool:
    return " ".join(name.casefold().split()) == " ".join(other.casefold().split())
