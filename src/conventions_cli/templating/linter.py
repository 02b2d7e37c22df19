"""A pack checked without any spec: syntax, names, fields, filters, references, and two trial renderings.

Names and fields are read in the syntax tree of Jinja. The types of the values come from the model: a loop over
`services` gives a `Service`, so `service.nmo` is reported at its line.
"""

import os
import re
from functools import cached_property
from pathlib import Path
from typing import Any, get_args, get_origin

from jinja2 import TemplateNotFound, TemplateSyntaxError, nodes

from conventions_cli.foundation import (
    Code,
    Diagnostic,
    Record,
    SourceText,
    Span,
    catalogue,
    ordered,
    remembered,
    replace,
)
from conventions_cli.law import find_text
from conventions_cli.model import (
    SEQUELS,
    TERMINATION,
    Annexe,
    Convention,
    Copie,
    Element,
    Indicateur,
    Kind,
    Mobilisation,
    Partie,
    Personne,
    Service,
    Spec,
    Visa,
    read_extras,
    suggestion,
)
from conventions_cli.sandbox import Budget, ClauseRefusedError, TooMuchError, syntax_message
from conventions_cli.templating.amending import Amending, Modification
from conventions_cli.templating.assembly import assemble
from conventions_cli.templating.citing import NAMES, unknown
from conventions_cli.templating.context import context_for
from conventions_cli.templating.environment import ClauseEnvironment, ClauseLoader, environment_for, environment_with
from conventions_cli.templating.meant import for_name, for_syntax
from conventions_cli.templating.notice_period import Ending, sample_ending
from conventions_cli.templating.owed import may_be_absent
from conventions_cli.templating.pack import AVENANT, MODIFICATIONS, Pack, declared_kind, load_pack, worded_by
from conventions_cli.templating.promises import EcheanceDite
from conventions_cli.templating.sample import sample_amending, sample_specs
from conventions_cli.templating.typed import hand_typed
from conventions_cli.templating.unprinted import Named, speaks, unprinted
from conventions_cli.templating.unsure import printed_bare

_LISTS: dict[str, type] = {
    "services": Service,
    "parties": Partie,
    "visas": Visa,
    "copies": Copie,
    "annexes": Annexe,
    "mobilisation": Mobilisation,
    "representants": Personne,
    "indicateurs": Indicateur,
}
_PROPERTIES = (property, cached_property)
_ROOTS = ("dispositif", "duree", "finances", "chorus", "chorus_credite", "marches", "execution")
_BUILT: dict[str, type] = {"avenant": Amending, "modification": Modification, "resiliation": Ending}


def check_pack(name: str, template_dir: Path | None = None, beside: Path | None = None) -> tuple[Diagnostic, ...]:
    """Every fault of a pack, in the order of its files and lines."""
    loaded = load_pack(name, template_dir, beside)
    if loaded.value is None:
        return ordered(loaded.diagnostics)
    pack, kind = loaded.value, declared_kind(loaded.value)
    faults = faults_of(pack, kind)
    for name in (AVENANT, *SEQUELS):
        following = load_pack(name, template_dir, beside).value if (pack.home / name).is_dir() else None
        if following is not None:  # a folder of that name holds this pack's own clauses for the documents that follow
            champs = pack.manifest.champs | following.manifest.champs
            manifest = following.manifest.model_copy(update={"champs": champs})
            following_faults = faults_of(replace(worded_by(following, pack), manifest=manifest), kind)
            own = str(pack.home / name) + os.sep
            faults.extend(fault for fault in following_faults if fault.span and fault.span.source.name.startswith(own))
    return ordered((*loaded.diagnostics, *faults, *hand_typed(pack)))


def faults_of(pack: Pack, kind: Kind) -> list[Diagnostic]:
    """The faults of the clauses of a pack, for acts of a kind: those of the syntax trees, then those of two trials."""
    specs = sample_specs(pack.name, kind, pack.manifest.champs, SEQUELS.get(pack.manifest.nature))
    linter = _Linter(pack, context_for(specs[0], {}) | {"renvoi": len})  # any function: `renvoi` needs an act
    linter.check()
    # A trial adds the faults of rendered texts: refused Markdown, values out of place. The linter reports the names.
    trials = [fault for spec in specs for fault in _tried(spec, pack) if fault.code.number.startswith("C4")]
    lines = {fault.span.location.rsplit(":", 1)[0] for fault in linter.faults if fault.span}
    fresh = [fault for fault in trials if fault.span and fault.span.location.rsplit(":", 1)[0] not in lines]
    return [*linter.faults, *fresh]


@remembered(512)  # a pack is read again each time one of its clauses is tried
def _parsed(text: str, name: str, path: str) -> tuple[nodes.Template, int]:
    """The syntax tree of a clause, which nobody changes, and the number of its nodes. Raises what Jinja does."""
    tree = environment_for(()).parse(text, name, path)
    return tree, sum(1 for _ in tree.find_all(nodes.Node))


@remembered(512)
def _compiled(text: str, name: str, path: str) -> None:
    """Compile a clause, for the faults that its tree does not show. Raises what Jinja does."""
    environment_for(()).compile(text, name, path)


class _Linter:
    def __init__(self, pack: Pack, values: dict[str, Any]) -> None:
        self.pack = pack
        self.environment: ClauseEnvironment = environment_with(pack.folders, pack.draft)
        loader = self.environment.loader
        assert isinstance(loader, ClauseLoader)  # noqa: S101 - set by environment_with
        self.loader = loader
        self.values, self.names = values, set(values) | {"range", "namespace", "loop"}
        self.labels = {element.article for element in pack.elements if element.article}
        self.faults: list[Diagnostic] = []
        self.budget, self.exhausted = Budget(), False
        self.named = Named()
        self.tested: dict[str, frozenset[str]] = {}  # by clause of the plan, the fields that all its elements test

    def check(self) -> None:
        extras: dict[str, set[str]] = {}
        speaking: dict[str, bool] = {}
        due: dict[str, set[str]] = {}  # by clause, the deadlines that all its elements declare
        for element in self.pack.elements:
            declared = {str(deadline.nom) for deadline in element.deadlines}
            for name in element.clause:
                if isinstance(name, str):
                    extras.setdefault(name, set()).update(element.avec, element.pour)
                    speaking[name] = speaking.get(name, False) or speaks(element)
                    due[name] = due.get(name, declared) & declared
                    conditions = self.conditions(element)
                    self.tested[name] = self.tested.get(name, conditions) & conditions
        checked: set[str] = set()
        queue = [(name, extra, due[name], speaking[name]) for name, extra in extras.items()]
        while queue and not self.exhausted:
            name, extra, own, says = queue.pop(0)
            if name in checked:
                continue
            checked.add(name)
            queue.extend((included, extra, own, says) for included in self.clause(name, extra, own, says=says))
        self.named.read_plan(self.pack, self.environment)
        if not self.faults:  # otherwise an unread clause may print what is declared
            self.faults.extend(unprinted(self.pack, self.named))

    def conditions(self, element: Element) -> frozenset[str]:
        """The fields that the condition of an element tests."""
        return frozenset(re.findall(r"\bchamps\.(\w+)", str(element.si or "")))

    def clause(self, name: str, extra: set[str], due: set[str], *, says: bool) -> list[str]:
        """Check one file; return the files it includes. `says`: its element states what the parties do (`speaks`)."""
        try:
            path = self.loader.find(name)
        except ClauseRefusedError as fault:
            return self.refused(fault)
        if path is None:
            return []
        try:
            text, _, _ = self.loader.get_source(self.environment, name)
            tree, size = _parsed(text, name, str(path))
            self.budget.compile(name, size)
            _compiled(text, name, str(path))
        except TooMuchError as fault:
            self.add(fault.code, str(fault), SourceText(str(path), text), 1, fault.hint)
            self.exhausted = True  # nothing more is compiled
            return []
        except ClauseRefusedError as fault:
            return self.refused(fault)
        except TemplateSyntaxError as fault:
            source = SourceText(str(path), self.loader.texts.get(path, ""))
            message = f"Une expression entre accolades est mal écrite : {syntax_message(fault.message)}."
            self.add(catalogue.TEMPLATE_SYNTAX, message, source, fault.lineno, self.help(fault.message))
            return []
        except (TemplateNotFound, RecursionError, SyntaxError, MemoryError):  # nested too deep: the trial reports it
            return []
        original = self.loader.repaired.get(path)
        if original is not None:
            leftovers = zip(original.split("\n"), text.split("\n"), strict=True)
            line = next(number for number, (before, after) in enumerate(leftovers, start=1) if before != after)
            message = "Cette clause porte des restes d’un copier-coller : ils sont réparés dans les actes."
            hint = "Retaper ce passage au clavier (ligature, césure, signe sans largeur, accent séparé de sa lettre)."
            self.add(catalogue.REPAIRED, message, SourceText(str(path), original), line, hint)
        source = SourceText(str(path), text)
        bound = {node.name for node in tree.find_all(nodes.Name) if node.ctx in {"store", "param"}}
        bound |= {macro.name for macro in tree.find_all(nodes.Macro)}
        self.named.read(tree, says=says)
        self.words(tree, source)
        self.absent(tree, source, self.tested.get(name, frozenset(self.pack.manifest.champs)))
        self.undefined(tree, source, self.names | extra | bound)
        self.fields(tree, source, _types_of(tree), due)
        self.references(tree, source)
        return [node.template.value for node in tree.find_all(nodes.Include) if isinstance(node.template, nodes.Const)]

    def help(self, message: str | None) -> str:
        """What to type for a fault of syntax."""
        return for_syntax(message, self.environment, self.values)

    def absent(self, tree: nodes.Template, source: SourceText, tested: frozenset[str]) -> None:
        """Report the fields that an act may lack, printed where no condition tests them."""
        unsure = {name for name, field in self.pack.manifest.champs.items() if may_be_absent(field)} - tested
        for name, line in printed_bare(tree, frozenset(unsure)):
            message = f"« champs.{name} » peut manquer (aucun défaut), et rien ne le dit autour de ce passage."
            hint = (
                f"Entourer le passage de « {{% if champs.{name} %}} … {{% endif %}} » ; ou, dans modele.yaml, dire de "
                "ce champ « obligatoire: oui » (il est alors « à compléter » tant qu’il manque) ou « defaut: … »."
            )
            self.add(catalogue.TEMPLATE_ABSENT, message, source, line, hint)

    def words(self, tree: nodes.Template, source: SourceText) -> None:
        """Report the filters and the tests that do not exist; Jinja would look them up only where a condition holds."""
        for node in tree.find_all((nodes.Filter, nodes.Test)):
            kind, words = (
                ("filter", self.environment.filters)
                if isinstance(node, nodes.Filter)
                else ("test", self.environment.tests)
            )
            if node.name not in words:
                fault = f"No {kind} named '{node.name}'."
                message = f"Une expression entre accolades est mal écrite : {syntax_message(fault)}."
                self.add(catalogue.TEMPLATE_SYNTAX, message, source, node.lineno, self.help(fault))

    def refused(self, fault: ClauseRefusedError) -> list[str]:
        """Report a file that cannot be used; the list of the files it includes is empty."""
        source = SourceText(str(fault.path), "")
        self.add(fault.code, str(fault), source, fault.line, fault.hint or "Retaper ce passage au clavier.")
        return []

    def undefined(self, tree: nodes.Template, source: SourceText, names: set[str]) -> None:
        for node in tree.find_all(nodes.Name):
            if node.ctx == "load" and node.name not in names:
                message = f"« {node.name} » n’existe pas pour les clauses."
                hint = for_name(node.name, self.environment, names)
                self.add(catalogue.TEMPLATE_UNDEFINED, message, source, node.lineno, hint)

    def fields(self, tree: nodes.Template, source: SourceText, types: dict[str, Any], due: set[str]) -> None:
        for node in tree.find_all(nodes.Getattr):
            if isinstance(node.node, nodes.Name) and node.node.name == "echeances":
                if node.attr not in due:
                    message = f"L’échéance « {node.attr} » n’est pas déclarée par chaque élément qui a cette clause."
                    hint = f"{suggestion(node.attr, sorted(due))} " if due else ""
                    hint += f"Pour la déclarer, dans modele.yaml : « echeances: [{{nom: {node.attr}, …}}] »."
                    self.add(catalogue.TEMPLATE_UNDEFINED, message, source, node.lineno, hint)
                continue
            if isinstance(node.node, nodes.Name) and node.node.name == "champs":
                declared = sorted(self.pack.manifest.champs)
                if node.attr not in declared:
                    message = f"Le champ « {node.attr} » n’est pas déclaré dans modele.yaml."
                    own = f"Pour le déclarer, sous « champs: » : « {node.attr}: {{type: texte}} »."
                    hint = f"{suggestion(node.attr, declared)} {own}" if declared else own
                    self.add(catalogue.TEMPLATE_UNDEFINED, message, source, node.lineno, hint)
                continue
            owner = _type_of(node.node, types)
            attributes = _attributes(owner)
            if attributes and node.attr not in attributes:
                message = f"« {node.attr} » n’existe pas dans « {_source_of(node.node)} »."
                self.add(catalogue.TEMPLATE_UNDEFINED, message, source, node.lineno, suggestion(node.attr, attributes))

    def references(self, tree: nodes.Template, source: SourceText) -> None:
        for call in tree.find_all(nodes.Call):
            if not (isinstance(call.node, nodes.Name) and call.args):
                continue
            label = call.args[0]
            if call.node.name in NAMES and isinstance(label, nodes.Const) and find_text(str(label.value)) is None:
                message, hint = unknown(str(label.value))
                self.add(catalogue.TEMPLATE_REFERENCE, message, source, call.lineno, hint)
            if call.node.name == "renvoi" and isinstance(label, nodes.Const) and label.value not in self.labels:
                message = f"Aucun article de modele.yaml ne porte l’étiquette « {label.value} »."
                hint = suggestion(str(label.value), sorted(self.labels))
                self.add(catalogue.TEMPLATE_REFERENCE, message, source, call.lineno, hint)

    def add(self, code: Code, message: str, source: SourceText, line: int, hint: str) -> None:
        span = Span.at_line(source, line)
        text = source.line(line)
        word = message.partition("« ")[2].partition(" »")[0]
        if word and word in text:
            start = text.index(word) + 1
            span = Span(source, type(span.start)(line, start), type(span.start)(line, start + len(word)))
        self.faults.append(Diagnostic(code, message, span, hint))


def _types_of(tree: nodes.Template) -> dict[str, Any]:
    """The types of the names a clause uses: those of the spec, and of loops over its lists."""
    types: dict[str, Any] = {name: _model_in(Convention.model_fields[name].annotation) for name in _ROOTS}
    types["convention"] = Convention
    types.update(_BUILT)
    for loop in tree.find_all(nodes.For):
        listed = _last_name(loop.iter)
        if isinstance(loop.target, nodes.Name) and listed in _LISTS:
            types[loop.target.name] = _LISTS[listed]
    return types


def _last_name(node: nodes.Node) -> str:
    if isinstance(node, nodes.Name):
        return node.name
    return node.attr if isinstance(node, nodes.Getattr) else ""


def _type_of(node: nodes.Node, types: dict[str, Any]) -> Any:
    """The model that an expression gives; None when it cannot be told."""
    if isinstance(node, nodes.Name):
        return types.get(node.name)
    if isinstance(node, nodes.Getattr):
        if isinstance(node.node, nodes.Name) and node.node.name == "echeances":
            return EcheanceDite
        owner = _type_of(node.node, types)
        field = getattr(owner, "model_fields", {}).get(node.attr)
        return _model_in(field.annotation) if field is not None else None
    return None


def _model_in(annotation: Any) -> Any:
    if hasattr(annotation, "model_fields"):
        return annotation
    if get_origin(annotation) in {tuple, list, dict}:
        return None
    return next((model for part in get_args(annotation) if (model := _model_in(part)) is not None), None)


def _attributes(owner: Any) -> list[str]:
    """The fields and properties of a model."""
    if isinstance(owner, type) and issubclass(owner, Record):
        return sorted(owner.__struct_fields__)
    fields = getattr(owner, "model_fields", None)
    if fields is None:
        return []
    own = {name for kind in owner.__mro__ for name, value in vars(kind).items() if isinstance(value, _PROPERTIES)}
    return sorted({*fields, *(name for name in own if not name.startswith(("_", "model_")))})


def _source_of(node: nodes.Node) -> str:
    if isinstance(node, nodes.Name):
        return node.name
    return f"{_source_of(node.node)}.{node.attr}" if isinstance(node, nodes.Getattr) else "cette valeur"


def _tried(spec: Spec, pack: Pack) -> tuple[Diagnostic, ...]:
    amending = sample_amending() if MODIFICATIONS in pack.manifest.accepte else None
    ending = sample_ending(spec) if SEQUELS.get(pack.manifest.nature) is TERMINATION else None
    extras = read_extras(pack.manifest.champs, spec).value or {}
    return assemble(spec, pack, extras, amending=amending, ending=ending).diagnostics
