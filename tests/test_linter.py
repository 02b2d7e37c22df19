"""`convention templates check`: faults of a pack, found without any spec."""

import shutil

import pytest

from conventions_cli.templating.environment import environment_for
from conventions_cli.templating.linter import check_pack
from conventions_cli.templating.owed import with_needs
from conventions_cli.templating.pack import available, load_pack
from fabrique import ABSENT, ROOT, spec, text_of
from serveur import convention

MANIFEST = """titre: Essai
version: 1.0.0
champs:
  ville: {type: nom, obligatoire: oui}
plan:
  - {section: titre, clause: titre.md}
  - {article: objet, titre: Objet, clause: [objet.md], avec: {qui: delegant.noms}}
"""


def check(tmp_path, clause, manifest=MANIFEST):
    load_pack.cache_clear()
    environment_for.cache_clear()
    folder = tmp_path / "essai"
    folder.mkdir()
    (folder / "modele.yaml").write_text(manifest, encoding="utf-8")
    (folder / "titre.md").write_text("# Acte\n", encoding="utf-8")
    (folder / "objet.md").write_text(clause, encoding="utf-8")
    return check_pack("essai", tmp_path)


@pytest.mark.parametrize(
    ("clause", "expected", "hint"),
    [
        ("a\n\n{{ finances.montnat }}\n", ("C402", 3, 13), "« montant »"),
        ("{{ finances.cofinancement.montan }}\n", ("C402", 1, 27), "« montant »"),
        ("{% for service in services %}\n{{ service.nmo }}\n{% endfor %}\n", ("C402", 2, 12), "« nom »"),
        ("{% for p in delegataire.parties %}\n{{ p.siggle }}\n{% endfor %}\n", ("C402", 2, 6), "« sigle »"),
        ("{% if projet %}\n{{ inconnu }}\n{% endif %}\n", ("C402", 2, 4), ""),
        ("{% if nor == 'jamais' %}\n{{ titer }}\n{% endif %}\n", ("C402", 2, 4), "« titre »"),
        ("{{ champs.vile }}\n", ("C402", 1, 11), "« ville »"),
        ("a\n{{ nor | majuscules }}\n", ("C401", 2, 10), "« minuscule »"),
        ("{{ nor | xyz }}\n", ("C401", 1, 10), "en_lettres, "),
        ("{{ finances.montant | en_lettre }}\n", ("C401", 1, 23), "Vouliez-vous dire « en_lettres » ?"),
        ("{{ 'objet' | renvoi }}\n", ("C401", 1, 14), "« {{ renvoi(…) }} »"),
        ("{{ finances.montant | projet }}\n", ("C401", 1, 23), "« {{ projet }} »"),
        ("{% if nor is en_lettres %}x{% endif %}\n", ("C401", 1, 14), "« valeur | en_lettres »"),
        ("{% if nor is defind %}x{% endif %}\n", ("C401", 1, 14), "« defined »"),
        ("{% if nor %}x{% endfi %}\n", ("C401", 1, 17), "« endif »"),
        ("{{ en_lettres(finances.montant) }}\n", ("C402", 1, 4), "« {{ valeur | en_lettres }} »"),
        ("{{ renvoie('objet') }}\n", ("C402", 1, 4), "« renvoi »"),
        ("{{ nor\n", ("C401", 1, 1), ""),
        ("{% if x %}\n", ("C401", 1, 1), "« {% endif %} »"),
        ("{% if projet %}{{ renvoi('objt') }}{% endif %}\n", ("C404", 1, 27), "« objet »"),
        ("a\n{{ texte('2004-1058') }}\n", ("C404", 2, 11), "« 2004-1085 »"),
        ("{% if en_vigueur('2031-12') %}x{% endif %}\n", ("C404", 1, 19), "« convention law »"),
        ("a\n\n<b>x</b>\n", ("C403", 3, 1), ""),
        ("{% if annexes %}\n\n> x\n{% endif %}\n", ("C403", 3, 1), ""),
        ("a \ue000\n", ("C407", 1, 1), ""),
        ("{{ services }}\n", ("C408", 1, 1), ""),
    ],
)
def test_a_fault_is_found_at_its_line_in_branches_too(tmp_path, clause, expected, hint):
    found = check(tmp_path, clause)
    assert [(one.code.number, one.span.start.line, one.span.start.column) for one in found] == [expected]
    assert hint in found[0].hint


def test_what_a_model_works_out_is_known_too(tmp_path):
    """« designation » and « lignes » are no fields, and worked out once."""
    clause = "{% for partie in delegataire.parties %}\n{{ partie.designation | le }}\n{% endfor %}\n"
    assert check(tmp_path, clause + "{{ finances.lignes | length }} {{ finances.total_ae }}\n") == ()


def test_several_faults_are_told_at_once(tmp_path):
    found = check(tmp_path, "{{ a }}\n\n{{ b }}\n\n{{ renvoi('c') }}\n")
    assert [(one.code.number, one.span.start.line) for one in found] == [("C402", 1), ("C402", 3), ("C404", 5)]


def test_a_good_pack_and_the_built_in_ones_have_no_finding(tmp_path):
    assert check(tmp_path, "{{ qui | Le }} : {{ champs.ville }}, {{ finances.montant }}.\n") == ()
    for name in available():
        assert check_pack(name) == ()


def test_the_command_takes_names_and_folders(tmp_path):
    check(tmp_path, "{{ inconnu }}\n")
    good = convention("templates", "check", cwd=ROOT)
    assert (good.returncode, good.stdout.decode().count("conforme")) == (0, len(available()))
    bad = convention("templates", "check", tmp_path, cwd=ROOT)
    assert bad.returncode == 1
    assert "C402" in bad.stdout.decode()
    unknown = convention("templates", "check", "absent", cwd=ROOT)
    assert unknown.returncode == 2


def test_a_pack_of_a_checkout_is_checked_alike_by_its_name_and_by_its_folder(tmp_path):
    for name in ("src", "templates"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    home = tmp_path / "templates" / "lettre-mission"
    manifest = (home / "modele.yaml").read_text(encoding="utf-8")
    (home / "modele.yaml").write_text(manifest.replace("\nchamps:\n", "\nchamps:\n  lieu: {type: texte}\n"), "utf-8")
    with (home / "duree.md").open("a", encoding="utf-8") as clause:
        clause.write("\nÀ {{ champs.lieu }}.\n")
    env = {"PYTHONPATH": str(tmp_path / "src")}
    for asked in ("lettre-mission", "templates/lettre-mission", "templates"):
        done = convention("templates", "check", asked, cwd=tmp_path, env=env, cold=True)
        assert (done.returncode, done.stdout.decode().count("C417")) == (1, 1), asked


OWN_FIELD = MANIFEST.replace("  ville:", "  lieu: {type: texte, libelle: lieu des travaux}\n  ville:")
OPTIONAL = OWN_FIELD.replace("libelle: lieu des travaux", "obligatoire: non")
STATED = "objet, duree, obligations-delegant, obligations-delegataire, execution-financiere, compte-rendu, publication"


def whole(manifest):
    """A manifest whose article states all that the law wants, so that an act can be made."""
    return manifest.replace("titre: Objet", f"titre: Objet, enonce: [{STATED}]")


TESTED = "{% if champs.lieu %}a{% endif %}\n"


@pytest.mark.parametrize(
    ("manifest", "clause", "line"),
    [
        (OWN_FIELD, "a\n\n{{ champs.lieu }}\n", None),
        (OWN_FIELD, 'a\n\n{{ champs["lieu"] }}\n', None),
        (OWN_FIELD, "{# {% if champs.lieu %} #}{{ champs.lieu }}\n", None),
        (OWN_FIELD, f"{TESTED}\n{{{{ champs.lieu }}}}\n", 3),
        (OWN_FIELD, TESTED + "\n{% if projet %}\n{{ champs.lieu | Le }}\n{% endif %}\n", 4),
        (OWN_FIELD, "{% if champs.lieu %}{{ champs.lieu }}{% endif %}\n", None),
        (OWN_FIELD, "{{ champs.lieu or 'ici' }} {{ champs.lieu | default('ici', true) }}\n", None),
        (OWN_FIELD, "{{ champs.lieu if champs.lieu else 'ici' }}\n", None),
        (OPTIONAL, "a\n{{ champs.lieu }}\n", 2),
        (OPTIONAL.replace("titre: Objet", "si: champs.lieu, titre: Objet"), "a\n{{ champs.lieu }}\n", None),
        (OWN_FIELD.replace("lieu: {type: texte", "lieu: {type: liste"),
         TESTED + "{% for un in champs.lieu %}{{ un }}{% endfor %}\n", 2),
    ],
)  # fmt: skip
def test_a_field_that_may_be_absent_is_told_where_nothing_tests_it(tmp_path, manifest, clause, line):
    found = check(tmp_path, clause, manifest)
    told = [(one.code.number, one.span.start.line) for one in found if one.span.source.name.endswith("objet.md")]
    assert told == ([("C417", line)] if line else [])


@pytest.mark.parametrize("draft", [True, False])
def test_a_field_without_default_that_a_clause_prints_is_to_complete(tmp_path, draft):
    check(tmp_path, "Les travaux ont lieu à {{ champs.lieu }}.\n", whole(OWN_FIELD))
    data = spec(modele="essai", champs={"ville": "Paris"}, **({"date_signature": ABSENT} if draft else {}))
    (tmp_path / "a.yaml").write_text(text_of(data), encoding="utf-8")
    words = ("render", "a.yaml", "--template-dir", ".", "--format", "md")
    done = convention(*words, cwd=tmp_path)
    if not draft:
        assert (done.returncode, "C201 : Il manque : lieu des travaux." in done.stderr.decode()) == (1, True)
    else:
        assert (done.returncode, "lieu des travaux (champs.lieu)" in done.stderr.decode()) == (0, True)
        assert "à compléter\u00a0: lieu des travaux]" in (tmp_path / "build/a.md").read_text("utf-8")
    done = convention(*words, "--set", "champs.lieu=Lyon", cwd=tmp_path)
    assert done.returncode == 0
    assert "lieu à Lyon." in (tmp_path / "build/a.md").read_text("utf-8")


def test_our_own_packs_say_of_each_field_what_its_clauses_need():
    for name in available():
        pack = load_pack(name).value
        assert with_needs(pack.manifest, pack.folders) is pack.manifest, name


def test_a_value_that_is_not_given_is_told_at_the_line_that_prints_it(tmp_path):
    found = check(tmp_path, "a\n\nSigné le {{ date_signature }}.\n\n{{ nor }}\n")
    assert [(one.code.number, one.span.start.line) for one in found if "n’est pas donnée" in one.message] == [
        ("C408", 5)
    ]


@pytest.mark.parametrize(
    ("clause", "told"),
    [
        ("{{ champs.vile }}", "Vouliez-vous dire « champs.ville » ? Pour déclarer ce champ"),
        ("{{ champs.autre }}", "dans modele.yaml, sous « champs: » : « autre: {type: texte} »."),
        ("{{ finances.montnat }}", "« montnat » n’est pas un champ de cette valeur (« montant » en est un)."),
        ("{{ finances.montant | en_lettre }}", "Vouliez-vous dire « en_lettres » ?"),
        ("{% if nor is defind %}x{% endif %}", "Vouliez-vous dire « defined » ?"),
        ("{{ en_lettres(1) }}", "« {{ valeur | en_lettres }} »"),
        ("{{ renvoie('objet') }}", "Vouliez-vous dire « renvoi » ?"),
    ],
)
def test_an_act_that_is_rendered_says_the_same_of_unknown_words(tmp_path, clause, told):
    check(tmp_path, f"{clause}\n", whole(MANIFEST))
    (tmp_path / "a.yaml").write_text(text_of(spec(modele="essai", champs={"ville": "Paris"})), encoding="utf-8")
    done = convention("render", "a.yaml", "--template-dir", ".", "--format", "md", cwd=tmp_path)
    assert (done.returncode, told in done.stderr.decode().replace("\u00a0", " ")) == (1, True), done.stderr.decode()
