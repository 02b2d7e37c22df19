"""The amounts and dates that changed, to be shown first, read from the changed words of two acts."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

from conventions_cli.comparison.act_differences import Fact, Nature
from conventions_cli.comparison.collect import Collector
from conventions_cli.comparison.hunks import Hunk, Sort, Token, text_of
from conventions_cli.comparison.units import Shape, Unit

_NATURES = {Sort.AMOUNT: Nature.MONEY, Sort.DATE: Nature.DATE}
_CONTEXT = 6  # words shown before an amount, to identify it
_SEEN = 4 * _CONTEXT  # tokens, words and blanks, among which these words are sought
_YEAR = re.compile(r"\d{4}\Z")
_END = re.compile(r"[.;:!?]\Z")


def facts_of_text(collector: Collector) -> tuple[Fact, ...]:
    """The amounts and dates that changed, in the order of the act; equal changes are one fact with several places."""
    facts: list[Fact] = []
    for unit, hunks in collector.texts:
        facts.extend(_cell(unit, hunks) if unit.names != ("", "") else _sentence(unit, hunks))
    for unit, came in collector.alone:
        facts.extend(_alone(unit, came=came))
    return tuple(_gathered(facts))


def _cell(unit: Unit, hunks: Sequence[Hunk]) -> Iterator[Fact]:
    """The fact of a cell that is an amount or a date, named by its row and its column."""
    before = [token for hunk in hunks for token in hunk.before]
    after = [token for hunk in hunks for token in hunk.after]
    nature = next((_NATURES[token.sort] for token in (*after, *before) if token.sort in _NATURES), None)
    if nature is not None:
        yield Fact(nature, _named(unit), text_of(before), text_of(after), (unit.place,))


def _named(unit: Unit) -> str:
    """The name of a cell: « AE 2026 » in a table by years, « Total, CP » otherwise."""
    row, column = unit.names
    if _YEAR.match(row):
        return f"{column} {row}"
    return f"{row}, {column}" if row else column


def _sentence(unit: Unit, hunks: Sequence[Hunk]) -> Iterator[Fact]:
    """The facts of the amounts and dates among the replaced words, each named by the words before it."""
    context: list[Token] = []
    for hunk in hunks:
        if not hunk.same:
            for sort, nature in _NATURES.items():
                was = [token for token in hunk.before if token.sort is sort]
                now = [token for token in hunk.after if token.sort is sort]
                words_shown = hunk.after if now else hunk.before
                places = {token: number for number, token in reversed(list(enumerate(words_shown)))}
                for old, new in zip_longest(was, now):
                    first = new if now and new is not None else old
                    at = places.get(first, 0) if first is not None else 0
                    label = _context([*context[-_SEEN:], *words_shown[max(at - _SEEN, 0) : at]])
                    yield Fact(nature, label, old.text if old else "", new.text if new else "", (unit.place,))
        context.extend(hunk.after)


def _context(tokens: Sequence[Token]) -> str:
    """The last words of a sentence, as a quotation; empty at its start."""
    words: list[str] = []
    length = 0
    for token in reversed(tokens):
        if _END.match(token.text) or token.sort is Sort.BREAK or length == _CONTEXT:
            break
        words.append(token.text)
        length += token.sort is not Sort.SPACE
    words_shown = "".join(reversed(words)).strip()
    cut = "…\u00a0" if length == _CONTEXT else ""
    return f"«\u00a0{cut}{words_shown}\u00a0»" if words_shown else ""


def _alone(unit: Unit, *, came: bool) -> Iterator[Fact]:
    """The amounts of a unit that only one act has; its dates are left out, as most belong to cited texts."""
    for leaf in unit.within():
        if leaf.names != ("", "") and leaf.shape is Shape.CELL:
            if any(token.sort is Sort.AMOUNT for token in leaf.tokens):
                yield _one_sided(_named(leaf), leaf.text, leaf.place, came=came)
            continue
        for number, token in enumerate(leaf.tokens):
            if token.sort is Sort.AMOUNT:
                yield _one_sided(
                    _context(leaf.tokens[max(number - _SEEN, 0) : number]), token.text, leaf.place, came=came
                )


def _one_sided(label: str, text: str, place: str, *, came: bool) -> Fact:
    return Fact(Nature.MONEY, label, "" if came else text, text if came else "", (place,))


def _gathered(facts: Iterable[Fact]) -> list[Fact]:
    """The facts, with those that replace the same value by the same other joined under the label of the first."""
    groups: dict[tuple[Nature, str, str, str], list[Fact]] = {}
    for fact in facts:
        quoted = fact.label.startswith("«") or not fact.label
        key = (fact.nature, "" if quoted else f"{fact.label}{fact.places}", fact.before, fact.after)
        groups.setdefault(key, []).append(fact)
    return [_together(facts) for facts in groups.values()]


def _together(facts: Sequence[Fact]) -> Fact:
    first = facts[0]
    label = next((fact.label for fact in facts if fact.label), "")
    places = tuple(place for fact in facts for place in fact.places)
    return Fact(first.nature, label, first.before, first.after, places)


def without_known(facts: Iterable[Fact], stated: Iterable[Fact]) -> tuple[Fact, ...]:
    """The facts of the text without those whose change of value is already among the facts `stated` by the specs."""
    changes = {(_plain(fact.before), _plain(fact.after)) for fact in stated}
    return tuple(fact for fact in facts if (_plain(fact.before), _plain(fact.after)) not in changes)


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", text)
