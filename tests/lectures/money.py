"""Acts by how they say their money: in prose, in tables, by instalments, in millions, before and after an avenant."""

from lectures.wording import MONEY, PUBLISHED, body, case, year

TWO_YEARS = year(2023, "100 000 €", "100 000 €") | year(2024, "200 000 €", "200 000 €")
WHOLE = {"finances.montant": "300 000 €"}
AMENDED = {"amende.numero": "1", "amende.date_signature": "2022-05-03", "amende.titre": "Convention du 3 mai 2022"}


def says(name, *lines, read=WHOLE, **more):
    """An act whose article on the money holds these lines."""
    return case(name, dict(read), articles=body(*lines), **more)


def amends(name, *lines, read, **more):
    """An avenant whose first article holds these lines."""
    return case(
        name,
        AMENDED | read,
        title="Avenant n° 1 à la convention du 3 mai 2022",
        articles=("# Article 1er – Dispositions financières", *lines, "# Article 2 – Publication", PUBLISHED),
        **more,
    )


def never(*amounts):
    """Figures that are not the amount of the act."""
    return tuple(("finances.montant", amount) for amount in amounts)


CASES = (
    says(
        "prose-ae-cp",
        "Le délégant met à disposition 300 000 €, soit 100 000 € en AE et en CP en 2023 et 200 000 € en AE et en CP en 2024.",
        read=WHOLE | TWO_YEARS,
        never=never("100 000 €", "200 000 €"),
    ),
    says(
        "prose-ae-puis-cp",
        "Les autorisations d’engagement sont ouvertes à hauteur de 300 000 € en 2023. Les crédits de paiement s’élèvent à 100 000 € en 2023 et à 200 000 € en 2024.",
        read=WHOLE | year(2023, "300 000 €", "100 000 €") | year(2024, None, "200 000 €"),
    ),
    says(
        "prose-annee-d-abord",
        "Au titre de l’année 2023, 100 000 € en AE et en CP. Au titre de l’année 2024, 200 000 € en AE et en CP.",
        read=WHOLE | TWO_YEARS,
    ),
    says(
        "prose-ae-et-cp-differents",
        "En 2023, le délégant met à disposition 300 000 € en AE et 100 000 € en CP ; en 2024, 200 000 € en CP.",
        read=WHOLE | year(2023, "300 000 €", "100 000 €") | year(2024, None, "200 000 €"),
    ),
    says(
        "prose-barre",
        "Le délégant met à disposition 300 000 € en AE/CP en 2023.",
        read=WHOLE | year(2023, "300 000 €", "300 000 €"),
    ),
    says("ae-egal-cp", "| Année | AE = CP", "| 2023 | 100 000 €", "| 2024 | 200 000 €", read=WHOLE | TWO_YEARS),
    says(
        "ae-et-cp-colonne",
        "| Exercice | Montant en AE et en CP",
        "| 2023 | 100 000 €",
        "| 2024 | 200 000 €",
        read=WHOLE | TWO_YEARS,
    ),
    says("ae-cp-ligne", "| | 2023 | 2024", "| AE=CP | 100 000 € | 200 000 €", read=WHOLE | TWO_YEARS),
    says(
        "tableau-transpose",
        "|  | 2023 | 2024",
        "| AE | 300 000 € | ",
        "| CP | 100 000 € | 200 000 €",
        read=WHOLE | year(2023, "300 000 €", "100 000 €") | year(2024, None, "200 000 €"),
    ),
    says(
        "tableau-total",
        "| Année | AE | CP",
        "| 2023 | 300 000 € | 100 000 €",
        "| 2024 | 0 € | 200 000 €",
        "| Total | 300 000 € | 300 000 €",
        read=WHOLE | year(2023, "300 000 €", "100 000 €") | year(2024, "0 €", "200 000 €"),
    ),
    says(
        "tableau-keuros",
        "| En k€ | 2023 | 2024",
        "| AE | 300 | 0",
        "| CP | 100 | 200",
        read=WHOLE | year(2023, "300 000 €", "100 000 €") | year(2024, "0 €", "200 000 €"),
    ),
    says(
        "montant-acompte",
        "Un premier versement de 90 000 € est fait à la signature, sur un total de 300 000 €.",
        never=never("90 000 €"),
    ),
    says(
        "montant-avance",
        "Une avance de 90 000 € est versée à la signature et le solde, soit 210 000 €, à la remise du bilan. Le montant total est de 300 000 €.",
        never=never("90 000 €", "210 000 €"),
    ),
    says(
        "montant-tranches",
        "Le montant de 300 000 € est versé en deux tranches : 90 000 € à la signature, 210 000 € à la remise du bilan.",
        never=never("90 000 €", "210 000 €"),
    ),
    says("acompte-seul", "Un acompte de 90 000 € est versé à la signature.", read={}, never=never("90 000 €")),
    says(
        "cout-total",
        "Le coût total de la refonte est de 900 000 € ; la participation du délégant est de 300 000 €.",
        never=never("900 000 €"),
    ),
    says(
        "budget-previsionnel",
        "Le budget prévisionnel du projet s’élève à 900 000 €. Le délégant y contribue à hauteur de 300 000 €.",
        never=never("900 000 €"),
    ),
    says(
        "estimation",
        "Le projet est estimé à 900 000 €, dont 300 000 € à la charge du délégant.",
        never=never("900 000 €"),
    ),
    says("euros-lettres", "Le délégant met à disposition 3 000 000 d’euros.", read={"finances.montant": "3 000 000 €"}),
    says("euros-points", "Le délégant met à disposition 3.000.000 euros.", read={"finances.montant": "3 000 000 €"}),
    says("eur-devant", "Le délégant met à disposition la somme de trois cent mille euros (300 000 EUR)."),
    says("millions", "Le délégant met à disposition 1,5 M€.", read={"finances.montant": "1 500 000 €"}),
    says(
        "million-euros", "Le délégant met à disposition 1,5 million d’euros.", read={"finances.montant": "1 500 000 €"}
    ),
    says("milliers", "Le délégant met à disposition 300 k€."),
    says("montant-egal", MONEY, "La région apporte de son côté 300 000 €."),
    says("lettres-tirets", "Le délégant met à disposition 300 000 € (trois-cent-mille euros)."),
    says("lettres-fausses", "Le délégant met à disposition 300 000 € (trois cent trente mille euros)."),
    says(
        "total-faux",
        "| Poste | Montant",
        "| Études | 100 000 €",
        "| Travaux | 150 000 €",
        "| Total | 300 000 €",
        never=never("100 000 €", "150 000 €"),
    ),
    says("penalites", MONEY, "Des pénalités de 500 € par jour de retard sont appliquées.", never=never("500 €")),
    says(
        "seuil",
        "Les dépenses de plus de 25 000 € sont soumises à l’accord du délégant.",
        MONEY,
        never=never("25 000 €"),
    ),
    amends(
        "avenant-porte",
        "Le montant de la convention, de 300 000 €, est porté à 400 000 €.",
        read={"finances.montant": "400 000 €"},
        never=never("300 000 €"),
    ),
    amends(
        "avenant-remplace",
        "À l’article 2, « 300 000 € » est remplacé par « 400 000 € ».",
        read={"finances.montant": "400 000 €"},
        never=never("300 000 €"),
    ),
    amends(
        "avenant-au-lieu",
        "Le délégant met à disposition 400 000 € au lieu de 300 000 €.",
        read={"finances.montant": "400 000 €"},
        never=never("300 000 €"),
    ),
    amends(
        "avenant-augmente",
        "Le montant initial de 300 000 € est augmenté de 100 000 €, soit un nouveau montant de 400 000 €.",
        read={"finances.montant": "400 000 €"},
        never=never("300 000 €", "100 000 €"),
    ),
    says(
        "au-total",
        "Le délégant verse 150 000 € en 2023 et 150 000 € en 2024, soit 300 000 € au total.",
        never=never("150 000 €"),
    ),
    says(
        "dotation-portee",
        "La dotation initiale était de 250 000 € ; elle est portée à 300 000 € par le présent acte.",
        never=never("250 000 €"),
    ),
    says(
        "lignes-ae-cp",
        "Les montants prévisionnels sont :",
        "AE 2023 : 300 000 €",
        "CP 2023 : 100 000 €",
        "CP 2024 : 200 000 €",
        read=WHOLE | year(2023, "300 000 €", "100 000 €") | year(2024, None, "200 000 €"),
    ),
    says(
        "limite-et-reserve",
        "Le délégant rembourse le délégataire dans la limite de 300 000 €, sur présentation de factures.",
        "Le délégataire tient une réserve de 15 000 €.",
        never=never("15 000 €"),
    ),
    says(
        "tableau-annees",
        "| Année | Montant",
        "| 2023 | 100 000 €",
        "| 2024 | 200 000 €",
        "| Total | 300 000 €",
        never=never("100 000 €", "200 000 €"),
    ),
)
