"""A PDF of somebody else, opened within limits: what unpacks to gigabytes or turns in circles is a PDF too large."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

from kapstok.files.package import PackageError, TooLargeError

if TYPE_CHECKING:
    import pikepdf

MOST_PAGES, MOST_NOTES = 10_000, 50_000
_UNPACKED = 64_000_000  # bytes that one stream may be
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
# The one way to unpack for which there is no limit, and a way that is told elsewhere in the file.
_UNBOUND = re.compile(rb"/LZW|/Filter\s*(?:\[[^\]R]{0,200}\s)?\d{1,10}\s+\d{1,5}\s+R")


@contextmanager
def open_pdf(content: bytes) -> Iterator[pikepdf.Pdf]:
    """The document as pikepdf has it. Raises PackageError when it cannot be read, also for what is done with it."""
    import pikepdf  # late: most workspaces have no PDF, and it takes its time
    from pikepdf.settings import qpdf_limit_errors

    _set_limits()
    before = qpdf_limit_errors()
    if _UNBOUND.search(_ESCAPE.sub(lambda found: bytes([int(found[1], 16)]), content)):
        raise TooLargeError("te groot")
    try:
        with pikepdf.open(io.BytesIO(content)) as document:
            yield document
    except MemoryError as error:
        raise TooLargeError("te groot") from error
    except (pikepdf.PdfError, ValueError, TypeError, AttributeError, RecursionError) as error:
        if qpdf_limit_errors() > before:
            raise TooLargeError("te groot") from error
        raise PackageError("beschadigd") from error


@cache
def _set_limits() -> None:
    """For this whole process; what we make ourselves stays far below."""
    from pikepdf.settings import set_qpdf_limits

    set_qpdf_limits(
        parser_max_container_size=200_000,
        parser_max_nesting=100,
        max_stream_filters=3,
        doc_max_warnings=10_000,
        dct_max_memory=_UNPACKED,
        flate_max_memory=_UNPACKED,
        png_max_memory=_UNPACKED,
        run_length_max_memory=_UNPACKED,
        tiff_max_memory=_UNPACKED,
    )


def pages_of(document: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Every page once, however often the tree of pages names it. Raises TooLargeError for more than there can be."""
    waiting, seen = [document.Root.get("/Pages")], set[tuple[int, int]]()
    while waiting:
        node = waiting.pop()
        if node is None or not hasattr(node, "objgen") or node.objgen in seen:
            continue
        seen.add(node.objgen)
        if len(seen) > MOST_PAGES:
            raise TooLargeError("te groot")
        if "/Kids" in node:
            waiting.extend(reversed(list(node.Kids)))
        else:
            yield node


def notes_of(document: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Every annotation on every page. Raises TooLargeError for more than there can be."""
    count = 0
    for page in pages_of(document):
        for note in page.get("/Annots", []):
            count += 1
            if count > MOST_NOTES:
                raise TooLargeError("te groot")
            yield note
