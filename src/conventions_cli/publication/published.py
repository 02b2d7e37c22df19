"""A signed act to publish: its name, its legal nature, its values, none of which is missing."""

import re
from typing import TypeVar

from conventions_cli.document import Document
from conventions_cli.files import file_stem
from conventions_cli.foundation import Record
from conventions_cli.model import Convention, Manquant, NatureActe, NatureDActe, Role, RoleDePartie, Spec
from conventions_cli.pipeline import Checked

T = TypeVar("T")

_MAX_STEM, _MAX_NUMBER = 90, 40
_ROLES: dict[tuple[NatureActe, Role], RoleDePartie] = {
    (NatureActe.DELEGATION, Role.DELEGANT): "delegant",
    (NatureActe.DELEGATION, Role.DELEGATAIRE): "delegataire",
    (NatureActe.DELEGATION, Role.PORTEUR): "porteur",
    (NatureActe.SUBVENTION, Role.DELEGANT): "attribuant",
    (NatureActe.SUBVENTION, Role.DELEGATAIRE): "beneficiaire",
    (NatureActe.SUBVENTION, Role.PORTEUR): "porteur",
}


class Act(Record, frozen=True):
    """The checked spec of a signed act, its name, and the document its clauses make."""

    name: str
    checked: Checked
    document: Document

    @property
    def spec(self) -> Spec:
        """The spec."""
        return self.checked.spec

    @property
    def convention(self) -> Convention:
        """The convention."""
        return self.checked.spec.convention

    @property
    def nature(self) -> NatureDActe:
        """The legal nature of the act."""
        return "subvention" if self.is_grant else "delegation_de_gestion"

    @property
    def is_grant(self) -> bool:
        """Whether the act is a grant: its pack says so."""
        return self.checked.pack.manifest.nature is NatureActe.SUBVENTION

    def role(self, role: Role) -> RoleDePartie:
        """The legal word for a role in this kind of act."""
        return _ROLES[self.checked.pack.manifest.nature, role]

    @property
    def stem(self) -> str:
        """`2025-08-20-delegation-de-gestion-fast-17-domifa-TSSZ2530440X`: date, kind, round, services, number."""
        convention = self.convention
        kind = "subvention" if self.is_grant else "delegation-de-gestion"
        if convention.amende is not None:
            kind = f"avenant-{convention.amende.numero}-{kind}"
        services = [str(not_missing(service.nom)) for service in convention.services_connus]
        scheme = str(not_missing(convention.dispositif.nom) or "")
        head = _slug(" ".join([str(convention.date_signature), kind, scheme, *services]))
        official = convention.nor or convention.reference
        number = file_stem(str(official))[:_MAX_NUMBER] if official else ""
        room = _MAX_STEM - len(number)
        if len(head) > room:
            head = head[:room].rsplit("-", 1)[0]
        return f"{head}-{number}".strip("-")


def not_missing(value: T | Manquant) -> T:
    """A value of a signed act, typed as present: the checks refuse acts that lack one."""
    assert not isinstance(value, Manquant)  # noqa: S101 - a spec that lacks one has an error, and is not published
    return value


def _slug(text: str) -> str:
    """A text of any length as ASCII words in lower case with dashes between them."""
    words = text.lower().replace("œ", "oe").replace("æ", "ae").split()
    stems = (file_stem(word) for word in words if re.search(r"\w", word))
    return re.sub(r"[._-]+", "-", "-".join(stems))
