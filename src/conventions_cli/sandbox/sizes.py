"""Computes how much a block prints before it is made: nested values, each used twice, can grow without bound."""

from collections.abc import Iterable

from conventions_cli.document import Blocks, plain_text, stretches
from conventions_cli.model import Passage, Prose
from conventions_cli.sandbox.guard import Guard, Suite, ValueRefusedError, tokens_in


def printed_size(guard: Guard, numbers: Iterable[int]) -> int:
    """The number of characters that the values with these token numbers print.

    Raises ValueRefusedError when a value holds a token of another rendering.
    """
    sizes: dict[int, int] = {}
    return sum([_size(guard.values[number], guard, sizes, number) for number in numbers])


def _size(value: object, guard: Guard, sizes: dict[int, int], number: int) -> int:
    """The characters of a value. `sizes`: those worked out already, by token; `number`: the token of the value."""
    if isinstance(value, str):
        return len(value) + sum([_token_size(token, guard, sizes, number) for token in tokens_in(value)])
    if isinstance(value, Suite):
        return sum([_size(piece, guard, sizes, number) for piece in value.pieces])
    if isinstance(value, (Prose, Passage)):
        return _length(value.blocks)
    return 0  # an amount, a date, a number: about as short as its token


def _token_size(token: int, guard: Guard, sizes: dict[int, int], number: int) -> int:
    if token >= number:  # a value can only hold tokens made before its own
        raise ValueRefusedError(
            "Une valeur imprimée dans un fichier importé sert dans une autre clause : l’imprimer dans celle-ci."
        )
    if token not in sizes:
        sizes[token] = _size(guard.values[token], guard, sizes, token)
    return sizes[token]


def _length(blocks: Blocks) -> int:
    return sum(len(plain_text(stretch)) for stretch in stretches(blocks))
