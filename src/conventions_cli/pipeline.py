"""The product in a few sentences: check a spec, build its document, make its files.

Each step returns an outcome: a value or none, with every diagnostic seen on the way.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from conventions_cli import catalogue
from conventions_cli.diagnostics import Diagnostic, Outcome, SourceText, has_errors, ordered
from conventions_cli.document.nodes import Document
from conventions_cli.french.disk import disk_reason
from conventions_cli.model.build import Manque, Spec, build
from conventions_cli.model.extras import read_extras
from conventions_cli.model.manifest import Mention, NatureActe
from conventions_cli.model.values import Manquant
from conventions_cli.rules import check as check_rules
from conventions_cli.source import Inheritance, decode, load_text, read_file
from conventions_cli.source.node import first_line
from conventions_cli.templating.pack import Pack, pack_for
from conventions_cli.tolerance import tolerate


@dataclass(frozen=True)
class Options:
    """How specs are read. `draft`: True with --draft, False with --final, None to follow the signature date."""

    settings: Sequence[str] = ()
    template_dir: Path | None = None
    draft: bool | None = None
    inheritance: Inheritance = field(default_factory=Inheritance)


@dataclass(frozen=True)
class Checked:
    """A spec that was read, with the pack it is for and the values of the fields that pack declares."""

    spec: Spec
    pack: Pack
    extras: dict[str, Any] = field(default_factory=dict)

    @property
    def missing(self) -> tuple[Manque, ...]:
        """What a draft still lacks."""
        return self.spec.manques


def check(path: Path, options: Options | None = None) -> Outcome[Checked]:
    """Read a spec from a file and find every fault in it."""
    return _sorted(read_file(path, str(path)).then(lambda source: _check(source, path.parent, options or Options())))


def check_bytes(data: bytes, name: str, folder: Path, options: Options | None = None) -> Outcome[Checked]:
    """The same for a spec that is not in a file; what it inherits is looked for from `folder`."""
    return _sorted(decode(data, name).then(lambda source: _check(source, folder, options or Options())))


def _check(source: SourceText, folder: Path, options: Options) -> Outcome[Checked]:
    tree = load_text(source, folder, options.settings, options.inheritance)
    built = tree.then(lambda root: build(root, draft=options.draft)).then(lambda spec: _with_picture(spec, folder))
    outcome = built.then(lambda spec: _check_spec(spec, options))
    if built.value is None:
        return outcome
    return Outcome(outcome.value, tolerate(built.value, outcome.diagnostics))


def _with_picture(spec: Spec, folder: Path) -> Outcome[Spec]:
    """The spec with the image it names, looked for beside the file that names it."""
    image = spec.convention.image_entete
    if image is None or isinstance(image.fichier, Manquant):
        return Outcome(spec)
    from conventions_cli.source.pictures import read_picture  # late: few specs have one

    span = spec.span("image_entete", "fichier")
    home = Path(span.source.name)
    read = read_picture(image.fichier, span, home.parent if home.is_file() else folder)
    return Outcome(replace(spec, picture=read.value), read.diagnostics)


def _check_spec(spec: Spec, options: Options) -> Outcome[Checked]:
    found: list[Diagnostic] = []
    if options.draft is False and spec.convention.date_signature is None:
        message = "Il manque : date de signature."
        hint = "Ajouter la ligne « date_signature: 2025-08-20 », ou produire un projet avec --draft."
        found.append(Diagnostic(catalogue.MISSING, message, first_line(spec.tree.span), hint))
    chosen = pack_for(spec, options.template_dir)
    found.extend(chosen.diagnostics)
    mentions, nature = frozenset(Mention), NatureActe.DELEGATION
    extras: dict[str, Any] = {}
    if chosen.value is not None:
        read = read_extras(chosen.value.manifest.champs, spec)
        found.extend(read.diagnostics)
        extras = read.value or {}
        stated = (mention for element in chosen.value.elements for mention in element.enonce)
        mentions = frozenset(mention for mention in stated if isinstance(mention, Mention))
        nature = chosen.value.manifest.nature
    found.extend(check_rules(spec, mentions, nature))
    return Outcome(Checked(spec, chosen.value, extras) if chosen.value else None, tuple(found))


def assemble(checked: Checked) -> Outcome[Document]:
    """Make the document of a spec that has no error; the new version of a signed act says that it is one."""
    avenant = checked.spec.convention.avenant
    if avenant is None:
        return assemble_bare(checked)
    from conventions_cli.templating.consolidated import marked  # late: few specs are a new version

    return assemble_bare(checked).then(lambda document: Outcome(marked(document, avenant)))


def assemble_bare(checked: Checked) -> Outcome[Document]:
    """Make the document of a spec that has no error, whatever version of an act it is."""
    from conventions_cli.templating.assembly import assemble as assemble_pack  # late: Jinja and markdown-it are dear

    outcome = assemble_pack(checked.spec, checked.pack, checked.extras)
    return Outcome(outcome.value.document if outcome.value else None, outcome.diagnostics)


def render(checked: Checked, formats: Sequence[str], reference: Path | None = None) -> Outcome[dict[str, bytes]]:
    """The files of an act, by format: `docx`, `md`, `html`. `reference`: a house document whose styles the DOCX takes.

    Raises KeyError for a format that WRITERS does not have.
    """
    return assemble(checked).then(lambda document: write(document, formats, reference))


def write(document: Document, formats: Sequence[str], reference: Path | None = None) -> Outcome[dict[str, bytes]]:
    """The same of a document that is made already."""
    from functools import partial

    from conventions_cli.writers import WRITERS
    from conventions_cli.writers.docx import write_docx
    from conventions_cli.writers.docx.reference import UnusableReferenceError, house_reference

    writers = dict(WRITERS)
    if reference is not None:
        try:
            writers["docx"] = partial(write_docx, reference=house_reference(reference))
        except OSError as fault:
            return _bad_reference(f"Le fichier « {reference} » ne peut pas être lu ({disk_reason(fault)}).")
        except UnusableReferenceError as fault:
            return _bad_reference(str(fault))
    return Outcome({name: writers[name](document) for name in formats})


def _bad_reference(message: str) -> Outcome[dict[str, bytes]]:
    hint = "Partir de templates/reference.docx, en changer les styles dans Word, et garder leurs noms."
    return Outcome(None, (Diagnostic(catalogue.REFERENCE, message, None, hint),))


def _sorted(outcome: Outcome[Checked]) -> Outcome[Checked]:
    """Findings in order; a spec with errors is not handed on."""
    return Outcome(None if has_errors(outcome.diagnostics) else outcome.value, ordered(outcome.diagnostics))
