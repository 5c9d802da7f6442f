"""Files beside the agenda that stay shut: links that lead away, pipes, and files that are too large."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from kapstok.core.door import TEXT_LIMIT, Door, Shut, shut_finding
from kapstok.core.finding import Finding
from kapstok.core.page import PAGE_LIMIT
from kapstok.core.workspace import Workspace

_FOLDERS = ("templates", "schemas", "docs/site", "docs/handleiding")
_LIMITS = {".md": PAGE_LIMIT, ".j2": TEXT_LIMIT, ".json": TEXT_LIMIT}  # bytes of a file, by its ending
_LARGEST = 20_000_000  # bytes of any other file: fonts and pictures of a style


def check_closed(workspace: Workspace) -> Iterator[Finding]:
    """What stays shut beside the agenda: links that lead away, pipes, and files that are too large."""
    for name in ("docs", *_FOLDERS, "bijlagen", "huisstijl"):
        if os.path.lexists(workspace.root / name) and not (workspace.root / name).is_dir():
            yield shut_finding(name, Shut.NO_FOLDER)
    settings = workspace.root / "mkdocs.yml"
    if os.path.lexists(settings) and not settings.is_file():
        yield shut_finding(settings.name, Shut.NO_FILE)
    for name in _FOLDERS:
        folder = workspace.root / name
        if folder.is_dir() and Door(workspace.root, name).leads_away:
            yield shut_finding(name, Shut.OUTSIDE)
            continue
        for above, folders, files in os.walk(folder):
            linked = [inner for inner in folders if os.path.islink(os.path.join(above, inner))]
            for file in sorted((*files, *linked)):
                path = Path(above, file)
                told_elsewhere = name == "schemas" and path.suffix == ".json" and path.parent == folder
                why = None if told_elsewhere else _why_shut(workspace.root, name, path)
                if why is not None:
                    yield shut_finding(path.relative_to(workspace.root).as_posix(), why)


def _why_shut(root: Path, folder: str, path: Path) -> Shut | None:
    """Why a file is not opened; a plain file that is not too large needs no closer look."""
    limit = next((most for end, most in _LIMITS.items() if path.name.endswith(end)), _LARGEST)
    info = path.lstat()
    if stat.S_ISREG(info.st_mode) and info.st_size <= limit and os.access(path, os.R_OK):
        return None
    found = Door(root, folder, limit=limit).find(path.relative_to(root / folder))
    return found if isinstance(found, Shut) else None
