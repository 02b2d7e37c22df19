"""Clauses in the page: one beside its result, tried as it is typed, written with what it does to every act in view."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from conventions_cli import pipeline
from conventions_cli.document import section_text
from conventions_cli.edition import Service
from conventions_cli.files import specs_in
from conventions_cli.foundation import templates_dir
from conventions_cli.preview import Board, Subject, look
from conventions_cli.preview.app import build_app
from conventions_cli.templating import (
    available,
    check_draft,
    check_pack,
    clauses_of,
    ejected,
    examples,
    load_pack,
    with_draft,
    words_for,
)
from conventions_cli.templating.vocabulary import FILTERS, TESTS
from fabrique import SPECS, spec, text_of
from navigateur import drive
from serveur import HANGS
from test_edition import FOREIGN, OURS, WRITE
from test_preview import PORT, TOKEN, ask

OBJET = "commun/objet.md"
PACK = "delegation-fast-2025"


class Clauses:
    """A folder of specs, and the page of one of them, without a server."""

    def __init__(self, folder, name="domifa.yaml", template_dir=None):
        self.folder, self.spec = folder, folder / name
        self.service = Service(Subject(self.spec, (), template_dir), opened=folder)
        self.board = Board(look(self.service.subject), extension=self.service.extension)
        self.service.serve(self.board)

    def asks(self, request, **words):
        body, state = self.board.extension.writes[request](json.dumps(words).encode())
        if state is not None:
            self.board.publish(state, self.service.write_page(state))
        return json.loads(body)

    def reads(self, name=OBJET):
        return self.asks("clause", nom=name)

    def tries(self, text, name=OBJET):
        return self.asks("essai", nom=name, texte=text)

    def files(self):
        return {path.relative_to(self.folder): path.read_bytes() for path in self.folder.rglob("*") if path.is_file()}


@pytest.fixture
def clauses(tmp_path, monkeypatch):
    shutil.copytree(SPECS, tmp_path / "specs")
    monkeypatch.chdir(tmp_path)
    return Clauses(Path("specs"))


def plain(html):
    return html.replace("\u00a0", " ").replace("\u202f", " ")


# --- One clause and its result


def test_each_part_of_the_act_names_the_files_that_write_it(clauses):
    parts = clauses.asks("clauses")["parties"]
    held = {one["titre"]: one["clauses"] for one in parts}
    assert held["Article 1er – Objet de la convention"] == [OBJET] and held["Visas"] == ["commun/visas.md"]
    assert clauses.board.state.act.body.count("<h2 id=") <= len(parts)
    assert len(parts) == len(clauses.board.state.act.document.parts)


def test_a_clause_is_shown_with_what_it_gives_in_this_act_and_in_two_examples(clauses):
    answer = clauses.reads()
    assert answer["texte"] == (templates_dir() / OBJET).read_text(encoding="utf-8")
    here, full, least = (plain(one["html"]) for one in answer["resultats"])
    assert "au bénéfice du service numérique « Domifa »" in here
    assert "de la DB, de la DC et de la DA" in full and "services numériques « Un » et « Deux »" in full
    assert "de la Direction B et de la Direction A" in least and "service numérique « Un »" in least
    assert all(html.count("<section") == 1 for html in (here, full, least))
    assert answer["fautes"] == [] and answer["copie"] == PACK and not answer["refuse"]


def test_what_is_typed_is_tried_and_nothing_is_written(clauses):
    before = clauses.files()
    answer = clauses.tries("Ceci lie {{ delegant | le }} à {{ services | guillemets }}.")
    shown = [plain(one["html"]) for one in answer["resultats"]]
    assert "Ceci lie la DINUM à « Domifa »." in shown[0] and "« Un » et « Deux »" in shown[1]
    assert answer["fautes"] == [] and clauses.files() == before
    assert plain(clauses.reads()["resultats"][0]["html"]).count("Ceci lie") == 0


@pytest.mark.parametrize(
    ("text", "code", "line", "word"),
    [
        ("Un.\n\n{{ delegent | le }}", "C402", 3, "Vouliez-vous dire « delegant »"),
        ("Un {% if annexes %}\n\nDeux.", "C401", 2, "endif"),
        ("{{ champs.lieu }}", "C402", 1, "n’est pas déclaré"),
        ("<b>Un</b>", "C403", 1, ""),
        ("Un.\n\n{% for i in range(100000000) %}{% endfor %}", "C409", 3, "démesurés"),
        ("{{ ''.__class__ }}", "C409", 1, ""),
        ('{% include "../../../secret" %}', "C406", 1, "n’existe pas"),
        ('À l’{{ renvoi("nulle-part") }}.', "C404", 1, "nulle-part"),
    ],
)
def test_a_fault_of_the_text_is_told_at_its_line_and_refuses_it(clauses, text, code, line, word):
    answer = clauses.tries(text)
    told = [one for one in answer["fautes"] if one["code"] == code]
    assert told, answer["fautes"]
    assert told[0]["ligne"] == line and word in f"{told[0]['message']} {told[0]['aide']}"
    assert answer["refuse"] and len({one["ligne"] for one in answer["fautes"]}) == len(answer["fautes"])


def test_half_a_sign_is_no_text_that_a_page_sends(clauses):
    assert "fautes" not in clauses.tries("Un\ud800")


def test_a_value_of_the_act_typed_by_hand_is_a_remark(clauses):
    answer = clauses.tries("Pour Domifa, 200 000 €, selon l’article 6.")
    assert {one["code"] for one in answer["fautes"]} == {"C413", "C414"} and not answer["refuse"]


def test_only_clauses_of_the_act_are_read(clauses):
    (clauses.folder / "secret.md").write_text("secret", encoding="utf-8")
    for name in ("../secret.md", str(clauses.folder / "secret.md"), "modele.yaml", "", "\0", "commun/execution.md"):
        answer = clauses.reads(name)
        assert set(answer) == {"message"} and "n’est plus dans le plan" in answer["message"], name
    for body in (b"", b"[]", b"{", b'{"nom": 1}', b'{"nom": null, "texte": ""}'):
        for request in clauses.service.clauses.requests:
            answer, state = clauses.board.extension.writes[request](body)
            assert state is None and (b"que la page fait" in answer or request in {"clauses", "vocabulaire"}), (
                request,
                body,
            )


def test_no_other_page_may_ask_of_clauses(clauses):
    app = build_app(clauses.board, TOKEN, PORT)
    for request in clauses.service.clauses.requests:
        for path, headers, status in FOREIGN:
            inner = path.replace(WRITE, WRITE.replace("ecrire", request))
            assert ask(app, inner, *headers, method="POST", body=b"{}")[0] in {status, 404}, (inner, headers)
    status, _, answer = ask(app, WRITE.replace("ecrire", "clauses"), *OURS, method="POST", body=b"{}")
    assert status == 200 and json.loads(answer)["parties"]


def test_a_hostile_clause_is_text_in_its_result(clauses):
    answer = clauses.tries("Un `<script>alert(1)</script>` [lien](javascript:alert(1)) {{ '<img src=x>' }}.")
    assert not any("<script" in one["html"] or "<img" in one["html"] for one in answer["resultats"])
    assert not any("javascript:" in one["html"] and "href" in one["html"] for one in answer["resultats"])


def test_a_spec_to_correct_says_so_instead_of_its_clauses(clauses):
    clauses.spec.write_text("a: [", encoding="utf-8")
    assert "à corriger d’abord" in clauses.asks("clauses")["message"]


# --- What a change does to every act, then its writing

TEXT = "La présente convention lie {{ delegant | le }} et {{ delegataire | le }}.\n"


def effect(page, text=TEXT, name=OBJET):
    return page.asks("effet", nom=name, texte=text, empreinte=page.reads(name)["empreinte"])


def write(page, text=TEXT, name=OBJET):
    return page.asks("ecrire-clause", nom=name, texte=text, empreinte=page.reads(name)["empreinte"])


def test_the_effect_on_every_act_of_the_folder_is_shown_and_nothing_is_written(clauses):
    before = clauses.files()
    answer = effect(clauses)
    names = {name for one in answer["changes"] for name in one["actes"]}
    assert {"domifa.yaml", "fast17/sourcevue.yaml"} <= names and not answer["refus"]
    ours = next(one["html"] for one in answer["changes"] if "domifa.yaml" in one["actes"])
    assert "<ins>" in ours and "<del>" in ours and "Article 1er" in plain(ours)
    kinds = {path: pipeline.check(clauses.folder / path).value.pack.name for path in names}
    assert set(kinds.values()) == {PACK}
    assert answer["memes"] == len(specs_in(clauses.folder)) - len(names) - len(answer["illisibles"]) > 0
    assert clauses.files() == before


def test_the_first_change_of_a_built_in_clause_copies_its_pack_beside_the_specs_and_says_so(clauses):
    before, own = clauses.files(), (templates_dir() / OBJET).read_bytes()
    shown = effect(clauses)
    answer = write(clauses)
    assert f"Le modèle « {PACK} » est copié" in answer["ecrit"]
    home = clauses.folder / "templates" / PACK
    assert (home / OBJET).read_text(encoding="utf-8") == TEXT
    assert {path.relative_to(home).as_posix() for path in home.rglob("*") if path.is_file()} == set(ejected(PACK))
    assert all(clauses.files()[path] == data for path, data in before.items())
    assert (templates_dir() / OBJET).read_bytes() == own
    assert "La présente convention lie la DINUM et la DNUM." in plain(clauses.board.state.act.body)
    # What was shown is what is: each act now is the one that was compared.
    for name in {name for one in shown["changes"] for name in one["actes"]}:
        pipeline.forget()
        checked = pipeline.check(clauses.folder / name).value
        assert checked.pack.home == home
        assert any(
            "La présente convention lie" in section_text(part) for part in pipeline.assemble(checked).value.parts
        )
    # The second change is one of a file beside the specs.
    again = clauses.reads()
    assert again["copie"] == "" and again["texte"] == TEXT
    effect(clauses, TEXT + "\nDeux.\n")
    assert "est écrite dans" in write(clauses, TEXT + "\nDeux.\n")["ecrit"]
    assert (home / OBJET).read_text(encoding="utf-8").endswith("Deux.\n")
    assert check_pack(PACK, None, home.parent) == ()


def test_a_clause_is_undone_and_done_again_as_a_value_is(clauses):
    effect(clauses)
    write(clauses)
    file = clauses.folder / "templates" / PACK / OBJET
    assert "clause commun/objet.md" in clauses.board.page.text
    clauses.asks("ecrire", pas="annuler")
    assert file.read_bytes() == (templates_dir() / OBJET).read_bytes()
    clauses.asks("ecrire", pas="refaire")
    assert file.read_text(encoding="utf-8") == TEXT


def test_a_text_is_written_only_when_its_own_effect_was_shown(clauses):
    before = clauses.files()
    assert "n’a pas été montré" in write(clauses)["message"]
    effect(clauses)
    assert "n’a pas été montré" in write(clauses, TEXT + "Autre.")["message"]
    effect(clauses, "{{ rien")
    assert "n’a pas été montré" in write(clauses, "{{ rien")["message"]
    assert clauses.files() == before


def test_a_text_that_another_act_of_the_folder_cannot_bear_is_refused(clauses):
    # Right in this act and in both examples, wrong in the one act whose end of accounts is a word.
    text = TEXT + '\n{% if reference == "R-7" %}{{ reference | verbe("est", "sont") }}{% endif %}\n'
    other = clauses.spec.read_text(encoding="utf-8") + "\nreference: R-7\n"
    (clauses.folder / "autre.yaml").write_text(other, encoding="utf-8")
    assert not clauses.tries(text)["refuse"]
    answer = effect(clauses, text)
    assert "« autre.yaml » ne pourrait plus être produit" in answer["refus"]
    assert [one["actes"] for one in answer["changes"] if one["faute"]] == [["autre.yaml"]]
    assert "n’a pas été montré" in write(clauses, text)["message"]
    assert not (clauses.folder / "templates").exists()


def test_a_clause_that_an_editor_broke_is_mended_from_the_page(clauses):
    effect(clauses)
    write(clauses)
    file = clauses.folder / "templates" / PACK / OBJET
    file.write_text("{{ delegent | le }}", encoding="utf-8")
    pipeline.forget()
    page = Clauses(clauses.folder)
    assert page.board.state.act is None and page.reads()["refuse"]
    shown = effect(page)
    assert "peut l’être de nouveau" in shown["changes"][0]["html"] and "domifa.yaml" in shown["changes"][0]["actes"]
    write(page)
    assert file.read_text(encoding="utf-8") == TEXT and page.board.state.act is not None


def test_a_file_changed_meanwhile_is_not_overwritten(clauses):
    effect(clauses)
    write(clauses)
    file = clauses.folder / "templates" / PACK / OBJET
    seen = clauses.reads()["empreinte"]
    asked = {"nom": OBJET, "texte": TEXT + "De la page.\n", "empreinte": seen}
    assert "changes" in clauses.asks("effet", **asked)
    file.write_text("D’un éditeur.\n", encoding="utf-8")
    assert "Un autre programme a changé cette clause" in clauses.asks("ecrire-clause", **asked)["message"]
    assert file.read_text(encoding="utf-8") == "D’un éditeur.\n"


def test_a_copy_made_meanwhile_is_not_overwritten(clauses):
    asked = {"nom": OBJET, "texte": TEXT, "empreinte": clauses.reads()["empreinte"]}
    clauses.asks("effet", **asked)
    home = clauses.folder / "templates" / PACK
    home.mkdir(parents=True)
    (home / "à-moi.md").write_text("À moi.", encoding="utf-8")
    assert "ne peut pas être écrit" in clauses.asks("ecrire-clause", **asked)["message"]
    assert [path.name for path in home.iterdir()] == ["à-moi.md"]


def test_the_mark_and_the_ends_of_lines_of_a_file_stay(clauses):
    effect(clauses)
    write(clauses)
    file = clauses.folder / "templates" / PACK / OBJET
    file.write_bytes(b"\xef\xbb\xbfUn.\r\n\r\nDeux.\r\n")
    pipeline.forget()
    assert clauses.reads()["texte"] == "Un.\n\nDeux.\n"
    effect(clauses, "Un.\n\nTrois.\n")
    write(clauses, "Un.\n\nTrois.\n")
    assert file.read_bytes() == b"\xef\xbb\xbfUn.\r\n\r\nTrois.\r\n"


def test_a_shared_clause_of_the_user_stands_in_the_copy_and_is_changed_where_it_is(clauses):
    own = clauses.folder / "templates" / "commun" / "publication.md"
    own.parent.mkdir(parents=True)
    own.write_text("Publiée en mairie.\n", encoding="utf-8")
    page = Clauses(clauses.folder)
    effect(page)
    write(page)
    assert "Publiée en mairie." in page.board.state.act.body
    answer = page.reads("commun/publication.md")
    assert answer["copie"] == "" and answer["texte"] == "Publiée en mairie.\n"
    effect(page, "Publiée en ligne.\n", "commun/publication.md")
    write(page, "Publiée en ligne.\n", "commun/publication.md")
    assert own.read_text(encoding="utf-8") == "Publiée en ligne.\n"


def test_nothing_is_written_outside_the_folder_that_was_opened(clauses, tmp_path):
    # The packs of these acts are above the folder: a copy inside would hide them.
    shutil.copytree(templates_dir() / "commun", tmp_path / "templates" / "commun")
    page = Clauses(Path("specs"))
    for name in (OBJET, "titre.md"):
        answer = page.reads(name)
        assert "hors de" in answer["verrou"], name
        assert page.asks("effet", nom=name, texte=TEXT, empreinte=answer["empreinte"])["message"] == answer["verrou"]
    assert not (tmp_path / "specs" / "templates").exists()


def test_a_link_that_leads_outside_takes_no_copy(clauses, tmp_path):
    (tmp_path / "ailleurs").mkdir()
    (clauses.folder / "templates").symlink_to(tmp_path / "ailleurs")
    page = Clauses(clauses.folder)
    assert "hors de" in page.reads()["verrou"]
    assert list((tmp_path / "ailleurs").iterdir()) == []


def test_a_copy_stands_where_the_acts_look_for_it(clauses, tmp_path, monkeypatch):
    page = Clauses(Path("specs"), "fast17/sourcevue.yaml")
    effect(page)
    write(page)
    assert (tmp_path / "specs" / "templates" / PACK / OBJET).read_text(encoding="utf-8") == TEXT
    # From another folder, no act looks above its own folder.
    shutil.rmtree(tmp_path / "specs" / "templates")
    (tmp_path / "vide").mkdir()
    monkeypatch.chdir(tmp_path / "vide")
    pipeline.forget()
    page = Clauses(tmp_path / "specs", "fast17/sourcevue.yaml")
    names = {name for one in effect(page)["changes"] for name in one["actes"]}
    assert "fast17/sourcevue.yaml" in names and all(name.startswith("fast17/") for name in names)
    write(page)
    assert (tmp_path / "specs" / "fast17" / "templates" / PACK / OBJET).read_text(encoding="utf-8") == TEXT
    assert "La présente convention lie" in page.board.state.act.body


# --- What a clause may say


def test_each_filter_and_each_test_is_proposed_with_its_help(clauses):
    words = clauses.asks("vocabulaire")["mots"]
    told = {one["nom"]: one for one in words if one["genre"] in {"filtre", "condition"}}
    assert told.keys() == FILTERS.keys() | TESTS.keys()
    assert all(one["sert"] and (name in one["texte"]) for name, one in told.items())


def test_values_are_proposed_with_what_they_are_and_what_they_print_here(clauses):
    words = {one["nom"]: one for one in clauses.asks("vocabulaire")["mots"]}
    assert plain(words["finances.montant"]["vaut"]) == "200 000 €" and "montant" in words["finances.montant"]["sert"]
    assert plain(words["delegant"]["vaut"]) == "la DINUM" and words["delegant"]["texte"] == "{{ delegant | le }}"
    assert words["porteur"]["texte"] == "{% if porteur %}{{ porteur | le }}{% endif %}"
    assert (
        words["champs.url_guide"]["sert"] and "Exécution financière" in words['renvoi("execution-financiere")']["sert"]
    )


@pytest.mark.parametrize(
    "pack", [name for name in available() if name not in {"avenant", "compte-rendu", "resiliation"}]
)
def test_all_that_is_proposed_may_be_written_in_any_pack(pack):
    spec = examples(load_pack(pack).value)[0]
    used = load_pack(pack).value
    element = next(one for one in used.elements if one.article and not one.si)
    clause = clauses_of(used, element)[0]
    own = clause.path.read_text(encoding="utf-8")
    words = "\n\n".join(one.whole for one in words_for(used, spec))
    tried = with_draft(used, clause.path, f"{own}\n\n{words}\n")
    assert [(one.message, one.span.start.line) for one in check_draft(tried, used)] == []
    assert words.count("renvoi(") >= 3


# --- In a real browser


@pytest.mark.outils
def test_a_clause_is_changed_in_a_real_browser(tmp_path):
    (tmp_path / "acte.yaml").write_text(text_of(spec(modele=PACK)), encoding="utf-8")
    command = [sys.executable, "-m", "conventions_cli", "edit", "acte.yaml", "--no-open"]
    process = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    file = tmp_path / "templates" / PACK / "commun" / "duree.md"
    try:
        address = process.stdout.readline().decode().strip()
        saw = drive("clauses.cjs", tmp_path, address, file=str(file), pid=process.pid)
        assert process.wait(timeout=HANGS) == 0
    finally:
        process.kill()
        process.communicate()
    assert (plain(saw["named"]), saw["chosen"]) == ("Modifier la clause : Article 2", "commun/duree.md")
    assert saw["results"] == 3 and saw["selected"].startswith("delegent")
    assert saw["typed"] == "Soit {{ finances.montant_delegue | centimes }}." and saw["stays"] == "k_texte"
    assert not saw["unwritten"] and not saw["before"] and saw["inserted"] > 0
    assert saw["back"] == "k_ouvrir" and "clause commun/duree.md" in saw["undo"]
    assert file.read_text(encoding="utf-8").endswith("Soit {{ finances.montant_delegue | centimes }}.")
