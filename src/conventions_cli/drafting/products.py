"""Turns a product page into values of a spec, with comments that cite the page, and refuses sponsors of other kinds."""

from collections.abc import Iterable, Sequence

from conventions_cli.drafting import phases
from conventions_cli.drafting.draft_values import Values, plain_amount
from conventions_cli.drafting.page_facts import Page
from conventions_cli.drafting.site import SITE
from conventions_cli.drafting.sponsors import Sponsor, Standing
from conventions_cli.foundation import Diagnostic, Record
from conventions_cli.model import Fund, Kind, Nature
from conventions_cli.rules import nature_fits_role
from conventions_cli.templating import default_kind

_INSTEAD = (
    "Prévoir une convention de subvention (un modèle de nature « subvention »), ou nommer le service de l’État qui "
    "emploiera les crédits : « convention new --from PAGE --{role} … »."
)


class Product(Record, frozen=True):
    """The values of a spec and its first lines; refusals when no sponsor of the page can receive a delegation.

    `remarks`: the diagnostics of the page, for its author to check: a product that ended, an unknown phase.
    """

    page: Page
    values: Values
    head: tuple[str, ...]
    sponsors: tuple[Sponsor, ...]
    refusals: tuple[Diagnostic, ...] = ()
    remarks: tuple[Diagnostic, ...] = ()


def product(
    page: Page,
    sponsors: Sequence[Sponsor],
    giver: Sponsor | None,
    *,
    grant: bool,
    named: bool,
    kind: Kind | None = None,
) -> Product:
    """The values of a spec that a page gives.

    `giver`: the sponsor that gives the credits, if known; `grant`: the act is a grant, which anyone may receive;
    `named`: the receiver is stated elsewhere, so the sponsors of the page become comments; `kind`: the kind of the
    act, by default that of the default pack.
    """
    kind = kind or default_kind()
    roles = tuple(sorted(kind.roles, key=lambda key: kind.roles[key].facultatif))
    fund = fund_of(kind)
    values = Values()
    values.texts["services", 0, "nom"] = page.title
    if page.mission:
        values.note(("services", 0), f"Mission, d’après la page : {page.mission}")
    values.note(("services", 0), "À compléter (le partenaire) : « objectifs: », ce que l’équipe s’engage à atteindre.")
    if page.promotion is not None:
        if fund is not None:
            values.texts["dispositif", "sigle"] = fund.acronym
        values.texts["dispositif", "promotion"] = str(page.promotion)
    if page.amount is not None:
        values.texts["finances", "montant"] = plain_amount(page.amount)
        values.remarks["finances", "montant"] = "à vérifier : montant donné par la page"
    for line in phases.comments(page):
        values.note(("services", 0), line)
    for line in _dates(page, fund):
        values.note(("duree",), line)
    beneficiaries = [sponsor for sponsor in sponsors if fund is None or not sponsor.is_party(fund.party)]
    outside = [sponsor for sponsor in beneficiaries if sponsor.standing is Standing.OTHER and not grant]
    admitted = [sponsor for sponsor in beneficiaries if sponsor not in outside]
    admitted.sort(
        key=lambda sponsor: sponsor.standing is not Standing.STATE
    )  # sponsors that may certainly receive a delegation come first
    _seat(values, 0, giver, kind, roles)
    if not named:
        for number, sponsor in enumerate(admitted[:2], start=1):
            _seat(values, number, sponsor, kind, roles)
    if len(roles) > 1:
        values.texts.setdefault(("parties", 1, "role"), roles[1])
    for sponsor in admitted[2:]:
        values.note(("parties",), f"Autre commanditaire d’après la page : {_named(sponsor)}.")
    for sponsor in outside:
        values.note(
            ("parties",),
            f"Écarté de la délégation : {_named(sponsor)}, {sponsor.noun} (décret n° 2004-1085, art. 1er).",
        )
    refusals = (
        tuple(refusal(sponsor, roles[1] if len(roles) > 1 else "parties") for sponsor in outside)
        if outside and not admitted and not named
        else ()
    )
    return Product(page, values, tuple(_head(page)), tuple(sponsors), refusals, phases.remarks(page))


def refusal(sponsor: Sponsor, role: str) -> Diagnostic:
    """The diagnostic of a sponsor that cannot receive a delegation, with what to do instead (rule L1).

    `role`: the key of the role that receives.
    """
    message = (
        f"« {sponsor.shown} » est {sponsor.noun} : une délégation de gestion ne lie que des services de l’État "
        "(décret n° 2004-1085, art. 1er)."
    )
    return Diagnostic(nature_fits_role.code, message, None, _INSTEAD.format(role=role))


def fund_of(kind: Kind) -> Fund | None:
    """The fund of the acts of a kind; for a kind without one, that of the default kind, as on product pages."""
    return kind.fund or default_kind().fund


def _seat(values: Values, number: int, sponsor: Sponsor | None, kind: Kind, roles: Sequence[str]) -> None:
    """Set a party: by its reference, else by its name, its acronym and its nature."""
    if number < len(roles):
        values.texts["parties", number, "role"] = roles[number]
    if sponsor is None:
        return
    party = ("parties", number)
    if number:
        values.note(party, f"À vérifier : commanditaire d’après la page, {_named(sponsor)} ; son rôle est à confirmer.")
        alone = number < len(roles) and kind.roles[roles[number]].natures == (Nature.SERVICE_ETAT,)
        if number == 1 and alone and sponsor.standing is Standing.UNKNOWN:
            receiver = kind.money_words.receiver
            values.note(
                party, f"Sa nature aussi : seul un service de l’État peut être {receiver} (décret n° 2004-1085)."
            )
    if sponsor.entry is not None:
        values.texts[*party, "reference"] = sponsor.entry.identifier
        return
    if sponsor.rivals:
        could = ", ".join(rival.identifier for rival in sponsor.rivals)
        values.note(party, f"Plusieurs parties de l’annuaire peuvent être celle-ci : {could}. Écrire « reference: … ».")
        return
    describe(values, party, sponsor)


def describe(values: Values, path: tuple[str | int, ...], sponsor: Sponsor) -> None:
    """Set the name, the acronym and the nature of a party that is in no directory."""
    for key, text in (("nom", sponsor.nom), ("sigle", sponsor.sigle)):
        if text:
            values.texts[*path, key] = text
    if sponsor.nature is not None:
        values.texts[*path, "nature"] = sponsor.nature.value
        if sponsor.nature is Nature.SERVICE_ETAT:
            values.remarks[*path, "nature"] = f"à vérifier : de type « {sponsor.kind} » sur {SITE.name}"


def _named(sponsor: Sponsor) -> str:
    shown = sponsor.shown
    return shown if shown == sponsor.identifier else f"{shown} ({sponsor.identifier})"


def _head(page: Page) -> Iterable[str]:
    yield f"Ébauche tirée de la page « {page.identifier} » de {SITE.name}, qui ne dit qu’une partie de l’acte."
    incubators = ("incubateurs" if len(page.incubators) > 1 else "incubateur", ", ".join(page.incubators))
    page_texts = (("contact", page.contact), incubators, ("administration", page.owner))
    lines = [
        f"{label} : {text}" for label, text in (*page_texts, ("adresse", page.link), ("code", page.repository)) if text
    ]
    if lines:
        yield f"D’après la page, {' ; '.join(lines)}."


def _dates(page: Page, fund: Fund | None) -> Iterable[str]:
    """Comments with the dates of the life of the product, none of which is a date of the act."""
    steps = [
        f"{phases.shown(phase.name)} depuis le {phase.start}" + (f" jusqu’au {phase.end}" if phase.end else "")
        for phase in page.phases
        if phase.start
    ]
    if steps:
        yield f"Phases d’après la page : {' ; '.join(steps)}."
    for event in page.events:
        if fund is not None and event.name == SITE.key and event.start:
            dated = f"La page date le {fund.acronym} du {event.start}"
            yield f"{dated} : « date_decision », sous « dispositif », est à vérifier."
