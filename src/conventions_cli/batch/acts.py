"""One act of a batch: its spec checked, its files made in the staging folder, and what must be remembered of it."""

import hashlib
from pathlib import Path

from conventions_cli import catalogue, pipeline
from conventions_cli.batch.recipe import Recipe, sha256
from conventions_cli.diagnostics import Diagnostic, SourceText, Span, has_errors, ordered
from conventions_cli.french.disk import disk_reason
from conventions_cli.model.build import Manque
from conventions_cli.model.values import Montant
from conventions_cli.outputs import write_bytes
from conventions_cli.records import Record, replace
from conventions_cli.sets import Identity, identities_of, member
from conventions_cli.source import Inheritance
from conventions_cli.templating.folders import Neighbours
from conventions_cli.templating.use import PackUse, use_of


class Order(Record, frozen=True):
    """An act to make: the path of its spec as it was given, and the stem of its files."""

    spec: str
    stem: str


class Made(Record, frozen=True):
    """What became of an order. `inputs` and `outputs`: SHA-256 of the files read, by path, and made, by name."""

    order: Order
    draft: bool = False
    amount: int | None = None
    diagnostics: tuple[Diagnostic, ...] = ()
    missing: tuple[Manque, ...] = ()
    identities: tuple[Identity, ...] = ()
    inputs: tuple[tuple[str, str], ...] = ()
    outputs: tuple[tuple[str, str], ...] = ()
    reused: bool = False
    pack: PackUse | None = None
    warnings: int = 0  # of a reused act, whose findings were told when it was made

    @property
    def faulty(self) -> bool:
        """Whether it has an error, and so no file."""
        return has_errors(self.diagnostics)


class Maker:
    """Makes acts one after the other; what specs share (inherited files, digests) is read once."""

    def __init__(self, recipe: Recipe, staging: Path) -> None:
        self.recipe, self.staging = recipe, staging
        self._shared = Inheritance()
        self._neighbours = Neighbours()
        self._digests: dict[Path, str] = {}

    def __call__(self, order: Order) -> Made:
        """Make one act. Every fault is in the result: nothing is raised but bugs."""
        recipe = self.recipe
        inheritance = self._shared.sharing()
        options = pipeline.Options(
            recipe.settings, recipe.template_dir, recipe.draft, inheritance, False, self._neighbours
        )
        path = Path(order.spec)
        checked = pipeline.check(path, options)
        if checked.value is None:
            return Made(order, diagnostics=checked.diagnostics)
        rendered = pipeline.render(checked.value, recipe.written, recipe.reference)
        found = ordered((*checked.diagnostics, *rendered.diagnostics))
        spec = checked.value.spec
        amount = spec.convention.finances.montant
        made = Made(
            order,
            spec.draft,
            amount.euros if isinstance(amount, Montant) else None,
            found,
            tuple(replace(one, span=_light(one.span)) for one in checked.value.missing),
            tuple(
                replace(one, span=_light(one.span) if one.span else None)
                for one in identities_of(member(order.spec, order.stem, checked.value))
            ),
            pack=use_of(checked.value.pack),
        )
        if rendered.value is None:
            return made
        try:
            own = spec.tree.span.source.sha256 or self._digest(path)  # of what was read, be it changed since
            shared = [*inheritance.files, *spec.attachments]
            inputs = ((order.spec, own), *((str(file), self._digest(file)) for file in shared))
            outputs = tuple(self._write(order, kind, data) for kind, data in rendered.value.items())
        except OSError as fault:
            message = f"Les fichiers de « {order.spec} » ne peuvent pas être préparés ({disk_reason(fault)})."
            hint = "Libérer de la place, ou choisir un autre dossier avec « -o »."
            return replace(made, diagnostics=(*found, Diagnostic(catalogue.OUTPUT, message, None, hint)))
        return replace(made, inputs=inputs, outputs=outputs)

    def _digest(self, file: Path) -> str:
        if file not in self._digests:
            self._digests[file] = sha256(file)
        return self._digests[file]

    def _write(self, order: Order, kind: str, data: bytes) -> tuple[str, str]:
        name = f"{order.stem}.{kind}"
        write_bytes(self.staging / name, data)
        return name, hashlib.sha256(data).hexdigest()


def _light(span: Span) -> Span:
    """A place without the text it points into: thousands of acts are remembered until the end."""
    return Span(SourceText(span.source.name, ""), span.start, span.end)
