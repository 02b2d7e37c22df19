"""Build the documents that follow from the code: diagnostics, command line, manual page, JSON Schemas."""

from pathlib import Path

import reference
from conventions_cli.model.json_schema import schema_text as schema_text_of_specs
from conventions_cli.model.publication import SCHEMAS, schema_text
from conventions_cli.pages.explanations import page_markdown
from conventions_cli.pipeline.tolerance import all_codes
from conventions_cli.templating.schema_proposals import schema_of

DOCS = Path(__file__).parents[1] / "docs"

FAMILIES = {
    "C1": "Écriture du fichier",
    "C2": "Champs",
    "C3": "Droit, CHORUS et montants",
    "C4": "Modèles, textes cités",
    "C5": "Fichiers produits",
    "C6": "Actes relus (convention verify)",
    "C7": "Avenants",
}


def diagnostics() -> str:
    """The page of every code, by family."""
    parts = [
        "# Diagnostics\n\nCette page est produite par `make docs` à partir des déclarations du code ; "
        "`convention explain CODE` en donne chaque article.\n"
    ]
    for family, title in FAMILIES.items():
        parts.append(f"## {family}xx – {title}\n")
        parts.extend(page_markdown(code) for number, code in all_codes().items() if number.startswith(family))
    return "\n".join(parts)


if __name__ == "__main__":
    (DOCS / "diagnostics.md").write_text(diagnostics(), encoding="utf-8")
    print("docs/diagnostics.md")
    (DOCS / "reference-cli.md").write_text(reference.markdown(), encoding="utf-8")
    print("docs/reference-cli.md")
    (DOCS / "convention.1").write_text(reference.man(), encoding="utf-8")
    print("docs/convention.1")
    (DOCS / "schemas").mkdir(exist_ok=True)
    for name in SCHEMAS:
        (DOCS / "schemas" / name).write_text(schema_text(name), encoding="utf-8")
        print(f"docs/schemas/{name}")
    specs = DOCS.parent / "specs"
    made = schema_of(directory=specs / "annuaire.yaml").value
    (specs / "convention.schema.json").write_text(schema_text_of_specs(made), encoding="utf-8")
    print("specs/convention.schema.json")
