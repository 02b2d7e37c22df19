"""The words by which acts say the roles of their parties, as `roles.json` lists them.

A role has the key that specs name it by (`cle`), its word (`nom`; a role without one is in no spec), what it does with
the money (`argent`), and what says it, without accents (`dit`). `dans_une_phrase`: a role as the words of an act
name it, its article before; `seul`: a noun that is a role and nothing else; `qui_recoivent`: words for who receives.
"""

import re
from pathlib import Path
from typing import Any

from conventions_cli.foundation import Record, read_table, remembered

_FILE = Path(__file__).with_name("roles.json")


class SaidRole(Record, frozen=True):
    """A role that acts say. `noun`: its word, empty for a role that is in no spec; `money`: « donne », « recoit »."""

    key: str
    noun: str
    money: str
    pattern: re.Pattern[str]


class SaidRoles(Record, frozen=True):
    """All of them, in the order they are looked for, and how a sentence names one."""

    roles: tuple[SaidRole, ...]
    in_sentence: re.Pattern[str]
    alone: re.Pattern[str]
    receiving: frozenset[str]

    @property
    def nouns(self) -> dict[str, str]:
        """The words of those that specs name, by their keys."""
        return {one.key: one.noun for one in self.roles if one.noun}

    @property
    def giver(self) -> str:
        """The key of the role that gives the money."""
        return next(one.key for one in self.roles if one.money == "donne")

    @property
    def receiver(self) -> str:
        """The key of the role that receives it."""
        return next(one.key for one in self.roles if one.money == "recoit")

    @property
    def third(self) -> str:
        """The key of the role that does neither."""
        return next(one.key for one in self.roles if one.noun and not one.money)


@remembered()
def said_roles() -> SaidRoles:
    """The roles that acts say."""
    table: dict[str, Any] = read_table(_FILE)
    roles = tuple(
        SaidRole(one["cle"], one.get("nom", ""), one.get("argent", ""), re.compile(one["dit"]))
        for one in table["roles"]
    )
    sentence = re.compile(table["dans_une_phrase"], re.IGNORECASE)
    return SaidRoles(roles, sentence, re.compile(table["seul"]), frozenset(table["qui_recoivent"]))
