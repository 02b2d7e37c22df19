"""Typesets the values of an act with Typst: fonts are embedded, text is tagged, the spec is attached.

Typst refuses what would break PDF/UA-1 or PDF/A-3a. Nothing is read from the network, nor from a package.
"""

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typst

from conventions_cli.document import Document
from conventions_cli.foundation import moment_made, remembered
from conventions_cli.readers import SPEC_NAME
from conventions_cli.writers.origin import properties
from conventions_cli.writers.pdf.impossible import PdfError
from conventions_cli.writers.pdf.laying import attached, laid_out
from conventions_cli.writers.pdf.stream_lengths import unambiguous

_HERE = Path(__file__).parent
_FONTS = _HERE / "polices"
_STANDARDS = ["ua-1", "a-3a"]
_TWINS = {"", "arial", "helvetica", "liberation sans"}  # they have the same widths as our font, which replaces them
_SIGN = re.compile(r"the text `\"(.+?)\"` could not be displayed")
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
_PRIVATE = re.compile(r"the codepoint `\"\\u\{([0-9a-f]+)\}\"`")


@remembered(1)
def _families() -> frozenset[str]:
    """The fonts of the machine, in lower case."""
    return frozenset(name.casefold() for name in typst.Fonts(include_system_fonts=True).families())


@remembered(1)
def _template() -> bytes:
    return (_HERE / "acte.typ").read_bytes()


@remembered(2)
def _compiler(*, system: bool) -> Any:
    """A compiler with our fonts. `system`: with those of the machine too, for a sign that ours lack."""
    return typst.Compiler(font_paths=[str(_FONTS)], ignore_system_fonts=not system)


def write_pdf(document: Document, font: str = "") -> bytes:
    """The bytes of the PDF. They depend on the machine only for signs that our fonts lack, or with `font`.

    `font`: the name of a font of the machine. Raises PdfError.
    """
    family = font if font.casefold() not in _TWINS else ""
    if family and family.casefold() not in _families():
        message = f"La police « {family} » du document de styles n’est pas installée sur ce poste."
        raise PdfError(message, "L’installer, ou produire le PDF sans --reference.")
    moment = moment_made().replace(tzinfo=UTC)
    origin = document.metadata.provenance
    carried = {SPEC_NAME: origin.spec} if origin is not None and origin.spec else {}
    stated = [f"{name}={value}" for name, value in properties(origin).items()] if origin is not None else []
    values = laid_out(document) | {
        "date": _date(moment),
        "jointes": attached(carried),
        "proprietes": stated,
        "police": family,
    }
    inputs = {"acte": json.dumps(values, ensure_ascii=False)}
    try:
        return _set(inputs, moment, system=bool(family))
    except typst.TypstError as fault:
        if _SIGN.search(fault.message) is None:
            raise _explained(fault) from fault
    try:
        return _set(inputs, moment, system=True)
    except typst.TypstError as fault:
        raise _explained(fault) from fault


def _set(inputs: dict[str, str], moment: datetime, *, system: bool) -> bytes:
    compiler = _compiler(system=system)
    pdf: bytes = compiler.compile(
        _template(), sys_inputs=inputs, format="pdf", pdf_standards=_STANDARDS, timestamp=moment
    )
    return unambiguous(pdf)


def _explained(fault: typst.TypstError) -> PdfError:
    """The error for people of a fault of Typst; raises the fault again when it is a bug."""
    sign, private = _SIGN.search(fault.message), _PRIVATE.search(fault.message)
    if sign is not None:
        named = _ESCAPED.sub(lambda match: f"U+{int(match[1], 16):04X}", sign[1])
        message = f"Aucune police de ce poste n’a de dessin pour « {named} » : le PDF ne peut pas le montrer."
        return PdfError(message, "Remplacer ce signe, ou installer une police qui l’a, comme Noto Sans.")
    if "decode image" in fault.message:
        return PdfError("L’image de l’acte ne peut pas être lue.", "L’enregistrer de nouveau, en PNG ou en JPEG.")
    if private is not None:
        message = f"Le signe U+{private[1].upper()} est d’usage privé : un PDF d’archive ne peut pas le contenir."
        return PdfError(message, "Retaper ce passage au clavier : ce signe vient d’une police particulière.")
    raise fault


def _date(moment: datetime) -> dict[str, int]:
    return {name: getattr(moment, name) for name in ("year", "month", "day", "hour", "minute", "second")}
