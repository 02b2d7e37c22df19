"""The values that a pack declares to be typed in its words (`non_lie`), reported when a spec has other values."""

from collections.abc import Iterator

from conventions_cli.foundation import Diagnostic, catalogue
from conventions_cli.french import AmountError, DateError, parse_amount, parse_date
from conventions_cli.model import Spec
from conventions_cli.source import KeyPath, Mapping, Node, Scalar, Sequence
from conventions_cli.templating.pack import MANIFEST, Pack


def unlinked_values(pack: Pack, spec: Spec) -> Iterator[Diagnostic]:
    """A diagnostic for each value of a spec that differs from the value typed in the words of the pack."""
    for key, typed in pack.manifest.non_lie.items():
        own = spec_value(spec.tree, key)
        if own is None and typed is None:
            continue
        path, value = own if own is not None else (tuple(key.split(".")), "")
        if typed is not None and same_value(value, str(typed)):
            continue
        old = "" if typed is None else f"disent « {typed} » et "
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
    """The path and the text of the value that a key names, « parties.0.nom »; None when the tree has no value there."""
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


def same_value(first: str, second: str) -> bool:
    """Whether two texts of a spec give the same value: the same words, the same amount or the same date."""
    if " ".join(first.split()) == " ".join(second.split()):
        return True
    try:
        return parse_amount(first) == parse_amount(second)
    except AmountError:
        pass
    try:
        return parse_date(first) == parse_date(second)
    except DateError:
        return False
