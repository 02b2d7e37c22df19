"""A format is a module of writers/ and one line of its table: every command, page and bundle then has it."""

import json
import os
import shutil
import subprocess
import sys

import pytest

from conventions_cli.writers import FORMATS
from fabrique import ROOT
from serveur import HANGS

LINE = '        Format("rst", "reStructuredText", "text/x-rst", _rst),\n'
CALL = """
def _rst(document: Document) -> bytes:
    from conventions_cli.writers.rst import write_text

    return write_text(document).encode("utf-8")


class Format("""
WRITER = '''"""A tree to reStructuredText."""

from conventions_cli.document import Document, section_text


def write_text(document: Document) -> str:
    """The words of each part."""
    return "\\n\\n".join(section_text(part) for part in document.parts) + "\\n"
'''


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """A copy of the sources with a format more, and specs to make acts of."""
    folder = tmp_path_factory.mktemp("maison")
    shutil.copytree(ROOT / "src", folder / "src", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("templates", "specs"):
        shutil.copytree(ROOT / name, folder / name)
    table = folder / "src" / "conventions_cli" / "writers" / "__init__.py"
    text = table.read_text(encoding="utf-8")
    last = text.index('        Format("pdf"')
    text = text[:last] + LINE + text[last:]
    table.write_text(text.replace("\nclass Format(", CALL, 1), encoding="utf-8")
    (table.parent / "rst.py").write_text(WRITER, encoding="utf-8")
    return folder


def run(house, *words, **environment):
    result = subprocess.run(
        [sys.executable, "-m", "conventions_cli", *words],
        cwd=house,
        env=os.environ | {"PYTHONPATH": str(house / "src")} | environment,
        capture_output=True,
        timeout=HANGS,
        check=False,
    )
    return result.returncode, result.stdout.decode(), result.stderr.decode()


def test_an_act_is_written_in_it_beside_others(house):
    code, out, err = run(house, "render", "specs/domifa.yaml", "--format", "md,rst", "-o", "actes")
    assert (code, err) == (0, "")
    assert out.splitlines()[-1].endswith("domifa.rst")
    assert "Convention de délégation de gestion" in (house / "actes" / "domifa.rst").read_text(encoding="utf-8")


def test_a_round_is_made_in_it_and_the_next_run_knows_it(house):
    specs = ["specs/domifa.yaml", "specs/mano.yaml"]
    assert run(house, "batch", *specs, "-o", "lot", "--format", "rst")[0] == 0
    assert {one.suffix for one in (house / "lot").glob("*.*")} == {".rst", ".json"}
    assert "à jour" in run(house, "batch", *specs, "-o", "lot", "--format", "rst")[1]


def test_a_bundle_and_a_summary_call_it_by_its_label_and_its_type(house):
    code, _, err = run(house, "publish", "specs/domifa.yaml", "-o", "publie", "--format", "docx,rst")
    assert code == 0, err
    (act,) = json.loads((house / "publie" / "index.json").read_text(encoding="utf-8"))["actes"]
    assert "text/x-rst" in {file["type_media"] for file in act["fichiers"]}
    assert "reStructuredText (" in (house / "publie" / "index.html").read_text(encoding="utf-8")
    run(house, "render", "specs/domifa.yaml", "--format", "rst", "-o", "actes")
    code, _, err = run(house, "summary", "specs/domifa.yaml", "--format", "html", "--acts", "actes", "-o", "page.html")
    assert code == 0, err
    assert ">reStructuredText</a>" in (house / "page.html").read_text(encoding="utf-8")


def test_it_is_proposed_where_one_is_typed_and_named_where_one_is_wrong(house):
    code, _, err = run(house, "render", "specs/domifa.yaml", "--format", "odp")
    assert code == 2
    every = ", ".join(FORMATS).replace("pdf", "rst, pdf")
    assert f": {every}." in err
    assert f": {every}." in " ".join(run(house, "render", "--help")[1].split())
    given = {
        "_CONVENTION_COMPLETE": "complete_bash",
        "COMP_WORDS": "convention render --format docx,",
        "COMP_CWORD": "3",
    }
    assert "docx,rst" in run(house, **given)[1]
