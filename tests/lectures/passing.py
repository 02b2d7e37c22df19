"""Whole acts where figures, dates and names are said in passing, or twice."""

from lectures.whole import GIVES, TAKES, signed, who, whole

CASES = (
    whole(
        "regate",
        """
        ! Convention de délégation de gestion
        Conclue entre
        La direction des régates (n° SIRET : 110 002 345 00017), établie au 9 cours des Régates à La Trinité-sur-Mer (56470), ici représentée par Mme Armelle FOC, directrice par intérim,
        dénommée ci-après « La Direction » ou « le délégant »,
        Et
        L’Agence des spis, groupement d’intérêt public, prise en la personne de son directeur, M. Kilian BÔME,
        dénommée ci-après « L’Agence » ou « le délégataire »,
        Il est convenu ce qui suit :
        # Article 1 – Objet
        La Direction charge l’Agence de l’achat de 12 bateaux comités.
        # Article 2 – Conditions financières
        L’Agence refacture à la Direction le coût réel, dans la limite de 96 000 € toutes taxes comprises (80 000 € hors taxes).
        # Article 3 – Durée
        La convention est conclue pour une durée de 18 mois à compter du 1er janvier 2025, soit jusqu’au 30 juin 2026.
        Fait à La Trinité-sur-Mer, le vendredi 13 décembre 2024
        """,
        who(
            0,
            "direction des régates",
            GIVES,
            ("Armelle FOC", "directrice par intérim"),
            siret="11000234500017",
            adresse="9 cours des Régates à La Trinité-sur-Mer (56470)",
            sigle="Direction",
        ),
        who(1, "Agence des spis", TAKES, ("Kilian BÔME", "directeur"), sigle="Agence"),
        {"finances.montant": "96 000 €", "duree.debut": "2025-01-01", "duree.fin": "2026-06-30"},
        signed("2024-12-13", "La Trinité-sur-Mer"),
        never=(("finances.montant", "80 000 €"),),
        count=3,
    ),
    whole(
        "bilan-et-solde",
        """
        ! Convention financière annuelle 2024
        ENTRE LES SOUSSIGNÉS :
        - Le commissariat des îles, représenté par son commissaire, M. Anatole RIVAGE, ci-après « le commissariat », d’une part ;
        - L’association Bouts de quai, représentée par ses co-présidents, Mme Lila CORDAGE et M. Sami TAQUET, ci-après « l’association », d’autre part ;
        IL EST CONVENU CE QUI SUIT :
        # ARTICLE 1ER – OBJET
        La subvention pour 2024 aide l’association à tenir 40 ateliers. La subvention de 2023 s’élevait à 18 000 €.
        # ARTICLE 2 – MONTANT
        Pour 2024, la subvention est de 21 500 €. Elle pourra atteindre 25 000 € si les ateliers dépassent 50.
        # ARTICLE 3 – DURÉE
        La convention couvre la période allant du 1er janvier 2024 au 31 décembre 2024. Le compte rendu est dû au 30 juin 2025.
        Fait à l’Île-Grande, le 5 février 2024.
        """,
        who(0, "commissariat des îles", GIVES, ("Anatole RIVAGE", "commissaire")),
        who(1, "association Bouts de quai", TAKES, ("Lila CORDAGE", "co-présidente"), ("Sami TAQUET", "co-président")),
        {"finances.montant": "21 500 €", "duree.debut": "2024-01-01", "duree.fin": "2024-12-31"},
        signed("2024-02-05", "l’Île-Grande"),
        never=(("finances.montant", "18 000 €"), ("finances.montant", "25 000 €"), ("duree.fin", "2025-06-30")),
        count=3,
        lost=(
            "parties.1.representants.0.nom",
            "parties.1.representants.0.fonction",
            "parties.1.representants.1.fonction",
        ),
    ),
    whole(
        "quatre-parties",
        """
        ! Accord quadripartite relatif à la vigie des marées vertes
        Entre, de première part, la préfecture des Caps, représentée par M. Luc ALBATROS, préfet ; de deuxième part, l’agence de l’eau salée, représentée par Mme Iris ÉCUME, directrice générale ; de troisième part, l’institut des algues, représenté par M. Tom THALLE, directeur ; de quatrième part, le parc des baies, représenté par Mme Ève ANSE, présidente.
        Il est convenu ce qui suit :
        # Article 1
        Les parties mettent en commun leurs relevés.
        # Article 2
        Chacune des parties apporte 12 000 € par an.
        # Article 3
        L’accord est signé pour trois ans. Il prend fin le 14 mars 2028.
        Fait aux Caps, le 14 mars 2025
        """,
        who(0, "préfecture des Caps", "", ("Luc ALBATROS", "préfet")),
        who(1, "agence de l’eau salée", "", ("Iris ÉCUME", "directrice générale")),
        who(2, "institut des algues", "", ("Tom THALLE", "directeur")),
        who(3, "parc des baies", "", ("Ève ANSE", "présidente")),
        {"duree.fin": "2028-03-14"},
        signed("2025-03-14", "Les Caps"),
        never=(("finances.montant", "12 000 €"),),
        count=3,
        lost=(
            "parties.0.role",
            "parties.1.role",
            "parties.2.role",
            "parties.3.role",
        ),
    ),
    whole(
        "date-en-tete",
        """
        Paris-Plage, le 3 juin 2024
        ! Décision de délégation de gestion
        Le directeur des grands fonds, M. Cyr ABYSSE, délégant, et la cheffe du bureau des bathyscaphes, Mme Paz NAUTILE, délégataire,
        Vu le décret n° 2004-1085 du 14 octobre 2004, ensemble l’arrêté du 9 janvier 2022 ;
        Vu la demande du 2 avril 2024 ;
        Décident ce qui suit :
        # Art. 1er – Le délégant confie au délégataire la révision du bathyscaphe.
        # Art. 2 – Les crédits nécessaires, 480 k€, sont mis à disposition en une fois.
        # Art. 3 – La délégation prend fin de plein droit à la réception du bathyscaphe et au plus tard le 1er juin 2025.
        """,
        {"finances.montant": "480 000 €", "duree.fin": "2025-06-01", "date_signature": "2024-06-03"},
        never=(),
        count=3,
        lost=("date_signature",),
    ),
    whole(
        "ecarts",
        """
        ! AVENANT N°2 A LA CONVENTION DE DELEGATION DE GESTION DU 11 MARS 2020
        Entre :
        La direction des grues, représentée par M. Eloi TREUIL, directeur, ci-après dénommée « le délégant »,
        Et :
        Le service des palans, représenté par Mme Agnès POULIE, cheffe du service, ci-après dénommé « le délégataire »,
        Il est convenu ce qui suit :
        # ARTICLE 1
        L’article 4 est remplacé par les dispositions suivantes :
        « Article 4 – Crédits
        Le délégant met à disposition 88 000 €. »
        # ARTICLE 2
        A l’article 6, après « 31 décembre 2022 », il est ajouté : « , prorogé jusqu’au 31 décembre 2023 ».
        # ARTICLE 3
        Le reste est sans changement.
        Fait à Nantes, le 2 décembre 2022
        """,
        who(0, "direction des grues", GIVES, ("Eloi TREUIL", "directeur")),
        who(1, "service des palans", TAKES, ("Agnès POULIE", "cheffe du service")),
        {
            "finances.montant": "88 000 €",
            "duree.fin": "2023-12-31",
            "amende.numero": "2",
            "amende.date_signature": "2020-03-11",
            "amende.titre": "CONVENTION DE DELEGATION DE GESTION DU 11 MARS 2020",
        },
        signed("2022-12-02", "Nantes"),
        never=(("duree.fin", "2022-12-31"),),
        count=3,
    ),
    whole(
        "prolongation-optionnelle",
        """
        ! Convention de délégation de gestion (lot 2)
        Entre :
        La direction des phares secs (DPS), dont l’adresse est 4 rue du Sel, 44420 La Turballe, représentée par M. Aurèle LUMIÈRE, directeur, ci-après dénommée « la DPS » ou « le délégant »,
        Et :
        La mission Horizon, service rattaché à la direction des longues-vues, représentée par Mme Inès JUMELLE, cheffe de mission, ci-après dénommée « le délégataire »,
        Vu l’article 40 de la loi du 3 janvier 2001 ;
        Il est convenu ce qui suit :
        # 1 – OBJET
        La DPS délègue à la mission Horizon l’équipement de 9 phares. Le marché prend fin le 31 mars 2027.
        # 2 – FINANCEMENT
        2.1 Le montant total est de 350 000 €.
        2.2 Il est versé par tiers chaque 1er juillet, la première fois en 2025.
        2.3 Au-delà, la DPS n’est pas tenue.
        # 3 – DURÉE
        La convention s’applique à compter du 1er mai 2025 et jusqu’au 30 avril 2027. Elle peut être prolongée d’un an.
        # 4 – FIN
        Chaque partie peut la dénoncer. Le préavis est de 3 mois.
        Fait à La Turballe, le 22 avril 2025
        """,
        who(
            0,
            "direction des phares secs",
            GIVES,
            ("Aurèle LUMIÈRE", "directeur"),
            sigle="DPS",
            adresse="4 rue du Sel, 44420 La Turballe",
        ),
        who(1, "mission Horizon", TAKES, ("Inès JUMELLE", "cheffe de mission")),
        {
            "finances.montant": "350 000 €",
            "duree.debut": "2025-05-01",
            "duree.fin": "2027-04-30",
            "duree.preavis_mois": "3",
        },
        signed("2025-04-22", "La Turballe"),
        never=(("duree.fin", "2027-03-31"),),
        count=4,
    ),
    whole(
        "tableau-signatures",
        """
        ! Convention de délégation de gestion
        Entre :
        Le secrétariat général des passerelles, représenté par Mme Domitille ARCHE, secrétaire générale, ci-après dénommé « le délégant »,
        Et :
        La brigade des pontonniers, représentée par le lieutenant-colonel Hugo TABLIER, commandant la brigade, ci-après dénommée « le délégataire »,
        Il est convenu ce qui suit :
        # Article 1er – Objet
        La brigade pose trois passerelles.
        # Article 2 – Coûts
        Le délégant prend en charge 75 % des coûts, plafonnés à 40 000 €.
        # Article 3 – Durée
        Dès signature par les deux parties et jusqu’au 15/09/2025.
        Fait à Angers, le 2/6/2025
        Le délégant,\t\tLe délégataire,
        Domitille ARCHE\t\tHugo TABLIER
        """,
        who(0, "secrétariat général des passerelles", GIVES, ("Domitille ARCHE", "secrétaire générale")),
        who(1, "brigade des pontonniers", TAKES, ("Hugo TABLIER", "commandant la brigade")),
        {"finances.montant": "40 000 €", "duree.fin": "2025-09-15"},
        signed("2025-06-02", "Angers"),
        count=3,
    ),
    whole(
        "renouvellement",
        """
        ! Convention de partenariat n° 2025/07
        Entre
        l’Observatoire des brumes (établissement public national), représenté par sa directrice, le professeur Maya NUAGE, ci-après l’Observatoire,
        et
        l’Université des côtes, représentée par le président, M. Paul GRÈVE, agissant pour le compte du laboratoire Brouillard, dirigé par Mme Anna BRUINE, ci-après l’Université.
        Les parties sont convenues de ce qui suit :
        # Article 1 : Objet
        L’Observatoire et l’Université mesurent la brume.
        # Article 2 : Moyens
        L’Observatoire verse à l’Université, au titre des frais, 5 000 € la première année et 7 000 € la seconde.
        # Article 3 : Durée
        La convention est conclue pour deux années universitaires, du 1er septembre 2025 au 31 août 2027, renouvelable.
        # Article 4 : Confidentialité
        Les résultats sont confidentiels jusqu’au 31 août 2030.
        Fait à Roscoff, le 1er juillet 2025
        """,
        who(0, "Observatoire des brumes", "", ("Maya NUAGE", "directrice"), sigle="Observatoire"),
        who(1, "Université des côtes", "", ("Paul GRÈVE", "président"), sigle="Université"),
        {"duree.debut": "2025-09-01", "duree.fin": "2027-08-31"},
        signed("2025-07-01", "Roscoff"),
        never=(("finances.montant", "5 000 €"), ("finances.montant", "7 000 €"), ("duree.fin", "2030-08-31")),
        count=4,
        lost=("parties.0.role", "parties.1.role"),
    ),
)
