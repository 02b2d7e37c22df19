"""The `convention` command. Thin: each command reads its options, asks the pipeline, prints, and chooses an exit code.

Exit codes: 0 done; 1 errors in a spec, a template or a document; 2 wrong usage; 3 a file cannot be read or written;
70 a bug. No traceback ever reaches a person (set CONVENTION_DEBUG=1 to see the one of a bug).
"""

import io
import os
import sys
from collections.abc import Callable
from typing import Annotated

import click
import typer

from conventions_cli.cli.amend import amend
from conventions_cli.cli.batch import batch
from conventions_cli.cli.completion import answer, asked, completion
from conventions_cli.cli.diff import diff
from conventions_cli.cli.doctor import doctor
from conventions_cli.cli.examples import examples
from conventions_cli.cli.explain import explain
from conventions_cli.cli.french import FrenchGroup, usage_message
from conventions_cli.cli.importer import import_act
from conventions_cli.cli.inspect import inspect
from conventions_cli.cli.publish import publish
from conventions_cli.cli.redline import redline
from conventions_cli.cli.render import render
from conventions_cli.cli.report import report
from conventions_cli.cli.schema import schema
from conventions_cli.cli.streams import BUG, DISK, INTERRUPTED, USAGE, say
from conventions_cli.cli.summary import summary
from conventions_cli.cli.templates import templates
from conventions_cli.cli.validate import validate
from conventions_cli.cli.verify import verify

app = typer.Typer(
    name="convention",
    cls=FrenchGroup,
    help="Rédiger, vérifier et produire des conventions de délégation de gestion à partir d’un fichier YAML.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    subcommand_metavar="COMMANDE …",
    options_metavar="[OPTIONS]",
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        from conventions_cli.resources import installed_version

        click.echo(f"convention {installed_version()}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Afficher la version et quitter.")
    ] = False,
) -> None:
    del version


# The commands, in the order of an act's life.
_COMMANDS: tuple[tuple[str, Callable[..., None]], ...] = (
    ("validate", validate),
    ("render", render),
    ("batch", batch),
    ("summary", summary),
    ("publish", publish),
    ("diff", diff),
    ("redline", redline),
    ("verify", verify),
    ("amend", amend),
    ("report", report),
    ("import", import_act),
    ("inspect", inspect),
    ("examples", examples),
    ("schema", schema),
    ("explain", explain),
    ("doctor", doctor),
    ("completion", completion),
)
for _name, _command in _COMMANDS:
    app.command(_name, cls=FrenchGroup.command_class, options_metavar="[OPTIONS]")(_command)
app.add_typer(templates, name="templates")


def run(arguments: list[str]) -> int:
    """Run the command line; every exception ends as a French sentence and an exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        command = typer.main.get_command(app)
        if asked():
            answer(command)
        code = command.main(args=arguments, prog_name="convention", standalone_mode=False)
        sys.stdout.flush()
        if code == INTERRUPTED:
            raise KeyboardInterrupt
        return code if isinstance(code, int) else 0
    except click.exceptions.NoArgsIsHelpError as fault:
        click.echo(fault.ctx.get_help() if fault.ctx else "", err=True)
        return USAGE
    except click.UsageError as fault:
        say(usage_message(fault))
        return USAGE
    except (click.Abort, KeyboardInterrupt):
        say("Interrompu : aucun fichier n’est écrit à moitié.")
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of our output has gone (`convention … | head`): nothing more can be said.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 1
    except OSError as fault:
        # Specs and outputs answer for their own faults: what is left is the standard output.
        from conventions_cli.french.disk import disk_reason

        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        say(f"La sortie standard ne peut pas être écrite ({disk_reason(fault)}).")
        return DISK
    except Exception as fault:
        if os.environ.get("CONVENTION_DEBUG"):
            raise
        say(
            f"Erreur interne de convention ({type(fault).__name__}) : ce n’est pas une faute de votre fichier.\n"
            "Signalez-la avec la commande que vous avez tapée ; CONVENTION_DEBUG=1 en montre le détail."
        )
        return BUG
