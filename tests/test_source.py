"""YAML to a located tree: what is read, what is refused, and where it is said to be."""

import re
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conventions_cli.foundation.diagnostics import SourceText
from conventions_cli.source import Inheritance, decode, load_text, load_tree, parse, remedy, yaml_reader
from conventions_cli.source.bare import scalar_text
from conventions_cli.source.decoding import FORBIDDEN, forbidden_in, read_file, shown, without_forbidden
from conventions_cli.source.dump import normalized_yaml
from conventions_cli.source.file_names import as_on_disk
from conventions_cli.source.former import modernize
from conventions_cli.source.node import Mapping, holds_blank, path_in, plain, span_of
from conventions_cli.source.outline import comment_text
from conventions_cli.source.yaml_reader import MAX_ALIASES


def read(text):
    return decode(text if isinstance(text, bytes) else text.encode(), "x.yaml").then(parse)


def values(text):
    outcome = read(text)
    assert not outcome.diagnostics, outcome.diagnostics
    return plain(outcome.value)


def faults(text):
    return [(one.code.number, one.span.start.line, one.span.start.column) for one in read(text).diagnostics]


def test_digits_are_an_index_only_where_the_tree_has_a_list():
    tree = read("parties:\n- nom: A\nannees:\n  2026: x\n").value
    for typed, path in {
        "parties.0.nom": ("parties", 0, "nom"),
        "parties.1.nom": ("parties", 1, "nom"),
        "parties.x": ("parties", "x"),
        "annees.2026": ("annees", "2026"),
        "absent.0": ("absent", "0"),
    }.items():
        assert path_in(tree, typed.split(".")) == path


def test_every_scalar_is_the_text_that_was_written():
    text = "a: 0129-16-02\nb: 035200010101\nc: no\nd: 1:30\ne: 0103-01-01\nf: 1e3\ng: ~\nh: 0352\n"
    assert values(text) == {
        "a": "0129-16-02",
        "b": "035200010101",
        "c": "no",
        "d": "1:30",
        "e": "0103-01-01",
        "f": "1e3",
        "g": "~",
        "h": "0352",
    }


@pytest.mark.parametrize("prefix", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_bom_and_line_ends_change_neither_values_nor_places(prefix, end):
    text = end.join(["a: é", "b:", "  c: [x, y]", "  d: |", "    un", "    deux", ""])
    outcome = read(prefix + text.encode())
    assert plain(outcome.value) == {"a": "é", "b": {"c": ["x", "y"], "d": "un\ndeux\n"}}
    span = span_of(outcome.value, ("b", "c", 1))
    assert (span.start.line, span.start.column, span.end.column) == (3, 10, 11)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\nb: 2\na: 3\n", [("C104", 3, 1)]),
        ("a: !!str 3\n", [("C105", 1, 4)]),
        ("a: !x {b: 1}\n", [("C105", 1, 4)]),
        ("a: *b\n", [("C115", 1, 4)]),
        ("a: &a [*a]\n", [("C115", 1, 8)]),
        ("a: 1\n---\nb: 2\n", [("C109", 2, 1)]),
        ("", [("C110", 1, 1)]),
        ("# rien\n", [("C110", 1, 1)]),
        ("- a\n- b\n", [("C111", 1, 1)]),
        ("bonjour\n", [("C111", 1, 1)]),
        ("? [a]\n: b\n", [("C114", 1, 3)]),
        ("<<: {a: 1}\n", [("C114", 1, 1)]),
        ("a: b: c\n", [("C103", 1, 5)]),
        ("a: 'l'agent'\n", [("C103", 1, 6)]),
        ('a: 1\nb: "x\n\nc: 3', [("C103", 2, 4)]),
        ("a:\n\tb: 3\n", [("C103", 2, 1)]),
        ("a: [1, 2\nb: 3\n", [("C103", 1, 4)]),
        ("[a\nb: 1\n", [("C103", 1, 1)]),
        ("a: [b,\n", [("C103", 1, 4)]),
        ("a: x y\nbonjour\nb: 1\n", [("C103", 2, 1)]),
        ("~\n", [("C111", 1, 1)]),
        ("---\n", [("C110", 1, 1)]),
        ('""\n', [("C111", 1, 1)]),
        ("a: &x 1\nb: [" + "*x, " * MAX_ALIASES + "*x]\n", [("C108", 2, 5 + 4 * MAX_ALIASES)]),
        ("a: &x 1\nb: [" + "*x, " * (MAX_ALIASES - 1) + "*x]\n", []),
        ("a: x\u200e\u202ey\n", [("C102", 1, 6)]),
        ('a: "\\0"\n', [("C102", 1, 4)]),
        ("a: \ue000\n", [("C102", 1, 4)]),
        (b"a: \xe9t\xe9\n", [("C101", 1, 4)]),
        (b"PK\x03\x04rest", [("C101", 1, 1)]),
        (b"%PDF-1.7", [("C101", 1, 1)]),
        (b"a: b\n" * 300_000, [("C106", 1, 1)]),
        ("a: " + "[" * 60 + "]" * 60, [("C107", 1, 53)]),
        ("nom: Projet #12\n", [("C120", 1, 13)]),
        ("nom: Projet  #12\n", [("C120", 1, 14)]),
        ("a: “x”\n", [("C119", 1, 4)]),
        ("a: „x“\n", [("C119", 1, 4)]),
        ("a: “x“\n", []),
        ("a: ”x”\n", [("C119", 1, 4)]),
        ("a: “x’\n", [("C119", 1, 4)]),
        ("a: “\n", []),
        ("a:\n  - “x”\n", [("C119", 2, 5)]),
        ("a:\n  nom:\u00a0x\n", [("C118", 2, 7)]),
        ("a:\n  \u00a0x\n", [("C118", 2, 3)]),
        ('a: "x\nb: "y"\n', [("C103", 1, 4)]),
        ("p: {a: b\n  c: 'x' }\n", [("C103", 1, 4)]),
        ("p: {a: b\n  c: 'x\n  y' }\n", [("C103", 1, 4)]),
        ("“a”: x\n", []),
        ("• a: x\n", [("C117", 1, 1)]),
        ("a:\n  –5 €\n", []),
        ("dÃ©lÃ©gant Ã©: x\n", [("C122", 1, 1), ("C122", 1, 12)]),
    ],
)
def test_a_fault_of_writing_has_its_code_and_place(text, expected):
    assert faults(text) == expected


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("a: {b: x c: y}\n", "Écrire « , c: » ;"),
        ("a:\n  - {b: x c: y, d: z}\n", "Écrire « , c: » ;"),
        ("a:\n  b:\n\tc: 3\n    d: 4\n", "Remplacer ce retrait par 4 espaces."),
        ("a:\n\tb: 3\n", "Remplacer ce retrait par 2 espaces."),
        ("a: # note\n\tb: 3\n", "Remplacer ce retrait par 2 espaces."),
        ("a: {x: 1, b: c: y}\n", "Écrire « , c: » ;"),
        ("a:\n  b: c\n# note\n d: e\n", "Commencer la ligne par 2 espaces"),
        ('a: @dit "oui" "non\n', 'Écrire "@dit «\u00a0oui\u00a0» ”non".'),
    ],
)
def test_a_fault_of_writing_says_what_to_type(text, hint):
    (found,) = read(text).diagnostics
    assert found.hint.startswith(hint)


def test_every_duplicate_and_tag_of_a_file_is_reported_at_once():
    assert faults("a: 1\na: 2\nb: !t 3\nb: 4\n") == [("C105", 3, 4), ("C104", 2, 1), ("C104", 4, 1)]


def test_the_first_of_two_equal_keys_is_shown():
    found = read("a: 1\nb: 2\na: 3\n").diagnostics[0]
    assert found.related[0].span.start.line == 1


def test_nested_aliases_do_not_multiply_without_end():
    levels = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    levels += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 6)}]" for n in range(1, 9)]
    assert faults("\n".join(levels))[0][0] == "C108"


@pytest.mark.parametrize("shape", ["[" * 200_000, "{a: " * 100_000, "- " * 200_000, "a:\n" * 1000 + "[" * 100_000])
def test_deep_nesting_is_refused(shape):
    assert read(shape).value is None


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_no_bytes_raise_and_no_value_goes_without_a_mapping(data):
    outcome = read(data)
    assert outcome.value is not None or outcome.diagnostics


def write(folder, **files):
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")


def test_the_nearest_file_wins_and_mappings_merge(tmp_path):
    write(
        tmp_path,
        loin="avenant: ancien.yaml\na: {x: 1, y: 1, z: 1}\nl: [1, 2]\n",
        pres="herite: loin.yaml\na: {y: 2}\n",
        autre="a: {w: 5}\n",
        spec="herite: [pres.yaml, autre.yaml]\na: {z: 3}\nl: [9]\n",
    )
    outcome = load_tree(tmp_path / "spec.yaml")
    assert outcome.diagnostics == ()
    assert plain(outcome.value) == {"a": {"x": "1", "y": "2", "z": "3", "w": "5"}, "l": ["9"]}
    assert span_of(outcome.value, ("a", "x")).source.name.endswith("loin.yaml")
    assert span_of(outcome.value, ("a", "y")).source.name.endswith("pres.yaml")
    assert span_of(outcome.value, ("a", "z")).source.name.endswith("spec.yaml")


@pytest.mark.parametrize(
    ("under", "over", "laid"),
    [
        ("{2025: 1}", "{2026: 2}", {"2025": "1", "2026": "2"}),
        ("{2025: 1}", "{dnum: 2}", {"dnum": "2"}),
        ("{dnum: 1}", "{2025: 2}", {"2025": "2"}),
        ("{2025: 1}", "{}", {"2025": "1"}),
        ("{2025: 1}", "x", "x"),
        ("x", "{2025: 1}", {"2025": "1"}),
    ],
)
def test_what_is_of_another_form_is_replaced_and_what_is_empty_changes_nothing(tmp_path, under, over, laid):
    write(tmp_path, base=f"a: {under}\n", spec=f"herite: base.yaml\na: {over}\n")
    assert plain(load_tree(tmp_path / "spec.yaml").value)["a"] == laid


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({"spec": "herite: spec.yaml\n"}, "C112"),
        ({"spec": "herite: b.yaml\n", "b": "herite: spec.yaml\n"}, "C112"),
        ({"spec": "herite: absent.yaml\n"}, "C113"),
        ({"spec": "herite: /etc/passwd\n"}, "C113"),
        ({"spec": "herite: /etc/passwd.yaml\n"}, "C113"),
        ({"spec": "herite: ../../../etc/passwd\n"}, "C113"),
        ({"spec": "herite: {a: b}\n"}, "C113"),
        ({"spec": "herite: [b.yaml]\n", "b": "a: 1\na: 2\n"}, "C104"),
    ],
)
def test_a_wrong_inheritance_is_told(tmp_path, files, code):
    write(tmp_path, **files)
    assert [one.code.number for one in load_tree(tmp_path / "spec.yaml").diagnostics] == [code]


def test_specs_that_inherit_the_same_files_share_their_union_and_each_list_them(tmp_path):
    write(tmp_path, loin="z: 9\n", a="herite: loin.yaml\nx: 1\n", b="y: 2\n")
    write(tmp_path, s1="herite: [a.yaml, b.yaml]\nx: 3\n", s2="herite: [a.yaml, b.yaml]\n", s3="herite: b.yaml\n")
    shared = Inheritance()
    for name, read in (
        ("s1", {"z": "9", "x": "3", "y": "2"}),
        ("s2", {"z": "9", "x": "1", "y": "2"}),
        ("s3", {"y": "2"}),
    ):
        own = shared.sharing()
        assert plain(load_tree(tmp_path / f"{name}.yaml", (), own).value) == read
        assert [file.name for file in own.files] == (["b.yaml"] if name == "s3" else ["a.yaml", "loin.yaml", "b.yaml"])
    shared.hold(tmp_path / "b.yaml", "y: 4\n")
    assert plain(load_tree(tmp_path / "s2.yaml", (), shared.sharing()).value)["y"] == "4"


def test_a_fault_of_an_inherited_file_is_told_for_each_spec_of_a_run(tmp_path):
    write(tmp_path, a="x: 1\nx: 2\n", s1="herite: a.yaml\n", s2="herite: a.yaml\n")
    shared = Inheritance()
    for name in ("s1", "s2"):
        assert [one.code.number for one in load_tree(tmp_path / f"{name}.yaml", (), shared.sharing()).diagnostics] == [
            "C104"
        ]


def test_a_file_inherited_by_many_is_read_once(tmp_path, monkeypatch):
    write(tmp_path, commun="a: 1\n", s1="herite: commun.yaml\n", s2="herite: commun.yaml\n")
    import conventions_cli.source.inheritance as module

    calls = []
    original = module.read_file
    monkeypatch.setattr(module, "read_file", lambda path, name, root: calls.append(name) or original(path, name, root))
    shared = Inheritance()
    for name in ("s1", "s2"):
        assert load_tree(tmp_path / f"{name}.yaml", (), shared).ok
    assert len(calls) == 1


@pytest.mark.parametrize(
    ("setting", "expected"),
    [
        ("a.b=2", {"a": {"b": "2"}, "l": [{"n": "x"}]}),
        ("a.c.d=é = f", {"a": {"b": "1", "c": {"d": "é = f"}}, "l": [{"n": "x"}]}),
        ("l.0.n=y", {"a": {"b": "1"}, "l": [{"n": "y"}]}),
        ("a.b=", {"a": {}, "l": [{"n": "x"}]}),
    ],
)
def test_set_lays_a_value_over_the_spec(tmp_path, setting, expected):
    outcome = load_text(SourceText("x", "a: {b: 1}\nl: [{n: x}]\n"), tmp_path, [setting])
    assert plain(outcome.value) == expected


@pytest.mark.parametrize("setting", ["", "a", "=1", "a..b=1", "l.9.n=1", "l.x=1", "a=\x00", ".".join("a" * 30) + "=1"])
def test_a_set_that_means_nothing_is_refused(tmp_path, setting):
    outcome = load_text(SourceText("x", "a: {b: 1}\nl: [{n: x}]\n"), tmp_path, [setting])
    assert [one.code.number for one in outcome.diagnostics] == ["C503"]


def test_brackets_and_commas_say_what_to_type():
    def told(text):
        (found,) = parse(SourceText("essai.yaml", text)).diagnostics
        return found.span.start.line, found.span.start.column, found.message

    for end in ("", "\n", "\n\n"):
        assert told(f'services: [{{nom: "A", {end}')[:2] == (1, 12)
        assert "« { » n’est pas refermée" in told(f'services: [{{nom: "A", {end}')[2]
    assert told("a: [b, [c, \n")[:2] == (1, 8)
    assert told("a: [b, , c]\n") == (1, 8, "Il manque un élément avant cette virgule.")
    assert told("a: {b: c, , d: e}\n") == (1, 11, "Il manque un élément avant cette virgule.")


PIECES = [
    *("a", ": ", ":", "- ", "-x", "–", "• ", "“x”", "”y", "‘", "#", " #2", "\u00a0", "\u3000"),
    *("[", "]", "{", "}", ", ", "\n", "  ", "? "),
]


@pytest.mark.parametrize("first", PIECES)
def test_no_slip_is_passed_over_for_want_of_its_sign(first, monkeypatch):
    texts = ["".join((start, first, *rest)) for start in ("", "a: ", "a:\n  ") for rest in product(PIECES, repeat=2)]
    texts = [text for text in texts if text.count("{") + text.count("[") < 2]
    found = [parse(SourceText("s.yaml", text)).diagnostics for text in texts]
    monkeypatch.setattr(yaml_reader, "may_hold_slips", lambda _: True)
    assert found == [parse(SourceText("s.yaml", text)).diagnostics for text in texts]


def test_a_printable_text_holds_no_forbidden_character():
    """Such a text is not even searched: every character the pattern names must be one that is not printable."""
    named = re.compile(FORBIDDEN)
    assert [hex(code) for code in range(0x110000) if named.match(chr(code)) and chr(code).isprintable()] == []
    assert forbidden_in("a\ue000b").start() == 1
    assert forbidden_in("a\ufdd0b").start() == forbidden_in("a\U0001fffeb").start() == 1
    assert forbidden_in("a b") is None
    assert without_forbidden("a\u200bb", "?") == "a?b"


def test_a_wide_space_that_indents_is_pointed_at_and_replaced():
    outcome = parse(decode("a:\n  x: y\n \u00a0b: c\n".encode(), "essai.yaml").value)
    (found,) = [one for one in outcome.diagnostics if one.code.number == "C118"]
    assert (found.span.start.line, found.span.start.column, found.span.end.column) == (3, 2, 3)
    assert found.replacement.text == " "


@pytest.mark.parametrize(("sign", "typed"), [("-", "- "), ("• ", "-")])
def test_the_sign_in_the_place_of_a_dash_is_pointed_at_and_replaced(sign, typed):
    (found,) = read(f"a:\n  {sign}b -c\n").diagnostics
    assert (found.span.start.column, found.span.end.column, found.replacement.text) == (3, 4, typed)
    assert found.hint == "Écrire « - b »."


def test_a_key_under_a_value_is_pointed_at_up_to_its_colon():
    (found,) = read("a: b\n  cd: e\n").diagnostics
    assert (found.code.number, found.span.start.column, found.span.end.column) == ("C103", 3, 5)


def test_a_text_that_was_not_decoded_may_hold_what_yaml_refuses():
    (found,) = parse(SourceText("essai.yaml", "a: \x07\n")).diagnostics
    assert found.code.number == "C103"


def test_a_folder_is_named_as_it_is_typed_from_here(tmp_path, monkeypatch):
    here = tmp_path / "a" / "b" / "c" / "d"
    (here / "e").mkdir(parents=True)
    monkeypatch.chdir(here)
    assert shown(here) == "d"
    assert shown(here / "e") == "e"
    assert shown(tmp_path / "a") == "../../.."
    assert shown(tmp_path) == str(tmp_path)
    assert shown(tmp_path / "autre") == str(tmp_path / "autre")


@pytest.mark.parametrize(
    ("path", "place"),
    [
        (("a",), (1, 1, 2)),  # blank: its key
        (("l", 0), (3, 5, 9)),  # an item that is a group: its first line
        (("l", 0, "b"), (4, 8, 9)),
        (("l", 0, "c", "d"), (3, 5, 9)),  # absent: what should hold it
        (("m",), (5, 1, 2)),
        (("m", "y", "z"), (5, 1, 2)),
        (("m", "x"), (6, 6, 7)),
    ],
)
def test_a_value_is_pointed_at_and_a_group_by_the_key_that_introduces_it(path, place):
    span = span_of(read("a:\nl:\n  - a: 1\n    b: 2\nm:\n  x: 3\n").value, path)
    assert (span.start.line, span.start.column, span.end.column) == place
    assert span.end.line == span.start.line


def test_a_block_text_without_a_line_is_an_empty_text():
    assert read("a: |\nb: 1\n").value.get("a").text == ""


def test_what_has_but_a_tag_is_not_blank():
    assert plain(read("a: !x\n").value) == {"a": "!x"}


def test_what_is_empty_is_blank():
    root = read("a: []\nb: {}\nc: {x: }\nd: [x]\n").value
    assert [holds_blank(entry.value) for entry in root.entries] == [True, True, True, False]


@pytest.mark.parametrize(
    ("written", "mended"),
    [("x", True), ("'x'", True), ("|\n  x", False), (">\n  x", False), ("&n x", False), ("*m", False)],
)
def test_a_value_written_on_one_line_can_be_replaced_and_no_other(written, mended):
    root = read(f"m: &m y\na: {written}\n").value
    span = root.get("a").span
    assert (remedy(span, "z") is not None) is mended


def test_a_tree_is_written_with_its_lists_against_the_margin_and_may_be_empty():
    root = read("a:\n    - b\n    - c\n").value
    assert normalized_yaml(root) == "a:\n- b\n- c\n"
    assert normalized_yaml(Mapping((), root.span)) == "{}\n"


def test_a_value_keeps_the_single_quotes_that_spare_it_signs_before_quotes():
    assert scalar_text("a_b: c", written="'a_b: c'") == '"a_b: c"'
    for text in ('a: "b"', "a: \\b"):
        assert scalar_text(text, written=f"'{text}'") == f"'{text}'"


def test_every_setting_that_means_nothing_is_told_and_a_spec_that_is_none_stays_so(tmp_path):
    wrong = load_text(SourceText("x.yaml", "a: 1\n"), tmp_path, ["=", "b=1", "="])
    assert len(wrong.diagnostics) == 2
    broken = load_text(SourceText("x.yaml", "a: [\n"), tmp_path, ["b=1"])
    assert broken.value is None and broken.diagnostics


def test_a_file_that_is_not_a_spec_is_refused_and_a_name_near_it_proposed(tmp_path):
    (tmp_path / "convention.yml").write_text("a: 1\n")
    (tmp_path / "acte.txt").write_text("a: 1\n")
    (missing,) = read_file(tmp_path / "convntion.yml", "convntion.yml").diagnostics
    assert "convention.yml" in missing.hint
    text = read_file(tmp_path / "acte.txt", "acte.txt")
    assert text.value is None and len(text.diagnostics) == 1
    (outside,) = read_file(tmp_path / "convention.yml", "c.yml", tmp_path / "autre").diagnostics
    assert (outside.code.number, outside.span.source.text) == ("C126", "")


def test_a_sign_in_another_encoding_is_pointed_at_whatever_the_line_ends():
    for end in ("\n", "\r", "\r\n"):
        (found,) = decode(f"a: 1{end}b: ".encode() + b"\xe9" + end.encode(), "x.yaml").diagnostics
        assert (found.span.start.line, found.span.start.column, found.span.end.column) == (2, 4, 5)
        assert found.span.source.line(2) == "b: é"
    assert decode(b"a: 1\n", "x.yaml").value.sha256 == ""


def test_a_name_that_is_not_on_the_disk_stays_as_it_is(tmp_path):
    (tmp_path / "e\u0301te\u0301.yaml").touch()
    assert as_on_disk(tmp_path / "été.yaml").exists()
    for absent in (tmp_path / "hiver-é.yaml", tmp_path / "é" / "x.yaml"):
        assert as_on_disk(absent) == absent


@pytest.mark.parametrize(
    ("former", "today", "told"),
    [
        ("template: x", {"modele": "x"}, "« modele »"),
        ("signature: 2025-08-20", {"date_signature": "2025-08-20"}, "« date_signature »"),
        ("date_fin: 2026-12-31", {"duree": {"fin": "2026-12-31"}}, "« duree.fin »"),
        ("duree:\ndate_fin: 2026-12-31", {"duree": {"fin": "2026-12-31"}}, "« duree.fin »"),
        ("duree: {debut: a}\ndate_fin: b", {"duree": {"debut": "a", "fin": "b"}}, "« duree.fin »"),
        ("duree: six mois\ndate_fin: b", None, ""),
        ("date_fin: {jour: b}", None, ""),
        ("duree: {fin: a}\ndate_fin: b", None, ""),
        ("service: Domifa", {"services": [{"nom": "Domifa"}]}, "un élément de « services: »"),
        ("service: {nom: Domifa}", {"services": [{"nom": "Domifa"}]}, "un élément de « services: »"),
        ("delegant: d", {"parties": [{"reference": "d", "role": "delegant"}]}, "un élément de « parties: »"),
        ("delegataire: d", {"parties": [{"reference": "d", "role": "delegataire"}]}, "un élément de « parties: »"),
        ("porteur: d", {"parties": [{"reference": "d", "role": "porteur"}]}, "un élément de « parties: »"),
        ("chorus: {uo: a}", {"chorus": {"centre_financier": "a"}}, "« chorus.centre_financier »"),
        ("chorus: {pam: a}", {"chorus": {"projet_analytique": "a"}}, "« chorus.projet_analytique »"),
    ],
)
def test_a_key_of_an_older_version_is_read_at_its_place_of_today(former, today, told):
    tree = read(former + "\n").value
    outcome = modernize(tree)
    assert plain(outcome.value) == (plain(tree) if today is None else today)
    assert [one.message.partition("lue comme ")[2] for one in outcome.diagnostics] == ([f"{told}."] if told else [])


def test_a_comment_holds_on_one_line_and_is_cut_past_its_length():
    assert comment_text("a\x00b\n c") == "a b c"
    assert comment_text("12345", 5) == "12345"
    assert comment_text("12 456", 5) == "12 …"


@pytest.mark.parametrize("sign", "]}>%@`,|")
def test_a_sign_that_yaml_keeps_for_itself_is_shown(sign):
    (found,) = read(f"a: {sign}b c\n").diagnostics
    assert f"par « {sign} »" in found.message
    assert (found.span.start.line, found.span.start.column) == (1, 4)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: - b\n", "Un tiret ne peut pas suivre une clé"),
        ("a:\n  - b\n  c: d\n", "Cette ligne interrompt une liste de tirets"),
        ("a:\n  b: c\n d: e\n", "Le retrait de cette ligne (1 espace)"),
        ("a: [b, c]]\n", "La lecture s’arrête ici"),
        ("a: [b,,c]\n", "Il manque un élément avant cette virgule"),
        ("a: [b, 'c' d]\n", "Cette liste ouverte par « [ »"),
        ("a: {b: 'c' d}\n", "Cette liste ouverte par « { »"),
        ('- "b" c\n', "Le guillemet placé ici ferme le texte"),
        ("a: b\n% réalisé: 12\n", "La ligne ne peut pas être lue comme du YAML"),
        ("&x\n{", "Cette liste ouverte par « { » n’est pas refermée"),
    ],
)
def test_a_fault_of_writing_is_told_by_what_made_it(text, said):
    (found,) = read(text).diagnostics
    assert found.message.startswith(said)
