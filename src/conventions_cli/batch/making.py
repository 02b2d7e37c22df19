"""The acts of a batch: each spec is checked, its files are made in the staging folder, and its digests are computed.

Acts go in lots: one step is done for every act of the lot before the next step begins. Each step then finds its code
and data still in the processor's cache; compressing an act, above all, would push the others out. This saves a tenth of
the time of a batch, and more on a busy machine.
"""

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from conventions_cli import pipeline
from conventions_cli.batch.recipe import Recipe, sha256
from conventions_cli.files import write_bytes
from conventions_cli.foundation import Diagnostic, Record, catalogue, has_errors, opened, ordered, replace, resume
from conventions_cli.french import disk_reason
from conventions_cli.model import Manque, Montant
from conventions_cli.pipeline import Identity, identities_of, member
from conventions_cli.source import Inheritance
from conventions_cli.templating import Neighbours, PackUse, use_of

if TYPE_CHECKING:
    from conventions_cli.document import Document

LOT = 16  # acts in a lot
_MAX_HELD = 256 * 1024  # characters of specs and bytes of images in a lot: one that exceeds this is written early


class Order(Record, frozen=True):
    """An act to make: the path of its spec as it was given, and the stem of its files."""

    spec: str
    stem: str


class ActResult(Record, frozen=True):
    """The result of an order. `inputs`, `outputs`: SHA-256 of the files read, by path, and of those made, by name."""

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
    warnings: int = 0  # of a reused act, whose diagnostics were shown when it was made

    @property
    def faulty(self) -> bool:
        """Whether it has an error, and so no file."""
        return has_errors(self.diagnostics)


class _Act(Record):
    """An act in progress: its number in the lot, its result so far, and what is needed to write it.

    An act with an error has no document.
    """

    number: int
    result: ActResult
    checked: pipeline.Checked | None = None
    inherited: tuple[Path, ...] = ()
    document: "Document | None" = None

    @property
    def size(self) -> int:
        """The approximate size of its spec and its image, in characters and bytes."""
        spec = self.checked.spec if self.checked is not None else None
        picture = spec.picture if spec is not None else None
        return len(spec.tree.span.source.text if spec else "") + len(picture.data if picture else b"")


class Maker:
    """Makes acts; the files and digests that several specs share are read once."""

    def __init__(self, recipe: Recipe, staging: Path) -> None:
        self.recipe, self.staging = recipe, staging
        self._opened = opened()
        self._shared = Inheritance()
        self._neighbours = Neighbours()
        self._digests: dict[Path, str] = {}

    def __call__(self, orders: Sequence[Order], begin: Callable[[int], None] = lambda _number: None) -> list[ActResult]:
        """Make a lot of acts. The results hold every fault of the specs; an exception is a bug.

        `begin`: called with the number, in the lot, of each act that a step starts on.
        """
        resume(self._opened)  # this may be another process
        results: list[ActResult] = []
        acts: list[_Act] = []
        size = 0
        for number, order in enumerate(orders):
            begin(number)
            acts.append(self._checked(number, order))
            size += acts[-1].size
            if size > _MAX_HELD:
                results.extend(self._finished(acts, begin))
                acts, size = [], 0
        return [*results, *self._finished(acts, begin)]

    def _finished(self, acts: Sequence[_Act], begin: Callable[[int], None]) -> list[ActResult]:
        """The results of acts, assembled and written, a step at a time."""
        for act in acts:
            begin(act.number)
            self._assemble(act)
        for kind in self.recipe.formats:
            for act in acts:
                begin(act.number)
                self._write(act, kind)
        return [act.result for act in acts]

    def _checked(self, number: int, order: Order) -> _Act:
        recipe = self.recipe
        inheritance = self._shared.sharing()
        options = pipeline.Options(
            recipe.settings, recipe.template_dir, recipe.draft, inheritance, acts_only=True, neighbours=self._neighbours
        )
        checked = pipeline.check(Path(order.spec), options)
        if checked.value is None:
            return _Act(number, ActResult(order, diagnostics=checked.diagnostics))
        spec = checked.value.spec
        amount = spec.convention.finances.montant
        result = ActResult(
            order,
            spec.draft,
            amount.euros if isinstance(amount, Montant) else None,
            checked.diagnostics,
            tuple(replace(diagnostic, span=diagnostic.span.bare) for diagnostic in checked.value.missing),
            tuple(identity.bare for identity in identities_of(member(order.spec, order.stem, checked.value))),
            pack=use_of(checked.value.pack),
        )
        return _Act(number, result, checked.value, inheritance.files)

    def _assemble(self, act: _Act) -> None:
        if act.checked is None:
            return
        assembled = pipeline.assemble(act.checked)
        act.document = assembled.value
        diagnostics = assembled.diagnostics
        if act.document is not None and act.checked.pack.own:
            from conventions_cli.linting import reread  # late: few users have packs of their own

            diagnostics = (*diagnostics, *reread(act.checked, act.document))
        if diagnostics:
            act.result = replace(act.result, diagnostics=ordered((*act.result.diagnostics, *diagnostics)))

    def _write(self, act: _Act, kind: str) -> None:
        """Write one file of an act, and note the digests of its inputs."""
        if act.document is None:
            return
        result = act.result
        written = pipeline.write(act.document, (kind,), self.recipe.reference, carried=self.recipe.carried)
        if written.value is None:
            diagnostics = ordered((*result.diagnostics, *written.diagnostics))
            act.document, act.result = None, replace(result, inputs=(), outputs=(), diagnostics=diagnostics)
            return
        name, data = f"{result.order.stem}.{kind}", written.value[kind]
        try:
            inputs = result.inputs or self._inputs(act)
            write_bytes(self.staging / name, data)
        except OSError as fault:
            message = f"Les fichiers de « {result.order.spec} » ne peuvent pas être préparés ({disk_reason(fault)})."
            hint = "Libérer de la place, ou choisir un autre dossier avec « -o »."
            diagnostics = (*result.diagnostics, Diagnostic(catalogue.OUTPUT, message, None, hint))
            act.document, act.result = None, replace(result, inputs=(), outputs=(), diagnostics=diagnostics)
            return
        act.result = replace(result, inputs=inputs, outputs=(*result.outputs, (name, hashlib.sha256(data).hexdigest())))

    def _inputs(self, act: _Act) -> tuple[tuple[str, str], ...]:
        """The digests of the files an act was made from. Raises OSError."""
        assert act.checked is not None  # noqa: S101 - it has a document
        spec, path = act.checked.spec, act.result.order.spec
        digest = spec.tree.span.source.sha256  # of the read bytes: the file may have changed since
        own = digest or self._digest(Path(path))
        return ((path, own), *((str(file), self._digest(file)) for file in (*act.inherited, *spec.attachments)))

    def _digest(self, file: Path) -> str:
        if file not in self._digests:
            self._digests[file] = sha256(file)
        return self._digests[file]
