"""A run: it chooses acts, makes them in a staging folder, checks them as a set, then puts their files in place.

All or nothing, unless `keep_going`: then the acts without an error are written. Whatever stops a run (an error, Ctrl-C,
a full disk), the staging folder is removed, and every file in the output folder is whole, either the old one or the new
one. Two runs may share an output folder: each makes its acts apart, then puts them in place in turn, and the manifest
holds the acts of both.
"""

import contextlib
import os
import signal
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from conventions_cli.batch import journal, workers
from conventions_cli.batch.making import LOT, ActResult, Maker, Order
from conventions_cli.batch.recipe import Digests, Recipe
from conventions_cli.files import file_stem, placed, refuse_taken, write_whole
from conventions_cli.foundation import (
    Diagnostic,
    Record,
    Severity,
    SourceText,
    Span,
    catalogue,
    endings_held,
    has_errors,
    hidden_folder,
    replace,
    turn,
)
from conventions_cli.french import disk_reason
from conventions_cli.pipeline import clashes, one_file
from conventions_cli.source import read_file
from conventions_cli.writers import FORMATS

Progress = Callable[[ActResult], None]


class NothingWritten(KeyboardInterrupt):
    """The run was interrupted before any file was put in place."""


class Report(Record, frozen=True):
    """The report of a run: the result of each act, in the order asked, and the diagnostics of the run itself."""

    acts: tuple[ActResult, ...]
    written: tuple[Path, ...] = ()
    set_findings: tuple[Diagnostic, ...] = ()
    interrupted: bool = False

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Every diagnostic, those of the run first."""
        return (*self.set_findings, *(diagnostic for act in self.acts for diagnostic in act.diagnostics))


def orders_for(specs: Sequence[str]) -> list[Order]:
    """An order for each spec, named after the stem of its file."""
    return [Order(spec, file_stem(Path(spec).stem)) for spec in specs]


def shard(orders: Sequence[Order], number: int, count: int) -> list[Order]:
    """Part `number` (from 1) of `count`: on every machine and in whatever order, the same specs give the same parts."""
    return sorted(orders, key=lambda order: order.spec)[number - 1 :: count]


def collisions(orders: Sequence[Order]) -> tuple[Diagnostic, ...]:
    """The diagnostics of specs whose acts would have the same file name."""
    collisions_by_spec = clashes((order.spec, (one_file(order.stem),)) for order in orders)
    return tuple(diagnostic for diagnostics in collisions_by_spec.values() for diagnostic in diagnostics)


def stale(orders: Sequence[Order], recipe: Recipe, folder: Path, name: str = journal.NAME) -> dict[str, str]:
    """Why each act is out of date, by spec, those whose spec is gone included; empty when all is right."""
    memory = journal.load(folder, name)
    digests = Digests(recipe)
    why = {order.spec: reason for order in orders if (reason := memory.outdated(order, digests.of(order.spec)))}
    names = {memory.name_of(order.spec) for order in orders}
    gone = {spec: "la spécification n’existe plus" for spec in memory.orphans() if spec not in names}
    return why | gone


def run(
    orders: Sequence[Order],
    recipe: Recipe,
    folder: Path,
    *,
    jobs: int = 1,
    keep_going: bool = False,
    strict: bool = False,
    remember: str | None = journal.NAME,
    as_a_set: bool = True,
    afresh: bool = False,
    progress: Progress | None = None,
) -> Report:
    """Make the acts and write their files. `remember`: the name of the manifest, None for none.

    `as_a_set`: also run the checks that compare specs (two acts with one file name are always refused). `afresh`: make
    again even the acts that have not changed. `progress` is called with each act, made or not, in any order.

    Raises NothingWritten when it is interrupted before files are put in place. With `keep_going`, the acts made so far
    are written instead, and the report has `interrupted` set. An interruption that comes while files are put in place
    waits until all of them are, and sets `interrupted` too.
    """
    refusals = collisions(orders) or _unnameable(orders, recipe, folder, remember)
    if refusals:
        return Report((), (), refusals)
    interrupted = False
    done: Report | None = None
    try:
        digests = Digests(recipe)
        for order in orders:
            digests.of(order.spec)
        with _present(folder), hidden_folder(folder) as staging:
            memory = journal.load(folder, remember) if remember is not None else journal.Memory(folder)
            acts_by_spec: dict[str, ActResult] = {}
            try:
                _make(acts_by_spec, orders, recipe, staging, memory, digests, jobs, strict, afresh, progress or _silent)
            except KeyboardInterrupt:
                if not keep_going:
                    raise
                interrupted = True  # the acts made so far are put in place: the next run makes the others
            acts = tuple(acts_by_spec[order.spec] for order in orders if order.spec in acts_by_spec)
            acts = _check_set(acts) if as_a_set else acts
            stopped = has_errors(diagnostic for act in acts for diagnostic in act.diagnostics) or (
                strict and _warned(acts)
            )
            if stopped and not keep_going:
                return Report(tuple(act if act.reused else replace(act, outputs=()) for act in acts))
            to_write = [act for act in acts if not act.faulty and not (strict and act.diagnostics)]
            with turn(folder), endings_held():
                done = _put_in_place(acts, to_write, staging, folder, memory, digests, remember)
    except OSError as fault:
        return done or Report((), (), (_disk(folder, fault),))
    except KeyboardInterrupt:
        if done is None:
            raise NothingWritten from None
        interrupted = True
    return replace(done, interrupted=interrupted)


def _unnameable(orders: Sequence[Order], recipe: Recipe, folder: Path, remember: str | None) -> tuple[Diagnostic, ...]:
    """The refusals known before any act is made: a path that is taken, a name that the manifest cannot hold."""
    names = [f"{order.stem}.{kind}" for order in orders for kind in recipe.formats]
    refused = refuse_taken(folder / name for name in (*names, *([remember] if remember is not None else ())))
    if refused is not None:
        return (refused,)
    read = [order.spec for order in orders]
    if recipe.template_dir is not None:
        read.append(str(recipe.template_dir))
    refusals = []
    for name in read if remember is not None else ():
        if not _in_utf8(journal.relative(name, folder)):
            shown = os.fsencode(name).decode("utf-8", "backslashreplace")
            message = f"Le nom « {shown} » n’est pas en UTF-8 : le manifeste ne peut pas le retenir."
            hint = "Renommer ce fichier, ou le dossier où il est, avec des lettres ordinaires."
            refusals.append(Diagnostic(catalogue.FILE_NAME, message, None, hint))
    return tuple(refusals)


def _in_utf8(name: str) -> bool:
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


@contextlib.contextmanager
def _present(folder: Path) -> Iterator[None]:
    """Make a folder and those above it; at the end, remove those that are empty. Raises OSError."""
    fresh = [path for path in (folder, *folder.parents) if not path.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield
    finally:
        with contextlib.suppress(OSError):  # a folder that holds files stays
            for path in fresh:
                path.rmdir()


def _silent(act: ActResult) -> None:
    del act


def _make(
    acts_by_spec: dict[str, ActResult],
    orders: Sequence[Order],
    recipe: Recipe,
    staging: Path,
    memory: journal.Memory,
    digests: Digests,
    jobs: int,
    strict: bool,
    afresh: bool,
    progress: Progress,
) -> None:
    """Add each act to `acts_by_spec` as soon as it is made."""
    todo = []
    for order in orders:
        warned = strict and (entry := memory.entries.get(memory.name_of(order.spec))) is not None and entry.warnings
        if afresh or warned or memory.outdated(order, digests.of(order.spec)):
            todo.append(order)
        else:
            acts_by_spec[order.spec] = memory.remembered(order)
            progress(acts_by_spec[order.spec])
    forked = not any(FORMATS[name].threads for name in recipe.formats)
    results = workers.shared_out(Maker(recipe, staging), todo, jobs, LOT, forked=forked)
    with contextlib.closing(results):  # type: ignore[type-var]  # a generator, whose closing stops the processes
        for result in results:
            act = _lost(result) if isinstance(result, workers.Lost) else result
            acts_by_spec[act.order.spec] = act
            progress(act)


def _lost(lost: "workers.Lost[Order]") -> ActResult:
    code = lost.code or 0
    how = f"par le signal {signal.Signals(-code).name}" if code < 0 else f"avec le code {code}"
    message = f"Le processus qui produisait « {lost.item.spec} » s’est arrêté {how} : l’acte n’est pas produit."
    hint = (
        "Relancer ; si cela se reproduit, diminuer « --jobs » (mémoire insuffisante ?) ou isoler cette spécification."
    )
    return ActResult(lost.item, diagnostics=(Diagnostic(catalogue.WORKER, message, None, hint),))


def _check_set(acts: tuple[ActResult, ...]) -> tuple[ActResult, ...]:
    """The acts with the diagnostics of the checks that compare specs."""
    diagnostics_by_spec = clashes((act.order.spec, act.identities) for act in acts)
    return tuple(
        replace(act, diagnostics=(*act.diagnostics, *map(_with_texts, diagnostics_by_spec[act.order.spec])))
        if act.order.spec in diagnostics_by_spec
        else act
        for act in acts
    )


def _with_texts(diagnostic: Diagnostic) -> Diagnostic:
    """A diagnostic with the texts of its places, which processes give back without them."""
    related = tuple(replace(mention, span=_with_text(mention.span)) for mention in diagnostic.related)
    return replace(diagnostic, span=_with_text(diagnostic.span) if diagnostic.span else None, related=related)


def _with_text(span: Span) -> Span:
    source = read_file(Path(span.source.name), span.source.name).value
    return Span(source or SourceText(span.source.name, ""), span.start, span.end)


def _warned(acts: Iterable[ActResult]) -> bool:
    return any(diagnostic.severity is Severity.WARNING for act in acts for diagnostic in act.diagnostics)


def _put_in_place(
    acts: tuple[ActResult, ...],
    to_write: list[ActResult],
    staging: Path,
    folder: Path,
    memory: journal.Memory,
    digests: Digests,
    remember: str | None,
) -> Report:
    """Rename the files, then write the manifest. Raises OSError."""
    moved = [(f"{staging}/{name}", folder / name) for act in to_write if not act.reused for name, _ in act.outputs]
    targets = [target for _, target in moved]
    refused = refuse_taken(targets if remember is None else [*targets, folder / remember])
    if refused is not None:
        return Report(tuple(replace(act, outputs=()) for act in acts), (), (refused,))
    done = placed(moved)
    if done.fault is not None:  # next time, the digests of the manifest will tell which files to make again
        return Report(tuple(replace(act, outputs=()) for act in acts), done.paths, (done.fault,))
    written = tuple(folder / name for act in to_write for name, _ in act.outputs)
    if remember is not None:
        content = journal.dump(_entries(acts, to_write, folder, memory, digests, remember))
        fault = None if _holds(folder / remember, content) else write_whole(folder / remember, content)
        if fault is not None:
            return Report(acts, written, (fault,))
    final = {act.order.spec: act for act in to_write}
    return Report(tuple(final.get(act.order.spec, replace(act, outputs=())) for act in acts), written)


def _entries(
    acts: tuple[ActResult, ...],
    to_write: list[ActResult],
    folder: Path,
    memory: journal.Memory,
    digests: Digests,
    remember: str,
) -> Iterable[journal.Entry]:
    """The entries of the new manifest: the present ones, which another run may have changed, and these acts."""
    now = memory.again(remember).entries
    entries = {name: entry for name, entry in now.items() if (folder / entry.spec).exists()}
    final = {act.order.spec: act for act in to_write}
    for act in acts:
        name = memory.name_of(act.order.spec)
        entry = entries.pop(name, memory.entries.get(name))
        result = final.get(act.order.spec)
        if result is not None and result.reused and entry is not None:
            entries[name] = entry
        elif result is not None:
            entries[name] = journal.entry_of(result, digests.of(act.order.spec), folder)
    return entries.values()


def _holds(path: Path, content: bytes) -> bool:
    """Whether a file already has these bytes: it is then left alone, so that no program that watches it reacts."""
    try:
        return path.read_bytes() == content
    except OSError:
        return False


def _disk(folder: Path, fault: OSError) -> Diagnostic:
    message = f"Le dossier « {folder} » ne peut pas être écrit ({disk_reason(fault)})."
    return Diagnostic(catalogue.OUTPUT, message, None, "Choisir un autre dossier avec « -o », ou libérer de la place.")
