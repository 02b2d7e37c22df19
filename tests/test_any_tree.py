"""Any tree, and any two, through all that is written, read back, compared and amended.

To draw a tree takes longer than what is then done with it: each is drawn once, for all that holds of it.
"""

import io
from collections import Counter

import docx
from hypothesis import Phase, given, settings
from lxml import etree

from arbres import documents, numbered
from conventions_cli.amendment.lines import blocks_of, lines_of
from conventions_cli.comparison.act_differences import Kind
from conventions_cli.comparison.redlining import redline
from conventions_cli.document.nodes import ItemList
from conventions_cli.document.passes import normalize
from conventions_cli.document.walk import plain_text
from conventions_cli.readers.docx import Revisions
from conventions_cli.readers.markdown import read_document
from conventions_cli.writers.docx import write_docx
from conventions_cli.writers.html import write_html
from conventions_cli.writers.markdown import write_markdown
from fabrique import printed_words, without_addresses, words
from resolution import lines, members
from test_amendment import said
from test_comparison import diff, stretches_of
from test_docx import squeezed
from test_docx_reader import reading
from test_html import Page
from test_redline import DATE, proves
from wordml import W

# Shrinking a pair of whole acts takes minutes: a failing pair is shown as it was drawn.
PHASES = [Phase.explicit, Phase.reuse, Phase.generate]


# One tree


def its_word_file_is_read_back(tree, word):
    assert reading(word).document == tree


def another_reader_of_word_finds_its_text(tree, word):
    body = docx.Document(io.BytesIO(without_addresses(word))).element.body
    found = "".join(node.text or "" for node in body.iter(f"{{{W}}}t"))
    assert squeezed(found) == squeezed(" ".join(printed_words(tree)))


def its_page_holds_its_words(tree):
    page = Page(write_html(tree))
    assert page.stack == []
    assert squeezed("".join(page.texts)) == squeezed(" ".join(words(tree)))


def its_markdown_read_back_is_the_same_tree(tree):
    text = write_markdown(tree)
    back, faults = read_document(text)
    assert not faults, (faults, text)
    assert back == tree, text


def its_normal_form_is_stable(tree):
    assert normalize(tree) == tree


def its_lines_give_the_blocks_back(tree):
    for part in tree.parts:
        found = lines_of(part.blocks)
        assert lines_of(blocks_of(found)) == found
        follows = any(
            isinstance(one, ItemList) and isinstance(other, ItemList)
            for one, other in zip(part.blocks, part.blocks[1:], strict=False)
        )
        if not follows and "ItemList" not in repr([line.block for line in found]):
            flat = [block for block in part.blocks if not isinstance(block, ItemList)]
            assert [line.block for line in found if not line.lists] == flat


def it_does_not_differ_from_itself(tree):
    compared = diff(tree, tree)
    assert compared.same
    assert compared.changes == compared.facts == compared.notices == ()


def its_redline_against_itself_bears_no_change(tree, word):
    made = redline(tree, tree, "Zoé", DATE)
    assert made.changes == 0
    assert reading(made.data, Revisions.ACCEPTED).revisions == ()
    assert lines(made.data) == lines(word)


@given(documents())
def test_what_holds_of_any_tree(tree):
    word = write_docx(tree)
    its_word_file_is_read_back(tree, word)
    another_reader_of_word_finds_its_text(tree, word)
    its_page_holds_its_words(tree)
    its_markdown_read_back_is_the_same_tree(tree)
    its_normal_form_is_stable(tree)
    its_lines_give_the_blocks_back(tree)
    it_does_not_differ_from_itself(tree)
    its_redline_against_itself_bears_no_change(tree, word)


# Two trees


def exchanging_them_exchanges_what_came_and_what_went(before, after):
    there, back = diff(before, after), diff(after, before)
    mirror = {Kind.ADDED: Kind.REMOVED, Kind.REMOVED: Kind.ADDED}
    swapped = {mirror.get(kind, kind): number for kind, number in back.counts.items()}
    assert there.counts == swapped
    assert there.same is back.same
    assert sorted((fact.before, fact.after) for fact in there.facts) == sorted(
        (fact.after, fact.before) for fact in back.facts
    )
    sides = {(change.kind, change.before, change.after) for change in there.changes}
    assert sides == {(mirror.get(one.kind, one.kind), one.after, one.before) for one in back.changes}
    if _words(before) != _words(after):
        assert not there.same


def _words(tree):
    return [one for part in tree.parts for stretch in stretches_of(part) for one in plain_text(stretch).split()]


def the_redline_accepted_is_the_other_and_rejected_is_the_one(before, after):
    root = etree.fromstring(members(proves(before, after))["word/document.xml"])
    bookmarks = list(root.iter(f"{{{W}}}bookmarkStart"))
    assert max(Counter(one.get(f"{{{W}}}id") for one in bookmarks).values(), default=1) == 1
    assert max(Counter(one.get(f"{{{W}}}name") for one in bookmarks).values(), default=1) == 1
    changes = [one.get(f"{{{W}}}id") for one in root.iter() if one.get(f"{{{W}}}author") is not None]
    assert max(Counter(changes).values(), default=1) == 1


def the_modifications_applied_to_one_give_the_other(before, after):
    assert isinstance(said(before, after), list)


@settings(max_examples=60, phases=PHASES)
@given(documents(), documents())
def test_what_holds_of_any_two_trees(before, after):
    the_modifications_applied_to_one_give_the_other(before, after)
    before, after = numbered(before), numbered(after)
    exchanging_them_exchanges_what_came_and_what_went(before, after)
    the_redline_accepted_is_the_other_and_rejected_is_the_one(before, after)
