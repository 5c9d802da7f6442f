"""The one door to the files of a workspace: what may be opened, and why something stays shut.

One rule for all: a regular file, whose real place lies in the folder that it was looked for in, with an ending that is
allowed there and not larger than allowed. A link may lead to another name in that folder and nowhere else; a pipe, a
device or a folder is no file. What is *in* a file, its reader judges.

Files of the package itself are code of ours and come in by another way: an installer may make links of those.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import Self

from kapstok.core.finding import Finding
from kapstok.core.places import Place

TEXT_LIMIT = 1 << 20  # bytes of what a person writes: a page, a template, a schema, settings
_INSTALLED = Path(__file__).resolve().parent.parent / "_mee"  # what a wheel brings along
_HIDDEN = frozenset({"public", "intern"})  # what we made ourselves, and for whom it was made
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


class Shut(StrEnum):
    """Why a file is not opened."""

    MISSING = "ontbreekt"
    OUTSIDE = "buiten"
    NO_FILE = "geen-bestand"
    NO_FOLDER = "geen-map"
    ENDING = "soort"
    TOO_LARGE = "te-groot"
    UNREADABLE = "onleesbaar"


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """A file that may be opened: its real place, and its size in bytes."""

    path: Path
    size: int


class Door:
    """Opens the files of one folder of a workspace, `folder` below `root`; the workspace itself when it is empty.

    `endings` are small letters with a dot; none means any. `limit` is in bytes.
    """

    def __init__(self, root: Path, folder: str = "", *, endings: Collection[str] = (), limit: int = TEXT_LIMIT) -> None:
        self.folder = root / folder
        self.endings, self.limit = frozenset(endings), limit
        real = os.path.realpath(root)
        self._real = os.path.realpath(self.folder)
        # The folder itself may not be a link that leads elsewhere: then nothing in it is of this workspace.
        plain = ".." not in PurePosixPath(folder).parts
        self._is_open = plain and self._real == os.path.normpath(os.path.join(real, folder))
        self._real_folders: dict[str, str] = {}
        self._kept: dict[str, bytes | Shut] | None = None

    def once(self) -> Self:
        """The same door, which opens each file once and gives what it read then: for as long as one build lasts."""
        self._kept = {}
        return self

    def read(self, name: str | Path) -> bytes | Shut:
        """The bytes of a file, by its path in the folder."""
        if self._kept is None:
            return self._read(name)
        asked = os.fspath(name)
        if asked not in self._kept:
            self._kept[asked] = self._read(name)
        return self._kept[asked]

    def _read(self, name: str | Path) -> bytes | Shut:
        opened = self._open(name)
        if isinstance(opened, Shut):
            return opened
        _, number = opened
        try:
            with os.fdopen(number, "rb") as file:
                data = file.read(self.limit + 1)
        except OSError:
            return Shut.UNREADABLE
        return data if len(data) <= self.limit else Shut.TOO_LARGE

    def find(self, name: str | Path) -> Found | Shut:
        """Where a file really is, for who copies it whole; it is looked at as when it is read."""
        opened = self._open(name)
        if isinstance(opened, Shut):
            return opened
        place, number = opened
        size = os.fstat(number).st_size
        os.close(number)
        return Found(path=Path(place), size=size) if size <= self.limit else Shut.TOO_LARGE

    @property
    def leads_away(self) -> bool:
        """Whether the folder is there, but is not a folder of this workspace."""
        return os.path.lexists(self.folder) and not (self._is_open and self.folder.is_dir())

    def names(self, pattern: str) -> list[str]:
        """The names in the folder (not below it) that fit a pattern, in order; hidden ones are passed over."""
        if not self._is_open or not self.folder.is_dir():
            return []
        return sorted(path.name for path in self.folder.glob(pattern) if not path.name.startswith("."))

    def _open(self, name: str | Path) -> tuple[str, int] | Shut:
        """The real path of a file, and the descriptor by which it was opened; the caller closes it."""
        place = self._place(name)
        if isinstance(place, Shut):
            return place
        opened = _open(place)
        return opened if isinstance(opened, Shut) else (place, opened)

    def _place(self, name: str | Path) -> str | Shut:
        """The real path of a file that may be opened by its name; it need not be there."""
        written = PurePosixPath(os.fspath(name))
        if self.endings and written.suffix.lower() not in self.endings:
            return Shut.ENDING
        text = str(written)
        if not self._is_open or written.is_absolute() or ".." in written.parts or "\\" in text or "\0" in text:
            return Shut.OUTSIDE
        above = os.path.join(self._real, str(written.parent))
        if above not in self._real_folders:
            self._real_folders[above] = os.path.realpath(above)
        real = os.path.join(self._real_folders[above], written.name)
        if os.path.islink(real):
            real = os.path.realpath(real)
            if self.endings and Path(real).suffix.lower() != written.suffix.lower():
                return Shut.OUTSIDE  # another kind of file under this name
        return real if real.startswith(self._real.rstrip(os.sep) + os.sep) else Shut.OUTSIDE


def door_to(folder: Path, *, levels: int = 1, endings: Collection[str] = (), limit: int = TEXT_LIMIT) -> Door:
    """The door to a folder that lies `levels` below the root of a workspace, or to one that came with the package."""
    if folder.is_relative_to(_INSTALLED):
        folder = Path(os.path.realpath(folder))
        return _PackageDoor(folder, endings=endings, limit=limit)
    root = folder.parents[levels - 1]
    return Door(root, folder.relative_to(root).as_posix(), endings=endings, limit=limit)


class _PackageDoor(Door):
    """The door to a folder of the installed package: an installer may have made every file a link to its own store."""

    def _place(self, name: str | Path) -> str | Shut:
        written = PurePosixPath(os.fspath(name))
        if self.endings and written.suffix.lower() not in self.endings:
            return Shut.ENDING
        return Shut.OUTSIDE if ".." in written.parts else os.path.realpath(self.folder / written)


def named_door(root: Path, name: str, *, endings: Collection[str] = (), limit: int) -> tuple[Door, str]:
    """The door to a file that settings name by its path in the workspace, and the name to ask it for.

    Its own folder is the one that it is written in: a link in there may not lead to another. What is hidden, and what
    we made for some audience, is nowhere.
    """
    written = PurePosixPath(name)
    parts = written.parts
    hidden = any(part.startswith(".") for part in parts) or (bool(parts) and parts[0] in _HIDDEN)
    folder = str(written.parent)
    if hidden or written.is_absolute() or ".." in parts or "\\" in name or "\0" in name:
        return Door(root, "..", endings=endings, limit=limit), ".."  # a door that stays shut
    return Door(root, "" if folder == "." else folder, endings=endings, limit=limit), written.name


def _open(path: str) -> int | Shut:
    """An open regular file."""
    try:
        descriptor = os.open(path, _FLAGS)
    except (FileNotFoundError, NotADirectoryError):
        return Shut.MISSING
    except ValueError:
        return Shut.MISSING
    except OSError:
        return Shut.NO_FILE if _is_special(path) else Shut.UNREADABLE
    try:
        regular = stat.S_ISREG(os.fstat(descriptor).st_mode)
    except OSError:
        regular = False
    if not regular:
        os.close(descriptor)
        return Shut.NO_FILE
    return descriptor


def _is_special(path: str) -> bool:
    try:
        return not stat.S_ISREG(os.lstat(path).st_mode)
    except OSError:
        return False


_SAID: dict[Shut, tuple[str, str]] = {
    Shut.MISSING: ("is er niet", "Kijk of de naam klopt."),
    Shut.OUTSIDE: (
        "leidt naar een plaats buiten de eigen map en is niet gelezen",
        "Zet het bestand zelf in de map, zonder koppeling.",
    ),
    Shut.NO_FILE: ("is geen gewoon bestand en is niet gelezen", "Haal het weg of geef het een andere naam."),
    Shut.NO_FOLDER: (
        "staat waar een map hoort, en wat in die map hoort is niet gelezen",
        "Haal het weg of geef het een andere naam.",
    ),
    Shut.ENDING: ("heeft een naam die hier niet kan", "Geef het bestand de goede letters achter de punt."),
    Shut.TOO_LARGE: ("is te groot en is niet gelezen", "Maak het bestand kleiner of deel het op."),
    Shut.UNREADABLE: ("kan niet worden gelezen", "Kijk of u het bestand mag openen."),
}


def shut_finding(path: str, why: Shut) -> Finding:
    """The finding at a file, by its path in the workspace, that stayed shut."""
    said, hint = _SAID[why]
    return Finding.at(Place(path), f"bestand-{why}", f"Dit bestand {said}.", hint)
