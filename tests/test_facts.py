"""What acts of any origin state: the import and the checks of acts read it alike."""

import re
from datetime import date

import pytest

from conventions_cli.document.nodes import Article, Document, Heading, ItemList, Paragraph, Section, SectionKind, Text
from conventions_cli.facts.axes import axis_named, axis_of, said_codes
from conventions_cli.facts.breakdowns import announced_whole, parted
from conventions_cli.facts.defined import Defined
from conventions_cli.facts.designations import capacity_in, said_role
from conventions_cli.facts.grids import Cell, Grid
from conventions_cli.facts.instalments import instalment_shares, said_shares
from conventions_cli.facts.programmes import said_programmes
from conventions_cli.facts.roles import said_roles
from conventions_cli.facts.shares import part_said
from conventions_cli.facts.stated_amounts import said_amounts
from conventions_cli.facts.stated_codes import line_codes, table_codes
from conventions_cli.facts.stated_credits import said_credits, table_credits
from conventions_cli.facts.stated_dates import DATE, date_or_month_text, date_text, said_date
from conventions_cli.facts.stated_visas import listed_visa, said_visa
from conventions_cli.facts.superseded import added, replaced
from conventions_cli.facts.terms import accounting_ends, sentences, signature_dates, stated_ends, stated_starts
from conventions_cli.facts.totals import figure, is_total, totals_across, totals_down
from conventions_cli.french import plain
from conventions_cli.importing.every_fact import read_facts
from conventions_cli.importing.preamble import read_parties
from conventions_cli.importing.searched import Act as Imported
from conventions_cli.linting.passages import Act
from conventions_cli.linting.remarking import lint
from conventions_cli.readers.docx import read_docx
from wordml import p, tbl, tc, tr, word


def read(*blocks):
    """An act of paragraphs, and of tables given as lists of rows."""
    written = [
        p(one) if isinstance(one, str) else tbl(*(tr(*(tc(p(cell)) for cell in row)) for row in one), style="Grille")
        for one in blocks
    ]
    return read_docx(word("".join(written)), "acte.docx").value.document


def imported(act, *path):
    """What the import reads at a path of the spec, and how sure it is."""
    fact = read_facts(act).facts.by_path.get(path)
    return fact and (fact.value, fact.confidence.value)


def remarks(act, *codes):
    """What the checks say of an act, among these codes."""
    return [(one.code.number, one.message) for one in lint(act) if one.code.number in codes]


def grid(*rows):
    return Grid(tuple(tuple(Cell(text, f"{at}") for text in row) for at, row in enumerate(rows)), 0, "tableau")


@pytest.mark.parametrize("text", ["1er août 2025", "1er aout 2025", "01/08/2025"])
def test_a_day_is_read_however_it_is_written(text):
    assert re.fullmatch(DATE, text)
    assert said_date(text) == date(2025, 8, 1)
    assert date_text(text) == "2025-08-01"
    act = Act(read("Article 1 – Objet", "Texte.", f"Fait à Paris, le {text}"))
    assert act.signed == date(2025, 8, 1)


def test_a_day_that_is_not_of_the_calendar_is_none_and_a_month_is_a_month():
    assert said_date("31 juin 2025") is None
    assert date_text("31/06/2025") == ""
    assert date_or_month_text("Février 2025") == "2025-02"
    assert date_or_month_text("1ER FÉVRIER 2025") == "2025-02-01"
    assert date_or_month_text("31 juin 2025") == ""
    assert said_date("1ER AOÛT 2025") == said_date("1-08-2025") == said_date("01.8.2025") == date(2025, 8, 1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("le programme 129 « Coordination »", ("129", "Coordination", "")),
        ("Programme n° 0129, intitulé « Coordination »", ("129", "Coordination", "")),
        ("programme budgétaire 352 (Innovation numérique)", ("352", "", "Innovation numérique")),
        ('le programme 352 – "Innovation"', ("352", "Innovation", "")),
        ("du programme 219.", ("219", "", "")),
        ("le programme n°219", ("219", "", "")),
    ],
)
def test_a_programme_is_read_with_the_name_a_sentence_gives_it(text, expected):
    (found,) = said_programmes(text)
    assert (found.number, found.quoted, found.beside) == expected


def test_a_wrong_name_is_told_of_a_programme_that_opens_its_sentence():
    act = read("Article 1 – Objet", "Programme n° 0129 « Gouvernement en ligne ».", "Fait à Paris, le 1er aout 2025")
    assert [one.code.number for one in lint(act) if "Gouvernement en ligne" in one.message] == ["C625"]


def test_the_name_of_a_programme_is_read_without_the_spaces_around_it():
    (found,) = said_programmes("le programme 129 «  Coordination du travail  » et")
    assert (found.number, found.quoted) == ("129", "Coordination du travail")


# ---- codes: the import and the checks of acts read the same ones

CODES = ("C621", "C622", "C623")
OPENING = ("Article 1 – Imputation", "Les dépenses sont imputées ainsi :")


def test_codes_set_by_columns_are_checked_as_they_are_imported():
    act = read(*OPENING, [("Centre financier", "Centre de coût"), ("0129-CAHC-DISN", "SGSIFABO75")])
    assert imported(act, "chorus", "centre_financier") == ("0129-CAHC-DISN", "sûr")
    assert imported(act, "chorus", "centre_de_cout") == ("SGSIFABO75", "douteux")
    ((code, message),) = remarks(act, *CODES)
    assert code == "C622"
    assert "SGSIFABO75" in message


def test_a_column_of_other_things_between_two_codes_is_not_taken_for_a_code():
    rows = (("Centre financier", "Observations", "Centre de coût"), ("0129-CAHC-DISN", "2025", "SGSIFAB075"))
    act = read(*OPENING, rows)
    assert imported(act, "chorus", "centre_financier") == ("0129-CAHC-DISN", "sûr")
    assert imported(act, "chorus", "centre_de_cout") == ("SGSIFAB075", "sûr")


def test_the_code_on_the_line_after_its_label_is_imported_as_it_is_checked():
    act = read(*OPENING, "Centre de coût", "SGSIFAB075", "Service exécutant :", "SOCBEXDO75")
    assert imported(act, "chorus", "centre_de_cout") == ("SGSIFAB075", "probable")
    act = read(*OPENING, "Centre financier", "Centre de coût", "0129-CAHC-DISN", "SGSIFABO75")
    assert imported(act, "chorus", "centre_financier") == ("0129-CAHC-DISN", "probable")
    assert imported(act, "chorus", "centre_de_cout") == ("SGSIFABO75", "douteux")
    assert [code for code, _ in remarks(act, *CODES)] == ["C622"]


def test_what_a_cell_says_in_brackets_is_no_part_of_its_code():
    rows = (("Axe", "Code"), ("Centre financier", "0129-CAHC-DISN (DINUM)"), ("Centre de coût", "SGSIFAB075 (SGSI)"))
    act = read(*OPENING, rows)
    assert imported(act, "chorus", "centre_financier") == ("0129-CAHC-DISN", "sûr")
    assert imported(act, "chorus", "centre_de_cout") == ("SGSIFAB075", "sûr")
    assert remarks(act, *CODES) == []


@pytest.mark.parametrize("sign", [", ", " ; ", " / ", " et ", " ", "/"])
def test_two_codes_of_a_cell_are_two_whatever_parts_them(sign):
    rows = (("Axe", "Code"), ("Centre de coût", "SGSIFAB075"), ("Activités", f"012900121401{sign}012900121402"))
    act = read(*OPENING, rows)
    assert imported(act, "chorus", "activites", 1) == ("012900121402", "sûr")
    assert remarks(act, *CODES) == []


def test_a_code_that_a_sentence_gives_is_checked_as_it_is_imported():
    act = read(*OPENING, "Les dépenses relèvent du centre de coûts SGSIFABO75.")
    assert imported(act, "chorus", "centre_de_cout") == ("SGSIFABO75", "douteux")
    assert [code for code, _ in remarks(act, *CODES)] == ["C622"]


@pytest.mark.parametrize(
    "rows",
    [
        (("Fonds", "2025"), ("FAST", "300 000 €")),
        (("Ministère", "Activité", "2025"), ("Rivages", "Étude", "12")),
        (("Responsable", "Centre de coût"), ("Léo DEUX", "12")),
    ],
)
def test_a_table_that_names_one_axis_only_gives_the_spec_no_code(rows):
    assert [fact for fact in read_facts(read(*OPENING, rows)).facts if fact.path[0] == "chorus"] == []


def test_a_label_says_how_far_it_names_its_axis():
    rows = (
        ("UO", "0129-CAHC-DISN"),
        ("Centre de coût de l’IQE", "SGSIFAB075"),
        ("Fonds", "nul"),
        ("Axe local", "AL-12"),
    )
    stated = {one.label: (one.axis and one.axis.key, one.named, one.codes) for one in table_codes(grid(*rows))}
    assert stated == {
        "UO": ("centre_financier", True, ("0129-CAHC-DISN",)),
        "Centre de coût de l’IQE": ("centre_de_cout", False, ("SGSIFAB075",)),
        "Fonds": ("fonds", True, ()),
        "Axe local": (None, False, ("AL-12",)),
    }


FILLERS = """a au axe chorus code codes d de des du et l la le les n no numero numéros ou reference références s"""


@pytest.mark.parametrize("filler", FILLERS.split())
def test_words_that_any_label_may_hold_say_nothing(filler):
    assert axis_named(f"{filler} centre financier").key == "centre_financier"
    assert axis_named(f"centre financier ({filler}) {filler}").key == "centre_financier"


def test_an_acronym_names_its_axis_in_capitals_only_and_in_a_label_only():
    assert axis_of("UO de la direction").key == "centre_financier"
    assert axis_of("uo de la direction") is None
    assert list(said_codes("le CC SGSIFAB075")) == []


def test_a_code_that_ends_a_sentence_ends_before_its_stop():
    ((axis, code),) = said_codes("centre de coût SGSIFAB075.Le reste")
    assert (axis.key, code) == ("centre_de_cout", "SGSIFAB075")


def test_a_code_stands_beside_its_label_or_below_it():
    ((label, codes),) = [(one.label, one.codes) for one in line_codes([Cell("Centre de coût: SGSIFAB075", "1")])]
    assert (label, codes) == ("Centre de coût", ("SGSIFAB075",))
    (below,) = table_codes(grid(("Centre de coût",), ("SGSIFAB075",)))
    assert below.codes == ("SGSIFAB075",)
    (second,) = table_codes(grid(("Centre financier", ""), ("Centre de coût", "SGSIFAB075")))
    assert (second.label, second.codes) == ("Centre de coût", ("SGSIFAB075",))
    assert grid(("a",), ("b",), ("c",)).below(1, 0).text == "c"


# ---- amounts

MONEY = ("C611", "C612", "C613", "C616")
FINANCES = ("Article 1 – Finances", "Les crédits sont ouverts ainsi :")


def schedule(act):
    """The calendar the import reads: year, kind, amount, how sure."""
    facts = read_facts(act).facts.under("finances", "echeancier")
    return {f"{fact.path[2]} {fact.path[3]}": (fact.value, fact.confidence.value) for fact in facts}


def test_a_table_with_two_lines_of_headings_is_summed_as_it_is_imported():
    rows = (
        ("Crédits", "2025", "2025", "2026", "2026"),
        ("", "AE", "CP", "AE", "CP"),
        ("Programme 129", "100 000 €", "40 000 €", "", "50 000 €"),
    )
    act = read(*FINANCES, rows)
    assert schedule(act) == {
        "2025 ae": ("100 000 €", "sûr"),
        "2025 cp": ("40 000 €", "sûr"),
        "2026 cp": ("50 000 €", "sûr"),
    }
    ((code, message),) = remarks(act, *MONEY)
    assert code == "C612"
    assert plain(message).startswith("les CP font 90 000 €, les AE 100 000 €")


def test_the_months_of_a_year_are_added_up_before_they_are_compared_with_the_total():
    rows = [("Versement", "AE", "CP"), ("mars 2025", "60 000 €", "40 000 €"), ("juin 2025", "40 000 €", "60 000 €")]
    right, wrong = (("Total", "100 000 €", said) for said in ("100 000 €", "110 000 €"))
    act = read(*FINANCES, [*rows, right])
    assert schedule(act) == {"2025 ae": ("100 000 €", "probable"), "2025 cp": ("100 000 €", "probable")}
    assert remarks(act, *MONEY) == []
    assert [code for code, _ in remarks(read(*FINANCES, [*rows, wrong]), *MONEY)] == ["C611"]


def test_each_line_may_name_its_year_and_its_kind():
    rows = (("Crédits", "Montant"), ("AE 2025", "100 000 €"), ("CP 2025", "40 000 €"), ("CP 2026", "50 000 €"))
    act = read(*FINANCES, rows)
    assert schedule(act)["2026 cp"] == ("50 000 €", "sûr")
    assert [code for code, _ in remarks(act, *MONEY)] == ["C612"]


@pytest.mark.parametrize(
    ("label", "cell", "read_as"),
    [
        ("AE (k€)", "185", "185 000 €"),
        ("AE en milliers d’euros", "185,4", "185 400 €"),
        ("AE (M€)", "1,5", "1 500 000 €"),
        ("AE", "185 k€", "185 000 €"),
    ],
)
def test_thousands_are_read_as_thousands_and_never_for_sure(label, cell, read_as):
    act = read(*FINANCES, (("Année", label, label.replace("AE", "CP")), ("2025", cell, "1"), ("Total", "3", "4")))
    assert schedule(act)["2025 ae"] == (read_as, "probable")
    assert remarks(act, *MONEY) == []


@pytest.mark.parametrize(
    "rows",
    [
        (("Année", "AE", "CP"), ("2025", "100 000 €", "à préciser"), ("2026", "–", "40 000 €")),
        (("Année", "AE demandées", "AE accordées", "CP"), ("2025", "120 000 €", "100 000 €", "100 000 €")),
        (("Année", "AE", "CP"), ("2025", "2 €", "2 €"), ("Total A", "9 €", "9 €"), ("Total B", "9 €", "9 €")),
    ],
)
def test_a_table_that_cannot_be_read_for_sure_gets_no_remark(rows):
    assert remarks(read(*FINANCES, rows), *MONEY) == []


@pytest.mark.parametrize(
    ("written", "worth"),
    [
        ("3 000 000 d’euros", 300_000_000),
        ("1,5 M€", 150_000_000),
        ("2 millions d’euros", 200_000_000),
        ("200 k€", 20_000_000),
        ("1 000,5 €", 100_050),
        ("200.000 EUR", 20_000_000),
    ],
)
def test_an_amount_is_read_whatever_its_unit(written, worth):
    (amount,) = said_amounts(f"Le délégant verse {written}, en une fois.")
    assert (amount.cents, amount.end - amount.start) == (worth, len(written))


@pytest.mark.parametrize(
    ("words", "agree"),
    [
        ("trois cent mille euros", True),
        ("trois-cent-mille euros", True),
        ("en lettres : trois cent mille euros", True),
        ("hors taxes", True),
        ("trente mille euros", False),
        ("trois cent mille euros hors taxes", False),
        ("un euro", False),
    ],
)
def test_the_words_beside_an_amount_confirm_it_or_not(words, agree):
    (amount,) = said_amounts(f"300 000 € ({words})")
    assert amount.exact is agree


def test_the_words_of_a_million_are_followed_by_of():
    (amount,) = said_amounts("1 000 000 € (un million d’euros)")
    assert amount.exact


@pytest.mark.parametrize(("said", "codes"), [("90 000 d’euros", ["C613"]), ("100 k€", []), ("100 000 d’euros", [])])
def test_a_limit_is_compared_with_the_table_whatever_its_unit(said, codes):
    rows = (("Année", "AE", "CP"), ("2025", "100 000 €", "100 000 €"))
    act = read(*FINANCES, f"Les dépenses sont faites dans la limite de {said}.", rows)
    assert [code for code, _ in remarks(act, *MONEY)] == codes


@pytest.mark.parametrize(("rest", "codes"), [("185 000", []), ("175 000", ["C613"])])
def test_a_rest_is_what_its_own_sentence_leaves(rest, codes):
    sentence = (
        f"Sur un total de 900 000 €, 200 000 € (deux cent mille euros) vont au projet, dont 15 000 € (quinze mille "
        f"euros) d’accompagnement, soit {rest} € restants."
    )
    assert [code for code, _ in remarks(read(*FINANCES, sentence), *MONEY)] == codes


# ---- days


def both_ends(act):
    """The end the import reads, and how sure; that of the checks."""
    end = Act(act).end
    return imported(act, "duree", "fin"), end[0].isoformat() if end else None


@pytest.mark.parametrize(
    "sentence",
    [
        "La convention se termine le 31 décembre 2024.",
        "La convention arrive à terme le 31 décembre 2024.",
        "La convention s’applique du 1er mars 2023 au 31 décembre 2024.",
        "La fin de la convention est fixée au 31 décembre 2024.",
        "La convention expire au plus tard le 31 décembre 2024.",
        "La convention prend fin, pour toutes les parties, le 31 décembre 2024.",
    ],
)
def test_an_end_is_read_by_both_however_it_is_said(sentence):
    (found, checked) = both_ends(read("Article 1 – Durée", sentence))
    assert (found[0], checked) == ("2024-12-31", "2024-12-31")


def test_a_day_said_elsewhere_is_no_end_where_an_article_tells_how_long_the_act_binds():
    act = read(
        "Article 1 – Bilan",
        "Un bilan couvre les mois du 1er mars 2023 au 30 juin 2023.",
        "Article 2 – Durée",
        "Dix mois.",
    )
    assert both_ends(act) == (("2023-06-30", "douteux"), None)
    act = read("Article 1 – Objet", "La convention s’applique du 1er mars 2023 au 30 juin 2023.")
    assert both_ends(act) == (("2023-06-30", "probable"), "2023-06-30")


OF_ANOTHER = (
    *("La convention-cadre", "L’accord cadre", "Le bail", "La date du marché", "Ce lot", "Un lot", "Chaque lot"),
    *("Les marchés", "La phase", "La tranche", "La période", "L’expérimentation", "La mission", "Le chantier"),
    *("La fin des travaux", "Le programme", "Le projet", "La durée du bail"),
)


@pytest.mark.parametrize(
    ("subject", "sure"),
    [("La convention", "sûr"), ("Le versement", "probable"), *((one, "douteux") for one in OF_ANOTHER)],
)
def test_a_day_is_as_sure_as_what_it_is_said_of(subject, sure):
    (found,) = stated_starts([Cell(f"{subject} prend effet le 1er mars 2026.", "1")], [])
    assert (found.day, found.confidence.value) == (date(2026, 3, 1), sure)


def test_a_day_by_which_something_is_due_is_a_doubtful_end_unless_an_article_tells_how_long_the_act_binds():
    due = [Cell("Le bilan est remis avant le 15 mars 2026.", "1")]
    assert [(one.day, one.confidence.value) for one in stated_ends([], due)] == [(date(2026, 3, 15), "douteux")]
    assert list(stated_ends([Cell("Dix mois.", "2")], due)) == []


ENDS = """prend fin; prendra fin; expire; expirera; arrive à échéance; arrivera à terme; se termine; se terminera;
s’achève; s’achèvera; pour s’achever; pour prendre fin; pour se terminer; pour expirer; cesse;
cessera de produire effet; cesse de produire ses effets; s’éteint; s’éteindra"""


def test_an_end_is_sure_whatever_the_verb():
    for verb in listed(ENDS):
        (found, *_) = stated_ends([Cell(f"Elle {verb} le 31 décembre 2026.", "1")], [])
        assert (found.day, found.confidence.value) == (date(2026, 12, 31), "sûr"), verb


def test_a_sentence_ends_with_its_sign_where_the_next_one_begins():
    assert sentences("Un. Deux ; Trois ! Quatre ? Cinq. « Six »") == [
        *("Un.", "Deux ;", "Trois !", "Quatre ?", "Cinq.", "« Six »"),
    ]
    assert sentences("au 1. rue") == ["au 1. rue"]


def test_the_end_of_the_accounts_is_read_before_its_name_or_after_it():
    for sentence in (
        "Elle s’achève le 31 décembre 2026 sur le plan technique et le 31 décembre 2027, sur le plan comptable.",
        "Sur le plan comptable, elle s’achève le 31 décembre 2027.",
    ):
        assert [one.day for one in accounting_ends([Cell(sentence, "1")], [])] == [date(2027, 12, 31)]


def test_the_last_invoice_is_surer_where_an_article_tells_how_long_the_act_binds():
    line = [Cell("Elle prend fin au paiement de la dernière facture.", "1")]
    assert list(accounting_ends([Cell("Elle prend fin le 31 décembre 2026.", "1")], [])) == []
    told = [*accounting_ends(line, []), *accounting_ends([], line)]
    assert [(one.day, one.confidence.value) for one in told] == [(None, "probable"), (None, "douteux")]


def test_the_last_invoice_is_one_fact_for_both():
    paid = read(
        "Article 1 – Durée", "Elle prend fin, sur le plan comptable, à la date du paiement de la dernière facture."
    )
    told = read("Article 1 – Durée", "Texte.", "Article 2 – Suites", "Le terme comptable est fixé par avenant.")
    assert imported(paid, "duree", "fin_comptable") == ("derniere_facture", "sûr")
    assert imported(told, "duree", "fin_comptable") is None
    assert Act(paid).pays_later
    assert Act(told).pays_later
    assert not Act(read("Article 1 – Durée", "Texte.")).pays_later


@pytest.mark.parametrize(
    ("blocks", "day"),
    [
        (("Article 1 – Objet", "Texte.", "Fait à Brest, le 10 novembre 2023"), "2023-11-10"),
        (("Article 1 – Objet", "Texte.", "Fait en deux exemplaires à Brest, le : 10/11/2023"), "2023-11-10"),
        (("Article 1 – Objet", "Texte. Fait à Brest, le 10 novembre 2023."), "2023-11-10"),
        (("Article 1 – Objet", "Fait générateur : le bilan, le 10 novembre 2023."), None),
    ],
)
def test_a_signature_is_dated_alike_by_both(blocks, day):
    act = read(*blocks)
    found, signed = imported(act, "date_signature"), Act(act).signed
    assert (found and found[0], signed and signed.isoformat()) == (day, day)


@pytest.mark.parametrize(
    ("title", "day"),
    [
        ("Convention du 10 novembre 2023", date(2023, 11, 10)),
        ("Convention prise en application du décret n° 2004-1085 du 14 octobre 2004", None),
        ("Avenant n° 1 à la convention du 3 mai 2022", None),
        ("Avenant n° 1 à la délégation de gestion du 3 mai 2022", None),
        ("Avenant n° 1 à l’acte du 3 mai 2022", None),
        *(
            (f"Convention prise en application {other} du 3 mai 2022", None)
            for other in ("de la loi", "de l’arrêté", "de l’ordonnance", "de la circulaire", "du règlement", "du code")
        ),
    ],
)
def test_the_day_of_another_text_in_a_title_is_not_that_of_the_signature(title, day):
    act = Document((Section(SectionKind.TITLE, (Heading(1, (Text(title),)),)),))
    found = imported(act, "date_signature")
    assert (Act(act).signed, found and found[0]) == (day, day and day.isoformat())


def test_two_days_of_signature_make_the_first_one_less_sure():
    act = read("Article 1 – Objet", "Texte.", "Fait à Brest, le 10 novembre 2023", "Fait à Paris, le 12 novembre 2023")
    assert imported(act, "date_signature") == ("2023-11-10", "probable")


# ---- parties


def called(line):
    """What the import calls the first party, as it stands in its block; the names the checks know it by."""
    (found, *_) = read_parties(Imported(parties_of_an_act(line)))
    return found.aliases, [one.names for one in Act(parties_of_an_act(line)).parties]


def parties_of_an_act(line):
    blocks = (Paragraph((Text("Entre :"),)), Paragraph((Text(f"{line}, d’une part,"),)))
    return Document((Section(SectionKind.PARTIES, blocks),))


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("La direction des phares, ci-après dénommée « le délégant »", ["le délégant"]),
        ("La direction des phares, désignée sous le terme de « délégant »", ["délégant"]),
        ("La direction des phares, ci-après la DP", ["la DP"]),
        ("La direction des phares, ci-après dénommée le délégant", ["le délégant"]),
        ("La direction des phares, dénommée le délégant, à Brest", ["le délégant"]),
        ("La direction des phares, ci-après « le S.I.G. » ou « le délégant »", ["le S.I.G.", "le délégant"]),
        (
            "La direction des phares, ci-après « la DP », représentée par Ada UNE, cheffe du bureau « Feux »",
            ["la DP"],
        ),
    ],
)
def test_what_a_party_is_called_is_read_alike_by_both(line, names):
    imported_as, checked = called(line)
    assert imported_as == names
    assert [list(one) for one in checked] == [[one.replace("’", "'") for one in names]]


@pytest.mark.parametrize("line", ["La direction des phares, représentée par Ada UNE, désignée par le préfet, à Brest"])
def test_who_designates_a_party_is_no_name_of_it(line):
    assert called(line) == ([], [])


def test_an_acronym_that_is_not_beside_the_name_is_not_that_of_the_party_in_the_spec():
    act = parties_of_an_act("La direction des phares, représentée par Ada UNE (SGM), ci-après « le délégant »")
    assert imported(act, "parties", 0, "sigle") is None
    assert [one.names for one in Act(act).parties] == [("le délégant", "SGM")]


@pytest.mark.parametrize(
    ("noun", "role"),
    [
        ("le délégant", "delegant"),
        ("l’autorité délégante", "delegant"),
        ("les co-délégataires", "delegataire"),
        ("Le bénéficiaire", "delegataire"),
        ("le partenaire-porteur", "porteur"),
        ("le porteur du projet", "porteur"),
        ("le mandataire", "mandataire"),
        ("la délégation des ports", ""),
        ("le contrôleur du délégant", ""),
    ],
)
def test_a_noun_says_the_role_of_a_party(noun, role):
    assert said_role(noun) == role
    act = parties_of_an_act(f"La direction des phares, ci-après « {noun} »")
    read_as = imported(act, "parties", 0, "role")
    assert (read_as == (role, "sûr")) is (role in {"delegant", "delegataire", "porteur"})


# ---- instalments


def instalments(*items):
    """An act whose article lists instalments."""
    listed = ItemList(tuple((Paragraph((Text(item),)),) for item in items), numbered=False)
    title = Paragraph((Text("Les crédits sont versés en plusieurs tranches :"),))
    return Document((Article("versement", 1, (Text("Versement"),), (title, listed)),))


def test_the_year_of_an_instalment_is_read_alike_by_both():
    act = instalments(
        "30 % des AE pour 2025 : à la signature ;",
        "60 % des AE pour 2025 : au bilan ;",
        "100 % des AE de 2026 : en mars.",
    )
    assert imported(act, "finances", "tranches", 1, "annee") == ("2025", "douteux")
    ((_, message),) = remarks(act, "C614")
    assert plain(message) == "les parts des tranches de 2025 font 90 %, et non 100 %."


def test_a_share_that_a_sentence_calls_an_instalment_counts_for_both():
    act = instalments("une première tranche de 30 % à la signature ;", "une seconde tranche de 60 % au bilan.")
    assert imported(act, "finances", "tranches", 0, "part") == ("30 %", "douteux")
    assert [code for code, _ in remarks(act, "C614")] == ["C614"]


def test_the_amount_of_a_share_is_compared_whatever_its_unit():
    (share,) = said_shares("33 % des AE de 2025, soit 61 050 d’euros, à la signature")
    assert (share.written, share.kind, share.year, share.amount.euros) == ("33", "ae", 2025, 61_050)
    rows = (("Année", "AE", "CP"), ("2025", "185 000 €", "185 000 €"))
    act = read(*FINANCES, rows, "Une part de 33 % des autorisations d’engagement de 2025, soit 60 000 d’euros.")
    assert [code for code, _ in remarks(act, "C614")] == ["C614"]


# ---- visas


@pytest.mark.parametrize(
    ("line", "cited"),
    [
        ("Vu le décret n° 2004-1085 ;", "le décret n° 2004-1085"),
        ("- Vu : le décret n° 2004-1085,", "le décret n° 2004-1085"),
        ("VU le décret n° 2004-1085.", "le décret n° 2004-1085"),
        ("Vue d’ensemble", ""),
        ("Considérant le décret n° 2004-1085", ""),
    ],
)
def test_a_visa_is_read_alike_by_both(line, cited):
    assert said_visa(line) == cited
    act = Document((Section(SectionKind.VISAS, (Paragraph((Text(line),)),)),))
    assert imported(act, "visas", 0) == ((cited, "sûr") if cited else None)


def test_the_checks_find_the_visas_of_an_act_without_a_section_of_them():
    act = read("• vu : le décret n° 2017-1584 du 20 novembre 2017 ;", *FINANCES, "Fait à Brest, le 3 mars 2025")
    assert [code for code, _ in remarks(act, "C641")] == ["C641"]


# ---- credits, shares and parts a sentence says


def opens(sentence):
    return [(one.kind, one.year, one.amount.euros) for one in said_credits(sentence)]


def test_credits_take_their_kind_and_year_from_the_words_that_touch_them():
    assert opens("100 000 €(CP) en 2025") == [("cp", 2025, 100_000)]
    assert opens("50 000 € d’AE et, 60 000 € d’AE en 2025") == [("ae", 2025, 50_000), ("ae", 2025, 60_000)]
    assert opens("50 000 € d’AE puis de 60 000 € d’AE en 2025") == [("ae", 2025, 50_000), ("ae", 2025, 60_000)]


def test_a_cell_left_empty_is_that_of_the_row_above_and_a_figure_without_a_unit_is_exact():
    rows = (("Nature", "2025"), ("AE", "100 000"), ("", "50 000"))
    read = table_credits(grid(*rows)).credits
    assert [(one.kind, one.year, one.amount.euros) for one in read] == [("ae", 2025, 100_000), ("ae", 2025, 50_000)]
    assert all(one.amount.exact for one in read)


def test_a_table_without_a_row_or_a_cell_opens_nothing():
    for rows in ((), ((),)):
        assert table_credits(Grid(rows, 0, "tableau")).credits == ()


USED = "consommées consommés réalisées exécutées engagées payées versées dépensées mandatées"


@pytest.mark.parametrize("used", USED.split())
def test_what_was_spent_of_credits_opens_none(used):
    rows = (("Crédits", used, "ouverts"), ("", "AE", "AE"), ("2025", "100 000 €", "200 000 €"))
    assert [one.amount.euros for one in table_credits(grid(*rows)).credits] == [200_000]


def test_the_corner_of_a_table_may_say_its_unit():
    rows = (("en milliers d’euros", "AE"), ("2025", "185"), ("Projet de 2026", "15"))
    assert [one.amount.euros for one in table_credits(grid(*rows)).credits] == [185_000, 15_000]


OF_SOMETHING_ELSE = """au moins, au plus, plus de, moins de, dépassant, excédant, si, lorsque, dès que, au taux de, avec
une TVA de, avec une pénalité de, avec une retenue de, avec une marge de, à hauteur de, financée
à, révisée de, de personnes âgées de"""


@pytest.mark.parametrize("words", [" ".join(one.split()) for one in OF_SOMETHING_ELSE.split(",")])
def test_a_share_of_something_else_is_no_instalment(words):
    assert instalment_shares(f"La tranche est versée {words} 30 %") == []


WHOLES = """du montant, de la subvention, de la somme, du total, du prix, de la contribution, de la
participation, de la dotation, de l’aide, des crédits, d’AE, de CP, d’autorisations d’engagement"""


@pytest.mark.parametrize("whole", [" ".join(one.split()) for one in WHOLES.split(",")])
def test_a_share_of_the_credits_is_an_instalment(whole):
    (share,) = instalment_shares(f"Un acompte de 30 % {whole}")
    assert share.percent == 30


def test_what_another_sentence_says_is_not_said_of_a_share():
    (share,) = instalment_shares("Les pénalités sont dues. Une tranche de 30 %")
    assert share.percent == 30


@pytest.mark.parametrize("rest", ["le solde", "du reste", "au reliquat", "le complément"])
def test_shares_with_a_rest_that_is_not_told_are_not_read(rest):
    assert len(instalment_shares("Une tranche de 30 % à la signature")) == 1
    assert instalment_shares(f"Une tranche de 30 % à la signature, {rest} au bilan") == []


SHOWN = """répartie, se répartissant, ventilée, décomposée, à savoir, comme suit, ainsi, détaillée, versée en
deux fois, versé en trois versements, versée en un versement, versée en deux tranches, versée en
six échéances, versée en deux parts, en deux fois, en trois versements, en quatre tranches, en
cinq échéances, en six parts, en 3 financements, en deux postes, selon le tableau, selon
l'échéancier, selon la répartition, selon le calendrier, selon le détail"""


@pytest.mark.parametrize("words", [" ".join(one.split()) for one in SHOWN.split(",")])
def test_a_sentence_announces_how_an_amount_is_shared(words):
    assert announced_whole(f"Une subvention de 45 000 € est versée. Elle est {words} :").euros == 45_000


@pytest.mark.parametrize("before", ["un maximum de", "un plafond de", "la limite de", "à hauteur de"])
def test_a_limit_is_no_amount_that_is_shared(before):
    assert announced_whole(f"La subvention va jusqu'à {before} 45 000 €, comme suit :") is None
    assert announced_whole("La subvention est de 45 000 € dont une avance, comme suit :") is None


RATES = """an mois jour agent personne participant unité année heure trimestre semestre semaine quinzaine
tranche échéance séance élève poste lot enfant bénéficiaire stagiaire visite nuit repas dossier
kilomètre km appel atelier session service site"""


def test_a_rate_is_no_amount_that_is_shared():
    for per in (*(f" par {unit}" for unit in RATES.split()), " HT par an", " TTC par an", "/an", " chacun", " l'unité"):
        assert announced_whole(f"La prestation est payée 45 000 €{per}, comme suit :") is None
        assert list(parted(f"300 000 €, soit 100 000 € en 2025 et 250 000 €{per}")) == []


APART = """dont, ou, sur, contre, moins, au lieu de, porté à, passe à, déduction de, reste, restant,
initialement, jusqu'à, plafonnés à, au maximum, au minimum, cumulés, compris, chaque année,
chacun, avec une avance de, à, entre"""


@pytest.mark.parametrize("words", [" ".join(one.split()) for one in APART.split(",")])
def test_an_amount_that_is_no_further_part_makes_the_sum_unsure(words):
    (whole,) = parted("300 000 €, soit 100 000 € en 2025 et 250 000 € en 2026")
    assert (whole.whole.cents, whole.sum) == (30_000_000, 35_000_000)
    assert list(parted(f"300 000 €, soit 100 000 € en 2025 et {words} 250 000 € en 2026")) == []


# ---- what an act defines

NAMINGS = """ci-après le comité, dénommée comité, prénommé comité, nommés comité, désignée comité, appelées
comité, qualifié comité, entend par comité, entend ici par comité, entendre par comité, entendons
par comité, en qualité de comité, en sa qualité de comité, en leur qualité de comité, en tant que
le comité, agissant comme le comité, intervenant comme le comité"""


@pytest.mark.parametrize("words", [" ".join(one.split()) for one in NAMINGS.split(",")])
def test_an_act_defines_a_word_by_the_words_before_it(words):
    assert Defined([f"La réunion {words} décide"], []).holds("comite")
    assert not Defined([f"La réunion {words}-directeur décide"], []).holds("directeur general")


def test_a_name_in_brackets_may_have_three_words_and_one_between_commas_gives_way_to_one_that_is_said():
    assert Defined(["La société (le porteur principal associé) agit"], []).holds("porteur principal")
    assert Defined([], ["La société, le porteur, agit"]).holds("porteur")
    assert not Defined([], ["La société, le porteur, ci-après « la DGX »"]).holds("porteur")


# ---- what an amount is of


def listed(text):
    """The words of a list, parted by semicolons."""
    return [" ".join(one.split()) for one in text.split(";")]


BEFORE = {
    "versement": """un versement de; des provisions de; un acompte de; les avances de; une tranche de; le solde de;
        des mensualités de; la facture de; une fraction de""",
    "cout": """un coût de; un budget de; estimé à; évaluée à; chiffrés à; une dépense totale de; des dépenses
        éligibles de; des dépenses prévisionnelles de; une assiette de; une base éligible de; un plan de
        financement de; une valeur de; sur l’enveloppe de; dans une dotation de; sur cette enveloppe de;
        dans la dotation de; sur le montant de; sur crédits de""",
    "seuil": """plus de; moins de; supérieur à; supérieure ou égale à; inférieurs à; inférieures ou égales à;
        excédant; excède; dépasse; peut atteindre; un seuil de; un seuil fixé à; au-delà de; au-dessus
        de; au-dessous de; en dessous de""",
    "penalite": """une pénalité de; une amende de; une indemnité de; des intérêts moratoires de; une astreinte de;
        chaque séance coûte; au montant unitaire de; au tarif de; au prix d’un repas de; pour le prix de
        la nuit de; une retenue de; le reliquat de; il restitue; il reverse; un reversement de; un
        trop-perçu de; des trop perçus de""",
    "": """ne peut dépasser; sans dépasser; ne saurait excéder; sans pouvoir excéder; n’est pas dépassé;
        une tranche plafonnée à; un acompte dans la limite de; un coût dans la limite d’un montant de;
        un acompte sur un total de; un acompte pour un montant total de; un acompte, soit le total de;
        un acompte au total de""",
}
AFTER = {
    "penalite": """ par an; HT par mois; TTC par jour; / mois;/mois; l’unité; chacun; chacune; pièce; la première;
        le deuxième; la seconde; la troisième; le quatrième""",
    "hors taxes": "HT, soit; HT soit; € HT, soit; hors taxes (soit; hors taxe et",
    "": """ par la DGX; par le délégant; par les parties; par l’État; par un virement; par une décision; par
        arrêté; par avenant; par décision; par convention; par virement; par voie de mandat; par
        délégation; par anticipation; par M. UNE; au total; en tout""",
}
WHEN = """à la signature; lors de la notification; dès la remise; au démarrage; au lancement; après la
        livraison; avant le 1er mars; en fin 2025; à l’issue; à compter de la réception; au plus tard le
        3; à l’achèvement; à la fin; (30 %) à la signature; , à la signature"""
BY_PARTS = "en deux tranches; des versements; échelonné; un échéancier; en trois fois; en 4 fois; un acompte"


@pytest.mark.parametrize(("kind", "words"), [(kind, one) for kind, many in BEFORE.items() for one in listed(many)])
def test_the_words_before_an_amount_say_what_it_is_of(kind, words):
    assert part_said("", f"{words} ", "") == kind


@pytest.mark.parametrize(("kind", "words"), [(kind, one) for kind, many in AFTER.items() for one in listed(many)])
def test_the_words_after_an_amount_say_what_it_is_of(kind, words):
    assert part_said("", "", f" {words}".replace(" /m", "/m")) == kind


def test_an_amount_is_a_payment_by_when_it_is_paid():
    for when in listed(WHEN):
        assert part_said("en deux tranches", "", f" {when}".replace(" ,", ",")) == "versement"
        assert part_said("", "", f" {when}".replace(" ,", ",")) == ""
    for sentence in listed(BY_PARTS):
        assert part_said(sentence, "", " à la signature") == "versement"
    for year in (" en 2025", " pour l’année 2025", " au titre de l’exercice 2025"):
        for total in ("au total", "un total", "le montant total", "en tout"):
            assert part_said(total, "", year) == "versement"
        assert part_said(f"3 €{year} et 4 euros{year}", "", year) == "versement"
        assert part_said(f"3 €{year}", "", year) == ""


def test_an_amount_without_tax_is_known_by_the_one_that_has_some():
    for said in ("TTC", "toutes taxes comprises"):
        assert [part_said(said, "", after) for after in (" HT", " hors taxes")] == ["hors taxes"] * 2
    assert part_said("", "", " HT") == ""
    assert part_said("", "", "HT soit") == "hors taxes"


def test_the_roles_that_hold_the_money_and_the_one_that_does_not():
    roles = said_roles()
    assert (roles.giver, roles.receiver, roles.third) == ("delegant", "delegataire", "porteur")


TOTALS = """total; totaux; montant total; coûts totaux; somme totale; dépenses totales; recettes totales; budget
total; grand total; total général; totaux généraux; total global; total TTC; total HT; total TVA
comprise; total AE; total CP; total AE et CP; total AE = CP; total hors taxes; total 2025; total
n+1; total n - 1; total des dépenses; total charges; total de la convention; total des produits;
total des recettes; total des ressources; total des crédits; total des coûts; total par; total du
poste; total des emplois; total des financements; total du plan de financement; total du montant;
total de l'année; total du projet; total programme 129; total du lot; total en euros; total k€;
total M€; total €; total de l’opération; total ETPT; total des jours; total heures; total agents;
total des effectifs; total (en euros); total :; ensemble; ensemble :; somme; somme :; sous-total;
sous total des dépenses; total partiel; total intermédiaire du lot"""


def test_a_label_says_that_its_line_is_a_total():
    assert [label for label in listed(TOTALS) if not is_total(label)] == ["total par"]


def test_a_year_is_no_figure_and_figures_of_two_units_are_not_summed():
    assert figure("2024") is None
    assert figure("1999") is None
    assert figure("20 240").worth == 2_024_000
    assert [figure(text).worth for text in ("2 500 jours", "2.500,5 h", "- 1 000 ETP")] == [250_000, 250_050, -100_000]
    header = ("Poste", "2024", "2025", "Total")
    assert [one.right for one in totals_across(grid(header, ("a", "3 €", "100 €", "103 €")))] == [True]
    assert list(totals_across(grid(header, ("a", "3 jours", "100 €", "103 €")))) == []
    for cells in (
        ("a", "3 €", "100 €", ""),
        ("a", "", "", "3 €"),
        ("a", "3 €", "deux", "3 €"),
        ("a", "3 %", "4 %", "7 %"),
    ):
        assert list(totals_across(grid(header, cells))) == []


def test_a_general_total_is_first_compared_with_all_the_lines():
    rows = (("Poste", "Montant"), ("a", "10 €"), ("Total", "10 €"), ("b", "20 €"), ("Total général", "30 €"))
    assert [one.sums[0] for one in totals_down(grid(*rows))] == [1_000, 3_000]


CITED = """décret; loi; arrêté; code; ordonnance; circulaire; convention; délibération; décision; avenant; règlement;
instruction; courrier; accord; avis; traité; charte; directive; protocole; décrets; lois"""


@pytest.mark.parametrize("noun", listed(CITED))
def test_a_line_under_vu_cites_a_text_with_its_article_or_without(noun):
    for article in ("", "le ", "la ", "les ", "l’", "l' "):
        assert listed_visa(f"– {article}{noun} n° 1 ;") == f"{article}{noun} n° 1"
    assert listed_visa(f"– un {noun}") == ""


def test_the_capacity_in_which_a_party_acts_is_one_noun_or_two():
    for text, noun in (
        ("en qualité de mandant,", "mandant"),
        ("en sa qualité de la cheffe de file", "cheffe de file"),
        ("en qualité d’autorité délégante", "autorité délégante"),
        ("en qualité de porteur du projet.", "porteur du projet"),
        ("en qualité de mandant et de payeur", "mandant"),
    ):
        assert capacity_in(text) == noun


CHANGED = """est remplacé; sont substitués; sera porté; seront ramenés; a été modifié; ont été augmentées;
étant majoré; est minoré; est donc diminué; est ainsi réduit; est désormais réduite; est prorogée;
est reportée; est prolongée; est étendu; est passée; passe de 2; passent du 3; passera de 2;
passeront du 4"""
FORMERLY = """initialement à; précédemment fixé à; antérieurement porté au; initial de; initiale du; précédent
de; précédente durée de; ancien montant de; anciennement de; ancienne date du; au lieu de; au lieu
et place du; en lieu et place de; s’élevait à; s’élevaient à; était de; étaient fixées à; était
d’un montant de; avait été porté à; avaient été fixés à"""
MORE = "supplémentaires; supplémentaire; de plus; complémentaires; complémentaire; additionnels"
ADDS = """augmenté de; majorée d’; complété à hauteur de; abondé d’un montant de; diminué de; réduit de;
minorée de; un complément de; un supplément de; une rallonge de; une hausse de; une baisse de; une
diminution de; une augmentation de"""


def test_what_was_and_what_is_added_are_told_from_what_is():
    for words in listed(CHANGED):
        assert replaced(f"Le montant {words} 20 €").holds(5), words
        assert not replaced(f"La salle {words} 20 €").holds(5), words
    for words in listed(FORMERLY):
        sentence = f"Le terme, {words} 20 jours, est proche"
        assert replaced(sentence).holds(sentence.index("20")), words
    assert all(added("", f" {words}") for words in listed(MORE))
    assert all(added(f"est {words} ", "") for words in listed(ADDS))
    assert not added("est de ", " par an")
    assert added("un complément d’", "")
    assert replaced("Le montant est de 20 €").spans == ()


@pytest.mark.parametrize(
    "weekday", ["", "lundi ", "mardi ", "mercredi ", "jeudi ", "vendredi ", "samedi ", "dimanche "]
)
def test_the_day_of_a_signature_may_have_its_weekday(weekday):
    (signed, *_) = signature_dates([Cell(f"Fait à Brest, le {weekday}10 novembre 2023", "1")], [], [])
    assert (signed.day, signed.confidence.value) == (date(2023, 11, 10), "sûr")
