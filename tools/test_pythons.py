"""Run the test suite on each supported Python this machine has: `make test-pythons`, `make test-pythons ARGS=tests/test_cli.py`.

A Python is looked for on the PATH (python3.11, python3.12 …), among those of pyenv, and among those uv knows. Each has its
environment in build/pythons/, kept from one run to the next. Ends with 1 when the suite fails on one of them.
"""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
HOME = ROOT / "build" / "pythons"


def supported() -> list[str]:
    """The versions pyproject.toml declares."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    listed = (re.fullmatch(r"Programming Language :: Python :: (3\.\d+)", one) for one in project["classifiers"])
    return [found[1] for found in listed if found]


def candidates(version: str) -> list[str]:
    """Where a Python of this version may be."""
    found = [shutil.which(f"python{version}") or ""]
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    found.extend(str(path) for path in sorted(pyenv.glob(f"{version}*/bin/python"), reverse=True))
    if shutil.which("uv"):
        run = subprocess.run(
            ["uv", "python", "find", "--offline", version], capture_output=True, text=True, check=False
        )
        found.append(run.stdout.strip())
    return [path for path in found if path]


def python_of(version: str) -> str | None:
    """A Python that runs and is of this version."""
    for path in candidates(version):
        command = [path, "-c", "import sys, venv, ensurepip; print('%d.%d' % sys.version_info[:2])"]
        run = subprocess.run(command, capture_output=True, text=True, check=False)
        if run.returncode == 0 and run.stdout.strip() == version:
            return path
    return None


def suite(version: str, python: str, arguments: list[str]) -> bool:
    """Run the suite in an environment of its own."""
    home = HOME / version
    if not (home / "bin" / "python").exists():
        subprocess.run([python, "-m", "venv", str(home)], check=True)
    own = str(home / "bin" / "python")
    pip = [own, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "--constraint", str(ROOT / "constraints.txt"), "--editable", f"{ROOT}[dev]"], check=True)
    environment = {key: value for key, value in os.environ.items() if key not in {"PYTHONPATH", "VIRTUAL_ENV"}}
    environment["PATH"] = f"{home / 'bin'}{os.pathsep}{environment['PATH']}"
    return (
        subprocess.run([own, "-m", "pytest", "-q", *arguments], cwd=ROOT, env=environment, check=False).returncode == 0
    )


def main(arguments: list[str]) -> int:
    said, failed = [], False
    for version in supported():
        python = python_of(version)
        if python is None:
            said.append(f"Python {version}: not on this machine")
            continue
        print(f"== Python {version}: {python}", flush=True)
        passed = suite(version, python, arguments or ["-n", "auto"])
        failed = failed or not passed
        said.append(f"Python {version}: {'passed' if passed else 'FAILED'}")
    print("\n".join(said))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
