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
    """What a line that begins with « Vu » cites, without its last sign; nothing for another line."""
    match = _VISA.match(text)
    return text[match.end() :].rstrip(" ;,.") if match else ""


def listed_visa(text: str) -> str:
    """What a line under « Vu : » cites, « – le décret … » or « l’arrêté … », without its last sign; or nothing."""
    match = _LISTED.match(text)
    return text[match.start("text") :].rstrip(" ;,.") if match else ""
