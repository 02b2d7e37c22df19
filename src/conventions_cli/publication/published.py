"""A signed act to publish: its name, its legal nature, its values, of which none is missing."""

import re
from typing import TypeVar

from conventions_cli.document import Document
from conventions_cli.files import file_stem
from conventions_cli.foundation import Record
from conventions_cli.model import GRANT, Convention, Manquant, Spec
from conventions_cli.pipeline import Checked

T = TypeVar("T")

_MAX_STEM, _MAX_NUMBER = 90, 40


class Act(Record, frozen=True):
    """The checked spec of a signed act, its name, and the document made of its clauses."""

    name: str
    checked: Checked
    document: Document

    @property
    def spec(self) -> Spec:
        """The spec of the act."""
        return self.checked.spec

    @property
    def convention(self) -> Convention:
        """The values of the spec."""
        return self.checked.spec.convention

    @property
    def nature(self) -> str:
        """Its legal nature, as `delegation_de_gestion`."""
        return self.kind.replace("-", "_")

    @property
    def kind(self) -> str:
        """The kind of act, as `delegation-de-gestion`: its words, with dashes."""
        return _slug(self.words)

    @property
    def words(self) -> str:
        """The words of its pack for the kind of act, as « délégation de gestion », or else the key of that kind."""
        return self.spec.kind.words

    @property
    def is_grant(self) -> bool:
        """Whether the act is a grant, by the nature that its pack states."""
        return self.spec.kind.nature == GRANT

    @property
    def stem(self) -> str:
        """The start of the names of its files: date, kind, round, services and number, joined by dashes.

        For instance `2025-08-20-delegation-de-gestion-fir-17-domifa-TSSZ2530440X`.
        """
        convention = self.convention
        kind = self.kind
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
    """A value of a signed act, typed as present, as the checks refuse acts that lack a value."""
    assert not isinstance(value, Manquant)  # noqa: S101 - a spec that lacks a value has an error, and is not published
    return value


def _slug(text: str) -> str:
    """A text as ASCII words in lower case with dashes between them."""
    words = text.lower().replace("œ", "oe").replace("æ", "ae").split()
    stems = (file_stem(word) for word in words if re.search(r"\w", word))
    return re.sub(r"[._-]+", "-", "-".join(stems))
