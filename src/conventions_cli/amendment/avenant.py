"""The avenant as an act: made of the versions of the act it amends, by the clauses of its own pack."""

import hashlib
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from conventions_cli import pipeline
from conventions_cli.amendment.act_names import amended_act, title_of
from conventions_cli.amendment.finding import modifications_between
from conventions_cli.amendment.holders import holders_of
from conventions_cli.amendment.legal_wording import worded
from conventions_cli.amendment.modifications import Inserted, Modification, Repealed
from conventions_cli.amendment.refusals import refusals
from conventions_cli.amendment.versions import Version, chain_to, contradiction, versions_of
from conventions_cli.comparison import Fact, Nature, Side, compare
from conventions_cli.document import Article, Blocks, Document, Heading, Inlines, Part, Section, SectionKind, plain_text
from conventions_cli.foundation import Diagnostic, Outcome, Record, catalogue, has_errors, ordered, replace
from conventions_cli.model import Amende, Avenant, Convention, Manque, Nom, Passage, Spec, read_extras
from conventions_cli.pipeline import Checked
from conventions_cli.source import first_line, normalized_yaml
from conventions_cli.templating import Amending, Pack, load_pack, marked
from conventions_cli.templating import Modification as AvenantArticle

PACK = "avenant"
_SECTION = "avenant"
# What persons, and not stipulations, account for in a party.
_PERSONS = {"representants": (), "signataires": (), "siret": None, "rna": None, "reference": None}


class Prepared(Record, frozen=True):
    """An avenant ready to be written, and what came with it.

    `checked` and `document`: the avenant itself, `checked.spec` being that of the new version, dated and numbered as
    the avenant is. `consolidated`: the act as amended. `facts`: amounts and dates first; `besides`: what changed and
    needs no avenant; `titles`: those of its articles. `packs`: those of every version, then that of the avenant.
    """

    checked: Checked
    document: Document
    consolidated: Document
    modifications: tuple[Modification, ...]
    facts: tuple[Fact, ...]
    besides: tuple[str, ...]
    titles: tuple[str, ...]
    packs: tuple[Pack, ...] = ()


def prepare(
    name: str,
    checked: Checked,
    folder: Path,
    options: pipeline.Options,
    *,
    before: tuple[str, Checked] | None = None,
    before_options: pipeline.Options | None = None,
) -> Outcome[Prepared]:
    """Make the avenant that leads to a checked spec.

    `before`: the act to amend, when it is given and not named by the spec; `before_options`: how it is read, when it is
    not as the spec was.
    """
    earlier = before_options or options
    if before is None:
        chain = chain_to(name, checked, folder, earlier)
    else:
        other = contradiction(before[0], checked, folder)
        if other is not None:
            return Outcome(None, (other,))
        chain = chain_to(before[0], before[1], folder, earlier)
        chain = replace(chain, value=[*chain.value, before] if chain.value is not None else None)
    return chain.then(lambda past: prepare_chain([*past, (name, checked)], options))


def prepare_chain(given: Sequence[tuple[str, Checked]], options: pipeline.Options) -> Outcome[Prepared]:
    """The same from every version of the act, each by its name: the signed act first, the new version last."""
    return _in_order(versions_of(given).then(lambda made: _drafted(made, options)))


def _in_order(outcome: Outcome[Prepared]) -> Outcome[Prepared]:
    return Outcome(None if has_errors(outcome.diagnostics) else outcome.value, ordered(outcome.diagnostics))


def _drafted(versions: tuple[Version, ...], options: pipeline.Options) -> Outcome[Prepared]:
    *past, new = versions
    avenant = new.avenant or Avenant()
    avenant = avenant if avenant.numero is not None else avenant.model_copy(update={"numero": len(past)})
    found = list(refusals(versions, avenant))
    if options.draft is False and avenant.date_signature is None:
        hint = "Ajouter « --date 2026-03-01 » ou, sous « avenant: », « date_signature: 2026-03-01 »."
        span = first_line(new.checked.spec.tree.span)
        found.append(Diagnostic(catalogue.UNSIGNED, "L’avenant n’a pas de date de signature.", span, hint))
    old = past[-1]
    left_out = _same_in_law(old, new)
    before, after = holders_of(old.document, left_out), holders_of(new.document, left_out)
    modifications = modifications_between(before, after)
    if not modifications:
        message = f"Rien ne change entre « {old.name} » et « {new.name} » qu’un avenant doive dire."
        besides = _besides(old, new, left_out)
        hint = f"{besides[0]}" if besides else "Modifier la nouvelle version, puis recommencer."
        found.append(Diagnostic(catalogue.NOTHING_AMENDED, message, first_line(new.checked.spec.tree.span), hint))
    pack = load_pack(PACK, options.template_dir, new.checked.beside)
    found.extend(pack.diagnostics)
    if has_errors(found) or pack.value is None:
        return Outcome(None, tuple(found))
    first = next((holder.key[1] for holder in before if holder.is_article), None)
    names = {**old.numbering.names, **new.numbering.names}
    articles = tuple(worded(one, names, first) for one in modifications)
    phrase = amended_act(past)
    numbering = any(isinstance(one, (Inserted, Repealed)) and one.holder.is_article for one in modifications)
    amending = Amending(
        numero=avenant.numero or len(past),
        a_l_acte=Nom(phrase.au()),
        l_acte=Nom(phrase.le()),
        modifications=tuple(AvenantArticle(Nom(one.title), Passage(one.blocks)) for one in articles),
        objet=Nom(avenant.objet) if avenant.objet is not None else None,
        nor_acte=past[0].convention.nor,
        date_acte=past[0].signed,
        numerotation=numbering,
    )
    made = _act(past[0], new, avenant, pack.value, options)
    found.extend(made.diagnostics)
    if made.value is None:
        return Outcome(None, tuple(found))
    from conventions_cli.templating import assemble  # late: Jinja and markdown-it are dear

    called = new.checked.pack.manifest.designations
    built = assemble(made.value.spec, made.value.pack, made.value.extras, amending=amending, designations=called)
    found.extend(built.diagnostics)
    if built.value is None:
        return Outcome(None, tuple(found))
    renumbered = set(new.numbering.names.values()) != {
        _plain(number) for number in range(1, len(new.numbering.names) + 1)
    }
    return Outcome(
        Prepared(
            checked=made.value,
            document=_carrying(_headed(built.value.document, amending.numero), versions),
            consolidated=_carrying(marked(_consolidated(old, new, left_out), avenant, renumbered=renumbered), versions),
            modifications=modifications,
            facts=_facts(old, new),
            besides=_besides(old, new, left_out),
            titles=tuple(one.title for one in articles),
            packs=(*(one.checked.pack for one in versions), made.value.pack),
        ),
        tuple(found),
    )


def _headed(document: Document, number: int) -> Document:
    """The avenant, its number in the running header."""
    short = f"{document.metadata.short_title} – avenant n°\u00a0{number}".removeprefix(" – ")
    return replace(document, metadata=replace(document.metadata, short_title=short))


def _carrying(document: Document, versions: tuple[Version, ...]) -> Document:
    """A document that carries the specs of the versions before, and the fingerprint of all the clauses it comes from.

    Without them, nobody could make again, from the file alone, what it says.
    """
    made = document.metadata.provenance
    if made is None:
        return document
    own = (made.pack_sha256, *(one.checked.pack.own_sha256 for one in versions))
    digest = hashlib.sha256("\0".join(own).encode()).hexdigest() if any(own) else ""
    earlier = tuple(normalized_yaml(one.checked.spec.tree) for one in versions[:-1])
    return replace(
        document,
        metadata=replace(document.metadata, provenance=replace(made, earlier=earlier, pack_sha256=digest)),
    )


def _plain(number: int) -> str:
    return "1er" if number == 1 else str(number)


def _act(signed: Version, new: Version, avenant: Avenant, pack: Pack, options: pipeline.Options) -> Outcome[Checked]:
    """The spec of the avenant: the new version's values, its own date and number; in law, of the nature of that act."""
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
            "modele": Nom(PACK),
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
    made = replace(spec, convention=convention, manques=missing, draft=draft)
    nature = new.checked.pack.manifest.nature
    own = replace(pack, manifest=pack.manifest.model_copy(update={"nature": nature}))
    return read_extras(declared, made).then(lambda extras: Outcome(Checked(made, own, extras)))


def _undated(spec: Spec, avenant: Avenant) -> tuple[Manque, ...]:
    if avenant.date_signature is not None:
        return ()
    line = "date_signature: 2026-03-01"
    return (Manque("avenant.date_signature", "date de l’avenant", line, spec.key(_SECTION), "la DINUM"),)


def _same_in_law(old: Version, new: Version) -> frozenset[SectionKind]:
    """The section of the parties, when nothing changes there but the persons who represent them."""

    def stipulated(convention: Convention) -> list[object]:
        return [party.model_copy(update=_PERSONS) for party in convention.parties_connues]

    same = stipulated(old.convention) == stipulated(new.convention)
    return frozenset({SectionKind.PARTIES}) if same else frozenset()


def _consolidated(old: Version, new: Version, left_out: frozenset[SectionKind]) -> Document:
    """The new version, with what the avenant leaves as it was signed: visas, signatures, representatives, copies."""
    kinds = {SectionKind.VISAS, SectionKind.SIGNATURES, SectionKind.COPIES, SectionKind.HEADER, *left_out}
    built = pipeline.assemble_bare(new.checked).value or new.document

    def as_signed(part: Part) -> bool:
        return isinstance(part, Section) and part.kind in kinds

    parts = [part for part in built.parts if not as_signed(part)]
    previous: object = None
    for part in old.document.parts:
        if as_signed(part):
            at = next((number for number, one in enumerate(parts, start=1) if _place(one) == previous), 0)
            parts.insert(at, part)
        if any(_place(one) == _place(part) for one in parts):
            previous = _place(part)
    return replace(built, parts=tuple(parts))


def _place(part: Part) -> object:
    """What tells a part from another, whichever version it is of."""
    return part.label if isinstance(part, Article) else (part.kind, plain_text(_first(part.blocks)))


def _first(blocks: Blocks) -> Inlines:
    """The heading a section opens with, if it has one; the preamble is not the formula before it."""
    return blocks[0].content if blocks and isinstance(blocks[0], Heading) and blocks[0].level > 1 else ()


def _facts(old: Version, new: Version) -> tuple[Fact, ...]:
    one, other = (
        Side(version.name, version.document, version.checked.spec.tree.without(_SECTION)) for version in (old, new)
    )
    found = compare(one, other).facts
    exact = tuple(fact for fact in found if fact.key)
    return exact or tuple(fact for fact in found if "€" in fact.before + fact.after or fact.nature is Nature.DATE)


_BESIDES = (
    (SectionKind.PARTIES, "Représentants des parties : l’avenant nomme les nouveaux ; aucun article ne les modifie."),
    (SectionKind.SIGNATURES, "Signataires : l’avenant est signé par les nouveaux ; aucun article ne les modifie."),
    (SectionKind.VISAS, "Visas : ceux de la convention ne se modifient pas ; les nouveaux sont ceux de l’avenant."),
    (SectionKind.COPIES, "Copies : les nouveaux destinataires sont ceux de l’avenant."),
    (SectionKind.HEADER, "En-tête : le nouveau est celui de l’avenant."),
)


def _besides(old: Version, new: Version, left_out: frozenset[SectionKind]) -> tuple[str, ...]:
    """What changed and that no article of the avenant says."""
    found = []
    for kind, said in _BESIDES:
        if kind is SectionKind.PARTIES and kind not in left_out:
            continue
        was, now = (
            [part.blocks for part in one.document.parts if isinstance(part, Section) and part.kind is kind]
            for one in (old, new)
        )
        if was != now:
            found.append(said)
    return tuple(found)
