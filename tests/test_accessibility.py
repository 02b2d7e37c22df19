"""What makes a Word document accessible, checked on its XML (domain rules on titles, language, order, contrast)."""

import io
import re
from itertools import pairwise

import docx
import pytest

from conventions_cli.writers.docx import write_docx
from fabrique import GOOD, ROOT, document
from test_docx import parts

ACTS = [*GOOD, ROOT / "tests" / "exemples" / "projet.yaml"]


def luminance(color):
    channels = [int(color[index : index + 2], 16) / 255 for index in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, two):
    light, dark = sorted((luminance(one), luminance(two)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("path", ACTS, ids=lambda path: path.stem)
def test_title_language_and_heading_order(path):
    package = docx.Document(io.BytesIO(write_docx(document(path))))
    assert package.core_properties.title
    assert package.core_properties.language == "fr-FR"
    styles = [one.style.name for one in package.paragraphs]
    levels = [int(name[-1]) for name in styles if re.fullmatch(r"Heading \d", name)]
    assert styles.count("Title") == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("path", ACTS, ids=lambda path: path.stem)
def test_tables_links_and_images_say_what_they_are(path):
    data = parts(write_docx(document(path)))
    xml = data["word/document.xml"]
    tables = re.findall(r"<w:tbl>.*?</w:tbl>", xml)
    assert all("<w:tblCaption " in table for table in tables)
    data_tables = [table for table in tables if 'w:val="TableauActe"' in table]
    assert all(table.count("<w:tblHeader/>") == 1 and 'w:firstColumn="1"' in table for table in data_tables)
    for link in re.findall(r"<w:hyperlink .*?</w:hyperlink>", xml):
        assert "".join(re.findall(r"<w:t[^>]*>([^<]*)</w:t>", link)).strip()
    assert all('alt="' in shape for shape in re.findall(r"<v:shape .*?>", data["word/header1.xml"]))
    assert "<w:txbxContent" not in xml


def test_every_colour_of_the_styles_reads_on_white():
    styles = parts(write_docx(document(ACTS[0])))["word/styles.xml"]
    colors = set(re.findall(r'<w:color w:val="([0-9A-F]{6})"/>', styles))
    assert colors
    assert {color for color in colors if contrast(color, "FFFFFF") < 4.5} == set()
