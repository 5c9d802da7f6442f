"""What `kapstok check` says of a build that was not made: kept as long as nothing that went in changed.

A build finds a little that needs the papers and pages themselves: an adopted paper that leans on a draft or has changed
since, a link of a hand-written page that leads nowhere. Papers are rendered for it, never converted; what only the
converters know is what the last build was told by them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path

from kapstok.core.cache import Cache, content_key
from kapstok.core.finding import Finding, Severity
from kapstok.core.model import Document
from kapstok.core.workspace import Workspace, resource

FAILED = content_key("mislukte stukken")  # the names of the papers that the converters refused, in the last build
_FORM = "1"
_FOLDERS = ("schemas", "templates", "docs", "vastgesteld", "bijlagen", "huisstijl")
_SHOWN = ("path", "line", "column", "code", "message", "hint")


def foreseen(
    workspace: Workspace,
    documents: Mapping[str, Document],
    day: date,
    cache: Cache,
    look: Callable[[], Sequence[Finding]],
    *,
    asked: bool,
) -> list[Finding]:
    """What `look` finds, or found when everything was as it is now."""
    sources = (part for path in sorted(documents) for part in (path, documents[path].source))
    failed = cache.get(FAILED) or b""
    key = content_key("voorzien", _FORM, f"{day} {asked}", failed, *_state(workspace), *sources)
    kept = cache.get(key)
    if kept is None:
        findings = list(look())
        if all(finding.fix is None for finding in findings):
            cache.put(key, json.dumps([_row(finding) for finding in findings]).encode())
        return findings
    return [_finding(row) for row in json.loads(kept)]


def _row(finding: Finding) -> dict[str, object]:
    values = asdict(finding)
    return {name: values[name] for name in _SHOWN} | {"severity": str(finding.severity)}


def _finding(row: Mapping[str, str | int]) -> Finding:
    return Finding(
        path=str(row["path"]),
        line=int(row["line"]),
        column=int(row["column"]),
        severity=Severity(str(row["severity"])),
        code=str(row["code"]),
        message=str(row["message"]),
        hint=str(row["hint"]),
    )


def _state(workspace: Workspace) -> Iterator[str]:
    """What shows that a file beside the agenda, or Kapstok itself, is another one than it was."""
    package = Path(__file__).resolve().parent.parent
    roots = [*(workspace.root / name for name in _FOLDERS), resource("templates"), resource("schemas"), package]
    for root in dict.fromkeys(roots):
        yield from _stats(sorted(root.rglob("*")) if root.is_dir() else ())
    yield from _stats([workspace.config()])


def _stats(paths: Iterable[Path]) -> Iterator[str]:
    for path in paths:
        if path.suffix not in (".pyc", ""):
            stat = path.stat()
            yield f"{path} {stat.st_size} {stat.st_mtime_ns}"


def has_own_templates(workspace: Workspace) -> bool:
    """Whether the workspace has templates of its own, beside those of the package."""
    folder = workspace.root / "templates"
    return folder.is_dir() and folder.resolve() != resource("templates").resolve()
