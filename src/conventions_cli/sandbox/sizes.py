"""How much a block prints, told before any of it is made: a value may hold others, twice each, again and again."""

from collections.abc import Iterable

from conventions_cli.document import Blocks, plain_text, stretches
from conventions_cli.model import Passage, Prose
from conventions_cli.sandbox.guard import Guard, Suite, ValueRefusedError, tokens_in


def printed_size(guard: Guard, numbers: Iterable[int]) -> int:
    """The characters of the values of these numbers.

    Raises ValueRefusedError when one of them was printed by another rendering, which this one knows nothing of.
    """
    known: dict[int, int] = {}
    return sum([_size(guard.values[number], guard, known, number) for number in numbers])


def _size(value: object, guard: Guard, known: dict[int, int], number: int) -> int:
    """The characters of a value. `known`: sizes worked out already; `number`: that of the value, above all it holds."""
    if isinstance(value, str):
        return len(value) + sum([_held_size(held, guard, known, number) for held in tokens_in(value)])
    if isinstance(value, Suite):
        return sum([_size(piece, guard, known, number) for piece in value.pieces])
    if isinstance(value, (Prose, Passage)):
        return _length(value.blocks)
    return 0  # an amount, a date, a number: nearly as short as the token that stands for it


def _held_size(held: int, guard: Guard, known: dict[int, int], number: int) -> int:
    if held >= number:
        raise ValueRefusedError(
            "Une valeur imprimée dans un fichier importé sert dans une autre clause : l’imprimer dans celle-ci."
        )
    if held not in known:
        known[held] = _size(guard.values[held], guard, known, held)
    return known[held]


def _length(blocks: Blocks) -> int:
    return sum(len(plain_text(stretch)) for stretch in stretches(blocks))
