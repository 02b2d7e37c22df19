"""The shares of credits in an act, « 33 % des AE de 2025, soit 61 050 € », and those that are instalments."""

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
# Words before a percentage that tell it is an instalment; below, words that tell it is something else.
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
_NEAR = 200  # characters looked at before a share


class Share(Record, frozen=True):
    """A share of credits, and its place in a text: « 33 % des AE de 2025 ».

    `written`: the percentage, « 33 », empty for an amount alone; `kind`: `ae` or `cp`, empty when it is not stated;
    `year`: None when it is not stated; `amount`: its amount in the text, or None.
    """

    written: str
    kind: str
    year: int | None
    amount: Amount | None
    start: int
    end: int

    @property
    def percent(self) -> float:
        """The percentage as a number."""
        return float(self.written.replace(",", "."))


def said_shares(text: str) -> Iterator[Share]:
    """The percentages of a text, in order."""
    if "%" in text:
        amounts = {amount.start: amount for amount in said_amounts(text)}
        for match in _SHARE.finditer(text):
            so = _SO.match(text, match.end())
            amount = amounts.get(so.end()) if so else None
            year = int(match[3]) if match[3] else None
            yield Share(match[1], kind_of(match[2] or ""), year, amount, *match.span())


def instalment_shares(text: str) -> list[Share]:
    """The percentages of a text that are instalments; none at all when one of them is doubtful.

    « Un acompte de 70 %, soit 50 % du budget » has one; « 60 % à la signature, 40 % au vu du bilan » two.
    """
    shares: list[Share] = []
    last = 0
    for share in said_shares(text):
        near = max(last, share.start - _NEAR)
        start = max(near, text.rfind(". ", near, share.start) + 1)
        before, last = text[start : share.start], share.end
        joined = bool(shares) and start == shares[-1].end and _JOINED.match(before) is not None
        whose = None if share.kind else _OTHER_AFTER.match(text, share.end)
        if (whose and not _WHOLE.match(whose[1])) or _OTHER_BEFORE.search(before):
            continue
        if not (share.kind or joined or _PAID.search(before) or _PAID_WHEN.match(text, share.end)):
            return []
        shares.append(share)
    rest = _REST.search(text)
    unsaid = rest is not None and all(share.start < rest.start() for share in shares)
    return [] if unsaid and sum(share.percent for share in shares) < 100 else shares


def said_instalment(text: str) -> Share | None:
    """The percentage or the amount that begins a line, or None; its year may be anywhere in the line."""
    opening = _OPENS.match(text)
    start = opening.end() if opening else 0
    year = _YEAR.search(text)
    share = next(said_shares(text), None)
    if share is not None and share.start == start:
        return Share(share.written, share.kind, int(year[1]) if year else None, share.amount, start, share.end)
    amount = next(said_amounts(text), None)
    of = _OF_CREDITS.match(text, amount.end) if amount is not None and amount.start == start else None
    return of and Share("", kind_of(of[1] or ""), int(year[1]) if year else None, amount, start, of.end())
