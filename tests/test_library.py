"""The library: what docs/library.md promises to programs."""

import pickle
import re
import subprocess
import sys
from pathlib import Path

import pytest

import conventions_cli
from conventions_cli import Options, Severity, load, render, validate
from fabrique import GOOD, ROOT, SPECS, spec, text_of
from serveur import HANGS
from test_cli import run


def sent(value):
    """A value as another process receives it."""
    return pickle.loads(pickle.dumps(value))  # noqa: S301 - our own


def test_paths_and_contents_give_the_same_act():
    path = SPECS / "domifa.yaml"
    by_path, by_bytes = render(path), render(path.read_bytes(), folder=SPECS)
    assert by_path.ok
    assert by_path.value == by_bytes.value == render(str(path)).value


def test_faults_are_values_and_can_be_sent_to_another_process():
    data = text_of(spec(finances__montant="200 k€")).encode()
    found = validate(data)
    assert [fault.severity for fault in found] == [Severity.ERROR]
    assert sent(found) == found
    assert render(data).value is None
    assert validate("absent.yaml")[0].code.number == "C116"
    outcome = render(GOOD[0])
    assert sent(outcome) == outcome
    checked = load(GOOD[0]).value
    assert sent(checked).spec.convention == checked.spec.convention


def test_options_are_those_of_the_command():
    outcome = render(b"services: [{nom: Domifa}]\n", formats=["md"], options=Options(draft=True))
    assert "PROJET" in outcome.value["md"].decode()
    with pytest.raises(ValueError, match="odp"):
        render(GOOD[0], formats=["odp"])


def test_the_package_is_typed_and_names_what_it_offers():
    assert (ROOT / "src" / "conventions_cli" / "py.typed").exists()
    for name in conventions_cli.__all__:
        assert getattr(conventions_cli, name) is not None
    with pytest.raises(AttributeError):
        conventions_cli.absent  # noqa: B018


def test_importing_it_is_light():
    code = "import sys, conventions_cli; print([m for m in ('pydantic', 'jinja2', 'yaml', 'lxml') if m in sys.modules])"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert result.stdout.strip() == b"[]"


def test_the_examples_of_the_page_run(monkeypatch):
    monkeypatch.chdir(ROOT)
    page = (ROOT / "docs" / "library.md").read_text("utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", page, flags=re.DOTALL)
    names = {}
    exec(code, names)  # noqa: S102 - the page's own example
    assert names["data"].startswith(b"PK")
    assert names["draft"].ok


def test_dask_renders_the_cohort_to_the_same_bytes(tmp_path):
    script = ROOT / "examples" / "dask_bag.py"
    result = subprocess.run(
        [sys.executable, str(script), str(SPECS / "fast17"), str(tmp_path / "dask")], capture_output=True, timeout=HANGS
    )
    assert result.returncode == 0, result.stderr.decode()
    assert run("batch", SPECS / "fast17", "-o", tmp_path / "batch", cwd=tmp_path)[0] == 0
    made = {path.name: path.read_bytes() for path in (tmp_path / "dask").iterdir()}
    expected = {path.name: path.read_bytes() for path in Path(tmp_path / "batch").iterdir()}
    del expected["manifest.json"]
    assert made == expected
    assert b"10 acts in" in result.stdout
