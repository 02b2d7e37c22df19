"""`convention templates update`: merges the changes of convention's clauses into a copy of them."""

import re
from collections.abc import Iterator
from pathlib import Path

from conventions_cli.editing.formatting import diff_of
from conventions_cli.editing.merging import merge
from conventions_cli.files import Written, write_all
from conventions_cli.foundation import Diagnostic, Outcome, Record, SourceText, Span, catalogue, installed_version
from conventions_cli.french import disk_reason
from conventions_cli.templating import (
    MANIFEST,
    ORIGIN,
    Origin,
    builtin_texts,
    clause_text,
    find_clause,
    origin_record,
    read_clause,
    read_origin,
)

_OWN_LINES = re.compile(r"^(titre|version): .*$", re.MULTILINE)  # a copy under another name has its own


class Updated(Record, frozen=True):
    """A merged file of a copy: its text before (None when the file is new), its text after, its conflicts."""

    name: str
    before: str | None
    after: str
    data: bytes
    conflicts: tuple[int, ...] = ()

    def diff(self, home: Path) -> str:
        """The change, as a unified diff."""
        return diff_of(self.before or "", self.after, str(home / self.name))


class PackUpdate(Record, frozen=True):
    """The update of a copy: the files to write, and a sentence for each file that is left alone."""

    home: Path
    origin: Origin
    files: tuple[Updated, ...]
    skipped: tuple[str, ...]

    def write(self) -> Written:
        """Write the files and the new record of origin, all or none. Raises KeyboardInterrupt."""
        record = origin_record(self.origin.pack, builtin_texts(self.origin.pack))
        files = {self.home / file.name: file.data for file in self.files}
        return write_all(files | {self.home / ORIGIN: record})


def update_pack(home: Path) -> Outcome[PackUpdate]:
    """The update of the copy in a folder: a merge of each file from the text that was copied."""
    origin = read_origin(home)
    if origin is None:
        message = f"« {home} » n’est pas la copie d’un modèle fourni : rien ne dit de quelle version elle vient."
        hint = (
            f"« {ORIGIN} » doit être dans ce dossier, comme « templates eject » ou « templates new --from » l’a écrit."
        )
        span = Span.whole(SourceText(str(home / MANIFEST), ""))
        return Outcome(None, (Diagnostic(catalogue.TEMPLATE_BEHIND, message, span, hint),))
    now = builtin_texts(origin.pack)
    files: list[Updated] = []
    skipped: list[str] = []
    faults: list[Diagnostic] = []
    for name, theirs in now.items():
        base = origin.texts.get(name)
        if base == theirs:
            continue
        try:
            data = _data(home, name)
        except (OSError, UnicodeDecodeError) as fault:
            reason = disk_reason(fault) if isinstance(fault, OSError) else "le texte n’est pas en UTF-8"
            message = f"« {home / name} » ne se lit pas ({reason}) : rien n’est mis à jour."
            hint = "Le réparer, ou le déplacer hors de ce dossier."
            faults.append(Diagnostic(catalogue.UNREADABLE, message, None, hint))
            continue
        if data is None and base is not None:
            skipped.append(f"« {name} » a changé dans convention, et n’est plus ici : il n’est pas repris.")
            continue
        updated = _updated(name, base or "", data, theirs)
        if updated is not None:
            files.append(updated)
    skipped += [f"« {name} » n’est plus dans convention : il reste ici." for name in _gone(home, origin, now)]
    return Outcome(None, tuple(faults)) if faults else Outcome(PackUpdate(home, origin, tuple(files), tuple(skipped)))


def _data(home: Path, name: str) -> tuple[str, bytes] | None:
    """The text of a file of the copy, and its bytes; None when there is none. Raises OSError, UnicodeDecodeError."""
    path = find_clause((home,), name)
    return (clause_text(path, (home,)), read_clause(path, (home,))) if path is not None else None


def _updated(name: str, base: str, data: tuple[str, bytes] | None, theirs: str) -> Updated | None:
    """A file merged with the changes of convention; None when it has them all already."""
    ours, read = data if data is not None else (base, b"")
    if name == MANIFEST:
        base, theirs = (_with_own_lines(text, base, ours) for text in (base, theirs))
    merged = merge(base.replace("\r\n", "\n"), ours, theirs, here="ici", there=f"convention {installed_version()}")
    if data is not None and merged.text == ours:
        return None
    ends = "\r\n" if b"\r\n" in read else "\n"
    after = merged.text.replace("\n", ends).encode("utf-8")
    return Updated(name, ours if data is not None else None, merged.text, after, merged.conflicts)


def _with_own_lines(text: str, base: str, ours: str) -> str:
    """A manifest of convention with the title and the version of the copy."""
    own = {match[1]: match[0] for match in _OWN_LINES.finditer(ours)}
    copied = {match[1]: match[0] for match in _OWN_LINES.finditer(base)}
    return _OWN_LINES.sub(
        lambda match: own[match[1]] if own.get(match[1]) not in {None, copied.get(match[1])} else match[0], text
    )


def _gone(home: Path, origin: Origin, now: dict[str, str]) -> Iterator[str]:
    """The copied files that convention no longer has, and that are still in the copy."""
    for name in origin.texts:
        if name not in now and find_clause((home,), name) is not None:
            yield name
