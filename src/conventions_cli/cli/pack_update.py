"""`convention templates update`: merges into a copy of our clauses what changed in ours since."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from conventions_cli.cli.door import say, show
from conventions_cli.cli.french import refuse
from conventions_cli.cli.options import TemplateDir
from conventions_cli.cli.streams import DISK, DONE, FAULTS, deliver_all, exit_code, report

if TYPE_CHECKING:
    from conventions_cli.editing import PackUpdate


def update(
    packs: Annotated[
        list[str], typer.Argument(metavar="MODÈLE|DOSSIER…", help="Les modèles copiés, par leur nom ou leur dossier.")
    ],
    template_dir: TemplateDir = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Montrer ce qui changerait, sans rien écrire.")] = False,
) -> None:
    """Reporter dans un modèle copié ce qui a changé depuis dans convention, en gardant ce qui a été changé ici.

    Ligne à ligne : ce qui n’a changé que d’un côté est repris ; là où les deux ont changé, les deux textes restent,
    entre des marques (<<<<<<<, =======, >>>>>>>), et la commande dit où. Tant qu’il en reste, le modèle est refusé.
    Code de sortie 1 s’il y en a.

    \b
    Exemples :
      convention templates update templates/subvention --dry-run
      convention templates update templates/subvention
    """
    from conventions_cli.editing import update_pack

    code = DONE
    for home in [_home(pack, template_dir) for pack in packs]:
        outcome = update_pack(home)
        report(outcome.diagnostics, quiet=False)
        if outcome.value is None:
            code = max(code, exit_code(outcome.diagnostics, strict=False) or FAULTS)
            continue
        code = max(code, _show(outcome.value) if dry_run else _write(outcome.value))
    raise typer.Exit(code)


def _home(pack: str, template_dir: Path | None) -> Path:
    """The folder of a copy, named by its path or by the name of its pack."""
    from conventions_cli.templating import MANIFEST, available, is_name, own_templates

    if (Path(pack) / MANIFEST).is_file():
        return Path(pack)
    for root in (template_dir, own_templates(Path())):
        if root is not None and is_name(pack) and (root / pack / MANIFEST).is_file():
            return root / pack
    copying = f"« convention templates eject {pack} » en fait une copie"
    places = copying if pack in available(template_dir) else "« convention templates list » nomme les modèles"
    raise refuse(
        f"« {pack} » n’est ni un modèle copié, ni son dossier ; {places}. Le dossier se donne aussi par son chemin."
    )


def _show(update: "PackUpdate") -> int:
    for file in update.files:
        show(f"{file.diff(update.home)}\n")
    return _sum_up(update, written=False)


def _write(update: "PackUpdate") -> int:
    written = update.write()
    changed = [update.home / file.name for file in update.files]
    code = deliver_all(written, shown=changed, quiet=False)
    return _sum_up(update, written=True) if code != DISK else code


def _sum_up(update: "PackUpdate", *, written: bool) -> int:
    name, count = update.home.as_posix(), len(update.files)
    for sentence in update.skipped:
        say(sentence)
    if not count:
        say(f"{name} : à jour.")
        return DONE
    many = "s" if count > 1 else ""
    say(f"{name} : {count} fichier{many} {'mis à jour' if written else 'à mettre à jour'}.")
    marked = [(file.name, line) for file in update.files for line in file.conflicts]
    for file_name, line in marked:
        say(f"  conflit : {name}/{file_name}, ligne {line}")
    if marked and written:
        say("Choisir entre les deux textes, ôter les marques (<<<<<<<, =======, >>>>>>>), puis :")
    if written:
        say(f"convention templates check {name}")
    return FAULTS if marked else DONE
