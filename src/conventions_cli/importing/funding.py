"""The amounts of an act: the grant of the fund, the share kept for coaching, the co-financing by the partner."""

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
    """An amount, its sentence, and its kind: `montant`, `accompagnement`, `cofinancement` or `delegue`."""

    kind: str
    amount: Amount
    line: Line
    sentence: str


def read_amounts(act: Act) -> list[Read]:
    """The amounts of the prose, whose kinds come from the words around them, then the totals of tables."""
    reads: list[Read] = []
    for line in act.of(SectionKind.BODY, SectionKind.TITLE, None):
        if (line.heading > 1 and not line.text.endswith(".")) or line.cell:
            continue
        for sentence in line.sentences():
            reads += _read_in(line, sentence)
    return [*reads, *_totals(act)]


def _read_in(line: Line, sentence: str) -> Iterator[Read]:
    """The amounts of a sentence, except the credits of a year, added amounts and amounts that are replaced."""
    amounts = list(said_amounts(sentence))
    credits_, gone, start = {credit.amount.start for credit in said_credits(sentence)}, replaced(sentence), 0
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
    """The totals of the tables that are not calendars of credits."""
    for grid in act.grids:
        if table_credits(grid).credits:
            continue
        for row in grid.rows:
            read = [amount for cell in row[1:] if (amount := cell_amount(cell.text)) is not None]
            if row and _TOTALS.match(row[0].text) and len(read) == 1:
                words = " | ".join(cell.text for cell in row)
                yield Read("delegue", read[0], Line(words, grid.part, None, grid.place), words)


def _kind_of(sentence: str, before: str, after: str, *, in_article: bool) -> str:
    """The kind of an amount, or an empty text. `before`: the words since the previous amount of the sentence."""
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
    """The kind of the amount between two texts; `ae` or `cp` for an amount of the calendar."""
    head = re.split(r"[.;](?= )", before)[-1]
    tail = re.split(r"[.;](?= |\Z)", after)[0]
    near = head[-60:] + tail[:30]
    if kind_of(near):
        return kind_of(near)
    start = max((amount.end for amount in said_amounts(head)), default=0)
    return _kind_of(head + tail, head[start:], tail[:90], in_article=in_article)


def find_amounts(act: Act, facts: Facts, parties: list[Party]) -> None:
    """Adds the amounts of `finances` to the facts, which must already contain the calendar."""
    reads = read_amounts(act)
    opened = sum(_euros(fact.value) for fact in facts.under("finances", "echeancier") if fact.path[-1] == "ae")
    coaching = next((read for read in reads if read.kind == "accompagnement"), None)
    share = next((read for read in reads if read.kind == "cofinancement" and _by_a_party(read.sentence, parties)), None)
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
        for fact in _share_facts(share, parties):
            facts.add(fact)


def _by_a_party(sentence: str, parties: list[Party]) -> bool:
    """Whether the co-financing comes from a party; also true when the sentence does not say who pays."""
    match = _APPORTS.search(sentence)
    who = match["who"] if match else ""
    named = any(party.is_named(who) for party in parties) or said_roles().in_sentence.search(who)
    return match is None or bool(named) or "partie" in who or not parties


def _whole(reads: list[Read], opened: int, coaching: Read | None) -> Read | None:
    """The amount of the act: the one that fits the calendar, else the first granted, else the first delegated.

    `opened`: the sum of the AE of the calendar, in euros; `coaching`: the amount kept for coaching.
    """
    kept = coaching.amount.euros if coaching else 0
    candidates = [read for kind in ("montant", "delegue") for read in reads if read.kind == kind]
    fitting = [read for read in candidates if opened and read.amount.euros == opened + kept]
    if not fitting and kept:
        fitting = [read for read in candidates if opened and read.amount.euros == opened and read.kind == "montant"]
    if fitting:
        return fitting[0]
    granted = [read for read in candidates if read.kind == "montant"]
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
