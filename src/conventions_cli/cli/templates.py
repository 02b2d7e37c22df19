"""`convention templates …`: the packs of clauses."""

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from conventions_cli.cli.door import say, show, tell
from conventions_cli.cli.french import FrenchGroup, refuse
from conventions_cli.cli.options import TemplateDir
from conventions_cli.cli.pack_update import update
from conventions_cli.cli.streams import DISK, exit_code, report
from conventions_cli.foundation import Diagnostic

if TYPE_CHECKING:
    from conventions_cli.templating import Pack, Standing

templates = typer.Typer(
    cls=FrenchGroup,
    help="Voir, copier, commencer et vérifier les modèles et leurs clauses.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    subcommand_metavar="COMMANDE …",
    options_metavar="[OPTIONS]",
)


@templates.callback()
def _root() -> None:
    """Les modèles de clauses."""


@templates.command("list", cls=FrenchGroup.command_class, options_metavar="[OPTIONS]")
def list_packs(template_dir: TemplateDir = None) -> None:
    """Nommer les modèles, ce qu’ils servent à écrire et de quelles dates.

    \b
    Exemples :
      convention templates list
      convention templates list --template-dir mes-modeles
    """
    from conventions_cli.templating import available, load_pack, own_templates

    beside = own_templates(Path())
    for name in available(template_dir, beside):
        pack = load_pack(name, template_dir, beside).value
        if pack is None:
            tell(f"{name} : à corriger (« convention templates check {name} »).")
            continue
        tell(f"{name} : {pack.manifest.titre} (version {pack.manifest.version}{_whose(pack)}){_period(pack)}.")


@templates.command("show", cls=FrenchGroup.command_class, options_metavar="[OPTIONS]")
def show_pack(
    name: Annotated[str, typer.Argument(metavar="MODÈLE", help="Le nom du modèle.")], template_dir: TemplateDir = None
) -> None:
    """Montrer un modèle : ses champs, puis le plan de l’acte avec ses clauses.

    \b
    Exemple :
      convention templates show delegation-de-gestion
    """
    from conventions_cli.templating import available, find_clause, load_pack, own_templates

    beside = own_templates(Path())
    names = available(template_dir, beside)
    if name not in names:
        raise refuse(f"le modèle « {name} » n’existe pas. Modèles : {', '.join(names)}.")
    loaded = load_pack(name, template_dir, beside)
    if loaded.value is None:
        _print(name, loaded.diagnostics)
        raise typer.Exit(exit_code(loaded.diagnostics, strict=False))
    pack = loaded.value
    tell(f"{pack.manifest.titre} (version {pack.manifest.version}{_whose(pack)}){_period(pack)}.")
    tell("", "Champs (sous « champs: » dans la spécification) :" if pack.manifest.champs else "Aucun champ.")
    for key, field in pack.manifest.champs.items():
        kind = str(getattr(field.type, "value", "texte")).replace("oui_non", "oui ou non").replace("_", " ")
        default_value = ", ".join(map(str, field.defaut)) if isinstance(field.defaut, list) else field.defaut
        needed = " ; obligatoire" if field.obligatoire else ""
        default = f" ; par défaut : {default_value}" if default_value is not None else needed
        tell(f"  {key} : {field.libelle or key.replace('_', ' ')} ({kind}{default})")
    tell("", "Plan de l’acte :")
    for element in pack.elements:
        part = f"article « {element.article} » : {element.titre}" if element.article else _section(element.section)
        when = f"  [si {element.si}]" if element.si else ""
        tell(f"  {part}{when}")
        for clause in element.clause:
            path = find_clause(pack.folders, str(clause))
            tell(f"      {path or clause}")


def _section(kind: object) -> str:
    return f"partie « {getattr(kind, 'value', kind)} »"


def _whose(pack: "Pack") -> str:
    """The folder of a pack that does not come with convention."""
    from conventions_cli.templating import is_builtin, use_of

    use = use_of(pack)
    if use.folder:
        instead = ", au lieu de celui de convention" if is_builtin(pack.name) else ""
        return f", dans « {use.folder} »{instead}"
    return f", avec {', '.join(f'« {clause} »' for clause in use.clauses)}" if use.clauses else ""


def _period(pack: "Pack") -> str:
    from conventions_cli.french import format_date

    period = pack.manifest.periode
    lines = [
        f"{word} {format_date(day)}"
        for word, day in (("signés depuis le", period.debut), ("jusqu’au", period.fin))
        if day
    ]
    return f", pour les actes {' '.join(lines)}" if lines else ""


def _given(folder: Path) -> Path | None:
    """A folder of packs to look in first; None for that of a checkout, whose packs are those convention comes with."""
    from conventions_cli.foundation import templates_dir

    return None if folder.samefile(templates_dir()) else folder


@templates.command("check", cls=FrenchGroup.command_class, options_metavar="[OPTIONS]")
def check(
    packs: Annotated[
        list[str] | None, typer.Argument(metavar="MODÈLE|DOSSIER…", help="Modèles à vérifier ; tous, par défaut.")
    ] = None,
    template_dir: TemplateDir = None,
    merged: Annotated[
        bool,
        typer.Option("--merged", help="Noter que ce qui a changé dans convention est repris : ne plus en avertir."),
    ] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Traiter les avertissements comme des erreurs.")] = False,
) -> None:
    """Vérifier des modèles sans spécification : écriture, noms, filtres, renvois, mise en forme.

    D’un modèle copié par « eject », dire aussi ce qui a changé depuis dans convention, et ce qui a été changé ici.

    \b
    Exemples :
      convention templates check
      convention templates check templates/delegation-de-gestion
      convention templates check --strict
    """
    from conventions_cli.templating import MANIFEST, available, check_pack, own_templates, roots, standing

    beside = own_templates(Path())
    names = available(template_dir, beside)
    wanted: list[tuple[str, Path | None]] = []
    for pack in packs or names:
        path = Path(pack)
        if (path / MANIFEST).is_file():
            wanted.append((path.name, _given(path.parent)))
        elif path.is_dir():
            inside = [folder.name for folder in sorted(path.iterdir()) if (folder / MANIFEST).is_file()]
            if not inside:
                raise refuse(f"le dossier « {pack} » ne contient aucun modèle (un dossier avec {MANIFEST}).")
            wanted.extend((name, _given(path)) for name in inside)
        elif pack in names:
            wanted.append((pack, template_dir))
        else:
            raise refuse(f"le modèle « {pack} » n’existe pas. Modèles : {', '.join(names)}.")
    collected: list[Diagnostic] = []
    for name, folder in wanted:
        home = next(root / name for root in roots(folder, beside) if (root / name / MANIFEST).is_file())
        if merged:
            _note_merged(home)
        copy, behind = standing(home)
        diagnostics = (*check_pack(name, folder, beside), *behind)
        collected.extend(diagnostics)
        _print(name, diagnostics)
        if copy is not None:
            _print_copy(name, copy)
    raise typer.Exit(exit_code(collected, strict=strict))


def _note_merged(home: Path) -> None:
    """Record that a copy has the latest changes of convention: later checks compare it with the current pack."""
    from conventions_cli.files import write_whole
    from conventions_cli.templating import ORIGIN, builtin_texts, origin_record, standing

    copy, _ = standing(home)
    if copy is None or not copy.behind:
        return
    record = origin_record(copy.origin.pack, builtin_texts(copy.origin.pack))
    fault = write_whole(home / ORIGIN, record)
    if fault is not None:
        report([fault], quiet=False)
        raise typer.Exit(DISK)
    say(f"{home.name} : les changements de convention sont notés comme repris.")


def _print_copy(name: str, copy: "Standing") -> None:
    """Print the changes of convention since a pack was copied, then the changes of the copy."""
    for diff in copy.behind.values():
        show(f"{diff}\n\n")
    if copy.changed:
        changes = ", ".join(f"{file} (+{more} −{less})" for file, (more, less) in copy.changed.items())
        tell(f"{name} : modifié ici : {changes}.")


@templates.command("eject", cls=FrenchGroup.command_class, options_metavar="[OPTIONS]")
def eject(
    name: Annotated[str, typer.Argument(metavar="MODÈLE", help="Le modèle fourni à copier.")],
    folder: Annotated[Path, typer.Argument(metavar="DOSSIER", help="Le dossier des modèles.")] = Path("templates"),
    styles: Annotated[
        bool, typer.Option("--styles", help="Copier aussi reference.docx, à donner ensuite à --reference.")
    ] = False,
) -> None:
    """Copier un modèle fourni et ses clauses à côté de ses spécifications, pour les modifier.

    La copie l’emporte sur le modèle de convention de même nom, et les commandes le disent. Un dossier qui existe n’est
    jamais remplacé.

    \b
    Exemples :
      convention templates eject delegation-de-gestion
      convention templates eject subvention specs/templates
    """
    from conventions_cli.templating import available, ejected, is_builtin

    if not is_builtin(name):
        raise refuse(f"« {name} » n’est pas un modèle fourni. Modèles fournis : {', '.join(available())}.")
    files = ejected(name)
    _write_pack(folder / name, files)
    if styles:
        _write_styles(folder / "reference.docx")
    _say_next(folder, name, f"Copié, {len(files) - 1} fichiers.")


templates.command("update", cls=FrenchGroup.command_class, options_metavar="[OPTIONS]")(update)


@templates.command("new", cls=FrenchGroup.command_class, options_metavar="[OPTIONS]")
def new(
    name: Annotated[str, typer.Argument(metavar="NOM", help="Le nom du nouveau modèle, par exemple « maison ».")],
    folder: Annotated[Path, typer.Argument(metavar="DOSSIER", help="Le dossier des modèles.")] = Path("templates"),
    source: Annotated[
        str | None, typer.Option("--from", metavar="MODÈLE", help="Partir de ce modèle fourni, au lieu d’une ébauche.")
    ] = None,
) -> None:
    """Commencer un modèle à soi : un plan commenté et quelques clauses, ou la copie d’un modèle sous un autre nom.

    Un modèle qui existe n’est jamais remplacé.

    \b
    Exemples :
      convention templates new maison
      convention templates new notre-forme specs/templates --from delegation-de-gestion
    """
    from conventions_cli.files import file_stem
    from conventions_cli.templating import SHARED, available, is_builtin, is_name, renamed, skeleton

    if not is_name(name) or name == SHARED or file_stem(name) != name:
        raise refuse(f"« {name} » n’est pas un nom de modèle. Employer lettres, chiffres et tirets : « maison ».")
    if is_builtin(name):
        raise refuse(
            f"« {name} » est le nom d’un modèle fourni. Pour le modifier, taper « convention templates eject {name} » "
            "; sinon, choisir un autre nom."
        )
    if source is not None and not is_builtin(source):
        raise refuse(f"« {source} » n’est pas un modèle fourni. Modèles fournis : {', '.join(available())}.")
    title = f"Délégation de gestion, modèle « {name} »"
    files = renamed(source, title) if source is not None else skeleton(title, (folder / name).as_posix())
    _write_pack(folder / name, files)
    _say_next(folder, name, "Créé.")


def _write_pack(target: Path, files: dict[str, bytes]) -> None:
    from conventions_cli.files import write_folder

    if os.path.lexists(target):
        raise refuse(f"« {target} » existe déjà, et n’est pas remplacé. Donner un autre dossier, ou le renommer.")
    fault = write_folder(target, files)
    if fault is not None:
        report([fault], quiet=False)
        raise typer.Exit(DISK)
    tell(str(target))


def _write_styles(target: Path) -> None:
    from conventions_cli.files import write_whole
    from conventions_cli.foundation import templates_dir

    if os.path.lexists(target):
        say(f"« {target} » existe déjà : il est laissé tel quel.")
        return
    fault = write_whole(target, (templates_dir() / "reference.docx").read_bytes())
    if fault is not None:
        report([fault], quiet=False)
        raise typer.Exit(DISK)
    tell(str(target))


def _say_next(folder: Path, name: str, done: str) -> None:
    """Tell which specs will use the pack, and what to type next."""
    from conventions_cli.templating import OWN

    used = (
        "Les spécifications de ce dossier et de ses sous-dossiers le prennent"
        if folder.name == OWN
        else f"Les commandes le prennent avec « --template-dir {folder} »"
    )
    home = folder.parent if folder.name == OWN else folder
    at = f" (« {home} »)" if str(home) != "." else ""
    say(f"{done} {used}{at if folder.name == OWN else ''}, quand elles disent « modele: {name} ».")
    say(f"Après chaque changement : convention templates check {(folder / name).as_posix()}")


def _print(name: str, diagnostics: tuple[Diagnostic, ...]) -> None:
    if diagnostics:
        from conventions_cli.reporting import count_line, text_report

        terminal = sys.stdout.isatty()
        width = shutil.get_terminal_size((100, 24)).columns if terminal else 120
        color = terminal and "NO_COLOR" not in os.environ
        show(text_report(diagnostics, width=width, color=color), styled=color)
        tell("", f"{name} : à corriger ({count_line(diagnostics)}).", "")
    else:
        tell(f"{name} : conforme.")
