"""The figures of a set of acts: money by act, year, programme and party that receives it, and deadlines.

Pure computation, from checked specs to frozen values. Money is in whole euros. A value that a draft does not give yet
is `TO_COMPLETE`, a value that an act does not promise is None: neither ever counts as 0.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from conventions_cli.document import plain_text, shortened, stretches
from conventions_cli.foundation import Record, replace
from conventions_cli.french import enumerate_words
from conventions_cli.model import (
    AXES,
    Convention,
    Finances,
    LigneEcheancier,
    Manquant,
    MoneyWords,
    Montant,
    Partie,
    Prose,
    Spec,
)
from conventions_cli.pipeline import Checked
from conventions_cli.summary.deadlines import Deadline, deadlines_of
from conventions_cli.summary.listing import Own, own_of
from conventions_cli.summary.stated_values import LAST_INVOICE, TO_COMPLETE, Amount, Day, ToComplete

if TYPE_CHECKING:
    from conventions_cli.templating import Promise

_SHORT = 60  # characters of the subject of an act without services

Rows = tuple[tuple[int, LigneEcheancier], ...]


class Member(Record, frozen=True):
    """A checked spec: its name, the stem of its files (unique in the set), the spec.

    `promises`: the deadlines of its act (`pipeline.promises`).
    """

    name: str
    stem: str
    checked: Checked
    promises: "tuple[Promise, ...]"


class LeftOut(Record, frozen=True):
    """A spec that the figures leave out, and why, in French."""

    name: str
    reason: str


class Sum(Record, frozen=True):
    """A sum of amounts: the total of those known, in euros, and the number still to complete."""

    euros: int = 0
    missing: int = 0

    def plus(self, amount: Amount) -> "Sum":
        """The sum with one more amount; None adds nothing."""
        if isinstance(amount, ToComplete):
            return Sum(self.euros, self.missing + 1)
        return Sum(self.euros + (amount or 0), self.missing)


class Money(Record, frozen=True):
    """AE and CP together."""

    ae: Sum = Sum()
    cp: Sum = Sum()

    def plus(self, line: "YearLine") -> "Money":
        """The sums with one more line of a calendar."""
        return Money(self.ae.plus(line.ae), self.cp.plus(line.cp))


class YearLine(Record, frozen=True):
    """The AE and the CP of an act in a year; the year is None when the calendar is still to write."""

    year: int | None
    ae: Amount
    cp: Amount


class ActLine(Record, frozen=True):
    """One act. `delegates`: the receiving parties as one group; `shares`: the lines of each or of all, by label.

    `codes`: by key, the code of each CHORUS axis that a summary shows; empty when the act has none. `words`: the words
    of its kind for the giver and the receiver. `own`: the values of its own file, for a list.

    `identity`: a text that stays the same from the first draft to the last avenant, even if the file is renamed;
    `number`: its NOR, or its reference. `stage`: 0 for a draft, 1 once it is signed, then one more for each avenant.
    """

    stem: str
    name: str
    draft: bool
    nor: str
    scheme: str
    services: str
    codes: dict[str, str]
    delegates: str
    short_delegates: str
    signed: date | None
    effect: Day
    end: Day | None
    accounting_end: Day | str | None
    notice_months: int | None
    amount: Amount
    coaching: Amount
    delegated: Amount
    cofinancing: Amount
    years: tuple[YearLine, ...]
    shares: tuple[tuple[str, YearLine], ...]
    deadlines: tuple[Deadline, ...]
    words: MoneyWords = MoneyWords()
    identity: str = ""
    number: str = ""
    stage: int = 0
    own: Own = Own({}, {}, {})

    @property
    def programme(self) -> str:
        """The budget programme."""
        return self.codes["programme"]

    @property
    def money(self) -> Money:
        """Sum of its calendar."""
        money = Money()
        for line in self.years:
            money = money.plus(line)
        return money


class Delegates(Record, frozen=True):
    """Parties that receive money: the key that identifies them, their short names, their full names."""

    key: tuple[str, ...]
    short: str
    full: str


class Counted(Record, frozen=True):
    """The contribution of a member: its line, who receives its money (labelled by the set), and the lines of each.

    A summary keeps thousands of these, and not the specs they were counted from.
    """

    line: ActLine
    delegates: Delegates
    shares: tuple[tuple[Delegates, YearLine], ...]


class Group(Record, frozen=True):
    """The acts that share a year, a programme or a receiver: their number and sums, signed acts and drafts apart."""

    key: str | int | None
    acts: int
    drafts: int
    signed: Money
    draft: Money
    years: tuple["Group", ...] = ()


class Half(Record, frozen=True):
    """The acts that are signed, or those that are drafts: their number and sums."""

    acts: int
    amount: Sum
    coaching: Sum
    delegated: Sum
    cofinancing: Sum
    money: Money


class Summary(Record, frozen=True):
    """The summary of a round. Groups are sorted by key, the one without a key last; deadlines by date, undated last."""

    acts: tuple[ActLine, ...]
    signed: Half
    draft: Half
    years: tuple[Group, ...]
    programmes: tuple[Group, ...]
    delegates: tuple[Group, ...]
    deadlines: tuple[Deadline, ...]
    left_out: tuple[LeftOut, ...] = ()

    @property
    def words(self) -> MoneyWords:
        """The words of its acts for the giver and the receiver; neutral words when they are of several kinds."""
        words = {act.words for act in self.acts}
        return words.pop() if len(words) == 1 else MoneyWords()

    def between(self, after: date | None, before: date | None) -> "Summary":
        """This summary with the deadlines of a period only, both days included; those without a date stay."""
        deadlines = tuple(
            deadline
            for deadline in self.deadlines
            if deadline.day is None
            or ((after is None or deadline.day >= after) and (before is None or deadline.day <= before))
        )
        return replace(self, deadlines=deadlines)


def summarise(counted: Sequence[Counted], left_out: Sequence[LeftOut] = ()) -> Summary:
    """The summary of a set: everything is computed here, once."""
    labels = _delegate_labels(counted)
    acts = tuple(
        replace(
            counted_act.line,
            delegates=labels[counted_act.delegates.key],
            shares=tuple((labels[delegates.key], line) for delegates, line in counted_act.shares),
        )
        for counted_act in counted
    )
    deadlines = sorted((deadline for act in acts for deadline in act.deadlines), key=lambda deadline: deadline.order)
    return Summary(
        acts,
        _half([act for act in acts if not act.draft]),
        _half([act for act in acts if act.draft]),
        _groups((line.year, act, line) for act in acts for line in act.years),
        _groups(((act.programme, act, line) for act in acts for line in act.years), by_year=True),
        _groups(((label, act, line) for act in acts for label, line in act.shares), by_year=True),
        tuple(deadlines),
        tuple(left_out),
    )


def count(member: Member) -> Counted:
    """The contribution of a member to the figures."""
    convention = member.checked.spec.convention
    finances, duration = convention.finances, convention.duree
    cofinancing = finances.cofinancement
    accounting = duration.fin_comptable
    deadlines = deadlines_of(member.checked, member.promises, member.stem, services_of(member.checked.spec))
    scheme = convention.dispositif.nom
    words = member.checked.spec.kind.money_words
    delegates = _delegates(convention.receveurs, words)
    line = ActLine(
        stem=member.stem,
        name=member.name,
        draft=member.checked.spec.draft,
        nor=str(convention.nor or ""),
        scheme=str(scheme) if isinstance(scheme, str) else "",
        services=services_of(member.checked.spec),
        codes={axis.key: _codes(getattr(convention.chorus, axis.key)) for axis in AXES if axis.summarised},
        delegates=delegates.short,
        short_delegates=delegates.short,
        signed=convention.date_signature,
        effect=convention.prise_d_effet or TO_COMPLETE,
        end=TO_COMPLETE if isinstance(duration.fin, Manquant) else duration.fin,
        accounting_end=accounting if isinstance(accounting, date) or accounting is None else LAST_INVOICE,
        notice_months=next((deadline.months for deadline in deadlines if deadline.kind == "preavis"), None),
        amount=_euros(finances.montant),
        coaching=_euros(finances.accompagnement) or None,
        delegated=_euros(finances.montant_delegue),
        cofinancing=None if cofinancing is None else _euros(cofinancing.montant),
        years=_calendar(finances, finances.lignes),
        shares=(),
        deadlines=deadlines,
        words=words,
        identity=_identity(member.checked.spec),
        number=str(convention.nor or convention.reference or ""),
        stage=_stage(member.checked.spec),
        own=own_of(member.checked.spec, member.checked.pack.field_names),
    )
    shares = ((_delegates(parties, words), _calendar(finances, rows)) for parties, rows in _shares(convention))
    return Counted(line, delegates, tuple((parties, row) for parties, rows in shares for row in rows))


def services_of(spec: Spec) -> str:
    """The services of an act; for a kind without services, its subject."""
    convention = spec.convention
    names = [str(service.nom) for service in convention.services_connus if isinstance(service.nom, str)]
    if not names and not any(path[0] == "services" for path in spec.kind.needed):
        prose = convention.objet
        words = (plain_text(stretch) for stretch in stretches(prose.blocks)) if isinstance(prose, Prose) else ()
        return shortened(" ".join(words), _SHORT)
    return enumerate_words(names) or TO_COMPLETE.value


def _identity(spec: Spec) -> str:
    """A text that identifies an act from its draft on: its services, since a NOR only comes with the signature.

    An act without services has its reference, else its NOR, else its subject and its parties.
    """
    convention = spec.convention
    scheme = str(convention.dispositif.nom) if isinstance(convention.dispositif.nom, str) else ""
    names = sorted(
        str(service.nom).casefold() for service in convention.services_connus if isinstance(service.nom, str)
    )
    if names:
        return "\x1f".join(("service", scheme, *names))
    if convention.reference or convention.nor:
        return "\x1f".join(("numero", str(convention.reference or convention.nor)))
    parties = (party.identifiant for party in convention.receveurs)
    return "\x1f".join(("objet", scheme, services_of(spec), *parties))


def _stage(spec: Spec) -> int:
    avenant = spec.convention.avenant
    rank = avenant.numero if avenant is not None and isinstance(avenant.numero, int) else 0
    return 0 if spec.draft else 1 + rank


def _text(value: str | Manquant) -> str:
    return TO_COMPLETE.value if isinstance(value, Manquant) else str(value)


def _codes(value: tuple[str | Manquant, ...] | str | Manquant | None) -> str:
    codes = value if isinstance(value, tuple) else () if value is None else (value,)
    return ", ".join(map(_text, codes))


def _euros(value: Montant | Manquant | None) -> Amount:
    if isinstance(value, Manquant):
        return TO_COMPLETE
    return None if value is None else value.euros


def _calendar(finances: Finances, rows: Rows) -> tuple[YearLine, ...]:
    """The readable years; one line without a year when there is none; no line for an act without money."""
    if finances.montant is None or finances.echeancier == {}:
        return ()
    lines = tuple(YearLine(year, _euros(row.ae), _euros(row.cp)) for year, row in rows)
    return lines or (YearLine(None, TO_COMPLETE, TO_COMPLETE),)


def _shares(convention: Convention) -> Iterator[tuple[tuple[Partie, ...], Rows]]:
    """The receiving parties with their calendars: each with its own, or all together with that of the act."""
    finances, delegates = convention.finances, convention.receveurs
    if not finances.reparti:
        yield delegates, finances.lignes
        return
    for party, calendar in convention.calendriers_des_receveurs:
        yield (party,), calendar.lignes


def _half(acts: Sequence[ActLine]) -> Half:
    money = Money()
    for line in (line for act in acts for line in act.years):
        money = money.plus(line)
    return Half(
        len(acts),
        _sum(act.amount for act in acts),
        _sum(act.coaching for act in acts),
        _sum(act.delegated for act in acts),
        _sum(act.cofinancing for act in acts),
        money,
    )


def _sum(amounts: Iterable[Amount]) -> Sum:
    added = Sum()
    for amount in amounts:
        added = added.plus(amount)
    return added


def _groups(lines: Iterable[tuple[str | int | None, ActLine, YearLine]], *, by_year: bool = False) -> tuple[Group, ...]:
    """Lines of calendars, by key; `by_year`: each group again by year."""
    gathered: dict[str | int | None, list[tuple[ActLine, YearLine]]] = {}
    for key, act, line in lines:
        gathered.setdefault(key, []).append((act, line))
    groups = []
    for value in sorted(gathered, key=_last_if_unknown):
        own = gathered[value]
        drafts = {act.stem: act.draft for act, _ in own}
        signed, draft = Money(), Money()
        for act, line in own:
            signed, draft = (signed, draft.plus(line)) if act.draft else (signed.plus(line), draft)
        years = _groups((line.year, act, line) for act, line in own) if by_year else ()
        groups.append(Group(value, len(drafts), sum(drafts.values()), signed, draft, years))
    return tuple(groups)


def _last_if_unknown(key: str | int | None) -> tuple[bool, str]:
    return key is None or key == TO_COMPLETE.value, str(key)


def _delegates(parties: Sequence[Partie], words: MoneyWords) -> Delegates:
    """The receiving parties of an act, identified by full names: several directions have the acronym DNUM."""
    key = tuple(_text(party.nom).casefold() for party in parties)
    nobody = f"sans {words.receiver}"
    return Delegates(key, _joined(parties, _short_name) or nobody, _joined(parties, _long_name) or nobody)


def _delegate_labels(counted: Iterable[Counted]) -> dict[tuple[str, ...], str]:
    """The label of each group, « DNUM et DGCS »; full names when two groups would have one label."""
    groups = {
        delegates.key: delegates
        for counted_act in counted
        for delegates in (counted_act.delegates, *(delegates for delegates, _ in counted_act.shares))
    }
    shared = Counter(group.short for group in groups.values())
    return {key: group.full if shared[group.short] > 1 else group.short for key, group in groups.items()}


def _joined(parties: Sequence[Partie], name: Callable[[Partie], str]) -> str:
    return enumerate_words([name(party) for party in parties])


def _short_name(party: Partie) -> str:
    return _text(party.nom_court)


def _long_name(party: Partie) -> str:
    return f"{party.sigle} ({_text(party.nom)})" if party.sigle else _text(party.nom)
