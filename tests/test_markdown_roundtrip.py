"""Property 1: the published Markdown, read back, gives the same tree."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conventions_cli.document.nodes import (
    Article,
    ArticleForm,
    Document,
    Link,
    Paragraph,
    Picture,
    Raster,
    Section,
    SectionKind,
    Text,
)
from conventions_cli.document.passes import normal_blocks
from conventions_cli.document.walk import plain_text
from conventions_cli.readers.markdown import MarkdownResult, read_blocks, read_document, read_normal_blocks
from conventions_cli.writers.markdown import write_markdown


@pytest.mark.parametrize("words", ["^0", "^note", "^"])
def test_words_in_brackets_are_not_the_call_of_a_note(words):
    blocks = (
        Paragraph((Link("https://a.fr", (Text(words),)),)),
        Picture("logo.png", words, Raster(b"x", "png", 20, 10)),
    )
    back, faults = read_document(write_markdown(Document((Section(SectionKind.DRAFT, blocks),))))
    assert not faults
    link, picture = back.parts[0].blocks
    assert (plain_text(link.content), picture.alternative) == (words, words)


@given(st.text("abcÉx0129 ,;.:?()/%€«»’'…–\u00a0\u202f-_*\n#", max_size=20))
def test_a_text_without_signs_is_read_as_markdown_it_would(text):
    read = read_blocks(text)
    assert read_normal_blocks(text) == MarkdownResult(tuple(normal_blocks(read.blocks)), read.faults)


@pytest.mark.parametrize(
    ("form", "opening"), [(ArticleForm.DASH, "Article 1er – "), (ArticleForm.COLON, "Article 1er\u00a0: ")]
)
def test_the_first_article_is_the_1er_in_both_forms(form, opening):
    act = Document((Article("objet", 1, (Text("Objet"),), (), form),))
    written = write_markdown(act)
    assert f"## {opening}Objet" in written
    assert read_document(written)[0].parts[0].opening == opening


def test_an_article_published_before_as_article_1_keeps_its_words():
    text = write_markdown(Document((Article("objet", 1, (Text("Objet"),), (), ArticleForm.COLON),)))
    former = text.replace("Article 1er", "Article 1")
    back, _ = read_document(former)
    assert back.parts[0].form is ArticleForm.COLON
    assert write_markdown(back) == former


@pytest.mark.parametrize("heading", ["## ", "##", "## ![x](image.png)", "## <!-- x -->", "## [a](https://a.fr)"])
def test_an_article_whose_heading_begins_with_no_word_is_told_and_not_read(heading):
    document, faults = read_document(f"<!-- article a -->\n\n{heading}\n\nmot\n")
    assert document is None and len(faults) == 1
