"""Where something stands in a file: a field of an item, or a word within the text of a value."""

from __future__ import annotations

from kapstok.core.finding import Finding, Severity
from kapstok.core.model import Document, Item, Model, Pointer, Position

START = Position(line=1, column=1)


def within(document: Document, pointer: Pointer, text: str, offset: int, found: str) -> Position:
    """The place in the file of `found`, which begins at `offset` of `text`, the value at `pointer`.

    YAML may fold and indent a text, so the place is found again in the source: as many occurrences after the
    start of the value as there are before it in the text.
    """
    source = document.source
    start = document.positions.get(pointer, START)
    at = _offset(source, start)
    if source.startswith("*", at):
        return start  # a repeated value (*name): its text stands elsewhere
    for _ in range(text.count(found, 0, offset) + 1):
        nearest_one = source.find(found, at) if found else -1
        if nearest_one < 0:
            return start
        at = nearest_one + 1
    line_start = source.rfind("\n", 0, at - 1) + 1
    return Position(line=source.count("\n", 0, at - 1) + 1, column=at - line_start)


def field_place(model: Model, item: Item, *steps: str | int) -> Position:
    """Where the key of a field of an item stands (`steps` lead to it), or as near above it as there is a place."""
    document = model.documents.get(item.path)
    pointer: Pointer = (*item.pointer, *steps)
    while document is not None and len(pointer) > len(item.pointer):
        place = document.keys.get(pointer) or document.positions.get(pointer)
        if place is not None:
            return place
        pointer = pointer[:-1]
    return item.position


def value_place(model: Model, item: Item, *steps: str | int) -> Position:
    """Where the value of a field of an item stands, or as near above it as there is a place."""
    document = model.documents.get(item.path)
    pointer: Pointer = (*item.pointer, *steps)
    while document is not None and len(pointer) > len(item.pointer):
        if (place := document.positions.get(pointer)) is not None:
            return place
        pointer = pointer[:-1]
    return item.position


def finding_at(
    path: str, place: Position, code: str, message: str, hint: str, severity: Severity = Severity.ERROR
) -> Finding:
    """A finding at a place in a file."""
    return Finding(
        path=path, line=place.line, column=place.column, severity=severity, code=code, message=message, hint=hint
    )


def _offset(source: str, place: Position) -> int:
    at = 0
    for _ in range(place.line - 1):
        at = source.find("\n", at) + 1
    return at + place.column - 1
