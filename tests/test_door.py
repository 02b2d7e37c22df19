"""Whatever files are called and hold, nothing the commands say drives a terminal, or begins a line of its own."""

import ast
import io
import json
import logging
import re
import sys
import traceback
import warnings
import zipfile
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

import click
import pytest
import typer

from conventions_cli import pipeline
from conventions_cli.cli import app, run
from conventions_cli.cli.completion import _FORMS
from conventions_cli.cli.door import guarded, hand, say, show, tell
from conventions_cli.foundation import confines
from conventions_cli.foundation.diagnostics import Diagnostic, Position, SourceText, Span
from conventions_cli.foundation.visibility import (
    MARK,
    escaped,
    is_plain,
    json_text,
    visible,
    visible_lines,
    without_orders,
)
from conventions_cli.reporting import FORMATS, Result, reporter
from conventions_cli.reporting.paper import Paper
from conventions_cli.rules import RULES
from fabrique import ROOT, spec, text_of

# What drives a terminal, what turns or hides a text, what ends a line, what runners of CI obey.
SIGNS = "\x1b[31m\x1b]0;t\x07\x9b2J\x7f\x08\u202e\u2066\u200b\u200d\u00ad\ufeff\u2028\u2029\u0085\U000e0041\ue000"
ORDERS = (
    "\r\n::error file=x::FORGE\n  ::add-mask::FORGE\n##[group]FORGE\n##vso[task]FORGE\n##teamcity[x]\nFORGE : conforme."
)
HOSTILE = f"a{SIGNS}{ORDERS}\t"
SOURCES = ROOT / "src" / "conventions_cli"
DOCUMENTS = {"csv", "xlsx", "html", "ics"}  # to the byte


def harmless(text, *, orders=(), lines_of_a_file=False):
    """Hold a text that was shown to what it may hold. `orders`: what a line may be, that is an order.

    `lines_of_a_file`: whether the lines of a file are what is shown.
    """
    assert {hex(ord(c)) for c in text if not is_plain(c) and c not in "\t\n"} == set()
    assert not re.search(r"##\w*\[", text)
    lines = [line.lstrip() for line in text.split("\n")]
    assert lines_of_a_file or [line for line in lines if line.startswith("FORGE : conforme")] == []
    assert [line for line in lines if line.startswith("::") and line.partition(" ")[0] not in orders] == []


# --- The characters


def test_every_character_is_shown_as_itself_or_as_a_mark():
    everything = "".join(map(chr, range(sys.maxunicode + 1)))
    for shown in (visible(everything), visible_lines(everything)):
        assert all(is_plain(c) or c in "\t\n" for c in shown)
    assert "\n" not in visible(everything) and "\t" not in visible(everything)
    plain = "Agence – « été »\u00a0: l’œuvre\u202f; 1\u202f000\u00a0€ 漢字 ✓ \U0001f600"
    assert visible(plain) == visible_lines(plain) == escaped(plain) == plain
    assert visible("a\tb\nc\x1bd") == "a    b ⏎ c\ufffdd"


def test_only_colours_pass_where_colours_may():
    assert (
        visible_lines("\x1b[1;31mà\x1b[0m\x1b[2J\x1b]0;t\x07", styled=True)
        == "\x1b[1;31mà\x1b[0m\ufffd[2J\ufffd]0;t\ufffd"
    )
    assert "\x1b" not in visible_lines("\x1b[1;31mà\x1b[0m")


def test_no_order_is_left_and_other_signs_are():
    harmless(without_orders(visible_lines(HOSTILE)).replace("FORGE", ""))
    assert without_orders("a::b # c ## d #[e]") == "a::b # c ## d #[e]"
    assert without_orders("\n" * 3 + "::") == "\n" * 3 + ":\u00a0:"


def test_json_says_the_same_under_escapes():
    data = {HOSTILE: ["\ud800", "\U000e0041", "« été »\u00a0!", 1.5, None]}
    text = json_text(data)
    harmless(text)
    assert json.loads(text) == data and "« été »\u00a0!" in text


# --- The door


@pytest.fixture
def said(capsysbinary):
    """What was written to both streams since it was last asked."""
    return lambda: b"".join(capsysbinary.readouterr()).decode()


def test_what_anything_writes_is_harmless_while_a_command_runs(said):
    before = sys.stdout, sys.stderr
    with guarded():
        sys.stdout.write(f"{SIGNS}\n::error::\n\n::error::\n##[group]\n")
        sys.stderr.write(f"{SIGNS}\n")
        click.echo(HOSTILE.replace("FORGE", ""), err=True)
        logging.lastResort.handle(logging.makeLogRecord({"msg": SIGNS, "levelno": 50}))
        sys.stderr.write(warnings.formatwarning(SIGNS, UserWarning, SIGNS, 1))
        try:
            raise ValueError(SIGNS)
        except ValueError:
            traceback.print_exc()
    assert (sys.stdout, sys.stderr) == before
    written = said()
    harmless(written)
    assert written.count("]0;t") == 7
    sys.stdout.write(SIGNS)
    assert said() == SIGNS  # as it was


def test_what_we_say_begins_no_line_of_its_own(said):
    with guarded():
        say(HOSTILE, f"« {HOSTILE} »")
        tell(HOSTILE)
        show(f"{visible(HOSTILE)}\n", styled=True)
    written = said()
    harmless(written)
    assert len(written.splitlines()) == 4


def test_what_is_drawn_is_harmless_and_keeps_its_colours():
    stream = io.StringIO()
    Paper(file=stream, force_terminal=True, width=200, color_system="standard").print(
        HOSTILE, style="red", markup=False
    )
    assert stream.getvalue().startswith("\x1b[31m")
    assert all(is_plain(c) or c in "\t\n" for c in re.sub(r"\x1b\[[\d;]*m", "", stream.getvalue()))


def test_a_document_is_given_to_the_byte_but_to_a_terminal(capsysbinary, monkeypatch):
    with guarded():
        hand(HOSTILE)
        hand(b"\xff\r\n")
    assert capsysbinary.readouterr().out == HOSTILE.encode() + b"\xff\r\n"
    monkeypatch.setattr("conventions_cli.cli.door._Door.isatty", lambda _: True)
    with guarded():
        hand(f"{SIGNS}\r\n::error::\r\n")
    written = capsysbinary.readouterr().out.decode()
    harmless(written)
    assert written.count("\n") == 2


def _to_a_stream(call):
    """Whether a call is `os.write` to a standard stream by its number."""
    return ast.unparse(call.func) == "os.write" and ast.unparse(call.args[0]) in {"1", "2"}


def test_nothing_is_written_outside_the_door():
    """By the text of the program: no other module writes to a stream, reads a keyboard or makes a console."""
    doors = {"cli/door.py", "__main__.py"}  # the second one says a constant before anything can be imported
    barred = {"print", "input", "Console", "typer.echo", "typer.secho", "typer.prompt", "typer.confirm"}
    barred |= {f"click.{name}" for name in ("echo", "secho", "prompt", "confirm", "echo_via_pager", "pause", "edit")}
    read_only = {"isatty", "encoding", "flush"}
    found = []
    for path in sorted(SOURCES.rglob("*.py")):
        where = path.relative_to(SOURCES).as_posix()
        tree = ast.parse(path.read_text(encoding="utf-8"))
        above = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
        for node in ast.walk(tree):
            if where in doors:
                continue
            if isinstance(node, ast.Call) and (ast.unparse(node.func) in barred or _to_a_stream(node)):
                found.append((where, node.lineno, ast.unparse(node.func)))
            if isinstance(node, ast.Attribute) and ast.unparse(node) in {"sys.stdout", "sys.stderr", "sys.__stdout__"}:
                use = above[node]
                reads = isinstance(use, ast.Attribute) and use.attr in read_only
                # A stream handed over to be asked whether it is a terminal, drawn on behind its guard, or only emptied.
                known = where in {
                    *("cli/batch_table.py", "cli/progress.py", "cli/status.py", "cli/streams.py", "files/outputs.py")
                }
                if not (reads or known):
                    found.append((where, node.lineno, ast.unparse(use)))
            silences = where == "readers/pdf.py"  # a library that says what it thinks of a file
            if isinstance(node, ast.Import) and {one.name for one in node.names} & {"logging"} and not silences:
                found.append((where, node.lineno, "logging"))
            if isinstance(node, ast.Call) and ast.unparse(node.func) in {"say", "tell", "query", "ask"}:
                texts = [one.value for one in ast.walk(node) if isinstance(one, ast.Constant)]
                if any(isinstance(text, str) and "\n" in text for text in texts) and "split" not in ast.unparse(node):
                    found.append((where, node.lineno, "a line end in a line"))
    assert found == []


# --- The reports


def values(data):
    """Every text of some JSON."""
    if isinstance(data, str):
        return [data, unquote(data)]
    inner = data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()
    return [text for one in inner for text in values(one)]


def test_every_report_is_harmless():
    source = SourceText(f"{HOSTILE}.yaml", f"x: {HOSTILE}\n")
    span = Span(source, Position(1, 4), Position(1, 9))
    found = Diagnostic(RULES[0].code, HOSTILE, span, HOSTILE)
    for form in FORMATS[1:]:
        text = reporter(form)([Result(source.name, (found,)), Result(f"::{HOSTILE}", (found,))])
        harmless(text, orders={"::error"} if form == "github" else ())
        if form == "github":
            assert len(text.splitlines()) == 1  # the same finding once
        if form == "junit":
            shown = "".join(ElementTree.fromstring(text).itertext())  # noqa: S314 - it is ours
            assert "\u202e" in shown and "\x9b2J" in shown and "\n##[group]FORGE" in shown
        if form in {"json", "gitlab", "sarif"}:
            assert "\\u202e" in text and f"{HOSTILE}.yaml" in values(json.loads(text))


def test_the_github_form_escapes_what_would_end_a_property_or_a_line():
    source = SourceText("100%,a:b\n::x.yaml", "x")
    found = Diagnostic(RULES[0].code, "50 %\n::error::x", Span(source, Position(1, 1), Position(1, 2)))
    line = reporter("github")([Result(source.name, (found,))])
    assert line.startswith("::error file=100%25%2Ca%3Ab%0A%3A\u00a0%3Ax.yaml,line=1,")
    assert line.endswith("::50 %25%0A:\u00a0:error::x\n") and line.count("\n") == 1


# --- Every command


def leaves():
    """Each command that does something: its words, and what it takes."""
    root = typer.main.get_command(app)
    found = []
    for name in root.list_commands(click.Context(root)):
        command = root.get_command(click.Context(root), name)
        if isinstance(command, click.Group):
            found += [((name, inner), one) for inner, one in command.commands.items()]
        else:
            found.append(((name,), command))
    return found


LEAVES = leaves()


@pytest.fixture
def there(tmp_path, monkeypatch):
    """A folder where every name and every content is hostile; gives its files by kind."""
    monkeypatch.chdir(tmp_path)
    confines.resume(confines.Opened())  # as in a process of its own
    confines.forget()
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "CONVENTION_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(
        "conventions_cli.preview.server.serve", lambda board, _, heard, *__: (board.ready(), heard.close())
    )
    monkeypatch.setattr(
        "conventions_cli.preview.server.serve_house",
        lambda rooms, _, ready, heard, *__: (ready(), rooms.listed(), heard.close()),
    )
    quoted = json.dumps(HOSTILE)  # also a YAML text, with its escapes
    quiet = json.dumps("::error::x ##[group]FORGE ##vso[x]")  # what a spec may hold
    good = text_of(spec(services__0__nom="SERVICE")).replace("SERVICE", quiet)
    bad = text_of(spec(services__0__nom="SERVICE", finances__montant="MONTANT")).replace("SERVICE", quoted)
    bad = bad.replace("MONTANT", quoted) + f"{quoted}: {quoted}\ntolere: [{{code: {quoted}, motif: {quoted}}}]\n"
    raw = text_of(spec()).replace("Domifa", f"Domifa {HOSTILE}") + f"herite: [{quoted}]\n"
    files = {
        "bon.yaml": good.encode(),
        "faux.yaml": bad.encode(),
        "brut.yaml": raw.encode(),
        "acte.md": f"# Convention\n\n**Article 1 : {HOSTILE}**\n\n{HOSTILE} 12 €\n".encode(),
    }
    plain = tmp_path / "simple.yaml"
    plain.write_text(text_of(spec()), encoding="utf-8")
    made = pipeline.render(pipeline.check(plain).value, ("docx", "md")).value
    files["acte.docx"], files["produit.md"] = altered(made["docx"]), made["md"]
    folder = tmp_path / f"d{HOSTILE}"
    held = {"absent": f"absent{HOSTILE}.yaml", "folder": f"d{HOSTILE}", "plain": "simple.yaml"}
    folder.mkdir()
    for name, content in files.items():
        stem, _, kind = name.partition(".")
        held[name] = f"{stem}{HOSTILE}.{kind}"
        (tmp_path / held[name]).write_bytes(content)
        (folder / held[name]).write_bytes(content)
    (folder / "manifest.json").write_text(json.dumps({"version": 1, "actes": {HOSTILE: {}}}), encoding="utf-8")
    pack = folder / f"p{HOSTILE}"
    pack.mkdir()
    (pack / "modele.yaml").write_text(f"titre: {quiet}\nversion: {quoted}\nplan: {quoted}\n", encoding="utf-8")
    (pack / f"c{HOSTILE}.md").write_text("{{ " + HOSTILE + " }}", encoding="utf-8")
    return held


def altered(docx):
    """An act whose words, comments and properties hold what XML lets a document hold."""
    signs = "\u202e\x9b2J\x7f\u2066\u200b\ufeff ::error::x ##[group]FORGE "
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as source, zipfile.ZipFile(target, "w") as made:
        for name in source.namelist():
            content = source.read(name)
            if name == "word/document.xml":
                content = content.replace(b"Domifa", f"Domifa{signs}".encode())
            if name in {"docProps/custom.xml", "docProps/core.xml"}:
                content = re.sub(rb"(<vt:lpwstr>|<dc:title>)", rb"\g<1>" + signs.encode(), content)
            made.writestr(name, content)
    return target.getvalue()


def arguments(command):
    return [one for one in command.params if isinstance(one, click.Argument)]


def calls(command, there):
    """Every hostile way to call a command: each file in each place, each option with a hostile value."""
    places = len(arguments(command))
    pool = list(there.values())
    given = [[one] * places for one in pool]
    if places == 2:
        given += [[one, other] for one in pool[2:] for other in pool[2:] if one != other]
    yield from given
    yield [HOSTILE] * (places + 2)
    yield [f"--{HOSTILE}"]
    for option in command.params:
        if not isinstance(option, click.Option) or option.name == "help":
            continue
        for file in ("bon.yaml", "faux.yaml", "acte.docx"):
            words = [there[file]] * places
            if option.is_flag:
                if option.name != "spec":  # `inspect --spec`: a document
                    yield [*words, option.opts[0]]
            else:
                for value in (HOSTILE, f"services.0.nom={HOSTILE}", there["folder"]):
                    yield [*words, option.opts[0], value]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("redline plain bon.yaml -o r|.docx --author ::error::", 0),
        ("redline plain acte.docx -o r|.docx", 0),
        ("new --yes --service ##[group]x n|.yaml", 0),
        ("new --from produit.md n|.yaml", 1),
        ("set bon.yaml services.0.nom=::error::x##[group]", 0),
        ("templates new maison folder", 0),
        ("templates eject delegation-fast-2025 folder --styles", 0),
        ("templates show p|", 2),
        ("templates check folder --template-dir folder", 1),
        ("render bon.yaml -o folder", 0),
        ("batch folder -o folder --keep-going --check", 1),
        ("import acte.md -o i|.yaml --as-pack maison --template-dir folder", 1),
        ("amend plain bon.yaml -o folder --date 2025-09-01", 0),
        ("verify acte.docx plain", 1),
    ],
)
def test_what_succeeds_or_goes_far_is_harmless_too(there, capsysbinary, words, code):
    """In `words`, a key of the files stands for its name, and « | » for what is hostile."""
    given = [there.get(word, word).replace("|", HOSTILE) for word in words.split()]
    assert run(given) == code
    out, err = capsysbinary.readouterr()
    assert out or err
    harmless((out + err).decode())


@pytest.mark.parametrize(
    "words",
    [
        "diff plain acte.docx",
        "diff acte.docx plain",
        "summary plain bon.yaml faux.yaml --keep-going",
        "summary folder --keep-going",
    ],
)
def test_a_page_is_not_turned_round_either(there, words):
    """A browser obeys what turns a text round, as a terminal does: figures would be read backwards."""
    run([*(there.get(word, word) for word in words.split()), "--format", "html", "-o", "page.html"])
    page = Path("page.html").read_text(encoding="utf-8")
    assert MARK in page
    assert {hex(ord(c)) for c in page if not is_plain(c) and c not in "\t\n"} == set()


@pytest.mark.parametrize(
    "words",
    [
        "validate simple.yaml",
        "render simple.yaml",
        "render simple.yaml --draft",
        "summary simple.yaml",
        "diff simple.yaml autre.yaml",
        "fmt autre.yaml --check --diff",
        "set simple.yaml finances.montant=210000",
        "fix autre.yaml --dry-run",
        "import acte.docx -o i.yaml --as-pack maison --template-dir modeles",
        "import acte.md -o i.yaml",
        "verify acte.docx autre.yaml",
        "inspect acte.docx",
        "new neuf.yaml --yes --service Neuf",
        "amend simple.yaml autre.yaml --date 2025-09-01",
        "batch simple.yaml autre.yaml",
        "publish simple.yaml",
        "report simple.yaml",
        "templates show delegation-fast-2025",
        "templates check",
        "templates new maison",
        "schema",
        "examples e",
        "doctor",
        "explain C301",
        "law 2004-1085 --at 2000-01-01",
        "absent",
        "render --absent",
        "render",
    ],
)
def test_our_own_words_end_their_lines_themselves(tmp_path, monkeypatch, capsysbinary, words):
    """A text of ours with a line end in it would show as « ⏎ »: each of its lines is an argument."""
    monkeypatch.chdir(tmp_path)
    confines.resume(confines.Opened())
    confines.forget()
    (tmp_path / "simple.yaml").write_text(text_of(spec()), encoding="utf-8")
    made = pipeline.render(pipeline.check(tmp_path / "simple.yaml").value, ("docx", "md")).value
    for name, content in made.items():
        (tmp_path / f"acte.{name}").write_bytes(content)
    other = text_of(spec(finances__montant="210000 €", services__0__nom="Autre")) + "montnat: 3\n"
    (tmp_path / "autre.yaml").write_text(other, encoding="utf-8")
    run(words.split())
    out, err = capsysbinary.readouterr()
    assert out or err
    assert "⏎" not in (out + err).decode() and MARK not in (out + err).decode()


@pytest.mark.parametrize(("words", "command"), LEAVES, ids=[" ".join(words) for words, _ in LEAVES])
def test_no_command_lets_a_name_or_a_content_drive_the_terminal(there, capsysbinary, monkeypatch, words, command):
    monkeypatch.setattr("typer.launch", lambda path: 1)  # nothing is opened here
    codes = set()
    for given in calls(command, there):
        codes.add(run([*words, *given]))
        out, err = capsysbinary.readouterr()
        try:
            harmless((out + err).decode(), lines_of_a_file=words == ("textconv",))
        except AssertionError as fault:
            raise AssertionError([*words, *given]) from fault
    assert codes <= {0, 1, 2, 3}


@pytest.mark.parametrize(("name", "form"), [(name, form) for name, forms in _FORMS.items() for form in forms])
def test_no_form_of_a_command_does(there, capsysbinary, name, form):
    if form in DOCUMENTS:
        return
    command = dict(LEAVES)[(name,)]
    for one in there.values():
        run([name, *[one] * len(arguments(command)), "--format", form])
        out, err = capsysbinary.readouterr()
        harmless((out + err).decode(), orders={"::error", "::warning", "::notice"} if form == "github" else ())


def test_an_internal_error_is_harmless_in_full(there, capsysbinary, monkeypatch):
    def fail(*_, **__):
        raise RuntimeError(HOSTILE)

    monkeypatch.setenv("CONVENTION_DEBUG", "1")
    monkeypatch.setattr("conventions_cli.cli.validate.check_one", fail)
    assert run(["validate", there["bon.yaml"]]) == 70
    err = capsysbinary.readouterr().err.decode()
    assert "RuntimeError" in err
    harmless(err.replace("FORGE", ""))


def test_documents_given_to_a_pipe_are_as_they_were_written(tmp_path, monkeypatch, capsysbinary):
    text = text_of(spec(services__0__nom="::error:: ##[group] été\u2009"))
    monkeypatch.chdir(tmp_path)
    confines.resume(confines.Opened())
    confines.forget()
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
    assert run(["fmt", "a.yaml"]) == 0
    formatted = (tmp_path / "a.yaml").read_bytes()
    capsysbinary.readouterr()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(formatted)))
    assert run(["fmt", "-"]) == 0
    assert capsysbinary.readouterr().out == formatted
    (tmp_path / "b.docx").write_bytes(
        pipeline.render(pipeline.check(tmp_path / "a.yaml").value, ("docx",)).value["docx"]
    )
    assert run(["inspect", "b.docx", "--spec"]) == 0
    assert b"##[group]" in capsysbinary.readouterr().out
