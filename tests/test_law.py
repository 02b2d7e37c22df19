"""The official texts: what the file says of each, how acts cite them, and what is told of those they cite wrongly."""

import json
import re
from datetime import date, timedelta
from typing import Annotated, Literal

import pytest
import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

from conventions_cli import pipeline
from conventions_cli.foundation.diagnostics import Severity
from conventions_cli.foundation.records import replace
from conventions_cli.foundation.resources import pages_dir
from conventions_cli.law.citations import cited, disagreements, out_of_force
from conventions_cli.law.texts import FILE, Certainty, all_texts, find_text, thresholds
from conventions_cli.linting.remarking import lint
from conventions_cli.pages.explanations import read_page
from conventions_cli.writers.html import write_html
from conventions_cli.writers.markdown import write_markdown
from fabrique import ROOT, check, codes, document, spec
from pas import assert_linear
from serveur import convention
from test_facts import read

ROWS = yaml.safe_load(FILE.read_text(encoding="utf-8"))["textes"]
SOURCES = ROOT / "src" / "conventions_cli"
Day = date  # a field of that name hides it
NUMBER = re.compile(r"n°\s*(\d{4}-\d+)")


class Amended(BaseModel):
    model_config = ConfigDict(extra="forbid")
    depuis: Day | Literal["inconnu"]
    par: list[Annotated[str, Field(pattern=r"^\d{4}-\d+$")]] = []


class Row(BaseModel):
    """A text, as the head of the file describes it."""

    model_config = ConfigDict(extra="forbid")
    numero: Annotated[str, Field(pattern=r"^(\d{4}-\d+|\d+/SG)$")] | None = None
    cle: str | None = None
    sorte: Literal["loi", "loi organique", "décret", "arrêté", "ordonnance", "code", "circulaire"]
    date: Day | None = None
    titre: Annotated[str, Field(min_length=10)]
    nor: Annotated[str, Field(pattern=r"^[A-Z]{4}\d{7}[A-Z]$")] | None = None
    du: Day | None = None
    au: Day | None = None
    modifie: Amended | None = None
    remplace: str | None = None
    certitude: Literal["lu", "rapporte"]
    vise: list[Literal["delegation"]] = []
    sert: Annotated[str, Field(pattern=r"\.$")]
    reserve: Annotated[str, Field(pattern=r"\.$")] | None = None

    @model_validator(mode="after")
    def holds(self):
        assert self.numero or self.cle
        assert (self.date is None) == (self.sorte == "code")
        first = self.du or self.date
        assert self.du is None or self.date is None or self.date <= self.du
        assert self.au is None or first <= self.au
        if self.numero and "-" in self.numero:
            assert int(self.numero[:4]) == self.date.year
        return self


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.get("numero") or row["cle"])
def test_each_text_of_the_file_holds_together(row):
    read_row = Row.model_validate(row)
    named = [*(read_row.modifie.par if read_row.modifie else ()), *filter(None, [read_row.remplace])]
    assert [number for number in named if find_text(number) is None] == []
    assert NUMBER.findall(read_row.titre + read_row.sert) == [
        number for number in NUMBER.findall(read_row.titre + read_row.sert) if find_text(number) or "2012-91" in number
    ]


def test_no_text_is_there_twice_and_one_text_follows_another_without_a_gap():
    assert len(all_texts()) == len(ROWS)
    for text in all_texts().values():
        if text.replaces:
            before = find_text(text.replaces)
            assert (text.first - before.until).days == 1


def citing():
    """What cites texts: clauses, rules, codes; of the page of a code on wrong citations, not the wrong example."""
    files = [*(ROOT / "templates").rglob("*.md"), *(ROOT / "templates").rglob("modele.yaml")]
    files += [*SOURCES.rglob("*.py"), *(ROOT / "docs").glob("*.md"), ROOT / "README.md"]
    wrong = read_page(pages_dir() / "C422.md").wrong
    for path in [*files, *pages_dir().iterdir()]:
        yield path.relative_to(ROOT), path.read_text(encoding="utf-8").replace(wrong, "")


def misquoted(text):
    """The numbers of a text that the file does not hold, and what is wrong of the dates of the others."""
    unknown = [number for number in NUMBER.findall(text) if find_text(number) is None]
    return unknown + [one.message for one in disagreements(text)]


def test_what_we_cite_is_in_the_file_with_its_date():
    told = {str(path): found for path, text in citing() if (found := misquoted(text))}
    assert told == {}
    assert sum(len(NUMBER.findall(text)) for _, text in citing()) > 50


def test_a_text_we_do_not_know_or_misdate_would_be_told():
    assert misquoted("le décret n° 2031-12 du 3 mars 2031") == ["2031-12"]
    assert len(misquoted("Vu le décret n° 2004-1085 du 7 novembre 2012")) == 1


def test_a_text_is_cited_as_acts_of_each_day_cite_it():
    decree = find_text("2019-1088")
    assert decree.cited(date(2023, 4, 23)).startswith("décret n°\u00a02019-1088 du 25\u00a0octobre\u00a02019 relatif")
    assert decree.cited(date(2023, 4, 24)).startswith(
        "décret n°\u00a02019-1088 du 25\u00a0octobre\u00a02019 modifié relatif"
    )
    assert decree.cited(None) == decree.cited(date(2030, 1, 1))
    assert find_text("lolf") is find_text("2001-692")
    assert find_text("2000-321").cited(None).startswith("loi n°\u00a02000-321 du 12\u00a0avril\u00a02000 modifiée rel")
    assert find_text("code-commande-publique").cited(None) == "code de la commande publique"
    assert find_text("arrete-2017-11-17").the == "l’arrêté du 17\u00a0novembre\u00a02017"


def test_the_text_in_force_changes_on_its_day():
    old, new = find_text("2017-1584"), find_text("2019-1088")
    days = [date(2019, 10, 24), date(2019, 10, 25), None]
    assert [old.in_force(day) for day in days] == [True, False, False]
    assert [new.in_force(day) for day in days] == [False, True, True]


def test_only_a_decree_since_2002_has_an_address():
    assert find_text("2016-544").address == "https://www.legifrance.gouv.fr/eli/decret/2016/5/3/2016-544/jo/texte"
    assert [find_text(one).address for one in ("2001-495", "2000-321", "arrete-2017-11-17", "5608/SG")] == [""] * 4


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("Vu le décret n° 2014-1085 du 14 octobre 2004", "Faut-il lire « n° 2004-1085 » ?"),
        ("Vu le décret n°2014-1085, du 14 octobre 2004", "Faut-il lire « n° 2004-1085 » ?"),
        ("décret 2014-1085 modifié du 14/10/2004", "Faut-il lire « n° 2004-1085 » ?"),
        ("décret n° 2014-1805 du 14 octobre 2004", "Faut-il lire « n° 2004-1085 » ?"),
        ("loi organique n° 2011-692 du 1er août 2001", "Faut-il lire « n° 2001-692 » ?"),
        ("décrets n° 2012-1246 et n° 2014-1085 du 14 octobre 2004", "Faut-il lire « n° 2004-1085 » ?"),
        ("décret n° 2004-1085 du 14 octobre 2014", "Écrire « décret n° 2004-1085 du 14 octobre 2004 »."),
        (
            "décret n° 2004-1085 du 7 novembre 2012",
            "Écrire « décret n° 2004-1085 du 14 octobre 2004 » ou « décret n° 2012-1246 du 7 novembre 2012 ».",
        ),
        (
            "décret n° 2004-1058 du 14 octobre 2004 modifié relatif à la délégation de gestion "
            "dans les services de l'Etat",
            "Faut-il lire « n° 2004-1085 » ?",
        ),
        ("ordonnance n° 2015-899 du 23 juillet 2016", "Vérifier le numéro et la date de ce texte."),
    ],
)
def test_a_number_and_a_date_that_disagree_are_told(text, hint):
    assert [one.hint.replace("\u00a0", " ").replace("\u202f", " ") for one in disagreements(text)] == [hint]


@pytest.mark.parametrize(
    "text",
    [
        "Vu le décret n° 2004-1085 du 14 octobre 2004 modifié relatif à la délégation de gestion",
        "le décret n° 2012-1247 du 7 novembre 2012 portant adaptation de divers textes",
        "la loi n° 63-156 du 23 février 1963",
        "la loi n° 78-17 du 6 janvier 1978 modifiée",
        "en application du décret n° 2004-1085, la convention n° 2014-1085 du 14 octobre 2004",
        "le marché n° 2021-17 du 3 mars 2022",
        "le décret s’applique aux exercices 2024-2025 du 1er janvier 2023",
        "le décret n° 2014-1085",
        "le décret n° 2004-1085 du 31 juin 2004",
        "l’axe 0129-16-02 du 14 octobre 2004 et le décret 12-129-FA17 du 3 mars 2025",
    ],
)
def test_what_may_be_right_is_left_alone(text):
    assert list(disagreements(text)) == []


@pytest.mark.parametrize(
    ("text", "signed", "told"),
    [
        ("décret n° 2025-308 du 2 avril 2025", date(2025, 4, 1), ["Le décret n° 2025-308 n’existait pas encore"]),
        ("décret n° 2025-308 du 2 avril 2025", date(2025, 4, 2), []),
        ("décret n° 2017-779 du 5 mai 2017", date(2017, 5, 7), ["Le décret n° 2017-779 n’était pas encore en vigueur"]),
        ("décret n° 2017-779 du 5 mai 2017", date(2017, 5, 8), []),
        ("loi n° 2000-321 du 12 avril 2000", date(2025, 4, 2), []),
        ("décret n° 2019-1088 du 25 octobre 2019, modifié", date(2025, 4, 2), []),
        ("décret n° 2031-1 du 3 mars 2031", date(2025, 4, 2), []),
    ],
)
def test_a_text_that_was_not_in_force_is_told(text, signed, told):
    found = [message.replace("\u00a0", " ").partition(" le ")[0] for message, _ in out_of_force(text, signed)]
    assert found == told


def test_the_text_that_replaces_it_is_given_as_it_is_to_be_cited():
    ((_, hint),) = out_of_force("décret n° 2017-1584", date(2025, 8, 20))
    assert hint == f"Citer « {find_text('2019-1088').cited(date(2025, 8, 20))} »."
    assert "modifié" in hint
    ((_, hint),) = out_of_force("décret n° 2019-1088", date(2018, 8, 20))
    assert hint == f"Citer « {find_text('2017-1584').cited(date(2018, 8, 20))} »."


def test_a_visa_of_a_spec_is_told_at_its_number_and_does_not_count_as_missing_too():
    visas = ["décret n° 2014-1085 du 14 octobre 2004", "décret n° 2012-1246 du 7 novembre 2012"]
    assert codes(spec(visas=visas)) == ["C422"]
    assert codes(spec(visas=visas[1:])) == ["C308"]


def test_any_text_of_a_spec_is_looked_at():
    aim = "appliquer le décret n° 2004-1085 du 14 octobre 2014"
    assert codes(spec(services__0__objectifs=[aim])) == ["C422"]


def test_an_act_of_any_origin_is_told_the_same_in_any_sentence():
    act = read("Article 1 – Objet", "En application du décret n° 2014-1085 du 14 octobre 2004, la mission est confiée.")
    assert [(one.code.number, one.place) for one in lint(act)] == [("C422", "article 1er, paragraphe")]


def test_citations_are_found_in_one_pass():
    sentence = "le décret n° 2014-1085 du 14 octobre 2004 et "
    assert_linear(lambda size: sentence * size, lambda text: list(cited(text)))


# The visas that the packs give: what they were when their clause wrote the texts out.

DELEGATING = (
    "Vu le décret n° 2004-1085 du 14 octobre 2004 modifié relatif à la délégation de gestion dans les services de "
    "l’État, ensemble le décret n° 2012-1246 du 7 novembre 2012 modifié relatif à la gestion budgétaire et comptable "
    "publique ;"
)
BEFORE_2019 = (
    "Vu le décret n° 2017-1584 du 20 novembre 2017 relatif à la direction interministérielle de la transformation "
    "publique et à la direction interministérielle du numérique et du système d’information et de communication de "
    "l’État"
)
SINCE_2019 = (
    "Vu le décret n° 2019-1088 du 25 octobre 2019 {}relatif au système d’information et de communication de l’État et "
    "à la direction interministérielle du numérique, notamment son article 6"
)


@pytest.mark.parametrize(("pack", "last"), [("delegation-fast-2023", "."), ("delegation-fast-2025", ",")])
@pytest.mark.parametrize(
    ("signed", "on_the_dinum"),
    [
        (date(2010, 3, 1), BEFORE_2019),
        (date(2019, 10, 24), BEFORE_2019),
        (date(2019, 10, 25), SINCE_2019.format("")),
        (date(2023, 4, 23), SINCE_2019.format("")),
        (date(2023, 4, 24), SINCE_2019.format("modifié ")),
        (date(2025, 8, 20), SINCE_2019.format("modifié ")),
        (None, SINCE_2019.format("modifié ")),
    ],
)
def test_the_visas_of_the_packs_follow_the_date_of_signature(pack, last, signed, on_the_dinum):
    checked = check(spec(modele=pack)).value
    convention = checked.spec.convention.model_copy(update={"date_signature": signed})
    made = pipeline.assemble(replace(checked, spec=replace(checked.spec, convention=convention))).value
    lines = [line for line in write_markdown(made).split("\n") if line.startswith("Vu ")]
    assert [re.sub("[\u00a0\u202f]", " ", line) for line in lines] == [DELEGATING, on_the_dinum + last]


def test_a_visa_leads_to_its_text_in_a_web_page_alone():
    visas = ["décrets n° 2004-1085 du 14 octobre 2004 et n° 2012-1246 du 8 novembre 2012", "loi n° 2000-321"]
    made = document(spec(visas=visas))
    address = "https://www.legifrance.gouv.fr/eli/decret/2004/10/14/2004-1085/jo/texte"
    page = re.sub("[\u00a0\u202f]", " ", write_html(made))
    assert f'Vu décrets <a href="{address}">n° 2004-1085 du 14 octobre 2004</a> et n° 2012-1246 du' in page
    assert page.count("https://www.legifrance.gouv.fr/eli/") == 1
    assert "legifrance" not in write_markdown(made)


def test_a_clause_that_cites_a_text_we_do_not_know_is_told_at_its_line(tmp_path):
    folder = tmp_path / "commun"
    folder.mkdir()
    clause = "Vu le {{ texte('2004-1085') }} ;\n\nVu le {{ texte('2004-1058') }},\n"
    (folder / "visas.md").write_text(clause, encoding="utf-8")
    (told,) = check(spec(), template_dir=tmp_path).then(pipeline.assemble).diagnostics
    assert (told.code.number, told.span.start.line) == ("C404", 3)
    assert "« 2004-1085 »" in told.message and "« convention law »" in told.message


# The command


def shown(*words):
    """What the command prints, with plain spaces."""
    run = convention("law", *words, cwd=ROOT)
    assert (run.returncode, run.stderr) == (0, b"")
    return re.sub("[\u00a0\u202f]", " ", run.stdout.decode())


def test_the_command_gives_every_text_with_how_surely_it_is_known():
    text = shown()
    assert text.count("    Connu : ") == text.count("    Sert à : ") == len(ROWS)
    assert text.count("    Connu : lu dans un texte officiel\n") == sum(row["certitude"] == "lu" for row in ROWS)
    assert "    Connu : rapporté\n" in text
    assert shown() == text


def test_the_command_gives_the_texts_of_a_day_as_an_act_of_that_day_cites_them():
    before, after = shown("--at", "2019-10-24"), shown("--at", "2023-04-24")
    assert "Décret n° 2017-1584 du" in before and "Décret n° 2019-1088 du" not in before
    assert "Décret n° 2017-1584 du" not in after and "Décret n° 2019-1088 du 25 octobre 2019 modifié relatif" in after


def test_the_command_shows_one_text_even_out_of_force():
    assert shown("2019-1088", "--at", "24/10/2019").splitlines() == [
        "Décret n° 2019-1088 du 25 octobre 2019 relatif au système d’information et de communication de l’État et à la "
        "direction interministérielle du numérique",
        "    Connu : lu dans un texte officiel",
        "    Vigueur : depuis le 25 octobre 2019 ; pas le 24 octobre 2019",
        "    Remplace : le décret n° 2017-1584",
        "    Modifié : depuis le 24 avril 2023, par le décret n° 2023-304",
        "    Adresse : https://www.legifrance.gouv.fr/eli/decret/2019/10/25/2019-1088/jo/texte",
        "    Sert à : Organisation de la DINUM (article 6) : visa des actes signés depuis le 25 octobre 2019.",
        "    Réserve : Les actes le visent dès sa date ; il n’a paru au Journal officiel que le 27 octobre 2019.",
    ]


def test_the_command_gives_the_same_to_machines():
    (one,) = json.loads(shown("2017-1584", "--format", "json"))
    assert (one["du"], one["au"], one["en_vigueur"], one["remplace_par"]) == (None, "2019-10-24", False, "2019-1088")
    texts = json.loads(shown("--format", "json"))
    assert [text["cle"] for text in texts] == list(all_texts())
    assert texts[0]["modifie"] == {"depuis": None, "par": []}


def test_thresholds_follow_one_another_and_each_says_how_surely_it_is_known():
    rows = yaml.safe_load(FILE.read_text(encoding="utf-8"))["seuils"]
    keys = {"texte", "article", "de", "a", "du", "certitude", "sert", "reserve"}
    assert [set(row) - {"au"} for row in rows] == [keys, keys]
    old, new = thresholds()
    assert find_text(old.text).in_force(old.since)
    assert old.until + timedelta(days=1) == new.since
    assert (old.holds(old.until), new.holds(old.until), new.holds(None)) == (True, False, True)
    assert 0 < old.least < old.most
    assert {old.certainty, new.certainty} == {Certainty.REPORTED}


def test_the_command_gives_the_thresholds_of_a_day():
    said = shown("2012-1246", "--at", "2024-05-01")
    assert said.count("Seuils :") == 1
    assert "de 500 000 € à 2 000 000 € selon le ministère" in said.replace("\u202f", " ").replace("\u00a0", " ")
    assert "(rapporté)" in said
    (one,) = json.loads(shown("2012-1246", "--at", "2026-05-01", "--format", "json"))
    assert [(row["de"], row["a"], row["du"]) for row in one["seuils"]] == [(500000, 2000000, "2026-01-01")]


def test_an_amount_near_the_threshold_is_an_information_that_says_how_little_is_known():
    act = spec(finances={"montant": "500 000 €", "echeancier": {"2025": {"ae": "500 000 €", "cp": "500 000 €"}}})
    (one,) = [found for found in check(act).diagnostics if found.code.number == "C354"]
    assert one.code.severity is Severity.INFO
    assert "n’a pas été relevé" in one.hint


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["2004-1058"], "Vouliez-vous dire « 2004-1085 » ?"),
        (["zzz"], "« convention law » les donne tous."),
        (["--at", "hier"], "--at : « hier » n’est pas une date."),
        (["--format", "csv"], "Formes : text, json."),
    ],
)
def test_the_command_refuses_what_it_does_not_know(words, said):
    run = convention("law", *words, cwd=ROOT)
    assert (run.returncode, run.stdout) == (2, b"")
    assert said in run.stderr.decode().replace("\u00a0", " ")
