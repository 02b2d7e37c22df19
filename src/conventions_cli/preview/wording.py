"""The texts that several parts of the page share, and how text becomes HTML here."""

from conventions_cli.foundation import MARK, Severity, SourceText, page_text
from conventions_cli.preview.state import PreviewState

__all__ = ["announcement", "counted", "letters", "line_id", "sentence", "verdict"]

_NAMES = {Severity.ERROR: "erreur", Severity.WARNING: "avertissement", Severity.INFO: "information"}


def letters(text: str) -> str:
    """Text as HTML; invisible characters, and those that change the direction of text, become a mark."""
    return page_text(text.replace("\n", MARK))


def sentence(text: str) -> str:
    """A sentence as HTML, with no-break spaces before its French signs."""
    for loose, bound in (("« ", "«\u00a0"), (" »", "\u00a0»"), (" :", "\u00a0:"), (" ;", "\u202f;"), (" ?", "\u202f?")):
        text = text.replace(loose, bound)
    return letters(text)


def counted(number: int, word: str) -> str:
    """A number with its noun: « 2 erreurs »."""
    return f"{number}\u00a0{word}{'s' if number > 1 else ''}"


def line_id(sources: tuple[SourceText, ...], name: str, line: int) -> str:
    """The identifier of a line of a source, empty when the page does not show that source."""
    for index, source in enumerate(sources):
        if source.name == name:
            return f"L{index}_{line}" if line <= len(source.lines) else ""
    return ""


def verdict(state: PreviewState) -> str:
    """The state in a few words: « 2 erreurs », « Projet, 14 informations à compléter », « Conforme »."""
    if state.failure:
        return "Erreur interne"
    counts = [counted(number, word) for severity, word in _NAMES.items() if (number := state.count(severity))]
    if state.current and state.act is not None and state.act.draft:
        lacking = len(state.act.missing)
        counts.insert(0, "Projet" + (f", {counted(lacking, 'information')} à compléter" if lacking else ""))
    return ", ".join(counts) or "Conforme"


def announcement(state: PreviewState) -> str:
    """The text a screen reader announces when the page has changed."""
    if state.failure:
        return state.failure
    if state.current:
        return f"Acte mis à jour. {verdict(state)}."
    rest = "La dernière version valide reste affichée." if state.act is not None else "Aucun acte à afficher."
    first = next((remark for remark in state.remarks if remark.severity is Severity.ERROR), None)
    place = f", ligne\u00a0{first.span.start.line}" if first is not None and first.span is not None else ""
    return f"À corriger\u00a0: {verdict(state)}{place}. {rest}"
