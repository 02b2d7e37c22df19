"""Property 1: the published Markdown, read back, gives the same tree."""

from hypothesis import given
from hypothesis import strategies as st

from arbres import documents
from conventions_cli.document.passes import normal_blocks, normalize
from conventions_cli.readers.markdown import MarkdownResult, read_blocks, read_document, read_normal_blocks
from conventions_cli.writers.markdown import write_markdown


@given(documents())
def test_markdown_read_back_gives_the_same_tree(document):
    text = write_markdown(document)
    back, faults = read_document(text)
    assert not faults, (faults, text)
    assert back == document, text


@given(documents())
def test_the_normal_form_is_stable(document):
    assert normalize(document) == document


@given(st.text("abcÉx0129 ,;.:?()/%€«»’'…–\u00a0\u202f-_*\n#", max_size=20))
def test_a_text_without_signs_is_read_as_markdown_it_would(text):
    read = read_blocks(text)
    assert read_normal_blocks(text) == MarkdownResult(tuple(normal_blocks(read.blocks)), read.faults)
