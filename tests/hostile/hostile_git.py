"""Repositories that want to run something, or to be taken for no repository at all."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
from pathlib import Path

WHO = {f"GIT_{role}_{part}": "t@example.org" for role in ("AUTHOR", "COMMITTER") for part in ("NAME", "EMAIL")}
BARE = {"HEAD": "ref: refs/heads/main\n", "objects/.houd": "", "refs/heads/.houd": ""}


def git(folder: Path, *arguments: str, day: str = "2026-01-02", stdin: bytes = b"") -> str:
    """Git without anything of this machine in it."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    stamp = f"{day}T12:00:00 +0000"
    dates = {"GIT_AUTHOR_DATE": stamp, "GIT_COMMITTER_DATE": stamp}
    environment = {**kept, **WHO, **dates, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    done = subprocess.run(
        ["git", *arguments], cwd=folder, env=environment, check=True, capture_output=True, input=stdin
    )
    return done.stdout.decode().strip()


def repository(folder: Path, files: dict[str, str] | None = None) -> Path:
    """A workspace with one commit."""
    put(folder, {"agenda/agenda.yaml": "titel: A\n"} | (files or {}))
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "Begin")
    return folder


def put(folder: Path, files: dict[str, str]) -> None:
    """Write files."""
    for path, text in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


def bait(folder: Path, name: str = "aas") -> tuple[Path, Path]:
    """A program that leaves a mark when it is run, and that mark."""
    mark, program = folder / f"{name}-gebeten", folder / f"{name}.sh"
    program.write_text(f"#!/bin/sh\ntouch '{mark}'\ncat\nexit 0\n", encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return program, mark


def commit_with_stamp(folder: Path, stamp: str) -> None:
    """A commit that says that it is of any moment at all."""
    tree, parent = git(folder, "write-tree"), git(folder, "rev-parse", "HEAD")
    who = f"t <t@example.org> {stamp}"
    text = f"tree {tree}\nparent {parent}\nauthor {who}\ncommitter {who}\n\nRaar\n"
    name = git(folder, "hash-object", "-t", "commit", "-w", "--stdin", "--literally", stdin=text.encode())
    git(folder, "update-ref", "refs/heads/main", name)


def slow_git(folder: Path, seconds: int = 20) -> Path:
    """A folder for PATH in which git takes its time."""
    folder.mkdir()
    program = folder / "git"
    program.write_text(f"#!/bin/sh\nexec sleep {seconds}\n", encoding="utf-8")
    program.chmod(0o755)
    return folder


def without_objects(folder: Path, kind: str) -> None:
    """Damage every object of a kind."""
    names = git(folder, "rev-list", "--objects", "--all").split("\n")
    for name in (line.split(" ")[0] for line in names):
        if git(folder, "cat-file", "-t", name) == kind:
            file = folder / ".git" / "objects" / name[:2] / name[2:]
            file.chmod(0o644)
            file.write_bytes(b"stuk")


def give_away(folder: Path) -> None:
    """Make somebody else the owner."""
    for path in (folder, *folder.rglob("*")):
        shutil.chown(path, 12345)
