"""The report on a returned act as JSON. `version` changes when a field changes its meaning."""

from conventions_cli.foundation import json_text
from conventions_cli.linting import Remark
from conventions_cli.verification.annotations import Annotation
from conventions_cli.verification.printed_verdict import carry
from conventions_cli.verification.returned import Report
from conventions_cli.verification.verdicts import LocatedChange

VERSION = 3


def json_report(report: Report) -> str:
    """The whole report: all that `text_report` tells, without its limits."""
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
            {"endroit": part.name, "titre": part.title or None, "etat": part.state}
            for part in (verified.parts if verified else ())
        ],
        "renumerotation": list(verified.renumbered) if verified else [],
        "changements": [_change(located) for located in (verified.changes if verified else ())],
        "hors_du_texte": [_remark(remark) for remark in report.beside],
        "commentaires": [_annotation(comment) for comment in report.comments],
        "modifications_suivies": [_annotation(revision) for revision in report.changes],
        "constats": [_remark(remark) for remark in report.remarks],
        "remarques": [*report.notices, *(verified.notices if verified else ())],
    }
    return json_text(data).encode("utf-8", "replace").decode() + "\n"


def _change(located: LocatedChange) -> dict[str, object]:
    clause = located.target.clause
    return {
        "genre": located.change.kind.value,
        "endroit": located.change.place,
        "origine": located.change.origin or None,
        "precision": located.change.note or None,
        "avant": located.change.before,
        "apres": located.change.after,
        "cles": list(located.target.keys),
        "clause": {"fichier": clause.file, "ligne": clause.line or None} if clause else None,
        "report": carry(located.change, located.target) or None,
    }


def _annotation(annotation: Annotation) -> dict[str, object]:
    fields: dict[str, object] = {
        "genre": annotation.kind,
        "auteur": annotation.author,
        "date": annotation.date or None,
        "texte": annotation.text,
        "endroit": annotation.place or None,
    }
    if annotation.kind != "commentaire":
        return fields
    replies = [_annotation(reply) for reply in annotation.replies]
    return {**fields, "sur": annotation.anchor or None, "resolu": annotation.resolved, "reponses": replies}


def _remark(remark: Remark) -> dict[str, object]:
    return {
        "code": remark.code.number,
        "gravite": remark.severity.value,
        "titre": remark.code.title,
        "endroit": remark.place or None,
        "message": remark.message,
        "aide": remark.hint,
    }
