"""`convention terminate`: the letter that ends an act, as the act itself allows."""

import shutil
from datetime import date

import pytest

from conventions_cli import pipeline
from conventions_cli.files.discovery import specs_in
from conventions_cli.foundation.diagnostics import Severity
from conventions_cli.model.sequels import TERMINATION
from conventions_cli.model.values import Manquant
from conventions_cli.pipeline.sets import check_set, member
from conventions_cli.templating.notice_period import ending_of
from conventions_cli.writers.markdown import write_markdown
from fabrique import ROOT, SPECS, check, spec
from outils import sdk_errors
from test_cli import run

EXAMPLES = SPECS / "exemples"
# By kind: an act signed with a notice, who ends it, the day it is told, the article, the notice, the end.
KINDS = {
    "delegation-fast-2025": ("fast17/clairsemis", "dina", "2025-11-30", "6", "trois mois", date(2026, 2, 28)),
    "delegation-de-gestion": ("exemples/delegation-inverse", "dinum", "2026-08-31", "8", "trois mois", "2026-11-30"),
    "subvention": ("exemples/subvention", "bpn", "2026-08-31", "11", "deux mois", "2026-10-31"),
    "refacturation": ("exemples/refacturation", "chi", "2026-07-31", "8", "trois mois", "2026-10-31"),
    "partenariat": ("exemples/partenariat", "scl", "2026-11-30", "8", "trois mois", date(2027, 2, 28)),
    "groupement-commandes": ("exemples/groupement-commandes", "gip", "2026-10-31", "9", "quatre mois", "2027-02-28"),
}

GOLDEN = """

# Résiliation de la convention du 12 septembre 2025

<!-- corps -->

**De :** la Direction du numérique agricole (DINA)

**À :** la Direction interministérielle du numérique (DINUM)

**Objet :** résiliation de la convention du 12 septembre 2025

**Convention :** Convention de délégation de gestion du 12 septembre 2025 relative à la répartition des rôles et aux \
modalités de participation financière de la Direction du numérique agricole et de la Direction interministérielle du \
numérique, conformément aux décisions de l’appel à projets FAST 17, au bénéfice du service numérique « Clairsemis », \
signée le 12 septembre 2025 – NOR : AGRZ2531701X

<!-- corps -->

En application de l’article 5 du décret n° 2004-1085 du 14 octobre 2004 relatif à la délégation de gestion dans les \
services de l’État et de l’article 6 (« Modification et résiliation ») de la convention désignée ci-dessus, la \
Direction du numérique agricole met fin à cette convention.

Les crédits de l’année 2026 ont été annulés.

<!-- corps -->

La convention prévoit un préavis de trois mois. La présente lettre étant notifiée le 30 novembre 2025, la convention \
prend fin à l’expiration de ce préavis, le 28 février 2026. Elle continue de s’appliquer jusqu’à cette date.

<!-- signatures -->

Fait à Paris, le 30 novembre 2025.

- **Pour la Direction du numérique agricole**\\
  La directrice du numérique agricole,

  Hélène VASSERAND
"""


def letter(folder, act, **section):
    """The spec of a letter that inherits an act."""
    lines = "".join(f"  {key}: {value}\n" for key, value in section.items())
    path = folder / "lettre.yaml"
    path.write_text(f"herite: {act}\nresiliation:\n{lines or '  {}'}\n", encoding="utf-8")
    return path


def found(data, **options):
    return check(data, sequel=TERMINATION, **options)


def codes(data, **options):
    return [one.code.number for one in found(data, **options).diagnostics if one.severity is Severity.ERROR]


def ended(**section):
    """The base act, signed the 20 August 2025 until the end of 2026 with a notice of three months, and its letter."""
    return spec(resiliation={"auteur": "dinum", "date_notification": "2026-03-31", **section})


def ending(data):
    checked = found(data).value
    assert checked is not None, [one.message for one in found(data).diagnostics]
    return ending_of(checked.spec, checked.act, checked.extras).value


def markdown(checked):
    text = write_markdown(pipeline.assemble(checked).value)
    return text.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.fixture
def folder(tmp_path):
    shutil.copytree(SPECS, tmp_path / "specs")
    return tmp_path / "specs"


# The text


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_says_its_own_article_its_notice_and_the_day_that_makes(folder, kind):
    act, author, told, article, notice, effect = KINDS[kind]
    checked = pipeline.check(letter(folder, f"{act}.yaml", auteur=author, date_notification=told)).value
    assert checked is not None
    assert checked.spec.convention.modele == kind
    end = ending_of(checked.spec, checked.act, checked.extras).value
    assert (end.article, end.delai, str(end.date_effet)) == (f"article\u00a0{article}", notice, str(effect))
    text = markdown(checked)
    whole = write_markdown(pipeline.assemble(pipeline.check(folder / f"{act}.yaml").value).value)
    assert f"Article {article} – {end.titre_article}" in whole.replace("\u00a0", " ")
    assert f"l’article {article} (« {end.titre_article} ») de la convention" in text
    assert f"un préavis de {notice}" in text
    assert ("2004-1085" in text) is kind.startswith("delegation")
    assert text.count("**Pour ") == 1


def test_a_pack_of_2023_says_so_too():
    data = spec(modele="delegation-fast-2023", date_signature="2024-03-04", dispositif__date_decision="2023-06")
    data["resiliation"] = {"auteur": "dinum", "date_notification": "2024-05-31"}
    checked = check(data, sequel=TERMINATION).value
    made = ending_of(checked.spec, checked.act, checked.extras).value
    assert made.titre_article == "Durée et résiliation de la convention"
    assert made.date_effet == date(2024, 8, 31)


def test_the_whole_letter(folder):
    section = {"auteur": "dina", "date_notification": "2025-11-30", "lieu_signature": "Paris"}
    path = letter(folder, "fast17/clairsemis.yaml", **section, motif="Les crédits de l’année 2026 ont été annulés.")
    document = pipeline.assemble(pipeline.check(path).value).value
    text = write_markdown(document).replace("\u00a0", " ").replace("\u202f", " ")
    assert text.split("<!-- titre -->")[1] == GOLDEN
    assert document.metadata.author == "Direction du numérique agricole"
    assert not document.metadata.draft


def test_members_leave_a_group_of_buyers(folder):
    act = "exemples/groupement-commandes.yaml"
    path = letter(folder, act, auteur="gip", date_notification="2026-10-31")
    text = markdown(pipeline.check(path).value)
    assert "# Retrait du groupement de commandes" in text
    assert "quitte le groupement" in text
    assert "résiliation" not in text
    path = letter(folder, act, auteur="agence", date_notification="2026-10-31")
    (fault,) = pipeline.check(path).diagnostics
    assert (fault.code.number, "« membre »" in fault.message) == ("C516", True)


def test_a_letter_passes_the_validator(folder, tmp_path):
    path = letter(folder, "exemples/subvention.yaml", auteur="bpn", date_notification="2026-08-31")
    (tmp_path / "lettre.docx").write_bytes(pipeline.render(pipeline.check(path).value, ["docx"]).value["docx"])
    assert sdk_errors(tmp_path / "lettre.docx") == []


# The day


@pytest.mark.parametrize(
    ("told", "months", "day"),
    [
        ("2025-11-30", 3, date(2026, 2, 28)),
        ("2025-08-31", 1, date(2025, 9, 30)),
        ("2025-12-31", 2, date(2026, 2, 28)),
        ("2026-01-31", 3, date(2026, 4, 30)),
        ("2026-02-28", 3, date(2026, 5, 28)),
        ("2026-03-15", 6, date(2026, 9, 15)),
    ],
)
def test_months_of_notice_end_on_their_day_or_on_the_last_of_a_shorter_month(told, months, day):
    data = ended(date_notification=told) | {"duree": {"fin": "2026-12-31", "preavis_mois": months}}
    made = ending(data)
    assert (made.date_effet, made.fin_du_preavis, made.differee) == (day, day, False)


def test_an_act_may_end_later_than_its_notice_asks():
    made = ending(ended(date_effet="2026-09-30"))
    assert (made.fin_du_preavis, made.date_effet, made.differee) == (date(2026, 6, 30), date(2026, 9, 30), True)
    text = markdown(found(ended(date_effet="2026-09-30")).value)
    assert "ce préavis expire le 30 juin 2026, et la convention prend fin le 30 septembre 2026" in text


@pytest.mark.parametrize(
    ("section", "place"),
    [
        ({"date_effet": "2026-06-29"}, "avant la fin du préavis de 3 mois"),
        ({"date_effet": "2027-01-01"}, "L’acte prend fin le 31 décembre 2026"),
        ({"date_notification": "2026-10-01"}, "L’acte prend fin le 31 décembre 2026"),
        ({"date_notification": "2027-02-01"}, "L’acte prend fin le 31 décembre 2026"),
        ({"date_notification": "2025-08-19"}, "avant la signature"),
    ],
)
def test_days_the_act_does_not_admit(section, place):
    (fault,) = [one for one in found(ended(**section)).diagnostics if one.code.number == "C517"]
    assert place in fault.message.replace("\u00a0", " ")
    assert next(iter(section)) in fault.span.source.line(fault.span.start.line)


def test_the_last_day_of_the_act_and_that_of_the_notice_are_admitted():
    assert codes(ended(date_notification="2026-09-30", date_effet="2026-12-31")) == []
    assert codes(ended(date_effet="2026-06-30")) == []
    assert ending(ended(date_notification="2026-09-30")).date_effet == date(2026, 12, 30)


def test_an_act_renewed_without_a_word_ends_with_its_last_period(folder):
    act = "exemples/delegation-sans-montant.yaml"

    def told(day, **again):
        path = letter(folder, act, auteur="csp", date_notification=day)
        settings = ["duree.fin=2026-12-31", *(f"duree.reconduction.{key}={value}" for key, value in again.items())]
        outcome = pipeline.check(path, pipeline.Options(settings))
        return [one.code.number for one in outcome.diagnostics if one.severity is Severity.ERROR]

    assert told("2027-09-30", tacite="oui", periode="un an", nombre=1) == []
    assert told("2027-10-01", tacite="oui", periode="un an", nombre=1) == ["C517"]
    assert told("2027-09-30", tacite="non", periode="un an", nombre=1) == ["C517"]
    assert told("2031-09-30", tacite="oui", periode="un an") == []


# What is refused


def test_who_is_no_party_ends_nothing():
    (fault,) = found(ended(auteur="dgcss")).diagnostics
    assert (fault.code.number, "dinum, dnum" in fault.hint) == ("C322", True)


def test_a_draft_has_nothing_to_end():
    data = ended()
    del data["date_signature"]
    assert codes(data) == ["C515"]
    assert codes(data, draft=True) == ["C515"]


@pytest.mark.parametrize(
    ("act", "settings"),
    [
        ("exemples/lettre-mission", ()),
        ("exemples/groupement-commandes", ("champs.retrait=non",)),
    ],
)
def test_an_act_without_a_notice_is_ended_by_all(act, settings):
    outcome = pipeline.check(SPECS / f"{act}.yaml", pipeline.Options(settings, sequel=TERMINATION))
    (fault,) = [one for one in outcome.diagnostics if one.code.number == "C515"]
    assert "préavis" in fault.message
    assert "convention amend" in fault.hint


# Drafts, folders, commands


def test_a_draft_lists_what_is_missing_and_dates_nothing_by_guess():
    checked = found(spec()).value
    assert [(one.cle, one.fournisseur) for one in checked.missing] == [
        ("resiliation.date_notification", "la partie qui met fin à l’acte"),
        ("resiliation.auteur", "la partie qui met fin à l’acte"),
    ]
    assert isinstance(ending(spec()).date_effet, Manquant)
    assert codes(spec(), draft=False) == ["C201", "C201"]
    text = markdown(checked).replace("\\", "")
    assert "PROJET" in text
    assert "[à compléter : date d’effet de la résiliation]" in text
    assert "dinum" not in text


def test_a_letter_is_no_act(folder, tmp_path):
    path = letter(folder, "domifa.yaml", auteur="dinum", date_notification="2026-03-31")
    assert path not in specs_in(folder)
    assert specs_in(folder, acts=False, sequels=[TERMINATION]) == (path,)
    for command in ("render", "batch", "publish", "summary"):
        code, _, err = run(command, str(path), cwd=tmp_path)
        assert (code, "C220" in err, "convention terminate" in err) == (1, True, True), command
    assert run("validate", str(folder), cwd=tmp_path)[0] == 0
    named = [folder / "domifa.yaml", path]
    assert check_set([member(one.stem, one.stem, pipeline.check(one).value) for one in named]) == {}


def test_the_command_writes_the_files_of_a_folder(folder, tmp_path):
    letter(folder, "domifa.yaml", auteur="dinum", date_notification="2026-03-31")
    code, out, _ = run("terminate", "specs", "-o", "lettres", "--format", "md,docx", "--final", cwd=tmp_path)
    assert (code, sorted(out.split())) == (0, ["lettres/lettre-resiliation.docx", "lettres/lettre-resiliation.md"])
    code, _, err = run("terminate", "specs/fast17", cwd=tmp_path)
    assert (code, "aucune spécification de lettre de résiliation" in err) == (3, True)


def test_the_words_of_a_pack_of_one_s_own_are_in_its_folder(folder, tmp_path):
    home = tmp_path / "modeles"
    shutil.copytree(ROOT / "templates" / "subvention", home / "subvention")
    (home / "subvention" / "resiliation").mkdir()
    (home / "subvention" / "resiliation" / "effet.md").write_text("Fin le {{ resiliation.date_effet }}.\n", "utf-8")
    path = letter(folder, "exemples/subvention.yaml", auteur="bpn", date_notification="2026-08-31")
    checked = pipeline.check(path, pipeline.Options(template_dir=home)).value
    assert "Fin le 31 octobre 2026." in markdown(checked)
    assert [one.name for one in checked.pack.own] == ["effet.md"]


def test_the_pack_of_letters_is_no_pack_for_acts():
    faults = [one for one in check(spec(modele="resiliation")).diagnostics if one.code.number == "C220"]
    assert "« convention terminate »" in faults[0].hint
