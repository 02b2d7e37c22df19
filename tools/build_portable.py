"""One folder that holds convention and Python itself, for people who install nothing; as an archive, in dist/.

    python tools/build_portable.py

The Python that runs this script is the one that is copied: it must be one that works wherever it is put, as those of
« uv python install » do, and that of Windows. The folder holds `python/` and a starter, `convention` (`convention.cmd` on
Windows); the libraries have the versions of constraints.txt. The folder is tried before it is packed.
"""

import platform
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
# What no command of ours needs of Python: its tests, its windows, its own installer, what compiles C.
LEFT_OUT = shutil.ignore_patterns(
    "site-packages", "__pycache__", "test", "idlelib", "tkinter", "turtledemo", "ensurepip", "include", "share",
    "pkgconfig", "tcl", "tcl[0-9]*", "tk[0-9]*", "itcl*", "libs", "Scripts", "Doc", "*.a", "*.pdb",
)  # fmt: skip
UNIX = """\
#!/bin/sh
# Lance convention avec le Python de ce dossier, où que ce dossier soit, et par un lien aussi.
own="$0"
while [ -L "$own" ]; do
  target="$(readlink "$own")"
  case "$target" in
    /*) own="$target" ;;
    *) own="$(dirname "$own")/$target" ;;
  esac
done
here="$(CDPATH='' cd "$(dirname "$own")" && pwd -P)"
exec "$here/python/bin/python3" -I -X utf8 -m conventions_cli "$@"
"""
WINDOWS = '@echo off\r\n"%~dp0python\\python.exe" -I -X utf8 -m conventions_cli %*\r\n'
README = """\
convention : tout est dans ce dossier, Python compris. Il n'y a rien à installer.

Windows : dans ce dossier, taper « cmd » dans la barre d'adresse de l'explorateur, puis : convention doctor
macOS, Linux : dans un terminal ouvert sur ce dossier : ./convention doctor

Pour taper « convention » de n'importe où, ajouter ce dossier à la variable PATH.
Pour désinstaller, supprimer ce dossier.
"""


def build(folder: Path) -> None:
    """Make the folder, which must not exist."""
    home = folder / "python"
    shutil.copytree(sys.base_prefix, home, symlinks=True, ignore=LEFT_OUT)
    libraries = Path(sysconfig.get_path("purelib", vars={"base": str(home), "platbase": str(home)}))
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--no-compile"]
    wanted = ["--target", str(libraries), "--constraint", str(ROOT / "constraints.txt"), str(ROOT)]
    subprocess.run([*pip, *wanted], check=True)
    start = starter(folder)
    start.write_text(WINDOWS if start.suffix else UNIX, encoding="ascii" if start.suffix else "utf-8", newline="")
    start.chmod(0o755)
    (folder / "LISEZ-MOI.txt").write_text(README, encoding="utf-8-sig", newline="\r\n")


def starter(folder: Path) -> Path:
    """What a person starts."""
    return folder / ("convention.cmd" if sys.platform == "win32" else "convention")


def name() -> str:
    """The name of the archive: version, system, machine."""
    text = (ROOT / "src/conventions_cli/foundation/resources.py").read_text(encoding="utf-8")
    version = text.partition('__version__ = "')[2].partition('"')[0]
    system = {"win32": "windows", "darwin": "macos"}.get(sys.platform, "linux")
    return f"convention-{version}-{system}-{platform.machine().lower().replace('amd64', 'x86_64')}"


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="convention-") as temporary:
        folder = Path(temporary) / "convention"
        folder.mkdir()
        build(folder)
        moved = folder.rename(Path(temporary) / "déplacé ailleurs")
        for words in (["doctor"], ["examples"], ["render", "specs/domifa.yaml", "--format", "docx,pdf"]):
            subprocess.run([starter(moved), *words], cwd=temporary, check=True)
        moved.rename(folder)
        (ROOT / "dist").mkdir(exist_ok=True)
        form = "zip" if sys.platform == "win32" else "gztar"
        print(shutil.make_archive(str(ROOT / "dist" / name()), form, temporary, "convention"))


if __name__ == "__main__":
    main()
