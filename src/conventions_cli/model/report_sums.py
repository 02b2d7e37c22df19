"""The sums that an act promises line by line, with their outcomes, for the reports of acts without AE and CP."""

from typing import Any

from conventions_cli.foundation import Record
from conventions_cli.model.balance import Somme, somme
from conventions_cli.model.convention import Convention
from conventions_cli.model.execution import Constat, Execution
from conventions_cli.model.finances import Finances
from conventions_cli.model.lacking import PROMISED
from conventions_cli.model.values import Manquant, Montant


class LigneConstat(Record, frozen=True):
    """A line: the promised sum (None: nothing under these words), and its outcome (None: not reported)."""

    libelle: str
    prevu: Somme
    constate: Somme


class Constats(Record, frozen=True):
    """A list of a report, by its key, with its lines in the order of the act and their sums."""

    quoi: str
    lignes: tuple[LigneConstat, ...]

    @property
    def prevu(self) -> Somme:
        """The sum of the promises."""
        return somme([line.prevu for line in self.lignes], "total prévu")

    @property
    def constate(self) -> Somme:
        """The sum of the outcomes."""
        return somme([line.constate for line in self.lignes], "total constaté")


def promised(finances: Finances, key: str) -> dict[str, Somme]:
    """The sums that an act promises, by the words of their lines; lines with the same words are added up."""
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
    amounts_by_words: dict[str, list[Somme]] = {}
    for row, amount in zip(rows, amounts, strict=True):
        words = row if isinstance(row, Manquant) else getattr(row, worded_by)
        if isinstance(words, str):
            amounts_by_words.setdefault(words, []).append(amount)
    return {words: somme(several, "montant prévu") for words, several in amounts_by_words.items()}


def reported(execution: Execution, key: str) -> dict[str, Somme]:
    """The outcomes that a report states, by the words of their lines."""
    rows: tuple[Constat | Manquant, ...] = getattr(execution, key)
    amounts_by_words: dict[str, list[Somme]] = {}
    for row in rows:
        if isinstance(row, Constat) and isinstance(row.libelle, str):
            amounts_by_words.setdefault(row.libelle, []).append(row.montant)
    return {words: somme(several, "montant constaté") for words, several in amounts_by_words.items()}


def constats(convention: Convention, execution: Execution) -> tuple[Constats, ...]:
    """The lists of promised sums and outcomes that are not empty."""
    lists = []
    for key in PROMISED:
        planned, done = promised(convention.finances, key), reported(execution, key)
        labels = [*planned, *(label for label in done if label not in planned)]
        if labels:
            lines = (LigneConstat(label, planned.get(label), done.get(label)) for label in labels)
            lists.append(Constats(key, tuple(lines)))
    return tuple(lists)


def beyond(line: LigneConstat) -> Montant | None:
    """How much the outcome exceeds the promise; None when it does not, or when either is unknown."""
    if not isinstance(line.prevu, Montant) or not isinstance(line.constate, Montant):
        return None
    return Montant(line.constate.euros - line.prevu.euros) if line.constate > line.prevu else None
