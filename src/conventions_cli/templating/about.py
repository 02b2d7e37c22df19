"""The metadata of a document: its title, its author, and what it was made from."""

import hashlib
from typing import Any

from conventions_cli.document import Document, Heading, Metadata, Provenance, plain_text, shortened
from conventions_cli.foundation import installed_version
from conventions_cli.model import REPORT, SEQUELS, TERMINATION, Manquant, Partie, Spec
from conventions_cli.source import normalized_yaml
from conventions_cli.templating.pack import Pack

_SHORT = 75  # characters at the foot of a page, beside the page number


def _provenance(spec: Spec, pack: Pack) -> Provenance:
    text = normalized_yaml(spec.tree)
    digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
    picture = hashlib.sha256(spec.picture.data).hexdigest() if spec.picture is not None else ""
    version = str(pack.manifest.version)
    return Provenance(installed_version(), pack.name, version, text, digest, pack.own_sha256, picture_sha256=picture)


def product_names(spec: Spec, extras: dict[str, Any]) -> list[str]:
    """The names of the services of an act, then the texts of one word in the list fields of its pack."""
    own = [service.nom for service in spec.convention.services_connus if isinstance(service.nom, str)]
    lists = [value for value in extras.values() if isinstance(value, tuple)]
    return [*own, *(item for items in lists for item in items if isinstance(item, str) and len(item.split()) == 1)]


def _writers(spec: Spec, pack: Pack) -> tuple[Partie, ...]:
    """The authors of a document: every party of an act; of a report or a letter, the parties that write it."""
    convention, letter = spec.convention, spec.convention.resiliation
    sequel = SEQUELS.get(pack.manifest.nature)
    if sequel is REPORT:
        leaders = (convention.parties_de(key) for key in spec.kind.leaders)
        return convention.receveurs or next((parties for parties in leaders if parties), ())
    if sequel is TERMINATION:
        author = convention.partie(str(letter.auteur)) if letter is not None else None
        return (author,) if author is not None else ()
    return convention.parties_connues


def metadata_of(spec: Spec, pack: Pack, document: Document) -> Metadata:
    """The title of a document, its first author, the text at the foot of its pages, and what it was made from."""
    convention = spec.convention
    heading = next(
        (block for part in document.parts for block in part.blocks if isinstance(block, Heading) and block.level == 1),
        None,
    )
    title = plain_text(heading.content) if heading else ""
    services = ", ".join(
        f"« {service.nom} »" for service in convention.services_connus if not isinstance(service.nom, Manquant)
    )
    scheme = convention.dispositif.nom
    short = " – ".join(text for text in (str(scheme) if isinstance(scheme, str) else "", services) if text)
    short = shortened(short, _SHORT)
    authors = [party.nom for party in _writers(spec, pack) if not isinstance(party.nom, Manquant)]
    reference = convention.nor or convention.reference or ""
    return Metadata(
        title, str(authors[0]) if authors else "", short, str(reference), spec.draft, _provenance(spec, pack)
    )
