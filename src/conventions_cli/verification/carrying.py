"""The values a returned act changed, as they would be written in its spec, each proved on the act made again.

A value is guessed from the words that changed, put in the spec, and the act is made again of it. It is proposed only
when the passage then holds more of the returned words. It is sure only when nothing else could be meant: otherwise a
person is asked, with the reason.
"""

from collections.abc import Iterator

from conventions_cli.comparison import Change, Collector, Kind, Op, align
from conventions_cli.document import Document
from conventions_cli.foundation import Effort, Outcome, Record, SourceText, Span, replace
from conventions_cli.french import folded
from conventions_cli.model import build
from conventions_cli.source import KeyPath, Mapping, Scalar, Sequence, find, override, parse
from conventions_cli.verification.alterations import printed
from conventions_cli.verification.guessing import guesses
from conventions_cli.verification.remade import EMBEDDED, Remade
from conventions_cli.verification.returned import Report
from conventions_cli.verification.verdicts import Found, compared
from conventions_cli.verification.word_origins import Clause

_MOST_GUESSES = 8  # values tried for one key and one passage: each has the whole act made again
_MOST_TRIED = 100  # values tried for one act
_TELLING = 4  # letters of a value from which finding them in a passage tells that it is there
_MOST_PLACES = 3

Weights = dict[str, int]  # how many letters differ, by passage


class Proposal(Record, frozen=True):
    """A value to write. `place`: the passage it was read in; `span`: where the spec, or a file it inherits, has it.

    `doubt`: why it may not be what was meant, a French phrase; empty when it is sure.
    """

    key: str
    before: str
    after: str
    place: str
    span: Span
    doubt: str = ""


class Left(Record, frozen=True):
    """A change of words that no value accepted carries: it is to be made by hand."""

    change: Change
    keys: tuple[str, ...]
    clause: Clause | None


class Carrying:
    """The proposals for one act, one after the other: each follows from the spec as it is with those accepted.

    `carried`: the spec the act carries, which tells what was changed in ours since the act was made.
    """

    def __init__(self, remade: Remade, returned: Document, found: tuple[Found, ...], carried: str = "") -> None:
        self.remade, self.returned, self.found = remade, returned, found
        self.tree: Mapping = remade.checked.spec.tree
        self.carried = parse(SourceText(EMBEDDED, carried)).value if carried else None
        self.accepted: list[Proposal] = []
        self.weights = _weights(remade.document, returned)
        self.tried = 0
        self._made: dict[str, tuple[Mapping, Weights] | None] = {}

    def proposals(self) -> Iterator[Proposal]:
        """What may be written; call `accept` before asking for the next one."""
        asked: set[tuple[str, str]] = set()
        for found in self.found:
            change = found.change
            if change.kind is not Kind.CHANGED:
                continue
            while self.weights.get(change.place):
                best = [one for key in found.target.keys if (one := self._best(key, change)) is not None]
                new = [one for one in best if (one[1].key, one[1].after) not in asked]
                if not new:
                    break
                rank, proposal = min(new, key=lambda one: one[0])
                asked.add((proposal.key, proposal.after))
                rivals = [other.key for other_rank, other in best if other_rank == rank and other.key != proposal.key]
                yield replace(proposal, doubt=self._doubt(proposal, change, rivals))

    def accept(self, proposal: Proposal) -> None:
        """Put a value in the spec, in memory."""
        made = self._with(proposal.key, proposal.after)
        if made is not None:
            self.tree, self.weights = made
            self._made.clear()
            self.accepted.append(proposal)

    def left(self) -> tuple[Left, ...]:
        """The changes of words that the accepted values do not carry."""
        return tuple(
            Left(one.change, one.target.keys, one.target.clause)
            for one in self.found
            if one.change.kind is not Kind.FORMATTING
            and (one.change.kind is not Kind.CHANGED or self.weights.get(one.change.place))
        )

    def settings(self) -> list[str]:
        """The values accepted, as `convention set` takes them."""
        return [f"{one.key}={one.after}" for one in self.accepted]

    def _best(self, key: str, change: Change) -> tuple[tuple[int, int], Proposal] | None:
        """The value of a key that brings most of a passage back, if one does, with what still differs then."""
        node, rest = find(self.tree, _path(self.tree, key))
        if rest or not isinstance(node, Scalar) or node.blank:
            return None
        best: tuple[tuple[int, int], Proposal] | None = None
        for guess in list(dict.fromkeys(guesses(node.text, change)))[:_MOST_GUESSES]:
            made = self._with(key, guess) if guess not in {node.text, ""} else None
            if made is None or made[1].get(change.place, 0) >= self.weights[change.place]:
                continue
            rank = (made[1].get(change.place, 0), sum(made[1].values()))
            if best is None or rank < best[0]:
                best = (rank, Proposal(key, node.text, guess, change.place, node.span))
        return best

    def _doubt(self, proposal: Proposal, change: Change, rivals: list[str]) -> str:
        """Why a value may not be what was meant; empty when nothing else could be."""
        made = self._with(proposal.key, proposal.after)
        weights: Weights = made[1] if made is not None else {}
        known = find(self.carried, _path(self.carried, proposal.key)) if self.carried is not None else None
        if known is not None and not known[1] and isinstance(known[0], Scalar):
            had = known[0].text
            if folded(printed(had)) != folded(printed(proposal.before)):
                return f"l’acte a été produit avec «\u00a0{had}\u00a0», et la spécification a changé depuis"
        also = [place for place, weight in weights.items() if weight > self.weights.get(place, 0)]
        if also:
            return f"changerait aussi ce que l’acte n’a pas changé\u00a0: {_listed(also)}"
        others = (one for one in self.found if one.target.keys == (proposal.key,) and one.change.place != change.place)
        apart = [place for one in others if 0 < self.weights.get(place := one.change.place, 0) <= weights.get(place, 0)]
        if apart:
            return f"l’acte dit autre chose ailleurs\u00a0: {_listed(apart)}"
        if rivals:
            return f"cette valeur peut aussi être celle de {', '.join(rivals)}"
        told = folded(printed(proposal.after))
        if weights.get(change.place) and not (len(told) >= _TELLING and told in folded(change.after)):
            return "le passage ne serait pas encore celui de l’acte"
        return ""

    def _with(self, key: str, text: str) -> tuple[Mapping, Weights] | None:
        """The spec with one value more, and what would still differ; None when no act can be made of it."""
        setting = f"{key}={text}"
        if setting not in self._made:
            self._made[setting] = self._try(setting)
        return self._made[setting]

    def _try(self, setting: str) -> tuple[Mapping, Weights] | None:
        spec = self.remade.checked.spec
        laid: Outcome[Mapping] = override(self.tree, setting)
        if laid.value is None or self.remade.again is None or self.tried >= _MOST_TRIED:
            return None
        self.tried += 1
        built = build(laid.value, draft=spec.draft, sequel=spec.sequel, kind=spec.kind).value
        other = self.remade.again(replace(built, picture=spec.picture)) if built is not None else None
        return None if other is None else (laid.value, _weights(other, self.returned))


def carrying_of(report: Report) -> Carrying | None:
    """The proposals for a returned act; None when it was compared with nothing, or follows from several specs."""
    remade, verified, origin = report.remade, report.verified, report.origin
    if remade is None or verified is None or report.document is None or remade.again is None:
        return None
    return Carrying(remade, report.document, verified.found, origin.spec if origin is not None else "")


def _weights(document: Document, returned: Document) -> Weights:
    """How many letters differ, by place, between an act made again and the one that came back."""
    effort = Effort()
    weights: Weights = {}
    for change in Collector(align(compared(document), compared(returned), effort), effort).changes():
        if change.kind is not Kind.FORMATTING:
            pieces = (piece for line in change.lines for piece in line if piece.op in {Op.ADDED, Op.REMOVED})
            weight = sum(len(piece.before) + len(piece.after) for piece in pieces)
            weights[change.place] = weights.get(change.place, 0) + max(1, weight)
    return weights


def _path(root: Mapping, key: str) -> KeyPath:
    """A key as a path: numbers where the tree has a list."""
    path: KeyPath = ()
    for step in key.split("."):
        node, rest = find(root, path)
        path = (*path, int(step) if not rest and isinstance(node, Sequence) and step.isdecimal() else step)
    return path


def _listed(places: list[str]) -> str:
    more = f" et {len(places) - _MOST_PLACES} autres" if len(places) > _MOST_PLACES else ""
    return f"{' ; '.join(places[:_MOST_PLACES])}{more}"
