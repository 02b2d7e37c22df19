"""The linter of acts: the known defects of the two reference acts are named, sound acts give nothing at all."""

import re

import pytest

from conventions_cli.document.nodes import Document
from conventions_cli.foundation import catalogue
from conventions_cli.foundation.diagnostics import Code
from conventions_cli.french.numerals import number_in_words, parse_words
from conventions_cli.linting.passages import Act
from conventions_cli.linting.remarking import lint
from conventions_cli.readers.docx import read_docx
from conventions_cli.readers.markdown import read_document
from conventions_cli.writers.docx import write_docx
from conventions_cli.writers.markdown import write_markdown
from fabrique import FAMILY, GOOD, ROOT, SPECS, document
from pas import assert_linear
from wordml import bold, p, tbl, tc, tr, word

CREDITS, CODES = "article 6, « Crédits délégués »", "article 6, « Imputation dans CHORUS »"
LINK = "[article 6](#article-6--exécution-financière-de-la-délégation)"
OWN = [*GOOD, *sorted(path for path in (SPECS / "fast17").glob("*.yaml") if path.stem not in {"annuaire", "cohorte"})]


def altered(name: str, *changes: tuple[str, str]) -> Document:
    """A reference act with words changed in its Markdown; spaces in the changes stand for any kind of space."""
    text = write_markdown(document(SPECS / name))
    for old, new in changes:
        pattern = re.escape(old).replace("\\ ", "[ \u202f\u00a0]")
        text, count = re.subn(pattern, lambda _, new=new: new, text)
        assert count, old
    read, faults = read_document(text)
    assert read is not None, faults
    return read


def said(found) -> list[tuple[str, str]]:
    return [(one.code.number, one.place.replace("\u00a0", " ")) for one in found]


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.stem)
def test_our_own_acts_give_no_remark(path):
    built = document(path)
    assert lint(built) == ()
    returned = read_docx(write_docx(built), "acte.docx").value
    assert lint(returned.document) == ()


def test_the_defects_of_domifa_are_named():
    found = lint(
        altered(
            "domifa.yaml",
            (
                "La DGCS adhère au",
                "Les crédits de l’unité opérationnelle visée à l’article 4.\n\nLe partenaire-délégataire adhère au",
            ),
            ("SOCBEXD075", "SOCBEXDO075"),
        )
    )
    assert said(found) == [
        ("C602", "article 3, paragraphe 1"),
        ("C631", "article 3, paragraphe 2"),
        ("C633", "article 3, paragraphe 2"),
        ("C622", f"{CODES}, tableau, ligne Service exécutant, colonne Code"),
    ]
    assert "l’article 6" in found[0].message
    assert "SOCBEXD075" in found[3].hint


def test_the_defects_of_mano_are_named():
    found = lint(
        altered(
            "mano.yaml",
            (
                "La DINUM s’engage à :",
                "Elle ouvre l’unité opérationnelle définie à l’article 1er.\n\nLa DINUM s’engage à :",
            ),
            ("Innovation et transformation numériques", "Transformation et innovation du numérique"),
            ("Au terme de la convention, le partenaire-délégataire", "Au terme de la convention, le délégataire"),
            ("une enveloppe de cofinancement", "l’enveloppe que le bénéficiaire engage"),
        )
    )
    assert said(found) == [
        ("C631", "article 2, paragraphe 3"),
        ("C602", "article 3, paragraphe 1"),
        ("C625", "article 4, « Crédits délégués », paragraphe 1"),
        ("C631", "article 4, « Suivi et compte rendu », paragraphe 2"),
    ]
    assert "l’article 4" in found[1].message
    assert "Innovation et transformation numériques" in found[2].message
    assert all("le partenaire-délégataire" in one.message for one in (found[0], found[3]))


@pytest.mark.parametrize(
    ("old", "new", "code", "place"),
    [
        ("2026 |  | 135 000", "2026 |  | 125 000", "C611", f"{CREDITS}, tableau, ligne Total, colonne CP"),
        ("2026 |  | 135 000", "2026 |  | 125 000", "C612", f"{CREDITS}, tableau"),
        ("dont 15 000 € (quinze mille", "dont 25 000 € (vingt-cinq mille", "C613", "« Préambule », paragraphe 6"),
        ("au total 185 000 €", "au total 195 000 €", "C613", f"{CREDITS}, liste, tiret 2"),
        ("(deux cent mille euros), dont", "(cent mille euros), dont", "C615", "« Préambule », paragraphe 6"),
        (f"l’{LINK}", "l’article 16", "C601", "article 1er, paragraphe 2"),
        ("| 0129-CAHC-DISN |", "| 0352-CAHC-DISN |", "C623", f"{CODES}, tableau, ligne Centre financier, colonne Code"),
        ("(UO) 0129-CAHC-DISN", "(UO) 0129-CAHC-DISX", "C623", f"{CREDITS}, paragraphe 1"),
        ("012900121401", "0129O0121401", "", ""),  # an activity may hold letters: nothing tells
        ("12-129-FA17-MS0-0001", "12-352-FA17-MS0-0001", "C623", f"{CODES}, tableau, ligne Code PAM, colonne Code"),
        ("La DNUM accomplit", "La DNMU accomplit", "C632", f"{CREDITS}, paragraphe 2"),
        ("au 31 décembre 2026", "au 31 juillet 2025", "C643", "article 2, paragraphe 1"),
        ("au 31 décembre 2026", "au lundi 31 décembre 2026", "C644", "article 2, paragraphe 1"),
        ("2019-1088 du 25 octobre 2019 modifié", "2019-1088 du 25 octobre 2019", "C641", "visas, paragraphe 2"),
        ("n° 2019-1088 du 25 octobre 2019 modifié", "n° 2017-1584 du 20 novembre 2017", "C641", "visas, paragraphe 2"),
        (", ensemble le décret n° 2012-1246 du 7 novembre 2012 modifié", "", "C642", "visas"),
        ("| 2025 | 185 000 €", "| 2024 | 185 000 €", "C616", f"{CREDITS}, tableau, ligne 2024, colonne AE"),
    ],
)  # fmt: skip
def test_one_slip_in_an_act_is_found_and_placed(old, new, code, place):
    found = said(lint(altered("domifa.yaml", (old, new))))
    assert ((code, place) in found) if code else not found


@pytest.mark.parametrize(
    "sentence",
    [
        "En application de l’article 12 du décret n° 2004-1085, les parties agissent.",
        "Le marché est passé selon l’article 25 du code de la commande publique et les articles 40 et 41 de la loi.",
        "Le décret n° 2012-1246, notamment ses articles 88 et 89, s’applique.",
        "Les modalités financières fixées à l’article 6 s’appliquent pendant la durée fixée à l’article 2.",
        "Les actes définis à l’article 6 et les obligations de l’article 4 forment un tout.",
        "Un partenaire technique est associé, selon l’article 12 des conditions générales du marché.",
        "Voir les articles 2 à 6 de la présente convention, l’article 9 bis ayant été supprimé.",
        "Le directeur de la DNUM veille à l’exécution, avec l’appui de la DSI.",
        "Le coût de 1 000,50 € (hors taxes) et les 3 000 € restants sont pris sur 2 (deux) lots.",
        "La durée est prolongée par un avenant, conformément à l’article 7.",
        "Le comité se réunit 3 (trois) fois, soit 45 % des cas puis 30 % des autres.",
    ],
)
def test_what_is_right_is_left_alone(sentence):
    assert lint(altered("domifa.yaml", ("La DGCS adhère au", f"{sentence}\n\nLa DGCS adhère au"))) == ()


def test_a_table_laid_the_other_way_is_summed():
    rows = (
        "| Crédits | 2025 | 2026 | Total |\n| --- | --- | --- | --- |\n"
        "| Autorisations d’engagement | 185 000,00 € | – | 185 000 € |\n"
        "| Crédits de paiement | 50 000 € | 130 000 € | 185 000 € |\n"
    )
    table = "| Année | AE | CP |\n| --- | ---: | ---: |\n| 2025 | 185 000 € | 50 000 € |\n| 2026 |  | 135 000 € |\n"
    table += "| **Total** | **185 000 €** | **185 000 €** |\n"
    assert [code for code, _ in said(lint(altered("domifa.yaml", (table, rows))))] == ["C612", "C611"]


def test_a_foreign_act_without_our_marks_is_looked_at():
    body = (
        p(bold("Convention de délégation de gestion"))
        + p("Entre la Direction interministérielle du numérique (DINUM), ci-après dénommée « le délégant »,")
        + p("et la Direction du numérique (DNUM), désignée sous le terme de « délégataire »,")
        + p("Vu le décret n° 2004-1085 du 14 octobre 2004 ;")
        + p("Vu le décret n° 2017-1584 du 20 novembre 2017 ;")
        + p(bold("Article 1 : Objet"))
        + p("Le service délégataire bénéficie des crédits de l’UO visée à l’article 1.")
        + p("Le partenaire transmet un bilan.")
        + p(bold("Article 2 : Dispositions financières"))
        + p("Les crédits de l’UO 0352-CFSE-CFIN sont ouverts au programme 352 « Fonds du numérique ».")
        + tbl(
            tr(tc(p("Centre financier")), tc(p("0352-CFSE-CF1N"))),
            tr(tc(p("Centre de coûts")), tc(p("SGSIFABO75"))),
        )
        + p("Fait à Paris, le 22 septembre 2023")
    )
    found = lint(read_docx(word(body), "acte.docx").value.document)
    codes = {one.code.number for one in found}
    assert {"C602", "C622", "C623", "C625", "C631", "C641", "C642"} <= codes


def test_an_act_of_nothing_gives_nothing():
    assert lint(Document(())) == ()


def test_the_names_of_the_parties_are_read():
    act = Act(document(FAMILY[0]))
    assert [party.names[0] for party in act.parties] == [
        "la DINUM",
        "l’ANSSI".replace("’", "'"),
        "les ministères sociaux",
        "le SIG",
        "le # G|P",
    ]
    assert act.signed is not None
    assert act.signed.isoformat() == "2025-04-01"
    assert act.end is not None
    assert act.end[0].isoformat() == "2027-06-30"


def test_numbers_in_words_are_read_back():
    for number in (*range(1100), 70_000, 185_000, 200_000, 1_000_000, 80_000_000, 1_999_999):
        assert parse_words(number_in_words(number)) == number
    assert parse_words("quatre vingt dix sept mille deux cents") == 97_200
    assert parse_words("deux mille vingt-cinq") == 2025
    assert parse_words("deux mille euros") is None
    assert parse_words("") is None


def test_hostile_words_cost_as_many_steps_as_they_are():
    def act(times):
        heavy = "".join(one * times for one in ("un " * 5, "« le ", "l’article 1 ", "0000", " € dont 5 € "))
        return altered("domifa.yaml", ("La DGCS adhère au", f"{heavy}\n\nLa DGCS adhère au"))

    assert_linear(act, lint)


def test_every_code_of_acts_is_given_by_a_check():
    folders = [ROOT / "src/conventions_cli" / name for name in ("linting", "verification", "cli")]
    source = "".join(path.read_text(encoding="utf-8") for folder in folders for path in folder.glob("*.py"))
    names = [name for name, code in vars(catalogue).items() if isinstance(code, Code) and code.number.startswith("C6")]
    assert all(f"catalogue.{name}" in source for name in names)
