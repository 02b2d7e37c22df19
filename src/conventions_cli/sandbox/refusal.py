"""The error for a clause that cannot be used as it is."""

from pathlib import Path

from jinja2 import TemplateError

from conventions_cli.foundation import Code, catalogue


class ClauseRefusedError(TemplateError):
    """A clause file cannot be used as it is; the message says why, in French.

    `path`: None for a text that is in no clause file, such as a title of a manifest.
    """

    def __init__(
        self, message: str, path: Path | None, line: int, code: Code = catalogue.TEMPLATE_CHARACTER, hint: str = ""
    ) -> None:
        super().__init__(message)
        self.path, self.line, self.code, self.hint = path, line, code, hint
