"""Rules on acts of any kind: accountants, delegations of signature, renewal, the second imputation, contributions."""

import re
from collections.abc import Iterator

from conventions_cli.foundation import Related
from conventions_cli.model import Contribution, Manquant
from conventions_cli.rules.base import ERROR, WARNING, Case, Finding, Rule, parties, rule

_MISSIONS = "missions"  # the family of rules for acts that entrust missions
_CAPITALS = r"[A-ZÀ-Þ][A-ZÀ-Þ’'-]{2,}"
# « Mme », « M. », or a first name before a name in capitals.
_PERSON = re.compile(
    rf"\b(?:M\.|MM\.|Mmes?\b|Monsieur|Madame)\s|\b[A-ZÀ-Þ][a-zà-ÿ]+(?:-[A-ZÀ-Þ][a-zà-ÿ]+)*\s{_CAPITALS}\b"
)


@rule(
    "C375",
    WARNING,
    "plusieurs services reçoivent l’argent : le comptable de chacun est dit",
    "Pratique : chaque service a son comptable assignataire, et l’acte le nomme.",
    family=_MISSIONS,
)
def accountants_told(case: Case) -> Iterator[Finding]:
    """When several parties spend money, the accountant of each must be named."""
    convention = case.spec.convention
    receivers = convention.receveurs
    if len(receivers) < 2 or not convention.finances.lignes:
        return
    for index, party in parties(case):
        if party in receivers and party.comptable is None and not isinstance(party.nom_court, Manquant):
            message = f"Le comptable assignataire des dépenses de « {party.nom_court} » n’est pas dit."
            hint = "Ajouter à cette partie « comptable: le contrôleur budgétaire et comptable ministériel … »."
            yield Finding(message, case.spec.key("parties", index), hint)


@rule(
    "C376",
    WARNING,
    "une délégation de signature désigne des fonctions",
    "Pratique : un nom cesse d’être vrai au premier changement de titulaire.",
    family=_MISSIONS,
)
def signature_by_function(case: Case) -> Iterator[Finding]:
    """A delegation of signature names functions, and not persons."""
    listed = case.spec.convention.champs.get("subdelegation")
    for index, text in enumerate(listed if isinstance(listed, (list, tuple)) else [listed]):
        named = _PERSON.search(text) if isinstance(text, str) else None
        if named is None:
            continue
        place = ("champs", "subdelegation", index) if isinstance(listed, (list, tuple)) else ("champs", "subdelegation")
        message = f"« {text} » nomme une personne : une délégation de signature désigne une fonction."
        yield Finding(message, case.spec.span(*place), "Écrire la fonction seule, par exemple « chef du bureau ».")


@rule(
    "C377",
    ERROR,
    "la période de reconduction est une durée",
    "Décret n° 2004-1085 du 14 octobre 2004, article 1er : durée limitée, éventuellement reconductible ; pour un autre "
    "acte, cohérence du calendrier.",
)
def renewal_period(case: Case) -> Iterator[Finding]:
    """The period of renewal is a length of time: otherwise the act would have no limit."""
    renewal = case.spec.convention.duree.reconduction
    if renewal is not None and isinstance(renewal.periode, str) and renewal.duree is None:
        message = f"« {renewal.periode} » n’est pas une durée : rien ne dirait quand la période prend fin."
        place = case.spec.span("duree", "reconduction", "periode")
        yield Finding(message, place, "Écrire une durée, par exemple « un an » ou « six mois ».")


@rule(
    "C378",
    ERROR,
    "les deux imputations diffèrent",
    "Cohérence de l’acte : des crédits rétablis là où ils ont été dépensés ne passent d’un service à l’autre.",
)
def other_imputation(case: Case) -> Iterator[Finding]:
    """The party that pays and the one that is paid back do not have the same codes."""
    paying, credited = (
        [(axis.key, str(code)) for axis, _, code in imputation.codes if axis.key != "programme"]
        for imputation in case.imputations
    )
    if credited and credited == paying:
        message = "L’imputation des crédits rétablis est celle de qui paie."
        related = (Related(case.spec.key("chorus"), "imputation de qui paie"),)
        yield Finding(message, case.spec.key("chorus_credite"), "Corriger l’une des deux imputations.", related)


@rule(
    "C379",
    ERROR,
    "chaque contributeur a sa contribution",
    "Cohérence de l’acte : le modèle dit quel rôle apporte l’argent.",
)
def each_giver_contributes(case: Case) -> Iterator[Finding]:
    """When contributions are stated, each party whose role gives the money has one."""
    kind, rows = case.spec.kind, case.spec.convention.finances.contributions
    keys = kind.admitted_keys("finances")
    if "finances.contributions" in kind.refused or (keys is not None and "contributions" not in keys):
        return  # C220 refuses them
    named = [str(row.partie) for row in rows if isinstance(row, Contribution) and isinstance(row.partie, str)]
    if not named or len(named) < len(rows):
        return
    for party in case.spec.convention.donneurs:
        if party.identifiant and party.identifiant not in named:
            message = f"Rien ne dit ce que « {party.nom_court} » apporte."
            hint = f"Ajouter « - {{partie: {party.identifiant}, montant: …}} »."
            yield Finding(message, case.spec.key("finances", "contributions"), hint)


RULES: tuple[Rule, ...] = (
    accountants_told,
    signature_by_function,
    renewal_period,
    other_imputation,
    each_giver_contributes,
)
