"""`kapstok schoon`: take out of attachments what hides in them, and say what it was and what it became."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

from kapstok.core.door import Found
from kapstok.core.text import enumerate_words
from kapstok.core.workspace import Workspace, WorkspaceError
from kapstok.files.attachments import FOLDER, MOST_LIMIT, door_to_attachments
from kapstok.files.clean import clean
from kapstok.files.content import is_what_it_says, may_be_attached, suffix_of
from kapstok.files.hidden import hidden_in
from kapstok.files.package import PackageError
from kapstok.files.pictures.problem import PictureError


def clean_attachments(workspace: Workspace, names: Sequence[str], *, write: bool) -> Iterator[str]:
    """Clean these files of `bijlagen/`, or all; gives a line for each in which something hides."""
    door = door_to_attachments(workspace.root, MOST_LIMIT)
    folder = door.folder
    every = (path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*")) if may_be_attached(path.name))
    for name in [name.removeprefix(f"{FOLDER}/") for name in names] or list(every):
        found = door.find(name)
        if not isinstance(found, Found):
            raise WorkspaceError(f"{FOLDER}/{name} kan niet worden geopend.", "Noem een bestand uit de map bijlagen.")
        yield from _clean(found.path, f"{FOLDER}/{name}", suffix_of(name), write=write)


def _clean(path: Path, shown: str, suffix: str, *, write: bool) -> Iterator[str]:
    before = hidden_in(path, suffix)
    if not before:
        return
    was = enumerate_words((trace.what for trace in before), "en")
    try:
        data = clean(path.read_bytes(), suffix)
    except (PackageError, PictureError, OSError, ValueError) as error:
        raise WorkspaceError(f"{shown} kan niet worden gelezen.", "Sla het bestand opnieuw op.") from error
    beside = path.with_name(f".{path.name}.schoon")
    beside.unlink(missing_ok=True)  # of a time that was broken off
    with beside.open("xb") as file:
        file.write(data)
    try:
        after = hidden_in(beside, suffix)
        if not is_what_it_says(beside, suffix):
            hint = "Verwijder de gegevens in het programma zelf."
            raise WorkspaceError(f"{shown} kan niet schoon worden gemaakt.", hint)
        if write:
            beside.chmod(stat.S_IMODE(path.stat().st_mode))
            os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)
    left = enumerate_words((trace.what for trace in after), "en") or "niets"
    yield f"{shown}: was {was}; {'is nu' if write else 'wordt'} {left}."
