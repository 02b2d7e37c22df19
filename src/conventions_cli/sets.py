"""What only a set of specs can show: one NOR, one PAM, one service of a round, one output file for two acts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from conventions_cli import catalogue
from conventions_cli.diagnostics import Code, Diagnostic, Related, Span
from conventions_cli.outputs import file_stem
from conventions_cli.pipeline import Checked


@dataclass(frozen=True, slots=True)
class Member:
    """A spec of a set: the name it was given by, the stem of its files, and itself."""

    name: str
    stem: str
    checked: Checked


def check_set(members: Sequence[Member]) -> dict[str, tuple[Diagnostic, ...]]:
    """The findings of a set, under the name of the later of the two specs that clash."""
    first: dict[tuple[str, str], tuple[Member, Span | None]] = {}
    found: dict[str, list[Diagnostic]] = {}
    for member in members:
        for code, value, span, what in _identities(member):
            key = (code.number, value)
            if key not in first:
                first[key] = (member, span)
                continue
            other, place = first[key]
            message = f"« {other.name} » et « {member.name} » ont {what}."
            related = (Related(place, f"dans « {other.name} »"),) if place is not None else ()
            found.setdefault(member.name, []).append(Diagnostic(code, message, span, _HINTS[code.number], related))
    return {name: tuple(diagnostics) for name, diagnostics in found.items()}


_HINTS = {
    catalogue.SAME_NOR.number: "Corriger le NOR de l’un des deux actes.",
    catalogue.SAME_PAM.number: "Vérifier le code PAM auprès du service financier.",
    catalogue.SAME_SERVICE.number: "Vérifier qu’il ne s’agit pas du même acte écrit deux fois.",
    catalogue.COLLISION.number: "Renommer l’un des deux fichiers, ou les produire dans deux dossiers.",
}


def _identities(member: Member) -> Iterator[tuple[Code, str, Span | None, str]]:
    """What must be a spec's own: code of the clash, value, place, and how to say it."""
    spec = member.checked.spec
    convention = spec.convention
    yield catalogue.COLLISION, member.stem.lower(), None, f"le même nom de fichier, « {member.stem} »"
    if convention.nor is not None:
        yield catalogue.SAME_NOR, str(convention.nor), spec.span("nor"), f"le même NOR, {convention.nor}"
    pam = convention.chorus.projet_analytique
    if isinstance(pam, str):
        span = spec.span("chorus", "projet_analytique")
        yield catalogue.SAME_PAM, str(pam), span, f"le même code PAM, {pam}"
    scheme = convention.dispositif
    if convention.amende is not None or scheme.promotion is None:
        return
    for index, service in enumerate(convention.services_connus):
        if isinstance(service.nom, str):
            value = f"{scheme.sigle}/{scheme.promotion}/{service.nom.casefold()}"
            what = f"le même service, « {service.nom} », dans la promotion {scheme.promotion}"
            yield catalogue.SAME_SERVICE, value, spec.span("services", index, "nom"), what


def member(name: str, stem: str, checked: Checked) -> Member:
    """A member whose stem is made a file name."""
    return Member(name, file_stem(stem), checked)
