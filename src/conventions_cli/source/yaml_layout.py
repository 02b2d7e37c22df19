"""Reads the layout of a YAML text, which keeps comments and quotes, so that the file can be written again.

Each comment and each blank line is attached to its key or dash. The text must be one that `parse` reads without fault.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Any

import yaml

from conventions_cli.foundation import Record, SourceText
from conventions_cli.source.text_layout import BLOCK_STYLES, Group, Layout, LayoutEntry, LayoutNode, Leaf

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# Between values, # always opens a comment, even after a closing quote: names of anchors and aliases cannot hold it.
_GAP_COMMENT = re.compile(r"#[^\n]*")


class _Comment(Record):
    start: int
    end: int
    text: str


class _Lines:
    """Lines and columns, from 0, of the indexes of a text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def number(self, index: int) -> int:
        return bisect_right(self.starts, index) - 1

    def index(self, mark: Any) -> int:
        return self.starts[mark.line] + mark.column if mark.line < len(self.starts) else len(self.text)

    def column(self, index: int) -> int:
        return index - self.starts[self.number(index)]

    def content(self, number: int) -> str:
        end = self.starts[number + 1] - 1 if number + 1 < len(self.starts) else len(self.text)
        return self.text[self.starts[number] : end]


def read_layout(source: SourceText) -> Layout:
    """The layout of a text that `parse` reads without a fault."""
    reader = _Reader(source)
    root = reader.build()
    reader.attach(root)
    comments = tuple(sorted(comment.text.rstrip() for comment in reader.comments))
    return Layout(source, reader.header, root, reader.aliases, comments)


class _Reader:
    def __init__(self, source: SourceText) -> None:
        self.source, self.text = source, source.text
        self.lines = _Lines(source.text)
        self.events = list(yaml.parse(source.text, Loader=_LOADER))
        self.aliases = any(isinstance(event, yaml.AliasEvent) for event in self.events)
        self.header: list[str] = []
        self.order: list[tuple[LayoutEntry, tuple[Group, ...]]] = []
        self.flows: list[Group] = []
        self.in_flow = False
        self.covered = list(self._covered())
        self.comments = list(self._find_comments())
        self.comment_starts = [comment.start for comment in self.comments]

    # Contents and comments

    def _covered(self) -> Iterator[tuple[int, int]]:
        """The stretches of text in which a # is no comment, in order."""
        for event in self.events:
            if isinstance(event, yaml.ScalarEvent):
                start, end = self._bounds(event)
                if event.style in BLOCK_STYLES:  # its first line may end with a comment
                    yield start + len(self.text[start:end].partition("\n")[0]), end
                elif end > start:
                    yield start, end

    def _bounds(self, event: yaml.ScalarEvent) -> tuple[int, int]:
        """The start and the end of a scalar, without its anchor; a block text ends before its final blank lines."""
        assert event.start_mark is not None and event.end_mark is not None  # noqa: S101 - events are marked
        start = self.lines.index(event.start_mark)
        end = self.lines.index(event.end_mark)
        if event.anchor:
            match = re.compile(r"&\S+(?:\s+|#[^\n]*\n)*").match(self.text, start)
            start = match.end() if match else start
        if event.style in BLOCK_STYLES:
            body = self.text[start:end]
            header = body.partition("\n")[0].partition("#")[0]
            end = start + len(_without_blank_lines(body) if "+" not in header else body.removesuffix("\n"))
        return min(start, end), end

    def _find_comments(self) -> Iterator[_Comment]:
        at = 0
        for start, end in [*self.covered, (len(self.text), len(self.text))]:
            for match in _GAP_COMMENT.finditer(self.text, at, start):
                yield _Comment(match.start(), match.end(), match.group())
            at = end

    # The tree

    def build(self) -> Group:
        events = iter(self.events)
        for event in events:
            if isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
                return self._group(event, events, ())
        raise AssertionError("a text with a root")  # pragma: no cover - `parse` has read it

    def _node(self, event: yaml.Event, events: Iterator[yaml.Event], chain: tuple[Group, ...]) -> LayoutNode:
        if isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            return self._group(event, events, chain)
        assert event.start_mark is not None and event.end_mark is not None  # noqa: S101 - events are marked
        if isinstance(event, yaml.AliasEvent):
            start, end = self.lines.index(event.start_mark), self.lines.index(event.end_mark)
            return Leaf("", f"*{event.anchor}", "*", start, end)
        assert isinstance(event, yaml.ScalarEvent)  # noqa: S101 - the only event left inside a tree
        start, end = self._bounds(event)
        style = event.style or ""
        leaf = Leaf(event.value, self.text[start:end], style, start, end, anchor=event.anchor or "")
        leaf.blank = event.value == "" and not style
        if style in BLOCK_STYLES:
            leaf.margin = _margin(leaf)
        return leaf

    def _group(self, event: yaml.Event, events: Iterator[yaml.Event], chain: tuple[Group, ...]) -> Group:
        assert isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent))  # noqa: S101 - see the callers
        assert event.start_mark is not None  # noqa: S101 - events are marked
        start = self.lines.index(event.start_mark)
        if event.anchor:
            match = re.compile(r"&\S+(?:\s+|#[^\n]*\n)*").match(self.text, start)
            start = match.end() if match else start
        group = Group(
            isinstance(event, yaml.MappingStartEvent), bool(event.flow_style), start, anchor=event.anchor or ""
        )
        group.column = self.lines.column(start)
        inside = chain if group.flow else (*chain, group)
        outermost = group.flow and not self.in_flow
        if outermost:
            self.flows.append(group)
            self.in_flow = True
        for following in events:
            if isinstance(following, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
                assert following.end_mark is not None  # noqa: S101 - events are marked
                group.end = self.lines.index(following.end_mark)
                break
            self._entry(group, following, events, inside)
        self.in_flow = self.in_flow and not outermost
        if group.flow:
            self._close_flow(group)
        elif group.entries:
            group.column = min(group.column, self.lines.column(group.entries[0].start))
            group.end = group.entries[-1].value.end
        return group

    def _entry(self, group: Group, event: yaml.Event, events: Iterator[yaml.Event], inside: tuple[Group, ...]) -> None:
        key = self._node(event, events, inside) if group.mapping else None
        assert key is None or isinstance(key, Leaf)  # noqa: S101 - `parse` refuses other keys
        first = next(events) if key is not None else event
        at = self._first(first)
        start = key.start if key is not None else at if group.flow else self._dash(at)
        entry = LayoutEntry(key, Leaf("", "", "", at, at, blank=True), start)
        group.entries.append(entry)
        if not group.flow:
            self.order.append((entry, inside))
        entry.value = value = self._node(first, events, inside)
        if isinstance(value, Leaf) and not value.blank:
            value.below = self.lines.number(value.start) > self.lines.number(key.end if key is not None else start)

    def _first(self, event: yaml.Event) -> int:
        assert event.start_mark is not None  # noqa: S101 - events are marked
        return self.lines.index(event.start_mark)

    def _dash(self, start: int) -> int:
        """The index of the dash before a value; only blanks and comments are between them."""
        at = min(start, len(self.text)) - 1
        while at >= 0 and self.text[at] != "-":
            inside = self._comment_around(at)
            at = (inside.start if inside else at) - 1
        return at

    def _comment_around(self, index: int) -> _Comment | None:
        place = bisect_right(self.comment_starts, index) - 1
        comment = self.comments[place] if place >= 0 else None
        return comment if comment is not None and comment.start <= index < comment.end else None

    def _close_flow(self, group: Group) -> None:
        raw = self.text[group.start : group.end]
        group.broken = "\n" in raw
        commented = bisect_right(self.comment_starts, group.end) > bisect_right(self.comment_starts, group.start)
        cut = any(entry.key is not None and not self._colon(entry.key) for entry in group.entries)
        nested = any(isinstance(entry.value, Group) and entry.value.raw for entry in group.entries)
        single = any(
            isinstance(entry.value, Group) and self.text[entry.value.start : entry.value.start + 1] not in {"{", "["}
            for entry in group.entries
        )
        anchored = any(entry.key is not None and entry.key.style == "*" for entry in group.entries)
        if commented or cut or nested or single or anchored:
            group.raw = raw

    def _colon(self, key: Leaf) -> bool:
        """Whether a colon follows a key: `{a}` has none."""
        return re.compile(r"\s*:").match(self.text, key.end) is not None

    # Comments, each attached to its key or dash

    def attach(self, root: Group) -> None:
        opened = [flow.start for flow in self.flows]
        starts = [entry.start for entry, _ in self.order]
        flow_counts = [bisect_right(opened, comment.start) for comment in self.comments]
        free = [
            comment
            for comment, flow in zip(self.comments, flow_counts, strict=True)
            if not flow or comment.start >= self.flows[flow - 1].end
        ]
        own = []
        for comment in free:
            if starts and comment.start > starts[0] and self._before(comment).strip():
                self._beside(comment, starts)
            else:
                own.append(comment)
        apart = [
            (self.lines.number(comment.start), self.lines.column(comment.start), comment.text.rstrip())
            for comment in own
        ]
        apart.extend((number, 0, "") for number in self._blank_lines())
        runs: dict[int, list[tuple[int, int, str]]] = {}
        for line, column, text in sorted(apart):
            runs.setdefault(bisect_right(starts, self.lines.starts[line]), []).append((line, column, text))
        for place, run in runs.items():
            self._settle(root, place, run)

    def _before(self, comment: _Comment) -> str:
        return self.text[self.lines.starts[self.lines.number(comment.start)] : comment.start]

    def _blank_lines(self) -> Iterator[int]:
        """The numbers of the blank lines, outside texts and brackets."""
        numbers: set[int] = set()
        stretches = [*self.covered, *((flow.start, flow.end) for flow in self.flows)]
        for start, end in stretches:
            numbers.update(range(self.lines.number(start), self.lines.number(max(end - 1, start)) + 1))
        for number in range(len(self.lines.starts)):
            if number not in numbers and not self.lines.content(number).strip():
                yield number

    def _beside(self, comment: _Comment, starts: list[int]) -> None:
        """Attach a comment at the end of a line to the last entry begun before it."""
        entry = self.order[bisect_right(starts, comment.start) - 1][0]
        value, text = entry.value, comment.text.rstrip()
        if isinstance(value, Leaf) and value.style in BLOCK_STYLES and value.start < comment.start:
            value.remark = text
            value.raw = value.raw.replace(comment.text, "", 1)
        elif entry.beside or (entry.key is None and isinstance(value, Group) and not value.flow):
            entry.above.append(text)
        else:
            entry.beside = text
            before = self._before(comment)
            entry.gap = len(before) - len(before.rstrip(" "))

    def _settle(self, root: Group, place: int, run: list[tuple[int, int, str]]) -> None:
        """Attach the comments and blank lines between the entries `place - 1` and `place`."""
        before = self.order[place - 1] if place else None
        after = self.order[place] if place < len(self.order) else None
        if before is None:
            for line, _, text in run:
                (self.header if self.lines.starts[line] <= root.start else root.tail).append(text)
            return
        entry, chain = before
        value = entry.value
        late = (isinstance(value, Leaf) and not value.blank) or (isinstance(value, Group) and value.flow)
        blank = isinstance(value, Leaf) and value.blank
        own = self.lines.column(entry.start)
        floor = after[1][-1].column if after is not None else -1
        deeper = chain[len(after[1]) :] if after is not None else chain
        pending: list[str] = []
        for line, column, text in run:
            if late and value.start > self.lines.starts[line]:
                entry.above.extend([text] if text else [])
                continue
            if not text:
                pending.append(text)
                continue
            holder = next((group for group in reversed(deeper) if group.column <= column), None)
            if after is not None and column <= floor:
                deeper, blank = (), False  # the comments below belong to the next entry too
            if blank and column > own:
                target = entry.under
            elif deeper and holder is not None:
                target = holder.tail
                blank = False
            else:
                target = after[0].above if after is not None else root.tail
                blank = False
            target.extend([*pending, text])
            pending = []
        if after is not None:
            after[0].above.extend(pending)


def _margin(leaf: Leaf) -> int:
    """The indentation of a block text, which is not that of its first line when the text begins with spaces."""
    line = next((line for line in leaf.raw.split("\n")[1:] if line.strip(" ")), "")
    first = next((line for line in leaf.text.split("\n") if line.strip(" ")), "")
    return _lead(line) - _lead(first)


def _lead(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _without_blank_lines(text: str) -> str:
    """A text without the blank lines at its end."""
    bare = text.rstrip(" \n")
    first = text.find("\n", len(bare))
    return text if first < 0 else text[:first]
