"""The dates an act binds its parties to, each from the clause or the key it follows from.

What depends on a date the act does not give yet (the signature of a draft, the last invoice) has no day: it is listed
with the words of the act, and never dated by guess.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from enum import Enum

from conventions_cli.french.dates import DateError, Month, parse_month_or_date
from conventions_cli.french.grammar import enumerate_words
from conventions_cli.french.moments import proviso
from conventions_cli.model.finances import Tranche, VersementCP
from conventions_cli.model.manifest import Mention
from conventions_cli.model.parties import Role
from conventions_cli.model.values import Manquant, Montant
from conventions_cli.pipeline import Checked
from conventions_cli.records import Record
from conventions_cli.summary.values import LAST_INVOICE, TO_COMPLETE, Amount

_COMMITTEE_CLAUSE = "engagements-demarche.md"
_COMMITTEE_MONTHS = 6
_SIGNATURE = re.compile(r"(?:(?:à )?la )?signature(?: de la(?: présente)? convention)?", re.IGNORECASE)
_MONTH_END = re.compile(
    r"(?:(?:au plus tard |avant |d’ici (?:à )?)?(?:à )?(?:la )?fin (?:du mois )?(?:de |d’)?"
    r"|(?:en|courant) |au (?:cours du )?mois (?:de |d’))",
    re.IGNORECASE,
)
_ON_A_DAY = re.compile(r"(?:au plus tard )?le ", re.IGNORECASE)


class Kind(Enum):
    """What a deadline is; the value names it in machine forms, and in the identifiers of a calendar."""

    EFFECT = "prise_d_effet"
    INSTALMENT = "tranche"
    PAYMENT_CREDITS = "versement_cp"
    COMMITTEE = "comite_d_investissement"
    COFINANCING = "cofinancement"
    NOTICE = "preavis"
    END = "fin"
    REPORT = "compte_rendu"
    ACCOUNTING_END = "fin_comptable"

    @property
    def rank(self) -> int:
        """The order of the deadlines of one day."""
        return list(Kind).index(self)


class Deadline(Record, frozen=True):
    """A date to keep. `number` tells apart those of one kind in an act, from 1.

    `day` None: the act gives no date; `wording` is then what it says instead, and else what the day was read from.
    `source`: the YAML key, and the clause when there is one. `who`: the party that answers for it, empty for all.
    """

    act: str
    services: str
    kind: Kind
    number: int
    day: date | None
    label: str
    wording: str
    source: str
    draft: bool
    amount: Amount = None
    who: str = ""

    @property
    def order(self) -> tuple[bool, date, str, int, int]:
        """By date, then act; undated ones last."""
        return self.day is None, self.day or date.max, self.act, self.kind.rank, self.number


def add_months(day: date, months: int) -> date:
    """The same day some months later, or earlier; the last of the month where that day does not exist.

    31 August and six months give 28 or 29 February.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def last_day(text: str) -> date | None:
    """The last day that « fin novembre 2023 », « novembre 2023 » or « le 15 mars 2024 » allows; None for other texts.

    « début mars » or « au printemps » give none: they bind to no day.
    """
    words = " ".join(text.replace("'", "’").split())
    start = _MONTH_END.match(words) or _ON_A_DAY.match(words)
    try:
        read = parse_month_or_date(words[start.end() :] if start else words)
    except DateError:
        return None
    return date(read.year, read.month, monthrange(read.year, read.month)[1]) if isinstance(read, Month) else read


def deadlines_of(checked: Checked, act: str, services: str) -> tuple[Deadline, ...]:
    """Every deadline of an act, sorted."""
    return tuple(sorted(_Reader(checked, act, services).all(), key=lambda one: one.order))


class _Reader:
    """One act, and the dates its deadlines count from."""

    def __init__(self, checked: Checked, act: str, services: str) -> None:
        self.act, self.services, self.draft = act, services, checked.spec.draft
        self.convention = checked.spec.convention
        self.signed = self.convention.date_signature
        self.effect = self.convention.duree.debut or self.signed
        end = self.convention.duree.fin
        self.end = None if isinstance(end, Manquant) else end
        elements = checked.pack.elements
        self.clauses = {str(name).rsplit("/", 1)[-1] for element in elements for name in element.clause}
        self.mentions = {mention for element in elements for mention in element.enonce}
        self.delegate = self._names(Role.DELEGATAIRE)
        self.owner = self._names(Role.PORTEUR) or self.delegate

    def all(self) -> Iterator[Deadline]:
        started = self.convention.duree.debut is not None
        wording = "date fixée par l’acte" if started else "signature par toutes les parties"
        source = "duree.debut, duree.md" if started else "date_signature, duree.md"
        yield self._one(Kind.EFFECT, self.effect, "prise d’effet", wording, source)
        yield from self._instalments()
        yield from self._payment_credits()
        yield from self._cofinancing()
        yield from self._committees()
        yield from self._ends()

    def _one(
        self,
        kind: Kind,
        day: date | None,
        label: str,
        wording: str,
        source: str,
        *,
        number: int = 1,
        amount: Amount = None,
        who: str = "",
    ) -> Deadline:
        return Deadline(
            self.act, self.services, kind, number, day, label, wording, source, self.draft, amount=amount, who=who
        )

    def _names(self, role: Role) -> str:
        names = [party.nom_court for party in self.convention.parties_de(role)]
        return enumerate_words([TO_COMPLETE.value if isinstance(name, Manquant) else str(name) for name in names])

    def _instalments(self) -> Iterator[Deadline]:
        finances = self.convention.finances
        count = len(finances.tranches)
        for index, (tranche, amount) in enumerate(
            zip(finances.tranches, finances.montants_des_tranches, strict=True), start=1
        ):
            if not isinstance(tranche, Tranche):
                continue
            trigger = tranche.declencheur
            event = TO_COMPLETE.value if isinstance(trigger, Manquant) else str(trigger)
            at_signature = _SIGNATURE.fullmatch(event.replace("'", "’").strip()) is not None
            if tranche.echeance is not None:
                day, wording = last_day(tranche.echeance), str(tranche.echeance)
            else:
                day, wording = (self.signed if at_signature else None), event
            if tranche.condition:
                wording = f"{wording}, {proviso(tranche.condition)}"
            yield self._one(
                Kind.INSTALMENT,
                day,
                f"tranche d’AE {index}/{count} ({event})",
                wording,
                f"finances.tranches ({index}), execution-financiere.md",
                number=index,
                amount=amount.euros if isinstance(amount, Montant) else TO_COMPLETE,
            )

    def _payment_credits(self) -> Iterator[Deadline]:
        finances = self.convention.finances
        for index, payment in enumerate(finances.calendrier_cp, start=1):
            if not isinstance(payment, VersementCP):
                continue
            year = payment.annee
            row = None if isinstance(year, Manquant) else dict(finances.lignes).get(year)
            amount: Amount = TO_COMPLETE
            if row is not None:
                amount = None if row.cp is None else row.cp.euros if isinstance(row.cp, Montant) else TO_COMPLETE
            when = payment.quand
            yield self._one(
                Kind.PAYMENT_CREDITS,
                None if isinstance(when, Manquant) else last_day(when),
                f"mise à disposition des CP de {TO_COMPLETE.value if isinstance(year, Manquant) else year}",
                TO_COMPLETE.value if isinstance(when, Manquant) else str(when),
                f"finances.calendrier_cp ({index}), execution-financiere.md",
                number=index,
                amount=amount,
            )

    def _cofinancing(self) -> Iterator[Deadline]:
        promised = self.convention.finances.cofinancement
        if promised is None:
            return
        months = promised.delai_mois
        wording = f"{months} mois à compter de la signature" if months else "aucun délai dans l’acte"
        yield self._one(
            Kind.COFINANCING,
            add_months(self.signed, months) if self.signed and months else None,
            "cofinancement à engager",
            wording,
            "finances.cofinancement, cofinancement.md",
            amount=promised.montant.euros if isinstance(promised.montant, Montant) else TO_COMPLETE,
            who=self.owner,
        )

    def _committees(self) -> Iterator[Deadline]:
        """Every six months from the day the act takes effect, up to its end; each at the latest."""
        if _COMMITTEE_CLAUSE not in self.clauses:
            return
        wording = "tous les six mois à compter de la prise d’effet"
        if self.effect is None or self.end is None:
            yield self._one(Kind.COMMITTEE, None, "comité d’investissement", wording, _COMMITTEE_CLAUSE, who=self.owner)
            return
        number, day = 1, add_months(self.effect, _COMMITTEE_MONTHS)
        while day <= self.end:
            label = f"comité d’investissement n°\u00a0{number}, au plus tard"
            yield self._one(Kind.COMMITTEE, day, label, wording, _COMMITTEE_CLAUSE, number=number, who=self.owner)
            number += 1
            day = add_months(self.effect, _COMMITTEE_MONTHS * number)

    def _ends(self) -> Iterator[Deadline]:
        duration = self.convention.duree
        months = duration.preavis_mois
        day = add_months(self.end, -months) if self.end else None
        label = f"dernier jour pour résilier avant le terme (préavis de {months} mois)"
        wording = f"préavis de {months} mois"
        yield self._one(Kind.NOTICE, day, label, wording, "duree.preavis_mois, resiliation.md")
        accounting = duration.fin_comptable
        two_ends = accounting is not None and accounting != self.end
        label = "fin technique\u00a0: dernier jour pour engager et réaliser" if two_ends else "fin de la convention"
        yield self._one(
            Kind.END, self.end, label, "date fixée par l’acte" if self.end else TO_COMPLETE.value, "duree.fin, duree.md"
        )
        if Mention.COMPTE_RENDU in self.mentions:
            yield self._one(
                Kind.REPORT,
                self.end,
                "compte rendu des dépenses et de l’avancement",
                "au terme de la convention",
                "duree.fin, execution-financiere.md",
                who=self.delegate,
            )
        if two_ends:
            yield self._one(
                Kind.ACCOUNTING_END,
                accounting if isinstance(accounting, date) else None,
                "fin comptable\u00a0: dernier paiement",
                "date fixée par l’acte" if isinstance(accounting, date) else LAST_INVOICE,
                "duree.fin_comptable, duree.md",
            )
