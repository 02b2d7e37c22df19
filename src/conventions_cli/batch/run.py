"""A run: what to make again, the acts made in a staging folder, the set checked, and only then the files put in place.

All or nothing, unless `keep_going`: then the acts without fault are written. Whatever stops a run (a fault, Ctrl-C, a
full disk), the staging folder goes, and every file in the folder is a whole one of before or of after. Two runs may
work in one folder: each makes its acts on its side, then they put them in place in turn, and the manifest holds both.
"""

import contextlib
import os
import signal
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from conventions_cli.batch import journal as manifest
from conventions_cli.batch import workers
from conventions_cli.batch.making import LOT, Made, Maker, Order
from conventions_cli.batch.recipe import Digests, Recipe, sha256
from conventions_cli.files import file_stem, placed, taken, write_whole
from conventions_cli.foundation import (
    Diagnostic,
    Record,
    Severity,
    SourceText,
    Span,
    catalogue,
    has_errors,
    held,
    hidden_folder,
    replace,
    turn,
)
from conventions_cli.french import disk_reason
from conventions_cli.pipeline import clashes, one_file
from conventions_cli.source import read_file
from conventions_cli.writers import FORMATS, completed

_LOT = 100  # acts whose formats are made of others at once

Progress = Callable[[Made], None]


class NothingWritten(KeyboardInterrupt):
    """The run was told to end before any file was in its place."""


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
    afresh: bool = False,
    progress: Progress | None = None,
) -> Report:
    """Make the acts and write their files. `remember`: the name of the manifest, None for none.

    `as_a_set`: check what only several specs can show, besides two that would write one file. `afresh`: make again what
    has not changed. `progress` is called with each act, made or not, in any order.

    Raises NothingWritten when it is told to end, unless `keep_going`: the acts made so far are then written, and the
    report says that it was `interrupted`. So it does when that comes while files are put in place: they all are first.
    """
    found = collisions(orders) or _unnameable(orders, recipe, folder, remember)
    if found:
        return Report((), (), found)
    interrupted = False
    done: Report | None = None
    try:
        digests = Digests(recipe)
        for order in orders:
            digests.of(order.spec)
        with _made(folder), hidden_folder(folder) as staging:
            memory = manifest.load(folder, remember) if remember is not None else manifest.Memory(folder)
            made: dict[str, Made] = {}
            try:
                _make(made, orders, recipe, staging, memory, digests, jobs, strict, afresh, progress or _silent)
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
            ready = _completed(kept, recipe, staging)
            if isinstance(ready, Diagnostic):
                return Report(acts, (), (ready,))
            with turn(folder), held():
                done = _put_in_place(acts, ready, staging, folder, memory, digests, remember)
    except OSError as fault:
        return done or Report((), (), (_disk(folder, fault),))
    except KeyboardInterrupt:
        if done is None:
            raise NothingWritten from None
        interrupted = True
    return replace(done, interrupted=interrupted)


def _unnameable(orders: Sequence[Order], recipe: Recipe, folder: Path, remember: str | None) -> tuple[Diagnostic, ...]:
    """What would be found out once all is made: a place that is taken, a name that the manifest cannot hold."""
    names = [f"{order.stem}.{kind}" for order in orders for kind in recipe.formats]
    refused = taken(folder / name for name in (*names, *([remember] if remember is not None else ())))
    if refused is not None:
        return (refused,)
    read = [order.spec for order in orders]
    if recipe.template_dir is not None:
        read.append(str(recipe.template_dir))
    found = []
    for name in read if remember is not None else ():
        if not _in_utf8(manifest.relative(name, folder)):
            shown = os.fsencode(name).decode("utf-8", "backslashreplace")
            message = f"Le nom « {shown} » n’est pas en UTF-8 : le manifeste ne peut pas le retenir."
            hint = "Renommer ce fichier, ou le dossier où il est, avec des lettres ordinaires."
            found.append(Diagnostic(catalogue.FILE_NAME, message, None, hint))
    return tuple(found)


def _in_utf8(name: str) -> bool:
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


@contextlib.contextmanager
def _made(folder: Path) -> Iterator[None]:
    """A folder, with those above it; those that were made for nothing go. Raises OSError."""
    fresh = [one for one in (folder, *folder.parents) if not one.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield
    finally:
        with contextlib.suppress(OSError):  # one that holds something stays
            for one in fresh:
                one.rmdir()


def _silent(made: Made) -> None:
    del made


def _make(
    made: dict[str, Made],
    orders: Sequence[Order],
    recipe: Recipe,
    staging: Path,
    memory: manifest.Memory,
    digests: Digests,
    jobs: int,
    strict: bool,
    afresh: bool,
    progress: Progress,
) -> None:
    """Put each act in `made` as it is ready."""
    todo = []
    for order in orders:
        warned = strict and (entry := memory.entries.get(memory.name_of(order.spec))) is not None and entry.warnings
        if afresh or warned or memory.outdated(order, digests.of(order.spec)):
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
    moved = [(f"{staging}/{name}", folder / name) for act in kept if not act.reused for name, _ in act.outputs]
    targets = [target for _, target in moved]
    refused = taken(targets if remember is None else [*targets, folder / remember])
    if refused is not None:
        return Report(tuple(replace(act, outputs=()) for act in acts), (), (refused,))
    done = placed(moved)
    if done.fault is not None:  # the digests of the manifest tell which files are to be made again
        return Report(tuple(replace(act, outputs=()) for act in acts), done.paths, (done.fault,))
    written = tuple(folder / name for act in kept for name, _ in act.outputs)
    if remember is not None:
        content = manifest.dump(_entries(acts, kept, folder, memory, digests, remember))
        fault = None if _holds(folder / remember, content) else write_whole(folder / remember, content)
        if fault is not None:
            return Report(acts, written, (fault,))
    final = {act.order.spec: act for act in kept}
    return Report(tuple(final.get(act.order.spec, replace(act, outputs=())) for act in acts), written)


def _entries(
    acts: tuple[Made, ...],
    kept: list[Made],
    folder: Path,
    memory: manifest.Memory,
    digests: Digests,
    remember: str,
) -> Iterable[manifest.Entry]:
    """What the manifest is to say: what it says now, another run having perhaps added to it, and these acts."""
    now = memory.again(remember).entries
    entries = {name: entry for name, entry in now.items() if (folder / entry.spec).exists()}
    final = {act.order.spec: act for act in kept}
    for act in acts:
        name = memory.name_of(act.order.spec)
        known = entries.pop(name, memory.entries.get(name))
        made = final.get(act.order.spec)
        if made is not None and made.reused and known is not None:
            entries[name] = known
        elif made is not None:
            entries[name] = manifest.entry_of(made, digests.of(act.order.spec), folder)
    return entries.values()


def _holds(path: Path, content: bytes) -> bool:
    """Whether a file is what it should be already: one that is left alone makes nobody read it again."""
    try:
        return path.read_bytes() == content
    except OSError:
        return False


def _completed(acts: list[Made], recipe: Recipe, staging: Path) -> list[Made] | Diagnostic:
    """The acts with the formats that are made of others, or why not; those stay only if they were asked for."""
    added = [name for name in recipe.formats if name not in recipe.written]
    if not added:
        return acts
    todo = [act for act in acts if not act.reused]
    done = {act.order.spec: act for act in acts if act.reused}
    for start in range(0, len(todo), _LOT):
        lot = todo[start : start + _LOT]
        sources = {FORMATS[name].made_from for name in added}
        read = [{name: (staging / f"{act.order.stem}.{name}").read_bytes() for name in sources} for act in lot]
        made = completed(read, added, recipe.pdf)
        if made.value is None:
            return made.diagnostics[0]
        for act, files in zip(lot, made.value, strict=True):
            outputs = dict(act.outputs)
            for name, data in files.items():
                target = staging / f"{act.order.stem}.{name}"
                target.write_bytes(data)
                outputs[target.name] = sha256(target)
            kept = {f"{act.order.stem}.{name}" for name in recipe.formats}
            done[act.order.spec] = replace(act, outputs=tuple(one for one in outputs.items() if one[0] in kept))
    return [done[act.order.spec] for act in acts]


def _disk(folder: Path, fault: OSError) -> Diagnostic:
    message = f"Le dossier « {folder} » ne peut pas être écrit ({disk_reason(fault)})."
    return Diagnostic(catalogue.OUTPUT, message, None, "Choisir un autre dossier avec « -o », ou libérer de la place.")
