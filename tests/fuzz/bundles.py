"""Several text files as one text: what a corpus keeps, and what is mutated."""

import re
from pathlib import Path

_MARK = "%%% "
_NAME = re.compile(r"[A-Za-z0-9_-][\w.-]{0,60}\Z")


def bundled(files: dict[str, str]) -> str:
    """One text of several files: a line `%%% name` opens each."""
    return "".join(f"{_MARK}{name}\n{text}" + ("" if text.endswith("\n") else "\n") for name, text in files.items())


def unbundled(text: str, alone: str) -> dict[str, str]:
    """The files of such a text. What stands before the first mark is the file `alone`; names stay inside the folder."""
    files: dict[str, str] = {}
    name, lines = alone, []
    for line in text.split("\n"):
        if line.startswith(_MARK):
            _close(files, name, lines)
            name, lines = line.removeprefix(_MARK), []
        else:
            lines.append(line)
    _close(files, name, lines)
    return files


def lay(folder: Path, files: dict[str, str]) -> None:
    """Write the files of a text into a folder; a name that is not one of a file in there is left out."""
    for name, text in files.items():
        steps = name.split("/")
        if len(steps) < 6 and all(map(_NAME.match, steps)):
            path = folder.joinpath(*steps)
            if not path.exists() and all(not above.is_file() for above in path.parents):
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(text.encode("utf-8", "surrogatepass"))


def _close(files: dict[str, str], name: str, lines: list[str]) -> None:
    if any(lines):
        files[name] = "\n".join(lines)
