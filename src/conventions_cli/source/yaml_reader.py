"""Reads YAML into a located tree, from the events of the parser of PyYAML.

Unlike `yaml.compose`, this bounds depth, aliases and documents while reading, and reports every duplicate key, tag and
unknown alias of a file at once.
"""

from typing import Any

import yaml

from conventions_cli.foundation import (
    Diagnostic,
    Outcome,
    Position,
    Record,
    Related,
    Replacement,
    SourceText,
    Span,
    catalogue,
    field,
)
from conventions_cli.source.conflicts import conflicts
from conventions_cli.source.decoding import damaged, forbidden_in, span_at
from conventions_cli.source.node import Entry, Mapping, Node, Scalar, Sequence, first_line, is_blank
from conventions_cli.source.pasted import damages, first_leftover, is_sound, repaired
from conventions_cli.source.slips import may_be_slip, may_hold_slips, slips_of, wide_indentation, wide_space_in_key
from conventions_cli.source.syntax import ParserFault, explain

MAX_DEPTH = 50
MAX_ALIASES = 50
MAX_WEIGHT = 100_000  # values once aliases are expanded: nested aliases double at each level

_SCALAR, _STARTS, _ENDS = (
    yaml.ScalarEvent,
    (yaml.MappingStartEvent, yaml.SequenceStartEvent),
    (yaml.MappingEndEvent, yaml.SequenceEndEvent),
)
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _RefusedError(Exception):
    """Reading cannot go on; the diagnostic tells why."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


class _Collection(Record):
    """A list or a mapping being read: the nodes seen so far, keys and values in turn for a mapping."""

    is_mapping: bool
    start: Position
    anchor: str | None
    nodes: list[Node] = field(default_factory=list)
    weight: int = 1


class _Composer:
    def __init__(self, source: SourceText) -> None:
        self.source = source
        self.diagnostics: list[Diagnostic] = []
        self.anchors: dict[str, tuple[Node, int]] = {}
        self.aliases = 0
        self.stack: list[_Collection] = []
        self.root: Node | None = None
        self.last_quoted: Span | None = None
        self.suspect = may_hold_slips(source.text)
        self.sound = is_sound(source.text)
        self.repaired = 0
        self.first_repaired: Span | None = None

    def compose(self) -> Node | None:
        documents = 0
        loader = _LOADER(self.source.text)
        for event in iter(loader.get_event, None):
            kind = type(event)
            if kind is _SCALAR:  # first: most events are
                self.add(self.scalar(event), event.anchor)
            elif kind in _STARTS:
                self.open(event)
            elif kind in _ENDS:
                self.close(_position(event.end_mark))
            elif kind is yaml.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    span = self.span(event)
                    hint = (
                        "Garder une convention par fichier : supprimer la ligne « --- » ou couper le fichier en deux."
                    )
                    message = "Le fichier contient plusieurs documents, séparés par « --- »."
                    raise _RefusedError(Diagnostic(catalogue.MULTIPLE_DOCUMENTS, message, span, hint))
            elif kind is yaml.AliasEvent:
                self.add_alias(event.anchor or "", self.span(event))
        return self.root

    def span(self, event: yaml.Event) -> Span:
        start, end = event.start_mark, event.end_mark
        assert start is not None and end is not None  # noqa: S101 - a parser's events are marked
        return Span(self.source, Position(start.line + 1, start.column + 1), Position(end.line + 1, end.column + 1))

    def open_bracket(self) -> Position | None:
        """The start of the innermost list or group between brackets that is not closed yet; None without one."""
        starts = (event.start for event in reversed(self.stack))
        return next(
            (start for start in starts if self.source.line(start.line)[start.column - 1 : start.column] in "[{"), None
        )

    def refuse_tag(self, tag: str, span: Span) -> None:
        message = f"L’étiquette YAML « {tag} » est refusée : toute valeur est lue comme elle est écrite."
        self.diagnostics.append(
            Diagnostic(
                catalogue.TAG,
                message,
                first_line(span),
                "Supprimer le mot qui commence par « ! », ou mettre toute la valeur entre guillemets.",
            )
        )

    def scalar(self, event: yaml.ScalarEvent) -> Scalar:
        text, tag, style, span = event.value, event.tag, event.style, self.span(event)
        if tag is not None:
            self.refuse_tag(tag, span)
        if not self.sound or (style == '"' and not is_sound(text)):
            text = self.mend(text, span)
        if not style:  # most scalars are bare
            if self.suspect or may_be_slip(text):
                is_key = bool(self.stack) and self.stack[-1].is_mapping and len(self.stack[-1].nodes) % 2 == 0
                self.diagnostics.extend(slips_of(text, span, key=is_key))
            return Scalar(text or tag or "", span, text == "" and not tag)
        if style in "|>":
            return Scalar(text or tag or "", first_line(span))
        self.last_quoted = span
        # The text of the file holds no forbidden character, but an escape between double quotes may still write one.
        match = forbidden_in(text) if style == '"' else None
        if match:
            message = f"La valeur contient un caractère de contrôle ou réservé (U+{ord(match.group()):04X})."
            self.diagnostics.append(
                Diagnostic(catalogue.CHARACTER, message, first_line(span), "Retaper la valeur au clavier.")
            )
        return Scalar(text or tag or "", span)

    def mend(self, text: str, span: Span) -> str:
        """A text without its leftovers of pasting; its damaged words give diagnostics."""
        start, end = self.source.index(span.start), self.source.index(span.end)
        whole = self.source.text[start:end]
        for word in damages(text):
            index = self.source.text.find(word.written, start, end)
            place = first_line(span) if index < 0 else span_at(self.source, index, len(word.written))
            self.diagnostics.append(damaged(word, place))
            start = end if index < 0 else index + len(word.written)  # < 0: an escape wrote it
        mended = repaired(text)
        if mended != text:
            self.repaired += 1
            if self.first_repaired is None:
                at = first_leftover(whole)
                begins = self.source.index(span.start)
                self.first_repaired = span_at(self.source, begins + at) if at < len(whole) else first_line(span)
        return mended

    def add_alias(self, name: str, span: Span) -> None:
        self.aliases += 1
        if self.aliases > MAX_ALIASES:
            message = f"Le fichier contient plus de {MAX_ALIASES} renvois « *nom »."
            raise _RefusedError(
                Diagnostic(catalogue.ALIASES, message, span, "Utiliser « herite » pour partager des valeurs.")
            )
        if name not in self.anchors:
            message = f"Le renvoi « *{name} » ne correspond à aucune ancre « &{name} » plus haut."
            hint = f'Si la valeur commence vraiment par « * », l’écrire entre guillemets : "*{name}".'
            self.diagnostics.append(Diagnostic(catalogue.UNKNOWN_ALIAS, message, span, hint))
            self.add(Scalar(f"*{name}", span), None)
            return
        node, weight = self.anchors[name]
        if weight + sum(level.weight for level in self.stack) > MAX_WEIGHT:
            message = "Les renvois « *nom » se multiplient entre eux : le fichier deviendrait démesuré."
            raise _RefusedError(
                Diagnostic(catalogue.ALIASES, message, span, "Utiliser « herite » pour partager des valeurs.")
            )
        self.add(node, None, weight)

    def open(self, event: yaml.CollectionStartEvent) -> None:
        if event.tag is not None:
            self.refuse_tag(event.tag, self.span(event))
        if len(self.stack) >= MAX_DEPTH:
            message = f"Plus de {MAX_DEPTH} niveaux sont imbriqués ici."
            raise _RefusedError(
                Diagnostic(catalogue.TOO_DEEP, message, self.span(event), "Revoir les retraits ou les crochets.")
            )
        is_mapping = type(event) is yaml.MappingStartEvent
        self.stack.append(_Collection(is_mapping, _position(event.start_mark), event.anchor))

    def close(self, end: Position) -> None:
        done = self.stack.pop()
        span = Span(self.source, done.start, end)
        if done.is_mapping:
            self.add(Mapping(self.entries(done.nodes), span), done.anchor, done.weight)
        else:
            self.add(Sequence(tuple(done.nodes), span), done.anchor, done.weight)

    def entries(self, nodes: list[Node]) -> tuple[Entry, ...]:
        first: dict[str, Scalar] = {}
        entries = []
        for key, value in zip(nodes[::2], nodes[1::2], strict=True):
            if not isinstance(key, Scalar) or key.blank or key.text == "<<":
                self.diagnostics.append(self.bad_key(key))
                continue
            text = key.text
            if text not in first:
                slip = None if text.isascii() else wide_space_in_key(text, key.span)
                if slip is not None:
                    self.diagnostics.append(slip)
                first[text] = key
                entries.append(Entry(key, value))
            elif is_blank(value) and text[:1].isdecimal():
                message = f"Une virgule coupe une valeur en deux : « {text} » est lu comme une clé."
                hint = "Séparer les milliers par une espace : « 100 000 € » ; ou mettre le texte entre guillemets."
                self.diagnostics.append(Diagnostic(catalogue.DUPLICATE_KEY, message, key.span, hint))
            else:
                message = f"La clé « {text} » est écrite deux fois."
                hint = f"Garder une seule des deux lignes « {text}: … »."
                related = (Related(first[text].span, "première écriture ici"),)
                self.diagnostics.append(Diagnostic(catalogue.DUPLICATE_KEY, message, key.span, hint, related))
        return tuple(entries)

    def bad_key(self, key: Node) -> Diagnostic:
        span = first_line(key.span)
        if isinstance(key, Scalar) and key.text == "<<":
            message = "La fusion YAML « << » est refusée."
            return Diagnostic(
                catalogue.KEY, message, span, "Utiliser « herite: [fichier.yaml] » pour partager des valeurs."
            )
        message = "Une clé doit être un mot suivi de deux-points."
        hint = "Si c’est un texte qui commence par « { » ou « [ », l’écrire entre guillemets."
        return Diagnostic(catalogue.KEY, message, span, hint)

    def add(self, node: Node, anchor: str | None, weight: int = 1) -> None:
        if anchor is not None:
            self.anchors[anchor] = (node, weight)
        if self.stack:
            holder = self.stack[-1]
            holder.nodes.append(node)
            holder.weight += weight
        else:
            self.root = node


def _position(mark: Any) -> Position:
    """The position of a mark; the parsers in C and in Python have different kinds of marks."""
    return Position(mark.line + 1, mark.column + 1)


def _repair_notice(composer: _Composer) -> tuple[Diagnostic, ...]:
    """A single diagnostic for all the repairs in a file, with the corrected lines; none without repair."""
    first, source = composer.first_repaired, composer.source
    if first is None:
        return ()
    repeated = composer.repaired - 1
    places = f", ici et {repeated} fois plus loin" if repeated else ""
    kinds = "ligature, césure, accent à part, signe sans largeur"
    message = f"Des restes d’un copier-coller ({kinds}) sont réparés{places}."
    lines = [number for number, line in enumerate(source.lines, start=1) if repaired(line) != line]
    replacement = None
    if lines:
        end = Position(lines[-1], len(source.line(lines[-1])) + 1)
        mended = "\n".join(map(repaired, source.lines[lines[0] - 1 : lines[-1]]))
        replacement = Replacement(Span(source, Position(lines[0], 1), end), mended)
    hint = "« convention fmt » ou « convention fix » écrit le texte réparé dans le fichier."
    return (Diagnostic(catalogue.REPAIRED, message, first, hint, (), replacement),)


def parse(source: SourceText) -> Outcome[Mapping]:
    """Read one YAML document whose root is a mapping.

    Returns the tree with every fault found; no tree when the text cannot be read as YAML.
    """
    clashes = conflicts(source)
    if clashes:
        return Outcome(None, clashes)
    composer = _Composer(source)
    try:
        root = composer.compose()
        composer.diagnostics.extend(_repair_notice(composer))
    except _RefusedError as refused:
        return Outcome(None, (*composer.diagnostics, refused.diagnostic))
    except yaml.MarkedYAMLError as fault:
        diagnostics = composer.diagnostics
        if not any(diagnostic.code is catalogue.WIDE_SPACE for diagnostic in diagnostics):
            diagnostics = [*diagnostics, _explained(source, fault, composer)]
        return Outcome(None, tuple(diagnostics))
    except yaml.YAMLError:
        diagnostic = Diagnostic(
            catalogue.SYNTAX,
            "Le fichier contient un caractère que YAML n’admet pas.",
            Span.whole(source),
            "Vérifier le fichier.",
        )
        return Outcome(None, (*composer.diagnostics, diagnostic))
    if root is None or (isinstance(root, Scalar) and root.blank):
        hint = "Écrire au moins « modele: », « services: » et « parties: »."
        return Outcome(
            None, (Diagnostic(catalogue.EMPTY, "Le fichier ne contient aucune donnée.", Span.whole(source), hint),)
        )
    if not isinstance(root, Mapping):
        message = "Le fichier doit contenir des lignes « clé: valeur »."
        if isinstance(root, Sequence):
            message += " Ici, c’est une liste de tirets."
        hint = "Commencer par exemple par « modele: subvention »."
        return Outcome(None, (*composer.diagnostics, Diagnostic(catalogue.ROOT, message, first_line(root.span), hint)))
    if any(diagnostic.code in {catalogue.GLUED_DASH, catalogue.WIDE_SPACE} for diagnostic in composer.diagnostics):
        # Such a slip changes the shape of the tree: diagnostics of its fields would make no sense.
        return Outcome(None, tuple(composer.diagnostics))
    return Outcome(root, tuple(composer.diagnostics))


def _explained(source: SourceText, fault: yaml.MarkedYAMLError, composer: _Composer) -> Diagnostic:
    """The diagnostic of an error of the parser, in French.

    A quoted text of several lines that ends where the fault begins was never closed. The same is true of a bracket open
    at the end of the file; the parser does not report it when a comma comes last.
    """
    mark, context = fault.problem_mark or fault.context_mark, fault.context_mark
    line, column = (mark.line, mark.column) if mark is not None else (0, 0)
    last_quoted = composer.last_quoted
    indented = wide_indentation(source, line + 1)
    if indented is not None:
        return indented
    open_quote = None
    if last_quoted is not None and last_quoted.start.line < last_quoted.end.line <= line + 1:
        near = last_quoted.end.line == line + 1 and abs(last_quoted.end.column - column - 1) <= 1
        open_quote = last_quoted.start if near else None
    began = Position(context.line + 1, context.column + 1) if context else None
    if "node content" in (fault.problem or "") and not "".join(source.lines[line:])[column:].strip():
        began = composer.open_bracket()
    problem = ParserFault(
        fault.problem or "", line, column, began.line - 1 if began else None, began.column - 1 if began else None
    )
    return explain(source, problem, open_quote)
