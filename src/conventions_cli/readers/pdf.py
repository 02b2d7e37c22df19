"""What a PDF states of what made it: the spec attached to it, and the properties in its keywords. It is not trusted."""

from conventions_cli.readers.archive import ArchiveError

SPEC_NAME = "specification.yaml"
_PREFIX = "convention."
_TWICE = "Le PDF a plusieurs fichiers joints nommés « specification.yaml » : on ne sait pas duquel il a été fait."
_BROKEN = "Le fichier PDF est abîmé."


def properties_of_pdf(data: bytes) -> tuple[dict[str, str], str]:
    """The properties by name, and the spec, empty when none is attached. Raises ArchiveError."""
    import logging
    from io import BytesIO

    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it says of a damaged file is for developers
    try:
        reader = PdfReader(BytesIO(data))
        stated = reader.metadata.keywords if reader.metadata is not None else ""
        attached = reader.attachments.get(SPEC_NAME, [])
        spec = attached[0].decode("utf-8") if attached else ""
    except Exception as fault:  # pypdf raises of many kinds on a damaged file
        raise ArchiveError(_BROKEN, "Le demander de nouveau à qui l’a envoyé.") from fault
    if len(attached) > 1:
        raise ArchiveError(_TWICE, "Demander à qui l’a envoyé le PDF que « convention render » a écrit.")
    pairs = (word.strip().partition("=") for word in (stated or "").split(","))
    return {name: value for name, mark, value in pairs if mark and name.startswith(_PREFIX)}, spec
