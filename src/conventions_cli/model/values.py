"""The values of a spec: amounts, percentages, texts of several kinds, and missing values."""

from typing import TYPE_CHECKING

from conventions_cli.foundation import Record
from conventions_cli.french import amount_in_words, format_amount

if TYPE_CHECKING:
    from conventions_cli.document import Blocks


class Montant(Record, frozen=True, order=True):
    """An amount in whole euros, positive or nil."""

    euros: int

    def __add__(self, other: "Montant") -> "Montant":
        return Montant(self.euros + other.euros)

    def __sub__(self, other: "Montant") -> "Montant":
        return Montant(self.euros - other.euros)

    def __bool__(self) -> bool:
        return self.euros != 0

    def __str__(self) -> str:
        return format_amount(self.euros)

    @property
    def en_lettres(self) -> str:
        """« deux cent mille euros »."""
        return amount_in_words(self.euros)


def total(amounts: "list[Montant]") -> Montant:
    """The sum of amounts."""
    return Montant(sum(amount.euros for amount in amounts))


class Pourcentage(Record, frozen=True, order=True):
    """A share, in hundredths of a percent: 50 % is 5000."""

    centiemes: int

    def __str__(self) -> str:
        integer, rest = divmod(self.centiemes, 100)
        digits = str(integer) if not rest else f"{integer},{rest:02d}".rstrip("0")
        return f"{digits}\u00a0%"


class Verbatim(str):
    """A text printed as it is written, without typography."""

    __slots__ = ()


class Nom(Verbatim):
    """A proper name: a party, a person, a service, a scheme."""

    __slots__ = ()


class NomEnLignes(Nom):
    """A name printed on several lines, with line ends in its text."""

    __slots__ = ()


class CodeBudgetaire(Verbatim):
    """A code of an accounting axis, a NOR number, a reference."""

    __slots__ = ()


class Adresse(Verbatim):
    """A web address."""

    __slots__ = ()


class Prose(Record, frozen=True):
    """A text with paragraphs, lists, bold and links."""

    blocks: "Blocks"


class Passage(Record, frozen=True):
    """A stretch of an act, headings and tables included, copied into another act as it is."""

    blocks: "Blocks"


class Manquant(Record, frozen=True):
    """A value that the spec does not give yet: its YAML path and its French name."""

    cle: str
    libelle: str
