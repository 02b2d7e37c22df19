"""The sums an act promises line by line, against what became of them: what a report says of acts without AE and CP."""

from typing import Any

from conventions_cli.foundation import Record
from conventions_cli.model.balance import Somme, somme
from conventions_cli.model.convention import Convention
from conventions_cli.model.execution import Constat, Execution
from conventions_cli.model.finances import Finances
from conventions_cli.model.lacking import PROMISED
from conventions_cli.model.values import Manquant, Montant


class LigneConstat(Record, frozen=True):
    """A line: what the act promises (None: nothing under these words), what became of it (None: not told)."""

    libelle: str
    prevu: Somme
    constate: Somme


class Constats(Record, frozen=True):
    """A list of a report, by its key, with its lines in the order of the act and their sums."""

    quoi: str
    lignes: tuple[LigneConstat, ...]

    @property
    def prevu(self) -> Somme:
        """All that the act promises."""
        return somme([line.prevu for line in self.lignes], "total prévu")

    @property
    def constate(self) -> Somme:
        """All that was done of it."""
        return somme([line.constate for line in self.lignes], "total constaté")


def promised(finances: Finances, key: str) -> dict[str, Somme]:
    """What an act promises under each of its own words; lines of the same words make one sum."""
    path, worded_by = PROMISED[key]
    rows: Any = finances
    for step in path:
        rows = getattr(rows, step, ())
    if key == "versements":
        amounts = finances.montants_des_versements
    elif key == "contributions":
        amounts = finances.montants_des_contributions
    else:
        amounts = tuple(row if isinstance(row, Manquant) else row.montant for row in rows)
    found: dict[str, list[Somme]] = {}
    for row, amount in zip(rows, amounts, strict=True):
        words = row if isinstance(row, Manquant) else getattr(row, worded_by)
        if isinstance(words, str):
            found.setdefault(words, []).append(amount)
    return {words: somme(several, "montant prévu") for words, several in found.items()}


def told(execution: Execution, key: str) -> dict[str, Somme]:
    """What a report says of each line, by its words."""
    rows: tuple[Constat | Manquant, ...] = getattr(execution, key)
    found: dict[str, list[Somme]] = {}
    for row in rows:
        if isinstance(row, Constat) and isinstance(row.libelle, str):
            found.setdefault(row.libelle, []).append(row.montant)
    return {words: somme(several, "montant constaté") for words, several in found.items()}


def constats(convention: Convention, execution: Execution) -> tuple[Constats, ...]:
    """The lists that the act or its report holds."""
    found = []
    for key in PROMISED:
        planned, done = promised(convention.finances, key), told(execution, key)
        words = [*planned, *(one for one in done if one not in planned)]
        if words:
            lines = (LigneConstat(one, planned.get(one), done.get(one)) for one in words)
            found.append(Constats(key, tuple(lines)))
    return tuple(found)


def beyond(line: LigneConstat) -> Montant | None:
    """How much more than promised was done; None when it is not, or cannot be known."""
    if not isinstance(line.prevu, Montant) or not isinstance(line.constate, Montant):
        return None
    return Montant(line.constate.euros - line.prevu.euros) if line.constate > line.prevu else None
