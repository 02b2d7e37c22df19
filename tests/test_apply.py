"""`convention verify --apply`: the values a returned act changed go to the spec, one by one, or nothing is written."""

import re
import shutil

import pytest

from alterations import members, packed, tracked_words
from alterations import run as words
from conventions_cli import pipeline
from conventions_cli.readers.docx import Revisions
from conventions_cli.verification import carrying_of
from conventions_cli.verification.returned import Given, examine
from fabrique import SPECS
from terminal import Terminal
from test_cli import run
from test_verify import original, swapped, with_parts  # noqa: F401

EXPECTED = {
    "31 décembre 2026": ("31 décembre 2027", "duree.fin", "2027-12-31"),
    "préavis de trois mois": ("préavis de six mois", "duree.preavis_mois", "6"),
    "SGSIFAB075": ("SGSIFAB076", "chorus.centre_de_cout", "SGSIFAB076"),
    "nouvelle cible": (
        "cible nouvelle",
        "services.0.objectifs.0",
        "préciser l’ambition de déploiement sur la cible nouvelle",
    ),
}


@pytest.fixture
def folder(tmp_path):
    shutil.copytree(SPECS, tmp_path / "specs")
    return tmp_path


def returned(folder, data, *changes):
    """The act with its words changed, each pair of old and new words."""

    def change(xml):
        for old, new in changes:
            xml = swapped(old, new)(xml)
        return xml

    (folder / "revenu.docx").write_bytes(with_parts(data, body=change) if changes else data)


def applied(folder, *options):
    """Exit code, output and messages, and the lines of the spec that changed."""
    before = (folder / "specs/domifa.yaml").read_text("utf-8").splitlines()
    code, _, said = run("verify", "revenu.docx", "specs/domifa.yaml", "--apply", *options, cwd=folder)
    after = (folder / "specs/domifa.yaml").read_text("utf-8").splitlines()
    others = [path for path in SPECS.rglob("*.yaml") if path.name != "domifa.yaml"]
    assert all((folder / "specs" / one.relative_to(SPECS)).read_bytes() == one.read_bytes() for one in others)
    return code, said, [line for line in after if line not in before]


@pytest.mark.parametrize("old", EXPECTED)
def test_a_value_goes_to_its_key(folder, original, old):  # noqa: F811
    new, key, value = EXPECTED[old]
    returned(folder, original, (old, new))
    code, said, changed = applied(folder, "--yes")
    assert (code, len(changed)) == (0, 1), said
    assert value in changed[0]
    assert f"  {key} : " in said
    assert run("verify", "revenu.docx", "specs/domifa.yaml", cwd=folder)[1].startswith(
        "revenu.docx\u00a0: aucun mot de l’acte n’a changé"
    )


AMOUNTS = [
    ("135 000 €", "125 000 €"),
    ("185 000 €", "175 000 €"),
    ("200 000 €", "190 000 €"),
    ("deux cent mille", "cent quatre-vingt-dix mille"),
    ("cent quatre-vingt-cinq mille", "cent soixante-quinze mille"),
]


def test_values_that_answer_each_other_are_written_together(folder, original):  # noqa: F811
    returned(folder, original, *AMOUNTS)
    code, said, changed = applied(folder, "--yes")
    assert (code, len(changed)) == (0, 4), said
    assert "    2026: {cp: 125 000 €}" in changed


def test_values_that_the_rules_refuse_are_not_written(folder, original):  # noqa: F811
    returned(folder, original, *AMOUNTS[:3])  # the letters still say the old amounts
    code, said, changed = applied(folder, "--yes")
    assert (code, changed) == (1, [])
    assert "Rien n’est écrit. Ces valeurs, écrites ensemble, seraient refusées :" in said
    assert "C351" in said
    assert "« Préambule », paragraphe 6 : clé finances.montant" in said.replace("\u00a0", " ")


DOUBTS = {
    "a total that does not follow": ([("135 000 €", "125 000 €")], "changerait aussi ce que l’acte n’a pas changé"),
    "a value of a file that others inherit": ([("Marc DAUNIS", "Marc DUPONT")], "dont d’autres actes peuvent hériter"),
}


@pytest.mark.parametrize("name", DOUBTS)
def test_what_is_not_sure_is_not_written_unasked(folder, original, name):  # noqa: F811
    changes, why = DOUBTS[name]
    returned(folder, original, *changes)
    code, said, changed = applied(folder, "--yes")
    assert (code, changed) == (1, [])
    assert why in said
    assert "Reste à reporter à la main :" in said


def test_a_value_the_act_says_twice_otherwise_is_not_sure(folder, original):  # noqa: F811
    def change(xml):
        first = swapped("Domifa", "Domifb")(xml.replace("Domifa", "Domifa", 1))
        at = first.rindex("Domifb")
        return first[:at] + "Domifc" + first[at + 6 :]

    (folder / "revenu.docx").write_bytes(with_parts(original, body=change))
    code, said, changed = applied(folder, "--yes")
    assert (code, changed) == (1, [])
    assert "l’acte dit autre chose ailleurs" in said or "changerait aussi" in said


def test_what_changed_in_the_spec_since_is_not_taken_for_a_change_of_the_act(folder, original):  # noqa: F811
    returned(folder, original)
    path = folder / "specs/domifa.yaml"
    path.write_text(path.read_text("utf-8").replace("SGSIFAB075", "SGSIFAB076"), "utf-8")
    code, said, changed = applied(folder, "--yes")
    assert (code, changed) == (1, [])
    assert "l’acte a été produit avec « SGSIFAB075 », et la spécification a changé depuis" in said.replace(
        "\u00a0", " "
    )


def test_nothing_is_written_without_a_terminal_or_yes(folder, original):  # noqa: F811
    returned(folder, original, ("SGSIFAB075", "SGSIFAB076"))
    code, said, changed = applied(folder)
    assert (code, changed) == (1, [])
    assert "Rien n’est écrit. 1 valeur sûre à reporter : ajouter --yes pour l’écrire." in said


def test_each_value_is_asked_for(folder, original):  # noqa: F811
    returned(folder, original, *((old, new) for old, (new, _, _) in EXPECTED.items()))
    person = Terminal(folder, "verify", "revenu.docx", "specs/domifa.yaml", "--apply")
    prompt = "Reporter ? (o)ui, (n)on, (t)outes, (q)uitter :"
    for answer in ("o", "peut-être", "n", "q"):
        person.child.expect_exact(prompt)
        person.type(answer)
    code, _ = person.end()
    assert code == 1
    text = (folder / "specs/domifa.yaml").read_text("utf-8")
    assert "fin: 2027-12-31" in text
    assert "nouvelle cible" in text
    assert "SGSIFAB075" in text


def test_a_clause_is_named_with_the_way_to_have_it(folder, original):  # noqa: F811
    returned(folder, original, ("sans délai", "dans le mois"))
    code, said, changed = applied(folder, "--yes")
    assert (code, changed) == (1, [])
    assert "convention templates eject delegation-fast-2025 specs/templates" in said
    assert "puis changer « specs/templates/delegation-fast-2025/commun/execution-financiere.md »" in said.replace(
        "\u00a0", " "
    )


def test_a_clause_of_ones_own_is_named_by_its_file(folder):
    assert run("templates", "eject", "delegation-fast-2025", "specs/templates", cwd=folder)[0] == 0
    assert run("render", "specs/domifa.yaml", "-o", "build", "--format", "docx", cwd=folder)[0] == 0
    returned(folder, (folder / "build/domifa.docx").read_bytes(), ("sans délai", "dans le mois"))
    code, said, changed = applied(folder, "--yes")
    assert (code, changed) == (1, [])
    clause = "specs/templates/delegation-fast-2025/commun/execution-financiere.md"
    assert f"clause « {clause} », ligne 71" in said.replace("\u00a0", " ")
    assert "eject" not in said


def test_pending_tracked_changes_are_not_carried_without_a_word(folder, original):  # noqa: F811
    data = packed(tracked_words("word/document.xml")(members(original)))
    returned(folder, data, ("SGSIFAB075", "SGSIFAB076"))
    code, said, changed = applied(folder, "--yes")
    assert (code, changed) == (1, [])
    assert "1 modification suivie en attente dans l’acte" in said
    code, said, changed = applied(folder, "--yes", "--revisions", "accepted")
    assert code == 1
    assert len(changed) == 1
    assert "Modifications suivies en attente, lues comme acceptées." in said


def test_struck_words_are_not_carried(folder, original):  # noqa: F811
    struck = words("SGSIFAB075", "<w:strike/>") + words("SGSIFAB076")
    (folder / "revenu.docx").write_bytes(
        with_parts(
            original,
            body=lambda xml: re.sub(r"<w:r>(?:(?!<w:r>).)*SGSIFAB075</w:t></w:r>", lambda _: struck, xml, count=1),
        )
    )
    code, said, changed = applied(folder, "--yes")
    assert (code, changed) == (1, []), said


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--apply",), "--apply écrit dans votre spécification"),
        (("specs/domifa.yaml", "--apply", "--format", "json"), "sans --format json"),
        (("specs/domifa.yaml", "--yes"), "--yes va avec --apply"),
    ],
)
def test_what_cannot_be_applied_is_refused(folder, original, options, message):  # noqa: F811
    returned(folder, original)
    code, _, said = run("verify", "revenu.docx", *options, cwd=folder)
    assert code == 2
    assert message in " ".join(said.split())


def test_the_values_of_an_act_are_tried_a_bounded_number_of_times(tmp_path, original):  # noqa: F811
    path = tmp_path / "acte.docx"

    def change(xml):
        return re.sub(r"(<w:t[^>]*>[^<]*?)\b(\d{2,4})\b", lambda m: f"{m[1]}9{m[2]}", xml)

    path.write_bytes(with_parts(original, body=change))
    spec = SPECS / "domifa.yaml"
    given = Given(str(spec), lambda chosen: pipeline.check(spec, chosen))
    found = examine(path, given, Revisions.ACCEPTED, pipeline.Options()).value
    carrying = carrying_of(found)
    for one in carrying.proposals():
        if not one.doubt:
            carrying.accept(one)
    assert 0 < carrying.tried <= 100


def test_a_carried_value_can_be_taken_back(folder, original):  # noqa: F811
    before = (folder / "specs/domifa.yaml").read_bytes()
    returned(folder, original, ("SGSIFAB075", "SGSIFAB076"))
    assert applied(folder, "--yes", "--bak")[2] == ["  centre_de_cout: SGSIFAB076"]
    code, _, said = run("undo", cwd=folder)
    assert (code, "« convention verify --apply »" in said) == (0, True)
    assert (folder / "specs/domifa.yaml").read_bytes() == before
    assert run("verify", "revenu.docx", "--bak", cwd=folder)[0] == 2
