"""Where a program of the machine is: never one that the workspace brings along."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def find_program(name: str, *, outside: Path) -> str:
    """The full path of a program in PATH; empty when there is none.

    Relative entries of PATH (`.`, or nothing between two colons) and folders inside `outside` are passed over: what
    lies there came with the sources.
    """
    file = f"{name}.exe" if sys.platform == "win32" else name
    barred = outside.resolve()
    for entry in os.environ.get("PATH", "").split(os.pathsep):
        folder = Path(entry.strip('"'))
        if not entry or not folder.is_absolute():
            continue
        path = folder / file
        if os.access(path, os.X_OK) and path.is_file() and not path.resolve().is_relative_to(barred):
            return str(path)
    return ""
