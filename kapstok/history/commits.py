"""Which commit last changed a file of the workspace: git is asked once, for all files together.

A shallow clone knows too little: its oldest commit seems to have made every file. Then nothing is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from kapstok.core.finding import Severity
from kapstok.core.git import RAW, STAMP, Repository, commit_day, odd_day
from kapstok.core.git_log import commits

_HASH = 9  # characters that are shown; git's own choice grows with the repository
NO_BLOB = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Commit:
    """A commit by its short hash and its day; `rank` counts back from the newest."""

    rank: int
    short: str
    day: date


@dataclass(frozen=True, kw_only=True, slots=True)
class Edit:
    """What a commit made of a file: the blobs before and after it, empty when there was no plain file."""

    commit: Commit
    before: str
    after: str


@dataclass(frozen=True, kw_only=True, slots=True)
class History:
    """The last commit of every file, by its path from the workspace, and the files with changes of their own.

    `edits` are all that git knows of a file, newest first.
    """

    commits: Mapping[str, Commit] = field(default_factory=dict)
    changed: frozenset[str] = frozenset()
    edits: Mapping[str, tuple[Edit, ...]] = field(default_factory=dict, repr=False)

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


def read_history(repository: Repository) -> History:
    """Ask git about every file below the workspace; a History that knows nothing where git does not."""
    if repository.is_shallow:
        return History()
    edits: dict[str, list[Edit]] = {}
    for path, edit in _edits(commits(repository, *RAW, stamp=f"%H {STAMP}", paths=(".",)), repository):
        edits.setdefault(path, []).append(edit)
    changed = repository.unsaved.split("\0")[1::2] if edits else ()
    return History(
        commits={path: found[0].commit for path, found in edits.items()},
        changed=frozenset(changed),
        edits={path: tuple(found) for path, found in edits.items()},
    )


def _edits(log: Sequence[str], repository: Repository) -> Iterator[tuple[str, Edit]]:
    """What every commit made of every file, newest first: `:mode mode blob blob letter` and a path, by turns."""
    for rank, part in enumerate(log, start=1):
        head, _, rest = part.partition("\0")
        digest, _, stamp = head.partition(" ")
        day = commit_day(stamp)
        if day is None:
            repository.note(odd_day(Severity.NOTE if rank > 1 else Severity.WARNING))
            continue
        commit = Commit(rank=rank, short=digest[:_HASH], day=day)
        words = iter(rest.split("\0"))
        for line, path in zip(words, words, strict=False):
            old_mode, new_mode, old, new, *_ = line.strip().removeprefix(":").split(" ")
            yield path, Edit(commit=commit, before=_blob(old_mode, old), after=_blob(new_mode, new))


def _blob(mode: str, blob: str) -> str:
    return blob if mode.startswith("100") and blob.strip("0") else NO_BLOB
