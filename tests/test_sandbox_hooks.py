"""What the sandbox takes from Jinja, private parts included: a new version that moves one is told here, by its name."""

import importlib
import inspect
import pkgutil

import jinja2
import pytest
from jinja2 import Template, lexer
from jinja2.compiler import CodeGenerator
from jinja2.sandbox import ImmutableSandboxedEnvironment

from conventions_cli import sandbox, templating

# What each class of ours takes the place of, in the class of Jinja it is made of.
TAKEN = {
    "BoundedGenerator": (
        "_output_child_post _output_child_pre visit_Call visit_Compare visit_Concat visit_Dict visit_Getitem "
        "visit_List visit_Operand visit_ScopedEvalContextModifier visit_Template visit_Tuple write_commons"
    ),
    "ClauseCache": "dump_bytecode get_source_checksum load_bytecode",
    "ClauseEnvironment": (
        "__init__ _tokenize call call_binop code_generator_class getattr getitem intercepted_binops wrap_str_format"
    ),
    "ClauseLoader": "get_source",
    "ClauseRefusedError": "__init__",
    "FrenchUndefined": "_undefined_message",
    "LineMarks": "filter_stream",
    "UnknownTextError": "",
    "_DanglingReferenceError": "",
}
# What is called, or answered, that Jinja does not document: as it takes it.
CALLED = [
    (CodeGenerator, "_output_child_pre", "self node frame finalize"),
    (CodeGenerator, "_output_child_post", "self node frame finalize"),
    (CodeGenerator, "write_commons", "self"),
    (CodeGenerator, "writeline", "self x node extra"),
    (CodeGenerator, "write", "self x"),
    (CodeGenerator, "visit_Template", "self node frame"),
    (CodeGenerator, "visit_Call", "self node frame forward_caller"),
    (CodeGenerator, "visit_Dict", "self node frame"),
    (ImmutableSandboxedEnvironment, "_tokenize", "self source name filename state"),
    (ImmutableSandboxedEnvironment, "call_binop", "self context operator left right"),
    (ImmutableSandboxedEnvironment, "handle_exception", "self source"),
    (ImmutableSandboxedEnvironment, "make_globals", "self d"),
    (lexer.Lexer, "tokeniter", "self source name filename state"),
    (lexer.Lexer, "wrap", "self stream name filename"),
    (Template, "from_code", "environment code globals uptodate"),
]
OF_PYTHON = {"__module__", "__doc__", "__dict__", "__weakref__", "__annotations__", "__slots__"}


def taken():
    """What our classes define that a class of Jinja above them defines too."""
    for package in (sandbox, templating):
        for found in pkgutil.iter_modules(package.__path__):
            module = importlib.import_module(f"{package.__name__}.{found.name}")
            for name, kind in vars(module).items():
                if not inspect.isclass(kind) or kind.__module__ != module.__name__:
                    continue
                above = [vars(base) for base in kind.__mro__[1:] if base.__module__.startswith("jinja2")]
                if above:
                    own = {one for one in vars(kind) if any(one in base for base in above)}
                    yield name, own - OF_PYTHON - {"__firstlineno__", "__static_attributes__"}


def test_each_hook_is_named_here_and_is_there():
    assert {name: sorted(own) for name, own in taken()} == {name: sorted(own.split()) for name, own in TAKEN.items()}


@pytest.mark.parametrize(("kind", "name", "given"), CALLED, ids=[f"{one[0].__name__}.{one[1]}" for one in CALLED])
def test_each_hook_is_called_as_it_was(kind, name, given):
    assert " ".join(inspect.signature(getattr(kind, name)).parameters) == given


def test_a_template_is_what_we_run():
    template = jinja2.Environment(autoescape=True).from_string("a{{ b }}")
    assert inspect.isgeneratorfunction(template.root_render_func)
    assert template.blocks == {}
