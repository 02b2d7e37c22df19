"""The live page of a spec: what it shows, to whom it answers, what it follows."""

import asyncio
import contextlib
import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from conventions_cli import pipeline
from conventions_cli.foundation.consulted import consult, noting, stamp
from conventions_cli.foundation.diagnostics import SourceText
from conventions_cli.foundation.records import replace
from conventions_cli.preview import state as states
from conventions_cli.preview.app import Board, build_app
from conventions_cli.preview.live_page import write_page
from conventions_cli.preview.money_panel import money_of
from conventions_cli.preview.state import Subject, files, look
from conventions_cli.preview.watch import folders, follow, outdated, wait
from conventions_cli.preview.wording import verdict
from conventions_cli.writers import FORMATS
from fabrique import ABSENT, ROOT, SPECS, spec, text_of
from navigateur import drive
from serveur import HANGS
from test_html import Page

TOKEN, PORT = "secret", 8123
HOST = ("host", f"127.0.0.1:{PORT}")
DRAFT = spec(date_signature=ABSENT, chorus__centre_de_cout=ABSENT, finances__montant=ABSENT)


def seen(folder, data, last=None, **options):
    path = folder / "acte.yaml"
    path.write_text(data if isinstance(data, str) else text_of(data), encoding="utf-8")
    return look(Subject(path, **options), last)


def ask(app, path, *headers, method="GET", fails=(), body=b"", length=...):
    """One request, without a server: status, headers, body. `fails`: what the server is told besides the answer.

    `length`: what it states of its body; None for nothing.
    """
    sent = []
    stated = len(body) if length is ... else length
    if method != "GET" and stated is not None:
        headers = (*headers, ("content-length", str(stated)))

    async def receive():
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message):
        sent.append(message)

    raw = [(name.encode(), value.encode("utf-8")) for name, value in headers]
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": raw,
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", PORT),
    }
    with contextlib.suppress(*[fails] if fails else []):
        asyncio.run(app(scope, receive, send))
    said = b"".join(message.get("body", b"") for message in sent)
    return sent[0]["status"], {name.decode(): value.decode() for name, value in sent[0]["headers"]}, said


def app_of(state):
    return build_app(Board(state), TOKEN, PORT)


# --- The state


def test_a_good_spec_gives_its_act_and_the_files_render_writes(tmp_path):
    state = seen(tmp_path, spec())
    assert state.current and state.act is not None and not state.act.draft
    assert (state.act.stem, state.remarks, verdict(state)) == ("acte", (), "Conforme")
    checked = pipeline.check(tmp_path / "acte.yaml").value
    made = files(state.act, ("docx", "md")).value
    assert made == pipeline.render(checked, ("docx", "md")).value


def test_a_draft_says_what_is_missing_by_who_can_supply_it(tmp_path):
    state = seen(tmp_path, DRAFT)
    assert state.current and state.act.draft
    assert verdict(state) == "Projet, 3\u00a0informations à compléter"
    page = write_page(state).text
    assert '<mark title="finances.montant">' in page
    assert re.search(r"<h3>Le service financier</h3>.*?chorus\.centre_de_cout", page, re.DOTALL)
    assert "<dd><mark>à compléter</mark></dd>" in page


def test_a_broken_spec_keeps_the_last_act_and_points_at_its_line(tmp_path):
    good = seen(tmp_path, spec())
    broken = seen(tmp_path, text_of(spec()).replace("duree:\n", "duree: [\n"), good.act)
    assert not broken.current and broken.act is good.act
    assert [one.code.number[:2] for one in broken.remarks] == ["C1"]
    page = write_page(broken).text
    assert "Dernière version valide." in page and 'class="acte ancien"' in page
    assert "telecharger" not in page
    targets = set(re.findall(r'class="quoi" href="#(L\d+_\d+)"', page))
    assert targets and all(f'id="{target}"' in page for target in targets)


def test_a_spec_that_never_was_good_has_no_act_but_its_findings(tmp_path):
    state = seen(tmp_path, spec(finances__montant="200 k€"))
    assert state.act is None
    page = write_page(state).text
    assert "<h1>Pas encore d’acte à afficher</h1>" in page and "C205" in page
    assert "p_montants" not in page


def test_the_options_of_render_are_followed(tmp_path):
    state = seen(tmp_path, spec(), settings=("services.0.nom=Envergo",), draft=True)
    assert "Envergo" in state.act.body and state.act.draft
    wrong = seen(tmp_path, spec(), settings=("finances.montant=x",))
    assert [source.name for source in wrong.sources][1:] == ["--set"]
    assert "<code>finances.montant=<mark>x</mark></code>" in write_page(wrong).text


def test_a_file_that_is_not_text_is_told_and_its_line_shown(tmp_path):
    path = tmp_path / "acte.yaml"
    path.write_bytes("titre: été\n".encode("cp1252"))
    state = look(Subject(path))
    assert [one.code.number for one in state.remarks] == ["C101"]
    assert "titre: <mark>é</mark>té" in write_page(state).text


def test_a_bug_becomes_a_french_sentence(tmp_path, monkeypatch):
    good = seen(tmp_path, spec())

    def fail(*_):
        raise KeyError("bogue")

    monkeypatch.setattr(states, "write_body", fail)
    state = seen(tmp_path, spec(), good.act)
    assert state.failure.startswith("Erreur interne de convention (KeyError)")
    assert state.act is good.act and not state.current and state.consulted
    page = write_page(state).text
    assert "Traceback" not in page and "Erreur interne" in page


def test_money_is_that_of_the_model(tmp_path):
    act = look(Subject(SPECS / "mano.yaml")).act
    summary = money_of(act.convention, act.words)
    assert summary.years[-1][0] == "Total"
    assert [one.label for one in summary.figures][:1] == ["Montant attribué"]
    assert [one.label for one in summary.instalments] == ["Tranche 1", "Tranche 2"]
    assert summary.instalments[0].note == "50\u00a0%, à la signature"
    act = look(Subject(SPECS / "domifa.yaml")).act
    domifa = money_of(act.convention, act.words)
    assert [(one.label, one.value.replace("\u202f", " ").replace("\u00a0", " ")) for one in domifa.figures] == [
        ("Montant attribué", "200 000 €"),
        ("dont accompagnement", "15 000 €"),
        ("dont délégué", "185 000 €"),
        ("Cofinancement", "200 000 €"),
    ]


def test_a_report_shows_what_was_done(tmp_path):
    path = SPECS / "fast17" / "comptes-rendus" / "clairsemis.yaml"
    state = look(Subject(path))
    assert state.act.stem == f"{path.stem}-compte-rendu"
    assert money_of(state.act.convention, state.act.words).done
    assert "Exécution, par année" in write_page(state).text


# --- The page


HOSTILE = "</title><script>alert(1)</script><img src=x onerror=alert(1)>\"'&"


def test_hostile_values_stay_text_everywhere(tmp_path):
    good = write_page(seen(tmp_path, spec(services__0__nom=HOSTILE))).text
    name = HOSTILE.replace("/", "") + ".yaml"
    path = tmp_path / name
    path.write_text(text_of(spec(finances__montant=HOSTILE, duree__fin=HOSTILE)), encoding="utf-8")
    bad = write_page(look(Subject(path))).text
    for text in (good, bad):
        page = Page(text)
        assert [tag for tag, _ in page.tags].count("script") == 1
        assert not any(key.startswith("on") or key == "style" for _, given in page.tags for key in given)
        assert len(page.ids) == len(set(page.ids))


def test_every_inner_link_leads_somewhere_and_ids_are_unique(tmp_path):
    states_ = [seen(tmp_path, spec()), seen(tmp_path, DRAFT), look(Subject(SPECS / "domifa.yaml"))]
    states_.append(seen(tmp_path, spec(finances__montant="x", duree__fin="y"), states_[0].act))
    for state in states_:
        page = Page(write_page(state).text)
        inner = [given["href"][1:] for tag, given in page.tags if tag == "a" and given["href"].startswith("#")]
        assert set(inner) <= set(page.ids)
        assert len(page.ids) == len(set(page.ids))
        assert sum(tag == "h1" for tag, _ in page.tags) == 1


def test_a_huge_file_is_shown_in_part_with_the_lines_of_its_findings(tmp_path):
    text = text_of(spec()) + "# rien\n" * 9000 + "montnat: 3\n"
    state = seen(tmp_path, text)
    page = write_page(state).text
    last = len(state.sources[0].lines) - 1
    assert f'<li id="L0_{last}" value="{last}" class="erreur"' in page
    assert "ne sont pas affichées" in page and page.count('<li id="L0_') < 3100


def test_one_content_has_one_version(tmp_path):
    one, two = seen(tmp_path, spec()), seen(tmp_path, spec())
    assert write_page(one) == write_page(two)
    assert write_page(one).version != write_page(seen(tmp_path, DRAFT)).version


# --- To whom it answers


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    return app_of(seen(tmp_path_factory.mktemp("acte"), spec()))


@pytest.mark.parametrize(
    "hosts",
    [
        [],
        ["exemple.fr"],
        [f"exemple.fr:{PORT}"],
        ["127.0.0.1"],
        ["127.0.0.1:80"],
        ["127.0.0.1:9999"],
        ["localhost"],
        [f"[::1]:{PORT}"],
        ["[::1]"],
        [f"0.0.0.0:{PORT}"],
        [f"127.0.0.1.exemple.fr:{PORT}"],
        [f"localhost.:{PORT}"],
        [f"127.0.0.1:{PORT}@exemple.fr"],
        [""],
        [f"127.0.0.1:{PORT}", "exemple.fr"],
    ],
)
def test_another_host_is_refused(app, hosts):
    status, headers, body = ask(app, f"/{TOKEN}/", *[("host", host) for host in hosts])
    assert status == 421
    assert b"Domifa" not in body and "content-security-policy" in headers


@pytest.mark.parametrize("host", [f"127.0.0.1:{PORT}", f"localhost:{PORT}", f"LOCALHOST:{PORT}"])
def test_its_own_names_are_served_with_a_strict_policy(app, host):
    status, headers, body = ask(app, f"/{TOKEN}/", ("host", host))
    assert status == 200 and "Domifa" in body.decode()
    policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == policy["form-action"] == "'none'"
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff" and headers["cache-control"] == "no-store"
    assert not [name for name in headers if name.startswith("access-control")]
    assert not re.search(
        r"https?://(?!www\.legifrance)", re.sub(r"<article.*</article>", "", body.decode(), flags=re.DOTALL)
    )


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/autre/",
        f"/{TOKEN}",
        f"/{TOKEN}x/",
        f"/{TOKEN[:-1]}/",
        f"/{TOKEN}/acte.yaml",
        f"/{TOKEN}/../acte.yaml",
        f"/{TOKEN}/%2e%2e/%2e%2e/etc/passwd",
        f"/{TOKEN}/static/apercu.js",
        f"/{TOKEN}/apercu.js/../../state.py",
        f"/{TOKEN}//etc/passwd",
        f"/{TOKEN}/telecharger/../../acte.yaml",
        f"/{TOKEN}/telecharger/html",
        f"/{TOKEN}/telecharger/docx/",
        "//etc/passwd",
        "/é/",
    ],
)
def test_no_other_address_answers(app, path):
    status, _, body = ask(app, path, HOST)
    assert status == 404
    assert body.decode().startswith("Cette adresse n’est pas celle de l’aperçu")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "HEAD"])
def test_it_is_read_only(app, method):
    status, headers, _ = ask(app, f"/{TOKEN}/", HOST, ("origin", "http://exemple.fr"), method=method)
    assert (status, headers["allow"]) == (405, "GET")


def test_the_assets_are_served_and_need_nothing_else(app):
    for name in ("apercu.js", "apercu.css", "acte.css"):
        status, _, body = ask(app, f"/{TOKEN}/{name}", HOST)
        assert status == 200 and body
        assert not re.search(rb"https?://|@import|url\(", body)
        assert b"eval(" not in body


def test_the_downloads_have_safe_names(tmp_path):
    path = tmp_path / 'été "x".yaml'
    path.write_text(text_of(spec()), encoding="utf-8")
    app = app_of(look(Subject(path)))
    status, headers, body = ask(app, f"/{TOKEN}/telecharger/docx", HOST)
    assert (status, body[:2]) == (200, b"PK")
    assert headers["content-disposition"] == 'attachment; filename="ete-x.docx"'
    status, headers, _ = ask(app, f"/{TOKEN}/telecharger/md", HOST)
    assert headers["content-type"] == "text/markdown; charset=utf-8"
    for kind, start in (("pdf", b"%PDF-"), ("odt", b"PK")):
        status, headers, body = ask(app, f"/{TOKEN}/telecharger/{kind}", HOST)
        assert (status, body.startswith(start)) == (200, True)
        assert headers["content-type"] == FORMATS[kind].media


def test_what_a_pdf_cannot_show_is_told_instead_of_the_file(tmp_path):
    app = app_of(seen(tmp_path, spec(services__0__nom="Service \u0378")))
    status, _, body = ask(app, f"/{TOKEN}/telecharger/pdf", HOST)
    assert status == 409
    assert "« U+0378 »" in body.decode()
    assert ask(app, f"/{TOKEN}/telecharger/docx", HOST)[0] == 200


def test_a_spec_to_correct_gives_no_file(tmp_path):
    good = seen(tmp_path, spec())
    app = app_of(seen(tmp_path, spec(finances__montant="x"), good.act))
    status, _, body = ask(app, f"/{TOKEN}/telecharger/docx", HOST)
    assert status == 409 and "à corriger" in body.decode()


def test_a_fault_of_the_server_is_a_french_sentence(tmp_path):
    state = seen(tmp_path, spec())
    broken = replace(state, act=replace(state.act, document=None))
    status, _, body = ask(app_of(broken), f"/{TOKEN}/telecharger/docx", HOST, fails=AttributeError)
    assert status == 500 and body.decode().startswith("Erreur interne de convention")


def test_streams_tell_each_new_page_and_end_with_the_board(tmp_path):
    good, draft = seen(tmp_path, spec()), seen(tmp_path, DRAFT)

    async def read():
        board, told = Board(good), []

        async def listen():
            told.extend([version async for version in board.versions()])

        listening = asyncio.create_task(listen())
        await asyncio.sleep(0.05)
        for state in (draft, draft, good):
            board.publish(state, write_page(state))
            await asyncio.sleep(0.05)
        board.close()
        await asyncio.wait_for(listening, 2)
        return told

    told = asyncio.run(read())
    assert told == [write_page(one).version for one in (good, draft, good)]


# --- What it follows


def test_files_are_noted_whether_they_are_there_or_not(tmp_path):
    here, absent = tmp_path / "a", tmp_path / "b"
    here.write_text("1")
    with noting() as notes:
        consult(here)
        here.write_text("22")
        consult(here)
        consult(absent)
    assert notes[absent] is None
    assert notes[here] != stamp(here)
    consult(tmp_path)
    assert tmp_path not in notes


def names(state):
    return {path.name for path in state.consulted}


def test_everything_an_act_comes_from_is_followed(tmp_path):
    shutil.copytree(ROOT / "tests" / "exemples", tmp_path / "exemples")
    own = tmp_path / "clauses"
    (own / "commun").mkdir(parents=True)
    state = look(Subject(tmp_path / "exemples" / "image-et-sommaire.yaml", template_dir=own))
    assert {"image-et-sommaire.yaml", "base.yaml", "image.png", "modele.yaml", "visas.md"} <= names(state)
    assert own / "commun" / "visas.md" in state.consulted  # it would win over the built-in one
    assert state.consulted[own / "commun" / "visas.md"] is None


def test_files_that_do_not_exist_yet_are_followed(tmp_path):
    data = text_of(spec(image_entete={"fichier": "logos/x.png", "texte_alternatif": "x"}))
    state = seen(tmp_path, "herite: [plus/tard.yaml]\n" + data)
    assert state.act is None
    assert state.consulted[tmp_path / "plus" / "tard.yaml"] is None
    assert tmp_path in folders(state.consulted)
    assert not outdated(state.consulted)
    (tmp_path / "plus").mkdir()
    (tmp_path / "plus" / "tard.yaml").write_text("sommaire: oui\n")
    assert outdated(state.consulted)


def test_an_own_clause_and_its_change_are_read_again(tmp_path):
    own = tmp_path / "clauses" / "commun"
    own.mkdir(parents=True)
    subject = {"template_dir": tmp_path / "clauses"}
    assert "Nouvel objet" not in seen(tmp_path, spec(), **subject).act.body
    for words in ("Nouvel objet.", "Autre objet."):
        (own / "objet.md").write_text(words, encoding="utf-8")
        assert words in seen(tmp_path, spec(), **subject).act.body
    (own / "objet.md").write_text("{{ rien }}", encoding="utf-8")
    broken = seen(tmp_path, spec(), **subject)
    assert [one.code.number for one in broken.remarks] == ["C402"]
    assert str(own / "objet.md") in [source.name for source in broken.sources]


@pytest.mark.parametrize("quick", [True, False])
def test_waiting_ends_with_a_change_or_with_the_stop(tmp_path, monkeypatch, quick):
    if not quick:

        def refused(*_, **__):
            raise OSError("no notice here")

        monkeypatch.setattr("conventions_cli.preview.watch.watch", refused)
    state = seen(tmp_path, spec())
    stop = threading.Event()
    threading.Timer(0.2, lambda: (tmp_path / "acte.yaml").write_text("x: 1")).start()
    assert wait(state.consulted, stop)
    threading.Timer(0.2, stop.set).start()
    assert not wait(look(Subject(tmp_path / "acte.yaml")).consulted, stop)


def test_however_an_editor_saves_each_version_is_told(tmp_path):
    """Written in place, by renaming, removed and put back, its folder moved away: the last word is always seen."""
    home = tmp_path / "ici"
    home.mkdir()
    path, told, stop = home / "acte.yaml", [], threading.Event()
    path.write_text(text_of(spec()), encoding="utf-8")
    subject = Subject(path)

    def until(words):
        end = time.monotonic() + HANGS
        while time.monotonic() < end:
            if told and words(told[-1]):
                return
            time.sleep(0.02)
        raise AssertionError([one.name for one in told])

    follower = threading.Thread(target=follow, args=(subject, look(subject), stop, told.append))
    follower.start()
    try:
        beside = home / ".acte.yaml.swp"
        beside.write_text(text_of(spec(services__0__nom="Renommé")), encoding="utf-8")
        beside.replace(path)
        until(lambda one: one.current and "Renommé" in one.act.body)
        path.unlink()
        until(lambda one: [found.code.number for found in one.diagnostics] == ["C116"] and one.act is not None)
        path.write_text(text_of(DRAFT), encoding="utf-8")
        until(lambda one: one.current and one.act.draft)
        home.rename(tmp_path / "ailleurs")
        until(lambda one: not one.current)
        (tmp_path / "ailleurs").rename(home)
        until(lambda one: one.current)
    finally:
        stop.set()
        follower.join(5)
    assert not follower.is_alive()


# --- The command


@pytest.fixture
def started(tmp_path):
    """Start the real command on a spec; returns the process and its address."""
    running = []

    def start(*arguments, data=None):
        (tmp_path / "acte.yaml").write_text(text_of(data or spec()), encoding="utf-8")
        command = [sys.executable, "-m", "conventions_cli", "preview", "acte.yaml", "--no-open", *arguments]
        process = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        running.append(process)
        return process, process.stdout.readline().decode().strip()

    yield start
    for process in running:
        if process.poll() is None:
            process.kill()
        process.communicate()


def test_the_command_serves_this_machine_only_and_stops_at_once(started, tmp_path):
    process, address = started()
    parts = urlsplit(address)
    assert parts.hostname == "127.0.0.1"
    raw = socket.create_connection(("127.0.0.1", parts.port), timeout=HANGS)
    raw.sendall(f"GET {parts.path} HTTP/1.0\r\n\r\n".encode())  # no Host at all
    assert raw.recv(100).startswith(b"HTTP/1.1 421")
    raw.close()
    stream = http.client.HTTPConnection("127.0.0.1", parts.port, timeout=HANGS)
    stream.request("GET", f"{parts.path}flux")
    answer = stream.getresponse()
    assert answer.headers["content-type"].startswith("text/event-stream")
    first = [answer.readline().decode() for _ in range(3)]
    (tmp_path / "acte.yaml").write_text(text_of(DRAFT), encoding="utf-8")
    second = [answer.readline().decode() for _ in range(3)]
    assert first[0] == second[0] == "event: version\n" and first[1] != second[1]
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=HANGS)
    assert process.returncode == 0
    assert err.decode().splitlines()[0] == "Aperçu de « acte.yaml », lisible depuis ce poste seulement :"
    assert err.decode().endswith("Aperçu arrêté.\n") and out == b""
    stream.close()


def until(met, what):
    """Wait until `met()` is true; far more time than it takes."""
    end = time.monotonic() + HANGS
    while not met():
        assert time.monotonic() < end, what
        time.sleep(0.01)


def fetched(address):
    """The status of an address of this machine, asked as a browser would."""
    parts = urlsplit(address)
    visitor = http.client.HTTPConnection("127.0.0.1", parts.port, timeout=HANGS)
    visitor.request("GET", parts.path)
    status = visitor.getresponse().status
    visitor.close()
    return status


@pytest.fixture
def browser(tmp_path):
    """A browser that writes what it was called with; its environment, and the file it writes."""
    called, program = tmp_path / "appel", tmp_path / "navigateur"
    program.write_text(f'#!/bin/sh\nprintf %s "$*" > "{called}.x"\nmv "{called}.x" "{called}"\n', encoding="utf-8")
    program.chmod(0o755)
    (tmp_path / "tmp").mkdir()
    held = {"DISPLAY": ":0", "BROWSER": f"{program} %s", "TMPDIR": str(tmp_path / "tmp")}
    return {**os.environ, **held}, called


@pytest.fixture
def opened(tmp_path, browser):
    """Start the real command, its browser included; returns the process and its address."""
    running = []

    def start(option):
        (tmp_path / "acte.yaml").write_text(text_of(spec()), encoding="utf-8")
        process = subprocess.Popen(
            [sys.executable, "-m", "conventions_cli", "preview", "acte.yaml", option],
            cwd=tmp_path,
            env=browser[0],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        running.append(process)
        return process, process.stdout.readline().decode().strip()

    yield start
    for process in running:
        process.kill()
        process.communicate()


def test_the_browser_is_led_to_the_address_by_a_file_and_no_argument_holds_the_secret(opened, browser, tmp_path):
    _, called = browser
    process, address = opened("--open")
    until(called.exists, "the browser was not called")
    given = called.read_text()
    assert urlsplit(given).scheme == "file" and urlsplit(address).path.strip("/") not in given
    page = Path(urlsplit(given).path)
    assert page.stat().st_mode & 0o777 == 0o600 and page.parent == tmp_path / "tmp"
    assert f'content="0; url={address}"' in page.read_text(encoding="utf-8")
    commands = Path("/proc").glob("[0-9]*/cmdline") if sys.platform == "linux" else ()
    for command in commands:
        with contextlib.suppress(OSError):
            assert urlsplit(address).path.strip("/").encode() not in command.read_bytes()
    assert fetched(address) == 200
    assert not page.exists()
    process.send_signal(signal.SIGTERM)
    assert process.wait(HANGS) == 0


def test_the_file_of_a_browser_that_never_came_is_removed_at_the_end(opened, browser, tmp_path):
    process, _ = opened("--open")
    until(browser[1].exists, "the browser was not called")
    assert list((tmp_path / "tmp").iterdir())
    process.send_signal(signal.SIGHUP)
    assert process.wait(HANGS) == 0
    assert not list((tmp_path / "tmp").iterdir())


def test_no_browser_is_called_when_none_is_wanted(opened, browser, tmp_path):
    process, address = opened("--no-open")
    assert fetched(address) == 200
    process.send_signal(signal.SIGTERM)
    assert process.wait(HANGS) == 0
    assert not browser[1].exists() and not list((tmp_path / "tmp").iterdir())


# --- Whoever connects, it answers and it ends


def few_descriptors():
    import resource

    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))


@pytest.mark.parametrize("words", [b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: x\r\n", b"\x16\x03\x01"])
def test_four_hundred_who_ask_nothing_hold_neither_the_page_nor_its_end(tmp_path, words):
    (tmp_path / "acte.yaml").write_text(text_of(spec()), encoding="utf-8")
    # Nobody reads its stderr: pages of complaints would fill the pipe, and hold the process for ever.
    process = subprocess.Popen(
        [sys.executable, "-m", "conventions_cli", "preview", "acte.yaml", "--no-open"],
        cwd=tmp_path,
        preexec_fn=few_descriptors,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    held = []
    try:
        address = process.stdout.readline().decode().strip()
        for _ in range(400):
            one = socket.socket()
            one.setblocking(False)
            one.connect_ex(("127.0.0.1", urlsplit(address).port))
            with contextlib.suppress(OSError):
                one.send(words)
            held.append(one)
        assert fetched(address) == 200
        process.send_signal(signal.SIGTERM)
        assert process.wait(HANGS) == 0
        assert process.stderr.read().decode().splitlines()[-1] == "Aperçu arrêté."
    finally:
        process.kill()
        process.communicate()
        for one in held:
            one.close()


@pytest.fixture
def served(tmp_path):
    """A page served by this process; gives its board, its loop as `call`, and its address."""
    from conventions_cli.preview.server import listen, serve
    from conventions_cli.preview.shutdown import Ending

    up, ending, listening = threading.Event(), Ending(lambda: None), listen(0)
    board = Board(seen(tmp_path, spec()), up.set)
    subject = Subject(tmp_path / "acte.yaml")
    serving = threading.Thread(target=serve, args=(board, subject, listening, TOKEN, ending))
    address = f"http://127.0.0.1:{listening.getsockname()[1]}/{TOKEN}/"
    serving.start()
    assert up.wait(HANGS)
    yield address
    ending.asked = True
    serving.join(30)
    assert not serving.is_alive()


def closed_by_the_other(connection):
    try:
        while connection.recv(4096):
            pass
    except ConnectionResetError:
        pass
    return True


@pytest.mark.parametrize("first", [b"", b"GET / HT", "asked"])
def test_who_asks_nothing_is_cut_and_who_reads_the_stream_is_not(monkeypatch, served, first, tmp_path):
    """`asked`: a first request is answered, the second never ends."""
    parts = urlsplit(served)
    stream = http.client.HTTPConnection("127.0.0.1", parts.port, timeout=HANGS)
    stream.request("GET", f"{parts.path}flux")
    answer = stream.getresponse()
    before = [answer.readline() for _ in range(3)]
    monkeypatch.setattr("conventions_cli.preview.connections.SECONDS", 0.05)
    with socket.create_connection(("127.0.0.1", parts.port), timeout=HANGS) as half:
        if first == "asked":
            half.sendall(f"GET {parts.path}x HTTP/1.1\r\nHost: {parts.netloc}\r\n\r\nGET".encode())
            assert half.recv(4096).startswith(b"HTTP/1.1 404")
        else:
            half.sendall(first)
        assert closed_by_the_other(half)
    (tmp_path / "acte.yaml").write_text(text_of(DRAFT), encoding="utf-8")
    after = [answer.readline() for _ in range(3)]
    assert before[0] == after[0] == b"event: version\n" and before[1] != after[1]
    stream.close()


ENDING = """
import sys, threading
from pathlib import Path
from conventions_cli.preview import shutdown
shutdown._SECONDS = float(sys.argv[1])
with shutdown.Ending(Path("reste").unlink) as end:
    print("prêt", flush=True)
    while not end.asked:
        threading.Event().wait(0.01)
    print("demandé", flush=True)
    threading.Event().wait()  # what never ends
"""


@pytest.mark.parametrize(("first", "second"), [("SIGTERM", "SIGINT"), ("SIGINT", "SIGINT"), ("SIGHUP", None)])
def test_a_second_signal_ends_at_once_and_one_ends_in_time(tmp_path, first, second):
    (tmp_path / "reste").touch()
    seconds = "0.1" if second is None else "3600"
    command = [sys.executable, "-c", ENDING, seconds]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout.readline() == "prêt\n"
            process.send_signal(getattr(signal, first))
            assert process.stdout.readline() == "demandé\n"
            if second is not None:
                process.send_signal(getattr(signal, second))
            assert process.wait(HANGS) == 130
        finally:
            process.kill()  # one that does not end keeps nobody waiting
    assert not (tmp_path / "reste").exists()


def test_a_port_can_be_chosen_and_a_taken_one_is_said(started, tmp_path):
    taken = socket.create_server(("127.0.0.1", 0))
    port = taken.getsockname()[1]
    refused = subprocess.run(
        [sys.executable, "-m", "conventions_cli", "preview", "acte.yaml", "--no-open", "--port", str(port)],
        cwd=SPECS,
        capture_output=True,
        timeout=HANGS,
    )
    assert refused.returncode == 3  # the file is looked at first
    (tmp_path / "acte.yaml").write_text(text_of(spec()), encoding="utf-8")
    command = [sys.executable, "-m", "conventions_cli", "preview", "acte.yaml", "--no-open", "--port", str(port)]
    refused = subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=HANGS)
    assert refused.returncode == 2
    assert f"le port {port} ne peut pas être pris (déjà pris par un autre programme)" in refused.stderr.decode()
    taken.close()
    _, address = started("--port", str(port))
    assert urlsplit(address).port == port


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["absent.yaml"], 3, "n’existe pas"),
        (["absent.yaml"], 3, "taper : convention new absent.yaml"),
        (["."], 3, "est un dossier"),
        (["-"], 2, "l’aperçu suit un fichier"),
        (["acte.yaml", "--port", "70000"], 2, "le port 70000 n’existe pas"),
        (["acte.yaml", "--template-dir", "absent"], 2, "n’existe pas"),
    ],
)
def test_what_cannot_be_followed_is_refused_in_french(tmp_path, arguments, code, words):
    (tmp_path / "acte.yaml").write_text(text_of(spec()), encoding="utf-8")
    command = [sys.executable, "-m", "conventions_cli", "preview", "--no-open", *arguments]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=HANGS)
    assert (run.returncode, run.stdout) == (code, b"")
    assert words in run.stderr.decode() and "Traceback" not in run.stderr.decode()


def test_without_its_libraries_it_says_what_to_install(tmp_path):
    (tmp_path / "acte.yaml").write_text(text_of(spec()), encoding="utf-8")
    script = (
        "import importlib.util as u, sys; known = u.find_spec;"
        "u.find_spec = lambda name, *a: None if name in ('uvicorn', 'watchfiles') else known(name, *a);"
        "from conventions_cli.cli import run; sys.exit(run(['preview', 'acte.yaml', '--no-open']))"
    )
    run = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, capture_output=True, timeout=HANGS, env=os.environ
    )
    assert run.returncode == 3
    assert "pas installées : uvicorn, watchfiles." in run.stderr.decode()
    assert "pip install uvicorn watchfiles\n" in run.stderr.decode()


def test_a_source_that_is_not_shown_is_not_linked():
    assert states._sources("a.yaml", None, ()) == ()
    assert states._sources("a.yaml", SourceText("a.yaml", "x"), ())[0].text == "x"


# --- In a real browser


@pytest.mark.outils
def test_the_page_follows_its_files_in_a_real_browser(started, tmp_path):
    clause = tmp_path / "clauses" / "commun" / "objet.md"
    clause.parent.mkdir(parents=True)
    process, address = started("--template-dir", "clauses")
    edited = text_of(spec(services__0__nom="Service modifié"))
    texts = {
        "edited": edited,
        "clause": "Clause de la maison.\n",
        "draft": text_of(DRAFT),
        "broken": edited.replace("montant: 200 000 €", "montant: 200 k€"),
    }
    (tmp_path / "rendu.yaml").write_text(edited, encoding="utf-8")
    rendered = pipeline.render(pipeline.check(tmp_path / "rendu.yaml").value, ("docx", "md")).value
    files = {"spec": str(tmp_path / "acte.yaml"), "clause": str(clause), "texts": texts}
    saw = drive("apercu.cjs", tmp_path, address, **files, pid=process.pid)
    assert len(saw["axe"]) == 9
    assert saw["focus"]["first"]["text"] == "Aller à l’acte"
    assert saw["edited"]["same"] and saw["broken"]["same"]
    assert saw["edited"]["said"] == "Acte mis à jour. Conforme."
    assert abs(saw["edited"]["scroll"] - saw["edited"]["before"]) < 60
    assert saw["focus"]["edited"]["id"] == "p_docx"
    assert (saw["docx"], saw["md"]) == ("acte.docx", "acte.md")
    for kind in ("docx", "md"):
        assert (Path(saw["folder"]) / f"telecharge.{kind}").read_bytes() == rendered[kind]
    assert saw["print"] == [False, False, False, True]
    assert saw["marks"] > 2 and saw["focus"]["missing"]["tag"] == "MARK"
    assert saw["broken"]["finding"].startswith("«\u00a0200 k€\u00a0»")
    assert saw["broken"]["banner"].startswith("Dernière version valide.")
    assert "ligne" in saw["broken"]["said"] and saw["broken"]["downloads"] == 0
    assert saw["focus"]["line"]["id"] == saw["broken"]["target"]
    assert saw["focus"]["line"]["current"] == "true"
    assert 0 <= saw["line"]["top"] < saw["line"]["bottom"] <= saw["line"]["height"]
    assert saw["focus"]["back"]["text"] == saw["broken"]["finding"][:60]
    assert saw["focus"]["mended"]["id"] == "p_constats"
    assert saw["stopped"].startswith("L’aperçu est arrêté")
    assert process.wait(timeout=HANGS) == 0
