"""`convention import`: makes a spec, and a pack of clauses, from an act of any origin."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from conventions_cli.cli.door import say, show
from conventions_cli.cli.french import refuse
from conventions_cli.cli.options import Quiet
from conventions_cli.cli.streams import DONE, FAULTS, deliver, deliver_all, exit_code, report

if TYPE_CHECKING:
    from conventions_cli.importing import Imported, SourceAct


def import_act(
    act: Annotated[Path, typer.Argument(metavar="ACTE", help="L’acte : un .docx, un .odt, un .md ou un .txt.")],
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FICHIER", help="Spécification à écrire (par défaut : ACTE.yaml, ici)."),
    ] = None,
    as_pack: Annotated[
        str | None,
        typer.Option("--as-pack", metavar="NOM", help="Faire aussi, des clauses de l’acte, un modèle de ce nom."),
    ] = None,
    template_dir: Annotated[
        Path, typer.Option("--template-dir", metavar="DOSSIER", help="Dossier où écrire ce modèle, créé au besoin.")
    ] = Path("modeles"),
    confirmed: Annotated[
        list[str] | None,
        typer.Option(
            "--lier", metavar="CLÉ", help="Tenir une lecture pour vérifiée, et la lier au modèle (répétable)."
        ),
    ] = None,
    carried: Annotated[
        bool,
        typer.Option("--de-la-specification", help="D’un acte modifié, reprendre la spécification qu’il porte."),
    ] = False,
    words: Annotated[
        bool, typer.Option("--du-texte", help="D’un acte qui porte sa spécification, ne lire que les mots.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Remplacer les fichiers qui existent déjà.")] = False,
    quiet: Quiet = False,
) -> None:
    """Reprendre un acte : sa spécification et, si on le demande, un modèle fait de ses propres clauses.

    La spécification ne porte que ce qui a été lu ; chaque ligne peu sûre dit où : « # à vérifier : lu à l’article 6 ».
    Avec --as-pack, l’acte est ensuite produit à nouveau et comparé mot à mot à l’original ; le code de sortie est 1
    s’il en diffère. Sans --as-pack, un acte produit par convention redonne la spécification qu’il porte, s’il est
    encore celui qu’elle produit ; sinon ses différences sont dites, et c’est à vous de choisir.

    \b
    Exemples :
      convention import acte.docx
      convention import acte.docx -o specs/acte.yaml
      convention import acte.docx --as-pack maison --force --lier finances.montant
      convention import acte-revenu.docx --du-texte
      convention import acte.docx --as-pack maison --template-dir modeles
    """
    from conventions_cli.files import file_stem
    from conventions_cli.importing import read_act

    if confirmed and as_pack is None:
        raise refuse("--lier va avec --as-pack : c’est dans un modèle qu’une valeur est liée.")
    _check_choice(as_pack, carried=carried, words=words)
    target = output or Path(f"{file_stem(act.stem)}.yaml")
    _check_free(target, as_pack, template_dir, force=force)
    outcome = read_act(act)
    report(outcome.diagnostics, quiet=quiet)
    if outcome.value is None:
        raise typer.Exit(exit_code(outcome.diagnostics, strict=False) or FAULTS)
    if as_pack is not None:
        raise typer.Exit(_as_pack(outcome.value, act, target, as_pack, template_dir, confirmed or [], quiet=quiet))
    if outcome.value.origin is None and carried:
        raise refuse(f"« {act.name} » ne porte pas de spécification. Taper la commande sans --de-la-specification.")
    if outcome.value.origin is not None and not words:
        if not carried and not _same_act(act, template_dir, quiet=quiet):
            raise typer.Exit(FAULTS)
        raise typer.Exit(_carried(outcome.value, act, target, quiet=quiet))
    raise typer.Exit(_as_spec(outcome.value, act, target, quiet=quiet))


def _check_free(target: Path, as_pack: str | None, template_dir: Path, *, force: bool) -> None:
    """Refuse a name that no pack can have, and a target that already exists."""
    if as_pack is not None:
        from conventions_cli.templating import available, is_name

        if not is_name(as_pack) or as_pack == "commun":
            raise refuse(
                f"« {as_pack} » n’est pas un nom de modèle. Employer lettres, chiffres et tirets : « maison »."
            )
        if as_pack in available():
            raise refuse(f"« {as_pack} » est le nom d’un modèle fourni. En choisir un autre, par exemple « maison ».")
        if (template_dir / as_pack).exists() and not force:
            home = template_dir / as_pack
            raise refuse(f"« {home} » existe déjà. Choisir un autre nom de modèle, ou le remplacer avec --force.")
    from conventions_cli.files import is_stream

    if target.exists() and not is_stream(target) and not force:
        raise refuse(f"« {target} » existe déjà. Choisir un autre nom avec -o, ou le remplacer avec --force.")


def _check_choice(as_pack: str | None, *, carried: bool, words: bool) -> None:
    if carried and words:
        raise refuse("--de-la-specification et --du-texte ne vont pas ensemble : choisir l’une ou l’autre.")
    if carried and as_pack is not None:
        raise refuse("--as-pack fait un modèle des mots de l’acte : le taper sans --de-la-specification.")


def _same_act(act: Path, folder: Path, *, quiet: bool) -> bool:
    """Whether the words of an act are still those of the spec it carries; if not, tell how, and what to type.

    `folder`: where its clauses may be. False for an act that cannot be compared.
    """
    from conventions_cli.pipeline import Options
    from conventions_cli.readers import Revisions
    from conventions_cli.verification import Verdict, examine, text_report

    same_words = {Verdict.INTACT, Verdict.BESIDE, Verdict.WORDS}
    examined = examine(act, None, Revisions.ACCEPTED, Options((), folder if folder.is_dir() else None))
    report(examined.diagnostics, quiet=quiet)
    verified = examined.value
    if verified is not None and verified.verdict in same_words and not verified.altered_spec:
        if verified.verdict is not Verdict.INTACT and not quiet:
            say(f"Aucun mot de « {act.name} » n’a changé, mais : {verified.verdict.value}.")
            say(f"Pour le détail : convention verify {act}")
        return True
    if verified is not None:
        show(text_report(verified, quiet=True), err=True)
    changed = verified is not None and verified.verdict is Verdict.CHANGED
    why = (
        "a été modifié depuis sa production" if changed else "porte une spécification qui n’est pas sûrement la sienne"
    )
    say(
        f"Rien n’est écrit : « {act.name} » {why}.",
        f"  Pour lire l’acte tel qu’il est : convention import {act} --du-texte",
        f"  Pour reprendre quand même la spécification qu’il porte : convention import {act} --de-la-specification",
    )
    return False


def _carried(source: "SourceAct", act: Path, target: Path, *, quiet: bool) -> int:
    """Write the spec that an act made by this program carries."""
    assert source.origin is not None  # noqa: S101 - its caller has checked
    code = _write({target: source.origin.spec}, quiet=quiet)
    if code == DONE and not quiet:
        intact = "" if source.origin.intact else " Elle a été modifiée depuis la production de l’acte : la relire."
        say(f"« {act.name} » a été produit par convention : voici la spécification qu’il porte.{intact}")
    return code


def _as_spec(source: "SourceAct", act: Path, target: Path, *, quiet: bool) -> int:
    from conventions_cli.importing import import_spec

    imported = import_spec(source.document, act.name, str(target))
    code = _write({target: imported.draft.text}, quiet=quiet)
    if code == DONE:
        _tell(imported, source.notices, quiet=quiet)
    return code


def _as_pack(
    source: "SourceAct", act: Path, target: Path, name: str, folder: Path, confirmed: list[str], *, quiet: bool
) -> int:
    from conventions_cli.importing import import_pack, link_lines, next_line, pack_lines, proof_lines, prove, verdict

    try:
        imported, pack = import_pack(source.document, act.name, str(target), name, confirmed)
    except KeyError as fault:
        hint = "Les clés sont celles du compte rendu de lecture, par exemple finances.montant."
        raise refuse(f"--lier : « {fault.args[0]} » n’a pas été lu dans cet acte. {hint}") from None
    files = {folder / name / file: text for file, text in pack.files.items()}
    code = _write({target: imported.draft.text, **files}, quiet=quiet)
    if code != DONE:
        return code
    _tell(imported, source.notices, quiet=quiet)
    verified = verdict(imported, str(target), folder)
    if verified and not quiet:
        say("", "Ce que la vérification dit de ces valeurs et de ce modèle :")
    report(verified, quiet=quiet)
    proof = prove(imported, name, folder)
    report(proof.diagnostics, quiet=quiet)
    _say_all(pack_lines(pack), quiet=quiet)
    _say_all(link_lines(pack, imported), quiet=quiet)
    _say_all(proof_lines(proof), quiet=quiet and proof.faithful)
    _say_all(next_line(imported, str(target), str(folder), verified), quiet=quiet)
    return DONE if proof.faithful else FAULTS


def _tell(imported: "Imported", notices: tuple[str, ...], *, quiet: bool) -> None:
    from conventions_cli.importing import report_lines

    _say_all(report_lines(imported.read, notices, imported.draft.spec.manques), quiet=quiet)
    if imported.diagnostics and not quiet:
        say("", "Ce que la vérification dit de ces valeurs :")
    report(imported.diagnostics, quiet=quiet)


def _say_all(lines: Iterable[str], *, quiet: bool) -> None:
    if not quiet:
        for line in lines:
            say(line)


def _write(files: dict[Path, str], *, quiet: bool) -> int:
    """Write files, and name them on stdout; clauses are named by their folder only."""
    from conventions_cli.files import refuse_taken, write_all
    from conventions_cli.foundation import endings_held

    (target, text), *others = ((path, text.encode("utf-8")) for path, text in files.items())
    refused = refuse_taken(path for path, _ in others)
    if refused is not None:
        report([refused], quiet=quiet)
        return exit_code([refused], strict=False)
    with endings_held():  # a spec and the pack made for it are written together
        code = deliver(target, text, quiet=quiet)
        shown = [path for path, _ in others if path.suffix != ".md"]
        return code or deliver_all(write_all(dict(others)), shown=shown, quiet=quiet)
