"""French typography of prose: spaces, apostrophes, capitals, ligatures. Idempotent; URLs, e-mails and codes untouched.

Source: the usage of the Imprimerie nationale, as the Journal officiel applies it.
"""

import re
from collections.abc import Callable
from functools import lru_cache

NARROW = "\u202f"
NO_BREAK = "\u00a0"

_SPACE = "[ \u00a0\u202f\u2009]"

# What is never prose: web and e-mail addresses, domain names, codes made of capitals, digits, dashes and slashes
# (Chorus axes, NOR numbers), times and ratios.
_PROTECTED = re.compile(
    r"(?:https?://|mailto:|www\.)\S*[^\s»)\]]"
    r"|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|\b\d{1,2}:\d{2}\b"
    r"|\b(?=[A-Z0-9/-]*\d)(?=[A-Z0-9/-]*[A-Z/-])[A-Z0-9]+(?:[-/][A-Z0-9]+)+\b"
    r"|\b\d{8,}\w*\b"
    r"|\b[A-Z]{4}\d{7}[A-Z]\b"
)

_MONTHS = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"

_RULES: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (re.compile(r"(?<=\w)'(?=\w)|(?<=\w)'(?=[«“\"])"), "’"),
    (re.compile(r"\.\.\."), "…"),
    (re.compile(rf"{_SPACE}*([;!?]+)(?=\s|$|[»)\].,…])"), rf"{NARROW}\1"),
    (re.compile(rf"{_SPACE}+(?=[;!?])"), NARROW),
    (re.compile(rf"{_SPACE}*:(?=\s|$)"), f"{NO_BREAK}:"),
    (re.compile(rf"«{_SPACE}*"), f"«{NO_BREAK}"),
    (re.compile(rf"{_SPACE}*»"), f"{NO_BREAK}»"),
    (re.compile(rf"{_SPACE}+(?=[€%])"), NO_BREAK),
    (re.compile(r"(?<=\d)(?=[€%])"), NO_BREAK),
    (re.compile(rf"\b([Nn])(?:°|º|o\b(?={_SPACE}\d)){_SPACE}*(?=\S)"), rf"\1°{NO_BREAK}"),
    (re.compile(rf"\b([Nn])[°º]{_SPACE}+$"), rf"\1°{NO_BREAK}"),  # before a code, which is set apart
    (re.compile(rf"\b(M\.|MM\.|Mme|Mmes|Me|Dr){_SPACE}+(?=[A-ZÀÉÈÎÔ])"), rf"\1{NO_BREAK}"),
    (re.compile(rf"\b([Aa]rt(?:icle|\.)s?){_SPACE}+(?=\d)"), rf"\1{NO_BREAK}"),
    (re.compile(r"\b1(?:er|ER|ᵉʳ)(?=\s|$)"), "1er"),
    (re.compile(rf"\b(\d{{1,2}}|1er){_SPACE}+({_MONTHS})\b"), rf"\1{NO_BREAK}\2"),
    (re.compile(rf"\b({_MONTHS}){_SPACE}+(?=\d{{4}}\b)"), rf"\1{NO_BREAK}"),
    (re.compile(r"\bEtat(s?)\b"), r"État\1"),
    (re.compile(r"oeu|\boeil"), lambda match: "œ" + match.group()[2:]),
    (re.compile(r"O[Ee](?=u|U|il\b)"), "Œ"),
    (re.compile(r"(^|[.!?…] |\u202f[!?] )A(?= [a-zà-ÿ])"), r"\1À"),
)

_GROUPS = re.compile(rf"(?<![\d.,/-])\b\d{{1,3}}(?:{_SPACE}\d{{3}})+\b(?![.,/-]?\d)")


@lru_cache(maxsize=4096)
def typeset(text: str) -> str:
    """Apply French typography to one stretch of prose; what is an address or a code stays as it is."""
    pieces = []
    last = 0
    for match in _PROTECTED.finditer(text):
        pieces.append(_prose(text[last : match.start()]))
        pieces.append(match.group())
        last = match.end()
    pieces.append(_prose(text[last:]))
    return "".join(pieces)


_WIDE = re.compile("[\u00a0\u202f\u2009]")


def visible(text: str) -> str:
    """The typography an eye sees: apostrophes, ligatures, accents, spaces before double signs; spaces are ordinary ones
    wherever `typeset` puts back those that do not break.

    `typeset(visible(text)) == typeset(text)`, always.
    """
    set_out = typeset(text)
    shown = _WIDE.sub(" ", set_out)
    if typeset(shown) == set_out:
        return shown
    shown = set_out
    for match in reversed(list(_WIDE.finditer(set_out))):
        tried = f"{shown[: match.start()]} {shown[match.end() :]}"
        if typeset(tried) == set_out:
            shown = tried
    return shown if typeset(shown) == set_out else text


def _prose(text: str) -> str:
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return _GROUPS.sub(lambda match: re.sub(_SPACE, NARROW, match.group()), text)
