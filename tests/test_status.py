"""`convention status`: where each act of a folder stands, for people and for programs."""

import json
from types import SimpleNamespace

import pytest
import yaml

from conventions_cli.cli import batch_table
from fabrique import ABSENT, SPECS, spec
from serveur import convention


def stated(tmp_path, *arguments):
    result = convention("status", *arguments, cwd=tmp_path)
    return result.returncode, result.stdout.decode(), result.stderr.decode()


def test_each_act_has_its_state_what_it_lacks_its_faults_and_its_next_date(tmp_path):
    signed, draft = spec(), spec(date_signature=ABSENT, services=[{"nom": "Mano"}], duree=ABSENT)
    wrong = spec(services=[{"nom": "Faux"}], nor="X")
    for name, data in (("signe", signed), ("projet", draft), ("faux", wrong)):
        (tmp_path / f"{name}.yaml").write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    code, out, _ = stated(tmp_path, ".", "--format", "json", "--today", "2026-01-01")
    assert code == 1
    acts = {one["acte"]: one for one in json.loads(out)["actes"]}
    assert {name: act["etat"] for name, act in acts.items()} == {
        "signe": "signé",
        "projet": "projet",
        "faux": "à corriger",
    }
    assert acts["faux"]["erreurs"] == 1
    assert acts["projet"]["service"] == "Mano"
    assert sum(acts["projet"]["manque"].values()) >= 2
    assert acts["signe"]["manque"] == {}
    assert acts["signe"]["genre"] == "délégation de gestion"
    assert acts["signe"]["prochaine_date"] > "2026-01-01"
    code, out, _ = stated(tmp_path, ".", "--format", "json", "--today", "2126-01-01")
    assert {one["prochaine_date"] for one in json.loads(out)["actes"]} == {None}


def test_the_table_has_every_act_and_leaves_out_what_nothing_fills(tmp_path):
    code, out, _ = stated(tmp_path, SPECS / "fast17", "--today", "2026-01-01")
    assert code == 0
    assert "Constats" not in out
    assert "…" not in out
    flat = "".join(out.split())
    assert all(path.stem in flat for path in (SPECS / "fast17").glob("[d-z]*.yaml") if path.stem != "cohorte")
    assert "24/01/2026" in out


def test_names_that_begin_alike_are_not_cut_in_two(monkeypatch):
    monkeypatch.setattr(batch_table, "_PLAIN_WIDTH", 70)
    rows = [
        (f"produit-ete-{number}", f"Produit Été {number}", "projet", "mots " * 12, "mots " * 12) for number in (1, 10)
    ]
    shown = batch_table.plain_table(("Acte", "Service", "État", "Manque", "Date"), rows)
    assert [line.split()[0] for line in shown.splitlines() if "produit" in line] == [row[0] for row in rows]


@pytest.mark.parametrize("width", [30, 45, 120])
def test_no_cell_of_a_table_of_acts_is_cut(monkeypatch, width):
    monkeypatch.setattr(batch_table, "_PLAIN_WIDTH", width)
    outputs = [(f"acte.{kind}", "") for kind in ("docx", "md", "html", "pdf", "odt", "txt")]
    order = SimpleNamespace(stem="cantinade-preau-ouvert-et-ses-annexes")
    act = SimpleNamespace(
        order=order,
        amount=185_000_000,
        outputs=outputs,
        diagnostics=(),
        warnings=12,
        faulty=False,
        draft=True,
        reused=True,
    )
    text = batch_table.acts_table([act], 5)
    assert "…" not in text
    assert "odt" in text
    assert "txt" in text


def test_a_folder_without_an_act_and_a_file_that_is_not_there_are_told(tmp_path):
    (tmp_path / "vide").mkdir()
    for name, said in (("vide", "ne contient aucune spécification"), ("absent.yaml", "C116")):
        code, out, err = stated(tmp_path, name)
        assert (code, out) == (3, "")
        assert said in err
