"""A store for what is dear to make: blobs under the hash of everything that went in.

The store is data of this user and no part of the workspace: it stands in the user's own cache folder, and every blob
bears a seal that only who has the user's key can make. What a proposal puts there, or another branch of a pipeline, is
as if it were not there. A damaged or lost cache only costs time.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import re
import secrets
import shutil
import stat
import sys
import tempfile
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path

KEY_VARIABLE = "KAPSTOK_SLEUTEL"  # a secret of a pipeline, in the place of the key of the user
_DIGEST_SIZE = 20
_SEAL_SIZE = 32
_KEEP_SECONDS = 14 * 24 * 3600
_FORGET_SECONDS = 60 * 24 * 3600
_UNFINISHED_SECONDS = 3600
_UNFINISHED = "nieuw-"
_NAME = re.compile(r"[0-9a-f]{40}")
_KEY_FILE = "sleutel"


def content_key(*parts: bytes | str) -> str:
    """The name of what is made of these parts, in this order."""
    digest = hashlib.blake2b(digest_size=_DIGEST_SIZE)
    for part in parts:
        data = part.encode(errors="surrogatepass") if isinstance(part, str) else part
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)
    return digest.hexdigest()


def tree_key(folder: Path) -> str:
    """The name of a folder's content: every path in it with its bytes."""
    paths = sorted(p for p in folder.rglob("*") if p.is_file() and "__pycache__" not in p.parts)
    return content_key(*(part for p in paths for part in (p.relative_to(folder).as_posix(), p.read_bytes())))


def open_cache(root: Path) -> Cache:
    """The cache of the workspace at `root`; one that keeps nothing when this user has no place of its own."""
    real = root.resolve()
    folder = _user_folder("XDG_CACHE_HOME", ".cache", "Library/Caches")
    place = folder / "kapstok" / content_key(str(real)) if folder else None
    return Cache(place if place and _is_ours(place) else None, key=_key(real))


class Cache:
    """Blobs in a folder, sealed with `key`; without a folder nothing is kept, without a key only this run knows it."""

    def __init__(self, folder: Path | None, *, key: bytes = b"") -> None:
        self.folder = folder
        self._key = hashlib.blake2b(key or _key_of_this_run(), digest_size=_SEAL_SIZE).digest()

    def get(self, key: str) -> bytes | None:
        """The blob under this key, or None when it is not there, damaged, or not put there by who has the key."""
        if self.folder is None:
            return None
        path = self.folder / key
        try:
            data = path.read_bytes()
        except OSError:
            return None
        blob, seal = data[:-_SEAL_SIZE], data[-_SEAL_SIZE:]
        if not hmac.compare_digest(self._seal(key, blob), seal):
            return None
        with contextlib.suppress(OSError):
            os.utime(path)
        return blob

    def put(self, key: str, blob: bytes) -> None:
        """Keep a blob; a full or read-only disk is no reason to stop."""
        if self.folder is None:
            return
        with contextlib.suppress(OSError):
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=self.folder, prefix=_UNFINISHED, delete=False) as file:
                try:
                    file.write(blob + self._seal(key, blob))
                    file.flush()
                except BaseException:
                    os.unlink(file.name)
                    raise
            os.replace(file.name, self.folder / key)

    def fetch(self, key: str, make: Callable[[], bytes]) -> bytes:
        """The blob under this key, made now when it is not there."""
        found = self.get(key)
        if found is None:
            found = make()
            self.put(key, found)
        return found

    def prune(self) -> None:
        """Throw away what no build has used for two weeks, and what a build that died left unfinished."""
        if self.folder is None or not self.folder.is_dir():
            return
        now = time.time()
        for path in self.folder.iterdir():
            unfinished = path.name.startswith(_UNFINISHED)
            if not unfinished and not _NAME.fullmatch(path.name):
                continue  # not one of ours
            with contextlib.suppress(OSError):
                age = now - path.lstat().st_mtime
                if age > (_UNFINISHED_SECONDS if unfinished else _KEEP_SECONDS):
                    path.unlink()
        _prune_others(self.folder, now)

    def _seal(self, key: str, blob: bytes) -> bytes:
        """What proves that this blob was put under this key by who has the key: another name, another seal."""
        digest = hashlib.blake2b(key=self._key, digest_size=_SEAL_SIZE)
        digest.update(key.encode())
        digest.update(b"\0")
        digest.update(blob)
        return digest.digest()


def _prune_others(folder: Path, now: float) -> None:
    """Throw away the caches of workspaces that nobody has built for long: most often they are gone."""
    if not _NAME.fullmatch(folder.name):
        return  # not a folder of `open_cache`
    with contextlib.suppress(OSError):
        os.utime(folder)
        for other in folder.parent.iterdir():
            if _NAME.fullmatch(other.name) and now - other.lstat().st_mtime > _FORGET_SECONDS:
                shutil.rmtree(other, ignore_errors=True)


@cache
def _key_of_this_run() -> bytes:
    return secrets.token_bytes(_SEAL_SIZE)


def _key(workspace: Path) -> bytes:
    """The key of this user: what the environment says, else a file outside the workspace, made once. Else nothing."""
    given = os.environ.get(KEY_VARIABLE, "")
    if given:
        return given.encode()
    folder = _user_folder("XDG_CONFIG_HOME", ".config", "Library/Application Support")
    path = folder / "kapstok" / _KEY_FILE if folder else None
    if path is None or path.resolve().is_relative_to(workspace):
        return b""
    with contextlib.suppress(OSError):
        return _read_key(path) or _make_key(path)
    return b""


def _read_key(path: Path) -> bytes:
    """The key in this file; nothing when there is none, or when another user could have put it there."""
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
    except FileNotFoundError:
        return b""
    with os.fdopen(descriptor, "rb") as file:
        return file.read(_SEAL_SIZE) if _only_ours(os.fstat(descriptor)) else b""


def _make_key(path: Path) -> bytes:
    """A new key in this file; the one of another run that was quicker counts for both."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=_UNFINISHED) as file:  # made for this user only
        file.write(secrets.token_bytes(_SEAL_SIZE))
        file.flush()
        with contextlib.suppress(FileExistsError):
            os.link(file.name, path)
    return _read_key(path)


def _user_folder(variable: str, elsewhere: str, on_mac: str) -> Path | None:
    """The folder of this user for such files, by the custom of the system; None when there is no home."""
    given = os.environ.get(variable, "")
    if given and Path(given).is_absolute():
        return Path(given)
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA", "")
        return Path(local) if local else None
    try:
        return Path.home() / (on_mac if sys.platform == "darwin" else elsewhere)
    except RuntimeError:
        return None


def _is_ours(folder: Path) -> bool:
    """Whether a folder is there for this user alone, or can be made so."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = folder.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(found.st_mode) and _only_ours(found)


def _only_ours(found: os.stat_result) -> bool:
    """Whether nobody but this user can write a file or folder. Windows keeps this in another place than the mode."""
    if sys.platform == "win32":
        return True
    return found.st_uid == os.getuid() and not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
