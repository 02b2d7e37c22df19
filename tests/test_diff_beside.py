"""`convention diff` of Word files: what differs besides the text is told, at its place, and counts."""

import json
import re

import pytest

from alterations import CANCELLED, members, packed
from conventions_cli.cli.acts import Ways, load_act
from conventions_cli.comparison import Side, compare
from conventions_cli.comparison.json_comparison import write_json
from conventions_cli.foundation import replace
from conventions_cli.verification import Held, between
from fabrique import SPECS
from pas import some
from serveur import convention
from test_beside import WAYS, small, written  # noqa: F401 - a fixture

DOMIFA = SPECS / "domifa.yaml"


def beside(before, after, **options):
    held = (Held(act.data, act.document, act.pending) for act in (before, after))
    texts = compare(*(Side(act.name, act.document) for act in (before, after)))
    return replace(texts, beside=between(*held, same_text=texts.same_text, **options))


def loaded(path, data):
    path.write_bytes(data)
    outcome = load_act(str(path), Ways())
    assert outcome.value is not None, [one.message for one in outcome.diagnostics]
    return outcome.value


@pytest.fixture(scope="module")
def first(tmp_path_factory, small):  # noqa: F811
    return loaded(tmp_path_factory.mktemp("avant") / "avant.docx", small[1])


def test_two_equal_files_do_not_differ(first):
    assert beside(first, first).same


@pytest.mark.parametrize("way", WAYS)
def test_whatever_is_brought_onto_a_page_is_a_difference(tmp_path, first, small, way):  # noqa: F811
    altered = loaded(tmp_path / "apres.docx", packed(WAYS[way](members(small[1]))))
    found = beside(first, altered)
    assert not found.same
    assert all(one.place and one.what for one in found.beside)


@pytest.mark.parametrize("way", some(WAYS, 12))
def test_whatever_is_taken_away_is_a_difference_too(tmp_path, first, small, way):  # noqa: F811
    altered = loaded(tmp_path / "avant.docx", packed(WAYS[way](members(small[1]))))
    assert not beside(altered, first).same


@pytest.mark.parametrize("way", CANCELLED)
def test_words_a_reader_sees_cancelled_are_said_so(tmp_path, first, small, way):  # noqa: F811
    altered = loaded(tmp_path / "apres.docx", packed(CANCELLED[way](members(small[1]))))
    assert any(one.cancels for one in beside(first, altered).beside)


def test_the_look_alone_of_words_does_not_count_when_formatting_is_ignored(tmp_path, first, small):  # noqa: F811
    altered = loaded(tmp_path / "apres.docx", packed(WAYS["plus gros"](members(small[1]))))
    assert not beside(first, altered).same
    assert beside(first, altered, looks=False).same
    struck = loaded(tmp_path / "barre.docx", packed(WAYS["barré"](members(small[1]))))
    assert not beside(first, struck, looks=False).same


def test_the_look_of_words_that_both_acts_have_is_no_difference(tmp_path, small):  # noqa: F811
    struck = packed(CANCELLED["barré"](members(small[1])))
    one, other = (loaded(tmp_path / f"{name}.docx", struck) for name in ("avant", "apres"))
    again = members(struck)
    again["word/document.xml"] = again["word/document.xml"].replace(b"?>", b"?>\n", 1)
    assert beside(one, other).same
    assert beside(one, loaded(tmp_path / "encore.docx", packed(again))).same


@pytest.mark.parametrize("way", ["barré", "une zone de texte VML", "masqué comme une marque", "une note barrée"])
def test_a_word_file_is_held_against_a_spec_for_what_a_text_does_not_hold(tmp_path, way):
    (tmp_path / "acte.docx").write_bytes(packed(WAYS[way](members(written(DOMIFA)))))
    code, shown = told(str(DOMIFA), "acte.docx", cwd=tmp_path)
    assert code == 1
    assert "hors du texte" in shown


def told(*arguments, cwd):
    done = convention("diff", *arguments, cwd=cwd)
    return done.returncode, done.stdout.decode()


def test_both_forms_tell_it_with_its_place_and_its_words(tmp_path):
    act = written(DOMIFA)
    (tmp_path / "a.docx").write_bytes(act)
    (tmp_path / "b.docx").write_bytes(packed(WAYS["barré"](members(act))))
    code, shown = told("a.docx", "b.docx", cwd=tmp_path)
    assert code == 1
    shown = shown.replace("\u00a0", " ")
    assert re.search(r"article 3, paragraphe 3  texte barré \(un lecteur.*\n    ajouté : « La DGCS", shown)
    assert "Aucun mot du texte n’a changé, mais 1 différence" in shown
    (one,) = json.loads(told("a.docx", "b.docx", "--format", "json", cwd=tmp_path)[1])["hors_du_texte"]
    assert (one["quoi"], one["avant"], one["annule"]) == ("texte barré", None, True)
    assert "texte barré" in told("a.docx", "b.docx", "--format", "html", cwd=tmp_path)[1]


def test_json_says_nothing_of_it_for_two_texts():
    act = load_act(str(DOMIFA), Ways()).value
    texts = compare(Side("a", act.document), Side("b", act.document))
    assert json.loads(write_json(texts, None))["hors_du_texte"] == []
