"""Property 2: for any user text, the tree has the shape it has with the word « x »."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from arbres import ANY, MARKS
from conventions_cli import pipeline
from conventions_cli.document.nodes import Footnote, Link, Text
from conventions_cli.document.walk import document_stretches, plain_text
from conventions_cli.readers.markdown import read_document
from conventions_cli.source.decoding import forbidden_in
from conventions_cli.source.pasted import is_sound
from conventions_cli.writers.markdown import write_markdown
from fabrique import document, spec, text_of
from test_cli import run

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


CONTROLS = ["\\x01", "\\x1b[2J", "\\x7f", "\\x9b", "\\r", "\\u202e", "\\u2066", "\\u2028", "\\ue000", "\\ud800"]
HIDDEN = [
    "\\u200b",
    "\\u115f",
    "\\U000e0041",
    "\\ufdd0",
    "\\ufeff",
    "\\u00ad",
    "e\\u0301",
    "\\ufffd",
    "\\ufb01",
    "\\U000f0000",
    "\\N{ZERO WIDTH SPACE}",
]
NUMBERS = ["1e999", "-1e999", "9" * 100, "0x" + "f" * 100, "9" * 5000, "0b" + "1" * 300]


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "a.yaml").write_text(text_of(spec()), encoding="utf-8")
    (tmp_path / "templates/commun").mkdir(parents=True)
    return tmp_path


def write_clause(folder, written, where="{{{{ {} }}}}"):
    text = f"Un.\n\n{where.format(written)}\n"
    (folder / "templates/commun/publication.md").write_text(text, encoding="utf-8")


@pytest.mark.parametrize("written", [*(f'"a{one}b"' for one in CONTROLS + HIDDEN), *NUMBERS])
@pytest.mark.parametrize("where", ["{{{{ {} }}}}", "{{% if false %}}{{{{ {} }}}}{{% endif %}}", "{{% set x = [{}] %}}"])
def test_what_no_act_can_hold_is_refused_at_the_line_that_writes_it(folder, written, where):
    write_clause(folder, written, where)
    [found] = pipeline.assemble(pipeline.check(folder / "a.yaml").value).diagnostics
    assert (found.code.number, found.span.start.line) == ("C407", 3), found.message


@pytest.mark.parametrize("written", ['"a\\x1bb"', "1e999", "9" * 5000])
def test_it_is_told_by_every_command_and_stops_no_other_act(folder, written):
    write_clause(folder, written)
    (folder / "seul").mkdir()
    (folder / "templates").rename(folder / "seul/templates")
    (folder / "a.yaml").rename(folder / "seul/a.yaml")
    for name in ("b", "c"):
        (folder / f"{name}.yaml").write_text(text_of(spec(services__0__nom=name)), encoding="utf-8")
    place = "templates/commun/publication.md:3:1"
    code, out, err = run("batch", "seul/a.yaml", "b.yaml", "c.yaml", "-o", "actes", "--keep-going", cwd=folder)
    assert code == 1
    assert f"{place}: erreur C407" in out + err
    assert sorted(one.name for one in (folder / "actes").glob("*.docx")) == ["b.docx", "c.docx"]
    for command in (
        ("render", "seul/a.yaml"),
        ("templates", "check", "delegation-fast-2025", "--template-dir", "seul/templates"),
    ):
        code, out, err = run(*command, cwd=folder)
        assert code == 1
        assert f"{place}: erreur C407" in out + err
        assert "\x1b" not in out + err


def test_it_is_told_in_a_title_of_the_plan_at_its_line(folder):
    run("templates", "new", "maison", cwd=folder)
    manifest = folder / "templates/maison/modele.yaml"
    lines = manifest.read_text(encoding="utf-8").split("\n")
    number = next(place for place, line in enumerate(lines) if "titre: Objet de la" in line)
    lines[number] = "    titre: 'Objet {{ \"\\x1b\" }}'"
    manifest.write_text("\n".join(lines), encoding="utf-8")
    code, out, err = run("render", "a.yaml", "--set", "modele=maison", cwd=folder)
    assert code == 1
    assert f"modele.yaml:{number + 1}:" in out + err
    assert "erreur C407" in out + err


def test_texts_that_french_needs_are_written_as_before(folder):
    write_clause(folder, '"l\\u2019acte\\u00a0: \\u00e9t\\u00e9 \\"a\\" √ ¬" ~ 12 ~ 0.5')
    text = pipeline.render(pipeline.check(folder / "a.yaml").value, ["md"]).value["md"].decode()
    assert "l’acte\u00a0: été" in text
