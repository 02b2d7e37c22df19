"""Whole acts laid out as offices lay them: heads of paper, tables of parties, lists, notes, capitals, other kinds."""

from lectures.money import year
from lectures.whole import CARRIES, GIVES, TAKES, signed, who, whole

CASES = (
    whole(
        "fonds-d-un-autre",
        """
        PRÉFECTURE DE LA RÉGION DES ABERS
        Direction régionale des estuaires
        ! Convention de financement du programme « Vasières 2027 »
        Entre
        L’État, représenté par Mme Clotilde ESTRAN, préfète de la région des Abers, ci-après « l’État »,
        Et
        Le syndicat mixte des abers, dont le siège est situé 1 place du Lavoir, 29870 Lannilis, représenté par M. Paol RUGUEL, président, ci-après « le syndicat »,
        Vu le règlement (UE) 2021/1058 du 24 juin 2021 relatif au Fonds européen de développement régional ;
        Il est convenu ce qui suit :
        # Article 1er – Objet
        L’État soutient la restauration de trois vasières, avec l’appui du fonds FEDER et du programme LIFE.
        # Article 2 – Participation financière
        L’État accorde au syndicat une subvention de 210 000 €, soit 35 % d’un coût prévisionnel de 600 000 €.
        # Article 3 – Durée
        Elle prend effet à sa notification. Le projet s’achève le 30 juin 2027 ; la convention expire le 31 décembre 2027.
        Fait à Quimper, le 15 avril 2024
        """,
        who(0, "État", GIVES, ("Clotilde ESTRAN", "préfète de la région des Abers")),
        who(
            1,
            "syndicat mixte des abers",
            TAKES,
            ("Paol RUGUEL", "président"),
            adresse="1 place du Lavoir, 29870 Lannilis",
        ),
        {"finances.montant": "210 000 €", "duree.fin": "2027-12-31", "entete": "PRÉFECTURE DE LA RÉGION DES ABERS"},
        signed("2024-04-15", "Quimper"),
        never=(("finances.montant", "600 000 €"), ("duree.fin", "2027-06-30")),
        count=3,
    ),
    whole(
        "parties-en-tableau",
        """
        ! Convention de délégation de gestion
        Entre :
        | Délégant | Direction des goémons, représentée par Mme Fanny VAREC, directrice
        | Délégataire | Bureau des algues, représenté par M. Loeiz BEZIN, chef du bureau
        Il est convenu ce qui suit :
        # Article 1er – Objet
        Le délégant confie au délégataire la récolte de 40 tonnes d’algues.
        # Article 2 – Crédits
        Le délégant met à disposition 28 000 €.
        # Article 3 – Durée
        La convention prend fin le 31 octobre 2024.
        Fait à Plouguerneau, le 2 avril 2024.
        """,
        who(0, "Direction des goémons", GIVES, ("Fanny VAREC", "directrice")),
        who(1, "Bureau des algues", TAKES, ("Loeiz BEZIN", "chef du bureau")),
        {"finances.montant": "28 000 €", "duree.fin": "2024-10-31"},
        signed("2024-04-02", "Plouguerneau"),
        count=3,
    ),
    whole(
        "deux-services",
        """
        ! Convention de délégation de gestion relative au service « Boussole », porté par la plateforme « Rose des vents »
        Entre :
        La direction de la navigation (ci-après dénommée « le délégant » ou « la DN »), représentée par M. Ivan COMPAS, directeur,
        et
        Le groupement d’intérêt public « Cap numérique » (ci-après dénommé « le délégataire » ou « le GIP »), représenté par Mme Salomé AZIMUT, directrice du groupement,
        Il est convenu ce qui suit :
        # Article 1er – Objet
        Le délégant confie au délégataire l’amélioration du service « Boussole ».
        # Article 2 – Crédits
        | Programme | 205
        | Centre financier | 0205-DNAV-C001
        | Ancien centre financier | 0205-DNAV-C099
        La DN verse au GIP 64 000 € en deux fois : 32 000 € en 2023 et 32 000 € en 2024.
        # Article 3 – Durée
        La convention prend effet au 1er septembre 2023 et court jusqu’au 31 août 2024.
        Fait à Lorient, le 28 août 2023.
        """,
        who(0, "direction de la navigation", GIVES, ("Ivan COMPAS", "directeur"), sigle="DN"),
        who(
            1,
            "groupement d’intérêt public « Cap numérique »",
            TAKES,
            ("Salomé AZIMUT", "directrice du groupement"),
            sigle="GIP",
        ),
        {
            "finances.montant": "64 000 €",
            "duree.debut": "2023-09-01",
            "duree.fin": "2024-08-31",
            "services.0.nom": "Boussole",
            "services.1.nom": "Rose des vents",
            "chorus.programme": "205",
            "chorus.centre_financier": "0205-DNAV-C001",
        },
        signed("2023-08-28", "Lorient"),
        never=(("finances.montant", "32 000 €"),),
        count=3,
    ),
    whole(
        "capitales",
        """
        ! CONVENTION DE DÉLÉGATION DE GESTION
        ENTRE
        LA DIRECTION DES CRIÉES, REPRÉSENTÉE PAR MADAME NINON ÉTAL, DIRECTRICE, CI-APRÈS DÉNOMMÉE « LE DÉLÉGANT », D’UNE PART,
        ET
        LE SERVICE DES VIVIERS, REPRÉSENTÉ PAR MONSIEUR OSCAR HOMARD, CHEF DU SERVICE, CI-APRÈS DÉNOMMÉ « LE DÉLÉGATAIRE », D’AUTRE PART,
        IL EST CONVENU CE QUI SUIT :
        # ARTICLE 1 : OBJET
        Le délégant confie au délégataire la gestion des viviers.
        # ARTICLE 2 : MONTANT
        Le montant alloué s’élève à 19 500 EUROS.
        # ARTICLE 3 : DURÉE
        La convention prend fin le 1 mars 2025.
        FAIT À GUILVINEC, LE 1 MARS 2024
        """,
        who(0, "DIRECTION DES CRIÉES", GIVES, ("NINON ÉTAL", "DIRECTRICE")),
        who(1, "SERVICE DES VIVIERS", TAKES, ("OSCAR HOMARD", "CHEF DU SERVICE")),
        {"finances.montant": "19 500 €", "duree.fin": "2025-03-01"},
        signed("2024-03-01", "GUILVINEC"),
        count=3,
    ),
    whole(
        "accompagnement-copies",
        """
        NOR : MARC2401234X
        ! Convention de délégation de gestion n° 2024-18
        La présente convention est établie entre :
        Le délégant : la direction des quais, sise 2 quai des Indes, 56100 Lorient, représentée par sa directrice, Mme Odile BITTE,
        Le délégataire : l’agence des bollards, représentée par son directeur général, M. Simon AMARRE,
        Le porteur : la mission des pontons, représentée par sa cheffe, Mme Rose PASSERELLE.
        Article 1er. Objet.
        La direction des quais délègue à l’agence des bollards l’achat de 30 bollards pour la mission des pontons.
        Article 2. Crédits.
        Au titre de 2024 : AE = 90 000 €, CP = 30 000 €. Au titre de 2025 : CP = 60 000 €.
        Article 3. Durée.
        La présente convention prend effet le 2 mai 2024 et prend fin le 2 mai 2026. Elle peut être résiliée par chaque partie sous un préavis de trois mois.
        Fait en trois exemplaires.
        À Lorient, le 29 avril 2024.
        Ampliations :
        - le contrôleur budgétaire régional
        - la directrice des finances publiques
        """,
        who(0, "direction des quais", GIVES, ("Odile BITTE", "directrice"), adresse="2 quai des Indes, 56100 Lorient"),
        who(1, "agence des bollards", TAKES, ("Simon AMARRE", "directeur général")),
        who(2, "mission des pontons", CARRIES, ("Rose PASSERELLE", "cheffe")),
        {
            "nor": "MARC2401234X",
            "finances.montant": "90 000 €",
            "duree.debut": "2024-05-02",
            "duree.fin": "2026-05-02",
            "duree.preavis_mois": "3",
            "copies.0": "le contrôleur budgétaire régional",
            "copies.1": "la directrice des finances publiques",
        },
        year(2024, "90 000 €", "30 000 €") | year(2025, None, "60 000 €"),
        signed("2024-04-29", "Lorient"),
        count=3,
    ),
    whole(
        "fin-comptable",
        """
        ! Convention de délégation de gestion
        Entre :
        La direction des ateliers, représentée par M. Gilles ENCLUME, directeur, ci-après dénommée « le délégant »,
        Et :
        Le service des forges, représenté par Mme Brune SOUFFLET, cheffe du service, ci-après dénommé « le délégataire »,
        Il est convenu ce qui suit :
        # Article 1er – Objet
        Le délégant confie au délégataire la forge de 12 ancres.
        # Article 2 – Crédits
        Le montant maximal de la délégation est fixé à 145 000 €, répartis entre l’étude (25 000 €) et la forge (120 000 €).
        # Article 3 – Durée
        La convention prend fin le 30 novembre 2025 sur le plan technique et le 30 juin 2026 sur le plan comptable.
        # Article 4 – Modification
        Toute modification fait l’objet d’un avenant, notifié deux mois avant le terme.
        Fait à Indret, le 4 décembre 2023.
        """,
        who(0, "direction des ateliers", GIVES, ("Gilles ENCLUME", "directeur")),
        who(1, "service des forges", TAKES, ("Brune SOUFFLET", "cheffe du service")),
        {"finances.montant": "145 000 €", "duree.fin": "2025-11-30", "duree.fin_comptable": "2026-06-30"},
        signed("2023-12-04", "Indret"),
        never=(
            ("finances.montant", "25 000 €"),
            ("finances.montant", "120 000 €"),
            ("duree.preavis_mois", "2"),
        ),
        count=4,
    ),
    whole(
        "lettre-de-mission",
        """
        ! Protocole de coopération entre le service des épaves et l’école des scaphandriers
        Le service des épaves, représenté par M. Jean-Marie CARÈNE, chef du service, et l’école des scaphandriers, représentée par Mme Gisèle CASQUE, directrice de l’école,
        conviennent de ce qui suit :
        # 1. Objet
        Le service ouvre trois épaves aux exercices de l’école.
        # 2. Coût
        La coopération est gratuite. Les frais de bateau, évalués à 900 € par sortie, restent à la charge de l’école.
        # 3. Durée
        Le protocole vaut du 3 mars 2025 au 2 mars 2028.
        Fait à Camaret, le 24 février 2025.
        """,
        who(0, "service des épaves", "", ("Jean-Marie CARÈNE", "chef du service")),
        who(1, "école des scaphandriers", "", ("Gisèle CASQUE", "directrice de l’école")),
        {"duree.debut": "2025-03-03", "duree.fin": "2028-03-02"},
        signed("2025-02-24", "Camaret"),
        never=(("finances.montant", "900 €"),),
        lost=("parties.0.role", "parties.1.role"),
        count=3,
    ),
    whole(
        "mandat",
        """
        ! Convention de mandat
        Entre les parties soussignées,
        Le secrétariat général des bouées, 14 bis, boulevard du Large, 17000 La Rochelle, représenté par Mme Hortense CORPS-MORT, secrétaire générale, ayant reçu délégation de signature par arrêté du 6 juin 2023, ci-après appelé « le Mandant »,
        et
        l’Établissement public des amarres, établissement public à caractère industriel et commercial, inscrit au RCS de La Rochelle sous le n° 512 345 678, représenté par son directeur général en exercice, M. Firmin CHAÎNE, ci-après appelé « le Mandataire »,
        il a été convenu ce qui suit :
        # ARTICLE 1 – OBJET
        Le Mandant donne mandat au Mandataire d’acheter 200 bouées.
        # ARTICLE 2 – RÉMUNÉRATION
        Le Mandataire perçoit 4 % du prix des bouées, estimé à 800 000 € HT.
        # ARTICLE 3 – AVANCES
        Le Mandant verse une provision de 400 000 € dans les trente jours.
        # ARTICLE 4 – DURÉE
        Le mandat expire à la remise des comptes, au plus tard le 31 décembre 2026.
        Fait à La Rochelle, en deux originaux, le 14 mai 2024
        """,
        who(
            0,
            "secrétariat général des bouées",
            GIVES,
            ("Hortense CORPS-MORT", "secrétaire générale"),
            adresse="14 bis, boulevard du Large, 17000 La Rochelle",
        ),
        who(1, "Établissement public des amarres", TAKES, ("Firmin CHAÎNE", "directeur général en exercice")),
        {"duree.fin": "2026-12-31"},
        signed("2024-05-14", "La Rochelle"),
        never=(("finances.montant", "800 000 €"), ("finances.montant", "400 000 €"), ("parties.1.siret", None)),
        count=4,
    ),
    whole(
        "avenant-ajout",
        """
        ! Avenant n° 4 à la convention de délégation de gestion du 17 mai 2018 modifiée
        Entre
        la direction des sémaphores, représentée par M. Hervé GUET, directeur, délégant,
        et
        le service des transmissions, représenté par Mme Lucille MORSE, cheffe du service, délégataire,
        Il est convenu ce qui suit :
        # Article 1er
        Il est ajouté à l’article 3 un alinéa ainsi rédigé : « Pour 2022, les crédits délégués sont de 35 000 € en AE et 35 000 € en CP. »
        # Article 2
        À l’article 8, les mots « quatre ans » sont remplacés par les mots « cinq ans ».
        # Article 3
        Le préavis prévu à l’article 9 est ramené de six mois à deux mois.
        Fait à Pointe-Grise, le 21/12/2021.
        """,
        who(0, "direction des sémaphores", GIVES, ("Hervé GUET", "directeur")),
        who(1, "service des transmissions", TAKES, ("Lucille MORSE", "cheffe du service")),
        {
            "amende.numero": "4",
            "amende.date_signature": "2018-05-17",
            "amende.titre": "Convention de délégation de gestion du 17 mai 2018 modifiée",
            "finances.montant": "35 000 €",
        },
        year(2022, "35 000 €", "35 000 €"),
        signed("2021-12-21", "Pointe-Grise"),
        never=(("duree.preavis_mois", "6"),),
        count=3,
    ),
    whole(
        "renvois-et-notes",
        """
        ! Convention de délégation de gestion
        Entre la direction des tempêtes, 7 rue du Grain, 22700 Perros, représentée par M. Noé RAFALE, directeur, dûment habilité à l’effet des présentes, ci-après désignée par les mots « le délégant », de première part,
        et la délégation aux accalmies, représentée par Mme Zoé BONACE, déléguée, ci-après désignée par les mots « le délégataire », de seconde part,
        Considérant que les tempêtes se multiplient ;
        Considérant l’avis rendu le 3 mars 2023 ;
        Il est convenu ce qui suit :
        # Article 1er – Objet
        Le délégant confie au délégataire l’alerte des ports.
        # Article 2 – Ressources
        Le délégataire reçoit 54 000 € (cinquante-quatre mille euros) par virement, après déduction de l’avance de 10 000 € déjà versée.
        # Article 3 – Effet et terme
        La convention, signée le 2 mai 2023, prend effet rétroactivement au 1er janvier 2023. Elle se termine le 31 décembre 2024 et peut être prorogée jusqu’au 31 décembre 2025.
        Fait à Perros, le 2 mai 2023.
        """,
        who(0, "direction des tempêtes", GIVES, ("Noé RAFALE", "directeur"), adresse="7 rue du Grain, 22700 Perros"),
        who(1, "délégation aux accalmies", TAKES, ("Zoé BONACE", "déléguée")),
        {"finances.montant": "54 000 €", "duree.debut": "2023-01-01", "duree.fin": "2024-12-31"},
        signed("2023-05-02", "Perros"),
        never=(("finances.montant", "10 000 €"), ("duree.fin", "2025-12-31")),
        count=3,
    ),
)
