"""The days on which an act is signed, takes effect and ends. Spaces must be plain; apostrophes may be ' or ’."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from conventions_cli.facts.confidence import DOUBTFUL, LIKELY, SURE, Confidence
from conventions_cli.facts.grids import Cell
from conventions_cli.facts.stated_dates import DATE, said_date
from conventions_cli.facts.superseded import replaced
from conventions_cli.foundation import Record, replace
from conventions_cli.french import folded

Patterns = tuple[tuple[re.Pattern[str], Confidence], ...]


def _patterns(*listed: tuple[str, Confidence]) -> Patterns:
    return tuple((re.compile(pattern, re.IGNORECASE), confidence) for pattern, confidence in listed)


_ABOUT_DURATION = re.compile(r"\bduree\b|entree en vigueur|prise d'effet|\bterme\b")
_FIGURE = re.compile(r"\d")
_SENTENCE = re.compile(r"(?<=[.;!?])\s+(?=[A-ZÀÉÈÊÎÔŒ«-])")
_COMES_TO_AN_END = (
    r"\b(?:prend(?:ra)? fin|expire(?:ra)?|arrive(?:ra)? à (?:échéance|terme)|se termine(?:ra)?|s['’]achève(?:nt|ra"
    r"|ront)?"
    r"|pour s['’]achever|pour (?:prendre fin|se terminer|expirer)|cesse(?:ra)?(?: de produire (?:ses )?effets?)?"
    r"|s['’]éteint|s['’]éteindra)"
)
_ENDS = _patterns(
    (rf"{_COMES_TO_AN_END}(?:,? sur le plan technique)?,? (?:au plus tard )?(?:le|au) ({DATE})", SURE),
    (rf"\bjusqu['’]au (?:plus tard )?({DATE})", LIKELY),
    (
        rf"\b(?:fin|échéance|terme)(?: de la (?:présente )?convention)?(?: est)?(?: technique)?(?: est)?(?: fixée?)? "
        rf"(?:au|le|:) ({DATE})",
        LIKELY,
    ),
    (rf"\bdu {DATE} (?:inclus )?au ({DATE})", LIKELY),
    (rf"{_COMES_TO_AN_END}[^.;]{{0,60}}?\b(?:le|au) ({DATE})", LIKELY),
    (rf"\bmis fin à[^.;]{{0,60}}? (?:à compter du|à partir du|à la date du|le|au) ({DATE})", LIKELY),
    (rf"\bremplacée? par (?:celle|la date) ?(?:d[ue] |: (?:« ?)?)?({DATE})", LIKELY),
    (rf"\bau-delà du ({DATE})", LIKELY),
    (rf"\b(?:au plus tard|avant) le ({DATE})", DOUBTFUL),
)
_STARTS = _patterns(
    (
        rf"\b(?:prend(?:ra)? effet|entre(?:ra)? en vigueur)(?: rétroactivement)? "
        rf"(?:à compter d[ue] |à partir d[ue] |au |dès le )?(?:le )?({DATE})",
        SURE,
    ),
    (
        rf"\b(?:début|date d['’](?:effet|entrée en vigueur)|date de début) ?(?:est )?(?:fixée )?(?:au|le|:) ?({DATE})",
        LIKELY,
    ),
    (rf"\b(?:débute(?:ra)?|commence(?:ra)?|court) (?:le|à compter du|à partir du|du) ({DATE})", LIKELY),
    (rf"\A(?:(?!mis fin|mettre fin|résili|expir|cess).)*?\b(?:à compter|à partir) du ({DATE})", LIKELY),
    (rf"\bdu ({DATE}) (?:inclus )?au {DATE}", LIKELY),
)
_ACCOUNTS = re.compile(
    rf"(?:(?:le|au) (?P<before>{DATE}),? sur le plan comptable)|\b(?:sur le plan comptable"
    rf"|fin comptable)[^.;]{{0,20}}? (?:(?:le|au) (?P<after>{DATE})"
    rf"|à la date d[ue] (?:la date d[ue] )?(?:paiement|règlement) de la dernière facture)",
    re.IGNORECASE,
)
_LAST_INVOICE = re.compile(r"\b(?:paiement|règlement) de la dernière facture", re.IGNORECASE)
_LATER_PAYMENTS = re.compile(r"dernière facture|(?:plan|fin|terme|échéance) comptable", re.IGNORECASE)
_WEEKDAY = r"(?:(?:lun|mar|mercre|jeu|vendre|same)di |dimanche )?"
_SIGNED = re.compile(
    rf"\b(?:Fait,?|Signée?(?: électroniquement)?) (?:(?:à|en|aux?)\b[^.;]{{0,80}}? )?(?:le"
    rf"|(?:en )?date du) ?:? ?{_WEEKDAY}({DATE})"
)
_SIGNED_AT = re.compile(
    rf"\A(?:(?:[àÀA]u?x? )?[A-ZÀ-Ý][\w’' -]{{1,40}}?,? ?)?(?:[Ll]e|en date du) ?:? ?{_WEEKDAY}({DATE})"
)
_LE = re.compile(rf"\ble ({DATE})", re.IGNORECASE)
_TITLE = re.compile(rf"\b(?:du|signée? le|en date du) ({DATE})")
_ANOTHER_TEXT = re.compile(
    r"(?:décret|loi|arrêté|ordonnance|circulaire|règlement|code)\b[^.;]{0,30}\Z"
    r"|avenant\b.{0,60}\b(?:convention|délégation|acte)\b",
    re.IGNORECASE,
)


_OF_THE_ACT = re.compile(
    r"\b(?:convention|accord|avenant|protocole|acte|délégation|décision|contrat|elle|il)\b", re.IGNORECASE
)
_OF_ANOTHER = re.compile(
    r"\b(?:convention|accord)[ -]cadre\b|\b(?:le|du|ce|un|chaque) (?:marché|bail|lot)\b|\bmarchés?\b[^,;]{0,40}\Z"
    r"|\b(?:phase|tranche|période|expérimentation|mission|chantier|travaux|programme|projet)\b[^,;]{0,30}\Z",
    re.IGNORECASE,
)


class StatedDate(Record, frozen=True):
    """A day stated in an act. `day`: None for the day on which the last invoice is paid."""

    day: date | None
    line: Cell
    sentence: str
    confidence: Confidence


def sentences(text: str) -> list[str]:
    """The sentences of a line; « ; » ends a sentence too."""
    return [sentence for sentence in _SENTENCE.split(text) if sentence]


def about_duration(title: str) -> bool:
    """Whether the title of an article is about the duration of the act."""
    return bool(_ABOUT_DURATION.search(folded(title)))


def stated_ends(duration: Sequence[Cell], others: Sequence[Cell]) -> Iterator[StatedDate]:
    """The days on which the act may end, the surest first.

    `duration`: the lines of the articles on its duration; `others`: the other lines. When there are articles on the
    duration, a day from the other lines is doubtful, or at most likely if the sentence says that the act ends.
    """
    return _stated(_ENDS, duration, others)


def stated_starts(duration: Sequence[Cell], others: Sequence[Cell]) -> Iterator[StatedDate]:
    """The days on which the act may take effect, the surest first; the arguments are those of `stated_ends`."""
    return _stated(_STARTS, duration, others)


def _stated(patterns: Patterns, duration: Sequence[Cell], others: Sequence[Cell]) -> Iterator[StatedDate]:
    dates: list[StatedDate] = []
    for pattern, confidence in patterns:
        if confidence is DOUBTFUL and duration:
            others = ()  # there, « avant le 15 mars » is about something else
        elsewhere = LIKELY if confidence is SURE or (confidence is LIKELY and not duration) else DOUBTFUL
        dates += _first_days(pattern, duration, confidence)
        dates += _first_days(pattern, others, elsewhere)
    sure = {stated.day for stated in dates if stated.confidence is SURE}
    if len(sure) > 1:  # only a person can choose among them
        dates = [replace(stated, confidence=LIKELY) if stated.confidence is SURE else stated for stated in dates]
    return iter(sorted(dates, key=lambda stated: stated.confidence.rank))


def _first_days(pattern: re.Pattern[str], lines: Iterable[Cell], confidence: Confidence) -> Iterator[StatedDate]:
    """The first valid day that a pattern finds in each sentence; several days while these are doubtful."""
    for line in lines:
        for sentence in sentences(line.text) if _FIGURE.search(line.text) else ():
            matches = list(pattern.finditer(sentence))
            if not matches:
                continue
            gone = replaced(sentence)
            for match in matches:
                day = said_date(match[1])
                if day is not None and not gone.holds(match.start(1)):
                    before = sentence[sentence.rfind("; ", 0, match.start()) + 1 : match.start()]
                    doubt = (
                        gone.spans or _OF_ANOTHER.search(before) or (before.strip() and not _OF_THE_ACT.search(before))
                    )
                    less = DOUBTFUL if _OF_ANOTHER.search(before) else LIKELY if doubt else confidence
                    sure = max(less, confidence, key=lambda level: level.rank)
                    yield StatedDate(day, line, sentence, sure)
                    if not doubt or confidence is not SURE:
                        break


def accounting_ends(duration: Sequence[Cell], others: Sequence[Cell]) -> Iterator[StatedDate]:
    """The days on which the payments of the act end; DOUBTFUL for a line about late payments without a date."""
    for lines, within in ((duration, True), (others, False)):
        for line in lines:
            match = _ACCOUNTS.search(line.text)
            written = (match["before"] or match["after"]) if match else ""
            day = said_date(written) if written else None
            if match and (day or not written):
                yield StatedDate(day, line, line.text, SURE)
            elif within and _LAST_INVOICE.search(line.text) and "fin" in line.text:
                yield StatedDate(None, line, line.text, LIKELY)
            elif _LATER_PAYMENTS.search(line.text):
                yield StatedDate(None, line, line.text, DOUBTFUL)


def signature_dates(signing: Sequence[Cell], titles: Sequence[Cell], others: Iterable[Cell]) -> Iterator[StatedDate]:
    """The days on which the act may be signed.

    `signing`: the lines of the signatures; `titles`: those of the title; `others`: those of the articles, the last of
    which may end with « Fait à Paris, le … ».
    """
    yield from _first_days(_SIGNED, signing, SURE)
    yield from _first_days(_SIGNED_AT, signing, SURE)
    yield from _first_days(_SIGNED, others, LIKELY)
    yield from _first_days(_LE, signing, LIKELY)
    for line in titles:
        for match in _TITLE.finditer(line.text):
            day = said_date(match[1])
            if day is not None and not _ANOTHER_TEXT.search(line.text[: match.start()]):
                yield StatedDate(day, line, line.text, LIKELY)
