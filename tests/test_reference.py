"""A house document lends its styles, known by their names."""

import io
import zipfile
from pathlib import Path

import docx
import pytest

from conventions_cli.readers.docx import read_docx
from conventions_cli.writers.docx import write_docx
from conventions_cli.writers.docx.reference import UnusableReferenceError, house_reference, own_reference
from fabrique import ROOT, SPECS, document
from outils import sdk_errors


def house(tmp_path, change):
    """Our reference with its styles changed."""
    target = tmp_path / "maison.docx"
    with zipfile.ZipFile(ROOT / "templates" / "reference.docx") as source, zipfile.ZipFile(target, "w") as archive:
        for name in source.namelist():
            data = source.read(name).decode()
            archive.writestr(name, change(data) if name == "word/styles.xml" else data)
    return target


def test_styles_are_taken_by_name_whatever_their_identifiers(tmp_path):
    path = house(tmp_path, lambda xml: xml.replace('"Titre1"', '"MaisonH1"').replace('"000000"', '"AA0000"'))
    data = write_docx(document(SPECS / "domifa.yaml"), house_reference(path))
    package = docx.Document(io.BytesIO(data))
    headings = [one for one in package.paragraphs if one.style.name == "Heading 1"]
    assert len(headings) == 9
    assert {one.style.style_id for one in headings} == {"MaisonH1"}
    assert str(headings[0].style.font.color.rgb) == "AA0000"
    plain = docx.Document(io.BytesIO(write_docx(document(SPECS / "domifa.yaml"))))
    assert [one.text for one in package.paragraphs] == [one.text for one in plain.paragraphs]


def test_a_house_document_is_lent_the_styles_it_may_lack(tmp_path):
    lacking = {"Strong": "Gras", "Adresse imprimée": "AdresseImprimee", "Titre des copies": "TitreCopies"}

    def change(xml):
        for name, identifier in lacking.items():
            xml = xml.replace(f'<w:name w:val="{name}"/>', f'<w:name w:val="Autre {name}"/>')
            assert f'w:styleId="{identifier}"' in xml  # taken by another style of the house
        return xml.replace('"Titre1"', '"MaisonH1"')

    built = document(SPECS / "domifa.yaml")
    data = write_docx(built, house_reference(house(tmp_path, change)))
    package = docx.Document(io.BytesIO(data))
    found = {style.name: style for style in package.styles}
    assert {found[name].style_id for name in lacking} == {f"{one}Convention" for one in lacking.values()}
    assert found["Strong"].font.bold
    assert "GrasConvention" in data_of(data)
    assert read_docx(data, "acte.docx").value.document == built
    (tmp_path / "acte.docx").write_bytes(data)
    assert sdk_errors(tmp_path / "acte.docx") == []


def test_a_house_document_gives_its_font(tmp_path):
    path = house(tmp_path, lambda xml: xml.replace('"Arial"', '"Marianne"'))
    data = write_docx(document(SPECS / "domifa.yaml"), house_reference(path))
    assert docx.Document(io.BytesIO(data)).styles.element.find(".//{*}rPrDefault//{*}rFonts").values()[0] == "Marianne"
    assert "Marianne" not in own_reference().parts["word/styles.xml"].decode()


def data_of(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read("word/document.xml").decode()


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
