"""The act that a returned file is compared with, made again from its spec: an act, a report, an avenant, a new version.

The claims of the file decide only which of these it is: its words are made again from the spec, and compared.
"""

import hashlib
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from conventions_cli import pipeline
from conventions_cli.document import Document
from conventions_cli.foundation import Diagnostic, Outcome, Record, Severity, replace
from conventions_cli.model import Element, Spec, read_extras
from conventions_cli.pipeline import Checked
from conventions_cli.readers import Archive, ArchiveError, Origin
from conventions_cli.source import MAX_PICTURE, picture_of
from conventions_cli.templating import AVENANT

if TYPE_CHECKING:
    from conventions_cli.amendment import Prepared

EMBEDDED = "spécification que l’acte porte"
_MOMENT = re.compile(rb"<dcterms:created[^>]*>(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)Z</dcterms:created>")
_CORE = "docProps/core.xml"
_MAX_CORE = 64 * 1024
_MEDIA = "word/media/"
_MOST_PICTURES = 20


class Remade(Record, frozen=True):
    """An act made again from a spec.

    `checked`: the checked spec; `elements`: the elements of the plan that the document holds. `again`: makes the act of
    another spec of the same kind; None for an avenant, which is made of two specs.
    """

    checked: Checked
    document: Document
    elements: tuple[Element, ...] = ()
    again: Callable[[Spec], Document | None] | None = None


class FileClaims(Record, frozen=True):
    """The claims of a file on how it was made, which no spec holds: its origin, its moment, its header image."""

    origin: Origin | None
    moment: tuple[int, int, int, int, int, int] | None = None
    picture: bytes = b""

    @property
    def pack(self) -> str:
        """The name of the pack that the file claims."""
        return self.origin.properties.get("convention.modele", "") if self.origin is not None else ""

    @property
    def carried(self) -> bool:
        """Whether the file carries a spec."""
        return self.origin is not None and self.origin.carried

    @property
    def follows(self) -> bool:
        """Whether the file claims several versions of an act."""
        return self.origin is not None and "convention.versions.sha256" in self.origin.properties


def claims_of(data: bytes, origin: Origin | None) -> FileClaims:
    """The claims of a file: those of its origin, its date of creation, and the image whose fingerprint it bears."""
    try:
        archive = Archive(data)
        core = archive.read(_CORE, _MAX_CORE) if _CORE in archive else b""
        fingerprint = origin.properties.get("convention.image.sha256", "") if origin is not None else ""
        picture = _picture(archive, fingerprint) if fingerprint else b""
    except ArchiveError:
        return FileClaims(origin)
    match = _MOMENT.search(core)
    moment = None
    if match is not None:
        year, month, day, hour, minute, second = map(int, match.groups())
        moment = (year, month, day, hour, minute, second) if 1980 <= year <= 2107 else None
    return FileClaims(origin, moment, picture)


def _picture(archive: Archive, fingerprint: str) -> bytes:
    """The image with this fingerprint, or no bytes. Raises ArchiveError."""
    named = [name for name in archive.names if name.startswith(_MEDIA)]
    for name in named[:_MOST_PICTURES]:
        data = archive.read(name)
        if len(data) <= MAX_PICTURE and hashlib.sha256(data).hexdigest() == fingerprint:
            return data
    return b""


def of_carried_spec(claims: FileClaims, ways: Sequence[pipeline.Options], notices: list[str]) -> Outcome[Remade]:
    """The act of the spec that a file carries; no value, and a notice, when no act can be made of it.

    `ways`: the options to read the spec with, in the order to try.
    """
    origin = claims.origin
    if origin is None or not origin.carried:
        return Outcome(None)
    reasons: list[str] = []
    for options in ways:
        reasons = []
        outcome = _carried(origin, claims, options, reasons)
        if outcome.value is not None:
            return outcome
    notices.extend(reasons)
    return Outcome(None)


def _carried(origin: Origin, claims: FileClaims, options: pipeline.Options, notices: list[str]) -> Outcome[Remade]:
    checked = _with_picture(pipeline.check_carried(origin.spec, EMBEDDED, options), claims)
    if checked.value is None:
        return _no_act(checked.diagnostics, notices)
    if not origin.earlier and claims.pack == AVENANT:
        notices.append(
            "L’avenant ne porte pas les versions de l’acte qu’il modifie\u00a0: il n’est comparé à rien, ses mots sont "
            "seulement relus. Donner la nouvelle version\u00a0: convention verify AVENANT.docx SPEC."
        )
        return Outcome(None)
    if not origin.earlier:
        return assembled_again(checked.value, notices)
    chain: list[tuple[str, Checked]] = []
    for number, text in enumerate(origin.earlier):
        name = f"{EMBEDDED}, version {number}"
        version = _with_picture(pipeline.check_carried(text, name, replace(options, draft=None)), claims)
        if version.value is None:
            return _no_act(version.diagnostics, notices)
        chain.append((name, version.value))
    from conventions_cli.amendment import prepare_chain  # late: few acts are amended

    chain.append((EMBEDDED, checked.value))
    return _act_or_avenant(prepare_chain(chain, options, tell=False), checked.value, claims, notices)


def signed_versions(
    origin: Origin, claims: FileClaims, options: pipeline.Options, name: str
) -> Outcome[list[tuple[str, Checked]]]:
    """Every version of the act that a file carries, the first signed version first, each with its name."""
    chain: list[tuple[str, Checked]] = []
    for number, text in enumerate((*origin.earlier, origin.spec)):
        called = name if number == len(origin.earlier) else f"{name}, version {number}"
        version = _with_picture(pipeline.check_carried(text, called, replace(options, draft=None)), claims)
        if version.value is None:
            return Outcome(None, version.diagnostics)
        chain.append((called, version.value))
    return Outcome(chain)


def of_given_spec(
    name: str, checked: Checked, claims: FileClaims, options: pipeline.Options, notices: list[str]
) -> Outcome[Remade]:
    """The act of the spec that a person gives, of the kind that the file claims."""
    if not (claims.follows or claims.pack == AVENANT):
        return assembled_again(checked, notices)
    avenant = checked.spec.convention.avenant
    if avenant is None or avenant.de is None:
        notices.append(
            f"« {name} » ne dit pas quel acte l’avenant modifie\u00a0: rien n’est comparé. Y ajouter, sous "
            "« avenant: », la ligne « de: domifa.yaml »."
        )
        return Outcome(None)
    from conventions_cli.amendment import prepare  # late: few acts are amended

    return _act_or_avenant(prepare(name, checked, Path(name).parent, options, tell=False), checked, claims, notices)


def _act_or_avenant(
    prepared: "Outcome[Prepared]", new: Checked, claims: FileClaims, notices: list[str]
) -> Outcome[Remade]:
    """The avenant, or the new version of the act, whichever the file claims to be."""
    pair = prepared.value
    if pair is None:
        return _no_act(prepared.diagnostics, notices)
    if claims.pack == AVENANT:
        return Outcome(Remade(pair.checked, pair.document))
    return Outcome(Remade(new, pair.consolidated))


def assembled_again(checked: Checked, notices: list[str]) -> Outcome[Remade]:
    """The act of a checked spec; no value, and a notice, when it cannot be made."""
    act = pipeline.assembled(checked)
    if act.value is None:
        return _no_act(act.diagnostics, notices)

    def again(spec: Spec) -> Document | None:
        declared = {**(checked.act.manifest.champs if checked.act else {}), **checked.pack.manifest.champs}
        extras = read_extras(declared, spec).value
        other = pipeline.assembled(replace(checked, spec=spec, extras=extras or checked.extras))
        return other.value.document if other.value is not None else None

    return Outcome(Remade(checked, act.value.document, act.value.elements, again))


def _with_picture(outcome: Outcome[Checked], claims: FileClaims) -> Outcome[Checked]:
    """The checked spec with the image found in the file, as a spec only names its image."""
    checked = outcome.value
    if checked is None or not claims.picture or checked.spec.convention.image_entete is None:
        return outcome
    image = checked.spec.convention.image_entete
    read = picture_of(claims.picture, str(image.fichier), checked.spec.span("image_entete", "fichier"))
    if read.value is None:
        return outcome
    return Outcome(replace(checked, spec=replace(checked.spec, picture=read.value)), outcome.diagnostics)


def _no_act(diagnostics: tuple[Diagnostic, ...], notices: list[str]) -> Outcome[Remade]:
    """No value; adds a notice that tells why no act can be made."""
    listed = [diagnostic for diagnostic in diagnostics if diagnostic.severity is Severity.ERROR] or list(diagnostics)
    first = listed[0].message.rstrip(".") if listed else "elle n’est pas complète"
    notices.append(
        f"L’acte de la spécification ne peut pas être composé ({first})\u00a0: il n’est comparé à rien. Donner sa "
        "spécification\u00a0: convention verify ACTE.docx SPEC."
    )
    return Outcome(None)
