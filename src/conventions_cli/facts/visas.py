"""The visas of an act: « Vu le décret … »."""

import re

_VISA = re.compile(r"[-–• ]*vu ?:? (?=\S)", re.IGNORECASE)


def said_visa(text: str) -> str:
    """What a line that begins with « Vu » cites, without its last sign; nothing for another line."""
    match = _VISA.match(text)
    return text[match.end() :].rstrip(" ;,.") if match else ""
