"""The acts stipulate what the two signed ones do, and nothing else: the tables beside this file are the measure."""

import re
from functools import cache
from pathlib import Path

import pytest

from conventions_cli import render
from substance.lecture import lines_of, parts_of

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
ACTS, FORMS = ("domifa", "mano"), ("docx", "md", "html")


class Line:
    """A point of a table: where it is read, the words that must be there, those that must not."""

    def __init__(self, row: str) -> None:
        cells = [cell.strip().replace("\0", "|") for cell in row.replace("\\|", "\0").strip("|").split("|")]
        self.point, self.where, said, unsaid = cells
        self.said = [words for words in said.split(" / ") if words]
        self.unsaid = [words for words in unsaid.split(" / ") if words]

    def __repr__(self) -> str:
        return f"{self.point} ({self.where})"

    def faults(self, parts: dict[str, str]) -> list[str]:
        text = parts[self.where]
        lacking = [f"manque : {words}" for words in self.said if words not in text]
        return lacking + [f"de trop : {words}" for words in self.unsaid if words.casefold() in text.casefold()]


@cache
def table(act: str) -> tuple[Line, ...]:
    rows = (HERE / f"{act}.md").read_text(encoding="utf-8").splitlines()
    return tuple(Line(row) for row in rows if row.startswith("|") and not row.startswith(("| Point", "| ---")))


@cache
def act_parts(act: str, form: str) -> dict[str, str]:
    files = render(ROOT / f"specs/{act}.yaml", formats=[form])
    assert files.ok, files.diagnostics
    return parts_of(lines_of(form, files.value[form]))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("act", ACTS)
def test_each_point_of_the_signed_act_is_in_the_rendered_one(act, form):
    faults = {repr(line): line.faults(act_parts(act, form)) for line in table(act)}
    assert {point: found for point, found in faults.items() if found} == {}


@pytest.mark.parametrize("act", ACTS)
def test_each_line_is_red_when_its_words_go_or_the_others_come(act):
    parts = act_parts(act, "md")
    for line in table(act):
        assert line.said or line.unsaid, line
        for words in line.said:
            assert line.faults(parts | {line.where: parts[line.where].replace(words, "")}), (line, words)
        for words in line.unsaid:
            assert line.faults(parts | {line.where: f"{parts[line.where]} {words}"}), (line, words)


ORDER = {"domifa": ["Pour la DINUM", "Pour la DNUM", "Pour la DGCS"], "mano": ["Pour le partenaire", "Pour la DINUM"]}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("act", ACTS)
def test_the_parties_sign_in_the_order_of_the_signed_act(act, form):
    text = act_parts(act, form)["signatures"]
    places = [text.index(words) for words in ORDER[act]]
    assert places == sorted(places)


def claims_of(act: str, where: str) -> list[str]:
    """The words that stipulate in a part: a name alone claims no sentence."""
    own = (line for line in table(act) if line.where == where)
    return [words for line in own for words in line.said if not line.point.startswith("T4 un seul nom")]


def sentences(text: str) -> list[str]:
    """The sentences and list items of a part."""
    return [piece for piece in re.split(r"(?<=[.;]) (?=[A-ZÀÉ«-]|[a-zé’]+ )", text) if piece.strip()]


@pytest.mark.parametrize("act", ACTS)
def test_no_sentence_of_an_act_is_outside_the_points_agreed(act):
    """Beyond headings, what no line claims was agreed by nobody."""
    lone = []
    for where, text in act_parts(act, "md").items():
        if where in {"acte", "titre"}:
            continue
        claims = [words for words in claims_of(act, where) if words != "s’engage à"]
        lone.extend(
            (where, sentence)
            for sentence in sentences(text)
            if not any(words in sentence or sentence.strip(" .;:,") in words for words in claims)
        )
    assert [one for one in lone if not _heads(one[1])] == []


def _heads(sentence: str) -> bool:
    return re.match(r"(?:Article |Préambule$|### |Obligations |Guide|Espace|Page)", sentence) is not None


def test_a_sentence_added_to_a_clause_is_seen():
    text = "La DGCS adhère au manifeste. La DGCS paie les frais de déplacement."
    claims = claims_of("domifa", "3")
    lone = [one for one in sentences(text) if not any(words in one for words in claims)]
    assert lone == ["La DGCS paie les frais de déplacement."]
