"""The help of a question: its meaning, where to look for the answer, who knows it, an example."""

from conventions_cli.drafting.asked import AskedQuestion
from conventions_cli.drafting.draft_values import Path
from conventions_cli.drafting.view import View
from conventions_cli.foundation import Record
from conventions_cli.french import capitalized
from conventions_cli.model import AXES, TypeDeChamp, example_of, label_of, path_of, pattern_of, purpose_of

_YOU = "vous-même"
# Where to look, by the start of a key: the longest start wins; « * » stands for a number.
_WHERE = {
    "": "dans le dossier du projet",
    "@herite": "dans ce dossier : ce sont les fichiers énumérés ici, que plusieurs actes reprennent",
    "@fichier": "nulle part, il est à choisir",
    "@annuaire": "dans ce dossier, s’il s’y trouve déjà sous un autre nom",
    "@schema": "dans les réglages de votre éditeur de texte ; dans le doute, « non »",
    "@tiers": "dans la candidature ou la décision : la direction qui demande le service sans en tenir le budget",
    "modele": "dans la liste qui précède la question ; « convention templates list » en dit plus",
    "services": "sur la page du produit, ou dans le dossier de candidature",
    "dispositif": "dans la lettre qui annonce la décision, ou dans un autre acte de la même promotion",
    "objet": "dans la note ou le courriel qui demande l’acte",
    "entete": "sur le papier à en-tête de l’administration, ou en tête d’un acte qu’elle a déjà signé",
    "parties": "dans un acte déjà signé par cette administration, sur son site, ou dans l’annuaire de l’administration",
    "parties.*.representants": "dans son arrêté de nomination, ou dans un acte récent",
    "parties.*.signataires": "dans l’arrêté ou la décision qui délègue la signature",
    "@parties": "dans la candidature ou la décision, qui nomment les administrations",
    "date_signature": "sur l’acte signé, auprès de la dernière signature",
    "lieu_signature": "sur l’acte signé, auprès de la date",
    "nor": "sur l’acte signé ; il est donné par le service qui publie les actes du ministère",
    "duree": "dans la décision, ou le calendrier convenu ; souvent un 31 décembre",
    "finances": "dans la décision qui attribue le montant",
    "finances.echeancier": "dans la programmation que tient le service financier",
    "finances.cofinancement": "dans la lettre où les partenaires s’engagent",
    "@accompagnement": "dans la décision qui attribue le montant",
    "@annee": "dans la programmation que tient le service financier",
    "@cofinancement": "dans la lettre où les partenaires s’engagent",
    "chorus": "dans CHORUS, ou sur la fiche d’imputation que tient le service financier",
    "@chorus": "sur la fiche d’imputation que tient le service financier",
    "champs": "dans ce que les parties ont convenu ; « convention templates show » explique ce champ",
    "copies": "dans un acte semblable de la même maison ; d’ordinaire le contrôleur budgétaire",
}
# Examples for the keys whose line to paste gives none.
_EXAMPLES = {
    "services.*.objectifs.*": "couvrir 80 % des personnes domiciliées",
    "dispositif.promotion": "17",
    "dispositif.date_decision": "juin 2025",
    "entete": "Ministère du travail, de la santé, des solidarités et des familles",
    "parties.*.sigle": "DNUM",
    "parties.*.adresse": "20 avenue de Ségur, 75007 Paris",
    "parties.*.representants.*.nom": "Camille MARTIN",
    "parties.*.representants.*.fonction": "directrice du numérique",
    "parties.*.signataires.*.nom": "Camille MARTIN",
    "parties.*.signataires.*.fonction": "sous-directrice des produits numériques",
    "copies.*": "Monsieur le contrôleur budgétaire et comptable ministériel",
    "lieu_signature": "Paris",
    "nor": "TSSZ2530440X",
    "finances.accompagnement": "15 000 €",
    "finances.cofinancement.delai_mois": "6",
    "@fichier": "domifa.yaml",
    "@annee": "2025",
}
# The key whose supplier knows the answer to a question in « @ ».
_KNOWS = {
    "@accompagnement": "finances",
    "@annee": "finances.echeancier",
    "@cofinancement": "finances",
    "@chorus": "chorus",
}
_OURS = {"@herite", "@fichier", "@annuaire", "@schema", "modele"}


class Help(Record, frozen=True):
    """The meaning of a question, where to look for the answer, who knows it, and an example; none is empty."""

    meaning: str
    place: str
    who: str
    example: str

    @property
    def lines(self) -> tuple[str, ...]:
        """The four texts as they are shown, one a line."""
        return (
            self.meaning,
            f"Où chercher : {self.place}.",
            f"Qui le sait : {self.who}.",
            f"Exemple : « {self.example} ».",
        )


def help_of(view: View, asked: AskedQuestion) -> Help:
    """The help of a question, given the answers so far."""
    return Help(asked.question.help or _meaning(asked), _place(asked), _supplier(view, asked), _example(view, asked))


def _meaning(asked: AskedQuestion) -> str:
    path = path_of(asked.key) or ()
    axis = next((axis for axis in AXES if path[:2] == ("chorus", axis.key)), None)
    if axis is not None:
        return f"{axis.label_of(1)} : un code de CHORUS, l’application comptable de l’État."
    pattern = pattern_of(path)
    purpose = purpose_of(pattern) or purpose_of(pattern.removesuffix(".*"))
    return purpose or f"{capitalized(asked.wording if path[:1] == ('champs',) else label_of(path))}."


def _place(asked: AskedQuestion) -> str:
    steps = ["*" if step.isdecimal() else step for step in asked.key.split(".")]
    places = (_WHERE.get(".".join(steps[:length])) for length in range(len(steps), 0, -1))
    if asked.question.key == "@signe":
        return _WHERE["parties.*.signataires"]
    return next((place for place in places if place), _WHERE[""])


def _supplier(view: View, asked: AskedQuestion) -> str:
    if asked.key in _OURS:
        return _YOU
    path: Path = path_of(_KNOWS.get(asked.key, asked.key.removeprefix("@"))) or ("parties",)
    role = view.roles.get(".".join(map(str, path[:2])))
    return view.kind.supplier(("parties",) if path == ("tiers",) else path, role.cle if role is not None else None)


def _example(view: View, asked: AskedQuestion) -> str:
    if asked.question.is_yes_no:
        return asked.question.default(view, asked.prefix) or "oui"
    offered = asked.question.choices(view, asked.prefix)
    if offered:
        return f"1 », pour « {offered[0].shown}"
    pattern = pattern_of(path_of(asked.key) or ())
    if asked.key.startswith("champs."):
        return _of_field(view, asked.key)
    line = example_of(pattern) or example_of(pattern.removesuffix(".*"))
    pasted = line.partition(": ")[2] or line.removeprefix("- ")
    axis = next((axis for axis in AXES if asked.key.startswith(f"chorus.{axis.key}")), None)
    own = _EXAMPLES.get(asked.key if asked.key.startswith("@") else pattern)
    return axis.example if axis is not None else own or pasted or asked.question.default(view, asked.prefix) or "…"


def _of_field(view: View, key: str) -> str:
    """An example for a field that the pack declares: a value of its type."""
    champ = view.champs.get(key.removeprefix("champs."))
    kind = champ.type if champ is not None else None
    examples = {TypeDeChamp.DATE: "2026-12-31", TypeDeChamp.MONTANT: "10 000 €", TypeDeChamp.ENTIER: "3"}
    examples |= {TypeDeChamp.BOOLEEN: "oui", TypeDeChamp.POURCENTAGE: "50 %"}
    words = "ce que l’acte doit dire, en quelques mots"
    return examples.get(kind, words) if isinstance(kind, TypeDeChamp) else words
