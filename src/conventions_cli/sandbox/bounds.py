"""Counts what clauses do against the budget of their act. `generator` decides where counts are made, for speed.

An operation that makes a text or a list is charged the length of its result, before the result is made.
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

_MEMBERS = 50  # members of a list that cost one step, when no clause code runs for each
_WIDE = re.compile(r"\{[^{}:]*:[^{}]*?(?:\d{3}|\{)")  # « {:>1000000} », « {:{}} »
_DEEP = re.compile(r"\{[^{}:!]*[.\[]|:[^{}:]*c\}")  # « {0.upper} », « {:c} »
_SPLIT = frozenset({"partition", "rpartition", "rsplit", "split", "splitlines"})
_HOLDERS = (list, tuple, dict)
_HELD = frozenset({*_HOLDERS, Suite})
_WHOLE = (Manquant, Suite, CrossReference, Month)
_LARGE = 100  # steps for comparing a party, or the act
# Filters that go through a list or a text; the others look at one value.
_THOROUGH = """enumeration groupby guillemets join list map max min reject rejectattr reverse select selectattr slice
sort sum unique""".split()  # noqa: SIM905 - one list of words
# Filters of Jinja that make a text from any value; then filters of ours that look into a text.
_OF_LETTERS = ("lower", "replace", "safe", "trim", "upper")
_OF_TEXTS = """a_echeance accorde au_moment capitale lieu minuscule nom_nu nu sous_reserve""".split()  # noqa: SIM905
_COMPARISONS = """!= < <= == > >= eq equalto ge greaterthan gt le lessthan lt ne""".split()  # noqa: SIM905
_TESTS = """boolean defined divisibleby even false float integer iterable mapping none number odd sameas sequence string
true undefined""".split()  # noqa: SIM905
_MAX_DIGITS = 20


def budget() -> Budget:
    """The budget of the act being rendered. Raises LookupError outside of a rendering."""
    return CURRENT.get().budget


def guarded() -> Callable[[object], str]:
    """The function that prints a value in the act being rendered. Raises LookupError outside of a rendering."""
    return CURRENT.get().token


def spend(number: int) -> None:
    """Take steps from the budget of the act."""
    CURRENT.get().budget.spend(number)


def entered(name: str, size: int, weight: int) -> None:
    """Take the cost of compiling a file, once for an act, and the steps of rendering it."""
    remaining = CURRENT.get().budget
    remaining.compile(name, size)
    remaining.spend(weight)


def steps(members: Any, weight: int = 1) -> Any:
    """These members, with their steps taken: at once when their number is known, else one by one."""
    try:
        number = len(members)
    except TypeError:
        return _one_by_one(members, weight)
    CURRENT.get().budget.spend(number * weight)
    return members


def _one_by_one(members: Iterable[Any], weight: int) -> Iterator[Any]:
    remaining = budget()
    for member in members:
        remaining.spend(weight)
        yield member


def _holds(value: object) -> bool:
    """Whether a value is a container, which may hold other containers."""
    return isinstance(value, _HOLDERS) or type(value) is Suite


def weigh(value: object) -> None:
    """Take the steps of a list, of the lists inside it (each as many times as it occurs), and of its texts."""
    remaining = budget()
    waiting = [value]
    while waiting:
        container = waiting.pop()
        members: Collection[object] = ()
        if isinstance(container, dict):
            members = (*container, *container.values())
        elif type(container) is Suite:
            members = container.pieces
        elif isinstance(container, (list, tuple)):
            members = container
        inner = [member for member in members if _holds(member)]
        remaining.spend(1 + len(inner) + len(members) // _MEMBERS)
        remaining.make(_lettered(members))
        waiting.extend(inner)


def _lettered(members: Iterable[object]) -> int:
    return sum(len(member) for member in members if isinstance(member, str))


def joined(parts: tuple[object, ...]) -> object:
    """Several values joined as one text, or as a `Suite` when one of them must keep its type (a `Manquant`)."""
    if any(isinstance(part, _WHOLE) for part in parts):
        for part in parts:
            if not isinstance(part, _WHOLE):
                letters(part)
        suite = Suite(parts)
        weigh(suite)
        return suite
    texts = [letters(part) for part in parts]
    budget().make(sum(map(len, texts)))
    return "".join(texts)


def compared(value: Any) -> Any:
    """This value, about to be compared with another, with the cost of the comparison taken."""
    if isinstance(value, str):
        budget().make(len(value))
    elif _holds(value):
        weigh(value)
    elif is_large(value):
        spend(_LARGE)
    return value


def sliced(value: Any) -> Any:
    """This text or list, about to be sliced, with the cost of the slice taken."""
    if isinstance(value, str):
        budget().make(len(value))
    elif isinstance(value, (list, tuple)):
        spend(1 + len(value) // _MEMBERS)
    return given(value)


def within(container: Any) -> Any:
    """This container, about to be searched by `in`, with the cost of the search taken."""
    if isinstance(container, str):
        budget().make(len(container))
        return container
    if isinstance(container, (list, tuple)):
        spend(_LARGE // 10 * sum(map(is_large, container)))
    return _thorough(container)


def held(holder: Any) -> Any:
    """This list, tuple or dictionary that a clause makes, with its steps taken when it holds other containers."""
    for member in (*holder, *holder.values()) if isinstance(holder, dict) else holder:
        if isinstance(member, _HOLDERS) or type(member) is Suite:
            weigh(holder)
            break
    return holder


def added(left: Any, right: Any) -> None:
    """Take the cost of `a + b`, for texts or lists."""
    if isinstance(left, str) and isinstance(right, str):
        budget().make(len(left) + len(right))
    elif isinstance(left, (list, tuple)) and isinstance(right, (list, tuple)):
        budget().spend(len(left) + len(right))
        weigh(left)
        weigh(right)


def is_vast(left: Any, right: Any) -> bool:
    """Whether a product or a sum of whole numbers may have more bits (`MAX_BITS`) than any number of an act."""
    return isinstance(left, int) and isinstance(right, int) and left.bit_length() + right.bit_length() > MAX_BITS


def called(function: Any, arguments: tuple[Any, ...], named: dict[str, Any]) -> tuple[Any, ...]:
    """The arguments of a call, once the cost of the call is taken. Raises TooMuchError past the budget."""
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
    """The arguments of a method of a text or a list, once the cost of reading it and of the result is taken."""
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
    """The `format` of a text, counted. Raises SecurityError for a width, an attribute of a value, or a date."""
    if _WIDE.search(text) or _DEEP.search(text):
        raise SecurityError("format: a width")

    def bounded(*arguments: Any, **named: Any) -> str:
        if any(isinstance(value, date) for value in (*arguments, *named.values())):
            raise SecurityError("format: a date")
        budget().make(text.count("{") * sum(len(letters(value)) for value in (*arguments, *named.values())))
        return format_(*arguments, **named)

    return bounded


def bounded_filters(filters: dict[str, Callable[..., Any]]) -> dict[str, Callable[..., Any]]:
    """These filters; those that go through a list or a text are charged its length."""
    bounded = filters | {name: _counted(filters[name]) for name in _THOROUGH}
    bounded["replace"] = _checked(bounded["replace"], _replaced_value)
    bounded["sum"] = _checked(bounded["sum"], _summed)
    bounded["round"] = _checked(bounded["round"], _rounded)
    bounded |= {name: _of_letters(bounded[name]) for name in _OF_LETTERS}
    return bounded | {name: _checked(bounded[name], _measured) for name in _OF_TEXTS}


def bounded_tests(tests: dict[str, Any]) -> dict[str, Any]:
    """The tests of Jinja that make sense for clauses; comparisons and `in` are charged."""
    return (
        {name: tests[name] for name in _TESTS}
        | {name: _comparison(tests[name]) for name in _COMPARISONS}
        | {"in": lambda value, container: compared(value) in within(container)}
    )


def _comparison(test: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    return lambda left, right: test(compared(left), compared(right))


def _of_letters(function: Callable[..., Any]) -> Callable[..., Any]:
    """A filter of texts that leaves a `Manquant` as it is, and raises TypeError for a value that no text stands for."""
    place = _place(function)

    @wraps(function)
    def lettered(*arguments: Any, **named: Any) -> Any:
        value = arguments[place]
        if isinstance(value, Manquant):
            return value
        text = letters(value)
        budget().make(len(text))
        options = arguments[place + 1 :]
        texts = [option if option is None or isinstance(option, int) else letters(option) for option in options]
        return function(*arguments[:place], value if isinstance(value, str) else text, *texts, **named)

    return lettered


def _measured(*values: Any, **_named: Any) -> None:
    budget().make(_lettered(values))


def _place(function: Callable[..., Any]) -> int:
    """The index of the value among the arguments of a filter: 1 when Jinja passes its context first, else 0."""
    return 0 if getattr(function, "jinja_pass_arg", None) is None else 1


def _counted(function: Callable[..., Any]) -> Callable[..., Any]:
    if _place(function):

        @wraps(function)
        def passed(context: Any, value: Any, *arguments: Any, **named: Any) -> Any:
            return function(context, _thorough(value), *arguments, **named)

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
    """This value, about to be gone through, with its length taken."""
    if isinstance(value, (list, tuple)):
        remaining = CURRENT.get().budget
        remaining.spend(len(value))
        remaining.make(_lettered(value))
        return held(value)
    return steps(value) if hasattr(value, "__iter__") else value  # otherwise the filter itself fails


def _replaced_value(value: Any, old: Any = "", new: Any = "", *_rest: Any, **_named: Any) -> None:
    _replaced(letters(value), letters(old), letters(new))


def _summed(_value: Any, _attribute: Any = None, start: Any = 0, **_named: Any) -> None:
    if isinstance(start, (str, list, tuple)):
        raise SecurityError("sum: of lists")


def _rounded(_value: Any, precision: Any = 0, *_rest: Any, **_named: Any) -> None:
    if isinstance(precision, int) and abs(precision) > _MAX_DIGITS:
        raise SecurityError("round: digits")
