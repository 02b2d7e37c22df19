"""Two sample specs, to try a pack without a spec of its user: one with every optional block, one with none."""

from conventions_cli.document import Paragraph, Text
from conventions_cli.foundation import SourceText
from conventions_cli.model import Champ, Kind, Nom, Passage, Role, Sequel, Spec, TypeDeChamp, build, line_for
from conventions_cli.source import Entry, KeyPath, Mapping, Scalar, nowhere, parse
from conventions_cli.templating.amending import Amending, Modification

_COMMON = f"""
dispositif: {{sigle: FIR, promotion: 17, date_decision: 2025-06, libelle: Fonds}}
{line_for(("chorus",))}
"""

_PARTY = "article: la, representants: [{nom: Ada, fonction: directrice, genre: f}]"

MINIMAL = f"""{_COMMON}
duree: {{fin: 2026-12-31}}
date_signature: 2025-08-20
services: [{{nom: Un}}]
finances: {{montant: 10 000 €, echeancier: {{2025: {{ae: 10 000 €, cp: 10 000 €}}}}}}
"""

FULL = f"""{_COMMON}
duree: {{debut: 2025-09-01, fin: 2026-12-31}}
nor: TSSZ2530440X
reference: R-1
entete: Ministère
image_entete: {{fichier: logo.png, texte_alternatif: Logo}}
sommaire: oui
lieu_signature: Paris
services: [{{nom: Un, objectifs: [un, deux]}}, {{nom: Deux, objectifs: [un]}}]
finances:
  montant: 10 000 €
  accompagnement: 1 000 €
  montant_attribue: 8 000 €
  echeancier: {{ECHEANCIER}}
  tranches: [{{part: 50 %, declencheur: a, echeance: b, condition: c}}, {{part: 50 %, declencheur: d}}]
  calendrier_cp: [{{annee: 2026, quand: fin mars 2026}}]
  cofinancement: {{montant: 10 000 €, delai_mois: 6, convention_distincte: [DISTINCTE]}}
  versements: [{{part: 60 %, declencheur: a, date: 2026-03, condition: c}}, {{part: 40 %, declencheur: b}}]
  contributions: [{{partie: da, part: 100 %, quand: en mars}}]
  cout: [{{libelle: a, quantite: b, montant: 10 000 €}}]
  budget: {{charges: [{{libelle: a, montant: 10 000 €}}], produits: [{{libelle: b, montant: 10 000 €}}]}}
objet: Texte.
missions: [un, deux]
marches: {{delegataire: M, accompagnement: N}}
mobilisation: [{{profil: développeur, jours_par_semaine: 2}}]
obligations: {{OBLIGATIONS}}
visas: [décrets n° 2004-1085 et n° 2012-1246]
copies: [contrôleur budgétaire, autre]
annexes: [{{titre: T, texte: Texte.}}, {{titre: U, texte: Texte.}}]
execution:
  arrete_au: 2026-06-30
  date_signature: 2026-07-15
  lieu_signature: Paris
  realise: {{2025: {{engage: 8 000 €, paye: 4 000 €}}, 2026: {{engage: 500 €, paye: 3 000 €}}}}
  prevision: {{2026: {{engage: 100 €, paye: 1 500 €}}}}
  cofinancement: {{engage: 9 000 €, paye: 5 000 €}}
  travaux: Texte.
  avancement: [{{objectif: un, service: Un, etat: atteint}}, {{objectif: deux, etat: en_cours, commentaire: c}}]
  indicateurs: [{{nom: a, cible: 1, valeur: 2}}, {{nom: b, valeur: 3}}]
  difficultes: Texte.
  demandes: Texte.
  suites: Texte.
  pieces: [un, deux]
resiliation:
  auteur: da
  date_notification: 2026-03-31
  lieu_signature: Paris
  date_effet: 2026-09-01
  motif: Texte.
"""

_VALUES = {
    TypeDeChamp.MONTANT: "1 000 €",
    TypeDeChamp.DATE: "2025-01-01",
    TypeDeChamp.ENTIER: "3",
    TypeDeChamp.POURCENTAGE: "50 %",
    TypeDeChamp.BOOLEEN: "oui",
    TypeDeChamp.ADRESSE: "https://exemple.gouv.fr",
}


def sample_specs(pack: str, kind: Kind, extras: dict[str, Champ], sequel: Sequel | None = None) -> tuple[Spec, ...]:
    """The two specs for a pack; the full one gives a value to every field the pack declares.

    `kind`: in the full spec, each of its roles has a party, or two where it may; the minimal spec has what the kind
    needs. `sequel`: the document that the pack makes, when it is not an act.
    """
    least = MINIMAL + _parties([role for role in kind.roles.values() if not role.facultatif], "")
    filled_roles = [role for role in kind.roles.values() for _ in range(2 if role.plusieurs and not role.donne else 1)]
    full = _filled(filled_roles)
    full_tree = parse(SourceText("exemple complet", full)).value
    return tuple(
        spec
        for name, text, fields in (
            ("exemple complet", full, extras),
            ("exemple minimal", least, _required(extras)),
        )
        if (spec := _spec(name, text, pack, kind, fields, full_tree, sequel)) is not None
    )


def _parties(roles: list[Role], more: str) -> str:
    """The section `parties`: one party for each of these roles, Direction A, Direction B …"""
    rows = []
    for number, role in enumerate(roles):
        letter = chr(ord("A") + number)
        nature = role.natures[0].value if role.natures else "service_etat"
        stated = more.format(letter=letter)
        rows.append(f"  - {{role: {role.cle}, nom: Direction {letter}, nature: {nature}, {stated}{_PARTY}}}")
    return "\n".join(["parties:", *rows, ""])


def _filled(roles: list[Role]) -> str:
    names = [f"d{chr(ord('a') + number)}" for number in range(len(roles))]
    paid = [name for name, role in zip(names, roles, strict=True) if role.recoit]
    years = (
        "2025: {ae: 6 000 €, cp: 3 000 €}, 2026: {cp: 3 000 €}",
        "2025: {ae: 3 000 €, cp: 1 000 €}, 2026: {cp: 2 000 €}",
    )
    divided = ", ".join(f"{name}: {{{year}}}" for name, year in zip(paid, years, strict=False))
    keys = dict.fromkeys(role.cle for role in roles)
    values = {
        "ECHEANCIER": divided if len(paid) == len(years) else "2025: {ae: 9 000 €, cp: 4 000 €}, 2026: {cp: 5 000 €}",
        "DISTINCTE": ", ".join([*paid[:1], names[-1]]),
        "OBLIGATIONS": ", ".join([f"{paid[0] if paid else names[0]}: [un]", *(f"{key}: [deux]" for key in keys)]),
    }
    text = FULL
    for word, value in values.items():
        text = text.replace(word, value)
    return text + _parties(roles, "sigle: D{letter}, adresse: ici, ")


def _required(extras: dict[str, Champ]) -> dict[str, Champ]:
    return {name: field for name, field in extras.items() if field.obligatoire}


def _spec(
    name: str, text: str, pack: str, kind: Kind, extras: dict[str, Champ], full: Mapping | None, sequel: Sequel | None
) -> Spec | None:
    tree = parse(SourceText(name, text)).value
    if tree is None:
        return None
    span = nowhere(name)
    entries = [Entry(Scalar(key, span), Scalar(_sample(field), span)) for key, field in extras.items()]
    tree = tree.with_value("modele", Scalar(pack, span)).with_value("champs", Mapping(tuple(entries), span))
    for path in kind.needed:
        tree = _with(tree, full, path) if full is not None else tree
    tree = tree.without(*(key for key in tree.keys() if not kind.admits(key)))  # noqa: SIM118 - of a located tree
    return build(tree, sequel=sequel, kind=kind).value


def _with(tree: Mapping, full: Mapping, path: KeyPath) -> Mapping:
    """The tree; if it has no value at a path, with the value that the full tree has there."""
    key = str(path[0])
    mine, theirs = tree.get(key), full.get(key)
    if theirs is None or len(path) == 1 or not isinstance(mine, Mapping) or not isinstance(theirs, Mapping):
        return tree if mine is not None or theirs is None else tree.with_value(key, theirs)
    return tree.with_value(key, _with(mine, theirs, path[1:]))


def _sample(field: Champ) -> str:
    return _VALUES.get(field.type, "Texte") if isinstance(field.type, TypeDeChamp) else "Texte"


def sample_amending() -> Amending:
    """An avenant to try a pack on."""
    texts = (Passage((Paragraph((Text("Texte."),)),)) for _ in range(2))
    modifications = tuple(Modification(Nom("Titre"), text) for text in texts)
    return Amending(1, Nom("à la convention"), Nom("la convention"), modifications, Nom("objet"), numerotation=True)
