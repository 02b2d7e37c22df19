"""The peers: installed in an environment of their own, and fed the same act."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

HERE = Path(__file__).parent
_ICONS = re.compile(r"@preview/fontawesome:([\d.]+)")
_NOTE, _ADDRESS = re.compile(r"\[\^\d+\]:? ?"), re.compile(r"<(https?://[^>]+)>")
_SHOWN = ("docxtpl", "python-docx", "lxml", "Jinja2", "PyYAML", "rendercv", "pypandoc_binary")


def install(folder: Path) -> Path:
    """Make the peers' environment if it is not there or out of date; return its folder of programs."""
    wanted = (HERE / "peers.txt").read_text(encoding="utf-8")
    stamp, programs = folder / "installed.txt", folder / ("Scripts" if os.name == "nt" else "bin")
    if not stamp.is_file() or stamp.read_text(encoding="utf-8") != wanted:
        print(f"Installing the peers in {folder}", flush=True)
        subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True)
        pip = [programs / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "--requirement", HERE / "peers.txt"], check=True, env=environment())
        stamp.write_text(wanted, encoding="utf-8")
    return programs


def environment() -> dict[str, str]:
    """The peers' variables: nothing of ours on their path."""
    return {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "PYTHONDONTWRITEBYTECODE"}}


def offline(packages: Path) -> dict[str, str]:
    """The same, where a call to the network fails at once: RenderCV asks at each start whether it is the latest.

    `packages`: where Typst finds those that documents name (`lay_icons`).
    """
    nowhere = "http://127.0.0.1:9"
    local = {"XDG_DATA_HOME": str(packages.resolve())}
    return environment() | local | {"http_proxy": nowhere, "https_proxy": nowhere, "HTTPS_PROXY": nowhere}


def lay_icons(programs: Path, packages: Path) -> None:
    """Stand in for the package of icons that RenderCV's themes name, which Typst would fetch from the network.

    The act has no icon. The real package is longer to read: RenderCV gains by it, if anything.
    """
    themes = Path(ask(programs, "import rendercv; print(rendercv.__path__[0])")) / "themes"
    named = {found for theme in themes.rglob("*.typ") for found in _ICONS.findall(theme.read_text(encoding="utf-8"))}
    for version in named:
        folder = packages / "typst" / "packages" / "preview" / "fontawesome" / version
        folder.mkdir(parents=True, exist_ok=True)
        manifest = f'[package]\nname = "fontawesome"\nversion = "{version}"\nentrypoint = "lib.typ"\n'
        (folder / "typst.toml").write_text(manifest, encoding="utf-8")
        (folder / "lib.typ").write_text("#let fa-icon(name, ..options) = text(name)\n", encoding="utf-8")


def ask(programs: Path, code: str) -> str:
    """What the peers' Python prints for a line of code."""
    result = subprocess.run(
        [programs / "python", "-c", code], check=True, capture_output=True, text=True, env=environment()
    )
    return result.stdout.strip()


def versions(programs: Path) -> dict[str, str]:
    """The versions of the peers and of what they stand on; pandoc's own beside."""
    code = f"import importlib.metadata as m, json; print(json.dumps({{n: m.version(n) for n in {_SHOWN!r}}}))"
    pandoc = subprocess.run([pandoc_path(programs), "--version"], check=True, capture_output=True, text=True)
    return json.loads(ask(programs, code)) | {"pandoc": pandoc.stdout.split("\n")[0].split()[-1]}


def pandoc_path(programs: Path) -> str:
    """The pandoc that came with the peers."""
    return ask(programs, "import pypandoc; print(pypandoc.get_pandoc_path())")


def write_cv(markdown: str, target: Path) -> None:
    """The text of an act as a RenderCV file: one section per heading, its paragraphs as entries. JSON is YAML.

    Without the marks of Markdown that RenderCV makes faulty Typst of: calls of notes, addresses between angle brackets.
    """
    sections: dict[str, list[str]] = {}
    entries: list[str] = sections.setdefault("Acte", [])
    for block in re.split(r"\n\s*\n", re.sub(r"<!--.*?-->", "", markdown)):
        text = _ADDRESS.sub(r"\1", _NOTE.sub("", " ".join(block.split())))
        heading = re.fullmatch(r"#+ (.+)", text)
        if heading:
            entries = sections.setdefault(heading[1], [])
        elif text:
            entries.append(text)
    content = {"cv": {"name": "Convention", "sections": {title: texts for title, texts in sections.items() if texts}}}
    target.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


def rendercv(programs: Path, *arguments: str) -> Sequence[str]:
    """A RenderCV command."""
    return [str(programs / "rendercv"), *arguments]


def makes_pdf(command: Sequence[str], folder: Path, packages: Path) -> bool:
    """Whether that RenderCV command can make its PDF here: it ends well even when it could not."""
    shutil.rmtree(folder, ignore_errors=True)
    subprocess.run(command, check=False, capture_output=True, env=offline(packages))
    return any(folder.glob("*.pdf"))
