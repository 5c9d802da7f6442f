"""Which files of an output folder are ours: the manifest, and the names that may stand in it."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

from kapstok.core.model import Plain

MANIFEST = ".kapstok-manifest.json"
_VERSION = 1

Entry = tuple[str, str, int]  # part, blake2b of 16 bytes in hex, size in bytes


class TargetError(Exception):
    """The target cannot be used; `message` and `hint` are Dutch sentences for the user."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def manifest_label(folder: Path) -> str:
    """For whom the output in `folder` was made; empty when there is none or it does not say."""
    try:
        return str(json.loads((folder / MANIFEST).read_bytes()).get("uitgave", ""))
    except (OSError, ValueError, AttributeError):
        return ""


def load_manifest(folder: Path) -> dict[str, Entry] | None:
    """Read which files in `folder` are ours; None without a manifest, TargetError for a bad one."""
    path = folder / MANIFEST
    try:
        text = path.read_bytes()
    except FileNotFoundError:
        return None
    try:
        data = json.loads(text)
        if data["versie"] == _VERSION:
            return {name: _entry(name, *entry) for name, entry in data["bestanden"].items()}
        newer = data["versie"] > _VERSION
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        newer = False
    if newer:
        raise TargetError(f"{path} is van een nieuwere Kapstok.", "Werk Kapstok bij en bouw opnieuw.")
    hint = "Zet het bestand terug, of maak de map leeg (bewaar eigen bestanden zoals CNAME) en bouw opnieuw."
    raise TargetError(f"{path} is beschadigd: onbekend is nu welke bestanden van Kapstok zijn.", hint)


def _entry(path: str, part: Plain, digest: Plain, size: Plain) -> Entry:
    """Check one line of a manifest; ValueError when it is not as we write it."""
    _check_path(path)
    if not (isinstance(part, str) and isinstance(digest, str) and isinstance(size, int)):
        raise ValueError(path)
    return part, digest, size


def dump_manifest(entries: dict[str, Entry], label: str) -> bytes:
    """The manifest as bytes: `label` says for whom the output is."""
    data = {"versie": _VERSION, "uitgave": label, "bestanden": entries}
    return (json.dumps(data, ensure_ascii=False, indent=0, sort_keys=True) + "\n").encode()


def _check_path(path: str) -> None:
    """ValueError for a path that is not plainly inside the target on every system."""
    pieces = path.split("/")
    if "\\" in path or "\0" in path or path[1:2] == ":" or not {"", ".", ".."}.isdisjoint(pieces):
        raise ValueError(f"not a plain relative path: {path!r}")


def claim(names: dict[str, str], path: str) -> None:
    """Note a new file and the folders above it (with a `/` behind), by their name without case.

    ValueError when a Windows or Mac disk would take one of these names for another in use.
    """
    _check_path(path)
    if fold(path) in names:
        raise ValueError(f"{path!r} collides with {names[fold(path)]!r}")
    names[fold(path)] = path
    for folder in ancestors(path):
        if names.setdefault(fold(folder), folder + "/") != folder + "/":
            raise ValueError(f"{path!r} collides with {names[fold(folder)]!r}")


def fold(path: str) -> str:
    return unicodedata.normalize("NFC", path).casefold()


def ancestors(path: str) -> Iterator[str]:
    while path := path.rpartition("/")[0]:
        yield path


def folders_of(paths: Iterable[str]) -> set[str]:
    return {folder for path in paths for folder in ancestors(path)}
