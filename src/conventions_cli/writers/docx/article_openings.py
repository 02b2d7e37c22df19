"""What opens the heading of an article, and the names under which other places refer to it."""

from conventions_cli.document import Article, ArticleForm
from conventions_cli.foundation import remembered
from conventions_cli.writers import layout
from conventions_cli.writers.docx import ooxml

_MAX_BOOKMARK = 40  # characters, in Word
_PIECE = 24  # of a label, in the name of a further bookmark


@remembered(512)
def counted_heading(
    label: str, number: int, form: ArticleForm, lead: str, marks: tuple[int, int], *, follows: bool = True
) -> str:
    """What opens the heading of an article. `marks`: the number of its bookmark, and that of the first one beside.

    `follows`: whether its number is that of the one counted before, and one more; else the count starts again from it.
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
    """What opens a heading whose number is text, that no field counts. `marks`: as above."""
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
    """How many bookmarks a heading takes besides its own."""
    return len(label_rest(rank, article.label)) + (article.number == 1)


def _raised(bookmark: str, suffix: str) -> str:
    """« er », as long as the number is 1: an article put before makes it « 2 », and never « 2er ».

    A formula, whose picture prints a text for 1 and nothing for 0: LibreOffice shows the condition of an IF field
    instead of its text (measured on 7.4), and keeps what this one shows.
    """
    return ooxml.field(f"=({bookmark}=1) \\# \"'{suffix}';;\"", ooxml.raised(suffix), style="Exposant")


def bookmark_of(rank: int, label: str) -> str:
    """A bookmark's name: letters, digits and underscores, 40 at most."""
    return f"art{rank}_{label.replace('-', '_')}"[:_MAX_BOOKMARK]


def label_rest(rank: int, label: str) -> list[str]:
    """What a bookmark's name leaves out of a long label, in pieces that fit other names."""
    rest = f"art{rank}_{label.replace('-', '_')}"[_MAX_BOOKMARK:]
    return [rest[start : start + _PIECE] for start in range(0, len(rest), _PIECE)]
