"""The report on a returned act as text, for people."""

from collections.abc import Iterator

from conventions_cli.comparison import KINDS, Change, Kind, Line, Op, around, short
from conventions_cli.foundation import Severity, visible
from conventions_cli.french import capitalized
from conventions_cli.linting import Remark
from conventions_cli.readers import Revisions
from conventions_cli.verification.annotations import Annotation
from conventions_cli.verification.returned import Report
from conventions_cli.verification.verdicts import LocatedChange, Target, Verdict, Verified

_MOST = 40  # remarks listed on differences besides the text
_MARKS = {Op.REMOVED: ("[-", "-]"), Op.ADDED: ("{+", "+}"), Op.FORMAT: ("{~", "~}")}


def text_report(report: Report, *, quiet: bool = False) -> str:
    """The verdict, the state of each part, each change and where to carry it, the annotations, the remarks."""
    return "\n".join(visible(line) for line in _lines(report, quiet=quiet)).rstrip("\n") + "\n"


def _lines(report: Report, *, quiet: bool) -> Iterator[str]:
    yield f"{report.name}\u00a0: {_verdict(report)}"
    if report.altered_spec:
        yield (
            "Attention\u00a0: la spécification que l’acte porte a été modifiée depuis sa production (son empreinte ne "
            "correspond plus)\u00a0: le comparer à la vôtre, convention verify ACTE.docx SPEC."
        )
    if not quiet:
        yield from (f"Remarque\u00a0: {notice}" for notice in report.notices)
    yield ""
    if report.verified is not None:
        yield from _verified(report.verified, quiet=quiet)
    if report.beside:
        yield "Hors du texte de l’acte (rien de cela n’est dans ce que la commande écrit)"
        yield from (*(line for remark in report.beside[:_MOST] for line in _beside(remark)), *_rest(report), "")
    if report.comments:
        yield from ("Commentaires", *(line for comment in report.comments for line in _annotation(comment)), "")
    if report.changes:
        read = "acceptées" if report.revisions is Revisions.ACCEPTED else "refusées"
        yield f"Modifications suivies en attente (lues comme {read})"
        yield from (*(line for revision in report.changes for line in _annotation(revision)), "")
    remarks = [remark for remark in report.remarks if not quiet or remark.severity is Severity.ERROR]
    if remarks:
        yield from ("Relecture de l’acte", *(line for remark in remarks for line in _remark(remark)), "")
    elif not report.remarks and not quiet:
        yield from ("Relecture de l’acte\u00a0: aucun défaut trouvé.", "")


def _verdict(report: Report) -> str:
    if report.verdict is Verdict.LACKING:
        return f"{Verdict.LACKING.value}, relu seulement, comparé à rien."
    if report.verified is None:
        return "relu seulement, comparé à rien."
    against = f" (comparé à\u00a0: {report.against})"
    match report.verdict:
        case Verdict.INTACT:
            how = (
                "tel que la commande l’a écrit"
                if report.as_written
                else "réenregistré, même texte, même structure\u202f; polices, bordures et marges ne sont pas comparées"
            )
            return f"intact, {how}{against}."
        case Verdict.WORDS:
            return f"{Verdict.WORDS.value}{against}\u202f; {report.form.value}."
        case Verdict.BESIDE:
            return f"aucun mot de l’acte n’a changé, mais\u00a0: {Verdict.BESIDE.value}{against}."
        case _:
            return f"texte modifié{against}."


def _verified(verified: Verified, *, quiet: bool) -> Iterator[str]:
    if verified.verdict in {Verdict.INTACT, Verdict.WORDS}:
        return
    if not quiet:
        yield "Article par article"
        for part in verified.parts:
            title = f" – {part.title}" if part.title else ""
            yield f"  {part.name}{title}\u00a0: {part.state}"
        yield ""
    if verified.renumbered:
        yield from ("Renumérotation", *(f"  {sentence}" for sentence in verified.renumbered), "")
    for located in verified.changes:
        if quiet and located.change.kind is Kind.FORMATTING:
            continue
        yield from _change(located)
        yield ""
    yield from (f"Attention\u00a0: {notice}" for notice in verified.notices)


def _change(located: LocatedChange) -> Iterator[str]:
    change = located.change
    origin = f", était à\u00a0: {change.origin}" if change.origin else ""
    note = f"  ({change.note})" if change.note else ""
    yield f"{change.place}  {KINDS[change.kind][0]}{origin}{note}"
    for line in change.lines:
        yield f"  {_line(line)}"
    carried = carry(change, located.target)
    if carried:
        yield f"  → {carried}"


def carry(change: Change, target: Target) -> str:
    """The advice to carry a change over to the spec or to the clauses; empty for formatting."""
    if change.kind is Kind.FORMATTING:
        return ""
    keys = ", ".join(target.keys)
    key = f"clé {keys}" if len(target.keys) == 1 else f"clés {keys}" if keys else ""
    clause = f"clause {target.clause}" if target.clause is not None else ""
    if change.kind is Kind.ADDED:
        if key:
            return f"à ajouter dans la liste {keys}"
        if target.clause is not None and target.clause.line:
            return f"à ajouter dans la {clause}, après cette ligne"
        return f"à ajouter dans la {clause}" if clause else "à ajouter dans le plan du modèle (modele.yaml)"
    verb = {Kind.REMOVED: "à supprimer", Kind.MOVED: "à déplacer", Kind.CHANGED: "à reporter"}[change.kind]
    if target.uses and key and clause:
        key = f"{key}, employée à {target.uses} endroits\u202f; si elle reste juste, {clause}"
    return f"{verb}\u00a0: {key or clause}" if key or clause else f"{verb} dans le modèle"


def _line(line: Line) -> str:
    texts = []
    for number, piece in enumerate(line):
        if piece.op in _MARKS:
            opening, closing = _MARKS[piece.op]
            end = f"~ {piece.note}}}" if piece.note else closing
            texts.append(f"{opening}{short(piece.after or piece.before)}{end}")
        else:
            texts.append(around(piece.after, first=number == 0, last=number == len(line) - 1))
    return "".join(texts)


def _annotation(annotation: Annotation) -> Iterator[str]:
    who = annotation.author or "auteur inconnu"
    when = f", {annotation.date[:10]}" if annotation.date else ""
    place = annotation.place or "hors du texte"
    kind = "" if annotation.kind == "commentaire" else f"  {annotation.kind}"
    yield f"  {place}{kind} ({who}{when}){', résolu' if annotation.resolved else ''}"
    if annotation.anchor:
        yield f"    sur\u00a0: «\u00a0{short(annotation.anchor)}\u00a0»"
    if annotation.text:
        yield f"    {short(annotation.text)}"
    for reply in annotation.replies:
        yield f"    réponse de {reply.author or 'auteur inconnu'}{f', {reply.date[:10]}' if reply.date else ''}\u00a0:"
        yield f"      {short(reply.text)}"


def _beside(remark: Remark) -> Iterator[str]:
    yield f"  {remark.place or 'document entier'}  {remark.code.number}"
    yield f"    {short(remark.message)}"


def _rest(report: Report) -> Iterator[str]:
    hidden = len(report.beside) - _MOST
    if hidden > 0:
        yield f"  et {hidden} autre{'s' if hidden > 1 else ''}\u00a0: --format json les donne toutes."


def _remark(remark: Remark) -> Iterator[str]:
    yield f"  {remark.place or 'acte entier'}  {remark.severity.value} {remark.code.number}"
    yield f"    {capitalized(remark.message)}"
    if remark.hint:
        yield f"    aide\u00a0: {remark.hint}"
