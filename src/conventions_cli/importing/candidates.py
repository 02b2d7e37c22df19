"""What a clause can print of a spec, as candidates to stand for the same words of an act.

Each one is printed first: it stands for a text only where it prints that very text, blanks aside.
"""

import re
from collections.abc import Iterator
from functools import cached_property
from itertools import pairwise

from conventions_cli.document import SectionKind
from conventions_cli.foundation import Record
from conventions_cli.model import AXES, Convention, Partie, Personne, Role, Spec
from conventions_cli.source import KeyPath
from conventions_cli.templating import Trial

_BLANK = r"[ \t\u00a0\u202f\u2009]"
_FORMS = ("le", "Le", "du", "au")
PEOPLE = frozenset({SectionKind.PARTIES, SectionKind.SIGNATURES})
_CREDITS = r"\bAE\b|\bCP\b|[’']engagement|de paiement|tranche|%"
_MONEY = r"(?:\bAE\b|\bCP\b|[’']engagement|de paiement).*\d(?: |\u00a0|\u202f)?(?:€|euros)|(?:€|euros).*(?:AE|CP)\b"
_AMOUNT_UNIT = rf"(?={_BLANK}*(?:€|euros?\b|EUR\b))"


class Candidate(Record, frozen=True, dict=True):
    """An expression, what it prints, and where it may stand.

    `needs`: conditions without which its block has nothing to say; `kinds`: the only parts it stands in, None for any;
    `before` and `after`: what must surround it; `line`: what its line must hold; `money`: which amount it is.
    """

    expression: str
    text: str
    needs: tuple[str, ...] = ()
    kinds: frozenset[SectionKind | None] | None = None
    before: str = ""
    after: str = ""
    line: str = ""
    money: str = ""

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Finds its text, whatever blanks it is typed with; group 1 is what it stands for."""
        words = [re.escape(word) for word in re.split(rf"{_BLANK}+", self.text) if word]
        body = words[0] if words else "(?!)"
        for before, word in pairwise(words):
            loose = "*" if word[0] in "€%»;:!?" or before[-1] == "«" else "+"
            body += f"{_BLANK}{loose}{word}"
        first = r"(?<![\w-])" if self.text[:1].isalnum() else ""
        last = r"(?![\w-])" if self.text[-1:].isalnum() else ""
        return re.compile(f"{self.before}{first}({body}){last}{self.after}")


def candidates_for(spec: Spec, trial: Trial) -> list[Candidate]:
    """The candidates that print something, the longest first."""
    found: list[Candidate] = []
    for made in _all(spec.convention, spec.kind.needed):
        text = trial.text(made.expression)
        if text and len(text) > 1:
            found.append(
                Candidate(made.expression, text, made.needs, made.kinds, made.before, made.after, made.line, made.money)
            )
    return sorted(found, key=lambda one: -len(one.text))


def _all(convention: Convention, needed: tuple[KeyPath, ...]) -> Iterator[Candidate]:
    yield from _identity(convention)
    yield from _services(convention)
    for role in convention.roles_tenus:
        group = convention.parties_de(role.cle)
        for index, party in enumerate(group):
            yield from _party(role, index, party, alone=len(group) == 1)
    yield from _amounts(convention)
    yield from _codes(convention, needed)
    yield from _others(convention)


def _made(expression: str, *needs: str, **limits: object) -> Candidate:
    return Candidate(expression, "", tuple(needs), **limits)  # type: ignore[arg-type]  # fields of a Candidate, by name


def _identity(convention: Convention) -> Iterator[Candidate]:
    yield _made("nor", "nor")
    yield _made("reference", "reference")
    yield _made("entete", "entete", kinds=frozenset({SectionKind.HEADER}))
    if convention.duree.debut:
        for form in ("", " | jour"):
            yield _made(f"duree.debut{form}", "duree.debut", kinds=frozenset({None}))
    yield _made("date_signature")
    yield _made("date_signature | jour")
    if convention.lieu_signature:
        for form in ("lieu_signature | lieu", "lieu_signature | lieu | capitale"):
            yield _made(form, "lieu_signature", kinds=frozenset({SectionKind.SIGNATURES}))
    yield _made("dispositif.nom")
    yield _made("dispositif.libelle", "dispositif.libelle")
    yield _made("dispositif.sigle")
    yield _made("dispositif.promotion", "dispositif.promotion", before=rf"(?<=promotion){_BLANK}")
    for form in ("quand", "quand | capitale"):
        yield _made(f"dispositif.date_decision | {form}", "dispositif.date_decision")
    yield _made("dispositif.date_decision", "dispositif.date_decision")
    yield _made("duree.fin")
    yield _made("duree.fin | jour")
    for key in ("debut", "fin_comptable"):
        if getattr(convention.duree, key) and getattr(convention.duree, key) != "derniere_facture":
            yield _made(f"duree.{key}", f"duree.{key}")
            yield _made(f"duree.{key} | jour", f"duree.{key}")
    yield _made("duree.preavis_mois | de_mois", before=rf"(?<=préavis){_BLANK}")
    yield _made("duree.preavis_mois", line="préavis", after=rf"(?={_BLANK}mois)")
    exemplaires = frozenset({SectionKind.SIGNATURES})
    yield _made("parties | length | en_lettres", kinds=exemplaires, after=rf"(?={_BLANK}exemplaires)")


def _services(convention: Convention) -> Iterator[Candidate]:
    yield _made("services | guillemets")
    for index, service in enumerate(convention.services_connus):
        needs = () if index == 0 else (f"services | length > {index}",)
        if len(str(service.nom)) > 2:
            yield _made(f"services[{index}].nom", *needs)
        for rank in range(len(service.objectifs)):
            objective = f"services[{index}].objectifs"
            yield _made(f"{objective}[{rank}] | nu", *needs, f"{objective} | length > {rank}")


def _party(role: Role, index: int, party: Partie, *, alone: bool) -> Iterator[Candidate]:
    group = role.cle
    who = f"{group}.parties[{index}]"
    needs: tuple[str, ...] = (group,) if role.facultatif else ()
    if index:
        needs = (f"{group} | length > {index}",)
    for form in _FORMS:
        yield _made(f"{who}.designation_longue | {form}", *needs)
        yield _made(f"{group}.noms | {form}" if alone else f"{who} | {form}", *needs)
        if alone and party.denomination:
            yield _made(f"{group} | {form}", *needs)
    yield _made(f"{who}.nom", *needs)
    yield _made(f"{who}.sigle", *needs, f"{who}.sigle")
    yield _made(f'{who}.adresse | join(", ")', *needs, f"{who}.adresse")
    yield _made(f"{who}.siret", *needs, f"{who}.siret")
    for key, people in (("representants", party.representants), ("signataires", party.signataires)):
        for rank, person in enumerate(people):
            if isinstance(person, Personne):
                count = () if key == "representants" and rank == 0 else (f"{who}.{key} | length > {rank}",)
                yield from _person(f"{who}.{key}[{rank}]", (*needs, *count))


def _person(who: str, needs: tuple[str, ...]) -> Iterator[Candidate]:
    yield _made(f"{who}.nom", *needs, f"{who}.nom")
    for form in ("| le", "| Le"):
        yield _made(f"{who} {form}", *needs, kinds=PEOPLE)
    for form in ("", " | minuscule", " | capitale"):
        yield _made(f"{who}.fonction{form}", *needs, kinds=PEOPLE)


def _amounts(convention: Convention) -> Iterator[Candidate]:
    finances = convention.finances
    amounts: list[tuple[str, str, tuple[str, ...]]] = [("montant", "finances.montant", ())]
    if finances.accompagnement:
        amounts.append(("accompagnement", "finances.accompagnement", ("finances.accompagnement",)))
        amounts.append(("delegue", "finances.montant_delegue", ()))
    if finances.cofinancement:
        amounts.append(("cofinancement", "finances.cofinancement.montant", ("finances.cofinancement",)))
    for kind, expression, needs in amounts:
        yield from _printed(expression, needs, money=kind)
    for index, (_, row) in enumerate(finances.lignes):
        for key in ("ae", "cp"):
            if getattr(row, key):
                cell = f"finances.lignes[{index}][1].{key}"
                yield from _printed(cell, (f"finances.lignes | length > {index}", cell), money=key, line=_CREDITS)
        year = rf"(?:\ben|\bpour|\bannée|\bexercice|\bau titre de){_BLANK}"
        yield _made(f"finances.lignes[{index}][0]", f"finances.lignes | length > {index}", before=year, line=_MONEY)
    for index, _ in enumerate(finances.tranches):
        share = f"tranches[{index}].montant"
        yield from _printed(share, (f"tranches | length > {index}", share), money="tranche", line=_CREDITS)
    for index, _ in enumerate(finances.calendrier_cp):
        item = f"finances.calendrier_cp[{index}]"
        yield _made(f"{item}.quand | nu", f"finances.calendrier_cp | length > {index}", line="paiement|CP")
    if finances.cofinancement and finances.cofinancement.delai_mois:
        within = "finances.cofinancement.delai_mois"
        yield _made(f"{within} | de_mois", "finances.cofinancement", within, before=rf"(?<=délai){_BLANK}")


def _printed(expression: str, needs: tuple[str, ...], money: str, line: str = "") -> Iterator[Candidate]:
    for form in ("", " | et_en_lettres", " | en_lettres", " | centimes"):
        yield _made(f"{expression}{form}", *needs, money=money, line=line)
    yield _made(f"{expression} | chiffres", *needs, money=money, line=line, after=_AMOUNT_UNIT)


def _codes(convention: Convention, needed: tuple[KeyPath, ...]) -> Iterator[Candidate]:
    chorus = convention.chorus
    number = rf"(?<=rogramme){_BLANK}(?:n°{_BLANK}?)?"
    yield _made("chorus.programme", before=number)
    yield _made("libelle_programme")
    for axis in AXES:
        name, value = f"chorus.{axis.key}", getattr(chorus, axis.key)
        needs = () if ("chorus", axis.key) in needed else (name,)
        if axis.several and value:
            yield _made(f'{name} | join(", ")', *needs)
            for rank in range(len(value)):
                yield _made(f"{name}[{rank}]", *((f"{name} | length > {rank}",) if rank else needs))
        elif axis.printed and isinstance(value, str):
            yield _made(name, *needs)


def _others(convention: Convention) -> Iterator[Candidate]:
    yield _made("marches.delegataire | nu", "marches.delegataire")
    yield _made("marches.accompagnement | nom_nu", "marches.accompagnement")
    for rank, _ in enumerate(convention.mobilisation):
        yield _made(f"mobilisation[{rank}].profil | nu", f"mobilisation | length > {rank}", line="par semaine")
    for rank, _ in enumerate(convention.copies):
        copies = frozenset({SectionKind.COPIES})
        yield _made(f"copies[{rank}].destinataire | nu", f"copies | length > {rank}", kinds=copies)
