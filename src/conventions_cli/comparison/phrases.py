"""The French sentences that several forms print, and texts cut to a length for people."""

from conventions_cli.comparison.act_differences import Beside, Comparison, Fact, Kind, Nature, Renumbering
from conventions_cli.french import capitalized

IDENTICAL = "Les deux actes sont identiques."
NOTHING = "néant"
_SHOWN = 70  # characters of unchanged text shown on each side of a change
_LONGEST = 600  # characters shown of any other text

TITLES = {Nature.MONEY: "Montants", Nature.DATE: "Dates", Nature.VALUE: "Autres valeurs des spécifications"}
KINDS = {
    Kind.ADDED: ("ajout", "ajouts"),
    Kind.REMOVED: ("suppression", "suppressions"),
    Kind.CHANGED: ("modification", "modifications"),
    Kind.MOVED: ("déplacement", "déplacements"),
    Kind.FORMATTING: ("mise en forme", "mises en forme"),
}


def heading(comparison: Comparison) -> str:
    """The title of a comparison: « Comparaison de A (avant) et de B (après) »."""
    return f"Comparaison de {comparison.before} (avant) et de {comparison.after} (après)"


def counts(comparison: Comparison) -> str:
    """The counts: « 3 changements : 1 ajout, 2 modifications ; 2 articles renumérotés. »"""
    if comparison.same:
        return IDENTICAL
    total = len(comparison.changes)
    parts = []
    if total:
        kinds = ", ".join(f"{number} {KINDS[kind][number > 1]}" for kind, number in comparison.counts.items() if number)
        parts.append(f"{total} changement{'s' if total > 1 else ''}\u00a0: {kinds}")
    renumbered = len(comparison.renumbered)
    if renumbered:
        plural = "s" if renumbered > 1 else ""
        parts.append(f"{renumbered} article{plural} renuméroté{plural}")
    if comparison.beside:
        number = len(comparison.beside)
        same = "aucun mot du texte n’a changé, mais " if comparison.same_text else ""
        plural = "s" if number > 1 else ""
        parts.append(f"{same}{number} différence{plural} de mise en forme ou hors du texte")
    parts[0] = capitalized(parts[0])
    return "\u202f; ".join(parts) + "."


BESIDE = "Mise en forme ou contenu hors du texte"
CANCELS = "un lecteur tient ces mots pour annulés, ou ne les voit pas"


def beside_sides(difference: Beside) -> str:
    """The two sides of a difference: « avant : x ; après : y », or « ajouté » or « retiré » when one act has it."""
    before, after = difference.before, difference.after
    quotes = [f"«\u00a0{words}\u00a0»" if words else "sans mots" for words in (before, after)]
    if before is None and after is None:
        return ""
    if before is None:
        return f"ajouté\u00a0: {quotes[1]}" if after else "ajouté"
    if after is None:
        return f"retiré\u00a0: {quotes[0]}" if before else "retiré"
    return f"avant\u00a0: {quotes[0]}\u202f; après\u00a0: {quotes[1]}" if before or after else "changé"


def fact_sides(fact: Fact) -> tuple[str, str]:
    """The values of a fact in A and in B; « néant » for none."""
    return fact.before or NOTHING, fact.after or NOTHING


def fact_name(fact: Fact) -> str:
    """The label of a fact, with its places: « AE 2026 (article 6) »; without a label, its places."""
    places = f" ({' ; '.join(fact.places)})".replace(" ;", "\u202f;") if fact.places else ""
    return f"{fact.label}{places}".strip() if fact.label else "\u202f; ".join(fact.places)


def renumbering(change: Renumbering) -> str:
    """A renumbering: « article 6 → article 7 : Publication »."""
    return f"article {change.before} → article {change.after}\u00a0: {change.title}"


def around(text: str, *, first: bool, last: bool) -> str:
    """Unchanged words: those next to a change, and an ellipsis in place of the others."""
    if first and last:
        return short(text)
    if first:
        return text if len(text) <= _SHOWN else f"… {text[-_SHOWN:].partition(' ')[2]}"
    if last:
        return text if len(text) <= _SHOWN else f"{text[:_SHOWN].rpartition(' ')[0]} …"
    if len(text) <= 2 * _SHOWN:
        return text
    return f"{text[:_SHOWN].rpartition(' ')[0]} … {text[-_SHOWN:].partition(' ')[2]}"


def short(text: str) -> str:
    """A text, cut when it is long."""
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rpartition(' ')[0]} …"
