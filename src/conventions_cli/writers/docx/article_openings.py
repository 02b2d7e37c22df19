"""Writes the openings of the headings of articles, with the bookmarks that references lead to."""

from conventions_cli.document import Article, ArticleForm
from conventions_cli.foundation import remembered
from conventions_cli.writers import layout
from conventions_cli.writers.docx import ooxml

_MAX_BOOKMARK = 40  # characters of the name of a bookmark; the limit of Word
_PIECE = 24  # characters of a label in the name of an additional bookmark


@remembered(512)
def counted_heading(
    label: str, number: int, form: ArticleForm, lead: str, marks: tuple[int, int], *, follows: bool = True
) -> str:
    """The opening of a heading, whose number is a field.

    `marks`: the number of its bookmark, and that of the first additional one; `follows`: whether its number is the
    previous one plus one; otherwise the field restarts the count.
    """
    opening = layout.counted(Article(label, number, (), (), form, lead))
    digits = ooxml.run(opening.figure) if opening.figure else ""
    before, suffix, after = opening.before, opening.raised, opening.after
    rank, first = marks
    code = "SEQ Article \\* ARABIC" if follows else f"SEQ Article \\r {number} \\* ARABIC"
    counted = ooxml.field(code, digits) if digits else ""
    if suffix:
        named = f"nombre{rank}"
        counted = ooxml.bookmark(first + len(label_rest(rank, label)), named, counted) + _raised(named, suffix)
    return ooxml.run(before) + _named(counted, label, marks) + (ooxml.run(after) if after else "")


def typed_heading(article: Article, marks: tuple[int, int]) -> str:
    """The opening of a heading whose number is text. `marks`: see `counted_heading`."""
    before, number, after = article.opening.partition(article.called)
    if not number:
        before, after = "", before
    named = _named(ooxml.run(number) if number else "", article.label, marks)
    return (ooxml.run(before) if before else "") + named + (ooxml.run(after) if after else "")


def _named(counted: str, label: str, marks: tuple[int, int]) -> str:
    """The number of a heading under the bookmarks that other places refer to."""
    rank, first = marks
    counted = ooxml.bookmark(rank, bookmark_of(rank, label), counted)
    for order, piece in enumerate(label_rest(rank, label)):
        counted += ooxml.bookmark(first + order, f"_art{rank}s{order}_{piece}", "")
    return counted


def marks_beside(article: Article, rank: int) -> int:
    """The number of additional bookmarks of a heading."""
    return len(label_rest(rank, article.label)) + (article.number == 1)


def _raised(bookmark: str, suffix: str) -> str:
    """A field that prints « er » only when the number is 1: it disappears if another article is inserted before.

    It is a formula, whose format prints the text for 1 and nothing for 0. An IF field would not do: LibreOffice 7.4
    prints its condition instead of its text.
    """
    return ooxml.field(f"=({bookmark}=1) \\# \"'{suffix}';;\"", ooxml.raised(suffix), style="Exposant")


def bookmark_of(rank: int, label: str) -> str:
    """The name of the bookmark of an article: letters, digits and underscores, at most 40."""
    return f"art{rank}_{label.replace('-', '_')}"[:_MAX_BOOKMARK]


def label_rest(rank: int, label: str) -> list[str]:
    """The end of a label that is too long for the name of its bookmark, in pieces that fit in other names."""
    rest = f"art{rank}_{label.replace('-', '_')}"[_MAX_BOOKMARK:]
    return [rest[start : start + _PIECE] for start in range(0, len(rest), _PIECE)]
