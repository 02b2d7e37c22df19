"""Change a module a little, at random, and print what no test sees: `tools/mutants.py french/dates.py [seed [count]]`.

Each runs in a fork; nothing is written. What survives is killed by a test, or explained in `tests/mutants.md`.
"""

import ast
import difflib
import os
import random
import re
import signal
import sys
import tempfile
from collections.abc import Iterator
from importlib.machinery import SourceFileLoader
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "conventions_cli"
TESTS = {
    "french": ["french", "clauses"],
    "facts": ["facts"],
    "rules": [
        "rules",
        "money",
        "report",
        "cohort",
        "kind_subvention",
        "kind_lettre_mission",
        "kind_groupement_commandes",
    ],
    "source": ["source", "printer", "pasted", "pictures", "fmt", "rejected", "fix"],
}
PAIRS = "Lt LtE,Gt GtE,Eq NotEq,Is IsNot,In NotIn,Add Sub,Mult FloorDiv,And Or,Mod Mult"
TURNED = {one: other for pair in PAIRS.split(",") for one, other in (pair.split(), pair.split()[::-1])} | {
    "Mult": "Add"
}
PIECE = re.compile(r"\\[bBdwsSWD]|[?*+^$]|(?<=[|(])\w[^|()\\]*\||\|[^|()\\]*\w(?=[|)])|\(\?[!=<]")


def changes(node: ast.AST) -> Iterator[ast.AST | str]:
    """What may stand in the place of a node."""
    match node:
        case ast.Compare(left=left, ops=[op, *more], comparators=right):
            yield ast.Compare(left, [turned(op), *more], right)
        case ast.BoolOp(op=op, values=values):
            yield ast.BoolOp(turned(op), values)
            left = (values[:at] + values[at + 1 :] for at in range(len(values)))
            yield from (some[0] if len(some) == 1 else ast.BoolOp(op, some) for some in left)
        case ast.BinOp(left=left, op=op, right=right) if type(op).__name__ in TURNED:
            yield ast.BinOp(left, turned(op), right)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield operand
        case ast.Tuple(elts=elts, ctx=ast.Load()) | ast.Set(elts=elts) if len(elts) > 1:
            yield from (type(node)(elts=elts[:at] + elts[at + 1 :]) for at in range(len(elts)))
        case ast.Return(value=ast.expr()):
            yield "return None"
        case ast.Expr(value=ast.Call() | ast.Yield()) | ast.AugAssign() | ast.Raise() | ast.Continue() | ast.Break():
            yield "pass"
        case ast.Constant(value=int() as value):
            yield str(not value if isinstance(value, bool) else value + 1)
        case ast.Constant(value=str() as text) if re.search(r"\\[bdws]|\(\?|\||\[\^|\]\+", text):
            yield from (repr(text[: piece.start()] + text[piece.end() :]) for piece in PIECE.finditer(text))
        case ast.Constant(value=str() as text) if text.count(" ") < 2:  # no test repeats a sentence
            yield repr(f"{text}_")


def turned(operator: ast.AST) -> ast.AST:
    """The operator that says nearly the same, or the contrary."""
    return getattr(ast, TURNED[type(operator).__name__])()


def running(tree: ast.AST) -> Iterator[ast.AST]:
    """The nodes that run: no annotation, docstring, f-string (its places are not known), list of a door."""
    yield tree
    for name, field in ast.iter_fields(tree):
        for child in field if isinstance(field, list) else [field]:
            match child:
                case ast.Expr(value=ast.Constant()) | ast.If(test=ast.Name(id="TYPE_CHECKING")):
                    continue
                case ast.AST() if name not in {"annotation", "returns"} and not isinstance(tree, ast.JoinedStr):
                    yield from running(child)


def mutants(source: str) -> Iterator[str]:
    """The source with each of its changes, those that read as Python and say something else."""
    data, lines = source.encode(), source.encode().splitlines(keepends=True)
    start = [sum(map(len, lines[:at])) for at in range(len(lines) + 1)]
    for node in running(ast.parse(source)):
        for code in (one if isinstance(one, str) else ast.unparse(one) for one in changes(node)):
            begin, end = start[node.lineno - 1] + node.col_offset, start[node.end_lineno - 1] + node.end_col_offset
            text = (data[:begin] + (code if isinstance(node, ast.stmt) else f"({code})").encode() + data[end:]).decode()
            try:
                if ast.dump(ast.parse(text)) != ast.dump(ast.parse(source)):
                    yield text
            except SyntaxError:
                continue


def survives(path: Path, text: str) -> bool:
    """Whether the tests of its package pass with a module changed."""
    ordinary = SourceFileLoader.get_code

    def get_code(self: SourceFileLoader, name: str) -> object:
        return compile(text, self.path, "exec") if self.path == str(path) else ordinary(self, name)

    child = os.fork()
    if not child:
        sys.stdout = sys.stderr = open(os.devnull, "w")  # noqa: PTH123, SIM115
        signal.alarm(300)
        SourceFileLoader.get_code = get_code  # type: ignore[method-assign, assignment]
        os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = tempfile.mkdtemp()
        files = [f"tests/test_{name}.py" for name in TESTS[path.parent.name]]
        os._exit(pytest.main(["-xq", "-p", "no:cacheprovider", "-p", "no:xdist", "--hypothesis-seed=0", *files]))
    return os.waitpid(child, 0)[1] == 0


if __name__ == "__main__":
    module, seed, count = (*sys.argv[1:], *("17", "20")[len(sys.argv) - 2 :])
    path = SOURCE / module
    source = path.read_text(encoding="utf-8")
    drawn = list(mutants(source))
    random.Random(int(seed)).shuffle(drawn)  # noqa: S311
    for text in filter(lambda text: survives(path, text), drawn[: int(count)]):
        lines = list(difflib.unified_diff(source.split("\n"), text.split("\n"), n=0, lineterm=""))
        print(*lines[2:], sep="\n", flush=True)
