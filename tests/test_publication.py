"""`convention publish`: what is published of signed acts, and what is refused."""

import csv
import hashlib
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import get_args

import jsonschema
import pytest

from conventions_cli import pipeline
from conventions_cli.document.walk import document_stretches, plain_text
from conventions_cli.model.parties import Nature
from conventions_cli.model.publication import SCHEMAS, NatureDePartie, schema_text
from conventions_cli.model.sirene import is_siret
from conventions_cli.publication import Candidate, prepare
from fabrique import ABSENT, GOOD, ROOT, SPECS, check, codes, document, spec, text_of
from navigateur import violations
from test_cli import run
from test_html import Page

PACKS = ROOT / "tests" / "modeles"
DOMIFA = "2025-08-20-delegation-de-gestion-fast-17-domifa-TSSZ2530440X"


def bundle(*specs, formats=("docx", "md"), names=None):
    candidates = []
    for index, data in enumerate(specs):
        if isinstance(data, Path):
            candidates.append(Candidate(data.name, pipeline.check(data, pipeline.Options((), PACKS))))
        else:
            candidates.append(Candidate(f"acte{index}.yaml", check(data, template_dir=PACKS)))
    return prepare(candidates, formats)


def files(*specs, **options):
    outcome = bundle(*specs, **options)
    assert outcome.value is not None, [(one.code.number, one.message) for one in outcome.diagnostics]
    return outcome.value


def errors(*specs):
    outcome = bundle(*specs)
    assert outcome.value is None
    return [one for one in outcome.diagnostics if one.severity.rank == 0]


def grant(**changes):
    """A signed grant to a GIP."""
    good = {
        "modele": "subvention-essai",
        "reference": "DINUM-2025-042",
        "parties__0__siret": "130 025 265 00013",
        "parties__0__role": "attribuant",
        "parties__1__nom": "Plateforme de l’inclusion",
        "parties__1__sigle": "PDI",
        "parties__1__nature": "gip",
        "parties__1__role": "beneficiaire",
        "parties__1__siret": "13003013300016",
        "subvention": {"notification_ue": "non"},
    }
    kept = {key: value for key, value in (good | changes).items() if value is not ABSENT}
    return spec(**kept)


def lines(made):
    return list(csv.DictReader(io.StringIO(made["scdl-subventions.csv"].decode("utf-8"), newline="")))


def validator(name):
    schema = json.loads((ROOT / "docs" / "schemas" / name).read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER)


def acts(made):
    return [json.loads(made[entry["metadonnees"]["nom"]]) for entry in json.loads(made["index.json"])["actes"]]


# The metadata


def test_the_committed_schemas_are_fresh():
    for name in SCHEMAS:
        committed = (ROOT / "docs" / "schemas" / name).read_text(encoding="utf-8")
        assert committed == schema_text(name), "lancer « make docs »"


def test_schemas_are_closed_and_described_in_french():
    for name in SCHEMAS:
        schema = json.loads(schema_text(name))
        for one in [schema, *schema["$defs"].values()]:
            assert one["additionalProperties"] is False
            assert sorted(one["required"]) == sorted(one["properties"])
            for described in [one, *one["properties"].values()]:
                assert described["description"].endswith(".")
                assert not re.search(r"\b(the|of|which|what)\b", described["description"])
            assert all(re.fullmatch(r"[a-z0-9_]+", key) for key in one["properties"])


def test_the_schema_knows_every_nature_of_party():
    assert set(get_args(NatureDePartie)) == {nature.value for nature in Nature}


@pytest.mark.parametrize("data", [*GOOD, grant()], ids=lambda one: one.stem if isinstance(one, Path) else "subvention")
def test_every_metadata_holds_against_the_committed_schema(data):
    made = files(data, formats=("docx", "md", "html"))
    (act,) = acts(made)
    validator("publication.schema.json").validate(act)
    validator("publication-index.schema.json").validate(json.loads(made["index.json"]))
    assert all(made[name] == schema_text(name).encode() for name in SCHEMAS)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("inconnu",), 1),
        (("date_signature",), "20/08/2025"),
        (("nor",), "TSSZ25"),
        (("montants", "total"), -1),
        (("montants", "total"), 1.5),
        (("parties",), []),
        (("parties", 0, "role"), "chef de projet"),
        (("parties", 0, "siret"), "123"),
        (("fichiers", 0, "sha256"), "x"),
        (("fichiers", 0, "nom"), "../ailleurs.docx"),
        (("version_schema",), "0.9"),
        (("duree",), None),
    ],
)
def test_a_wrong_metadata_is_refused(path, value):
    (act,) = acts(files(SPECS / "domifa.yaml"))
    at = act
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    assert not validator("publication.schema.json").is_valid(act)
    (act,) = acts(files(SPECS / "domifa.yaml"))
    del act["montants"]
    assert not validator("publication.schema.json").is_valid(act)


def test_the_metadata_says_what_the_act_says():
    (act,) = acts(files(SPECS / "domifa.yaml"))
    built = document(SPECS / "domifa.yaml")
    text = "\n".join(plain_text(one) for one in document_stretches(built))
    assert act["titre"] in text
    for party in act["parties"]:
        assert party["nom"].lower() in text.lower()
        assert all(person["nom"] in text for person in party["signataires"])
    assert all(code in text for axis in act["imputation"]["axes"] for code in axis["codes"])
    assert [party["role"] for party in act["parties"]] == ["delegant", "delegataire", "porteur"]
    assert act["montants"] == {
        "total": 200_000,
        "attribue": 200_000,
        "accompagnement": 15_000,
        "delegue": 185_000,
        "annees": [
            {"annee": 2025, "autorisations_engagement": 185_000, "credits_paiement": 50_000},
            {"annee": 2026, "autorisations_engagement": 0, "credits_paiement": 135_000},
        ],
        "repartition": None,
        "cofinancement": 200_000,
    }
    assert (act["nor"], act["duree"]["fin"]) == ("TSSZ2530440X", "2026-12-31")
    assert act["imputation"]["libelle_programme"] == "Coordination du travail gouvernemental"
    assert act["origine"]["specification_sha256"] == built.metadata.provenance.sha256


def test_who_signs_is_told_with_no_delegation_that_the_act_does_not_state():
    (act,) = acts(files(SPECS / "mano.yaml"))
    assert act["parties"][1]["signataires"] == [
        {
            "nom": "Nathalie CUVILLIER",
            "fonction": "cheffe de service, adjointe à la directrice du numérique",
            "par_delegation": False,
        }
    ]
    assert act["duree"]["fin_comptable"] == "derniere_facture"


def test_free_rows_of_the_imputation_are_published():
    (act,) = acts(files(spec(chorus__autres={"Axe local": "A-1"})))
    assert act["imputation"]["axes"][-1] == {"axe": "autres", "libelle": "Axe local", "codes": ["A-1"]}


# The bundle


def test_the_bundle_holds_named_files_an_index_and_fingerprints():
    made = files(SPECS / "domifa.yaml", SPECS / "mano.yaml")
    mano = "2023-09-22-delegation-de-gestion-fast-13-mano"
    assert list(made) == [
        *(f"{mano}.{kind}" for kind in ("docx", "md", "json")),
        *(f"{DOMIFA}.{kind}" for kind in ("docx", "md", "json")),
        "publication.schema.json",
        "publication-index.schema.json",
        "index.json",
        "index.html",
        "SHA256SUMS",
    ]
    sums = dict(line.split("  ")[::-1] for line in made["SHA256SUMS"].decode().splitlines())
    assert sums == {name: hashlib.sha256(data).hexdigest() for name, data in made.items() if name != "SHA256SUMS"}
    for act in acts(made):
        for file in act["fichiers"]:
            data = made[file["nom"]]
            assert (file["taille"], file["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())


def test_two_runs_give_the_same_bytes_whatever_the_order():
    once = files(SPECS / "domifa.yaml", SPECS / "mano.yaml", formats=("docx", "md", "html"))
    assert once == files(SPECS / "mano.yaml", SPECS / "domifa.yaml", formats=("docx", "md", "html"))


def test_published_files_are_those_render_makes():
    made = files(SPECS / "domifa.yaml")
    rendered = pipeline.render(pipeline.check(SPECS / "domifa.yaml").value, ["docx", "md"]).value
    assert {kind: made[f"{DOMIFA}.{kind}"] for kind in ("docx", "md")} == rendered


@pytest.mark.parametrize(
    ("changes", "stem"),
    [
        ({"services__0__nom": "../../etc/passwd"}, "etc-passwd"),
        ({"services__0__nom": "Cœur d’été & Cie"}, "coeur-d-ete-cie"),
        ({"services__0__nom": "数字"}, "convention"),
        ({"services__0__nom": "x" * 300, "nor": "TSSZ2530440X"}, "TSSZ2530440X"),
        ({"reference": "A/B 12"}, "domifa-A-B-12"),
    ],
)
def test_names_are_plain_short_and_keep_their_number(changes, stem):
    (name,) = [name for name in files(spec(**changes)) if name.endswith(".docx")]
    assert name.startswith("2025-08-20-delegation-de-gestion-fast-17")
    assert name.endswith(f"{stem}.docx")
    assert re.fullmatch(r"[A-Za-z0-9-]{10,100}\.docx", name)


def test_a_pdf_is_published_beside_the_act():
    made = files(SPECS / "domifa.yaml", formats=("pdf", "md"))
    assert [name for name in made if name.startswith(DOMIFA)] == [f"{DOMIFA}.{kind}" for kind in ("pdf", "md", "json")]
    (act,) = acts(made)
    assert [file["type_media"] for file in act["fichiers"]] == ["application/pdf", "text/markdown"]


# The index


def test_the_index_page_leads_to_every_file_and_is_sound():
    made = files(SPECS / "domifa.yaml", grant())
    text = made["index.html"].decode("utf-8")
    page = Page(text)
    assert page.stack == []
    targets = {attributes["href"] for tag, attributes in page.tags if tag == "a"}
    assert targets == set(made) - {"index.html"}
    assert [tag for tag, _ in page.tags].count("h1") == 1
    assert all("scope" in attributes for tag, attributes in page.tags if tag == "th")
    assert "caption" in {tag for tag, _ in page.tags}
    assert not re.search(r"<(script|link|img|iframe)|https?:|url\(", text)
    assert "200\u202f000\u00a0€" in text


def test_hostile_titles_stay_text_in_the_index():
    text = files(spec(titre="<script>alert(1)</script> \"x\" onclick='y'"))["index.html"].decode("utf-8")
    page = Page(text)
    assert "script" not in {tag for tag, _ in page.tags}
    assert all("onclick" not in attributes for _, attributes in page.tags)


@pytest.mark.outils
def test_axe_finds_no_violation_in_the_index(tmp_path):
    page = tmp_path / "index.html"
    page.write_bytes(files(SPECS / "domifa.yaml", SPECS / "mano.yaml", grant())["index.html"])
    assert violations(page) == {str(page): []}


# What is refused


def test_a_draft_is_refused_with_what_to_type_and_what_it_lacks():
    found = bundle(spec(date_signature=ABSENT, finances__montant=ABSENT))
    assert found.value is None
    (refusal,) = [one for one in found.diagnostics if one.code.number == "C507"]
    assert refusal.message == "L’acte « acte0.yaml » est un PROJET : il n’est pas signé."
    assert "date_signature: 2025-08-20" in refusal.hint
    assert refusal.span.location == "essai.yaml:1:1"
    assert "C218" in [one.code.number for one in found.diagnostics]


def test_every_act_that_cannot_be_published_is_told_in_one_run():
    found = errors(spec(date_signature=ABSENT), spec(finances__montant=ABSENT), spec(finances__montant="200 k€"))
    assert [one.code.number for one in found] == ["C507", "C201", "C205"]


def test_two_acts_of_one_name_are_refused():
    (found,) = errors(spec(), spec())
    assert found.code.number == "C502"
    assert "« acte0.yaml » et « acte1.yaml »" in found.message
    assert files(spec(reference="1"), spec(reference="2"))


def test_two_acts_of_one_nor_are_refused():
    changes = {"nor": "TSSZ2530440X"}
    found = errors(spec(**changes), spec(**changes, services__0__nom="Autre"))
    assert [one.code.number for one in found] == ["C371"]


# Grants


def test_a_grant_gives_a_line_of_the_scdl_schema():
    made = files(grant())
    # The order of schema.data.gouv.fr, scdl/subventions 2.1.0.
    assert made["scdl-subventions.csv"].decode("utf-8").split("\r\n")[0] == (
        "nomAttribuant,idAttribuant,dateConvention,referenceDecision,nomBeneficiaire,idBeneficiaire,rnaBeneficiaire,objet,"
        "montant,nature,conditionsVersement,datesPeriodeVersement,idRAE,notificationUE,pourcentageSubvention,dispositifAide"
    )
    (line,) = lines(made)
    assert line == {
        "nomAttribuant": "Direction interministérielle du numérique",
        "idAttribuant": "13002526500013",
        "dateConvention": "2025-08-20",
        "referenceDecision": "DINUM-2025-042",
        "nomBeneficiaire": "Plateforme de l’inclusion",
        "idBeneficiaire": "13003013300016",
        "rnaBeneficiaire": "",
        "objet": "Soutien au service numérique « Domifa » (FAST 17)",
        "montant": "185000.00",
        "nature": "aide en numéraire",
        "conditionsVersement": "échelonné",
        "datesPeriodeVersement": "2025-08-20/2026-12-31",
        "idRAE": "",
        "notificationUE": "non",
        "pourcentageSubvention": "1.00",
        "dispositifAide": "",
    }
    (act,) = acts(made)
    assert act["nature"] == "subvention"
    assert [party["role"] for party in act["parties"]] == ["attribuant", "beneficiaire"]
    assert json.loads(made["index.json"])["subventions"]["nom"] == "scdl-subventions.csv"


def test_delegations_give_no_line():
    made = files(SPECS / "domifa.yaml", grant())
    assert len(lines(made)) == 1
    assert "scdl-subventions.csv" not in files(SPECS / "domifa.yaml")


def test_several_beneficiaries_share_the_grant():
    other = {
        **grant()["parties"][1],
        "nom": "Association B",
        "sigle": "AB",
        "nature": "association",
        "rna": "w380475558",
    }
    del other["siret"]
    both = [*grant()["parties"], other]
    (lacking,) = errors(grant(parties=both))
    assert "pdi: … %, ab: … %" in lacking.hint
    shared = {"notification_ue": "oui", "repartition": {"pdi": "66,67 %", "ab": "33,33 %"}, "objet": "Autre objet"}
    made = lines(files(grant(parties=both, subvention=shared)))
    assert [(line["idBeneficiaire"], line["rnaBeneficiaire"]) for line in made] == [
        ("13003013300016", ""),
        ("", "W380475558"),
    ]
    assert [line["pourcentageSubvention"] for line in made] == ["0.6667", "0.3333"]
    assert {(line["montant"], line["notificationUE"], line["objet"]) for line in made} == {
        ("185000.00", "oui", "Autre objet")
    }
    for parts, told in (
        ({"pdi": "60 %", "ab": "30 %"}, "100 %"),
        ({"pdi": "60 %", "x": "40 %"}, "« x »"),
        ({"pdi": "99,5 %", "ab": "0,5 %"}, "1 %"),
    ):
        found = errors(grant(parties=both, subvention={"notification_ue": "oui", "repartition": parts}))
        assert told in " ".join(one.message for one in found)


def test_a_grant_of_two_givers_is_told_which_role_to_keep_once():
    (found,) = errors(
        grant(parties=[grant()["parties"][0], {**grant()["parties"][0], "sigle": "D2"}, grant()["parties"][1]])
    )
    assert "« role: attribuant »" in found.hint


def test_a_single_payment_is_told():
    calendar = {"2025": {"ae": "185 000 €", "cp": "185 000 €"}}
    (line,) = lines(files(grant(finances__echeancier=calendar)))
    assert line["conditionsVersement"] == "unique"


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"parties__0__siret": ABSENT}, "Il manque le SIRET de « DINUM »"),
        ({"parties__1__siret": ABSENT}, "Il manque le SIRET de « PDI »"),
        ({"parties__1__nature": "service_etat"}, "service de l’État"),
        ({"subvention": ABSENT}, "Commission européenne"),
        ({"subvention__objet": "x" * 257}, "257 caractères"),
        ({"subvention__conditions_versement": "x" * 257}, "257 caractères"),
        ({"subvention__objet": "=HYPERLINK(1)"}, "formule"),
        ({"parties__1__nom": "@SUM(1)"}, "formule"),
        ({"parties__0__nom": "+33"}, "formule"),
        ({"reference": "-1"}, "formule"),
    ],
)
def test_what_the_line_of_a_grant_lacks_refuses_it(changes, told):
    (found,) = errors(grant(**changes))
    assert found.code.number == "C507"
    assert told in found.message
    assert found.span is not None
    assert found.hint


def test_the_law_on_delegations_does_not_refuse_a_grant():
    assert codes(grant(), template_dir=PACKS) == []
    assert "C351" in codes(grant(finances__montant="150 000 €"), template_dir=PACKS)  # the other rules hold
    assert "C301" in codes(spec(parties__1__nature="gip"))


def test_a_delegation_refuses_the_data_of_a_grant():
    assert codes(spec(subvention={"notification_ue": "non"})) == ["C220"]


# SIRET


@pytest.mark.parametrize(
    ("siret", "told"),
    [("13002526500014", "clé de contrôle"), ("1300252650001", "14 chiffres"), ("130025265ooo13", "14 chiffres")],
)
def test_a_wrong_siret_is_refused(siret, told):
    (found,) = check(spec(parties__0__siret=siret)).diagnostics
    assert found.code.number == "C204"
    assert told in found.message + found.hint


def test_a_siret_may_be_written_with_spaces_and_la_poste_has_its_own_sum():
    assert codes(spec(parties__0__siret="130 025\u202f265 00013")) == []
    assert is_siret("35600000000048")
    assert is_siret("35600000000060")  # its digits sum to a multiple of five, as those of La Poste may
    assert not is_siret("35600000000061")


def test_every_single_wrong_digit_is_seen():
    good = "13002526500013"
    for index, digit in enumerate(good):
        for other in set("0123456789") - {digit}:
            assert not is_siret(good[:index] + other + good[index + 1 :])


# The command


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "specs").mkdir()
    for name, data in (("signe", spec()), ("projet", spec(date_signature=ABSENT, services__0__nom="Autre"))):
        (tmp_path / f"{name}.yaml").write_text(text_of(data), encoding="utf-8")
    (tmp_path / "specs" / "signe.yaml").write_text(text_of(spec()), encoding="utf-8")
    return tmp_path


def test_the_command_writes_and_prints_the_bundle(folder):
    code, out, err = run("publish", "specs", cwd=folder)
    assert (code, err) == (0, "")
    assert {str(path.relative_to(folder)) for path in (folder / "publication").iterdir()} == set(out.split())
    done = subprocess.run(["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=folder / "publication", check=False)
    assert done.returncode == 0


def test_one_draft_among_the_acts_and_nothing_is_written(folder):
    code, out, err = run("publish", "signe.yaml", "projet.yaml", "absent.yaml", cwd=folder)
    assert (code, out) == (3, "")
    assert "C507" in err
    assert "absent.yaml" in err
    assert "Rien n’est écrit" in err
    assert not (folder / "publication").exists()
    assert run("publish", "signe.yaml", "projet.yaml", cwd=folder)[0] == 1


def test_drafts_are_passed_over_when_asked_and_named_even_faulty(folder):
    wrong = spec(date_signature=ABSENT, finances__montant="beaucoup")
    (folder / "faux.yaml").write_text(text_of(wrong), encoding="utf-8")
    code, out, err = run("publish", "signe.yaml", "projet.yaml", "faux.yaml", "--signes", cwd=folder)
    assert (code, err) == (0, "2 projets laissés de côté : projet.yaml, faux.yaml.\n")
    assert "domifa" in out and "autre" not in out
    (folder / "faux.yaml").write_text(text_of(spec(finances__montant="beaucoup")), encoding="utf-8")
    assert run("publish", "signe.yaml", "faux.yaml", "--signes", cwd=folder)[0] == 1
    code, out, err = run("publish", "projet.yaml", "--signes", cwd=folder)
    assert (code, out, "aucun de ces actes n’est signé (projet.yaml)" in err) == (1, "", True)


def test_files_of_others_stay_and_ours_are_replaced_whole(folder):
    (folder / "dossier").mkdir()
    (folder / "dossier" / "note.txt").write_text("à moi", encoding="utf-8")
    (folder / "dossier" / "index.html").write_text("vieux", encoding="utf-8")
    code, _, err = run("publish", "signe.yaml", "-o", "dossier", cwd=folder)
    assert code == 0
    assert "note.txt" in err
    assert "index.html" not in err
    assert (folder / "dossier" / "note.txt").read_text(encoding="utf-8") == "à moi"
    assert "Acte publié" in (folder / "dossier" / "index.html").read_text(encoding="utf-8")


def test_what_a_pdf_cannot_print_is_told_and_nothing_is_written(folder):
    text = text_of(spec(services__0__nom="Service \u0378"))  # no font draws what is no sign yet
    (folder / "signe.yaml").write_text(text, encoding="utf-8")
    code, _, err = run("publish", "signe.yaml", "--format", "docx,pdf", cwd=folder)
    assert code == 3
    assert "C505" in err
    assert "« U+0378 »" in err
    assert "Remplacer ce signe" in err
    assert not (folder / "publication").exists()


def test_an_unknown_format_is_a_wrong_usage(folder):
    code, _, err = run("publish", "signe.yaml", "--format", "odp", cwd=folder)
    assert code == 2
    assert "Formats : docx, odt, pdf, md, html, txt" in err


def test_a_folder_that_is_a_file_is_told(folder):
    code, _, err = run("publish", "signe.yaml", "-o", "signe.yaml", cwd=folder)
    assert code == 3
    assert "C501" in err


def test_strict_refuses_a_warning(folder):
    (folder / "avertie.yaml").write_text(text_of(spec(chorus__fonds="12345")), encoding="utf-8")
    assert run("publish", "avertie.yaml", cwd=folder)[0] == 0
    code, out, err = run("publish", "avertie.yaml", "--strict", "-o", "autre", cwd=folder)
    assert (code, out) == (1, "")
    assert "avec --strict" in err


def test_help_stays_light():
    code = "import sys, conventions_cli.cli; print([m for m in ('pydantic', 'jinja2', 'babel') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, env=os.environ)
    assert done.stdout.decode().strip() == "[]"
