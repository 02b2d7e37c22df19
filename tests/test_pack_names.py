"""`convention templates check`: what a pack declares names something, and something of the pack prints it."""

import pytest

from conventions_cli.templating.environment import environment_for
from conventions_cli.templating.linter import check_pack
from conventions_cli.templating.pack import available, load_pack
from fabrique import codes, spec
from test_cli import run

MANIFEST = """\
titre: Essai
version: 1.0.0
nature: essai
roles:
  donneur: {nom: donneur}
  receveur: {nom: receveur, plusieurs: oui}
  temoin: {nom: témoin, facultatif: oui}
designations: {donneur: nom}
conduite: [receveur]
regles: [delegation]
fournisseurs: {tout: moi, parties.donneur: lui, finances.montant: le comptable}
demande: [duree.fin, finances.montant]
accepte: [objet, marches]
plan:
  - {section: titre, clause: titre.md}
  - {section: parties, clause: commun/parties.md}
  - article: objet
    titre: Objet
    clause: objet.md
    enonce: [objet, obligations-receveur]
    echeances: [{nom: fin, quoi: fin, le: duree.fin, qui: receveur}]
  - {section: signatures, clause: commun/signatures.md}
"""
CLAUSE = """\
{{ donneur | Le }} verse {{ finances.montant_delegue }} {{ responsable | au }}

jusqu’au {{ duree.fin }}{% if objet %}, avec objet{% endif %}

et {{ marches.delegataire or "rien" }}{% if temoin %} devant {{ temoin | le }}{% endif %}.
"""


def pack(tmp_path, *changes, clause=CLAUSE):
    """A pack with some of its words changed."""
    text = MANIFEST
    for before, after in changes:
        assert text.count(before) == 1, before
        text = text.replace(before, after)
    home = tmp_path / "essai"
    home.mkdir()
    for name, content in (("modele.yaml", text), ("titre.md", "# Acte\n"), ("objet.md", clause)):
        (home / name).write_text(content, encoding="utf-8")
    return check_pack("essai", tmp_path)


def test_a_pack_whose_declarations_are_all_known_and_printed_has_no_finding(tmp_path):
    assert pack(tmp_path) == ()


@pytest.mark.parametrize(
    ("change", "place", "said", "hint"),
    [
        (("designations: {donneur", "designations: {doneur"), "8:16", "« doneur » n’est pas un rôle", "donneur"),
        (("conduite: [receveur]", "conduite: [donneur, porteur]"), "9:21", "« porteur » n’est pas un rôle", "donneur"),
        (("qui: receveur", "qui: receveurs"), "21:59", "« receveurs » n’est pas un rôle", "receveur"),
        (("obligations-receveur", "obligations-recveur"), "20:21", "« recveur » n’est pas un rôle", "receveur"),
        (("[delegation]", "[delegations]"), "10:10", "n’est pas une famille de règles", "delegation"),
        (("parties.donneur: lui", "parties.doneur: lui"), "11:27", "« doneur » n’est pas un rôle", "donneur"),
        (("finances.montant: le", "finance.montant: le"), "11:49", "« finance » n’est pas une clé", "finances"),
        (("finances.montant: le", "finances.montan: le"), "11:49", "« montan » n’est pas une clé", "montant"),
        (("demande: [duree.fin", "demande: [duree.finn"), "12:11", "« finn » n’est pas une clé", "fin"),
        (("demande: [duree.fin", "demande: [durée.fin"), "12:11", "« durée » n’est pas une clé", "duree"),
        (("demande: [duree.fin", "demande: [champs.fin"), "12:11", "est un champ du modèle", "obligatoire: oui"),
        (("demande: [duree.fin", "demande: [duree.fin.jour"), "12:11", "« duree.fin » n’a pas de clés", "duree.fin"),
        (("demande: [duree.fin", "demande: [parties.doneur.siret"), "12:11", "« doneur » n’est pas", "donneur"),
        (("demande: [duree.fin", "demande: [objet ou missons"), "12:11", "« missons » n’est pas", "missions"),
        (("accepte: [objet", "accepte: [objets"), "13:11", "n’est pas une clé", "objet"),
        (("accepte: [objet", "accepte: [duree.debu, objet"), "13:11", "n’est pas une clé", "debut"),
        (
            ("accepte: [objet, marches]", "accepte: [objet, marches]\nrefuse: {chorus: Non, finance: Non}"),
            "14:23",
            "« finance » n’est pas une clé",
            "finances",
        ),
    ],
)
def test_a_name_of_a_declaration_that_names_nothing_is_told_at_its_place(tmp_path, change, place, said, hint):
    (found,) = pack(tmp_path, change)
    assert (found.code.number, found.span.location.rpartition("modele.yaml:")[2]) == ("C405", place)
    assert said in found.message
    assert hint in found.hint


@pytest.mark.parametrize(
    ("change", "clause", "place", "said"),
    [
        (
            ("  temoin:", "  garant: {nom: garant, facultatif: oui}\n  temoin:"),
            CLAUSE,
            "7:3",
            "Aucune clause ne parle du rôle « garant »",
        ),
        ((", qui: receveur", ""), CLAUSE.replace("responsable", "donneur"), "6:3", "du rôle « receveur »"),
        (
            ("duree.fin, fin", "duree.fin_comptable, fin"),
            CLAUSE,
            "12:11",
            "Aucune clause n’imprime « duree.fin_comptable »",
        ),
        (("demande: [", "demande: [chorus.programme, "), CLAUSE, "12:11", "n’imprime « chorus.programme »"),
        (("marches]", "mobilisation, marches]"), CLAUSE, "13:18", "n’imprime « mobilisation »"),
        (("marches]", "marches, versements]"), CLAUSE, "13:27", "n’est pas une clé"),
        (
            ("accepte: [objet", "accepte: [missions"),
            CLAUSE.replace("if objet", "if nor"),
            "13:11",
            "« missions », que « accepte »",
        ),
    ],
)
def test_what_is_declared_and_never_printed_is_told_at_its_line(tmp_path, change, clause, place, said):
    wanted = "C425" if "accepte" in said or "mobilisation" in said else "C405"
    (found,) = pack(tmp_path, change, clause=clause)
    assert (found.code.number, found.span.location.rpartition("modele.yaml:")[2]) == (wanted, place)
    assert said in found.message
    assert found.hint


def test_an_article_that_speaks_of_the_parties_speaks_of_every_role(tmp_path):
    said = CLAUSE.replace("responsable", "parties").replace("temoin | le", "nor").replace("temoin", "nor")
    assert pack(tmp_path, clause=said) == ()


def test_what_a_clause_that_cannot_be_read_would_print_is_not_told_as_unprinted(tmp_path):
    assert [one.code.number for one in pack(tmp_path, clause="{{ donneur | Le }} {% if %}\n")] == ["C401"]


def test_an_act_of_a_pack_that_names_nothing_known_is_refused_and_nothing_fails(tmp_path):
    pack(tmp_path, ("conduite: [receveur]", "conduite: [porteur]"))
    load_pack.cache_clear()
    environment_for.cache_clear()
    # Nothing else is told: of what such a pack asks for, nothing is known.
    assert [one for one in codes(spec(modele="essai"), template_dir=tmp_path) if one != "C405"] == []


def test_the_command_gives_the_line_of_the_manifest(tmp_path):
    pack(tmp_path, ("[delegation]", "[delegations]"))
    code, out, err = run("templates", "check", "essai", cwd=tmp_path)
    assert code == 1
    assert "modele.yaml:10:10" in out + err


def test_our_packs_declare_nothing_in_vain():
    assert [name for name in available() if check_pack(name)] == []


def test_the_least_act_a_pack_is_tried_on_has_every_section_that_the_pack_asks_for(tmp_path):
    asked = ("demande: [duree.fin, finances.montant]", "demande: [duree.fin, finances.montant, objet]")
    accepted = ("accepte: [objet, marches]", "accepte: [marches]")
    assert pack(tmp_path, asked, accepted, clause=f"{CLAUSE}\n{{{{ objet }}}}\n") == ()
