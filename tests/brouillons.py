"""Specs as people leave them: any order, any spacing, comments everywhere. Strategies for property tests."""

import json
import random
from typing import Any

from hypothesis import strategies as st

from fabrique import BASE

_REMARKS = ["# à voir", "#collé", "# « nom: x » - et # deux", "#", "# l'an prochain…", "#!", "# {a: b}"]
_GAPS = [" ", "  ", "      "]
_WORDS = [
    "x y",
    "l'essor de l'été",
    "À 80 % : oui",
    "n° 12, ou non ?",
    "- tiret",
    "@sigle",
    "vrai # non",
    "« a »",
    "1er mai",
    'dit "a"',
    "a\\b",
]

TEXTS = st.one_of(st.sampled_from(_WORDS), st.text("ab'’ :#-,[]{}«»\u00a0é.!\"\\&*|>%@", min_size=1, max_size=14))


@st.composite
def messy(draw: st.DrawFn) -> tuple[str, list[str]]:
    """A spec as text, and its comments, each once and unlike the others."""
    data = draw(_values())
    writer = _Writer(random.Random(draw(st.integers(0, 2**32))))  # noqa: S311 - a style, not a secret
    writer.loose(0)
    writer.mapping(data, 0)
    writer.loose(writer.draw([0, 2, 4]))
    end = writer.draw(["\n", "", "\n\n\n"])
    return "\n".join(writer.lines) + end, writer.comments


@st.composite
def _values(draw: st.DrawFn) -> dict[str, Any]:
    keys = draw(st.sets(st.sampled_from(sorted(BASE))))
    data: dict[str, Any] = json.loads(json.dumps({key: value for key, value in BASE.items() if key in keys}))
    text = TEXTS.map(str.strip).filter(bool)
    data["services"] = [
        {"nom": draw(text), "objectifs": draw(st.lists(text, max_size=3) | text)}
        for _ in range(draw(st.integers(1, 2)))
    ]
    data["copies"] = draw(st.lists(text, max_size=3))
    data["annexes"] = [{"titre": draw(text), "texte": draw(_prose())}]
    data["marches"] = draw(st.sampled_from([None, {"delegataire": draw(text)}]))
    return data


def _prose() -> st.SearchStrategy[str]:
    lines = st.sampled_from(["L'une", "# pas un commentaire", "- a", "  - b", "", "fin ;", "deux  mots", "trois "])
    return st.lists(lines, min_size=1, max_size=5).map("\n".join).map(str.lstrip).filter(str.strip)


class _Writer:
    """Writes values in ways that YAML reads alike."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.draw = chance.choice
        self.lines: list[str] = []
        self.comments: list[str] = []
        self.after_text = False

    def one_in(self, number: int) -> bool:
        return self.chance.randint(1, number) == 1

    def remark(self) -> str:
        text = f"{self.draw(_REMARKS)}{len(self.comments)}"
        self.comments.append(text)
        return text

    def loose(self, indent: int) -> None:
        """Blank lines and comments that stand alone, indented more or less."""
        while self.one_in(4):
            if self.one_in(2):
                self.lines.append(" " * self.chance.randint(0, 2))
            else:
                # Further in than a block text, it would be of that text.
                shift = self.draw([0, 0, 0, 1, 2, -2]) if not self.after_text else -indent
                self.lines.append(" " * (indent + shift if indent else 0) + self.remark())

    def end(self) -> str:
        return self.draw(_GAPS) + self.remark() if self.one_in(6) else " " * self.chance.randint(0, 1)

    def mapping(self, data: dict[str, Any], indent: int, head: str | None = None) -> None:
        keys = list(data)
        for number, key in enumerate(self.chance.sample(keys, len(keys))):
            if head is None or number:
                self.loose(indent)
            start = " " * indent if head is None or number else head
            self.value(f"{start}{key}:", data[key], indent)

    def value(self, head: str, value: Any, indent: int) -> None:
        self.after_text = isinstance(value, str) and "\n" in value
        if value is None:
            self.lines.append(head + self.end())
        elif isinstance(value, str) and "\n" in value:
            self.lines.append(f"{head} {self.draw('|>')}{self.draw(['', '-', '2'])}{self.end()}")
            self.lines.extend(f"{' ' * (indent + 2)}{line}" if line.strip() else "" for line in value.split("\n"))
        elif isinstance(value, str):
            text = json.dumps(value, ensure_ascii=False) if self.quoted(value) else value
            below = self.one_in(12) and not head.rstrip().endswith("-")
            self.lines.append(f"{head}{'' if below else ' ' * self.chance.randint(1, 2) + text}{self.end()}")
            if below:
                self.lines.append(f"{' ' * (indent + 1)}{text}{self.end()}")
        elif not value or self.one_in(4):
            self.flow(head, value, indent)
        elif isinstance(value, dict):
            self.lines.append(head + self.end())
            step = self.chance.randint(1, 4)
            self.mapping(value, indent + step)
        else:
            self.lines.append(head + self.end())
            self.items(value, indent + self.draw([0, 2, 4]))

    def items(self, values: list[Any], indent: int) -> None:
        for value in values:
            self.loose(indent)
            dash = f"{' ' * indent}-{' ' * self.chance.randint(1, 3)}"
            if isinstance(value, dict) and not self.one_in(3):
                self.mapping(value, len(dash), dash)
            else:
                self.value(dash.rstrip(), value, indent)

    def flow(self, head: str, value: Any, indent: int) -> None:
        joint = ", "
        if self.one_in(4):
            joint = f",{self.end()}\n{' ' * (indent + 1)}"
        self.lines.extend(f"{head} {_brackets(value, joint)}{self.end()}".split("\n"))

    def quoted(self, text: str) -> bool:
        from conventions_cli.source.bare import reads_bare

        return not reads_bare(text, flow=False) or self.one_in(3)


def _brackets(value: Any, joint: str) -> str:
    if isinstance(value, dict):
        return "{" + joint.join(f"{key}: {_brackets(inner, ', ')}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + joint.join(_brackets(item, ", ") for item in value) + "]"
    return json.dumps(value, ensure_ascii=False) if value is not None else ""
