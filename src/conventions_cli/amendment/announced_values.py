"""What an avenant announces: the values that change, each by what changes with it when the act is made again.

A value may change words that an article of the avenant amends, words that no avenant amends (a representative, a
copy), or no word at all: then the avenant says nothing of it, and must not be taken to.
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

# What the avenant is told by: its own section, its clauses, the image that heads it.
_UNTOLD = ("avenant", "modele")
_ASIDE = ("image_entete",)
_PAST = ("finances", "montant_attribue")  # what was given, which an avenant repeats and never changes (C711)
_GRAMMAR = frozenset({"genre", "nombre", "article"})  # they agree words, and follow the name they stand beside
_OWN = 10  # letters of a text that nothing else is likely to be
_SHOWN = 60  # characters of a value in a message


class Announced(Record, frozen=True):
    """The facts that articles state; those that change other words only; the values that change no word.

    `untried`: how many values there was no time to try.
    """

    stated: tuple[Fact, ...] = ()
    aside: tuple[Fact, ...] = ()
    unsaid: tuple[tuple[Differing, Fact], ...] = ()
    untried: int = 0


def announced(old: Version, new: Version, left_out: frozenset[SectionKind]) -> Announced:
    """Tell the values that differ between two versions apart. `left_out`: the sections this avenant does not amend.

    Without a value that its articles state, the amounts and dates that their words gain or lose are told.
    """
    before, after = (one.checked.spec.tree.without(*_UNTOLD) for one in (old, new))
    named = old.checked.pack.field_names | new.checked.pack.field_names
    changes = [one for one in differing(before, after, Effort(), named) if one.facts]
    trials = Trials(old, new, left_out)
    unmoved = dict(_together(changes, trials)) if len(changes) > 1 else {}
    stated: list[Fact] = []
    aside: list[Fact] = []
    unsaid: list[tuple[Differing, Fact]] = []
    printed = _Printed(old, new, left_out, changes)
    for change in changes:
        for one in _parts(change, trials, printed):
            around = [shown for path, shown in unmoved.items() if one.after_path[: len(path)] == path]
            if not around and printed.shows(one):
                stated += one.facts
            elif not one.facts or trials.same(one):
                continue
            elif not around and trials.amends(one):
                stated += one.facts
            elif one.after_path == _PAST or _follows(one, changes):
                continue
            elif one.after_path[0] in _ASIDE or (all(around) and trials.shows(one)):
                aside += one.facts
            else:
                unsaid.append((one, one.facts[0]))
    told = _in_order(stated) if stated and not trials.untried else _of_words(old, new, left_out)
    return Announced(told, _in_order(aside), tuple(unsaid), trials.untried)


class _Printed:
    """The values that the words an avenant amends gain or lose as they are: there is no need to try those."""

    def __init__(
        self, old: Version, new: Version, left_out: frozenset[SectionKind], changes: Iterable[Differing]
    ) -> None:
        self.was, self.now = (
            plain("\n".join(section_text(part) for part in amended_parts(one.document, left_out))) for one in (old, new)
        )
        self.texts = Counter(plain(fact.after or fact.before) for change in changes for fact in change.facts)

    def shows(self, change: Differing) -> bool:
        """Whether a text came that only the new words hold, or went that only the old ones do, once."""
        if len(change.facts) != 1:
            return False
        fact = change.facts[0]
        here, there = (self.now, self.was) if fact.after else (self.was, self.now)
        text = plain(fact.after or fact.before)
        own = fact.nature is Nature.VALUE and len(text) >= _OWN and self.texts[text] == 1
        return own and text in here and text not in there


def _parts(change: Differing, trials: Trials, printed: _Printed) -> Iterator[Differing]:
    """The change, or each value of what came or went when some of it is printed."""
    parts = tuple(change.leaves())
    if len(parts) > 1 and (any(map(printed.shows, parts)) or trials.amends(change)):
        yield from parts
    else:
        yield change


def _together(changes: list[Differing], trials: Trials) -> Iterator[tuple[KeyPath, bool]]:
    """Where several values change, none of which an article states once they have all changed: two that make a sum.

    With each path, whether other words of the act change.
    """
    held: dict[KeyPath, list[Differing]] = {}
    for change in changes:
        for length in range(len(change.after_path)):
            held.setdefault(change.after_path[:length], []).append(change)
    for path, inside in held.items():
        if len(inside) > 1:
            whole = trials.whole(inside[0].before_path[: len(path)], path)
            if not trials.amends(whole):
                yield path, trials.shows(whole)


def _follows(change: Differing, changes: Iterable[Differing]) -> bool:
    """Whether a value that only agrees words changes with another beside it."""
    *home, last = change.after_path
    return last in _GRAMMAR and any(
        list(other.after_path[: len(home)]) == home and other.after_path[-1] not in _GRAMMAR for other in changes
    )


def _of_words(old: Version, new: Version, left_out: frozenset[SectionKind]) -> tuple[Fact, ...]:
    """The amounts and dates that the words an avenant amends gain or lose."""
    was, now = (
        Side(one.name, replace(one.document, parts=tuple(amended_parts(one.document, left_out)))) for one in (old, new)
    )
    facts = compare(was, now).facts
    return tuple(fact for fact in facts if "€" in fact.before + fact.after or fact.nature is Nature.DATE)


def _in_order(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    order = list(Nature)
    return tuple(sorted(facts, key=lambda fact: order.index(fact.nature)))


def unsaid(found: Announced, new: Version, *, final: bool) -> Iterator[Diagnostic]:
    """A diagnostic for each value that changes no word of the act: an error in an avenant asked for as final."""
    for change, fact in found.unsaid:
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
    if found.untried:
        message = (
            f"L’acte est trop long pour essayer une à une toutes les valeurs changées\u00a0: {found.untried} ne l’ont "
            "pas été, et les valeurs annoncées sont celles que les mots montrent."
        )
        hint = "Relire l’avenant article par article."
        yield Diagnostic(catalogue.UNSAID, message, first_line(new.checked.spec.tree.span), hint)
