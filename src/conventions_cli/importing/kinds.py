"""What kind of act a title says: one of those our packs make, or a convention of no kind we know."""

import re

from conventions_cli.french import folded
from conventions_cli.model import DELEGATION, GRANT
from conventions_cli.templating import available, load_pack

_OTHER = ("convention", "convention")


def kind_said(title: str) -> tuple[str, str]:
    """The kind that a title says: its key and its words. A title that says nothing is that of a delegation."""
    said = folded(title)
    if not said or re.search(r"\bdelegation\b(?! de signature)", said):
        return DELEGATION, "délégation de gestion"
    for nature, words in _known():
        if re.search(rf"\b{re.escape(folded(words))}", said):
            return nature, words
    return _OTHER


def _known() -> list[tuple[str, str]]:
    """The kinds of our packs, the longest words first."""
    kinds = {GRANT: "subvention"}
    for name in available():
        pack = load_pack(name).value
        if pack is not None and pack.manifest.acte:
            kinds.setdefault(pack.manifest.nature, str(pack.manifest.acte))
    return sorted(kinds.items(), key=lambda kind: -len(kind[1]))
