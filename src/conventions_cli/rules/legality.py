"""Rules of law: décret n° 2004-1085 of 14 October 2004 on délégations de gestion, and the practice around it."""

import re
from collections.abc import Iterator
from datetime import date

from conventions_cli.foundation import Related
from conventions_cli.french import format_date
from conventions_cli.law import all_texts, disagreements, find_text, out_of_force, thresholds
from conventions_cli.model import DELEGATION, Manquant, Mention, Montant, Nature, Role, Visa
from conventions_cli.rules.base import ERROR, INFO, WARNING, Case, Finding, Rule, first_day, parties, rule
from conventions_cli.rules.lookalikes import readings

_DECREE = "Décret n° 2004-1085 du 14 octobre 2004 relatif à la délégation de gestion dans les services de l’État"

_NOR = r"[A-Z]{4}\d{7}[A-Z]"


@rule(
    "C301",
    ERROR,
    "une partie est de celles que son rôle admet",
    f"{_DECREE}, article 1er, pour une délégation ; pour un autre acte, ce que son modèle en dit.",
)
def nature_fits_role(case: Case) -> Iterator[Finding]:
    """Rule L1: the parties of an act are of the natures that its kind admits for their roles."""
    for index, party in parties(case):
        role, nature = party.role, party.nature
        if not isinstance(role, Role) or not isinstance(nature, Nature) or not role.natures or nature in role.natures:
            continue
        name = "cette partie" if isinstance(party.nom_court, Manquant) else f"« {party.nom_court} »"
        only = [admitted.libelle for admitted in role.natures]
        condition = f"{'seul' if only[0].startswith('un ') else 'seule'} {only[0]} peut être {role.nom}"
        if len(only) > 1:
            condition = f"{role.phrase.le()} est {', '.join(only[:-1])} ou {only[-1]}"
        message = f"{name} est {nature.libelle} : {condition}."
        place = case.spec.span("parties", index, "nature")
        fits = f"« nature: {role.natures[0].value} »"
        hint = f"{role.sinon} Sinon, corriger la nature : {fits}." if role.sinon else f"Corriger la nature : {fits}."
        yield Finding(message, place, hint)


@rule("C302", ERROR, "la convention a un terme, postérieur à sa signature", f"{_DECREE}, article 1er : durée limitée.")
def ends_after_signature(case: Case) -> Iterator[Finding]:
    """Rule L2."""
    convention = case.spec.convention
    end, signed = convention.duree.fin, convention.date_signature
    if not isinstance(end, date) or signed is None or end > signed:
        return
    message = f"L’acte finirait le {format_date(end)}, alors qu’il est signé le {format_date(signed)}."
    related = (Related(case.spec.span("date_signature"), "date de signature"),)
    yield Finding(message, case.spec.span("duree", "fin"), "Corriger « fin: » ou « date_signature: ».", related)


def _mention_rule(number: str, mention: Mention, mentioned: str, title: str) -> Rule:
    """Rules L3, L4, L6 and L7: an article of the pack has the statement that article 2 of the decree asks for."""

    def check(case: Case) -> Iterator[Finding]:
        if not case.states(mention.value):
            hint = f"Ajouter « enonce: {mention.value} » à un article de modele.yaml, ou choisir un autre modèle."
            yield Finding(f"Aucun article du modèle n’énonce {mentioned}.", case.spec.span("modele"), hint)

    return rule(number, ERROR, title, f"{_DECREE}, article 2.", family=DELEGATION)(check)


states_object = _mention_rule("C303", Mention.OBJET, "l’objet de la délégation", "l’acte énonce son objet")
states_execution = _mention_rule(
    "C304", Mention.EXECUTION, "l’exécution financière (montants et imputation)", "l’acte énonce l’exécution financière"
)
states_report = _mention_rule(
    "C306", Mention.COMPTE_RENDU, "le compte rendu de qui reçoit les crédits", "l’acte énonce le compte rendu"
)
states_publication = _mention_rule(
    "C307", Mention.PUBLICATION, "la publication de l’acte", "l’acte énonce sa publication"
)


@rule("C305", ERROR, "l’acte énonce les obligations de chaque partie", f"{_DECREE}, article 2.", family=DELEGATION)
def states_obligations(case: Case) -> Iterator[Finding]:
    """Rule L5: the pack has an article of obligations for the role of each party."""
    for index, party in parties(case):
        if isinstance(party.role, Role) and not case.states(f"obligations-{party.role.cle}"):
            message = f"Le modèle n’a pas d’article pour les obligations du rôle « {party.role.cle} »."
            yield Finding(
                message, case.spec.span("parties", index, "role"), "Choisir un autre modèle, ou compléter celui-ci."
            )


@rule(
    "C308",
    WARNING,
    "les visas citent les deux décrets de base",
    "Pratique : décrets n° 2004-1085 et n° 2012-1246 (GBCP).",
    family=DELEGATION,
)
def cites_decrees(case: Case) -> Iterator[Finding]:
    """Rule L8, on visas given by the spec; those of the packs cite both."""
    visas = case.spec.convention.visas
    if visas is None:
        return
    text = " ".join(str(visa.texte) for visa in visas if isinstance(visa, Visa))
    for number in missing_decrees(text):
        message = f"Les visas ne citent pas le décret n° {number}."
        yield Finding(
            message, case.spec.key("visas"), "Supprimer « visas: » pour reprendre ceux du modèle, ou l’ajouter."
        )


def missing_decrees(visas: str) -> tuple[str, ...]:
    """The numbers of the required texts that joined visas do not cite; a wrong number of one has its own diagnostic."""
    meant = {slip.meant.number for slip in disagreements(visas) if slip.meant is not None}
    required = (text.number for text in all_texts().values() if DELEGATION in text.required)
    return tuple(number for number in required if number not in visas and number not in meant)


@rule(
    "C309",
    WARNING,
    "les textes visés sont en vigueur le jour de la signature",
    "Textes et dates : « convention law » ; pour le service du numérique, décrets n° 2017-1584, puis n° 2019-1088 "
    "(25 octobre 2019), modifié par le décret n° 2023-304.",
)
def visas_in_force(case: Case) -> Iterator[Finding]:
    """Rule L9, on visas given by the spec."""
    convention = case.spec.convention
    signed = convention.date_signature
    for index, visa in enumerate(convention.visas or ()):
        text = str(visa.texte) if isinstance(visa, Visa) else ""
        if signed is None:
            return
        for message, hint in out_of_force(text, signed):
            yield Finding(message, case.spec.span("visas", index), hint)


@rule(
    "C311", ERROR, "un numéro NOR a douze caractères", "Forme constatée sur 13 actes : 4 lettres, 7 chiffres, 1 lettre."
)
def nor_shape(case: Case) -> Iterator[Finding]:
    """Rule L12, the shape."""
    for path, nor, _ in _nors(case):
        if re.fullmatch(_NOR, nor, flags=re.ASCII):
            continue
        candidates = readings(nor, _NOR)
        right = "Écrire 4 lettres, 7 chiffres et 1 lettre : « TSSZ2530440X »."
        hint = f"Faut-il lire « {candidates[0]} » ?" if candidates else right
        yield Finding(f"« {nor} » n’est pas un numéro NOR.", case.spec.span(*path), hint)


def _nors(case: Case) -> Iterator[tuple[tuple[str, ...], str, date | None]]:
    """The NOR of the act, and of the avenant that makes its new version, each with its date of signature."""
    convention = case.spec.convention
    if convention.nor is not None:
        yield ("nor",), convention.nor, convention.date_signature
    if convention.avenant is not None and convention.avenant.nor is not None:
        yield ("avenant", "nor"), convention.avenant.nor, convention.avenant.date_signature


@rule(
    "C312",
    WARNING,
    "le NOR s’accorde avec l’acte",
    "Constat sur 13 actes : chiffres 5 et 6, l’année ; dernière lettre X.",
)
def nor_year(case: Case) -> Iterator[Finding]:
    """Rule L12, the year and the last letter."""
    for path, nor, signed in _nors(case):
        if not re.fullmatch(_NOR, nor, flags=re.ASCII):
            continue
        span = case.spec.span(*path)
        if signed is not None and abs(2000 + int(nor[4:6]) - signed.year) > 1:
            message = f"Le NOR « {nor} » porte l’année 20{nor[4:6]}, l’acte est signé en {signed.year}."
            yield Finding(message, span, "Vérifier le NOR et la date de signature.")
        if nor[-1] != "X":
            yield Finding(
                f"Le NOR « {nor} » finit par {nor[-1]} ; une convention finit par X.", span, "Vérifier le NOR."
            )


@rule("C313", ERROR, "décision, signature, début et fin se suivent", "Cohérence de l’acte.")
def dates_in_order(case: Case) -> Iterator[Finding]:
    """Rule L13; the end against the signature is C302."""
    spec, convention = case.spec, case.spec.convention
    decided, signed = convention.dispositif.date_decision, convention.date_signature
    start, end = convention.duree.debut, convention.duree.fin
    if decided is not None and signed is not None and first_day(decided) > signed:
        message = f"La décision ({format_date(decided)}) serait postérieure à la signature ({format_date(signed)})."
        related = (Related(spec.span("date_signature"), "date de signature"),)
        yield Finding(message, spec.span("dispositif", "date_decision"), "Corriger l’une des deux dates.", related)
    start = start if isinstance(start, date) else None
    if start is not None and isinstance(end, date) and start >= end:
        message = f"L’acte commencerait le {format_date(start)} et finirait le {format_date(end)}."
        related = (Related(spec.span("duree", "fin"), "date de fin"),)
        yield Finding(message, spec.span("duree", "debut"), "Corriger l’une des deux dates.", related)
    if start is not None and signed is not None and start < signed:
        message = f"L’acte prendrait effet le {format_date(start)}, avant sa signature ({format_date(signed)})."
        hint = "Supprimer « debut: » : l’acte prend effet à sa signature."
        yield Finding(message, spec.span("duree", "debut"), hint)
    accounting = convention.duree.fin_comptable
    if isinstance(accounting, date) and isinstance(end, date) and accounting < end:
        message = f"La fin comptable ({format_date(accounting)}) précède la fin de la convention ({format_date(end)})."
        yield Finding(message, spec.span("duree", "fin_comptable"), "Corriger l’une des deux dates.")


_NOTICE = 3  # months, in the acts that cite article 5


@rule(
    "C327",
    WARNING,
    "le préavis est de trois mois",
    "Constat : les actes publiés citent l’article 5 du décret n° 2004-1085 ; ce qu’il fixe reste à vérifier.",
    family=DELEGATION,
)
def notice_of_three_months(case: Case) -> Iterator[Finding]:
    """A notice that is not of three months gets a warning: the clause cites article 5 of the decree, which sets it."""
    notice = case.spec.convention.duree.preavis_mois
    if notice != _NOTICE:
        message = (
            f"Le préavis est de {notice} mois ; la clause cite l’article 5 du décret n° 2004-1085, "
            f"et les actes publiés prévoient {_NOTICE} mois."
        )
        hint = f"Écrire « preavis_mois: {_NOTICE} », ou vérifier que le décret laisse ce choix."
        yield Finding(message, case.spec.span("duree", "preavis_mois"), hint)


@rule(
    "C317",
    INFO,
    "le montant vaut la peine d’une convention",
    "Guide du dispositif (« fonds » de son modèle) : en deçà, une convention coûte plus qu’elle n’apporte.",
)
def small_amount(case: Case) -> Iterator[Finding]:
    """Rule L17."""
    amount, fund = case.spec.convention.finances.montant, case.spec.kind.fund
    if fund is not None and isinstance(amount, Montant) and amount < Montant(fund.least):
        message = f"Le montant ({amount}) est inférieur à {Montant(fund.least)}."
        yield Finding(message, case.spec.span("finances", "montant"), "Vérifier qu’une convention est nécessaire.")


@rule(
    "C354",
    INFO,
    "le montant peut relever du contrôle budgétaire",
    "Décret n° 2012-1246 du 7 novembre 2012, article 105 : un arrêté par ministère fixe le seuil (« convention law »).",
)
def budget_control(case: Case) -> Iterator[Finding]:
    """Rule L19: from the lowest known threshold, for money that a service of the State gives."""
    convention = case.spec.convention
    amount, signed = convention.finances.montant, convention.date_signature
    if not isinstance(amount, Montant) or not any(party.nature is Nature.SERVICE_ETAT for party in convention.donneurs):
        return
    for threshold in thresholds():
        text = find_text(threshold.text)
        if text is not None and threshold.holds(signed) and amount.euros >= threshold.least:
            message = (
                f"Le montant ({amount}) peut être soumis au {threshold.use} : les seuils relevés vont de "
                f"{Montant(threshold.least)} à {Montant(threshold.most)} selon le ministère "
                f"({text.the}, article {threshold.article})."
            )
            hint = f"Vérifier l’arrêté du ministère avant la signature. {threshold.doubt}"
            yield Finding(message, case.spec.span("finances", "montant"), hint)


@rule("C325", ERROR, "chaque service n’est nommé qu’une fois", "Cohérence de la spécification.")
def distinct_services(case: Case) -> Iterator[Finding]:
    """Two services of one act may not have the same name."""
    counts: dict[str, int] = {}
    for index, service in enumerate(case.spec.convention.services):
        if isinstance(service, Manquant) or isinstance(service.nom, Manquant):
            continue
        first = counts.setdefault(service.nom.casefold(), index)
        if first != index:
            related = (Related(case.spec.span("services", first, "nom"), "première écriture"),)
            message = f"Le service « {service.nom} » est nommé deux fois."
            yield Finding(message, case.spec.span("services", index, "nom"), "Garder un seul des deux.", related)


RULES: tuple[Rule, ...] = (
    nature_fits_role,
    budget_control,
    ends_after_signature,
    states_object,
    states_execution,
    states_obligations,
    states_report,
    states_publication,
    cites_decrees,
    visas_in_force,
    nor_shape,
    nor_year,
    dates_in_order,
    notice_of_three_months,
    small_amount,
    distinct_services,
)
