"""Texts with articles, as sentences name them: a law, a decree, a code, a regulation, another contract."""

import re

_TEXTS = re.compile(
    r"\bdecrets?\b|\blois?\b|\bordonnances?\b(?! de (?:paiement|depenses?))|\bcirculaires?\b|\blolf\b|\brgpd\b|\bccag\b"
    r"|\bgbcp\b|\bcrpa\b|\bcgct\b|\bccp\b|\bcgppp\b|\b(?:la|de la) constitution(?! (?:du|de|d'|des)\b)"
    r"|\bconstitution(?: du 4 octobre| ?[:,] )"
    r"|\bcodes? (?:de|du|des|civil|penal|general|rural|electoral|monetaire|d'|l'|la)\b"
    r"|\b(?:dudit|ledit|du meme|le meme|au meme|ce) code\b|\b(?:le|du|au) code\b(?! \w+ (?:chorus|postal))"
    r"|\b(?:l'|cet |un |dudit |ledit |meme |present |les |des |aux |par )arretes?\b|\barretes? (?:du|des|n°|\w+el\b)"
    r"|\breglements?\b(?! (?:amiable|par|(?:de la|de l'|des?|du|d') ?"
    r"(?!appel|parlement|conseil|consultation|fonds|service|concours|aide|jeu)))"
    r"|\bdirectives? (?:\(|ue|ce|\d|europ|n°|du (?:parl|cons)|(?:ce|ue)\b)|\b(?:le|du|au|un) traite\b"
    r"|\binstructions? (?:du \d|n°|minis|intermin|codif|budg|comptable)|\baccords?-cadres?\b"
    r"|\b(?:le|du|au|un|ce|dudit|ledit|des|les|aux) (?:marches?|contrats?|bail|statuts|protocoles?|pacte|traite)\b"
    r"|\b(?:la|de la|une|cette|ladite|de ladite) (?:charte|deliberation)\b|\bl'accord\b|\bstatuts\b"
    r"|\bdecisions? (?:du \d|n°|d'execution|\(|de la commission)|\bdeliberations? (?:du|n°)"
    r"|\bcahiers? des\b|\bconditions generales\b|\bclauses administratives\b"
    r"|\b(?:l'|cet |ledit |dudit )avenants?\b|\bavenants? (?:n°|du \d)"
    r"|\bconventions?(?:-cadre| cadre| collective| europ\w+| intern\w+| initiale| d'origine| du \d| n°| signee)"
    r"|\b(?:ce|cedit|ledit|dudit|meme) texte\b|\btextes? (?:precite|susvise)"
    r"|\((?:ue|ce|cee|euratom)\)|\bn°s? ?(?:19|20)?\d\d-\d{1,5}\b|\b(?:[lrd]\. ?\d{2,}|[lrd]\*?\d{3,})"
)


def names_text(folded: str) -> bool:
    """Whether folded words name a text with articles, by its kind, its number or its acronym."""
    return _TEXTS.search(folded) is not None
