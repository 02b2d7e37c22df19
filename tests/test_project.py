"""The project itself: the README, the length of modules, the page on security."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

from fabrique import ROOT
from serveur import HANGS


def test_the_excerpt_of_the_readme_is_what_the_command_writes():
    from conventions_cli.writers.markdown import write_markdown
    from fabrique import SPECS, document

    text = (ROOT / "README.md").read_text(encoding="utf-8")
    (excerpt,) = re.findall(r"```markdown\n(.*?)```", text, re.DOTALL)
    written = write_markdown(document(SPECS / "domifa.yaml"))
    assert excerpt in written.replace("\u202f", " ").replace("\u00a0", " ")


def test_the_fault_shown_in_the_readme_is_what_the_command_prints(tmp_path):
    specs = tmp_path / "specs"
    shutil.copytree(ROOT / "specs", specs)
    text = (specs / "domifa.yaml").read_text(encoding="utf-8")
    (specs / "domifa.yaml").write_text(text.replace("cp: 50 000 €", "cp: 190 000 €"), encoding="utf-8")
    command = [sys.executable, "-m", "conventions_cli", "validate", "specs/domifa.yaml"]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=HANGS)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"```text\n(.*?)```", readme, re.DOTALL)
    assert run.stdout.decode().replace("\u202f", " ").replace("\u00a0", " ").startswith(shown.replace("\u00a0", " "))


def test_no_module_is_too_long():
    for path in (ROOT / "src").rglob("*.py"):
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 420, Path(path).name


def test_the_page_on_security_names_tests_that_exist():
    page = (ROOT / "docs" / "securite.md").read_text(encoding="utf-8")
    sources = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").glob("test_*.py"))
    named = set(re.findall(r"\btest_\w+\b(?!\.py|\w)", page))
    files = set(re.findall(r"\b(test_\w+\.py)\b", page))
    assert len(named) > 40
    assert [name for name in sorted(named) if f"def {name}(" not in sources and f"{name}.py" not in files] == []
    assert [name for name in sorted(files) if not (ROOT / "tests" / name).is_file()] == []
