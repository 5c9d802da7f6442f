"""The public output of the four workspaces: built once for all tests, and served on this computer under any path."""

from __future__ import annotations

import fcntl
import json
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar
from urllib.parse import quote, unquote, urlsplit

import pytest
from workbench import REPOSITORY, build_of

from kapstok.commands.webserver import _TYPES as KINDS_OF_FILE
from kapstok.commands.webserver import find_file
from kapstok.core.audience import PUBLIC
from kapstok.core.finding import Severity
from kapstok.core.page import Page
from kapstok.core.workspace import open_workspace
from kapstok.pipeline import load
from kapstok.render.build import Build

DAY = date(2026, 11, 1)
WORKSPACES = {
    "vijfheerenlanden": REPOSITORY,
    "leusden": REPOSITORY / "examples" / "leusden",
    "landerd": REPOSITORY / "examples" / "landerd",
    "gooi-en-vechtstreek": REPOSITORY / "examples" / "gooi-en-vechtstreek",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Site:
    """The folder with everything a build wrote, and the type of every page by its address."""

    folder: Path
    types: dict[str, str]

    def one_of_each_type(self) -> dict[str, str]:
        """For every type of page the address of its longest page, which shows the most."""
        longest = sorted(self.types, key=lambda a: -(self.folder / a / "index.html").stat().st_size)
        found: dict[str, str] = {}
        for address in longest:
            found.setdefault(self.types[address], address)
        return {**found, "404": "404.html"}

    def addresses(self) -> list[str]:
        """The address of every page that a reader can come to."""
        return [*sorted(self.types), "404.html"]


class Sites:
    """The sites, each built by the first worker that asks for it."""

    def __init__(self, folder: Path) -> None:
        """`folder` is one that all workers of this run share."""
        self.folder = folder

    def __getitem__(self, name: str) -> Site:
        """The public site of a workspace, with its papers and data."""
        folder, listing = self.folder / name, self.folder / f"{name}.json"
        with (self.folder / f"{name}.slot").open("w") as slot:
            fcntl.flock(slot, fcntl.LOCK_EX)
            if not listing.is_file():
                listing.write_text(json.dumps(_build(WORKSPACES[name], folder)), encoding="utf-8")
        return Site(folder=folder, types=json.loads(listing.read_text(encoding="utf-8")))


def _build(root: Path, folder: Path) -> dict[str, str]:
    build_files(root, folder)
    return {page.address: f"{page.template} {page.kind}" for page in public_pages(root)}


def public_pages(root: Path) -> list[Page]:
    """The pages of the public site of a workspace."""
    with public_build(root) as build:
        return build._pages()


@contextmanager
def public_build(root: Path, audience: str = PUBLIC) -> Iterator[Build]:
    """The rendering half of a build, public unless an audience is named."""
    loaded = load(open_workspace(root), day=DAY)
    with ThreadPoolExecutor(2) as executor:
        yield build_of(loaded, executor, audience)


def build_files(
    root: Path, folder: Path, parts: tuple[str, ...] = ("site", "documents", "data"), *, audience: str = PUBLIC
) -> None:
    """Write the output of a workspace; any error among the findings fails the test."""
    with public_build(root, audience) as build:
        outputs, findings = build.run(parts)
    assert not [f for f in findings if f.severity is Severity.ERROR], findings
    for output in outputs:
        file = folder / output.path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(output.content if isinstance(output.content, bytes) else output.content.read_bytes())


class _Handler(BaseHTTPRequestHandler):
    """Gives files as a plain web server does: no compression, a page for a folder, 404.html for what is not there."""

    folder: ClassVar[Path]
    prefix: ClassVar[str]
    pause: ClassVar[float]
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        found = find_file(self.folder, path.removeprefix(self.prefix)) if path.startswith(self.prefix) else None
        if found is not None and found.is_dir():
            if not path.endswith("/"):
                self._answer(301, "text/plain", b"", Location=f"{quote(unquote(path))}/")
                return
            found = found / "index.html"
        if found is None or not found.is_file():
            self._answer(404, "text/html", (self.folder / "404.html").read_bytes())
        else:
            self._answer(200, KINDS_OF_FILE.get(found.suffix, "application/octet-stream"), found.read_bytes())

    def _answer(self, status: int, kind: str, content: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(content)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.pause and kind.startswith("text/html"):
            half = len(content) // 2
            self.wfile.write(content[:half])
            content = content[half:]
            time.sleep(self.pause)
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the name of the base class)
        """Nothing to say."""


@contextmanager
def served(folder: Path, prefix: str = "/", *, pause: float = 0) -> Iterator[str]:
    """The address, with a slash at the end, at which a folder can be visited. A page pauses halfway for so long."""
    handler = type("Handler", (_Handler,), {"folder": folder, "prefix": prefix, "pause": pause})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}{prefix}"
    finally:
        server.shutdown()
        server.server_close()


each_workspace = pytest.mark.parametrize("name", list(WORKSPACES))
