"""Where a program of the machine is: never one that the workspace brings along."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

_PR_SET_PDEATHSIG = 1


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


def die_with_parent() -> Callable[[], object] | None:
    """What a child does first, so that it does not go on when this process is killed; None where no system call can."""
    prctl = _prctl()
    return (lambda: prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)) if prctl else None


@cache
def _prctl() -> Callable[[int, int], object] | None:
    """Looked up beforehand: between the birth of a child and its own program nothing may be loaded."""
    if not sys.platform.startswith("linux"):
        return None
    try:
        return ctypes.CDLL(None).prctl
    except (OSError, AttributeError):
        return None
