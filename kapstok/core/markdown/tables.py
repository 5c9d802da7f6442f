"""The lines of a table: its cells, and the row under its head that says how its columns are set."""

from __future__ import annotations

import re

_BARS = re.compile(r"(?<!\\)((?:\\\\)*)\|")
_ALIGN = re.compile(r"(:?)-+(:?)")
_NAMES = {(":", ":"): "center", (":", ""): "left", ("", ":"): "right", ("", ""): ""}


def is_bar_line(line: str) -> bool:
    """Whether a line is one of a table: a bar at both ends."""
    bare = line.strip()
    return len(bare) > 1 and bare[0] == "|" and bare[-1] == "|" and not bare.endswith("\\|")


def cells_of(line: tuple[str, int]) -> list[tuple[str, int]]:
    """The cells of a line, without the spaces around them, each with its place."""
    text, offset = line
    start = text.index("|") + 1
    end = text.rindex("|")
    cells = []
    for match in [*_BARS.finditer(text, start, end), None]:
        stop = match.end() - 1 if match else end
        cell = text[start:stop]
        cells.append((cell.strip(" "), offset + start + len(cell) - len(cell.lstrip(" "))))
        start = stop + 1
    return cells


def align_row(line: str) -> tuple[str, ...] | None:
    """How the columns are set, when this is the row that says so."""
    found = [_ALIGN.fullmatch(cell) for cell, _ in cells_of((line, 0))]
    return tuple(_NAMES[match[1], match[2]] for match in found if match) if all(found) else None
