"""`convention law`: the official texts that acts cite, on a day, and the certainty about each."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from conventions_cli.cli.door import hand, tell
from conventions_cli.cli.french import refuse
from conventions_cli.cli.options import day_given

if TYPE_CHECKING:
    from conventions_cli.law import LegalText, Threshold


def law(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="[TEXTE…]", help="Numéros de textes, par exemple 2004-1085 ; tous par défaut."),
    ] = None,
    at: Annotated[
        str | None, typer.Option("--at", metavar="DATE", help="Ne donner que les textes en vigueur ce jour.")
    ] = None,
    form: Annotated[str, typer.Option("--format", metavar="FORME", help="Forme : text ou json.")] = "text",
) -> None:
    """Donner les textes que visent les actes : numéro, date, titre, vigueur, et s’ils ont été lus ou rapportés.

    Un texte est donné comme un acte signé ce jour le cite ; sans --at, comme un acte à signer.

    \b
    Exemples :
      convention law
      convention law --at 2019-10-24
      convention law 2004-1085 2019-1088
    """
    from conventions_cli.law import all_texts

    if form not in {"text", "json"}:
        raise refuse(f"la forme « {form} » n’existe pas. Formes : text, json.")
    day = day_given(at, "--at")
    chosen = [_named(name) for name in names or ()]
    texts = chosen or [text for text in all_texts().values() if day is None or text.in_force(day)]
    if form == "json":
        from conventions_cli.foundation import json_text

        hand(json_text([_data(text, day) for text in texts]) + "\n")
        return
    for number, text in enumerate(texts):
        tell(*([""] if number else []), *_lines(text, day))


def _named(name: str) -> "LegalText":
    from conventions_cli.law import all_texts, find_text
    from conventions_cli.model import nearest

    text = find_text(name)
    if text is None:
        close = nearest(name, list(all_texts()))
        near = f"Vouliez-vous dire « {close} » ?" if close else "« convention law » les donne tous."
        raise refuse(f"le texte « {name} » n’est pas de ceux que convention connaît. {near}")
    return text


def _lines(text: "LegalText", day: date | None) -> Iterator[str]:
    """A text for a person: its citation, then the facts about it."""
    cited = text.cited(day)
    yield f"{cited[:1].upper()}{cited[1:]}"
    for label, fact in _facts(text, day):
        yield f"    {label} : {fact}"


def _facts(text: "LegalText", day: date | None) -> Iterator[tuple[str, str]]:
    from conventions_cli.french import format_date
    from conventions_cli.law import find_text, replacing, thresholds

    yield "Connu", text.certainty.words
    yield "Vigueur", _force(text, day)
    before, after = find_text(text.replaces), replacing(text)
    if before is not None:
        yield "Remplace", before.the
    if after is not None:
        yield "Remplacé par", after.the
    if text.amended:
        since = (
            f"depuis le {format_date(text.amended_since)}" if text.amended_since else "un jour qui n’a pas été relevé"
        )
        by = [other.the for number in text.amended_by if (other := find_text(number)) is not None]
        yield text.modified.capitalize(), f"{since}, par {' et '.join(by)}" if by else since
    for threshold in thresholds():
        if threshold.text == text.key and (day is None or threshold.holds(day)):
            yield "Seuils", _threshold(threshold)
    if text.nor:
        yield "NOR", text.nor
    if text.address:
        yield "Adresse", text.address
    yield "Sert à", text.use
    if text.doubt:
        yield "Réserve", text.doubt


def _threshold(threshold: "Threshold") -> str:
    """An amount for a person, with its period and how surely it is known."""
    from conventions_cli.french import format_amount, format_date

    amounts = f"de {format_amount(threshold.least)} à {format_amount(threshold.most)}"
    first, last = threshold.since, threshold.until
    since = f"depuis le {format_date(first)}" if first else ""
    period = f"du {format_date(first)} au {format_date(last)}" if first and last else since
    subject = f"article {threshold.article}, {threshold.use}"
    return f"{subject} : {amounts} selon le ministère, {period} ({threshold.certainty.words}). {threshold.doubt}"


def _force(text: "LegalText", day: date | None) -> str:
    from conventions_cli.french import format_date

    first = format_date(text.first) + ("" if text.since else " (date du texte, faute de mieux)")
    period = f"du {first} au {format_date(text.until)}" if text.until else f"depuis le {first}"
    return period if day is None or text.in_force(day) else f"{period} ; pas le {format_date(day)}"


def _data(text: "LegalText", day: date | None) -> dict[str, object]:
    """A text for a machine; the keys are those of `law/textes.yaml`."""
    from conventions_cli.law import replacing, thresholds

    after = replacing(text)
    return {
        "cle": text.key,
        "sorte": text.kind,
        "numero": text.number or None,
        "date": _iso(text.day),
        "titre": text.title,
        "citation": text.cited(day),
        "nor": text.nor or None,
        "du": _iso(text.since),
        "au": _iso(text.until),
        "en_vigueur": text.in_force(day),
        "modifie": {"depuis": _iso(text.amended_since), "par": list(text.amended_by)} if text.amended else None,
        "remplace": text.replaces or None,
        "remplace_par": after.key if after else None,
        "adresse": text.address or None,
        "seuils": [
            {
                "article": threshold.article,
                "de": threshold.least,
                "a": threshold.most,
                "du": _iso(threshold.since),
                "au": _iso(threshold.until),
                "certitude": threshold.certainty.value,
                "sert": threshold.use,
                "reserve": threshold.doubt or None,
            }
            for threshold in thresholds()
            if threshold.text == text.key and (day is None or threshold.holds(day))
        ],
        "certitude": text.certainty.value,
        "sert": text.use,
        "reserve": text.doubt or None,
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
