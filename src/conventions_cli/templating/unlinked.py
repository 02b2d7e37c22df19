"""The values that words of a pack say by themselves, as it declares them (`non_lie`): told when a spec has others."""

from collections.abc import Iterator

from conventions_cli.foundation import Diagnostic, catalogue
from conventions_cli.french import AmountError, DateError, parse_amount, parse_date
from conventions_cli.model import Spec
from conventions_cli.source import KeyPath, Mapping, Node, Scalar, Sequence
from conventions_cli.templating.pack import MANIFEST, Pack


def unlinked_values(pack: Pack, spec: Spec) -> Iterator[Diagnostic]:
    """Each value of a spec that is not the one the words of the pack say, at its place."""
    for key, said in pack.manifest.non_lie.items():
        found = spec_value(spec.tree, key)
        if found is None and said is None:
            continue
        path, value = found if found is not None else (tuple(key.split(".")), "")
        if said is not None and same_value(value, str(said)):
            continue
        old = "" if said is None else f"disent « {said} » et "
        now = f"vaut « {value} »" if value else "n’est pas dit"
        message = (
            f"Des mots du modèle « {pack.name} » {old}ne suivent pas « {key} », qui {now} : l’acte garderait ces mots."
        )
        hint = (
            f"Relire les clauses : y corriger ces mots, ou y écrire « {{{{ {key} }}}} » ; puis mettre à jour « {key} » "
            f"sous « non_lie: » de {pack.home / MANIFEST}, ou retirer cette ligne si ces mots suivent ou parlent "
            "d’autre chose."
        )
        yield Diagnostic(catalogue.TEMPLATE_UNLINKED, message, spec.span(*path), hint)


def spec_value(tree: Mapping, key: str) -> tuple[KeyPath, str] | None:
    """The path and the text of the value that a key names, « parties.0.nom »; None when nothing is written there."""
    node: Node | None = tree
    path: list[str | int] = []
    for step in key.split("."):
        if isinstance(node, Sequence):
            index = int(step) if step.isdecimal() else len(node.items)
            node = node.items[index] if index < len(node.items) else None
            path.append(index)
        else:
            node = node.get(step) if isinstance(node, Mapping) else None
            path.append(step)
    return (tuple(path), node.text) if isinstance(node, Scalar) and not node.blank else None


def same_value(one: str, other: str) -> bool:
    """Whether two texts of a spec say one value, however it is typed."""
    if " ".join(one.split()) == " ".join(other.split()):
        return True
    try:
        return parse_amount(one) == parse_amount(other)
    except AmountError:
        pass
    try:
        return parse_date(one) == parse_date(other)
    except DateError:
        return False
