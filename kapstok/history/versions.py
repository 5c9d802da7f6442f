"""Which versions of the sources git keeps: one step for each day on which something changed on the main line.

The main line is what follows the first parent of every merge: a change counts on the day it arrived there, which is
the day it could be published, and not on the day somebody began with it on a branch. What stood there in the course of
a day and was gone by its end, is no version.

A shallow clone knows too little, so it has no past. Names, messages and hashes of commits go no further than here. One
line of a message does: `Goedgekeurd-als: wethouder sociaal domein`, the role in which a change was approved.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from kapstok.core.git import RAW, STAMP, Repository, commit_day
from kapstok.core.git_log import commits, is_sound, note_sound
from kapstok.core.workspace import CONTENT

APPROVAL = "Goedgekeurd-als"
MOST_VERSIONS = 2000  # versions of files that are compared, the newest first
MOST_BYTES = 32 << 20
SCHEMAS = "schemas"
LARGEST = 1 << 20  # what `read.py` takes as well

_GONE = ""
_STAMP = f"{STAMP}%x01%(trailers:key={APPROVAL},valueonly,separator=%x02)"


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One day: what every file that changed had become by its end. A file that is gone has an empty blob.

    `approved` is the role in which the change of a file was approved; of a file that more than one commit touched that
    day nobody can say which of them it was about.
    """

    day: date
    files: Mapping[str, str]
    approved: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Past:
    """The steps, oldest first, and the blobs before the first of them.

    `start` has every file that does not have the same content in the whole of this past and now; `steady` names the
    files that do. `texts` has the content of the blobs.
    """

    start: Mapping[str, str] = field(default_factory=dict)
    steps: tuple[Step, ...] = ()
    steady: frozenset[str] = frozenset()
    texts: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Edit:
    path: str
    before: str
    after: str


@dataclass(frozen=True, kw_only=True, slots=True)
class _Commit:
    day: date
    edits: Sequence[_Edit]
    approved: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Day:
    """What a day changed on the whole, and for each file who approved in each commit that touched it ('': nobody)."""

    day: date
    edits: dict[str, _Edit] = field(default_factory=dict)
    approvals: dict[str, list[str]] = field(default_factory=dict)

    @property
    def approved(self) -> dict[str, str]:
        return {path: found[0] for path, found in sorted(self.approvals.items()) if len(found) == 1 and found[0]}


def past_of(repository: Repository, day: date) -> Past:
    """The versions of the agenda and its schemas up to and including a day."""
    return read_past(repository, (CONTENT, SCHEMAS), day)


def sound_past(repository: Repository, day: date) -> Past | None:
    """The same, read to know whether git has all of it; None when git had, and nothing changed since."""
    about = ("verleden", day.isoformat(), repository.unsaved if repository.head else "")
    if is_sound(repository, *about):
        return None
    before = repository.troubles
    past = past_of(repository, day)
    if repository.troubles == before:
        note_sound(repository, *about)
    return past


def read_past(repository: Repository, folders: Sequence[str], day: date) -> Past:
    """Ask git about the files below these folders of the workspace, up to and including `day`."""
    if repository.is_shallow:
        return Past()
    log = commits(repository, "--first-parent", "-m", *RAW, stamp=_STAMP, paths=folders)
    if not log:
        return Past()
    known = list(_commits(log))
    below = tuple(f"{folder}/" for folder in folders)
    unsaved = [edit for edit in _edits(repository.unsaved.split("\0")) if edit.path.startswith(below)]
    later, steps = _by_day([_Commit(day=date.max, edits=unsaved), *known], day)
    return _past(repository, later, steps, {edit.path for commit in known for edit in commit.edits})


def _commits(log: Sequence[str]) -> Iterator[_Commit]:
    """The day, the edits and the approval of every commit, newest first."""
    for part in log:
        head, _, rest = part.partition("\0")
        stamp, _, approved = head.partition("\1")
        edits = list(_edits(rest.split("\0")))
        yield _Commit(day=commit_day(stamp) or date.max, edits=edits, approved=approved.partition("\2")[0].strip())


def _edits(words: Iterable[str]) -> Iterator[_Edit]:
    """What `--raw -z` says: `:mode mode blob blob letter` and a path, by turns. Only plain files have content."""
    line = ""
    for word in words:
        if not line:
            line = word.strip()
            continue
        old_mode, new_mode, old, new, *_ = line.removeprefix(":").split(" ")
        yield _Edit(
            path=word,
            before=old if old_mode.startswith("100") and old.strip("0") else _GONE,
            after=new if new_mode.startswith("100") and new.strip("0") else _GONE,
        )
        line = ""


def _by_day(commits: Sequence[_Commit], day: date) -> tuple[dict[str, _Edit], list[_Day]]:
    """What came after `day`, and what each day up to it changed on the whole, newest first.

    A clock that was wrong may have put a later day between earlier ones: such a commit counts on the day after it.
    """
    later = _Day(day=date.max)
    steps: list[_Day] = []
    for commit in commits:
        if commit.day <= day and (not steps or steps[-1].day != commit.day):
            steps.append(_Day(day=commit.day))
        into = steps[-1] if steps else later
        for edit in commit.edits:
            newer = into.edits.get(edit.path)
            after = newer.after if newer else edit.after
            into.edits[edit.path] = _Edit(path=edit.path, before=edit.before, after=after)
            into.approvals.setdefault(edit.path, []).append(commit.approved)
    return later.edits, steps


def _past(repository: Repository, later: Mapping[str, _Edit], steps: Sequence[_Day], known: set[str]) -> Past:
    start = {edit.path: edit.before for edit in later.values()}
    kept: list[Step] = []
    blobs: set[str] = set(start.values())
    for step in steps:
        edits = step.edits
        here = {blob for edit in edits.values() for blob in (edit.before, edit.after)}
        if len(blobs | here) > MOST_VERSIONS:
            break
        blobs |= here
        files = {path: edit.after for path, edit in sorted(edits.items())}
        kept.append(Step(day=step.day, files=files, approved=step.approved))
        start.update((path, edit.before) for path, edit in edits.items())
    texts = repository.blobs(sorted(blobs - {_GONE}), largest=LARGEST, most=MOST_BYTES)
    return Past(start=start, steps=tuple(reversed(kept)), steady=frozenset(known - set(start)), texts=texts)
