"""The examples of the documents: every line of their ```sh blocks, and what those lines find on the disk.

Each page is followed from top to bottom in a folder of its own that holds a copy of `specs/`, under git, as a reader
would; each line of the reference, in one of its own. A ```yaml block that begins with « # path.yaml » is that file.

To add a page: nothing to do, every page of docs/guide is read. When one of its lines needs a file that no line makes,
name it in FILES; when something is done before one, in BEFORE; when a line ends with another code than 0, say so in
ENDS; when it cannot be run here, say why in NOT_RUN. A name that no page uses any more fails the tests.
"""

import os
import re
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import serveur
from actes import titres
from fabrique import ROOT

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs" / "guide").glob("*.md")), ROOT / "docs" / "reference-cli.md"]
_BLOCK = re.compile(r"^( *)```(sh|yaml)\n(.*?)^ *```$", re.DOTALL | re.MULTILINE)
_FILE = re.compile(r"# ([\w./-]+\.ya?ml)\n")
_COMMENT = re.compile(r"\s+#\s.*$")


@dataclass(frozen=True)
class Chapter:
    """What is followed in one folder: lines to run and files to write, in order."""

    name: str
    steps: tuple[tuple[str, str], ...]  # ("sh", a line) or ("yaml", the text of a block)

    @property
    def lines(self) -> list[str]:
        return [text for kind, text in self.steps if kind == "sh"]


def chapters(page: Path) -> Iterator[Chapter]:
    """A page, or each line of the reference, whose examples do not follow one another."""
    steps = tuple(_steps(page.read_text(encoding="utf-8")))
    if page.name == "reference-cli.md":
        yield from (Chapter(text, ((kind, text),)) for kind, text in steps)
    elif steps:
        yield Chapter(page.name, steps)


def _steps(text: str) -> Iterator[tuple[str, str]]:
    for margin, kind, block in _BLOCK.findall(text):
        if kind == "yaml":
            yield kind, re.sub(rf"^{margin}", "", block, flags=re.MULTILINE)
            continue
        for line in block.replace("\\\n", " ").splitlines():
            bare = _COMMENT.sub("", line).strip()
            if bare and not bare.startswith("#"):
                yield kind, bare


GIT = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
CHAPTERS = [chapter for page in PAGES for chapter in chapters(page)]


# Files that lines need and no line makes


def convention(*arguments: str, cwd: Path) -> None:
    serveur.convention(*arguments, cwd=cwd).check_returncode()


def act(folder: Path, path: Path) -> None:
    """The act of Domifa, in the format its ending says."""
    convention("render", "specs/domifa.yaml", "-o", str(path.parent), "--format", path.suffix[1:], cwd=folder)


def lasting_longer(folder: Path, path: Path) -> None:
    """A new version of Domifa."""
    path.write_text("herite: domifa.yaml\nduree: {fin: 2027-06-30}\n", encoding="utf-8")


def amended(folder: Path, path: Path) -> None:
    """A new version of Domifa that says which act it amends."""
    text = "herite: domifa.yaml\navenant: {de: domifa.yaml, numero: 1}\nduree: {fin: 2027-06-30}\n"
    path.write_text(text, encoding="utf-8")


def foreign(folder: Path, path: Path) -> None:
    """An act another administration wrote."""
    path.write_bytes(titres())


def own_clause(folder: Path, path: Path) -> None:
    (path / "commun").mkdir(parents=True)
    (path / "commun" / "publication.md").write_text("Cette convention est affichée en mairie.\n", encoding="utf-8")


def smallest(folder: Path, path: Path) -> None:
    """The smallest draft, as « Première convention » gives it."""
    text = "services:\n  - nom: Domifa\ndispositif: {sigle: FAST, promotion: 17}\n"
    path.write_text(text, encoding="utf-8")


def ejected(folder: Path, path: Path) -> None:
    convention("templates", "eject", path.name, str(path.parent), cwd=folder)


def product_pages(folder: Path, path: Path) -> None:
    """A checkout of the product pages: one product of round 17, and its sponsor."""
    pages = {
        "content/_startups/domifa.md": "title: Domifa\nmission: Domicilier\nfast: {promotion: 17, montant: 200000}\n"
        "sponsors: [/organisations/dgcs]\nphases: [{name: acceleration, start: 2024-01-01}]\n",
        "content/_organisations/dgcs.md": "name: Direction générale de la cohésion sociale\nacronym: DGCS\n"
        "type: administration-centrale\n",
    }
    for name, text in pages.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_text(f"---\n{text}---\n", encoding="utf-8")


def products(folder: Path, path: Path) -> None:
    """Products as the members' space lists them."""
    text = '[{"ghid": "domifa", "name": "Domifa", "phases": [{"name": "acceleration", "start": "2024-01-01"}]}]'
    path.write_text(text, encoding="utf-8")


def winners(folder: Path, path: Path) -> None:
    """A list of winners, as a spreadsheet."""
    path.write_text("Service;Aide accordée\nDomifa;200 000 €\n", encoding="utf-8")


def one_dossier(folder: Path, path: Path) -> None:
    """A dossier of the API, whose field has the label the guide names."""
    text = '{"data": {"dossier": {"number": 1, "champs": [{"label": "LABEL", "stringValue": "Domifa"}]}}}'
    label = "Nom du projet" if path.stem == "dossier" else "Intitulé de votre projet"
    path.write_text(text.replace("LABEL", label), encoding="utf-8")


FILES: dict[str, Callable[[Path, Path], None]] = {
    "build/domifa.docx": act,
    "build/domifa.md": act,
    "signes/domifa.docx": act,
    "publies/domifa.md": act,
    "specs/domifa-v2.yaml": lasting_longer,
    "specs/domifa-2.yaml": amended,
    "recu/convention-du-partenaire.docx": foreign,
    "notre-acte.docx": foreign,
    "acte.docx": foreign,
    "acte-revenu.docx": foreign,
    "domifa.yaml": smallest,
    "mes-modeles": own_clause,
    "templates/delegation-fast-2025": ejected,
    "templates/subvention": ejected,
    "templates/delegation-de-gestion": ejected,
    "beta.gouv.fr": product_pages,
    "depot-des-produits": product_pages,
    "content/_startups/domifa.md": lambda folder, path: product_pages(folder, folder),
    "produits.json": products,
    "laureats.csv": winners,
    "dossier.json": one_dossier,
    "dossiers.json": one_dossier,
}
# Steps before a line, which its page only tells in words, or which the reference leaves out.
BEFORE: dict[str, str] = {
    "convention batch specs/fast17 -o actes --check": "convention batch specs/fast17 -o actes",
    "convention examples": "rm -r specs",  # a checkout has them
    "convention undo": "convention set specs/domifa.yaml lieu_signature=Lyon --bak",
    "convention undo specs --dry-run": "convention set specs/domifa.yaml lieu_signature=Lyon --bak",
    "convention amend specs/domifa-3.yaml": "sed -i 's/ro: 1/ro: 1, date_signature: 2026-03-01/' specs/domifa-2.yaml",
}
# Lines that end with another code than 0, and why.
ENDS: dict[str, int] = {
    # the acts differ
    "convention diff specs/domifa.yaml specs/mano.yaml": 1,
    "convention diff specs/domifa.yaml specs/domifa-v2.yaml": 1,
    "convention diff specs/domifa.yaml specs/domifa-v2.yaml --format html -o build/comparaison.html": 1,
    "convention diff specs/domifa.yaml specs/domifa-v2.yaml --format json -o build/comparaison.json": 1,
    # one act of the example round is a draft: it is not published, and its blanks are warnings
    "convention publish specs -o dossier-2025 --format docx,md,pdf": 1,
    "convention validate specs --strict": 1,
    # refused as long as something is missing
    "convention render domifa.yaml --final": 1,
    # a code with a letter O for a zero
    "convention validate specs/domifa.yaml --set chorus.centre_de_cout=SGSIFABO75": 1,
}
# Lines that cannot be run here, and why.
NOT_RUN: dict[str, str] = {
    "pipx install .": "installs for the whole account; a test installs the wheel",
    "pipx install ./conventions_cli-0.1.0-py3-none-any.whl": "the same",
    "python3 -m pip install -c constraints.txt .": "installs; a test installs the wheel with the same constraints",
    "python3 -m pip wheel -c constraints.txt --wheel-dir a-emporter .": "takes every dependency from the network",
    "python3 -m pip install --no-index --find-links a-emporter conventions-cli": "needs what the line before makes",
    "convention new": "asks at a terminal; test_interview answers",
    "convention new --from laureats.xlsx --cohort 18 promotion-18": "asks at a terminal; test_lists answers",
    "convention new --from laureats.xlsx --cohort 18 p18": "the same",
    "convention edit specs/domifa.yaml": "serves until Ctrl-C; test_edition fills it",
    "convention edit specs": "serves until Ctrl-C; test_edition opens a folder",
    "convention edit specs/domifa.yaml --no-open --port 8000": "the same",
    "convention preview specs/domifa.yaml": "serves until Ctrl-C; test_preview follows it",
    "convention preview specs/domifa.yaml --no-open --port 8000": "the same",
    "convention preview specs/domifa.yaml --template-dir nos-modeles": "the same",
    "git clone https://github.com/betagouv/beta.gouv.fr": "takes the network",
    "make zipapp": "installs into .venv; a test makes and runs the same file",
    "make demo": "installs into .venv; the continuous integration runs it",
    "make test": "runs the present test",
}


def checkout(folder: Path) -> Path:
    """A folder as a reader has it: `specs/`, under git."""
    shutil.copytree(ROOT / "specs", folder / "specs")
    who = ["-c", "user.name=Essai", "-c", "user.email=essai@example.org"]
    for command in (["init", "-q"], ["add", "specs"], [*who, "commit", "-qm", "Spécifications"]):
        subprocess.run(["git", *command], cwd=folder, env={**os.environ, **GIT}, check=True, capture_output=True)
    return folder


def prepare(folder: Path, model: Path) -> dict[str, str]:
    """A copy of such a folder, and the environment in which `convention` is ours."""
    shutil.copytree(model, folder, dirs_exist_ok=True)
    home = folder / ".maison"
    tool = home / "bin" / "convention"
    tool.parent.mkdir(parents=True)
    tool.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m conventions_cli "$@"\n', encoding="utf-8")
    tool.chmod(tool.stat().st_mode | stat.S_IXUSR)
    (home / ".local/share/bash-completion/completions").mkdir(parents=True)
    (home / ".config/fish/completions").mkdir(parents=True)
    environment = {**os.environ, "HOME": str(home), "PATH": f"{tool.parent}{os.pathsep}{os.environ['PATH']}"}
    return environment | GIT


def supply(folder: Path, line: str) -> None:
    """Make the files that a line needs and no earlier line has made."""
    for name, make in FILES.items():
        path = folder / name
        if line.startswith("convention new") and name.endswith(".yaml"):
            continue  # it writes that file
        if re.search(rf"(?<![\w./-]){re.escape(name)}(?![\w-])", line) and not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            make(folder, path)


def write(folder: Path, block: str) -> None:
    """Write a block that names its file, unless that file exists."""
    match = _FILE.match(block)
    if match and not (folder / match[1]).exists():
        (folder / match[1]).parent.mkdir(parents=True, exist_ok=True)
        (folder / match[1]).write_text(block, encoding="utf-8")
