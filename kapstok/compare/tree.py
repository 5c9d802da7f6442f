"""The files of one version: those of a commit, taken from git without checking anything out, or those of the folder."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from kapstok.core.door import Door
from kapstok.core.git import Repository
from kapstok.files.sources import FOLDERS, read_sources

LARGEST = 200 << 20  # bytes of one file
MOST = 2 << 30  # bytes of all files that are taken out of git at once
_SINGLE = ("mkdocs.yml",)
_PLAIN = ("100644", "100755")
WORKING = ""  # the blob of a file in the folder of which git keeps no such version


@dataclass(frozen=True, kw_only=True, slots=True)
class Tree:
    """The source files of a version by their path in the workspace, each with the name that git gives its content.

    `commit` is empty for the working tree: there a file that differs from the older version has an empty blob.
    """

    repository: Repository
    commit: str
    blobs: Mapping[str, str] = field(repr=False)

    def read(self, path: str) -> bytes | None:
        """The content of a file; None when this version has no such file, or it is no plain one."""
        if path not in self.blobs:
            return None
        blob = self.blobs[path]
        if self.commit or blob:
            return self.repository.blobs([blob], largest=LARGEST, most=MOST).get(blob)
        found = Door(self.repository.root, limit=LARGEST).read(path)
        return found if isinstance(found, bytes) else None

    def read_all(self, paths: Iterable[str]) -> dict[str, bytes]:
        """The content of many files of a commit, asked in one go."""
        wanted = {path: self.blobs[path] for path in paths if path in self.blobs}
        found = self.repository.blobs(wanted.values(), largest=LARGEST, most=MOST)
        return {path: found[blob] for path, blob in wanted.items() if blob in found}

    def lay_out(self, folder: Path, paths: Iterable[str]) -> None:
        """Put files of a commit in a folder of our own, each as a plain file."""
        for path, content in self.read_all(paths).items():
            place = folder / path
            place.parent.mkdir(parents=True, exist_ok=True)
            if not place.exists():
                place.write_bytes(content)


def tree_of(repository: Repository, commit: str) -> Tree | None:
    """The source files of a commit, as far as they are plain; None when git cannot say."""
    listed = repository.ask("ls-tree", "-r", "-z", commit)
    if listed is None:
        return None
    blobs = {}
    for line in filter(None, listed.split("\0")):
        about, _, path = line.partition("\t")
        mode, _, blob = about.split(" ")
        if mode in _PLAIN and _is_source(path):
            blobs[path] = blob
    return Tree(repository=repository, commit=commit, blobs=blobs)


def working_tree(repository: Repository, base: Tree) -> Tree | None:
    """The source files as they are in the folder now, those that are as in `base` by the same blob."""
    raw = ("--raw", "-z", "--no-renames", "--no-abbrev", "--relative", "--no-ext-diff", "--no-textconv")
    said = repository.ask("diff", base.commit, *raw, "--", ".")
    if said is None:
        return None
    differ = set(said.split("\0")[1::2])
    present = {path for path in read_sources(repository.root).stamps if _is_source(path)}
    present |= {name for name in _SINGLE if os.path.isfile(repository.root / name)}
    blobs = {path: WORKING if path in differ else base.blobs.get(path, WORKING) for path in sorted(present)}
    return Tree(repository=repository, commit="", blobs=blobs)


def differing(old: Tree, new: Tree) -> frozenset[str]:
    """The paths whose content differs, or that only one of the two has."""
    paths = old.blobs.keys() | new.blobs.keys()
    return frozenset(p for p in paths if new.blobs.get(p, WORKING) == WORKING or old.blobs.get(p) != new.blobs.get(p))


def _is_source(path: str) -> bool:
    parts = PurePosixPath(path).parts
    if any(part.startswith(".") or part == ".." for part in parts) or "\\" in path:
        return False
    return path in _SINGLE or (len(parts) > 1 and parts[0] in FOLDERS)
