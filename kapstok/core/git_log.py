"""What git says of commits: asked once, and kept as long as the same commit is the last one.

A commit never changes, so what the log says of it and of all before it does not either. It is kept under the name of
the commit and what the disk shows of the store of objects: whoever damages or thins out that store is asked anew. A
shallow clone, or one whose history is grafted, can tell another past tomorrow, so nothing of it is kept.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kapstok.core.cache import content_key

if TYPE_CHECKING:
    from kapstok.core.git import Repository

_FORM = "git 1"  # raise when the same question is read in another way
_ELSEWHERE = ("info/alternates", "info/http-alternates")  # objects that another folder keeps
_PACKS = "pack"
_MARK = 16  # characters of a mark


def commits(repository: Repository, *options: str, stamp: str, paths: Sequence[str]) -> list[str]:
    """What `git log` says of each commit that touched these paths, newest first: the stamp and what follows it."""
    key = _key(repository, "log", *options, stamp, "--", *paths)
    kept = repository.cache.get(key) if key else None
    if kept is None:
        mark = secrets.token_hex(_MARK // 2)  # no name of a file can hold it
        head = (repository.head,) if repository.head else ()
        said = repository.ask("log", *options, f"--format={mark}{stamp}", *head, "--", *paths)
        if said is None:
            return []
        kept = f"{mark}{said}".encode()
        if key:
            repository.cache.put(key, kept)
    text = kept.decode()
    return text[_MARK:].split(text[:_MARK])[1:]


def is_sound(repository: Repository, *about: str) -> bool:
    """Whether all that was asked about this was answered before, with the same objects in the same store."""
    key = _key(repository, "heel", *about)
    return bool(key) and repository.cache.get(key) is not None


def note_sound(repository: Repository, *about: str) -> None:
    """Remember that all that was asked about this was answered."""
    key = _key(repository, "heel", *about)
    if key:
        repository.cache.put(key, b"")


def _key(repository: Repository, *about: str) -> str:
    """Under what an answer is kept; nothing when it may not be."""
    return content_key(_FORM, repository.state, *about) if repository.state else ""


def store_state(objects: Path, head: str) -> str:
    """The last commit and what the disk shows of the store of objects; nothing when part of it lies elsewhere."""
    if not head or any((objects / name).exists() for name in _ELSEWHERE):
        return ""
    try:
        return content_key(head, *sorted(_seen(objects)))
    except OSError:
        return ""


def _seen(objects: Path) -> Iterator[str]:
    """Every folder of loose objects with when it changed, and every pack with its size as well."""
    with os.scandir(objects) as entries:
        for entry in entries:
            yield f"{entry.name} {entry.stat().st_mtime_ns}"
    with os.scandir(objects / _PACKS) as packs:
        for pack in packs:
            found = pack.stat()
            yield f"{pack.name} {found.st_size} {found.st_mtime_ns}"
