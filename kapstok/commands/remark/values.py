"""What a comment is made of: plain text in parts and lines, without Markdown and without an address elsewhere."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

MOST_PARTS, MOST_LINES, MOST_PIECES = 12, 5_000, 400
LONGEST_TEXT, LONGEST_PATH = 2_000, 300
PAGE = re.compile(r"(?:[a-z0-9][a-z0-9._-]*/)*(?:#[A-Za-z0-9._-]+)?")  # an address in the site, from its root


class Ink(StrEnum):
    """How a piece of text is shown."""

    PLAIN = "gewoon"
    GONE = "weg"
    NEW = "nieuw"


@dataclass(frozen=True, kw_only=True, slots=True)
class Bit:
    """Some words of a line."""

    ink: Ink = Ink.PLAIN
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One line of a part, `level` 0 or 1 deep; `page` is where it is to be seen in the preview, empty for nowhere."""

    bits: tuple[Bit, ...]
    level: int = 0
    page: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """A heading with lines under it; `folded` keeps them out of sight until a reader asks.

    `left_out` is how many more lines there were than fit.
    """

    title: str
    lines: tuple[Line, ...]
    folded: bool = False
    left_out: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Remark:
    """A whole comment for one audience, the most important part first. `job` is the number of the job that built it."""

    audience: str
    head: str
    parts: tuple[Part, ...]
    job: int = 0


def line(text: str, *, level: int = 0, page: str = "") -> Line:
    """A line of plain words."""
    return Line(bits=(Bit(text=text),), level=level, page=page)
