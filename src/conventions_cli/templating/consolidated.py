"""The mention that opens a consolidated version: a text for information, of no legal force of its own."""

from conventions_cli.document import Document, Paragraph, Section, SectionKind, Text
from conventions_cli.foundation import replace
from conventions_cli.french import format_date
from conventions_cli.model import Avenant

_RENUMBERED = (
    " Les articles y sont numérotés à la suite\u00a0: les avenants, seuls, gardent la numérotation d’origine et citent "
    "les articles insérés sous un numéro composé."
)


def marked(document: Document, avenant: Avenant, *, renumbered: bool = False) -> Document:
    """The document of a consolidated version, with its mention. `renumbered`: articles were inserted or repealed."""
    number = f" n°\u00a0{avenant.numero}" if avenant.numero is not None else ""
    if avenant.date_signature is None:
        title = "Version consolidée provisoire"
        status = f" – Texte qui résulterait du projet d’avenant{number}, sans valeur juridique."
    else:
        title = f"Version consolidée au {format_date(avenant.date_signature)}"
        status = (
            f" – Texte qui résulte de l’avenant{number}, établi pour l’information, sans valeur juridique "
            "propre\u00a0: seuls la convention et ses avenants signés font foi."
        )
    words = status + (_RENUMBERED if renumbered else "")
    mention = Section(SectionKind.DRAFT, (Paragraph((Text(title, strong=True), Text(words))),))
    parts = tuple(part for part in document.parts if not (isinstance(part, Section) and part.kind is SectionKind.DRAFT))
    short = document.metadata.short_title
    metadata = replace(
        document.metadata, draft=False, short_title=f"{short} – version consolidée" if short else "version consolidée"
    )
    return replace(document, parts=(mention, *parts), metadata=metadata)
