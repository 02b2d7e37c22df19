"""The texts that a sentence cites by number, and the faults of a citation: date, force, « modifié »."""

import re
from collections.abc import Iterator
from datetime import date

from conventions_cli.foundation import Record
from conventions_cli.french import (
    DateError,
    capitalized,
    folded,
    format_date,
    month_names,
    parse_date,
    plain,
    sentence_around,
)
from conventions_cli.law.texts import LegalText, all_texts, find_text, replacing

_DAY = rf"\d{{1,2}}(?:er)? (?:{'|'.join(month_names())}) \d{{4}}|\d{{1,2}}/\d{{1,2}}/\d{{4}}"
_CITED = re.compile(
    rf"(?:\bdu (?P<before>{_DAY})(?:,? | ?\()(?=n[°ºo]))?"
    r"(?<![\w-])(?P<sign>n[°ºo]s? ?)?(?P<number>(?:19|20)?\d\d-\d{1,5})(?![\w/-])"
    rf"(?:,? (?:modifiée?,? |susvisée?,? |précitée?,? )?(?:\(?(?:en date )?du |pris(?:e)? le |\()(?P<day>{_DAY})\)?)?",
    re.IGNORECASE,
)
# The words before a number that name what it numbers: a law, or something else.
_NUMBERED = r"décrets?|lois?|ordonnances?"
_KIND = re.compile(
    rf"\b(?P<law>{_NUMBERED})\b|\b(?:arrêtés?|avenants?|circulaires?|conventions?|décisions?|délibérations?|directives?|"
    r"instructions?|marchés?|accords?|contrats?|règlements?|commandes?|lettres?|notes?)\b",
    re.IGNORECASE,
)
_NEAR = 20  # characters after a citation, among which « modifié » is about it
_LONGEST = 600  # characters of a title


class Citation(Record, frozen=True):
    """A number and the date beside it, from `start` to `end`; `of_law`: whether a law or a decree is named there."""

    number: str
    day: date | None
    start: int
    end: int
    of_law: bool

    @property
    def year(self) -> int:
        """The year at the beginning of the number."""
        digits = self.number.partition("-")[0]
        return int(digits) if len(digits) > 2 else 1900 + int(digits)

    @property
    def rank(self) -> str:
        """The digits after the year."""
        return self.number.partition("-")[2]


class Disagreement(Record, frozen=True):
    """A number and a date of different texts; `meant`: the text that is probably cited, if there is just one."""

    citation: Citation
    message: str
    hint: str
    meant: LegalText | None = None


def cited(text: str) -> Iterator[Citation]:
    """The citations by number of a sentence: of texts of `textes.yaml`, and of what it calls a law or a decree."""
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


def _day(text: str | None) -> date | None:
    try:
        return parse_date(text) if text else None
    except DateError:  # 31 juin
        return None


def disagreements(text: str) -> Iterator[Disagreement]:
    """The citations of laws and decrees in a text whose number and date disagree."""
    for citation in cited(text):
        if not citation.of_law or citation.day is None:
            continue
        law = find_text(citation.number)
        if law is not None:
            if law.day is not None and law.day != citation.day:
                yield _misdated(citation, law, citation.day)
        elif citation.year != citation.day.year or _bears_title(text[citation.end :], citation.day):
            yield _misnumbered(citation, citation.day, text)


def _misdated(citation: Citation, law: LegalText, day: date) -> Disagreement:
    """The fault of a number whose text has another date."""
    message = f"{capitalized(law.the)} est du {format_date(law.day or day)}, et non du {format_date(day)}."
    others = [f"« {other.dated} »" for other in _of_day(day)]
    return Disagreement(citation, message, f"Écrire {' ou '.join([f'« {law.dated} »', *others])}.", law)


def _misnumbered(citation: Citation, day: date, text: str) -> Disagreement:
    """The fault of a number of another year than its date, or before the title of another text."""
    same = find_text(f"{day.year}-{citation.rank}")
    meant = same if same is not None and same.day == day else _bears_title(text[citation.end :], day)
    if meant is None and len(alone := _of_day(day)) == 1:
        meant = alone[0]
    number = f"n°\u00a0{citation.number}"
    if citation.year != day.year:
        message = f"«\u00a0{number}\u00a0» serait un numéro de {citation.year}, et sa date est le {format_date(day)}."
    else:
        message = f"«\u00a0{number}\u00a0» n’est pas le numéro du texte de ce titre, du {format_date(day)}."
    if meant is not None:
        return Disagreement(citation, message, f"Faut-il lire «\u00a0n°\u00a0{meant.number}\u00a0»\u202f?", meant)
    return Disagreement(citation, message, "Vérifier le numéro et la date de ce texte.")


def _of_day(day: date) -> list[LegalText]:
    """The laws and decrees of this date in `textes.yaml`."""
    return [text for text in all_texts().values() if text.day == day and re.match(_NUMBERED, text.kind)]


def _bears_title(after: str, day: date) -> LegalText | None:
    """The text of this date whose title begins `after`."""
    words = re.sub(r"^,? ?modifiee?,? ", "", folded(after[:_LONGEST]).lstrip(" ,"))
    return next(
        (law for law in _of_day(day) if law.title and words.startswith(folded(law.title))),
        None,
    )


def addresses(text: str) -> Iterator[tuple[int, int, str]]:
    """The start, end and address of each citation of a text, except those with the date of another text."""
    for citation in cited(text):
        law = find_text(citation.number)
        if law is not None and law.address and citation.day in {None, law.day}:
            yield citation.start, citation.end, law.address


def out_of_force(text: str, signed: date) -> Iterator[tuple[str, str]]:
    """The wrong citations of a visa at a date of signature: for each, a sentence, and a hint."""
    words, day = plain(text), format_date(signed)
    for citation in cited(text):
        law = find_text(citation.number)
        if law is None:
            continue
        if law.until is not None and signed > law.until:
            yield (
                f"{capitalized(law.the)} n’était plus en vigueur le {day}.",
                _instead(replacing(law), signed),
            )
        elif signed < law.first:
            when = "n’existait pas encore" if law.day and signed < law.day else "n’était pas encore en vigueur"
            yield f"{capitalized(law.the)} {when} le {day}.", _instead(find_text(law.replaces), signed)
        elif (
            law.amended_since
            and law.is_amended(signed)
            and "modifi" not in words[citation.start : citation.end + _NEAR]
        ):
            by = ", ".join(f"décret n°\u00a0{number}" for number in law.amended_by)
            message = f"Le {day}, {law.the} avait été {law.modified} ({by})."
            yield message, f"Écrire « {law.dated} {law.modified} »."


def _instead(text: LegalText | None, signed: date) -> str:
    if text is None or not text.in_force(signed):
        return "Vérifier ce texte, ou la date de signature."
    return f"Citer « {text.cited(signed)} »."
