"""Probable readings of a mistyped code: characters that look alike, one too many, the wrong case or dash.

They are only suggestions: only the finance office knows the code (rule C3).
"""

import re
from collections.abc import Iterator
from itertools import combinations

_ALIKE = {"O": "0", "0": "O", "I": "1", "L": "1", "1": "I", "S": "5", "5": "S", "B": "8", "8": "B"}
_DASHES = str.maketrans({"–": "-", "—": "-", "‑": "-", "−": "-", "_": "-"})
_EXPORT_PREFIX = re.compile(r"(?:[A-Z]{2}\d{2}|PCE)/")
_AMONG_DIGITS = re.compile(r"(?<=[0-9])[OIL]+(?=[0-9])")
_DIGITS = str.maketrans("OIL", "011")
_MAX_LENGTH = 40
_MAX_SWAPS = 3


def cleaned(code: str) -> str:
    """The code without blanks, in capitals, with plain dashes and without the prefix of a CHORUS export."""
    bare = re.sub(r"[\s\u200b]", "", code).translate(_DASHES)
    return _EXPORT_PREFIX.sub("", bare.upper(), count=1)


def tidied(code: str, example: str) -> Iterator[str]:
    """Possible forms of the code: cleaned; with a dash for each blank or dot; with the dashes of an example."""
    bare = cleaned(code)
    yield bare
    yield re.sub(r"[-./]+", "-", cleaned(re.sub(r"[\s\u00a0\u202f]+", "-", code.strip())))
    signs = re.sub(r"[-./]", "", bare)
    if len(bare) <= _MAX_LENGTH and len(signs) == len(re.sub(r"[-.]", "", example)):
        rest = iter(signs)
        yield "".join(sign if sign in "-." else next(rest) for sign in example)


def readings(code: str, shape: str) -> list[str]:
    """Codes of the right shape that look like this one, likeliest first; none when nothing close fits."""
    if len(code) > _MAX_LENGTH:
        return []
    pattern = re.compile(shape, flags=re.ASCII)
    names: list[str] = []
    for candidate in _candidates(cleaned(code)):
        if candidate not in names and candidate != code and pattern.fullmatch(candidate):
            names.append(candidate)
    return names


def read_in_digits(code: str) -> str:
    """The code with 0 and 1 for the letters O, I and L between digits.

    For codes where letters are legal: in published acts, no code has one of these letters between digits.
    """
    return _AMONG_DIGITS.sub(lambda match: match[0].translate(_DIGITS), code)


def _candidates(code: str) -> Iterator[str]:
    yield code
    yield from _swapped(code)
    for index, character in enumerate(code):
        # One character too many beside its look-alike: « O0 » for « 0 ».
        neighbours = code[max(index - 1, 0) : index] + code[index + 1 : index + 2]
        if _ALIKE.get(character, "") in neighbours and character in _ALIKE:
            yield code[:index] + code[index + 1 :]
    yield code.removeprefix("0")


def _swapped(code: str) -> Iterator[str]:
    places = [index for index, character in enumerate(code) if character in _ALIKE]
    for count in range(1, min(_MAX_SWAPS, len(places)) + 1):
        for swaps in combinations(places, count):
            letters = list(code)
            for index in swaps:
                letters[index] = _ALIKE[letters[index]]
            yield "".join(letters)
