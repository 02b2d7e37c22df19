"""Every fact of an act, in one call."""

from conventions_cli.document import Document
from conventions_cli.foundation import Record
from conventions_cli.importing.closing import find_closing, signatory_facts
from conventions_cli.importing.facts import Facts
from conventions_cli.importing.funding import find_amounts
from conventions_cli.importing.identity import find_identity
from conventions_cli.importing.imputations import find_codes
from conventions_cli.importing.preamble import Party, party_facts, read_parties
from conventions_cli.importing.schedule import find_instalments, find_schedule
from conventions_cli.importing.searched import Act


class ReadAct(Record, frozen=True):
    """An act, the facts found in it, and its parties as they were read."""

    act: Act
    facts: Facts
    parties: list[Party]


def read_facts(document: Document) -> ReadAct:
    """Search a tree."""
    act, facts = Act(document), Facts({})
    find_identity(act, facts)
    parties = read_parties(act)
    party_facts(parties, facts)
    for found in (find_schedule(act), find_instalments(act)):
        for one in found:
            facts.add(one)
    find_amounts(act, facts, parties)
    for found in (find_codes(act), find_closing(act), signatory_facts(act, parties)):
        for one in found:
            facts.add(one)
    return ReadAct(act, facts, parties)
