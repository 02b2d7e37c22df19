"""The avenant as an act, made with the clauses of its own pack from the versions of the act it amends."""

import hashlib
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from conventions_cli import pipeline
from conventions_cli.amendment.act_names import amended_act, title_of
from conventions_cli.amendment.act_versions import Version, chain_to, contradiction, versions_of
from conventions_cli.amendment.announced_values import Announced, announced, unsaid
from conventions_cli.amendment.finding import modifications_between
from conventions_cli.amendment.holders import holders_of
from conventions_cli.amendment.legal_wording import worded
from conventions_cli.amendment.modifications import Inserted, Modification, Repealed
from conventions_cli.amendment.refusals import refusals
from conventions_cli.amendment.trials import with_values_of
from conventions_cli.comparison import Fact
from conventions_cli.document import Article, Blocks, Document, Heading, Inlines, Part, Section, SectionKind, plain_text
from conventions_cli.foundation import Diagnostic, Outcome, Record, catalogue, has_errors, ordered, replace
from conventions_cli.model import Amende, Avenant, Convention, Manque, Mention, Nom, Passage, Spec, read_extras
from conventions_cli.pipeline import Checked
from conventions_cli.source import first_line, normalized_yaml
from conventions_cli.templating import AVENANT, Amending, Pack, load_pack, marked, worded_by
from conventions_cli.templating import Modification as AvenantArticle

_SECTION = "avenant"
# The fields of a party about its persons and identity, which are not stipulations.
_PERSONS = {"representants": (), "signataires": (), "siret": None, "rna": None, "reference": None}


class Prepared(Record, frozen=True):
    """An avenant ready to be written, and the facts to show about it.

    `checked`, `document`: the avenant itself; `checked.spec` is the spec of the new version, with the date and number
    of the avenant. `consolidated`: the amended act. `facts`: the changed values that its articles state; `besides`:
    sentences on the changes that need no article, and `aside` their values; `titles`: those of its articles. `packs`:
    those of every version, then that of the avenant.
    """

    checked: Checked
    document: Document
    consolidated: Document
    modifications: tuple[Modification, ...]
    facts: tuple[Fact, ...]
    besides: tuple[str, ...]
    titles: tuple[str, ...]
    aside: tuple[Fact, ...] = ()
    packs: tuple[Pack, ...] = ()


def prepare(
    name: str,
    checked: Checked,
    folder: Path,
    options: pipeline.Options,
    *,
    before: tuple[str, Checked] | None = None,
    before_options: pipeline.Options | None = None,
    tell: bool = True,
) -> Outcome[Prepared]:
    """Make the avenant that leads to a checked spec.

    `before`: the act to amend, when the spec does not name it; `before_options`: the options to read it with, when
    they are not those of the spec. `tell`: whether to find the words that follow from each changed value.
    """
    earlier = before_options or options
    if before is None:
        chain = chain_to(name, checked, folder, earlier)
    else:
        refusal = contradiction(before[0], checked, folder)
        if refusal is not None:
            return Outcome(None, (refusal,))
        chain = chain_to(before[0], before[1], folder, earlier)
        chain = replace(chain, value=[*chain.value, before] if chain.value is not None else None)
    return chain.then(lambda past: prepare_chain([*past, (name, checked)], options, tell=tell))


def prepare_chain(
    named: Sequence[tuple[str, Checked]], options: pipeline.Options, *, tell: bool = True
) -> Outcome[Prepared]:
    """Make the avenant from every version of the act, each with its name, from the signed act to the new version."""
    return _in_order(versions_of(named).then(lambda versions: _drafted(versions, options, tell=tell)))


def _in_order(outcome: Outcome[Prepared]) -> Outcome[Prepared]:
    return Outcome(None if has_errors(outcome.diagnostics) else outcome.value, ordered(outcome.diagnostics))


def _drafted(versions: tuple[Version, ...], options: pipeline.Options, *, tell: bool) -> Outcome[Prepared]:
    *past, new = versions
    avenant = new.avenant or Avenant()
    avenant = avenant if avenant.numero is not None else avenant.model_copy(update={"numero": len(past)})
    refused = list(refusals(versions, avenant))
    if options.draft is False and avenant.date_signature is None:
        hint = "Ajouter « --date 2026-03-01 » ou, sous « avenant: », « date_signature: 2026-03-01 »."
        span = first_line(new.checked.spec.tree.span)
        refused.append(Diagnostic(catalogue.UNSIGNED, "L’avenant n’a pas de date de signature.", span, hint))
    old = past[-1]
    left_out = _same_in_law(old, new)
    values = announced(old, new, left_out) if tell and not has_errors(refused) else Announced()
    refused.extend(unsaid(values, new, final=options.draft is False))
    before, after = holders_of(old.document, left_out), holders_of(new.document, left_out)
    modifications = modifications_between(before, after)
    if not modifications:
        message = f"Rien ne change entre « {old.name} » et « {new.name} » qu’un avenant doive dire."
        besides = _besides(old, new, left_out)
        hint = "Modifier la nouvelle version, puis recommencer."
        if old.name == new.name:  # both come from the file of the act itself
            hint = "Donner ce qui change\u00a0: --set duree.fin=2027-06-30."
        hint = besides[0] if besides else hint
        refused.append(Diagnostic(catalogue.NOTHING_AMENDED, message, first_line(new.checked.spec.tree.span), hint))
    pack = load_pack(AVENANT, options.template_dir, new.checked.beside)
    refused.extend(pack.diagnostics)
    if has_errors(refused) or pack.value is None:
        return Outcome(None, tuple(refused))
    first = next((holder.key[1] for holder in before if holder.is_article), None)
    names = {**old.numbering.names, **new.numbering.names}
    articles = tuple(worded(modification, names, first) for modification in modifications)
    phrase = amended_act(past)
    numbering = any(
        isinstance(modification, (Inserted, Repealed)) and modification.holder.is_article
        for modification in modifications
    )
    amending = Amending(
        numero=avenant.numero or len(past),
        a_l_acte=Nom(phrase.au()),
        l_acte=Nom(phrase.le()),
        modifications=tuple(AvenantArticle(Nom(article.title), Passage(article.blocks)) for article in articles),
        objet=Nom(avenant.objet) if avenant.objet is not None else None,
        nor_acte=past[0].convention.nor,
        date_acte=past[0].signed,
        numerotation=numbering,
        publie=_states_publication(new.checked.pack),
    )
    act = _act(past[0], new, avenant, pack.value, options)
    refused.extend(act.diagnostics)
    if act.value is None:
        return Outcome(None, tuple(refused))
    from conventions_cli.templating import assemble  # late: Jinja and markdown-it are dear

    designations = new.checked.pack.manifest.designations
    kind = worded_by(act.value.pack, new.checked.pack)
    built = assemble(act.value.spec, kind, act.value.extras, amending=amending, designations=designations)
    refused.extend(built.diagnostics)
    if built.value is None:
        return Outcome(None, tuple(refused))
    renumbered = set(new.numbering.names.values()) != {
        _plain(number) for number in range(1, len(new.numbering.names) + 1)
    }
    return Outcome(
        Prepared(
            checked=act.value,
            document=_carrying(_headed(built.value.document, amending.numero), versions),
            consolidated=_carrying(marked(_consolidated(old, new, left_out), avenant, renumbered=renumbered), versions),
            modifications=modifications,
            facts=values.stated,
            aside=values.aside,
            besides=_besides(old, new, left_out),
            titles=tuple(article.title for article in articles),
            packs=(*(version.checked.pack for version in versions), act.value.pack),
        ),
        tuple(refused),
    )


def _states_publication(pack: Pack) -> bool:
    """Whether acts of a pack state that they are published."""
    return any(Mention.PUBLICATION.value in element.enonce for element in pack.elements)


def _headed(document: Document, number: int) -> Document:
    """The avenant, with its number in the running header."""
    short = f"{document.metadata.short_title} – avenant n°\u00a0{number}".removeprefix(" – ")
    return replace(document, metadata=replace(document.metadata, short_title=short))


def _carrying(document: Document, versions: tuple[Version, ...]) -> Document:
    """The document with the specs of the earlier versions, and the fingerprint of all the clauses it comes from.

    With them, anybody can make the avenant again from the file alone.
    """
    provenance = document.metadata.provenance
    if provenance is None:
        return document
    own = (provenance.pack_sha256, *(version.checked.pack.own_sha256 for version in versions))
    digest = hashlib.sha256("\0".join(own).encode()).hexdigest() if any(own) else ""
    earlier = tuple(normalized_yaml(version.checked.spec.tree) for version in versions[:-1])
    return replace(
        document,
        metadata=replace(document.metadata, provenance=replace(provenance, earlier=earlier, pack_sha256=digest)),
    )


def _plain(number: int) -> str:
    return "1er" if number == 1 else str(number)


def _act(signed: Version, new: Version, avenant: Avenant, pack: Pack, options: pipeline.Options) -> Outcome[Checked]:
    """The spec of the avenant: the values of the new version, with the date, number and legal nature of the avenant."""
    spec = new.checked.spec
    declared = pack.manifest.champs
    amended = Amende.model_construct(
        titre=Nom(title_of(signed)),
        date_signature=signed.signed or date.min,
        numero=avenant.numero or 1,
        nor=signed.convention.nor,
    )
    convention = spec.convention.model_copy(
        update={
            "modele": Nom(AVENANT),
            "titre": None,
            "reference": None,
            "nor": avenant.nor,
            "date_signature": avenant.date_signature,
            "sommaire": False,
            "annexes": (),
            "amende": amended,
            "champs": {name: value for name, value in spec.convention.champs.items() if name in declared},
        }
    )
    draft = options.draft is True or avenant.date_signature is None
    missing = (*_undated(spec, avenant), *spec.manques)
    stated = replace(spec, convention=convention, manques=missing, draft=draft)
    nature = new.checked.pack.manifest.nature
    own = replace(pack, manifest=pack.manifest.model_copy(update={"nature": nature}))
    return read_extras(declared, stated).then(lambda extras: Outcome(Checked(stated, own, extras)))


def _undated(spec: Spec, avenant: Avenant) -> tuple[Manque, ...]:
    if avenant.date_signature is not None:
        return ()
    line, supplier = "date_signature: 2026-03-01", spec.kind.supplier(("date_signature",))
    return (Manque("avenant.date_signature", "date de l’avenant", line, spec.key(_SECTION), supplier),)


def _same_in_law(old: Version, new: Version) -> frozenset[SectionKind]:
    """The section of the parties, when only the persons who represent them change its words."""

    def words(version: Version | None) -> list[Part]:
        parts = version.document.parts if version is not None else ()
        return [part for part in parts if isinstance(part, Section) and part.kind is SectionKind.PARTIES]

    def stipulations(convention: Convention) -> list[object]:
        return [party.model_copy(update=_PERSONS) for party in convention.parties_connues]

    same = stipulations(old.convention) == stipulations(new.convention)
    if not same:  # acts may not print all of these changes
        same = words(old) == words(with_values_of(old, new, "parties", tuple(_PERSONS)))
    return frozenset({SectionKind.PARTIES}) if same else frozenset()


def _consolidated(old: Version, new: Version, left_out: frozenset[SectionKind]) -> Document:
    """The new version, with the parts that no avenant amends as signed: visas, signatures, copies and the like."""
    kinds = {SectionKind.VISAS, SectionKind.SIGNATURES, SectionKind.COPIES, SectionKind.HEADER, *left_out}
    built = pipeline.assemble_bare(new.checked).value or new.document

    def as_signed(part: Part) -> bool:
        return isinstance(part, Section) and part.kind in kinds

    parts = [part for part in built.parts if not as_signed(part)]
    previous: object = None
    for part in old.document.parts:
        if as_signed(part):
            at = next((number for number, other in enumerate(parts, start=1) if _place(other) == previous), 0)
            parts.insert(at, part)
        if any(_place(other) == _place(part) for other in parts):
            previous = _place(part)
    return replace(built, parts=tuple(parts))


def _place(part: Part) -> object:
    """A value that identifies a part in every version."""
    return part.label if isinstance(part, Article) else (part.kind, plain_text(_first(part.blocks)))


def _first(blocks: Blocks) -> Inlines:
    """The first heading of a section, if any, which distinguishes the preamble from the formula before it."""
    return blocks[0].content if blocks and isinstance(blocks[0], Heading) and blocks[0].level > 1 else ()


_IDENTITY = "Identification des parties : l’avenant porte la nouvelle ; aucun article ne la modifie."
_BESIDES = (
    (SectionKind.PARTIES, "Représentants des parties : l’avenant nomme les nouveaux ; aucun article ne les modifie."),
    (SectionKind.SIGNATURES, "Signataires : l’avenant est signé par les nouveaux ; aucun article ne les modifie."),
    (SectionKind.VISAS, "Visas : ceux de la convention ne se modifient pas ; les nouveaux sont ceux de l’avenant."),
    (SectionKind.COPIES, "Copies : les nouveaux destinataires sont ceux de l’avenant."),
    (SectionKind.HEADER, "En-tête : le nouveau est celui de l’avenant."),
)


def _besides(old: Version, new: Version, left_out: frozenset[SectionKind]) -> tuple[str, ...]:
    """A sentence for each change that no article of the avenant states."""
    sentences = []
    for kind, sentence in _BESIDES:
        if kind is SectionKind.PARTIES and kind not in left_out:
            continue
        was, now = (
            [part.blocks for part in spec.document.parts if isinstance(part, Section) and part.kind is kind]
            for spec in (old, new)
        )
        if was != now:
            same = kind is SectionKind.PARTIES and _representatives(old) == _representatives(new)
            sentences.append(_IDENTITY if same else sentence)
    return tuple(sentences)


def _representatives(version: Version) -> list[object]:
    return [party.representants for party in version.convention.parties_connues]
