"""A pack and a spec, assembled: conditions decided, clauses rendered under guard, read as Markdown, values put in."""

import hashlib
import traceback
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError, Undefined, UndefinedError
from jinja2.exceptions import SecurityError

from conventions_cli import catalogue
from conventions_cli.diagnostics import Code, Diagnostic, Outcome, SourceText, Span
from conventions_cli.document.nodes import (
    Article,
    Blocks,
    CrossReference,
    Document,
    Heading,
    Inlines,
    Metadata,
    Part,
    Provenance,
    Section,
)
from conventions_cli.document.passes import finish
from conventions_cli.document.walk import plain_text
from conventions_cli.model.build import Spec
from conventions_cli.model.extras import read_extras
from conventions_cli.model.manifest import Element
from conventions_cli.model.values import Manquant
from conventions_cli.readers.markdown import MarkdownResult, read_blocks
from conventions_cli.resources import installed_version
from conventions_cli.source.dump import normalized_yaml
from conventions_cli.templating.context import context_for
from conventions_cli.templating.environment import ClauseEnvironment, ClauseLoader, ClauseRefusedError, environment_for
from conventions_cli.templating.guard import CURRENT, Guard, ValueRefusedError, split_markers
from conventions_cli.templating.messages import failure_message, syntax_message
from conventions_cli.templating.pack import Pack

_SHORT = 90  # characters of the running header: one line of the page


class _DanglingReferenceError(TemplateError):
    """A clause refers to an article that the act does not hold."""


@dataclass(frozen=True, slots=True)
class Assembly:
    """The act, and the parts of the plan it holds."""

    document: Document
    elements: tuple[Element, ...]


@lru_cache(maxsize=512)
def _read_guarded(text: str) -> MarkdownResult:
    """Acts of the same shape give the same guarded text: it is read once."""
    return read_blocks(text, Guard().is_address)


def assemble(spec: Spec, pack: Pack) -> Outcome[Assembly]:
    """Make the document. Every clause is tried, so that one run shows every fault of a pack."""
    extras = read_extras(pack.manifest.champs, spec)
    assembler = _Assembler(spec, pack, context_for(spec, extras.value or {}))
    parts, elements = assembler.parts()
    diagnostics = (*extras.diagnostics, *assembler.found)
    if assembler.found:
        return Outcome(None, diagnostics)
    document = finish(Document(tuple(parts)))
    return Outcome(Assembly(replace(document, metadata=_metadata(spec, pack, document)), tuple(elements)), diagnostics)


class _Assembler:
    def __init__(self, spec: Spec, pack: Pack, context: dict[str, Any]) -> None:
        self.spec, self.pack = spec, pack
        self.environment: ClauseEnvironment = environment_for(pack.folders)
        self.context = context
        self.found: list[Diagnostic] = []
        self.labels: set[str] = set()

    def parts(self) -> tuple[list[Part], list[Element]]:
        kept = [(index, one) for index, one in enumerate(self.pack.elements) if self.holds(index, one)]
        self.check_labels(kept)
        self.labels = {one.article for _, one in kept if one.article is not None}
        self.context["renvoi"] = self.reference
        parts: list[Part] = []
        number = 0
        for index, element in kept:
            names = {name: self.expression(index, ("avec", name), text) for name, text in element.avec.items()}
            blocks = self.blocks(element, names)
            if element.article is None:
                assert element.section is not None  # noqa: S101 - checked when the pack is loaded
                parts.append(Section(element.section, blocks))
                continue
            number += 1
            title = self.title(index, element.titre or "", names)
            parts.append(Article(element.article, number, title, blocks, self.pack.manifest.forme_article))
        return parts, [element for _, element in kept]

    def check_labels(self, kept: list[tuple[int, Element]]) -> None:
        """Two articles of one act never bear one label; conditions that exclude each other may share it."""
        seen: set[str] = set()
        for index, element in kept:
            if element.article in seen:
                message = f"L’étiquette « {element.article} » désigne deux articles du même acte."
                self.report(catalogue.TEMPLATE_MANIFEST, message, self.pack.span("plan", index, "article"))
            if element.article is not None:
                seen.add(element.article)

    def reference(self, label: object) -> CrossReference:
        """`renvoi("execution-financiere")`: the article of that label, in this act."""
        if label not in self.labels:
            known = ", ".join(sorted(self.labels))
            raise _DanglingReferenceError(f"L’acte n’a pas d’article « {label} ». Articles présents : {known}.")
        return CrossReference(str(label))

    def holds(self, index: int, element: Element) -> bool:
        return element.si is None or bool(self.expression(index, ("si",), element.si))

    def expression(self, index: int, path: tuple[str, ...], text: str) -> Any:
        """The value of an expression of the manifest; None, and a diagnostic, when it cannot be computed."""
        span = self.pack.span("plan", index, *path)

        def compute() -> Any:
            return self.environment.compile_expression(text, undefined_to_none=False)(**self.context)

        value = self.attempt(compute, span)
        if value is not None and isinstance(value, Undefined):
            message = f"« {text} » : ce nom n’existe pas pour les modèles."
            self.found.append(Diagnostic(catalogue.TEMPLATE_UNDEFINED, message, span, "Corriger l’expression."))
            return None
        return value

    def title(self, index: int, text: str, names: dict[str, Any]) -> Inlines:
        span = self.pack.span("plan", index, "titre")
        guard = Guard()

        def render() -> Inlines:
            return guard.text(
                self.render(guard, lambda: self.environment.from_string(text).render(self.context | names))
            )

        return self.attempt(render, span) or ()

    def blocks(self, element: Element, names: dict[str, Any]) -> Blocks:
        blocks: list[Any] = []
        for name in element.clause:
            if isinstance(name, str):
                blocks.extend(self.clause(name, names))
        return tuple(blocks)

    def clause(self, name: str, names: dict[str, Any]) -> Blocks:
        """Render one clause file and read it; nothing, and diagnostics, when it is faulty."""
        guard = Guard()
        span = Span.whole(SourceText(name, ""))

        def render() -> Blocks:
            text = self.render(guard, lambda: self.environment.get_template(name).render(self.context | names))
            clean, places = split_markers(text)
            result = _read_guarded(clean)
            for fault in result.faults:
                file, line = places[min(fault.line, len(places) - 1)]
                place = Span.at_line(self.source(self.loader.files[file]), line)
                self.found.append(Diagnostic(catalogue.TEMPLATE_MARKDOWN, _unguarded(fault.message), place, fault.hint))
            return guard.resolve(result.blocks)

        path = self.loader.find(name)
        if path is not None:
            span = Span.whole(SourceText(str(path), self.loader.texts.get(path, "")))
        return self.attempt(render, span) or ()

    @property
    def loader(self) -> ClauseLoader:
        loader = self.environment.loader
        assert isinstance(loader, ClauseLoader)  # noqa: S101 - set by environment_for
        return loader

    @staticmethod
    def render(guard: Guard, rendering: Callable[[], str]) -> str:
        previous = CURRENT.set(guard)
        try:
            return rendering()
        finally:
            CURRENT.reset(previous)

    def source(self, path: Path) -> SourceText:
        return SourceText(str(path), self.loader.texts.get(path, ""))

    def attempt(self, action: Callable[[], Any], span: Span) -> Any:
        """Run a step of the templates; whatever a template can do wrong becomes a diagnostic at its line."""
        try:
            return action()
        except TemplateSyntaxError as fault:
            place = self.place(fault.filename, fault.lineno) or span
            self.report(
                catalogue.TEMPLATE_SYNTAX, f"Écriture Jinja incorrecte : {syntax_message(fault.message)}.", place
            )
        except TemplateNotFound as fault:
            message = f"Le fichier de clause « {fault.name} » n’existe pas."
            self.report(catalogue.TEMPLATE_MISSING, message, self.raised_at(fault) or span)
        except ClauseRefusedError as fault:
            place = Span(Span.whole(SourceText(str(fault.path), "")).source, span.start, span.end)
            self.report(catalogue.TEMPLATE_CHARACTER, str(fault), place)
        except _DanglingReferenceError as fault:
            self.report(catalogue.TEMPLATE_REFERENCE, str(fault), self.raised_at(fault) or span)
        except UndefinedError as fault:
            message = f"{fault.message}."
            self.report(catalogue.TEMPLATE_UNDEFINED, message, self.raised_at(fault) or span)
        except ValueRefusedError as fault:
            self.report(catalogue.TEMPLATE_VALUE, str(fault), self.raised_at(fault) or span)
        except (
            SecurityError,
            TemplateError,
            ArithmeticError,
            AttributeError,
            LookupError,
            TypeError,
            ValueError,
        ) as fault:
            self.report(
                catalogue.TEMPLATE_FAULT, f"La clause échoue : {failure_message(fault)}.", self.raised_at(fault) or span
            )
        except RecursionError as fault:
            self.report(catalogue.TEMPLATE_FAULT, "La clause s’inclut elle-même.", self.raised_at(fault) or span)
        return None

    def report(self, code: Code, message: str, span: Span) -> None:
        self.found.append(Diagnostic(code, message, span, "Corriger la clause à cette ligne."))

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


def _unguarded(message: str) -> str:
    from conventions_cli.source.text import FORBIDDEN

    return FORBIDDEN.sub("", message)


def _provenance(spec: Spec, pack: Pack) -> Provenance:
    text = normalized_yaml(spec.tree)
    digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
    return Provenance(installed_version(), pack.name, str(pack.manifest.version), text, digest)


def _metadata(spec: Spec, pack: Pack, document: Document) -> Metadata:
    convention = spec.convention
    heading = next(
        (block for part in document.parts for block in part.blocks if isinstance(block, Heading) and block.level == 1),
        None,
    )
    title = plain_text(heading.content) if heading else ""
    services = ", ".join(
        f"« {service.nom} »" for service in convention.services_connus if not isinstance(service.nom, Manquant)
    )
    scheme = convention.dispositif.nom
    short = " – ".join(text for text in ("" if isinstance(scheme, Manquant) else str(scheme), services) if text)
    short = short if len(short) <= _SHORT else f"{short[: _SHORT - 1].rstrip()}…"
    delegants = [party.nom for party in convention.parties_connues if not isinstance(party.nom, Manquant)]
    reference = convention.nor or convention.reference or ""
    return Metadata(
        title, str(delegants[0]) if delegants else "", short, str(reference), spec.draft, _provenance(spec, pack)
    )
