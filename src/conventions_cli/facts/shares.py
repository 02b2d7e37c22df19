"""Recognises the amounts that are not the amount of the act: payments, costs, thresholds, penalties. Apostrophes: ’."""

import re

_PAYMENT = re.compile(
    r"\b(?:versements?|provisions?|acomptes?|avances?|tranches?|soldes?|mensualités?|factures?"
    r"|fractions?)\b[^.;]{0,60}\Z",
    re.IGNORECASE,
)
_PAID_WHEN = re.compile(
    r"\s*(?:\([^()]{0,80}\) ?)?,? ?(?:à|lors de|dès|au|après|avant|en fin) ?(?:la |le |l’|compter de la )?"
    r"(?:signature|notification|remise|livraison|réception|fin|achèvement|issue|démarrage|lancement|plus tard|1er|\d)",
    re.IGNORECASE,
)
_BY_PARTS = re.compile(
    r"\btranches\b|\bversements\b|échelonn|échéanc|\b(?:deux|trois|quatre|\d) fois\b|\bacompte", re.IGNORECASE
)
_COST = re.compile(
    r"\b(?:coûts?|budgets?|estim\w+|évalu\w+|chiffr\w+|dépenses? (?:totales?|éligibles?|prévisionnelles?)|assiette"
    r"|base éligible|plan de financement|valeur)\b[^.;]{0,90}\Z|\b(?:[Ss]ur|[Dd]ans) (?:l’|une |cette |la |le )?"
    r"(?:enveloppe|dotation|montant|crédits)\b[^.;]{0,40}\Z",
    re.IGNORECASE,
)
_THRESHOLD = re.compile(
    r"\b(?:plus de|moins de|supérieure?s? (?:ou égale?s? )?à|inférieure?s? (?:ou égale?s? )?à"
    r"|(?<!pas )(?<!peut )(?<!pouvoir )(?<!saurait )(?<!sans )(?:excéd\w+|excèd\w+|dépass\w+)|atteindre"
    r"|seuils? (?:de|fixé à)"
    r"|au-delà de|au-dessus de|au-dessous de|en dessous de)\s*\Z",
    re.IGNORECASE,
)
_PENALTY = re.compile(r"\b(?:pénalit|amendes?\b|indemnit|intérêts? moratoires|astreinte)", re.IGNORECASE)
_PER = re.compile(
    r"\s*(?:HT |TTC )?(?:par (?!l[ae]s?\b|l’|un|une\b|arrêté|avenant|décision|convention|virement|voie|délég|anticip"
    r"|M\b)"
    r"|/ ?)[a-zà-ÿ]|\s*(?:l’unité|chacune?|pièce)\b"
    r"|\s*(?:la|le) (?:premi|deuxi|second|troisi|quatri)",
    re.IGNORECASE,
)
_EACH = re.compile(r"\b(?:chaque|unitaires?|tarifs?|prix d’un|le prix de la)\b[^.;]{0,60}\Z", re.IGNORECASE)
_GIVEN_BACK = re.compile(
    r"\b(?:retenues?|reliquats?|restitu\w+|revers(?:e|é|er|ée)s?\b|reversements?|trop-perçus?"
    r"|trop perçus?)[^.;]{0,60}\Z",
    re.IGNORECASE,
)
_BEFORE_TAX = re.compile(r"\s*(?:€ )?(?:HT|hors taxes?)\b,? ?\(?(?:soit|et)\b", re.IGNORECASE)
_NO_TAX = re.compile(r"\s*(?:HT\b|hors taxes?\b)", re.IGNORECASE)
_ALL_TAXES = re.compile(r"\bTTC\b|toutes taxes", re.IGNORECASE)
_CAPPED = re.compile(r"\b(?:plafonnée?s? à|dans la limite (?:de|d’un montant de))\s*\Z", re.IGNORECASE)
_WHOLE_OF = re.compile(
    r"\b(?:sur|pour|soit) (?:un|le) (?:montant )?total de\s*\Z|\bau total\b[^.;\d]{0,20}\Z", re.IGNORECASE
)
_IN_ALL = re.compile(r"\s*(?:au total|en tout)\b", re.IGNORECASE)
_OF_YEAR = re.compile(r"\s*(?:en|pour|au titre de) (?:l’année |l’exercice )?20\d\d", re.IGNORECASE)
_IN_YEARS = re.compile(r"(?:€|euros)\s*(?:en|pour|au titre de) (?:l’année |l’exercice )?20\d\d", re.IGNORECASE)
_TOTAL_SAID = re.compile(r"\bau total\b|\bun total\b|\bmontant total\b|\ben tout\b", re.IGNORECASE)


def part_said(sentence: str, before: str, after: str) -> str:
    """The kind of an amount, from the words around it: `versement`, `cout`, `seuil`, `penalite`, `hors taxes` or empty.

    `before`: the words since the previous amount; `after`: the words up to the next one.
    """
    if _WHOLE_OF.search(before) or _IN_ALL.match(after) or (_CAPPED.search(before) and not _PER.match(after)):
        return ""
    if _THRESHOLD.search(before):
        return "seuil"
    if _PENALTY.search(before) or _PER.match(after) or _EACH.search(before) or _GIVEN_BACK.search(before):
        return "penalite"
    if _BEFORE_TAX.match(after) or (_NO_TAX.match(after) and _ALL_TAXES.search(sentence)):
        return "hors taxes"
    if (
        _PAYMENT.search(before)
        or (_OF_YEAR.match(after) and (_TOTAL_SAID.search(sentence) or len(_IN_YEARS.findall(sentence)) > 1))
        or (_PAID_WHEN.match(after) and _BY_PARTS.search(sentence))
    ):
        return "versement"
    return "cout" if _COST.search(before) else ""
