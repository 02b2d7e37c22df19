"""What a pack declares and nothing of it prints: roles no clause speaks of, values and sections asked for in vain."""

from collections.abc import Iterator

from jinja2 import Environment, TemplateSyntaxError, nodes

from conventions_cli.document import SectionKind
from conventions_cli.foundation import Diagnostic, catalogue
from conventions_cli.model import CORE, LEADER, Convention, Element, fields_at
from conventions_cli.source import key_span, span_of
from conventions_cli.templating.naming import MODIFICATIONS, paths_of
from conventions_cli.templating.pack import Pack

# What clauses call otherwise than the spec does.
_ALIASES = {
    "plusieurs_services": "services",
    "equipe": "services",
    "echeanciers": "finances.echeancier",
    "tranches": "finances.tranches",
    "versements": "finances.versements",
    "contributions": "finances.contributions",
    "distincte": "finances.cofinancement",
    "libelle_programme": "chorus.programme",
    "axes_chorus": "chorus",
    "axes_credites": "chorus_credite",
    "avancement": "execution",
    "bilan": "execution",
    "constats": "execution",
    "date_compte_rendu": "execution",
    "avenant": "amende",
}
_PARTIES = frozenset({"parties", "groupes", "par_role", "signataires"})  # whatever their roles
# Those any act may have, what an avenant is made of, what is published beside the act.
_UNASKED = CORE - {"duree"} | {MODIFICATIONS, "subvention"}


class Named:
    """The values that the clauses and the expressions of a pack name, « finances.montant »."""

    def __init__(self) -> None:
        self.found: set[str] = set()
        self.everyone = False  # whether an article speaks of the parties, whatever their roles

    def read(self, tree: nodes.Template, *, says: bool) -> None:
        """Add what a clause names; `says`: it says more than who the parties are."""
        inner = {id(node.node) for node in tree.find_all(nodes.Getattr)}
        whole = [node for node in tree.find_all((nodes.Name, nodes.Getattr)) if id(node) not in inner]
        names = {written.removeprefix("convention.") for node in whole if (written := _dotted(node))}
        starts = {one.split(".")[0] for one in names}
        self.found |= names | {str(one.value) for one in tree.find_all(nodes.Const) if isinstance(one.value, str)}
        self.found |= {path for alias, path in _ALIASES.items() if alias in starts}
        self.everyone |= says and not _PARTIES.isdisjoint(starts)

    def read_plan(self, pack: Pack, environment: Environment) -> None:
        """Add what the plan names: conditions, values given to clauses, titles, deadlines."""
        for element in pack.elements:
            texts = [element.si, *element.avec.values(), *element.pour.values(), *(one.si for one in element.deadlines)]
            for text in [f"{{{{ ({one}) }}}}" for one in texts if one] + [element.titre or ""]:
                try:
                    self.read(environment.parse(text), says=speaks(element))
                except TemplateSyntaxError:  # told by the trial
                    continue
            for one in element.deadlines:
                paths = (one.le, one.de, one.declared_delay, one.montant)
                self.found |= {path for path in paths if isinstance(path, str)}

    def names(self, path: str) -> bool:
        """Whether a value is named, or what holds it, or what it holds, or what is worked out beside it."""
        above = path.rpartition(".")[0]
        fields = fields_at(Convention, tuple(above.split("."))) if above else ()
        for one in self.found:
            if one == path or one.startswith(f"{path}.") or path.startswith(f"{one}."):
                return True
            holder, _, last = one.rpartition(".")
            if above and holder == above and last not in fields:
                return True
        return False


def speaks(element: Element) -> bool:
    """Whether a part of the plan says what the parties do, and not only who they are."""
    return element.article is not None or element.section is SectionKind.BODY


def unprinted(pack: Pack, named: Named) -> Iterator[Diagnostic]:
    """Each declaration that nothing of the pack prints, at its place."""
    manifest, tree = pack.manifest, pack.tree
    leading = set(manifest.conduite) if named.names(LEADER) else set()
    for key in manifest.roles:
        if named.everyone or key in leading or named.names(key):
            continue
        message = f"Aucune clause ne parle du rôle « {key} » : l’acte ne dirait pas ce que fait qui le tient."
        hint = f"Le nommer dans une clause, comme « {{{{ {key} | Le }}}} », ou retirer ce rôle."
        yield Diagnostic(catalogue.TEMPLATE_MANIFEST, message, key_span(tree, ("roles", key)), hint)
    asked = ("demande", manifest.demande or (), catalogue.TEMPLATE_MANIFEST)
    taken = ("accepte", manifest.accepte, catalogue.TEMPLATE_TAKEN)
    for section, paths, code in (asked, taken):
        for index, path in ((rank, path) for rank, text in enumerate(paths) for path in paths_of(text)):
            known = any(one == path or one.startswith(f"{path}.") for one in manifest.non_lie)
            if known or path.split(".")[0] in _UNASKED or named.names(path):
                continue
            message = f"Aucune clause n’imprime « {path} », que « {section} » nomme."
            hint = f"L’imprimer dans une clause, comme « {{{{ {path} }}}} », ou retirer cette ligne."
            yield Diagnostic(code, message, span_of(tree, (section, index)), hint)


def _dotted(node: nodes.Node) -> str:
    """« finances.montant »; empty for what does not begin with a name."""
    if isinstance(node, nodes.Name):
        return node.name
    if not isinstance(node, nodes.Getattr):
        return ""
    start = _dotted(node.node)
    return f"{start}.{node.attr}" if start else ""
