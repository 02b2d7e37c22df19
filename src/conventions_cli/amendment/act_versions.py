"""The versions of an act, each read from its spec: the signed act, then one per avenant."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from conventions_cli import pipeline
from conventions_cli.amendment.holders import Numbering, first_numbering, next_numbering, numbered
from conventions_cli.document import Document
from conventions_cli.foundation import Code, Diagnostic, Outcome, Record, Span, catalogue, replace, resolved
from conventions_cli.model import Avenant, Convention
from conventions_cli.pipeline import Checked
from conventions_cli.source import ENDINGS, first_line, is_from_a_root, with_backslashes

_LONGEST = 99  # avenants to one act: the highest number an avenant may have


class Version(Record, frozen=True):
    """A version of an act: the name of its spec, its spec, its text with the designations in force of law.

    `checked.spec.convention.avenant` is the avenant that made it; None for the signed act. `place`: 0 for the signed
    act, then 1, 2 …
    """

    name: str
    checked: Checked
    document: Document
    numbering: Numbering
    place: int

    @property
    def convention(self) -> Convention:
        """The values of its spec."""
        return self.checked.spec.convention

    @property
    def avenant(self) -> Avenant | None:
        """The avenant that made this version; None for the signed act."""
        return self.convention.avenant

    @property
    def numero(self) -> int:
        """The number of its avenant, or its place when the avenant has no number; 0 for the signed act."""
        stated = self.avenant.numero if self.avenant is not None else None
        return self.place if stated is None else stated

    @property
    def signed(self) -> date | None:
        """The date of signature of its avenant, or of the signed act."""
        return self.avenant.date_signature if self.avenant is not None else self.convention.date_signature


def versions_of(named: Sequence[tuple[str, Checked]]) -> Outcome[tuple[Version, ...]]:
    """The versions of an act, the signed one first, from their specs."""
    diagnostics: list[Diagnostic] = []
    versions: list[Version] = []
    for name, checked in named:
        built = pipeline.assemble_bare(checked)
        diagnostics.extend(built.diagnostics)
        if built.value is None:
            return Outcome(None, tuple(diagnostics))
        numbering = next_numbering(versions[-1].numbering, built.value) if versions else first_numbering(built.value)
        versions.append(Version(name, checked, numbered(built.value, numbering.names), numbering, len(versions)))
    return Outcome(tuple(versions), tuple(diagnostics))


def chain_to(
    name: str, checked: Checked, folder: Path, options: pipeline.Options
) -> Outcome[list[tuple[str, Checked]]]:
    """The specs of the earlier versions of the act, the signed act first, without `checked` itself.

    `folder`: the base of `avenant.de` when no file states this key. A chain longer than the highest number of
    an avenant is refused.
    """
    diagnostics: list[Diagnostic] = []
    chain: list[tuple[str, Checked]] = []
    paths = {resolved(name)}
    current = checked
    root = options.root(Path(name).parent if Path(name).is_file() else folder)
    options = replace(options, settings=(), draft=None, racine=root)
    while current.spec.convention.avenant is not None:
        parent = _parent(current, folder)
        if parent.value is None:
            return (
                Outcome(None, (*diagnostics, *parent.diagnostics))
                if current is checked
                else _end(chain, diagnostics, current)
            )
        path, span = parent.value
        if resolved(path) in paths or len(chain) >= _LONGEST:
            message = f"« {path} » se modifie lui-même, directement ou non."
            hint = "Donner, dans « avenant: », l’acte tel qu’il était avant : « de: domifa.yaml »."
            return Outcome(None, (*diagnostics, Diagnostic(catalogue.NO_PARENT, message, span, hint)))
        paths.add(resolved(path))
        read = pipeline.check(path, options)
        diagnostics.extend(_errors_of(read.diagnostics, span))
        if read.value is None:
            return Outcome(None, tuple(diagnostics))
        chain.insert(0, (str(path), read.value))
        current = read.value
    return Outcome(chain, tuple(diagnostics))


def contradiction(name: str, checked: Checked, folder: Path) -> Diagnostic | None:
    """The diagnostic for a spec that names another act to amend than the act given with it."""
    avenant = checked.spec.convention.avenant
    if avenant is None or avenant.de is None:
        return None
    named = _parent(checked, folder).value
    if named is None or resolved(named[0]) == resolved(name):
        return None
    message = f"Cette version dit modifier « {named[0]} », et non « {name} »."
    hint = "Corriger « de: », ou ne donner que la nouvelle version."
    return Diagnostic(catalogue.CHAIN, message, named[1], hint)


def _end(
    chain: list[tuple[str, Checked]], diagnostics: list[Diagnostic], last: Checked
) -> Outcome[list[tuple[str, Checked]]]:
    """The refusal of a version that does not name its parent, so that the avenants before it are unknown."""
    avenant = last.spec.convention.avenant
    number = avenant.numero if avenant is not None else None
    message = f"« {chain[0][0]} » ne dit pas quel acte son avenant n°\u00a0{number or '…'} modifie."
    hint = "Y ajouter, sous « avenant: », la ligne « de: domifa.yaml »."
    return Outcome(None, (*diagnostics, Diagnostic(catalogue.NO_PARENT, message, last.spec.key("avenant"), hint)))


def _parent(checked: Checked, folder: Path) -> Outcome[tuple[Path, Span]]:
    """The file of the act that a spec amends, and the place that names it."""
    spec = checked.spec
    avenant = spec.convention.avenant
    if avenant is None or avenant.de is None:
        message = "L’acte que cet avenant modifie n’est pas connu."
        hint = "Ajouter, sous « avenant: », la ligne « de: domifa.yaml », ou nommer l’acte d’origine en premier."
        return Outcome(None, (Diagnostic(catalogue.NO_PARENT, message, spec.key("avenant"), hint),))
    span = spec.span("avenant", "de")
    relative = Path(avenant.de)
    home = Path(span.source.name)
    if is_from_a_root(avenant.de) or relative.suffix.lower() not in ENDINGS:
        message = f"« {avenant.de} » ne convient pas : un chemin relatif vers un fichier .yaml est attendu."
        return Outcome(None, (Diagnostic(catalogue.NO_PARENT, message, span, "Écrire « de: domifa.yaml »."),))
    slip = with_backslashes(avenant.de, span)
    if slip is not None:
        return Outcome(None, (slip,))
    return Outcome(((home.parent if home.is_file() else folder) / relative, span))


def _errors_of(diagnostics: tuple[Diagnostic, ...], span: Span) -> list[Diagnostic]:
    """The errors of the spec of a parent; when its file cannot be read, the error stands where the file is named."""
    unread = {catalogue.UNREADABLE: catalogue.NO_PARENT, catalogue.OUTSIDE: catalogue.OUTSIDE}
    return [
        replace_span(diagnostic, unread[diagnostic.code], span) if diagnostic.code in unread else diagnostic
        for diagnostic in diagnostics
        if diagnostic.severity.rank == 0
    ]


def replace_span(diagnostic: Diagnostic, code: Code, span: Span) -> Diagnostic:
    """The diagnostic with another code and place."""
    return Diagnostic(code, diagnostic.message, first_line(span), diagnostic.hint, diagnostic.related)
