"""A small workspace in a git repository of its own, and what a build of it gives."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

from workbench import copy_base, write

from kapstok.commands.adopt import Decision, adopt
from kapstok.core.finding import Finding
from kapstok.core.progress import Nobody
from kapstok.core.workspace import open_workspace
from kapstok.pipeline import Rendered, load, render

NOTE = "opgave-meedoen"
TEMPLATE = "# Waarom\n\n{{ ding.omschrijving | proza }}\n"
FILES = {"templates/stuk/opgave.md.j2": TEMPLATE}


def git(root: Path, *arguments: str, day: str = "2026-03-01") -> str:
    """Run git as nobody in particular, on a day that stays the same."""
    stamp = f"{day}T12:00:00 +0000"
    environment = {
        **os.environ,
        "GIT_AUTHOR_DATE": stamp,
        "GIT_COMMITTER_DATE": stamp,
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_SYSTEM": os.devnull,
    }
    who = ["-c", "user.name=Kapstok", "-c", "user.email=kapstok@example.org", "-c", "commit.gpgsign=false"]
    command = ["git", "-C", str(root), *who, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True, env=environment).stdout.strip()


def commit(root: Path, day: str) -> str:
    """Commit everything; gives the short hash that a paper shows."""
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "wijziging", day=day)
    return git(root, "rev-parse", "HEAD")[:9]


def workspace(folder: Path, files: dict[str, str] | None = None) -> Path:
    """The base workspace with one more paper, committed on 1 March 2026."""
    root = copy_base(folder)
    write(root, FILES | {".gitignore": ".kapstok/\n"} | (files or {}))
    git(root, "init", "-q", "-b", "main")
    commit(root, "2026-03-01")
    return root


def change(root: Path, path: str, old: str, new: str) -> None:
    """Change words in a file of the workspace."""
    file = root / path
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def built(root: Path, *, day: date | None = None, audience: str = "inwoners", parts: Sequence[str] = ()) -> Rendered:
    """A build without writing anything but the cache; that parts were not asked for is no finding here."""
    with ThreadPoolExecutor(2) as executor:
        loaded = load(open_workspace(root), day=day)
        made = render(loaded, audience=audience, parts=parts or ("documents",), executor=executor, watcher=Nobody())
    found = [f for f in (*loaded.findings, *made.findings) if f.code != "onderdelen-ontbreken"]
    return Rendered(outputs=made.outputs, parts=made.parts, findings=tuple(found))


def papers(root: Path, **options: object) -> dict[str, bytes]:
    """Every paper by its file name; nothing may be wrong."""
    made = built(root, **options)  # type: ignore[arg-type]
    assert made.findings == ()
    return contents(made)


def contents(made: Rendered) -> dict[str, bytes]:
    """The bytes of every file of a build, by its last name."""
    return {Path(o.path).name: o.content for o in made.outputs if isinstance(o.content, bytes)}


def freeze(root: Path, item: str, **options: object) -> tuple[list[Finding], list[Path]]:
    """Keep the papers of an item for good."""
    values: dict[str, object] = {
        "paper": "",
        "day": date(2026, 4, 2),
        "body": "de raad",
        "again": False,
        "audience": "inwoners",
    }
    with ThreadPoolExecutor(2) as executor:
        loaded = load(open_workspace(root))
        decision = Decision(item=item, **(values | options))  # type: ignore[arg-type]
        return adopt(loaded, decision, executor=executor, watcher=Nobody())


def codes(findings: Sequence[Finding]) -> list[str]:
    """What the findings are called."""
    return [finding.code for finding in findings]
