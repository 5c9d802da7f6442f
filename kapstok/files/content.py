"""Is a file from the inside what its ending says? Judged by what is in it, within limits."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from kapstok.files.package import Package, PackageError
from kapstok.files.pictures.problem import PictureError
from kapstok.files.pictures.raster import JPEG, check_jpeg, clean_png

IMAGES = ("png", "jpg", "jpeg")
SUFFIXES = ("pdf", *IMAGES, "xlsx", "ods", "docx", "odt", "csv")
_HEAD = 1024  # bytes in which the mark of a file stands
_PIECE = 1 << 20  # bytes of a text that are looked at together
_MOST_PICTURE = 50_000_000  # bytes of a picture that is decoded
_OFFICE = {"xlsx": "xl/workbook.xml", "docx": "word/document.xml"}
_OPEN = {
    "ods": b"application/vnd.oasis.opendocument.spreadsheet",
    "odt": b"application/vnd.oasis.opendocument.text",
}
_MACROS = re.compile(r"vbaProject|macrosheets/|activeX/|(^|/)(Basic|Scripts)/", re.IGNORECASE)
_FETCHES = ("attachedTemplate", "oleObject", "frame", "subDocument", "aFChunk")  # relations that open something else
_PREAMBLE = b"\xef\xbb\xbf \t\r\n\0"  # what some programs put before a PDF


def suffix_of(name: str) -> str:
    """The letters behind the last dot of a name, small."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def may_be_attached(name: str) -> bool:
    """Whether a file with this name is of a kind that is published."""
    return suffix_of(name) in SUFFIXES


def is_what_it_says(path: Path, suffix: str = "") -> bool:
    """Whether the content of a file is that of its suffix, or of the one that is given."""
    suffix = suffix or suffix_of(path.name)
    if suffix == "pdf":
        with path.open("rb") as file:
            return file.read(_HEAD).lstrip(_PREAMBLE).startswith(b"%PDF-")
    if suffix in IMAGES:
        return _is_picture(path, suffix)
    if suffix == "csv":
        return is_text(path)
    try:
        return _is_package(Package(path), suffix)
    except PackageError:
        return False


def _is_picture(path: Path, suffix: str) -> bool:
    with path.open("rb") as file:
        data = file.read(_MOST_PICTURE + 1)
    try:
        if suffix == "png":
            clean_png(data)
        else:
            check_jpeg(data)
    except PictureError:
        return False
    return len(data) <= _MOST_PICTURE and (suffix == "png" or data.startswith(JPEG))


def is_text(path: Path) -> bool:
    """Whether a file is text in UTF-8."""
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    with path.open("rb") as file:
        try:
            while part := file.read(_PIECE):
                if "\0" in decoder.decode(part):
                    return False
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def beginning(path: Path) -> bytes:
    """As much of a file as shows how it was saved."""
    with path.open("rb") as file:
        return file.read(_PIECE)


def _is_package(package: Package, suffix: str) -> bool:
    if any(_MACROS.search(name) for name in package.names):
        return False
    if suffix not in _OFFICE:
        return package.read("mimetype")[:_HEAD].strip() == _OPEN[suffix]
    if _OFFICE[suffix] not in package.names or "[Content_Types].xml" not in package.names:
        return False
    relations = (package.read(name) for name in package.names if name.endswith(".rels"))
    return not any(f'/{kind}"'.encode() in data and b"External" in data for data in relations for kind in _FETCHES)
