"""Pin in constraints.txt what a clean environment installs: name==version, nothing of the machine or of its registry.

    python tools/build_constraints.py          # every extra but dev
    pip install -c constraints.txt .           # the same versions elsewhere

Pin in requirements-action.txt what the GitHub Action installs, without any extra: the same versions, for every system,
each with the digests of its files.

The versions are those of the Python that runs this script; all of them must allow the others (a test checks the bounds).
"""

import re
import subprocess
import sys
import tempfile
import tomllib
import venv
from pathlib import Path

ROOT = Path(__file__).parents[1]
FILE = ROOT / "constraints.txt"
HASHED = ROOT / "requirements-action.txt"
DEVELOPMENT = "dev"
HEAD = """\
# Versions with which convention was tried. To install them: pip install -c constraints.txt .
# Made by « make constraints »; one line a distribution, which a bill of materials (SBOM) can take as it is.
"""


HASHED_HEAD = """\
# What the GitHub Action installs (action.yml): pip install --require-hashes --only-binary :all: -r requirements-action.txt
# Made by « make constraints »: the versions of constraints.txt, and the SHA-256 of each file that may be installed.
"""


def extras() -> list[str]:
    """The extras a user may install."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return sorted(set(project.get("optional-dependencies", {})) - {DEVELOPMENT})


def pinned() -> list[str]:
    """What a clean environment holds once convention is installed, but for convention itself."""
    wanted = f"{ROOT}[{','.join(extras())}]" if extras() else str(ROOT)
    with tempfile.TemporaryDirectory(prefix="convention-") as folder:
        venv.create(folder, with_pip=True)
        python = Path(folder) / ("Scripts" if sys.platform == "win32" else "bin") / "python"
        pip = [str(python), "-m", "pip", "--disable-pip-version-check"]
        subprocess.run([*pip, "install", "--quiet", wanted], check=True)
        frozen = subprocess.run([*pip, "list", "--format=freeze"], check=True, capture_output=True, text=True)
    own = {"pip", "setuptools", "wheel", "conventions-cli"}
    lines = [line for line in frozen.stdout.splitlines() if re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.+!]+", line)]
    return sorted((line for line in lines if line.partition("==")[0].lower() not in own), key=str.lower)


def hashed() -> str:
    """The versions of constraints.txt, those of other systems with their condition, with their digests.

    By uv, which reads what the registry says of the files of every system; nothing of the registry is kept.
    """
    with tempfile.TemporaryDirectory(prefix="convention-") as folder:
        venv.create(folder, with_pip=True)
        scripts = Path(folder) / ("Scripts" if sys.platform == "win32" else "bin")
        subprocess.run(
            [scripts / "python", "-m", "pip", "--disable-pip-version-check", "install", "-q", "uv"], check=True
        )
        asked = ["--constraint", FILE.name, "--universal", "--python-version", "3.11", "--generate-hashes"]
        plain = ["--no-annotate", "--no-header", "--no-emit-index-url", "--no-emit-find-links", "--quiet"]
        made = subprocess.run(
            [scripts / "uv", "pip", "compile", "pyproject.toml", *asked, *plain],
            cwd=ROOT,
            check=True,
            capture_output=True,
            text=True,
        )
    return made.stdout


if __name__ == "__main__":
    FILE.write_text(HEAD + "\n".join(pinned()) + "\n", encoding="utf-8")
    HASHED.write_text(HASHED_HEAD + hashed(), encoding="utf-8")
    print(FILE.relative_to(ROOT), HASHED.relative_to(ROOT))
