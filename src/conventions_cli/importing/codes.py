"""Chorus codes, from tables that set them by rows or by columns, and from sentences."""

import re
from collections import Counter
from collections.abc import Iterator

from conventions_cli.document.nodes import SectionKind
from conventions_cli.french.letters import bare
from conventions_cli.importing.act import Act, Grid, Line
from conventions_cli.importing.facts import DOUBTFUL, LIKELY, SURE, Confidence, Fact
from conventions_cli.model.chorus import AXES, Axe, matches
from conventions_cli.rules.lookalikes import readings

_ALIASES = {
    "programme": ("programme", "numero de programme", "bop programme", "programme budgetaire"),
    "domaine_fonctionnel": ("domaine fonctionnel", "df", "code domaine fonctionnel"),
    "centre_financier": (
        "centre financier",
        "unite operationnelle",
        "uo",
        "cf",
        "centre financier uo",
        "uo centre financier",
    ),
    "activites": (
        "activite",
        "activites",
        "code activite",
        "activite s",
        "codes activite",
        "activite chorus",
        "codes activites",
    ),
    "projet_analytique": (
        "code pam",
        "pam",
        "projet analytique",
        "projet analytique ministeriel",
        "pam projet analytique ministeriel",
    ),
    "centre_de_cout": ("centre de cout", "centre de couts", "centres de couts", "code centre de cout", "cc"),
    "service_executant": ("service executant", "se", "service executant se"),
    "localisation_interministerielle": ("localisation interministerielle", "localisation", "loc interministerielle"),
    "groupe_marchandises": (
        "groupe de marchandises",
        "groupe marchandises",
        "groupe de marchandise",
        "gm",
        "groupe marchandise",
    ),
    "fonds": ("fonds", "code fonds"),
    "engagement_juridique": ("engagement juridique", "ej", "numero d engagement juridique", "n ej"),
}
_KEYS = {alias: key for key, aliases in _ALIASES.items() for alias in aliases}
_BY_KEY = {axis.key: axis for axis in AXES}
_CODE = re.compile(r"\A[A-Z0-9][A-Z0-9./ -]{1,38}\Z", re.IGNORECASE)
_SEVERAL = re.compile(r"(?:(?<!\s)\s+)?[,;/]\s*|(?<!\s)\s+et\s+|(?<!\s)\s+(?=0\d{3}[0-9A-Z]{8}\b)")
_UNIT = re.compile(r"\b(0\d{3}-[A-Z0-9]{4}-[A-Z0-9]{4})\b")
_DOMAIN = re.compile(r"\b[Dd]omaine fonctionnel[^0-9]{1,30}(0\d{3}-\d{2}(?:-\d{2})?)\b")
_SAID = re.compile(
    r"\b(centre de coûts?|service exécutant|activités?|(?:code )?PAM|projet analytique|domaine fonctionnel"
    r"|centre financier"
    r"|localisation interministérielle|groupe de marchandises)(?: CHORUS)? ?(?:est |:|n°"
    r"|« )*\s*([A-Z0-9][A-Z0-9-]{5,24})\b",
    re.IGNORECASE,
)
_PROGRAMME = re.compile(
    r"\b[Pp]rogramme (?:budgétaire )?(?:n° ?)?0?(\d{3})\b(?: ?(?:,? (?:intitulé )?« ([^«»]{4,120}) »"
    r"|\(([^()]{6,120})\)))?"
)


def fold(label: str) -> str:
    """A label in lower case, without accents nor signs."""
    return " ".join(re.sub(r"[^a-z0-9]+", " ", bare(label.lower())).split())


def axis_key(label: str) -> str:
    """The key of an axis by the label an act gives it; nothing when it is none."""
    folded = fold(label)
    known = _KEYS.get(folded) or _KEYS.get(fold(re.sub(r"\([^()]*\)", " ", label)))
    return known or ""


def table_codes(grid: Grid) -> list[tuple[str, str]]:
    """The pairs of a table of codes: axis key, or label of an axis we do not have after « autres: », and code."""
    labels = [
        (row, column) for row, cells in enumerate(grid.rows) for column, cell in enumerate(cells) if axis_key(cell)
    ]
    if len(labels) < 2:
        return []
    pairs: list[tuple[str, str]] = []
    for row, column in labels:
        value = _beside(grid, row, column)
        if value:
            pairs.append((axis_key(grid.rows[row][column]), value))
    first = {column for _, column in labels}
    if len(first) == 1 and len({row for row, _ in labels}) > 1:
        (column,) = first
        for cells in grid.rows[1:] if len(grid.rows) > 1 else ():
            label = cells[column]
            value = cells[column + 1] if column + 1 < len(cells) else ""
            if label and value and not axis_key(label) and _CODE.match(value) and re.search(r"\d", value):
                pairs.append((f"autres:{label}", value))
    return pairs


def _beside(grid: Grid, row: int, column: int) -> str:
    cells = grid.rows[row]
    right = cells[column + 1] if column + 1 < len(cells) else ""
    if right and not axis_key(right):
        return right
    below = grid.rows[row + 1][column] if row + 1 < len(grid.rows) and column < len(grid.rows[row + 1]) else ""
    return below if below and not axis_key(below) and (not right or axis_key(right)) else ""


def find_codes(act: Act) -> Iterator[Fact]:
    """The codes of `chorus`."""
    seen: set[str] = set()
    for grid in act.grids:
        for key, value in table_codes(grid):
            if key in seen:
                continue
            seen.add(key)
            yield from _facts(key, value, SURE, grid.place, f"{value}")
    for line in act.of(SectionKind.BODY, None):
        for key, value in _said(line):
            if key not in seen:
                seen.add(key)
                yield from _facts(key, value, LIKELY, line.place, line.text)
    yield from _programme(act)


def _said(line: Line) -> Iterator[tuple[str, str]]:
    for match in _SAID.finditer(line.text):
        key = axis_key(match[1])
        if key and re.search(r"\d", match[2]) and match[2] == match[2].upper():
            yield key, match[2]
    unit = _UNIT.search(line.text)
    if unit:
        yield "centre_financier", unit[1]
    domain = _DOMAIN.search(line.text)
    if domain:
        yield "domaine_fonctionnel", domain[1]


def _facts(key: str, value: str, confidence: Confidence, place: str, quote: str) -> Iterator[Fact]:
    if key.startswith("autres:"):
        yield Fact(("chorus", "autres", key.removeprefix("autres:")), value, LIKELY, place, quote, "axe non répertorié")
        return
    if key == "programme":
        match = re.match(r"(?:P ?)?0?(\d{3})\b(?:\W+(.+))?", value)
        if match:
            yield Fact(("chorus", "programme"), match[1], confidence, place, quote)
        return
    axis = _BY_KEY[key]
    if key == "activites":
        for rank, code in enumerate(one for one in _SEVERAL.split(value) if one):
            yield _fact(axis, ("chorus", key, rank), code, confidence, place, quote)
        return
    yield _fact(axis, ("chorus", key), value, confidence, place, quote)


def _fact(axis: Axe, path: tuple[str | int, ...], code: str, confidence: Confidence, place: str, quote: str) -> Fact:
    if matches(axis, code):
        return Fact(path, code, confidence, place, quote)
    close = readings(code, axis.shape)
    note = f"faut-il lire {close[0]} ?" if close else f"la forme attendue est celle de {axis.example}"
    return Fact(path, code, DOUBTFUL, place, quote, note)


def _programme(act: Act) -> Iterator[Fact]:
    """The programme that the codes bear, else the one the articles name most."""
    prefixes = Counter(match[1][1:4] for line in act.lines for match in _UNIT.finditer(line.text))
    said = [(match, line) for line in act.of(SectionKind.BODY, None) for match in _PROGRAMME.finditer(line.text)]
    counts = Counter(match[1] for match, _ in said)
    wanted = next(iter([*(one for one, _ in prefixes.most_common(1)), *(one for one, _ in counts.most_common(1))]), "")
    for match, line in said:
        if match[1] != wanted:
            continue
        yield Fact(("chorus", "programme"), wanted, SURE if wanted in prefixes else LIKELY, line.place, match[0])
        label = match[2] or match[3]
        if label and not label[:1].isdigit():
            yield Fact(("chorus", "libelle_programme"), label, SURE if match[2] else LIKELY, line.place, match[0])
            return
    if wanted and wanted not in counts:
        line = next(line for line in act.lines if _UNIT.search(line.text))
        yield Fact(("chorus", "programme"), wanted, LIKELY, line.place, line.text, "déduit du centre financier")
