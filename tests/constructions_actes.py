"""What the readers of acts know, each repeated as many times as one likes: of Markdown, of Word, and pairs of acts."""

from collections.abc import Callable, Iterator

from constructions import repeated
from conventions_cli.document.nodes import (
    Alignment,
    Article,
    CrossReference,
    Document,
    Footnote,
    Heading,
    Inline,
    ItemList,
    LineBreak,
    Link,
    Missing,
    Paragraph,
    Section,
    SectionKind,
    Table,
    Text,
)
from wordml import alternative, bold, change, field, level, numbering, p, t, tbl, tc, tr, word, word_parts, zipped

MARKDOWN = {
    "words": repeated("mot "),
    "paragraphs": repeated("mot\n\n"),
    "hard breaks": repeated("mot\\\n"),
    "stars": repeated("*a "),
    "emphasis": repeated("*a* **b** ***c*** "),
    "mixed emphasis": repeated("**a *b** c* "),
    "emphasis nested": lambda times: "*a " * times + "b* " * times,
    "underscores": repeated("_a __b "),
    "brackets": repeated("["),
    "brackets nested": lambda times: "[" * times + "a" + "]" * times,
    "links": repeated("[a](https://a.fr) "),
    "links left open": repeated("[a](https://a.fr "),
    "link titles": repeated('[a](b "'),
    "images": repeated("!["),
    "references": repeated("[a] ", "[a]: https://a.fr\n\n"),
    "definitions": repeated("[a%d]: https://a.fr\n"),
    "notes": lambda times: repeated("a[^%d] ")(times) + "\n\n" + repeated("[^%d]: note\n\n")(times),
    "note calls": repeated("a[^1] ", "[^1]: note\n\n"),
    "note calls in one word": repeated("[^a"),
    "long notes": lambda times: "a[^1] " * times + "\n\n[^1]: " + "mot **b** " * times,
    "html": repeated("<b>"),
    "html left open": repeated('<a b="'),
    "comments": repeated("<!-- a\n"),
    "marks": repeated("<mark>[à compléter\u00a0: a]</mark> "),
    "marks left open": repeated("<mark>"),
    "entities": repeated("&amp; &#1"),
    "backslashes": repeated("\\*"),
    "accents graves": repeated("`a``b"),
    "fences": repeated("```\n"),
    "headings": repeated("# a\n"),
    "hashes": repeated(" #", "# a"),
    "setext": repeated("a\n", "", "="),
    "lists": repeated("- a\n"),
    "lists on one line": repeated("- "),
    "numbered lists": repeated("1. a\n"),
    "lazy items": repeated("b\n", "- a\n"),
    "lists in lists": repeated("- a\n  - b\n    - c\n"),
    "quotes": repeated("> a\n"),
    "quotes on one line": repeated("> "),
    "tables": repeated("| c | d |\n", "| a | b |\n|---|---|\n"),
    "columns": lambda times: f"|{'a|' * times}\n|{'-|' * times}\n|{'b|' * times}",
    "pipes": repeated("|\n"),
    "attributes": repeated("{#a} {.b}\n\n"),
    "spaces": repeated(" ", "a", "b"),
    "articles": repeated("<!-- article a%d -->\n\n## Article %d – Objet\n\nmot\n\n"),
    "house articles": repeated("<!-- article a%d -->\n\n## ARTICLE IV - Objet\n\nmot\n\n"),
    "references to articles": repeated(
        "[article 1](#article-1er--objet) ", "<!-- article a -->\n\n## Article 1er – Objet\n\n"
    ),
}

_ACT = p(bold("Article 1er – Objet")) + p("Le texte.")
_COMPLETED = '<w:style w:type="character" w:styleId="AC"><w:name w:val="À compléter"/></w:style>'
_NAMED = '<w:rStyle w:val="AC"/>'
_OPENED, _CLOSED = '<w:commentRangeStart w:id="%d"/>', '<w:commentRangeEnd w:id="%d"/>'
_DRAWING = (
    '<w:r><w:drawing><wp:inline><wp:docPr id="1" name="a" descr="d%d"/><pic:pic '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"/></wp:inline></w:drawing></w:r>'
)
_BOX = "<w:r><w:drawing><w:txbxContent><w:p><w:r><w:t>mot %d</w:t></w:r></w:p></w:txbxContent></w:drawing></w:r>"


def _blocks(unit: str) -> Callable[[int], bytes]:
    return lambda times: word(_ACT + repeated(unit)(times))


def _pieces(unit: str, **parts: str) -> Callable[[int], bytes]:
    """In one paragraph; `parts`: a unit repeated in other parts of the file."""
    return lambda times: word(
        f"{_ACT}<w:p>{repeated(unit)(times)}</w:p>", **{name: repeated(part)(times) for name, part in parts.items()}
    )


def _styled(body: Callable[[int], str], styles: Callable[[int], str]) -> Callable[[int], bytes]:
    def body_of(times: int) -> bytes:
        parts = word_parts(_ACT + body(times))
        text = str(parts["texte/styles.xml"])
        parts["texte/styles.xml"] = text.replace("</w:styles>", f"{_COMPLETED}{styles(times)}</w:styles>")
        return zipped(parts)

    return body_of


def _completed(text: str) -> Callable[[int], bytes]:
    return _styled(lambda times: p(t(text * times, _NAMED)), lambda _: "")


def _mark(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


WORD = {
    "paragraphs": _blocks(p("mot%d unique%d")),
    "prose": _blocks(p("Le délégant verse 1 000 € (mille euros) au délégataire le 3 mars 2025, selon l’article 2.")),
    "runs": _pieces(t("a") + bold("b")),
    "à compléter, left open": _completed("[à compléter\u00a0: "),
    "à compléter": _completed("[à compléter\u00a0: x] "),
    "insertions": _pieces(change("ins", t("mot"), "A%d")),
    "deletions": _pieces(change("del", "<w:r><w:delText>mot</w:delText></w:r>")),
    "moves": _pieces(change("moveFrom", t("mot")) + change("moveTo", t("mot"))),
    "formatting changed": _pieces('<w:r><w:rPr><w:b/><w:rPrChange w:author="a"><w:rPr/></w:rPrChange></w:rPr></w:r>'),
    "marks of paragraphs deleted": _blocks(f'<w:p><w:pPr><w:rPr><w:del w:author="a"/></w:rPr></w:pPr>{t("m")}</w:p>'),
    "a row inserted again and again": lambda times: word(
        _ACT + tbl(tr("a", "b"), tr("c " * times, "d", properties='<w:ins w:author="a"/>' * times))
    ),
    "rows inserted": lambda times: word(_ACT + tbl(tr("a", "b"), *[tr("c", "d", properties="<w:ins/>")] * times)),
    "cells inserted": lambda times: word(
        _ACT + tbl(tr("a", "b"), *[tr("c", tc("d", properties="<w:cellIns/>"))] * times)
    ),
    "fields": _pieces(field("PAGE", t("1"))),
    "fields never separated": _pieces(_mark("begin") + t("a")),
    "words raised": _pieces(t("a") + t("b", '<w:vertAlign w:val="superscript"/>')),
    "properties said again": _blocks("<w:p>" + "<w:pPr><w:numPr/></w:pPr>" * 3 + t("mot") + "</w:p>"),
    "fields left open": _pieces(_mark("begin") + _mark("separate") + t("a")),
    "references": _pieces(t("article ") + field("REF art1_objet", t("1"))),
    "simple fields": _pieces(f'<w:fldSimple w:instr="PAGE">{t("1")}</w:fldSimple>'),
    "links": lambda times: word(
        _ACT + p(repeated(f'<w:hyperlink r:id="l%d">{t("1")}</w:hyperlink>')(times)),
        {f"l{number:04}": f"https://a.fr/{number}" for number in range(times)},
    ),
    "anchors": _pieces(f'<w:hyperlink w:anchor="b%d">{t("1")}</w:hyperlink>'),
    "controls": _blocks(f"<w:sdt><w:sdtContent>{p('mot')}</w:sdtContent></w:sdt>"),
    "controls in lines": _pieces(f"<w:sdt><w:sdtContent>{t('mot')}</w:sdtContent></w:sdt>"),
    "contents": _blocks(p("mot", "TM")),
    "tables": _blocks(tbl(tr("a", "b"), tr("c", "d"))),
    "rows": lambda times: word(_ACT + tbl(*[tr("a", "b")] * times, style="Grille")),
    "merged cells": lambda times: word(
        _ACT + tbl(*[tr("a", tc("b", properties='<w:gridSpan w:val="3"/>'))] * times, style="Grille")
    ),
    "money by years": lambda times: word(
        _ACT + tbl(tr("Année", "AE", "CP"), *[tr("2025", "1 000 €", "2 000 €")] * times, style="Grille")
    ),
    "tables in tables": _blocks("<w:tbl><w:tr><w:tc>" * 8 + p("x") + "</w:tc></w:tr></w:tbl>" * 8),
    "numbered": lambda times: word(
        _ACT + p("mot", numbered=(1, 0)) * times, numbering=numbering(level(0, "decimal", "%1."))
    ),
    "lists of one definition": lambda times: word(
        _ACT + "".join(p("mot", numbered=(number + 1, 0)) for number in range(times)),
        numbering=f'<w:abstractNum w:abstractNumId="0">{level(0, "decimal", "%1.") * times}</w:abstractNum>'
        + "".join(f'<w:num w:numId="{n + 1}"><w:abstractNumId w:val="0"/></w:num>' for n in range(times)),
    ),
    "a long label": lambda times: word(
        _ACT + p("mot", numbered=(1, 0)) * times, numbering=numbering(level(0, "decimal", "%1" * 6 * times))
    ),
    "styles": _styled(
        lambda times: "".join(p("m", f"s{number:04}") for number in range(times)),
        lambda times: "".join(
            f'<w:style w:styleId="s{n:04}"><w:name w:val="S{n}"/><w:basedOn w:val="s{n + 1:04}"/></w:style>'
            for n in range(times)
        ),
    ),
    "bookmarks": _pieces('<w:bookmarkStart w:id="%d" w:name="b%d"/><w:bookmarkEnd w:id="%d"/>'),
    "our bookmarks": _pieces('<w:bookmarkStart w:id="%d" w:name="art%d_objet"/>'),
    "comments": _pieces(
        f'<w:commentRangeStart w:id="%d"/>{t("m")}<w:commentRangeEnd w:id="%d"/>',
        comments=f'<w:comment w:id="%d" w:author="a">{p("c")}</w:comment>',
    ),
    "comments on one text": lambda times: word(
        "".join(
            (_ACT, "<w:p>", *(repeated(unit)(times) for unit in (_OPENED, t("mot " * 300), _CLOSED)), "</w:p>"),
        ),
        comments=repeated(f'<w:comment w:id="%d" w:author="a">{p("c")}</w:comment>')(times),
    ),
    "notes": _pieces(
        '<w:r><w:footnoteReference w:id="%d"/></w:r>', footnotes=f'<w:footnote w:id="%d">{p("note %d")}</w:footnote>'
    ),
    "drawings": _pieces(_DRAWING),
    "drawings after tabs": lambda times: word(
        f"{_ACT}<w:p>{'<w:r><w:tab/></w:r>' * times}{repeated(_DRAWING)(times)}</w:p>"
    ),
    "text boxes": _pieces(_BOX),
    "alternatives": _pieces(alternative(t("a"), t("b"))),
    "alternative blocks": _blocks(alternative(p("a"), p("b"))),
    "custom XML": _blocks(f"<w:customXml>{p('a')}</w:customXml>"),
    "smart tags": _pieces(f"<w:smartTag>{t('a')}</w:smartTag>"),
    "equations": _pieces("<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>"),
    "symbols": _pieces('<w:r><w:sym w:font="F%d" w:char="F0B7"/></w:r>'),
    "hidden": _pieces("<w:r><w:rPr><w:vanish/></w:rPr><w:t>a</w:t></w:r>"),
    "articles": _blocks(p(bold("Article %d – Objet")) + p("mot")),
    "articles by hand": _blocks(p("Article 2 – Objet") + p("mot")),
    "headings": _blocks(p("mot", "H1")),
    "visas": _blocks(p("Vu le décret n° 2004-1085 du 14 octobre 2004 ;")),
    "signatures": _blocks(p("Fait à Paris, le 3 mars 2025")),
    "parties": _blocks(p("Entre la direction du numérique (DNUM), ci-après « le délégataire », représentée par M. A")),
    "codes": _blocks(p("Domaine fonctionnel 0129-16-02, centre financier 0129-CAHC-DISN")),
}


def _p(*content: Inline | str) -> Paragraph:
    return Paragraph(tuple(Text(piece) if isinstance(piece, str) else piece for piece in content))


def _body(*blocks: Paragraph | Heading | ItemList | Table) -> Document:
    return Document((Section(SectionKind.BODY, blocks),))


def _articles(times: int, letter: str) -> Document:
    articles: Iterator[Article] = (
        Article(f"{letter}{n}", n + 1, (Text(f"Objet {letter} {n}"),), (_p(f"mot {letter}{n} du texte"),))
        for n in range(times)
    )
    return Document(tuple(articles))


def _table(times: int, letter: str) -> Table:
    rows = tuple(tuple((Text(f"{letter}{n} {at}"),) for at in range(2)) for n in range(times))
    return Table(((Text("a"),), (Text("b"),)), rows, (Alignment.LEFT,) * 2)


# A function of a number and of a letter, which is not the same for the two acts.
ACTS: dict[str, Callable[[int, str], Document]] = {
    "paragraphs": lambda times, word: _body(*[_p(f"{word}{n} et {word}{n} encore") for n in range(times)]),
    "paragraphs nearly alike": lambda times, word: _body(*[_p(f"mot de la phrase {n} {word}") for n in range(times)]),
    "one paragraph again": lambda times, word: _body(*[_p(f"a b c {word}")] * times),
    "words": lambda times, word: _body(_p(" ".join(f"{word}{n}" for n in range(times)))),
    "one word again": lambda times, word: _body(_p("a " * times + word)),
    "every other word": lambda times, word: _body(_p(" ".join(f"m{n} {word}{n}" for n in range(times)))),
    "signs": lambda times, word: _body(_p("." * times + word)),
    "runs": lambda times, word: _body(
        Paragraph(tuple(Text("a ", (n % 2 == 0) is (word == "a")) for n in range(times)))
    ),
    "amounts": lambda times, word: _body(_p(" ".join(f"{n} 00{ord(word) % 10} €" for n in range(1, times)))),
    "one amount again": lambda times, word: _body(*[_p(f"mot 1 00{ord(word) % 10} €")] * times),
    "dates": lambda times, word: _body(_p(f"le {ord(word) % 10} mars 2025 " * times)),
    "articles": _articles,
    "headings": lambda times, word: _body(
        *[block for n in range(times) for block in (Heading(2, (Text(f"{word}{n}"),)), _p("a b c d"))]
    ),
    "items": lambda times, word: _body(ItemList(tuple((_p(f"{word}{n} b c d"),) for n in range(times)))),
    "rows": lambda times, word: _body(_table(times, word)),
    "tables": lambda times, word: _body(*[_table(1, f"{word}{n}") for n in range(times)]),
    "notes": lambda times, word: _body(
        _p(*[piece for n in range(times) for piece in ("mot", Footnote((Text(f"{word}{n}"),)))])
    ),
    "à compléter": lambda times, word: _body(_p(*[Missing(f"{word}{n}", "k") for n in range(times)])),
    "breaks": lambda times, word: _body(_p(*[piece for _ in range(times) for piece in (word, LineBreak())])),
    "links": lambda times, word: _body(_p(*[Link(f"https://{word}.fr/{n}", (Text("m"),)) for n in range(times)])),
    "references": lambda times, word: Document(
        (
            *_articles(2, word).parts,
            Section(SectionKind.BODY, (_p(*[CrossReference(f"{word}1", "article 2")] * times),)),
        )
    ),
}
