"""Property 1: the published Markdown, read back, gives the same tree."""

from hypothesis import given

from arbres import documents
from conventions_cli.document.passes import normalize
from conventions_cli.readers.markdown import read_document
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
