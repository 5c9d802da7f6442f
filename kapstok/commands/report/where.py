"""What a report knows besides its findings: where the workspace stands in its repository, and which field is where."""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING

from kapstok.core.finding import Finding
from kapstok.core.git import folder_in_repository
from kapstok.core.model import Document, Pointer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kapstok.pipeline import Loaded

_LINES = re.compile(r"\b(regel|regels|kolom)\s\d+((?:\stot en met|\sen|\sof|,)\s\d+)*")
_NAMES = ("id", "titel", "nummer", "naam")  # what tells one thing in a list from another, in this order


@dataclass(frozen=True, kw_only=True, slots=True)
class Where:
    """The folder of the workspace in its repository (`voorbeelden/leusden/`, empty at the top), and what was read.

    A forge looks for files from the top of the repository; people who type `kapstok check` in the workspace.
    """

    folder: str = ""
    documents: Mapping[str, Document] = field(default_factory=dict)

    def path(self, finding: Finding) -> str:
        """The path of a finding from the top of the repository."""
        return self.folder + finding.path

    def fingerprints(self, findings: Iterable[Finding]) -> list[str]:
        """A name for each finding that stays when lines above it come or go, and when its neighbours are mended.

        It rests on the code, the path, the field and what is said, without numbers of lines. Findings that are alike
        in all of these are numbered.
        """
        seen: dict[str, int] = {}
        fields: dict[str, _Fields] = {}
        names = []
        for finding in findings:
            if finding.path not in fields:
                fields[finding.path] = _Fields(self.documents.get(finding.path))
            said = _LINES.sub(r"\1", finding.message)
            words = (finding.code, self.path(finding), fields[finding.path].at(finding), said)
            name = blake2b("\0".join(words).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
            seen[name] = seen.get(name, 0) + 1
            names.append(f"{name}:{seen[name]}")
        return names


class _Fields:
    """The fields of one document in the order in which they stand there."""

    def __init__(self, document: Document | None) -> None:
        self._data = document.data if document else None
        places: list[tuple[int, int, int, Pointer]] = []
        for known in (document.positions, document.keys) if document else ():
            places += [(place.line, place.column, len(pointer), pointer) for pointer, place in known.items()]
        self._places = sorted(places, key=lambda place: place[:3])

    def at(self, finding: Finding) -> str:
        """The way to the field of a finding, with the name of a thing in a list where it has one."""
        here = (finding.line, finding.column, sys.maxsize)
        number = bisect_right(self._places, here, key=lambda place: place[:3])
        return "/".join(_named(self._data, self._places[number - 1][3])) if number else ""


NOWHERE = Where()


def where_of(loaded: Loaded) -> Where:
    """What is known of the files of a workspace that was read."""
    return Where(folder=folder_in_repository(loaded.workspace.root), documents=loaded.model.documents)


def _named(data: object, pointer: Pointer) -> list[str]:
    words: list[str] = []
    for step in pointer:
        inner: object = None
        if isinstance(data, dict):
            inner = data.get(step)
            words.append(str(step))
        elif isinstance(data, list) and isinstance(step, int):
            inner = data[step] if step < len(data) else None
            words.append(_name_of(inner))
        data = inner
    return words


def _name_of(thing: object) -> str:
    if isinstance(thing, dict):
        return next((f"{name}={thing[name]}" for name in _NAMES if thing.get(name)), "*")
    return "*" if isinstance(thing, list) or thing is None else str(thing)
