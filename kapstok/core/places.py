"""Where something stands in a file: a field of an item, or a word within the text of a value."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from typing import Self

from kapstok.core.finding import Edit, Fix
from kapstok.core.model import Document, Item, Model, Pointer, Position

_BREAK = re.compile(r"\r\n|\r|\n")
_SINGLE = re.compile(r"'(?:[^']|'')*'")
_DOUBLE = re.compile(r'"[^"\\]*"')
START = Position(line=1, column=1)


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a file, by the path of the file from the workspace; of a whole file its start."""

    path: str
    position: Position = START

    @classmethod
    def on(cls, path: str, line: int, column: int = 1) -> Self:
        """The place at a line and a column, which count from 1."""
        return cls(path, Position(line=line, column=column))


def within(document: Document, pointer: Pointer, text: str, offset: int, found: str) -> Position:
    """The place in the file of `found`, which begins at `offset` of `text`, the value at `pointer`.

    YAML may fold and indent a text, so the place is found again in the source: as many occurrences after the
    start of the value as there are before it in the text.
    """
    source = document.source
    start = document.positions.get(pointer, START)
    at = offset_of(source, start)
    if source.startswith("*", at):
        return start  # a repeated value (*name): its text stands elsewhere
    for _ in range(text.count(found, 0, offset) + 1):
        nearest_one = source.find(found, at) if found else -1
        if nearest_one < 0:
            return start
        at = nearest_one + 1
    starts = _line_starts(source)
    line = bisect_right(starts, at - 1)
    return Position(line=line, column=at - starts[line - 1])


def field_place(model: Model, item: Item, *steps: str | int) -> Place:
    """Where the key of a field of an item stands (`steps` lead to it), or as near above it as there is a place."""
    document = model.documents.get(item.path)
    pointer: Pointer = (*item.pointer, *steps)
    while document is not None and len(pointer) > len(item.pointer):
        place = document.keys.get(pointer) or document.positions.get(pointer)
        if place is not None:
            return Place(item.path, place)
        pointer = pointer[:-1]
    return Place(item.path, item.position)


def value_place(model: Model, item: Item, *steps: str | int) -> Place:
    """Where the value of a field of an item stands, or as near above it as there is a place."""
    document = model.documents.get(item.path)
    pointer: Pointer = (*item.pointer, *steps)
    while document is not None and len(pointer) > len(item.pointer):
        if (place := document.positions.get(pointer)) is not None:
            return Place(item.path, place)
        pointer = pointer[:-1]
    return Place(item.path, item.position)


def document_place(document: Document, pointer: Pointer = ()) -> Place:
    """Where a value stands in a document; the start of the file when it has no place of its own."""
    return Place(document.path, document.positions.get(pointer, START))


def replacing(place: Position, was: str, becomes: str) -> Fix:
    """The fix that is one change of the text at a place."""
    return Fix(edits=(Edit(line=place.line, column=place.column, was=was, becomes=becomes),))


def source_of(document: Document, pointer: Pointer, text: str) -> str | None:
    """A value of one line exactly as it stands in the file, quotes and all; None when it stands there otherwise."""
    place = document.positions.get(pointer)
    if place is None:
        return None
    at = offset_of(document.source, place)
    line = _BREAK.split(document.source[at : at + 2 * len(text) + 20], maxsplit=1)[0]
    quote = line[:1]
    if quote == "'":
        match = _SINGLE.match(line)
        return match[0] if match and match[0][1:-1].replace("''", "'") == text else None
    if quote == '"':
        match = _DOUBLE.match(line)
        return match[0] if match and match[0][1:-1] == text else None
    return text if line.startswith(text) and text else None


def in_flow(document: Document, pointer: Pointer) -> bool:
    """Whether a value stands between brackets, where a comma ends it."""
    return bool(document.flows) and any(pointer[:length] in document.flows for length in range(len(pointer)))


def source_from(document: Document, pointer: Pointer) -> str:
    """The text of the file from the place of a value on."""
    start = document.positions.get(pointer)
    return document.source[offset_of(document.source, start) :] if start else ""


def further(place: Position, source: str, offset: int) -> Position:
    """The place that lies `offset` signs after a place, when `source` is the text of the file from there."""
    lines = source.count("\n", 0, offset)
    column = offset - source.rfind("\n", 0, offset) if lines else place.column + offset
    return Position(line=place.line + lines, column=column)


def offset_of(source: str, place: Position) -> int:
    """How many characters of a file stand before a place in it."""
    starts = _line_starts(source)
    return starts[min(place.line, len(starts)) - 1] + place.column - 1


@lru_cache(maxsize=16)
def _line_starts(source: str) -> array[int]:
    """Where every line begins; of the files that were asked about last."""
    return array("L", [0, *(found.end() for found in re.finditer("\n", source))])
