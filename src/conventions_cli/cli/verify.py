"""`convention verify`: tells whether a returned act is still the act of its spec, and the errors in its words."""

from pathlib import Path
from typing import Annotated

import typer

from conventions_cli.cli.carry import apply as carry
from conventions_cli.cli.carry import check_possible
from conventions_cli.cli.door import hand, say, show
from conventions_cli.cli.french import refuse
from conventions_cli.cli.options import BakOption, Quiet, Strict, TemplateDir
from conventions_cli.cli.streams import DISK, DONE, FAULTS, check_one, deliver, exit_code, report, say_packs
from conventions_cli.foundation import Severity

_FORMATS = ("text", "json")
_REVISIONS = ("accepted", "rejected")
_OTHER_FORMS = frozenset({".odt", ".md", ".markdown", ".txt", ".text"})


def verify(
    act: Annotated[
        Path, typer.Argument(metavar="ACTE", help="Acte revenu, ou venu d’ailleurs : .docx, .odt, .md ou .txt.")
    ],
    spec: Annotated[
        str | None, typer.Argument(metavar="[SPEC]", help="Spécification ; sans elle, celle que l’acte porte.")
    ] = None,
    form: Annotated[str, typer.Option("--format", metavar="FORME", help="Forme : text ou json.")] = "text",
    revisions: Annotated[
        str | None,
        typer.Option(
            "--revisions",
            metavar="LECTURE",
            help="Lire les modifications suivies comme accepted (par défaut) ou rejected.",
        ),
    ] = None,
    apply: Annotated[
        bool, typer.Option("--apply", help="Reporter dans SPEC les valeurs changées, après les avoir demandées.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Avec --apply : reporter ce qui est sûr, sans demander.")] = False,
    bak: BakOption = False,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FICHIER", help="Écrire le rapport dans ce fichier.")
    ] = None,
    template_dir: TemplateDir = None,
    strict: Strict = False,
    quiet: Quiet = False,
) -> None:
    """Vérifier un acte revenu : ce qui a changé, où le reporter, et ce qui cloche dans ses mots.

    Chaque changement est dit à son article, avec la clé YAML ou le fichier de clause où le reporter.
    Tout acte est relu : renvois, sommes, codes CHORUS, noms des parties, visas.
    --apply montre chaque valeur changée, la demande, et l’écrit dans la spécification si les règles l’admettent.
    « Intact » ne se dit que de ce qui a été comparé en entier : tout le reste du fichier est nommé, à son endroit.
    Codes de sortie : 0 rien à redire ; 1 acte qui n’est pas intact, ou fichier fautif ; 3 fichier introuvable.

    \b
    Exemples :
      convention verify build/domifa.docx
      convention verify build/domifa.docx specs/domifa.yaml --revisions rejected
      convention verify build/domifa.docx specs/domifa.yaml --apply
      convention verify build/domifa.md specs/domifa.yaml
      convention verify build/domifa.docx --format json -o rapport.json
    """
    if form not in _FORMATS:
        raise refuse(f"la forme « {form} » n’existe pas. Formes : {', '.join(_FORMATS)}.")
    if revisions is not None and revisions not in _REVISIONS:
        raise refuse(f"--revisions attend accepted ou rejected, et non « {revisions} ».")
    if revisions is not None and act.suffix.lower() in _OTHER_FORMS:
        raise refuse("--revisions ne vaut que pour un document Word (.docx) : ici, elles sont lues comme acceptées.")
    if (yes or bak) and not apply:
        raise refuse(f"{'--yes' if yes else '--bak'} va avec --apply.")
    target = check_possible(spec, form) if apply else None
    from conventions_cli.pipeline import Options
    from conventions_cli.readers import Revisions
    from conventions_cli.verification import Given, examine

    wanted = Given(spec, lambda options: check_one(spec, options)) if spec is not None else None
    read = Revisions.REJECTED if revisions == "rejected" else Revisions.ACCEPTED
    outcome = examine(act, wanted, read, Options((), template_dir))
    if outcome.value is None:
        report(outcome.diagnostics, quiet=quiet)
        raise typer.Exit(exit_code(outcome.diagnostics, strict=False) or FAULTS)
    from conventions_cli.templating import use_of

    verified = outcome.value
    say_packs([use_of(verified.pack)] if verified.pack is not None else [], quiet=quiet)
    warned = any(remark.severity is Severity.WARNING for remark in verified.remarks)
    code = FAULTS if verified.faulty or (strict and warned) else DONE
    if form == "json":
        from conventions_cli.verification import json_report

        text = json_report(verified)
    else:
        from conventions_cli.verification import text_report

        text = text_report(verified, quiet=quiet)
    if output is None:
        if form == "text":
            show(text)
        else:
            hand(text.encode("utf-8", "replace"))
    elif deliver(output, text.encode("utf-8", "replace"), quiet=quiet, named=False) != DONE:
        raise typer.Exit(DISK)
    elif not quiet:
        say(f"Rapport écrit : {output}")
    if target is not None and code != DONE:
        code = carry(verified, target, yes=yes, bak=bak, revisions=revisions, template_dir=template_dir)
    raise typer.Exit(code)
