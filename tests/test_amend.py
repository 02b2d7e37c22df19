"""`convention amend`: from two versions of a spec to the avenant, its consolidated text, and its refusals."""

import json
import re
import shutil

import pytest

from conventions_cli import pipeline
from conventions_cli.amendment import prepare
from conventions_cli.amendment.act_versions import versions_of
from conventions_cli.amendment.applying import applied
from conventions_cli.amendment.holders import holders_of, numbered
from conventions_cli.amendment.lines import blocks_of, lines_of
from conventions_cli.document.nodes import Article, Document, Section, SectionKind
from conventions_cli.document.walk import section_text
from conventions_cli.foundation.records import replace
from conventions_cli.linting.remarking import lint
from conventions_cli.readers.docx import read_docx
from conventions_cli.readers.markdown import read_document
from conventions_cli.writers import FORMATS
from conventions_cli.writers.markdown import write_markdown
from fabrique import ABSENT, ROOT, mammoth_text, spec, text_of
from outils import pdf_text, sdk_errors, to_pdf
from serveur import convention

GUIDE = ROOT / "docs" / "guide" / "faire-un-avenant.md"


def run(*arguments, cwd, **env):
    result = convention(*arguments, cwd=cwd, env={"CONVENTION_DEBUG": "1"} | env)
    return result.returncode, result.stdout.decode(), result.stderr.decode()


def spaced(text):
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def write(folder, name, data):
    (folder / name).write_text(text_of(data) if isinstance(data, dict) else data, encoding="utf-8")
    return folder / name


def amended(folder, old=None, new=None, *settings, **options):
    """The outcome of an avenant between two specs of `fabrique`, written in a folder."""
    read = {key: options.pop(key) for key in ("template_dir", "draft") if key in options}
    before = write(folder, "ancienne.yaml", old or spec())
    after = write(folder, "nouvelle.yaml", new or spec())
    one = pipeline.check(before, pipeline.Options(**options.get("earlier", {})))
    assert one.value is not None, one.diagnostics
    chosen = pipeline.Options(tuple(settings), **read)
    other = pipeline.check(after, chosen)
    assert other.value is not None, other.diagnostics
    earlier = pipeline.Options(**options.get("earlier", {}))
    given = (str(before), one.value)
    return prepare(str(after), other.value, folder, chosen, before=given, before_options=earlier)


def codes(outcome):
    return [one.code.number for one in outcome.diagnostics]


def body(document, label="modification"):
    return [
        spaced(section_text(part))
        for part in document.parts
        if isinstance(part, Article) and part.label.startswith(label)
    ]


def text(document):
    return spaced("\n".join(section_text(part) for part in document.parts))


LONGER = {"duree__fin": "2027-06-30"}
LESS = {"2025": {"ae": "165 000 €", "cp": "50 000 €"}, "2026": {"cp": "115 000 €"}}
REDUCED = {"montant": "180 000 €", "accompagnement": "15 000 €", "echeancier": LESS}
PAID_LESS = {"2025": {"ae": "185 000 €", "cp": "30 000 €"}, "2026": {"cp": "155 000 €"}}
PAID_MORE = {"2025": {"ae": "185 000 €", "cp": "60 000 €"}, "2026": {"cp": "125 000 €"}}


def shared(first, second, **changes):
    """An act with two délégataires, each with AE of 2025 in thousands of euros, half of them paid in 2026."""
    other = {"role": "delegataire", "nom": "Direction générale X", "sigle": "DGX", "article": "la"}
    other |= {"nature": "service_etat", "representants": [{"nom": "Zoé TROIS", "fonction": "directrice", "genre": "f"}]}

    def rows(amount):
        return {"2025": {"ae": f"{amount} 000 €", "cp": "50 000 €"}, "2026": {"cp": f"{amount - 50} 000 €"}}

    calendars = {"dnum": rows(first), "dgx": rows(second)}
    return spec(parties=[*spec()["parties"], other], finances__echeancier=calendars, **changes)


CASES = {
    "amount": spec(
        finances__montant="180 000 €",
        finances__montant_attribue="200 000 €",
        finances__echeancier={"2025": {"ae": "165 000 €", "cp": "50 000 €"}, "2026": {"cp": "115 000 €"}},
    ),
    "date": spec(**LONGER),
    "objective added": spec(services__0__objectifs=["couvrir 80 % du territoire", "ouvrir les données"]),
    "a year more": spec(
        duree__fin="2027-06-30",
        finances__echeancier={"2025": {"ae": "185 000 €", "cp": "50 000 €"}, "2027": {"cp": "135 000 €"}},
    ),
    "no coaching": spec(
        finances__montant="185 000 €", finances__montant_attribue="200 000 €", finances__accompagnement=ABSENT
    ),
    "codes": spec(chorus__activites=["012900121401", "012900121402"], chorus__centre_de_cout="SGSIFAB075"),
    "annex": spec(annexes=[{"titre": "Budget", "texte": "Un **budget**.\n\n- a ;\n- b."}]),
    "obligations": spec(obligations={"dnum": ["rendre compte", "tenir un journal"]}),
    "title": spec(titre="Convention relative au service Domifa"),
    "service": spec(services=[{"nom": "Domifa"}, {"nom": "Envergo"}]),
    "instalments": spec(finances__tranches=[{"part": "50 %", "declencheur": "signature"}] * 2),
}


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("back", [False, True])
def test_what_the_avenant_says_makes_the_new_act_from_the_signed_one(tmp_path, name, back):
    old, new = (CASES[name], spec()) if back else (spec(), CASES[name])
    made = amended(tmp_path, old, new).value
    assert made is not None
    one, other = (pipeline.check(tmp_path / file).value for file in ("ancienne.yaml", "nouvelle.yaml"))
    versions = versions_of([("a", one), ("b", other)]).value
    before, after = (holders_of(each.document, frozenset({SectionKind.PARTIES})) for each in versions)

    def canonical(holders):
        return [replace(holder, lines=lines_of(blocks_of(holder.lines))) for holder in holders]

    assert canonical(applied(before, made.modifications)) == canonical(after)
    # The consolidated text is the signed one with these modifications, and nothing else.
    shown = numbered(made.consolidated, versions[-1].numbering.names)
    assert canonical(holders_of(shown, frozenset({SectionKind.PARTIES}))) == canonical(after)
    # What is published reads back as what was made.
    for document in (made.document, made.consolidated):
        assert read_document(write_markdown(document))[0] == Document(document.parts)
        assert read_docx(FORMATS["docx"].write(document), "acte").value.document == Document(document.parts)


def test_an_avenant_reads_as_one(tmp_path):
    made = amended(
        tmp_path, spec(), CASES["amount"] | {"duree": {"fin": "2027-06-30"}}, "avenant.date_signature=2025-11-03"
    )
    document = made.value.document
    assert spaced(document.metadata.title).startswith(
        "Avenant n° 1 à la convention de délégation de gestion du 20 août 2025 relative à la répartition des rôles"
    )
    duree = next(one for one in body(document) if "(Durée de la convention)" in one)
    assert duree == (
        "Article 1er – Modification de l’article 2 (Durée de la convention)\n"
        "Au premier alinéa de l’article 2, la date : « 31 décembre 2026 » est remplacée par la date : "
        "« 30 juin 2027 »."
    )
    words = text(document)
    assert "les mots : « 185 000 € (cent quatre-vingt-cinq mille euros) » sont remplacés par les mots : " in words
    assert "Le premier tableau est remplacé par le tableau suivant :" in words
    assert "Vu la convention de délégation de gestion du 20 août 2025 relative à" in words
    assert "Les autres stipulations de la convention du 20 août 2025 demeurent inchangées." in words
    assert "le présent avenant est publié" in words
    assert "Fait le 3 novembre 2025." in words


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("CONVENTION entre A et B", "à la convention entre A et B, signée le 20 août 2025"),
        ("Accord du 20 août 2025", "à l’accord du 20 août 2025"),
        ("Protocole commun", "au protocole commun, signé le 20 août 2025"),
        ("Pacte des données", "à l’acte intitulé « Pacte des données », signé le 20 août 2025"),
    ],
)
def test_the_title_of_the_act_is_kept(tmp_path, title, said):
    made = amended(tmp_path, spec(titre=title), spec(titre=title, **LONGER)).value
    assert spaced(made.document.metadata.title) == f"Avenant n° 1 {said}"


def test_only_what_changed_is_said(tmp_path):
    made = amended(tmp_path, spec(), spec(**LONGER)).value
    assert list(made.titles) == ["Modification de l’article\u00a02 (Durée de la convention)"]
    assert [(fact.label, spaced(fact.before), spaced(fact.after)) for fact in made.facts] == [
        ("date de fin", "31 décembre 2026", "30 juin 2027")
    ]


def test_an_avenant_without_a_date_is_a_draft_and_says_so(tmp_path):
    made = amended(tmp_path, spec(), spec(**LONGER)).value
    assert made.checked.spec.draft
    assert [one.cle for one in made.checked.spec.manques] == ["avenant.date_signature"]
    assert "PROJET" in text(made.document)
    assert "[à compléter : date de l’avenant]" in text(made.document)
    assert "Version consolidée provisoire" in text(made.consolidated)
    assert not made.consolidated.metadata.draft
    assert codes(amended(tmp_path, spec(), spec(**LONGER), draft=False)) == ["C710"]


def test_values_never_become_markup(tmp_path):
    name = "**gras** <b>x</b> [lien](https://a.fr) {{ 7*7 }} # | a | `c`"
    made = amended(tmp_path, spec(), spec(services__0__objectifs=[name, "deux"])).value
    assert name in text(made.document)
    again = read_document(write_markdown(made.document))[0]
    assert name in text(again)
    assert name.replace("  ", " ") in spaced(mammoth_text(FORMATS["docx"].write(made.document)))


def test_representatives_change_without_an_avenant_and_the_consolidated_text_keeps_who_signed(tmp_path):
    person = [{"nom": "Zoé NOUVELLE", "fonction": "directrice", "genre": "f"}]
    made = amended(tmp_path, spec(), spec(**LONGER, parties__0__representants=person)).value
    assert [one.split(" : ")[0] for one in made.besides] == ["Représentants des parties", "Signataires"]
    assert len(made.titles) == 1
    assert "Zoé NOUVELLE" in text(made.document)
    assert "Zoé NOUVELLE" not in text(made.consolidated)
    assert "Ada UNE" in text(made.consolidated)
    alone = amended(tmp_path, spec(), spec(parties__0__representants=person))
    assert codes(alone) == ["C701"]
    assert "Représentants" in alone.diagnostics[0].hint


def test_the_consolidated_text_keeps_the_copies_and_the_heading_of_the_signed_act(tmp_path):
    copies = ["Monsieur le contrôleur budgétaire et comptable ministériel"]
    kinds = [SectionKind.HEADER, SectionKind.COPIES]

    def kept(document):
        return [part.kind for part in document.parts if isinstance(part, Section) and part.kind in kinds]

    signed = spec(entete="Ministère", copies=copies)
    made = amended(tmp_path, signed, spec(**LONGER)).value
    assert kept(made.consolidated) == kinds
    places = [part.kind for part in made.consolidated.parts if isinstance(part, Section)]
    assert places[:3] == [SectionKind.DRAFT, SectionKind.HEADER, SectionKind.TITLE]
    assert places[-2:] == [SectionKind.SIGNATURES, SectionKind.COPIES]
    made = amended(tmp_path, spec(), {**signed, "duree": {"fin": "2027-06-30"}}).value
    assert kept(made.consolidated) == []
    assert kept(made.document) == kinds
    assert [one.split(" : ")[0] for one in made.besides] == ["Copies", "En-tête"]


def test_a_party_that_changes_its_name_keeps_its_identity(tmp_path):
    old, new = spec(parties__1__reference="dnum"), spec(parties__1__reference="dnum", parties__1__sigle="DNUMX")
    old["annuaire"] = new["annuaire"] = {"dnum": {"nom": "X"}}
    made = amended(tmp_path, old, new).value
    assert "Modification de la désignation des parties" in made.titles
    assert "les mots : « la DNUM" in text(made.document) or "« la DNUMX »" in text(made.document)


def pack(folder, **clauses):
    """A folder of templates whose clauses lie over the built-in ones."""
    for name, words in clauses.items():
        path = folder / "commun" / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(words, encoding="utf-8")
    return folder


def test_a_clause_that_changed_is_amended_too(tmp_path):
    folder = pack(tmp_path / "modeles", modification="Toute modification fait l’objet d’un avenant.\n")
    made = amended(tmp_path, spec(), spec(), template_dir=folder).value
    (article,) = body(made.document)
    assert article.startswith("Article 1er – Modification de l’article 6 (Modification et résiliation)\n")
    assert "Toute modification fait l’objet d’un avenant." in article


def test_articles_come_and_go_under_the_numbers_of_the_signed_act(tmp_path):
    folder = tmp_path / "modeles"
    home = folder / "delegation-fast-2025"
    shutil.copytree(ROOT / "templates" / "delegation-fast-2025", home)
    plan = (home / "modele.yaml").read_text(encoding="utf-8")
    new = "  - {article: donnees, titre: Données, clause: donnees.md}\n"
    at = plan.index("  - article: execution-financiere")
    (home / "modele.yaml").write_text(plan[:at] + new + plan[at:], encoding="utf-8")
    (home / "donnees.md").write_text('Voir l’{{ renvoi("publication") }}.\n', encoding="utf-8")
    forth = amended(tmp_path, spec(), spec(), template_dir=folder).value
    assert body(forth.document) == [
        "Article 1er – Insertion d’un article 4-1\n"
        "Après l’article 4, il est inséré un article 4-1 ainsi rédigé :\n"
        "« Article 4-1 – Données\n"
        "« Voir l’article 7. »"
    ]
    assert "conservent leur numéro" in text(forth.document)
    assert "Les articles y sont numérotés à la suite" in text(forth.consolidated)
    assert "Article 5 – Données\nVoir l’article 8." in text(forth.consolidated)
    back = amended(tmp_path, spec(), spec(), earlier={"template_dir": folder}).value
    assert body(back.document) == ["Article 1er – Abrogation de l’article 5 (Données)\nL’article 5 est abrogé."]


# ---- refusals


def party(index, **changes):
    data = spec(**LONGER)
    data["parties"][index] |= changes
    return data


@pytest.mark.parametrize(
    ("old", "new", "settings", "code"),
    [
        (spec(), spec(), (), "C701"),
        (spec(), party(0, nom="Autre direction", sigle="AUTRE"), (), "C702"),
        (spec(), party(1, nom="Autre direction", sigle="AUTRE"), (), "C702"),
        (spec(), spec(**LONGER, dispositif__promotion="18"), (), "C703"),
        (spec(date_signature=ABSENT), spec(**LONGER, date_signature=ABSENT), (), "C704"),
        (spec(), spec(**LONGER), ("avenant.date_signature=2027-01-01",), "C705"),
        (spec(), spec(**LONGER), ("avenant.date_signature=2025-08-19",), "C706"),
        (spec(), spec(**LONGER), ("avenant.numero=2",), "C707"),
        (spec(), spec(**LONGER, date_signature="2025-08-21"), (), "C709"),
        (spec(nor="TSSZ2530440X"), spec(**LONGER, nor="TSSZ2530441X"), (), "C709"),
        (spec(reference="A"), spec(**LONGER), (), "C709"),
        (spec(), CASES["amount"] | {"finances": REDUCED}, ("avenant.date_signature=2025-11-03",), "C711"),
        (CASES["amount"], spec(**LONGER, finances__montant="180 000 €", finances__echeancier=LESS), (), "C711"),
        (spec(), spec(**LONGER, dispositif__date_decision="2025-07"), (), "C711"),
        (spec(), spec(**LONGER, dispositif__date_decision=ABSENT), (), "C711"),
        (spec(), spec(**LONGER, duree__debut="2025-09-01"), (), "C711"),
        (spec(), CASES["amount"], ("avenant.date_signature=2026-03-01",), "C712"),
        (CASES["amount"], spec(), ("avenant.date_signature=2026-03-01",), "C712"),
        (spec(), spec(finances__echeancier=PAID_MORE), ("avenant.date_signature=2026-03-01",), "C712"),
        (shared(100, 85), shared(90, 95, **LONGER), ("avenant.date_signature=2026-03-01",), "C712 C712"),
    ],
)
def test_what_no_avenant_can_do_is_refused(tmp_path, old, new, settings, code):
    outcome = amended(tmp_path, old, new, *settings)
    assert outcome.value is None
    assert codes(outcome) == code.split()


@pytest.mark.parametrize(
    ("old", "new", "day"),
    [
        (spec(), spec(finances__echeancier=PAID_LESS), "2026-03-01"),  # what was not paid is paid later
        (spec(), CASES["amount"], "2025-12-31"),
        (spec(), spec(**LONGER, dispositif__date_decision="2025-06-12"), "2026-03-01"),  # told more precisely
        (spec(duree__debut="2025-12-01"), spec(duree__debut="2025-12-15"), "2025-11-03"),  # not in effect yet
        (shared(100, 85), shared(90, 95, **LONGER), "2025-11-03"),
    ],
)
def test_what_has_not_happened_yet_may_still_change(tmp_path, old, new, day):
    assert codes(amended(tmp_path, old, new, f"avenant.date_signature={day}")) == []


def test_a_refused_change_of_the_past_says_where_and_what_to_type(tmp_path):
    given = amended(tmp_path, spec(), CASES["amount"] | {"finances": REDUCED}, "avenant.date_signature=2025-11-03")
    (found,) = given.diagnostics
    assert "La décision a attribué 200 000 € en juin 2025" in spaced(found.message)
    assert "« montant_attribue: 200 000 € »" in found.hint
    assert found.span.source.line(found.span.start.line).strip() == "montant: 180 000 €"
    (closed, other) = amended(
        tmp_path, shared(100, 85), shared(90, 95, **LONGER), "avenant.date_signature=2026-03-01"
    ).diagnostics
    assert "de « dnum » " in closed.message and "de « dgx » " in other.message
    assert "« ae: 100 000 € »" in closed.hint


def test_the_amount_a_decision_gave_stays_in_the_preamble(tmp_path):
    clause = "## Préambule\n\nLe service a obtenu {{ finances.montant_obtenu | et_en_lettres }}.\n"
    folder = {"template_dir": pack(tmp_path / "clauses", preambule=clause)}
    made = amended(
        tmp_path, spec(), CASES["amount"], "avenant.date_signature=2025-11-03", earlier=folder, **folder
    ).value
    assert "200 000 € (deux cent mille euros)." in text(made.consolidated)
    assert not any("préambule" in title for title in made.titles)
    assert "165 000 €" in text(made.document)
    folder = {"template_dir": pack(tmp_path / "autres", preambule=clause.replace("montant_obtenu", "montant"))}
    told = amended(tmp_path, spec(), CASES["amount"], "avenant.date_signature=2025-11-03", earlier=folder, **folder)
    assert codes(told) == ["C713"] and told.value is not None  # the clause is another's: it is told, and made


def test_a_consolidated_text_is_not_accused_of_recalling_what_was_obtained(tmp_path):
    made = amended(tmp_path, spec(), CASES["amount"], "avenant.date_signature=2025-11-03").value
    consolidated = made.consolidated
    assert "200 000 € (deux cent mille euros), dont 15 000 €" in text(consolidated)
    assert [one.code.number for one in lint(consolidated)] == []
    bare = replace(consolidated, parts=consolidated.parts[1:])  # without the mention, nothing explains the gap
    assert [one.code.number for one in lint(bare)] == ["C613"]
    written = write_markdown(consolidated)
    wrong, count = re.subn("au total 165\u202f000", "au total 175\u202f000", written)
    assert count == 1
    read, _ = read_document(wrong)
    assert "C613" in [one.code.number for one in lint(read)]


def test_an_avenant_that_changes_one_calendar_says_so(tmp_path):
    made = amended(tmp_path, shared(100, 85), shared(90, 95, **LONGER), "avenant.date_signature=2025-11-03").value
    assert [(fact.label, spaced(fact.before), spaced(fact.after)) for fact in made.facts if "€" in fact.after] == [
        ("AE 2025 (dnum)", "100 000 €", "90 000 €"),
        ("CP 2026 (dnum)", "50 000 €", "40 000 €"),
        ("AE 2025 (dgx)", "85 000 €", "95 000 €"),
        ("CP 2026 (dgx)", "35 000 €", "45 000 €"),
    ]


def test_a_party_more_or_less_is_another_convention(tmp_path):
    third = {**spec()["parties"][1], "role": "porteur", "nom": "Direction générale", "sigle": "DG"}
    data = spec(**LONGER)
    data["parties"].append(third)
    assert codes(amended(tmp_path, spec(), data)) == ["C702"]
    assert codes(amended(tmp_path, data, spec())) == ["C702"]


def test_the_last_day_is_not_past(tmp_path):
    assert amended(tmp_path, spec(), spec(**LONGER), "avenant.date_signature=2026-12-31").ok


def test_open_accounts_may_be_settled_after_the_end_but_the_end_stays(tmp_path):
    old = spec(duree={"fin": "2026-12-31", "fin_comptable": "2027-12-31"})
    later = spec(duree={"fin": "2026-12-31", "fin_comptable": "2028-03-31"})
    day = "avenant.date_signature=2027-02-01"
    assert amended(tmp_path, old, later, day).ok
    revived = spec(duree={"fin": "2027-06-30", "fin_comptable": "2027-12-31"})
    assert codes(amended(tmp_path, old, revived, day)) == ["C705"]


# ---- chains


@pytest.fixture
def chain(tmp_path):
    write(tmp_path, "signe.yaml", spec(nor="TSSZ2530440X"))
    first = "herite: signe.yaml\nduree: {fin: 2027-06-30}\n"
    write(tmp_path, "un.yaml", f"{first}avenant: {{de: signe.yaml, numero: 1, date_signature: 2026-03-01}}\n")
    second = (
        "herite: un.yaml\nduree: {fin: 2027-12-31}\navenant: {de: un.yaml, numero: 2, date_signature: 2027-01-15}\n"
    )
    write(tmp_path, "deux.yaml", second)
    return tmp_path


def test_an_avenant_to_an_amended_act_names_the_avenants_before(chain):
    code, out, err = run("amend", "deux.yaml", "--final", cwd=chain)
    assert code == 0, err
    assert out.split() == [
        f"build/{name}"
        for name in ("deux-avenant-2.docx", "deux-avenant-2.md", "deux-consolide.docx", "deux-consolide.md")
    ]
    words = spaced((chain / "build/deux-avenant-2.md").read_text(encoding="utf-8"))
    title = next(line for line in words.splitlines() if line.startswith("# "))
    assert title.startswith("# Avenant n° 2 à la convention de délégation de gestion du 20 août 2025 ")
    assert title.endswith(", modifiée par l’avenant n° 1 du 1er mars 2026")
    assert "la date : « 30 juin 2027 » est remplacée par la date : « 31 décembre 2027 »" in words
    assert "(NOR : TSSZ2530440X)," in words
    whole = spaced((chain / "build/deux-consolide.md").read_text(encoding="utf-8"))
    assert "**Version consolidée au 15 janvier 2027** – Texte qui résulte de l’avenant n° 2" in whole
    assert "20 août 2025" in whole
    assert "date de fin : 30 juin 2027 → 31 décembre 2027" in spaced(err)


def test_a_section_on_the_avenant_is_not_inherited(chain):
    write(chain, "trois.yaml", "herite: deux.yaml\nduree: {fin: 2028-03-31}\n")
    code, _, err = run("amend", "deux.yaml", "trois.yaml", "--avenant", "3", cwd=chain)
    assert code == 0
    assert "PROJET d’avenant" in err
    assert "date de l’avenant" in err


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("avenant: {de: signe.yaml, numero: 2, date_signature: 2027-01-15}", "C707"),
        ("avenant: {de: un.yaml, numero: 3, date_signature: 2027-01-15}", "C707"),
        ("avenant: {de: un.yaml, numero: 2, date_signature: 2026-02-15}", "C706"),
        ("avenant: {de: absent.yaml, numero: 2}", "C708"),
        ("avenant: {de: /etc/passwd, numero: 2}", "C708"),
        ("avenant: {de: ., numero: 2}", "C708"),
        ("avenant: {de: deux.yaml, numero: 2}", "C708"),
    ],
)
def test_a_chain_that_does_not_hold_is_refused(chain, text, code):
    write(chain, "deux.yaml", f"herite: un.yaml\nduree: {{fin: 2027-12-31}}\n{text}\n")
    exit_code, out, err = run("amend", "deux.yaml", cwd=chain)
    assert (exit_code, out) == (1, "")
    assert code in err
    assert not (chain / "build").exists()


def test_an_unsigned_avenant_amends_nothing_yet(chain):
    write(chain, "un.yaml", "herite: signe.yaml\nduree: {fin: 2027-06-30}\navenant: {de: signe.yaml, numero: 1}\n")
    _, _, err = run("amend", "deux.yaml", cwd=chain)
    assert "C704" in err
    assert "L’avenant n° 1 (« un.yaml ») n’est pas signé" in spaced(err)


def test_a_chain_in_a_ring_ends(chain):
    write(chain, "un.yaml", "herite: signe.yaml\navenant: {de: deux.yaml, numero: 1, date_signature: 2026-03-01}\n")
    code, _, err = run("amend", "deux.yaml", cwd=chain)
    assert code == 1
    assert "se modifie lui-même" in err


def test_the_act_given_is_the_one_the_spec_names(chain):
    code, _, err = run("amend", "signe.yaml", "deux.yaml", cwd=chain)
    assert code == 1
    assert "Cette version dit modifier « un.yaml », et non « signe.yaml »" in err


# ---- the other commands


def test_validate_takes_the_versions_of_one_act_together(chain):
    code, out, _ = run("validate", ".", "--strict", cwd=chain)
    assert code == 0, out


def test_render_gives_the_consolidated_text_of_a_new_version(chain):
    assert run("render", "un.yaml", cwd=chain)[0] == 0
    text = (chain / "build/un.md").read_text(encoding="utf-8")
    assert text.startswith("<!-- projet -->\n\n**Version consolidée au 1er\u00a0mars\u00a02026** – ")


def test_the_pack_of_avenants_is_not_rendered_alone(tmp_path):
    write(tmp_path, "seul.yaml", spec(modele="avenant"))
    code, _, err = run("render", "seul.yaml", cwd=tmp_path)
    assert code == 1
    assert "C220" in err
    assert "convention amend" in err
    assert run("templates", "check", "avenant", cwd=tmp_path)[0] == 0


def test_a_summary_counts_an_amended_act_once_at_its_last_signed_version(chain):
    code, out, err = run("summary", ".", cwd=chain)
    assert code == 0
    assert "FAST 17 : 1 acte\n" in spaced(out)
    assert "31/12/2027" in spaced(out)
    assert "signe.yaml (modifié par un avenant : « un.yaml » est compté à sa place)" in err
    write(chain, "deux.yaml", "herite: un.yaml\nduree: {fin: 2027-12-31}\navenant: {de: un.yaml, numero: 2}\n")
    code, out, err = run("summary", ".", cwd=chain)
    assert "30/06/2027" in spaced(out)
    assert "deux.yaml (projet d’avenant" in err


def test_publish_publishes_the_avenant_and_names_what_it_amends(chain):
    code, _, err = run("publish", "signe.yaml", "un.yaml", "-o", "p", cwd=chain)
    assert code == 0, err
    (name,) = list((chain / "p").glob("2026-03-01-avenant-1-delegation-de-gestion-*.json"))
    stated = json.loads(name.read_text(encoding="utf-8"))
    assert stated["nature"] == "delegation_de_gestion"
    assert stated["titre"].startswith("Avenant n°\u00a01 à la convention")
    assert stated["nor"] is None
    assert stated["amende"]["nor"] == "TSSZ2530440X"
    assert stated["amende"]["date_signature"] == "2025-08-20"
    assert stated["amende"]["numero"] == 1
    assert stated["duree"]["fin"] == "2027-06-30"
    write(chain, "un.yaml", "herite: signe.yaml\nduree: {fin: 2027-06-30}\navenant: {de: signe.yaml, numero: 1}\n")
    code, _, err = run("publish", "un.yaml", "-o", "q", cwd=chain)
    assert (code, "C507" in err) == (1, True)


# ---- the command


def test_the_command_line_may_say_the_number_the_date_and_the_nor(tmp_path):
    write(tmp_path, "a.yaml", spec())
    write(tmp_path, "b.yaml", spec(**LONGER))
    settled = ("--avenant", "1", "--date", "1er mars 2026", "--nor", "TSSZ2604321X", "--final", "--format", "md,html")
    code, out, err = run("amend", "a.yaml", "b.yaml", *settled, "-o", "sortie", cwd=tmp_path)
    assert code == 0, err
    assert len(out.split()) == 4
    words = spaced((tmp_path / "sortie/b-avenant-1.md").read_text(encoding="utf-8"))
    assert "NOR : TSSZ2604321X" in words
    assert "Fait le 1er mars 2026" in words
    assert "Avenant, 1 modification :" in spaced(err)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("a.yaml", "b.yaml"), "--avenant 1"),
        (("b.yaml", "--avenant", "1"), "acte signé d’abord"),
        (("a.yaml", "b.yaml", "c.yaml", "--avenant", "1"), "au plus deux"),
        (("a.yaml", "b.yaml", "--avenant", "0"), "de 1 à 99"),
        (("-", "-", "--avenant", "1"), "une des deux"),
        (("a.yaml", "b.yaml", "--avenant", "1", "--draft", "--final"), "s’excluent"),
    ],
)
def test_a_wrong_use_is_said_and_exits_2(tmp_path, arguments, said):
    write(tmp_path, "a.yaml", spec())
    write(tmp_path, "b.yaml", spec(**LONGER))
    code, out, err = run("amend", *arguments, cwd=tmp_path)
    assert (code, out) == (2, "")
    assert said in err


def test_a_wrong_date_or_file_is_a_finding(tmp_path):
    write(tmp_path, "a.yaml", spec())
    write(tmp_path, "b.yaml", spec(**LONGER))
    code, _, err = run("amend", "a.yaml", "b.yaml", "--avenant", "1", "--date", "2026-02-30", cwd=tmp_path)
    assert (code, "C206" in err) == (1, True)
    code, _, err = run("amend", "absent.yaml", "b.yaml", "--avenant", "1", cwd=tmp_path)
    assert (code, "C116" in err) == (3, True)


def test_two_runs_give_the_same_bytes(tmp_path):
    write(tmp_path, "a.yaml", spec())
    write(tmp_path, "b.yaml", spec(**LONGER))
    for folder, seed in (("x", "1"), ("y", "2")):
        command = "amend", "a.yaml", "b.yaml", "--avenant", "1", "-o", folder
        assert run(*command, cwd=tmp_path, PYTHONHASHSEED=seed)[0] == 0
    for path in (tmp_path / "x").iterdir():
        assert path.read_bytes() == (tmp_path / "y" / path.name).read_bytes()


def test_the_avenant_carries_the_spec_of_the_new_version(tmp_path):
    write(tmp_path, "a.yaml", spec())
    write(tmp_path, "b.yaml", spec(**LONGER))
    assert run("amend", "a.yaml", "b.yaml", "--avenant", "1", cwd=tmp_path)[0] == 0
    _, out, _ = run("inspect", "build/b-avenant-1.docx", "--spec", cwd=tmp_path)
    assert "2027-06-30" in out
    assert "numero: " in out


@pytest.mark.outils
def test_word_and_libreoffice_take_the_avenant(tmp_path):
    paths = []
    for name in ("amount", "annex", "service", "title"):
        made = amended(tmp_path, spec(), CASES[name]).value
        for kind, document in (("avenant", made.document), ("consolide", made.consolidated)):
            path = tmp_path / f"{name.replace(' ', '-')}-{kind}.docx"
            path.write_bytes(FORMATS["docx"].write(document))
            assert sdk_errors(path) == []
            paths.append(path)
    pdf = to_pdf(paths[:2], tmp_path)
    words = " ".join(pdf_text(pdf[0]).split())
    assert "sont remplacés par les mots" in spaced(words)


# ---- the guide


def test_the_guide_shows_commands_that_run_in_its_order(tmp_path):
    shutil.copytree(ROOT / "specs", tmp_path / "specs")
    guide = GUIDE.read_text(encoding="utf-8")
    ran = 0
    for kind, block in re.findall(r"```(sh|yaml)\n(.*?)```", guide, flags=re.DOTALL):
        if kind == "yaml":
            write(tmp_path, block.split("\n")[0].removeprefix("# "), block)
            continue
        for line in block.strip().splitlines():
            command = line.partition("  #")[0].split()
            assert command[0] == "convention"
            code, _, err = run(*command[1:], cwd=tmp_path)
            assert code == 0, (line, err)
            ran += 1
    assert ran >= 5


def test_what_the_guide_quotes_is_what_the_avenant_says(tmp_path):
    shutil.copytree(ROOT / "specs", tmp_path / "specs")
    guide = GUIDE.read_text(encoding="utf-8")
    text = re.findall(r"```yaml\n# specs/domifa-2\.yaml\n(.*?)```", guide, flags=re.DOTALL)[0]
    write(tmp_path, "specs/domifa-2.yaml", text)
    assert run("amend", "specs/domifa-2.yaml", cwd=tmp_path)[0] == 0
    made = spaced((tmp_path / "build/domifa-2-avenant-1.md").read_text(encoding="utf-8"))
    quoted = [spaced(line.removeprefix("> ")) for line in guide.splitlines() if line.startswith("> ") and line != "> "]
    assert len(quoted) > 3
    assert all(line in made for line in quoted), [line for line in quoted if line not in made]
