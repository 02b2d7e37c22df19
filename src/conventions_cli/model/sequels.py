"""The documents that follow an act without being one: what a party writes to the others of an act that binds them.

Each is made of the spec of its act and of a section of its own, by a pack of its own, with a command of its own.
"""

from conventions_cli.foundation import Record
from conventions_cli.source import Mapping


class Sequel(Record, frozen=True):
    """Such a document. `section`: the key of a spec that makes it one; `dated`: that of its date, under the section.

    `pack`: the name of its pack, which is also the nature that the pack declares, and the end of the names of its
    files. `words`: what it is called; `of_one`, `of_it`: « d’un compte rendu », « du compte rendu ».
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
SEQUELS = {one.pack: one for one in (REPORT, TERMINATION)}


def sequel_of(tree: Mapping) -> Sequel | None:
    """What a spec is that of, besides its act: a section is there, be it empty; None for the spec of an act."""
    return next((one for one in SEQUELS.values() if tree.get(one.section) is not None), None)
