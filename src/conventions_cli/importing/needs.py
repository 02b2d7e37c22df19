"""The values that the clauses of an imported pack print in every act: the only ones its specs need."""

import re
from collections.abc import Iterable, Iterator

from conventions_cli.model import CORE, Kind, Spec

# The expressions that print a value, where its own path is not the only one.
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
    """The values needed by a kind that these clauses print without a condition."""
    text = "\n".join(code for clause in clauses for code in _CODE.findall(clause))
    return tuple(path for path in map(".".join, _words(kind)) if _prints(text, path))


def sections_of(spec: Spec, needed: Iterable[str]) -> tuple[str, ...]:
    """The sections of a spec that are not needed; the pack accepts them, printed or not."""
    sections = {path.split(".")[0] for path in needed}
    return tuple(key for key in spec.tree.keys() if key not in CORE and key not in sections)  # noqa: SIM118


def _words(kind: Kind) -> Iterator[tuple[str, ...]]:
    return (tuple(map(str, path)) for path in kind.needed)


def _prints(text: str, path: str) -> bool:
    if re.search(rf"\bif {re.escape(path)}\b", text):
        return False
    pattern = _PRINTED_BY.get(path, rf"{re.escape(path)}\b")
    if path.startswith("chorus."):
        pattern = f"{pattern}|{_TABLE_OF_CODES}"
    return re.search(rf"(?<![\w.])(?:{pattern})", text) is not None
