"""Rules on the report of execution: it stays within the credits, the years and the objectives of the act."""

from collections.abc import Iterator
from datetime import date
from difflib import get_close_matches

from conventions_cli.foundation import Related
from conventions_cli.french import format_date
from conventions_cli.model import (
    PROMISED,
    Avancement,
    Bilan,
    Compte,
    Constat,
    Execution,
    Manquant,
    Montant,
    beyond,
    bilan,
    constats,
    cumuls,
    fold,
    promised,
)
from conventions_cli.rules.base import ERROR, WARNING, Case, Finding, Rule, rule

_LOLF = "LOLF, article 8 : les AE sont le plafond des engagements, les CP celui des paiements de l’année"
_DUTY = "Décret n° 2004-1085 du 14 octobre 2004, article 2 : qui reçoit la délégation rend compte de l’exécution"
_HERE = ("execution",)
_LATE_MONTHS = 6
_PAID = ("versements", "contributions")


def _report(case: Case) -> Execution | None:
    return case.spec.convention.execution


def _balance(case: Case) -> Bilan | None:
    """The accounts of a report; None without one, or where the act opens no credits."""
    execution, convention = _report(case), case.spec.convention
    return bilan(convention, execution) if execution is not None and convention.finances.lignes else None


def _overspent(account: Compte) -> Iterator[tuple[int, Montant, Montant]]:
    """The first year whose running sum exceeds the credits opened: that year, the sum, the credits."""
    if not account.connu:
        return
    done = cumuls(row.realise for row in account.lignes)
    opened = cumuls(row.ouvert for row in account.lignes)
    for row, spent, opened_row in zip(account.lignes, done, opened, strict=True):
        if row.annee is not None and spent > opened_row:
            yield row.annee, spent, opened_row
            return


@rule("C380", ERROR, "les engagements ne dépassent pas les AE ouvertes", f"{_LOLF}.")
def commitments_within_ae(case: Case) -> Iterator[Finding]:
    """Commitments may not exceed the amount delegated, as the clause on execution states too."""
    balance = _balance(case)
    for year, done, opened in _overspent(balance.ae) if balance else ():
        message = f"Les engagements cumulés fin {year} ({done}) dépassent les AE ouvertes ({opened})."
        related = (Related(case.spec.key("finances", "echeancier"), "échéancier de la convention"),)
        hint = f"Corriger « engage: » de {year} d’après CHORUS, net des retraits ; sinon, il faut un avenant."
        yield Finding(message, case.spec.span(*_HERE, "realise", str(year), "engage"), hint, related)


@rule("C381", ERROR, "les paiements ne dépassent pas les CP ouverts", f"{_LOLF}.")
def payments_within_cp(case: Case) -> Iterator[Finding]:
    """Payments up to each year may not exceed the CP up to that year; C382 is for a year that only takes leftovers."""
    balance = _balance(case)
    for year, done, opened in _overspent(balance.cp) if balance else ():
        message = f"Les paiements cumulés fin {year} ({done}) dépassent les CP ouverts ({opened})."
        related = (Related(case.spec.key("finances", "echeancier"), "échéancier de la convention"),)
        hint = f"Corriger « paye: » de {year} d’après CHORUS ; sinon, il faut un avenant."
        yield Finding(message, case.spec.span(*_HERE, "realise", str(year), "paye"), hint, related)


@rule(
    "C382",
    WARNING,
    "une année paie plus que ses CP",
    "Annualité budgétaire ; un reliquat se reporte (LOLF, article 15).",
)
def payments_within_the_year(case: Case) -> Iterator[Finding]:
    """Payments above the CP of their year use credits carried over from earlier years."""
    balance = _balance(case)
    if balance is None or not balance.cp.connu or balance.cp.depassement or list(_overspent(balance.cp)):
        return
    for row in balance.cp.lignes:
        opened = row.ouvert if isinstance(row.ouvert, Montant) else Montant(0)
        done, planned = (value if isinstance(value, Montant) else Montant(0) for value in (row.realise, row.prevu))
        if done + planned > opened:
            words = "payés" if not planned else "payés ou prévus" if done else "prévus"
            message = f"{done + planned} sont {words} en {row.annee}, pour {opened} de CP ouverts cette année-là."
            hint = "Vérifier que le reliquat des années précédentes a bien été reporté."
            place = case.spec.span(*_HERE, "prevision" if planned else "realise", str(row.annee), "paye")
            yield Finding(message, place, hint)


@rule("C383", ERROR, "les paiements ne dépassent pas les engagements", "Un paiement suppose un engagement (GBCP).")
def payments_within_commitments(case: Case) -> Iterator[Finding]:
    """Payments may not exceed commitments up to any stated year, nor with the forecast added to the total."""
    balance = _balance(case)
    if balance is None or not (balance.ae.connu and balance.cp.connu):
        return
    committed = cumuls(row.realise for row in balance.ae.lignes)
    paid = cumuls(row.realise for row in balance.cp.lignes)
    for row, engaged, spent in zip(balance.cp.lignes, committed, paid, strict=True):
        if spent > engaged:
            message = f"Les paiements cumulés fin {row.annee} ({spent}) dépassent les engagements ({engaged})."
            place = case.spec.span(*_HERE, "realise", str(row.annee), "paye")
            yield Finding(message, place, "Corriger « engage: » ou « paye: » d’après CHORUS.")
            return
    planned = [balance.ae.total.prevu, balance.cp.total.prevu]
    if any(isinstance(value, Manquant) for value in planned):
        return
    to_commit, to_pay = (value if isinstance(value, Montant) else Montant(0) for value in planned)
    if committed and paid[-1] + to_pay > committed[-1] + to_commit:
        message = (
            f"Avec les prévisions, les paiements ({paid[-1] + to_pay}) dépasseraient "
            f"les engagements ({committed[-1] + to_commit})."
        )
        hint = "Ajouter à « prevision: » les engagements à venir (« engage: »), ou diminuer les paiements prévus."
        yield Finding(message, case.spec.key(*_HERE, "prevision"), hint)


@rule("C384", WARNING, "les prévisions tiennent dans les crédits ouverts", f"{_DUTY}, prévisions comprises.")
def forecast_within_credits(case: Case) -> Iterator[Finding]:
    """A forecast above the credits is a warning, not an error: the party that spends them must report it soon."""
    balance = _balance(case)
    if balance is None:
        return
    for account, words, name in ((balance.ae, "engagements", "AE"), (balance.cp, "paiements", "CP")):
        if account.connu and account.depassement and not list(_overspent(account)) and account.total.prevu:
            message = f"Les {words} prévus dépassent de {account.depassement} les {name} qui restent ouverts."
            hint = "Vérifier les prévisions ; si elles sont justes, demander un avenant sous « demandes: »."
            yield Finding(message, case.spec.key(*_HERE, "prevision"), hint)


@rule("C385", ERROR, "le compte rendu suit la signature de la convention", "Cohérence du compte rendu.")
def report_after_signature(case: Case) -> Iterator[Finding]:
    """The signature of the act, the closing of the accounts and the signature of the report come in that order."""
    execution, signed = _report(case), case.spec.convention.date_signature
    if execution is None or isinstance(execution.arrete_au, Manquant):
        return
    stopped = execution.arrete_au
    if signed is not None and stopped < signed:
        message = f"Les comptes seraient arrêtés le {format_date(stopped)}, avant la signature ({format_date(signed)})."
        related = (Related(case.spec.span("date_signature"), "signature de la convention"),)
        yield Finding(message, case.spec.span(*_HERE, "arrete_au"), "Corriger l’une des deux dates.", related)
    if execution.date_signature is not None and execution.date_signature < stopped:
        day = format_date(execution.date_signature)
        message = f"Le compte rendu serait signé le {day}, avant l’arrêté des comptes ({format_date(stopped)})."
        related = (Related(case.spec.span(*_HERE, "arrete_au"), "date d’arrêté des comptes"),)
        yield Finding(message, case.spec.span(*_HERE, "date_signature"), "Corriger l’une des deux dates.", related)


@rule("C386", WARNING, "le compte rendu suit de près le terme", f"{_DUTY} ; six mois laissent clore les comptes.")
def report_in_time(case: Case) -> Iterator[Finding]:
    """A report is late six months after the accounts close, or after the end; never when no such date is known."""
    execution, duration = _report(case), case.spec.convention.duree
    end = duration.fin_comptable or duration.fin
    if execution is None or not isinstance(end, date):
        return
    day = execution.date_signature or execution.arrete_au
    if isinstance(day, Manquant):
        return
    months = (day.year - end.year) * 12 + day.month - end.month - (day.day < end.day)
    if months >= _LATE_MONTHS:
        key = "date_signature" if execution.date_signature is not None else "arrete_au"
        message = f"Le compte rendu ({format_date(day)}) vient {months} mois après le terme ({format_date(end)})."
        yield Finding(message, case.spec.span(*_HERE, key), "Vérifier l’année de cette date, et le terme de l’acte.")


@rule("C387", ERROR, "le compte rendu suit les années de l’échéancier", "Cohérence du compte rendu.")
def years_of_the_calendar(case: Case) -> Iterator[Finding]:
    """Rows must be years of the act: amounts done up to the closing day of the accounts, forecasts from then on."""
    execution, convention = _report(case), case.spec.convention
    years = [year for year, _ in convention.finances.lignes]
    if execution is None or isinstance(convention.finances.annuel.annees, Manquant):
        return
    if not years:
        yield from _no_calendar(case, execution)
        return
    stopped = None if isinstance(execution.arrete_au, Manquant) else execution.arrete_au.year
    for part, is_past in (("realise", True), ("prevision", False)):
        for year, row in execution.lignes(part).items():
            if isinstance(row, Manquant):
                continue
            place = case.spec.key(*_HERE, part, str(year))
            if year not in years and not _paid_later(case, year, max(years)):
                message = f"L’échéancier de la convention n’a pas d’année {year}."
                listed = ", ".join(str(year) for year in years)
                yield Finding(message, place, f"Années de la convention : {listed}.")
            elif stopped is not None and is_past and year > stopped:
                message = f"Rien ne peut être réalisé en {year} : les comptes sont arrêtés en {stopped}."
                yield Finding(message, place, f"Placer {year} sous « prevision: », ou corriger « arrete_au: ».")
            elif stopped is not None and not is_past and year < stopped:
                message = f"Rien ne peut plus être prévu en {year} : les comptes sont arrêtés en {stopped}."
                yield Finding(message, place, f"Placer {year} sous « realise: », ou corriger « arrete_au: ».")


def _no_calendar(case: Case, execution: Execution) -> Iterator[Finding]:
    """The faults of rows by year, when the act has no calendar: its report has lists of sums."""
    if isinstance(case.spec.convention.finances.echeancier, Manquant):
        return
    for part in ("realise", "prevision"):
        if execution.lignes(part):
            lists = [key for key in PROMISED if promised(case.spec.convention.finances, key)]
            instead = " ou ".join(f"« {key}: »" for key in lists)
            hint = f"Dire ce qui est fait de ses sommes sous {instead}." if lists else "Retirer ces lignes."
            message = "La convention n’a pas d’échéancier d’AE et de CP : rien ne s’y rapporte."
            yield Finding(message, case.spec.key(*_HERE, part), hint)


def _paid_later(case: Case, year: int, last: int) -> bool:
    """Whether payments may be made in a year after the calendar: the accounts are still open then."""
    closing = case.spec.convention.duree.fin_comptable
    return year > last and (isinstance(closing, str) or (isinstance(closing, date) and closing.year >= year))


@rule("C388", ERROR, "l’avancement suit les objectifs de la convention", "Cohérence du compte rendu.")
def known_objectives(case: Case) -> Iterator[Finding]:
    """Each row must name an objective of the act with its service, and no two rows the same one."""
    execution, convention = _report(case), case.spec.convention
    if execution is None:
        return
    planned = [(str(service.nom), aim) for service, aim in convention.objectifs]
    first_places: dict[tuple[str, str], int] = {}
    for index, row in enumerate(execution.avancement):
        if not isinstance(row, Avancement) or isinstance(row.objectif, Manquant):
            continue
        path = (*_HERE, "avancement", index)
        owners = [name for name, aim in planned if aim == row.objectif]
        if not owners:
            message = f"« {row.objectif} » n’est pas un objectif de la convention."
            yield Finding(message, case.spec.span(*path, "objectif"), _meant(row.objectif, [aim for _, aim in planned]))
        elif row.service is not None and row.service not in owners:
            message = f"« {row.objectif} » n’est pas un objectif du service « {row.service} »."
            place = case.spec.span(*path, "service")
            yield Finding(message, place, f"Écrire « service: {owners[0]} », ou retirer cette ligne.")
        else:
            first = first_places.setdefault((str(row.service or owners[0]), row.objectif), index)
            if first != index:
                related = (Related(case.spec.span(*_HERE, "avancement", first, "objectif"), "première ligne"),)
                message = f"L’avancement de « {row.objectif} » est donné deux fois."
                hint = (
                    "Garder une seule des deux lignes, ou y ajouter « service: … » si deux services ont cet objectif."
                )
                yield Finding(message, case.spec.span(*path, "objectif"), hint, related)


def _meant(text: str, aims: list[str]) -> str:
    """The hint for an unknown objective: the one most likely meant, or the list of them."""
    if not aims:
        return "La convention n’énonce aucun objectif : décrire l’avancement sous « travaux: »."
    close = get_close_matches(fold(text), [fold(aim) for aim in aims], n=1, cutoff=0.5)
    meant = next((aim for aim in aims if close and fold(aim) == close[0]), None)
    if meant is not None:
        return f"Vouliez-vous dire « {meant} » ?"
    return f"Recopier un objectif de la convention : {' ; '.join(f'« {aim} »' for aim in aims[:4])}."


@rule("C389", ERROR, "le cofinancement rendu est celui de la convention", "Cohérence du compte rendu.")
def known_cofinancing(case: Case) -> Iterator[Finding]:
    """A report has a co-financing only if the act has one, and its payments may not exceed its commitments."""
    execution = _report(case)
    stated = execution.cofinancement if execution is not None else None
    if stated is None:
        return
    if case.spec.convention.finances.cofinancement is None:
        message = "Le compte rendu parle d’un cofinancement que la convention ne prévoit pas."
        hint = "Retirer ces lignes, et en parler sous « travaux: »."
        yield Finding(message, case.spec.key(*_HERE, "cofinancement"), hint)
        return
    engaged, paid = stated.engage, stated.paye
    if isinstance(paid, Montant) and not isinstance(engaged, Manquant) and paid > (engaged or Montant(0)):
        message = f"Le cofinancement payé ({paid}) dépasse le cofinancement engagé ({engaged or Montant(0)})."
        yield Finding(message, case.spec.span(*_HERE, "cofinancement", "paye"), "Corriger l’un des deux montants.")


@rule("C349", ERROR, "ce qui est constaté se rapporte à une somme de l’acte", "Cohérence du compte rendu.")
def known_sums(case: Case) -> Iterator[Finding]:
    """Each line of a report must be a line of the act, in the same words."""
    execution, convention = _report(case), case.spec.convention
    for key in PROMISED if execution is not None else ():
        lines = list(promised(convention.finances, key))
        for index, row in enumerate(getattr(execution, key)):
            if not isinstance(row, Constat) or isinstance(row.libelle, Manquant) or row.libelle in lines:
                continue
            message = f"La convention n’a pas de ligne « {row.libelle} » sous « {key}: »."
            close = get_close_matches(fold(row.libelle), [fold(line) for line in lines], n=1, cutoff=0.5)
            meant = next((line for line in lines if close and fold(line) == close[0]), None)
            listed = " ; ".join(f"« {line} »" for line in lines[:4])
            hint = f"Vouliez-vous dire « {meant} » ?" if meant else f"Recopier une de ses lignes : {listed}."
            if not lines:
                hint = "Retirer ces lignes : l’acte ne promet aucune somme de cette sorte."
            yield Finding(message, case.spec.span(*_HERE, key, index, "libelle"), hint)


@rule("C350", WARNING, "ce qui est versé ne dépasse pas ce que l’acte prévoit", "Cohérence du compte rendu.")
def paid_within_promises(case: Case) -> Iterator[Finding]:
    """A payment above the promise of the act is a mistake, or needs an avenant. Costs may exceed the forecast."""
    execution, convention = _report(case), case.spec.convention
    for table in constats(convention, execution) if execution is not None else ():
        if table.quoi not in _PAID:
            continue
        for line in table.lignes:
            more = beyond(line)
            rows = enumerate(getattr(execution, table.quoi))
            places = [index for index, row in rows if isinstance(row, Constat) and row.libelle == line.libelle]
            if more is not None and places:
                message = f"« {line.libelle} » : {line.constate} sont versés, pour {line.prevu} prévus par l’acte."
                hint = f"Vérifier le montant versé ; s’il est juste, {more} sont à rendre, ou à prévoir par un avenant."
                yield Finding(message, case.spec.span(*_HERE, table.quoi, places[-1], "montant"), hint)


RULES: tuple[Rule, ...] = (
    commitments_within_ae,
    payments_within_cp,
    payments_within_the_year,
    payments_within_commitments,
    forecast_within_credits,
    report_after_signature,
    report_in_time,
    years_of_the_calendar,
    known_objectives,
    known_cofinancing,
    known_sums,
    paid_within_promises,
)
