"""What the tests and the benchmark of the search share: the sites, a server for them, and the sixty questions."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

import yaml
from workbench import REPOSITORY

from kapstok.core.workspace import open_workspace
from kapstok.pipeline import load, render

QUESTIONS = REPOSITORY / "tests" / "zoekvragen.yaml"
_TYPES = {".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".json": "application/json"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """One question: its number from 1, the workspace it is asked in, and the addresses that are right."""

    number: int
    workspace: str
    text: str
    right: tuple[str, ...]

    @property
    def kept_apart(self) -> bool:
        """Whether it was left alone until the search was done: the even ones."""
        return self.number % 2 == 0


def questions() -> list[Question]:
    """All sixty, in the order of the file."""
    found: list[Question] = []
    for part in yaml.safe_load(QUESTIONS.read_text(encoding="utf-8")):
        for entry in part["vragen"]:
            number = len(found) + 1
            found.append(
                Question(
                    number=number, workspace=part["werkruimte"], text=str(entry["vraag"]), right=tuple(entry["goed"])
                )
            )
    return found


def made_site(root: Path, audience: str = "inwoners") -> dict[str, bytes]:
    """Every file of the site of a workspace."""
    with ThreadPoolExecutor(2) as executor:
        rendered = render(load(open_workspace(root)), audience=audience, parts=["site"], executor=executor)
    assert rendered.outputs, rendered.findings
    return {o.path: o.content if isinstance(o.content, bytes) else o.content.read_bytes() for o in rendered.outputs}


@contextmanager
def served(sites: Mapping[str, Mapping[str, bytes]], asked: list[str] | None = None) -> Iterator[str]:
    """The address of a server with each site below its own path (empty: at the root); `asked` hears every path."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = unquote(urlsplit(self.path).path).lstrip("/")
            if asked is not None:
                asked.append(path)
            for prefix, files in sites.items():
                if path.startswith(prefix):
                    name = path[len(prefix) :]
                    name += "index.html" if not name or name.endswith("/") else ""
                    if name in files:
                        self._send(200, files[name], _TYPES.get(Path(name).suffix, "application/octet-stream"))
                        return
            self._send(404, b"", "text/plain")

        def _send(self, status: int, content: bytes, kind: str) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
