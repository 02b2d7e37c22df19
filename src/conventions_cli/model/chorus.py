"""The axes of CHORUS, the State's accounting system.

An axis is one `axe(…)` line of `Chorus`, and nothing else in the package lists axes. The table of the act, the JSON
Schema, the rules on shapes and programmes, the messages, the interview, the summary, the published metadata and the
recognition of axes in acts (`import`, `verify`, checks of acts) all follow from that line.
"""

import re
from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import Field

from conventions_cli.foundation import Record, remembered, replace
from conventions_cli.model.fields import Code_, EnListe, NomPropre, OuiNon, Requis
from conventions_cli.model.parties import Modele
from conventions_cli.model.values import CodeBudgetaire, Manquant, Nom


class Axe(Record, frozen=True):
    """An axis, and its uses.

    `label`: as the act prints it, with « (s) » when there may be several codes. `shape`: the regular expression of a
    code; when it is not `certain`, another shape only gives a warning. `aliases`: the other names of the axis in acts
    of any origin, acronyms in capitals. `called`: its name in messages, when not its label. `programme_at`: the index
    of the programme in a code; None: nowhere. `usual`: the usual length of a code; None: unknown. `printed`: it has a
    row in the table of the act. `asked`: it has a question in the interview. `common`: the acts of a round share it.
    `summarised`: it has a column in the summary. `several`: a list of codes.
    """

    label: str
    shape: str
    example: str
    aliases: tuple[str, ...] = ()
    called: str = ""
    programme_at: int | None = None
    usual: int | None = None
    certain: bool = True
    printed: bool = True
    asked: bool = False
    common: bool = False
    summarised: bool = False
    several: bool = False
    key: str = ""

    @property
    def prefixed(self) -> bool:
        """Whether its codes begin with 0 and the programme (rule C1)."""
        return self.programme_at == 1

    @property
    def name(self) -> str:
        """Its name in messages: « centre financier (UO) »."""
        single = self.label_of(1)
        return self.called or single[:1].lower() + single[1:]

    @property
    def line(self) -> str:
        """A line of YAML with an example of it."""
        return f"{self.key}: [{self.example}]" if self.several else f"{self.key}: {self.example}"

    def label_of(self, codes: int) -> str:
        """The label for a number of codes: « Activité(s) » gives « Activité » or « Activités »."""
        return self.label.replace("(s)", "s" if codes > 1 else "")

    def programme_of(self, code: str) -> str:
        """The programme in a code; empty when the axis holds none, or the code has another shape."""
        if self.programme_at is None or not matches(self, code):
            return ""
        return code[self.programme_at : self.programme_at + 3]


def axe(
    label: str,
    shape: str,
    example: str,
    *aliases: str,
    called: str = "",
    programme_at: int | None = None,
    usual: int | None = None,
    certain: bool = True,
    printed: bool = True,
    asked: bool = False,
    common: bool = False,
    summarised: bool = False,
    several: bool = False,
) -> Any:
    """Declare an axis; the arguments are the fields of `Axe`."""
    stated = Axe(
        label,
        shape,
        example,
        aliases,
        called,
        programme_at,
        usual,
        certain=certain,
        printed=printed,
        asked=asked,
        common=common,
        summarised=summarised,
        several=several,
    )
    extra: Any = {"axe": stated}
    return Field(() if several else None, title=label, examples=[example], json_schema_extra=extra)


_COST_CENTRE = r"[A-Z0-9]{7}(?:0\d{2}|02[AB])|[A-Z0-9]{8,9}"


class Chorus(Modele):
    """The budget codes of the credits. Shapes: the nomenclature of CHORUS, as seen in published acts."""

    programme: Requis[Code_] | None = axe(
        "Programme",
        r"\d{3}",
        "129",
        "programme budgétaire",
        "BOP programme",
        called="programme budgétaire",
        printed=False,
        asked=True,
        common=True,
        summarised=True,
    )
    libelle_programme: NomPropre | None = None
    bop_du_delegant: OuiNon = False
    domaine_fonctionnel: Requis[Code_] | None = axe(
        "Domaine fonctionnel",
        r"0\d{3}-\d{2}(?:-\d{2})?",
        "0129-16-02",
        "DF",
        programme_at=1,
        asked=True,
        common=True,
    )
    centre_financier: Requis[Code_] | None = axe(
        "Centre financier",
        r"0\d{3}-[A-Z0-9]{4}-[A-Z0-9]{4}",
        "0129-CAHC-DISN",
        "unité opérationnelle",
        "UO",
        "CF",
        called="centre financier (UO)",
        programme_at=1,
        asked=True,
        common=True,
    )
    activites: Annotated[tuple[Requis[Code_], ...], EnListe] = axe(
        "Activité(s)",
        r"0\d{3}[0-9A-Z]{8}",
        "012900121401",
        called="activité CHORUS",
        programme_at=1,
        asked=True,
        common=True,
        several=True,
    )
    projet_analytique: Requis[Code_] | None = axe(
        "Code PAM",
        r"\d{2}-\d{3}-[A-Z0-9]{4}-[A-Z0-9]{3,4}-\d{4}",
        "12-129-FA17-MS0-0001",
        "PAM",
        "projet analytique",
        "projet analytique ministériel",
        called="projet analytique",
        programme_at=3,
        certain=False,
        asked=True,
    )
    centre_de_cout: Requis[Code_] | None = axe("Centre de coût", _COST_CENTRE, "SGSIFAB075", "CC", usual=10, asked=True)
    service_executant: Requis[Code_] | None = axe(
        "Service exécutant", _COST_CENTRE, "SOCBEXD075", "SE", usual=10, certain=False, asked=True
    )
    localisation_interministerielle: Requis[Code_] | None = axe(
        "Localisation interministérielle",
        r"N(?:\d{2}(?:\d{2}(?:\d{3})?)?|\d{7})?|[SB]\d{6,7}",
        "N1175",
        "localisation",
        "loc. interministérielle",
    )
    groupe_marchandises: Requis[Code_] | None = axe("Groupe de marchandises", r"\d{2}\.\d{2}\.\d{2}", "40.01.03", "GM")
    fonds: Requis[Code_] | None = axe("Fonds", r"\d-\d-\d{5}", "1-2-00532", certain=False)
    engagement_juridique: Requis[Code_] | None = axe("Engagement juridique", r"\d{10}", "2100123456", "EJ")
    autres: dict[NomPropre, Requis[Code_]] = Field(default_factory=dict)

    def codes(self) -> Iterator[tuple[Axe, tuple[str | int, ...], CodeBudgetaire]]:
        """Every readable code: its axis, its path under `chorus`, the code."""
        for axis in AXES:
            value = getattr(self, axis.key)
            if isinstance(value, CodeBudgetaire):
                yield axis, (axis.key,), value
            elif isinstance(value, tuple):
                for index, item in enumerate(value):
                    if isinstance(item, CodeBudgetaire):
                        yield axis, (axis.key, index), item

    @property
    def lignes(self) -> tuple[tuple[str, tuple[CodeBudgetaire | Manquant, ...]], ...]:
        """The rows of the table of the act: label, codes."""
        rows: list[tuple[str, tuple[CodeBudgetaire | Manquant, ...]]] = []
        for axis in AXES:
            value = getattr(self, axis.key)
            codes = value if isinstance(value, tuple) else (value,) if value is not None else ()
            if axis.printed and codes:
                rows.append((axis.label_of(len(codes)), codes))
        rows.extend((str(label), (code,)) for label, code in self.autres.items())
        return tuple(rows)

    def libelle(self, year: int | None) -> Nom | Manquant | None:
        """The name of the programme: as stated, else the official one of a year; None without a programme."""
        if self.libelle_programme is not None:
            return self.libelle_programme
        if not isinstance(self.programme, str):
            return self.programme
        official = official_label(self.programme, year)
        return Nom(official) if official else Manquant("chorus.libelle_programme", "nom du programme budgétaire")


def _axes() -> Iterator[Axe]:
    for key, field in Chorus.model_fields.items():
        extra: Any = field.json_schema_extra
        if isinstance(extra, dict) and isinstance(extra.get("axe"), Axe):
            yield replace(extra["axe"], key=key)


AXES: tuple[Axe, ...] = tuple(_axes())


class Programme(Record, frozen=True):
    """A budget programme, and the first and last years of one of its names; None for no bound."""

    number: str
    label: str
    first: int | None
    last: int | None


# Source: finance acts and annual performance plans; 352 was merged into 129 in 2025. Its name in 2021 is not known.
PROGRAMMES = (
    Programme("129", "Coordination du travail gouvernemental", None, None),
    Programme("352", "Fonds pour l’accélération du financement des start-up d’État", 2019, 2020),
    Programme("352", "Innovation et transformation numériques", 2022, 2024),
)
LIFETIMES: dict[str, tuple[int, int]] = {"352": (2019, 2024)}


def lifetime(number: str) -> tuple[int, int] | None:
    """The first and the last budget year of a programme; None for a programme without known bounds."""
    return LIFETIMES.get(number)


def official_label(number: str, year: int | None) -> str | None:
    """The official name of a programme in a year, the latest one without a year; None when it is not known."""
    periods = [period for period in PROGRAMMES if period.number == number]
    if year is None:
        return periods[-1].label if periods else None
    for period in periods:
        if (period.first is None or period.first <= year) and (period.last is None or year <= period.last):
            return period.label
    return None


def matches(axis: Axe, code: str) -> bool:
    """Whether a code has the shape of its axis."""
    return _shape(axis.shape).fullmatch(code) is not None


@remembered()
def _shape(shape: str) -> re.Pattern[str]:
    return re.compile(shape, flags=re.ASCII)
