"""What many tests need: a copy of the small base workspace, files in it, and a model from loose YAML."""

from __future__ import annotations

import json
import re
import shutil
import struct
import zlib
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from kapstok.core.audience import PUBLIC
from kapstok.core.cache import open_cache
from kapstok.core.dates import MONTHS
from kapstok.core.finding import Finding
from kapstok.core.model import Item, Key, Model
from kapstok.core.progress import Nobody
from kapstok.core.workspace import open_workspace, resource
from kapstok.kinds.schema import Kinds, load_kinds
from kapstok.link.resolve import resolve
from kapstok.link.validate import validate
from kapstok.pipeline import Loaded, load
from kapstok.read.reader import read_text
from kapstok.render.build import Build
from kapstok.view import view

REPOSITORY = Path(__file__).resolve().parent.parent
BASE = REPOSITORY / "tests" / "basis"


def copy_base(folder: Path) -> Path:
    """A workspace of our own below `folder`."""
    return Path(shutil.copytree(BASE, folder / "werkruimte"))


def forget(root: Path) -> None:
    """Throw away everything that an earlier build of this workspace left for the next one."""
    shutil.rmtree(root / ".kapstok", ignore_errors=True)
    if folder := open_cache(root).folder:
        shutil.rmtree(folder)


def write(root: Path, files: dict[str, str]) -> None:
    """Put files in a workspace, by their path in it."""
    for path, text in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


def load_from(root: Path) -> Loaded:
    """Read and check a workspace."""
    return load(open_workspace(root))


def loose_days(text: str) -> str:
    """Text with a plain space in its days: `5 november`, which papers keep on one line."""
    return re.sub(rf"(?<=\d)\u00a0(?={'|'.join(MONTHS)})", " ", text)


@contextmanager
def building(root: Path, *, day: date | None = None, audience: str = PUBLIC, jobs: int = 1) -> Iterator[Build]:
    """A build for one audience of a workspace with nothing wrong; nothing is written but the cache."""
    loaded = load(open_workspace(root), day=day)
    assert loaded.findings == ()
    with ThreadPoolExecutor(jobs) as executor:
        yield build_of(loaded, executor, audience, asked=loaded.day_given)


def build_of(loaded: Loaded, executor: Executor, audience: str = PUBLIC, *, asked: bool = False) -> Build:
    """The rendering half of a build of what was loaded, for one audience; `asked` puts the peildatum on every paper."""
    return Build(
        workspace=loaded.workspace,
        kinds=loaded.kinds,
        model=view(loaded.model, loaded.kinds, audience),
        day=loaded.day,
        executor=executor,
        watcher=Nobody(),
        day_given=asked,
        frozen=loaded.frozen,
        repository=loaded.repository,
        history=loaded.history,
    )


@cache
def shipped_kinds() -> Kinds:
    """The schemas of Kapstok itself."""
    kinds, findings = load_kinds([("schemas", resource("schemas"))])
    assert findings == []
    return kinds


def small_kinds(folder: Path, schemas: dict[str, dict[str, Any]]) -> tuple[Kinds, list[Finding]]:
    """Kinds of schemas that are written here and now, by their file name."""
    folder.mkdir(exist_ok=True)
    for name, schema in schemas.items():
        (folder / name).write_text(json.dumps(schema), encoding="utf-8")
    return load_kinds([("schemas", folder)])


def model_of(files: dict[str, str], kinds: Kinds | None = None) -> tuple[Model, list[Finding]]:
    """The model of loose files (`doelen/x.yaml` → text), and what reading, validating and resolving found."""
    kinds = kinds or shipped_kinds()
    documents, findings = [], []
    for path, text in files.items():
        document, found = read_text(f"agenda/{path}", text.encode())
        findings += found
        if document is not None:
            documents.append(document)
    placed, breaches = validate(documents, kinds)
    model, more = resolve(placed, kinds)
    return model, [*findings, *breaches, *more]


def good_model(files: dict[str, str], kinds: Kinds | None = None) -> Model:
    """The model of loose files in which nothing may be wrong."""
    model, findings = model_of(files, kinds)
    assert findings == []
    return model


def the(model: Model, kind: str, name: str) -> Item:
    """The item with this kind and id."""
    return model.items[Key(kind=kind, id=name)]


def places(findings: list[Finding] | tuple[Finding, ...]) -> list[tuple[str, int, int, str]]:
    """Where findings stand and what they are called."""
    return [(f.path, f.line, f.column, f.code) for f in findings]


def png(width: int = 4, height: int = 4, *, extra: bytes = b"") -> bytes:
    """A PNG in grey; `extra` are chunks that stand before its pixels."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    pixels = zlib.compress(b"".join(b"\0" + bytes(width) for _ in range(height)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + extra + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def jpeg(*segments: bytes, width: int = 4, height: int = 4) -> bytes:
    """The parts of a JPEG that say how it is made; `segments` are whole ones, with their mark and length."""
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\x01\x11\x00"
    scan = b"\xff\xda" + struct.pack(">H", 8) + b"\x01\x01\x00\x00\x3f\x00" + b"\x00\xff\xd9"
    return b"\xff\xd8" + b"".join(segments) + frame + scan
