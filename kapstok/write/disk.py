"""The few things that a disk must do for us, on every system: swap folders, link, scan, lock, remove.

An existing file is never opened for writing: it may be a hard link that two trees share.
"""

from __future__ import annotations

import ctypes
import errno
import hashlib
import os
import shutil
import stat
import sys
from contextlib import suppress
from pathlib import Path

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

FILE_MODE, FOLDER_MODE = 0o644, 0o755

Tree = tuple[dict[str, os.stat_result], dict[str, os.stat_result]]  # files and folders, by posix path


def exchange_folders(one: Path, other: Path) -> None:
    """Let two folders trade names at once; OSError, with ENOSYS where the system cannot do this."""
    if sys.platform not in ("linux", "darwin"):
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))
    here, swap = -100, 2  # AT_FDCWD; RENAME_EXCHANGE on Linux, RENAME_SWAP on macOS
    library = ctypes.CDLL(None, use_errno=True)
    first, second = os.fsencode(one), os.fsencode(other)
    try:
        if sys.platform == "linux":
            result = library.renameat2(here, first, here, second, swap)
        else:
            result = library.renamex_np(first, second, swap)
    except AttributeError:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS)) from None
    if result != 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code), str(other))


def os_lock(descriptor: int, *, hold: bool) -> None:
    """Take or release the system's lock on an open file; it dies with the process."""
    if sys.platform == "win32":
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK if hold else msvcrt.LK_UNLCK, 1)
    else:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB if hold else fcntl.LOCK_UN)


def digest_of(content: bytes | Path) -> tuple[str, int]:
    """Hash bytes or a file: blake2b of 16 bytes in hex, and the size in bytes."""
    if isinstance(content, bytes):
        return hashlib.blake2b(content, digest_size=16).hexdigest(), len(content)
    with content.open("rb") as handle:
        digest = hashlib.file_digest(handle, lambda: hashlib.blake2b(digest_size=16))
        return digest.hexdigest(), handle.tell()


def scan(root: Path) -> Tree:
    """List what stands under `root`, links not followed; a missing folder is empty."""
    files: dict[str, os.stat_result] = {}
    folders: dict[str, os.stat_result] = {}
    waiting = [""]
    while waiting:
        above = waiting.pop()
        try:
            found = list(os.scandir(root / above))
        except FileNotFoundError:
            continue
        for entry in found:
            path = f"{above}/{entry.name}" if above else entry.name
            with suppress(FileNotFoundError):
                info = entry.stat(follow_symlinks=False)
                (folders if stat.S_ISDIR(info.st_mode) else files)[path] = info
                if path in folders:
                    waiting.append(path)
    return files, folders


def write_new(path: Path, content: bytes | Path) -> None:
    """Make a new file; never open an existing one, for that may be shared with the old tree."""
    with path.open("xb") as handle:
        if isinstance(content, bytes):
            handle.write(content)
        else:
            with content.open("rb") as source:
                shutil.copyfileobj(source, handle)
    path.chmod(FILE_MODE)


def twin(source: Path, copy: Path, mode: int) -> None:
    """Let the new tree have the same file: a link as a link, else a hard link, else a copy.

    A refusal because of two disks is not copied away: then the file lies on a mount inside the target.
    """
    if stat.S_ISLNK(mode):
        copy.symlink_to(os.readlink(source), target_is_directory=source.is_dir())
        return
    try:
        os.link(source, copy)
    except OSError as error:
        if error.errno in (errno.EXDEV, errno.EEXIST, errno.ENOENT) or not stat.S_ISREG(mode):
            raise
        write_new(copy, source)
        shutil.copystat(source, copy)


def is_twin(one: Path, other: Path) -> bool:
    """Tell whether two files are one, or one a faithful copy of the other."""
    first, second = one.lstat(), other.lstat()
    if stat.S_ISLNK(first.st_mode) and stat.S_ISLNK(second.st_mode):
        return os.readlink(one) == os.readlink(other)
    facts = [(stat.S_IFMT(info.st_mode), info.st_size, info.st_mtime_ns) for info in (first, second)]
    return os.path.samestat(first, second) or facts[0] == facts[1]


def unlink(path: Path) -> None:
    try:
        path.unlink()
    except PermissionError:
        path.chmod(FILE_MODE)  # Windows does not remove a read-only file
        path.unlink()


def discard(root: Path) -> None:
    """Remove a staging tree of our own making: only links, copies and new files."""
    files, folders = scan(root)
    for path in files:
        unlink(root / path)
    for folder in sorted(folders, reverse=True):
        (root / folder).rmdir()
    with suppress(FileNotFoundError):
        root.rmdir()


def make_folders(folder: Path) -> None:
    """Make a folder and those above it; FileExistsError where a file stands in the way."""
    if folder.is_dir():
        return
    make_folders(folder.parent)
    try:
        folder.mkdir()
    except FileExistsError:
        if not folder.is_dir():
            raise
    folder.chmod(FOLDER_MODE)


def inode(folder: Path) -> int | None:
    try:
        return folder.stat().st_ino
    except FileNotFoundError:
        return None


def sync_folder(folder: Path) -> None:
    """Put a folder's names on the disk before going on; Windows has no such call."""
    if sys.platform != "win32":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
