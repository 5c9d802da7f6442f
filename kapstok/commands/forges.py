"""Which forge keeps a workspace, from the address of its remote: where a file is opened there to be edited."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kapstok.core.git import Repository

_EDIT: Mapping[str, str] = {"github": "edit/{branch}/", "gitlab": "-/edit/{branch}/", "forgejo": "_edit/{branch}/"}
_HOSTS = {"github": ("github",), "gitlab": ("gitlab",), "forgejo": ("forgejo", "codeberg", "gitea")}
_SSH = re.compile(r"(?:ssh://)?(?:[\w.-]+@)?([\w.-]+)(?::\d+/|[:/])([\w./~-]+?)(?:\.git)?/?")
_HTTPS = re.compile(r"https://(?:[^/@\s]*@)?([\w.-]+(?::\d+)?)/([\w./~-]+?)(?:\.git)?/?")
_BRANCH = re.compile(r"[A-Za-z][A-Za-z0-9._/-]*")


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """Where the files are kept: the address for a browser, and the beginning of the address that edits a file.

    `edit` is empty when nothing in the address tells which forge it is.
    """

    address: str
    edit: str


def place_of(folder: Path, *, address: str = "", forge: str = "") -> Place | None:
    """The place of a repository in `folder`, or of the one that will be at `address`; None when none is known.

    `forge` (one of FORGES) says what the address itself does not. A user or password in the address is left out.
    """
    remote = address
    if not remote and (folder / ".git").exists():
        remote = Repository(folder).ask("config", "--get", "remote.origin.url") or ""
    found = _HTTPS.fullmatch(remote) or _SSH.fullmatch(remote)
    if found is None or ".." in found[2]:
        return None
    site = f"https://{found[1]}/{found[2].strip('/')}"
    return Place(address=site, edit=_edit_of(site, found[1], main_branch(folder), forge))


def main_branch(folder: Path) -> str:
    """What the main branch of a repository without commits is called: where its first commit goes; else `main`."""
    if not (folder / ".git").exists():
        return "main"
    branch = Repository(folder).ask("symbolic-ref", "--short", "HEAD") or ""
    return branch if _BRANCH.fullmatch(branch) else "main"


def _edit_of(site: str, host: str, branch: str, forge: str) -> str:
    guessed = (name for name, parts in _HOSTS.items() if any(part in host.split(":")[0].split(".") for part in parts))
    name = forge or next(guessed, "")
    return f"{site}/{_EDIT[name].format(branch=branch)}" if name else ""
