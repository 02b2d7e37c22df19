"""The value behind a word of the act, found by trials, as in `verify` (decision 28).

The page tells which of its texts was clicked, and at which letter. The act is made again with one value altered, and
that value is an answer if the words around this letter change. Values that stand in the text are tried first.
"""

import json
from collections.abc import Iterator
from html.parser import HTMLParser

from conventions_cli import pipeline
from conventions_cli.comparison import text_of, unit_of
from conventions_cli.document import Part
from conventions_cli.edition.requests import BadRequestError, Clicked, read_clicked
from conventions_cli.foundation import Effort, replace
from conventions_cli.model import build
from conventions_cli.pipeline import Checked
from conventions_cli.preview import ONE_AT_A_TIME, Board, Subject, Written
from conventions_cli.source import KeyPath
from conventions_cli.verification import Origins as Passages
from conventions_cli.verification import Remade, altered, printed, values_of
from conventions_cli.writers import write_body

_MOST = 5  # keys in an answer, the most particular first
_MANY = 5  # steps of effort per letter of an act that is made again


class Origins:
    """Finds the keys behind the words of the act of one spec."""

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self.board: Board | None = None

    def find(self, body: bytes) -> Written:
        """The keys behind a place of the act; none when the words are those of a clause, or the page is out of date."""
        try:
            clicked = read_clicked(body)
        except BadRequestError:
            return json.dumps({"cles": []}).encode(), None
        with ONE_AT_A_TIME:
            keys, clause = self._keys_and_clause(clicked)
        return json.dumps({"cles": keys, "clause": clause}, ensure_ascii=False).encode(), None

    def _keys_and_clause(self, clicked: Clicked) -> tuple[list[str], str]:
        """The keys and the clause behind a place; the clause is empty when there are keys."""
        board = self.board
        if board is None or board.page.version != clicked.version or board.state.act is None:
            return [], ""
        checked = pipeline.check(self.subject.spec, self.subject.options).value
        if checked is None:
            return [], ""
        body = board.state.act.body
        keys = keys_behind(checked, body, clicked.text, clicked.letter)
        texts = texts_of(body)
        return keys, "" if keys or clicked.text >= len(texts) else clause_behind(checked, texts[clicked.text])


def clause_behind(checked: Checked, words: str) -> str:
    """The clause that writes these words of the act, as « objet.md, ligne 3 »; empty when none is certain."""
    assembly = pipeline.assembled(checked).value
    if assembly is None:
        return ""
    passages = Passages(Remade(checked, assembly.document, assembly.elements))
    for index, part in enumerate(assembly.document.parts):
        passage = next((text for text in _passages(part) if _plain(words) in _plain(text)), "")
        clause = passages.clause(index, passage) if passage else None
        if clause is not None:
            return f"{clause.file}, ligne\u00a0{clause.line}" if clause.line else clause.file
    return ""


def _passages(part: Part) -> Iterator[str]:
    """The text of each paragraph, title or cell of a part."""
    return (text_of(unit.tokens) for unit in unit_of(part, {}).within() if unit.leaf)


def keys_behind(checked: Checked, body: str, number: int, letter: int) -> list[str]:
    """The keys whose value changes a letter of a text of the act; first, the key that changes the fewest letters."""
    texts = texts_of(body)
    if number >= len(texts):
        return []
    seeker = _Seeker(checked, body, texts, number, letter)
    inside, others = _by_presence(checked, texts[number])
    for path in inside:
        seeker.try_alone(path)
    if not seeker.reaches:
        seeker.narrow(others)
    return sorted(seeker.reaches, key=lambda key: seeker.reaches[key])[:_MOST]


class _Seeker:
    """Makes the act again with altered values: one alone, or many at once to exclude together those without effect.

    `reaches`: for each key found, how much it changes, as `_reach` measures it.
    """

    def __init__(self, checked: Checked, body: str, texts: list[str], number: int, letter: int) -> None:
        self.checked, self.texts, self.number, self.letter = checked, texts, number, letter
        self.values = dict(values_of(checked.spec.tree))
        self.reaches: dict[str, tuple[int, int]] = {}
        self._effort, self._cost = Effort(), _MANY * len(body)

    def try_alone(self, path: KeyPath) -> None:
        """Add the key of a value if the letter changes with it."""
        others = self._texts_with([path])
        reach = _reach(self.texts, others, self.number, self.letter) if others is not None else None
        if reach is not None:
            self.reaches[".".join(map(str, path))] = reach

    def narrow(self, paths: list[KeyPath]) -> None:
        """Try values together, then each half of them, as long as the text changes."""
        if len(paths) == 1:
            self.try_alone(paths[0])
            return
        others = self._texts_with(paths) if paths else self.texts
        if others is not None and len(others) == len(self.texts) and others[self.number] == self.texts[self.number]:
            return
        if others is None and not self._effort.allows(self._cost):
            return
        self.narrow(paths[: len(paths) // 2])
        self.narrow(paths[len(paths) // 2 :])

    def _texts_with(self, paths: list[KeyPath]) -> list[str] | None:
        """The texts of the act with these values altered; None when no act can be made, or no effort is left."""
        if not self._effort.allows(self._cost):
            return None
        spec = self.checked.spec
        tree = altered(spec.tree, {path: self.values[path] for path in paths})
        built = build(tree, draft=spec.draft, sequel=spec.sequel, kind=spec.kind).value
        if built is None:
            return None
        document = pipeline.assemble(replace(self.checked, spec=replace(built, picture=spec.picture))).value
        return texts_of(write_body(document)) if document is not None else None


def _by_presence(checked: Checked, text: str) -> tuple[list[KeyPath], list[KeyPath]]:
    """The paths of the values that stand in a text, the longest values first, and the paths of the others."""
    plain = _plain(text)
    words_by_path = [(path, _plain(printed(value))) for path, value in values_of(checked.spec.tree)]
    inside = sorted((pair for pair in words_by_path if pair[1] and pair[1] in plain), key=lambda pair: -len(pair[1]))
    inside_paths = {path for path, _ in inside}
    return [path for path, _ in inside], [path for path, _ in words_by_path if path not in inside_paths]


def _plain(text: str) -> str:
    return " ".join(text.replace("\u2019", "'").split()).casefold()


def _reach(texts: list[str], others: list[str], number: int, letter: int) -> tuple[int, int] | None:
    """How many letters of the text, and how many texts, differ in `others`; None if the letter does not change."""
    if len(texts) != len(others) or texts[number] == others[number]:
        return None
    text, other = texts[number], others[number]
    start = next(
        (at for at, (a, b) in enumerate(zip(text, other, strict=False)) if a != b),
        min(map(len, (text, other))),
    )
    end, least = len(text), min(len(text), len(other)) - start
    for back in range(1, least + 1):
        if text[-back] != other[-back]:
            break
        end = len(text) - back
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    if not start <= letter <= end:
        return None
    return end - start, sum(a != b for a, b in zip(texts, others, strict=True))


class _Texts(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = []

    def handle_data(self, data: str) -> None:
        if data.strip(" \t\r\n\f"):
            self.texts.append(data)


def texts_of(body: str) -> list[str]:
    """The texts of an HTML page, each between two tags, without the blank ones."""
    reader = _Texts()
    reader.feed(body)
    reader.close()
    return reader.texts
