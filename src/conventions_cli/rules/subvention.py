"""Rules of grants: loi n° 2000-321 of 12 April 2000, articles 9-1, 10 and 10-1, and the decrees that apply it.

They bind grants to bodies of private law; for a public body, such statements are usual, and no rule asks for them.
"""

from collections.abc import Iterator
from datetime import date

from conventions_cli.foundation import Related
from conventions_cli.french import DateError, Duration, Unit, enumerate_words, format_date, parse_date
from conventions_cli.model import GRANT, Manquant, Montant, Nature, Partie, Versement
from conventions_cli.rules.base import ERROR, INFO, WARNING, Case, Finding, Rule, parties, rule
from conventions_cli.source import find

_LAW = "Loi n° 2000-321 du 12 avril 2000"
_PRIVATE = frozenset({Nature.ASSOCIATION, Nature.PRIVE})
_THRESHOLD = Montant(23_000)
_REPORT_MONTHS = 6


def _beneficiaries(case: Case, natures: frozenset[Nature]) -> Iterator[tuple[int, Partie]]:
    """The parties of these natures that receive the grant, with their number in the spec."""
    receiving = case.spec.convention.receveurs
    return ((index, party) for index, party in parties(case) if party in receiving and party.nature in natures)


def _field(case: Case, key: str) -> str:
    """A field of the pack as the spec writes it; empty when it does not."""
    value = case.spec.convention.champs.get(key)
    return value.strip() if isinstance(value, str) else ""


@rule(
    "C395",
    ERROR,
    "le compte rendu financier suit de six mois au plus l’exercice",
    f"{_LAW}, article 10 : six mois après la fin de l’exercice pour lequel la subvention a été attribuée.",
    family=GRANT,
)
def report_within_six_months(case: Case) -> Iterator[Finding]:
    """A private beneficiary reports within six months of the end of the year; nobody reports before the signature."""
    delay, signed = _field(case, "compte_rendu_mois"), case.spec.convention.date_signature
    months = int(delay) if delay.isdecimal() and len(delay) < 4 else _REPORT_MONTHS
    place = case.spec.span("champs", "compte_rendu_mois")
    if months > _REPORT_MONTHS and any(_beneficiaries(case, _PRIVATE)):
        message = (
            f"Le compte rendu financier viendrait {months} mois après la fin de l’exercice ; la loi en laisse six."
        )
        yield Finding(message, place, "Écrire « compte_rendu_mois: 6 », ou retirer cette ligne.")
    end = _end_of_year(case)
    if end is None or signed is None or not 0 < months <= _REPORT_MONTHS:
        return
    due = Duration(months, Unit.MONTH).after(end)
    if due < signed:
        message = f"Le compte rendu serait dû le {format_date(due)}, avant la signature ({format_date(signed)})."
        related = (Related(case.spec.span("date_signature"), "date de signature"),)
        hint = "Vérifier l’année de « fin_exercice: », dernier jour de l’exercice pour lequel l’argent est donné."
        yield Finding(message, case.spec.span("champs", "fin_exercice"), hint, related)


def _end_of_year(case: Case) -> date | None:
    """The end of the year the grant is for, when the spec states it and it can be read."""
    try:
        return parse_date(_field(case, "fin_exercice"))
    except DateError:
        return None


@rule(
    "C396",
    WARNING,
    "l’association ou la fondation a souscrit le contrat d’engagement républicain",
    f"{_LAW}, article 10-1 ; décret n° 2021-1947 du 31 décembre 2021.",
    family=GRANT,
    holds_final=True,
)
def republican_commitment(case: Case) -> Iterator[Finding]:
    """The act says that an association or a foundation subscribed to it, or why it is deemed to keep it."""
    named = [party.nom_court for _, party in _beneficiaries(case, frozenset({Nature.ASSOCIATION}))]
    subscribed = _field(case, "engagement_republicain").lower() in {"oui", "true", "vrai", "yes"}
    if not named or subscribed or _field(case, "engagement_repute"):
        return
    subject = "Le bénéficiaire" if isinstance(named[0], Manquant) else f"« {named[0]} »"
    message = (
        f"{subject} est une association ou une fondation : "
        "l’acte ne dit pas qu’elle a souscrit l’engagement républicain."
    )
    hint = (
        "Sous « champs: », écrire « engagement_republicain: oui » une fois le contrat souscrit, ou, si elle est agréée "
        "ou reconnue d’utilité publique, « engagement_repute: sa reconnaissance d’utilité publique »."
    )
    at = "engagement_republicain" if _field(case, "engagement_republicain") else ""
    yield Finding(message, case.spec.span("champs", at) if at else case.spec.key("champs"), hint)


@rule(
    "C397",
    INFO,
    "au-dessus de 23 000 € par an, la convention dit quatre choses",
    f"{_LAW}, article 10 ; décret n° 2001-495 du 6 juin 2001 : objet, montant, modalités de versement, conditions "
    "d’utilisation.",
    family=GRANT,
)
def four_statements(case: Case) -> Iterator[Finding]:
    """A grant to a private beneficiary makes four statements; a draft without several gets one diagnostic for them."""
    convention, finances = case.spec.convention, case.spec.convention.finances
    yearly = _yearly(case)
    stated = {
        "l’objet": not isinstance(convention.objet, Manquant) and convention.objet is not None,
        "le montant": isinstance(finances.montant, Montant),
        "les modalités de versement": any(map(_released, finances.versements)),
    }
    lacking = [noun for noun, is_stated in stated.items() if not is_stated]
    if len(lacking) < 2 or not any(_beneficiaries(case, _PRIVATE)) or (yearly is not None and yearly <= _THRESHOLD):
        return
    message = (
        f"Une subvention de plus de {_THRESHOLD} par an à un organisme privé veut une convention qui en dise l’objet, "
        f"le montant, les modalités de versement et les conditions d’utilisation : manquent {enumerate_words(lacking)}."
    )
    hint = "Écrire « objet: », puis sous « finances: » « montant: » et « versements: » ; le modèle dit l’utilisation."
    yield Finding(message, case.spec.key("finances"), hint)


def _released(row: Versement | Manquant) -> bool:
    """Whether a payment has a trigger."""
    return isinstance(row, Versement) and not isinstance(row.declencheur, Manquant)


def _yearly(case: Case) -> Montant | None:
    """The amount by calendar year of the act; None as long as it is not known."""
    convention = case.spec.convention
    amount, start, end = convention.finances.montant, convention.prise_d_effet, convention.duree.fin
    if not isinstance(amount, Montant):
        return None
    years = end.year - start.year + 1 if isinstance(end, date) and start is not None else 1
    return Montant(amount.euros // max(years, 1))


@rule(
    "C398",
    WARNING,
    "l’acte donne ce que ses données essentielles demandent",
    "Décret n° 2017-779 du 5 mai 2017 : SIRET de l’attribuant, SIRET ou RNA de chaque bénéficiaire, part de chacun.",
    family=GRANT,
)
def essential_data(case: Case) -> Iterator[Finding]:
    """Register numbers and shares are given: the data of the grant cannot be published without them."""
    convention = case.spec.convention
    for index, party in parties(case):
        gives, receives = party in convention.donneurs, party in convention.receveurs
        has_number = party.siret is not None or (receives and party.rna is not None) or _wrote_number(case, index)
        if (gives or receives) and not has_number and not isinstance(party.nom_court, Manquant):
            rna = " ou, pour une association, « rna: W380475558 »" if receives else ""
            message = f"Il manque le SIRET{' ou le numéro RNA' if rna else ''} de « {party.nom_court} »."
            hint = f"Ajouter à cette partie « siret: 130 025 265 00013 » (le sien){rna}."
            yield Finding(message, case.spec.span("parties", index), hint)
    names = [party.identifiant for party in convention.receveurs]
    shares = convention.subvention.repartition if convention.subvention is not None else {}
    absent = [name for name in names if name not in shares]
    if len(names) > 1 and absent and all(names):
        message = f"L’acte ne dit pas la part de chaque bénéficiaire : {', '.join(absent)}."
        example = ", ".join(f"{name}: … %" for name in names)
        yield Finding(message, case.spec.key("subvention"), f"Écrire « subvention: {{repartition: {{{example}}}}} ».")


def _wrote_number(case: Case, index: int) -> bool:
    """Whether the spec has a register number of a party; here, an unreadable one, which is reported elsewhere."""
    return any(not find(case.spec.tree, ("parties", index, key))[1] for key in ("siret", "rna"))


RULES: tuple[Rule, ...] = (report_within_six_months, republican_commitment, four_statements, essential_data)
