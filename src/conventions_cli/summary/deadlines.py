"""The dates that bind the parties of an act, computed from the declarations of its pack (`echeances` in modele.yaml).

A deadline that counts from a date the act does not give yet (the signature of a draft, the last invoice) has no day:
it is listed with the words of the act, and never dated by guess.
"""

import re
from calendar import monthrange
from collections import Counter
from collections.abc import Iterator
from datetime import date
from sys import intern
from typing import TYPE_CHECKING, Any

from conventions_cli.foundation import Record
from conventions_cli.french import (
    DateError,
    Duration,
    Month,
    enumerate_words,
    format_date,
    parse_month_or_date,
    proviso,
)
from conventions_cli.model import (
    EFFECT,
    INSTALMENTS,
    LEADER,
    OWN,
    PAYMENTS,
    REPERES,
    SHARES,
    SIGNATURE,
    SUMS_PAID,
    Manquant,
    Montant,
    Partie,
    Tranche,
    Versement,
    VersementCP,
    value_at,
)
from conventions_cli.pipeline import Checked
from conventions_cli.summary.stated_values import LAST_INVOICE, TO_COMPLETE, Amount

if TYPE_CHECKING:
    from conventions_cli.templating import Promise

# The order of the deadlines of one day; other kinds, declared by packs, come after them.
_ORDER = (
    "prise_d_effet",
    "tranche",
    "versement",
    "versement_cp",
    "comite_d_investissement",
    "cofinancement",
    "preavis",
    "fin",
    "compte_rendu",
    "fin_comptable",
)
_MOST_TIMES = 400  # dates of a recurring deadline; the following ones are one line, without a date
_BY_ACT = "date fixée par l’acte"
_BY_SIGNATURE = "signature par toutes les parties"
_PLACE = re.compile(r"(\{[^{}]*\})")
_BEFORE_SIGN = re.compile("(?<=«) | (?=[:;!?»])")
_KEY = re.compile(r"[a-z_]+(?:\.[a-z0-9_]+)+")
_SIGNATURE = re.compile(r"(?:(?:à )?la )?signature(?: de la(?: présente)? convention)?", re.IGNORECASE)
_MONTH_END = re.compile(
    r"(?:(?:au plus tard |avant |d’ici (?:à )?)?(?:à )?(?:la )?fin (?:du mois )?(?:de |d’)?"
    r"|(?:en|courant) |au (?:cours du )?mois (?:de |d’))",
    re.IGNORECASE,
)
_ON_A_DAY = re.compile(r"(?:au plus tard )?le ", re.IGNORECASE)


class Deadline(Record, frozen=True):
    """A date to keep. `kind`: the name its pack gives it; `number`: from 1, among those of its kind in the act.

    `day`: None when the act gives no date; `wording`: the words of the act, or those the day was read from.
    `source`: the YAML key, and the clause that states it. `who`: the responsible parties, empty for all.
    `months`: its distance from the date it counts from, when that is in months.
    """

    act: str
    services: str
    kind: str
    number: int
    day: date | None
    label: str
    wording: str
    source: str
    draft: bool
    amount: Amount = None
    who: str = ""
    months: int | None = None

    @property
    def order(self) -> tuple[bool, date, str, int, int]:
        """By date, then act; undated ones last."""
        rank = _ORDER.index(self.kind) if self.kind in _ORDER else len(_ORDER)
        return self.day is None, self.day or date.max, self.act, rank, self.number


def last_day(text: str) -> date | None:
    """The last day that « fin novembre 2023 », « novembre 2023 » or « le 15 mars 2024 » allows; None for other texts.

    None too for « début mars » or « au printemps », which set no day.
    """
    words = " ".join(text.replace("'", "’").split())
    start = _MONTH_END.match(words) or _ON_A_DAY.match(words)
    try:
        read = parse_month_or_date(words[start.end() :] if start else words)
    except DateError:
        return None
    return date(read.year, read.month, monthrange(read.year, read.month)[1]) if isinstance(read, Month) else read


class _Row(Record, frozen=True):
    """One date of a deadline, as the act gives it. `key`: its place; `replacements`: the values for its texts."""

    day: date | None
    wording: str
    key: str
    number: int = 1
    replacements: tuple[tuple[str, str], ...] = ()
    amount: Amount = None


def deadlines_of(checked: Checked, promises: "tuple[Promise, ...]", act: str, services: str) -> tuple[Deadline, ...]:
    """Every deadline of an act, sorted. `promises`: those its pack declares and its act makes (`pipeline.promises`)."""
    reader = _Reader(checked)
    before: Counter[str] = Counter()
    deadlines: list[Deadline] = []
    for promise in promises:
        kind, last = str(promise.declared.nom), 0
        for row in reader.rows(promise):
            last = row.number
            deadlines.append(reader.deadline(promise, row, act, services, before[kind] + row.number))
        before[kind] += last
    return tuple(sorted(deadlines, key=lambda deadline: deadline.order))


class _Reader:
    """One act, and the dates its deadlines count from."""

    def __init__(self, checked: Checked) -> None:
        self.checked, self.convention = checked, checked.spec.convention
        end = self.convention.terme
        self.end = None if isinstance(end, Manquant) else end

    def deadline(self, promise: "Promise", row: _Row, act: str, services: str, number: int) -> Deadline:
        """A row of a promise, in the words of its declaration."""
        declared = promise.declared
        delay = declared.delay(self.convention, self.checked.extras)
        replacements = dict(row.replacements)
        if isinstance(delay, Duration):
            replacements |= {"{delai}": delay.figures, "{periode}": delay.every}
        label = _filled(str(declared.quoi), replacements)
        if declared.tous_les and row.day:
            label = f"{label} n°\u00a0{row.number}, au plus tard"
        clause = promise.clause.rsplit("/", 1)[-1]
        return Deadline(
            act=act,
            services=services,
            kind=str(declared.nom),
            number=number,
            day=row.day,
            label=intern(label),  # a round has thousands of deadlines, but a few dozen different texts
            wording=intern(_filled(declared.texte, replacements) if declared.texte else row.wording),
            source=intern(", ".join(filter(None, (row.key, clause)))),
            draft=self.checked.spec.draft,
            amount=row.amount if declared.montant is None else self.amount(declared.montant),
            who=self.who(declared.qui),
            months=delay.months if isinstance(delay, Duration) else None,
        )

    def rows(self, promise: "Promise") -> Iterator[_Row]:
        """The dates of a promise: one; one for each row of a list; or one for each recurrence."""
        declared = promise.declared
        if declared.le == INSTALMENTS:
            return self.instalments()
        if declared.le == PAYMENTS:
            return self.payment_credits()
        if declared.le == SHARES:
            return self.shares()
        if declared.le == SUMS_PAID:
            return self.sums_paid()
        return self.very_day(declared.le) if declared.le else self.counted(promise)

    def very_day(self, key: str) -> Iterator[_Row]:
        """The row of a date of the act; none when the act has no such date."""
        value = self.value(key)
        if key == EFFECT:
            started = self.convention.duree.debut is not None
            yield _Row(value, _BY_ACT if started else _BY_SIGNATURE, "duree.debut" if started else SIGNATURE)
        elif key == SIGNATURE:
            yield _Row(value, _BY_SIGNATURE, key)
        elif isinstance(value, date):
            yield _Row(value, _BY_ACT, key)
        elif isinstance(value, Manquant):
            yield _Row(None, TO_COMPLETE.value, key)
        elif value is not None:
            yield _Row(None, LAST_INVOICE, key)

    def counted(self, promise: "Promise") -> Iterator[_Row]:
        """The rows counted from a date: at it, at a delay before or after it, or at each delay up to the end."""
        declared, key = promise.declared, str(promise.declared.de)
        value = self.value(key)
        start = value if isinstance(value, date) else None
        delay = declared.delay(self.convention, self.checked.extras)
        source = self.source(promise)
        if declared.declared_delay is None:
            yield _Row(start, self.called("au", key, start, whole=True), source)
        elif not isinstance(delay, Duration):
            yield _Row(None, TO_COMPLETE.value if isinstance(delay, Manquant) else "aucun délai dans l’acte", source)
        elif declared.tous_les:
            wording = f"{delay.every} à compter {self.called('du', key, start)}"
            if start is None or self.end is None:
                yield _Row(None, wording, source)
                return
            number, day = 1, delay.after(start)
            while day <= self.end:
                if number > _MOST_TIMES:
                    yield _Row(None, wording, source, number)
                    return
                yield _Row(day, wording, source, number)
                number += 1
                day = delay.after(start, number)
        elif declared.apres:
            wording = f"{delay.figures} à compter {self.called('du', key, start)}"
            yield _Row(delay.after(start) if start else None, wording, source)
        else:
            wording = f"{delay.figures} avant {self.called('le', key, start, whole=True)}"
            yield _Row(delay.after(start, -1) if start else None, wording, source)

    def value(self, key: str) -> Any:
        return value_at(key, self.convention, self.checked.extras)

    @staticmethod
    def called(form: str, key: str, day: date | None, *, whole: bool = False) -> str:
        """The name of a date: « du terme de la convention »; a field of the pack by its day, « au 3 mars 2026 »."""
        mark = REPERES.get(key)
        if mark is not None:
            return mark.worded(form, whole=whole)
        return f"{form} {format_date(day) if day else f'jour {TO_COMPLETE.value}'}"

    @staticmethod
    def source(promise: "Promise") -> str:
        """The key that a counted date depends on: that of its condition, its delay, or the date; empty for a delay
        that the clause alone gives.
        """
        declared = promise.declared
        delay, start = declared.declared_delay, str(declared.de)
        if delay is None:
            return start
        if declared.si and _KEY.fullmatch(declared.si):
            return declared.si
        if isinstance(delay, str):
            return delay
        return start if start.startswith(OWN) else ""

    def amount(self, key: str) -> Amount:
        return _euros(self.value(key))

    def who(self, role: object) -> str:
        """The short names of the parties responsible for a deadline; empty when all are."""
        if not isinstance(role, str):
            return ""
        if role != LEADER:
            return _names(self.convention.parties_de(role))
        return next((names for leader in self.checked.spec.kind.leaders if (names := self.who(leader))), "")

    def instalments(self) -> Iterator[_Row]:
        """A row for each instalment: at its own day, or at the signature when that releases it."""
        finances = self.convention.finances
        rows = zip(finances.tranches, finances.montants_des_tranches, strict=True)
        for index, (tranche, amount) in enumerate(rows, start=1):
            if isinstance(tranche, Tranche):
                place = (INSTALMENTS, index, len(finances.tranches))
                yield self.released(tranche, amount, tranche.echeance, place)

    def sums_paid(self) -> Iterator[_Row]:
        """A row for each payment: at its own day, or at the signature when that releases it."""
        finances = self.convention.finances
        rows = zip(finances.versements, finances.montants_des_versements, strict=True)
        for index, (payment, amount) in enumerate(rows, start=1):
            if isinstance(payment, Versement):
                when = None if payment.date is None else format_date(payment.date)
                yield self.released(payment, amount, when, (SUMS_PAID, index, len(finances.versements)))

    def shares(self) -> Iterator[_Row]:
        """A row for each contribution that has a day, with the name of who pays it."""
        finances, convention = self.convention.finances, self.convention
        count = len(finances.contributions)
        rows = zip(finances.contributions, finances.montants_des_contributions, strict=True)
        for index, (row, amount) in enumerate(rows, start=1):
            if isinstance(row, Manquant) or row.quand is None:
                continue
            party = None if isinstance(row.partie, Manquant) else convention.partie(str(row.partie))
            name = TO_COMPLETE.value if party is None else _names((party,))
            replacements = (("{rang}", f"{index}/{count}"), ("{partie}", name))
            yield _Row(last_day(row.quand), row.quand, f"{SHARES} ({index})", index, replacements, _euros(amount))

    def released(
        self,
        part: Tranche | Versement,
        amount: Montant | Manquant | None,
        when: str | None,
        place: tuple[str, int, int],
    ) -> _Row:
        """The row of a part of the money. `when`: its own day, in words; `place`: its key, its rank, among how many."""
        key, index, count = place
        event = TO_COMPLETE.value if isinstance(part.declencheur, Manquant) else str(part.declencheur)
        at_signature = _SIGNATURE.fullmatch(event.replace("'", "’").strip()) is not None
        if when is not None:
            day, wording = last_day(when), str(when)
        else:
            day, wording = (self.convention.date_signature if at_signature else None), event
        if part.condition:
            wording = f"{wording}, {proviso(part.condition)}"
        replacements = (("{rang}", f"{index}/{count}"), ("{declencheur}", event))
        shown = amount.euros if isinstance(amount, Montant) else TO_COMPLETE
        return _Row(day, wording, f"{key} ({index})", index, replacements, shown)

    def payment_credits(self) -> Iterator[_Row]:
        """A row for each year whose payment credits have a date."""
        finances = self.convention.finances
        for index, payment in enumerate(finances.calendrier_cp, start=1):
            if not isinstance(payment, VersementCP):
                continue
            year, when = payment.annee, payment.quand
            line = None if isinstance(year, Manquant) else dict(finances.lignes).get(year)
            replacements = (("{annee}", TO_COMPLETE.value if isinstance(year, Manquant) else str(year)),)
            day = None if isinstance(when, Manquant) else last_day(when)
            wording = TO_COMPLETE.value if isinstance(when, Manquant) else str(when)
            amount = TO_COMPLETE if line is None else _euros(line.cp)
            yield _Row(day, wording, f"{PAYMENTS} ({index})", index, replacements, amount)


def _filled(text: str, replacements: dict[str, str]) -> str:
    """The text of a declaration with its values in place; no-break spaces keep double signs on their line."""
    pieces = _PLACE.split(_BEFORE_SIGN.sub("\u00a0", text))
    return "".join(
        replacements.get(piece, TO_COMPLETE.value) if index % 2 else piece for index, piece in enumerate(pieces)
    )


def _euros(amount: Montant | Manquant | None) -> Amount:
    if isinstance(amount, Manquant):
        return TO_COMPLETE
    return None if amount is None else amount.euros


def _names(parties: tuple[Partie, ...]) -> str:
    names = [party.nom_court for party in parties]
    return enumerate_words([TO_COMPLETE.value if isinstance(name, Manquant) else str(name) for name in names])
