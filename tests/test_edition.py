"""The form beside the act: what it holds, how it writes, what it refuses, whom it answers."""

import io
import json
import re
import shutil
import subprocess
import sys
from base64 import b64decode, b64encode
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from conventions_cli import pipeline
from conventions_cli.editing import change
from conventions_cli.edition import Folder, Service
from conventions_cli.edition import desk as desks
from conventions_cli.edition.clicked_word import texts_of
from conventions_cli.edition.folder_page import list_page
from conventions_cli.edition.form import form_of
from conventions_cli.edition.form_parts import fields_of
from conventions_cli.preview import Board, Subject, look
from conventions_cli.preview.app import build_app
from conventions_cli.preview.many_pages import build_house
from conventions_cli.source import Mapping, Scalar, Sequence, load_tree
from fabrique import SPECS, spec, text_of
from navigateur import drive
from serveur import HANGS
from test_preview import DRAFT, HOST, PORT, TOKEN, ask

COMMENTED = text_of(spec()).replace("montant: 200 000 €", "montant:   200 000 €   # demandé en mars")


class Editing:
    """A spec and its page, without a server."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.subject = Subject(path)
        self.service = Service(self.subject)
        self.board = Board(look(self.subject), extension=self.service.extension)
        self.service.serve(self.board)

    @property
    def page(self):
        return self.board.page.text

    def asks(self, **words):
        body, state = self.service.desk.write(json.dumps(words).encode())
        if state is not None:
            self.board.publish(state, self.service.write_page(state))
        return json.loads(body)

    def lays(self, key, seen, new, **more):
        return self.asks(changements=[{"cle": key, "vu": seen, "nouveau": new, **more}])

    def lay_all(self, *laid):
        """Values laid together: the last one just now, the others before."""
        listed = [{"cle": key, "vu": seen, "nouveau": new, "dernier": False} for key, seen, new in laid]
        return self.asks(changements=[*listed[:-1], {**listed[-1], "dernier": True}])

    @property
    def act(self):
        return self.board.state.act.body.replace("\u00a0", " ")

    def text(self):
        return self.path.read_text(encoding="utf-8")


@pytest.fixture
def editing(tmp_path):
    def start(data=None):
        path = tmp_path / "acte.yaml"
        path.write_text(data if isinstance(data, str) else text_of(data or spec()), encoding="utf-8")
        return Editing(path)

    return start


# --- What the form holds


def leaves(node, path=()):
    if isinstance(node, Mapping):
        for entry in node.entries:
            yield from leaves(entry.value, (*path, entry.key.text))
    elif isinstance(node, Sequence):
        for index, item in enumerate(node.items):
            yield from leaves(item, (*path, index))
    elif isinstance(node, Scalar) and not node.blank:
        yield ".".join(map(str, path)), node.text


@pytest.mark.parametrize(
    "path",
    [*SPECS.glob("*.yaml"), *SPECS.glob("exemples/*.yaml"), SPECS / "fast17" / "sourcevue.yaml"],
    ids=lambda one: one.name,
)
def test_every_value_of_a_spec_has_its_field(path):
    tree = load_tree(path).value
    subject = Subject(path)
    form = form_of(subject, look(subject))
    held = {one.key: one.value for section in form.sections for one in fields_of(section)}
    apart = {"herite", "annuaire", "spec_version"}
    told = {key: text for key, text in leaves(tree) if key.partition(".")[0] not in apart}
    assert {key: held.get(key) for key in told} == told


def test_an_example_is_shown_in_an_empty_field_and_is_never_its_value(editing):
    page = editing(DRAFT).page
    field = re.search(r'<input[^>]*id="v_finances\.montant"[^>]*>', page)[0]
    assert 'placeholder="par exemple 200 000 €"' in field and 'value=""' in field and 'data-vu=""' in field
    shown = dict(re.findall(r'id="v_([^"]+)"[^>]*data-valeur="([^"]*)"', page))
    given = {key for key, _ in leaves(load_tree(editing(DRAFT).path).value)}
    assert {key for key, value in shown.items() if value} <= given


def test_what_is_missing_comes_first_by_who_can_supply_it_and_leads_to_its_field(editing):
    page = editing(DRAFT).page
    missing = re.search(r'<div class="e_manquants">.*?</div>', page, re.DOTALL)
    assert missing.start() < page.index('class="e_section')
    finance = missing[0].partition("<h3>Le service financier</h3>")[2].partition("<h3>")[0]
    assert re.findall(r'data-vers="([^"]+)"', finance) == ["chorus.centre_de_cout"]
    targets = re.findall(r'data-vers="([^"]+)"', missing[0])
    assert {"date_signature", "finances.montant"} <= set(targets)
    assert all(f'id="v_{target}"' in page for target in targets)
    assert "Il manque" not in editing().page


def test_each_value_has_the_control_of_its_kind(editing):
    page = editing().page
    for pattern in (
        r'<input type="date" id="v_duree\.fin"[^>]* value="2026-12-31"',
        r'<input type="text" id="v_finances\.montant"[^>]* inputmode="decimal"',
        r'<select id="v_parties\.0\.role".*?<option value="delegant" selected>délégant</option>',
        r'<table id="v_finances\.echeancier"[^>]* data-total="finances\.montant"',
        r'<textarea rows="2" id="v_services\.0\.objectifs\.\d+"',
        r'<select id="v_parties\.0\.nature".*?<option value="service_etat" selected>un service de l’État</option>',
        r'<select id="v_sommaire"[^>]*><option value=""></option><option value="oui">oui</option>',
    ):
        assert re.search(pattern, page), pattern


def test_the_parties_of_the_directory_are_offered_and_an_inherited_value_says_where_it_lives(tmp_path):
    shutil.copytree(SPECS, tmp_path / "specs")
    page = Editing(tmp_path / "specs" / "domifa.yaml").page
    assert re.search(r'id="v_parties\.0\.reference".*?<option value="dinum" selected>DINUM – Direction inter', page)
    assert re.search(r'id="o_chorus\.programme">[^<]*fast17\.yaml, ligne\W9', page)


def test_a_file_that_is_no_yaml_has_no_form_but_says_why(editing):
    page = editing("a: [").page
    assert "Le fichier ne peut pas être lu" in page and "e_section" not in page


def test_a_huge_list_is_cut_short_and_it_is_said(editing):
    page = editing(spec(copies=[f"Service {number}" for number in range(100)])).page
    assert "La suite" not in editing(spec(copies=["Un", "Deux"])).page
    assert "La suite (40) n’est pas montrée ici" in page and "v_copies.59" in page and "v_copies.60" not in page
    people = [{"fonction": "directrice", "genre": "f"}] * 60
    parties = [{**one, "representants": people} for one in spec()["parties"]] * 30
    assert editing(spec(parties=parties)).page.count("data-cle=") < 6000


def test_a_bug_of_the_form_leaves_the_act_on_the_page(editing, monkeypatch):
    page = editing()

    def broken(*_):
        raise KeyError

    monkeypatch.setattr("conventions_cli.edition.service.form_of", broken)
    text = page.service.write_page(page.board.state).text
    assert "Erreur interne de convention" in text and 'class="acte"' in text


def test_what_the_checks_say_of_a_value_stands_under_its_field(editing):
    page = editing(spec(finances__montant="200 k€")).page
    said = re.search(r'id="f_finances\.montant" role="status">(.*?)</p>', page)[1]
    assert "200 k€" in said.replace("\u00a0", " ") and 'aria-invalid="true"' in page


def test_a_hostile_value_is_text_in_the_form(editing):
    page = editing(spec(services__0__nom='"><script>alert(1)</script>')).page
    assert "<script>alert" not in page


# --- What it writes


def test_a_change_writes_what_set_writes_and_comments_stay(editing, tmp_path):
    page = editing(COMMENTED)
    other = tmp_path / "autre.yaml"
    other.write_text(COMMENTED, encoding="utf-8")
    laid = change(other, ["duree.fin=2026-12-30"], []).value
    answer = page.lays("duree.fin", "2026-12-31", "2026-12-30")
    assert answer["ecrits"] == {"duree.fin": "2026-12-30"} and page.text() == laid.text
    assert "# demandé en mars" in page.text() and "30 décembre 2026" in page.act


def test_a_value_has_one_field_under_the_name_its_key_has_today(editing):
    assert "v_chorus.pam" not in editing().page
    page = editing(spec(chorus__pam="25-129-DINU"))
    assert "v_chorus.pam" not in page.page
    field = re.search(r'<input[^>]*id="v_chorus\.projet_analytique"[^>]*>', page.page)[0]
    assert 'value="25-129-DINU"' in field


@pytest.mark.parametrize("sign", ["\u202e", "\x00", "\x1b"])
def test_a_sign_that_does_not_print_is_told_in_the_words_of_the_page(editing, sign):
    page = editing()
    answer = page.lay_all(("nor", "", "TSSZ2530440X"), ("titre", "", f"Un{sign} titre"))
    (told,) = answer["fautes"]["titre"]
    assert f"U+{ord(sign):04X}" in told["message"] and "convention set" not in told["message"] + told["aide"]
    assert not answer["ecrits"] and page.text() == text_of(spec())


def test_an_amount_is_written_as_people_write_it(editing):
    page = editing(DRAFT)
    page.lays("finances.montant", "", "200000", forme="montant")
    assert "montant: 200 000 €" in page.text()


def test_what_the_rules_refuse_is_told_in_the_words_of_set_and_nothing_is_written(editing):
    page = editing(COMMENTED)
    refused = change(page.path, ["finances.montant=210 000 €"], []).diagnostics
    answer = page.lays("finances.montant", "200 000 €", "210 000 €")
    assert [one["message"] for one in answer["fautes"]["finances.montant"]] == [one.message for one in refused]
    assert refused and page.text() == COMMENTED


def test_a_misread_value_is_proposed_as_it_should_be_written(editing):
    page = editing()
    (told,) = page.lays("duree.fin", "2026-12-31", "31.12.2027")["fautes"]["duree.fin"]
    assert told["code"] == "C206" and told["propose"] == "2027-12-31"


def test_values_that_answer_one_another_are_written_together(editing):
    page = editing()
    laid = [
        ("finances.montant", "200 000 €", "210 000 €"),
        ("finances.echeancier.2025.ae", "185 000 €", "195 000 €"),
        ("finances.echeancier.2026.cp", "135 000 €", "145 000 €"),
    ]
    assert not page.lay_all(*laid[:1])["ecrits"]
    assert not page.lay_all(*laid[:2])["ecrits"]
    assert page.lay_all(*laid)["ecrits"] == {key: new for key, _, new in laid}


def test_a_value_that_waits_holds_no_other(editing):
    page = editing()
    answer = page.lay_all(("finances.montant", "200 000 €", "210 000 €"), ("nor", "", "TSSZ2530440X"))
    assert list(answer["ecrits"]) == ["nor"] and "200 000 €" in page.text()


def test_a_list_gains_an_item_and_loses_one(editing):
    page = editing()
    fresh = re.search(r'id="v_services\.0\.objectifs\.(\d+)"[^>]*data-vu=""', page.page)[1]
    page.lays(f"services.0.objectifs.{fresh}", "", "servir mieux")
    assert "servir mieux" in page.act
    page.lays(f"services.0.objectifs.{fresh}", "servir mieux", "")
    assert "servir mieux" not in page.text()


def test_an_item_is_taken_out_whole_only_as_it_was_shown(editing):
    page = editing(spec(annexes=[{"titre": "Budget", "texte": "Le budget."}]))
    seen = re.search(r'data-retirer="annexes\.0" data-vu="([0-9a-f]+)"', page.page)[1]
    page.path.write_text(page.text().replace("Budget", "Autre"), encoding="utf-8")
    assert page.lays("annexes.0", seen, "", tout=True)["conflits"] and "Autre" in page.text()
    page.path.write_text(page.text().replace("Autre", "Budget"), encoding="utf-8")
    assert page.lays("annexes.0", seen, "", tout=True)["ecrits"] and "Budget" not in page.text()


def test_each_step_is_undone_and_done_again_to_the_byte(editing):
    page = editing(COMMENTED.replace("\n", "\r\n"))
    states = [page.path.read_bytes()]
    for seen, new in (("2026-12-31", "2026-12-30"), ("2026-12-30", "2026-12-29")):
        page.lays("duree.fin", seen, new)
        states.append(page.path.read_bytes())
    assert len(set(states)) == 3
    for step, expected in [("annuler", 1), ("annuler", 0), ("refaire", 1), ("refaire", 2)]:
        page.asks(pas=step)
        assert page.path.read_bytes() == states[expected]
    assert page.asks(pas="refaire")["messages"] == ["Rien à refaire."]
    assert re.search(r'id="e_annuler" title="Annuler\W: date de fin"', page.page)


def test_what_another_program_wrote_is_not_undone(editing):
    page = editing()
    page.lays("duree.fin", "2026-12-31", "2026-12-30")
    page.path.write_text(page.text() + "# de ma main\n", encoding="utf-8")
    assert "changé par ailleurs" in page.asks(pas="annuler")["messages"][0]
    assert page.text().endswith("# de ma main\n")


# --- Where it writes


@pytest.fixture
def inheriting(tmp_path):
    shutil.copytree(SPECS, tmp_path / "specs")
    return Editing(tmp_path / "specs" / "domifa.yaml")


def test_an_inherited_value_is_written_for_this_act_or_where_it_lives(inheriting):
    page, home = inheriting, inheriting.path.with_name("annuaire.yaml")
    own, shared = page.text(), home.read_bytes()
    assert re.search(r'data-ou="parties\.0\.sigle"[^>]*><option value="">.*?annuaire\.yaml, pour tous', page.page)
    answer = page.lays("parties.0.sigle", "DINUM", "DINUM2", ou=str(home))
    assert answer["ecrits"] == {"parties.0.sigle": "DINUM2"} and "tous les actes" in answer["messages"][0]
    assert home.read_bytes() == shared.replace(b"sigle: DINUM\n", b"sigle: DINUM2\n") and page.text() == own
    assert "DINUM2" in page.act
    page.asks(pas="annuler")
    assert home.read_bytes() == shared
    assert page.lays("parties.0.sigle", "DINUM", "DINUM3")["ecrits"]
    assert home.read_bytes() == shared and "sigle: DINUM3" in page.text()


def test_an_item_of_an_inherited_list_is_written_where_the_list_is(inheriting):
    page, home = inheriting, inheriting.path.with_name("annuaire.yaml")
    own, key = page.text(), "parties.0.representants.0.nom"
    assert not page.lays(key, "Stéphanie SCHAER", "Ada UNE")["ecrits"] and page.text() == own
    assert page.lays(key, "Stéphanie SCHAER", "Ada UNE", ou=str(home))["ecrits"]
    assert page.text() == own and "Ada UNE" in page.act


def test_a_shared_file_is_written_only_where_the_value_is_and_as_the_act_admits(inheriting, tmp_path):
    page, home = inheriting, inheriting.path.with_name("fast17.yaml")
    beside, shared = tmp_path / "ailleurs.yaml", home.read_bytes()
    beside.write_text("chorus: {programme: 129}\n", encoding="utf-8")
    for where in (beside, home.with_name("annuaire.yaml"), "../../etc/passwd", page.path):
        assert not page.lays("chorus.programme", "129", "155", ou=str(where))["ecrits"], where
    assert not page.lays("chorus.programme", "128", "155", ou=str(home))["ecrits"]
    assert page.lays("chorus.programme", "129", "abc", ou=str(home))["fautes"]
    assert home.read_bytes() == shared and beside.read_text(encoding="utf-8") == "chorus: {programme: 129}\n"


# --- Two programs at once


def test_a_change_made_elsewhere_meanwhile_is_kept(editing):
    page = editing()
    page.path.write_text("# note\n" + page.text().replace("2026-12-31", "2026-12-30"), encoding="utf-8")
    assert page.lays("nor", "", "TSSZ2530440X")["ecrits"]
    assert page.text().startswith("# note\n") and "2026-12-30" in page.text() and "TSSZ2530440X" in page.text()


def test_the_same_value_changed_elsewhere_is_told_and_kept(editing):
    page = editing()
    page.path.write_text(page.text().replace("2026-12-31", "2026-12-30"), encoding="utf-8")
    before = page.text()
    answer = page.lay_all(("nor", "", "TSSZ2530440X"), ("duree.fin", "2026-12-31", "2027-06-30"))
    assert "vaut maintenant «\u00a02026-12-30\u00a0»" in answer["conflits"]["duree.fin"]
    assert "2026-12-30" in page.text() and page.text() != before  # the other value is written


@pytest.mark.parametrize("when", ["before it is laid", "before it is written"])
def test_a_file_changed_in_the_middle_is_read_again_and_never_overwritten(editing, monkeypatch, when):
    page, known, times = editing(), desks.change, []

    def meddling(path, *arguments):
        if when == "before it is laid" and not times:
            path.write_text(page.text().replace("2026-12-31", "2026-12-30"), encoding="utf-8")
        laid = known(path, *arguments)
        if when == "before it is written" and not times:
            path.write_text(page.text().replace("2026-12-31", "2026-12-30"), encoding="utf-8")
        times.append(1)
        return laid

    monkeypatch.setattr(desks, "change", meddling)
    assert page.lays("nor", "", "TSSZ2530440X")["ecrits"]
    assert "2026-12-30" in page.text() and "TSSZ2530440X" in page.text() and len(times) == 2


def test_a_file_that_never_stops_changing_is_left_alone(editing, monkeypatch):
    page, known = editing(), desks.change

    def meddling(path, *arguments):
        laid = known(path, *arguments)
        path.write_text(page.text() + "#\n", encoding="utf-8")
        return laid

    monkeypatch.setattr(desks, "change", meddling)
    answer = page.lays("nor", "", "TSSZ2530440X")
    assert not answer["ecrits"] and answer["messages"] and "TSSZ2530440X" not in page.text()


def test_packs_are_not_read_again_for_a_change_of_the_spec_alone(editing, monkeypatch):
    page, times = editing(), []
    monkeypatch.setattr(pipeline, "forget", lambda: times.append(1))
    page.lays("duree.fin", "2026-12-31", "2026-12-30")
    assert "30 décembre 2026" in page.act and not times
    known = dict(page.board.state.consulted)
    beside = next(path for path in known if path.name == "modele.yaml" and known[path])
    page.board.state.consulted[beside] = (0, 0, 0)  # as if a pack had changed
    look(page.subject, page.board.state.act, page.board.state)
    assert times


# --- The words of the act


def behind(page, words, letter=1):
    texts = texts_of(page.act)
    number = next(index for index, text in enumerate(texts) if words in text)
    asked = {"version": page.board.page.version, "texte": number, "lettre": texts[number].index(words) + letter}
    body, _ = page.service.origins.find(json.dumps(asked).encode())
    told = json.loads(body)
    return told["cles"] or told["clause"]


def test_a_word_of_the_act_leads_to_its_value(tmp_path):
    shutil.copytree(SPECS, tmp_path / "specs")
    page = Editing(tmp_path / "specs" / "domifa.yaml")
    assert behind(page, "Stéphanie SCHAER") == ["parties.0.representants.0.nom"]
    assert behind(page, "31 décembre 2026") == ["duree.fin"]
    assert behind(page, "SGSIFAB075") == ["chorus.centre_de_cout"]
    assert re.fullmatch(r"commun/engagements-demarche\.md, ligne\W\d+", behind(page, "désigner un"))
    assert (
        page.service.origins.find(b'{"version": "autre", "texte": 0, "lettre": 0}')[0] == b'{"cles": [], "clause": ""}'
    )


# --- Whom it answers

WRITE = f"/{TOKEN}/ecrire"
OURS = [
    HOST,
    ("origin", f"http://127.0.0.1:{PORT}"),
    ("sec-fetch-site", "same-origin"),
    ("content-type", "application/json"),
]
BODY = json.dumps({"changements": [{"cle": "nor", "vu": "", "nouveau": "TSSZ2530440X"}]}).encode()


def with_header(name, *values):
    return [*(one for one in OURS if one[0] != name), *((name, value) for value in values)]


def test_the_page_itself_may_write(editing):
    page = editing()
    status, headers, body = ask(build_app(page.board, TOKEN, PORT), WRITE, *OURS, method="POST", body=BODY)
    assert status == 200 and json.loads(body)["ecrits"] and "TSSZ2530440X" in page.text()
    assert headers["content-security-policy"].startswith("default-src 'none'; script-src 'self'; style-src 'self';")
    assert "TSSZ2530440X" in page.page


FOREIGN = [
    (WRITE, with_header("origin"), 403),
    (WRITE, with_header("origin", "null"), 403),
    (WRITE, with_header("origin", "http://ailleurs.fr"), 403),
    (WRITE, with_header("origin", f"http://localhost:{PORT}"), 403),
    (WRITE, with_header("origin", f"https://127.0.0.1:{PORT}"), 403),
    (WRITE, with_header("origin", f"http://127.0.0.1:{PORT}", "http://ailleurs.fr"), 403),
    (WRITE, with_header("sec-fetch-site", "cross-site"), 403),
    (WRITE, with_header("sec-fetch-site", "same-site"), 403),
    (WRITE, with_header("sec-fetch-site", "none"), 403),
    (WRITE, with_header("content-type", "text/plain"), 415),
    (WRITE, with_header("content-type", "application/x-www-form-urlencoded"), 415),
    (WRITE, with_header("content-type"), 415),
    (WRITE, [*OURS, ("content-encoding", "gzip")], 415),
    (WRITE, with_header("host", "ailleurs.fr"), 421),
    ("/autre/ecrire", OURS, 405),
    (f"/{TOKEN}/", OURS, 405),
    (f"/{TOKEN}/ecrire/..", OURS, 405),
    (f"/{TOKEN}/telecharger/docx", OURS, 405),
]


def test_no_other_page_nor_program_may_write(editing):
    page = editing()
    before, app = page.text(), build_app(page.board, TOKEN, PORT)
    for path, headers, status in FOREIGN:
        assert ask(app, path, *headers, method="POST", body=BODY)[0] == status, (path, headers)
    for method in ("GET", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"):
        assert ask(app, WRITE, *OURS, method=method, body=BODY)[0] in {404, 405}, method
    assert page.text() == before


def test_a_request_is_bounded_whatever_length_it_states(editing):
    page = editing()
    app = build_app(page.board, TOKEN, PORT)
    long = json.dumps({"changements": [{"cle": "nor", "vu": "", "nouveau": "x" * 300_000}]}).encode()
    assert ask(app, WRITE, *OURS, method="POST", body=long)[0] == 413
    assert ask(app, WRITE, *OURS, method="POST", body=long, length=10)[0] == 413
    for length in (None, "-1", "1e3", "９"):
        assert ask(app, WRITE, *OURS, method="POST", body=BODY, length=length)[0] == 411


NEVER_SENT = [
    b"",
    b"[]",
    b"{",
    b"\xff",
    b"[" * 100_000,
    b'{"changements": []}',
    b'{"changements": [1]}',
    b'{"changements": [{"cle": 1}]}',
    b'{"changements": [{"cle": "a=b"}]}',
    b'{"changements": [{"cle": "nor", "tout": "oui"}]}',
    b'{"changements": [{"cle": "nor"}, {"cle": "nor"}]}',
    b'{"pas": "ailleurs"}',
    b'{"changements": [{"cle": "tit\\ud800re"}]}',
    b'{"changements": [{"cle": "titre", "nouveau": "\\udfff"}]}',
    b'{"texte": "nor: \\ud800"}',
]


def test_what_the_page_never_sends_does_nothing(editing):
    page = editing()
    before = page.text()
    for body in NEVER_SENT:
        answer, state = page.service.desk.write(body)
        assert state is None and "que la page fait" in json.loads(answer)["messages"][0], body
        assert json.loads(page.service.origins.find(body)[0]) == {"cles": []}
    assert page.text() == before


def test_nothing_outside_the_folder_is_read_nor_written(tmp_path):
    (tmp_path / "secret.yaml").write_text("titre: Le secret\n", encoding="utf-8")
    (tmp_path / "ici").mkdir()
    path = tmp_path / "ici" / "acte.yaml"
    path.write_text(text_of(spec()), encoding="utf-8")
    page = Editing(path)
    for key in ("herite.0", "avenant.de", "image_entete.fichier", "../secret.yaml.titre"):
        page.lays(key, "", "../secret.yaml")
        assert "Le secret" not in page.page
    assert (tmp_path / "secret.yaml").read_text(encoding="utf-8") == "titre: Le secret\n"
    path.unlink()
    path.symlink_to(tmp_path / "secret.yaml")
    page.lays("titre", "Le secret", "Pris")
    assert (tmp_path / "secret.yaml").read_text(encoding="utf-8") == "titre: Le secret\n"


def test_the_preview_takes_no_write(editing):
    page = editing()
    app = build_app(Board(page.board.state), TOKEN, PORT)
    status, headers, _ = ask(app, WRITE, *OURS, method="POST", body=BODY)
    assert (status, headers["allow"]) == (405, "GET")
    assert "p_formulaire" not in Board(page.board.state).page.text


# --- What others must give


def answered(page, text):
    body, state = page.service.read_answer(json.dumps({"texte": text}).encode())
    assert state is None
    return {one["cle"]: (one["vu"], one["nouveau"]) for one in json.loads(body)["propose"]}


def test_what_one_person_must_give_is_a_text_whose_answer_is_read_back(editing):
    page = editing(DRAFT)
    before = page.text()
    text = re.search(
        r'aria-label="Demander par courriel\W+le service financier">\n(.*?)</textarea>', page.page, re.DOTALL
    )[1]
    assert "Centre de coût" in text and "\nchorus.centre_de_cout: \n" in text and "finances.montant" not in text
    reply = text.replace("chorus.centre_de_cout: ", "chorus.centre_de_cout: SGSIFAB075")
    expected = {"chorus.centre_de_cout": ("", "SGSIFAB075")}
    quoted = "Bonjour : voici\n" + "\n".join(f"> {line}" for line in reply.splitlines())
    for answer in (
        reply,
        quoted,
        quoted.replace("\n", "\r\n"),
        "chorus:\n  centre_de_cout: SGSIFAB075\n  inconnu: 3\n",
        '{"chorus": {"centre_de_cout": "SGSIFAB075"}}',
    ):
        assert answered(page, answer) == expected, answer
    assert page.text() == before  # shown first


def test_only_new_values_of_the_form_are_taken_from_an_answer(inheriting):
    page = inheriting
    assert answered(page, "duree.fin: 31 décembre 2026") == {}
    assert answered(page, "duree.fin: 31/12/2027\nherite.0: /etc/passwd\nannuaire.dinum.nom: x") == {
        "duree.fin": ("2026-12-31", "2027-12-31")
    }
    assert answered(page, "parties.0.representants.0.nom: Ada") == {}  # of another file
    assert answered(page, "\x00 & * [ {" * 1000) == {}


def test_a_workbook_asks_the_same_and_is_read_back_before_it_is_written(editing, tmp_path):
    page = editing(DRAFT)
    before, who = page.text(), "le service financier"
    assert f'data-classeur="{who}"' in page.page
    made = b64decode(json.loads(page.service.workbook(json.dumps({"texte": who}).encode())[0])["contenu"])
    book = load_workbook(io.BytesIO(made))
    sheet = book.active
    rows = {row[3].value: row for row in sheet.iter_rows(min_row=2)}
    assert set(rows) == {"chorus.centre_de_cout"} and sheet.protection.sheet
    assert not rows["chorus.centre_de_cout"][1].protection.locked and rows["chorus.centre_de_cout"][3].protection.locked

    def back(data, name="retour.xlsx"):
        body = json.dumps({"classeur": b64encode(data).decode(), "nom": name}).encode()
        return json.loads(page.service.read_workbook(body)[0])

    assert back(made)["propose"] == []
    rows["chorus.centre_de_cout"][1].value = "SGSIFAB075"
    sheet.append([None, "/etc/passwd", None, "herite.0"])
    filled = io.BytesIO()
    book.save(filled)
    (read,) = back(filled.getvalue())["propose"]
    assert (read["cle"], read["nouveau"]) == ("chorus.centre_de_cout", "SGSIFAB075") and page.text() == before
    (read,) = back("Clé;Valeur\nfinances.montant;200000\n".encode(), "retour.csv")["propose"]
    assert read["nouveau"] == "200 000 €"
    for broken in (b"", b"PK\x03\x04rien", filled.getvalue()[:900]):
        answer = back(broken)
        assert not answer["propose"] and answer["message"], broken[:9]
    assert json.loads(page.service.read_workbook(b'{"classeur": "*"}')[0])["propose"] == []


# --- Several specs


@pytest.fixture
def house(tmp_path):
    (tmp_path / "specs").mkdir()
    for name in ("domifa", "annuaire", "fast17"):
        shutil.copy(SPECS / f"{name}.yaml", tmp_path / "specs")
    (tmp_path / "specs" / "casse.yaml").write_text("parties: [\n", encoding="utf-8")
    (tmp_path / "specs" / "plus").mkdir()
    (tmp_path / "specs" / "plus" / "projet.yaml").write_text(text_of(DRAFT), encoding="utf-8")
    return Folder(tmp_path / "specs", None, date(2026, 1, 1))


def test_the_specs_of_a_folder_are_listed_with_what_matters(house):
    rows = {one.name: one for one in house.rows()}
    assert set(rows) == {"domifa.yaml", "casse.yaml", "plus/projet.yaml"}  # files to inherit are no acts
    domifa, draft = rows["domifa.yaml"], rows["plus/projet.yaml"]
    assert (domifa.title, domifa.draft, domifa.errors, domifa.lacks) == ("Domifa", False, 0, ())
    assert domifa.amount == 200_000 and domifa.day > date(2026, 1, 1) and domifa.label
    assert draft.draft and dict(draft.lacks)["le service financier"] == 1 and draft.amount is None
    assert rows["casse.yaml"].errors == 1
    page = list_page("specs", house.rows())
    line = re.search(r'<a href="\d+/">domifa\.yaml</a>.*?</tr>', page)[0].replace("\u202f", " ").replace("\u00a0", " ")
    assert "200 000 €" in line and "Conforme" in line


def test_what_two_specs_of_a_list_may_not_share_is_told_beside_the_later_one(house):
    (house.folder / "plus" / "projet.yaml").unlink()
    assert not any(one.clashes for one in house.rows())
    (house.folder / "plus" / "domifa.yaml").write_text(text_of(spec(nor="TSSZ2530440X")), encoding="utf-8")
    rows = {one.name: one for one in house.rows()}
    said = " ".join(rows["plus/domifa.yaml"].clashes)
    assert "le même NOR, TSSZ2530440X" in said and "le même nom de fichier" in said
    assert not rows["domifa.yaml"].clashes
    page = list_page("specs", house.rows())
    line = re.search(r'<a href="\d+/">plus/domifa\.yaml</a>.*?</tr>', page)[0]
    assert "« domifa.yaml » et « plus/domifa.yaml » ont le même NOR" in line.replace("\u00a0", " ")
    assert "En contredit une autre" in line and "Conforme" not in line
    assert "1 qui en contredit une autre" in page
    (house.folder / "plus" / "domifa.yaml").unlink()
    assert not any(one.clashes for one in house.rows())


def test_a_list_reads_again_what_has_changed_only(house, monkeypatch):
    house.rows()
    read, known = [], pipeline.check
    monkeypatch.setattr(pipeline, "check", lambda path, options: (read.append(path.name), known(path, options))[1])
    path = house.folder / "plus" / "projet.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("Domifa", "Autre"), encoding="utf-8")
    (house.folder / "neuf.yaml").write_text(text_of(spec()), encoding="utf-8")
    assert "Autre" in {one.title for one in house.rows()} and sorted(read) == ["neuf.yaml", "projet.yaml"]


def test_each_spec_of_a_list_is_opened_and_written_behind_the_same_gate(house):
    app = build_house(house.rooms(lambda: None), TOKEN, PORT, lambda board: None)
    status, _, body = ask(app, f"/{TOKEN}/", HOST)
    number = re.search(r'<a href="(\d+)/">plus/projet\.yaml', body.decode())[1]
    assert status == 200 and ask(app, f"/{TOKEN}/liste.css", HOST)[0] == 200
    room = f"/{TOKEN}/{number}"
    page = ask(app, f"{room}/", HOST)[2].decode()
    assert "p_formulaire" in page and 'href="../"' in page and ask(app, f"{room}/edition.js", HOST)[0] == 200
    status, _, answer = ask(app, f"{room}/ecrire", *OURS, method="POST", body=BODY)
    assert status == 200 and json.loads(answer)["ecrits"]
    assert "TSSZ2530440X" in (house.folder / "plus" / "projet.yaml").read_text(encoding="utf-8")
    for path in (f"/{TOKEN}/99999/", room, f"/{TOKEN}", f"/{TOKEN}/../1/", f"/{TOKEN}/domifa.yaml"):
        assert ask(app, path, HOST)[0] == 404, path
    for path, headers, _ in FOREIGN:
        inner = path.replace(WRITE, f"{room}/ecrire").replace("/autre/", f"/autre/{number}/")
        assert ask(app, inner, *headers, method="POST", body=BODY)[0] in {403, 404, 405, 415, 421}, (inner, headers)


# --- In a real browser


def test_a_key_of_an_older_version_is_refused_with_the_command_that_rewrites_it(editing):
    page = editing(text_of(spec()).replace("date_signature:", "signature:"))
    answer = page.lays("date_signature", "2025-08-20", "2025-09-01")
    (fault,) = answer["fautes"]["date_signature"]
    assert "« signature », dans ce fichier, est une clé d’une ancienne version" in fault["message"]
    assert f"convention migrate {page.path}" in fault["aide"] and not answer["ecrits"]


@pytest.mark.outils
def test_a_draft_is_filled_in_a_real_browser(tmp_path):
    path = tmp_path / "acte.yaml"
    path.write_text("# de ma main\n" + text_of(DRAFT), encoding="utf-8")
    command = [sys.executable, "-m", "conventions_cli", "edit", "acte.yaml", "--no-open"]
    process = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        address = process.stdout.readline().decode().strip()
        saw = drive("edition.cjs", tmp_path, address, spec=str(path), pid=process.pid)
        assert process.wait(timeout=HANGS) == 0
    finally:
        process.kill()
        process.communicate()
    assert (saw["reached"], saw["next"]) == ("v_chorus.centre_de_cout", "SUMMARY")
    assert saw["marked"] > 0 and saw["left"] == 0 and saw["same"]
    assert len(saw["read"]) == 1 and "TSSZ2530440Z" in saw["read"][0] and not saw["before"]
    assert saw["refused"] and saw["invalid"] == "true" and saw["back"] == ["2026-12-31", ""]
    assert "Les AE de l’échéancier totalisent" in saw["waits"]
    assert "AE\u00a0: reste 10\u00a0000\u00a0€" in saw["rest"].replace("AE :", "AE\u00a0:") and saw["rest_typed"] == ""
    assert saw["undone"].startswith("Défait") and saw["typed"] == "TSSZ25304"
    assert saw["word"] == "v_duree.fin"
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# de ma main\n") and "Second service" not in text
    for words in ("210 000 €", "195 000", "145 000", "SGSIFAB075", "2026-12-30", "TSSZ2530440X"):
        assert words in text
