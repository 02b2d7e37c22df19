"""Acts other administrations could have written, as Word files: several hands, several layouts, all invented."""

import io
from collections.abc import Callable
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH


class Acte:
    """A Word file made with python-docx, a line of code a paragraph."""

    def __init__(self) -> None:
        self.file = docx.Document()

    def p(self, text: str = "", *, style: str | None = None, bold: bool = False, centre: bool = False) -> "Acte":
        """A paragraph; `**x**` sets words in bold, `_x_` in italic, a vertical bar breaks the line."""
        paragraph = self.file.add_paragraph(style=style)
        for rank, piece in enumerate(text.split("**")):
            for index, line in enumerate(piece.split("|")):
                if index:
                    paragraph.add_run().add_break()
                run = paragraph.add_run(line)
                run.bold = True if bold or rank % 2 else None
        if centre:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        return self

    def ps(self, *texts: str, style: str | None = None) -> "Acte":
        for text in texts:
            self.p(text, style=style)
        return self

    def table(self, *rows: tuple[str, ...]) -> "Acte":
        table = self.file.add_table(rows=0, cols=len(rows[0]), style="Table Grid")
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
        return self

    def side_by_side(self, *cells: str) -> "Acte":
        """A table without lines, for signatures; a vertical bar starts a paragraph."""
        table = self.file.add_table(rows=1, cols=len(cells))
        for cell, text in zip(table.rows[0].cells, cells, strict=True):
            first, *rest = text.split("|")
            cell.text = first
            for line in rest:
                cell.add_paragraph(line)
        return self

    def data(self) -> bytes:
        stream = io.BytesIO()
        self.file.save(stream)
        return stream.getvalue()


def titres() -> bytes:
    """Heading styles, plain spaces, straight apostrophes, « Etat »; years as rows, totals; codes by rows."""
    acte = Acte()
    acte.p("Ministère des rivages", centre=True)
    acte.p("Convention de délégation de gestion relative au service numérique « Estran »", style="Title")
    acte.p("NOR : RIVD2512345X")
    acte.p("Entre :")
    acte.p(
        "La Direction interministérielle du numérique (DINUM), située 20 avenue de Ségur, 75007 Paris, représentée par "
        "Mme Ada UNE, directrice interministérielle du numérique, ci-après dénommée « le délégant »,"
    )
    acte.p("d'une part,")
    acte.p("Et :")
    acte.p(
        "La Direction des littoraux et des ports (DLP), sise 4 quai des Algues, 35400 Saint-Malo, représentée par "
        "M. Léo DEUX, directeur des littoraux et des ports, ci-après dénommée « le délégataire »,"
    )
    acte.p("d'autre part,")
    acte.ps(
        "Vu le décret n° 2004-1085 du 14 octobre 2004 relatif à la délégation de gestion dans les services de l'Etat ;",
        "Vu le décret n° 2012-1246 du 7 novembre 2012 relatif à la gestion budgétaire et comptable publique ;",
    )
    acte.p("Il est convenu ce qui suit :")
    acte.p("Préambule", style="Heading 1")
    acte.p(
        "En juin 2025, le service « Estran » a été retenu au titre du dispositif FAST, promotion 17. Il a obtenu un "
        "financement de 120 000 €, dont 20 000 € au titre de l'accompagnement."
    )
    acte.p("Article 1er - Objet", style="Heading 1")
    acte.p(
        "La présente convention confie à la DLP, au nom et pour le compte de la DINUM, la gestion des crédits dont les "
        "conditions d'emploi sont fixées à l'article 3. Elle est prise en application de l'article 2 du décret "
        "n° 2004-1085 du 14 octobre 2004."
    )
    acte.p("Article 2 - Obligations des parties", style="Heading 1")
    acte.p("La DLP s'engage à :")
    acte.ps("développer le service « Estran » ;", "rendre compte chaque semestre ;", style="List Bullet")
    acte.p("La DINUM s'engage à fournir en temps utile les informations demandées.")
    acte.p("Article 3 - Dispositions financières", style="Heading 1")
    acte.p("Le délégant met à disposition du délégataire 100 000 € (cent mille euros), selon l'échéancier suivant :")
    acte.table(
        ("Année", "AE", "CP"),
        ("2025", "100 000 €", "40 000 €"),
        ("2026", "-", "60 000 €"),
        ("Total", "100 000 €", "100 000 €"),
    )
    acte.p("Imputation", style="Heading 2")
    acte.table(
        ("Axe", "Code"),
        ("Programme", "129"),
        ("Domaine fonctionnel", "0129-16-02"),
        ("Centre financier", "0129-CAHC-DISN"),
        ("Activité", "012900121401"),
        ("Centre de coûts", "RIVAGEB035"),
    )
    acte.p("Article 4 - Durée, modification et résiliation", style="Heading 1")
    acte.p(
        "La convention prend effet à sa signature et prend fin le 31 décembre 2026. Elle peut être modifiée par "
        "avenant, "
        "ou résiliée avec un préavis de trois mois."
    )
    acte.p("Article 5 - Publication", style="Heading 1")
    acte.p("La présente convention est publiée dans les conditions prévues à l'article 2 du décret susvisé.")
    acte.p("Fait à Saint-Malo, le 1er septembre 2025, en deux exemplaires.")
    acte.side_by_side(
        "Pour la DINUM|La directrice interministérielle du numérique|Ada UNE",
        "Pour la DLP|Le directeur des littoraux et des ports|Léo DEUX",
    )
    acte.p("Copies :")
    acte.ps("M. le contrôleur budgétaire et comptable ministériel", "Mme la secrétaire générale", style="List Bullet")
    return acte.data()


def gras() -> bytes:
    """All in bold, « ARTICLE 3 - … », parties run together in one paragraph; years as columns; codes by columns."""
    acte = Acte()
    acte.p("CONVENTION DE DÉLÉGATION DE GESTION", bold=True, centre=True)
    acte.p("relative au déploiement de la plateforme « Verger »", centre=True)
    acte.p(
        "Entre la Direction du numérique agricole, représentée par son directeur, Monsieur Paul TROIS, ci-après "
        "désignée « le délégant », d’une part, et le Service des statistiques rurales, représenté par Madame Inès "
        "QUATRE, cheffe du service des statistiques rurales, ci-après désigné « le délégataire », d’autre part,"
    )
    acte.p("**Vu** le décret n° 2004-1085 du 14 octobre 2004 modifié ;")
    acte.p("**Vu** le décret n° 2012-1246 du 7 novembre 2012 modifié,")
    acte.p("IL A ÉTÉ CONVENU CE QUI SUIT :", bold=True)
    acte.p("ARTICLE 1 - OBJET", bold=True)
    acte.p(
        "Le délégant confie au délégataire la réalisation des prestations nécessaires au déploiement de la plateforme "
        "« Verger », pour un montant total de 90 000 euros."
    )
    acte.p("ARTICLE 2 - CRÉDITS", bold=True)
    acte.p("Les crédits du programme 215 « Conduite et pilotage des politiques de l’agriculture » sont ouverts ainsi :")
    acte.table(
        ("Montants en €", "2024", "2025", "Total"),
        ("Autorisations d’engagement", "90 000", "", "90 000"),
        ("Crédits de paiement", "30 000", "60 000", "90 000"),
    )
    acte.p("Ils sont imputés comme suit :")
    acte.table(
        ("Domaine fonctionnel", "Centre financier", "Activité", "Centre de coût", "Service exécutant"),
        ("0215-02", "0215-CNUM-AGRI", "021500010203", "AGRNUMB075", "AGREXDO075"),
    )
    acte.p("ARTICLE 3 - OBLIGATIONS DU DÉLÉGATAIRE", bold=True)
    acte.p("Le délégataire rend compte de l’exécution dans les conditions de l’article 2.")
    acte.p("ARTICLE 4 - OBLIGATIONS DU DÉLÉGANT", bold=True)
    acte.p("Le délégant fournit les crédits prévus à l’article 2 de la présente convention.")
    acte.p("ARTICLE 5 - DURÉE", bold=True)
    acte.p("La convention est conclue du 15 mars 2024 au 30 novembre 2025.")
    acte.p("ARTICLE 6 - PUBLICATION", bold=True)
    acte.p("Elle est publiée au bulletin officiel du ministère {voir {{ modele }} et {% raw %}}.")
    acte.p("Fait à Paris, le 15 mars 2024")
    acte.p("Pour le délégant,|Le directeur|Paul TROIS")
    acte.p("Pour le délégataire,|La cheffe du service|Inès QUATRE")
    return acte.data()


def deux_points() -> bytes:
    """« Article 1 : … », five parties, credits and codes in sentences."""
    acte = Acte()
    acte.p("Convention FAST 16 : cinq administrations pour le service numérique « Balise »", bold=True)
    acte.p("Entre les soussignés :")
    acte.p(
        "- La Direction interministérielle du numérique (la DINUM), représentée par Ada UNE, directrice,", bold=False
    )
    acte.p("- L’Agence des phares (AP), établissement public, dont le siège est situé 1 rue du Fanal, 29200 Brest,")
    acte.p("représentée par Jean CINQ, directeur général, ci-après dénommée « le délégataire »,")
    acte.p("- Le Service des bouées (SB), représenté par Rose SIX, cheffe de service,")
    acte.p("- Les services du balisage côtier, représentés par leur directrice, Zoé SEPT,")
    acte.p("- La commune de Port-Blanc, représentée par Mme Lise HUIT, maire,")
    acte.p("Ci-après désignées ensemble « les parties ».")
    acte.p("Vu la loi n° 78-17 du 6 janvier 1978 ;")
    acte.p("Préambule", bold=True)
    acte.p("Par décision du 12 mai 2025, le service « Balise » a été sélectionné et bénéficie de 80 000 € au plus.")
    acte.p("Article 1 : Objet", bold=True)
    acte.p("La DINUM délègue à l’AP la gestion des crédits nécessaires au service « Balise ».")
    acte.p("Article 2 : Moyens", bold=True)
    acte.p(
        "La DINUM ouvre 80 000 € en AE en 2025. Les CP sont de 50 000 € en 2025 et de 30 000 € en 2026. Les dépenses "
        "sont imputées sur le centre financier 0129-CAHC-DISN, domaine fonctionnel 0129-16-02, activité 012900121401, "
        "centre de coût PHAREEB029."
    )
    acte.p("Article 3 : Durée", bold=True)
    acte.p("La convention est conclue pour une durée de dix-huit mois à compter de sa signature.")
    acte.p("Fait en cinq exemplaires, le 20 mai 2025")
    acte.ps("Pour la DINUM", "Ada UNE", "Pour l’AP", "Le directeur général", "Jean CINQ", "Pour le SB", "Rose SIX")
    return acte.data()


def subvention() -> bytes:
    """A grant to a GIP, two services, « euros » in words, articles without titles."""
    acte = Acte()
    acte.p("CONVENTION DE SUBVENTION", style="Title")
    acte.p("relative aux services numériques « Lisière » et « Sente »")
    acte.p("Entre")
    acte.p(
        "L’État, représenté par la directrice interministérielle du numérique, Madame Ada UNE, ci-après dénommé "
        "« l’administration », d’une part,"
    )
    acte.p("et")
    acte.p(
        "Le groupement d’intérêt public Forêts ouvertes (GIP FO), SIRET 130 025 265 00013, situé 3 allée des Hêtres, "
        "45000 Orléans, représenté par Hugo NEUF, directeur, ci-après dénommé « le bénéficiaire », d’autre part,"
    )
    acte.p("Il a été convenu ce qui suit :")
    acte.p("Article 1", bold=True)
    acte.p("L’administration attribue au bénéficiaire une subvention de 150 000 € (cent cinquante mille euros).")
    acte.p("Article 2", bold=True)
    acte.p("Elle est versée en deux fois :")
    acte.ps("50 % à la signature ;", "50 % après remise du bilan intermédiaire.", style="List Number")
    acte.p("Article 3", bold=True)
    acte.p("La convention expire le 31/12/2026. Voir aussi les articles 1 et 2.")
    acte.p("À Paris, le 3 février 2025")
    acte.p("Pour l’administration|Ada UNE")
    acte.p("Pour le bénéficiaire|Hugo NEUF")
    acte.p("Annexe 1 – Budget prévisionnel", bold=True)
    acte.table(("Poste", "Montant"), ("Développement", "100 000 €"), ("Déploiement", "50 000 €"))
    return acte.data()


def automatique() -> bytes:
    """Numbers that Word computes, tracked words, a footnote, and a schedule that crosses years and credits."""
    from wordml import bold, level, numbering, p, t, tbl, tc, tr, word

    articles = numbering(level(0, "decimal", "Article %1 –") + level(1, "decimal", "%1.%2"))

    def grid(*rows: tuple[str, ...]) -> str:
        return tbl(*(tr(*(tc(p(t(cell))) for cell in row)) for row in rows), style="Grille")

    body = (
        p(bold("Convention de délégation de gestion – « Havre-Plume »"))
        + p(t("Entre la Direction A (DA), représentée par Ada UNE, directrice, ci-après « le délégant »,"))
        + p(t("et la Direction B (DB), représentée par Léo DEUX, directeur, ci-après « le délégataire »."))
        + p(bold("Objet"), numbered=(1, 0))
        + p(t("Le délégant confie au délégataire la gestion des crédits du service « Havre-Plume »."))
        + p(bold("Crédits"), numbered=(1, 0))
        + p(t("Le montant délégué est de 45 000,00 €."))
        + grid(("", "AE 2025", "CP 2025", "CP 2026"), ("Crédits", "45 000,00 €", "15 000,00 €", "30 000,00 €"))
        + p(bold("Durée"), numbered=(1, 0))
        + p(t("Elle prend fin le 1er mars 2027."))
        + p(t("Fait le 2 janvier 2025"))
    )
    return word(body, numbering=articles)


def retours() -> bytes:
    """Parties broken over lines, in capitals and numbers; codes in a sentence; signatures in a table with lines."""
    acte = Acte()
    acte.p("RÉPUBLIQUE FRANÇAISE", centre=True).p("Ministère de l’intérieur", centre=True)
    acte.p(
        "Convention de délégation de gestion|entre la direction du numérique et la direction des sports",
        bold=True,
        centre=True,
    )
    acte.p("ENTRE LES SOUSSIGNÉS :")
    acte.p(
        "1°) **La direction du numérique** (DNUM) du ministère de l’intérieur, située place Beauvau – 75008 "
        "Paris, représentée par son directeur, M. Jean DE LA TOUR, ci-après dénommée « le délégant », d’une part,"
    )
    acte.p("ET")
    acte.p(
        "2°) **La direction des sports**,|95 avenue de France, 75013 Paris,"
        "|représentée par Mme Aïcha BEN ALI, directrice des sports,"
        "|ci-après dénommée « la DS » ou « le délégataire »,|d’autre part ;"
    )
    acte.p("Vu la loi organique n° 2001-692 du 1er août 2001 relative aux lois de finances ;").p(
        "Vu le décret n°2004-1085 du 14 octobre 2004 relatif à la délégation de gestion ;"
    )
    acte.p("Il est convenu ce qui suit :")
    acte.p("Article 1er : Objet de la délégation", style="Heading 2")
    acte.p(
        "En application de l’article 2 du décret du 14 octobre 2004 susvisé, le délégant confie au délégataire, "
        "en son nom et pour son compte, la réalisation des prestations définies à l’article 2 ci-dessous et "
        "financées selon l’article 4. Le code source d’« Estrade » est libre."
    )
    acte.p("Article 2 : Prestations confiées au délégataire", style="Heading 2")
    acte.p("Le délégataire est chargé de :").ps(
        "– déployer l’application « Estrade » ;", "– en assurer la maintenance."
    )
    acte.p("Article 3 : Obligations du délégant", style="Heading 2")
    acte.p(
        "Le délégant s’engage à mettre à disposition 1 250 000 € TTC d’autorisations d’engagement (AE) et de "
        "crédits de paiement (CP)."
    )
    acte.p("Article 4 : Modalités financières", style="Heading 2")
    acte.table(
        ("Exercice", "Autorisations d’engagement", "Crédits de paiement"),
        ("2024", "1 000 000 €", "400 000 €"),
        ("2025", "250 000 €", "850 000 €"),
        ("TOTAL", "1 250 000 €", "1 250 000 €"),
    )
    acte.p(
        "Imputation budgétaire : programme 219 « Sport », domaine fonctionnel : 0219-01 ; centre financier : "
        "0219-CDSP-C001 ; activité : 021900010101."
    )
    acte.p("Article 5 : Compte rendu", style="Heading 2").p(
        "Le délégataire rend compte chaque trimestre au délégant de l’exécution."
    )
    acte.p("Article 6 : Durée", style="Heading 2").p(
        "La présente convention prend effet à la date de la dernière signature et s’achève le 31 décembre 2025. "
        "Elle est résiliable avec un préavis de 2 mois."
    )
    acte.p("Article 7 : Publication", style="Heading 2").p(
        "Le présent document sera publié au recueil des actes administratifs."
    )
    acte.p("Fait en 2 exemplaires à Paris, le 4 mars 2024")
    acte.table(
        ("Pour le délégant,", "Pour le délégataire,"),
        ("Le directeur du numérique", "La directrice des sports"),
        ("Jean DE LA TOUR", "Aïcha BEN ALI"),
    )
    return acte.data()


def romain() -> bytes:
    """« Article II – … », sides opened before the names, thousands abbreviated, straight apostrophes."""
    acte = Acte()
    acte.p("Délégation de gestion", style="Title")
    acte.p(
        "Entre d'une part, le Secrétariat général du ministère de la culture, représenté par Luc ARENNES, "
        "secrétaire général, désigné ci-après « le délégant »"
    )
    acte.p(
        "et d'autre part, l'Inspection générale des patrimoines, représentée par Marie-Ange DU BOIS, cheffe de "
        "l'inspection, désignée ci-après « le délégataire »."
    )
    acte.p("Il est convenu ce qui suit :")
    for n, t, x in (
        ("I", "Objet", "Le délégant confie au délégataire l'usage de 30 k€ en 2025."),
        ("II", "Durée", "La délégation prend fin le 30 juin 2026."),
        ("III", "Publication", "Elle sera publiée."),
    ):
        acte.p(f"Article {n} – {t}", bold=True).p(x)
    acte.p("Le délégant").p("Luc ARENNES").p("Le délégataire").p("Marie-Ange DU BOIS")
    return acte.data()


ACTES: dict[str, Callable[[], Any]] = {
    "titres": titres,
    "gras": gras,
    "deux_points": deux_points,
    "subvention": subvention,
    "automatique": automatique,
    "retours": retours,
    "romain": romain,
}
