"""Where the steps of a clause are counted: mostly when it is compiled, so that an ordinary act hardly pays for it.

A loop takes its turns at once, before the first; a macro, a block and a file take theirs when they are entered; a
filter takes the members of the list it is given. What makes one text or one list of several takes the length of the
result, before it is made.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from types import BuiltinMethodType
from typing import Any

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.exceptions import SecurityError
from jinja2.runtime import LoopContext

from conventions_cli.templating.budget import Budget
from conventions_cli.templating.guard import CURRENT, Suite

_NODES, _CHARACTERS = 50, 200  # of the body of a loop, for one step
_WIDE = re.compile(r"\{[^{}]*:[^{}]*(?:\d{3}|\{)")  # « {:>1000000} », « {:{}} »
_WORD = re.compile(r"[^\W\d_]+(?:[’-][^\W\d_]+)*")  # « s’engage »
_REFUSED = frozenset({"center", "encode", "expandtabs", "ljust", "rjust", "to_bytes", "translate", "zfill"})
_HOLDERS = (list, tuple, dict)
_HELD = frozenset({*_HOLDERS, Suite})
_MAX_BITS = 256
# Filters that go through what they are given; the others look at one value.
_THOROUGH = """enumeration groupby guillemets join list lower map max min reject rejectattr replace reverse select
selectattr slice sort sum trim unique upper""".split()  # noqa: SIM905 - one list of words
_MAX_DIGITS = 20


class BoundedGenerator(CodeGenerator):
    """Jinja's compiler, which counts."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802 - Jinja's name
        """Lay the counts in a clause, then compile it."""
        _count(node, file=self.name is not None)
        super().visit_Template(node, frame)

    def write_commons(self) -> None:
        """What a rendering begins with: its guard, found once."""
        super().write_commons()
        self.writeline("guarded = environment.guarded()")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        """Print a value: its token. Were this hook of Jinja's to go, `finalize` would be called, and guard as well.

        What is no value, but a word that the clause writes itself, is its text.
        """
        del frame, finalize
        self.write("(" if _own_words(node) else "guarded(")

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        del node, frame, finalize
        self.write(")")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802
        """Call the environment's own counts directly: no text of a clause can name them."""
        if not isinstance(node.node, nodes.EnvironmentAttribute):
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.write(f"environment.{node.node.name}(")
        for argument in node.args:
            self.visit(argument, frame)
            self.write(", ")
        self.write(")")

    def visit_ScopedEvalContextModifier(self, node: nodes.ScopedEvalContextModifier, frame: Frame) -> None:  # noqa: N802
        """`autoescape` is of no use here, and would be computed while the clause is compiled."""
        del frame
        self.fail("Encountered unknown tag 'autoescape'.", node.lineno)

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802
        """`a ~ b`, counted."""
        self.write("environment.joined((")
        for part in node.nodes:
            self.visit(part, frame)
            self.write(", ")
        self.write("))")

    def visit_Operand(self, node: nodes.Operand, frame: Frame) -> None:  # noqa: N802
        """`a in b`, counted."""
        if node.op in {"in", "notin"}:
            node = nodes.Operand(node.op, _asked("within", node.expr))
        super().visit_Operand(node, frame)

    def visit_List(self, node: nodes.List, frame: Frame) -> None:  # noqa: N802
        """A list, counted when it holds others."""
        self._holder(node, node.items, super().visit_List, frame)

    def visit_Tuple(self, node: nodes.Tuple, frame: Frame) -> None:  # noqa: N802
        """The same for a tuple; not for the names a loop or `set` gives values to."""
        self._holder(node, node.items if node.ctx == "load" else [], super().visit_Tuple, frame)

    def visit_Dict(self, node: nodes.Dict, frame: Frame) -> None:  # noqa: N802
        """The same for a dictionary."""
        self._holder(node, [pair.value for pair in node.items], super().visit_Dict, frame)

    def _holder(self, node: Any, items: list[nodes.Expr], visit: Callable[[Any, Frame], None], frame: Frame) -> None:
        held = any(not isinstance(item, nodes.Const) for item in items)
        if held:
            self.write("environment.held(")
        visit(node, frame)
        if held:
            self.write(")")


def _own_words(node: nodes.Expr | None) -> bool:
    """Whether a clause prints a word it writes itself, agreed or chosen, which means nothing to Markdown: no value."""
    match node:
        case nodes.Const():
            return isinstance(node.value, str) and _WORD.fullmatch(node.value) is not None
        case nodes.CondExpr():
            return _own_words(node.expr1) and _own_words(node.expr2)
        case nodes.Filter(name="accorde" | "verbe", kwargs=[], dyn_args=None, dyn_kwargs=None):
            return all(map(_own_words, node.args))
        case _:
            return False


def _asked(name: str, *arguments: nodes.Expr) -> nodes.Call:
    return nodes.Call(nodes.EnvironmentAttribute(name), list(arguments), [], None, None)


def _count(template: nodes.Template, *, file: bool) -> None:
    """`file`: whether the template can be included, hence entered again and again."""
    loops: list[tuple[Any, int]] = [(loop, _weight([*loop.body, loop.test])) for loop in template.find_all(nodes.For)]
    entered: list[Any] = [
        *([template] if file else []),
        *template.find_all((nodes.Macro, nodes.CallBlock, nodes.Block)),
    ]
    bodies = [(one, _weight(one.body)) for one in entered]
    bodies.extend((loop, weight) for loop, weight in loops if loop.recursive)
    calls: Iterable[Any] = template.find_all((nodes.Call, nodes.Filter, nodes.Test))
    starred = [one for one in calls if one.dyn_args is not None]
    imported: Iterable[Any] = template.find_all((nodes.Import, nodes.FromImport))
    for one in imported:
        one.with_context = True  # else what it prints would be kept, and printed in the acts that follow
    for loop, weight in loops:
        loop.iter = _asked("steps", loop.iter, nodes.Const(weight))
    for one in starred:
        one.dyn_args = _asked("steps", one.dyn_args, nodes.Const(1))
    for holder, weight in bodies:
        holder.body.insert(0, nodes.ExprStmt(_asked("spend", nodes.Const(weight)), lineno=holder.lineno))


def _weight(body: Iterable[nodes.Node | None]) -> int:
    """The steps that going through a body once takes, without what is counted for itself."""
    found = printed = characters = 0
    left = list(body)
    while left:
        node = left.pop()
        if node is None:
            continue
        found += 1
        if isinstance(node, nodes.TemplateData):
            characters += len(node.data)
        elif isinstance(node, nodes.Output):
            printed += sum(not isinstance(one, nodes.TemplateData) for one in node.nodes)
        if isinstance(node, nodes.For):
            left.extend((node.iter, *node.else_))
        elif isinstance(node, nodes.CallBlock):
            left.append(node.call)
        elif not isinstance(node, (nodes.Macro, nodes.Block)):
            left.extend(node.iter_child_nodes())
    return 1 + printed + found // _NODES + characters // _CHARACTERS


def budget() -> Budget:
    """What is left to the act being rendered. Raises LookupError outside of a rendering."""
    return CURRENT.get().budget


def guarded() -> Callable[[object], str]:
    """What prints a value in the act being rendered. Raises LookupError outside of a rendering."""
    return CURRENT.get().token


def spend(number: int) -> None:
    """Take steps of what is left to the act."""
    CURRENT.get().budget.spend(number)


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
    """Take the steps of a list and of those it holds, each as many times as it is held."""
    left = budget()
    waiting = [value]
    while waiting:
        one = waiting.pop()
        members: Iterable[object] = ()
        if isinstance(one, dict):
            members = one.values()
        elif type(one) is Suite:
            members = one.pieces
        elif isinstance(one, (list, tuple)):
            members = one
        inner = [member for member in members if _holds(member)]
        left.spend(1 + len(inner))
        waiting.extend(inner)


def joined(parts: Iterable[object]) -> str:
    """Several values as one text."""
    texts = [str(part) for part in parts]
    budget().make(sum(map(len, texts)))
    return "".join(texts)


def within(container: Any) -> Any:
    """What is looked into by `in`."""
    return _thorough(container)


def held(holder: Any) -> Any:
    """A list, a tuple or a dictionary that a clause makes."""
    for member in holder.values() if isinstance(holder, dict) else holder:
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
    """Whether a product of whole numbers passes any that an act could print."""
    return isinstance(left, int) and isinstance(right, int) and left.bit_length() + right.bit_length() > _MAX_BITS


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
    """A method of a text, a number, a list: those that make much of little are refused, or counted."""
    owner, name = method.__self__, method.__name__
    if name in _REFUSED:
        raise SecurityError(f"{name}: what it makes has no bound")
    if name == "fromkeys" and arguments:
        return (steps(arguments[0]), *arguments[1:])
    if isinstance(owner, str):
        budget().make(len(owner))
        if name == "join" and arguments:
            texts = list(steps(arguments[0]))
            budget().make(len(owner) * len(texts) + sum(len(one) for one in texts if isinstance(one, str)))
            return (texts, *arguments[1:])
        if name == "replace" and len(arguments) > 1:
            _replaced(owner, str(arguments[0]), str(arguments[1]))
    elif isinstance(owner, (list, tuple, range, dict)):
        budget().spend(len(owner))
    return arguments


def _replaced(text: str, old: str, new: str) -> None:
    budget().make(len(text) + text.count(old) * len(new))


def formatting(text: str, format_: Callable[..., str]) -> Callable[..., str]:
    """`"{}".format` of a text, without widths, and counted."""
    if _WIDE.search(text):
        raise SecurityError("format: a width")

    def bounded(*arguments: Any, **named: Any) -> str:
        budget().make(text.count("{") * sum(len(str(one)) for one in (*arguments, *named.values())))
        return format_(*arguments, **named)

    return bounded


def bounded_filters(filters: dict[str, Callable[..., Any]]) -> dict[str, Callable[..., Any]]:
    """The same filters; those that go through a whole list or text count it."""
    found = filters | {name: _counted(filters[name]) for name in _THOROUGH}
    found["replace"] = _checked(found["replace"], _replaced_value)
    found["sum"] = _checked(found["sum"], _summed)
    found["round"] = _checked(found["round"], _rounded)
    return found


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
        CURRENT.get().budget.spend(len(value))
        return held(value)
    if isinstance(value, str):
        budget().make(len(value))
        return value
    return steps(value) if hasattr(value, "__iter__") else value  # else the filter says itself that it cannot


def _replaced_value(value: Any, old: Any = "", new: Any = "", *_rest: Any, **_named: Any) -> None:
    _replaced(str(value), str(old), str(new))


def _summed(_value: Any, _attribute: Any = None, start: Any = 0, **_named: Any) -> None:
    if isinstance(start, (str, list, tuple)):
        raise SecurityError("sum: of lists")


def _rounded(_value: Any, precision: Any = 0, *_rest: Any, **_named: Any) -> None:
    if isinstance(precision, int) and abs(precision) > _MAX_DIGITS:
        raise SecurityError("round: digits")
