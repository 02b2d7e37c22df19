"""The expressions a clause can print from a spec: candidates to replace the same words in an act.

Each candidate is printed first; it may only replace the text it prints, blanks aside. `readings` then decides in which
places it may, from the places where its values were read.
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
# After these words a function is that of somebody else: « l’adjoint au chef du service » is not the chief.
_NOT_OF = "".join(rf"(?<!\b{word}{_BLANK})" for word in ("au", "du", "de", "à", "aux", "des", "de la", "à la"))
_AMOUNT_UNIT = rf"(?={_BLANK}*(?:€|euros?\b|EUR\b))"


Of = str | tuple[str | Path, ...]


class Reach(Enum):
    """Where an expression may be used, besides the place where its value was read."""

    READ = "nowhere else"
    NAMED = "wherever it prints the same words, when these are the name of a single thing"
    ALL = "wherever it prints the same words"


class Candidate(Record, frozen=True, dict=True):
    """An expression, the text it prints, and the places where it may be used.

    `paths`: the values it prints; `reach`: where it may be used besides the place these were read in; `role`: when it
    names a party by its role, the path of that role; `needs`: the conditions its block depends on; `kinds`: the kinds
    of parts it may be used in, None for all; `before` and `after`: patterns that must match around it; `line`: a
    pattern its line must match; `money`: which amount it is.
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
        """Matches the text of the candidate, with any kind of blanks; group 1 holds the words to replace."""
        words = [re.escape(word) for word in re.split(rf"{_BLANK}+", self.text) if word]
        body = words[0] if words else "(?!)"
        for before, word in pairwise(words):
            loose = "*" if word[0] in "€%»;:!?" or before[-1] == "«" else "+"
            body += f"{_BLANK}{loose}{word}"
        first = r"(?<![\w-])" if self.text[:1].isalnum() else ""
        last = r"(?![\w-])" if self.text[-1:].isalnum() else ""
        return re.compile(f"{self.before}{first}({body}){last}{self.after}")


def candidates_for(spec: Spec, trial: Trial) -> list[Candidate]:
    """The candidates that print at least two characters, the longest first."""
    candidates: list[Candidate] = []
    for candidate in _all(spec.convention, spec.kind.needed):
        text = trial.text(candidate.expression)
        if text and len(text) > 1:
            candidates.append(replace(candidate, text=text))
    return sorted(candidates, key=lambda candidate: -len(candidate.text))


def _all(convention: Convention, needed: tuple[KeyPath, ...]) -> Iterator[Candidate]:
    yield from _identity(convention)
    yield from _services(convention)
    for role in convention.roles_tenus:
        group = convention.parties_de(role.cle)
        for index, party in enumerate(group):
            rank = next(at for at, other in enumerate(convention.parties) if other is party)
            alone = _of_role(role, index, rank, party) if len(group) == 1 else ()
            named = (*alone, *_party(f"{role.cle}.parties[{index}]", rank, party, _presence(role, index)))
            yield from (replace(candidate, role=("parties", rank, "role")) for candidate in named)
    for rank, party in enumerate(convention.parties_connues):  # whatever its role is
        yield from _party(f"parties[{rank}]", rank, party, (f"parties | length > {rank}",) if rank >= FEWEST else ())
    yield from _amounts(convention)
    yield from _codes(convention, needed)
    yield from _others(convention)


def _candidate(expression: str, *needs: str, of: Of = (), **limits: object) -> Candidate:
    """A candidate whose text is not known yet. `of`: the values it prints, as « duree.fin » or as paths."""
    paths = (of,) if isinstance(of, str) else of
    split_paths = tuple(tuple(path.split(".")) if isinstance(path, str) else path for path in paths)
    return Candidate(expression, "", split_paths, needs=tuple(needs), **limits)  # type: ignore[arg-type]  # fields, by name


def _dates(path: str, *needs: str, **limits: object) -> Iterator[Candidate]:
    for form in ("", " | jour"):
        yield _candidate(f"{path}{form}", *needs, of=path, **limits)


def _identity(convention: Convention) -> Iterator[Candidate]:
    yield _candidate("nor", "nor", of="nor", reach=Reach.ALL)
    yield _candidate("reference", "reference", of="reference", reach=Reach.NAMED)
    yield _candidate("entete", "entete", of="entete", kinds=frozenset({SectionKind.HEADER}), reach=Reach.ALL)
    if convention.duree.debut:
        yield from _dates("duree.debut", "duree.debut", kinds=frozenset({None}))
    yield from _dates("date_signature")
    if convention.lieu_signature:
        signed = frozenset({SectionKind.SIGNATURES})
        for form in ("lieu_signature | lieu", "lieu_signature | lieu | capitale"):
            yield _candidate(form, "lieu_signature", of="lieu_signature", kinds=signed, reach=Reach.ALL)
    scheme = ("dispositif.sigle", "dispositif.promotion")
    yield _candidate("dispositif.nom", of=scheme, reach=Reach.NAMED)
    yield _candidate("dispositif.libelle", "dispositif.libelle", of="dispositif.libelle", reach=Reach.NAMED)
    yield _candidate("dispositif.sigle", of="dispositif.sigle", reach=Reach.NAMED)
    round_ = rf"(?<=promotion){_BLANK}"
    yield _candidate("dispositif.promotion", "dispositif.promotion", of=scheme[1], before=round_, reach=Reach.ALL)
    decided = "dispositif.date_decision"
    for form in (" | quand", " | quand | capitale", ""):
        yield _candidate(f"{decided}{form}", *((decided,) if form else ()), of=decided)
    yield from _dates("duree.fin")
    for key in ("debut", "fin_comptable"):
        if getattr(convention.duree, key) and getattr(convention.duree, key) != "derniere_facture":
            yield from _dates(f"duree.{key}", f"duree.{key}")
    notice = "duree.preavis_mois"
    yield _candidate(f"{notice} | de_mois", of=notice, before=rf"(?<=préavis){_BLANK}")
    yield _candidate(notice, of=notice, line="préavis", after=rf"(?={_BLANK}mois)")
    exemplaires = frozenset({SectionKind.SIGNATURES})
    copies = rf"(?={_BLANK}exemplaires)"
    yield _candidate("parties | length | en_lettres", kinds=exemplaires, after=copies, reach=Reach.ALL)


def _services(convention: Convention) -> Iterator[Candidate]:
    names = tuple(("services", index, "nom") for index, _ in enumerate(convention.services_connus))
    yield _candidate("services | guillemets", of=names, reach=Reach.ALL)
    for index, service in enumerate(convention.services_connus):
        needs = () if index == 0 else (f"services | length > {index}",)
        if len(str(service.nom)) > 2:
            yield _candidate(f"services[{index}].nom", *needs, of=names[index : index + 1], reach=Reach.NAMED)
        for rank in range(len(service.objectifs)):
            objective = f"services[{index}].objectifs"
            path = ("services", index, "objectifs", rank)
            yield _candidate(f"{objective}[{rank}] | nu", *needs, f"{objective} | length > {rank}", of=(path,))


def _presence(role: Role, index: int) -> tuple[str, ...]:
    """The conditions under which a role has a party at an index."""
    return (f"{role.cle} | length > {index}",) if index else (role.cle,) if role.facultatif else ()


def _of_role(role: Role, index: int, rank: int, party: Partie) -> Iterator[Candidate]:
    """The candidates that name the only party of a role by that role. `rank`: its index among all parties."""
    short = ("parties", rank, "sigle" if party.sigle else "nom")
    for form in _FORMS:
        yield _candidate(f"{role.cle}.noms | {form}", *_presence(role, index), of=(short,), reach=Reach.NAMED)
        if party.denomination:
            of = (("parties", rank, "denomination"),)
            yield _candidate(f"{role.cle} | {form}", *_presence(role, index), of=of, reach=Reach.ALL)


def _party(who: str, rank: int, party: Partie, needs: tuple[str, ...]) -> Iterator[Candidate]:
    """The candidates of a party. `who`: the expression for the party; `rank`: its index among all parties."""

    def of(*keys: str) -> tuple[Path, ...]:
        return tuple(("parties", rank, key) for key in keys)

    for form in _FORMS:
        yield _candidate(f"{who}.designation_longue | {form}", *needs, of=of("nom"), reach=Reach.NAMED)
        yield _candidate(f"{who} | {form}", *needs, of=of("sigle" if party.sigle else "nom"), reach=Reach.NAMED)
    yield _candidate(f"{who}.nom", *needs, of=of("nom"), reach=Reach.NAMED)
    yield _candidate(f"{who}.sigle", *needs, f"{who}.sigle", of=of("sigle"), reach=Reach.NAMED)
    yield _candidate(f'{who}.adresse | join(", ")', *needs, f"{who}.adresse", of=of("adresse"), reach=Reach.NAMED)
    yield _candidate(f"{who}.siret", *needs, f"{who}.siret", of=of("siret"), reach=Reach.ALL)
    for key, people in (("representants", party.representants), ("signataires", party.signataires)):
        for at, person in enumerate(people):
            if isinstance(person, Personne):
                count = () if key == "representants" and at == 0 else (f"{who}.{key} | length > {at}",)
                yield from _person(f"{who}.{key}[{at}]", ("parties", rank, key, at), (*needs, *count))


def _person(who: str, path: Path, needs: tuple[str, ...]) -> Iterator[Candidate]:
    name, function = ((*path, "nom"),), ((*path, "fonction"),)
    yield _candidate(f"{who}.nom", *needs, f"{who}.nom", of=name, reach=Reach.NAMED)
    for form in ("| le", "| Le"):
        yield _candidate(f"{who} {form}", *needs, of=function, kinds=PEOPLE, reach=Reach.NAMED, before=_NOT_OF)
    for form in ("", " | minuscule", " | capitale"):
        yield _candidate(f"{who}.fonction{form}", *needs, of=function, kinds=PEOPLE, reach=Reach.NAMED, before=_NOT_OF)


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
        yield _candidate(number, f"finances.lignes | length > {index}", before=before, line=_MONEY, of=of)
    for index, _ in enumerate(finances.tranches):
        part = f"tranches[{index}].montant"
        of = tuple(("finances", "tranches", index, key) for key in ("part", "montant"))
        yield from _printed(part, (f"tranches | length > {index}", part), money="tranche", line=_CREDITS, of=of)
    for index, _ in enumerate(finances.calendrier_cp):
        item = f"finances.calendrier_cp[{index}]"
        need, of = f"finances.calendrier_cp | length > {index}", (("finances", "calendrier_cp", index, "quand"),)
        yield _candidate(f"{item}.quand | nu", need, line="paiement|CP", of=of)
    if finances.cofinancement and finances.cofinancement.delai_mois:
        within = "finances.cofinancement.delai_mois"
        before = rf"(?<=délai){_BLANK}"
        yield _candidate(f"{within} | de_mois", "finances.cofinancement", within, before=before, of=within)


def _printed(expression: str, needs: tuple[str, ...], money: str, line: str = "", *, of: Of) -> Iterator[Candidate]:
    for form in ("", " | et_en_lettres", " | en_lettres", " | centimes"):
        yield _candidate(f"{expression}{form}", *needs, money=money, line=line, of=of)
    yield _candidate(f"{expression} | chiffres", *needs, money=money, line=line, after=_AMOUNT_UNIT, of=of)


def _codes(convention: Convention, needed: tuple[KeyPath, ...]) -> Iterator[Candidate]:
    chorus = convention.chorus
    number = rf"(?<=rogramme){_BLANK}(?:n°{_BLANK}?)?"
    yield _candidate("chorus.programme", before=number, of="chorus.programme", reach=Reach.ALL)
    yield _candidate("libelle_programme", of=("chorus.libelle_programme", "chorus.programme"), reach=Reach.NAMED)
    for axis in AXES:
        name, value = f"chorus.{axis.key}", getattr(chorus, axis.key)
        needs = () if ("chorus", axis.key) in needed else (name,)
        if axis.several and value:
            paths: tuple[Path, ...] = tuple(("chorus", axis.key, rank) for rank in range(len(value)))
            yield _candidate(f'{name} | join(", ")', *needs, of=paths, reach=Reach.ALL)
            for rank in range(len(value)):
                need = (f"{name} | length > {rank}",) if rank else needs
                yield _candidate(f"{name}[{rank}]", *need, of=paths[rank : rank + 1], reach=Reach.ALL)
        elif axis.printed and isinstance(value, str):
            yield _candidate(name, *needs, of=name, reach=Reach.ALL)


def _others(convention: Convention) -> Iterator[Candidate]:
    marches = "marches.delegataire", "marches.accompagnement"
    yield _candidate("marches.delegataire | nu", marches[0], of=marches[0], reach=Reach.NAMED)
    yield _candidate("marches.accompagnement | nom_nu", marches[1], of=marches[1], reach=Reach.NAMED)
    for rank, _ in enumerate(convention.mobilisation):
        of: tuple[Path, ...] = (("mobilisation", rank, "profil"),)
        yield _candidate(
            f"mobilisation[{rank}].profil | nu", f"mobilisation | length > {rank}", line="par semaine", of=of
        )
    for rank, _ in enumerate(convention.copies):
        copies = frozenset({SectionKind.COPIES})
        of = (("copies", rank),)
        need = f"copies | length > {rank}"
        yield _candidate(f"copies[{rank}].destinataire | nu", need, kinds=copies, of=of, reach=Reach.ALL)
