"""`convention new` on a spec that exists: what it lacks is asked, and written in its place."""

import shutil

import pytest

from conventions_cli.drafting.interview import Interview
from conventions_cli.drafting.resumed import take_up
from conventions_cli.drafting.surroundings import Surroundings, find_directory
from conventions_cli.drafting.view import View
from fabrique import SPECS, as_texts
from terminal import Terminal
from test_cli import run


@pytest.fixture
def folder(tmp_path):
    for name in ("annuaire.yaml", "fast17.yaml", "domifa.yaml"):
        shutil.copy(SPECS / name, tmp_path)
    return tmp_path


def talk(path, *, everything=False):
    spec = take_up(path, everything=everything).value
    view = View(Surroundings(path.parent, find_directory(path.parent)), spec=spec)
    view.answers = spec.presets(view.kind)
    return Interview(view, path.name)


def go(interview, **answers):
    """Answer by key, « __ » for a point; leave the others. The keys that were asked."""
    texts = {key.replace("__", "."): text for key, text in answers.items()}
    asked = []
    while (question := interview.current) is not None:
        asked.append(question.key)
        reply = interview.answer(texts.get(question.key, ""))
        assert reply.accepted, (question.key, reply.diagnostics)
    return asked


def text(interview):
    written = interview.written()
    assert written.value is not None, written.diagnostics
    return written.value.text


def begun(folder, *options):
    code, _, err = run("new", "projet.yaml", "--yes", "--service", "Puits Déclaré", *options, cwd=folder)
    assert code == 0, err
    return folder / "projet.yaml"


def test_a_whole_spec_is_asked_nothing(folder):
    interview = talk(folder / "domifa.yaml")
    assert interview.current is None
    assert text(interview) == (SPECS / "domifa.yaml").read_text("utf-8")


def test_only_what_is_missing_is_asked_and_written_in_its_place(folder):
    path = begun(folder)
    before = path.read_text("utf-8")
    interview = talk(path)
    asked = go(
        interview,
        **{"@parties__1__qui": "dgcs", "@annee": "2025", "duree__fin": "31/12/2026"},
        finances__montant="200 000 €",
        finances__echeancier__2025__cp="50 000 €",
        chorus__activites__0="012900121401",
    )
    years = [f"finances.echeancier.{year}.{credit}" for year, credit in ((2025, "ae"), (2025, "cp"), (2026, "cp"))]
    assert asked == [
        *("@parties.1.qui", "duree.fin", "finances.montant", "@annee", *years),
        *("chorus.activites.0", "chorus.activites.1", "chorus.centre_de_cout"),
    ]
    after = text(interview)
    spec = as_texts(after)
    assert spec["parties"][1] == {"reference": "dgcs", "role": "delegataire"}
    assert spec["finances"]["echeancier"] == {2025: {"ae": "200 000 €", "cp": "50 000 €"}, 2026: {"cp": "150 000 €"}}
    kept = [line for line in before.splitlines() if "à compléter" not in line and line in after.splitlines()]
    assert "  sigle: FAST  # proposé par le modèle, à vérifier" in kept
    assert after.count("à compléter (") == 1  # the cost centre, left for later: no other remark has outlived its value
    path.write_text(after, "utf-8")
    assert [one.cle for one in talk(path).view.spec.lacking] == ["chorus.centre_de_cout"]


def test_a_party_that_is_in_no_directory_is_described_where_it_stands(tmp_path):
    path = begun(tmp_path)
    interview = talk(path)
    until = {"parties__1__nom": "Agence des exemples", "parties__1__sigle": "ADEX", "parties__1__article": "l’"}
    asked = go(interview, **until, parties__1__nature="service_etat", parties__1__representants__0__fonction="cheffe")
    assert asked[:4] == ["parties.1.nom", "parties.1.sigle", "parties.1.article", "parties.1.nature"]
    party = as_texts(text(interview))["parties"][1]
    assert (party["nom"], party["sigle"], party["article"]) == ("Agence des exemples", "ADEX", "l’")


def test_all_is_asked_again_with_what_the_spec_says_and_enter_changes_nothing(folder):
    path = folder / "domifa.yaml"
    interview = talk(path, everything=True)
    asked = go(interview)
    assert {"services.0.nom", "entete", "duree.fin", "finances.echeancier.2025.ae", "copies.1"} <= set(asked)
    assert "chorus.programme" not in asked  # fast17.yaml says it
    assert text(interview) == path.read_text("utf-8")


def test_values_that_answer_one_another_are_changed_one_after_the_other(folder):
    path = folder / "domifa.yaml"
    interview = talk(path, everything=True)
    while interview.current.key != "finances.montant":
        assert interview.answer("").accepted
    assert interview.default(interview.current) == "200 000 €"
    assert interview.answer("300 000").accepted
    assert interview.written().value is None  # the calendar does not follow yet
    figures = {"finances__echeancier__2025__ae": "285 000", "finances__echeancier__2025__cp": "150 000"}
    go(interview, **figures)
    changed = set(text(interview).splitlines()) - set(path.read_text("utf-8").splitlines())
    assert changed == {"  montant: 300 000 €", "    2025: {ae: 285 000 €, cp: 150 000 €}"}


def test_what_the_spec_lacks_besides_the_questions_of_the_table_is_asked_by_its_name(folder):
    path = begun(folder)
    lines = path.read_text("utf-8").splitlines()
    lines = ["  echeancier: {2025: {ae: 5 €, cp: }}" if "echeancier:" in line else line for line in lines]
    path.write_text("\n".join(lines), "utf-8")
    interview = talk(path)
    while interview.current.key != "finances.echeancier.2025.cp":
        assert interview.answer("").accepted
    assert interview.current.wording == "CP de 2025"
    assert interview.answer("5").accepted
    assert "  echeancier: {2025: {ae: 5 €, cp: 5 €}}" in text(interview)


def test_a_value_of_the_wrong_form_is_proposed_and_a_false_one_refused(folder):
    interview = talk(begun(folder))
    while interview.current.key != "duree.fin":
        assert interview.answer("").accepted
    assert interview.answer("31.12.2026").proposal == "2026-12-31"
    (found,) = interview.answer("31 juin 2026").diagnostics
    assert found.code.number == "C206"


def test_a_spec_with_errors_is_not_gone_on_with(folder):
    path = folder / "domifa.yaml"
    path.write_text(path.read_text("utf-8").replace("2026-12-31", "2026-02-31"), "utf-8")
    assert [one.code.number for one in take_up(path).diagnostics] == ["C206"]
    assert take_up(folder / "annuaire.yaml").value is None


# ---- at a terminal


def test_each_answer_is_in_the_file_before_the_next_question(folder):
    path = begun(folder)
    path.write_text(path.read_text("utf-8").replace("duree:\n", "duree:  # décidé le 3\n"), "utf-8")
    person = Terminal(folder, "new", "projet.yaml")
    person.answers(("Qui est le délégataire", "dgcs"), ("Date de fin", "31.12.2026"), ("Écrire « 2026-12-31 »", ""))
    person.answer("Montant attribué", "précédent")
    person.answer("Date de fin de la convention [2026-12-31]", "")
    person.child.expect_exact("Montant attribué")
    person.child.kill(9)
    person.child.close()
    spec = as_texts(path.read_text("utf-8"))
    assert spec["duree"] == {"fin": "2026-12-31"}
    assert "duree:  # décidé le 3\n" in path.read_text("utf-8")
    again = Terminal(folder, "new", "projet.yaml")
    again.answer("Montant attribué", "quitter")
    code, said = again.end()
    assert code == 130
    assert "convention new projet.yaml" in said


def test_a_file_changed_meanwhile_is_left_alone(folder):
    path = begun(folder)
    person = Terminal(folder, "new", "projet.yaml")
    person.child.expect_exact("Qui est le délégataire")
    path.write_text(path.read_text("utf-8") + "# une main\n", "utf-8")
    person.type("dgcs")
    code, said = person.end()
    assert code == 3
    assert "changé par ailleurs" in said
    assert path.read_text("utf-8").endswith("# une main\n")
    assert "dgcs" not in path.read_text("utf-8")


def test_options_that_describe_an_act_are_not_taken_for_an_answer(folder):
    code, _, err = run("new", "domifa.yaml", "--montant", "3 €", cwd=folder)
    assert code == 2
    assert "convention set domifa.yaml" in err
    assert run("new", "autre.yaml", "--tout", cwd=folder)[0] == 2
    code, _, err = run("new", "domifa.yaml", "--yes", "--service", "X", cwd=folder)
    assert code == 2
    assert "existe déjà" in err


def test_answers_that_do_not_agree_yet_are_kept_apart_and_proposed_again(folder):
    person = Terminal(folder, "new", "domifa.yaml", "--tout")
    person.enter_until("Montant attribué")
    person.type("300 000")
    person.answer("accompagnement", "quitter")
    assert "elles seront écrites quand elles s’accorderont" in person.end()[1]
    assert (folder / "domifa.yaml").read_text("utf-8") == (SPECS / "domifa.yaml").read_text("utf-8")
    assert "--tout" in Terminal(folder, "new", "domifa.yaml").end()[1]
    again = Terminal(folder, "new", "domifa.yaml", "--tout")
    again.enter_until("Montant attribué, en euros [300 000 €]")
    again.type("200 000")
    again.enter_until("Les partenaires")
    again.type("quitter")
    assert again.end()[0] == 130
    assert not list(folder.glob(".*.reprise"))


# ---- the directory


@pytest.mark.parametrize("directed", [True, False])
def test_a_party_that_was_described_is_put_in_the_directory_and_the_spec_refers_to_it(tmp_path, directed):
    if directed:
        shutil.copy(SPECS / "annuaire.yaml", tmp_path)
    path = begun(tmp_path)
    person = Terminal(tmp_path, "new", "projet.yaml")
    if directed:
        person.answer("Qui est le délégataire", "autre")
    person.answers(
        *(("Nom entier", "Agence des exemples"), ("Son sigle", "ADEX"), ("L’article", "l’"), ("nature", "1")),
        *(("adresse", ""), ("Prénom et NOM", "Léa UNE"), ("Sa fonction", "cheffe"), ("Une femme", "1")),
    )
    person.enter_until("Ranger « ADEX » dans l’annuaire (annuaire.yaml)")
    before = path.read_text("utf-8")
    person.type("oui")
    code, said = person.end()
    assert (code, "« adex »" in said) == (0, True), said
    held = as_texts((tmp_path / "annuaire.yaml").read_text("utf-8"))["annuaire"]
    assert held["adex"]["representants"] == [{"nom": "Léa UNE", "fonction": "cheffe", "genre": "f"}]
    assert ("dgcs" in held) == directed
    spec = as_texts(path.read_text("utf-8"))
    assert spec["parties"][1] == {"reference": "adex", "role": "delegataire"}
    assert spec["herite"] == ["annuaire.yaml"]
    acts = []
    for text_ in (None, before):
        path.write_text(text_ or path.read_text("utf-8"), "utf-8")
        assert run("render", "projet.yaml", cwd=tmp_path)[0] == 0
        acts.append((tmp_path / "build/projet.md").read_text("utf-8"))
    assert acts[0] == acts[1]
