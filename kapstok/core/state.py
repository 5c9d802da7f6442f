"""What shows that files on the disk, or Kapstok itself, are not what they were: nothing is opened for it."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from kapstok import __version__
from kapstok.core.cache import content_key
from kapstok.core.workspace import Workspace, resource

_SOURCES = ("schemas", "templates", "docs", "vastgesteld", "bijlagen", "huisstijl", "mkdocs.yml")
_PACKAGE = Path(__file__).resolve().parent.parent
_OURS = ("schemas", "templates", "docs")  # what comes along with the package and can be changed in its repository


def workspace_state(workspace: Workspace) -> str:
    """A name for all that lies beside the YAML of the agenda, and for Kapstok with what it is made of.

    Another name when any of it is another: the files of the workspace, the package with what comes along with it, or
    what is installed beside it.
    """
    own = (workspace.root / name for name in _SOURCES)
    beside = dict.fromkeys([*own, workspace.config(), *(resource(name) for name in _OURS)])
    return content_key(code_state(), *_seen(beside))


def package_state() -> str:
    """The same for Kapstok alone: what is kept of a commit depends on nothing else that can change."""
    return content_key(code_state(), *_seen(resource(name) for name in _OURS))


@cache
def code_state() -> str:
    """A name for the code that runs: that of Kapstok, and what is installed beside it."""
    import yaml  # our other packages lie in the same folder: installing one changes it

    packages = Path(yaml.__file__).parent.parent
    return content_key(__version__, str(packages), str(packages.stat().st_mtime_ns), *_seen([_PACKAGE]))


def file_state(path: Path) -> str:
    """A name for one file that need not be there, and for what it links to."""
    return content_key(*_seen([path]))


def _seen(roots: Iterable[Path]) -> Iterator[str]:
    """Everything below these places with what changes when it does, links and the files behind them included."""
    for root in roots:
        yield from _stamps(os.fspath(root))


def _stamps(path: str) -> Iterator[str]:
    shown = os.fsencode(path).decode("utf-8", "replace")
    try:
        found = os.lstat(path)
        if stat.S_ISDIR(found.st_mode):
            names = sorted(name for name in os.listdir(path) if name != "__pycache__")
            yield f"{shown} {found.st_mode}"
            for name in names:
                yield from _stamps(f"{path}/{name}")
            return
        if stat.S_ISLNK(found.st_mode):
            shown = f"{shown} {found.st_ino} {os.path.realpath(path)}"
            found = os.stat(path)
    except OSError as error:
        yield f"{shown} {error.errno}"
        return
    yield f"{shown} {found.st_mode} {found.st_ino} {found.st_size} {found.st_mtime_ns} {found.st_ctime_ns}"
