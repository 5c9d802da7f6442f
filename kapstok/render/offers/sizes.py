"""The size of every file on the pages that offer it, put in when both the pages and the files are there.

Pages and papers are made side by side, so a page cannot know how large a paper will be. A template leaves a mark, an
HTML comment that says of which file the size is asked; the finished page gets the words. So no page waits for a
paper, and the cache of pages does not depend on the size of one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from markupsafe import Markup

from kapstok.core.text import NBSP
from kapstok.files.attachments import size_text

_SIGN = "<!--grootte:"
_MARK = re.compile(rb"<!--grootte:([^\s<>]+)-->")


def size_mark(path: str) -> Markup:
    """What stands on a page until the size of the file at this path, from the root of the output, is known."""
    return Markup(f"{_SIGN}{path}-->")


def fill_sizes(html: bytes, sizes: Mapping[str, int]) -> bytes:
    """Put `, 212 kB` where a size was asked; of a file whose size is not known nothing is said."""

    def said(match: re.Match[bytes]) -> bytes:
        size = sizes.get(match[1].decode())
        return f", {size_text(size).replace(' ', NBSP)}".encode() if size is not None else b""

    return _MARK.sub(said, html) if _SIGN.encode() in html else html
