"""Where libyaml got stuck in a text, and the lines around it as people see them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from yaml._yaml import CParser
from yaml.error import MarkedYAMLError, YAMLError
from yaml.events import Event

Spot: TypeAlias = tuple[int, int]


class Mark(Protocol):
    """A place as libyaml counts, from 0."""

    line: int
    column: int


_DASHES = re.compile(r"[ ]*(?:-[ ]+)*")


@dataclass(frozen=True, kw_only=True, slots=True)
class Trouble:
    """Where libyaml got stuck; spots are (line, column) from 0, `last` its last event before that."""

    lines: list[str]
    context: str
    start: Spot
    problem: str
    spot: Spot
    last: Event | None

    @property
    def line(self) -> str:
        return self.text(self.spot[0])

    @property
    def char(self) -> str:
        return self.line[self.spot[1] : self.spot[1] + 1]

    @property
    def starts_line(self) -> bool:
        """Tell whether nothing but dashes and spaces stands before the spot."""
        return not self.line[: self.spot[1]].strip(" -")

    def text(self, line: int) -> str:
        return self.lines[line] if 0 <= line < len(self.lines) else ""

    def above(self, line: int) -> int:
        """Give the nearest line above that holds more than a comment, or -1."""
        line -= 1
        while line >= 0 and (not self.text(line).strip() or self.text(line).lstrip().startswith("#")):
            line -= 1
        return line

    def content(self, line: int) -> tuple[int, str]:
        """Give the column where a line's content starts, after dashes, and that content."""
        text = self.text(line)
        match = _DASHES.match(text)
        column = match.end() if match else 0
        return column, text[column:].rstrip()


def find_trouble(text: str, lines: list[str], error: MarkedYAMLError) -> Trouble:
    spot = spot_of(error.problem_mark)
    return Trouble(
        lines=lines,
        context=error.context or "",
        start=spot_of(error.context_mark) if error.context_mark else spot,
        problem=error.problem or "",
        spot=spot,
        last=_last_event(text),
    )


def spot_of(mark: Mark | None) -> Spot:
    return (mark.line, mark.column) if mark else (0, 0)


def _last_event(text: str) -> Event | None:
    """Parse once more, up to the error, and give the last thing that was still right."""
    parser = CParser(text)
    last = None
    try:
        while (event := parser.get_event()) is not None:
            last = event
    except YAMLError:
        pass
    finally:
        parser.dispose()
    return last


def indent_of(line: str) -> int:
    """Count the spaces a line starts with."""
    return len(line) - len(line.lstrip(" "))
