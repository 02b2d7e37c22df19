"""What the clauses of an imported pack print of every act: its specs need that, and nothing else."""

import re
from collections.abc import Iterable, Iterator

from conventions_cli.model import CORE, Kind, Spec

# What else prints a value, besides its own path.
_PRINTED_BY = {
    "services": r"services\b",
    "dispositif.sigle": r"dispositif\.(?:sigle|nom)\b",
    "finances.montant": r"finances\.montant",
    "finances.echeancier": r"finances\.(?:lignes|annuel|somme_|total_)|echeanciers\b",
    "chorus.programme": r"chorus\.programme\b|libelle_programme\b",
}
_CODE = re.compile(r"\{\{(?:(?!\{[{%]).)*?\}\}|\{%(?:(?!\{[{%]).)*?%\}", re.DOTALL)
_TABLE_OF_CODES = r"axes_chorus\b"


def needed_by(clauses: Iterable[str], kind: Kind) -> tuple[str, ...]:
    """Of the values that a kind asks for, those that these clauses print without a condition on them."""
    text = "\n".join(one for clause in clauses for one in _CODE.findall(clause))
    return tuple(path for path in map(".".join, _words(kind)) if _prints(text, path))


def sections_of(spec: Spec, needed: Iterable[str]) -> tuple[str, ...]:
    """The sections a spec holds besides those it needs: the pack takes them, printed or not."""
    asked = {path.split(".")[0] for path in needed}
    return tuple(key for key in spec.tree.keys() if key not in CORE and key not in asked)  # noqa: SIM118


def _words(kind: Kind) -> Iterator[tuple[str, ...]]:
    return (tuple(map(str, path)) for path in kind.needed)


def _prints(text: str, path: str) -> bool:
    if re.search(rf"\bif {re.escape(path)}\b", text):
        return False
    pattern = _PRINTED_BY.get(path, rf"{re.escape(path)}\b")
    if path.startswith("chorus."):
        pattern = f"{pattern}|{_TABLE_OF_CODES}"
    return re.search(rf"(?<![\w.])(?:{pattern})", text) is not None
