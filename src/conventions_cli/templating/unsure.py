"""Fields that an act may lack, printed where no condition says that it has them."""

from collections.abc import Iterator

from jinja2 import nodes

_SAFE_FILTERS = frozenset({"default", "d"})


def printed_bare(tree: nodes.Template, names: frozenset[str]) -> Iterator[tuple[str, int]]:
    """Each of these fields that a clause prints or goes through outside of any test of it, with its line."""
    yield from _seen(tree, names, frozenset())


def fields_in(node: nodes.Node) -> frozenset[str]:
    """The fields that an expression names."""
    found = {_field(one) for one in (node, *node.find_all((nodes.Getattr, nodes.Getitem)))}
    return frozenset(name for name in found if name)


def _field(node: nodes.Node) -> str:
    """The name of a field, of `champs.lieu` or `champs["lieu"]`; empty for any other expression."""
    if not isinstance(node, (nodes.Getattr, nodes.Getitem)):
        return ""
    if not (isinstance(node.node, nodes.Name) and node.node.name == "champs"):
        return ""
    if isinstance(node, nodes.Getattr):
        return node.attr
    return str(node.arg.value) if isinstance(node.arg, nodes.Const) else ""


def _seen(node: nodes.Node, names: frozenset[str], tested: frozenset[str]) -> Iterator[tuple[str, int]]:
    match node:
        case nodes.If() | nodes.CondExpr():
            known = tested | fields_in(node.test)
            for child in node.iter_child_nodes(exclude=("test",)):
                yield from _seen(child, names, known)
        case nodes.Output() | nodes.For():
            shown = [node.iter] if isinstance(node, nodes.For) else node.nodes
            for one in shown:
                yield from ((name, one.lineno) for name in _bare(one, tested) if name in names)
            if isinstance(node, nodes.For):
                for child in node.body:
                    yield from _seen(child, names, tested)
        case _:
            for child in node.iter_child_nodes():
                yield from _seen(child, names, tested)


def _bare(node: nodes.Node, tested: frozenset[str]) -> frozenset[str]:
    """The fields whose value an expression needs, but for those tested around it or by itself."""
    match node:
        case nodes.CondExpr():
            known = tested | fields_in(node.test)
            return _bare(node.expr1, known) | (_bare(node.expr2, known) if node.expr2 is not None else frozenset())
        case nodes.Or() | nodes.And() | nodes.Test() | nodes.Not() | nodes.Compare():
            return frozenset()
        case nodes.Filter() if node.name in _SAFE_FILTERS:
            return frozenset()
    found = _field(node)
    if found:
        return frozenset({found}) - tested
    return frozenset().union(*(_bare(child, tested) for child in node.iter_child_nodes()))
