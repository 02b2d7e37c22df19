"""Recognises the kind of an act among those of our packs, and whether the act amends another."""

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
# « Convention de délégation » of management; « la délégation interministérielle » is a party.
_DELEGATED = re.compile(r"(?:\A|\bconvention de )delegation(?: n|,| entre| relative| du \d| pour|\Z)")
# A title that names a kind of act, even one that no pack of ours makes: « convention de prêt », « protocole ».
_NAMED = re.compile(
    r"\bconvention (?:de |d'|attributi|constituti)|\A(?!(?:projet )?(?:convention|avenant|projet d'avenant)\b)."
)


class RecognisedKind(Record, frozen=True):
    """The kind of an act. `nature`: its key; `act`: its name in words; `amends`: whether it is an avenant to one.

    `source`: where the kind was found, in French; empty when it was not recognised.
    """

    nature: str
    act: str
    amends: bool = False
    source: str = ""

    @property
    def line(self) -> str:
        """The line of the report about this kind."""
        if not self.source:
            kind = "avenant, à un acte dont la nature n’est pas reconnue" if self.amends else "non reconnue"
            return f"Nature de l’acte : {kind}."
        words = f"avenant ({self.act})" if self.amends else self.act
        return f"Nature de l’acte, d’après {self.source} : {words}."


def kind_of_act(read: ReadAct) -> RecognisedKind:
    """The kind that the title of an act names, else the kind whose parties and required visas the act has.

    An avenant that does not name the act it amends has no kind: otherwise it would have to state all that such an act
    states.
    """
    title = folded(read.facts.value("titre"))
    amended = any(read.facts.under("amende"))
    amends = amended or _AMENDS.match(title) is not None
    if amends and not amended:
        return RecognisedKind(*_OTHER, amends)
    act_title = title[max(title.find("convention"), 0) :] if amends else title
    kinds = _kinds()
    for nature, kind in kinds.items():
        named = re.search(rf"\b{re.escape(folded(kind.words))}", act_title) is not None
        if named or (nature == DELEGATION and _DELEGATED.search(act_title)):
            return RecognisedKind(nature, kind.words, amends, _TITLE)
    for nature, kind in () if _NAMED.search(act_title) else kinds.items():
        if _has_its_parties(read, kind) and _cites_its_law(read, nature):
            return RecognisedKind(nature, kind.words, amends, _PARTIES)
    return RecognisedKind(*_OTHER, amends, _TITLE if title and not amends else "")


def _has_its_parties(read: ReadAct, kind: Kind) -> bool:
    """Whether an act calls its parties by the names that a kind gives to their roles."""
    roles = {fact.value for fact in read.facts.under("parties") if fact.path[-1] == "role" and fact.confidence is SURE}
    names = [folded(kind.roles[role].nom) for role in roles if role in kind.roles]
    words = folded(" ".join(line.text for line in read.act.of(SectionKind.PARTIES)))
    return len(names) == len(roles) > 1 and all(re.search(rf"\b{re.escape(name)}", words) for name in names)


def _cites_its_law(read: ReadAct, nature: str) -> bool:
    """Whether an act cites every text that the acts of a kind must cite."""
    cited = " ".join(line.text for line in read.act.of(SectionKind.VISAS))
    numbers = [text.number for text in all_texts().values() if nature in text.required]
    return bool(numbers) and all(number in cited for number in numbers)


def _kinds() -> dict[str, Kind]:
    """The kinds of our packs by their keys, the longest words first."""
    kinds = {DELEGATION: default_kind()}
    for name in available():
        pack = load_pack(name).value
        if pack is not None and pack.manifest.acte:
            kinds.setdefault(pack.manifest.nature, pack.manifest.kind)
    return dict(sorted(kinds.items(), key=lambda item: -len(item[1].words)))
