"""Completion of the command line by the shell: its script, and the proposals for each argument and option.

The proposals of a parameter depend on the word its help shows for it (« SPEC… », « MODÈLE »): one table here serves
every command. Nothing heavy is imported, except the codes of `explain` and the texts of `law`, as the shell waits for
the answer.
"""

import os
import re
from collections.abc import Callable, Iterable
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import click
import typer

from conventions_cli.cli.commands import Commands
from conventions_cli.cli.door import hand, say, tell

VARIABLE = "_CONVENTION_COMPLETE"
_MOST = 200
# Signs that every shell reads as plain letters. PowerShell, and the scripts of earlier versions (that of zsh runs the
# answer), are proposed only names made of these; our scripts hand names to the shell, which quotes them.
_PLAIN = re.compile(r"[\w./@+,=-]+")
_QUOTING = ("complete_bash_names", "complete_zsh_names", "complete_fish")
_WORDS, _NUMBER = "_CONVENTION_WORDS", "_CONVENTION_NUMBER"
_SCRIPTS = {
    "bash": """\
_convention_completion() {
    local IFS=$'\\n' found
    COMPREPLY=()
    while read -r found; do
        COMPREPLY+=("$found")
        # What is a path, or holds a sign that bash would read: bash quotes it as a file name.
        case $found in *[!A-Za-z0-9._@+,=-]*) compopt -o filenames 2>/dev/null ;; esac
    done < <(env _CONVENTION_WORDS="${COMP_WORDS[*]:0:COMP_CWORD+1}" _CONVENTION_NUMBER=$COMP_CWORD \\
                 _CONVENTION_COMPLETE=complete_bash_names "$1" 2>/dev/null)
    return 0
}

complete -o default -F _convention_completion convention""",
    "zsh": """\
#compdef convention

_convention_completion() {
  local -a found folders
  found=("${(@f)$(env _CONVENTION_WORDS="${(F)words[1,$CURRENT]}" _CONVENTION_NUMBER=$((CURRENT - 1)) \\
                      _CONVENTION_COMPLETE=complete_zsh_names convention 2>/dev/null)}")
  folders=("${(@M)found:#*/}")
  found=("${(@)found:#*/}")
  found=("${(@)found:#}")
  (( $#folders )) && compadd -S '' -a folders
  (( $#found )) && compadd -a found
  (( $#folders + $#found )) || _files
}

if [ "$funcstack[1]" = "_convention" ]; then
  _convention_completion "$@"
else
  compdef _convention_completion convention
fi""",
}
_YAML = (".yaml", ".yml")
_ACTS = (".docx", ".md", *_YAML)
_DOCX = (".docx",)
_RETURNED = (".docx", ".odt", ".md", ".txt")  # what import and verify read

Proposed = Iterable[str]
Proposer = Callable[[click.Context, str], Proposed]


class Shell(StrEnum):
    """The shells a script can be written for."""

    BASH = "bash"
    ZSH = "zsh"
    FISH = "fish"
    POWERSHELL = "powershell"


_INSTALL = {
    Shell.BASH: "convention completion bash > ~/.local/share/bash-completion/completions/convention",
    Shell.ZSH: 'convention completion zsh > "${fpath[1]}/_convention"',
    Shell.FISH: "convention completion fish > ~/.config/fish/completions/convention.fish",
    Shell.POWERSHELL: "convention completion powershell >> $PROFILE",
}


def completion(
    shell: Annotated[str, typer.Argument(metavar="SHELL", help="bash, zsh, fish ou powershell.")],
) -> None:
    """Écrire le script qui complète « convention » quand on presse la touche de tabulation.

    Sont proposés : commandes, options, spécifications, modèles, codes, formats. Le script s’écrit une fois, là où
    l’interpréteur de commandes le lit au démarrage :

    \b
      bash        convention completion bash > ~/.local/share/bash-completion/completions/convention
      zsh         convention completion zsh > "${fpath[1]}/_convention"
      fish        convention completion fish > ~/.config/fish/completions/convention.fish
      PowerShell  convention completion powershell >> $PROFILE

    \b
    Exemple :
      convention completion bash
    """
    import sys

    from typer.completion import get_completion_script  # type: ignore[attr-defined]  # typer imports it from a private part

    from conventions_cli.cli.french import refuse

    names = [shell.value for shell in Shell]
    if shell not in names:
        raise refuse(f"« {shell} » n’est pas un interpréteur connu. Interpréteurs : {', '.join(names)}.")
    script = _SCRIPTS.get(shell) or get_completion_script(prog_name="convention", complete_var=VARIABLE, shell=shell)
    # Settings that concern every command of the person are theirs to choose.
    lines = [line for line in script.splitlines() if "PSReadLine" not in line]
    hand("\n".join(lines) + "\n")
    if sys.stdout.isatty():
        say("", f"Pour l’installer : {_INSTALL[Shell(shell)]}")


def answer(command: click.Command) -> None:
    """Print the proposals the shell asks for, then exit; nothing at all if the line is wrong."""
    from typer.completion import completion_init  # type: ignore[attr-defined]  # the same

    completion_init()
    Commands.prepare = _equip
    _equip(command)
    try:
        if os.environ[VARIABLE] in _QUOTING[:2]:
            tell(*_names(command))
            raise SystemExit(0)
        command.main(args=[], prog_name="convention", standalone_mode=False)
    except (click.ClickException, OSError, ValueError):
        raise SystemExit(0) from None


def _names(command: click.Command) -> list[str]:
    """The proposals for the last word of a line, which is quoted as it was typed; proposals have no quotes."""
    from click.shell_completion import ShellComplete, split_arg_string

    words, number = split_arg_string(os.environ.get(_WORDS, "")), int(os.environ.get(_NUMBER, ""))
    incomplete = words[number] if number < len(words) else ""
    items = ShellComplete(command, {}, "convention", VARIABLE).get_completions(words[1:number], incomplete)
    return [item.value for item in items]


def _equip(command: click.Command) -> None:
    """Give each parameter of a command, or of the commands of a group, the function that proposes its values."""
    for parameter in command.params:
        parameter._custom_shell_complete = _completer(command.name or "", parameter)
    for subcommand in getattr(command, "commands", {}).values():
        _equip(subcommand)


def _completer(command: str, parameter: click.Parameter) -> Callable[..., list[Any]]:
    """Click's protocol: the items that begin with what is typed."""
    proposer = proposer_of(command, parameter)

    def complete(ctx: click.Context, _parameter: click.Parameter, incomplete: str) -> list[Any]:
        from click.shell_completion import CompletionItem

        return [CompletionItem(name) for name in proposer(ctx, incomplete) if name.startswith(incomplete)][:_MOST]

    return complete


def proposer_of(command: str, parameter: click.Parameter) -> Proposer:
    """The function that proposes the values of a parameter, by the word its help shows."""
    word = (parameter.metavar or "").rstrip("…")
    if word == "FORME":
        return _one_of(_FORMS.get(command, ("text", "json")))
    return _BY_WORD.get(word, _nothing)


def _nothing(_ctx: click.Context, _incomplete: str) -> Proposed:
    return ()


def _one_of(words: tuple[str, ...]) -> Proposer:
    return lambda _ctx, _incomplete: words


def _list_of(words: tuple[str, ...]) -> Proposer:
    """Words separated by commas: the last one is completed, and none is proposed twice."""

    def propose(_ctx: click.Context, incomplete: str) -> Proposed:
        before, comma, _ = incomplete.rpartition(",")
        typed = before.split(",") if comma else []
        return [f"{before}{comma}{word}" for word in words if word not in typed]

    return propose


def _formats(ctx: click.Context, incomplete: str) -> Proposed:
    """Formats of acts, separated by commas."""
    from conventions_cli.writers import FORMATS

    return _list_of(tuple(FORMATS))(ctx, incomplete)


def _files(*endings: str) -> Proposer:
    """Files of these kinds, and the folders that may hold some; hidden ones when asked for by their dot."""
    return lambda _ctx, incomplete: _walk(incomplete, lambda path: path.suffix.lower() in endings)


def _any_file(_ctx: click.Context, incomplete: str) -> Proposed:
    return _walk(incomplete, lambda _path: True)


def _folders(_ctx: click.Context, incomplete: str) -> Proposed:
    return _walk(incomplete, lambda _path: False)


def _walk(incomplete: str, accepted: Callable[[Path], bool]) -> list[str]:
    """The paths in a folder that begin as typed. When a folder is the only one, its contents are proposed instead."""
    names = _paths_from(incomplete, accepted)
    while len(names) == 1 and names[0].endswith("/"):
        inside = _paths_from(names[0], accepted)
        if not inside:
            break
        names = inside
    return names


def _paths_from(incomplete: str, wanted: Callable[[Path], bool]) -> list[str]:
    head, slash, tail = incomplete.rpartition("/")
    base = Path(f"{head}{slash}" or ".")
    quoted = os.environ.get(VARIABLE) in _QUOTING
    names = []
    try:
        for path in sorted(base.iterdir())[: 20 * _MOST]:
            if not path.name.startswith(tail) or path.name.startswith(".") > tail.startswith("."):
                continue
            path_text = f"{head}{slash}{path.name}"
            if not (_PLAIN.fullmatch(path_text) or (quoted and path_text.isprintable() and path_text[0] != "-")):
                continue
            if path.is_dir():
                names.append(f"{path_text}/")
            elif wanted(path):
                names.append(path_text)
    except OSError:
        return []
    return names


def _packs(ctx: click.Context, _incomplete: str) -> Proposed:
    from conventions_cli.templating import own_templates, pack_names

    folder = ctx.params.get("template_dir")
    return pack_names(Path(folder) if folder else None, own_templates(Path()))


def _packs_or_folders(ctx: click.Context, incomplete: str) -> Proposed:
    return [*_packs(ctx, incomplete), *_folders(ctx, incomplete)]


def _codes(_ctx: click.Context, incomplete: str) -> Proposed:
    from conventions_cli.pipeline import all_codes

    lower = incomplete[:1] == "c"
    return [code.lower() if lower else code for code in all_codes()]


def _texts(_ctx: click.Context, _incomplete: str) -> Proposed:
    from conventions_cli.law import all_texts

    return all_texts()


_BY_WORD: dict[str, Proposer] = {
    "SPEC": _files(*_YAML),
    "SPEC|DOSSIER": _files(*_YAML),
    "[SPEC]": _files(*_YAML),
    "[SPEC|DOSSIER…]": _files(*_YAML),
    "[SPEC…] [CLÉ VALEUR | CLÉ=VALEUR…]": _files(*_YAML),
    "[ANCIENNE] NOUVELLE": _files(*_YAML),
    "ACTE": _files(*_RETURNED),
    "ACTE.docx": _files(*_DOCX),
    "FICHIER.docx": _files(*_DOCX),
    "AVANT": _files(*_ACTS),
    "APRÈS": _files(*_ACTS),
    "FICHIER": _any_file,
    "[FICHIER]": _files(*_YAML),
    "PAGE|LISTE": _files(".md", ".json", ".csv", ".xlsx", ".ods", ".grist"),
    "DOSSIER": _folders,
    "MODÈLE": _packs,
    "MODÈLE|DOSSIER": _packs_or_folders,
    "CODE": _codes,
    "[CODE…]": _codes,
    "[TEXTE…]": _texts,
    "LISTE": _formats,
    "LECTURE": _one_of(("accepted", "rejected")),
    "SHELL": _one_of(tuple(shell.value for shell in Shell)),
}
# The forms of each command that has several; a test compares them with those that the commands accept.
_FORMS: dict[str, tuple[str, ...]] = {
    "validate": ("text", "json", "github", "gitlab", "sarif", "junit", "markdown"),
    "summary": ("table", "json", "csv", "xlsx", "html", "ics"),
    "diff": ("text", "json", "html", "markdown"),
    "status": ("table", "json"),
}
