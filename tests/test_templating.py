"""Packs and clauses: what a jurist can write, and how a faulty clause is told."""

import io
import re
import shutil
import unicodedata
import zipfile

import pytest

from conventions_cli import pipeline
from conventions_cli.document.nodes import Article, CrossReference, LineBreak, Missing, Paragraph, SectionKind, Text
from conventions_cli.document.walk import document_stretches, inlines_within, plain_text
from conventions_cli.editing.fixing import applied
from conventions_cli.foundation import catalogue
from conventions_cli.readers.markdown import read_document
from conventions_cli.source.pasted import repaired
from conventions_cli.templating.linter import check_pack
from conventions_cli.templating.pack import available, load_pack
from conventions_cli.writers.docx import write_docx
from conventions_cli.writers.html import write_html
from conventions_cli.writers.markdown import write_markdown
from fabrique import ABSENT, BASE, ROOT, SPECS, article, check, codes, document, spec, text_of

BUILT_IN = tuple(sorted(path.parent.name for path in (ROOT / "templates").glob("*/modele.yaml")))
MANIFEST = """titre: Essai
version: 1.0.0
champs:
  ville: {type: nom, libelle: ville du siège, obligatoire: oui}
  plafond: {type: montant, defaut: 5 000 €}
  note: {type: prose}
plan:
  - {section: titre, clause: titre.md}
  - article: objet
    titre: Objet
    clause: objet.md
    enonce: [objet, obligations-delegant, obligations-delegataire, obligations-porteur, execution-financiere]
  - {article: fin, titre: Fin, clause: fin.md, enonce: [compte-rendu, publication]}
"""


@pytest.fixture
def pack(tmp_path):
    """A small pack, and a way to render its clauses."""
    folder = tmp_path / "essai"
    folder.mkdir()

    def build(clause, manifest=MANIFEST, **changes):
        load_pack.cache_clear()
        from conventions_cli.templating.environment import environment_for

        environment_for.cache_clear()
        (folder / "modele.yaml").write_text(manifest, encoding="utf-8")
        (folder / "titre.md").write_text("# Acte\n", encoding="utf-8")
        (folder / "objet.md").write_text(clause, encoding="utf-8")
        (folder / "fin.md").write_text('Voir l’{{ renvoi("objet") }}.\n', encoding="utf-8")
        data = spec(modele="essai", **{"champs": {"ville": "Brest"}, **changes})
        checked = check(data, template_dir=tmp_path)
        assert checked.value is not None, checked.diagnostics
        return pipeline.assemble(checked.value)

    return build


def faults(outcome):
    return [
        (one.code.number, one.span.source.name.rsplit("/", 1)[-1], one.span.start.line) for one in outcome.diagnostics
    ]


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        ("Texte.\n\n{{ x\n", ("C401", "objet.md", 3)),
        ("{% if services %}\nx\n", ("C401", "objet.md", 2)),
        ("a\n\nb {{ finances.montnat }}\n", ("C402", "objet.md", 3)),
        ("a\n{{ inconnu }}\n", ("C402", "objet.md", 2)),
        ("a\n\n<b>x</b>\n", ("C403", "objet.md", 3)),
        ("a\n\n<div>x</div>\n", ("C403", "objet.md", 3)),
        ("a `code` b\n", ("C403", "objet.md", 1)),
        ("a\n\n    code\n", ("C403", "objet.md", 3)),
        ("a\n\n```\nx\n```\n", ("C403", "objet.md", 3)),
        ("a\n\n> x\n", ("C403", "objet.md", 3)),
        ("a\n\n---\n\nb\n", ("C403", "objet.md", 3)),
        ("![x](https://y.fr)\n", ("C403", "objet.md", 1)),
        ("[x](javascript:alert(1))\n", ("C403", "objet.md", 1)),
        ("[x](/chemin)\n", ("C403", "objet.md", 1)),
        ("{% if services %}\na\n{% endif %}\n\n[x](ftp://y.fr)\n", ("C403", "objet.md", 5)),
        ("{% for n in range(3) %}\na\n{% endfor %}\n\nb[^1]\n", ("C403", "objet.md", 5)),
        ("a\n\n[^1]: seule\n", ("C403", "objet.md", 3)),
        ("a\n\nl’{{ renvoi('absent') }}\n", ("C404", "objet.md", 3)),
        ("{% include 'absent.md' %}\n", ("C406", "objet.md", 1)),
        ("a\n{{ services }}\n", ("C408", "objet.md", 1)),
        ("{{ finances.total_ae.__class__ }}\n", ("C409", "objet.md", 1)),
        ("{{ ''.__class__.__mro__ }}\n", ("C409", "objet.md", 1)),
        ("a\n{{ 'x' * 9999999999 }}\n", ("C409", "objet.md", 2)),
        ("{{ 9 ** 9 ** 9 }}\n", ("C409", "objet.md", 1)),
        ("{% for i in range(999999999) %}x{% endfor %}\n", ("C409", "objet.md", 1)),
        ("{% include 'objet.md' %}\n", ("C409", "objet.md", 1)),
        ("{{ 1 / 0 }}\n", ("C409", "objet.md", 1)),
        ("{{ finances.montant | guillemets }}\n", ("C409", "objet.md", 1)),
        ("a \ue000 b\n", ("C407", "objet.md", 1)),
    ],
)
def test_a_faulty_clause_gives_its_file_and_line(pack, clause, expected):
    outcome = pack(clause)
    assert outcome.value is None
    assert faults(outcome)[0] == expected
    said = re.sub(r"« .*? »", "", outcome.diagnostics[0].message)
    assert not re.search(r"\b(unexpected|expected|object|attribute|token|the|undefined|unsupported|not|has)\b", said), (
        said
    )


def test_faults_of_several_clauses_are_all_told(pack):
    outcome = pack("{{ inconnu }}\n\n", MANIFEST.replace("titre: Fin", 'titre: "{{ absent }}"'))
    assert [code for code, *_ in faults(outcome)] == ["C402", "C402"]


@pytest.mark.parametrize(
    "clause",
    [
        "{% macro m() %}**{{ services[0].nom }}**{% endmacro %}x {{ m() }}\n",
        "x {{ '**' ~ services[0].nom ~ '**' }}\n",
        "x {{ ('**' ~ services[0].nom ~ '**') | safe }}\n",
        "{% set m %}**{{ services[0].nom }}**{% endset %}x {{ m }}\n",
    ],
)
def test_neither_macro_nor_safe_nor_concatenation_undoes_the_guard(pack, clause):
    outcome = pack(clause, services=[{"nom": "_A_"}])
    assert outcome.value is not None, outcome.diagnostics
    assert article(outcome.value, "objet") == "Objet\nx **_A_**"


NAMED = "{% macro m(s) %}le service {{ s.nom }}{% endmacro %}"


@pytest.mark.parametrize(
    "clause",
    [
        NAMED + "x {{ m(services[0]) }}\n",
        NAMED + "x **{{ m(services[0]) }}**\n",
        NAMED + "| A | B |\n| --- | --- |\n| x | {{ m(services[0]) }} |\n",
        NAMED + "x {{ [m(services[0]), 'y'] | enumeration }}\n",
        NAMED + "{% macro n(s) %}({{ m(s) }}){% endmacro %}- x {{ n(services[0]) }}\n",
        "{% macro m() %}a {{ caller() }}{% endmacro %}{% call m() %}{{ services[0].nom }}{% endcall %}\n",
        "{% set m %}{{ services[0].nom }}{% endset %}x {{ m }}\n",
        "{% filter upper %}{{ services[0].nom }}{% endfilter %}\n",
        '{% import "outils.md" as outils %}x {{ outils.m(services[0]) }} {{ outils.nom }}\n',
        '{% from "outils.md" import m, nom with context %}x {{ nom }} {{ m(services[0]) }}\n',
    ],
)
def test_an_act_never_prints_what_another_did(pack, tmp_path, clause):
    """The pack stays loaded from act to act, and all that is kept with it."""
    (tmp_path / "outils.md").write_text(
        "{% macro m(s) %}{{ s.nom }}{% endmacro %}{% set nom %}{{ services[0].nom }}{% endset %}\n", encoding="utf-8"
    )
    outcome = pack(clause, services=[{"nom": "Premier"}])
    assert outcome.value is not None, outcome.diagnostics
    for name in ("Second", "Troisième", "Premier"):
        data = spec(modele="essai", champs={"ville": "Brest"}, services=[{"nom": name}])
        text = article(pipeline.assemble(check(data, template_dir=tmp_path).value).value, "objet")
        assert name in text
        assert not re.search("|".join({"Premier", "Second", "Troisième"} - {name}), text)


def test_what_is_kept_of_a_group_of_parties_keeps_its_form_and_its_act(pack, tmp_path):
    forms = (
        '{{ W | le }}, {{ W | Le }}, {{ W | du }}, {{ W | au }}, {{ W | accorde("né") }} {{ W | verbe("a", "ont") }}'
    )
    clause = " ; ".join(2 * [forms.replace("W", "delegataire"), forms.replace("W", "delegataire.noms")]) + "\n"
    assert pack(clause).value is not None
    role = "le délégataire, Le délégataire, du délégataire, au délégataire, né a"
    for name, its_article, names in [
        ("PIX", "la", "la PIX, La PIX, de la PIX, à la PIX, née a"),
        ("BOL", "le", "le BOL, Le BOL, du BOL, au BOL, né a"),
        ("ULI", "les", "les ULI, Les ULI, des ULI, aux ULI, nées ont"),
    ]:
        party = {"parties__1__sigle": name, "parties__1__article": its_article}
        data = spec(modele="essai", champs={"ville": "Brest"}, **party)
        text = article(pipeline.assemble(check(data, template_dir=tmp_path).value).value, "objet")
        assert text.replace("\u00a0", " ") == "Objet\n" + " ; ".join(2 * [role, names]).replace(" ;", "\u202f;")


def test_a_constant_is_guarded_too(pack):
    assert article(pack("x {{ '**a**' }}\n").value, "objet").endswith("x **a**")


def test_values_print_by_their_type(pack):
    text = article(
        pack("{{ champs.plafond }}, {{ champs.plafond | en_lettres }}, {{ duree.fin }}, {{ 12 }}, {{ true }}\n").value,
        "objet",
    )
    assert (
        text.replace("\u202f", " ").replace("\u00a0", " ")
        == "Objet\n5 000 €, cinq mille euros, 31 décembre 2026, 12, oui"
    )


_SIGNED = """{% set une = signataires[1] %}
{{ une.personne.nom }}
{% if une.au_nom_de %}
pour {{ une.au_nom_de | le }}
{% endif %}
{% if une.delegation %}
({{ une.delegation }})
{% endif %}
"""


@pytest.mark.parametrize(
    ("stated", "printed"),
    [
        ({"par_delegation": "oui"}, "Zoé QUATRE pour le directeur"),
        ({"par_delegation": "non"}, "Zoé QUATRE"),
        ({"delegation": "décision du 3 mars 2023"}, "Zoé QUATRE pour le directeur (décision du 3 mars 2023)"),
    ],
)
def test_a_delegation_of_signature_is_printed_as_the_spec_states_it(pack, stated, printed):
    signatory = {"nom": "Zoé QUATRE", "fonction": "adjointe", "genre": "f", **stated}
    text = article(pack(_SIGNED, parties__1__signataires=[signatory]).value, "objet").replace("\u00a0", " ")
    assert text.splitlines()[-1] == printed


def test_a_prose_value_brings_its_own_blocks(pack):
    champs = {"ville": "Brest", "note": "Un **mot**.\n\n- a\n- b\n"}
    text = write_markdown(pack("Avant.\n\n{{ champs.note }}\n\nAprès.\n", champs=champs).value)
    assert "Avant.\n\nUn **mot**.\n\n- a\n- b\n\nAprès." in text


def test_a_value_as_a_link_is_judged_once_known(pack):
    manifest = MANIFEST.replace("note: {type: prose}", "note: {type: nom}")
    good = pack("[x]({{ champs.note }})\n", manifest, champs={"ville": "B", "note": "https://a.fr/é"})
    assert good.value is not None
    bad = pack("[x]({{ champs.note }})\n", manifest, champs={"ville": "B", "note": "javascript:alert(1)"})
    assert [code for code, *_ in faults(bad)] == ["C408"]


def test_a_reference_is_numbered_and_follows_the_plan():
    def number(data):
        built = document(data)
        return [i.text for s in document_stretches(built) for i in inlines_within(s) if isinstance(i, CrossReference)]

    assert number(SPECS / "domifa.yaml") == ["article\u00a06"]
    assert number(SPECS / "mano.yaml") == ["article\u00a04"]
    assert number(spec()) == ["article\u00a05"]  # no porteur: one article less


@pytest.mark.parametrize("name", ["delegation-fast-2025", "delegation-fast-2023"])
def test_articles_are_numbered_without_gap(name):
    built = document(spec(modele=name))
    assert [part.number for part in built.parts if isinstance(part, Article)] == [1, 2, 3, 4, 5, 6, 7]


@pytest.mark.parametrize(
    ("change", "present", "absent"),
    [
        ({"entete": "Ministère X"}, "<!-- entete -->", None),
        ({}, None, "<!-- entete -->"),
        ({"nor": "TSSZ2530440X"}, "NOR", None),
        ({}, None, "NOR"),
        ({"lieu_signature": "Nîmes"}, "Fait à Nîmes, le", None),
        ({}, "Fait le", "Fait à"),
        ({"marches": {"delegataire": "UGAP"}}, "son propre marché\u00a0: UGAP", None),
        ({}, "à ses propres supports contractuels", None),
        ({"copies": ["Le CBCM", "Y"]}, "## Copies", None),
        ({"annexes": [{"titre": "T", "texte": "x"}]}, "## Annexe – T", None),
        (
            {"services": [{"nom": "A"}, {"nom": "B"}]},
            "des services numériques «\u00a0A\u00a0» et «\u00a0B\u00a0»",
            "du service numérique",
        ),
        ({"duree__fin_comptable": "31/12/2027"}, "31\u00a0décembre\u00a02027", None),
        ({"parties__1__obligations": ["danser", "chanter"]}, "- danser\u202f;\n- chanter.", None),
        (
            {"mobilisation": ["un jour par semaine de développeur"]},
            "  - un jour par semaine de développeur\u202f;",
            None,
        ),
        ({"annexes": ["Budget détaillé"]}, "## Annexe – Budget détaillé", None),
        ({"dispositif__libelle": "Fonds X"}, "FAST (Fonds X)", None),
        ({"dispositif": {"sigle": "FTAP"}}, "dispositif FTAP", "FAST"),
        ({"obligations": {"dnum": ["danser"]}}, "### Obligations particulières", None),
    ],
)
def test_an_optional_clause_follows_the_data(change, present, absent):
    text = write_markdown(document(spec(**change)))
    assert present is None or present in text
    assert absent is None or absent not in text


def test_a_draft_prints_what_is_missing_in_its_place():
    built = document({"services": [{"nom": "X"}], "dispositif": {"sigle": "FAST"}})
    keys = {i.key for s in document_stretches(built) for i in inlines_within(s) if isinstance(i, Missing)}
    assert {"date_signature", "finances.montant", "parties.1.nom", "chorus.programme", "duree.fin"} <= keys
    assert "<mark>\\[à compléter\u00a0: date de signature]</mark>" in write_markdown(built)


@pytest.mark.parametrize(
    ("champs", "expected"),
    [
        ({}, ["C201"]),
        ({"ville": "B", "plafond": "x"}, ["C205"]),
        ({"ville": "B", "vile": "C"}, ["C214"]),
        ({"ville": "B", "note": "# titre\n\n<b>"}, ["C219"]),
    ],
)
def test_extra_fields_are_typed_by_the_pack(pack, tmp_path, champs, expected):
    pack("x\n")
    assert codes(spec(modele="essai", champs=champs), template_dir=tmp_path) == expected


@pytest.mark.parametrize(
    ("manifest", "code"),
    [
        ("titre: x\n", "C201"),
        (MANIFEST.replace("clause: fin.md", "clause: absente.md"), "C406"),
        (MANIFEST.replace("clause: fin.md", "clause: ../../../etc/passwd"), "C406"),
        (MANIFEST.replace("article: fin, ", ""), "C405"),
        (MANIFEST.replace("article: fin", "article: Fin Finale"), "C405"),
        (MANIFEST.replace("titre: Fin, ", ""), "C405"),
        (MANIFEST.replace("section: titre", "section: tire"), "C208"),
        (MANIFEST.replace("type: nom", "type: nam"), "C208"),
        (MANIFEST + "inconnu: 1\n", "C202"),
        ("a: [\n", "C103"),
    ],
)
def test_a_faulty_manifest_is_told(tmp_path, manifest, code):
    load_pack.cache_clear()
    folder = tmp_path / "essai"
    folder.mkdir()
    (folder / "modele.yaml").write_text(manifest, encoding="utf-8")
    for name in ("titre", "objet", "fin"):
        (folder / f"{name}.md").write_text("x\n", encoding="utf-8")
    found = codes(spec(modele="essai", champs={"ville": "B"}), template_dir=tmp_path)
    assert code in found


def test_one_label_never_names_two_articles_of_an_act(pack):
    outcome = pack("x\n", MANIFEST.replace("article: fin", "article: objet"))
    assert [code for code, *_ in faults(outcome)] == ["C405"]


def test_an_unknown_pack_is_suggested():
    found = check(spec(modele="delegation-fast-2026")).diagnostics
    assert [one.code.number for one in found] == ["C213"]
    assert "Vouliez-vous dire « delegation-fast-2025 » ?" in found[0].hint


def test_an_amendment_is_refused_by_a_pack_that_would_lose_it():
    assert codes(spec(amende={"titre": "Convention", "date_signature": "2024-01-01"})) == ["C220"]


def test_a_user_clause_wins_over_the_built_in_one(tmp_path):
    (tmp_path / "commun").mkdir()
    text = (ROOT / "templates" / "commun" / "publication.md").read_text(encoding="utf-8")
    (tmp_path / "commun" / "publication.md").write_text(
        text.replace("est publiée", "est aussi publiée"), encoding="utf-8"
    )
    assert "est aussi publiée" in article(document(spec(), template_dir=tmp_path), "publication")


def test_packs_at_hand_are_listed(tmp_path):
    assert available() == BUILT_IN
    shutil.copytree(ROOT / "templates" / "delegation-fast-2025", tmp_path / "maison")
    assert available(tmp_path) == tuple(sorted((*BUILT_IN, "maison")))


def test_every_clause_file_is_used_by_a_pack():
    used = set()
    for name in available():
        manifest = (ROOT / "templates" / name / "modele.yaml").read_text(encoding="utf-8")
        used |= {path for path in (ROOT / "templates" / "commun").glob("*.md") if path.name in manifest}
    assert used == set((ROOT / "templates" / "commun").glob("*.md"))


def test_no_clause_hard_wires_the_scheme():
    for path in (ROOT / "templates").rglob("*.md"):
        assert "FAST" not in path.read_text(encoding="utf-8"), path


def test_a_long_name_is_cut_in_the_running_header_only():
    built = document(spec(services__0__nom="service " * 40))
    assert len(built.metadata.short_title) <= 75
    assert built.metadata.short_title.endswith("service…\u00a0»")  # cut at a word, its guillemets closed
    assert built.metadata.title.count("service ") >= 40


def test_the_title_is_metadata_too():
    built = document(SPECS / "mano.yaml")
    assert built.metadata.title == "Convention de délégation de gestion FAST\u00a013 | Mano"
    assert plain_text(built.parts[0].blocks[0].content) == built.metadata.title


@pytest.mark.parametrize(
    ("clause", "read"),
    [
        ('{{ delegataire | verbe("*prend*", "*prennent*") }} acte.\n', "*prend* acte."),
        ('{{ delegataire | verbe("1. prend", "1. prennent") }} acte.\n', "1. prend acte."),
        ("{{ delegataire | verbe(champs.brut, champs.brut) }} acte.\n", "*note* acte."),
        ('{{ champs.brut if delegataire else "prend" }} acte.\n', "*note* acte."),
        ('{{ "_prend_" if delegataire else "prend" }} acte.\n', "_prend_ acte."),
        ('**{{ "prend" if delegataire else "rend" }}** acte.\n', "prend acte."),
    ],
)
def test_what_a_clause_prints_is_never_markup_wherever_it_was_written(pack, clause, read):
    manifest = MANIFEST.replace("champs:\n", "champs:\n  brut: {type: texte}\n")
    outcome = pack(clause, manifest, champs={"ville": "Brest", "brut": "*note*"})
    assert article(outcome.value, "objet").splitlines()[1:] == [read]


@pytest.mark.parametrize(
    "printed",
    [
        'delegataire | verbe("s’engage", "s’engagent")',
        '"des" if plusieurs_services else "du"',
        "delegataire | le",
        "12",
        '"mot"',
    ],
)
def test_whatever_a_clause_prints_is_guarded(tmp_path, printed):
    from conventions_cli.templating.environment import environment_for

    made = environment_for((tmp_path,)).compile(f"{{{{ {printed} }}}}", raw=True)
    assert "yield guarded(" in made


@pytest.mark.parametrize("text", ["L’o\ufb03ce", "L’e\u0301te\u0301", "Un\u00ad mot", "Un\u200b mot"])
def test_a_clause_prints_what_is_repaired_and_its_check_says_so(pack, tmp_path, text):
    assert article(pack(f"{{{{ 1 }}}} mot.\n{text}\n").value, "objet") == f"Objet\n1 mot. {repaired(text)}"
    told = [one for one in check_pack("essai", tmp_path) if one.code.number == "C121"]
    assert [(one.span.source.name.rsplit("/", 1)[-1], one.span.start.line) for one in told] == [("objet.md", 2)]


@pytest.mark.parametrize("text", ["Le MinistÃ¨re", "Le Minist\ufffdre"])
def test_a_damaged_clause_is_refused_where_it_stands(pack, tmp_path, text):
    (found,) = pack(f"Un mot.\n\n{text}\n").diagnostics
    assert (found.code.number, found.span.start.line) == ("C407", 3)
    assert "C407" in [one.code.number for one in check_pack("essai", tmp_path)]


def test_a_manifest_with_leftovers_is_usable_and_a_damaged_one_is_not(pack, tmp_path):
    made = pack("x\n", MANIFEST.replace("titre: Essai", "titre: E\u0301ssai"))
    assert made.value is not None
    assert load_pack("essai", tmp_path).value.manifest.titre == "Éssai"
    assert [one.code.number for one in load_pack("essai", tmp_path).diagnostics] == ["C121"]
    load_pack.cache_clear()
    (tmp_path / "essai" / "modele.yaml").write_text(MANIFEST.replace("Essai", "Ã‰ssai"), encoding="utf-8")
    refused = load_pack("essai", tmp_path)
    assert (refused.value, [one.code.number for one in refused.diagnostics]) == (None, ["C122"])


def signing(pack, function, gender=None, clause="{{ delegataire.parties[0].representants[0] | qualite }},\n"):
    person = {"nom": "Ada UNE", "fonction": function} | ({"genre": gender} if gender else {})
    return article(pack(clause, parties__1__representants=[person]).value, "objet").removeprefix("Objet\n")


@pytest.mark.parametrize(
    ("function", "gender", "expected"),
    [
        ("directrice interministérielle du numérique", None, "La directrice interministérielle du numérique,"),
        ("chef de service, adjoint à la directrice du numérique", None, "Le chef de service, adjoint à la directrice"),
        ("inspecteur général des finances", "m", "L’inspecteur général des finances,"),
        ("Le directeur du numérique", None, "Le directeur du numérique,"),
        ("La responsable du service", None, "La responsable du service,"),
        ("l’économe", None, "L’économe,"),
        ("le huissier en chef", None, "Le huissier en chef,"),
        ("huissier en chef", None, "L’huissier en chef,"),
        ("responsable du service", None, "Responsable du service,"),
        ("responsable du service", "f", "La responsable du service,"),
        ("onzième adjointe", "f", "La onzième adjointe,"),
    ],
)
def test_a_person_signs_in_a_quality(pack, function, gender, expected):
    assert signing(pack, function, gender).startswith(expected)


def test_the_quality_nobody_gave_is_asked_for(pack, tmp_path):
    data = spec(modele="essai", champs={"ville": "Brest"}, parties__1__representants=[{"nom": "Ada UNE"}])
    pack("{{ delegataire.parties[0].representants[0] | qualite }}\n")
    checked = check(data, draft=True, template_dir=tmp_path)
    assert "[à compléter" in article(pipeline.assemble(checked.value).value, "objet")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, "la DINUM, la DINUM"),
        ({"sigle": "OUATE"}, "la OUATE, la Direction"),
        ({"sigle": ABSENT, "nom": "Onzième arrondissement", "article": "le"}, "le Onzième arrondissement, le Onzième"),
        ({"sigle": ABSENT, "nom": "Huit", "article": "les"}, "les Huit, les Huit"),
        ({"sigle": ABSENT, "nom": "Haute Autorité", "article": "la"}, "la Haute Autorité, la Haute"),
        ({"sigle": ABSENT, "nom": "Héron", "article": "le"}, "le Héron, le Héron"),
        ({"sigle": ABSENT, "nom": "Hôtel des monnaies", "article": "le"}, "le Hôtel des monnaies, le Hôtel"),
        ({"sigle": ABSENT, "nom": "ouate", "article": "la"}, "la ouate, la ouate"),
        ({"sigle": ABSENT, "nom": "L’Onzième", "article": "la"}, "la Onzième, la Onzième"),
        ({"sigle": "ODIV", "nom": "Onzième division", "article": "la"}, "la ODIV, la Onzième division"),
        ({"sigle": "HCERES", "nom": "Haut Conseil", "article": "l’", "genre": "m"}, "l’HCERES, le Haut Conseil"),
        ({"sigle": "DN", "nom": "Agence du numérique", "article": "la"}, "la DN, l’Agence du numérique"),
        ({"sigle": "HAS", "nom": "Agence", "article": "la"}, "la HAS, l’Agence"),
    ],
)
def test_the_article_of_a_spec_decides(pack, changes, expected):
    clause = "{{ delegant.parties[0].designation | le }}, {{ delegant.parties[0].designation_longue | le }}\n"
    party = {f"parties__0__{key}": value for key, value in changes.items()}
    said = article(pack(clause, **party).value, "objet").removeprefix("Objet\n").replace("\u00a0", " ")
    assert said.startswith(expected if changes else "la DINUM, la Direction interministérielle")


def test_the_article_of_a_denomination_decides(pack):
    clause = "{{ delegataire | le }} {{ delegataire | accorde('tenu') }}\n"
    for word, said in [("le onzième délégataire", "le onzième délégataire tenu"), ("la ouate", "la ouate tenue")]:
        found = article(pack(clause, parties__1__denomination=word).value, "objet")
        assert found.removeprefix("Objet\n") == said


@pytest.mark.parametrize(
    ("articles", "expected"),
    [
        (("la", "la"), "dénommées"),
        (("la", "le"), "dénommés"),
        (("le", "le"), "dénommés"),
        (("la", "l’"), "dénommés"),  # of a gender that nothing tells
    ],
)
def test_what_is_said_of_all_the_parties_agrees_with_them(pack, articles, expected):
    changes = {f"parties__{number}__article": one for number, one in enumerate(articles)}
    changes |= {"parties__1__nom": "Envergo"} if articles[1] == "l’" else {}
    assert article(pack("{{ parties | accorde('dénommé') }}\n", **changes).value, "objet") == f"Objet\n{expected}"


def test_a_time_in_a_clause_is_due(pack):
    clause = (
        "{{ champs.ville | a_echeance }}, {{ duree.fin | a_echeance }}, {{ dispositif.date_decision | a_echeance }}\n"
    )
    text = article(pack(clause, champs={"ville": "fin mars 2024"}).value, "objet").replace("\u00a0", " ")
    assert text == "Objet\nà la fin du mois de mars 2024, le 31 décembre 2026, en juin 2025"


def test_a_header_keeps_its_lines_in_every_format():
    built = document(spec(entete="Ministère du travail\nDirection du numérique, lot 4\n\n  Mission  2\n"))
    (header,) = [part for part in built.parts if getattr(part, "kind", None) is SectionKind.HEADER]
    lines = ["Ministère du travail", "Direction du numérique, lot\u00a04", "Mission\u00a02"]
    pieces = [piece for line in lines for piece in (LineBreak(), Text(line))][1:]
    assert header.blocks == (Paragraph(tuple(pieces)),)
    assert "\\\n".join(lines) in write_markdown(built)
    assert read_document(write_markdown(built))[0] == built
    assert "<br>".join(lines) in write_html(built).replace("<br/>", "<br>").replace("<br>\n", "<br>")
    body = zipfile.ZipFile(io.BytesIO(write_docx(built))).read("word/document.xml").decode()
    assert body[: body.index("Mission")].count("<w:br/>") == len(lines) - 1


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("titre: |\n  Un\n  titre\n", True),
        ("titre: >\n  Un\n  titre\n", False),
        ("titre: >\n  Un\n\n  titre\n", True),
        ('titre: "Un\n\n  titre"\n', True),
        ("titre: Un\n  titre\n", False),
        ("titre: |\n  Un titre\n", False),
        ("lieu_signature: |\n  Paris\n  Nord\n", True),
        ("copies:\n  - |\n    Un\n    Deux\n", True),
        ("entete: |\n  Un\n  Deux\n", False),
        ("nor: |\n  TSSZ2530440X\n", False),
    ],
)
def test_lines_that_are_joined_are_told(written, told):
    key = written.partition(":")[0]
    text = text_of(spec(**{key: ABSENT}) if key in BASE else spec()) + written
    found = [one for one in check(text).diagnostics if one.code.number == "C226"]
    assert len(found) == told
    if told and found[0].replacement is not None:
        assert not found[0].replacement.certain
        mended = applied(text, found[0].replacement)
        assert "C226" not in [one.code.number for one in check(mended).diagnostics]
    assert all(one.replacement is not None for one in found) == ("|" in written or not told)


def test_lines_of_a_field_of_a_pack_and_of_the_directory_are_told(pack, tmp_path):
    pack("x\n")
    data = text_of(spec(modele="essai")) + "champs:\n  ville: |\n    Brest\n    Nord\n"
    assert [one.code.number for one in check(data, template_dir=tmp_path).diagnostics] == ["C226"]
    party = "annuaire:\n  dinum:\n    nom: |\n      Direction\n      du numérique\n"
    address = "    adresse: |\n      1 rue A\n      Paris\n"
    (found,) = check(text_of(spec()) + party + address).diagnostics
    assert (found.code.number, found.span.start.line) == ("C226", len(text_of(spec()).splitlines()) + 3)
    assert found.message.startswith("« nom » tient sur une ligne")


@pytest.mark.parametrize(("on_disk", "written"), [("NFD", "NFC"), ("NFC", "NFD"), ("NFD", "NFD")])
def test_a_clause_is_found_whatever_the_form_of_its_name(pack, tmp_path, on_disk, written):
    names = {form: unicodedata.normalize(form, "clé/préambule.md") for form in ("NFC", "NFD")}
    (tmp_path / "essai" / names[on_disk]).parent.mkdir()
    (tmp_path / "essai" / names[on_disk]).write_text("Un mot.\n", encoding="utf-8")
    manifest = MANIFEST.replace("clause: objet.md", f"clause: {names[written]}")
    assert article(pack("x\n", manifest).value, "objet") == "Objet\nUn mot."
    assert article(pack(f'{{% include "{names[written]}" %}}\n').value, "objet") == "Objet\nUn mot."


@pytest.mark.parametrize(("written", "printed"), [("0", "0"), ("12", "12"), ("007", "7"), ("999999999", "999999999")])
def test_a_field_that_is_a_whole_number_is_one_for_clauses(pack, written, printed):
    manifest = MANIFEST.replace("champs:\n", "champs:\n  lots: {type: entier}\n")
    clause = "{{ champs.lots }} lots, dont {{ champs.lots + 1 - 1 }}.\n"
    made = pack(clause, manifest, champs={"ville": "Brest", "lots": written})
    assert article(made.value, "objet").splitlines()[1] == f"{printed} lots, dont {printed}."


@pytest.mark.parametrize("written", ["-1", "1,5", "1.5", "douze", "1000000000", "²", "١٢"])
def test_a_field_that_is_no_whole_number_is_refused_at_its_line(tmp_path, pack, written):
    manifest = MANIFEST.replace("champs:\n", "champs:\n  lots: {type: entier}\n")
    pack("x\n", manifest)
    outcome = check(spec(modele="essai", champs={"ville": "Brest", "lots": written}), template_dir=tmp_path)
    (found,) = [one for one in outcome.diagnostics if one.code is catalogue.INTEGER]
    assert outcome.value is None
    assert found.span.source.line(found.span.start.line).strip().startswith("lots:")
    assert "nombre entier de 0 à 999999999" in found.message
