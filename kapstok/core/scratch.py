"""A folder for what is only needed for a moment; what a killed build left of one is taken away by the next."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

_PREFIX = "kapstok-"


@contextmanager
def scratch() -> Iterator[Path]:
    """A fresh folder, gone afterwards."""
    _sweep()
    with tempfile.TemporaryDirectory(prefix=f"{_PREFIX}{os.getpid()}-") as folder:
        yield Path(folder)


@cache
def _sweep() -> None:
    """Take away the folders of this user whose process is no more; once, for that is enough."""
    if not hasattr(os, "getuid"):
        return
    for place in Path(tempfile.gettempdir()).glob(f"{_PREFIX}[0-9]*-*"):
        number = place.name.removeprefix(_PREFIX).partition("-")[0]
        with contextlib.suppress(OSError):
            seen = place.lstat()
            if seen.st_uid == os.getuid() and number.isdigit() and not _is_alive(int(number)):
                shutil.rmtree(place, ignore_errors=True)


def _is_alive(number: int) -> bool:
    try:
        os.kill(number, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return True
