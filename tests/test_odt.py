"""The OpenDocument text: valid by its schema, read back as written, kept by LibreOffice, the same bytes twice."""

import io
import os
import re
import subprocess
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from lxml import etree

from arbres import documents
from conventions_cli.document import Article, CrossReference, Link, Missing, normalize, rewrite_document
from conventions_cli.document.addresses import with_path
from conventions_cli.document.nodes import Document, Footnote, Metadata, Paragraph, Section, SectionKind, Text
from conventions_cli.document.walk import document_stretches, plain_text
from conventions_cli.foundation.records import replace
from conventions_cli.readers import read_odt, read_origin
from conventions_cli.writers.docx import write_docx
from conventions_cli.writers.odt import write_odt
from fabrique import ABSENT, ROOT, SPECS, document, spec
from outils import HANGS, to_pdf, tool
from test_cli import run

MADE = [
    *(SPECS / name for name in ("domifa.yaml", "mano.yaml")),
    *sorted((SPECS / "exemples").glob("*.yaml")),
    *sorted((ROOT / "tests" / "exemples").glob("*.yaml")),
    SPECS / "fast17" / "sourcevue.yaml",
    SPECS / "fast17" / "comptes-rendus" / "clairsemis.yaml",
]
PARTS = ("content.xml", "styles.xml", "meta.xml", "settings.xml")


@pytest.fixture(scope="module")
def acts():
    made = {path.stem: normalize(document(path)) for path in MADE}
    return made | {"trous": normalize(document(spec(date_signature=ABSENT, duree=ABSENT), draft=True))}


@pytest.fixture(scope="module")
def schemas():
    """The schemas of OpenDocument 1.3, which the project does not carry."""
    stated = os.environ.get("CONVENTION_SCHEMAS")
    folder = Path(stated or ROOT.parent / "shared" / "schemas")
    names = ("OpenDocument-v1.3-schema.rng", "OpenDocument-v1.3-manifest-schema.rng")
    if not all((folder / name).exists() for name in names):
        message = f"les schémas d’OpenDocument 1.3 ne sont pas dans {folder} (CONVENTION_SCHEMAS) : ce test est sauté"
        pytest.fail(message) if stated else pytest.skip(message)
    return [etree.RelaxNG(etree.parse(folder / name)) for name in names]


def faults(data, schemas):
    text, manifest = schemas
    archive = zipfile.ZipFile(io.BytesIO(data))
    checked = [(name, text) for name in PARTS] + [("META-INF/manifest.xml", manifest)]
    return [
        f"{name}: {error.message}"
        for name, schema in checked
        if not schema.validate(etree.fromstring(archive.read(name)))
        for error in schema.error_log
    ]


def read(data):
    outcome = read_odt(data, "acte.odt")
    assert outcome.value is not None, outcome.diagnostics
    return outcome.value


def bare(tree):
    """A tree as a file can give it back: without the data of images, nor what stands beside the text."""
    tree = rewrite_document(
        tree,
        lambda inlines: tuple(
            replace(one, url=with_path(one.url)) if isinstance(one, Link) else one for one in inlines
        ),
    )
    return tuple(
        replace(part, blocks=tuple(replace(one, raster=None) if hasattr(one, "raster") else one for one in part.blocks))
        for part in tree.parts
    )


def one_paragraph(*inlines):
    return normalize(Document((Section(SectionKind.BODY, (Paragraph(inlines),)),), Metadata(title="Essai")))


def test_each_part_is_valid(acts, schemas):
    for name, act in acts.items():
        assert faults(write_odt(act), schemas) == [], name


def test_the_schema_would_see_a_fault(acts, schemas):
    data = write_odt(acts["domifa"])
    assert faults(with_part(data, "content.xml", b"<text:list-item>", b"<text:list-item text:rang='1'>"), schemas)
    assert faults(with_part(data, "META-INF/manifest.xml", b"manifest:full-path", b"manifest:path"), schemas)


def with_part(data, name, old, new):
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(made, "w") as target:
        for info in source.infolist():
            content = source.read(info)
            if info.filename == name:
                assert old in content
                content = content.replace(old, new)
            target.writestr(info, content)
    return made.getvalue()


@given(documents())
def test_any_tree_is_valid_and_read_back(schemas, tree):
    data = write_odt(tree)
    assert faults(data, schemas) == []
    assert bare(read(data).document) == bare(tree)


def test_an_act_is_read_back_as_it_was_written(acts):
    for name, act in acts.items():
        reading = read(write_odt(act))
        assert reading.own, name
        assert reading.notices == (), name
        assert bare(reading.document) == bare(act), name
        stated = reading.document.metadata
        assert (stated.title, stated.author) == (act.metadata.title, act.metadata.author)


@pytest.mark.outils
def test_libreoffice_keeps_all_of_it_when_it_saves_it_again(acts, tmp_path):
    before, after = tmp_path / "avant", tmp_path / "apres"
    before.mkdir()
    for name, act in acts.items():
        (before / f"{name}.odt").write_bytes(write_odt(act))
    profile = f"-env:UserInstallation={(tmp_path / 'profil').as_uri()}"
    command = [tool("soffice"), profile, "--headless", "--convert-to", "odt:writer8", "--outdir", str(after)]
    subprocess.run([*command, *map(str, before.glob("*.odt"))], check=True, capture_output=True, timeout=HANGS)
    for name, act in acts.items():
        reading = read((after / f"{name}.odt").read_bytes())
        assert reading.notices == (), name
        assert bare(reading.document) == bare(act), name
        if act.metadata.provenance is not None:
            origin = read_origin(after / f"{name}.odt").value
            assert origin.intact
            assert origin.spec == act.metadata.provenance.spec


@pytest.mark.outils
def test_it_has_the_pages_of_the_word_document(acts, tmp_path):
    folders = tmp_path / "odt", tmp_path / "docx"
    counts = []
    for folder, write in zip(folders, (write_odt, write_docx), strict=True):
        folder.mkdir()
        for name, act in acts.items():
            (folder / f"{name}.{folder.name}").write_bytes(write(act))
        pdfs = to_pdf(sorted(folder.glob("*.*")), folder)
        counts.append([pages_of(path) for path in pdfs])
    assert len(counts[0]) == len(acts)
    assert all(abs(ours - theirs) <= 1 for ours, theirs in zip(*counts, strict=True)), counts


def pages_of(path):
    run = subprocess.run([tool("pdfinfo"), path], check=True, capture_output=True, timeout=HANGS)
    return int(re.search(rb"Pages: +(\d+)", run.stdout)[1])


def test_the_same_act_gives_the_same_bytes_and_opens_with_its_type(acts):
    first, again = write_odt(acts["domifa"]), write_odt(acts["domifa"])
    assert first == again
    assert first[30:38] == b"mimetype"
    assert first[38:77] == b"application/vnd.oasis.opendocument.text"


def test_articles_are_counted_and_references_follow_them(acts):
    content = zipfile.ZipFile(io.BytesIO(write_odt(acts["domifa"]))).read("content.xml").decode()
    places = set(re.findall(r'text:bookmark-start text:name="([^"]+)"', content))
    aims = re.findall(r'<text:bookmark-ref text:reference-format="text" text:ref-name="([^"]+)">([^<]+)<', content)
    assert aims
    assert {name for name, _ in aims} <= places
    assert content.count("<text:sequence ") == 8
    for name, shown in aims:
        around = re.search(rf'bookmark-start text:name="{name}"/>(.*?)<text:bookmark-end', content)[1]
        assert re.sub(r"<[^>]+>", "", around) == shown


def test_an_article_whose_heading_is_not_counted_is_referred_to_by_a_link():
    """« PREMIER » is not what « article 1er » shows: a field would change the words of the act."""
    articles = (
        Article("objet", 1, (Text("Objet"),), (), lead="Article PREMIER – "),
        Article("suite", 2, (Text("Suite"),), (Paragraph((CrossReference("objet", "article\u00a01er"),)),)),
    )
    content = zipfile.ZipFile(io.BytesIO(write_odt(Document(articles)))).read("content.xml").decode()
    assert ">article\u00a01er</text:a>" in content
    assert "bookmark-ref" not in content


def test_a_typed_number_is_no_field_and_a_count_that_jumps_starts_again():
    """As in Word: « 2 bis » is words of its own, and after 2 comes 5."""
    articles = (
        Article("un", 1, (Text("Un"),), ()),
        Article("deux", 2, (Text("Deux"),), ()),
        Article("deux-bis", 3, (Text("Bis"),), (), lead="Article 3 bis – ", typed=True),
        Article("cinq", 5, (Text("Cinq"),), ()),
        Article("six", 6, (Text("Six"),), ()),
    )
    content = zipfile.ZipFile(io.BytesIO(write_odt(Document(articles)))).read("content.xml").decode()
    found = re.findall(r'text:formula="ooow:([^"]+)"[^>]*>(\d+)<', content)
    assert found == [("Article+1", "1"), ("Article+1", "2"), ("5", "5"), ("Article+1", "6")]


def test_a_hole_has_a_comment_that_names_its_key(acts):
    content = zipfile.ZipFile(io.BytesIO(write_odt(acts["trous"]))).read("content.xml").decode()
    assert "Clé à compléter dans la spécification\u00a0: date_signature" in content
    assert content.count("<office:annotation ") == content.count("<office:annotation-end ")


@pytest.mark.parametrize("text", ["deux  blancs", " devant", "a\u00a0: b", 'x < y & "z"', "un-deux", "\u2011", "“”"])
def test_a_text_is_read_back_letter_for_letter(text):
    tree = one_paragraph(Text("a"), Text(text, strong=True), Footnote((Text(text),)), Missing("b", "cle.b"))
    assert bare(read(write_odt(tree)).document) == bare(tree)


def test_a_file_of_another_program_is_not_taken_for_ours(acts):
    data = write_odt(acts["domifa"])
    made = with_part(with_part(data, "content.xml", b'text:name="art', b'text:name="x'), "content.xml", b"_acte", b"y")
    reading = read(made)
    assert not reading.own
    assert len(reading.document.parts) > 8


def test_the_commands_make_it_and_read_what_made_it(tmp_path):
    code, out, err = run("render", str(SPECS / "domifa.yaml"), "--format", "odt", "-o", ".", cwd=tmp_path)
    assert (code, err) == (0, "")
    assert out.strip().endswith("domifa.odt")
    code, out, err = run("inspect", "domifa.odt", cwd=tmp_path)
    assert code == 0, err
    assert "delegation-fast-2025" in out
    code, out, err = run("inspect", "domifa.odt", "--spec", cwd=tmp_path)
    assert "Domifa" in out, err


def altered(data, name, content):
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for info in source.infolist():
            if info.filename != name:
                target.writestr(info, source.read(info))
        target.writestr(name, content)
    return made.getvalue()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (b"https://beta.gouv.fr/manifeste", b"file:///etc/passwd", "Lien dont l’adresse n’est pas admise"),
        (b"<office:font-face-decls", b"<office:scripts><a/></office:scripts><office:font-face-decls", "Macros"),
        (b"usagers", b"<text:hidden-text text:string-value='cache'/>usagers", "Texte masqué\u00a0: « cache »"),
        (b"usagers", b"<draw:frame><draw:object/></draw:frame>usagers", "Image ou zone de texte"),
        (b"usagers", b"<office:annotation><text:p>Vu ?</text:p></office:annotation>usagers", "Commentaire"),
    ],
)
def test_what_has_no_place_in_an_act_is_told(acts, old, new, said):
    reading = read(with_part(write_odt(acts["domifa"]), "content.xml", old, new))
    assert any(said in notice for notice in reading.notices)


def test_macros_in_parts_of_their_own_are_told(acts):
    reading = read(altered(write_odt(acts["domifa"]), "Basic/Standard/Module1.xml", b"<x/>"))
    assert reading.notices == ("Macros, qui ne sont ni lues ni exécutées",)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("content.xml", b"?>\n", b"?>\n<!DOCTYPE x [<!ENTITY a 'b'>]>\n"),
        ("content.xml", b"</office:text>", b"<text:p>" + b"a " * 3_000_000 + b"</text:p></office:text>"),
        ("content.xml", b"</office:text>", b"<text:p></office:text>"),
    ],
    ids=["entités", "bombe", "abîmé"],
)
def test_a_hostile_file_is_refused_with_what_to_do(acts, name, old, new):
    data = write_odt(acts["domifa"])
    content = zipfile.ZipFile(io.BytesIO(data)).read(name).replace(old, new, 1)
    outcome = read_odt(altered(data, name, content), "acte.odt")
    assert outcome.value is None
    assert outcome.diagnostics[0].code.number == "C504"
    assert "LibreOffice" in outcome.diagnostics[0].hint


TRACKED = (
    b"<text:tracked-changes>"
    b'<text:changed-region xml:id="c1" text:id="c1"><text:insertion><office:change-info><dc:creator>Ada</dc:creator>'
    b"<dc:date>2026-01-02T00:00:00</dc:date></office:change-info></text:insertion></text:changed-region>"
    b'<text:changed-region xml:id="c2" text:id="c2"><text:deletion><office:change-info><dc:creator>Noe</dc:creator>'
    b"<dc:date>2026-01-02T00:00:00</dc:date></office:change-info><text:p>tous </text:p></text:deletion>"
    b"</text:changed-region></text:tracked-changes><text:sequence-decls>"
)


def test_tracked_changes_are_read_accepted_and_told_with_who_made_them(acts, schemas):
    data = with_part(write_odt(acts["domifa"]), "content.xml", b"<text:sequence-decls>", TRACKED)
    old = b"tous les six mois"
    new = b'<text:change-start text:change-id="c1"/>chaque <text:span>ann\xc3\xa9e</text:span>'
    new += b'<text:change-end text:change-id="c1"/><text:change text:change-id="c2"/> les six mois'
    data = with_part(data, "content.xml", old, new)
    assert faults(data, schemas) == []
    reading = read(data)
    assert reading.notices == (
        "Texte ajouté avec le suivi des modifications (Ada)\u00a0: « chaque année »",
        "Texte supprimé avec le suivi des modifications (Noe)\u00a0: « tous »",
    )
    words = " ".join(plain_text(one) for one in document_stretches(reading.document))
    assert "chaque année les six mois" in words


def test_changes_that_never_end_are_held_a_few_times_only(acts):
    """Each would hold all the text that follows."""
    opened = b"".join(b'<text:change-start text:change-id="c%d"/>a' % number for number in range(100))
    regions = b"".join(
        b'<text:changed-region text:id="c%d"><text:insertion/></text:changed-region>' % number for number in range(100)
    )
    tracked = b"<text:tracked-changes>" + regions + b"</text:tracked-changes><text:sequence-decls>"
    data = with_part(write_odt(acts["domifa"]), "content.xml", b"<text:sequence-decls>", tracked)
    notices = read(with_part(data, "content.xml", b"tous les six mois", opened)).notices
    assert 20 <= sum(":" in notice for notice in notices) <= 21
