"""The French sentences that several forms print."""

from conventions_cli.comparison.act_differences import Beside, Comparison, Fact, Kind, Nature, Renumbering

IDENTICAL = "Les deux actes sont identiques."
NOTHING = "néant"

TITLES = {Nature.MONEY: "Montants", Nature.DATE: "Dates", Nature.VALUE: "Autres valeurs des spécifications"}
KINDS = {
    Kind.ADDED: ("ajout", "ajouts"),
    Kind.REMOVED: ("suppression", "suppressions"),
    Kind.CHANGED: ("modification", "modifications"),
    Kind.MOVED: ("déplacement", "déplacements"),
    Kind.FORMATTING: ("mise en forme", "mises en forme"),
}


def heading(comparison: Comparison) -> str:
    """« Comparaison de A et de B »."""
    return f"Comparaison de {comparison.before} (avant) et de {comparison.after} (après)"


def counts(comparison: Comparison) -> str:
    """« 3 changements : 1 ajout, 2 modifications ; 2 articles renumérotés. »"""
    if comparison.same:
        return IDENTICAL
    total = len(comparison.changes)
    parts = []
    if total:
        each = ", ".join(f"{number} {KINDS[kind][number > 1]}" for kind, number in comparison.counts.items() if number)
        parts.append(f"{total} changement{'s' if total > 1 else ''}\u00a0: {each}")
    renumbered = len(comparison.renumbered)
    if renumbered:
        plural = "s" if renumbered > 1 else ""
        parts.append(f"{renumbered} article{plural} renuméroté{plural}")
    if comparison.beside:
        number = len(comparison.beside)
        same = "aucun mot du texte n’a changé, mais " if comparison.same_text else ""
        plural = "s" if number > 1 else ""
        parts.append(f"{same}{number} différence{plural} de mise en forme ou hors du texte")
    parts[0] = parts[0][:1].upper() + parts[0][1:]
    return "\u202f; ".join(parts) + "."


BESIDE = "Mise en forme ou contenu hors du texte"
CANCELS = "un lecteur tient ces mots pour annulés, ou ne les voit pas"


def beside_sides(one: Beside) -> str:
    """« avant : x ; après : y »; « ajouté » or « retiré » when it stands in one act only."""
    shown = [f"«\u00a0{words}\u00a0»" if words else "sans mots" for words in (one.before or "", one.after or "")]
    if one.before is None and one.after is None:
        return ""
    if one.before is None:
        return f"ajouté\u00a0: {shown[1]}" if one.after else "ajouté"
    if one.after is None:
        return f"retiré\u00a0: {shown[0]}" if one.before else "retiré"
    return f"avant\u00a0: {shown[0]}\u202f; après\u00a0: {shown[1]}" if one.before or one.after else "changé"


def fact_sides(fact: Fact) -> tuple[str, str]:
    """The values in A and in B; « néant » for none."""
    return fact.before or NOTHING, fact.after or NOTHING


def fact_name(fact: Fact) -> str:
    """« AE 2026 », or the place of a fact named by the words of a sentence."""
    where = f" ({' ; '.join(fact.places)})".replace(" ;", "\u202f;") if fact.places else ""
    return f"{fact.label}{where}".strip() if fact.label else "\u202f; ".join(fact.places)


def renumbering(change: Renumbering) -> str:
    """« article 6 → article 7 : Publication »."""
    return f"article {change.before} → article {change.after}\u00a0: {change.title}"
