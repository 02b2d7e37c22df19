"""What a returned file holds besides the text of its act, said at its place."""

from collections.abc import Iterable, Iterator

from conventions_cli.comparison import text_of, unit_of
from conventions_cli.document import Document
from conventions_cli.foundation import catalogue
from conventions_cli.linting import Remark, plain
from conventions_cli.readers import Extra, paragraphs_of

_HINT = "L’ouvrir dans Word, le retirer, ou repartir du document que la commande a écrit."
_FEWEST = 8  # letters that tell a passage inside a paragraph
_FARTHEST = 200  # paragraphs looked at before one for a place


class Places:
    """Where the paragraphs of a file stand in the act that was read of it."""

    def __init__(self, data: bytes, document: Document) -> None:
        self.paragraphs = [plain(one).strip() for one in paragraphs_of(data)]
        self.known: dict[str, str] = {}
        for part in document.parts:
            for unit in unit_of(part, {}).within():
                if unit.leaf and (words := plain(text_of(unit.tokens)).strip()):
                    self.known.setdefault(words, unit.place)

    def at(self, rank: int) -> str:
        """The place of a paragraph by its rank, else after which one it stands; empty when none is known."""
        if not 0 <= rank < len(self.paragraphs):
            return ""
        own = self._of(self.paragraphs[rank])
        if own:
            return own
        for before in range(rank - 1, max(-1, rank - _FARTHEST), -1):
            found = self._of(self.paragraphs[before])
            if found:
                return f"après {found}"
        return "début de l’acte"

    def _of(self, words: str) -> str:
        if words in self.known:
            return self.known[words]
        title = words.partition(" – ")[2] or words.partition(" : ")[2]
        return self.known.get(title, "") if len(title) >= _FEWEST else ""


def remarks_on(extras: Iterable[Extra], places: Places) -> Iterator[Remark]:
    """A remark for each."""
    for one in extras:
        code = catalogue.ACT_CANCELLED if one.cancels else catalogue.ACT_BESIDE
        said = f"\u00a0: «\u00a0{one.words}\u00a0»" if one.words else ""
        yield Remark(code, one.part or places.at(one.paragraph), f"{one.what}{said}.", _HINT)
