"""An act made with clauses of one's own is read again, as one that comes from elsewhere is.

The clauses of convention are held to the linter by its tests; those of a house are not.
"""

from conventions_cli.document import Document
from conventions_cli.foundation import Diagnostic, Span, catalogue
from conventions_cli.linting.remarking import lint
from conventions_cli.linting.remarks import Remark
from conventions_cli.pipeline import Checked

_MOST = 20  # told of one act


def reread(checked: Checked, document: Document) -> tuple[Diagnostic, ...]:
    """What the linter says of a complete act whose pack has clauses of one's own: a warning each, at the pack.

    Nothing for the packs of convention, nor for a draft that lacks values: the words are not all there.
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
