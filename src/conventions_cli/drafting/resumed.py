"""An existing spec that an interview goes on with: its values, the values it lacks, and its file with new answers.

A value that the spec states is not asked again, unless all are. Only the engine of `convention set` changes the text:
it keeps comments and layout, and proves each change.
"""

from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path as FilePath

from conventions_cli import pipeline
from conventions_cli.drafting.draft_values import Path
from conventions_cli.drafting.surroundings import states, text_at
from conventions_cli.editing import Change, TextFile, change_of, lay_all, open_file
from conventions_cli.files import kind_of
from conventions_cli.foundation import Diagnostic, Outcome, Record, SourceText, catalogue, has_errors
from conventions_cli.model import Convention, Kind, Manque, Role, fields_at, has_free_keys, path_of
from conventions_cli.source import Mapping, Node, find, is_blank, load_text, parse
from conventions_cli.source import Sequence as Items

_SIGNED = "date_signature"
_MOST_PARTIES = 30
_SHARED = "fonds commun"


class Resumed(Record, dict=True):
    """A spec as it was read. `everything`: whether its values are asked again. `disk`: its file as it is now."""

    file: TextFile
    own: Mapping
    whole: Mapping
    everything: bool
    template_dir: FilePath | None
    disk: TextFile

    @cached_property
    def first(self) -> "Judged":
        """The results of the checks on the spec as it was read."""
        return self._judged(self.file.source.text)

    @cached_property
    def lacking(self) -> tuple[Manque, ...]:
        """The values it lacked when it was read; its date of signature only when it lacks nothing else."""
        others = tuple(lack for lack in self.first.missing if lack.cle != _SIGNED)
        return others or self.first.missing

    def judged(self, settings: Sequence[str], removed: Sequence[str], blanks: Sequence[str]) -> "Judged":
        """The results of the checks with these changes. `blanks`: the keys still to be asked, left blank."""
        file = self.file
        for key in blanks:
            laid = lay_all(file, [f"{key}="], []).value
            if laid is not None:
                file = TextFile(file.path, SourceText(file.source.name, laid.text), file.data)
        laid_all = lay_all(file, settings, removed)
        if laid_all.value is None:
            return Judged(laid_all.diagnostics, ())
        text = laid_all.value.text
        return self._judged(text) if text != self.file.source.text else self.first

    def change(self, settings: Sequence[str], removed: Sequence[str]) -> Outcome[Change]:
        """The file with these changes; None when the rules refuse them."""
        return change_of(self.file, settings, removed, self.template_dir)

    def write(self, text: str) -> Diagnostic | None:
        """Write its new text. Returns a diagnostic when the file cannot be written, or was changed meanwhile."""
        if text == self.disk.source.text:
            return None
        fault = self.disk.write(text)
        again, _ = open_file(self.file.path) if fault is None else (None, ())
        self.disk = again or self.disk
        return fault

    def _judged(self, text: str) -> "Judged":
        options = pipeline.Options(template_dir=self.template_dir, draft=True)
        checked = pipeline.check_bytes(text.encode(), self.file.source.name, self.file.path.parent, options)
        faults = tuple(fault for fault in checked.diagnostics if fault.code is not catalogue.TO_COMPLETE)
        return Judged(faults, checked.value.missing if checked.value is not None else ())

    # ---- its values

    def holds(self, path: Path) -> bool:
        """Whether a path is not to be asked, since the spec or an inherited file has a value there."""
        return states(self.whole, *path) and not (self.everything and states(self.own, *path))

    def says(self, path: Path) -> str:
        """The text of the spec itself at a path; empty when there is none."""
        return text_at(self.own, *path)

    def roles(self, kind: Kind) -> dict[str, Role]:
        """The role of each of its parties, by prefix, then the needed roles that no party has."""
        listed = self.whole.get("parties")
        count = len(listed.items) if isinstance(listed, Items) else 0
        needed = [role for role in kind.roles.values() if not role.facultatif]
        stated = [text_at(self.whole, "parties", number, "role") for number in range(min(count, _MOST_PARTIES))]
        free = [role for role in needed if role.cle not in stated]
        roles = {}
        for number, key in enumerate(stated):
            role = kind.roles.get(key) or (free.pop(0) if free and not key else None)
            if role is not None:
                roles[f"parties.{number}"] = role
        return roles | {f"parties.{count + at}": role for at, role in enumerate(free)}

    def presets(self, kind: Kind) -> dict[str, str | None]:
        """The answers that the spec implies to questions in « @ »."""
        answers: dict[str, str | None] = {"@chorus": "oui"}
        for prefix in self.roles(kind):
            path = path_of(prefix) or ()
            reference = text_at(self.whole, *path, "reference")
            if reference or states(self.whole, *path, "nom"):
                answers[f"@{prefix}.qui"] = reference or "autre"
        return answers

    def says_anywhere(self, path: Path) -> bool:
        """Whether the spec or an inherited file has a value at a path."""
        return states(self.whole, *path)

    def leaves(self, start: Path) -> tuple[Path, ...]:
        """The paths of the values of the spec itself under a path."""
        node, rest = find(self.own, start)
        return () if rest else tuple((*start, *path) for path in _leaves(node))

    def blanks_of(self, prefix: str) -> tuple[str, ...]:
        """The blank keys of a party: beside a reference, they would hide the values of the directory."""
        node, rest = find(self.own, path_of(prefix) or ())
        entries = node.entries if isinstance(node, Mapping) and not rest else ()
        keys = [entry.key.text for entry in entries if next(_leaves(entry.value), None) is None]
        return tuple(f"{prefix}.{key}" for key in keys if key not in {"reference", "role"})


class Judged(Record, frozen=True):
    """The results of the checks on a text: its faults, and its missing values, which are not among the faults."""

    faults: tuple[Diagnostic, ...]
    missing: tuple[Manque, ...]


def take_up(path: FilePath, template_dir: FilePath | None = None, *, everything: bool = False) -> Outcome[Resumed]:
    """The spec of a file, to go on with; diagnostics and no value when the file is no spec, or has errors."""
    file, faults = open_file(path)
    if file is None:
        return Outcome(None, faults)
    if kind_of(file.source) == _SHARED:
        message = f"« {path} » n’est pas une spécification : il ne nomme ni services, ni parties."
        hint = (
            f"Pour y écrire une valeur\u202f: « convention set {path} CLÉ=VALEUR » ; ou donner un autre nom de fichier."
        )
        return Outcome(None, (Diagnostic(catalogue.UNREADABLE, message, None, hint),))
    own, whole = parse(file.source), load_text(file.source, path.parent)
    if own.value is None or whole.value is None or has_errors(whole.diagnostics):
        return Outcome(None, whole.diagnostics)
    spec = Resumed(file, own.value, whole.value, everything, template_dir, file)
    if has_errors(spec.first.faults):
        return Outcome(None, spec.first.faults)
    return Outcome(spec)


def is_compound(path: Path) -> bool:
    """Whether a value is a group of keys or a list of groups, which no single answer can give."""
    return any(fields_at(Convention, at) or has_free_keys(Convention, at) for at in (path, (*path, 0)))


def _leaves(node: Node) -> Iterator[Path]:
    """The paths of the values under a node, without blank ones."""
    if isinstance(node, Mapping):
        for entry in node.entries:
            yield from ((entry.key.text, *path) for path in _leaves(entry.value))
    elif isinstance(node, Items):
        for number, item in enumerate(node.items):
            yield from ((number, *path) for path in _leaves(item))
    elif not is_blank(node):
        yield ()
