"""A pack declares the values that some of its words do not follow (`non_lie`): a spec that says others is told so."""

import pytest

from conventions_cli.templating.linter import check_pack
from conventions_cli.templating.unlinked import same_value
from fabrique import codes, spec
from test_cli import run

MANIFEST = """\
titre: Essai
version: 1.0.0
demande: [duree.fin]
accepte: [finances, duree.preavis_mois]
{declared}
plan:
  - {{section: titre, clause: titre.md}}
  - {{section: parties, clause: parties.md}}
  - article: duree
    titre: Durée
    clause: duree.md
    enonce:
      - objet
      - obligations-delegant
      - obligations-delegataire
      - execution-financiere
      - compte-rendu
      - duree
      - publication
  - {{section: signatures, clause: commun/signatures.md}}
"""
SPEC = """\
modele: essai
date_signature: 2024-02-01
parties:
  - role: delegant
    nom: direction des phares
    article: la
    nature: service_etat
    representants: [{fonction: directrice, genre: f}]
  - role: delegataire
    nom: service des cartes
    article: le
    nature: service_etat
    representants: [{fonction: chef, genre: m}]
duree: {fin: 2026-12-31, preavis_mois: 3}
finances: {montant: 300 000 €}
"""


@pytest.fixture
def act(tmp_path):
    """A spec, and a pack beside it: `act(declared, swaps…)` writes them and gives the folder."""

    def write(declared, *swaps):
        home = tmp_path / "modeles" / "essai"
        home.mkdir(parents=True, exist_ok=True)
        (home / "modele.yaml").write_text(MANIFEST.format(declared=declared), encoding="utf-8")
        (home / "titre.md").write_text("# Convention\n", encoding="utf-8")
        parties = "{{ delegant.parties[0].designation_longue | Le }} et {{ delegataire.noms | le }},\n"
        (home / "parties.md").write_text(parties, encoding="utf-8")
        clause = "Le délégant verse 300 000 € au délégataire.\n\nLa convention prend fin le {{ duree.fin }}.\n"
        (home / "duree.md").write_text(clause, encoding="utf-8")
        text = SPEC
        for old, new in swaps:
            assert old in text
            text = text.replace(old, new)
        (tmp_path / "acte.yaml").write_text(text, encoding="utf-8")
        return tmp_path

    return write


def rendered(folder, *options):
    return run("render", "acte.yaml", "--template-dir", "modeles", *options, cwd=folder)


DECLARED = "non_lie: {finances.montant: 300 000 €}"


@pytest.mark.parametrize("written", ["300 000 €", "300000", "300 000 euros"])
def test_an_act_that_says_what_its_pack_says_is_not_told_of_it(written, act):
    code, _, err = rendered(act(DECLARED, ("300 000 €", written)), "--final")
    assert (code, "C430" in err, "C414" in err) == (0, False, False), err


def test_another_value_is_told_at_its_place_with_what_to_type(act):
    code, _, err = rendered(act(DECLARED, ("300 000 €", "412 000 €")))
    assert code == 0
    assert "acte.yaml:15:21: avertissement C430" in err
    assert "Des mots du modèle « essai » disent « 300 000 € » et ne suivent pas" in err
    assert "{{ finances.montant }}" in err
    assert "modele.yaml" in err


def test_a_final_act_that_would_say_the_old_value_is_refused(act):
    code, _, err = rendered(act(DECLARED, ("300 000 €", "412 000 €")), "--final")
    assert code == 1
    assert "erreur C430" in err


def test_a_value_that_is_gone_is_told_too(act):
    code, _, err = rendered(act("non_lie: {finances.cofinancement.montant: 9 €}"))
    assert code == 0
    assert "C430" in err
    assert "n’est pas dit" in err


def test_a_list_of_keys_says_that_nothing_follows_them(act):
    _, _, err = rendered(act("non_lie: [finances.montant]"))
    assert "C430" in err
    assert "Des mots du modèle « essai » ne suivent pas « finances.montant »" in err


def test_a_new_version_of_the_act_is_told_so_and_its_avenant_is_not_final(act):
    folder = act("non_lie: {duree.preavis_mois: 3}")
    text = (folder / "acte.yaml").read_text(encoding="utf-8")
    new = text.replace("preavis_mois: 3", "preavis_mois: 6").replace("2026-12-31", "2027-12-31")
    (folder / "nouvelle.yaml").write_text(new, encoding="utf-8")
    amend = ("amend", "acte.yaml", "nouvelle.yaml", "--avenant", "1", "--template-dir", "modeles")
    code, _, err = run(*amend, cwd=folder)
    assert (code, "avertissement C430" in err) == (0, True), err
    code, _, err = run(*amend, "--date", "2024-06-01", "--final", cwd=folder)
    assert (code, "erreur C430" in err) == (1, True), err


@pytest.mark.parametrize(
    ("declared", "wrong"),
    [
        ("non_lie: {finances.montnat: 300 000 €}", True),
        ("non_lie: [duree.preavis]", True),
        ("non_lie: [partis.0.nom]", True),
        ("non_lie: {parties.0.nom: direction des phares, finances.echeancier.2024.ae: 5 €, visas.0: le décret}", False),
    ],
)
def test_a_key_that_no_spec_has_is_told_of_the_pack(declared, wrong, act):
    folder = act(declared)
    found = [one for one in check_pack("essai", folder / "modeles") if one.code.number == "C405"]
    assert bool(found) == wrong, found


@pytest.mark.parametrize(
    ("declared", "told"), [("", ["finances", "duree.preavis_mois"]), (DECLARED, ["duree.preavis_mois"])]
)
def test_a_section_whose_words_are_declared_is_not_told_as_unprinted(declared, told, act):
    found = [one for one in check_pack("essai", act(declared) / "modeles") if one.code.number == "C425"]
    assert [one.message.split("« ")[1].split(" »")[0] for one in found] == told


@pytest.mark.parametrize(
    ("declared", "told"), [("", True), ("non_lie: {duree.fin: 2026-12-31}", False), ("non_lie: [duree.fin]", True)]
)
def test_a_date_typed_in_a_clause_and_declared_is_not_told_of_twice(declared, told, act):
    folder = act(declared)
    clause = folder / "modeles" / "essai" / "duree.md"
    clause.write_text("La convention prend fin le 31 décembre 2026.\n", encoding="utf-8")
    _, _, err = rendered(folder)
    assert ("« 31 décembre 2026 » est tapé à la main" in err) == told, err


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("300 000 €", "300000", True),
        ("31/12/2024", "2024-12-31", True),
        ("la  direction", "la direction", True),
        ("300 000 €", "300 001 €", False),
        ("la direction", "le direction", False),
        ("2024-12-31", "2024-12-30", False),
    ],
)
def test_a_value_is_the_same_however_it_is_typed(one, other, same):
    assert same_value(one, other) == same


def test_no_pack_of_ours_is_told_of_anything():
    assert "C430" not in codes(spec())
