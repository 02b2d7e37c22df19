"""Why a PDF cannot be made; apart from what makes it, which is dear to import."""


class PdfError(Exception):
    """The PDF cannot be made; the message and its hint are French."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint
