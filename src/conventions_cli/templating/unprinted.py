"""The declarations of a pack that its clauses do not print: roles, and values or sections it asks for in vain."""

from collections.abc import Iterator

from jinja2 import Environment, TemplateSyntaxError, nodes

from conventions_cli.document import SectionKind
from conventions_cli.foundation import Diagnostic, catalogue
from conventions_cli.model import CORE, LEADER, Convention, Element, fields_at
from conventions_cli.source import key_span, span_of
from conventions_cli.templating.naming import MODIFICATIONS, paths_of
from conventions_cli.templating.pack import Pack

# Names that clauses use for values of the spec.
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
_PARTIES = frozenset({"parties", "groupes", "par_role", "signataires"})  # names of parties without any role
# The sections of every act, the changes of an avenant, and the data published beside the act.
_UNASKED = CORE - {"duree"} | {MODIFICATIONS, "subvention"}


class Named:
    """The values that the clauses and the expressions of a pack name, « finances.montant »."""

    def __init__(self) -> None:
        self.values: set[str] = set()
        self.everyone = False  # whether an article names the parties without naming their roles

    def read(self, tree: nodes.Template, *, says: bool) -> None:
        """Add the values that a clause names; `says`: its element states what the parties do (`speaks`)."""
        inner = {id(node.node) for node in tree.find_all(nodes.Getattr)}
        outer = [node for node in tree.find_all((nodes.Name, nodes.Getattr)) if id(node) not in inner]
        names = {dotted.removeprefix("convention.") for node in outer if (dotted := _dotted(node))}
        starts = {name.split(".")[0] for name in names}
        self.values |= names | {str(node.value) for node in tree.find_all(nodes.Const) if isinstance(node.value, str)}
        self.values |= {path for alias, path in _ALIASES.items() if alias in starts}
        self.everyone |= says and not _PARTIES.isdisjoint(starts)

    def read_plan(self, pack: Pack, environment: Environment) -> None:
        """Add the values that the plan names: in conditions, in values given to clauses, in titles, in deadlines."""
        for element in pack.elements:
            conditions = [element.si, *(deadline.si for deadline in element.deadlines)]
            expressions = [*conditions, *element.avec.values(), *element.pour.values()]
            texts = [f"{{{{ ({expression}) }}}}" for expression in expressions if expression]
            for text in (*texts, element.titre or ""):
                try:
                    self.read(environment.parse(text), says=speaks(element))
                except TemplateSyntaxError:  # the trial reports it
                    continue
            for deadline in element.deadlines:
                paths = (deadline.le, deadline.de, deadline.declared_delay, deadline.montant)
                self.values |= {path for path in paths if isinstance(path, str)}

    def names(self, path: str) -> bool:
        """Whether clauses name a value, its container, a part of it, or a computed property of its container."""
        above = path.rpartition(".")[0]
        fields = fields_at(Convention, tuple(above.split("."))) if above else ()
        for name in self.values:
            if name == path or name.startswith(f"{path}.") or path.startswith(f"{name}."):
                return True
            holder, _, last = name.rpartition(".")
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
    needed = ("demande", manifest.demande or (), catalogue.TEMPLATE_MANIFEST)
    accepted = ("accepte", manifest.accepte, catalogue.TEMPLATE_TAKEN)
    for section, paths, code in (needed, accepted):
        for index, path in ((rank, path) for rank, text in enumerate(paths) for path in paths_of(text)):
            unlinked = any(key == path or key.startswith(f"{path}.") for key in manifest.non_lie)
            if unlinked or path.split(".")[0] in _UNASKED or named.names(path):
                continue
            message = f"Aucune clause n’imprime « {path} », que « {section} » nomme."
            hint = f"L’imprimer dans une clause, comme « {{{{ {path} }}}} », ou retirer cette ligne."
            yield Diagnostic(code, message, span_of(tree, (section, index)), hint)


def _dotted(node: nodes.Node) -> str:
    """The path « finances.montant » of an expression; empty when it does not begin with a name."""
    if isinstance(node, nodes.Name):
        return node.name
    if not isinstance(node, nodes.Getattr):
        return ""
    start = _dotted(node.node)
    return f"{start}.{node.attr}" if start else ""
