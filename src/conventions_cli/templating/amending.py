"""What an avenant says, as the clauses of its pack name it."""

from datetime import date

from conventions_cli.foundation import Record
from conventions_cli.model import CodeBudgetaire, Nom, Passage


class Modification(Record, frozen=True):
    """One article of an avenant: its title, and what it says, quotations of the new act included."""

    titre: Nom
    texte: Passage


class Amending(Record, frozen=True):
    """An avenant: its number, the act it amends in words, and its articles.

    `a_l_acte`: « à la convention du 20 août 2025 …, modifiée par l’avenant n° 1 du 1er mars 2026 »; `l_acte`, the same
    without its preposition; `nor_acte`, `date_acte`: the number and the date of that act; `numerotation`: whether
    articles were inserted or repealed; `publie`: whether the act says that it is published.
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
