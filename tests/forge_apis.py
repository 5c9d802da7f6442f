"""The part of the APIs of GitHub, GitLab and Forgejo that a comment needs, on this computer, as their public pages say.

Every request is held against `REQUESTS`: method, path, query, headers and body. For GitHub they are what its published
OpenAPI description says of these operations, for Forgejo what its Swagger says, for GitLab what its pages on notes and
merge requests say; only what we use was written down. A request that fits none of them fails the test.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from jsonschema import Draft202012Validator

_NUMBER = {"type": "string", "pattern": "^[1-9][0-9]*$"}


def _body(most: int) -> dict[str, Any]:
    text = {"type": "string", "minLength": 1, "maxLength": most}
    return {"type": "object", "properties": {"body": text}, "required": ["body"], "additionalProperties": False}


def _query(**known: Any) -> dict[str, Any]:
    return {"type": "object", "properties": known, "additionalProperties": False}


_TEXT = {"type": "string"}
_PAGE = {"page": _NUMBER, "per_page": {"type": "string", "pattern": "^([1-9]|[1-9][0-9]|100)$"}}
_GITHUB = [
    ("GET", r"/user", _query(), None),
    (
        "GET",
        r"/repos/o/r/pulls",
        _query(state={"enum": ["open", "closed", "all"]}, head={"type": "string"}, **_PAGE),
        None,
    ),
    ("GET", r"/repos/o/r/pulls/7", _query(), None),
    ("GET", r"/repos/o/r/issues/7/comments", _query(**_PAGE), None),
    ("POST", r"/repos/o/r/issues/7/comments", _query(), _body(65_536)),
    ("PATCH", r"/repos/o/r/issues/comments/\d+", _query(), _body(65_536)),
]
REQUESTS = {
    "github": _GITHUB,
    "forgejo": [
        (method, path, _query(), body)  # its list of comments comes whole
        for method, path, _, body in _GITHUB
        if path != "/repos/o/r/pulls"
    ],
    "gitlab": [
        ("GET", r"/user", _query(), None),
        ("GET", r"/projects/42/merge_requests/7", _query(), None),
        (
            "GET",
            r"/projects/42/merge_requests/7/notes",
            _query(sort={"enum": ["asc", "desc"]}, order_by={"enum": ["created_at", "updated_at"]}, **_PAGE),
            None,
        ),
        (
            "POST",
            r"/projects/42/merge_requests/7/notes",
            _query(),
            _body(10**6),
        ),
        (
            "PUT",
            r"/projects/42/merge_requests/7/notes/\d+",
            _query(),
            _body(10**6),
        ),
    ],
}
TOKEN = {
    "github": ("Authorization", "Bearer geheim-1"),
    "forgejo": ("Authorization", "token geheim-1"),
    "gitlab": ("PRIVATE-TOKEN", "geheim-1"),
}
US = {"github": "github-actions[bot]", "forgejo": "forgejo-actions", "gitlab": "project_42_bot"}
COMMIT = "a" * 40


@dataclass(kw_only=True)
class Forge:
    """A forge that keeps comments. `fails` are the answers of the next requests, by method: status and headers."""

    kind: str
    comments: list[dict[str, Any]] = field(default_factory=list)
    commit: str = COMMIT
    fails: dict[str, list[tuple[int, dict[str, str]]]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    lose_answer: bool = False
    base: str = ""

    def say(self, author: str, body: str) -> None:
        """Somebody writes a comment."""
        who = {"author": {"username": author}} if self.kind == "gitlab" else {"user": {"login": author}}
        self.comments.append({"id": 100 + len(self.comments), "body": body, "system": False, **who})

    def answer(self, method: str, url: str, headers: Any, raw: bytes) -> tuple[int, dict[str, str], object]:
        """The answer to one request, and a note of everything that is wrong with it."""
        parts = urlsplit(url)
        query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        self.asked.append(f"{method} {parts.path}")
        body = json.loads(raw) if raw else None
        self._judge(method, parts.path, query, headers, body)
        if waiting := self.fails.get(method):
            status, more = waiting.pop(0)
            return status, more, {"message": "niet nu"}
        return self._do(method, parts.path, query, body)

    def _judge(self, method: str, path: str, query: dict[str, str], headers: Any, body: object) -> None:
        name, value = TOKEN[self.kind]
        if headers.get(name) != value:
            self.wrong.append(f"{method} {path}: no token")
        if body is not None and headers.get("Content-Type") != "application/json":
            self.wrong.append(f"{method} {path}: no JSON")
        for known, pattern, allowed, schema in REQUESTS[self.kind]:
            if known == method and re.fullmatch(pattern, path):
                self.wrong += [error.message for error in Draft202012Validator(allowed).iter_errors(query)]
                self.wrong += [e.message for e in Draft202012Validator(schema or {"type": "null"}).iter_errors(body)]
                return
        self.wrong.append(f"{method} {path} is no request of this API")

    def _do(self, method: str, path: str, query: dict[str, str], body: Any) -> tuple[int, dict[str, str], object]:
        if path == "/user":
            return (200, {}, {"username": US["gitlab"]}) if self.kind == "gitlab" else (403, {}, {})
        if path.endswith("/pulls"):
            return 200, {}, [{"number": 3, "head": {"sha": "b" * 40}}, {"number": 7, "head": {"sha": self.commit}}]
        if path.endswith(("/pulls/7", "/merge_requests/7")):
            return 200, {}, {"sha": self.commit, "head": {"sha": self.commit}}
        if method == "GET":
            size = 10_000 if self.kind == "forgejo" else int(query.get("per_page", "20"))
            start = (int(query.get("page", "1")) - 1) * size
            return 200, {}, self.comments[start : start + size]
        if method == "POST":
            self.say(US[self.kind], body["body"])
            return (504 if self.lose_answer else 201), {}, self.comments[-1]
        for comment in self.comments:
            if path.endswith(f"/{comment['id']}"):
                comment["body"] = body["body"]
                return 200, {}, comment
        return 404, {}, {}


@contextmanager
def serving(forge: Forge) -> Iterator[Forge]:
    """The forge on a port of this computer, for as long as the context lasts."""

    class Handler(BaseHTTPRequestHandler):
        def _any(self) -> None:
            raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            status, more, said = forge.answer(self.command, self.path, self.headers, raw)
            content = json.dumps(said).encode()
            self.send_response(status)
            for name, value in more.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_PUT = do_PATCH = _any  # noqa: N815

        def log_message(self, *_: object) -> None:
            """Keep the tests quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    forge.base = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield forge
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def environment_of(forge: Forge, folder: Any) -> dict[str, str]:
    """What a pipeline of this forge says of itself, with the event that started it."""
    if forge.kind == "gitlab":
        return {
            "GITLAB_CI": "true",
            "CI_API_V4_URL": forge.base,
            "CI_PROJECT_ID": "42",
            "CI_PROJECT_URL": "https://gitlab.voorbeeld.nl/o/r",
            "CI_MERGE_REQUEST_IID": "7",
            "CI_COMMIT_SHA": COMMIT,
            "KAPSTOK_OPMERKING_TOKEN": "geheim-1",
        }
    event = folder / "event.json"
    run = {
        "id": 555,
        "head_sha": COMMIT,
        "head_branch": 'x"; curl $(kwaad) && @raad <!-- -->&per_page=1',
        "head_repository": {"owner": {"login": "vreemde"}},
    }
    asked = {"number": 7, "head": {"sha": COMMIT}}
    event.write_text(json.dumps({"workflow_run": run} if forge.kind == "github" else {"pull_request": asked}))
    known = {
        "GITHUB_ACTIONS": "true",
        "GITHUB_API_URL": forge.base,
        "GITHUB_SERVER_URL": "https://forge.voorbeeld.nl",
        "GITHUB_REPOSITORY": "o/r",
        "GITHUB_EVENT_PATH": str(event),
        "GITHUB_RUN_ID": "556",
        "GITHUB_TOKEN": "geheim-1",
    }
    return known | ({"FORGEJO_ACTIONS": "true"} if forge.kind == "forgejo" else {})
