"""What reads each kind of input, and what must hold whatever the input says."""

import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import NamedTuple

from hypothesis import strategies as st

import actes
from conventions_cli.pipeline.steps import forget
from fabrique import FAMILY, ROOT, SPECS, spec, text_of
from fuzz import mutations, tokens
from fuzz.bundles import bundled, lay, unbundled
from fuzz.made import bad_signs, wrong_with
from fuzz.watch import TooManySteps, Watch, watched
from inside import run_inside

# Calls and returns a command may take: those of an act of ours ten times over, and so many for each byte of the input.
# An input is some kilobytes: what grows as its square is past that.
_STEPS, _STEPS_A_BYTE = 12_000_000, 2_000
_ENDS = {0, 1, 2, 3}
_SECRET = "nom: secret-du-dossier-voisin\n"  # noqa: S105 - a file that no input may show


class Target(NamedTuple):
    """A kind of input: what makes one, the files it is laid as, and the commands that read them."""

    strategy: Callable[[], st.SearchStrategy[bytes]]
    laid: Callable[[Path, bytes], None]
    commands: Sequence[str]
    size: Callable[[bytes], int] = len


def faults(kind: str, data: bytes, word: str = "") -> list[str]:
    """What an input of a kind breaks: a sentence each, opened by the command; none when all holds.

    The first command is run, and one of the others, which the input itself chooses. `word`: only the commands that
    begin with it are.
    """
    if kind == "cache":
        return list(_cache_faults(data))
    target = TARGETS[kind]
    first, *others = target.commands
    chosen = [first, others[zlib.crc32(data) % len(others)]]
    if word:
        chosen = [command for command in target.commands if command.partition(" ")[0] == word]
    found: list[str] = []
    for command in chosen:
        with _sandbox() as folder:
            target.laid(folder, data)
            found += [f"{command} : {said}" for said in _run(folder, command, target.size(data))]
    return found


def prepare(kind: str) -> None:
    """Read, or make, what the inputs of a kind are made from."""
    TARGETS[kind].strategy()
    if kind == "cache":
        _warm()


def _run(folder: Path, command: str, size: int) -> Iterator[str]:
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    cache_folder = Path(os.environ["CONVENTION_CACHE"])
    own_key = Path(os.environ.get("XDG_CONFIG_HOME") or folder)  # where the key of the cache is made
    watch = Watch(folder, cache_folder, own_key)
    most = _STEPS + _STEPS_A_BYTE * size
    try:
        done = run_inside(*command.split(), cwd=folder, around=lambda: watched(watch, most))
    except TooManySteps:
        yield f"plus de {most} pas pour {size} octets"
        return
    if done.code not in _ENDS or done.bug:
        yield f"code {done.code}\n{done.bug or done.err}"
    yield from watch.trespasses
    for stream, text in (("sortie", done.out), ("erreurs", done.err)):
        if bad_signs(text):
            yield f"signes interdits sur la {stream} : {bad_signs(text)!a}"
        if "secret-du-dossier-voisin" in text:
            yield f"la {stream} montre un fichier d’à côté"
    changed = [path for path in folder.rglob("*") if path.is_file() and before.get(path) != path.read_bytes()]
    if done.code and not done.bug and not changed and not (done.out + done.err).strip():
        yield f"code {done.code} sans un mot"
    for path in sorted(changed):
        yield from (f"{path.name} {said}" for said in _wrong(path, before.get(path)))
        if re.search(r"\.tmp$|^\.convention", path.name):
            yield f"un reste : {path.name}"


def _wrong(path: Path, before: bytes | None) -> list[str]:
    """What is wrong with a file that was written. One that was there is the input: what it held, it may hold."""
    data = path.read_bytes()
    if before is not None:
        signs = set(bad_signs(data.decode("utf-8", "replace"))) - set(bad_signs(before.decode("utf-8", "replace")))
        return [f"a de nouveaux signes : {signs!a}"] if signs else []
    # Clauses are no acts: what makes them one is rendered, and looked at there.
    return wrong_with("texte" if "maison" in path.parts else path.suffix.removeprefix("."), data)


@contextmanager
def _sandbox() -> Iterator[Path]:
    """A folder of one run, with a file beside it that nothing may read."""
    root = Path(tempfile.mkdtemp(prefix="convention-fuzz-"))
    (root / "secret.yaml").write_text(_SECRET, encoding="utf-8")
    folder = root / "dossier"
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(root)


# Specs

_SPEC_COMMANDS = (
    "render a.yaml -o actes --format docx,md,html --draft",
    "validate a.yaml",
    "validate a.yaml --format json -o rapport.json",
    "validate a.yaml --format sarif -o rapport.json",
    "fmt a.yaml",
    "fix a.yaml --yes",
    "migrate a.yaml",
    "set a.yaml duree.fin=2027-06-30",
    "summary a.yaml --format html -o resume.html",
    "diff b.yaml a.yaml --format json -o ecarts.json",
    "redline b.yaml a.yaml -o marques.docx",
    "amend b.yaml a.yaml --avenant 1 -o actes --format docx,md,html",
    "report a.yaml -o actes --format docx,md,html",
    "publish a.yaml -o publication",
    "batch a.yaml -o actes --jobs 1 --format docx,md,html --keep-going",
    "schema --annuaire a.yaml -o schema.json",
    "new neuf.yaml --yes --herite a.yaml --service X",
)


_SHARED = ("annuaire.yaml", "fast17.yaml", "cohorte.yaml")


@cache
def _specs() -> list[str]:
    """Specs of the repository, each with the files it inherits from; the spec itself last."""
    found = [text_of(spec()), (ROOT / "tests/exemples/projet.yaml").read_text(encoding="utf-8")]
    acts = [SPECS / "domifa.yaml", SPECS / "mano.yaml", *FAMILY]
    acts += [SPECS / "fast17" / f"{name}.yaml" for name in ("clairsemis", "quai-libre", "sourcevue")]
    for act in acts:
        around = SPECS / "fast17" if act.parent.name == "fast17" else SPECS
        shared = {
            path.name: path.read_text(encoding="utf-8") for path in map(around.joinpath, _SHARED) if path.exists()
        }
        text = act.read_text(encoding="utf-8").replace("../../specs/", "")
        found.append(bundled({**shared, "a.yaml": text}))
    return found


def _lay_specs(folder: Path, data: bytes) -> None:
    lay(folder, unbundled(data.decode("utf-8", "surrogatepass"), "a.yaml"))
    _lay_other(folder)


def _lay_other(folder: Path) -> None:
    (folder / "b.yaml").write_text(text_of(spec()), encoding="utf-8")


# Clauses

_CLAUSE_COMMANDS = (
    "render a.yaml -o actes --format docx,md,html",
    "templates check maison",
    "templates check delegation-fast-2025",
    "templates show maison",
    "render a.yaml --set modele=maison -o actes --format docx,md,html",
    "batch a.yaml -o actes --jobs 1 --keep-going",
    "schema -o schema.json",
)


@cache
def _clauses() -> list[str]:
    """Clauses of ours, in the place where a pack beside a spec puts them; and a pack as `templates new` makes it."""
    found = [
        bundled({f"templates/commun/{path.name}": path.read_text(encoding="utf-8")})
        for path in sorted((ROOT / "templates/commun").glob("*.md"))
    ]
    with _sandbox() as folder:
        run_inside("templates", "new", "maison", cwd=folder)
        files = sorted(path for path in (folder / "templates").rglob("*") if path.is_file())
        pack = {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in files}
    return [*found, *[bundled(pack)] * 5]


def _lay_clauses(folder: Path, data: bytes) -> None:
    forget()  # what another folder of clauses left in memory
    lay(folder, unbundled(data.decode("utf-8", "surrogatepass"), "templates/commun/publication.md"))
    if not (folder / "a.yaml").exists():
        (folder / "a.yaml").write_text(text_of(spec()), encoding="utf-8")


# Acts in Markdown and in Word

_ACT_COMMANDS = (
    "import acte.{} -o lu.yaml",
    "diff b.yaml acte.{} --format json -o ecarts.json",
    "diff acte.{} b.yaml --format html -o ecarts.html --ignore-format",
    "diff acte.{} b.yaml",
    "redline acte.{} b.yaml -o marques.docx",
    "redline b.yaml acte.{} -o marques.docx",
    "import acte.{} -o lu.yaml --as-pack maison",
)
_WORD_COMMANDS = (
    "verify acte.docx",
    "verify acte.docx b.yaml --format json -o rapport.json",
    "verify acte.docx --revisions rejected",
    "inspect acte.docx",
    "inspect acte.docx --spec",
    "render b.yaml --reference acte.docx -o actes",
)


@cache
def _rendered() -> dict[str, list[bytes]]:
    """Acts the product makes, by format."""
    found: dict[str, list[bytes]] = {"md": [], "docx": []}
    with _sandbox() as folder:
        names = [str(SPECS / "domifa.yaml"), *map(str, FAMILY), str(ROOT / "tests/exemples/projet.yaml")]
        run_inside("render", *names, "-o", folder / "actes", "--draft", cwd=folder)
        run_inside("report", SPECS / "fast17/clairsemis.yaml", "-o", folder / "actes", cwd=folder)
        for path in sorted((folder / "actes").iterdir()):
            found[path.suffix.removeprefix(".")].append(path.read_bytes())
    return found


@cache
def _word_seeds() -> list[bytes]:
    return [*_rendered()["docx"], actes.titres()]


def _lay_act(ending: str) -> Callable[[Path, bytes], None]:
    def laid(folder: Path, data: bytes) -> None:
        (folder / f"acte.{ending}").write_bytes(data)
        _lay_other(folder)

    return laid


def _unpacked(data: bytes) -> int:
    """The size of what a Word file holds, which is what its readers read."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return len(data) + sum(member.file_size for member in archive.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return len(data)


TARGETS = {
    "yaml": Target(lambda: mutations.yaml_texts(_specs()), _lay_specs, _SPEC_COMMANDS),
    "clauses": Target(
        lambda: mutations.texts(_clauses(), mutations.clause_pieces, (*tokens.JINJA, *tokens.MARKDOWN, *tokens.ANY)),
        _lay_clauses,
        _CLAUSE_COMMANDS,
    ),
    "markdown": Target(
        lambda: mutations.texts(
            [one.decode() for one in _rendered()["md"]], mutations.lines, (*tokens.MARKDOWN, *tokens.ANY)
        ),
        _lay_act("md"),
        [command.format("md") for command in _ACT_COMMANDS],
    ),
    "docx": Target(
        lambda: mutations.word_files(_word_seeds()),
        _lay_act("docx"),
        [*_WORD_COMMANDS, *(command.format("docx") for command in _ACT_COMMANDS)],
        _unpacked,
    ),
    "cache": Target(mutations.damages, lambda folder, data: None, ()),
}


# The cache: what it holds may be another account's or a bad disk's. A process each time, since bytecode can end one.


@cache
def _warm() -> tuple[dict[str, bytes], dict[str, bytes]]:
    """The files of a cache after one act was made, and the files of that act."""
    with _sandbox() as folder:
        _lay_other(folder)
        done = _render(folder)
        if done.returncode:
            raise RuntimeError(done.stderr.decode())
        return _files(folder / "cache"), _files(folder / "actes")


def _cache_faults(data: bytes) -> Iterator[str]:
    kept, acts = _warm()
    for name in kept:
        with _sandbox() as folder:
            _lay_other(folder)
            for other, content in kept.items():
                path = folder / "cache" / other
                path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                path.write_bytes(mutations.damaged(content, data) if other == name else content)
                path.chmod(0o600)
            done = _render(folder)
            said = done.stderr.decode("utf-8", "replace")
            if done.returncode:
                yield f"render : code {done.returncode} ({name})\n{said}"
            elif _files(folder / "actes") != acts:
                yield f"render : l’acte n’est plus le même ({name})"


def _render(folder: Path) -> "subprocess.CompletedProcess[bytes]":
    (folder / "cache").mkdir(mode=0o700, exist_ok=True)
    command = [sys.executable, "-m", "conventions_cli", "render", "b.yaml", "-o", "actes"]
    environment = {**os.environ, "CONVENTION_CACHE": str(folder / "cache"), "CONVENTION_DEBUG": "1"}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, timeout=300, check=False)


def _files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }
