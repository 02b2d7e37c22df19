"""French typography of prose: spaces, apostrophes, capitals, ligatures. Idempotent; URLs, e-mails and codes untouched.

Source: the usage of the Imprimerie nationale, as the Journal officiel applies it.
"""

import re
from collections.abc import Callable

from conventions_cli.foundation import remembered
from conventions_cli.french.dates import month_names
from conventions_cli.french.spacing import bound

NARROW = "\u202f"
NO_BREAK = "\u00a0"
NO_BREAK_HYPHEN = "\u2011"

_SPACE = "[ \u00a0\u202f\u2009]"

# Stretches that are no prose: web and e-mail addresses, domain names, codes of capitals, digits, dashes and slashes
# (Chorus axes, NOR numbers), times and ratios.
_PROTECTED = re.compile(
    r"(?:https?://|mailto:|www\.)\S*[^\s»)\]]"
    r"|[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64})+"
    r"|\b\d{1,2}:\d{2}\b"
    r"|\b(?=[A-Z0-9/-]{0,60}\d)(?=[A-Z0-9/-]{0,60}[A-Z/-])[A-Z0-9]+(?:[-/][A-Z0-9]+)+\b"
    r"|\b\d{8,}\w*\b"
    r"|\b[A-Z]{4}\d{7}[A-Z]\b"
)

_MONTHS = month_names()

# A sign the text must contain for the rule to apply, the rule, its replacement: most texts need few rules.
_RULES: tuple[tuple[tuple[str, ...], str, str | Callable[[re.Match[str]], str]], ...] = (
    (("'",), r"(?<=\w)'(?=\w)|(?<=\w)'(?=[«“\"])", "’"),
    (("...",), r"\.\.\.", "…"),
    ((";", "!", "?"), rf"{_SPACE}*([;!?]+)(?=\s|$|[»)\].,…])", rf"{NARROW}\1"),
    ((";", "!", "?"), rf"{_SPACE}+(?=[;!?])", NARROW),
    ((":",), rf"{_SPACE}*:(?=\s|$)", f"{NO_BREAK}:"),
    (("«",), rf"«{_SPACE}*", f"«{NO_BREAK}"),
    (("»",), rf"{_SPACE}*»", f"{NO_BREAK}»"),
    (("€", "%"), rf"{_SPACE}+(?=[€%])", NO_BREAK),
    (("€", "%"), r"(?<=\d)(?=[€%])", NO_BREAK),
    (("°", "º", "no", "No"), rf"\b([Nn])(?:°|º|o\b(?={_SPACE}\d)){_SPACE}*(?=\S)", rf"\1°{NO_BREAK}"),
    (("°", "º"), rf"\b([Nn])[°º]{_SPACE}+$", rf"\1°{NO_BREAK}"),  # before a code, which is a stretch of its own
    (("1er", "1ER", "1ᵉʳ"), r"\b1(?:er|ER|ᵉʳ)(?=\s|$)", "1er"),
    (_MONTHS, rf"\b(\d{{1,2}}|1er){_SPACE}+({'|'.join(_MONTHS)})\b", rf"\1{NO_BREAK}\2"),
    (_MONTHS, rf"\b({'|'.join(_MONTHS)}){_SPACE}+(?=\d{{4}}\b)", rf"\1{NO_BREAK}"),
    (("Etat",), r"\bEtat(s?)\b", r"État\1"),
    (("oeu", "oeil"), r"oeu|\boeil", lambda match: "œ" + match.group()[2:]),
    (("OE", "Oe"), r"O[Ee](?=u|U|il\b)", "Œ"),
    (("A ",), r"(^|[.!?…] |\u202f[!?] )A(?= [a-zà-ÿ])", r"\1À"),
)

_GROUPS = re.compile(rf"(?<![\d.,/-])\b\d{{1,3}}(?:{_SPACE}\d{{3}})+\b(?![.,/-]?\d)")
_DIGIT = re.compile(r"\d")


@remembered(4096)
def typeset(text: str) -> str:
    """Apply French typography to one stretch of prose, except to addresses and codes."""
    return _around_protected(text, _prose)


@remembered(4096)
def unparted(name: str) -> str:
    """A name, which typography leaves alone, with the blanks that must not break: « lot\u00a04 », « la\u00a0DGCS »."""
    return _around_protected(name, bound)


def _around_protected(text: str, change: Callable[[str], str]) -> str:
    if not _may_be_protected(text):
        return change(text)
    pieces = []
    last = 0
    for match in _PROTECTED.finditer(text):
        pieces.append(change(text[last : match.start()]))
        pieces.append(match.group())
        last = match.end()
    pieces.append(change(text[last:]))
    return "".join(pieces)


_ROUNDS = 5
_WIDE = re.compile("[\u00a0\u202f\u2009]")


def visible(text: str) -> str:
    """The visible typography: apostrophes, ligatures, accents, spaces before double signs. Spaces are ordinary where
    `typeset` would make them no-break spaces.

    `typeset(visible(text)) == typeset(text)`, always.
    """
    set_out = typeset(text)
    shown = _WIDE.sub(" ", set_out)
    for _ in range(_ROUNDS):
        again = typeset(shown)
        if again == set_out:
            return shown
        if len(again) != len(set_out):
            break
        # Where typography would not put a no-break space back, the author's own stays, and others may depend on it.
        shown = "".join(map(_kept, set_out, shown, again))
    return set_out if typeset(set_out) == set_out else text


def _kept(set_out: str, shown: str, again: str) -> str:
    return shown if again == set_out else set_out


def _may_be_protected(text: str) -> bool:
    """Whether a text has a sign that every address and every code has."""
    return "://" in text or "@" in text or "mailto:" in text or "www." in text or _DIGIT.search(text) is not None


def _prose(text: str) -> str:
    for signs, pattern, written in _RULES:
        for sign in signs:
            if sign in text:
                text = _compiled(pattern).sub(written, text)
                break
    if _DIGIT.search(text):
        text = _GROUPS.sub(lambda match: re.sub(_SPACE, NARROW, match.group()), text)
    return bound(text)


@remembered()
def _compiled(pattern: str) -> re.Pattern[str]:
    """A rule, compiled for the first text that needs it."""
    return re.compile(pattern)
