"""A real browser, headless: pages driven by the scripts of this folder, and judged by axe-core."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

from outils import tool
from serveur import HANGS

_HERE = Path(__file__).parent


def browse(script: str, plan: object) -> Any:
    """What a script saw (`navigateur.cjs`), run on a plan; the test is skipped where a tool is missing, but in CI."""
    node, chromium, modules = tool("node"), tool("chromium"), os.environ.get("AXE_MODULES")
    if not modules or not Path(modules).exists():
        tool("axe-core (AXE_MODULES)")
    run = subprocess.run(
        [node, str(_HERE / script), chromium, json.dumps(plan)],
        capture_output=True,
        timeout=HANGS,
        env={**os.environ, "NODE_PATH": str(modules)},
    )
    assert run.returncode == 0, run.stderr.decode()[-2000:]
    return json.loads(run.stdout)


def drive(script: str, folder: Path, address: str, **plan: object) -> Any:
    """What a script saw of the page at an address; `folder`: where pictures and downloads are (CONVENTION_CAPTURES).

    No rule of axe-core may be broken, nothing complained of, nothing asked of another origin.
    """
    captures = os.environ.get("CONVENTION_CAPTURES", str(folder))
    saw = browse(script, {"address": address, "folder": captures, **plan})
    assert {name: broken for name, broken in saw["axe"].items() if broken} == {}
    assert saw["complaints"] == []
    assert saw["requests"] == [address.removesuffix("/").rpartition("/")[0]]
    return saw | {"folder": captures}


def violations(*pages: Path) -> dict[str, list[str]]:
    """The rules of axe-core that each page breaks."""
    seen: dict[str, list[str]] = browse("axe.cjs", list(map(str, pages)))
    assert set(seen) == set(map(str, pages))
    return seen
