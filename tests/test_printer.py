"""The one printer of YAML: whatever values and comments a layout holds, its text reads back as these values."""

from hypothesis import given
from hypothesis import strategies as st

from conventions_cli.foundation import SourceText
from conventions_cli.source import (
    Group,
    LayoutEntry,
    Line,
    Mapping,
    Scalar,
    Sequence,
    as_layout,
    flow_text,
    group_lines,
    key_to_write,
    normalized_yaml,
    parse,
    print_layout,
    read_layout,
    yaml_lines,
)
from conventions_cli.source.decoding import forbidden_in
from conventions_cli.source.pasted import damage_in, repaired
from test_fmt import TEXTS, formatted

SAFE = TEXTS.filter(lambda text: forbidden_in(text) is None and repaired(text) == text and damage_in(text) is None)
KEYS = SAFE.map(str.strip).filter(lambda text: text and text != "<<")
VALUES = st.recursive(
    SAFE | st.none(),
    lambda inner: st.dictionaries(KEYS, inner, max_size=3) | st.lists(inner, max_size=3),
    max_leaves=8,
)
TREES = st.dictionaries(KEYS, VALUES, min_size=1, max_size=4)


def line_of(value, comments=lambda: ""):
    """A value as what is to be written; `comments()` gives the texts of the comments around it."""
    if value is None:
        line = Line(blank=True)
    elif isinstance(value, str):
        line = Line(value)
    elif isinstance(value, dict):
        line = Line(
            hollow="" if value else "{}", children={key: line_of(held, comments) for key, held in value.items()}
        )
    else:
        line = Line(hollow="" if value else "[]", children=dict(enumerate(line_of(item, comments) for item in value)))
    line.remark = comments()
    line.notes = [note for note in [comments()] if note]
    return line


def plain(node):
    """What was read, as plain values."""
    if isinstance(node, Scalar):
        return None if node.blank else node.text
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return {entry.key.text: plain(entry.value) for entry in node.entries}


def has_blank_item(value):
    if isinstance(value, dict):
        return any(map(has_blank_item, value.values()))
    return isinstance(value, list) and (None in value or any(map(has_blank_item, value)))


def read(text):
    outcome = parse(SourceText("essai.yaml", text))
    assert isinstance(outcome.value, Mapping), (text, outcome.diagnostics)
    return plain(outcome.value)


@given(TREES)
def test_a_spec_without_comments_reads_back_equal(tree):
    text = "\n".join(yaml_lines(line_of(tree))) + "\n"
    assert read(text) == tree
    dumped = normalized_yaml(parse(SourceText("essai.yaml", text)).value)
    assert read(dumped) == {key: value for key, value in tree.items() if key not in {"herite", "annuaire"}}


@given(TREES, st.data())
def test_comments_change_no_value_whatever_they_hold(tree, data):
    root = line_of(tree, lambda: data.draw(st.just("") | TEXTS))
    root.at(("absente",)).absent = data.draw(TEXTS.filter(bool))
    text = "\n".join(yaml_lines(root)) + "\n"
    assert read(text) == tree


@given(TREES, st.integers(1, 9))
def test_values_read_back_equal_at_any_indentation_and_between_brackets(tree, column):
    lines = group_lines(as_layout(line_of(tree)), column=column)
    assert read("\n".join(["place:", *lines, "suite: x"])) == {"place": tree, "suite": "x"}
    if not has_blank_item(tree):  # between brackets an item cannot be left blank
        assert read(f"place: {flow_text(as_layout(line_of(tree)))}\nsuite: x\n") == {"place": tree, "suite": "x"}


@given(TREES)
def test_what_is_printed_has_the_layout_that_was_printed(tree):
    lines = yaml_lines(line_of(tree))
    again = read_layout(SourceText("essai.yaml", "\n".join(lines) + "\n"))
    assert group_lines(again.root) == lines


def test_a_list_under_its_key_is_set_in_or_not():
    group = Group(
        True, False, 0, entries=[LayoutEntry(key_to_write("copies"), as_layout(line_of([["a", "b"], "c"])), 0)]
    )
    assert group_lines(group) == ["copies:", "  - - a", "    - b", "  - c"]
    assert group_lines(group, inset=0) == ["copies:", "- - a", "  - b", "- c"]


def test_what_has_only_comments_to_say_is_a_comment():
    root = Line()
    root.at(("parties", 0, "nom")).notes = ["le nom"]
    root.at(("parties", 0, "nom")).absent = "non lu"
    root.at(("objet",)).value = "Objet"
    assert yaml_lines(root) == ["# parties:  # à compléter", "    # le nom", "    # nom:  # non lu", "objet: Objet"]


def test_the_first_key_of_an_item_stands_on_its_dash_and_its_comments_follow():
    root = Line()
    item = root.at(("parties", 0))
    item.notes = ["le bénéficiaire"]
    item.at(("nom",)).notes, item.at(("nom",)).value = ["tel qu’au répertoire"], "Inrae"
    item.at(("sigle",)).absent = "non lu"
    assert yaml_lines(root) == [
        "parties:",
        "  # le bénéficiaire",
        "  - nom: Inrae",
        "    # tel qu’au répertoire",
        "    # sigle:  # non lu",
    ]


def test_a_file_that_lost_its_only_key_is_an_empty_line():
    layout = read_layout(SourceText("essai.yaml", "a: b\n"))
    layout.root.entries.clear()
    assert print_layout(layout) == "\n"


def test_a_group_that_its_author_broke_and_that_is_too_long_has_an_item_a_line():
    items = [f"valeur {number} {'x' * 30}" for number in range(4)]
    for opening, closing, key in (("[", "]", ""), ("{", "}", "k")):
        listed = [f"{key}{number}: {item}" if key else item for number, item in enumerate(items)]
        text = f"modele: a\nautres: {opening}\n  {', '.join(listed)}\n  {closing}\n"
        (_, *lines) = formatted(text).rstrip().split("\n")
        assert lines == [f"autres: {opening}", *(f"  {one}," for one in listed[:-1]), f"  {listed[-1]}", closing]


def test_what_is_in_brackets_with_a_comment_and_what_is_long_stay_as_they_were_written():
    kept = "modele: a\nautres: [\n  x, # note\n  y\n]\nlongue: " + "mot " * 40 + 'fin\nplusieurs: ["x\n  y", z]\n'
    assert formatted(kept).split("\n")[1:6] == ["autres: [", "  x, # note", "  y", "]", kept.split("\n")[5]]
    assert formatted(formatted(kept)) == formatted(kept)
