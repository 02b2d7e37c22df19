"""The vocabulary of the tests: a spec in one line, its findings, its document, its files."""

import copy
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import yaml

from conventions_cli import pipeline
from conventions_cli.document.nodes import Article, Document, ItemList, Section, SectionKind
from conventions_cli.document.walk import plain_text, section_text, stretches
from conventions_cli.writers import layout

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


class _WithoutDates(yaml.SafeLoader):
    """The loader of PyYAML, for which a code such as 0129-16-02 is no date."""

    yaml_implicit_resolvers: ClassVar[dict[str, Any]] = {
        first: [(tag, shape) for tag, shape in resolvers if tag != "tag:yaml.org,2002:timestamp"]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


def as_texts(text: str) -> Any:
    """A YAML text as another reader takes it, its dates and codes being texts."""
    return yaml.load(text, Loader=_WithoutDates)  # noqa: S506


def check(data: dict[str, Any] | str, **options: Any) -> Any:
    text = data if isinstance(data, str) else text_of(data)
    return pipeline.check_bytes(text.encode(), "essai.yaml", SPECS, pipeline.Options(**options))


def codes(data: dict[str, Any] | str, **options: Any) -> list[str]:
    return [diagnostic.code.number for diagnostic in check(data, **options).diagnostics]


def document(data: dict[str, Any] | Path | str, **options: Any) -> Document:
    outcome = pipeline.check(data, pipeline.Options(**options)) if isinstance(data, Path) else check(data, **options)
    assert outcome.value is not None, [
        (diagnostic.code.number, diagnostic.message) for diagnostic in outcome.diagnostics
    ]
    built = pipeline.assemble(outcome.value)
    assert built.value is not None, [(diagnostic.code.number, diagnostic.message) for diagnostic in built.diagnostics]
    return built.value


def words(document: Document) -> list[str]:
    return " ".join(section_text(part) for part in document.parts).split()


def printed_words(document: Document) -> list[str]:
    """The same in the order of the page, where signatories have their qualities in a row, their names in another."""
    return " ".join(
        "\n".join(_rows(part.blocks)) if _has_grid(part) else section_text(part) for part in document.parts
    ).split()


def _has_grid(part: Any) -> bool:
    return isinstance(part, Section) and part.kind is SectionKind.SIGNATURES


def _rows(blocks: Any) -> Iterator[str]:
    for block in blocks:
        if not isinstance(block, ItemList) or block.numbered:
            yield from map(plain_text, stretches((block,)))
            continue
        columns = layout.signature_columns(block.items)
        for start in range(0, len(block.items), columns):
            band = [layout.signed(item) for item in block.items[start : start + columns]]
            yield from (plain_text(run) for quality, _ in band for run in stretches(quality))
            yield from (plain_text(name.content) for _, name in band if name is not None)


def article(document: Document, label: str) -> str:
    part = next(part for part in document.parts if isinstance(part, Article) and part.label == label)
    return "\n".join([plain_text(part.title), *(plain_text(run, notes=True) for run in stretches(part.blocks))])


def mammoth_text(docx: bytes) -> str:
    """The words mammoth finds, but for the addresses that paper shows after links."""
    import mammoth

    raw: str = mammoth.extract_raw_text(io.BytesIO(without_addresses(docx))).value
    return raw.replace("\u2011", "-")  # as it reads a hyphen that does not break


def without_addresses(docx: bytes) -> bytes:
    """A file without the addresses printed after links, which the tree holds in its links."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as source, zipfile.ZipFile(stream, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name in {"word/document.xml", "word/footnotes.xml"}:
                data = _ADDRESS.sub(b"", data)
            target.writestr(name, data)
    return stream.getvalue()


_ADDRESS = re.compile(rb'<w:r><w:rPr><w:rStyle w:val="AdresseImprimee"/></w:rPr><w:t [^>]*>[^<]*</w:t></w:r>')
