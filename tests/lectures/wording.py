"""How an act is said here: a line a paragraph, and the values it states; every name in it is invented.

A line that opens with « ! » is the title, « # » and « ## » are headings, « | » a row of a table. `read`: what the act
states, by key of the spec: a reading that gives anything else is wrong. `never`: what no reading may give even as a
guess, None for any value. Each act stands for a kind: its neighbours say the same in other words.
"""

from typing import Any, NamedTuple

VISAS = (
    "Vu le décret n° 2004-1085 du 14 octobre 2004 modifié relatif à la délégation de gestion dans les services de l’État ;",
    "Vu le décret n° 2012-1246 du 7 novembre 2012 modifié relatif à la gestion budgétaire et comptable publique ;",
)
GIVER = (
    "La direction des phares, représentée par Camille EXEMPLE, directrice des phares, "
    "ci-après dénommée « le délégant », d’une part,"
)
RECEIVER = (
    "Le service des cartes marines, représenté par Dominique MODÈLE, chef du service, "
    "ci-après dénommé « le délégataire », d’autre part,"
)
PARTIES = ("Entre :", GIVER, "Et :", RECEIVER)
OBJECT = "Le délégant confie au délégataire la refonte des cartes. Le délégataire lui en rend compte chaque année."
MONEY = "Le délégant met à la disposition du délégataire 300 000 €."
TERM = "La convention prend effet à sa signature et prend fin le 31 décembre 2024."
PUBLISHED = "La convention est publiée."
TITLES = ("Objet", "Exécution financière", "Durée", "Publication")
END = ("Fait à Brest, le 10 novembre 2023.",)
AGREED = "Il est convenu ce qui suit :"
TITLE = "Convention de délégation de gestion"

GIVER_READ = {
    "nom": "direction des phares",
    "role": "delegant",
    "representants.0.nom": "Camille EXEMPLE",
    "representants.0.fonction": "directrice des phares",
}
RECEIVER_READ = {
    "nom": "service des cartes marines",
    "role": "delegataire",
    "representants.0.nom": "Dominique MODÈLE",
    "representants.0.fonction": "chef du service",
}


class Case(NamedTuple):
    """An act. `count`: how many articles it has, None where nobody says; `lost`: what is not read of it, or not rightly,
    in a Word file: missed, or a guess that says it is one.
    """

    name: str
    lines: tuple[str, ...]
    read: dict[str, Any]
    never: tuple[tuple[str, Any], ...] = ()
    count: int | None = None
    lost: tuple[str, ...] = ()


def body(
    *middle: str, heads: tuple[str, ...] = tuple(f"# Article {n} – " for n in ("1er", "2", "3", "4"))
) -> tuple[str, ...]:
    """The four usual articles; `middle`: the words of the second one; `heads`: what opens their headings."""
    texts = ((OBJECT,), middle or (MONEY,), (TERM,), (PUBLISHED,))
    return tuple(
        line for head, title, held in zip(heads, TITLES, texts, strict=True) for line in (f"{head}{title}", *held)
    )


def party(rank: int, read: dict[str, Any]) -> dict[str, Any]:
    """The values of a party, under its rank."""
    return {f"parties.{rank}.{key}": value for key, value in read.items()}


def case(
    name: str,
    read: dict[str, Any] | None = None,
    *,
    top: tuple[str, ...] = (),
    title: str = TITLE,
    parties: tuple[str, ...] = PARTIES,
    visas: tuple[str, ...] = VISAS,
    agreed: str = AGREED,
    articles: tuple[str, ...] = (),
    end: tuple[str, ...] = END,
    **judged: Any,
) -> Case:
    """An act that differs from the usual one by what is given; what it states besides `read` is what that one states."""
    known: dict[str, Any] = {"titre": title}
    known |= {f"visas.{rank}": visa.removeprefix("Vu ").rstrip(" ;.") for rank, visa in enumerate(visas)}
    if parties is PARTIES:
        known |= party(0, GIVER_READ) | party(1, RECEIVER_READ)
    else:
        known |= party(0, GIVER_READ) if GIVER in parties else {}
        known |= party(1, RECEIVER_READ) if parties[-1] == RECEIVER else {}
    articles = articles or body()
    if MONEY in articles:
        known["finances.montant"] = "300 000 €"
    if TERM in articles:
        known["duree.fin"] = "2024-12-31"
    if end[:1] == END:
        known |= {"date_signature": "2023-11-10", "lieu_signature": "Brest"}
    lines = (*top, f"! {title}", *parties, *visas, agreed, *articles, *end)
    return Case(name, lines, known | (read or {}), **judged)


def year(number: int, opened: str | None, paid: str | None) -> dict[str, str]:
    """The credits of a year."""
    given = {f"finances.echeancier.{number}.ae": opened, f"finances.echeancier.{number}.cp": paid}
    return {key: value for key, value in given.items() if value is not None}
