"""A kind of act is what its pack declares: roles, what it needs, what it takes. No module knows one."""

import re

import pytest

from conventions_cli.model.kinds import CORE, Kind
from conventions_cli.templating.pack import default_kind
from test_cli import run

MANIFEST = """\
titre: Essai
version: 1.0.0
nature: essai
acte: convention d’essai
roles:
  attribuant: {nom: attribuant, natures: service_etat, argent: donne}
  beneficiaire: {nom: bénéficiaire, plusieurs: oui, argent: recoit, natures: [association, gip], sinon: Voir ailleurs.}
fournisseurs: {tout: la cheffe de projet, parties.beneficiaire: le bénéficiaire, finances: le bureau du budget}
demande: [objet, finances.montant, finances.versements]
accepte: [missions]
plan:
  - {section: titre, clause: titre.md}
  - {section: parties, clause: commun/parties.md}
  - {article: objet, titre: Objet, clause: objet.md}
  - {section: signatures, clause: commun/signatures.md}
"""
CLAUSE = """\
{{ attribuant | Le }} {{ attribuant | verbe("verse", "versent") }} {{ beneficiaire | au }} {{ finances.montant }} pour :

{{ objet }}

{% for ligne in versements %}
- {{ ligne.montant }} {{ ligne.versement.declencheur | nu }} ;

{% endfor %}
{% for mission in missions %}
- {{ mission }}

{% endfor %}
"""
ACT = """\
modele: essai
date_signature: 2026-03-01
objet: la mise en ligne d’un service
parties:
  - role: attribuant
    nom: Direction du numérique
    article: la
    nature: service_etat
    representants: [{nom: Ada UNE, fonction: directrice}]
  - {role: beneficiaire, nom: Inclusion, article: l’, nature: gip, representants: [{nom: Bob DEUX, fonction: maire}]}
finances:
  montant: 10 001 €
  versements: [{part: 80 %, declencheur: à la signature}, {part: 20 %, declencheur: après le bilan}]
"""


@pytest.fixture
def folder(tmp_path):
    pack = tmp_path / "templates" / "essai"
    pack.mkdir(parents=True)
    (pack / "modele.yaml").write_text(MANIFEST, encoding="utf-8")
    (pack / "titre.md").write_text("# Convention d’essai\n", encoding="utf-8")
    (pack / "objet.md").write_text(CLAUSE, encoding="utf-8")
    (tmp_path / "a.yaml").write_text(ACT, encoding="utf-8")
    return tmp_path


def changed(folder, old, new):
    assert old in ACT
    (folder / "a.yaml").write_text(ACT.replace(old, new), encoding="utf-8")
    code, out, err = run("validate", "a.yaml", cwd=folder)
    return code, re.sub("[\u00a0\u202f]", " ", out + err)


def test_an_act_of_a_kind_that_no_module_knows_is_made_with_files_alone(folder):
    code, _, err = run("render", "a.yaml", "--final", cwd=folder)
    assert code == 0, err
    act = (folder / "build/a.md").read_text(encoding="utf-8").replace("\u00a0", " ").replace("\u202f", " ")
    assert "L’attribuant verse au bénéficiaire 10 001 € pour :" in act
    assert "- 8 000 € à la signature ;" in act
    assert "- 2 001 € après le bilan ;" in act  # what rounding leaves
    assert run("templates", "check", "essai", cwd=folder)[0] == 0
    assert run("summary", "a.yaml", cwd=folder)[0] == 0
    assert run("publish", "a.yaml", "-o", "p", cwd=folder)[0] == 0
    assert [path.name for path in (folder / "p").glob("2026-03-01-convention-d-essai*.docx")]


def test_its_spec_needs_what_its_pack_says_and_nothing_else(folder):
    assert changed(folder, "objet: la mise en ligne d’un service\n", "")[1].count("C201") == 1
    code, said = changed(folder, "  montant: 10 001 €\n", "")
    assert (code, said.count("C201"), "Il manque : montant" in said) == (1, 1, True)


def test_what_no_clause_prints_is_refused(folder):
    code, said = changed(folder, "objet:", "chorus: {programme: 129}\nobjet:")
    assert code == 1
    assert "C220" in said
    assert "la section « chorus »" in said
    assert changed(folder, "objet:", "missions: [une]\nobjet:")[0] == 0


@pytest.mark.parametrize(
    ("old", "new", "code", "words"),
    [
        ("role: beneficiaire", "role: delegataire", "C208", "Valeurs admises : attribuant, beneficiaire"),
        (
            "nature: gip",
            "nature: operateur",
            "C301",
            "le bénéficiaire est une association ou une fondation ou un groupement",
        ),
        ("nature: gip", "nature: operateur", "C301", "Voir ailleurs."),
        ("nature: service_etat", "nature: gip", "C301", "seul un service de l’État peut être attribuant"),
        ("part: 20 %", "part: 10 %", "C391", "totalisent 90 %"),
    ],
)
def test_what_breaks_its_declarations_is_told(folder, old, new, code, words):
    status, said = changed(folder, old, new)
    assert status == 1
    assert code in said
    assert words in said


def test_a_role_nobody_holds_is_missing_and_its_supplier_is_named(folder):
    text = "".join(
        line for line in ACT.splitlines(keepends=True) if "beneficiaire" not in line and "date_sig" not in line
    )
    (folder / "a.yaml").write_text(text.replace("  montant: 10 001 €\n", ""), encoding="utf-8")
    code, out, err = run("render", "a.yaml", cwd=folder)
    said = re.sub("[\u00a0\u202f]", " ", out + err)
    assert code == 0, said
    assert re.search("^  le bénéficiaire : .*nom du bénéficiaire", said, re.MULTILINE), said
    assert re.search("^  le bureau du budget : montant", said, re.MULTILINE)
    assert re.search("^  la cheffe de projet : date de signature", said, re.MULTILINE)


def test_a_kind_completed_by_another_keeps_what_it_says():
    latest = default_kind()
    assert {"delegant", "delegataire", "porteur"} == set(latest.roles)
    other = Kind(nature="autre").completed(latest)
    assert other.needed == latest.needed
    assert not other.families
    assert all(not role.natures for role in other.roles.values())
    own = Kind(needed=(("objet",),), exhaustive=True, nature="autre").completed(latest)
    assert own.needed == (("objet",),)
    assert own.admits("objet")
    assert not own.admits("finances")
    assert all(own.admits(section) for section in CORE)
