"""Outside tools of the tests: other programs that read a DOCX."""

import csv
import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from serveur import HANGS

REQUIRED = os.environ.get("CONVENTION_OUTILS") == "exiges"


def tool(name: str, path: str | None = None) -> str:
    """The path of an outside tool; the test is skipped where it is missing, and fails in CI."""
    program = path if path and Path(path).exists() else shutil.which(name)
    if program is None:
        message = f"{name} n’est pas installé : ce test est sauté (il ne l’est jamais en intégration continue)"
        if REQUIRED:
            pytest.fail(message)
        pytest.skip(message)
    return program


def sdk_errors(path: Path, version: str = "Microsoft365") -> list[object]:
    """What Microsoft's Open XML SDK finds wrong in a file, for a version of Office."""
    start = Path(tool("ooxml-validator", os.environ.get("OOXML_VALIDATOR")))
    # What npm puts there starts Node, which starts the program itself, in a package beside its own: we start that one.
    program = next(start.resolve().parents[3].glob("ooxml-validator-*/ooxml-validator*"), None)
    command = [program, path, version] if program else [start, path, "--officeVersion", version]
    run = subprocess.run(command, capture_output=True, timeout=HANGS)
    errors: list[object] = json.loads(run.stdout)["errors"]
    return errors


def to_pdf(paths: list[Path], folder: Path) -> list[Path]:
    """Convert with LibreOffice, in a profile of its own; every PDF must exist."""
    profile = folder / "profil"
    command = [tool("soffice"), f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", "pdf"]
    subprocess.run(
        [*command, "--outdir", str(folder), *map(str, paths)], check=True, capture_output=True, timeout=HANGS
    )
    pdfs = [folder / f"{path.stem}.pdf" for path in paths]
    assert all(path.stat().st_size > 1000 for path in pdfs)
    return pdfs


def pdf_text(path: Path) -> str:
    run = subprocess.run([tool("pdftotext"), str(path), "-"], check=True, capture_output=True, timeout=HANGS)
    return run.stdout.decode()


def calc(path: Path, folder: Path) -> dict[str, list[list[str]]]:
    """The cells of each sheet of a workbook, as LibreOffice Calc recalculates and shows them."""
    profile = folder / "profil"
    # Tokens of the CSV filter: comma, quote, UTF-8, …, as shown, …, -1: every sheet to its own file. The profile says
    # to recalculate on load, whatever values the file keeps.
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_RECALCULATE, encoding="utf-8")
    filters = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    command = [tool("soffice"), f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", filters]
    subprocess.run([*command, "--outdir", str(folder), str(path)], check=True, capture_output=True, timeout=HANGS)
    sheets = sorted(folder.glob(f"{path.stem}-*.csv"))
    if not sheets:
        tool("LibreOffice Calc")
    return {
        sheet.stem.removeprefix(f"{path.stem}-"): list(csv.reader(sheet.read_text(encoding="utf-8").splitlines()))
        for sheet in sheets
    }


_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item>
</oor:items>
"""
