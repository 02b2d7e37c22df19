"""A signed act and its avenants, one version after the other, each read from its spec."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from conventions_cli import pipeline
from conventions_cli.amendment.holders import Numbering, first_numbering, next_numbering, numbered
from conventions_cli.document import Document
from conventions_cli.foundation import Code, Diagnostic, Outcome, Record, Span, catalogue, replace, resolved
from conventions_cli.model import Avenant, Convention
from conventions_cli.pipeline import Checked
from conventions_cli.source import first_line

_LONGEST = 99  # avenants to one act, as the number of one may say


class Version(Record, frozen=True):
    """An act at one moment: the name its spec was given by, its spec, its text under the numbers that bind.

    `checked.spec.convention.avenant` is the avenant that made it; none for the act as it was signed. `place`: 0 for
    that one, then 1, 2 …
    """

    name: str
    checked: Checked
    document: Document
    numbering: Numbering
    place: int

    @property
    def convention(self) -> Convention:
        """What the spec says."""
        return self.checked.spec.convention

    @property
    def avenant(self) -> Avenant | None:
        """The avenant that made this version."""
        return self.convention.avenant

    @property
    def numero(self) -> int:
        """The number of that avenant, its place when it does not say; 0 for the act as it was signed."""
        stated = self.avenant.numero if self.avenant is not None else None
        return self.place if stated is None else stated

    @property
    def signed(self) -> date | None:
        """When this version was signed: the date of the avenant, or of the act."""
        return self.avenant.date_signature if self.avenant is not None else self.convention.date_signature


def versions_of(given: Sequence[tuple[str, Checked]]) -> Outcome[tuple[Version, ...]]:
    """The versions of an act, the signed one first, from their specs."""
    found: list[Diagnostic] = []
    made: list[Version] = []
    for name, checked in given:
        built = pipeline.assemble_bare(checked)
        found.extend(built.diagnostics)
        if built.value is None:
            return Outcome(None, tuple(found))
        numbering = next_numbering(made[-1].numbering, built.value) if made else first_numbering(built.value)
        made.append(Version(name, checked, numbered(built.value, numbering.names), numbering, len(made)))
    return Outcome(tuple(made), tuple(found))


def chain_to(
    name: str, checked: Checked, folder: Path, options: pipeline.Options
) -> Outcome[list[tuple[str, Checked]]]:
    """The specs of the act that a spec amends, the signed one first; the spec itself is left out.

    `folder`: where `avenant.de` is looked for when it was not written in a file. A chain is as long as its last avenant
    says, so it ends.
    """
    found: list[Diagnostic] = []
    chain: list[tuple[str, Checked]] = []
    seen = {resolved(name)}
    current = checked
    root = options.root(Path(name).parent if Path(name).is_file() else folder)
    options = replace(options, settings=(), draft=None, racine=root)
    while current.spec.convention.avenant is not None:
        parent = _parent(current, folder)
        if parent.value is None:
            return Outcome(None, (*found, *parent.diagnostics)) if current is checked else _end(chain, found, current)
        path, span = parent.value
        if resolved(path) in seen or len(chain) >= _LONGEST:
            message = f"« {path} » se modifie lui-même, directement ou non."
            hint = "Donner, dans « avenant: », l’acte tel qu’il était avant : « de: domifa.yaml »."
            return Outcome(None, (*found, Diagnostic(catalogue.NO_PARENT, message, span, hint)))
        seen.add(resolved(path))
        read = pipeline.check(path, options)
        found.extend(_told(read.diagnostics, span))
        if read.value is None:
            return Outcome(None, tuple(found))
        chain.insert(0, (str(path), read.value))
        current = read.value
    return Outcome(chain, tuple(found))


def contradiction(given: str, checked: Checked, folder: Path) -> Diagnostic | None:
    """A spec that says it amends another act than the one it is given with."""
    avenant = checked.spec.convention.avenant
    if avenant is None or avenant.de is None:
        return None
    named = _parent(checked, folder).value
    if named is None or resolved(named[0]) == resolved(given):
        return None
    message = f"Cette version dit modifier « {named[0]} », et non « {given} »."
    hint = "Corriger « de: », ou ne donner que la nouvelle version."
    return Diagnostic(catalogue.CHAIN, message, named[1], hint)


def _end(
    chain: list[tuple[str, Checked]], found: list[Diagnostic], last: Checked
) -> Outcome[list[tuple[str, Checked]]]:
    """A version whose own parent is not told: the avenants before it would be unknown."""
    avenant = last.spec.convention.avenant
    number = avenant.numero if avenant is not None else None
    message = f"« {chain[0][0]} » ne dit pas quel acte son avenant n°\u00a0{number or '…'} modifie."
    hint = "Y ajouter, sous « avenant: », la ligne « de: domifa.yaml »."
    return Outcome(None, (*found, Diagnostic(catalogue.NO_PARENT, message, last.spec.key("avenant"), hint)))


def _parent(checked: Checked, folder: Path) -> Outcome[tuple[Path, Span]]:
    """The file of the act a spec amends, beside the file that names it."""
    spec = checked.spec
    avenant = spec.convention.avenant
    if avenant is None or avenant.de is None:
        message = "L’acte que cet avenant modifie n’est pas connu."
        hint = "Ajouter, sous « avenant: », la ligne « de: domifa.yaml », ou nommer l’acte d’origine en premier."
        return Outcome(None, (Diagnostic(catalogue.NO_PARENT, message, spec.key("avenant"), hint),))
    span = spec.span("avenant", "de")
    relative = Path(avenant.de)
    home = Path(span.source.name)
    if relative.is_absolute() or relative.suffix not in {".yaml", ".yml"}:
        message = f"« {avenant.de} » ne convient pas : un chemin relatif vers un fichier .yaml est attendu."
        return Outcome(None, (Diagnostic(catalogue.NO_PARENT, message, span, "Écrire « de: domifa.yaml »."),))
    return Outcome(((home.parent if home.is_file() else folder) / relative, span))


def _told(found: tuple[Diagnostic, ...], span: Span) -> list[Diagnostic]:
    """The errors of a parent's spec; a file that is not there, or may not be read, is told where it is named."""
    unread = {catalogue.UNREADABLE: catalogue.NO_PARENT, catalogue.OUTSIDE: catalogue.OUTSIDE}
    return [
        replace_span(one, unread[one.code], span) if one.code in unread else one
        for one in found
        if one.severity.rank == 0
    ]


def replace_span(found: Diagnostic, code: Code, span: Span) -> Diagnostic:
    """The same fault, under another code and at another place."""
    return Diagnostic(code, found.message, first_line(span), found.hint, found.related)
