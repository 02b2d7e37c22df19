"""Twice the text, twice the work: no small file holds the machine for ever (counted in steps, see `pas`)."""

import math
import re
from collections import Counter
from functools import partial
from pathlib import Path

import pytest

from constructions import YAML
from constructions_actes import ACTS, MARKDOWN, WORD
from conventions_cli import pipeline
from conventions_cli.amendment.applying import applied
from conventions_cli.amendment.finding import modifications_between
from conventions_cli.amendment.holders import holders_of
from conventions_cli.amendment.legal_wording import worded
from conventions_cli.comparison import Side, View, compare, hunks, writer
from conventions_cli.comparison.alignment import align
from conventions_cli.comparison.collect import Collector
from conventions_cli.comparison.redlining import redline
from conventions_cli.document.nodes import Text
from conventions_cli.document.walk import rewrite_document, section_text
from conventions_cli.editing import fixing
from conventions_cli.editing.formatting import TextFile, format_source
from conventions_cli.foundation.diagnostics import Position, SourceText
from conventions_cli.foundation.effort import Effort
from conventions_cli.foundation.records import replace
from conventions_cli.importing.roundtrip import compare as proof
from conventions_cli.importing.taking_in import import_pack, import_spec
from conventions_cli.linting.remarking import lint
from conventions_cli.readers.docx import Revisions, read_docx
from conventions_cli.readers.markdown import read_blocks, read_document
from conventions_cli.reporting import Result
from conventions_cli.reporting.bounded import MOST_TOLD
from conventions_cli.reporting.flattened import flatten
from conventions_cli.source import decode, load_tree
from conventions_cli.verification import word_origins
from conventions_cli.verification.alterations import values_of
from conventions_cli.verification.remade import assembled_again
from conventions_cli.verification.verdicts import verify
from fabrique import check, spec, text_of
from pas import assert_linear, some, steps_of
from test_cli import run

NOWHERE = Path("/nulle-part")


def told_of(text):
    """All that is found in a spec, and what machines need of it."""
    found = pipeline.check_bytes(text.encode(), "a.yaml", NOWHERE).diagnostics
    return list(flatten([Result("a.yaml", found)]))


def formatted(text):
    read = decode(text.encode(), "a.yaml").value
    if read is not None:
        format_source(read, NOWHERE)


@pytest.mark.parametrize("name", some(YAML, 5))
def test_a_spec_twice_as_long_takes_twice_the_steps(name):
    assert_linear(YAML[name], told_of)
    assert_linear(YAML[name], formatted)


@pytest.mark.parametrize("text", ["", "a", "a\n", "\n", "a\nbc\n\nd"])
def test_a_place_and_its_index_answer_each_other(text):
    source = SourceText("a.yaml", text)
    for index in range(len(text) + 1):
        place = source.position(index)
        assert place == Position(text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index))
        assert source.index(place) == index


def test_a_pack_of_a_name_that_no_disk_holds_is_unknown():
    found = pipeline.check_bytes(f"modele: {'a' * 300}\n".encode(), "a.yaml", NOWHERE).diagnostics
    assert "C213" in [one.code.number for one in found]


# Acts: published, made elsewhere, returned, compared


@pytest.mark.parametrize("name", some(MARKDOWN, 5))
def test_a_clause_twice_as_long_takes_twice_the_steps(name):
    assert_linear(MARKDOWN[name], read_blocks)
    assert_linear(MARKDOWN[name], read_document)


@pytest.mark.parametrize("name", some(WORD, 5))
def test_a_word_file_twice_as_long_takes_twice_the_steps(name):
    for revisions in Revisions:
        assert_linear(WORD[name], partial(read_docx, name="a.docx", revisions=revisions))
    assert_linear(lambda times: read_docx(WORD[name](times), "a.docx").value.document, lint)
    assert_linear(lambda times: read_docx(WORD[name](times), "a.docx").value.document, imported)


def imported(document):
    return import_spec(document, "a.docx", str(NOWHERE / "a.yaml"))


@pytest.mark.parametrize("name", some(ACTS, 5))
def test_two_acts_are_compared_within_an_effort_and_what_follows_costs_what_they_hold(name):
    def pair(times):
        return [Side(one, ACTS[name](times, one)) for one in "ab"]

    def compared(sides):
        found = compare(*sides)
        for form in ("text", "json", "html"):
            writer(form)(found, View())

    # To try pairs is taken from the effort. Without any, the rest costs what the acts hold.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("conventions_cli.comparison.comparing.Effort", partial(Effort, 0))
        assert_linear(pair, compared)


def test_a_stretch_that_both_acts_hold_is_cut_into_words_once(monkeypatch):
    cut = Counter()
    cutting = hunks._tokens
    monkeypatch.setattr(hunks, "_tokens", lambda inlines, known: cut.update([inlines]) or cutting(inlines, known))
    before = check(spec(copies=["Premier destinataire", "Deuxième destinataire"])).value
    act = carried_again(before).document
    other = rewrite_document(act, partial(reworded, old="Deuxième", new="Second"))
    pipeline.forget()
    compare(Side("a", act), Side("b", other))
    assert len(cut) > 100
    assert set(cut.values()) == {1}


@pytest.mark.parametrize("name", some(ACTS, 5))
def test_what_a_comparison_tries_takes_no_more_steps_than_its_effort(name):
    one, other = (ACTS[name](800, letter) for letter in "ab")

    def changes(effort):
        tuple(Collector(align(one, other, effort), effort).changes())

    changes(Effort(0))
    least, taken = (steps_of(partial(changes, Effort(cells))) for cells in (0, 40_000))
    assert taken - least < 15 * 40_000


@pytest.mark.parametrize("name", some(ACTS, 5))
def test_what_amends_an_act_costs_what_both_versions_hold(name):
    def worded_of(pair):
        before, after = map(holders_of, pair)
        made = modifications_between(before, after, Effort(0))
        applied(before, made)
        names = {one.key[1]: "1er" for one in (*before, *after)}
        return [worded(one, names, None) for one in made]

    assert_linear(lambda times: [ACTS[name](times, one) for one in "ab"], worded_of)


@pytest.mark.parametrize("name", some(ACTS, 5))
def test_a_redline_costs_what_both_acts_hold(name):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("conventions_cli.comparison.redlining.Effort", partial(Effort, 0))
        assert_linear(lambda times: [ACTS[name](times, one) for one in "ab"], lambda pair: redline(*pair, "Moi"))


@pytest.mark.parametrize("name", some(ACTS, 5))
def test_the_proof_of_a_pack_costs_what_the_act_holds(name):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("conventions_cli.importing.roundtrip.Effort", partial(Effort, 0))
        assert_linear(lambda times: [ACTS[name](times, one) for one in "ab"], lambda pair: proof(*pair))


@pytest.mark.parametrize("name", some(WORD, 18))
def test_a_pack_made_of_an_act_costs_what_the_act_holds(name):
    def made(document):
        pipeline.forget()  # what a small act is kept in, a large one is not
        re.purge()
        import_pack(document, "a.docx", str(NOWHERE / "a.yaml"), "maison")

    assert_linear(lambda times: read_docx(WORD[name](times), "a.docx").value.document, made, 200, 200)


def test_files_inherited_together_cost_each_their_own(tmp_path):
    def made(times):
        folder = tmp_path / str(times)
        folder.mkdir(exist_ok=True)
        names = [f"f{number}.yaml" for number in range(times)]
        for name in names:
            (folder / name).write_text(f"cle_{name[:-5]}: x\n", encoding="utf-8")
        (folder / "a.yaml").write_text(f"herite: [{', '.join(names)}]\n", encoding="utf-8")
        return folder / "a.yaml"

    assert_linear(made, load_tree, 20)


def act_of(services):
    """An act that a spec of so many services makes, and how it is made again; nothing is remembered of others."""
    many = [{"nom": f"Service {number}", "objectifs": ["un", "deux"]} for number in range(services)]
    return carried_again(check(spec(services=many, copies=[f"Destinataire {one}" for one in range(services)])).value)


def verified(remade, old, new):
    """What is found of an act of which some words are no longer the same, and how many times it was made again."""
    made = []
    counted = replace(remade, again=lambda one: made.append(one) or remade.again(one))
    found = verify(counted, rewrite_document(remade.document, partial(reworded, old=old, new=new)))
    return found, len(made)


CREDITS = {f"finances.echeancier.{row}" for row in ("2025.ae", "2025.cp", "2026.cp")}
COMPUTED = {"finances.accompagnement", "finances.montant"} | CREDITS
# A value as it is printed, one that a clause computes, words of a clause; each with how often the act is made again.
ALTERED = [
    ("Léo DEUX", "Léo TROIS", {"parties.1.representants.0.nom"}, lambda values: 2),
    ("185 000", "186 000", COMPUTED, lambda values: 4 * math.log2(values) + 8),
    ("de la relation entre les usagers", "du rapport entre les usagers", set(), lambda values: 1),
]


@pytest.mark.parametrize("services", [1, 40])
@pytest.mark.parametrize(("old", "new", "keys", "times"), ALTERED)
def test_where_a_change_comes_from_is_found_by_making_a_long_act_again_a_few_times(services, old, new, keys, times):
    remade = act_of(services)
    old = re.sub(" ", "\u202f", old) if old[0].isdigit() else old
    report, made = verified(remade, old, new)
    assert report.changes
    assert {key for one in report.changes for key in one.target.keys} == keys
    assert 0 < made <= times(len(list(values_of(remade.checked.spec.tree))))


def test_where_a_change_comes_from_is_no_longer_sought_once_the_effort_is_spent(monkeypatch):
    remade = act_of(40)
    monkeypatch.setattr(word_origins, "Effort", partial(Effort, 300_000))
    report, made = verified(remade, "185\u202f000", "186\u202f000")
    letters = sum(len(section_text(part)) for part in remade.document.parts)
    assert 0 < made <= 300_000 // letters
    assert report.notices


def test_an_act_of_more_services_is_verified_in_steps_that_grow_as_it_does(monkeypatch):
    monkeypatch.setattr(word_origins, "Effort", partial(Effort, 10**12))

    def altered(services):
        remade = act_of(services)
        return remade, rewrite_document(remade.document, partial(reworded, old="Léo DEUX", new="Léo TROIS"))

    assert_linear(altered, lambda pair: verify(*pair), 12, 12)


def carried_again(checked):
    notices = []
    return assembled_again(checked, notices).value


def reworded(inlines, old, new):
    return tuple(replace(one, text=one.text.replace(old, new)) if isinstance(one, Text) else one for one in inlines)


# What is told of one file


def test_a_file_with_a_thousand_faults_is_told_its_first_ones_and_how_many_more(tmp_path):
    unknown = "".join(f"cle_{number}: x\n" for number in range(1000))
    (tmp_path / "a.yaml").write_text(text_of(spec()) + unknown, encoding="utf-8")
    code, out, _ = run("validate", "a.yaml", cwd=tmp_path)
    assert code == 1
    assert out.count("erreur C202") == MOST_TOLD
    assert "information C123 : 800 erreurs de plus dans ce fichier" in out
    assert "a.yaml : à corriger (1000 erreurs" in out
    for form in ("json", "sarif", "gitlab", "github", "junit"):
        _, out, _ = run("validate", "a.yaml", "--format", form, cwd=tmp_path)
        assert "800 erreurs de plus" in out, form


def test_errors_are_told_before_warnings_and_each_file_has_its_share(tmp_path):
    slips = "".join(f"  - “a{number}”\n" for number in range(300))
    for name in "ab":
        (tmp_path / f"{name}.yaml").write_text(f"visas:\n{slips}cle: x\n", encoding="utf-8")
    _, out, _ = run("validate", "a.yaml", "b.yaml", cwd=tmp_path)
    for name in "ab":
        assert f"{name}.yaml:302:1: erreur C202" in out
        assert out.count(f"{name}.yaml:") > MOST_TOLD


def test_a_long_file_is_mended_in_as_many_rounds_as_its_length_allows(monkeypatch):
    slips = "".join(f"  - “a{number}”\n" for number in range(50))
    text = f"{text_of(spec())}visas:\n{slips}"
    file = TextFile(NOWHERE / "a.yaml", SourceText(str(NOWHERE / "a.yaml"), text), text.encode())
    round_of = fixing._ROUND + fixing._LETTER * len(text)
    monkeypatch.setattr(fixing, "Effort", partial(Effort, 10 * round_of + round_of // 2))
    done = fixing.fix(file, lambda _: fixing.Choice.APPLY)
    assert len(done.applied) == 10
    assert len(done.remaining) >= 40
