"""What the import reads of the acts of this folder, against what they state: right, flagged, wrong, missed."""

import re
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from conventions_cli.document import Document
from conventions_cli.facts import SURE
from conventions_cli.importing import read_act
from conventions_cli.importing.every_fact import read_facts
from lectures import money, offices, passing, people, structure, traps, whole
from lectures.files import FORMS
from lectures.wording import Case

CASES: tuple[Case, ...] = (
    *structure.CASES,
    *people.CASES,
    *money.CASES,
    *whole.CASES,
    *traps.CASES,
    *offices.CASES,
    *passing.CASES,
)
# Deduced from a name, and flagged as such or a matter of grammar: the acts state nothing of the sort.
DEDUCED = re.compile(
    r"parties\.\d+\.(nature|article|genre|groupe|denomination|representants\.\d+\.genre|signataires\.\d+\.(?:genre|par_delegation))"
)


class Reading(NamedTuple):
    """A value: what the act states, what was read and whether as sure; None where there is none."""

    key: str
    stated: Any
    read: str | None
    sure: bool

    @property
    def outcome(self) -> str:
        """« juste », « à vérifier » for a flagged value that is right, « faux signalé », « faux », « manqué »."""
        if self.read is None:
            return "manqué"
        if self.read == self.stated:
            return "juste" if self.sure else "à vérifier"
        return "faux" if self.sure else "faux signalé"


@cache
def act_of(name: str, form: str) -> Document | None:
    """The tree of an act in a form; None where it is not read at all."""
    case = next(one for one in CASES if one.name == name)
    ending, write = FORMS[form]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"acte{ending}"
        path.write_bytes(write(case))
        read = read_act(path).value
    return None if read is None else read.document


@cache
def values(name: str, form: str) -> dict[str, tuple[str, bool]]:
    """What is read of an act in a form, by key, and whether as sure."""
    document = act_of(name, form)
    facts = read_facts(document).facts if document is not None else ()
    return {".".join(map(str, one.path)): (one.value, one.confidence is SURE and not one.note) for one in facts}


def readings(case: Case, form: str) -> Iterator[Reading]:
    """Each value that the act states or that was read of it."""
    found = values(case.name, form)
    for key, stated in case.read.items():
        value, sure = found.get(key, (None, False))
        yield Reading(key, stated, value, sure)
    for key, (value, sure) in found.items():
        if key not in case.read and not DEDUCED.fullmatch(key):
            yield Reading(key, None, value, sure)


def field(key: str) -> str:
    """A key without its ranks and years: « parties.*.nom »."""
    return re.sub(r"\.\d+(?=\.|\Z)", ".*", key)


def figures() -> dict[tuple[str, str], Counter[str]]:
    """How many of each outcome, by form and field."""
    counted: dict[tuple[str, str], Counter[str]] = {}
    for form in FORMS:
        for case in CASES:
            for one in readings(case, form):
                counted.setdefault((form, field(one.key)), Counter())[one.outcome] += 1
    return counted


OUTCOMES = ("juste", "à vérifier", "faux signalé", "faux", "manqué")


def page() -> str:
    """The page of figures, `docs/lecture.md`."""
    counted = figures()
    forms, fields = list(FORMS), sorted({key for _, key in counted})
    lines = [
        "# Ce que l’import lit, mesuré",
        "",
        f"« Lecture sûre » se mesure : {len(CASES)} actes, écrits comme les écrivent des bureaux, chacun sous {len(FORMS)} formes, sont lus par",
        "`convention import`, et chaque valeur lue est comparée à celle que l’acte porte. Les actes sont dans `tests/lectures` ; tous les",
        "noms y sont inventés. Cette page est refaite par `python tools/lecture.py`, et un test refuse qu’une valeur fausse y soit dite sûre.",
        "",
        "| colonne | cela veut dire |",
        "| --- | --- |",
        "| juste | la valeur est celle de l’acte, et l’import la dit sûre |",
        "| à vérifier | la valeur est celle de l’acte, et l’import demande de la relire |",
        "| faux signalé | la valeur n’est pas celle de l’acte, et l’import demande de la relire |",
        "| faux | la valeur n’est pas celle de l’acte, et l’import la dit sûre |",
        "| manqué | l’acte porte la valeur, et l’import ne la lit pas |",
        "",
        "## Par forme de fichier",
        "",
        *_table(
            "forme", {form: _sum(counted[form, key] for key in fields if (form, key) in counted) for form in forms}
        ),
        "",
        "## Par champ",
        "",
        *_table(
            "champ",
            {f"`{key}`": _sum(counted[form, key] for form in forms if (form, key) in counted) for key in fields},
        ),
        "",
        "Un rang est écrit `*`. Ne sont pas comptés les champs que l’acte ne porte pas et que l’import déduit : nature, article, genre,",
        "groupe et dénomination des parties, signature par délégation.",
    ]
    return "\n".join(lines) + "\n"


def _sum(counts: Iterable[Counter[str]]) -> Counter[str]:
    whole: Counter[str] = Counter()
    for one in counts:
        whole.update(one)
    return whole


def _table(name: str, rows: dict[str, Counter[str]]) -> Iterator[str]:
    yield f"| {name} | {' | '.join(OUTCOMES)} |"
    yield "| --- |" + " ---: |" * len(OUTCOMES)
    for head, counts in {**rows, "**total**": _sum(rows.values())}.items():
        yield f"| {head} | {' | '.join(str(counts[outcome]) for outcome in OUTCOMES)} |"
