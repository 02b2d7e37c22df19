"""The bounds on the clauses of an act: a number of steps, a number of characters.

A pack may come with a spec, so its clauses are trusted no more than the spec is: none may run for ever, nor fill the
memory. Our acts use less than a hundredth of either bound.
"""

from conventions_cli.foundation import Code, Record, catalogue, field

MAX_STEPS = 100_000  # turns of loops, weighed by their body (`generator`); calls; members of lists
MAX_TEXT = 1_000_000  # characters of the rendered Markdown, marks of lines included
MAX_VALUES = 5_000_000  # characters of the printed values
MAX_CODE = 50_000  # nodes of the compiled clauses, each file once; characters of titles and expressions
_CHARACTERS = 100  # characters of a text made by a clause that cost one step


class TooMuchError(ValueError):
    """The clauses of an act exceed a bound. `hint`: what to do, in French."""

    def __init__(self, message: str, hint: str, code: Code = catalogue.TEMPLATE_FAULT) -> None:
        super().__init__(message)
        self.hint, self.code = hint, code


class Budget(Record):
    """The steps, characters and code that remain for the clauses of one act."""

    steps: int = MAX_STEPS
    text: int = MAX_TEXT
    values: int = MAX_VALUES
    code: int = MAX_CODE
    compiled: set[str] = field(default_factory=set)

    def compile(self, name: str, size: int) -> None:
        """Take the cost of a compiled text, even when its code comes from a cache, which must not change the result."""
        if name in self.compiled:
            return
        self.compiled.add(name)
        self.code -= size
        if self.code < 0:
            raise TooMuchError(
                "Les clauses de l’acte sont ensemble trop longues : plus de 50\u00a0000 mots, balises et signes.",
                "Réduire les conditions et les boucles ; une annexe volumineuse se joint à l’acte, dans son fichier.",
                catalogue.TEMPLATE_SIZE,
            )

    def spend(self, steps: int) -> None:
        """Take steps. Raises TooMuchError when not enough remain."""
        self.steps -= steps
        if self.steps < 0:
            raise TooMuchError(
                "La clause répète trop : plus de 100\u00a0000 tours de boucle ou valeurs imprimées pour un acte.",
                "Ne parcourir que les listes de l’acte (quelques centaines de tours en tout) : ni boucles imbriquées "
                "sur de grands nombres, ni macro ou fichier qui s’appelle sans fin, ni texte doublé à chaque tour.",
            )

    def make(self, characters: int) -> None:
        """Take the steps for a text that a clause is about to make. `characters`: its length."""
        if characters >= _CHARACTERS:
            self.spend(characters // _CHARACTERS)

    def read(self, characters: int) -> None:
        """Take the characters of a rendered text. Raises TooMuchError when not enough remain."""
        self.text -= characters
        if self.text < 0:
            raise _printed("un million")

    def print(self, characters: int) -> None:
        """Take the characters of printed values. Raises TooMuchError when not enough remain."""
        self.values -= characters
        if self.values < 0:
            raise _printed("cinq millions")


def _printed(number: str) -> TooMuchError:
    hint = "Sortir le texte long de la boucle ; une annexe volumineuse se joint à l’acte dans son propre fichier."
    return TooMuchError(f"La clause imprime trop : plus de {number} de caractères pour un acte.", hint)
