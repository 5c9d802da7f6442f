"""From papers to Word and PDF: the one door to the converters, and what a cache needs to know of them.

Values in, bytes out; only pandoc and typst touch the disk, in a folder of their own that is gone afterwards.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache
from importlib.metadata import version
from pathlib import Path

from kapstok.convert.base import (
    FILTER,
    LAYOUT,
    TEMPLATE,
    ConvertError,
    Outcome,
    Paper,
    Style,
    font_folders,
    fonts_in,
    workplace,
)
from kapstok.convert.pandoc import ask_pandoc
from kapstok.core.signs import rare_signs, signs_in

__all__ = [
    "SUFFIXES",
    "ConvertError",
    "Outcome",
    "Paper",
    "Style",
    "convert_all",
    "converter_version",
    "fingerprint",
    "missing_signs",
    "rare_signs",
    "signs_in",
    "style_print",
    "to_docx",
    "to_pdf",
    "typefaces_version",
]

SUFFIXES = ("docx", "pdf")
FONTS = ("fontpkg-noto-sans", "fontpkg-noto-sans-arabic", "fontpkg-heebo")
PACKAGES = ("pypandoc_binary", "typst", "pikepdf", "python-docx", "lxml", *FONTS)
FORM = 6  # raise when this code makes other bytes from the same paper


def to_docx(paper: Paper, style: Style) -> bytes:
    """Convert a paper to a Word document; equal input gives equal bytes. Raises ConvertError."""
    return _only(paper, style, "docx")


def to_pdf(paper: Paper, style: Style) -> bytes:
    """Convert a paper to PDF (PDF/UA-1 and PDF/A-2a); equal input gives equal bytes. Raises ConvertError."""
    return _only(paper, style, "pdf")


def _only(paper: Paper, style: Style, suffix: str) -> bytes:
    (made,) = convert_all([paper], style, (suffix,))
    outcome = made[suffix]
    if isinstance(outcome, ConvertError):
        raise outcome
    return outcome


def convert_all(papers: Sequence[Paper], style: Style, suffixes: Sequence[str] = SUFFIXES) -> list[dict[str, Outcome]]:
    """Convert papers with one run of pandoc; gives for each paper what became of it, by suffix.

    The bytes of a paper do not depend on the others, and a paper with a problem does not keep the others back.
    """
    from kapstok.convert import batch

    return batch.convert_batch(papers, style, suffixes)


def missing_signs(
    signs: Collection[str], font: str, folders: Iterable[Path], font_files: Iterable[Path]
) -> frozenset[str]:
    """The signs among these that the PDF cannot show, with the fonts of a `Style` of this font, folder and files."""
    if not signs:
        return frozenset()
    from kapstok.convert import letters

    return letters.missing_signs(signs, font, font_folders(folders, font_files))


def typefaces_version() -> str:
    """The versions of what carries the fonts of a PDF."""
    return " ".join(f"{name}-{version(name)}" for name in ("typst", *FONTS))


@cache
def converter_version() -> str:
    """The versions of everything that decides the bytes: 'kapstok-1 pandoc-3.9 typst-0.15.2 ...'."""
    with workplace() as folder:
        pandoc = ask_pandoc("--version", folder=folder).decode().split()[1]
    packages = (f"{name}-{version(name)}" for name in PACKAGES)
    return " ".join((f"kapstok-{FORM}", f"pandoc-{pandoc}", *packages))


def style_print(style: Style) -> bytes:
    """A hash over all that decides the bytes of every paper in this style: its values, its files, the converters."""
    return _hashed(_style_parts(style))


def fingerprint(paper: Paper, style: bytes) -> str:
    """A hash over all that decides the bytes of a paper: itself, and the style by its `style_print`."""
    return _hashed((style, *_paper_parts(paper))).hex()


def _hashed(parts: Iterable[bytes]) -> bytes:
    digest = hashlib.blake2b(digest_size=20)
    for part in parts:
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.digest()


def _style_parts(style: Style) -> Iterator[bytes]:
    """In a fixed order and without paths of this machine."""
    yield converter_version().encode()
    yield from _values(style, without=("folder", "beneath", "font_files", "logo", "word"))
    for own in (style.logo, style.word):
        yield b"none" if own is None else b"own" + own
    files = [style.file(name) for name in (FILTER, TEMPLATE, LAYOUT)]
    for path in (*files, *fonts_in(style.font_folders())):
        yield path.name.encode()
        yield path.read_bytes()


def _paper_parts(paper: Paper) -> Iterator[bytes]:
    yield from _values(paper, without=("images",))
    for name, data in sorted(paper.images.items()):
        yield name.encode()
        yield data


def _values(value: Paper | Style, without: Sequence[str]) -> Iterator[bytes]:
    for name in value.__dataclass_fields__:
        if name not in without:
            yield f"{name}={getattr(value, name)!r}".encode()
