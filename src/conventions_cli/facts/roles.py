"""The words that acts use for the roles of their parties, listed in `roles.json`.

A role has a key in specs (`cle`), a noun (`nom`; a role without one is in no spec), what it does with the money
(`argent`) and the pattern of its words, without accents (`dit`). `dans_une_phrase`: the pattern of a role in a
sentence, after an article; `seul`: a noun that only means a role; `qui_recoivent`: the words for those who receive.
"""

import re
from pathlib import Path
from typing import Any

from conventions_cli.foundation import Record, read_table, remembered

_FILE = Path(__file__).with_name("roles.json")


class SaidRole(Record, frozen=True):
    """A role. `noun`: empty for a role that is in no spec; `money`: « donne », « recoit » or empty."""

    key: str
    noun: str
    money: str
    pattern: re.Pattern[str]


class SaidRoles(Record, frozen=True):
    """The roles, in the order they are looked for, and the patterns of their words.

    `in_sentence`: a role after an article; `alone`: a noun that only means a role; `receiving`: nouns of receivers.
    """

    roles: tuple[SaidRole, ...]
    in_sentence: re.Pattern[str]
    alone: re.Pattern[str]
    receiving: frozenset[str]

    @property
    def nouns(self) -> dict[str, str]:
        """The nouns of the roles that specs have, by key."""
        return {role.key: role.noun for role in self.roles if role.noun}

    @property
    def giver(self) -> str:
        """The key of the role that gives the money."""
        return next(role.key for role in self.roles if role.money == "donne")

    @property
    def receiver(self) -> str:
        """The key of the role that receives the money."""
        return next(role.key for role in self.roles if role.money == "recoit")

    @property
    def third(self) -> str:
        """The key of the role that neither gives nor receives the money."""
        return next(role.key for role in self.roles if role.noun and not role.money)


@remembered()
def said_roles() -> SaidRoles:
    """The table of roles."""
    table: dict[str, Any] = read_table(_FILE)
    roles = tuple(
        SaidRole(role["cle"], role.get("nom", ""), role.get("argent", ""), re.compile(role["dit"]))
        for role in table["roles"]
    )
    sentence = re.compile(table["dans_une_phrase"], re.IGNORECASE)
    return SaidRoles(roles, sentence, re.compile(table["seul"]), frozenset(table["qui_recoivent"]))
