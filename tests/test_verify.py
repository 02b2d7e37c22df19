"""`convention verify`: acts altered on their XML and through LibreOffice; each alteration is found and placed."""

import io
import json
import re
import subprocess
import zipfile
from datetime import date, timedelta

import pytest

import alterations
from alterations import OFFICE, WORD, W, inside, members, packed, part, tracked_words, words_of_part
from conventions_cli import pipeline
from conventions_cli.document.nodes import Picture
from conventions_cli.foundation.diagnostics import SourceText
from conventions_cli.foundation.records import replace
from conventions_cli.french import parse_amount
from conventions_cli.readers.docx import Revisions
from conventions_cli.source import load_text
from conventions_cli.verification import verdicts
from conventions_cli.verification.alterations import altered, values_of
from conventions_cli.verification.json_verdict import json_report
from conventions_cli.verification.printed_verdict import carry, text_report
from conventions_cli.verification.remade import assembled_again
from conventions_cli.verification.returned import Given, examine
from conventions_cli.verification.verdicts import Verdict, verify
from conventions_cli.verification.word_origins import Origins
from fabrique import GOOD, ROOT, SPECS
from outils import tool
from serveur import HANGS, convention
from wordml import p, word

DOMIFA = SPECS / "domifa.yaml"
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
W15 = "http://schemas.microsoft.com/office/word/2012/wordml"
OBJECTIVES = "article 4, « Objectifs spécifiques », liste"


def rendered(path):
    checked = pipeline.check(path).value
    return pipeline.render(checked, ["docx"]).value["docx"]


@pytest.fixture(scope="session")
def original():
    return rendered(DOMIFA)


def with_parts(data, **changes):
    """The file with its parts changed: `body=lambda xml: …`, `custom=`, `spec=`."""
    names = {"body": "word/document.xml", "custom": "docProps/custom.xml", "spec": "customXml/item1.xml"}
    wanted = {names[key]: change for key, change in changes.items()}
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            content = old.read(info)
            if info.filename in wanted:
                content = wanted[info.filename](content.decode()).encode()
            new.writestr(info.filename, content)
    return made.getvalue()


def swapped(old, new):
    def change(xml):
        pattern = re.escape(old).replace("\\ ", "[ \u202f\u00a0]")
        text, count = re.subn(pattern, lambda _: new, xml)
        assert count, old
        return text

    return change


def report(tmp_path, data, spec=None, revisions=Revisions.ACCEPTED, **options):
    path = tmp_path / "acte.docx"
    path.write_bytes(data)
    given = Given(str(spec), lambda chosen: pipeline.check(spec, chosen)) if spec is not None else None
    outcome = examine(path, given, revisions, pipeline.Options(**options))
    assert outcome.value is not None, [one.message for one in outcome.diagnostics]
    return outcome.value


def told(found):
    """Kind, place, and where each change is to be carried over."""
    return [
        (
            one.change.kind.value,
            one.change.place.replace("\u00a0", " "),
            carry(one.change, one.target).replace("\u00a0", " "),
        )
        for one in found.verified.changes
    ]


@pytest.mark.parametrize("path", [*GOOD, SPECS / "fast17" / "toit-connu.yaml"], ids=lambda path: path.stem)
def test_an_act_that_comes_back_as_it_left_is_intact(tmp_path, path):
    found = report(tmp_path, rendered(path))
    assert found.verified.verdict is Verdict.INTACT
    assert found.as_written
    assert not found.faulty
    assert found.remarks == ()


def test_an_act_with_a_picture_is_intact_even_where_the_picture_is_not(tmp_path):
    found = report(tmp_path, rendered(ROOT / "tests" / "exemples" / "image-et-sommaire.yaml"))
    assert found.verified.verdict is Verdict.INTACT, text_report(found)


def test_a_figure_is_found_with_its_key(tmp_path, original):
    found = report(tmp_path, with_parts(original, body=swapped("135 000 €", "125 000 €")))
    assert told(found) == [
        (
            "modification",
            "article 6, « Crédits délégués », tableau, ligne 2026, colonne CP",
            "à reporter : clé finances.echeancier.2026.cp",
        )
    ]
    assert {one.code.number for one in found.remarks} == {"C611", "C612"}
    assert found.faulty


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("Marc DAUNIS", "Marc DUPONT", "clé parties.1.representants.0.nom"),
        ("31 décembre 2026", "31 décembre 2027", "clé duree.fin"),
        ("préavis de trois mois", "préavis de six mois", "clé duree.preavis_mois"),
        ("SGSIFAB075", "SGSIFAB076", "clé chorus.centre_de_cout"),
        ("nouvelle cible", "cible nouvelle", "clé services.0.objectifs.0"),
        ("sans délai", "dans le mois", "clause commun/execution-financiere.md:71"),
        ("Modification et résiliation", "Modification et fin", "clause delegation-fast-2025/modele.yaml:"),
    ],
)
def test_words_are_carried_over_to_their_key_or_clause(tmp_path, original, old, new, where):
    found = report(tmp_path, with_parts(original, body=swapped(old, new)))
    assert found.verified.verdict is Verdict.CHANGED
    assert all(where in line[2] for line in told(found)), told(found)


def test_a_value_that_changed_at_one_place_of_many_names_the_clause_too(tmp_path, original):
    changed = swapped("La DGCS adhère au", "Le partenaire-délégataire adhère au")
    found = report(tmp_path, with_parts(original, body=changed))
    ((_, _, where),) = told(found)
    assert where.startswith("à reporter : clé parties.2.sigle, employée à")
    assert where.endswith("clause commun/engagements-demarche.md:2")
    assert [one.code.number for one in found.remarks] == ["C631", "C633"]


def paragraph_of(xml, words):
    """The paragraph of these words, as it stands in the XML."""
    pattern = re.escape(words).replace("\\ ", "[ \u202f\u00a0]")
    at = re.search(pattern, xml).start()
    start = max(xml.rfind("<w:p>", 0, at), xml.rfind("<w:p ", 0, at))
    return xml[start : xml.index("</w:p>", at) + len("</w:p>")]


def test_a_clause_removed_is_found_with_its_file(tmp_path, original):
    words = "chacune des parties peut mettre fin"
    found = report(tmp_path, with_parts(original, body=lambda xml: xml.replace(paragraph_of(xml, words), "")))
    assert told(found) == [("suppression", "article 7, paragraphe 2", "à supprimer : clause commun/resiliation.md:1")]


def test_two_paragraphs_swapped_are_a_move(tmp_path, original):
    def swap(xml):
        first = paragraph_of(xml, "La présente convention prend effet")
        second = paragraph_of(xml, "Lorsque des bons de commande sont émis")
        return xml.replace(first, "\x00").replace(second, first).replace("\x00", second)

    found = report(tmp_path, with_parts(original, body=swap))
    assert {line[0] for line in told(found)} == {"deplacement"}
    assert all("commun/duree.md" in line[2] for line in told(found))


def test_added_text_says_where_to_add_it(tmp_path, original):
    def add(xml):
        first = paragraph_of(xml, "Lorsque des bons de commande sont émis")
        item = paragraph_of(xml, "rehausser à 80 % l’ambition")
        xml = xml.replace(first, first + p("Un comité suit la convention chaque trimestre."))
        return xml.replace(item, item + item.replace("rehausser", "doubler").replace("personnes", "familles"))

    found = report(tmp_path, with_parts(original, body=add))
    assert told(found) == [
        ("ajout", "article 2, paragraphe 4", "à ajouter dans la clause commun/duree.md:8, après cette ligne"),
        (
            "ajout",
            "article 4, « Objectifs spécifiques », liste, tiret 3",
            "à ajouter dans la liste services.0.objectifs",
        ),
    ]


def test_bold_alone_is_formatting(tmp_path, original):
    def bolder(xml):
        one = paragraph_of(xml, "chacune des parties peut mettre fin")
        return xml.replace(one, re.sub(r"<w:r>", "<w:r><w:rPr><w:b/></w:rPr>", one, count=1))

    found = report(tmp_path, with_parts(original, body=bolder))
    assert found.verdict is Verdict.BESIDE
    assert found.faulty


def test_a_tracked_change_is_read_both_ways(tmp_path, original):
    def insert(xml):
        old = paragraph_of(xml, "chacune des parties peut mettre fin")
        run = '<w:r><w:t xml:space="preserve"> Vite.</w:t></w:r>'
        added = f'<w:ins w:id="9" w:author="Zoé" w:date="2025-09-01T10:00:00Z">{run}</w:ins>'
        return xml.replace(old, old.replace("</w:p>", f"{added}</w:p>"))

    data = with_parts(original, body=insert)
    accepted = report(tmp_path, data)
    assert accepted.verified.verdict is Verdict.CHANGED
    (pending,) = accepted.changes
    assert (pending.kind, pending.author, pending.place) == ("insertion", "Zoé", "article 7, paragraphe 2")
    rejected = report(tmp_path, data, revisions=Revisions.REJECTED)
    assert rejected.verified.verdict is Verdict.INTACT
    assert rejected.verdict is Verdict.BESIDE  # the words are still on the page
    assert len(rejected.changes) == 1
    assert "lues comme refusées" in text_report(rejected)


def test_an_altered_spec_is_told(tmp_path, original):
    found = report(tmp_path, with_parts(original, spec=swapped("200 000 €", "210 000 €")))
    assert found.altered_spec
    assert found.faulty
    assert "son empreinte" in text_report(found)
    assert found.verified.verdict is Verdict.CHANGED


def test_a_carried_spec_reads_no_file(tmp_path, original):
    (tmp_path / "secret.yaml").write_text("entete: SECRET\n", encoding="utf-8")
    found = report(tmp_path, with_parts(original, spec=swapped("modele:", "herite: secret.yaml\nmodele:")))
    assert found.verified is None
    assert "SECRET" not in text_report(found)
    assert "d’autres fichiers" in text_report(found)


def test_a_foreign_act_is_only_looked_over(tmp_path):
    found = report(tmp_path, word(p("Article 1er – Objet", "H1") + p("Voir l’article 9.")))
    assert found.verified is None
    assert [one.code.number for one in found.remarks] == ["C601"]
    assert "comparé à rien" in text_report(found)


def test_hostile_words_do_not_drive_the_terminal(tmp_path):
    found = report(tmp_path, word(p("Article 1er – Objet", "H1") + p("Voir l’article 9 \u202e\u200b[b]x[/b].")))
    assert "\u202e" not in text_report(found)
    json.loads(json_report(found))


# The command


def run(*arguments, cwd):
    done = convention("verify", *arguments, cwd=cwd)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def test_the_command_gives_its_codes(tmp_path, original):
    (tmp_path / "acte.docx").write_bytes(original)
    (tmp_path / "revenu.docx").write_bytes(with_parts(original, body=swapped("sans délai", "dans le mois")))
    (tmp_path / "faux.docx").write_text("bonjour", encoding="utf-8")
    assert run("acte.docx", cwd=tmp_path)[:2][0] == 0
    assert run("acte.docx", DOMIFA, cwd=tmp_path)[0] == 0
    code, out, _ = run("revenu.docx", "--format", "json", cwd=tmp_path)
    assert code == 1
    assert json.loads(out)["changements"][0]["clause"] == {"fichier": "commun/execution-financiere.md", "ligne": 71}
    code, out, err = run("revenu.docx", "-o", "rapport.txt", "--quiet", cwd=tmp_path)
    assert (code, out, err) == (1, "", "")
    assert "dans le mois" in (tmp_path / "rapport.txt").read_text(encoding="utf-8")
    for wrong, expected in (("faux.docx", 1), ("absent.docx", 3)):
        code, out, err = run(wrong, cwd=tmp_path)
        assert (code, out) == (expected, "")
        assert "Traceback" not in err
        assert err
    assert run("acte.docx", "absent.yaml", cwd=tmp_path)[0] == 3
    assert run("acte.docx", "--revisions", "x", cwd=tmp_path)[0] == 2
    assert run("acte.docx", "--format", "x", cwd=tmp_path)[0] == 2
    assert run("acte.docx", "-o", ".", cwd=tmp_path)[0] == 3


def test_a_draft_is_compared_with_a_draft(tmp_path, original):
    checked = pipeline.check(DOMIFA, pipeline.Options(draft=True)).value
    drafted = pipeline.render(checked, ["docx"]).value["docx"]
    assert report(tmp_path, drafted, DOMIFA).verified.verdict is Verdict.INTACT
    assert report(tmp_path, drafted).verified.verdict is Verdict.INTACT


def test_the_json_form_has_the_keys_its_page_shows(tmp_path, original):
    page = (ROOT / "docs" / "verification.md").read_text(encoding="utf-8")
    shown = json.loads(re.search(r"```json\n(.*?)```", page, re.DOTALL)[1])
    given = json.loads(json_report(report(tmp_path, with_parts(original, body=swapped("135 000 €", "125 000 €")))))
    assert given.keys() == shown.keys()
    for key in ("parties", "changements", "constats"):
        assert given[key][0].keys() == shown[key][0].keys()


# Through LibreOffice


def convert(paths, form, folder):
    command = [
        tool("soffice"),
        f"-env:UserInstallation={(folder / 'profil').as_uri()}",
        "--headless",
        "--convert-to",
        form,
    ]
    subprocess.run(
        [*command, "--outdir", str(folder), *map(str, paths)], check=True, capture_output=True, timeout=HANGS
    )
    return {path.stem: folder / f"{path.stem}.{form}" for path in paths}


INFO = "<dc:creator>Zoé</dc:creator><dc:date>2025-09-01T10:00:00</dc:date>"
REGION = (
    '<text:tracked-changes><text:changed-region text:id="ct1"><text:insertion><office:change-info>'
    f"{INFO}</office:change-info></text:insertion></text:changed-region></text:tracked-changes>"
)
NOTE = f'<office:annotation office:name="c1">{INFO}<text:p>Trop long ?</text:p></office:annotation>'


def fodt_paragraph(xml, words):
    pattern = re.escape(words).replace("\\ ", "[ \u202f\u00a0]")
    at = re.search(pattern, xml).start()
    start = max(xml.rfind("<text:p ", 0, at), xml.rfind("<text:p>", 0, at))
    return xml[start : xml.index("</text:p>", at) + len("</text:p>")]


def swap_fodt(xml):
    first, second = (
        fodt_paragraph(xml, "La présente convention prend effet"),
        fodt_paragraph(xml, "Lorsque des bons de commande"),
    )
    return xml.replace(first, "\x00").replace(second, first).replace("\x00", second)


def track_fodt(xml):
    xml = re.sub(r"(<office:text[^>]*>)", lambda match: match[1] + REGION, xml, count=1)
    old = fodt_paragraph(xml, "chacune des parties peut mettre fin")
    added = '<text:change-start text:change-id="ct1"/> Vite.<text:change-end text:change-id="ct1"/></text:p>'
    return xml.replace(old, old.replace("</text:p>", added))


def comment_fodt(xml):
    return swapped("sans délai", f'{NOTE}sans délai<office:annotation-end office:name="c1"/>')(xml)


ALTERED = {
    "rien": lambda xml: xml,
    "chiffre": swapped("135 000 €", "125 000 €"),
    "clause": lambda xml: xml.replace(fodt_paragraph(xml, "chacune des parties peut mettre fin"), ""),
    "echange": swap_fodt,
    "commentaire": comment_fodt,
    "suivi": track_fodt,
}


@pytest.fixture(scope="session")
def through_libreoffice(tmp_path_factory, original):
    """The act of Domifa, altered in LibreOffice's own form in several ways, and saved as DOCX again."""
    folder = tmp_path_factory.mktemp("libreoffice")
    start = folder / "acte.docx"
    start.write_bytes(original)
    flat = convert([start], "fodt", folder)["acte"].read_text(encoding="utf-8")
    for name, change in ALTERED.items():
        (folder / f"{name}.fodt").write_text(change(flat), encoding="utf-8")
    made = convert([folder / f"{name}.fodt" for name in ALTERED], "docx", folder)
    return {name: path.read_bytes() for name, path in made.items()}


@pytest.mark.outils
def test_libreoffice_alone_changes_no_word(tmp_path, through_libreoffice):
    found = report(tmp_path, through_libreoffice["rien"], DOMIFA)
    assert found.verified.verdict is not Verdict.CHANGED, text_report(found)
    assert found.remarks == ()


@pytest.mark.outils
def test_each_alteration_made_in_libreoffice_is_found_and_placed(tmp_path, through_libreoffice):
    def words(name, **options):
        found = report(tmp_path, through_libreoffice[name], DOMIFA, **options)
        return found, [line for line in told(found) if line[0] != "mise-en-forme"]

    (line,) = words("chiffre")[1]
    assert line[1:] == (
        "article 6, « Crédits délégués », tableau, ligne 2026, colonne CP",
        "à reporter : clé finances.echeancier.2026.cp",
    )
    assert words("clause")[1] == [
        ("suppression", "article 7, paragraphe 2", "à supprimer : clause commun/resiliation.md:1")
    ]
    assert {line[0] for line in words("echange")[1]} == {"deplacement"}
    found, changed = words("commentaire")
    assert changed == []
    (comment,) = found.comments
    assert (comment.author, comment.text, comment.anchor) == ("Zoé", "Trop long ?", "sans délai")
    assert comment.place.startswith("article 6, «\u00a0Suivi et compte rendu")
    found, changed = words("suivi")
    assert [line[:2] for line in changed] == [("modification", "article 7, paragraphe 2")]
    (pending,) = found.changes
    assert (pending.kind, pending.author, pending.text.strip()) == ("insertion", "Zoé", "Vite.")
    assert words("suivi", revisions=Revisions.REJECTED)[1] == []


@pytest.mark.parametrize("path", [DOMIFA, ROOT / "tests" / "specs" / "cinq-parties.yaml"], ids=lambda path: path.stem)
def test_values_tried_together_tell_the_same_keys_as_each_tried_alone(path):
    remade = assembled_again(pipeline.check(path).value, []).value
    alone = Origins(remade)
    words = [(spot, (at, at + 1)) for spot, leaf in alone.leaves.items() for at in range(0, len(leaf.tokens), 40)][::5]
    for key in values_of(remade.checked.spec.tree):
        alone._try(dict([key]), dict.fromkeys(alone.leaves))
    keys = set()
    for spot, chosen in words:
        together = Origins(remade)
        together.seek([(spot, (chosen,))])
        assert together.keys(spot, chosen) == alone.keys(spot, chosen), spot
        keys |= set(alone.keys(spot, chosen))
    assert len(keys) > 2
    assert not all(alone.keys(*one) for one in words)


def test_values_altered_together_are_each_altered_in_its_own_way():
    text = """parties: [{nom: Direction}, {nom: Direction}]
duree: {debut: 2025-01-01, fin: 2026-01-31}
finances: {montant: 200 000 €, accompagnement: 15 000 €}
dispositif: {date_decision: 2025-06, part: 80 %, promotion: "17", site: "https://a.fr"}
"""
    tree = load_text(SourceText("a.yaml", text), SPECS).value
    values = dict(values_of(tree))
    other = dict(values_of(altered(tree, values)))
    assert other.keys() == values.keys()
    assert not {key for key, value in values.items() if other[key] == value}
    names = other["parties", 0, "nom"], other["parties", 1, "nom"]
    assert len({*names, "Direction"}) == 3
    days = [date.fromisoformat(other["duree", key]) for key in ("debut", "fin")]
    assert days[1] - days[0] != timedelta(395)
    sums = [parse_amount(other["finances", key]) for key in ("montant", "accompagnement")]
    assert sums[0] - sums[1] != 185_000
    assert altered(tree, {("finances", "montant"): "200 000 €"}).get("parties") is tree.get("parties")


IMAGE = ROOT / "tests" / "exemples" / "image-et-sommaire.yaml"


@pytest.mark.parametrize("path", [DOMIFA, IMAGE], ids=lambda path: path.stem)
def test_an_act_of_the_same_tree_is_told_as_when_it_is_compared_word_for_word(path, monkeypatch):
    remade = assembled_again(pipeline.check(path).value, []).value
    with monkeypatch.context() as patch:
        patch.setattr(verdicts, "align", None)
        at_once = verify(remade, remade.document)
    monkeypatch.setattr(verdicts, "_same_images", lambda *_: False)
    assert at_once == verify(remade, remade.document)
    assert at_once.verdict is Verdict.INTACT
    assert len(at_once.parts) == len(remade.document.parts)


def test_an_act_of_the_same_tree_with_another_image_is_not_intact():
    remade = assembled_again(pipeline.check(IMAGE).value, []).value
    pictures = [block for part in remade.document.parts for block in part.blocks if isinstance(block, Picture)]
    other = replace(pictures[0], raster=replace(pictures[0].raster, data=b"autre"))

    def redrawn(part):
        return replace(part, blocks=tuple(other if block is pictures[0] else block for block in part.blocks))

    returned = replace(remade.document, parts=tuple(map(redrawn, remade.document.parts)))
    assert returned == remade.document
    assert verify(remade, returned).verdict is Verdict.CHANGED


TRACKED = 'w:id="91" w:author="Zoé" w:date="2025-09-01T10:00:00Z"'
DISCUSSED = (
    f'<w:comments xmlns:w="{W}" xmlns:w14="{W14}">'
    '<w:comment w:id="71" w:author="Zoé"><w:p w14:paraId="0000000A"><w:r><w:t>Trop long ?</w:t></w:r></w:p></w:comment>'
    '<w:comment w:id="72" w:author="Luc"><w:p w14:paraId="0000000B"><w:r><w:t>Non.</w:t></w:r></w:p></w:comment>'
    '<w:comment w:id="73" w:author="Ève"><w:p w14:paraId="0000000C"><w:r><w:t>Fait.</w:t></w:r></w:p></w:comment>'
    "</w:comments>"
)
THREADS = (
    f'<w15:commentsEx xmlns:w15="{W15}"><w15:commentEx w15:paraId="0000000A" w15:done="0"/>'
    '<w15:commentEx w15:paraId="0000000B" w15:paraIdParent="0000000A" w15:done="0"/>'
    '<w15:commentEx w15:paraId="0000000C" w15:done="1"/></w15:commentsEx>'
)


def discussed(data, threads=THREADS):
    """The act with a comment that is answered, and one in a note that is resolved."""
    calls = "".join(f'<w:r><w:commentReference w:id="{number}"/></w:r>' for number in (71, 72))

    def called(words, mark):
        return lambda xml: xml.replace(old := paragraph_of(xml, words), old.replace("</w:p>", f"{mark}</w:p>"))

    parts = members(with_parts(data, body=called("chacune des parties peut mettre fin", calls)))
    parts["word/footnotes.xml"] = parts["word/footnotes.xml"].replace(
        b"</w:p></w:footnote>", b'<w:r><w:commentReference w:id="73"/></w:r></w:p></w:footnote>', 1
    )
    for change in (
        part("comments.xml", DISCUSSED, f"{WORD}.comments+xml", "comments"),
        part("commentsExtended.xml", threads, f"{WORD}.commentsExtended+xml", "commentsExtended"),
    ):
        parts = change(parts)
    rels = "word/_rels/document.xml.rels"
    later = b"http://schemas.microsoft.com/office/2011/relationships/commentsExtended"
    parts[rels] = parts[rels].replace(f"{OFFICE}/commentsExtended".encode(), later)
    parts[rels] = parts[rels].replace(b'Id="rNouveau"', b'Id="rAutre"', 1)
    return packed(parts)


def test_replies_stand_under_their_comment_and_resolved_ones_are_said_so(tmp_path, original):
    found = report(tmp_path, discussed(original), DOMIFA)
    assert [(one.text, one.resolved, [reply.text for reply in one.replies]) for one in found.comments] == [
        ("Trop long ?", False, ["Non."]),
        ("Fait.", True, []),
    ]
    said = text_report(found)
    assert "(Ève), résolu" in said
    assert re.search(r"\(Zoé\)\n    Trop long \?\n    réponse de Luc\u00a0:\n      Non\.", said)
    written = json.loads(json_report(found))["commentaires"]
    assert [(one["resolu"], [reply["texte"] for reply in one["reponses"]]) for one in written] == [
        (False, ["Non."]),
        (True, []),
    ]


def test_comments_that_answer_each_other_are_all_listed(tmp_path, original):
    circle = THREADS.replace('"0000000A" w15:done', '"0000000A" w15:paraIdParent="0000000B" w15:done', 1)
    found = report(tmp_path, discussed(original, circle), DOMIFA)
    assert {one.text for one in found.comments} == {"Trop long ?", "Non.", "Fait."}


BOXED = (
    '<w:r><w:pict><v:textbox xmlns:v="urn:schemas-microsoft-com:vml"><w:txbxContent><w:p>'
    f"<w:ins {TRACKED}><w:r><w:t>Encadré.</w:t></w:r></w:ins></w:p></w:txbxContent></v:textbox></w:pict></w:r>"
)


@pytest.mark.parametrize(
    ("change", "kind", "place", "words"),
    [
        (tracked_words("word/footer1.xml"), "insertion", "pied de page", "FAST 17 – « Domifa »"),
        (tracked_words("word/footnotes.xml"), "insertion", "article", " "),
        (
            words_of_part("word/footer1.xml", f"<w:rPrChange {TRACKED}><w:rPr/></w:rPrChange>"),
            "mise en forme",
            "pied de page",
            "FAST",
        ),
        (inside(BOXED), "insertion", "zone de texte, article 3", "Encadré."),
        (
            alterations.paragraph(f'<w:numPr><w:numId w:val="0"/><w:ins {TRACKED}/></w:numPr>'),
            "insertion",
            "article 3",
            "",
        ),
    ],
)
def test_a_tracked_change_outside_the_text_is_listed(tmp_path, original, change, kind, place, words):
    found = report(tmp_path, packed(change(members(original))), DOMIFA)
    (one,) = found.changes
    assert (one.kind, one.author) == (kind, "Zoé")
    assert one.place.replace("\u00a0", " ").startswith(place), one
    assert words in one.text.replace("\u00a0", " ")
    assert found.verdict is not Verdict.INTACT


def test_a_comment_in_a_text_box_has_its_place_and_its_words(tmp_path, original):
    box = BOXED.replace(f"<w:ins {TRACKED}>", '<w:commentRangeStart w:id="71"/>').replace(
        "</w:ins>", '<w:commentRangeEnd w:id="71"/>'
    )
    added = part("comments.xml", DISCUSSED, f"{WORD}.comments+xml", "comments")
    found = report(tmp_path, packed(added(inside(box)(members(original)))), DOMIFA)
    (one,) = [one for one in found.comments if one.text == "Trop long ?"]
    assert (one.place.replace("\u00a0", " "), one.anchor) == ("zone de texte, article 3", "Encadré.")
