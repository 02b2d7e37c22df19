"""The texts of `textes.yaml`: found by number, in force on a day, cited as an act signed that day cites them."""

from datetime import date
from enum import Enum
from pathlib import Path
from typing import Any

from conventions_cli.foundation import Record, SourceText, remembered
from conventions_cli.french import Gender, NounPhrase, agree, article_before, format_date
from conventions_cli.source import parse, plain

FILE = Path(__file__).with_name("textes.yaml")
_UNKNOWN = "inconnu"
_FEMININE = ("loi", "ordonnance", "circulaire")
_ALIASES_SINCE = 2002  # no alias was seen of an older text
_ADDRESS = "https://www.legifrance.gouv.fr/eli/decret"


class Certainty(Enum):
    """How surely what is said of a text is known."""

    READ = "lu"
    REPORTED = "rapporte"

    @property
    def words(self) -> str:
        """The same for a person."""
        return {"lu": "lu dans un texte officiel", "rapporte": "rapporté"}[self.value]


class LegalText(Record, frozen=True):
    """A text. `day`: that of its signature; `since`, `until`: the first and the last days an act cites it, if known.

    `amended`: whether it was ever amended; `amended_since`: the first day it is « modifié », if known. `required`: the
    families of rules whose acts must cite it.
    """

    key: str
    kind: str
    certainty: Certainty
    use: str
    number: str = ""
    day: date | None = None
    title: str = ""
    nor: str = ""
    since: date | None = None
    until: date | None = None
    amended: bool = False
    amended_since: date | None = None
    amended_by: tuple[str, ...] = ()
    replaces: str = ""
    required: tuple[str, ...] = ()
    doubt: str = ""

    @property
    def first(self) -> date:
        """The first day an act may cite it."""
        return self.since or self.day or date.min

    def in_force(self, day: date | None) -> bool:
        """Whether an act signed that day may cite it; a draft, signed later than any day known, for None."""
        at = day or date.max
        return self.first <= at <= (self.until or date.max)

    def is_amended(self, day: date | None) -> bool:
        """Whether an act signed that day, or a draft for None, says that it was amended."""
        return self.amended and (self.amended_since or date.min) <= (day or date.max)

    @property
    def _noun(self) -> NounPhrase:
        gender = Gender.FEMININE if self.kind.startswith(_FEMININE) else Gender.MASCULINE
        return NounPhrase(self.name, article_before(self.kind, gender), gender)

    @property
    def name(self) -> str:
        """« décret n° 2004-1085 », « arrêté du 17 novembre 2017 », « code de la commande publique »."""
        if self.number:
            return f"{self.kind} n°\u00a0{self.number}"
        return f"{self.kind} du {format_date(self.day)}" if self.day else f"{self.kind} {self.title}"

    @property
    def dated(self) -> str:
        """« décret n° 2004-1085 du 14 octobre 2004 »."""
        return f"{self.name} du {format_date(self.day)}" if self.number and self.day else self.name

    @property
    def the(self) -> str:
        """« le décret n° 2004-1085 », « l’arrêté du 17 novembre 2017 »."""
        return self._noun.le()

    @property
    def modified(self) -> str:
        """« modifié », agreed with it."""
        return agree("modifié", self._noun)

    def cited(self, day: date | None) -> str:
        """The citation of an act signed that day, or of a draft for None."""
        amended = f" {self.modified}" if self.is_amended(day) else ""
        return f"{self.dated}{amended} {self.title}" if self.day else self.name

    @property
    def address(self) -> str:
        """Its permanent address on Légifrance, which is known of décrets since 2002; else empty."""
        if self.kind != "décret" or not self.number or self.day is None or self.day.year < _ALIASES_SINCE:
            return ""
        return f"{_ADDRESS}/{self.day.year}/{self.day.month}/{self.day.day}/{self.number}/jo/texte"


class Threshold(Record, frozen=True):
    """An amount from which acts signed in a period are submitted to a control, by an article of a text.

    `least`, `most`: the lowest and the highest in use that were seen, in euros: it differs by ministry.
    """

    text: str
    article: str
    least: int
    most: int
    certainty: Certainty
    use: str
    doubt: str = ""
    since: date | None = None
    until: date | None = None

    def holds(self, day: date | None) -> bool:
        """Whether it holds for an act signed that day; for a draft, signed later than any day known, for None."""
        return (self.since or date.min) <= (day or date.max) <= (self.until or date.max)


@remembered(1)
def all_texts() -> dict[str, LegalText]:
    """Every text by its key, in the order of the file."""
    return {text.key: text for text in map(_read, _rows("textes"))}


@remembered(1)
def thresholds() -> tuple[Threshold, ...]:
    """Every threshold, in the order of the file."""
    return tuple(
        Threshold(
            text=row["texte"],
            article=row["article"],
            least=int(row["de"]),
            most=int(row["a"]),
            certainty=Certainty(row["certitude"]),
            use=row["sert"],
            doubt=row.get("reserve", ""),
            since=_day(row.get("du")),
            until=_day(row.get("au")),
        )
        for row in _rows("seuils")
    )


def _rows(key: str) -> Any:
    tree = parse(SourceText(FILE.name, FILE.read_text(encoding="utf-8"))).value
    return plain(tree)[key] if tree is not None else []  # type: ignore[index]  # a mapping, as a test checks


def _read(row: dict[str, Any]) -> LegalText:
    amended: dict[str, Any] = row.get("modifie", {})
    return LegalText(
        key=row.get("cle") or row["numero"],
        kind=row["sorte"],
        certainty=Certainty(row["certitude"]),
        use=row["sert"],
        number=row.get("numero", ""),
        day=_day(row.get("date")),
        title=row.get("titre", ""),
        nor=row.get("nor", ""),
        since=_day(row.get("du")),
        until=_day(row.get("au")),
        amended=bool(amended),
        amended_since=_day(amended.get("depuis")),
        amended_by=tuple(amended.get("par", ())),
        replaces=row.get("remplace", ""),
        required=tuple(row.get("vise", ())),
        doubt=row.get("reserve", ""),
    )


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written and written != _UNKNOWN else None


@remembered(1)
def _by_name() -> dict[str, LegalText]:
    texts = all_texts().values()
    return {text.number: text for text in texts if text.number} | {text.key: text for text in texts}


def find_text(name: str) -> LegalText | None:
    """The text of that number or key."""
    return _by_name().get(name)


def replacing(text: LegalText) -> LegalText | None:
    """The text that replaced another."""
    return next((one for one in all_texts().values() if one.replaces == text.key), None)
