"""The web page: the words of the tree, a structure assistive tools can follow, nothing from elsewhere."""

import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from conventions_cli.document.nodes import Footnote
from conventions_cli.document.walk import document_stretches, inlines_within, plain_text
from conventions_cli.writers.html import write_html
from fabrique import GOOD, ROOT, SPECS, document, spec
from navigateur import violations

VOID = {"meta", "br", "img", "link"}


class Page(HTMLParser):
    """The text of a page, its tags, and whether they are balanced."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.texts, self.tags, self.stack, self.ids = [], [], [], []
        self.skipped = 0
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        self.ids += [value for name, value in attributes if name == "id"]
        if tag not in VOID:
            self.stack.append(tag)
        if (
            tag in {"style", "title"}
            or dict(attributes).get("class") == "notes"
            or "Note " in str(dict(attributes).get("aria-label"))
        ):
            self.skipped = self.skipped or len(self.stack)

    def handle_endtag(self, tag):
        assert self.stack[-1] == tag, (self.stack, tag)
        if self.skipped == len(self.stack):
            self.skipped = 0
        self.stack.pop()

    def handle_data(self, data):
        if not self.skipped:
            self.texts.append(data)


def squeezed(text):
    return "".join(text.split())


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_headings_links_notes_and_tables_are_sound(path):
    built = document(path)
    page = Page(write_html(built))
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert len(page.ids) == len(set(page.ids))
    inner = [
        attributes["href"][1:] for tag, attributes in page.tags if tag == "a" and attributes["href"].startswith("#")
    ]
    assert set(inner) <= set(page.ids)
    notes = [i for s in document_stretches(built) for i in inlines_within(s) if isinstance(i, Footnote)]
    text = write_html(built)
    assert all(f'id="note-{number}"' in text for number in range(1, len(notes) + 1))
    assert all(plain_text(note.content).split()[0] in text for note in notes)
    assert all("scope" in attributes for tag, attributes in page.tags if tag == "th")


def test_nothing_is_loaded_nor_run():
    text = write_html(document(SPECS / "domifa.yaml"))
    assert not re.search(r"<(script|link|img|iframe|object)|@import|url\(|\son\w+=", text)
    assert '<html lang="fr">' in text


def test_hostile_values_stay_text():
    name = "</title><script>alert(1)</script>&\"'"
    page = Page(write_html(document(spec(services__0__nom=name, champs={"url_guide": 'https://a.fr/"onclick="x'}))))
    assert "script" not in {tag for tag, _ in page.tags}
    assert all("onclick" not in attributes for _, attributes in page.tags)
    assert "<script>alert(1)</script>" in "".join(page.texts)


def test_a_draft_marks_what_is_missing():
    text = write_html(document(ROOT / "tests" / "exemples" / "projet.yaml"))
    assert '<mark title="finances.montant">[à compléter\u00a0: montant]</mark>' in text
    assert "PROJET" in text


@pytest.mark.outils
def test_axe_finds_no_violation_in_a_real_browser(tmp_path):
    """Headless Chromium and axe-core, for good acts and a draft, on the screen and as printed."""
    pages = []
    for path in [*GOOD, ROOT / "tests" / "exemples" / "projet.yaml"]:
        page = tmp_path / f"{path.stem}.html"
        page.write_text(write_html(document(path)), encoding="utf-8")
        pages.append(page)
    assert violations(*pages) == {str(page): [] for page in pages}
