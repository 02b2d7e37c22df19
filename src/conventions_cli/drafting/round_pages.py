"""The pages of the products of a round, by its number or by their names, in a checkout or in a JSON file."""

import re
from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path

from conventions_cli.drafting.page_facts import Page
from conventions_cli.drafting.product_page import read_page, read_start
from conventions_cli.drafting.site import SITE
from conventions_cli.foundation import Diagnostic, Outcome, catalogue

_STARTUPS = ("content/_startups", "_startups")
_MOST_PAGES = 5_000
_MOST_NAMED = 12  # products that a message names
_LOOK = 64 * 1024  # bytes: the head of a page is never longer


def startups_folder(checkout: Path) -> Path | None:
    """The folder of the pages of a checkout; None when there is none."""
    places = [*(checkout / name for name in _STARTUPS), *([checkout] if checkout.name == "_startups" else [])]
    return next((place for place in places if place.is_dir()), None)


def pages_of(checkout: Path, promotion: int, wanted: Sequence[str]) -> Outcome[tuple[Page, ...]]:
    """The pages of a round: those that state its number (`promotion`), or those of the `wanted` names.

    `checkout`: the folder of a checkout, or a JSON file of products. A page of the round that cannot be read
    gives a diagnostic, and is left out.
    """
    if checkout.is_file():
        return _in_json(checkout, promotion, wanted)
    folder = startups_folder(checkout)
    if folder is None:
        message = f"« {checkout} » n’est pas une copie du dépôt {SITE.name} : « content/_startups » n’y est pas."
        hint = (
            f"La prendre avec « git clone https://github.com/{SITE.repository} », puis donner son dossier ; ou "
            "donner le JSON des produits."
        )
        return Outcome(None, (Diagnostic(catalogue.UNREADABLE, message, None, hint),))
    if wanted:
        return _named(folder, wanted)
    pages: list[Page] = []
    faults: list[Diagnostic] = []
    for path in sorted(_pages_of(folder))[:_MOST_PAGES]:
        if _may_be_of_a_round(path, promotion):
            outcome = read_page(path)
            faults.extend(outcome.diagnostics)
            pages.extend(page for page in outcome.value or () if page.promotion == promotion)
    if not pages:
        return Outcome(None, (*faults, _none_of(f"Aucune page de « {folder} »", promotion)))
    return Outcome(tuple(pages), tuple(faults))


def _none_of(subject: str, promotion: int) -> Diagnostic:
    message = f"{subject} n’est de la promotion {promotion} (« {SITE.key}: promotion: {promotion} »)."
    return Diagnostic(catalogue.DOCUMENT, message, None, "Nommer les produits : « --startups domifa,mano ».")


def _in_json(file: Path, promotion: int, wanted: Sequence[str]) -> Outcome[tuple[Page, ...]]:
    outcome = read_page(file)
    if outcome.value is None:
        return outcome
    if not wanted:
        pages = tuple(page for page in outcome.value if page.promotion == promotion)
        none = _none_of(f"Aucun produit de « {file} »", promotion)
        return Outcome(pages, outcome.diagnostics) if pages else Outcome(None, (*outcome.diagnostics, none))
    listed = {page.identifier.casefold(): page for page in outcome.value}
    names = list(dict.fromkeys(name.casefold() for name in wanted))
    absent = tuple(_absent(name, listed, file) for name in names if name not in listed)
    return Outcome(None if absent else tuple(listed[name] for name in names), (*outcome.diagnostics, *absent))


def _absent(name: str, listed: Iterable[str], file: Path) -> Diagnostic:
    others = list(islice(listed, _MOST_NAMED + 1))
    hint = f"Produits du fichier : {', '.join(others[:_MOST_NAMED])}{', …' if others[_MOST_NAMED:] else ''}."
    return Diagnostic(catalogue.DOCUMENT, f"Aucun produit ne s’appelle « {name} » dans « {file} ».", None, hint)


def _pages_of(folder: Path) -> list[Path]:
    """The pages of a folder. Raises OSError when the folder may not be read."""
    return [path for path in folder.iterdir() if path.suffix == ".md"]


def _may_be_of_a_round(path: Path, promotion: int) -> bool:
    """Whether a page may be of a round, by a quick search in its bytes; True for a page that cannot be read."""
    try:
        start = read_start(path, _LOOK)
    except OSError:
        return True
    return re.search(rb"promotion[\"']?\s*:\s*[\"']?0*%d\b" % promotion, start) is not None


def _named(folder: Path, wanted: Sequence[str]) -> Outcome[tuple[Page, ...]]:
    pages: list[Page] = []
    faults: list[Diagnostic] = []
    listed = {path.stem.casefold(): path for path in _pages_of(folder)}
    for name in dict.fromkeys(wanted):
        path = listed.get(name.casefold().removesuffix(".md"))
        if path is None:
            hint = "Donner le nom de la page sans « .md », par exemple « domifa »."
            message = f"Aucune page ne s’appelle « {name} » dans « {folder} »."
            faults.append(Diagnostic(catalogue.UNREADABLE, message, None, hint))
            continue
        outcome = read_page(path)
        faults.extend(outcome.diagnostics)
        pages.extend(outcome.value or ())
    return Outcome(None if faults else tuple(pages), tuple(faults))
