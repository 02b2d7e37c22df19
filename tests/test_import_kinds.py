"""What kind of act was read is said with what says it, and the pack gets it."""

import re

import pytest

from actes import Acte
from test_cli import run

VISAS = (
    "Vu le décret n° 2004-1085 du 14 octobre 2004 relatif à la délégation de gestion ;",
    "Vu le décret n° 2012-1246 du 7 novembre 2012 relatif à la gestion budgétaire et comptable publique ;",
)
DELEGATED, GRANTED = ("délégant", "délégataire"), ("financeur", "bénéficiaire")


def read(tmp_path, *titles, called=DELEGATED, visas=VISAS):
    """What the import says of the kind of an act, and the lines of its pack; the pack is then rendered."""
    acte = Acte()
    for title in titles:
        acte.p(title, style="Title")
    acte.ps(
        "Entre :",
        f"La direction des phares, représentée par Ada UNE, directrice, ci-après « le {called[0]} », d’une part,",
        "Et :",
        f"Le service des cartes, représenté par Bob DEUX, chef, ci-après dénommé « le {called[1]} », d’autre part,",
        *visas,
        "Il est convenu ce qui suit :",
    )
    acte.p("Article 1er – Remise", style="Heading 1").p("Les cartes sont remises chaque année.")
    (tmp_path / "acte.docx").write_bytes(acte.p("Fait à Brest, le 10 novembre 2023.").data())
    code, _, err = run("import", "acte.docx", "--as-pack", "m", cwd=tmp_path)
    assert code == 0, err
    manifest = (tmp_path / "modeles/m/modele.yaml").read_text(encoding="utf-8")
    said = re.search(r"^Nature de l’acte(?:, d’après (.*?))? : (.*)\.$", err, re.MULTILINE)
    nature = re.search(r"^nature: (.*)$", manifest, re.MULTILINE)
    return said[1], said[2], nature[1] if nature else "delegation"


@pytest.mark.parametrize(
    ("title", "words", "nature"),
    [
        ("Convention de délégation de gestion", "délégation de gestion", "delegation"),
        ("Convention de délégation n° 3", "délégation de gestion", "delegation"),
        ("Convention attributive de subvention n° 12", "subvention", "subvention"),
        ("Convention constitutive d’un groupement de commandes", "groupement de commandes", "groupement-commandes"),
        ("LETTRE DE MISSION", "lettre de mission", "lettre-mission"),
        ("Convention de délégation de signature", "convention", "convention"),
        ("Convention de délégation de service public", "convention", "convention"),
        ("Convention de prêt", "convention", "convention"),
        ("Protocole d’accord", "convention", "convention"),
        (
            "Avenant n° 1 à la convention de délégation de gestion du 3 mai 2022",
            "avenant (délégation de gestion)",
            "delegation",
        ),
        ("Avenant n° 2 à la convention de subvention relative aux phares", "avenant (subvention)", "subvention"),
    ],
)
def test_the_kind_that_a_title_says_is_said_and_the_pack_gets_it(title, words, nature, tmp_path):
    assert read(tmp_path, title) == ("son titre", words, nature)


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Convention relative à la refonte des cartes", "délégation de gestion"),
        (
            "Convention entre la Délégation interministérielle à la ville et le service des cartes",
            "délégation de gestion",
        ),
        ("AVENANT N° 3 À LA CONVENTION DU 3 MAI 2022", "avenant (délégation de gestion)"),
    ],
)
def test_parties_and_visas_say_the_kind_that_a_title_does_not(title, words, tmp_path):
    assert read(tmp_path, title) == ("ses parties et ses visas", words, "delegation")


@pytest.mark.parametrize(("called", "visas"), [(GRANTED, VISAS), (DELEGATED, VISAS[1:]), (DELEGATED, ())])
def test_neither_the_roles_nor_the_law_alone_say_a_kind(called, visas, tmp_path):
    assert read(tmp_path, "Convention relative aux cartes", called=called, visas=visas)[2] == "convention"


def test_an_avenant_that_says_nothing_of_its_act_is_of_no_kind(tmp_path):
    source, words, nature = read(tmp_path, "Avenant")
    assert (source, nature) == (None, "convention")
    assert "avenant" in words
    assert "pas reconnue" in words


def test_an_act_of_which_nothing_says_the_kind_is_said_so(tmp_path):
    assert read(tmp_path, called=GRANTED) == (None, "non reconnue", "convention")


@pytest.mark.parametrize(
    "titles",
    [
        ("Avenant n° 1 à la convention de délégation de gestion du 3 mai 2022",),
        ("Avenant n° 1", "à la convention de délégation de gestion du 3 mai 2022"),
    ],
)
def test_an_avenant_is_not_held_to_all_that_its_act_states(titles, tmp_path):
    read(tmp_path, *titles)
    spec = (tmp_path / "acte.yaml").read_text(encoding="utf-8")
    assert "  date_signature: 2022-05-03\n  numero: 1\n" in spec
    code, _, err = run("render", "acte.yaml", "--template-dir", "modeles", cwd=tmp_path)
    assert code == 0, err
    (tmp_path / "acte.yaml").write_text(spec.partition("amende:")[0], encoding="utf-8")
    code, _, err = run("render", "acte.yaml", "--template-dir", "modeles", cwd=tmp_path)
    assert (code, "C303" in err) == (1, True), err


def test_the_kind_is_said_of_an_act_taken_in_without_a_pack(tmp_path):
    (tmp_path / "acte.md").write_text("# Convention de subvention\n\n## Article 1 : Objet\n\nLe service.\n", "utf-8")
    _, _, err = run("import", "acte.md", cwd=tmp_path)
    assert "Nature de l’acte, d’après son titre : subvention." in err
