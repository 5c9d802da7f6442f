"""Lists and tables that YAML makes one line of: what stands on lines of its own in the file, and not in the text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kapstok.core.markdown import problems as faults
from kapstok.core.markdown.lines import indent_of, marker_of
from kapstok.core.markdown.problems import Problem
from kapstok.core.markdown.tables import is_bar_line

_NOTE = re.compile(r"#+ ")


def check_folded(source: str) -> Problem | None:
    """The first line of a list, table or note that is folded into the line above it.

    `source` is the file from the place of the value on; the offset of the problem counts from there.
    """
    first, _, rest = source.partition("\n")
    if first[:1] in ("|", "'", '"', "*", "&", "!", "") or (first[0] == ">" and not rest):
        return None
    lines = _own_lines(rest, folded=first[0] == ">")
    start = len(first) + 1
    for number, (line, offset) in enumerate(lines):
        above = lines[number - 1][0] if number else "" if first[0] == ">" else first
        if above.strip() and _begins(line.strip(), above, _together(lines, number)):
            hint = faults.FOLDED.hint if first[0] == ">" else "Zet | achter de dubbele punt en de tekst eronder."
            return faults.FOLDED.at(start + offset + indent_of(line), line.strip(), hint=hint)
    return None


def _own_lines(rest: str, *, folded: bool) -> list[tuple[str, int]]:
    """The lines of the value with their places; lines that are indented further keep their ends when folded."""
    lines: list[tuple[str, int]] = []
    offset, margin = 0, -1
    for line in rest.split("\n"):
        if line.strip():
            margin = indent_of(line) if margin < 0 else margin
            if not margin or indent_of(line) < margin:
                break
            lines.append(("" if folded and indent_of(line) > margin else line, offset))
        else:
            lines.append(("", offset))
        offset += len(line) + 1
    return lines


def _together(lines: Sequence[tuple[str, int]], number: int) -> list[str]:
    """The lines that YAML makes one of, together with this one."""
    start, end = number, number
    while start and lines[start - 1][0].strip():
        start -= 1
    while end < len(lines) and lines[end][0].strip():
        end += 1
    return [line.strip() for line, _ in lines[start:end]]


def _begins(line: str, above: str, others: Sequence[str]) -> bool:
    """Whether a line means to begin an item of a list, a row of a table, or a note of the writer."""
    if is_bar_line(line) or _NOTE.match(line):
        return True
    marker = marker_of(line)
    if marker is None:
        return False
    if above.rstrip().endswith(":"):
        return True
    found = (marker_of(other) for other in others)
    alike = [other for other in found if other and other.sort == marker.sort and other.sign[-1] == marker.sign[-1]]
    if marker.sort == "-":
        return len(alike) > 1
    return any(abs(other.number - marker.number) == 1 for other in alike)
