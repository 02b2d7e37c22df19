"""Fields: what they accept, and where and how a wrong one is told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conventions_cli.document.walk import document_stretches, plain_text
from fabrique import ABSENT, BASE, check, codes, document, spec, text_of


def found(data, **options):
    return [(one.code.number, one.span.start.line, one.span.start.column) for one in check(data, **options).diagnostics]


@pytest.mark.parametrize(
    ("changes", "code", "hint"),
    [
        ({"finances__montnat": "1"}, "C202", "montant"),
        ({"titer": "x"}, "C202", "titre"),
        ({"parties__1__rôle": "x"}, "C202", "role"),
        ({"chorus__centre_financer": "x"}, "C202", "centre_financier"),
        ({"parties__1__role": "delegatair"}, "C208", "delegataire"),
        ({"parties__1__role": "délégataire"}, "C208", "delegataire"),
        ({"parties__1__nature": "service-etat"}, "C208", "service_etat"),
        ({"parties__1__article": "lla"}, "C208", "la"),
        ({"finances__montant": "200 k€"}, "C205", "200"),
        ({"date_signature": "31 juin 2025"}, "C206", "2025"),
        ({"date_signature": "20 aoutt 2025"}, "C206", "août"),
        ({"duree__preavis_mois": "trois"}, "C209", "3"),
        ({"duree__preavis_mois": "0"}, "C209", "3"),
        ({"duree__fin_comptable": "un jour"}, "C206", "derniere_facture"),
        ({"finances__echeancier": {"deux mille": {"ae": "1"}}}, "C215", "2025"),
        ({"finances__tranches": [{"part": "150 %", "declencheur": "x"}]}, "C216", "50 %"),
        ({"parties__1__signataires": [{"nom": "X", "fonction": "f", "par_delegation": "peut-être"}]}, "C207", "oui"),
        ({"services": "Domifa"}, "C203", "tiret"),
        ({"services": {"nom": "Domifa"}}, "C203", "tiret"),
        ({"finances": ["x"]}, "C203", "clé: valeur"),
        ({"finances": "x"}, "C203", "clé: valeur"),
        ({"services": ["Domifa"]}, "C203", "clé: valeur"),
        ({"services__0__nom": ["a", "b"]}, "C203", "clé: valeur"),
        ({"services__0__nom": ""}, "C211", ""),
        ({"services__0__nom": "x" * 1001}, "C211", "Raccourcir"),
        ({"parties__1": {"reference": "dnum", "role": "delegataire"}}, "C212", "annuaire"),
        ({"obligations": {"dnum": ["![x](y)"]}}, "C219", ""),
    ],
)
def test_a_wrong_field_is_told_once_with_what_to_type(changes, code, hint):
    diagnostics = check(spec(**changes)).diagnostics
    assert [one.code.number for one in diagnostics] == [code]
    assert hint in diagnostics[0].hint
    assert diagnostics[0].span.start.line > 0


@pytest.mark.parametrize(
    "path",
    [
        "modele",
        "dispositif",
        "services",
        "services__0__nom",
        "parties__1__role",
        "parties__1__nom",
        "parties__1__article",
        "parties__1__nature",
        "parties__1__representants",
        "parties__1__representants__0__fonction",
        "duree",
        "duree__fin",
        "finances",
        "finances__montant",
        "finances__echeancier",
        "chorus",
        "chorus__programme",
        "chorus__centre_de_cout",
        "chorus__activites",
        "parties__0",
        "parties__1",
        "parties",
    ],
)
def test_a_missing_field_is_one_error_and_one_warning_in_a_draft(path):
    changes = {path: ABSENT}
    final = check(spec(**changes)).diagnostics
    draft = check(spec(**changes), draft=True)
    missing = [one for one in final if one.code.number == "C201"]
    assert len(missing) == 1, [(one.code.number, one.message) for one in final]
    assert missing[0].hint.startswith(("Ajouter", "Compléter"))
    assert "C201" not in [one.code.number for one in draft.diagnostics]
    assert "C218" in [one.code.number for one in draft.diagnostics]


def test_a_key_left_blank_is_missing_at_its_own_place():
    text = text_of(spec()).replace("montant: 200 000 €", "montant:")
    assert found(text)[0] == ("C201", text[: text.index("montant:")].count("\n") + 1, 3)


def test_places_are_exact():
    text = "modele: delegation-fast-2025\ndispositif:\n  sigle: FAST\n  promo: 17\n"
    codes_and_places = found(text)
    assert ("C202", 4, 3) in codes_and_places


def test_a_fault_in_the_directory_points_into_the_directory(tmp_path):
    from conventions_cli import pipeline

    (tmp_path / "annuaire.yaml").write_text("annuaire:\n  x:\n    nom: X\n    nature: servise\n", encoding="utf-8")
    data = spec(
        parties__1={"reference": "x", "role": "delegataire", "article": "le", "representants": [{"fonction": "f"}]}
    )
    data["herite"] = "annuaire.yaml"
    (tmp_path / "s.yaml").write_text(text_of(data), encoding="utf-8")
    diagnostics = pipeline.check(tmp_path / "s.yaml").diagnostics
    places = {(one.code.number, one.span.source.name.rsplit("/", 1)[-1], one.span.start.line) for one in diagnostics}
    assert places == {("C208", "annuaire.yaml", 4)}


def test_a_reference_takes_what_the_directory_says_and_what_stands_beside_it_wins():
    text = "herite: annuaire.yaml\n" + text_of(
        spec(
            parties__0={"reference": "dinum", "role": "delegant", "adresse": "ici"},
            parties__1__adresse="là",
            adresses="oui",
        )
    )
    built = document(text)
    words = " ".join(plain_text(stretch) for stretch in document_stretches(built))
    assert "Stéphanie SCHAER" in words
    assert "située ici" in words
    assert "20 avenue de Ségur" not in words


def test_final_wants_a_date_and_draft_does_not():
    data = spec(date_signature=ABSENT)
    assert codes(data) == []
    assert codes(data, draft=False) == ["C201"]
    assert check(data).value.spec.draft
    assert check(spec(), draft=True).value.spec.draft


@pytest.mark.parametrize("shorthand", [{"chorus__activites": "012900121401"}, {"services__0__objectifs": "un seul"}])
def test_one_text_stands_for_a_list_of_one(shorthand):
    assert codes(spec(**shorthand)) == []


TREES = st.recursive(
    st.text(max_size=8) | st.sampled_from(["2025", "delegant", "200 €", ""]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*BASE, "nom", "ae", "x"]), inner, max_size=4)
    ),
    max_leaves=8,
)


@given(
    st.dictionaries(
        st.sampled_from([*BASE, "obligations", "visas", "annexes", "champs", "amende", "x"]), TREES, max_size=5
    )
)
def test_any_value_anywhere_gives_findings_and_never_raises(change):
    outcome = check(spec() | change)
    assert outcome.value is not None or outcome.diagnostics
    assert all(one.span is not None for one in outcome.diagnostics)
