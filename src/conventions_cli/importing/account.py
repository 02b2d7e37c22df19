"""The lines an import prints: the facts read and how sure they are, those to check, those missing and who has them."""

from collections.abc import Iterator

from conventions_cli.facts import Confidence
from conventions_cli.foundation import Diagnostic, has_errors
from conventions_cli.importing.every_fact import ReadAct
from conventions_cli.importing.facts import Fact, Path, shortened
from conventions_cli.importing.house_pack import HousePack
from conventions_cli.importing.recognised_kind import kind_of_act
from conventions_cli.importing.roundtrip import Gap
from conventions_cli.importing.spec import to_check
from conventions_cli.importing.taking_in import Imported, Proof
from conventions_cli.model import Manque

_SHOWN = 60


def pack_lines(pack: HousePack) -> Iterator[str]:
    """Describes a new pack: its clauses, the mentions required by law that it lacks, the parts of the act it lost."""
    yield ""
    yield f"Modèle : {_count(len(pack.files) - 1, 'clause')}."
    if not pack.typography:
        yield "  Les lettres de l’acte sont gardées telles quelles (« typographie: non » dans modele.yaml)."
    for mention in pack.missing:
        yield f"  Mention non trouvée : {mention} (à déclarer par « enonce: » si un article la porte)."
    for loss in pack.losses:
        yield f"  Non repris : {loss}."


def link_lines(pack: HousePack, imported: Imported) -> Iterator[str]:
    """Lists the values that change no word of the clauses, then the words that repeat a value but stay as they are."""
    moves, to_come = pack.moves, "« convention render » préviendra si cette valeur change"
    if moves.unlinked:
        yield ""
        yield f"Lu, mais non lié : ces mots restent tels quels dans le modèle, et {to_come}."
        doubted = {fact.path for fact in to_check(imported.read.facts)}
        beside = {path for path, _ in moves.wrong}
        for fact in moves.unlinked:
            why = " (à vérifier d’abord)" if fact.path in doubted else ""
            why = why or (" (dit deux fois au même endroit)" if fact.path in beside else "")
            yield f"  {path_text(fact.path)} : {shortened(fact.value, 80)} – lu {fact.place}{why}"
        if doubted & {fact.path for fact in moves.unlinked}:
            yield "  Une fois la lecture vérifiée, pour la lier : même commande, avec --force et --lier CLÉ."
    if moves.unmoved:
        yield ""
        yield f"Mêmes mots ailleurs, non liés : peut-être un autre fait. Ils restent tels quels, et {to_come}."
        for passage in moves.unmoved[:_SHOWN]:
            fact, words = passage.fact, shortened(passage.words, 100)
            yield f"  {path_text(fact.path)} : {shortened(fact.value, 60)} – {passage.place}, « {words} »"
        if len(moves.unmoved) > _SHOWN:
            yield f"  … et {len(moves.unmoved) - _SHOWN} autres"


def proof_lines(proof: Proof) -> Iterator[str]:
    """Tells the result of the round trip."""
    if proof.diagnostics:
        yield "Aller-retour : l’acte n’a pas pu être produit avec ce modèle ; voir les erreurs ci-dessus."
        return
    words = [difference for difference in proof.differences if difference.gap is Gap.WORDS]
    blanks = len(proof.differences) - len(words)
    if not words:
        yield "Aller-retour : l’acte produit avec ce modèle est l’original, mot pour mot."
    else:
        yield f"Aller-retour : {_count(len(words), 'différence')} avec l’original."
    for difference in words:
        act, rendered = shortened(difference.act, 100), shortened(difference.rendered, 100)
        yield f"  {difference.place} : « {act} » devient « {rendered} »"
    if blanks:
        yield f"  Espaces seulement : {_count(blanks, 'passage')} (espaces insécables de la typographie française)."


def next_line(imported: Imported, target: str, folder: str, diagnostics: tuple[Diagnostic, ...]) -> Iterator[str]:
    """Tells the next command to run. `diagnostics`: those of the imported spec."""
    if has_errors(diagnostics):
        yield ""
        yield "L’acte lui-même appelle des corrections (ci-dessus) avant que « convention render » le produise."
        return
    draft = " --draft" if any(manque.cle != "date_signature" for manque in imported.draft.spec.manques) else ""
    yield ""
    yield f"Ensuite : convention render {target} --template-dir {folder}{draft}"


def path_text(path: Path) -> str:
    """A path as messages and `--set` write it: « parties.1.nom »."""
    return ".".join(str(step) for step in path)


def report_lines(read: ReadAct, notices: tuple[str, ...], missing: tuple[Manque, ...]) -> Iterator[str]:
    """The lines of the report of an import."""
    facts = sorted(read.facts, key=lambda fact: fact.confidence.rank)
    doubted = list(to_check(read.facts))
    counts = f"{_count(read.act.articles, 'article')}, {_count(len(facts), 'information')}"
    yield f"Lu : {counts}, dont {len(doubted)} à vérifier."
    yield kind_of_act(read).line
    for confidence in Confidence:
        group = [fact for fact in facts if fact.confidence is confidence]
        if group:
            yield ""
            yield f"Lecture {_FEMININE[confidence]} :"
            yield from (f"  {_line(fact)}" for fact in group)
    if missing:
        yield ""
        yield "Non lu, à compléter :"
        for supplier in dict.fromkeys(manque.fournisseur for manque in missing):
            names = ", ".join(
                f"{manque.libelle} ({manque.cle})" for manque in missing if manque.fournisseur == supplier
            )
            yield f"  auprès {_contracted(supplier)} : {names}"
    if notices:
        yield ""
        yield "Dans le document, mais hors de l’acte :"
        yield from (f"  {shortened(notice, 160)}" for notice in notices[:_SHOWN])
        if len(notices) > _SHOWN:
            yield f"  … et {len(notices) - _SHOWN} autres"


_FEMININE = {Confidence.SURE: "sûre", Confidence.LIKELY: "probable", Confidence.DOUBTFUL: "douteuse"}


def _line(fact: Fact) -> str:
    note = f" ({fact.note})" if fact.note else ""
    return f"{path_text(fact.path)} : {shortened(fact.value, 80)} – lu {fact.place}{note}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' if number > 1 else ''}"


def _contracted(supplier: str) -> str:
    return f"du {supplier[3:]}" if supplier.startswith("le ") else f"de {supplier}"
