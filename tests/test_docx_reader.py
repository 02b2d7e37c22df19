"""The DOCX reader: our acts give their tree back; acts made elsewhere are recognised; hostile files are refused."""

import pytest
from hypothesis import given

from arbres import documents
from conventions_cli.readers.docx import read_docx
from conventions_cli.writers.docx import write_docx
from fabrique import GOOD, document


def reading(data, **options):
    outcome = read_docx(data, "acte.docx", **options)
    assert outcome.value is not None, outcome.diagnostics
    return outcome.value


@given(documents())
def test_any_tree_written_as_docx_is_read_back(built):
    assert reading(write_docx(built)).document == built


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_every_act_is_read_back(path):
    built = document(path)
    read = reading(write_docx(built))
    assert read.document == built
    assert read.notices == ()
