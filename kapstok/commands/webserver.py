"""A web server for one built site, for the browsers on this computer and no one else.

It serves a folder, tells open pages about builds with Server-Sent Events, and shows a page of its own
as long as there is no site. Nothing it adds to a page ends up in a built file.
"""

from __future__ import annotations

import json
import secrets
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from html import escape
from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socketserver import TCPServer
from urllib.parse import parse_qs, quote, unquote, urlsplit

from kapstok.commands.compared import PAGE, STYLE, Compared, stylesheet

HOST, KEY = "127.0.0.1", "sleutel"
EVENTS, SCRIPT = "/__kapstok/events", "/__kapstok/live.js"
_SCRIPT_FILE = Path(__file__).with_name("live.js")
_OWN_HOSTS = {"localhost", HOST}
_HEARTBEAT_SECONDS = 15.0
_MOST_PROBLEMS = 30
_TEXT = "text/plain; charset=utf-8"
_HTML = "text/html; charset=utf-8"
_NO_KEY = "Deze uitgave is niet voor iedereen. Open het hele adres dat kapstok serve in het venster toonde.\n"
_TYPES = {  # our own table: that of the system differs from computer to computer
    ".atom": "application/atom+xml; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".gif": "image/gif",
    ".html": _HTML,
    ".ico": "image/x-icon",
    ".ics": "text/calendar; charset=utf-8",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".jsonld": "application/ld+json",
    ".map": "application/json",
    ".md": "text/markdown; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".ttf": "font/ttf",
    ".ttl": "text/turtle; charset=utf-8",
    ".txt": _TEXT,
    ".webp": "image/webp",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
    ".yaml": "text/yaml; charset=utf-8",
    ".zip": "application/zip",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """What keeps the last change from the site: `plek` is `file:line:column` or empty, all texts are Dutch."""

    plek: str
    melding: str
    hint: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class State:
    """How the site stands: `build` counts the builds, `version` names the site as it is now (empty: there is none)."""

    build: str = "0"
    version: str = ""
    problems: tuple[Problem, ...] = ()

    @property
    def more(self) -> str:
        """That there are more problems than a page shows, or an empty string."""
        left = len(self.problems) - _MOST_PROBLEMS
        return f"En nog {left} meer; de hele lijst staat in het venster van kapstok serve." if left > 0 else ""

    @property
    def shown(self) -> tuple[Problem, ...]:
        """As many problems as a person can use at once."""
        return self.problems[:_MOST_PROBLEMS]

    def as_json(self) -> str:
        """The state as the script in the page reads it."""
        shown = [asdict(problem) for problem in self.shown]
        names = {"bouw": self.build, "versie": self.version, "bevindingen": shown, "meer": self.more}
        return json.dumps(names, ensure_ascii=False)


class Board:
    """Holds the state of the moment; any number of threads wait for the next one."""

    def __init__(self) -> None:
        self._run = secrets.token_hex(4)  # a page of an earlier run is never taken for one of this run
        self._condition = threading.Condition()
        self._count = 0
        self.state = State()
        self.compared = Compared()  # put here before the build that it belongs to is posted

    def post(self, problems: Sequence[Problem], *, changed: bool) -> None:
        """A build ended; `changed` says whether the site in the folder is another than before."""
        with self._condition:
            self._count += 1
            build = f"{self._run}-{self._count}"
            version = build if changed else self.state.version
            self.state = State(build=build, version=version, problems=tuple(problems))
            self._condition.notify_all()

    def states(self, heartbeat: float = _HEARTBEAT_SECONDS) -> Iterator[State | None]:
        """The state now and every later one; None when nothing happened for `heartbeat` seconds."""
        seen: State | None = None
        while True:
            with self._condition:
                if self.state is seen:
                    self._condition.wait(heartbeat)
                now = self.state
            yield None if now is seen else now
            seen = now


def stand_in(state: State) -> str:
    """The page that is shown while there is no site yet, or when it cannot be made."""
    title = "De site kan nog niet gemaakt worden" if state.problems else "De site wordt gemaakt"
    text = "Verbeter wat hieronder staat en sla op." if state.problems else "Een ogenblik."
    items = "".join(
        f"<li><p><code>{escape(p.plek)}</code></p><p>{escape(p.melding)}</p><p>{escape(p.hint)}</p></li>\n"
        for p in state.shown
    )
    return f"""<!doctype html>
<html lang="nl">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ max-width: 45rem; margin: 2rem auto; padding: 0 1rem; font: 1.1rem/1.5 system-ui, sans-serif; }}
li p {{ margin: 0; overflow-wrap: anywhere; white-space: pre-wrap; }}
li {{ margin-bottom: .75rem; }}
</style>
</head>
<body>
<main>
<h1>{title}</h1>
<p>{text} Deze pagina ververst vanzelf.</p>
{f"<ol>{items}</ol>" if items else ""}
<p>{escape(state.more)}</p>
</main>
<script src="{SCRIPT}" data-versie="" data-bouw="{escape(state.build)}" defer></script>
</body>
</html>
"""


def with_script(page: bytes, version: str) -> bytes:
    """A page of the site with the script that keeps it fresh, just before the end of its body."""
    tag = f'<script src="{SCRIPT}" data-versie="{escape(version)}" defer></script>'.encode()
    before, end, after = page.rpartition(b"</body>")
    return before + tag + end + after if end else page + tag


def find_file(folder: Path, path: str) -> Path | None:
    """The file or folder in the site for the path of a request (still quoted); None for anything outside it."""
    parts = [part for part in unquote(path).split("/") if part]
    if any((part.startswith(".") and part != ".well-known") or "\\" in part or "\0" in part for part in parts):
        return None
    found = folder.joinpath(*parts)
    try:
        return found if found.resolve().is_relative_to(folder.resolve()) and found.exists() else None
    except (OSError, RuntimeError, ValueError):  # a name too long or impossible, links in a circle
        return None


class WebServer(ThreadingHTTPServer):
    """Serves `folder` on this computer; raises OSError or OverflowError when the port cannot be had. 0: any port."""

    allow_reuse_address = sys.platform != "win32"  # there it would let two servers have one port

    def __init__(
        self, folder: Path, board: Board, port: int, fail: Callable[[str], None], *, is_closed: bool = False
    ) -> None:
        """`fail` hears the text of an exception that a request met. A closed site asks for the key in `address`."""
        self.folder, self.board, self._fail = folder, board, fail
        self.key = secrets.token_urlsafe(32) if is_closed else ""
        super().__init__((HOST, port), _Handler)

    @property
    def address(self) -> str:
        """Where the site is, with the port that was really taken."""
        return f"http://{HOST}:{self.server_port}/" + (f"?{KEY}={self.key}" if self.key else "")

    @property
    def cookie(self) -> str:
        """The name under which a browser keeps the key: cookies are shared by all ports of a computer."""
        return f"kapstok-{self.server_port}"

    def opens(self, key: str) -> bool:
        """Whether this is the key of a closed site."""
        return secrets.compare_digest(key.encode(), self.key.encode())

    def server_bind(self) -> None:
        """As the standard one, without asking the network for the name of this computer."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = HOST, self.socket.getsockname()[1]

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that goes away is no error; anything else is told and the server goes on."""
        error = sys.exc_info()[1]
        if not isinstance(error, (ConnectionError, TimeoutError)):
            self._fail(f"{type(error).__name__}: {error}")


class _Handler(BaseHTTPRequestHandler):
    """Answers one request."""

    server: WebServer
    protocol_version = "HTTP/1.1"
    timeout = 60

    def do_GET(self) -> None:
        """Answer with the events, the script, or a file of the site."""
        if not self._is_for_us():
            self._answer(HTTPStatus.FORBIDDEN, _TEXT, b"Deze site is alleen te zien op de computer zelf.\n")
            return
        path = urlsplit(self.path).path
        if self.server.key and not self._has_key(path):
            return
        if path == EVENTS:
            self._tell()
        elif path == SCRIPT:
            self._answer(HTTPStatus.OK, _TYPES[".js"], _SCRIPT_FILE.read_bytes())
        elif not self.server.board.state.version:
            page = stand_in(self.server.board.state).encode()
            self._answer(HTTPStatus.SERVICE_UNAVAILABLE, _HTML, page)
        elif path == STYLE:
            self._answer(HTTPStatus.OK, _TYPES[".css"], stylesheet())
        elif path == PAGE and self.server.board.compared.page:
            page = with_script(self.server.board.compared.page.encode(), self.server.board.state.version)
            self._answer(HTTPStatus.OK, _HTML, page)
        else:
            self._serve(path)

    def do_HEAD(self) -> None:
        """As GET; the content itself is left out where the answer is written."""
        self.do_GET()

    def parse_request(self) -> bool:
        """Read the head of the request; False when it is answered already, as for anything but reading."""
        if not super().parse_request():
            return False
        if self.command in ("GET", "HEAD"):
            return True
        self.close_connection = True
        self._answer(HTTPStatus.METHOD_NOT_ALLOWED, _TEXT, b"Hier kan alleen gelezen worden.\n", Allow="GET, HEAD")
        return False

    def _is_for_us(self) -> bool:
        """Whether the browser asked for this computer: another name means a page from elsewhere leads it here."""
        name, _, port = self.headers.get("Host", "").partition(":")
        return name.lower() in _OWN_HOSTS and (not port or port.isdigit())

    def _has_key(self, path: str) -> bool:
        """Whether the browser has the key of this closed site; one that brings it in the address, gets it to keep."""
        name, cookies = self.server.cookie, SimpleCookie()
        with suppress(CookieError):
            cookies.load(self.headers.get("Cookie", ""))
        if name in cookies and self.server.opens(cookies[name].value):
            return True
        given = parse_qs(urlsplit(self.path).query).get(KEY, [""])[0]
        if given and self.server.opens(given):
            kept = f"{name}={self.server.key}; Path=/; HttpOnly; SameSite=Strict"
            self._answer(HTTPStatus.SEE_OTHER, _TEXT, b"", Location=quote(f"/{path.lstrip('/')}"), Set_Cookie=kept)
        else:
            self._answer(HTTPStatus.FORBIDDEN, _TEXT, _NO_KEY.encode())
        return False

    def _serve(self, path: str) -> None:
        version = self.server.board.state.version  # before the file is read: then a page is never thought too new
        found = find_file(self.server.folder, path)
        if found is not None and found.is_dir():
            if not path.endswith("/"):
                self._redirect(found)
                return
            found = found / "index.html"
        status, content = HTTPStatus.OK, _read(found)
        if found is None or content is None:
            found = self.server.folder / "404.html"
            status, content = HTTPStatus.NOT_FOUND, _read(found) or b"<p>Deze pagina bestaat niet.</p>"
        if found.suffix == ".html":
            address = found.relative_to(self.server.folder).as_posix().removesuffix("index.html")
            content = with_script(self.server.board.compared.marked(address, content), version)
        self._answer(status, _TYPES.get(found.suffix.lower(), "application/octet-stream"), content)

    def _redirect(self, folder: Path) -> None:
        """Send on to the address with a slash, so that the relative links in the page are right."""
        address = folder.relative_to(self.server.folder).as_posix()
        query = urlsplit(self.path).query
        target = f"/{quote(address)}/" + (f"?{query}" if query else "")
        self._answer(HTTPStatus.TEMPORARY_REDIRECT, _TEXT, b"", Location=target)

    def _answer(self, status: HTTPStatus, kind: str, content: bytes, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def _tell(self) -> None:
        """Tell the state and every later one, until the page goes away."""
        self.close_connection = True
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream; charset=utf-8")
        self.end_headers()
        if self.command == "HEAD":
            return
        self.wfile.write(b"retry: 1000\n\n")
        for state in self.server.board.states():
            self.wfile.write(f"data: {state.as_json()}\n\n".encode() if state else b": nog hier\n\n")

    def end_headers(self) -> None:
        """Say with every answer: keep nothing, guess no type, hand nothing to other sites."""
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        self.send_header("Referrer-Policy", "no-referrer")
        super().end_headers()

    def version_string(self) -> str:
        """Our name, without versions."""
        return "Kapstok"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the name of the base class)
        """Requests are not worth a line in the terminal."""


def _read(file: Path | None) -> bytes | None:
    try:
        return file.read_bytes() if file is not None else None
    except OSError:
        return None
