"""A kind of act, as its pack declares it: the values that its specs need, and those they may have."""

from typing import Any

from conventions_cli.foundation import Record, field, replace
from conventions_cli.model.parties import Role
from conventions_cli.source import KeyPath

# The sections of any act: who, when, under which title and number, on which texts, with which annexes.
CORE = frozenset(
    """spec_version modele titre reference nor entete image_entete sommaire date_signature lieu_signature parties
    adresses ordre_signatures duree obligations visas copies annexes avenant execution resiliation tolere champs
    annuaire herite
    """.split()  # noqa: SIM905 - one list of words
)
_SPECIAL = frozenset({"amende", "subvention"})  # sections that a pack must always name, even when it is not exhaustive

DELEGATION, GRANT = "delegation", "subvention"  # the natures that rules and forms know

FEWEST, MOST_PARTIES = 2, 6  # parties of an act, unless its kind says otherwise

EVERYTHING = "tout"  # the supplier of all values without another one
_SUPPLIERS = {
    EVERYTHING: "qui rédige l’acte",
    "parties": "chaque partie",
    "finances": "le service financier",
    "chorus": "le service financier",
    "execution.realise": "le service financier",
    "execution.prevision": "le service financier",
    "resiliation": "la partie qui met fin à l’acte",
}


class Need(Record, frozen=True):
    """A value that acts need, unless one of `others` is given; with a `condition`, only when that value is given.

    A path may name a role: « parties.beneficiaire.missions » is given when each party of the role has its own.
    """

    path: KeyPath
    others: tuple[KeyPath, ...] = ()
    condition: KeyPath = ()

    def applies(self, data: dict[str, Any]) -> bool:
        """Whether an act, as plain data, needs the value."""
        conditional = not self.condition or _given(data, self.condition)
        return conditional and not any(_given(data, other) for other in self.others)


def _given(data: dict[str, Any], path: KeyPath) -> bool:
    """Whether data has a value at a path; for a path that names a role, whether each party of the role has one."""
    holders: list[Any] = [data]
    if path[0] == "parties" and len(path) > 2:
        parties = data.get("parties")
        listed = parties if isinstance(parties, list) else []
        holders = [party for party in listed if isinstance(party, dict) and party.get("role") == path[1]]
        path = path[2:]
    return bool(holders) and all(_has_value(holder, path) for holder in holders)


def _has_value(at: Any, path: KeyPath) -> bool:
    for step in path:
        at = at.get(step) if isinstance(at, dict) else None
    return at not in (None, [], {})


def need_of(text: str) -> Need:
    """The need that a line of `demande` states: « a.b », « a.b ou c.d », « a.b si c.d »."""
    values, _, condition = text.partition(" si ")
    path, *others = (tuple(value.strip().split(".")) for value in values.split(" ou "))
    return Need(path, tuple(others), tuple(condition.strip().split(".")) if condition else ())


class MoneyWords(Record, frozen=True):
    """The words of tables for the giver of money (« le bailleur »), the receiver, and what is done with the money.

    By default, the words that suit acts of several kinds.
    """

    giver: str = "la partie qui donne"
    receiver: str = "partie qui reçoit"
    done: str = "versé"


class Fund(Record, frozen=True):
    """The scheme behind the acts of a kind: its acronym, the party that gives its money (by its key in the directory).

    `ceilings`: the usual ceilings, as pairs of their first round and their euros, sorted. `least`: the euros below
    which an agreement is seldom worth its cost. `project`: the start of the group of a PAM code that holds the round.
    """

    acronym: str
    party: str = ""
    ceilings: tuple[tuple[int, int], ...] = ()
    least: int = 0
    project: str = ""

    def ceiling(self, number: int) -> int | None:
        """The usual ceiling of a round, in euros; None when none is known."""
        return next((euros for start, euros in reversed(self.ceilings) if start <= number), None)


class Kind(Record, frozen=True):
    """A kind of act. `nature`: its legal nature, as a key; `act`: in words.

    `needed`: the paths of the values that its clauses print; `terms`: the needs that do not apply to every act, by
    path. `admitted`: the sections that acts may have besides those and `CORE`, or the only keys that a section may
    have (« finances.montant »). `exhaustive`: whether the pack names all it prints; if not, any section is admitted.
    `roles`: the roles of the parties, by the keys that specs use, those of the first side first; none: any role.
    `leaders`: the roles that carry the project: the first one that a party has. `families`: the families of rules that
    apply, besides the rules for any act. `proposals`: the values that a new spec takes, by path. `suppliers`: who can
    give a missing value, by the start of its path. `parties`: the smallest and the largest number of parties. `fund`:
    the scheme behind the acts, if any.
    """

    needed: tuple[KeyPath, ...] = ()
    admitted: frozenset[str] = frozenset()
    exhaustive: bool = False
    nature: str = ""
    act: str = ""
    roles: dict[str, Role] = field(default_factory=dict)
    leaders: tuple[str, ...] = ()
    families: frozenset[str] = frozenset()
    suppliers: dict[str, str] = field(default_factory=dict)
    proposals: dict[str, str] = field(default_factory=dict)
    refused: frozenset[str] = frozenset()
    parties: tuple[int, int] = (FEWEST, MOST_PARTIES)
    terms: dict[KeyPath, Need] = field(default_factory=dict)
    fund: Fund | None = None

    @property
    def words(self) -> str:
        """The name of the kind: « délégation de gestion »; its key when its pack gives no words."""
        return self.act or self.nature

    @property
    def money_words(self) -> MoneyWords:
        """The words of its roles for money; the general words when no role gives or receives money."""
        words, roles = MoneyWords(), tuple(self.roles.values())
        return MoneyWords(
            next((role.phrase.le() for role in roles if role.donne), words.giver),
            next((role.nom for role in roles if role.recoit), words.receiver),
            "délégué" if self.nature == DELEGATION else words.done,
        )

    @property
    def says_all(self) -> bool:
        """Whether its pack leaves nothing for `completed` to add."""
        return self.exhaustive and bool(self.act and self.roles and self.suppliers)

    def completed(self, other: "Kind") -> "Kind":
        """This kind, completed with another where it says nothing."""
        silent, alike = not self.roles, self.nature == other.nature
        theirs = other.roles if alike else {key: role.of_any_nature() for key, role in other.roles.items()}
        return replace(
            self,
            act=self.act or (other.act if alike else ""),
            needed=self.needed if self.exhaustive else other.needed,
            terms=self.terms if self.exhaustive else other.terms,
            roles=self.roles or theirs,
            leaders=other.leaders if silent else self.leaders,
            families=other.families if silent and alike else self.families,
            fund=other.fund if silent and alike else self.fund,
            suppliers=self.suppliers or (other.suppliers if alike else {}),
        )

    def side(self, role: object) -> int:
        """The side of the parties of a role, 1 or 2, unless the spec states another."""
        first = next(iter(self.roles), None)
        return 1 if isinstance(role, Role) and role.cle == first else 2

    def supplier(self, path: KeyPath, role: object = None) -> str:
        """Who can give a missing value, in French; `role`: the key of the role of the party it belongs to."""
        steps = ("parties", role, *path[2:]) if path[0] == "parties" and isinstance(role, str) else path
        suppliers = _SUPPLIERS | self.suppliers
        for length in range(len(steps), 0, -1):
            start = ".".join(str(step) for step in steps[:length])
            if start in suppliers:
                return suppliers[start]
        return suppliers[EVERYTHING]

    def admits(self, section: str) -> bool:
        """Whether acts of this kind may have a section."""
        if section in CORE or any(path[0] == section for path in self.needed):
            return True
        if any(path.partition(".")[0] == section for path in self.admitted):
            return True
        return not self.exhaustive and section not in _SPECIAL

    def admitted_keys(self, section: str) -> frozenset[str] | None:
        """The keys that a section may have, when the kind names them one by one; None: any key."""
        named = {path.split(".")[1] for path in self.admitted if path.startswith(f"{section}.")}
        if not named or section in self.admitted:
            return None
        others = (path for need in self.terms.values() for path in need.others)
        needed_keys = {str(path[1]) for path in (*self.needed, *others) if path[0] == section and len(path) > 1}
        return frozenset(named | needed_keys)
