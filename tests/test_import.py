"""Acts of other administrations taken in: what is read of them, the spec, the pack, the round trip."""

import io
import re
import shlex
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree

import test_cli
from actes import ACTES, Acte
from arbres import documents
from conventions_cli.cli import run
from conventions_cli.document.nodes import Document, Paragraph, Section, SectionKind, Text
from conventions_cli.facts.stated_amounts import said_amounts
from conventions_cli.foundation.diagnostics import Severity, SourceText
from conventions_cli.importing.emptied import Signs
from conventions_cli.importing.every_fact import read_facts
from conventions_cli.importing.roundtrip import Gap, compare
from conventions_cli.importing.taking_in import import_pack, import_spec, prove
from conventions_cli.readers.docx import read_docx
from conventions_cli.source import parse
from conventions_cli.source.node import plain
from conventions_cli.templating.assembly import assemble
from conventions_cli.templating.linter import check_pack
from conventions_cli.templating.pack import load_pack
from conventions_cli.writers.docx import write_docx
from fabrique import ROOT, SPECS, document, spec
from test_docx_reader import saved_by_libreoffice
from wordml import bold, p, tbl, tc, tr, word

GUIDE = ROOT / "docs" / "guide" / "reprendre-nos-modeles.md"


def tree(data):
    outcome = read_docx(data, "acte.docx")
    assert outcome.value is not None
    assert not outcome.value.own
    return outcome.value.document


def read(name):
    return read_facts(tree(ACTES[name]()))


def values(name):
    return {".".join(map(str, fact.path)): fact.value for fact in read(name).facts}


def without_marks(data):
    """An act of ours as if made elsewhere: no spec in it, and bookmarks that are not ours."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name in archive.namelist():
            content = archive.read(name)
            if name == "word/document.xml":
                content = re.sub(rb'(w:name="|REF |w:anchor=")(_acte|_?art)(?=\d)', rb"\1x\2", content)
            if not name.startswith("customXml") and name != "docProps/custom.xml":
                content = re.sub(rb'<Override PartName="/(?:docProps/custom|customXml)[^>]*/>', b"", content)
                content = re.sub(rb"<Relationship [^>]*(?:customXml|custom-properties)[^>]*/>", b"", content)
                made.writestr(name, content)
    return stream.getvalue()


def packed(built, folder, name="maison"):
    """Import a tree as a pack, written; the import, the pack and the proof."""
    imported, pack = import_pack(built, "acte.docx", "acte.yaml", name)
    home = folder / name
    home.mkdir(parents=True, exist_ok=True)
    for file, text in pack.files.items():
        (home / file).write_text(text, encoding="utf-8")
    return imported, pack, prove(imported, name, folder)


def words(data):
    """Every word of a Word file, in order, as an XML reader that is not ours finds them."""
    root = etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml"))
    w = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    found = []
    for paragraph in root.iter(f"{w}p"):
        runs = paragraph.iter(f"{w}t", f"{w}br", f"{w}tab")
        found += "".join((one.text or "") if one.tag == f"{w}t" else " " for one in runs).split()
    return [word for text in found for word in re.split("[\u00a0\u202f ]", text) if word]


# What is read


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "titres",
            {
                "nor": "RIVD2512345X",
                "entete": "Ministère des rivages",
                "date_signature": "2025-09-01",
                "lieu_signature": "Saint-Malo",
                "services.0.nom": "Estran",
                "dispositif.sigle": "FAST",
                "dispositif.promotion": "17",
                "dispositif.date_decision": "2025-06",
                "parties.0.role": "delegant",
                "parties.0.adresse": "20 avenue de Ségur, 75007 Paris",
                "parties.1.sigle": "DLP",
                "parties.1.groupe": "2",
                "parties.1.representants.0.nom": "Léo DEUX",
                "parties.1.representants.0.fonction": "directeur des littoraux et des ports",
                "duree.fin": "2026-12-31",
                "duree.preavis_mois": "3",
                "finances.montant": "120 000 €",
                "finances.accompagnement": "20 000 €",
                "finances.echeancier.2025.cp": "40 000 €",
                "finances.echeancier.2026.cp": "60 000 €",
                "chorus.centre_de_cout": "RIVAGEB035",
                "copies.1": "Mme la secrétaire générale",
            },
        ),
        (
            "gras",
            {
                "services.0.nom": "Verger",
                "parties.0.nom": "Direction du numérique agricole",
                "parties.0.representants.0.fonction": "directeur",
                "parties.0.representants.0.genre": "m",
                "parties.1.representants.0.nom": "Inès QUATRE",
                "duree.debut": "2024-03-15",
                "duree.fin": "2025-11-30",
                "finances.montant": "90 000 €",
                "finances.echeancier.2024.ae": "90 000 €",
                "finances.echeancier.2025.cp": "60 000 €",
                "chorus.programme": "215",
                "chorus.service_executant": "AGREXDO075",
            },
        ),
        (
            "deux_points",
            {
                "dispositif.promotion": "16",
                "parties.1.role": "delegataire",
                "parties.1.adresse": "1 rue du Fanal, 29200 Brest",
                "parties.3.article": "les",
                "parties.3.representants.0.nom": "Zoé SEPT",
                "parties.4.nature": "collectivite",
                "finances.echeancier.2025.ae": "80 000 €",
                "finances.echeancier.2026.cp": "30 000 €",
                "chorus.programme": "129",
                "chorus.centre_de_cout": "PHAREEB029",
            },
        ),
        (
            "subvention",
            {
                "services.1.nom": "Sente",
                "parties.1.nature": "gip",
                "parties.1.siret": "13002526500013",
                "parties.1.denomination": "bénéficiaire",
                "finances.montant": "150 000 €",
                "duree.fin": "2026-12-31",
                "annexes.0": "Budget prévisionnel",
            },
        ),
        (
            "automatique",
            {"finances.montant": "45 000 €", "finances.echeancier.2026.cp": "30 000 €", "duree.fin": "2027-03-01"},
        ),
    ],
)
def test_an_act_of_another_house_is_read(name, expected):
    found = values(name)
    assert {key: found.get(key) for key in expected} == expected


def test_what_is_not_written_is_not_invented():
    found = values("deux_points")
    assert not {"duree.fin", "nor", "entete", "finances.accompagnement", "duree.preavis_mois"} & set(found)
    draft = import_spec(tree(ACTES["deux_points"]()), "acte.docx", "acte.yaml").draft
    assert "# fin:  # à compléter : date de fin ; l’acte dit « pour une durée de dix-huit mois" in draft.text
    assert "duree.fin" in {one.cle for one in draft.spec.manques}


def test_a_doubtful_reading_says_where_and_why():
    acte = Acte().p("Article 1 - Objet", bold=True).p("Texte.").p("Article 2 - Imputation", bold=True)
    acte.table(("Centre financier", "0129-CAHC-DISN"), ("Centre de coût", "SGSIFABO75"), ("Fonds", "1-2-00532"))
    text = import_spec(tree(acte.data()), "acte.docx", "acte.yaml").draft.text
    assert "centre_de_cout: SGSIFABO75  # à vérifier, douteux : lu à l’article 2" in text
    assert "faut-il lire SGSIFAB075 ?" in text


def test_two_amounts_that_disagree_are_told():
    (amount,) = said_amounts("un montant de 20 000 € (trente mille euros)")
    assert (amount.euros, amount.exact) == (20_000, False)
    (amount,) = said_amounts("un montant de 20 000 € (vingt mille euros)")
    assert amount.exact


def test_prose_that_opens_like_a_place_is_no_signature():
    acte = Acte().p("Article 1 - Objet", bold=True).p("À cette fin, le délégataire recourt à ses moyens.")
    assert [part.kind for part in tree(acte.data()).parts if isinstance(part, Section)] == []


# Acts of ours, as if made elsewhere

OURS = [SPECS / "domifa.yaml", SPECS / "mano.yaml", SPECS / "fast17" / "laisse-de-mer.yaml"]
CHOSEN_OTHERWISE = {"modele", "herite", "reference", "champs", "mobilisation", "visas", "titre"}


def leaves(data, path=()):
    if isinstance(data, dict):
        for key, value in data.items():
            yield from leaves(value, (*path, str(key)))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from leaves(value, (*path, index))
    else:
        yield path, str(data)


def normal(path, value):
    from conventions_cli.french.dates import DateError, parse_month_or_date

    try:
        return parse_month_or_date(value)
    except DateError:
        return {"true": "oui"}.get(value, value.strip().rstrip("."))


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.stem)
def test_what_is_read_of_our_acts_is_what_their_specs_say_or_is_to_check(path, tmp_path):
    built = tree(without_marks(write_docx(document(path))))
    facts = {fact.path: fact for fact in read_facts(built).facts}
    spec = import_source(path)
    for at, value in leaves(spec):
        fact = facts.get(at)
        if at[0] in CHOSEN_OTHERWISE or fact is None:
            continue
        sure = fact.confidence.value == "sûr" and not fact.note
        assert normal(at, fact.value) == normal(at, value) or not sure, (at, fact)
    read_paths = {at for at, _ in leaves(spec)} & set(facts)
    assert len(read_paths) > 30


@pytest.mark.parametrize("stated", ["oui", "non"])
def test_a_signature_that_speaks_of_no_delegation_is_read_so(stated):
    signatory = {"nom": "Zoé QUATRE", "fonction": "adjointe", "genre": "f", "par_delegation": stated}
    built = tree(without_marks(write_docx(document(spec(parties__1__signataires=[signatory])))))
    facts = {fact.path: fact.value for fact in read_facts(built).facts}
    assert facts["parties", 1, "signataires", 0, "nom"] == "Zoé QUATRE"
    assert facts["parties", 1, "signataires", 0, "par_delegation"] == stated


def import_source(path):
    """A spec, all that it inherits laid in, as plain data."""
    from conventions_cli.pipeline.steps import check

    data = plain(check(path).value.spec.tree.without("herite", "annuaire"))
    for party in data["parties"]:
        party.pop("reference", None)
    return data


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.stem)
def test_our_acts_come_back_word_for_word_as_a_pack(path, tmp_path):
    built = tree(without_marks(write_docx(document(path))))
    _, pack, proof = packed(built, tmp_path)
    assert proof.diagnostics == ()
    assert [one for one in proof.differences if one.gap is Gap.WORDS] == []
    assert pack.missing == ()


@pytest.mark.outils
def test_our_acts_saved_by_libreoffice_come_back_word_for_word(tmp_path):
    paths = [*OURS, *sorted((SPECS / "fast17").glob("[c-s]*-*.yaml"))[:4]]
    files = {path.stem: without_marks(write_docx(document(path))) for path in paths}
    for name, data in saved_by_libreoffice(files, tmp_path).items():
        assert packed(tree(data), tmp_path / "modeles", name)[2].faithful, name


# The pack


@pytest.mark.parametrize("name", ACTES)
def test_an_act_comes_back_word_for_word(name, tmp_path):
    data = ACTES[name]()
    imported, _, proof = packed(tree(data), tmp_path)
    assert proof.faithful, proof
    pack = load_pack("maison", tmp_path).value
    # What the act typed by hand, and no value was read in, is typed in the clauses too: that is told, and no fault.
    assert [found.message for found in check_pack("maison", tmp_path) if found.severity is Severity.ERROR] == []
    made = assemble(imported.draft.spec, pack, {}).value.document
    if name != "automatique":  # whose numbers are not words of the file
        # Our grid has the qualities of all who sign, then their names: the order of the tree is what `proof` compares.
        assert sorted(words(write_docx(made))) == sorted(words(data))


def test_a_pack_declares_the_deadlines_its_clauses_state(tmp_path):
    built = tree(without_marks(write_docx(document(SPECS / "mano.yaml"))))
    _, pack, _ = packed(built, tmp_path)
    declared = {one.nom: one for element in load_pack("maison", tmp_path).value.elements for one in element.deadlines}
    assert set(declared) == {
        "prise_d_effet",
        "fin",
        "fin_comptable",
        "preavis",
        "tranche",
        "versement_cp",
        "compte_rendu",
    }
    assert (declared["preavis"].de, declared["preavis"].avant) == ("duree.fin", "duree.preavis_mois")
    # What no value moves is declared, and not told of again; « 30 000 € » is what is left of two of these amounts.
    assert [one.message for one in check_pack("maison", tmp_path) if "30 000 €" not in one.message] == []
    assert "nom: cofinancement" not in pack.files["modele.yaml"]  # what it was read from is to be checked
    assert "comite_d_investissement" not in pack.files["modele.yaml"]  # « tous les six mois » is typed there, not read


def test_values_become_expressions_and_references_live(tmp_path):
    _, pack, _ = packed(tree(ACTES["titres"]()), tmp_path)
    assert '{{ renvoi("dispositions-financieres") }}' in pack.files["objet.md"]
    assert "l'article 2 du décret" in pack.files["objet.md"]
    assert "{{ finances.montant_delegue | et_en_lettres }}" in pack.files["dispositions-financieres.md"]
    assert "{% for annee, ligne in finances.lignes %}" in pack.files["dispositions-financieres.md"]
    assert "{{ chorus.centre_de_cout }}" in pack.files["dispositions-financieres.md"]
    assert "{{ services | guillemets }}" in pack.files["titre.md"]
    assert "typographie: non" in pack.files["modele.yaml"]
    assert "titre_article: Article {numero} - {titre}" in pack.files["modele.yaml"]
    text = "".join(pack.files.values())
    assert "DLP" not in text
    assert "100\u202f000" not in text
    assert "100 000" not in text


def test_a_pack_serves_another_act(tmp_path):
    imported, _, _ = packed(tree(ACTES["titres"]()), tmp_path)
    other = imported.draft.text.replace("Estran", "Varech").replace("DLP", "DGX").replace("40 000", "25 000")
    other = other.replace("60 000", "75 000").replace("Léo DEUX", "Eva DIX")
    from conventions_cli.model.building import build
    from conventions_cli.templating import kind_of_act

    tree_of_other = parse(SourceText("autre.yaml", other)).value
    spec = build(tree_of_other, kind=kind_of_act(tree_of_other, tmp_path)).value
    made = assemble(spec, load_pack("maison", tmp_path).value, {}).value.document
    text = " ".join(words(write_docx(made)))
    assert "Varech" in text
    assert "25 000 €" in text
    assert "Eva DIX" in text
    assert not re.search("Estran|DLP|Léo|40 000", text)


def test_braces_stay_letters(tmp_path):
    _, pack, proof = packed(tree(ACTES["gras"]()), tmp_path)
    assert proof.faithful
    assert '{{ "{" }}{{ "{" }} modele }}' in pack.files["publication.md"]
    assert Signs().sealed("a {# b") == 'a {{ "{" }}# b'


def test_what_no_clause_can_hold_is_listed(tmp_path):
    acte = Acte().p("Article 1 - Objet", bold=True).p("Case \uf0a8 cochée.").p("Article 3 - Fin", bold=True).p("Fin.")
    _, pack, proof = packed(tree(acte.data()), tmp_path)
    assert not proof.faithful
    assert any("caractères spéciaux" in loss for loss in pack.losses)
    assert [one.place for one in proof.differences if one.gap is Gap.WORDS]


def test_a_changed_word_is_found_at_its_place():
    def act(text):
        return Document((Section(SectionKind.VISAS, (Paragraph((Text(text),)),)),))

    (found,) = compare(act("Vu le décret :"), act("Vu la loi :"))
    assert (found.place, found.gap, found.act, found.rendered) == ("aux visas", Gap.WORDS, "le décret", "la loi")
    (found,) = compare(act("Vu le décret :"), act("Vu le décret\u00a0:"))
    assert found.gap is Gap.BLANKS


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(documents())
def test_any_tree_makes_a_spec_that_reads_and_a_pack(built):
    imported = import_spec(built, "acte.docx", "acte.yaml")
    outcome = parse(SourceText("acte.yaml", imported.draft.text))
    assert outcome.value is not None
    import_pack(built, "acte.docx", "acte.yaml", "maison")


# The command


def written(folder, name="titres"):
    path = folder / f"{name}.docx"
    path.write_bytes(ACTES[name]())
    return path


def test_the_command_writes_a_spec_and_never_over_another(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    written(tmp_path)
    assert run(["import", "titres.docx"]) == 0
    out, err = capsys.readouterr()
    assert out == "titres.yaml\n"
    assert "Lecture sûre :" in err
    assert "nor : RIVD2512345X – lu au titre" in err
    assert "auprès de la DINUM : modèle de convention" in err
    assert run(["import", "titres.docx"]) == 2
    assert "existe déjà" in capsys.readouterr().err
    assert run(["import", "titres.docx", "--force", "-q"]) == 0
    assert capsys.readouterr().err == ""


def test_an_act_of_ours_gives_its_spec_back(tmp_path, capsys):
    path = tmp_path / "domifa.docx"
    path.write_bytes(write_docx(document(SPECS / "domifa.yaml")))
    assert run(["import", str(path), "-o", str(tmp_path / "d.yaml")]) == 0
    assert "produit par convention" in capsys.readouterr().err
    assert "TSSZ2530440X" in (tmp_path / "d.yaml").read_text(encoding="utf-8")
    assert run(["validate", str(tmp_path / "d.yaml")]) == 0


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["absent.docx"], 3, "ne peut pas être lu"),
        (["rien.docx"], 1, "ne contient pas d’acte"),
        (["faux.docx"], 1, "n’est pas un document Word"),
        (["titres.docx", "--as-pack", "../x"], 2, "n’est pas un nom de modèle"),
        (["titres.docx", "--as-pack", "commun"], 2, "n’est pas un nom de modèle"),
        (["titres.docx", "--as-pack", "delegation-fast-2025"], 2, "modèle fourni"),
    ],
)
def test_what_cannot_be_imported_is_refused_and_nothing_is_written(
    arguments, code, said, tmp_path, monkeypatch, capsys
):
    monkeypatch.chdir(tmp_path)
    written(tmp_path)
    (tmp_path / "rien.docx").write_bytes(Acte().p("Bonjour.").data())
    (tmp_path / "faux.docx").write_bytes(b"coucou")
    before = sorted(tmp_path.iterdir())
    assert run(["import", *arguments]) == code
    assert said in capsys.readouterr().err
    assert sorted(tmp_path.iterdir()) == before


def test_a_round_trip_that_fails_is_listed_and_the_files_stay(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    acte = Acte().p("Article 1 - Objet", bold=True).p("Te\uf0b7xte.").p("Article 2 - Fin", bold=True).p("Fin.")
    (tmp_path / "a.docx").write_bytes(acte.data())
    assert run(["import", "a.docx", "--as-pack", "maison"]) == 1
    assert "» devient « Texte. »" in capsys.readouterr().err
    assert (tmp_path / "modeles" / "maison" / "modele.yaml").is_file()


def hostile_files():
    good = ACTES["titres"]()
    deep = tbl(tr(tc(tbl(tr(tc(p("Article 1 – x")))))))
    yield from (b"", b"PK\x03\x04", good[:3000], good[:-40], b"%PDF-1.7")
    yield word(p(bold("Article 1 – {% for x in y %}")) + p("{{ 7*7 }} {# # } ${x} `ls` <b> &amp;amp; \\ | [x](y)"))
    yield word(p(bold("Article 1 – Objet")) + deep + p("\u2028\u200b\ufeff« » (( )) 9999999999999999999 €"))
    yield word("".join(p(bold("Article 1 – Objet")) for _ in range(40)))
    yield word(p("Entre :") + p("La (,) représentée par, ci-après « », d’une part et") + p(bold("Article 1 – x")))


def test_hostile_files_are_refused_or_read_and_never_a_fault_of_ours(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    for number, data in enumerate(hostile_files()):
        path = tmp_path / f"acte{number}.docx"
        path.write_bytes(data)
        assert run(["import", path.name, "--as-pack", f"m{number}", "-q"]) in {0, 1}, number
        spec = tmp_path / f"acte{number}.yaml"
        assert not spec.exists() or parse(SourceText("s", spec.read_text(encoding="utf-8"))).value is not None
        assert "Erreur interne" not in capsys.readouterr().err


def test_a_markdown_act_is_imported(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    text = "# Convention « Estran »\n\nEntre :\n\nLa Direction A (DA), représentée par Ada UNE, directrice,\n\n"
    text += "## Article 1 : Objet\n\n"
    (tmp_path / "a.md").write_text(f"{text}Le service « Estran ».\n", encoding="utf-8")
    assert run(["import", "a.md", "--as-pack", "maison"]) == 0
    assert "mot pour mot" in capsys.readouterr().err


def test_every_command_of_the_guide_runs(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "notre-acte.docx").write_bytes(ACTES["titres"]())
    blocks = re.findall(r"```sh\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    commands = [shlex.split(line, comments=True) for block in blocks for line in block.splitlines()]
    ran = [command for command in commands if command]
    assert len(ran) > 4
    for command in ran:
        assert command[0] == "convention"
        assert run(command[1:]) == 0, command
    assert Path("build/notre-acte.docx").is_file()


def test_an_act_of_no_kind_we_know_needs_what_its_clauses_print(tmp_path):
    (tmp_path / "acte.md").write_text(
        "# Convention de prêt entre la Direction du numérique et la Ville de Brest\n\nEntre :\n\n"
        "La Direction du numérique (DNUM), représentée par Ada UNE, directrice, ci-après « la DNUM »,\n\n"
        "d’une part,\n\net :\n\nLa Ville de Brest, représentée par Bob DEUX, maire, ci-après « la Ville »,\n\n"
        "d’autre part,\n\n## Article 1er – Objet\n\nLa convention porte sur le service « Domifa ».\n\n"
        "## Article 2 – Durée\n\nLa convention prend fin le 31 décembre 2027.\n\nFait à Brest, le 3 mars 2026.\n",
        encoding="utf-8",
    )
    code, out, err = test_cli.run(
        "import", "acte.md", "--as-pack", "pret", "--template-dir", "m", "-o", "lu.yaml", cwd=tmp_path
    )
    assert code == 0, out + err
    assert "Nature de l’acte, d’après son titre : convention." in out + err
    manifest = (tmp_path / "m/pret/modele.yaml").read_text(encoding="utf-8")
    assert "nature: convention\n" in manifest
    assert re.search(r"^demande: \[.*\bduree\.fin\b.*\]$", manifest, re.MULTILINE)
    assert "finances" not in manifest
    assert "finances" not in (tmp_path / "lu.yaml").read_text(encoding="utf-8")
    code, out, err = test_cli.run("render", "lu.yaml", "--template-dir", "m", "--final", cwd=tmp_path)
    assert code == 0, out + err
