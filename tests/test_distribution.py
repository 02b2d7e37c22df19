"""What is given to people: the wheel, the pinned versions, the single file, the Pythons declared."""

import os
import re
import subprocess
import sys
import tomllib
import venv
import zipfile
from importlib import metadata
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from conventions_cli.cli.checkup import PREVIEW
from conventions_cli.foundation.resources import pages_dir
from conventions_cli.law.texts import FILE
from fabrique import ROOT
from serveur import HANGS

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
CONSTRAINTS = ROOT / "constraints.txt"
# What a person types, in an empty folder, of the wheel alone; the files each command leaves. One line to add another.
# They are installed by the line that asks for the live page, which asks for nothing more.
COMMANDS: list[tuple[str, tuple[str, ...]]] = [
    ("--version", ()),
    ("--help", ()),
    ("doctor", ()),
    ("templates list", ()),
    ("templates check", ()),
    ("examples", ("specs/domifa.yaml", "specs/fast17/comptes-rendus/clairsemis.yaml", "specs/convention.schema.json")),
    ("validate specs", ()),
    ("render specs/domifa.yaml --format docx,md,html", ("build/domifa.docx", "build/domifa.md", "build/domifa.html")),
    ("render specs/domifa.yaml --format pdf,odt,txt", ("build/domifa.pdf", "build/domifa.odt", "build/domifa.txt")),
    ("batch specs/fast17 -o actes", ("actes/manifest.json", "actes/clairsemis.docx")),
    ("report specs/fast17/comptes-rendus/clairsemis.yaml", ("build/clairsemis-compte-rendu.docx",)),
    ("publish specs/domifa.yaml", ("publication/index.html",)),
    ("summary specs --format xlsx -o build/promotion.xlsx", ("build/promotion.xlsx",)),
    ("verify build/domifa.docx", ()),
    ("schema -o build/convention.schema.json", ("build/convention.schema.json",)),
    ("explain C353", ()),
    ("law --at 2025-08-20", ()),
    ("completion bash", ()),
    ("templates eject delegation-fast-2025", ("templates/delegation-fast-2025/commun/visas.md",)),
    ("templates new maison", ("templates/maison/modele.yaml",)),
    ("templates check --strict", ()),
    ("render specs/mano.yaml --set modele=maison -o maison", ("maison/mano.docx",)),
    ("new envergo.yaml --yes --service Envergo", ("envergo.yaml",)),
    ("render envergo.yaml", ("build/envergo.docx", "build/envergo.md")),
]


def pip(*arguments, into=sys.executable):
    """Run our pip, which installs into the environment of a Python."""
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", str(into), *map(str, arguments)]
    run = subprocess.run(command, capture_output=True, timeout=HANGS, text=True)
    assert run.returncode == 0, run.stderr
    return run.stdout


def alone(folder):
    """The environment of somebody who has never seen the checkout."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "VIRTUAL_ENV"))}
    return kept | {"HOME": str(folder)}


def shipped():
    """The files beside the code that must be in the package, by path."""
    templates = [path for path in (ROOT / "templates").rglob("*") if path.is_file()]
    specs = [*(ROOT / "specs").rglob("*.yaml"), ROOT / "specs" / "convention.schema.json"]
    pages = {f"codes/{path.name}": path for path in pages_dir().iterdir()}
    pages |= {"law/textes.yaml": FILE}
    return pages | {path.relative_to(ROOT).as_posix(): path for path in [*templates, *specs]}


def test_the_wheel_works_in_a_clean_environment_away_from_the_checkout(tmp_path):
    pip("wheel", "--quiet", "--no-deps", "--wheel-dir", tmp_path, ROOT)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as held:
        for name, path in shipped().items():
            assert held.read(f"conventions_cli/{name}") == path.read_bytes(), name
        names = held.namelist()
        assert "conventions_cli/py.typed" in names
        assert any(name.endswith("/licenses/LICENSE") for name in names)
        assert not [name for name in names if re.search(r"(^|/)(tests?|tools|build|__pycache__)/", name)]
    venv.create(tmp_path / "env")
    bin_ = tmp_path / "env" / "bin"
    # What is run is compiled as it is: to compile all that is installed takes longer.
    pip("install", "--quiet", "--no-compile", "--constraint", CONSTRAINTS, f"{wheel}[preview]", into=bin_ / "python")
    assert (tmp_path / "env/share/man/man1/convention.1").read_bytes() == (ROOT / "docs/convention.1").read_bytes()
    work = tmp_path / "bureau"
    work.mkdir()
    for line, made in COMMANDS:
        command = [bin_ / "convention", *line.split()]
        run = subprocess.run(command, cwd=work, env=alone(work), capture_output=True, text=True, timeout=HANGS)
        assert run.returncode == 0, f"convention {line}\n{run.stdout}{run.stderr}"
        assert [name for name in made if not (work / name).stat().st_size > 100] == [], line
        assert str(ROOT) not in run.stdout + run.stderr
    assert "Article 8" in (work / "build/domifa.md").read_text(encoding="utf-8")
    frozen = dict(line.split("==") for line in pip("list", "--format=freeze", into=bin_ / "python").split())
    assert {canonicalize_name(name) for name in frozen} - {"pip", "setuptools", "wheel", "conventions-cli"} <= set(
        pins()
    )
    _try_the_single_file(bin_, work)


def _try_the_single_file(bin_: Path, work: Path) -> None:
    """The same in one file, as « make zipapp » writes it; what it holds is what the wheel installed."""
    site = next((bin_.parent / "lib").glob("python*/site-packages"))
    shiv = Path(sys.executable).with_name("shiv")
    command = [shiv, "--reproducible", "--site-packages", site, "-c", "convention", "-o", work / "c.pyz"]
    subprocess.run(command, check=True, capture_output=True, timeout=HANGS, env=alone(work))
    run = subprocess.run(
        [bin_ / "python", work / "c.pyz", "render", "specs/domifa.yaml", "-o", "seul"],
        cwd=work,
        env=alone(work) | {"SHIV_ROOT": str(work / ".shiv")},
        capture_output=True,
        timeout=HANGS,
    )
    assert run.returncode == 0, run.stderr
    assert (work / "seul/domifa.md").read_bytes() == (work / "build/domifa.md").read_bytes()


# The pinned versions


def pins():
    lines = CONSTRAINTS.read_text(encoding="utf-8").splitlines()
    pairs = [line.split("==") for line in lines if line and not line.startswith("#")]
    return {canonicalize_name(name): Version(version) for name, version in pairs}


def requirements():
    """What the package needs to run, extras included but for that of development."""
    extras = PROJECT["optional-dependencies"]
    own = [one for name, listed in extras.items() if name != "dev" for one in listed]
    needed = [Requirement(one) for one in (*PROJECT["dependencies"], *own)]
    return [one for one in needed if one.marker is None or one.marker.evaluate({"extra": ""})]


@pytest.mark.parametrize("requirement", requirements(), ids=lambda one: one.name)
def test_each_dependency_is_pinned_within_its_bounds(requirement):
    known = pins()
    name = canonicalize_name(requirement.name)
    assert name in known, f"« make constraints » : {requirement.name} n’est pas dans constraints.txt"
    assert known[name] in requirement.specifier


def test_the_pinned_versions_agree_with_one_another():
    """What each pinned package asks of the others, where it is installed at that very version."""
    known = pins()
    looked = 0
    for name, version in known.items():
        try:
            distribution = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue
        if Version(distribution.version) != version:
            continue
        looked += 1
        for one in map(Requirement, distribution.requires or ()):
            if one.marker is None or one.marker.evaluate({"extra": ""}):
                assert canonicalize_name(one.name) in known, f"{name} demande {one.name}"
                assert known[canonicalize_name(one.name)] in one.specifier, f"{name} demande {one}"
    assert looked > 10


def test_the_pinned_versions_say_nothing_of_a_machine():
    text = CONSTRAINTS.read_text(encoding="utf-8")
    for line in text.splitlines():
        assert line.startswith("# ") or re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.+!]+", line), line
    assert not re.search(r"://|@|--|sha256|/", text.replace("# ", ""))
    listed = [line for line in text.splitlines() if not line.startswith("#")]
    assert listed == sorted(listed, key=str.lower)
    assert len(listed) == len(pins())


# What is installed, and by which line


def test_the_live_page_needs_nothing_more_and_the_lines_that_ask_for_it_still_hold():
    needed = {Requirement(one).name for one in PROJECT["dependencies"]}
    assert set(PREVIEW) <= needed
    assert PROJECT["optional-dependencies"]["preview"] == []


def test_no_line_to_type_has_brackets_that_zsh_would_expand():
    pages = [ROOT / "README.md", *(ROOT / "docs/guide").glob("*.md"), *(ROOT / "src/conventions_cli/cli").glob("*.py")]
    for page in pages:
        for line in page.read_text(encoding="utf-8").splitlines():
            for word in re.findall(r"\bpipx? install .*?(\S*\[\w+\]\S*)", line):
                assert word.strip("`»)").startswith(("'", '"')), f"{page.name} : {line}"


# The release


def test_the_release_pins_what_it_runs_and_starts_from_a_tag():
    text = (ROOT / ".github/workflows/release.yml").read_text(encoding="utf-8")
    workflow = yaml.load(text, yaml.BaseLoader)  # noqa: S506 - every scalar is text, « on » too
    assert workflow["on"] == {"push": {"tags": ["v*"]}}
    assert workflow["permissions"] == {"contents": "read"}
    steps = [step for job in workflow["jobs"].values() for step in job["steps"]]
    used = [step["uses"] for step in steps if "uses" in step]
    assert all(re.fullmatch(r"actions/[\w-]+@[0-9a-f]{40}", one) for one in used)
    written = " ".join(step.get("run", "") for step in steps)
    assert "${{" not in written  # nothing of an event is part of a script
    assert all((ROOT / name).is_file() for name in re.findall(r"\b(?:tools|src)/[\w./]+\.py", written))
    pythons = [f"{one}" for one in workflow["jobs"]["zipapp"]["strategy"]["matrix"]["python"]]
    assert pythons == [f"3.{minor}" for minor in range(11, 15)]


def test_the_starter_of_the_folder_finds_its_python_by_links_too(tmp_path):
    """The Python beside it is run, wherever the folder is, with words that hold spaces and accents."""
    sys.path.insert(0, str(ROOT / "tools"))
    try:
        import build_portable
    finally:
        sys.path.pop(0)
    folder = tmp_path / "déplacé ailleurs"
    (folder / "python/bin").mkdir(parents=True)
    (folder / "python/bin/python3").write_text('#!/bin/sh\nprintf "%s|" "$0" "$@"\n', encoding="utf-8")
    (folder / "convention").write_text(build_portable.UNIX, encoding="utf-8")
    for one in (folder / "python/bin/python3", folder / "convention"):
        one.chmod(0o755)
    (tmp_path / "lien").symlink_to("déplacé ailleurs/convention")
    (tmp_path / "liens").mkdir()
    (tmp_path / "liens/lien").symlink_to("../lien")
    said = f"{folder}/python/bin/python3|-I|-X|utf8|-m|conventions_cli|render|à b.yaml|"
    for start in (folder / "convention", tmp_path / "lien", tmp_path / "liens/lien"):
        run = subprocess.run([start, "render", "à b.yaml"], capture_output=True, text=True, cwd=tmp_path)
        assert (run.stdout, run.stderr) == (said, "")


# The Pythons


def test_each_python_declared_is_tried_and_none_is_left_out():
    sys.path.insert(0, str(ROOT / "tools"))
    try:
        import test_pythons
    finally:
        sys.path.pop(0)
    assert test_pythons.supported() == ["3.11", "3.12", "3.13", "3.14"]
    assert PROJECT["requires-python"] == ">=3.11"
    own = f"{sys.version_info[0]}.{sys.version_info[1]}"
    assert test_pythons.python_of(own) is not None
    assert test_pythons.python_of("3.99") is None


def test_processes_are_started_the_way_that_is_asked_for():
    """From Python 3.14 on, the way left unsaid is another one: each context is named."""
    for path in (ROOT / "src").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(
            r"multiprocessing\.(Process|Pool|Pipe|Queue)\(|ProcessPoolExecutor\((?!.*mp_context)", text
        ), path
        if "multiprocessing.get_context" in text:
            assert "multiprocessing.get_context()" not in text
