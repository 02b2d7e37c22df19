"""A remark of the linter on an act: a code, the place in the act, one French sentence, what to do."""

from conventions_cli.foundation import Code, Diagnostic, Record, Severity, SourceText, Span
from conventions_cli.french import NO_BREAK, capitalized, format_number


class Remark(Record, frozen=True):
    """One remark. `place`: « article 6, tableau, ligne 2026 », empty when it is about the whole act."""

    code: Code
    place: str
    message: str
    hint: str = ""

    @property
    def severity(self) -> Severity:
        """The severity of its code."""
        return self.code.severity

    def diagnostic(self, name: str) -> Diagnostic:
        """This remark as a diagnostic on the file `name`: an act has no lines, so the message tells the place."""
        place = f"{capitalized(self.place)}\u00a0: " if self.place else ""
        return Diagnostic(self.code, f"{place}{self.message}", Span.whole(SourceText(name, "")), self.hint)


def euros(amount: int) -> str:
    """An amount in cents, as remarks print it: « 135 000 € », « 12,50 € »."""
    whole, rest = divmod(amount, 100)
    return f"{format_number(whole)}{f',{rest:02d}' if rest else ''}{NO_BREAK}€"
