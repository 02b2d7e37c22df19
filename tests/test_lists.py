"""Lists: every format read alike, every fault at its sheet and row, rows that become drafts and come back the same."""

import csv
import datetime
import json
import random
import re
import shutil
import sqlite3
import zipfile
from pathlib import Path

import pytest

from conventions_cli import pipeline
from conventions_cli.drafting.surroundings import Surroundings
from conventions_cli.drafting.view import View
from conventions_cli.files.discovery import specs_in
from conventions_cli.model import Names, fold_title
from conventions_cli.tables import read_list
from conventions_cli.tables.sheets import number_text
from fabrique import ROOT
from listes import ods, ods_row, write_grist, xlsx
from serveur import convention
from terminal import Terminal

HEAD = ["Service", "Montant", "Date de fin"]


def texts(path):
    """The texts of the first sheet, by row number."""
    read = read_list(path)
    assert read.value is not None, read.diagnostics
    return {row.number: [cell.text for cell in row.cells] for row in read.value[0].rows}


def refused(path):
    """The place and the message of the one fault of a file that is no list."""
    read = read_list(path)
    assert read.value is None
    [fault] = read.diagnostics
    assert fault.code.number == "C240"
    return fault.span.location, fault.message


def new(folder, *arguments, code=0):
    result = convention("new", "--from", *arguments, cwd=folder)
    assert result.returncode == code, result.stderr.decode()
    return result.stderr.decode()


def drafts(folder):
    return {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir() if path.suffix == ".yaml"}


# Reading


@pytest.mark.parametrize("separator", [";", "\t", ","])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_csv_is_read_whatever_its_separator_and_its_encoding(tmp_path, separator, encoding):
    rows = [["Service", "Échéance"], ["Défi d’été €", "20 août 2026"], ["", ""], ["B", '"a\nb"']]
    text = "\r\n".join(separator.join(row) for row in rows)
    (tmp_path / "l.csv").write_bytes(text.encode(encoding))
    assert texts(tmp_path / "l.csv") == {1: rows[0], 2: rows[1], 4: ["B", "a\nb"]}


def test_what_a_csv_says_to_spreadsheets_is_no_value(tmp_path):
    (tmp_path / "l.csv").write_text("sep=,\nService,Montant\n'=A,=1+2\n", encoding="utf-8")
    [sheet] = read_list(tmp_path / "l.csv").value
    assert [cell.text for cell in sheet.rows[1].cells] == ["=A", ""]
    assert "commence par « = »" in sheet.rows[1].cells[1].fault


def test_every_format_gives_the_same_texts(tmp_path):
    day = datetime.date(2026, 12, 31)
    (tmp_path / "l.xlsx").write_bytes(xlsx(["Service", "Montant", "Fin"], ["A & B", 1500, day]))
    number = '<t:table-cell o:value-type="float" o:value="1500"><x:p>1 500</x:p></t:table-cell>'
    dated = '<t:table-cell o:value-type="date" o:date-value="2026-12-31"><x:p>31/12</x:p></t:table-cell>'
    rows = ods_row("Service", "Montant", "Fin") + ods_row("A & B", number, dated)
    (tmp_path / "l.ods").write_bytes(ods(rows))
    columns = (("Service", "Text"), ("Montant", "Numeric"), ("Fin", "Date"))
    seconds = int(datetime.datetime(2026, 12, 31, tzinfo=datetime.UTC).timestamp())
    write_grist(tmp_path / "l.grist", {"Actes": [columns, ("A & B", 1500, seconds)]})
    for name in ("l.xlsx", "l.ods", "l.grist"):
        assert list(texts(tmp_path / name).values()) == [["Service", "Montant", "Fin"], ["A & B", "1500", "2026-12-31"]]


def test_a_workbook_keeps_results_zeros_and_the_days_of_both_calendars(tmp_path):
    def change(sheet):
        sheet["A3"], sheet["B3"], sheet["C3"] = "=1+2", 7, datetime.date(1900, 1, 2)
        sheet["B3"].number_format = "0000"
        sheet["C5"] = datetime.datetime(2026, 1, 2, 3, 4)

    (tmp_path / "l.xlsx").write_bytes(xlsx(HEAD, ["A", 0.1 + 0.2, "31/12/2026"], change=change))
    [sheet] = read_list(tmp_path / "l.xlsx").value
    cells = {row.number: row.cells for row in sheet.rows}
    assert [cell.text for cell in cells[2]] == ["A", "0,3", "31/12/2026"]
    assert "pas de résultat enregistré" in cells[3][0].fault
    assert [cell.text for cell in cells[3]] == ["", "0007", "1900-01-02"]
    assert cells[5][2].text == "2026-01-02"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("l.xlsx", b"a;b\n1;2", "n’est pas un classeur, malgré son nom"),
        ("l.ods", b"PK\x03\x04rien", "incomplet ou abîmé"),
        ("l.grist", b"PK\x03\x04rien", "n’est pas un document Grist"),
        ("l.csv", b"\x00\x01\x02", "n’est pas du texte"),
        ("l.csv", b"%PDF-1.7", "n’est pas une liste"),
        ("l.csv", b"  \n", "Le fichier est vide"),
        ("l.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ancien classeur Excel"),
        ("l.grist", b"SQLite format 3\x00" + b"\x00" * 400, "abîmé, ou n’en est pas un"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_told(tmp_path, name, content, said):
    (tmp_path / name).write_bytes(content)
    assert said in refused(tmp_path / name)[1]


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path):
    with zipfile.ZipFile(tmp_path / "l.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 30_000_000)
    assert "compressée au-delà du vraisemblable" in refused(tmp_path / "l.xlsx")[1]


def test_two_far_cells_or_a_repeated_one_take_no_room(tmp_path):
    def change(sheet):
        sheet["XFD1048576"] = "loin"

    (tmp_path / "l.xlsx").write_bytes(xlsx(HEAD, change=change, title="Loin"))
    place, message = refused(tmp_path / "l.xlsx")
    assert place.endswith("l.xlsx, feuille «\u00a0Loin\u00a0»:1048576:1")
    assert "plus de" in message
    (tmp_path / "l.ods").write_bytes(ods(ods_row("x", more=' t:number-rows-repeated="1048576"')))
    assert refused(tmp_path / "l.ods")[0].endswith("feuille «\u00a0Actes\u00a0»:20001:1")


def test_empty_repeats_only_move_the_numbers_of_rows(tmp_path):
    empty = '<t:table-row t:number-rows-repeated="3"><t:table-cell t:number-columns-repeated="16384"/></t:table-row>'
    end = '<t:table-row t:number-rows-repeated="1048000"><t:table-cell/></t:table-row>'
    (tmp_path / "l.ods").write_bytes(ods(empty + ods_row("Service") + end))
    assert texts(tmp_path / "l.ods") == {4: ["Service"]}


def test_a_document_type_is_refused(tmp_path):
    content = ods('<!DOCTYPE x [<!ENTITY a "b">]>' + ods_row("&a;"))
    (tmp_path / "l.ods").write_bytes(content)
    assert "type de document" in refused(tmp_path / "l.ods")[1]


def test_nothing_of_a_grist_file_is_run(tmp_path):
    """A view in the place of a table, and a generated column, may call any function of SQLite."""
    path = tmp_path / "l.grist"
    write_grist(path, {"Actes": [(("Service", "Text"),), "A"]})
    base = sqlite3.connect(path)
    base.executescript("DROP TABLE Actes; CREATE VIEW Actes AS SELECT 1 AS id, randomblob(100000000) AS c1;")
    base.close()
    assert refused(path)[1] == "La liste est vide."
    write_grist(tmp_path / "m.grist", {"Actes": [(("Service", "Text"),), "A"]})
    base = sqlite3.connect(tmp_path / "m.grist")
    base.executescript("DROP TABLE Actes; CREATE TABLE Actes(id INTEGER, c1 AS (hex(zeroblob(100000000)))); ")
    base.execute("INSERT INTO Actes(id) VALUES(1)")
    base.commit()
    base.close()
    assert "abîmé" in refused(tmp_path / "m.grist")[1]


def test_a_dossier_of_the_api_is_a_row_of_its_labels(tmp_path):
    dossier = {
        "number": 42,
        "demandeur": {"siret": "13002526500013", "entreprise": {"raisonSociale": "DINUM"}},
        "champs": [
            {"label": "Nom du projet", "stringValue": "Domifa"},
            {"label": "Date de fin", "stringValue": "31 décembre 2026", "date": "2026-12-31"},
            {"label": "Montant", "stringValue": "200000", "value": "200000"},
            {"label": "Public", "stringValue": "true", "value": True},
            {"label": "Rôles", "rows": [{"champs": [{"label": "Nom", "stringValue": "A"}]}]},
        ],
    }
    for answer in (dossier, {"data": {"dossier": dossier}}, {"data": {"demarche": {"dossiers": {"nodes": [dossier]}}}}):
        (tmp_path / "d.json").write_text(json.dumps(answer), encoding="utf-8")
        head, row = texts(tmp_path / "d.json").values()
        said = dict(zip(head, row, strict=False))
        assert said["Nom du projet"] == "Domifa"
        assert said["Date de fin"] == "2026-12-31"
        assert said["Public"] == "oui"
        assert said["Rôles 1 – Nom"] == "A"
    new(tmp_path, "d.json", "domifa.yaml", "--yes")
    written = (tmp_path / "domifa.yaml").read_text(encoding="utf-8")
    assert "nom: Domifa" in written
    assert "fin: 2026-12-31" in written
    assert "montant: 200 000 €" in written
    new(tmp_path, "d.json", "autre.yaml", "--yes", "--map", "Nom du projet=ignorer", "--map", "Rôles 1 – Nom=service")
    kept = json.loads((tmp_path / "d.colonnes.json").read_text(encoding="utf-8"))["colonnes"]
    assert kept["Rôles 1 – Nom"] == "services.0.nom"


def test_what_the_api_refuses_is_told_in_its_words(tmp_path):
    for data in (None, {"dossier": None}):
        answer = {"data": data, "errors": [{"message": "Dossier not found"}]}
        (tmp_path / "d.json").write_text(json.dumps(answer), encoding="utf-8")
        err = new(tmp_path, "d.json", "a.yaml", "--yes", code=1)
        assert "réponse d’erreur de l’API : «\u00a0Dossier not found\u00a0»" in err


@pytest.mark.parametrize("ending", ["grist", "ods", "xlsx", "csv"])
def test_damage_is_a_fault_told_or_a_list_and_never_a_bug(tmp_path, ending):
    path = tmp_path / f"l.{ending}"
    if ending == "grist":
        write_grist(path, {"Actes": [(("Service", "Text"), ("Fin", "Date")), ("A", 1), ("B", "x")]})
    else:
        rows = ods_row("Service", "Montant") * 3
        path.write_bytes({"ods": ods(rows), "xlsx": xlsx(HEAD, HEAD), "csv": b'Service;Fin\n"A";1\n'}[ending])
    whole, draw = path.read_bytes(), random.Random(7)  # noqa: S311 - damage, not a secret
    for _ in range(150):
        data = bytearray(whole)
        for _ in range(draw.randint(1, 12)):
            data[draw.randrange(len(data))] = draw.randrange(256)
        path.write_bytes(bytes(data))
        read = read_list(path)
        assert (read.value is None) == bool(read.diagnostics)


# Columns


NAMES = View(Surroundings(Path())).column_names


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("SERVICES NUMERIQUES", "services.0.nom"),
        ("Montant attribué (en €)", "finances.montant"),
        ("montant", "finances.montant"),
        ("finances.montant", "finances.montant"),
        ("AE 2026", "finances.echeancier.2026.ae"),
        ("2027 – Crédits de paiement", ""),
        ("Crédits de paiement 2027", "finances.echeancier.2027.cp"),
        ("délégataire", "delegataire"),
        ("CENTRE DE COUT", "chorus.centre_de_cout"),
        ("UO", "chorus.centre_financier"),
        ("activité CHORUS", "chorus.activites.0"),
        ("Date de fin", "duree.fin"),
        ("Acte", "fichier"),
        ("entete", "entete"),
        ("chorus.autres.Centre de coût de l’IQE", "chorus.autres.Centre de coût de l’IQE"),
        ("herite", ""),
        ("finances", ""),
        ("finances.inconnu", ""),
        ("Commentaire", ""),
    ],
)
def test_a_column_is_known_by_its_name(title, key):
    assert NAMES.key_of(title) == key


def test_every_title_we_give_is_understood_back():
    keys = [key for key in (*NAMES._keys.values(), "services.1.nom", "finances.echeancier.2031.cp") if key != "ignorer"]
    assert len(keys) > 50
    assert [key for key in keys if NAMES.key_of(NAMES.title_of(key)) != key] == []


def test_names_are_compared_without_accents_case_or_signs():
    assert fold_title("  N° d’Échéance :") == "n d echeance"


# Drafts


def test_a_list_becomes_a_round_and_tells_what_it_did_not_understand(tmp_path):
    (tmp_path / "l.csv").write_text(
        "Lauréats;;;;;\n;;;;;\nNom du produit;Direction;Montant (€);Date de fin;2026;;Remarques\n;;;;AE;CP;\n"
        "Domifa;DNUM Travail;200 000 €;31/12/2026;200000;200 k€;ok\n"
        "Mano;DNUM Travail;150.000,00;46387;à définir;;\n;;;;;;\n"
        "Zut;DGCS;beaucoup;bientôt;=1+2;;\nTOTAL;;350000;;;;\n;DGCS;1;;;;\n",
        encoding="utf-8",
    )
    err = new(tmp_path, "l.csv", "--cohort", 18, "p", "--yes", "--map", "Direction=delegataire", code=1)
    places = re.findall(r"^l\.csv:(\d+:\d+): \w+ (C\d+)", err, re.MULTILINE)
    assert places == [
        *(("3:7", "C246"), ("5:6", "C244"), ("6:3", "C244"), ("6:4", "C244"), ("8:3", "C243"), ("8:4", "C243")),
        *(("8:5", "C243"), ("9:1", "C245"), ("10:1", "C245")),
    ]
    written = drafts(tmp_path / "p")
    assert sorted(written) == ["annuaire.yaml", "cohorte.yaml", "domifa.yaml", "mano.yaml", "zut.yaml"]
    assert "montant: 150 000 €" in written["mano.yaml"]
    assert "fin: 2026-12-31" in written["mano.yaml"]
    assert "la liste dit « beaucoup »" in written["zut.yaml"]
    assert "      cp: 200 000 €" in written["domifa.yaml"]
    assert "reference: dnum-travail" in written["domifa.yaml"]
    assert "    sigle: DGCS" in written["annuaire.yaml"]
    assert all(pipeline.check(path).value is not None for path in specs_in(tmp_path / "p"))
    kept = json.loads((tmp_path / "l.colonnes.json").read_text(encoding="utf-8"))["colonnes"]
    assert kept["Direction"] == "delegataire"
    shutil.rmtree(tmp_path / "p")
    new(tmp_path, "l.csv", "--cohort", 18, "p", "--yes", code=1)  # the columns are known from the last time
    assert drafts(tmp_path / "p") == written


def test_what_a_rule_refuses_is_told_at_its_row_and_the_rest_is_written(tmp_path):
    (tmp_path / "l.csv").write_text("Service;Montant;Centre de coût\nA;1000;X\nB;1000;SGSIFAB075\n", encoding="utf-8")
    err = new(tmp_path, "l.csv", "--cohort", 18, "p", "--yes", code=1)
    assert "l.csv:2:3: erreur C334" in err
    written = drafts(tmp_path / "p")
    assert "la liste dit « X »" in written["a.yaml"]
    assert "centre_de_cout: SGSIFAB075" in written["b.yaml"]


def test_without_a_terminal_the_columns_are_shown_and_nothing_is_written(tmp_path):
    (tmp_path / "l.csv").write_text("Service\nA\n", encoding="utf-8")
    err = new(tmp_path, "l.csv", "--cohort", 18, "p", code=2)
    assert "services.0.nom" in err
    assert "--yes" in err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["l.csv"]


def test_a_file_that_exists_stops_the_whole_round(tmp_path):
    (tmp_path / "l.csv").write_text("Service\nA\nB\n", encoding="utf-8")
    (tmp_path / "p").mkdir()
    (tmp_path / "p" / "b.yaml").write_text("# à moi\n", encoding="utf-8")
    new(tmp_path, "l.csv", "--cohort", 18, "p", "--yes", code=3)
    assert drafts(tmp_path / "p") == {"b.yaml": "# à moi\n"}


@pytest.mark.parametrize("name", ["annuaire.yaml", "cohorte.yaml"])
def test_a_folder_with_a_directory_or_a_round_is_refused_before_any_draft(tmp_path, name):
    (tmp_path / "l.csv").write_text("Service;Délégataire\nA;DGCS\n", encoding="utf-8")
    (tmp_path / "p").mkdir()
    (tmp_path / "p" / name).write_text("annuaire: {}\n", encoding="utf-8")
    err = new(tmp_path, "l.csv", "--cohort", 18, "p", "--yes", code=3)
    assert (f"« p/{name} » existe déjà" in err, err.count("erreur ")) == (True, 1)


def test_a_row_whose_name_cannot_be_read_says_why_it_is_left(tmp_path):
    (tmp_path / "l.csv").write_text("Service;Montant\n=A1;1000\nB;1000\n", encoding="utf-8")
    err = new(tmp_path, "l.csv", "--cohort", 18, "p", "--yes")
    assert "elle ne nomme aucun service (la cellule commence par « = »" in err.replace("\u00a0", " ")


def test_a_huge_number_is_told_in_short():
    assert [number_text(value) for value in (1e300, 12, 1234567890123456789, 0.5)] == [
        *("1e+300", "12", "1234567890123456789", "0,5")
    ]


def test_a_draft_that_is_not_written_names_no_file(tmp_path):
    (tmp_path / "l.csv").write_text("Service;Délégataire\nA;DINUM\nB;DGCS\n", encoding="utf-8")
    err = new(tmp_path, "l.csv", "--cohort", 18, "p", "--yes", code=1)
    assert (sorted(drafts(tmp_path / "p")), "non écrit" in err) == (["annuaire.yaml", "b.yaml", "cohorte.yaml"], True)
    assert "a.yaml" not in err.replace("annuaire.yaml", "")


def test_a_merged_cell_holds_for_its_rows_but_a_name_names_one_act(tmp_path):
    def change(sheet):
        sheet.merge_cells("C2:C3")
        sheet.merge_cells("A4:A5")

    rows = [["A", 1, "2026-12-31"], ["B", 2], ["C", 3, "2027-12-31"], [None, 4, "2027-12-31"]]
    (tmp_path / "l.xlsx").write_bytes(xlsx(HEAD, *rows, change=change))
    err = new(tmp_path, "l.xlsx", "--cohort", 18, "p", "--yes")
    assert "C2:C3 sont fusionnées" in err
    assert "l.xlsx, feuille «\u00a0Actes\u00a0»:5:1: avertissement C245" in err
    assert "fin: 2026-12-31" in drafts(tmp_path / "p")["b.yaml"]


def test_a_list_of_grants_is_named_by_who_receives_them(tmp_path):
    (tmp_path / "l.csv").write_text("Bénéficiaire;Montant\nAsso A;12 000 €\nTotal;12 000 €\n", encoding="utf-8")
    err = new(tmp_path, "l.csv", "--cohort", 3, "p", "--pack", "subvention", "--yes")
    assert "l.csv:3:1: avertissement C245" in err
    assert "reference: asso-a" in drafts(tmp_path / "p")["asso-a.yaml"]


def test_columns_nobody_takes_are_told_once_when_they_are_many_and_not_when_they_are_empty(tmp_path):
    titles = [f"Question {number}" for number in range(40)]
    (tmp_path / "l.csv").write_text(
        f"Service;{';'.join(titles)};Vide\nA;{';'.join('x' for _ in titles)};\n", encoding="utf-8"
    )
    err = new(tmp_path, "l.csv", "--cohort", 3, "p", "--yes")
    assert err.count("C246") == 1
    assert "40 colonnes ne sont pas comprises" in err


def test_of_two_columns_for_one_key_the_one_that_is_said_is_taken(tmp_path):
    (tmp_path / "l.csv").write_text("Service;Montant;Montant accordé\nA;1000;2000\n", encoding="utf-8")
    err = new(tmp_path, "l.csv", "--cohort", 3, "p", "--yes")
    assert '« --map "Montant accordé=finances.montant" »' in err
    assert "montant: 1 000 €" in drafts(tmp_path / "p")["a.yaml"]
    err = new(tmp_path, "l.csv", "--cohort", 3, "q", "--yes", "--map", "Montant accordé=finances.montant")
    assert "« Montant » dit la même chose que « Montant accordé »" in err
    assert "montant: 2 000 €" in drafts(tmp_path / "q")["a.yaml"]
    assert "C246" not in new(tmp_path, "l.csv", "--cohort", 3, "r", "--yes")  # it was kept
    assert drafts(tmp_path / "r") == drafts(tmp_path / "q")


@pytest.mark.parametrize("text", ["{", "[]", '{"colonnes": {"Service": 3}}', '{"colonnes": {"Service": "bidule"}}'])
def test_columns_kept_and_since_damaged_are_told(tmp_path, text):
    (tmp_path / "l.csv").write_text("Service\nA\n", encoding="utf-8")
    (tmp_path / "l.colonnes.json").write_text(text, encoding="utf-8")
    assert "erreur C247" in new(tmp_path, "l.csv", "--cohort", 3, "p", "--yes", code=1)
    assert not (tmp_path / "p").exists()


def test_what_is_no_list_is_refused_with_what_a_list_is(tmp_path):
    (tmp_path / "l.md").write_text("x", encoding="utf-8")
    assert "il faut une liste" in new(tmp_path, "l.md", "--cohort", 3, "p", "--yes", code=2)
    assert "introuvable" in new(tmp_path, "absent.csv", "--cohort", 3, "p", "--yes", code=3)


def test_names_of_one_file_are_numbered_and_a_file_may_be_named(tmp_path):
    (tmp_path / "l.csv").write_text("Acte;Service\n;Été\n;été\nici;Autre\n../../x;Y\n", encoding="utf-8")
    new(tmp_path, "l.csv", "--cohort", 18, "p", "--yes")
    assert {"ete.yaml", "ete-2.yaml", "ici.yaml", "x.yaml"} <= set(drafts(tmp_path / "p"))


def test_thousands_of_rows_are_read_and_more_acts_than_a_round_has_are_told(tmp_path):
    rows = "".join(f"Service {number};1000\n" for number in range(10_000))
    (tmp_path / "l.csv").write_text(f"Service;Montant\n{rows}", encoding="utf-8")
    err = new(tmp_path, "l.csv", "--cohort", 18, "p", "--yes", code=2)
    assert "décrit 10000 actes" in err
    assert "avant la ligne 2002" in err
    assert not (tmp_path / "p").exists()


# There and back


def forty_six():
    """A list of forty-six acts, with what a real one has: two directions, dates as days, cells left empty."""
    titles = [
        "Nom de la startup",
        "Direction",
        "Montant",
        "Date de fin",
        "AE 2026",
        "CP 2026",
        "CP 2027",
        "Cofinancement",
    ]
    titles += ["Centre de coût", "Activité", "Remarques"]
    rows = [
        [
            *(f"Service n° {number}", ("DNUM Travail", "Direction de l’école")[number % 2], 200_000 + number * 1000),
            *(datetime.date(2027, 12, 31), 200_000 + number * 1000, 100_000, 100_000 + number * 1000),
            *(None if number % 3 else 50_000, "SGSIFAB075", "012900121401 ; 012900121402", "à relire"),
        ]
        for number in range(46)
    ]
    return titles, *rows


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_a_list_goes_there_and_back(tmp_path, form):
    (tmp_path / "l.xlsx").write_bytes(xlsx(*forty_six()))
    new(
        tmp_path, "l.xlsx", "--cohort", 18, "p", "--yes", "--map", "Direction=delegataire", "--map", "Remarques=ignorer"
    )
    first = drafts(tmp_path / "p")
    assert len(first) == 48
    more = ("--table", "liste") if form == "csv" else ()
    result = convention("summary", "p", "--format", form, "-o", f"back.{form}", *more, cwd=tmp_path)
    assert result.returncode == 0, result.stderr.decode()
    back = next(sheet for sheet in read_list(tmp_path / f"back.{form}").value if sheet.name in {"Liste", ""})
    titles = [cell.text for cell in back.rows[0].cells]
    wanted = [title for title in forty_six()[0] if title != "Remarques"]
    assert titles[: len(wanted)] == wanted
    new(tmp_path, f"back.{form}", "--cohort", 18, "q", "--yes", "--map", "Direction=delegataire")
    assert drafts(tmp_path / "q") == first


def test_every_title_of_the_list_of_a_full_round_is_understood_back(tmp_path):
    listed = ("summary", "specs/fast17", "--format", "csv", "--table", "liste", "-o", tmp_path / "l.csv")
    assert convention(*listed, cwd=ROOT).returncode == 0
    err = convention("new", "--from", "l.csv", "--cohort", 17, "p", cwd=tmp_path).stderr.decode()
    assert "Lieu de signature" in err
    assert "C246" not in err


def test_every_value_of_any_kind_has_a_french_title_that_leads_back_to_it(tmp_path):
    listed = ("summary", "specs", "--format", "csv", "--table", "liste", "-o", tmp_path / "l.csv", "-q")
    assert convention(*listed, cwd=ROOT).returncode == 0
    with (tmp_path / "l.csv").open(encoding="utf-8-sig", newline="") as file:
        titles = next(csv.reader(file, delimiter=";"))
    assert "Services numériques 1 – objectifs 2" in titles
    assert [title for title in titles if re.search(r"\w\.\w|\w_\w", title)] == []
    checked = [one for path in specs_in(ROOT / "specs") if (one := pipeline.check(path).value)]
    champs = {name: label for one in checked for name, label in one.pack.field_names.items()}
    names = Names({key: role for one in checked for key, role in one.spec.kind.roles.items()}, champs)
    assert [title for title in titles if not names.key_of(title)] == []
    assert len({names.key_of(title) for title in titles}) == len(titles)


def test_in_a_terminal_the_table_and_the_columns_are_asked(tmp_path):
    one, two = [(("Service", "Text"),), "A"], [(("Nom", "Text"),), "X"]
    write_grist(tmp_path / "l.grist", {"Agents": two, "Actes": one})
    refusing = Terminal(tmp_path, "new", "--from", "l.grist", "--cohort", "18", "p")
    refusing.answer("Quel tableau ?", "9")
    refusing.answer("Quel tableau ?", "2")
    refusing.answer("Écrire 1 brouillon", "peut-être")
    refusing.answer("Écrire 1 brouillon", "non")
    code, said = refusing.end()
    assert (code, "--map" in said) == (0, True)
    assert not (tmp_path / "p").exists()
    session = Terminal(tmp_path, "new", "--from", "l.grist", "--table", "actes", "--cohort", "18", "p")
    session.answer("Écrire 1 brouillon", "oui")
    code, _ = session.end()
    assert code == 0
    assert "a.yaml" in drafts(tmp_path / "p")
