"""Packs: folders with `modele.yaml` and clause files. Finds a pack, reads it, and reports its faults.

Packs and clauses are looked for in the same order: `--template-dir`, then the folder `templates` of the spec
(`folders.own_templates`), then those of convention.
"""

import contextlib
import hashlib
import os
import re
from collections.abc import Iterator
from datetime import date
from functools import cached_property
from pathlib import Path

from conventions_cli.foundation import (
    Code,
    Diagnostic,
    Outcome,
    Record,
    SourceText,
    Span,
    catalogue,
    consult,
    has_errors,
    remembered,
    replace,
    templates_dir,
)
from conventions_cli.french import Month, format_date
from conventions_cli.model import (
    SEQUELS,
    Convention,
    Echeance,
    Element,
    Kind,
    Manifeste,
    Manquant,
    Periode,
    Spec,
    build_model,
    fields_at,
    fold,
    nearest,
    suggestion,
)
from conventions_cli.source import Mapping, Scalar, Sequence, first_line, is_blank, parse, read_file, remedy, span_of
from conventions_cli.templating.declared import Clauses, deadline_faults
from conventions_cli.templating.folders import (
    Draft,
    Unusable,
    find_clause,
    leads_inside,
    pack_names,
    read_clause,
    unusable_clause,
    unusable_manifest,
)
from conventions_cli.templating.naming import MODIFICATIONS, naming_faults

MANIFEST = "modele.yaml"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_LONGEST_NAME = 200  # letters: no disk holds folders of much longer names
_LABEL = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


AVENANT = "avenant"  # the pack of avenants


class Pack(Record, frozen=True, dict=True):
    """A pack: its manifest, the tree with the places of its values, and the folders its clauses are looked for in.

    `home`: the folder that holds its manifest; `draft`: a text that replaces one of its clauses, when one is tried.
    """

    name: str
    manifest: Manifeste
    tree: Mapping
    folders: tuple[Path, ...]
    home: Path
    draft: Draft | None = None

    @property
    def elements(self) -> tuple[Element, ...]:
        """The parts of the plan."""
        return tuple(element for element in self.manifest.plan if isinstance(element, Element))

    @property
    def field_names(self) -> dict[str, str]:
        """The labels of its fields, by key; a field without a label is left out."""
        return {name: str(field.libelle) for name, field in self.manifest.champs.items() if field.libelle}

    @cached_property
    def own(self) -> tuple[Path, ...]:
        """The files that do not come with convention, among its manifest and the clauses its plan names."""
        if all(folder.is_relative_to(templates_dir()) for folder in self.folders):
            return ()
        named = {str(name) for element in self.elements for name in element.clause}
        paths = [self.home / MANIFEST, *(find_clause(self.folders, name) for name in sorted(named))]
        return tuple(path for path in paths if path is not None and not path.is_relative_to(templates_dir()))

    @cached_property
    def own_sha256(self) -> str:
        """The SHA-256 of the files of `own`, names included, a missing file as empty; empty for a built-in pack."""
        if not self.own:
            return ""
        digest = hashlib.sha256()
        for path in self.own:
            content = b""
            with contextlib.suppress(OSError):
                content = read_clause(path, (self.home, *self.folders))
            digest.update(f"{path.parent.name}/{path.name}\0{len(content)}\0".encode())
            digest.update(content)
        return digest.hexdigest()

    @cached_property
    def stating(self) -> dict[tuple[int, int], str]:
        """The name, in the plan, of the clause that states each deadline. Key: the ranks of its element and its own."""
        clauses = Clauses(self.folders)
        return {
            (index, number): clauses.stating(element, declared)
            for index, element in enumerate(self.elements)
            for number, declared in enumerate(element.echeances)
            if isinstance(declared, Echeance)
        }

    def span(self, *path: str | int) -> Span:
        """A place in the manifest."""
        return span_of(self.tree, path)


def is_name(name: str) -> bool:
    """Whether a text can be the name of a pack, hence of its folder."""
    return len(name) <= _LONGEST_NAME and _NAME.fullmatch(name) is not None


def roots(template_dir: Path | None, beside: Path | None = None) -> tuple[Path, ...]:
    """The folders where packs are looked for: `template_dir`, the folder `beside` the spec, then the built-in one."""
    return tuple(root for root in (template_dir, beside, templates_dir()) if root is not None)


def is_builtin(name: str) -> bool:
    """Whether `convention` comes with a pack of that name."""
    return is_name(name) and (templates_dir() / name / MANIFEST).is_file()


def available(template_dir: Path | None = None, beside: Path | None = None) -> tuple[str, ...]:
    """The names of the packs at hand, sorted."""
    return pack_names(template_dir, beside)


def pack_for(spec: Spec, template_dir: Path | None = None, beside: Path | None = None) -> Outcome[Pack]:
    """The pack that a spec names; the default pack when it names none."""
    name = spec.convention.modele
    if isinstance(name, Manquant):
        return Outcome(default_pack(template_dir, beside))
    outcome = load_pack(str(name), template_dir, beside)
    if any(diagnostic.code is catalogue.UNKNOWN_PACK for diagnostic in outcome.diagnostics):
        acts = [pack for pack in available(template_dir, beside) if pack not in SEQUELS]
        hint = suggestion(name, acts).replace("Valeurs admises", "Modèles disponibles")
        message = f"Le modèle « {name} » n’existe pas."
        near, span = nearest(name, acts), spec.span("modele")
        mended = remedy(span, near, certain=fold(near) == fold(name)) if near else None
        return Outcome(None, (Diagnostic(catalogue.UNKNOWN_PACK, message, span, hint, (), mended),))
    if outcome.value is None:
        return outcome
    dated = _out_of_period(spec, outcome.value, template_dir, beside)
    return Outcome(outcome.value, (*outcome.diagnostics, *_unsupported(spec, outcome.value), *dated))


def kind_of_act(tree: Mapping, template_dir: Path | None = None, beside: Path | None = None) -> Kind:
    """The kind of act that the pack of a spec declares; the default kind when the spec names no pack.

    A pack that does not say all is completed with the default kind; a pack that cannot be loaded needs nothing.
    """
    named = tree.get("modele")
    if not isinstance(named, Scalar) or named.blank:
        return default_kind()
    pack = load_pack(named.text, template_dir, beside).value
    return Kind(suppliers=default_kind().suppliers) if pack is None else declared_kind(pack)


def declared_kind(pack: Pack) -> Kind:
    """The kind of act that a pack declares, completed by the default kind where the pack does not say all."""
    kind = pack.manifest.kind
    return kind if kind.says_all else kind.completed(default_kind())


@remembered()
def default_pack(template_dir: Path | None = None, beside: Path | None = None) -> Pack | None:
    """The default pack: one that says `par_defaut: oui`, in the nearest folder that holds such a pack.

    When several say so there, it is the last by name. Only the manifests are read: checking the packs may need the
    default pack itself.
    """
    names = reversed(available(template_dir, beside))
    packs = (_from_manifest(name, template_dir, beside, stating="par_defaut").value for name in names)
    offered = [pack for pack in packs if pack is not None and pack.manifest.par_defaut and pack.manifest.roles]
    nearest_first = (pack for root in roots(template_dir, beside) for pack in offered if pack.home == root / pack.name)
    default = next(nearest_first, None)
    return load_pack(default.name, template_dir, beside).value if default is not None else None


def default_kind() -> Kind:
    """The kind of act that our default pack declares."""
    pack = default_pack()
    return pack.manifest.kind if pack is not None else Kind()


def _unsupported(spec: Spec, pack: Pack) -> list[Diagnostic]:
    """The values of a spec that its pack would not print; and a pack that does not make acts."""
    diagnostics = []
    sequel = SEQUELS.get(pack.manifest.nature)
    if sequel is not None:
        message = f"Le modèle « {pack.name} » est celui {sequel.of_one}, et non d’un acte."
        hint = f"Garder ici le modèle de la convention : « {sequel.command} » choisit lui-même celui {sequel.of_it}."
        diagnostics.append(Diagnostic(catalogue.UNSUPPORTED, message, spec.span("modele"), hint))
    if makes_avenants(pack):
        message = f"Le modèle « {pack.name} » dit ce qui change entre deux versions d’un acte : il ne se rend pas seul."
        hint = "Garder le modèle de l’acte d’origine, et produire l’avenant avec « convention amend »."
        diagnostics.append(Diagnostic(catalogue.UNSUPPORTED, message, spec.key("modele"), hint))
    diagnostics.extend(_lost(spec, pack))
    return diagnostics


def _lost(spec: Spec, pack: Pack) -> Iterator[Diagnostic]:
    """A diagnostic for each section that the pack does not print, and each such key of a section it prints in part."""
    kind = pack.manifest.kind
    for entry in spec.tree.entries:
        section, value = entry.key.text, entry.value
        if section not in Convention.model_fields or is_blank(value):
            continue
        instead = pack.manifest.refuse.get(section, "")
        if instead or not kind.admits(section):
            message = f"Le modèle « {pack.name} » n’imprime rien de la section « {section} » : elle serait perdue."
            hint = instead or f"Retirer la section « {section} », ou choisir un modèle qui l’imprime."
            yield Diagnostic(catalogue.UNSUPPORTED, message, spec.key(section), hint)
            continue
        fields, admitted = fields_at(Convention, (section,)), kind.admitted_keys(section)
        for item in value.entries if isinstance(value, Mapping) else ():
            key = item.key.text
            instead = pack.manifest.refuse.get(f"{section}.{key}", "")
            if key not in fields or is_blank(item.value):
                continue
            if not (instead or (admitted is not None and key not in admitted)):
                continue
            message = f"Le modèle « {pack.name} » n’imprime rien de « {section}.{key} » : cette valeur serait perdue."
            hint = instead or f"Retirer la clé « {key} », ou choisir un modèle qui l’imprime."
            yield Diagnostic(catalogue.UNSUPPORTED, message, spec.key(section, key), hint)


def worded_by(following: Pack, act: Pack) -> Pack:
    """The pack of a document that follows an act, with its clauses first looked for in the pack of the act."""
    return replace(following, folders=(act.home / following.name, *following.folders))


def makes_avenants(pack: Pack) -> bool:
    """Whether a pack makes avenants: it states what changed between two versions of an act."""
    return MODIFICATIONS in pack.manifest.accepte


def _out_of_period(spec: Spec, pack: Pack, template_dir: Path | None, beside: Path | None) -> Iterator[Diagnostic]:
    """A diagnostic for a pack made for acts of other dates, which names the packs that fit.

    A draft will be signed after the decision it carries out: it is reported only when the period ended before.
    """
    convention, period = spec.convention, pack.manifest.periode
    signed, decided = convention.date_signature, convention.dispositif.date_decision
    day = signed or (decided.first_day() if isinstance(decided, Month) else decided)
    if day is None or _within(period, day) or (signed is None and (period.fin is None or day <= period.fin)):
        return
    when = f"celui-ci est signé le {format_date(day)}" if signed else f"celui-ci le sera après le {format_date(day)}"
    message = f"Le modèle « {pack.name} » est fait pour les actes signés {_period_words(period)} ; {when}."
    fits = [name for name in available(template_dir, beside) if _fits(name, pack, day, template_dir, beside)]
    lines = " ou ".join(f"« modele: {name} »" for name in fits)
    hint = (
        f"Écrire {lines}, ou vérifier la date." if fits else "Vérifier la date, ou revoir « periode: » de modele.yaml."
    )
    yield Diagnostic(catalogue.TEMPLATE_PERIOD, message, spec.span("modele"), hint)


def _within(period: Periode, day: date) -> bool:
    return (period.debut is None or period.debut <= day) and (period.fin is None or day <= period.fin)


def _period_words(period: Periode) -> str:
    """« du 1er janvier 2022 au 31 décembre 2024 », « à compter du … », « jusqu’au … »."""
    if period.debut is None:
        return f"jusqu’au {format_date(period.fin)}" if period.fin is not None else ""
    if period.fin is None:
        return f"à compter du {format_date(period.debut)}"
    return f"du {format_date(period.debut)} au {format_date(period.fin)}"


def _fits(name: str, pack: Pack, day: date, template_dir: Path | None, beside: Path | None) -> bool:
    """Whether the pack of this name, other than `pack`, makes acts of the same kind that are signed on that day."""
    fit = load_pack(name, template_dir, beside).value
    if fit is None or name == pack.name or makes_avenants(fit):
        return False
    kind, own = declared_kind(fit), declared_kind(pack)
    return kind.nature == own.nature and kind.families == own.families and _within(fit.manifest.periode, day)


def _has_manifest(folder: Path) -> bool:
    consult(folder / MANIFEST)
    return (folder / MANIFEST).is_file()


@remembered()
def load_pack(name: str, template_dir: Path | None = None, beside: Path | None = None) -> Outcome[Pack]:
    """Read the manifest of a pack, and check its plan, its names, its deadlines, and that its clause files exist."""
    outcome = _from_manifest(name, template_dir, beside)
    pack = outcome.value
    if pack is None:
        return outcome
    diagnostics = [*outcome.diagnostics, *_plan_faults(pack)]
    diagnostics.extend(deadline_faults(pack.manifest, pack.tree, pack.folders))
    diagnostics.extend(naming_faults(pack.manifest, pack.tree, pack.manifest.roles or declared_kind(pack).roles))
    if has_errors(diagnostics):
        return Outcome(None, tuple(diagnostics))
    if pack.own:  # the clauses of built-in packs are read by the tests instead, not again for each act (C417)
        from conventions_cli.templating.owed import with_needs  # late: few acts come from other packs

        pack = replace(pack, manifest=with_needs(pack.manifest, pack.folders))
    return Outcome(pack, tuple(diagnostics))


def _from_manifest(name: str, template_dir: Path | None, beside: Path | None, stating: str = "") -> Outcome[Pack]:
    """A pack, read from its manifest; its clauses are not looked at.

    None, without a diagnostic, when the text of the manifest cannot hold the key `stating`.
    """
    places = roots(template_dir, beside)
    home = None
    for root in places if is_name(name) else ():
        unusable = unusable_manifest(root, name)
        if unusable is not None:
            return Outcome(None, (_refused(unusable, catalogue.TEMPLATE_MANIFEST),))
        if _has_manifest(root / name):
            home = root
            break
    if home is None:
        span = Span.whole(SourceText(name, ""))
        return Outcome(None, (Diagnostic(catalogue.UNKNOWN_PACK, f"Le modèle « {name} » n’existe pas.", span),))
    path = home / name / MANIFEST
    if home != templates_dir() and not leads_inside(path, home):
        message = f"Le modèle « {home / name} » mène hors de « {home} » par un lien : il est refusé."
        hint = "Copier le dossier du modèle à cette place, au lieu d’un lien."
        return Outcome(
            None, (Diagnostic(catalogue.TEMPLATE_MANIFEST, message, Span.whole(SourceText(str(path), "")), hint),)
        )
    inside = Path(os.path.realpath(home if home != templates_dir() else path.parent))
    source = read_file(path, str(path), inside)
    # A key whose letters are not all there may only be written with escapes.
    if source.value is not None and stating not in source.value.text and "\\" not in source.value.text:
        return Outcome(None)
    parsed = source.then(parse)
    if parsed.value is None:
        return Outcome(None, parsed.diagnostics)
    tree = parsed.value
    built = build_model(Manifeste, tree)
    diagnostics = (*parsed.diagnostics, *built.diagnostics)
    if built.value is None:
        return Outcome(None, diagnostics)
    folders = tuple(dict.fromkeys([*(root / name for root in places), *places]))
    manifest = built.value
    if isinstance(tree.get("demande"), Sequence) and manifest.demande is None:
        manifest = manifest.model_copy(update={"demande": ()})  # « demande: [] »: nothing, and not the default
    return Outcome(Pack(name, manifest, tree, folders, home / name), diagnostics)


def _refused(unusable: Unusable, code: Code) -> Diagnostic:
    return Diagnostic(code, unusable.message, Span.whole(SourceText(str(unusable.path), "")), unusable.hint)


def _plan_faults(pack: Pack) -> list[Diagnostic]:
    faults = []
    ours = all(folder.is_relative_to(templates_dir()) for folder in pack.folders)
    for index, element in enumerate(pack.elements):
        span = first_line(span_of(pack.tree, ("plan", index)))

        def fault(message: str, hint: str, span: Span = span) -> None:
            faults.append(Diagnostic(catalogue.TEMPLATE_MANIFEST, message, span, hint))

        if (element.article is None) == (element.section is None):
            fault("Un élément du plan est soit un article, soit une section.", "Garder « article: » ou « section: ».")
        if element.article is not None:
            if not _LABEL.fullmatch(element.article):
                fault(
                    f"L’étiquette « {element.article} » est refusée.",
                    "Écrire en minuscules, avec des tirets : execution-financiere.",
                )
            if element.titre is None:
                fault(f"L’article « {element.article} » n’a pas de titre.", "Ajouter « titre: … ».")
        if len(element.pour) > 1 or (element.pour and element.article is None):
            fault(
                "« pour » répète un article, sous un seul nom.",
                "Écrire « pour: {modification: avenant.modifications} ».",
            )
        for name in element.clause:
            unusable = unusable_clause(pack.folders, name) if isinstance(name, str) and not ours else None
            if unusable is not None:
                faults.append(_refused(unusable, catalogue.TEMPLATE_MISSING))
            elif isinstance(name, str) and find_clause(pack.folders, name) is None:
                message = f"Le fichier de clause « {name} » n’existe pas."
                hint = "Le créer dans le dossier du modèle, ou corriger son nom."
                faults.append(Diagnostic(catalogue.TEMPLATE_MISSING, message, span, hint))
    return faults
