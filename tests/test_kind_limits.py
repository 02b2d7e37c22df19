"""What a pack says of its acts: how many parties, which keys of a section it prints, what to write instead."""

import pytest

from fabrique import check, codes, spec, text_of
from test_cli import run

MANIFEST = """\
titre: Essai
version: 1.0.0
nature: essai
roles: {{auteur: {{nom: auteur, plusieurs: oui}}}}
demande: [titre]
accepte: [finances.montant, duree.debut]
refuse: {{chorus: Faire plutôt une délégation., duree.fin: Le dire dans l’objet.}}
{more}
plan:
  - {{section: titre, clause: titre.md}}
  - {{article: objet, titre: Objet, clause: objet.md, enonce: objet}}
  - {{section: signatures, clause: commun/signatures.md}}
"""
PARTY = {"role": "auteur", "article": "la", "nature": "gip", "representants": [{"nom": "Ada UNE", "fonction": "chef"}]}


@pytest.fixture
def essai(tmp_path):
    def made(more=""):
        home = tmp_path / "essai"
        home.mkdir()
        (home / "modele.yaml").write_text(MANIFEST.format(more=more), encoding="utf-8")
        (home / "titre.md").write_text("# Acte\n", encoding="utf-8")
        (home / "objet.md").write_text("{{ auteur.noms | Le }}, {{ finances.montant }}, {{ duree.debut }}.\n", "utf-8")
        return tmp_path

    return made


def act(count, **more):
    parties = [{**PARTY, "nom": f"Agence {number}"} for number in range(count)]
    return {"modele": "essai", "titre": "Acte", "date_signature": "2025-08-20", "parties": parties, **more}


@pytest.mark.parametrize(
    ("more", "count", "said"),
    [
        ("", 1, "Donner de deux à six parties."),
        ("", 7, "Donner de deux à six parties."),
        ("parties: {minimum: 1}", 7, "Donner six parties au plus."),
        ("parties: {minimum: 1, maximum: 1}", 2, "Donner une partie."),
        ("parties: {minimum: 3, maximum: 3}", 2, "Donner trois parties."),
        ("parties: {maximum: 30}", 31, "Donner de deux à trente parties."),
    ],
)
def test_an_act_has_the_number_of_parties_that_its_pack_says(essai, more, count, said):
    (found,) = [one for one in check(act(count), template_dir=essai(more)).diagnostics if one.code.number == "C320"]
    assert found.hint == said


@pytest.mark.parametrize(("more", "count"), [("parties: {minimum: 1}", 1), ("parties: {maximum: 30}", 30), ("", 6)])
def test_as_many_parties_as_a_pack_says_are_admitted(essai, more, count):
    assert "C320" not in codes(act(count), template_dir=essai(more))


@pytest.mark.parametrize(
    ("value", "place", "said"),
    [
        ({"chorus": {"programme": "129"}}, "chorus", "Faire plutôt une délégation."),
        ({"duree": {"fin": "2026-12-31"}}, "duree.fin", "Le dire dans l’objet."),
        ({"duree": {"preavis_mois": 3}}, "duree.preavis_mois", "Retirer la clé « preavis_mois »"),
        ({"finances": {"montant": "3 €", "accompagnement": "1 €"}}, "finances.accompagnement", "Retirer la clé"),
        ({"services": [{"nom": "Un"}]}, "services", "Retirer la section « services »"),
    ],
)
def test_what_a_pack_does_not_print_is_refused_with_what_to_do_instead(essai, value, place, said):
    found = [one for one in check(act(2, **value), template_dir=essai()).diagnostics if one.code.number == "C220"]
    assert [f"« {place} »" in one.message and said in one.hint for one in found] == [True]


def test_what_it_prints_is_not_refused(essai):
    value = {"finances": {"montant": "3 €"}, "duree": {"debut": "2025-09-01"}}
    assert "C220" not in codes(act(2, **value), template_dir=essai())


def test_a_pack_that_names_no_key_takes_its_sections_whole():
    assert codes(spec(duree__debut="2025-09-01", duree__preavis_mois=3)) == []


def test_the_fields_a_pack_cannot_do_without_are_listed_with_who_gives_them_blank_or_absent(essai):
    more = "champs: {lieu: {type: texte, libelle: lieu de l’acte, obligatoire: oui}, note: {type: texte}}\n"
    folder = essai(f"{more}fournisseurs: {{champs.lieu: la mairie}}")
    blank = {"lieu": "BLANK", "note": "n"}
    draft = act(2)
    del draft["date_signature"]
    for fields in ({}, {"champs": {"note": "n"}}, {"champs": blank}):
        outcome = check(text_of(draft | fields).replace("BLANK", ""), template_dir=folder)
        assert outcome.value is not None, outcome.diagnostics
        listed = [(one.cle, one.libelle, one.fournisseur) for one in outcome.value.missing if "lieu" in one.cle]
        assert listed == [("champs.lieu", "lieu de l’acte", "la mairie")]
        told = [one for one in outcome.diagnostics if one.code.number == "C218" and "lieu" in one.message]
        assert len(told) == 1
    assert codes(text_of({**act(2), "champs": blank}).replace("BLANK", ""), template_dir=folder).count("C201") == 1


def test_a_new_spec_has_a_line_for_each_field_its_pack_cannot_do_without(tmp_path):
    code, _, err = run("new", "lettre.yaml", "--yes", "--pack", "lettre-mission", cwd=tmp_path)
    assert code == 0, err
    text = (tmp_path / "lettre.yaml").read_text(encoding="utf-8")
    assert (
        "quotite:  # à compléter (le service) : part d’un temps plein consacrée à la mission, par exemple « 50 % »"
        in text
    )
    assert err.count("(champs.quotite)") == 1
    assert run("render", "lettre.yaml", "--format", "md", cwd=tmp_path)[0] == 0
