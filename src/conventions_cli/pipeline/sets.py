"""The clashes between specs of a set: the same NOR, PAM, service of a round, or output file for two acts."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from conventions_cli.files import file_stem
from conventions_cli.foundation import Code, Diagnostic, Record, Related, Span, catalogue, replace, resolved
from conventions_cli.pipeline.steps import Checked


class Member(Record, frozen=True):
    """A spec of a set: its name in the set, the stem of its output files, and the checked spec."""

    name: str
    stem: str
    checked: Checked


class Identity(Record, frozen=True):
    """A value that no other spec of a set may have: the code of a clash, the value, its words, its place."""

    code: Code
    value: str
    words: str
    span: Span | None = None

    @property
    def bare(self) -> "Identity":
        """This identity, without the text of the spec in its span."""
        return self if self.span is None else replace(self, span=self.span.bare)


def check_set(members: Sequence[Member]) -> dict[str, tuple[Diagnostic, ...]]:
    """The diagnostics of a set, by the name of the later of the two specs that clash."""
    return clashes((member.name, identities_of(member)) for member in members)


def clashes(named: Iterable[tuple[str, Sequence[Identity]]]) -> dict[str, tuple[Diagnostic, ...]]:
    """The diagnostics of clashing identities, by the name of the later spec. `named`: the identities of each spec."""
    first: dict[tuple[str, str], tuple[str, Span | None]] = {}
    clashing: dict[str, list[Diagnostic]] = {}
    for name, identities in named:
        for identity in identities:
            key = (identity.code.number, identity.value)
            if key not in first:
                first[key] = (name, identity.span)
                continue
            earlier, place = first[key]
            message = f"« {earlier} » et « {name} » ont {identity.words}."
            related = (Related(place, f"dans « {earlier} »"),) if place is not None else ()
            diagnostic = Diagnostic(identity.code, message, identity.span, _HINTS[identity.code.number], related)
            clashing.setdefault(name, []).append(diagnostic)
    return {name: tuple(diagnostics) for name, diagnostics in clashing.items()}


_HINTS = {
    catalogue.SAME_NOR.number: "Corriger le NOR de l’un des deux actes.",
    catalogue.SAME_PAM.number: "Vérifier le code PAM auprès du service financier.",
    catalogue.SAME_SERVICE.number: "Vérifier qu’il ne s’agit pas du même acte écrit deux fois.",
    catalogue.COLLISION.number: "Renommer l’un des deux fichiers, ou les produire dans deux dossiers.",
}


def identities_of(member: Member) -> tuple[Identity, ...]:
    """The identities of a spec; a document that follows an act has only its file, since it repeats those of the act."""
    return (one_file(member.stem), *(() if member.checked.spec.sequel else _identities(member)))


def one_file(stem: str) -> Identity:
    """The identity of the output files of an act; capitals are ignored, as some disks do."""
    return Identity(catalogue.COLLISION, stem.lower(), f"le même nom de fichier, « {stem} »")


def _identities(member: Member) -> Iterator[Identity]:
    spec = member.checked.spec
    convention = spec.convention
    if convention.avenant is not None:  # the other values are those of the act it amends
        nor = convention.avenant.nor
        if nor is not None:
            yield Identity(catalogue.SAME_NOR, str(nor), f"le même NOR, {nor}", spec.span("avenant", "nor"))
        return
    if convention.nor is not None:
        words = f"le même NOR, {convention.nor}"
        yield Identity(catalogue.SAME_NOR, str(convention.nor), words, spec.span("nor"))
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
            words = f"le même service, « {service.nom} », dans la promotion {scheme.promotion}"
            yield Identity(catalogue.SAME_SERVICE, value, words, spec.span("services", index, "nom"))


def amended(member: Member) -> Path | None:
    """The file of the act that a signed avenant amends, resolved; None for any other spec."""
    spec = member.checked.spec
    avenant = spec.convention.avenant
    if avenant is None or avenant.de is None or avenant.date_signature is None:
        return None
    return resolved(Path(spec.span("avenant", "de").source.name).parent / avenant.de)


def superseded(acts: Mapping[str, Path | None]) -> dict[str, str]:
    """The acts of a set that a signed avenant of the set amends: the name of the avenant, by the name of the act.

    `acts`: by name, the file that each one amends (`amended`).
    """
    names = {resolved(name): name for name in acts}
    parents = {name: names.get(target) for name, target in acts.items() if target is not None}
    return {parent: name for name, parent in parents.items() if parent is not None and parent != name}


def member(name: str, stem: str, checked: Checked) -> Member:
    """A member; its stem is turned into a valid file name."""
    sequel = checked.spec.sequel
    return Member(name, file_stem(stem if sequel is None else f"{stem}-{sequel.pack}"), checked)
