"""Product pages of 2026: the phases they bear, the JSON of the members' space, and files that are neither."""

import json
import re

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from conventions_cli.drafting.cohort import draft_round, is_faulty
from conventions_cli.drafting.draft import compose
from conventions_cli.drafting.page_facts import Page, Phase, page_of
from conventions_cli.drafting.phases import PHASES, comments, current, remarks
from conventions_cli.drafting.product_page import read_page
from conventions_cli.drafting.products import product
from conventions_cli.drafting.sponsors import read_sponsor
from conventions_cli.drafting.surroundings import Surroundings, find_directory
from conventions_cli.editing.formatting import canonical
from conventions_cli.foundation.diagnostics import SourceText
from conventions_cli.source.decoding import forbidden_in
from conventions_cli.source.pasted import damage_in
from fabrique import ROOT, SPECS, as_texts
from test_cli import run

INCUBATOR = {
    "uuid": "0c5ad0a5-0000-4000-8000-00000000000a",
    "title": "Incubateur de l’eau",
    "ghid": "incubateur-eau",
    "short_description": None,
    "description": None,
    "contact": "eau@exemple.gouv.fr",
    "address": None,
    "website": None,
    "github": None,
    "highlighted_startups": [],
}


def startup(**changes):
    """One product of the answer of `/api/protected/startups`, of its form; what it says is invented.

    The form is that of `startupApiResponseSchema`, in `src/models/api/startup.ts` of the repository
    betagouv/espace-membre-next: dates are written by `JSON.stringify`, phases are in the order of their dates.
    """
    return {
        "uuid": "5d1c7a52-0000-4000-8000-000000000001",
        "ghid": "puits.declare",
        "name": "Puits Déclaré",
        "pitch": "Déclarer un puits en cinq minutes",
        "incubator_id": INCUBATOR["uuid"],
        "incubator_ids": [INCUBATOR["uuid"]],
        "contact": "contact@exemple.gouv.fr",
        "description": "## Contexte\n\nUn texte : « libre ».\n",
        "link": None,
        "repository": None,
        "mailing_list": None,
        "accessibility_status": "non conforme",
        "dsfr_status": "",
        "techno": ["python"],
        "thematiques": [],
        "usertypes": ["particulier"],
        "phases": [
            {"name": "investigation", "start": "2023-11-27T00:00:00.000Z", "end": "2024-02-01T00:00:00.000Z"},
            {"name": "acceleration", "start": "2024-10-01T00:00:00.000Z", "end": None},
        ],
        "current_phase": "acceleration",
    } | changes


def alone(**changes):
    """The answer of `/api/protected/startups/{ghid}`: the same with its incubators (`startupWithIncubator…`)."""
    return startup(**changes) | {"incubator": INCUBATOR, "incubators": [INCUBATOR]}


ENDED = {"name": "abandon", "start": "2026-03-03T00:00:00.000Z", "end": None}
PAGE = (
    "---\ntitle: Puits Déclaré\nmission: Déclarer un puits en cinq minutes\nincubator: incubateur-eau\n"
    "contact: contact@exemple.gouv.fr\nphases:\n{phases}---\nTexte.\n"
)
PHASE = "  - name: {}\n    start: {}\n"


def page(*phases):
    return PAGE.format(phases="".join(PHASE.format(*phase) for phase in phases))


def states(*phases, stated=""):
    return Page("x", "Puits", phases=tuple(Phase(*phase) for phase in phases), stated_phase=stated)


def codes(page_):
    return [one.code.number for one in remarks(page_)]


# ---- phases

ENDS = {
    "transfere": "ce produit a été transféré à une autre structure le 3 mars 2026",
    "transfer": "ce produit a été transféré à une autre structure le 3 mars 2026",
    "abandon": "ce produit est abandonné depuis le 3 mars 2026",
    "abandon-investigation": "l’investigation de ce produit s’est arrêtée sans suite le 3 mars 2026",
    "alumni": "le partenariat avec beta.gouv.fr pour ce produit est terminé depuis le 3 mars 2026",
}
LIVE = ("investigation", "construction", "acceleration", "consolidation", "opere", "success", "perennisation")


@pytest.mark.parametrize("name", [*ENDS, *LIVE])
def test_a_phase_is_named_in_french_and_an_end_is_told_with_its_date(tmp_path, name):
    (tmp_path / "p.md").write_text(page(("construction", "2024-01-01"), (name, "2026-03-03")), "utf-8")
    code, out, err = run("new", "--from", "p.md", cwd=tmp_path)
    assert (code, out) == (0, "p.yaml\n"), err
    text = (tmp_path / "p.yaml").read_text("utf-8")
    assert f"{PHASES[name].shown} depuis le 2026-03-03" in text
    assert "inconnue" not in err + text
    told = ENDS.get(name, "")
    assert ("C230" in err) is bool(told)
    assert ("pris fin" in err or "la page dit que" in text) is bool(told)
    if told:
        said = f"p.md:9:11: avertissement C230 : La page de « Puits Déclaré » dit que {told} (phase « {name} »)."
        assert said in err.replace("\u00a0", " ")
        assert f"# À vérifier : la page dit que {told}." in text.replace("\u00a0", " ")


def test_the_phases_of_2026_are_known():
    listed = "investigation construction acceleration consolidation opere transfere abandon abandon-investigation"
    assert set(listed.split()) <= set(PHASES)
    assert {"success", "transfer", "alumni"} <= set(PHASES)
    assert all(phase.shown and phase.shown == phase.shown.strip() for phase in PHASES.values())


@pytest.mark.parametrize("name", ["Abandon", "ABANDON", "abandon_investigation", "Transféré", "Accélération", "opéré"])
def test_capitals_and_accents_do_not_make_a_phase_unknown(name):
    assert "C231" not in codes(states((name, "2026-03-03")))


def test_the_current_phase_is_the_one_that_started_last():
    first, second = ("abandon", "2026-03-03"), ("acceleration", "2024-10-01")
    for order in ((first, second), (second, first)):
        assert current(states(*order)).name == "abandon"
        assert codes(states(*order)) == ["C230"]
    assert codes(states(("abandon", "2024-01-01"), ("construction", "2025-01-01"))) == []  # it was taken up again
    assert current(states(("construction", "2025-01-01"), ("acceleration", "2025-01-01"))).name == "acceleration"
    assert current(states(("construction", "?"), ("acceleration", "bientôt"))).name == "acceleration"
    assert current(states()) is None
    assert codes(states()) == []


def test_the_phase_that_a_file_calls_current_is_the_current_one():
    phases = (("abandon", "2024-01-01"), ("construction", "2025-01-01"))
    assert codes(states(*phases, stated="abandon")) == ["C230"]
    assert "1er\u00a0janvier\u00a02024" in remarks(states(*phases, stated="abandon"))[0].message
    assert "sans en donner la date" in remarks(states(stated="transfere"))[0].message
    assert codes(states(*phases, stated="gelé")) == ["C231"]


@pytest.mark.parametrize("start", ["", "mars", "2026-02-31"])
def test_an_end_without_a_date_that_can_be_read_is_told_as_it_is_written(start):
    message = remarks(states(("abandon", start)))[0].message
    assert (f"(date écrite : « {start} »)" if start else "sans en donner la date") in message


def test_an_unknown_phase_is_a_question_and_the_draft_is_written(tmp_path):
    text = page(("incubation", "2023-01-01"), ("consolidaton", "2026-03-03"))
    (tmp_path / "p.md").write_text(text, "utf-8")
    code, out, err = run("new", "--from", "p.md", cwd=tmp_path)
    assert (code, out) == (0, "p.yaml\n")
    assert "p.md:7:11: avertissement C231" in err
    assert "des phases inconnues de convention : « incubation » et « consolidaton »" in err
    assert "encore en cours ?" in err
    draft = (tmp_path / "p.yaml").read_text("utf-8")
    assert "incubation (phase inconnue de convention) depuis le 2023-01-01" in draft
    assert "# À vérifier : la phase actuelle d’après la page, « consolidaton », est inconnue de convention." in draft
    hint = remarks(states(("consolidaton", "2026-03-03")))[0].hint
    assert hint.startswith("Est-ce « consolidation » ?")
    assert all(name in hint for name in PHASES)


def test_a_product_in_consolidation_is_told_of_its_letter():
    assert "lettre de mission" in " ".join(comments(states(("consolidation", "2026-05-04"))))
    assert list(comments(states(("acceleration", "2026-05-04")))) == []


# ---- incubators


@pytest.mark.parametrize(
    ("stated", "read"),
    [
        ({"incubator": "eau"}, ("eau",)),
        ({"incubator_id": "eau"}, ("eau",)),
        ({"incubator_ids": ["eau", "air"]}, ("eau", "air")),
        ({"incubator_id": "eau", "incubator_ids": ["air", "eau"]}, ("air", "eau")),
        ({"incubator": "eau", "incubator_ids": ["air"]}, ("eau", "air")),
        ({"incubators": ["eau", "air"]}, ("eau", "air")),
        ({"incubator": None, "incubator_id": None, "incubator_ids": []}, ()),
        ({"incubator_ids": "eau"}, ("eau",)),
        ({"incubator_ids": {"a": 1}, "incubator_id": [1], "incubator": True}, ()),
        ({"incubator": INCUBATOR, "incubator_id": INCUBATOR["uuid"]}, ("incubateur-eau",)),
        ({"incubators": [INCUBATOR], "incubator_ids": [INCUBATOR["uuid"], "u2"]}, ("incubateur-eau", "u2")),
        ({"incubators": [{"uuid": "u", "title": "Sans sigle"}], "incubator_ids": ["u"]}, ("Sans sigle",)),
    ],
)
def test_incubators_are_read_in_each_form_they_are_stated(stated, read):
    assert page_of(stated | {"title": "x"}, "x", "x.md").incubators == read


def test_the_incubators_of_a_page_are_named_in_its_draft(tmp_path):
    text = page(("construction", "2024-01-01")).replace("incubator: incubateur-eau", "incubator_ids: [eau, air]")
    (tmp_path / "p.md").write_text(text, "utf-8")
    assert run("new", "--from", "p.md", cwd=tmp_path)[0] == 0
    assert "incubateurs : eau, air" in (tmp_path / "p.yaml").read_text("utf-8")


# ---- the JSON of the members' space


def test_the_json_of_the_members_space_says_what_the_page_says(tmp_path):
    phases = [{**phase, "name": name} for phase, name in zip(startup()["phases"], ("gelé", "abandon"), strict=True)]
    phases[0]["end"] = None
    (tmp_path / "puits.declare.md").write_text(page(("gelé", "2023-11-27"), ("abandon", "2024-10-01")), "utf-8")
    data = alone(phases=phases, current_phase="abandon")
    (tmp_path / "x.json").write_text(json.dumps(data), "utf-8")
    said, texts = [], []
    for source, target in (("puits.declare.md", "a.yaml"), ("x.json", "b.yaml")):
        code, _, err = run("new", target, "--from", source, cwd=tmp_path)
        assert code == 0, err
        read = read_page(tmp_path / source).value[0]
        said.append([(one.code.number, one.message, one.hint) for one in remarks(read)])
        texts.append((tmp_path / target).read_text("utf-8"))
        assert f"{source}:" in err
    assert [number for number, _, _ in said[0]] == ["C230", "C231"]
    assert said[0] == said[1]
    assert texts[0] == texts[1]
    assert "gelé (phase inconnue de convention) depuis le 2023-11-27" in texts[0]


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        ("2024-10-01T00:00:00.000Z", "2024-10-01"),
        ("2024-09-30T22:00:00.000Z", "2024-10-01"),  # midnight in France, in summer
        ("2023-12-31T23:00:00.000Z", "2024-01-01"),  # and in winter
        ("2023-12-31T23:00:01.000Z", "2023-12-31"),
        ("9999-12-31T23:00:00.000Z", "9999-12-31"),
        ("2024-13-40T22:00:00.000Z", "2024-13-40"),
        ("2024-10-01", "2024-10-01"),
        ("1er octobre 2024", "1er octobre 2024"),
        (None, ""),
        (True, ""),
    ],
)
def test_an_instant_is_the_day_it_is_in_france(instant, day):
    read = page_of({"title": "x", "phases": [{"name": "construction", "start": instant}]}, "x", "x.json")
    assert [phase.start for phase in read.phases] == [day]


@pytest.mark.parametrize(
    "wrapped",
    [
        lambda one, other: [one, other],
        lambda one, other: {"data": [one, other], "meta": {"total": 2, "limit": 100, "offset": 0, "perimeter": "all"}},
    ],
)
def test_a_product_of_a_list_is_named(tmp_path, wrapped):
    answer = wrapped(startup(), startup(ghid="haie", name="Haie"))
    (tmp_path / "produits.json").write_text(json.dumps(answer), "utf-8")
    code, _, err = run("new", "--from", "produits.json", cwd=tmp_path)
    assert code == 2
    assert "2 produits" in err
    code, out, err = run("new", "--from", "produits.json", "--startups", "haie", cwd=tmp_path)
    assert (code, out) == (0, "haie.yaml\n"), err
    assert "C23" not in err


def test_an_envelope_and_a_console_that_writes_utf_16_are_read(tmp_path):
    (tmp_path / "a.json").write_text(json.dumps({"data": alone()}), "utf-16")
    (tmp_path / "sans-nom").write_text(json.dumps(alone()), "utf-8")
    read = [read_page(tmp_path / name).value for name in ("a.json", "sans-nom")]
    assert [one[0].identifier for one in read] == ["puits.declare", "puits.declare"]


# ---- files that are neither

NEITHER = {
    "erreur.json": ('{"error": "No startup found for this ghid"}', "réponse d’erreur de l’API : « No startup found"),
    "probleme.json": (
        '{"type": "x", "title": "Not Found", "status": 404, "detail": "Aucun produit."}',
        "réponse d’erreur de l’API : « Aucun produit. »",
    ),
    "incubateur.json": (json.dumps(INCUBATOR), "décrit un incubateur"),
    "membre.json": ('{"username": "a.b", "fullname": "A B", "name": "A"}', "décrit un membre"),
    "organisation.json": ('{"ghid": "dgcs", "name": "DGCS", "acronym": "DGCS"}', "décrit une organisation"),
    "vide.json": ("[]", "liste vide"),
    "nombre.json": ("12", "un produit est un objet JSON"),
    "sans-nom.json": ('{"ghid": "x", "phases": []}', "ni « name », ni « title »"),
    "tronque.json": ('{\n  "name": "x",\n  "ph', "tronque.json:3:3: erreur C504"),
    "deux-fois.json": ('{"name": "x", "phases": [{"name": "a", "name": "b"}]}', "écrit deux fois la clé « name »"),
    "profond.json": ('{"name": "x", "phases": ' + "[" * 200_000, "erreur C107"),
    "grand.json": ('{"name": "x", "fast": {"montant": ' + "9" * 20_000 + "}}", "un nombre y est démesuré"),
    "doubles.json": (json.dumps([startup(), startup()]), "décrit deux produits nommés « puits.declare »"),
    "foule.json": (json.dumps([{"name": str(number)} for number in range(5001)]), "plus de 5000 produits"),
    "page.md": ("<!DOCTYPE html>\n<html></html>", "page web enregistrée"),
    "vide.md": (" \n", "est vide"),
    "acte.yaml": ("services:\n  - nom: Domifa\n", "fichier YAML, comme une spécification"),
    "acte.docx": ("PK\x03\x04x", "un document Word, Excel ou une archive ZIP"),
    "acte.pdf": ("%PDF-1.7", "est un PDF"),
    "orga.md": ("---\nname: DGCS\nacronym: DGCS\ntype: administration-centrale\n---\n", "décrit une organisation"),
    "auteur.md": ("---\nfullname: A B\nrole: x\n---\n", "décrit un membre"),
}


@pytest.mark.parametrize("name", NEITHER)
def test_a_file_that_is_no_product_is_told_with_what_it_is_and_what_to_give(tmp_path, name):
    content, told = NEITHER[name]
    (tmp_path / name).write_text(content, "utf-8")
    code, out, err = run("new", "x.yaml", "--from", name, cwd=tmp_path)
    assert (code, out) == (1, "")
    assert told in err
    assert "C23" not in err
    if name != "doubles.json":
        assert "/api/protected/startups/<id>" in err
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_what_is_no_product_in_a_list_is_left_out_and_told(tmp_path):
    answer = [INCUBATOR, startup(), {"nom": "x"}, 3]
    (tmp_path / "p.json").write_text(json.dumps(answer), "utf-8")
    code, out, err = run("new", "--from", "p.json", cwd=tmp_path)
    assert (code, out) == (0, "puits-declare.yaml\n")
    assert "avertissement C232" in err
    assert "3 éléments sur 4" in err
    assert "le premier décrit un incubateur" in err


# ---- hostile values

NASTY = st.one_of(
    st.text(st.characters(exclude_categories=()), max_size=60),
    st.sampled_from(
        ["../../etc/x", "{{ 7*7 }}", "# x\nmodele: y", "\u202eabandon", "\ud800", "\x00", "é" * 5000, "- a", "a\u2028b"]
    ),
    st.sampled_from([*PHASES, "2026-03-03T22:00:00.000Z", "Abandon "]),
)
ANY = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), NASTY),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.sampled_from([*startup(), "title", "fast"]), inner, max_size=6)
    ),
    max_leaves=15,
)


def drafted(found, folder):
    """The draft of a page, checked to be a spec in canonical form."""
    place = Surroundings(SPECS, find_directory(SPECS))
    sponsors = [read_sponsor(one, place.entries(place.names(())), folder) for one in found.backers]
    made = product(found, sponsors, None, grant=True, named=False)
    draft = compose(made.values, place.names(()), place, "x.yaml", made.head)
    if not draft.usable:  # a name that a copy damaged is refused in any spec
        assert {one.code.number for one in draft.faults} == {"C122"}
        assert damage_in(found.title) is not None
        return None
    assert canonical(SourceText("x.yaml", draft.text)) == draft.text
    draft.text.encode("utf-8")
    for one in made.remarks:
        assert forbidden_in(one.message + one.hint) is None
        assert "\n" not in one.message
        assert len(one.message) < 800
    return yaml.load(draft.text, Loader=yaml.BaseLoader)  # noqa: S506


@given(name=NASTY, ghid=NASTY, phase=NASTY, start=NASTY, current_phase=NASTY, incubator=NASTY, pitch=NASTY)
@settings(max_examples=60)
def test_whatever_the_members_space_says_it_gives_a_clean_draft_or_a_refusal(
    tmp_path_factory, name, ghid, phase, start, current_phase, incubator, pitch
):
    path = tmp_path_factory.mktemp("page") / "p.json"
    data = startup(name=name, ghid=ghid, pitch=pitch, current_phase=current_phase, incubator_ids=[incubator])
    data["phases"] = [{"name": phase, "start": start, "end": None}]
    path.write_text(json.dumps(data), "utf-8")
    read = read_page(path)
    if read.value is None:
        assert [one.code.number for one in read.diagnostics] == ["C504"]
        return
    spec = drafted(read.value[0], path.parent)
    assert spec is None or spec["services"][0]["nom"]


@given(data=ANY)
@settings(max_examples=150)
def test_any_json_is_products_or_is_told(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("page") / "p.json"
    path.write_text(json.dumps(data), "utf-8")
    read = read_page(path)
    assert (read.value is None) is any(one.code.severity.rank == 0 for one in read.diagnostics)
    for one in read.value or ():
        assert one.title
        remarks(one)
    for one in read.diagnostics:
        one.message.encode("utf-8")


# ---- a round from JSON


def test_a_round_is_made_from_the_json_of_its_products(tmp_path):
    answer = [
        startup(phases=[ENDED], current_phase="abandon"),
        startup(ghid="haie", name="Haie"),
        startup(ghid="autre", name="Autre"),
    ]
    (tmp_path / "p.json").write_text(json.dumps(answer), "utf-8")
    code, _, err = run("new", "--cohort", "17", "p.json", cwd=tmp_path)
    assert code == 1
    assert "--startups" in err
    code, out, err = run("new", "--cohort", "17", "p.json", "--startups", "Haie,puits.declare", "-o", "r", cwd=tmp_path)
    assert code == 0, err
    names = ["annuaire.yaml", "cohorte.yaml", "haie.yaml", "puits-declare.yaml"]
    assert sorted(out.split()) == [f"r/{name}" for name in names]
    assert err.count("avertissement C230") == 1
    assert "« Puits Déclaré »" in err
    assert run("validate", "r", cwd=tmp_path)[0] == 0
    code, out, err = run("new", "--cohort", "17", "p.json", "--startups", "absent", "-o", "s", cwd=tmp_path)
    assert (code, out) == (1, "")
    assert "Produits du fichier : puits.declare, haie, autre." in err
    assert not (tmp_path / "s").exists()


def test_the_products_of_a_round_are_those_whose_json_bears_its_number(tmp_path):
    fund = {"promotion": 17, "montant": 100000}
    answer = [startup(fast=fund), startup(ghid="haie", name="Haie"), {"uuid": "sans nom"}]
    (tmp_path / "p.json").write_text(json.dumps(answer), "utf-8")
    code, out, err = run("new", "--cohort", "17", "p.json", "-o", "r", cwd=tmp_path)
    assert code == 0, err
    assert "avertissement C232" in err
    assert sorted(out.split()) == ["r/annuaire.yaml", "r/cohorte.yaml", "r/puits-declare.yaml"]


def test_an_ended_product_of_a_round_is_told_and_its_spec_is_written(tmp_path):
    made = draft_round(tmp_path, (states(("abandon", "2026-03-03")),), Surroundings(tmp_path, None), 17)
    assert [one.code.number for one in made.diagnostics] == ["C230"]
    assert not is_faulty(made)
    assert [row.state for row in made.rows] == ["projet"]


# ---- clauses

CLAUSES = ROOT / "templates"
INCLUDED = re.compile(r"\{%-?\s*include\s+[\"']([^\"']+)[\"']")


def texts_of(pack):
    """The clauses that the plan of a pack names, and those that they include."""
    plan = as_texts((pack / "modele.yaml").read_text("utf-8"))["plan"]
    queue = [name for element in plan for name in listed(element.get("clause"))]
    for name in queue:
        found = next(path for path in (pack / name, CLAUSES / name) if path.is_file())
        text = found.read_text("utf-8")
        queue += [one for one in INCLUDED.findall(text) if one not in queue]
        yield text


def listed(clauses):
    """The names of clauses: of one, of several, or none."""
    return [one for one in ([clauses] if isinstance(clauses, str) else clauses or []) if isinstance(one, str)]


def test_only_packs_of_the_fund_made_for_their_years_tell_four_phases():
    packs = [path.parent for path in CLAUSES.glob("*/modele.yaml")]
    tell = [pack for pack in packs if any("quatre phases" in text for text in texts_of(pack))]
    assert tell
    for pack in tell:
        manifest = as_texts((pack / "modele.yaml").read_text("utf-8"))
        assert "-fast-" in pack.name
        assert manifest["periode"]["debut"] < "2026"
    said = [path for path in CLAUSES.rglob("*.md") if "quatre phases" in path.read_text("utf-8")]
    assert len(said) == 1  # it is written once, and no clause that nobody names holds it
