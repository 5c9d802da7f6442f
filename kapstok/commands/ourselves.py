"""What this Kapstok says of itself: its needs and its commands, as installed or as its makers wrote them down."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

import kapstok


@dataclass(frozen=True, kw_only=True, slots=True)
class Ourselves:
    """The requirements of Kapstok as in package metadata, that metadata, and its commands (`entry_points.txt`).

    `installed` is what pip recorded; None for a Kapstok that runs from the folder of its makers, for what pip recorded
    of that may be older than the folder.
    """

    requires: tuple[str, ...]
    metadata: str
    commands: str
    installed: Distribution | None


def ourselves() -> Ourselves | None:
    """The running Kapstok; None when nothing says what it needs."""
    project = Path(kapstok.__file__).resolve().parent.parent / "pyproject.toml"
    if project.is_file():
        return _in_folder(project)
    try:
        found = distribution("kapstok")
    except PackageNotFoundError:
        return None
    return Ourselves(
        requires=tuple(found.requires or ()),
        metadata=found.read_text("METADATA") or "",
        commands=found.read_text("entry_points.txt") or "",
        installed=found,
    )


def _in_folder(file: Path) -> Ourselves | None:
    project = tomllib.loads(file.read_text(encoding="utf-8")).get("project", {})
    if project.get("name") != "kapstok":
        return None
    requires = tuple(str(wanted) for wanted in project["dependencies"])
    lines = [
        "Metadata-Version: 2.4",
        "Name: kapstok",
        f"Version: {kapstok.__version__}",
        f"Summary: {project['description']}",
        f"License-Expression: {project['license']}",
        f"Requires-Python: {project['requires-python']}",
        *(f"Requires-Dist: {wanted}" for wanted in requires),
    ]
    commands = [f"{name} = {place}" for name, place in project["scripts"].items()]
    return Ourselves(
        requires=requires,
        metadata="\n".join([*lines, ""]),
        commands="\n".join(["[console_scripts]", *commands, ""]),
        installed=None,
    )
