"""What a machine allows, and what packs hold, as a person asks it."""

import json

from conventions_cli.cli import checkup
from conventions_cli.cli.checkup import State, examine
from conventions_cli.foundation.resources import __version__
from fabrique import ROOT
from test_cli import run


def by_name(findings):
    return {one.name: one for one in findings}


def test_a_good_machine_has_nothing_that_stops(tmp_path):
    code, out, _ = run("doctor", cwd=tmp_path)
    assert code == 0
    assert f"[ok] convention : version {__version__}" in out
    assert "delegation-fast-2025" in out
    assert "[!!]" not in out
    code, out, _ = run("doctor", "--format", "json", cwd=tmp_path)
    assert {one["etat"] for one in json.loads(out)} <= {"bon", "absent"}
    assert run("doctor", "--format", "xml", cwd=tmp_path)[0] == 2


def test_a_faulty_pack_stops_and_says_where_to_look(tmp_path):
    (tmp_path / "modeles" / "maison").mkdir(parents=True)
    (tmp_path / "modeles" / "maison" / "modele.yaml").write_text("titre: Maison\n", "utf-8")
    code, out, _ = run("doctor", "--template-dir", "modeles", cwd=tmp_path)
    assert code == 1
    assert "[!!] modèles : à corriger : maison" in out and "templates check" in out


def test_what_only_options_need_is_told_without_stopping(monkeypatch, tmp_path):
    monkeypatch.setattr(checkup.shutil, "which", lambda name: None)
    monkeypatch.chdir(tmp_path)
    found = by_name(examine(None, "ascii"))
    assert "LibreOffice" not in found
    assert found["affichage"].state is State.LACKING
    assert not any(one.state.stops for one in found.values())


def test_the_libraries_of_the_preview_are_looked_for(monkeypatch):
    assert by_name(examine(None, "utf-8"))["aperçu"].state is State.GOOD
    monkeypatch.setattr(checkup, "find_spec", lambda name: None if name == "uvicorn" else object())
    found = by_name(examine(None, "utf-8"))["aperçu"]
    assert (found.state, found.sentence) == (State.LACKING, "bibliothèques non installées : uvicorn")
    assert "pip install uvicorn (par pipx : pipx inject conventions-cli uvicorn)" in found.hint


def test_a_library_that_is_missing_stops_and_is_named(monkeypatch):
    asked = ["typst<0.16,>=0.15", "rich>=13.7", "uvicorn>=0.30", "pytest>=8 ; extra == 'dev'"]
    monkeypatch.setattr("importlib.metadata.requires", lambda name: asked)
    monkeypatch.setattr(checkup, "_installed", lambda name: name not in {"typst", "uvicorn", "pytest"})
    found = by_name(examine(None, "utf-8"))["bibliothèques"]
    assert (found.state, found.sentence) == (State.BAD, "non installées : typst")
    assert "pip install typst " in found.hint


def test_fonts_are_told_by_what_the_system_lists(monkeypatch):
    monkeypatch.setattr(checkup.shutil, "which", lambda name: name)
    for listed, state in (("Arial\n", State.GOOD), ("Liberation Sans\n", State.GOOD), ("DejaVu Sans\n", State.LACKING)):
        monkeypatch.setattr(checkup, "_output", lambda command, listed=listed: listed)
        assert checkup._fonts().state is state


def test_packs_are_listed_and_shown(tmp_path):
    code, out, _ = run("templates", "list", cwd=tmp_path)
    assert code == 0
    assert "delegation-fast-2025 : Délégation de gestion FAST, forme 2025 (version 2.0.0)" in out
    assert "pour les actes signés depuis le 1er janvier 2025." in out.replace("\u00a0", " ")
    code, out, _ = run("templates", "show", "delegation-fast-2025", cwd=tmp_path)
    assert code == 0
    assert "bilan_services : nombre de Startups d’État construites depuis 2013 (texte ; par défaut : plus" in out
    assert "article « duree » : Durée de la convention" in out
    assert str(ROOT / "templates" / "commun" / "duree.md") in out
    code, _, err = run("templates", "show", "delegation-fast-2024", cwd=tmp_path)
    assert code == 2 and "n’existe pas" in err
