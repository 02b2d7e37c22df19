"""Acts by how their articles are numbered or titled, and how they are dated, signed and filed."""

from lectures.wording import OBJECT, PUBLISHED, TERM, TITLES, body, case

NUMBERED = tuple(f"# {n}. " for n in range(1, 5))
WITH_BIS = ("# Article 2 bis – Compte rendu", "Un bilan est remis avant le 30 juin 2025.")
SUB = (
    *("# Article 1", "## Article 1.1 – Objet", OBJECT, "## Article 1.2 – Périmètre", "Les côtes de Bretagne."),
    *body()[2:],
)
BARE = tuple("# " for _ in TITLES)

CASES = (
    case("articles-nombres", articles=body(heads=NUMBERED), count=4),
    case("articles-romains", articles=body(heads=("# I – ", "# II – ", "# III – ", "# IV – ")), count=4),
    case("article-bis", articles=(*body()[:4], *WITH_BIS, *body()[4:]), count=5),
    case("sous-articles", articles=SUB, count=4),
    case("articles-parentheses", articles=body(heads=("# 1) ", "# 2) ", "# 3) ", "# 4) ")), count=4),
    case("articles-degres", articles=body(heads=("# 1° ", "# 2° ", "# 3° ", "# 4° ")), count=4),
    case("articles-romains-points", articles=body(heads=("# I. – ", "# II. – ", "# III. – ", "# IV. – ")), count=4),
    case(
        "article-premier",
        articles=body(heads=("# Article PREMIER – ", "# Article 2 – ", "# Article 3 – ", "# Article 4 – ")),
        count=4,
    ),
    case(
        "articles-capitales",
        articles=body(heads=("# ARTICLE I : ", "# ARTICLE II : ", "# ARTICLE III : ", "# ARTICLE IV : ")),
        count=4,
    ),
    case("articles-nus", articles=body(heads=BARE)),
    case(
        "article-tiret",
        articles=(*body()[:6], "# Article 3-1 – Prorogation", "La convention ne se reconduit pas.", *body()[6:]),
        count=5,
    ),
    case(
        "sous-numeros",
        articles=("# 1. Objet", "## 1.1 Missions", OBJECT, "## 1.2 Périmètre", "Les côtes.", *body(heads=NUMBERED)[2:]),
        count=4,
    ),
    case(
        "nombres-et-liste",
        articles=(
            *body(heads=NUMBERED)[:2],
            "1. relever les fonds ;",
            "2. tracer les cartes ;",
            *body(heads=NUMBERED)[2:],
        ),
        count=4,
    ),
    case("nor-espace", {"nor": "MERE2312345X"}, top=("N O R : M E R E 2 3 1 2 3 4 5 X",)),
    case("nor-groupes", {"nor": "MERE2312345X"}, top=("NOR : MERE 2312345 X",)),
    case("nor-colle", {"nor": "MERE2312345X"}, top=("NOR:MERE2312345X",)),
    case(
        "fait-a-virgule",
        {"date_signature": "2023-11-10", "lieu_signature": "Brest"},
        end=("Fait, à Brest", "Le 10-11-2023"),
    ),
    case(
        "fait-points", {"date_signature": "2023-11-10", "lieu_signature": "Brest"}, end=("Fait à Brest, le 10.11.2023",)
    ),
    case(
        "a-brest-le", {"date_signature": "2023-11-10", "lieu_signature": "Brest"}, end=("À Brest, le 10 novembre 2023",)
    ),
    case(
        "fait-exemplaires",
        {"date_signature": "2023-11-10", "lieu_signature": "Saint-Malo"},
        end=("Fait en deux exemplaires originaux, à Saint-Malo, le 10 novembre 2023.",),
    ),
    case(
        "fait-non-date",
        {"lieu_signature": "Brest"},
        end=("Fait à Brest, le ……………",),
        never=(("date_signature", None),),
    ),
    case(
        "preavis",
        {"duree.preavis_mois": "2"},
        articles=(*body(), "# Article 5 – Fin", "Chaque partie peut y mettre fin avec un préavis de deux mois."),
    ),
    case(
        "fin-au-plus-tard",
        {"duree.fin": "2024-12-31", "duree.debut": "2023-12-01"},
        articles=tuple(
            "La convention entre en vigueur le 1er décembre 2023 et expire le 31 décembre 2024."
            if line == TERM
            else line
            for line in body()
        ),
    ),
    case(
        "avenant-duree",
        {
            "duree.fin": "2025-12-31",
            "amende.numero": "1",
            "amende.date_signature": "2022-05-03",
            "amende.titre": "Convention de délégation de gestion du 3 mai 2022",
        },
        title="Avenant n° 1 à la convention de délégation de gestion du 3 mai 2022",
        articles=(
            "# Article 1er – Durée",
            "À l’article 3 de la convention, « prend fin le 31 décembre 2024 » est remplacé par « prend fin le 31 décembre 2025 ».",
            "# Article 2 – Publication",
            PUBLISHED,
        ),
        never=(("duree.fin", "2024-12-31"),),
    ),
    case(
        "avenant-prorogation",
        {
            "duree.fin": "2025-12-31",
            "amende.numero": "2",
            "amende.date_signature": "2022-05-03",
            "amende.titre": "Convention du 3 mai 2022",
        },
        title="Avenant n° 2 à la convention du 3 mai 2022",
        articles=(
            "# Article unique",
            "La durée de la convention, initialement fixée au 31 décembre 2024, est prorogée jusqu’au 31 décembre 2025.",
        ),
        never=(("duree.fin", "2024-12-31"),),
    ),
    case(
        "loi-article-40",
        articles=(
            *body(),
            "# Article 5 – Données",
            "La loi n° 78-17 du 6 janvier 1978 s’applique, notamment, pour les tiers, en son article 40.",
        ),
    ),
    case(
        "rgpd-32",
        articles=(
            *body(),
            "# Article 5 – Données",
            "Les parties respectent le règlement (UE) 2016/679. Les mesures prévues à l’article 32 sont décrites en annexe.",
        ),
    ),
    case(
        "avenant-article-9",
        {"amende.numero": "1", "amende.date_signature": "2022-05-03", "amende.titre": "Convention du 3 mai 2022"},
        title="Avenant n° 1 à la convention du 3 mai 2022",
        articles=("# Article 1er", "À l’article 9 de la convention, « 2023 » est remplacé par « 2024 »."),
    ),
    case("brest-le", {"date_signature": "2023-11-10", "lieu_signature": "Brest"}, end=("Brest, le 10 novembre 2023",)),
    case(
        "reconduction",
        {"duree.fin": "2023-12-31"},
        articles=tuple(
            "La convention prend fin le 31 décembre 2023, sauf reconduction expresse jusqu’au 31 décembre 2024."
            if line == TERM
            else line
            for line in body()
        ),
        never=(("duree.fin", "2024-12-31"),),
    ),
    case(
        "avenant-complet",
        {
            "duree.fin": "2025-12-31",
            "duree.debut": "2024-01-01",
            "finances.montant": "350 000 €",
            "amende.numero": "1",
            "amende.date_signature": "2022-05-03",
            "amende.titre": "Convention de délégation de gestion du 3 mai 2022",
        },
        title="Avenant n° 1 à la convention de délégation de gestion du 3 mai 2022",
        articles=(
            "# Article 1er – Durée",
            "L’article 5 est ainsi rédigé : « La convention prend fin le 31 décembre 2025. »",
            "# Article 2 – Montant",
            "À l’article 4, la somme : « 300 000 € » est remplacée par la somme : « 350 000 € ».",
            "# Article 3 – Effet",
            "Le présent avenant prend effet le 1er janvier 2024.",
        ),
        never=(("finances.montant", "300 000 €"),),
        count=3,
    ),
)
