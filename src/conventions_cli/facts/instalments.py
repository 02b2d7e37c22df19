"""The shares of credits an act speaks of, « 33 % des AE de 2025, soit 61 050 € », and the instalments they make."""

import re
from collections.abc import Iterator

from conventions_cli.facts.amounts import Amount, said_amounts
from conventions_cli.facts.credits import kind_of
from conventions_cli.foundation import Record

_CREDITS = r"(?:AE|CP|autorisations? d['’]engagement|crédits? de paiement)"
_OF = rf"(?: (?:des?|du|sur les) ({_CREDITS}|montant)(?: (?:de|pour|au titre de) (20\d\d))?)?"
_SHARE = re.compile(rf"(?<![\d,])(\d{{1,3}}(?:,\d{{1,2}})?) ?%{_OF}")
_OF_CREDITS = re.compile(_OF)
_YEAR = re.compile(rf"\b{_CREDITS} (?:de|pour|au titre de) (20\d\d)")
_OPENS = re.compile(r"\W*(?:une (?:première |seconde |deuxième |dernière )?(?:tranche|part) de )?")
_SO = re.compile(r",? soit ")


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
