"""What a clause can print of a spec, as candidates to stand for the same words of an act.

Each one is printed first: it stands for a text only where it prints that very text, blanks aside. Which of them may
stand where, `readings` says, from where each value was read.
"""

import re
from collections.abc import Iterator
from enum import Enum
from functools import cached_property
from itertools import pairwise

from conventions_cli.document import SectionKind
from conventions_cli.foundation import Record, replace
from conventions_cli.importing.facts import Path
from conventions_cli.model import AXES, FEWEST, Convention, Partie, Personne, Role, Spec
from conventions_cli.source import KeyPath
from conventions_cli.templating import Trial

_BLANK = r"[ \t\u00a0\u202f\u2009]"
_FORMS = ("le", "Le", "du", "au")
PEOPLE = frozenset({SectionKind.PARTIES, SectionKind.SIGNATURES})
_CREDITS = r"\bAE\b|\bCP\b|[’']engagement|de paiement|tranche|%"
_MONEY = r"(?:\bAE\b|\bCP\b|[’']engagement|de paiement).*\d(?: |\u00a0|\u202f)?(?:€|euros)|(?:€|euros).*(?:AE|CP)\b"
# « L’adjoint au chef du service » is another person than the chief, in words that agree with him.
_NOT_OF = "".join(rf"(?<!\b{word}{_BLANK})" for word in ("au", "du", "de", "à", "aux", "des", "de la", "à la"))
_AMOUNT_UNIT = rf"(?={_BLANK}*(?:€|euros?\b|EUR\b))"


Of = str | tuple[str | Path, ...]


class Reach(Enum):
    """Where an expression may stand, besides where its value was read."""

    READ = "nowhere"
    NAMED = "where a text stands that is the name of one thing"
    ALL = "wherever it prints the same words"


class Candidate(Record, frozen=True, dict=True):
    """An expression, what it prints, and where it may stand.

    `paths`: the values it prints; `reach`: where it may stand besides where they were read; `role`: the value that says
    which party it names, where it names one by its role.

    `needs`: conditions without which its block has nothing to say; `kinds`: the only parts it stands in, None for any;
    `before` and `after`: what must surround it; `line`: what its line must hold; `money`: which amount it is.
    """

    expression: str
    text: str
    paths: tuple[Path, ...] = ()
    reach: Reach = Reach.READ
    needs: tuple[str, ...] = ()
    kinds: frozenset[SectionKind | None] | None = None
    before: str = ""
    after: str = ""
    line: str = ""
    money: str = ""
    role: Path = ()

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
            found.append(replace(made, text=text))
    return sorted(found, key=lambda one: -len(one.text))


def _all(convention: Convention, needed: tuple[KeyPath, ...]) -> Iterator[Candidate]:
    yield from _identity(convention)
    yield from _services(convention)
    for role in convention.roles_tenus:
        group = convention.parties_de(role.cle)
        for index, party in enumerate(group):
            rank = next(at for at, one in enumerate(convention.parties) if one is party)
            alone = _of_role(role, index, rank, party) if len(group) == 1 else ()
            named = (*alone, *_party(f"{role.cle}.parties[{index}]", rank, party, _held(role, index)))
            yield from (replace(one, role=("parties", rank, "role")) for one in named)
    for rank, party in enumerate(convention.parties_connues):  # whatever its role is
        yield from _party(f"parties[{rank}]", rank, party, (f"parties | length > {rank}",) if rank >= FEWEST else ())
    yield from _amounts(convention)
    yield from _codes(convention, needed)
    yield from _others(convention)


def _made(expression: str, *needs: str, of: Of = (), **limits: object) -> Candidate:
    """A candidate, not printed yet. `of`: the values it prints, « duree.fin », or their paths."""
    paths = (of,) if isinstance(of, str) else of
    known = tuple(tuple(one.split(".")) if isinstance(one, str) else one for one in paths)
    return Candidate(expression, "", known, needs=tuple(needs), **limits)  # type: ignore[arg-type]  # fields, by name


def _dates(path: str, *needs: str, **limits: object) -> Iterator[Candidate]:
    for form in ("", " | jour"):
        yield _made(f"{path}{form}", *needs, of=path, **limits)


def _identity(convention: Convention) -> Iterator[Candidate]:
    yield _made("nor", "nor", of="nor", reach=Reach.ALL)
    yield _made("reference", "reference", of="reference", reach=Reach.NAMED)
    yield _made("entete", "entete", of="entete", kinds=frozenset({SectionKind.HEADER}), reach=Reach.ALL)
    if convention.duree.debut:
        yield from _dates("duree.debut", "duree.debut", kinds=frozenset({None}))
    yield from _dates("date_signature")
    if convention.lieu_signature:
        signed = frozenset({SectionKind.SIGNATURES})
        for form in ("lieu_signature | lieu", "lieu_signature | lieu | capitale"):
            yield _made(form, "lieu_signature", of="lieu_signature", kinds=signed, reach=Reach.ALL)
    scheme = ("dispositif.sigle", "dispositif.promotion")
    yield _made("dispositif.nom", of=scheme, reach=Reach.NAMED)
    yield _made("dispositif.libelle", "dispositif.libelle", of="dispositif.libelle", reach=Reach.NAMED)
    yield _made("dispositif.sigle", of="dispositif.sigle", reach=Reach.NAMED)
    round_ = rf"(?<=promotion){_BLANK}"
    yield _made("dispositif.promotion", "dispositif.promotion", of=scheme[1], before=round_, reach=Reach.ALL)
    decided = "dispositif.date_decision"
    for form in (" | quand", " | quand | capitale", ""):
        yield _made(f"{decided}{form}", *((decided,) if form else ()), of=decided)
    yield from _dates("duree.fin")
    for key in ("debut", "fin_comptable"):
        if getattr(convention.duree, key) and getattr(convention.duree, key) != "derniere_facture":
            yield from _dates(f"duree.{key}", f"duree.{key}")
    notice = "duree.preavis_mois"
    yield _made(f"{notice} | de_mois", of=notice, before=rf"(?<=préavis){_BLANK}")
    yield _made(notice, of=notice, line="préavis", after=rf"(?={_BLANK}mois)")
    exemplaires = frozenset({SectionKind.SIGNATURES})
    copies = rf"(?={_BLANK}exemplaires)"
    yield _made("parties | length | en_lettres", kinds=exemplaires, after=copies, reach=Reach.ALL)


def _services(convention: Convention) -> Iterator[Candidate]:
    names = tuple(("services", index, "nom") for index, _ in enumerate(convention.services_connus))
    yield _made("services | guillemets", of=names, reach=Reach.ALL)
    for index, service in enumerate(convention.services_connus):
        needs = () if index == 0 else (f"services | length > {index}",)
        if len(str(service.nom)) > 2:
            yield _made(f"services[{index}].nom", *needs, of=names[index : index + 1], reach=Reach.NAMED)
        for rank in range(len(service.objectifs)):
            objective = f"services[{index}].objectifs"
            path = ("services", index, "objectifs", rank)
            yield _made(f"{objective}[{rank}] | nu", *needs, f"{objective} | length > {rank}", of=(path,))


def _held(role: Role, index: int) -> tuple[str, ...]:
    """The condition under which a role has a party of that index."""
    return (f"{role.cle} | length > {index}",) if index else (role.cle,) if role.facultatif else ()


def _of_role(role: Role, index: int, rank: int, party: Partie) -> Iterator[Candidate]:
    """Those of the only party of a role, which its role names. `rank`: among all."""
    short = ("parties", rank, "sigle" if party.sigle else "nom")
    for form in _FORMS:
        yield _made(f"{role.cle}.noms | {form}", *_held(role, index), of=(short,), reach=Reach.NAMED)
        if party.denomination:
            of = (("parties", rank, "denomination"),)
            yield _made(f"{role.cle} | {form}", *_held(role, index), of=of, reach=Reach.ALL)


def _party(who: str, rank: int, party: Partie, needs: tuple[str, ...]) -> Iterator[Candidate]:
    """Those of a party. `who`: the expression that names it; `rank`: its rank among all."""

    def of(*keys: str) -> tuple[Path, ...]:
        return tuple(("parties", rank, key) for key in keys)

    for form in _FORMS:
        yield _made(f"{who}.designation_longue | {form}", *needs, of=of("nom"), reach=Reach.NAMED)
        yield _made(f"{who} | {form}", *needs, of=of("sigle" if party.sigle else "nom"), reach=Reach.NAMED)
    yield _made(f"{who}.nom", *needs, of=of("nom"), reach=Reach.NAMED)
    yield _made(f"{who}.sigle", *needs, f"{who}.sigle", of=of("sigle"), reach=Reach.NAMED)
    yield _made(f'{who}.adresse | join(", ")', *needs, f"{who}.adresse", of=of("adresse"), reach=Reach.NAMED)
    yield _made(f"{who}.siret", *needs, f"{who}.siret", of=of("siret"), reach=Reach.ALL)
    for key, people in (("representants", party.representants), ("signataires", party.signataires)):
        for at, person in enumerate(people):
            if isinstance(person, Personne):
                count = () if key == "representants" and at == 0 else (f"{who}.{key} | length > {at}",)
                yield from _person(f"{who}.{key}[{at}]", ("parties", rank, key, at), (*needs, *count))


def _person(who: str, path: Path, needs: tuple[str, ...]) -> Iterator[Candidate]:
    name, function = ((*path, "nom"),), ((*path, "fonction"),)
    yield _made(f"{who}.nom", *needs, f"{who}.nom", of=name, reach=Reach.NAMED)
    for form in ("| le", "| Le"):
        yield _made(f"{who} {form}", *needs, of=function, kinds=PEOPLE, reach=Reach.NAMED, before=_NOT_OF)
    for form in ("", " | minuscule", " | capitale"):
        yield _made(f"{who}.fonction{form}", *needs, of=function, kinds=PEOPLE, reach=Reach.NAMED, before=_NOT_OF)


def _amounts(convention: Convention) -> Iterator[Candidate]:
    finances = convention.finances
    whole, kept, share = "finances.montant", "finances.accompagnement", "finances.cofinancement.montant"
    amounts: list[tuple[str, str, tuple[str, ...], tuple[str, ...]]] = [("montant", whole, (), (whole,))]
    if finances.accompagnement:
        amounts.append(("accompagnement", kept, (kept,), (kept,)))
        amounts.append(("delegue", "finances.montant_delegue", (), (whole, kept)))
    if finances.cofinancement:
        amounts.append(("cofinancement", share, ("finances.cofinancement",), (share,)))
    for kind, expression, needs, paths in amounts:
        yield from _printed(expression, needs, money=kind, of=paths)
    of: Of
    for index, (year, row) in enumerate(finances.lignes):
        for key in ("ae", "cp"):
            if getattr(row, key):
                cell = f"finances.lignes[{index}][1].{key}"
                of = (("finances", "echeancier", str(year), key),)
                yield from _printed(
                    cell, (f"finances.lignes | length > {index}", cell), money=key, line=_CREDITS, of=of
                )
        before = rf"(?:\ben|\bpour|\bannée|\bexercice|\bau titre de){_BLANK}"
        of = tuple(("finances", "echeancier", str(year), key) for key in ("ae", "cp"))
        number = f"finances.lignes[{index}][0]"
        yield _made(number, f"finances.lignes | length > {index}", before=before, line=_MONEY, of=of)
    for index, _ in enumerate(finances.tranches):
        part = f"tranches[{index}].montant"
        of = tuple(("finances", "tranches", index, key) for key in ("part", "montant"))
        yield from _printed(part, (f"tranches | length > {index}", part), money="tranche", line=_CREDITS, of=of)
    for index, _ in enumerate(finances.calendrier_cp):
        item = f"finances.calendrier_cp[{index}]"
        need, of = f"finances.calendrier_cp | length > {index}", (("finances", "calendrier_cp", index, "quand"),)
        yield _made(f"{item}.quand | nu", need, line="paiement|CP", of=of)
    if finances.cofinancement and finances.cofinancement.delai_mois:
        within = "finances.cofinancement.delai_mois"
        before = rf"(?<=délai){_BLANK}"
        yield _made(f"{within} | de_mois", "finances.cofinancement", within, before=before, of=within)


def _printed(expression: str, needs: tuple[str, ...], money: str, line: str = "", *, of: Of) -> Iterator[Candidate]:
    for form in ("", " | et_en_lettres", " | en_lettres", " | centimes"):
        yield _made(f"{expression}{form}", *needs, money=money, line=line, of=of)
    yield _made(f"{expression} | chiffres", *needs, money=money, line=line, after=_AMOUNT_UNIT, of=of)


def _codes(convention: Convention, needed: tuple[KeyPath, ...]) -> Iterator[Candidate]:
    chorus = convention.chorus
    number = rf"(?<=rogramme){_BLANK}(?:n°{_BLANK}?)?"
    yield _made("chorus.programme", before=number, of="chorus.programme", reach=Reach.ALL)
    yield _made("libelle_programme", of=("chorus.libelle_programme", "chorus.programme"), reach=Reach.NAMED)
    for axis in AXES:
        name, value = f"chorus.{axis.key}", getattr(chorus, axis.key)
        needs = () if ("chorus", axis.key) in needed else (name,)
        if axis.several and value:
            paths: tuple[Path, ...] = tuple(("chorus", axis.key, rank) for rank in range(len(value)))
            yield _made(f'{name} | join(", ")', *needs, of=paths, reach=Reach.ALL)
            for rank in range(len(value)):
                need = (f"{name} | length > {rank}",) if rank else needs
                yield _made(f"{name}[{rank}]", *need, of=paths[rank : rank + 1], reach=Reach.ALL)
        elif axis.printed and isinstance(value, str):
            yield _made(name, *needs, of=name, reach=Reach.ALL)


def _others(convention: Convention) -> Iterator[Candidate]:
    marches = "marches.delegataire", "marches.accompagnement"
    yield _made("marches.delegataire | nu", marches[0], of=marches[0], reach=Reach.NAMED)
    yield _made("marches.accompagnement | nom_nu", marches[1], of=marches[1], reach=Reach.NAMED)
    for rank, _ in enumerate(convention.mobilisation):
        of: tuple[Path, ...] = (("mobilisation", rank, "profil"),)
        yield _made(f"mobilisation[{rank}].profil | nu", f"mobilisation | length > {rank}", line="par semaine", of=of)
    for rank, _ in enumerate(convention.copies):
        copies = frozenset({SectionKind.COPIES})
        of = (("copies", rank),)
        need = f"copies | length > {rank}"
        yield _made(f"copies[{rank}].destinataire | nu", need, kinds=copies, of=of, reach=Reach.ALL)
