"""The error of a PDF that cannot be made, in its own module, since the writer is slow to import."""


class PdfError(Exception):
    """The PDF cannot be made; the message and its hint are French."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint
