"""The copies of an act: to the budget controller (CBCM) of each side."""

import re
from collections.abc import Iterator
from pathlib import Path

from conventions_cli.foundation import Record, read_table, remembered
from conventions_cli.french import folded
from conventions_cli.model import Copie, Manquant, Nature, Partie, Role
from conventions_cli.rules.base import WARNING, Case, Finding, Rule, parties, rule

_CONTROLLER = re.compile(r"\bcontroleu(?:r|se)s? (?:budgetaires?|ministeriel)|\bd?cbcms?\b|controle budgetaire")
_SEVERAL = re.compile(r"\bcontroleu(?:r|se)s\b|\bcbcms\b|\b(?:les|aux|des|deux) d?cbcm\b|\b(?:mesdames|messieurs)\b")
_ALL = re.compile(r"\b(?:les|aux|des|chaque|deux) (?:deux )?(?:parties?|signataires?)\b")
_MINISTRY = re.compile(r"\bministeres?\b|\bministre\b")
_PRIME = "premier ministre"
# Words in the names of the services of the Prime Minister.
_OF_PRIME = Path(__file__).with_name("premier-ministre.json")
# Words in the name of a ministry that do not tell its subject.
_OTHERS = frozenset(
    """ministere ministeres ministre ministres ministerielle ministeriel direction generale general service services
    numerique aupres premier delegue chargee charge charges secretariat""".split()  # noqa: SIM905 - one list of words
)


class _Side(Record, frozen=True):
    """Parties of one role with the same controller: their names, and the words of their ministry."""

    name: str
    parties: tuple[Partie, ...]
    ministry: frozenset[str]
    prime: bool
    role: Role


@remembered()
def _words_of_prime() -> tuple[str, ...]:
    return tuple(read_table(_OF_PRIME))


def _ministry(party: Partie) -> tuple[frozenset[str], bool]:
    """The words of the ministry in a party's name, and whether the party is a service of the Prime Minister."""
    name = folded(" ".join(str(name_part) for name_part in (party.nom, party.sigle) if isinstance(name_part, str)))
    prime = any(re.search(rf"\b{word}\b", name) for word in _words_of_prime())
    start = _MINISTRY.search(name)
    words = re.findall(r"[a-z]{4,}", name[start.start() :]) if start and not prime else []
    return frozenset(words) - _OTHERS, prime


def _sides(case: Case) -> list[_Side]:
    """The sides of an act with different controllers: for each role with money, its parties by ministry."""
    sides: list[_Side] = []
    for role in (role for role in case.spec.convention.roles_tenus if role.argent is not None):
        services = [party for _, party in parties(case) if party.role == role and party.nature is Nature.SERVICE_ETAT]
        groups: dict[tuple[frozenset[str], bool], list[Partie]] = {}
        for party in services:
            groups.setdefault(_ministry(party), []).append(party)
        for (words, prime), members in groups.items():
            sides.append(_Side(_called(role, members), tuple(members), words, prime, role))
    distinct: list[_Side] = []
    for side in sides:  # one ministry, one controller, whatever the roles
        if not any(
            (earlier.prime and side.prime) or (earlier.ministry and earlier.ministry == side.ministry)
            for earlier in distinct
        ):
            distinct.append(side)
    return distinct


def _says(text: str, name: str) -> bool:
    """Whether a text has these words, as whole words."""
    return name in text and f" {_apart(name)} " in f" {_apart(text)} "


def _apart(text: str) -> str:
    return " ".join(re.findall(r"\w+", text))


def _reaches(text: str, side: _Side, sides: list[_Side]) -> bool:
    """Whether a copy, folded, is for the controller of a side."""
    if _ALL.search(text):
        return True
    noun = re.escape(folded(side.role.nom))
    role = [same_role for same_role in sides if same_role.role == side.role]
    if re.search(rf"\b{noun}e?s?\b", text) and (len(role) == 1 or re.search(rf"\b(?:des|les) \S*{noun}s\b", text)):
        return True
    for party in side.parties:
        names = [folded(str(name)) for name in (party.sigle, party.nom, party.denomination) if isinstance(name, str)]
        if any(_says(text, name) for name in names):
            return True
    if side.prime:
        return _PRIME in text
    rest = text.replace(_PRIME, "")
    if not _MINISTRY.search(rest):
        return False
    if side.ministry & set(re.findall(r"[a-z]{4,}", rest)):
        return True
    # The ministry of no known side must be that of the only side whose ministry is unknown.
    unknown = [other for other in sides if not other.prime and not other.ministry]
    named = any(other.ministry & set(re.findall(r"[a-z]{4,}", rest)) for other in sides)
    return not named and unknown == [side]


@rule(
    "C316",
    WARNING,
    "copie aux contrôleurs budgétaires et comptables des deux côtés",
    "Pratique des actes publiés : copie au CBCM de qui donne l’argent et à celui de chacun de ceux qui le reçoivent.",
)
def copies_to_controllers(case: Case) -> Iterator[Finding]:
    """Rule L16: when copies are listed, each side of the money has one for its controller; a missing one is named."""
    listed = case.spec.convention.copies
    copies = [copy.destinataire for copy in listed if isinstance(copy, Copie) and isinstance(copy.destinataire, str)]
    sides = _sides(case)
    if not copies or len(copies) < len(listed) or not sides:
        return
    controllers = [text for copy in copies if _CONTROLLER.search(text := folded(copy))]
    span = case.spec.key("copies")
    if not controllers:
        message = "Aucune copie n’est adressée à un contrôleur budgétaire et comptable ministériel (CBCM)."
        yield Finding(message, span, "Ajouter « - Monsieur le contrôleur budgétaire et comptable ministériel … ».")
        return
    lacking = [side for side in sides if not any(_reaches(text, side, sides) for text in controllers)]
    spare = [text for text in controllers if not any(_reaches(text, side, sides) for side in sides)]
    if any(_SEVERAL.search(text) for text in spare) or len(spare) >= len(lacking):
        return
    for side in lacking:
        of = "des services du Premier ministre" if side.prime else f"compétent pour {_designated(side)}"
        message = f"Aucune copie n’est adressée, de façon certaine, au CBCM {side.name}."
        yield Finding(message, span, f"Ajouter « - Monsieur le contrôleur budgétaire et comptable ministériel {of} ».")


def _called(role: Role, members: list[Partie]) -> str:
    """« du mandant « DGCS » », « des mandataires « DNUM » et « DSI » »."""
    names = [f"« {member.nom_court} »" for member in members if not isinstance(member.nom_court, Manquant)]
    noun = role.nom
    return (
        f"{'des' if len(members) > 1 else 'du'} {noun}{'s' if len(members) > 1 else ''} {' et '.join(names)}".rstrip()
    )


def _designated(side: _Side) -> str:
    designation = side.parties[0].designation
    return "ce service" if isinstance(designation, Manquant) else designation.le()


RULES: tuple[Rule, ...] = (copies_to_controllers,)
