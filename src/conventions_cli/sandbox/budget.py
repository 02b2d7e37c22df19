"""What one act may ask of its clauses: so many steps, so many characters.

A pack may lie beside a spec, so its clauses are trusted no more than the spec is: none may hold the machine for ever,
nor fill its memory. An act of ours takes less than a hundredth of either bound.
"""

from conventions_cli.foundation import Code, Record, catalogue, field

MAX_STEPS = 100_000  # turns of loops, weighed by what a turn prints and says (`bounds`); calls; members of lists
MAX_TEXT = 1_000_000  # characters of the rendered clauses, marks of lines included: Markdown to be read
MAX_VALUES = 5_000_000  # characters of the values they print
MAX_CODE = 50_000  # nodes of the clauses that are compiled for it, each file once; characters of its manifest count
_CHARACTERS = 100  # of a text that a clause makes, for one step


class TooMuchError(ValueError):
    """The clauses of an act ask for more than any act does. `hint`: what to do, in French."""

    def __init__(self, message: str, hint: str, code: Code = catalogue.TEMPLATE_FAULT) -> None:
        super().__init__(message)
        self.hint, self.code = hint, code


class Budget(Record):
    """What is left to the clauses of one act."""

    steps: int = MAX_STEPS
    text: int = MAX_TEXT
    values: int = MAX_VALUES
    code: int = MAX_CODE
    compiled: set[str] = field(default_factory=set)

    def compile(self, name: str, size: int) -> None:
        """Take what compiling a text costs, found compiled or not: the same act is refused whatever is kept."""
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
        """Take steps; raise TooMuchError when there are not enough left."""
        self.steps -= steps
        if self.steps < 0:
            raise TooMuchError(
                "La clause répète trop : plus de 100\u00a0000 tours de boucle ou valeurs imprimées pour un acte.",
                "Ne parcourir que les listes de l’acte (quelques centaines de tours en tout) : ni boucles imbriquées "
                "sur de grands nombres, ni macro ou fichier qui s’appelle sans fin, ni texte doublé à chaque tour.",
            )

    def make(self, characters: int) -> None:
        """Take the steps of a text of so many characters that a clause is about to make."""
        if characters >= _CHARACTERS:
            self.spend(characters // _CHARACTERS)

    def read(self, characters: int) -> None:
        """Take the characters of a rendered text; raise TooMuchError when there are not enough left."""
        self.text -= characters
        if self.text < 0:
            raise _printed("un million")

    def print(self, characters: int) -> None:
        """The same for those of values."""
        self.values -= characters
        if self.values < 0:
            raise _printed("cinq millions")


def _printed(number: str) -> TooMuchError:
    hint = "Sortir le texte long de la boucle ; une annexe volumineuse se joint à l’acte dans son propre fichier."
    return TooMuchError(f"La clause imprime trop : plus de {number} de caractères pour un acte.", hint)
