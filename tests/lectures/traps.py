"""Whole acts where something else stands beside what is looked for: another text, another year, another person."""

from lectures.money import year
from lectures.whole import CARRIES, GIVES, TAKES, signed, who, whole

CASES = (
    whole(
        "titre-en-deux-lignes",
        """
        ! CONVENTION DE DÉLÉGATION DE GESTION
        relative à l’entretien des feux de port
        Entre
        La direction des feux de port, représentée par M. Amaury LAMPE, directeur, ci-après dénommée « le délégant »,
        Et
        L’atelier central des feux, représenté par Mme Séverine MÈCHE, cheffe de l’atelier, ci-après dénommé « le délégataire »,
        Vu :
        - le décret n° 2004-1085 du 14 octobre 2004 relatif à la délégation de gestion dans les services de l’État ;
        - l’arrêté du 6 mai 2019 portant création de l’atelier central des feux (NOR : MERF1912345A) ;
        Il est convenu ce qui suit :
        # Article 1er – Objet
        Le délégant confie au délégataire l’entretien de cent feux.
        # Article 2 – Financement
        Le délégant rembourse au délégataire les dépenses engagées, plafonnées à 12 300 €.
        # Article 3 – Durée
        La convention entre en vigueur à sa signature et prend fin le 31 mai 2026.
        Fait à Lamballe, le 19 mai 2025, en deux exemplaires originaux.
        """,
        who(0, "direction des feux de port", GIVES, ("Amaury LAMPE", "directeur")),
        who(1, "atelier central des feux", TAKES, ("Séverine MÈCHE", "cheffe de l’atelier")),
        {
            "titre": "CONVENTION DE DÉLÉGATION DE GESTION relative à l’entretien des feux de port",
            "visas.0": "le décret n° 2004-1085 du 14 octobre 2004 relatif à la délégation de gestion dans les services de l’État",
            "visas.1": "l’arrêté du 6 mai 2019 portant création de l’atelier central des feux (NOR : MERF1912345A)",
            "finances.montant": "12 300 €",
            "duree.fin": "2026-05-31",
        },
        signed("2025-05-19", "Lamballe"),
        never=(("nor", None),),
        count=3,
    ),
    whole(
        "delegataire-d-abord",
        """
        ! Convention de délégation de gestion
        Entre :
        Le centre des hydravions, représenté par Mme Ludivine FLOTTEUR, directrice du centre, ci-après dénommé « le délégataire »,
        Et :
        La direction des lagons, représentée par M. Evariste ATOLL, directeur, ci-après dénommée « le délégant »,
        Il est convenu ce qui suit :
        # Article 1er – Objet
        Le délégataire surveille les lagons pour le délégant.
        # Article 2 – Crédits
        Le tableau fixé par la convention de 2020 était le suivant :
        | Année | AE | CP
        | 2020 | 90 000 € | 90 000 €
        Il est remplacé par celui-ci :
        | Année | AE | CP
        | 2024 | 140 000 € | 60 000 €
        | 2025 | 0 € | 80 000 €
        # Article 3 – Durée
        La présente convention s’achève le 31 décembre 2025.
        # Article 4 – Marché
        Le marché des pilotes peut être résilié avec un préavis de quatre mois.
        Fait à Saint-Leu, le 8 avril 2024.
        """,
        who(0, "centre des hydravions", TAKES, ("Ludivine FLOTTEUR", "directrice du centre")),
        who(1, "direction des lagons", GIVES, ("Evariste ATOLL", "directeur")),
        {"finances.montant": "140 000 €", "duree.fin": "2025-12-31"},
        year(2024, "140 000 €", "60 000 €") | year(2025, "0 €", "80 000 €"),
        signed("2024-04-08", "Saint-Leu"),
        count=4,
    ),
    whole(
        "represente-par-un-autre",
        """
        ! Convention de délégation de gestion
        Entre :
        Le ministère des lointains, direction des atolls, représenté par son directeur, M. Gontran LAGUNE, lui-même représenté par Mme Iris PASSE, sous-directrice, ci-après dénommé « le délégant »,
        Et :
        La mission des pirogues (MIPI, ex-bureau des canots), représentée par M. Ugo BALANCIER, chef de mission, ci-après dénommée « le délégataire »,
        Il est convenu ce qui suit :
        # Article 1er – Objet
        Le délégant confie au délégataire la construction de dix pirogues.
        # Article 2 – Crédits
        Sur l’enveloppe de 2 M€ du programme, 160 000 € sont délégués au délégataire.
        # Article 3 – Durée
        L’expérimentation prend fin le 31 décembre 2023. La convention prend fin le 30 juin 2024.
        Fait à Nouméa-Sud, le 2 mai 2022.
        """,
        who(1, "mission des pirogues", TAKES, ("Ugo BALANCIER", "chef de mission"), sigle="MIPI"),
        {
            "parties.0.nom": "ministère des lointains, direction des atolls",
            "parties.0.role": GIVES,
            "parties.0.representants.0.nom": "Gontran LAGUNE",
            "parties.0.representants.0.fonction": "directeur",
            "finances.montant": "160 000 €",
            "duree.fin": "2024-06-30",
        },
        signed("2022-05-02", "Nouméa-Sud"),
        never=(("finances.montant", "2 000 000 €"), ("duree.fin", "2023-12-31")),
        count=3,
    ),
    whole(
        "siren-et-siret",
        """
        ! Convention de financement
        Entre
        La Caisse des récifs, dont les bureaux sont au 5, impasse du Corail, 83000 Toulon, SIREN 180 020 026, représentée par Mme Judith MADRÉPORE, directrice générale, ci-après dénommée « la Caisse », d’une part,
        et
        La société coopérative « L’Oursin », immatriculée sous le n° SIRET 433 221 987 00025, 11 quai Vauban, 83400 Hyères, représentée par M. Marius PIQUANT, gérant, ci-après dénommée « le porteur », d’autre part,
        Il est convenu ce qui suit :
        # Article 1er – Objet
        La Caisse aide le porteur à repeupler une calanque.
        # Article 2 – Montant
        Le montant prévisionnel de l’aide est de 23 000 € HT. Ce montant n’est pas soumis à la TVA.
        # Article 3 – Versements
        Un acompte de 30 %, soit 6 900 €, est versé en 2024. Le solde est versé en 2025.
        # Article 4 – Durée
        La convention prend effet le 1er février 2024 et expire le 1er février 2026.
        Fait à Toulon, le 29 janvier 2024.
        """,
        who(
            0,
            "Caisse des récifs",
            GIVES,
            ("Judith MADRÉPORE", "directrice générale"),
            sigle="Caisse",
            adresse="5, impasse du Corail, 83000 Toulon",
        ),
        who(
            1,
            "société coopérative « L’Oursin »",
            CARRIES,
            ("Marius PIQUANT", "gérant"),
            siret="43322198700025",
            adresse="11 quai Vauban, 83400 Hyères",
        ),
        {"finances.montant": "23 000 €", "duree.debut": "2024-02-01", "duree.fin": "2026-02-01"},
        signed("2024-01-29", "Toulon"),
        never=(("finances.montant", "6 900 €"),),
        count=4,
    ),
    whole(
        "prevu-et-consomme",
        """
        ! Convention de délégation de gestion
        Entre :
        La direction des bassins, représentée par Mme Flavie CALE, directrice, ci-après dénommée « le délégant »,
        Et :
        Le service des radoubs, représenté par M. Baptiste ÉTAI, chef du service, ci-après dénommé « le délégataire »,
        Il est convenu ce qui suit :
        # Article 1er – Objet
        Le délégant confie au délégataire la réfection de la cale sèche.
        # Article 2 – Crédits
        | Année | AE prévues | AE consommées | CP prévus | CP consommés
        | 2022 | 300 000 € | 280 000 € | 100 000 € | 95 000 €
        | 2023 | 0 € | 0 € | 200 000 € | 0 €
        # Article 3 – Durée
        La convention est conclue pour la période du 1er janvier 2022 au 31 décembre 2023.
        # Article 4 – Bilan
        Le bilan est remis pour le 31 mars 2024.
        Fait à Lanester, le 10 janvier 2022.
        """,
        who(0, "direction des bassins", GIVES, ("Flavie CALE", "directrice")),
        who(1, "service des radoubs", TAKES, ("Baptiste ÉTAI", "chef du service")),
        {"finances.montant": "300 000 €", "duree.debut": "2022-01-01", "duree.fin": "2023-12-31"},
        year(2022, "300 000 €", "100 000 €") | year(2023, "0 €", "200 000 €"),
        signed("2022-01-10", "Lanester"),
        count=4,
    ),
    whole(
        "total-par-ligne",
        """
        ! Convention de délégation de gestion du service « Ressac »
        Entre :
        La direction du trait de côte, représentée par M. Émeric JUSANT, directeur, ci-après dénommée « le délégant »,
        Et :
        La fabrique des vagues, représentée par Mme Yuna LAME, directrice, ci-après dénommée « le délégataire »,
        Il est convenu ce qui suit :
        # Article 1er – Objet
        Le délégant confie au délégataire le développement du service « Ressac », successeur du service « Vague ».
        # Article 2 – Crédits
        | | Titre 2 | Hors titre 2 | Total
        | AE 2025 | 20 000 € | 180 000 € | 200 000 €
        | CP 2025 | 20 000 € | 90 000 € | 110 000 €
        | CP 2026 | 0 € | 90 000 € | 90 000 €
        # Article 3 – Équipe
        - Développeuse : 4 jours par semaine
        - Chargé de déploiement : 2 jours par semaine
        # Article 4 – Durée
        La convention prend fin au 31 décembre 2026.
        Fait à Lacanau, le 3 février 2025.
        """,
        who(0, "direction du trait de côte", GIVES, ("Émeric JUSANT", "directeur")),
        who(1, "fabrique des vagues", TAKES, ("Yuna LAME", "directrice")),
        {
            "finances.montant": "200 000 €",
            "duree.fin": "2026-12-31",
            "services.0.nom": "Ressac",
            "mobilisation.0.profil": "Développeuse",
            "mobilisation.0.jours_par_semaine": "4",
            "mobilisation.1.profil": "Chargé de déploiement",
            "mobilisation.1.jours_par_semaine": "2",
        },
        year(2025, "200 000 €", "110 000 €") | year(2026, None, "90 000 €"),
        signed("2025-02-03", "Lacanau"),
        count=4,
    ),
    whole(
        "signataire-autre",
        """
        MINISTÈRE DES HAUTS-FONDS
        Secrétariat général
        ! Convention de délégation de gestion
        Entre
        Le secrétariat général du ministère des hauts-fonds, représenté par Mme Apolline SONDE, secrétaire générale, et désigné sous le terme de « délégant »,
        et
        Le service des cartes bathymétriques, représenté par M. Théodule ISOBATHE, chef de service, et désigné sous le terme de « délégataire »,
        Il est convenu ce qui suit :
        # Article 1er – Objet
        Le délégant confie au délégataire le levé de deux bancs.
        # Article 2 – Montant
        Le montant de la délégation s’élève à 77 000 €, dont 7 000 € de frais de gestion.
        # Article 3 – Durée
        La convention est conclue jusqu’au 30 septembre 2025.
        Fait à Brest-Recouvrance, le 12 septembre 2024.
        Pour le délégant
        Par délégation, l’adjointe à la secrétaire générale
        Coline PLOMB
        Pour le délégataire
        Le chef de service
        Théodule ISOBATHE
        """,
        who(0, "secrétariat général du ministère des hauts-fonds", GIVES, ("Apolline SONDE", "secrétaire générale")),
        who(1, "service des cartes bathymétriques", TAKES, ("Théodule ISOBATHE", "chef de service")),
        {
            "entete": "MINISTÈRE DES HAUTS-FONDS",
            "finances.montant": "77 000 €",
            "duree.fin": "2025-09-30",
            "parties.0.signataires.0.nom": "Coline PLOMB",
            "parties.0.signataires.0.fonction": "adjointe à la secrétaire générale",
        },
        signed("2024-09-12", "Brest-Recouvrance"),
        never=(("finances.montant", "7 000 €"),),
        count=3,
    ),
    whole(
        "date-de-la-convention-modifiee",
        """
        ! Avenant n° 1 à la convention du 30 mars 2022 relative à la surveillance des plages
        Entre
        La préfecture maritime du Couchant, représentée par le préfet maritime, M. Aurélien CORMIER, ci-après dénommée « le délégant »
        Et
        La direction des sauveteurs, représentée par Mme Bérengère BOUÉE, directrice, ci-après dénommée « le délégataire »
        Vu la convention du 30 mars 2022 relative à la surveillance des plages ;
        Vu le courrier du 4 mai 2023 ;
        Il est convenu ce qui suit :
        # Article 1er – Objet
        L’avenant proroge la convention signée le 30 mars 2022 et en revoit le montant.
        # Article 2 – Durée
        À l’article 7, la date : « 31 octobre 2023 » est remplacée par la date : « 31 octobre 2024 ».
        # Article 3 – Montant
        Le montant de la convention passe de 48 000 € à 72 000 €, soit une hausse de 24 000 €.
        # Article 4 – Effet
        L’avenant entre en vigueur le 1er juillet 2023.
        Fait à Brétignolles, le 26 juin 2023.
        """,
        who(
            0,
            "préfecture maritime du Couchant",
            GIVES,
            ("Aurélien CORMIER", "préfet maritime"),
        ),
        who(1, "direction des sauveteurs", TAKES, ("Bérengère BOUÉE", "directrice")),
        {
            "finances.montant": "72 000 €",
            "duree.fin": "2024-10-31",
            "duree.debut": "2023-07-01",
            "amende.numero": "1",
            "amende.date_signature": "2022-03-30",
            "amende.titre": "Convention du 30 mars 2022 relative à la surveillance des plages",
        },
        signed("2023-06-26", "Brétignolles"),
        never=(
            ("finances.montant", "48 000 €"),
            ("finances.montant", "24 000 €"),
            ("duree.fin", "2023-10-31"),
        ),
        count=4,
    ),
    whole(
        "ville-entre-parentheses",
        """
        ! Convention de mutualisation
        Entre
        L’antenne de Port-Gris (Finistère), représentée par M. Alexis QUILLE, responsable d’antenne, ci-après « l’antenne »,
        et
        L’antenne de Port-Bleu (Morbihan), représentée par Mme Manon DÉRIVE, responsable d’antenne, ci-après « l’antenne associée »,
        Il est convenu ce qui suit :
        # Article 1er – Objet
        Les antennes partagent un canot.
        # Article 2 – Frais
        Les frais, de l’ordre de 4 000 € par an, sont supportés par moitié.
        # Article 3 – Durée
        La mutualisation débute le 2 septembre 2024. Elle s’interrompt le 30 juin 2025 et reprend le 1er septembre 2025.
        # Article 4 – Rupture
        La convention peut être rompue à tout moment, avec un préavis de quinze jours.
        Fait à Port-Gris, le 28 août 2024.
        """,
        who(0, "antenne de Port-Gris (Finistère)", "", ("Alexis QUILLE", "responsable d’antenne")),
        who(1, "antenne de Port-Bleu (Morbihan)", "", ("Manon DÉRIVE", "responsable d’antenne")),
        {"duree.debut": "2024-09-02"},
        signed("2024-08-28", "Port-Gris"),
        never=(("parties.0.sigle", "Finistère"), ("parties.1.sigle", "Morbihan"), ("finances.montant", "4 000 €")),
        lost=("parties.0.role", "parties.1.role"),
        count=4,
    ),
    whole(
        "dispositif-et-jury",
        """
        ! Convention de délégation de gestion – fonds ACRE, promotion 4
        Entre :
        La délégation aux côtes, représentée par Mme Victoire ANSE, déléguée, ci-après dénommée « le délégant »,
        Et :
        Le bureau des dunes, représenté par M. Sylvestre OYATS, chef du bureau, ci-après dénommé « le délégataire »,
        Le comité de sélection a retenu le 14 novembre 2022 le projet « Ganivelle ».
        Il est convenu ce qui suit :
        # Article 1er – Objet
        Le délégant finance le projet « Ganivelle », lauréat du fonds ACRE.
        # Article 2 – Montant
        Il est attribué au projet 95 000 €, dont 15 000 € d’accompagnement.
        # Article 3 – Durée
        La convention prend fin le 14 novembre 2024.
        Fait à Soulac, le 9 janvier 2023.
        """,
        who(0, "délégation aux côtes", GIVES, ("Victoire ANSE", "déléguée")),
        who(1, "bureau des dunes", TAKES, ("Sylvestre OYATS", "chef du bureau")),
        {
            "finances.montant": "95 000 €",
            "finances.accompagnement": "15 000 €",
            "duree.fin": "2024-11-14",
            "services.0.nom": "Ganivelle",
            "dispositif.sigle": "ACRE",
            "dispositif.promotion": "4",
            "dispositif.date_decision": "2022-11-14",
        },
        signed("2023-01-09", "Soulac"),
        count=3,
    ),
    whole(
        "chef-d-un-autre",
        """
        ! Convention de délégation de gestion
        ENTRE LES SOUSSIGNÉS
        Monsieur Philibert HUNE, directeur des mâtures, agissant au nom et pour le compte de la direction des mâtures, ci-après dénommé « le délégant »,
        ET
        Madame Anne-Lise DE LA VERGUE, cheffe du service des haubans, agissant au nom du service des haubans, ci-après dénommée « le délégataire »,
        IL A ÉTÉ CONVENU CE QUI SUIT
        # Article 1er – Objet
        Le délégant confie au délégataire le contrôle de 200 mâts.
        # Article 2 – Crédits
        Il lui délègue 51 000 € sur l’exercice 2023.
        # Article 3 – Durée
        La convention expire de plein droit le 31 mars 2024.
        Fait à Rochefort-sur-Mer, le 20 mars 2023
        """,
        {
            "parties.0.nom": "direction des mâtures",
            "parties.0.role": GIVES,
            "parties.0.representants.0.nom": "Philibert HUNE",
            "parties.0.representants.0.fonction": "directeur des mâtures",
            "parties.1.nom": "service des haubans",
            "parties.1.role": TAKES,
            "parties.1.representants.0.nom": "Anne-Lise DE LA VERGUE",
            "parties.1.representants.0.fonction": "cheffe du service des haubans",
            "finances.montant": "51 000 €",
            "duree.fin": "2024-03-31",
        },
        signed("2023-03-20", "Rochefort-sur-Mer"),
        count=3,
    ),
    whole(
        "decision-citee",
        """
        ! Convention de délégation de gestion
        Entre la direction des havres, représentée par Mme Constance MÔLE, directrice des havres, ci-après dénommée « le délégant »,
        et la direction des passes, représentée par M. Alphonse CHENAL, directeur des passes, ci-après dénommée « le délégataire ».
        Vu le décret du 3 juillet 2021 portant nomination de Mme Constance MÔLE ;
        Il est convenu ce qui suit :
        # ARTICLE 1. – OBJET
        Le délégant confie au délégataire le dragage de deux passes.
        # ARTICLE 2. – CRÉDITS
        Les crédits sont ouverts comme suit : 66 000 € en 2024, 44 000 € en 2025.
        # ARTICLE 3. – DURÉE
        La convention prend effet le lendemain de sa publication. Elle est conclue pour deux ans et ne peut aller au-delà du 31 décembre 2026.
        # ARTICLE 4. – PUBLICATION
        La convention est publiée avant le 15 mars 2024.
        Le 1er mars 2024
        """,
        who(0, "direction des havres", GIVES, ("Constance MÔLE", "directrice des havres")),
        who(1, "direction des passes", TAKES, ("Alphonse CHENAL", "directeur des passes")),
        {"duree.fin": "2026-12-31"},
        signed("2024-03-01"),
        never=(
            ("finances.montant", "66 000 €"),
            ("finances.montant", "44 000 €"),
            ("duree.fin", "2024-03-15"),
        ),
        count=4,
    ),
)
