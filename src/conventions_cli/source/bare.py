"""How a text is written in YAML, and when it needs no quotes: one rule for everything that writes YAML.

It is stricter than YAML, so that a bare text reads back as itself wherever it is moved (after a key, after a dash, at
the start of a line) and by any reader of YAML 1.1. A text that the rule does not know to be safe is put in quotes.
"""

import re

from conventions_cli.foundation import remembered
from conventions_cli.source.decoding import forbidden_in

# Signs a bare text may not begin with: those of YAML, and dashes, bullets and curly quotes, which are slips (`slips`).
_OPENING = frozenset("-?:,[]{}#&*!|>'\"%@`–—•◦▪·“‘„”")
WIDE_SPACES = "\u00a0\u202f\u2007\u2009\u3000"
# Between brackets, commas and brackets cut a text; for some readers a question mark does too.
_CUTS_IN_BRACKETS = frozenset(",[]{}?")
_CUT = re.compile(r"[\t\r\n]|: | #")
_GLUED_KEY = rf"[a-z_]+:[{WIDE_SPACES}]"
# Keys are words: at the start of a line more signs mean something, and a colon would end them.
_KEY = re.compile(r"[\w(/«][^:]*")
# Words that are texts here, and other values for other readers of YAML.
_OTHER_READINGS = frozenset({"null", "~", "true", "false", "yes", "no", "on", "off", "y", "n", "=", "<<"})
_OTHER_NUMBER = re.compile(r"\+?\.(?:inf|nan)\Z|[+.][\d.]", re.IGNORECASE)


@remembered(8192)
def reads_bare(text: str, *, flow: bool = False) -> bool:
    """Whether a value without quotes reads back as itself, without a warning. `flow`: between brackets."""
    if not text or text[0] in _OPENING or text[-1] == ":" or text != text.strip() or text.lower() in _OTHER_READINGS:
        return False
    if flow and not _CUTS_IN_BRACKETS.isdisjoint(text):
        return False
    if text[0] in "+." and _OTHER_NUMBER.match(text):
        return False
    glued = ":" in text and re.match(_GLUED_KEY, text)
    return _CUT.search(text) is None and not glued and forbidden_in(text) is None


@remembered(1024)
def key_reads_bare(text: str) -> bool:
    """Whether a key without quotes reads back as itself, without a warning, in brackets or not."""
    return _KEY.fullmatch(text) is not None and text != "<<" and reads_bare(text, flow=True)


def scalar_text(text: str, *, flow: bool = False, written: str = "") -> str:
    """A value on one line: bare when nothing in it could mislead, else between quotes.

    `flow`: for a place between brackets; `written`: the value as its author wrote it, whose quotes are kept when
    quotes are needed.
    """
    if reads_bare(text, flow=flow):
        return text
    if written.startswith('"') or (written.startswith("'") and any(sign in text for sign in '"\\')):
        return written
    return quoted(text)


def key_text(text: str) -> str:
    """A key, bare or between double quotes."""
    return text if key_reads_bare(text) else quoted(text)


def quoted(text: str) -> str:
    """A text between double quotes, on one line: JSON is YAML."""
    import json  # late: most texts need no quotes

    return json.dumps(text, ensure_ascii=False)
