"""Acts by how they call their parties, who represents them and who signs."""

from lectures.wording import AGREED, END, GIVER, RECEIVER, VISAS, body, case, party

FIRST = "Entre :"
ON = (FIRST, GIVER, "Et :")
DIRECTOR = {"representants.0.nom": "Camille EXEMPLE", "representants.0.fonction": "directrice des phares"}
CHIEF = {"representants.0.nom": "Dominique MODÈLE", "representants.0.fonction": "chef du service"}
PHARES = {"nom": "direction des phares", "role": "delegant", **DIRECTOR}
CARTES = {"nom": "service des cartes marines", "role": "delegataire", **CHIEF}


def giver(line, read, name, **more):
    """An act whose first party is called so."""
    return case(
        name, party(0, read), parties=(FIRST, *([line] if isinstance(line, str) else line), "Et :", RECEIVER), **more
    )


def receiver(line, read, name, **more):
    """An act whose second party is called so."""
    return case(name, party(1, read), parties=(*ON, *([line] if isinstance(line, str) else line)), **more)


CASES = (
    giver(
        "La direction des phares, représentée par Camille EXEMPLE, directrice des phares, désignée sous le terme de « délégant », d’une part,",
        PHARES,
        "sous-le-terme",
    ),
    giver(
        "La direction des phares, représentée par Camille EXEMPLE, directrice des phares, dénommée ci-après « le délégant », d’une part,",
        PHARES,
        "denommee-ci-apres",
    ),
    giver(
        "La direction des phares, représentée par sa directrice, Camille EXEMPLE, ci-après désignée par les termes « le délégant », d’une part,",
        {**PHARES, "representants.0.fonction": "directrice"},
        "sa-directrice",
    ),
    giver(
        "La direction des phares, représentée par Mme Camille EXEMPLE, en sa qualité de directrice des phares, ci-après « le délégant », d’une part,",
        PHARES,
        "en-sa-qualite",
    ),
    giver(
        "La direction des phares (DPH), représentée par Madame Camille EXEMPLE, directrice des phares, dûment habilitée aux fins des présentes, ci-après dénommée « le délégant », d’une part,",
        {**PHARES, "sigle": "DPH"},
        "dument-habilitee",
    ),
    giver(
        "La direction des phares, représentée par Camille EXEMPLE, directrice des phares, nommée par arrêté du 2 janvier 2023, appelée « le délégant » dans la suite du document, d’une part,",
        PHARES,
        "nommee-par-arrete",
    ),
    giver(
        "La direction des phares, représentée par la directrice des phares, Mme Camille EXEMPLE, et désignée sous le nom de « délégant », d’une part,",
        PHARES,
        "fonction-d-abord",
    ),
    giver(
        "La direction des phares, agissant en qualité de délégant, représentée par Camille EXEMPLE, directrice des phares, d’une part,",
        PHARES,
        "agissant-en-qualite",
    ),
    case(
        "codelegataires",
        party(1, CARTES)
        | party(
            2,
            {
                "nom": "direction des ports",
                "role": "delegataire",
                "representants.0.nom": "Sacha SPÉCIMEN",
                "representants.0.fonction": "directeur des ports",
            },
        ),
        parties=(
            *ON,
            "Le service des cartes marines, représenté par Dominique MODÈLE, chef du service ;",
            "La direction des ports, représentée par Sacha SPÉCIMEN, directeur des ports ;",
            "désignés sous le terme de « co-délégataires », d’autre part,",
        ),
    ),
    case(
        "ensemble-les-delegants",
        party(0, PHARES)
        | party(
            1,
            {
                "nom": "direction des ports",
                "role": "delegant",
                "representants.0.nom": "Sacha SPÉCIMEN",
                "representants.0.fonction": "directeur des ports",
            },
        )
        | party(2, CARTES),
        parties=(
            FIRST,
            "La direction des phares, représentée par Camille EXEMPLE, directrice des phares,",
            "La direction des ports, représentée par Sacha SPÉCIMEN, directeur des ports,",
            "ci-après dénommées ensemble « les délégants », d’une part,",
            "Et :",
            RECEIVER,
        ),
    ),
    giver(
        (
            *("Le secrétariat général de la mer,", "représenté par Camille EXEMPLE, secrétaire générale de la mer,"),
            *("Et Sacha SPÉCIMEN, directeur de cabinet,", "ci-après dénommé « le délégant », d’une part,"),
        ),
        {
            "nom": "secrétariat général de la mer",
            "role": "delegant",
            "representants.0.nom": "Camille EXEMPLE",
            "representants.0.fonction": "secrétaire générale de la mer",
            "representants.1.nom": "Sacha SPÉCIMEN",
            "representants.1.fonction": "directeur de cabinet",
        },
        "deux-representants",
    ),
    giver(
        "La direction des phares, représentée par Camille EXEMPLE, directrice des phares, et par Sacha SPÉCIMEN, directeur adjoint, ci-après dénommée « le délégant », d’une part,",
        {**PHARES, "representants.1.nom": "Sacha SPÉCIMEN", "representants.1.fonction": "directeur adjoint"},
        "et-par",
    ),
    giver(
        "La direction des phares, quai du Môle – BP 7 – 29200 Brest, représentée par Camille EXEMPLE, directrice des phares, ci-après dénommée « le délégant », d’une part,",
        {**PHARES, "adresse": "quai du Môle – BP 7 – 29200 Brest"},
        "boite-postale",
        never=(("parties.0.sigle", None),),
    ),
    giver(
        "La direction des phares, sise 3 rue du Phare, CS 10007, 29200 Brest cedex, représentée par Camille EXEMPLE, directrice des phares, ci-après dénommée « le délégant », d’une part,",
        {**PHARES, "adresse": "3 rue du Phare, CS 10007, 29200 Brest cedex"},
        "cedex",
        never=(("parties.0.sigle", None),),
    ),
    giver(
        "La direction des phares – 3 rue du Phare – 29200 Brest, représentée par Camille EXEMPLE, directrice des phares, ci-après dénommée « le délégant », d’une part,",
        {**PHARES, "adresse": "3 rue du Phare – 29200 Brest"},
        "adresse-tirets",
        never=(("parties.0.sigle", None),),
    ),
    giver(
        "La direction des phares, des balises et de la mer, représentée par Camille EXEMPLE, directrice des phares, ci-après dénommée « le délégant », d’une part,",
        {**PHARES, "nom": "direction des phares, des balises et de la mer"},
        "nom-a-virgule",
    ),
    receiver(
        "Le service des cartes marines, représenté par le capitaine de vaisseau Dominique MODÈLE, chef du service, ci-après dénommé « le délégataire », d’autre part,",
        CARTES,
        "grade",
    ),
    receiver(
        "Le service des cartes marines, représenté par l’ingénieure générale Dominique MODÈLE, chef du service, ci-après dénommé « le délégataire », d’autre part,",
        CARTES,
        "grade-ingenieure",
    ),
    receiver(
        "Le service des cartes marines, représenté par Monsieur le contre-amiral Dominique MODÈLE, chef du service, ci-après dénommé « le délégataire », d’autre part,",
        CARTES,
        "grade-monsieur",
    ),
    receiver(
        "Le service des cartes marines, représenté par le directeur général Dominique MODÈLE, ci-après dénommé « le délégataire », d’autre part,",
        {**CARTES, "representants.0.fonction": "directeur général"},
        "fonction-sans-virgule",
    ),
    receiver(
        "Le service des cartes marines, représenté par M. Dominique de LA TOUR-MODÈLE, chef du service, ci-après dénommé « le délégataire », d’autre part,",
        {**CARTES, "representants.0.nom": "Dominique de LA TOUR-MODÈLE"},
        "particule",
    ),
    receiver(
        "Le service des cartes marines, représenté par son chef, ci-après dénommé « le délégataire », d’autre part,",
        {"nom": "service des cartes marines", "role": "delegataire", "representants.0.fonction": "chef"},
        "fonction-seule",
    ),
    receiver(
        "Le service des cartes marines, dont le chef est Dominique MODÈLE, désigné ci-dessous « le délégataire », d’autre part,",
        {"nom": "service des cartes marines", "role": "delegataire"},
        "dont-le-chef",
        never=(("parties.1.nom", "service des cartes marines, dont le chef est Dominique MODÈLE"),),
    ),
    case(
        "signatures-tabulees",
        end=(*END, "Camille EXEMPLE\t\t\tDominique MODÈLE"),
        never=(("parties.0.signataires.0.nom", "Camille EXEMPLE Dominique MODÈLE"),),
    ),
    case(
        "signatures-colonnes",
        {
            "parties.1.signataires.0.nom": "Sacha SPÉCIMEN",
            "parties.1.signataires.0.fonction": "adjoint au chef du service",
        },
        end=(
            *END,
            "Pour le délégant\t\tPour le délégataire",
            "La directrice des phares\t\tL’adjoint au chef du service",
            "Camille EXEMPLE\t\tSacha SPÉCIMEN",
        ),
        never=(("parties.0.signataires.0.nom", None),),
    ),
    case(
        "secretaire",
        party(1, {**CARTES, "nom": "service"}),
        parties=(
            *ON,
            "Le service, représenté par Dominique MODÈLE, chef du service, ci-après dénommé « le délégataire », d’autre part,",
        ),
        articles=(*body(), "Le chef de service adjoint remplace le chef du service."),
    ),
    case(
        "dinum",
        party(
            0,
            {
                "nom": "direction interministérielle du numérique",
                "sigle": "DINUM",
                "role": "delegant",
                "adresse": "20 avenue de Ségur, 75007 Paris",
                "representants.0.nom": "Alix FACTICE",
                "representants.0.fonction": "directrice interministérielle du numérique",
            },
        )
        | party(
            1,
            {
                "nom": "préfecture de la région Armorique",
                "role": "delegataire",
                "representants.0.nom": "Noé INVENTÉ",
                "representants.0.fonction": "préfet de région",
            },
        )
        | {"titre": "Convention de délégation de gestion relative au service « Balise »", "services.0.nom": "Balise"},
        title="Convention de délégation de gestion relative au service « Balise »",
        parties=(
            "Entre les soussignés :",
            "La direction interministérielle du numérique (DINUM), située 20 avenue de Ségur, 75007 Paris, représentée par Alix FACTICE, directrice interministérielle du numérique, ci-après désignée « le délégant »,",
            "d’une part,",
            "et",
            "La préfecture de la région Armorique, représentée par Noé INVENTÉ, préfet de région, ci-après désignée « le délégataire »,",
            "d’autre part,",
        ),
    ),
    case(
        "agence",
        party(
            0,
            {
                "nom": "ministère des rivages",
                "role": "delegant",
                "representants.0.nom": "Alix FACTICE",
                "representants.0.fonction": "secrétaire générale",
            },
        )
        | party(
            1,
            {
                "nom": "Agence nationale des digues",
                "sigle": "AND",
                "role": "delegataire",
                "siret": "13002526500013",
                "representants.0.nom": "Noé INVENTÉ",
                "representants.0.fonction": "directeur général",
            },
        ),
        parties=(
            "ENTRE",
            "Le ministère des rivages, représenté par Mme Alix FACTICE, secrétaire générale, ci-après dénommé « le délégant »",
            "d’une part,",
            "ET",
            "L’Agence nationale des digues (AND), établissement public administratif, SIRET 130 025 265 00013, représentée par M. Noé INVENTÉ, directeur général, ci-après dénommée « le délégataire »",
            "d’autre part,",
        ),
    ),
    case(
        "universite",
        party(
            0,
            {
                "nom": "rectorat de l’académie d’Armorique",
                "role": "delegant",
                "representants.0.nom": "Alix FACTICE",
                "representants.0.fonction": "rectrice de l’académie",
            },
        )
        | party(
            1,
            {
                "nom": "université des marées",
                "role": "delegataire",
                "representants.0.nom": "Noé INVENTÉ",
                "representants.0.fonction": "président de l’université",
            },
        ),
        parties=(
            "Entre, d’une part :",
            "Le rectorat de l’académie d’Armorique, représenté par Alix FACTICE, rectrice de l’académie, ci-après dénommé « le délégant » ;",
            "Et, d’autre part :",
            "L’université des marées, représentée par le professeur Noé INVENTÉ, président de l’université, ci-après dénommée « le délégataire » ;",
        ),
    ),
    case(
        "decret-faux",
        {"visas.0": VISAS[0].replace("2004-1085", "2014-1085").removeprefix("Vu ").rstrip(" ;")},
        visas=(VISAS[0].replace("2004-1085", "2014-1085"), VISAS[1]),
    ),
    case("les-parties-conviennent", agreed="Les parties conviennent de ce qui suit :"),
    case("arrete-ce-qui-suit", agreed=AGREED.replace("convenu", "arrêté et convenu")),
    case(
        "ecole",
        party(
            0,
            {
                "nom": "État, ministère de la transition, direction générale de l’aviation",
                "sigle": "DGA",
                "role": "delegant",
                "representants.0.nom": "Jean-Paul DURAND",
                "representants.0.fonction": "directeur général",
            },
        )
        | party(
            1,
            {
                "nom": "École nationale des ponts",
                "sigle": "École",
                "role": "delegataire",
                "adresse": "6 avenue Blaise Pascal, 77420 Champs",
                "siret": "19753474100011",
                "representants.0.nom": "Sophie MARTIN",
                "representants.0.fonction": "directrice",
            },
        ),
        parties=(
            "ENTRE LES SOUSSIGNÉS",
            "L’État, ministère de la transition, direction générale de l’aviation, représenté par Monsieur Jean-Paul DURAND, directeur général, et désigné ci-après par « la DGA »,",
            "D’UNE PART,",
            "ET",
            "L’École nationale des ponts, établissement public à caractère scientifique, dont le siège est situé 6 avenue Blaise Pascal, 77420 Champs, n° SIRET 197 534 741 00011, représentée par sa directrice, Mme Sophie MARTIN,",
            "ci-après dénommée « l’École »",
            "D’AUTRE PART,",
        ),
    ),
    case(
        "services-suivants",
        party(
            0,
            {
                "nom": "DINUM",
                "role": "delegant",
                "representants.0.nom": "Alix FACTICE",
                "representants.0.fonction": "directrice",
            },
        )
        | party(
            1,
            {
                "nom": "SGAR Bretagne",
                "role": "delegataire",
                "representants.0.nom": "Noé INVENTÉ",
                "representants.0.fonction": "secrétaire général pour les affaires régionales",
            },
        ),
        parties=(
            "Entre les services suivants :",
            "- la DINUM, représentée par Mme Alix FACTICE, directrice, délégante ;",
            "- le SGAR Bretagne, représenté par M. Noé INVENTÉ, secrétaire général pour les affaires régionales, délégataire.",
        ),
    ),
    case(
        "rattache",
        party(
            0,
            {
                "nom": "direction des systèmes d’information",
                "sigle": "DSI",
                "role": "delegant",
                "representants.0.nom": "Paul FICTIF",
                "representants.0.fonction": "directeur",
            },
        )
        | party(
            1,
            {
                "nom": "service à compétence nationale « Marées numériques »",
                "role": "delegataire",
                "representants.0.nom": "Inès FAUSSE",
                "representants.0.fonction": "cheffe de service",
            },
        ),
        parties=(
            "Entre :",
            "La direction des systèmes d’information (DSI) du ministère des rivages, représentée par son directeur, M. Paul FICTIF, par délégation de la ministre, ci-après « le délégant »",
            "Et :",
            "Le service à compétence nationale « Marées numériques », rattaché à la direction générale des ports, représenté par Mme la cheffe de service Inès FAUSSE, ci-après « le délégataire »",
        ),
    ),
    case(
        "qui-tient-l-office",
        party(
            0,
            {
                "nom": "ministre de l’intérieur",
                "role": "delegant",
                "representants.0.nom": "Didier LELONG",
                "representants.0.fonction": "préfet, secrétaire général",
            },
        )
        | party(
            1,
            {
                "nom": "directrice de l’Agence du numérique",
                "role": "delegataire",
                "representants.0.nom": "Anne-Marie LE GOFF",
                "representants.0.fonction": "directrice de l’Agence du numérique",
            },
        ),
        parties=(
            "Entre",
            "le ministre de l’intérieur, représenté par le préfet, secrétaire général, Didier LELONG, ci-après dénommé « le délégant »",
            "et",
            "la directrice de l’Agence du numérique, Mme Anne-Marie LE GOFF, ci-après dénommée « le délégataire »",
        ),
        never=(("parties.1.nom", "directrice de l’Agence du numérique, Mme Anne-Marie LE GOFF"),),
    ),
    case(
        "sans-ponctuation",
        party(0, {**PHARES, "adresse": "3 rue du Phare, 29200 Brest"}) | party(1, CARTES),
        parties=(
            *(
                "Entre",
                "La direction des phares",
                "3 rue du Phare, 29200 Brest",
                "représentée par Camille EXEMPLE",
                "directrice des phares",
            ),
            *(
                "ci-après dénommée le délégant",
                "d’une part",
                "Et",
                "Le service des cartes marines",
                "représenté par Dominique MODÈLE",
            ),
            *("chef du service", "ci-après dénommé le délégataire", "d’autre part"),
        ),
    ),
)
