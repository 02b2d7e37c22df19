"""A kind of act, as its pack declares it: what its specs must hold, what they may hold."""

from conventions_cli.foundation import Record
from conventions_cli.source import KeyPath

# What any act may hold: who, when, under which title and number, on which texts, with what joined to it.
CORE = frozenset(
    """spec_version modele titre reference nor entete image_entete sommaire date_signature lieu_signature parties
    adresses ordre_signatures duree obligations visas copies annexes avenant execution tolere champs annuaire herite
    """.split()  # noqa: SIM905 - one list of words
)
_SPECIAL = frozenset({"amende", "subvention"})  # what a pack must name, even one that does not say all it prints


class Kind(Record, frozen=True):
    """What one kind of act asks of a spec.

    `needed`: the paths of the values that its clauses print of every act. `admitted`: the sections it may hold besides
    those and `CORE`. `whole`: whether its pack says all it prints; else it may hold any.
    """

    needed: tuple[KeyPath, ...] = ()
    admitted: frozenset[str] = frozenset()
    whole: bool = False

    def admits(self, section: str) -> bool:
        """Whether its clauses print what stands under a key at the root of a spec."""
        if section in CORE or section in self.admitted or any(path[0] == section for path in self.needed):
            return True
        return not self.whole and section not in _SPECIAL
