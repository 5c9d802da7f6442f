"""A store for what is dear to make: blobs under the hash of everything that went in.

A blob is checked when it is read, so a damaged cache only costs time. Losing the folder is harmless.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

_DIGEST_SIZE = 20
_KEEP_SECONDS = 14 * 24 * 3600


def content_key(*parts: bytes | str) -> str:
    """The name of what is made of these parts, in this order."""
    digest = hashlib.blake2b(digest_size=_DIGEST_SIZE)
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)
    return digest.hexdigest()


def tree_key(folder: Path) -> str:
    """The name of a folder's content: every path in it with its bytes."""
    paths = sorted(p for p in folder.rglob("*") if p.is_file() and "__pycache__" not in p.parts)
    return content_key(*(part for p in paths for part in (p.relative_to(folder).as_posix(), p.read_bytes())))


class Cache:
    """Blobs in a folder; without a folder nothing is kept."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder

    def get(self, key: str) -> bytes | None:
        """The blob under this key, or None when it is not there or damaged."""
        if self.folder is None:
            return None
        path = self.folder / key
        try:
            data = path.read_bytes()
        except OSError:
            return None
        blob, digest = data[:-_DIGEST_SIZE], data[-_DIGEST_SIZE:]
        if hashlib.blake2b(blob, digest_size=_DIGEST_SIZE).digest() != digest:
            return None
        with contextlib.suppress(OSError):
            os.utime(path)
        return blob

    def put(self, key: str, blob: bytes) -> None:
        """Keep a blob; a full or read-only disk is no reason to stop."""
        if self.folder is None:
            return
        with contextlib.suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=self.folder, delete=False) as file:
                file.write(blob + hashlib.blake2b(blob, digest_size=_DIGEST_SIZE).digest())
            os.replace(file.name, self.folder / key)

    def fetch(self, key: str, make: Callable[[], bytes]) -> bytes:
        """The blob under this key, made now when it is not there."""
        found = self.get(key)
        if found is None:
            found = make()
            self.put(key, found)
        return found

    def prune(self) -> None:
        """Throw away what no build has used for two weeks."""
        if self.folder is None or not self.folder.is_dir():
            return
        limit = time.time() - _KEEP_SECONDS
        for path in self.folder.iterdir():
            with contextlib.suppress(OSError):
                if path.stat().st_mtime < limit:
                    path.unlink()
