"""Hypothesis strategies: any document tree in its normal form."""

from functools import cache

from hypothesis import strategies as st

from conventions_cli.document.nodes import (
    Alignment,
    Article,
    ArticleForm,
    CrossReference,
    Document,
    Footnote,
    Heading,
    ItemList,
    LineBreak,
    Link,
    Missing,
    Paragraph,
    Picture,
    Raster,
    Section,
    SectionKind,
    Table,
    Text,
    ordinal,
)
from conventions_cli.document.passes import normalize
from conventions_cli.document.walk import rewrite_document
from conventions_cli.foundation.records import replace

# Every character a spec may hold, with those that mean something in Markdown made frequent.
MARKS = st.sampled_from(list("*_`[]()<>{}#+-.!|~^&;:=\\/\"'$%@ \u00a0\u202f’«»·1a"))
ANY = st.characters(
    exclude_categories=("Cs", "Cc", "Co", "Cn"),
    exclude_characters="\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff",
)
texts = st.text(st.one_of(MARKS, ANY), max_size=12) | st.sampled_from(
    [
        "**gras**",
        "1. un",
        "- tiret",
        "# titre",
        "| a | b |",
        "&amp;",
        "&#42;",
        "<b>",
        "[x](y)",
        "![x](y)",
        "[^1]",
        "[^1]: x",
        "http://a.b/c_d",
        "{{ 7*7 }}",
        "\ue000"[:0] + "---",
        "===",
        "Pix & Cie",
        "A*B*C",
        "[à compléter\u00a0: x]",
        "<!-- titre -->",
    ]
)
runs = st.builds(Text, texts, st.booleans(), st.booleans())
urls = st.sampled_from(
    [
        "https://beta.gouv.fr/a_(b)",
        "http://x.fr/?a=1&copy=2",
        "mailto:a@b.fr",
        "https://é.fr/<x>",
        "https://a.fr/[1]|2",
        "http://a\\b",
    ]
)
links = st.builds(Link, urls, st.lists(runs, min_size=1, max_size=2).map(tuple)) | urls.map(
    lambda url: Link(url, (Text(url),))
)
RASTER = Raster(b"\x89PNG\r\n\x1a\n", "png", 20, 10)
sources = st.sampled_from(["logo.png", "../un logo (1).jpg", "a&b[1]|<c>.png", "é#?%20.png", "a\\b.png"])
missing = st.builds(Missing, st.sampled_from(["nom", "le *nom*", "a_b_ <c>", "x & y"]))
notes = st.builds(Footnote, st.lists(runs | links, min_size=1, max_size=2).map(tuple))


@cache  # to build strategies and check them takes longer than to draw from them
def inlines(labels):
    kinds = [runs, runs, runs, links, missing, notes, st.just(LineBreak())]
    if labels:
        kinds.append(st.sampled_from(labels).map(lambda label: CrossReference(label, "article\u00a01er")))
    return st.lists(st.one_of(kinds), max_size=5).map(tuple)


@cache
def blocks(labels):
    content = inlines(labels)
    paragraphs = st.builds(Paragraph, content)
    items = st.recursive(
        paragraphs,
        lambda inner: st.builds(
            ItemList,
            st.lists(st.lists(inner, min_size=1, max_size=2).map(tuple), min_size=1, max_size=2).map(tuple),
            st.booleans(),
        ),
        max_leaves=5,
    )
    lists = st.builds(
        ItemList,
        st.lists(st.lists(items, min_size=1, max_size=3).map(tuple), min_size=1, max_size=3).map(tuple),
        st.booleans(),
    )
    headings = st.builds(Heading, st.integers(3, 4), content)
    tables = st.integers(1, 3).flatmap(
        lambda width: st.builds(
            Table,
            st.tuples(*[content] * width),
            st.lists(st.tuples(*[content] * width), max_size=3).map(tuple),
            st.tuples(*[st.sampled_from(Alignment)] * width),
        )
    )
    pictures = st.builds(Picture, sources, texts.map(lambda text: " ".join(text.split()) or "x"), st.just(RASTER))
    return st.lists(st.one_of(paragraphs, lists, headings, tables, pictures), max_size=4).map(tuple)


@st.composite
def documents(draw):
    """A document in normal form, its cross-references aiming at its own articles."""
    count = draw(st.integers(0, 3))
    labels = tuple(f"objet-{number}" for number in range(1, count + 1))
    form = draw(st.sampled_from(ArticleForm))
    parts = [Section(draw(st.sampled_from(SectionKind)), draw(blocks(labels))) for _ in range(draw(st.integers(0, 2)))]
    parts += [
        Article(label, number, (Text("Objet"), *draw(inlines(labels))), draw(blocks(labels)), form)
        for number, label in enumerate(labels, start=1)
    ]
    return normalize(Document(tuple(parts)))


def numbered(tree):
    """The same, its references saying the number of the article they lead to, as those of acts do."""
    ordinals = {part.label: ordinal(part.number) for part in tree.parts if isinstance(part, Article)}

    def rewrite(found):
        return tuple(
            replace(one, text=f"article\u00a0{ordinals[one.label]}") if isinstance(one, CrossReference) else one
            for one in found
        )

    return rewrite_document(tree, rewrite)
