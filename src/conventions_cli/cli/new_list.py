"""`convention new --from LISTE`: shows the columns of a list, then makes a spec from each of its rows."""

import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from conventions_cli.cli.door import ask, say, show
from conventions_cli.cli.drafted import room_for_a_round, write
from conventions_cli.cli.french import refuse
from conventions_cli.cli.streams import DISK, DONE, FAULTS, exit_code, report
from conventions_cli.foundation import Record, has_errors

if TYPE_CHECKING:
    from conventions_cli.drafting import Grid, Listed, Round, Surroundings
    from conventions_cli.model import Names
    from conventions_cli.tables import Sheet

_MOST_ACTS = 2_000


class ListRequest(Record, frozen=True):
    """The request: the list, its table, the stated keys of its columns; `yes`: no question is put."""

    path: Path
    table: str
    maps: tuple[str, ...]
    yes: bool
    quiet: bool


class _Understood(Record, frozen=True):
    grid: "Grid"
    names: "Names"
    acts: "tuple[Listed, ...]"
    faulty: bool


def whole_list(request: ListRequest, promotion: int, place: "Surroundings", pack: str) -> int:
    """Draft a round from a list and write it whole; return the exit code."""
    from conventions_cli.drafting import draft_list, is_faulty

    code = room_for_a_round(place.folder, quiet=request.quiet)
    if code != DONE:
        return code
    understood = _understand(request, place, pack)
    if isinstance(understood, int):
        return understood
    acts = understood.acts
    if not _confirmed(request, f"{len(acts)} brouillon{'s' if len(acts) > 1 else ''} dans « {place.folder} »"):
        say("Rien n’est écrit.")
        return DONE
    drafted = draft_list(understood.grid, acts, understood.names, place, promotion, pack)
    report(drafted.diagnostics, quiet=request.quiet)
    code = write(
        {place.folder / name: text.encode("utf-8") for name, text in drafted.files.items()}, quiet=request.quiet
    )
    if code != DONE:
        return code
    code = keep(request, understood.grid)
    if not request.quiet:
        _tell(drafted, place)
    return code or (FAULTS if understood.faulty or is_faulty(drafted) else DONE)


def only_act(request: ListRequest, place: "Surroundings", pack: str) -> "tuple[Listed, Names, Grid] | int":
    """The one act of a list; the exit code when it has none, or several."""
    understood = _understand(request, place, pack)
    if isinstance(understood, int):
        return understood
    if len(understood.acts) > 1:
        raise refuse(
            f"« {request.path} » décrit {len(understood.acts)} actes : taper « convention new --from "
            f"{shlex.quote(str(request.path))} --cohort 18 promotion-18 »."
        )
    if not _confirmed(request, "ce brouillon"):
        say("Rien n’est écrit.")
        return DONE
    return understood.acts[0], understood.names, understood.grid


def _understand(request: ListRequest, place: "Surroundings", pack: str) -> "_Understood | int":
    """Read a list, and report all that is not understood; the exit code when it has no act."""
    from conventions_cli.drafting import KEPT, View, acts_of, map_path, read_map, settings_of, understand

    sheet = _sheet(request)
    if isinstance(sheet, int):
        return sheet
    names = View(place, pack=pack).column_names
    kept = read_map((map_path(request.path), place.folder / KEPT), names)
    stated = settings_of(request.maps, names)
    report((*kept.diagnostics, *stated.diagnostics), quiet=request.quiet)
    if kept.value is None or stated.value is None:
        return FAULTS
    reading = understand(sheet, str(request.path), names, kept.value, stated.value)
    report(reading.diagnostics, quiet=request.quiet)
    if reading.value is None:
        return FAULTS
    if not request.quiet:
        show(f"\n{_columns(reading.value, names)}", err=True)
    acts, diagnostics = acts_of(reading.value, names)
    report(diagnostics, quiet=request.quiet)
    if not acts:
        say(f"« {reading.value.name} » ne contient aucun acte. Rien n’est écrit.")
        return FAULTS
    if len(acts) > _MOST_ACTS:
        row = acts[_MOST_ACTS].row
        raise refuse(
            f"« {reading.value.name} » décrit {len(acts)} actes, et une promotion en a "
            f"{_MOST_ACTS} au plus : couper la "
            f"liste avant la ligne {row}. Rien n’est écrit."
        )
    return _Understood(reading.value, names, acts, has_errors(diagnostics))


def _sheet(request: ListRequest) -> "Sheet | int":
    from conventions_cli.drafting import chosen_sheet
    from conventions_cli.tables import read_list

    read = read_list(request.path)
    report(read.diagnostics, quiet=request.quiet)
    if read.value is None:
        return exit_code(read.diagnostics, strict=False) or FAULTS
    chosen = chosen_sheet(read.value, request.table, str(request.path))
    if chosen.value is None and not request.table and _interactive(request):
        for number, sheet in enumerate(read.value, start=1):
            count = len(sheet.rows)
            say(f"  {number}. {sheet.name} ({count} ligne{'s' if count > 1 else ''})")
        while answer := _typed("Quel tableau ? Son numéro (Entrée seule pour arrêter)\u00a0: "):
            if answer.isascii() and answer.isdecimal() and 0 < int(answer[:4]) <= len(read.value):
                return read.value[int(answer[:4]) - 1]
            say(f"Répondre par un nombre de 1 à {len(read.value)}.")
    report(chosen.diagnostics, quiet=request.quiet)
    return chosen.value or FAULTS


def _interactive(request: ListRequest) -> bool:
    return not request.yes and sys.stdin.isatty() and sys.stdout.isatty()


def _confirmed(request: ListRequest, noun: str) -> bool:
    """Whether the person agrees with the columns; without a terminal, `--yes` says so."""
    if request.yes:
        return True
    if not _interactive(request):
        raise refuse(
            'rien n’est écrit : vérifier ces colonnes, puis recommencer avec « --yes ». « --map "Colonne=clé" » en '
            "corrige une."
        )
    while True:
        answer = _typed(f"Écrire {noun} ? (oui ou non)\u00a0: ").casefold()
        if answer in {"o", "oui"}:
            return True
        if answer in {"", "n", "non"}:
            say('Pour corriger une colonne : « --map "Colonne=clé" ».')
            return False
        say("Répondre par oui ou non.")


def _typed(prompt: str) -> str:
    try:
        return ask(prompt).strip()
    except EOFError:
        return ""


def _columns(grid: "Grid", names: "Names") -> str:
    """The key of each column, with its first value."""
    from conventions_cli.cli.batch_table import plain_table

    rows = []
    for column in grid.columns:
        meaning, key = (names.meaning_of(column.key), column.key) if column.used else ("ignorée", "")
        example = " ".join(column.example.split())
        rows.append((column.title, meaning, key, example if len(example) <= 40 else f"{example[:39]}…"))
    return plain_table(("Colonne", "Ce qu’elle donne", "Clé", "Exemple"), rows)


def keep(request: ListRequest, grid: "Grid") -> int:
    """Keep the keys of the columns in a file beside the list, for the next time."""
    from conventions_cli.drafting import map_path, map_text
    from conventions_cli.files import write_output

    path = map_path(request.path)
    if not request.maps and not path.is_file():
        return DONE
    fault = write_output(path, map_text(grid.columns).encode("utf-8"))
    if fault is not None:
        report([fault], quiet=request.quiet)
        return DISK
    if not request.quiet:
        say(f"Les colonnes sont gardées dans « {path} », pour la prochaine fois.")
    return DONE


def _tell(drafted: "Round", place: "Surroundings") -> None:
    from conventions_cli.cli.drafted import round_table

    show(f"\n{round_table(drafted, 'Service')}", err=True)
    folder = shlex.quote(str(place.folder))
    say("", "Pour continuer :", f"  convention status {folder}", f"  convention validate {folder}")
