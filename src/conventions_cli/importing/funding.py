"""Amounts: what the fund gives, what it keeps for coaching, what the partner adds."""

import re
from collections.abc import Iterator

from conventions_cli.document import SectionKind
from conventions_cli.facts import (
    LIKELY,
    NUMBER,
    SURE,
    Amount,
    Confidence,
    added,
    amount_text,
    cell_amount,
    kind_of,
    names_credits,
    part_said,
    replaced,
    said_amounts,
    said_credits,
    said_roles,
    small_number,
    table_credits,
)
from conventions_cli.foundation import Record
from conventions_cli.importing.facts import Fact, Facts, Path
from conventions_cli.importing.preamble import Party
from conventions_cli.importing.searched import Act, Line
from conventions_cli.model import identifier

_COACHING = re.compile(r"accompagnement|coaching|appui (?:transverse|méthodologique)", re.IGNORECASE)
_OF_WHICH = re.compile(r"\bdont (?:une (?:part|somme) de |un montant de )?\Z")
_OWN_SHARE = re.compile(
    r"\bconsacr|\bapporte|\babond|\bmobilise|enveloppe de co-?financement|s’engage(?:nt)? à co-?financer"
    r"|\bco-?finance(?:nt|ra|ront)?\b",
    re.IGNORECASE,
)
_GRANTED = re.compile(
    r"obten|lauréat|attribu|octro|bénéfici|accord|alloue|subvention d|montant total|au titre d", re.IGNORECASE
)
_DELEGATED = re.compile(
    r"dans la limite|délégu|restants?|met(?:tre|s)? à (?:la )?disposition|à hauteur de|autorise|plafond"
    r"|montants? maxim",
    re.IGNORECASE,
)
_WHOLE = re.compile(
    r"montant (?:total |global |maximal |maximum )?(?:de la (?:convention|subvention|délégation|présente))"
    r"|\bmontant (?:total|global|maximal|maximum)\b|\b(?:sur|pour|soit) un total de\b",
    re.IGNORECASE,
)
_APPORTS = re.compile(r"(?P<who>(?:La|Le|Les|L’).{1,80}?) (?:apporte|consacre|mobilise|abonde|co-?finance)")
_TOTALS = re.compile(r"\W*(?:total|montant total|total général|ensemble)\b", re.IGNORECASE)
_WITHIN = re.compile(rf"dans (?:un|le) délai (?:maxim\w+ )?(?:de |d’)({NUMBER}) mois", re.IGNORECASE)
_OTHER_ACT = re.compile(
    r"(?:autre|distincte|seconde) (?:convention de )?délégation de gestion,? (?:distincte,? )?(?:conclue "
    r"|signée |passée )?"
    r"(?:entre|avec) ([^.;]{2,200})|convention distincte,? (?:conclue |signée )?(?:entre|avec) ([^.;]{2,200})",
    re.IGNORECASE,
)


class Read(Record, frozen=True):
    """An amount in its sentence, and what it is taken for: `montant`, `accompagnement`, `cofinancement`, `delegue`."""

    kind: str
    amount: Amount
    line: Line
    sentence: str


def read_amounts(act: Act) -> list[Read]:
    """The amounts of the prose, each taken for what the words around it say; after them, the totals of tables."""
    found: list[Read] = []
    for line in act.of(SectionKind.BODY, SectionKind.TITLE, None):
        if (line.heading > 1 and not line.text.endswith(".")) or line.cell:
            continue
        for sentence in line.sentences():
            found += _read_in(line, sentence)
    return [*found, *_totals(act)]


def _read_in(line: Line, sentence: str) -> Iterator[Read]:
    """The amounts of a sentence; neither credits of a year, nor what the sentence says to be no longer."""
    amounts = list(said_amounts(sentence))
    credits_, gone, start = {one.amount.start for one in said_credits(sentence)}, replaced(sentence), 0
    for at, amount in enumerate(amounts):
        following = amounts[at + 1].start if at + 1 < len(amounts) else len(sentence)
        before, after = sentence[start : amount.start], sentence[amount.end : following][:90]
        start = amount.end
        if amount.start in credits_ or gone.holds(amount.start) or added(before, after):
            continue
        kind = _kind_of(sentence, before, after, in_article=line.kind is None)
        if kind:
            yield Read(kind, amount, line, sentence)


def _totals(act: Act) -> Iterator[Read]:
    """The total of a table that has one and is no calendar."""
    for grid in act.grids:
        if table_credits(grid).credits:
            continue
        for row in grid.rows:
            read = [one for cell in row[1:] if (one := cell_amount(cell.text)) is not None]
            if row and _TOTALS.match(row[0].text) and len(read) == 1:
                words = " | ".join(cell.text for cell in row)
                yield Read("delegue", read[0], Line(words, grid.part, None, grid.place), words)


def _kind_of(sentence: str, before: str, after: str, *, in_article: bool) -> str:
    """What an amount is: `before` reaches back to the previous amount of the sentence."""
    near = before[-140:]
    if (_OF_WHICH.search(before) and _COACHING.search(after)) or _COACHING.search(near[-90:]):
        return "accompagnement"
    if re.match(r"[^.;,\d]{0,30}(?:à|pour|au titre de|de) l’accompagnement", after):
        return "accompagnement"
    part = part_said(sentence, before, after)
    if part == "penalite":
        return ""
    if _OWN_SHARE.search(sentence) and not _GRANTED.search(near) and "délégué" not in near:
        return "cofinancement"
    if names_credits(near[-60:] + after[:30]) or part:
        return ""
    if re.match(r" ?(?:au total|en tout)\b", after):
        return "montant"
    if _DELEGATED.search(near) or re.match(r" (?:restants|délégués)", after):
        return "delegue"
    if _WHOLE.search(near) or _GRANTED.search(near) or re.search(r"\bfinance", near):
        return "montant"
    return "delegue" if in_article else "montant"


def kind_at(before: str, after: str, *, in_article: bool) -> str:
    """What the amount between two texts is taken for; `ae` and `cp` for those of the calendar."""
    head = re.split(r"[.;](?= )", before)[-1]
    tail = re.split(r"[.;](?= |\Z)", after)[0]
    near = head[-60:] + tail[:30]
    if kind_of(near):
        return kind_of(near)
    start = max((amount.end for amount in said_amounts(head)), default=0)
    return _kind_of(head + tail, head[start:], tail[:90], in_article=in_article)


def find_amounts(act: Act, facts: Facts, parties: list[Party]) -> None:
    """The amounts of `finances`; the calendar must be among the facts already."""
    reads = read_amounts(act)
    opened = sum(_euros(fact.value) for fact in facts.under("finances", "echeancier") if fact.path[-1] == "ae")
    coaching = next((one for one in reads if one.kind == "accompagnement"), None)
    share = next((one for one in reads if one.kind == "cofinancement" and _by_a_party(one.sentence, parties)), None)
    whole = _whole(reads, opened, coaching)
    if whole is not None:
        kept = coaching.amount.euros if coaching and coaching.amount.euros < whole.amount.euros else 0
        fits = bool(opened) and whole.amount.euros - kept == opened
        facts.add(_fact(("finances", "montant"), whole, SURE if fits and whole.kind == "montant" else LIKELY))
        if coaching and kept and (fits or not opened or whole.amount.euros != opened):
            facts.add(_fact(("finances", "accompagnement"), coaching, SURE if fits else LIKELY))
    elif opened:
        first = next(fact for fact in facts.under("finances", "echeancier") if fact.path[-1] == "ae")
        kept = coaching.amount.euros if coaching else 0
        note = "somme des AE" + (" et de l’accompagnement" if kept else "")
        facts.add(Fact(("finances", "montant"), amount_text(opened + kept), LIKELY, first.place, first.quote, note))
        if coaching:
            facts.add(_fact(("finances", "accompagnement"), coaching, LIKELY))
    if share is not None:
        for one in _share_facts(share, parties):
            facts.add(one)


def _by_a_party(sentence: str, parties: list[Party]) -> bool:
    """Whether who brings the money is a party, as far as the sentence says who: « La région apporte » is not."""
    match = _APPORTS.search(sentence)
    who = match["who"] if match else ""
    known = any(party.is_named(who) for party in parties) or said_roles().in_sentence.search(who)
    return match is None or bool(known) or "partie" in who or not parties


def _whole(reads: list[Read], opened: int, coaching: Read | None) -> Read | None:
    """The amount of the act: the one that fits the calendar, else the first said to be granted, else delegated."""
    kept = coaching.amount.euros if coaching else 0
    candidates = [one for kind in ("montant", "delegue") for one in reads if one.kind == kind]
    fitting = [one for one in candidates if opened and one.amount.euros == opened + kept]
    if not fitting and kept:
        fitting = [one for one in candidates if opened and one.amount.euros == opened and one.kind == "montant"]
    if fitting:
        return fitting[0]
    granted = [one for one in candidates if one.kind == "montant"]
    if granted:
        return granted[0]
    return candidates[0] if candidates and not opened and not kept else None


def _share_facts(share: Read, parties: list[Party]) -> Iterator[Fact]:
    yield _fact(("finances", "cofinancement", "montant"), share, LIKELY)
    within = _WITHIN.search(share.sentence)
    months = small_number(within[1]) if within else None
    if months:
        path = ("finances", "cofinancement", "delai_mois")
        yield Fact(path, str(months), LIKELY, share.line.place, share.sentence)
    other = _OTHER_ACT.search(share.line.text)
    if other:
        named = [party for party in parties if party.is_named(other[1] or other[2])]
        for rank, party in enumerate(named):
            yield Fact(
                ("finances", "cofinancement", "convention_distincte", rank),
                identifier(party.short),
                LIKELY,
                share.line.place,
                other[0],
            )


def _fact(path: Path, read: Read, confidence: Confidence) -> Fact:
    note = "" if read.amount.exact else "montant abrégé, avec centimes, ou écrit autrement en lettres"
    if read.amount.abbreviated:
        note = f"lu de « {read.sentence[read.amount.start : read.amount.end].strip()} »"
    return Fact(path, read.amount.text, confidence if not note else LIKELY, read.line.place, read.sentence, note)


def _euros(text: str) -> int:
    return next((amount.euros for amount in said_amounts(text)), 0)
