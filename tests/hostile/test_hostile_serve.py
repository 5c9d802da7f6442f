"""An internal edition is shown only to who has the address that the terminal printed."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from kapstok.commands.webserver import EVENTS, KEY, SCRIPT, Board, WebServer

SECRET = b"alleen voor de raad"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[WebServer]:
    (tmp_path / "index.html").write_bytes(SECRET)
    (tmp_path / "stukken").mkdir()
    (tmp_path / "stukken" / "memo.pdf").write_bytes(SECRET)
    board = Board()
    board.post([], changed=True)
    failures: list[str] = []
    with WebServer(tmp_path, board, 0, failures.append, is_closed=True) as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield running
        running.shutdown()
        thread.join(5)
    assert failures == []


def ask(server: WebServer, path: str, **headers: str) -> tuple[int, http.client.HTTPMessage, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=5)
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    found = answer.status, answer.headers, answer.read()
    connection.close()
    return found


TRIES = {
    "nothing": ("/", {}),
    "a paper": ("/stukken/memo.pdf", {}),
    "events": (EVENTS, {}),
    "the script": (SCRIPT, {}),
    "an empty key": (f"/?{KEY}=", {}),
    "another key": (f"/?{KEY}=AAAA", {}),
    "two keys": (f"/?{KEY}=AAAA&{KEY}={{key}}", {}),
    "half a key": (f"/?{KEY}={{half}}", {}),
    "an empty cookie": ("/", {"Cookie": "{name}="}),
    "another cookie": ("/", {"Cookie": "{name}=AAAA"}),
    "the cookie of another port": ("/", {"Cookie": "kapstok-1={key}"}),
    "a cookie that is none": ("/", {"Cookie": "=;;\x01, {name}"}),
    "signs outside ASCII": (f"/?{KEY}=%C3%A9", {"Cookie": "{name}=%C3%A9"}),
    "another host": (f"/?{KEY}={{key}}", {"Host": "elders.example"}),
}


@pytest.mark.parametrize(("path", "headers"), TRIES.values(), ids=TRIES)
def test_without_the_key_nothing_is_shown(server: WebServer, path: str, headers: dict[str, str]) -> None:
    names = {"key": server.key, "half": server.key[:20], "name": server.cookie}
    said = {name: value.format(**names) for name, value in headers.items()}
    status, _, body = ask(server, path.format(**names), **said)
    assert status == 403
    assert SECRET not in body


def test_the_address_of_the_terminal_opens_the_site_and_the_browser_keeps_the_key(server: WebServer) -> None:
    assert server.address == f"http://127.0.0.1:{server.server_port}/?{KEY}={server.key}"
    assert len(server.key) >= 40
    status, headers, body = ask(server, f"/?{KEY}={server.key}")
    assert (status, headers["Location"], body) == (303, "/", b"")
    assert headers["Set-Cookie"] == f"{server.cookie}={server.key}; Path=/; HttpOnly; SameSite=Strict"
    assert headers["Referrer-Policy"] == "no-referrer"
    cookie = headers["Set-Cookie"].partition(";")[0]
    for path in ("/", "/stukken/memo.pdf"):
        status, _, body = ask(server, path, Cookie=cookie)
        assert status == 200
        assert body.startswith(SECRET)


@pytest.mark.parametrize("path", ["//elders.example/", "/\\elders.example", "/%0d%0aSet-Cookie:%20x=y"])
def test_the_key_leads_to_no_other_host(server: WebServer, path: str) -> None:
    status, headers, _ = ask(server, f"{path}?{KEY}={server.key}")
    assert status == 303
    assert not headers["Location"].startswith(("//", "/\\", "http"))
    assert headers.get_all("Set-Cookie") == [f"{server.cookie}={server.key}; Path=/; HttpOnly; SameSite=Strict"]


def test_an_open_site_asks_for_nothing(tmp_path: Path) -> None:
    with WebServer(tmp_path, Board(), 0, print) as open_:
        assert (open_.key, open_.address) == ("", f"http://127.0.0.1:{open_.server_port}/")
