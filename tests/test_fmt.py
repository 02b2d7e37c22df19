"""`convention fmt`: one canonical form, the comments and the meaning of the author."""

import errno
import shutil
from pathlib import Path

import pytest
import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from brouillons import messy
from constructions import repeated
from conventions_cli import pipeline
from conventions_cli.editing import formatting
from conventions_cli.editing.formatting import canonical, format_source
from conventions_cli.editing.proof import same_meaning, same_tree
from conventions_cli.foundation.diagnostics import SourceText, has_errors
from conventions_cli.french.typography import typeset, visible
from conventions_cli.source import parse
from conventions_cli.source.bare import key_text, scalar_text
from conventions_cli.source.decoding import without_forbidden
from conventions_cli.source.pasted import damage_in, repaired
from conventions_cli.source.yaml_layout import read_layout
from fabrique import BASE, SPECS, text_of
from pas import assert_linear
from test_cli import run


def formatted(text, folder=SPECS):
    made = format_source(SourceText("essai.yaml", text), folder)
    assert made.value is not None, made.diagnostics
    return made.value


def witnessed(text):
    """The comments another library sees."""
    found = set()

    def take(comment):
        if isinstance(comment, (list, tuple)):
            for one in comment:
                take(one)
        elif comment is not None:
            text = comment if isinstance(comment, str) else comment.value
            found.update(line.strip() for line in text.split("\n") if line.strip())

    for token in YAML(typ="rt", pure=True).scan(text):
        take(getattr(token, "_comment", None))
    return found


@given(messy())
def test_any_spec_keeps_its_comments_and_its_form_is_stable(drawn):
    text, comments = drawn
    source = SourceText("essai.yaml", text)
    read = parse(source)
    assert read.value is not None and not has_errors(read.diagnostics), read.diagnostics
    made = canonical(source)
    again = SourceText("essai.yaml", made)
    assert canonical(again) == made
    assert [made.count(comment) for comment in comments] == [text.count(comment) for comment in comments]
    assert witnessed(text) <= set(read_layout(again).comments)
    assert same_tree(read.value, parse(again).value, ())
    assert made.endswith("\n") and not made.startswith("\n")


@settings(max_examples=25)
@given(messy())
def test_any_spec_can_be_proved_to_mean_the_same(drawn):
    assert format_source(SourceText("essai.yaml", drawn[0]), SPECS).diagnostics == ()


def test_our_specs_are_in_canonical_form():
    code, out, _ = run("fmt", "--check", SPECS, cwd=SPECS)
    assert (code, out) == (0, "")


CASES = {
    "keys in the order of the model, nested too": (
        "modele: m\nherite: a.yaml\nduree: {preavis_mois: 3, fin: 2026-12-31}\nentete: E\nspec_version: 1\n",
        "spec_version: 1\nherite: a.yaml\nmodele: m\nentete: E\nduree: {fin: 2026-12-31, preavis_mois: 3}\n",
    ),
    "the years, roles and names of the author keep their order": (
        "finances:\n  echeancier:\n    2026: {cp: 1 €}\n    2025: {cp: 2 €, ae: 3 €}\n",
        "finances:\n  echeancier:\n    2026: {cp: 1 €}\n    2025: {ae: 3 €, cp: 2 €}\n",
    ),
    "a comment goes with its key, the head of the file stays": (
        "# la fiche\n\n# le nom\nservices:\n- nom: A # dit\n# le modèle\nmodele: m\n# fin\n",
        "# la fiche\n\n# le modèle\nmodele: m\n# le nom\nservices:\n  - nom: A  # dit\n# fin\n",
    ),
    "the line of the schema comes first": (
        "# la fiche\n# yaml-language-server: $schema=convention.schema.json\nmodele: m\n",
        "# yaml-language-server: $schema=convention.schema.json\n# la fiche\nmodele: m\n",
    ),
    "comments under a key left blank stay there": (
        "chorus:\n  # programme: 129\n\n  # fonds: 1\nnor: X\n",
        "nor: X\nchorus:\n  # programme: 129\n\n  # fonds: 1\n",
    ),
    "comments at the end of a list stay in it": (
        "copies:\n- a\n# après a\n- b\n  # après b\nannexes: []\n",
        "copies:\n  - a\n  # après a\n  - b\n  # après b\nannexes: []\n",
    ),
    "one blank line at most, none at the ends": ("\n\nmodele: m\n\n\n\ntitre: t\n\n\n", "modele: m\n\ntitre: t\n"),
    "quotes only where needed": (
        "titre: 'a: b'\nentete: \"E\"\nlieu_signature: 'l''été'\nnor: \"null\"\nreference: \"\"\n",
        'titre: "a : b"\nreference: ""\nnor: "null"\nentete: E\nlieu_signature: l’été\n',
    ),
    "brackets stay brackets, on one line when they fit": (
        "parties: [ {role: porteur,\n   reference: a} ,{reference: b , role: porteur} ]\n",
        "parties: [{reference: a, role: porteur}, {reference: b, role: porteur}]\n",
    ),
    "brackets lose the quotes they do not need, and a key set in a list keeps its form": (
        "copies: [a: b]\nannexes: [\"a\", ['b' ], {titre: 'c'}]\n",
        "copies: [a: b]\nannexes: [a, [b], {titre: c}]\n",
    ),
    "a key loses the quotes it does not need": ("'titre': a\n\"entete\": b\n", "titre: a\nentete: b\n"),
    "quotes that a comment would seem to cut stay": (
        "titre: 'Projet' #12\nentete: \"Projet\" #12\n",
        "titre: 'Projet'  #12\nentete: \"Projet\"  #12\n",
    ),
    "a comment that is not indented under a key left blank belongs to the next one": (
        "titre:\n# du lieu\nlieu_signature: X\n",
        "titre:\n# du lieu\nlieu_signature: X\n",
    ),
    "a comment aligned on the key left blank before it is not under that key": (
        "chorus:\n  fonds:\n  # n\n",
        "chorus:\n  fonds:\n  # n\n",
    ),
    "a file between brackets, and blank lines after it": ("{modele: a}\n\n\n", "{modele: a}\n"),
    "brackets closed on one line": (
        "annexes: [{titre: a, # n\n      texte: b\n   }]\n",
        "annexes: [{titre: a, # n\n  texte: b\n}]\n",
    ),
    "comments after an anchor go with its key": (
        "titre: &a # un\n\n  # deux\n  Un\nentete: *a\nparties:\n  - &b\n    role: porteur\n  - *b\n",
        "# deux\ntitre: &a Un  # un\nentete: *a\nparties:\n  - &b\n    role: porteur\n  - *b\n",
    ),
    "comments between an anchor and its brackets go with the key": (
        "copies: &a\n  # un\n\n  [b, 'c']\nannexes: *a\n",
        "# un\ncopies: &a [b, c]\nannexes: *a\n",
    ),
    "brackets keep what refers to itself, and a word that a comma made a key": (
        "copies: [ &a b, *a]\nannexes: [{titre, texte: 'c'} ]\n",
        "copies: [&a b, *a]\nannexes: [{titre, texte: 'c'} ]\n",
    ),
    "blank lines inside a text are its own": (
        "modele: a\n\n  b\nentete: 'c\n\n  d'\nlieu_signature: |\n  e\n\n  f\n",
        "modele: a\n\n  b\nentete: 'c\n\n  d'\nlieu_signature: |\n  e\n\n  f\n",
    ),
    "a block text may be empty, and hold a comment": ("modele: | # vide\n", "modele: |  # vide\n"),
    "brackets that hold comments are kept": (
        "duree: { # c\n      fin: 2026-12-31 # d\n  }\n",
        "duree: { # c\n  fin: 2026-12-31 # d\n}\n",
    ),
    "texts of several lines keep their lines": (
        "titre:\n  Un\n  mot\nannexes:\n - titre: T\n   texte: |  # a\n       L'a ;\n         # b\n\n       l'un\n\n\n",
        "titre:\n  Un\n  mot\nannexes:\n  - titre: T\n    texte: |  # a\n      L’a ;\n        # b\n\n      l’un\n",
    ),
    "typography that shows, without spaces that hide": (
        "services:\n  - nom: L'essor\n    objectifs: \"L'Etat dit\u00a0: oeuvre « vite\u00a0»...\"\n",
        'services:\n  - nom: L’essor\n    objectifs: "L’État dit : œuvre « vite »..."\n',
    ),
    "codes, amounts, dates, addresses and names of files are left": (
        "image_entete: {fichier: l'un.png}\nchorus: {fonds: l'un}\nfinances: {montant: 200\u202f000 €}\n",
        "image_entete: {fichier: l'un.png}\nfinances: {montant: 200\u202f000 €}\nchorus: {fonds: l'un}\n",
    ),
    "a file that refers to itself keeps its order": (
        "lieu_signature: &a Paris\nentete: *a\n",
        "lieu_signature: &a Paris\nentete: *a\n",
    ),
    "an unknown key stays with the one before it": (
        "chorus: {}\nmontnat: 3\nmodele: m\n",
        "modele: m\nchorus: {}\nmontnat: 3\n",
    ),
    "lists of lists, complex keys, a document mark": (
        "--- # d\n? champs\n:\n  a:\n  - - b\n    - c\n",
        "# d\nchamps:\n  a:\n    - - b\n      - c\n",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_the_canonical_form(case):
    before, after = CASES[case]
    assert formatted(before) == after
    assert formatted(after) == after


def test_words_another_reader_takes_for_something_else_keep_their_quotes():
    assert formatted('titre: "oui"\nentete: "no"\n') == 'titre: oui\nentete: "no"\n'


TEXTS = st.one_of(
    st.text(st.characters(codec="utf-8"), max_size=60),
    st.text("aé -:,?#&*!|>'\"%@`[]{}.~«»’–•“”\\\u00a0\u202f\t\n0", max_size=12),
    st.sampled_from(
        ["a, b", "l'un (et l’autre)", "no", "nom:\u00a0x", "- a", "-a", "– a", "--- a", "...", "“a”", "a #b"]
    ),
)


@given(TEXTS)
def test_any_text_dumped_is_read_back_and_is_in_canonical_form(text):
    text = repaired(without_forbidden(text))
    assume(damage_in(text) is None)
    value, inner, key = scalar_text(text), scalar_text(text, flow=True), key_text(text.strip() or "k")
    written = f"herite:\n  - {value}\nannuaire:\n  {key}: {value}\n  suite: {{a: {inner}, b: [{inner}, {inner}]}}\n"
    source = SourceText("x.yaml", written)
    read = parse(source)
    assert read.value is not None and read.diagnostics == (), read.diagnostics
    assert read.value.get("herite").items[0].text == text
    held = read.value.get("annuaire")
    assert [entry.key.text for entry in held.entries] == [text.strip() or "k", "suite"]
    assert held.entries[0].value.text == text
    suite = held.get("suite")
    assert [suite.get("a").text, *(item.text for item in suite.get("b").items)] == [text] * 3
    assert canonical(source) == written
    assert yaml.compose(written, Loader=yaml.SafeLoader) is not None  # PyYAML without its C library agrees


@pytest.mark.parametrize("text", ["Agriculture, pêche", "l’un (et l’autre)", "à 80 %, en 2025 !", "a: b"])
def test_only_what_would_mislead_is_between_quotes(text):
    assert (scalar_text(text) == text) is (": " not in text)


@pytest.mark.parametrize("text", ["=", "<<", "+1", ".5", "+.inf", ".NaN", "null", "No", "12 mois", "+ d’un mois", "."])
def test_another_reader_takes_what_is_written_for_a_text(text):
    assert str(yaml.safe_load(f"a: {scalar_text(text)}")["a"]) == text


@pytest.mark.parametrize("text", ["« a »", "n° 12 : l'un", "10\u00a0km", "20 août 2025 ;", ":", "dit : « x »"])
def test_what_an_eye_sees_prints_the_same(text):
    assert typeset(visible(text)) == typeset(text)
    assert visible(visible(text)) == visible(text)


def test_a_space_only_the_author_puts_is_kept():
    assert "Vitamine\u00a0A" in formatted("services: [{nom: A, objectifs: Vitamine\u00a0A}]\n")


def test_line_ends_are_those_of_the_file_and_the_mark_goes(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_bytes(b"\xef\xbb\xbfmodele: m\r\nherite: b.yaml\r\n")
    (tmp_path / "b.yaml").write_text("nor: X\n")
    assert run("fmt", "a.yaml", cwd=tmp_path)[0] == 0
    assert path.read_bytes() == b"herite: b.yaml\r\nmodele: m\r\n"
    assert run("fmt", "--check", "a.yaml", cwd=tmp_path)[0] == 0


def test_check_and_diff_write_nothing(tmp_path):
    (tmp_path / "a.yaml").write_text("titre: t\nmodele: m\n")
    code, out, err = run("fmt", "--check", "--diff", ".", cwd=tmp_path)
    assert code == 1
    assert "+modele: m\n titre: t\n-modele: m" in out
    assert "1 fichier à mettre en forme, 0 déjà en forme." in err
    assert run("fmt", "--check", ".", cwd=tmp_path)[1] == "a.yaml\n"
    assert run("fmt", "--diff", ".", cwd=tmp_path)[0] == 0
    assert (tmp_path / "a.yaml").read_text() == "titre: t\nmodele: m\n"


def test_a_faulty_file_is_told_and_left_and_the_others_are_done(tmp_path):
    (tmp_path / "a.yaml").write_text("modele: m\nmodele: n\n")
    (tmp_path / "b.yaml").write_text("titre: t\nmodele: m\n")
    code, out, err = run("fmt", ".", cwd=tmp_path)
    assert (code, out) == (1, "b.yaml\n")
    assert "a.yaml:2:1: erreur C104" in err
    assert "1 non touché" in err
    assert (tmp_path / "a.yaml").read_text() == "modele: m\nmodele: n\n"


def test_standard_input_goes_to_standard_output(tmp_path):
    assert run("fmt", "-", cwd=tmp_path, stdin=b"titre: t\nmodele: m\n")[:2] == (0, "modele: m\ntitre: t\n")
    assert run("fmt", "-", "--check", cwd=tmp_path, stdin=b"titre: t\nmodele: m\n")[:2] == (1, "")
    assert run("fmt", "-", cwd=tmp_path, stdin=b"a: [")[0] == 1


def test_a_read_only_file_is_told_and_left(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text("titre: t\nmodele: m\n")
    path.chmod(0o444)
    code, out, err = run("fmt", "a.yaml", cwd=tmp_path)
    assert (code, out) == (3, "")
    assert "en lecture seule" in err
    assert path.read_text() == "titre: t\nmodele: m\n"


def test_a_full_disk_leaves_the_file_whole(tmp_path, monkeypatch):
    path = tmp_path / "a.yaml"
    path.write_text("titre: t\nmodele: m\n")

    def full(descriptor):
        raise OSError(errno.ENOSPC, "")

    monkeypatch.setattr("os.fsync", full)
    fault = formatting.format_file(path).write()
    assert "disque plein" in fault.message
    assert path.read_text() == "titre: t\nmodele: m\n"
    assert [one.name for one in tmp_path.iterdir()] == ["a.yaml"]


def test_a_link_stays_a_link_and_rights_stay(tmp_path):
    (tmp_path / "vrai.yaml").write_text("titre: t\nmodele: m\n")
    (tmp_path / "vrai.yaml").chmod(0o640)
    (tmp_path / "a.yaml").symlink_to("vrai.yaml")
    assert run("fmt", "a.yaml", cwd=tmp_path)[0] == 0
    assert (tmp_path / "a.yaml").is_symlink()
    assert (tmp_path / "vrai.yaml").read_text() == "modele: m\ntitre: t\n"
    assert (tmp_path / "vrai.yaml").stat().st_mode & 0o777 == 0o640


def test_what_would_change_the_meaning_is_not_written(monkeypatch):
    monkeypatch.setattr(formatting, "print_layout", lambda layout: "modele: autre\n")
    made = format_source(SourceText("a.yaml", "titre: t\nmodele: m\n"), SPECS)
    assert made.value is None
    assert [one.code.number for one in made.diagnostics] == ["C509"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("modele: m\n", "modele: n\n"),
        ("modele: m # a\n", "modele: m\n"),
        ("copies: [a, b]\n", "copies: [b, a]\n"),
        (
            "finances: {echeancier: {2025: {ae: 1}, 2026: {ae: 2}}}\n",
            "finances: {echeancier: {2026: {ae: 2}, 2025: {ae: 1}}}\n",
        ),
        ("nor:\n", 'nor: ""\n'),
        ("chorus: {fonds: l'un}\n", "chorus: {fonds: l’un}\n"),
    ],
)
def test_the_proof_sees_what_changes(before, after):
    layout = read_layout(SourceText("a.yaml", before))
    assert same_meaning(layout, SourceText("a.yaml", after), SPECS) is None
    assert same_meaning(layout, SourceText("a.yaml", before), SPECS) is not None


def test_an_act_is_made_again_only_where_letters_change(tmp_path, monkeypatch):
    monkeypatch.setattr("conventions_cli.editing.proof.pipeline.assemble", lambda checked: pytest.fail("made"))
    text = text_of(BASE)
    assert formatted(f"# d\n\n\n{text}").startswith("# d\n\nmodele:")


LARGE = {
    "brackets on one line": repeated('"l\'un %d", ', "copies: [", "] # fin\n"),
    "spaces only the author puts": repeated("10\u00a0km d'ici, ", "copies:\n  - ", "\n"),
    "texts and comments": repeated("  - 'M %d, l''un'  # c %d\n\n\n", "copies:\n"),
}


@pytest.mark.parametrize("case", LARGE)
def test_what_a_file_costs_follows_its_length(case):
    def source(times):
        return SourceText("a.yaml", LARGE[case](times))

    assert_linear(source, canonical)
    assert_linear(source, parse)


def test_the_act_is_the_same(tmp_path):
    shutil.copytree(SPECS, tmp_path / "specs")
    path = tmp_path / "specs" / "essai.yaml"
    data = dict(reversed(list(BASE.items())))
    data["services"] = [{"objectifs": ["l'essor de l'Etat...", "dit: oui"], "nom": "L'un"}]
    path.write_text("# fiche\n" + text_of(data), encoding="utf-8")
    before = pipeline.assemble(pipeline.check(path).value).value
    assert run("fmt", path, cwd=tmp_path)[0] == 0
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# fiche\nmodele:")
    assert "l’essor de l’État..." in text
    assert pipeline.assemble(pipeline.check(path).value).value == before


def test_a_folder_without_any_file_is_said(tmp_path):
    code, _, err = run("fmt", ".", cwd=tmp_path)
    assert code == 3
    assert "ne contient aucune spécification" in err
    assert run("fmt", "absent.yaml", cwd=tmp_path)[0] == 3
    assert run("fmt", "-", "a.yaml", cwd=tmp_path)[0] == 2


def test_the_files_of_other_tools_are_left(tmp_path):
    others = {
        "action.yml": "runs: {using: composite}\nname: n\ndescription: d\n",
        "docker-compose.yml": "volumes: {a: b}\nversion: 3\nservices: {a: {image: b}}\n",
        "mkdocs.yaml": "site_name: x\nnav: [{b: c}]\n",
    }
    for name, text in others.items():
        (tmp_path / name).write_text(text)
    (tmp_path / "vieux.yaml").write_text("signature: 2025-01-01\ntemplate: m\n")
    (tmp_path / "faute.yaml").write_text("titre: t\nmodele: m\nmontnat: 3\n")
    assert run("fmt", "--check", ".", cwd=tmp_path)[1] == "faute.yaml\n"
    assert run("fix", "--dry-run", ".", cwd=tmp_path)[0] in {0, 1}
    run("fmt", ".", cwd=tmp_path)
    run("migrate", ".", cwd=tmp_path)
    assert {name: (tmp_path / name).read_text() for name in others} == others
    assert "date_signature" in (tmp_path / "vieux.yaml").read_text()
    assert run("fmt", "modele.yaml", cwd=tmp_path)[0] == 2


def test_packs_and_hidden_files_are_not_specs(tmp_path):
    for name in ("modeles/maison/modele.yaml", ".cache/a.yaml"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text("titre: t\nmodele: m\n")
    (tmp_path / "b.yaml").write_text("modele: m\n")
    assert run("fmt", ".", cwd=Path(tmp_path))[1] == ""
    assert (tmp_path / "modeles/maison/modele.yaml").read_text() == "titre: t\nmodele: m\n"
