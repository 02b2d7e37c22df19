"""The table of the commands, and the group that imports only the command that is run."""

import os
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

import click
import typer

from conventions_cli.cli.french import FrenchCommand, FrenchGroup, refuse
from conventions_cli.foundation import set_racine


class Listed(NamedTuple):
    """A command of the table."""

    name: str
    target: str  # module of `cli/`, colon, its function, or its group of commands
    summary: str  # its help in the list of commands
    reads: bool = True  # whether it reads specs, and so takes --racine


# In the order of an act's life. To add a command: its module, and its line here.
COMMANDS = (
    Listed("new", "new:new", "Commencer une spécification : par des questions, des options, ou une page de produit."),
    Listed(
        "validate",
        "validate:validate",
        "Vérifier des spécifications : écriture, champs, droit, montants, codes CHORUS.",
    ),
    Listed("edit", "edit:edit", "Remplir une spécification dans le navigateur, l’acte à côté."),
    Listed("preview", "preview:preview", "Montrer l’acte dans le navigateur pendant que la spécification s’écrit."),
    Listed(
        "fmt", "fmt:fmt", "Mettre des spécifications en forme : ordre, espaces, typographie ; les commentaires restent."
    ),
    Listed("set", "setter:set_values", "Écrire une valeur à sa place, si les règles l’admettent."),
    Listed("fix", "fix:fix", "Appliquer les corrections que proposent les diagnostics, une à une."),
    Listed("migrate", "migrate:migrate", "Mettre des spécifications à la version actuelle du format."),
    Listed("undo", "undo:undo", "Rendre les fichiers que la dernière commande a réécrits avec --bak.", False),
    Listed("render", "render:render", "Produire l’acte d’une spécification, en DOCX et en Markdown."),
    Listed("batch", "batch:batch", "Produire tous les actes d’une promotion, sans refaire ce qui n’a pas changé."),
    Listed("summary", "summary:summary", "Montrer l’argent et le calendrier d’une promotion."),
    Listed("status", "status:status", "Dire où en est chaque acte : état, ce qui manque et par qui, prochaine date."),
    Listed("publish", "publish:publish", "Préparer la publication d’actes signés."),
    Listed("diff", "diff:diff", "Comparer deux actes : montants, dates, puis chaque changement."),
    Listed("changes", "changes:changes", "Dire ce qui change dans les actes depuis une autre version du dossier."),
    Listed("textconv", "textconv:textconv", "Donner le texte d’un acte, pour que « git diff » le montre."),
    Listed("redline", "redline:redline", "Écrire un acte avec les modifications suivies depuis un autre."),
    Listed("verify", "verify:verify", "Vérifier un acte revenu : ce qui a changé, et où le reporter."),
    Listed("amend", "amend:amend", "Produire l’avenant à un acte signé, et la version consolidée."),
    Listed("report", "report:report", "Produire le compte rendu d’exécution dû à qui donne les crédits."),
    Listed("terminate", "terminate:terminate", "Produire la lettre de résiliation d’un acte signé."),
    Listed("import", "importer:import_act", "Reprendre un acte : sa spécification, un modèle."),
    Listed("inspect", "inspect:inspect", "Dire ce qui a produit un acte, et en redonner la spécification.", False),
    Listed("examples", "examples:examples", "Copier les spécifications d’exemple.", False),
    Listed("schema", "schema:schema", "Donner le schéma JSON des spécifications, pour les éditeurs."),
    Listed("explain", "explain:explain", "Expliquer un code de diagnostic : pourquoi, sur quel fondement.", False),
    Listed("law", "law:law", "Donner les textes que visent les actes, et ce qui en est sûr.", False),
    Listed("doctor", "doctor:doctor", "Dire ce que ce poste permet, et ce qui manque pour quoi.", False),
    Listed(
        "completion", "completion:completion", "Donner le script qui complète les commandes à la touche Tab.", False
    ),
    Listed("templates", "templates:templates", "Voir et vérifier les modèles et leurs clauses.", False),
)


def _racine(ctx: click.Context, _parameter: click.Parameter, value: str | None) -> None:
    """Make the folder of `--racine` the root: no file outside it is read."""
    if value is None or ctx.resilient_parsing:
        return
    if not os.path.isdir(value):  # noqa: PTH112 - a name no disk admits is no folder
        raise refuse(f"le dossier « {value} » donné pour --racine n’existe pas.")
    set_racine(Path(value))


class Commands(FrenchGroup):
    """All the commands; each is imported when it is run, so that a command loads only what it uses."""

    listed: ClassVar[dict[str, Listed]] = {command.name: command for command in COMMANDS}
    prepare: ClassVar[Callable[[click.Command], None] | None] = None  # called with each command once it is imported

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of the table."""
        del ctx
        return list(self.listed)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Import a command; None when there is none of that name."""
        if name not in self.commands and name in self.listed:
            command = self.commands[name] = _imported(self.listed[name])
            if Commands.prepare is not None:
                Commands.prepare(command)
        return super().get_command(ctx, name)

    def rows(self, ctx: click.Context) -> list[tuple[str, str]]:
        """The list of the help, read from the table."""
        del ctx
        return [(command.name, command.summary) for command in self.listed.values()]


def _imported(listed: Listed) -> click.Command:
    command = _module_s(listed)
    if listed.reads:
        help_text = "Dossier dont rien de ce que nomment les spécifications ne peut sortir (par défaut, le leur)."
        command.params.append(
            click.Option(
                ["--racine"], default=None, metavar="DOSSIER", help=help_text, callback=_racine, expose_value=False
            )
        )
    return command


def _module_s(listed: Listed) -> click.Command:
    """The command, or the group of commands, that a module declares."""
    module, _, attribute = listed.target.partition(":")
    target: Any = getattr(import_module(f"conventions_cli.cli.{module}"), attribute)
    if not isinstance(target, typer.Typer):
        alone = typer.Typer(add_completion=False, rich_markup_mode=None)
        alone.command(listed.name, cls=FrenchCommand, options_metavar="[OPTIONS]")(target)
        return typer.main.get_command(alone)
    group = typer.main.get_command(target)
    group.name = listed.name
    return group
