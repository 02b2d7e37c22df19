"""What an avenant announces is what its articles change; it may start from the Word file of the signed act."""

import shutil

import pytest

from alterations import altered
from conventions_cli import pipeline
from conventions_cli.amendment import prepare
from conventions_cli.model import REPORT
from conventions_cli.writers.docx import write_docx
from fabrique import GOOD, ROOT, spec, text_of
from serveur import convention
from wordml import p, word

LONGER = {"duree__fin": "2027-06-30"}


@pytest.fixture
def folder(tmp_path):
    for name, data in (("signe", spec()), ("nouveau", spec(**LONGER))):
        (tmp_path / f"{name}.yaml").write_text(text_of(data), encoding="utf-8")
    checked = pipeline.check(tmp_path / "signe.yaml").value
    (tmp_path / "signe.docx").write_bytes(pipeline.render(checked, ["docx"]).value["docx"])
    return tmp_path


def amended(folder, *settings, draft=None, old="signe.yaml", new="nouveau.yaml"):
    options = pipeline.Options((*settings, "avenant.numero=1"), draft=draft)
    before = pipeline.check(folder / old).value
    after = pipeline.check(folder / new, options)
    assert after.value is not None, after.diagnostics
    return prepare(new, after.value, folder, options, before=(old, before))


def unsaid(outcome):
    return [one.message for one in outcome.diagnostics if one.code.number == "C511"]


def test_a_value_that_changes_no_word_is_told_and_not_announced(folder):
    outcome = amended(folder, "parties.1.siret=11000201100044")
    assert len(unsaid(outcome)) == 1
    assert "«\u00a0parties.1.siret\u00a0»" in unsaid(outcome)[0]
    assert "((rien) → 11000201100044)" in unsaid(outcome)[0]
    assert "«\u00a0parties.1.siret\u00a0»" in outcome.diagnostics[-1].hint
    assert [fact.key for fact in outcome.value.facts] == ["duree.fin"]
    assert outcome.value.aside == ()


def test_a_final_avenant_is_refused_for_it(folder):
    day = "avenant.date_signature=2026-03-01"
    assert amended(folder, day, draft=False).value is not None
    outcome = amended(folder, day, "parties.1.siret=11000201100044", draft=False)
    assert outcome.value is None
    assert [one.severity.value for one in outcome.diagnostics if one.code.number == "C511"] == ["erreur"]


def test_when_it_is_the_only_change_there_is_nothing_to_amend_and_the_key_is_named(folder):
    outcome = amended(folder, "parties.1.siret=11000201100044", new="signe.yaml")
    assert outcome.value is None
    assert {one.code.number for one in outcome.diagnostics} >= {"C701", "C511"}


@pytest.mark.parametrize(
    ("setting", "key"),
    [
        ("parties.1.representants.0.fonction=cheffe de service", "parties.1.representants.0.fonction"),
        ("lieu_signature=Brest", "lieu_signature"),
        ("entete=Ministère des phares", "entete"),
    ],
)
def test_a_value_that_only_changes_words_no_avenant_amends_is_told_apart(folder, setting, key):
    outcome = amended(folder, setting)
    assert unsaid(outcome) == []
    assert key not in [fact.key for fact in outcome.value.facts]
    assert key in [fact.key for fact in outcome.value.aside]


@pytest.mark.parametrize(
    "setting",
    [
        "duree.preavis_mois=5",
        "services.0.nom=Envergo",
        "chorus.centre_de_cout=SGSIFAB076",
        "parties.1.nom=Direction des phares",
    ],
)
def test_a_value_that_an_article_states_is_announced(folder, setting):
    outcome = amended(folder, setting)
    assert unsaid(outcome) == []
    assert setting.partition("=")[0] in [fact.key for fact in outcome.value.facts]


def test_values_that_say_the_same_words_together_are_not_accused(tmp_path):
    """Two values of which either is enough to print a change: taken back alone, neither moves a word."""
    old, new = spec(), spec(**LONGER, services=[{"nom": "Envergo"}])
    for name, data in (("signe", old), ("nouveau", new)):
        (tmp_path / f"{name}.yaml").write_text(text_of(data), encoding="utf-8")
    pack = tmp_path / "templates" / "commun"
    pack.mkdir(parents=True)
    clause = "## Préambule\n\n{% if duree.fin.year == 2027 or services[0].nom == 'Envergo' %}Suite.{% endif %} Fin.\n"
    (pack / "preambule.md").write_text(clause, encoding="utf-8")
    outcome = amended(tmp_path)
    assert unsaid(outcome) == []


@pytest.mark.parametrize("path", GOOD[:2], ids=lambda path: path.stem)
def test_all_that_a_reference_act_changes_is_found_somewhere(path, tmp_path):
    """One value at a time: it is announced, or told apart, or told to change no word."""
    signed = pipeline.check(path).value
    for setting in ("duree.fin=2028-06-30", "parties.0.adresse=Nantes", "lieu_signature=Brest"):
        key = setting.partition("=")[0]
        options = pipeline.Options((setting, "avenant.numero=1", "duree.preavis_mois=7"))
        new = pipeline.check(path, options).value
        made = prepare("nouveau", new, path.parent, options, before=(str(path), signed))
        assert made.value is not None, made.diagnostics
        told = [fact.key for fact in (*made.value.facts, *made.value.aside)]
        assert (key in told) != any(f"«\u00a0{key}\u00a0»" in one for one in unsaid(made))


def between(folder, old, new, *, clauses=None, draft=None):
    """The avenant that leads from some values to others; `clauses`: of the new version, by file name."""
    for name, data in (("un", old), ("deux", new)):
        (folder / name).mkdir()
        (folder / name / "acte.yaml").write_text(text_of(data), encoding="utf-8")
    for name, text in (clauses or {}).items():
        (folder / "deux" / "templates" / "commun").mkdir(parents=True, exist_ok=True)
        (folder / "deux" / "templates" / "commun" / name).write_text(text, encoding="utf-8")
    options = pipeline.Options(("avenant.numero=1",), draft=draft)
    before, after = pipeline.check(folder / "un/acte.yaml"), pipeline.check(folder / "deux/acte.yaml", options)
    assert after.value is not None, after.diagnostics
    return prepare("acte.yaml", after.value, folder, options, before=("acte.yaml", before.value))


def stated(outcome):
    assert outcome.value is not None, outcome.diagnostics
    return [fact.key for fact in outcome.value.facts]


def people(*days):
    return [{"profil": f"profil {number}", "jours_par_semaine": one} for number, one in enumerate(days)]


def test_values_of_which_the_articles_only_state_the_sum_are_told_when_the_sum_stays(tmp_path):
    """Each alone would change what is printed; both together change no word."""
    days = "{{ mobilisation | map(attribute='jours_par_semaine') | sum }} jours.\n"
    old, new = spec(mobilisation=people("1", "2")), spec(**LONGER, mobilisation=people("2", "1"))
    outcome = between(tmp_path, old, new, clauses={"engagements-laureat.md": days})
    assert stated(outcome) == ["duree.fin"]
    assert [one.partition("\u00a0»")[0].partition("\u00a0")[2] for one in unsaid(outcome)] == [
        "mobilisation.0.jours_par_semaine",
        "mobilisation.1.jours_par_semaine",
    ]


def test_what_a_group_changes_is_announced_value_by_value(tmp_path):
    schedule = {"2025": {"ae": "185 000 €", "cp": "40 000 €"}, "2026": {"cp": "145 000 €"}}
    outcome = between(tmp_path, spec(), spec(finances__echeancier=schedule))
    assert stated(outcome) == ["finances.echeancier.2025.cp", "finances.echeancier.2026.cp"]


def test_one_more_element_of_a_list_hides_no_value_beside_it(tmp_path):
    second = {"nom": "Zoé TROIS", "fonction": "adjointe", "genre": "f"}
    new = spec(**LONGER, parties__0__siret="11000201100044")
    new["services"].append({"nom": "Envergo"})
    new["parties"][1]["representants"].append(second)
    outcome = between(tmp_path, spec(), new)
    assert [one.split("\u00a0»")[0] for one in unsaid(outcome)] == ["«\u00a0parties.0.siret"]
    assert "services.1.nom" in stated(outcome)
    assert {"parties.1.representants.1.nom", "parties.1.representants.1.fonction"} <= {
        fact.key for fact in outcome.value.aside
    }


def test_what_comes_with_an_element_and_is_not_printed_is_told(tmp_path):
    clauses = {"engagements-laureat.md": "{% for one in mobilisation %}{{ one.profil }}{% endfor %}\n"}
    old, new = spec(mobilisation=people("1")), spec(mobilisation=people("1", "2"))
    outcome = between(tmp_path, old, new, clauses=clauses)
    assert stated(outcome) == ["mobilisation.1.profil"]
    assert [one.split("\u00a0»")[0] for one in unsaid(outcome)] == ["«\u00a0mobilisation.1.jours_par_semaine"]


@pytest.mark.parametrize(
    "same",
    [
        {"finances__montant": "200000"},
        {"duree": {"fin": "30/06/2027"}},
        {"duree__preavis_mois": "3"},
        {"sommaire": "non"},
        {"chorus__activites": "012900121401"},
    ],
)
def test_a_value_that_means_the_same_is_no_change(tmp_path, same):
    outcome = between(tmp_path, spec(**LONGER), spec(**{**LONGER, **same}, services__0__nom="Envergo"))
    assert unsaid(outcome) == []
    assert stated(outcome) == ["services.0.nom"]
    assert outcome.value.aside == ()


def test_an_act_is_made_again_a_few_times_however_many_texts_change(tmp_path, monkeypatch):
    def services(word):
        return [{"nom": f"Service {n}", "objectifs": [f"{word} {n}", f"garder {n}"]} for n in range(60)]

    made = []
    assemble = pipeline.assemble_bare
    monkeypatch.setattr(pipeline, "assemble_bare", lambda checked: made.append(1) or assemble(checked))
    new = spec(**LONGER, services=services("atteindre le but"))
    outcome = between(tmp_path, spec(services=services("chercher le but")), new)
    assert len(stated(outcome)) == 61
    assert unsaid(outcome) == []
    assert len(made) < 15


def test_a_value_that_keeps_words_as_they_were_is_not_announced(tmp_path):
    """What was given is stated once the amount changes, so that the words that recall it stay."""
    schedule = {"2025": {"ae": "185 000 €", "cp": "50 000 €"}, "2026": {"ae": "20 000 €", "cp": "155 000 €"}}
    money = {"finances__montant": "220 000 €", "finances__montant_attribue": "200 000 €"}
    outcome = between(tmp_path, spec(), spec(**money, finances__echeancier=schedule))
    assert "finances.montant" in stated(outcome)
    assert "finances.montant_attribue" not in stated(outcome)
    assert unsaid(outcome) == []


def test_a_new_person_beside_a_value_that_is_not_printed_amends_no_article(tmp_path):
    new = spec(**LONGER, parties__1__adresse="1 rue du Port, Brest")
    new["parties"][1]["representants"][0]["fonction"] = "directeur des phares"
    outcome = between(tmp_path, spec(), new)
    assert outcome.value.titles == ("Modification de l’article\u00a02 (Durée de la convention)",)
    assert [fact.key for fact in outcome.value.aside] == ["parties.1.representants.0.fonction"]
    assert [one.split("\u00a0»")[0] for one in unsaid(outcome)] == ["«\u00a0parties.1.adresse"]


def test_an_identity_number_that_changes_is_not_told_as_a_representative(tmp_path):
    source = ROOT / "specs" / "exemples" / "subvention.yaml"
    options = pipeline.Options(("duree.fin=2028-12-31", "parties.0.siret=11000201100044", "avenant.numero=1"))
    new, old = pipeline.check(source, options).value, pipeline.check(source).value
    outcome = prepare("acte.yaml", new, tmp_path, options, before=("acte.yaml", old))
    assert [fact.key for fact in outcome.value.aside] == ["parties.0.siret"]
    assert [one.partition(":")[0].strip() for one in outcome.value.besides] == ["Identification des parties"]


def test_a_value_changed_then_changed_back_is_announced_each_time(folder):
    step = ("--date", "2026-03-01", "-o", "un")
    assert run(folder, "signe.docx", "--set", "duree.preavis_mois=5", "--avenant", "1", *step)[0] == 0
    code, said = run(folder, "un/signe-avenant-1.docx", "--set", "duree.preavis_mois=3", "--avenant", "2", "-o", "deux")
    assert code == 0, said
    assert "5 → 3" in said
    assert (folder / "deux/signe-avenant-2.docx").exists()


def test_a_value_that_new_clauses_do_not_print_is_not_announced(tmp_path):
    """The signed act prints it: only the clauses of the new version make what the avenant says."""
    clauses = {"duree.md": "La convention prend fin le 1er janvier 2030.\n"}
    outcome = between(tmp_path, spec(), spec(**LONGER), clauses=clauses)
    assert outcome.value is not None
    assert "duree.fin" not in stated(outcome)


def test_words_that_only_clauses_change_are_told_by_their_amounts_and_dates(tmp_path):
    clauses = {"preambule.md": "## Préambule\n\nUne étude du 3 mars 2025 a coûté 12 000 €.\n"}
    outcome = between(tmp_path, spec(), spec(), clauses=clauses)
    assert any("12" in fact.after for fact in outcome.value.facts)
    assert unsaid(outcome) == []


def run(folder, *arguments):
    result = convention("amend", *arguments, cwd=folder)
    return result.returncode, (result.stdout + result.stderr).decode()


def test_the_command_tells_what_is_announced_what_is_aside_and_what_is_unsaid(folder):
    settings = ("--set", "lieu_signature=Brest", "--set", "parties.1.siret=11000201100044")
    code, said = run(folder, "signe.yaml", "nouveau.yaml", "--avenant", "1", *settings)
    assert code == 0
    head, _, apart = said.partition("Sans modification de la convention")
    assert "31 décembre 2026 → 30 juin 2027" in head
    assert "Brest" in apart
    assert "C511" in said
    code, said = run(
        folder, "signe.yaml", "nouveau.yaml", "--avenant", "1", "--date", "2026-03-01", "--final", *settings
    )
    assert code == 1
    assert "Rien n’est écrit" in said


def test_the_signed_word_file_is_enough_to_start_from(folder):
    code, from_file = run(folder, "signe.docx", "nouveau.yaml", "--avenant", "1", "-o", "un")
    assert code == 0, from_file
    assert run(folder, "signe.yaml", "nouveau.yaml", "--avenant", "1", "-o", "deux")[0] == 0
    one, other = ((folder / name / "nouveau-avenant-1.docx").read_bytes() for name in ("un", "deux"))
    assert one == other
    code, said = run(folder, "signe.docx", "--set", "duree.fin=2027-06-30", "--avenant", "1", "-o", "trois")
    assert code == 0, said
    assert "31 décembre 2026 → 30 juin 2027" in said


def test_without_a_change_the_file_of_an_act_alone_asks_for_one(folder):
    code, said = run(folder, "signe.docx", "--avenant", "1")
    assert code == 1
    assert "C701" in said
    assert "--set duree.fin=2027-06-30" in said


def test_an_avenant_may_amend_what_a_signed_avenant_made(folder):
    first = ("signe.docx", "--set", "duree.fin=2027-06-30", "--avenant", "1", "--date", "2026-03-01", "-o", "un")
    assert run(folder, *first)[0] == 0
    code, said = run(folder, "un/signe-avenant-1.docx", "--set", "duree.fin=2027-12-31", "--avenant", "2", "-o", "deux")
    assert code == 0, said
    assert "30 juin 2027 → 31 décembre 2027" in said
    assert "C708" not in said


def test_a_word_file_that_was_altered_is_refused_with_its_differences(folder):
    data = (folder / "signe.docx").read_bytes()
    changed = altered(data, document=lambda xml: xml.replace("décembre\u00a02026", "décembre\u00a02029"))
    struck = altered(data, document=lambda xml: xml.replace("<w:r><w:t", "<w:r><w:rPr><w:strike/></w:rPr><w:t", 1))
    assert changed != data
    assert struck != data
    for name, content, words in (("change.docx", changed, "2029"), ("barre.docx", struck, "barré")):
        (folder / name).write_bytes(content)
        code, said = run(folder, name, "nouveau.yaml", "--avenant", "1")
        assert code == 1
        assert "C512" in said
        assert words in said
        assert f"convention verify {name}" in said


def test_a_word_file_without_a_spec_is_to_be_imported_first(folder):
    (folder / "venu.docx").write_bytes(word(p("Convention")))
    bare = pipeline.assemble(pipeline.check(folder / "signe.yaml").value).value.without_spec()
    (folder / "sans.docx").write_bytes(write_docx(bare))
    for name in ("venu.docx", "sans.docx"):
        code, said = run(folder, name, "nouveau.yaml", "--avenant", "1")
        assert code == 1
        assert "C513" in said
        assert f"convention import {name}" in said


def test_the_images_of_a_signed_act_follow_it(folder):
    exemples = ROOT / "tests" / "exemples"
    for name in ("base.yaml", "image-et-sommaire.yaml", "image.png"):
        shutil.copy(exemples / name, folder / name)
    checked = pipeline.check(folder / "image-et-sommaire.yaml").value
    (folder / "image.docx").write_bytes(pipeline.render(checked, ["docx"]).value["docx"])
    (folder / "image.png").unlink()
    first = ("--avenant", "1", "--date", "2026-01-05", "-o", "un")
    code, said = run(folder, "image.docx", "--set", "duree.fin=2027-06-30", *first)
    assert code == 0, said
    for name in ("image-avenant-1.docx", "image-consolide.docx"):
        assert convention("verify", f"un/{name}", cwd=folder).returncode == 0
        code, said = run(folder, f"un/{name}", "--set", "duree.fin=2027-07-30", "--avenant", "2", "-o", "deux")
        assert code == 0, said
        assert (folder / "deux" / "image-avenant-2.docx").exists()


def own_clauses(folder, text):
    clause = folder / "templates" / "commun" / "preambule.md"
    clause.parent.mkdir(parents=True, exist_ok=True)
    clause.write_text(f"## Préambule\n\n{text}\n", encoding="utf-8")


def test_a_signed_act_of_own_clauses_is_amended_with_those_near_it(folder):
    own_clauses(folder, "Nos propres mots.")
    checked = pipeline.check(folder / "signe.yaml").value
    (folder / "signe.docx").write_bytes(pipeline.render(checked, ["docx"]).value["docx"])
    code, said = run(folder, "signe.docx", "--set", "duree.fin=2027-06-30", "--avenant", "1", "-o", "un")
    assert code == 0, said
    assert "Nos propres mots." in (folder / "un" / "signe-consolide.md").read_text(encoding="utf-8")
    assert "1 modification" in said


def test_a_signed_act_whose_clauses_are_not_at_hand_is_not_accused(folder):
    own_clauses(folder, "Nos propres mots.")
    checked = pipeline.check(folder / "signe.yaml").value
    (folder / "signe.docx").write_bytes(pipeline.render(checked, ["docx"]).value["docx"])
    own_clauses(folder, "D’autres mots.")
    code, said = run(folder, "signe.docx", "--set", "duree.fin=2027-06-30", "--avenant", "1")
    assert code == 1
    assert "C514" in said
    assert "C512" not in said


def test_a_signed_act_with_something_beside_its_text_is_amended_and_told(folder):
    data = (folder / "signe.docx").read_bytes()
    footed = altered(data, footer1=lambda xml: xml.replace("Page ", "Copie, page "))
    (folder / "pied.docx").write_bytes(footed)
    code, said = run(folder, "pied.docx", "--set", "duree.fin=2027-06-30", "--avenant", "1")
    assert code == 0, said
    assert "Le texte de « pied.docx » est celui de la spécification qu’il porte, mais" in said
    assert "Copie, page" in said


def test_a_report_is_no_act_to_amend(folder):
    source = ROOT / "specs" / "fast17" / "comptes-rendus" / "clairsemis.yaml"
    checked = pipeline.check(source, pipeline.Options(sequel=REPORT)).value
    (folder / "cr.docx").write_bytes(pipeline.render(checked, ["docx"]).value["docx"])
    code, said = run(folder, "cr.docx", "--set", "duree.fin=2027-06-30", "--avenant", "1")
    assert code == 1
    assert "un compte rendu" in said


def test_a_signed_act_in_odt_is_enough_too(folder):
    checked = pipeline.check(folder / "signe.yaml").value
    (folder / "signe.odt").write_bytes(pipeline.render(checked, ["odt"]).value["odt"])
    assert run(folder, "signe.odt", "nouveau.yaml", "--avenant", "1", "-o", "un")[0] == 0
    assert run(folder, "signe.docx", "nouveau.yaml", "--avenant", "1", "-o", "deux")[0] == 0
    one, other = ((folder / name / "nouveau-avenant-1.docx").read_bytes() for name in ("un", "deux"))
    assert one == other


@pytest.mark.parametrize("name", ["acte.md", "acte.txt"])
def test_an_act_that_is_only_words_is_to_be_imported_first(folder, name):
    checked = pipeline.check(folder / "signe.yaml").value
    (folder / name).write_bytes(pipeline.render(checked, ["md"]).value["md"])
    code, said = run(folder, name, "nouveau.yaml", "--avenant", "1")
    assert code == 1
    assert f"convention import {name} --as-pack" in said


def test_the_new_version_is_no_word_file(folder):
    code, said = run(folder, "signe.yaml", "signe.docx", "--avenant", "1")
    assert code == 2
    assert "spécification (.yaml)" in said
