"""The facts that an avenant cannot change: past events, and the credits of years that are over."""

from collections.abc import Iterator
from datetime import date

from conventions_cli.amendment.act_versions import Version
from conventions_cli.document import Section, section_text
from conventions_cli.foundation import Diagnostic, Related, catalogue
from conventions_cli.french import Month, format_date
from conventions_cli.model import Avenant, Calendrier, Convention, Montant


def rewritten(old: Version, new: Version, avenant: Avenant) -> Iterator[Diagnostic]:
    """A diagnostic for each statement about the past that would become false if `new` replaced `old`."""
    yield from _amount_given(old, new)
    yield from _day_of_decision(old, new)
    yield from _day_of_effect(old, new, avenant)
    yield from _closed_years(old, new, avenant)
    yield from _retold(old, new)


def _amount_given(old: Version, new: Version) -> Iterator[Diagnostic]:
    was, now = old.convention.finances.montant_obtenu, new.convention.finances.montant_obtenu
    if not isinstance(was, Montant) or not isinstance(now, Montant) or was == now:
        return
    spec = new.checked.spec
    key = "montant" if new.convention.finances.montant_attribue is None else "montant_attribue"
    decided = old.convention.dispositif.date_decision
    when = f" {_when(decided)}" if decided is not None else ""
    message = f"La décision a attribué {was}{when}, et non {now} : un avenant ne change pas ce qui a eu lieu."
    hint = f"Écrire, sous « finances: », « montant_attribue: {_typed(was)} » ; « montant: » reste le montant nouveau."
    related = (Related(old.checked.spec.span("finances", "montant"), f"montant de l’acte à modifier : {was}"),)
    yield Diagnostic(catalogue.PAST, message, spec.span("finances", key), hint, related)


def _day_of_decision(old: Version, new: Version) -> Iterator[Diagnostic]:
    was, now = old.convention.dispositif.date_decision, new.convention.dispositif.date_decision
    if (
        was is None
        or was == now
        or (
            now is not None
            and (isinstance(was, Month) or isinstance(now, Month))
            and (was.year, was.month) == (now.year, now.month)
        )
    ):
        return
    outcome = f"daterait {_when(now)}" if now is not None else "n’aurait plus de date"
    message = f"La décision a été prise {_when(was)} ; selon la nouvelle version, elle {outcome}."
    span = new.checked.spec.span("dispositif", "date_decision")
    hint = "Rendre à « date_decision: » la valeur de l’acte signé."
    related = (Related(old.checked.spec.span("dispositif", "date_decision"), "dans l’acte à modifier"),)
    yield Diagnostic(catalogue.PAST, message, span, hint, related)


def _day_of_effect(old: Version, new: Version, avenant: Avenant) -> Iterator[Diagnostic]:
    """A past day of effect cannot change; a change of the day of signature has its own diagnostic."""
    if old.convention.date_signature != new.convention.date_signature:
        return
    was, now = old.convention.prise_d_effet, new.convention.prise_d_effet
    day = avenant.date_signature or old.signed
    if was is None or now is None or was == now or day is None or was > day:
        return
    outcome = f"selon la nouvelle version, ce serait le {format_date(now)}"
    message = f"La convention a pris effet le {format_date(was)} ; {outcome}."
    place = new.checked.spec.span("duree", "debut")
    hint = f"Rendre à « debut: » la valeur de l’acte signé ({format_date(was)})."
    yield Diagnostic(catalogue.PAST, message, place, hint)


def _closed_years(old: Version, new: Version, avenant: Avenant) -> Iterator[Diagnostic]:
    """The AE of a past year are committed or lapsed; its CP may only be reduced to the amount paid."""
    day = avenant.date_signature or old.signed  # a draft will be signed after the act it amends
    if day is None:
        return
    for before, after in _calendars(old.convention, new.convention):
        was, now = dict(before.lignes), dict(after.lignes)
        for year in sorted(year for year in {*was, *now} if year < day.year):
            for credit in ("ae", "cp"):
                had, has = (getattr(rows[year], credit) if year in rows else None for rows in (was, now))
                had, has = had or Montant(0), has or Montant(0)
                if not isinstance(had, Montant) or not isinstance(has, Montant):
                    continue
                if has == had or (credit == "cp" and has < had):
                    continue
                yield _closed(old, new, (before, after), year, credit, (had, has))


def _closed(
    old: Version,
    new: Version,
    calendars: tuple[Calendrier, Calendrier],
    year: int,
    credit: str,
    amounts: tuple[Montant, Montant],
) -> Diagnostic:
    had, has = amounts
    before, after = calendars
    whose = f" de « {after.identifiant} »" if after.identifiant is not None else ""
    fate = "ont été engagées ou sont tombées" if credit == "ae" else "sont ceux d’un exercice clos"
    name = f"{credit.upper()} de {year}"
    message = f"Les {name}{whose} {fate} le 31 décembre {year} : un avenant ne les porte plus de {had} à {has}."
    amount = f"« {credit}: {_typed(had)} »"
    hint = f"Rendre aux {name} leur montant, {amount}"
    hint += ", et porter le changement sur les années qui ne sont pas closes." if credit == "ae" else " ou moins."
    span = new.checked.spec.span(*after.chemin, str(year), credit)
    related = (Related(old.checked.spec.span(*before.chemin, str(year), credit), "dans l’acte à modifier"),)
    return Diagnostic(catalogue.CLOSED_YEAR, message, span, hint, related)


def _calendars(old: Convention, new: Convention) -> Iterator[tuple[Calendrier, Calendrier]]:
    """The pairs of calendars to compare: by party when both versions divide the money, else their sums."""
    before = {calendrier.identifiant: calendrier for calendrier in old.finances.calendriers}
    after = {calendrier.identifiant: calendrier for calendrier in new.finances.calendriers}
    if not (old.finances.reparti and new.finances.reparti):
        yield old.finances.annuel, new.finances.annuel
        return
    for name in before:
        if name in after:
            yield before[name], after[name]


def _retold(old: Version, new: Version) -> Iterator[Diagnostic]:
    """A recital of the granted amount would print the new amount: its clause names the wrong field."""
    before, now = old.convention.finances.montant_obtenu, new.convention.finances.montant
    if before != new.convention.finances.montant_obtenu or now == old.convention.finances.montant:
        return
    if str(before) in _recitals(old) and str(before) not in _recitals(new):
        message = f"Le préambule rappelait {before} attribués ; avec la nouvelle version, il dirait {now}."
        hint = "Dans la clause du préambule, remplacer « finances.montant » par « finances.montant_obtenu »."
        yield Diagnostic(catalogue.RETOLD, message, new.checked.spec.span("finances", "montant"), hint)


def _recitals(version: Version) -> str:
    """The text of the sections of an act, without its articles."""
    return "\n".join(section_text(part) for part in version.document.parts if isinstance(part, Section))


def _typed(amount: Montant) -> str:
    """An amount as it is typed in a spec, with ordinary spaces."""
    return str(amount).translate({0xA0: " ", 0x202F: " "})


def _when(day: date | Month) -> str:
    return f"en {format_date(day)}" if isinstance(day, Month) else f"le {format_date(day)}"
