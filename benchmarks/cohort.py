"""A cohort of different, valid specs, always the same: what every line of the bench reads.

Each spec has its own service, NOR, PAM code, amounts, objectives, parties and representatives. Parties come from a
directory of three dozen administrations, inherited as in `specs/`.
"""

import argparse
from pathlib import Path

DIRECTORY, COMMON = "annuaire.yaml", "commun.yaml"
MAX_SPECS = 10_000  # services are named apart up to there

_FIRST = """Argile Bouée Carnet Dune Écluse Fanal Galet Halte Iris Jardin Kiosque Lisière Marée Nacelle Orme Passerelle
Quille Ruche Sillon Terrasse Urne Verger Wagon Yourte Zéphyr""".split()
_SECOND = """ardent bref calme discret entier franc grand honnête inscrit joint libre mobile neuf ouvert paisible
rapide simple tenace utile vif""".split()
_THIRD = """Aire Bourg Cime Delta Est Forêt Golfe Havre Île Jetée Lac Mont Nord Ouest Plaine Rade Sud Torrent Val
Ville""".split()
_SURNAMES = "ALBARET BRÉMOND CHÂTEL DURVAL ESTÈVE FOURCADE GALLIN HUGON ISARD JUBERT LORMEAU MARTEL NOGARET".split()
_FIRST_NAMES = (("Ada", "f"), ("Basile", "m"), ("Chloé", "f"), ("Denis", "m"), ("Élise", "f"), ("Farid", "m"))
_MINISTRIES = {
    "agriculture": "de l’agriculture",
    "armees": "des armées",
    "cohesion": "de la cohésion des territoires",
    "culture": "de la culture",
    "ecologie": "de la transition écologique",
    "economie": "de l’économie",
    "education": "de l’éducation nationale",
    "interieur": "de l’intérieur",
    "justice": "de la justice",
    "outremer": "des outre-mer",
    "sante": "de la santé",
    "travail": "du travail",
}
_KINDS = (
    ("dnum", "Direction du numérique du ministère", "DNUM", "directeur du numérique", "directrice du numérique"),
    ("dg", "Direction générale des usagers du ministère", "DGU", "directeur général", "directrice générale"),
    ("dm", "Direction de la modernisation du ministère", "DMOD", "directeur adjoint", "directrice adjointe"),
)

_COMMON_TEXT = """\
modele: delegation-fast-2025
dispositif:
  sigle: FAST
  libelle: Fonds pour l’accélération du financement des start-up d’État
  promotion: 17
  date_decision: 2025-06
chorus:
  programme: 129
  domaine_fonctionnel: 0129-16-02
  centre_financier: 0129-CAHC-DISN
mobilisation:
  - {profil: développeur, jours_par_semaine: 1}
  - {profil: chargé de déploiement, jours_par_semaine: 2}
"""


def _person(number: int, masculine: str, feminine: str) -> str:
    name, gender = _FIRST_NAMES[number % len(_FIRST_NAMES)]
    surname = _SURNAMES[number // len(_FIRST_NAMES) % len(_SURNAMES)]
    return f"{{nom: {name} {surname}, fonction: {masculine if gender == 'm' else feminine}, genre: {gender}}}"


def _directory() -> str:
    lines = [
        "annuaire:",
        "  dinum:",
        "    nom: Direction interministérielle du numérique",
        "    sigle: DINUM",
        "    article: la",
        "    nature: service_etat",
        "    adresse: 20 avenue de Ségur – TSA 30719 – 75334 Paris Cedex 07",
        "    representants:",
        "      - {nom: Stéphanie SCHAER, fonction: directrice interministérielle du numérique, genre: f}",
    ]
    for rank, (ministry, its) in enumerate(_MINISTRIES.items()):
        for kind, name, acronym, masculine, feminine in _KINDS:
            lines += [
                f"  {kind}-{ministry}:",
                f"    nom: {name} {its}",
                f"    sigle: {acronym}-{ministry.upper()[:5]}",
                "    article: la",
                "    nature: service_etat",
                "    representants:",
                f"      - {_person(rank, masculine, feminine)}",
            ]
    return "\n".join(lines) + "\n"


def _spaced(euros: int) -> str:
    return f"{euros:,} €".replace(",", " ")


def spec_text(number: int) -> str:
    """The spec of that number, 0 to MAX_SPECS - 1, as YAML."""
    service = f"{_FIRST[number % 25]} {_SECOND[number // 25 % 20]} {_THIRD[number // 500 % 20]}"
    ministries = list(_MINISTRIES)
    ministry = ministries[number % len(ministries)]
    owner = ministries[number * 7 // 5 % len(ministries)]
    amount = 100_000 + 2_500 * (number % 41)
    opened = amount - 15_000
    first_year = opened // 4 // 1_000 * 1_000
    return f"""\
herite: [{DIRECTORY}, {COMMON}]
nor: TSSZ25{10_000 + number}X
entete: Ministère {_MINISTRIES[ministry]}
date_signature: 2025-{7 + number % 3:02d}-{1 + number % 28:02d}
services:
  - nom: {service}
    objectifs:
      - couvrir {10 + number % 85} % des usagers du service {service}
      - ouvrir le service à {2 + number % 90} départements
parties:
  - {{reference: dinum, role: delegant, groupe: 1}}
  - reference: dnum-{ministry}
    role: delegataire
    denomination: partenaire-délégataire
    groupe: 1
    representants:
      - {_person(number, "chef de service", "cheffe de service")}
  - reference: {"dg" if number % 2 else "dm"}-{owner}
    role: porteur
    groupe: 2
    representants:
      - {_person(number // 3 + 1, "directeur", "directrice")}
duree: {{fin: 2026-12-31, preavis_mois: 3}}
finances:
  montant: {_spaced(amount)}
  accompagnement: 15 000 €
  echeancier:
    2025: {{ae: {_spaced(opened)}, cp: {_spaced(first_year)}}}
    2026: {{cp: {_spaced(opened - first_year)}}}
  cofinancement: {{montant: {_spaced(amount)}, delai_mois: 6}}
chorus:
  activites: [012900121401]
  projet_analytique: 12-129-FA17-MS{number // 1_000}-{number % 1_000 + 1:04d}
  centre_de_cout: SGSIFAB075
  service_executant: SOCBEXD075
marches:
  delegataire: 2MAINS, lot 4 « Développement de produits numériques »
  accompagnement: Accompagnement de la DINUM à l’animation d’incubateurs de services publics numériques
copies:
  - Madame la contrôleuse budgétaire et comptable ministérielle des services du Premier ministre
  - Monsieur le contrôleur budgétaire et comptable ministériel auprès du Ministère {_MINISTRIES[ministry]}
"""


def write_cohort(folder: Path, count: int) -> list[Path]:
    """Write that many specs, with the two files they inherit, in a folder; return the specs, in order."""
    if not 0 < count <= MAX_SPECS:
        raise ValueError(f"between 1 and {MAX_SPECS} specs")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / DIRECTORY).write_text(_directory(), encoding="utf-8")
    (folder / COMMON).write_text(_COMMON_TEXT, encoding="utf-8")
    paths = [folder / f"acte-{number:05d}.yaml" for number in range(count)]
    for number, path in enumerate(paths):
        path.write_text(spec_text(number), encoding="utf-8")
    return paths


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("count", type=int)
    given = parser.parse_args()
    write_cohort(given.folder, given.count)
