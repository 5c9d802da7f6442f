"""The comments of one proposal on GitHub, GitLab or Forgejo, found from what the pipeline itself says."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import quote

from kapstok.commands.remark.printing import Preview
from kapstok.commands.remark.web import PER_PAGE, ForgeError, Json, Web
from kapstok.core.workspace import WorkspaceError

GITHUB_BOT, FORGEJO_BOT = "github-actions[bot]", "forgejo-actions"
_REPOSITORY = re.compile(r"[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+")
_SHA = re.compile(r"[0-9a-f]{40,64}")
_LARGEST_EVENT = 10_000_000


class SupersededError(Exception):
    """There is a newer version of the proposal, or it is open no more."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Note:
    """One comment: its number, the name of its author, and its text."""

    number: int
    author: str
    body: str


class Board(Protocol):
    """The comments of one proposal."""

    @property
    def most(self) -> int:
        """How many bytes a comment may have."""

    @property
    def number(self) -> int:
        """The number of the proposal."""

    def is_current(self) -> bool:
        """Whether the proposal still is what this pipeline ran for."""

    def author(self) -> str:
        """Who we are here."""

    def notes(self) -> Iterator[Note]:
        """Every comment, oldest first."""

    def add(self, body: str) -> None:
        """Put a new comment."""

    def replace(self, note: Note, body: str) -> None:
        """Put this text in the place of a comment of ours."""

    def preview(self, job: int, pages: str) -> Preview:
        """Where the preview is that `job` made, when `pages` is where a static host shows it (empty: nowhere)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Issues:
    """GitHub and Forgejo, whose proposals are issues with the same paths. `bot` is who a token of a pipeline is.

    `paged` says that comments come in pages; Forgejo gives them all at once.
    """

    web: Web
    repository: str
    number: int
    commit: str
    bot: str
    run: str
    paged: bool
    most: int = 60_000  # GitHub takes 65,536 characters

    def is_current(self) -> bool:
        head = _dict(_dict(self.web.get(f"/repos/{self.repository}/pulls/{self.number}")).get("head"))
        return head.get("sha") == self.commit

    def author(self) -> str:
        try:
            return str(_dict(self.web.get("/user")).get("login", ""))
        except ForgeError as error:
            if error.status in (401, 403, 404):
                return self.bot  # a token of a pipeline is nobody's, and may not ask who it is
            raise

    def notes(self) -> Iterator[Note]:
        path = f"/repos/{self.repository}/issues/{self.number}/comments"
        rows = self.web.pages(path, per_page=PER_PAGE) if self.paged else self.web.all_of(path)
        for row in rows:
            yield _note(row, _dict(row.get("user")).get("login"))

    def add(self, body: str) -> None:
        self.web.add(f"/repos/{self.repository}/issues/{self.number}/comments", {"body": body})

    def replace(self, note: Note, body: str) -> None:
        self.web.change("PATCH", f"/repos/{self.repository}/issues/comments/{note.number}", {"body": body})

    def preview(self, job: int, pages: str) -> Preview:
        return Preview(pages=pages, whole=pages or self.run)


@dataclass(frozen=True, kw_only=True, slots=True)
class MergeRequest:
    """GitLab, which shows a file of a job in the browser: that is the preview, page by page."""

    web: Web
    project: int
    site: str
    number: int
    commit: str
    most: int = 200_000  # GitLab takes 1,000,000 characters, but nobody reads that

    def is_current(self) -> bool:
        return _dict(self.web.get(self._path)).get("sha") == self.commit

    def author(self) -> str:
        return str(_dict(self.web.get("/user")).get("username", ""))

    def notes(self) -> Iterator[Note]:
        for row in self.web.pages(f"{self._path}/notes", per_page=PER_PAGE, sort="asc", order_by="created_at"):
            if row.get("system") is not True:
                yield _note(row, _dict(row.get("author")).get("username"))

    def add(self, body: str) -> None:
        self.web.add(f"{self._path}/notes", {"body": body})

    def replace(self, note: Note, body: str) -> None:
        self.web.change("PUT", f"{self._path}/notes/{note.number}", {"body": body})

    def preview(self, job: int, pages: str) -> Preview:
        if pages or not job:
            return Preview(pages=pages, whole=pages)
        files = f"{self.site}/-/jobs/{job}/artifacts/file/voorvertoning/"
        return Preview(pages=files, whole=f"{files}index.html", suffix="index.html")

    @property
    def _path(self) -> str:
        return f"/projects/{self.project}/merge_requests/{self.number}"


def board_of(environment: Mapping[str, str], sleep: Callable[[float], None]) -> Board:
    """The comments of the proposal that this pipeline is for.

    Raises WorkspaceError when it is for none, SupersededError when that proposal went on without it.
    """
    if environment.get("GITLAB_CI"):
        return _gitlab(environment, sleep)
    if environment.get("FORGEJO_ACTIONS") or environment.get("GITEA_ACTIONS"):
        return _issues(environment, sleep, forgejo=True)
    if environment.get("GITHUB_ACTIONS"):
        return _issues(environment, sleep, forgejo=False)
    raise WorkspaceError("Hier draait geen pipeline.", "Kapstok plaatst een opmerking alleen vanuit een pipeline.")


def _gitlab(environment: Mapping[str, str], sleep: Callable[[float], None]) -> Board:
    token = environment.get("KAPSTOK_OPMERKING_TOKEN", "")
    if not token:
        raise WorkspaceError(
            "Er is geen token om een opmerking te plaatsen.",
            "Maak een project access token en zet het in KAPSTOK_OPMERKING_TOKEN. Zie de handleiding, Pipeline.",
        )
    return MergeRequest(
        web=Web(base=environment.get("CI_API_V4_URL", ""), headers={"PRIVATE-TOKEN": token}, sleep=sleep),
        project=_number(environment.get("CI_PROJECT_ID")),
        site=environment.get("CI_PROJECT_URL", ""),
        number=_number(environment.get("CI_MERGE_REQUEST_IID")),
        commit=_commit(environment.get("CI_MERGE_REQUEST_SOURCE_BRANCH_SHA") or environment.get("CI_COMMIT_SHA")),
    )


def _issues(environment: Mapping[str, str], sleep: Callable[[float], None], *, forgejo: bool) -> Board:
    token = environment.get("FORGEJO_TOKEN", "") or environment.get("GITHUB_TOKEN", "")
    repository = environment.get("GITHUB_REPOSITORY", "")
    if not token or not _REPOSITORY.fullmatch(repository):
        raise WorkspaceError("Deze taak heeft geen token.", "Geef in de workflow GITHUB_TOKEN mee als omgeving.")
    headers = {"Authorization": f"{'token' if forgejo else 'Bearer'} {token}"}
    if not forgejo:
        headers |= {"Accept": "application/vnd.github+json", "X-GitHub-Api-Version": "2022-11-28"}
    web = Web(base=environment.get("GITHUB_API_URL", ""), headers=headers, sleep=sleep)
    event = _event(environment.get("GITHUB_EVENT_PATH", ""))
    run = _dict(event.get("workflow_run"))
    asked = _dict(event.get("pull_request"))
    if run:
        commit = _commit(run.get("head_sha"))
        number = _proposal(web, repository, run, commit)
    else:
        commit, number = _commit(_dict(asked.get("head")).get("sha")), _number(asked.get("number"))
    runs = f"{environment.get('GITHUB_SERVER_URL', '')}/{repository}/actions/runs/"
    return Issues(
        web=web,
        repository=repository,
        number=number,
        commit=commit,
        bot=FORGEJO_BOT if forgejo else GITHUB_BOT,
        run=f"{runs}{_number(run.get('id') if run else environment.get('GITHUB_RUN_ID'))}",
        paged=not forgejo,
    )


def _proposal(web: Web, repository: str, run: Json, commit: str) -> int:
    """The open proposal of which this commit is the head. Its number never comes from the proposal itself."""
    owner = _dict(_dict(run.get("head_repository")).get("owner")).get("login")
    head = f"{owner}:{run.get('head_branch')}"
    for row in web.pages(f"/repos/{quote(repository)}/pulls", state="open", head=head, per_page=PER_PAGE):
        if _dict(row.get("head")).get("sha") == commit:
            return _number(row.get("number"))
    raise SupersededError


def _event(path: str) -> Json:
    """What the forge says of why the pipeline runs."""
    try:
        raw = Path(path).read_bytes()
        return _dict(json.loads(raw)) if len(raw) <= _LARGEST_EVENT else {}
    except (OSError, ValueError):
        return {}


def _note(row: Json, author: object) -> Note:
    return Note(number=_number(row.get("id")), author=str(author or ""), body=str(row.get("body") or ""))


def _dict(value: object) -> Json:
    return value if isinstance(value, dict) else {}


def _number(value: object) -> int:
    text = str(value)
    if isinstance(value, bool) or not text.isascii() or not text.isdigit() or len(text) > 18:
        raise _no_proposal()
    return int(text)


def _commit(value: object) -> str:
    if not isinstance(value, str) or not _SHA.fullmatch(value):
        raise _no_proposal()
    return value


def _no_proposal() -> WorkspaceError:
    return WorkspaceError(
        "Deze pipeline draait niet voor een voorstel.", "Plaats een opmerking alleen in een taak van een voorstel."
    )
