"""Every code has its page, and every example of every page does what it says."""

import re
import shutil
import sys

import pytest

from alterations import altered
from conventions_cli import pipeline
from conventions_cli.cli.streams import expand
from conventions_cli.cli.validate import _check_all
from conventions_cli.foundation.resources import pages_dir
from conventions_cli.linting.remarking import lint
from conventions_cli.pages import explanations
from conventions_cli.pages.explanations import Kind, page_text, read_page
from conventions_cli.pipeline.tolerance import all_codes
from conventions_cli.readers.markdown import read_document
from conventions_cli.writers.docx import write_docx
from fabrique import ROOT
from listes import write_grist
from serveur import convention

BASE = (ROOT / "tests" / "exemples" / "base.yaml").read_text(encoding="utf-8")
PLAN = """titre: T
version: 1.0.0
plan:
  - {article: objet, titre: Objet, clause: objet.md, enonce: [objet, obligations-delegant, obligations-delegataire]}
  - {article: fin, titre: Fin, clause: fin.md, enonce: [execution-financiere, compte-rendu, publication]}
"""


def read_all(folder):
    """The pages of a folder by code, and a sentence for each thing that is wrong with it."""
    pages, faults = {}, []
    for path in sorted(folder.iterdir()):
        if path.suffix != ".md" or path.stem not in all_codes():
            faults.append(f"{folder.name}/{path.name}:1 : aucun diagnostic n’a pour code « {path.stem} ».")
            continue
        try:
            pages[path.stem] = read_page(path)
        except ValueError as error:
            faults.append(str(error))
        else:
            if not pages[path.stem].why.endswith("."):
                faults.append(f"{folder.name}/{path.name}:3 : l’explication finit par un point.")
    missing = [number for number in all_codes() if not (folder / f"{number}.md").exists()]
    return pages, faults + [f"{folder.name}/{number}.md:1 : la page de ce code reste à écrire." for number in missing]


PAGES, FAULTS = read_all(pages_dir())
PAIRS = [
    (code, kind, example, wrong)
    for code, page in PAGES.items()
    for kind in [page.kind]
    for example, wrong in [(page.wrong, True), (page.right, False)]
    if example
]
LONG = {
    "{1 Mio}": b"a: b\n" * 300_000,
    "{60 niveaux}": ("a: " + "[" * 60 + "]" * 60).encode(),
    "{60 renvois}": ("a: &x b\nc: [" + ", ".join(["*x"] * 60) + "]").encode(),
    "\\xe9t\\xe9: 1": "été: 1".encode("latin-1"),
    "{mille parties de mille clés}": (
        "annuaire:\n  tous:\n"
        + "".join(f"    k{number}: x\n" for number in range(1000))
        + "parties:\n"
        + "  - reference: tous\n" * 1000
    ).encode(),
}
LONG_CLAUSES = {"{2000 conditions}": "{% if projet %}Projet.{% endif %}\n" * 2000}


def found_in(path, **options):
    checked = pipeline.check(path, pipeline.Options(**options))
    found = list(checked.diagnostics)
    if checked.value is not None:
        found += pipeline.assemble(checked.value).diagnostics
    return [one.code.number for one in found]


FRAME = """<!-- titre -->

# Convention de délégation de gestion du 20 août 2025

<!-- parties -->

La Direction interministérielle du numérique (DINUM), ci-après dénommée « le délégant » ou « la DINUM » ;

La Direction du numérique (DNUM), ci-après dénommée « le partenaire-délégataire » ou « la DNUM ».

<!-- visas -->

{visas}

<!-- article objet -->

## Article 1er – Objet

La convention confie des actes de gestion.

<!-- article duree -->

## Article 2 – Durée

La convention prend effet à sa signature.

<!-- article execution -->

## Article 3 – Exécution financière

Les crédits sont délégués.

<!-- article essai -->

## Article 4 – {title}

{text}
"""
GOOD_VISAS = "Vu le décret n° 2004-1085 du 14 octobre 2004, ensemble le décret n° 2012-1246 du 7 novembre 2012 ;\n"


def act_with(example):
    """An act that holds an example: among its visas, or in an article of the title the example gives."""
    visas, text = (example, "Texte.") if example.startswith("Vu ") else (GOOD_VISAS, example)
    title = "Essai"
    if text.startswith("## "):
        title, _, text = text.removeprefix("## ").partition("\n")
    read, faults = read_document(FRAME.format(visas=visas, title=title, text=text))
    assert read is not None, faults
    return read


def write_pack(folder, clause="Texte.\n", plan=PLAN):
    pack = folder / "modeles" / "essai"
    pack.mkdir(parents=True)
    (pack / "modele.yaml").write_text(plan, encoding="utf-8")
    (pack / "objet.md").write_text(clause, encoding="utf-8")
    (pack / "fin.md").write_text("Texte.\n", encoding="utf-8")
    (folder / "exemple.yaml").write_text("herite: base.yaml\nmodele: essai\n", encoding="utf-8")
    return folder / "modeles"


def base_of(example):
    """The good spec that an example is laid over: that of the kind it names first, if there is one."""
    named = re.match(r"modele: ([\w-]+)\n", example)
    path = ROOT / "specs" / "exemples" / f"{named[1]}.yaml" if named else None
    return path.read_text(encoding="utf-8") if path is not None and path.is_file() else BASE


def run(kind, example, folder):
    """The codes an example gives."""
    (folder / "base.yaml").write_text(base_of(example), encoding="utf-8")
    path = folder / "exemple.yaml"
    if kind is Kind.FILE or example in LONG:
        path.write_bytes(LONG.get(example, example.encode()))
        return found_in(path)
    if kind is Kind.FIELDS:
        head = "" if "herite:" in example else "herite: base.yaml\n"
        path.write_text(f"{head}{example}\n", encoding="utf-8")
        return found_in(path)
    if kind is Kind.CLAUSE:
        return found_in(path, template_dir=write_pack(folder, LONG_CLAUSES.get(example, example)))
    if kind is Kind.PLAN:
        plan = PLAN.replace("article: fin", example) if example.startswith("article") else PLAN
        if example.startswith("enonce"):
            needed = (
                "objet, obligations-delegant, obligations-delegataire, execution-financiere, compte-rendu, publication"
            )
            lost = set(example.removeprefix("enonce: ").strip("[]").split(", "))
            plan = PLAN[: PLAN.index("plan:")]
            kept = [one for one in needed.split(", ") if one not in lost]
            plan += f"plan: [{{article: a, titre: A, clause: objet.md, enonce: [{', '.join(kept)}]}}]\n"
            if "duree" in lost:
                plan = plan.replace(needed, "duree")
        return found_in(path, template_dir=write_pack(folder, plan=plan))
    if kind is Kind.ACT:
        return [remark.code.number for remark in lint(act_with(example))]
    raise AssertionError(kind)


@pytest.mark.parametrize(
    ("code", "kind", "example", "wrong"), [pair for pair in PAIRS if pair[1] not in {Kind.COMMAND, Kind.PLAN}]
)
def test_an_example_gives_its_code_when_wrong_and_not_when_right(tmp_path, code, kind, example, wrong):
    assert (code in run(kind, example, tmp_path)) is wrong


@pytest.mark.parametrize(("code", "kind", "example", "wrong"), [pair for pair in PAIRS if pair[1] is Kind.PLAN])
def test_an_example_of_a_plan_is_refused_when_it_lacks_what_the_law_wants(tmp_path, code, kind, example, wrong):
    (tmp_path / "base.yaml").write_text(BASE, encoding="utf-8")
    if example.startswith("article"):
        assert (code in run(kind, example, tmp_path)) is wrong
        return
    plan = f"{PLAN[: PLAN.index('plan:')]}plan: [{{article: a, titre: A, clause: objet.md, {example}}}]\n"
    codes = found_in(tmp_path / "exemple.yaml", template_dir=write_pack(tmp_path, plan=plan))
    assert (code in codes) is wrong


@pytest.fixture(scope="module")
def doubles(tmp_path_factory):
    """Two specs that clash, for the codes of sets: files of one repository, which may inherit one another."""
    folder = tmp_path_factory.mktemp("exemples") / "dossier"
    (folder / ".git").mkdir(parents=True)
    (folder / "base.yaml").write_text(BASE, encoding="utf-8")
    pam = "chorus: {projet_analytique: 12-129-FA17-MS0-0001}\n"
    for kind, text in (("nor", "nor: TSSZ2530440X\n"), ("pam", pam), ("service", "")):
        (folder / "doublon" / kind).mkdir(parents=True)
        for number in (1, 2):
            name = "services: [{nom: Domifa}]\n" if kind == "service" else f"services: [{{nom: S{number}}}]\n"
            body = f"herite: ../../base.yaml\n{text}{name}"
            (folder / "doublon" / kind / f"{number}.yaml").write_text(body, encoding="utf-8")
    checked = pipeline.check(folder / "base.yaml").value
    (folder / "acte.docx").write_bytes(pipeline.render(checked, ["docx"]).value["docx"])
    bare = write_docx(pipeline.assemble(checked).value.without_spec())
    (folder / "sans-specification.docx").write_bytes(bare)
    data = (folder / "acte.docx").read_bytes()
    footed = altered(data, footer1=lambda xml: xml.replace("Page ", "Montant porté à 900 000 €, page "))
    (folder / "pied-change.docx").write_bytes(footed)
    struck = altered(data, document=lambda xml: xml.replace("<w:r><w:t", "<w:r><w:rPr><w:strike/></w:rPr><w:t", 1))
    (folder / "barre.docx").write_bytes(struck)
    (folder / "projet.yaml").write_text("herite: base.yaml\ndate_signature:\n", encoding="utf-8")
    shutil.copy(ROOT / "specs" / "exemples" / "groupement-commandes.yaml", folder / "groupement.yaml")
    (folder / "doublon" / "base.yaml").write_text("herite: ../base.yaml\n", encoding="utf-8")
    unknown = "".join(f"cle_{number}: x\n" for number in range(300))
    (folder / "nombreux.yaml").write_text(f"{BASE}{unknown}", encoding="utf-8")
    versions(folder / "avenant")
    products(folder / "produits")
    packs(folder / "modeles")
    lists(folder / "listes")
    for name, text in (("contredit", "12 000 € (dix mille euros)"), ("coherent", "12 000 € (douze mille euros)")):
        clause = folder / "relus" / name / "commun" / "preambule.md"
        clause.parent.mkdir(parents=True)
        clause.write_text(f"## Préambule\n\nUne étude de {text} a précédé le service.\n", encoding="utf-8")
    own = pipeline.check(folder / "base.yaml", pipeline.Options(template_dir=folder / "relus" / "coherent")).value
    (folder / "acte-maison.docx").write_bytes(pipeline.render(own, ["docx"]).value["docx"])
    return folder


LIEU = "{% if champs.lieu %}Le lieu est dit.{% endif %}\n\n"


def packs(folder):
    """Packs with a field that may be absent, printed with and without a condition."""
    field = "champs:\n  lieu: {type: texte}\nplan:"
    for name, text in (
        ("sans", f"{LIEU}Les travaux ont lieu à {{{{ champs.lieu }}}}.\n"),
        ("sous", f"{LIEU}{{% if champs.lieu %}}Les travaux ont lieu à {{{{ champs.lieu }}}}.{{% endif %}}\n"),
    ):
        home = write_pack(folder.parent, text, PLAN.replace("plan:", field)) / "essai"
        home.rename(folder / f"champ-{name}-condition")


def products(folder):
    """Product pages, and the JSON of products: right ones, and one wrong in each way."""
    folder.mkdir()
    for name, phase in (("en-cours", "construction"), ("abandonne", "abandon"), ("phase-inconnue", "attente")):
        text = f"---\ntitle: Domifa\nphases: [{{name: {phase}, start: 2026-03-03}}]\n---\n"
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    product, member = '{"ghid": "domifa", "name": "Domifa", "phases": []}', '{"fullname": "Camille Martin"}'
    (folder / "seul.json").write_text(product, encoding="utf-8")
    (folder / "meles.json").write_text(f"[{product}, {member}]", encoding="utf-8")


LISTS = {
    "bonne.csv": "Service;Montant\nDomifa;200 000 €\n",
    "faux.xlsx": "Service;Montant\nDomifa;200 000 €\n",
    "sans-nom.csv": "Bidule;Montant\nDomifa;200 000 €\n",
    "illisible.csv": "Service;Montant\nDomifa;beaucoup\n",
    "abrege.csv": "Service;Montant\nDomifa;50 k€\n",
    "total.csv": "Service;Montant\nDomifa;200 000 €\nTotal;200 000 €\n",
    "remarques.csv": "Service;Remarques\nDomifa;à voir\n",
}


def lists(folder):
    """Lists, each wrong in one way, and a Grist document of two tables."""
    folder.mkdir()
    for name, text in LISTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    write_grist(
        folder / "deux.grist", {"Laureats": [(("Service", "Text"),), "Domifa"], "Agents": [(("Nom", "Text"),), "X"]}
    )


REDUCED = "echeancier: {2025: {ae: 165 000 €, cp: 50 000 €}, 2026: {cp: 115 000 €}}"
VERSIONS = {
    "identique": "",
    "prolongee": "duree: {fin: 2027-06-30}",
    "autre-partie": "parties: [{reference: dinum, role: delegant}, {reference: dgcs, role: delegataire}]",
    "autre-signataire": "duree: {fin: 2027-06-30}\nannuaire: {dinum: {representants: [{nom: Y, fonction: cheffe}]}}",
    "autre-promotion": "dispositif: {promotion: 18}",
    "orpheline": "duree: {fin: 2027-06-30}\navenant: {de: absente.yaml, numero: 1}",
    "suivie": "duree: {fin: 2027-06-30}\navenant: {de: ../base.yaml, numero: 1}",
    "redatee": "date_signature: 2025-09-01",
    "recrite": f"finances: {{montant: 180 000 €, {REDUCED}}}",
    "reduite": f"finances: {{montant: 180 000 €, montant_attribue: 200 000 €, {REDUCED}}}",
}


def versions(folder):
    """New versions of the base act, each wrong or right in one way."""
    folder.mkdir()
    for name, text in VERSIONS.items():
        (folder / f"{name}.yaml").write_text(f"herite: ../base.yaml\n{text}\n", encoding="utf-8")
    for name, key in (("oublieux", "montant"), ("fidele", "montant_obtenu")):
        clause = folder / name / "commun" / "preambule.md"
        clause.parent.mkdir(parents=True)
        clause.write_text(f"## Préambule\n\nLe service a obtenu {{{{ finances.{key} }}}}.\n", encoding="utf-8")


@pytest.mark.parametrize(("code", "kind", "example", "wrong"), [pair for pair in PAIRS if pair[1] is Kind.COMMAND])
def test_an_example_of_a_command_prints_its_code_or_does_its_work(tmp_path, doubles, code, kind, example, wrong):
    folder = shutil.copytree(doubles, tmp_path / "dossier")
    name, *arguments = example.split()
    assert name == "convention"
    result = convention(*arguments, cwd=folder)
    printed = (result.stdout + result.stderr).decode()
    assert (code in printed) is wrong
    if not wrong:
        assert result.returncode == 0, printed


def test_every_code_has_a_page_and_every_page_a_code():
    assert FAULTS == []
    assert set(PAGES) == set(all_codes())
    assert all(code.number in page_text(code) for code in all_codes().values())


GOOD = """# C353

## Pourquoi

On ne paie pas plus que ce qui est ouvert.

## Refusé (extrait de spécification)

```yaml
finances: {montant: 1}
```

## Accepté (extrait de spécification)

```yaml
finances: {montant: 2}
```
"""


def faults_of(folder, data, name="C353.md"):
    """What is said of a folder that holds the true pages and this file, and is not said of the true pages alone."""
    codes = folder / "codes"
    shutil.copytree(pages_dir(), codes)
    (codes / name).write_bytes(data if isinstance(data, bytes) else data.encode())
    return new_faults(codes)


def new_faults(codes):
    """A page that is still to write is told by one test, not by each of these."""
    return [fault for fault in read_all(codes)[1] if fault not in FAULTS]


def test_a_page_is_read_as_its_readers_see_it(tmp_path):
    assert faults_of(tmp_path, GOOD.replace("\n", "\r\n")) == []
    page = read_page(tmp_path / "codes" / "C353.md")
    assert (page.why, page.kind) == ("On ne paie pas plus que ce qui est ouvert.", Kind.FIELDS)
    assert (page.wrong, page.right) == ("finances: {montant: 1}", "finances: {montant: 2}")


FAULTY = {
    "titre d’un autre code": ("# C353", "# C354", 1, "commence par « # C353 »"),
    "texte avant tout titre": ("# C353\n", "Bonjour\n\n# C353\n", 1, "commence par « # C353 »"),
    "texte sous le code": ("# C353\n", "# C353\n\nBonjour\n", 1, "commence par « # C353 »"),
    "fichier vide": (GOOD, "", 1, "commence par « # C353 »"),
    "pourquoi absent": ("## Pourquoi\n\nOn ne paie pas plus que ce qui est ouvert.\n", "", 4, "« ## Pourquoi »"),
    "pourquoi seul absent": (GOOD, "# C353\n", 1, "« ## Pourquoi »"),
    "pourquoi vide": ("On ne paie pas plus que ce qui est ouvert.\n", "", 3, "« ## Pourquoi », suivi d’un texte"),
    "pourquoi sans point": ("ouvert.", "ouvert", 3, "finit par un point"),
    "titre mal écrit": ("## Refusé", "## Refuse", 7, "« ## Refuse (extrait de spécification) » n’a pas sa place"),
    "genre inconnu": ("Refusé (extrait de spécification)", "Refusé (exemple)", 7, "« ## Refusé (fichier entier) »"),
    "genre oublié": ("Refusé (extrait de spécification)", "Refusé", 7, "« ## Refusé (extrait d’acte) »"),
    "autre genre": (
        "Accepté (extrait de spécification)",
        "Accepté (clause)",
        13,
        "« ## Accepté (extrait de spécification) »",
    ),
    "juste sans fautif": (GOOD[GOOD.index("## Ref") : GOOD.index("## Acc")], "", 7, "attendu ici : « ## Refusé (extr"),
    "deux fois fautif": ("## Accepté", "## Refusé", 13, "« ## Accepté (extrait de spécification) »"),
    "titre de trop": ("montant: 2}\n```\n", "montant: 2}\n```\n\n## Note\n", 19, "attendu ici : rien de plus"),
    "autre langue": ("```yaml\nfinances: {montant: 1}", "```sh\nls", 7, "viennent une ligne « ```yaml »"),
    "exemple sans marque": ("```yaml\nfinances: {montant: 2}\n```", "finances: {montant: 2}", 13, "« ```yaml »"),
    "exemple vide": ("finances: {montant: 2}\n", "", 13, "« ```yaml », l’exemple"),
    "exemple non fermé": ("montant: 1}\n```\n", "montant: 1}\n", 7, "une ligne « ``` »"),
    "texte après l’exemple": ("montant: 2}\n```\n", "montant: 2}\n```\nVoilà.\n", 13, "et rien d’autre"),
}


@pytest.mark.parametrize(("old", "new", "line", "said"), FAULTY.values(), ids=FAULTY)
def test_a_faulty_page_is_refused_by_a_sentence_that_names_its_file_and_its_line(tmp_path, old, new, line, said):
    assert old in GOOD
    (sentence,) = faults_of(tmp_path, GOOD.replace(old, new))
    assert sentence.startswith(f"codes/C353.md:{line} : ")
    assert said in sentence


def test_a_page_that_is_not_utf_8_is_refused_at_the_line_that_is_not(tmp_path):
    assert faults_of(tmp_path, GOOD.encode("latin-1")) == [
        "codes/C353.md:7 : le fichier s’enregistre en UTF-8, et cette ligne n’en est pas."
    ]


@pytest.mark.parametrize("name", ["C999.md", "C353.txt", "LISEZMOI.md"])
def test_a_file_that_is_the_page_of_no_code_is_refused(tmp_path, name):
    (sentence,) = faults_of(tmp_path, GOOD, name)
    assert sentence.startswith(f"codes/{name}:1 : aucun diagnostic n’a pour code")


def test_a_code_without_its_page_is_named(tmp_path):
    faults_of(tmp_path, GOOD)
    (tmp_path / "codes" / "C353.md").unlink()
    assert new_faults(tmp_path / "codes") == ["codes/C353.md:1 : la page de ce code reste à écrire."]


def test_a_code_is_explained_by_its_file_alone(tmp_path, monkeypatch):
    (tmp_path / "C353.md").write_text(GOOD, encoding="utf-8")
    monkeypatch.setattr(explanations, "pages_dir", lambda: tmp_path)
    assert "On ne paie pas plus que ce qui est ouvert." in page_text(all_codes()["C353"])


def test_the_page_of_codes_is_fresh():
    sys.path.insert(0, str(ROOT / "tools"))
    try:
        import build_docs
    finally:
        sys.path.pop(0)
    assert (ROOT / "docs" / "diagnostics.md").read_text(encoding="utf-8") == build_docs.diagnostics(), "make docs"


def test_sets_are_checked(doubles, monkeypatch):
    monkeypatch.chdir(doubles)
    results = _check_all(expand(["doublon/nor"]), pipeline.Options())
    (found,) = [one for one in results[1].diagnostics if one.code.number == "C371"]
    assert found.related[0].span.source.name == "doublon/nor/1.yaml"


@pytest.mark.parametrize(
    ("code", "told"),
    [("C999", "C301 à C399"), ("C35", "Codes en C35 : C350, "), ("zut", "les donne tous"), ("C3512", "Codes en C3 : ")],
)
def test_an_unknown_code_is_told_with_those_there_are(code, told):
    done = convention("explain", code, cwd=ROOT)
    assert done.returncode == 2
    assert told in done.stderr.decode().replace("\u00a0", " ")


def test_all_codes_are_listed_and_a_code_may_lack_its_letter():
    listed = convention("explain", cwd=ROOT).stdout.decode().splitlines()
    assert [line[:4] for line in listed] == sorted(all_codes())
    assert convention("explain", "353", cwd=ROOT).stdout == convention("explain", "C353", cwd=ROOT).stdout
