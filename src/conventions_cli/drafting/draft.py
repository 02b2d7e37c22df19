"""Writes values as the text of a spec, runs every rule on it, and adds a line to fill in for each missing value."""

from collections.abc import Sequence

from conventions_cli import pipeline
from conventions_cli.drafting.draft_values import Path, Values
from conventions_cli.drafting.pack_proposals import propose
from conventions_cli.drafting.surroundings import SCHEMA, Surroundings
from conventions_cli.foundation import Diagnostic, Record, Severity, catalogue
from conventions_cli.model import Manque, commented_yaml, line_for, path_of, purpose_of
from conventions_cli.source import Line, Mapping, comment_text, find, says_nothing

_SIGNED = ("date_signature",)
# The comment above each part, so that the file explains itself.
_HEADED = ("dispositif", "services", "parties", "duree", "finances", "chorus", "copies", "champs")
_OPTIONAL = ("nor", "entete", "lieu_signature", "marches", "mobilisation", "copies", "annexes")


class Draft(Record, frozen=True):
    """The text of a spec, its diagnostics, and the values it still lacks.

    `date_held`: the date of signature, written as a comment because an act that lacks values cannot be dated.
    """

    text: str
    diagnostics: tuple[Diagnostic, ...]
    missing: tuple[Manque, ...]
    date_held: str = ""

    @property
    def faults(self) -> tuple[Diagnostic, ...]:
        """The diagnostics, without those of missing values."""
        return tuple(diagnostic for diagnostic in self.diagnostics if diagnostic.code is not catalogue.TO_COMPLETE)

    @property
    def usable(self) -> bool:
        """Whether it may be written: it has no error."""
        return all(diagnostic.severity is not Severity.ERROR for diagnostic in self.diagnostics)


def check(
    values: Values, names: tuple[str, ...], place: Surroundings, target: str, *, draft: bool | None = True
) -> tuple[Diagnostic, ...]:
    """The diagnostics of values, checked in a temporary text: the places of the diagnostics are of no use."""
    text = "\n".join(_body(values.tree(), names)) + "\n"
    return _read(text, place, target, draft)[0]


def compose(
    values: Values, names: tuple[str, ...], place: Surroundings, target: str, head: Sequence[str] = ()
) -> Draft:
    """The text of a spec, with the values that its pack proposes.

    `names`: the files it inherits; `target`: its name, in the diagnostics; `head`: its first lines.
    """
    propose(values, names, place)
    root, date = values.tree(), ""
    text = _text(root, names, place, head)
    diagnostics, missing = _read(text, place, target, None)
    if values.texts.get(_SIGNED) and (_lacks(diagnostics) or missing):
        date = str(values.texts[_SIGNED])
        line = root.at(_SIGNED)
        line.value, line.blank = None, True
        line.remark = f"à rétablir quand rien ne manquera plus, « {date} » : une date dit que l’acte est signé"
        text = _text(root, names, place, head)
        diagnostics, missing = _read(text, place, target, True)
    if any(diagnostic.severity is Severity.ERROR for diagnostic in diagnostics):
        return Draft(text, diagnostics, missing, date)
    inherited = place.inherited(names)
    for lacking in missing:
        if not _has_place(inherited, root, lacking):
            _leave_place(root, lacking, date_held=bool(date))
    text = _text(root, names, place, head)
    diagnostics, missing = _read(text, place, target, True if missing else None)
    return Draft(text, diagnostics, missing, date)


def _lacks(diagnostics: Sequence[Diagnostic]) -> bool:
    return any(diagnostic.code in {catalogue.MISSING, catalogue.TO_COMPLETE} for diagnostic in diagnostics)


def _read(
    text: str, place: Surroundings, target: str, draft: bool | None
) -> tuple[tuple[Diagnostic, ...], tuple[Manque, ...]]:
    options = pipeline.Options(template_dir=place.template_dir, draft=draft, inheritance=place.inheritance())
    outcome = pipeline.check_bytes(text.encode("utf-8", "replace"), target, place.folder, options)
    return outcome.diagnostics, outcome.value.missing if outcome.value is not None else ()


def _text(root: Line, names: tuple[str, ...], place: Surroundings, head: Sequence[str]) -> str:
    schema = place.schema()
    lines = [f"# yaml-language-server: $schema={schema or SCHEMA}"]
    if schema is None:
        lines.append(f"# Pour être aidé par l’éditeur, écrire ce schéma une fois : convention schema -o {SCHEMA}")
    lines.extend(f"# {comment_text(line)}" for line in head)
    lines.append("# « à compléter » : taper la valeur après le deux-points, puis effacer le commentaire.")
    lines.extend(_body(root, names))
    named = root.children.get("modele")
    admits = place.kind_of(named.value if named is not None and named.value else "").admits
    optional = [key for key in _OPTIONAL if key not in root.children and admits(key)]
    if optional:
        lines.append(f"# Facultatif, à ajouter au besoin (guide « Première convention ») : {', '.join(optional)}.")
    return "\n".join(lines) + "\n"


def _body(root: Line, names: tuple[str, ...]) -> list[str]:
    for key in _HEADED:
        line = root.children.get(key)
        if line is not None and not line.notes:
            line.notes.append(purpose_of(key))
    for number, name in enumerate(names):
        root.at(("herite", number)).value = name
    lines = commented_yaml(root)
    return ["modele:  # à compléter : rien n’est encore dit de cet acte"] if says_nothing(lines) else lines


def _has_place(inherited: Mapping, root: Line, missing: Manque) -> bool:
    """Whether an inherited file has the blank key. Repeated here, the key would hide a value typed there later."""
    path = path_of(missing.cle) or ()
    here = root.get(path[:2]) if path[:1] == ("parties",) and len(path) > 2 else None
    reference = here.get(("reference",)) if here is not None else None
    if reference is not None and reference.value is not None:
        path = ("annuaire", reference.value, *path[2:3])
    return bool(path) and not find(inherited, path)[1]


def _leave_place(root: Line, missing: Manque, *, date_held: bool) -> None:
    """Add a blank key for a missing value, with an example; a comment when a directory should give that value."""
    path = path_of(missing.cle)
    if path is None:
        return
    line = root.get(path)
    remark = f"à compléter ({missing.fournisseur}) : {missing.libelle}, par exemple « {_example(path, missing)} »"
    if path[0] == "parties" and len(path) > 2:
        party = root.get(path[:2])
        if party is not None and "reference" in party.children and line is None:
            place = f"à compléter dans l’annuaire, ou ici ({missing.fournisseur})"
            party.children["reference"].notes.append(f"{place} : {missing.libelle}, « {missing.ligne} »")
            return
        if party is None and missing.role:
            root.at((*path[:2], "role")).value = missing.role
    if line is not None and (line.value is not None or line.children or (date_held and path == _SIGNED)):
        return
    line = root.at(path)
    line.blank = True
    line.remark = f"{line.remark} ; {remark}" if line.remark and not line.remark.startswith("à compléter") else remark
    if path == _SIGNED:
        line.remark = "à compléter le jour de la signature ; sans elle, l’acte est un PROJET"
    if path[-1] == "fonction" and len(path) == 5:
        person = root.at(path[:-1])
        for key, example in (("nom", "Camille MARTIN"), ("genre", "f")):
            if key not in person.children:
                person.children[key] = Line(blank=True, remark=f"facultatif, par exemple « {example} »")


def _example(path: Path, missing: Manque) -> str:
    """An example of what to type after the colon; the fields of a pack have their own."""
    line = missing.ligne if path[0] == "champs" else line_for(path)
    return line.partition(": ")[2] or line
