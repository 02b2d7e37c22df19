"""The clauses an act was made with: the product's, or those of an administration, told by their fingerprint.

An act is accused of nothing when it can only be made again with other clauses than its own.
"""

from collections.abc import Iterator
from pathlib import Path

from conventions_cli.templating import own_templates
from conventions_cli.verification.remade import Kept, Remade

_FINGERPRINT = "convention.modele.sha256"
_SPECS = Path("specs")  # where a project keeps its specs, with its clauses
_OWN = "l’acte a été produit avec des clauses propres à une administration, qui ne sont pas ici, ou ont changé depuis"
_OURS = "l’acte a été produit avec les clauses de convention, et celles qui sont à côté de la spécification sont autres"
_CARRIED = "Le comparer à la spécification qu’il porte\u00a0: convention verify {act}."
_GIVE = (
    "Donner leur dossier\u00a0: convention verify {act} --template-dir DOSSIER, ou la spécification à côté de laquelle "
    "elles sont\u00a0: convention verify {act} SPEC."
)


def said_of(kept: Kept) -> str | None:
    """The fingerprint of the clauses of one's own it says it was made with; empty for the product's, None if unsaid."""
    if kept.origin is None or not kept.pack:
        return None
    return kept.origin.properties.get(_FINGERPRINT, "")


def made_of(remade: Remade) -> str:
    """The same, of an act made again."""
    provenance = remade.document.metadata.provenance
    return provenance.pack_sha256 if provenance is not None else ""


def theirs(remade: Remade, kept: Kept) -> bool:
    """Whether an act was made again with the clauses that it says made it, as far as it says."""
    said = said_of(kept)
    return said is None or said == made_of(remade)


def near(act: Path) -> Iterator[Path]:
    """The folders of clauses near a returned act: beside it or above it, in the working directory, with its specs."""
    seen: set[Path] = set()
    for folder in (act.parent, Path(), _SPECS):
        try:
            found = own_templates(folder)
        except OSError:
            continue
        if found is not None and (real := found.resolve()) not in seen:
            seen.add(real)
            yield found


def absent(kept: Kept, act: str) -> str:
    """What is said when the clauses of an act are not at hand."""
    if said_of(kept):
        why, give = _OWN, _GIVE
    else:
        why, give = _OURS, _CARRIED
    return f"{why}\u00a0; ses mots sont seulement relus, et il n’est accusé de rien. {give.format(act=act)}"
