"""Builds the model from a located tree, with every fault at its place (see `mend`)."""

from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel

from conventions_cli.foundation import Code, Diagnostic, Effort, Memo, Outcome, Record, Span, catalogue, has_errors
from conventions_cli.model.chorus import lifetime, official_label
from conventions_cli.model.convention import Convention
from conventions_cli.model.flattening import flattened
from conventions_cli.model.kinds import Kind
from conventions_cli.model.mend import Mender
from conventions_cli.model.near_words import fold, nearest, suggestion
from conventions_cli.model.parties import Partie
from conventions_cli.model.sequels import Sequel
from conventions_cli.model.values import Manquant
from conventions_cli.source import (
    KEY_STEPS,
    KeyPath,
    Mapping,
    Node,
    PictureFile,
    Scalar,
    Sequence,
    TooDearError,
    Walk,
    find,
    is_blank,
    key_span,
    merge,
    plain,
    remedy,
    span_of,
    weight,
)

M = TypeVar("M", bound=BaseModel)

_DIRECTORY = "annuaire"
_MOST_TAKEN = 100_000  # values that parties may take from the directory; an entry counts each time it is taken
_MOST_SOUGHT = 20  # unknown references for which a near name is looked for
# The directories already validated without a fault: the specs of a run share one, which is slow to validate.
_SOUND: Memo[bool] = Memo()


class Manque(Record, frozen=True):
    """A missing value: its path, its French name, a line to paste, the place for it, who can give it.

    `role`: the role of the party it belongs to, if any.
    """

    cle: str
    libelle: str
    ligne: str
    span: Span
    fournisseur: str
    role: str = ""


class Spec(Record, frozen=True):
    """A convention, the tree it was read from, its missing values, and the kind of act it was read as.

    `sequel`: the document that follows the act, when this is the spec of such a document.
    """

    convention: Convention
    tree: Mapping
    manques: tuple[Manque, ...] = ()
    draft: bool = False
    sequel: Sequel | None = None
    picture: PictureFile | None = None
    kind: Kind = Kind()

    @property
    def attachments(self) -> tuple[Path, ...]:
        """The files that an act needs besides specs: its image."""
        return (self.picture.path,) if self.picture is not None else ()

    @property
    def held_picture(self) -> tuple[str, PictureFile] | None:
        """The name of the image in the spec, and the image; None without an image."""
        image = self.convention.image_entete
        return (str(image.fichier), self.picture) if image is not None and self.picture is not None else None

    def span(self, *path: str | int) -> Span:
        """The place of a value, or of the nearest one above it."""
        return span_of(self.tree, path)

    def key(self, *path: str | int) -> Span:
        """The place of the key that leads to a value, or of the value when it has none."""
        return key_span(self.tree, path) or self.span(*path)


def build(
    tree: Mapping, *, draft: bool | None = None, sequel: Sequel | None = None, kind: Kind | None = None
) -> Outcome[Spec]:
    """Build the spec of a tree. `draft`: None for a draft when there is no signature date.

    `kind`: the kind of act that the pack declares; None: only what all acts need.

    `sequel`: the document that follows the act and is made from this spec: it needs more values, and its own date.

    A missing value is a warning in a draft (C218), where a `Manquant` replaces it, and otherwise an error (C201).
    """
    diagnostics: list[Diagnostic] = []
    tree, unknown = _with_references(tree, diagnostics)
    dates: list[KeyPath] = [("date_signature",), *_own_date(sequel)]
    is_draft = draft if draft is not None else any(_lacks(tree, path) for path in dates)
    directory = tree.get(_DIRECTORY)
    sound = frozenset({_DIRECTORY}) if _SOUND.get(directory) else frozenset[str]()
    own = tree.without(sequel.section) if sequel is not None and _lacks(tree, (sequel.section,)) else tree
    data = _data(own.without(*sound))
    own_kind = kind or Kind()
    mender = Mender(
        Convention,
        own,
        data,
        roles=own_kind.roles,
        sequel=sequel,
        needed=own_kind.needed,
        terms=own_kind.terms,
        muted=set(unknown),
        sound=sound,
    )
    value = mender.validate()
    flat = tuple(flattened(Convention, own.without(*sound)))
    if directory is not None and mender.flawless and not flat:
        _SOUND.keep(directory, True)
    diagnostics.extend(_reported_once(mender.diagnostics))
    diagnostics.extend(flat)
    code = catalogue.TO_COMPLETE if is_draft else catalogue.MISSING
    missing = [*mender.missing, *mender.settled_blanks()]
    reported = [*mender.reported, *mender.settled_blanks()]
    printed = _lacking_print(value) if isinstance(value, Convention) else []
    missing.extend(printed)
    reported.extend(printed)
    diagnostics.extend(_missing(code, path, mender) for path in reported)
    if not isinstance(value, Convention):
        return Outcome(None, tuple(diagnostics))
    order = {name: number for number, name in enumerate(Convention.model_fields)}
    missing.sort(key=lambda path: order.get(str(path[0]), 0))
    listed = dict.fromkeys([*_undated(value, sequel), *missing])
    manques = tuple(_manque(path, mender, own_kind) for path in listed)
    return Outcome(Spec(value, tree, manques, is_draft, sequel, kind=own_kind), tuple(diagnostics))


def _own_date(sequel: Sequel | None) -> list[KeyPath]:
    return [] if sequel is None else [(sequel.section, sequel.dated)]


def _undated(convention: Convention, sequel: Sequel | None) -> list[KeyPath]:
    """The paths of the missing dates: that of the act, that of the document that follows it."""
    lacking: list[KeyPath] = [("date_signature",)] if convention.date_signature is None else []
    return lacking + [path for path in _own_date(sequel) if convention.dated(*map(str, path)) is None]


def _lacks(tree: Mapping, path: KeyPath) -> bool:
    node, rest = find(tree, path)
    return bool(rest) or is_blank(node)


def _manque(path: KeyPath, mender: Mender, kind: Kind) -> Manque:
    party = mender.data["parties"][path[1]] if path[0] == "parties" and len(path) > 1 else None
    role = party.get("role") if isinstance(party, dict) else None
    cle = ".".join(map(str, path))
    return Manque(
        cle, mender.described(path), mender.line(path), mender.place(path), kind.supplier(path, role), str(role or "")
    )


def build_model(kind: type[M], tree: Mapping) -> Outcome[M]:
    """Read a declaration that is no spec (the manifest of a pack); no value when there is any error."""
    mender = Mender(kind, tree, _data(tree))
    value = mender.validate()
    diagnostics = [*mender.diagnostics, *(_missing(catalogue.MISSING, path, mender) for path in mender.reported)]
    return Outcome(None if has_errors(diagnostics) else value, tuple(diagnostics))


def _data(tree: Mapping) -> dict[str, Any]:
    data = plain(tree)
    assert isinstance(data, dict)  # noqa: S101 - a mapping gives a dictionary
    data.pop("herite", None)
    return data


def _lacking_print(convention: Convention) -> list[KeyPath]:
    """The paths of the missing values that this act prints, besides those that every spec must give."""
    lacking: list[KeyPath] = [("chorus", "libelle_programme")] if _lacks_label(convention) else []
    if convention.adresses:  # when the act prints addresses, every party needs one
        parties = enumerate(convention.parties)
        lacking.extend(("parties", index, "adresse") for index, party in parties if not _has_address(party))
    return lacking


def _has_address(party: Partie | Manquant) -> bool:
    return isinstance(party, Manquant) or party.adresse is not None


def _lacks_label(convention: Convention) -> bool:
    """Whether the name of the programme is missing: the spec does not give it, and no official name is known."""
    chorus = convention.chorus
    if chorus.libelle_programme is not None or not isinstance(chorus.programme, str):
        return False
    year, years = convention.annee_de_reference, lifetime(chorus.programme)
    if len(chorus.programme) != 3 or (years is not None and year is not None and not years[0] <= year <= years[1]):
        return False  # the rules report such a programme
    return official_label(chorus.programme, year) is None


def _with_references(tree: Mapping, diagnostics: list[Diagnostic]) -> tuple[Mapping, list[KeyPath]]:
    """The tree with each party merged into its entry of the directory, and the parties of unknown reference."""
    parties, directory = tree.get("parties"), tree.get(_DIRECTORY)
    if not isinstance(parties, Sequence):
        return tree, []
    entries = directory if isinstance(directory, Mapping) else Mapping((), parties.span)
    unknown: list[KeyPath] = []
    items: list[Node] = []
    walk = Walk(effort=Effort(KEY_STEPS * _MOST_TAKEN))
    for index, item in enumerate(parties.items):
        reference = item.get("reference") if isinstance(item, Mapping) else None
        if not isinstance(item, Mapping) or not isinstance(reference, Scalar) or reference.blank:
            items.append(item)
            continue
        entry = entries.get(reference.text)
        if isinstance(entry, Mapping):
            try:
                walk.look_at(weight(entry, _MOST_TAKEN))
                items.append(merge(entry, item, walk))
            except TooDearError as fault:
                message = f"Ces parties reprennent trop de l’annuaire : {fault}."
                hint = "Ne garder que les parties de cette convention, et dans l’annuaire ce qui sert."
                diagnostics.append(Diagnostic(catalogue.INHERITANCE_COST, message, reference.span, hint))
                return tree, unknown
            continue
        items.append(item)
        if item.get("nom") is None:
            sought = list(entries.keys()) if len(unknown) < _MOST_SOUGHT else []
            hint = (
                suggestion(reference.text, sought)
                if entries.entries
                else ("Ajouter « herite: [annuaire.yaml] », ou donner ici nom, article, nature et représentants.")
            )
            message = f"La partie « {reference.text} » n’est pas dans l’annuaire."
            near = nearest(reference.text, sought)
            same = bool(near) and fold(near) == fold(reference.text)
            mended = remedy(reference.span, near, certain=same) if near else None
            diagnostics.append(Diagnostic(catalogue.UNKNOWN_PARTY, message, reference.span, hint, (), mended))
            unknown.append(("parties", index))
    return tree.with_value("parties", Sequence(tuple(items), parties.span)), unknown


def _reported_once(diagnostics: list[Diagnostic]) -> list[Diagnostic]:
    """The diagnostics, where an unknown key that a party took from the directory is reported in the directory only."""

    def place(fault: Diagnostic) -> str:
        return fault.span.location if fault.span is not None and fault.code is catalogue.UNKNOWN_FIELD else ""

    last = {place(fault): fault for fault in diagnostics}
    return [fault for fault in diagnostics if not place(fault) or last[place(fault)] is fault]


def _missing(code: Code, path: KeyPath, mender: Mender) -> Diagnostic:
    span = mender.place(path)
    party = mender.data["parties"][path[1]] if path[0] == "parties" and len(path) == 2 else None
    if isinstance(party, dict):
        role = party["role"]
        message = f"Aucune partie n’a le rôle « {role} »."
        return Diagnostic(
            code, message, span, f"Ajouter une partie, par exemple « - {{reference: dnum, role: {role}}} »."
        )
    label = mender.described(path)
    if isinstance(path[-1], int):
        item, rest = find(mender.tree, path)
        place = span if rest else item.span
        hint = "Écrire la valeur après le tiret, ou supprimer le tiret."
        return Diagnostic(code, f"Il manque : {label}.", place, hint)
    message = f"Information à compléter : {label}." if code is catalogue.TO_COMPLETE else f"Il manque : {label}."
    if key_span(mender.tree, path) is not None:
        return Diagnostic(
            code,
            message,
            span,
            f"Compléter la ligne : « {mender.line(path)} » ; ou la supprimer si elle est facultative.",
        )
    section = ".".join(str(step) for step in path[:-1] if not isinstance(step, int))
    if path[0] == "parties" and len(path) == 3:
        hint = f"Ajouter à cette partie, ici ou dans l’annuaire, « {mender.line(path)} »."
        return Diagnostic(code, message, span, hint)
    under = f", sous « {section}: »," if section else ""
    return Diagnostic(code, message, span, f"Ajouter{under} la ligne « {mender.line(path)} ».")
