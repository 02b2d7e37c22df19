"""The calendar of AE and CP: by year, for the whole act or for each party that receives money."""

import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Annotated, Any, TypeAlias

from pydantic import Discriminator, Tag

from conventions_cli.foundation import Record, catalogue
from conventions_cli.model.editor_shapes import error_messages
from conventions_cli.model.fields import Annee, Euros, LuPar, Requis, refused
from conventions_cli.model.parties import Modele
from conventions_cli.model.values import Manquant, Montant, total

# The names of the two forms of a calendar, which pydantic adds to the location of a fault.
BY_YEAR, BY_PARTY = "[par année]", "[par partie]"
UNREADABLE_PARTY = "[illisible]"  # the key for a name that could not be read

_YEAR = re.compile(r"(?:19|20|21)\d\d", flags=re.ASCII)
_CREDITS = ("ae", "cp")


class LigneEcheancier(Modele):
    """The credits opened (AE) and payable (CP) in one year; either may be absent."""

    ae: Requis[Euros] | None = None
    cp: Requis[Euros] | None = None

    @property
    def montant_ae(self) -> Montant:
        """The AE, nil when absent."""
        return self.ae if isinstance(self.ae, Montant) else Montant(0)

    @property
    def montant_cp(self) -> Montant:
        """The CP, nil when absent."""
        return self.cp if isinstance(self.cp, Montant) else Montant(0)


def divided(calendar: Any) -> bool:
    """Whether a calendar, as plain data, is given by party: one of its keys names a party."""
    return isinstance(calendar, Mapping) and any(_names_a_party(key, value) for key, value in calendar.items())


def _names_a_party(key: object, value: object) -> bool:
    """Whether a key names a party: it has years, or it is no year, no credit and no number, and has no amounts."""
    text = str(key)
    if isinstance(value, Mapping) and any(_YEAR.fullmatch(str(inner).strip()) for inner in value):
        return True
    row = isinstance(value, Mapping) and any(credit in value for credit in _CREDITS)
    return text not in _CREDITS and not _YEAR.search(text) and not text[:1].isdigit() and not row


def _form(calendar: Any) -> str:
    return BY_PARTY if divided(calendar) else BY_YEAR


def _party(value: Any) -> str:
    text = str(value).strip()
    if _YEAR.fullmatch(text):
        raise refused(
            catalogue.STRUCTURE,
            f"L’échéancier est donné par partie : l’année {text} ne peut se trouver à côté d’elles.",
            f"Écrire « {text}: {{ae: …, cp: …}} » sous chaque partie, à la suite de ses autres années.",
        )
    return text


ParAnnee: TypeAlias = dict[Annee, Requis[LigneEcheancier]]
_BESIDE = "L’échéancier est donné par partie, ou par année : jamais les deux à la fois."
_NOT_A_YEAR = {"type": "string", "pattern": r"^(?!\s*\d{4}\s*$)", **error_messages(_BESIDE)}
NomDePartie = Annotated[str, LuPar(_party, _NOT_A_YEAR)]
ParPartie: TypeAlias = dict[NomDePartie, Requis[ParAnnee]]
Echeancier = Annotated[Annotated[ParAnnee, Tag(BY_YEAR)] | Annotated[ParPartie, Tag(BY_PARTY)], Discriminator(_form)]


class Calendrier(Record, frozen=True, dict=True):
    """The years of the whole act, or of the party `identifiant`. `annees`: as written, or missing.

    `partiel`: an unreadable key beside this calendar may be a part of it.
    """

    annees: dict[int, LigneEcheancier | Manquant] | Manquant
    identifiant: str | None = None
    partiel: bool = False

    @property
    def chemin(self) -> tuple[str, ...]:
        """Its path in the spec."""
        return ("finances", "echeancier", *((self.identifiant,) if self.identifiant is not None else ()))

    @cached_property
    def lignes(self) -> tuple[tuple[int, LigneEcheancier], ...]:
        """The readable years, in the order of the spec."""
        if isinstance(self.annees, Manquant):
            return ()
        return tuple((year, row) for year, row in self.annees.items() if isinstance(row, LigneEcheancier))

    @property
    def connu(self) -> bool:
        """Whether every figure could be read: otherwise its sums would be partial."""
        complete = self.ae_connues and not self.partiel and bool(self.lignes)
        return complete and not any(isinstance(row.cp, Manquant) for _, row in self.lignes)

    @property
    def ae_connues(self) -> bool:
        """Whether every AE could be read; CP may be missing."""
        return not isinstance(self.annees, Manquant) and all(
            isinstance(row, LigneEcheancier) and not isinstance(row.ae, Manquant) for row in self.annees.values()
        )

    @property
    def total_ae(self) -> Montant:
        """Sum of the AE."""
        return total([row.montant_ae for _, row in self.lignes])

    @property
    def total_cp(self) -> Montant:
        """Sum of the CP."""
        return total([row.montant_cp for _, row in self.lignes])

    @property
    def somme_ae(self) -> Montant | Manquant:
        """The total of the AE to print; missing while the AE of a year are, so that a draft prints no false figure."""
        return self._lacking("ae") or self.total_ae

    @property
    def somme_cp(self) -> Montant | Manquant:
        """The total of the CP to print; missing while the CP of a year are."""
        return self._lacking("cp") or self.total_cp

    def _lacking(self, credit: str) -> Manquant | None:
        """The `Manquant` for an unknown total, with the path of the first missing amount; None for a known total."""
        label = f"total des {credit.upper()}"
        if isinstance(self.annees, Manquant):
            return Manquant(self.annees.cle, label)
        values = (getattr(row, credit) for _, row in self.lignes)
        lacking = next((value for value in values if isinstance(value, Manquant)), None)
        return Manquant(lacking.cle, label) if lacking else None


def calendars_of(calendar: Echeancier | Manquant) -> tuple[Calendrier, ...]:
    """The one calendar of the whole act, or those of the parties, in the order of the spec."""
    if isinstance(calendar, Manquant):
        return (Calendrier(calendar),)
    parties = {key: years for key, years in calendar.items() if isinstance(key, str)}
    if parties:
        partial = UNREADABLE_PARTY in parties
        return tuple(Calendrier(years, key, partial) for key, years in parties.items())  # type: ignore[arg-type]
    return (Calendrier(calendar),)  # type: ignore[arg-type]  # by year


def summed(calendars: tuple[Calendrier, ...]) -> Calendrier:
    """The calendar of the sums by year of several calendars; a year with a missing part is missing."""
    if len(calendars) == 1 and calendars[0].identifiant is None:
        return calendars[0]
    readable = [calendar.annees for calendar in calendars if not isinstance(calendar.annees, Manquant)]
    lacking = next((calendar.annees for calendar in calendars if isinstance(calendar.annees, Manquant)), None)
    if lacking is not None and not readable:
        return Calendrier(lacking)
    rows: dict[int, LigneEcheancier | Manquant] = {}
    for year in sorted({year for years in readable for year in years}):
        parts = [years[year] for years in readable if year in years]
        unread = next((row for row in parts if isinstance(row, Manquant)), None)
        if unread is not None:
            rows[year] = unread
            continue
        ae, cp = (
            _summed([lacking, *(getattr(row, credit) for row in parts)], f"{credit.upper()} de {year}")
            for credit in _CREDITS
        )
        rows[year] = LigneEcheancier.model_construct(ae=ae, cp=cp)
    return Calendrier(rows)


def _summed(values: Iterable[Montant | Manquant | None], label: str) -> Montant | Manquant | None:
    stated = [value for value in values if value is not None]
    lacking = next((value for value in stated if isinstance(value, Manquant)), None)
    if lacking is not None:
        return Manquant(lacking.cle, label)
    return total([value for value in stated if isinstance(value, Montant)]) if stated else None


def opened_years(calendar: Any) -> dict[str, set[str]]:
    """The credits of each year, from a calendar as plain data: `{"2025": {"ae", "cp"}}`."""
    opened: dict[str, set[str]] = {}
    parts = calendar.values() if divided(calendar) else [calendar]
    for years in parts:
        for year, row in years.items() if isinstance(years, Mapping) else ():
            opened.setdefault(str(year), set()).update(map(str, row if isinstance(row, Mapping) else ()))
    return opened
