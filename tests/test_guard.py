"""Property 2: for any user text, the tree has the shape it has with the word « x »."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from arbres import ANY, MARKS
from conventions_cli.document.nodes import Footnote, Link, Text
from conventions_cli.document.walk import document_stretches, plain_text
from conventions_cli.readers.markdown import read_document
from conventions_cli.source.pasted import is_sound
from conventions_cli.source.text import forbidden_in
from conventions_cli.writers.markdown import write_markdown
from fabrique import document, spec

HOSTILE = [
    "Pix & Cie",
    "A*B*C",
    "data·inclusion",
    "1 élève, 1 stage",
    "<select>",
    "{{ 7*7 }}",
    "{% if x %}",
    "{# x #}",
    "| a | b |",
    "**x**",
    "# x",
    "- x",
    "1. x",
    "> x",
    "[x](http://y.fr)",
    "![x](y)",
    "`x`",
    "---",
    "&amp;",
    "\\",
    "[^1]",
    "</w:t>",
    "]]>",
    "{#obj}",
    "'; DROP",
    "=1+1",
    "’",
    "\u00a0x",
    "x" * 200,
]
values = st.one_of(st.sampled_from(HOSTILE), st.text(st.one_of(MARKS, ANY), min_size=1, max_size=25)).filter(
    lambda text: text.strip() and not forbidden_in(text) and is_sound(text)
)


def shape(node):
    """A tree without its words: kinds and nesting only."""
    if isinstance(node, Text):
        return ("Text", node.strong, node.emphasis)
    if isinstance(node, (Link, Footnote)):
        return (type(node).__name__, tuple(shape(child) for child in node.content))
    return type(node).__name__


def skeleton(doc):
    return [[shape(inline) for inline in stretch] for stretch in document_stretches(doc)]


def with_values(name, person, objective, vehicle):
    return spec(
        services__0={"nom": name, "objectifs": [objective]},
        parties__1__representants__0__nom=person,
        parties__1__nom=name,
        marches={"delegataire": vehicle, "accompagnement": vehicle},
        entete=vehicle,
        copies=["contrôleur budgétaire " + person],
        lieu_signature=person,
    )


PLAIN = skeleton(document(with_values("x", "x", "x", "x")))


@given(values, values, values, values)
@example("**", "__", "1. x", "|")
@example("-A", "Note:\u00a0x", "-A", "–x")
def test_any_text_leaves_the_tree_in_shape_and_is_found_in_it(name, person, objective, vehicle):
    built = document(with_values(name, person, objective, vehicle))
    assert skeleton(built) == PLAIN
    text = " ".join(plain_text(stretch) for stretch in document_stretches(built))
    flat = "".join(text.split())
    for value in (name, person, vehicle):
        assert "".join(value.replace("'", "’").split()) in flat.replace("'", "’")
    back, faults = read_document(write_markdown(built))
    assert not faults
    assert back == built


@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_names_are_printed_letter_for_letter(value):
    built = document(spec(services__0__nom=value))
    text = " ".join(plain_text(stretch) for stretch in document_stretches(built))
    text = text.replace("\u00a0", " ")  # blanks do not break where a number would lose its noun
    wanted = value.strip().replace("\u00a0", " ")
    assert wanted.replace("'", "’") in text or wanted in text


def test_a_private_use_character_cannot_forge_a_token():
    from fabrique import codes

    assert set(codes(spec(services__0__nom="\ue000\ue010\ue001"))) == {"C102"}
