"""A clause may not hold the machine for ever, nor fill its memory: what each act may ask for is bounded."""

from collections import Counter
from datetime import date
from enum import Enum

import pytest
from jinja2 import Undefined
from jinja2.exceptions import SecurityError
from pydantic import BaseModel

from conventions_cli import pipeline
from conventions_cli.document.nodes import Picture, Raster
from conventions_cli.foundation.records import Record
from conventions_cli.foundation.resources import templates_dir
from conventions_cli.sandbox.budget import MAX_CODE
from conventions_cli.sandbox.literals import MAX_TOKENS
from conventions_cli.sandbox.reach import given, letters, offered
from conventions_cli.templating.context import context_for
from conventions_cli.templating.environment import MAX_CLAUSE, environment_for
from fabrique import ABSENT, spec, text_of
from test_cli import run

CLAUSE = "templates/commun/publication.md"
REPEATS = "La clause répète trop : plus de 100\u00a0000 tours de boucle ou valeurs imprimées pour un acte."
PRINTS = "La clause imprime trop : plus de "
REFUSED = "La clause échoue : elle demande une opération refusée aux modèles."
NESTED = "La clause s’inclut ou s’appelle elle-même sans fin, ou imbrique trop de passages."
MANY = "{% set l = range(50000) | list %}"
LONG = "{% set x %}" + "mot " * 9999 + "{% endset %}"
NESTED_PAIRS = "{% set x = (1, 2) %}" + "{% set x = (x, x) %}" * 11
CHECK = ("templates", "check", "delegation-fast-2025", "--template-dir", "templates")
PACK = """titre: Essai
version: 0.1.0
nature: subvention
accepte: [subvention]
plan:
  - {article: publication, titre: Publication, clause: commun/publication.md}
"""
TOO_LONG = "La clause est trop longue pour être lue : elle a plus de 10\u00a0000 mots, balises et signes."
TOGETHER = "Les clauses de l’acte sont ensemble trop longues : plus de 50\u00a0000 mots, balises et signes."


@pytest.fixture
def folder(tmp_path):
    """A spec, and the clause of its pack that tests write: alone, since what bounds it compiles and prints all."""
    (tmp_path / "a.yaml").write_text(text_of(spec(modele="essai")), encoding="utf-8")
    (tmp_path / "templates/commun").mkdir(parents=True)
    (tmp_path / "templates/essai").mkdir()
    (tmp_path / "templates/essai/modele.yaml").write_text(PACK, encoding="utf-8")
    return tmp_path


def faults_of(folder, clause, *, anew=True):
    if anew:
        pipeline.forget()
    (folder / CLAUSE).write_text(clause + "\n", encoding="utf-8")
    checked = pipeline.check(folder / "a.yaml").value
    return [(one.code.number, one.span.start.line, one.message) for one in pipeline.assemble(checked).diagnostics]


def doubled(first, step):
    return f"{{% set x = {first} %}}" + f"{{% set x = {step} %}}" * 60 + "{{ x }}"


@pytest.mark.parametrize(
    "clause",
    [
        "".join(f"{{% for {name} in range(1000) %}}" for name in "abc") + "x" + "{% endfor %}" * 3,
        "{% for a in range(9999) %}{% for b in range(99999) if false %}x{% endfor %}{% endfor %}",
        "{% for a in range(9999) | map('round') %}{% for b in range(9999) | select %}x{% endfor %}{% endfor %}",
        "{% for a in range(99999) if a == 1 recursive %}{{ loop(range(99999)) }}{{ loop(range(99999)) }}{% endfor %}",
        "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(60) }}",
        "{% macro m() %}{{ caller() }}{{ caller() }}{% endmacro %}"
        + "{% call m() %}" * 17
        + "x"
        + "{% endcall %}" * 17,
        "{% macro m() %}{{ varargs | length }}{% endmacro %}{{ m(*([1] | slice(1000000000))) }}",
        "{% for a in '" + "a" * 200_000 + "' %}x{% endfor %}",
        "{% for a in range(9999) %}" + "{% set b = 1 %}" * 1500 + "{% endfor %}",
        "{% for a in range(99999) %}" + "mot " * 2000 + "{% endfor %}",
        "{{ [1] | slice(1000000000) | list | length }}",
        "{% if 5 in [1] | slice(1000000000) %}x{% endif %}",
        "{% if 5 is in([1] | slice(1000000000)) %}x{% endif %}",
        MANY + "{% for a in range(9999) %}{{ l | sort | first }}{% endfor %}",
        MANY + "{% for a in range(9999) %}{% if 'x' in l %}x{% endif %}{% endfor %}",
        doubled("'ab'", "x ~ x"),
        doubled("'ab'", "x + x"),
        doubled("'aa'", "x | replace('a', 'aa')"),
        doubled("'aa'", "x.replace('a', 'aa')"),
        doubled("'ab'", "''.join([x, x])"),
        doubled("'ab'", "'{0}{0}'.format(x)"),
        doubled("[1]", "x + x"),
        doubled("[1]", "[x, x]"),
        doubled("(1, 2)", "(x, x)"),
        doubled("['a', 'b'] | join", "[x, x] | join"),
        doubled("['a', 'b'] | enumeration", "[x, x] | guillemets"),
    ],
)
def test_what_repeats_too_much_is_refused(folder, clause):
    assert faults_of(folder, clause) == [("C409", 1, REPEATS)]


@pytest.mark.parametrize(
    "clause",
    [
        MANY + "{% set m = range(40000) | list %}{% for a in range(99) %}{% if l == m %}x{% endif %}{% endfor %}",
        MANY + "{% set m = range(40000) | list %}{% for a in range(99) %}{% if l is eq(m) %}x{% endif %}{% endfor %}",
        "{% macro m(a) %}{% endmacro %}" + MANY + "{% for a in range(99) %}{{ m(l) }}{% endfor %}",
        MANY + "{% for a in range(99) %}{% set b = l[:] %}{% endfor %}",
        LONG + "{% for a in range(999) %}{% set b = x[1:] %}{% endfor %}",
        LONG + "{% set y = x ~ 'a' %}{% for a in range(999) %}{% if x == y %}x{% endif %}{% endfor %}",
        LONG + "{% for a in range(999) %}{% set b = x | capitale %}{% endfor %}",
        LONG + "{% for a in range(999) %}{% set b = x.split() %}{% endfor %}",
        LONG + "{% for a in range(999) %}{% set b = x | list %}{% endfor %}",
        LONG
        + "{% set l = ([x] | slice(1) | first) %}{% for a in range(999) %}{% if 'x' in l %}{% endif %}{% endfor %}",
        "{% for a in range(999) %}{% if convention == delegant %}x{% endif %}{% endfor %}",
        "{% set x = (1, 2) %}"
        + "{% set x = (x, x) %}" * 11
        + "{% for a in range(99) %}{% set b = {x: 1} %}{% endfor %}",
        "{% set x = (1, 2) %}"
        + "{% set x = (x, x) %}" * 11
        + "{% for a in range(99) %}{{ {}[x] is defined }}{% endfor %}",
    ],
)
def test_what_goes_through_much_at_once_takes_its_steps(folder, clause):
    assert faults_of(folder, clause) == [("C409", 1, REPEATS)]


@pytest.mark.parametrize(
    "clause",
    [
        "{% set x %}{{ (services | first).nom }}mot{% endset %}"
        + "{% set x %}{{ x }}{{ x }}{% endset %}" * 60
        + "{{ x }}",
        "{% set x %}" + "mot " * 5000 + "{% endset %}{% for a in range(999) %}{{ x }}{% endfor %}",
        "{% for a in range(40000) %}\nmot\n\n{% endfor %}",
    ],
)
def test_what_prints_too_much_is_refused(folder, clause):
    [(code, _, message)] = faults_of(folder, clause)
    assert (code, message.startswith(PRINTS)) == ("C409", True), message


@pytest.mark.parametrize(
    "asked",
    [
        "'x'.ljust(9999999999)",
        "'{:>9999999999}'.format(1)",
        "'{:>{}}'.format(1, 9999999999)",
        "(1).to_bytes(9999999999, 'big')",
        "'x'.encode()",
        "'x'.center(9999999999)",
        "'x'.translate({})",
        "'{:c}'.format(27)",
        "'{0.upper}'.format('x')",
        "'{0[0]}'.format('x')",
        "'{:%c}'.format(date_signature)",
        "'%9999999999d' % 1",
        "[1] * 9999999999",
        "[1].append(2)",
        "{}.fromkeys([1])",
        "date_signature.today()",
        "date_signature.fromtimestamp(0)",
        "date_signature.strftime('%c')",
        "date_signature.isoformat()",
        "date_signature.resolution",
        "finances.ae_de(2025)",
        "convention.partie('x')",
        "convention.model_dump_json()",
        "finances.montant.__class__",
        "1 - " + "9" * 70 + " * " + "9" * 70,
        "2 | round(1000000000, 'ceil')",
        "[[1]] | sum(start=[])",
    ],
)
def test_what_makes_much_of_little_is_refused(folder, asked):
    assert faults_of(folder, f"{{{{ {asked} }}}}") == [("C409", 1, REFUSED)]


@pytest.mark.parametrize("step", ["x * x", "x + x", "x - -x"])
def test_a_number_does_not_grow_without_end(folder, step):
    clause = f"{{% set n = namespace(x=9999) %}}{{% for a in range(999) %}}{{% set x = n.x %}}{{% set n.x = {step} %}}"
    assert faults_of(folder, clause + "{% endfor %}") == [("C409", 1, REFUSED)]


@pytest.mark.parametrize(
    "name",
    [
        *("attr", "batch", "center", "dictsort", "e", "escape", "filesizeformat", "float", "forceescape", "format"),
        *("indent", "int", "items", "pprint", "random", "string", "striptags", "tojson", "urlencode", "urlize"),
        *("wordcount", "wordwrap", "xmlattr"),
    ],
)
def test_a_filter_that_makes_much_or_shows_the_inside_is_not_there(folder, name):
    [(code, line, message)] = faults_of(folder, f"{{{{ 'a' | {name} }}}}")
    assert (code, line) == ("C401", 1)
    assert f"le filtre « {name} » n’existe pas" in message


@pytest.mark.parametrize(
    ("clause", "line", "message"),
    [
        ("Un.\n\n" + "{% set a = 1 %}\n" * 2000, 1669, TOO_LONG),
        ("{{ nor }}" * 5000, 1, TOO_LONG),
        ("{{ 1" + " ~ 1" * 5000 + " }}", 1, TOO_LONG),
        ("Un.\n\n" + "a\n" * 120_000 + "\n{{ nor }}", 1, TOO_LONG),
        ("a" * (MAX_CLAUSE + 1), 1, "Le fichier de clause dépasse 256\u00a0Kio."),
    ],
)
def test_a_clause_that_is_too_long_is_not_compiled(folder, clause, line, message):
    assert faults_of(folder, clause) == [("C416", line, message)]
    for command in (
        ("render", "a.yaml"),
        ("templates", "check", "delegation-fast-2025", "--template-dir", "templates"),
    ):
        code, out, err = run(*command, cwd=folder)
        assert code == 1
        assert f"{CLAUSE}:{line}:1: erreur C416 : {message}" in out + err


def including(folder, number, part):
    for one in range(number):
        (folder / f"templates/commun/p{one}.md").write_text(part, encoding="utf-8")
    return "".join(f'{{% include "commun/p{one}.md" %}}' for one in range(number))


def test_the_clauses_of_an_act_have_one_budget_whatever_is_found_compiled(folder):
    part = "{% set a = 1 %}" * (MAX_TOKENS // 6 - 10)
    clause = including(folder, 20, part)
    first = faults_of(folder, clause)
    assert first == [("C416", 1, TOGETHER)]
    assert faults_of(folder, clause, anew=False) == first  # in an environment that has compiled some of them
    assert faults_of(folder, clause) == first
    code, out, _ = run(*CHECK, cwd=folder)
    assert code == 1
    assert out.count(f"erreur C416 : {TOGETHER}") == 1


def test_nothing_more_is_compiled_for_an_act_that_is_refused(folder):
    (folder / "a.yaml").write_text(text_of(spec()), encoding="utf-8")
    part = "{% set a = 1 %}" * (MAX_TOKENS // 6 - 10)
    for path in (templates_dir() / "commun").glob("*.md"):
        (folder / "templates/commun" / path.name).write_text(part, encoding="utf-8")
    found = faults_of(folder, part)
    assert [code for code, _, _ in found] == ["C416"]
    [environment] = [environment_for(pipeline.check(folder / "a.yaml").value.pack.folders)]
    own = [path for path in environment.loader.texts if path.is_relative_to(folder)]
    assert 5 < len(own) < 15


def test_a_file_included_many_times_is_compiled_once(folder):
    part = "{% if nor %}a{% endif %}" * 700
    including(folder, 1, part)
    assert faults_of(folder, "{% for a in range(40) %}{% include 'commun/p0.md' %}{% endfor %}") == []


def test_our_acts_are_far_from_the_bounds_of_compiling():
    environment = environment_for((templates_dir(),))
    sizes = {
        path: sum(1 for _ in environment.lex(path.read_text(encoding="utf-8")))
        for path in templates_dir().rglob("*.md")
    }
    assert max(sizes.values()) < MAX_TOKENS // 4
    packs: Counter[str] = Counter()
    for path, size in sizes.items():
        packs[path.relative_to(templates_dir()).parts[0]] += size
    shared = packs.pop("commun")
    assert shared + max(packs.values()) < MAX_CODE // 4  # the clauses of an act are those of one pack


PIXEL = Raster(b"\x89PNG", "png", 1.0, 1.0)


def reachable(environment, value, seen):
    """Every value a clause may reach from one, by attributes, keys and members."""
    if id(value) in seen or isinstance(value, Undefined):
        return
    seen[id(value)] = value
    for name in sorted(offered(type(value))):
        if not isinstance(value, str):
            reachable(environment, environment.getattr(value, name), seen)
    members = ()
    if isinstance(value, dict):
        members = list(value.values())
    elif isinstance(value, (list, tuple)):
        members = value
    for one in members:
        reachable(environment, one, seen)


def test_no_bytes_no_node_and_no_method_of_ours_is_reached_from_any_value_of_a_clause(folder):
    checked = pipeline.check(folder / "a.yaml").value
    context = context_for(checked.spec, {}) | {"image_entete": Picture("logo.png", "Logo", PIXEL)}
    environment = environment_for(())
    seen = {}
    reachable(environment, {name: one for name, one in context.items() if not callable(one)}, seen)
    kinds = {type(one) for one in seen.values()}
    assert not kinds & {bytes, bytearray, memoryview, Raster}
    methods = {one.__name__ for one in seen.values() if callable(one)}
    assert methods <= {"get", "items", "keys", "values", "count", "index"}
    assert {"Convention", "Montant", "date", "Picture", "Groupe"} <= {kind.__name__ for kind in kinds}
    assert len(seen) > 100


def test_what_is_offered_of_a_value_is_data(folder):
    def all_below(kind):
        for one in kind.__subclasses__():
            yield one
            yield from all_below(one)

    ours = [one for kind in (Record, BaseModel, Enum) for one in all_below(kind) if one.__module__.startswith("conv")]
    assert len(ours) > 100
    for kind in ours:
        for name in offered(kind) - offered(str):
            held = next((vars(one)[name] for one in kind.__mro__ if name in vars(one)), None)
            assert not callable(held), (kind, name)
    assert offered(Picture) == offered(Raster) == frozenset()
    assert offered(date) == {"day", "month", "year"}


@pytest.mark.parametrize("value", [b"x", bytearray(b"x"), memoryview(b"x")])
def test_bytes_are_refused_wherever_they_come_from(folder, value):
    for refused in (lambda: given(value), lambda: environment_for(()).getitem([value], 0)):
        with pytest.raises(SecurityError):
            refused()
    with pytest.raises(SecurityError):
        environment_for(()).getattr({"cle": value}, "cle")


@pytest.mark.parametrize("asked", ["image_entete.raster.data", "image_entete['raster']", "image_entete.alternative"])
def test_the_image_of_a_clause_can_only_be_printed(folder, asked):
    from test_pictures import png

    (folder / "logo.png").write_bytes(png(4, 4))
    image = {"fichier": "logo.png", "texte_alternatif": "Logo"}
    (folder / "a.yaml").write_text(text_of(spec(image_entete=image)), encoding="utf-8")
    [(code, line, _)] = faults_of(folder, f"{{{{ {asked} }}}}")
    assert (code, line) in {("C402", 1), ("C409", 1)}
    for written in ("'' ~ image_entete", "image_entete | upper", "'{}'.format(image_entete)", "renvoi(image_entete)"):
        [(code, line, message)] = faults_of(folder, f"{{{{ {written} }}}}")
        assert (code, line) == ("C409", 1)
        assert "PNG" not in message
    assert faults_of(folder, "{{ image_entete }}") == []


@pytest.mark.parametrize("printed", ["convention", "services", "delegant", "duree", "(1, 2)", "{}", "1e308 * 10"])
@pytest.mark.parametrize("way", ["'' ~ {}", "{} | upper", "{} | safe", "'{{}}'.format({})", "'a' | replace('a', {})"])
def test_what_no_text_stands_for_is_never_printed_as_python_shows_it(folder, way, printed):
    [(code, line, _)] = faults_of(folder, f"{{{{ {way.format(f'({printed})')} }}}}")
    assert (code, line) == ("C409", 1)


def test_what_is_still_to_complete_stays_so_in_a_text(folder):
    (folder / "a.yaml").write_text(text_of(spec(date_signature=ABSENT)), encoding="utf-8")
    (folder / CLAUSE).write_text(
        "{{ 'le ' ~ date_signature }}, {{ date_signature | upper }}, {{ ('a ' ~ ('b' | nu)) }}, {{ 1 ~ 2 }}\n",
        encoding="utf-8",
    )
    text = pipeline.render(pipeline.check(folder / "a.yaml").value, ["md"]).value["md"].decode().replace("\u00a0", " ")
    missing = r"<mark>\[à compléter : date de signature]</mark>"
    assert f"le {missing}, {missing}, a b, 12" in text


def test_letters_are_those_of_values_that_have_some():
    assert [letters(one) for one in ("a", 1, 1.5, date(2025, 1, 2))] == ["a", "1", "1.5", "2025-01-02"]
    for one in (float("inf"), float("nan"), [], {}, b"x", object()):
        with pytest.raises(TypeError):
            letters(one)


@pytest.mark.parametrize(
    "clause",
    [
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        '{% include "commun/publication.md" %}',
        "".join(f"{{% for a{n} in [1] %}}" for n in range(30)) + "x" + "{% endfor %}" * 30,
        "{% if 1 %}" * 300 + "x" + "{% endif %}" * 300,
        "{{ " + "(" * 20_000 + "1" + ")" * 20_000 + " }}",
    ],
)
def test_what_is_nested_without_end_is_refused(folder, clause):
    [(code, _, message)] = faults_of(folder, clause)
    assert (code, message) == ("C409", NESTED)


def test_nothing_is_computed_while_a_clause_is_compiled(folder):
    [(code, _, message)] = faults_of(folder, "{% autoescape 5 in [1] | slice(1000000000) %}x{% endautoescape %}")
    assert code == "C401"
    assert "« autoescape » n’existe pas" in message


def test_an_expression_of_the_manifest_is_bounded_too(folder):
    run("templates", "new", "maison", cwd=folder)
    manifest = folder / "templates/maison/modele.yaml"
    text = manifest.read_text(encoding="utf-8")
    changed = text.replace("si: projet}", 'si: "5 in ([1] | slice(1000000000))"}')
    assert changed != text
    manifest.write_text(changed, encoding="utf-8")
    code, _, err = run("render", "a.yaml", "--set", "modele=maison", cwd=folder)
    assert code == 1
    assert f"erreur C409 : {REPEATS}" in err


def test_it_is_told_once_at_the_line_of_the_loop_with_what_to_do(folder):
    clause = "Un.\n\n{% for a in range(999) %}\n{% for b in range(999) %}\n{{ a }}\n{% endfor %}\n{% endfor %}\n"
    (folder / CLAUSE).write_text(clause, encoding="utf-8")
    for command in (("render", "a.yaml"), ("batch", "a.yaml"), ("templates", "check", "delegation-fast-2025")):
        code, _, err = run(*command, *(("--template-dir", "templates") if "check" in command else ()), cwd=folder)
        out = run(*command, cwd=folder)[1] + err
        assert code == 1, command
        assert out.count(f"{CLAUSE}:4:1: erreur C409 : {REPEATS}") >= 1, out
        assert "Ne parcourir que les listes de l’acte" in out
    assert run("render", "a.yaml", cwd=folder)[2].count("C409") == 1
    assert not (folder / "build").exists()


def test_an_act_of_many_services_and_parties_is_far_from_the_bounds(folder):
    clause = "{% for s in services %}{% for p in parties %}\n- {{ s.nom }} : {{ p | le }} ({{ loop.index + 1 }}) ;\n"
    (folder / CLAUSE).write_text(f"Liste :\n\n{clause}{{% endfor %}}{{% endfor %}}\n", encoding="utf-8")
    many = spec(services=[{"nom": f"Service {n}", "objectifs": ["un", "deux"]} for n in range(300)])
    (folder / "a.yaml").write_text(text_of(many), encoding="utf-8")
    assert faults_of(folder, f"Liste :\n\n{clause}{{% endfor %}}{{% endfor %}}") == []


def test_the_words_of_python_that_do_no_harm_still_serve(folder):
    clause = (
        "{{ 'a, b'.split(', ') | join(' et ') }} {{ 'x'.upper() }} {{ '{} {:>3}'.format(1, 2) }} "
        "{{ ', '.join(['a', 'b']) }} {{ 'aa'.replace('a', 'b') }} {{ (['a'] + ['b']) | length }}"
    )
    (folder / CLAUSE).write_text(clause + "\n", encoding="utf-8")
    checked = pipeline.check(folder / "a.yaml").value
    text = pipeline.render(checked, ["md"]).value["md"].decode()
    assert "a et b X 1 2 a, b bb 2" in text
