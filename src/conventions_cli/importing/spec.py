"""Facts to the text of a spec: keys in the order of the model, a comment on every line that is to be checked.

Nothing is invented: what was not read is left out, or stands as a comment « à compléter ».
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from conventions_cli.diagnostics import Severity, SourceText
from conventions_cli.importing.facts import DOUBTFUL, SURE, Fact, Facts, Path, shortened
from conventions_cli.model.build import Spec, build
from conventions_cli.model.chorus import AXES
from conventions_cli.model.labels import label_of
from conventions_cli.source import parse
from conventions_cli.source.dump import scalar_text

_PERSON = ("nom", "fonction", "genre", "par_delegation")
_ORDER: dict[Path, tuple[str, ...]] = {
    (): (
        *("modele", "titre", "reference", "nor", "entete", "date_signature", "lieu_signature", "amende", "dispositif"),
        *(
            "services",
            "parties",
            "duree",
            "finances",
            "chorus",
            "marches",
            "mobilisation",
            "visas",
            "copies",
            "annexes",
        ),
    ),
    ("amende",): ("titre", "date_signature", "numero"),
    ("dispositif",): ("sigle", "libelle", "promotion", "date_decision"),
    ("services", "*"): ("nom", "objectifs"),
    ("parties", "*"): (
        *("role", "groupe", "denomination", "nom", "sigle", "article", "genre", "nature", "adresse", "siret"),
        *("representants", "signataires"),
    ),
    ("parties", "*", "representants", "*"): _PERSON,
    ("parties", "*", "signataires", "*"): _PERSON,
    ("duree",): ("debut", "fin", "fin_comptable", "preavis_mois"),
    ("finances",): ("montant", "accompagnement", "echeancier", "tranches", "calendrier_cp", "cofinancement"),
    ("finances", "echeancier", "*"): ("ae", "cp"),
    ("finances", "tranches", "*"): ("part", "montant", "annee", "declencheur", "echeance", "condition"),
    ("finances", "calendrier_cp", "*"): ("annee", "quand"),
    ("finances", "cofinancement"): ("montant", "delai_mois", "convention_distincte"),
    ("chorus",): ("programme", "libelle_programme", *(axis.key for axis in AXES if axis.key != "programme"), "autres"),
    ("marches",): ("delegataire", "accompagnement"),
    ("mobilisation", "*"): ("profil", "jours_par_semaine"),
}
# What a signed act must hold: absent, it stands as a comment at its place.
_REQUIRED: dict[Path, tuple[str, ...]] = {
    (): ("modele", "date_signature", "dispositif", "services", "parties", "duree", "finances", "chorus"),
    ("dispositif",): ("sigle",),
    ("parties", "*"): ("nom", "article", "nature", "representants"),
    ("parties", "*", "representants", "*"): ("fonction",),
    ("duree",): ("fin",),
    ("finances",): ("montant", "echeancier"),
    ("chorus",): ("programme", "domaine_fonctionnel", "centre_financier", "activites", "centre_de_cout"),
}
_GROUPS = frozenset({"dispositif", "duree", "finances", "chorus"})
_MAX_MENDS = 5


@dataclass(slots=True)
class _Node:
    """A mapping or a list of the spec being written; a leaf has a fact."""

    fact: Fact | None = None
    children: dict[str | int, "_Node"] = field(default_factory=dict)

    def at(self, path: Path) -> "_Node":
        """The node at a path, made on the way."""
        node = self
        for step in path:
            node = node.children.setdefault(step, _Node())
        return node


@dataclass(frozen=True, slots=True)
class DraftSpec:
    """The text of a spec, and what it means."""

    text: str
    spec: Spec


def spec_text(facts: Facts, name: str, *, pack: str = "", notes: dict[str, str] | None = None) -> str:
    """The YAML of the facts. `name`: the file of the act; `pack`: its pack; `notes`: a remark by key, « duree.fin »."""
    root = _Node()
    for fact in facts:
        root.at(fact.path).fact = fact
    for key in _GROUPS:
        root.at((key,))
    if pack:
        root.at(("modele",)).fact = Fact(("modele",), pack, SURE, "", "")
        for key in ("titre", "annexes"):
            root.children.pop(key, None)  # the pack says them
    lines = [
        f"# Repris de « {_comment(name)} » par « convention import ». Ne porte que ce qui a pu être lu dans l’acte.",
        "# « à vérifier » : lecture à confirmer, avec l’endroit ; sans remarque : lecture sûre.",
    ]
    _mapping(root, (), "", lines, notes or {})
    if all(line.lstrip().startswith("#") for line in lines):
        lines.append("modele:  # à compléter : rien n’a pu être lu de cet acte")
    return "\n".join(lines) + "\n"


def draft_spec(text: str, name: str) -> DraftSpec:
    """Read the text back as a draft. A value the model refuses is left blank, the reading kept as a comment."""
    for _ in range(_MAX_MENDS):
        tree = parse(SourceText(name, text)).value
        assert tree is not None  # noqa: S101 - we have just written it; a property of the tests
        built = build(tree, draft=True)
        refused = {
            found.span.start.line: found.message
            for found in built.diagnostics
            if found.severity is Severity.ERROR and found.span is not None
        }
        mended = "\n".join(
            _without_value(line, refused.get(at, "")) for at, line in enumerate(text.split("\n"), start=1)
        )
        if mended == text:
            break
        text = mended
    assert built.value is not None  # noqa: S101 - `build` mends whatever it is given
    return DraftSpec(text, built.value)


def _without_value(line: str, reason: str) -> str:
    """A line without its value, which was refused; one that has none is left as it is."""
    head, separator, value = line.partition(": ")
    if not reason or not separator or value.startswith("#"):
        return line
    return f"{head}:  # à compléter : lu « {_comment(shortened(value))} », refusé : {_comment(reason)}"


def _mapping(node: _Node, path: Path, indent: str, lines: list[str], notes: dict[str, str]) -> None:
    pattern = tuple("*" if isinstance(step, int) or str(step).isdecimal() else step for step in path)
    order = _ORDER.get(pattern, ())
    required = _REQUIRED.get(pattern, ())
    others = sorted(str(key) for key in node.children if key not in order)
    for key in (*order, *others):
        child = node.children.get(key)
        if child is None:
            if key in required:
                note = notes.get(".".join(map(str, (*path, key))), "")
                what = label_of((*path, key))
                lines.append(f"{indent}# {key}:  # à compléter : {what}{f' ; {_comment(note)}' if note else ''}")
            continue
        _entry(f"{indent}{scalar_text(str(key))}:", child, (*path, key), indent, lines, notes)


def _entry(head: str, node: _Node, path: Path, indent: str, lines: list[str], notes: dict[str, str]) -> None:
    if node.fact is not None:
        lines.append(f"{head} {scalar_text(node.fact.value)}{remark(node.fact)}")
        return
    start = len(lines)
    lines.append(head)
    if all(isinstance(key, int) for key in node.children) and node.children:
        for key in sorted(node.children, key=int):
            _item(node.children[key], (*path, key), f"{indent}  ", lines, notes)
    else:
        _mapping(node, path, f"{indent}  ", lines, notes)
    if all(line.lstrip().startswith("#") for line in lines[start + 1 :]):
        lines[start] = f"{indent}# {head.lstrip()}  # à compléter"


def _item(node: _Node, path: Path, indent: str, lines: list[str], notes: dict[str, str]) -> None:
    if node.fact is not None:
        lines.append(f"{indent}- {scalar_text(node.fact.value)}{remark(node.fact)}")
        return
    inner: list[str] = []
    _mapping(node, path, f"{indent}  ", inner, notes)
    first = next(at for at, line in enumerate(inner) if not line.lstrip().startswith("#"))
    opening = inner.pop(first)
    lines.append(f"{indent}- {opening.lstrip()}")
    lines.extend(inner)


def remark(fact: Fact) -> str:
    """The comment of a line; nothing for what is sure."""
    if fact.confidence is SURE and not fact.note:
        return ""
    doubt = ", douteux" if fact.confidence is DOUBTFUL else ""
    quote = f", « {_comment(shortened(fact.quote))} »" if fact.quote else ""
    note = f" ; {_comment(fact.note)}" if fact.note else ""
    return f"  # à vérifier{doubt} : lu {fact.place}{quote}{note}"


def to_check(facts: Facts) -> Iterator[Fact]:
    """The facts that bear a remark."""
    return (fact for fact in facts if fact.confidence is not SURE or fact.note)


def _comment(text: str) -> str:
    """A text that may stand in a comment: one line."""
    return " ".join(text.split())
