"""What only a set of specs can show: one NOR, one PAM, one service of a round, one output file for two acts."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from conventions_cli.files import file_stem
from conventions_cli.foundation import Code, Diagnostic, Record, Related, Span, catalogue, replace, resolved
from conventions_cli.pipeline.steps import Checked


class Member(Record, frozen=True):
    """A spec of a set: the name it was given by, the stem of its files, and itself."""

    name: str
    stem: str
    checked: Checked


class Identity(Record, frozen=True):
    """Something that must be a spec's own: the code of the clash, its value, how to say it, where it is written."""

    code: Code
    value: str
    said: str
    span: Span | None = None

    @property
    def bare(self) -> "Identity":
        """The same without the text of the spec."""
        return self if self.span is None else replace(self, span=self.span.bare)


def check_set(members: Sequence[Member]) -> dict[str, tuple[Diagnostic, ...]]:
    """The findings of a set, under the name of the later of the two specs that clash."""
    return clashes((member.name, identities_of(member)) for member in members)


def clashes(named: Iterable[tuple[str, Sequence[Identity]]]) -> dict[str, tuple[Diagnostic, ...]]:
    """The same from what each spec must have of its own."""
    first: dict[tuple[str, str], tuple[str, Span | None]] = {}
    found: dict[str, list[Diagnostic]] = {}
    for name, identities in named:
        for one in identities:
            key = (one.code.number, one.value)
            if key not in first:
                first[key] = (name, one.span)
                continue
            other, place = first[key]
            message = f"« {other} » et « {name} » ont {one.said}."
            related = (Related(place, f"dans « {other} »"),) if place is not None else ()
            diagnostic = Diagnostic(one.code, message, one.span, _HINTS[one.code.number], related)
            found.setdefault(name, []).append(diagnostic)
    return {name: tuple(diagnostics) for name, diagnostics in found.items()}


_HINTS = {
    catalogue.SAME_NOR.number: "Corriger le NOR de l’un des deux actes.",
    catalogue.SAME_PAM.number: "Vérifier le code PAM auprès du service financier.",
    catalogue.SAME_SERVICE.number: "Vérifier qu’il ne s’agit pas du même acte écrit deux fois.",
    catalogue.COLLISION.number: "Renommer l’un des deux fichiers, ou les produire dans deux dossiers.",
}


def identities_of(member: Member) -> tuple[Identity, ...]:
    """What a spec must have of its own: a report has the numbers of its act."""
    return (one_file(member.stem), *(() if member.checked.spec.sequel else _identities(member)))


def one_file(stem: str) -> Identity:
    """The name of the files of an act, which no other act may take; some disks do not tell capitals apart."""
    return Identity(catalogue.COLLISION, stem.lower(), f"le même nom de fichier, « {stem} »")


def _identities(member: Member) -> Iterator[Identity]:
    spec = member.checked.spec
    convention = spec.convention
    if convention.avenant is not None:  # the rest is that of the act it amends, and must be
        nor = convention.avenant.nor
        if nor is not None:
            yield Identity(catalogue.SAME_NOR, str(nor), f"le même NOR, {nor}", spec.span("avenant", "nor"))
        return
    if convention.nor is not None:
        said = f"le même NOR, {convention.nor}"
        yield Identity(catalogue.SAME_NOR, str(convention.nor), said, spec.span("nor"))
    pam = convention.chorus.projet_analytique
    if isinstance(pam, str):
        span = spec.span("chorus", "projet_analytique")
        yield Identity(catalogue.SAME_PAM, str(pam), f"le même code PAM, {pam}", span)
    scheme = convention.dispositif
    if convention.amende is not None or scheme.promotion is None:
        return
    for index, service in enumerate(convention.services_connus):
        if isinstance(service.nom, str):
            value = f"{scheme.sigle}/{scheme.promotion}/{service.nom.casefold()}"
            said = f"le même service, « {service.nom} », dans la promotion {scheme.promotion}"
            yield Identity(catalogue.SAME_SERVICE, value, said, spec.span("services", index, "nom"))


def amended(member: Member) -> Path | None:
    """The file of the act that a signed avenant amends, resolved; None for any other spec."""
    spec = member.checked.spec
    avenant = spec.convention.avenant
    if avenant is None or avenant.de is None or avenant.date_signature is None:
        return None
    return resolved(Path(spec.span("avenant", "de").source.name).parent / avenant.de)


def superseded(acts: Mapping[str, Path | None]) -> dict[str, str]:
    """The acts of a set that another of them, the signed avenant to it, amends: its name, by theirs.

    `acts`: by name, what each of them amends (`amended`).
    """
    known = {resolved(name): name for name in acts}
    parents = {name: known.get(aim) for name, aim in acts.items() if aim is not None}
    return {parent: name for name, parent in parents.items() if parent is not None and parent != name}


def member(name: str, stem: str, checked: Checked) -> Member:
    """A member whose stem is made a file name."""
    sequel = checked.spec.sequel
    return Member(name, file_stem(stem if sequel is None else f"{stem}-{sequel.pack}"), checked)
