"""The floor: read the YAML, format one string, write one archive whose other parts are ready.

    floor.py ACT.docx OUT SPEC…

The text of the act stands in the string; four values of each spec are put in. Nothing is checked, no Markdown is made.
"""

import io
import sys
import zipfile
from html import escape
from pathlib import Path

import yaml

_DOCUMENT = "word/document.xml"
_VALUES = {
    "Domifa": "{service}",
    "TSSZ2530440X": "{nor}",
    "12-129-FA17-MS0-0001": "{pam}",
    "200\u00a0000\u00a0€": "{montant}",
}


def main(act: str, out: str, *specs: str) -> None:
    """Write one DOCX per spec."""
    with zipfile.ZipFile(act) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    text = parts.pop(_DOCUMENT).decode("utf-8").replace("{", "{{").replace("}", "}}")
    for value, place in _VALUES.items():
        text = text.replace(value, place)
    ready = io.BytesIO()
    with zipfile.ZipFile(ready, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in parts.items():
            target.writestr(name, content)
    folder = Path(out)
    folder.mkdir(parents=True, exist_ok=True)
    for name in specs:
        spec = yaml.load(Path(name).read_bytes(), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        document = text.format(
            service=escape(spec["services"][0]["nom"]),
            nor=spec["nor"],
            pam=spec["chorus"]["projet_analytique"],
            montant=spec["finances"]["montant"],
        )
        package = io.BytesIO(ready.getvalue())
        with zipfile.ZipFile(package, "a", zipfile.ZIP_DEFLATED) as target:
            target.writestr(_DOCUMENT, document)
        (folder / f"{Path(name).stem}.docx").write_bytes(package.getvalue())


if __name__ == "__main__":
    main(*sys.argv[1:])
