"""A value of an imported pack moves the words it was read in, and no others; what moves none is said."""

import re

import pytest

from actes import ACTES, Acte
from conventions_cli.document.walk import document_stretches, plain_text
from conventions_cli.facts import SURE
from conventions_cli.foundation.diagnostics import SourceText
from conventions_cli.importing import moving
from conventions_cli.importing.other_values import other_values
from conventions_cli.importing.readings import is_printed
from conventions_cli.importing.taking_in import import_pack, prove
from conventions_cli.model.building import build
from conventions_cli.source import override, parse
from conventions_cli.templating import kind_of_act
from conventions_cli.templating.assembly import assemble
from conventions_cli.templating.pack import load_pack
from conventions_cli.writers.docx import write_docx
from fabrique import SPECS, document
from lectures.measure import CASES, act_of
from pas import some
from test_cli import run
from test_import import packed, tree, without_marks

OURS = {name: SPECS / f"{name}.yaml" for name in ("mano", "domifa")}
UNSAID = {"titre", "annexes"}  # of the pack


def act(*finances, end=("Fait à Brest, le 10 novembre 2023.",), parties=None, body=()):
    """A small act; `finances`: the paragraphs of its article on money, and tuples for the rows of a table."""
    acte = Acte().p("Convention de délégation de gestion", style="Title")
    acte.ps(
        *(
            parties
            or (
                "Entre :",
                "La direction des phares, représentée par Camille EXEMPLE, directrice des phares, ci-après dénommée "
                "« le délégant », d’une part,",
                "Et :",
                "Le service des cartes marines, représenté par Dominique MODÈLE, chef du service, ci-après dénommé "
                "« le délégataire », d’autre part,",
            )
        )
    )
    acte.p("Vu le décret n° 2004-1085 du 14 octobre 2004 relatif à la délégation de gestion ;")
    acte.p("Il est convenu ce qui suit :")
    acte.p("Article 1er – Objet", style="Heading 1").p("Le délégant confie la refonte des cartes au délégataire.")
    acte.p("Article 2 – Exécution financière", style="Heading 1")
    rows = [one for one in finances if isinstance(one, tuple)]
    for one in finances:
        if isinstance(one, str):
            acte.p(one)
        elif one is rows[0]:
            acte.table(*rows)
    acte.p("Article 3 – Durée", style="Heading 1")
    acte.p("La convention prend effet à sa signature et prend fin le 31 décembre 2024.")
    for title, *texts in body:
        acte.p(title, style="Heading 1").ps(*texts)
    acte.p(f"Article {4 + len(body)} – Publication", style="Heading 1")
    return tree(acte.p("La convention est publiée.").ps(*end).data())


CALENDAR = (("Année", "AE", "CP"), ("2023", "300 000 €", "100 000 €"), ("2024", "", "200 000 €"))


def linked(built, folder, *confirmed):
    """The import of a tree as a pack, some readings being confirmed."""
    imported, pack = import_pack(built, "acte.docx", "acte.yaml", "maison", confirmed)
    home = folder / "maison"
    home.mkdir(parents=True, exist_ok=True)
    for file, text in pack.files.items():
        (home / file).write_text(text, encoding="utf-8")
    assert prove(imported, "maison", folder).faithful
    return imported, pack


def said(imported, folder, **changes):
    """The stretches of the act made with a pack, some values changed: `said(…, finances__montant="5 €")`."""
    laid = parse(SourceText("acte.yaml", imported.draft.text)).value
    for key, value in changes.items():
        laid = override(laid, f"{key.replace('__', '.')}={value}").value
    spec = build(laid, kind=kind_of_act(laid, folder), draft=True).value
    made = assemble(spec, load_pack("maison", folder).value, {}).value.document
    return [re.sub(r"\s", " ", plain_text(one, notes=True)) for one in document_stretches(made)]


def keys(facts):
    return {".".join(map(str, fact.path)) for fact in facts}


@pytest.mark.parametrize("name", [*ACTES, *OURS])
def test_each_value_read_moves_a_word_or_is_said_to_move_none(name, tmp_path):
    data = ACTES[name]() if name in ACTES else without_marks(write_docx(document(OURS[name])))
    imported, pack, _ = packed(tree(data), tmp_path)
    before = said(imported, tmp_path)
    facts = [one for one in imported.read.facts if is_printed(one.path) and one.path[0] not in UNSAID]
    others, unlinked = other_values(facts), {fact.path for fact in pack.moves.unlinked}
    moved = {
        fact.path: said(imported, tmp_path, **{"__".join(map(str, fact.path)): others[fact.path]}) != before
        for fact in facts
    }
    assert [path for path in moved if moved[path] == (path in unlinked)] == []
    assert any(moved.values())
    # And what is to be checked moves nothing.
    doubted = [one for one in facts if one.confidence.value != "sûr" or one.note]
    assert [one.path for one in doubted if moved[one.path]] == []


@pytest.mark.parametrize(
    "other",
    [
        "La région apporte de son côté 300 000 €.",
        "Le département verse également 300 000 €.",
        "Le plafond des pénalités est fixé à 300 000 €.",
        "Le coût de l’audit, à la charge de l’État, est estimé à 300 000 euros.",
    ],
)
def test_an_equal_amount_of_another_fact_stays_a_letter(other, tmp_path):
    built = act("Le délégant met à la disposition du délégataire 300 000 €.", other)
    imported, pack = linked(built, tmp_path, "finances.montant")
    text = "\n".join(said(imported, tmp_path, finances__montant="412 000 €"))
    assert "du délégataire 412 000 €" in text
    assert re.sub(r"\s", " ", other) in text
    assert "300 000 €" in str(pack.moves.declared.values()) or "300 000 €" in pack.files["modele.yaml"]


@pytest.mark.parametrize("amount", ["300 000 €", "1 250 €", "2 000 000 euros"])
def test_two_equal_amounts_of_one_sentence_are_letters(amount, tmp_path):
    built = act(f"Le délégant met à disposition {amount} et la région donne {amount} à l’association.")
    imported, pack = linked(built, tmp_path, "finances.montant")
    assert "finances.montant" in keys(pack.moves.unlinked)
    assert said(imported, tmp_path) == said(imported, tmp_path, finances__montant="412 000 €")


WORDS = [
    "300 000 € (trois cent mille euros)",
    "300 000 € (trois-cent-mille euros)",
    "300 000 € (TROIS CENT MILLE EUROS)",
    "300 000 € (Trois Cent Mille euros)",
    "trois-cent-mille euros (300 000 €)",
    "300 000 euros (en lettres : trois cent mille)",
]


@pytest.mark.parametrize("written", WORDS)
def test_figures_and_words_move_together_or_the_import_says_they_do_not(written, tmp_path):
    imported, pack = linked(act(f"Le délégant met à disposition {written}.", *CALENDAR), tmp_path, "finances.montant")
    text = "\n".join(said(imported, tmp_path, finances__montant="412 000 €"))
    moved = "412 000" in text
    assert moved != (written in text)
    if moved:
        assert "quatre cent douze mille" in text
        assert "rois" not in text.split("disposition")[1].split("\n")[0]
    else:
        assert "finances.montant" in keys(pack.moves.unlinked)
    assert moved == (written == WORDS[0])


@pytest.mark.parametrize(
    ("notice", "moves"),
    [
        ("un préavis de deux mois", True),
        ("un préavis de 2 mois", False),
        ("un préavis de deux (2) mois", False),
        ("un préavis écrit de six mois", False),
        ("un préavis de deux mois (2 mois)", False),
        ("un préavis de quatre mois", True),
    ],
)
def test_a_notice_moves_its_words_or_is_said_to_move_none(notice, moves, tmp_path):
    built = act("Le délégant paie.", body=[("Article 4 – Fin", f"Chaque partie peut y mettre fin avec {notice}.")])
    imported, pack = linked(built, tmp_path)
    assert "duree.preavis_mois" in {".".join(map(str, one.path)) for one in imported.read.facts}
    text = "\n".join(said(imported, tmp_path, duree__preavis_mois="9"))
    assert ("préavis de neuf mois." in text) == moves
    assert (notice in text) != moves
    assert ("duree.preavis_mois" in keys(pack.moves.unlinked)) != moves


def test_the_function_of_one_person_is_not_that_of_another(tmp_path):
    parties = (
        "Entre :",
        "La direction des phares, représentée par Camille EXEMPLE, directeur, ci-après dénommée « le délégant », "
        "d’une part,",
        "Et :",
        "La direction des ports, représentée par Dominique MODÈLE, directeur, ci-après dénommée « le délégataire », "
        "d’autre part,",
    )
    imported, _ = linked(act("Le délégant paie.", parties=parties), tmp_path)
    before = said(imported, tmp_path)
    for index, name in ((0, "Camille EXEMPLE"), (1, "Dominique MODÈLE")):
        change = {f"parties__{index}__representants__0__fonction": "préfet"}
        moved = [one for one, was in zip(said(imported, tmp_path, **change), before, strict=True) if one != was]
        assert [name in one and "préfet" in one for one in moved] == [True]


def test_a_short_name_is_printed_where_the_party_is_meant_and_the_rest_is_said(tmp_path):
    parties = (
        "Entre :",
        "La direction des phares, représentée par Camille EXEMPLE, directrice des phares, ci-après dénommée « le "
        "délégant », d’une part,",
        "Et :",
        "Le service, représenté par Dominique MODÈLE, chef du service, ci-après dénommé « le délégataire », d’autre "
        "part,",
    )
    sentence = "Le chef de service adjoint remplace le chef du service."
    imported, pack = linked(act(sentence, parties=parties), tmp_path)
    text = said(imported, tmp_path, parties__1__nom="bureau")
    assert sentence in text
    assert any("Le bureau, représenté par" in one for one in text)
    assert ("parties.1.nom", sentence) in {(path_of(one.fact), one.words) for one in pack.moves.unmoved}


def path_of(fact):
    return ".".join(map(str, fact.path))


@pytest.mark.parametrize(
    "other",
    [
        "Ces 300 000 € sont inscrits au budget de la mer.",
        "Un premier acompte de 30 %, soit 90 000 €, est versé à la signature.",
        "Ces 300 k€ sont inscrits au budget de la mer.",
        "La somme de trois-cent-mille euros est rappelée chaque année.",
    ],
)
def test_words_that_say_a_linked_value_elsewhere_are_said(other, tmp_path):
    built = act("Le délégant met à disposition du délégataire 300 000 €.", other)
    imported, pack = linked(built, tmp_path, "finances.montant")
    text = "\n".join(said(imported, tmp_path, finances__montant="412 000 €"))
    assert "du délégataire 412 000 €" in text
    assert other in text
    assert ("finances.montant", other) in {(path_of(one.fact), one.words) for one in pack.moves.unmoved}
    assert pack.moves.declared["finances.montant"] == "300 000 €"


def test_a_date_said_twice_is_linked_where_it_was_read_and_told_elsewhere(tmp_path):
    built = act("Le délégant paie.", body=[("Article 4 – Bilan", "Un bilan est remis avant le 31 décembre 2024.")])
    imported, pack = linked(built, tmp_path)
    text = "\n".join(said(imported, tmp_path, duree__fin="2026-06-30"))
    assert "prend fin le 30 juin 2026" in text
    assert "avant le 31 décembre 2024" in text
    assert [(path_of(one.fact), one.place) for one in pack.moves.unmoved] == [("duree.fin", "à l’article 4")]


@pytest.mark.parametrize(
    "table",
    [
        CALENDAR,
        (("", "2023", "2024"), ("AE", "300 000 €", ""), ("CP", "100 000 €", "200 000 €")),
        (("Crédits", "2024", "2023"), ("CP", "200 000 €", "100 000 €"), ("AE", "", "300 000 €")),
        (("Année", "AE", "CP", "Total"), ("2023", "300 000 €", "100 000 €", ""), ("2024", "", "200 000 €", "")),
        (("Année", "Crédits"), ("AE 2023", "300 000 €"), ("CP 2023", "300 000 €")),
    ],
)
def test_the_cells_of_a_calendar_follow_the_spec_or_the_import_says_so(table, tmp_path):
    imported, pack = linked(act("Les crédits sont ouverts ainsi :", *table), tmp_path)
    cells = [path_of(one) for one in imported.read.facts if one.path[:2] == ("finances", "echeancier")]
    before = said(imported, tmp_path)
    for key in cells:
        after = said(imported, tmp_path, **{key.replace(".", "__"): "17 000 €"})
        changed = [(one, other) for one, other in zip(before, after, strict=True) if one != other]
        assert bool(changed) != (key in keys(pack.moves.unlinked))
        assert sum(other == "17 000 €" for _, other in changed) == bool(changed)


@pytest.mark.parametrize("total", [(), ("Total", "300 000 €", "300 000 €")])
@pytest.mark.parametrize("corner", ["", "Crédits"])
def test_a_calendar_by_columns_follows_the_spec_with_a_total_or_without(corner, total, tmp_path):
    columns = [(corner, "AE", "CP"), ("2023", "300 000 €", "100 000 €"), ("2024", "", "200 000 €")]
    table = zip(*columns, *([total] if total else []), strict=True)
    imported, pack = linked(act("Les crédits sont ouverts ainsi :", *table), tmp_path)
    assert not any(key.startswith("finances.echeancier") for key in keys(pack.moves.unlinked))
    assert "17 000 €" in said(imported, tmp_path, finances__echeancier__2024__cp="17 000 €")


def test_the_act_is_made_again_a_number_of_times_that_does_not_grow_with_it(tmp_path, monkeypatch):
    made = []
    real = moving.Mover._trial
    monkeypatch.setattr(moving.Mover, "_trial", lambda mover, values: made.append(1) or real(mover, values))
    counts = []
    for years in (2, 20):
        rows = [(str(2023 + at), f"{at + 1} 000 €", f"{at + 1} 000 €") for at in range(years)]
        made.clear()
        import_pack(act("Les crédits sont ouverts ainsi :", ("Année", "AE", "CP"), *rows), "a.docx", "a.yaml", "maison")
        counts.append(len(made))
    assert counts[1] <= counts[0] + 1 < 6


@pytest.mark.parametrize("before", ["L’adjoint au ", "L’adjointe du ", "Sous l’autorité du "])
def test_whoever_is_under_someone_does_not_bear_that_function(before, tmp_path):
    signed = ("Fait à Brest, le 10 novembre 2023.", f"{before}chef du service", "Sacha SPÉCIMEN")
    imported, pack = linked(act("Le délégant paie.", end=signed), tmp_path)
    text = said(imported, tmp_path, parties__1__representants__0__fonction="directrice")
    assert f"{before}chef du service" in text
    assert any("Dominique MODÈLE, directrice" in one for one in text)
    assert f"{before}chef du service" in {one.words for one in pack.moves.unmoved}


@pytest.mark.parametrize("name", some((case.name for case in CASES), 3))
def test_an_act_of_the_corpus_comes_back_word_for_word_and_its_doubtful_readings_move_nothing(name, tmp_path):
    built = act_of(name, "Word, à la main")
    imported, pack = linked(built, tmp_path)
    doubted = {fact.path for fact in imported.read.facts if fact.confidence is not SURE or fact.note}
    unlinked = {fact.path for fact in pack.moves.unlinked}
    assert [path for path in doubted if is_printed(path) and path[0] not in UNSAID and path not in unlinked] == []


@pytest.mark.parametrize("name", ["tableau-trimestres", "mise-a-disposition", "milliers-euros"])
def test_a_party_whose_role_is_in_doubt_is_named_by_its_rank_and_under_no_condition(name, tmp_path):
    imported, pack = linked(act_of(name, "Word, styles"), tmp_path)
    assert any(fact.note for fact in imported.read.facts if fact.path[-1] == "role")
    clause = pack.files["parties.md"]
    assert "{{ parties[0]." in clause
    assert not re.search(r"delegant\b|if porteur", clause)
    person = next(fact for fact in imported.read.facts if fact.path == ("parties", 0, "representants", 0, "nom"))
    after = said(imported, tmp_path, parties__0__representants__0__nom="Dana NOUVELLE")
    assert any("Dana NOUVELLE" in one for one in after)
    assert not any(person.value in one for one in after)


def test_bare_headings_make_articles_whose_values_are_linked(tmp_path):
    imported, pack = linked(act_of("articles-nus", "Word, styles"), tmp_path)
    assert "duree.fin" not in keys(pack.moves.unlinked)
    assert any("prend fin le 30 juin 2026" in one for one in said(imported, tmp_path, duree__fin="2026-06-30"))
    assert re.search(r"section: corps, clause: corps-\d.md, enonce: \[.*duree", pack.files["modele.yaml"])


@pytest.mark.parametrize(
    "name",
    [
        "ae-egal-cp",
        "cout-total",
        "montant-acompte",
        "prose-ae-cp",
        "tableau-transpose",
        "sous-articles",
        "articles-nus",
    ],
)
def test_what_an_act_states_is_found_whatever_its_headings_and_its_credits_look_like(name, tmp_path):
    _, pack = linked(act_of(name, "Word, styles"), tmp_path)
    assert pack.missing == ()


# The command


def imported_pack(tmp_path, *options):
    acte = Acte().p("Convention de délégation de gestion", style="Title")
    acte.p("Article 1er – Objet", style="Heading 1").p("Le délégant met à disposition 300 000 € en 2024.")
    acte.p("Article 2 – Durée", style="Heading 1").p("Elle prend fin le 31 décembre 2026.")
    (tmp_path / "acte.docx").write_bytes(acte.p("Fait à Brest, le 10 novembre 2023.").data())
    return run("import", "acte.docx", "--as-pack", "maison", *options, cwd=tmp_path)


def test_the_command_says_what_is_read_and_not_linked_and_how_to_link_it(tmp_path):
    code, _, err = imported_pack(tmp_path)
    assert code == 0
    assert "Lu, mais non lié" in err
    assert "finances.montant : 300 000 € – lu à l’article 1er (à vérifier d’abord)" in err
    assert "--lier CLÉ" in err
    manifest = (tmp_path / "modeles/maison/modele.yaml").read_text(encoding="utf-8")
    assert "non_lie:\n  finances.montant: 300 000 €\n" in manifest
    code, _, err = imported_pack(tmp_path, "--force", "--lier", "finances.montant")
    assert code == 0
    assert "{{ finances.montant }}" in (tmp_path / "modeles/maison/objet.md").read_text(encoding="utf-8")
    assert "non_lie" not in (tmp_path / "modeles/maison/modele.yaml").read_text(encoding="utf-8")
    assert "montant: 300 000 €\n" in (tmp_path / "acte.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("options", "words"),
    [(["--lier", "finances.montnat"], "« finances.montnat » n’a pas été lu"), (["--lier"], "--lier")],
)
def test_a_key_that_was_not_read_is_refused(options, words, tmp_path):
    code, _, err = imported_pack(tmp_path, *options)
    assert (code, words in err) == (2, True)
    assert not (tmp_path / "acte.yaml").exists()


def test_a_key_to_link_goes_with_a_pack(tmp_path):
    (tmp_path / "a.md").write_text("# Convention\n\n## Article 1 : Objet\n\nLe service.\n", encoding="utf-8")
    code, _, err = run("import", "a.md", "--lier", "finances.montant", cwd=tmp_path)
    assert (code, "--as-pack" in err) == (2, True)
