"""The texts of `textes.yaml`: their numbers, when they are in force, how an act signed on a day cites them."""

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
_ALIASES_SINCE = 2002  # older texts have no such address
_ADDRESS = "https://www.legifrance.gouv.fr/eli/decret"


class Certainty(Enum):
    """How certain the facts on a text are."""

    READ = "lu"
    REPORTED = "rapporte"

    @property
    def words(self) -> str:
        """The certainty, in French."""
        return {"lu": "lu dans un texte officiel", "rapporte": "rapporté"}[self.value]


class LegalText(Record, frozen=True):
    """A text. `day`: of its signature; `since`, `until`: the first and last days an act may cite it, if known.

    `amended`: whether it was ever amended; `amended_since`: the first day when it is « modifié », if known. `required`:
    the families of rules whose acts must cite it.
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
        """The first day when an act may cite it."""
        return self.since or self.day or date.min

    def in_force(self, day: date | None) -> bool:
        """Whether an act signed that day may cite it; None for a draft, which will be signed after any date here."""
        at = day or date.max
        return self.first <= at <= (self.until or date.max)

    def is_amended(self, day: date | None) -> bool:
        """Whether an act signed that day, or a draft for None, cites it as « modifié »."""
        return self.amended and (self.amended_since or date.min) <= (day or date.max)

    @property
    def _noun(self) -> NounPhrase:
        gender = Gender.FEMININE if self.kind.startswith(_FEMININE) else Gender.MASCULINE
        return NounPhrase(self.name, article_before(self.kind, gender), gender)

    @property
    def name(self) -> str:
        """Its name: « décret n° 2004-1085 », « arrêté du 17 novembre 2017 », « code de la commande publique »."""
        if self.number:
            return f"{self.kind} n°\u00a0{self.number}"
        return f"{self.kind} du {format_date(self.day)}" if self.day else f"{self.kind} {self.title}"

    @property
    def dated(self) -> str:
        """Its name and date: « décret n° 2004-1085 du 14 octobre 2004 »."""
        return f"{self.name} du {format_date(self.day)}" if self.number and self.day else self.name

    @property
    def the(self) -> str:
        """Its name with an article: « le décret n° 2004-1085 », « l’arrêté du 17 novembre 2017 »."""
        return self._noun.le()

    @property
    def modified(self) -> str:
        """The word « modifié », in the gender of the text."""
        return agree("modifié", self._noun)

    def cited(self, day: date | None) -> str:
        """The words with which an act signed that day, or a draft for None, cites the text."""
        amended = f" {self.modified}" if self.is_amended(day) else ""
        return f"{self.dated}{amended} {self.title}" if self.day else self.name

    @property
    def address(self) -> str:
        """Its permanent address on Légifrance, for décrets since 2002; empty for other texts."""
        if self.kind != "décret" or not self.number or self.day is None or self.day.year < _ALIASES_SINCE:
            return ""
        return f"{_ADDRESS}/{self.day.year}/{self.day.month}/{self.day.day}/{self.number}/jo/texte"


class Threshold(Record, frozen=True):
    """An amount from which acts signed in a period are subject to a control, by an article of a text.

    `least`, `most`: the lowest and the highest amounts in use, in euros, as they differ by ministry.
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
        """Whether it applies to an act signed that day; None for a draft, which will be signed after any date here."""
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
    return plain(tree)[key] if tree is not None else []  # type: ignore[index]  # a test checks that it is a mapping


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


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text and text != _UNKNOWN else None


@remembered(1)
def _by_name() -> dict[str, LegalText]:
    texts = all_texts().values()
    return {text.number: text for text in texts if text.number} | {text.key: text for text in texts}


def find_text(name: str) -> LegalText | None:
    """The text with this number or key."""
    return _by_name().get(name)


def replacing(text: LegalText) -> LegalText | None:
    """The text that replaced this one."""
    return next((candidate for candidate in all_texts().values() if candidate.replaces == text.key), None)
