"""Lines of a running text with their places, and what a line begins with."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

Lines = Sequence[tuple[str, int]]  # a line without its end, and where it begins in the text

_HYPHEN = re.compile(r"([-*+])(?: +(?=\S)|$)")
_FAR = 20  # lines between two items of a list with letters or dashes
POINTS = frozenset("•·▪◦‣●○■–—")
_POINT = re.compile(r"([•·▪◦‣●○■])[ \u00a0\t]*(?=\S)")
_DASH = re.compile(r"([–—])[ \u00a0]+(?=\S)")
_NUMBER = re.compile(r"(\d{1,2})([.)])[ \u00a0]+(?=\S)")
_LETTER = re.compile(r"([a-z])([.)])[ \u00a0]+(?=\S)")
STRIPE = re.compile(r"(=+|-[\s-]*|\*\s*\*[\s*]*|_\s*_[\s_]*)\s*")
FENCE = re.compile(r"```|~~~")
BOX = re.compile(r"!!!|\?\?\?|:::")
YEAR = re.compile(r"(\d{3,})\.\s")


@dataclass(frozen=True, kw_only=True, slots=True)
class Marker:
    """The sign before an item of a list: its sort (`-`, `1`, `a`), its number, and how long it is with its spaces."""

    sort: str
    number: int
    length: int
    sign: str


def indent_of(line: str) -> int:
    """How many spaces a line begins with."""
    return len(line) - len(line.lstrip(" "))


def marker_of(line: str) -> Marker | None:
    """The sign of a list that a line (without its indentation) begins with, by itself."""
    if match := _HYPHEN.match(line):
        return Marker(sort="-", number=0, length=match.end(), sign=match[1])
    if match := _POINT.match(line) or _DASH.match(line):
        return Marker(sort="-", number=0, length=match.end(), sign=match[1])
    if match := _NUMBER.match(line):
        return Marker(sort="1", number=int(match[1]), length=match.end(), sign=match[1] + match[2])
    if match := _LETTER.match(line):
        return Marker(sort="a", number=ord(match[1]) - 96, length=match.end(), sign=match[1] + match[2])
    return None


def list_marker(lines: Lines, at: int) -> Marker | None:
    """The sign of a list at a line, when it means one: a dash or a letter does when another one follows or precedes."""
    line = lines[at][0]
    indent = indent_of(line)
    marker = marker_of(line[indent:])
    if marker is None or marker.sort == "1" or (marker.sort == "-" and marker.sign not in "–—"):
        return marker
    return marker if _has_sibling(lines, at, indent, marker) else None


def _has_sibling(lines: Lines, at: int, indent: int, marker: Marker) -> bool:
    """Whether the next item (or the one before) stands near, at the same distance from the margin."""
    for step in (1, -1):
        place, blank = at + step, 0
        while 0 <= place < len(lines) and blank < 2 and abs(place - at) <= _FAR:
            line = lines[place][0]
            blank = 0 if line.strip() else blank + 1
            if line.strip() and indent_of(line) == indent:
                other = marker_of(line[indent:])
                if other and other.sort == marker.sort and _follows(marker, other, step):
                    return True
            place += step
    return False


def _follows(marker: Marker, other: Marker, step: int) -> bool:
    if marker.sort == "a":
        return other.number == marker.number + step and other.sign[-1] == marker.sign[-1]
    return other.sign == marker.sign
