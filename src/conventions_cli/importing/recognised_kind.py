"""What kind of act was read: one of those our packs make, or of no kind we know; and whether it amends another."""

import re

from conventions_cli.document import SectionKind
from conventions_cli.facts import SURE
from conventions_cli.foundation import Record
from conventions_cli.french import folded
from conventions_cli.importing.every_fact import ReadAct
from conventions_cli.law import all_texts
from conventions_cli.model import DELEGATION, Kind
from conventions_cli.templating import available, default_kind, load_pack

_OTHER = ("convention", "convention")
_TITLE, _PARTIES = "son titre", "ses parties et ses visas"
_AMENDS = re.compile(r"(?:projet d')?avenant\b")
# « Convention de délégation », of no other thing than what is managed; « la délégation interministérielle » is a party.
_DELEGATED = re.compile(r"(?:\A|\bconvention de )delegation(?: n|,| entre| relative| du \d| pour|\Z)")
# A title that says of what kind the act is, be it none of ours: « convention de prêt », « protocole ».
_NAMED = re.compile(
    r"\bconvention (?:de |d'|attributi|constituti)|\A(?!(?:projet )?(?:convention|avenant|projet d'avenant)\b)."
)


class SaidKind(Record, frozen=True):
    """The kind of an act. `nature`: its key; `act`: its words; `amends`: whether it is an avenant to such an act.

    `source`: what says so, in French; nothing where nothing does.
    """

    nature: str
    act: str
    amends: bool = False
    source: str = ""

    @property
    def line(self) -> str:
        """What a person is told of it."""
        if not self.source:
            known = "avenant, à un acte dont la nature n’est pas reconnue" if self.amends else "non reconnue"
            return f"Nature de l’acte : {known}."
        words = f"avenant ({self.act})" if self.amends else self.act
        return f"Nature de l’acte, d’après {self.source} : {words}."


def kind_said(read: ReadAct) -> SaidKind:
    """The kind that the title of an act says, else the one its parties and its visas are those of.

    An avenant that says nothing of the act it amends is of no kind: it would be held to all that such an act states.
    """
    title = folded(read.facts.value("titre"))
    amended = any(read.facts.under("amende"))
    amends = amended or _AMENDS.match(title) is not None
    if amends and not amended:
        return SaidKind(*_OTHER, amends)
    said = title[max(title.find("convention"), 0) :] if amends else title
    known = _known()
    for nature, kind in known.items():
        named = re.search(rf"\b{re.escape(folded(kind.words))}", said) is not None
        if named or (nature == DELEGATION and _DELEGATED.search(said)):
            return SaidKind(nature, kind.words, amends, _TITLE)
    for nature, kind in () if _NAMED.search(said) else known.items():
        if _has_its_parties(read, kind) and _cites_its_law(read, nature):
            return SaidKind(nature, kind.words, amends, _PARTIES)
    return SaidKind(*_OTHER, amends, _TITLE if title and not amends else "")


def _has_its_parties(read: ReadAct, kind: Kind) -> bool:
    """Whether an act says, by the names a kind gives them, the roles that were read of its parties."""
    roles = {one.value for one in read.facts.under("parties") if one.path[-1] == "role" and one.confidence is SURE}
    names = [folded(kind.roles[role].nom) for role in roles if role in kind.roles]
    words = folded(" ".join(line.text for line in read.act.of(SectionKind.PARTIES)))
    return len(names) == len(roles) > 1 and all(re.search(rf"\b{re.escape(name)}", words) for name in names)


def _cites_its_law(read: ReadAct, nature: str) -> bool:
    """Whether an act cites every text that the acts of a kind cite."""
    cited = " ".join(line.text for line in read.act.of(SectionKind.VISAS))
    numbers = [text.number for text in all_texts().values() if nature in text.required]
    return bool(numbers) and all(number in cited for number in numbers)


def _known() -> dict[str, Kind]:
    """The kinds of our packs by their keys, the longest words first."""
    kinds = {DELEGATION: default_kind()}
    for name in available():
        pack = load_pack(name).value
        if pack is not None and pack.manifest.acte:
            kinds.setdefault(pack.manifest.nature, pack.manifest.kind)
    return dict(sorted(kinds.items(), key=lambda one: -len(one[1].words)))
