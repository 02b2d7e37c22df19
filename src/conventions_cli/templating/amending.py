"""The values of an avenant, under the names that the clauses of its pack use."""

from datetime import date

from conventions_cli.foundation import Record
from conventions_cli.model import CodeBudgetaire, Nom, Passage


class Modification(Record, frozen=True):
    """One article of an avenant: its title, and what it says, quotations of the new act included."""

    titre: Nom
    texte: Passage


class Amending(Record, frozen=True):
    """An avenant: its number, the act it amends in words, and its articles.

    `a_l_acte`: « à la convention du 20 août 2025 …, modifiée par l’avenant n° 1 du 1er mars 2026 »; `l_acte`: these
    words without the preposition; `nor_acte`, `date_acte`: the NOR number and the date of the act; `numerotation`:
    whether articles were inserted or repealed; `publie`: whether the avenant says that it is published.
    """

    numero: int
    a_l_acte: Nom
    l_acte: Nom
    modifications: tuple[Modification, ...]
    objet: Nom | None = None
    nor_acte: CodeBudgetaire | None = None
    date_acte: date | None = None
    numerotation: bool = False
    publie: bool = True
