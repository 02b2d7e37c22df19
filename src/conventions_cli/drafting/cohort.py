"""A whole round from a checkout of beta.gouv.fr: a spec for each product, what they share, who is to be described."""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from conventions_cli.drafting.draft import Draft, compose
from conventions_cli.drafting.given import Values
from conventions_cli.drafting.product_page import Page, read_page, read_start
from conventions_cli.drafting.products import Product, describe, product
from conventions_cli.drafting.sponsors import FUND, Sponsor, Standing, read_sponsor
from conventions_cli.drafting.surroundings import DIRECTORY, Entry, Surroundings
from conventions_cli.drafting.view import View
from conventions_cli.files import file_stem
from conventions_cli.foundation import Diagnostic, Outcome, Record, Severity, catalogue, replace
from conventions_cli.model import AXES, commented_yaml, label_of, line_for
from conventions_cli.source import plain, scalar_text

ROUND = "cohorte.yaml"
_STARTUPS = ("content/_startups", "_startups")
_ORGANISATIONS = "_organisations"
_MOST_PAGES = 5_000
_LOOK = 64 * 1024  # bytes: the head of a page is never longer
_COMMON = (
    ("duree", "fin"),
    *(("chorus", axis.key) for axis in AXES if axis.common),
)
_OWN = ("annuaire", "cohorte", "modele")


class Row(Record, frozen=True):
    """One product of the round: its spec, or why it has none."""

    page: Page
    file: str
    delegataire: str
    draft: Draft | None = None
    refusals: tuple[Diagnostic, ...] = ()

    @property
    def state(self) -> str:
        """« projet », « à corriger », or « écarté »."""
        if self.draft is None:
            return "écarté"
        return "projet" if self.draft.usable else "à corriger"

    @property
    def lacking(self) -> str:
        """What is missing, by who can give it; or why nothing is written."""
        if self.draft is None:
            return " ".join(one.message for one in self.refusals)
        missing = self.draft.missing
        counts = {one.fournisseur: sum(other.fournisseur == one.fournisseur for other in missing) for one in missing}
        return ", ".join(f"{supplier} : {count}" for supplier, count in counts.items())


class Round(Record, frozen=True):
    """The files to write, by name, and what is to be said of each product."""

    files: dict[str, str]
    rows: tuple[Row, ...]
    diagnostics: tuple[Diagnostic, ...] = ()


def startups_folder(checkout: Path) -> Path | None:
    """Where the pages of a checkout are: the folder itself, when it holds them."""
    places = [*(checkout / name for name in _STARTUPS), *([checkout] if checkout.name == "_startups" else [])]
    return next((place for place in places if place.is_dir()), None)


def pages_of(checkout: Path, promotion: int, wanted: Sequence[str]) -> Outcome[tuple[Page, ...]]:
    """The pages of a round: those that bear its number (`fast: {promotion: …}`), or those that are named.

    A page of the round that cannot be read is told, and left out.
    """
    folder = startups_folder(checkout)
    if folder is None:
        message = f"« {checkout} » n’est pas une copie du dépôt beta.gouv.fr : « content/_startups » n’y est pas."
        hint = "La prendre avec « git clone https://github.com/betagouv/beta.gouv.fr », puis donner son dossier."
        return Outcome(None, (Diagnostic(catalogue.UNREADABLE, message, None, hint),))
    if wanted:
        return _named(folder, wanted)
    found: list[Page] = []
    faults: list[Diagnostic] = []
    for path in sorted(_pages_of(folder))[:_MOST_PAGES]:
        if _may_be_of_a_round(path, promotion):
            read = read_page(path)
            faults.extend(read.diagnostics)
            found.extend(page for page in read.value or () if page.promotion == promotion)
    if not found:
        message = f"Aucune page de « {folder} » n’est de la promotion {promotion} (« fast: promotion: {promotion} »)."
        hint = "Nommer les produits : « --startups domifa,mano »."
        return Outcome(None, (*faults, Diagnostic(catalogue.DOCUMENT, message, None, hint)))
    return Outcome(tuple(found), tuple(faults))


def _pages_of(folder: Path) -> list[Path]:
    """The pages of a folder. Raises OSError for one that is closed to us."""
    return [path for path in folder.iterdir() if path.suffix == ".md"]


def _may_be_of_a_round(path: Path, promotion: int) -> bool:
    """A quick look: most pages of a checkout are of another round, or of none. One that cannot be read may be of it."""
    try:
        start = read_start(path, _LOOK)
    except OSError:
        return True
    return re.search(rb"promotion[\"']?\s*:\s*[\"']?0*%d\b" % promotion, start) is not None


def _named(folder: Path, wanted: Sequence[str]) -> Outcome[tuple[Page, ...]]:
    found: list[Page] = []
    faults: list[Diagnostic] = []
    listed = {path.stem.casefold(): path for path in _pages_of(folder)}
    for name in dict.fromkeys(wanted):
        path = listed.get(name.casefold().removesuffix(".md"))
        if path is None:
            hint = "Donner le nom de la page sans « .md », par exemple « domifa »."
            message = f"Aucune page ne s’appelle « {name} » dans « {folder} »."
            faults.append(Diagnostic(catalogue.UNREADABLE, message, None, hint))
            continue
        read = read_page(path)
        faults.extend(read.diagnostics)
        found.extend(read.value or ())
    return Outcome(None if faults else tuple(found), tuple(faults))


def draft_round(checkout: Path, pages: Sequence[Page], place: Surroundings, promotion: int, pack: str = "") -> Round:
    """The files of a round. `place`: the folder to write in, which need not be there yet, and the directory to use.

    `pack`: the model of the acts; the latest one for delegations when none is named.
    """
    view = View(place, pack=pack)
    grant = view.is_grant
    folder = startups_folder(checkout)
    organisations = folder.parent / _ORGANISATIONS if folder is not None else None
    above = place.names(())
    entries = place.entries(above)
    fund = read_sponsor(FUND, entries, organisations)
    known = {name: read_sponsor(name, entries, organisations) for page in pages for name in page.backers}
    strangers = [
        one for one in (fund, *known.values()) if one.entry is None and not one.rivals and _named_somewhere(one)
    ]
    strangers = list({one.identifier: one for one in strangers if one.standing is not Standing.OTHER or grant}.values())
    files = {DIRECTORY: _directory(strangers, above, _shipped_fund(place)), ROUND: _shared(promotion, view.modele)}
    listed = {one.identifier: _as_entry(one) for one in strangers}
    seated = {name: replace(one, entry=one.entry or listed.get(name)) for name, one in {**known, FUND: fund}.items()}
    names = _file_names(pages)
    pending = replace(place, pending=dict(files))
    rows = tuple(_row(page, names[page.identifier], seated, pending, grant=grant) for page in pages)
    files |= {row.file: row.draft.text for row in rows if row.draft is not None and row.draft.usable}
    found = tuple(one for row in rows for one in (row.draft.faults if row.draft is not None else row.refusals))
    return Round(files, rows, found)


def _row(page: Page, file: str, known: dict[str, Sponsor], place: Surroundings, *, grant: bool) -> Row:
    sponsors = [known[name] for name in page.backers]
    made = product(page, sponsors, known[FUND], grant=grant, named=False)
    if made.refusals:
        return Row(page, file, _delegataire(made, sponsors), None, made.refusals)
    for key in (("dispositif", "sigle"), ("dispositif", "promotion")):
        made.values.texts.pop(key, None)  # the round says them
    made.values.notes.pop(("dispositif",), None)
    draft = compose(made.values, (ROUND,), place, file, made.head)
    return Row(page, file, _delegataire(made, sponsors), draft, tuple(draft.faults if not draft.usable else ()))


def _delegataire(made: Product, sponsors: Iterable[Sponsor]) -> str:
    reference = made.values.texts.get(("parties", 1, "reference"))
    stated = next((one.shown for one in sponsors if one.entry and one.entry.identifier == reference), "")
    return stated or str(made.values.texts.get(("parties", 1, "nom")) or "") or "à désigner"


def _named_somewhere(sponsor: Sponsor) -> bool:
    """Whether enough is known of a sponsor to open its entry; the fund always has one."""
    return bool(sponsor.nom or sponsor.sigle) or sponsor.identifier == FUND


def _as_entry(sponsor: Sponsor) -> Entry:
    nature = sponsor.nature.value if sponsor.nature is not None else ""
    return Entry(sponsor.identifier, sponsor.nom, sponsor.sigle, nature, ())


def _shipped_fund(place: Surroundings) -> dict[tuple[str | int, ...], str]:
    """What the directory shipped with the examples says of the fund, by path; nothing where a directory is at hand."""
    shipped = place.with_directory()
    found = shipped.inherited((DIRECTORY,)) if shipped is not None else None
    tree = plain(found) if found is not None else {}
    listed = tree.get("annuaire") if isinstance(tree, dict) else None
    return dict(_leaves(listed.get(FUND) if isinstance(listed, dict) else None))


def _leaves(tree: object, path: tuple[str | int, ...] = ()) -> Iterable[tuple[tuple[str | int, ...], str]]:
    """The texts of a tree, by path."""
    steps: Iterable[tuple[str | int, object]] = ()
    if isinstance(tree, dict):
        steps = tree.items()
    elif isinstance(tree, list):
        steps = enumerate(tree)
    elif isinstance(tree, str):
        yield path, tree
    for step, below in steps:
        yield from _leaves(below, (*path, step))


def _directory(strangers: Sequence[Sponsor], above: tuple[str, ...], fund: dict[tuple[str | int, ...], str]) -> str:
    """The directory of the round: that of the house, and an entry to complete for each sponsor it does not have.

    `fund`: what is known of the fund without a directory, by path under its entry.
    """
    lines = ["# Les parties de la promotion. Ce qui suit « à compléter » est à taper, une fois pour tous les actes."]
    if above:
        lines += ["herite:", *(f"  - {scalar_text(name)}" for name in above)]
    values = Values()
    for one in strangers:
        path = ("annuaire", one.identifier)
        if one.identifier == FUND and fund:
            values.note(path, "Fiche reprise de l’annuaire fourni avec « convention » : à vérifier avant de signer.")
            values.texts.update({(*path, *below): text for below, text in fund.items()})
            continue
        describe(values, path, one)
        values.note(path, f"D’après beta.gouv.fr : {one.shown}. Fiche à compléter.")
        values.texts.setdefault((*path, "nom"), None)
        for key, hint in (("article", "devant le sigle ou le nom : la, le, l’ ou les"), ("nature", "service_etat …")):
            if (*path, key) not in values.texts:
                values.texts[*path, key] = None
                values.remarks[*path, key] = f"à compléter : {hint}"
        values.texts[*path, "representants"] = None
        values.remarks[*path, "representants"] = (
            "à compléter, par exemple « [{nom: Camille MARTIN, fonction: directrice du numérique, genre: f}] »"
        )
    body = commented_yaml(values.tree())
    return "\n".join([*lines, *(body or ["annuaire: {}"])]) + "\n"


def _shared(promotion: int, pack: str) -> str:
    """What the acts of the round have in common."""
    values = Values()
    values.texts["herite", 0] = DIRECTORY
    if pack:
        values.texts["modele",] = pack
    values.texts["dispositif", "sigle"] = "FAST"
    values.texts["dispositif", "promotion"] = str(promotion)
    for path in _COMMON:
        values.texts[path] = None
        values.remarks[path] = f"à compléter : {label_of(path)}, par exemple « {line_for(path).partition(': ')[2]} »"
    values.texts["dispositif", "date_decision"] = None
    values.remarks["dispositif", "date_decision"] = "à compléter : le mois de la décision, par exemple « 2025-06 »"
    lines = [
        f"# Ce que les actes de la promotion {promotion} ont en commun. Ce qui est « à compléter » se tape ici,",
        "# une fois pour tous ; une ligne qui n’est pas commune à tous se déplace dans le fichier de chaque acte.",
        *commented_yaml(values.tree()),
    ]
    return "\n".join(lines) + "\n"


def _file_names(pages: Iterable[Page]) -> dict[str, str]:
    """A file for each product, named after its page; two that would be one are numbered."""
    taken: set[str] = set(_OWN)
    names: dict[str, str] = {}
    for page in pages:
        stem = first = file_stem(page.identifier).replace(".", "-").lower()
        number = 2
        while stem in taken:
            stem, number = f"{first}-{number}", number + 1
        taken.add(stem)
        names[page.identifier] = f"{stem}.yaml"
    return names


def is_faulty(round_: Round) -> bool:
    """Whether a product was left out, or its spec cannot be used."""
    return any(one.severity is Severity.ERROR for one in round_.diagnostics)
