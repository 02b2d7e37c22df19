"""RESULTS.md: each target, the measure, and whether it is reached; then every line with its quartiles."""

import importlib.metadata
import os
import platform
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from measure import Line, Run, cpu, memory, wall

DOCXTPL = "docxtpl, DOCX seul, modèle réutilisé"
ONE_PROCESS = "convention, DOCX et Markdown, vérifiés, un processus"
TWO_PROCESSES = "convention, DOCX et Markdown, vérifiés, deux processus"
FLOOR = "plancher : YAML lu, un texte formaté, une archive préparée"
FEW, MANY = "convention, petit lot", "convention, grand lot"
PYTHON = "python -c pass"
COLD_FLOOR = "plancher, un acte"
HELP, VERSION = "convention --help", "convention --version"
VALIDATE, RENDER = "convention validate", "convention render"
COLD_DOCXTPL = "script docxtpl, un acte"
PANDOC = "pandoc, Markdown de l’acte vers DOCX"
CV_HELP, CV_VERSION = "rendercv --help", "rendercv --version"
CV_ALL = "rendercv render (PDF, images, Markdown, HTML)"
CV_RENDER = "rendercv render, PDF et Markdown"
CV_TEXT = "rendercv render, Typst et Markdown, sans PDF"

_OURS = ("click", "jinja2", "markdown-it-py", "pydantic", "pyyaml", "typer")


@dataclass(frozen=True)
class _Target:
    """A target: its words, what was measured by wall clock and by processor time, and the bound."""

    words: str
    measured: float
    by_cpu: float | None
    bound: float
    least: bool = False
    unit: str = "×"

    @property
    def reached(self) -> bool:
        return self.measured >= self.bound if self.least else self.measured <= self.bound


def results(lines: dict[str, Line], counts: tuple[int, int, int], peers: dict[str, str], has_batch: bool) -> str:
    """The whole page."""
    few, batch, many = counts
    batches = [lines[name] for name in (DOCXTPL, ONE_PROCESS, TWO_PROCESSES, FLOOR)]
    flat = [lines[name] for name in (FEW, MANY)]
    cold = [line for line in lines.values() if line not in batches and line not in flat]
    runs = len(batches[0].runs)
    way = (
        "par `convention batch`"
        if has_batch
        else "par la bibliothèque (`check`, `render`, écriture), deux processus étant deux moitiés lancées ensemble"
    )
    page = [
        "# Mesures",
        "",
        "Page produite par `make bench`. Les temps varient d’une machine à l’autre, et d’un moment à l’autre ; seuls"
        " les rapports comptent, mesurés dans une même exécution, les lignes étant lancées à tour de rôle.",
        "",
        f"Machine : {_machine()}.",
        "",
        f"Versions : {_versions(_ours())}. Comparés : {_versions(peers)}.",
        "",
        "## Objectifs",
        "",
        "| objectif | borne | mesure (temps réel) | (temps processeur) | |",
        "| --- | ---: | ---: | ---: | --- |",
        *(_row(target) for target in _targets(lines, few, many)),
        "",
        f"## Lot de {_whole(batch)} spécifications",
        "",
        f"{runs} exécutions par ligne, médiane et quartiles de processus entiers. Les actes de convention sont produits"
        f" {way}. docxtpl lit le même YAML, ne vérifie rien, et remplit un modèle tiré du DOCX de `specs/domifa.yaml`.",
        "",
        *_table(batches, batch),
        "",
        f"## Du petit lot ({_whole(few)}) au grand ({_whole(many)})",
        "",
        "Par la bibliothèque ; le premier acte, qui charge le modèle, n’est pas compté dans le temps.",
        "",
        *_table(flat, 0, {FEW: few - 1, MANY: many - 1}),
        "",
        "## Un acte, processus neuf",
        "",
        f"{len(cold[0].runs)} exécutions par ligne, après une première qui n’est pas comptée (elle compile les"
        " modules). RenderCV met en forme le même texte ; ses appels au réseau échouent aussitôt, et le paquet"
        " d’icônes que ses thèmes nomment, dont l’acte n’a pas l’usage, est remplacé par un paquet presque vide."
        " Les objectifs le comparent tel qu’il se lance, avec tous ses formats ; moins de formats sont mesurés ici.",
        "",
        *_table(cold, 1),
        "",
    ]
    return "\n".join(page)


def _targets(lines: dict[str, Line], few: int, many: int) -> Iterator[_Target]:
    def ratio(words: str, mine: str, theirs: str, bound: float) -> _Target:
        times = [lines[mine].median(of) / lines[theirs].median(of) for of in (wall, cpu)]
        return _Target(words, times[0], times[1], bound)

    yield ratio("lot, un processus, contre docxtpl (DOCX seul)", ONE_PROCESS, DOCXTPL, 0.20)
    gain = lines[ONE_PROCESS].median(wall) / lines[TWO_PROCESSES].median(wall)
    yield _Target("lot, débit de deux processus contre un", gain, None, 1.7, least=True)
    yield ratio("lot, un processus, contre le plancher (pour information)", ONE_PROCESS, FLOOR, 5)
    grown = [
        lines[MANY].median(_said(key)) / (many - 1) / (lines[FEW].median(_said(key)) / (few - 1))
        for key in ("wall", "cpu")
    ]
    yield _Target(f"coût par acte, de {_whole(few)} à {_whole(many)}", grown[0], grown[1], 1.1)
    more = lines[MANY].median(memory) - lines[FEW].median(memory)
    yield _Target(f"mémoire ajoutée, de {_whole(few)} à {_whole(many)}", more, None, 30, unit="Mo")
    yield ratio("`render` contre le script docxtpl", RENDER, COLD_DOCXTPL, 1.3)
    yield ratio("`validate` contre le script docxtpl", VALIDATE, COLD_DOCXTPL, 1.0)
    yield ratio("`--help` contre le script docxtpl", HELP, COLD_DOCXTPL, 0.5)
    yield ratio("`--version` contre le script docxtpl", VERSION, COLD_DOCXTPL, 0.5)
    theirs, made = (CV_ALL, "tous ses formats") if CV_ALL in lines else (CV_TEXT, "sans PDF")
    yield ratio(f"`render` contre `rendercv render` ({made})", RENDER, theirs, 0.4)
    yield ratio("`validate` contre le même", VALIDATE, theirs, 0.4)
    yield ratio("`--help` contre `rendercv --help`", HELP, CV_HELP, 0.4)
    yield ratio("`--version` contre `rendercv --version`", VERSION, CV_VERSION, 0.4)


def _said(key: str) -> Callable[[Run], float]:
    return lambda run: run.said[key]


def _row(target: _Target) -> str:
    unit = f"\u00a0{target.unit}"
    bound = f"{'≥' if target.least else '≤'} {target.bound:g}{unit}".replace(".", ",")
    beside = "" if target.by_cpu is None else _decimal(target.by_cpu) + unit
    verdict = "atteint" if target.reached else "**manqué**"
    return f"| {target.words} | {bound} | {_decimal(target.measured)}{unit} | {beside} | {verdict} |"


def _table(lines: list[Line], acts: int, counted: dict[str, int] | None = None) -> Iterator[str]:
    """Rows of milliseconds per act. `counted`: the acts of the loop that each child times itself."""
    yield "| | ms par acte (quartiles) | ms processeur par acte | mémoire, Mo |"
    yield "| --- | ---: | ---: | ---: |"
    for line in lines:
        of_wall, of_cpu, number = (_said("wall"), _said("cpu"), counted[line.name]) if counted else (wall, cpu, acts)
        low, middle, high = (1000 * value / number for value in line.quartiles(of_wall))
        spent = 1000 * line.median(of_cpu) / number
        yield (
            f"| {line.name} | {_decimal(middle)} ({_decimal(low)} – {_decimal(high)}) | {_decimal(spent)}"
            f" | {line.median(memory):.0f} |"
        )


def _decimal(value: float) -> str:
    return (f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}").replace(".", ",")


def _whole(value: int) -> str:
    return f"{value:,}".replace(",", "\u202f")


def _ours() -> dict[str, str]:
    return {name: importlib.metadata.version(name) for name in _OURS}


def _versions(known: dict[str, str]) -> str:
    return ", ".join(f"{name} {version}" for name, version in known.items())


def _machine() -> str:
    model = platform.processor() or platform.machine()
    information = Path("/proc/cpuinfo")
    if information.is_file():
        names = [line for line in information.read_text(encoding="utf-8").splitlines() if line.startswith("model name")]
        model = names[0].split(":", 1)[1].strip() if names else model
    system = f"{platform.system()} {platform.release().split('-')[0]}"
    return f"{os.cpu_count()} cœurs, {model}, {system}, Python {platform.python_version()}"
