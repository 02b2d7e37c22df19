"""Keeps an interrupted interview in a file beside the spec it was to write."""

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
UNNAMED = "nouvelle-convention.yaml"  # the file of an interview that has not named any yet


class State(Record, frozen=True):
    """The answers by key, None for those left for later; the options of the command line (« annuaire », « modele »).

    `proposed`: the answers to propose again, by key.
    """

    answers: dict[str, str | None]
    options: dict[str, str]
    proposed: dict[str, str]


def state_file(target: Path) -> Path:
    """The file that keeps the interview about a spec: « .domifa.yaml.reprise »."""
    return target.parent / f".{target.name}{_SUFFIX}"


def kept_in(folder: Path) -> tuple[Path, ...]:
    """The files of a folder whose interview was interrupted, sorted."""
    paths = sorted(folder.glob(f".*{_SUFFIX}")) if folder.is_dir() else []
    return tuple(folder / path.name[1 : -len(_SUFFIX)] for path in paths if path.is_file())


def save(target: Path, state: State) -> Diagnostic | None:
    """Write the answers in a file that only their author may read. Returns a diagnostic when it cannot be written."""
    data = {"version": _VERSION, "options": state.options, "reponses": state.answers, "proposees": state.proposed}
    text = json.dumps(data, ensure_ascii=False, indent=1)
    return write_whole(state_file(target), text.encode("utf-8", "replace"), private=True)


def load(target: Path) -> Outcome[State]:
    """The state kept for a spec; a diagnostic when its file cannot be read, or has another form than `save` writes."""
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
    """Remove the file of an interview that is over."""
    try:
        state_file(target).unlink(missing_ok=True)
    except OSError:
        return  # the interview will be proposed again: no answer is lost


def _understood(data: bytes) -> State | None:
    try:
        table = json.loads(data)
    except (ValueError, RecursionError):
        return None
    if not isinstance(table, dict) or table.get("version") != _VERSION:
        return None
    answers, options, proposed = table.get("reponses"), table.get("options"), table.get("proposees")
    if not (isinstance(answers, dict) and isinstance(options, dict) and isinstance(proposed, dict)):
        return None
    texts = [*(answer for answer in answers.values() if answer is not None), *options.values(), *proposed.values()]
    if len(texts) > _MAX_ANSWERS or not all(map(_is_text, texts)):
        return None
    return State(answers, options, proposed)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and forbidden_in(value) is None
