"""The clauses an act was made with, those of the product or of an administration, known by their fingerprint.

When an act can only be made again with other clauses than its own, no difference is reported.
"""

from collections.abc import Iterator
from pathlib import Path

from conventions_cli.templating import own_templates
from conventions_cli.verification.remade import FileClaims, Remade

_FINGERPRINT = "convention.modele.sha256"
_SPECS = Path("specs")  # where a project keeps its specs, with its clauses
_OWN = "l’acte a été produit avec des clauses propres à une administration, qui ne sont pas ici, ou ont changé depuis"
_OURS = "l’acte a été produit avec les clauses de convention, et celles qui sont à côté de la spécification sont autres"
_CARRIED = "Le comparer à la spécification qu’il porte\u00a0: convention verify {act}."
_GIVE = (
    "Donner leur dossier\u00a0: convention verify {act} --template-dir DOSSIER, ou la spécification à côté de laquelle "
    "elles sont\u00a0: convention verify {act} SPEC."
)


def claimed_clauses(claims: FileClaims) -> str | None:
    """The fingerprint of the clauses that a file claims: empty for those of the product, None when it claims none."""
    if claims.origin is None or not claims.pack:
        return None
    return claims.origin.properties.get(_FINGERPRINT, "")


def _fingerprint_of(remade: Remade) -> str:
    """The fingerprint of the clauses that an act was made again with; empty for those of the product."""
    provenance = remade.document.metadata.provenance
    return provenance.pack_sha256 if provenance is not None else ""


def same_clauses(remade: Remade, claims: FileClaims) -> bool:
    """Whether an act was made again with the clauses that its file claims, or claims none."""
    fingerprint = claimed_clauses(claims)
    return fingerprint is None or fingerprint == _fingerprint_of(remade)


def folders_near(act: Path) -> Iterator[Path]:
    """The folders of clauses near a returned act: beside or above it, in the working directory, or in its `specs/`."""
    resolved: set[Path] = set()
    for folder in (act.parent, Path(), _SPECS):
        try:
            templates = own_templates(folder)
        except OSError:
            continue
        if templates is not None and (real := templates.resolve()) not in resolved:
            resolved.add(real)
            yield templates


def lacking_notice(claims: FileClaims, act: str) -> str:
    """The notice that the clauses of an act are not at hand."""
    if claimed_clauses(claims):
        why, give = _OWN, _GIVE
    else:
        why, give = _OURS, _CARRIED
    return f"{why}\u00a0; ses mots sont seulement relus, et il n’est accusé de rien. {give.format(act=act)}"
