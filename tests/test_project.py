"""The project itself: the wheel, the README, what must not be said."""

import re
import shutil
import subprocess
import sys
import venv
from pathlib import Path

from fabrique import ROOT


def test_the_wheel_renders_away_from_the_checkout(tmp_path):
    """Build the wheel, install it in a clean environment, and render with the packs it carries."""
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(tmp_path), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True, timeout=600)
    (wheel,) = tmp_path.glob("*.whl")
    venv.create(tmp_path / "env", with_pip=True)
    python = tmp_path / "env" / "bin" / "python"
    subprocess.run(
        [python, "-m", "pip", "install", "--quiet", str(wheel)], check=True, capture_output=True, timeout=600
    )
    for name in ("annuaire", "fast17", "domifa"):
        (tmp_path / f"{name}.yaml").write_bytes((ROOT / "specs" / f"{name}.yaml").read_bytes())
    command = [tmp_path / "env" / "bin" / "convention", "render", "domifa.yaml"]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=120)
    assert run.returncode == 0, run.stderr.decode()
    assert (tmp_path / "build" / "domifa.docx").stat().st_size > 5_000
    assert "Article 8" in (tmp_path / "build" / "domifa.md").read_text(encoding="utf-8")


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
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=60)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"```text\n(.*?)```", readme, re.DOTALL)
    assert run.stdout.decode().replace("\u202f", " ").replace("\u00a0", " ").startswith(shown.replace("\u00a0", " "))


def test_every_command_of_the_readme_runs(tmp_path):
    shutil.copytree(ROOT / "specs", tmp_path / "specs")
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    commands = re.findall(
        r"^convention (.+?)(?:\s+#.*)?$", "\n".join(re.findall(r"```sh\n(.*?)```", text, re.DOTALL)), re.MULTILINE
    )
    assert len(commands) >= 4
    for command in commands:
        run = subprocess.run(
            [sys.executable, "-m", "conventions_cli", *command.split()], cwd=tmp_path, capture_output=True, timeout=60
        )
        assert run.returncode == 0, (command, run.stderr.decode())


def test_every_link_between_our_documents_leads_somewhere():
    for page in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name} → {target}"


def test_no_module_is_too_long():
    for path in (ROOT / "src").rglob("*.py"):
        if path.name == "explanations.py":  # a table: one page per code
            continue
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 420, Path(path).name
