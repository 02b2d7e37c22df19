"""Measure what the import reads of the acts of `tests/lectures`, and write the page of figures, `docs/lecture.md`."""

import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]

from lectures.measure import page  # noqa: E402 - found through the path set above


def main() -> None:
    (ROOT / "docs" / "lecture.md").write_text(page(), encoding="utf-8")
    print("docs/lecture.md")


if __name__ == "__main__":
    main()
