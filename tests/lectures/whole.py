"""Whole acts of many hands, nothing of which is shared: other verbs, other orders, other headings, other kinds."""

from typing import Any

from lectures.money import year
from lectures.wording import Case

GIVES, TAKES, CARRIES = "delegant", "delegataire", "porteur"


def who(rank: int, nom: str, role: str = "", *people: tuple[str, str], **more: str) -> dict[str, Any]:
    """What an act states of a party: its name, its role, the names and functions of those who represent it."""
    read = {"nom": nom, **({"role": role} if role else {}), **more}
    for at, (name, function) in enumerate(people):
        read |= {f"representants.{at}.nom": name} if name else {}
        read |= {f"representants.{at}.fonction": function} if function else {}
    return {f"parties.{rank}.{key}": value for key, value in read.items()}


def whole(name: str, text: str, *read: dict[str, Any], **judged: Any) -> Case:
    """An act given as a text, a line a paragraph; its title and its visas are those of the text."""
    lines = tuple(line.strip() for line in text.strip().splitlines() if line.strip())
    known: dict[str, Any] = {}
    for line in lines:
        if line.startswith("! "):
            known["titre"] = line[2:]
        if line.startswith("Vu "):
            rank = sum(key.startswith("visas.") for key in known)
            known[f"visas.{rank}"] = line.removeprefix("Vu ").rstrip(" ;.,")
    for one in read:
        known |= one
    return Case(name, lines, known, **judged)


def signed(day: str, place: str = "") -> dict[str, str]:
    return {"date_signature": day} | ({"lieu_signature": place} if place else {})


CASES = (
    whole(
        "phare-numerique",
        """
        ! Convention de délégation de gestion relative à la dématérialisation des permis de pêche
        Entre les soussignées :
        La direction générale des affaires maritimes, sise 8 quai des Brumes, 56100 Lorient, représentée par Monsieur Lucien BOUCHOT, directeur général, ci-après désignée « l’autorité délégante »,
        d’une part,
        Et
        L’agence du numérique côtier, service à compétence nationale, représentée par sa directrice, Madame Flora TAMARIS, ci-après désignée « l’autorité délégataire »,
        d’autre part,
        Vu le décret n° 2004-1085 du 14 octobre 2004 modifié relatif à la délégation de gestion dans les services de l’État ;
        Il a été convenu et arrêté ce qui suit :
        # ARTICLE 1 - OBJET
        Par la présente convention, l’autorité délégante confie à l’autorité délégataire la réalisation d’un portail de délivrance des permis.
        # ARTICLE 2 - MOYENS FINANCIERS
        Une enveloppe de 480 000 € TTC est affectée à cette opération.
        # ARTICLE 3 - ENTRÉE EN VIGUEUR ET DURÉE
        La convention entre en vigueur le 1er février 2022 pour s’achever le 31 janvier 2024.
        Fait à Lorient, en deux exemplaires, le 18 janvier 2022
        """,
        who(
            0,
            "direction générale des affaires maritimes",
            GIVES,
            ("Lucien BOUCHOT", "directeur général"),
            adresse="8 quai des Brumes, 56100 Lorient",
        ),
        who(1, "agence du numérique côtier", TAKES, ("Flora TAMARIS", "directrice")),
        {"finances.montant": "480 000 €", "duree.debut": "2022-02-01", "duree.fin": "2024-01-31"},
        signed("2022-01-18", "Lorient"),
        count=3,
    ),
    whole(
        "subvention-association",
        """
        ! Convention attributive de subvention
        Entre
        L’État, représenté par le préfet du Morbihan-Sud, M. Octave LANDE, désigné ci-après « l’administration », d’une part,
        Et
        L’association « Les Voiles solidaires », régie par la loi du 1er juillet 1901, dont le siège social est situé 12 rue des Cordiers, 56000 Vannes, SIRET 812 345 678 00014, représentée par sa présidente, Mme Irène GOUET, désignée ci-après « l’association », d’autre part,
        Il est convenu ce qui suit :
        # Article 1 – Objet de la convention
        L’association s’engage à conduire le projet « Premiers bords », qui ouvre la voile aux jeunes éloignés de la mer.
        # Article 2 – Durée
        La convention est conclue au titre de l’année 2023 et prend fin le 31 décembre 2023.
        # Article 3 – Montant de la subvention
        L’administration contribue financièrement pour un montant de 42 500 €, sur un coût total du projet de 96 000 €.
        # Article 4 – Versement
        L’administration verse 34 000 € à la notification de la convention, puis le solde, soit 8 500 €, après remise du compte rendu financier.
        Fait à Vannes, le 6 mars 2023
        """,
        who(0, "État", GIVES, ("Octave LANDE", "préfet du Morbihan-Sud")),
        who(
            1,
            "association « Les Voiles solidaires »",
            TAKES,
            ("Irène GOUET", "présidente"),
            adresse="12 rue des Cordiers, 56000 Vannes",
            siret="81234567800014",
        ),
        {"finances.montant": "42 500 €", "duree.fin": "2023-12-31", "services.0.nom": "Premiers bords"},
        signed("2023-03-06", "Vannes"),
        never=(
            ("finances.montant", "96 000 €"),
            ("finances.montant", "34 000 €"),
            ("finances.montant", "8 500 €"),
        ),
        count=4,
    ),
    whole(
        "cadre-trois-parties",
        """
        RÉPUBLIQUE FRANÇAISE
        ! CONVENTION DE DÉLÉGATION DE GESTION N° 2021-44
        Entre :
        1) Le ministère des archipels, représenté par Mme Zélie CORMORAN, secrétaire générale adjointe, ci-après « le délégant » ;
        2) La direction des achats insulaires (DAI), représentée par M. Basile ÉPARS, directeur, ci-après « le délégataire » ;
        3) La préfecture des îles Sous-le-Givre, représentée par Mme Nour ESTRAN, préfète, ci-après « le porteur » ;
        Vu la loi organique n° 2001-692 du 1er août 2001 relative aux lois de finances ;
        Vu le décret n° 2004-1085 du 14 octobre 2004 relatif à la délégation de gestion dans les services de l’État ;
        Les parties sont convenues de ce qui suit :
        # Article I : Objet
        Le délégant charge le délégataire d’acheter trois vedettes pour le compte du porteur.
        # Article II : Crédits
        Les crédits ouverts s’élèvent à 1 250 000 € en autorisations d’engagement en 2021 et à 1 250 000 € en crédits de paiement en 2022.
        # Article III : Terme
        Elle expire le 30 juin 2023.
        Fait en trois exemplaires à Givreville, le 3 mai 2021.
        """,
        who(0, "ministère des archipels", GIVES, ("Zélie CORMORAN", "secrétaire générale adjointe")),
        who(1, "direction des achats insulaires", TAKES, ("Basile ÉPARS", "directeur"), sigle="DAI"),
        who(2, "préfecture des îles Sous-le-Givre", CARRIES, ("Nour ESTRAN", "préfète")),
        {"finances.montant": "1 250 000 €", "duree.fin": "2023-06-30"},
        year(2021, "1 250 000 €", None) | year(2022, None, "1 250 000 €"),
        signed("2021-05-03", "Givreville"),
        count=3,
    ),
    whole(
        "avenant-trois",
        """
        ! Avenant n° 3 à la convention de délégation de gestion du 12 avril 2019
        Entre la direction des dunes, représentée par M. Côme OYAT, directeur, ci-après dénommée « le délégant », et le centre des sables, représenté par Mme Maud SILICE, directrice du centre, ci-après dénommé « le délégataire »,
        il est convenu ce qui suit :
        # Article 1
        Au premier alinéa de l’article 6, les mots : « pour un montant de 75 000 € » sont remplacés par les mots : « pour un montant de 92 000 € ».
        # Article 2
        La convention, qui devait expirer le 31 décembre 2021, est prolongée jusqu’au 30 septembre 2022.
        # Article 3
        Les autres stipulations demeurent inchangées.
        Fait à Dunkerque-Plage, le 14 décembre 2021.
        """,
        who(0, "direction des dunes", GIVES, ("Côme OYAT", "directeur")),
        who(1, "centre des sables", TAKES, ("Maud SILICE", "directrice du centre")),
        {
            "finances.montant": "92 000 €",
            "duree.fin": "2022-09-30",
            "amende.numero": "3",
            "amende.date_signature": "2019-04-12",
            "amende.titre": "Convention de délégation de gestion du 12 avril 2019",
        },
        signed("2021-12-14", "Dunkerque-Plage"),
        never=(("finances.montant", "75 000 €"), ("duree.fin", "2021-12-31")),
        count=3,
    ),
    whole(
        "sections-nues",
        """
        ! Protocole d’accord sur l’entretien des balises
        Entre
        Le service des balises, représenté par Ange RÉCIF, chef du service,
        et
        La régie des bouées, représentée par Prune CHENAL, directrice de la régie,
        Les parties conviennent de ce qui suit :
        # Contexte de l’accord
        Les balises du golfe sont anciennes.
        # Engagements du service
        Le service des balises confie à la régie des bouées l’entretien de quarante balises.
        # Dispositions financières
        Il verse à ce titre une somme forfaitaire de 18 750,50 euros.
        # Durée
        L’accord est conclu pour trois ans à compter du 1er juin 2020.
        # Résiliation
        Chacun peut résilier l’accord moyennant un préavis de six mois.
        Fait au Palais, le 20 mai 2020
        """,
        who(0, "service des balises", GIVES, ("Ange RÉCIF", "chef du service")),
        who(1, "régie des bouées", TAKES, ("Prune CHENAL", "directrice de la régie")),
        {"finances.montant": "18 750,50 €", "duree.debut": "2020-06-01", "duree.preavis_mois": "6"},
        signed("2020-05-20", "Le Palais"),
        lost=("finances.montant",),
    ),
    whole(
        "tableau-trimestres",
        """
        ! Convention de financement du programme « Écluses »
        ENTRE
        La direction des canaux, représentée par Mme Jeanne BIEF, directrice, dénommée « le financeur »
        D’UNE PART
        ET
        L’établissement public des écluses, représenté par M. Aimé VANTAIL, directeur général, dénommé « le bénéficiaire »
        D’AUTRE PART
        IL EST CONVENU CE QUI SUIT :
        # Article 1er : Objet
        Le financeur soutient la remise en état de douze écluses.
        # Article 2 : Plan de financement
        Le montant total de la participation est fixé à 610 000 €.
        | Exercice | Autorisations d’engagement | Crédits de paiement
        | 2024 | 610 000,00 € | 210 000,00 €
        | 2025 | – | 250 000,00 €
        | 2026 | – | 150 000,00 €
        # Article 3 : Durée
        La convention prend effet à compter du 15 janvier 2024 et s’achève le 31 décembre 2026.
        À Saint-Jean-de-l’Écluse, le 12/01/2024
        """,
        who(0, "direction des canaux", GIVES, ("Jeanne BIEF", "directrice")),
        who(1, "établissement public des écluses", TAKES, ("Aimé VANTAIL", "directeur général")),
        {"finances.montant": "610 000 €", "duree.debut": "2024-01-15", "duree.fin": "2026-12-31"},
        year(2024, "610 000 €", "210 000 €") | year(2025, None, "250 000 €") | year(2026, None, "150 000 €"),
        signed("2024-01-12", "Saint-Jean-de-l’Écluse"),
        count=3,
    ),
    whole(
        "mise-a-disposition",
        """
        ! Convention de mise à disposition d’agents
        Entre les soussignés
        La direction des ressources humaines du ministère des ports, représentée par Solal DIGUE, directeur des ressources humaines, ci-après « l’administration d’origine »,
        et
        L’office des marées, établissement public, représenté par Lise FLOT, directrice générale de l’office, ci-après « l’organisme d’accueil »,
        il est arrêté ce qui suit :
        # Article 1 – Nature des fonctions
        Deux agents sont mis à disposition de l’organisme d’accueil pour y tenir les annuaires des marées.
        # Article 2 – Durée
        La mise à disposition court du 1er septembre 2022 au 31 août 2025.
        # Article 3 – Remboursement
        L’organisme d’accueil rembourse les rémunérations, estimées à 130 000 € par an.
        # Article 4 – Fin anticipée
        Il peut y être mis fin sous réserve d’un préavis de trois mois.
        Fait à Saint-Servan, le 29 août 2022.
        """,
        who(
            0,
            "direction des ressources humaines du ministère des ports",
            "",
            ("Solal DIGUE", "directeur des ressources humaines"),
        ),
        who(1, "office des marées", "", ("Lise FLOT", "directrice générale de l’office")),
        {"duree.debut": "2022-09-01", "duree.fin": "2025-08-31", "duree.preavis_mois": "3"},
        signed("2022-08-29", "Saint-Servan"),
        never=(("finances.montant", "130 000 €"),),
        count=4,
        lost=(
            "parties.0.role",
            "parties.1.role",
        ),
    ),
    whole(
        "prefets",
        """
        NOR : INTK2201234J
        ! Convention de délégation de gestion
        Entre
        La préfète de la région des Landes-Grises, Mme Ysé GENÊT, délégante,
        et
        Le préfet de la région des Monts-Bleus, M. Tancrède ALPAGE, délégataire,
        Vu le décret n° 2004-374 du 29 avril 2004 relatif aux pouvoirs des préfets ;
        Vu le code général de la fonction publique ;
        Il est convenu ce qui suit.
        # Article premier
        La délégante confie au délégataire l’exécution des dépenses du programme 354 dans la limite de 64 300 € (AE = CP).
        # Article deux
        La présente convention prend effet le jour de sa signature et cesse le 31 décembre 2022.
        Fait à Mont-Gris, le 4 juillet 2022.
        """,
        who(
            0, "préfète de la région des Landes-Grises", GIVES, ("Ysé GENÊT", "préfète de la région des Landes-Grises")
        ),
        who(
            1, "préfet de la région des Monts-Bleus", TAKES, ("Tancrède ALPAGE", "préfet de la région des Monts-Bleus")
        ),
        {"nor": "INTK2201234J", "finances.montant": "64 300 €", "duree.fin": "2022-12-31", "chorus.programme": "354"},
        signed("2022-07-04", "Mont-Gris"),
    ),
    whole(
        "cotation-chorus",
        """
        ! Convention de délégation de gestion pour le service « Goéland »
        Entre, d’une part,
        La direction du littoral (DLIT), représentée par Mme Oriane FALAISE, directrice, ci-après dénommée « le délégant »,
        Et, d’autre part,
        Le secrétariat général aux rivages (SGR), représenté par M. Elzéar GALET, secrétaire général, ci-après dénommé « le délégataire »,
        Il est convenu ce qui suit :
        # 1. Objet
        La DLIT délègue au SGR la conduite du service « Goéland ».
        # 2. Crédits délégués
        Le délégant met à disposition 215 000 € en AE et 180 000 € en CP au titre de 2023. Le reliquat des CP, soit 35 000 €, est ouvert en 2024.
        # 3. Imputation
        | Axe | Code
        | Programme | 0205
        | Centre financier | 0205-DLIT-C001
        | Domaine fonctionnel | 0205-07
        | Activité | 020507010101
        # 4. Fin de la convention
        La convention arrive à échéance le 31 mars 2025.
        Fait à Rochebelle, le 9 octobre 2023.
        """,
        who(0, "direction du littoral", GIVES, ("Oriane FALAISE", "directrice"), sigle="DLIT"),
        who(1, "secrétariat général aux rivages", TAKES, ("Elzéar GALET", "secrétaire général"), sigle="SGR"),
        {
            "finances.montant": "215 000 €",
            "duree.fin": "2025-03-31",
            "services.0.nom": "Goéland",
            "chorus.programme": "205",
            "chorus.centre_financier": "0205-DLIT-C001",
            "chorus.domaine_fonctionnel": "0205-07",
            "chorus.activites.0": "020507010101",
        },
        year(2023, "215 000 €", "180 000 €") | year(2024, None, "35 000 €"),
        signed("2023-10-09", "Rochebelle"),
        count=4,
        lost=("finances.echeancier.2024.cp",),
    ),
    whole(
        "delegation-electronique",
        """
        ! CONVENTION DE DÉLÉGATION DE GESTION
        La présente convention est conclue entre :
        - la direction de la météorologie marine, représentée par Mme Swann NUÉE, directrice, désignée sous le nom de « délégant », d’une part,
        - le centre de prévision des houles, représenté par M. Ewen CRÊTE, directeur par intérim, désigné sous le nom de « délégataire », d’autre part.
        Il est convenu ce qui suit :
        # Article 1er – Objet de la délégation
        Le délégataire assure pour le compte du délégant l’exploitation de six houlographes.
        # Article 2 – Financement
        Le financement apporté par le délégant ne peut excéder 88 000 euros toutes taxes comprises.
        # Article 3 – Prise d’effet et durée
        La convention prend effet à la date de la dernière signature pour une durée de vingt-quatre mois.
        Signé électroniquement le 17 février 2025
        """,
        who(0, "direction de la météorologie marine", GIVES, ("Swann NUÉE", "directrice")),
        who(1, "centre de prévision des houles", TAKES, ("Ewen CRÊTE", "directeur par intérim")),
        {"finances.montant": "88 000 €"},
        signed("2025-02-17"),
        count=3,
    ),
    whole(
        "bilateral-lettres",
        """
        ! Convention relative au transport des gardiens de phare
        Entre :
        Le service des phares du Ponant,
        représenté par son directeur, M. Gwenaël FANAL
        (ci-après « le Service »)
        Et :
        La compagnie publique des vedettes,
        représentée par sa directrice générale, Mme Rozenn SILLAGE
        (ci-après « la Compagnie »)
        Étant préalablement exposé que les phares du Ponant sont encore gardés,
        Il est convenu ce qui suit :
        # ARTICLE 1ER. OBJET
        La Compagnie transporte les gardiens une fois par semaine.
        # ARTICLE 2. PRIX
        Le Service verse à la Compagnie 1 200 € par traversée, dans la limite de 62 400 € par an.
        # ARTICLE 3. DURÉE
        La convention est valable du 01/01/2024 au 31/12/2026.
        # ARTICLE 4. LITIGES
        Les litiges relèvent du tribunal administratif de Rennes.
        Fait à Ouessant, le 15 décembre 2023
        """,
        who(0, "service des phares du Ponant", GIVES, ("Gwenaël FANAL", "directeur"), sigle="Service"),
        who(1, "compagnie publique des vedettes", TAKES, ("Rozenn SILLAGE", "directrice générale"), sigle="Compagnie"),
        {"duree.debut": "2024-01-01", "duree.fin": "2026-12-31"},
        signed("2023-12-15", "Ouessant"),
        never=(("finances.montant", "1 200 €"),),
        count=4,
    ),
    whole(
        "sans-titre-article",
        """
        ! Décision conjointe portant délégation de gestion
        Entre le secrétaire général du ministère des embruns, M. Léandre BISE, et la directrice des sémaphores, Mme Hermine VIGIE,
        Vu le décret n° 2004-1085 du 14 octobre 2004 relatif à la délégation de gestion dans les services de l’État,
        Décident :
        # Article 1er
        Le secrétaire général confie à la directrice des sémaphores la rénovation de cinq sémaphores.
        # Article 2
        Pour l’exercice 2024, les crédits mis à disposition sont de 730 000 € en AE et de 410 000 € en CP.
        # Article 3
        La présente décision produit ses effets jusqu’au 31 décembre 2025.
        Fait le 22 janvier 2024.
        """,
        who(
            0,
            "secrétaire général du ministère des embruns",
            GIVES,
            ("Léandre BISE", "secrétaire général du ministère des embruns"),
        ),
        who(1, "directrice des sémaphores", TAKES, ("Hermine VIGIE", "directrice des sémaphores")),
        {"finances.montant": "730 000 €", "duree.fin": "2025-12-31"},
        year(2024, "730 000 €", "410 000 €"),
        signed("2024-01-22"),
        count=3,
    ),
    whole(
        "groupement",
        """
        ! Convention constitutive d’un groupement de commandes
        Entre les membres suivants :
        - la direction des pêches, représentée par Mme Alma HARENG, directrice ;
        - la direction des cultures marines, représentée par M. Joris NAISSAIN, directeur ;
        - la direction du contrôle en mer, représentée par Mme Edmée VEDETTE, directrice.
        Il est convenu ce qui suit :
        # Article 1 : Objet du groupement
        Les membres achètent ensemble des balises de suivi.
        # Article 2 : Coordonnateur
        La direction des pêches est désignée coordonnateur du groupement.
        # Article 3 : Répartition
        | Membre | Part
        | Pêches | 45 000 €
        | Cultures marines | 30 000 €
        | Contrôle | 25 000 €
        | Total | 100 000 €
        # Article 4 : Durée
        Le groupement prend fin à l’issue du marché, au plus tard le 30 avril 2027.
        Fait à Paimpol, le 2 mai 2023
        """,
        who(0, "direction des pêches", "", ("Alma HARENG", "directrice")),
        who(1, "direction des cultures marines", "", ("Joris NAISSAIN", "directeur")),
        who(2, "direction du contrôle en mer", "", ("Edmée VEDETTE", "directrice")),
        {"finances.montant": "100 000 €", "duree.fin": "2027-04-30"},
        signed("2023-05-02", "Paimpol"),
        never=(("finances.montant", "45 000 €"), ("finances.montant", "30 000 €"), ("finances.montant", "25 000 €")),
        count=4,
        lost=(
            "parties.0.role",
            "parties.1.role",
            "parties.2.role",
        ),
    ),
    whole(
        "romains-sous",
        """
        ! CONVENTION DE DÉLÉGATION
        ENTRE LE DÉLÉGANT :
        Direction des moulins à marée
        Représentée par : Mme Philomène BARRAGE, directrice
        ET LE DÉLÉGATAIRE :
        Conservatoire des meuniers
        Représenté par : M. Anselme MEULE, conservateur en chef
        Il est convenu ce qui suit :
        # I. OBJET
        La convention porte sur le sauvetage de quatre moulins.
        ## A. Périmètre
        Les moulins de la Rance.
        ## B. Pilotage
        Un comité se réunit deux fois par an.
        # II. CRÉDITS
        Montant : 55 000 €
        # III. CALENDRIER
        Début : 1er mars 2023
        Fin : 28 février 2025
        Fait à Dinan, le 24 février 2023
        """,
        who(0, "Direction des moulins à marée", GIVES, ("Philomène BARRAGE", "directrice")),
        who(1, "Conservatoire des meuniers", TAKES, ("Anselme MEULE", "conservateur en chef")),
        {"finances.montant": "55 000 €", "duree.debut": "2023-03-01", "duree.fin": "2025-02-28"},
        signed("2023-02-24", "Dinan"),
    ),
    whole(
        "milliers-euros",
        """
        ! Convention de délégation de gestion interministérielle
        Entre :
        La direction du numérique hauturier, représentée par Aël NOROÎT, directeur du numérique hauturier, ci-après dénommée « le mandant »,
        Et :
        La direction des câbles, représentée par Inaya CHANFREIN, directrice des câbles, ci-après dénommée « le mandataire »,
        Il est convenu ce qui suit :
        # Article 1 : Objet
        Le mandant confie au mandataire la pose d’un câble.
        # Article 2 : Coût
        Le coût de la pose, évalué à 2,4 M€, est supporté à hauteur de 1,8 M€ par le mandant et de 0,6 M€ par le mandataire.
        # Article 3 : Durée
        La convention s’applique jusqu’au 30 novembre 2028 inclus.
        Fait à Porspoder, le 1er décembre 2025.
        """,
        who(0, "direction du numérique hauturier", GIVES, ("Aël NOROÎT", "directeur du numérique hauturier")),
        who(1, "direction des câbles", TAKES, ("Inaya CHANFREIN", "directrice des câbles")),
        {"finances.montant": "1 800 000 €", "duree.fin": "2028-11-30"},
        signed("2025-12-01", "Porspoder"),
        never=(("finances.montant", "2 400 000 €"), ("finances.montant", "600 000 €")),
        count=3,
    ),
    whole(
        "annexe-financiere",
        """
        ! Convention de délégation de gestion relative au projet SARGASSES
        Entre les parties ci-après désignées :
        Le commissariat aux algues, dont le siège est au 4, place du Goémon à Roscoff (29680), représenté par Mme Bleuenn LAMINAIRE, commissaire, ci-après dénommé le délégant,
        Le laboratoire des algues, dont le siège est au 27 bis, rue de la Soude à Brest (29200), représenté par M. Malo FUCUS, directeur du laboratoire, ci-après dénommé le délégataire.
        Préambule
        Les algues s’échouent chaque été depuis 2016.
        # Article 1er – Missions
        Le laboratoire suit les échouages et publie une carte chaque semaine.
        # Article 2 – Moyens
        Le détail des moyens figure en annexe 1. Le plafond des dépenses est de 310 000 €.
        # Article 3 – Validité
        La convention est valide jusqu’à la fin de l’année 2024.
        Fait à Roscoff le 30 mars 2022
        # Annexe 1 – Budget prévisionnel
        | Nature | Montant
        | Personnel | 200 000 €
        | Matériel | 110 000 €
        | Total | 310 000 €
        """,
        who(
            0,
            "commissariat aux algues",
            GIVES,
            ("Bleuenn LAMINAIRE", "commissaire"),
            adresse="4, place du Goémon à Roscoff (29680)",
        ),
        who(
            1,
            "laboratoire des algues",
            TAKES,
            ("Malo FUCUS", "directeur du laboratoire"),
            adresse="27 bis, rue de la Soude à Brest (29200)",
        ),
        {"finances.montant": "310 000 €", "annexes.0": "Budget prévisionnel", "services.0.nom": "SARGASSES"},
        signed("2022-03-30", "Roscoff"),
        never=(("finances.montant", "200 000 €"), ("finances.montant", "110 000 €")),
        count=3,
    ),
    whole(
        "reconduction-tacite",
        """
        ! Convention d’utilisation du simulateur de passerelle
        Entre les soussignés :
        L’École des pilotes, représentée par M. Corentin TIMON, directeur de l’École, d’une part,
        et l’Institut des remorqueurs, représenté par Mme Awen HALAGE, présidente, d’autre part,
        il est convenu ce qui suit :
        # Article 1 – Objet
        L’École ouvre son simulateur aux élèves de l’Institut.
        # Article 2 – Tarif
        L’Institut paie 350 € par séance.
        # Article 3 – Durée
        La convention est conclue pour un an à compter du 1er octobre 2023. Elle est renouvelable par tacite reconduction sans pouvoir dépasser le 30 septembre 2026.
        Elle peut être dénoncée par lettre recommandée, avec un préavis d’un mois.
        Fait à Penmarc’h, en double exemplaire, le 25 septembre 2023
        """,
        who(0, "École des pilotes", "", ("Corentin TIMON", "directeur de l’École")),
        who(1, "Institut des remorqueurs", "", ("Awen HALAGE", "présidente")),
        {"duree.debut": "2023-10-01", "duree.preavis_mois": "1"},
        signed("2023-09-25", "Penmarc’h"),
        never=(("finances.montant", "350 €"),),
        count=3,
        lost=(
            "parties.0.role",
            "parties.1.role",
        ),
    ),
    whole(
        "date-dans-titre",
        """
        ! Convention de délégation de gestion du 8 juin 2021 relative aux archives du port
        Entre le directeur des archives du port, représenté par Mme Éloïse VELIN, adjointe au directeur, ci-après désigné par « le délégant »
        et
        la directrice de la numérisation, représentée par M. Hadrien PIXEL, chef de bureau, ci-après désignée par « le délégataire »
        Vu l’arrêté du 2 février 2018 portant organisation de la direction des archives ;
        Il est convenu ce qui suit :
        # Article 1er. – Le délégant confie au délégataire la numérisation de 4 000 plans.
        # Article 2. – Le délégant règle les prestations pour un montant maximum de 26 400 €.
        # Article 3. – La convention prend effet le 15 juin 2021. Elle prend fin le 14 juin 2022.
        # Article 4. – La convention est publiée au bulletin officiel.
        """,
        who(0, "directeur des archives du port", GIVES, ("Éloïse VELIN", "adjointe au directeur")),
        who(1, "directrice de la numérisation", TAKES, ("Hadrien PIXEL", "chef de bureau")),
        {
            "finances.montant": "26 400 €",
            "duree.debut": "2021-06-15",
            "duree.fin": "2022-06-14",
            "date_signature": "2021-06-08",
        },
        count=4,
    ),
    whole(
        "militaires",
        """
        ! Convention de délégation de gestion
        Entre
        L’état-major des sauvetages, représenté par le vice-amiral d’escadre Aubin HAUBAN, chef d’état-major, ci-après dénommé « le délégant »,
        et
        Le service d’infrastructure du Levant, représenté par l’ingénieur en chef de 1re classe Marceau RADIER, directeur du service, ci-après dénommé « le délégataire »,
        Il est convenu ce qui suit :
        # Article 1er – Objet
        La délégation porte sur la reprise du quai nord.
        # Article 2 – Ressources
        La ressource allouée en 2023 est de 900 000 € en AE ; la ressource en CP est de 400 000 € en 2023 et de 500 000 € en 2024.
        # Article 3 – Durée
        La délégation prend fin de plein droit le 31 décembre 2024.
        Fait à Toulon-Est, le 11 avril 2023.
        Le vice-amiral d’escadre Aubin HAUBAN\t\tL’ingénieur en chef Marceau RADIER
        """,
        who(0, "état-major des sauvetages", GIVES, ("Aubin HAUBAN", "chef d’état-major")),
        who(1, "service d’infrastructure du Levant", TAKES, ("Marceau RADIER", "directeur du service")),
        {"finances.montant": "900 000 €", "duree.fin": "2024-12-31"},
        year(2023, "900 000 €", "400 000 €") | year(2024, None, "500 000 €"),
        signed("2023-04-11", "Toulon-Est"),
        count=3,
    ),
    whole(
        "collectivites",
        """
        ! Convention de partenariat pour l’itinéraire des douaniers
        Entre
        La commune de Kerlanic, représentée par son maire, Mme Solveig ARMEL, dûment autorisée par délibération du 3 avril 2023,
        La communauté d’agglomération du Trégor-Nord, représentée par son président, M. Fañch DOLMEN, dûment autorisé par délibération du 12 mai 2023,
        Et l’État (direction des sentiers côtiers), représenté par M. Titouan LANDIER, directeur,
        Il est convenu ce qui suit :
        # Article 1 – Objet
        Les partenaires restaurent ensemble 14 km de sentier.
        # Article 2 – Participation
        L’État participe à hauteur de 50 % des dépenses, soit 37 500 €. La commune apporte 12 500 € et la communauté 25 000 €.
        # Article 3 – Exécution
        Les travaux s’achèvent au plus tard le 15 octobre 2024.
        Fait à Kerlanic, le 1er juin 2023.
        """,
        who(0, "commune de Kerlanic", "", ("Solveig ARMEL", "maire")),
        who(1, "communauté d’agglomération du Trégor-Nord", "", ("Fañch DOLMEN", "président")),
        who(2, "État (direction des sentiers côtiers)", "", ("Titouan LANDIER", "directeur")),
        {"finances.montant": "37 500 €", "duree.fin": "2024-10-15"},
        signed("2023-06-01", "Kerlanic"),
        never=(("finances.montant", "12 500 €"),),
        count=3,
        lost=(
            "parties.0.role",
            "parties.1.role",
            "parties.2.role",
        ),
    ),
    whole(
        "resiliation-date",
        """
        ! Avenant de clôture à la convention de délégation de gestion du 5 janvier 2020
        Entre la direction des feux, représentée par M. Ronan LANTERNE, directeur, ci-après le délégant, d’une part, et l’atelier des lentilles, représenté par Mme Gaud FRESNEL, cheffe d’atelier, ci-après le délégataire, d’autre part,
        Il est convenu ce qui suit :
        # Article 1
        Il est mis fin à la convention à compter du 30 juin 2022, au lieu du 31 décembre 2023.
        # Article 2
        Le délégataire restitue au délégant le reliquat de 7 310 €.
        Fait à Sein, le 30 mai 2022
        """,
        who(0, "direction des feux", GIVES, ("Ronan LANTERNE", "directeur")),
        who(1, "atelier des lentilles", TAKES, ("Gaud FRESNEL", "cheffe d’atelier")),
        {
            "duree.fin": "2022-06-30",
            "amende.date_signature": "2020-01-05",
            "amende.titre": "Convention de délégation de gestion du 5 janvier 2020",
        },
        signed("2022-05-30", "Sein"),
        never=(("duree.fin", "2023-12-31"), ("finances.montant", "7 310 €"), ("duree.debut", "2022-06-30")),
        count=2,
    ),
    whole(
        "tableau-partie",
        """
        ! Convention de gestion déléguée
        Entre :
        Nom : Direction des grèves
        Représentant : Mme Tiphaine CORNICHE, directrice
        ci-après « le délégant »
        Et :
        Nom : Bureau des estacades
        Représentant : M. Yannig PILOTIS, chef du bureau
        ci-après « le délégataire »
        Il est convenu ce qui suit :
        # Article 1 – Objet
        Le délégant confie au délégataire la visite annuelle des estacades.
        # Article 2 – Crédits
        AE : 40 000 €. CP : 40 000 €.
        # Article 3 – Durée
        Du 2 janvier 2024 au 31 décembre 2024.
        Fait à Carantec, le 2 janvier 2024.
        """,
        who(0, "Direction des grèves", GIVES, ("Tiphaine CORNICHE", "directrice")),
        who(1, "Bureau des estacades", TAKES, ("Yannig PILOTIS", "chef du bureau")),
        {"finances.montant": "40 000 €", "duree.debut": "2024-01-02", "duree.fin": "2024-12-31"},
        signed("2024-01-02", "Carantec"),
        count=3,
        lost=("finances.montant",),
    ),
    whole(
        "copies-fin",
        """
        MINISTÈRE DES RIVAGES
        Direction des balnéaires
        NOR : RIVB2401122X
        ! Convention de délégation de gestion
        Entre la direction des balnéaires, représentée par la directrice, Mme Capucine CABINE, ci-après dénommée « la direction », délégante,
        Et le bureau des plages, représenté par le chef du bureau, M. Naël SERVIETTE, ci-après dénommé « le bureau », délégataire,
        Vu le décret n° 2012-1246 du 7 novembre 2012 relatif à la gestion budgétaire et comptable publique ;
        Il est convenu ce qui suit :
        # Article 1er – Objet
        La direction confie au bureau la pose de 300 cabines.
        # Article 2 – Budget
        La dotation du bureau est arrêtée à la somme de 156 000 € (cent cinquante-six mille euros).
        # Article 3 – Délai
        La pose est achevée avant le 15 juin 2024. La convention expire le 31 juillet 2024.
        Fait à Trestraou, le 8 janvier 2024.
        Copies : le contrôleur budgétaire ; le comptable assignataire.
        """,
        who(0, "direction des balnéaires", GIVES, ("Capucine CABINE", "directrice")),
        who(1, "bureau des plages", TAKES, ("Naël SERVIETTE", "chef du bureau")),
        {
            "nor": "RIVB2401122X",
            "entete": "MINISTÈRE DES RIVAGES",
            "finances.montant": "156 000 €",
            "duree.fin": "2024-07-31",
            "copies.0": "le contrôleur budgétaire ; le comptable assignataire",
        },
        signed("2024-01-08", "Trestraou"),
        never=(("duree.fin", "2024-06-15"),),
        count=3,
    ),
    whole(
        "avenant-table",
        """
        ! AVENANT N° 2 À LA CONVENTION DE DÉLÉGATION DE GESTION DU 3 MARS 2021
        Entre :
        La direction des jetées, représentée par M. Arzel BROMURE, directeur, ci-après dénommée « le délégant »,
        Et :
        Le service des enrochements, représenté par Mme Katell BASALTE, cheffe du service, ci-après dénommé « le délégataire »,
        Il est convenu ce qui suit :
        # ARTICLE 1 : OBJET DE L’AVENANT
        L’avenant augmente les crédits de la convention et reporte son terme.
        # ARTICLE 2 : CRÉDITS
        Le tableau de l’article 5 est remplacé par le tableau suivant :
        | | AE | CP
        | 2021 | 500 000 € | 150 000 €
        | 2022 | 120 000 € | 270 000 €
        | 2023 | 0 € | 200 000 €
        | TOTAL | 620 000 € | 620 000 €
        # ARTICLE 3 : TERME
        La date du 31 décembre 2022 est remplacée par celle du 31 décembre 2023.
        Fait à Plouézec, le 14 juin 2022.
        """,
        who(0, "direction des jetées", GIVES, ("Arzel BROMURE", "directeur")),
        who(1, "service des enrochements", TAKES, ("Katell BASALTE", "cheffe du service")),
        {
            "finances.montant": "620 000 €",
            "duree.fin": "2023-12-31",
            "amende.numero": "2",
            "amende.date_signature": "2021-03-03",
            "amende.titre": "CONVENTION DE DÉLÉGATION DE GESTION DU 3 MARS 2021",
        },
        year(2021, "500 000 €", "150 000 €") | year(2022, "120 000 €", "270 000 €") | year(2023, "0 €", "200 000 €"),
        signed("2022-06-14", "Plouézec"),
        never=(("duree.fin", "2022-12-31"),),
        count=3,
    ),
    whole(
        "trois-versements",
        """
        ! Convention de subvention pour la goélette « Espérance »
        Entre l’Office des patrimoines flottants, représenté par M. Gildas ÉTAMBOT, directeur, désigné « l’Office », d’une part,
        et l’association des amis de la goélette, sise 2 cale du Port, 22370 Pléneuf, représentée par Mme Maïwenn DRISSE, présidente, désignée « le bénéficiaire », d’autre part,
        il est convenu :
        # Article 1 – Objet
        L’Office aide le bénéficiaire à refaire le bordé de la goélette.
        # Article 2 – Montant
        L’aide de l’Office est de 60 000 € au plus. Elle représente 40 % de la dépense subventionnable, soit 150 000 €.
        # Article 3 – Paiement
        Elle est payée en trois fois : 20 000 € à la signature ; 25 000 € à mi-chantier ; 15 000 € à la mise à l’eau.
        # Article 4 – Durée
        La convention s’éteint le 30 juin 2026.
        Fait à Pléneuf, le 7 février 2024.
        """,
        who(0, "Office des patrimoines flottants", GIVES, ("Gildas ÉTAMBOT", "directeur"), sigle="Office"),
        who(
            1,
            "association des amis de la goélette",
            TAKES,
            ("Maïwenn DRISSE", "présidente"),
            adresse="2 cale du Port, 22370 Pléneuf",
        ),
        {"finances.montant": "60 000 €", "duree.fin": "2026-06-30"},
        signed("2024-02-07", "Pléneuf"),
        never=(
            ("finances.montant", "150 000 €"),
            ("finances.montant", "20 000 €"),
            ("finances.montant", "25 000 €"),
            ("finances.montant", "15 000 €"),
        ),
        count=4,
    ),
    whole(
        "numeros-ronds",
        """
        ! Accord de délégation de gestion
        ENTRE
        La direction des capitaineries, représentée par Mme Ondine VERGUE, directrice des capitaineries, ci-après « le délégant »
        ET
        Le guichet unique des escales, représenté par M. Briac AUSSIÈRE, responsable du guichet, ci-après « le délégataire »
        Il est convenu ce qui suit :
        # 1/ Objet
        Le délégant confie au délégataire la facturation des escales.
        # 2/ Rémunération
        La rémunération du délégataire est de 3 % des recettes, sans excéder 45 000 € par an.
        # 3/ Comptes
        Le délégataire rend ses comptes avant le 31 mars de chaque année.
        # 4/ Entrée en vigueur
        L’accord entre en vigueur le 1er avril 2024 et prend fin le 31 mars 2027.
        Fait à Concarneau, le vingt mars deux mille vingt-quatre.
        """,
        who(0, "direction des capitaineries", GIVES, ("Ondine VERGUE", "directrice des capitaineries")),
        who(1, "guichet unique des escales", TAKES, ("Briac AUSSIÈRE", "responsable du guichet")),
        {
            "duree.debut": "2024-04-01",
            "duree.fin": "2027-03-31",
            "lieu_signature": "Concarneau",
            "date_signature": "2024-03-20",
        },
        count=4,
        lost=("date_signature",),
    ),
    whole(
        "date-du",
        """
        ! Convention de prestations intellectuelles entre services
        Le présent accord lie :
        La mission des sondages (ci-après la Mission), représentée par Mme Nolwenn BATHY, cheffe de mission ;
        et
        L’unité des lasers (ci-après l’Unité), représentée par M. Tugdual PHOTON, chef d’unité.
        Elles conviennent de ce qui suit :
        # Article 1 : Objet
        La Mission commande à l’Unité le relevé de l’estuaire.
        # Article 2 : Prix
        Le relevé est facturé 33 000 € HT, soit 39 600 € TTC.
        # Article 3 : Calendrier
        Le relevé est livré le 30 septembre 2024 au plus tard.
        # Article 4 : Fin
        L’accord prend fin à la livraison.
        Fait à Étel, en date du 6 mai 2024
        """,
        who(0, "mission des sondages", GIVES, ("Nolwenn BATHY", "cheffe de mission"), sigle="Mission"),
        who(1, "unité des lasers", TAKES, ("Tugdual PHOTON", "chef d’unité"), sigle="Unité"),
        {"finances.montant": "39 600 €"},
        signed("2024-05-06", "Étel"),
        never=(("finances.montant", "33 000 €"),),
        count=4,
    ),
    whole(
        "signature-par-partie",
        """
        ! Convention de délégation de gestion
        Entre :
        La direction des ports secs, représentée par Mme Aurore CONTENEUR, directrice, ci-après dénommée « le délégant »,
        Et :
        La direction des quais fluviaux, représentée par M. Jocelyn PÉNICHE, directeur, ci-après dénommée « le délégataire »,
        Il est convenu ce qui suit :
        # Article 1er – Objet
        Le délégant confie au délégataire l’achat de deux portiques.
        # Article 2 – Financement
        L’opération est financée par le délégant pour 2 100 000 € et par le délégataire pour 300 000 €, soit un total de 2 400 000 €.
        # Article 3 – Durée
        La convention court jusqu’au 31 octobre 2025.
        Pour le délégant
        À Givors, le 3 octobre 2023
        Aurore CONTENEUR
        Pour le délégataire
        À Chalon, le 17 octobre 2023
        Jocelyn PÉNICHE
        """,
        who(0, "direction des ports secs", GIVES, ("Aurore CONTENEUR", "directrice")),
        who(1, "direction des quais fluviaux", TAKES, ("Jocelyn PÉNICHE", "directeur")),
        {"duree.fin": "2025-10-31", "date_signature": "2023-10-17"},
        count=3,
        lost=(
            "lieu_signature",
            "finances.montant",
        ),
    ),
    whole(
        "deux-conventions",
        """
        ! Convention de délégation de gestion
        Entre la direction des ostréicoles, représentée par Mme Perle NACRE, directrice, ci-après « le délégant », et le parc national des vasières, représenté par M. Urbain SLIKKE, directeur du parc, ci-après « le délégataire »,
        Vu la convention cadre du 4 février 2020 entre le ministère des rivages et les parcs nationaux ;
        Il est convenu ce qui suit :
        # Article 1er – Objet
        En application de la convention cadre, qui prend fin le 31 décembre 2026, le délégant confie au délégataire le comptage des huîtres.
        # Article 2 – Prix
        Le marché passé en 2019 pour 250 000 € n’est pas repris. Le délégant alloue 118 000 € au délégataire.
        # Article 3 – Durée
        La présente convention prend fin le 15 novembre 2025.
        Fait à Cancale, le 12 novembre 2024.
        """,
        who(0, "direction des ostréicoles", GIVES, ("Perle NACRE", "directrice")),
        who(1, "parc national des vasières", TAKES, ("Urbain SLIKKE", "directeur du parc")),
        {"finances.montant": "118 000 €", "duree.fin": "2025-11-15"},
        signed("2024-11-12", "Cancale"),
        never=(("finances.montant", "250 000 €"), ("duree.fin", "2026-12-31")),
        count=3,
    ),
    whole(
        "refus-et-retenue",
        """
        ! Convention de délégation de gestion des astreintes
        Entre :
        La sous-direction des urgences en mer, représentée par Mme Olympe FUSÉE, sous-directrice, ci-après dénommée « le délégant »,
        Et :
        Le centre de permanence, représenté par M. Isidore VEILLE, directeur du centre, ci-après dénommé « le délégataire »,
        Il est convenu ce qui suit :
        # Article 1er – Objet
        Le centre tient une permanence de nuit.
        # Article 2 – Financement
        Chaque nuit est rémunérée 410 €. Toute absence donne lieu à une retenue de 1 000 €. Au-delà de 100 000 € de dépenses, un avis préalable est requis. Le total annuel ne peut dépasser 149 650 €.
        # Article 3 – Durée
        La convention est conclue jusqu’au 30 juin 2024, date à laquelle un bilan est établi, puis reconduite une fois jusqu’au 30 juin 2025 si les deux parties en sont d’accord.
        Fait à Granville, le 27 juin 2023.
        """,
        who(0, "sous-direction des urgences en mer", GIVES, ("Olympe FUSÉE", "sous-directrice")),
        who(1, "centre de permanence", TAKES, ("Isidore VEILLE", "directeur du centre")),
        {"finances.montant": "149 650 €", "duree.fin": "2024-06-30"},
        signed("2023-06-27", "Granville"),
        never=(("finances.montant", "410 €"), ("finances.montant", "1 000 €"), ("finances.montant", "100 000 €")),
        count=3,
    ),
    whole(
        "interim-et-delegation",
        """
        ! Convention de délégation de gestion
        Entre :
        La direction des gréements, représentée par Mme Violaine ESPAR, directrice des gréements, et par délégation M. Alban CABESTAN, sous-directeur des cordages, ci-après dénommée « le délégant »,
        Et :
        Le bureau des voiles, représenté par M. Ferdinand LAIZE, chef du bureau des voiles par intérim, ci-après dénommé « le délégataire »,
        Il est convenu ce qui suit :
        # Article 1er – Objet
        Le délégant confie au délégataire l’achat de toiles.
        # Article 2 – Crédits
        Le délégant ouvre au délégataire un droit de tirage de 71 000 €.
        # Article 3 – Durée
        La convention s’achève le 1er octobre 2023.
        Fait à Douarnenez, le 1er octobre 2022.
        """,
        who(0, "direction des gréements", GIVES, ("Violaine ESPAR", "directrice des gréements")),
        who(1, "bureau des voiles", TAKES, ("Ferdinand LAIZE", "chef du bureau des voiles par intérim")),
        {"finances.montant": "71 000 €", "duree.fin": "2023-10-01"},
        signed("2022-10-01", "Douarnenez"),
        count=3,
    ),
    whole(
        "delegant-apres",
        """
        ! CONVENTION DE DÉLÉGATION DE GESTION
        entre
        la direction des brise-glaces
        et
        la direction des traîneaux
        La direction des brise-glaces, dite « le délégant », est représentée par M. Knut BANQUISE, directeur. La direction des traîneaux, dite « le délégataire », est représentée par Mme Sif ATTELAGE, directrice.
        Vu le décret n° 2004-1085 du 14 octobre 2004 relatif à la délégation de gestion dans les services de l’État ;
        Il est convenu ce qui suit :
        # Article 1er – Objet
        Le délégant confie au délégataire le ravitaillement de la base.
        # Article 2 – Crédits
        Les crédits sont de 88 500 €.
        # Article 3 – Durée
        Date d’effet : 1er novembre 2023. Date de fin : 30 avril 2024.
        Fait à Nordhavn, le 30 octobre 2023
        """,
        who(0, "direction des brise-glaces", GIVES, ("Knut BANQUISE", "directeur")),
        who(1, "direction des traîneaux", TAKES, ("Sif ATTELAGE", "directrice")),
        {"finances.montant": "88 500 €", "duree.debut": "2023-11-01", "duree.fin": "2024-04-30"},
        signed("2023-10-30", "Nordhavn"),
        count=3,
        lost=(
            "parties.0.representants.0.nom",
            "parties.0.representants.0.fonction",
            "parties.1.nom",
            "parties.1.representants.0.nom",
            "parties.1.representants.0.fonction",
        ),
    ),
    whole(
        "milliers-tableau",
        """
        ! Convention de délégation de gestion « Sémaphore 2030 »
        Entre :
        Le secrétariat d’État aux horizons, représenté par Mme Aliénor LONGUEVUE, directrice de cabinet, ci-après dénommé « le délégant »,
        Et :
        La délégation aux optiques, représentée par M. Blaise PRISME, délégué, ci-après dénommée « le délégataire »,
        Il est convenu ce qui suit :
        # Article 1er – Objet
        Le délégant confie au délégataire le programme « Sémaphore 2030 ».
        # Article 2 – Crédits, en milliers d’euros
        | Crédits (en milliers d’euros) | 2028 | 2029 | 2030 | Total
        | Autorisations d’engagement | 1 400 | 600 | 0 | 2 000
        | Crédits de paiement | 500 | 900 | 600 | 2 000
        # Article 3 – Durée
        La convention prend fin le 31 décembre 2030.
        Fait à Fréhel, le 18 décembre 2027.
        """,
        who(0, "secrétariat d’État aux horizons", GIVES, ("Aliénor LONGUEVUE", "directrice de cabinet")),
        who(1, "délégation aux optiques", TAKES, ("Blaise PRISME", "délégué")),
        {"finances.montant": "2 000 000 €", "duree.fin": "2030-12-31"},
        year(2028, "1 400 000 €", "500 000 €") | year(2029, "600 000 €", "900 000 €") | year(2030, "0 €", "600 000 €"),
        signed("2027-12-18", "Fréhel"),
        count=3,
    ),
)
