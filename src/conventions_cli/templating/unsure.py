"""Finds the fields that an act may lack, printed under no condition that tests them."""

from collections.abc import Iterator

from jinja2 import nodes

_SAFE_FILTERS = frozenset({"default", "d"})


def printed_bare(tree: nodes.Template, names: frozenset[str]) -> Iterator[tuple[str, int]]:
    """The name and the line of each of these fields that a clause prints or loops over, under no test of that field."""
    yield from _untested(tree, names, frozenset())


def fields_in(node: nodes.Node) -> frozenset[str]:
    """The fields that an expression names."""
    names = {_field(part) for part in (node, *node.find_all((nodes.Getattr, nodes.Getitem)))}
    return frozenset(name for name in names if name)


def _field(node: nodes.Node) -> str:
    """The name of a field, of `champs.lieu` or `champs["lieu"]`; empty for any other expression."""
    if not isinstance(node, (nodes.Getattr, nodes.Getitem)):
        return ""
    if not (isinstance(node.node, nodes.Name) and node.node.name == "champs"):
        return ""
    if isinstance(node, nodes.Getattr):
        return node.attr
    return str(node.arg.value) if isinstance(node.arg, nodes.Const) else ""


def _untested(node: nodes.Node, names: frozenset[str], tested: frozenset[str]) -> Iterator[tuple[str, int]]:
    match node:
        case nodes.If() | nodes.CondExpr():
            guarded = tested | fields_in(node.test)
            for child in node.iter_child_nodes(exclude=("test",)):
                yield from _untested(child, names, guarded)
        case nodes.Output() | nodes.For():
            expressions = [node.iter] if isinstance(node, nodes.For) else node.nodes
            for expression in expressions:
                yield from ((name, expression.lineno) for name in _bare(expression, tested) if name in names)
            if isinstance(node, nodes.For):
                for child in node.body:
                    yield from _untested(child, names, tested)
        case _:
            for child in node.iter_child_nodes():
                yield from _untested(child, names, tested)


def _bare(node: nodes.Node, tested: frozenset[str]) -> frozenset[str]:
    """The fields whose value an expression needs, without those tested around the expression or inside it."""
    match node:
        case nodes.CondExpr():
            guarded = tested | fields_in(node.test)
            return _bare(node.expr1, guarded) | (_bare(node.expr2, guarded) if node.expr2 is not None else frozenset())
        case nodes.Or() | nodes.And() | nodes.Test() | nodes.Not() | nodes.Compare():
            return frozenset()
        case nodes.Filter() if node.name in _SAFE_FILTERS:
            return frozenset()
    name = _field(node)
    if name:
        return frozenset({name}) - tested
    return frozenset().union(*(_bare(child, tested) for child in node.iter_child_nodes()))
