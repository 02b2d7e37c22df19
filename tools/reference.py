"""The command line, walked: docs/reference-cli.md for people, docs/convention.1 for `man`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import click
import typer

from conventions_cli.cli import app
from conventions_cli.foundation.resources import installed_version

CODES = (
    ("0", "fait"),
    ("1", "la spécification, un modèle ou un acte est en erreur (ou a des avertissements, avec `--strict`)"),
    ("2", "la commande est mal écrite"),
    ("3", "un fichier ne peut pas être lu ou écrit"),
    ("70", "une erreur de convention elle-même"),
    ("130", "interrompu par Ctrl-C : aucun fichier n’est écrit à moitié"),
)
ENVIRONMENT = (
    ("NO_COLOR", "ne jamais colorer ce qui s’affiche"),
    ("SOURCE_DATE_EPOCH", "la date de fabrication des DOCX, en secondes depuis 1970 ; sans elle, ils n’en portent pas"),
    ("CONVENTION_DEBUG", "avec 1, montrer le détail d’une erreur interne"),
)
_EXAMPLES = re.compile(r"^ *Exemples? :$", re.MULTILINE)


@dataclass(frozen=True)
class Parameter:
    """An argument or an option, as its help shows it."""

    name: str
    help: str
    default: str


@dataclass(frozen=True)
class Command:
    """A command: its whole name, how it is written, what it does, what it takes, and its examples."""

    name: str
    usage: str
    summary: str
    paragraphs: tuple[str, ...]
    arguments: tuple[Parameter, ...]
    options: tuple[Parameter, ...]
    examples: tuple[str, ...]


def commands() -> list[Command]:
    """Every command, in the order of the help."""
    root = typer.main.get_command(app)
    return list(_walk(root, click.Context(root, info_name="convention", **root.context_settings)))


def _walk(command: Any, context: click.Context) -> Iterator[Command]:
    subcommands = getattr(command, "commands", None)
    if subcommands is None:
        yield _read(command, context)
        return
    for name in command.list_commands(context):
        one = command.get_command(context, name)
        if not one.hidden:
            yield from _walk(one, click.Context(one, info_name=name, parent=context))


def _read(command: Any, context: click.Context) -> Command:
    text = command.help or ""
    found = _EXAMPLES.search(text)
    body, examples = (text[: found.start()], text[found.end() :]) if found else (text, "")
    paragraphs = [one for part in body.split("\n\n") if (one := _paragraph(part))]
    shown = [one for one in command.get_params(context) if not getattr(one, "hidden", False)]
    return Command(
        context.command_path,
        " ".join([context.command_path, *command.collect_usage_pieces(context)]),
        paragraphs[0] if paragraphs else "",
        tuple(paragraphs[1:]),
        tuple(_argument(one, context) for one in shown if isinstance(one, click.Argument)),
        tuple(_option(one) for one in shown if isinstance(one, click.Option)),
        tuple(line.strip() for line in examples.splitlines() if line.strip() and line.strip() != "\b"),
    )


def _paragraph(part: str) -> str:
    """A paragraph of a docstring; one after \\b keeps its lines."""
    lines = part.strip("\n").splitlines()
    if lines and lines[0].strip() == "\b":
        kept = [line.rstrip() for line in lines[1:]]
        if any(line.startswith("  ") for line in kept):
            return "\n".join(kept)
        return re.sub(r"(?<=\.)\n(?=\S)", "  \n", re.sub(r"(?<!\.)\n", " ", "\n".join(kept)))
    return " ".join(line.strip() for line in lines).strip()


def _argument(one: click.Argument, context: click.Context) -> Parameter:
    name = one.make_metavar(context).strip("[]") if one.metavar is None else one.metavar
    return Parameter(name, getattr(one, "help", "") or "", "" if one.required else _default(one))


def _option(one: click.Option) -> Parameter:
    names = ", ".join(sorted(one.opts, key=len))
    value = "" if one.is_flag else f" {one.metavar or ''}".rstrip()
    return Parameter(f"{names}{value}", one.help or "", "" if one.is_flag else _default(one))


def _default(one: click.Parameter) -> str:
    value = one.default
    return "" if value is None or callable(value) or value == () or str(value) == "" else str(value)


# Markdown


def markdown() -> str:
    """The page."""
    parts = [
        "# Toutes les commandes\n",
        "Cette page est produite par `make docs` à partir des commandes elles-mêmes ; `convention COMMANDE --help` en "
        "donne chaque article. Chacun de ses exemples est exécuté par un test.\n",
        "| code de sortie | sens |\n| --- | --- |",
        *(f"| {code} | {sense} |" for code, sense in CODES),
        "\nUne commande écrit ses résultats sur la sortie standard ; ce qu’elle dit à la personne, sur la sortie "
        "d’erreur.\n",
        "`convention --version` donne la version ; `-h` ou `--help`, l’aide de chaque commande.\n",
        "| variable d’environnement | effet |\n| --- | --- |",
        *(f"| `{name}` | {effect} |" for name, effect in ENVIRONMENT),
        "",
    ]
    listed = commands()
    parts.extend(f"- [`{one.name}`](#{_anchor(one.name)}) : {_lower(one.summary)}" for one in listed)
    parts.extend(section for one in listed for section in _section(one))
    return "\n".join(parts).rstrip() + "\n"


def _section(one: Command) -> Iterator[str]:
    yield f"\n## {one.name}\n"
    yield f"{one.summary}\n"
    for paragraph in one.paragraphs:
        indented = "\n  " in f"\n{paragraph}" and "  \n" not in paragraph
        yield _with_code(paragraph) if indented else f"{paragraph}\n"
    yield f"```text\n{one.usage}\n```\n"
    for title, rows in (("argument", one.arguments), ("option", one.options)):
        if rows:
            yield f"| {title} | rôle | par défaut |\n| --- | --- | --- |"
            for row in rows:
                yield f"| `{_cell(row.name)}` | {_cell(row.help)} | {f'`{_cell(row.default)}`' if row.default else ''} |"
            yield ""
    if one.examples:
        yield "```sh\n" + "\n".join(one.examples) + "\n```"


def _with_code(paragraph: str) -> str:
    """A paragraph whose indented lines are shown as they are typed."""
    lines = paragraph.splitlines()
    said = " ".join(line.strip() for line in lines if not line.startswith("  "))
    shown = "\n".join(line.strip() for line in lines if line.startswith("  "))
    return f"{said}\n\n```text\n{shown}\n```\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _anchor(name: str) -> str:
    return name.replace(" ", "-")


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


# man


def man() -> str:
    """The manual page, in the macros of man(7)."""
    lines = [
        '.\\" Produit par make docs.',
        f'.TH CONVENTION 1 "" "convention {installed_version()}" "Manuel de convention"',
        ".SH NOM",
        "convention \\- rédiger, vérifier et produire des conventions de délégation de gestion",
        ".SH SYNOPSIS",
        ".B convention",
        ".I COMMANDE \\fR[\\fIOPTIONS\\fR] …",
        ".SH DESCRIPTION",
        "Une spécification, un fichier YAML, dit qui signe, pour quel service, combien, quand et sur quelles lignes "
        "budgétaires ; la commande en tire l’acte entier, en DOCX et en Markdown.",
        ".SH COMMANDES",
    ]
    for one in commands():
        lines += [f".SS {_man(one.usage)}", _man(one.summary)]
        for paragraph in one.paragraphs:
            lines += [".PP", ".nf" if "\n" in paragraph else ".", _man(paragraph.replace("  \n", "\n"))]
            lines += [".fi"] if "\n" in paragraph else []
        for row in (*one.arguments, *one.options):
            default = f" (par défaut : {row.default})" if row.default else ""
            lines += [".TP", f"\\fB{_man(row.name)}\\fR", _man(row.help + default)]
        if one.examples:
            lines += [".PP", "Exemples :", ".PP", ".nf", *(f"  {_man(line)}" for line in one.examples), ".fi"]
    lines.append(".SH CODES DE SORTIE")
    for code, sense in CODES:
        lines += [".TP", f"\\fB{code}\\fR", _man(sense.replace("`", ""))]
    lines.append(".SH ENVIRONNEMENT")
    for name, effect in ENVIRONMENT:
        lines += [".TP", f"\\fB{name}\\fR", _man(effect)]
    return "\n".join(line for line in lines if line != ".") + "\n"


def _man(text: str) -> str:
    """A text without what roff would take for its own: backslashes, hyphens of options, a dot that begins a line."""
    escaped = text.replace("\\", "\\e").replace("-", "\\-")
    return "\n".join(f"\\&{line}" if line[:1] in {".", "'"} else line for line in escaped.splitlines())
