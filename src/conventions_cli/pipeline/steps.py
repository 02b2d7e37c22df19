"""The whole of `convention` in a few functions: check a spec, build its document, make its files.

Each step returns an outcome: a value or none, with all the diagnostics.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conventions_cli.foundation import (
    Diagnostic,
    Outcome,
    Record,
    SourceText,
    Span,
    catalogue,
    confines,
    field,
    has_errors,
    memory,
    ordered,
    replace,
)
from conventions_cli.french import disk_reason
from conventions_cli.model import (
    TERMINATION,
    Manquant,
    Manque,
    Sequel,
    Spec,
    build,
    label_of,
    line_for,
    missing_extras,
    read_extras,
    sequel_of,
)
from conventions_cli.pipeline.tolerance import tolerate
from conventions_cli.rules import check as check_rules
from conventions_cli.source import Inheritance, Mapping, decode, first_line, load_text, modernize, parse, read_file
from conventions_cli.templating import (
    Neighbours,
    Pack,
    hand_typed,
    kind_of_act,
    load_pack,
    pack_for,
    unlinked_values,
    worded_by,
)

if TYPE_CHECKING:
    from conventions_cli.document import Document
    from conventions_cli.source import PictureFile
    from conventions_cli.templating import Assembly, Ending, Promise

_UNSURE = frozenset({catalogue.UNKNOWN_PARTY, catalogue.MISSING, catalogue.TO_COMPLETE, catalogue.UNUSED_TOLERANCE})


class Options(Record, frozen=True):
    """How specs are read. `draft`: True with --draft, False with --final, None to follow the signature date.

    `sequel`: the document that follows the act and is to be made, even if the spec says nothing of it yet; None to
    follow the spec. `acts_only`: refuse the spec of such a document, and files made to be inherited.
    `racine`: the folder that the spec and the files it names must be in; None for its own folder, or that of its
    project (`confines.root_of`). `picture`: the name and the content of the image, for a spec taken out of an act.
    """

    settings: Sequence[str] = ()
    template_dir: Path | None = None
    draft: bool | None = None
    inheritance: Inheritance = field(default_factory=Inheritance)
    sequel: Sequel | None = None
    acts_only: bool = False
    neighbours: Neighbours = field(default_factory=Neighbours)
    racine: Path | None = None
    picture: "tuple[str, PictureFile] | None" = None

    def root(self, folder: Path) -> Path:
        """The folder that the specs of `folder` and the files they name must be in, resolved."""
        return confines.root_of(folder) if self.racine is None else confines.resolved(self.racine)


class Checked(Record, frozen=True):
    """A spec that was read, with its pack and the values of the fields that the pack declares.

    `act`: for a document that follows an act, the pack of that act. `beside`: the user's own templates near the spec.
    """

    spec: Spec
    pack: Pack
    extras: dict[str, Any] = field(default_factory=dict)
    act: Pack | None = None
    beside: Path | None = None

    @property
    def missing(self) -> tuple[Manque, ...]:
        """The values that a draft still lacks: those of any act of its kind, then the fields of its pack."""
        declared = (self.act.manifest.champs if self.act is not None else {}) | self.pack.manifest.champs
        fields = missing_extras(declared, self.extras, self.spec)
        declared_keys = {lack.cle for lack in fields}
        return (*(lack for lack in self.spec.manques if lack.cle not in declared_keys), *fields)


def check(path: Path, options: Options | None = None) -> Outcome[Checked]:
    """Read a spec from a file and report all its faults."""
    settings = options or Options()
    read = read_file(path, str(path), settings.root(path.parent))
    if settings.acts_only:
        from conventions_cli.files import is_shared

        if is_shared(path):
            return Outcome(None, (shared_refused(str(path)),))
    return _sorted(read.then(lambda source: _check(source, path.parent, settings)))


def check_bytes(data: bytes, name: str, folder: Path, options: Options | None = None) -> Outcome[Checked]:
    """Check a spec given as bytes; the files it inherits are looked for from `folder`. `name`: for its diagnostics."""
    return _sorted(decode(data, name).then(lambda source: _check(source, folder, options or Options())))


def check_carried(text: str, name: str, options: Options | None = None) -> Outcome[Checked]:
    """Check the spec that an act carries. It is complete, so no file that it names is read from the disk.

    Its value is returned even when rules find errors: the act was made from it.
    """

    def read(tree: Mapping) -> Outcome[Checked]:
        entry = tree.entry("herite")
        if entry is not None:
            message = (
                "La spécification que l’acte porte nomme d’autres fichiers : elle n’est pas celle d’un acte produit."
            )
            return Outcome(
                None, (Diagnostic(catalogue.INHERITANCE, message, entry.key.span, "Donner la spécification."),)
            )
        chosen = options or Options()
        kind = kind_of_act(tree, chosen.template_dir)
        built = build(tree, draft=chosen.draft, sequel=chosen.sequel or sequel_of(tree), kind=kind)
        return built.then(lambda spec: _check_spec(spec, chosen))

    return decode(text.encode("utf-8", "replace"), name).then(parse).then(modernize).then(read)


def forget() -> None:
    """Empty the caches of a process that lasts: packs, clauses and directories, kept for a run, are read again."""
    memory.forget()


def _check(source: SourceText, folder: Path, options: Options) -> Outcome[Checked]:
    place = options.root(folder)
    tree = load_text(source, folder, options.settings, options.inheritance, place)
    beside = options.neighbours.of(folder)

    def built_from(root: Mapping) -> Outcome[Spec]:
        kind = kind_of_act(root, options.template_dir, beside)
        return build(root, draft=options.draft, sequel=options.sequel or sequel_of(root), kind=kind)

    built = tree.then(built_from).then(lambda spec: _with_picture(spec, folder, place, options.picture))
    outcome = built.then(lambda spec: _check_spec(spec, options, beside))
    diagnostics = outcome.diagnostics
    if built.value is not None:
        if options.draft is False:
            diagnostics = tuple(
                replace(finding, final=True) if finding.code.holds_final else finding for finding in diagnostics
            )
        diagnostics = tolerate(built.value, diagnostics)
    if has_errors(tree.diagnostics):  # the unread part may have what seems to be missing
        diagnostics = tuple(finding for finding in diagnostics if finding.code not in _UNSURE)
    return Outcome(outcome.value, diagnostics)


def _with_picture(spec: Spec, folder: Path, root: Path, carried: "tuple[str, PictureFile] | None") -> Outcome[Spec]:
    """The spec with the image it names: from `carried` if it has that name, else read beside the file that names it."""
    image = spec.convention.image_entete
    if image is None or isinstance(image.fichier, Manquant):
        return Outcome(spec)
    if carried is not None and carried[0] == str(image.fichier):
        return Outcome(replace(spec, picture=carried[1]))
    from conventions_cli.source import read_picture  # late: few specs have one

    span = spec.span("image_entete", "fichier")
    home = Path(span.source.name)
    picture = read_picture(image.fichier, span, home.parent if home.is_file() else folder, root)
    return Outcome(replace(spec, picture=picture.value), picture.diagnostics)


def _check_spec(spec: Spec, options: Options, beside: Path | None = None) -> Outcome[Checked]:
    diagnostics: list[Diagnostic] = []
    if options.draft is False:
        diagnostics.extend(_undated(spec))
    own_pack = pack_for(spec, options.template_dir, beside)
    diagnostics.extend(own_pack.diagnostics)
    mentions: frozenset[str] | None = None
    packs: list[Pack] = []
    if own_pack.value is not None:
        packs.append(own_pack.value)
        stated = (mention for element in own_pack.value.elements for mention in element.enonce)
        mentions = frozenset(mention for mention in stated if isinstance(mention, str))
    sequel = spec.sequel
    if sequel is not None:
        if options.acts_only:
            diagnostics.append(_not_an_act(spec, sequel))
        following = load_pack(sequel.pack, options.template_dir, beside)
        diagnostics.extend(following.diagnostics)
        if following.value is not None and packs:
            packs.append(worded_by(following.value, packs[0]))
    extras: Outcome[dict[str, Any]] = Outcome({})
    if packs:
        extras = read_extras({name: kind for pack in packs for name, kind in pack.manifest.champs.items()}, spec)
        diagnostics.extend(extras.diagnostics)
    diagnostics.extend(finding for pack in packs for finding in hand_typed(pack, spec.convention))
    diagnostics.extend(finding for pack in packs[:1] for finding in unlinked_values(pack, spec))
    diagnostics.extend(check_rules(spec, mentions, spec.kind.families))
    if len(packs) != (1 if sequel is None else 2):
        return Outcome(None, tuple(diagnostics))
    checked = Checked(spec, packs[-1], extras.value or {}, None if sequel is None else packs[0], beside)
    if not has_errors(extras.diagnostics):
        diagnostics.extend(_ending(checked).diagnostics)
    return Outcome(checked, tuple(diagnostics))


def _ending(checked: Checked) -> "Outcome[Ending]":
    """The values of a letter of termination; no value for any other spec."""
    if checked.act is None or checked.spec.sequel is not TERMINATION:
        return Outcome(None)
    from conventions_cli.templating import ending_of  # late: Jinja is slow to import

    return ending_of(checked.spec, checked.act, checked.extras)


def _undated(spec: Spec) -> Iterator[Diagnostic]:
    """A diagnostic for each missing date of a final document: that of the act, that of the document that follows it."""
    convention, sequel = spec.convention, spec.sequel
    if convention.date_signature is None:
        message = "Il manque : date de signature."
        hint = "Ajouter la ligne « date_signature: 2025-08-20 », ou produire un projet avec --draft."
        yield Diagnostic(catalogue.MISSING, message, first_line(spec.tree.span), hint)
    if sequel is not None and convention.dated(sequel.section, sequel.dated) is None:
        path = (sequel.section, sequel.dated)
        message = f"Il manque : {label_of(path)}."
        hint = f"Ajouter, sous « {sequel.section}: », « {line_for(path)} », ou produire un projet avec --draft."
        yield Diagnostic(catalogue.MISSING, message, spec.key(sequel.section), hint)


def _not_an_act(spec: Spec, sequel: Sequel) -> Diagnostic:
    """The refusal of the spec of a document that follows an act, by commands for acts only."""
    message = f"Cette spécification est celle {sequel.of_one} (section « {sequel.section} »), et non d’un acte."
    hint = f"Taper « {sequel.command} » ; pour produire l’acte, donner la spécification dont celle-ci hérite."
    return Diagnostic(catalogue.UNSUPPORTED, message, spec.key(sequel.section), hint)


def shared_refused(name: str) -> Diagnostic:
    """The refusal of a file made to be inherited, by commands for acts only."""
    message = f"« {name} » est un fichier partagé, dont des actes héritent : il n’est pas la spécification d’un acte."
    hint = "Donner un acte qui en hérite, ou le dossier ; « convention validate » vérifie le fichier lui-même."
    return Diagnostic(catalogue.UNREADABLE, message, Span.whole(SourceText(name, "")), hint)


def assemble(checked: Checked) -> "Outcome[Document]":
    """Make the document of a spec without errors; a consolidated version is marked as such."""
    return _document(assembled(checked))


def assemble_bare(checked: Checked) -> "Outcome[Document]":
    """Make the document of a spec without errors, without the mark of a consolidated version."""
    return _document(_assembled_bare(checked))


def assembled(checked: Checked) -> "Outcome[Assembly]":
    """The document that `assemble` makes, with the elements of the plan that are in it."""
    avenant = checked.spec.convention.avenant
    if avenant is None:
        return _assembled_bare(checked)
    from conventions_cli.templating import marked  # late: few specs are a new version

    return _assembled_bare(checked).then(lambda act: Outcome(replace(act, document=marked(act.document, avenant))))


def promises(checked: Checked) -> "Outcome[tuple[Promise, ...]]":
    """The deadlines of the act of a spec without errors, as its pack declares them."""
    from conventions_cli.templating import assembly  # late: Jinja is slow to import

    return assembly.promises(checked.spec, checked.act or checked.pack, checked.extras)


def _assembled_bare(checked: Checked) -> "Outcome[Assembly]":
    from conventions_cli.templating import assembly  # late: Jinja and markdown-it are slow to import

    spec, extras = checked.spec, checked.extras
    title = Outcome("") if checked.act is None else assembly.act_title(spec, checked.act, extras)
    ending = _ending(checked)
    if ending.value is None and ending.diagnostics:
        return Outcome(None, ending.diagnostics)
    return title.then(lambda text: assembly.assemble(spec, checked.pack, extras, text, ending=ending.value))


def _document(outcome: "Outcome[Assembly]") -> "Outcome[Document]":
    return Outcome(outcome.value.document if outcome.value else None, outcome.diagnostics)


def render(
    checked: Checked, formats: Sequence[str], reference: Path | None = None, *, carried: bool = True
) -> Outcome[dict[str, bytes]]:
    """The files of an act, by format: `docx`, `md`, `html`.

    `reference`: a document of the house, for the styles of the DOCX and the font of the PDF. `carried`: whether the
    files hold the spec.

    Raises KeyError for a format that is not written from the tree.
    """
    return assemble(checked).then(lambda document: write(document, formats, reference, carried=carried))


def write(
    document: "Document", formats: Sequence[str], reference: Path | None = None, *, carried: bool = True
) -> Outcome[dict[str, bytes]]:
    """The files of a document, by format; the options are those of `render`."""
    from functools import partial

    from conventions_cli.writers import FORMATS, PdfError, UnusableReferenceError, house_reference, pdf_in, write_docx

    if not carried:
        document = document.without_spec()
    writers = {name: form.write for name, form in FORMATS.items()}
    if reference is not None:
        try:
            house = house_reference(reference)
            writers |= {"docx": partial(write_docx, reference=house), "pdf": pdf_in(house.font)}
        except OSError as fault:
            return _bad_reference(f"Le fichier « {reference} » ne peut pas être lu ({disk_reason(fault)}).")
        except UnusableReferenceError as fault:
            return _bad_reference(str(fault))
    try:
        return Outcome({name: writers[name](document) for name in formats})
    except PdfError as fault:
        return Outcome(None, (Diagnostic(catalogue.PDF, str(fault), None, fault.hint),))


def _bad_reference(message: str) -> Outcome[dict[str, bytes]]:
    hint = "Partir de templates/reference.docx, en changer les styles dans Word, et garder leurs noms."
    return Outcome(None, (Diagnostic(catalogue.REFERENCE, message, None, hint),))


def _sorted(outcome: Outcome[Checked]) -> Outcome[Checked]:
    """The diagnostics in order; no value when one is an error."""
    return Outcome(None if has_errors(outcome.diagnostics) else outcome.value, ordered(outcome.diagnostics))
