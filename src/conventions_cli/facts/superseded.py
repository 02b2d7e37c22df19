"""Recognises the values that an act only mentions to replace them, and the amounts added to others."""

import re

from conventions_cli.foundation import Record

_VERB = re.compile(
    r"\b(?:est|sont|sera|seront|a été|ont été|étant)(?: donc| ainsi| désormais)? "
    r"(?:remplac|substitu|port|ramen|modifi|augment|major|minor|diminu|réduit|réduc|proro|report|prolong|étendu"
    r"|pass)\w*"
    r"|\bpasse(?:nt|ra|ront)?(?= d[eu] )",
    re.IGNORECASE,
)
_WHAT = re.compile(
    r"«|\b(?:montant|somme|dotation|enveloppe|plafond|crédits|participation|subvention|dates?|durée|échéance|terme"
    r"|mots?"
    r"|chiffres?|nombre)\b",
    re.IGNORECASE,
)
_FROM = re.compile(r" (?:de|du) [^;]{1,60}? (?=(?:à|au) )", re.IGNORECASE)
_INSTEAD = re.compile(r"\b(?:au lieu (?:et place )?(?:de|du)|en lieu et place (?:de|du))\b[^;,.]{0,160}", re.IGNORECASE)
_FORMERLY = re.compile(
    r"\b(?:(?:initialement|précédemment|antérieurement) (?:\w+ ){0,2}(?:à|au)"
    r"|(?:initiale?|précédente?|ancien(?:ne)?)(?:ment)?(?: \w+)? (?:de|du)) [^;,.]{0,120}?(?=,| est\b| sont\b|;|\Z)",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"\b(?:s’élevai(?:t|ent) à|étai(?:t|ent) (?:de|fixée?s? à|d’un montant de)|avai(?:t|ent) été \w+ à) [^;,.]{0,60}",
    re.IGNORECASE,
)
_ADDED = re.compile(
    r"\b(?:augment|major|complét|abond|diminu|rédui|minor)\w*(?: d’un montant)? (?:de|d’|à hauteur de)\s*\Z"
    r"|\b(?:complément|supplément|rallonge|hausse|baisse|diminution|augmentation)[^.;]{0,40} (?:de|d’)\s*\Z",
    re.IGNORECASE,
)
_MORE = re.compile(r"\s*(?:supplémentaires?|de plus|complémentaires?|additionnel)", re.IGNORECASE)


class Replaced(Record, frozen=True):
    """The spans of a sentence that state replaced values."""

    spans: tuple[tuple[int, int], ...]

    def holds(self, at: int) -> bool:
        """Whether an index of the sentence is in one of these spans."""
        return any(start <= at < end for start, end in self.spans)


def replaced(sentence: str) -> Replaced:
    """The spans of a sentence that state replaced values. Spaces must be plain; apostrophes may be ' or ’."""
    plain = sentence.replace("'", "’")
    spans = []
    at = 0
    for verb in _VERB.finditer(plain):
        start = max(at, plain.rfind(";", at, verb.start()) + 1)
        if _WHAT.search(plain, start, verb.start()):
            spans.append((start, verb.start()))
            spans += [match.span() for match in [_FROM.match(plain, verb.end())] if match]
            at = verb.end()
    spans += [match.span() for pattern in (_INSTEAD, _FORMERLY, _PAST) for match in pattern.finditer(plain)]
    return Replaced(tuple(spans))


def added(before: str, after: str) -> bool:
    """Whether the amount between two texts is added to another amount, or subtracted from it."""
    return bool(_ADDED.search(before.replace("'", "’")) or _MORE.match(after))
