"""A whole round from the pages of its products: a spec for each product, a shared file, a directory to complete."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from conventions_cli.drafting.draft import Draft, compose
from conventions_cli.drafting.draft_values import Values
from conventions_cli.drafting.pack_proposals import shipped_entry
from conventions_cli.drafting.page_facts import Page
from conventions_cli.drafting.products import Product, describe, fund_of, product
from conventions_cli.drafting.round_pages import startups_folder
from conventions_cli.drafting.site import SITE
from conventions_cli.drafting.sponsors import Sponsor, Standing, read_sponsor
from conventions_cli.drafting.surroundings import DIRECTORY, Entry, Surroundings
from conventions_cli.drafting.view import View
from conventions_cli.files import file_stem
from conventions_cli.foundation import Diagnostic, Record, Severity, replace
from conventions_cli.model import AXES, Fund, Kind, commented_yaml, label_of, line_for
from conventions_cli.source import scalar_text

ROUND = "cohorte.yaml"
_ORGANISATIONS = "_organisations"
_COMMON = (
    ("duree", "fin"),
    *(("chorus", axis.key) for axis in AXES if axis.common),
)
_OWN = ("annuaire", "cohorte", "modele")


class Row(Record, frozen=True):
    """A product of the round: its spec, or the reasons why it has none; the remarks about its page."""

    title: str
    file: str
    receiver: str
    draft: Draft | None = None
    refusals: tuple[Diagnostic, ...] = ()
    remarks: tuple[Diagnostic, ...] = ()

    @property
    def state(self) -> str:
        """« projet », « non écrit », or « écarté »."""
        if self.draft is None:
            return "écarté"
        return "projet" if self.draft.usable else "non écrit"

    @property
    def lacking(self) -> str:
        """The values that are missing, counted by the person who can give them; or why no spec is written."""
        if self.draft is None:
            return " ".join(refusal.message for refusal in self.refusals)
        missing = self.draft.missing
        counts = {
            value.fournisseur: sum(other.fournisseur == value.fournisseur for other in missing) for value in missing
        }
        return ", ".join(f"{supplier} : {count}" for supplier, count in counts.items())


class Round(Record, frozen=True):
    """The files to write, by name, and the row of each product."""

    files: dict[str, str]
    rows: tuple[Row, ...]
    diagnostics: tuple[Diagnostic, ...] = ()
    receiving: str = ""  # the word for the party that receives the money


def draft_round(checkout: Path, pages: Sequence[Page], place: Surroundings, promotion: int, pack: str = "") -> Round:
    """The files of a round. `place`: the folder to write in, which need not exist yet, and the directory to use.

    `pack`: the model of the acts; by default, as for a spec that names none (`View.modele`).
    """
    view = View(place, pack=pack)
    grant, kind = view.is_grant, view.kind
    served_fund = fund_of(kind)
    giver = served_fund.party if served_fund is not None else ""
    folder = startups_folder(checkout)
    organisations = folder.parent / _ORGANISATIONS if folder is not None else None
    above = place.names(())
    entries = place.entries(above)
    fund = read_sponsor(giver, entries, organisations)
    sponsors = {name: read_sponsor(name, entries, organisations) for page in pages for name in page.backers}
    strangers = [
        sponsor
        for sponsor in (fund, *sponsors.values())
        if sponsor.entry is None and not sponsor.rivals and _named_somewhere(sponsor, giver)
    ]
    strangers = list(
        {
            stranger.identifier: stranger for stranger in strangers if stranger.standing is not Standing.OTHER or grant
        }.values()
    )
    files = {
        DIRECTORY: directory_text(strangers, above, giver, shipped_entry(place, giver)),
        ROUND: shared_text(promotion, view.modele, served_fund),
    }
    listed = {stranger.identifier: as_entry(stranger) for stranger in strangers}
    seated = {
        name: replace(sponsor, entry=sponsor.entry or listed.get(name))
        for name, sponsor in {**sponsors, giver: fund}.items()
    }
    names = file_names(page.identifier for page in pages)
    pending = replace(place, pending=dict(files))
    rows = tuple(_row(page, names[page.identifier], seated, pending, (giver, kind), grant=grant) for page in pages)
    files |= {row.file: row.draft.text for row in rows if row.draft is not None and row.draft.usable}
    diagnostics = tuple(
        diagnostic
        for row in rows
        for diagnostic in (*row.remarks, *(row.draft.faults if row.draft is not None else row.refusals))
    )
    return Round(files, rows, diagnostics, kind.money_words.receiver)


def _row(
    page: Page,
    file: str,
    sponsors_by_name: dict[str, Sponsor],
    place: Surroundings,
    of: tuple[str, Kind],
    *,
    grant: bool,
) -> Row:
    giver, kind = of
    sponsors = [sponsors_by_name[name] for name in page.backers]
    built = product(page, sponsors, sponsors_by_name[giver], grant=grant, named=False, kind=kind)
    if built.refusals:
        return Row(page.title, file, _receiver(built, sponsors), None, built.refusals, built.remarks)
    for key in (("dispositif", "sigle"), ("dispositif", "promotion")):
        built.values.texts.pop(key, None)  # the shared file of the round states them
    built.values.notes.pop(("dispositif",), None)
    draft = compose(built.values, (ROUND,), place, file, built.head)
    faults = tuple(draft.faults if not draft.usable else ())
    return Row(page.title, file, _receiver(built, sponsors), draft, faults, built.remarks)


def _receiver(draft: Product, sponsors: Iterable[Sponsor]) -> str:
    reference = draft.values.texts.get(("parties", 1, "reference"))
    stated = next(
        (sponsor.shown for sponsor in sponsors if sponsor.entry and sponsor.entry.identifier == reference), ""
    )
    return stated or str(draft.values.texts.get(("parties", 1, "nom")) or "") or "à désigner"


def _named_somewhere(sponsor: Sponsor, giver: str) -> bool:
    """Whether enough is known of a sponsor to open its entry; the fund always has one."""
    return bool(sponsor.nom or sponsor.sigle) or sponsor.identifier == giver != ""


def as_entry(sponsor: Sponsor) -> Entry:
    """The entry that the directory of the round opens for a sponsor."""
    nature = sponsor.nature.value if sponsor.nature is not None else ""
    return Entry(sponsor.identifier, sponsor.nom, sponsor.sigle, nature, ())


def directory_text(
    strangers: Sequence[Sponsor],
    above: tuple[str, ...],
    giver: str,
    fund: dict[tuple[str | int, ...], str],
    origin: str = SITE.name,
) -> str:
    """The directory of the round: it inherits the directory at hand, and has an entry to complete for each new sponsor.

    `fund`: the entry of the fund when no directory is at hand, by path. `origin`: the source that names the sponsors.
    """
    lines = ["# Les parties de la promotion. Ce qui suit « à compléter » est à taper, une fois pour tous les actes."]
    if above:
        lines += ["herite:", *(f"  - {scalar_text(name)}" for name in above)]
    values = Values()
    for stranger in strangers:
        path = ("annuaire", stranger.identifier)
        if stranger.identifier == giver and fund:
            values.note(path, "Fiche reprise de l’annuaire fourni avec « convention » : à vérifier avant de signer.")
            values.texts.update({(*path, *below): text for below, text in fund.items()})
            continue
        describe(values, path, stranger)
        values.note(path, f"D’après {origin} : {stranger.shown}. Fiche à compléter.")
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


def shared_text(
    promotion: int, pack: str, fund: Fund | None, own_paths: frozenset[tuple[str | int, ...]] = frozenset()
) -> str:
    """The text of the file that the acts of the round share. `own_paths`: the values that each act states itself."""
    values = Values()
    values.texts["herite", 0] = DIRECTORY
    if pack:
        values.texts["modele",] = pack
    if fund is not None:
        values.texts["dispositif", "sigle"] = fund.acronym
    values.texts["dispositif", "promotion"] = str(promotion)
    for path in (path for path in _COMMON if path not in own_paths and (*path, 0) not in own_paths):
        values.texts[path] = None
        values.remarks[path] = f"à compléter : {label_of(path)}, par exemple « {line_for(path).partition(': ')[2]} »"
    if ("dispositif", "date_decision") not in own_paths:
        values.texts["dispositif", "date_decision"] = None
        values.remarks["dispositif", "date_decision"] = "à compléter : le mois de la décision, par exemple « 2025-06 »"
    lines = [
        f"# Ce que les actes de la promotion {promotion} ont en commun. Ce qui est « à compléter » se tape ici,",
        "# une fois pour tous ; une ligne qui n’est pas commune à tous se déplace dans le fichier de chaque acte.",
        *commented_yaml(values.tree()),
    ]
    return "\n".join(lines) + "\n"


def file_names(identifiers: Iterable[str]) -> dict[str, str]:
    """A file name for each identifier; equal names are numbered."""
    used: set[str] = set(_OWN)
    names: dict[str, str] = {}
    for identifier in identifiers:
        stem = first = file_stem(identifier).replace(".", "-").lower()
        number = 2
        while stem in used:
            stem, number = f"{first}-{number}", number + 1
        used.add(stem)
        names[identifier] = f"{stem}.yaml"
    return names


def is_faulty(round_: Round) -> bool:
    """Whether a product was left out, or its spec cannot be used."""
    return any(diagnostic.severity is Severity.ERROR for diagnostic in round_.diagnostics)
