"""Every fact of the two reference conventions, in the Markdown and in the DOCX as another reader sees it."""

import re

import pytest

from conventions_cli.writers.docx import write_docx
from conventions_cli.writers.markdown import write_markdown
from fabrique import SPECS, article, document, mammoth_text

DOMIFA = [
    "Ministère du travail, de la santé, des solidarités et des familles",
    "Convention de délégation de gestion du 20 août 2025",
    "de la DNUM et de la DINUM",
    "FAST 17",
    "« Domifa »",
    "TSSZ2530440X",
    "Direction interministérielle du numérique",
    "Stéphanie SCHAER, directrice interministérielle du numérique",
    "« le délégant » ou « la DINUM »",
    "Direction du numérique du Ministère du travail, de la santé, des solidarités et des familles",
    "Marc DAUNIS, chef de service, adjoint à la directrice du numérique",
    "« le partenaire-délégataire » ou « la DNUM »",
    "Direction générale de la cohésion sociale",
    "Jean-Benoît DUJOL, directeur général de la cohésion sociale",
    "ci-après dénommée « la DGCS »",
    "d’une part",
    "d’autre part",
    "« les parties »",
    "décret n° 2004-1085 du 14 octobre 2004 modifié",
    "décret n° 2012-1246 du 7 novembre 2012 modifié",
    "décret n° 2019-1088 du 25 octobre 2019 modifié",
    "notamment son article 6",
    "Il est convenu ce qui suit",
    "beta.gouv.fr",
    "Depuis 2013, plus de deux cents services",
    "mon-entreprise, demarches-simplifiees.fr et La Bonne Boite",
    "l’investigation, la construction, l’accélération puis la pérennisation",
    "intrapreneur",
    "Fonds pour l’accélération du financement des start-up d’État",
    "En juin 2025",
    "portée par la DGCS et la DNUM",
    "200 000 € (deux cent mille euros)",
    "15 000 € (quinze mille euros)",
    "Article 1er – Objet de la convention",
    "Article 2 – Durée de la convention",
    "Article 3 – Obligations de la DGCS",
    "Article 4 – Obligations de la DNUM",
    "Article 5 – Obligations de la DINUM",
    "Article 6 – Exécution financière de la délégation",
    "Article 7 – Modification et résiliation",
    "Article 8 – Publication",
    "31 décembre 2026",
    "les bons de commande",
    "tous les six mois un comité d’investissement, présidé par la DGCS et auquel la DINUM est invitée",
    "consacre en outre au service « Domifa » une enveloppe de cofinancement de 200 000 €",
    "dans un délai de six mois",
    "conclue entre la DNUM et la DGCS",
    "développeur : un jour par semaine",
    "chargé de déploiement : deux jours par semaine",
    "tableau de bord des indicateurs d’impact",
    "préciser l’ambition de déploiement sur la nouvelle cible",
    "rehausser à 80 % l’ambition de couverture des personnes domiciliées",
    "circulaire n° 5608/SG du 19 septembre 2012",
    "données à caractère personnel",
    "page de statistiques d’usage",
    "FranceConnect",
    "Observatoire de la qualité des démarches en ligne",
    "« Je donne mon avis »",
    "Accompagnement de la DINUM à l’animation d’incubateurs de services publics numériques",
    "hors titre 2",
    "l’unité opérationnelle 0129-CAHC-DISN",
    "programme 129 « Coordination du travail gouvernemental »",
    "2MAINS, lot 4 « Développement de produits numériques »",
    "AIFE",
    "185 000 €",
    "50 000 €",
    "135 000 €",
    "0129-16-02",
    "012900121401",
    "12-129-FA17-MS0-0001",
    "SGSIFAB075",
    "SOCBEXD075",
    "centre de services partagés financiers des services du Premier ministre",
    "contrôleur budgétaire et comptable ministériel",
    "rend compte au délégant des dépenses exécutées et de l’avancement",
    "prévisions de commandes et de consommation",
    "suspend l’exécution de la délégation",
    "l’article 5 du décret n° 2004-1085",
    "préavis de trois mois",
    "info.gouv.fr",
    "Service d’information du Gouvernement",
    "data.gouv.fr",
    "Fait le 20 août 2025, en trois exemplaires originaux",
    "Pour la DINUM",
    "Pour la DNUM",
    "Pour la DGCS",
    "Madame la directrice des finances, des achats et des services, responsable du programme 155",
    "définis à l’article 6",
]
DOMIFA_URLS = [
    "https://beta.gouv.fr/approche/",
    "https://doc.incubateur.net/",
    "https://beta.gouv.fr/manifeste",
    "https://beta.gouv.fr/approche/intrapreneurs",
    "https://beta.gouv.fr/approche/sponsors",
    "https://beta.gouv.fr/fast",
    "https://franceconnect.gouv.fr/partenaires/",
    "https://observatoire.numerique.gouv.fr/",
    "https://jedonnemonavis.numerique.gouv.fr/login",
    "https://www.gouvernement.fr/publications-officielles/delegations-de-gestion",
    "cyber.gouv.fr",
]
MANO = [
    "Convention de délégation de gestion FAST 13 | Mano",
    "20 avenue de Ségur – TSA 30719 – 75334 Paris Cedex 07",
    "39-43 quai André Citroën, 75015 Paris Cedex 15",
    "Direction du numérique des ministères sociaux",
    "Anne JEANJEAN, directrice du numérique",
    "une centaine de services",
    "En juillet 2023",
    "100 000 €",
    "Il a été convenu ce qui suit",
    "Article 1er : Objet de la délégation",
    "Article 2 : Obligations du partenaire-délégataire",
    "Article 3 : Obligations de la DINUM",
    "Article 4 : Exécution financière de la délégation",
    "Article 5 : Modification du document",
    "Article 6 : Durée et résiliation de la convention",
    "Article 7 : Publication de la délégation",
    "présidé par le partenaire-délégataire",
    "dans un délai de six mois",
    "la DINUM emploie directement 30 000 € à l’accompagnement",
    "les 70 000 € restants sont délégués",
    "programme d’accélération « Gamma »",
    "à ses propres supports contractuels",
    "programme 352 « Innovation et transformation numériques »",
    "0352-CFSE-CFIN",
    "50 % des AE de 2023, soit 35 000 €",
    "bilan de mi-parcours avec l’équipe FAST",
    "fin novembre 2023",
    "l’équipe lauréate est bien engagée",
    "crédits de paiement de 2024 sont mis à disposition fin mars 2024",
    "0352-01",
    "035200010101",
    "SGSIFAB075",
    "31 décembre 2024",
    "à la date du paiement de la dernière facture",
    "préavis de trois mois",
    "Fait à Paris, le 22 septembre 2023, en deux exemplaires originaux",
    "Pour la directrice du numérique et par délégation",
    "Cheffe de service, adjointe à la directrice du numérique",
    "Nathalie CUVILLIER",
    "définis à l’article 4",
]
MANO_URLS = ["https://beta.gouv.fr/approche/manifeste", "https://beta.gouv.fr/approche/fast", "www.ssi.gouv.fr"]


def plain(text):
    return re.sub(r"[\s\u00a0\u202f]+", " ", text).lower()


@pytest.mark.parametrize(("name", "facts", "urls"), [("domifa", DOMIFA, DOMIFA_URLS), ("mano", MANO, MANO_URLS)])
def test_every_fact_is_in_the_docx_and_in_the_markdown(name, facts, urls):
    built = document(SPECS / f"{name}.yaml")
    docx = plain(mammoth_text(write_docx(built)))
    raw = write_markdown(built)
    markdown = plain(re.sub(r"\[([^\]]*)\]\(#[^)]*\)", r"\1", re.sub(r"\\(?=[^\w\s])|\*\*", "", raw)))
    assert [fact for fact in facts if plain(fact) not in docx] == []
    assert [fact for fact in facts if plain(fact) not in markdown] == []
    assert [url for url in urls if url not in raw] == []


def test_mano_has_neither_header_nor_nor_nor_copies():
    text = write_markdown(document(SPECS / "mano.yaml"))
    assert "<!-- entete -->" not in text
    assert "NOR" not in text
    assert "## Copies" not in text
    assert "Objectifs spécifiques" not in text
    assert "Code PAM" not in text


def test_a_nil_cell_prints_empty():
    text = write_markdown(document(SPECS / "domifa.yaml"))
    assert "| 2026 |  | 135\u202f000\u00a0€ |" in text


def test_a_clause_binds_the_party_whose_role_it_names():
    built = document(SPECS / "domifa.yaml")
    assert "partenaire-délégataire" not in article(built, "obligations-porteur")
    assert "DGCS" in article(built, "obligations-porteur")
