"""A spec that an interview goes on with: what it says, what it lacks, and the same file with more answers in it.

Nothing is asked again that the spec says, unless all is. Its text changes by the engine of `convention set` alone,
which keeps comments and layout, and is proved.
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
    """A spec as it was read. `everything`: whether what it says is asked again. `disk`: its file as it is now."""

    file: TextFile
    own: Mapping
    whole: Mapping
    everything: bool
    template_dir: FilePath | None
    disk: TextFile

    @cached_property
    def first(self) -> "Judged":
        """What the checks say of the spec as it was read."""
        return self._judged(self.file.source.text)

    @cached_property
    def lacking(self) -> tuple[Manque, ...]:
        """What it lacked when it was read; its date only when it lacks nothing else."""
        others = tuple(one for one in self.first.missing if one.cle != _SIGNED)
        return others or self.first.missing

    def judged(self, settings: Sequence[str], removed: Sequence[str], blanks: Sequence[str]) -> "Judged":
        """What the checks would say of it with these values. `blanks`: the values still to be asked, left aside."""
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
        """The file with these values, once the rules have accepted it."""
        return change_of(self.file, settings, removed, self.template_dir)

    def write(self, text: str) -> Diagnostic | None:
        """Write its new text, unless the file was changed by another hand. Returns what went wrong."""
        if text == self.disk.source.text:
            return None
        fault = self.disk.write(text)
        again, _ = open_file(self.file.path) if fault is None else (None, ())
        self.disk = again or self.disk
        return fault

    def _judged(self, text: str) -> "Judged":
        options = pipeline.Options(template_dir=self.template_dir, draft=True)
        checked = pipeline.check_bytes(text.encode(), self.file.source.name, self.file.path.parent, options)
        found = tuple(one for one in checked.diagnostics if one.code is not catalogue.TO_COMPLETE)
        return Judged(found, checked.value.missing if checked.value is not None else ())

    # ---- what it says

    def holds(self, path: Path) -> bool:
        """Whether a value is not to be asked: it is stated, here or in a file that is inherited."""
        return states(self.whole, *path) and not (self.everything and states(self.own, *path))

    def says(self, path: Path) -> str:
        """The value it states itself at a path; empty when there is none."""
        return text_at(self.own, *path)

    def roles(self, kind: Kind) -> dict[str, Role]:
        """The role of each of its parties, then those of the roles that no party holds."""
        listed = self.whole.get("parties")
        count = len(listed.items) if isinstance(listed, Items) else 0
        needed = [role for role in kind.roles.values() if not role.facultatif]
        said = [text_at(self.whole, "parties", number, "role") for number in range(min(count, _MOST_PARTIES))]
        free = [role for role in needed if role.cle not in said]
        roles = {}
        for number, key in enumerate(said):
            role = kind.roles.get(key) or (free.pop(0) if free and not key else None)
            if role is not None:
                roles[f"parties.{number}"] = role
        return roles | {f"parties.{count + at}": role for at, role in enumerate(free)}

    def presets(self, kind: Kind) -> dict[str, str | None]:
        """The answers, to the questions about no key of the spec, that what it says amounts to."""
        answers: dict[str, str | None] = {"@chorus": "oui"}
        for prefix in self.roles(kind):
            path = path_of(prefix) or ()
            reference = text_at(self.whole, *path, "reference")
            if reference or states(self.whole, *path, "nom"):
                answers[f"@{prefix}.qui"] = reference or "autre"
        return answers

    def says_anywhere(self, path: Path) -> bool:
        """Whether a value is stated, here or in a file that is inherited."""
        return states(self.whole, *path)

    def leaves(self, start: Path) -> tuple[Path, ...]:
        """The paths of the values it states itself under a path."""
        node, rest = find(self.own, start)
        return () if rest else tuple((*start, *path) for path in _leaves(node))

    def blanks_of(self, prefix: str) -> tuple[str, ...]:
        """The keys of a party that are written and say nothing: beside a reference, they would hide its values."""
        node, rest = find(self.own, path_of(prefix) or ())
        entries = node.entries if isinstance(node, Mapping) and not rest else ()
        keys = [entry.key.text for entry in entries if next(_leaves(entry.value), None) is None]
        return tuple(f"{prefix}.{key}" for key in keys if key not in {"reference", "role"})


class Judged(Record, frozen=True):
    """What the checks say of a text: its faults, but those of missing values, and what it lacks."""

    found: tuple[Diagnostic, ...]
    missing: tuple[Manque, ...]


def take_up(path: FilePath, template_dir: FilePath | None = None, *, everything: bool = False) -> Outcome[Resumed]:
    """The spec of a file, to go on with. A file that is none, or that has errors, gives their diagnostics."""
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
    if has_errors(spec.first.found):
        return Outcome(None, tuple(one for one in spec.first.found))
    return Outcome(spec)


def is_compound(path: Path) -> bool:
    """Whether a value is a group of keys or a list of them: no single answer gives it."""
    return any(fields_at(Convention, at) or has_free_keys(Convention, at) for at in (path, (*path, 0)))


def _leaves(node: Node) -> Iterator[Path]:
    """The paths of the values under a node, but blank ones."""
    if isinstance(node, Mapping):
        for entry in node.entries:
            yield from ((entry.key.text, *path) for path in _leaves(entry.value))
    elif isinstance(node, Items):
        for number, item in enumerate(node.items):
            yield from ((number, *path) for path in _leaves(item))
    elif not is_blank(node):
        yield ()
