"""The notice by which a party may end an act: its article, its length, and the day when the act then ends.

An element of the plan declares the notice by a deadline of the name `preavis`, counted back from the end of the act.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from conventions_cli.document import Article, ordinal, plain_text
from conventions_cli.foundation import Diagnostic, Outcome, Record, catalogue
from conventions_cli.french import Duration, Unit, format_date
from conventions_cli.model import TERMINATION, Echeance, Manquant, Nom, Partie, Role, Spec
from conventions_cli.templating.assembly import assemble, promises
from conventions_cli.templating.pack import Pack

NOTICE = "preavis"
_HERE = TERMINATION.section
_AUTHOR = Manquant(f"{_HERE}.auteur", "partie qui met fin à l’acte")
_NOTIFIED = Manquant(f"{_HERE}.date_notification", "date de notification de la résiliation")
_EFFECT = Manquant(f"{_HERE}.date_notification", "date d’effet de la résiliation")


class Notice(Record, frozen=True):
    """The notice of an act: the number and the title of its article, its length, and who may give it.

    `role`: the key of the role whose parties may give notice; None: every party may.
    """

    number: int
    title: str
    delay: Duration | Manquant
    role: str | None = None


class Ending(Record, frozen=True):
    """A letter of termination, for clauses. `article`: « article 8 »; `delai`: « trois mois ».

    `fin_du_preavis`: the last day of the notice; `date_effet`: the day the act ends, which is that last day unless the
    letter states another.
    """

    auteur: Partie | Manquant
    autres: tuple[Partie, ...]
    article: Nom
    titre_article: Nom | None
    delai: Nom | Manquant
    date_notification: date | Manquant
    fin_du_preavis: date | Manquant
    date_effet: date | Manquant
    differee: bool
    lieu_signature: Nom | None
    motif: object


def ending_of(spec: Spec, pack: Pack, extras: dict[str, Any]) -> Outcome[Ending]:
    """The values of the letter, from the act that the pack makes; or the reasons why the act cannot be ended."""
    if spec.convention.date_signature is None:
        message = "L’acte n’est pas signé : il n’y a rien à résilier."
        hint = "Donner la spécification de l’acte signé, avec sa « date_signature: » ; un projet se retire simplement."
        return _refused(spec, message, hint)
    outcome = _notice(spec, pack, extras)
    if outcome.diagnostics:
        return Outcome(None, outcome.diagnostics)
    notice = outcome.value
    if notice is None:
        message = (
            "Cet acte ne dit rien d’un préavis : aucun de ses articles ne permet à une partie d’y mettre fin seule."
        )
        hint = "Y mettre fin d’un commun accord, par un avenant qui en avance le terme (« convention amend »)."
        return _refused(spec, message, hint)
    ending = _ending(spec, notice)
    return Outcome(ending, tuple(_faults(spec, notice, ending)))


def sample_ending(spec: Spec) -> Ending:
    """The values of a sample letter, to try a pack."""
    return _ending(spec, Notice(8, "Résiliation", Duration(3, Unit.MONTH)))


def _refused(spec: Spec, message: str, hint: str) -> Outcome[Ending]:
    return Outcome(None, (Diagnostic(catalogue.NOT_ENDED, message, spec.key(_HERE), hint),))


def _notice(spec: Spec, pack: Pack, extras: dict[str, Any]) -> Outcome[Notice | None]:
    """The first notice that the act declares, with the number that its article has in this act."""
    assembled, deadlines = assemble(spec, pack, extras), promises(spec, pack, extras)
    if assembled.value is None or deadlines.value is None:
        return Outcome(None, assembled.diagnostics or deadlines.diagnostics)
    notices = [promise.declared for promise in deadlines.value if _is_notice(promise.declared)]
    for part, element in zip(assembled.value.document.parts, assembled.value.elements, strict=True):
        declared = next((notice for notice in notices if any(notice is own for own in element.deadlines)), None)
        if declared is not None and isinstance(part, Article):
            return Outcome(_notice_of(spec, extras, part, declared))
    return Outcome(None)


def _is_notice(declared: Echeance) -> bool:
    return declared.nom == NOTICE and declared.avant is not None


def _notice_of(spec: Spec, extras: dict[str, Any], article: Article, declared: Echeance) -> Notice | None:
    delay = declared.delay(spec.convention, extras)
    role = str(declared.qui) if declared.qui else None
    return None if delay is None else Notice(article.number, plain_text(article.title), delay, role)


def _ending(spec: Spec, notice: Notice) -> Ending:
    convention = spec.convention
    letter = convention.resiliation
    author = convention.partie(letter.auteur) if letter is not None and isinstance(letter.auteur, str) else None
    notified = (letter and letter.date_notification) or _NOTIFIED
    earliest = _after(notice, notified)
    stated = letter.date_effet if letter is not None else None
    return Ending(
        auteur=author or _AUTHOR,
        autres=tuple(party for party in convention.parties_connues if party is not author),
        article=Nom(f"article\u00a0{ordinal(notice.number)}"),
        titre_article=Nom(notice.title) if notice.title else None,
        delai=Nom(notice.delay.words) if isinstance(notice.delay, Duration) else notice.delay,
        date_notification=notified,
        fin_du_preavis=earliest,
        date_effet=stated or earliest,
        differee=stated is not None and stated != earliest,
        lieu_signature=letter.lieu_signature if letter is not None else None,
        motif=letter.motif if letter is not None else None,
    )


def _after(notice: Notice, notified: date | Manquant) -> date | Manquant:
    """The end of the notice, as civil law counts: the same day of a later month, or its last day if it is shorter."""
    if isinstance(notified, Manquant) or isinstance(notice.delay, Manquant):
        return _EFFECT
    return notice.delay.after(notified)


def _faults(spec: Spec, notice: Notice, ending: Ending) -> Iterator[Diagnostic]:
    signed = spec.convention.date_signature
    earliest, notified, effect = ending.fin_du_preavis, ending.date_notification, ending.date_effet
    author = ending.auteur
    if isinstance(author, Partie) and notice.role is not None and _role(author) != notice.role:
        can = spec.kind.roles.get(notice.role)
        whose = can.phrase.noun if can is not None else notice.role
        message = f"L’{ending.article} ne permet de mettre fin à l’acte qu’à une partie qui est « {whose} »."
        hint = "Corriger « auteur: », ou prévoir un avenant."
        yield Diagnostic(catalogue.NO_RIGHT_TO_END, message, spec.span(_HERE, "auteur"), hint)
    if isinstance(notified, date) and signed is not None and notified < signed:
        message = (
            f"La résiliation serait notifiée le {format_date(notified)}, avant la signature ({format_date(signed)})."
        )
        yield _misdated(spec, "date_notification", message, "Corriger l’une des deux dates.")
        return
    if not isinstance(effect, date) or not isinstance(earliest, date):
        return
    if effect < earliest:
        message = (
            f"La résiliation prendrait effet le {format_date(effect)}, avant la fin du préavis {_of(notice)} "
            f"({format_date(earliest)})."
        )
        hint = f"Retirer « date_effet: », ou écrire « date_effet: {earliest.isoformat()} » ou un jour postérieur."
        yield _misdated(spec, "date_effet", message, hint)
        return
    end = _last_day(spec)
    if end is not None and effect > end:
        key = "date_effet" if ending.differee else "date_notification"
        day = format_date(effect)
        message = f"L’acte prend fin le {format_date(end)}, avant que sa résiliation prenne effet ({day})."
        latest = "" if earliest <= end else " Le préavis est trop long pour y mettre fin plus tôt."
        hint = f"Corriger les dates, ou laisser l’acte aller à son terme.{latest}"
        yield _misdated(spec, key, message, hint)


def _misdated(spec: Spec, key: str, message: str, hint: str) -> Diagnostic:
    return Diagnostic(catalogue.ENDING_DATE, message, spec.span(_HERE, key), hint)


def _of(notice: Notice) -> str:
    return f"de {notice.delay.figures}" if isinstance(notice.delay, Duration) else ""


def _role(party: Partie) -> str | None:
    return party.role.cle if isinstance(party.role, Role) else None


def _last_day(spec: Spec) -> date | None:
    """The day the act ends by itself, after all its tacit renewals; None when there is no such day."""
    again, end = spec.convention.duree.reconduction, spec.convention.terme
    if not isinstance(end, date) or again is None or not again.tacite:
        return end if isinstance(end, date) else None
    if again.duree is None or again.nombre is None:
        return None
    return again.duree.after(end + timedelta(days=1), again.nombre) - timedelta(days=1)
