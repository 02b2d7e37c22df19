"""The steps of a clause, taken of what is left to its act; `generator` decides where, so that most acts hardly pay.

What makes one text or one list of several takes the length of the result, before it is made.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date
from functools import wraps
from types import BuiltinMethodType
from typing import Any

from jinja2.exceptions import SecurityError
from jinja2.runtime import LoopContext

from conventions_cli.document import CrossReference
from conventions_cli.french import Month
from conventions_cli.model import Manquant
from conventions_cli.sandbox.budget import Budget
from conventions_cli.sandbox.guard import CURRENT, Suite
from conventions_cli.sandbox.literals import MAX_BITS
from conventions_cli.sandbox.reach import given, is_large, letters

_MEMBERS = 50  # of a list that is gone through at once, for one step
_WIDE = re.compile(r"\{[^{}:]*:[^{}]*?(?:\d{3}|\{)")  # « {:>1000000} », « {:{}} »
_DEEP = re.compile(r"\{[^{}:!]*[.\[]|:[^{}:]*c\}")  # « {0.upper} », « {:c} »
_SPLIT = frozenset({"partition", "rpartition", "rsplit", "split", "splitlines"})
_HOLDERS = (list, tuple, dict)
_HELD = frozenset({*_HOLDERS, Suite})
_WHOLE = (Manquant, Suite, CrossReference, Month)
_LARGE = 100  # steps of comparing a party, or the act
# Filters that go through what they are given; the others look at one value.
_THOROUGH = """enumeration groupby guillemets join list map max min reject rejectattr reverse select selectattr slice
sort sum unique""".split()  # noqa: SIM905 - one list of words
# Those that make a text of a text, whatever they are given in its place; and ours, that look into one.
_OF_LETTERS = ("lower", "replace", "safe", "trim", "upper")
_OF_TEXTS = """a_echeance accorde au_moment capitale lieu minuscule nom_nu nu sous_reserve""".split()  # noqa: SIM905
_COMPARISONS = """!= < <= == > >= eq equalto ge greaterthan gt le lessthan lt ne""".split()  # noqa: SIM905
_TESTS = """boolean defined divisibleby even false float integer iterable mapping none number odd sameas sequence string
true undefined""".split()  # noqa: SIM905
_MAX_DIGITS = 20


def budget() -> Budget:
    """What is left to the act being rendered. Raises LookupError outside of a rendering."""
    return CURRENT.get().budget


def guarded() -> Callable[[object], str]:
    """What prints a value in the act being rendered. Raises LookupError outside of a rendering."""
    return CURRENT.get().token


def spend(number: int) -> None:
    """Take steps of what is left to the act."""
    CURRENT.get().budget.spend(number)


def entered(name: str, size: int, weight: int) -> None:
    """Take what compiling a file costs, the first time an act needs it, and the steps of going through it."""
    left = CURRENT.get().budget
    left.compile(name, size)
    left.spend(weight)


def steps(members: Any, weight: int = 1) -> Any:
    """The same members, their steps taken: at once when their number is known, else one by one."""
    try:
        number = len(members)
    except TypeError:
        return _one_by_one(members, weight)
    CURRENT.get().budget.spend(number * weight)
    return members


def _one_by_one(members: Iterable[Any], weight: int) -> Iterator[Any]:
    left = budget()
    for member in members:
        left.spend(weight)
        yield member


def _holds(value: object) -> bool:
    """Whether a value may hold others, themselves many."""
    return isinstance(value, _HOLDERS) or type(value) is Suite


def weigh(value: object) -> None:
    """Take the steps of a list and of those it holds, each as many times as it is held; and of its texts."""
    left = budget()
    waiting = [value]
    while waiting:
        one = waiting.pop()
        members: Collection[object] = ()
        if isinstance(one, dict):
            members = (*one, *one.values())
        elif type(one) is Suite:
            members = one.pieces
        elif isinstance(one, (list, tuple)):
            members = one
        inner = [member for member in members if _holds(member)]
        left.spend(1 + len(inner) + len(members) // _MEMBERS)
        left.make(_lettered(members))
        waiting.extend(inner)


def _lettered(members: Iterable[object]) -> int:
    return sum(len(member) for member in members if isinstance(member, str))


def joined(parts: tuple[object, ...]) -> object:
    """Several values as one text; what is still to complete, and what is no text, keep their kind in it."""
    if any(isinstance(part, _WHOLE) for part in parts):
        for part in parts:
            if not isinstance(part, _WHOLE):
                letters(part)
        whole = Suite(parts)
        weigh(whole)
        return whole
    texts = [letters(part) for part in parts]
    budget().make(sum(map(len, texts)))
    return "".join(texts)


def compared(value: Any) -> Any:
    """A value about to be compared with another."""
    if isinstance(value, str):
        budget().make(len(value))
    elif _holds(value):
        weigh(value)
    elif is_large(value):
        spend(_LARGE)
    return value


def sliced(value: Any) -> Any:
    """A text or a list, a stretch of which is about to be taken."""
    if isinstance(value, str):
        budget().make(len(value))
    elif isinstance(value, (list, tuple)):
        spend(1 + len(value) // _MEMBERS)
    return given(value)


def within(container: Any) -> Any:
    """What is looked into by `in`."""
    if isinstance(container, str):
        budget().make(len(container))
        return container
    if isinstance(container, (list, tuple)):
        spend(_LARGE // 10 * sum(map(is_large, container)))
    return _thorough(container)


def held(holder: Any) -> Any:
    """A list, a tuple or a dictionary that a clause makes."""
    for member in (*holder, *holder.values()) if isinstance(holder, dict) else holder:
        if isinstance(member, _HOLDERS) or type(member) is Suite:
            weigh(holder)
            break
    return holder


def added(left: Any, right: Any) -> None:
    """`a + b`, of texts or of lists, about to be made."""
    if isinstance(left, str) and isinstance(right, str):
        budget().make(len(left) + len(right))
    elif isinstance(left, (list, tuple)) and isinstance(right, (list, tuple)):
        budget().spend(len(left) + len(right))
        weigh(left)
        weigh(right)


def is_vast(left: Any, right: Any) -> bool:
    """Whether a product or a sum of whole numbers may pass any that an act could print."""
    return isinstance(left, int) and isinstance(right, int) and left.bit_length() + right.bit_length() > MAX_BITS


def called(function: Any, arguments: tuple[Any, ...], named: dict[str, Any]) -> tuple[Any, ...]:
    """The arguments a clause may call a function with; raises SecurityError for a call no clause has a use for."""
    CURRENT.get().budget.spend(1)
    for argument in (*arguments, *named.values()) if named else arguments:
        if type(argument) in _HELD:
            weigh(argument)
    if isinstance(function, LoopContext):
        return (steps(arguments[0]), *arguments[1:]) if arguments else arguments
    if isinstance(function, BuiltinMethodType):
        return _method(function, arguments)
    return arguments


def _method(method: Any, arguments: tuple[Any, ...]) -> tuple[Any, ...]:
    """A method of a text or a list: what it goes through and what it makes are counted."""
    owner, name = method.__self__, method.__name__
    if isinstance(owner, str):
        budget().make(len(owner))
        if name in _SPLIT:
            spend(len(owner) // 10)
        if name == "join" and arguments:
            texts = list(steps(arguments[0]))
            budget().make(len(owner) * len(texts) + _lettered(texts))
            return (texts, *arguments[1:])
        if name == "replace" and len(arguments) > 1:
            _replaced(owner, str(arguments[0]), str(arguments[1]))
    elif isinstance(owner, (list, tuple)):
        within(owner)
    return arguments


def _replaced(text: str, old: str, new: str) -> None:
    budget().make(len(text) + text.count(old) * len(new))


def formatting(text: str, format_: Callable[..., str]) -> Callable[..., str]:
    """`"{}".format` of a text: without widths, nor what it would ask of the values, and counted."""
    if _WIDE.search(text) or _DEEP.search(text):
        raise SecurityError("format: a width")

    def bounded(*arguments: Any, **named: Any) -> str:
        if any(isinstance(one, date) for one in (*arguments, *named.values())):
            raise SecurityError("format: a date")
        budget().make(text.count("{") * sum(len(letters(one)) for one in (*arguments, *named.values())))
        return format_(*arguments, **named)

    return bounded


def bounded_filters(filters: dict[str, Callable[..., Any]]) -> dict[str, Callable[..., Any]]:
    """The same filters; those that go through a whole list or text count it."""
    found = filters | {name: _counted(filters[name]) for name in _THOROUGH}
    found["replace"] = _checked(found["replace"], _replaced_value)
    found["sum"] = _checked(found["sum"], _summed)
    found["round"] = _checked(found["round"], _rounded)
    found |= {name: _of_letters(found[name]) for name in _OF_LETTERS}
    return found | {name: _checked(found[name], _measured) for name in _OF_TEXTS}


def bounded_tests(tests: dict[str, Any]) -> dict[str, Any]:
    """Of Jinja's own tests, those that make sense for clauses, counted."""
    return (
        {name: tests[name] for name in _TESTS}
        | {name: _comparison(tests[name]) for name in _COMPARISONS}
        | {"in": lambda value, container: compared(value) in within(container)}
    )


def _comparison(test: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    return lambda left, right: test(compared(left), compared(right))


def _of_letters(function: Callable[..., Any]) -> Callable[..., Any]:
    """A filter of texts: what is missing stays so, and what is no text is refused instead of printed as Python does."""
    place = _place(function)

    @wraps(function)
    def lettered(*arguments: Any, **named: Any) -> Any:
        value = arguments[place]
        if isinstance(value, Manquant):
            return value
        text = letters(value)
        budget().make(len(text))
        others = [one if one is None or isinstance(one, int) else letters(one) for one in arguments[place + 1 :]]
        return function(*arguments[:place], value if isinstance(value, str) else text, *others, **named)

    return lettered


def _measured(*values: Any, **_named: Any) -> None:
    budget().make(_lettered(values))


def _place(function: Callable[..., Any]) -> int:
    """Where a filter takes its value: after what Jinja passes it, if anything."""
    return 0 if getattr(function, "jinja_pass_arg", None) is None else 1


def _counted(function: Callable[..., Any]) -> Callable[..., Any]:
    if _place(function):

        @wraps(function)
        def passed(given: Any, value: Any, *arguments: Any, **named: Any) -> Any:
            return function(given, _thorough(value), *arguments, **named)

        return passed

    @wraps(function)
    def counted(value: Any, *arguments: Any, **named: Any) -> Any:
        return function(_thorough(value), *arguments, **named)

    return counted


def _checked(function: Callable[..., Any], check: Callable[..., None]) -> Callable[..., Any]:
    place = _place(function)

    @wraps(function)
    def checked(*arguments: Any, **named: Any) -> Any:
        check(*arguments[place:], **named)
        return function(*arguments, **named)

    return checked


def _thorough(value: Any) -> Any:
    """A value that is gone through, its length taken."""
    if isinstance(value, (list, tuple)):
        left = CURRENT.get().budget
        left.spend(len(value))
        left.make(_lettered(value))
        return held(value)
    return steps(value) if hasattr(value, "__iter__") else value  # else the filter says itself that it cannot


def _replaced_value(value: Any, old: Any = "", new: Any = "", *_rest: Any, **_named: Any) -> None:
    _replaced(letters(value), letters(old), letters(new))


def _summed(_value: Any, _attribute: Any = None, start: Any = 0, **_named: Any) -> None:
    if isinstance(start, (str, list, tuple)):
        raise SecurityError("sum: of lists")


def _rounded(_value: Any, precision: Any = 0, *_rest: Any, **_named: Any) -> None:
    if isinstance(precision, int) and abs(precision) > _MAX_DIGITS:
        raise SecurityError("round: digits")
