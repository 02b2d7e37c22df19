"""Render the acts and draw their pages, for a person to look at: build/gallery/*.png (pdftoppm needed)."""

import subprocess
import sys
from pathlib import Path

from conventions_cli import pipeline

ROOT = Path(__file__).parents[1]
ACTS = [
    ROOT / "specs" / "domifa.yaml",
    ROOT / "specs" / "mano.yaml",
    *sorted((ROOT / "tests" / "specs").glob("*.yaml")),
]
TARGET = ROOT / "build" / "gallery"


def main() -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    documents = {}
    for path in [*ACTS, ROOT / "tests" / "exemples" / "projet.yaml"]:
        checked = pipeline.check(path).value
        files = pipeline.render(checked, ["pdf"]).value if checked else None
        if files is None:
            sys.exit(f"{path} ne se rend pas")
        documents[path.stem] = files["pdf"]
    for name, data in documents.items():
        pdf = TARGET / f"{name}.pdf"
        pdf.write_bytes(data)
        subprocess.run(["pdftoppm", "-r", "80", "-png", str(pdf), str(TARGET / name)], check=True)
    # One page is shown in the README.
    page = next(TARGET.glob("domifa-*1.png"))
    shown = ROOT / "docs" / "gallery" / "domifa-1.png"
    shown.parent.mkdir(exist_ok=True)
    shown.write_bytes(page.read_bytes())
    print(f"{len(list(TARGET.glob('*.png')))} pages dans {TARGET.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
