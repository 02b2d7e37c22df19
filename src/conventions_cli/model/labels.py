"""What each field is called in French and a line to paste when it is missing.

Keys are paths with `*` for an index or a free key.
"""

from conventions_cli.model.chorus import AXES

LABELS: dict[str, tuple[str, str]] = {
    "spec_version": ("version de la spécification", "spec_version: 1"),
    "modele": ("modèle de convention", "modele: delegation-fast-2025"),
    "date_signature": ("date de signature", "date_signature: 2025-08-20"),
    "dispositif": ("dispositif de financement", "dispositif: {sigle: FAST, promotion: 17, date_decision: 2025-06}"),
    "dispositif.sigle": ("sigle du dispositif", "sigle: FAST"),
    "image_entete.fichier": ("fichier de l’image", "fichier: logo.png"),
    "image_entete.texte_alternatif": (
        "texte alternatif de l’image",
        "texte_alternatif: République française – Ministère du travail",
    ),
    "objet": ("objet de l’acte", "objet: l’achat de prestations de maintenance pour les applications de la direction"),
    "missions": ("missions confiées", "missions: [passer les commandes, constater le service fait]"),
    "missions.*": ("mission confiée", "- passer les commandes de prestations de développement"),
    "services": ("services numériques", "services: [{nom: Domifa}]"),
    "services.*.nom": ("nom du service", "nom: Domifa"),
    "services.*.objectifs.*": ("objectif", "- préciser l’ambition de déploiement"),
    "parties": (
        "parties à la convention",
        "parties: [{reference: dinum, role: delegant}, {reference: dnum, role: delegataire}]",
    ),
    "parties.*.role": ("rôle", "role: delegataire"),
    "parties.*.nom": ("nom", "nom: Direction du numérique"),
    "parties.*.article": ("article devant le nom", "article: la"),
    "parties.*.nature": ("nature juridique", "nature: service_etat"),
    "parties.*.siret": ("SIRET", "siret: 13002526500013"),
    "parties.*.rna": ("numéro RNA", "rna: W380475558"),
    "parties.*.comptable": ("comptable assignataire", "comptable: le directeur départemental des finances publiques"),
    "parties.*.iban": ("IBAN", "iban: FR76 3000 1000 6449 1900 9562 088"),
    "parties.*.missions.*": ("mission confiée", "- passer les commandes de prestations de développement"),
    "parties.*.representants": (
        "représentant",
        "representants: [{nom: Stéphanie SCHAER, fonction: directrice interministérielle du numérique, genre: f}]",
    ),
    "parties.*.representants.*.fonction": ("fonction du représentant", "fonction: directrice du numérique"),
    "parties.*.signataires.*.fonction": ("fonction du signataire", "fonction: cheffe de service"),
    "parties.*.signataires.*.par_delegation": ("signature par délégation", "par_delegation: oui"),
    "parties.*.signataires.*.delegation": (
        "texte de la délégation de signature",
        "delegation: décision du 3 mars 2023 portant délégation de signature",
    ),
    "duree": ("durée", "duree: {fin: 2026-12-31}"),
    "duree.fin": ("date de fin", "fin: 2026-12-31"),
    "finances": ("finances", "finances: {montant: 200 000 €, echeancier: {2025: {ae: 200 000 €, cp: 200 000 €}}}"),
    "finances.montant": ("montant", "montant: 200 000 €"),
    "finances.montant_attribue": ("montant obtenu lors de la décision", "montant_attribue: 200 000 €"),
    "finances.echeancier": ("échéancier des AE et des CP", "echeancier: {2025: {ae: 185 000 €, cp: 50 000 €}}"),
    "finances.echeancier.delegataire": (
        "échéancier de « {delegataire} »",
        "dnum: {2025: {ae: 100 000 €, cp: 20 000 €}, 2026: {cp: 80 000 €}}",
    ),
    "finances.echeancier.delegataire.*.ae": ("AE de {annee} de « {delegataire} »", "ae: 100 000 €"),
    "finances.echeancier.delegataire.*.cp": ("CP de {annee} de « {delegataire} »", "cp: 20 000 €"),
    "finances.echeancier.*.ae": ("AE de {annee}", "ae: 185 000 €"),
    "finances.echeancier.*.cp": ("CP de {annee}", "cp: 50 000 €"),
    "finances.tranches.*.declencheur": ("événement qui déclenche la tranche", "declencheur: signature"),
    "finances.calendrier_cp.*.annee": ("année du versement", "annee: 2024"),
    "finances.calendrier_cp.*.quand": ("moment du versement", "quand: fin mars 2024"),
    "finances.cofinancement.montant": ("montant du cofinancement", "montant: 200 000 €"),
    "finances.versements": (
        "versements",
        "versements: [{part: 80 %, declencheur: à la signature}, {part: 20 %, declencheur: au vu du compte rendu}]",
    ),
    "finances.versements.*.declencheur": ("événement qui déclenche le versement", "declencheur: à la signature"),
    "finances.contributions": (
        "contributions des parties",
        "contributions: [{partie: dgcs, part: 60 %}, {partie: dnum, part: 40 %}]",
    ),
    "finances.contributions.*.partie": ("partie qui contribue", "partie: dgcs"),
    "finances.budget": (
        "budget prévisionnel",
        "budget: {charges: [{libelle: salaires, montant: 40 000 €}], produits: [{libelle: État, montant: 40 000 €}]}",
    ),
    "finances.budget.charges.*.libelle": ("libellé de la charge", "libelle: salaires"),
    "finances.budget.charges.*.montant": ("montant de la charge", "montant: 40 000 €"),
    "finances.budget.produits.*.libelle": ("libellé du produit", "libelle: subvention de l’État"),
    "finances.budget.produits.*.montant": ("montant du produit", "montant: 40 000 €"),
    "finances.cout": ("composition du coût", "cout: [{libelle: hébergement, quantite: douze mois, montant: 12 000 €}]"),
    "finances.cout.*.libelle": ("libellé de l’élément de coût", "libelle: hébergement"),
    "finances.cout.*.montant": ("montant de l’élément de coût", "montant: 12 000 €"),
    "duree.reconduction": ("reconduction", "reconduction: {tacite: oui, periode: un an}"),
    "duree.reconduction.periode": ("période de reconduction", "periode: un an"),
    "chorus_credite": ("imputation des crédits rétablis", "chorus_credite: {programme: 129}"),
    **{f"chorus_credite.{axis.key}": (f"{axis.name} (crédits rétablis)", axis.line) for axis in AXES},
    "chorus": ("imputation CHORUS", f"chorus: {{{', '.join(axis.line for axis in AXES if axis.common)}}}"),
    **{f"chorus.{axis.key}": (axis.name, axis.line) for axis in AXES},
    "chorus.libelle_programme": (
        "nom du programme budgétaire",
        "libelle_programme: Coordination du travail gouvernemental",
    ),
    "mobilisation.*.profil": ("profil mobilisé", "profil: développeur"),
    "visas.*.texte": ("texte du visa", "- décret n° 2004-1085 du 14 octobre 2004 …"),
    "copies.*.destinataire": (
        "destinataire de la copie",
        "- Monsieur le contrôleur budgétaire et comptable ministériel",
    ),
    "annexes.*.titre": ("titre de l’annexe", "titre: Budget détaillé"),
    "annexes.*.texte": ("texte de l’annexe", "texte: …"),
    "amende.titre": ("titre de la convention modifiée", "titre: Convention de délégation de gestion …"),
    "amende.date_signature": ("date de la convention modifiée", "date_signature: 2025-08-20"),
    "avenant.de": ("fichier de l’acte modifié", "de: domifa.yaml"),
    "avenant.numero": ("numéro de l’avenant", "numero: 1"),
    "avenant.date_signature": ("date de l’avenant", "date_signature: 2026-03-01"),
    "avenant.nor": ("NOR de l’avenant", "nor: TSSZ2604321X"),
    "avenant.objet": ("objet de l’avenant", "objet: prolonger la convention d’un an"),
    "subvention": ("données de la subvention", "subvention: {notification_ue: non}"),
    "subvention.objet": ("objet de la subvention", "objet: Déploiement du service dans dix départements"),
    "subvention.conditions_versement": ("conditions de versement", "conditions_versement: échelonné"),
    "subvention.notification_ue": ("aide notifiée à la Commission européenne", "notification_ue: non"),
    "subvention.repartition": ("part de chaque bénéficiaire", "repartition: {gip-a: 60 %, gip-b: 40 %}"),
    "execution": ("compte rendu d’exécution", "execution: {arrete_au: 2026-12-31}"),
    "execution.arrete_au": ("date d’arrêté des comptes", "arrete_au: 2026-12-31"),
    "execution.date_signature": ("date de signature du compte rendu", "date_signature: 2027-01-15"),
    "execution.realise": ("engagements et paiements réalisés", "realise: {2025: {engage: 180 000 €, paye: 45 000 €}}"),
    "execution.realise.*.engage": ("AE engagées en {annee}", "engage: 180 000 €"),
    "execution.realise.*.paye": ("CP payés en {annee}", "paye: 45 000 €"),
    "execution.prevision": (
        "prévisions d’engagements et de paiements",
        "prevision: {2026: {engage: 0 €, paye: 75 000 €}}",
    ),
    "execution.prevision.*.engage": ("engagements prévus en {annee}", "engage: 5 000 €"),
    "execution.prevision.*.paye": ("paiements prévus en {annee}", "paye: 75 000 €"),
    "execution.cofinancement": ("cofinancement réalisé", "cofinancement: {engage: 150 000 €, paye: 60 000 €}"),
    "execution.cofinancement.engage": ("cofinancement engagé", "engage: 150 000 €"),
    "execution.cofinancement.paye": ("cofinancement payé", "paye: 60 000 €"),
    "execution.travaux": ("travaux réalisés", "travaux: Le service a été ouvert dans dix départements."),
    "execution.difficultes": ("difficultés rencontrées", "difficultes: Néant."),
    "execution.suites": ("suites", "suites: Néant."),
    "execution.avancement.*.objectif": ("objectif de la convention", "objectif: doubler le nombre d’usagers"),
    "execution.avancement.*.etat": ("état de l’objectif", "etat: atteint"),
    "execution.indicateurs.*.nom": ("nom de l’indicateur", "nom: démarches faites en ligne"),
    "execution.indicateurs.*.valeur": ("valeur de l’indicateur", "valeur: 12 400"),
    "execution.pieces.*": ("pièce jointe", "- restitution CHORUS des engagements et des paiements"),
    "resiliation": ("lettre de résiliation", "resiliation: {auteur: dinum, date_notification: 2026-03-31}"),
    "resiliation.auteur": ("partie qui met fin à l’acte", "auteur: dinum"),
    "resiliation.date_notification": ("date de notification de la résiliation", "date_notification: 2026-03-31"),
    "resiliation.date_effet": ("date d’effet de la résiliation", "date_effet: 2026-06-30"),
    "tolere.*.code": ("code toléré", "code: C337"),
    "tolere.*.motif": ("motif de la tolérance", "motif: fonds ouvert par le service financier"),
    "titre": ("titre du modèle", "titre: Délégation de gestion"),
    "version": ("version du modèle", "version: 1.0.0"),
    "plan": ("plan de l’acte", "plan: [{article: objet, titre: Objet, clause: objet.md}]"),
    "titre_acte": ("titre de l’acte", "titre_acte: Convention de délégation de gestion"),
    "plan.*.clause": ("fichier de la clause", "clause: objet.md"),
}

# The name of a key wherever it stands, when its path has none above and its letters are not its name.
WORDS = {
    "amende": "acte modifié",
    "annee": "année",
    "autres": "autres codes",
    "calendrier_cp": "calendrier des CP",
    "convention_distincte": "parties à la convention distincte",
    "copies": "destinataires des copies",
    "date_decision": "date de la décision",
    "debut": "prise d’effet",
    "delai_mois": "délai, en mois",
    "delegataire": "délégataire",
    "delegation": "délégation de signature",
    "denomination": "dénomination",
    "echeance": "échéance",
    "entete": "en-tête",
    "fin_comptable": "fin de la période comptable",
    "hauteur_mm": "hauteur, en millimètres",
    "herite": "fichiers hérités",
    "image_entete": "image d’en-tête",
    "jours_par_semaine": "jours par semaine",
    "libelle": "libellé",
    "lieu_signature": "lieu de signature",
    "marches": "marchés",
    "nor": "numéro NOR",
    "numero": "numéro",
    "par_delegation": "signature par délégation",
    "pieces": "pièces jointes",
    "preavis_mois": "préavis, en mois",
    "reference": "référence",
    "representants": "représentants",
    "quantite": "quantité",
    "reconduction": "reconduction",
    "rna": "numéro RNA",
    "siret": "SIRET",
    "tolere": "avertissements tolérés",
    "visas": "visas",
}

_CALENDAR = ("finances", "echeancier")


def pattern_of(path: tuple[str | int, ...]) -> str:
    """A path as the keys of `LABELS`: indexes and years become `*`, the name of a calendar's holder `delegataire`."""
    if path[:2] == _CALENDAR and len(path) > 2 and not str(path[2]).isdecimal():
        path = (*_CALENDAR, "delegataire", *path[3:])
    return ".".join("*" if isinstance(step, int) or step.isdecimal() else step for step in path)


def label_of(path: tuple[str | int, ...]) -> str:
    """The French name of a field; its last key when it has none."""
    known = LABELS.get(pattern_of(path))
    if known:
        return known[0].format(annee=path[-2], delegataire=path[2:3] and path[2]) if len(path) > 1 else known[0]
    if path and (isinstance(path[-1], int) or str(path[-1]).isdecimal()):
        what = "élément" if isinstance(path[-1], int) else "année"
        number = path[-1] + 1 if isinstance(path[-1], int) else path[-1]
        return f"{what} {number} ({label_of(path[:-1])})"
    last = str(path[-1] if path else "")
    return WORDS.get(last) or last.replace("_", " ")


def line_for(path: tuple[str | int, ...]) -> str:
    """A line to paste for a missing field."""
    pattern = pattern_of(path)
    known = LABELS.get(pattern)
    if known and pattern == "finances.echeancier.delegataire":
        return f"{path[-1]}{known[1][known[1].index(':') :]}"
    return known[1] if known else f"{path[-1]}: …"
