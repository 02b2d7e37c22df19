"""Jinja's compiler, with calls that count: this module decides where steps are taken, and `bounds` takes them.

A loop takes the steps of all its turns before the first; a macro, a block and a file take theirs when they are entered.
"""

from collections.abc import Callable, Iterable
from typing import Any

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame

from conventions_cli.sandbox import literals

_NODES, _CHARACTERS = 50, 200  # of a body (of a loop, a macro, a file), for one step


class BoundedGenerator(CodeGenerator):
    """Jinja's compiler, with calls that count."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802 - Jinja's name
        """Check a clause, insert the counting calls, then compile it."""
        _count(node, self.name, literals.checked(node, self.filename))
        super().visit_Template(node, frame)

    def write_commons(self) -> None:
        """Write the start of a rendering, which looks up its guard once."""
        super().write_commons()
        self.writeline("guarded = environment.guarded()")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        """Print the token of a value. If Jinja dropped this hook, it would call `finalize`, which guards as well."""
        del node, frame, finalize
        self.write("guarded(")

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        del node, frame, finalize
        self.write(")")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802
        """Call the counting functions of the environment directly: no text of a clause can name them."""
        if not isinstance(node.node, nodes.EnvironmentAttribute):
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.write(f"environment.{node.node.name}(")
        for argument in node.args:
            self.visit(argument, frame)
            self.write(", ")
        self.write(")")

    def visit_ScopedEvalContextModifier(self, node: nodes.ScopedEvalContextModifier, frame: Frame) -> None:  # noqa: N802
        """Refuse `autoescape`, which is of no use here, and would be computed while the clause is compiled."""
        del frame
        self.fail("Encountered unknown tag 'autoescape'.", node.lineno)

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802
        """Write `a ~ b`, counted."""
        self.write("environment.joined((")
        for part in node.nodes:
            self.visit(part, frame)
            self.write(", ")
        self.write("))")

    def visit_Compare(self, node: nodes.Compare, frame: Frame) -> None:  # noqa: N802
        """Write `a == b`, counted when no operand is a constant."""
        if not any(isinstance(part, nodes.Const) for part in (node.expr, *(operand.expr for operand in node.ops))):
            node = nodes.Compare(_counting("compared", node.expr), [_compared(operand) for operand in node.ops])
        super().visit_Compare(node, frame)

    def visit_Getitem(self, node: nodes.Getitem, frame: Frame) -> None:  # noqa: N802
        """Write `a[1:]`, counted here because Jinja slices without calling the environment."""
        if isinstance(node.arg, nodes.Slice):
            node = nodes.Getitem(_counting("sliced", node.node), node.arg, node.ctx)
        super().visit_Getitem(node, frame)

    def visit_Operand(self, node: nodes.Operand, frame: Frame) -> None:  # noqa: N802
        """Write `a in b`, counted."""
        if node.op in {"in", "notin"}:
            node = nodes.Operand(node.op, _counting("within", node.expr))
        super().visit_Operand(node, frame)

    def visit_List(self, node: nodes.List, frame: Frame) -> None:  # noqa: N802
        """Write a list, counted unless all its items are constants."""
        self._holder(node, node.items, super().visit_List, frame)

    def visit_Tuple(self, node: nodes.Tuple, frame: Frame) -> None:  # noqa: N802
        """Write a tuple, counted like a list, except one of names that a loop or `set` assigns."""
        self._holder(node, node.items if node.ctx == "load" else [], super().visit_Tuple, frame)

    def visit_Dict(self, node: nodes.Dict, frame: Frame) -> None:  # noqa: N802
        """Write a dictionary, counted like a list."""
        inside = [part for pair in node.items for part in (pair.key, pair.value)]
        self._holder(node, inside, super().visit_Dict, frame)

    def _holder(self, node: Any, items: list[nodes.Expr], visit: Callable[[Any, Frame], None], frame: Frame) -> None:
        counted = any(not isinstance(item, nodes.Const) for item in items)
        if counted:
            self.write("environment.held(")
        visit(node, frame)
        if counted:
            self.write(")")


def _counting(name: str, *arguments: nodes.Expr) -> nodes.Call:
    return nodes.Call(nodes.EnvironmentAttribute(name), list(arguments), [], None, None)


def _compared(operand: nodes.Operand) -> nodes.Operand:
    expression = operand.expr if operand.op in {"in", "notin"} else _counting("compared", operand.expr)
    return nodes.Operand(operand.op, expression)


def _count(template: nodes.Template, name: str | None, size: int) -> None:
    """Insert counting calls. `name`: that of a clause file, counted each time it is entered; `size`: its nodes."""
    loops: list[tuple[Any, int]] = [(loop, _weight([*loop.body, loop.test])) for loop in template.find_all(nodes.For)]
    entered: list[Any] = [*template.find_all((nodes.Macro, nodes.CallBlock, nodes.Block))]
    own = _weight(template.body)
    bodies = [(part, _weight(part.body)) for part in entered]
    bodies.extend((loop, weight) for loop, weight in loops if loop.recursive)
    calls: Iterable[Any] = template.find_all((nodes.Call, nodes.Filter, nodes.Test))
    starred = [call for call in calls if call.dyn_args is not None]
    imported: Iterable[Any] = template.find_all((nodes.Import, nodes.FromImport))
    for statement in imported:
        statement.with_context = True  # otherwise what the file prints would be kept, and printed in later acts
    for loop, weight in loops:
        loop.iter = _counting("steps", loop.iter, nodes.Const(weight))
    for call in starred:
        call.dyn_args = _counting("steps", call.dyn_args, nodes.Const(1))
    for holder, weight in bodies:
        holder.body.insert(0, nodes.ExprStmt(_counting("spend", nodes.Const(weight)), lineno=holder.lineno))
    if name is not None:
        entering = _counting("entered", nodes.Const(name), nodes.Const(size), nodes.Const(own))
        template.body.insert(0, nodes.ExprStmt(entering, lineno=template.lineno))


def _weight(body: Iterable[nodes.Node | None]) -> int:
    """The steps of one pass through a body; loops, macros and blocks inside it are counted apart."""
    count = printed = characters = 0
    waiting = list(body)
    while waiting:
        node = waiting.pop()
        if node is None:
            continue
        count += 1
        if isinstance(node, nodes.TemplateData):
            characters += len(node.data)
        elif isinstance(node, nodes.Output):
            printed += sum(not isinstance(part, nodes.TemplateData) for part in node.nodes)
        if isinstance(node, nodes.For):
            waiting.extend((node.iter, *node.else_))
        elif isinstance(node, nodes.CallBlock):
            waiting.append(node.call)
        elif not isinstance(node, (nodes.Macro, nodes.Block)):
            waiting.extend(node.iter_child_nodes())
    return 1 + printed + count // _NODES + characters // _CHARACTERS
