"""`convention report`: the report of execution, from what the act opened and what was done."""

import re
import shutil
from pathlib import Path

import pytest

from conventions_cli import pipeline
from conventions_cli.document.nodes import Section, SectionKind
from conventions_cli.document.walk import section_text
from conventions_cli.files.discovery import specs_in
from conventions_cli.model.balance import cumuls, difference, somme, taux
from conventions_cli.model.sequels import REPORT
from conventions_cli.model.values import Manquant, Montant
from conventions_cli.pipeline.sets import check_set, member
from conventions_cli.writers.markdown import write_markdown
from fabrique import ABSENT, ROOT, SPECS, as_texts, check, codes, mammoth_text, spec, text_of
from test_cli import run
from test_rules import report

EXAMPLE = SPECS / "fast17" / "comptes-rendus" / "clairsemis.yaml"
ACT = SPECS / "fast17" / "clairsemis.yaml"
GUIDE = ROOT / "docs" / "guide" / "compte-rendu.md"


def plain(text):
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def document_of(data, **options):
    options = {"sequel": REPORT, **options}
    outcome = pipeline.check(data, pipeline.Options(**options)) if isinstance(data, Path) else check(data, **options)
    assert outcome.value is not None, [(one.code.number, one.message) for one in outcome.diagnostics]
    return pipeline.assemble(outcome.value).value


def markdown(data, **options):
    return plain(write_markdown(document_of(data, **options)))


def rows(text, heading):
    """The cells of the table under a heading, header left out."""
    part = text.split(f"### {heading}")[1].split("\n\n")[1]
    return [[cell.strip(" *") for cell in line.strip("|").split("|")] for line in part.split("\n")[2:]]


# The money


def test_the_table_lays_what_was_done_over_what_was_opened():
    text = markdown(EXAMPLE)
    assert rows(text, "Autorisations") == [
        ["2025", "185 000 €", "150 000 €", "35 000 €", "81,1 %"],
        ["2026", "", "31 400 €", "3 600 €", "98,1 %"],
        ["Total", "185 000 €", "181 400 €", "3 600 €", "98,1 %"],
    ]
    assert rows(text, "Crédits de paiement") == [
        ["2025", "60 000 €", "58 300 €", "1 700 €", "97,2 %"],
        ["2026", "125 000 €", "98 450 €", "28 250 €", "84,7 %"],
        ["Total", "185 000 €", "156 750 €", "28 250 €", "84,7 %"],
    ]
    assert "s’élève à 24 650 €" in text
    assert "3 600 € d’autorisations d’engagement (AE) resteraient sans emploi" in text


def test_a_year_to_come_is_opened_and_not_done():
    first = report(arrete_au="2025-12-31", realise__2026=ABSENT, prevision__2026__paye="135 000 €")
    text = markdown(spec(**first))
    assert rows(text, "Crédits de paiement")[1] == ["2026", "135 000 €", "", "", ""]
    assert rows(text, "Crédits de paiement")[2] == ["Total", "185 000 €", "45 000 €", "140 000 €", "24,3 %"]


def test_credits_that_run_short_are_told():
    text = markdown(spec(**report(prevision__2026={"engage": "9 000 €", "paye": "80 000 €"})))
    assert "il manquerait 4 000 € d’autorisations d’engagement (AE) ;" in text
    assert "les crédits de paiement (CP) seraient consommés en totalité." in text


def test_nothing_is_summed_while_a_part_is_missing():
    data = text_of(spec(**report(realise__2025__paye=None, date_signature=ABSENT))).replace("null", "")
    text = markdown(data)
    assert "[à compléter : CP payés en 2025]" in text.replace("\\", "")
    cells = rows(text.replace("\\", ""), "Crédits de paiement")
    assert cells[0][3:] == ["", ""]
    assert cells[2][2:] == ["<mark>[à compléter : total des paiements]</mark>", "", ""]
    assert "reste à payer" not in text


def test_sums_differences_and_rates():
    a, b, lost = Montant(1), Montant(3), Manquant("k", "l")
    assert somme([a, None, b], "t") == Montant(4)
    assert somme([None], "t") is None
    assert somme([a, lost], "t") == Manquant("k", "t")
    assert difference(b, a) == Montant(2)
    assert difference(a, b) is None
    assert difference(lost, a) is None
    assert str(taux(a, b)) == "33,3\u00a0%"
    assert str(taux(Montant(99_999), Montant(100_000))) == "99,9\u00a0%"
    assert str(taux(b, b)) == "100\u00a0%"
    assert taux(a, Montant(0)) is None
    assert cumuls([a, None, b]) == (Montant(1), Montant(1), Montant(4))


# The text


def test_it_is_the_report_of_that_act_told_by_its_delegataire():
    document = document_of(EXAMPLE)
    text = plain("\n".join(section_text(part) for part in document.parts))
    act = pipeline.assemble(pipeline.check(ACT).value).value
    assert plain(act.metadata.title) in text
    assert document.metadata.title.startswith("Compte rendu d’exécution de la délégation de gestion")
    assert document.metadata.author == "Direction du numérique agricole"
    assert act.metadata.author == "Direction interministérielle du numérique"
    assert not document.metadata.draft
    (signatures,) = [one for one in document.parts if isinstance(one, Section) and one.kind is SectionKind.SIGNATURES]
    assert "Hélène VASSERAND" in section_text(signatures)
    assert "SCHAER" not in section_text(signatures)


def test_objectives_stand_under_their_service():
    services = [{"nom": "Un", "objectifs": ["croître"]}, {"nom": "Deux", "objectifs": ["croître", "tenir"]}]
    rows_told = [
        {"objectif": "croître", "service": "Deux", "etat": "atteint"},
        {"objectif": "croître", "service": "Un", "etat": "non_atteint"},
        {"objectif": "tenir", "etat": "abandonne"},
    ]
    text = markdown(spec(**report(avancement=rows_told) | {"services": services}))
    assert rows(text, "Objectifs du service « Un »") == [["Croître", "Non atteint", ""]]
    assert [row[:2] for row in rows(text, "Objectifs du service « Deux »")] == [
        ["Croître", "Atteint"],
        ["Tenir", "Abandonné"],
    ]


def test_two_delegataires_tell_and_sign_together():
    text = markdown(SPECS / "fast17" / "sourcevue.yaml")
    assert "rendent compte à la DINUM" in text
    assert text.count("**Pour ") == 2


def test_every_format_holds_the_same_words():
    checked = pipeline.check(EXAMPLE).value
    made = pipeline.render(checked, ["docx", "html", "md"]).value
    for words in ("Reste à engager", "Partiellement atteint", "Pièces jointes"):
        assert words in mammoth_text(made["docx"])
        assert words in made["html"].decode()
        assert words in made["md"].decode()


# What is missing, and who gives it


def test_the_act_alone_gives_a_draft_and_the_list_of_what_to_fill(tmp_path):
    code, out, err = run("report", ACT, "-o", tmp_path, cwd=tmp_path)
    assert code == 0
    assert out.split() == [str(tmp_path / f"clairsemis-compte-rendu.{kind}") for kind in ("docx", "md")]
    assert "PROJET. À compléter :" in err
    (office,) = [line for line in err.splitlines() if line.strip().startswith("le service financier")]
    assert "CP payés en 2026 (execution.realise.2026.paye)" in office
    (party,) = [line for line in err.splitlines() if line.strip().startswith("le délégataire")]
    assert "travaux réalisés" in party
    assert "état de l’objectif « doubler le nombre de déclarations" in party
    text = plain((tmp_path / "clairsemis-compte-rendu.md").read_text(encoding="utf-8"))
    listed = len(re.findall(r"\(execution\.", err))
    assert text.startswith("<!-- projet -->")
    assert len(set(re.findall(r"à compléter : ([^\]]+)", text))) >= listed - 1  # the states are one label


def test_final_refuses_what_is_missing_and_writes_nothing(tmp_path):
    code, out, err = run("report", ACT, "--final", "-o", tmp_path / "sortie", cwd=tmp_path)
    assert (code, out) == (1, "")
    assert "C201" in err
    assert "avant la signature, il manque" in err
    assert not (tmp_path / "sortie").exists()
    assert run("report", EXAMPLE, "--final", "-o", tmp_path, cwd=tmp_path)[0] == 0


def test_a_report_is_a_draft_until_it_is_signed():
    assert document_of(spec(**report(date_signature=ABSENT))).metadata.draft
    assert not document_of(spec(**report())).metadata.draft
    assert document_of(spec(**report()), draft=True).metadata.draft


@pytest.mark.parametrize("section", ["execution:\n", "execution: {}\n", "execution: {arrete_au: , realise: }\n"])
def test_an_empty_section_asks_for_all_of_it(section):
    outcome = check(text_of(spec()) + section)
    assert outcome.value.spec.draft
    assert {one.code.number for one in outcome.diagnostics} == {"C218"}
    keys = [one.cle for one in outcome.value.missing]
    assert {"execution.date_signature", "execution.arrete_au", "execution.travaux", "execution.prevision"} <= set(keys)
    assert len(keys) == len(set(keys))
    assert pipeline.assemble(outcome.value).diagnostics == ()


def test_a_year_to_come_is_not_asked_for():
    data = spec(**report(arrete_au="2025-12-31", realise={"2025": {"engage": "1 €"}}, date_signature=ABSENT))
    keys = [one.cle for one in check(data).value.missing]
    assert "execution.realise.2025.paye" in keys
    assert not [key for key in keys if "2026" in key]


def test_no_forecast_is_asked_for_once_the_calendar_is_over():
    changes = report(arrete_au="2026-12-31", prevision=ABSENT, date_signature="2027-01-10")
    assert codes(spec(**changes)) == []
    assert "ne prévoit plus ni commande, ni paiement" in markdown(spec(**changes))
    assert codes(spec(**report(prevision=ABSENT))) == ["C201"]


@pytest.mark.parametrize("text", ["[1]", "3", "{realise: [1]}", "{avancement: 3}", "{realise: {2025: 3}}", "{x: 1}"])
def test_a_section_of_another_form_is_a_fault_like_any_other(text):
    outcome = check(f"{text_of(spec())}execution: {text}\n")
    assert outcome.value is None
    assert {one.code.number for one in outcome.diagnostics} & {"C202", "C203", "C205"}


# An act and its report


def test_folders_hold_acts_and_their_reports_apart():
    acts, told = specs_in(SPECS / "fast17"), specs_in(SPECS / "fast17", acts=False, sequels=[REPORT])
    assert EXAMPLE not in acts
    assert told == (EXAMPLE,)
    assert set(specs_in(SPECS / "fast17", sequels=[REPORT])) == {*acts, *told}


def test_a_report_that_names_its_parties_is_still_no_act(tmp_path):
    (tmp_path / "cr.yaml").write_text(text_of(spec(**report())), encoding="utf-8")
    assert specs_in(tmp_path) == ()


def test_a_report_has_the_numbers_of_its_act_and_another_file():
    members = [member(str(path), path.stem, pipeline.check(path).value) for path in (ACT, EXAMPLE)]
    assert check_set(members) == {}
    assert [one.stem for one in members] == ["clairsemis", "clairsemis-compte-rendu"]


@pytest.mark.parametrize("command", ["render", "batch", "publish", "summary"])
def test_commands_on_acts_refuse_a_report_and_say_what_to_type(tmp_path, command):
    code, out, err = run(command, EXAMPLE, cwd=tmp_path)
    assert code == 1
    assert list(tmp_path.iterdir()) == []
    if command != "batch":
        assert "convention report" in out + err


def test_the_pack_of_reports_is_no_pack_for_acts():
    (found,) = check(spec(modele="compte-rendu")).diagnostics
    assert (found.code.number, found.span.start.line) == ("C220", 1)
    (unknown,) = check(spec(modele="compte-rendus")).diagnostics
    assert "compte-rendu," not in unknown.hint


def test_rules_and_fields_of_the_act_still_hold():
    assert codes(spec(**report(), parties__1__nature="gip")) == ["C301"]
    assert codes(spec(**report(), champs={"bilan_services": "mille services"})) == []
    assert codes(spec(**report(), champs={"inconnu": "x"})) == ["C214"]


def test_a_folder_several_files_and_standard_input(tmp_path):
    shutil.copytree(SPECS, tmp_path / "specs")
    code, out, _ = run("report", "specs/fast17/comptes-rendus", "--format", "md", cwd=tmp_path)
    assert (code, out.split()) == (0, ["build/clairsemis-compte-rendu.md"])
    code, out, _ = run("report", "-", "--format", "md", cwd=tmp_path, stdin=text_of(spec()).encode())
    assert (code, out.split()) == (0, ["build/Domifa-compte-rendu.md"])
    code, _, err = run("report", "specs/fast17/clairsemis.yaml", EXAMPLE, cwd=tmp_path)
    assert code == 1
    assert "C502" in err
    (tmp_path / "vide").mkdir()
    assert run("report", "vide", cwd=tmp_path)[0] == 3


def test_a_house_may_write_it_otherwise(tmp_path):
    shutil.copytree(ROOT / "templates" / "compte-rendu", tmp_path / "compte-rendu")
    (tmp_path / "compte-rendu" / "difficultes.md").write_text("## 4. Écueils\n\n{{ execution.difficultes }}\n")
    assert "## 4. Écueils" in markdown(EXAMPLE, template_dir=tmp_path)


def test_two_runs_give_the_same_bytes():
    checked = pipeline.check(EXAMPLE).value
    assert pipeline.render(checked, ["docx"]).value == pipeline.render(checked, ["docx"]).value


def test_hostile_words_change_no_table():
    wicked = "a | b\n\n# c **d** {{ nor }} <b> | e"
    data = spec(**report(avancement__0__commentaire=wicked, indicateurs=[{"nom": wicked, "valeur": wicked}]))
    tame = spec(**report(avancement__0__commentaire="x", indicateurs=[{"nom": "x", "valeur": "x"}]))

    def shape(document):
        return [type(block).__name__ for part in document.parts for block in part.blocks]

    assert shape(document_of(data)) == shape(document_of(tame))


# The guide


def test_the_example_of_the_guide_is_a_whole_report(tmp_path):
    shutil.copytree(SPECS, tmp_path / "specs")
    example, sums, change = re.findall(r"```yaml\n(.+?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    path = tmp_path / "specs" / "fast17" / "comptes-rendus" / "autre.yaml"
    path.write_text(example + change, encoding="utf-8")
    assert pipeline.check(path).diagnostics == ()
    assert "Inès MARCHOIS" in markdown(path)
    assert "Hélène VASSERAND" in markdown(EXAMPLE)
    path.write_text(f"herite: ../../exemples/subvention.yaml\n{sums}", encoding="utf-8")
    assert rows(markdown(path), "Versements")[-1] == ["Total", "60 000 €", "42 000 €"]


def test_the_guide_names_every_key():
    from conventions_cli.model.execution import Etat, Execution

    text = GUIDE.read_text(encoding="utf-8")
    assert [key for key in Execution.model_fields if f"`{key}`" not in text] == []
    assert [state.value for state in Etat if f"`{state.value}`" not in text] == []


# Acts of every kind

KINDS = sorted((SPECS / "exemples").glob("*.yaml"))


@pytest.mark.parametrize("path", KINDS, ids=[path.stem for path in KINDS])
def test_an_act_of_any_kind_has_its_report(path):
    text = markdown(path)
    held = pipeline.check(path).value.spec.convention.finances
    assert ("### Autorisations d’engagement" in text) is bool(held.echeancier)
    assert ("## 5. Prévisions" in text) is bool(held.echeancier)
    for key, heading in (
        ("versements", "### Versements"),
        ("contributions", "### Contributions"),
        ("cout", "### Coût"),
    ):
        assert (heading in text) is bool(getattr(held, key)), key
    nothing = not (held.echeancier or held.versements or held.contributions or held.cout or held.budget)
    assert ("Sans objet" in text) is nothing
    assert "l’BPN" not in text
    assert " En application" not in text  # it starts a paragraph of its own


def of_a_grant(**sums):
    tree = pipeline.check(SPECS / "exemples" / "subvention.yaml").value.spec.tree
    data = as_texts(tree.span.source.text)
    data["execution"] = {"arrete_au": "2026-12-31", "date_signature": "2027-02-01", "travaux": "Texte."} | sums
    return data


SUMS = {
    "versements": [
        {"libelle": "à la signature", "montant": "42 000 €"},
        {"libelle": "après le bilan de mi-parcours", "montant": "10 000 €"},
    ]
}


def test_what_became_of_each_sum_stands_beside_what_the_act_promises():
    text = markdown(of_a_grant(**SUMS), draft=True)
    assert rows(text, "Versements") == [
        ["À la signature", "42 000 €", "42 000 €"],
        ["Après le bilan de mi-parcours", "18 000 €", "10 000 €"],
        ["Total", "60 000 €", "52 000 €"],
    ]


def test_what_parties_bring_is_told_by_party_whatever_the_number_of_their_payments():
    text = markdown(SPECS / "exemples" / "partenariat.yaml")
    assert [row[:2] for row in rows(text, "Contributions")] == [
        ["Le porteur", "40 000 €"],
        ["La Région des Trois-Estuaires", "70 000 €"],
        ["L’Agence des sentiers", "40 000 €"],
        ["Total", "150 000 €"],
    ]


def test_a_line_that_the_act_has_not_is_refused_with_the_one_that_was_meant():
    sums = [{"libelle": "à la signatures", "montant": "42 000 €"}, *SUMS["versements"]]
    found = [one for one in check(of_a_grant(versements=sums), sequel=REPORT).diagnostics if one.code.number == "C349"]
    assert [one.hint for one in found] == ["Vouliez-vous dire « à la signature » ?"]
    for said, hint in (
        ("après le bilan de mi parcour", "Vouliez-vous dire « après le bilan de mi-parcours » ?"),
        ("zzz", "Recopier une de ses lignes : « à la signature » ; « après le bilan de mi-parcours »."),
    ):
        wrong = of_a_grant(versements=[{"libelle": said, "montant": "1 €"}])
        assert hint in [one.hint for one in check(wrong, sequel=REPORT).diagnostics]


def test_a_sum_paid_beyond_the_act_is_told():
    more = [{"libelle": "à la signature", "montant": "43 000 €"}]
    found = [one for one in check(of_a_grant(versements=more), sequel=REPORT).diagnostics if one.code.number == "C350"]
    assert ["1 000 €" in plain(one.hint) for one in found] == [True]
    assert "C350" not in codes(of_a_grant(**SUMS), sequel=REPORT)
    dearer = {"charges": [{"libelle": "Formateurs", "montant": "60 000 €"}]}
    assert "C350" not in codes(of_a_grant(**SUMS, **dearer), sequel=REPORT)


def test_years_of_credits_are_refused_where_the_act_has_none():
    years = of_a_grant(realise={"2026": {"engage": "1 €", "paye": "1 €"}})
    assert [one for one in codes(years, sequel=REPORT, draft=True) if one.startswith("C38")] == ["C387"]


def test_what_is_missing_names_the_line_of_the_act():
    missing = [one.libelle for one in check(of_a_grant(), sequel=REPORT, draft=True).value.missing]
    assert "somme versée « à la signature »" in missing
    assert "dépense constatée « Formateurs »" in missing


def test_who_carries_the_mission_signs_the_report_of_a_letter():
    text = markdown(SPECS / "exemples" / "lettre-mission.yaml")
    assert "**De :** Madame Inès MOREL, cheffe de produit" in text
    assert "Pour la DNA" not in text
