"""The documents that follow an act: what a party writes to the others about an act that binds them.

Each is made from the spec of its act and a section of its own, with its own pack and its own command.
"""

from conventions_cli.foundation import Record
from conventions_cli.source import Mapping


class Sequel(Record, frozen=True):
    """A document that follows an act. `section`: its section in the spec; `dated`: the key of its date there.

    `pack`: the name of its pack, also the nature that this pack declares, and the end of the names of its files.
    `words`: its French name; `of_one`, `of_it`: « d’un compte rendu », « du compte rendu ».
    """

    section: str
    dated: str
    pack: str
    words: str
    of_one: str
    of_it: str
    command: str


REPORT = Sequel(
    "execution",
    "date_signature",
    "compte-rendu",
    "compte rendu",
    "d’un compte rendu",
    "du compte rendu",
    "convention report",
)
TERMINATION = Sequel(
    "resiliation",
    "date_notification",
    "resiliation",
    "lettre de résiliation",
    "d’une lettre de résiliation",
    "de la lettre de résiliation",
    "convention terminate",
)
SEQUELS = {sequel.pack: sequel for sequel in (REPORT, TERMINATION)}


def sequel_of(tree: Mapping) -> Sequel | None:
    """The sequel whose section a spec has, even empty; None for the spec of an act."""
    return next((sequel for sequel in SEQUELS.values() if tree.get(sequel.section) is not None), None)
