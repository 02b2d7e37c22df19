"""The visas of an act: « Vu le décret … »."""

import re

_VISA = re.compile(r"[-–• ]*vu ?:? (?=[^\s:])", re.IGNORECASE)
_LISTED = re.compile(
    r"[-–•* ]*(?P<text>(?:l[ea]s? |l['’] ?)?(?:décret|loi|arrêté|code|ordonnance|circulaire|convention|délibération"
    r"|décision|avenant"
    r"|règlement|instruction|courrier|accord|avis|traité|charte|directive|protocole)s?\b)",
    re.IGNORECASE,
)


def said_visa(text: str) -> str:
    """The text cited by a line that begins with « Vu », without its final sign; empty for any other line."""
    match = _VISA.match(text)
    return text[match.end() :].rstrip(" ;,.") if match else ""


def listed_visa(text: str) -> str:
    """The text cited by a line under « Vu : », « – le décret … », without its final sign; empty for any other line."""
    match = _LISTED.match(text)
    return text[match.start("text") :].rstrip(" ;,.") if match else ""
