"""The report on a returned act as JSON. `version` changes when a field changes its meaning."""

from conventions_cli.foundation import json_text
from conventions_cli.linting import Remark
from conventions_cli.verification.annotations import Annotation
from conventions_cli.verification.printed_verdict import carry
from conventions_cli.verification.returned import Report
from conventions_cli.verification.verdicts import Found

VERSION = 3


def json_report(report: Report) -> str:
    """Everything the text says, whole."""
    verified = report.verified
    data = {
        "version": VERSION,
        "acte": report.name.replace("\\", "/"),
        "forme": report.form.name.lower(),
        "compare_a": report.against.replace("\\", "/") or None,
        "verdict": report.verdict.value if report.verdict else None,
        "tel_que_produit": report.as_written,
        "specification_alteree": report.altered_spec,
        "revisions": report.revisions.value,
        "parties": [
            {"endroit": one.name, "titre": one.title or None, "etat": one.state}
            for one in (verified.parts if verified else ())
        ],
        "renumerotation": list(verified.renumbered) if verified else [],
        "changements": [_found(one) for one in (verified.found if verified else ())],
        "hors_du_texte": [_remark(one) for one in report.beside],
        "commentaires": [_annotation(one) for one in report.comments],
        "modifications_suivies": [_annotation(one) for one in report.changes],
        "constats": [_remark(one) for one in report.remarks],
        "remarques": [*report.notices, *(verified.notices if verified else ())],
    }
    return json_text(data).encode("utf-8", "replace").decode() + "\n"


def _found(one: Found) -> dict[str, object]:
    clause = one.target.clause
    return {
        "genre": one.change.kind.value,
        "endroit": one.change.place,
        "origine": one.change.origin or None,
        "precision": one.change.note or None,
        "avant": one.change.before,
        "apres": one.change.after,
        "cles": list(one.target.keys),
        "clause": {"fichier": clause.file, "ligne": clause.line or None} if clause else None,
        "report": carry(one.change, one.target) or None,
    }


def _annotation(one: Annotation) -> dict[str, object]:
    made: dict[str, object] = {
        "genre": one.kind,
        "auteur": one.author,
        "date": one.date or None,
        "texte": one.text,
        "endroit": one.place or None,
    }
    if one.kind != "commentaire":
        return made
    replies = [_annotation(reply) for reply in one.replies]
    return {**made, "sur": one.anchor or None, "resolu": one.resolved, "reponses": replies}


def _remark(one: Remark) -> dict[str, object]:
    return {
        "code": one.code.number,
        "gravite": one.severity.value,
        "titre": one.code.title,
        "endroit": one.place or None,
        "message": one.message,
        "aide": one.hint,
    }
