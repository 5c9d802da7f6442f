"""Is a word anywhere in what a build wrote? Every file is opened as far as its kind allows, and so is its name."""

from __future__ import annotations

import html
import io
import subprocess
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pikepdf

_PACKAGES = (".zip", ".docx", ".xlsx", ".odt", ".ods")


def leaks(folder: Path, words: tuple[str, ...]) -> list[str]:
    """Every file, or part of one, in which one of the words stands, in capitals or not."""
    found = []
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        parts = [("its name", name.encode())]
        if path.is_file():
            parts += _parts(name, path.read_bytes())
        found += [f"{name}: {word} in {where}" for where, data in parts for word in words if _stands_in(word, data)]
    return found


def _stands_in(word: str, data: bytes) -> bool:
    """Plainly, as HTML or an address writes it, or in the two bytes a letter that PDF and Office use."""
    low, wanted = data.lower(), word.lower()
    if wanted.encode() in low or wanted.encode("utf-16-be") in low or wanted.encode("utf-16-le") in low:
        return True
    text = low.decode("utf-8", errors="ignore")
    return any(wanted in form.lower() for form in (html.unescape(text), unquote(text), text.replace("\u00a0", " ")))


def _parts(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """The bytes of a file and of everything that can be unpacked from it."""
    yield "its bytes", data
    suffix = Path(name).suffix.lower()
    if suffix in _PACKAGES:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            yield "its remark", package.comment
            for info in package.infolist():
                yield "the name of a part", info.filename.encode() + info.comment + info.extra
                for where, inner in _parts(info.filename, package.read(info)):
                    yield f"{info.filename}, {where}", inner
    elif suffix == ".pdf":
        yield from _pdf(data)
    elif suffix == ".png":
        yield from _png(data)


def _pdf(data: bytes) -> Iterator[tuple[str, bytes]]:
    try:
        document = pikepdf.open(io.BytesIO(data))
    except pikepdf.PdfError:
        return  # its bytes were looked at already
    with document:
        for number, thing in enumerate(document.objects):
            yield f"object {number}", str(_plain(thing)).encode()
            if isinstance(thing, pikepdf.Stream):
                try:
                    yield f"stream {number}", thing.read_bytes()
                except pikepdf.PdfError:
                    yield f"stream {number}", thing.read_raw_bytes()
        if len(document.pages):
            run = subprocess.run(["pdftotext", "-layout", "-", "-"], input=data, capture_output=True, check=False)
            yield "its text", run.stdout


def _plain(thing: object) -> object:
    """The strings of an object, and those of the objects that stand in it."""
    if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        return {key: str(value) for key, value in thing.items() if not isinstance(value, pikepdf.Dictionary)}
    if isinstance(thing, pikepdf.Array):
        return [str(value) for value in thing]
    return str(thing)


def _png(data: bytes) -> Iterator[tuple[str, bytes]]:
    place = 8
    while place + 12 <= len(data):
        size = int.from_bytes(data[place : place + 4], "big")
        kind, body = data[place + 4 : place + 8], data[place + 8 : place + 8 + size]
        if kind in (b"zTXt", b"iTXt"):
            for start in range(len(body)):
                try:
                    yield "its words", zlib.decompress(body[start:])
                except zlib.error:
                    continue
        place += size + 12
