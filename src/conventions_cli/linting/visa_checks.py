"""Texts cited wrongly, visas that are missing or out of date, and the end of an act against its signature."""

import re
from collections.abc import Iterator

from conventions_cli.document import SectionKind
from conventions_cli.facts import said_visa
from conventions_cli.foundation import catalogue
from conventions_cli.french import format_date, wrong_weekdays
from conventions_cli.law import disagreements, out_of_force
from conventions_cli.linting.comparable import folded
from conventions_cli.linting.passages import Act, Passage
from conventions_cli.linting.remarks import Remark
from conventions_cli.linting.whose import Owners
from conventions_cli.rules import missing_decrees


def _visas(act: Act) -> list[Passage]:
    """The visas: their section, and what begins with « Vu » before the first article."""
    return [one for one in act.opening if act.is_section(one.part, SectionKind.VISAS) or said_visa(one.text)]


_THIS = re.compile(r"\bpresente (?:convention de )?delegation de gestion")


def visas(act: Act) -> Iterator[Remark]:
    """C641 and C642."""
    found = _visas(act)
    if act.signed is not None:
        for passage in found:
            for message, hint in out_of_force(passage.text, act.signed):
                yield Remark(catalogue.ACT_VISA, passage.place, message, hint)
    owners = Owners(act)
    named = any("delegation de gestion" in folded(one) for one in owners.titles)
    if owners.amends or not (named or any(_THIS.search(folded(one.text)) for one in act.passages)):
        return  # an avenant is not held to the visas of its act
    text = " ".join(one.text for one in found or act.passages)
    for number in missing_decrees(text):
        message = f"les visas ne citent pas le décret n°\u00a0{number}."
        if not found:
            message = f"l’acte n’a pas de visas, et ne cite nulle part le décret n°\u00a0{number}."
        place = found[0].place.partition(",")[0] if found else ""
        yield Remark(catalogue.ACT_NO_VISA, place, message, "L’ajouter aux visas.")


def cited_texts(act: Act) -> Iterator[Remark]:
    """C422, in any sentence."""
    for passage in act.passages:
        for one in disagreements(passage.text):
            message = f"{one.message[:1].lower()}{one.message[1:]}"
            yield Remark(catalogue.CITED_TEXT, passage.place, message, one.hint)


def right_weekdays(act: Act) -> Iterator[Remark]:
    """C644."""
    for passage in act.passages:
        for one in wrong_weekdays(passage.text):
            message = f"{one.message[:1].lower()}{one.message[1:]}"
            yield Remark(
                catalogue.ACT_WEEKDAY, passage.place, message, f"Faut-il lire «\u00a0{one.right}\u00a0»\u202f?"
            )


def ends_after_signature(act: Act) -> Iterator[Remark]:
    """C643."""
    if act.signed is None or act.end is None or act.end[0] > act.signed:
        return
    end, place = act.end
    message = f"l’acte prendrait fin le {format_date(end)}, alors qu’il est signé le {format_date(act.signed)}."
    yield Remark(catalogue.ACT_END, place, message, "Corriger l’une des deux dates.")
