"""The peers: installed in an environment of their own, and fed the same act."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

HERE = Path(__file__).parent
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


def offline() -> dict[str, str]:
    """The same, where a call to the network fails at once: RenderCV asks at each start whether it is the latest."""
    nowhere = "http://127.0.0.1:9"
    return environment() | {"http_proxy": nowhere, "https_proxy": nowhere, "HTTPS_PROXY": nowhere}


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
    """The text of an act as a RenderCV file: one section per heading, its paragraphs as entries. JSON is YAML."""
    sections: dict[str, list[str]] = {}
    entries: list[str] = sections.setdefault("Acte", [])
    for block in re.split(r"\n\s*\n", re.sub(r"<!--.*?-->", "", markdown)):
        text = " ".join(block.split())
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
