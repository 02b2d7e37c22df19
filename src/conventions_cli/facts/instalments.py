"""The shares of credits an act speaks of, « 33 % des AE de 2025, soit 61 050 € », and the instalments they make."""

import re
from collections.abc import Iterator

from conventions_cli.facts.stated_amounts import Amount, said_amounts
from conventions_cli.facts.stated_credits import kind_of
from conventions_cli.foundation import Record

_CREDITS = r"(?:AE|CP|autorisations? d['’]engagement|crédits? de paiement)"
_OF = rf"(?: (?:des?|du|sur les) ({_CREDITS}|montant)(?: (?:de|pour|au titre de) (20\d\d))?)?"
_SHARE = re.compile(rf"(?<![\d,])(\d{{1,3}}(?:,\d{{1,2}})?) ?%{_OF}")
_OF_CREDITS = re.compile(_OF)
_YEAR = re.compile(rf"\b{_CREDITS} (?:de|pour|au titre de) (20\d\d)")
_OPENS = re.compile(r"\W*(?:une (?:première |seconde |deuxième |dernière )?(?:tranche|part) de )?")
_SO = re.compile(r",? soit ")
# What tells that a share in a hundred is an instalment, before it; that it is of something else; that it may be.
_PAID = re.compile(
    r"versement|tranche|acompte|avance|\bsolde|\bpremi|\bsecond|deuxi|trois|quatri|derni|\breste\b|complément|"
    rf"{_CREDITS}",
    re.IGNORECASE,
)
_OTHER_BEFORE = re.compile(
    r"au moins|au plus|plus de|moins de|dépass|excéd|\bsi\b|\blorsqu|dès qu|\btaux\b|\bTVA\b|pénalit|retenue|marge|"
    r"à hauteur|financ|révis|\bâgée?s?\b",
    re.IGNORECASE,
)
_OTHER_AFTER = re.compile(r" (?:du|de la|des|d[’']|de l[’']|de son|de leurs?|de cette|de ce|de) ?(\w+)")
_WHOLE = re.compile(
    r"montant|subvention|somme|total|prix|contribution|participation|dotation|aide|crédit|AE\b|CP\b|autorisation"
)
_JOINED = re.compile(r"[^.;]{0,60}\Z")
_PAID_WHEN = re.compile(r" (?:à la|au|à l[’']|lors|dès|en) ")
_REST = re.compile(r"\b(?:le|du|au) (?:solde|reste|reliquat|complément)\b")
_NEAR = 200  # characters before a share that tell what it is of


class Share(Record, frozen=True):
    """A part of credits: what the act says of it, where it stands with what it is of, « 33 % des AE de 2025 ».

    `written`: « 33 », nothing where an amount stands alone. `kind`: `ae` or `cp`, where it is said; `year` likewise.
    `amount`: the one it is said to be.
    """

    written: str
    kind: str
    year: int | None
    amount: Amount | None
    start: int
    end: int

    @property
    def percent(self) -> float:
        """Its number."""
        return float(self.written.replace(",", "."))


def said_shares(text: str) -> Iterator[Share]:
    """The shares in a hundred of a text, in order."""
    if "%" in text:
        known = {amount.start: amount for amount in said_amounts(text)}
        for match in _SHARE.finditer(text):
            so = _SO.match(text, match.end())
            amount = known.get(so.end()) if so else None
            year = int(match[3]) if match[3] else None
            yield Share(match[1], kind_of(match[2] or ""), year, amount, *match.span())


def instalment_shares(text: str) -> list[Share]:
    """The shares in a hundred of a text that are its instalments; none when one of them may be, or may not.

    « Un acompte de 70 %, soit 50 % du budget » has one; « 60 % à la signature, 40 % au vu du bilan » two.
    """
    found: list[Share] = []
    last = 0
    for share in said_shares(text):
        near = max(last, share.start - _NEAR)
        start = max(near, text.rfind(". ", near, share.start) + 1)
        before, last = text[start : share.start], share.end
        joined = bool(found) and start == found[-1].end and _JOINED.match(before) is not None
        whose = None if share.kind else _OTHER_AFTER.match(text, share.end)
        if (whose and not _WHOLE.match(whose[1])) or _OTHER_BEFORE.search(before):
            continue
        if not (share.kind or joined or _PAID.search(before) or _PAID_WHEN.match(text, share.end)):
            return []
        found.append(share)
    rest = _REST.search(text)
    unsaid = rest is not None and all(one.start < rest.start() for one in found)
    return [] if unsaid and sum(one.percent for one in found) < 100 else found


def said_instalment(text: str) -> Share | None:
    """The share or the amount that a line opens with; its year, wherever the line says of which credits it is."""
    opening = _OPENS.match(text)
    start = opening.end() if opening else 0
    year = _YEAR.search(text)
    share = next(said_shares(text), None)
    if share is not None and share.start == start:
        return Share(share.written, share.kind, int(year[1]) if year else None, share.amount, start, share.end)
    amount = next(said_amounts(text), None)
    of = _OF_CREDITS.match(text, amount.end) if amount is not None and amount.start == start else None
    return of and Share("", kind_of(of[1] or ""), int(year[1]) if year else None, amount, start, of.end())
