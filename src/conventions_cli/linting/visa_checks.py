"""Checks of cited texts, of missing or outdated visas, of weekdays, and of the end date against the signature."""

import re
from collections.abc import Iterator

from conventions_cli.document import SectionKind
from conventions_cli.facts import said_visa
from conventions_cli.foundation import catalogue
from conventions_cli.french import folded, format_date, wrong_weekdays
from conventions_cli.law import disagreements, out_of_force
from conventions_cli.linting.passages import Act, Passage
from conventions_cli.linting.remarks import Remark
from conventions_cli.linting.whose import Owners
from conventions_cli.rules import missing_decrees


def _visas(act: Act) -> list[Passage]:
    """The passages of visas: their section, and those that begin with « Vu » before the first article."""
    return [
        passage for passage in act.opening if act.is_section(passage.part, SectionKind.VISAS) or said_visa(passage.text)
    ]


_THIS = re.compile(r"\bpresente (?:convention de )?delegation de gestion")


def visas(act: Act) -> Iterator[Remark]:
    """C641 and C642: a visa out of force, or missing."""
    passages = _visas(act)
    if act.signed is not None:
        for passage in passages:
            for message, hint in out_of_force(passage.text, act.signed):
                yield Remark(catalogue.ACT_VISA, passage.place, message, hint)
    owners = Owners(act)
    named = any("delegation de gestion" in folded(title) for title in owners.titles)
    if owners.amends or not (named or any(_THIS.search(folded(passage.text)) for passage in act.passages)):
        return  # an avenant need not repeat the visas of its act
    text = " ".join(passage.text for passage in passages or act.passages)
    for number in missing_decrees(text):
        message = f"les visas ne citent pas le décret n°\u00a0{number}."
        if not passages:
            message = f"l’acte n’a pas de visas, et ne cite nulle part le décret n°\u00a0{number}."
        place = passages[0].place.partition(",")[0] if passages else ""
        yield Remark(catalogue.ACT_NO_VISA, place, message, "L’ajouter aux visas.")


def cited_texts(act: Act) -> Iterator[Remark]:
    """C422: a cited text whose number and date disagree, in any sentence."""
    for passage in act.passages:
        for disagreement in disagreements(passage.text):
            message = f"{disagreement.message[:1].lower()}{disagreement.message[1:]}"
            yield Remark(catalogue.CITED_TEXT, passage.place, message, disagreement.hint)


def right_weekdays(act: Act) -> Iterator[Remark]:
    """C644: a weekday that is not that of its date."""
    for passage in act.passages:
        for fault in wrong_weekdays(passage.text):
            message = f"{fault.message[:1].lower()}{fault.message[1:]}"
            yield Remark(
                catalogue.ACT_WEEKDAY,
                passage.place,
                message,
                f"Faut-il lire «\u00a0{fault.right}\u00a0»\u202f?",
            )


def ends_after_signature(act: Act) -> Iterator[Remark]:
    """C643: an act that ends before its signature."""
    if act.signed is None or act.end is None or act.end[0] > act.signed:
        return
    end, place = act.end
    message = f"l’acte prendrait fin le {format_date(end)}, alors qu’il est signé le {format_date(act.signed)}."
    yield Remark(catalogue.ACT_END, place, message, "Corriger l’une des deux dates.")
