"""Headings whose number is typed by hand, « Article 2 bis », stay as they are typed, and the others are counted."""

import io
import re
import zipfile

import pytest

from actes import Acte
from conventions_cli.document import Article
from conventions_cli.readers import Revisions, read_docx
from conventions_cli.templating.article_numbers import number_in
from conventions_cli.templating.pack import load_pack
from conventions_cli.writers.docx import write_docx
from fabrique import SPECS, document
from test_cli import run

ACTS = {
    "bis": (["Article 1er – Objet", "Article 2 – Durée", "Article 2 bis – Bilan", "Article 3 – Publication"], 3),
    "dash": (["Article 1er – Objet", "Article 2 – Durée", "Article 2-1 – Bilan", "Article 3 – Publication"], 3),
    "unique": (["Article unique – Prorogation"], 0),
    "unique, bare": (["Article unique"], 0),
    "twice": (["Article 1er – Objet", "Article 2 – Durée", "Article 2 – Bilan", "Article 3 – Publication"], 3),
    "jump": (["Article 1er – Objet", "Article 2 – Durée", "Article 4 – Bilan", "Article 5 – Publication"], 3),
    "letters": (["ARTICLE PREMIER – Objet", "ARTICLE 2 – Durée", "ARTICLE 3 – Publication"], 2),
    "mixed": (["Article 1er – Objet", "Article 2 : Durée", "ARTICLE 3 - Bilan", "Article 4 – Publication"], 2),
    "figures": (["1. Objet", "2. Durée", "2 bis. Bilan", "3. Publication"], 3),
    "restart": (["Article 1er – Objet", "Article 2 – Durée", "Article 1er – Bilan", "Article 2 – Publication"], 2),
    "counted": (["Article 1er – Objet", "Article 2 – Durée", "Article 3 – Publication"], 3),
}


def imported(folder, headings, *extra):
    """An act with these headings, imported as a pack."""
    acte = Acte().p("Convention de délégation de gestion", style="Title")
    acte.ps(
        "Entre :",
        "La direction des phares, représentée par Ada UNE, directrice, ci-après dénommée « le délégant », d’une part,",
        "Et :",
        "Le service des cartes, représenté par Bob DEUX, chef, ci-après dénommé « le délégataire », d’autre part,",
        "Il est convenu ce qui suit :",
    )
    for heading in headings:
        acte.p(heading, style="Heading 1").p("Les cartes sont remises chaque année.").ps(*extra)
    (folder / "acte.docx").write_bytes(acte.p("Fait à Brest, le 10 novembre 2023.").data())
    return run("import", "acte.docx", "--as-pack", "m", cwd=folder)


def headings_of(folder):
    """The headings of the act made with that pack, and the fields that count its articles."""
    code, _, err = run("render", "acte.yaml", "--template-dir", "modeles", "-o", "b", cwd=folder)
    assert code == 0, err
    text = (folder / "b/acte.md").read_text(encoding="utf-8").replace("\u00a0", " ")
    with zipfile.ZipFile(io.BytesIO((folder / "b/acte.docx").read_bytes())) as archive:
        fields = archive.read("word/document.xml").decode().count("SEQ Article")
    return [line[3:] for line in text.splitlines() if re.match(r"## (?:article|\d)", line, re.IGNORECASE)], fields


@pytest.mark.parametrize("name", ACTS)
def test_the_headings_of_an_act_come_back_as_they_are_typed_and_it_is_known_again(name, tmp_path):
    headings, counted = ACTS[name]
    code, _, err = imported(tmp_path, headings)
    assert code == 0, err
    assert "mot pour mot" in err
    manifest = tmp_path / "modeles/m/modele.yaml"  # what the law wants such an act to state is not asked here
    manifest.write_text(f"{manifest.read_text(encoding='utf-8')}nature: convention\nacte: convention\n", "utf-8")
    assert headings_of(tmp_path) == (headings, counted)
    code, out, err = run("verify", "b/acte.docx", "acte.yaml", "--template-dir", "modeles", cwd=tmp_path)
    assert code == 0, out + err


def test_an_article_put_in_is_counted_past_those_that_are_typed(tmp_path):
    imported(tmp_path, ACTS["bis"][0])
    manifest = tmp_path / "modeles/m/modele.yaml"
    text = manifest.read_text(encoding="utf-8").replace(
        "  - article: bilan\n", "  - {article: suivi, titre: Suivi, clause: duree.md}\n  - article: bilan\n"
    )
    manifest.write_text(f"{text}nature: convention\nacte: convention\n", encoding="utf-8")
    found, _ = headings_of(tmp_path)
    assert found[2:] == ["Article 3 – Suivi", "Article 2 bis – Bilan", "Article 4 – Publication"]


def test_a_typed_article_is_referred_to_as_it_is_called(tmp_path):
    imported(tmp_path, ACTS["bis"][0])
    manifest = tmp_path / "modeles/m/modele.yaml"
    manifest.write_text(f"{manifest.read_text(encoding='utf-8')}nature: convention\nacte: convention\n", "utf-8")
    label = re.search(r"article: (bilan\S*)", manifest.read_text(encoding="utf-8"))[1]
    (tmp_path / "modeles/m/objet.md").write_text(f'Voir l’{{{{ renvoi("{label}") }}}}.\n', encoding="utf-8")
    headings_of(tmp_path)
    assert "l’[article 2 bis]" in (tmp_path / "b/acte.md").read_text(encoding="utf-8").replace("\u00a0", " ")


def test_a_reference_to_the_number_of_two_articles_follows_the_one_that_is_counted(tmp_path):
    imported(tmp_path, ACTS["bis"][0], "Le bilan de l’article 2 est remis.")
    clause = (tmp_path / "modeles/m/objet.md").read_text(encoding="utf-8")
    assert 'l’{{ renvoi("duree") }} est remis' in clause


@pytest.mark.parametrize(
    ("pattern", "told"),
    [("Article 2 bis – {titre}", False), ("§ {chiffre} {titre}", False), ("Article 2 bis", True)],
)
def test_the_heading_of_an_article_says_where_its_title_goes(pattern, told, tmp_path):
    imported(tmp_path, ACTS["counted"][0])
    manifest = tmp_path / "modeles/m/modele.yaml"
    text = manifest.read_text(encoding="utf-8")
    manifest.write_text(
        text.replace("    titre: Durée\n", f'    titre: Durée\n    titre_article: "{pattern}"\n'), "utf-8"
    )
    found = load_pack("m", tmp_path / "modeles").diagnostics
    assert [("où va le titre" in one.message, "Article 2 bis – {titre}" in one.hint) for one in found] == [
        (True, True)
    ] * told


@pytest.mark.parametrize(
    ("heading", "number"),
    [("Article 2 bis – ", 2), ("Article unique", 1), ("ARTICLE IV bis - ", 4), ("Article 12-1 : ", 12), ("Annexe", 1)],
)
def test_the_number_that_a_heading_says_is_read(heading, number):
    assert number_in(heading) == number


@pytest.mark.parametrize("path", sorted((SPECS / "exemples").glob("*.yaml")), ids=lambda path: path.stem)
def test_an_act_of_each_kind_is_known_again_when_it_returns(path, tmp_path):
    made = document(path)
    read = read_docx(write_docx(made), "acte.docx", Revisions.ACCEPTED).value.document
    assert [(part.number, part.label) for part in read.parts if isinstance(part, Article)] == [
        (part.number, part.label) for part in made.parts if isinstance(part, Article)
    ]
