"""The values that an avenant announces, found by making the act again with each changed value.

A value may change words that an article of the avenant amends, words that no avenant amends (a representative, a
copy), or no word at all: then the avenant does not state it, and nobody must believe that it does.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

from conventions_cli.amendment.act_versions import Version
from conventions_cli.amendment.holders import amended_parts
from conventions_cli.amendment.trials import Trials
from conventions_cli.comparison import Differing, Fact, Nature, Side, compare, differing
from conventions_cli.document import SectionKind, section_text, shortened
from conventions_cli.foundation import Diagnostic, Effort, Record, catalogue, replace
from conventions_cli.french import plain
from conventions_cli.source import KeyPath, first_line

# The keys that describe the avenant itself: its section, its pack, its header image.
_UNTOLD = ("avenant", "modele")
_ASIDE = ("image_entete",)
_PAST = ("finances", "montant_attribue")  # the granted amount, which an avenant repeats and never changes (C711)
_GRAMMAR = frozenset({"genre", "nombre", "article"})  # they only make words agree with the name beside them
_OWN = 10  # letters: a text of this length is hardly there by chance
_SHOWN = 60  # characters of a value in a message


class Announced(Record, frozen=True):
    """`stated`: the facts that articles state; `aside`: those that change other words only.

    `unsaid`: the values that change no word; `untried`: how many values no effort was left to try.
    """

    stated: tuple[Fact, ...] = ()
    aside: tuple[Fact, ...] = ()
    unsaid: tuple[tuple[Differing, Fact], ...] = ()
    untried: int = 0


def announced(old: Version, new: Version, left_out: frozenset[SectionKind]) -> Announced:
    """Sort the values that differ between two versions. `left_out`: the sections that this avenant does not amend.

    When its articles state no value, `stated` has the amounts and dates that their words gain or lose.
    """
    before, after = (version.checked.spec.tree.without(*_UNTOLD) for version in (old, new))
    named = old.checked.pack.field_names | new.checked.pack.field_names
    changes = [change for change in differing(before, after, Effort(), named) if change.facts]
    trials = Trials(old, new, left_out)
    unmoved = dict(_together(changes, trials)) if len(changes) > 1 else {}
    stated: list[Fact] = []
    aside: list[Fact] = []
    unsaid: list[tuple[Differing, Fact]] = []
    printed = _Printed(old, new, left_out, changes)
    for change in changes:
        for part in _parts(change, trials, printed):
            around = [moves for path, moves in unmoved.items() if part.after_path[: len(path)] == path]
            if not around and printed.shows(part):
                stated += part.facts
            elif not part.facts or trials.same(part):
                continue
            elif not around and trials.amends(part):
                stated += part.facts
            elif part.after_path == _PAST or _follows(part, changes):
                continue
            elif part.after_path[0] in _ASIDE or (all(around) and trials.shows(part)):
                aside += part.facts
            else:
                unsaid.append((part, part.facts[0]))
    facts = _in_order(stated) if stated and not trials.untried else _of_words(old, new, left_out)
    return Announced(facts, _in_order(aside), tuple(unsaid), trials.untried)


class _Printed:
    """The values that the amended words themselves gain or lose, which need no trial."""

    def __init__(
        self, old: Version, new: Version, left_out: frozenset[SectionKind], changes: Iterable[Differing]
    ) -> None:
        self.was, self.now = (
            plain("\n".join(section_text(part) for part in amended_parts(version.document, left_out)))
            for version in (old, new)
        )
        self.texts = Counter(plain(fact.after or fact.before) for change in changes for fact in change.facts)

    def shows(self, change: Differing) -> bool:
        """Whether a value has a long text, which no other value has, and which only one version has in its words."""
        if len(change.facts) != 1:
            return False
        fact = change.facts[0]
        here, other = (self.now, self.was) if fact.after else (self.was, self.now)
        text = plain(fact.after or fact.before)
        own = fact.nature is Nature.VALUE and len(text) >= _OWN and self.texts[text] == 1
        return own and text in here and text not in other


def _parts(change: Differing, trials: Trials, printed: _Printed) -> Iterator[Differing]:
    """The change, or, for a group that only one version has, each of its values, if the amended words show some."""
    parts = tuple(change.leaves())
    if len(parts) > 1 and (any(map(printed.shows, parts)) or trials.amends(change)):
        yield from parts
    else:
        yield change


def _together(changes: list[Differing], trials: Trials) -> Iterator[tuple[KeyPath, bool]]:
    """The paths where several values change together without changing amended words, as two parts of one sum.

    With each path: whether other words of the act change.
    """
    changes_under: dict[KeyPath, list[Differing]] = {}
    for change in changes:
        for length in range(len(change.after_path)):
            changes_under.setdefault(change.after_path[:length], []).append(change)
    for path, inside in changes_under.items():
        if len(inside) > 1:
            whole = trials.whole(inside[0].before_path[: len(path)], path)
            if not trials.amends(whole):
                yield path, trials.shows(whole)


def _follows(change: Differing, changes: Iterable[Differing]) -> bool:
    """Whether a value that only makes words agree changes with another value beside it."""
    *home, last = change.after_path
    return last in _GRAMMAR and any(
        list(other.after_path[: len(home)]) == home and other.after_path[-1] not in _GRAMMAR for other in changes
    )


def _of_words(old: Version, new: Version, left_out: frozenset[SectionKind]) -> tuple[Fact, ...]:
    """The amounts and dates that the amended words gain or lose."""
    was, now = (
        Side(version.name, replace(version.document, parts=tuple(amended_parts(version.document, left_out))))
        for version in (old, new)
    )
    facts = compare(was, now).facts
    return tuple(fact for fact in facts if "€" in fact.before + fact.after or fact.nature is Nature.DATE)


def _in_order(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    order = list(Nature)
    return tuple(sorted(facts, key=lambda fact: order.index(fact.nature)))


def unsaid(values: Announced, new: Version, *, final: bool) -> Iterator[Diagnostic]:
    """A diagnostic for each value that changes no word of the act: an error when `final`."""
    for change, fact in values.unsaid:
        sides = " → ".join(shortened(side, _SHOWN) or "(rien)" for side in (fact.before, fact.after))
        message = (
            f"«\u00a0{change.key}\u00a0» change ({sides}), et aucun mot de l’acte ne change avec cette clé\u00a0: "
            "l’avenant n’en dit rien."
        )
        hint = (
            f"Rendre à «\u00a0{change.key}\u00a0» la valeur de l’acte signé, la corriger aussi dans la version signée "
            "si c’était une erreur de saisie, ou l’imprimer dans une clause (convention templates eject)."
        )
        span = first_line(new.checked.spec.span(*change.after_path))
        yield Diagnostic(catalogue.UNSAID, message, span, hint, final=final)
    if values.untried:
        message = (
            f"L’acte est trop long pour essayer une à une toutes les valeurs changées\u00a0: {values.untried} ne l’ont "
            "pas été, et les valeurs annoncées sont celles que les mots montrent."
        )
        hint = "Relire l’avenant article par article."
        yield Diagnostic(catalogue.UNSAID, message, first_line(new.checked.spec.tree.span), hint)
