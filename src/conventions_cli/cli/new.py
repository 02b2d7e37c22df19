"""`convention new`: a first spec, by an interview, by options alone, or from product pages."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from conventions_cli.cli.french import refuse
from conventions_cli.cli.options import Quiet, TemplateDir
from conventions_cli.cli.streams import DONE, FAULTS, exit_code, report
from conventions_cli.cli.wanted import Wanted, roles_of, with_schema
from conventions_cli.foundation import Diagnostic, has_errors, replace

if TYPE_CHECKING:
    from conventions_cli.cli.new_list import ListRequest
    from conventions_cli.drafting import Flags, Page, Surroundings


def new(
    target: Annotated[
        Path | None,
        typer.Argument(
            metavar="[FICHIER]",
            help="Le fichier à écrire ; avec --cohort, le dossier du dépôt ou un JSON (avec une liste : où écrire).",
        ),
    ] = None,
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="Ne poser aucune question : les options disent tout.")
    ] = False,
    page: Annotated[
        Path | None,
        typer.Option(
            "--from",
            metavar="PAGE|LISTE",
            help="Partir d’une page de produit, de son JSON, d’une liste ou d’un dossier.",
        ),
    ] = None,
    table: Annotated[
        str, typer.Option("--table", metavar="NOM", help="Avec une liste, la feuille ou la table à lire.")
    ] = "",
    maps: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="COLONNE=CLÉ", help="Avec une liste, ce que donne une colonne (répétable)."),
    ] = None,
    cohort: Annotated[
        str | None,
        typer.Option("--cohort", metavar="N", help="Toute la promotion N d’une copie de ce dépôt, ou d’un JSON."),
    ] = None,
    startups: Annotated[
        str | None, typer.Option("--startups", metavar="PRODUITS", help="Ces produits, séparés par des virgules.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="DOSSIER", help="Avec --cohort, le dossier où écrire.")
    ] = None,
    services: Annotated[
        list[str] | None, typer.Option("--service", metavar="NOM", help="Le service numérique (répétable).")
    ] = None,
    parties: Annotated[
        list[str] | None,
        typer.Option("--partie", metavar="RÔLE=PARTIE", help="Une partie, par son rôle dans l’acte (répétable)."),
    ] = None,
    montant: Annotated[str, typer.Option("--montant", metavar="EUROS", help="Le montant attribué.")] = "",
    accompagnement: Annotated[
        str, typer.Option("--accompagnement", metavar="EUROS", help="La part que paie lui-même qui donne les crédits.")
    ] = "",
    fin: Annotated[str, typer.Option("--fin", metavar="DATE", help="La date de fin.")] = "",
    pack: Annotated[str, typer.Option("--pack", metavar="MODÈLE", help="Le modèle de convention.")] = "",
    directory: Annotated[
        Path | None, typer.Option("--annuaire", metavar="FICHIER", help="L’annuaire des parties à employer.")
    ] = None,
    herite: Annotated[
        list[Path] | None, typer.Option("--herite", metavar="FICHIER", help="Un fichier commun à hériter (répétable).")
    ] = None,
    settings: Annotated[
        list[str] | None, typer.Option("--set", metavar="CLÉ=VALEUR", help="Toute autre valeur (répétable).")
    ] = None,
    schema: Annotated[
        bool, typer.Option("--schema", help="Écrire aussi convention.schema.json, pour l’éditeur.")
    ] = False,
    template_dir: TemplateDir = None,
    everything: Annotated[
        bool, typer.Option("--tout", help="D’une spécification qui existe, tout redemander, valeurs proposées.")
    ] = False,
    quiet: Quiet = False,
) -> None:
    """Commencer ou continuer une spécification : un entretien guidé, des options, ou une page de produit.

    Une page se donne en Markdown, ou en JSON : celui de l’API publique, ou celui de l’espace membre. Une liste se donne
    en CSV, XLSX, ODS ou Grist, ou en JSON de dossiers de demarche.numerique.gouv.fr : une ligne, un acte.
    Sans --yes, dans un terminal, des questions sont posées ; Entrée laisse pour plus tard, « précédent » revient en
    arrière, « aide » explique, « quitter » arrête en gardant les réponses : la même commande propose de reprendre.
    Ce qui manque est écrit « à compléter », avec ce qu’il faut taper. Un fichier qui existe n’est jamais remplacé :
    « convention new FICHIER » demande ce qui y manque, et l’écrit à sa place sans toucher au reste.

    \b
    Exemples :
      convention new
      convention new domifa.yaml --yes --service Domifa --montant "200 000 €" --set dispositif.promotion=17
      convention new --from content/_startups/domifa.md
      convention new --from produits.json --startups domifa
      convention new --cohort 17 depot-des-produits -o promotion-17
      convention new --from laureats.xlsx --cohort 18 promotion-18
      convention new --from laureats.csv --map "Aide accordée=finances.montant" --cohort 18 promotion-18 --yes
    """
    from conventions_cli.drafting import Flags

    flags = Flags(
        tuple(services or ()),
        tuple(parties or ()),
        *(montant, accompagnement, fin, pack),
        tuple(settings or ()),
    )
    request = _list_request(page, table, maps or [], yes=yes, quiet=quiet)
    if cohort is not None:
        number = _round_number(cohort)
        if request is not None:
            raise typer.Exit(_whole_list(request, number, target, output, flags, (directory, template_dir)))
        if target is None:
            raise refuse(
                "il manque le dossier du dépôt, ou le JSON des produits : « convention new --cohort 17 produits.json »."
            )
        if page is not None or flags != Flags(pack=pack):
            raise refuse(
                "--cohort ne s’emploie ni avec --from, ni avec les options qui décrivent un seul acte ; après --from, "
                "il faut une liste : un .csv, un .xlsx, un .ods, un .grist, ou le JSON de dossiers."
            )
        from conventions_cli.cli.drafted import whole_round

        _check_pack(pack, template_dir)
        place = _place(output or Path(f"promotion-{number}"), directory, template_dir)
        raise typer.Exit(whole_round(target, number, _listed(startups), place, pack, quiet=quiet))
    if output is not None:
        raise refuse("-o ne s’emploie qu’avec --cohort : nommer le fichier à écrire, « convention new domifa.yaml ».")
    going_on = target is not None and os.path.isfile(target) and not (yes or page is not None)  # noqa: PTH113 - as Wanted
    if going_on and (flags != Flags() or herite or directory or schema):
        raise refuse(
            f"« {target} » existe déjà. Pour y changer une valeur : « convention set {target} CLÉ=VALEUR » ; pour être "
            f"interrogé sur ce qui y manque : « convention new {target} »."
        )
    if everything and not going_on:
        raise refuse("--tout reprend une spécification qui existe : « convention new domifa.yaml --tout ».")
    wanted = _wanted(
        target, flags, directory, herite or [], template_dir, schema=schema, quiet=quiet, going_on=going_on
    )
    wanted = replace(wanted, everything=everything)
    if page is not None:
        from_page = _from_list(request, wanted) if request is not None else _from_page(page, _listed(startups), wanted)
        raise typer.Exit(from_page)
    if yes:
        raise typer.Exit(_scripted(wanted))
    if not (sys.stdin.isatty() and sys.stdout.isatty()) and going_on:
        raise refuse(
            f"les questions demandent un terminal. Sans terminal, écrire une valeur par « convention set {target} "
            f"CLÉ=VALEUR » ; « convention validate {target} » dit lesquelles manquent."
        )
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise refuse(
            "les questions demandent un terminal. Sans terminal, taper par exemple « convention new domifa.yaml --yes "
            "--service Domifa » ; les autres options sont --partie, --montant, --fin, --set …"
        )
    from conventions_cli.cli.asking import interview

    raise typer.Exit(interview(wanted))


def _listed(text: str | None) -> tuple[str, ...]:
    return tuple(name.strip() for name in (text or "").split(",") if name.strip())


def _round_number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 3 and int(text) > 0):
        raise refuse(f"« {text} » n’est pas le numéro d’une promotion : écrire par exemple « --cohort 17 ».")
    return int(text)


def _list_request(page: Path | None, table: str, maps: list[str], *, yes: bool, quiet: bool) -> "ListRequest | None":
    """The list to start from; None when `--from` names none."""
    from conventions_cli.tables import is_list

    if page is None or not is_list(page):
        if table or maps:
            raise refuse("--table et --map ne s’emploient qu’avec une liste : « --from liste.csv --cohort 18 ».")
        return None
    from conventions_cli.cli.new_list import ListRequest

    return ListRequest(page, table, tuple(maps), yes, quiet)


def _whole_list(
    request: "ListRequest",
    number: int,
    target: Path | None,
    output: Path | None,
    flags: "Flags",
    around: tuple[Path | None, Path | None],
) -> int:
    from conventions_cli.cli.new_list import whole_list
    from conventions_cli.drafting import Flags

    if target is not None and output is not None:
        raise refuse("le dossier où écrire est donné deux fois : garder « -o », ou le nom seul.")
    if flags != Flags(pack=flags.pack):
        raise refuse(
            "--cohort ne s’emploie pas avec les options qui décrivent un seul acte : les mettre dans la liste."
        )
    folder = target or output or Path(f"promotion-{number}")
    if os.path.lexists(folder) and not folder.is_dir():
        raise refuse(f"« {folder} » n’est pas un dossier : donner celui où écrire la promotion.")
    directory, template_dir = around
    _check_pack(flags.pack, template_dir)
    return whole_list(request, number, _place(folder, directory, template_dir), flags.pack)


def _from_list(request: "ListRequest", wanted: Wanted) -> int:
    """A spec made from the only act of a list, or from a dossier; the options override it."""
    from conventions_cli.cli.new_list import keep, only_act
    from conventions_cli.drafting import list_values

    act_or_code = only_act(request, wanted.place, wanted.flags.pack)
    if isinstance(act_or_code, int):
        return act_or_code
    act, names, grid = act_or_code
    entries = wanted.place.entries(wanted.place.names(wanted.herite))
    values = list_values(act, names, entries, grid)
    report(values.diagnostics, quiet=wanted.quiet)
    code = FAULTS if values.value is None else _finish(wanted, values.value, act.file or act.name, ())
    return code if code != DONE or request is None else keep(request, grid)


def _check_pack(pack: str, template_dir: Path | None) -> None:
    from conventions_cli.templating import available

    names = available(template_dir)
    if pack and pack not in names:
        raise refuse(f"le modèle « {pack} » n’existe pas. Modèles : {', '.join(names)}.")


def _place(folder: Path, directory: Path | None, template_dir: Path | None) -> "Surroundings":
    from conventions_cli.drafting import Surroundings, find_directory

    if directory is not None and not directory.is_file():
        raise refuse(f"l’annuaire « {directory} » n’existe pas.")
    return Surroundings(folder, directory or find_directory(folder), template_dir)


def _wanted(
    target: Path | None,
    flags: "Flags",
    directory: Path | None,
    herite: list[Path],
    template_dir: Path | None,
    *,
    schema: bool,
    quiet: bool,
    going_on: bool = False,
) -> Wanted:
    """The place of the file to write; a path that cannot be one is refused before anything is read."""
    if target is not None:
        check_target(target, going_on=going_on)
    _check_pack(flags.pack, template_dir)
    place = _place(target.parent if target is not None else Path(), directory, template_dir)
    for file in herite:
        if not file.is_file():
            raise refuse(f"le fichier « {file} » n’existe pas.")
    names = tuple(map(place.relative, herite))
    faults = place.faults(place.names(names))
    report(faults, quiet=quiet)
    if has_errors(faults):
        raise typer.Exit(exit_code(faults, strict=False))
    wanted = Wanted(target, flags, place, names, schema, quiet)
    _check_roles(wanted)
    return wanted


def _check_roles(wanted: Wanted) -> None:
    roles = roles_of(wanted)
    listed = ", ".join(f"« --partie {role}=… »" for role in roles)
    for role, name in wanted.flags.named:
        if role not in roles or not name:
            fault = f"« {role} » n’est pas un rôle de cet acte" if role else f"« {name} » n’a pas de rôle"
            fault = fault if name else f"le rôle « {role} » n’a pas de partie"
            raise refuse(f"--partie : {fault}. Écrire {listed}.")


def check_target(target: Path, *, going_on: bool = False) -> None:
    """Refuse an existing file, unless the interview goes on with it, and a name that no command reads as a spec."""
    if target.suffix.lower() not in {".yaml", ".yml"} or target.name.startswith("."):
        raise refuse(f"« {target} » n’est pas le nom d’une spécification : écrire par exemple « domifa.yaml ».")
    if os.path.lexists(target) and not going_on:
        raise refuse(
            f"« {target} » existe déjà et ne sera pas remplacé : donner un autre nom de fichier, ou le compléter par "
            f"« convention new {target} »."
        )
    if not target.parent.is_dir():
        raise refuse(f"le dossier « {target.parent} » n’existe pas : le créer d’abord.")


def _scripted(wanted: Wanted) -> int:
    from conventions_cli.drafting import Values

    if wanted.target is None and not wanted.flags.services:
        raise refuse("avec --yes, donner au moins le fichier à écrire, ou « --service NOM ».")
    name = wanted.flags.services[0] if wanted.flags.services else ""
    return _finish(wanted, Values(), name, ())


def _from_page(path: Path, startups: tuple[str, ...], wanted: Wanted) -> int:
    """A spec made from a product page; the options override it."""
    from conventions_cli.drafting import View, fund_of, organisations_beside, product, read_page, read_sponsor

    read = read_page(path)
    report(read.diagnostics, quiet=wanted.quiet)
    if read.value is None:
        return exit_code(read.diagnostics, strict=False) or FAULTS
    pages = [page for page in read.value if not startups or page.identifier in startups]
    if not pages:
        raise refuse(f"« {path} » ne décrit aucun produit de ce nom : {', '.join(startups)}.")
    if len(pages) > 1:
        raise refuse(f"« {path} » décrit {len(pages)} produits : en nommer un, « --startups domifa ».")
    page: Page = pages[0]
    entries = wanted.place.entries(wanted.place.names(wanted.herite))
    folder = organisations_beside(path)
    view = View(wanted.place, herite=wanted.herite, pack=wanted.flags.pack)
    fund = fund_of(view.kind)
    giver = read_sponsor(fund.party, entries, folder) if fund is not None else None
    sponsors = tuple(read_sponsor(name, entries, folder) for name in page.backers)
    named = any(role in view.kind.roles and view.kind.roles[role].recoit for role, _ in wanted.flags.named)
    drafted = product(page, sponsors, giver, grant=view.is_grant, named=named, kind=view.kind)
    report(drafted.remarks, quiet=wanted.quiet)
    if drafted.refusals:
        report(drafted.refusals, quiet=wanted.quiet)
        return FAULTS
    return _finish(wanted, drafted.values, page.identifier.replace(".", "-"), drafted.head)


def _finish(wanted: Wanted, values: object, name: str, head: tuple[str, ...]) -> int:
    from conventions_cli.cli.drafted import finish
    from conventions_cli.drafting import Values, apply, compose
    from conventions_cli.files import file_stem

    assert isinstance(values, Values)  # noqa: S101 - its callers make one
    target = wanted.target or Path(f"{file_stem(name).lower()}.yaml")
    if wanted.target is None:
        check_target(target)
    names = wanted.place.names(wanted.herite)
    laid = apply(wanted.flags, values, wanted.place.entries(names), roles_of(wanted))
    if laid.value is None:
        diagnostics: tuple[Diagnostic, ...] = laid.diagnostics
        report(diagnostics, quiet=wanted.quiet)
        return FAULTS
    if not wanted.place.inherited(names).get("modele") and wanted.place.packs:
        values.texts.setdefault(("modele",), wanted.place.packs[0][0])
    place = with_schema(wanted.place, wanted=wanted.schema)
    return finish(target, compose(values, names, place, str(target), head), place, quiet=wanted.quiet)
