"""The end of an interview: an administration that was described is offered to the directory of parties."""

from collections.abc import Callable
from pathlib import Path

from conventions_cli.cli.door import tell
from conventions_cli.cli.keyboard import say_wrapped
from conventions_cli.cli.streams import report


def offer(
    target: Path, places: list[tuple[str | int, ...]], template_dir: Path | None, agreed: Callable[[str], bool]
) -> None:
    """Put in the directory the parties of these places that no directory has, if the person wants it.

    `agreed` asks a question. The spec is written already: a fault here is told, and changes nothing in it.
    """
    from conventions_cli.drafting import described, find_directory, take_up

    for place in places:
        spec = take_up(target, template_dir).value
        party = described(spec, place) if spec is not None else None
        if spec is None or party is None:
            continue
        directory = find_directory(target.parent) or target.parent / "annuaire.yaml"
        name = _named(directory, target)
        tell("")
        if agreed(f"Ranger « {party.shown} » dans l’annuaire ({name}), pour la choisir dans les prochains actes"):
            _file(target, directory, place, template_dir)


def _named(directory: Path, target: Path) -> str:
    from conventions_cli.drafting import Surroundings

    return Surroundings(target.parent).relative(directory)


def _file(target: Path, directory: Path, place: tuple[str | int, ...], template_dir: Path | None) -> None:
    """Write the party in the directory, then its reference in the spec."""
    from conventions_cli.drafting import described, referring, take_up
    from conventions_cli.editing import change
    from conventions_cli.files import write_new

    spec = take_up(target, template_dir).value
    party = described(spec, place) if spec is not None else None
    if spec is None or party is None:
        return
    if directory.is_file():
        filed = change(directory, party.settings, [])
        report(filed.diagnostics, quiet=True)
        fault = filed.value.file.write(filed.value.text) if filed.value is not None else None
        done = filed.value is not None and fault is None
    else:
        fault = write_new({directory: party.new_directory().encode("utf-8")}).fault
        done = fault is None
    report([fault] if fault is not None else [], quiet=False)
    if not done:
        return
    referred = referring(spec, party, _named(directory, target))
    kept = referred.value.file.write(referred.value.text) if referred.value is not None else None
    report([kept] if kept is not None else [], quiet=False)
    say_wrapped(f"« {party.shown} » est dans « {directory} », sous le nom « {party.key} » : l’y vérifier une fois.")
