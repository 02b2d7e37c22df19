"""The code that all commands share: streams, colours, exit codes, the reading of specs."""

import os
import shutil
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from conventions_cli.cli.door import say, show, tell
from conventions_cli.foundation import Diagnostic, Outcome, Severity, catalogue, open_folder

if TYPE_CHECKING:
    from conventions_cli.files import Written
    from conventions_cli.model import Manque, Sequel
    from conventions_cli.pipeline import Checked, Options
    from conventions_cli.templating import PackUse

DONE, FAULTS, USAGE, DISK, BUG, INTERRUPTED = 0, 1, 2, 3, 70, 130

STDIN = "-"
_OPENED = 5  # files at once, with --open


class InterruptionToldError(Exception):
    """The person interrupted the command, and has been told the result: nothing more is to be said."""


def exit_code(diagnostics: Iterable[Diagnostic], *, strict: bool) -> int:
    """3 when a file could not be read or written, 1 for errors (and warnings if strict), else 0."""
    shown = list(diagnostics)
    if any(diagnostic.code in {catalogue.UNREADABLE, catalogue.OUTPUT, catalogue.PDF} for diagnostic in shown):
        return DISK
    fatal = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    return FAULTS if any(diagnostic.severity in fatal for diagnostic in shown) else DONE


def report(diagnostics: Sequence[Diagnostic], *, quiet: bool, on_stdout: bool = False) -> None:
    """Print diagnostics; with --quiet, errors only."""
    shown = [diagnostic for diagnostic in diagnostics if not quiet or diagnostic.severity is Severity.ERROR]
    if not shown:
        return
    from conventions_cli.reporting import text_report

    stream = sys.stdout if on_stdout else sys.stderr
    color = stream.isatty() and "NO_COLOR" not in os.environ
    width = shutil.get_terminal_size((100, 24)).columns if stream.isatty() else 120
    show(text_report(shown, width=width, color=color), err=not on_stdout, styled=color)


def say_missing(missing: "Sequence[Manque]") -> None:
    """List the missing values of a draft, by person who can give them."""
    from conventions_cli.cli.keyboard import say_wrapped

    for supplier in dict.fromkeys(lacking.fournisseur for lacking in missing):
        labels = [f"{lacking.libelle} ({lacking.cle})" for lacking in missing if lacking.fournisseur == supplier]
        say_wrapped(f"  {supplier} : {', '.join(labels)}.", indent="    ")


def say_packs(uses: "Iterable[PackUse | None]", *, quiet: bool) -> None:
    """Name, once each, the clauses that replace those of convention; not with --quiet."""
    if not quiet:
        for sentence in dict.fromkeys(use.sentence() for use in uses if use is not None):
            if sentence:
                say(sentence)


def expand(arguments: Iterable[str], *, acts: bool = True, sequels: "Iterable[Sequel]" = ()) -> list[str]:
    """The specs named on the command line, once each; a folder gives its specs. `acts`, `sequels`: the kinds wanted."""
    from conventions_cli.files import specs_in

    names: list[str] = []
    arguments = tuple(arguments)
    open_together(arguments)
    for name in arguments:
        walked = name != STDIN and Path(name).is_dir()
        if walked:
            open_folder(Path(name))
        files = [str(file) for file in specs_in(Path(name), acts=acts, sequels=sequels)] if walked else []
        names.extend(files or [name])
    return list(dict.fromkeys(names))


def open_together(names: Sequence[str]) -> None:
    """Note the folders of files named together: a file in a lower folder may then name files in an upper one."""
    if len(names) > 1:
        for name in names:
            if name != STDIN and not Path(name).is_dir():
                open_folder(Path(name).parent)


def check_one(spec: str, options: "Options") -> "Outcome[Checked]":
    """Check a spec given by its path, or by `-` on standard input."""
    from conventions_cli import pipeline
    from conventions_cli.source import closed_folder, closed_to_us

    if spec == STDIN:
        return pipeline.check_bytes(sys.stdin.buffer.read(2 * 1024 * 1024), "<entrée standard>", Path.cwd(), options)
    if Path(spec).is_dir():
        closed = closed_to_us(Path(spec))
        if closed is not None:
            return Outcome(None, (closed_folder(spec, closed),))
        message = f"Le dossier « {spec} » ne contient aucune spécification."
        hint = "Une spécification est un fichier .yaml qui nomme des services et des parties."
        wanted = options.sequel
        if wanted is not None:
            message = f"Le dossier « {spec} » ne contient aucune spécification de {wanted.words}."
            hint = (
                f"Une telle spécification a une section « {wanted.section}: » ; à défaut, donner le fichier de l’acte."
            )
        return Outcome(None, (Diagnostic(catalogue.UNREADABLE, message, None, hint),))
    return pipeline.check(Path(spec), options)


def deliver(output: Path, content: bytes, *, quiet: bool, named: bool = True) -> int:
    """Write the result of a command in the file the person named; return the exit code.

    `named`: print its name on the standard output, unless the result itself goes to a stream.
    """
    from conventions_cli.files import is_stream, write_output

    fault = write_output(output, content)
    if fault is not None:
        report([fault], quiet=quiet)
        return DISK
    if named and not is_stream(output):
        tell(str(output))
    return DONE


def open_files(paths: Sequence[Path]) -> None:
    """Open files in the programs of the machine; when there are more than `_OPENED`, open none and say so."""
    import typer

    if len(paths) > _OPENED:
        say(f"Rien n’est ouvert : {len(paths)} actes le seraient. Ouvrir ceux qu’il faut lire, un par un.")
        return
    for path in paths:
        if typer.launch(str(path)) != 0:
            say(f"Aucun programme de ce poste n’a pu ouvrir « {path} » : l’ouvrir à la main.")


def deliver_all(written: "Written", *, shown: Sequence[Path] | None = None, quiet: bool) -> int:
    """Tell the result of writing files that go together; return the exit code.

    `shown`: the files to name on the standard output, all when None. Raises InterruptionToldError.
    """
    for path in written.paths:
        if shown is None or path in shown:
            tell(str(path))
    if written.fault is not None:
        report([written.fault], quiet=quiet)
    if written.interrupted:
        count = len(written.paths)
        done = f"{count} fichier{'s' if count > 1 else ''} en place" if count else "rien n’est écrit"
        say(f"Interrompu : {done}{'' if written.fault else ', il n’en manque aucun'}.")
        raise InterruptionToldError
    return DONE if written.fault is None else DISK
