"""What a clause types by hand: told by `templates check`, `validate` and `render`, at its file and line."""

import pytest

from conventions_cli.foundation.diagnostics import Severity
from conventions_cli.templating.linter import check_pack
from conventions_cli.templating.pack import available
from fabrique import check, spec, text_of
from test_cli import run

MANIFEST = """titre: Essai
version: 1.0.0
champs:
  ville: {type: texte, defaut: Paris}
plan:
  - {section: titre, clause: titre.md}
  - article: objet
    titre: Objet
    clause: objet.md
    enonce: [objet, obligations-delegant, obligations-delegataire, execution-financiere, compte-rendu, publication]
"""


@pytest.fixture
def written(tmp_path):
    """Write a pack of one clause; return the folder of packs."""

    def write(clause, manifest=MANIFEST):
        folder = tmp_path / "essai"
        folder.mkdir()
        (folder / "modele.yaml").write_text(manifest, encoding="utf-8")
        (folder / "titre.md").write_text("# Acte\n", encoding="utf-8")
        (folder / "objet.md").write_text(clause, encoding="utf-8")
        return tmp_path

    return write


def places(found):
    return [(one.code.number, one.span.start.line, one.span.start.column) for one in found]


def typed(folder, **options):
    """What is told of the clauses of the pack, for a spec that uses it."""
    found = check(spec(modele="essai"), template_dir=folder, **options).diagnostics
    return [one for one in found if one.code.number in {"C412", "C413", "C414", "C415"}]


ALWAYS = [
    ("a\n\nPrévu à l’article 12.\n", ("C413", 3, 11)),
    ("Prévu aux articles 3 et\n4.\n", ("C413", 1, 11)),
    ("Prévu à l’article douze.\n", ("C413", 1, 11)),
    ("{% if projet %}\nVoir l’article {% if nor %}3{% else %}4{% endif %}.\n{% endif %}\n", ("C413", 2, 8)),
    ('{{ "à l’article 12" if projet else "" }}\n', ("C413", 1, 9)),
    (r"Signé par \{\{ nom \}\}." + "\n", ("C412", 1, 12)),
    ("{% raw %}{{ nom }}{% endraw %}\n", ("C412", 1, 10)),
    ("Signé par &#123;&#123; nom.\n", ("C412", 1, 11)),
    ('{{ "{{ nom }}" }}\n', ("C412", 1, 5)),
    ("Le [à compléter] 2025.\n", ("C412", 1, 4)),
    ("- a ;\n- **XXX**.\n", ("C412", 2, 5)),
    ("Le lundi 21 août 2025.\n", ("C415", 1, 4)),
]


@pytest.mark.parametrize(("clause", "expected"), ALWAYS)
def test_it_is_told_with_and_without_a_spec(written, clause, expected):
    folder = written(clause)
    assert places(check_pack("essai", folder)) == [expected]
    assert places(typed(folder)) == [expected]


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        ("Une part de 185 000 € est déléguée.\n", ("C414", 1, 13)),
        ("La DNUM s’engage.\n", ("C414", 1, 4)),
    ],
)
def test_values_of_the_spec_are_told_and_those_any_clause_could_do_without(written, clause, expected):
    folder = written(clause)
    assert places(check_pack("essai", folder)) == [expected]
    assert places(typed(folder)) == [expected]


@pytest.mark.parametrize(
    "clause",
    [
        "Le suivi est confié à Léo DEUX.\n",
        "L’imputation est 0129-CAHC-DISN.\n",
        "Elle finit le 31 décembre 2026.\n",
        "Le service « Domifa » est concerné.\n",
        "Confié à la Direction du numérique.\n",
    ],
)
def test_other_values_are_told_with_a_spec_only(written, clause):
    folder = written(clause)
    assert check_pack("essai", folder) == ()
    assert [one.code.number for one in typed(folder)] == ["C414"]


@pytest.mark.parametrize(
    "clause",
    [
        "En application de l’article 2 du décret n° 2004-1085 du 14 octobre 2004.\n",
        "Vu le décret n° 2019-1088 du 25 octobre 2019 modifié, notamment son article 6.\n",
        "Prévu à l’article 6 {{ visas[0].texte_nu if visas else '' }}.\n",
        'Prévu à l’{{ renvoi("objet") }}, {{ finances.montant }}, {{ delegataire | Le }}.\n',
        "Le seuil de 23 000 € fixé par le décret n° 2001-495.\n",
        "{# voir l’article 12, [à compléter] #}Texte.\n",
        "[beta.gouv.fr](https://beta.gouv.fr/DNUM/article-12)\n",
        "Le formulaire à compléter par l’équipe.\n",
        "Le jeudi 21 août 2025.\n",
    ],
)
def test_what_a_clause_has_reason_to_write_is_not_told(written, clause):
    folder = written(clause)
    assert check_pack("essai", folder) == ()
    assert typed(folder) == []


def test_an_amount_that_is_none_of_the_spec_s_is_told_without_a_spec_only(written):
    folder = written("Une avance de 1 234 € est versée.\n")
    assert places(check_pack("essai", folder)) == [("C414", 1, 15)]
    assert typed(folder) == []


def test_the_manifest_is_read_too(written):
    manifest = MANIFEST.replace("titre: Objet", "titre: Suite de l’article 3").replace("defaut: Paris", "defaut: XXX")
    found = check_pack("essai", written("Texte.\n", manifest))
    assert [(one.code.number, one.span.start.line) for one in found] == [("C412", 4), ("C413", 8)]


def test_an_unclosed_brace_is_a_fault_of_writing_only(written):
    assert [one.code.number for one in check_pack("essai", written("{{ nor\n"))] == ["C401"]


@pytest.mark.parametrize("clause", ["Le [à compléter].\n", "\\{\\{ nom \\}\\}\n"])
def test_what_is_left_to_complete_holds_back_the_final_act(written, clause):
    folder = written(clause)
    (warned,) = typed(folder)
    assert warned.severity is Severity.WARNING
    assert check(spec(modele="essai"), template_dir=folder).value is not None
    refused = check(spec(modele="essai"), template_dir=folder, draft=False)
    assert refused.value is None
    assert [(one.code.number, one.severity) for one in refused.diagnostics] == [("C412", Severity.ERROR)]


def test_a_number_typed_in_a_clause_does_not_hold_back_the_final_act(written):
    folder = written("Prévu à l’article 12.\n")
    assert check(spec(modele="essai"), template_dir=folder, draft=False).value is not None


def test_the_clauses_of_convention_have_none():
    for name in available():
        assert check_pack(name) == ()


def test_a_copied_clause_is_told_of_what_was_changed_only(tmp_path):
    assert run("templates", "eject", "delegation-fast-2025", "templates", cwd=tmp_path)[0] == 0
    folder = tmp_path / "templates"
    assert [one for one in check(spec(), template_dir=folder).diagnostics if one.code.number == "C414"] == []
    clause = folder / "delegation-fast-2025" / "titre.md"
    clause.write_text(clause.read_text(encoding="utf-8") + "\nConfié à la DNUM.\n", encoding="utf-8")
    (changed,) = [one for one in check(spec(), template_dir=folder).diagnostics if one.code.number == "C414"]
    assert changed.span.source.line(changed.span.start.line) == "Confié à la DNUM."


@pytest.mark.parametrize(
    "piece", ["{{", "{%", "{# ", '{{ "', "{{ ' }} ", "article 12, ", "XXX ", "\\{", "&#123;", "[à "]
)
def test_of_a_vast_clause_a_few_things_are_told(piece):
    from conventions_cli.templating import typed

    clause = piece * (1_000_000 // len(piece))
    assert len(list(typed._typed_words(clause, {"DNUM": "x"}, frozenset(), has_spec=False))) <= 100


def test_render_says_it_at_the_clause_and_refuses_it_when_final(written, tmp_path):
    written("Le [à compléter].\n")
    (tmp_path / "a.yaml").write_text(text_of(spec(modele="essai")), encoding="utf-8")
    code, _, said = run("render", "a.yaml", "--template-dir", ".", cwd=tmp_path)
    assert code == 0
    assert "essai/objet.md:1:4: avertissement C412" in said
    code, _, said = run("render", "a.yaml", "--template-dir", ".", "--final", "-o", "final", cwd=tmp_path)
    assert code == 1
    assert "essai/objet.md:1:4: erreur C412" in said
    assert not (tmp_path / "final").exists()
