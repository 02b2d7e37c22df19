"""Pin in constraints.txt what a clean environment installs: name==version, nothing of the machine or of its registry.

    python tools/build_constraints.py          # every extra but dev
    pip install -c constraints.txt .           # the same versions elsewhere

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
DEVELOPMENT = "dev"
HEAD = """\
# Versions with which convention was tried. To install them: pip install -c constraints.txt .
# Made by « make constraints »; one line a distribution, which a bill of materials (SBOM) can take as it is.
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


if __name__ == "__main__":
    FILE.write_text(HEAD + "\n".join(pinned()) + "\n", encoding="utf-8")
    print(FILE.relative_to(ROOT))
