"""The Jinja environment of the clauses: sandboxed, strict, its every printed value guarded."""

import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

from jinja2 import (
    Environment,
    Template,
    TemplateNotFound,
    TemplateSyntaxError,
    Undefined,
    nodes,
    pass_context,
)
from jinja2.exceptions import SecurityError
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from jinja2.loaders import BaseLoader
from jinja2.parser import Parser
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from conventions_cli.foundation import catalogue, remembered
from conventions_cli.french import disk_reason
from conventions_cli.model import Manquant
from conventions_cli.sandbox import (
    BYTES,
    DICTIONARIES,
    BoundedGenerator,
    Budget,
    ClauseRefusedError,
    FrenchUndefined,
    bounds,
    given,
    is_named_by_clauses,
    line_marker,
    literals,
    offered,
)
from conventions_cli.source import conflicts_in, damage_in, describe, forbidden_in, repaired
from conventions_cli.templating.folders import Draft, find_clause, read_clause, unusable_clause
from conventions_cli.templating.kept import ClauseCache, Kept, kept_for
from conventions_cli.templating.vocabulary import FILTERS, TESTS

# The filters of Jinja that clauses may use; those that escape or build HTML are left out.
_KEPT = frozenset(
    """count default d first groupby last length list lower map max min reject rejectattr replace reverse round safe
    select selectattr slice sort sum trim unique upper""".split()  # noqa: SIM905 - one list of words
)


MAX_CLAUSE = 256 * 1024  # bytes of a file of clauses
_SCOPES = ("_block_vars", "_loop_vars")  # keywords that Jinja adds to calls, for functions that take the context


def file_number(path: Path) -> int:
    """The number of a file in line marks: the same in every run, because compiled clauses keep their marks."""
    return zlib.crc32(str(path).encode("utf-8", "surrogateescape"))


class ClauseLoader(BaseLoader):
    """Finds a clause in the first folder that has it, and remembers the file of each name."""

    def __init__(self, folders: tuple[Path, ...], draft: Draft | None = None) -> None:
        self.folders, self.draft = folders, draft
        self.files: dict[int, Path] = {}
        self.texts: dict[Path, str] = {}
        self.repaired: dict[Path, str] = {}  # the original texts of the files that held leftovers of a paste

    def find(self, name: str) -> Path | None:
        """The file of a clause; None when there is none. Raises ClauseRefusedError for a folder closed to us."""
        try:
            return find_clause(self.folders, name)
        except OSError as fault:
            raise _unreadable(Path(fault.filename or name), fault) from None

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Any]:
        """The protocol of Jinja: the text, the file name, and a function that says whether they are current."""
        del environment
        unusable = unusable_clause(self.folders, template)
        if unusable is not None:
            raise ClauseRefusedError(unusable.message, unusable.path, 1, catalogue.TEMPLATE_MISSING, unusable.hint)
        path = self.find(template)
        if path is None:
            raise TemplateNotFound(template)
        try:
            draft = self.draft if self.draft is not None and self.draft.path == path else None
            data = draft.data if draft is not None else read_clause(path, self.folders)
        except OSError as fault:
            raise _unreadable(path, fault) from None
        if len(data) > MAX_CLAUSE:
            hint = "La partager en plusieurs fichiers, ou joindre le texte à l’acte en annexe."
            raise ClauseRefusedError(
                "Le fichier de clause dépasse 256\u00a0Kio.", path, 1, catalogue.TEMPLATE_SIZE, hint
            )
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise ClauseRefusedError("Le fichier n’est pas enregistré en UTF-8.", path, 1) from None
        original = text.replace("\r\n", "\n").replace("\r", "\n")
        text = repaired(original)
        forbidden = forbidden_in(text)
        if forbidden:
            line = text.count("\n", 0, forbidden.start()) + 1
            raise ClauseRefusedError(f"Le caractère U+{ord(forbidden.group()):04X} est interdit.", path, line)
        for conflict in conflicts_in(original):
            raise ClauseRefusedError(conflict.message, path, conflict.first, catalogue.CONFLICT, conflict.hint)
        hurt = damage_in(text)
        if hurt is not None:
            message, hint = describe(hurt)
            line = text.count("\n", 0, hurt.start) + 1
            raise ClauseRefusedError(message, path, line, catalogue.TEMPLATE_CHARACTER, hint)
        if text != original:
            self.repaired[path] = original
        self.texts[path] = text
        self.files[file_number(path)] = path
        return text, str(path), lambda: True


def _unreadable(path: Path, fault: OSError) -> ClauseRefusedError:
    message = f"Le fichier de clause ne peut pas être lu ({disk_reason(fault)})."
    hint = "Vérifier ses droits, ou le remettre à sa place."
    return ClauseRefusedError(message, path, 1, catalogue.TEMPLATE_MISSING, hint)


class LineMarks(Extension):
    """Puts a mark at the start of each line of text, so that a fault of the result can name its clause and its line."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """Mark the text tokens; Jinja's own syntax is left alone."""
        loader = self.environment.loader
        if not isinstance(loader, ClauseLoader) or stream.filename is None:
            yield from stream
            return
        file = file_number(Path(stream.filename))
        at_start = True
        for token in stream:
            if token.type != "data":
                yield token
                continue
            text = str(token.value)
            lines = text.split("\n")
            marked = [line_marker(file, token.lineno) + lines[0] if at_start else lines[0]]
            marked.extend(line_marker(file, token.lineno + n) + line for n, line in enumerate(lines[1:], start=1))
            at_start = text.endswith("\n")
            yield Token(token.lineno, token.type, "\n".join(marked))


@pass_context
def _guarded(_context: Context, value: object) -> str:
    """Jinja's `finalize`. Because it takes the context, Jinja prints no constant at compile time, without the guard."""
    return bounds.guarded()(value)


class ClauseEnvironment(ImmutableSandboxedEnvironment):
    """A sandboxed and bounded environment. Every attribute of a `Manquant` gives this same `Manquant`."""

    intercepted_binops = frozenset({"+", "-", "*", "**", "%"})
    code_generator_class = BoundedGenerator
    guarded = staticmethod(bounds.guarded)
    spend, steps, entered = staticmethod(bounds.spend), staticmethod(bounds.steps), staticmethod(bounds.entered)
    compared, sliced = staticmethod(bounds.compared), staticmethod(bounds.sliced)
    joined = staticmethod(bounds.joined)
    within = staticmethod(bounds.within)
    held = staticmethod(bounds.held)

    def __init__(self, kept: Kept | None, **options: Any) -> None:
        super().__init__(bytecode_cache=ClauseCache(kept) if kept else None, **options)
        self.kept = kept
        self._expressions: dict[str, Template] = {}
        self._titles: dict[str, Template] = {}
        self._clauses: dict[str, Template] = {}

    def expression(self, text: str, values: dict[str, Any]) -> Any:
        """The value of an expression of a manifest; its code is compiled once. `values` includes the globals."""
        if text in values:  # most expressions are one name
            return values[text]
        if text not in self._expressions:
            code = self._cached("expression", text, lambda: self._assigned(text))
            self._expressions[text] = Template.from_code(self, code, self.make_globals(None))
        template = self._expressions[text]
        context = self._context(template, values)
        try:
            for _ in template.root_render_func(context):
                pass  # an expression prints nothing: it is run to its end
        except Exception:
            self.handle_exception()
        return context.vars["result"]

    def _assigned(self, text: str) -> CodeType:
        """The code that assigns an expression to `result`, as `compile_expression` does."""
        parser = Parser(self, text, state="variable")
        value = parser.parse_expression()
        if not parser.stream.eos:
            raise TemplateSyntaxError("chunk after expression", parser.stream.current.lineno)
        value.set_environment(self)
        return self.compile(nodes.Template([nodes.Assign(nodes.Name("result", "store"), value, lineno=1)], lineno=1))

    def _cached(self, kind: str, text: str, compiling: Callable[[], CodeType]) -> CodeType:
        """The code of a text, taken from the cache, or compiled and put in the cache."""
        cache = self.bytecode_cache
        if not isinstance(cache, ClauseCache):
            return compiling()
        bucket = cache.bucket(self, kind, text)
        if bucket.code is None:
            bucket.code = compiling()
            cache.set_bucket(bucket)
        return bucket.code

    def clause(self, name: str) -> Template:
        """The template of a clause file, loaded once."""
        if name not in self._clauses:
            self._clauses[name] = self.get_template(name)
        return self._clauses[name]

    def title(self, text: str) -> Template:
        """The template of the title of an article, compiled once."""
        if text not in self._titles:
            code = self._cached("titre", text, lambda: self.compile(text))
            self._titles[text] = Template.from_code(self, code, self.make_globals(None))
        return self._titles[text]

    def printed(self, template: Template, values: dict[str, Any]) -> str:
        """A template rendered with values that include the globals. No copy is made: a clause cannot change them."""
        try:
            pieces = tuple(template.root_render_func(self._context(template, values)))
        except Exception:
            self.handle_exception()
        text = "".join(pieces)
        Budget().read(len(text))  # no clause prints more than an act may
        return text

    def _context(self, template: Template, values: dict[str, Any]) -> Context:
        """The context of a rendering. `Template.new_context` would copy the globals, already in `values`."""
        return self.context_class(self, values, template.name, template.blocks)

    def _tokenize(self, source: str, name: str | None, filename: str | None = None, state: str | None = None) -> Any:
        """The tokens of a text, as Jinja makes them, counted before they are parsed."""
        raw = literals.counted(
            self.lexer.tokeniter(self.preprocess(source, name, filename), name, filename, state), filename
        )
        stream: Any = TokenStream(self.lexer.wrap(raw, name, filename), name, filename)
        for extension in self.iter_extensions():
            stream = extension.filter_stream(stream)
            if not isinstance(stream, TokenStream):
                stream = TokenStream(stream, name, filename)
        return stream

    def getattr(self, obj: Any, attribute: str) -> Any:
        """The value of `partie.nom`, if clauses may reach it (`sandbox/reach.py`); a `Manquant` stays a `Manquant`."""
        kind = type(obj)
        if kind is Manquant:
            return obj
        if kind is dict and attribute in obj and attribute not in DICTIONARIES:
            return given(obj[attribute])
        if attribute in offered(kind) or is_named_by_clauses(kind, attribute):  # type: ignore[arg-type]  # hashable
            try:
                value = getattr(obj, attribute)
            except AttributeError:
                pass  # reported below
            else:
                if attribute == "format" and isinstance(obj, str):
                    return self.wrap_str_format(value)
                return given(value) if isinstance(value, BYTES) else value
        if isinstance(obj, Undefined):
            return super().getattr(obj, attribute)  # which says what is undefined
        try:
            return given(obj[attribute])
        except (TypeError, LookupError):
            return self._unreached(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """The value of `parties[0]`, under the same limits as `getattr`."""
        if isinstance(obj, Manquant):
            return obj
        if type(argument) is tuple:
            bounds.weigh(argument)
        try:
            return given(obj[argument])
        except (TypeError, LookupError):
            return self.getattr(obj, argument) if isinstance(argument, str) else self.undefined(obj=obj, name=argument)

    def _unreached(self, obj: Any, attribute: str) -> Undefined:
        """The undefined value for a name that does not exist, or that clauses may not reach."""
        if attribute.startswith("_") or hasattr(type(obj), attribute):
            return self.unsafe_undefined(obj, attribute)
        return self.undefined(obj=obj, name=attribute)

    def wrap_str_format(self, value: Any) -> Callable[..., str] | None:
        """`"{}".format`, with the size of its result counted."""
        wrapped = super().wrap_str_format(value)
        return None if wrapped is None else bounds.formatting(value.__self__, wrapped)

    def call(self, context: Context, obj: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Call a macro, a function or a method, and count the call."""
        arguments = bounds.called(obj, args, kwargs)
        if type(obj) is FunctionType and not obj.__dict__:  # a plain function of ours, which needs nothing of Jinja
            for scope in _SCOPES:
                kwargs.pop(scope, None)
            return obj(*arguments, **kwargs)
        return given(super().call(context, obj, *arguments, **kwargs))

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Compute an operation; refuse powers, texts multiplied, and vast operands, which could fill the memory."""
        if operator in {"+", "-"}:
            if bounds.is_vast(left, right):
                raise SecurityError(f"l’opération « {operator} » est refusée")
            bounds.added(left, right)
        elif (
            operator == "**"
            or not (isinstance(left, (int, float)) and isinstance(right, (int, float)))
            or bounds.is_vast(left, right)
        ):
            raise SecurityError(f"l’opération « {operator} » est refusée")
        return super().call_binop(context, operator, left, right)


def environment_with(folders: tuple[Path, ...], draft: Draft | None) -> ClauseEnvironment:
    """The environment of these folders; with `draft`, one whose text replaces a clause file."""
    return environment_for(folders) if draft is None else _trial(folders, draft)


@remembered()
def environment_for(folders: tuple[Path, ...]) -> ClauseEnvironment:
    """The environment that looks for clauses in these folders, in this order."""
    return _new_environment(ClauseLoader(folders), kept_for(folders))


@remembered(2)  # a draft is tried on several acts, then never again
def _trial(folders: tuple[Path, ...], draft: Draft) -> ClauseEnvironment:
    return _new_environment(ClauseLoader(folders, draft), None)


def _new_environment(loader: ClauseLoader, cache: Kept | None) -> ClauseEnvironment:
    environment = ClauseEnvironment(
        cache,
        loader=loader,
        undefined=FrenchUndefined,
        autoescape=False,
        finalize=_guarded,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=[LineMarks],
        auto_reload=False,
        optimized=False,  # nothing is computed while a clause is compiled, where nothing is counted
    )
    allowed = {name: function for name, function in environment.filters.items() if name in _KEPT}
    environment.filters = bounds.bounded_filters(allowed | FILTERS)
    environment.tests = bounds.bounded_tests(environment.tests) | TESTS
    environment.globals = {"range": environment.globals["range"], "namespace": environment.globals["namespace"]}
    return environment
