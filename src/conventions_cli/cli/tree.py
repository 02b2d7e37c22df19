"""The files that commands rewrite: named one by one, or all those of a folder, shared ones included."""

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from conventions_cli.cli.french import refuse
from conventions_cli.cli.streams import STDIN
from conventions_cli.foundation import Diagnostic, Outcome, catalogue, open_folder

if TYPE_CHECKING:
    from conventions_cli.foundation import SourceText

_AT_MOST = 2 * 1024 * 1024


def files_named(names: Iterable[str]) -> tuple[list[Path], list[Diagnostic]]:
    """The named YAML files, and those in the named folders, once each; an error for a folder without any."""
    from conventions_cli.editing import files_in, is_pack

    paths: list[Path] = []
    faults: list[Diagnostic] = []
    for name in names:
        if name == STDIN:
            raise refuse("l’entrée standard (-) se donne seule.")
        path = Path(name)
        if is_pack(path):
            raise refuse(f"« {name} » est le plan d’un modèle, et non une spécification.")
        if path.is_dir():
            open_folder(path)
        files = list(files_in(path)) if path.is_dir() else [path]
        if not files:  # a folder closed to us comes back as a file of itself
            message = f"Le dossier « {name} » ne contient aucune spécification."
            faults.append(Diagnostic(catalogue.UNREADABLE, message, None, "Donner le dossier des spécifications."))
        paths.extend(files)
    return list({os.path.realpath(path): path for path in reversed(paths)}.values())[::-1], faults


def read_standard_input() -> "Outcome[SourceText]":
    """The text given on standard input."""
    from conventions_cli.source import decode

    return decode(sys.stdin.buffer.read(_AT_MOST), "<entrée standard>")
