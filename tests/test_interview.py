"""`convention new` at a terminal: the interview as a person lives it, then the same engine under hostile answers."""

import json
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from pexpect import EOF

from conventions_cli import pipeline
from conventions_cli.drafting.help import help_of
from conventions_cli.drafting.interrupted import State, load, save, state_file
from conventions_cli.drafting.interview import Interview
from conventions_cli.drafting.surroundings import Surroundings, find_directory
from conventions_cli.drafting.view import View
from conventions_cli.editing.formatting import canonical
from conventions_cli.foundation.diagnostics import Severity, SourceText
from conventions_cli.model.convention import Convention
from conventions_cli.model.lettering import lettered
from conventions_cli.model.shape import words_at
from fabrique import SPECS, as_texts
from serveur import HANGS
from terminal import Terminal
from test_cli import run

KEPT = ".domifa.yaml.reprise"


@pytest.fixture
def folder(tmp_path):
    shutil.copy(SPECS / "annuaire.yaml", tmp_path)
    shutil.copy(SPECS / "fast17.yaml", tmp_path)
    return tmp_path


def talk(folder, *, named="domifa.yaml"):
    return Interview(View(Surroundings(folder, find_directory(folder)), named=bool(named)), named)


def ask(interview, *answers):
    """Answer in turn; what each answer brought, as codes."""
    return [[one.code.number for one in interview.answer(text).diagnostics] for text in answers]


def until(interview, key):
    """Leave the questions before that key, or take what they propose."""
    while interview.current is not None and interview.current.key != key:
        assert interview.answer("").accepted
    assert interview.current is not None, f"« {key} » n’est jamais demandé"


# ---- at a terminal

# What comes before the service: the values to inherit, and what the act is for.
FIRST = (("Fichier commun", ""), ("À quoi servira", ""))


def test_a_service_left_for_later_loses_neither_the_file_nor_the_answers(folder):
    person = Terminal(folder, "new")
    person.answers(*FIRST, ("Nom du service", ""), ("Nom du fichier", "projet.yaml"))
    person.enter_until("Écrire aussi le schéma")
    assert (folder / ".projet.yaml.reprise").is_file()
    person.type("non")
    person.child.expect_exact("est écrit")
    person.child.expect(EOF)
    assert run("validate", "projet.yaml", cwd=folder)[0] == 0


def test_a_whole_interview_makes_a_spec_that_validates_and_renders(folder):
    person = Terminal(folder, "new")
    person.answers(
        ("Fichier commun", "1"),
        ("Nom du service", "Domifa"),
        ("objectif", "couvrir 80 % : des personnes"),
        ("objectif", ""),
        ("suivant", ""),
        ("Nom du fichier à écrire [domifa.yaml]", ""),
        ("Ministère", "Ministère du travail"),
        ("troisième administration", "oui"),
        ("Qui est le délégant", "dinum"),
        ("Qui signe pour le délégant [1]", ""),
        ("Qui est le délégataire", "1"),
        ("Qui signe pour le délégataire", ""),
        ("Qui est le porteur", "DGCS"),
        ("Qui signe pour le porteur", "autre"),
        ("par délégation", "Léa UNE"),
        ("Sa fonction", "cheffe de service"),
        ("Une femme ou un homme", "1"),
        ("Date de signature", ""),
        ("Date de fin", "31/12/2026"),
    )
    person.answer("Montant attribué", "200 k€")
    assert "erreur" not in person.answer("Écrire « 200 000 € » ? [Entrée]", "")
    person.answers(("accompagnement", "oui"), ("Montant de l’accompagnement", "15 000"), ("Première année", "2025"))
    person.answer("AE ouvertes en 2025 [185 000 €]", "")
    person.answer("CP disponibles en 2025", "190 000")
    assert "erreur C353" in person.answer("CP disponibles en 2025", "50 000")
    person.answer("CP disponibles en 2026 [135 000 €]", "")
    person.enter_until("codes CHORUS")
    person.type("oui")
    person.answers(("Activité", "012900121401"), ("Activité", ""), ("PAM", ""))
    person.answers(("Centre de coût", "SGSIFABO75"), ("Écrire « SGSIFAB075 » ? [Entrée]", "oui"))
    person.enter_until("éditeur")
    person.type("")
    code, said = person.end()
    assert code == 0, said
    assert "convention validate domifa.yaml" in said
    assert sorted(path.name for path in folder.iterdir()) == ["annuaire.yaml", "domifa.yaml", "fast17.yaml"]
    code, out, err = run("validate", "domifa.yaml", cwd=folder)
    assert (code, out) == (0, "domifa.yaml : conforme.\n"), out + err
    code, _, err = run("render", "domifa.yaml", cwd=folder)
    assert code == 0
    act = (folder / "build/domifa.md").read_text("utf-8").replace("\u202f", " ").replace("\u00a0", " ")
    assert "couvrir 80 % : des personnes" in act
    assert "185 000 €" in act
    assert "Léa UNE" in act
    assert "date_signature" in err


def test_going_back_proposes_the_answer_again_and_the_question_is_explained(folder):
    person = Terminal(folder, "new", "domifa.yaml")
    person.answers(*FIRST, ("Nom du service", "Domif"), ("objectif", "<"), ("Nom du service [Domif]", "Domifa"))
    person.answer("objectif", "?")
    assert "Ce que l’équipe s’engage à atteindre, un par ligne" in person.answer("objectif", "retour")
    person.answers(("Nom du service [Domifa]", "<"), ("À quoi servira", "<"))
    person.answer("Fichier commun", "<")
    assert "première question" in person.answer("Fichier commun", "")
    person.interrupt()
    assert person.end()[0] == 130


@pytest.mark.parametrize("key", ["Ctrl-C", "Ctrl-D"])
def test_what_was_answered_is_kept_and_taken_up_again(folder, key):
    person = Terminal(folder, "new")
    person.answers(("Fichier commun", "fast17.yaml"), ("Nom du service", "Domifa"), ("objectif", ""), ("suivant", ""))
    person.answers(("fichier", ""), ("Ministère", "Travail"))
    person.child.expect_exact("troisième")
    person.interrupt() if key == "Ctrl-C" else person.child.sendeof()
    code, said = person.end()
    assert code == 130
    assert "convention new" in said
    assert "Interrompu" not in said  # one message is enough
    assert stat.S_IMODE((folder / KEPT).stat().st_mode) == 0o600
    assert not (folder / "domifa.yaml").exists()

    again = Terminal(folder, "new")
    again.answer("Un entretien interrompu attend, pour « domifa.yaml ». Le reprendre", "oui")
    again.enter_until("éditeur")
    again.type("non")
    assert again.end()[0] == 0
    assert not (folder / KEPT).exists()
    written = as_texts((folder / "domifa.yaml").read_text("utf-8"))
    assert written["entete"] == "Travail"
    assert written["herite"] == ["annuaire.yaml", "fast17.yaml"]
    assert run("validate", "domifa.yaml", cwd=folder)[0] == 0


def test_the_very_first_answer_is_kept_before_the_file_has_a_name(folder):
    person = Terminal(folder, "new")
    person.answer("Fichier commun", "fast17.yaml")
    person.child.expect_exact("Nom du service")
    person.child.kill(9)
    person.child.close()
    assert [path.name for path in folder.glob(".*.reprise")] == [".nouvelle-convention.yaml.reprise"]
    again = Terminal(folder, "new")
    again.answer("Un entretien interrompu attend, qui n’a pas encore de nom. Le reprendre", "oui")
    again.answers(("Nom du service", "Domifa"), ("objectif", "quitter"))
    assert again.end()[0] == 130
    assert [path.name for path in folder.glob(".*.reprise")] == [KEPT]
    assert load(folder / "domifa.yaml").value.answers["@herite"] == "fast17.yaml"


def test_an_interrupted_interview_may_be_left_aside(folder):
    save(folder / "domifa.yaml", State({"services.0.nom": "Ancien"}, {}, {}))
    person = Terminal(folder, "new", "domifa.yaml")
    person.answer("Le reprendre", "non")
    person.answers(*FIRST, ("Nom du service", "Nouveau"))
    person.enter_until("éditeur")
    person.type("")
    assert person.end()[0] == 0
    assert "Nouveau" in (folder / "domifa.yaml").read_text("utf-8")


def test_a_file_that_appears_meanwhile_is_not_replaced(folder):
    person = Terminal(folder, "new", "domifa.yaml")
    person.answers(*FIRST, ("Nom du service", "Domifa"))
    (folder / "domifa.yaml").write_text("# autre\n", "utf-8")
    person.enter_until("éditeur")
    person.type("")
    code, said = person.end()
    assert code == 3
    assert "un fichier porte déjà ce nom" in said
    assert (folder / "domifa.yaml").read_text("utf-8") == "# autre\n"
    assert (folder / KEPT).exists()


def test_in_an_empty_folder_a_directory_is_proposed_and_written_with_the_spec(tmp_path):
    person = Terminal(tmp_path, "new")
    person.answers(FIRST[1], ("Nom du service", "Domifa"), ("objectif", ""), ("suivant", ""), ("Nom du fichier", ""))
    person.answer("Il n’y a pas d’annuaire des parties", "oui")
    person.enter_until("Qui est le délégant")
    person.type("dinum")
    person.enter_until("VS Code")
    person.type("oui")
    code, said = person.end()
    assert code == 0, said
    names = ["annuaire.yaml", "convention.schema.json", "domifa.yaml"]
    assert sorted(path.name for path in tmp_path.iterdir()) == names
    spec = as_texts((tmp_path / "domifa.yaml").read_text("utf-8"))
    assert spec["herite"] == ["annuaire.yaml"]
    assert spec["parties"][0] == {"reference": "dinum", "role": "delegant"}
    assert "vérifier les noms" in (tmp_path / "annuaire.yaml").read_text("utf-8")
    assert run("validate", ".", cwd=tmp_path)[0] == 0
    assert run("render", "domifa.yaml", cwd=tmp_path)[0] == 0


def test_without_a_terminal_the_options_are_named(folder):
    code, out, err = run("new", cwd=folder)
    assert (code, out) == (2, "")
    assert "--yes" in err
    assert "--service" in err


def test_options_are_proposed_and_what_is_not_asked_is_kept(folder):
    arguments = ["--montant", "200 000 €", "--partie", "delegataire=dgcs", "--set", "reference=2026-12"]
    arguments += ["--service", "Domifa"]
    person = Terminal(folder, "new", "domifa.yaml", *arguments)
    person.answers(*FIRST, ("Nom du service [Domifa]", ""), ("objectif", ""))
    person.interrupt()
    assert person.end()[0] == 130
    again = Terminal(folder, "new", "domifa.yaml")
    again.answer("Le reprendre", "")
    assert "4. une autre" in again.enter_until("Qui est le délégataire [3]")
    again.type("")
    again.enter_until("Montant attribué, en euros [200 000 €]")
    again.type("")
    again.enter_until("VS Code")
    again.type("")
    assert again.end()[0] == 0
    spec = as_texts((folder / "domifa.yaml").read_text("utf-8"))
    assert (spec["reference"], spec["finances"]["montant"]) == ("2026-12", "200 000 €")
    code, out, _ = run("new", "x.yaml", "--set", "finances.montan=3", cwd=folder)
    assert (code, out) == (2, "")


def test_a_wrong_option_is_told_before_any_question(folder):
    person = Terminal(folder, "new", "x.yaml", "--set", "finances.montan=3")
    code, said = person.end()
    assert code == 1
    assert "erreur C202" in said


# ---- the questions follow the answers


def test_each_question_of_the_spec_is_of_the_model_and_explained(folder):
    """Whatever branch is taken: a key that the model does not have would be an error in the draft."""
    from conventions_cli.model import path_of
    from conventions_cli.model.shape import fields_at, has_free_keys

    interview = talk(folder)
    leading = {
        "@tiers": "oui",
        "date_signature": "2025-08-20",
        "finances.montant": "200 000",
        "duree.fin": "2026-12-31",
    }
    leading |= {"@accompagnement": "oui", "finances.accompagnement": "10 000", "@annee": "2025", "@chorus": "oui"}
    seen = set()
    while (asked := interview.current) is not None:
        seen.add(asked.key)
        answer = (
            "autre"
            if asked.key.endswith(".qui")
            else "Une"
            if asked.key.endswith("s.0.nom") or asked.key == "parties.2.nom"
            else ""
        )
        interview.view.answers[asked.key] = leading.get(asked.key) or answer or None
        told = help_of(interview.view, asked)
        assert all((told.meaning, told.place, told.who, told.example)), asked.key
        assert "…" not in told.example, asked.key
        if not asked.key.startswith("@"):
            path = path_of(asked.key)
            above = path[:-1]
            assert (
                isinstance(path[-1], int)
                or path[-1] in fields_at(Convention, above)
                or has_free_keys(Convention, above)
            )
        if len(seen) > 100:
            break
    assert {"parties.2.representants.0.genre", "finances.echeancier.2026.ae", "chorus.activites.0", "nor"} <= seen


def test_an_operator_is_refused_as_soon_as_it_is_named(folder):
    interview = talk(folder)
    until(interview, "@parties.1.qui")
    ask(interview, "autre", "Agence des exemples", "ADEX", "l’")
    assert ask(interview, "operateur") == [["C301"]]
    assert interview.current.key == "parties.1.nature"
    assert ask(interview, "service_etat") == [[]]


def test_without_coaching_the_whole_amount_is_delegated(folder):
    interview = talk(folder)
    until(interview, "date_signature")
    ask(interview, "", "2026-12-31", "200 000 €", "non", "2025")
    assert interview.current.key == "finances.echeancier.2025.ae"
    assert interview.default(interview.current) == "200 000 €"
    ask(interview, "")
    assert ask(interview, "200 000") == [[]]
    assert interview.current.key == "@cofinancement"  # nothing is left to pay in 2026
    ask(interview, "non")
    assert interview.current.key == "@chorus"


def test_a_figure_left_for_later_stays_blank_and_nothing_is_summed(folder):
    interview = talk(folder)
    until(interview, "duree.fin")
    ask(interview, "2026-12-31", "200 000 €", "non", "2025")
    assert ask(interview, "plus tard", "300 000 €") == [[], []]  # the AE are not known: the CP cannot exceed them
    until(interview, "@cofinancement")
    draft = interview.draft()
    assert draft.usable
    calendar = as_texts(draft.text)["finances"]["echeancier"]
    assert calendar[2025] == {"ae": None, "cp": "300 000 €"}
    assert "finances.echeancier.2025.ae" in {one.cle for one in draft.missing}


def test_what_is_inherited_is_not_asked(folder):
    interview = talk(folder)
    until(interview, "@herite")
    ask(interview, "fast17.yaml")
    keys = []
    while interview.current is not None:
        keys.append(interview.current.key)
        interview.answer("oui" if keys[-1] == "@chorus" else "")
    assert not {"modele", "dispositif.sigle", "chorus.programme", "chorus.centre_financier"} & set(keys)
    assert "chorus.centre_de_cout" in keys


def test_several_services_and_several_aims(folder):
    interview = talk(folder)
    until(interview, "services.0.nom")
    ask(interview, "Un", "a", "b", "", "Deux", "", "")
    services = as_texts(interview.draft().text)["services"]
    assert services == [{"nom": "Un", "objectifs": ["a", "b"]}, {"nom": "Deux"}]


def test_a_pack_of_grants_and_its_fields_are_followed(tmp_path):
    home = tmp_path / "modeles" / "maison"
    home.mkdir(parents=True)
    (home / "modele.yaml").write_text(
        "titre: Subvention\nversion: 1.0.0\nnature: subvention\naccepte: [subvention]\n"
        "champs: {public_vise: {type: texte, libelle: public visé}, delai: {type: entier, defaut: 3}}\n"
        "plan: [{article: objet, titre: Objet, clause: objet.md}]\n",
        "utf-8",
    )
    (home / "objet.md").write_text("Texte.\n", "utf-8")
    interview = Interview(View(Surroundings(tmp_path, None, tmp_path / "modeles"), pack="maison"), "x.yaml")
    until(interview, "@annuaire")
    ask(interview, "non")
    until(interview, "parties.1.nom")
    ask(interview, "Agence", "", "l’")
    assert ask(interview, "operateur") == [[]]  # a grant may go to an operator
    until(interview, "champs.public_vise")
    assert interview.current.wording == "Public visé"
    ask(interview, "les artisans")
    until(interview, "copies.0")
    assert as_texts(interview.draft().text)["champs"] == {"public_vise": "les artisans"}


def test_an_act_that_lacks_something_keeps_its_date_aside(folder):
    interview = talk(folder)
    ask(interview, "Domifa", "", "")
    until(interview, "date_signature")
    ask(interview, "2025-08-20")
    draft = interview.draft()
    assert draft.usable
    assert draft.date_held == "2025-08-20"
    assert as_texts(draft.text)["date_signature"] is None
    assert "« 2025-08-20 »" in draft.text


@pytest.mark.parametrize(
    ("key", "typed", "proposed"),
    [
        ("dispositif.promotion", "FAST 17", "17"),
        ("dispositif.promotion", "17e", "17"),
        ("dispositif.promotion", "dix-sept", "17"),
        ("dispositif.date_decision", "06.2025", "2025-06"),
        ("duree.fin", "31.12.2026", "2026-12-31"),
        ("duree.fin", "20/08/27", "2027-08-20"),
        ("duree.fin", "31 déc. 2026", "2026-12-31"),
        ("duree.fin", "fin 2026", "2026-12-31"),
        ("finances.montant", "200k", "200 000 €"),
        ("finances.montant", "200 000,00 euros", "200 000 €"),
        ("finances.montant", "200.000 €", "200 000 €"),
        ("finances.montant", "0,2 M€", "200 000 €"),
        ("finances.montant", "deux cent mille euros", "200 000 €"),
        ("@accompagnement", "Yes.", "oui"),
        ("@annee", "en 2025", "2025"),
        ("@annee", "25", "2025"),
        ("chorus.domaine_fonctionnel", "0129 16 02", "0129-16-02"),
        ("chorus.centre_financier", "0129cahcdisn", "0129-CAHC-DISN"),
        ("chorus.activites.0", "0129 0012 1401", "012900121401"),
        ("@parties.0.qui", "cohésion", "DGCS – Direction générale de la cohésion sociale (dgcs)"),
        ("@parties.0.qui", "dinun", "DINUM – Direction interministérielle du numérique (dinum)"),
    ],
)
def test_a_value_that_is_understood_is_proposed_as_a_spec_writes_it(folder, key, typed, proposed):
    interview = talk(folder)
    interview.defaults["finances.montant"] = "500 000 €" if key.startswith("@") else ""
    interview.defaults["@chorus"] = "oui"
    until(interview, key)
    reply = interview.answer(typed)
    assert (reply.accepted, reply.proposal) == (False, proposed)
    assert interview.current.key == key
    assert interview.answer(reply.proposal).accepted


@pytest.mark.parametrize(("key", "typed"), [("finances.montant", "200 000,50 €"), ("finances.montant", "1.500 k€")])
def test_what_may_be_read_in_two_ways_is_not_proposed(folder, key, typed):
    interview = talk(folder)
    until(interview, key)
    assert not interview.answer(typed).proposal


def test_a_proposal_that_another_answer_forbids_is_not_made(folder):
    interview = talk(folder)
    until(interview, "date_signature")
    ask(interview, "2025-08-20", "", "")
    reply = interview.answer("31.12.2024")
    assert (reply.accepted, reply.proposal) == (False, "")


@pytest.mark.parametrize("word", ["je ne sais pas", "Je ne sais pas.", "JSP", "plus tard", "à compléter"])
def test_not_knowing_leaves_the_question_for_later_even_where_a_value_is_proposed(folder, word):
    interview = talk(folder)
    until(interview, "dispositif.sigle")
    assert interview.default(interview.current) == "FAST"
    assert interview.answer(word).accepted
    assert interview.view.answers["dispositif.sigle"] is None


def test_a_name_that_is_an_order_is_given_between_quotation_marks(folder):
    interview = talk(folder)
    until(interview, "services.0.nom")
    assert interview.answer("« Aide »").accepted
    assert interview.view.answers["services.0.nom"] == "Aide"


def test_orders_are_understood_as_people_write_them(folder):
    person = Terminal(folder, "new", "domifa.yaml")
    person.answers(*FIRST, ("Nom du service", "Domifa"), ("objectif", "précédent"), ("Nom du service [Domifa]", ""))
    person.answer("objectif", "aide")
    assert "Ce que l’équipe s’engage à atteindre" in person.answer("objectif", "Quitter")
    code, said = person.end()
    assert code == 130
    assert "convention new domifa.yaml" in said


def test_an_acronym_of_two_parties_asks_which(folder):
    interview = talk(folder)
    until(interview, "@parties.1.qui")
    (found,) = interview.answer("DNUM").diagnostics
    assert found.code.number == "C212"
    numbers = [at for at, one in enumerate(interview.choices(interview.current), 1) if "DNUM" in one.shown]
    assert len(numbers) == 2
    assert all(f"{number} pour DNUM" in found.hint for number in numbers)


# ---- what was kept


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"{",
        b"[" * 9000,
        b'{"version": 1}',
        b"\xff\xfe",
        b"x" * 300_000,
        b'{"version":1,"reponses":{"a":3},"options":{},"proposees":{}}',
    ],
)
def test_a_damaged_state_is_told_and_not_taken(tmp_path, data):
    state_file(tmp_path / "x.yaml").write_bytes(data)
    outcome = load(tmp_path / "x.yaml")
    assert outcome.value is None
    assert [one.code.number for one in outcome.diagnostics] == ["C116"]


def test_a_state_of_other_keys_changes_nothing(folder):
    interview = talk(folder)
    until(interview, "services.0.nom")
    interview.view.answers |= {"finances": "3", "@../../x": "oui", "herite.0": "/etc/passwd", "services.0.nom": "X"}
    assert as_texts(interview.draft().text)["services"] == [{"nom": "X"}]
    assert interview.draft().usable


def test_a_state_is_read_back_as_it_was_written(tmp_path):
    state = State({"services.0.nom": "É: #« »", "x": None}, {"modele": "m"}, {"duree.fin": "2026-12-31"})
    assert save(tmp_path / "x.yaml", state) is None
    assert load(tmp_path / "x.yaml").value == state
    assert json.loads(state_file(tmp_path / "x.yaml").read_text("utf-8"))["version"] == 1


# ---- any answer

HOSTILE = st.one_of(
    st.sampled_from(
        [
            *('"', "'", "a: b", "- a", "# a", "{a: b", "[a", "{{ 1/0 }}", "{% raw %}", "a\nb: c", "\x00", "\x1b[2J"),
            *("\ue000", "\ud800", "\u2028", "\u202e", "&a", "*a", "!!int 3", "|", ">", "---", "?", "oui", "1", "0"),
            *("2025-08-20", "31 décembre 2026", "200 000 €", "15000", "0129-16-02", "autre", "~", "null", "%", "@"),
            *("é" * 1200, "1" * 400, "2025", "« »", "\\", "a #b", "${x}", "..", "-", "porteur", "dinum", "\u00a0: x"),
        ]
    ),
    st.text(max_size=40),
)


# Each is a whole interview, whose every answer is checked: fewer of them than of what is small.
@settings(max_examples=settings.default.max_examples * 2 // 5)
@given(answers=st.lists(HOSTILE, max_size=60))
def test_whatever_is_answered_the_file_is_yaml_and_a_clean_draft(answers):
    interview = talk(SPECS)
    given_ = iter(answers)
    for _ in range(150):
        asked = interview.current
        if asked is None:
            break
        text = next(given_, "")
        if text == "<":
            interview.back()
        elif not interview.answer(text).accepted and not text:
            interview.view.answers[asked.key] = None
    draft = interview.draft()
    assert draft.usable, [(one.code.number, one.message) for one in draft.diagnostics]
    assert canonical(SourceText("x.yaml", draft.text)) == draft.text
    assert isinstance(yaml.load(draft.text, Loader=yaml.BaseLoader), dict)  # noqa: S506 - every value as a text
    checked = pipeline.check_bytes(draft.text.encode(), "x.yaml", SPECS)
    assert not [one for one in checked.diagnostics if one.severity is Severity.ERROR]
    values = {path: text for path, text in interview.values().texts.items() if text is not None}
    read = yaml.load(draft.text, Loader=yaml.BaseLoader)  # noqa: S506
    for path, text in values.items():
        at = read
        for step in path:
            at = at[step] if isinstance(step, int) else at[str(step)]
        text = lettered(text, words_at(Convention, path))
        assert at == text or (path == ("date_signature",) and draft.date_held == text)


def test_a_draft_is_accepted_by_the_schema(folder):
    interview = talk(folder)
    ask(interview, "Domifa")
    while interview.current is not None:
        interview.answer("")
    (folder / "domifa.yaml").write_text(interview.draft().text, "utf-8")
    command = [sys.executable, "-m", "check_jsonschema", "--schemafile", str(SPECS / "convention.schema.json")]
    done = subprocess.run([*command, str(Path(folder / "domifa.yaml"))], capture_output=True, timeout=HANGS)
    assert done.returncode == 0, done.stdout.decode()


@pytest.mark.parametrize("columns", [40, 80, 200])
def test_lines_are_cut_between_words_and_accents_are_kept_whatever_the_terminal(folder, columns):
    person = Terminal(folder, "new", "domifa.yaml", columns=columns, LC_ALL="C", TERM="xterm")
    said = ""
    for text in ("", "", "Œuvre déclarée à Noël", "aide", "précédent", "", "quitter"):
        person.child.expect("\u00a0: ")
        said += str(person.child.before)
        person.type(text)
    code, rest = person.end()
    assert code == 130
    lines = (said + rest).replace("\r", "").split("\n")
    assert max(len(line.partition("\u00a0: ")[0]) for line in lines) < columns  # what follows is typed
    words = " ".join(" ".join(lines).split())
    assert "confier les crédits du FAST à un service de l’État, forme 2025" in words
    assert "Nom du service [Œuvre déclarée à Noël" in words
    assert '"Œuvre déclarée à Noël"' in (folder / KEPT).read_text("utf-8")


# ---- what a newcomer mistypes


def test_a_name_that_changes_leaves_no_interview_of_the_former_name(folder):
    person = Terminal(folder, "new")
    person.answers(*FIRST, ("Nom du service", "Domif"), ("objectif", "<"), ("Nom du service [Domif]", "Domifa"))
    person.answer("objectif", "")
    person.interrupt()
    person.end()
    assert [path.name for path in folder.glob(".*.reprise")] == [KEPT]


def test_taking_up_again_counts_the_answers_and_wants_oui_or_non(folder):
    save(folder / "domifa.yaml", State({"services.0.nom": "Domifa"}, {}, {}))
    person = Terminal(folder, "new")
    person.answer("Le reprendre", "1")
    assert "Taper « oui » ou « non »" in person.answer("Le reprendre", "oui")
    assert "1 réponse est gardée." in person.answer("Fichier commun", "")
    person.interrupt()
    person.end()


def test_a_choice_is_recognised_as_people_type_it(folder):
    interview = talk(folder)
    until(interview, "@parties.1.qui")
    ask(interview, "autre", "Agence des exemples", "ADEX", "l'", "Un service de l'État", "", "Léa UNE", "", "femme")
    answers = interview.view.answers
    assert answers["parties.1.article"] == "l’"
    assert answers["parties.1.nature"] == "service_etat"
    assert answers["parties.1.representants.0.genre"] == "f"


def test_a_party_that_is_not_listed_is_told_how_to_describe_it(folder):
    interview = talk(folder)
    until(interview, "@parties.1.qui")
    (found,) = interview.answer("Inspection de l’eau").diagnostics
    number = len(interview.choices(interview.current))
    assert found.hint.endswith(f"Pour une autre administration, taper {number} ; son nom est demandé ensuite.")
    ask(interview, "dgcs")
    (found,) = interview.answer("Léa UNE").diagnostics
    assert found.hint == "Taper un numéro de 1 à 2. Pour une autre personne, taper 2 ; son nom est demandé ensuite."


def test_too_much_ae_or_cp_is_refused_before_the_calendar_is_whole(folder):
    interview = talk(folder)
    until(interview, "duree.fin")
    ask(interview, "2027-12-31", "200000 euros", "non", "2025")
    assert interview.view.answers["finances.montant"] == "200 000 €"
    assert ask(interview, "300 000") == [["C351"]]
    assert ask(interview, "200 000", "150 000", "plus tard", "60 000") == [[], [], [], ["C353"]]


def test_a_refusal_that_an_earlier_answer_may_explain_says_how_to_go_back(folder):
    person = Terminal(folder, "new", "domifa.yaml")
    person.answers(*FIRST, ("Nom du service", "Domifa"))
    person.enter_until("Date de signature")
    person.type("20/08/2025")
    person.answers(("Lieu de signature", ""), ("Numéro NOR", ""), ("Date de fin", "31/12/2024"))
    assert "« précédent » y revient" in person.answer("Date de fin", "")
    person.interrupt()
    person.end()


def test_the_delegant_of_the_other_acts_is_proposed_when_there_is_only_one(folder):
    def proposed():
        interview = talk(folder)
        answer_until(interview, "@parties.0.qui")
        return interview.view.usual_giver, interview

    assert proposed()[0] == ""
    assert proposed()[1].default(proposed()[1].current) == "dinum"  # the pack says who gives the money of its fund
    act = (SPECS / "domifa.yaml").read_text("utf-8")
    (folder / "autre.yaml").write_text(act, "utf-8")
    (folder / "casse.yaml").write_text("parties: [", "utf-8")
    default, interview = proposed()
    assert default == "dinum"
    assert interview.answer("").accepted
    assert interview.view.answers["@parties.0.qui"] == "dinum"
    assert interview.default(interview.current) != "dinum"
    (folder / "envers.yaml").write_text(act.replace("reference: dinum", "reference: dgcs"), "utf-8")
    assert proposed()[0] == ""
    (folder / "envers.yaml").write_text(act.replace("reference: dinum", "reference: inconnue"), "utf-8")
    assert proposed()[0] == "dinum"


def test_what_the_other_acts_of_the_folder_agree_on_is_proposed(folder):
    spec = "modele: delegation-fast-2025\nentete: Ministère {m}\nservices: [{{nom: X}}]\nherite: [fast17.yaml]\n"
    for number, ministry in ((1, "du travail"), (2, "du travail")):
        (folder / f"acte{number}.yaml").write_text(spec.format(m=ministry), "utf-8")
    interview = talk(folder)
    assert interview.default(interview.current) == "fast17.yaml"
    assert interview.answer("aucun").accepted
    proposed = {}
    while (asked := interview.current) is not None and not asked.key.startswith("@tiers"):
        proposed[asked.key] = interview.default(asked)
        assert interview.answer("" if proposed[asked.key] or asked.key != "services.0.nom" else "Y").accepted
    assert proposed["dispositif.promotion"] == "17"
    assert proposed["dispositif.date_decision"]
    assert proposed["entete"] == "Ministère du travail"
    (folder / "acte2.yaml").write_text(spec.format(m="de l’intérieur"), "utf-8")
    interview = talk(folder)
    until(interview, "entete")
    assert interview.default(interview.current) == ""


def answer_until(interview, key):
    """Answer by Enter up to a question."""
    while interview.current.key != key:
        text = "Essai" if interview.current.question.needed or interview.current.key == "services.0.nom" else ""
        assert interview.answer(text).accepted, interview.current.key


def test_what_enter_does_in_a_list_is_said(folder):
    interview = talk(folder)
    until(interview, "services.0.nom")
    ask(interview, "Domifa")
    assert interview.explain(interview.current).endswith("Entrée seule passe à la suite.")
