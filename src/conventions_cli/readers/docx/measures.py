"""Layout of a Word file that can move words off the page or change their meaning, compared with ours.

Columns of tables, words raised or lowered, notes called twice, addresses printed after links.
"""

import re
from collections import Counter
from collections.abc import Iterator

from conventions_cli.readers.docx.census import Extra
from conventions_cli.readers.docx.elements import as_seen, squeezed, words_of
from conventions_cli.readers.docx.marks import marks_apart
from conventions_cli.readers.docx.package import Package
from conventions_cli.readers.docx.styles import Styles
from conventions_cli.readers.docx.xml import Element, W, attribute, child, integer, toggle, value, written

_NEAR = 20  # twips: LibreOffice rounds widths
_BEFORE = 60  # characters shown before raised words
_PRINTED = "adresse imprimée"
_RAISED = frozenset({"superscript", "subscript"})
_AROUND = "notes, en-tête ou pied de page"
_CALLS, _CALL = ("footnoteReference", "footnoteRef"), "*"  # replaces the number of a note


def measured(returned: Package, meant: Package) -> Iterator[Extra]:
    """A reason for each difference of layout with the act made again."""
    yield from _tables(returned, meant)
    yield from _raised_apart(returned, meant)
    yield from _notes(returned)
    yield from _dressed(returned, meant)
    yield from _blanks(returned, meant)
    yield from marks_apart(returned, meant)
    # An act without notes may lack the part for notes: parts without addresses are left out.
    theirs, ours = (list(filter(None, _addresses(package))) for package in (returned, meant))
    if theirs != ours:
        yield Extra("adresse imprimée après un lien, qui n’est pas celle de l’acte", " ".join(theirs), "liens")


def _tables(returned: Package, meant: Package) -> Iterator[Extra]:
    theirs, ours = (list(package.root.iter(f"{W}tbl")) for package in (returned, meant))
    ranks = {paragraph: rank for rank, paragraph in enumerate(returned.root.iter(f"{W}p"))} if theirs else {}
    if len(theirs) != len(ours):
        at = next((ranks[paragraph] for table in theirs for paragraph in table.iter(f"{W}p")), -1)
        yield Extra("tableau ajouté ou retiré", f"{len(theirs)} au lieu de {len(ours)}", paragraph=at)
        return
    for their_table, our_table in zip(theirs, ours, strict=True):
        if not _same(_widths(their_table), _widths(our_table)):
            first = next(their_table.iter(f"{W}p"), None)
            yield Extra(
                "colonnes d’un tableau d’une autre largeur",
                words_of(their_table),
                paragraph=-1 if first is None else ranks[first],
            )


def _widths(table: Element) -> list[list[int]]:
    """The width of a table, whether it is fixed, the widths of its columns, then of its cells by row, in twips."""
    whole, layout = child(table, "tblPr", "tblW"), child(table, "tblPr", "tblLayout")
    about = [-1 if whole is None or attribute(whole, "type") != "dxa" else integer(attribute(whole, "w"), -1)]
    about.append(1000 if layout is not None and attribute(layout, "type") == "fixed" else 0)
    rows = [about, [integer(attribute(column, "w"), -1) for column in table.iterfind(f"{W}tblGrid/{W}gridCol")]]
    for row in table.iterchildren(f"{W}tr"):
        cells = row.iterchildren(f"{W}tc")
        rows.append(
            [integer(attribute(width, "w"), -1) if width is not None else -1 for width in map(_width_of, cells)]
        )
    return rows


def _width_of(cell: Element) -> Element | None:
    return child(cell, "tcPr", "tcW")


def _same(theirs: list[list[int]], ours: list[list[int]]) -> bool:
    return [len(row) for row in theirs] == [len(row) for row in ours] and all(
        abs(left - right) <= _NEAR
        for mine, its in zip(theirs, ours, strict=True)
        for left, right in zip(mine, its, strict=True)
    )


def _raised_apart(returned: Package, meant: Package) -> Iterator[Extra]:
    """A reason for each superscript or subscript that the act does not have: « 10³ » is not « 103 »."""
    theirs, ours = list(_raised(returned)), list(_raised(meant))
    if [words for words, _ in theirs] == [words for words, _ in ours]:
        return
    expected = Counter(words for words, _ in ours)
    new = []
    for words, rank in theirs:
        if expected[words] > 0:
            expected[words] -= 1
        else:
            new.append((words, rank))
    for words, rank in new or [("", -1)]:
        yield Extra("exposant ou indice qui n’est pas celui de l’acte", words, "" if rank >= 0 else _AROUND, rank)


def _raised(package: Package) -> Iterator[tuple[str, int]]:
    """The words raised or lowered, with the words before them in their paragraph, and its rank."""
    styles = package.styles
    for root in (*_roots(package), *_pages(package)):
        for rank, paragraph in enumerate(root.iter(f"{W}p")):
            before, raised = "", ""
            its = styles.get(value(paragraph, "pPr", "pStyle")).height
            for run in paragraph.iter(f"{W}r"):
                words = as_seen("".join(written(text) for text in run.iterchildren(f"{W}t")))
                words += _CALL if any(child(run, call) is not None for call in _CALLS) else ""
                if words and (_height(run, styles) or its) in _RAISED:
                    raised += words
                elif words:
                    if raised:
                        yield as_seen(f"{squeezed(before)} {squeezed(raised)}"), rank if root is package.root else -1
                    before, raised = (before + raised + words)[-_BEFORE:], ""
            if raised:
                yield as_seen(f"{squeezed(before)} {squeezed(raised)}"), rank if root is package.root else -1


def _dressed(returned: Package, meant: Package) -> Iterator[Extra]:
    """A reason for each paragraph style, or the defaults, with another bold or italic than in the act."""
    ours = _looks(meant)
    for name, look in _looks(returned).items():
        if ours.get(name, look) != look:
            called = f"style « {name} »" if name else "texte sans style"
            yield Extra("gras ou italique d’un style, qui n’est pas celui de l’acte", called, "styles")


_BLANKS = {
    "page": "saut de page",
    "column": "saut de colonne",
    "tab": "tabulation",
    "line": "saut de ligne",
    "space": "suite d’espaces",
}
_SPACES = re.compile(r"\A\s+|\s{2,}")
_EMPTY = "paragraphe vide"


def _blanks(returned: Package, meant: Package) -> Iterator[Extra]:
    """Blanks that move words, in paragraphs with the words of the act: breaks, tabulations, empty paragraphs."""
    theirs, ours = (list(_blanks_of(package)) for package in (returned, meant))
    passages = {words for words, _, _ in ours} | {""}
    counts = Counter((words, blank) for words, blank, _ in ours)
    for words, blank, rank in theirs:
        counts[words, blank] -= 1
        if blank and words in passages and counts[words, blank] < 0:
            yield Extra(f"{blank} que l’acte n’a pas", "" if blank == _EMPTY else words, paragraph=rank)


def _blanks_of(package: Package) -> Iterator[tuple[str, str, int]]:
    """The blanks of each paragraph of the body, in French, with its words, or those before, and its rank."""
    before = ""
    styles = package.styles
    for rank, paragraph in enumerate(package.root.iter(f"{W}p")):
        style = styles.get(value(paragraph, "pPr", "pStyle"))
        if style.is_contents:
            continue
        stated = toggle(child(paragraph, "pPr"), "pageBreakBefore")
        kinds = ["page"] if stated or (stated is None and style.page_break) else []
        kinds += [
            "tab" if mark.tag == f"{W}tab" else attribute(mark, "type") or "line"
            for run in paragraph.iter(f"{W}r")
            for mark in run.iterchildren(f"{W}tab", f"{W}br")
        ]
        words = as_seen(words_of(paragraph))
        text = "".join(written(element) for element in paragraph.iter(f"{W}t"))
        kinds += ["space"] * len(_SPACES.findall(text))
        if not words and not kinds and next(paragraph.iter(f"{W}drawing"), None) is None:
            yield before, _EMPTY, rank
        before = words or before
        for kind in kinds or [""]:
            yield before, _BLANKS.get(kind, _BLANKS["line"]) if kind else "", rank


def _looks(package: Package) -> dict[str, tuple[bool, bool]]:
    """Bold and italic of each paragraph style in use, by name; the empty name is for the defaults."""
    root, styles = package.first("styles")[1], package.styles
    defaults = child(root, "docDefaults", "rPrDefault", "rPr")
    marks_of = {"": (bool(toggle(defaults, "b")), bool(toggle(defaults, "i")))}
    for name in {value(paragraph, "pPr", "pStyle") for part in _roots(package) for paragraph in part.iter(f"{W}p")}:
        style = styles.get(name)
        marks_of[style.name] = (bool(style.strong), bool(style.emphasis))
    return marks_of


def _height(run: Element, styles: Styles) -> str:
    """The vertical position of a run, stated by itself or by its style."""
    direct = value(run, "rPr", "vertAlign")
    if direct is not None:
        return direct
    named = value(run, "rPr", "rStyle")
    return styles.get(named, "character").height if named is not None else ""


def _addresses(package: Package) -> Iterator[str]:
    """The addresses printed after links, which the tree of an act leaves out."""
    styles = package.styles
    for root in _roots(package):
        words: list[str] = []
        for run in root.iter(f"{W}r"):
            named = value(run, "rPr", "rStyle")
            if named is not None and styles.get(named, "character").name == _PRINTED:
                words.extend(written(text) for text in run.iterchildren(f"{W}t"))
        yield "".join(words)


def _roots(package: Package) -> list[Element]:
    notes = (package.first(kind)[1] for kind in ("footnotes", "endnotes"))
    return [package.root, *(root for root in notes if root is not None)]


def _pages(package: Package) -> list[Element]:
    return [package.xml(name) for kind in ("header", "footer") for name in package.related(package.main, kind)]


def _notes(returned: Package) -> Iterator[Extra]:
    """Reasons for notes called twice: each call prints a number, and changes the numbers after it."""
    called = Counter(attribute(reference, "id") or "" for reference in returned.root.iter(f"{W}footnoteReference"))
    for name, count in called.items():
        if count > 1:
            yield Extra("note appelée plusieurs fois", name, "notes")
