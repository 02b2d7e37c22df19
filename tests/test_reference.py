"""A house document lends its styles, known by their names."""

import io
import zipfile
from pathlib import Path

import docx
import pytest

from conventions_cli.writers.docx import write_docx
from conventions_cli.writers.docx.reference import UnusableReferenceError, house_reference
from fabrique import ROOT, SPECS, document


def house(tmp_path, change):
    """Our reference with its styles changed."""
    target = tmp_path / "maison.docx"
    with zipfile.ZipFile(ROOT / "templates" / "reference.docx") as source, zipfile.ZipFile(target, "w") as archive:
        for name in source.namelist():
            data = source.read(name).decode()
            archive.writestr(name, change(data) if name == "word/styles.xml" else data)
    return target


def test_styles_are_taken_by_name_whatever_their_identifiers(tmp_path):
    path = house(tmp_path, lambda xml: xml.replace('"Titre1"', '"MaisonH1"').replace('"000091"', '"AA0000"'))
    data = write_docx(document(SPECS / "domifa.yaml"), house_reference(path))
    package = docx.Document(io.BytesIO(data))
    headings = [one for one in package.paragraphs if one.style.name == "Heading 1"]
    assert len(headings) == 10
    assert {one.style.style_id for one in headings} == {"MaisonH1"}
    assert str(headings[0].style.font.color.rgb) == "AA0000"
    plain = docx.Document(io.BytesIO(write_docx(document(SPECS / "domifa.yaml"))))
    assert [one.text for one in package.paragraphs] == [one.text for one in plain.paragraphs]


def test_what_is_missing_is_named(tmp_path):
    path = house(
        tmp_path, lambda xml: xml.replace('w:val="Visa"', 'w:val="Autre"').replace('w:val="Partie"', 'w:val="X"')
    )
    with pytest.raises(UnusableReferenceError, match="Partie, Visa"):
        house_reference(path)


@pytest.mark.parametrize(
    "change", [lambda xml: "<!DOCTYPE x>" + xml, lambda xml: xml[:50], lambda xml: "x" * 9_000_000]
)
def test_a_hostile_document_is_refused(tmp_path, change):
    with pytest.raises(UnusableReferenceError):
        house_reference(house(tmp_path, change))


def test_a_file_that_is_no_document_is_refused(tmp_path):
    (tmp_path / "x.docx").write_text("x")
    with pytest.raises(UnusableReferenceError):
        house_reference(tmp_path / "x.docx")
    with pytest.raises(OSError, match="absent"):
        house_reference(Path(tmp_path / "absent.docx"))
