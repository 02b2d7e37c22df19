"""Rules on the parties of an act and on the persons who sign for them."""

from collections.abc import Iterator, Sequence

from conventions_cli.foundation import Related
from conventions_cli.french import Article, elides, number_in_words
from conventions_cli.model import Manquant, Personne, suggestion, without_article
from conventions_cli.rules.base import ERROR, WARNING, Case, Finding, Rule, parties, rule


@rule(
    "C310",
    ERROR,
    "qui signe sans représenter la partie le dit",
    "Constat : une convention signée par l’adjointe de la directrice, sans mention d’une délégation de signature.",
)
def signatory_says_so(case: Case) -> Iterator[Finding]:
    """Rule L10: a signatory who is not a representative says whether it is by delegation: nothing is presumed."""
    for index, party in parties(case):
        for number, person in enumerate(party.signataires):
            if not isinstance(person, Personne):
                continue
            place = ("parties", index, "signataires", number)
            if person.par_delegation is False and person.delegation is not None:
                message = f"« {named(person)} » ne signe pas par délégation, et une délégation est pourtant citée."
                hint = "Écrire « par_delegation: oui », ou retirer « delegation: »."
                yield Finding(message, case.spec.key(*place, "delegation"), hint)
            stated = person.par_delegation is not None or person.delegation is not None
            if stated or not party.represente_par or any(person.same_as(earlier) for earlier in party.represente_par):
                continue
            message = f"« {named(person)} » signe sans être un représentant de la partie."
            hint = (
                "Ajouter à ce signataire « par_delegation: oui », avec au besoin le texte de la délégation "
                "(« delegation: décision du … »), ou « par_delegation: non » pour que l’acte n’en dise rien ; "
                "ou le citer parmi les représentants."
            )
            yield Finding(message, case.spec.span(*place, "nom"), hint)


def named(person: Personne) -> str:
    """The name of a person in a message."""
    if person.nom is not None:
        return person.nom
    return "ce signataire" if isinstance(person.fonction, Manquant) else person.fonction


@rule(
    "C320",
    ERROR,
    "un acte a le nombre de parties que son modèle admet",
    "Constat sur 14 actes publiés : de deux à cinq parties ; pour un autre acte, ce que son modèle en dit.",
)
def number_of_parties(case: Case) -> Iterator[Finding]:
    """From two to six parties, unless the kind of act says otherwise."""
    count, (fewest, most) = len(case.spec.convention.parties), case.spec.kind.parties
    if count and not fewest <= count <= most:  # no party at all is a missing value
        admitted = f"de {number_in_words(fewest)} à {number_in_words(most)} parties"
        if fewest == most:
            admitted = f"{number_in_words(most)} parties" if most > 1 else "une partie"
        elif fewest == 1:
            admitted = f"{number_in_words(most)} parties au plus"
        parties_counted = f"{count} partie{'s' if count > 1 else ''}"
        yield Finding(f"L’acte compte {parties_counted}.", case.spec.key("parties"), f"Donner {admitted}.")


@rule(
    "C321",
    ERROR,
    "chaque partie a une désignation qui n’est qu’à elle",
    "Constat : un acte signé nomme une partie de trois façons.",
)
def distinct_parties(case: Case) -> Iterator[Finding]:
    """Two parties may not have the same identifier or short name: a clause must designate one of them."""
    first_places: dict[str, int] = {}
    for index, party in parties(case):
        names: set[str] = {party.identifiant.casefold()} | (
            {str(party.nom_court).casefold()} if isinstance(party.nom_court, str) else set()
        )
        for name in sorted(names - {""}):
            if name in first_places and first_places[name] != index:
                message = f"Deux parties s’appellent « {party.nom_court} » : l’acte ne dirait pas laquelle il engage."
                related = (Related(case.spec.span("parties", first_places[name]), "première partie de ce nom"),)
                hint = "Donner à l’une d’elles un autre sigle, ou retirer celle qui est en double."
                yield Finding(message, case.spec.span("parties", index), hint, related)
                break
        for name in names:
            first_places.setdefault(name, index)


@rule("C322", ERROR, "une section ne nomme que des parties de l’acte", "Cohérence de la spécification.")
def known_parties(case: Case) -> Iterator[Finding]:
    """`obligations`, `ordre_signatures`, `convention_distincte` name parties; `obligations` may also name roles."""
    spec, convention = case.spec, case.spec.convention
    identifiers = [party.identifiant for party in convention.parties_connues]
    if any(isinstance(party, Manquant) or not party.identifiant for party in convention.parties):
        return
    if any(party.reference and isinstance(party.nom, Manquant) for party in convention.parties_connues):
        return  # its wrong reference has a diagnostic already (C212), and may be meant for the name here
    roles = [role.cle for role in convention.roles_tenus]
    for name in convention.obligations:
        if name not in {*identifiers, *roles}:
            message = f"« {name} » n’est ni une partie de l’acte, ni un rôle."
            yield Finding(message, spec.key("obligations", name), suggestion(name, [*identifiers, *roles]))
    cofinancing = convention.finances.cofinancement
    lists: tuple[tuple[tuple[str, ...], Sequence[object]], ...] = (
        (
            ("finances", "cofinancement", "convention_distincte"),
            cofinancing.convention_distincte if cofinancing else (),
        ),
        (("ordre_signatures",), convention.ordre_signatures),
    )
    ending = convention.resiliation
    if ending is not None and isinstance(ending.auteur, str) and ending.auteur not in identifiers:
        message = f"« {ending.auteur} » n’est pas une partie de l’acte : elle ne peut pas y mettre fin."
        yield Finding(message, spec.span("resiliation", "auteur"), suggestion(ending.auteur, identifiers))
    for path, named_parties in lists:
        for index, other in enumerate(named_parties):
            if isinstance(other, str) and other not in identifiers:
                message = f"« {other} » n’est pas une partie de l’acte."
                yield Finding(message, spec.span(*path, index), suggestion(other, identifiers))
            elif isinstance(other, str) and other in named_parties[:index]:
                hint = "Ne garder ce nom qu’une fois."
                yield Finding(f"« {other} » est nommé deux fois.", spec.span(*path, index), hint)


@rule(
    "C318",
    WARNING,
    "l’article d’un nom s’élide où il faut",
    "Usage du français ; l’article écrit est imprimé tel quel.",
)
def article_elides(case: Case) -> Iterator[Finding]:
    """« la Agence » gets a warning only: the stated article decides, so that « le Onzième bureau » may be written."""
    for index, party in parties(case):
        if party.sigle is not None or party.article not in {Article.LA, Article.LE} or not isinstance(party.nom, str):
            continue
        noun = without_article(party.nom)
        if elides(noun):
            message = f"L’acte dirait « {party.article.value} {noun} », sans élision."
            yield Finding(message, case.spec.span("parties", index, "article"), "Écrire « article: l’ ».", (), "l’")


@rule("C323", WARNING, "le genre de la partie est connu", "Accord des verbes et des participes.")
def known_gender(case: Case) -> Iterator[Finding]:
    """The gender of a party must be known: elided and plural articles do not tell it, nor do all names."""
    for index, party in parties(case):
        if party.article in {Article.ELIDED, Article.LES} and party.genre_connu is None and isinstance(party.nom, str):
            message = f"Le genre de « {party.nom} » n’est pas connu : les accords seront au masculin."
            yield Finding(message, case.spec.span("parties", index, "article"), "Ajouter « genre: f » ou « genre: m ».")


@rule(
    "C324", WARNING, "le genre de la personne est connu", "Accord de sa fonction : « le directeur », « la directrice »."
)
def known_gender_of_person(case: Case) -> Iterator[Finding]:
    """A function printed with its article needs a gender: a person without a name, or one who is signed for."""
    for index, party in parties(case):
        delegates = any(isinstance(person, Personne) and person.signe_par_delegation for person in party.signataires)
        for number, person in enumerate(party.representants):
            if isinstance(person, Manquant) or isinstance(person.fonction, Manquant) or person.genre_connu is not None:
                continue
            if person.nom is None or delegates:
                message = f"Le genre de « {person.fonction} » n’est pas connu : l’accord sera au masculin."
                path = ("parties", index, "representants", number, "fonction")
                yield Finding(message, case.spec.span(*path), "Ajouter « genre: f » ou « genre: m » à cette personne.")


@rule("C326", WARNING, "les parties se font face", "Forme des actes : « d’une part », « d’autre part ».")
def facing_sides(case: Case) -> Iterator[Finding]:
    """Stated groups must put the parties on two sides at least."""
    stated = [party.groupe for _, party in parties(case)]
    sides = {party.groupe or case.spec.kind.side(party.role) for _, party in parties(case)}
    if any(stated) and len(sides) == 1 and len(stated) > 1:
        message = "Toutes les parties sont du même côté : l’acte ne dirait ni « d’une part », ni « d’autre part »."
        yield Finding(message, case.spec.key("parties"), "Donner « groupe: 1 » aux unes et « groupe: 2 » aux autres.")


RULES: tuple[Rule, ...] = (
    signatory_says_so,
    number_of_parties,
    distinct_parties,
    known_parties,
    article_elides,
    known_gender,
    known_gender_of_person,
    facing_sides,
)
