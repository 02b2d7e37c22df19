"""Every input that once broke something, and one of each kind that never did: what must hold of any holds of them."""

from pathlib import Path

import pytest
from hypothesis import Phase, given, settings

from fuzz import mutations
from fuzz.bundles import bundled, lay, unbundled
from fuzz.made import bad_signs, wrong_with
from fuzz.targets import TARGETS, faults, prepare
from fuzz.watch import TooManySteps, Watch, watched
from inside import run_inside

CORPUS = Path(__file__).parent / "fuzz" / "corpus"
KEPT = sorted(path for path in CORPUS.rglob("*") if path.is_file())


@pytest.mark.parametrize("path", KEPT, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_an_input_that_once_failed_is_refused_or_read(path):
    assert faults(path.parent.name, path.read_bytes(), path.name.partition("-")[0]) == []


def test_the_corpus_has_a_file_of_each_kind():
    assert {path.parent.name for path in KEPT} == set(TARGETS)


def compiled_in(path):
    """What a clause that could reach `exec` would do."""
    eval(compile("exec('1')", str(path), "eval"))  # noqa: S307 - the very thing to see


# The watch itself: what cannot see a fault proves nothing


@pytest.mark.parametrize(
    ("deed", "told"),
    [
        (lambda folder: (folder.parent / "x").write_bytes(b""), "open "),
        (lambda folder: (folder.parent / "secret").read_bytes(), "open "),
        (lambda folder: (folder / "f").rename(folder.parent / "g"), "os.rename "),
        (lambda folder: __import__("subprocess").run(["true"], check=True), "subprocess.Popen"),
        (lambda folder: __import__("socket").socket().close(), "socket.__new__"),
        (lambda folder: __import__("pickle").loads(b"cos\nsystem\n."), "pickle.find_class"),
        (lambda folder: compiled_in(folder / "clause.md"), "exec par"),
        (lambda folder: (folder / "lien").symlink_to("/etc/passwd"), "os.symlink"),
    ],
)
def test_what_no_input_may_do_is_seen(tmp_path, deed, told):
    (tmp_path / "dossier").mkdir()
    (tmp_path / "dossier/f").write_bytes(b"")
    (tmp_path / "secret").write_bytes(b"")
    watch = Watch(tmp_path / "dossier")
    with watched(watch, 10**6):
        deed(tmp_path / "dossier")
    assert any(told in one for one in watch.trespasses), watch.trespasses


def test_a_run_without_end_is_stopped(tmp_path):
    with pytest.raises(TooManySteps), watched(Watch(tmp_path), 1000):
        while True:
            len("")


def test_an_exception_that_a_command_lets_out_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr("conventions_cli.pipeline.steps.check", lambda *_: 1 // 0)
    (tmp_path / "a.yaml").write_bytes(b"")
    done = run_inside("validate", "a.yaml", cwd=tmp_path)
    assert done.code == 70
    assert "ZeroDivisionError" in done.bug
    assert any("code 70" in one for one in faults("yaml", b"nor: X\n", "validate"))


@pytest.mark.parametrize(
    ("kind", "data", "told"),
    [
        ("md", "a\x1bb\n", "signes interdits"),
        ("md", "<!-- titre -->\n\n# A\n\n<b>x</b>\n", "du HTML"),
        ("md", "<!-- titre -->\n\n# A\n\n[x](javascript:a)\n", "une adresse"),
        ("html", "<p><script>x</script></p>", "élément inconnu"),
        ("html", '<p onclick="x">a</p>', "attribut inconnu"),
        ("html", '<a href="javascript:x">a</a>', "adresse"),
        ("html", "<p><em>a</p>", "mal fermée"),
        ("html", "<p>\u202e</p>", "signes interdits"),
        ("json", '{"a": NaN}', "JSON"),
        ("docx", "PK", "archive"),
    ],
)
def test_what_no_document_may_hold_is_seen(kind, data, told):
    assert any(told in one for one in wrong_with(kind, data.encode()))


def test_a_document_in_pieces_is_seen():
    broken = mutations._zipped({"word/document.xml": b"<w:p>"})
    hidden = mutations._zipped({"word/document.xml": "<a>\ue000</a>".encode()})
    assert any("bien formé" in one for one in wrong_with("docx", broken))
    assert any("signes interdits" in one for one in wrong_with("docx", hidden))
    assert bad_signs("a\tb\nété € \u00a0\u202f") == ""


# What makes the inputs


@pytest.mark.parametrize("kind", TARGETS)
def test_inputs_of_each_kind_are_made_and_most_are_told_apart(kind):
    prepare(kind)
    made = set()

    @settings(max_examples=10, database=None, phases=[Phase.generate])
    @given(TARGETS[kind].strategy())
    def collect(data):
        made.add(data)

    collect()
    assert len(made) > 5


def test_several_files_are_one_text_and_stay_in_their_folder(tmp_path):
    files = {"a.yaml": "nor: X\n", "templates/x.md": "Un.\n"}
    assert unbundled(bundled(files), "b.yaml") == {"a.yaml": "nor: X", "templates/x.md": "Un.\n"}
    assert unbundled("nor: X\n", "b.yaml") == {"b.yaml": "nor: X\n"}
    lay(tmp_path / "d", unbundled(bundled({**files, "../dehors": "x", "/etc/x": "y", "a/../../b": "z"}), "a.yaml"))
    assert sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()) == [
        "d/a.yaml",
        "d/templates/x.md",
    ]


def test_a_damage_fits_any_file():
    deeds = b'[{"place": 0.5, "xor": 1}, {"place": 0.9, "coupe": true}, {"place": 0.1, "met": "x"}]'
    assert mutations.damaged(b"", deeds) == b"x"
    assert mutations.damaged(b"0123456789", deeds) == b"x012344678"
