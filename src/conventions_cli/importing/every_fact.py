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
    """An act, its facts and its parties, as they were read."""

    act: Act
    facts: Facts
    parties: list[Party]


def read_facts(document: Document) -> ReadAct:
    """Reads every fact of a tree."""
    act, facts = Act(document), Facts({})
    find_identity(act, facts)
    parties = read_parties(act)
    party_facts(parties, facts)
    for group in (find_schedule(act), find_instalments(act)):
        for fact in group:
            facts.add(fact)
    find_amounts(act, facts, parties)
    for group in (find_codes(act), find_closing(act), signatory_facts(act, parties)):
        for fact in group:
            facts.add(fact)
    return ReadAct(act, facts, parties)
