"""A clause may not hold the machine for ever, nor fill its memory: what each act may ask for is bounded."""

import pytest

from conventions_cli import pipeline
from fabrique import spec, text_of
from test_cli import run

CLAUSE = "templates/commun/publication.md"
REPEATS = "La clause répète trop : plus de 100\u00a0000 tours de boucle ou valeurs imprimées pour un acte."
PRINTS = "La clause imprime trop : plus de "
REFUSED = "La clause échoue : elle demande une opération refusée aux modèles."
NESTED = "La clause s’inclut ou s’appelle elle-même sans fin, ou imbrique trop de passages."
MANY = "{% set l = range(50000) | list %}"


pytestmark = pytest.mark.usefixtures("packs_read_anew")


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "a.yaml").write_text(text_of(spec()), encoding="utf-8")
    (tmp_path / "templates/commun").mkdir(parents=True)
    return tmp_path


def faults_of(folder, clause):
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
        "{% for a in '" + "a" * 400_000 + "' %}x{% endfor %}",
        "{% for a in range(9999) %}" + "{% set b = 1 %}" * 2000 + "{% endfor %}",
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
        "{% set x %}{{ nor }}mot{% endset %}" + "{% set x %}{{ x }}{{ x }}{% endset %}" * 60 + "{{ x }}",
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
        "2 | round(1000000000, 'ceil')",
        "[[1]] | sum(start=[])",
    ],
)
def test_what_makes_much_of_little_is_refused(folder, asked):
    assert faults_of(folder, f"{{{{ {asked} }}}}") == [("C409", 1, REFUSED)]
    assert faults_of(folder, doubled("9999", "x * x")) == [("C409", 1, REFUSED)]


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
