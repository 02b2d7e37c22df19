"""Acts of other houses, read again: what is another text's is left alone, what is wrong is named, in any words."""

import pytest

from conventions_cli.linting.remarking import lint
from conventions_cli.readers.docx import read_docx
from conventions_cli.readers.markdown import read_document
from fabrique import GOOD, SPECS, document
from wordml import bold, p, tbl, tc, tr, word

PARTIES = (
    "Entre :",
    "La direction des phares, représentée par Camille EXEMPLE, directrice des phares, ci-après dénommée "
    "« le délégant », d’une part,",
    "Et :",
    "Le service des cartes marines, représenté par Dominique MODÈLE, chef du service, ci-après dénommé "
    "« le délégataire », d’autre part,",
)
VISAS = (
    "Vu le décret n° 2004-1085 du 14 octobre 2004 modifié relatif à la délégation de gestion dans les services de "
    "l’État ;",
    "Vu le décret n° 2012-1246 du 7 novembre 2012 modifié relatif à la gestion budgétaire et comptable publique ;",
)
BODY = (
    "# Article 1er – Objet",
    "Le délégant confie au délégataire la refonte des cartes.",
    "# Article 2 – Exécution financière",
    "Le délégant met à la disposition du délégataire 300 000 €.",
    "# Article 3 – Durée",
    "La convention prend effet à sa signature et prend fin le 31 décembre 2024.",
    "# Article 4 – Publication",
    "La convention est publiée.",
)


def written(line):
    if isinstance(line, list):
        return tbl(*(tr(*(tc(p(cell)) for cell in row)) for row in line), style="Grille")
    return p(bold(line.removeprefix("# "))) if line.startswith("# ") else p(line)


def remarks(*body, title="Convention de délégation de gestion", parties=PARTIES, visas=VISAS, end=()):
    """What the linter says of an act typed by hand: bold titles, no style; a table is a list of rows."""
    lines = [f"# {title}", *parties, *visas, "Il est convenu ce qui suit :", *body, *end]
    read = read_docx(word("".join(map(written, [*lines, "Fait à Brest, le 10 novembre 2023."]))), "acte.docx")
    return lint(read.value.document)


def codes(*body, **options):
    return [one.code.number for one in remarks(*body, **options)]


def with_fifth(*lines, title="Données", **options):
    return codes(*BODY, f"# Article 5 – {title}", *lines, **options)


@pytest.mark.parametrize("path", [*GOOD, *sorted((SPECS / "exemples").glob("*.yaml"))], ids=lambda path: path.stem)
def test_no_act_of_ours_gives_a_remark(path):
    assert lint(document(path)) == ()


@pytest.mark.parametrize(
    "sentence",
    [
        "La loi n° 78-17 du 6 janvier 1978 s’applique, notamment, pour les tiers, en son article 40.",
        "Les parties respectent le règlement (UE) 2016/679. Les mesures prévues à l’article 32 sont en annexe.",
        "Les marchés sont passés selon le code de la commande publique. L’article 29 du même code s’applique.",
        "Le décret n° 2012-1246 fixe la règle. Ses articles 12 et 13, comme son article 40, le disent.",
        "Le comptable applique les articles 5 et 16 dudit règlement.",
        "La loi du 12 avril 2000 s’applique. L’article 10 de celle-ci oblige à conclure une convention.",
        "Le marché suit les articles 12 et L. 2113-6.",
        "Les données sont traitées au sens de l’article 28 du RGPD et de l’article 32 RGPD.",
        "La loi Informatique et libertés vaut. Les droits sont aux articles 15 et 16. L’article 17 est réservé.",
        "Le cahier des clauses administratives s’applique. Conformément à l’article 41, le titulaire paie.",
        "Les pénalités de l’article 14 du CCAG-TIC sont appliquées.",
        "Conformément à l’article 12, alinéa 2, de la loi précitée, un bilan est remis.",
        "Selon l’article 8 de la convention initiale, un bilan est remis.",
        "Selon l’article 8 de la convention du 3 mai 2022, un bilan est remis.",
        "Selon l’article 8 de la convention-cadre, un bilan est remis.",
        "L’arrêté du 3 mai 2020 s’applique, en ses articles 7 et 8.",
        "Les conditions générales du marché n° 2024-12 s’appliquent. L’article 12 précise les délais.",
        "À l’article 9, les mots « un an » sont remplacés par « deux ans ».",
        "L’article 12 est complété par une phrase.",
        "Les articles 6 (licéité) et 9 (catégories) du règlement général sur la protection des données s’appliquent.",
        "Au titre de l’article 7 des statuts du groupement, le directeur signe.",
        "Constitution : l’article 72 garantit la libre administration.",
        "La convention collective s’applique. L’article 45 de la convention prévoit une prime.",
    ],
)
def test_the_article_of_another_text_is_left_alone(sentence):
    assert not {"C601", "C602"} & {*with_fifth(sentence)}


def test_a_text_named_in_the_title_or_before_a_list_is_that_of_what_follows():
    assert "C601" not in with_fifth("Les mesures de l’article 32 sont décrites.", title="Règlement (UE) 2016/679")
    table = [["Texte", "Mesure"], ["RGPD", "Article 28"], ["", "Article 32"]]
    assert "C601" not in with_fifth("Les mesures sont :", table)


@pytest.mark.parametrize(
    "sentence",
    [
        "Les crédits sont délégués dans les conditions de l’article 9.",
        "Le décret n° 2012-1246 s’applique. L’article 9 de la présente convention le précise.",
        "L’article 9 de la convention fixe le montant.",
        "L’emploi des crédits visés à l’article 9 est suivi.",
        "Le délégataire rend compte selon les articles 3 et 8.",
        "Un bilan est remis (article 7).",
        "L’article 9 ci-dessous le précise.",
        "Le code de la commande publique s’applique. Le contrôle visé à l’article 9 de la convention est annuel.",
        "La durée est celle de l’article 12 des présentes.",
    ],
)
def test_an_article_of_ours_that_does_not_exist_is_named(sentence):
    assert "C601" in with_fifth(sentence)


@pytest.mark.parametrize(
    "title",
    [
        "Avenant n° 1 à la convention du 3 mai 2022",
        "PROJET D’AVENANT N°2",
        "Convention modificative n° 2",
        "Convention portant modification de la convention du 3 mai 2022",
    ],
)
def test_an_act_that_amends_another_refers_to_the_articles_of_that_one(title):
    for sentence in (
        "À l’article 9 de la convention, « 2023 » est remplacé par « 2024 ».",
        "Les stipulations de l’article 7 demeurent inchangées.",
        "Après l’article 8, il est inséré un article 8 bis.",
        "L’article 6 de la convention initiale est abrogé.",
        "Conformément à l’article 15, les parties conviennent d’un avenant.",
    ):
        assert not {"C601", "C602"} & {*codes("# Article 1er", sentence, title=title)}, sentence
    assert "C601" in codes("# Article 1er", "L’article 4 du présent avenant prend effet.", title=title)


SUBJECTS = (
    "# Article 1er – Objet",
    "Le délégant confie au délégataire la refonte des cartes.",
    "# Article 2 – Obligations du délégataire",
    "",
    "# Article 3 – Durée",
    "La convention prend effet à sa signature.",
    "# Article 4 – Confidentialité",
    "Les parties gardent le secret.",
    "# Article 5 – Paiement",
    "Les factures sont payées à trente jours.",
)


@pytest.mark.parametrize(
    ("sentence", "meant"),
    [
        ("Les modalités de paiement prévues à l’article 3 s’appliquent.", "article 5"),
        ("Le délégant applique les modalités de paiement fixées à l’article 4.", "article 5"),
        ("Les conditions du paiement, définies à l’article 3, sont rappelées.", "article 5"),
        ("Les règles relatives à la confidentialité sont précisées à l’article 5.", "article 4"),
        ("Les modalités de paiement sont celles prévues à l’article 3.", "article 5"),
        ("Les modalités de paiement prévues à l’article 5 s’appliquent.", ""),
        ("Les modalités d’exécution prévues à l’article 3 s’appliquent.", ""),
        ("Les modalités de durée et de paiement prévues à l’article 3 s’appliquent.", ""),
        ("Le délégant suit les factures du paiement prévu à l’article 4.", "article 5"),
        ("Le délégataire veille au respect de la confidentialité instituée à l’article 3.", "article 4"),
        ("L’emploi des paiements fixés à l’article 2 est justifié.", ""),
        ("La mesure prévue à l’article 3 s’applique.", ""),
        ("Le paiement prévu à l’article 5 s’applique.", ""),
        ("Selon l’article 3, le paiement est fait.", ""),
        ("Les conditions prévues à l’article 3 valent pour le paiement.", ""),
        ("Les règles de factures fixées à l’article 5 s’appliquent.", ""),
    ],
)
def test_a_reference_whose_subject_is_that_of_another_article_is_a_question(sentence, meant):
    body = [line or sentence for line in SUBJECTS]
    found = [one for one in remarks(*body) if one.code.number == "C602"]
    assert [f"«\u00a0{meant}\u00a0»" in one.hint for one in found] == ([True] if meant else [])


@pytest.mark.parametrize(
    "sentence",
    [
        "Le délégataire s’adjoint la société Cartes SA, ci-après « le porteur ».",
        "La société Cartes SA, désignée « le porteur » dans la suite de la convention, réalise l’ouvrage.",
        "La société Cartes SA, désignée dans la suite sous le nom de porteur, réalise l’ouvrage.",
        "La société Cartes SA, dénommée ci-après le porteur, réalise l’ouvrage.",
        "Au sens de la convention, le « porteur » est la personne qui réalise l’ouvrage.",
        "On entend par porteur la société Cartes SA.",
        "Porteur : la société Cartes SA.",
        "La société Cartes SA (le porteur) réalise l’ouvrage.",
        "La société Cartes SA, en qualité de porteur, réalise l’ouvrage.",
        "La société Cartes SA est le porteur du projet.",
    ],
)
def test_a_party_that_the_body_defines_is_defined(sentence):
    assert "C631" not in with_fifth(sentence, "Le porteur rend compte.", title="Réalisation")


@pytest.mark.parametrize(
    "sentence",
    [
        "La Société des cartes (SCM) est associée.",
        "La société, ci-après SCM, est associée.",
        "La SCM (Société des cartes marines) est associée.",
        "La société, désignée « SCM » dans la suite, est associée.",
        "La société, dénommée la SCM, est associée.",
    ],
)
def test_an_acronym_that_the_body_defines_is_defined(sentence):
    assert "C631" not in with_fifth(sentence, "La SCM s’engage à rendre compte.", title="Réalisation")


@pytest.mark.parametrize(
    "sentence",
    [
        "Le bénéficiaire d’une carte la signe.",
        "Le co-délégataire éventuel serait partie à un avenant.",
        "Le prestataire retenu à l’issue de la consultation livre les cartes.",
        "Les bénéficiaires finaux sont les navires.",
    ],
)
def test_a_word_for_a_party_that_means_any_such_person_is_none(sentence):
    assert "C631" not in with_fifth(sentence)


def test_a_party_defined_nowhere_is_named():
    assert "C631" in with_fifth("Le porteur rend compte.", title="Réalisation")
    assert "C631" in with_fifth("La SCM s’engage à rendre compte.", title="Réalisation")


@pytest.mark.parametrize(
    "second",
    [
        "Le service des cartes, représenté par Dominique MODÈLE, délégataire, d’autre part,",
        "Le service des cartes, représenté par Dominique MODÈLE, agissant comme délégataire, d’autre part,",
    ],
)
def test_a_role_that_stands_beside_a_party_is_defined(second):
    assert "C631" not in codes(*BODY, parties=(*PARTIES[:3], second))


@pytest.mark.parametrize(
    "cited",
    [
        "décret n° 2014-1085 du 14 octobre 2004",
        "décret n°2014-1085 du 14/10/2004",
        "décret 2014-1085 du 14 octobre 2004",
        "décret n° 2014-1085 en date du 14 octobre 2004",
        "décret du 14 octobre 2004 n° 2014-1085",
        "décret n° 2014-1085 (14 octobre 2004)",
        "décret du 14 octobre 2004 (n° 2014-1085)",
        "décret n° 2014-1085, pris le 14 octobre 2004",
        "décret n° 2014-1085 modifié du 14 octobre 2004",
        "décret n° 2004-1085 du 14 octobre 2014",
        "décret no 2014-1085 du 14 octobre 2004",
    ],
)
def test_a_number_and_a_date_that_disagree_are_named(cited):
    assert "C422" not in codes(*BODY)
    assert "C422" in codes(*BODY, visas=(f"Vu le {cited} relatif à la délégation de gestion ;", VISAS[1]))
    assert "C422" in with_fifth(f"Le {cited} s’applique.")


def test_the_visas_of_a_delegation_are_asked_of_no_other_act():
    assert codes(*BODY, visas=VISAS[:1]) == ["C642"]
    assert codes(*BODY, visas=VISAS[:1], title="Avenant n° 1 à la convention de délégation de gestion") == []
    assert codes(*BODY[:2], "Elle suit une délégation de gestion.", *BODY[2:], visas=(), title="Convention") == []
    assert codes(*BODY, visas=VISAS[:1], title="Convention") == []
    preamble = "En application des décrets n° 2004-1085 du 14 octobre 2004 et n° 2012-1246 du 7 novembre 2012,"
    assert codes(*BODY, visas=(preamble,)) == []
    found = remarks(*BODY, visas=())
    assert [one.code.number for one in found] == ["C642", "C642"]
    assert all("n’a pas de visas" in one.message for one in found)


def test_the_years_of_an_avenant_are_those_of_the_act_it_amends():
    table = [["Année", "AE", "CP"], ["2021", "500 000 €", "300 000 €"], ["2023", "0 €", "200 000 €"]]
    said = "Le tableau de l’article 5 est remplacé par le tableau suivant :"
    assert "C616" in codes(*BODY[:3], said, table, *BODY[4:])
    title = "Avenant n° 2 à la convention de délégation de gestion du 3 mars 2021"
    assert "C616" not in codes(*BODY[:3], said, table, *BODY[4:], title=title)


SUMS = {"C611", "C612", "C614", "C617", "C618"}


def money(*lines):
    return [one for one in remarks(*BODY[:3], *lines, *BODY[4:]) if one.code.number in SUMS]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("Poste|Montant / Études|100 000 € / Travaux|150 000 € / Total|300 000 €", "250 000 €"),
        ("Nature|Budget (en €) / Personnel|40 000 / Voyages|2 500,50 / TOTAL GÉNÉRAL|42 000", "42 500,5"),
        ("Financeur|Part / État|60 % / Région|30 % / Total|100 %", "90 %"),
        ("Poste|2024|2025 / A|10 €|20 € / B|30 €|40 € / Montant total|40 €|50 €", "60 €"),
        ("Lot|Poste|Montant / 1|A|10 000 € / 1|B|20 000 € / Sous-total|| 40 000 €", "30 000 €"),
        ("Lot|€ / A|10 / Total|10 / B|5 / C|5 / Total|11 / Total général|20", "10"),
        ("Poste|2024|2025|Total / A|10 €|20 €|30 € / B|30 €|40 €|80 € / Total|40 €|60 €|100 €", "70 €"),
        ("Poste|HT / A|1 000 € / B|500 € / Total HT|1 500 € / TVA|300 € / Total TTC|1 900 €", "1 800 €"),
        ("Agents|ETP / Pilotage|1,5 / Appui|2 / Total|4", "3,5"),
        ("Agents|Nombre / Pilotage|1,5 / Appui|2 / Total ETP|4", "3,5"),
        (
            "Charges|Montant|Produits|Montant / A|10 €|Subvention|12 € / B|5 €|Ventes|3 € / Total|15 €|Total|16 €",
            "15 €",
        ),
        ("Poste|Montant / A|12 k€ / B|3,5 k€ / Total|20 k€", "15 500 €"),
        (
            "Poste|Montant / 1. Personnel|100 € / 1.1 Agents|60 € / 1.2 Vacataires|40 € / 2. Frais|50 € / Total|170 €",
            "150 €",
        ),
        ("Poste|Montant / Total|250 € / Études|100 € / Travaux|200 €", "300 €"),
        ("Période|Métropole|Région|Total / A|10|5|15 / B|20|5|30 / Total|30|10|45", "25"),
        ("Poste|Montant / Recette|-50 € / Dépense|100 € / Total|60 €", "50 €"),
    ],
)
def test_the_total_of_any_table_is_summed(rows, said):
    table = [row.strip().split("|") for row in rows.split(" / ")]
    found = money("Le budget est le suivant :", table)
    assert [one.code.number for one in found] == ["C617"]
    assert said.replace(" ", "\u202f") in found[0].message.replace("\u00a0", "\u202f")


def test_a_table_drawn_without_lines_is_summed_too():
    rows = (("Poste", "Montant"), ("Études", "100 000 €"), ("Travaux", "150 000 €"), ("Total", "300 000 €"))
    bare = tbl(*(tr(*(tc(p(cell)) for cell in row)) for row in rows))
    lines = "".join(map(written, ["# Convention", *PARTIES, *BODY[:3]])) + bare + "".join(map(written, BODY[4:]))
    read = read_docx(word(lines), "acte.docx").value.document
    assert [one.code.number for one in lint(read) if one.code.number == "C617"] == ["C617"]


@pytest.mark.parametrize(
    "rows",
    [
        "Poste|Montant / Études|100 000 € / Travaux|150 000 € / Total|250 000 €",
        "Poste|Montant / Études|100 000 € / dont appui|40 000 € / Travaux|150 000 € / Total|250 000 €",
        "Poste|Quantité|Prix unitaire|Total / A|2|10 €|20 € / B|3|5 €|15 € / Total|||35 €",
        "Jours|Tarif|Total / A|20|500|10 000",
        "Poste|Jours|Coût|Total / A|20|500|10 000 / B|10|500|5 000 / Total|30||15 000",
        "Taux|Part / A|50 % / B|40 % / Total|45 %",
        "Part|Taux / A|33 % / B|33 % / C|33 % / Total|100 %",
        "Action|Nombre / Ateliers|10 / Guides|5 / Total des bénéficiaires|300",
        "Poste|Montant / Total|250 € / Études|100 € / Travaux|100 €",
        "Année|Montant cumulé / 2024|100 € / 2025|150 € / Total|150 €",
        "Poste|Montant / 1. Personnel|100 € / 1.1 Agents|60 € / 1.2 Vacataires|40 € / 2. Frais|50 € / Total|150 €",
        "Poste|Montant / Personnel|100 € / Agents|60 € / Vacataires|40 € / Frais|50 € / Total|150 €",
        "Lot|€ / A|10 / Total|10 / B|5 / C|5 / Total|10 / Total général|20",
        "Poste|HT / A|1 000 € / B|500 € / Total HT|1 500 € / TVA|300 € / Total TTC|1 800 €",
        "Poste|Montant / A|1,2 M€ / B|1,3 M€ / Total|2,6 M€",
        "Poste|Montant / A|à préciser / B|10 € / Total|30 €",
        "Subvention|Autre|Coût total / 10 €|5 €|40 € / 20 €|6 €|50 €",
        "Poste|Code / A|129 / B|205 / Total|3",
        "Année|Montant / 2022 (réalisé)|10 000 € / 2023|12 000 € / Total 2023|12 000 €",
        "Poste|Montant / Total|250 € / dont études|200 € / dont travaux|100 €",
        "Période|Métropole|Région|Total / 2023|10|5|15 / 2024|20|5|25 / Total|30|10|40",
    ],
)
def test_a_total_that_may_be_right_is_left_alone(rows):
    assert money("Le budget est le suivant :", [row.strip().split("|") for row in rows.split(" / ")]) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Le délégant verse 300 000 €, soit 100 000 € en 2023 et 150 000 € en 2024.",
        "Le coût est de 300 000 €, réparti comme suit : 100 000 € en 2023, 100 000 € en 2024 et 150 000 € en 2025.",
        "L’État apporte 100 000 € et la région 150 000 €, soit un total de 300 000 €.",
        "Un versement de 100 000 €, puis un autre de 150 000 €, soit 300 000 € au total, est fait.",
        "La somme de 90 000 € se répartit entre les directions : 50 000 € pour l’une et 30 000 € pour l’autre.",
        "Le budget de 10 000,50 € se décompose en 5 000 € de frais et 6 000 € de voyages.",
        "Le montant de 300 000 € est versé en deux fois : 100 000 € à la signature et 150 000 € à la fin.",
        "Le coût, de 60 000 €, est financé par la mer à hauteur de 35 000 € et par la région à hauteur de 30 000 €.",
        "La dépense de 60 000 € est prise en charge par la mer pour 35 000 € et par la région pour 30 000 €.",
    ],
)
def test_an_amount_that_is_not_the_sum_of_its_parts_is_named(sentence):
    assert [one.code.number for one in money(sentence)] == ["C618"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Le délégant verse 300 000 €, soit 100 000 € en 2023 et 200 000 € en 2024.",
        "Le délégant verse 300 000 €, soit 100 000 € en AE et en CP en 2023 et 200 000 € en AE et en CP en 2024.",
        "Le délégant verse 300 000 €, soit 300 000 € en AE et 300 000 € en CP.",
        "Le délégant verse 300 000 €, dont 100 000 € en 2023 et 50 000 € en 2024.",
        "Le coût est de 120 000 € TTC, soit 100 000 € HT.",
        "Le loyer est de 12 000 €, soit 3 000 € par trimestre, et un dépôt de 1 000 € est versé.",
        "Le délégant verse 10 000 € par an, soit 30 000 € sur la durée, et 5 000 € de frais.",
        "Sur 300 000 €, 100 000 € ont été versés, soit 200 000 € restants.",
        "Le montant passe de 100 000 € à 150 000 €, soit 50 000 € de plus.",
        "Le délégant verse 300 000 €, soit entre 50 000 € et 100 000 € par an.",
        "Le délégant verse 300 000 €, soit 200 000 € la première année, dont 50 000 € de frais, et 100 000 € ensuite.",
        "Une avance de 90 000 € est versée sur un total de 300 000 €, soit 30 % du montant de 300 000 €.",
        "Le coût est de 1,5 M€, soit 1 M€ en 2024 et 0,6 M€ en 2025.",
        "Le coût, de 60 000 €, est financé par la mer à hauteur de 25 000 € et par la région à hauteur de 30 000 €.",
    ],
)
def test_amounts_that_are_no_parts_of_one_are_left_alone(sentence):
    assert money(sentence) == []


def test_an_amount_is_held_to_the_list_and_the_table_it_announces():
    shown = "Le délégant met à disposition 300 000 €, selon l’échéancier suivant :"
    rows = [["Échéance", "Montant"], ["Signature", "100 000 €"], ["Fin", "150 000 €"]]
    assert [one.code.number for one in money(shown, rows)] == ["C618"]
    assert money(shown, [*rows[:2], ["Fin", "200 000 €"]]) == []
    assert money("Le délégant met à disposition 300 000 €. Les dépenses sont :", rows) == []


def test_an_amount_of_the_sentence_before_is_held_to_a_list_typed_by_hand():
    whole, *parts = "La subvention est de 45 000 €.", "- 20 000 € à la signature ;", "- 15 000 € au bilan."
    assert [one.code.number for one in money(f"{whole} Elle est versée ainsi :", *parts)] == ["C618"]
    assert [one.code.number for one in money(whole, "Elle est versée ainsi :", *parts)] == ["C618"]
    assert money(f"{whole} Elle est versée ainsi :", *parts, "- 10 000 € à la fin.") == []
    assert money(f"{whole} Elle comprend notamment :", *parts) == []
    assert money(f"{whole} Les frais sont versés ainsi :", *parts) == []


@pytest.mark.parametrize(
    ("sentence", "wrong"),
    [
        ("Un acompte de 70 %, soit 50 % du budget, est versé ; le solde l’est au vu du bilan.", False),
        ("Une avance de 30 %, puis un acompte de 40 %, sont versés ; le solde l’est au vu du bilan.", False),
        ("La subvention est de 40 % du coût. Elle est versée en deux tranches : 70 % à la signature et 30 %.", False),
        ("Un acompte de 50 % est versé. La pénalité est de 2 % par semaine, jusqu’à 10 % du versement.", False),
        ("Un acompte de 60 % est versé. Si 80 % des dépenses sont faites, le solde de 40 % est versé.", False),
        ("Le versement se fait ainsi : 30 % à la signature, 40 % en juin et 20 % au vu du bilan.", True),
        ("Une première tranche de 50 % du montant est versée. Une seconde tranche de 40 % du montant l’est.", True),
        ("Le paiement a lieu en trois versements : 40 % à la commande, 40 % à la livraison, 30 % à la fin.", True),
    ],
)
def test_only_the_shares_that_are_instalments_make_a_whole(sentence, wrong):
    assert [one.code.number for one in money(sentence)] == (["C614"] if wrong else [])


def test_an_amount_is_held_to_the_list_it_announces():
    text = """<!-- titre -->

# Convention

<!-- article objet -->

## Article 1er – Objet

Le délégant verse 300 000 €, répartis comme suit :

- 100 000 € à la signature ;
- {} à la fin.
"""
    for last, wrong in (("150 000 €", True), ("200 000 €", False), ("le reste", False)):
        read, faults = read_document(text.format(last))
        assert read is not None, faults
        assert [one.code.number for one in lint(read)] == (["C618"] if wrong else [])
