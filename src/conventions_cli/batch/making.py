"""The acts of a batch: each spec checked, its files made in the staging folder, and what must be remembered of it.

They are made a lot at a time, a step after the other: what one step needs takes the place of what another does in the
processor's cache, the deflating of an act above all. That saves a tenth of a batch, more on a machine that others use.
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

LOT = 16  # acts that each step is done for at once
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


class _Act(Record):
    """An act on its way: its number in the lot, what is known of it so far, and what it still takes to write it.

    One at fault has no document.
    """

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
        self._opened = opened()
        self._shared = Inheritance()
        self._neighbours = Neighbours()
        self._digests: dict[Path, str] = {}

    def __call__(self, orders: Sequence[Order], begin: Callable[[int], None] = lambda _number: None) -> list[Made]:
        """Make a lot of acts. Every fault is in the results: nothing is raised but bugs.

        `begin`: told the number, in the lot, of the act that a step takes up.
        """
        resume(self._opened)  # this may be another process
        made: list[Made] = []
        acts: list[_Act] = []
        held = 0
        for number, order in enumerate(orders):
            begin(number)
            acts.append(self._checked(number, order))
            held += acts[-1].size
            if held > _MAX_HELD:
                made.extend(self._finished(acts, begin))
                acts, held = [], 0
        return [*made, *self._finished(acts, begin)]

    def _finished(self, acts: Sequence[_Act], begin: Callable[[int], None]) -> list[Made]:
        """Acts that are checked, assembled and written, a step at a time."""
        for act in acts:
            begin(act.number)
            self._assemble(act)
        for kind in self.recipe.written:
            for act in acts:
                begin(act.number)
                self._write(act, kind)
        return [act.made for act in acts]

    def _checked(self, number: int, order: Order) -> _Act:
        recipe = self.recipe
        inheritance = self._shared.sharing()
        options = pipeline.Options(
            recipe.settings, recipe.template_dir, recipe.draft, inheritance, False, self._neighbours
        )
        checked = pipeline.check(Path(order.spec), options)
        if checked.value is None:
            return _Act(number, Made(order, diagnostics=checked.diagnostics))
        spec = checked.value.spec
        amount = spec.convention.finances.montant
        made = Made(
            order,
            spec.draft,
            amount.euros if isinstance(amount, Montant) else None,
            checked.diagnostics,
            tuple(replace(one, span=one.span.bare) for one in checked.value.missing),
            tuple(one.bare for one in identities_of(member(order.spec, order.stem, checked.value))),
            pack=use_of(checked.value.pack),
        )
        return _Act(number, made, checked.value, inheritance.files)

    def _assemble(self, act: _Act) -> None:
        if act.checked is None:
            return
        assembled = pipeline.assemble(act.checked)
        act.document = assembled.value
        found = assembled.diagnostics
        if act.document is not None and act.checked.pack.own:
            from conventions_cli.linting import reread  # late: few packs are of one's own

            found = (*found, *reread(act.checked, act.document))
        if found:
            act.made = replace(act.made, diagnostics=ordered((*act.made.diagnostics, *found)))

    def _write(self, act: _Act, kind: str) -> None:
        """Write one file of an act, and remember what it was made of."""
        if act.document is None:
            return
        made = act.made
        written = pipeline.write(act.document, (kind,), self.recipe.reference, carried=self.recipe.carried)
        if written.value is None:
            found = ordered((*made.diagnostics, *written.diagnostics))
            act.document, act.made = None, replace(made, inputs=(), outputs=(), diagnostics=found)
            return
        name, data = f"{made.order.stem}.{kind}", written.value[kind]
        try:
            inputs = made.inputs or self._inputs(act)
            write_bytes(self.staging / name, data)
        except OSError as fault:
            message = f"Les fichiers de « {made.order.spec} » ne peuvent pas être préparés ({disk_reason(fault)})."
            hint = "Libérer de la place, ou choisir un autre dossier avec « -o »."
            found = (*made.diagnostics, Diagnostic(catalogue.OUTPUT, message, None, hint))
            act.document, act.made = None, replace(made, inputs=(), outputs=(), diagnostics=found)
            return
        act.made = replace(made, inputs=inputs, outputs=(*made.outputs, (name, hashlib.sha256(data).hexdigest())))

    def _inputs(self, act: _Act) -> tuple[tuple[str, str], ...]:
        """The digests of the files an act was made of. Raises OSError."""
        assert act.checked is not None  # noqa: S101 - it has a document
        spec, path = act.checked.spec, act.made.order.spec
        read = spec.tree.span.source.sha256  # it may have changed since
        own = read or self._digest(Path(path))
        return ((path, own), *((str(file), self._digest(file)) for file in (*act.inherited, *spec.attachments)))

    def _digest(self, file: Path) -> str:
        if file not in self._digests:
            self._digests[file] = sha256(file)
        return self._digests[file]
