"""What a person sees while a build goes on: moving bars in a terminal, plain lines in a log."""

from __future__ import annotations

import threading
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, TextIO

if TYPE_CHECKING:
    from rich.progress import Progress as Bars
    from rich.progress import TaskID


class Watcher(Protocol):
    """Who hears what a build is doing: how much there is of something, and how much of it is ready."""

    def tell(self, what: str, total: int) -> None:
        """`total` things of this name are going to be made."""

    def tick(self, what: str, count: int) -> None:
        """`count` of them are ready."""


class Nobody:
    """A watcher who does not listen."""

    def tell(self, what: str, total: int) -> None:
        """Hear nothing."""

    def tick(self, what: str, count: int) -> None:
        """Hear nothing."""


class Progress:
    """Tells what is going on. Use as a context; both methods may be called from any thread."""

    def __init__(self, stream: TextIO) -> None:
        self._stream, self._lock = stream, threading.Lock()
        self._bars: Bars | None = None
        self._tasks: dict[str, TaskID] = {}

    def __enter__(self) -> Progress:
        if self._stream.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

            self._bars = Progress(
                TextColumn("{task.description}"),
                BarColumn(),
                MofNCompleteColumn(),
                TimeElapsedColumn(),
                console=Console(file=self._stream),
                transient=True,
            )
            self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bars is not None:
            self._bars.stop()

    def tell(self, what: str, total: int) -> None:
        """Say that `total` things of this name are going to be made."""
        with self._lock:
            if self._bars is None:
                print(f"{what}: {total}", file=self._stream, flush=True)
            else:
                self._tasks[what] = self._bars.add_task(what, total=total)

    def tick(self, what: str, count: int) -> None:
        """Say that `count` of them are ready; only shown where somebody watches."""
        with self._lock:
            if self._bars is not None:
                self._bars.advance(self._tasks[what], count)
