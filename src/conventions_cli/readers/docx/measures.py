"""How a Word file lays its words out, where that can take them off the page or change what they mean: against ours.

Columns of tables, words raised or lowered, notes called twice, addresses printed after links.
"""

from collections import Counter
from collections.abc import Iterator

from conventions_cli.readers.docx.census import Extra
from conventions_cli.readers.docx.elements import squeezed, words_of
from conventions_cli.readers.docx.package import Package
from conventions_cli.readers.docx.styles import Styles
from conventions_cli.readers.docx.xml import Element, W, attribute, child, integer, toggle, value, written

_NEAR = 20  # twips: LibreOffice rounds widths
_BEFORE = 60  # characters that tell where raised words are
_PRINTED = "adresse imprimée"
_RAISED = frozenset({"superscript", "subscript"})


def measured(found: Package, meant: Package) -> Iterator[Extra]:
    """What the file lays out otherwise than the act made again."""
    yield from _tables(found, meant)
    yield from _raised_apart(found, meant)
    yield from _notes(found)
    yield from _dressed(found, meant)
    left = Counter(words for words, _ in _marked(meant))
    for words, rank in _marked(found):
        left[words] -= 1
        if left[words] < 0:
            yield Extra("puce ou numéro devant des mots qui n’en ont pas", words, paragraph=rank)
    theirs, ours = (list(filter(None, _addresses(one))) for one in (found, meant))  # no notes may be no part of notes
    if theirs != ours:
        yield Extra("adresse imprimée après un lien, qui n’est pas celle de l’acte", " ".join(theirs))


def _tables(found: Package, meant: Package) -> Iterator[Extra]:
    theirs, ours = (list(one.root.iter(f"{W}tbl")) for one in (found, meant))
    ranks = {one: rank for rank, one in enumerate(found.root.iter(f"{W}p"))} if theirs else {}
    if len(theirs) != len(ours):
        at = next((ranks[one] for table in theirs for one in table.iter(f"{W}p")), -1)
        yield Extra("tableau ajouté ou retiré", f"{len(theirs)} au lieu de {len(ours)}", paragraph=at)
        return
    for one, other in zip(theirs, ours, strict=True):
        if not _same(_widths(one), _widths(other)):
            first = next(one.iter(f"{W}p"), None)
            yield Extra(
                "colonnes d’un tableau d’une autre largeur",
                words_of(one),
                paragraph=-1 if first is None else ranks[first],
            )


def _widths(table: Element) -> list[list[int]]:
    """The width of a table, whether it is kept, the widths of its columns, then those of its rows, in twips."""
    whole, kept = child(table, "tblPr", "tblW"), child(table, "tblPr", "tblLayout")
    about = [-1 if whole is None or attribute(whole, "type") != "dxa" else integer(attribute(whole, "w"), -1)]
    about.append(1000 if kept is not None and attribute(kept, "type") == "fixed" else 0)
    rows = [about, [integer(attribute(one, "w"), -1) for one in table.iterfind(f"{W}tblGrid/{W}gridCol")]]
    for row in table.iterchildren(f"{W}tr"):
        cells = row.iterchildren(f"{W}tc")
        rows.append([integer(attribute(one, "w"), -1) if one is not None else -1 for one in map(_width_of, cells)])
    return rows


def _width_of(cell: Element) -> Element | None:
    return child(cell, "tcPr", "tcW")


def _same(one: list[list[int]], other: list[list[int]]) -> bool:
    return [len(row) for row in one] == [len(row) for row in other] and all(
        abs(left - right) <= _NEAR
        for mine, its in zip(one, other, strict=True)
        for left, right in zip(mine, its, strict=True)
    )


def _raised_apart(found: Package, meant: Package) -> Iterator[Extra]:
    """Words above or below their line that the act does not have there: « 10³ » is not « 103 »."""
    theirs, ours = list(_raised(found)), list(_raised(meant))
    if [words for words, _ in theirs] == [words for words, _ in ours]:
        return
    left = Counter(words for words, _ in ours)
    new = []
    for words, rank in theirs:
        if left[words] > 0:
            left[words] -= 1
        else:
            new.append((words, rank))
    for words, rank in new or [("", -1)]:
        yield Extra("exposant ou indice qui n’est pas celui de l’acte", words, paragraph=rank)


def _raised(package: Package) -> Iterator[tuple[str, int]]:
    """The words raised or lowered, with what comes before them in their paragraph, and the rank of that."""
    styles = Styles(package.first("styles")[1])
    for root in _roots(package):
        for rank, paragraph in enumerate(root.iter(f"{W}p")):
            before, raised = "", ""
            its = styles.get(value(paragraph, "pPr", "pStyle")).height
            for run in paragraph.iter(f"{W}r"):
                words = "".join(written(one) for one in run.iterchildren(f"{W}t"))
                if words and (_height(run, styles) or its) in _RAISED:
                    raised += words
                elif words:
                    if raised:
                        yield f"{squeezed(before)} {squeezed(raised)}", rank if root is package.root else -1
                    before, raised = (before + raised + words)[-_BEFORE:], ""
            if raised:
                yield f"{squeezed(before)} {squeezed(raised)}", rank if root is package.root else -1


def _dressed(found: Package, meant: Package) -> Iterator[Extra]:
    """Styles of paragraphs, and what stands without any, that put in bold or italic what those of the act do not."""
    ours = _looks(meant)
    for name, look in _looks(found).items():
        if ours.get(name, look) != look:
            called = f"style « {name} »" if name else "texte sans style"
            yield Extra("gras ou italique d’un style, qui n’est pas celui de l’acte", called)


def _looks(package: Package) -> dict[str, tuple[bool, bool]]:
    """Bold and italic, for each style that a paragraph has, by its name; for the defaults, by no name."""
    root = package.first("styles")[1]
    styles = Styles(root)
    defaults = child(root, "docDefaults", "rPrDefault", "rPr")
    found = {"": (bool(toggle(defaults, "b")), bool(toggle(defaults, "i")))}
    for one in {value(paragraph, "pPr", "pStyle") for part in _roots(package) for paragraph in part.iter(f"{W}p")}:
        style = styles.get(one)
        found[style.name] = (bool(style.strong), bool(style.emphasis))
    return found


def _height(run: Element, styles: Styles) -> str:
    """What a run says of its height, itself or by its style."""
    direct = value(run, "rPr", "vertAlign")
    if direct is not None:
        return direct
    named = value(run, "rPr", "rStyle")
    return styles.get(named, "character").height if named is not None else ""


def _marked(package: Package) -> Iterator[tuple[str, int]]:
    """The words with the mark of a list where the tree of an act has none: cells, notes, heads and feet of pages."""
    styles = Styles(package.first("styles")[1])
    pages = [package.xml(name) for kind in ("header", "footer") for name in package.related(package.main, kind)]
    for root in (*_roots(package), *pages):
        for rank, one in enumerate(root.iter(f"{W}p")):
            if root is package.root and next(one.iterancestors(f"{W}tc"), None) is None:
                continue
            stated = value(one, "pPr", "numPr", "numId")
            by_style = styles.get(value(one, "pPr", "pStyle")).numbering
            number = integer(stated) if stated is not None else by_style[0] if by_style is not None else 0
            if number:
                yield words_of(one), rank if root is package.root else -1


def _addresses(package: Package) -> Iterator[str]:
    """The addresses printed after links, which the tree of an act leaves out."""
    styles = Styles(package.first("styles")[1])
    for root in _roots(package):
        words: list[str] = []
        for run in root.iter(f"{W}r"):
            named = value(run, "rPr", "rStyle")
            if named is not None and styles.get(named, "character").name == _PRINTED:
                words.extend(written(one) for one in run.iterchildren(f"{W}t"))
        yield "".join(words)


def _roots(package: Package) -> list[Element]:
    notes = (package.first(kind)[1] for kind in ("footnotes", "endnotes"))
    return [package.root, *(root for root in notes if root is not None)]


def _notes(found: Package) -> Iterator[Extra]:
    """A note is called once: each call prints a number, and moves those that follow."""
    called = Counter(attribute(one, "id") or "" for one in found.root.iter(f"{W}footnoteReference"))
    for name, count in called.items():
        if count > 1:
            yield Extra("note appelée plusieurs fois", name)
