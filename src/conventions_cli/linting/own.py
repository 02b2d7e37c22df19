"""The linter on acts made with clauses of the user, as on acts that come from elsewhere.

Tests prove that the linter has no remark on the clauses of convention; nothing proves it of the clauses of a house.
"""

from conventions_cli.document import Document
from conventions_cli.foundation import Diagnostic, Span, catalogue
from conventions_cli.linting.remarking import lint
from conventions_cli.linting.remarks import Remark
from conventions_cli.pipeline import Checked

_MOST = 20  # remarks on one act


def reread(checked: Checked, document: Document) -> tuple[Diagnostic, ...]:
    """Warnings at the pack, one for each remark on a complete act whose pack has clauses of the user.

    None for the packs of convention, nor for a draft that lacks values, as some of its words are missing.
    """
    if not checked.pack.own or checked.missing:
        return ()
    place = Span.whole(checked.pack.tree.span.source)
    return tuple(
        Diagnostic(
            catalogue.CLAUSES_REREAD,
            _sentence(remark),
            place,
            remark.hint,
        )
        for remark in lint(document)[:_MOST]
    )


def _sentence(remark: Remark) -> str:
    place = remark.place or "pris entier"
    return f"L’acte produit, {place}\u00a0: {remark.message.rstrip('.')} ({remark.code.number})."
