"""The requests of the page, read from JSON: strictly, as any account that learns the address could send one."""

import json
from base64 import b64decode
from pathlib import PurePath
from typing import Any

from conventions_cli.edition.controls import as_written
from conventions_cli.foundation import Record

_MOST_CHANGES = 200
_MOST_KEY = 300
_UNDO, _REDO = "annuler", "refaire"


class BadRequestError(Exception):
    """The request is not one that the page sends."""


class ValueChange(Record, frozen=True):
    """A value to write. `seen`: the value the page showed; `new`: the value typed, empty to take the key out.

    `whole`: whether to take out a whole item, or year; `seen` is then its fingerprint. `where`: the file to write in,
    empty for the spec itself. `latest`: whether the value was typed just now, and not refused before. `control`: that
    of its field, which decides how the value is written.
    """

    key: str
    seen: str
    new: str
    whole: bool = False
    where: str = ""
    latest: bool = True
    control: str = ""


class EditRequest(Record, frozen=True):
    """Values to write together; or one step to undo, or to redo."""

    changes: tuple[ValueChange, ...] = ()
    undo: bool = False
    redo: bool = False


class Clicked(Record, frozen=True):
    """A place in the act: the version of the page, the number of a text in it, and of a letter in that text."""

    version: str
    text: int
    letter: int


def read_asked(body: bytes) -> EditRequest:
    """Read a request for changes. Raises BadRequestError."""
    data = _object(body)
    step = data.get("pas")
    if step in {_UNDO, _REDO}:
        return EditRequest(undo=step == _UNDO, redo=step == _REDO)
    listed = data.get("changements")
    if not isinstance(listed, list) or not 0 < len(listed) <= _MOST_CHANGES:
        raise BadRequestError
    changes = tuple(_value_change(item) for item in listed)
    if len({(change.where, change.key) for change in changes}) < len(changes):
        raise BadRequestError
    return EditRequest(changes)


def read_clicked(body: bytes) -> Clicked:
    """Read a place of the act. Raises BadRequestError."""
    data = _object(body)
    version, text, letter = data.get("version"), data.get("texte"), data.get("lettre")
    if not isinstance(version, str) or type(text) is not int or type(letter) is not int:
        raise BadRequestError
    if not (0 <= text < 1_000_000 and 0 <= letter < 1_000_000):
        raise BadRequestError
    return Clicked(version, text, letter)


def read_text(body: bytes) -> str:
    """Read a text that was pasted. Raises BadRequestError."""
    text = _object(body).get("texte")
    if not isinstance(text, str):
        raise BadRequestError
    return text


def read_texts(body: bytes, *names: str) -> tuple[str, ...]:
    """Read the texts under these names. Raises BadRequestError."""
    data = _object(body)
    texts = tuple(data.get(name) for name in names)
    if not all(isinstance(text, str) for text in texts):
        raise BadRequestError
    return tuple(map(str, texts))


def read_file_sent(body: bytes) -> tuple[bytes, str]:
    """Read a file that was sent: its bytes, and the ending of its name, as `.xlsx`. Raises BadRequestError."""
    data = _object(body)
    sent, name = data.get("classeur"), data.get("nom", "")
    if not isinstance(sent, str) or not isinstance(name, str):
        raise BadRequestError
    try:
        return b64decode(sent, validate=True), PurePath(name).suffix.lower()
    except ValueError:
        raise BadRequestError from None


def _object(body: bytes) -> dict[str, Any]:
    try:
        data = json.loads(body)
        json.dumps(data, ensure_ascii=False).encode()  # refuses half a surrogate pair, which no answer could hold
    except (ValueError, RecursionError):
        raise BadRequestError from None
    if not isinstance(data, dict):
        raise BadRequestError
    return data


def _value_change(data: object) -> ValueChange:
    if not isinstance(data, dict):
        raise BadRequestError
    texts = [data.get(name, "") for name in ("cle", "vu", "nouveau", "ou", "forme")]
    whole, latest = data.get("tout", False), data.get("dernier", True)
    if not all(isinstance(text, str) for text in texts) or not (isinstance(whole, bool) and isinstance(latest, bool)):
        raise BadRequestError
    key, seen, new, where, control = texts
    if not key or len(key) > _MOST_KEY or "=" in key or "\n" in key or (whole and new):
        raise BadRequestError
    return ValueChange(key, seen, as_written(control, new), whole, where, latest, control)
