"""Every kind of document the product makes is verified back: untouched, altered, against every spec and none."""

import json
import re
from functools import partial
from string import ascii_lowercase

import pytest

from alterations import members, packed
from conventions_cli import pipeline
from conventions_cli.amendment import prepare
from conventions_cli.foundation.effort import Effort
from conventions_cli.model.sequels import REPORT as SEQUEL
from conventions_cli.model.sequels import TERMINATION
from conventions_cli.readers.docx import Revisions
from conventions_cli.verification import word_origins
from conventions_cli.verification.json_verdict import json_report
from conventions_cli.verification.printed_verdict import text_report
from conventions_cli.verification.returned import Given, examine
from conventions_cli.verification.verdicts import Verdict
from fabrique import ROOT, SPECS, spec, text_of
from outils import tool
from pas import some
from test_beside import SMALL
from test_verify import convert

PLACES = 2  # where one word alone is altered, in each kind of document
REPORT = SPECS / "fast17" / "comptes-rendus" / "clairsemis.yaml"
PICTURE = ROOT / "tests" / "exemples" / "image-et-sommaire.yaml"
KINDS = (
    "acte",
    "projet",
    "compte-rendu",
    "projet-de-compte-rendu",
    "resiliation",
    "projet-de-resiliation",
    "image",
    "avenant",
    "projet-d-avenant",
    "consolide",
)


def written(document):
    return pipeline.write(document, ["docx"]).value["docx"]


def rendered(path, **options):
    return pipeline.render(pipeline.check(path, pipeline.Options(**options)).value, ["docx"]).value["docx"]


@pytest.fixture(autouse=True)
def few_values_tried(request, monkeypatch):
    """What a word follows from is sought among a few values of each spec, and among all of them for the first kind."""
    if getattr(request.node, "callspec", None) is not None and request.node.callspec.params["kind"] != KINDS[0]:
        monkeypatch.setattr(word_origins, "Effort", partial(Effort, 300_000))


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    """By kind: the file, the spec it is made of, and how that is read."""
    folder = tmp_path_factory.mktemp("genres")
    (folder / "signe.yaml").write_text(text_of(spec(nor="TSSZ2530440X")), encoding="utf-8")
    changed = "herite: signe.yaml\nduree: {fin: 2027-06-30}\navenant: {de: signe.yaml, numero: 1"
    (folder / "suite.yaml").write_text(f"{changed}, date_signature: 2026-03-01}}\n", encoding="utf-8")
    (folder / "projet.yaml").write_text(f"{changed}}}\n", encoding="utf-8")

    def amended(name):
        path = folder / f"{name}.yaml"
        return path, prepare(str(path), pipeline.check(path).value, folder, pipeline.Options()).value

    (suite, signed), (projet, draft) = amended("suite"), amended("projet")
    domifa = SPECS / "domifa.yaml"
    letter = folder / "lettre.yaml"
    section = "resiliation: {auteur: dinum, date_notification: 2026-01-31, motif: Les crédits ont été annulés.}"
    letter.write_text(f"herite: signe.yaml\n{section}\n", encoding="utf-8")
    return {
        "acte": (rendered(domifa), domifa),
        "projet": (rendered(domifa, draft=True), domifa),
        "compte-rendu": (rendered(REPORT), REPORT),
        "projet-de-compte-rendu": (rendered(domifa, sequel=SEQUEL), domifa),
        "resiliation": (rendered(letter), letter),
        "projet-de-resiliation": (rendered(folder / "signe.yaml", sequel=TERMINATION), folder / "signe.yaml"),
        "image": (rendered(PICTURE), PICTURE),
        "avenant": (written(signed.document), suite),
        "projet-d-avenant": (written(draft.document), projet),
        "consolide": (written(signed.consolidated), suite),
    }


def examined(tmp_path, data, path=None, **options):
    (tmp_path / "acte.docx").write_bytes(data)
    given = Given(str(path), lambda chosen: pipeline.check(path, chosen)) if path is not None else None
    return examine(tmp_path / "acte.docx", given, Revisions.ACCEPTED, pipeline.Options(**options))


def bare(data):
    """The file without the spec it carries, nor what it says of it."""
    return packed(
        {name: one for name, one in members(data).items() if "customXml" not in name and "custom." not in name}
    )


@pytest.mark.parametrize("kind", KINDS)
def test_an_untouched_document_is_as_the_command_wrote_it(tmp_path, made, kind):
    data, path = made[kind]
    for against in (None, path):
        found = examined(tmp_path, data, against).value
        assert (found.verdict, found.as_written, found.faulty) == (Verdict.INTACT, True, False), text_report(found)


@pytest.mark.parametrize("kind", KINDS)
def test_the_spec_of_another_is_never_its_own(tmp_path, made, kind):
    data, path = made[kind]
    after = KINDS.index(kind) + 1
    others = dict.fromkeys(made[one][1] for one in (*KINDS[after:], *KINDS[:after]) if made[one][1] != path)
    for other in some(others, 4):
        outcome = examined(tmp_path, data, other)
        if outcome.value is None:
            assert outcome.diagnostics, other
            continue
        assert outcome.value.verdict in {Verdict.CHANGED, None}, other
        assert outcome.value.faulty, other
        assert text_report(outcome.value)


@pytest.mark.parametrize("kind", KINDS)
def test_without_any_spec_nothing_is_vouched_for(tmp_path, made, kind):
    found = examined(tmp_path, bare(made[kind][0])).value
    assert found.verdict is None
    assert found.faulty
    assert text_report(found)


def places_of(data):
    """The texts of the body and of the notes: part, and where the first word of each run starts and ends."""
    found = []
    for name in ("word/document.xml", "word/footnotes.xml"):
        xml = members(data)[name].decode()
        found += [(name, *one.span(1)) for one in re.finditer(r"<w:t(?: [^>]*)?>[^<\w]*(\w{3,})[^<]*</w:t>", xml)]
    return found


def reworded(data, places):
    """The file with other words at those places, and what they are."""
    parts, said = members(data), []
    for number, (name, start, end) in sorted(enumerate(places), key=lambda one: one[1], reverse=True):
        word = f"zut{ascii_lowercase[number % 26]}{ascii_lowercase[number // 26]}"
        xml = parts[name].decode()
        parts[name] = f"{xml[:start]}{word}{xml[end:]}".encode()
        said.append(word)
    return packed(parts), said


@pytest.mark.parametrize("kind", KINDS)
def test_a_document_altered_by_a_word_is_never_intact(tmp_path, made, kind):
    data, path = made[kind]
    found = places_of(data)
    step = max(1, len(found) // PLACES)
    for number, place in enumerate(found[KINDS.index(kind) % step :: step]):
        told(tmp_path, *reworded(data, [place]), (None, path)[number % 2])
    again = packed(members(data))
    assert examined(tmp_path, again, path).value.as_written


@pytest.mark.parametrize("kind", KINDS)
def test_words_altered_all_over_a_document_are_told_each(tmp_path, made, kind):
    data, path = made[kind]
    for against in (None, path):
        told(tmp_path, *reworded(data, places_of(data)), against)


def told(tmp_path, altered, words, path):
    report = examined(tmp_path, altered, path).value
    assert report.verdict in {Verdict.CHANGED, Verdict.BESIDE}, words
    assert report.faulty
    said = text_report(report)
    assert [word for word in words if word not in said] == []


def test_the_clauses_that_made_an_act_are_asked_for_when_they_are_not_at_hand(tmp_path):
    clause = tmp_path / "templates" / "commun" / "publication.md"
    clause.parent.mkdir(parents=True)
    clause.write_text("La présente convention est affichée en mairie.\n", encoding="utf-8")
    (tmp_path / "a.yaml").write_text(text_of(spec()), encoding="utf-8")
    data = rendered(tmp_path / "a.yaml", template_dir=tmp_path / "templates")
    assert "mairie" in members(data)["word/document.xml"].decode()
    (tmp_path / "ailleurs").mkdir()
    found = examined(tmp_path / "ailleurs", data).value
    assert found.verdict is Verdict.LACKING
    assert found.faulty
    assert "Clauses absentes" in text_report(found)
    assert "--template-dir DOSSIER" in text_report(found)
    assert json.loads(json_report(found))["verdict"] == "clauses absentes"
    assert examined(tmp_path, data, tmp_path / "a.yaml").value.as_written  # they are beside it
    assert examined(tmp_path, data).value.as_written  # they are beside the act
    assert examined(tmp_path / "ailleurs", data, template_dir=tmp_path / "templates").value.as_written
    clause.write_text("La présente convention est affichée à la préfecture.\n", encoding="utf-8")
    pipeline.forget()
    for spec_given in (None, tmp_path / "a.yaml"):
        assert examined(tmp_path, data, spec_given).value.verdict is Verdict.LACKING


def test_an_act_made_with_our_clauses_is_not_accused_of_lacking_those_beside_the_spec(tmp_path):
    (tmp_path / "a.yaml").write_text(text_of(spec()), encoding="utf-8")
    data = rendered(tmp_path / "a.yaml")
    clause = tmp_path / "templates" / "commun" / "publication.md"
    clause.parent.mkdir(parents=True)
    clause.write_text("La présente convention est affichée en mairie.\n", encoding="utf-8")
    pipeline.forget()
    found = examined(tmp_path, data, tmp_path / "a.yaml").value
    assert found.verdict is Verdict.LACKING
    assert "les clauses de convention" in text_report(found)
    assert examined(tmp_path, data).value.as_written


def test_an_act_of_a_pack_that_is_not_at_hand_lacks_its_clauses(tmp_path):
    for name, text in SMALL.items():
        (tmp_path / "chez").mkdir(exist_ok=True)
        path = tmp_path / "chez" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    data = rendered(tmp_path / "chez" / "acte.yaml")
    found = examined(tmp_path, data).value
    assert found.verdict is Verdict.LACKING
    assert examined(tmp_path / "chez", data).value.as_written


@pytest.mark.outils
def test_a_document_honestly_saved_again_is_not_accused(tmp_path, made):
    tool("soffice")
    (tmp_path / "revenus").mkdir()
    for kind, (data, _) in made.items():
        (tmp_path / f"{kind}.docx").write_bytes(data)
    saved = convert([tmp_path / f"{kind}.docx" for kind in made], "docx", tmp_path / "revenus")
    for kind, path in saved.items():
        found = examined(tmp_path, path.read_bytes(), made[kind][1]).value
        assert not found.as_written
        expected = Verdict.BESIDE if kind.startswith("projet") else Verdict.INTACT  # a draft has a watermark
        assert found.verdict is expected, text_report(found)
