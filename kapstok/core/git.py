"""Questions to git, answered as text; no git, no repository and no commits all give nothing."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import IO

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


def read_blobs(folder: Path, ids: Iterable[str], *, largest: int, most: int) -> dict[str, bytes]:
    """The content of these blobs, asked in one go.

    One that git does not have, that is larger than `largest` bytes, or that comes after `most` bytes in all, is left
    out. Nothing is fetched: a clone without old blobs gives none.
    """
    wanted = list(dict.fromkeys(ids))
    found: dict[str, bytes] = {}
    if not wanted:
        return found
    try:
        with tempfile.TemporaryFile() as questions:
            questions.write("".join(f"{name}\n" for name in wanted).encode())
            questions.seek(0)
            with subprocess.Popen(
                ["git", "-C", str(folder), "cat-file", "--batch"],
                stdin=questions,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "GIT_NO_LAZY_FETCH": "1"},
            ) as process:
                assert process.stdout is not None
                _take(process.stdout, found, largest, most)
                process.kill()
    except OSError:
        return found
    return found


def _take(stream: IO[bytes], found: dict[str, bytes], largest: int, most: int) -> None:
    """Read the answers of `cat-file --batch`: a line with id, type and size, the content, and a line end."""
    left = most
    while line := stream.readline():
        words = line.split()
        if len(words) != 3 or not words[2].isdigit():
            continue  # `<id> missing`
        size = int(words[2])
        if size > left:
            return
        if size > largest:
            _skip(stream, size + 1)
            continue
        content = stream.read(size + 1)
        if len(content) != size + 1:
            return
        if words[1] == b"blob":
            found[words[0].decode()] = content[:-1]
            left -= size


def _skip(stream: IO[bytes], size: int) -> None:
    while size > 0 and (part := stream.read(min(size, 1 << 16))):
        size -= len(part)
