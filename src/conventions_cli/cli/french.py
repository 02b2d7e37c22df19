"""Help and usage errors in French: click and typer speak English by default."""

import re
from collections.abc import Iterable
from difflib import get_close_matches
from typing import NoReturn

import click
import typer
from typer.core import TyperCommand, TyperGroup

from conventions_cli.cli.door import show

HELP_WORDS = ("aide", "help")  # what a person who does not know the options types for the help


def _help_option(option: click.Option | None) -> click.Option | None:
    if option is not None:
        option.help = "Afficher cette aide et quitter."
    return option


class _FrenchFormatter(click.HelpFormatter):
    """Translates the words that click adds to the help of options, before lines are wrapped."""

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """The options, each with its help."""
        super().write_dl([(name, _in_french(text)) for name, text in rows], col_max, col_spacing)


class _FrenchContext(click.Context):
    formatter_class = _FrenchFormatter


def _in_french(text: str) -> str:
    for english, french in (("[required]", "[obligatoire]"), ("[default:", "[par\u00a0défaut\u00a0:")):
        text = text.replace(english, french)
    return text


def _bound(paragraph: str) -> str:
    """A paragraph with no-break spaces before its signs; one with fixed lines (« \\b ») is left as it is."""
    return paragraph if paragraph.lstrip().startswith("\b") else re.sub(r"(?<=«) | (?=[»:;!?€%])", "\u00a0", paragraph)


class FrenchCommand(TyperCommand):
    """A command whose own words are French."""

    context_class = _FrenchContext

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The paragraphs, at the width of the terminal; French signs stay on the line of their word."""
        written = self.help
        self.help = "\n\n".join(map(_bound, (written or "").split("\n\n")))
        super().format_help_text(ctx, formatter)
        self.help = written

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The help option, described in French."""
        return _help_option(super().get_help_option(ctx))


class FrenchGroup(TyperGroup):
    """A group whose own words are French."""

    command_class = FrenchCommand

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The help option, described in French."""
        return _help_option(super().get_help_option(ctx))

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands under a French heading."""
        with formatter.section("Commandes"):
            rows = [*self.rows(ctx), (HELP_WORDS[0], f"Afficher cette aide ; celle d’une commande : {_example(ctx)}.")]
            formatter.write_dl([(name, line.replace(" ;", "\u00a0;").replace(" :", "\u00a0:")) for name, line in rows])

    def rows(self, ctx: click.Context) -> list[tuple[str, str]]:
        """Each command of the list, with its help in a line."""
        commands = ((name, self.get_command(ctx, name)) for name in self.list_commands(ctx))
        return [(name, command.get_short_help_str(limit=200)) for name, command in commands if command is not None]

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; an unknown one is refused in French, with the nearest name. « aide » shows help."""
        name = args[0] if args else ""
        if name in HELP_WORDS and not ctx.resilient_parsing:
            self._help(ctx, [word for word in args[1:] if not word.startswith("-")])
        if self.get_command(ctx, name) is None and not name.startswith("-") and not ctx.resilient_parsing:
            raise click.UsageError(f"La commande « {name} » n’existe pas.{_near(name, self.list_commands(ctx))}", ctx)
        return super().resolve_command(ctx, args)

    def _help(self, ctx: click.Context, words: list[str]) -> NoReturn:
        """Show the help of the command that these words name, this group when there is none. Raises Exit."""
        command: click.Command = self
        for word in words:
            _, subcommand, _ = (
                command.resolve_command(ctx, [word]) if isinstance(command, click.Group) else (None, None, None)
            )
            if subcommand is None:
                break
            command, ctx = subcommand, subcommand.make_context(word, [], parent=ctx, resilient_parsing=True)
            ctx.resilient_parsing = False
        show(f"{ctx.get_help()}\n")
        raise click.exceptions.Exit


def _example(ctx: click.Context) -> str:
    """The words to type for the help of a command of this group."""
    group = ctx.command
    first = group.list_commands(ctx)[0] if isinstance(group, click.Group) else ""
    return f"{ctx.command_path} {HELP_WORDS[0]} {first}"


def _near(name: str, names: list[str]) -> str:
    close = get_close_matches(name, names, n=1)
    return f" Vouliez-vous dire « {close[0]} » ?" if close else f" Commandes : {', '.join(names)}."


def usage_lines(fault: click.UsageError) -> tuple[str, str]:
    """The error in the words of a command, and what to type."""
    return f"Erreur d’utilisation : {_fault_words(fault)}", _how(fault.ctx)


def _fault_words(fault: click.UsageError) -> str:
    match fault:
        case click.NoSuchOption():
            names = [name for parameter in fault.ctx.command.params for name in parameter.opts] if fault.ctx else []
            close = get_close_matches(fault.option_name, names, n=1)
            return f"l’option « {fault.option_name} » n’existe pas." + (
                f" Vouliez-vous dire « {close[0]} » ?" if close else ""
            )
        case click.BadOptionUsage():
            return f"l’option « {fault.option_name} » attend une valeur."
        case click.MissingParameter():
            name = fault.param.metavar or fault.param.name if fault.param else ""
            return f"il manque l’argument {name}."
        case Refused():
            return fault.message[:1].lower() + fault.message[1:]
        case click.BadParameter(param=click.Parameter() as parameter) if isinstance(parameter.type, click.Path):
            # Our paths may be missing, so a path that click refuses is one that cannot be read.
            return f"ce qui est donné pour « {_shown(parameter)} » ne peut pas être lu (accès refusé)."
        case click.BadParameter(param=click.Parameter() as parameter):
            wanted = "un nombre entier y est attendu, dans les limites dites par l’aide"
            return f"la valeur donnée pour « {_shown(parameter)} » ne convient pas : {wanted}."
        case _ if type(fault) is click.UsageError and fault.message.endswith(")"):
            extra = fault.message.rpartition("(")[2].removesuffix(")")
            return f"en trop : « {extra} ». Mettre entre guillemets un nom qui contient des espaces."
        case _:
            return fault.message[:1].lower() + fault.message[1:]


def _shown(parameter: click.Parameter) -> str:
    """The name of an option as typed, of an argument as in the help."""
    return (
        parameter.opts[0]
        if isinstance(parameter, click.Option)
        else (parameter.metavar or str(parameter.name)).strip("[]")
    )


def _how(ctx: click.Context | None) -> str:
    return f"Taper « {ctx.command_path if ctx else 'convention'} --help » pour l’aide."


class Refused(typer.BadParameter):
    """A value refused by one of our commands, with its own sentence."""


def refuse(message: str) -> typer.BadParameter:
    """The error of a wrong value of an option, in French."""
    return Refused(message)
