"""Which commit last changed a file of the workspace: git is asked once, for all files together.

A shallow clone knows too little: its oldest commit seems to have made every file. Then nothing is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from kapstok.core.dates import parse_day
from kapstok.core.git import ask_git

_HASH = 9  # characters that are shown; git's own choice grows with the repository
_MARK = "//"  # no path from the workspace begins so


@dataclass(frozen=True, kw_only=True, slots=True)
class Commit:
    """A commit by its short hash and its day; `rank` counts back from the newest."""

    rank: int
    short: str
    day: date


@dataclass(frozen=True, kw_only=True, slots=True)
class History:
    """The last commit of every file, by its path from the workspace, and the files with changes of their own."""

    commits: Mapping[str, Commit] = field(default_factory=dict)
    changed: frozenset[str] = frozenset()

    @property
    def is_known(self) -> bool:
        """Whether git keeps this workspace at all."""
        return bool(self.commits)

    def last(self, paths: Iterable[str]) -> Commit | None:
        """The newest of the last commits of these files; None when no commit holds any of them."""
        found = (self.commits[path] for path in paths if path in self.commits)
        return min(found, key=lambda commit: commit.rank, default=None)

    def unrecorded(self, paths: Iterable[str]) -> tuple[str, ...]:
        """Those of these files that differ from what the last commit holds."""
        if not self.is_known:
            return ()
        return tuple(sorted({path for path in paths if path in self.changed or path not in self.commits}))


def read_history(root: Path) -> History:
    """Ask git about every file below `root`; a History that knows nothing where git does not."""
    if ask_git(root, "rev-parse", "--is-shallow-repository") != "false":
        return History()
    log = ask_git(root, "log", f"--format={_MARK}%H %cs", "--name-only", "--no-renames", "--relative", "--", ".")
    commits: dict[str, Commit] = {}
    commit, rank = None, 0
    for line in (log or "").split("\n"):
        if line.startswith(_MARK):
            digest, _, stamp = line.removeprefix(_MARK).partition(" ")
            day, rank = parse_day(stamp), rank + 1
            commit = Commit(rank=rank, short=digest[:_HASH], day=day) if day else None
        elif line and commit:
            commits.setdefault(line, commit)
    tracked = ask_git(root, "diff", "HEAD", "--name-only", "--no-renames", "--relative") if commits else None
    return History(commits=commits, changed=frozenset((tracked or "").splitlines()))
