"""The texts that a sentence cites by number, and what it says wrong of them: their date, their force, « modifié »."""

import re
from collections.abc import Iterator
from datetime import date

from conventions_cli.foundation import Record
from conventions_cli.french import DateError, folded, format_date, month_names, parse_date, plain, sentence_around
from conventions_cli.law.texts import LegalText, all_texts, find_text, replacing

_DAY = rf"\d{{1,2}}(?:er)? (?:{'|'.join(month_names())}) \d{{4}}|\d{{1,2}}/\d{{1,2}}/\d{{4}}"
_CITED = re.compile(
    rf"(?:\bdu (?P<before>{_DAY})(?:,? | ?\()(?=n[°ºo]))?"
    r"(?<![\w-])(?P<sign>n[°ºo]s? ?)?(?P<number>(?:19|20)?\d\d-\d{1,5})(?![\w/-])"
    rf"(?:,? (?:modifiée?,? |susvisée?,? |précitée?,? )?(?:\(?(?:en date )?du |pris(?:e)? le |\()(?P<day>{_DAY})\)?)?",
    re.IGNORECASE,
)
# The words before a number that say what it numbers: a law, or something of another kind.
_NUMBERED = r"décrets?|lois?|ordonnances?"
_KIND = re.compile(
    rf"\b(?P<law>{_NUMBERED})\b|\b(?:arrêtés?|avenants?|circulaires?|conventions?|décisions?|délibérations?|directives?|"
    r"instructions?|marchés?|accords?|contrats?|règlements?|commandes?|lettres?|notes?)\b",
    re.IGNORECASE,
)
_NEAR = 20  # characters after a citation where « modifié » is of it
_LONGEST = 600  # characters of a title


class Citation(Record, frozen=True):
    """A number, and the date given with it; `start`, `end`: their place. `of_law`: a law or a decree is named there."""

    number: str
    day: date | None
    start: int
    end: int
    of_law: bool

    @property
    def year(self) -> int:
        """The year that the number begins with."""
        written = self.number.partition("-")[0]
        return int(written) if len(written) > 2 else 1900 + int(written)

    @property
    def rank(self) -> str:
        """What follows the year."""
        return self.number.partition("-")[2]


class Disagreement(Record, frozen=True):
    """A number and a date that are not of one text; `meant`: the text whose number is meant, if that can be told."""

    citation: Citation
    message: str
    hint: str
    meant: LegalText | None = None


def cited(text: str) -> Iterator[Citation]:
    """The texts a sentence cites by number: those known here, and what the sentence calls a law or a decree."""
    words = plain(text)
    for match in _CITED.finditer(words):
        number = match["number"]
        before, _ = sentence_around(words, match.start(), match.end())
        kind = next(reversed(list(_KIND.finditer(before))), None)
        beside = kind is not None and before[kind.end() :].strip() in {"", "organique"}
        of_law = kind is not None and kind["law"] is not None and (match["sign"] is not None or beside)
        if of_law or find_text(number) is not None:
            start = match.start("sign" if match["sign"] else "number")
            yield Citation(number, _day(match["day"] or match["before"]), start, match.end(), of_law)


def _day(written: str | None) -> date | None:
    try:
        return parse_date(written) if written else None
    except DateError:  # 31 juin
        return None


def disagreements(text: str) -> Iterator[Disagreement]:
    """The citations of a text whose number and date cannot be of one law or decree."""
    for one in cited(text):
        if not one.of_law or one.day is None:
            continue
        known = find_text(one.number)
        if known is not None:
            if known.day is not None and known.day != one.day:
                yield _misdated(one, known, one.day)
        elif one.year != one.day.year or _bears_title(text[one.end :], one.day):
            yield _misnumbered(one, one.day, text)


def _misdated(one: Citation, known: LegalText, day: date) -> Disagreement:
    """The fault of a known number with another date."""
    message = f"{_capital(known.the)} est du {format_date(known.day or day)}, et non du {format_date(day)}."
    others = [f"« {other.dated} »" for other in _of_day(day)]
    return Disagreement(one, message, f"Écrire {' ou '.join([f'« {known.dated} »', *others])}.", known)


def _misnumbered(one: Citation, day: date, text: str) -> Disagreement:
    """The fault of a number that is not of the year of its date, or that a text of another number goes by."""
    same = find_text(f"{day.year}-{one.rank}")
    meant = same if same is not None and same.day == day else _bears_title(text[one.end :], day)
    if meant is None and len(alone := _of_day(day)) == 1:
        meant = alone[0]
    written = f"n°\u00a0{one.number}"
    if one.year != day.year:
        message = f"«\u00a0{written}\u00a0» serait un numéro de {one.year}, et sa date est le {format_date(day)}."
    else:
        message = f"«\u00a0{written}\u00a0» n’est pas le numéro du texte de ce titre, du {format_date(day)}."
    if meant is not None:
        return Disagreement(one, message, f"Faut-il lire «\u00a0n°\u00a0{meant.number}\u00a0»\u202f?", meant)
    return Disagreement(one, message, "Vérifier le numéro et la date de ce texte.")


def _of_day(day: date) -> list[LegalText]:
    """The laws and decrees known of that date."""
    return [text for text in all_texts().values() if text.day == day and re.match(_NUMBERED, text.kind)]


def _bears_title(after: str, day: date) -> LegalText | None:
    """The text of that date whose title follows."""
    words = re.sub(r"^,? ?modifiee?,? ", "", folded(after[:_LONGEST]).lstrip(" ,"))
    return next((one for one in _of_day(day) if one.title and words.startswith(folded(one.title))), None)


def addresses(text: str) -> Iterator[tuple[int, int, str]]:
    """The citations of a text whose address is known, with it; one with another date than its text's has none."""
    for one in cited(text):
        known = find_text(one.number)
        if known is not None and known.address and one.day in {None, known.day}:
            yield one.start, one.end, known.address


def out_of_force(text: str, signed: date) -> Iterator[tuple[str, str]]:
    """What a visa cites wrongly at a date of signature: a sentence, and what to write."""
    words, day = plain(text), format_date(signed)
    for one in cited(text):
        known = find_text(one.number)
        if known is None:
            continue
        if known.until is not None and signed > known.until:
            yield f"{_capital(known.the)} n’était plus en vigueur le {day}.", _instead(replacing(known), signed)
        elif signed < known.first:
            when = "n’existait pas encore" if known.day and signed < known.day else "n’était pas encore en vigueur"
            yield f"{_capital(known.the)} {when} le {day}.", _instead(find_text(known.replaces), signed)
        elif known.amended_since and known.is_amended(signed) and "modifi" not in words[one.start : one.end + _NEAR]:
            by = ", ".join(f"décret n°\u00a0{number}" for number in known.amended_by)
            message = f"Le {day}, {known.the} avait été {known.modified} ({by})."
            yield message, f"Écrire « {known.dated} {known.modified} »."


def _instead(text: LegalText | None, signed: date) -> str:
    if text is None or not text.in_force(signed):
        return "Vérifier ce texte, ou la date de signature."
    return f"Citer « {text.cited(signed)} »."


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
