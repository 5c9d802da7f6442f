"""The source files as the disk holds them: what cannot be read, and what changed while it was used.

A folder that may not be opened is empty to whoever only looks for files in it; that is never left out in silence.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from kapstok.core.finding import Finding
from kapstok.core.places import Place
from kapstok.core.workspace import WorkspaceError

FOLDERS = ("agenda", "schemas", "templates", "docs", "bijlagen", "vastgesteld", "huisstijl")
_DEEPEST = 40  # folders in folders; what is made of them has room for no more
_MOST = 20  # files that are named; the cause is most often one
Stamp = tuple[int, int, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class Sources:
    """Every file below the folders of the sources with what changes when it does, and what could not be read."""

    stamps: Mapping[str, Stamp] = field(default_factory=dict)
    closed_folders: tuple[str, ...] = ()
    closed_files: tuple[str, ...] = ()

    def findings(self) -> Iterator[Finding]:
        """What could not be read; a file of the agenda itself is told by whoever reads it."""
        for path in self.closed_folders[:_MOST]:
            yield Finding.at(
                Place(path),
                "map-onleesbaar",
                "Deze map kan niet worden gelezen, en wat erin staat dus ook niet.",
                "Geef uzelf het recht om de map te openen, of haal haar weg.",
            )
        for path in self.closed_files[:_MOST]:
            yield Finding.at(
                Place(path),
                "bestand-onleesbaar",
                "Dit bestand kan niet worden gelezen.",
                "Geef uzelf het recht om het te lezen, of haal het weg.",
            )

    def changed_to(self, later: Sources) -> Iterator[Finding]:
        """What is no longer as it was when it was read: an output of both would be neither."""
        paths = sorted({path for path, _ in self.stamps.items() ^ later.stamps.items()})
        for path in paths[:_MOST]:
            yield Finding.at(
                Place(path),
                "bron-gewijzigd",
                "Dit bestand is gewijzigd terwijl de uitvoer werd gemaakt.",
                "Bouw opnieuw zodra niemand meer in de werkruimte bezig is. De vorige uitvoer staat er nog.",
            )


def read_sources(root: Path) -> Sources:
    """Look at every source file of a workspace, without opening any.

    Raises WorkspaceError for folders that lie too deep.
    """
    stamps: dict[str, Stamp] = {}
    closed: list[str] = []
    unread: list[str] = []

    def shut(error: OSError) -> None:
        if error.filename and not isinstance(error, (FileNotFoundError, NotADirectoryError)):
            closed.append(_name(root, os.fsdecode(error.filename)))

    for folder in FOLDERS:
        for place, names, files in _walk(root / folder, shut):
            names[:] = sorted(name for name in names if not name.startswith("."))
            for file in sorted(files):
                path = os.path.join(place, file)
                try:
                    seen = os.stat(path)
                except OSError:
                    continue  # a link to nothing: who needs the file says so
                if stat.S_ISREG(seen.st_mode):
                    name = _name(root, path)
                    stamps[name] = (seen.st_mtime_ns, seen.st_size, seen.st_ino)
                    if folder != FOLDERS[0] and not os.access(path, os.R_OK):
                        unread.append(name)
    return Sources(
        stamps=MappingProxyType(stamps), closed_folders=tuple(sorted(closed)), closed_files=tuple(sorted(unread))
    )


def _walk(top: Path, shut: Callable[[OSError], None]) -> Iterator[tuple[str, list[str], list[str]]]:
    """`os.walk` that stops at folders in folders in folders: nobody could read those, and neither can we."""
    levels = len(top.parts) + _DEEPEST
    for place, names, files in os.walk(top, onerror=shut):
        if place.count(os.sep) >= levels:
            raise WorkspaceError(
                f"In de map {top.name} staan meer dan {_DEEPEST} mappen in elkaar.",
                "Haal de diepste mappen weg, of zet de bestanden een paar mappen hoger.",
            )
        yield place, names, files


def _name(root: Path, path: str) -> str:
    name = os.path.relpath(path, root).replace(os.sep, "/")
    return name if name.isascii() else os.fsencode(name).decode("utf-8", "replace")
