"""Assembles an act from a pack and a spec: conditions, clauses rendered under guard, Markdown, then the values."""

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
from conventions_cli.templating.promises import Promise, worded

T = TypeVar("T")
_SHORT = 75  # characters of a label that a message repeats
_CORRECT = "Corriger la clause à cette ligne."


# The exceptions that a faulty template raises.
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
    """The act, and the elements of the plan that are in it."""

    document: Document
    elements: tuple[Element, ...]


class _Planned(Record, frozen=True):
    """A part of an act: its index in the plan, its label if it is an article, the values of its loop (`pour`)."""

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
    """Make the document of an act. A faulty clause does not stop the others, so that one run shows all the faults.

    `extras`: the values of the fields the pack declares, from `read_extras`; `title`: for a report, the title of its
    act; `amending`: the values of an avenant; `designations`: what the parties are called, by default as the pack
    says (an avenant takes those of the act it amends); `ending`: the `Ending` of a letter of termination.
    """
    called = designations or pack.manifest.designations
    assembler = _Assembler(spec, pack, context_for(spec, extras, title, amending, called, ending))
    parts, elements = assembler.render(Guard(budget=assembler.budget), assembler.parts)
    if assembler.faults:
        return Outcome(None, tuple(assembler.faults))
    document = finish(Document(tuple(parts)))
    metadata = metadata_of(spec, pack, document)
    if pack.manifest.typographie:
        metadata = replace(metadata, names=tuple(product_names(spec, extras)))
    return Outcome(Assembly(replace(document, metadata=metadata), tuple(elements)))


def act_title(spec: Spec, pack: Pack, extras: dict[str, Any]) -> Outcome[str]:
    """The title of an act, from the title section of its pack; empty when the pack has none."""
    assembler = _Assembler(spec, pack, context_for(spec, extras, designations=pack.manifest.designations))
    titles = (element for element in pack.elements if element.section is SectionKind.TITLE)
    blocks = [block for element in titles for block in assembler.blocks(element, {})]
    title = next((block for block in blocks if isinstance(block, Heading) and block.level == 1), None)
    if assembler.faults:
        return Outcome(None, tuple(assembler.faults))
    return Outcome(plain_text(title.content) if title is not None else "")


def promises(spec: Spec, pack: Pack, extras: dict[str, Any]) -> Outcome[tuple[Promise, ...]]:
    """The deadlines of an act, worked out without making its document."""
    assembler = _Assembler(spec, pack, context_for(spec, extras, designations=pack.manifest.designations))
    deadlines = assembler.render(Guard(budget=assembler.budget), assembler.promises)
    return Outcome(None if assembler.faults else tuple(deadlines), tuple(assembler.faults))


class _Assembler:
    def __init__(self, spec: Spec, pack: Pack, context: dict[str, Any]) -> None:
        self.spec, self.pack = spec, pack
        self.environment: ClauseEnvironment = environment_with(pack.folders, pack.draft)
        self.context = {**self.environment.globals, **context}
        self.faults: list[Diagnostic] = []
        self.budget = Budget()
        self.exhausted = False

    def parts(self) -> tuple[list[Part], list[Element]]:
        elements = ((index, element) for index, element in enumerate(self.pack.elements) if self.holds(index, element))
        plan = [planned for index, element in elements for planned in self.planned(index, element)]
        self.check_labels(plan)
        numbers = numbers_of((planned.label, planned.element) for planned in plan if planned.label is not None)
        self.context["renvoi"] = _references({label: numbered.called for label, numbered in numbers.items()})
        parts: list[Part] = []
        for planned in plan:
            index, element = planned.index, planned.element
            values = {name: self.expression(index, ("avec", name), text) for name, text in element.avec.items()}
            names = values | planned.values | self.deadlines(index, element)
            blocks = self.blocks(element, names)
            if planned.label is None:
                assert element.section is not None  # noqa: S101 - checked when the pack is loaded
                parts.append(Section(element.section, blocks))
                continue
            title = self.title(index, element.titre or "", names)
            number = numbers[planned.label]
            parts.append(headed(self.pack.manifest, element, number, title, blocks, label=planned.label))
        return parts, [planned.element for planned in plan]

    def deadlines(self, index: int, element: Element) -> dict[str, Echeances]:
        """The name `echeances` for the clauses of an element that declares deadlines; empty for any other element."""
        if not element.echeances:
            return {}
        promised = self.promised(index, element)
        extras, convention = self.context["champs"], self.spec.convention
        deadlines = Echeances(dict.fromkeys(str(declared.nom) for declared in element.deadlines))
        for number, declared in promised:
            if deadlines[str(declared.nom)] is not None:
                message = f"L’acte porte deux échéances « {declared.nom} » pour un même élément."
                place = self.pack.span("plan", index, "echeances", number)
                self.report(catalogue.TEMPLATE_MANIFEST, message, place, "Donner à l’une un autre nom, ou un « si: ».")
            deadlines[str(declared.nom)] = worded(declared, convention, extras)
        return {"echeances": deadlines}

    def promised(self, index: int, element: Element) -> list[tuple[int, Echeance]]:
        """The deadlines of an element whose condition holds in this act, with their ranks."""
        return [
            (number, declared)
            for number, declared in enumerate(element.echeances)
            if isinstance(declared, Echeance)
            and (declared.si is None or self.expression(index, ("echeances", number, "si"), declared.si))
        ]

    def promises(self) -> list[Promise]:
        """Every deadline of the act, in the order of its plan."""
        return [
            Promise(declared, self.pack.stating[index, number])
            for index, element in enumerate(self.pack.elements)
            if element.echeances and self.holds(index, element)
            for number, declared in self.promised(index, element)
        ]

    def planned(self, index: int, element: Element) -> Iterator[_Planned]:
        """An element, once; an article that `pour` repeats, once for each value of its list."""
        if not element.pour:
            yield _Planned(index, element, element.article, {})
        for name, text in element.pour.items():
            values = self.expression(index, ("pour", name), text)
            for number, value in enumerate(values if isinstance(values, (tuple, list)) else (), start=1):
                yield _Planned(index, element, f"{element.article}-{number}", {name: value})

    def check_labels(self, plan: list[_Planned]) -> None:
        """Report a label that two articles of this act bear; those whose conditions exclude each other may share it."""
        labels: set[str] = set()
        for planned in plan:
            if planned.label in labels:
                message = f"L’étiquette « {planned.label} » désigne deux articles du même acte."
                self.report(catalogue.TEMPLATE_MANIFEST, message, self.pack.span("plan", planned.index, "article"))
            if planned.label is not None:
                labels.add(planned.label)

    def holds(self, index: int, element: Element) -> bool:
        return element.si is None or bool(self.expression(index, ("si",), element.si))

    def expression(self, index: int, path: tuple[str | int, ...], text: str) -> Any:
        """The value of an expression of the manifest; None, and a diagnostic, when it cannot be computed."""

        def compute() -> Any:
            self.budget.compile(text, len(text))
            value = self.environment.expression(text, self.context)
            if isinstance(value, Undefined):
                bool(value)  # raises, and names what does not exist, as in a longer expression
            return value

        return self.attempt(compute, lambda: self.pack.span("plan", index, *path))

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
                self.report(catalogue.TEMPLATE_MARKDOWN, _unguarded(fault.message), place, fault.hint)
            return result.finish(guard, typography=typography)

        return self.attempt(render, lambda: self.file_span(name)) or ()

    def file_span(self, name: str) -> Span:
        """The start of a clause file."""
        path = self.loader.find(name)
        return Span.whole(self.source(path) if path is not None else SourceText(name, ""))

    def printed(self, template: Template, names: dict[str, Any]) -> str:
        """A template rendered with the values of the act, and with `names`, the values of its element."""
        return self.environment.printed(template, self.context | names if names else self.context)

    @property
    def loader(self) -> ClauseLoader:
        loader = self.environment.loader
        assert isinstance(loader, ClauseLoader)  # noqa: S101 - set by environment_with
        return loader

    def text(self, guard: Guard, rendering: Callable[[], str]) -> str:
        """A guarded text, counted against the budget of the act. Raises TooMuchError when the budget is spent."""
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

    def attempt(self, action: Callable[[], Any], place: Callable[[], Span]) -> Any:
        """Run a step of the templates; a fault of the template becomes a diagnostic at its line, and gives None.

        `place`: the place of the step, for a fault that has no line of its own.
        """
        try:
            return action()
        except _FAULTS as fault:
            self.refuse(fault, place())
        return None

    def refuse(self, fault: Exception, span: Span) -> None:
        """Report an exception that a template raised. `span`: the place, if it names no line of a clause."""
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
                if not self.exhausted:  # reported once: the following clauses are not run
                    self.report(fault.code, str(fault), raised, fault.hint)
                self.exhausted = True
            case RecursionError() | SyntaxError() | MemoryError():  # raised by the Python that Jinja generates
                message = "La clause s’inclut ou s’appelle elle-même sans fin, ou imbrique trop de passages."
                self.report(catalogue.TEMPLATE_FAULT, message, raised)
            case _:
                hint = self.to_type(fault) if isinstance(fault, TemplateRuntimeError) else _CORRECT
                self.report(catalogue.TEMPLATE_FAULT, f"La clause échoue : {failure_message(fault)}.", raised, hint)

    def to_type(self, fault: TemplateError) -> str:
        """What to type for a fault of syntax, or for a filter or a test that Jinja looks up only when it runs."""
        from conventions_cli.templating.meant import for_syntax  # late: few acts have a faulty clause

        return for_syntax(fault.message, self.environment, self.context)

    def report(self, code: Code, message: str, span: Span, hint: str = _CORRECT) -> None:
        self.faults.append(Diagnostic(code, message, span, hint))

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
    """The function `renvoi("execution-financiere")` of an act: a reference to the article of that label.

    The function holds the numbers alone: a cycle through the assembler would leave the act to the garbage collector.
    """

    def reference(label: object) -> CrossReference:
        name = letters(label)
        number = numbers.get(name)
        if number is None:
            labels = ", ".join(sorted(numbers))
            message = f"L’acte n’a pas d’article « {shortened(name, _SHORT)} ». Articles présents : {labels}."
            raise _DanglingReferenceError(message)
        return CrossReference(name, f"article\u00a0{number}")

    return reference


def _unguarded(message: str) -> str:
    from conventions_cli.source import without_forbidden

    return without_forbidden(message)
