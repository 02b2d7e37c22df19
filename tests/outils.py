"""Outside tools of the tests: what reads a DOCX that is not us."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

REQUIRED = os.environ.get("CONVENTION_OUTILS") == "exiges"


def tool(name: str, path: str | None = None) -> str:
    """The path of an outside tool; the test is skipped where it is missing, and fails in CI."""
    found = path if path and Path(path).exists() else shutil.which(name)
    if found is None:
        message = f"{name} n’est pas installé : ce test est sauté (il ne l’est jamais en intégration continue)"
        if REQUIRED:
            pytest.fail(message)
        pytest.skip(message)
    return found


def validator() -> str:
    return tool("ooxml-validator", os.environ.get("OOXML_VALIDATOR"))


def sdk_errors(path: Path, version: str = "Microsoft365") -> list[object]:
    """What Microsoft's Open XML SDK finds wrong in a file, for a version of Office."""
    run = subprocess.run([validator(), str(path), "--officeVersion", version], capture_output=True, timeout=120)
    found: list[object] = json.loads(run.stdout)["errors"]
    return found


def to_pdf(paths: list[Path], folder: Path) -> list[Path]:
    """Convert with LibreOffice, in a profile of its own; every PDF must exist."""
    profile = folder / "profil"
    command = [tool("soffice"), f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", "pdf"]
    subprocess.run([*command, "--outdir", str(folder), *map(str, paths)], check=True, capture_output=True, timeout=300)
    made = [folder / f"{path.stem}.pdf" for path in paths]
    assert all(path.stat().st_size > 1000 for path in made)
    return made


def pdf_text(path: Path) -> str:
    run = subprocess.run([tool("pdftotext"), str(path), "-"], check=True, capture_output=True, timeout=60)
    return run.stdout.decode()
