"""An ODT among the acts that are compared: its words, what it holds besides, what is not compared and said so."""

import json

import pytest

from fabrique import SPECS
from test_cli import run
from test_odt import with_part

HIDDEN = (
    b'<style:style style:name="Cache" style:family="text"><style:text-properties text:display="none"/></style:style>'
    b"</office:automatic-styles>"
)


@pytest.fixture
def folder(tmp_path):
    assert run("render", str(SPECS / "domifa.yaml"), "--format", "odt,docx,md", "-o", ".", cwd=tmp_path)[0] == 0
    return tmp_path


@pytest.mark.parametrize("other", ["domifa.docx", "domifa.md", str(SPECS / "domifa.yaml"), "domifa.odt"])
def test_it_is_the_act_of_the_other_forms_and_what_is_not_compared_is_said(folder, other):
    code, out, err = run("diff", "domifa.odt", other, cwd=folder)
    assert (code, err) == (0, "")
    assert "identiques" in out
    assert "seul le texte est comparé" in out


def test_a_word_changed_in_it_is_found(folder):
    data = (folder / "domifa.odt").read_bytes()
    (folder / "autre.odt").write_bytes(with_part(data, "content.xml", b"tous les six mois", b"tous les neuf mois"))
    code, out, _ = run("diff", "domifa.docx", "autre.odt", cwd=folder)
    assert code == 1
    assert "six" in out
    assert "neuf" in out


def test_what_it_hides_or_says_beside_the_text_is_a_difference(folder):
    data = (folder / "domifa.odt").read_bytes()
    hidden = with_part(data, "content.xml", b"</office:automatic-styles>", HIDDEN)
    words = b'<text:span text:style-name="Cache">sauf accord</text:span></text:p></office:text>'
    (folder / "cache.odt").write_bytes(
        with_part(
            hidden,
            "content.xml",
            b"</text:p></text:list-item></text:list></office:text>",
            words.replace(b"</office:text>", b"</text:list-item></text:list></office:text>"),
        )
    )
    code, out, _ = run("diff", "domifa.odt", "cache.odt", "--format", "json", cwd=folder)
    assert code == 1
    found = json.loads(out)
    assert not found["identiques"]
    assert "sauf accord" in json.dumps(found["hors_du_texte"], ensure_ascii=False)


def test_a_redline_may_lead_to_it_and_from_it(folder):
    for acts in (("domifa.docx", "domifa.odt"), ("domifa.odt", "domifa.md")):
        code, out, err = run("redline", *acts, "-o", "suivi.docx", cwd=folder)
        assert code == 0, err
        assert "aucune modification" in err + out


def test_an_untouched_one_is_intact_and_one_that_was_saved_again_has_the_same_words(folder):
    code, out, _ = run("verify", "domifa.odt", cwd=folder)
    assert code == 0
    assert "intact, tel que la commande l’a écrit" in out
    assert "les mots seuls" not in out
    data = (folder / "domifa.odt").read_bytes()
    (folder / "autre.odt").write_bytes(with_part(data, "styles.xml", b"10.5pt", b"10pt"))
    code, out, _ = run("verify", "autre.odt", cwd=folder)
    assert code == 1
    assert "mêmes mots" in out
    assert "intact" not in out


def test_its_words_are_compared_with_the_spec_it_carries(folder):
    data = (folder / "domifa.odt").read_bytes()
    (folder / "neuf.odt").write_bytes(with_part(data, "content.xml", b"tous les six mois", b"tous les neuf mois"))
    code, out, _ = run("verify", "neuf.odt", cwd=folder)
    assert code == 1
    assert "texte modifié (comparé à : spécification que l’acte porte)" in out.replace("\u00a0", " ")
    (folder / "autre.odt").write_bytes(with_part(data, "meta.xml", b"sigle: FAST", b"sigle: SLOW"))
    code, out, _ = run("verify", "autre.odt", cwd=folder)
    assert code == 1
    assert "son empreinte ne correspond plus" in out


def test_import_gives_back_the_spec_of_one_whose_words_are_the_same(folder):
    assert run("import", "domifa.odt", "-o", "repris.yaml", cwd=folder)[0] == 0
    assert "sigle: FAST" in (folder / "repris.yaml").read_text(encoding="utf-8")
    data = (folder / "domifa.odt").read_bytes()
    (folder / "neuf.odt").write_bytes(with_part(data, "content.xml", b"tous les six mois", b"tous les neuf mois"))
    code, _, err = run("import", "neuf.odt", "-o", "neuf.yaml", cwd=folder)
    assert code == 1
    assert "a été modifié depuis sa production" in err
    assert not (folder / "neuf.yaml").exists()
