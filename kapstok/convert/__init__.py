"""From papers to Word and PDF: the one door to the converters, and what a cache needs to know of them.

Values in, bytes out; only pandoc and typst touch the disk, in a folder of their own that is gone afterwards.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from pathlib import Path

from kapstok.convert.base import (
    FILTER,
    FONT_SUFFIXES,
    LAYOUT,
    OWN_FONTS,
    TEMPLATE,
    ConvertError,
    Paper,
    Style,
    run_pandoc,
    workplace,
)

__all__ = [
    "ConvertError",
    "Paper",
    "Style",
    "converter_version",
    "fingerprint",
    "missing_characters",
    "to_docx",
    "to_pdf",
]

PACKAGES = ("pypandoc_binary", "typst", "pikepdf", "python-docx", "lxml", "fontpkg-noto-sans")
FORM = 3  # raise when this code makes other bytes from the same paper


def to_docx(paper: Paper, style: Style) -> bytes:
    """Convert a paper to a Word document; equal input gives equal bytes. Raises ConvertError."""
    from kapstok.convert import docx

    return docx.to_docx(paper, style)


def to_pdf(paper: Paper, style: Style) -> bytes:
    """Convert a paper to PDF (PDF/UA-1 and PDF/A-2a); equal input gives equal bytes. Raises ConvertError."""
    from kapstok.convert import pdf

    return pdf.to_pdf(paper, style)


def missing_characters(text: str, folder: Path) -> frozenset[str]:
    """The characters of a text that the PDF cannot show with the fonts of the style in `folder`."""
    if text.isascii():
        return frozenset()
    from kapstok.convert import letters

    own = folder / OWN_FONTS
    return letters.missing_characters(text, (own.resolve(),) if own.is_dir() else ())


@cache
def converter_version() -> str:
    """The versions of everything that decides the bytes: 'kapstok-1 pandoc-3.9 typst-0.15.2 ...'."""
    with workplace() as folder:
        pandoc = run_pandoc(["--version"], folder=folder).decode().split()[1]
    packages = (f"{name}-{version(name)}" for name in PACKAGES)
    return " ".join((f"kapstok-{FORM}", f"pandoc-{pandoc}", *packages))


def fingerprint(paper: Paper, style: Style) -> str:
    """A hash over all that decides the bytes of a paper: itself, the style with its files, the converters."""
    digest = hashlib.blake2b(digest_size=20)
    for part in fingerprint_parts(paper, style):
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.hexdigest()


def fingerprint_parts(paper: Paper, style: Style) -> Iterator[bytes]:
    """The parts of the fingerprint, in a fixed order and without paths of this machine."""
    yield converter_version().encode()
    for value in (paper, style):
        for name in value.__dataclass_fields__:
            if name not in ("images", "folder", "font_files", "logo", "word"):
                yield f"{name}={getattr(value, name)!r}".encode()
    yield b"none" if style.logo is None else b"logo" + style.logo
    yield b"none" if style.word is None else b"word" + style.word
    for name, data in sorted(paper.images.items()):
        yield name.encode()
        yield data
    own_fonts = (p for f in style.font_folders() for p in sorted(f.rglob("*")) if p.suffix.lower() in FONT_SUFFIXES)
    for path in (*(style.folder / name for name in (FILTER, TEMPLATE, LAYOUT)), *own_fonts):
        yield path.name.encode()
        yield path.read_bytes()
