"""The pack that `convention templates new` writes: short, complete, commented for a jurist who has never made one.

Its files stand in `squelette/`.
"""

from pathlib import Path

from conventions_cli.templating.pack import MANIFEST

_FILES = Path(__file__).with_name("squelette")


def skeleton(title: str, path: str) -> dict[str, bytes]:
    """The files of a new pack, by name. `title`: how people name it; `path`: its folder, for the comments."""
    texts = {file.name: file.read_text(encoding="utf-8") for file in sorted(_FILES.iterdir())}
    manifest = texts.pop(MANIFEST).replace("check CHEMIN", f"check {path}").replace("titre: TITRE", f"titre: {title}")
    return {name: text.encode("utf-8") for name, text in {MANIFEST: manifest, **texts}.items()}
