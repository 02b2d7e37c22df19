"""The state of a machine: what it needs to make acts, and what some options need besides."""

import os
import platform
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from enum import Enum
from importlib.util import find_spec
from pathlib import Path

from conventions_cli.foundation import Record, installed_version, templates_dir
from conventions_cli.french import disk_reason

PREVIEW = ("starlette", "uvicorn", "watchfiles")  # the libraries that serve the live page
_SECONDS = 20
_FONTS = ("Arial", "Liberation Sans")


class State(Enum):
    """The state of a thing; the value is the word of the JSON form."""

    GOOD = "bon"
    LACKING = "absent"
    BAD = "bloquant"

    @property
    def mark(self) -> str:
        """A sign that a terminal of any encoding can show."""
        return {"bon": "[ok]", "absent": "[--]", "bloquant": "[!!]"}[self.value]

    @property
    def stops(self) -> bool:
        """Whether no act can be made."""
        return self is State.BAD


class Finding(Record, frozen=True):
    """A thing examined: its name, its state, and what to do about it."""

    name: str
    state: State
    sentence: str
    hint: str = ""


def examine(template_dir: Path | None, encoding: str) -> tuple[Finding, ...]:
    """The findings about this machine. `encoding`: that of the terminal."""
    return (
        Finding("convention", State.GOOD, f"version {installed_version()}"),
        Finding("Python", State.GOOD, f"{platform.python_version()} sur {platform.system()}"),
        _libraries(),
        *_packs(template_dir),
        _writing(Path.cwd()),
        _cache(),
        _preview(),
        _fonts(),
        _terminal(encoding),
    )


def _libraries() -> Finding:
    """The libraries that the package asks for, at whatever version: without one of them, some acts cannot be made."""
    from importlib import metadata

    try:
        requirements = metadata.requires("conventions-cli") or []
    except metadata.PackageNotFoundError:
        return Finding("bibliothèques", State.GOOD, "celles du dossier d’où convention est lancé")
    names = [re.split(r"[^A-Za-z0-9._-]", line, maxsplit=1)[0] for line in requirements if "extra ==" not in line]
    absent = [name for name in names if not _installed(name) and name.lower() not in PREVIEW]
    if absent:
        hint = f"Taper : pip install {' '.join(absent)} (par pipx : pipx inject conventions-cli {' '.join(absent)})."
        return Finding("bibliothèques", State.BAD, f"non installées : {', '.join(absent)}", hint)
    return Finding("bibliothèques", State.GOOD, f"les {len(names)} dont convention a besoin")


def _installed(name: str) -> bool:
    from importlib import metadata

    try:
        metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return False
    return True


def _packs(template_dir: Path | None) -> Iterator[Finding]:
    from conventions_cli.templating import available, load_pack, own_templates

    beside = own_templates(Path())
    names = available(template_dir, beside)
    faulty = [name for name in names if load_pack(name, template_dir, beside).value is None]
    if not names:
        hint = "Réinstaller convention : ses modèles devraient être avec lui."
        yield Finding("modèles", State.BAD, f"aucun dans « {templates_dir()} »", hint)
    elif faulty:
        hint = "« convention templates check » dit à quelle ligne."
        yield Finding("modèles", State.BAD, f"à corriger : {', '.join(faulty)}", hint)
    else:
        yield Finding("modèles", State.GOOD, ", ".join(names))


def _writing(folder: Path) -> Finding:
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as fault:
        hint = "Se placer dans un dossier à soi, ou écrire ailleurs avec « -o »."
        return Finding("écriture dans ce dossier", State.LACKING, f"impossible ({disk_reason(fault)})", hint)
    return Finding("écriture dans ce dossier", State.GOOD, "possible")


def _cache() -> Finding:
    from conventions_cli.templating import POSSIBLE, VARIABLE, kept_folder

    folder = kept_folder()
    if folder is not None:
        return Finding("clauses compilées", State.GOOD, f"gardées dans « {folder} »")
    if not POSSIBLE:
        return Finding("clauses compilées", State.LACKING, "non gardées : ce système ne permet pas de les protéger")
    if not os.environ.get(VARIABLE):
        return Finding("clauses compilées", State.LACKING, "non gardées d’une fois à l’autre")
    hint = f"Nommer un dossier à soi seul dans la variable {VARIABLE}, et garder à soi son dossier de configuration."
    return Finding("clauses compilées", State.LACKING, "non gardées : leur dossier n’est pas à vous seul", hint)


def lacking_for_preview() -> tuple[str, ...]:
    """The libraries of the live page that are not installed."""
    return tuple(name for name in PREVIEW if find_spec(name) is None)


def _preview() -> Finding:
    absent = lacking_for_preview()
    if absent:
        names = " ".join(absent)
        hint = f"Pour « convention preview » : pip install {names} (par pipx : pipx inject conventions-cli {names})."
        return Finding("aperçu", State.LACKING, f"bibliothèques non installées : {', '.join(absent)}", hint)
    return Finding("aperçu", State.GOOD, "possible dans le navigateur")


def _fonts() -> Finding:
    if shutil.which("fc-list") is None:
        return Finding("polices", State.GOOD, "celles du système, qui n’en donne pas la liste")
    families = _output(["fc-list", ":", "family"])
    fonts = [name for name in _FONTS if name in families]
    if fonts:
        return Finding("polices", State.GOOD, f"{fonts[0]} est installée")
    hint = "Installer Liberation Sans (paquet fonts-liberation), de même chasse qu’Arial."
    return Finding(
        "polices",
        State.LACKING,
        "ni Arial, ni Liberation Sans : un acte Word s’affichera ici sur plus de pages ; le PDF a ses propres polices",
        hint,
    )


def _terminal(encoding: str) -> Finding:
    if encoding.lower().replace("-", "") == "utf8":
        return Finding("affichage", State.GOOD, "UTF-8")
    hint = "Sous Windows : « chcp 65001 » ; ailleurs, choisir un environnement en UTF-8 (LANG=fr_FR.UTF-8)."
    return Finding("affichage", State.LACKING, f"{encoding or 'inconnu'} : les accents peuvent mal s’afficher", hint)


def _output(command: list[str]) -> str:
    """The output of a command; empty when it fails or does not answer."""
    try:
        with tempfile.TemporaryDirectory(prefix="convention-") as home:
            run = subprocess.run(  # noqa: S603 - fixed commands of the system
                command, capture_output=True, timeout=_SECONDS, check=False, env=os.environ | {"HOME": home}
            )
    except (OSError, subprocess.SubprocessError):
        return ""
    return run.stdout.decode("utf-8", errors="replace")
