"""`convention new` without questions: by options, from a product page, for a whole round."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from conventions_cli.drafting.page_facts import clean
from conventions_cli.drafting.product_page import read_page
from conventions_cli.drafting.sponsors import Standing, read_sponsor
from conventions_cli.drafting.surroundings import Entry, Surroundings, find_directory
from conventions_cli.editing.formatting import canonical
from conventions_cli.files.outputs import write_new
from conventions_cli.foundation.diagnostics import SourceText
from conventions_cli.model.commented import commented_yaml
from conventions_cli.model.lettering import lettered
from conventions_cli.model.shape import Words
from conventions_cli.source import decode
from conventions_cli.source.decoding import without_forbidden
from conventions_cli.source.outline import Line
from fabrique import ROOT, SPECS, as_texts
from serveur import HANGS
from test_cli import run


def page(title="Puits Déclaré", *, sponsors=("iqe",), promotion=17, more=""):
    """A product page of the form the site has; what it tells is invented."""
    listed = "".join(f"  - /organisations/{name}\n" for name in sponsors)
    return (
        f"---\ntitle: {json.dumps(title)}\nmission: Déclarer un puits en cinq minutes\nincubator: incubateur-eau\n"
        f"contact: contact@exemple.gouv.fr\nsponsors:\n{listed}"
        "phases:\n  - name: investigation\n    start: 2023-11-27\n    end: 2024-02-01\n"
        "  - name: acceleration\n    start: 2024-10-01\n    end: null\n"
        f"fast:\n  promotion: {promotion}\n  montant: 100000\n"
        f"events:\n  - name: fast\n    date: 2025-06-01\n{more}---\n## Contexte\n\nUn texte : « libre ».\n"
    )


def organisation(name, acronym, kind):
    return f"---\nname: {name}\nacronym: {acronym}\ntype: {kind}\ndomaine_ministeriel: environnement\n---\n"


@pytest.fixture
def checkout(tmp_path):
    """A checkout of the site: three pages of the round, one of another, one that is of none."""
    home = tmp_path / "beta.gouv.fr" / "content"
    for folder in ("_startups", "_organisations"):
        (home / folder).mkdir(parents=True)
    pages = {
        "puits-declare.md": page(),
        "haie.md": page("Haie: Commune", sponsors=("dpv", "iqe")),
        "agence.md": page("Service d’agence", sponsors=("adex",)),
        "ancien.md": page("Ancien", promotion=12),
        "sans.md": "---\ntitle: Sans fonds\nmission: x\nphases: []\n---\n",
        "casse.md": "---\ntitle: [\npromotion\n",
    }
    for name, text in pages.items():
        (home / "_startups" / name).write_text(text, "utf-8")
    for name, text in {
        "iqe": organisation("Inspection de la qualité des eaux", "IQE", "administration-centrale"),
        "dpv": organisation("Direction des productions du vivant", "DPV", "administration-centrale"),
        "adex": organisation("Agence des exemples", "ADEX", "operateur"),
        "dinum": organisation("Direction interministérielle du numérique", "DINUM", "administration-centrale"),
    }.items():
        (home / "_organisations" / f"{name}.md").write_text(text, "utf-8")
    return tmp_path / "beta.gouv.fr"


def written(path):
    return as_texts(path.read_text("utf-8"))


# ---- options alone


def test_an_empty_folder_a_file_a_draft(tmp_path):
    code, out, err = run("new", "domifa.yaml", "--yes", "--service", "Domifa", cwd=tmp_path)
    assert (code, out) == (0, "domifa.yaml\n")
    assert "convention render domifa.yaml" in err
    assert "le service financier : échéancier des AE et des CP" in err
    text = (tmp_path / "domifa.yaml").read_text("utf-8")
    assert text.startswith("# yaml-language-server: $schema=convention.schema.json\n")
    assert "  montant:  # à compléter (la DINUM) : montant, par exemple « 200 000 € »\n" in text
    code, out, _ = run("validate", "domifa.yaml", cwd=tmp_path)
    assert code == 0
    assert "erreur" not in out
    assert {line.split(" : ")[0].split()[-1] for line in out.splitlines() if "avertissement C" in line} == {"C218"}
    code, out, err = run("render", "domifa.yaml", cwd=tmp_path)
    assert code == 0
    assert "erreur" not in err
    act = (tmp_path / "build/domifa.md").read_text("utf-8")
    assert "PROJET" in act
    assert "Domifa" in act
    assert "\u00a0compléter\u00a0" in act or "à compléter" in act


def test_what_is_typed_after_the_colon_is_all_there_is_to_do(tmp_path):
    """The comments say what to type: typed there, the draft is complete."""
    assert run("new", "d.yaml", "--yes", "--service", "Domifa", cwd=tmp_path)[0] == 0
    lines = []
    for line in (tmp_path / "d.yaml").read_text("utf-8").splitlines():
        key, mark, rest = line.partition(":  # ")
        example = rest.partition("« ")[2].partition(" »")[0]
        lines.append(f"{key}: {example}" if mark and example else line)
    text = "\n".join(lines).replace("ae: 185 000 €, cp: 50 000 €", "ae: 200 000 €, cp: 200 000 €")
    text = text.replace("date_signature:", "date_signature: 2025-08-20")
    text = text.replace("nom: Direction du numérique", "nom: Direction interministérielle", 1)
    (tmp_path / "d.yaml").write_text(text, "utf-8")
    code, out, _ = run("validate", "d.yaml", cwd=tmp_path)
    assert (code, out) == (0, "d.yaml : conforme.\n")


def test_every_option_says_its_value(tmp_path):
    for name in ("annuaire.yaml", "fast17.yaml"):
        shutil.copy(SPECS / name, tmp_path)
    command = ["new", "domifa.yaml", "--yes", "--service", "Domifa", "--service", "Autre", "--partie", "delegant=DINUM"]
    command += ["--partie", "delegataire=dnum-travail", "--partie", "porteur=dgcs", "--montant", "200 000 €"]
    command += ["--accompagnement", "15000", "--fin", "31 décembre 2026", "--herite", "fast17.yaml", "--schema"]
    command += ["--set", "finances.echeancier.2025.ae=185 000 €", "--set", "finances.echeancier.2025.cp=185000"]
    command += ["--set", "chorus.activites.0=012900121401", "--set", "chorus.centre_de_cout=SGSIFAB075"]
    command += ["--set", "date_signature=2025-08-20"]
    code, out, err = run(*command, cwd=tmp_path)
    assert (code, out.split()) == (0, ["domifa.yaml", "convention.schema.json"]), err
    assert "est écrit, et complet" in err
    spec = written(tmp_path / "domifa.yaml")
    assert spec["herite"] == ["annuaire.yaml", "fast17.yaml"]
    assert [party.get("reference") for party in spec["parties"]] == ["dinum", "dnum-travail", "dgcs"]
    assert [party["role"] for party in spec["parties"]] == ["delegant", "delegataire", "porteur"]
    assert "modele" not in spec  # the shared file says it
    assert list(spec) == ["herite", "date_signature", "services", "parties", "duree", "finances", "chorus"]
    assert run("validate", "domifa.yaml", cwd=tmp_path)[:2] == (0, "domifa.yaml : conforme.\n")


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--montant", "200k€"], 1, "Écrire tous les chiffres"),
        (["--fin", "31/02/2026"], 1, "février 2026 compte 28 jours"),
        (["--set", "finances.montan=3"], 1, "montant"),
        (["--set", "x"], 1, "--set x"),
        (["--set", "herite.0=/etc/passwd"], 1, "--herite"),
        (["--set", "finances=3", "--montant", "3"], 1, "à la fois"),
        (["--set", "services.0.nom=a\x1b[2J"], 1, "U+001B"),
        (["--pack", "inconnu"], 2, "Modèles :"),
        (["--herite", "absent.yaml"], 2, "absent.yaml"),
        (["--annuaire", "absent.yaml"], 2, "absent.yaml"),
        (["-o", "ici"], 2, "--cohort"),
        (["--cohort", "17"], 2, "--from"),
        (["--cohort", "x"], 2, "promotion"),
    ],
)
def test_a_wrong_option_is_told_and_nothing_is_written(tmp_path, arguments, code, said):
    got, out, err = run("new", "x.yaml", "--yes", "--service", "X", *arguments, cwd=tmp_path)
    assert (got, out) == (code, "")
    assert said in err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["x.txt", ".x.yaml", "absent/x.yaml"])
def test_a_name_that_no_spec_can_bear_is_refused(tmp_path, name):
    assert run("new", name, "--yes", cwd=tmp_path)[0] == 2
    assert list(tmp_path.iterdir()) == []


def test_an_existing_file_is_never_replaced(tmp_path):
    (tmp_path / "x.yaml").write_text("# le mien\n", "utf-8")
    (tmp_path / "lien.yaml").symlink_to("nulle-part.yaml")
    for name in ("x.yaml", "lien.yaml"):
        code, _, err = run("new", name, "--yes", "--service", "X", cwd=tmp_path)
        assert code == 2
        assert "existe déjà" in err
    assert (tmp_path / "x.yaml").read_text("utf-8") == "# le mien\n"
    assert not (tmp_path / "nulle-part.yaml").exists()


def test_new_files_are_written_all_or_none(tmp_path):
    (tmp_path / "b").write_bytes(b"ancien")
    fault = write_new({tmp_path / "a": b"1", tmp_path / "b": b"2", tmp_path / "c": b"3"}).fault
    assert fault is not None
    assert fault.code.number == "C501"
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"b": b"ancien"}
    assert write_new({tmp_path / "a": b"1", tmp_path / "c": b"3"}).fault is None
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b", "c"]


def test_a_name_the_disk_refuses_is_the_disk_s_fault(tmp_path):
    code, out, err = run("new", f"{'x' * 252}.yaml", "--yes", "--service", "X", cwd=tmp_path)
    assert (code, out) == (3, "")
    assert "ne peut pas être écrit (nom trop long)" in err
    assert list(tmp_path.iterdir()) == []


@given(
    name=st.text(max_size=60),
    party=st.text(max_size=40),
    value=st.text(max_size=40),
    key=st.sampled_from(
        ["entete", "services.0.objectifs.0", "copies.0", "dispositif.sigle", "chorus.autres.x", "champs.y"]
    ),
)
@settings(max_examples=60)
def test_any_option_gives_a_usable_spec_or_a_refusal(name, party, value, key):
    from conventions_cli.drafting.draft import compose
    from conventions_cli.drafting.draft_values import Values
    from conventions_cli.drafting.scripted import Flags, apply

    place = Surroundings(SPECS, find_directory(SPECS))
    names = place.names(())
    flags = Flags((name,), (f"delegataire={party}",), settings=(f"{key}={value}",))
    told = apply(flags, Values(), place.entries(names), ("delegant", "delegataire", "porteur"))
    if told.value is None:
        assert told.diagnostics
        return
    draft = compose(told.value, names, place, "x.yaml")
    assert isinstance(yaml.load(draft.text, Loader=yaml.BaseLoader), dict)  # noqa: S506
    assert draft.usable or draft.faults
    assert not draft.usable or canonical(SourceText("x.yaml", draft.text)) == draft.text


@pytest.mark.parametrize(
    "name",
    ["Pêche, chasse (et nature)", "L'Étoile", "C’est « ça » ?", "a: b #1", "Suivi -- 80 %", "- oui", "O'Neil & co"],
)
def test_a_fresh_draft_is_in_canonical_form_and_validates(tmp_path, name):
    told = run("new", "x.yaml", "--yes", "--service", name, "--set", f"entete=Ministère d'{name}", cwd=tmp_path)
    assert told[0] == 0, told
    assert run("fmt", "--check", "x.yaml", cwd=tmp_path)[0] == 0
    assert run("validate", "x.yaml", cwd=tmp_path)[0] == 0


def test_a_directory_is_looked_for_above_but_not_where_anyone_writes(tmp_path):
    folder = tmp_path / "commun" / "specs"
    folder.mkdir(parents=True)
    shutil.copy(SPECS / "annuaire.yaml", tmp_path / "commun")
    assert find_directory(folder) == tmp_path / "commun" / "annuaire.yaml"
    (tmp_path / "commun").chmod(0o777)
    assert find_directory(folder) is None
    assert find_directory(tmp_path / "commun") is not None


# ---- the writer

ANYTHING = st.one_of(
    st.text(max_size=60), st.sampled_from(["a\nb: c", "\x85b: c", "\u2028d", "# x", "\x00", "é" * 900])
)


@given(value=ANYTHING, remark=ANYTHING, note=ANYTHING, absent=ANYTHING)
def test_a_comment_stays_on_its_line_whatever_it_holds(value, remark, note, absent):
    root = Line()
    item = root.at(("services", 0, "nom"))
    item.value, item.remark, item.notes = without_forbidden(value), remark, [note]
    root.at(("entete",)).absent = absent or "x"
    root.at(("services", 0)).notes.append(note)
    root.at(("services", 0, "objectifs")).blank = True
    text = "\n".join(commented_yaml(root)) + "\n"
    source = decode(text.encode(), "x.yaml")
    assert source.value is not None, source.diagnostics
    read = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506
    assert read == {"services": [{"nom": without_forbidden(value), "objectifs": ""}]}


# ---- a page


def test_a_page_gives_what_it_says(checkout):
    folder = checkout.parent
    shutil.copy(SPECS / "annuaire.yaml", folder)
    code, out, err = run("new", "--from", "beta.gouv.fr/content/_startups/puits-declare.md", cwd=folder)
    assert (code, out) == (0, "puits-declare.yaml\n"), err
    spec = written(folder / "puits-declare.yaml")
    assert spec["services"] == [{"nom": "Puits Déclaré"}]
    assert spec["dispositif"] == {"sigle": "FAST", "promotion": 17}
    assert spec["finances"]["montant"] == "100 000 €"
    assert spec["parties"][0] == {"reference": "dinum", "role": "delegant"}
    assert spec["parties"][1]["nom"] == "Inspection de la qualité des eaux"
    assert spec["parties"][1]["nature"] == "service_etat"
    text = (folder / "puits-declare.yaml").read_text("utf-8")
    for said in (
        "# Mission, d’après la page : Déclarer un puits en cinq minutes",
        "investigation depuis le 2023-11-27 jusqu’au 2024-02-01 ; accélération depuis le 2024-10-01",
        "La page date le FAST du 2025-06-01",
        "contact : contact@exemple.gouv.fr",
    ):
        assert said in text
    assert run("validate", "puits-declare.yaml", cwd=folder)[0] == 0
    assert run("render", "puits-declare.yaml", cwd=folder)[0] == 0


def test_a_sponsor_of_the_directory_is_referred_to(tmp_path):
    shutil.copy(SPECS / "annuaire.yaml", tmp_path)
    (tmp_path / "a.md").write_text(page(sponsors=("dinum", "dgcs")), "utf-8")
    assert run("new", "a.yaml", "--from", "a.md", cwd=tmp_path)[0] == 0
    parties = written(tmp_path / "a.yaml")["parties"]
    assert parties == [{"reference": "dinum", "role": "delegant"}, {"reference": "dgcs", "role": "delegataire"}]


def test_a_page_gives_parties_the_roles_of_the_kind_of_act(tmp_path):
    shutil.copy(SPECS / "annuaire.yaml", tmp_path)
    (tmp_path / "a.md").write_text(page(sponsors=("inconnu",)), "utf-8")
    assert run("new", "--from", "a.md", "--pack", "subvention", cwd=tmp_path)[0] == 0
    assert [party["role"] for party in written(tmp_path / "a.yaml")["parties"]] == ["attribuant", "beneficiaire"]
    assert "seul un service de l’État" not in (tmp_path / "a.yaml").read_text("utf-8")


def test_a_sponsor_nobody_knows_comes_after_a_service_of_the_state(tmp_path):
    shutil.copy(SPECS / "annuaire.yaml", tmp_path)
    (tmp_path / "a.md").write_text(page(sponsors=("inconnu", "dgcs")), "utf-8")
    assert run("new", "--from", "a.md", cwd=tmp_path)[0] == 0
    parties = written(tmp_path / "a.yaml")["parties"]
    assert parties[1] == {"reference": "dgcs", "role": "delegataire"}
    assert (parties[2]["role"], parties[2]["nom"]) == ("porteur", None)
    (tmp_path / "b.md").write_text(page(sponsors=("inconnu",)), "utf-8")
    assert run("new", "--from", "b.md", cwd=tmp_path)[0] == 0
    assert "seul un service de l’État peut être délégataire" in (tmp_path / "b.yaml").read_text("utf-8")


def test_the_parties_of_any_kind_are_given_by_their_roles(tmp_path):
    words = ("--yes", "--pack", "delegation-de-gestion", "--partie", "delegataire=DNUM", "--partie", "delegant=Autre")
    assert run("new", "a.yaml", *words, "--partie", "delegataire=École des phares", cwd=tmp_path)[0] == 0
    parties = written(tmp_path / "a.yaml")["parties"]
    assert [(party["role"], party["nom"]) for party in parties] == [
        ("delegant", "Autre"),
        ("delegataire", "DNUM"),
        ("delegataire", "École des phares"),
    ]


@pytest.mark.parametrize(
    ("party", "said"),
    [
        ("delegant=DINUM", "« delegant » n’est pas un rôle de cet acte"),
        ("DINUM", "« DINUM » n’a pas de rôle"),
        ("beneficiaire=", "le rôle « beneficiaire » n’a pas de partie"),
    ],
)
def test_a_party_without_a_role_of_the_kind_is_refused_with_what_to_type(tmp_path, party, said):
    code, out, err = run("new", "a.yaml", "--yes", "--pack", "subvention", "--partie", party, cwd=tmp_path)
    assert (code, out) == (2, "")
    assert said in err
    assert "« --partie attribuant=… », « --partie beneficiaire=… »" in err
    assert list(tmp_path.iterdir()) == []


def test_an_operator_cannot_receive_a_delegation(checkout):
    source = "beta.gouv.fr/content/_startups/agence.md"
    code, out, err = run("new", "--from", source, cwd=checkout.parent)
    assert (code, out) == (1, "")
    assert "erreur C301" in err
    assert "décret n° 2004-1085" in err
    assert "subvention" in err
    assert not (checkout.parent / "agence.yaml").exists()
    code, _, _ = run("new", "--from", source, "--partie", "delegataire=Direction des rivages", cwd=checkout.parent)
    assert code == 0
    text = (checkout.parent / "agence.yaml").read_text("utf-8")
    assert "# Écarté de la délégation : ADEX (adex), un opérateur de l’État (décret n° 2004-1085, art. 1er)." in text
    assert written(checkout.parent / "agence.yaml")["parties"][1]["nom"] == "Direction des rivages"


def test_an_operator_beside_a_service_of_the_state_is_set_aside(checkout):
    path = checkout / "content/_startups/mixte.md"
    path.write_text(page("Mixte", sponsors=("adex", "iqe")), "utf-8")
    assert run("new", "--from", str(path), cwd=checkout.parent)[0] == 0
    parties = written(checkout.parent / "mixte.yaml")["parties"]
    assert [party.get("nom") for party in parties[1:]] == ["Inspection de la qualité des eaux"]


def test_the_json_of_the_api_says_the_same(tmp_path):
    attributes = {
        "name": "Puits Déclaré",
        "pitch": "Déclarer un puits",
        "contact": "a@b.fr",
        "phases": [{"name": "construction", "start": "2024-01-01", "end": ""}],
        "sponsors": ["/organisations/dgcs"],
    }
    relations = {"incubator": {"data": {"type": "incubator", "id": "eau"}}}
    one = {"id": "puits.declare", "type": "startup", "attributes": attributes, "relationships": relations}
    other = {"id": "autre", "attributes": {**attributes, "name": "Autre"}}
    shutil.copy(SPECS / "annuaire.yaml", tmp_path)
    (tmp_path / "startups.json").write_text(json.dumps({"data": [one, other]}), "utf-8")
    code, _, err = run("new", "--from", "startups.json", cwd=tmp_path)
    assert code == 2
    assert "2 produits" in err
    code, out, _ = run("new", "--from", "startups.json", "--startups", "puits.declare", cwd=tmp_path)
    assert (code, out) == (0, "puits-declare.yaml\n")
    text = (tmp_path / "puits-declare.yaml").read_text("utf-8")
    assert "incubateur : eau" in text
    assert "reference: dgcs" in text


HOSTILE_PAGES = {
    "vide": "",
    "sans en-tête": "# titre\n",
    "pas fermé": "---\ntitle: x\n",
    "sans titre": "---\nmission: x\n---\n",
    "titre en liste": "---\ntitle: [a, b]\n---\n",
    "étiquette": "---\ntitle: !!python/object/apply:os.system ['true']\n---\n",
    "bombe": "---\na: &a [x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\n" + "c: [" * 60 + "\n---\n",
}


@pytest.mark.parametrize("name", HOSTILE_PAGES)
def test_a_page_that_cannot_be_read_is_told(tmp_path, name):
    (tmp_path / "p.md").write_text(HOSTILE_PAGES[name], "utf-8")
    code, out, err = run("new", "--from", "p.md", cwd=tmp_path)
    assert (code, out) == (1, "")
    assert "erreur C" in err
    assert [path.name for path in tmp_path.iterdir()] == ["p.md"]


def test_a_page_that_is_not_there_is_the_disk_s_fault(tmp_path):
    assert run("new", "--from", "p.md", cwd=tmp_path)[0] == 3
    (tmp_path / "p.json").write_text("[" * 100_000, "utf-8")
    assert run("new", "--from", "p.json", cwd=tmp_path)[0] == 1


WORDS = st.one_of(
    st.text(max_size=80),
    st.sampled_from(
        ["../../etc/x", "{{ 7*7 }}", 'a"b: c', "# x\nmodele: y", "\u202ex", "\u2028b", "é" * 5000, "- a", "!!x"]
    ),
)


@given(title=WORDS, mission=WORDS, sponsor=WORDS, name=WORDS, start=WORDS)
@settings(max_examples=80)
def test_whatever_a_page_says_it_gives_a_clean_draft_or_a_refusal(
    tmp_path_factory, title, mission, sponsor, name, start
):
    from conventions_cli.drafting.draft import compose
    from conventions_cli.drafting.products import product

    path = tmp_path_factory.mktemp("page") / "p.json"
    data = {"title": title, "mission": mission, "sponsors": [sponsor], "phases": [{"name": name, "start": start}]}
    data |= {"id": name, "contact": mission, "fast": {"promotion": title, "montant": start}}
    path.write_text(json.dumps(data), "utf-8")
    read = read_page(path)
    if read.value is None:
        assert not clean(title, 200)
        return
    place = Surroundings(SPECS, find_directory(SPECS))
    found = read.value[0]
    sponsors = [read_sponsor(one, place.entries(place.names(())), SPECS) for one in found.sponsors]
    made = product(found, sponsors, None, grant=False, named=False)
    draft = compose(made.values, place.names(()), place, "x.yaml", made.head)
    if any(
        one.code.number == "C122" for one in draft.diagnostics
    ):  # refused: its accents were read in another encoding
        return
    assert draft.usable, [(one.code.number, one.message) for one in draft.diagnostics]
    read = yaml.load(draft.text, Loader=yaml.BaseLoader)  # noqa: S506
    assert read["services"][0]["nom"] == lettered(found.title, Words.NAME)
    assert canonical(SourceText("x.yaml", draft.text)) == draft.text


def test_the_names_of_sponsors_do_not_lead_out_of_their_folder(tmp_path):
    (tmp_path / "secret.md").write_text(organisation("Secret", "S", "operateur"), "utf-8")
    inside = tmp_path / "_organisations"
    inside.mkdir()
    for name in ("../secret", "..", "/etc/passwd", "a/../../secret"):
        assert read_sponsor(name, (), inside).nom == ""


def test_a_sponsor_two_entries_could_be_is_left_to_choose():
    entries = (
        Entry("dnum-a", "Direction du numérique A", "DNUM", "service_etat", ()),
        Entry("dnum-b", "Direction du numérique B", "DNUM", "service_etat", ()),
    )
    sponsor = read_sponsor("dnum", entries, None)
    assert sponsor.entry is None
    assert [one.identifier for one in sponsor.rivals] == ["dnum-a", "dnum-b"]
    assert sponsor.standing is Standing.UNKNOWN
    assert read_sponsor("direction-du-numerique-b", entries, None).entry == entries[1]


# ---- a round


def test_a_round_is_made_from_a_checkout(checkout):
    folder = checkout.parent
    code, out, err = run("new", "--cohort", "17", "beta.gouv.fr", "-o", "promotion", cwd=folder)
    assert code == 1  # one product is left out, with the reason
    names = ["annuaire.yaml", "cohorte.yaml", "haie.yaml", "puits-declare.yaml"]
    assert sorted(out.split()) == [f"promotion/{name}" for name in names]
    assert "ADEX" in err
    assert "écarté" in err
    assert "convention batch promotion" in err
    directory = written(folder / "promotion/annuaire.yaml")["annuaire"]
    assert set(directory) == {"dinum", "dpv", "iqe"}
    assert directory["iqe"]["nature"] == "service_etat"
    fund = directory["dinum"]  # from the directory that comes with the tool: nobody has to look it up
    assert fund == as_texts((SPECS / "annuaire.yaml").read_text("utf-8"))["annuaire"]["dinum"]
    assert written(folder / "promotion/cohorte.yaml")["dispositif"]["promotion"] == 17
    spec = written(folder / "promotion/haie.yaml")
    assert spec["herite"] == ["cohorte.yaml"]
    assert spec["services"] == [{"nom": "Haie: Commune"}]
    assert [party["reference"] for party in spec["parties"]] == ["dinum", "dpv", "iqe"]
    assert "chorus" not in spec or "programme" not in spec["chorus"]  # the shared file has the line to fill
    code, out, _ = run("validate", "promotion", cwd=folder)
    assert code == 0, out
    assert run("batch", "promotion", "-o", "actes", cwd=folder)[0] == 0


def test_what_is_typed_in_the_shared_files_is_missing_no_more(checkout):
    folder = checkout.parent
    run("new", "--cohort", "17", "beta.gouv.fr", "-o", "p", cwd=folder)
    for name, key, value in (
        ("cohorte", "  fin:", "2026-12-31"),
        ("cohorte", "  programme:", "129"),
        ("annuaire", "    article:", "la"),
    ):
        path = folder / "p" / f"{name}.yaml"
        lines = [f"{key} {value}" if line.startswith(key) else line for line in path.read_text("utf-8").splitlines()]
        path.write_text("\n".join(lines), "utf-8")
    out = run("validate", "p/puits-declare.yaml", cwd=folder)[1]
    assert "date de fin" not in out
    assert "programme budgétaire" not in out
    assert "article devant" not in out
    assert "centre de coût" in out


def test_the_directory_of_the_house_is_inherited(checkout):
    folder = checkout.parent
    shutil.copy(SPECS / "annuaire.yaml", folder)
    run("new", "--cohort", "17", "beta.gouv.fr", "-o", "p/17", cwd=folder)
    assert written(folder / "p/17/annuaire.yaml")["herite"] == ["../../annuaire.yaml"]
    assert set(written(folder / "p/17/annuaire.yaml")["annuaire"]) == {"dpv", "iqe"}
    assert run("validate", "p/17", cwd=folder)[0] == 0


def test_products_are_named_where_no_page_bears_the_number(checkout):
    folder = checkout.parent
    code, _, err = run("new", "--cohort", "18", "beta.gouv.fr", cwd=folder)
    assert code == 1
    assert "--startups" in err
    code, out, _ = run("new", "--cohort", "18", "beta.gouv.fr", "--startups", "haie,sans", cwd=folder)
    assert code == 0
    assert {Path(line).name for line in out.split()} == {"annuaire.yaml", "cohorte.yaml", "haie.yaml", "sans.yaml"}
    assert run("validate", "promotion-18", cwd=folder)[0] == 0
    code, _, err = run("new", "--cohort", "18", "beta.gouv.fr", "--startups", "absent", "-o", "x", cwd=folder)
    assert code == 3
    assert "« absent »" in err


def test_a_round_never_replaces_a_file(checkout):
    folder = checkout.parent
    (folder / "p").mkdir()
    (folder / "p/cohorte.yaml").write_text("# la mienne\n", "utf-8")
    code, out, err = run("new", "--cohort", "17", "beta.gouv.fr", "-o", "p", cwd=folder)
    assert (code, out) == (3, "")
    assert "cohorte.yaml" in err
    assert {path.name: path.read_text("utf-8") for path in (folder / "p").iterdir()} == {
        "cohorte.yaml": "# la mienne\n"
    }


def test_a_page_of_the_round_that_cannot_be_read_is_told(checkout):
    bad = page("Cassée").replace("mission: Déclarer", "mission: Déclarer : ceci : cela, [")
    (checkout / "content/_startups/cassee.md").write_text(bad, "utf-8")
    code, out, err = run("new", "--cohort", "17", "beta.gouv.fr", "-o", "p", cwd=checkout.parent)
    assert code == 1
    assert "cassee.md:3:" in err
    assert "p/haie.yaml" in out


def test_hostile_names_of_pages_make_safe_files(checkout):
    pages = checkout / "content/_startups"
    for name in ("annuaire.md", "CON.md", "É é.md", "haie .md"):
        (pages / name).write_text(page(f"Page {name}"), "utf-8")
    code, out, _ = run("new", "--cohort", "17", "beta.gouv.fr", "-o", "p", cwd=checkout.parent)
    assert code == 1
    names = {Path(line).name for line in out.split("\n") if line}
    assert {"annuaire-2.yaml", "convention-con.yaml", "e-e.yaml", "haie-2.yaml"} <= names | {"haie.yaml"}
    assert all(name.isascii() and " " not in name for name in names)


def test_a_folder_that_is_no_checkout_is_told(tmp_path):
    code, _, err = run("new", "--cohort", "17", ".", cwd=tmp_path)
    assert code == 3
    assert "git clone" in err


def test_the_command_starts_without_the_heavy_modules():
    code = "import sys, conventions_cli.cli.new; print({'pydantic', 'jinja2', 'yaml', 'rich'} & {*sys.modules})"
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, env=env, timeout=HANGS)
    assert done.stdout.decode().strip() == "set()"


def test_a_new_spec_takes_what_its_pack_proposes_and_asks_for_nine_things(tmp_path):
    code, out, err = run("new", "a.yaml", "--yes", "--service", "Domifa", cwd=tmp_path)
    assert code == 0, out + err
    text = (tmp_path / "a.yaml").read_text("utf-8")
    assert text.count("à compléter (") == 9
    assert "  sigle: FAST  # proposé par le modèle, à vérifier\n" in text
    assert "  programme: 129  # proposé par le modèle, à vérifier\n" in text
    assert "    sigle: DINUM  # proposé par le modèle, à vérifier\n" in text
    words = ("--yes", "--service", "Domifa", "--set", "dispositif.sigle=AUTRE", "--partie", "delegant=DGCS")
    assert run("new", "b.yaml", *words, cwd=tmp_path)[0] == 0
    other = (tmp_path / "b.yaml").read_text("utf-8")
    assert "  sigle: AUTRE\n" in other
    assert "DINUM  #" not in other
