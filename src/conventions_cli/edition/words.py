"""The words of the form that the model does not give: titles of sections, names of the items of lists."""

FIRST = "L’acte"
NAMES = {"parties.*.reference": "dans l’annuaire"}  # where the form needs more than the name of the key
SECTIONS = {
    "dispositif": "Le dispositif",
    "services": "Les services numériques",
    "missions": "Les missions",
    "parties": "Les parties",
    "duree": "La durée",
    "finances": "L’argent",
    "chorus": "Les codes CHORUS",
    "chorus_credite": "Les codes CHORUS des crédits rétablis",
    "marches": "Les marchés",
    "mobilisation": "Les équipes",
    "obligations": "Les obligations ajoutées",
    "visas": "Les visas",
    "copies": "Les copies",
    "annexes": "Les annexes",
    "champs": "Ce que le modèle demande de plus",
    "tolere": "Les avertissements admis",
    "image_entete": "L’image en tête",
    "execution": "Le compte rendu",
    "resiliation": "La résiliation",
    "amende": "L’acte modifié",
    "avenant": "L’avenant",
    "subvention": "La publication de la subvention",
}
_ADDED = {
    "services": "un service",
    "objectifs": "un objectif",
    "missions": "une mission",
    "parties": "une partie",
    "representants": "un représentant",
    "signataires": "un signataire",
    "tranches": "une tranche",
    "calendrier_cp": "une date de paiement",
    "versements": "un versement",
    "contributions": "une contribution",
    "mobilisation": "une équipe",
    "visas": "un visa",
    "copies": "un destinataire",
    "annexes": "une annexe",
    "obligations": "une obligation",
    "tolere": "un avertissement admis",
    "cout": "une ligne de coût",
    "charges": "une charge",
    "produits": "un produit",
    "activites": "une activité",
    "ordre_signatures": "une partie",
    "convention_distincte": "une partie",
    "startups_citees": "un service",
}
TITLED_BY = (
    "sigle",
    "nom",
    "titre",
    "profil",
    "reference",
    "libelle",
    "fonction",
    "declencheur",
    "objet",
    "code",
    "texte",
)


def added(key: str) -> str:
    """The name of an item of a list, with its article: « un service »."""
    return _ADDED.get(key, "un élément")


def named(key: str) -> str:
    """The name of an item of a list, without article: « service »."""
    return added(key).partition(" ")[2]
