"""The cure of a slip in running text, where it is one small change at the place itself."""

from __future__ import annotations

import re

from kapstok.core.finding import Edit, Fix
from kapstok.core.markdown import problems as faults
from kapstok.core.markdown.problems import Problem
from kapstok.core.model import Document, Pointer, Position
from kapstok.core.places import offset_of, replacing

_SIGN = re.compile(r"[*+•·](?= )")


def prose_fix(document: Document, pointer: Pointer, place: Position, problem: Problem) -> Fix | None:
    """The one change that mends it; None when there is a choice, or the text does not stand there as it is read."""
    source, at = document.source, offset_of(document.source, place)
    start = document.positions.get(pointer)
    if start is None or source[offset_of(source, start) : offset_of(source, start) + 1] not in "|>":
        return None
    first = problem.found.split("\n")[0]
    if not first or not source.startswith(first, at):
        return None
    if problem.hint == faults.LIST.hint and place.line > start.line + 1:
        return Fix(edits=(Edit(line=place.line, column=1, was="", becomes="\n"),))
    if problem.hint == faults.LIST_SIGN.hint and (sign := _SIGN.match(source, at)):
        return replacing(place, sign[0], "-")
    return None
