"""The act that a returned file is compared with, made again from its spec: an act, a report, an avenant, a new version.

What the file says of itself tells which of them it is, and no more: it is made again from the spec, and compared.
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

    `checked`: that of the act the document is; `again`: makes it of another spec of the same kind, None for an avenant,
    which follows from two specs. `elements`: the parts of the plan that the document holds.
    """

    checked: Checked
    document: Document
    elements: tuple[Element, ...] = ()
    again: Callable[[Spec], Document | None] | None = None


class Kept(Record, frozen=True):
    """What a file says of itself that tells how it was made, and that no spec says."""

    origin: Origin | None
    moment: tuple[int, int, int, int, int, int] | None = None
    picture: bytes = b""

    @property
    def pack(self) -> str:
        """The name of the pack it says it was made with."""
        return self.origin.properties.get("convention.modele", "") if self.origin is not None else ""

    @property
    def carried(self) -> bool:
        """Whether it carries a spec."""
        return self.origin is not None and self.origin.carried

    @property
    def follows(self) -> bool:
        """Whether it says that it follows from several versions of an act."""
        return self.origin is not None and "convention.versions.sha256" in self.origin.properties


def kept_of(data: bytes, origin: Origin | None) -> Kept:
    """Read it from a file: the date of making it states, and the image whose fingerprint it bears."""
    try:
        archive = Archive(data)
        core = archive.read(_CORE, _MAX_CORE) if _CORE in archive else b""
        wanted = origin.properties.get("convention.image.sha256", "") if origin is not None else ""
        picture = _picture(archive, wanted) if wanted else b""
    except ArchiveError:
        return Kept(origin)
    found = _MOMENT.search(core)
    moment = None
    if found is not None:
        year, month, day, hour, minute, second = map(int, found.groups())
        moment = (year, month, day, hour, minute, second) if 1980 <= year <= 2107 else None
    return Kept(origin, moment, picture)


def _picture(archive: Archive, wanted: str) -> bytes:
    """The image of that fingerprint. Raises ArchiveError."""
    named = [name for name in archive.names if name.startswith(_MEDIA)]
    for name in named[:_MOST_PICTURES]:
        data = archive.read(name)
        if len(data) <= MAX_PICTURE and hashlib.sha256(data).hexdigest() == wanted:
            return data
    return b""


def carried(kept: Kept, ways: Sequence[pipeline.Options], notices: list[str]) -> Outcome[Remade]:
    """The act of the spec a file carries; no value and a notice when nothing can be made of it.

    `ways`: how to read the spec, in the order to try.
    """
    origin = kept.origin
    if origin is None or not origin.carried:
        return Outcome(None)
    told: list[str] = []
    for options in ways:
        told = []
        made = _carried(origin, kept, options, told)
        if made.value is not None:
            return made
    notices.extend(told)
    return Outcome(None)


def _carried(origin: Origin, kept: Kept, options: pipeline.Options, told: list[str]) -> Outcome[Remade]:
    checked = _with_picture(pipeline.check_carried(origin.spec, EMBEDDED, options), kept)
    if checked.value is None:
        return _unmade(checked.diagnostics, told)
    if not origin.earlier and kept.pack == AVENANT:
        told.append(
            "L’avenant ne porte pas les versions de l’acte qu’il modifie\u00a0: il n’est comparé à rien, ses mots sont "
            "seulement relus. Donner la nouvelle version\u00a0: convention verify AVENANT.docx SPEC."
        )
        return Outcome(None)
    if not origin.earlier:
        return _made(checked.value, told)
    chain: list[tuple[str, Checked]] = []
    for number, text in enumerate(origin.earlier):
        name = f"{EMBEDDED}, version {number}"
        one = _with_picture(pipeline.check_carried(text, name, replace(options, draft=None)), kept)
        if one.value is None:
            return _unmade(one.diagnostics, told)
        chain.append((name, one.value))
    from conventions_cli.amendment import prepare_chain  # late: few acts are amended

    chain.append((EMBEDDED, checked.value))
    return _one_of(prepare_chain(chain, options, tell=False), checked.value, kept, told)


def signed(origin: Origin, kept: Kept, options: pipeline.Options, name: str) -> Outcome[list[tuple[str, Checked]]]:
    """Every version of the act that a file carries, the first signed one first, each with a name to tell it by."""
    chain: list[tuple[str, Checked]] = []
    for number, text in enumerate((*origin.earlier, origin.spec)):
        called = name if number == len(origin.earlier) else f"{name}, version {number}"
        one = _with_picture(pipeline.check_carried(text, called, replace(options, draft=None)), kept)
        if one.value is None:
            return Outcome(None, one.diagnostics)
        chain.append((called, one.value))
    return Outcome(chain)


def given(name: str, checked: Checked, kept: Kept, options: pipeline.Options, notices: list[str]) -> Outcome[Remade]:
    """The act of a spec that was given, of the kind the file says it is."""
    if not (kept.follows or kept.pack == AVENANT):
        return _made(checked, notices)
    avenant = checked.spec.convention.avenant
    if avenant is None or avenant.de is None:
        notices.append(
            f"« {name} » ne dit pas quel acte l’avenant modifie\u00a0: rien n’est comparé. Y ajouter, sous "
            "« avenant: », la ligne « de: domifa.yaml »."
        )
        return Outcome(None)
    from conventions_cli.amendment import prepare  # late: few acts are amended

    return _one_of(prepare(name, checked, Path(name).parent, options, tell=False), checked, kept, notices)


def _one_of(prepared: "Outcome[Prepared]", new: Checked, kept: Kept, notices: list[str]) -> Outcome[Remade]:
    """The avenant, or the text it leads to, as the file says it is one or the other."""
    made = prepared.value
    if made is None:
        return _unmade(prepared.diagnostics, notices)
    if kept.pack == AVENANT:
        return Outcome(Remade(made.checked, made.document))
    return Outcome(Remade(new, made.consolidated))


def _made(checked: Checked, notices: list[str]) -> Outcome[Remade]:
    made = pipeline.assembled(checked)
    if made.value is None:
        return _unmade(made.diagnostics, notices)

    def again(spec: Spec) -> Document | None:
        declared = {**(checked.act.manifest.champs if checked.act else {}), **checked.pack.manifest.champs}
        extras = read_extras(declared, spec).value
        other = pipeline.assembled(replace(checked, spec=spec, extras=extras or checked.extras))
        return other.value.document if other.value is not None else None

    return Outcome(Remade(checked, made.value.document, made.value.elements, again))


def _with_picture(outcome: Outcome[Checked], kept: Kept) -> Outcome[Checked]:
    """The spec with the image of the file: a spec names its image and does not hold it."""
    checked = outcome.value
    if checked is None or not kept.picture or checked.spec.convention.image_entete is None:
        return outcome
    image = checked.spec.convention.image_entete
    read = picture_of(kept.picture, str(image.fichier), checked.spec.span("image_entete", "fichier"))
    if read.value is None:
        return outcome
    return Outcome(replace(checked, spec=replace(checked.spec, picture=read.value)), outcome.diagnostics)


def _unmade(said: tuple[Diagnostic, ...], notices: list[str]) -> Outcome[Remade]:
    """Tell why there is nothing to compare with."""
    found = [one for one in said if one.severity is Severity.ERROR] or list(said)
    first = found[0].message.rstrip(".") if found else "elle n’est pas complète"
    notices.append(
        f"L’acte de la spécification ne peut pas être composé ({first})\u00a0: il n’est comparé à rien. Donner sa "
        "spécification\u00a0: convention verify ACTE.docx SPEC."
    )
    return Outcome(None)
