"""The changes that no avenant can make: the diagnostics before it is drafted."""

from collections.abc import Iterator, Sequence
from datetime import date

from conventions_cli.amendment.act_versions import Version
from conventions_cli.amendment.irrevocable import rewritten
from conventions_cli.foundation import Diagnostic, Related, Span, catalogue
from conventions_cli.french import format_date
from conventions_cli.model import Avenant, Convention
from conventions_cli.source import first_line


def refusals(versions: Sequence[Version], avenant: Avenant) -> Iterator[Diagnostic]:
    """The reasons why an avenant cannot lead from the last but one of these versions to the last."""
    *past, new = versions
    yield from _signed(past)
    yield from _chained(past, new, avenant)
    yield from _dated(past, new, avenant)
    yield from _same_act(past[0], new)
    yield from _same_parties(past[-1], new)
    yield from _same_scheme(past[-1], new)
    yield from rewritten(past[-1], new, avenant)


def _signed(past: Sequence[Version]) -> Iterator[Diagnostic]:
    for version in past:
        if version.signed is not None:
            continue
        if version.avenant is None:
            message = f"« {version.name} » n’est pas signé : un projet se corrige, il ne se modifie pas par avenant."
            hint = "Ajouter sa date, « date_signature: 2025-08-20 », ou produire l’acte avec « convention render »."
            span = first_line(version.checked.spec.tree.span)
        else:
            message = (
                f"L’avenant n° {version.numero} (« {version.name} ») n’est pas signé : il n’a encore rien modifié."
            )
            hint = "Ajouter sa date, sous « avenant: » : « date_signature: 2026-03-01 »."
            span = version.checked.spec.key("avenant")
        yield Diagnostic(catalogue.UNSIGNED_PARENT, message, span, hint)


def _chained(past: Sequence[Version], new: Version, avenant: Avenant) -> Iterator[Diagnostic]:
    """Avenants are numbered from 1, in their order."""
    for expected, version in enumerate(past[1:], start=1):
        if version.numero != expected:
            message = (
                f"« {version.name} » est donné pour l’avenant n° {version.numero}, alors que {_so_far(expected - 1)}."
            )
            span = version.checked.spec.span("avenant", "numero")
            yield Diagnostic(catalogue.CHAIN, message, span, f"Écrire « numero: {expected} », ou corriger « de: ».")
    expected = len(past)
    if avenant.numero != expected:
        message = f"L’avenant n° {avenant.numero} ne suit pas : « {past[-1].name} » {_state(expected - 1)}."
        hint = f"Numéroter cet avenant {expected}, ou partir de la version que modifie l’avenant n° {avenant.numero}."
        yield Diagnostic(catalogue.CHAIN, message, _place(new, "numero"), hint)


def _so_far(count: int) -> str:
    if not count:
        return "l’acte qu’il modifie n’a pas encore d’avenant"
    return f"l’acte qu’il modifie est celui qui résulte de l’avenant n° {count}"


def _state(count: int) -> str:
    return f"est l’acte tel que l’a modifié l’avenant n° {count}" if count else "n’a encore aucun avenant"


def _dated(past: Sequence[Version], new: Version, avenant: Avenant) -> Iterator[Diagnostic]:
    """Each avenant is signed after the act it amends, and before that act ends."""
    dates = [(version.signed, version) for version in past]
    days = [
        *((version.signed, version.checked.spec) for version in past[1:]),
        (avenant.date_signature, new.checked.spec),
    ]
    for (earlier, before), (day, spec) in zip(dates, days, strict=True):
        if day is None:
            continue
        span = spec.span("avenant", "date_signature")
        if earlier is not None and day < earlier:
            previous = "l’avenant précédent" if before.avenant is not None else "la convention"
            message = f"L’avenant serait signé le {format_date(day)}, avant {previous} ({format_date(earlier)})."
            yield Diagnostic(catalogue.TOO_EARLY, message, span, "Corriger la date de l’avenant.")
    day = avenant.date_signature
    ended = None if day is None else _ended(past[-1].convention, new.convention, day)
    if day is not None and ended is not None:
        message = (
            f"La convention a pris fin le {format_date(ended)} : un avenant du {format_date(day)} vient trop tard."
        )
        related = (Related(past[-1].checked.spec.span("duree", "fin"), "fin de l’acte à modifier"),)
        hint = "Corriger la date de l’avenant, ou conclure une nouvelle convention."
        yield Diagnostic(catalogue.EXPIRED, message, _place(new, "date_signature"), hint, related)


def _ended(before: Convention, after: Convention, day: date) -> date | None:
    """The end date of an act that is over on a day; None if its accounts are open and its end does not change."""
    end, accounting = before.duree.fin, before.duree.fin_comptable
    if not isinstance(end, date) or day <= end:
        return None
    if after.duree.fin == end and accounting is not None and (not isinstance(accounting, date) or day <= accounting):
        return None
    return end


def _same_act(signed: Version, new: Version) -> Iterator[Diagnostic]:
    """The date and numbers of the signed act cannot change; those of the avenant are under `avenant:`."""
    for key, label in (
        ("date_signature", "la même date de signature"),
        ("nor", "le même NOR"),
        ("reference", "la même référence"),
    ):
        if getattr(signed.convention, key) == getattr(new.convention, key):
            continue
        message = f"La nouvelle version n’a pas {label} que l’acte signé."
        related = (Related(signed.checked.spec.span(key), "dans l’acte signé"),)
        hint = (
            f"Rendre à « {key}: » la valeur de l’acte signé ; ce qui est propre à l’avenant s’écrit sous « avenant: »."
        )
        yield Diagnostic(catalogue.OTHER_ACT, message, first_line(new.checked.spec.span(key)), hint, related)


def _same_parties(old: Version, new: Version) -> Iterator[Diagnostic]:
    for role in dict.fromkeys((*old.convention.roles_tenus, *new.convention.roles_tenus)):
        name = role.nom
        was = [party.identifiant for party in old.convention.parties_de(role.cle)]
        now = [party.identifiant for party in new.convention.parties_de(role.cle)]
        gone, come = [party for party in was if party not in now], [party for party in now if party not in was]
        if not gone and not come:
            continue
        changes = []
        if gone:
            changes.append(f"« {', '.join(gone)} » n’y est plus {name}")
        if come:
            changes.append(f"« {', '.join(come)} » y devient {name}")
        message = f"Les parties ne sont plus les mêmes : {', et '.join(changes)}."
        hint = (
            "Conclure une nouvelle convention. Si la partie a seulement changé de nom, lui garder sa « reference: » "
            "dans l’annuaire."
        )
        yield Diagnostic(catalogue.OTHER_PARTIES, message, new.checked.spec.key("parties"), hint)


def _same_scheme(old: Version, new: Version) -> Iterator[Diagnostic]:
    was, now = old.convention.dispositif, new.convention.dispositif
    if (was.sigle, was.promotion) != (now.sigle, now.promotion):
        message = (
            f"La convention a été conclue au titre de « {was.nom} », la nouvelle version au titre de « {now.nom} »."
        )
        hint = "Rendre à « dispositif: » sa valeur, ou conclure une nouvelle convention."
        yield Diagnostic(catalogue.OTHER_SCHEME, message, new.checked.spec.key("dispositif"), hint)


def _place(version: Version, key: str) -> Span:
    """The place of a key of `avenant:` in the spec, or the start of the spec when the command line gave the avenant."""
    spec = version.checked.spec
    return spec.span("avenant", key) if spec.tree.get("avenant") is not None else first_line(spec.tree.span)
