"""Jinja's compiler, which counts: where each step of a clause is taken is decided here, `bounds` takes it.

A loop takes its turns at once, before the first; a macro, a block and a file take theirs when they are entered; a
filter takes the members of the list it is given.
"""

from collections.abc import Callable, Iterable
from typing import Any

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame

from conventions_cli.sandbox import literals

_NODES, _CHARACTERS = 50, 200  # of the body of a loop, for one step


class BoundedGenerator(CodeGenerator):
    """Jinja's compiler, which counts."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802 - Jinja's name
        """Check a clause, lay the counts in it, then compile it."""
        _count(node, self.name, literals.checked(node, self.filename))
        super().visit_Template(node, frame)

    def write_commons(self) -> None:
        """What a rendering begins with: its guard, found once."""
        super().write_commons()
        self.writeline("guarded = environment.guarded()")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        """Print a value: its token. Were this hook of Jinja's to go, `finalize` would be called, and guard as well."""
        del node, frame, finalize
        self.write("guarded(")

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

    def visit_Compare(self, node: nodes.Compare, frame: Frame) -> None:  # noqa: N802
        """`a == b`, counted when both could be long."""
        if not any(isinstance(one, nodes.Const) for one in (node.expr, *(operand.expr for operand in node.ops))):
            node = nodes.Compare(_asked("compared", node.expr), [_compared(operand) for operand in node.ops])
        super().visit_Compare(node, frame)

    def visit_Getitem(self, node: nodes.Getitem, frame: Frame) -> None:  # noqa: N802
        """`a[1:]`, counted: Jinja asks nobody for a slice."""
        if isinstance(node.arg, nodes.Slice):
            node = nodes.Getitem(_asked("sliced", node.node), node.arg, node.ctx)
        super().visit_Getitem(node, frame)

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
        inside = [one for pair in node.items for one in (pair.key, pair.value)]
        self._holder(node, inside, super().visit_Dict, frame)

    def _holder(self, node: Any, items: list[nodes.Expr], visit: Callable[[Any, Frame], None], frame: Frame) -> None:
        held = any(not isinstance(item, nodes.Const) for item in items)
        if held:
            self.write("environment.held(")
        visit(node, frame)
        if held:
            self.write(")")


def _asked(name: str, *arguments: nodes.Expr) -> nodes.Call:
    return nodes.Call(nodes.EnvironmentAttribute(name), list(arguments), [], None, None)


def _compared(operand: nodes.Operand) -> nodes.Operand:
    asked = operand.expr if operand.op in {"in", "notin"} else _asked("compared", operand.expr)
    return nodes.Operand(operand.op, asked)


def _count(template: nodes.Template, name: str | None, size: int) -> None:
    """`name`: that of a file, which can be included, hence entered again and again; `size`: its nodes."""
    loops: list[tuple[Any, int]] = [(loop, _weight([*loop.body, loop.test])) for loop in template.find_all(nodes.For)]
    entered: list[Any] = [*template.find_all((nodes.Macro, nodes.CallBlock, nodes.Block))]
    own = _weight(template.body)
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
    if name is not None:
        asked = _asked("entered", nodes.Const(name), nodes.Const(size), nodes.Const(own))
        template.body.insert(0, nodes.ExprStmt(asked, lineno=template.lineno))


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
