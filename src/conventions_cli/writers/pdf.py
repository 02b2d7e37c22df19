"""A .docx to PDF through LibreOffice, where it is installed: one office process for many files, a profile of its own.

LibreOffice stops in silence after some 250 files given to one process (measured on 7.4): files go by bounded lots, and
each PDF is checked to be there and to be one.
"""

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from enum import Enum
from pathlib import Path

# Where Marianne is not installed, LibreOffice takes its alternative, as Word does from the document's font table.
_FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <alias binding="same">
    <family>Marianne</family>
    <accept><family>Arial</family><family>Liberation Sans</family></accept>
  </alias>
</fontconfig>
"""

INSTALL = "Installer LibreOffice (logithèque du poste ou paquet libreoffice-writer), ou retirer pdf de --format."
_LOT = 100
_SECONDS_PER_LOT = 300


class PdfKind(Enum):
    """What is asked of the PDF; the value is the word of the command line."""

    TAGGED = "balise"
    ARCHIVE = "a2"
    ACCESSIBLE = "ua"


class PdfError(Exception):
    """LibreOffice is missing or did not do its work; the message is French."""


def office() -> str | None:
    """The LibreOffice command, if there is one."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def convert(documents: Sequence[bytes], kind: PdfKind = PdfKind.TAGGED) -> list[bytes]:
    """The PDF of each .docx, in the same order. Raises PdfError."""
    command = office()
    if command is None:
        raise PdfError("LibreOffice n’est pas installé : le PDF ne peut pas être produit.")
    made: list[bytes] = []
    with tempfile.TemporaryDirectory(prefix="convention-") as name:
        folder = Path(name)
        (folder / "fonts.conf").write_text(_FONTS, encoding="utf-8")
        for start in range(0, len(documents), _LOT):
            made.extend(_lot(command, folder, documents[start : start + _LOT], kind))
    return made


def _lot(command: str, folder: Path, documents: Sequence[bytes], kind: PdfKind) -> list[bytes]:
    sources = []
    for number, data in enumerate(documents):
        source = folder / f"acte{number}.docx"
        source.write_bytes(data)
        source.with_suffix(".pdf").unlink(missing_ok=True)
        sources.append(source)
    arguments = [
        command,
        f"-env:UserInstallation={(folder / 'profil').as_uri()}",
        "--headless",
        "--norestore",
        "--convert-to",
        f"pdf:writer_pdf_Export:{_options(kind)}",
        "--outdir",
        str(folder),
        *map(str, sources),
    ]
    fonts = folder / "fonts.conf"
    try:
        environment = os.environ if "FONTCONFIG_FILE" in os.environ else os.environ | {"FONTCONFIG_FILE": str(fonts)}
        subprocess.run(  # noqa: S603 - a fixed command, on files of ours
            arguments, check=False, capture_output=True, timeout=_SECONDS_PER_LOT, env=environment
        )
    except subprocess.TimeoutExpired:
        raise PdfError("LibreOffice ne répond pas : la conversion en PDF a été arrêtée.") from None
    made = []
    for source in sources:
        target = source.with_suffix(".pdf")
        data = target.read_bytes() if target.exists() else b""
        if not data.startswith(b"%PDF-"):
            raise PdfError("LibreOffice n’a pas produit de PDF.")
        made.append(data)
    return made


def _options(kind: PdfKind) -> str:
    """Export options, as LibreOffice reads them (JSON, since 7.4)."""
    options: dict[str, dict[str, str]] = {
        "UseTaggedPDF": {"type": "boolean", "value": "true"},
        "ExportBookmarks": {"type": "boolean", "value": "true"},
        "ExportNotes": {"type": "boolean", "value": "false"},  # comments stay in the DOCX
    }
    if kind is PdfKind.ARCHIVE:
        options["SelectPdfVersion"] = {"type": "long", "value": "2"}
    if kind is PdfKind.ACCESSIBLE:
        options["PDFUACompliance"] = {"type": "boolean", "value": "true"}
    return json.dumps(options)
