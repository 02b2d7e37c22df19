"""`convention fix`: the corrections that diagnostics propose, shown and applied one by one."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from conventions_cli.cli.door import query, say, tell
from conventions_cli.cli.french import refuse
from conventions_cli.cli.options import BakOption, Quiet, TemplateDir
from conventions_cli.cli.streams import DISK, DONE, FAULTS, STDIN, exit_code, report
from conventions_cli.cli.tree import files_named
from conventions_cli.foundation import Severity

if TYPE_CHECKING:
    from conventions_cli.editing import Choice, Fixed, Keeping, Proposal, TextFile

_ANSWERS = {"o": "o", "oui": "o", "n": "n", "non": "n", "t": "t", "toutes": "t", "q": "q", "quitter": "q"}


def fix(
    files: Annotated[
        list[str], typer.Argument(metavar="SPEC|DOSSIER…", help="Spécifications, annuaires, fonds communs ou dossiers.")
    ],
    yes: Annotated[
        bool, typer.Option("--yes", help="Appliquer tout ce qui ne se devine pas, sans rien demander.")
    ] = False,
    codes: Annotated[
        list[str] | None, typer.Option("--code", metavar="CODE", help="Seulement les constats de ce code (répétable).")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Montrer sans rien changer ; code de sortie 1 s’il y a à corriger.")
    ] = False,
    template_dir: TemplateDir = None,
    bak: BakOption = False,
    quiet: Quiet = False,
) -> None:
    """Appliquer les corrections que les constats proposent : chacune est montrée, et demandée.

    Les unes ne changent que la façon d’écrire (espaces, tirets, capitales, dates) : --yes les applique. Les autres se
    devinent (lettre O pour zéro, mot proche) : elles ne s’appliquent que sur réponse, ou avec --yes et leur --code.

    \b
    Exemples :
      convention fix specs/domifa.yaml
      convention fix specs --dry-run
      convention fix specs --yes
      convention fix specs/domifa.yaml --yes --code C335
    """
    if STDIN in files:
        raise refuse("« fix » écrit dans des fichiers : l’entrée standard (-) n’en est pas un.")
    if yes and dry_run:
        raise refuse("--yes et --dry-run s’excluent : choisir l’un des deux.")
    wanted = _checked_codes(codes or [])
    from conventions_cli.editing import Keeping, open_to_fix

    paths, faults = files_named(files)
    report(faults, quiet=quiet)
    code = exit_code(faults, strict=False)
    asks = not yes and not dry_run and sys.stdin.isatty() and sys.stderr.isatty()
    session = _Session(wanted, yes=yes, asks=asks, keeping=Keeping("fix") if bak else None)
    for path in paths:
        file, unread = open_to_fix(path)
        if file is None:
            report(unread, quiet=quiet)
            code = max(code, exit_code(unread, strict=False))
        elif asks or yes:
            code = max(code, _fix(file, session, template_dir, quiet=quiet))
        else:
            code = max(code, _show(file, session, template_dir))
        if session.stopped:
            break
    session.sum_up(quiet=quiet, wrote=asks or yes)
    raise typer.Exit(code)


def _checked_codes(codes: list[str]) -> frozenset[str]:
    from conventions_cli.pipeline import all_codes

    for code in codes:
        if code.upper() not in all_codes():
            raise refuse(f"le code « {code} » n’existe pas ; « convention explain {code} » en donnerait la page.")
    return frozenset(code.upper() for code in codes)


class _Session:
    """The answers so far; « toutes » holds until the end."""

    def __init__(self, codes: frozenset[str], *, yes: bool, asks: bool, keeping: "Keeping | None") -> None:
        self.codes, self.yes, self.asks, self.keeping = codes, yes, asks, keeping
        self.everything = False
        self.stopped = False
        self.applied = self.guesses = self.shown = 0

    def wants(self, proposal: "Proposal") -> bool:
        """Whether the code of a proposal is among those asked for."""
        return not self.codes or proposal.diagnostic.code.number in self.codes

    def decide(self, proposal: "Proposal") -> "Choice":
        """Show a proposal, and return the decision on it."""
        from conventions_cli.editing import Choice

        if not self.wants(proposal):
            return Choice.LEAVE
        guess = not proposal.replacement.certain
        if self.yes and guess and not self.codes:
            self.guesses += 1
            return Choice.LEAVE
        _tell(proposal)
        if self.yes or (self.everything and not guess):
            return Choice.APPLY
        return self._ask(guess=guess)

    def _ask(self, *, guess: bool) -> "Choice":
        from conventions_cli.editing import Choice

        question = "À vérifier : appliquer ?" if guess else "Appliquer ?"
        while True:
            query(f"{question} (o)ui, (n)on, (t)outes, (q)uitter : ")
            line = sys.stdin.readline()
            answer = _ANSWERS.get(line.strip().lower()) if line else "q"
            if answer is not None:
                break
            say("Répondre par o, n, t ou q.")
        if answer == "q":
            self.stopped = True
            return Choice.STOP
        if answer == "t":
            self.everything = True
        return Choice.LEAVE if answer == "n" else Choice.APPLY

    def sum_up(self, *, quiet: bool, wrote: bool) -> None:
        """The last line: the number of corrections applied, or that could be."""
        if not wrote:
            many = "s" if self.shown > 1 else ""
            count = f"{self.shown} correction{many} possible{many}" if self.shown else "Rien à corriger d’office"
            how = " ; « convention fix --yes » applique celles qui sont sûres" if self.shown else ""
            say(f"{count}{how}.")
            return
        if quiet:
            return
        many = "s" if self.applied > 1 else ""
        phrase = f"{self.applied} correction{many} appliquée{many}" if self.applied else "Aucune correction appliquée"
        if self.guesses:
            phrase += (
                f" ; {self.guesses} à vérifier, non appliquée{'s' if self.guesses > 1 else ''} (les voir : --dry-run)"
            )
        say(f"{phrase}.")


def _tell(proposal: "Proposal") -> None:
    from conventions_cli.editing import marked_lines

    diagnostic, span = proposal.diagnostic, proposal.replacement.span
    say("", f"{span.location}: {diagnostic.code.number} : {diagnostic.message}")
    if not proposal.replacement.certain and diagnostic.hint:
        say(f"  {diagnostic.hint}")
    for sign, line in marked_lines(proposal.before, proposal.after):
        say(f"  {sign} {line}")


def _show(file: "TextFile", session: _Session, template_dir: Path | None) -> int:
    from conventions_cli.editing import proposals

    offered = [proposal for proposal in proposals(file.source.text, file.path, template_dir) if session.wants(proposal)]
    for proposal in offered:
        _tell(proposal)
    session.shown += len(offered)
    return FAULTS if offered else DONE


def _fix(file: "TextFile", session: _Session, template_dir: Path | None, *, quiet: bool) -> int:
    from conventions_cli.editing import fix as apply

    done = apply(file, session.decide, template_dir)
    for proposal, worse in done.undone:
        say("", f"{proposal.replacement.span.location}: correction annulée, elle ferait apparaître d’autres erreurs :")
        report(worse, quiet=False)
    session.applied += len(done.applied)
    if done.text != file.source.text:
        fault = file.write(done.text, session.keeping)
        if fault is not None:
            session.applied -= len(done.applied)
            report([fault], quiet=quiet)
            return DISK
        tell(file.source.name)
    _remains(done, quiet=quiet)
    return exit_code(done.remaining, strict=False)


def _remains(done: "Fixed", *, quiet: bool) -> None:
    shown = [diagnostic for diagnostic in done.remaining if diagnostic.severity is Severity.ERROR]
    if shown:
        say("", f"{done.file.source.name} : il reste à corriger à la main :")
        report(shown, quiet=quiet)
    elsewhere = {
        diagnostic.span.source.name
        for diagnostic in done.remaining
        if diagnostic.span is not None
        and diagnostic.replacement is not None
        and diagnostic.span.source.name != done.file.source.name
    }
    for name in sorted(elsewhere):
        say(f"Une correction est possible dans un fichier hérité : convention fix {name}")
