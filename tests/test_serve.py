"""`kapstok serve` as a policy adviser meets it: save a file, look at the browser."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from kapstok.commands.watch import Changes, counts, watch
from kapstok.commands.webserver import Board, Problem, WebServer, find_file

ROOT = Path(__file__).resolve().parent.parent
SLOW = 20_000  # milliseconds that a rebuild may take on a busy machine
EXIT_SECONDS = 20

AGENDA = {
    "agenda.yaml": """
        titel: Agenda van Voorbeeldstad
        gemeente: Voorbeeldstad
        status: concept
        peildatum: '2026-01-15'
        publicatie: openbaar
        """,
    "opgaven/meedoen.yaml": """
        nummer: '1'
        titel: Meedoen
        publicatie: openbaar
        """,
    "doelen/samen-eten.yaml": """
        nummer: '1'
        titel: Samen eten
        opgave: meedoen
        toelichting: Niemand eet alleen.
        publicatie: openbaar
        """,
    "activiteiten/buurtmaaltijd.yaml": """
        titel: Buurtmaaltijd
        doelen: [samen-eten]
        wat: Elke maand eten buren samen.
        waar: Het dorpshuis
        wanneer: '2026'
        voortgang: voorgesteld
        publicatie: openbaar
        """,
}
GOAL = "agenda/doelen/samen-eten.yaml"


def write(workspace: Path, name: str, text: str) -> None:
    path = workspace / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(line.strip() for line in text.strip().splitlines()) + "\n", encoding="utf-8")


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    folder = tmp_path / "werkruimte"
    for name, text in AGENDA.items():
        write(folder, f"agenda/{name}", text)
    write(folder, "docs/site/over.md", "# Over deze site\n\nEerste tekst.")
    return folder


class Serve:
    """A running `kapstok serve`: what it printed, and where the site is."""

    def __init__(self, workspace: Path, *options: str) -> None:
        self.lines: list[str] = []
        self.process = subprocess.Popen(
            [sys.executable, "-m", "kapstok", "serve", "--workspace", str(workspace), "--port", "0", *options],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stderr is not None
        with self.process.stderr as stream:
            self.lines.extend(iter(stream.readline, ""))

    @property
    def address(self) -> str:
        self.wait_for("http://127.0.0.1:")
        found = re.search(r"http://127\.0\.0\.1:\d+/", "".join(self.lines))
        assert found
        return found[0]

    def wait_for(self, text: str, count: int = 1) -> None:
        """Wait until it printed this text so many times."""
        until(lambda: "".join(self.lines).count(text) >= count or self.process.poll() is not None)
        assert "".join(self.lines).count(text) >= count, "".join(self.lines)

    def interrupt(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(EXIT_SECONDS)

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait(EXIT_SECONDS)
        self._reader.join(EXIT_SECONDS)


def until(done: Callable[[], bool], seconds: float = SLOW / 1000) -> None:
    limit = time.monotonic() + seconds
    while not done() and time.monotonic() < limit:
        time.sleep(0.02)


@contextmanager
def serving(workspace: Path, *options: str) -> Iterator[Serve]:
    """Serve a workspace; at the end it must still live, and end well on Ctrl-C."""
    serve = Serve(workspace, *options)
    try:
        yield serve
        assert serve.process.poll() is None, "".join(serve.lines)
        assert serve.interrupt() == 0, "".join(serve.lines)
        assert "Traceback" not in "".join(serve.lines)
    finally:
        serve.close()


# In a browser


def test_a_change_to_any_source_shows_without_reloading(workspace: Path, page: Page) -> None:
    with serving(workspace) as serve:
        page.goto(f"{serve.address}doelen/samen-eten/")
        expect(page.get_by_role("main")).to_contain_text("Niemand eet alleen.")
        write(workspace, GOAL, AGENDA["doelen/samen-eten.yaml"].replace("Niemand eet", "Geen mens eet"))
        expect(page.get_by_role("main")).to_contain_text("Geen mens eet alleen.", timeout=SLOW)

        write(workspace, "templates/pagina/doel.md.j2", "# {{ ding.titel }}\n\nEigen sjabloon van Voorbeeldstad.")
        expect(page.get_by_role("main")).to_contain_text("Eigen sjabloon van Voorbeeldstad.", timeout=SLOW)

        page.goto(f"{serve.address}over/")
        expect(page.get_by_role("main")).to_contain_text("Eerste tekst.")
        write(workspace, "docs/site/over.md", "# Over deze site\n\nTweede tekst.")
        expect(page.get_by_role("main")).to_contain_text("Tweede tekst.", timeout=SLOW)

    built = (workspace / ".kapstok/toon/inwoners/over/index.html").read_text(encoding="utf-8")
    assert "Tweede tekst." in built
    assert "__kapstok" not in built


def test_a_mistake_shows_in_the_page_until_it_is_mended(workspace: Path, page: Page) -> None:
    with serving(workspace) as serve:
        page.goto(f"{serve.address}doelen/samen-eten/")
        page.evaluate("window.untouched = true")
        alert = page.get_by_role("alert")
        expect(alert).to_be_hidden()

        write(workspace, GOAL, "titel: 'open\n")
        expect(alert).to_contain_text(f"{GOAL}:1:8", timeout=SLOW)
        expect(alert).to_contain_text("aanhalingsteken")
        assert page.evaluate("window.untouched"), "the page was reloaded"
        expect(page.get_by_role("main")).to_contain_text("Niemand eet alleen.")
        expect(alert).to_have_css("position", "fixed")
        alert.get_by_role("button", name="Sluiten").press("Enter")
        expect(alert).to_be_hidden()

        hostile = "<img src=x onerror='window.hit=1'>"
        write(workspace, GOAL, AGENDA["doelen/samen-eten.yaml"] + f'\n"{hostile}": x')
        expect(alert).to_contain_text(hostile, timeout=SLOW)
        assert page.evaluate("window.hit") is None
        alert.press("Escape")
        expect(alert).to_be_hidden()

        write(workspace, GOAL, AGENDA["doelen/samen-eten.yaml"].replace("Niemand eet", "Geen mens eet"))
        expect(page.get_by_role("main")).to_contain_text("Geen mens eet alleen.", timeout=SLOW)


def test_broken_code_of_the_workspace_does_not_end_the_server(workspace: Path, page: Page) -> None:
    with serving(workspace) as serve:
        page.goto(serve.address)
        alert = page.get_by_role("alert")
        broken = {
            "templates/pagina/doel.md.j2": ("# {% if %}", "templates/pagina/doel.md.j2:1:1"),
            "schemas/eigen.json": ("{", "schemas/eigen.json:2:1"),
            "mkdocs.yml": ("theme: [", "mkdocs.yml:2:1"),
            "templates/overzicht/extra.md.j2": (
                "---\ntitel: 'open\n---\n# Extra",
                "templates/overzicht/extra.md.j2:2:8",
            ),
        }
        for name, (text, shown) in broken.items():
            write(workspace, name, text)
            expect(alert).to_contain_text(shown, timeout=SLOW)
            (workspace / name).unlink()
        expect(alert).to_be_hidden(timeout=SLOW)


def test_a_first_build_that_fails_gives_a_page_of_its_own(workspace: Path, page: Page) -> None:
    write(workspace, GOAL, "titel: 'open\n")
    with serving(workspace) as serve:
        answer = page.goto(f"{serve.address}doelen/samen-eten/")
        assert answer is not None
        assert answer.status == 503
        expect(page.get_by_role("heading")).to_have_text("De site kan nog niet gemaakt worden")
        expect(page.get_by_role("list")).to_contain_text(f"{GOAL}:1:8")
        write(workspace, GOAL, "titel: Samen eten\nonbekend: x")
        expect(page.get_by_role("list")).to_contain_text(f"{GOAL}:2:1", timeout=SLOW)
        write(workspace, GOAL, AGENDA["doelen/samen-eten.yaml"])
        expect(page.get_by_role("main")).to_contain_text("Niemand eet alleen.", timeout=SLOW)
        expect(page.get_by_role("alert")).to_be_hidden()


# The command


def test_a_port_in_use_is_said_with_the_way_out(workspace: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        command = [sys.executable, "-m", "kapstok", "serve", "--workspace", str(workspace), "--port", port]
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            check=False,
            timeout=60,
        )
    assert done.returncode == 2
    assert f"poort {port} is al in gebruik" in done.stderr
    assert "--port" in done.stderr


def test_ctrl_c_during_the_first_build_ends_well(workspace: Path) -> None:
    serve = Serve(workspace)
    try:
        serve.wait_for("De site wordt gemaakt.")
        assert serve.interrupt() == 0
    finally:
        serve.close()
    assert "Traceback" not in "".join(serve.lines)


# The web server


@pytest.fixture
def server(tmp_path: Path) -> Iterator[WebServer]:
    site = tmp_path / "site"
    write(site, "index.html", "<html><body>Thuis</body></html>")
    write(site, "404.html", "<html><body>Niet hier</body></html>")
    write(site, "een map/index.html", "<p>Map</p>")
    write(site, "data/agenda.json", "{}")
    write(site, ".kapstok-manifest.json", "{}")
    write(tmp_path, "geheim.txt", "geheim")
    (site / "koppeling.txt").symlink_to(tmp_path / "geheim.txt")
    board = Board()
    board.post([], changed=True)
    failures: list[str] = []
    with WebServer(site, board, 0, failures.append) as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield running
        running.shutdown()
        thread.join()
    assert not failures


Answer = tuple[int, dict[str, str], str]


def ask(server: WebServer, path: str, method: str = "GET", host: str | None = None) -> Answer:
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=10)
    connection.request(method, path, headers={"Host": host or f"localhost:{server.server_port}"})
    answer = connection.getresponse()
    found = answer.status, dict(answer.getheaders()), answer.read().decode()
    connection.close()
    return found


def test_files_get_their_type_and_only_pages_get_the_script(server: WebServer) -> None:
    status, headers, text = ask(server, "/?q=1")
    assert (status, headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert re.search(r'Thuis<script src="/__kapstok/live\.js" data-versie="[0-9a-f-]+" defer></script></body>', text)
    assert headers["Cache-Control"] == "no-store"
    status, headers, text = ask(server, "/data/agenda.json")
    assert (status, headers["Content-Type"], text) == (200, "application/json", "{}\n")
    assert ask(server, "/__kapstok/live.js")[1]["Content-Type"] == "text/javascript; charset=utf-8"


def test_a_folder_gets_its_slash_and_never_another_host(server: WebServer) -> None:
    status, headers, _ = ask(server, "/een%20map?a=b")
    assert (status, headers["Location"]) == (307, "/een%20map/?a=b")
    assert ask(server, "//een%20map")[1]["Location"] == "/een%20map/"
    assert "<p>Map</p>" in ask(server, "/een%20map/")[2]


@pytest.mark.parametrize(
    "path",
    [
        "/niets",
        "/data/",
        "/../geheim.txt",
        "/%2e%2e/geheim.txt",
        "/..%2fgeheim.txt",
        "/..%5cgeheim.txt",
        "/koppeling.txt",
        "/.kapstok-manifest.json",
        "/%00",
        "/" + "x" * 5000,
    ],
)
def test_what_is_not_in_the_site_is_not_found(server: WebServer, path: str) -> None:
    status, _, text = ask(server, path)
    assert status == 404
    assert "Niet hier<script" in text


def test_only_reading_and_only_from_this_computer(server: WebServer) -> None:
    for host in ("kwaad.example", "127.0.0.1.kwaad.example", "localhost:x", "[::1]"):
        assert ask(server, "/", host=host)[0] == 403
        assert ask(server, "/__kapstok/events", host=host)[0] == 403
    for method in ("POST", "PUT", "DELETE", "OPTIONS", "VERZIN"):
        status, headers, _ = ask(server, "/", method)
        assert (status, headers["Allow"]) == (405, "GET, HEAD")
    status, headers, text = ask(server, "/", "HEAD")
    assert (status, text) == (200, "")
    assert int(headers["Content-Length"]) > 0


def test_outside_the_site_nothing_is_found(tmp_path: Path) -> None:
    write(tmp_path, "site/a.txt", "a")
    write(tmp_path, "b.txt", "b")
    assert find_file(tmp_path / "site", "/a.txt") == tmp_path / "site/a.txt"
    assert find_file(tmp_path / "site", f"/{tmp_path}/b.txt") is None
    assert find_file(tmp_path / "site", "/.well-known/../../b.txt") is None


def test_a_new_listener_hears_the_state_of_now_and_then_every_next_one() -> None:
    board = Board()
    board.post([], changed=True)
    states = board.states(heartbeat=0.01)
    first = next(states)
    assert first is not None
    assert next(states) is None
    board.post([Problem(plek="a:1:1", melding="fout")] * 40, changed=False)
    second = next(states)
    assert second is not None
    assert (second.version, second.problems[0].melding) == (first.version, "fout")
    assert second.build != first.build
    assert "En nog 10 meer" in second.as_json()


# Watching


@pytest.mark.parametrize(
    "name",
    ["doelen/.x.yaml.swp", "doelen/x.yaml~", "doelen/.#x.yaml", "doelen/#x.yaml#", "4913", ".git/HEAD", "~$x.docx"],
)
def test_what_editors_leave_behind_is_no_change(name: str) -> None:
    assert not counts(Path("/w/agenda") / name, [Path("/w/agenda")])


def test_only_sources_count(tmp_path: Path) -> None:
    assert counts(tmp_path / "agenda/doelen/x.yaml", [tmp_path / "agenda"])
    assert counts(tmp_path / "mkdocs.yml", [tmp_path / "agenda", tmp_path / "mkdocs.yml"])
    assert not counts(tmp_path / "public/index.html", [tmp_path / "agenda"])


def test_a_burst_of_changes_is_one_change() -> None:
    changes, seen = Changes(quiet=0.1, patience=5), []

    def listen() -> None:
        changes.wait()
        seen.append(time.monotonic())

    thread = threading.Thread(target=listen)
    thread.start()
    for _ in range(5):
        changes.note()
        time.sleep(0.02)
    last = time.monotonic()
    thread.join(5)
    assert len(seen) == 1
    assert seen[0] >= last


def test_changes_without_end_do_not_put_off_a_build_for_ever() -> None:
    changes = Changes(quiet=60, patience=0.05)
    changes.note()
    began = time.monotonic()
    changes.wait()
    assert time.monotonic() - began < 5


def test_a_folder_that_goes_and_comes_back_is_still_watched(tmp_path: Path) -> None:
    folder = tmp_path / "agenda"
    folder.mkdir()
    heard = threading.Event()

    def happens(change: Callable[[], object]) -> None:
        time.sleep(0.1)
        heard.clear()
        change()
        assert heard.wait(5)

    with watch([folder, tmp_path / "templates"], heard.set):
        happens(lambda: write(tmp_path, "agenda/a.yaml", "a: 1"))
        happens(lambda: folder.rename(tmp_path / "weg"))
        happens(folder.mkdir)
        happens(lambda: write(tmp_path, "agenda/a.yaml", "a: 2"))
        happens(lambda: write(tmp_path, "templates/pagina/x.md.j2", "x"))
        happens(lambda: write(tmp_path, "templates/pagina/x.md.j2", "y"))
        time.sleep(0.5)  # one write gives several events: wait for the last of them
        heard.clear()
        (folder / "a.yaml").read_text(encoding="utf-8")
        write(tmp_path, "agenda/.a.yaml.swp", "x")
        write(tmp_path, "public/index.html", "x")
        assert not heard.wait(0.5)
