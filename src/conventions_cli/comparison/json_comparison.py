"""A comparison as JSON, documented in docs/comparaison.md. `version` changes when the meaning of a field does."""

from conventions_cli.comparison import View
from conventions_cli.comparison.act_differences import Beside, Change, Comparison, Fact, Piece, Renumbering
from conventions_cli.foundation import json_text

VERSION = 1


def write_json(comparison: Comparison, view: View) -> bytes:
    """The whole comparison, of which the other forms cut long texts."""
    del view
    report = {
        "version": VERSION,
        "avant": comparison.before.replace("\\", "/"),
        "apres": comparison.after.replace("\\", "/"),
        "identiques": comparison.same,
        "nombres": {kind.value: number for kind, number in comparison.counts.items()},
        "faits": [_fact(fact) for fact in comparison.facts],
        "renumerotation": [_renumbering(renumbering) for renumbering in comparison.renumbered],
        "changements": [_change(change) for change in comparison.changes],
        "hors_du_texte": [_beside(difference) for difference in comparison.beside],
        "remarques": list(comparison.notices),
    }
    return (json_text(report) + "\n").encode("utf-8", "replace")


def _fact(fact: Fact) -> dict[str, object]:
    return {
        "nature": fact.nature.value,
        "libelle": fact.label,
        "avant": fact.before or None,
        "apres": fact.after or None,
        "endroits": list(fact.places),
        "cle": fact.key or None,
    }


def _beside(difference: Beside) -> dict[str, object]:
    return {
        "endroit": difference.place,
        "quoi": difference.what,
        "avant": difference.before,
        "apres": difference.after,
        "annule": difference.cancels,
    }


def _renumbering(renumbering: Renumbering) -> dict[str, object]:
    return {"article": renumbering.title, "avant": renumbering.before, "apres": renumbering.after}


def _change(change: Change) -> dict[str, object]:
    return {
        "genre": change.kind.value,
        "endroit": change.place,
        "origine": change.origin or None,
        "precision": change.note or None,
        "avant": change.before,
        "apres": change.after,
        "lignes": [[_piece(piece) for piece in line] for line in change.lines],
    }


def _piece(piece: Piece) -> dict[str, object]:
    entry: dict[str, object] = {"operation": piece.op.value, "avant": piece.before, "apres": piece.after}
    return {**entry, "precision": piece.note} if piece.note else entry
