"""A run: what to make again, the acts made in a staging folder, the set checked, and only then the files put in place.

All or nothing, unless `keep_going`: then the acts without fault are written. Whatever stops a run (a fault, Ctrl-C, a
full disk), the staging folder goes, and every file in the folder is a whole one of before or of after.
"""

import contextlib
import os
import shutil
import signal
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from conventions_cli import catalogue
from conventions_cli.batch import manifest, workers
from conventions_cli.batch.acts import LOT, Made, Maker, Order
from conventions_cli.batch.recipe import PDF, Digests, Recipe
from conventions_cli.diagnostics import Diagnostic, Severity, SourceText, Span, has_errors
from conventions_cli.french.disk import disk_reason
from conventions_cli.outputs import file_stem, write_whole
from conventions_cli.records import Record, replace
from conventions_cli.sets import clashes, one_file
from conventions_cli.source import read_file

_STAGING = ".convention-"
_PDF_LOT = 100

Progress = Callable[[Made], None]


class Report(Record, frozen=True):
    """The end of a run: each act, in the order asked, and what stopped the whole if something did."""

    acts: tuple[Made, ...]
    written: tuple[Path, ...] = ()
    found: tuple[Diagnostic, ...] = ()
    interrupted: bool = False

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Every finding, those of the whole first."""
        return (*self.found, *(one for act in self.acts for one in act.diagnostics))


def orders_for(specs: Sequence[str]) -> list[Order]:
    """The acts of these specs, each under the stem of its file."""
    return [Order(spec, file_stem(Path(spec).stem)) for spec in specs]


def shard(orders: Sequence[Order], number: int, count: int) -> list[Order]:
    """Part `number` (from 1) of `count`: the same specs give the same parts on every machine, whatever their order."""
    return sorted(orders, key=lambda order: order.spec)[number - 1 :: count]


def collisions(orders: Sequence[Order]) -> tuple[Diagnostic, ...]:
    """Specs that would write one file."""
    found = clashes((order.spec, (one_file(order.stem),)) for order in orders)
    return tuple(one for diagnostics in found.values() for one in diagnostics)


def stale(orders: Sequence[Order], recipe: Recipe, folder: Path, name: str = manifest.NAME) -> dict[str, str]:
    """Why each act is out of date, by spec, and which specs of the manifest are gone; empty when all is right."""
    memory = manifest.load(folder, name)
    digests = Digests(recipe)
    why = {order.spec: reason for order in orders if (reason := memory.outdated(order, digests.of(order.spec)))}
    asked = {memory.name_of(order.spec) for order in orders}
    gone = {spec: "la spécification n’existe plus" for spec in memory.orphans() if spec not in asked}
    return why | gone


def run(
    orders: Sequence[Order],
    recipe: Recipe,
    folder: Path,
    *,
    jobs: int = 1,
    keep_going: bool = False,
    strict: bool = False,
    remember: str | None = manifest.NAME,
    as_a_set: bool = True,
    progress: Progress | None = None,
) -> Report:
    """Make the acts and write their files. `remember`: the name of the manifest, None for none.

    `as_a_set`: check what only several specs can show, besides two that would write one file.
    `progress` is called with each act, made or not, in any order. Raises KeyboardInterrupt, nothing written, unless
    `keep_going`: the acts made so far are then written, and the report says that it was `interrupted`.
    """
    found = collisions(orders)
    if found:
        return Report((), (), found)
    fresh = [one for one in (folder, *folder.parents) if not one.exists()]
    try:
        digests = Digests(recipe)
        for order in orders:
            digests.of(order.spec)
        staging = _staging(folder)
    except OSError as fault:
        return Report((), (), (_disk(folder, fault),))
    try:
        memory = manifest.load(folder, remember) if remember is not None else manifest.Memory(folder)
        made: dict[str, Made] = {}
        interrupted = False
        try:
            _make(made, orders, recipe, staging, memory, digests, jobs, strict, progress or _silent)
        except KeyboardInterrupt:
            if not keep_going:
                raise
            interrupted = True  # what is made is kept: the next run goes on from there
        acts = tuple(made[order.spec] for order in orders if order.spec in made)
        acts = _check_set(acts) if as_a_set else acts
        stopped = has_errors(one for act in acts for one in act.diagnostics) or (strict and _warned(acts))
        if stopped and not keep_going:
            return Report(tuple(act if act.reused else replace(act, outputs=()) for act in acts))
        kept = [act for act in acts if not act.faulty and not (strict and act.diagnostics)]
        report = _finish(acts, kept, recipe, staging, folder, memory, digests, remember)
        return replace(report, interrupted=interrupted)
    except OSError as fault:
        return Report((), (), (_disk(folder, fault),))
    finally:
        shutil.rmtree(staging, ignore_errors=True)
        with contextlib.suppress(OSError):  # a folder made for nothing goes; one that holds something stays
            for one in fresh:
                one.rmdir()


def _silent(made: Made) -> None:
    del made


def _staging(folder: Path) -> Path:
    """A folder of this process beside the files to come; those of processes that died are removed. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    for left in folder.glob(f"{_STAGING}*"):
        number = left.name.removeprefix(_STAGING)
        if number.isdecimal() and not _alive(int(number)):
            shutil.rmtree(left, ignore_errors=True)
    staging = folder / f"{_STAGING}{os.getpid()}"
    staging.mkdir()
    return staging


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _make(
    made: dict[str, Made],
    orders: Sequence[Order],
    recipe: Recipe,
    staging: Path,
    memory: manifest.Memory,
    digests: Digests,
    jobs: int,
    strict: bool,
    progress: Progress,
) -> None:
    """Put each act in `made` as it is ready."""
    todo = []
    for order in orders:
        warned = strict and (entry := memory.entries.get(memory.name_of(order.spec))) is not None and entry.warnings
        if warned or memory.outdated(order, digests.of(order.spec)):
            todo.append(order)
        else:
            made[order.spec] = memory.remembered(order)
            progress(made[order.spec])
    results = workers.shared_out(Maker(recipe, staging), todo, jobs, LOT)
    with contextlib.closing(results):  # type: ignore[type-var]  # a generator, whose closing stops the processes
        for result in results:
            act = _lost(result) if isinstance(result, workers.Lost) else result
            made[act.order.spec] = act
            progress(act)


def _lost(lost: "workers.Lost[Order]") -> Made:
    code = lost.code or 0
    how = f"par le signal {signal.Signals(-code).name}" if code < 0 else f"avec le code {code}"
    message = f"Le processus qui produisait « {lost.item.spec} » s’est arrêté {how} : l’acte n’est pas produit."
    hint = (
        "Relancer ; si cela se reproduit, diminuer « --jobs » (mémoire insuffisante ?) ou isoler cette spécification."
    )
    return Made(lost.item, diagnostics=(Diagnostic(catalogue.WORKER, message, None, hint),))


def _check_set(acts: tuple[Made, ...]) -> tuple[Made, ...]:
    """The acts with what only the set shows."""
    found = clashes((act.order.spec, act.identities) for act in acts)
    return tuple(
        replace(act, diagnostics=(*act.diagnostics, *map(_with_texts, found[act.order.spec])))
        if act.order.spec in found
        else act
        for act in acts
    )


def _with_texts(found: Diagnostic) -> Diagnostic:
    """A diagnostic whose places, which came back without their texts, can be shown."""
    related = tuple(replace(one, span=_with_text(one.span)) for one in found.related)
    return replace(found, span=_with_text(found.span) if found.span else None, related=related)


def _with_text(span: Span) -> Span:
    source = read_file(Path(span.source.name), span.source.name).value
    return Span(source or SourceText(span.source.name, ""), span.start, span.end)


def _warned(acts: Iterable[Made]) -> bool:
    return any(one.severity is Severity.WARNING for act in acts for one in act.diagnostics)


def _finish(
    acts: tuple[Made, ...],
    kept: list[Made],
    recipe: Recipe,
    staging: Path,
    folder: Path,
    memory: manifest.Memory,
    digests: Digests,
    remember: str | None,
) -> Report:
    """Make the PDF, put the files in place, write the manifest last. Raises OSError."""
    if PDF in recipe.formats:
        from conventions_cli.writers.pdf import INSTALL, PdfError

        try:
            kept = _with_pdf(kept, recipe, staging)
        except PdfError as fault:
            return Report(acts, (), (Diagnostic(catalogue.PDF, str(fault), None, INSTALL),))
    with _uninterrupted():
        return _put_in_place(acts, kept, staging, folder, memory, digests, remember)


@contextlib.contextmanager
def _uninterrupted() -> Iterator[None]:
    """Let Ctrl-C wait: a round is put in place whole, or not at all. It takes less than a second."""
    try:
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    except ValueError:  # only the main thread hears of interruptions
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _put_in_place(
    acts: tuple[Made, ...],
    kept: list[Made],
    staging: Path,
    folder: Path,
    memory: manifest.Memory,
    digests: Digests,
    remember: str | None,
) -> Report:
    """Rename the files, then write the manifest. Raises OSError."""
    written = []
    for act in kept:
        for name, _ in act.outputs:
            target = folder / name
            if not act.reused:
                os.replace(f"{staging}/{name}", target)  # noqa: PTH105 - which makes no path anew
            written.append(target)
    if remember is not None:
        entries = {name: entry for name, entry in memory.entries.items() if (folder / entry.spec).exists()}
        for act in acts:
            entries.pop(memory.name_of(act.order.spec), None)
        for act in kept:
            known = memory.entries.get(memory.name_of(act.order.spec))
            entry = (
                known
                if act.reused and known is not None
                else manifest.entry_of(act, digests.of(act.order.spec), folder)
            )
            entries[entry.spec] = entry
        content = manifest.dump(entries.values())
        fault_of_manifest = None if _holds(folder / remember, content) else write_whole(folder / remember, content)
        if fault_of_manifest is not None:
            return Report(acts, tuple(written), (fault_of_manifest,))
    final = {act.order.spec: act for act in kept}
    return Report(tuple(final.get(act.order.spec, replace(act, outputs=())) for act in acts), tuple(written))


def _holds(path: Path, content: bytes) -> bool:
    """Whether a file is what it should be already: one that is left alone makes nobody read it again."""
    try:
        return path.read_bytes() == content
    except OSError:
        return False


def _with_pdf(acts: list[Made], recipe: Recipe, staging: Path) -> list[Made]:
    """The acts with their PDF, made of the DOCX by lots; the DOCX stays only if it was asked for. Raises PdfError."""
    from conventions_cli.batch.recipe import sha256
    from conventions_cli.writers.pdf import PdfKind, convert

    todo = [act for act in acts if not act.reused]
    done = {act.order.spec: act for act in acts if act.reused}
    for start in range(0, len(todo), _PDF_LOT):
        lot = todo[start : start + _PDF_LOT]
        made = convert([(staging / f"{act.order.stem}.docx").read_bytes() for act in lot], PdfKind(recipe.pdf))
        for act, data in zip(lot, made, strict=True):
            target = staging / f"{act.order.stem}.{PDF}"
            target.write_bytes(data)
            outputs = dict(act.outputs) | {target.name: sha256(target)}
            if "docx" not in recipe.formats:
                del outputs[f"{act.order.stem}.docx"]
            done[act.order.spec] = replace(act, outputs=tuple(outputs.items()))
    return [done[act.order.spec] for act in acts]


def _disk(folder: Path, fault: OSError) -> Diagnostic:
    message = f"Le dossier « {folder} » ne peut pas être écrit ({disk_reason(fault)})."
    return Diagnostic(catalogue.OUTPUT, message, None, "Choisir un autre dossier avec « -o », ou libérer de la place.")
