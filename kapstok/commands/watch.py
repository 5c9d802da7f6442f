"""Tell when a source of the site changes: which paths count, and when a burst of changes is over."""

from __future__ import annotations

import os
import re
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.polling import PollingObserver

from kapstok.core.workspace import Workspace, resource
from kapstok.pipeline import source_folders

if TYPE_CHECKING:
    from watchdog.observers.api import BaseObserver, ObservedWatch

_QUIET_SECONDS = 0.2
_PATIENCE_SECONDS = 2.0
_KINDS = {"created", "modified", "moved", "deleted", "closed"}  # reading a file gives events too: those are left out
_NOISE = re.compile(
    r"\A\."  # hidden files, `.doel.yaml.swp` and `.#doel.yaml`
    r"|\A#.*#\Z|~\Z|\A~\$|\.(?:swp|swo|swx|tmp|bak)\Z"  # copies and locks that editors keep
    r"|\A4913\Z|___jb_(?:tmp|old)___\Z",  # files with which editors try whether a folder can be written
    re.IGNORECASE,
)


class Changes:
    """Gathers changes from any thread; `wait` returns once for each burst of them."""

    def __init__(self, *, quiet: float = _QUIET_SECONDS, patience: float = _PATIENCE_SECONDS) -> None:
        """A burst is over after `quiet` seconds without a change, or `patience` seconds after it began."""
        self._quiet, self._patience = quiet, patience
        self._condition = threading.Condition()
        self._first: float | None = None
        self._last = 0.0

    def note(self) -> None:
        """Something changed."""
        with self._condition:
            self._last = time.monotonic()
            if self._first is None:
                self._first = self._last
            self._condition.notify_all()

    def wait(self) -> None:
        """Block until a burst of changes is over. Wakes now and then, so that Ctrl-C works on every system."""
        with self._condition:
            while True:
                if self._first is None:
                    self._condition.wait(1)
                    continue
                rest = min(self._last + self._quiet, self._first + self._patience) - time.monotonic()
                if rest <= 0:
                    self._first = None
                    return
                self._condition.wait(rest)


def sources(workspace: Workspace) -> tuple[Path, ...]:
    """The folders and files a site is made of, present or not; the package's own too while that is a repository."""
    names = ("schemas", "templates", "docs", "mkdocs.yml")
    packaged = [path for path in map(resource, names) if path.parent.name != "_mee"]
    return tuple(dict.fromkeys([*source_folders(workspace), workspace.root / "mkdocs.yml", *packaged]))


def counts(path: Path, watched: Sequence[Path]) -> bool:
    """Whether a change of this path can change the site; what editors write beside a file cannot."""
    for source in watched:
        if path.is_relative_to(source):
            return not any(_NOISE.search(part) for part in path.relative_to(source).parts)
    return False


@contextmanager
def watch(watched: Sequence[Path], changed: Callable[[], None]) -> Iterator[None]:
    """Call `changed` (from another thread) for every change below `watched`, also where a folder is yet to be made.

    Where the system has no watches left, the folders are looked through every second instead.
    """
    observer: BaseObserver = Observer()
    try:
        _Watcher(observer, watched, changed).begin()
    except OSError:
        _stop(observer)
        observer = PollingObserver(timeout=1)
        _Watcher(observer, watched, changed).begin()
    try:
        yield
    finally:
        _stop(observer)


def _stop(observer: BaseObserver) -> None:
    observer.stop()
    if observer.is_alive():
        observer.join(2)


class _Watcher(FileSystemEventHandler):
    """Watches each source whole and its parent shallowly: so a source that comes, goes or is replaced is seen."""

    def __init__(self, observer: BaseObserver, watched: Sequence[Path], changed: Callable[[], None]) -> None:
        self._observer, self._sources, self._changed = observer, watched, changed
        self._held: dict[Path, tuple[int, ObservedWatch]] = {}

    def begin(self) -> None:
        for parent in dict.fromkeys(source.parent for source in self._sources):
            self._observer.schedule(self, str(parent))
        self._hold()
        self._observer.start()

    def _hold(self) -> None:
        """Watch the folders that are there now; a folder that was made anew is another folder."""
        for source in self._sources:
            number = source.stat().st_ino if source.is_dir() else None
            held = self._held.get(source)
            if held is not None and held[0] != number:
                del self._held[source]
                with suppress(KeyError, OSError):
                    self._observer.unschedule(held[1])
            if number is not None and source not in self._held:
                self._held[source] = number, self._observer.schedule(self, str(source), recursive=True)

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.event_type not in _KINDS or (event.is_directory and event.event_type == "modified"):
            return
        paths = [Path(os.fsdecode(path)) for path in (event.src_path, event.dest_path) if path]
        if not any(counts(path, self._sources) for path in paths):
            return
        if any(path in self._sources for path in paths):
            with suppress(OSError):  # gone again already: its parent will tell
                self._hold()
        self._changed()
