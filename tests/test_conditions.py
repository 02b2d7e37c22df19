"""No paragraph and no party of an imported pack is there or not by a guess: a value that is missing is told."""

import re

import pytest

from lectures.measure import CASES, act_of
from pas import some
from test_cli import run
from test_links import linked

BLOCK = re.compile(r"^\{% if ([^%]*) %\}\n(.*?)\n\{% endif %\}", re.MULTILINE | re.DOTALL)
PEOPLE = ("parties", "signatures", "copies")


def conditional(files):
    """The conditions under which whole blocks of these clauses stand, with the file and the words of the block."""
    for name, text in files.items():
        for condition, block in BLOCK.findall(text) if name.endswith(".md") else ():
            if condition != "visas is none":
                yield name, condition, re.findall(r"[^\W\d_]{2,}", re.sub(r"\{\{.*?\}\}|\{%.*?%\}", "", block))


@pytest.mark.parametrize("name", some((case.name for case in CASES), 3))
def test_a_block_that_says_more_than_a_value_stands_under_no_condition_on_that_value(name, tmp_path):
    _, pack = linked(act_of(name, "Word, styles"), tmp_path)
    for file, condition, words in conditional(pack.files):
        there = all(" > " in one or one in {"porteur", "copies"} for one in condition.split(" and "))
        item = "| length" in condition and not file.startswith(PEOPLE)  # of a list: what it is about is there
        assert len(words) <= 2 or (there and (item or file.startswith(PEOPLE))), (file, condition, words)


@pytest.fixture
def without(tmp_path):
    """An act of the corpus imported as a pack, and rendered without one of its values: `without(name, key)`."""

    def rendered(name, key):
        imported, _ = linked(act_of(name, "Word, styles"), tmp_path)
        (tmp_path / "acte.yaml").write_text(imported.draft.text, encoding="utf-8")
        manifest = tmp_path / "maison/modele.yaml"  # what the law wants such an act to state is not asked here
        manifest.write_text(f"{manifest.read_text(encoding='utf-8')}nature: convention\nacte: convention\n", "utf-8")
        unset = run("set", "acte.yaml", "--unset", key, "--template-dir", ".", cwd=tmp_path)
        if unset[0]:
            return unset[2]
        code, _, err = run("render", "acte.yaml", "--template-dir", ".", "--draft", "-o", "b", cwd=tmp_path)
        assert code == 0, err
        return (tmp_path / "b/acte.md").read_text(encoding="utf-8").replace("\u00a0", " ")

    return rendered


def test_a_sentence_does_not_go_with_a_date_that_is_missing(without):
    assert "Il manque : prise d’effet" in without("fin-au-plus-tard", "duree.debut")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("boite-postale", "La direction des phares, représentée par Camille EXEMPLE, directrice des phares"),
        ("annexe-financiere", ", représenté par"),
    ],
)
def test_a_party_does_not_go_with_an_address_that_is_missing(name, words, without):
    rank = "0" if name == "boite-postale" else "1"
    text = without(name, f"parties.{rank}.adresse")
    assert words in text
    assert ", ," not in text
    assert "siège est," not in text
