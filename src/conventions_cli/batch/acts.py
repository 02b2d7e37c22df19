"""The acts of a batch: each spec checked, its files made in the staging folder, and what must be remembered of it.

They are made a lot at a time, checked and assembled one after the other, and only then written: deflating an act takes
the place, in the processor's cache, of all that making one needs. That saves a tenth of a batch.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

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

if TYPE_CHECKING:
    from conventions_cli.document.nodes import Document

LOT = 16  # acts that are made before they are written
_MAX_HELD = 256 * 1024  # characters of their specs, and bytes of their images: a lot of vast ones is written before


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


class _Assembled(Record, frozen=True):
    """An act that is not written yet: its number in the lot, what its spec inherits. One at fault has no document."""

    number: int
    made: Made
    checked: pipeline.Checked | None = None
    inherited: tuple[Path, ...] = ()
    document: "Document | None" = None

    @property
    def size(self) -> int:
        """What holding it takes, more or less."""
        spec = self.checked.spec if self.checked is not None else None
        picture = spec.picture if spec is not None else None
        return len(spec.tree.span.source.text if spec else "") + len(picture.data if picture else b"")


class Maker:
    """Makes acts; what specs share (inherited files, digests) is read once."""

    def __init__(self, recipe: Recipe, staging: Path) -> None:
        self.recipe, self.staging = recipe, staging
        self._shared = Inheritance()
        self._neighbours = Neighbours()
        self._digests: dict[Path, str] = {}

    def __call__(self, orders: Sequence[Order], begin: Callable[[int], None] = lambda _number: None) -> list[Made]:
        """Make a lot of acts. Every fault is in the results: nothing is raised but bugs.

        `begin`: told the number, in the lot, of the act that is taken up, to be made and then to be written.
        """
        made: list[Made] = []
        waiting: list[_Assembled] = []
        held = 0
        for number, order in enumerate(orders):
            begin(number)
            one = self._assembled(number, order)
            waiting.append(one)
            held += one.size
            if held > _MAX_HELD:
                made.extend(self._all_written(waiting, begin))
                waiting, held = [], 0
        return [*made, *self._all_written(waiting, begin)]

    def _all_written(self, waiting: Iterable[_Assembled], begin: Callable[[int], None]) -> Iterable[Made]:
        for one in waiting:
            begin(one.number)
            yield self._written(one)

    def _assembled(self, number: int, order: Order) -> _Assembled:
        recipe = self.recipe
        inheritance = self._shared.sharing()
        options = pipeline.Options(
            recipe.settings, recipe.template_dir, recipe.draft, inheritance, False, self._neighbours
        )
        path = Path(order.spec)
        checked = pipeline.check(path, options)
        if checked.value is None:
            return _Assembled(number, Made(order, diagnostics=checked.diagnostics))
        assembled = pipeline.assemble(checked.value)
        found = ordered((*checked.diagnostics, *assembled.diagnostics))
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
        return _Assembled(number, made, checked.value, tuple(inheritance.files), assembled.value)

    def _written(self, one: _Assembled) -> Made:
        if one.checked is None or one.document is None:
            return one.made
        made, order, spec = one.made, one.made.order, one.checked.spec
        rendered = pipeline.write(one.document, self.recipe.written, self.recipe.reference)
        if rendered.value is None:
            return replace(made, diagnostics=ordered((*made.diagnostics, *rendered.diagnostics)))
        try:
            read = spec.tree.span.source.sha256  # it may have changed since
            own = read or self._digest(Path(order.spec))
            shared = [*one.inherited, *spec.attachments]
            inputs = ((order.spec, own), *((str(file), self._digest(file)) for file in shared))
            outputs = tuple(self._write(order, kind, data) for kind, data in rendered.value.items())
        except OSError as fault:
            message = f"Les fichiers de « {order.spec} » ne peuvent pas être préparés ({disk_reason(fault)})."
            hint = "Libérer de la place, ou choisir un autre dossier avec « -o »."
            return replace(made, diagnostics=(*made.diagnostics, Diagnostic(catalogue.OUTPUT, message, None, hint)))
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
