"""The properties that state the origin of a file: no path, no user name, no date."""

from conventions_cli.document import Provenance
from conventions_cli.readers import versions_digest


def properties(provenance: Provenance) -> dict[str, str]:
    """The properties that state an origin, by name."""
    own = {"convention.modele.sha256": provenance.pack_sha256} if provenance.pack_sha256 else {}
    if provenance.picture_sha256:
        own["convention.image.sha256"] = provenance.picture_sha256
    if provenance.earlier:
        own["convention.versions.sha256"] = versions_digest(provenance.earlier)
    return {
        "convention.version": provenance.version,
        "convention.modele": provenance.pack,
        "convention.modele.version": provenance.pack_version,
        "convention.spec.sha256": provenance.sha256,
        **own,
    }
