"""A round in one command: all checked first, nothing done twice, nothing half-written, nobody lost."""

import gc
import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conventions_cli import batch
from conventions_cli.batch import journal as manifest
from conventions_cli.batch import making, workers
from conventions_cli.batch.workers import Lost, shared_out
from conventions_cli.foundation.records import replace
from fabrique import ROOT, spec, text_of
from mortel import deadly
from serveur import HANGS
from test_cli import COMMAND, run

COUNT = 6
MANY = 1500  # enough for an interruption to come in the middle, on any machine


def write_round(folder, count=COUNT):
    """A round of acts that inherit a common file."""
    folder.mkdir(exist_ok=True)
    common = spec()
    del common["services"]
    (folder / "commun.yaml").write_text(text_of({**common, "parties": []}).replace("parties: []\n", ""), "utf-8")
    parties = text_of({"parties": common["parties"]})
    for number in range(count):
        own = f"herite: commun.yaml\nnor: TSSZ25{number:05d}X\nservices: [{{nom: Service {number}}}]\n{parties}"
        (folder / f"acte-{number:03d}.yaml").write_text(own, "utf-8")
    return folder


@pytest.fixture
def cohort(tmp_path):
    write_round(tmp_path / "specs")
    return tmp_path


def files(folder):
    return (
        {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()} if folder.exists() else {}
    )


def made(folder, *options):
    """The acts a run made again, by its own account."""
    before = {name: (folder / "build" / name).stat().st_mtime_ns for name in files(folder / "build")}
    code, out, err = run("batch", "specs", *options, cwd=folder)
    assert code == 0, out + err
    after = {name: (folder / "build" / name).stat().st_mtime_ns for name in files(folder / "build")}
    changed = {name for name in after if before.get(name) != after[name]} - {"manifest.json"}
    return sorted({name.split(".")[0] for name in changed})


def test_every_act_is_written_with_a_manifest_of_what_it_comes_from(cohort):
    code, out, err = run("batch", "specs", cwd=cohort)
    assert code == 0
    built = files(cohort / "build")
    assert sorted(built) == sorted(
        [f"acte-{n:03d}.{kind}" for n in range(COUNT) for kind in ("docx", "md")] + ["manifest.json"]
    )
    data = json.loads(built["manifest.json"])
    assert [one["spec"] for one in data["actes"]] == [f"../specs/acte-{n:03d}.yaml" for n in range(COUNT)]
    for one in data["actes"]:
        assert set(one["entrees"]) == {one["spec"], "../specs/commun.yaml"}
        for name, digest in one["entrees"].items():
            assert hashlib.sha256((cohort / "build" / name).read_bytes()).hexdigest() == digest
        for name, digest in one["sorties"].items():
            assert hashlib.sha256(built[name]).hexdigest() == digest
    assert str(cohort) not in built["manifest.json"].decode()
    assert "6 actes produits dans « build »." in err
    assert re.search(r"acte-000\s+200\u202f000\u00a0€\s+final\s+docx, md", out)


def test_render_and_batch_give_the_same_bytes_whatever_the_number_of_processes(cohort):
    assert run("batch", "specs", "-o", "a", "--jobs", "1", cwd=cohort, env={"PYTHONHASHSEED": "1"})[0] == 0
    assert run("batch", "specs", "-o", "b", "--jobs", "3", cwd=cohort, env={"PYTHONHASHSEED": "2"})[0] == 0
    code, out, _ = run("render", "specs", "-o", "c", cwd=cohort)
    assert code == 0
    assert len(out.split()) == 2 * COUNT
    assert (
        files(cohort / "a")
        == files(cohort / "b")
        == files(cohort / "c") | {"manifest.json": (cohort / "a" / "manifest.json").read_bytes()}
    )


def test_what_is_said_is_the_same_whatever_the_number_of_processes(tmp_path):
    specs = shutil.copytree(ROOT / "specs", tmp_path / "specs") / "fast17"  # one of them is a draft
    text = (specs / "clairsemis.yaml").read_text(encoding="utf-8")
    (specs / "zzz.yaml").write_text(text.replace("nom: ", "nmo: ", 1), encoding="utf-8")
    said = [run("batch", specs, "-o", f"a{jobs}", "--jobs", str(jobs), "--keep-going", cwd=tmp_path) for jobs in (1, 3)]
    assert said[0][0] == 1
    assert re.search("toit-connu .* projet .* 5 avertissements", said[0][1])
    assert "C218" not in said[0][2]
    assert "C202" in said[0][2]
    assert [(code, out, err.replace("a3", "a1")) for code, out, err in said] == [said[0]] * 2


def test_vast_specs_are_written_before_others_are_made(cohort, monkeypatch):
    orders = batch.orders_for([str(path) for path in sorted((cohort / "specs").glob("acte-*.yaml"))])
    orders.insert(2, batch.Order("absent.yaml", "absent"))
    told = []
    for held in (10**6, 500, 0):
        monkeypatch.setattr(making, "_MAX_HELD", held)
        folder = cohort / f"staging-{held}"
        folder.mkdir()
        begun = []
        acts = making.Maker(batch.Recipe(("docx", "md")), folder)(orders, begun.append)
        told.append((acts, files(folder)))
        assert [begun.count(number) for number in range(len(orders))] == [4] * len(orders)  # two formats
        assert (begun[:2] == [0, 1]) is (held > 0)
    assert [act.order for act in acts] == orders
    assert told[0] == told[1] == told[2]


def test_an_act_leaves_nothing_to_the_collector_of_cycles(cohort):
    """What is freed as soon as it is done with costs nothing: 10,000 acts take no more memory than 100."""
    (cohort / "staging").mkdir()
    make = making.Maker(batch.Recipe(("docx", "md")), cohort / "staging")
    orders = batch.orders_for([str(path) for path in sorted((cohort / "specs").glob("acte-*.yaml"))])
    kept = make(orders[:4])
    gc.collect()
    gc.set_debug(gc.DEBUG_SAVEALL)
    try:
        kept += make(orders[4:])
        gc.collect()
        left = [type(one).__name__ for one in gc.garbage if type(one).__module__.startswith("conventions_cli")]
    finally:
        gc.set_debug(0)
        gc.garbage.clear()
    assert not any(act.faulty for act in kept)
    assert left == []


def test_the_table_counts_the_acts_it_does_not_show():
    from conventions_cli.cli.batch_table import acts_table
    from conventions_cli.foundation import catalogue
    from conventions_cli.foundation.diagnostics import Diagnostic

    warned = (Diagnostic(catalogue.SAME_PAM, "x", None, ""),)
    acts = [
        batch.ActResult(batch.Order(f"{n}.yaml", f"acte-{n:03d}"), diagnostics=warned if n < 8 else ())
        for n in range(12)
    ]
    acts.append(batch.ActResult(batch.Order("z.yaml", "acte-z"), reused=True, warnings=2))
    assert "autre" not in acts_table(acts, 13)
    shown = acts_table(acts, 10)
    assert shown.count("acte-") == 9
    assert shown.endswith("\n4 autres actes sans constat.\n")
    fewer = acts_table(acts, 8)
    assert fewer.count("acte-") == 8
    assert fewer.endswith("\n1 autre acte avec des constats.\n4 autres actes sans constat.\n")
    assert (
        acts_table([replace(act, diagnostics=(), warnings=0) for act in acts], 10) == "13 autres actes sans constat.\n"
    )


def test_only_what_changed_is_made_again(cohort):
    everything = [f"acte-{n:03d}" for n in range(COUNT)]
    assert made(cohort) == everything
    written = (cohort / "build" / "manifest.json").stat().st_mtime_ns
    assert made(cohort) == []
    assert (cohort / "build" / "manifest.json").stat().st_mtime_ns == written
    own = cohort / "specs" / "acte-002.yaml"
    own.write_text(own.read_text("utf-8").replace("Service 2", "Autre"), "utf-8")
    assert made(cohort) == ["acte-002"]
    (cohort / "build" / "acte-003.md").unlink()
    (cohort / "build" / "acte-004.docx").write_bytes(b"PK")
    assert made(cohort) == ["acte-003", "acte-004"]
    common = cohort / "specs" / "commun.yaml"
    common.write_text(common.read_text("utf-8").replace("2026-12-31", "2026-11-30"), "utf-8")
    assert made(cohort) == everything
    assert made(cohort, "--set", "lieu_signature=Paris") == everything
    assert made(cohort, "--set", "lieu_signature=Paris") == []
    assert made(cohort, "--set", "lieu_signature=Paris", "--force") == everything


def test_a_changed_clause_makes_every_act_again(cohort):
    from conventions_cli.foundation.resources import templates_dir

    folder = cohort / "modeles" / "commun"
    folder.mkdir(parents=True)
    clause = (templates_dir() / "commun" / "publication.md").read_text("utf-8")
    (folder / "publication.md").write_text(clause, "utf-8")
    assert len(made(cohort, "--template-dir", "modeles")) == COUNT
    assert made(cohort, "--template-dir", "modeles") == []
    (folder / "publication.md").write_text(f"Nouveau. {clause}", "utf-8")
    assert len(made(cohort, "--template-dir", "modeles")) == COUNT


def test_one_fault_and_nothing_is_written_unless_asked(cohort):
    faulty = cohort / "specs" / "acte-001.yaml"
    faulty.write_text(faulty.read_text("utf-8") + "finances: {montant: 200 k€}\n", "utf-8")
    code, out, err = run("batch", "specs", cwd=cohort)
    assert code == 1
    assert not (cohort / "build").exists()
    assert "specs/acte-001.yaml" in err and "Rien n’est écrit." in err and "--keep-going" in err
    assert re.search(r"acte-001\s.*à corriger", out)
    assert "docx" not in out
    code, out, err = run("batch", "specs", "--keep-going", cwd=cohort)
    assert code == 1
    assert len(files(cohort / "build")) == 2 * (COUNT - 1) + 1
    assert "acte-001.docx" not in files(cohort / "build")
    assert "5 actes produits" in err


def test_what_only_the_set_shows_stops_it_also_between_new_and_remembered_acts(cohort):
    assert made(cohort)
    twin = cohort / "specs" / "jumeau.yaml"
    twin.write_text((cohort / "specs" / "acte-000.yaml").read_text("utf-8").replace("Service 0", "Autre"), "utf-8")
    code, _, err = run("batch", "specs", cwd=cohort)
    assert code == 1
    assert "C371" in err and "dans « specs/acte-000.yaml »" in err and "nor: TSSZ2500000X" in err
    assert "jumeau.docx" not in files(cohort / "build")


def test_two_specs_for_one_file_are_refused_at_once(cohort):
    (cohort / "specs" / "ailleurs").mkdir()
    (cohort / "specs" / "ailleurs" / "Acte-001.yaml").write_text("services: 1\n", "utf-8")
    code, _, err = run("batch", "specs", cwd=cohort)
    assert code == 1
    assert "C502" in err
    assert not (cohort / "build").exists()


def test_check_says_what_is_out_of_date_and_writes_nothing(cohort):
    code, out, _ = run("batch", "specs", "--check", cwd=cohort)
    assert code == 1
    assert out.count("pas encore produit") == COUNT
    assert not (cohort / "build").exists()
    made(cohort)
    code, out, err = run("batch", "specs", "--check", cwd=cohort)
    assert (code, out) == (0, "") and "À jour : 6 actes." in err
    own = cohort / "specs" / "acte-002.yaml"
    own.write_text(own.read_text("utf-8") + "# un commentaire\n", "utf-8")
    (cohort / "specs" / "acte-005.yaml").unlink()
    before = files(cohort / "build")
    code, out, _ = run("batch", "specs", "--check", cwd=cohort)
    assert code == 1
    assert f"specs/acte-002.yaml : « {Path('specs/acte-002.yaml')} » a changé." in out
    assert "../specs/acte-005.yaml : la spécification n’existe plus." in out
    assert files(cohort / "build") == before


@given(st.lists(st.text("abc", min_size=1, max_size=4), unique=True, max_size=30), st.integers(1, 9))
def test_parts_share_out_the_specs_whatever_their_order(names, count):
    orders = [batch.Order(name, name) for name in names]
    parts = [batch.shard(orders, number, count) for number in range(1, count + 1)]
    assert sorted(one.spec for part in parts for one in part) == sorted(names)
    assert max(map(len, parts)) - min(map(len, parts)) <= 1
    assert parts == [batch.shard(orders[::-1], number, count) for number in range(1, count + 1)]


def test_parts_of_a_round_make_the_round(cohort):
    for number in (1, 2):
        assert run("batch", "specs", "--shard", f"{number}/2", cwd=cohort)[0] == 0
    assert run("batch", "specs", "-o", "entier", cwd=cohort)[0] == 0
    acts = {name: data for name, data in files(cohort / "build").items() if not name.startswith("manifest")}
    assert acts == {name: data for name, data in files(cohort / "entier").items() if name != "manifest.json"}
    for wrong in ("0/2", "3/2", "2", "a/b", "1/0", "²/3"):
        assert run("batch", "specs", "--shard", wrong, cwd=cohort)[0] == 2


def test_the_archive_holds_every_act_and_is_the_same_each_time(cohort):
    for name, seed in (("a", "1"), ("b", "2")):
        assert run("batch", "specs", "-o", name, "--zip", cwd=cohort, env={"PYTHONHASHSEED": seed})[0] == 0
    data = (cohort / "a" / "actes.zip").read_bytes()
    assert data == (cohort / "b" / "actes.zip").read_bytes()
    with zipfile.ZipFile(cohort / "a" / "actes.zip") as archive:
        assert archive.testzip() is None
        held = {name: archive.read(name) for name in archive.namelist()}
    assert held == {
        name: data for name, data in files(cohort / "a").items() if name not in {"actes.zip", "manifest.json"}
    }


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{",
        '{"manifeste": 2}',
        '{"manifeste": 1, "actes": [1]}',
        '{"manifeste": 1, "actes": [{"spec": "x", "sorties": {"../../evasion": "0"}}]}',
        "[" * 100_000,
        "\udcff".encode("utf-8", "surrogatepass").decode("latin-1"),
    ],
)
def test_a_manifest_that_cannot_be_understood_counts_as_absent(cohort, text):
    (cohort / "build").mkdir()
    (cohort / "build" / "manifest.json").write_text(text, "utf-8")
    assert manifest.load(cohort / "build").entries == {}
    assert len(made(cohort)) == COUNT


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
@pytest.mark.parametrize("forked", [True, False])
@pytest.mark.parametrize(("lot", "jobs"), [(1, 2), (3, 2), (16, 2), (16, 5), (100, 2)])
def test_a_killed_process_is_reported_and_its_other_acts_are_made(monkeypatch, lot, jobs, forked):
    monkeypatch.setattr(workers, "_FORKED", forked)
    results = list(shared_out(deadly, list(range(50)), jobs, lot))
    lost = sorted((one for one in results if isinstance(one, Lost)), key=lambda one: one.item)
    assert lost == [Lost(7, -signal.SIGKILL), Lost(33, -signal.SIGKILL)]
    assert sorted(one for one in results if not isinstance(one, Lost)) == [n for n in range(50) if n not in (7, 33)]


def test_a_lot_is_given_back_in_its_order():
    def work(items, begin=None):
        return [f"{item} de {len(items)}" for item in items]

    assert list(shared_out(work, "abcde", 1, 2)) == ["a de 2", "b de 2", "c de 2", "d de 2", "e de 1"]


@pytest.mark.skipif(sys.platform != "linux", reason="une fonction de test ne se transmet qu’à un processus dupliqué")
def test_a_lost_act_is_a_finding_that_stops_the_round(cohort, monkeypatch):
    from conventions_cli.batch.making import Maker

    make = Maker._checked

    def deadly(self, number, order):
        if order.stem == "acte-003":
            os.kill(os.getpid(), signal.SIGKILL)
        return make(self, number, order)

    monkeypatch.setattr(Maker, "_checked", deadly)
    monkeypatch.chdir(cohort)
    orders = batch.orders_for([f"specs/acte-{n:03d}.yaml" for n in range(COUNT)])
    report = batch.run(orders, batch.Recipe(("docx", "md")), cohort / "build", jobs=2)
    (found,) = report.diagnostics
    assert found.code.number == "C508"
    assert "specs/acte-003.yaml" in found.message and "SIGKILL" in found.message
    assert not (cohort / "build").exists()
    report = batch.run(orders, batch.Recipe(("docx", "md")), cohort / "build", jobs=2, keep_going=True)
    assert len(files(cohort / "build")) == 2 * (COUNT - 1) + 1


@pytest.mark.parametrize("delay", [0, 0.004, 0.012, 0.2], ids=str)  # while the processes are being started, and after
def test_ctrl_c_in_the_middle_leaves_nothing(tmp_path, delay):
    write_round(tmp_path / "specs", MANY)
    process = subprocess.Popen(
        [*COMMAND, "batch", "specs", "--jobs", "2"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
        start_new_session=True,
    )
    limit = time.monotonic() + HANGS
    while not list(tmp_path.glob("build/.convention-*/*.docx")) and time.monotonic() < limit:
        time.sleep(0.001)
    time.sleep(delay)
    os.killpg(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=HANGS)
    said = err.decode()
    assert process.returncode == 130, said
    assert "Traceback" not in said
    assert re.search(rf"Interrompu : \d+ actes? préparés? sur {MANY} ; rien n’est écrit\.", said)
    assert not (tmp_path / "build").exists()


def interrupted(folder):
    """A batch ended by Ctrl-C once two lots at least were given back."""
    write_round(folder / "specs", MANY)
    process = subprocess.Popen(
        [*COMMAND, "batch", "specs", "--jobs", "2", "--keep-going"],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
        start_new_session=True,
    )
    limit = time.monotonic() + HANGS
    given_back = 5 * making.LOT  # written by then, two lots at least have been
    while len(list(folder.glob("build/.convention-*/*.md"))) < given_back and time.monotonic() < limit:
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=HANGS)
    return process.returncode, err.decode()


def test_ctrl_c_with_keep_going_keeps_what_is_made_and_the_next_run_goes_on(tmp_path):
    for turn in range(5):  # on a machine that others load, a batch may end before it is interrupted
        tmp_path = tmp_path / str(turn)
        tmp_path.mkdir()
        code, said = interrupted(tmp_path)
        assert "Exception ignored" not in said  # Ctrl-C fell where Python drops it
        if code != 0:
            break
    assert code == 130
    match = re.search(r"Interrompu : (\d+) actes dans « build » ; relancer pour continuer\.", said)
    kept = int(match[1])
    assert 0 < kept < MANY
    assert len(list(tmp_path.glob("build/*.docx"))) == len(list(tmp_path.glob("build/*.md"))) == kept
    assert not list(tmp_path.glob("build/.convention-*"))
    left = [path for path in tmp_path.glob("specs/acte-*") if not (tmp_path / f"build/{path.stem}.docx").exists()]
    assert len(left) == MANY - kept
    for path in left[COUNT:]:  # the next run makes some of them: they are many
        path.unlink()
    code, _, err = run("batch", "specs", cwd=tmp_path)
    assert code == 0
    assert f"{len(left[:COUNT])} actes produits dans « build », {kept} déjà à jour." in err


def test_what_a_dead_run_left_is_cleared(cohort):
    (cohort / "build" / ".convention-999999999").mkdir(parents=True)
    (cohort / "build" / ".convention-999999999" / "reste.docx").write_bytes(b"x")
    assert len(made(cohort)) == COUNT
    assert not list((cohort / "build").glob(".convention-*"))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="propre à Linux")
def test_a_folder_that_cannot_be_written_is_told(cohort):
    (cohort / "build").write_text("un fichier", "utf-8")
    code, _, err = run("batch", "specs", cwd=cohort)
    assert code == 3
    assert "Le dossier « build » ne peut pas être écrit" in err
    assert (cohort / "build").read_text("utf-8") == "un fichier"


def test_a_full_disk_leaves_no_file(cohort):
    script = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (4000, 4000));"
        "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "from conventions_cli.__main__ import main; sys.argv = ['convention', 'batch', 'specs']; main()"
    )
    result = subprocess.run([sys.executable, "-c", script], cwd=cohort, capture_output=True, timeout=HANGS)
    said = result.stderr.decode()
    assert result.returncode == 3
    assert "C501" in said and "Traceback" not in said
    assert not (cohort / "build").exists()


def test_drafts_are_made_and_final_refuses_them(cohort):
    own = cohort / "specs" / "acte-002.yaml"
    own.write_text(own.read_text("utf-8") + "date_signature:\n", "utf-8")
    code, out, _ = run("batch", "specs", cwd=cohort)
    assert code == 0
    assert re.search(r"acte-002\s.*projet", out)
    code, _, err = run("batch", "specs", "--final", cwd=cohort)
    assert code == 1
    assert "date de signature" in err


def test_warnings_stop_a_strict_run_also_when_they_were_told_before(cohort):
    own = cohort / "specs" / "acte-002.yaml"
    own.write_text(own.read_text("utf-8") + "chorus: {fonds: 12345}\n", "utf-8")
    assert run("batch", "specs", cwd=cohort)[0] == 0
    code, out, err = run("batch", "specs", cwd=cohort)
    assert code == 0 and re.search(r"acte-002\s.*1 avertissement", out)
    code, out, err = run("batch", "specs", "--strict", cwd=cohort)
    assert code == 1 and "C3" in err


def test_plain_lines_tell_the_progress_where_there_is_no_terminal(tmp_path):
    write_round(tmp_path / "specs", 40)
    _, out, err = run("batch", "specs", cwd=tmp_path)
    assert "4 actes sur 40\n" in err and "40 actes sur 40\n" in err
    assert "\x1b" not in out + err
    assert "actes sur" not in run("batch", "specs", "--quiet", "--force", cwd=tmp_path)[2]
