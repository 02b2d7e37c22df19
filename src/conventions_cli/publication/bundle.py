"""The bundle as values: every act is checked and every file made before anything is written."""

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from conventions_cli.amendment import Prepared
from conventions_cli.amendment import prepare as prepare_avenant
from conventions_cli.foundation import (
    Diagnostic,
    Outcome,
    Record,
    Related,
    catalogue,
    has_errors,
    installed_version,
    ordered,
    replace,
)
from conventions_cli.model import SCHEMA_VERSION, SCHEMAS, EntreeIndex, Fichier, Index, json_text
from conventions_cli.model import publication_schema_text as schema_text
from conventions_cli.pipeline import Checked, Member, Options, assemble, check_set, write
from conventions_cli.publication.index_page import index_page
from conventions_cli.publication.metadata import metadata
from conventions_cli.publication.published import Act
from conventions_cli.publication.scdl import refusals, scdl_csv
from conventions_cli.source import Mapping, Scalar, first_line, load_tree
from conventions_cli.writers import FORMATS

_MEDIA = {name: form.media for name, form in FORMATS.items()} | {"json": "application/json", "csv": "text/csv"}
_SCDL = "scdl-subventions.csv"
_SUMS = "SHA256SUMS"


class Candidate(Record, frozen=True):
    """A spec to publish: its name, and the outcome of its checks."""

    name: str
    outcome: Outcome[Checked]


def prepare(
    candidates: Sequence[Candidate], formats: Sequence[str], options: Options | None = None, *, carried: bool = True
) -> Outcome[dict[str, bytes]]:
    """The files of the bundle by name, in the order to write them; no value when an act cannot be published.

    `options`: for the specs, and for the acts that avenants amend. `formats`: names of FORMATS. `carried`: whether each
    DOCX holds its spec. The outcome has the diagnostics of every act. Raises KeyError for an unknown format.
    """
    collected: list[Diagnostic] = []
    acts: list[Act] = []
    for candidate in candidates:
        act, diagnostics = _act(candidate, options or Options())
        collected.extend(diagnostics)
        if act is not None:
            acts.append(act if carried else replace(act, document=act.document.without_spec()))
    collected.extend(_clashes(acts))
    if has_errors(collected):
        return Outcome(None, tuple(collected))
    acts.sort(key=lambda act: (str(act.convention.date_signature), act.stem))
    files = _files(acts, formats)
    return files.then(lambda files: Outcome(_bundle(acts, files), tuple(collected)))


def is_draft(candidate: Candidate) -> bool:
    """Whether the act, or the avenant, of a spec has no date of signature, even when the spec has errors."""
    checked = candidate.outcome.value
    if checked is not None:
        convention = checked.spec.convention
        return checked.spec.draft if convention.avenant is None else convention.avenant.date_signature is None
    tree = load_tree(Path(candidate.name)).value
    if tree is None:
        return False
    avenant = tree.get("avenant")
    day = (avenant if isinstance(avenant, Mapping) else tree).get("date_signature")
    return day is None or (isinstance(day, Scalar) and day.blank)


def _act(candidate: Candidate, options: Options) -> tuple[Act | None, tuple[Diagnostic, ...]]:
    """The act of a spec, if it can be published, and all diagnostics; for a new version, the act is its avenant."""
    checked = candidate.outcome.value
    if checked is None:
        return None, candidate.outcome.diagnostics
    amended: Outcome[Prepared] = Outcome(None)
    if checked.spec.convention.avenant is not None:
        folder = Path(candidate.name).parent
        amended = prepare_avenant(candidate.name, checked, folder, options, tell=False)
        if amended.value is None:
            return None, ordered((*candidate.outcome.diagnostics, *amended.diagnostics))
        checked = amended.value.checked
    if checked.spec.draft:
        key = ("avenant",) if amended.value is not None else ("date_signature",)
        span = first_line(checked.spec.key(*key))
        message = f"L’acte « {candidate.name} » est un PROJET : il n’est pas signé."
        hint = (
            "Ajouter « date_signature: 2025-08-20 » (la date de l’acte signé) et compléter ce qui manque, "
            "ou ne publier que les actes signés."
        )
        draft = Diagnostic(catalogue.NOT_PUBLISHABLE, message, span, hint)
        return None, ordered((*candidate.outcome.diagnostics, draft))
    built = assemble(checked) if amended.value is None else Outcome(amended.value.document)
    diagnostics = (*candidate.outcome.diagnostics, *built.diagnostics)
    if built.value is None:
        return None, ordered(diagnostics)
    act = Act(candidate.name, checked, built.value)
    return act, ordered((*diagnostics, *refusals(act)))


def _clashes(acts: Sequence[Act]) -> Iterator[Diagnostic]:
    """The diagnostics of acts with the same file name, and of the other checks that compare specs."""
    first: dict[str, Act] = {}
    for act in acts:
        earlier = first.setdefault(act.stem.lower(), act)
        if earlier is not act:
            message = f"« {earlier.name} » et « {act.name} » seraient publiés sous le même nom, « {act.stem} »."
            hint = "Donner à chaque acte son NOR ou sa référence, ou retirer celui qui est en double."
            related = (Related(first_line(earlier.spec.tree.span), "l’autre acte"),)
            yield Diagnostic(catalogue.COLLISION, message, first_line(act.spec.tree.span), hint, related)
    for diagnostics in check_set([Member(act.name, act.stem, act.checked) for act in acts]).values():
        yield from (diagnostic for diagnostic in diagnostics if diagnostic.code is not catalogue.COLLISION)


def _files(acts: Sequence[Act], formats: Sequence[str]) -> Outcome[list[dict[str, bytes]]]:
    """The files of each act, by format, in the order asked for."""
    by_act = []
    for act in acts:
        files = write(act.document, formats)
        if files.value is None:
            return Outcome(None, files.diagnostics)
        by_act.append(files.value)
    return Outcome(by_act)


def _bundle(acts: Sequence[Act], by_act: Sequence[dict[str, bytes]]) -> dict[str, bytes]:
    """The files, with the acts before the files that list them, so that no index names a file not yet written."""
    files: dict[str, bytes] = {}
    entries = []
    for act, by_format in zip(acts, by_act, strict=True):
        named = {f"{act.stem}.{kind}": data for kind, data in by_format.items()}
        stated = metadata(act, tuple(_file(name, data) for name, data in named.items()))
        name = f"{act.stem}.json"
        named[name] = json_text(stated).encode("utf-8")
        files |= named
        entries.append(
            EntreeIndex(
                titre=stated.titre,
                nature=stated.nature,
                acte=stated.acte,
                date_signature=stated.date_signature,
                nor=stated.nor,
                montant_total=stated.montants.total if stated.montants is not None else None,
                metadonnees=_file(name, named[name]),
                fichiers=stated.fichiers,
            )
        )
    grants = scdl_csv(list(acts))
    if grants is not None:
        files[_SCDL] = grants
    files |= {name: schema_text(name).encode("utf-8") for name in SCHEMAS}
    index = Index(
        version_schema=SCHEMA_VERSION,
        version_convention=installed_version(),
        actes=tuple(entries),
        subventions=None if grants is None else _file(_SCDL, grants),
    )
    files["index.json"] = json_text(index).encode("utf-8")
    files["index.html"] = index_page(index, tuple(_others(grants is not None))).encode("utf-8")
    files[_SUMS] = "".join(f"{_digest(files[name])}  {name}\n" for name in sorted(files)).encode("ascii")
    return files


def _others(grants: bool) -> Iterator[tuple[str, str]]:
    yield "index.json", "cette liste, pour les programmes"
    if grants:
        yield _SCDL, "les données essentielles des subventions (schéma SCDL « subventions » 2.1)"
    yield "publication.schema.json", "la description des métadonnées d’un acte (JSON Schema)"
    yield "publication-index.schema.json", "la description de index.json (JSON Schema)"
    yield _SUMS, "les empreintes SHA-256 de tous les fichiers"


def _file(name: str, data: bytes) -> Fichier:
    return Fichier(nom=name, type_media=_MEDIA[name.rsplit(".", 1)[1]], taille=len(data), sha256=_digest(data))


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
