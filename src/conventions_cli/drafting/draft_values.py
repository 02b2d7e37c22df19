"""The values of a spec before it is written: texts by path, and the `cle=valeur` of a command line."""

from collections.abc import Mapping

from conventions_cli.foundation import Diagnostic, Outcome, Record, SourceText, Span, catalogue, field
from conventions_cli.french import AmountError, parse_amount
from conventions_cli.model import Convention, lettered, path_of, words_at
from conventions_cli.source import Line, damage_in, describe, forbidden_in, repaired

Path = tuple[str | int, ...]

_AMOUNTS = {"montant", "accompagnement", "ae", "cp"}


class Values(Record):
    """The values of a spec, each as the text a person would type; None holds the place of an unknown one.

    `notes`: comments above a key; `remarks`: a comment beside a value.
    """

    texts: dict[Path, str | None] = field(default_factory=dict)
    notes: dict[Path, list[str]] = field(default_factory=dict)
    remarks: dict[Path, str] = field(default_factory=dict)

    def note(self, path: Path, text: str) -> None:
        """Add a comment above a key."""
        self.notes.setdefault(path, []).append(text)

    def tree(self) -> Line:
        """The lines to write, with the letters of the canonical form: « l’État » for « l'État »."""
        root = Line()
        for path, text in self.texts.items():
            line = root.at(path)
            line.value = lettered(text, words_at(Convention, path)) if text is not None else None
            line.blank = text is None
            line.remark = self.remarks.get(path, "")
        for path, notes in self.notes.items():
            root.at(path).notes.extend(notes)
        return root


def forbidden(text: str, name: str) -> Diagnostic | None:
    """The diagnostic of a text with a character that no spec may hold."""
    span = Span.whole(SourceText(name, "")) if name else None
    match = forbidden_in(text)
    if match is None:
        hurt = damage_in(text)
        if hurt is None:
            return None
        message, hint = describe(hurt)
        return Diagnostic(catalogue.DAMAGED, message, span, hint)
    message = f"Le texte contient un caractère invisible ou réservé (U+{ord(match.group()):04X})."
    return Diagnostic(catalogue.CHARACTER, message, span, "Retaper la valeur au clavier.")


def settings(options: list[str]) -> Outcome[dict[Path, str]]:
    """The values of the options `--set cle=valeur`; no value when an option cannot be understood."""
    diagnostics: list[Diagnostic] = []
    texts: dict[Path, str] = {}
    for setting in options:
        setting = repaired(setting)
        key, equal, value = setting.partition("=")
        path = path_of(key.strip())
        bad = forbidden(setting, "--set")
        if bad is not None:
            diagnostics.append(bad)
        elif not equal or path is None or not value.strip():
            diagnostics.append(_refused(f"« --set {setting} » ne peut pas être compris."))
        elif path[0] == "herite":
            diagnostics.append(
                _refused("Un fichier commun ne se donne pas par « --set ».", "Taper « --herite cohorte.yaml ».")
            )
        else:
            texts[path] = value.strip()
    return Outcome(None if diagnostics else texts, tuple(diagnostics))


def torn(texts: Mapping[Path, str | None]) -> tuple[Diagnostic, ...]:
    """The diagnostics of keys that have both a text and keys under them: no spec can hold both."""
    above = {path[:length] for path in texts for length in range(1, len(path))}
    return tuple(
        _refused(f"« {'.'.join(map(str, path))} » est donné à la fois en entier et par parties.")
        for path in texts
        if path in above
    )


def _refused(message: str, hint: str = "") -> Diagnostic:
    hint = hint or "Écrire par exemple « --set finances.montant=200000 » ou « --set services.0.nom=Domifa »."
    return Diagnostic(catalogue.OVERRIDE, message, None, hint)


def plain_amount(euros: int) -> str:
    """An amount as a spec writes it: « 200 000 € », with ordinary spaces."""
    return f"{euros:,} €".replace(",", " ")


def as_written(key: str, text: str) -> str:
    """The answer to a question: an amount as a spec writes it, « 200 000 € »; anything else as typed."""
    if not key.startswith("finances.") or key.rpartition(".")[2] not in _AMOUNTS:
        return text
    try:
        return plain_amount(parse_amount(text))
    except AmountError:
        return text
