"""A kind of act, as its pack declares it: what its specs must hold, what they may hold."""

from typing import Any

from conventions_cli.foundation import Record, field, replace
from conventions_cli.model.parties import Role
from conventions_cli.source import KeyPath

# What any act may hold: who, when, under which title and number, on which texts, with what joined to it.
CORE = frozenset(
    """spec_version modele titre reference nor entete image_entete sommaire date_signature lieu_signature parties
    adresses ordre_signatures duree obligations visas copies annexes avenant execution resiliation tolere champs
    annuaire herite
    """.split()  # noqa: SIM905 - one list of words
)
_SPECIAL = frozenset({"amende", "subvention"})  # what a pack must name, even one that does not say all it prints

DELEGATION, GRANT = "delegation", "subvention"  # the natures that rules and forms know

FEWEST, MOST_PARTIES = 2, 6  # parties of an act, unless its kind says otherwise

EVERYTHING = "tout"  # whoever gives what no other supplier does
_SUPPLIERS = {
    EVERYTHING: "qui rédige l’acte",
    "parties": "chaque partie",
    "finances": "le service financier",
    "chorus": "le service financier",
    "execution.realise": "le service financier",
    "execution.prevision": "le service financier",
    "resiliation": "la partie qui met fin à l’acte",
}


class Asked(Record, frozen=True):
    """A value that acts must hold, unless one of `others` is given; where `condition` is given, when there is one.

    A path that goes through `parties` names a role: « parties.beneficiaire.missions » is given when each has its own.
    """

    path: KeyPath
    others: tuple[KeyPath, ...] = ()
    condition: KeyPath = ()

    def hold(self, data: dict[str, Any]) -> bool:
        """Whether an act, as plain texts, must hold the value."""
        return (not self.condition or _given(data, self.condition)) and not any(
            _given(data, one) for one in self.others
        )


def _given(data: dict[str, Any], path: KeyPath) -> bool:
    """Whether something stands at a path; at that of each party of the role it names, for one among the parties."""
    holders: list[Any] = [data]
    if path[0] == "parties" and len(path) > 2:
        parties = data.get("parties")
        listed = parties if isinstance(parties, list) else []
        holders = [one for one in listed if isinstance(one, dict) and one.get("role") == path[1]]
        path = path[2:]
    return bool(holders) and all(_stands(one, path) for one in holders)


def _stands(at: Any, path: KeyPath) -> bool:
    for step in path:
        at = at.get(step) if isinstance(at, dict) else None
    return at not in (None, [], {})


def asked_for(text: str) -> Asked:
    """What a line of `demande` asks for: « a.b », « a.b ou c.d », « a.b si c.d »."""
    values, _, condition = text.partition(" si ")
    path, *others = (tuple(one.strip().split(".")) for one in values.split(" ou "))
    return Asked(path, tuple(others), tuple(condition.strip().split(".")) if condition else ())


class MoneyWords(Record, frozen=True):
    """What tables call who gives the money of acts (« le bailleur »), who receives it, and what is done with it.

    By default, the words that suit acts of several kinds.
    """

    giver: str = "la partie qui donne"
    receiver: str = "partie qui reçoit"
    done: str = "versé"


class Fund(Record, frozen=True):
    """The scheme that acts of a kind serve: its acronym, who gives its money (a party of the directory), its usages.

    `ceilings`: the round each usual ceiling holds from, and its euros, in that order. `least`: the euros below which an
    agreement is seldom worth its cost. `project`: what starts the group of a PAM code that holds the round.
    """

    acronym: str
    party: str = ""
    ceilings: tuple[tuple[int, int], ...] = ()
    least: int = 0
    project: str = ""

    def ceiling(self, number: int) -> int | None:
        """The usual ceiling of a round, in euros; None when none is told."""
        return next((euros for start, euros in reversed(self.ceilings) if start <= number), None)


class Kind(Record, frozen=True):
    """What one kind of act asks of a spec. `nature`: what it is in law, as a key; `act`: in words.

    `needed`: the paths of the values that its clauses print of every act. `admitted`: the sections it may hold besides
    those and `CORE`, or the keys of a section (« finances.montant ») when it may hold those alone. `whole`: whether its
    pack says all it prints; else it may hold any. `roles`: what its parties are, by the keys a spec names them with,
    the side they stand on first; none: whatever a spec says. `leaders`: the roles whose holders carry the project, the
    first that is held. `families`: the rules that hold, besides those of any act. `proposals`: what a new spec takes.
    `suppliers`: who can give a missing
    value, by the start of its path. `parties`: how many at least and at most. `terms`: of the needed values that not
    every act must hold, those that do. `fund`: the scheme they serve, if any.
    """

    needed: tuple[KeyPath, ...] = ()
    admitted: frozenset[str] = frozenset()
    whole: bool = False
    nature: str = ""
    act: str = ""
    roles: dict[str, Role] = field(default_factory=dict)
    leaders: tuple[str, ...] = ()
    families: frozenset[str] = frozenset()
    suppliers: dict[str, str] = field(default_factory=dict)
    proposals: dict[str, str] = field(default_factory=dict)
    refused: frozenset[str] = frozenset()
    parties: tuple[int, int] = (FEWEST, MOST_PARTIES)
    terms: dict[KeyPath, Asked] = field(default_factory=dict)
    fund: Fund | None = None

    @property
    def words(self) -> str:
        """« délégation de gestion »: what the kind is called, or its key where its pack gives no words."""
        return self.act or self.nature

    @property
    def money_words(self) -> MoneyWords:
        """The words of its roles; those that suit any kind where none of them gives or receives money."""
        words, roles = MoneyWords(), tuple(self.roles.values())
        return MoneyWords(
            next((one.phrase.le() for one in roles if one.donne), words.giver),
            next((one.nom for one in roles if one.recoit), words.receiver),
            "délégué" if self.nature == DELEGATION else words.done,
        )

    @property
    def says_all(self) -> bool:
        """Whether its pack leaves nothing to complete."""
        return self.whole and bool(self.act and self.roles and self.suppliers)

    def completed(self, other: "Kind") -> "Kind":
        """This kind, with what another says of what this one does not."""
        silent, alike = not self.roles, self.nature == other.nature
        theirs = other.roles if alike else {key: role.of_any_nature() for key, role in other.roles.items()}
        return replace(
            self,
            act=self.act or (other.act if alike else ""),
            needed=self.needed if self.whole else other.needed,
            terms=self.terms if self.whole else other.terms,
            roles=self.roles or theirs,
            leaders=other.leaders if silent else self.leaders,
            families=other.families if silent and alike else self.families,
            fund=other.fund if silent and alike else self.fund,
            suppliers=self.suppliers or (other.suppliers if alike else {}),
        )

    def side(self, role: object) -> int:
        """The side of an act where the holders of a role stand unless the spec says otherwise: 1, or 2."""
        first = next(iter(self.roles), None)
        return 1 if isinstance(role, Role) and role.cle == first else 2

    def supplier(self, path: KeyPath, role: object = None) -> str:
        """Who can give a missing value; `role`: that of the party it belongs to."""
        steps = ("parties", role, *path[2:]) if path[0] == "parties" and isinstance(role, str) else path
        known = _SUPPLIERS | self.suppliers
        for length in range(len(steps), 0, -1):
            start = ".".join(str(step) for step in steps[:length])
            if start in known:
                return known[start]
        return known[EVERYTHING]

    def admits(self, section: str) -> bool:
        """Whether its clauses print what stands under a key at the root of a spec."""
        if section in CORE or any(path[0] == section for path in self.needed):
            return True
        if any(path.partition(".")[0] == section for path in self.admitted):
            return True
        return not self.whole and section not in _SPECIAL

    def admitted_keys(self, section: str) -> frozenset[str] | None:
        """The keys that a section may hold, where the kind names them one by one; None: any."""
        named = {path.split(".")[1] for path in self.admitted if path.startswith(f"{section}.")}
        if not named or section in self.admitted:
            return None
        others = (path for one in self.terms.values() for path in one.others)
        asked = {str(path[1]) for path in (*self.needed, *others) if path[0] == section and len(path) > 1}
        return frozenset(named | asked)
