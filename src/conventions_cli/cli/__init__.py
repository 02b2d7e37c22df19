"""The `convention` command. Thin: each command reads its options, asks the pipeline, prints, and chooses an exit code.

Exit codes: 0 done; 1 errors in a spec, a template or a document; 2 wrong usage; 3 a file cannot be read or written;
70 a bug. No traceback ever reaches a person (set CONVENTION_DEBUG=1 to see the one of a bug).
"""

import os
import sys
from typing import Annotated

import click
import typer

from conventions_cli.cli.commands import Commands
from conventions_cli.cli.door import guarded, say, show, tell
from conventions_cli.cli.french import usage_lines
from conventions_cli.cli.streams import BUG, DISK, DONE, INTERRUPTED, USAGE, InterruptionToldError
from conventions_cli.foundation import Opened, cache_folder, resume

_FIRST_STEPS = """\b
Pour commencer, dans un dossier vide :
  convention examples                    des spécifications d’exemple, dans « specs »
  convention render specs/domifa.yaml    l’acte de l’une d’elles, en Word
  convention new                         la vôtre : des questions, puis ce qui manque
  convention doctor                      ce que ce poste permet, et ce qui manque
"""

app = typer.Typer(
    name="convention",
    cls=Commands,
    help="Rédiger, vérifier et produire des conventions entre administrations à partir d’un fichier YAML.",
    epilog=_FIRST_STEPS,
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
        from conventions_cli.foundation import installed_version

        tell(f"convention {installed_version()}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Afficher la version et quitter.")
    ] = False,
) -> None:
    del version


def run(arguments: list[str]) -> int:
    """Run the command line; every exception ends as a French sentence and an exit code."""
    with guarded():
        return _run(arguments)


def _run(arguments: list[str]) -> int:
    os.environ.setdefault("CONVENTION_CACHE", cache_folder())
    resume(Opened())
    try:
        command = typer.main.get_command(app)
        if "_CONVENTION_COMPLETE" in os.environ:  # late: few runs come from the completion of a shell
            from conventions_cli.cli.completion import answer

            answer(command)
        code = command.main(args=arguments, prog_name="convention", standalone_mode=False)
        sys.stdout.flush()
        if code == INTERRUPTED:
            raise KeyboardInterrupt
        return code if isinstance(code, int) else 0
    except click.exceptions.NoArgsIsHelpError as fault:
        show(f"{fault.ctx.get_help() if fault.ctx else ''}\n")
        return DONE
    except click.UsageError as fault:
        say(*usage_lines(fault))
        return USAGE
    except (click.Abort, KeyboardInterrupt, InterruptionToldError) as fault:
        return _interrupted(fault)
    except BrokenPipeError:
        # The reader of our output has gone (`convention … | head`): nothing more can be written.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 1
    except OSError as fault:
        return _tell_disk_fault(fault)
    except Exception as fault:
        if _comes_of_a_signal(fault):
            return _interrupted(fault)
        if os.environ.get("CONVENTION_DEBUG"):
            import traceback

            show(traceback.format_exc(), err=True)
            return BUG
        say(
            f"Erreur interne de convention ({type(fault).__name__}) : ce n’est pas une faute de votre fichier.",
            "Signalez-la avec la commande que vous avez tapée ; CONVENTION_DEBUG=1 en montre le détail.",
        )
        return BUG


def _comes_of_a_signal(fault: BaseException | None) -> bool:
    """Whether an exception comes from an interruption, which may raise another error in the middle of an import."""
    while fault is not None and not isinstance(fault, KeyboardInterrupt):
        fault = fault.__cause__ or fault.__context__
    return fault is not None


def _interrupted(fault: BaseException) -> int:
    """Tell the interruption, unless the command has told more already; return the exit code."""
    if not isinstance(fault, InterruptionToldError):
        say("Interrompu : aucun fichier n’est écrit à moitié.")
    return INTERRUPTED


def _tell_disk_fault(fault: OSError) -> int:
    """Tell an OSError that no command handled: that of a file or folder it names, else that of the standard output."""
    from conventions_cli.french import disk_reason

    reason = disk_reason(fault)
    if fault.filename is not None:
        say(f"« {fault.filename} » ne peut être ni lu ni écrit ({reason}) : vérifier le nom et les droits.")
        return DISK
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    say(f"La sortie standard ne peut pas être écrite ({reason}).")
    return DISK
