"""The vocabulary of the tests: a spec in one line, its findings, its document, its files."""

import copy
import io
from pathlib import Path
from typing import Any

import yaml

from conventions_cli import pipeline
from conventions_cli.document.nodes import Article, Document
from conventions_cli.document.walk import plain_text, section_text, stretches

ROOT = Path(__file__).parents[1]
SPECS = ROOT / "specs"
FAMILY = sorted((Path(__file__).parent / "specs").glob("*.yaml"))
GOOD = [SPECS / "domifa.yaml", SPECS / "mano.yaml", *FAMILY]

BASE: dict[str, Any] = {
    "modele": "delegation-fast-2025",
    "date_signature": "2025-08-20",
    "dispositif": {"sigle": "FAST", "promotion": "17", "date_decision": "2025-06"},
    "services": [{"nom": "Domifa"}],
    "parties": [
        {
            "role": "delegant",
            "nom": "Direction interministérielle du numérique",
            "sigle": "DINUM",
            "article": "la",
            "nature": "service_etat",
            "representants": [{"nom": "Ada UNE", "fonction": "directrice", "genre": "f"}],
        },
        {
            "role": "delegataire",
            "nom": "Direction du numérique",
            "sigle": "DNUM",
            "article": "la",
            "nature": "service_etat",
            "representants": [{"nom": "Léo DEUX", "fonction": "directeur", "genre": "m"}],
        },
    ],
    "duree": {"fin": "2026-12-31"},
    "finances": {
        "montant": "200 000 €",
        "accompagnement": "15 000 €",
        "echeancier": {"2025": {"ae": "185 000 €", "cp": "50 000 €"}, "2026": {"cp": "135 000 €"}},
    },
    "chorus": {
        "programme": "129",
        "domaine_fonctionnel": "0129-16-02",
        "centre_financier": "0129-CAHC-DISN",
        "activites": ["012900121401"],
        "centre_de_cout": "SGSIFAB075",
    },
}

ABSENT = object()


def spec(**changes: Any) -> dict[str, Any]:
    """The base spec with values changed: `spec(finances__montant="3 €")`; ABSENT removes a key, digits index lists."""
    data = copy.deepcopy(BASE)
    for path, value in changes.items():
        *steps, last = path.split("__")
        at: Any = data
        for step in steps:
            at = at[int(step)] if isinstance(at, list) else at.setdefault(step, {})
        key: Any = int(last) if isinstance(at, list) else last
        if value is ABSENT:
            del at[key]
        else:
            at[key] = copy.deepcopy(value)
    return data


def text_of(data: dict[str, Any]) -> str:
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False)


def check(data: dict[str, Any] | str, **options: Any) -> Any:
    text = data if isinstance(data, str) else text_of(data)
    return pipeline.check_bytes(text.encode(), "essai.yaml", SPECS, pipeline.Options(**options))


def codes(data: dict[str, Any] | str, **options: Any) -> list[str]:
    return [found.code.number for found in check(data, **options).diagnostics]


def document(data: dict[str, Any] | Path | str, **options: Any) -> Document:
    outcome = pipeline.check(data, pipeline.Options(**options)) if isinstance(data, Path) else check(data, **options)
    assert outcome.value is not None, [(one.code.number, one.message) for one in outcome.diagnostics]
    built = pipeline.assemble(outcome.value)
    assert built.value is not None, [(one.code.number, one.message) for one in built.diagnostics]
    return built.value


def words(document: Document) -> list[str]:
    return " ".join(section_text(part) for part in document.parts).split()


def article(document: Document, label: str) -> str:
    part = next(part for part in document.parts if isinstance(part, Article) and part.label == label)
    return "\n".join([plain_text(part.title), *(plain_text(one, notes=True) for one in stretches(part.blocks))])


def mammoth_text(docx: bytes) -> str:
    import mammoth

    return mammoth.extract_raw_text(io.BytesIO(docx)).value
