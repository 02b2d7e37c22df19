"""Proposals of new values for the spec, drawn from the words a returned act changed, each proved by making the act.

A value is guessed from the changed words and put in the spec, and the act is made again. The value is proposed only
if the passage is then closer to the returned words. It is sure only if no other value could be meant; otherwise its
`doubt` tells a person why.
"""

from collections.abc import Iterator

from conventions_cli.comparison import Change, Collector, Kind, Op, align
from conventions_cli.document import Document
from conventions_cli.foundation import Effort, Outcome, Record, SourceText, Span, replace
from conventions_cli.french import folded
from conventions_cli.model import build
from conventions_cli.source import Mapping, Scalar, find, override, parse, path_in
from conventions_cli.verification.alterations import printed
from conventions_cli.verification.guessing import guesses
from conventions_cli.verification.remade import EMBEDDED, Remade
from conventions_cli.verification.returned import Report
from conventions_cli.verification.verdicts import LocatedChange, compared
from conventions_cli.verification.word_origins import Clause

_MOST_GUESSES = 8  # guesses tried for one key and one passage: for each, the whole act is made again
_MOST_TRIED = 100  # guesses tried for one act
_TELLING = 4  # letters: a shorter value may stand in a passage by chance
_MOST_PLACES = 3

Weights = dict[str, int]  # by passage, the number of letters that differ


class Proposal(Record, frozen=True):
    """A value to write. `place`: the passage it was read in; `span`: where the present value stands.

    `doubt`: a French phrase on why another value may be meant; empty when the value is sure.
    """

    key: str
    before: str
    after: str
    place: str
    span: Span
    doubt: str = ""


class Left(Record, frozen=True):
    """A change of words that no accepted value gives, to be made by hand."""

    change: Change
    keys: tuple[str, ...]
    clause: Clause | None


class Carrying:
    """The proposals for one act, one after the other: each is drawn from the spec with the values accepted so far.

    `carried`: the text of the spec that the act carries, to tell what our spec changed since the act was made.
    """

    def __init__(
        self, remade: Remade, returned: Document, changes: tuple[LocatedChange, ...], carried: str = ""
    ) -> None:
        self.remade, self.returned, self.changes = remade, returned, changes
        self.tree: Mapping = remade.checked.spec.tree
        self.carried = parse(SourceText(EMBEDDED, carried)).value if carried else None
        self.accepted: list[Proposal] = []
        self.weights = _weights(remade.document, returned)
        self.tried = 0
        self._outcomes: dict[str, tuple[Mapping, Weights] | None] = {}

    def proposals(self) -> Iterator[Proposal]:
        """Each proposal; call `accept`, if the person does, before the next one."""
        proposed: set[tuple[str, str]] = set()
        for located in self.changes:
            change = located.change
            if change.kind is not Kind.CHANGED:
                continue
            while self.weights.get(change.place):
                best = [ranked for key in located.target.keys if (ranked := self._best(key, change)) is not None]
                new = [ranked for ranked in best if (ranked[1].key, ranked[1].after) not in proposed]
                if not new:
                    break
                rank, proposal = min(new, key=lambda ranked: ranked[0])
                proposed.add((proposal.key, proposal.after))
                rivals = [other.key for other_rank, other in best if other_rank == rank and other.key != proposal.key]
                yield replace(proposal, doubt=self._doubt(proposal, change, rivals))

    def accept(self, proposal: Proposal) -> None:
        """Put the value in the spec, in memory only."""
        outcome = self._with(proposal.key, proposal.after)
        if outcome is not None:
            self.tree, self.weights = outcome
            self._outcomes.clear()
            self.accepted.append(proposal)

    def left(self) -> tuple[Left, ...]:
        """The changes of words that the accepted values do not give."""
        return tuple(
            Left(located.change, located.target.keys, located.target.clause)
            for located in self.changes
            if located.change.kind is not Kind.FORMATTING
            and (located.change.kind is not Kind.CHANGED or self.weights.get(located.change.place))
        )

    def settings(self) -> list[str]:
        """The accepted values, as `convention set` takes them."""
        return [f"{proposal.key}={proposal.after}" for proposal in self.accepted]

    def _best(self, key: str, change: Change) -> tuple[tuple[int, int], Proposal] | None:
        """The guess for a key that brings a passage closest to the returned words, after its rank; None if none helps.

        The rank: the letters that then differ in the passage, and in the whole act.
        """
        node, rest = find(self.tree, path_in(self.tree, key.split(".")))
        if rest or not isinstance(node, Scalar) or node.blank:
            return None
        best: tuple[tuple[int, int], Proposal] | None = None
        for guess in list(dict.fromkeys(guesses(node.text, change)))[:_MOST_GUESSES]:
            outcome = self._with(key, guess) if guess not in {node.text, ""} else None
            if outcome is None or outcome[1].get(change.place, 0) >= self.weights[change.place]:
                continue
            rank = (outcome[1].get(change.place, 0), sum(outcome[1].values()))
            if best is None or rank < best[0]:
                best = (rank, Proposal(key, node.text, guess, change.place, node.span))
        return best

    def _doubt(self, proposal: Proposal, change: Change, rivals: list[str]) -> str:
        """Why another value may be meant; empty when the proposal is sure."""
        outcome = self._with(proposal.key, proposal.after)
        weights: Weights = outcome[1] if outcome is not None else {}
        steps = proposal.key.split(".")
        carried_value = find(self.carried, path_in(self.carried, steps)) if self.carried is not None else None
        if carried_value is not None and not carried_value[1] and isinstance(carried_value[0], Scalar):
            had = carried_value[0].text
            if folded(printed(had)) != folded(printed(proposal.before)):
                return f"l’acte a été produit avec «\u00a0{had}\u00a0», et la spécification a changé depuis"
        also = [place for place, weight in weights.items() if weight > self.weights.get(place, 0)]
        if also:
            return f"changerait aussi ce que l’acte n’a pas changé\u00a0: {_listed(also)}"
        others = (
            located
            for located in self.changes
            if located.target.keys == (proposal.key,) and located.change.place != change.place
        )
        apart = [
            place
            for located in others
            if 0 < self.weights.get(place := located.change.place, 0) <= weights.get(place, 0)
        ]
        if apart:
            return f"l’acte dit autre chose ailleurs\u00a0: {_listed(apart)}"
        if rivals:
            return f"cette valeur peut aussi être celle de {', '.join(rivals)}"
        printed_value = folded(printed(proposal.after))
        if weights.get(change.place) and not (len(printed_value) >= _TELLING and printed_value in folded(change.after)):
            return "le passage ne serait pas encore celui de l’acte"
        return ""

    def _with(self, key: str, text: str) -> tuple[Mapping, Weights] | None:
        """The spec with one more value, and what would still differ; None when no act can be made of it."""
        setting = f"{key}={text}"
        if setting not in self._outcomes:
            self._outcomes[setting] = self._try(setting)
        return self._outcomes[setting]

    def _try(self, setting: str) -> tuple[Mapping, Weights] | None:
        spec = self.remade.checked.spec
        setting_outcome: Outcome[Mapping] = override(self.tree, setting)
        if setting_outcome.value is None or self.remade.again is None or self.tried >= _MOST_TRIED:
            return None
        self.tried += 1
        built = build(setting_outcome.value, draft=spec.draft, sequel=spec.sequel, kind=spec.kind).value
        other = self.remade.again(replace(built, picture=spec.picture)) if built is not None else None
        return None if other is None else (setting_outcome.value, _weights(other, self.returned))


def carrying_of(report: Report) -> Carrying | None:
    """The proposals for a returned act; None when it was compared with nothing, or follows from several specs."""
    remade, verified, origin = report.remade, report.verified, report.origin
    if remade is None or verified is None or report.document is None or remade.again is None:
        return None
    return Carrying(remade, report.document, verified.changes, origin.spec if origin is not None else "")


def _weights(document: Document, returned: Document) -> Weights:
    """By place, how many letters differ between an act made again and the returned one."""
    effort = Effort()
    weights: Weights = {}
    for change in Collector(align(compared(document), compared(returned), effort), effort).changes():
        if change.kind is not Kind.FORMATTING:
            pieces = (piece for line in change.lines for piece in line if piece.op in {Op.ADDED, Op.REMOVED})
            weight = sum(len(piece.before) + len(piece.after) for piece in pieces)
            weights[change.place] = weights.get(change.place, 0) + max(1, weight)
    return weights


def _listed(places: list[str]) -> str:
    more = f" et {len(places) - _MOST_PLACES} autres" if len(places) > _MOST_PLACES else ""
    return f"{' ; '.join(places[:_MOST_PLACES])}{more}"
