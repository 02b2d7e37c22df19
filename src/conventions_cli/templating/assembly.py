"""A pack and a spec, assembled: conditions decided, clauses rendered under guard, read as Markdown, values put in."""

import traceback
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from jinja2 import (
    Template,
    TemplateError,
    TemplateNotFound,
    TemplateRuntimeError,
    TemplateSyntaxError,
    Undefined,
    UndefinedError,
)

from conventions_cli.document import (
    Blocks,
    CrossReference,
    Document,
    Heading,
    Inlines,
    Part,
    Section,
    SectionKind,
    finish,
    plain_text,
    shortened,
)
from conventions_cli.foundation import Code, Diagnostic, Outcome, Position, Record, SourceText, Span, catalogue, replace
from conventions_cli.model import Designations, Echeance, Echeances, Element, Spec
from conventions_cli.sandbox import (
    CURRENT,
    Budget,
    ClauseRefusedError,
    Guard,
    TooMuchError,
    ValueRefusedError,
    failure_message,
    letters,
    marked_places,
    syntax_message,
)
from conventions_cli.templating.about import metadata_of, product_names
from conventions_cli.templating.amending import Amending
from conventions_cli.templating.article_numbers import headed, numbers_of
from conventions_cli.templating.citing import UnknownTextError
from conventions_cli.templating.context import context_for
from conventions_cli.templating.environment import ClauseEnvironment, ClauseLoader, environment_with
from conventions_cli.templating.guarded import guarded_title, read_guarded
from conventions_cli.templating.pack import Pack
from conventions_cli.templating.promises import Promise, said

T = TypeVar("T")
_SHORT = 75  # characters of a label that a message repeats
_CORRECT = "Corriger la clause à cette ligne."


# What a template can do wrong, besides what is ours to answer for.
_FAULTS = (
    TemplateError,
    ValueRefusedError,
    ArithmeticError,
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
    RuntimeError,
    SyntaxError,
    MemoryError,
)


class _DanglingReferenceError(TemplateError):
    """A clause refers to an article that the act does not hold."""


class Assembly(Record, frozen=True):
    """The act, and the parts of the plan it holds."""

    document: Document
    elements: tuple[Element, ...]


class _Planned(Record, frozen=True):
    """A part of the act to make: its place in the plan, its label if it is an article, the values it is made for."""

    index: int
    element: Element
    label: str | None
    values: dict[str, Any]


def assemble(
    spec: Spec,
    pack: Pack,
    extras: dict[str, Any],
    title: str = "",
    amending: Amending | None = None,
    designations: Designations | None = None,
    ending: object = None,
) -> Outcome[Assembly]:
    """Make the document. Every clause is tried, so that one run shows every fault of a pack.

    `extras`: the values of the fields the pack declares, as `read_extras` gives them; `title`: for the report of an
    act, the title of that act; `amending`: for an avenant, what it changes; `designations`: what it calls the parties,
    as the act it amends does; those of the pack by default; `ending`: for a letter of termination, what it says.
    """
    called = designations or pack.manifest.designations
    assembler = _Assembler(spec, pack, context_for(spec, extras, title, amending, called, ending))
    parts, elements = assembler.render(Guard(budget=assembler.budget), assembler.parts)
    if assembler.found:
        return Outcome(None, tuple(assembler.found))
    document = finish(Document(tuple(parts)))
    metadata = metadata_of(spec, pack, document)
    if pack.manifest.typographie:
        metadata = replace(metadata, names=tuple(product_names(spec, extras)))
    return Outcome(Assembly(replace(document, metadata=metadata), tuple(elements)))


def act_title(spec: Spec, pack: Pack, extras: dict[str, Any]) -> Outcome[str]:
    """The title of an act, as its own pack writes it; empty when the pack gives none."""
    assembler = _Assembler(spec, pack, context_for(spec, extras, designations=pack.manifest.designations))
    titles = (element for element in pack.elements if element.section is SectionKind.TITLE)
    blocks = [block for element in titles for block in assembler.blocks(element, {})]
    title = next((block for block in blocks if isinstance(block, Heading) and block.level == 1), None)
    if assembler.found:
        return Outcome(None, tuple(assembler.found))
    return Outcome(plain_text(title.content) if title is not None else "")


def promises(spec: Spec, pack: Pack, extras: dict[str, Any]) -> Outcome[tuple[Promise, ...]]:
    """The deadlines that an act holds, without making the act."""
    assembler = _Assembler(spec, pack, context_for(spec, extras, designations=pack.manifest.designations))
    held = assembler.render(Guard(budget=assembler.budget), assembler.promises)
    return Outcome(None if assembler.found else tuple(held), tuple(assembler.found))


class _Assembler:
    def __init__(self, spec: Spec, pack: Pack, context: dict[str, Any]) -> None:
        self.spec, self.pack = spec, pack
        self.environment: ClauseEnvironment = environment_with(pack.folders, pack.draft)
        self.context = {**self.environment.globals, **context}
        self.found: list[Diagnostic] = []
        self.budget = Budget()
        self.exhausted = False

    def parts(self) -> tuple[list[Part], list[Element]]:
        held = ((index, one) for index, one in enumerate(self.pack.elements) if self.holds(index, one))
        kept = [planned for index, one in held for planned in self.planned(index, one)]
        self.check_labels(kept)
        numbers = numbers_of((one.label, one.element) for one in kept if one.label is not None)
        self.context["renvoi"] = _references({label: one.called for label, one in numbers.items()})
        parts: list[Part] = []
        for one in kept:
            index, element = one.index, one.element
            given = {name: self.expression(index, ("avec", name), text) for name, text in element.avec.items()}
            names = given | one.values | self.said(index, element)
            blocks = self.blocks(element, names)
            if one.label is None:
                assert element.section is not None  # noqa: S101 - checked when the pack is loaded
                parts.append(Section(element.section, blocks))
                continue
            title = self.title(index, element.titre or "", names)
            parts.append(headed(self.pack.manifest, element, numbers[one.label], title, blocks, label=one.label))
        return parts, [one.element for one in kept]

    def said(self, index: int, element: Element) -> dict[str, Echeances]:
        """What the clauses of an element print of the deadlines it declares: nothing more, where it declares none."""
        if not element.echeances:
            return {}
        held = self.promised(index, element)
        extras, convention = self.context["champs"], self.spec.convention
        told = Echeances(dict.fromkeys(str(one.nom) for one in element.deadlines))
        for number, one in held:
            if told[str(one.nom)] is not None:
                message = f"L’acte porte deux échéances « {one.nom} » pour un même élément."
                place = self.pack.span("plan", index, "echeances", number)
                self.report(catalogue.TEMPLATE_MANIFEST, message, place, "Donner à l’une un autre nom, ou un « si: ».")
            told[str(one.nom)] = said(one, convention, extras)
        return {"echeances": told}

    def promised(self, index: int, element: Element) -> list[tuple[int, Echeance]]:
        """The deadlines of an element that this act holds, with their ranks."""
        return [
            (number, one)
            for number, one in enumerate(element.echeances)
            if isinstance(one, Echeance)
            and (one.si is None or self.expression(index, ("echeances", number, "si"), one.si))
        ]

    def promises(self) -> list[Promise]:
        """Every deadline of the act, in the order of its plan."""
        return [
            Promise(one, self.pack.stating[index, number])
            for index, element in enumerate(self.pack.elements)
            if element.echeances and self.holds(index, element)
            for number, one in self.promised(index, element)
        ]

    def planned(self, index: int, element: Element) -> Iterator[_Planned]:
        """An element, once; an article that stands `pour` the values of a list, once for each."""
        if not element.pour:
            yield _Planned(index, element, element.article, {})
        for name, text in element.pour.items():
            values = self.expression(index, ("pour", name), text)
            for number, value in enumerate(values if isinstance(values, (tuple, list)) else (), start=1):
                yield _Planned(index, element, f"{element.article}-{number}", {name: value})

    def check_labels(self, kept: list[_Planned]) -> None:
        """Two articles of one act never bear one label; conditions that exclude each other may share it."""
        seen: set[str] = set()
        for one in kept:
            if one.label in seen:
                message = f"L’étiquette « {one.label} » désigne deux articles du même acte."
                self.report(catalogue.TEMPLATE_MANIFEST, message, self.pack.span("plan", one.index, "article"))
            if one.label is not None:
                seen.add(one.label)

    def holds(self, index: int, element: Element) -> bool:
        return element.si is None or bool(self.expression(index, ("si",), element.si))

    def expression(self, index: int, path: tuple[str | int, ...], text: str) -> Any:
        """The value of an expression of the manifest; None, and a diagnostic, when it cannot be computed."""

        def where() -> Span:
            return self.pack.span("plan", index, *path)

        def compute() -> Any:
            self.budget.compile(text, len(text))
            return self.environment.expression(text, self.context)

        value = self.attempt(compute, where)
        if value is not None and isinstance(value, Undefined):
            message = f"« {text} » : ce nom n’existe pas pour les modèles."
            hint = self.near(text) if text.isidentifier() else "Corriger l’expression."
            self.found.append(Diagnostic(catalogue.TEMPLATE_UNDEFINED, message, where(), hint))
            return None
        return value

    def title(self, index: int, title: str, names: dict[str, Any]) -> Inlines:
        guard = Guard(budget=self.budget)

        def render() -> Inlines:
            text = title  # most titles ask for no value
            if "{" in title:
                self.budget.compile(title, len(title))
                text = self.text(guard, lambda: self.printed(self.environment.title(title), names))
            return tuple(
                inline
                for block in guarded_title(text).finish(guard, typography=self.pack.manifest.typographie)
                if isinstance(block, Heading)
                for inline in block.content
            )

        return self.attempt(render, lambda: self.pack.span("plan", index, "titre")) or ()

    def blocks(self, element: Element, names: dict[str, Any]) -> Blocks:
        files = (name for name in element.clause if isinstance(name, str))
        return tuple([block for name in files for block in self.clause(name, names)])

    def clause(self, name: str, names: dict[str, Any]) -> Blocks:
        """Render one clause file and read it; nothing, and diagnostics, when it is faulty."""
        if self.exhausted:  # nothing is compiled for an act that is refused
            return ()
        guard = Guard(budget=self.budget)
        typography = self.pack.manifest.typographie

        def render() -> Blocks:
            text = self.text(guard, lambda: self.printed(self.environment.clause(name), names))
            result = read_guarded(text, self.environment.kept)
            places = marked_places(text) if result.faults else ()
            for fault in result.faults:
                file, line = places[min(fault.line, len(places) - 1)]
                place = Span.at_line(self.source(self.loader.files[file]), line)
                self.found.append(Diagnostic(catalogue.TEMPLATE_MARKDOWN, _unguarded(fault.message), place, fault.hint))
            return result.finish(guard, typography=typography)

        return self.attempt(render, lambda: self.whole(name)) or ()

    def whole(self, name: str) -> Span:
        """The start of a clause file."""
        path = self.loader.find(name)
        return Span.whole(self.source(path) if path is not None else SourceText(name, ""))

    def printed(self, template: Template, names: dict[str, Any]) -> str:
        """A template rendered with the act's values, and with those its element gives it (`avec`)."""
        return self.environment.printed(template, self.context | names if names else self.context)

    @property
    def loader(self) -> ClauseLoader:
        loader = self.environment.loader
        assert isinstance(loader, ClauseLoader)  # noqa: S101 - set by environment_with
        return loader

    def text(self, guard: Guard, rendering: Callable[[], str]) -> str:
        """A guarded text, once it is known to be no longer than that of an act."""
        text = self.render(guard, rendering)
        self.budget.read(len(text))
        return text

    @staticmethod
    def render(guard: Guard, rendering: Callable[[], T]) -> T:
        previous = CURRENT.set(guard)
        try:
            return rendering()
        finally:
            CURRENT.reset(previous)

    def source(self, path: Path) -> SourceText:
        return SourceText(str(path), self.loader.texts.get(path, ""))

    def attempt(self, action: Callable[[], Any], where: Callable[[], Span]) -> Any:
        """Run a step of the templates; whatever a template can do wrong becomes a diagnostic at its line.

        `where`: the place of the step, for a fault that has no line of its own.
        """
        try:
            return action()
        except _FAULTS as fault:
            self.refuse(fault, where())
        return None

    def refuse(self, fault: Exception, span: Span) -> None:
        """Report what a template did wrong."""
        raised = self.raised_at(fault) or span
        match fault:
            case TemplateSyntaxError():
                place = self.place(fault.filename, fault.lineno) or span
                message = f"Une expression entre accolades est mal écrite : {syntax_message(fault.message)}."
                self.report(catalogue.TEMPLATE_SYNTAX, message, place, self.to_type(fault))
            case TemplateNotFound():
                self.report(catalogue.TEMPLATE_MISSING, f"Le fichier de clause « {fault.name} » n’existe pas.", raised)
            case ClauseRefusedError():
                at = Position(fault.line, 1)
                place = Span(SourceText(str(fault.path), ""), at, at) if fault.path is not None else span
                self.report(fault.code, str(fault), place, fault.hint or _CORRECT)
            case _DanglingReferenceError() | UnknownTextError():
                self.report(catalogue.TEMPLATE_REFERENCE, str(fault), raised)
            case UndefinedError():
                from conventions_cli.templating.meant import for_undefined  # late: few acts have a faulty clause

                hint = for_undefined(fault.message, raised, self.environment, self.context) or _CORRECT
                self.report(catalogue.TEMPLATE_UNDEFINED, f"{fault.message}.", raised, hint)
            case ValueRefusedError():
                self.report(catalogue.TEMPLATE_VALUE, str(fault), raised)
            case TooMuchError():
                if not self.exhausted:  # said once: nothing is left to the clauses that follow
                    self.report(fault.code, str(fault), raised, fault.hint)
                self.exhausted = True
            case RecursionError() | SyntaxError() | MemoryError():  # of the Python that Jinja makes of it
                message = "La clause s’inclut ou s’appelle elle-même sans fin, ou imbrique trop de passages."
                self.report(catalogue.TEMPLATE_FAULT, message, raised)
            case _:
                hint = self.to_type(fault) if isinstance(fault, TemplateRuntimeError) else _CORRECT
                self.report(catalogue.TEMPLATE_FAULT, f"La clause échoue : {failure_message(fault)}.", raised, hint)

    def to_type(self, fault: TemplateError) -> str:
        """What to type for a fault of syntax, or a word that Jinja looks for only when it comes to it."""
        from conventions_cli.templating.meant import for_syntax  # late: few acts have a faulty clause

        return for_syntax(fault.message, self.environment, self.context)

    def near(self, name: str) -> str:
        """What to type instead of a name that clauses do not know."""
        from conventions_cli.templating.meant import for_name  # late, as above

        return for_name(name, self.environment, self.context)

    def report(self, code: Code, message: str, span: Span, hint: str = _CORRECT) -> None:
        self.found.append(Diagnostic(code, message, span, hint))

    def place(self, filename: str | None, line: int | None) -> Span | None:
        if filename is None or line is None:
            return None
        path = Path(filename)
        return Span.at_line(self.source(path), line) if path in self.loader.texts else None

    def raised_at(self, fault: BaseException) -> Span | None:
        """The line of the clause that was running when an exception was raised."""
        for frame in reversed(traceback.extract_tb(fault.__traceback__)):
            place = self.place(frame.filename, frame.lineno)
            if place is not None:
                return place
        return None


def _references(numbers: Mapping[str, str]) -> Callable[[object], CrossReference]:
    """`renvoi("execution-financiere")`: the article of that label, in the act that numbers them so.

    It holds the numbers alone: an act that held what makes it would be freed by the collector of cycles only.
    """

    def reference(label: object) -> CrossReference:
        written = letters(label)
        number = numbers.get(written)
        if number is None:
            known = ", ".join(sorted(numbers))
            message = f"L’acte n’a pas d’article « {shortened(written, _SHORT)} ». Articles présents : {known}."
            raise _DanglingReferenceError(message)
        return CrossReference(written, f"article\u00a0{number}")

    return reference


def _unguarded(message: str) -> str:
    from conventions_cli.source import without_forbidden

    return without_forbidden(message)
