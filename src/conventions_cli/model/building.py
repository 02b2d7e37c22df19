"""From the located tree to the model, with every fault at its place (the work of `mend`)."""

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
_MOST_TAKEN = 100_000  # values that parties may take from the directory, an entry counting each time it is taken
_MOST_SOUGHT = 20  # unknown references for which a near one is looked for
# The directories read without a fault. Specs of one run share theirs, which is dear to read: it is read for the first.
_SOUND: Memo[bool] = Memo()


class Manque(Record, frozen=True):
    """A missing value: its path, its name in French, a line to paste, where it belongs, who can give it.

    `role`: that of the party it belongs to.
    """

    cle: str
    libelle: str
    ligne: str
    span: Span
    fournisseur: str
    role: str = ""


class Spec(Record, frozen=True):
    """A convention, the tree it was read from, what it lacks, and the kind of act it was read as.

    `sequel`: the document that follows the act, when the spec is that of one.
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
        """The files an act takes besides its specs."""
        return (self.picture.path,) if self.picture is not None else ()

    @property
    def held_picture(self) -> tuple[str, PictureFile] | None:
        """The image, and the name it is given."""
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
    """Make the convention. `draft` None: it is one when it bears no signature date.

    `kind`: what the pack of the act asks for; None: no more than any act has.

    `sequel`: the document that follows the act, which the spec is that of: it needs more, and is dated by itself.

    In a draft, what is missing is a warning (C218), and a `Manquant` stands in its place; otherwise an error (C201).
    """
    found: list[Diagnostic] = []
    tree, unknown = _with_references(tree, found)
    dates: list[KeyPath] = [("date_signature",), *_own_date(sequel)]
    is_draft = draft if draft is not None else any(_lacks(tree, path) for path in dates)
    directory = tree.get(_DIRECTORY)
    sound = frozenset({_DIRECTORY}) if _SOUND.get(directory) else frozenset[str]()
    read = tree.without(sequel.section) if sequel is not None and _lacks(tree, (sequel.section,)) else tree
    data = _data(read.without(*sound))
    asked = kind or Kind()
    mender = Mender(
        Convention,
        read,
        data,
        roles=asked.roles,
        sequel=sequel,
        needed=asked.needed,
        terms=asked.terms,
        muted=set(unknown),
        sound=sound,
    )
    value = mender.validate()
    flat = tuple(flattened(Convention, read.without(*sound)))
    if directory is not None and mender.flawless and not flat:
        _SOUND.keep(directory, True)
    found.extend(_told_once(mender.found))
    found.extend(flat)
    code = catalogue.TO_COMPLETE if is_draft else catalogue.MISSING
    missing = [*mender.missing, *mender.settled_blanks()]
    reported = [*mender.reported, *mender.settled_blanks()]
    wanted = _wanted(value) if isinstance(value, Convention) else []
    missing.extend(wanted)
    reported.extend(wanted)
    found.extend(_missing(code, path, mender) for path in reported)
    if not isinstance(value, Convention):
        return Outcome(None, tuple(found))
    order = {name: number for number, name in enumerate(Convention.model_fields)}
    missing.sort(key=lambda path: order.get(str(path[0]), 0))
    listed = dict.fromkeys([*_undated(value, sequel), *missing])
    manques = tuple(_manque(path, mender, asked) for path in listed)
    return Outcome(Spec(value, tree, manques, is_draft, sequel, kind=asked), tuple(found))


def _own_date(sequel: Sequel | None) -> list[KeyPath]:
    """Where the date of a document that follows the act stands."""
    return [] if sequel is None else [(sequel.section, sequel.dated)]


def _undated(convention: Convention, sequel: Sequel | None) -> list[KeyPath]:
    """The dates nobody has given: that of the act, that of the document which follows it."""
    lacking: list[KeyPath] = [("date_signature",)] if convention.date_signature is None else []
    return lacking + [path for path in _own_date(sequel) if convention.dated(*map(str, path)) is None]


def _lacks(tree: Mapping, path: KeyPath) -> bool:
    node, rest = find(tree, path)
    return bool(rest) or is_blank(node)


def _manque(path: KeyPath, mender: Mender, asked: Kind) -> Manque:
    party = mender.data["parties"][path[1]] if path[0] == "parties" and len(path) > 1 else None
    role = party.get("role") if isinstance(party, dict) else None
    cle = ".".join(map(str, path))
    return Manque(
        cle, mender.described(path), mender.line(path), mender.place(path), asked.supplier(path, role), str(role or "")
    )


def build_model(kind: type[M], tree: Mapping) -> Outcome[M]:
    """Read any other declaration (a pack's manifest) with the same diagnostics; no value when one field is wrong."""
    mender = Mender(kind, tree, _data(tree))
    value = mender.validate()
    found = [*mender.found, *(_missing(catalogue.MISSING, path, mender) for path in mender.reported)]
    return Outcome(None if has_errors(found) else value, tuple(found))


def _data(tree: Mapping) -> dict[str, Any]:
    data = plain(tree)
    assert isinstance(data, dict)  # noqa: S101 - a mapping gives a dictionary
    data.pop("herite", None)
    return data


def _wanted(convention: Convention) -> list[KeyPath]:
    """What an act prints and nobody has given, beyond what every spec must give."""
    lacking: list[KeyPath] = [("chorus", "libelle_programme")] if _lacks_label(convention) else []
    if convention.adresses:  # asked for one party, it is asked for all
        parties = enumerate(convention.parties)
        lacking.extend(("parties", index, "adresse") for index, one in parties if not _has_address(one))
    return lacking


def _has_address(party: Partie | Manquant) -> bool:
    return isinstance(party, Manquant) or party.adresse is not None


def _lacks_label(convention: Convention) -> bool:
    """Whether nobody tells the name of the programme: neither the spec, nor what is known of the year's programmes."""
    chorus = convention.chorus
    if chorus.libelle_programme is not None or not isinstance(chorus.programme, str):
        return False
    year, years = convention.annee_de_reference, lifetime(chorus.programme)
    if len(chorus.programme) != 3 or (years is not None and year is not None and not years[0] <= year <= years[1]):
        return False  # the rules have their own word on such a programme
    return official_label(chorus.programme, year) is None


def _with_references(tree: Mapping, found: list[Diagnostic]) -> tuple[Mapping, list[KeyPath]]:
    """Lay each party over the directory's entry it refers to; return the paths whose reference is unknown."""
    parties, directory = tree.get("parties"), tree.get(_DIRECTORY)
    if not isinstance(parties, Sequence):
        return tree, []
    known = directory if isinstance(directory, Mapping) else Mapping((), parties.span)
    unknown: list[KeyPath] = []
    items: list[Node] = []
    walk = Walk(effort=Effort(KEY_STEPS * _MOST_TAKEN))
    for index, item in enumerate(parties.items):
        reference = item.get("reference") if isinstance(item, Mapping) else None
        if not isinstance(item, Mapping) or not isinstance(reference, Scalar) or reference.blank:
            items.append(item)
            continue
        entry = known.get(reference.text)
        if isinstance(entry, Mapping):
            try:
                walk.look_at(weight(entry, _MOST_TAKEN))
                items.append(merge(entry, item, walk))
            except TooDearError as fault:
                message = f"Ces parties reprennent trop de l’annuaire : {fault}."
                hint = "Ne garder que les parties de cette convention, et dans l’annuaire ce qui sert."
                found.append(Diagnostic(catalogue.INHERITANCE_COST, message, reference.span, hint))
                return tree, unknown
            continue
        items.append(item)
        if item.get("nom") is None:
            sought = list(known.keys()) if len(unknown) < _MOST_SOUGHT else []
            hint = (
                suggestion(reference.text, sought)
                if known.entries
                else ("Ajouter « herite: [annuaire.yaml] », ou donner ici nom, article, nature et représentants.")
            )
            message = f"La partie « {reference.text} » n’est pas dans l’annuaire."
            near = nearest(reference.text, sought)
            same = bool(near) and fold(near) == fold(reference.text)
            mended = remedy(reference.span, near, certain=same) if near else None
            found.append(Diagnostic(catalogue.UNKNOWN_PARTY, message, reference.span, hint, (), mended))
            unknown.append(("parties", index))
    return tree.with_value("parties", Sequence(tuple(items), parties.span)), unknown


def _told_once(found: list[Diagnostic]) -> list[Diagnostic]:
    """The findings; an unknown key of the directory, that a party took over, is told once, as one of the directory."""

    def place(one: Diagnostic) -> str:
        return one.span.location if one.span is not None and one.code is catalogue.UNKNOWN_FIELD else ""

    last = {place(one): one for one in found}
    return [one for one in found if not place(one) or last[place(one)] is one]


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
    where = ".".join(str(step) for step in path[:-1] if not isinstance(step, int))
    if path[0] == "parties" and len(path) == 3:
        hint = f"Ajouter à cette partie, ici ou dans l’annuaire, « {mender.line(path)} »."
        return Diagnostic(code, message, span, hint)
    under = f", sous « {where}: »," if where else ""
    return Diagnostic(code, message, span, f"Ajouter{under} la ligne « {mender.line(path)} ».")
