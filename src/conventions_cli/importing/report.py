"""What an import tells the person: what was read and how surely, what is to check, what is missing and from whom."""

from collections.abc import Iterator

from conventions_cli.document.nodes import Article
from conventions_cli.importing.facts import Confidence, Fact, Path, shortened
from conventions_cli.importing.reading import ReadAct
from conventions_cli.importing.spec import to_check
from conventions_cli.model.build import Manque

_SHOWN = 60


def path_text(path: Path) -> str:
    """« parties[1].nom »."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else str(step)
    return text


def report_lines(read: ReadAct, notices: tuple[str, ...], missing: tuple[Manque, ...]) -> Iterator[str]:
    """The report, a line each."""
    facts = sorted(read.facts, key=lambda one: one.confidence.rank)
    articles = sum(isinstance(part, Article) for part in read.act.document.parts)
    doubted = list(to_check(read.facts))
    yield f"Lu : {_count(articles, 'article')}, {_count(len(facts), 'information')}, dont {len(doubted)} à vérifier."
    for confidence in Confidence:
        group = [fact for fact in facts if fact.confidence is confidence]
        if group:
            yield f"\nLecture {_FEMININE[confidence]} :"
            yield from (f"  {_line(fact)}" for fact in group)
    if missing:
        yield "\nNon lu, à compléter :"
        for supplier in dict.fromkeys(one.fournisseur for one in missing):
            names = ", ".join(f"{one.libelle} ({one.cle})" for one in missing if one.fournisseur == supplier)
            yield f"  auprès {_contracted(supplier)} : {names}"
    if notices:
        yield "\nDans le document, mais hors de l’acte :"
        yield from (f"  {shortened(notice, 160)}" for notice in notices[:_SHOWN])
        if len(notices) > _SHOWN:
            yield f"  … et {len(notices) - _SHOWN} autres"


_FEMININE = {Confidence.SURE: "sûre", Confidence.LIKELY: "probable", Confidence.DOUBTFUL: "douteuse"}


def _line(fact: Fact) -> str:
    note = f" ({fact.note})" if fact.note else ""
    return f"{path_text(fact.path)} : {shortened(fact.value, 80)} – lu {fact.place}{note}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' if number > 1 else ''}"


def _contracted(supplier: str) -> str:
    return f"du {supplier[3:]}" if supplier.startswith("le ") else f"de {supplier}"
