"""What an administration would write with docxtpl: YAML in, DOCX out, nothing checked. Run with the peers' Python.

    docxtpl_batch.py TEMPLATE OUT SPEC…

One template object and one Jinja environment serve every act. The directory of parties is read once, and each party
completed by a dictionary look-up; nothing else is inherited, the other common values stand in the template.
"""

import sys
from pathlib import Path

import yaml
from docxtpl import DocxTemplate
from jinja2 import Environment


def main(template, out, *specs):
    def read(path):
        return yaml.load(Path(path).read_bytes(), Loader=yaml.CSafeLoader)

    directory = read(Path(specs[0]).with_name("annuaire.yaml"))["annuaire"]
    document = DocxTemplate(template)
    environment = Environment(autoescape=True)
    folder = Path(out)
    folder.mkdir(parents=True, exist_ok=True)
    for path in specs:
        spec = read(path)
        spec["parties"] = [directory[party["reference"]] | party for party in spec["parties"]]
        document.render(spec, environment)
        document.save(folder / f"{Path(path).stem}.docx")


if __name__ == "__main__":
    main(*sys.argv[1:])
