"""An interrupted interview, kept beside the file it was about to make."""

import json
from pathlib import Path

from conventions_cli.files import write_whole
from conventions_cli.foundation import Diagnostic, Outcome, Record, catalogue, read_bytes
from conventions_cli.french import disk_reason
from conventions_cli.source import forbidden_in

_VERSION = 1
_MAX_BYTES = 256 * 1024
_MAX_ANSWERS = 2_000
_SUFFIX = ".reprise"


class State(Record, frozen=True):
    """The answers by key, None for those left for later; what the command line said (« annuaire », « modele » …).

    `proposed`: the answers to propose again, by key.
    """

    answers: dict[str, str | None]
    options: dict[str, str]
    proposed: dict[str, str]


def state_file(target: Path) -> Path:
    """Where the interview about a file is kept: « .domifa.yaml.reprise »."""
    return target.parent / f".{target.name}{_SUFFIX}"


def kept_in(folder: Path) -> tuple[Path, ...]:
    """The files whose interview was interrupted in a folder, sorted."""
    found = sorted(folder.glob(f".*{_SUFFIX}")) if folder.is_dir() else []
    return tuple(folder / one.name[1 : -len(_SUFFIX)] for one in found if one.is_file())


def save(target: Path, state: State) -> Diagnostic | None:
    """Keep the answers, for their author's eyes only. Returns what went wrong."""
    data = {"version": _VERSION, "options": state.options, "reponses": state.answers, "proposees": state.proposed}
    text = json.dumps(data, ensure_ascii=False, indent=1)
    return write_whole(state_file(target), text.encode("utf-8", "replace"), private=True)


def load(target: Path) -> Outcome[State]:
    """The answers kept for a file. What is not of the form we write is refused, and said."""
    path = state_file(target)
    try:
        data = read_bytes(path, _MAX_BYTES)
    except OSError as fault:
        message = f"Le fichier de reprise « {path} » ne peut pas être lu ({disk_reason(fault)})."
        return Outcome(None, (Diagnostic(catalogue.UNREADABLE, message, None, "Vérifier les droits du fichier."),))
    state = _understood(data) if len(data) <= _MAX_BYTES else None
    if state is None:
        message = f"Le fichier de reprise « {path} » n’est pas de ceux que « convention new » écrit."
        return Outcome(None, (Diagnostic(catalogue.UNREADABLE, message, None, f"Le supprimer : « rm {path} »."),))
    return Outcome(state)


def remove(target: Path) -> None:
    """Forget an interview that is done."""
    try:
        state_file(target).unlink(missing_ok=True)
    except OSError:
        return  # it will be proposed again: nothing is lost


def _understood(data: bytes) -> State | None:
    try:
        read = json.loads(data)
    except (ValueError, RecursionError):
        return None
    if not isinstance(read, dict) or read.get("version") != _VERSION:
        return None
    answers, options, proposed = read.get("reponses"), read.get("options"), read.get("proposees")
    if not (isinstance(answers, dict) and isinstance(options, dict) and isinstance(proposed, dict)):
        return None
    said = [*(one for one in answers.values() if one is not None), *options.values(), *proposed.values()]
    if len(said) > _MAX_ANSWERS or not all(map(_is_text, said)):
        return None
    return State(answers, options, proposed)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and forbidden_in(value) is None
