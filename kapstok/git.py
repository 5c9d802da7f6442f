"""Questions to git, answered as text; no git, no repository and no commits all give nothing."""

from __future__ import annotations

import subprocess
from pathlib import Path

_SECONDS = 30


def ask_git(folder: Path, *arguments: str) -> str | None:
    """What git answers about `folder`, without the white space around it; None when it has no answer."""
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), "-c", "core.quotepath=off", *arguments],
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            check=False,
            encoding="utf-8",
            errors="replace",
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.strip() if done.returncode == 0 else None
